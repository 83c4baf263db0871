//! `keyfolio check` says everything that is wrong, and writes nothing.

use crate::harness::Agency;

#[test]
fn all_is_well() {
    let agency = Agency::new().client("acme");
    agency.run(["check"]).succeeds().says("Checked 1 client: all is well\n");
    assert!(!agency.path("dist").exists());
    assert!(!agency.path(".keyfolio").exists());
}

#[test]
fn every_fault_of_every_client_in_one_run() {
    let agency = Agency::new()
        .file("content/acme/client.yaml", "nmae: Acme\nlanguage: 3\n")
        .file("content/bolt/client.yaml", "name: Bolt\nteam: [nobody]\n");
    agency
        .run(["check"])
        .fails(1)
        .says("content/acme/client.yaml:1:1")
        .says("did you mean `name`?")
        .says("content/bolt/client.yaml:2:8")
        .says("Checked 2 clients: ");
}

#[test]
fn only_the_named_client() {
    let agency = Agency::new().client("acme").file("content/bolt/client.yaml", "nam: Bolt\n");
    agency.run(["check", "--client", "acme"]).succeeds();
    agency.run(["check", "--client", "bolt"]).fails(1);
    agency.run(["check", "--client", "blot"]).fails(3).says("did you mean `bolt`?");
}

#[test]
fn strict_takes_warnings_for_errors() {
    let agency = Agency::new().client("acme").file("content/acme/updates/2026-11-02-b.md", "");
    agency.run(["check"]).succeeds().says("warning[empty-file]").says("1 warning");
    agency.run(["check", "--strict"]).fails(1);
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let agency = Agency::new().client("acme").file("content/acme/notes.txt", "to ourselves");
    agency.run(["check"]).succeeds().says("note[not-shared]");
    agency.run(["-q", "check"]).succeeds().says_only("");
    agency.write("content/acme/updates/2026-11-02-b.md", "");
    agency.run(["-q", "check"]).succeeds().says("warning[empty-file]").never_mentions("note[");
}

#[test]
fn as_json_one_line_a_diagnostic() {
    let agency = Agency::new().file("content/acme/client.yaml", "name: Acme\nnmae: Acme\n");
    let run = agency.run(["check", "--format", "json"]).fails(1).says_only("");
    let lines = run.json();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(lines[0]["code"], "unknown-key");
    assert_eq!(lines[0]["path"], "content/acme/client.yaml");
    assert_eq!(lines[0]["line"], 2);
}

#[test]
fn an_unknown_option_is_a_wrong_command_line() {
    Agency::new().run(["check", "--strickt"]).fails(2).says("'--strict'");
    Agency::new().run(["chekc"]).fails(2).says("'check'");
}

#[test]
fn scripts_in_an_open_portal_matter_beside_sealed_ones() {
    let page = "<!doctype html><title>Prototype</title>";
    let agency = Agency::new()
        .file("content/acme/client.yaml", "name: Acme\naccess: { mode: plain }\n")
        .file("content/acme/documents/prototype.html", page);
    agency.run(["check", "--strict"]).fails(1).says("`prototype.html` can run scripts beside");
    // Where each portal is a web origin of its own, and where none is said to be sealed.
    for settings in ["base_url: https://{locator}.example.com/", "access: { mode: plain }"] {
        agency.write("keyfolio.yaml", &format!("name: North Yard\n{settings}\n"));
        agency.run(["check", "--strict"]).succeeds();
    }
}
