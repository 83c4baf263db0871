//! `keyfolio verify`: a clean target has nothing wrong, and each thing that can be wrong, done for real,
//! is found and is one finding.

use crate::harness::{Agency, Run};
use crate::host::{Answer, Host};
use fs_err as fs;
use keyfolio::access::Secret;
use keyfolio::publish::{Claim, Index, Pointer};
use serde_json::Value;
use std::path::{Path, PathBuf};

const SECRET: &str = include_str!("isolation/secret.txt");
const TWO: &str = "name: Acme\npeople:\n  - {id: ada, name: Ada}\n  - {id: ben, name: Ben}\n";

/// An agency with a sealed and a plain portal, published to a folder that a host serves.
struct Online {
    agency: Agency,
    host: Host,
}

impl Online {
    fn new() -> Self {
        let agency = Agency::nowhere();
        let host = Host::new(agency.path("online"));
        let agency = agency
            .variable("KEYFOLIO_SECRET", SECRET.trim())
            .client("acme")
            .client("bolt")
            .file("content/acme/client.yaml", TWO)
            .file("content/bolt/client.yaml", "name: Bolt\naccess: { mode: plain }\n")
            .file("keyfolio.yaml", &settings(&host));
        let online = Self { agency, host };
        online.publish();
        online
    }

    fn publish(&self) {
        self.agency.run(["-q", "build"]).succeeds();
        self.agency.run(["-q", "publish", "--yes"]).succeeds();
    }

    fn verify(&self) -> Run {
        self.agency.run(["verify", "--format", "json"])
    }

    /// What is found, but for notes: code and first place.
    fn finds(&self, code: i32) -> Vec<(String, String)> {
        found(&self.verify().fails(code))
    }

    fn row(&self, client: &str) -> Value {
        let links = self.agency.run(["links", client, "--format", "json"]).succeeds();
        serde_json::from_str(links.raw().lines().next().expect("a link")).expect("JSON")
    }

    fn locator(&self, client: &str) -> String {
        self.row(client)["locator"].as_str().expect("a locator").to_owned()
    }

    /// The address of the sealed portal.
    fn address(&self) -> String {
        self.host.url("localhost", &format!("{}/", self.locator("acme")))
    }

    /// The first file in a folder of the sealed portal, from the target's folder.
    fn first(&self, folder: &str) -> String {
        let locator = self.locator("acme");
        let files = self.agency.files(&format!("online/{locator}/{folder}"));
        format!("{locator}/{folder}/{}", files[0])
    }

    fn path(&self, at: &str) -> PathBuf {
        self.agency.path("online").join(at)
    }

    fn flip(&self, at: &str) {
        let mut bytes = fs::read(self.path(at)).expect("a file");
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(self.path(at), bytes).expect("a file");
    }
}

fn settings(host: &Host) -> String {
    format!("name: North Yard\nbase_url: {}\n", host.url("localhost", ""))
}

/// What is found at the address, without a secret and without a workspace.
fn finds_outside(address: &str, code: i32) -> Vec<(String, String)> {
    found(&Agency::nowhere().run(["verify", address, "--format", "json"]).fails(code))
}

fn is_script(path: &str) -> bool {
    Path::new(path).extension() == Some("js".as_ref())
}

fn found(run: &Run) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let findings = run.json().into_iter().filter(|line| line["severity"].is_string());
    let findings = findings.filter(|line| line["severity"] != "note");
    findings.map(|line| (text(&line["code"]), text(&line["places"][0]["at"]))).collect()
}

fn codes(found: &[(String, String)]) -> Vec<&str> {
    found.iter().map(|(code, _)| code.as_str()).collect()
}

#[test]
fn what_was_published_and_nothing_else_is_clean() {
    let online = Online::new();
    let run = online.agency.run(["verify"]).succeeds();
    run.says("Verified `online`: 2 portals").says("nothing is wrong").prints_only("");
    assert_eq!(online.finds(0), []);
    online.agency.run(["verify", "--quick"]).succeeds().says("nothing is wrong");
    assert_eq!(finds_outside(&online.address(), 0), []);
    assert_eq!(finds_outside(&online.host.url("localhost", ""), 0), []);
}

#[test]
fn a_host_name_for_each_portal() {
    let online = Online::new();
    let each = settings(&online.host).replace("localhost", "{locator}.localhost");
    online.agency.write(
        "keyfolio.yaml",
        &each.replace("base_url: ", "base_url: \"").replace("/\n", "/\"\n"),
    );
    online.publish();
    assert_eq!(online.finds(0), []);
    let asked = online.host.asked();
    for client in ["acme", "bolt"] {
        let (locator, row) = (online.locator(client), online.row(client));
        let address = online.host.url(&format!("{locator}.localhost"), "");
        assert!(row["url"].as_str().unwrap().starts_with(&address), "{row}");
        let own = asked.iter().filter(|head| head.contains(&format!("host: {locator}.localhost:")));
        assert!(own.count() > 10, "each file of {client} is asked for on its own host");
        assert_eq!(finds_outside(&address, 0), []);
    }
    let link = online.row("acme")["url"].as_str().unwrap().to_owned();
    online.agency.run(["verify", &link]).succeeds().says("note[opened]");
    // What is altered on one host is found there.
    let (acme, bolt) = (online.locator("acme"), online.locator("bolt"));
    fs::write(online.path(&format!("{bolt}/index.html")), "<!doctype html><title>Mine</title>")
        .unwrap();
    assert_eq!(codes(&online.finds(1)), ["altered"]);
    online.publish();
    // A host that shows what is another's.
    let folder = online.agency.path("online");
    online.host.rule(move |_, path| {
        let other = path.starts_with(&bolt) || path.starts_with(&acme);
        other.then(|| fs::read(folder.join(path)).ok().map(Answer::file)).flatten()
    });
    assert!(codes(&online.finds(1)).contains(&"shared-origin"));
}

#[test]
fn a_flipped_byte() {
    let online = Online::new();
    let object = online.first("objects");
    online.flip(&object);
    assert_eq!(codes(&online.finds(1)), ["altered"]);
    online.agency.run(["verify"]).fails(1).says("error[altered]: it is not what was put there");
    // Its length is as it was.
    online.agency.run(["verify", "--quick"]).succeeds();
}

#[test]
fn what_it_prints() {
    let online = Online::new();
    let manifest = format!("{}/manifest", online.locator("acme"));
    fs::remove_file(online.path(&manifest)).unwrap();
    let run = online.agency.run(["-q", "verify"]).fails(1).prints_only("");
    run.says_only(
        "error[missing]: it is not there\n  --> [LOCATOR]/manifest (acme)\n  = help: run `keyfolio \
         publish --full`: it puts again what is missing there\n",
    );
    let lines = online.verify().fails(1).says_only("").json();
    let place = serde_json::json!({"client": "acme", "at": "[LOCATOR]/manifest"});
    let finding = serde_json::json!({
        "severity": "error",
        "code": "missing",
        "message": "it is not there",
        "help": "run `keyfolio publish --full`: it puts again what is missing there",
        "count": 1,
        "places": [place],
    });
    assert_eq!(lines[0], finding);
    let summary = lines.last().expect("a summary");
    assert_eq!((&summary["verified"], &summary["portals"]), (&"online".into(), &2.into()));
    let counts = ["errors", "warnings", "notes"].map(|key| summary[key].as_u64());
    assert_eq!(counts, [Some(1), Some(0), Some(lines.len() as u64 - 2)]);
}

#[test]
fn a_missing_file() {
    let online = Online::new();
    let object = online.first("objects");
    fs::remove_file(online.path(&object)).unwrap();
    assert_eq!(codes(&online.finds(1)), ["missing"]);
    online.agency.run(["verify", "--quick"]).fails(1).says("error[missing]").says("(acme)");
}

#[test]
fn a_strangers_file() {
    let online = Online::new();
    online.agency.write("online/notes.txt", "mine");
    assert_eq!(online.finds(0), [("stranger".to_owned(), "notes.txt".to_owned())]);
    let slot = format!("{}/slots/{}", online.locator("acme"), "b".repeat(32));
    online.agency.write(&format!("online/{slot}"), "mine");
    let found = online.agency.run(["verify"]).fails(1);
    found.says("error[stranger]: nobody published it").says("warning[stranger]");
}

#[test]
fn a_host_that_lists() {
    let online = Online::new();
    let locator = online.locator("acme");
    online.host.rule(move |_, path| {
        let list = format!("<h1>Index of /</h1><a href=\"{locator}/\">{locator}/</a>");
        path.is_empty().then(|| Answer::file(list.into_bytes()))
    });
    assert_eq!(codes(&online.finds(1)), ["listing"]);
    online.host.rule(|_, path| {
        let list = "<?xml version=\"1.0\"?><ListBucketResult></ListBucketResult>";
        path.contains("list-type=2").then(|| Answer::file(list.into()))
    });
    assert_eq!(codes(&online.finds(1)), ["listing"]);
    assert_eq!(codes(&finds_outside(&online.address(), 1)), ["listing"]);
}

#[test]
fn a_root_that_names_a_portal() {
    let online = Online::new();
    let named = format!("<p>{}</p>", online.locator("acme"));
    online.host.alter(move |path, answer| {
        if path == "404.html" { answer.altered(named.clone().into_bytes()) } else { answer }
    });
    let outside = finds_outside(&online.host.url("localhost", ""), 1);
    assert_eq!(codes(&outside), ["names-portal"]);
}

#[test]
fn a_wrong_type() {
    let online = Online::new();
    online.host.alter(|path, answer| {
        if is_script(path) {
            answer.without("content-type").with("content-type: text/plain")
        } else {
            answer
        }
    });
    assert_eq!(codes(&online.finds(1)), ["content-type"]);
    assert_eq!(codes(&finds_outside(&online.address(), 1)), ["content-type"]);
}

#[test]
fn no_ranges() {
    let online = Online::new();
    let folder = online.agency.path("online");
    online.host.alter(move |path, answer| match fs::read(folder.join(path)) {
        Ok(whole) if !answer.body().is_empty() && answer.body() != whole => {
            Answer::status("416 Range Not Satisfiable")
        }
        _ => answer,
    });
    assert_eq!(codes(&online.finds(0)), ["ranges"]);
    assert_eq!(codes(&finds_outside(&online.address(), 0)), ["ranges"]);
    // Another part than was asked for.
    let folder = online.agency.path("online");
    online.host.alter(move |path, answer| match fs::read(folder.join(path)) {
        Ok(whole) if answer.body() != whole => {
            let other = answer.body().iter().map(|byte| !byte).collect();
            answer.altered(other)
        }
        _ => answer,
    });
    assert_eq!(codes(&online.finds(1)), ["ranges"]);
}

#[test]
fn a_stale_manifest() {
    let online = Online::new();
    let manifest = format!("{}/manifest", online.locator("acme"));
    let old = fs::read(online.path(&manifest)).unwrap();
    online.agency.write("content/acme/updates/2026-11-02-more.md", "# More\n");
    online.publish();
    let path = manifest.clone();
    online.host.alter(
        move |asked, answer| {
            if asked == path { answer.altered(old.clone()) } else { answer }
        },
    );
    let wanted = [("altered".to_owned(), online.host.url("localhost", &manifest))];
    let found = online.finds(1);
    assert_eq!(codes(&found), codes(&wanted));
    // A person sees that it is not the one that was built.
    let link = format!("{}#{}", online.address(), online.row("acme")["fragment"].as_str().unwrap());
    let run = online.agency.run(["verify", &link]).fails(1);
    run.says("error[stale]: state 1 of epoch 0 is online, and state 2 of epoch 0 is built here");
}

#[test]
fn a_redirect() {
    let online = Online::new();
    online.host.rule(|_, path| path.ends_with("/index.html").then(|| Answer::redirect("/#secret")));
    let run = online.agency.run(["verify"]).fails(1).never_mentions("secret");
    run.says("error[redirect]: the host sends on to `/`").says("Verified `online`");
    assert_eq!(codes(&online.finds(1)), ["redirect"]);
    let outside = finds_outside(&online.address(), 1);
    assert_eq!(codes(&outside), ["redirect"]);
}

#[test]
fn an_altered_script() {
    let online = Online::new();
    online.host.alter(|path, answer| {
        let evil = path.contains("/app/shell.") && is_script(path);
        if evil { answer.altered(b"alert(1)".to_vec()) } else { answer }
    });
    assert_eq!(codes(&online.finds(1)), ["altered"]);
    assert_eq!(codes(&finds_outside(&online.address(), 1)), ["integrity"]);
    // With the page altered as well, the hashes fit: it is still not this program's.
    online.host.alter(|path, answer| {
        if path.ends_with("/sw.js") { answer.altered(b"alert(1)".to_vec()) } else { answer }
    });
    assert_eq!(codes(&finds_outside(&online.address(), 0)), ["other-shell"]);
}

#[test]
fn what_is_not_there_and_is_answered() {
    let online = Online::new();
    let page = fs::read(online.path("index.html")).unwrap();
    let folder = online.agency.path("online");
    online.host.rule(move |_, path| {
        let there = path.is_empty() || folder.join(path.split('?').next()?).is_file();
        (!there).then(|| Answer::file(page.clone()))
    });
    assert_eq!(codes(&online.finds(1)), ["soft-missing"]);
}

#[test]
fn who_was_revoked_still_gets_in_until_it_is_published() {
    let online = Online::new();
    let slots = format!("{}/slots", online.locator("acme"));
    let before = online.agency.output_in(&format!("online/{slots}"));
    online.agency.run(["-q", "revoke", "acme", "ada", "--yes"]).succeeds();
    assert_eq!(codes(&online.finds(1)), ["old-key"]);
    online.publish();
    assert_eq!(online.finds(0), []);
    for (name, bytes) in before {
        let at = online.path(&format!("{slots}/{name}"));
        if !at.exists() {
            fs::write(at, bytes).unwrap();
        }
    }
    assert_eq!(codes(&online.finds(1)), ["stranger"]);
}

#[test]
fn whose_access_has_ended_still_gets_in_until_it_is_published() {
    let online = Online::new();
    let ended = TWO.replace("name: Ada", "name: Ada, expires: 2020-01-31");
    online.agency.write("content/acme/client.yaml", &ended);
    let run = online.agency.run(["verify", "--quick"]).fails(1);
    run.says("error[access-ended]: the access of `ada` has ended and still works");
}

#[test]
fn a_place_that_was_given_up() {
    let online = Online::new();
    let old = online.locator("acme");
    let kept = online.agency.output_in(&format!("online/{old}"));
    online.agency.run(["-q", "rotate", "acme", "--yes"]).succeeds();
    let found = online.finds(1);
    assert!(codes(&found).contains(&"former-place"), "{found:?}");
    online.publish();
    assert_eq!(online.finds(0), []);
    // A copy in front of the storage still has it.
    online.host.rule(move |_, path| {
        kept.get(path.strip_prefix(&format!("{old}/"))?).map(|body| Answer::file(body.clone()))
    });
    assert_eq!(codes(&online.finds(1)), ["former-place"]);
}

#[test]
fn a_client_that_is_gone() {
    let online = Online::new();
    fs::remove_dir_all(online.agency.path("content/bolt")).unwrap();
    assert_eq!(codes(&online.finds(1)), ["client-gone"]);
}

#[test]
fn nothing_published_and_a_damaged_inventory() {
    let online = Online::new();
    let other = Agency::new().client("acme");
    other.run(["-q", "build"]).succeeds();
    other.run(["verify"]).fails(1).says("error[nothing-published]");
    for inventory in online.agency.files("online/inventory") {
        online.flip(&format!("inventory/{inventory}"));
    }
    let found = online.finds(1);
    assert!(codes(&found).contains(&"inventory-damaged"), "{found:?}");
}

#[test]
fn a_publish_that_is_under_way_or_did_not_end() {
    let online = Online::new();
    let secret = Secret::parse(SECRET.trim()).unwrap();
    let acme = online.locator("acme");
    let part = Index::part_of(&acme);
    let at = online.path(&Index::place(&secret, part));
    // What a publish was about to make, and did not even begin with.
    let lost = Pointer {
        digest: String::new(),
        inventory: format!("inventory/{}", "b".repeat(32)),
        leaving: None,
    };
    let claim = |until| {
        let mut index = Index::open(&secret, part, &fs::read(&at).unwrap()).unwrap();
        let claim = Claim { to: None, before: vec![lost.clone()], by: "another".to_owned(), until };
        index.groups.get_mut(&acme).unwrap().claim = Some(claim);
        fs::write(&at, index.seal(&secret, part).unwrap()).unwrap();
    };
    claim(1);
    assert_eq!(online.finds(0), [("unfinished".to_owned(), "[LOCATOR]".to_owned())]);
    claim(i64::from(u32::MAX));
    online.agency.run(["verify"]).succeeds().says("note[unfinished]: somebody is publishing it");
}

#[test]
fn a_code_is_led_through_the_front_door() {
    let online = Online::new();
    let own = "name: Acme\naccess: { mode: code }\n";
    online.agency.write("content/acme/client.yaml", own);
    online.agency.run(["-q", "rotate", "acme", "--yes"]).succeeds();
    online.publish();
    let code = online.row("acme")["code"].as_str().unwrap().to_owned();
    let door = online.host.url("localhost", "");
    let run = online.agency.run(["verify", &door, "--code", &code]).succeeds();
    run.says("note[opened]: it opens and shows what is built here").never_mentions(&code);
    online.agency.run(["verify", "--code", &code]).succeeds().says("note[opened]");
    let nowhere = Agency::nowhere();
    let run = nowhere.run(["verify", &online.address(), "--code", "7K3M-9QP1-0XYZ"]).fails(1);
    run.says("error[not-opened]: this link or code does not open this portal");
}

#[test]
fn a_host_in_the_clear_or_out_of_reach() {
    let here = Agency::nowhere();
    let run = here.run(["verify", "http://clients.example.com/"]).fails(1);
    run.says("error[insecure]").says("nothing was asked");
    here.run(["verify", "http://localhost:9/"]).fails(1).says("error[unreachable]");
    here.run(["verify", "online"]).fails(3).says("keyfolio.yaml");
}

#[test]
fn a_link_opens_what_is_built() {
    let online = Online::new();
    let fragment = online.row("acme")["fragment"].as_str().unwrap().to_owned();
    let link = format!("{}#{fragment}", online.address());
    let run = online.agency.run(["verify", &link]).succeeds().never_mentions(&fragment);
    run.says("note[opened]: it opens and shows what is built here: state 1 of epoch 0");
    let nowhere = Agency::nowhere().variable("KEYFOLIO_LINK", &fragment);
    let run = nowhere.run(["verify", &online.address()]).succeeds();
    run.says("it opens and shows state 1; nothing is built here to compare it with");
    let run = online.agency.run(["verify", "online", "--link", &link]);
    run.fails(3).says("there is no target `online`");
    online.agency.run(["verify", "--link", &link]).succeeds().says("note[opened]");
    let object = online.first("objects");
    online.flip(&object);
    let found = online.agency.run(["verify", &link, "--format", "json"]).fails(1);
    assert_eq!(codes(&crate::verify::found(&found)), ["altered"]);
    let wrong = format!("{}#{}", online.address(), "a".repeat(26));
    let run = online.agency.run(["verify", &wrong]).fails(1).says("error[not-opened]");
    run.never_mentions(&"a".repeat(26));
}
