//! A site while it is put together: one thing at each path, every fault kept.

use crate::diagnostics::{self, Code, Diagnostic, Place};
use crate::model::{Client, PortalPath};
use crate::site::{Entry, Site};
use crate::theme::hashed_name;
use std::collections::btree_map;

pub(super) struct Builder<'a> {
    client: &'a Client,
    site: Site,
    faults: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(client: &'a Client) -> Self {
        Self { client, site: Site::default(), faults: Vec::new() }
    }

    /// Puts `entry` at `path`. The same file twice is one file; anything else that is already
    /// there is a fault.
    pub(super) fn put(&mut self, path: PortalPath, entry: Entry) {
        match self.site.entries.entry(path) {
            btree_map::Entry::Vacant(vacant) => drop(vacant.insert(entry)),
            btree_map::Entry::Occupied(there) if *there.get() == entry => {}
            btree_map::Entry::Occupied(there) => {
                let place = match (&entry, there.get()) {
                    (Entry::File(source), _) | (_, Entry::File(source)) => {
                        Place::file(source.path())
                    }
                    _ => Place::file(super::client_file(self.client)),
                };
                let message = format!("two things in the portal have the path `{}`", there.key());
                self.faults.push(
                    Diagnostic::error(Code::NameCollision, place, message)
                        .help("rename one of them"),
                );
            }
        }
    }

    /// Puts a file that was made here below `assets/`, and gives its path.
    pub(super) fn asset(&mut self, name: &str, bytes: &[u8]) -> PortalPath {
        let path = PortalPath::known(hashed_name(name, bytes));
        self.put(path.clone(), Entry::Bytes(bytes.to_vec()));
        path
    }

    pub(super) fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// The site, when nothing is wrong with it.
    pub(super) fn finish(mut self) -> Result<Site, Vec<Diagnostic>> {
        diagnostics::sort(&mut self.faults);
        if self.faults.is_empty() { Ok(self.site) } else { Err(self.faults) }
    }
}
