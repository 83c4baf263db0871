//! Names of new folders.

use super::ScaffoldError;
use crate::load;
use crate::model::segment_fault;
use camino::Utf8Path;

/// That `id` can be the name of a folder on every system and part of an address as it is:
/// ASCII letters, digits and hyphens.
pub(super) fn check(id: &str) -> Result<(), ScaffoldError> {
    let why = if id.is_empty() {
        "it is empty"
    } else if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
        "only the letters a to z, digits and hyphens are in such names"
    } else if id.starts_with('-') || id.ends_with('-') {
        "it begins or ends with a hyphen"
    } else if segment_fault(id).is_some() {
        "it is a device name on Windows, or longer than 255 bytes"
    } else {
        return Ok(());
    };
    let instead = Some(load::slug(id)).filter(|slug| slug != id && !id.is_empty());
    Err(ScaffoldError::Id { id: id.to_owned(), why, instead })
}

/// That nothing in `folder` has this name, in whatever case: `Acme` and `acme` are one folder on
/// macOS and Windows.
pub(super) fn is_free(
    folder: &Utf8Path,
    name: &str,
    mend: &'static str,
) -> Result<(), ScaffoldError> {
    let entries = match fs_err::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        let entry = entry?.file_name();
        let entry = entry.to_string_lossy();
        if entry.to_lowercase() == name.to_lowercase() {
            return Err(ScaffoldError::Exists { path: folder.join(&*entry), mend });
        }
    }
    Ok(())
}

/// `text` without spaces around it, checked to be one line.
pub(super) fn one_line<'a>(what: &'static str, text: &'a str) -> Result<&'a str, ScaffoldError> {
    let text = text.trim();
    if text.is_empty() || text.contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c))
    {
        return Err(ScaffoldError::NotALine { what });
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn says_what_to_write_instead() {
        let message = |id: &str| check(id).unwrap_err().to_string();
        assert!(
            message("Müller & Co.").ends_with("; write `muller-co`"),
            "{}",
            message("Müller & Co.")
        );
        assert!(message("../acme").ends_with("; write `acme`"));
        assert!(message("").contains("it is empty"));
        assert!(message("con").ends_with("; write `con-page`"));
        for good in ["acme", "Acme-2", "3m"] {
            assert!(check(good).is_ok(), "{good}");
        }
    }

    proptest! {
        #[test]
        fn what_passes_is_a_folder_everywhere_and_what_does_not_gets_one(id in "\\PC{0,20}") {
            match check(&id) {
                Ok(()) => prop_assert!(segment_fault(&id).is_none()),
                Err(ScaffoldError::Id { instead: Some(instead), .. }) => {
                    prop_assert!(check(&instead).is_ok(), "{instead}");
                }
                Err(_) => {}
            }
        }
    }
}
