//! `keyfolio revoke` and `keyfolio rotate` change what they say they change, and nothing else.
//! What links and codes are is asked of `keyfolio links`.

use crate::harness::Agency;
use serde_json::Value;

const SETTINGS: &str = "name: North Yard\nbase_url: https://clients.example.com\n";
const SECRET: &str =
    "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";
const PEOPLE: &str = "
people:
  - { id: ada, name: Ada Lovelace }
  - { id: bob, name: Bob Hope, expires: 2031-05-01 }
  - { id: cyd, name: Cyd Charisse }
";

/// Acme with three people, and Bolt with none.
fn agency(mode: &str) -> Agency {
    let acme = format!("name: Acme\naccess: {{ mode: {mode} }}{PEOPLE}");
    let bolt = format!("name: Bolt\naccess: {{ mode: {mode} }}\n");
    Agency::nowhere()
        .file("keyfolio.yaml", SETTINGS)
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("content/acme/client.yaml", &acme)
        .file("content/bolt/client.yaml", &bolt)
}

/// What `links` says of every person, by client and person.
fn links(agency: &Agency) -> Vec<Value> {
    let run = agency.run(["links", "--format", "json"]).succeeds();
    run.raw().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn row<'a>(rows: &'a [Value], client: &str, person: &str) -> Option<&'a Value> {
    rows.iter().find(|row| row["client"] == client && row["person"] == person)
}

#[test]
fn one_persons_revocation_changes_nobody_elses_link_or_code() {
    for mode in ["link", "code", "link+code"] {
        let agency = agency(mode);
        let before = links(&agency);
        assert_eq!(before.len(), 4, "three people, and everyone of Bolt");
        agency
            .run(["revoke", "acme", "ada", "--yes"])
            .succeeds()
            .says("of Ada Lovelace (`ada`) for `acme` stops working")
            .says("of each of `bob`, `cyd` stays as it is")
            .prints_only("content/acme/access.yaml\n");
        let after = links(&agency);
        assert!(row(&after, "acme", "ada").is_none());
        let others: Vec<_> = before.iter().filter(|row| row["person"] != "ada").cloned().collect();
        assert_eq!(after, others);
        let written = agency.read("content/acme/access.yaml");
        assert!(written.contains("\nepoch: 1\npeople:\n  ada: { rotation: 0, revoked: true }\n"));
        assert!(!agency.path("content/bolt/access.yaml").exists());
    }
}

#[test]
fn revoking_twice_is_once() {
    let agency = agency("link");
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    let first = agency.read("content/acme/access.yaml");
    agency.run(["revoke", "acme", "ada"]).succeeds().says("was revoked before").prints_only("");
    let run = agency.run(["revoke", "acme", "ada", "--format", "json"]).succeeds();
    assert_eq!((&run.json()[0]["changed"], &run.json()[0]["epoch"]), (&false.into(), &1.into()));
    assert_eq!(agency.read("content/acme/access.yaml"), first);
}

#[test]
fn a_new_link_for_one_person_also_after_a_revocation() {
    let agency = agency("link+code");
    let before = links(&agency);
    agency.run(["rotate", "acme", "ada", "--yes"]).succeeds().says("a new one takes its place");
    let renewed = links(&agency);
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    let run = agency.run(["rotate", "acme", "ada", "--yes", "--format", "json"]).succeeds();
    let done = &run.says("is let in to `acme` again").json()[0];
    assert_eq!((&done["action"], &done["person"]), (&"rotate".into(), &"ada".into()));
    assert_eq!((&done["epoch"], &done["rotation"]), (&3.into(), &0.into()));
    let again = links(&agency);
    for field in ["fragment", "code"] {
        let of = |rows: &[Value]| row(rows, "acme", "ada").expect("Ada")[field].clone();
        assert!(of(&before) != of(&renewed) && of(&renewed) != of(&again), "{field}");
        assert_ne!(of(&before), of(&again), "{field}");
    }
    for rows in [renewed, again] {
        assert_eq!(row(&rows, "acme", "ada").unwrap()["locator"], before[0]["locator"]);
        assert_eq!(row(&rows, "acme", "bob"), row(&before, "acme", "bob"));
        assert_eq!(row(&rows, "bolt", ""), row(&before, "bolt", ""));
    }
}

#[test]
fn a_portal_moves_with_everybody_and_no_other_does() {
    let agency = agency("link+code");
    let before = links(&agency);
    agency.run(["rotate", "acme", "--yes"]).succeeds().says("`ada`, `bob`, `cyd` need new ones");
    let after = links(&agency);
    for person in ["ada", "bob", "cyd"] {
        let (old, new) = (row(&before, "acme", person), row(&after, "acme", person));
        for field in ["locator", "fragment", "code", "url"] {
            assert_ne!(old.unwrap()[field], new.unwrap()[field], "{person} {field}");
        }
    }
    assert_eq!(row(&before, "bolt", ""), row(&after, "bolt", ""));
    let run = agency.run(["rotate", "--all", "--yes", "--format", "json"]).succeeds();
    let counts: Vec<_> = run.json().iter().map(|done| done["rotation"].clone()).collect();
    assert_eq!(counts, [2, 1], "of Acme and of Bolt");
    agency.run(["rotate", "--yes"]).fails(2);
}

#[test]
fn what_everyone_shares_can_be_taken_back() {
    let agency = agency("link");
    let before = links(&agency);
    agency.run(["rotate", "bolt", "--shared", "--yes"]).succeeds();
    let new = links(&agency);
    let fragment = |rows: &[Value]| row(rows, "bolt", "").expect("everyone")["fragment"].clone();
    assert_ne!(fragment(&before), fragment(&new));
    agency
        .run(["revoke", "bolt", "--shared", "--yes"])
        .succeeds()
        .says("that everyone shares for `bolt` stops working")
        .says("Nobody can open the portal then.");
    agency.run(["links", "bolt"]).succeeds().prints("nobody is let in");
    agency.run(["rotate", "acme", "--shared", "--yes"]).fails(3).says("lists people");
}

#[test]
fn nothing_happens_without_an_answer() {
    let agency = agency("link");
    for run in [
        agency.run(["revoke", "acme", "ada"]),
        agency.run(["rotate", "acme", "ada"]),
        agency.run(["rotate", "acme"]),
        agency.run(["rotate", "--all"]),
    ] {
        run.fails(3).says("stops working").says("help: read what is said above, then add `--yes`");
    }
    assert!(!agency.path("content/acme/access.yaml").exists());
}

#[test]
fn a_slip_of_the_fingers_revokes_nobody() {
    let agency = agency("link");
    agency.run(["revoke", "acme", "adda", "--yes"]).fails(3).says("did you mean `ada`?");
    agency.run(["revoke", "acmee", "ada", "--yes"]).fails(3).says("did you mean `acme`?");
    agency.run(["revoke", "acme", "zed", "--yes"]).fails(3).says("add `--gone`");
    agency.run(["rotate", "acme", "adda", "--yes"]).fails(3).says("did you mean `ada`?");
    assert!(!agency.path("content/acme/access.yaml").exists());
    agency.run(["revoke", "acme", "zed", "--gone", "--yes"]).succeeds();
    assert!(
        agency.read("content/acme/access.yaml").contains("  zed: { rotation: 0, revoked: true }")
    );
}

#[test]
fn a_revocation_waits_for_no_other_fault() {
    let agency = agency("link").file("content/acme/status.yaml", "phase: [\n");
    let people =
        "name: Acme\naccess: { mode: link }\nnam: x\npeople:\n  - { id: ada, name: Ada }\n";
    agency.write("content/acme/client.yaml", people);
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    // `bob` has a count and is not listed any more: an error that this very command mends.
    agency.write("content/acme/access.yaml", "epoch: 4\npeople:\n  bob: { rotation: 1 }\n");
    agency.run(["revoke", "acme", "bob", "--yes"]).succeeds();
    let written = agency.read("content/acme/access.yaml");
    assert!(
        written.contains("epoch: 5\n") && written.contains("bob: { rotation: 1, revoked: true }")
    );
    agency.write("content/acme/access.yaml", "epoch: [\n");
    agency.run(["revoke", "acme", "ada", "--yes"]).fails(3).says("cannot be understood");
    assert_eq!(agency.read("content/acme/access.yaml"), "epoch: [\n");
}

#[test]
fn where_all_have_one_link_only_the_portal_can_move() {
    let agency = agency("plain");
    agency.run(["revoke", "acme", "ada", "--yes"]).fails(3).says("`keyfolio rotate acme` moves it");
    agency.run(["rotate", "acme", "ada", "--yes"]).fails(3);
    let before = links(&agency);
    agency.run(["rotate", "acme", "--yes"]).succeeds().says("The old link stops working");
    assert_ne!(
        row(&before, "acme", "").unwrap()["url"],
        row(&links(&agency), "acme", "").unwrap()["url"]
    );
}

#[test]
fn a_code_of_ones_own_choice_is_not_counted_on() {
    let agency = agency("code");
    let chosen = "name: Acme\naccess: { mode: code }\npeople:\n  - { id: ada, name: Ada, code: Seven grey herons asleep }\n";
    agency.write("content/acme/client.yaml", chosen);
    assert_eq!(links(&agency)[0]["code"], "Seven grey herons asleep");
    agency
        .run(["rotate", "acme", "ada", "--yes"])
        .fails(3)
        .says("change `code` in `content/acme/client.yaml`")
        .never_mentions("herons");
    agency
        .run(["rotate", "acme", "--yes"])
        .succeeds()
        .says("chose themselves stay as they are until you change them in `client.yaml`: `ada`");
}

#[test]
fn who_was_taken_out_first_can_still_be_revoked() {
    let agency = agency("link");
    agency.run(["build"]).succeeds();
    let before = links(&agency);
    let rest = "people:\n  - { id: bob, name: Bob Hope, expires: 2031-05-01 }\n  - { id: cyd, name: Cyd Charisse }\n";
    agency.write(
        "content/acme/client.yaml",
        &format!("name: Acme\naccess: {{ mode: link }}\n{rest}"),
    );
    agency.run(["build"]).fails(1).says("run `keyfolio revoke acme ada`");
    agency.run(["revoke", "acme", "adaa", "--yes"]).fails(3).says("did you mean `ada`?");
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    agency.run(["build"]).succeeds();
    assert_eq!(links(&agency), &before[1..]);
    // And back again, to one link for everyone.
    agency.write("content/acme/client.yaml", "name: Acme\naccess: { mode: link }\n");
    agency.run(["build"]).fails(1);
    for person in ["bob", "cyd"] {
        agency.run(["revoke", "acme", person, "--yes"]).succeeds();
    }
    agency.run(["build"]).succeeds();
}

#[test]
fn listing_people_ends_the_link_of_everyone_when_that_is_meant() {
    let agency = agency("link");
    agency.run(["build"]).succeeds();
    let people = "name: Bolt\naccess: { mode: link }\npeople:\n  - { id: eve, name: Eve }\n";
    agency.write("content/bolt/client.yaml", people);
    agency.run(["build"]).fails(1).says("run `keyfolio revoke bolt --shared`");
    agency.run(["revoke", "bolt", "--shared", "--yes"]).succeeds().says("of `eve` stays as it is");
    agency.run(["build"]).succeeds();
}

#[test]
fn of_changes_made_at_the_same_time_none_is_lost() {
    let ids: Vec<String> = (0..12).map(|nth| format!("p{nth}")).collect();
    let person = |id: &String| format!("  - {{ id: {id}, name: Person {id} }}\n");
    let people: String = ids.iter().map(person).collect();
    let acme = format!("name: Acme\naccess: {{ mode: link }}\npeople:\n{people}");
    let agency = Agency::nowhere()
        .file("keyfolio.yaml", SETTINGS)
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("content/acme/client.yaml", &acme);
    let start = |(nth, id): (usize, &String)| {
        let action = if nth % 3 == 2 { "rotate" } else { "revoke" };
        let mut command = agency.command([action, "acme", id, "--yes", "--quiet"]);
        command.stdout(std::process::Stdio::null()).spawn().expect("the program runs")
    };
    let running: Vec<_> = ids.iter().enumerate().map(start).collect();
    for mut one in running {
        assert!(one.wait().expect("it ends").success());
    }
    let written = agency.read("content/acme/access.yaml");
    assert!(written.contains("\nepoch: 12\n"), "{written}");
    for (nth, id) in ids.iter().enumerate() {
        let count = if nth % 3 == 2 { "{ rotation: 1 }" } else { "{ rotation: 0, revoked: true }" };
        assert!(written.contains(&format!("\n  {id}: {count}\n")), "{written}");
    }
}
