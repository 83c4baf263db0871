//! Every byte of a sealed portal is checked: one bit of it altered, cut off or added, and the reader
//! refuses the file that it stands in, and says which that is.

use crate::harness::Agency;
use camino::{Utf8Path, Utf8PathBuf};
use fs_err as fs;
use keyfolio::seal::{
    Credentials, Fetch, Folder, Kind, LinkSecret, Listed, OpenError, Part, Portal,
};
use std::io::{self, Cursor, sink};
use std::sync::Mutex;

/// What a sealed message begins with, and how long its chunks are (docs/format.md).
const HEAD: usize = 56;
const SEALED_CHUNK: usize = 16_400;

/// A portal, and what is altered in one of its files on the way to the reader.
#[derive(Default)]
struct Altered {
    folder: Utf8PathBuf,
    alteration: Mutex<Option<(String, Alteration)>>,
}

#[derive(Debug, Clone, Copy)]
enum Alteration {
    Flip { at: usize, bit: usize },
    Cut,
    Add,
}

impl Fetch for &Altered {
    type Body = Cursor<Vec<u8>>;

    fn fetch(&self, path: &str) -> io::Result<Option<Self::Body>> {
        let mut bytes = match fs::read(self.folder.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            bytes => bytes?,
        };
        match &*self.alteration.lock().unwrap() {
            Some((file, alteration)) if file == path => match *alteration {
                Alteration::Flip { at, bit } => bytes[at] ^= 1 << bit,
                Alteration::Cut => drop(bytes.pop()),
                Alteration::Add => bytes.push(0),
            },
            _ => {}
        }
        Ok(Some(Cursor::new(bytes)))
    }
}

impl Altered {
    fn alter(&self, file: &str, alteration: Alteration) {
        *self.alteration.lock().unwrap() = Some((file.to_owned(), alteration));
    }

    fn length(&self, file: &str) -> usize {
        usize::try_from(fs::metadata(self.folder.join(file)).unwrap().len()).unwrap()
    }

    /// Each byte flipped in one of its bits, in turn; the last one cut off; one more.
    fn alterations(&self, file: &str) -> impl Iterator<Item = Alteration> + use<> {
        let flips = (0..self.length(file)).map(|at| Alteration::Flip { at, bit: at % 8 });
        flips.chain([Alteration::Cut, Alteration::Add])
    }
}

/// A built portal with a page of each kind and a file of three chunks, and what opens it.
fn portal(agency: &Agency) -> (Altered, Credentials) {
    fs::create_dir_all(agency.path("content/acme/documents")).unwrap();
    let three_chunks: Vec<u8> =
        (0..40_000_u32).map(|n| n.wrapping_mul(n).to_le_bytes()[1]).collect();
    fs::write(agency.path("content/acme/documents/chunks.bin"), three_chunks).unwrap();
    agency.write("content/acme/documents/documents.yaml", "- file: chunks.bin\n");
    built(agency)
}

/// The portal as it is built, and what opens it.
fn built(agency: &Agency) -> (Altered, Credentials) {
    agency.run(["build"]).succeeds();
    let row = agency.run(["links", "--format", "json"]).succeeds();
    let row: serde_json::Value = serde_json::from_str(row.raw().trim()).unwrap();
    let folder = Utf8PathBuf::try_from(agency.path("dist")).unwrap();
    let folder = folder.join(row["locator"].as_str().unwrap());
    let link = LinkSecret::parse(row["fragment"].as_str().unwrap());
    (Altered { folder, ..Altered::default() }, Credentials { link, code: None })
}

fn agency() -> Agency {
    Agency::new().file("keyfolio.yaml", "name: North Yard\naccess: { mode: link }\n").client("acme")
}

/// The part that was refused, as damaged.
#[track_caller]
fn refused(error: Option<OpenError>, what: &str, alteration: Alteration) -> Part {
    match error {
        Some(OpenError::Refused { part, fault }) if fault.kind() == Kind::Damaged => part,
        Some(other) => panic!("{what}, {alteration:?}: {other}"),
        None => panic!("{what}, {alteration:?}: it opens"),
    }
}

#[test]
fn each_byte_of_header_slot_and_manifest() {
    let agency = agency();
    let (altered, credentials) = portal(&agency);
    let open = || Portal::open(&altered, &credentials).err();
    assert!(open().is_none());
    let [slot] = &names(&altered.folder.join("slots"))[..] else { panic!("one slot") };
    for (file, part) in [(format!("slots/{slot}"), Part::Slot), ("manifest".into(), Part::Manifest)]
    {
        for alteration in altered.alterations(&file) {
            altered.alter(&file, alteration);
            assert_eq!(refused(open(), &file, alteration), part);
        }
    }
    for at in 0..altered.length("header.json") {
        for bit in 0..8 {
            let alteration = Alteration::Flip { at, bit };
            altered.alter("header.json", alteration);
            let kind = open().and_then(|error| error.kind());
            // Another number of the version says just that.
            let said = matches!(kind, Some(Kind::Damaged | Kind::Outdated));
            assert!(said, "{alteration:?}: {kind:?}");
        }
    }
}

/// A portal with so little in it that each of its bytes can be altered in turn.
#[test]
fn each_byte_of_each_object() {
    let agency = Agency::new()
        .file("keyfolio.yaml", "name: North Yard\naccess: { mode: link }\n")
        .file("content/acme/client.yaml", "name: Client acme\n");
    let (altered, credentials) = built(&agency);
    let portal = Portal::open(&altered, &credentials).unwrap();
    assert_eq!(portal.entries().len(), names(&altered.folder.join("objects")).len());
    let mut flips = 0;
    for (path, entry) in portal.entries() {
        let file = format!("objects/{}", entry.object);
        for alteration in altered.alterations(&file) {
            refuses(&portal, &altered, path, alteration);
        }
        flips += altered.length(&file);
    }
    assert!(flips > 10_000, "{flips}");
    *altered.alteration.lock().unwrap() = None;
    let mut page = Vec::new();
    portal.read("index.html", &mut page).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("Client acme"));
}

/// Of a file of several chunks, which are sealed alike: every byte of the head, of both sides of each
/// chunk's end and of the last bytes, and some in between.
#[test]
fn each_chunk_of_a_large_object() {
    let agency = agency();
    let (altered, credentials) = portal(&agency);
    let portal = Portal::open(&altered, &credentials).unwrap();
    let chunks = |entry: &Listed| entry.stored > 32_768 && entry.encoding.is_none();
    let mut entries = portal.entries().iter();
    let (path, entry) = entries.find(|(_, entry)| chunks(entry)).expect("a file of three chunks");
    let file = format!("objects/{}", entry.object);
    let length = altered.length(&file);
    let near = |at: usize| {
        let in_chunk = at.saturating_sub(HEAD) % SEALED_CHUNK;
        !(24..SEALED_CHUNK - 24).contains(&in_chunk) || at + 40 >= length
    };
    for alteration in altered.alterations(&file) {
        match alteration {
            Alteration::Flip { at, .. } if !near(at) && at % 97 != 0 => {}
            _ => refuses(&portal, &altered, path, alteration),
        }
    }
}

/// The file that is altered is the one that is refused.
#[track_caller]
fn refuses(portal: &Portal<&Altered>, altered: &Altered, path: &str, alteration: Alteration) {
    altered.alter(&format!("objects/{}", portal.entries()[path].object), alteration);
    let part = refused(portal.read(path, &mut sink()).err(), path, alteration);
    assert_eq!(part, Part::Object(path.to_owned()));
}

/// One object in another's place, though it is whole and of this portal.
#[test]
fn each_object_in_each_others_place() {
    let agency = agency();
    let (altered, credentials) = portal(&agency);
    let portal = Portal::open(&altered, &credentials).unwrap();
    let entries: Vec<_> = portal.entries().iter().collect();
    let copy = agency.path("swapped");
    let copy = Utf8Path::from_path(&copy).unwrap();
    fs::create_dir_all(copy.join("objects")).unwrap();
    for file in ["header.json", "manifest"] {
        fs::copy(altered.folder.join(file), copy.join(file)).unwrap();
    }
    fs::create_dir(copy.join("slots")).unwrap();
    let [slot] = &names(&altered.folder.join("slots"))[..] else { panic!("one slot") };
    fs::copy(altered.folder.join("slots").join(slot), copy.join("slots").join(slot)).unwrap();
    let swapped = Portal::open(Folder(copy.to_owned()), &credentials).unwrap();
    for (path, entry) in &entries {
        for (other, there) in &entries {
            let from = altered.folder.join("objects").join(&there.object);
            fs::copy(from, copy.join("objects").join(&entry.object)).unwrap();
            let read = swapped.read(path, &mut sink());
            assert_eq!(read.is_ok(), path == other, "{other} as {path}");
        }
    }
}

fn names(folder: &Utf8Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
