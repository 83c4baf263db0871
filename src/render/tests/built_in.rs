//! The built-in theme, with a client that has everything.

use super::*;
use crate::schema::MilestoneState;
use std::collections::BTreeSet;

fn built_in(client: &Client) -> Rendered {
    portal(client, &agency(), &Theme::built_in().unwrap()).unwrap()
}

/// Every page: its path and its HTML.
fn pages(rendered: &Rendered) -> impl Iterator<Item = (&PortalPath, &str)> {
    rendered.site.entries.iter().filter_map(|(path, entry)| match entry {
        Entry::Bytes(bytes) if Utf8Path::new(path.as_str()).extension() == Some("html") => {
            Some((path, std::str::from_utf8(bytes).unwrap()))
        }
        _ => None,
    })
}

fn milestone(id: &str, title: &str) -> Milestone {
    Milestone {
        id: id.to_owned(),
        title: title.to_owned(),
        description: None,
        start: None,
        planned: None,
        estimated: None,
        actual: None,
        date: None,
        slipped_days: 0,
        state: MilestoneState::Planned,
        depends_on: Vec::new(),
    }
}

fn status(milestones: Vec<Milestone>) -> Status {
    Status {
        phases: Vec::new(),
        phase: None,
        health: Health::OnTrack,
        reason: None,
        progress: None,
        as_of: None,
        summary: None,
        next_steps: Vec::new(),
        milestones,
        tasks: Vec::new(),
        history: Vec::new(),
    }
}

#[test]
fn every_page_of_a_full_client_is_written() {
    let rendered = built_in(&full());
    assert_eq!(rendered.diagnostics, []);
    assert_eq!(pages(&rendered).count(), 16);
    for (path, html) in pages(&rendered) {
        assert!(html.starts_with("<!doctype html>"), "{path}");
    }
}

#[test]
fn names_in_the_content_meet_no_id_of_the_theme() {
    let theirs =
        ["portal-main", "portal-menu", "portal-status", "portal-milestones", "portal-open"];
    let mut client = full();
    let project = &mut client.projects[0];
    project.status = Some(status(theirs.iter().map(|id| milestone(id, id)).collect()));
    project.deliverables[0].milestone =
        Some(Named { id: "portal-main".to_owned(), name: "Start".to_owned() });
    project.deliverables[0].versions = ["portal-versions", "portal-main"]
        .map(|id| Version {
            id: id.to_owned(),
            date: None,
            notes: None,
            files: vec![file("x")],
            prototype: None,
        })
        .to_vec();
    for (request, id) in project.requests.iter_mut().zip(theirs.iter().rev()) {
        request.id = (*id).to_owned();
    }
    client.files.push(file("x"));
    let rendered = built_in(&client);
    for (path, html) in pages(&rendered) {
        let ids = || html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert_eq!(ids().count(), ids().collect::<BTreeSet<_>>().len(), "{path}");
    }
    let deliverable = text(&rendered, "deliverables/logo.html");
    assert!(deliverable.contains("href=\"../project.html#milestone-portal-main\""));
    assert!(text(&rendered, "project.html").contains(" id=\"milestone-portal-main\""));
    assert!(text(&rendered, "requests.html").contains(" id=\"request-portal-open\""));
    assert!(text(&rendered, "index.html").contains("href=\"requests.html#request-portal-open\""));
}

#[test]
fn texts_in_another_language_than_the_page_are_marked() {
    let mut client = full();
    client.locale = "he".parse().unwrap();
    client.projects[0].status = Some(status(vec![milestone("a", "שלום")]));
    client.collections[0].locale = "ar".parse().unwrap();
    let mut rendered = built_in(&client);
    let page = |rendered: &Rendered, at: &str| text(rendered, at).to_owned();
    let project = page(&rendered, "project.html");
    assert!(project.contains("<html lang=\"en-GB\" dir=\"ltr\""), "{project}");
    assert!(project.contains("<h3 lang=\"he\" dir=\"rtl\">שלום</h3>"), "{project}");
    let shared = page(&rendered, "shared/brand/index.html");
    assert!(shared.contains("<h1 lang=\"ar\" dir=\"rtl\">Brand</h1>"), "{shared}");
    let overview = page(&rendered, "index.html");
    assert!(overview.contains("lang=\"ar\" dir=\"rtl\">Handbook</a>"), "{overview}");

    client.locale = "en-AU".parse().unwrap();
    client.collections[0].locale = "en-GB".parse().unwrap();
    rendered = built_in(&client);
    for (path, html) in pages(&rendered) {
        assert_eq!(html.matches(" lang=").count(), 1, "{path}: the page's own");
    }
}

#[test]
fn only_the_page_itself_is_the_current_page() {
    let rendered = built_in(&full());
    let current = |at: &str| {
        let html = text(&rendered, at);
        let marks = html.split(" aria-current=\"").skip(1);
        marks.map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(current("updates/index.html"), ["page"]);
    assert_eq!(current("updates/newest.html"), ["true"]);
    assert_eq!(current("shared/brand/updates/handbook.html"), ["true"]);
    assert_eq!(current("404.html"), [""; 0]);
}

#[test]
fn every_page_names_an_icon_inside_the_portal() {
    let mut client = full();
    let icon = |client: &Client, at: &str| {
        let rendered = built_in(client);
        let (_, rest) = text(&rendered, at).split_once("<link rel=\"icon\" href=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let own = icon(&client, "updates/newest.html");
    assert!(own.starts_with("../assets/icon."), "{own}");
    let drawn = built_in(&client);
    let drawn = text(&drawn, own.strip_prefix("../").unwrap());
    assert!(drawn.contains("fill=\"#2b5c8a\"") && drawn.contains(">N</text>"), "{drawn}");
    client.brand.favicon = Some(file("x"));
    client.files.push(file("x"));
    assert_eq!(icon(&client, "index.html"), "files/x");
}
