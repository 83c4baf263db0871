//! A client's `access.yaml`, which commands write and nobody else.

use super::{ScaffoldError, put, yaml};
use crate::access::own_folder;
use crate::schema::{AccessFile, GrantEntry};
use camino::{Utf8Path, Utf8PathBuf};
use std::fmt::Write as _;
use std::io::{self, Write as _};

const HEAD: &str = "\
# Written by `keyfolio revoke` and `keyfolio rotate`. Commit it: without it, links and codes that were
# taken back would work again.
";

/// The right to change what a workspace's `access.yaml`s say. One program has it at a time, so
/// that what it read is still there when it writes: of two revocations at once, none is lost.
#[derive(Debug)]
pub struct AccessFiles<'a> {
    root: &'a Utf8Path,
    /// Holds the lock; the operating system lets go of it, whatever becomes of the program.
    _lock: fs_err::File,
}

impl<'a> AccessFiles<'a> {
    /// Takes the lock of the workspace at `root`, and waits for it where another program has it.
    /// Hold it from before reading until after writing, and ask nobody anything meanwhile.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn lock(root: &'a Utf8Path) -> Result<Self, ScaffoldError> {
        // Beside the files themselves: those are replaced, and a lock does not outlast that.
        let path = own_folder(root)?.join("access.lock");
        let lock =
            fs_err::OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
        match lock.lock() {
            // A file system without locks (some network shares) is no reason not to revoke.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error.into()),
            _ => Ok(Self { root, _lock: lock }),
        }
    }

    /// Writes the `access.yaml` of `client` over the one that is there: whole, or not at all.
    /// Gives its path, relative to the workspace.
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn write(&self, client: &str, file: &AccessFile) -> Result<Utf8PathBuf, ScaffoldError> {
        let folder = Utf8Path::new("content").join(client);
        let path = folder.join("access.yaml");
        let (_guard, staging) = put::staging(&self.root.join(&folder))?;
        let new = staging.join("new");
        let mut unfinished = fs_err::File::create(&new)?;
        unfinished.write_all(text(&path, file).as_bytes())?;
        // A revocation that is lost in a power cut is worse than one that takes a moment.
        unfinished.sync_all()?;
        fs_err::rename(&new, self.root.join(&path))?;
        Ok(path)
    }
}

fn text(path: &Utf8Path, file: &AccessFile) -> String {
    let mut text = yaml::schema_line(path, "access") + HEAD;
    // Writing to a `String` cannot fail.
    let _ = writeln!(text, "rotation: {}\nepoch: {}", file.rotation, file.epoch);
    if let Some(shared) = &file.shared {
        let _ = writeln!(text, "shared: {}", grant(shared.value));
    }
    if !file.people.is_empty() {
        text.push_str("people:\n");
    }
    for (id, person) in &file.people {
        let _ = writeln!(text, "  {}: {}", yaml::scalar(id), grant(person.value));
    }
    text
}

fn grant(entry: GrantEntry) -> String {
    let GrantEntry { rotation, revoked } = entry;
    if revoked {
        format!("{{ rotation: {rotation}, revoked: true }}")
    } else {
        format!("{{ rotation: {rotation} }}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Change;
    use crate::diagnostics::Source;
    use crate::load;

    #[test]
    fn what_is_written_is_read_again() {
        let mut file = AccessFile::default();
        for change in [
            Change::Move,
            Change::Revoke(""),
            Change::Revoke("ada"),
            Change::Renew("null"),
            Change::Renew("007"),
            Change::Revoke("zo\u{eb}"),
        ] {
            file = change.apply(&file).unwrap().unwrap();
        }
        let text = text(Utf8Path::new("content/acme/access.yaml"), &file);
        assert!(
            text.starts_with(
                "# yaml-language-server: $schema=../../.keyfolio/schema/access.json\n"
            )
        );
        let mut faults = Vec::new();
        let source = Source::new(Utf8Path::new("access.yaml"), &text);
        let read: AccessFile = load::yaml::read(source, 0..text.len(), &mut faults).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!((read.rotation, read.epoch), (1, 6));
        assert_eq!(read.shared.unwrap().value, file.shared.unwrap().value);
        let values =
            |file: &std::collections::BTreeMap<String, crate::schema::Spanned<GrantEntry>>| {
                file.iter().map(|(id, grant)| (id.clone(), grant.value)).collect::<Vec<_>>()
            };
        assert_eq!(values(&read.people), values(&file.people));
    }
}
