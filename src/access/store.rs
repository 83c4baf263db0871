//! The secret's file: found, checked, and made once.

use super::{AccessError, Fingerprint, Secret};
use camino::{Utf8Path, Utf8PathBuf};
use std::io::{self, Write};
use std::process::{Command, Stdio};
use zeroize::Zeroizing;

const VARIABLE: &str = "`KEYFOLIO_SECRET`";

impl Secret {
    /// Where the secret of `workspace` stands.
    #[must_use]
    pub fn path(workspace: &Utf8Path) -> Utf8PathBuf {
        workspace.join(".keyfolio/secret")
    }

    /// The workspace's secret: `variable` (the value of `KEYFOLIO_SECRET`) where it is set, else
    /// the file; `None` when there is neither.
    ///
    /// # Errors
    /// When the text is not a secret, when others can read the file (Unix), or when git tracks it.
    pub fn load(
        workspace: &Utf8Path,
        variable: Option<String>,
    ) -> Result<Option<Self>, AccessError> {
        if let Some(text) = variable.map(Zeroizing::new) {
            if text.trim().is_empty() {
                return Err(AccessError::EmptyVariable);
            }
            let malformed = |fault| AccessError::Malformed { place: VARIABLE.to_owned(), fault };
            return Self::parse(&text).map(Some).map_err(malformed);
        }
        let path = Self::path(workspace);
        if !fs_err::exists(&path)? {
            return Ok(None);
        }
        check_mode(&path)?;
        if tracked_by_git(workspace, &path) {
            return Err(AccessError::TrackedByGit { path });
        }
        let text = Zeroizing::new(fs_err::read(&path)?);
        let text = String::from_utf8_lossy(&text);
        let malformed = |fault| AccessError::Malformed { place: format!("`{path}`"), fault };
        Self::parse(&text).map(Some).map_err(malformed)
    }

    /// Makes the secret of a workspace that has none: `.keyfolio/secret`, readable by its owner
    /// only, with a `.gitignore` beside it that keeps the whole folder out of git.
    ///
    /// # Errors
    /// When there is one already (it is never overwritten), or it cannot be written.
    pub fn create(workspace: &Utf8Path) -> Result<Self, AccessError> {
        let path = Self::path(workspace);
        let folder = &own_folder(workspace)?;
        let secret = Self::random()?;
        // Written whole under another name first (mode 0600 from the start), so that nobody ever
        // reads half a secret; synced, because losing it would change every link.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(secret.reveal().as_bytes())?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(secret),
            Err(refused) if refused.error.kind() == std::io::ErrorKind::AlreadyExists => {
                Err(AccessError::Exists { path })
            }
            Err(refused) => Err(refused.error.into()),
        }
    }

    /// The workspace's secret, made now if there is none. The flag says whether it was.
    ///
    /// `output` is the output folder and the fingerprint in its marker
    /// (`write::made_with`), if it has one: then portals exist, the
    /// secret is not new but lost, and making another one would silently change every link.
    ///
    /// # Errors
    /// As [`Secret::load`] and [`Secret::create`]; [`AccessError::Lost`] when portals exist.
    pub fn load_or_create(
        workspace: &Utf8Path,
        variable: Option<String>,
        output: Option<(&Utf8Path, Fingerprint)>,
    ) -> Result<(Self, bool), AccessError> {
        match (Self::load(workspace, variable)?, output) {
            (Some(secret), _) => Ok((secret, false)),
            (None, None) => Ok((Self::create(workspace)?, true)),
            (None, Some((output, _))) => {
                let path = Self::path(workspace);
                Err(AccessError::Lost { output: output.to_owned(), path })
            }
        }
    }
}

/// `.keyfolio` in the workspace, made where it is not there, which keeps itself out of git.
///
/// # Errors
/// When the operating system refuses.
pub(crate) fn own_folder(workspace: &Utf8Path) -> io::Result<Utf8PathBuf> {
    let folder = workspace.join(".keyfolio");
    fs_err::create_dir_all(&folder)?;
    let ignore = folder.join(".gitignore");
    if !fs_err::exists(&ignore)? {
        fs_err::write(&ignore, "*\n")?;
    }
    Ok(folder)
}

#[cfg(unix)]
fn check_mode(path: &Utf8Path) -> Result<(), AccessError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs_err::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(AccessError::ReadableByOthers { path: path.to_owned(), mode });
    }
    Ok(())
}

/// Windows has no mode; a file in a user's profile is the user's own by inheritance.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix twin can refuse")]
fn check_mode(_path: &Utf8Path) -> Result<(), AccessError> {
    Ok(())
}

/// Whether git tracks the file. Git is asked only inside a repository; where there is no git
/// there is nobody to track it.
fn tracked_by_git(workspace: &Utf8Path, path: &Utf8Path) -> bool {
    let workspace = workspace.canonicalize_utf8().unwrap_or_else(|_| workspace.to_owned());
    if !workspace.ancestors().any(|folder| folder.join(".git").exists()) {
        return false;
    }
    let name = path.file_name().unwrap_or_default();
    Command::new("git")
        .arg("-C")
        .arg(workspace.join(".keyfolio"))
        .args(["ls-files", "--error-unmatch", "--", name])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(folder.path().to_owned()).unwrap();
        (folder, path)
    }

    #[test]
    fn made_once_and_found_again() {
        let (_guard, workspace) = workspace();
        assert!(Secret::load(&workspace, None).unwrap().is_none());
        let (made, new) = Secret::load_or_create(&workspace, None, None).unwrap();
        assert!(new);
        let (found, new) = Secret::load_or_create(&workspace, None, None).unwrap();
        assert!(!new);
        assert_eq!(made.reveal(), found.reveal());
        assert_eq!(fs_err::read_to_string(workspace.join(".keyfolio/.gitignore")).unwrap(), "*\n");
    }

    #[test]
    fn never_overwritten() {
        let (_guard, workspace) = workspace();
        Secret::create(&workspace).unwrap();
        let before = fs_err::read(Secret::path(&workspace)).unwrap();
        assert!(matches!(Secret::create(&workspace), Err(AccessError::Exists { .. })));
        assert_eq!(fs_err::read(Secret::path(&workspace)).unwrap(), before);
    }

    #[test]
    fn the_variable_wins_and_must_not_be_empty() {
        let (_guard, workspace) = workspace();
        Secret::create(&workspace).unwrap();
        let other = Secret::from_bytes([9; 32]);
        let loaded = Secret::load(&workspace, Some(other.reveal().to_string())).unwrap().unwrap();
        assert_eq!(loaded.fingerprint(), other.fingerprint());
        let empty = Secret::load(&workspace, Some(" \n".to_owned()));
        assert!(matches!(empty, Err(AccessError::EmptyVariable)));
    }

    #[test]
    fn a_mistyped_one_is_refused_without_being_shown() {
        let (_guard, workspace) = workspace();
        let error = Secret::load(&workspace, Some("kfs1-abcd".to_owned())).unwrap_err();
        assert!(matches!(error, AccessError::Malformed { .. }));
        assert!(!error.to_string().contains("abcd"));
    }

    #[test]
    fn a_lost_one_is_not_replaced() {
        let (_guard, workspace) = workspace();
        let fingerprint = Secret::from_bytes([1; 32]).fingerprint();
        let output = workspace.join("dist");
        let lost = Secret::load_or_create(&workspace, None, Some((&output, fingerprint)));
        assert!(matches!(lost, Err(AccessError::Lost { .. })));
        assert!(!Secret::path(&workspace).exists());
    }

    #[cfg(unix)]
    #[test]
    fn refused_when_others_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let (_guard, workspace) = workspace();
        Secret::create(&workspace).unwrap();
        let path = Secret::path(&workspace);
        let mode = fs_err::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let error = Secret::load(&workspace, None).unwrap_err();
        assert!(matches!(error, AccessError::ReadableByOthers { mode: 0o640, .. }), "{error}");
    }

    #[test]
    fn refused_when_git_tracks_it() {
        let (_guard, workspace) = workspace();
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.arg("-C").arg(&workspace).args(arguments).stdout(Stdio::null());
            git.status().is_ok_and(|status| status.success())
        };
        if !git(&["init", "-q"]) {
            return; // No git on this machine: nothing can track the file.
        }
        Secret::create(&workspace).unwrap();
        assert!(Secret::load(&workspace, None).unwrap().is_some());
        assert!(git(&["add", "-f", ".keyfolio/secret"]));
        assert!(matches!(Secret::load(&workspace, None), Err(AccessError::TrackedByGit { .. })));
    }
}
