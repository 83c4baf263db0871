//! What the workspace says of every client: where its portal belongs, where it was, who is let in.

use crate::access::Secret;
use crate::load::Workspace;
use crate::model::{Access, Agency};
use crate::publish::ROOT;
use crate::schema::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many former places of a portal are looked at.
const FORMER: u32 = 16;

/// The clients, by where their portals stand.
#[derive(Debug)]
pub struct Clients {
    now: BTreeMap<String, Client>,
    former: BTreeMap<String, String>,
    /// Whether every client's place is known.
    complete: bool,
    /// The day it is where the agency works.
    pub today: Date,
}

/// One of them.
#[derive(Debug)]
pub struct Client {
    /// The client's id.
    pub id: String,
    /// Who is let in; nothing where that cannot be told, because of errors in its files.
    pub access: Option<Access>,
}

impl Clients {
    /// Reads `client.yaml` and `access.yaml` of every client.
    #[must_use]
    pub fn read(workspace: &Workspace, agency: &Agency, secret: &Secret, today: Date) -> Self {
        let ids = workspace.client_ids();
        let mut complete = ids.value.is_some();
        let read: Vec<_> = ids
            .value
            .unwrap_or_default()
            .into_par_iter()
            .map(|id| {
                let rotation = workspace.access_file(&id).value.map(|file| file.rotation);
                let access = workspace.head(agency, &id).value.map(|head| head.access);
                (rotation, Client { id, access })
            })
            .collect();
        let (mut now, mut former) = (BTreeMap::new(), BTreeMap::new());
        for (rotation, client) in read {
            let Some(rotation) = rotation else {
                complete = false;
                continue;
            };
            for before in rotation.saturating_sub(FORMER)..rotation {
                former.insert(secret.locator(&client.id, before).to_string(), client.id.clone());
            }
            now.insert(secret.locator(&client.id, rotation).to_string(), client);
        }
        Self { now, former, complete, today }
    }

    /// The client whose portal belongs here.
    #[must_use]
    pub fn at(&self, group: &str) -> Option<&Client> {
        self.now.get(group)
    }

    /// The id of the client whose portal belongs here, or did.
    #[must_use]
    pub fn owner(&self, group: &str) -> Option<&str> {
        let now = self.now.get(group).map(|client| client.id.as_str());
        now.or_else(|| self.former.get(group).map(String::as_str))
    }

    /// Where each portal belongs.
    pub fn places(&self) -> impl Iterator<Item = (&str, &str)> {
        self.now.iter().map(|(group, client)| (group.as_str(), client.id.as_str()))
    }

    /// The places that were given up, and by whom.
    pub fn former(&self) -> impl Iterator<Item = (&str, &str)> {
        self.former.iter().map(|(group, client)| (group.as_str(), client.as_str()))
    }

    /// Whether a client gave this place up.
    #[must_use]
    pub fn is_former(&self, group: &str) -> bool {
        self.former.contains_key(group)
    }

    /// Whether what stands here is no client's, and was none's that is still there.
    #[must_use]
    pub fn is_nobodys(&self, group: &str) -> bool {
        group != ROOT && self.complete && self.owner(group).is_none()
    }
}
