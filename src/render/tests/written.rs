//! What is written into a page and beside it: links, names, files, the policy.

use super::*;

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
fn the_same_portal_twice_is_the_same_bytes() {
    let (client, agency) = (full(), agency());
    let first = portal(&client, &agency, &theme()).unwrap();
    let second = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(first.site.entries, second.site.entries);
}
