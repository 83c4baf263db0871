//! Sealing one client's site: with which keys, for whom, and after what stood there before.

use super::Event;
use super::digests::Digests;
use super::doors::Heads;
use super::online::{MANIFEST_FILE, Online};
use crate::access::{LEDGER_FILE, Locator, Secret, StretchedCodes};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{Access, AccessMode, Admitted, Client, Head, PortalPath};
use crate::schema::Date;
use crate::seal::{self, Admission, Door, Header, Keys, Piece, Root, SealError};
use crate::site::{Entry, Site};
use crate::write::{Item, Output, WriteError};
use camino::Utf8Path;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::io;

/// What the sealing of all clients of a build has in common.
pub(super) struct Sealing<'a> {
    pub secret: &'a Secret,
    pub codes: StretchedCodes<'a>,
    pub digests: Digests,
    /// Whether codes also open the agency's front door.
    pub door: bool,
    /// What stands in front of every portal.
    pub shell: &'a BTreeMap<PortalPath, Entry>,
    /// The day on which it is decided whose time is over.
    pub today: Date,
    /// Whom to tell what takes its time.
    pub tell: &'a (dyn Fn(Event<'_>) + Sync),
}

/// What people may have seen of a portal, in the output and online, and is continued.
#[derive(Debug, Default)]
pub(super) struct Standing {
    pub manifests: Vec<Vec<u8>>,
    pub ledgers: Vec<Vec<u8>>,
}

impl Standing {
    pub fn read(
        output: &Output<'_>,
        online: &Online,
        locator: &Locator,
    ) -> Result<Self, WriteError> {
        let all = |name| {
            let here = output.standing(locator, name)?;
            Ok::<_, WriteError>(here.into_iter().chain(online.standing(locator, name)?).collect())
        };
        Ok(Self { manifests: all(MANIFEST_FILE)?, ledgers: all(LEDGER_FILE)? })
    }
}

/// What stands at one path of a sealed portal's folder.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are pieces")]
pub(super) enum Sealed<'a> {
    /// The shell's: the same for every client.
    Shell(&'a Entry),
    Piece(Piece),
}

/// A sealed portal, and the doors that lead to it, by their names.
#[derive(Debug)]
pub(super) struct SealedPortal<'a> {
    pub items: BTreeMap<PortalPath, Sealed<'a>>,
    pub doors: BTreeMap<String, Vec<u8>>,
}

impl Sealing<'_> {
    /// The sealed portal of `client`, whose pages are `site`.
    ///
    /// # Errors
    /// When somebody who knows the portal's key is let in no more, or a file cannot be sealed.
    pub fn portal(
        &self,
        client: &Client,
        site: &Site,
        standing: &Standing,
    ) -> Result<SealedPortal<'_>, Box<Diagnostic>> {
        let ledger = self.ledger(client);
        for before in &standing.ledgers {
            if let Some(fault) = self.left_out(client, &ledger, before) {
                return Err(Box::new(fault));
            }
        }
        let keys = self.keys(client);
        let start = PortalPath::known("index.html");
        let sealed = seal::portal(site, &start, &keys, &standing.manifests, &self.digests)
            .map_err(|error| Box::new(refused(client, &error)))?;
        let mut items: BTreeMap<PortalPath, Sealed<'_>> =
            sealed.entries.into_iter().map(|(path, piece)| (path, Sealed::Piece(piece))).collect();
        let ledger = ledger.seal(self.secret, &client.id);
        items.insert(PortalPath::known(LEDGER_FILE), Sealed::Piece(Piece::Bytes(ledger)));
        let shell = self.shell.iter().map(|(path, entry)| (path.clone(), Sealed::Shell(entry)));
        items.extend(shell);
        let doors = self.doors(client, &keys).map_err(|error| Box::new(refused(client, &error)))?;
        Ok(SealedPortal { items, doors })
    }

    /// A door for each person whose code is all they need.
    fn doors(&self, client: &Client, keys: &Keys) -> Result<BTreeMap<String, Vec<u8>>, SealError> {
        if !self.door || client.access.mode != AccessMode::Code {
            return Ok(BTreeMap::new());
        }
        let locator = self.secret.locator(&client.id, client.access.rotation);
        let door = Door { locator: locator.as_str().to_owned() };
        let people = keys.people.iter();
        people.map(|person| Ok((person.root.slot_name(), door.seal(&person.root)?))).collect()
    }

    /// Whether one of these clients has a door when it is built.
    pub fn awaits(&self, heads: &Heads) -> bool {
        let is_in = |person: &Admitted| !person.is_over(self.today);
        let by_code = |head: &&Head| head.access.mode == AccessMode::Code;
        heads.values().filter(by_code).any(|head| head.access.admitted.iter().any(is_in))
    }

    /// How the front door is opened: as each portal in mode `code`.
    pub fn door_header(&self) -> Header {
        Header::new(self.secret.opening(AccessMode::Code))
    }

    /// Keeps what later builds need not work out again. `whole` when every client was sealed, so
    /// that what none of them needed is not needed any more.
    pub fn save(&self, whole: bool) -> io::Result<()> {
        self.codes.save(whole)?;
        self.digests.save(whole)
    }

    fn keys(&self, client: &Client) -> Keys {
        let access = &client.access;
        let people = access.admitted.iter().filter(|person| !person.is_over(self.today));
        // Each with a code may take a tenth of a second.
        let people: Vec<&Admitted> = people.collect();
        let people = people.into_par_iter().map(|person| Admission {
            person: person.person.clone(),
            root: self.root(&client.id, access, person),
            expires: person.expires.map(|last| last.0),
            idle: access.lock_after,
        });
        Keys {
            portal: self.secret.portal_id(&client.id),
            key: self.secret.portal_key(&client.id, access.epoch),
            epoch: access.epoch,
            header: Header::new(self.secret.opening(access.mode)),
            people: people.collect(),
        }
    }

    /// What a person's link or code comes to.
    pub fn root(&self, client: &str, access: &Access, person: &Admitted) -> Root {
        self.secret.root(client, access, person, |kdf, code| {
            let (stretched, anew) = self.codes.stretch(kdf, code);
            if anew {
                (self.tell)(Event::Stretched);
            }
            stretched
        })
    }
}

fn refused(client: &Client, error: &SealError) -> Diagnostic {
    let place = Place::file(format!("content/{}", client.id));
    Diagnostic::error(Code::Output, place, error.to_string())
}

impl Item for Sealed<'_> {
    fn size(&self) -> u64 {
        match self {
            Self::Shell(entry) => entry.size(),
            Self::Piece(piece) => Item::size(piece),
        }
    }

    fn stands_at(&self, path: &Utf8Path, metadata: &Metadata) -> io::Result<bool> {
        match self {
            Self::Shell(entry) => entry.stands_at(path, metadata),
            Self::Piece(piece) => piece.stands_at(path, metadata),
        }
    }

    fn put_at(&self, target: &Utf8Path) -> io::Result<()> {
        match self {
            Self::Shell(entry) => entry.put_at(target),
            Self::Piece(piece) => piece.put_at(target),
        }
    }
}
