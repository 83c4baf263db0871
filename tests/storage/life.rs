//! The life of an agency's portals on each kind of target: published, left alone, changed, removed.

use crate::agencies::{assert_online, built, of_every_kind, online, publish, version};
use crate::harness::Agency;
use crate::places::Place;
use crate::rclone::Files;
use std::collections::BTreeSet;

#[test]
fn on_s3() {
    life(&Place::seaweed());
}

#[test]
fn on_azure() {
    life(&Place::azurite());
}

#[test]
fn over_sftp() {
    if without_sshd() {
        return;
    }
    life(&Place::sftp());
}

#[test]
fn over_webdav() {
    life(&Place::webdav());
}

#[test]
fn in_a_folder() {
    life(&Place::folder());
}

/// `tests/run` says so, loudly, where it can install none.
fn without_sshd() -> bool {
    std::env::var_os("KEYFOLIO_TEST_WITHOUT_SSHD").is_some()
}

const OTHERS: [&str; 3] = ["zebra.txt", "shared/logo.png", "inventory/of-the-shop.csv"];

fn life(place: &Place) {
    let agency = of_every_kind(place);
    agency.run(["build"]).succeeds();

    agency.run(["publish", "--dry-run"]).succeeds().says("nothing was sent");
    assert!(place.files().is_empty(), "a dry run sends nothing");

    publish(&agency).succeeds().says("Published");
    assert_online(place, &agency, "the first time");
    if place.keeps_headers() {
        headers(place);
    }
    let before = place.files();
    publish(&agency).succeeds().says("0 files put");
    assert!(place.files() == before, "a publish without changes changes something");

    for path in OTHERS {
        place.put(path, b"not ours");
    }
    changed(place, &agency);
    removed(place, &agency);
    let files = place.files();
    for path in OTHERS {
        assert_eq!(files.get(path).map(Vec::as_slice), Some(&b"not ours"[..]), "{path}");
    }
    for path in OTHERS {
        place.delete(path);
    }
    assert_online(place, &agency, "in the end");
}

/// What becomes of the target when an update changes: new objects, and the old ones stay a while.
fn changed(place: &Place, agency: &Agency) {
    version(agency, 1);
    publish(agency).succeeds();
    let first = built(agency);
    version(agency, 2);
    let second = built(agency);
    agency.run(["publish"]).succeeds();
    let found = online(place);
    for (path, bytes) in &second {
        assert!(found.get(path) == Some(bytes), "{path} is as it was built");
    }
    let old = only_in(&first, &second);
    assert!(!old.is_empty());
    for path in old {
        assert!(found.contains_key(path), "{path} goes only after the grace");
    }
    publish(agency).succeeds().says(" deleted");
}

/// A client who is gone goes online when that was confirmed.
fn removed(place: &Place, agency: &Agency) {
    let before = online(place);
    let portals = agency.portals();
    fs_err::remove_dir_all(agency.path("content/bolt")).expect("it can be removed");
    agency.run(["build"]).succeeds();
    let gone: BTreeSet<String> = portals.into_iter().collect();
    let gone = &gone - &agency.portals().into_iter().collect();
    assert_eq!(gone.len(), 1);
    publish(agency).fails(3).says("1 portal of clients that are gone").says("--yes");
    assert!(online(place) == before, "nothing went, and nothing else was done either");
    agency.run(["publish", "--grace", "0", "--yes"]).succeeds();
    let after = online(place);
    let there = |files: &Files, name: &str| files.keys().any(|path| path.starts_with(name));
    for name in gone {
        assert!(there(&before, &name) && !there(&after, &name));
    }
}

fn only_in<'a>(first: &'a Files, second: &Files) -> Vec<&'a String> {
    first.keys().filter(|path| !second.contains_key(*path)).collect()
}

const NAMED: &str = "inline; filename*=UTF-8''Plan%20f%C3%BCr%20Mai.pdf";
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// What the host says: nothing of what is sealed, and all of what is plain.
fn headers(place: &Place) {
    let mut seen = BTreeSet::new();
    for path in place.files().into_keys() {
        let name = path.split_once('/').map_or(&*path, |(_, rest)| rest);
        let (kind, control, disposition) = match name {
            _ if path.starts_with("inventory/") => ("application/octet-stream", "no-cache", ""),
            _ if name.starts_with("objects/") => ("application/octet-stream", IMMUTABLE, ""),
            "manifest" | "ledger" => ("application/octet-stream", "no-cache", ""),
            _ if name.starts_with("slots/") => ("application/octet-stream", "no-cache", ""),
            "header.json" => ("application/json; charset=utf-8", "no-cache", ""),
            "index.html" => ("text/html; charset=utf-8", "no-cache", ""),
            _ if name.starts_with("app/shell.") => {
                ("text/javascript; charset=utf-8", IMMUTABLE, "")
            }
            "files/documents/Plan für Mai.pdf" => {
                ("application/pdf", "no-cache", if place.keeps_names() { NAMED } else { "" })
            }
            _ => continue,
        };
        let told = place.told(&path);
        let told = (&*told.content_type, &*told.cache_control, &*told.content_disposition);
        assert_eq!(told, (kind, control, disposition), "{path}");
        seen.insert((kind, control));
    }
    assert_eq!(seen.len(), 6, "one of each was there: {seen:#?}");
}
