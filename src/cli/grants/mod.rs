//! `keyfolio revoke` and `keyfolio rotate`: what both do.
//!
//! First they say what will stop working and what will not, then they ask, then they write
//! `access.yaml`. They read `client.yaml` and `access.yaml` alone and do not mind other errors: a
//! link that leaked must not wait until a status report is mended.

mod revoke;
mod rotate;

pub(super) use revoke::run as revoke;
pub(super) use rotate::run as rotate;

use super::args::{Cli, Confirm, Format};
use super::confirm::confirmed;
use super::print::{self, say};
use super::{Failure, report, workspace};
use crate::access::Change;
use crate::load::Workspace;
use crate::model::{AccessMode, Admitted, Agency, Head};
use crate::scaffold;
use crate::schema::AccessFile;
use camino::Utf8PathBuf;
use serde::Serialize;

/// What is known of one client.
struct Subject {
    client: String,
    /// Also while it has errors; `None` when `client.yaml` cannot be understood at all.
    head: Option<Head>,
    file: AccessFile,
}

/// What was done to one client; one line of JSON.
#[derive(Serialize)]
struct Done {
    action: &'static str,
    client: String,
    /// The person's id; empty for everyone, `None` for the whole portal.
    person: Option<String>,
    /// False when there was nothing to do.
    changed: bool,
    /// How often the portal has moved, and how often its key was replaced, now.
    rotation: u32,
    epoch: u32,
    /// Relative to the workspace.
    path: Utf8PathBuf,
}

impl Subject {
    /// Reads what there is to know.
    fn read(workspace: &Workspace, agency: &Agency, client: String) -> Result<Self, Failure> {
        // Another command may be replacing it just now.
        let _files = scaffold::AccessFiles::lock(workspace.root())?;
        let file = access_file(workspace, &client)?;
        Ok(Self { head: workspace.head_as_written(agency, &client), client, file })
    }

    fn mode(&self) -> Option<AccessMode> {
        self.head.as_ref().map(|head| head.access.mode)
    }

    /// Those who are let in now.
    fn admitted(&self) -> &[Admitted] {
        self.head.as_ref().map_or(&[], |head| &head.access.admitted)
    }

    /// What a person has: a link, a code, or both; in the singular.
    fn what(&self) -> &'static str {
        match self.mode() {
            Some(AccessMode::Code) => "access code",
            Some(AccessMode::LinkAndCode) => "link with access code",
            _ => "link",
        }
    }

    /// Refuses where everybody has the same link, and nobody's can be told from another's.
    fn must_be_sealed(&self) -> Result<(), Failure> {
        if self.mode().is_none_or(AccessMode::is_sealed) {
            return Ok(());
        }
        let client = &self.client;
        Err(Failure::new(format!("the portal of `{client}` is `plain`: everybody has the same link"))
            .help(format!(
                "`keyfolio rotate {client}` moves it to another address; or seal it: `access: {{ mode: link }}`"
            )))
    }

    /// The person's name and id, as `Ada Lovelace (`ada`)`; only the id when nobody is called so.
    fn named(&self, id: &str) -> String {
        let person = self.head.iter().flat_map(|head| &head.people);
        match person.into_iter().find(|person| person.id == id) {
            Some(person) => format!("{} (`{id}`)", person.name),
            None => format!("`{id}`"),
        }
    }

    /// What stays as it is when `person` is touched, in a sentence; nothing when nobody else is.
    fn others(&self, person: &str) -> Option<String> {
        let others = self.admitted().iter().filter(|other| other.person != person);
        let ids: Vec<&str> = others.map(|other| other.person.as_str()).collect();
        let ids: Vec<&str> =
            ids.into_iter().map(|id| if id.is_empty() { "everyone" } else { id }).collect();
        let what = self.what();
        report::some(&ids).map(|ids| match ids.matches('`').count() {
            2 => format!("The {what} of {ids} stays as it is."),
            _ => format!("The {what} of each of {ids} stays as it is."),
        })
    }

    /// Makes the change and writes it down. What others changed while somebody thought about the
    /// answer stays: the change is made to what the file says now.
    fn apply(
        &self,
        workspace: &Workspace,
        action: &'static str,
        change: Change<'_>,
    ) -> Result<Done, Failure> {
        let files = scaffold::AccessFiles::lock(workspace.root())?;
        let before = access_file(workspace, &self.client)?;
        let after = change.apply(&before)?;
        let path = match &after {
            Some(file) => files.write(&self.client, file)?,
            None => Utf8PathBuf::from(format!("content/{}/access.yaml", self.client)),
        };
        let now = after.as_ref().unwrap_or(&before);
        Ok(Done {
            action,
            client: self.client.clone(),
            person: match change {
                Change::Revoke(person) | Change::Renew(person) => Some(person.to_owned()),
                Change::Move => None,
            },
            changed: after.is_some(),
            rotation: now.rotation,
            epoch: now.epoch,
            path,
        })
    }
}

/// What `access.yaml` says now.
fn access_file(workspace: &Workspace, client: &str) -> Result<AccessFile, Failure> {
    let loaded = workspace.access_file(client);
    loaded.value.ok_or_else(|| {
        report::diagnostics(&loaded.diagnostics);
        Failure::new(format!("`content/{client}/access.yaml` cannot be understood"))
            .help("mend it first; nothing was changed")
    })
}

/// What holds for every change: when it takes effect, and what it cannot do.
const EFFECT: &str = "The portal gets a new key. All this takes effect when it is built and \
                      published again: then the host deletes what the old key opens. What was \
                      downloaded before stays downloaded.";

/// Prints what was done: the files that were written, or a line of JSON for each client.
fn report(
    cli: &Cli,
    confirm: Confirm,
    workspace: &Workspace,
    done: &[Done],
    words: &str,
) -> Result<(), Failure> {
    if confirm.format == Format::Json {
        return done.iter().try_for_each(report::line);
    }
    for done in done.iter().filter(|done| done.changed) {
        print::out(format_args!("{}\n", workspace::shown(&workspace.root().join(&done.path))))?;
    }
    if !cli.quiet {
        let strong = report::STRONG;
        let next = if done.iter().any(|done| done.changed) {
            "; commit `access.yaml`, build and publish"
        } else {
            ""
        };
        say!("{strong}Done:{strong:#} {words}{next}");
    }
    Ok(())
}

/// The agency, also when something in it is wrong: taking a link back must not wait for that.
fn agency(workspace: &Workspace) -> Result<Agency, Failure> {
    workspace.agency_as_written().ok_or_else(|| {
        Failure::new("`keyfolio.yaml` cannot be understood")
            .help("`keyfolio check` says what is wrong with it")
    })
}
