//! The built-in theme as files, to be changed.

use super::{ScaffoldError, id, put};
use crate::theme::built_in_files;
use camino::{Utf8Path, Utf8PathBuf};

/// Copies the built-in theme to `themes/<name>/` of the workspace at `root`. Gives that path,
/// relative to the workspace.
///
/// # Errors
/// When the name cannot be a folder's, there is such a folder, or the operating system refuses.
pub fn copy_theme(root: &Utf8Path, name: &str) -> Result<Utf8PathBuf, ScaffoldError> {
    const MEND: &str = "choose another name";
    id::check(name)?;
    id::is_free(&root.join("themes"), name, MEND)?;
    let place = Utf8Path::new("themes").join(name);
    put::folder(&root.join(&place), MEND, |folder| {
        for file in built_in_files() {
            let path = folder.join(&file.name);
            fs_err::create_dir_all(path.parent().unwrap_or(folder))?;
            fs_err::write(path, &file.bytes)?;
        }
        Ok(())
    })?;
    Ok(place)
}
