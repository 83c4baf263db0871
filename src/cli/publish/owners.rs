//! Whose the portals are: which clients there are, and where each has its portal and had it before.

use super::super::{Failure, workspace};
use crate::access::Secret;
use crate::build::MANIFEST_FILE;
use crate::load::Workspace;
use crate::publish::{Group, Number, ROOT};
use crate::schema::AccessFile;
use crate::seal;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many former places of a portal are told from those of clients that are gone.
const FORMER: u32 = 16;

/// Whose a portal is.
struct Owner {
    client: String,
    epoch: u32,
}

/// The clients by where their portals stand.
pub(super) struct Owners {
    now: BTreeMap<String, Owner>,
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
        let access = |id: String| (workspace.access_file(&id).value, id);
        let read: Vec<_> = ids.into_par_iter().map(access).collect();
        let complete = listed.is_some() && read.iter().all(|(access, _)| access.is_some());
        let (mut now, mut former) = (BTreeMap::new(), BTreeMap::new());
        for (access, client) in read {
            let Some(AccessFile { rotation, epoch, .. }) = access else { continue };
            for before in rotation.saturating_sub(FORMER)..rotation {
                former.insert(secret.locator(&client, before).to_string(), client.clone());
            }
            let locator = secret.locator(&client, rotation).to_string();
            now.insert(locator, Owner { client, epoch });
        }
        Ok(Self { now, former, clients, complete })
    }

    /// Whether what stands in the output folder under this name is to be published.
    pub fn chosen(&self, group: &str) -> bool {
        self.clients.is_empty()
            || self.now.get(group).is_some_and(|owner| self.clients.contains(&owner.client))
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
        let now = self.now.get(group).map(|owner| &owner.client);
        now.or_else(|| self.former.get(group)).map(String::as_str)
    }

    /// The number of the portal's manifest, as it stands in the output folder.
    pub fn number(&self, secret: &Secret, group: &Group) -> Option<Number> {
        let Owner { client, epoch } = self.now.get(&group.name)?;
        let manifest = group.files.get(&format!("{}/{MANIFEST_FILE}", group.name))?;
        let sealed = fs_err::read(&manifest.disk).ok()?;
        let (key, portal) = (secret.portal_key(client, *epoch), secret.portal_id(client));
        let sequence = seal::sequence(&sealed, &key, portal, *epoch)?;
        Some(Number { epoch: *epoch, sequence })
    }
}
