# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Esta página no está aquí
nav-overview = Resumen
nav-project = Proyecto
nav-updates = Novedades
nav-deliverables = Entregables
nav-documents = Documentos
nav-requests = Solicitudes
nav-money = Presupuesto y facturas
nav-team = Personas

## Around every page

skip-link = Ir al contenido
menu = Menú
menu-label = Páginas
private-note = Preparado para { $client }. Le rogamos que no comparta el enlace.
not-found-text = Puede que se haya movido o renombrado. Todo lo suyo sigue en su portal.
not-found-link = Ir al resumen
archived-note = Este trabajo ha concluido. El portal permanece como constancia.
project-archived = Este proyecto ha concluido.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] Necesitamos una cosa de usted
   *[other] Necesitamos { $count } cosas de usted
}
waiting-more = { $count ->
    [one] Una más
   *[other] { $count } más
}
waiting-none-title = No hay nada pendiente de usted
waiting-none-text = Ahora nos toca a nosotros. Cuando necesitemos algo, será lo primero que vea aquí.
waiting-none-archived = Todo está resuelto. Gracias por su confianza.
waiting-request = Por enviar
waiting-review = Por revisar
waiting-next_step = Próximo paso
waiting-task = Tarea
waiting-checklist = Puesta en marcha
waiting-invoice = Factura
due-by = Hasta el { $date }
overdue = Con retraso

## Overview: where does it stand

status-title = Estado del trabajo
status-none = Todavía no hay un informe de estado. Mientras tanto, las novedades son su mejor guía.
status-more = En detalle
as-of = Actualizado el { $date }
health-on_track = Según lo previsto
health-at_risk = En riesgo
health-off_track = Fuera de plazo
health-paused = En pausa
health-done = Terminado
phase-of = { $phase }, fase { $number } de { $count }
phases-title = Fases
phase-past = (terminada)
progress-label = Avance
progress-of = Avance de { $title }
progress-milestones = { $of ->
    [one] { $done } de { $of } hito alcanzado
   *[other] { $done } de { $of } hitos alcanzados
}

## Overview: what is new, where are my files, whom do I ask

news-title = Qué hay de nuevo
see-all = Ver todo
news-none = Aún no hay novedades. La primera aparecerá aquí.
news-update = Novedad
news-version = Nueva versión
files-title = Sus archivos
files-none = Aún no hay archivos. Todo lo que le entreguemos quedará guardado aquí.
contact-title = A quién preguntar
book-call = Concertar una llamada
links-title = Enlaces

## Project

next-title = Próximos pasos
milestones-title = Hitos
milestone-state-planned = Previsto
milestone-state-in_progress = En curso
milestone-state-done = Alcanzado
milestone-state-cancelled = Cancelado
planned-for = Previsto para el
depends-on = Después de: { $names }
slip-later = { $count ->
    [one] un día después
   *[other] { $count } días después
}
slip-earlier = { $count ->
    [one] un día antes
   *[other] { $count } días antes
}
tasks-title = Tareas
task-state-todo = Pendiente
task-state-doing = En curso
task-state-blocked = Bloqueada
task-state-done = Hecha
history-title = Informes anteriores

## Updates

pinned = Destacada
tags-label = Etiquetas
attachments-title = Adjuntos
neighbours-label = Más novedades
older = Anterior
newer = Siguiente

## Deliverables

deliverable-state-draft = Borrador
deliverable-state-in_review = Para su revisión
deliverable-state-changes_requested = Cambios solicitados
deliverable-state-approved = Aprobado
deliverable-state-final = Definitivo
deliverable-kind-design = Diseño
deliverable-kind-document = Documento
deliverable-kind-video = Vídeo
deliverable-kind-audio = Audio
deliverable-kind-website = Sitio web
deliverable-kind-print = Impreso
deliverable-kind-prototype = Prototipo
deliverable-kind-data = Datos
deliverable-kind-other = Archivo
version-name = Versión { $id }
version-current = Actual
versions-title = Versiones
approvals-title = Aprobaciones
approved-by = { $name } aprobó la versión { $version }
belongs-to = Pertenece al hito «{ $title }»
open-file = Abrir el archivo
pdf-fallback = Su navegador no muestra archivos PDF dentro de una página.
preview-truncated = Aquí solo se muestra el principio. El resto está en el archivo.
prototype-open = Abrir el prototipo
prototype-close = Cerrar el prototipo
prototype-files = Todos los archivos

## Documents

documents-other = Otros documentos
documents-none = Aún no hay documentos. Los contratos y los informes se guardarán aquí.

## Requests

requests-open = Lo que necesitamos de usted
requests-none = Nada por el momento.
requests-sent = Lo estamos revisando
requests-accepted = Todo en orden
request-state-rejected = Por reenviar
request-send = Enviar
checklist-title = Puesta en marcha
checklist-done = { $done } de { $of } hechos

## Money

outstanding = { $amount } por pagar
outstanding-none = Nada por pagar
budget-left = Quedan { $amount }
budget-over = { $amount } por encima del presupuesto
budget-used = { $used } usados de { $total }
budget-used-label = Parte usada del presupuesto
hours = { $amount } h
invoices-title = Facturas
invoice-number = Factura
invoice-issued = Fecha
invoice-state = Estado
invoice-amount = Importe
invoice-state-open = Pendiente
invoice-state-paid = Pagada
invoice-state-void = Anulada
paid-on = Pagada el { $date }
pay = Pagar

## People

decides = Decide sobre las aprobaciones
office-title = Oficina

## Shared resources

collection-none = Aquí todavía no hay nada.

## The lock screen, and what is said around an open portal

lock-title = Portal privado
lock-opening = Abriendo…
lock-label = Código de acceso
lock-hint = No importan las mayúsculas, los espacios ni los guiones.
lock-open = Abrir
lock-checking = Comprobando el código…
lock-again = Intentar de nuevo
lock-use-link = Abra el enlace que le envió { $agency }. La clave está en ese enlace, y este navegador no la guarda.
lock-wrong-link = Este enlace no abre el portal. Compruebe que está completo o pida uno nuevo a { $agency }.
lock-wrong-code = Este código no abre el portal. Compruébelo letra por letra o pida uno nuevo a { $agency }.
lock-wrong-pair = Este código no corresponde a su enlace. Compruebe el código letra por letra y que el enlace sea el suyo.
lock-offline = No se puede acceder al portal. Compruebe su conexión e inténtelo de nuevo.
lock-no-portal = No hay ningún portal en esta dirección. Busque un enlace más reciente o pídalo a { $agency }.
lock-missing = Falta una parte del portal. Quizá se esté actualizando: inténtelo de nuevo dentro de un minuto.
lock-damaged = Lo que ha llegado está dañado o alterado y por eso no se muestra. Inténtelo de nuevo; si sigue igual, avise a { $agency }.
lock-outdated = El portal es más reciente que esta página. Vuelva a cargar la página.
lock-expired = Su acceso terminó el { $date }. Si aún lo necesita, consulte a { $agency }.
lock-too-large = Este archivo es demasiado grande para esta ventana del navegador. Abra su enlace en una versión actual de Firefox, Chrome, Edge o Safari y no en una ventana privada, o pida el archivo a { $agency }: la orden «keyfolio open» guarda todos los archivos de un portal.
lock-unplayable = Este navegador no puede reproducir este archivo. Descárguelo para abrirlo con otro programa.
lock-unsupported = Este navegador es demasiado antiguo para abrir el portal. Utilice una versión actual de Chrome, Edge, Firefox o Safari.
lock-insecure = La conexión con esta dirección no es segura, por lo que el portal permanece cerrado. Utilice la dirección que empieza por https://
lock-now = Bloquear
lock-close = Aceptar
lock-load = Cargar ({ $size })
lock-outside = Esto lleva fuera del prototipo y no se abre aquí.
lock-prototype-large = Este prototipo es demasiado grande para abrirlo en un navegador. Pida a { $agency } que lo envíe de otra forma.
lock-rollback = Este estado del portal es anterior al que usted ya había visto. Si le sorprende, avise a { $agency }.
lock-remember = Recordar este dispositivo
lock-remembered = Este dispositivo abrirá el portal por sí solo durante 30 días, hasta que usted lo bloquee.
lock-not-remembered = Este navegador no puede guardar la clave. La próxima vez, abra el portal como hoy.
lock-remember-how = ¿Cómo debe abrir el portal este dispositivo?
lock-remember-itself = Por sí solo, durante 30 días
lock-passkey = Abrir con la llave de acceso
lock-passkey-asking = Esperando la llave de acceso…
lock-passkey-name = Portal de { $agency }
lock-passkey-use = Usar una llave de acceso en este dispositivo
lock-passkey-kept = A partir de ahora, una llave de acceso abre el portal en este dispositivo. Su enlace o código sigue siendo válido.
lock-passkey-unused = No se ha usado la llave de acceso. Inténtelo de nuevo o use su enlace o código.
lock-passkey-none = Las llaves de acceso de este dispositivo no pueden abrir portales. Su enlace o código sigue siendo válido.
lock-passkey-gone = La llave de acceso ya no abre este portal y se ha olvidado aquí. Use su enlace o código actual, o pregunte a { $agency }.
lock-passkey-forget = Olvidar la llave de acceso
lock-passkey-forgotten = Este dispositivo ha olvidado la llave de acceso. La próxima vez, abra el portal con su enlace o código.
lock-idle = Bloqueado tras { $time } sin actividad.
lock-door = ¿Ha recibido un enlace, pero ningún código? Entonces abra ese enlace: no necesita nada más.
lock-stuck = El portal no se inicia. Compruebe su conexión y vuelva a cargar esta página, o ábrala en un navegador actual.
lock-no-script = Este portal está cifrado y para abrirlo se necesita JavaScript. Permítalo en esta página.

## Invitations

invite-subject = Su portal en { $agency }
invite-code-subject = El código de acceso a su portal en { $agency }
invite-greeting = Hola, { $name }:
invite-greeting-everyone = Hola:
invite-intro = Hemos preparado un portal privado para { $client }: en él verá cómo va el trabajo, qué necesitamos de usted y todos los archivos en su última versión. Ábralo aquí:
invite-keep-link = Le rogamos que no comparta este enlace: quien lo tenga puede abrir el portal.
invite-code-follows = El portal pide además un código de acceso. Lo recibirá en otro mensaje.
invite-code-here = El portal pide un código de acceso. Es este:
invite-keep-code = Le rogamos que no comparta este código: quien lo tenga puede abrir el portal.
invite-code-intro = Este es el código de acceso a su portal en { $agency }:
invite-keep-apart = Corresponde al enlace que recibió en otro mensaje. Le rogamos que guarde ambos por separado.
invite-expires = Puede abrir el portal hasta el { $date }.
invite-questions = Si algo no funciona o no está claro, responda simplemente a este mensaje.
