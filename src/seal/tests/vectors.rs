//! `tests/vectors/`: written by `VECTORS=overwrite cargo test --lib vectors`, and read by every
//! reader there is.

use super::forge::Vector;
use super::{bad, doors, good};
use crate::seal::{
    AccessCode, Credentials, Fault, Folder, Kind, LinkSecret, OpenError, Part, Portal, lead,
};
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::HEXLOWER;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use walkdir::WalkDir;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Description {
    #[serde(rename = "about")]
    _about: String,
    link: Option<String>,
    code: Option<String>,
    #[serde(default)]
    door: bool,
    leads: Option<String>,
    opens: Option<Opens>,
    refuses: Option<Refuses>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opens {
    portal: String,
    epoch: u32,
    person: String,
    expires: Option<String>,
    idle: Option<u32>,
    sequence: u64,
    start: String,
    entries: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type")]
    media_type: Option<String>,
    size: Option<u64>,
    sha256: Option<String>,
    refuses: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refuses {
    kind: String,
    at: Option<String>,
}

fn root() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors")
}

/// What is in the tree, but for what is written by hand.
fn tree() -> BTreeMap<String, Vec<u8>> {
    let files = WalkDir::new(root()).min_depth(2).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let path = Utf8Path::from_path(entry.path()).unwrap();
        let name = path.strip_prefix(root()).unwrap().as_str().replace('\\', "/");
        (name, fs_err::read(path).unwrap())
    };
    files.map(file).collect()
}

fn generated() -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for Vector { name, files } in
        [good::vectors(), bad::vectors(), doors::vectors()].into_iter().flatten()
    {
        for (path, file) in files {
            let again = all.insert(format!("{name}/{path}"), file);
            assert!(again.is_none(), "two vectors have the name `{name}`");
        }
    }
    all
}

#[test]
fn vectors_are_as_they_are_generated() {
    let generated = generated();
    if std::env::var("VECTORS").is_ok_and(|value| value == "overwrite") {
        for folder in root().read_dir_utf8().unwrap().map(Result::unwrap) {
            if folder.file_type().unwrap().is_dir() {
                fs_err::remove_dir_all(folder.path()).unwrap();
            }
        }
        for (name, file) in &generated {
            let path = root().join(name);
            fs_err::create_dir_all(path.parent().unwrap()).unwrap();
            fs_err::write(path, file).unwrap();
        }
    }
    let tree = tree();
    let names = |all: &BTreeMap<String, Vec<u8>>| all.keys().cloned().collect::<BTreeSet<_>>();
    let (have, want) = (names(&tree), names(&generated));
    let differ: Vec<_> = want.symmetric_difference(&have).collect();
    assert!(differ.is_empty(), "run with `VECTORS=overwrite`: {differ:?}");
    let differ: Vec<_> = tree.iter().filter(|(name, file)| &generated[*name] != *file).collect();
    let differ: Vec<_> = differ.iter().map(|(name, _)| name).collect();
    assert!(differ.is_empty(), "run with `VECTORS=overwrite`: {differ:?}");
    let size: usize = tree.values().map(Vec::len).sum();
    assert!(size < 640 << 10, "the vectors come to {size} bytes");
}

#[test]
fn vectors_open_or_are_refused_as_they_say() {
    let (mut wrong, mut checked) = (Vec::new(), 0);
    for folder in root().read_dir_utf8().unwrap().map(Result::unwrap) {
        let Ok(text) = fs_err::read(folder.path().join("vector.json")) else { continue };
        let description: Description = serde_json::from_slice(&text).unwrap();
        checked += 1;
        if let Err(why) = check(folder.path(), &description) {
            wrong.push(format!("{}: {why}", folder.file_name()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 100, "only {checked} vectors are there");
}

fn check(folder: &Utf8Path, said: &Description) -> Result<(), String> {
    let credentials = Credentials {
        link: said.link.as_ref().map(|link| LinkSecret::parse(link).unwrap()),
        code: said.code.as_ref().map(|code| AccessCode::parse(code).unwrap()),
    };
    if said.door {
        return match (
            &said.leads,
            &said.refuses,
            lead(&Folder(folder.join("portal")), &credentials),
        ) {
            (Some(leads), None, Ok(locator)) if locator == *leads => Ok(()),
            (None, Some(refuses), Err(error)) if Refuses::of(&error) == *refuses => Ok(()),
            (_, _, other) => Err(format!("{other:?}")),
        };
    }
    let opened = Portal::open(Folder(folder.join("portal")), &credentials);
    match (&said.opens, &said.refuses, opened) {
        (Some(opens), None, Ok(portal)) => opens.check(&portal),
        (None, Some(refuses), Err(error)) => {
            let refused = Refuses::of(&error);
            if refused == *refuses { Ok(()) } else { Err(format!("{refused:?}: {error}")) }
        }
        (_, _, Ok(_)) => Err("it opens".to_owned()),
        (_, _, Err(error)) => Err(format!("refused: {error}")),
    }
}

impl Opens {
    fn check(&self, portal: &Portal<Folder>) -> Result<(), String> {
        let (slot, manifest) = (portal.slot(), portal.manifest());
        let slot_is = (slot.portal.to_string(), slot.epoch, slot.person.clone());
        assert_eq!(slot_is, (self.portal.clone(), self.epoch, self.person.clone()));
        assert_eq!(slot.expires.map(|date| date.to_string()), self.expires);
        assert_eq!(slot.idle, self.idle);
        assert_eq!((manifest.sequence, &manifest.start), (self.sequence, &self.start));
        assert!(portal.entries().keys().eq(self.entries.keys()));
        self.entries.iter().try_for_each(|(path, entry)| entry.check(path, portal))
    }
}

impl Entry {
    fn check(&self, path: &str, portal: &Portal<Folder>) -> Result<(), String> {
        let mut content = Vec::new();
        match (portal.read(path, &mut content), &self.refuses) {
            (Ok(()), None) => {
                let listed = &portal.entries()[path];
                assert_eq!(Some(&listed.media_type), self.media_type.as_ref());
                assert_eq!(Some(content.len() as u64), self.size);
                assert_eq!(Some(listed.size), self.size);
                let sha256 = HEXLOWER.encode(&Sha256::digest(&content));
                assert_eq!(Some(sha256), self.sha256, "{path}");
                Ok(())
            }
            (Err(error), Some(kind)) => {
                let refused = Refuses::of(&error);
                let at = Some("object".to_owned());
                if refused == (Refuses { kind: kind.clone(), at }) {
                    Ok(())
                } else {
                    Err(format!("`{path}`: {refused:?}: {error}"))
                }
            }
            (Ok(()), Some(_)) => Err(format!("`{path}` opens")),
            (Err(error), None) => Err(format!("`{path}`: {error}")),
        }
    }
}

impl Refuses {
    fn of(error: &OpenError) -> Self {
        let kind = match error.kind() {
            Some(Kind::NoPortal) => "no-portal",
            Some(Kind::NotAdmitted) => "not-admitted",
            Some(Kind::Missing) => "missing",
            Some(Kind::Outdated) => "outdated",
            Some(Kind::Damaged) => "damaged",
            other => panic!("{other:?}: {error}"),
        };
        let at = match error {
            OpenError::Refused { part, .. } => Some(match part {
                Part::Header => "header",
                Part::Slot => "slot",
                Part::Manifest => "manifest",
                Part::Object(_) => "object",
                Part::Door => "door",
            }),
            _ => None,
        };
        Self { kind: kind.to_owned(), at: at.map(str::to_owned) }
    }
}

/// The words for what is wrong, seen together: each says something else.
#[test]
fn faults_are_told_apart() {
    let faults = [
        Fault::Missing,
        Fault::Version(2),
        Fault::Length,
        Fault::Commitment,
        Fault::Tag,
        Fault::Padding,
        Fault::Size,
        Fault::Inflate,
    ];
    let words: BTreeSet<_> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(words.len(), faults.len());
}
