# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Questa pagina non è qui
nav-overview = Panoramica
nav-project = Progetto
nav-updates = Aggiornamenti
nav-deliverables = Consegne
nav-documents = Documenti
nav-requests = Richieste
nav-money = Budget e fatture
nav-team = Persone

## Around every page

skip-link = Vai al contenuto
menu = Menu
menu-label = Pagine
private-note = Preparato per { $client }. La preghiamo di non condividere il link.
not-found-text = Forse è stata spostata o rinominata. Tutto ciò che è Suo si trova ancora nel portale.
not-found-link = Vai alla panoramica
archived-note = Questo lavoro è concluso. Il portale resta come documentazione.
project-archived = Questo progetto è concluso.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] Ci serve una cosa da Lei
   *[other] Ci servono { $count } cose da Lei
}
waiting-more = { $count ->
    [one] Ancora una
   *[other] Altre { $count }
}
waiting-none-title = Nessuna richiesta per Lei
waiting-none-text = Ora tocca a noi. Quando ci servirà qualcosa, sarà la prima cosa che vedrà qui.
waiting-none-archived = È tutto a posto. Grazie per la collaborazione.
waiting-request = Da inviare
waiting-review = Da rivedere
waiting-next_step = Prossimo passo
waiting-task = Attività
waiting-checklist = Per iniziare
waiting-invoice = Fattura
due-by = Entro il { $date }
overdue = In ritardo

## Overview: where does it stand

status-title = A che punto siamo
status-none = Non c’è ancora un resoconto. Nel frattempo gli aggiornamenti Le diranno l’essenziale.
status-more = In dettaglio
as-of = Aggiornato al { $date }
health-on_track = Nei tempi
health-at_risk = A rischio
health-off_track = Fuori programma
health-paused = In pausa
health-done = Concluso
phase-of = { $phase }, fase { $number } di { $count }
phases-title = Fasi
phase-past = (conclusa)
progress-label = Avanzamento
progress-of = Avanzamento di { $title }
progress-milestones = { $done ->
    [one] { $done } traguardo su { $of } raggiunto
   *[other] { $done } traguardi su { $of } raggiunti
}

## Overview: what is new, where are my files, whom do I ask

news-title = Che cosa c’è di nuovo
see-all = Vedi tutto
news-none = Ancora nessun aggiornamento. Il primo apparirà qui.
news-update = Aggiornamento
news-version = Nuova versione
files-title = I Suoi file
files-none = Ancora nessun file. Tutto ciò che Le consegniamo sarà conservato qui.
contact-title = A chi rivolgersi
book-call = Prenota una chiamata
links-title = Link

## Project

next-title = Prossimi passi
milestones-title = Traguardi
milestone-state-planned = Previsto
milestone-state-in_progress = In corso
milestone-state-done = Raggiunto
milestone-state-cancelled = Annullato
planned-for = Previsto per il
depends-on = Dopo: { $names }
slip-later = { $count ->
    [one] un giorno dopo
   *[other] { $count } giorni dopo
}
slip-earlier = { $count ->
    [one] un giorno prima
   *[other] { $count } giorni prima
}
tasks-title = Attività
task-state-todo = Da fare
task-state-doing = In corso
task-state-blocked = Bloccata
task-state-done = Fatta
history-title = Resoconti precedenti

## Updates

pinned = In evidenza
tags-label = Etichette
attachments-title = Allegati
neighbours-label = Altri aggiornamenti
older = Precedente
newer = Successivo

## Deliverables

deliverable-state-draft = Bozza
deliverable-state-in_review = In attesa della Sua revisione
deliverable-state-changes_requested = Modifiche richieste
deliverable-state-approved = Approvato
deliverable-state-final = Definitivo
deliverable-kind-design = Design
deliverable-kind-document = Documento
deliverable-kind-video = Video
deliverable-kind-audio = Audio
deliverable-kind-website = Sito web
deliverable-kind-print = Stampa
deliverable-kind-prototype = Prototipo
deliverable-kind-data = Dati
deliverable-kind-other = File
version-name = Versione { $id }
version-current = Attuale
versions-title = Versioni
approvals-title = Approvazioni
approved-by = { $name } ha approvato la versione { $version }
belongs-to = Appartiene al traguardo «{ $title }»
open-file = Apri il file
pdf-fallback = Il Suo browser non mostra i PDF dentro una pagina.
preview-truncated = Qui si vede solo l’inizio. Il resto è nel file.
prototype-open = Apri il prototipo
prototype-close = Chiudi il prototipo
prototype-files = Tutti i file

## Documents

documents-other = Altri documenti
documents-none = Ancora nessun documento. Contratti e relazioni saranno conservati qui.

## Requests

requests-open = Che cosa ci serve da Lei
requests-none = Al momento nulla.
requests-sent = Lo stiamo esaminando
requests-accepted = Tutto a posto
request-state-rejected = Da inviare di nuovo
request-send = Invia
checklist-title = Per iniziare
checklist-done = { $done } di { $of } completati

## Money

outstanding = { $amount } da pagare
outstanding-none = Nulla da pagare
budget-left = Restano { $amount }
budget-over = { $amount } oltre il budget
budget-used = { $used } usati su { $total }
budget-used-label = Quota usata del budget
hours = { $amount } h
invoices-title = Fatture
invoice-number = Fattura
invoice-issued = Data
invoice-state = Stato
invoice-amount = Importo
invoice-state-open = Da pagare
invoice-state-paid = Pagata
invoice-state-void = Annullata
paid-on = Pagata il { $date }
pay = Paga

## People

decides = Decide sulle approvazioni
office-title = Ufficio

## Shared resources

collection-none = Qui non c’è ancora nulla.

## The lock screen, and what is said around an open portal

lock-title = Portale riservato
lock-opening = Apertura…
lock-label = Codice di accesso
lock-hint = Maiuscole, spazi e trattini non contano.
lock-open = Apri
lock-checking = Verifica del codice…
lock-again = Riprova
lock-use-link = Apra il link che ha ricevuto da { $agency }. La chiave è in quel link e questo browser non la conserva.
lock-wrong-link = Questo link non apre il portale. Verifichi che sia completo o ne chieda uno nuovo a { $agency }.
lock-wrong-code = Questo codice non apre il portale. Lo verifichi lettera per lettera o ne chieda uno nuovo a { $agency }.
lock-wrong-pair = Questo codice non corrisponde al Suo link. Verifichi il codice lettera per lettera e che il link sia il Suo.
lock-offline = Il portale non è raggiungibile. Verifichi la connessione e riprovi.
lock-no-portal = A questo indirizzo non c’è alcun portale. Cerchi un link più recente o lo chieda a { $agency }.
lock-missing = Manca una parte del portale. Forse è in corso un aggiornamento: riprovi fra un minuto.
lock-damaged = Quanto è arrivato è danneggiato o è stato alterato e perciò non viene mostrato. Riprovi; se non cambia, avvisi { $agency }.
lock-outdated = Il portale è più recente di questa pagina. Ricarichi la pagina.
lock-expired = Il Suo accesso è terminato il { $date }. Se Le serve ancora, si rivolga a { $agency }.
lock-too-large = Questo file è troppo grande per questa finestra del browser. Apra il suo link in una versione attuale di Firefox, Chrome, Edge o Safari e non in una finestra privata, oppure chieda il file a { $agency }: il comando «keyfolio open» salva tutti i file di un portale.
lock-unplayable = Questo browser non può riprodurre questo file. Lo scarichi per aprirlo con un altro programma.
lock-unsupported = Questo browser è troppo vecchio per aprire il portale. Usi una versione attuale di Chrome, Edge, Firefox o Safari.
lock-insecure = La connessione a questo indirizzo non è sicura, perciò il portale resta chiuso. Usi l’indirizzo che inizia con https://
lock-now = Blocca
lock-close = OK
lock-load = Carica ({ $size })
lock-outside = Questo porta fuori dal prototipo e qui non viene aperto.
lock-prototype-large = Questo prototipo è troppo grande per essere aperto in un browser. Chieda a { $agency } di inviarlo in altro modo.
lock-rollback = Questo stato del portale è più vecchio di quello che ha già visto. Se La sorprende, avvisi { $agency }.
lock-remember = Ricorda questo dispositivo
lock-remembered = Questo dispositivo aprirà il portale da solo per 30 giorni, finché non lo bloccherà.
lock-not-remembered = Questo browser non può conservare la chiave. La prossima volta apra il portale come oggi.
lock-remember-how = Come deve aprire il portale questo dispositivo?
lock-remember-itself = Da solo, per 30 giorni
lock-passkey = Apri con la passkey
lock-passkey-asking = In attesa della passkey…
lock-passkey-name = Portale di { $agency }
lock-passkey-use = Usa una passkey su questo dispositivo
lock-passkey-kept = D’ora in poi una passkey apre il portale su questo dispositivo. Il Suo link o codice resta valido.
lock-passkey-unused = La passkey non è stata usata. Riprovi, oppure usi il Suo link o codice.
lock-passkey-none = Le passkey di questo dispositivo non possono aprire portali. Il Suo link o codice resta valido.
lock-passkey-gone = La passkey non apre più questo portale ed è stata dimenticata qui. Usi il Suo link o codice attuale, oppure chieda a { $agency }.
lock-passkey-forget = Dimentica la passkey
lock-passkey-forgotten = Questo dispositivo ha dimenticato la passkey. La prossima volta apra il portale con il Suo link o codice.
lock-idle = Bloccato dopo { $time } di inattività.
lock-door = Ha ricevuto un link e nessun codice? Allora apra quel link: non serve altro.
lock-stuck = Il portale non si avvia. Verifichi la connessione e ricarichi questa pagina, oppure la apra in un browser attuale.
lock-no-script = Questo portale è cifrato e per aprirlo serve JavaScript. Lo consenta per questa pagina.

## Invitations

invite-subject = Il Suo portale presso { $agency }
invite-code-subject = Il codice di accesso al Suo portale presso { $agency }
invite-greeting = Buongiorno { $name },
invite-greeting-everyone = Buongiorno,
invite-intro = abbiamo preparato un portale riservato per { $client }: a che punto è il lavoro, che cosa ci serve da Lei e tutti i file nell’ultima versione. Lo apra qui:
invite-keep-link = La preghiamo di non condividere questo link: chi lo possiede può aprire il portale.
invite-code-follows = Il portale chiede anche un codice di accesso. Lo riceverà in un messaggio separato.
invite-code-here = Il portale chiede un codice di accesso. Eccolo:
invite-keep-code = La preghiamo di non condividere questo codice: chi lo possiede può aprire il portale.
invite-code-intro = questo è il codice di accesso al Suo portale presso { $agency }:
invite-keep-apart = Va usato con il link che ha ricevuto in un altro messaggio. La preghiamo di conservarli separatamente.
invite-expires = Può aprire il portale fino al { $date }.
invite-questions = Se qualcosa non funziona o non è chiaro, risponda semplicemente a questo messaggio.
