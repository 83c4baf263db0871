//! The doors for the fuzz targets of what the agency's own program seals for itself.

#![expect(clippy::missing_panics_doc, reason = "to panic is what a door is for")]

use super::stretched::{CONTEXT, read};
use super::{Ledger, Secret};
use crate::seal::LEDGER;

const CLIENT: &str = "acme";

/// Reads the bytes as the body of a ledger, and in place of a sealed one.
pub fn ledger(bytes: &[u8]) {
    let secret = Secret::from_bytes([7; 32]);
    assert!(Ledger::open(&secret, CLIENT, bytes).is_none());
    let Some(ledger) = Ledger::parse(bytes) else { return };
    let sealed = ledger.seal(&secret, CLIENT);
    assert_eq!(Ledger::open(&secret, CLIENT, &sealed).as_ref(), Some(&ledger));
    assert_eq!(ledger.left_out(&ledger).count(), 0);
}

/// Reads the bytes as the codes that were stretched before, and in place of the file that keeps them.
pub fn stretched(bytes: &[u8]) {
    let secret = Secret::from_bytes([7; 32]);
    assert!(read(&secret, bytes).is_none());
    let (key, salt_key) = (secret.stretched_key(), secret.stretched_salt_key());
    let Some(sealed) = LEDGER.seal(bytes, &key, &salt_key, CONTEXT) else { return };
    read(&secret, &sealed);
}
