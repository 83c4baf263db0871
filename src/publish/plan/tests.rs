//! In which order files are put, and what becomes of the manifest that is put twice.

use super::*;
use crate::publish::tree::Local;

const PORTAL: &str = "n5wsv4tskogigcazlhq7kmfg6hyg3gky";
const TIME: i64 = 1_000_000;

/// A sealed portal in this state, with these files and all that hold its key.
fn sealed(state: &str, files: &[&str]) -> Group {
    let always = ["index.html", "header.json", "app/logo.svg", "ledger"];
    let keyed = [MANIFEST_FILE, "slots/ada", "slots/bob"].iter().chain(files);
    let files = always.iter().map(|path| (path, "")).chain(keyed.map(|path| (path, state)));
    let local = |(path, state): (&&str, &str)| {
        (format!("{PORTAL}/{path}"), Local::holding(format!("{path} {state}").as_bytes()))
    };
    Group { name: PORTAL.to_owned(), kind: Kind::Sealed, files: files.map(local).collect() }
}

fn number(epoch: u32) -> Number {
    Number { epoch, sequence: 1 }
}

/// What the target says when it has the group in this epoch.
fn inventory(group: &Group, epoch: u32) -> Inventory {
    let files = group.files.iter().map(|(place, local)| (place.clone(), local.stored));
    Inventory::new(Some(number(epoch)), files.collect(), BTreeMap::new())
}

fn planned(group: &Group, epoch: u32, known: &Known, grace: i64) -> GroupPlan {
    of_group(group, known, |_| Some(number(epoch)), TIME, grace)
}

/// What is put by name, step by step, from the portal's folder.
fn steps(plan: &GroupPlan) -> Vec<Vec<&str>> {
    let inside = |place| inside(PORTAL, place);
    plan.put.named.values().map(|step| step.iter().map(|place| inside(place)).collect()).collect()
}

fn left(plan: &GroupPlan) -> Vec<(&str, i64)> {
    let leaving = &plan.inventory.as_ref().expect("it stays").leaving;
    leaving.iter().map(|(place, since)| (inside(PORTAL, place), *since)).collect()
}

#[test]
fn a_new_portal_is_found_once_all_of_it_is_there() {
    let plan = planned(&sealed("", &[]), 3, &Known::default(), GRACE);
    let expected: [&[&str]; 4] = [
        &["app/logo.svg", "ledger"],
        &["manifest", "slots/ada", "slots/bob"],
        &["header.json"],
        &["index.html"],
    ];
    assert_eq!(steps(&plan), expected);
    assert_eq!(left(&plan), []);
}

#[test]
fn an_update_puts_the_manifest_once() {
    let mut group = sealed("first", &[]);
    let known = Known { now: Some(inventory(&group, 3)), ..Known::default() };
    group.files.insert(group.manifest(), Local::holding(b"second"));
    let plan = planned(&group, 3, &known, GRACE);
    assert_eq!(steps(&plan), [["manifest"]]);
    assert_eq!(left(&plan), []);
}

#[test]
fn with_a_new_key_the_manifest_is_there_before_the_slots_and_after_them() {
    let before = inventory(&sealed("before", &["slots/eve"]), 3);
    let group = sealed("after", &[]);
    let killed = |epoch| {
        let place = format!("{PORTAL}/manifest-{epoch}");
        let files = inventory(&group, epoch).files;
        Inventory::new(Some(number(epoch)), files, [(place, TIME - 1)].into())
    };
    // Where a publish of the same key was killed, and where one of a key in between was.
    for unfinished in [vec![], vec![killed(5)], vec![killed(4)]] {
        let known = Known { now: Some(before.clone()), unfinished, ..Known::default() };
        let plan = planned(&group, 5, &known, GRACE);
        let expected: [&[&str]; 3] = [&["manifest-5"], &["slots/ada", "slots/bob"], &["manifest"]];
        assert_eq!(steps(&plan)[..], expected, "{known:?}");
        // Whoever has the new slot and the old manifest may still ask for it.
        assert_eq!(left(&plan), [("manifest-5", TIME)]);
        let place = |name: &str| format!("{PORTAL}/{name}");
        let mut gone = vec![place("slots/eve")];
        if known.unfinished.iter().any(|next| next.number == Some(number(4))) {
            gone.insert(0, place("manifest-4"));
        }
        assert_eq!(plan.delete, gone);
        let at_once = planned(&group, 5, &known, 0);
        assert!(at_once.delete.contains(&place("manifest-5")));
        assert_eq!(left(&at_once), [("manifest-5", TIME)], "this may be killed before");
    }
}

#[test]
fn it_goes_when_its_time_is_over() {
    let group = sealed("after", &[]);
    let place = format!("{PORTAL}/manifest-5");
    let files = inventory(&group, 5).files;
    let now = Inventory::new(Some(number(5)), files, [(place.clone(), TIME - GRACE)].into());
    let known = Known { now: Some(now), ..Known::default() };
    let plan = planned(&group, 5, &known, GRACE);
    assert!(plan.put.is_empty());
    assert_eq!(plan.delete, [place]);
    assert_eq!(left(&plan), []);
}

#[test]
fn another_way_in_is_told_of_when_its_slots_are_there() {
    let before = sealed("", &[]);
    let mut group = sealed("", &["slots/cyd"]);
    group.files.insert(format!("{PORTAL}/{HEADER}"), Local::holding(b"another mode"));
    group.files.insert("door/cyd".to_owned(), Local::holding(b"to it"));
    let known = Known { now: Some(inventory(&before, 3)), ..Known::default() };
    let plan = planned(&group, 3, &known, GRACE);
    assert_eq!(steps(&plan), [["slots/cyd"], ["header.json"], ["door/cyd"]]);
}
