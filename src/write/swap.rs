//! What the file system must do in one step, and what every platform does its own way.

use camino::Utf8Path;
use std::fs::Metadata;
use std::io::{self, Write};

/// Prefix of every name that is only there while something is being written.
pub(super) const STAGING: &str = ".staging-";

/// Lets two folders change places in one step, where the platform and the file system can.
///
/// # Errors
/// [`io::ErrorKind::Unsupported`] where they cannot; then nothing has happened.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(a: &Utf8Path, b: &Utf8Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    // What an old kernel says, or a file system without it: NFS, FAT, some FUSE.
    let cannot = [Errno::INVAL, Errno::NOSYS, Errno::NOTSUP, Errno::OPNOTSUPP];
    renameat_with(CWD, a.as_std_path(), CWD, b.as_std_path(), RenameFlags::EXCHANGE).map_err(
        |errno| {
            if cannot.contains(&errno) {
                io::ErrorKind::Unsupported.into()
            } else {
                io::Error::new(errno.kind(), format!("failed to swap `{a}` and `{b}`: {errno}"))
            }
        },
    )
}

/// Windows and the other systems rename twice instead.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_a: &Utf8Path, _b: &Utf8Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Puts a small file in place in one step: another name in the same folder first, then a rename.
pub(crate) fn write_whole(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new("."));
    let mut file = tempfile::Builder::new().prefix(STAGING).tempfile_in(folder)?;
    file.write_all(bytes)?;
    serve_file(file.path().try_into().map_err(io::Error::other)?, &file.as_file().metadata()?)?;
    file.persist(path).map_err(|refused| refused.error)?;
    Ok(())
}

/// Makes a file readable for a web server (0644), whatever the umask and its source's mode say.
#[cfg(unix)]
pub(super) fn serve_file(path: &Utf8Path, metadata: &Metadata) -> io::Result<()> {
    serve(path, metadata, 0o644)
}

/// Makes a folder readable for a web server (0755), whatever the umask says.
#[cfg(unix)]
pub(super) fn serve_folder(path: &Utf8Path) -> io::Result<()> {
    serve(path, &fs_err::metadata(path)?, 0o755)
}

#[cfg(unix)]
fn serve(path: &Utf8Path, metadata: &Metadata, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if metadata.permissions().mode() & 0o777 == mode {
        return Ok(());
    }
    match fs_err::set_permissions(path, PermissionsExt::from_mode(mode)) {
        // The file is ours, so only a file system without permissions (FAT, some network shares)
        // refuses; its mount says who may read.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        other => other,
    }
}

/// Elsewhere a new file has the permissions of its folder, but a copy keeps "read only", and
/// that would keep it from ever being replaced.
#[cfg(not(unix))]
#[expect(clippy::permissions_set_readonly_false, reason = "that would be too much on Unix only")]
pub(super) fn serve_file(path: &Utf8Path, metadata: &Metadata) -> io::Result<()> {
    let mut permissions = metadata.permissions();
    if permissions.readonly() {
        permissions.set_readonly(false);
        fs_err::set_permissions(path, permissions)?;
    }
    Ok(())
}

/// Elsewhere a new folder has the permissions of the one it is in.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the twin of one that can fail")]
pub(super) fn serve_folder(_path: &Utf8Path) -> io::Result<()> {
    Ok(())
}
