//! `build --shard`: four processes make what one makes, and none undoes what another did.

mod publish;

use crate::harness::Agency;
use keyfolio::access::Secret;
use keyfolio::shard::Shard;
use std::collections::BTreeMap;

const SECRET: &str = include_str!("../isolation/secret.txt");
/// In four shards: the first, the second, the third, the fourth, and again.
const CLIENTS: [&str; 8] = ["acme", "cedar", "maple", "bolt", "fable", "delta", "dune", "harbor"];
const CODE: &str = "access: {mode: code}\n";

type Files = BTreeMap<String, Vec<u8>>;

/// Eight clients: one is plain, people of the others have links, and of the last a code.
fn agency() -> Agency {
    let agency = Agency::new()
        .variable("KEYFOLIO_SECRET", SECRET.trim())
        .variable("KEYFOLIO_SHARDS", "4")
        .file("keyfolio.yaml", "name: North Yard\nbase_url: https://clients.example.com\n");
    let agency = CLIENTS.iter().fold(agency, |agency, id| agency.client(id));
    agency.write(&head(CLIENTS[2]), "name: Plain\naccess: {mode: plain}\n");
    agency.write(
        &head(CLIENTS[7]),
        &format!("name: Coded\n{CODE}people: [{{id: ada, name: Ada}}]\n"),
    );
    agency
}

fn head(client: &str) -> String {
    format!("content/{client}/client.yaml")
}

fn shard_of(client: &str) -> u32 {
    (1..=4).find(|index| Shard::new(*index, 4).unwrap().holds(client)).unwrap()
}

fn locator(client: &str, rotation: u32) -> String {
    let secret = Secret::parse(SECRET.trim()).expect("a secret");
    secret.locator(client, rotation).to_string()
}

/// What is there of the portals and the root, without the output folder's own notes.
fn portals(agency: &Agency, folder: &str) -> Files {
    let mut files = agency.output_in(folder);
    files.retain(|path, _| !path.starts_with(".keyfolio"));
    files
}

fn stands(agency: &Agency, locator: &str) -> bool {
    agency.path("dist").join(locator).is_dir()
}

#[test]
fn the_clients_of_these_tests_are_in_all_four() {
    assert_eq!(CLIENTS.map(shard_of), [1, 2, 3, 4, 1, 2, 3, 4]);
}

#[test]
fn four_shards_with_an_output_each_make_what_one_build_makes() {
    let agency = agency();
    agency.run(["build", "--out", "whole"]).succeeds();
    let mut together = Files::new();
    for index in ["1", "2", "3", "4"] {
        let (out, shard) = (format!("part-{index}"), format!("{index}/4"));
        agency
            .run(["build", "--shard", &shard, "--out", &out])
            .succeeds()
            .says("Built 2 portals in [TIME] s")
            .says(&format!("shard {shard}: 2 of 8 clients"));
        let part = portals(&agency, &out);
        assert_eq!(part.contains_key("index.html"), index == "1", "the root is the first shard's");
        for (path, bytes) in part {
            assert!(together.insert(path.clone(), bytes).is_none(), "{path} is in two shards");
        }
    }
    assert_eq!(together, portals(&agency, "whole"));
    assert!(together.contains_key("header.json"), "shard 1 knows of the code in shard 4");
}

#[test]
fn shards_that_have_one_output_leave_each_other_alone() {
    let agency = agency();
    agency.run(["build", "--out", "whole"]).succeeds();
    for shard in ["3/4", "1/4", "4/4", "2/4"] {
        agency.run(["build", "--shard", shard]).succeeds().never_mentions("removed");
    }
    assert_eq!(portals(&agency, "dist"), portals(&agency, "whole"));
    for shard in ["1/4", "2/4", "3/4", "4/4"] {
        agency
            .run(["build", "--shard", shard])
            .succeeds()
            .says("Built nothing, 2 portals unchanged");
    }
    agency.run(["build"]).succeeds().says("Built nothing, 8 portals unchanged");
    assert_eq!(portals(&agency, "dist"), portals(&agency, "whole"));
}

#[test]
fn a_client_that_is_gone_is_removed_by_the_first_shard_and_by_no_other() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let door = agency.files("dist/door");
    assert_eq!(door.len(), 1);
    fs_err::remove_dir_all(agency.path("content").join(CLIENTS[7])).unwrap();
    fs_err::remove_dir_all(agency.path("content").join(CLIENTS[5])).unwrap();
    for shard in ["2/4", "3/4", "4/4"] {
        agency.run(["build", "--shard", shard]).succeeds().never_mentions("removed");
    }
    assert_eq!(agency.portals().len(), 8);
    agency.run(["build", "--shard", "1/4"]).succeeds().says("2 removed");
    assert_eq!(agency.portals().len(), 6);
    assert!(!stands(&agency, &locator(CLIENTS[7], 0)) && !stands(&agency, &locator(CLIENTS[5], 0)));
    assert!(agency.files("dist/door").is_empty(), "the door went with the portal");
    agency.run(["build", "--out", "whole"]).succeeds();
    assert_eq!(portals(&agency, "dist"), portals(&agency, "whole"));
}

#[test]
fn what_is_wrong_with_a_client_of_another_shard_removes_nothing() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let before = portals(&agency, "dist");
    agency.write(&head(CLIENTS[1]), "nmae: x\n");
    agency.run(["build", "--shard", "1/4"]).succeeds();
    assert_eq!(portals(&agency, "dist"), before);
    agency.run(["build", "--shard", "2/4"]).fails(1).says("its last good portal stays");
    assert_eq!(portals(&agency, "dist"), before);

    // Also where nobody can say where its portal stands.
    agency.write(&format!("content/{}/access.yaml", CLIENTS[1]), "rotation: x\n");
    fs_err::remove_dir_all(agency.path("content").join(CLIENTS[2])).unwrap();
    agency.run(["build", "--shard", "1/4"]).succeeds().never_mentions("removed");
    assert_eq!(portals(&agency, "dist"), before);
}

#[test]
fn a_portal_that_moves_is_moved_by_its_own_shard() {
    let agency = agency();
    agency.run(["build"]).succeeds();
    let (client, access) = (CLIENTS[1], format!("content/{}/access.yaml", CLIENTS[1]));
    agency.write(&access, "rotation: 2\nepoch: 1\n");
    agency.run(["build", "--shard", "1/4"]).succeeds().never_mentions("removed");
    assert!(stands(&agency, &locator(client, 0)));
    agency.run(["build", "--shard", "2/4"]).succeeds();
    assert!(stands(&agency, &locator(client, 2)) && !stands(&agency, &locator(client, 0)));

    // An `access.yaml` from before: its portal stands where no client is.
    agency.write(&access, "rotation: 1\nepoch: 1\n");
    agency.run(["build", "--shard", "1/4"]).succeeds().never_mentions("removed");
    assert!(stands(&agency, &locator(client, 2)));
    agency.run(["build", "--shard", "2/4"]).fails(1).says("error[access-lost]");
    assert!(stands(&agency, &locator(client, 2)));
}

#[test]
fn the_same_code_in_two_shards_is_an_error_in_both() {
    let agency = agency();
    let chosen = |name: &str, code: &str| {
        format!("name: {name}\n{CODE}people:\n  - {{id: ada, name: Ada, code: \"{code}\"}}\n")
    };
    agency.write(&head(CLIENTS[0]), &chosen("One", "correct horse battery staple"));
    agency.write(&head(CLIENTS[3]), &chosen("Two", "CORRECT horse battery-stap1e"));
    for (shard, client, other) in [("1/4", 0, 3), ("4/4", 3, 0)] {
        let said = format!("has the same access code as `ada` of client `{}`", CLIENTS[other]);
        agency
            .run(["build", "--shard", shard])
            .fails(1)
            .says("error[shared-code]")
            .says(&said)
            .says(&format!("not built: `{}`", CLIENTS[client]))
            .says("Built 1 portal, 1 with errors");
    }
    agency.run(["build", "--shard", "2/4"]).succeeds();
    // Who gives it up frees it, also while the other's door stands as it was.
    agency.write(&head(CLIENTS[3]), &chosen("Two", "quite another horse and staple"));
    agency.run(["build", "--shard", "4/4"]).succeeds();
    agency.write(&head(CLIENTS[0]), &chosen("One", "quite another horse and staple"));
    agency.write(&head(CLIENTS[3]), "name: Two\n");
    agency.write(&format!("content/{}/access.yaml", CLIENTS[3]), "epoch: 1\n");
    agency.run(["build", "--shard", "1/4"]).succeeds();
}

#[test]
fn a_scheduler_says_which_shard_it_is() {
    let agency = agency();
    let of = |variables: &[(&str, &str)]| {
        let mut command = agency.command(["build", "--shard", "auto"]);
        let output = command.envs(variables.iter().copied()).output().expect("it runs");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        (output.status.code(), said)
    };
    let slurm = [
        ("SLURM_ARRAY_TASK_ID", "2"),
        ("SLURM_ARRAY_TASK_MIN", "1"),
        ("SLURM_ARRAY_TASK_COUNT", "4"),
    ];
    let gitlab = [("CI_NODE_INDEX", "4"), ("CI_NODE_TOTAL", "4")];
    for (variables, shard) in
        [(&[("JOB_COMPLETION_INDEX", "0")][..], "1/4"), (&slurm, "2/4"), (&gitlab, "4/4")]
    {
        let (code, said) = of(variables);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(&format!("shard {shard}: 2 of 8 clients")), "{said}");
    }
    let (code, said) = of(&[]);
    assert_eq!(code, Some(3));
    assert!(said.contains("help: name the shard, `--shard 2/4` for the second of four"), "{said}");
}

#[test]
fn what_is_no_shard_is_refused() {
    let agency = agency();
    for (shard, mend) in [
        ("0/4", "shards are counted from 1: the first of 4 is `1/4`, the last `4/4`"),
        ("5/4", "there is no shard 5 of 4: the last is `4/4`"),
        ("1/0", "there is at least one shard: `1/1` holds all clients"),
        ("x/y", "write a shard as `I/N`: `2/4` is the second of four"),
    ] {
        agency.run(["build", "--shard", shard]).fails(2).says(mend);
    }
    agency.run(["build", "--shard", "1/4", "--client", CLIENTS[0]]).fails(2);
    assert!(!agency.path("dist").exists());
}

#[test]
fn a_shard_makes_no_secret() {
    let agency = Agency::new().client("acme");
    agency
        .run(["build", "--shard", "1/4"])
        .fails(3)
        .says("error: there is no secret, and a shard makes none: each would make another");
    assert!(!agency.path(".keyfolio/secret").exists() && !agency.path("dist").exists());
}

#[test]
fn a_share_may_be_empty() {
    let agency = Agency::new().variable("KEYFOLIO_SECRET", SECRET.trim()).client(CLIENTS[0]);
    agency
        .run(["build", "--shard", "2/4"])
        .succeeds()
        .says("Built nothing in [TIME] s into dist\nshard 2/4: 0 of 1 client\n");
}
