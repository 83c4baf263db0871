//! The front door: which codes lead where, and that no two of them are the same.
//!
//! A code opens one portal. Where people of two clients have the same one, neither is built: the door
//! could lead to one of them only, and each would hold the other's key to it.

use super::sealing::Sealing;
use crate::access::{Locator, Secret};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::load::Workspace;
use crate::model::{AccessMode, Admitted, Agency, FrontDoor, Head};
use crate::seal::{AccessCode, Door, Root};
use crate::write::{Output, WriteError};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// How many former places of a portal are looked at.
pub(super) const FORMER: u32 = 16;

/// One person's code, told from others by `key`.
#[derive(Debug)]
struct Claim<K> {
    client: String,
    person: String,
    key: K,
    place: Place,
}

/// By client, what is wrong with its codes.
pub(super) type Clashes = BTreeMap<String, Vec<Diagnostic>>;
/// By client, who may open its portal; those with errors are left out.
pub(super) type Heads = BTreeMap<String, Head>;

/// What is wrong with the codes that people chose, as far as it can be told without the secret: for
/// each client of which somebody has the same as somebody of another.
pub fn same_codes(workspace: &Workspace, agency: &Agency, ids: &[String]) -> Clashes {
    if agency.door == FrontDoor::Closed {
        return Clashes::new();
    }
    let heads = heads(workspace, agency, ids);
    let claims = people(&heads).filter_map(|(client, _, person)| {
        let chosen = person.code.as_ref()?;
        Some(Claim::new(client, person, digest(&chosen.code)))
    });
    clashes(claims.collect())
}

impl Sealing<'_> {
    /// What keeps clients of `ids`, which are about to be built, from it: that somebody of theirs
    /// has the code of somebody else's, of `heads`, which are built as well, here or by other shards,
    /// or of those that stay as they are.
    ///
    /// # Errors
    /// When the output cannot be read.
    pub fn clashes(
        &self,
        workspace: &Workspace,
        output: &Output<'_>,
        heads: &Heads,
        ids: &[String],
    ) -> Result<Clashes, WriteError> {
        if !self.door {
            return Ok(Clashes::new());
        }
        let ids: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        // Told apart before they are stretched, which would take long for those of other shards.
        let claims = people(heads).map(|(client, head, person)| {
            let code = self.secret.code(client, &head.access, person);
            Claim::new(client, person, digest(&code))
        });
        let mut found = clashes(claims.collect());
        found.retain(|client, _| ids.contains(client.as_str()));
        let ours: Vec<_> = people(heads).filter(|(client, ..)| ids.contains(client)).collect();
        let taken = ours.into_par_iter().map(|(client, head, person)| {
            let root = self.root(client, &head.access, person);
            let taken = self.taken(workspace, output, heads, (client, head, &root))?;
            Ok(taken.map(|other| (Claim::new(client, person, ()), other)))
        });
        for taken in taken.collect::<Result<Vec<_>, WriteError>>()? {
            let Some((claim, other)) = taken else { continue };
            let place = Place::file(format!("content/{other}/client.yaml"));
            let fault = fault(&claim, "somebody", &other, &place);
            found.entry(claim.client).or_default().push(fault);
        }
        Ok(found)
    }

    /// The client that is not built now and to which this root's door leads as it stands.
    fn taken(
        &self,
        workspace: &Workspace,
        output: &Output<'_>,
        built: &Heads,
        (client, head, root): (&str, &Head, &Root),
    ) -> Result<Option<String>, WriteError> {
        let Some(sealed) = output.door(&root.slot_name())? else { return Ok(None) };
        // One that does not open is damaged: it is put up again.
        let Ok(door) = Door::open(sealed.as_slice(), root) else { return Ok(None) };
        if is_at(self.secret, client, head.access.rotation, &door.locator) {
            return Ok(None);
        }
        let ids = workspace.client_ids().value.unwrap_or_default();
        // Who is built now has a claim of their own, if this is still their code.
        Ok(ids.into_iter().filter(|id| !built.contains_key(id)).find(|id| {
            let access = workspace.access_file(id).value.unwrap_or_default();
            is_at(self.secret, id, access.rotation, &door.locator)
        }))
    }
}

/// Who may open the portals of these clients, but for those with errors.
pub(super) fn heads(workspace: &Workspace, agency: &Agency, ids: &[String]) -> Heads {
    let head = |id: &String| Some((id.clone(), workspace.head(agency, id).value?));
    ids.par_iter().filter_map(head).collect()
}

/// Everybody whose code opens the front door, also those whose time is over.
fn people(heads: &Heads) -> impl Iterator<Item = (&str, &Head, &Admitted)> {
    let by_code = heads.iter().filter(|(_, head)| head.access.mode == AccessMode::Code);
    by_code.flat_map(|(id, head)| {
        head.access.admitted.iter().map(move |person| (id.as_str(), head, person))
    })
}

impl<K> Claim<K> {
    fn new(client: &str, person: &Admitted, key: K) -> Self {
        let chosen = person.code.as_ref().map(|chosen| chosen.place.clone());
        let place = chosen.unwrap_or_else(|| Place::file(format!("content/{client}/client.yaml")));
        Self { client: client.to_owned(), person: person.person.clone(), key, place }
    }
}

/// What to say to each client whose key another client has as well.
fn clashes<K: Ord>(claims: Vec<Claim<K>>) -> Clashes {
    let mut by_key: BTreeMap<K, Vec<Claim<()>>> = BTreeMap::new();
    for Claim { client, person, key, place } in claims {
        by_key.entry(key).or_default().push(Claim { client, person, key: (), place });
    }
    let mut found = Clashes::new();
    for same in by_key.values() {
        let clients: BTreeSet<&str> = same.iter().map(|claim| claim.client.as_str()).collect();
        if clients.len() < 2 {
            continue; // those of one client are told apart when it is loaded
        }
        for claim in same {
            let other = same.iter().find(|other| other.client != claim.client);
            let Some(other) = other else { continue };
            let fault = fault(claim, &who(&other.person), &other.client, &other.place);
            found.entry(claim.client.clone()).or_default().push(fault);
        }
    }
    found
}

fn fault<K>(claim: &Claim<K>, other: &str, client: &str, place: &Place) -> Diagnostic {
    let message =
        format!("{} has the same access code as {other} of client `{client}`", who(&claim.person));
    Diagnostic::error(Code::SharedCode, claim.place.clone(), message)
        .related(place.clone(), "the other one")
        .help(
            "give each a code of their own, or take one out: Keyfolio makes one then; where \
             neither was chosen, `keyfolio rotate` gives a new one",
        )
}

/// Two codes have the same when they are the same, however they were typed.
fn digest(code: &AccessCode) -> [u8; 32] {
    Sha256::digest(code.reveal().as_bytes()).into()
}

fn who(person: &str) -> String {
    if person.is_empty() { "everyone".to_owned() } else { format!("`{person}`") }
}

/// Whether the client's portal is, or was, there.
fn is_at(secret: &Secret, client: &str, rotation: u32, locator: &str) -> bool {
    let mut places = rotation.saturating_sub(FORMER)..=rotation;
    places.any(|rotation| secret.locator(client, rotation).as_str() == locator)
}

/// The names of the doors that may lead to a portal as it stands now, or stood before it moved.
///
/// # Errors
/// When the output cannot be read.
pub(super) fn standing(
    output: &Output<'_>,
    places: impl Iterator<Item = Locator>,
) -> Result<Vec<String>, WriteError> {
    let mut names = Vec::new();
    for locator in places {
        names.extend(output.slots(&locator)?);
    }
    Ok(names)
}
