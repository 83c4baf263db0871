//! What a publish says of old versions that may be left of what was taken back.

use super::super::Failure;
use super::super::args::Format;
use super::super::print::say;
use super::super::report::{self, plural};
use super::super::target::Named;
use super::owners::Owners;
use super::{note, warning};
use crate::model::{Storage, Target};
use crate::publish::{Left, Old, mend};
use serde::Serialize;

/// How many places people are told of; programs are told of all.
const SHOWN: usize = 8;

#[derive(Serialize)]
struct Line<'a> {
    client: Option<&'a str>,
    group: &'a str,
    severity: &'static str,
    place: &'a str,
    /// Nothing where the target does not tell.
    old_versions: Option<&'a [Old]>,
    why: Option<&'a str>,
    help: String,
    again: bool,
}

/// Says what may be left, where, and what to do about it.
pub(super) fn show(
    format: Format,
    left: &[Left],
    owners: &Owners<'_>,
    named: &Named,
    quiet: bool,
) -> Result<(), Failure> {
    let Some(first) = left.first() else { return Ok(()) };
    if format == Format::Json {
        return left.iter().try_for_each(|left| {
            report::line(&Line {
                client: owners.client(&left.group),
                group: &left.group,
                severity: if is_files(&named.target) { "note" } else { "warning" },
                place: &left.place,
                old_versions: left.versions.as_deref(),
                why: left.why.as_deref(),
                help: mend(&named.target, &left.place),
                again: left.owed,
            })
        });
    }
    let (help, name) = (report::HELP, &named.name);
    if is_files(&named.target) {
        if quiet {
            return Ok(());
        }
        let places: Vec<&str> = left.iter().map(|left| left.place.as_str()).collect();
        let places = report::some(&places).unwrap_or_default();
        note(&format!("what was taken back is deleted from `{name}` ({places})"));
    } else {
        let what = if first.owed {
            "keeps old versions of what was taken back: with an old link, who gets at them can read them"
        } else {
            "may keep old versions of what was taken back, which cannot be looked for on this kind of target"
        };
        warning(&format!("`{name}` {what}"));
        for left in left.iter().take(SHOWN) {
            say!("  {}", line(left, owners));
        }
        if left.len() > SHOWN {
            say!("  and {} more (`--format json` names all)", plural(left.len() - SHOWN, "place"));
        }
    }
    let again = if first.owed { "; each publish tries again" } else { "" };
    say!("{help}help:{help:#} {}{again}", mend(&named.target, &first.place));
    Ok(())
}

/// Whether it holds files as a disk does: what is deleted there is gone, as far as it tells.
fn is_files(target: &Target) -> bool {
    matches!(target.storage, Storage::WebDav { .. } | Storage::Sftp { .. } | Storage::Folder { .. })
}

fn line(left: &Left, owners: &Owners<'_>) -> String {
    let owner = owners.client(&left.group).map(|client| format!("{client}, "));
    let mut parts = vec![format!("{}`{}`", owner.unwrap_or_default(), left.place)];
    if let Some(versions @ [Old { path, version }, ..]) = left.versions.as_deref() {
        let count = plural(versions.len(), "old version");
        parts.push(format!("{count}, such as `{version}` of `{path}`"));
    }
    parts.extend(left.why.clone());
    parts.join(": ")
}
