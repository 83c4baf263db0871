//! Who was let in: the agency's own list, beside each sealed portal.
//!
//! A person who is taken out of `client.yaml` still knows the portal key of this epoch. The ledger
//! is how a build notices, without any state of its own: it stands in the portal's folder, sealed
//! so that only the master secret opens it.

use super::{Secret, Who};
use crate::model::Access;
use crate::seal::LEDGER;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// The name of the ledger's file in a portal's folder.
pub const LEDGER_FILE: &str = "ledger";

/// Who was let in to a portal in one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    version: u32,
    /// The epoch of the portal key that they know.
    pub epoch: u32,
    /// Each person's id, and a digest of what they get in with ([`Secret::grant`]). The empty id
    /// stands for everyone who has the link of a client without people.
    pub people: BTreeMap<String, String>,
}

impl Ledger {
    /// The ledger of one epoch.
    pub fn new(epoch: u32, people: impl IntoIterator<Item = (String, String)>) -> Self {
        Self { version: 1, epoch, people: people.into_iter().collect() }
    }

    /// The ledger of what `client` says of its access: everybody who knows the key of this epoch, also
    /// those whose time is over.
    #[must_use]
    pub fn of(secret: &Secret, client: &str, access: &Access) -> Self {
        let people = access.admitted.iter().map(|person| {
            let who = Who::of(client, access, person);
            let chosen = person.code.as_ref().map(|chosen| &chosen.code);
            (person.person.clone(), secret.grant(who, access.mode.name(), chosen))
        });
        Self::new(access.epoch, people)
    }

    /// Opens the ledger of the portal of `client`; nothing when it is not one that this secret
    /// sealed.
    pub fn open(secret: &Secret, client: &str, sealed: &[u8]) -> Option<Self> {
        let body =
            LEDGER.open(sealed, &secret.ledger_key(client), context(secret, client).as_slice());
        Self::parse(&body.ok()?)
    }

    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let ledger: Self = serde_json::from_slice(body).ok()?;
        (ledger.version == 1).then_some(ledger)
    }

    /// Seals it. The same ledger gives the same bytes.
    ///
    /// # Panics
    /// Never for fewer than some hundred thousand people.
    #[must_use]
    pub fn seal(&self, secret: &Secret, client: &str) -> Vec<u8> {
        let body = serde_json::to_vec(self).expect("numbers and texts are JSON");
        let (key, salt_key) = (secret.ledger_key(client), secret.ledger_salt_key(client));
        LEDGER
            .seal(&body, &key, &salt_key, context(secret, client).as_slice())
            .expect("16 MiB hold a few hundred thousand people")
    }

    /// Those who know the key of `now`'s epoch and do not get in, or not with what they had. Nobody, when
    /// the epochs differ: then the key they know opens nothing any more.
    pub fn left_out<'a>(&'a self, now: &'a Self) -> impl Iterator<Item = &'a str> {
        let people = self.people.iter().filter(|_| self.epoch == now.epoch);
        let gets_in = |person: &String, grant: &String| {
            let now = now.people.get(person);
            now.is_some_and(|now| now.as_bytes().ct_eq(grant.as_bytes()).into())
        };
        people
            .filter(move |(person, grant)| !gets_in(person, grant))
            .map(|(person, _)| person.as_str())
    }
}

fn context(secret: &Secret, client: &str) -> Vec<u8> {
    [b"keyfolio/v1/ledger\0".as_slice(), &secret.portal_id(client).0].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(epoch: u32, people: &[(&str, u32)]) -> Ledger {
        let grant = |(person, turns): &(&str, u32)| ((*person).to_owned(), turns.to_string());
        Ledger::new(epoch, people.iter().map(grant))
    }

    #[test]
    fn only_its_own_secret_and_client_open_it() {
        let (secret, other) = (Secret::from_bytes([1; 32]), Secret::from_bytes([2; 32]));
        let ledger = ledger(3, &[("ada", 0), ("ben", 2)]);
        let sealed = ledger.seal(&secret, "acme");
        assert_eq!(sealed, ledger.seal(&secret, "acme"));
        assert_eq!(Ledger::open(&secret, "acme", &sealed), Some(ledger));
        assert_eq!(Ledger::open(&secret, "bolt", &sealed), None);
        assert_eq!(Ledger::open(&other, "acme", &sealed), None);
        assert!(!sealed.windows(3).any(|bytes| bytes == b"ada"));
    }

    #[test]
    fn who_left_without_a_new_epoch_is_named() {
        let before = ledger(1, &[("ada", 0), ("ben", 0), ("cy", 1)]);
        let now = |epoch, people: &[_]| {
            before.left_out(&ledger(epoch, people)).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(now(1, &[("ada", 0), ("ben", 0), ("cy", 1)]), "");
        assert_eq!(now(1, &[("ada", 0), ("ben", 0), ("cy", 1), ("di", 0)]), "");
        assert_eq!(now(1, &[("ada", 0), ("cy", 1)]), "ben");
        assert_eq!(now(1, &[("ada", 0), ("ben", 0), ("cy", 2)]), "cy");
        assert_eq!(now(1, &[("ada", 0)]), "ben cy");
        assert_eq!(now(2, &[("ada", 0)]), "");
    }
}
