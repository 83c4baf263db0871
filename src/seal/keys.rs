//! The secrets of a portal, each a type of its own, and how one comes from another.
//!
//! All mask themselves in `Debug` and are wiped from memory when they are dropped.

use super::bytes::Mac;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// Defines a secret of a fixed length.
macro_rules! secret {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<[u8; $length]>);

        impl $name {
            /// Takes the bytes as they are.
            #[must_use]
            pub fn new(bytes: [u8; $length]) -> Self {
                Self(Zeroizing::new(bytes))
            }

            /// The bytes, for what is derived from them or stored where only the owner reads.
            #[must_use]
            pub fn expose(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(****)"))
            }
        }
    };
}

secret! {
    /// What the fragment of a private link holds.
    LinkSecret, 16
}

secret! {
    /// An access code after PBKDF2: what takes its time, so that it can be kept.
    Stretched, 32
}

secret! {
    /// What one person's link, code or both come to. Opens that person's slot.
    Root, 32
}

secret! {
    /// What opens the manifest and every object of one portal in one epoch.
    PortalKey, 32
}

secret! {
    /// The key of one kind of sealed message: Cobblestone's input key.
    InputKey, 32
}

secret! {
    /// The key of an HMAC that gives salts or names.
    MacKey, 32
}

impl LinkSecret {
    /// Reads the fragment of a link, in either case. `None` when it is not 26 characters of
    /// base32.
    pub fn parse(text: &str) -> Option<Self> {
        let upper = Zeroizing::new(text.to_ascii_uppercase());
        let bytes = Zeroizing::new(BASE32_NOPAD.decode(upper.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(Self::new)
    }

    /// The fragment of the link: 26 characters out of `a-z2-7`.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(BASE32_NOPAD.encode(self.expose()));
        text.make_ascii_lowercase();
        text
    }
}

impl Root {
    /// From a link alone.
    #[must_use]
    pub fn from_link(link: &LinkSecret) -> Self {
        Self(derive(link.expose(), b"keyfolio/v1/root/link"))
    }

    /// From a code alone.
    #[must_use]
    pub fn from_code(code: &Stretched) -> Self {
        Self(derive(code.expose(), b"keyfolio/v1/root/code"))
    }

    /// From both: neither half says anything without the other.
    #[must_use]
    pub fn from_link_and_code(link: &LinkSecret, code: &Stretched) -> Self {
        let mut both = Zeroizing::new([0; 48]);
        both[..16].copy_from_slice(link.expose());
        both[16..].copy_from_slice(code.expose());
        Self(derive(both.as_slice(), b"keyfolio/v1/root/link+code"))
    }

    /// The name of the slot that this opens, without its folder: 32 characters out of `a-z2-7`.
    #[must_use]
    pub fn slot_name(&self) -> String {
        let name: Zeroizing<[u8; 20]> = derive(self.expose(), b"keyfolio/v1/slot-name");
        name_of(&name)
    }

    pub(super) fn slot_key(&self) -> InputKey {
        InputKey(derive(self.expose(), b"keyfolio/v1/slot-key"))
    }

    pub(super) fn door_key(&self) -> InputKey {
        InputKey(derive(self.expose(), b"keyfolio/v1/door-key"))
    }

    pub(super) fn salt_key(&self) -> MacKey {
        MacKey(derive(self.expose(), b"keyfolio/v1/slot-salt"))
    }
}

impl PortalKey {
    pub(super) fn manifest_key(&self) -> InputKey {
        InputKey(derive(self.expose(), b"keyfolio/v1/manifest"))
    }

    pub(super) fn object_key(&self) -> InputKey {
        InputKey(derive(self.expose(), b"keyfolio/v1/object"))
    }

    pub(super) fn name_key(&self) -> MacKey {
        MacKey(derive(self.expose(), b"keyfolio/v1/name"))
    }

    pub(super) fn salt_key(&self) -> MacKey {
        MacKey(derive(self.expose(), b"keyfolio/v1/salt"))
    }
}

impl MacKey {
    pub(super) fn mac(&self) -> Mac {
        Mac::new(self.expose())
    }
}

/// What a portal is known by for as long as its client exists. Not a secret, but nobody outside
/// sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PortalId(pub [u8; 16]);

impl PortalId {
    /// Reads what `Display` writes: 32 hexadecimal digits in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for PortalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// HKDF-SHA-256 (RFC 5869), both steps, without salt.
pub(super) fn derive<const N: usize>(key: &[u8], label: &[u8]) -> Zeroizing<[u8; N]> {
    let mut derived = Zeroizing::new([0; N]);
    Hkdf::<Sha256>::new(None, key)
        .expand(label, derived.as_mut_slice())
        .expect("HKDF gives up to 8,160 bytes");
    derived
}

/// 20 bytes as the name of a file: base32 (RFC 4648) in lower case, without padding.
pub(super) fn name_of(bytes: &[u8; 20]) -> String {
    let mut name = BASE32_NOPAD.encode(bytes);
    name.make_ascii_lowercase();
    name
}

/// Whether `name` could have come from [`name_of`].
pub(super) fn is_name(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}
