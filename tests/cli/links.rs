//! `keyfolio links` shows what to send to whom.

use crate::harness::Agency;

const SETTINGS: &str = "name: North Yard\nbase_url: https://clients.example.com\n";

#[test]
fn a_table_of_all_and_of_one() {
    let agency = Agency::new().file("keyfolio.yaml", SETTINGS).client("acme").client("bolt-works");
    agency.run(["build"]).succeeds();
    agency
        .run(["links"])
        .succeeds()
        .prints_only(
            "\
CLIENT      MODE   LINK
acme        plain  https://clients.example.com/[LOCATOR]/index.html
bolt-works  plain  https://clients.example.com/[LOCATOR]/index.html
",
        )
        .says_only("");
    agency.run(["links", "acme"]).succeeds().prints("acme").never_mentions("bolt-works");
    agency.run(["links", "acmee"]).fails(3).says("did you mean `acme`?");
}

#[test]
fn as_json_each_leads_to_a_page() {
    let agency = Agency::new().file("keyfolio.yaml", SETTINGS).client("acme");
    agency.run(["build"]).succeeds();
    let run = agency.run(["links", "--format", "json"]).succeeds();
    let rows = run.json();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["client"], "acme");
    assert_eq!(rows[0]["name"], "Client acme");
    assert_eq!(rows[0]["mode"], "plain");
    assert_eq!(rows[0]["locator"], "[LOCATOR]");
    assert_eq!(rows[0]["url"], "https://clients.example.com/[LOCATOR]/index.html");
    assert_eq!(rows[0]["path"], "[ROOT]/dist/[LOCATOR]/index.html");
    assert!(agency.path(&format!("dist/{}/index.html", agency.portals()[0])).is_file());
}

#[test]
fn without_an_address_they_are_files() {
    let agency = Agency::new().client("acme");
    agency.run(["build"]).succeeds();
    agency
        .run(["links"])
        .succeeds()
        .prints("acme    plain  dist/[LOCATOR]/index.html\n")
        .says("set `base_url` in `keyfolio.yaml`");
    agency.run(["-q", "links"]).succeeds().says_only("");
}

#[test]
fn before_the_first_build_there_are_none_and_none_are_made() {
    let agency = Agency::new().client("acme");
    agency
        .run(["links"])
        .fails(3)
        .says("error: there are no links yet")
        .says("help: run `keyfolio build`");
    assert!(!agency.path(".keyfolio").exists());
}

#[test]
fn a_client_with_errors_and_one_not_built_are_told() {
    let agency = Agency::new().file("keyfolio.yaml", SETTINGS).client("acme");
    agency.run(["build"]).succeeds();
    let agency = agency.client("bolt").file("content/rust/client.yaml", "nam: Rust\n");
    agency
        .run(["links"])
        .succeeds()
        .prints("rust    ?      https://")
        .says("note: `keyfolio check` says what is wrong with `rust`\n")
        .says("note: not built yet: `bolt`, `rust`\n");
}
