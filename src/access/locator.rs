//! Where a portal stands: a name that nobody can guess and that only Keyfolio can have given.
//!
//! A locator is 20 bytes, written as 32 lower-case letters and digits (base32, RFC 4648, without
//! padding). The first 16 are HMAC-SHA-256 under the locator key over the client and its rotation
//! count: 128 bits that say nothing about either. The last 4 are HMAC-SHA-256 under a key of their
//! own over the first 16. So whoever holds the secret can tell from a folder's name alone that
//! Keyfolio gave it, also when the client is long gone from the content and no list of locators
//! exists anywhere. That is what lets a build remove the portal of a removed client and never
//! delete anything else.

use super::secret::{Label, Secret};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

const NAME_LEN: usize = 16;
const CHECK_LEN: usize = 4;

/// The name of one portal's folder, and the path of its link.
///
/// Only a [`Secret`] makes one: what is a `Locator` was derived or recognised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locator(String);

impl Locator {
    /// 32 characters out of `a-z2-7`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_bytes(bytes: &[u8]) -> Self {
        Self(BASE32_NOPAD.encode(bytes).to_ascii_lowercase())
    }
}

impl fmt::Display for Locator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Secret {
    /// Where the portal of `client` (the name of its folder) stands after `rotation` moves.
    ///
    /// The folder's name counts in Unicode NFC, so that a locator does not depend on the file
    /// system. Its length goes first (8 bytes, big-endian), the rotation last (4 bytes): no two
    /// pairs give the same message.
    #[must_use]
    pub fn locator(&self, client: &str, rotation: u32) -> Locator {
        let client: String = client.nfc().collect();
        let length = (client.len() as u64).to_be_bytes();
        let message = [&length, client.as_bytes(), &rotation.to_be_bytes()].concat();
        let name = mac(self, Label::Locator, &message).finalize().into_bytes();
        let name = &name[..NAME_LEN];
        let check = mac(self, Label::LocatorCheck, name).finalize().into_bytes();
        Locator::from_bytes(&[name, &check[..CHECK_LEN]].concat())
    }

    /// The locator that `name` is, if it was made with this secret: for whichever client.
    pub fn recognises(&self, name: &str) -> Option<Locator> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        let bytes = BASE32_NOPAD.decode(name.to_ascii_uppercase().as_bytes()).ok()?;
        let (bare, check) = bytes.split_at_checked(NAME_LEN)?;
        if check.len() != CHECK_LEN {
            return None;
        }
        mac(self, Label::LocatorCheck, bare).verify_truncated_left(check).ok()?;
        Some(Locator::from_bytes(&bytes))
    }
}

fn mac(secret: &Secret, label: Label, message: &[u8]) -> Hmac<Sha256> {
    Hmac::<Sha256>::new_from_slice(secret.key(label).as_slice())
        .expect("HMAC takes a key of any length")
        .chain_update(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    fn secret(byte: u8) -> Secret {
        Secret::from_bytes([byte; 32])
    }

    /// Frozen, and worked out by a second implementation: a change of these values would change
    /// every link that was ever handed out.
    #[test]
    fn frozen_locators() {
        let secret = secret(0);
        assert_eq!(secret.locator("acme", 0).as_str(), "t3nesxd5dhibng2eoryuk5tmnfzu6xyr");
        assert_eq!(secret.locator("acme", 1).as_str(), "kitot56ksh25iv6e725vfbkjy3gadt5m");
        assert_eq!(secret.locator("café", 0).as_str(), "4x47kvf36i3yxqmqkm5boiwr7bvun4sj");
    }

    /// RFC 4231, test case 5: truncated to 128 bits, as locators are.
    #[test]
    fn hmac_is_that_of_rfc_4231() {
        let mac = Hmac::<Sha256>::new_from_slice(&[0x0c; 20]).unwrap();
        let tag = mac.chain_update(b"Test With Truncation").finalize().into_bytes();
        assert_eq!(HEXLOWER.encode(&tag[..16]), "a3b6167473100ee06e0c796c2955552b");
    }

    #[test]
    fn the_name_counts_in_nfc() {
        assert_eq!(secret(0).locator("caf\u{e9}", 0), secret(0).locator("cafe\u{301}", 0));
    }

    #[test]
    fn only_its_own_secret_recognises_it() {
        let locator = secret(1).locator("acme", 0);
        assert_eq!(secret(1).recognises(locator.as_str()), Some(locator.clone()));
        assert_eq!(secret(2).recognises(locator.as_str()), None);
        assert_eq!(secret(1).recognises(&locator.as_str().to_uppercase()), None);
        for other in ["", "index.html", "a", &"a".repeat(32), &format!("{locator}a"), "日本語"] {
            assert_eq!(secret(1).recognises(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn locators_are_names_and_recognised(client: String, rotation: u32) {
            let locator = secret(1).locator(&client, rotation);
            prop_assert_eq!(locator.as_str().len(), 32);
            prop_assert!(locator.as_str().bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')));
            prop_assert_eq!(secret(1).recognises(locator.as_str()), Some(locator));
        }

        #[test]
        fn clients_and_rotations_never_share_one(
            a in ("[a-c]{0,3}", 0..3u32), b in ("[a-c]{0,3}", 0..3u32)
        ) {
            let same = secret(1).locator(&a.0, a.1) == secret(1).locator(&b.0, b.1);
            prop_assert_eq!(same, a == b);
        }

        #[test]
        fn nothing_else_is_recognised(name in "[a-z2-7]{32}|\\PC{0,40}") {
            prop_assert_eq!(secret(1).recognises(&name), None);
        }

        #[test]
        fn one_wrong_character_is_noticed(at in 0..32usize, new in "[a-z2-7]") {
            let locator = secret(1).locator("acme", 0);
            prop_assume!(locator.as_str()[at..=at] != new);
            let mut name = locator.as_str().to_owned();
            name.replace_range(at..=at, &new);
            prop_assert_eq!(secret(1).recognises(&name), None);
        }
    }
}
