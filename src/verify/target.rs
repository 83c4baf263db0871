//! The target as its own inventories tell of it: every file is there, byte for byte, and nothing else.

use super::finding::{Code, Findings, Place};
use super::{Clients, Progress, Site, Totals, access};
use crate::access::Secret;
use crate::publish::{
    Entry, FOLDER, Index, Inventory, Kind, PARTS, Pointer, PublishError, ROOT, Store, Stored, Tree,
};
use crate::seal::{DOOR_FOLDER, SHELL_FOLDER};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use tokio::runtime::Handle;

/// What a target is looked at with.
#[derive(Clone, Copy)]
pub struct Verifier<'a> {
    /// The target.
    pub store: &'a Store,
    /// What its requests run on.
    pub handle: &'a Handle,
    /// Where its inventories are, and what opens them.
    pub secret: &'a Secret,
    /// Where to say what was found.
    pub findings: &'a Findings,
    /// Whom to tell how far it is.
    pub progress: &'a dyn Progress,
    /// Lengths as they are listed, and over HTTP only what changes under its name.
    pub quick: bool,
    /// Now, in seconds since 1970.
    pub time: i64,
    /// What is built here, if anything is.
    pub built: Option<&'a Tree>,
    /// What the workspace says of its clients.
    pub clients: &'a Clients,
    /// The page that this program puts in front of a sealed portal of this agency, if that is known.
    pub page: Option<Stored>,
    /// Where clients reach the same files.
    pub site: Option<&'a Site<'a>>,
}

/// What the target lists and nobody has asked for yet, with lengths.
type Listed = Mutex<BTreeMap<String, u64>>;

/// What one group has on the target, as its inventories say.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// What may stand at each path: two states where a publish is under way, or did not end.
    pub files: BTreeMap<String, Expected>,
    leaving: BTreeMap<String, i64>,
}

/// What may stand at a path.
#[derive(Debug, Default)]
pub(super) struct Expected {
    pub states: Vec<Stored>,
    /// Whether there may be nothing.
    pub optional: bool,
}

impl Expected {
    fn has_length(&self, len: u64) -> bool {
        self.states.iter().any(|state| state.len == len)
    }
}

impl Held {
    fn new(inventories: impl Iterator<Item = Inventory>, unsettled: bool) -> Self {
        let mut held = Self::default();
        for inventory in inventories {
            for (path, stored) in inventory.files {
                let expected = held.files.entry(path).or_default();
                if !expected.states.contains(&stored) {
                    expected.states.push(stored);
                }
                expected.optional |= unsettled;
            }
            held.leaving.extend(inventory.leaving);
        }
        held
    }

    /// The path of a file of the group `name` from the group's folder.
    pub fn inside<'a>(name: &str, path: &'a str) -> &'a str {
        let below = path.strip_prefix(name).and_then(|rest| rest.strip_prefix('/'));
        below.filter(|_| name != ROOT).unwrap_or(path)
    }
}

impl Verifier<'_> {
    /// Looks at all of it.
    ///
    /// # Errors
    /// When the target's index cannot be read at all.
    pub fn run(&self) -> Result<Totals, PublishError> {
        let listed = self.listing();
        let mut entries = BTreeMap::new();
        let mut found = false;
        for part in 0..PARTS {
            let place = Index::place(self.secret, part);
            take(listed.as_ref(), &place);
            let Some(seen) = self.handle.block_on(self.store.get(&place))? else { continue };
            found = true;
            if let Ok(index) = Index::open(self.secret, part, &seen.bytes) {
                entries.extend(index.groups);
            } else {
                let message = "this part of the index is not what was put there";
                self.findings.error(Code::InventoryDamaged, message, Place::new(place));
            }
        }
        if !found {
            let message = "nothing was published here with this secret";
            self.findings.error(Code::NothingPublished, message, Place::new(FOLDER));
            return Ok(Totals::default());
        }
        self.old_versions(&entries);
        entries.retain(|_, entry| entry.now.is_some() || entry.claim.is_some());
        let groups: Vec<_> = entries.iter().collect();
        let totals = groups
            .into_par_iter()
            .map(|(name, entry)| self.group(name, entry, listed.as_ref()).unwrap_or_default());
        let totals = totals.reduce(Totals::default, Totals::and);
        if let Some(site) = self.site {
            self.around(site, &entries);
        }
        self.absent(&entries);
        self.strangers(listed);
        Ok(totals)
    }

    /// Old versions that no publish could delete so far.
    fn old_versions(&self, entries: &BTreeMap<String, Entry>) {
        for (name, entry) in entries {
            for place in &entry.owed {
                let message = "the target may keep old versions of what was taken back here";
                self.findings.warning(Code::OldVersions, message, self.place(name, place));
            }
        }
    }

    /// What the host says beside the files.
    fn around(&self, site: &Site<'_>, entries: &BTreeMap<String, Entry>) {
        site.root();
        let portals: Vec<&String> = entries.keys().filter(|name| *name != ROOT).collect();
        site.portals(&portals, self);
        for (group, client) in
            self.clients.former().filter(|(group, _)| !entries.contains_key(*group))
        {
            site.former(group, client);
        }
    }

    /// What the target lists; nothing where it does not.
    fn listing(&self) -> Option<Listed> {
        match self.handle.block_on(self.store.list("")) {
            Ok(listed) => Some(Mutex::new(listed.into_iter().collect())),
            Err(error) => {
                let message = format!("that nothing else is there was not looked at: {error}");
                self.findings.warning(Code::NotListed, message, Place::new("/"));
                None
            }
        }
    }

    fn place(&self, name: &str, at: &str) -> Place {
        Place::new(at).of(self.clients.owner(name))
    }

    fn group(&self, name: &str, entry: &Entry, listed: Option<&Listed>) -> Option<Totals> {
        let folder = self.place(name, if name == ROOT { "/" } else { name });
        if self.clients.is_former(name) {
            let message = "the portal has moved, and still stands where it was";
            self.findings.error(Code::FormerPlace, message, folder.clone());
        } else if self.clients.is_nobodys(name) {
            let message = "this is the portal of a client that is gone";
            self.findings.error(Code::ClientGone, message, folder.clone());
        }
        if let Some(claim) = &entry.claim {
            if claim.until > self.time {
                let message = "somebody is publishing it right now: old and new files count";
                self.findings.note(Code::Unfinished, message, folder.clone());
            } else {
                let message = "a publish of it did not come to its end";
                self.findings.warning(Code::Unfinished, message, folder.clone());
            }
        }
        let held = self.held(name, entry, listed)?;
        if let Some(built) = self.built.and_then(|tree| tree.groups.get(name))
            && entry.now.as_ref().is_none_or(|now| now.digest != built.digest())
        {
            let message = "what is built here is not what was published";
            self.findings.warning(Code::Unpublished, message, folder);
        }
        let sealed = held.files.contains_key(&format!("{name}/header.json"));
        let kind = if sealed { Kind::Sealed } else { Kind::Plain };
        if let (Kind::Sealed, Some(page)) = (kind, self.page)
            && let Some(expected) = held.files.get(&format!("{name}/index.html"))
            && !expected.states.contains(&page)
        {
            let message = "the page in front of it is not the one that this program makes";
            self.findings.warning(
                Code::OtherShell,
                message,
                self.place(name, &format!("{name}/index.html")),
            );
        }
        let totals: Totals = held
            .files
            .par_iter()
            .map(|(at, expected)| self.file(name, kind, (at, expected), listed))
            .reduce(Totals::default, Totals::and);
        self.leaving(name, &held, listed);
        if let Some(client) = self.clients.at(name) {
            let ledger = format!("{name}/{}", crate::access::LEDGER_FILE);
            let sealed = held.files.contains_key(&ledger);
            let ledger = sealed.then(|| self.handle.block_on(self.store.get(&ledger)).ok()?);
            let ledger = ledger.flatten().map(|seen| seen.bytes);
            access::check(self, client, name, &held, ledger.as_deref());
        }
        if let Some(site) = self.site {
            site.portal(name, &held, self);
        }
        Some(Totals { portals: usize::from(name != ROOT), ..totals })
    }

    /// What the group's inventories say.
    fn held(&self, name: &str, entry: &Entry, listed: Option<&Listed>) -> Option<Held> {
        for pointer in entry.inventories() {
            take(listed, &pointer.inventory);
        }
        let now = entry.now.as_ref().map(|now| self.inventory(name, now, false));
        // Those of publishes that did not end: one that is not there was followed by nothing.
        let unfinished = entry.unfinished().filter_map(|next| self.inventory(name, next, true));
        let unfinished: Vec<Inventory> = unfinished.collect();
        let now = match now {
            Some(read) => Some(read?),
            None => None,
        };
        let held = Held::new(now.into_iter().chain(unfinished), entry.claim.is_some());
        self.progress.found(held.files.len());
        Some(held)
    }

    fn inventory(&self, name: &str, pointer: &Pointer, optional: bool) -> Option<Inventory> {
        let place = &pointer.inventory;
        let message = match self.handle.block_on(self.store.get(place)) {
            Ok(Some(seen)) => match Inventory::open(self.secret, place, &seen.bytes) {
                Ok(inventory) => return Some(inventory),
                Err(_) => {
                    "this inventory is not what was put there: its portal cannot be looked at"
                }
            },
            Ok(None) if optional => return None,
            Ok(None) => "this inventory is not there: its portal cannot be looked at",
            Err(error) => {
                let message = error.to_string();
                self.findings.error(Code::Unreadable, message, self.place(name, place));
                return None;
            }
        };
        self.findings.error(Code::InventoryDamaged, message, self.place(name, place));
        None
    }

    /// One file, on the target and as clients get it.
    fn file(
        &self,
        name: &str,
        kind: Kind,
        (at, expected): (&str, &Expected),
        listed: Option<&Listed>,
    ) -> Totals {
        let len = expected.states.first().map_or(0, |state| state.len);
        let length = take(listed, at);
        let good = match (self.quick, listed) {
            (true, Some(_)) => self.listed_right(name, at, expected, length),
            (true, None) => true,
            (false, _) => self.stored_right(name, at, expected),
        };
        if let Some(site) = self.site.filter(|_| good) {
            let path = Held::inside(name, at);
            if !(self.quick && is_object(path)) {
                site.file(name, (at, expected), kind, self);
            }
        }
        self.progress.done(len);
        Totals { portals: 0, files: 1, bytes: len }
    }

    fn listed_right(&self, name: &str, at: &str, expected: &Expected, length: Option<u64>) -> bool {
        match length {
            Some(length) if expected.has_length(length) => return true,
            Some(_) => {
                let message = "it has not the length that was put there";
                self.findings.error(Code::Altered, message, self.place(name, at));
            }
            None if expected.optional => {}
            None => self.findings.error(Code::Missing, "it is not there", self.place(name, at)),
        }
        false
    }

    fn stored_right(&self, name: &str, at: &str, expected: &Expected) -> bool {
        match self.handle.block_on(self.store.stored(at)) {
            Ok(Some(stored)) if expected.states.contains(&stored) => return true,
            Ok(Some(_)) => {
                let message = "it is not what was put there";
                self.findings.error(Code::Altered, message, self.place(name, at));
            }
            Ok(None) if expected.optional => {}
            Ok(None) => self.findings.error(Code::Missing, "it is not there", self.place(name, at)),
            Err(error) => {
                let message = format!("it cannot be read: {error}");
                self.findings.error(Code::Unreadable, message, self.place(name, at));
            }
        }
        false
    }

    /// What belongs to no state any more and is there still, long after its time.
    fn leaving(&self, name: &str, held: &Held, listed: Option<&Listed>) {
        for (at, since) in &held.leaving {
            let there = take(listed, at).is_some();
            if there && since + crate::publish::GRACE <= self.time {
                let message = "it belongs to no state any more, and its time is over";
                self.findings.note(Code::Leaving, message, self.place(name, at));
            }
        }
    }

    /// Clients of which the target has nothing.
    fn absent(&self, entries: &BTreeMap<String, Entry>) {
        for (group, client) in self.clients.places() {
            if entries.get(group).is_none_or(|entry| entry.now.is_none()) {
                let place = Place::new(group).of(Some(client));
                let message = "this client has no portal on the target";
                self.findings.warning(Code::NotPublished, message, place);
            }
        }
    }

    /// What the target lists beyond all that.
    fn strangers(&self, listed: Option<Listed>) {
        let Some(listed) = listed else { return };
        for at in listed.into_inner().unwrap_or_else(PoisonError::into_inner).into_keys() {
            let (top, _) = at.split_once('/').unwrap_or((&at, ""));
            let place = Place::new(at.as_str()).of(self.clients.owner(top));
            if top == FOLDER && is_inventory(&at) {
                let message = "an inventory that nothing of this secret's refers to: a publish was killed here, or another secret is used here too";
                self.findings.note(Code::Leaving, message, place);
            } else if self.secret.recognises(top).is_some()
                || [DOOR_FOLDER, SHELL_FOLDER].contains(&top)
            {
                let message = "nobody published it, and it stands among what is Keyfolio's";
                self.findings.error(Code::Stranger, message, place);
            } else {
                self.findings.warning(Code::Stranger, "Keyfolio did not put it there", place);
            }
        }
    }
}

/// Takes a file out of what the target lists; gives its length.
fn take(listed: Option<&Listed>, at: &str) -> Option<u64> {
    listed?.lock().unwrap_or_else(PoisonError::into_inner).remove(at)
}

/// Whether a file in the folder of inventories can be one, by its name.
fn is_inventory(at: &str) -> bool {
    let name = at.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix('/'));
    name.is_some_and(crate::seal::Door::is_name)
}

/// Whether it has another name whenever its content is another.
pub(super) fn is_object(path: &str) -> bool {
    path.starts_with("objects/")
}
