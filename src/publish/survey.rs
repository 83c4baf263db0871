//! What the target has, before anything is done to it.

use super::PublishError;
use super::index::{Claim, Entry, FOLDER, Index, Inventory, PARTS, Pointer};
use super::plan::{Known, is_settled};
use super::run::Options;
use super::store::{Seen, Store};
use super::tree::{Group, ROOT, Tree};
use crate::access::Secret;
use futures_util::{StreamExt, TryStreamExt, stream};
use std::collections::{BTreeMap, BTreeSet};

/// How many inventories are fetched at a time.
const AT_ONCE: usize = 32;
/// How often the target is read anew where what it says does not hold together.
const ATTEMPTS: usize = 3;

/// What is believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looks {
    /// The target's own inventory: a handful of requests.
    AtInventory,
    /// What the target lists, with the inventory beside it: names and lengths. Inventories that cannot be
    /// read are done without: everything is put again then.
    AtListing,
    /// The same, and what is in each file.
    AtContents,
    /// The same as the listing, and no file is believed to be what it should be.
    AtNothing,
}

impl Looks {
    fn lists(self) -> bool {
        self != Self::AtInventory
    }
}

/// What the target says of itself: the index, and the inventories that matter.
#[derive(Debug)]
pub struct Survey {
    pub(super) parts: Vec<(Index, Option<Seen>)>,
    /// What it has of each group.
    pub known: BTreeMap<String, Known>,
    /// How many files it lists that no inventory tells of; 0 where no listing was looked at.
    pub unknown: usize,
    /// How many files were read to see what is in them.
    pub read: usize,
}

impl Survey {
    /// What the index says of each group.
    pub(super) async fn entries(
        store: &Store,
        secret: &Secret,
    ) -> Result<BTreeMap<String, Entry>, PublishError> {
        let reader = Reader { store, secret, looks: Looks::AtInventory };
        let parts = reader.parts().await?;
        Ok(parts.into_iter().flat_map(|(index, _)| index.groups).collect())
    }

    /// Reads the index, and the inventories of the groups that are not settled: of those that are in the
    /// tree, and of those that are not but are to be `removed`. What others publish is not looked at: they
    /// may be doing so at this moment.
    ///
    /// # Errors
    /// When the target cannot be read, or holds another's index.
    pub async fn read(
        store: &Store,
        secret: &Secret,
        tree: &Tree,
        removed: impl Fn(&str) -> bool,
        looks: Looks,
        options: &Options,
    ) -> Result<Self, PublishError> {
        let mut attempts = 1..ATTEMPTS;
        loop {
            match Self::attempt(store, secret, tree, &removed, looks, options).await {
                // Another publish may have come to its end since the index was read.
                Err(PublishError::Inventory { .. }) if attempts.next().is_some() => {}
                result => return result,
            }
        }
    }

    async fn attempt(
        store: &Store,
        secret: &Secret,
        tree: &Tree,
        removed: &impl Fn(&str) -> bool,
        looks: Looks,
        options: &Options,
    ) -> Result<Self, PublishError> {
        let reader = Reader { store, secret, looks };
        let parts = reader.parts().await?;
        let entries = parts.iter().flat_map(|(index, _)| &index.groups);
        let known: BTreeMap<String, Known> = stream::iter(entries)
            .map(|(name, entry)| async move {
                let group = tree.groups.get(name);
                let known = if looks.lists() || group.is_some() || removed(name) {
                    reader.known(group, entry, options).await?
                } else {
                    Known { entry: Some(entry.clone()), ..Known::default() }
                };
                Ok::<_, PublishError>((name.clone(), known))
            })
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        let mut survey = Self { parts, known, unknown: 0, read: 0 };
        if looks.lists() {
            survey.compare(secret, &store.list("").await?);
        }
        survey.doubt(store, tree, looks, options.parallel).await?;
        Ok(survey)
    }

    /// Takes out of the inventories what the target does not list, and counts what it lists beyond.
    fn compare(&mut self, secret: &Secret, listed: &[(String, u64)]) {
        let listed: BTreeMap<&str, u64> =
            listed.iter().map(|(place, len)| (place.as_str(), *len)).collect();
        let mut ours: BTreeSet<String> =
            (0..PARTS).map(|part| Index::place(secret, part)).collect();
        for known in self.known.values_mut() {
            let entry = known.entry.iter();
            ours.extend(
                entry.flat_map(Entry::inventories).map(|pointer| pointer.inventory.clone()),
            );
            for inventory in known.now.iter_mut().chain(&mut known.unfinished) {
                ours.extend(inventory.files.keys().chain(inventory.leaving.keys()).cloned());
                let there = inventory.files.len();
                inventory
                    .files
                    .retain(|place, stored| listed.get(place.as_str()) == Some(&stored.len));
                known.lacks |= inventory.files.len() < there;
            }
        }
        // Inventories of an earlier state that a killed publish left are ours too.
        let is_ours = |place: &str| ours.contains(place) || place.starts_with(FOLDER);
        self.unknown = listed.keys().filter(|place| !is_ours(place)).count();
    }
}

impl Survey {
    /// The pages of the root that the target has already, with other bytes, though no publish with this secret has
    /// put any there: a web site of somebody else's, or what was put with another secret. Looked for only before the
    /// first publish of the root.
    ///
    /// # Errors
    /// When the target cannot be asked.
    pub async fn others_pages(
        &self,
        store: &Store,
        tree: &Tree,
    ) -> Result<Vec<String>, PublishError> {
        let root = tree.groups.get(ROOT).filter(|_| !self.known.contains_key(ROOT));
        let pages = root.into_iter().flat_map(|root| &root.files);
        // What stands in a folder is called by its hash.
        let pages = pages.filter(|(place, _)| !place.contains('/'));
        let others = stream::iter(pages)
            .map(|(place, local)| async move {
                let wanted = local.stored;
                let is_others = match store.length(place).await? {
                    None => false,
                    Some(len) if len == wanted.len => store.stored(place).await? != Some(wanted),
                    Some(_) => true,
                };
                Ok::<_, PublishError>(is_others.then(|| place.clone()))
            })
            .buffered(AT_ONCE)
            .try_filter_map(async |place| Ok(place));
        others.try_collect().await
    }

    /// Finds out which files are to be put again, of those that the target lists and that are not to change.
    async fn doubt(
        &mut self,
        store: &Store,
        tree: &Tree,
        looks: Looks,
        parallel: usize,
    ) -> Result<(), PublishError> {
        if !matches!(looks, Looks::AtContents | Looks::AtNothing) {
            return Ok(());
        }
        let believed = self.known.iter().flat_map(|(name, known)| {
            let files = tree.groups.get(name).into_iter().flat_map(|group| &group.files);
            files.filter_map(move |(place, local)| {
                let mut inventories = known.now.iter().chain(&known.unfinished);
                let there = inventories.any(|held| held.files.get(place) == Some(&local.stored));
                there.then_some((name, place, local.stored))
            })
        });
        let believed: Vec<_> = believed.collect();
        let read = if looks == Looks::AtContents { believed.len() } else { 0 };
        let doubted = stream::iter(believed)
            .map(|(name, place, wanted)| async move {
                let good = looks == Looks::AtContents && store.stored(place).await? == Some(wanted);
                Ok::<_, PublishError>((!good).then(|| (name.clone(), place.clone())))
            })
            .buffer_unordered(parallel)
            .try_filter_map(async |doubted| Ok(doubted));
        let doubted: Vec<(String, String)> = doubted.try_collect().await?;
        for (name, place) in doubted {
            self.known.entry(name).or_default().doubted.insert(place);
        }
        self.read = read;
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    store: &'a Store,
    secret: &'a Secret,
    looks: Looks,
}

impl Reader<'_> {
    async fn parts(self) -> Result<Vec<(Index, Option<Seen>)>, PublishError> {
        let parts = stream::iter(0..PARTS).map(|part| self.part(part));
        parts.buffered(usize::from(PARTS)).try_collect().await
    }

    async fn part(self, part: u8) -> Result<(Index, Option<Seen>), PublishError> {
        let seen = self.store.get(&Index::place(self.secret, part)).await?;
        let Some(held) = &seen else { return Ok((Index::new(), None)) };
        match Index::open(self.secret, part, &held.bytes) {
            Ok(index) => Ok((index, seen)),
            Err(_) if self.looks.lists() => Ok((Index::new(), seen)),
            Err(error) => Err(error),
        }
    }

    async fn known(
        self,
        group: Option<&Group>,
        entry: &Entry,
        options: &Options,
    ) -> Result<Known, PublishError> {
        let stands = entry.now.clone();
        let mut known = Known { entry: Some(entry.clone()), stands, ..Known::default() };
        let Options { time, grace, .. } = *options;
        let settled = is_settled(entry, group.map(Group::digest).as_deref(), time, grace);
        if settled && !self.looks.lists() {
            return Ok(known);
        }
        for to in entry.unfinished() {
            known.unfinished.extend(self.inventory(to).await?);
        }
        let Some(now) = &entry.now else { return Ok(known) };
        known.now = self.inventory(now).await?;
        if known.now.is_some() {
            return Ok(known);
        }
        // The inventory of the former state goes when all else is done: then the claim was carried
        // out, and only the last word was not said.
        match &entry.claim {
            Some(Claim { to: None, .. }) => known.stands = None,
            Some(Claim { to: Some(to), .. }) if !known.unfinished.is_empty() => {
                known.stands = Some(to.clone());
                known.now = Some(known.unfinished.remove(0));
            }
            _ if self.looks.lists() => known.lacks = true,
            _ => return Err(PublishError::Inventory { place: now.inventory.clone() }),
        }
        Ok(known)
    }

    /// An inventory, or nothing where there is none.
    async fn inventory(self, pointer: &Pointer) -> Result<Option<Inventory>, PublishError> {
        let place = &pointer.inventory;
        let Some(seen) = self.store.get(place).await? else { return Ok(None) };
        match Inventory::open(self.secret, place, &seen.bytes) {
            Ok(inventory) => Ok(Some(inventory)),
            Err(_) if self.looks.lists() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
