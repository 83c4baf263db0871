//! Which pages there are, and what is listed on them in which order.

use super::*;

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
