//! `header.json`: how a portal is opened. Everybody can read it, and nobody can alter it unnoticed:
//! every slot is bound to its bytes.

use super::code::Kdf;
use super::error::Fault;
use super::json;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const KDF: &str = "PBKDF2-HMAC-SHA-256";

/// What a person needs to open a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A private link.
    Link,
    /// An access code, stretched.
    Code(Kdf),
    /// Both.
    LinkAndCode(Kdf),
}

/// A header: the mode, and the bytes that say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    mode: Mode,
    bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Text {
    version: u64,
    mode: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kdf: Option<KdfText>,
}

#[derive(Serialize, Deserialize)]
struct KdfText {
    name: String,
    iterations: u64,
    salt: String,
}

impl Header {
    /// The most that `header.json` may come to, in bytes.
    pub const LONGEST: usize = 4_096;

    /// The header of a portal with this mode.
    ///
    /// # Panics
    /// Never: the text is plain.
    #[must_use]
    pub fn new(mode: Mode) -> Self {
        let (name, kdf) = match mode {
            Mode::Link => ("link", None),
            Mode::Code(kdf) => ("code", Some(kdf)),
            Mode::LinkAndCode(kdf) => ("link+code", Some(kdf)),
        };
        let kdf = kdf.map(|kdf| KdfText {
            name: KDF.to_owned(),
            iterations: kdf.iterations().into(),
            salt: BASE64URL_NOPAD.encode(kdf.salt()),
        });
        let text = Text { version: json::VERSION, mode: name.to_owned(), kdf };
        Self { mode, bytes: serde_json::to_vec(&text).expect("text and numbers become JSON") }
    }

    /// Reads `header.json`.
    ///
    /// # Errors
    /// When it is longer than 4,096 bytes, not the JSON that it must be, of a later version, or
    /// asks for a way to stretch that is not allowed.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, Fault> {
        if bytes.len() > Self::LONGEST {
            return Err(Fault::Length);
        }
        let text: Text = json::read(&bytes)?;
        let mode = match (text.mode.as_str(), text.kdf) {
            ("link", _) => Mode::Link,
            ("code", Some(kdf)) => Mode::Code(kdf.read()?),
            ("link+code", Some(kdf)) => Mode::LinkAndCode(kdf.read()?),
            ("code" | "link+code", None) => return Err(Fault::Rule("it has no `kdf`")),
            _ => return Err(Fault::Rule("its `mode` is not `link`, `code` or `link+code`")),
        };
        Ok(Self { mode, bytes })
    }

    /// What a person needs.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// `header.json`.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}

impl KdfText {
    fn read(self) -> Result<Kdf, Fault> {
        if self.name != KDF {
            return Err(Fault::Rule("its `kdf` is not `PBKDF2-HMAC-SHA-256`"));
        }
        let salt = BASE64URL_NOPAD.decode(self.salt.as_bytes()).ok();
        let salt = salt.and_then(|salt| salt.try_into().ok());
        let salt = salt.ok_or(Fault::Rule("its `salt` is not 16 bytes in base64url"))?;
        u32::try_from(self.iterations)
            .ok()
            .and_then(|iterations| Kdf::new(iterations, salt))
            .ok_or(Fault::Rule("its `iterations` are not between 600,000 and 10,000,000"))
    }
}
