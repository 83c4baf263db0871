//! What a publish would do: worked out from what is wanted and what the target has, and nothing touched.

use super::headers::is_immutable;
use super::index::{Entry, Index, Inventory, Number, Pointer, Stored};
use super::tree::{Group, HEADER, Kind, ROOT, SLOTS, Tree, inside};
use crate::build::MANIFEST_FILE;
use crate::seal::{DOOR_FOLDER, Manifest};
use std::collections::{BTreeMap, BTreeSet};

/// How long what no state refers to any more stays unless something else is said, so that who is in
/// the middle of a visit loses nothing: ten minutes, in seconds.
pub const GRACE: i64 = 600;

/// What becomes of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not on the target.
    New,
    /// Some of its files change, or go.
    Changed,
    /// Nothing of it changes.
    Unchanged,
    /// All of it goes.
    Removed,
}

impl Change {
    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Removed => "removed",
        }
    }
}

/// What is to be done for one group.
#[derive(Debug, Clone)]
pub struct GroupPlan {
    /// The group.
    pub name: String,
    /// What becomes of it.
    pub change: Change,
    /// Paths of files to be put, in their order: what never changes under its name, then what is
    /// fetched by name.
    pub put: Steps,
    /// How many of its files the target has already.
    pub same: usize,
    /// Files to be deleted at once.
    pub delete: Vec<String>,
    /// Folders (they end in `/`) and files of which no old version is to be kept, because something
    /// was taken back there: now, or by a publish that could not delete all of it.
    pub forget: Vec<String>,
    /// What is to be its inventory; nothing where it goes.
    pub inventory: Option<Inventory>,
    /// What the index says of it so far.
    pub entry: Option<Entry>,
    /// Whether what the target has is later than what is to be put, so that readers would see a
    /// host that goes back.
    pub is_behind: bool,
    /// As [`Known::stands`].
    pub stands: Option<Pointer>,
}

/// Files to be put, in the order in which that is safe.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    /// Names that hold a hash: nobody asks for them yet.
    pub immutable: Vec<String>,
    /// The same, where a publish that did not come to its end may have put them already.
    pub perhaps: Vec<String>,
    /// Fetched by name.
    pub named: BTreeMap<Step, Vec<String>>,
}

/// When a file that is fetched by its name is put, so that at every moment each file leads on to others
/// that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// What leads nowhere; and where there is a new key, the manifest under the name of its epoch.
    Aside,
    /// The slots, and the manifest where there is no other key than before.
    Slots,
    /// What says how slots are found. Those of before are there still.
    Header,
    /// The manifest of a new key; the ways to a portal: its first page, and doors.
    Last,
}

impl Step {
    fn of(path: &str, kind: Kind, has_new_epoch: bool) -> Self {
        match (path, kind) {
            ("index.html", _) => Self::Last,
            (MANIFEST_FILE, Kind::Sealed) if has_new_epoch => Self::Last,
            (MANIFEST_FILE, Kind::Sealed) => Self::Slots,
            (HEADER, Kind::Sealed) => Self::Header,
            (_, Kind::Sealed) if path.starts_with(SLOTS) => Self::Slots,
            (_, Kind::Sealed) if is_way_in(path) => Self::Last,
            _ => Self::Aside,
        }
    }
}

impl Steps {
    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.immutable.iter().chain(&self.perhaps).chain(self.named.values().flatten())
    }

    /// How many files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all().count()
    }

    /// Whether there is nothing to be put.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    fn add(&mut self, place: &str, group: &Group, perhaps_there: bool, has_new_epoch: bool) {
        let path = inside(&group.name, place);
        let step = match (is_immutable(path), perhaps_there) {
            (true, true) => &mut self.perhaps,
            (true, false) => &mut self.immutable,
            _ => self.named.entry(Step::of(path, group.kind, has_new_epoch)).or_default(),
        };
        step.push(place.to_owned());
    }
}

/// What one person comes in by.
fn is_way_in(path: &str) -> bool {
    path.starts_with(SLOTS) || is_door(path)
}

/// Doors stand beside the portals' folders.
pub(super) fn is_door(path: &str) -> bool {
    path.strip_prefix(DOOR_FOLDER).is_some_and(|rest| rest.starts_with('/'))
}

/// What a publish would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Every group that is wanted or there, by name; those without changes too.
    pub groups: Vec<GroupPlan>,
}

impl GroupPlan {
    /// How many bytes of it are to be sent.
    #[must_use]
    pub fn bytes(&self, tree: &Tree) -> u64 {
        let group = tree.groups.get(&self.name);
        let len = |place: &String| Some(group?.local(place).stored.len);
        self.put.all().filter_map(len).sum()
    }
}

impl Plan {
    /// How many bytes are to be sent.
    #[must_use]
    pub fn bytes(&self, tree: &Tree) -> u64 {
        self.groups.iter().map(|group| group.bytes(tree)).sum()
    }

    /// Those that are not to stay as they are.
    pub fn changes(&self) -> impl Iterator<Item = &GroupPlan> {
        self.groups.iter().filter(|group| group.change != Change::Unchanged)
    }

    /// Whole portals that are to be deleted.
    pub fn removals(&self) -> impl Iterator<Item = &GroupPlan> {
        let is_there = |group: &&GroupPlan| !group.delete.is_empty() && group.name != ROOT;
        self.groups.iter().filter(|group| group.change == Change::Removed).filter(is_there)
    }
}

/// What the target is known to have of one group.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What the index says.
    pub entry: Option<Entry>,
    /// Whether the target was seen to lack some of what its inventory says.
    pub lacks: bool,
    /// Files to be put again, whatever the inventories say of them.
    pub doubted: BTreeSet<String>,
    /// Where the inventory of its state is: what the index says, unless a claim was carried out and
    /// only the last word was not said.
    pub stands: Option<Pointer>,
    /// That inventory, where it had to be looked at.
    pub now: Option<Inventory>,
    /// The inventories that publishes which did not come to their end were about to make true.
    pub unfinished: Vec<Inventory>,
}

/// Whether the inventories of a group have to be read: not, where the index alone says that nothing
/// changes.
#[must_use]
pub fn is_settled(entry: &Entry, wanted: Option<&str>, time: i64, grace: i64) -> bool {
    let Some(now) = &entry.now else { return false };
    entry.claim.is_none()
        && entry.owed.is_empty()
        && wanted == Some(now.digest.as_str())
        && now.leaving.is_none_or(|since| since + grace > time)
}

/// Plans to make of the target what `tree` is.
///
/// `known` says what the target has of each group. Groups that are only there are removed when
/// `removed` says so; `number` gives that of a sealed portal's manifest. `time` is now, in seconds since
/// 1970; what is no longer referred to stays for `grace` seconds.
#[must_use]
pub fn plan(
    tree: &Tree,
    known: &BTreeMap<String, Known>,
    removed: impl Fn(&str) -> bool,
    number: impl Fn(&Group) -> Option<Number>,
    time: i64,
    grace: i64,
) -> Plan {
    let nothing = Known::default();
    let names: BTreeSet<&String> = tree.groups.keys().chain(known.keys()).collect();
    let groups = names.into_iter().filter_map(|name| {
        let known = known.get(name).unwrap_or(&nothing);
        match tree.groups.get(name) {
            Some(group) => Some(of_group(group, known, &number, time, grace)),
            None if removed(name) => Some(removal(name, known)),
            None => None,
        }
    });
    let mut groups: Vec<GroupPlan> = groups.collect();
    // A door keeps its name when the portal behind it moves.
    let wanted: BTreeSet<&String> = tree
        .groups
        .values()
        .flat_map(|group| group.files.keys())
        .filter(|place| is_way_in(place))
        .collect();
    for group in &mut groups {
        group.delete.retain(|place| !wanted.contains(place));
        if !group.forget.is_empty() {
            let doors = group.delete.iter().filter(|place| is_door(place));
            group.forget.extend(doors.cloned());
            group.forget.sort();
            group.forget.dedup();
        }
    }
    Plan { groups }
}

fn of_group(
    group: &Group,
    known: &Known,
    number: impl Fn(&Group) -> Option<Number>,
    time: i64,
    grace: i64,
) -> GroupPlan {
    let digest = group.digest();
    let mut plan = GroupPlan {
        name: group.name.clone(),
        change: Change::Unchanged,
        put: Steps::default(),
        same: group.files.len(),
        delete: Vec::new(),
        forget: Vec::new(),
        inventory: None,
        entry: known.entry.clone(),
        is_behind: false,
        stands: known.stands.clone(),
    };
    let settled =
        known.entry.as_ref().is_some_and(|entry| is_settled(entry, Some(&digest), time, grace));
    if settled && !known.lacks && known.doubted.is_empty() {
        return plan;
    }
    let now = known.now.clone().unwrap_or_default();
    let number = number(group);
    let of_epoch = manifest_of_epoch(group, number, known);
    for (place, local) in &group.files {
        let stored = Some(&local.stored);
        // What was being changed when a publish broke off is one or the other: put again.
        let mut unfinished = known.unfinished.iter().map(|next| next.files.get(place));
        let doubtful = unfinished.clone().any(|next| next != now.files.get(place));
        let again = known.doubted.contains(place);
        if now.files.get(place) != stored || doubtful || again {
            let perhaps_there = !again && unfinished.any(|next| next == stored);
            plan.put.add(place, group, perhaps_there, of_epoch.is_some());
        }
    }
    plan.same = group.files.len() - plan.put.len();
    let there = [&now].into_iter().chain(&known.unfinished).flat_map(Inventory::places);
    let rekeyed = has_new_key(group, &plan.put, &now, &known.doubted);
    if let Some(place) = &of_epoch {
        plan.put.add(place, group, false, true);
    }
    let mut leaving = BTreeMap::new();
    for place in there.chain(&of_epoch).filter(|place| !group.files.contains_key(*place)) {
        let since = now.leaving.get(place).copied().unwrap_or(time);
        // A way in that is gone was taken back, and what another key opens nobody is to have: at once.
        let is_put = of_epoch.as_ref() == Some(place);
        let taken_back = rekeyed || is_way_in(inside(&group.name, place));
        let goes = (taken_back && !is_put) || since + grace <= time;
        if goes {
            plan.delete.push(place.clone());
        }
        // What is put stands in the inventory, also where it goes in the end: this may be killed before.
        if !goes || is_put {
            leaving.insert(place.clone(), since);
        }
    }
    plan.delete.sort();
    plan.delete.dedup();
    let taken_back = |place: &String| rekeyed || is_way_in(inside(&group.name, place));
    plan.forget = forgotten(&group.name, known, plan.delete.iter().any(taken_back));
    let files: BTreeMap<String, Stored> =
        group.files.iter().map(|(path, local)| (path.clone(), local.stored)).collect();
    let manifest = group.manifest();
    let other = now.files.get(&manifest).is_some_and(|before| files.get(&manifest) != Some(before));
    plan.is_behind =
        other && now.number.is_some_and(|before| number.is_some_and(|number| number <= before));
    plan.inventory = Some(Inventory::new(number, files, leaving));
    plan.change = if known.now.is_some() { Change::Changed } else { Change::New };
    plan
}

/// Where the manifest is put once more before the slots, so that it is found by whoever has the new slot
/// and is given the manifest of before: where the target may have the portal in another epoch.
fn manifest_of_epoch(group: &Group, number: Option<Number>, known: &Known) -> Option<String> {
    let Number { epoch, .. } = number?;
    let mut before = known.now.iter().chain(&known.unfinished);
    before
        .any(|before| before.number.is_some_and(|before| before.epoch != epoch))
        .then(|| format!("{}/{}", group.name, Manifest::path_of(epoch)))
}

/// Whether the portal got another key: then every slot is another file, or gone.
fn has_new_key(group: &Group, put: &Steps, now: &Inventory, again: &BTreeSet<String>) -> bool {
    let path = |place: &String| inside(&group.name, place).to_owned();
    group.kind == Kind::Sealed
        && (put.all().any(|place| path(place) == HEADER && !again.contains(place))
            || !now.files.iter().any(|(place, stored)| {
                path(place).starts_with(SLOTS)
                    && group.files.get(place).is_some_and(|local| local.stored == *stored)
            }))
}

fn removal(name: &str, known: &Known) -> GroupPlan {
    let inventories = known.now.iter().chain(&known.unfinished);
    let paths: BTreeSet<String> = inventories.flat_map(Inventory::places).cloned().collect();
    let was_there = |entry: &Entry| entry.now.is_some() || entry.claim.is_some();
    let forget = forgotten(name, known, known.entry.as_ref().is_some_and(was_there));
    GroupPlan {
        name: name.to_owned(),
        change: Change::Removed,
        put: Steps::default(),
        same: 0,
        delete: paths.into_iter().collect(),
        forget,
        inventory: None,
        entry: known.entry.clone(),
        is_behind: false,
        stands: known.stands.clone(),
    }
}

/// Of what no old version is to be kept: of the folder, where something in it is taken back.
fn forgotten(name: &str, known: &Known, taken_back: bool) -> Vec<String> {
    let folder = taken_back.then(|| format!("{name}/"));
    known.entry.iter().flat_map(|entry| entry.owed.clone()).chain(folder).collect()
}

/// The part of the index in which a plan's group stands.
#[must_use]
pub fn part(plan: &GroupPlan) -> u8 {
    Index::part_of(&plan.name)
}

#[cfg(test)]
mod tests;
