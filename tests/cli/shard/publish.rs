//! `publish --shard`: four processes, each with a workspace and an output of its own, make of a target
//! what one process makes, byte for byte, and one that is killed is simply started again.

use super::{CLIENTS, SECRET, locator};
use crate::harness::Agency;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Instant;

const SHARDS: [&str; 4] = ["1/4", "2/4", "3/4", "4/4"];
/// Besides those of the other tests, so that the shards have something to do at the same time.
const MORE: usize = 8;

type Files = BTreeMap<String, Vec<u8>>;

/// A workspace as each of the machines has it, that publishes to a folder.
fn checkout(target: &Path) -> Agency {
    let settings = format!(
        "name: North Yard\naccess: {{mode: link}}\npublish:\n  online: {{kind: folder, path: \"{}\"}}\n",
        target.display()
    );
    let agency =
        Agency::new().variable("KEYFOLIO_SECRET", SECRET.trim()).file("keyfolio.yaml", &settings);
    let agency = CLIENTS.iter().fold(agency, |agency, id| agency.client(id));
    agency
        .write(&format!("content/{}/client.yaml", CLIENTS[2]), "name: P\naccess: {mode: plain}\n");
    agency.write(&format!("content/{}/client.yaml", CLIENTS[7]), "name: C\naccess: {mode: code}\n");
    (0..MORE).fold(agency, |agency, number| agency.client(&format!("client-{number}")))
}

fn folder() -> tempfile::TempDir {
    tempfile::Builder::new().prefix("online").tempdir().expect("a folder")
}

/// Everything on the target, the program's own inventories and index too. Not what a killed process was
/// just writing: that never had its name.
fn online(target: &Path) -> Files {
    let files = walkdir::WalkDir::new(target).into_iter().map(|entry| entry.expect("an entry"));
    let files = files.filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let path = entry.path().strip_prefix(target).expect("below it").display().to_string();
        (path, fs_err::read(entry.path()).expect("a file"))
    });
    read.filter(|(path, _)| !path.starts_with(".keyfolio-unfinished/")).collect()
}

/// Makes the target as it was at first.
fn empty(target: &Path) {
    fs_err::remove_dir_all(target).expect("it was there");
    fs_err::create_dir(target).expect("a folder");
}

/// What one process makes of it.
fn by_one(change: impl Fn(&Agency)) -> Files {
    let target = folder();
    let agency = checkout(target.path());
    agency.run(["build"]).succeeds();
    agency.run(["publish"]).succeeds();
    change(&agency);
    agency.run(["build"]).succeeds();
    agency.run(["publish", "--yes"]).succeeds();
    online(target.path())
}

/// The same paths with the same bytes.
fn assert_same(found: &Files, wanted: &Files) {
    let lacking = |one: &Files, other: &Files| {
        one.keys().filter(|path| !other.contains_key(*path)).cloned().collect::<Vec<_>>()
    };
    let (missing, more) = (lacking(wanted, found), lacking(found, wanted));
    assert!(missing.is_empty() && more.is_empty(), "missing {missing:#?}, too many {more:#?}");
    let other: Vec<_> = found.keys().filter(|path| found[*path] != wanted[*path]).collect();
    assert!(other.is_empty(), "these have other bytes: {other:#?}");
}

/// Four workspaces, each with its share built.
fn built(target: &Path) -> Vec<(&'static str, Agency)> {
    let four = SHARDS.map(|shard| (shard, checkout(target)));
    for (shard, agency) in &four {
        agency.run(["build", "--shard", shard]).succeeds();
    }
    four.into()
}

fn start(agency: &Agency, shard: &str) -> Child {
    let mut command = agency.command(["publish", "--shard", shard, "--yes"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts")
}

/// All of them at the same time, to their end.
fn publish(four: &[(&str, Agency)]) {
    let running: Vec<Child> = four.iter().map(|(shard, agency)| start(agency, shard)).collect();
    for child in running {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn four_at_a_time_make_what_one_makes() {
    let target = folder();
    let four = built(target.path());
    publish(&four);
    assert_same(&online(target.path()), &by_one(|_| ()));
    for (shard, agency) in &four {
        agency
            .run(["publish", "--shard", shard])
            .succeeds()
            .says("0 files put")
            .says(&format!("shard {shard}: "))
            .says(" of 16 clients");
    }
}

#[test]
fn a_shard_publishes_its_share_and_no_more() {
    let target = folder();
    let agency = checkout(target.path());
    agency.run(["build"]).succeeds();
    agency.run(["publish", "--shard", "2/4"]).succeeds();
    let groups: std::collections::BTreeSet<String> = online(target.path())
        .keys()
        .filter_map(|path| Some(path.split_once('/')?.0.to_owned()))
        .collect();
    assert!(groups.contains(&locator(CLIENTS[1], 0)) && groups.contains(&locator(CLIENTS[5], 0)));
    assert!(!groups.contains(&locator(CLIENTS[0], 0)) && !groups.contains(&locator(CLIENTS[2], 0)));
    assert!(!target.path().join("index.html").exists(), "the root is the first shard's");
    let before = online(target.path());
    agency.run(["publish", "--shard", "1/4"]).succeeds();
    assert!(target.path().join("index.html").exists());

    // What the first one wrote of its own, the second does not even read: it may be gone by then.
    let of_the_first = online(target.path())
        .into_keys()
        .filter(|path| path.starts_with("inventory/") && !before.contains_key(path));
    let of_the_first: Vec<String> = of_the_first.collect();
    assert!(of_the_first.len() > 2, "{of_the_first:?}");
    for path in of_the_first {
        fs_err::remove_file(target.path().join(path)).expect("it was there");
    }
    agency.write(&format!("content/{}/updates/2026-11-02-b.md", CLIENTS[1]), "# More\n\nMore.\n");
    agency.run(["build"]).succeeds();
    agency.run(["publish", "--shard", "2/4"]).succeeds();
    agency.run(["publish", "--shard", "1/4", "--client", CLIENTS[0]]).fails(2);
}

/// The killed one is started again on a machine that knows nothing of the first, as a scheduler does.
#[cfg(unix)]
#[test]
fn a_killed_one_is_started_again() {
    let wanted = by_one(|_| ());
    let target = folder();
    let named = |agency: Agency| agency.variable("KEYFOLIO_PUBLISHER", "job-7");
    let four: Vec<_> =
        built(target.path()).into_iter().map(|(shard, agency)| (shard, named(agency))).collect();
    let again = named(checkout(target.path()));
    again.run(["build", "--shard", "3/4"]).succeeds();
    let began = Instant::now();
    publish(&four);
    // How long it takes at most, as far as is known: a machine can get faster.
    let mut longest = began.elapsed();
    let (mut struck, mut tries) = (0, 0);
    while struck < 4 {
        tries += 1;
        assert!(tries <= 40, "only {struck} were killed in the middle");
        empty(target.path());
        let mut running: Vec<Child> =
            four.iter().map(|(shard, agency)| start(agency, shard)).collect();
        std::thread::sleep(longest * (tries % 8 + 1) / 9);
        running[2].kill().expect("it can be killed");
        for (shard, child) in (1..).zip(running) {
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr);
            if shard != 3 {
                assert!(output.status.success(), "shard {shard}, attempt {tries}: {said}");
            } else if output.status.code().is_none() {
                struck += 1;
            } else {
                longest = longest * 3 / 4;
            }
        }
        again.run(["publish", "--shard", "3/4"]).succeeds();
        assert_same(&online(target.path()), &wanted);
    }
}

/// Where nothing says that it is the same publisher, it keeps away from what the killed one had begun.
#[cfg(unix)]
#[test]
fn another_publisher_keeps_away_from_what_is_being_changed() {
    let target = folder();
    let (agency, other) = (checkout(target.path()), checkout(target.path()));
    agency.run(["build"]).succeeds();
    other.run(["build"]).succeeds();
    let began = Instant::now();
    agency.run(["publish"]).succeeds();
    let (usual, wanted) = (began.elapsed(), online(target.path()));
    // Others that run beside it may make it slower than it was.
    for moment in 1..160 {
        empty(target.path());
        let mut killed = start(&agency, "1/1");
        std::thread::sleep(usual * moment / 40);
        killed.kill().expect("it can be killed");
        killed.wait().expect("it ended");
        let output = other.command(["publish"]).output().expect("it runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        if output.status.code() == Some(3) {
            assert!(said.contains("another publish is at work on"), "{said}");
            agency.run(["publish"]).succeeds();
            assert_same(&online(target.path()), &wanted);
            return;
        }
    }
    panic!("none was killed while it had something claimed");
}

#[test]
fn what_belongs_to_a_client_that_is_gone_is_deleted_by_the_first_shard() {
    let target = folder();
    let four = built(target.path());
    publish(&four);
    // Not the one with a code: with it the front door goes, whose files stay for a while, and the root's
    // inventory tells since when.
    let gone = [CLIENTS[5], CLIENTS[6]];
    let leave = |agency: &Agency| {
        for client in gone {
            fs_err::remove_dir_all(agency.path("content").join(client)).expect("it was there");
        }
    };
    for (shard, agency) in &four {
        leave(agency);
        agency.run(["build", "--shard", shard]).succeeds();
    }
    let stand =
        || gone.map(|client| target.path().join(locator(client, 0)).join("index.html").exists());
    for (shard, agency) in &four[1..] {
        agency.run(["publish", "--shard", shard]).succeeds().says("0 deleted");
    }
    assert_eq!(stand(), [true, true]);
    let (shard, first) = &four[0];
    first.run(["publish", "--shard", shard]).fails(3).says("2 portals of clients that are gone");
    assert_eq!(stand(), [true, true], "not without a word");
    publish(&four);
    assert_eq!(stand(), [false, false]);
    assert_same(&online(target.path()), &by_one(leave));
}

/// To the first shard, all that the others have is neither built nor in its output.
#[test]
fn what_another_shard_could_not_build_stays_online() {
    let target = folder();
    let four = built(target.path());
    publish(&four);
    let before = online(target.path());
    for (shard, agency) in &four {
        agency.write(&format!("content/{}/client.yaml", CLIENTS[1]), "nmae: x\n");
        // Older than what is online, as after a mistaken merge.
        agency.write(&format!("content/{}/access.yaml", CLIENTS[6]), "rotation: 0\n");
        let expected = i32::from(*shard == "2/4");
        agency.run(["build", "--shard", shard]).fails(expected);
    }
    publish(&four);
    assert_same(&online(target.path()), &before);
}
