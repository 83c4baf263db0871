//! The front door: a code typed on the agency's own page leads to the right portal, and to no other.

use crate::harness::Agency;
use camino::Utf8PathBuf;
use fs_err as fs;
use keyfolio::access::{Secret, Who};
use keyfolio::seal::{AccessCode, Credentials, Door, Folder, Kdf, Portal, Root, lead};
use std::collections::BTreeMap;
use std::sync::Mutex;

const SECRET: &str = include_str!("isolation/secret.txt");
const SETTINGS: &str =
    "name: North Yard\nbase_url: https://clients.example.com\naccess: {mode: code}\n";
const TWO: &str = "name: Acme\npeople:\n  - {id: ada, name: Ada}\n  - {id: ben, name: Ben}\n";
const STAPLE: &str = "correct horse battery staple";

/// An agency whose clients have codes: Acme with Ada and Ben, Bolt with one for everyone.
fn agency() -> Agency {
    Agency::new()
        .variable("KEYFOLIO_SECRET", SECRET.trim())
        .file("keyfolio.yaml", SETTINGS)
        .file("content/acme/client.yaml", TWO)
        .file("content/bolt/client.yaml", "name: Bolt\n")
}

fn secret() -> Secret {
    Secret::parse(SECRET.trim()).expect("a secret")
}

fn code(client: &str, person: &str, portal_rotation: u32) -> AccessCode {
    secret().access_code(Who { client, portal_rotation, person, person_rotation: 0 })
}

/// What the code comes to. Stretched once for all tests.
fn root(code: &AccessCode) -> Root {
    static KNOWN: Mutex<BTreeMap<String, Root>> = Mutex::new(BTreeMap::new());
    let text = code.reveal().to_string();
    if let Some(root) = KNOWN.lock().unwrap().get(&text) {
        return root.clone();
    }
    let kdf = Kdf::new(Kdf::ITERATIONS, secret().kdf_salt()).expect("within bounds");
    let root = Root::from_code(&kdf.stretch(code));
    KNOWN.lock().unwrap().insert(text, root.clone());
    root
}

/// Where the code leads; there must be a slot for it then.
fn led(agency: &Agency, code: &AccessCode) -> Option<String> {
    let root = root(code);
    let sealed = fs::read(agency.path("dist").join(Door::path(&root))).ok()?;
    let Door { locator } = Door::open(sealed.as_slice(), &root).expect("it opens");
    let slot = agency.path("dist").join(&locator).join("slots").join(root.slot_name());
    assert!(slot.is_file(), "the portal takes the code too");
    Some(locator)
}

fn locator(client: &str, rotation: u32) -> String {
    secret().locator(client, rotation).as_str().to_owned()
}

fn doors(agency: &Agency) -> Vec<String> {
    agency.files("dist/door")
}

fn is_open(agency: &Agency) -> bool {
    let page = agency.read("dist/index.html");
    assert_eq!(page.contains("lock-code"), agency.path("dist/header.json").is_file());
    assert_eq!(page.contains("lock-code"), agency.path("dist/app").is_dir());
    page.contains("lock-code")
}

#[test]
fn each_code_leads_to_its_own_portal() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    for (client, person) in [("acme", "ada"), ("acme", "ben"), ("bolt", "")] {
        assert_eq!(led(&agency, &code(client, person, 0)), Some(locator(client, 0)));
    }
    assert_eq!(led(&agency, &code("acme", "cy", 0)), None);
    let out = Utf8PathBuf::try_from(agency.path("dist")).expect("Unicode");
    let credentials = Credentials { link: None, code: Some(code("acme", "ben", 0)) };
    let found = lead(&Folder(out.clone()), &credentials).expect("the door opens");
    let portal = Portal::open(Folder(out.join(found)), &credentials).expect("and the portal");
    assert_eq!(portal.slot().person, "ben");
    let sizes: Vec<u64> = doors(&agency)
        .iter()
        .map(|door| fs::metadata(agency.path("dist/door").join(door)).unwrap().len())
        .collect();
    assert_eq!(sizes, [328, 328, 328], "they are told apart by nothing");
    agency.run(["build"]).succeeds().says("Built nothing, 2 portals unchanged");
    agency
        .run(["links"])
        .succeeds()
        .says("access codes open the right portal at https://clients.example.com/index.html too");
    let rows = agency.run(["links", "--format", "json"]).succeeds().json();
    assert_eq!(rows[0]["door"], "https://clients.example.com/index.html");
    let code = code("bolt", "", 0).reveal();
    agency.run(["open", "dist", "--code", &code]).succeeds().prints("index.html");
    agency.run(["open", "dist", "--code", "AAAA-AAAA-AAAA"]).fails(3).says("does not open");
}

#[test]
fn the_page_is_the_same_for_one_client_and_for_many() {
    let (one, two) = (Agency::new(), agency());
    let one = one
        .variable("KEYFOLIO_SECRET", SECRET.trim())
        .file("keyfolio.yaml", SETTINGS)
        .file("content/zeta/client.yaml", "name: Zeta\n");
    one.run(["build"]).succeeds();
    two.run(["build"]).succeeds();
    assert!(is_open(&one));
    for file in ["index.html", "header.json", "404.html", "robots.txt"] {
        assert!(one.read(&format!("dist/{file}")) == two.read(&format!("dist/{file}")), "{file}");
    }
    assert_eq!(one.files("dist/app"), two.files("dist/app"));
    let names = ["Acme", "Bolt", "acme", "bolt", "Ada", &locator("acme", 0), &locator("bolt", 0)];
    for (path, bytes) in two.output() {
        for name in names.iter().filter(|_| {
            path.starts_with("door/")
                || !path.contains(&locator("acme", 0)) && !path.contains(&locator("bolt", 0))
        }) {
            let found = bytes.windows(name.len()).any(|window| window == name.as_bytes());
            assert!(!found && !path.contains(name), "`{name}` in {path}");
        }
    }
}

#[test]
fn it_is_there_when_somebody_can_come_in_by_it_and_nobody_said_no() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    assert!(is_open(&agency));
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: code, door: false"));
    agency.run(["build"]).succeeds();
    assert!(!is_open(&agency) && !agency.path("dist/door").exists());
    assert!(agency.read("dist/index.html").contains("private link"));
    agency.write("keyfolio.yaml", SETTINGS);
    agency.run(["build", "--client", "bolt"]).succeeds();
    assert!(is_open(&agency));
    assert_eq!(doors(&agency).len(), 1);
    agency.run(["build"]).succeeds();
    assert_eq!(doors(&agency).len(), 3);

    // Nobody comes in by it any more: their portals have other modes, with other keys.
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: link"));
    for client in ["acme", "bolt"] {
        agency.write(&format!("content/{client}/access.yaml"), "epoch: 1\n");
    }
    agency.run(["build"]).succeeds();
    assert!(!is_open(&agency) && !agency.path("dist/door").exists());
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: link, door: true"));
    agency.run(["build"]).succeeds();
    assert!(is_open(&agency) && !agency.path("dist/door").exists());
}

#[test]
fn there_is_none_where_each_portal_has_a_host_of_its_own() {
    let agency = agency();
    let apart = SETTINGS.replace("clients.example.com", "\"{locator}.example.com\"");
    let apart =
        apart.replace("https://\"{locator}.example.com\"", "\"https://{locator}.example.com\"");
    agency.write("keyfolio.yaml", &apart);
    agency.run(["build"]).succeeds();
    assert!(!is_open(&agency) && !agency.path("dist/door").exists());
    agency.run(["links"]).succeeds().never_mentions("right portal");
    agency.write("keyfolio.yaml", &apart.replace("mode: code", "mode: code, door: true"));
    agency.run(["build"]).fails(1).says("error[invalid-value]: there is no front door where every");
}

#[test]
fn who_is_let_in_no_more_finds_no_door() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    agency.run(["revoke", "acme", "ben", "--yes"]).succeeds();
    agency.run(["build", "--client", "acme"]).succeeds();
    assert_eq!(led(&agency, &code("acme", "ben", 0)), None);
    assert!(led(&agency, &code("acme", "ada", 0)).is_some());
    assert!(led(&agency, &code("bolt", "", 0)).is_some(), "somebody else's door stays");

    agency.write("content/bolt/client.yaml", "name: Bolt\naccess: {expires: 2026-12-24}\n");
    agency.run(["build", "--as-of", "2026-12-24"]).succeeds();
    assert!(led(&agency, &code("bolt", "", 0)).is_some());
    agency.run(["build", "--as-of", "2026-12-25"]).succeeds();
    assert_eq!(doors(&agency).len(), 1);

    fs::remove_dir_all(agency.path("content/acme")).unwrap();
    agency.run(["build", "--as-of", "2026-12-25"]).succeeds();
    assert_eq!(doors(&agency).len(), 0);
    assert!(!is_open(&agency));
}

#[test]
fn it_leads_to_where_the_portal_moved() {
    let agency = agency();
    // A chosen code stays when the portal moves.
    let chosen = TWO.replace("name: Ada}", &format!("name: Ada, code: {STAPLE}}}"));
    agency.write("content/acme/client.yaml", &chosen);
    agency.run(["build"]).succeeds();
    let staple = || AccessCode::parse(STAPLE).unwrap();
    assert_eq!(led(&agency, &staple()).unwrap(), locator("acme", 0));
    agency.write("content/acme/access.yaml", "rotation: 1\nepoch: 1\n");
    agency.run(["build", "--client", "acme"]).succeeds();
    assert_eq!(led(&agency, &staple()).unwrap(), locator("acme", 1));
    assert_eq!(led(&agency, &code("acme", "ben", 0)), None);
    assert!(led(&agency, &code("acme", "ben", 1)).is_some());
    assert_eq!(doors(&agency).len(), 3);
}

#[test]
fn a_client_with_errors_keeps_its_doors() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let before = agency.output();
    agency.write("content/acme/client.yaml", "nam: Acme\n");
    agency.write("content/bolt/updates/2026-11-01-hello.md", "# Hello\n\nWe begin.\n");
    agency.run(["build"]).fails(1);
    let after = agency.output();
    for (path, bytes) in &before {
        if path.starts_with("door/") || path.starts_with(&locator("acme", 0)) {
            assert!(after.get(path) == Some(bytes), "{path}");
        }
    }
    assert_eq!(doors(&agency).len(), 3);
}

#[test]
fn no_byte_of_a_portal_depends_on_the_door() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let portals = |agency: &Agency| {
        let mut all = agency.output();
        all.retain(|path, _| agency.portals().iter().any(|locator| path.starts_with(locator)));
        all
    };
    let open = portals(&agency);
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: code, door: false"));
    agency.run(["build"]).succeeds();
    assert!(open == portals(&agency));
}

#[test]
fn a_door_that_somebody_removed_or_damaged_is_put_up_again() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let before = agency.output();
    let [first, second, _] = &doors(&agency)[..] else { panic!("three doors") };
    fs::remove_file(agency.path("dist/door").join(first)).unwrap();
    fs::write(agency.path("dist/door").join(second), "damaged").unwrap();
    fs::write(agency.path("dist/door").join("a".repeat(32)), "nobody's").unwrap();
    fs::write(agency.path("dist/door/notes.txt"), "a stranger's").unwrap();
    agency.run(["build"]).succeeds();
    let mut after = agency.output();
    assert!(after.remove("door/notes.txt").is_some(), "what is not ours stays");
    assert!(after == before);
}

#[test]
fn one_code_of_two_clients_stops_both() {
    let agency = agency();
    let with = |name: &str, person: &str, code: &str| {
        format!("name: {name}\npeople:\n  - {{id: {person}, name: {person}, code: {code}}}\n")
    };
    agency.write("content/acme/client.yaml", &with("Acme", "ada", STAPLE));
    agency.write("content/bolt/client.yaml", &with("Bolt", "ben", "seven herons asleep tuesday"));
    agency.write("content/cato/client.yaml", "name: Cato\n");
    agency.run(["build"]).succeeds();
    let before = agency.output();

    // Chosen by both: each is told of the other, and neither changes.
    let taken = with("Bolt", "ben", "Correct-Horse-Battery-Staple");
    agency.write("content/bolt/client.yaml", &taken.replace("id: ben", "id: bob"));
    agency.write("content/acme/updates/2026-11-01-hello.md", "# Hello\n\nWe begin.\n");
    agency.write("content/cato/updates/2026-11-01-hello.md", "# Hello\n\nWe begin.\n");
    let run = agency.run(["build"]).fails(1).never_mentions("horse");
    run.says("error[shared-code]: `ada` has the same access code as `bob` of client `bolt`")
        .says("error[shared-code]: `bob` has the same access code as `ada` of client `acme`")
        .says("content/acme/client.yaml:3:32")
        .says("content/bolt/client.yaml:3:32");
    let after = agency.output();
    let changed: Vec<_> = before
        .iter()
        .filter(|(path, bytes)| {
            after.get(*path) != Some(bytes) && !path.starts_with(&locator("cato", 0))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(changed.is_empty(), "{changed:?}");
    agency.run(["check"]).fails(1).says("error[shared-code]").never_mentions("horse");

    // Also where only one of the two is looked at.
    fs::remove_dir_all(agency.path("content/acme/updates")).unwrap();
    agency.run(["build", "--client", "acme"]).succeeds();
    let run = agency.run(["build", "--client", "bolt"]).fails(1).never_mentions("horse");
    run.says("`bob` has the same access code as somebody of client `acme`");
    // Where codes open no door, each opens its own portal.
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: code, door: false"));
    agency.run(["check"]).succeeds();
}

#[test]
fn a_code_that_keyfolio_made_for_somebody_else_cannot_be_chosen() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let made = code("acme", "ada", 0).reveal();
    let copied = format!("name: Bolt\npeople:\n  - {{id: ben, name: Ben, code: {}}}\n", &*made);
    agency.write("content/bolt/client.yaml", &copied);
    agency.write("content/bolt/access.yaml", "epoch: 1\nshared: {revoked: true}\n");
    let run = agency.run(["build"]).fails(1);
    run.says("error[shared-code]: `ben` has the same access code as").never_mentions(&made);
    assert_eq!(led(&agency, &code("acme", "ada", 0)).unwrap(), locator("acme", 0));
}

#[test]
fn somebody_who_changes_the_code_gives_it_up() {
    let agency = agency();
    let with = |name: &str, code: &str| {
        format!("name: {name}\npeople:\n  - {{id: ada, name: Ada, code: {code}}}\n")
    };
    agency.write("content/acme/client.yaml", &with("Acme", STAPLE));
    agency.run(["build"]).succeeds();
    // The client's folder gets another name, which makes it another client with the same code.
    fs::rename(agency.path("content/acme"), agency.path("content/zinc")).unwrap();
    agency.run(["build"]).succeeds();
    assert_eq!(led(&agency, &AccessCode::parse(STAPLE).unwrap()).unwrap(), locator("zinc", 0));
    agency.write("content/zinc/client.yaml", &with("Zinc", "seven herons asleep tuesday"));
    agency.write("content/zinc/access.yaml", "epoch: 1\n");
    agency.run(["build"]).succeeds();
    assert_eq!(led(&agency, &AccessCode::parse(STAPLE).unwrap()), None);
}

#[test]
fn what_stands_in_its_way_is_not_touched() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    for path in ["dist/app", "dist/door"] {
        fs::remove_dir_all(agency.path(path)).unwrap();
    }
    fs::remove_file(agency.path("dist/header.json")).unwrap();
    agency.write("dist/app/mine.txt", "a stranger's");
    agency.run(["build"]).fails(3).says("is in the way of the front door");
    assert_eq!(agency.read("dist/app/mine.txt"), "a stranger's");
    agency.write("keyfolio.yaml", &SETTINGS.replace("mode: code", "mode: code, door: false"));
    agency.run(["build"]).succeeds().says("left alone in the output folder");
    assert_eq!(agency.read("dist/app/mine.txt"), "a stranger's");
}
