//! `keyfolio verify` on a real object storage: what it lets anybody do, over HTTP, and what is in it.

use crate::agencies::{noise, of_every_kind, publish};
use crate::harness::{Agency, Run};
use crate::places::Place;
use std::collections::BTreeSet;

/// The codes of what is found, but for notes.
fn codes(run: &Run) -> BTreeSet<String> {
    let lines = run.json().into_iter();
    let found = lines.filter(|line| line["severity"].is_string() && line["severity"] != "note");
    found.map(|line| line["code"].as_str().expect("a code").to_owned()).collect()
}

fn verify(agency: &Agency) -> Run {
    agency.run(["verify", "--format", "json"])
}

#[test]
fn on_s3() {
    let place = Place::seaweed();
    let agency = of_every_kind(&place);
    let yaml = agency.read("keyfolio.yaml");
    agency.write("keyfolio.yaml", &format!("{yaml}base_url: {}/\n", place.address()));
    agency.run(["build"]).succeeds();
    publish(&agency).succeeds();
    // It sends no headers of its own that make pages safer: those are a web server's.
    let run = verify(&agency).succeeds();
    let expected: BTreeSet<String> = ["header".to_owned()].into();
    assert_eq!(codes(&run), expected, "{}", run.raw());

    let portals = agency.portals();
    let object = format!("{}/slots/{}", portals[0], "b".repeat(32));
    place.put(&object, b"mine");
    place.put("notes.txt", b"mine");
    let run = verify(&agency).fails(1);
    assert!(codes(&run).contains("stranger"), "{}", run.raw());
    place.delete(&object);
    place.delete("notes.txt");

    for portal in &portals {
        place.put(&format!("{portal}/index.html"), b"<!doctype html><title>Mine</title>");
    }
    let run = verify(&agency).fails(1);
    assert!(codes(&run).contains("altered"), "{}", run.raw());
    agency.run(["verify", "--quick"]).fails(1).says("error[altered]: it has not the length");
    for portal in &portals {
        place.delete(&format!("{portal}/index.html"));
    }
    let run = verify(&agency).fails(1);
    assert!(codes(&run).contains("missing"), "{}", run.raw());
    agency.run(["publish", "--full"]).succeeds();
    assert_eq!(codes(&verify(&agency).succeeds()), expected);

    // Another object of the same length, which no listing tells.
    let files = place.files();
    let (object, bytes) = files.iter().find(|(path, _)| path.contains("/objects/")).expect("one");
    place.put(object, &noise(bytes.len()));
    assert!(codes(&verify(&agency).fails(1)).contains("altered"));
    agency.run(["publish", "--full"]).succeeds().says("0 files put");
    agency.run(["publish", "--full=contents"]).succeeds().says("1 file put");
    assert_eq!(codes(&verify(&agency).succeeds()), expected);
    assert!(place.files() == files, "all is as it was");

    // The same bytes, and nobody told the storage for how long they are kept.
    place.put(object, bytes);
    assert!(codes(&verify(&agency).succeeds()).contains("caching"));
    agency.run(["publish", "--full=contents"]).succeeds().says("0 files put");
    agency.run(["publish", "--full=anew"]).succeeds().says("0 deleted");
    assert_eq!(codes(&verify(&agency).succeeds()), expected);
}
