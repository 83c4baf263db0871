# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = Cette page est introuvable
nav-overview = Vue d’ensemble
nav-project = Projet
nav-updates = Actualités
nav-deliverables = Livrables
nav-documents = Documents
nav-requests = Demandes
nav-money = Budget et factures
nav-team = Interlocuteurs

## Around every page

skip-link = Aller au contenu
menu = Menu
menu-label = Pages
private-note = Document confidentiel, préparé pour { $client }. Merci de ne pas transmettre le lien.
not-found-text = Elle a peut-être été déplacée ou renommée. Tout ce qui vous appartient reste disponible dans votre portail.
not-found-link = Vers la vue d’ensemble
archived-note = Cette mission est terminée. Le portail en reste la trace.
project-archived = Ce projet est terminé.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] Une action attendue de votre part
   *[other] { $count } actions attendues de votre part
}
waiting-more = { $count ->
    [one] Encore une
   *[other] Encore { $count }
}
waiting-none-title = Rien ne vous attend
waiting-none-text = C’est à nous de jouer. Dès que nous aurons besoin de vous, vous le verrez ici en premier.
waiting-none-archived = Tout est réglé. Merci de votre confiance.
waiting-request = À nous envoyer
waiting-review = À relire
waiting-next_step = Prochaine étape
waiting-task = Tâche
waiting-checklist = Démarrage
waiting-invoice = Facture
due-by = Avant le { $date }
overdue = En retard

## Overview: where does it stand

status-title = Où nous en sommes
status-none = Pas encore de point d’étape. D’ici là, les actualités vous en diront le plus.
status-more = En détail
as-of = Situation au { $date }
health-on_track = Dans les temps
health-at_risk = À surveiller
health-off_track = Hors délai
health-paused = En pause
health-done = Terminé
phase-of = { $phase }, phase { $number } sur { $count }
phases-title = Phases
phase-past = (terminée)
progress-label = Avancement
progress-of = Avancement de { $title }
progress-milestones = { $done ->
    [one] { $done } jalon atteint sur { $of }
   *[other] { $done } jalons atteints sur { $of }
}

## Overview: what is new, where are my files, whom do I ask

news-title = Quoi de neuf
see-all = Tout voir
news-none = Pas encore d’actualités. La première s’affichera ici.
news-update = Actualité
news-version = Nouvelle version
files-title = Vos fichiers
files-none = Pas encore de fichiers. Tout ce que nous vous remettons sera conservé ici.
contact-title = À qui vous adresser
book-call = Prendre rendez-vous
links-title = Liens

## Project

next-title = Prochaines étapes
milestones-title = Jalons
milestone-state-planned = Prévu
milestone-state-in_progress = En cours
milestone-state-done = Atteint
milestone-state-cancelled = Annulé
planned-for = Prévu pour le
depends-on = Après : { $names }
slip-later = { $count ->
    [one] un jour plus tard
   *[other] { $count } jours plus tard
}
slip-earlier = { $count ->
    [one] un jour plus tôt
   *[other] { $count } jours plus tôt
}
tasks-title = Tâches
task-state-todo = À faire
task-state-doing = En cours
task-state-blocked = Bloquée
task-state-done = Faite
history-title = Points précédents

## Updates

pinned = Épinglée
tags-label = Mots-clés
attachments-title = Pièces jointes
neighbours-label = Autres actualités
older = Précédente
newer = Suivante

## Deliverables

deliverable-state-draft = Brouillon
deliverable-state-in_review = À valider par vous
deliverable-state-changes_requested = Modifications demandées
deliverable-state-approved = Validé
deliverable-state-final = Version finale
deliverable-kind-design = Design
deliverable-kind-document = Document
deliverable-kind-video = Vidéo
deliverable-kind-audio = Audio
deliverable-kind-website = Site web
deliverable-kind-print = Impression
deliverable-kind-prototype = Prototype
deliverable-kind-data = Données
deliverable-kind-other = Fichier
version-name = Version { $id }
version-current = Actuelle
versions-title = Versions
approvals-title = Validations
approved-by = { $name } a validé la version { $version }
belongs-to = Fait partie du jalon « { $title } »
open-file = Ouvrir le fichier
pdf-fallback = Votre navigateur n’affiche pas les PDF dans une page.
preview-truncated = Seul le début est affiché ici. La suite est dans le fichier.
prototype-open = Ouvrir le prototype
prototype-close = Fermer le prototype
prototype-files = Tous les fichiers

## Documents

documents-other = Autres documents
documents-none = Pas encore de documents. Les contrats et les rapports seront conservés ici.

## Requests

requests-open = Nous attendons de vous
requests-none = Rien pour le moment.
requests-sent = En cours d’examen
requests-accepted = C’est en ordre
request-state-rejected = À renvoyer
request-send = Envoyer
checklist-title = Pour bien démarrer
checklist-done = { $done } sur { $of } terminés

## Money

outstanding = { $amount } à régler
outstanding-none = Rien à régler
budget-left = Reste { $amount }
budget-over = Dépassement de { $amount }
budget-used = { $used } utilisés sur { $total }
budget-used-label = Part du budget utilisée
hours = { $amount } h
invoices-title = Factures
invoice-number = Facture
invoice-issued = Date
invoice-state = État
invoice-amount = Montant
invoice-state-open = À régler
invoice-state-paid = Réglée
invoice-state-void = Annulée
paid-on = Réglée le { $date }
pay = Régler

## People

decides = Décide des validations
office-title = Bureau

## Shared resources

collection-none = Il n’y a encore rien ici.

## The lock screen, and what is said around an open portal

lock-title = Portail privé
lock-opening = Ouverture…
lock-label = Code d’accès
lock-hint = Les majuscules, espaces et tirets n’ont pas d’importance.
lock-open = Ouvrir
lock-checking = Vérification du code…
lock-again = Réessayer
lock-use-link = Veuillez ouvrir le lien que { $agency } vous a envoyé. La clé se trouve dans ce lien ; ce navigateur ne la conserve pas.
lock-wrong-link = Ce lien n’ouvre pas le portail. Vérifiez qu’il est complet, ou demandez-en un nouveau à { $agency }.
lock-wrong-code = Ce code n’ouvre pas le portail. Vérifiez-le lettre par lettre, ou demandez-en un nouveau à { $agency }.
lock-wrong-pair = Ce code ne va pas avec votre lien. Vérifiez le code lettre par lettre, et qu’il s’agit bien de votre lien.
lock-offline = Le portail est injoignable. Vérifiez votre connexion, puis réessayez.
lock-no-portal = Il n’y a pas de portail à cette adresse. Cherchez un lien plus récent, ou demandez-le à { $agency }.
lock-missing = Une partie du portail manque. Il est peut-être en cours de mise à jour : réessayez dans une minute.
lock-damaged = Ce qui est arrivé est endommagé ou a été modifié, et n’est donc pas affiché. Réessayez ; si cela persiste, prévenez { $agency }.
lock-outdated = Le portail est plus récent que cette page. Veuillez recharger la page.
lock-expired = Votre accès a pris fin le { $date }. Si vous en avez encore besoin, adressez-vous à { $agency }.
lock-too-large = Ce fichier est trop volumineux pour cette fenêtre de navigateur. Ouvrez votre lien dans une version récente de Firefox, Chrome, Edge ou Safari et hors navigation privée, ou demandez le fichier à { $agency } : la commande « keyfolio open » enregistre tous les fichiers d’un portail.
lock-unplayable = Ce navigateur ne peut pas lire ce fichier. Téléchargez-le pour l’ouvrir avec un autre programme.
lock-unsupported = Ce navigateur est trop ancien pour ouvrir le portail. Veuillez utiliser une version actuelle de Chrome, Edge, Firefox ou Safari.
lock-insecure = La connexion à cette adresse n’est pas sécurisée : le portail reste fermé. Utilisez l’adresse qui commence par https://
lock-now = Verrouiller
lock-close = OK
lock-load = Charger ({ $size })
lock-outside = Ce lien mène hors du prototype et ne s’ouvre pas ici.
lock-prototype-large = Ce prototype est trop volumineux pour être ouvert dans un navigateur. Demandez à { $agency } de l’envoyer autrement.
lock-rollback = Cet état du portail est plus ancien que celui que vous avez déjà vu. Si cela vous surprend, prévenez { $agency }.
lock-remember = Se souvenir de cet appareil
lock-remembered = Cet appareil ouvrira le portail de lui-même pendant 30 jours, jusqu’à ce que vous le verrouilliez.
lock-not-remembered = Ce navigateur ne peut pas conserver la clé. La prochaine fois, ouvrez le portail comme aujourd’hui.
lock-remember-how = Comment cet appareil doit-il ouvrir le portail ?
lock-remember-itself = De lui-même, pendant 30 jours
lock-passkey = Ouvrir avec la clé d’accès
lock-passkey-asking = En attente de la clé d’accès…
lock-passkey-name = Portail de { $agency }
lock-passkey-use = Utiliser une clé d’accès sur cet appareil
lock-passkey-kept = Désormais, une clé d’accès ouvre le portail sur cet appareil. Votre lien ou votre code reste valable.
lock-passkey-unused = La clé d’accès n’a pas été utilisée. Réessayez, ou utilisez votre lien ou votre code.
lock-passkey-none = Les clés d’accès de cet appareil ne peuvent pas ouvrir de portail. Votre lien ou votre code reste valable.
lock-passkey-gone = La clé d’accès n’ouvre plus ce portail et a été oubliée ici. Utilisez votre lien ou votre code actuel, ou demandez à { $agency }.
lock-passkey-forget = Oublier la clé d’accès
lock-passkey-forgotten = Cet appareil a oublié la clé d’accès. La prochaine fois, ouvrez le portail avec votre lien ou votre code.
lock-idle = Verrouillé après { $time } sans activité.
lock-door = Vous avez reçu un lien, mais pas de code ? Ouvrez alors ce lien : il suffit.
lock-stuck = Le portail ne démarre pas. Vérifiez votre connexion et rechargez cette page, ou ouvrez-la dans un navigateur actuel.
lock-no-script = Ce portail est chiffré, et JavaScript est nécessaire pour l’ouvrir. Veuillez l’autoriser pour cette page.

## Invitations

invite-subject = Votre portail chez { $agency }
invite-code-subject = Le code d’accès à votre portail chez { $agency }
invite-greeting = Bonjour { $name },
invite-greeting-everyone = Bonjour,
invite-intro = Nous avons ouvert un portail privé pour { $client } : vous y trouverez l’avancement du travail, ce dont nous avons besoin de votre part et tous les fichiers dans leur dernière version. Pour l’ouvrir :
invite-keep-link = Merci de ne pas transmettre ce lien : toute personne qui l’a peut ouvrir le portail.
invite-code-follows = Le portail demande aussi un code d’accès. Vous le recevrez dans un message séparé.
invite-code-here = Le portail demande un code d’accès. Le voici :
invite-keep-code = Merci de ne pas transmettre ce code : toute personne qui l’a peut ouvrir le portail.
invite-code-intro = Voici le code d’accès à votre portail chez { $agency } :
invite-keep-apart = Il va avec le lien que vous avez reçu dans un autre message. Merci de conserver les deux séparément.
invite-expires = Vous pouvez ouvrir le portail jusqu’au { $date }.
invite-questions = Si quelque chose ne fonctionne pas ou n’est pas clair, répondez simplement à ce message.
