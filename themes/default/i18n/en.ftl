# The words of the default theme. Every language has the same keys.

## Pages

page-not-found = This page is not here
nav-overview = Overview
nav-project = Project
nav-updates = Updates
nav-deliverables = Deliverables
nav-documents = Documents
nav-requests = Requests
nav-money = Budget and invoices
nav-team = People

## Around every page

skip-link = Skip to the content
menu = Menu
menu-label = Pages
private-note = Prepared for { $client }. Please keep the link to yourselves.
not-found-text = It may have moved or been renamed. Everything that is yours is still in your portal.
not-found-link = To the overview
archived-note = This work is finished. The portal stays as a record of it.
project-archived = This project is finished.

## Overview: what do you need from me

waiting-title = { $count ->
    [one] We need one thing from you
   *[other] We need { $count } things from you
}
waiting-more = { $count ->
    [one] One more
   *[other] { $count } more
}
waiting-none-title = Nothing is waiting for you
waiting-none-text = It is our turn. When we need something, it will be the first thing you see here.
waiting-none-archived = Everything is settled. Thank you for working with us.
waiting-request = Please send
waiting-review = Please review
waiting-next_step = Next step
waiting-task = Task
waiting-checklist = Getting started
waiting-invoice = Invoice
due-by = Due { $date }
overdue = Overdue

## Overview: where does it stand

status-title = Where it stands
status-none = There is no report on the status yet. Until there is, the updates tell you the most.
status-more = In detail
as-of = As of { $date }
health-on_track = On track
health-at_risk = At risk
health-off_track = Off track
health-paused = Paused
health-done = Done
phase-of = { $phase }, phase { $number } of { $count }
phases-title = Phases
phase-past = (completed)
progress-label = Progress
progress-of = Progress of { $title }
progress-milestones = { $of ->
    [one] { $done } of { $of } milestone reached
   *[other] { $done } of { $of } milestones reached
}

## Overview: what is new, where are my files, whom do I ask

news-title = What is new
see-all = See all
news-none = No news yet. The first update will appear here.
news-update = Update
news-version = New version
files-title = Your files
files-none = No files yet. Everything we hand over to you will be kept here.
contact-title = Whom to ask
book-call = Book a call
links-title = Links

## Project

next-title = Next steps
milestones-title = Milestones
milestone-state-planned = Planned
milestone-state-in_progress = Under way
milestone-state-done = Reached
milestone-state-cancelled = Cancelled
planned-for = Planned for
depends-on = After { $names }
slip-later = { $count ->
    [one] one day later
   *[other] { $count } days later
}
slip-earlier = { $count ->
    [one] one day earlier
   *[other] { $count } days earlier
}
tasks-title = Tasks
task-state-todo = To do
task-state-doing = Under way
task-state-blocked = Blocked
task-state-done = Done
history-title = Earlier reports

## Updates

pinned = Pinned
tags-label = Tags
attachments-title = Attachments
neighbours-label = More updates
older = Older
newer = Newer

## Deliverables

deliverable-state-draft = Draft
deliverable-state-in_review = For your review
deliverable-state-changes_requested = Changes requested
deliverable-state-approved = Approved
deliverable-state-final = Final
deliverable-kind-design = Design
deliverable-kind-document = Document
deliverable-kind-video = Video
deliverable-kind-audio = Audio
deliverable-kind-website = Website
deliverable-kind-print = Print
deliverable-kind-prototype = Prototype
deliverable-kind-data = Data
deliverable-kind-other = File
version-name = Version { $id }
version-current = Current
versions-title = Versions
approvals-title = Approvals
approved-by = { $name } approved version { $version }
belongs-to = Belongs to the milestone “{ $title }”
open-file = Open the file
pdf-fallback = Your browser does not show PDF files inside a page.
preview-truncated = Only the beginning is shown here. The file has the rest.
prototype-open = Open the prototype
prototype-close = Close the prototype
prototype-files = All files

## Documents

documents-other = Other documents
documents-none = No documents yet. Contracts and reports will be kept here.

## Requests

requests-open = We need from you
requests-none = Nothing at the moment.
requests-sent = We are looking at it
requests-accepted = All set
request-state-rejected = Please send again
request-send = Send
checklist-title = Getting started
checklist-done = { $done } of { $of } done

## Money

outstanding = { $amount } to pay
outstanding-none = Nothing to pay
budget-left = { $amount } left
budget-over = { $amount } over budget
budget-used = { $used } of { $total } used
budget-used-label = Share of the budget that is used
hours = { $amount } h
invoices-title = Invoices
invoice-number = Invoice
invoice-issued = Date
invoice-state = Status
invoice-amount = Amount
invoice-state-open = Open
invoice-state-paid = Paid
invoice-state-void = Void
paid-on = Paid { $date }
pay = Pay

## People

decides = Decides on approvals
office-title = Office

## Shared resources

collection-none = There is nothing in here yet.

## The lock screen, and what is said around an open portal

lock-title = Private portal
lock-opening = Opening…
lock-label = Access code
lock-hint = Capitals, spaces and dashes do not matter.
lock-open = Open
lock-checking = Checking the code…
lock-again = Try again
lock-use-link = Please open the link that { $agency } sent you. The key is in that link, and this browser does not keep it.
lock-wrong-link = This link does not open the portal. Check that it is complete, or ask { $agency } for a new one.
lock-wrong-code = This code does not open the portal. Check it letter by letter, or ask { $agency } for a new one.
lock-wrong-pair = This code does not go with your link. Check the code letter by letter, and that the link is your own.
lock-offline = The portal cannot be reached. Check your connection, then try again.
lock-no-portal = There is no portal at this address. Look for a newer link, or ask { $agency } for one.
lock-missing = A part of the portal is not there. It may be about to change: try again in a minute.
lock-damaged = What arrived is damaged or was altered, so it is not shown. Try again; if it stays so, tell { $agency }.
lock-outdated = The portal is newer than this page. Please reload the page.
lock-expired = Your access ended on { $date }. If you still need it, ask { $agency }.
lock-too-large = This file is too large for this browser window. Open your link in a current Firefox, Chrome, Edge or Safari and not in a private window, or ask { $agency } for the file: their command “keyfolio open” saves all files of a portal.
lock-unplayable = This browser cannot play this file. Download it to open it with another program.
lock-unsupported = This browser is too old to open the portal. Please use a current Chrome, Edge, Firefox or Safari.
lock-insecure = The connection to this address is not secure, so the portal stays closed. Use the address that begins with https://
lock-now = Lock
lock-close = OK
lock-load = Load ({ $size })
lock-outside = This leads out of the prototype, and is not opened here.
lock-prototype-large = This prototype is too large to be opened in a browser. Ask { $agency } to send it another way.
lock-rollback = This is an older state of the portal than you have seen before. If that surprises you, tell { $agency }.
lock-remember = Remember this device
lock-remembered = This device opens the portal by itself for 30 days, until you lock it.
lock-not-remembered = This browser cannot keep the key. Next time, open the portal as you did today.
lock-remember-how = How is this device to open the portal?
lock-remember-itself = By itself, for 30 days
lock-passkey = Open with the passkey
lock-passkey-asking = Waiting for the passkey…
lock-passkey-name = Portal of { $agency }
lock-passkey-use = Use a passkey on this device
lock-passkey-kept = From now on a passkey opens the portal on this device. Your link or code still works, too.
lock-passkey-unused = The passkey was not used. Try again, or use your link or code.
lock-passkey-none = The passkeys of this device cannot open portals. Your link or code works as before.
lock-passkey-gone = The passkey no longer opens this portal, and was forgotten here. Use your current link or code, or ask { $agency }.
lock-passkey-forget = Forget the passkey
lock-passkey-forgotten = This device has forgotten the passkey. Next time, open the portal with your link or code.
lock-idle = Locked after { $time } without use.
lock-door = Were you sent a link and no code? Then open that link: it is all you need.
lock-stuck = The portal does not start. Check your connection and reload this page, or open it in a current browser.
lock-no-script = This portal is encrypted, and opening it needs JavaScript. Please allow it for this page.

## Invitations

invite-subject = Your portal at { $agency }
invite-code-subject = The access code for your portal at { $agency }
invite-greeting = Hello { $name },
invite-greeting-everyone = Hello,
invite-intro = We have set up a private portal for { $client }: where the work stands, what we need from you, and every file in its latest version. Open it here:
invite-keep-link = Please do not pass this link on: whoever has it can open the portal.
invite-code-follows = The portal also asks for an access code. It comes in a separate message.
invite-code-here = The portal asks for an access code. This is it:
invite-keep-code = Please do not pass this code on: whoever has it can open the portal.
invite-code-intro = This is the access code for your portal at { $agency }:
invite-keep-apart = It goes with the link that you received in another message. Please keep the two apart.
invite-expires = You can open the portal until { $date }.
invite-questions = If something does not work or is unclear, just reply to this message.
