//! The keys of portals and people: what `seal` seals with, out of the master secret.
//!
//! Described in `docs/format.md` ("Where the keys come from"). Ids count in Unicode NFC, lengths go
//! before texts and counts have a fixed width, so no two portals or people give the same message.

use super::secret::{Label, Secret};
use crate::seal::{AccessCode, InputKey, Kdf, LinkSecret, Mac, MacKey, PortalId, PortalKey};
use data_encoding::HEXLOWER;
use unicode_normalization::UnicodeNormalization;

/// One person at one portal, after so many moves of either.
///
/// The two counts are why a link can be taken back: one more, and the person's link and code are
/// others, while everybody else's stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who<'a> {
    /// The client: the name of its folder.
    pub client: &'a str,
    /// How often the portal was moved.
    pub portal_rotation: u32,
    /// The person's id.
    pub person: &'a str,
    /// How often the person was given a new link and code.
    pub person_rotation: u32,
}

impl Secret {
    /// What the portal of `client` is known by, for as long as the client exists.
    #[must_use]
    pub fn portal_id(&self, client: &str) -> PortalId {
        PortalId(self.mac(Label::PortalId).plain(nfc(client).as_bytes()).finish())
    }

    /// The key of the portal of `client` in this epoch.
    #[must_use]
    pub fn portal_key(&self, client: &str, epoch: u32) -> PortalKey {
        let mac = self.mac(Label::PortalKey).prefixed(nfc(client).as_bytes());
        PortalKey::new(mac.plain(&epoch.to_be_bytes()).finish())
    }

    /// What the person's link holds behind `#`.
    #[must_use]
    pub fn link_secret(&self, who: Who) -> LinkSecret {
        LinkSecret::new(self.mac_of(Label::Link, who).finish())
    }

    /// The person's access code: 60 bits of it.
    #[must_use]
    pub fn access_code(&self, who: Who) -> AccessCode {
        AccessCode::from_bits(&self.mac_of(Label::Code, who).finish())
    }

    /// The salt that codes are stretched with: one for all portals of an agency, so that its front
    /// door stretches a code once.
    #[must_use]
    pub fn kdf_salt(&self) -> [u8; 16] {
        self.mac(Label::KdfSalt).finish()
    }

    /// What seals the agency's own list of who is let in to the portal of `client`.
    #[must_use]
    pub fn ledger_key(&self, client: &str) -> InputKey {
        InputKey::new(self.mac(Label::Ledger).prefixed(nfc(client).as_bytes()).finish())
    }

    /// What the salt of that list comes from.
    pub(super) fn ledger_salt_key(&self, client: &str) -> MacKey {
        MacKey::new(self.mac(Label::LedgerSalt).prefixed(nfc(client).as_bytes()).finish())
    }

    /// A digest of what a person gets in with: other whenever their link or code is, or the mode
    /// in which they count. For the ledger; it gives nothing away.
    #[must_use]
    pub fn grant(&self, who: Who, mode: &str, chosen: Option<&AccessCode>) -> String {
        let chosen = chosen.map(AccessCode::reveal).unwrap_or_default();
        let mac = self.mac_of(Label::Grant, who).prefixed(mode.as_bytes());
        HEXLOWER.encode(&mac.prefixed(chosen.as_bytes()).finish::<16>())
    }

    /// What seals the codes that were stretched already.
    pub(super) fn stretched_key(&self) -> InputKey {
        InputKey::new(*self.key(Label::Stretched))
    }

    /// What the salt of those comes from.
    pub(super) fn stretched_salt_key(&self) -> MacKey {
        MacKey::new(*self.key(Label::StretchedSalt))
    }

    /// Under which name a stretched code is kept.
    pub(super) fn stretched_name(&self, kdf: &Kdf, code: &str) -> [u8; 32] {
        let mac = self.mac(Label::StretchedName).plain(&kdf.iterations().to_be_bytes());
        mac.prefixed(kdf.salt()).prefixed(code.as_bytes()).finish()
    }

    /// What seals the inventories of a target.
    #[must_use]
    pub fn inventory_key(&self) -> InputKey {
        InputKey::new(*self.key(Label::Inventory))
    }

    /// What the salts of those come from.
    #[must_use]
    pub fn inventory_salt_key(&self) -> MacKey {
        MacKey::new(*self.key(Label::InventorySalt))
    }

    /// What their names come from.
    #[must_use]
    pub fn inventory_name_key(&self) -> MacKey {
        MacKey::new(*self.key(Label::InventoryName))
    }

    fn mac(&self, label: Label) -> Mac {
        Mac::new(self.key(label).as_slice())
    }

    fn mac_of(&self, label: Label, who: Who) -> Mac {
        self.mac(label)
            .prefixed(nfc(who.client).as_bytes())
            .plain(&who.portal_rotation.to_be_bytes())
            .prefixed(nfc(who.person).as_bytes())
            .plain(&who.person_rotation.to_be_bytes())
    }
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    fn who<'a>(client: &'a str, moved: u32, person: &'a str, renewed: u32) -> Who<'a> {
        Who { client, portal_rotation: moved, person, person_rotation: renewed }
    }

    /// Frozen, and worked out by a second implementation: a change of these values would lock
    /// everybody out.
    #[test]
    fn frozen_keys() {
        let secret = Secret::from_bytes([0; 32]);
        assert_eq!(secret.portal_id("acme").to_string(), "f2b8026d12777ee3f64906f023faea60");
        let key = |epoch| HEXLOWER.encode(secret.portal_key("acme", epoch).expose());
        assert_eq!(key(0), "f8972239e7e6f298f7dde37a5c8c8217ebe30fc7dc810a96193800523eb58a22");
        assert_eq!(key(1), "b09e30f5d3040b04a09739de6b299803612399ecbe74d2effada217e626c8f58");
        assert_eq!(HEXLOWER.encode(&secret.kdf_salt()), "03e193c5ad0a76d1d21eed628735be6b");
        assert_eq!(
            HEXLOWER.encode(secret.ledger_key("acme").expose()),
            "b5ef447a64606fb4cbb17e973267ed86902e92d1a2d0efdf0dd065de59a8e1d5"
        );
    }

    #[test]
    fn frozen_links_and_codes() {
        let secret = Secret::from_bytes([0; 32]);
        let cases = [
            (who("acme", 0, "ada", 0), "ryvjs6n5s4lss5qln6gazzdpgy", "BDJA-Q2D6-QM95"),
            (who("acme", 1, "ada", 2), "umwrh7mhvn5et7b5kgegpad3pi", "ZFFJ-RAA1-0K32"),
            (who("cafe\u{301}", 0, "zoë", 0), "kcpjq7scwgunu6vu55x74elvqq", "E1KC-1Z9Y-G3XT"),
        ];
        for (who, link, code) in cases {
            assert_eq!(secret.link_secret(who).reveal().as_str(), link);
            assert_eq!(secret.access_code(who).reveal().as_str(), code);
        }
    }

    proptest! {
        #[test]
        fn no_two_people_share_a_link(
            a in ("[a-c]{0,3}", 0..3u32, "[a-c]{0,3}", 0..3u32),
            b in ("[a-c]{0,3}", 0..3u32, "[a-c]{0,3}", 0..3u32)
        ) {
            let secret = Secret::from_bytes([1; 32]);
            let link = |(client, moved, person, renewed): &(String, u32, String, u32)| {
                secret.link_secret(who(client, *moved, person, *renewed))
            };
            prop_assert_eq!(link(&a).expose() == link(&b).expose(), a == b);
        }
    }
}
