//! The writer is killed (SIGKILL on Unix) at moments of chance. What stands in the output then is
//! the old portal or the new one, each whole; and the next build mends what was left lying about.
//!
//! The writer that is killed is this test binary itself, started again with `OUTPUT` set.

use camino::{Utf8Path, Utf8PathBuf};
use keyfolio::access::{Locator, Secret};
use keyfolio::model::PortalPath;
use keyfolio::site::{Entry, Site};
use keyfolio::source_file::SourceFile;
use keyfolio::write::Output;
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The environment variable that makes this binary write for ever, into the workspace it names.
const WORKSPACE: &str = "KEYFOLIO_TEST_KILL_WORKSPACE";
const CLIENTS: [&str; 3] = ["acme", "bolt", "café"];
const KILLS: usize = 40;
/// Elsewhere two renames do what a swap does here, and it takes the next build to mend what a
/// kill between them left.
const SWAPS: bool = cfg!(any(target_os = "linux", target_vendor = "apple"));

fn secret(workspace: &Utf8Path) -> Secret {
    Secret::load(workspace, None).expect("a readable secret").expect("a secret")
}

fn locators(secret: &Secret) -> Vec<Locator> {
    CLIENTS.iter().map(|client| secret.locator(client, 0)).collect()
}

/// A portal whose every file says which round it is of. Even and odd rounds have other pages, so
/// that files come, go and become folders; a few pages never change.
fn site(workspace: &Utf8Path, round: usize) -> Site {
    let mut entries = BTreeMap::new();
    let mut add = |path: String, entry| entries.insert(PortalPath::new(path).unwrap(), entry);
    let text = format!("round {round}\n").repeat(500);
    for page in 0..10 {
        add(format!("updates/{}-{page}.html", round % 2), Entry::Bytes(text.clone().into()));
        add(format!("same/{page}.html"), Entry::Bytes(b"same".to_vec()));
    }
    let turn = if round.is_multiple_of(2) { "turn" } else { "turn/index.html" };
    add(turn.to_owned(), Entry::Bytes(text.clone().into()));
    add("index.html".to_owned(), Entry::Bytes(text.into()));
    let source = workspace.join("film.mp4");
    let film = SourceFile::find(&source).expect("the film").expect("a file");
    add("files/film.mp4".to_owned(), Entry::File(film));
    Site { entries }
}

/// Not a test of its own: what the parent starts and kills.
#[test]
fn child_writes_for_ever() {
    let Ok(workspace) = std::env::var(WORKSPACE) else { return };
    let workspace = Utf8PathBuf::from(workspace);
    let secret = secret(&workspace);
    for round in 0.. {
        let output = Output::open(&workspace.join("dist"), &secret).unwrap();
        for locator in locators(&secret) {
            output.write_portal(&locator, &site(&workspace, round).entries).unwrap();
        }
    }
}

fn start(workspace: &Utf8Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_writes_for_ever", "--nocapture"])
        .env(WORKSPACE, workspace)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Every file of a portal with its bytes.
fn tree(portal: &Utf8Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(portal)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let path = Utf8Path::from_path(entry.path()).unwrap();
            let name = path.strip_prefix(portal).unwrap().as_str().replace('\\', "/");
            (name, fs_err::read(path).unwrap())
        })
        .collect()
}

/// The round that the portal is of, after comparing every byte of it with that round.
fn whole_round(workspace: &Utf8Path, portal: &Utf8Path) -> usize {
    let files = tree(portal);
    let index = files.get("index.html").unwrap_or_else(|| panic!("{portal} has no index"));
    let text = String::from_utf8(index.clone()).unwrap();
    let round = text.lines().next().unwrap().strip_prefix("round ").unwrap().parse().unwrap();
    let wanted: BTreeMap<String, Vec<u8>> = site(workspace, round)
        .entries
        .into_iter()
        .map(|(path, entry)| match entry.content() {
            Ok(bytes) => (path.to_string(), bytes.to_vec()),
            Err(source) => (path.to_string(), fs_err::read(source.path()).unwrap()),
        })
        .collect();
    assert!(files == wanted, "{portal} is a mix: {:?}", files.keys());
    round
}

#[test]
fn a_killed_writer_leaves_the_old_portal_or_the_new_one() {
    if std::env::var(WORKSPACE).is_ok() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let workspace = Utf8PathBuf::try_from(folder.path().to_owned()).unwrap();
    let secret = Secret::create(&workspace).unwrap();
    fs_err::write(workspace.join("film.mp4"), vec![7; 300_000]).unwrap();
    let dist = workspace.join("dist");
    let portals: Vec<_> =
        locators(&secret).iter().map(|locator| dist.join(locator.as_str())).collect();

    let mut interrupted = 0;
    for kill in 0..KILLS {
        let page = || fs_err::read(portals[0].join("index.html")).ok();
        let before = page();
        let mut child = start(&workspace);
        let start = Instant::now();
        // Let it get past the rounds that are written already, then strike at an odd moment.
        while page().is_none_or(|page| Some(page) == before)
            || !portals.iter().all(|portal| portal.exists())
        {
            assert!(start.elapsed() < Duration::from_secs(60), "the writer writes nothing");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(u64::try_from(5_000 + kill * 1_237).unwrap()));
        child.kill().unwrap();
        child.wait().unwrap();

        interrupted += usize::from(names(&dist).iter().any(|name| name.starts_with(".staging-")));
        if !SWAPS {
            drop(Output::open(&dist, &secret).unwrap());
        }
        let rounds: Vec<_> = portals.iter().map(|portal| whole_round(&workspace, portal)).collect();

        drop(Output::open(&dist, &secret).unwrap());
        assert!(!names(&dist).iter().any(|name| name.starts_with(".staging-")), "not mended");
        for (portal, round) in portals.iter().zip(&rounds) {
            assert_eq!(whole_round(&workspace, portal), *round, "mending moved a portal");
        }
    }
    // If no kill had struck in the middle of anything, this test would have shown nothing.
    assert!(interrupted > KILLS / 4, "only {interrupted} of {KILLS} kills struck a write");
}

fn names(dist: &Utf8Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs_err::DirEntry>| entry.unwrap().file_name();
    fs_err::read_dir(dist)
        .unwrap()
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect()
}
