//! Four processes, each with a share of the clients and a workspace of its own, make of a bucket what
//! one process makes, byte for byte.

use crate::agencies::{SECRET, assert_same, built, online, small};
use crate::harness::Agency;
use crate::places::Place;
use std::process::{Child, Stdio};
use std::time::Instant;

const SHARDS: [&str; 4] = ["1/4", "2/4", "3/4", "4/4"];
const MORE: usize = 20;

/// A workspace as each of the machines has it.
fn checkout(place: &Place) -> Agency {
    let agency = small(place).variable("KEYFOLIO_PUBLISHER", "job-7");
    (0..MORE).fold(agency, |agency, number| agency.client(&format!("client-{number}")))
}

fn start(agency: &Agency, shard: &str) -> Child {
    let mut command = agency.command(["publish", "--shard", shard, "--yes"]);
    command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts")
}

fn ends_well(child: Child) {
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn on_s3() {
    make_what_one_makes(&Place::seaweed(), &Place::seaweed());
}

#[test]
fn on_azure() {
    make_what_one_makes(&Place::azurite(), &Place::azurite());
}

fn make_what_one_makes(one: &Place, four: &Place) {
    let alone = checkout(one);
    alone.run(["build"]).succeeds();
    let began = Instant::now();
    alone.run(["publish"]).succeeds();
    let usual = began.elapsed();
    let shards = SHARDS.map(|shard| (shard, checkout(four)));
    for (shard, agency) in &shards {
        agency.run(["build", "--shard", shard]).succeeds();
    }

    // One of them dies in the middle, and is repeated on a machine that knows nothing of it.
    let mut running: Vec<Child> =
        shards.iter().map(|(shard, agency)| start(agency, shard)).collect();
    std::thread::sleep(usual / 3);
    let mut killed = running.remove(2);
    killed.kill().expect("it can be killed");
    killed.wait().expect("it ended");
    running.into_iter().for_each(ends_well);
    let again = checkout(four);
    again.run(["build", "--shard", "3/4"]).succeeds();
    again.run(["publish", "--shard", "3/4"]).succeeds();
    assert_same(&four.files(), &one.files(), "after one was killed and repeated");

    // A client that is gone, and one that changed, again all at the same time.
    for (_, agency) in &shards {
        fs_err::remove_dir_all(agency.path("content/client-3")).expect("it was there");
        agency.write("content/client-4/client.yaml", "name: Renamed\n");
    }
    for (shard, agency) in &shards {
        agency.run(["build", "--shard", shard]).succeeds();
    }
    let running: Vec<Child> = shards.iter().map(|(shard, agency)| start(agency, shard)).collect();
    running.into_iter().for_each(ends_well);
    let there = four.files().keys().filter(|path| path.ends_with("/header.json")).count();
    assert_eq!(there, MORE, "`client-3` is gone; `acme` and the others are there, `bolt` is plain");
}

#[test]
fn a_code_that_moves_to_another_shard_keeps_its_door_on_s3() {
    moves(&Place::seaweed());
}

#[test]
fn a_code_that_moves_to_another_shard_keeps_its_door_in_a_folder() {
    moves(&Place::folder());
}

/// The door of a chosen code has one name, whoever's it is: `acme` is in the first of four shares, `bolt` in the
/// last.
fn moves(place: &Place) {
    let chosen = "name: Acme\naccess: { mode: code }\npeople:\n  - {id: ada, name: Ada, code: correct horse battery staple}\n";
    let agency = place.agency("").variable("KEYFOLIO_SECRET", SECRET);
    let agency = agency.client("acme").file("content/acme/client.yaml", chosen);
    agency.run(["build"]).succeeds();
    agency.run(["publish"]).succeeds();
    let door = |files: &crate::rclone::Files| {
        let mut doors = files.iter().filter(|(path, _)| path.starts_with("door/"));
        let (path, bytes) = doors.next().expect("a door");
        assert!(doors.next().is_none());
        (path.clone(), bytes.clone())
    };
    let before = door(&online(place));
    fs_err::rename(agency.path("content/acme"), agency.path("content/bolt")).expect("a folder");
    agency.run(["build"]).succeeds();
    let wanted = door(&built(&agency));
    assert!(before.0 == wanted.0 && before.1 != wanted.1, "the same door, to another portal");
    for shard in ["4/4", "1/4"] {
        agency.run(["publish", "--shard", shard, "--grace", "0", "--yes"]).succeeds();
    }
    assert_same(&online(place), &built(&agency), "who had the code before comes last");
}
