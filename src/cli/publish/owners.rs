//! Whose the portals are: which clients there are, and where each has its portal and had it before.

use super::super::{Failure, workspace};
use crate::access::Secret;
use crate::load::Workspace;
use crate::publish::ROOT;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many former places of a portal are told from those of clients that are gone.
const FORMER: u32 = 16;

/// The clients by where their portals stand.
pub(super) struct Owners {
    now: BTreeMap<String, String>,
    former: BTreeMap<String, String>,
    /// Those that were named, if any were.
    clients: Vec<String>,
    /// Whether every client's place is known.
    complete: bool,
}

impl Owners {
    /// Reads where each client's portal stands; `clients` are those that were named.
    ///
    /// # Errors
    /// When one that was named is not there.
    pub fn read(
        workspace: &Workspace,
        secret: &Secret,
        clients: &[String],
    ) -> Result<Self, Failure> {
        let listed = workspace.client_ids().value;
        let ids = listed.clone().unwrap_or_default();
        let clients = clients.iter().map(|client| workspace::known(client, &ids));
        let clients = clients.collect::<Result<Vec<_>, _>>()?;
        let rotations: Vec<(String, Option<u32>)> = ids
            .into_par_iter()
            .map(|id| {
                let rotation = workspace.access_file(&id).value.map(|access| access.rotation);
                (id, rotation)
            })
            .collect();
        let complete = listed.is_some() && rotations.iter().all(|(_, rotation)| rotation.is_some());
        let (mut now, mut former) = (BTreeMap::new(), BTreeMap::new());
        for (id, rotation) in rotations {
            let Some(rotation) = rotation else { continue };
            for before in rotation.saturating_sub(FORMER)..rotation {
                former.insert(secret.locator(&id, before).to_string(), id.clone());
            }
            now.insert(secret.locator(&id, rotation).to_string(), id);
        }
        Ok(Self { now, former, clients, complete })
    }

    /// Whether what stands in the output folder under this name is to be published.
    pub fn chosen(&self, group: &str) -> bool {
        self.clients.is_empty() || self.now.get(group).is_some_and(|id| self.clients.contains(id))
    }

    /// Whether what the target has under this name, and the output folder has not, is to be deleted:
    /// what belonged to a client that is gone, and what a client had before it moved. A client that
    /// is there and was not built keeps what it has.
    pub fn gone(&self, group: &str) -> bool {
        if group == ROOT || !self.complete || self.now.is_empty() || self.now.contains_key(group) {
            return false;
        }
        match self.former.get(group) {
            Some(id) => self.clients.is_empty() || self.clients.contains(id),
            None => self.clients.is_empty(),
        }
    }

    /// Whether a client that is there had its portal here before.
    pub fn moved(&self, group: &str) -> bool {
        self.former.contains_key(group)
    }

    /// The client whose portal stands here, or stood.
    pub fn client(&self, group: &str) -> Option<&str> {
        self.now.get(group).or_else(|| self.former.get(group)).map(String::as_str)
    }
}
