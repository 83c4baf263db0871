//! Access codes: what a person types, and what it comes to.

use super::keys::Stretched;
use data_encoding::{Encoding, Specification};
use pbkdf2::{Algorithm, Params, Pbkdf2};
use std::fmt;
use std::sync::LazyLock;
use subtle::ConstantTimeEq;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

const SHORTEST: usize = 8;
const LONGEST: usize = 128;
/// Bytes that hold the 60 bits of a code that Keyfolio makes, and its symbols.
const BYTES: usize = 8;
const SYMBOLS: usize = 12;

/// Crockford's base32, as codes are written.
static BASE32: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    specification.encoding().expect("32 distinct symbols")
});

/// An access code, normalised: nothing of how it was typed is left. Two are compared in a time that
/// does not depend on where they differ.
#[derive(Clone)]
pub struct AccessCode(Zeroizing<String>);

/// Why a text cannot be an [`AccessCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeFault {
    /// Too little is left of it.
    #[error("an access code has at least 8 letters and digits, and this one has {0}")]
    Short(usize),
    /// Too much is left of it.
    #[error("an access code has at most 128 letters and digits")]
    Long,
}

impl AccessCode {
    /// Reads a code as a person types it: case, spaces, dashes, O for 0 and I or L for 1 do not
    /// matter, nor does the form that a phone's keyboard gives a letter (Unicode NFKC).
    ///
    /// # Errors
    /// When fewer than 8 or more than 128 letters and digits are left.
    pub fn parse(text: &str) -> Result<Self, CodeFault> {
        // Long enough from the start, so that growing it leaves no copy behind.
        let mut code = Zeroizing::new(String::with_capacity(LONGEST));
        for letter in text.nfkc().filter(char::is_ascii_alphanumeric) {
            if code.len() == LONGEST {
                return Err(CodeFault::Long);
            }
            code.push(match letter.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            });
        }
        if code.len() < SHORTEST {
            return Err(CodeFault::Short(code.len()));
        }
        Ok(Self(code))
    }

    /// The code that the first 60 of these bits spell.
    #[must_use]
    pub fn from_bits(bits: &[u8; BYTES]) -> Self {
        let mut symbols = Zeroizing::new(BASE32.encode(bits));
        symbols.truncate(SYMBOLS);
        Self(symbols)
    }

    /// The code for a person to type, in groups of four.
    #[must_use]
    pub fn reveal(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(2 * self.0.len()));
        for (index, symbol) in self.0.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                text.push('-');
            }
            text.push(symbol);
        }
        text
    }
}

impl PartialEq for AccessCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for AccessCode {}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(****)")
    }
}

/// How codes are stretched: PBKDF2-HMAC-SHA-256 (RFC 8018).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kdf {
    iterations: u32,
    salt: [u8; 16],
}

impl Kdf {
    /// The number of iterations where nobody sets another.
    pub const ITERATIONS: u32 = 1_000_000;
    /// Fewer would make a stolen portal too cheap to guess at.
    pub const FEWEST: u32 = 600_000;
    /// More would keep a phone busy for longer than a person waits.
    pub const MOST: u32 = 10_000_000;

    /// `None` where `iterations` is not between [`Kdf::FEWEST`] and [`Kdf::MOST`].
    pub fn new(iterations: u32, salt: [u8; 16]) -> Option<Self> {
        (Self::FEWEST..=Self::MOST).contains(&iterations).then_some(Self { iterations, salt })
    }

    /// How often.
    #[must_use]
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// The salt.
    #[must_use]
    pub fn salt(&self) -> &[u8; 16] {
        &self.salt
    }

    /// Stretches `code`. Takes some tenths of a second on purpose: keep the result.
    #[must_use]
    pub fn stretch(&self, code: &AccessCode) -> Stretched {
        let mut stretched = Zeroizing::new([0; 32]);
        pbkdf2(self.iterations, code.0.as_bytes(), &self.salt, stretched.as_mut_slice());
        Stretched::new(*stretched)
    }
}

/// PBKDF2-HMAC-SHA-256. Through what the crate has compiled itself: a generic of it would be compiled
/// with this one, and without optimisation take a second instead of a tenth.
fn pbkdf2(iterations: u32, password: &[u8], salt: &[u8], out: &mut [u8]) {
    let params = Params::new(iterations).expect("more iterations than the crate's fewest");
    Pbkdf2::new(Algorithm::Pbkdf2Sha256, params).hash_password_into(password, salt, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use proptest::prelude::*;

    fn code(text: &str) -> String {
        AccessCode::parse(text).unwrap().0.to_string()
    }

    #[test]
    fn forgives_how_it_is_typed() {
        let same = ["7K3M-9QP1-0XYZ", "7k3m9qpl oxyz", "７Ｋ３Ｍ–9qpI—OXYZ\n", "7K3M.9QP1.0XYZ"];
        for text in same {
            assert_eq!(code(text), "7K3M9QP10XYZ", "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_code() {
        assert_eq!(AccessCode::parse("7K3M-9QP").unwrap_err(), CodeFault::Short(7));
        assert_eq!(AccessCode::parse("").unwrap_err(), CodeFault::Short(0));
        assert_eq!(AccessCode::parse(&"a".repeat(129)).unwrap_err(), CodeFault::Long);
        assert_eq!(code(&"a".repeat(128)).len(), 128);
    }

    /// RFC 7914, section 11: PBKDF2-HMAC-SHA-256.
    #[test]
    fn pbkdf2_is_that_of_rfc_7914() {
        let mut out = [0; 64];
        pbkdf2(80_000, b"Password", b"NaCl", &mut out);
        let expected = "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56\
                        a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d";
        assert_eq!(HEXLOWER.encode(&out), expected);
    }

    #[test]
    fn absurd_counts_are_none() {
        assert!(Kdf::new(599_999, [0; 16]).is_none() && Kdf::new(10_000_001, [0; 16]).is_none());
        assert!(Kdf::new(600_000, [0; 16]).is_some() && Kdf::new(10_000_000, [0; 16]).is_some());
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(bits: [u8; 8]) {
            let made = AccessCode::from_bits(&bits);
            let shown = made.reveal();
            prop_assert_eq!(shown.len(), 14);
            prop_assert!(AccessCode::parse(&shown).unwrap() == made);
            prop_assert!(AccessCode::parse(&shown.to_lowercase()).unwrap() == made);
        }
    }
}
