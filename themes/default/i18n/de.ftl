# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Diese Seite gibt es hier nicht
nav-overview = Überblick
nav-project = Projekt
nav-updates = Neuigkeiten
nav-deliverables = Ergebnisse
nav-documents = Dokumente
nav-requests = Anfragen
nav-money = Budget und Rechnungen
nav-team = Beteiligte

## Around every page

skip-link = Zum Inhalt springen
menu = Menü
menu-label = Seiten
private-note = Vertraulich, für { $client }. Bitte geben Sie den Link nicht weiter.
not-found-text = Vielleicht wurde sie verschoben oder umbenannt. Alles, was Ihnen gehört, finden Sie weiterhin in Ihrem Portal.
not-found-link = Zum Überblick
archived-note = Die Arbeit ist abgeschlossen. Das Portal bleibt als Nachweis bestehen.
project-archived = Dieses Projekt ist abgeschlossen.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] Eines brauchen wir von Ihnen
   *[other] { $count } Dinge brauchen wir von Ihnen
}
waiting-more = { $count ->
    [one] Noch eines
   *[other] Noch { $count } weitere
}
waiting-none-title = Nichts wartet auf Sie
waiting-none-text = Jetzt sind wir an der Reihe. Wenn wir etwas brauchen, steht es hier ganz oben.
waiting-none-archived = Alles ist erledigt. Vielen Dank für die Zusammenarbeit.
waiting-request = Bitte senden
waiting-review = Bitte prüfen
waiting-next_step = Nächster Schritt
waiting-task = Aufgabe
waiting-checklist = Zum Start
waiting-invoice = Rechnung
due-by = Bis { $date }
overdue = Überfällig

## Overview: where does it stand

status-title = Stand der Dinge
status-none = Noch gibt es keinen Statusbericht. Bis dahin sagen Ihnen die Neuigkeiten am meisten.
status-more = Im Einzelnen
as-of = Stand { $date }
health-on_track = Im Plan
health-at_risk = Gefährdet
health-off_track = Nicht im Plan
health-paused = Pausiert
health-done = Abgeschlossen
phase-of = { $phase }, Phase { $number } von { $count }
phases-title = Phasen
phase-past = (abgeschlossen)
progress-label = Fortschritt
progress-of = Fortschritt von { $title }
progress-milestones = { $of ->
    [one] { $done } von { $of } Meilenstein erreicht
   *[other] { $done } von { $of } Meilensteinen erreicht
}

## Overview: what is new, where are my files, whom do I ask

news-title = Was ist neu
see-all = Alle ansehen
news-none = Noch keine Neuigkeiten. Die erste erscheint hier.
news-update = Neuigkeit
news-version = Neue Version
files-title = Ihre Dateien
files-none = Noch keine Dateien. Alles, was wir Ihnen übergeben, wird hier aufbewahrt.
contact-title = Ihr Kontakt
book-call = Gespräch vereinbaren
links-title = Links

## Project

next-title = Nächste Schritte
milestones-title = Meilensteine
milestone-state-planned = Geplant
milestone-state-in_progress = In Arbeit
milestone-state-done = Erreicht
milestone-state-cancelled = Entfallen
planned-for = Geplant für
depends-on = Nach: { $names }
slip-later = { $count ->
    [one] einen Tag später
   *[other] { $count } Tage später
}
slip-earlier = { $count ->
    [one] einen Tag früher
   *[other] { $count } Tage früher
}
tasks-title = Aufgaben
task-state-todo = Offen
task-state-doing = In Arbeit
task-state-blocked = Blockiert
task-state-done = Erledigt
history-title = Frühere Berichte

## Updates

pinned = Angeheftet
tags-label = Schlagwörter
attachments-title = Anlagen
neighbours-label = Weitere Neuigkeiten
older = Älter
newer = Neuer

## Deliverables

deliverable-state-draft = Entwurf
deliverable-state-in_review = Zu Ihrer Prüfung
deliverable-state-changes_requested = Änderungen gewünscht
deliverable-state-approved = Freigegeben
deliverable-state-final = Endfassung
deliverable-kind-design = Gestaltung
deliverable-kind-document = Dokument
deliverable-kind-video = Video
deliverable-kind-audio = Audio
deliverable-kind-website = Website
deliverable-kind-print = Druck
deliverable-kind-prototype = Prototyp
deliverable-kind-data = Daten
deliverable-kind-other = Datei
version-name = Version { $id }
version-current = Aktuell
versions-title = Versionen
approvals-title = Freigaben
approved-by = { $name } hat Version { $version } freigegeben
belongs-to = Gehört zum Meilenstein „{ $title }“
open-file = Datei öffnen
pdf-fallback = Ihr Browser zeigt PDF-Dateien nicht innerhalb einer Seite an.
preview-truncated = Hier steht nur der Anfang. Der Rest ist in der Datei.
prototype-open = Prototyp öffnen
prototype-close = Prototyp schließen
prototype-files = Alle Dateien

## Documents

documents-other = Weitere Dokumente
documents-none = Noch keine Dokumente. Verträge und Berichte werden hier aufbewahrt.

## Requests

requests-open = Das brauchen wir von Ihnen
requests-none = Zurzeit nichts.
requests-sent = Wird von uns geprüft
requests-accepted = Erledigt
request-state-rejected = Bitte erneut senden
request-send = Senden
checklist-title = Zum Start
checklist-done = { $done } von { $of } erledigt

## Money

outstanding = { $amount } zu zahlen
outstanding-none = Nichts zu zahlen
budget-left = { $amount } übrig
budget-over = { $amount } über dem Budget
budget-used = { $used } von { $total } verbraucht
budget-used-label = Verbrauchter Anteil des Budgets
hours = { $amount } Std.
invoices-title = Rechnungen
invoice-number = Rechnung
invoice-issued = Datum
invoice-state = Status
invoice-amount = Betrag
invoice-state-open = Offen
invoice-state-paid = Bezahlt
invoice-state-void = Storniert
paid-on = Bezahlt am { $date }
pay = Bezahlen

## People

decides = Entscheidet über Freigaben
office-title = Büro

## Shared resources

collection-none = Hier ist noch nichts.

## The lock screen, and what is said around an open portal

lock-title = Vertrauliches Portal
lock-opening = Wird geöffnet …
lock-label = Zugangscode
lock-hint = Großschreibung, Leerzeichen und Striche spielen keine Rolle.
lock-open = Öffnen
lock-checking = Der Code wird geprüft …
lock-again = Noch einmal versuchen
lock-use-link = Bitte öffnen Sie den Link, den Sie von { $agency } erhalten haben. Der Schlüssel steckt im Link; dieser Browser bewahrt ihn nicht auf.
lock-wrong-link = Dieser Link öffnet das Portal nicht. Prüfen Sie, ob er vollständig ist, oder bitten Sie { $agency } um einen neuen.
lock-wrong-code = Dieser Code öffnet das Portal nicht. Prüfen Sie ihn Zeichen für Zeichen, oder bitten Sie { $agency } um einen neuen.
lock-wrong-pair = Dieser Code passt nicht zu Ihrem Link. Prüfen Sie den Code Zeichen für Zeichen, und ob es Ihr eigener Link ist.
lock-offline = Das Portal ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.
lock-no-portal = Unter dieser Adresse gibt es kein Portal. Suchen Sie einen neueren Link, oder bitten Sie { $agency } darum.
lock-missing = Ein Teil des Portals fehlt. Vielleicht wird es gerade geändert: Versuchen Sie es in einer Minute noch einmal.
lock-damaged = Was ankam, ist beschädigt oder wurde verändert und wird deshalb nicht gezeigt. Versuchen Sie es noch einmal; bleibt es dabei, sagen Sie { $agency } Bescheid.
lock-outdated = Das Portal ist neuer als diese Seite. Bitte laden Sie die Seite neu.
lock-expired = Ihr Zugang endete am { $date }. Wenn Sie ihn noch brauchen, fragen Sie { $agency }.
lock-too-large = Diese Datei ist zu groß für dieses Browserfenster. Öffnen Sie Ihren Link in einem aktuellen Firefox, Chrome, Edge oder Safari und nicht in einem privaten Fenster, oder bitten Sie { $agency } um die Datei: Der Befehl „keyfolio open“ speichert alle Dateien eines Portals.
lock-unplayable = Dieser Browser kann diese Datei nicht abspielen. Laden Sie sie herunter, um sie mit einem anderen Programm zu öffnen.
lock-unsupported = Dieser Browser ist zu alt, um das Portal zu öffnen. Bitte verwenden Sie ein aktuelles Chrome, Edge, Firefox oder Safari.
lock-insecure = Die Verbindung zu dieser Adresse ist nicht sicher, deshalb bleibt das Portal geschlossen. Verwenden Sie die Adresse, die mit https:// beginnt.
lock-now = Sperren
lock-close = OK
lock-load = Laden ({ $size })
lock-outside = Das führt aus dem Prototyp hinaus und wird hier nicht geöffnet.
lock-prototype-large = Dieser Prototyp ist zu groß, um im Browser geöffnet zu werden. Bitten Sie { $agency }, ihn auf anderem Weg zu schicken.
lock-rollback = Dies ist ein älterer Stand des Portals, als Sie schon gesehen haben. Wenn Sie das überrascht, sagen Sie { $agency } Bescheid.
lock-remember = Dieses Gerät merken
lock-remembered = Dieses Gerät öffnet das Portal 30 Tage lang von selbst, bis Sie es sperren.
lock-not-remembered = Dieser Browser kann den Schlüssel nicht aufbewahren. Öffnen Sie das Portal beim nächsten Mal wie heute.
lock-remember-how = Wie soll dieses Gerät das Portal öffnen?
lock-remember-itself = Von selbst, 30 Tage lang
lock-passkey = Mit dem Passkey öffnen
lock-passkey-asking = Warten auf den Passkey …
lock-passkey-name = Portal von { $agency }
lock-passkey-use = Passkey auf diesem Gerät verwenden
lock-passkey-kept = Ab jetzt öffnet ein Passkey das Portal auf diesem Gerät. Ihr Link oder Code gilt weiterhin.
lock-passkey-unused = Der Passkey wurde nicht verwendet. Versuchen Sie es noch einmal oder nehmen Sie Ihren Link oder Code.
lock-passkey-none = Die Passkeys dieses Geräts können keine Portale öffnen. Ihr Link oder Code gilt wie bisher.
lock-passkey-gone = Der Passkey öffnet dieses Portal nicht mehr und wurde hier vergessen. Nehmen Sie Ihren jetzigen Link oder Code oder fragen Sie { $agency }.
lock-passkey-forget = Passkey vergessen
lock-passkey-forgotten = Dieses Gerät hat den Passkey vergessen. Öffnen Sie das Portal beim nächsten Mal mit Ihrem Link oder Code.
lock-idle = Gesperrt nach { $time } ohne Nutzung.
lock-door = Sie haben nur einen Link erhalten und keinen Code? Dann öffnen Sie diesen Link: mehr brauchen Sie nicht.
lock-stuck = Das Portal startet nicht. Prüfen Sie Ihre Verbindung und laden Sie die Seite neu, oder öffnen Sie sie in einem aktuellen Browser.
lock-no-script = Dieses Portal ist verschlüsselt; um es zu öffnen, wird JavaScript gebraucht. Bitte erlauben Sie es für diese Seite.

## Invitations

invite-subject = Ihr Portal bei { $agency }
invite-code-subject = Der Zugangscode für Ihr Portal bei { $agency }
invite-greeting = Guten Tag { $name },
invite-greeting-everyone = Guten Tag,
invite-intro = wir haben für { $client } ein vertrauliches Portal eingerichtet: mit dem Stand der Dinge, dem, was wir von Ihnen brauchen, und allen Dateien in der neuesten Fassung. Sie öffnen es hier:
invite-keep-link = Bitte geben Sie diesen Link nicht weiter: Wer ihn hat, kann das Portal öffnen.
invite-code-follows = Das Portal fragt außerdem nach einem Zugangscode. Er kommt in einer eigenen Nachricht.
invite-code-here = Das Portal fragt nach einem Zugangscode. Er lautet:
invite-keep-code = Bitte geben Sie diesen Code nicht weiter: Wer ihn hat, kann das Portal öffnen.
invite-code-intro = dies ist der Zugangscode für Ihr Portal bei { $agency }:
invite-keep-apart = Er gehört zu dem Link, den Sie in einer anderen Nachricht bekommen haben. Bitte bewahren Sie beides getrennt auf.
invite-expires = Sie können das Portal bis { $date } öffnen.
invite-questions = Wenn etwas nicht klappt oder unklar ist, antworten Sie einfach auf diese Nachricht.
