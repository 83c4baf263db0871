# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Deze pagina is hier niet
nav-overview = Overzicht
nav-project = Project
nav-updates = Nieuws
nav-deliverables = Opleveringen
nav-documents = Documenten
nav-requests = Verzoeken
nav-money = Budget en facturen
nav-team = Mensen

## Around every page

skip-link = Naar de inhoud
menu = Menu
menu-label = Pagina’s
private-note = Gemaakt voor { $client }. Houd de link alstublieft voor uzelf.
not-found-text = Misschien is ze verplaatst of hernoemd. Alles wat van u is, staat nog in uw portaal.
not-found-link = Naar het overzicht
archived-note = Dit werk is afgerond. Het portaal blijft als naslag bestaan.
project-archived = Dit project is afgerond.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] We hebben één ding van u nodig
   *[other] We hebben { $count } dingen van u nodig
}
waiting-more = { $count ->
    [one] Nog één
   *[other] Nog { $count }
}
waiting-none-title = Er ligt niets op u te wachten
waiting-none-text = Nu zijn wij aan zet. Zodra we iets nodig hebben, staat het hier bovenaan.
waiting-none-archived = Alles is afgehandeld. Dank voor de samenwerking.
waiting-request = Graag sturen
waiting-review = Graag beoordelen
waiting-next_step = Volgende stap
waiting-task = Taak
waiting-checklist = Van start
waiting-invoice = Factuur
due-by = Uiterlijk { $date }
overdue = Te laat

## Overview: where does it stand

status-title = Stand van zaken
status-none = Er is nog geen statusverslag. Tot die tijd vertelt het nieuws u het meest.
status-more = In detail
as-of = Stand op { $date }
health-on_track = Op schema
health-at_risk = Aandacht nodig
health-off_track = Niet op schema
health-paused = Gepauzeerd
health-done = Afgerond
phase-of = { $phase }, fase { $number } van { $count }
phases-title = Fasen
phase-past = (afgerond)
progress-label = Voortgang
progress-of = Voortgang van { $title }
progress-milestones = { $of ->
    [one] { $done } van { $of } mijlpaal bereikt
   *[other] { $done } van { $of } mijlpalen bereikt
}

## Overview: what is new, where are my files, whom do I ask

news-title = Wat is er nieuw
see-all = Alles bekijken
news-none = Nog geen nieuws. Het eerste bericht verschijnt hier.
news-update = Bericht
news-version = Nieuwe versie
files-title = Uw bestanden
files-none = Nog geen bestanden. Alles wat we u opleveren, wordt hier bewaard.
contact-title = Bij wie kunt u terecht
book-call = Gesprek plannen
links-title = Links

## Project

next-title = Volgende stappen
milestones-title = Mijlpalen
milestone-state-planned = Gepland
milestone-state-in_progress = Bezig
milestone-state-done = Bereikt
milestone-state-cancelled = Vervallen
planned-for = Gepland voor
depends-on = Na: { $names }
slip-later = { $count ->
    [one] één dag later
   *[other] { $count } dagen later
}
slip-earlier = { $count ->
    [one] één dag eerder
   *[other] { $count } dagen eerder
}
tasks-title = Taken
task-state-todo = Te doen
task-state-doing = Bezig
task-state-blocked = Geblokkeerd
task-state-done = Klaar
history-title = Eerdere verslagen

## Updates

pinned = Vastgezet
tags-label = Trefwoorden
attachments-title = Bijlagen
neighbours-label = Meer nieuws
older = Ouder
newer = Nieuwer

## Deliverables

deliverable-state-draft = Concept
deliverable-state-in_review = Voor u ter beoordeling
deliverable-state-changes_requested = Wijzigingen gevraagd
deliverable-state-approved = Goedgekeurd
deliverable-state-final = Definitief
deliverable-kind-design = Ontwerp
deliverable-kind-document = Document
deliverable-kind-video = Video
deliverable-kind-audio = Audio
deliverable-kind-website = Website
deliverable-kind-print = Drukwerk
deliverable-kind-prototype = Prototype
deliverable-kind-data = Data
deliverable-kind-other = Bestand
version-name = Versie { $id }
version-current = Huidig
versions-title = Versies
approvals-title = Goedkeuringen
approved-by = { $name } heeft versie { $version } goedgekeurd
belongs-to = Hoort bij de mijlpaal ‘{ $title }’
open-file = Bestand openen
pdf-fallback = Uw browser toont geen pdf-bestanden in een pagina.
preview-truncated = Hier staat alleen het begin. De rest staat in het bestand.
prototype-open = Prototype openen
prototype-close = Prototype sluiten
prototype-files = Alle bestanden

## Documents

documents-other = Overige documenten
documents-none = Nog geen documenten. Contracten en rapporten worden hier bewaard.

## Requests

requests-open = Dit hebben we van u nodig
requests-none = Op dit moment niets.
requests-sent = We kijken ernaar
requests-accepted = In orde
request-state-rejected = Graag opnieuw sturen
request-send = Versturen
checklist-title = Van start
checklist-done = { $done } van { $of } klaar

## Money

outstanding = { $amount } te betalen
outstanding-none = Niets te betalen
budget-left = Nog { $amount }
budget-over = { $amount } boven budget
budget-used = { $used } van { $total } gebruikt
budget-used-label = Gebruikt deel van het budget
hours = { $amount } uur
invoices-title = Facturen
invoice-number = Factuur
invoice-issued = Datum
invoice-state = Status
invoice-amount = Bedrag
invoice-state-open = Open
invoice-state-paid = Betaald
invoice-state-void = Vervallen
paid-on = Betaald op { $date }
pay = Betalen

## People

decides = Beslist over goedkeuringen
office-title = Kantoor

## Shared resources

collection-none = Hier is nog niets.

## The lock screen, and what is said around an open portal

lock-title = Besloten portaal
lock-opening = Wordt geopend…
lock-label = Toegangscode
lock-hint = Hoofdletters, spaties en streepjes maken niet uit.
lock-open = Openen
lock-checking = De code wordt gecontroleerd…
lock-again = Opnieuw proberen
lock-use-link = Open de link die u van { $agency } hebt gekregen. De sleutel zit in die link; deze browser bewaart hem niet.
lock-wrong-link = Deze link opent het portaal niet. Controleer of hij volledig is, of vraag { $agency } om een nieuwe.
lock-wrong-code = Deze code opent het portaal niet. Controleer hem teken voor teken, of vraag { $agency } om een nieuwe.
lock-wrong-pair = Deze code hoort niet bij uw link. Controleer de code teken voor teken, en of het uw eigen link is.
lock-offline = Het portaal is niet bereikbaar. Controleer uw verbinding en probeer het opnieuw.
lock-no-portal = Op dit adres is geen portaal. Zoek een nieuwere link, of vraag { $agency } erom.
lock-missing = Een deel van het portaal ontbreekt. Misschien wordt het net bijgewerkt: probeer het over een minuut opnieuw.
lock-damaged = Wat is aangekomen, is beschadigd of gewijzigd en wordt daarom niet getoond. Probeer het opnieuw; blijft het zo, laat het { $agency } dan weten.
lock-outdated = Het portaal is nieuwer dan deze pagina. Laad de pagina opnieuw.
lock-expired = Uw toegang eindigde op { $date }. Hebt u die nog nodig, vraag het dan aan { $agency }.
lock-too-large = Dit bestand is te groot voor dit browservenster. Open uw link in een actuele Firefox, Chrome, Edge of Safari en niet in een privévenster, of vraag { $agency } om het bestand: de opdracht ‘keyfolio open’ bewaart alle bestanden van een portaal.
lock-unplayable = Deze browser kan dit bestand niet afspelen. Download het om het met een ander programma te openen.
lock-unsupported = Deze browser is te oud om het portaal te openen. Gebruik een actuele Chrome, Edge, Firefox of Safari.
lock-insecure = De verbinding met dit adres is niet veilig, daarom blijft het portaal gesloten. Gebruik het adres dat met https:// begint.
lock-now = Vergrendelen
lock-close = OK
lock-load = Laden ({ $size })
lock-outside = Dit leidt buiten het prototype en wordt hier niet geopend.
lock-prototype-large = Dit prototype is te groot om in een browser te openen. Vraag { $agency } het op een andere manier te sturen.
lock-rollback = Dit is een oudere stand van het portaal dan u al hebt gezien. Verbaast u dat, laat het { $agency } dan weten.
lock-remember = Dit apparaat onthouden
lock-remembered = Dit apparaat opent het portaal 30 dagen lang vanzelf, tot u het vergrendelt.
lock-not-remembered = Deze browser kan de sleutel niet bewaren. Open het portaal de volgende keer zoals vandaag.
lock-remember-how = Hoe moet dit apparaat het portaal openen?
lock-remember-itself = Vanzelf, 30 dagen lang
lock-passkey = Openen met de toegangssleutel
lock-passkey-asking = Wachten op de toegangssleutel…
lock-passkey-name = Portaal van { $agency }
lock-passkey-use = Een toegangssleutel op dit apparaat gebruiken
lock-passkey-kept = Vanaf nu opent een toegangssleutel het portaal op dit apparaat. Uw link of code blijft geldig.
lock-passkey-unused = De toegangssleutel is niet gebruikt. Probeer het opnieuw of gebruik uw link of code.
lock-passkey-none = De toegangssleutels van dit apparaat kunnen geen portalen openen. Uw link of code blijft geldig.
lock-passkey-gone = De toegangssleutel opent dit portaal niet meer en is hier vergeten. Gebruik uw huidige link of code, of vraag { $agency }.
lock-passkey-forget = Toegangssleutel vergeten
lock-passkey-forgotten = Dit apparaat is de toegangssleutel vergeten. Open het portaal de volgende keer met uw link of code.
lock-idle = Vergrendeld na { $time } zonder gebruik.
lock-door = Hebt u een link gekregen en geen code? Open dan die link: meer hebt u niet nodig.
lock-stuck = Het portaal start niet. Controleer uw verbinding en laad deze pagina opnieuw, of open haar in een actuele browser.
lock-no-script = Dit portaal is versleuteld, en om het te openen is JavaScript nodig. Sta het toe voor deze pagina.

## Invitations

invite-subject = Uw portaal bij { $agency }
invite-code-subject = De toegangscode voor uw portaal bij { $agency }
invite-greeting = Beste { $name },
invite-greeting-everyone = Goedendag,
invite-intro = We hebben voor { $client } een besloten portaal ingericht: hoe het werk ervoor staat, wat we van u nodig hebben en alle bestanden in de nieuwste versie. U opent het hier:
invite-keep-link = Geef deze link alstublieft niet door: wie hem heeft, kan het portaal openen.
invite-code-follows = Het portaal vraagt ook om een toegangscode. Die komt in een apart bericht.
invite-code-here = Het portaal vraagt om een toegangscode. Die luidt:
invite-keep-code = Geef deze code alstublieft niet door: wie hem heeft, kan het portaal openen.
invite-code-intro = Dit is de toegangscode voor uw portaal bij { $agency }:
invite-keep-apart = Hij hoort bij de link die u in een ander bericht hebt ontvangen. Bewaar die twee alstublieft gescheiden.
invite-expires = U kunt het portaal openen tot en met { $date }.
invite-questions = Werkt iets niet of is iets onduidelijk, beantwoord dan gewoon dit bericht.
