//! `keyfolio publish` onto a folder: what is sent, what is deleted, and what never is. Other targets, and
//! what can go wrong on the way to them: `tests/storage`.

use crate::harness::{Agency, Run};
use crate::running::Running;
use fs_err as fs;
use std::collections::BTreeMap;

const SETTINGS: &str =
    "name: North Yard\npublish: { production: { kind: folder, path: online } }\n";
const TWO: &str = "name: Acme\npeople:\n  - {id: ada, name: Ada}\n  - {id: ben, name: Ben}\n";
const UPDATE: &str = "content/acme/updates/2026-11-01-hello.md";

fn agency() -> Agency {
    Agency::new().file("keyfolio.yaml", SETTINGS).client("acme").client("bolt")
}

fn built(agency: &Agency) -> &Agency {
    agency.run(["-q", "build"]).succeeds();
    agency
}

fn published(agency: &Agency) -> Run {
    built(agency).run(["publish"]).succeeds()
}

/// What is online, without what publishing keeps there for itself.
fn online(agency: &Agency) -> BTreeMap<String, Vec<u8>> {
    let mut files = agency.output_in("online");
    let inventories = files.keys().filter(|path| path.starts_with("inventory/")).count();
    assert!(inventories > 0);
    files.retain(|path, _| !path.starts_with("inventory/"));
    files
}

/// What is built, without what only building needs.
fn output(agency: &Agency) -> BTreeMap<String, Vec<u8>> {
    let mut files = agency.output();
    files.retain(|path, _| !path.starts_with(".keyfolio"));
    files
}

#[test]
fn what_is_online_is_what_was_built_and_a_second_run_sends_nothing() {
    let agency = agency();
    built(&agency)
        .run(["publish", "--dry-run"])
        .succeeds()
        .says("new  acme")
        .says("2 of 2 portals would change on `production`: ")
        .says("nothing was sent");
    assert_eq!(agency.files("online"), [""; 0]);
    published(&agency).says("Published to `production`").says("0 portals unchanged");
    assert_eq!(online(&agency), output(&agency));
    let before = agency.output_in("online");
    published(&agency).says("0 files put (0 B), 0 deleted, 2 portals unchanged");
    assert_eq!(agency.output_in("online"), before);
    agency.write(UPDATE, "# Hello\n\nWe have begun.\n");
    published(&agency).says("0 deleted, 1 portal unchanged");
    // What the old manifest leads to stays for a while.
    let (now, wanted) = (online(&agency), output(&agency));
    assert!(wanted.iter().all(|(path, bytes)| now.get(path) == Some(bytes)));
    assert!(now.len() > wanted.len());
}

#[test]
fn without_a_target_it_goes_to_a_folder() {
    let agency = Agency::new().client("acme");
    published(&agency).says("Published to `online`").says("name a bucket or a server");
    assert_eq!(online(&agency), output(&agency));
    agency.run(["publish", "production"]).fails(3).says("there is no target `production`");
}

#[test]
fn nothing_built_is_nothing_published() {
    let agency = agency();
    published(&agency);
    fs::remove_dir_all(agency.path("dist")).unwrap();
    agency.run(["publish", "--yes"]).fails(3).says("there is nothing built in `dist`");
    // A build of which nothing came.
    agency.write("content/acme/client.yaml", "nam: Acme\n");
    agency.write("content/bolt/client.yaml", "nam: Bolt\n");
    agency.run(["-q", "build"]).fails(1);
    let before = online(&agency);
    agency.run(["publish", "--yes"]).succeeds();
    assert_eq!(online(&agency), before);
    // One of two.
    agency.write("content/bolt/client.yaml", "name: Client bolt\n");
    agency.run(["-q", "build"]).fails(1);
    agency.run(["publish", "--yes"]).succeeds();
    assert_eq!(online(&agency).len(), before.len());
}

#[test]
fn pages_of_somebody_else_are_not_replaced_unasked() {
    let agency = agency().file("online/index.html", "A shop").file("online/robots.txt", "Allow: /");
    let before = agency.output_in("online");
    let named =
        "2 pages already that this workspace did not put there (`index.html`, `robots.txt`)";
    let dry = built(&agency).run(["publish", "--dry-run"]).succeeds();
    dry.says("warning: ").says(named).says("`prefix:`");
    agency.run(["publish"]).fails(3).says(named).says("`prefix:`").says("--yes");
    assert_eq!(agency.output_in("online"), before);
    // Portals are put beside them, with which the question is still open.
    agency.run(["publish", "--client", "acme"]).succeeds();
    agency.run(["publish"]).fails(3).says(named);
    agency.run(["publish", "--yes"]).succeeds().says(named);
    assert_eq!(online(&agency), output(&agency));
    agency.write("keyfolio.yaml", &SETTINGS.replace("North", "South"));
    published(&agency).says("0 deleted").never_mentions("already");
}

#[test]
fn portals_of_another_secret_are_not_replaced_unasked() {
    let agency = agency();
    published(&agency);
    let before = agency.output_in("online");
    fs::remove_dir_all(agency.path(".keyfolio")).unwrap();
    fs::remove_dir_all(agency.path("dist")).unwrap();
    // The same pages: whose they are makes no difference to anybody.
    built(&agency).run(["publish", "--dry-run"]).succeeds().never_mentions("already");
    agency.write("keyfolio.yaml", &SETTINGS.replace("North", "South"));
    let named = "2 pages already that this workspace did not put there (`404.html`, `index.html`)";
    built(&agency).run(["publish"]).fails(3).says(named).says("another secret");
    assert_eq!(agency.output_in("online"), before);
}

#[test]
fn a_client_that_is_gone_is_asked_about() {
    let agency = agency();
    published(&agency);
    let before = online(&agency);
    fs::remove_dir_all(agency.path("content/bolt")).unwrap();
    agency.run(["-q", "build"]).succeeds();
    let said = "1 portal of clients that are gone (`[LOCATOR]`) will be deleted";
    agency.run(["publish"]).fails(3).says(said).says("--yes");
    assert_eq!(online(&agency), before);
    agency.run(["publish", "--client", "acme"]).succeeds();
    assert_eq!(online(&agency), before);
    agency.run(["publish", "--yes"]).succeeds();
    assert_eq!(online(&agency), output(&agency));
    assert!(agency.files("online/inventory").len() <= 4 + 2);
}

#[test]
fn an_empty_build_takes_nothing_away() {
    let agency = Agency::new().file("keyfolio.yaml", SETTINGS).client("acme");
    published(&agency);
    let before = online(&agency);
    let unclear = "1 portal of which it cannot be told whether";
    // Something is wrong with the workspace: nobody is gone.
    fs::rename(agency.path("content"), agency.path("elsewhere")).unwrap();
    fs::remove_dir_all(agency.path("dist")).unwrap();
    agency.run(["publish", "--yes"]).fails(3).says("there is nothing built");
    agency.run(["-q", "build"]).succeeds();
    agency.run(["publish", "--yes"]).succeeds().says(unclear).says("0 deleted");
    agency.write("content", "not a folder");
    agency.run(["publish", "--yes"]).succeeds().says(unclear).says("0 deleted");
    assert_eq!(online(&agency), before);
    fs::remove_file(agency.path("content")).unwrap();
    fs::create_dir_all(agency.path("content")).unwrap();
    agency.run(["-q", "build"]).succeeds();
    let run = agency.run(["publish", "--yes", "--full"]).succeeds();
    run.says("the target has 1 portal, and `content/` no client").says("`keyfolio new client`");
    assert_eq!(online(&agency), before);
    // As it says.
    let agency = agency.client("bolt");
    built(&agency)
        .run(["publish"])
        .fails(3)
        .says("1 portal of clients that are gone")
        .says("--yes");
    agency.run(["publish", "--yes"]).succeeds();
    assert_eq!(online(&agency), output(&agency));
}

#[test]
fn who_is_revoked_loses_everything_at_once() {
    let agency = agency().file("content/acme/client.yaml", TWO);
    published(&agency);
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    agency.write("content/acme/client.yaml", &TWO.replace("  - {id: ada, name: Ada}\n", ""));
    published(&agency);
    let mut now = online(&agency);
    // Whoever was just given the new slot and the old manifest finds the new one here, for a while.
    let of_epoch = now.keys().find(|path| path.ends_with("/manifest-1")).cloned();
    let of_epoch = of_epoch.expect("the manifest under its epoch's name");
    assert_eq!(now.remove(&of_epoch), now.get(of_epoch.trim_end_matches("-1")).cloned());
    assert!(now == output(&agency), "no old slot, no old object");
    agency.run(["rotate", "acme", "--yes"]).succeeds();
    // It was said what that does when it was done.
    published(&agency);
    assert_eq!(online(&agency), output(&agency), "nothing at the old place");
}

#[test]
fn a_door_stays_when_its_portal_moves() {
    let chosen = "name: Acme\naccess: { mode: code }\npeople:\n  - {id: ada, name: Ada, code: correct horse battery staple}\n";
    let agency = agency().file("content/acme/client.yaml", chosen);
    published(&agency);
    let doors = agency.files("online/door");
    assert_eq!(doors.len(), 1);
    agency.run(["rotate", "acme", "--yes"]).succeeds();
    published(&agency);
    assert_eq!(agency.files("online/door"), agency.files("dist/door"));
    assert_eq!(online(&agency), output(&agency));
}

#[test]
fn what_others_put_there_stays_and_what_they_took_is_put_again() {
    let agency = agency();
    published(&agency);
    agency.write("online/of-others/report.txt", "not ours");
    let taken = agency.files("online").into_iter().find(|path| path.contains("/objects/")).unwrap();
    fs::remove_file(agency.path("online").join(&taken)).unwrap();
    agency.run(["publish"]).succeeds().says("0 files put");
    agency
        .run(["publish", "--full"])
        .succeeds()
        .says("1 file put")
        .says("1 file that Keyfolio did not put");
    assert!(agency.path("online").join(&taken).is_file());
    assert_eq!(agency.read("online/of-others/report.txt"), "not ours");
    // Even its own memory.
    fs::remove_dir_all(agency.path("online/inventory")).unwrap();
    agency.run(["publish", "--full"]).succeeds();
    agency.run(["publish"]).succeeds().says("0 files put");
}

#[test]
fn what_others_altered_is_put_again() {
    let agency = agency();
    published(&agency);
    let before = online(&agency);
    let object = before.keys().find(|path| path.contains("/objects/")).unwrap();
    let mut altered = before[object].clone();
    altered[60] ^= 1;
    fs::write(agency.path("online").join(object), altered).unwrap();
    // A listing does not tell.
    let listed = agency.run(["publish", "--full"]).succeeds().says("0 files put");
    listed.says("what is in them was not looked at");
    let all = before.len();
    agency
        .run(["publish", "--full=contents"])
        .succeeds()
        .says("1 file put")
        .says(&format!("{all} files of it read and compared"));
    assert_eq!(online(&agency), before);
    agency.run(["publish", "--full=contents", "--client", "acme"]).succeeds().says("0 files put");
    let run = agency.run(["publish", "--full=anew"]).succeeds();
    run.says(&format!("{all} files put")).says("0 deleted");
    assert_eq!(online(&agency), before);
}

#[test]
fn what_is_put_anew_hurts_no_visit() {
    let agency = agency();
    published(&agency);
    let before = online(&agency);
    agency.write(UPDATE, "# Hello\n\nWe have begun.\n");
    built(&agency).run(["publish", "--full=anew"]).succeeds().says("0 deleted");
    let after = online(&agency);
    assert!(before.keys().all(|path| after.contains_key(path)), "the old objects stay a while");
}

#[test]
fn a_machine_that_knows_nothing_goes_on_from_the_target() {
    let secret = include_str!("isolation/secret.txt").trim();
    let (here, there) = (agency(), agency());
    let (here, there) = [here, there].map(|one| one.variable("KEYFOLIO_SECRET", secret)).into();
    published(&here);
    here.write(UPDATE, "# Hello\n\nThe second.\n");
    published(&here);
    let settings =
        SETTINGS.replace("path: online", &format!("path: {}", here.path("online").display()));
    there.write("keyfolio.yaml", &settings);
    there.write(UPDATE, "# Hello\n\nThe third.\n");
    let before = online(&here);
    built(&there)
        .run(["publish"])
        .fails(3)
        .says("a later state of 1 portal")
        .says("build --continue production");
    assert_eq!(online(&here), before);
    there.run(["build", "--continue", "production"]).succeeds();
    there.run(["publish"]).succeeds();
    // And the first, which knows nothing of that.
    here.write(UPDATE, "# Hello\n\nThe fourth.\n");
    built(&here).run(["publish"]).fails(3).says("a later state");
    here.run(["build", "--continue", "production"]).succeeds();
    here.run(["publish"]).succeeds();
}

#[test]
fn who_had_access_is_known_to_a_machine_that_knows_nothing() {
    let secret = include_str!("isolation/secret.txt").trim();
    let two = |agency: Agency| agency.file("content/acme/client.yaml", TWO);
    let here = two(agency()).variable("KEYFOLIO_SECRET", secret);
    published(&here);
    let there = agency().variable("KEYFOLIO_SECRET", secret);
    let settings =
        SETTINGS.replace("path: online", &format!("path: {}", here.path("online").display()));
    there.write("keyfolio.yaml", &settings);
    there.write("content/acme/client.yaml", &TWO.replace("  - {id: ada, name: Ada}\n", ""));
    there
        .run(["build", "--continue", "production"])
        .fails(1)
        .says("`ada` could open this portal")
        .says("keyfolio revoke acme ada");
}

#[test]
fn a_second_publish_of_a_workspace_waits_for_the_first() {
    let agency = agency();
    published(&agency);
    let before = online(&agency);
    agency.write(UPDATE, "# Hello\n\nThe second version.\n");
    let path = agency.path(".keyfolio/publishing-production.lock");
    let first = fs::OpenOptions::new().write(true).open(path).unwrap();
    first.lock().unwrap();
    let mut second = Running::start(&agency, ["publish"]);
    second.says("Waiting for another publish of this workspace to `production`");
    // What the first leaves is what the second publishes.
    built(&agency);
    assert!(online(&agency) == before, "it did not wait");
    drop(first);
    second.says("files put");
    let online = online(&agency);
    assert!(output(&agency).iter().all(|(path, bytes)| online.get(path) == Some(bytes)));
}
