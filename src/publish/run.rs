//! Does what a plan says, in the order in which nobody sees a half of anything.

use super::headers::Headers;
use super::index::{Claim, Entry, Index, Pointer};
use super::plan::{GRACE, GroupPlan, Plan, part};
use super::store::{Seen, Store};
use super::tree::{Group, Tree, inside};
use super::{PublishError, Survey};
use crate::access::Secret;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::collections::{BTreeMap, BTreeSet};

/// How long a publisher may take to put what is fetched by name, in seconds; others keep away so long.
const CLAIM: i64 = 900;
/// How often a part of the index is written anew when other publishers write it too.
const TRIES: usize = 20;
/// How many files of one portal are put at a time, of those that are fetched by name.
const TOGETHER: usize = 4;

/// How to publish.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many files are under way at a time.
    pub parallel: usize,
    /// This publisher's name: random, the same for each publish of a workspace on one machine.
    pub publisher: String,
    /// Now, in seconds since 1970.
    pub time: i64,
}

/// Hears how far a publish is.
pub trait Progress: Sync {
    /// So many bytes more were sent.
    fn sent(&self, bytes: u64);
    /// One more file is there.
    fn put(&self);
}

/// What a publish did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that were put.
    pub put: usize,
    /// Files that were deleted.
    pub deleted: usize,
    /// Bytes that were sent.
    pub bytes: u64,
}

impl Outcome {
    /// Waits for files to be put, each of which gives its length.
    async fn count(
        &mut self,
        sent: impl Stream<Item = Result<u64, PublishError>>,
    ) -> Result<(), PublishError> {
        let mut sent = std::pin::pin!(sent);
        while let Some(bytes) = sent.try_next().await? {
            self.put += 1;
            self.bytes += bytes;
        }
        Ok(())
    }
}

/// Makes of the target what the plan says.
///
/// # Errors
/// When another publisher is at work on one of the groups, when a file changed, or when the target does
/// not do its part. What was put stays, and the next publish goes on from there.
pub async fn publish(
    store: &Store,
    secret: &Secret,
    tree: &Tree,
    survey: Survey,
    plan: &Plan,
    options: &Options,
    progress: &impl Progress,
) -> Result<Outcome, PublishError> {
    let changes: Vec<&GroupPlan> = plan.changes().collect();
    for group in &changes {
        unclaimed(&group.name, group.entry.as_ref(), options)?;
    }
    let run = Run { store, secret, tree, options, progress };
    let mut outcome = Outcome::default();
    run.put_immutable(&changes, &mut outcome).await?;
    let pointers = run.inventories(&changes).await?;
    let mut parts = survey.parts;
    let until = options.time + CLAIM;
    let claim = |group: &GroupPlan, entry: &mut Entry| {
        let to = pointers.get(&group.name).cloned();
        entry.claim = Some(Claim { to, by: options.publisher.clone(), until });
    };
    run.write_index(&mut parts, &changes, &|_, entry, group| entry == group.entry.as_ref(), &claim)
        .await?;
    run.put_named(&changes, &mut outcome).await?;
    run.delete(&changes, &mut outcome).await?;
    let ours = |name: &str, entry: Option<&Entry>, _: &GroupPlan| {
        let claim = entry.and_then(|entry| entry.claim.as_ref());
        claim.is_some_and(|claim| {
            claim.by == options.publisher && claim.to.as_ref() == pointers.get(name)
        })
    };
    let finish = |group: &GroupPlan, entry: &mut Entry| {
        *entry = Entry { now: pointers.get(&group.name).cloned(), claim: None };
    };
    run.write_index(&mut parts, &changes, &ours, &finish).await?;
    run.forget_inventories(&changes, &pointers).await?;
    store.tidy();
    Ok(outcome)
}

/// That nobody else is at work on the group.
fn unclaimed(name: &str, entry: Option<&Entry>, options: &Options) -> Result<(), PublishError> {
    match entry.and_then(|entry| entry.claim.as_ref()) {
        Some(claim) if claim.by != options.publisher && claim.until > options.time => {
            Err(PublishError::Claimed { group: name.to_owned(), until: claim.until })
        }
        _ => Ok(()),
    }
}

struct Run<'a, P> {
    store: &'a Store,
    secret: &'a Secret,
    tree: &'a Tree,
    options: &'a Options,
    progress: &'a P,
}

impl<P: Progress> Run<'_, P> {
    /// Puts what nobody asks for yet, of all groups.
    async fn put_immutable(
        &self,
        changes: &[&GroupPlan],
        outcome: &mut Outcome,
    ) -> Result<(), PublishError> {
        let files = changes.iter().flat_map(|plan| {
            let group = self.tree.groups.get(&plan.name);
            plan.put.immutable.iter().filter_map(move |place| Some((group?, place)))
        });
        let sent = stream::iter(files)
            .map(|(group, place)| self.put_file(group, place))
            .buffer_unordered(self.options.parallel);
        outcome.count(sent).await
    }

    /// Puts what is fetched by name: portal by portal, so that for each the time between the first
    /// and the last of it is short.
    async fn put_named(
        &self,
        changes: &[&GroupPlan],
        outcome: &mut Outcome,
    ) -> Result<(), PublishError> {
        let groups =
            changes.iter().filter_map(|plan| Some((self.tree.groups.get(&plan.name)?, plan)));
        let sent = stream::iter(groups)
            .map(|(group, plan)| async move {
                let mut outcome = Outcome::default();
                for step in [&plan.put.named, &plan.put.last] {
                    let sent = stream::iter(step)
                        .map(|place| self.put_file(group, place))
                        .buffer_unordered(TOGETHER);
                    outcome.count(sent).await?;
                }
                Ok::<_, PublishError>(outcome)
            })
            .buffer_unordered(self.options.parallel.div_ceil(2));
        let mut sent = std::pin::pin!(sent);
        while let Some(of_group) = sent.try_next().await? {
            outcome.put += of_group.put;
            outcome.bytes += of_group.bytes;
        }
        Ok(())
    }

    /// Puts one file; gives its length.
    async fn put_file(&self, group: &Group, place: &str) -> Result<u64, PublishError> {
        let local = &group.files[place];
        let headers = Headers::of(inside(&group.name, place), group.kind, self.store.has_cdn());
        let sent = |bytes| self.progress.sent(bytes);
        self.store.put_file(place, &local.disk, local.stored.len, &headers, sent).await?;
        self.progress.put();
        Ok(local.stored.len)
    }

    /// Puts the inventories of what the groups are about to be: their names change with them, so
    /// nothing refers to them yet.
    async fn inventories(
        &self,
        changes: &[&GroupPlan],
    ) -> Result<BTreeMap<String, Pointer>, PublishError> {
        let wanted =
            changes.iter().filter_map(|group| Some((&group.name, group.inventory.as_ref()?)));
        stream::iter(wanted)
            .map(|(name, inventory)| async move {
                let (place, bytes) = inventory.seal(self.secret, name)?;
                self.store.put(&place, bytes).await?;
                let pointer = Pointer {
                    digest: inventory.digest(),
                    inventory: place,
                    due: inventory.due(GRACE),
                };
                Ok((name.clone(), pointer))
            })
            .buffer_unordered(self.options.parallel)
            .try_collect()
            .await
    }

    /// Changes the entries of the groups in the index. A part that another publisher wrote meanwhile is
    /// read again: only when an entry of ours is no longer `as_known` is there a quarrel.
    async fn write_index(
        &self,
        parts: &mut [(Index, Option<Seen>)],
        changes: &[&GroupPlan],
        as_known: &impl Fn(&str, Option<&Entry>, &GroupPlan) -> bool,
        change: &impl Fn(&GroupPlan, &mut Entry),
    ) -> Result<(), PublishError> {
        let touched: BTreeSet<u8> = changes.iter().map(|group| part(group)).collect();
        for number in touched {
            let (index, seen) = &mut parts[usize::from(number)];
            let ours: Vec<&GroupPlan> =
                changes.iter().copied().filter(|group| part(group) == number).collect();
            let place = Index::place(self.secret, number);
            for attempt in 1.. {
                let mut next = index.clone();
                for group in &ours {
                    let entry = next.groups.get(&group.name);
                    if !as_known(&group.name, entry, group) {
                        unclaimed(&group.name, entry, self.options)?;
                        let until = self.options.time;
                        return Err(PublishError::Claimed { group: group.name.clone(), until });
                    }
                    let entry = next.groups.entry(group.name.clone()).or_default();
                    change(group, entry);
                    if *entry == Entry::default() {
                        next.groups.remove(&group.name);
                    }
                }
                let bytes = next.seal(self.secret, number)?;
                match self.store.put_if(&place, bytes, seen.as_ref()).await {
                    Ok(written) => {
                        (*index, *seen) = (next, Some(written));
                        break;
                    }
                    Err(error) if error.is_conflict() && attempt < TRIES => {
                        *seen = self.store.get(&place).await?;
                        *index = match seen {
                            Some(seen) => Index::open(self.secret, number, &seen.bytes)?,
                            None => Index::new(),
                        };
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    async fn delete(
        &self,
        changes: &[&GroupPlan],
        outcome: &mut Outcome,
    ) -> Result<(), PublishError> {
        let places: Vec<String> =
            changes.iter().flat_map(|group| group.delete.iter().cloned()).collect();
        if !places.is_empty() {
            outcome.deleted += places.len();
            self.store.delete(places).await?;
        }
        Ok(())
    }

    /// Deletes inventories that nothing points to any more.
    async fn forget_inventories(
        &self,
        changes: &[&GroupPlan],
        pointers: &BTreeMap<String, Pointer>,
    ) -> Result<(), PublishError> {
        let old = changes.iter().filter_map(|group| {
            let entry = group.entry.as_ref()?;
            Some(entry.inventories().map(|pointer| pointer.inventory.clone()))
        });
        let kept: BTreeSet<&String> = pointers.values().map(|pointer| &pointer.inventory).collect();
        let old: BTreeSet<String> = old.flatten().filter(|place| !kept.contains(place)).collect();
        if old.is_empty() {
            return Ok(());
        }
        self.store.delete(old.into_iter().collect()).await
    }
}
