//! Sealed portals, as `build` makes them: who gets in, what changes, and what stops a build.

use crate::harness::{Agency, Run};
use camino::Utf8PathBuf;
use fs_err as fs;
use keyfolio::access::{Secret, Who};
use keyfolio::seal::{Credentials, Folder, OpenError, Portal};

/// A secret of the tests' own, so that links are the same in every build.
const SECRET: &str = include_str!("isolation/secret.txt");

/// An agency with one client, Acme, whose `client.yaml` ends with `access`.
fn agency(access: &str) -> Agency {
    Agency::new()
        .variable("KEYFOLIO_SECRET", SECRET.trim())
        .file("content/acme/client.yaml", &format!("name: Acme\n{access}"))
        .file("content/acme/updates/2026-11-01-hello.md", "# Hello\n\nWe begin.\n")
        .file("content/acme/updates/2026-11-08-more.md", "# More\n\nWe go on.\n")
        .file("content/acme/documents/plan.pdf", "%PDF-1.4 not much of one")
}

const TWO: &str =
    "access:\n  mode: link\npeople:\n  - {id: ada, name: Ada}\n  - {id: ben, name: Ben}\n";

fn who(person: &str, portal_rotation: u32) -> Who<'_> {
    Who { client: "acme", portal_rotation, person, person_rotation: 0 }
}

/// Opens the portal at its address after so many moves, with the person's own link and code.
fn open(agency: &Agency, person: &str, rotation: u32) -> Result<Portal<Folder>, OpenError> {
    let secret = Secret::parse(SECRET.trim()).expect("a secret");
    let who = who(person, rotation);
    let credentials =
        Credentials { link: Some(secret.link_secret(who)), code: Some(secret.access_code(who)) };
    let locator = secret.locator("acme", rotation);
    let folder = agency.path("dist").join(locator.as_str());
    Portal::open(Folder(Utf8PathBuf::try_from(folder).expect("Unicode")), &credentials)
}

fn text(portal: &Portal<Folder>, path: &str) -> String {
    let mut out = Vec::new();
    portal.read(path, &mut out).expect("the entry opens");
    String::from_utf8(out).expect("UTF-8")
}

fn refused(run: Run, words: &str) {
    run.fails(1).says("error[access-lost]").says(words);
}

/// A prototype is sealed like everything else; what shows it is the same for every client.
#[test]
fn a_prototype_is_sealed_file_by_file() {
    let agency = agency(TWO)
        .file("content/acme/deliverables/app/v1/index.html", "<h1>The secret app</h1>")
        .file("content/acme/deliverables/app/v1/js/secret.js", "secret()");
    agency.run(["build"]).succeeds();
    let portal = open(&agency, "ada", 0).expect("a portal");
    assert_eq!(text(&portal, "files/deliverables/app/v1/js/secret.js"), "secret()");
    assert!(text(&portal, "deliverables/app/v1.html").contains("data-prototype="));
    let files = agency.files("dist");
    let stages: Vec<_> = files.iter().filter(|file| file.contains("/app/stage.")).collect();
    assert_eq!(stages.len(), 1, "{files:?}");
    let stage = agency.read(&format!("dist/{}", stages[0]));
    let (_, policy) = stage.split_once("Content-Security-Policy\" content=\"").expect("a policy");
    let (policy, _) = policy.split_once('"').expect("its end");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for source in policy.split([' ', ';']).filter(|source| source.contains(':')) {
        assert!(["blob:", "data:", "https://prototype.invalid"].contains(&source), "{policy}");
    }
    assert!(!stage.contains("secret"));
}

#[test]
fn each_mode_opens_with_what_it_asks_for() {
    for mode in ["link", "code", "link+code"] {
        let agency = agency(&TWO.replace("mode: link", &format!("mode: {mode}")));
        agency.run(["build"]).succeeds();
        let portal = open(&agency, "ada", 0).expect("Ada's link and code open it");
        assert!(text(&portal, "updates/2026-11-01-hello.html").contains("We begin."), "{mode}");
        assert_eq!(text(&portal, "files/documents/plan.pdf"), "%PDF-1.4 not much of one");
        assert_eq!(portal.slot().person, "ada");
        assert!(matches!(open(&agency, "cy", 0), Err(OpenError::NotAdmitted)), "{mode}");
    }
}

/// Whoever is not named would come back with an old link as soon as a line is put back.
#[test]
fn several_who_are_taken_out_at_once_are_each_named() {
    let agency = agency(&format!("{TWO}  - {{id: cy, name: Cy}}\n"));
    agency.run(["build"]).succeeds();
    agency.write("content/acme/client.yaml", "name: Acme\npeople:\n  - {id: ben, name: Ben}\n");
    let run = agency.run(["build"]).fails(1);
    run.says("`ada`, `cy` could open this portal and are no longer among its people")
        .says("run `keyfolio revoke acme ada` and `keyfolio revoke acme cy`");
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    agency.run(["revoke", "acme", "cy", "--yes"]).succeeds();
    agency.run(["build"]).succeeds();
    assert!(matches!(open(&agency, "cy", 0), Err(OpenError::NotAdmitted)));
}

#[test]
fn without_people_there_is_one_link_for_everyone() {
    let agency = agency("");
    agency.run(["build"]).succeeds();
    assert!(text(&open(&agency, "", 0).expect("it opens"), "index.html").contains("Acme"));
}

#[test]
fn the_host_is_told_nothing() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    for (path, bytes) in agency.output() {
        for word in ["Acme", "acme", "Ada", "hello", "We begin", "plan.pdf"] {
            let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
            assert!(!found && !path.contains(word), "`{word}` in {path}");
        }
    }
}

#[test]
fn one_update_changes_its_page_those_that_list_it_and_the_manifest() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let before = agency.output();
    let first = open(&agency, "ada", 0).expect("it opens");
    agency.run(["build"]).succeeds().says("Built nothing, 1 portal unchanged");
    assert_eq!(agency.output(), before);

    agency.write("content/acme/updates/2026-11-08-more.md", "# More\n\nWe go on and on.\n");
    agency.run(["build"]).succeeds();
    let second = open(&agency, "ada", 0).expect("it opens");
    assert_eq!(second.manifest().sequence, first.manifest().sequence + 1);
    let changed: Vec<&str> = second
        .entries()
        .iter()
        .filter(|(path, entry)| {
            first.entries().get(*path).map(|old| &old.object) != Some(&entry.object)
        })
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, ["updates/2026-11-08-more.html", "updates/index.html"]);
    let after = agency.output();
    let same = after.iter().filter(|(path, bytes)| before.get(*path) == Some(bytes)).count();
    // Two objects and the manifest are new; two objects are gone.
    assert_eq!((after.len(), after.len() - same), (before.len(), 3));

    // A machine that has no earlier output makes the same, but for the number.
    let (_, anew) = (agency.run(["build", "--out", "anew"]).succeeds(), agency.path("anew"));
    for (path, bytes) in &after {
        if !path.ends_with("/manifest") {
            assert!(fs::read(anew.join(path)).expect("the same file") == *bytes, "{path}");
        }
    }
}

#[test]
fn who_is_taken_out_keeps_nothing_unnoticed() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let before = agency.output();
    let without_ben = TWO.replace("  - {id: ben, name: Ben}\n", "");
    agency.write("content/acme/client.yaml", &format!("name: Acme\n{without_ben}"));
    refused(agency.run(["build"]), "keyfolio revoke acme ben");
    assert_eq!(agency.output(), before, "the last good portal stays");

    // As `revoke` writes it.
    agency.write("content/acme/access.yaml", "epoch: 1\npeople:\n  ben: {revoked: true}\n");
    agency.run(["build"]).succeeds();
    assert!(matches!(open(&agency, "ben", 0), Err(OpenError::NotAdmitted)));
    assert_eq!(open(&agency, "ada", 0).expect("Ada's link still opens it").slot().epoch, 1);
    assert!(
        agency
            .output()
            .keys()
            .filter(|path| path.contains("/objects/"))
            .all(|path| !before.contains_key(path))
    );

    // And back to a state in which Ben's key would be the portal's again.
    fs::remove_file(agency.path("content/acme/access.yaml")).unwrap();
    agency.write("content/acme/client.yaml", &format!("name: Acme\n{TWO}"));
    refused(agency.run(["build"]), "epoch 1");
}

#[test]
fn one_link_for_everyone_does_not_end_unnoticed() {
    let agency = agency("access:\n  mode: link\n");
    agency.run(["build"]).succeeds();
    agency.write("content/acme/client.yaml", &format!("name: Acme\n{TWO}"));
    refused(agency.run(["build"]), "keyfolio revoke acme --shared");
}

#[test]
fn whose_time_is_over_gets_no_slot() {
    let agency = agency(&TWO.replace("name: Ben}", "name: Ben, expires: 2026-12-24}"));
    agency.run(["build", "--as-of", "2026-12-24"]).succeeds();
    assert_eq!(
        open(&agency, "ben", 0).expect("the last day").slot().expires,
        Some(jiff::civil::date(2026, 12, 24))
    );
    agency.run(["build", "--as-of", "2026-12-25"]).succeeds();
    assert!(matches!(open(&agency, "ben", 0), Err(OpenError::NotAdmitted)));
    assert!(open(&agency, "ada", 0).is_ok());
    // Nothing but the day changed, and still it was noticed; and so the other way round.
    agency.run(["build", "--as-of", "2026-12-01"]).succeeds();
    assert!(open(&agency, "ben", 0).is_ok());
    agency.run(["build", "--as-of", "yesterday"]).fails(2).says("YYYY-MM-DD");
}

#[test]
fn each_slot_says_when_an_idle_portal_is_locked() {
    let idle = |agency: &Agency| {
        agency.run(["build"]).succeeds();
        open(agency, "ada", 0).expect("it opens").slot().idle
    };
    let agency = agency(TWO);
    assert_eq!(idle(&agency), None);
    agency.write("keyfolio.yaml", "name: Test\naccess: {lock_after: 2h}\n");
    assert_eq!(idle(&agency), Some(7200));
    for (own, seconds) in [("15m", Some(900)), ("24h", Some(86_400)), ("never", None)] {
        let mode = format!("mode: link\n  lock_after: {own}");
        let client = format!("name: Acme\n{}", TWO.replace("mode: link", &mode));
        agency.write("content/acme/client.yaml", &client);
        assert_eq!(idle(&agency), seconds, "{own}");
    }
    for wrong in ["15", "0m", "25h", "1441m", "1d", "+5m", "off"] {
        let client = format!("name: Acme\naccess: {{lock_after: {wrong}}}\n");
        agency.write("content/acme/client.yaml", &client);
        agency.run(["build"]).fails(1).says("write `15m`, `2h` or `never`");
    }
}

#[test]
fn a_portal_that_moved_is_gone_from_where_it_was() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let before = agency.portals();
    agency.write("content/acme/access.yaml", "rotation: 1\nepoch: 1\n");
    // Also where not everything is built.
    agency.run(["build", "--client", "acme"]).succeeds();
    let after = agency.portals();
    assert_eq!((after.len(), after == before), (1, false));
    assert!(open(&agency, "ada", 1).is_ok());
    assert!(matches!(open(&agency, "ada", 0), Err(OpenError::NoPortal)));
}

#[test]
fn a_broken_access_file_removes_no_portal() {
    let agency = agency(TWO);
    agency.write("content/acme/access.yaml", "rotation: 1\nepoch: 1\n");
    agency.run(["build"]).succeeds();
    let before = agency.output();
    agency.write("content/acme/access.yaml", "rotation: one\n");
    agency.run(["build"]).fails(1).says("access.yaml");
    assert_eq!(agency.output(), before);
}

#[test]
fn a_portal_can_be_sealed_and_plain_again() {
    let agency = agency("access: {mode: plain}\n");
    agency.run(["build"]).succeeds();
    let page = |agency: &Agency| {
        fs::read_to_string(agency.path("dist").join(&agency.portals()[0]).join("index.html"))
            .unwrap()
    };
    assert!(page(&agency).contains("Acme"));
    agency.write("content/acme/client.yaml", "name: Acme\n");
    agency.run(["build"]).succeeds();
    assert!(!page(&agency).contains("Acme"));
    assert!(open(&agency, "", 0).is_ok());
    agency.write("content/acme/client.yaml", "name: Acme\naccess: {mode: plain}\n");
    agency.run(["build"]).succeeds();
    assert!(page(&agency).contains("Acme"));
    assert!(
        !agency.output().keys().any(|path| path.contains("/objects/")),
        "nothing sealed is left"
    );
}

#[test]
fn an_older_access_file_gives_nothing_back() {
    for access in [TWO, ""] {
        let agency = agency(access);
        agency.write("content/acme/access.yaml", "rotation: 1\nepoch: 1\n");
        agency.run(["build"]).succeeds();
        let before = agency.output();
        fs::remove_file(agency.path("content/acme/access.yaml")).unwrap();
        refused(agency.run(["build"]), "stands at rotation 1, and this says 0");
        assert_eq!(agency.output(), before, "the portal stays where it is, and nowhere else");
    }
}

#[test]
fn another_way_in_needs_another_key() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let both = TWO.replace("mode: link", "mode: link+code");
    agency.write("content/acme/client.yaml", &format!("name: Acme\n{both}"));
    refused(agency.run(["build"]), "write `epoch: 1` into `content/acme/access.yaml`");
    agency.write("content/acme/access.yaml", "epoch: 1\n");
    agency.run(["build"]).succeeds();
    assert_eq!(open(&agency, "ada", 0).expect("link and code").slot().epoch, 1);
}

#[test]
fn a_while_in_the_open_forgets_nobody() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    agency.write("content/acme/client.yaml", "name: Acme\naccess: {mode: plain}\n");
    agency.run(["build"]).succeeds();
    let without_ben = TWO.replace("  - {id: ben, name: Ben}\n", "");
    agency.write("content/acme/client.yaml", &format!("name: Acme\n{without_ben}"));
    refused(agency.run(["build"]), "keyfolio revoke acme ben");
}

#[test]
fn two_who_revoked_at_once_are_told_how_to_go_on() {
    let agency = agency(TWO);
    agency.write("content/acme/access.yaml", "epoch: 1\npeople:\n  ada: {revoked: true}\n");
    agency.run(["build"]).succeeds();
    // Somebody else revoked Ben, in the same epoch; both changes were put together.
    let both = "epoch: 1\npeople:\n  ada: {revoked: true}\n  ben: {revoked: true}\n";
    agency.write("content/acme/access.yaml", both);
    refused(agency.run(["build"]), "write `epoch: 2`");
}

#[test]
fn a_ledger_that_cannot_be_read_is_no_leave_to_go_on() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let ledger = agency.path("dist").join(&agency.portals()[0]).join("ledger");
    fs::write(&ledger, "damaged").unwrap();
    agency.write("content/acme/updates/2026-11-08-more.md", "# More\n\nAnd more.\n");
    refused(agency.run(["build"]), "`ledger`");
}

#[test]
fn an_object_that_a_crash_damaged_is_written_again() {
    let agency = agency(TWO);
    agency.run(["build"]).succeeds();
    let before = agency.output();
    let (path, bytes) = before.iter().find(|(path, _)| path.contains("/objects/")).expect("one");
    fs::write(agency.path("dist").join(path), vec![0; bytes.len()]).unwrap();
    // Something else of the client changed, so that it is looked at.
    agency.write("content/acme/people.txt", "a note");
    agency.run(["build"]).succeeds();
    assert_eq!(agency.output(), before);
}
