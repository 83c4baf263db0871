//! Does what a plan says, in the order in which nobody sees a half of anything.

use super::headers::Headers;
use super::index::{Claim, Entry, Index, Pointer, Stored};
use super::past;
use super::plan::{GroupPlan, Known, Plan, is_door, part};
use super::store::{Seen, Store};
use super::tree::{Group, Tree, inside};
use super::{Left, PublishError, Survey};
use crate::access::Secret;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How long others keep away from a group once a publisher has claimed it, in seconds. What takes
/// longer renews its claim.
const CLAIM: i64 = 900;
/// How often a claim is renewed.
const RENEWAL: Duration = Duration::from_secs(300);
/// How long to go on writing a part of the index anew while other publishers write it too. Each time one
/// of them got through, so this is for very many of them.
const PATIENCE: Duration = Duration::from_secs(600);
/// The longest that the first pause before that may be; it doubles up to sixty-four times as much.
const PAUSE: Duration = Duration::from_millis(30);
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
    /// How long what is no longer referred to stays, in seconds.
    pub grace: i64,
}

/// Hears how far a publish is.
pub trait Progress: Sync {
    /// So many bytes more were sent.
    fn sent(&self, bytes: u64);
    /// One more file is there.
    fn put(&self);
}

/// What a publish did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files that were put.
    pub put: usize,
    /// Files that were deleted.
    pub deleted: usize,
    /// Bytes that were sent.
    pub bytes: u64,
    /// What may be there still of what was taken back.
    pub left: Vec<Left>,
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
    let sealed = inventories(secret, &changes)?;
    let Survey { mut parts, known, .. } = survey;
    let start = Instant::now();
    let run = Run { store, secret, tree, known, changes, sealed, options, start, progress };
    run.claim(&mut parts).await?;
    let versioned = parts.iter().filter_map(|(_, seen)| seen.as_ref()).any(Seen::has_version);
    let outcome = run.keeping_others_away(&mut parts, run.carry_out(versioned)).await?;
    run.finish(&mut parts, &outcome.left).await?;
    Ok(outcome)
}

/// The inventories of what the groups are about to be, by group.
fn inventories(
    secret: &Secret,
    changes: &[&GroupPlan],
) -> Result<BTreeMap<String, (Pointer, Vec<u8>)>, PublishError> {
    let wanted = changes.iter().filter_map(|group| Some((&group.name, group.inventory.as_ref()?)));
    let sealed = wanted.map(|(name, inventory)| {
        let (place, bytes) = inventory.seal(secret, name)?;
        let leaving = inventory.oldest_leaving();
        let pointer = Pointer { digest: inventory.digest(), inventory: place, leaving };
        Ok((name.clone(), (pointer, bytes)))
    });
    sealed.collect()
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

/// Waits, longer with each attempt and by chance, so that publishers that met do not meet again.
async fn step_aside(attempt: u32) {
    let longest = PAUSE * 2_u32.pow(attempt.min(6));
    let chance = f64::from(getrandom::u32().unwrap_or_default()) / f64::from(u32::MAX);
    tokio::time::sleep(longest.mul_f64(chance)).await;
}

/// The parts of the index, as they were last seen.
type Parts = [(Index, Option<Seen>)];

struct Run<'a, P> {
    store: &'a Store,
    secret: &'a Secret,
    tree: &'a Tree,
    known: BTreeMap<String, Known>,
    changes: Vec<&'a GroupPlan>,
    sealed: BTreeMap<String, (Pointer, Vec<u8>)>,
    options: &'a Options,
    start: Instant,
    progress: &'a P,
}

impl<P: Progress> Run<'_, P> {
    /// All that is done between the claim and the last word. `versioned`: whether the target keeps old versions,
    /// or did.
    async fn carry_out(&self, versioned: bool) -> Result<Outcome, PublishError> {
        let mut outcome = Outcome::default();
        self.put_inventories().await?;
        self.put_immutable(&mut outcome).await?;
        self.put_named(&mut outcome).await?;
        self.delete(&mut outcome).await?;
        outcome.left =
            past::forget(self.store, &self.changes, versioned, self.options.parallel).await;
        self.forget_inventories().await?;
        Ok(outcome)
    }

    /// Waits for the work, however long it takes, and renews the claim meanwhile.
    async fn keeping_others_away<T>(
        &self,
        parts: &mut Parts,
        work: impl Future<Output = Result<T, PublishError>>,
    ) -> Result<T, PublishError> {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                done = &mut work => return done,
                () = tokio::time::sleep(RENEWAL) => self.renew(parts).await?,
            }
        }
    }

    /// Until when others are told to keep away, in seconds since 1970.
    fn until(&self) -> i64 {
        let passed = i64::try_from(self.start.elapsed().as_secs()).unwrap_or(i64::MAX);
        self.options.time.saturating_add(passed).saturating_add(CLAIM)
    }

    /// Where the inventory of what the group is about to be is put.
    fn to(&self, group: &str) -> Option<&Pointer> {
        self.sealed.get(group).map(|(pointer, _)| pointer)
    }

    /// Says in the index what is about to be done, before anything is put: so whatever a publish
    /// leaves that does not come to its end, the next one knows of.
    async fn claim(&self, parts: &mut Parts) -> Result<(), PublishError> {
        let as_known = |group: &GroupPlan, entry: Option<&Entry>| entry == group.entry.as_ref();
        let claim = |group: &GroupPlan, entry: &mut Entry| {
            let to = self.to(&group.name).cloned();
            let elsewhere = |pointer: &&Pointer| {
                let places =
                    [&to, &group.stands].map(|other| other.as_ref().map(|at| &at.inventory));
                !places.contains(&Some(&pointer.inventory))
            };
            let before = entry.unfinished().filter(elsewhere).cloned().collect();
            let (by, until) = (self.options.publisher.clone(), self.until());
            entry.claim = Some(Claim { to, before, by, until });
            entry.now.clone_from(&group.stands);
            entry.owed.clone_from(&group.forget);
        };
        self.write_index(parts, &as_known, &claim).await
    }

    /// Keeps others away for longer; finds out whether one of them came nonetheless.
    async fn renew(&self, parts: &mut Parts) -> Result<(), PublishError> {
        let until = self.until();
        let renewed = |_: &GroupPlan, entry: &mut Entry| {
            if let Some(claim) = &mut entry.claim {
                claim.until = until;
            }
        };
        self.write_index(parts, &|group, entry| self.is_ours(group, entry), &renewed).await
    }

    /// The last word: what was claimed is so.
    async fn finish(&self, parts: &mut Parts, left: &[Left]) -> Result<(), PublishError> {
        let mut by_group: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for left in left.iter().filter(|left| left.owed) {
            by_group.entry(&left.group).or_default().push(left.place.clone());
        }
        let finish = |group: &GroupPlan, entry: &mut Entry| {
            let owed = by_group.get(&*group.name).cloned().unwrap_or_default();
            *entry = Entry { now: self.to(&group.name).cloned(), claim: None, owed };
        };
        self.write_index(parts, &|group, entry| self.is_ours(group, entry), &finish).await
    }

    /// Whether the group is claimed by this run.
    fn is_ours(&self, group: &GroupPlan, entry: Option<&Entry>) -> bool {
        let claim = entry.and_then(|entry| entry.claim.as_ref());
        claim.is_some_and(|claim| {
            claim.by == self.options.publisher && claim.to.as_ref() == self.to(&group.name)
        })
    }

    /// Puts the inventories of what the groups are about to be.
    async fn put_inventories(&self) -> Result<(), PublishError> {
        stream::iter(self.sealed.values())
            .map(|(pointer, bytes)| self.store.put(&pointer.inventory, bytes.clone()))
            .buffer_unordered(self.options.parallel)
            .try_collect()
            .await
    }

    /// Puts what nobody asks for yet, of all groups.
    async fn put_immutable(&self, outcome: &mut Outcome) -> Result<(), PublishError> {
        let files = self.changes.iter().flat_map(|plan| {
            let group = self.tree.groups.get(&plan.name);
            let steps = [(&plan.put.immutable, false), (&plan.put.perhaps, true)];
            let files =
                steps.map(|(places, perhaps)| places.iter().map(move |place| (place, perhaps)));
            files.into_iter().flatten().filter_map(move |file| Some((group?, file)))
        });
        let sent = stream::iter(files)
            .map(async |(group, (place, perhaps))| {
                if perhaps && self.is_there(group, place).await? {
                    return Ok(None);
                }
                self.put_file(group, place).await.map(Some)
            })
            .buffer_unordered(self.options.parallel)
            .try_filter_map(async |sent| Ok(sent));
        outcome.count(sent).await
    }

    /// Whether a file whose name holds its content's hash is there, whole.
    async fn is_there(&self, group: &Group, place: &str) -> Result<bool, PublishError> {
        let len = group.local(place).stored.len;
        let there = self.store.length(place).await? == Some(len);
        if there {
            self.progress.sent(len);
        }
        Ok(there)
    }

    /// Puts what is fetched by name: portal by portal, so that for each the time between the first
    /// and the last of it is short.
    async fn put_named(&self, outcome: &mut Outcome) -> Result<(), PublishError> {
        let groups =
            self.changes.iter().filter_map(|plan| Some((self.tree.groups.get(&plan.name)?, plan)));
        let sent = stream::iter(groups)
            .map(|(group, plan)| async move {
                let mut outcome = Outcome::default();
                for step in plan.put.named.values() {
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
        let local = group.local(place);
        let headers = Headers::of(inside(&group.name, place), group.kind, self.store.has_cdn());
        let sent = |bytes| self.progress.sent(bytes);
        self.store.put_file(place, &local.disk, local.stored, &headers, sent).await?;
        self.progress.put();
        Ok(local.stored.len)
    }

    /// Changes the entries of the groups in the index. A part that another publisher wrote meanwhile is
    /// read again: only when an entry of ours is no longer `as_known` is there a quarrel.
    async fn write_index(
        &self,
        parts: &mut Parts,
        as_known: &impl Fn(&GroupPlan, Option<&Entry>) -> bool,
        change: &impl Fn(&GroupPlan, &mut Entry),
    ) -> Result<(), PublishError> {
        let touched: BTreeSet<u8> = self.changes.iter().map(|group| part(group)).collect();
        for number in touched {
            let (index, seen) = &mut parts[usize::from(number)];
            let ours: Vec<&GroupPlan> =
                self.changes.iter().copied().filter(|group| part(group) == number).collect();
            let place = Index::place(self.secret, number);
            let start = Instant::now();
            for attempt in 0.. {
                let alone = self.store.alone().await?;
                if attempt > 0 || alone.is_some() {
                    *seen = self.store.get(&place).await?;
                    *index = match seen {
                        Some(seen) => Index::open(self.secret, number, &seen.bytes)?,
                        None => Index::new(),
                    };
                }
                let mut next = index.clone();
                for group in &ours {
                    let entry = next.groups.get(&group.name);
                    if !as_known(group, entry) {
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
                match self.store.put_if(&place, bytes.clone(), seen.as_ref()).await {
                    Ok(written) => {
                        (*index, *seen) = (next, Some(written));
                        break;
                    }
                    Err(error) if error.is_conflict() && start.elapsed() < PATIENCE => {
                        // It was put, and the answer to that was lost.
                        *seen = self.store.get(&place).await?;
                        if seen.as_ref().is_some_and(|seen| seen.bytes == bytes) {
                            *index = next;
                            break;
                        }
                        step_aside(attempt).await;
                    }
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(())
    }

    async fn delete(&self, outcome: &mut Outcome) -> Result<(), PublishError> {
        let places = self
            .changes
            .iter()
            .flat_map(|&group| group.delete.iter().map(move |place| (group, place)));
        let (doors, others): (Vec<_>, Vec<_>) = places.partition(|(_, place)| is_door(place));
        if !others.is_empty() {
            outcome.deleted += others.len();
            self.store.delete(others.into_iter().map(|(_, place)| place.clone()).collect()).await?;
        }
        let gone = stream::iter(doors)
            .map(|(group, place)| self.delete_door(group, place))
            .buffer_unordered(self.options.parallel);
        let gone: Vec<bool> = gone.try_collect().await?;
        outcome.deleted += gone.into_iter().filter(|gone| *gone).count();
        Ok(())
    }

    /// Deletes a door, unless it leads to another portal by now: a code that is given to another client
    /// keeps its door, and another publisher may have put that online meanwhile.
    async fn delete_door(&self, group: &GroupPlan, place: &str) -> Result<bool, PublishError> {
        let Some(seen) = self.store.get(place).await? else { return Ok(false) };
        let there = Stored::of(&seen.bytes);
        let known = self.known.get(&group.name);
        let mut inventories =
            known.iter().flat_map(|known| known.now.iter().chain(&known.unfinished));
        if !inventories.any(|inventory| inventory.files.get(place) == Some(&there)) {
            return Ok(false);
        }
        self.store.delete_if(place, &seen).await
    }

    /// Deletes the inventories of what the groups were, and of what they were to be by earlier claims.
    /// That of the former state is gone only when all of the claim but its last word is carried out.
    async fn forget_inventories(&self) -> Result<(), PublishError> {
        let old = self.changes.iter().flat_map(|group| {
            group.entry.iter().flat_map(Entry::inventories).map(|pointer| &pointer.inventory)
        });
        let kept: BTreeSet<&String> =
            self.sealed.values().map(|(pointer, _)| &pointer.inventory).collect();
        let old: BTreeSet<&String> = old.filter(|place| !kept.contains(place)).collect();
        if old.is_empty() {
            return Ok(());
        }
        self.store.delete(old.into_iter().cloned().collect()).await
    }
}
