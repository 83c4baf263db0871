//! One client through all the stages: loaded, rendered, sealed, written.

use super::doors::{self, Clashes, FORMER, Heads};
use super::ledger::check_not_moved_back;
use super::online::Online;
use super::sealing::{Sealing, Standing};
use super::{Content, Outcome, Portal, Print};
use crate::access::{LEDGER_FILE, Locator, Secret};
use crate::diagnostics::{self, Code, Diagnostic, Place};
use crate::model::{AccessMode, Client, PortalPath};
use crate::schema::Date;
use crate::site::{Entry, Site};
use crate::write::{Output, WriteError, Written};
use std::collections::BTreeMap;

/// What all clients of a build go through.
pub(super) struct Stages<'a> {
    pub content: &'a Content,
    pub secret: &'a Secret,
    pub sealing: Sealing<'a>,
    pub places: Places<'a>,
}

/// Where portals are put.
pub(super) struct Places<'a> {
    pub output: Output<'a>,
    /// Where sealed ones also stand as they were before.
    pub preview: Option<Output<'a>>,
    /// What targets had when they were last asked.
    pub online: Online,
}

impl Places<'_> {
    /// Whether the portal, where it is sealed, can be looked at as well.
    pub fn has_preview(&self, locator: &Locator) -> bool {
        let sealed = || self.output.portal(locator).join("header.json").is_file();
        self.preview.as_ref().is_none_or(|preview| preview.portal(locator).is_dir() || !sealed())
    }
}

/// One client, done.
pub(super) struct Done {
    pub portal: Portal,
    /// The names of the doors that lead to it.
    pub doors: Vec<String>,
    /// The print of its input, where it was built.
    pub input: Option<Print>,
    /// The day, where what was built depends on it.
    pub day: Option<Date>,
}

impl Stages<'_> {
    /// Who may open the portals of these clients; nothing where no code opens the front door.
    pub fn heads(&self, ids: &[String]) -> Heads {
        let (workspace, agency) = (self.content.workspace(), self.content.agency());
        if self.sealing.door { doors::heads(workspace, agency, ids) } else { Heads::new() }
    }

    /// What keeps some of these clients from being built: codes that people of others have.
    ///
    /// # Errors
    /// When the output cannot be read.
    pub fn clashes(&self, heads: &Heads, ids: &[String]) -> Result<Clashes, WriteError> {
        self.sealing.clashes(self.content.workspace(), &self.places.output, heads, ids)
    }

    /// One client through all the stages.
    pub fn write(&self, clashes: &Clashes, id: &str) -> Done {
        let (rendered, mut diagnostics) = self.content.rendered(id);
        let clash = clashes.get(id).cloned().unwrap_or_default();
        let rendered = rendered.filter(|_| clash.is_empty());
        diagnostics.extend(clash);
        let (mut day, mut doors) = (None, Vec::new());
        let written = rendered.and_then(|(client, site)| {
            let ends = client.access.admitted.iter().any(|person| person.expires.is_some());
            day = ends.then_some(self.sealing.today);
            match self.put(&client, &site) {
                Ok((written, names)) => {
                    doors = names;
                    Some(written)
                }
                Err(fault) => {
                    if fault.code == Code::Output {
                        self.sealing.digests.doubt();
                    }
                    diagnostics.push(*fault);
                    None
                }
            }
        });
        diagnostics::sort(&mut diagnostics);
        let locator = self.content.locator(self.secret, id);
        let outcome = match written {
            Some(written) => Outcome::Built(written),
            None => Outcome::Failed { kept: self.places.output.portal(&locator).is_dir() },
        };
        let portal = Portal { client: id.to_owned(), locator, outcome, diagnostics };
        Done { portal, doors, input: None, day }
    }

    /// Writes one portal, sealed unless it is to be plain, and takes it from where it stood before.
    /// Gives the names of its doors: each is put up when the portal stands, and taken away when it
    /// leads nowhere any more.
    fn put(&self, client: &Client, site: &Site) -> Result<(Written, Vec<String>), Box<Diagnostic>> {
        let Places { output, preview, online } = &self.places;
        let refused = |error: WriteError| {
            let place = Place::file(format!("content/{}", client.id));
            Box::new(Diagnostic::error(Code::Output, place, error.to_string()))
        };
        let at = |rotation| self.secret.locator(&client.id, rotation);
        let locator = at(client.access.rotation);
        check_not_moved_back(client, self.secret, output, online)?;
        let former = client.access.rotation.saturating_sub(FORMER)..client.access.rotation;
        let places = former.clone().map(at).chain([locator.clone()]);
        let before = doors::standing(output, places).map_err(refused)?;
        let mut doors = BTreeMap::new();
        let written = if client.access.mode == AccessMode::Plain {
            let mut items = site.entries.clone();
            // For when it is sealed again: nothing else says who knows the key of this epoch.
            if let Some(ledger) = output.standing(&locator, LEDGER_FILE).map_err(refused)? {
                items.insert(PortalPath::known(LEDGER_FILE), Entry::Bytes(ledger));
            }
            output.write_portal(&locator, &items).map_err(refused)?
        } else {
            let standing = Standing::read(output, online, &locator).map_err(refused)?;
            let sealed = self.sealing.portal(client, site, &standing)?;
            doors = sealed.doors;
            if let Some(preview) = preview {
                preview.write_portal(&locator, &site.entries).map_err(refused)?;
            }
            output.write_portal(&locator, &sealed.items).map_err(refused)?
        };
        for (name, sealed) in &doors {
            output.put_door(name, sealed).map_err(refused)?;
        }
        for name in before.iter().filter(|name| !doors.contains_key(*name)) {
            output.remove_door(name).map_err(refused)?;
        }
        // What is older than that goes when all clients are built.
        for rotation in former {
            output.remove_portal(&at(rotation)).map_err(refused)?;
        }
        Ok((written, doors.into_keys().collect()))
    }
}
