//! The two tests that Keyfolio stands on. **Canary**: a marker in every field of every client is
//! found in its own portal and nowhere else. **Non-interference**: whatever happens to other
//! clients, no byte of a client's portal changes.

mod agency;

use agency::{Agency, Files, client, client_and_mode, fields, markers};
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::{BASE64_NOPAD, HEXLOWER};
use keyfolio::access::{Secret, Who};
use keyfolio::seal::{Credentials, Folder, Portal};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::process::Command;
use walkdir::WalkDir;

/// A secret of the tests' own, so that locators are the same in every build.
const SECRET: &str = include_str!("secret.txt");

/// Path inside the output to content.
type Tree = BTreeMap<String, Vec<u8>>;

/// One build by the real program.
struct Built {
    code: i32,
    /// The whole output.
    tree: Tree,
    /// Client to locator.
    locators: BTreeMap<String, String>,
}

impl Built {
    /// What stands in a folder of the output, by path inside it.
    fn folder(&self, name: &str) -> Tree {
        let inside = |path: &str| Some(path.strip_prefix(name)?.strip_prefix('/')?.to_owned());
        self.tree.iter().filter_map(|(path, bytes)| Some((inside(path)?, bytes.clone()))).collect()
    }

    /// The client's portal, by path inside it.
    fn portal(&self, client: &str) -> Tree {
        self.folder(&self.locators[client])
    }

    /// The doors that lead to the client's portal: they have the names of its slots.
    fn doors(&self, client: &str) -> Tree {
        let mut doors = self.folder("door");
        doors.retain(|name, _| self.tree.contains_key(&self.slot(client, name)));
        doors
    }

    fn slot(&self, client: &str, name: &str) -> String {
        format!("{}/slots/{name}", self.locators[client])
    }
}

fn build(root: &Utf8Path, out: &str, threads: usize) -> Built {
    let output = Command::new(env!("CARGO_BIN_EXE_keyfolio"))
        .args(["-C", root.as_str(), "build", "--format", "json", "--out", out])
        .env("KEYFOLIO_SECRET", SECRET.trim())
        .env("RAYON_NUM_THREADS", threads.to_string())
        .output()
        .expect("the program runs");
    let code = output.status.code().expect("an exit code");
    assert!(code < 2, "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let locators = lines.lines().filter_map(|line| {
        let line: serde_json::Value = serde_json::from_str(line).expect("one JSON value a line");
        Some((line["client"].as_str()?.to_owned(), line["locator"].as_str()?.to_owned()))
    });
    Built { code, tree: read(&root.join(out)), locators: locators.collect() }
}

fn read(folder: &Utf8Path) -> Tree {
    let mut tree = Tree::new();
    for entry in WalkDir::new(folder) {
        let entry = entry.expect("a readable output");
        let path = Utf8Path::from_path(entry.path()).expect("a Unicode path");
        if entry.file_type().is_file() {
            let inside = path.strip_prefix(folder).expect("a path inside");
            let parts: Vec<&str> = inside.components().map(|part| part.as_str()).collect();
            tree.insert(parts.join("/"), fs_err::read(path).expect("a readable file"));
        }
    }
    tree
}

struct Workspace {
    root: Utf8PathBuf,
    _guard: tempfile::TempDir,
}

fn workspace(agency: &Agency) -> Workspace {
    let guard = tempfile::tempdir().expect("a folder");
    let root = Utf8PathBuf::try_from(guard.path().to_owned()).expect("a Unicode path");
    agency.write(&root);
    Workspace { root, _guard: guard }
}

fn contains(tree: &Tree, marker: &str) -> bool {
    let found =
        |bytes: &[u8]| bytes.windows(marker.len()).any(|window| window == marker.as_bytes());
    tree.iter().any(|(path, bytes)| path.contains(marker) || found(bytes))
}

#[test]
fn every_marker_is_in_its_own_portal_and_in_no_other() {
    let names = ["acme", "bolt", "cato"];
    let mut agency = Agency::new();
    for name in names {
        agency.add(name, plain(fields(name)));
    }
    let workspace = workspace(&agency);
    let built = build(&workspace.root, "dist", 2);
    assert_eq!(built.code, 0, "the markers' workspace has no errors");
    for name in names {
        let markers = markers(name);
        assert!(markers.len() > 60, "a marker for every field");
        let own = built.portal(name);
        let mut others = built.tree.clone();
        others.retain(|path, _| !path.starts_with(&built.locators[name]));
        let missing: Vec<_> = markers.iter().filter(|marker| !contains(&own, marker)).collect();
        assert!(missing.is_empty(), "not in their own portal: {missing:?}");
        let leaked: Vec<_> = markers.iter().filter(|marker| contains(&others, marker)).collect();
        assert!(leaked.is_empty(), "outside their own portal: {leaked:?}");
        // What is not shared is nowhere, not even in its own portal.
        assert!(
            !contains(&built.tree, &format!("hidden-{name}")),
            "a hidden file is in the output"
        );
    }
}

/// The same marker as a host might find it: as it is, in UTF-16 of both orders, in hexadecimal, and
/// in base64 wherever it begins in a group of three bytes.
fn disguises(marker: &str) -> Vec<Vec<u8>> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| marker.encode_utf16().flat_map(bytes).collect();
    let mut all =
        vec![marker.as_bytes().to_vec(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)];
    all.push(HEXLOWER.encode(marker.as_bytes()).into_bytes());
    for lead in 0..3 {
        let text = [&b"\0\0"[..lead], marker.as_bytes()].concat();
        let whole = BASE64_NOPAD.encode(&text);
        // Without the first and the last group, which depend on what stands beside it.
        all.push(whole.as_bytes().get(4..whole.len() - 4).unwrap_or_default().to_vec());
    }
    all
}

/// As the test above, for sealed portals: whoever has the link or the code finds every marker, and in
/// the bytes that the host has, those of the front door too, there is none, in no disguise, nor a
/// client's name.
#[test]
fn no_marker_is_in_any_byte_of_a_sealed_portal() {
    let names = ["acme", "bolt", "yvaq"];
    let mut agency = Agency::new();
    for name in names {
        agency.add(name, if name == "yvaq" { in_mode("code", fields(name)) } else { fields(name) });
    }
    let workspace = workspace(&agency);
    let built = build(&workspace.root, "dist", 2);
    assert_eq!(built.code, 0, "the markers' workspace has no errors");
    assert!(built.tree.keys().any(|path| path.starts_with("door/")), "there is a front door");
    for name in names {
        let open = unsealed(&workspace.root.join("dist"), name, "ada");
        let missing: Vec<_> =
            markers(name).into_iter().filter(|marker| !contains(&open, marker)).collect();
        assert!(missing.is_empty(), "not in their own portal: {missing:?}");
        for marker in markers(name).into_iter().chain([name.to_owned(), format!("hidden-{name}")]) {
            for disguise in disguises(&marker) {
                let found = |(path, bytes): (&String, &Vec<u8>)| {
                    let all = [path.as_bytes(), b"\0", bytes].concat();
                    all.windows(disguise.len()).any(|window| window == disguise)
                };
                assert!(
                    disguise.len() < 4 || !built.tree.iter().any(found),
                    "{marker} is in the output"
                );
            }
        }
    }
}

/// The same client, not sealed.
fn plain(client: Files) -> Files {
    in_mode("plain", client)
}

/// The same client, opened in another way.
fn in_mode(mode: &str, mut client: Files) -> Files {
    let file = client.get_mut("client.yaml").expect("a client.yaml");
    file.push_str(&["\naccess:\n  mode: ", mode, "\n"].concat());
    client
}

/// What the person's link opens, or their code.
fn unsealed(out: &Utf8Path, client: &str, person: &str) -> Tree {
    let secret = Secret::parse(SECRET.trim()).expect("a secret");
    let who = Who { client, portal_rotation: 0, person, person_rotation: 0 };
    let credentials =
        Credentials { link: Some(secret.link_secret(who)), code: Some(secret.access_code(who)) };
    let folder = Folder(out.join(secret.locator(client, 0).as_str()));
    let portal = Portal::open(folder, &credentials).expect("the link opens it");
    let entry = |path: &String| {
        let mut bytes = Vec::new();
        portal.read(path, &mut bytes).expect("the entry opens");
        (path.clone(), bytes)
    };
    portal.entries().keys().map(entry).collect()
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let mut agency = Agency::new();
    for name in ["acme", "bolt", "cato", "dune"] {
        agency.add(name, plain(fields(name)));
    }
    for name in ["eden", "faro"] {
        agency.add(name, fields(name));
    }
    agency.add("gale", in_mode("code", fields("gale")));
    let first = workspace(&agency);
    let one_thread = build(&first.root, "dist", 1).tree;
    assert!(one_thread == build(&first.root, "dist", 3).tree, "a second build changed something");
    // Another place on disk, files written in another order, more threads.
    agency.reverse();
    let second = workspace(&agency);
    let elsewhere = build(&second.root, "out", 4).tree;
    let differs = |path: &&String| one_thread.get(*path) != elsewhere.get(*path);
    let differing: Vec<_> = one_thread.keys().chain(elsewhere.keys()).filter(differs).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

/// What may happen to other clients.
#[derive(Debug, Clone)]
enum Change {
    Add(String, BTreeMap<String, String>),
    Break(usize),
    Rename(usize, String),
    Remove(usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        ("[b-y][a-z]{2,8}", client()).prop_map(|(name, files)| Change::Add(name, files)),
        (0..3_usize).prop_map(Change::Break),
        (0..3_usize, "[b-y][a-z]{2,8}").prop_map(|(at, name)| Change::Rename(at, name)),
        (0..3_usize).prop_map(Change::Remove),
    ]
}

fn apply(agency: &mut Agency, change: &Change) {
    let others: Vec<String> =
        agency.names().filter(|name| *name != "acme").map(str::to_owned).collect();
    let other = |at: usize| others.get(at % others.len().max(1)).cloned();
    match change {
        Change::Add(name, files) => agency.add(name, files.clone()),
        Change::Break(at) => {
            let broken = BTreeMap::from([("client.yaml".to_owned(), "nmae: [\n".to_owned())]);
            if let Some(name) = other(*at) {
                agency.add(&name, broken);
            }
        }
        Change::Rename(at, to) => {
            if let Some(name) = other(*at) {
                agency.rename(&name, to);
            }
        }
        Change::Remove(at) => {
            if let Some(name) = other(*at) {
                agency.remove(&name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn other_clients_change_no_byte(
        (mode, mine) in client_and_mode(),
        others in prop::collection::btree_map("[b-y][a-z]{2,8}", client(), 1..4),
        changes in prop::collection::vec(change(), 1..5),
    ) {
        let mut agency = Agency::new();
        agency.add("acme", mine);
        for (name, files) in others {
            agency.add(&name, files);
        }
        let place = workspace(&agency);
        let before = build(&place.root, "dist", 2);
        let (portal, doors) = (before.portal("acme"), before.doors("acme"));
        prop_assert!(!portal.is_empty(), "there is a portal to compare");
        prop_assert_eq!(doors.len(), usize::from(mode == "code"), "a door for each code");

        for change in &changes {
            apply(&mut agency, change);
        }
        // In place, over what was built before, and anew.
        agency.write(&place.root);
        let in_place = build(&place.root, "dist", 2);
        let anew = build(&place.root, "fresh", 2);
        for (built, when) in [(&in_place, "in place"), (&anew, "anew")] {
            prop_assert!(built.portal("acme") == portal, "changed when built {when}");
            prop_assert!(built.doors("acme") == doors, "its doors changed when built {when}");
        }
        // What is gone from the content is gone from the output.
        for path in in_place.tree.keys().filter(|path| path.contains('/')) {
            let (folder, inside) = path.split_once('/').unwrap_or_default();
            let kept = match folder {
                "app" => true,
                "door" => in_place
                    .locators
                    .keys()
                    .any(|client| in_place.tree.contains_key(&in_place.slot(client, inside))),
                _ => in_place.locators.values().any(|own| own == folder),
            };
            prop_assert!(kept, "{path} is left over");
        }
    }
}
