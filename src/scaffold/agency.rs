//! A new agency, made of the starter content that is in the program.

use super::{ScaffoldError, put, write_schemas};
use crate::access::Secret;
use camino::{Utf8Path, Utf8PathBuf};
use rust_embed::{Embed, EmbeddedFile};

const SETTINGS: &str = "keyfolio.yaml";
const SETTINGS_TEXT: &str = include_str!("../../keyfolio.yaml");

/// What git is to leave out: whoever has the secret can work out every link.
const IGNORE: &str = "\
# The portals as they were built and published, and the secret that their links come from.
/dist/
/online/
/.keyfolio/
";

#[derive(Embed)]
#[folder = "content/"]
struct Content;

#[derive(Embed)]
#[folder = "brand/"]
struct Brand;

/// A new agency.
#[derive(Debug, Clone)]
pub struct Agency {
    /// The ids of its clients, in order.
    pub clients: Vec<String>,
}

/// Makes a working agency in `dir`, with a secret of its own. The folder may be there if it is
/// empty, but for a `.git`.
///
/// # Errors
/// When the folder holds something, or the operating system refuses.
pub fn init(dir: &Utf8Path) -> Result<Agency, ScaffoldError> {
    match fs_err::metadata(dir) {
        Ok(metadata) if metadata.is_dir() => init_inside(dir)?,
        _ => put::folder(dir, "choose another folder", fill)?,
    }
    Ok(Agency { clients: clients() })
}

/// Makes the agency in a folder that is there. It may be a mount or somebody's current folder, so
/// it cannot be replaced: what was made inside it is moved up. The settings come last, because
/// with them it is an agency.
fn init_inside(dir: &Utf8Path) -> Result<(), ScaffoldError> {
    let mut found = names(dir)?;
    found.retain(|name| name != ".git");
    if !found.is_empty() {
        let rest = found.len().saturating_sub(3);
        found.truncate(3);
        let found = format!("`{}`", found.join("`, `"));
        let found = if rest == 0 { found } else { format!("{found} and {rest} more") };
        return Err(ScaffoldError::NotEmpty { dir: dir.to_owned(), found });
    }
    let (_guard, staging) = put::staging(dir)?;
    fill(&staging)?;
    let mut moved = Vec::new();
    let mut made = names(&staging)?;
    made.sort_by_key(|name| name == SETTINGS);
    for name in made {
        if let Err(error) = fs_err::rename(staging.join(&name), dir.join(&name)) {
            for name in moved {
                fs_err::rename(dir.join(&name), staging.join(&name)).ok();
            }
            return Err(error.into());
        }
        moved.push(name);
    }
    Ok(())
}

/// Puts everything into the empty folder `root`.
fn fill(root: &Utf8Path) -> Result<(), ScaffoldError> {
    for (path, file) in embedded() {
        let path = root.join(path);
        fs_err::create_dir_all(path.parent().unwrap_or(root))?;
        fs_err::write(path, &file.data)?;
    }
    fs_err::write(root.join(".gitignore"), IGNORE)?;
    write_schemas(&root.join(".keyfolio/schema"))?;
    Secret::create(root)?;
    fs_err::write(root.join(SETTINGS), SETTINGS_TEXT)?;
    Ok(())
}

/// The files in the program and where they belong. Those that a desktop left (`.DS_Store`) do not.
fn embedded() -> impl Iterator<Item = (Utf8PathBuf, EmbeddedFile)> {
    let content = Content::iter().map(|name| ("content", Content::get(&name), name));
    let brand = Brand::iter().map(|name| ("brand", Brand::get(&name), name));
    content
        .chain(brand)
        .filter(|(_, _, name)| !name.split('/').any(|part| part.starts_with('.')))
        .filter_map(|(top, file, name)| Some((Utf8Path::new(top).join(&*name), file?)))
}

fn clients() -> Vec<String> {
    let mut clients: Vec<String> = Content::iter()
        .filter_map(|name| Some(name.strip_suffix("/client.yaml")?.to_owned()))
        .collect();
    clients.sort();
    clients
}

fn names(dir: &Utf8Path) -> Result<Vec<String>, ScaffoldError> {
    let mut names = Vec::new();
    for entry in fs_err::read_dir(dir)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_the_starter_content_and_nothing_of_this_repository() {
        let paths: Vec<String> = embedded().map(|(path, _)| path.to_string()).collect();
        assert!(paths.iter().any(|path| path == "brand/logo.svg"));
        assert_eq!(clients(), ["lindholm-ferries", "oat-and-ember"]);
        let strange = paths.iter().find(|path| {
            !path.starts_with("brand/")
                && !clients().iter().any(|id| path.starts_with(&format!("content/{id}/")))
        });
        assert_eq!(strange, None);
    }
}
