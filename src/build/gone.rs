//! What belongs to no client any more: which build takes it away, and what it is.

use super::doors::FORMER;
use super::ledger::LOOK_AHEAD;
use super::stages::{Done, Places};
use super::{Builder, Outcome, Stop};
use crate::access::Locator;
use crate::diagnostics::Code;
use crate::shard::Shard;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What a build is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    /// The clients to be built.
    pub ids: &'a [String],
    /// All clients, as far as they could be listed, where other shards build those that are not
    /// in `ids`.
    pub beside: Option<&'a [String]>,
    /// All clients, where that is certain.
    pub everyone: Option<&'a [String]>,
    /// Whether all of them are built.
    pub is_whole: bool,
    /// Whether what belongs to no client is removed.
    pub removes: bool,
    /// Whether the pages of the root are written.
    pub has_root: bool,
}

impl<'a> Scope<'a> {
    /// All clients; `known` when there are certainly no more than these.
    pub fn whole(ids: &'a [String], known: bool) -> Self {
        let everyone = known.then_some(ids);
        Self { ids, beside: None, everyone, is_whole: known, removes: known, has_root: true }
    }

    /// These, and what is known of others is that they stay as they are.
    pub fn some(ids: &'a [String]) -> Self {
        Self { ids, beside: None, everyone: None, is_whole: false, removes: false, has_root: true }
    }

    /// The clients `ids` out of `all`, which are the shard's; `known` as in [`Scope::whole`].
    pub fn share(ids: &'a [String], shard: Shard, all: &'a [String], known: bool) -> Self {
        Self {
            ids,
            beside: Some(all),
            everyone: known.then_some(all),
            is_whole: false,
            removes: known && shard.is_first(),
            has_root: shard.is_first(),
        }
    }
}

impl Builder {
    /// Removes the portals of clients that are not in the content any more: all but those that are
    /// `standing`. Where there is no `content` folder at all, something is wrong with the
    /// workspace, and nothing is removed.
    pub(super) fn remove_gone(
        &self,
        places: &Places<'_>,
        standing: Vec<Option<Locator>>,
        built: &[Done],
    ) -> Result<Vec<Locator>, Stop> {
        if !self.root().join("content").is_dir() {
            return Ok(Vec::new());
        }
        // Where one client's `access.yaml` is too old, its portal stands where no client is.
        let lost = |done: &Done| done.portal.diagnostics.iter().any(|d| d.code == Code::AccessLost);
        if built.iter().any(lost) {
            return Ok(Vec::new());
        }
        // Where one portal stands cannot be told: it could be any that nobody asks for.
        let Some(wanted) = standing.into_iter().collect() else {
            return Ok(Vec::new());
        };
        if let Some(preview) = &places.preview {
            preview.keep_only(&wanted)?;
        }
        let mut doors = BTreeSet::new();
        for done in built {
            match done.portal.outcome {
                // It has those that it had.
                Outcome::Failed { .. } => doors.extend(places.output.slots(&done.portal.locator)?),
                _ => doors.extend(done.doors.iter().cloned()),
            }
        }
        places.output.keep_only_doors(&doors)?;
        Ok(places.output.keep_only(&wanted)?)
    }

    /// The same where other shards build most of these clients, perhaps into this output too, perhaps
    /// later: what is, was or may yet be a place of one of them is theirs to remove.
    pub(super) fn remove_gone_beside(
        &self,
        Places { output, preview, .. }: &Places<'_>,
        everyone: &[String],
    ) -> Result<Vec<Locator>, Stop> {
        if !self.root().join("content").is_dir() {
            return Ok(Vec::new());
        }
        let standing = everyone.par_iter().map(|id| self.content.standing(&self.secret, id));
        let Some(wanted) = standing.collect::<Option<BTreeSet<Locator>>>() else {
            return Ok(Vec::new());
        };
        let (mut kept, mut gone) = (Vec::new(), output.portals()?);
        kept.extend(gone.extract_if(.., |locator| wanted.contains(locator)));
        if !gone.is_empty() {
            let near: BTreeSet<Locator> =
                everyone.par_iter().flat_map_iter(|id| self.places_of(id)).collect();
            kept.extend(gone.extract_if(.., |locator| near.contains(locator)));
        }
        let mut doors = BTreeSet::new();
        for locator in &kept {
            doors.extend(output.slots(locator)?);
        }
        output.keep_only_doors(&doors)?;
        for locator in &gone {
            if let Some(preview) = preview {
                preview.remove_portal(locator)?;
            }
            output.remove_portal(locator)?;
        }
        Ok(gone)
    }

    /// Where the client's portal may be: also where it was before it moved, or is while its
    /// `access.yaml` is too old.
    fn places_of(&self, id: &str) -> impl Iterator<Item = Locator> {
        let access = self.content.workspace().access_file(id).value.unwrap_or_default();
        let now = access.rotation;
        let rotations = now.saturating_sub(FORMER)..=now.saturating_add(LOOK_AHEAD);
        rotations.map(|rotation| self.secret.locator(id, rotation))
    }
}
