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
CLIENT      PERSON    MODE  LINK
acme        everyone  link  https://clients.example.com/[LOCATOR]/index.html#[SECRET]
bolt-works  everyone  link  https://clients.example.com/[LOCATOR]/index.html#[SECRET]
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
    assert_eq!(rows[0]["mode"], "link");
    assert_eq!(rows[0]["locator"], "[LOCATOR]");
    assert_eq!(rows[0]["url"], "https://clients.example.com/[LOCATOR]/index.html#[SECRET]");
    assert_eq!(rows[0]["path"], "[ROOT]/dist/[LOCATOR]/index.html");
    assert!(agency.path(&format!("dist/{}/index.html", agency.portals()[0])).is_file());
}

#[test]
fn without_an_address_they_are_files() {
    let agency = Agency::plain().client("acme");
    agency.run(["build"]).succeeds();
    agency
        .run(["links"])
        .succeeds()
        .prints_only("CLIENT  MODE   LINK\nacme    plain  dist/[LOCATOR]/index.html\n")
        .says("set `base_url` in `keyfolio.yaml`");
    agency.run(["-q", "links"]).succeeds().says_only("");
    agency.write("keyfolio.yaml", "name: North Yard\n");
    agency
        .run(["links"])
        .succeeds()
        .prints("acme    everyone  link  dist/[LOCATOR]/index.html#[SECRET]\n")
        .says(
            "note: a sealed portal opens from a web server only; `keyfolio serve` shows it here\n",
        );
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
        .prints("rust    -         ?     https://")
        .says("note: `keyfolio check` says what is wrong with `rust`\n")
        .says("note: not built yet: `bolt`, `rust`\n");
}

const SECRET: &str =
    "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";

#[test]
fn of_sealed_portals_each_persons() {
    let acme = "name: Acme\naccess: { mode: link+code, expires: 2031-05-01 }\npeople:\n  \
                - { id: ada, name: Ada Lovelace, expires: 2020-01-31 }\n  - { id: bob, name: Bob }\n";
    let agency = Agency::new()
        .file("keyfolio.yaml", SETTINGS)
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("content/acme/client.yaml", acme)
        .file("content/bolt/client.yaml", "name: Bolt\n")
        .file("content/cato/client.yaml", "name: Cato\naccess: { mode: code }\n")
        .file("content/dora/client.yaml", "name: Dora\naccess: { mode: plain }\n");
    let run = agency.run(["links"]).succeeds();
    let table: Vec<Vec<&str>> = run.raw().lines().map(|l| l.split_whitespace().collect()).collect();
    assert_eq!(table[0], ["CLIENT", "PERSON", "MODE", "EXPIRES", "CODE", "LINK"]);
    assert_eq!(table[1][..5], ["acme", "ada", "link+code", "2020-01-31", "(over)"]);
    assert_eq!(table[2][..4], ["acme", "bob", "link+code", "2031-05-01"]);
    assert_eq!(table[3][..5], ["bolt", "everyone", "link", "-", "-"]);
    assert_eq!(table[4][..4], ["cato", "everyone", "code", "-"]);
    assert_eq!(table[5][..5], ["dora", "everyone", "plain", "-", "-"]);
    let json = agency.run(["links", "--format", "json"]).succeeds();
    let rows: Vec<serde_json::Value> =
        json.raw().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (ada, bolt, cato) = (&rows[0], &rows[2], &rows[3]);
    assert_eq!((&ada["person_name"], &ada["expired"]), (&"Ada Lovelace".into(), &true.into()));
    assert_eq!((&rows[1]["expires"], &rows[1]["expired"]), (&"2031-05-01".into(), &false.into()));
    // What docs/format.md says, and the frozen values of `access::keys` hold the rest of it.
    let fragment = bolt["fragment"].as_str().expect("a link secret");
    assert_eq!(fragment.len(), 26);
    let url = format!("/{}/index.html#{fragment}", bolt["locator"].as_str().unwrap());
    assert!(bolt["url"].as_str().unwrap().ends_with(&url));
    assert_eq!((&bolt["code"], &bolt["person"]), (&serde_json::Value::Null, &"".into()));
    assert!(cato["url"].as_str().unwrap().ends_with("/index.html") && cato["fragment"].is_null());
    assert_eq!(cato["code"].as_str().map(str::len), Some(14));
    assert_eq!(table[1][5], ada["code"]);
    assert_eq!(table[3][5], bolt["url"]);
}

#[test]
fn as_a_qr_code_each() {
    let agency = Agency::new()
        .file("keyfolio.yaml", SETTINGS)
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("content/acme/client.yaml", "name: Acme\naccess: { mode: link }\n");
    let run = agency.run(["links", "acme", "--qr"]).succeeds().prints("\nacme, everyone\n");
    let drawn: Vec<usize> = run.raw().lines().skip(4).map(|line| line.chars().count()).collect();
    assert!(drawn.len() > 18 && drawn.iter().all(|width| *width == drawn[0]), "{drawn:?}");
    agency.run(["links", "--qr", "--format", "json"]).fails(3).says("take one of the two");
}

#[test]
fn each_portal_on_a_host_name_of_its_own() {
    let settings = "name: North Yard\nbase_url: https://{locator}.portals.example\n";
    let acme = "name: Acme\naccess: { mode: link }\npeople: [{ id: ada, name: Ada }]\n";
    let agency = Agency::new()
        .file("keyfolio.yaml", settings)
        .file("content/acme/client.yaml", acme)
        .client("bolt");
    agency.run(["build"]).succeeds();
    let run = agency.run(["links", "--format", "json"]).succeeds();
    let rows: Vec<serde_json::Value> =
        run.raw().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let portals = agency.portals();
    for row in &rows {
        let locator = row["locator"].as_str().unwrap();
        assert!(portals.iter().any(|portal| portal == locator), "the folder is named as ever");
        let fragment = row["fragment"].as_str().map(|secret| format!("#{secret}"));
        let fragment = fragment.unwrap_or_default();
        assert_eq!(row["url"], format!("https://{locator}.portals.example/index.html{fragment}"));
    }
    let link = rows[0]["url"].as_str().unwrap();
    let invitation = agency.run(["invite", "acme", "ada"]).succeeds();
    assert!(invitation.raw().contains(link), "{}", invitation.raw());
    agency.run(["links", "acme", "--qr"]).succeeds().prints("\nacme, ada\n");
}

#[test]
fn links_lead_to_the_target_that_is_meant() {
    let settings = "name: North Yard\nbase_url: https://agency.example/\npublish:\n  \
                    production: { kind: folder, path: a, base_url: \"https://clients.example/\" }\n  \
                    staging: { kind: folder, path: b, index: true }\n";
    let agency = Agency::new().file("keyfolio.yaml", settings).client("acme");
    agency.run(["-q", "build"]).succeeds();
    let at = |target: &str, link: &str| {
        agency.run(["links", "--target", target]).succeeds().prints(link);
        agency.run(["invite", "acme", "--target", target]).succeeds().prints(link);
    };
    at("production", "https://clients.example/[LOCATOR]/index.html#[SECRET]");
    at("staging", "https://agency.example/[LOCATOR]/#[SECRET]");
    agency.run(["links"]).succeeds().prints("https://agency.example/[LOCATOR]/index.html#[SECRET]");
    agency.run(["links", "--target", "stagng"]).fails(3).says("did you mean `staging`?");
    // The only one there is needs no naming.
    agency.write(
        "keyfolio.yaml",
        &settings.split_inclusive("  staging").next().unwrap().replace("  staging", ""),
    );
    agency
        .run(["links"])
        .succeeds()
        .prints("https://clients.example/[LOCATOR]/index.html#[SECRET]");
}
