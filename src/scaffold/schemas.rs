//! The JSON Schemas as files, for editors.

use crate::schema::FILES;
use crate::write::write_whole;
use camino::Utf8Path;
use std::io;

/// Writes the schema of every kind of file into `dir`, as `client.json` and so on, over what an
/// earlier version of Keyfolio wrote there. Gives how many there are.
///
/// # Errors
/// When the operating system refuses.
pub fn write_schemas(dir: &Utf8Path) -> io::Result<usize> {
    fs_err::create_dir_all(dir)?;
    for kind in FILES {
        write_whole(&dir.join(kind.name).with_extension("json"), kind.json().as_bytes())?;
    }
    Ok(FILES.len())
}
