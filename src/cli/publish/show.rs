//! What a publish prints: its plan, its progress, what it did.

use super::super::Failure;
use super::super::args::{Format, Full};
use super::super::print::say;
use super::super::report::{self, STRONG, plural};
use super::owners::Owners;
use crate::publish::{Change, GroupPlan, Outcome, Plan, Progress, ROOT, Tree};
use indicatif::{HumanBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::io::IsTerminal;
use std::time::Duration;

#[derive(Serialize)]
struct Line<'a> {
    client: Option<&'a str>,
    group: &'a str,
    change: &'static str,
    put: usize,
    bytes: u64,
    deleted: usize,
    unchanged: usize,
}

/// Says what is to be done for each group; those that stay as they are only to programs.
pub(super) fn plan(
    format: Format,
    plan: &Plan,
    tree: &Tree,
    owners: &Owners<'_>,
) -> Result<(), Failure> {
    for group in &plan.groups {
        let line = Line {
            client: owners.client(&group.name),
            group: &group.name,
            change: group.change.name(),
            put: group.put.len(),
            bytes: group.bytes(tree),
            deleted: group.delete.len(),
            unchanged: group.same,
        };
        match format {
            Format::Json => report::line(&line)?,
            Format::Text if group.change == Change::Unchanged => {}
            Format::Text => line.say(),
        }
    }
    Ok(())
}

impl Line<'_> {
    fn say(&self) {
        let name = match self.client {
            Some(client) => client,
            None if self.group == ROOT => "(pages of the root)",
            None => self.group,
        };
        let put = plural(self.put, "file");
        let (bytes, change, deleted) = (HumanBytes(self.bytes), self.change, self.deleted);
        let unchanged = self.unchanged;
        say!(
            "{change:>9}  {name}: {put} to put ({bytes}), {deleted} to delete, {unchanged} as they are"
        );
    }
}

/// How many of the groups are portals.
fn portals<'a>(groups: impl IntoIterator<Item = &'a GroupPlan>) -> usize {
    groups.into_iter().filter(|group| group.name != ROOT).count()
}

/// Says that it was a dry run.
pub(super) fn nothing_sent(plan: &Plan, tree: &Tree, target: &str) {
    let (changes, all) = (portals(plan.changes()), plural(portals(&plan.groups), "portal"));
    let bytes = HumanBytes(plan.bytes(tree));
    say!("{changes} of {all} would change on `{target}`: {bytes}; nothing was sent");
}

/// Says what was done.
pub(super) fn done(done: &Outcome, plan: &Plan, target: &str, took: Duration) {
    let unchanged = plural(portals(&plan.groups) - portals(plan.changes()), "portal");
    let (put, bytes) = (plural(done.put, "file"), HumanBytes(done.bytes));
    let (deleted, took) = (done.deleted, took.as_secs_f64());
    say!(
        "{STRONG}Published{STRONG:#} to `{target}`: {put} put ({bytes}), {deleted} deleted, \
         {unchanged} unchanged, in {took:.2} s"
    );
}

/// Says what was compared beyond the inventory, and what was not.
pub(super) fn compared(full: Full, read: usize) {
    let read = plural(read, "file");
    match full {
        Full::Listing => say!(
            "compared with the target's listing: which files are there, and their lengths; what is in them was \
             not looked at (`--full=contents` reads them)"
        ),
        Full::Contents => {
            say!(
                "compared with the target's listing, and {read} of it read and compared byte for byte"
            );
        }
        Full::Anew => say!("put again whatever was there, with what the host is told of each file"),
    }
}

/// Bytes sent, on a terminal.
pub(super) struct Bar(ProgressBar);

impl Bar {
    pub fn new(bytes: u64, quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let to = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(bytes), to);
        let style = ProgressStyle::with_template(
            "{bar:32.green/dim} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left",
        );
        bar.set_style(style.expect("the template is a constant").progress_chars("━━─"));
        Self(bar)
    }
}

impl Progress for Bar {
    fn sent(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    fn put(&self) {}
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
