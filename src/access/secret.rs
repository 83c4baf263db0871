//! The master secret: what it is, how it is written down, and the keys that come from it.

use data_encoding::{Encoding, HEXLOWER, Specification};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::LazyLock;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// What a written secret begins with: its kind and the version of this format.
const PREFIX: &str = "kfs1";
const SECRET_LEN: usize = 32;
const CHECK_LEN: usize = 4;
const CHECK_LABEL: &[u8] = b"keyfolio/v1/secret-check";

/// The purposes that keys are derived for, one label each. A label never changes and is never
/// used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Locator,
    LocatorCheck,
    Fingerprint,
    PortalId,
    PortalKey,
    Link,
    Code,
    KdfSalt,
    Ledger,
    LedgerSalt,
    Grant,
    Stretched,
    StretchedSalt,
    StretchedName,
    Inventory,
    InventorySalt,
    InventoryName,
}

impl Label {
    fn text(self) -> &'static [u8] {
        match self {
            Self::Locator => b"keyfolio/v1/locator",
            Self::LocatorCheck => b"keyfolio/v1/locator-check",
            Self::Fingerprint => b"keyfolio/v1/fingerprint",
            Self::PortalId => b"keyfolio/v1/portal-id",
            Self::PortalKey => b"keyfolio/v1/portal-key",
            Self::Link => b"keyfolio/v1/link",
            Self::Code => b"keyfolio/v1/code",
            Self::KdfSalt => b"keyfolio/v1/kdf-salt",
            Self::Ledger => b"keyfolio/v1/ledger",
            Self::LedgerSalt => b"keyfolio/v1/ledger-salt",
            Self::Grant => b"keyfolio/v1/grant",
            Self::Stretched => b"keyfolio/v1/stretched",
            Self::StretchedSalt => b"keyfolio/v1/stretched-salt",
            Self::StretchedName => b"keyfolio/v1/stretched-name",
            Self::Inventory => b"keyfolio/v1/inventory",
            Self::InventorySalt => b"keyfolio/v1/inventory-salt",
            Self::InventoryName => b"keyfolio/v1/inventory-name",
        }
    }
}

/// The 32 random bytes that every key, locator and link of a workspace is derived from.
///
/// It shows itself to nobody: `Debug` and `Display` print a mask, and the memory is wiped when it
/// is dropped. Only [`Secret::reveal`] gives the text.
pub struct Secret(Zeroizing<[u8; SECRET_LEN]>);

/// Eight bytes that tell two secrets apart and give neither away: an HKDF output of its own label.
/// It stands in the output folder's marker.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 8]);

/// Why a text is not a [`Secret`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretFault {
    /// It does not begin as a secret does.
    #[error("it does not begin with `kfs1-`")]
    Prefix,
    /// Too long, too short, or a character that is in no secret.
    #[error("it is too long, too short, or holds a character that no secret has")]
    Shape,
    /// The checksum is not that of the bytes.
    #[error("its checksum does not fit: a character is mistyped or two have changed places")]
    Checksum,
}

/// Crockford's base32: no I, L, O or U to write; read without regard to case, with O for 0 and
/// I or L for 1.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.translate.from.push_str("abcdefghjkmnpqrstvwxyzOoIiLl");
    specification.translate.to.push_str("ABCDEFGHJKMNPQRSTVWXYZ001111");
    specification.encoding().expect("32 distinct symbols, none of them translated")
});

impl Secret {
    pub(super) fn from_bytes(bytes: [u8; SECRET_LEN]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Makes a new one from the operating system's random source.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0; SECRET_LEN]);
        getrandom::fill(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    /// Reads the text that [`Secret::reveal`] gives. Case, spaces and dashes do not matter, nor
    /// do O for 0 and I or L for 1.
    ///
    /// # Errors
    /// When the text does not begin as a secret does, has the wrong length or a wrong character,
    /// or its checksum does not fit.
    pub fn parse(text: &str) -> Result<Self, SecretFault> {
        let bare: Zeroizing<String> =
            text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().into();
        let (prefix, symbols) = bare.split_at_checked(PREFIX.len()).ok_or(SecretFault::Prefix)?;
        if prefix.to_ascii_lowercase().replace(['i', 'l'], "1") != PREFIX {
            return Err(SecretFault::Prefix);
        }
        let bytes = BASE32.decode(symbols.as_bytes()).map_err(|_| SecretFault::Shape)?;
        let bytes = Zeroizing::new(bytes);
        let (secret, check) = bytes.split_at_checked(SECRET_LEN).ok_or(SecretFault::Shape)?;
        let secret: [u8; SECRET_LEN] = secret.try_into().map_err(|_| SecretFault::Shape)?;
        let secret = Self::from_bytes(secret);
        if check.len() != CHECK_LEN {
            Err(SecretFault::Shape)
        } else if check.ct_eq(&secret.checksum()).into() {
            Ok(secret)
        } else {
            Err(SecretFault::Checksum)
        }
    }

    /// The secret as text, `kfs1-` and groups of four: for its file, or for the settings of a CI
    /// job. Whoever reads it can work out every link.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; SECRET_LEN + CHECK_LEN]);
        bytes[..SECRET_LEN].copy_from_slice(self.0.as_slice());
        bytes[SECRET_LEN..].copy_from_slice(&self.checksum());
        let symbols = Zeroizing::new(BASE32.encode(bytes.as_slice()));
        // Long enough from the start, so that growing it leaves no copy behind.
        let mut text = Zeroizing::new(String::with_capacity(PREFIX.len() + 2 * symbols.len()));
        text.push_str(PREFIX);
        for (index, symbol) in symbols.chars().enumerate() {
            if index % 4 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }

    /// What tells this secret from another and gives nothing away.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        let mut fingerprint = [0; 8];
        self.expand(Label::Fingerprint, &mut fingerprint);
        Fingerprint(fingerprint)
    }

    /// The key for `label`: HKDF-SHA-256 (RFC 5869) without salt, the label as info.
    pub(super) fn key(&self, label: Label) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        self.expand(label, key.as_mut_slice());
        key
    }

    fn expand(&self, label: Label, key: &mut [u8]) {
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand(label.text(), key)
            .expect("HKDF gives up to 8,160 bytes");
    }

    fn checksum(&self) -> [u8; CHECK_LEN] {
        let digest = Sha256::new().chain_update(CHECK_LABEL).chain_update(self.0.as_slice());
        let digest: [u8; 32] = digest.finalize().into();
        let [a, b, c, d, ..] = digest;
        [a, b, c, d]
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(****)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("kfs1-****")
    }
}

impl Fingerprint {
    /// Reads what `Display` writes.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Frozen, and worked out by a second implementation.
    #[test]
    fn frozen_text_and_fingerprint() {
        let secret = Secret::from_bytes(std::array::from_fn(|index| u8::try_from(index).unwrap()));
        assert_eq!(
            secret.reveal().as_str(),
            "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4"
        );
        assert_eq!(secret.fingerprint().to_string(), "eed6e5d7838d53e9");
    }

    /// RFC 5869, appendix A.3: SHA-256 without salt, as keys are derived here.
    #[test]
    fn hkdf_is_that_of_rfc_5869() {
        let mut okm = [0; 42];
        Hkdf::<Sha256>::new(None, &[0x0b; 22]).expand(b"", &mut okm).unwrap();
        assert_eq!(
            HEXLOWER.encode(&okm),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
        );
    }

    #[test]
    fn labels_give_unrelated_keys() {
        let secret = Secret::from_bytes([7; 32]);
        let keys = [Label::Locator, Label::LocatorCheck, Label::Fingerprint]
            .map(|label| *secret.key(label));
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
    }

    #[test]
    fn shows_itself_to_nobody() {
        let secret = Secret::from_bytes([0xff; 32]);
        assert_eq!(format!("{secret} {secret:?}"), "kfs1-**** Secret(****)");
    }

    #[test]
    fn says_what_is_wrong() {
        let good = Secret::from_bytes([3; 32]).reveal();
        let fault = |text: &str| Secret::parse(text).unwrap_err();
        assert_eq!(fault(""), SecretFault::Prefix);
        assert_eq!(fault("age1-00000"), SecretFault::Prefix);
        assert_eq!(fault("kfs1"), SecretFault::Shape);
        assert_eq!(fault(&good[..good.len() - 2]), SecretFault::Shape);
        assert_eq!(fault(&format!("{}00", *good)), SecretFault::Shape);
        assert_eq!(fault(&good.replacen("-0", "-U", 1)), SecretFault::Shape);
        assert_eq!(fault("kfs1-日本語"), SecretFault::Shape);
        assert_eq!(fault("日本"), SecretFault::Prefix);
    }

    proptest! {
        #[test]
        fn every_secret_can_be_read_again(bytes: [u8; 32]) {
            let text = Secret::from_bytes(bytes).reveal();
            prop_assert_eq!(*Secret::parse(&text).unwrap().0, bytes);
            let spoken = text.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
            prop_assert_eq!(*Secret::parse(&spoken).unwrap().0, bytes);
        }

        #[test]
        fn one_wrong_character_is_noticed(bytes: [u8; 32], at in 5..70usize, new in "[0-9A-HJKMNP-TV-Z]") {
            let text = Secret::from_bytes(bytes).reveal();
            prop_assume!(at < text.len() && text.as_bytes()[at] != b'-' && text[at..=at] != new);
            let mut mistyped = text.to_string();
            mistyped.replace_range(at..=at, &new);
            prop_assert!(Secret::parse(&mistyped).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text: String) {
            prop_assert!(Secret::parse(&text).is_err());
        }
    }
}
