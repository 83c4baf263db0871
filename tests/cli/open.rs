//! `keyfolio open` opens a sealed portal without a browser.

use crate::harness::Agency;
use fs_err as fs;
use std::path::Path;

const LINK: &str = "meqgy2lonmqhgzldojsxilrofy";
const CODE: &str = "7K3M-9QP1-0XYZ";
const PAGE: &str = "<!doctype html><title>Portal</title>\n";

/// The folder of a test vector's portal.
fn vector(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("tests/vectors").join(name).join("portal").display().to_string()
}

#[test]
fn lists_what_is_in_a_portal() {
    let here = Agency::nowhere();
    here.run(["open", &vector("object-compressed"), "--link", LINK])
        .succeeds()
        .prints_only("[TIME] KiB  text/html  a.html\n     37 B  text/html  index.html\n")
        .says_only("");
    assert_eq!(here.files(""), [""; 0]);
}

#[test]
fn unseals_to_a_new_folder() {
    let here = Agency::nowhere();
    let link = format!("https://clients.example.com/abc/index.html#{LINK}");
    let portal = vector("object-16385");
    here.run(["open", &portal, "--link", &link, "--out", "deep/down"])
        .succeeds()
        .prints_only("")
        .says_only("Unsealed 2 files, [TIME] KiB, into `deep/down`\n");
    assert_eq!(here.files("deep/down"), ["a.bin", "index.html"]);
    assert_eq!(here.read("deep/down/index.html"), PAGE);
    assert_eq!(fs::metadata(here.path("deep/down/a.bin")).unwrap().len(), 16_385);
    here.run(["-q", "open", &portal, "--link", LINK, "--out", "again"]).succeeds().says_only("");
}

/// As `keyfolio links` shows it where no `base_url` is set.
#[test]
fn a_link_to_a_folder_on_this_disk() {
    let here = Agency::nowhere();
    let portal = vector("object-compressed");
    for link in [format!("{portal}/index.html#{LINK}"), format!("{portal}#{LINK}")] {
        here.run(["open", &link]).succeeds().prints("text/html  index.html");
    }
    here.run(["open", &format!("{portal}/index.html")]).fails(3).says("private link");
}

#[test]
fn the_code_can_be_kept_out_of_the_shell() {
    let here = Agency::nowhere().variable("KEYFOLIO_CODE", "7k3m 9qpi oxyz");
    here.run(["open", &vector("code")]).succeeds().prints("index.html");
    here.run(["open", &vector("link-and-code")])
        .fails(3)
        .says("private link")
        .says("KEYFOLIO_LINK");
    let here = Agency::nowhere().variable("KEYFOLIO_LINK", LINK);
    here.run(["open", &vector("link-and-code"), "--code", CODE]).succeeds().prints("index.html");
    here.run(["open", &vector("code")]).fails(3).says("access code").says("KEYFOLIO_CODE");
    here.run(["open", &vector("code"), "--code", "7K3M"]).fails(3).says("this one has 4");
}

#[test]
fn nothing_is_overwritten_and_nothing_left_half_done() {
    let here = Agency::nowhere().file("there/own.txt", "own");
    here.run(["open", &vector("link"), "--link", LINK, "--out", "there"])
        .fails(3)
        .says("error: `there` is there already and is never overwritten");
    here.run(["open", &vector("object-chunks-swapped"), "--link", LINK, "--out", "new"])
        .fails(3)
        .says("the object of `a.bin` was refused: a part of it was altered, cut off, or moved");
    here.run(["open", &vector("path-up"), "--link", LINK, "--out", "new"])
        .fails(3)
        .says("the portal's `manifest` was refused");
    assert_eq!(here.files(""), ["there/own.txt"]);
}

#[test]
fn says_which_failure_it_was() {
    let here = Agency::nowhere();
    let open = |name: &str| here.run(["open", &vector(name), "--link", LINK, "--out", "new"]);
    open("wrong-link").succeeds();
    let other = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
    here.run(["open", &vector("link"), "--link", other]).fails(3).says("does not open this portal");
    open("no-portal").fails(3).says("there is no portal here").says("one portal");
    open("header-version").fails(3).says("it is of version 2").says("a newer one");
    open("slot-flipped-tag").fails(3).says("slot").says("was refused");
    open("manifest-missing").fails(3).says("`manifest` was refused: it is not there");
    here.run(["open", &vector("link"), "--link", "#short"]).fails(3).says("26 letters and digits");
}

#[test]
fn an_access_that_has_ended_still_opens() {
    let here = Agency::nowhere();
    here.run(["open", &vector("expired"), "--link", LINK])
        .succeeds()
        .prints("index.html")
        .says("note: this access ended on 2020-01-31");
}
