use super::*;

use crate::model::*;
use crate::schema::{Amount, Date, Owner};
use crate::source_file::SourceFile;
use camino::Utf8Path;
use std::collections::BTreeMap;

mod built_in;
mod examples;

/// A bare theme that writes down what the pages are given.
const THEME: &[(&str, &str)] = &[
    ("i18n/en.ftl", include_str!("tests/en.ftl")),
    ("i18n/de.ftl", "nav-overview = Übersicht"),
    ("assets/style.css", "body {}"),
    ("templates/base.html", include_str!("tests/base.html")),
    ("templates/overview.html", include_str!("tests/overview.html")),
    (
        "templates/project.html",
        "{% extends \"base.html\" %}{% block main %}{{ project.title }}{% endblock %}",
    ),
    (
        "templates/updates.html",
        "{% extends \"base.html\" %}{% block main %}{% for u in updates %}{{ u.update.title }} of {{ u.project.title }};{% endfor %}{% endblock %}",
    ),
    ("templates/update.html", include_str!("tests/update.html")),
    (
        "templates/deliverables.html",
        "{% extends \"base.html\" %}{% block main %}{% for d in deliverables %}{{ d.deliverable.title }};{% endfor %}{% endblock %}",
    ),
    ("templates/deliverable.html", include_str!("tests/deliverable.html")),
    ("templates/prototype.html", "{{ version.prototype.start | url }}"),
    (
        "templates/documents.html",
        "{% extends \"base.html\" %}{% block main %}{% for g in document_groups %}[{{ g.category }}]{% for d in g.documents %}{{ d.document.title }};{% endfor %}{% endfor %}{% endblock %}",
    ),
    (
        "templates/requests.html",
        "{% extends \"base.html\" %}{% block main %}{% for r in requests %}{{ r.request.title }};{% endfor %}{% for c in checklist %}{{ c.item.title }};{% endfor %}{% endblock %}",
    ),
    (
        "templates/money.html",
        "{% extends \"base.html\" %}{% block main %}{% for a in accounts %}{{ a.money.outstanding | money(currency=a.money.currency) }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/team.html",
        "{% extends \"base.html\" %}{% block main %}{% for m in client.team %}{{ m.name }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/collection.html",
        "{% extends \"base.html\" %}{% block main %}{{ collection.title }}{% endblock %}",
    ),
    (
        "templates/404.html",
        "{% extends \"base.html\" %}{% block main %}{{ t(key=\"page-not-found\") }}{% endblock %}",
    ),
];

fn theme() -> Theme {
    Theme::of(THEME).unwrap()
}

fn path(path: &str) -> PortalPath {
    PortalPath::new(path).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn file(name: &str) -> FileRef {
    FileRef {
        name: name.to_owned(),
        path: path(&format!("files/{name}")),
        size: 7,
        media: Media::Other,
        mime: "application/octet-stream".to_owned(),
        width: None,
        height: None,
        preview: None,
        source: SourceFile::imagined(&format!("content/acme/{name}"), 7),
    }
}

fn agency() -> Agency {
    Agency {
        name: "North & Co".to_owned(),
        tagline: None,
        contact: Contact::default(),
        brand: Brand::default(),
        theme: ThemeSettings {
            name: "default".to_owned(),
            place: Place::file("keyfolio.yaml"),
            settings: BTreeMap::new(),
        },
        locale: "en-GB".parse().unwrap(),
        time_zone: "Europe/Vienna".to_owned(),
        currency: "EUR".to_owned(),
        base_url: None,
        access: AccessMode::Plain,
        lock_after: None,
        door: FrontDoor::WhenNeeded,
        team: Vec::new(),
        footer: None,
        legal: Vec::new(),
        allow_hosts: vec!["player.example.com".to_owned()],
        max_file_size: 1 << 32,
    }
}

fn update(title: &str, day: &str, pinned: bool) -> Update {
    Update {
        title: title.to_owned(),
        path: path(&format!("updates/{}.html", title.to_lowercase())),
        date: Some(date(day)),
        author: None,
        tags: Vec::new(),
        pinned,
        summary: format!("On {title}."),
        body: Html::sanitised(
            "<p><a href=\"portal:files/plan%20a.pdf\">the plan</a></p>".to_owned(),
        ),
        attachments: Vec::new(),
    }
}

fn deliverable(title: &str, state: DeliverableState, day: Option<Date>) -> Deliverable {
    let version = Version {
        id: "v1".to_owned(),
        date: day,
        notes: None,
        files: vec![file("plan a.pdf")],
        prototype: None,
    };
    Deliverable {
        title: title.to_owned(),
        path: path(&format!("deliverables/{}.html", title.to_lowercase())),
        kind: DeliverableKind::Design,
        description: None,
        milestone: None,
        state: Some(state),
        current: version.clone(),
        versions: vec![version],
        approvals: Vec::new(),
    }
}

fn project(id: &str) -> Project {
    Project {
        id: id.to_owned(),
        title: format!("Project {id}"),
        path: path(&format!("project{id}.html")),
        description: None,
        archived: false,
        links: Vec::new(),
        status: None,
        updates: Vec::new(),
        deliverables: Vec::new(),
        documents: Vec::new(),
        requests: Vec::new(),
        checklist: Vec::new(),
        money: None,
    }
}

fn client(projects: Vec<Project>) -> Client {
    Client {
        id: "acme".to_owned(),
        name: "Acme <Ltd>".to_owned(),
        brand: Brand::default(),
        people: Vec::new(),
        team: Vec::new(),
        locale: "en-GB".parse().unwrap(),
        welcome: None,
        links: Vec::new(),
        access: Access {
            mode: AccessMode::Plain,
            expires: None,
            lock_after: None,
            rotation: 0,
            epoch: 0,
            admitted: Vec::new(),
            revoked: Vec::new(),
        },
        archived: false,
        projects,
        collections: Vec::new(),
        files: vec![file("plan a.pdf")],
    }
}

fn request(id: &str, due: Option<Date>, state: RequestState) -> Request {
    Request {
        id: id.to_owned(),
        title: format!("Request {id}"),
        description: None,
        due,
        state,
        reason: (state == RequestState::Rejected).then(|| "too small".to_owned()),
        person: None,
        url: None,
    }
}

/// One of everything.
fn full() -> Client {
    let mut project = project("");
    project.updates = vec![
        update("Pinned", "2026-01-05", true),
        update("Newest", "2026-03-01", false),
        update("Oldest", "2026-01-01", false),
    ];
    project.deliverables = vec![
        deliverable("Logo", DeliverableState::InReview, Some(date("2026-02-01"))),
        deliverable("Film", DeliverableState::Draft, None),
    ];
    let document = |title: &str, category: Option<&str>| Document {
        title: title.to_owned(),
        category: category.map(str::to_owned),
        date: None,
        description: None,
        file: file("plan a.pdf"),
    };
    project.documents = vec![
        document("Contract", Some("Contracts")),
        document("Plan", None),
        document("Annex", Some("Contracts")),
    ];
    project.requests = vec![
        request("later", Some(date("2026-05-01")), RequestState::Open),
        request("sent", Some(date("2026-01-01")), RequestState::Submitted),
        request("again", None, RequestState::Rejected),
    ];
    project.checklist = vec![ChecklistItem {
        title: "Sign".to_owned(),
        description: None,
        owner: Owner::You,
        due: Some(date("2026-04-01")),
        done: false,
    }];
    project.money = Some(Money {
        currency: "EUR".to_owned(),
        budget: None,
        invoices: vec![Invoice {
            number: "2026-07".to_owned(),
            title: None,
            issued: date("2026-03-01"),
            due: Some(date("2026-04-01")),
            amount: Amount("120".parse().unwrap()),
            state: InvoiceState::Open,
            paid_on: None,
            file: None,
            payment_url: None,
        }],
        outstanding: Amount("120".parse().unwrap()),
    });
    let mut client = client(vec![project]);
    client.team = vec![Member {
        id: "mara".to_owned(),
        name: "Mara".to_owned(),
        role: None,
        photo: None,
        email: None,
        phone: None,
        booking: None,
    }];
    let mut shared = update("Handbook", "2026-06-01", false);
    shared.path = path("shared/brand/updates/handbook.html");
    client.collections = vec![Collection {
        id: "brand".to_owned(),
        title: "Brand".to_owned(),
        locale: "en-GB".parse().unwrap(),
        path: path("shared/brand/index.html"),
        description: None,
        links: Vec::new(),
        documents: Vec::new(),
        updates: vec![shared],
    }];
    client
}

fn rendered(client: &Client) -> Rendered {
    portal(client, &agency(), &theme()).unwrap()
}

fn text<'a>(rendered: &'a Rendered, at: &str) -> &'a str {
    let bytes = rendered.site.entries[&path(at)].content();
    std::str::from_utf8(bytes.unwrap_or_else(|_| panic!("{at} is a file"))).unwrap()
}

/// The line of the page that begins with `name: `.
fn line<'a>(rendered: &'a Rendered, at: &str, name: &str) -> &'a str {
    let prefix = format!("{name}: ");
    let mut lines = text(rendered, at).lines();
    lines
        .find_map(|line| line.strip_prefix(prefix.as_str()))
        .unwrap_or_else(|| panic!("no line `{name}` in {at}:\n{}", text(rendered, at)))
}

#[test]
fn a_client_with_only_a_name_has_three_pages() {
    let mut client = client(vec![project("")]);
    client.files.clear();
    let site = rendered(&client).site;
    let pages: Vec<&str> = site
        .entries
        .keys()
        .map(PortalPath::as_str)
        .filter(|path| !path.starts_with("assets/"))
        .collect();
    assert_eq!(pages, ["404.html", "index.html", "project.html"]);
    assert_eq!(site.entries.len(), 7, "and style sheet, brand, icon and script");
}

#[test]
fn sections_stand_in_their_order() {
    let rendered = rendered(&full());
    assert_eq!(
        line(&rendered, "index.html", "nav"),
        "page*overview=index.html project=project.html updates=updates/index.html \
         deliverables=deliverables/index.html requests=requests.html documents=documents.html \
         money=money.html collection=shared/brand/index.html team=team.html"
    );
    assert_eq!(
        line(&rendered, "shared/brand/updates/handbook.html", "nav")
            .split(' ')
            .find(|item| item.contains('*')),
        Some("true*collection=../../../shared/brand/index.html")
    );
}

#[test]
fn what_waits_is_sorted_by_day_then_by_order() {
    let rendered = rendered(&full());
    assert_eq!(
        line(&rendered, "index.html", "waiting"),
        "checklist Sign 2026-04-01 requests.html; invoice 2026-07 2026-04-01 money.html; \
         request Request later 2026-05-01 requests.html#later; \
         request Request again  requests.html#again (too small); \
         review Logo  deliverables/logo.html;"
    );
}

#[test]
fn nothing_of_archived_work_waits() {
    let mut client = full();
    client.projects[0].archived = true;
    assert_eq!(line(&rendered(&client), "index.html", "waiting"), "");
    client.projects[0].archived = false;
    client.archived = true;
    assert_eq!(line(&rendered(&client), "index.html", "waiting"), "");
}

#[test]
fn the_overview_shows_the_newest_six() {
    let mut client = full();
    assert_eq!(
        line(&rendered(&client), "index.html", "recent"),
        "update Handbook; update Newest; version Logo; update Pinned; update Oldest;"
    );
    client.projects[0]
        .updates
        .extend((1..=9).map(|day| update(&format!("Day{day}"), &format!("2026-07-0{day}"), false)));
    let rendered = rendered(&client);
    let recent = line(&rendered, "index.html", "recent");
    assert_eq!(recent.split(';').filter(|item| !item.is_empty()).count(), 6);
    assert!(recent.starts_with("update Day9;"), "{recent}");
    assert_eq!(line(&rendered, "index.html", "files"), "Logo; Film;");
}

#[test]
fn lists_carry_their_projects() {
    let rendered = rendered(&full());
    assert_eq!(
        line(&rendered, "updates/index.html", "main"),
        "Pinned of Project ;Newest of Project ;Oldest of Project ;"
    );
    assert_eq!(line(&rendered, "documents.html", "main"), "[]Plan;[Contracts]Contract;Annex;");
    assert_eq!(
        line(&rendered, "requests.html", "main"),
        "Request later;Request sent;Request again;Sign;"
    );
    assert_eq!(line(&rendered, "money.html", "main"), "€120.00");
}

#[test]
fn updates_know_their_neighbours_by_date() {
    let rendered = rendered(&full());
    assert_eq!(line(&rendered, "updates/pinned.html", "neighbours"), "newest.html oldest.html");
    assert_eq!(line(&rendered, "updates/newest.html", "neighbours"), " pinned.html");
    assert_eq!(line(&rendered, "updates/oldest.html", "neighbours"), "pinned.html ");
}

#[test]
fn links_lead_from_the_page_they_stand_on() {
    let rendered = rendered(&full());
    assert_eq!(
        line(&rendered, "updates/newest.html", "body"),
        "<p><a href=\"../files/plan%20a.pdf\">the plan</a></p>"
    );
    assert_eq!(
        line(&rendered, "deliverables/logo.html", "file"),
        "../files/plan%20a.pdf 7\u{a0}B 1 February 2026"
    );
}

#[test]
fn names_are_escaped() {
    assert_eq!(line(&rendered(&full()), "index.html", "client"), "Acme &lt;Ltd&gt;");
}

#[test]
fn files_are_named_and_not_read() {
    let rendered = rendered(&full());
    assert_eq!(
        rendered.site.entries[&path("files/plan a.pdf")],
        Entry::File(SourceFile::imagined("content/acme/plan a.pdf", 7))
    );
}

#[test]
fn the_policy_allows_the_portal_and_named_hosts_only() {
    assert_eq!(
        line(&rendered(&full()), "index.html", "csp"),
        "default-src &#39;none&#39;".replace("&#39;", "'")
            + "; style-src 'self'; script-src 'self'; img-src 'self' https://player.example.com; \
               media-src 'self'; font-src 'self'; object-src 'self'; \
               frame-src 'self' https://player.example.com; base-uri 'none'; form-action 'none'"
    );
}

#[test]
fn two_things_with_one_path_are_a_fault() {
    let mut client = full();
    let mut clash = file("x");
    clash.path = path("money.html");
    client.files.push(clash);
    let faults = portal(&client, &agency(), &theme()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].code, Code::NameCollision);
    assert!(faults[0].message.contains("`money.html`"));
}

#[test]
fn the_same_file_twice_is_one_file() {
    let mut client = full();
    client.files.push(file("plan a.pdf"));
    assert!(portal(&client, &agency(), &theme()).is_ok());
}

#[test]
fn english_stands_in_and_says_so() {
    let mut client = full();
    client.locale = "de-AT".parse().unwrap();
    let german = rendered(&client);
    assert!(line(&german, "index.html", "page").starts_with("overview index.html Übersicht de-AT"));
    assert_eq!(german.diagnostics.len(), 1);
    assert_eq!(german.diagnostics[0].place.path, "themes/test/i18n/de.ftl");
    assert!(german.diagnostics[0].message.contains("`nav-project`"));
    client.locale = "sv".parse().unwrap();
    let swedish = rendered(&client);
    assert_eq!(swedish.diagnostics[0].place.path, "content/acme/client.yaml");
    assert_eq!(swedish.diagnostics[0].code, Code::MissingMessage);
}

#[test]
fn a_fault_while_writing_has_its_place_in_the_template() {
    let mut files = THEME.to_vec();
    let team = files.iter_mut().find(|(name, _)| *name == "templates/team.html").unwrap();
    team.1 = "<p>\n  {{ t(key=\"nothing\") }}";
    let money = files.iter_mut().find(|(name, _)| *name == "templates/money.html").unwrap();
    money.1 = "{{ accounts | money(currency=\"EUR\") }}";
    let theme = Theme::of(&files).unwrap();
    let faults = portal(&full(), &agency(), &theme).unwrap_err();
    let places: Vec<_> = faults
        .iter()
        .map(|fault| {
            let excerpt = fault.place.excerpt.as_ref().unwrap();
            (fault.place.path.as_str(), excerpt.line, excerpt.column)
        })
        .collect();
    assert_eq!(
        places,
        [("themes/test/templates/money.html", 1, 15), ("themes/test/templates/team.html", 2, 6)]
    );
    assert!(faults[1].message.contains("no message `nothing`"), "{}", faults[1].message);
}

#[test]
fn a_brand_that_cannot_be_read_is_mended_and_said_once() {
    let mut agency = agency();
    let accent = |colour: &str, path: &str| {
        Some(Accent { colour: colour.parse().unwrap(), place: Place::file(path) })
    };
    agency.brand.accent = accent("#ffcc00", "keyfolio.yaml");
    let mut client = full();
    client.brand = agency.brand.clone();
    client.brand.font = Some("Avenir Next, sans-serif".to_owned());
    let rendered = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(rendered.diagnostics.len(), 1);
    assert_eq!(rendered.diagnostics[0].code, Code::ContrastMended);
    assert_eq!(rendered.diagnostics[0].place.path, "keyfolio.yaml");
    assert_eq!(
        rendered.diagnostics[0].message,
        "the colour `#ffcc00` has a contrast of 1.3 with the page `#ffffff` and its tint \
         `#f8f3e5`, and text needs 4.5: links are `#876b05` (4.5), buttons `#b59001` (3.0; 3 is \
         needed)"
    );
    let brand = rendered.site.entries.keys().find(|path| path.file_name().starts_with("brand."));
    let brand = text(&rendered, brand.unwrap().as_str());
    assert!(brand.contains("--font-body: Avenir Next, sans-serif;"), "{brand}");
    assert!(!brand.contains("--font-heading"), "{brand}");
    assert!(brand.contains("--on-accent: #000000;"), "{brand}");
    client.brand.accent = accent("#ffdd00", "content/acme/client.yaml");
    let own = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(own.diagnostics[0].place.path, "content/acme/client.yaml");
}

#[test]
fn the_same_portal_twice_is_the_same_bytes() {
    let (client, agency) = (full(), agency());
    let first = portal(&client, &agency, &theme()).unwrap();
    let second = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(first.site.entries, second.site.entries);
}
