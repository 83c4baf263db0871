//! Whose the portals are: which clients there are, and where each has its portal and had it before.

use super::super::{Failure, workspace};
use crate::access::Secret;
use crate::build::{LOOK_AHEAD, MANIFEST_FILE};
use crate::load::Workspace;
use crate::publish::{Group, Number, ROOT};
use crate::schema::AccessFile;
use crate::seal;
use crate::shard::Shard;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How many former places of a portal are told from those of clients that are gone.
const FORMER: u32 = 16;

/// Whose a portal is.
struct Owner {
    client: String,
    rotation: u32,
    epoch: u32,
}

/// What of it all is to be published.
enum Wanted {
    All,
    /// The portals of these clients.
    Named(Vec<String>),
    /// Those of a share of the clients; the first has what is nobody's.
    Share(Shard),
}

/// The clients by where their portals stand.
pub(super) struct Owners<'a> {
    secret: &'a Secret,
    now: BTreeMap<String, Owner>,
    former: BTreeMap<String, String>,
    /// Where portals are whose `access.yaml` here is not the newest; worked out when somebody asks.
    ahead: OnceLock<BTreeSet<String>>,
    wanted: Wanted,
    /// Whether every client's place is known.
    complete: bool,
}

impl<'a> Owners<'a> {
    /// Reads where each client's portal stands; `clients` are those that were named, `shard` the
    /// share that was.
    ///
    /// # Errors
    /// When one that was named is not there.
    pub fn read(
        workspace: &Workspace,
        secret: &'a Secret,
        clients: &[String],
        shard: Option<Shard>,
    ) -> Result<Self, Failure> {
        let listed = workspace.client_ids();
        let all = workspace.are_all(&listed);
        let ids = listed.value.unwrap_or_default();
        let clients = clients.iter().map(|client| workspace::known(client, &ids));
        let clients = clients.collect::<Result<Vec<_>, _>>()?;
        let wanted = match shard {
            Some(shard) => Wanted::Share(shard),
            None if clients.is_empty() => Wanted::All,
            None => Wanted::Named(clients),
        };
        let access = |id: String| (workspace.access_file(&id).value, id);
        let read: Vec<_> = ids.into_par_iter().map(access).collect();
        let complete = all && read.iter().all(|(access, _)| access.is_some());
        let (mut now, mut former) = (BTreeMap::new(), BTreeMap::new());
        for (access, client) in read {
            let Some(AccessFile { rotation, epoch, .. }) = access else { continue };
            for before in rotation.saturating_sub(FORMER)..rotation {
                former.insert(secret.locator(&client, before).to_string(), client.clone());
            }
            let locator = secret.locator(&client, rotation).to_string();
            now.insert(locator, Owner { client, rotation, epoch });
        }
        Ok(Self { secret, now, former, ahead: OnceLock::new(), wanted, complete })
    }

    /// Whether what stands in the output folder under this name is to be published.
    pub fn chosen(&self, group: &str) -> bool {
        match &self.wanted {
            Wanted::All => true,
            Wanted::Named(clients) => {
                self.now.get(group).is_some_and(|owner| clients.contains(&owner.client))
            }
            Wanted::Share(shard) => match self.client(group) {
                Some(id) => shard.holds(id),
                None => shard.is_first(),
            },
        }
    }

    /// The share of the clients, where only one is to be published; how many are in it, and how many
    /// there are.
    pub fn share(&self) -> Option<(Shard, usize, usize)> {
        let Wanted::Share(shard) = self.wanted else { return None };
        let held = self.now.values().filter(|owner| shard.holds(&owner.client)).count();
        Some((shard, held, self.now.len()))
    }

    /// Whether it is certain that there are no clients: `content/` is there, and holds none.
    pub fn are_none(&self) -> bool {
        self.complete && self.now.is_empty()
    }

    /// Whether what the target has under this name could be a client's that is gone, and stays nonetheless: not every
    /// client's place is known, or there are no clients, and an empty build takes nothing away.
    pub fn stays(&self, group: &str) -> bool {
        let is_wanted = match &self.wanted {
            Wanted::All => true,
            Wanted::Named(_) => false,
            Wanted::Share(shard) => shard.is_first(),
        };
        let is_empty = !self.complete || self.now.is_empty();
        is_wanted && is_empty && group != ROOT && self.client(group).is_none()
    }

    /// Whether what the target has under this name, and the output folder has not, is to be deleted:
    /// what belonged to a client that is gone, and what a client had before it moved. A client that
    /// is there and was not built keeps what it has, also where its `access.yaml` is not the newest.
    pub fn gone(&self, group: &str) -> bool {
        if group == ROOT || !self.complete || self.now.is_empty() || self.now.contains_key(group) {
            return false;
        }
        let former = self.former.get(group);
        let is_wanted = match &self.wanted {
            Wanted::All => true,
            Wanted::Named(clients) => former.is_some_and(|id| clients.contains(id)),
            Wanted::Share(shard) => former.map_or(shard.is_first(), |id| shard.holds(id)),
        };
        is_wanted && (former.is_some() || !self.ahead().contains(group))
    }

    fn ahead(&self) -> &BTreeSet<String> {
        self.ahead.get_or_init(|| {
            let owners: Vec<&Owner> = self.now.values().collect();
            let ahead = owners.par_iter().flat_map_iter(|Owner { client, rotation, .. }| {
                let further = (1..=LOOK_AHEAD).filter_map(|more| rotation.checked_add(more));
                further.map(|rotation| self.secret.locator(client, rotation).to_string())
            });
            ahead.collect()
        })
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
    pub fn number(&self, group: &Group) -> Option<Number> {
        let Owner { client, epoch, .. } = self.now.get(&group.name)?;
        let manifest = group.files.get(&format!("{}/{MANIFEST_FILE}", group.name))?;
        let sealed = fs_err::read(&manifest.disk).ok()?;
        let (key, portal) = (self.secret.portal_key(client, *epoch), self.secret.portal_id(client));
        let sequence = seal::sequence(&sealed, &key, portal, *epoch)?;
        Some(Number { epoch: *epoch, sequence })
    }
}
