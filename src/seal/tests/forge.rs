//! Makes portals for `tests/vectors/`: good ones, and ones that no honest program makes.

use crate::seal::cobblestone::{HEAD, Message, Salt};
use crate::seal::document::{MANIFEST, SLOT, salt};
use crate::seal::manifest::{Encoding, Listed, Manifest, ManifestKey};
use crate::seal::object::ObjectKey;
use crate::seal::slot::{Slot, context};
use crate::seal::{
    AccessCode, Header, InputKey, Kdf, LinkSecret, MacKey, Mode, PortalId, PortalKey, Root,
    Stretched, padme,
};
use flate2::{Compress, Compression, FlushCompress, Status};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

pub const LINK: [u8; 16] = *b"a link secret...";
pub const CODE: &str = "7K3M-9QP1-0XYZ";
pub const KDF_SALT: [u8; 16] = *b"salt of an agenc";
const KEY: [u8; 32] = *b"the portal key of this test.....";
const ID: [u8; 16] = *b"the portal's id.";

/// [`CODE`], stretched once for all portals that it opens.
static STRETCHED: LazyLock<Stretched> =
    LazyLock::new(|| kdf().stretch(&AccessCode::parse(CODE).unwrap()));

/// DEFLATE, at a level of its own: how hard the program tries is no business of the vectors.
pub fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    let mut compressor = Compress::new(Compression::new(6), false);
    let status = compressor.compress_vec(bytes, &mut out, FlushCompress::Finish).unwrap();
    assert_eq!(status, Status::StreamEnd);
    out
}

/// A portal before it is sealed. What is public is there to be spoilt.
pub struct Forge {
    pub header: Vec<u8>,
    /// What the slot is sealed to, where it is not the header.
    pub bound: Option<Header>,
    pub root: Root,
    pub slot: String,
    pub manifest: String,
    /// The manifest in place of what [`Forge::manifest`] compresses to.
    pub compressed: Option<Vec<u8>>,
    pub id: PortalId,
    pub epoch: u32,
    entries: BTreeMap<String, Listed>,
    contents: BTreeMap<String, Content>,
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What a reader gives out for an entry.
#[derive(Clone, Serialize)]
struct Content {
    #[serde(rename = "type")]
    media_type: String,
    size: u64,
    sha256: String,
}

/// One vector: a description, and a portal.
pub struct Vector {
    pub name: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

#[derive(Serialize)]
struct Description<'a> {
    about: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    door: bool,
    #[serde(flatten)]
    outcome: Outcome<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome<'a> {
    Opens(Opens),
    Leads(String),
    Refuses(Refuses<'a>),
}

#[derive(Serialize)]
pub struct Opens {
    portal: String,
    epoch: u32,
    person: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    idle: Option<u32>,
    sequence: u64,
    start: String,
    entries: BTreeMap<String, Entry>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Opens(Content),
    Refuses { refuses: &'static str },
}

#[derive(Serialize)]
pub struct Refuses<'a> {
    pub kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<&'a str>,
}

/// How a person opens the portal.
pub struct With {
    pub link: Option<String>,
    pub code: Option<&'static str>,
    /// At the front door.
    pub door: bool,
}

pub fn link() -> With {
    With { link: Some(LinkSecret::new(LINK).reveal().to_string()), code: None, door: false }
}

pub fn code(code: &'static str) -> With {
    With { link: None, code: Some(code), door: false }
}

pub fn kdf() -> Kdf {
    Kdf::new(Kdf::FEWEST, KDF_SALT).unwrap()
}

impl Forge {
    /// A portal with a link and one page.
    pub fn new() -> Self {
        let mut forge = Self::bare(&Header::new(Mode::Link), 0);
        forge.put("index.html", b"<!doctype html><title>Portal</title>\n");
        forge
    }

    /// One that is opened with this header, in this epoch, with nothing in it.
    pub fn bare(header: &Header, epoch: u32) -> Self {
        let link = LinkSecret::new(LINK);
        let root = match header.mode() {
            Mode::Link => Root::from_link(&link),
            Mode::Code(_) => Root::from_code(&STRETCHED),
            Mode::LinkAndCode(_) => Root::from_link_and_code(&link, &STRETCHED),
        };
        let (portal, person) = (PortalId(ID), "ada".to_owned());
        let key = PortalKey::new(KEY);
        let slot = Slot { portal, key, epoch, person, expires: None, idle: None }.json().unwrap();
        Self {
            header: header.bytes().to_vec(),
            bound: None,
            root,
            slot: String::from_utf8(slot.to_vec()).unwrap(),
            manifest: String::new(),
            compressed: None,
            id: portal,
            epoch,
            entries: BTreeMap::new(),
            contents: BTreeMap::new(),
            files: BTreeMap::new(),
        }
    }

    /// A portal with one page on its way to this epoch: its slot, the manifest of the epoch before, and
    /// beside that its own.
    pub fn on_its_way_to(epoch: u32) -> Self {
        let of = |epoch| {
            let mut forge = Self::bare(&Header::new(Mode::Link), epoch);
            forge.put("index.html", b"<!doctype html><title>Portal</title>\n");
            forge.seal()
        };
        let mut forge = of(epoch);
        let before = of(epoch - 1).file("manifest").clone();
        let own = std::mem::replace(forge.file("manifest"), before);
        forge.files.insert(format!("manifest-{epoch}"), own);
        forge
    }

    /// An honest entry.
    pub fn put(&mut self, path: &str, content: &[u8]) -> String {
        let compressed = compress(content);
        let text = path.contains(".html") && compressed.len() < content.len();
        let stored = if text { &compressed } else { content };
        self.put_as(path, content, stored, &padded(stored))
    }

    /// An entry that is said to hold `stored` and come to `content`, with an object that holds
    /// `plain`.
    pub fn put_as(&mut self, path: &str, content: &[u8], stored: &[u8], plain: &[u8]) -> String {
        let key = self.object_key();
        let salt = key.salt(path, &Sha256::digest(stored).into());
        let object = key.name(path, salt);
        let sealed = message(&key.key, salt, &key.context(path), plain);
        self.files.insert(format!("objects/{object}"), sealed);
        let media_type = crate::seal::media::of(path).to_owned();
        let encoding = (stored != content).then_some(Encoding::DeflateRaw);
        let (size, stored) = (content.len() as u64, stored.len() as u64);
        let sha256 = data_encoding::HEXLOWER.encode(&Sha256::digest(content));
        let shown = Content { media_type: media_type.clone(), size, sha256 };
        self.contents.insert(path.to_owned(), shown);
        let listed = Listed { object: object.clone(), media_type, size, stored, encoding };
        self.entries.insert(path.to_owned(), listed);
        self.list(1);
        object
    }

    /// Writes the manifest anew, with what is there by now.
    pub fn list(&mut self, sequence: u64) {
        let manifest = Manifest::new(sequence, "index.html".to_owned(), self.entries.clone());
        self.manifest = String::from_utf8(manifest.json().unwrap()).unwrap();
    }

    /// What the manifest says of an entry, to be changed.
    pub fn listed(&mut self, path: &str) -> &mut Listed {
        self.entries.get_mut(path).unwrap()
    }

    /// Puts `to` in the place of `from` in the slot's JSON.
    pub fn edit_slot(mut self, from: &str, to: &str) -> Self {
        assert!(self.slot.contains(from), "{}", self.slot);
        self.slot = self.slot.replacen(from, to, 1);
        self
    }

    /// Puts `to` in the place of `from` in the manifest's JSON.
    pub fn edit_manifest(mut self, from: &str, to: &str) -> Self {
        assert!(self.manifest.contains(from), "{}", self.manifest);
        self.manifest = self.manifest.replacen(from, to, 1);
        self
    }

    pub fn object_key(&self) -> ObjectKey {
        ObjectKey::new(&PortalKey::new(KEY), self.id, self.epoch)
    }

    pub fn slot_path(&self) -> String {
        format!("slots/{}", self.root.slot_name())
    }

    fn slot_context(&self) -> Vec<u8> {
        match &self.bound {
            Some(header) => context(header),
            None => context_of(&self.header),
        }
    }

    /// Seals header, slot and manifest. From here on, `files` is what can be spoilt.
    pub fn seal(mut self) -> Self {
        let (key, salt_key) = (self.root.slot_key(), self.root.salt_key());
        let slot = SLOT.seal(self.slot.as_bytes(), &key, &salt_key, &self.slot_context());
        self.files.insert(self.slot_path(), slot.unwrap());
        let key = ManifestKey::new(&PortalKey::new(KEY), self.id, self.epoch);
        let body = self.compressed.take();
        let body = body.unwrap_or_else(|| compress(self.manifest.as_bytes()));
        let manifest = MANIFEST.seal(&body, &key.key, &key.salt_key, &key.context);
        self.files.insert("manifest".to_owned(), manifest.unwrap());
        self.files.insert("header.json".to_owned(), self.header.clone());
        self
    }

    /// The slot, with a plaintext that is not padded as it must be.
    pub fn slot_with(mut self, plain: &[u8]) -> Self {
        let (key, salt_key) = (self.root.slot_key(), self.root.salt_key());
        let context = self.slot_context();
        let sealed = message(&key, salt_of(&salt_key, &context, plain), &context, plain);
        self.files.insert(self.slot_path(), sealed);
        self
    }

    /// The manifest, with a plaintext that is not padded as it must be.
    pub fn manifest_with(mut self, plain: &[u8]) -> Self {
        let key = ManifestKey::new(&PortalKey::new(KEY), self.id, self.epoch);
        let salt = salt_of(&key.salt_key, &key.context, plain);
        let sealed = message(&key.key, salt, &key.context, plain);
        self.files.insert("manifest".to_owned(), sealed);
        self
    }

    pub fn file(&mut self, path: &str) -> &mut Vec<u8> {
        self.files.get_mut(path).unwrap()
    }

    /// The vector, where the portal opens, but for these entries.
    pub fn opens(
        &self,
        name: &str,
        about: &str,
        with: &With,
        but: &[(&str, &'static str)],
    ) -> Vector {
        let slot = Slot::parse(self.slot.as_bytes()).unwrap();
        let manifest = Manifest::parse(self.manifest.as_bytes()).unwrap();
        let mut entries: BTreeMap<_, _> = self.contents.clone().into_iter().collect();
        entries.retain(|path, _| manifest.entries.contains_key(path));
        let entry = |(path, content): (String, Content)| {
            let refused = but.iter().find(|(but, _)| *but == path);
            let entry =
                refused.map_or(Entry::Opens(content), |(_, kind)| Entry::Refuses { refuses: kind });
            (path, entry)
        };
        let outcome = Outcome::Opens(Opens {
            portal: slot.portal.to_string(),
            epoch: slot.epoch,
            person: slot.person,
            expires: slot.expires.map(|date| date.to_string()),
            idle: slot.idle,
            sequence: manifest.sequence,
            start: manifest.start,
            entries: entries.into_iter().map(entry).collect(),
        });
        self.vector(name, about, with, outcome)
    }

    /// The vector, where the portal is refused.
    pub fn refuses(&self, name: &str, about: &str, with: &With, kind: &str, at: &str) -> Vector {
        let at = (kind == "missing" || kind == "damaged" || kind == "outdated").then_some(at);
        self.vector(name, about, with, Outcome::Refuses(Refuses { kind, at }))
    }

    /// The vector, whatever is to become of it.
    pub fn vector(&self, name: &str, about: &str, with: &With, outcome: Outcome) -> Vector {
        let (link, code, door) = (with.link.clone(), with.code, with.door);
        let description = Description { about, link, code, door, outcome };
        let mut text = serde_json::to_vec_pretty(&description).unwrap();
        text.push(b'\n');
        let portal = self.files.iter().map(|(path, file)| (format!("portal/{path}"), file.clone()));
        let mut files: BTreeMap<_, _> = portal.collect();
        files.insert("vector.json".to_owned(), text);
        Vector { name: name.to_owned(), files }
    }
}

/// As an object holds it.
pub fn padded(stored: &[u8]) -> Vec<u8> {
    let mut plain = stored.to_vec();
    plain.resize(usize::try_from(padme(stored.len() as u64)).unwrap(), 0);
    plain
}

/// As a document holds it, but for the padding.
pub fn document(body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len()).unwrap().to_be_bytes(), body].concat()
}

pub fn message(key: &InputKey, salt: Salt, context: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut sealed = Vec::new();
    Message::new(key, salt, context).seal(plain, &mut sealed).unwrap();
    sealed
}

pub fn salt_of(key: &MacKey, context: &[u8], plain: &[u8]) -> Salt {
    salt(key, context, &Sha256::digest(plain).into())
}

fn context_of(header: &[u8]) -> Vec<u8> {
    [b"keyfolio/v1/slot\0".as_slice(), Sha256::digest(header).as_slice()].concat()
}

/// The fields of a sealed message, and a place in each.
pub fn fields(length: usize) -> [(&'static str, usize); 4] {
    [("salt", 3), ("commitment", 40), ("body", HEAD + 5), ("tag", length - 1)]
}
