//! The agency that the tests publish, and what should be online of it.

use crate::harness::{Agency, Run};
use crate::places::Place;
use crate::rclone::{self, Files};
use fs_err as fs;

/// A secret of the tests' own, so that names are the same in every run.
pub const SECRET: &str =
    "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";

/// Larger than what is sent in one piece.
pub const LARGE: usize = 9 << 20;

/// A client for each way of getting in: a link, a code (and so the front door), and plain pages.
pub fn of_every_kind(place: &Place) -> Agency {
    let agency = place.agency("").variable("KEYFOLIO_SECRET", SECRET);
    let agency = agency
        .client("acme")
        .client("bolt")
        .file("content/bolt/client.yaml", "name: Bolt\naccess: { mode: code }\n")
        .client("café")
        .file("content/café/client.yaml", "name: Café\naccess: { mode: plain }\n")
        .file("content/café/documents/Plan für Mai.pdf", "%PDF-1.4 not much of one");
    let film = agency.path("content/acme/deliverables/film/v1.mp4");
    fs::create_dir_all(film.parent().expect("a folder")).expect("folders");
    fs::write(film, noise(LARGE)).expect("a file");
    agency
}

/// A client with a link, and one with plain pages: small, for what is done hundreds of times.
pub fn small(place: &Place) -> Agency {
    let agency = place.agency("").variable("KEYFOLIO_SECRET", SECRET);
    let plain = "name: Bolt\naccess: { mode: plain }\n";
    agency.client("acme").client("bolt").file("content/bolt/client.yaml", plain)
}

/// Bytes that no compression makes fewer.
pub fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(4);
    std::iter::repeat_with(|| random.u8(..)).take(length).collect()
}

/// Writes the update that changes from one version to the next, and builds.
pub fn version(agency: &Agency, number: usize) {
    changes(agency, number);
    agency.run(["build"]).succeeds();
}

/// Writes the update that changes from one version to the next.
pub fn changes(agency: &Agency, number: usize) {
    for client in ["acme", "bolt"] {
        let text = format!("# Version {number}\n\nThis is version {number}.\n");
        agency.write(&format!("content/{client}/updates/2026-11-08-version.md"), &text);
    }
}

/// Publishes everything, and what is no longer needed goes at once.
#[must_use = "say how it should have ended"]
pub fn publish(agency: &Agency) -> Run {
    agency.run(["publish", "--grace", "0"])
}

/// What was built, as far as it belongs online.
pub fn built(agency: &Agency) -> Files {
    let mut files = rclone::read(&agency.path("dist"));
    files.retain(|path, _| !path.starts_with('.'));
    files
}

/// What is online, without what the program keeps there for itself.
pub fn online(place: &Place) -> Files {
    let mut files = place.files();
    files.retain(|path, _| !path.starts_with("inventory/"));
    files
}

/// That the place holds what was built, no more and no less; and of the program's own there one
/// inventory for each portal and for the root, and the index in four parts or fewer.
pub fn assert_online(place: &Place, agency: &Agency, when: &str) {
    let mut files = place.files();
    let own: Vec<String> =
        files.keys().filter(|path| path.starts_with("inventory/")).cloned().collect();
    files.retain(|path, _| !path.starts_with("inventory/"));
    assert_same(&files, &built(agency), when);
    let groups = agency.portals().len() + 1;
    let parts = own.len().checked_sub(groups);
    assert!(parts.is_some_and(|parts| (1..=4).contains(&parts)), "{when}: {own:#?}");
}

/// That there are the same files with the same bytes.
pub fn assert_same(found: &Files, wanted: &Files, when: &str) {
    let missing: Vec<_> = wanted.keys().filter(|path| !found.contains_key(*path)).collect();
    let more: Vec<_> = found.keys().filter(|path| !wanted.contains_key(*path)).collect();
    let other: Vec<_> = found
        .iter()
        .filter(|(path, bytes)| wanted.get(*path).is_some_and(|wanted| wanted != *bytes))
        .map(|(path, _)| path)
        .collect();
    assert!(
        missing.is_empty() && more.is_empty() && other.is_empty(),
        "{when}: missing {missing:#?}, too many {more:#?}, with other bytes {other:#?}"
    );
}
