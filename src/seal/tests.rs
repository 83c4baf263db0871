//! Properties of the whole: what is sealed opens, what was altered does not.

mod bad;
mod doors;
mod forge;
mod good;
mod nonces;
mod vectors;

use super::cobblestone::{ChunkNumber, HEAD, Message, Opener, Salt, plain_len, sealed_len};
use super::document::SLOT;
use super::*;
use crate::model::PortalPath;
use crate::site::{Entry, Shared, Site};
use crate::source_file::SourceFile;
use camino::Utf8PathBuf;
use data_encoding::HEXLOWER;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Mutex};

const KEY: [u8; 32] = [7; 32];

/// Seals with nothing known from before.
fn portal(
    site: &Site,
    start: &PortalPath,
    keys: &Keys,
    previous: Option<&[u8]>,
) -> Result<Sealed, SealError> {
    let previous: Vec<Vec<u8>> = previous.map(<[u8]>::to_vec).into_iter().collect();
    super::portal(site, start, keys, &previous, &())
}

fn message(salt: u8) -> Message {
    Message::new(&InputKey::new(KEY), Salt([salt; 24]), b"context")
}

fn seal(plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    assert_eq!(message(1).seal(plain, &mut sealed).unwrap(), plain.len() as u64);
    sealed
}

fn open(sealed: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut plain = Vec::new();
    Opener::new(sealed, &InputKey::new(KEY), b"context")?.read_to_end(&mut plain)?;
    Ok(plain)
}

/// A portal's files in memory.
#[derive(Default)]
struct Files(RefCell<BTreeMap<String, Vec<u8>>>);

impl Fetch for &Files {
    type Body = Cursor<Vec<u8>>;

    fn fetch(&self, path: &str) -> io::Result<Option<Self::Body>> {
        Ok(self.0.borrow().get(path).cloned().map(Cursor::new))
    }
}

impl Files {
    fn of(sealed: &Sealed) -> Self {
        let files = Self::default();
        for (path, piece) in &sealed.entries {
            let mut bytes = Vec::new();
            piece.write_to(&mut bytes).unwrap();
            assert_eq!(bytes.len() as u64, piece.size(), "{path}");
            files.0.borrow_mut().insert(path.to_string(), bytes);
        }
        files
    }
}

fn keys(epoch: u32) -> Keys {
    Keys {
        portal: PortalId([3; 16]),
        key: PortalKey::new([u8::try_from(epoch).unwrap(); 32]),
        epoch,
        header: Header::new(Mode::Link),
        people: vec![Admission {
            person: "ada".to_owned(),
            root: Root::from_link(&LinkSecret::new([5; 16])),
            expires: Some("2027-01-31".parse().unwrap()),
            idle: None,
        }],
    }
}

fn credentials() -> Credentials {
    Credentials { link: Some(LinkSecret::new([5; 16])), code: None }
}

fn site(entries: &[(&str, &[u8])]) -> Site {
    let entry = |(path, bytes): &(&str, &[u8])| {
        (PortalPath::new(*path).unwrap(), Entry::Bytes(bytes.to_vec()))
    };
    Site { entries: entries.iter().map(entry).collect() }
}

fn start() -> PortalPath {
    PortalPath::new("index.html").unwrap()
}

fn read(files: &Files, path: &str) -> Result<Vec<u8>, OpenError> {
    let mut out = Vec::new();
    Portal::open(files, &credentials())?.read(path, &mut out)?;
    Ok(out)
}

/// Worked out by a second implementation.
#[test]
fn frozen_messages() {
    let empty = "01010101010101010101010101010101010101010101010140c6c1bdd40854b3fa8621a789a6051b\
                 a0e19b26c91186cb50ce043c1c620d2f04d6a823ed61ef01948ae531f04a94ab";
    assert_eq!(HEXLOWER.encode(&seal(&[])), empty);
    let long = "c74e30c9650cc499c3d10c512d37d9291f257ceb10f1b1a7c7bc6a806ffa0a2d";
    assert_eq!(HEXLOWER.encode(&Sha256::digest(seal(&vec![0; 40_000]))), long);
}

/// Worked out by a second implementation.
#[test]
fn frozen_slot_names() {
    let (link, code) = (LinkSecret::new([5; 16]), Stretched::new([6; 32]));
    let roots = [
        (Root::from_link(&link), "lyo6vszyxhsmne3kaewrji2sfzbz47bh"),
        (Root::from_code(&code), "fr34f5c4mia2gwp63wa2btyuwtfkac6o"),
        (Root::from_link_and_code(&link, &code), "663rtx6jgreuhlsguqmywibqq5mjwz7q"),
    ];
    for (root, name) in roots {
        assert_eq!(root.slot_name(), name);
    }
}

#[test]
fn lengths_at_the_edges_of_chunks() {
    for length in [0, 1, 16_383, 16_384, 16_385, 16_384 * 16, 16_384 * 17 + 5] {
        let plain: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let sealed = seal(&plain);
        assert_eq!(sealed.len() as u64, sealed_len(length));
        assert_eq!(plain_len(sealed.len() as u64), Some(length));
        assert_eq!(open(&sealed).unwrap(), plain);
    }
}

#[test]
fn lengths_that_no_message_has() {
    let lengths = [0, 55, 56, 71, 56 + 16_400, 56 + 16_400 + 15, 56 + 2 * 16_400 + 1];
    for length in lengths {
        assert_eq!(plain_len(length), None, "{length}");
    }
    assert_eq!(plain_len(72), Some(0));
    let longest = (1u64 << 38) * 16_384 - 1;
    assert_eq!(plain_len(sealed_len(longest)), Some(longest));
    assert_eq!(plain_len(sealed_len(longest + 1)), None);
    assert!(ChunkNumber::holding(longest).is_some() && ChunkNumber::holding(longest + 1).is_none());
}

#[test]
fn any_chunk_opens_alone() {
    let plain: Vec<u8> = (0..40_000u32).map(|at| (at % 249) as u8).collect();
    let mut sealed = seal(&plain);
    let head = sealed[..HEAD].try_into().unwrap();
    let message = Message::of(&head, &InputKey::new(KEY), b"context").unwrap();
    for at in [39_999, 20_000, 3] {
        let number = ChunkNumber::holding(at).unwrap();
        let from = usize::try_from(number.offset()).unwrap();
        let to = (from + 16_400).min(sealed.len());
        let last = to == sealed.len();
        let mut chunk = sealed[from..to].to_vec();
        assert!(message.open_chunk(number, &mut chunk.clone(), !last).is_err());
        let open = message.open_chunk(number, &mut chunk, last).unwrap();
        assert_eq!(
            open[usize::try_from(at).unwrap() % 16_384],
            plain[usize::try_from(at).unwrap()]
        );
        assert!(message.open_chunk(number, &mut sealed[from..to], !last).is_err());
    }
}

#[test]
fn cut_at_a_chunk_it_is_refused() {
    let sealed = seal(&vec![0; 40_000]);
    for chunks in 0..3 {
        assert!(open(&sealed[..HEAD + chunks * 16_400]).is_err());
    }
    assert!(open(&sealed).is_ok());
}

#[test]
fn a_portal_opens_for_whom_it_was_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let film = Utf8PathBuf::try_from(folder.path().join("film.mp4")).unwrap();
    fs_err::write(&film, vec![9; 70_000]).unwrap();
    let sheet = Utf8PathBuf::try_from(folder.path().join("sheet.csv")).unwrap();
    fs_err::write(&sheet, "a,b\n".repeat(30_000)).unwrap();
    let text = "<p>Hello</p>".repeat(100);
    let mut site = site(&[("index.html", text.as_bytes()), ("empty.bin", b"")]);
    for (path, file) in [("film.mp4", film), ("sheet.csv", sheet)] {
        let entry = Entry::File(SourceFile::find(&file).unwrap().unwrap());
        site.entries.insert(PortalPath::new(path).unwrap(), entry);
    }
    let sealed = portal(&site, &start(), &keys(0), None).unwrap();
    let files = Files::of(&sealed);
    let opened = Portal::open(&files, &credentials()).unwrap();
    assert_eq!(opened.slot().person, "ada");
    assert_eq!(opened.slot().expires.unwrap().to_string(), "2027-01-31");
    assert_eq!(opened.manifest().sequence, 1);
    let listed = &opened.entries()["sheet.csv"];
    assert!(listed.stored < 2_000 && listed.media_type == "text/csv");
    assert_eq!(opened.entries()["film.mp4"].encoding, None);
    assert_eq!(read(&files, "index.html").unwrap(), text.as_bytes());
    assert_eq!(read(&files, "empty.bin").unwrap(), b"");
    assert_eq!(read(&files, "film.mp4").unwrap(), vec![9; 70_000]);
    assert_eq!(read(&files, "sheet.csv").unwrap(), "a,b\n".repeat(30_000).as_bytes());
    let error = read(&files, "nothing").unwrap_err();
    assert!(matches!(error, OpenError::NoEntry(_)));
}

#[test]
fn another_link_opens_nothing() {
    let files =
        Files::of(&portal(&site(&[("index.html", b"x")]), &start(), &keys(0), None).unwrap());
    let other = Credentials { link: Some(LinkSecret::new([6; 16])), code: None };
    assert!(matches!(Portal::open(&files, &other), Err(OpenError::NotAdmitted)));
    let none = Credentials::default();
    assert!(matches!(Portal::open(&files, &none), Err(OpenError::LinkNeeded)));
    files.0.borrow_mut().remove("header.json");
    assert!(matches!(Portal::open(&files, &credentials()), Err(OpenError::NoPortal)));
}

/// The number moves when the content does, and only then; a new epoch begins again.
#[test]
fn the_sequence_follows_the_content() {
    let seal = |bytes: &[u8], epoch: u32, previous: Option<&Sealed>| {
        let previous = previous.map(|sealed| {
            let Piece::Bytes(bytes) = &sealed.entries[&PortalPath::known("manifest")] else {
                panic!("the manifest is bytes")
            };
            bytes.as_slice()
        });
        portal(&site(&[("index.html", bytes)]), &start(), &keys(epoch), previous).unwrap()
    };
    let first = seal(b"one", 0, None);
    assert_eq!((first.sequence, first.history), (1, History::First));
    let same = seal(b"one", 0, Some(&first));
    assert_eq!((same.sequence, same.history), (1, History::Same));
    assert_eq!(Files::of(&same).0, Files::of(&first).0);
    let next = seal(b"two", 0, Some(&same));
    assert_eq!((next.sequence, next.history), (2, History::Next));
    let back = seal(b"one", 0, Some(&next));
    assert_eq!((back.sequence, back.history), (3, History::Next));
    let epoch = seal(b"one", 1, Some(&back));
    assert_eq!((epoch.sequence, epoch.history), (1, History::Restarted));
}

#[test]
fn one_change_changes_one_object() {
    let before = site(&[("index.html", b"<p>1"), ("a.html", b"<p>a"), ("b.html", b"<p>b")]);
    let mut after = before.clone();
    after.entries.insert(PortalPath::known("a.html"), Entry::Bytes(b"<p>c".to_vec()));
    let [before, after] = [before, after]
        .map(|site| Files::of(&portal(&site, &start(), &keys(0), None).unwrap()).0.into_inner());
    let changed: Vec<_> =
        after.iter().filter(|(path, file)| before.get(*path) != Some(file)).collect();
    assert_eq!(changed.len(), 2, "the object and the manifest");
}

/// Made for this portal, the same in all of them, or a small file: what an object holds is what
/// counts, not where it came from.
#[test]
fn where_bytes_come_from_changes_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let source = Utf8PathBuf::try_from(folder.path().join("a.css")).unwrap();
    for bytes in [b"p{}".repeat(2_000), b"p{}".to_vec(), Vec::new()] {
        fs_err::write(&source, &bytes).unwrap();
        let shared = Arc::new(Shared::from(bytes.clone()));
        let entries = [
            Entry::File(SourceFile::find(&source).unwrap().unwrap()),
            Entry::Shared(Arc::clone(&shared)),
            Entry::Shared(shared),
            Entry::Bytes(bytes),
        ];
        let [file, ready, again, made] = entries.map(|entry| {
            let mut site = site(&[("index.html", b"x")]);
            site.entries.insert(PortalPath::known("a.css"), entry);
            Files::of(&portal(&site, &start(), &keys(0), None).unwrap()).0.into_inner()
        });
        assert!(file == made && ready == made && again == made);
    }
}

/// The hash of one file, from an earlier build.
#[derive(Debug, Default)]
struct Remembered(Mutex<Option<[u8; 32]>>);

impl Digests for Remembered {
    fn of(&self, _: &SourceFile) -> Option<[u8; 32]> {
        *self.0.lock().unwrap()
    }

    fn keep(&self, _: &SourceFile, digest: [u8; 32]) {
        assert!(self.0.lock().unwrap().replace(digest).is_none(), "hashed twice");
    }
}

#[test]
fn a_remembered_hash_saves_a_reading_and_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let source = Utf8PathBuf::try_from(folder.path().join("film.mp4")).unwrap();
    fs_err::write(&source, b"film".repeat(3 << 20)).unwrap();
    let mut site = site(&[("index.html", b"x")]);
    let entry = Entry::File(SourceFile::find(&source).unwrap().unwrap());
    site.entries.insert(PortalPath::known("film.mp4"), entry);
    let seal = |digests: &Remembered| super::portal(&site, &start(), &keys(0), &[], digests);
    let digests = Remembered::default();
    let first = seal(&digests).unwrap();
    let digest = Sha256::digest(b"film".repeat(3 << 20)).into();
    assert_eq!(*digests.0.lock().unwrap(), Some(digest));
    let again = seal(&digests).unwrap();
    assert!(Files::of(&again).0 == Files::of(&first).0);
    let wrong = seal(&Remembered(Mutex::new(Some([1; 32])))).unwrap();
    let failed = wrong.entries.values().find_map(|piece| piece.write_to(&mut io::sink()).err());
    assert!(matches!(failed, Some(SealError::Changed { path }) if path == source));
}

#[test]
fn a_file_that_changed_is_not_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let source = Utf8PathBuf::try_from(folder.path().join("a.bin")).unwrap();
    fs_err::write(&source, vec![1; 20_000]).unwrap();
    let mut site = site(&[("index.html", b"x")]);
    let entry = Entry::File(SourceFile::find(&source).unwrap().unwrap());
    site.entries.insert(PortalPath::known("a.bin"), entry);
    let sealed = portal(&site, &start(), &keys(0), None).unwrap();
    fs_err::write(&source, vec![2; 20_001]).unwrap();
    let failed = sealed.entries.values().find_map(|piece| piece.write_to(&mut io::sink()).err());
    assert!(matches!(failed, Some(SealError::Changed { path }) if path == source));
    let error = portal(&site, &start(), &keys(0), None).unwrap_err();
    assert!(matches!(error, SealError::Changed { .. }), "{error}");
}

#[test]
fn secrets_mask_themselves() {
    let all = format!("{:?} {:?} {:?}", keys(0), credentials(), AccessCode::parse("7K3M9QP10XYZ"));
    assert!(!all.contains("7K3M") && !all.contains("[5, 5") && !all.contains("[0, 0"), "{all}");
    assert!(all.contains("PortalKey(****)") && all.contains("Root(****)"));
}

proptest! {
    #[test]
    fn any_bytes_seal_and_open(plain in prop::collection::vec(any::<u8>(), 0..50_000)) {
        prop_assert_eq!(open(&seal(&plain)).unwrap(), plain);
    }

    #[test]
    fn any_flip_is_refused(length in 0usize..40_000, at: prop::sample::Index, bit in 0..8u32) {
        let mut sealed = seal(&vec![0; length]);
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(open(&sealed).is_err());
    }

    #[test]
    fn any_cut_is_refused(length in 0usize..40_000, at: prop::sample::Index) {
        let sealed = seal(&vec![0; length]);
        prop_assert!(open(&sealed[..at.index(sealed.len())]).is_err());
    }

    #[test]
    fn documents_open_and_flips_do_not(
        body in prop::collection::vec(any::<u8>(), 0..6_000), at: prop::sample::Index, bit in 0..8u32
    ) {
        let (key, salt) = (InputKey::new(KEY), MacKey::new([8; 32]));
        let mut sealed = SLOT.seal(&body, &key, &salt, b"here").unwrap();
        prop_assert_eq!(&*SLOT.open(sealed.as_slice(), &key, b"here").unwrap(), &body);
        prop_assert!(SLOT.open(sealed.as_slice(), &key, b"there").is_err());
        let at = at.index(sealed.len());
        sealed[at] ^= 1 << bit;
        prop_assert!(SLOT.open(sealed.as_slice(), &key, b"here").is_err());
    }

    #[test]
    fn entries_open_and_flips_do_not(
        page in "\\PC{0,2000}", file: usize, at: prop::sample::Index, bit in 0..8u32
    ) {
        let files = Files::of(
            &portal(&site(&[("index.html", page.as_bytes())]), &start(), &keys(0), None).unwrap(),
        );
        prop_assert_eq!(read(&files, "index.html").unwrap(), page.as_bytes());
        let path = files.0.borrow().keys().nth(file % 4).unwrap().clone();
        {
            let mut files = files.0.borrow_mut();
            let bytes = files.get_mut(&path).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        prop_assert!(read(&files, "index.html").is_err(), "{}", path);
    }
}
