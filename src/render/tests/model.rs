//! An agency, and clients from one with only a name to one with one of everything.

use super::*;
use crate::schema::{Amount, Date, Owner};
use std::collections::BTreeMap;

pub fn path(path: &str) -> PortalPath {
    PortalPath::new(path).unwrap()
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn file(name: &str) -> FileRef {
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

pub fn agency() -> Agency {
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
        targets: BTreeMap::new(),
        max_file_size: 1 << 32,
    }
}

pub fn update(title: &str, day: &str, pinned: bool) -> Update {
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

pub fn deliverable(title: &str, state: DeliverableState, day: Option<Date>) -> Deliverable {
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

pub fn project(id: &str) -> Project {
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

pub fn client(projects: Vec<Project>) -> Client {
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

pub fn request(id: &str, due: Option<Date>, state: RequestState) -> Request {
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
pub fn full() -> Client {
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
