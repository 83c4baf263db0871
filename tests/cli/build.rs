//! `keyfolio build`: which portals are written, what stays, and how the program ends.

use crate::harness::Agency;

#[test]
fn builds_every_client_once() {
    let agency = Agency::new().client("acme").client("bolt");
    agency.run(["build"]).succeeds().prints_only("").says_only(
        "note: made a master secret in `.keyfolio/secret`: back it up, every link comes from it\n\
             Built 2 portals in [TIME] s into dist\n\n\
             next: `keyfolio serve` shows the portals on this machine: from a folder, a sealed one \
             does not open\n      \
             `keyfolio links` shows what to send to whom, `keyfolio invite` writes the message\n",
    );
    assert_eq!(agency.portals().len(), 2);
    agency
        .run(["build"])
        .succeeds()
        .says_only("Built nothing, 2 portals unchanged, in [TIME] s into dist\n");
}

#[test]
fn only_the_named_clients() {
    let agency = Agency::new().client("acme").client("bolt");
    agency.run(["build", "--client", "bolt"]).succeeds().says("Built 1 portal ");
    assert_eq!(agency.portals().len(), 1);
    agency.run(["build", "--client", "acme", "--client", "bolt"]).succeeds();
    assert_eq!(agency.portals().len(), 2);
}

#[test]
fn an_unknown_client_is_guessed_and_nothing_is_built() {
    let agency = Agency::new().client("acme");
    agency
        .run(["build", "--client", "amce"])
        .fails(3)
        .says_only("error: there is no client `amce` in `content/`\nhelp: did you mean `acme`?\n");
    assert!(!agency.path("dist").exists());
}

#[test]
fn a_broken_client_keeps_its_last_good_portal_while_the_others_are_built() {
    let agency = Agency::new().client("acme").client("bolt");
    agency.run(["build", "--client", "acme"]).succeeds();
    let before = agency.portals();
    let good = agency.output();
    agency.write("content/acme/client.yaml", "nmae: Acme\n");
    agency
        .run(["build"])
        .fails(1)
        .says("content/acme/client.yaml:1:1")
        .says("did you mean `name`?")
        .says("not built: `acme`; its last good portal stays as it is\n")
        .says("Built 1 portal, 1 with errors, in [TIME] s");
    assert_eq!(agency.portals().len(), 2);
    let mut acme = agency.output();
    acme.retain(|path, _| good.contains_key(path) || path.starts_with(&before[0]));
    assert_eq!(acme, good);
    fs_err::remove_dir_all(agency.path("content/bolt")).unwrap();
    agency
        .run(["build"])
        .fails(1)
        .says("Built nothing, 1 portal with errors, 1 removed, in [TIME] s");
    agency.write("content/acme/client.yaml", "name: Acme\n");
    agency.run(["build"]).succeeds();
}

#[test]
fn a_removed_client_is_removed_and_told() {
    let agency = Agency::new().client("acme").client("bolt");
    agency.run(["build"]).succeeds();
    fs_err::remove_dir_all(agency.path("content/bolt")).unwrap();
    agency
        .run(["build"])
        .succeeds()
        .says("note: removed the portal `[LOCATOR]`: its client is not in `content/` any more\n")
        .never_mentions("bolt");
    assert_eq!(agency.portals().len(), 1);
}

#[test]
fn a_folder_that_keyfolio_did_not_make_is_refused() {
    let agency = Agency::new().client("acme").file("web/index.html", "mine");
    agency
        .run(["build", "--out", "web"])
        .fails(3)
        .says("`[ROOT]/web` is not empty and was not made by Keyfolio");
    assert_eq!(agency.files("web"), ["index.html"]);
}

#[test]
fn a_file_where_the_output_should_be_is_refused() {
    let agency = Agency::new().client("acme").file("dist", "mine");
    for out in ["dist", "dist/portals"] {
        agency.run(["build", "--out", out]).fails(3).says(
            "error: `[ROOT]/dist` is not a folder, so no portals can be written there: move it \
             elsewhere, or choose another output folder\n",
        );
    }
    assert_eq!(agency.read("dist"), "mine");
}

#[test]
fn strict_takes_warnings_for_errors() {
    let agency = Agency::new().client("acme").file("content/acme/updates/2026-11-02-b.md", "");
    agency
        .run(["build", "--strict"])
        .fails(1)
        .says("warning[empty-file]")
        .says("not built: `acme`");
    assert_eq!(agency.portals().len(), 0);
    agency.run(["build"]).succeeds().says("warning[empty-file]");
}

#[test]
fn as_json_one_line_a_portal_and_one_a_diagnostic() {
    let agency = Agency::new().client("acme").file("content/bolt/client.yaml", "nam: x\n");
    let run = agency.run(["build", "--format", "json"]).fails(1).says_only("");
    let lines = run.json();
    assert_eq!(lines[0]["client"], "acme");
    assert_eq!(lines[0]["outcome"], "built");
    assert_eq!(lines[1]["client"], "bolt");
    assert_eq!(lines[1]["outcome"], "failed");
    assert!(lines[2..].iter().any(|line| line["code"] == "unknown-key"), "{lines:?}");
}

#[test]
fn quiet_says_only_what_went_wrong() {
    let agency = Agency::new().client("acme");
    agency.run(["-q", "build"]).succeeds().prints_only("").says_only("");
}

#[test]
fn a_lost_secret_is_not_replaced() {
    let agency = Agency::new().client("acme");
    agency.run(["build"]).succeeds();
    fs_err::remove_file(agency.path(".keyfolio/secret")).unwrap();
    agency.run(["build"]).fails(3).says("the secret is missing");
    assert!(!agency.path(".keyfolio/secret").exists());
}

#[test]
fn the_folder_above_is_found() {
    let agency = Agency::new().client("acme");
    agency.run_in("content/acme", ["build"]).succeeds();
    assert_eq!(agency.portals().len(), 1);
    let nowhere = Agency::nowhere();
    nowhere
        .run(["build"])
        .fails(3)
        .says("error: there is no `keyfolio.yaml` in `[ROOT]` or in a folder above it\n")
        .says("help: make an agency with `keyfolio init my-agency`");
}
