//! Codes that were stretched already, kept so that a build pays for each of them once.
//!
//! One document in `.keyfolio/cache/`, sealed under the master secret: what it holds opens
//! portals as codes do. It is named by HMACs, so that it tells no code even to who has the secret's
//! file but not the content.

use super::Secret;
use crate::seal::{AccessCode, Kdf, LEDGER, Stretched};
use crate::write::keep;
use camino::{Utf8Path, Utf8PathBuf};
use data_encoding::HEXLOWER;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

pub(super) const CONTEXT: &[u8] = b"keyfolio/v1/stretched\0";

/// The stretched codes of one workspace.
#[derive(Debug)]
pub struct StretchedCodes<'secret> {
    secret: &'secret Secret,
    path: Utf8PathBuf,
    known: BTreeMap<String, Stretched>,
    /// Those that this build needed, also the known ones.
    used: Mutex<BTreeMap<String, Stretched>>,
}

impl<'secret> StretchedCodes<'secret> {
    /// Reads what earlier builds kept in `folder`. A file that is missing or damaged is as good
    /// as none.
    #[must_use]
    pub fn load(secret: &'secret Secret, folder: &Utf8Path) -> Self {
        let path = folder.join("codes");
        let known = fs_err::read(&path).ok().and_then(|sealed| read(secret, &sealed));
        Self { secret, path, known: known.unwrap_or_default(), used: Mutex::default() }
    }

    /// `code`, stretched: kept from before, or stretched now, which takes some tenths of a second;
    /// and whether it was now.
    pub fn stretch(&self, kdf: &Kdf, code: &AccessCode) -> (Stretched, bool) {
        let name = self.name(kdf, code);
        let used = self.used().get(&name).cloned();
        let (stretched, anew) = match used.or_else(|| self.known.get(&name).cloned()) {
            Some(stretched) => (stretched, false),
            None => (kdf.stretch(code), true),
        };
        self.used().insert(name, stretched.clone());
        (stretched, anew)
    }

    /// Writes what is kept: all that was used, and, unless the build was a `whole` one, all that
    /// was known. Nothing is written when that is what stands there.
    ///
    /// # Errors
    /// When the operating system refuses. The next build stretches again then, that is all.
    pub fn save(&self, whole: bool) -> io::Result<()> {
        let mut kept = self.used().clone();
        if !whole {
            for (name, stretched) in &self.known {
                kept.entry(name.clone()).or_insert_with(|| stretched.clone());
            }
        }
        if kept.keys().eq(self.known.keys()) {
            return Ok(());
        }
        let Some(sealed) = write(self.secret, &kept) else { return Ok(()) };
        keep(&self.path, &sealed)
    }

    fn used(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Stretched>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn name(&self, kdf: &Kdf, code: &AccessCode) -> String {
        let text = code.reveal();
        HEXLOWER.encode(&self.secret.stretched_name(kdf, &text))
    }
}

pub(super) fn read(secret: &Secret, sealed: &[u8]) -> Option<BTreeMap<String, Stretched>> {
    let body = LEDGER.open(sealed, &secret.stretched_key(), CONTEXT).ok()?;
    let lines = std::str::from_utf8(&body).ok()?.lines();
    lines
        .map(|line| {
            let (name, stretched) = line.split_once(' ')?;
            let bytes = Zeroizing::new(HEXLOWER.decode(stretched.as_bytes()).ok()?);
            Some((name.to_owned(), Stretched::new(bytes.as_slice().try_into().ok()?)))
        })
        .collect()
}

fn write(secret: &Secret, kept: &BTreeMap<String, Stretched>) -> Option<Vec<u8>> {
    // Long enough from the start, so that growing it leaves no copy behind.
    let mut body = Zeroizing::new(String::with_capacity(kept.len() * 200));
    for (name, stretched) in kept {
        body.push_str(name);
        body.push(' ');
        body.push_str(&Zeroizing::new(HEXLOWER.encode(stretched.expose())));
        body.push('\n');
    }
    LEDGER.seal(body.as_bytes(), &secret.stretched_key(), &secret.stretched_salt_key(), CONTEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_stretched_once() {
        let guard = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(guard.path()).unwrap();
        let secret = Secret::from_bytes([1; 32]);
        let kdf = Kdf::new(Kdf::FEWEST, secret.kdf_salt()).unwrap();
        let code = AccessCode::parse("7K4M-9QXT-2HBD").unwrap();

        let codes = StretchedCodes::load(&secret, folder);
        let (first, anew) = codes.stretch(&kdf, &code);
        assert!(anew);
        codes.save(true).unwrap();

        // One that is known is taken as it is: here a wrong one, to show that it is.
        let known = StretchedCodes::load(&secret, folder);
        let (again, anew) = known.stretch(&kdf, &code);
        assert!(again.expose() == first.expose() && !anew);
        let mut known = StretchedCodes::load(&secret, folder);
        known.known.values_mut().for_each(|value| *value = Stretched::new([9; 32]));
        assert_eq!(known.stretch(&kdf, &code).0.expose(), &[9; 32]);
        // So is one that was stretched, or taken, a moment ago.
        known.known.clear();
        let (again, anew) = known.stretch(&kdf, &code);
        assert!(again.expose() == &[9; 32] && !anew);
        // With other iterations it is another.
        let more = Kdf::new(Kdf::FEWEST + 1, secret.kdf_salt()).unwrap();
        assert!(known.stretch(&more, &code).1);
    }

    #[test]
    fn another_secret_or_a_damaged_file_knows_nothing() {
        let guard = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(guard.path()).unwrap();
        let secret = Secret::from_bytes([1; 32]);
        let kept = BTreeMap::from([("name".to_owned(), Stretched::new([7; 32]))]);
        fs_err::write(folder.join("codes"), write(&secret, &kept).unwrap()).unwrap();
        assert_eq!(StretchedCodes::load(&secret, folder).known.len(), 1);
        assert!(StretchedCodes::load(&Secret::from_bytes([2; 32]), folder).known.is_empty());
        fs_err::write(folder.join("codes"), "junk").unwrap();
        assert!(StretchedCodes::load(&secret, folder).known.is_empty());
    }
}
