# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Esta página não está aqui
nav-overview = Visão geral
nav-project = Projeto
nav-updates = Novidades
nav-deliverables = Entregas
nav-documents = Documentos
nav-requests = Solicitações
nav-money = Orçamento e faturas
nav-team = Pessoas

## Around every page

skip-link = Ir para o conteúdo
menu = Menu
menu-label = Páginas
private-note = Preparado para { $client }. Por favor, não divulgue o link.
not-found-text = Pode ter sido movida ou renomeada. Tudo o que é seu continua no portal.
not-found-link = Ir para a visão geral
archived-note = Este trabalho está concluído. O portal permanece para consulta.
project-archived = Este projeto está concluído.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] Precisamos de uma coisa da sua parte
   *[other] Precisamos de { $count } coisas da sua parte
}
waiting-more = { $count ->
    [one] Mais uma
   *[other] Mais { $count }
}
waiting-none-title = Não há nada à sua espera
waiting-none-text = Agora é a nossa vez. Quando precisarmos de algo, será a primeira coisa a aparecer aqui.
waiting-none-archived = Está tudo resolvido. Agradecemos a confiança.
waiting-request = A enviar
waiting-review = A rever
waiting-next_step = Próximo passo
waiting-task = Tarefa
waiting-checklist = Para começar
waiting-invoice = Fatura
due-by = Até { $date }
overdue = Em atraso

## Overview: where does it stand

status-title = Situação atual
status-none = Ainda não há um relatório da situação. Até lá, as novidades são a melhor fonte.
status-more = Em detalhe
as-of = Atualizado em { $date }
health-on_track = Dentro do previsto
health-at_risk = Em risco
health-off_track = Fora do previsto
health-paused = Em pausa
health-done = Concluído
phase-of = { $phase }, fase { $number } de { $count }
phases-title = Fases
phase-past = (concluída)
progress-label = Progresso
progress-of = Progresso de { $title }
progress-milestones = { $of ->
    [one] { $done } de { $of } marco alcançado
   *[other] { $done } de { $of } marcos alcançados
}

## Overview: what is new, where are my files, whom do I ask

news-title = O que há de novo
see-all = Ver tudo
news-none = Ainda não há novidades. A primeira aparecerá aqui.
news-update = Novidade
news-version = Nova versão
files-title = Os seus materiais
files-none = Ainda não há materiais. Tudo o que entregarmos ficará guardado aqui.
contact-title = Com quem falar
book-call = Agendar uma chamada
links-title = Links

## Project

next-title = Próximos passos
milestones-title = Marcos
milestone-state-planned = Previsto
milestone-state-in_progress = Em curso
milestone-state-done = Alcançado
milestone-state-cancelled = Cancelado
planned-for = Previsto para
depends-on = Depois de: { $names }
slip-later = { $count ->
    [one] um dia depois
   *[other] { $count } dias depois
}
slip-earlier = { $count ->
    [one] um dia antes
   *[other] { $count } dias antes
}
tasks-title = Tarefas
task-state-todo = Por fazer
task-state-doing = Em curso
task-state-blocked = Bloqueada
task-state-done = Concluída
history-title = Relatórios anteriores

## Updates

pinned = Em destaque
tags-label = Etiquetas
attachments-title = Anexos
neighbours-label = Mais novidades
older = Anterior
newer = Seguinte

## Deliverables

deliverable-state-draft = Rascunho
deliverable-state-in_review = Para a sua revisão
deliverable-state-changes_requested = Alterações pedidas
deliverable-state-approved = Aprovado
deliverable-state-final = Versão final
deliverable-kind-design = Design
deliverable-kind-document = Documento
deliverable-kind-video = Vídeo
deliverable-kind-audio = Áudio
deliverable-kind-website = Site
deliverable-kind-print = Impresso
deliverable-kind-prototype = Protótipo
deliverable-kind-data = Dados
deliverable-kind-other = Material
version-name = Versão { $id }
version-current = Atual
versions-title = Versões
approvals-title = Aprovações
approved-by = { $name } aprovou a versão { $version }
belongs-to = Pertence ao marco “{ $title }”
open-file = Abrir
pdf-fallback = O seu navegador não mostra PDF dentro de uma página.
preview-truncated = Aqui aparece apenas o início. O resto está no documento.
prototype-open = Abrir o protótipo
prototype-close = Fechar o protótipo
prototype-files = Todos os ficheiros

## Documents

documents-other = Outros documentos
documents-none = Ainda não há documentos. Contratos e relatórios ficarão guardados aqui.

## Requests

requests-open = O que precisamos da sua parte
requests-none = Por enquanto, nada.
requests-sent = Em análise
requests-accepted = Tudo certo
request-state-rejected = A reenviar
request-send = Enviar
checklist-title = Para começar
checklist-done = { $done } de { $of } concluídos

## Money

outstanding = { $amount } a pagar
outstanding-none = Nada a pagar
budget-left = Restam { $amount }
budget-over = { $amount } acima do orçamento
budget-used = { $used } usados de { $total }
budget-used-label = Parte usada do orçamento
hours = { $amount } h
invoices-title = Faturas
invoice-number = Fatura
invoice-issued = Data
invoice-state = Situação
invoice-amount = Valor
invoice-state-open = Em aberto
invoice-state-paid = Paga
invoice-state-void = Anulada
paid-on = Paga em { $date }
pay = Pagar

## People

decides = Decide sobre as aprovações
office-title = Escritório

## Shared resources

collection-none = Ainda não há nada aqui.

## The lock screen, and what is said around an open portal

lock-title = Portal privado
lock-opening = A abrir…
lock-label = Código de acesso
lock-hint = Maiúsculas, espaços e hífenes não fazem diferença.
lock-open = Abrir
lock-checking = A verificar o código…
lock-again = Tentar novamente
lock-use-link = Abra o link que recebeu de { $agency }. A chave está nesse link, e este navegador não a guarda.
lock-wrong-link = Este link não abre o portal. Verifique se está completo ou peça um novo a { $agency }.
lock-wrong-code = Este código não abre o portal. Verifique-o letra a letra ou peça um novo a { $agency }.
lock-wrong-pair = Este código não corresponde ao seu link. Verifique o código letra a letra e se o link é o seu.
lock-offline = Não é possível aceder ao portal. Verifique a sua ligação e tente novamente.
lock-no-portal = Não há nenhum portal neste endereço. Procure um link mais recente ou peça-o a { $agency }.
lock-missing = Falta uma parte do portal. Pode estar a ser atualizado: tente novamente dentro de um minuto.
lock-damaged = O que chegou está danificado ou foi alterado e, por isso, não é mostrado. Tente novamente; se persistir, avise { $agency }.
lock-outdated = O portal é mais recente do que esta página. Recarregue a página.
lock-expired = O seu acesso terminou em { $date }. Se ainda precisar dele, contacte { $agency }.
lock-too-large = Este ficheiro é demasiado grande para esta janela do navegador. Abra o seu link num Firefox, Chrome, Edge ou Safari atual e não numa janela privada, ou peça o ficheiro a { $agency }: o comando «keyfolio open» guarda todos os ficheiros de um portal.
lock-unplayable = Este navegador não consegue reproduzir este ficheiro. Descarregue-o para o abrir com outro programa.
lock-unsupported = Este navegador é demasiado antigo para abrir o portal. Use uma versão atual do Chrome, Edge, Firefox ou Safari.
lock-insecure = A ligação a este endereço não é segura, por isso o portal fica fechado. Use o endereço que começa por https://
lock-now = Bloquear
lock-close = OK
lock-load = Carregar ({ $size })
lock-outside = Isto leva para fora do protótipo e não é aberto aqui.
lock-prototype-large = Este protótipo é demasiado grande para ser aberto num navegador. Peça a { $agency } que o envie de outra forma.
lock-rollback = Este estado do portal é mais antigo do que o que já viu. Se isso o surpreender, avise { $agency }.
lock-remember = Memorizar este dispositivo
lock-remembered = Este dispositivo abrirá o portal sozinho durante 30 dias, até que o bloqueie.
lock-not-remembered = Este navegador não consegue guardar a chave. Da próxima vez, abra o portal como hoje.
lock-remember-how = Como deve este dispositivo abrir o portal?
lock-remember-itself = Sozinho, durante 30 dias
lock-passkey = Abrir com a chave de acesso
lock-passkey-asking = À espera da chave de acesso…
lock-passkey-name = Portal de { $agency }
lock-passkey-use = Usar uma chave de acesso neste dispositivo
lock-passkey-kept = A partir de agora, uma chave de acesso abre o portal neste dispositivo. O seu link ou código continua válido.
lock-passkey-unused = A chave de acesso não foi usada. Tente de novo ou use o seu link ou código.
lock-passkey-none = As chaves de acesso deste dispositivo não conseguem abrir portais. O seu link ou código continua válido.
lock-passkey-gone = A chave de acesso já não abre este portal e foi esquecida aqui. Use o seu link ou código atual, ou pergunte a { $agency }.
lock-passkey-forget = Esquecer a chave de acesso
lock-passkey-forgotten = Este dispositivo esqueceu a chave de acesso. Da próxima vez, abra o portal com o seu link ou código.
lock-idle = Bloqueado após { $time } sem atividade.
lock-door = Recebeu um link e nenhum código? Então abra esse link: não precisa de mais nada.
lock-stuck = O portal não arranca. Verifique a sua ligação e recarregue esta página, ou abra-a num navegador atual.
lock-no-script = Este portal está cifrado, e abri-lo requer JavaScript. Permita-o nesta página.

## Invitations

invite-subject = O seu portal em { $agency }
invite-code-subject = O código de acesso ao seu portal em { $agency }
invite-greeting = Olá, { $name },
invite-greeting-everyone = Olá,
invite-intro = Preparámos um portal privado para { $client }: em que ponto está o trabalho, o que precisamos de si e todos os ficheiros na versão mais recente. Abra-o aqui:
invite-keep-link = Por favor, não divulgue este link: quem o tiver pode abrir o portal.
invite-code-follows = O portal pede também um código de acesso. Vai recebê-lo noutra mensagem.
invite-code-here = O portal pede um código de acesso. É este:
invite-keep-code = Por favor, não divulgue este código: quem o tiver pode abrir o portal.
invite-code-intro = Este é o código de acesso ao seu portal em { $agency }:
invite-keep-apart = Corresponde ao link que recebeu noutra mensagem. Por favor, guarde os dois em separado.
invite-expires = Pode abrir o portal até { $date }.
invite-questions = Se algo não funcionar ou não for claro, basta responder a esta mensagem.
