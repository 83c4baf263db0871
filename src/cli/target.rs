//! The targets that the agency names, as commands name them.

use super::Failure;
use crate::diagnostics::nearest;
use crate::model::{Agency, Target};

/// Where everything goes for agencies that name no target.
const FOLDER: &str = "online";

/// A target, and what it is called.
pub(super) struct Named {
    pub name: String,
    pub target: Target,
    /// Whether the agency names no target, and this is a folder beside its content.
    pub is_default: bool,
}

/// The target that was named, or the only one; where none is described, a folder.
///
/// # Errors
/// When there is none of that name, or several and none was named.
pub(super) fn named(agency: &Agency, name: Option<&str>) -> Result<Named, Failure> {
    let names: Vec<&str> = agency.targets.keys().map(String::as_str).collect();
    match (name, names.as_slice()) {
        (None, []) => {
            Ok(Named { name: FOLDER.to_owned(), target: Target::folder(FOLDER), is_default: true })
        }
        (None, [only]) => known(agency, only),
        (None, _) => Err(Failure::new("there are several targets to publish to")
            .help(format!("name one of them: `{}`", names.join("`, `")))),
        (Some(name), _) => known(agency, name),
    }
}

fn known(agency: &Agency, name: &str) -> Result<Named, Failure> {
    if let Some(target) = agency.targets.get(name) {
        return Ok(Named { name: name.to_owned(), target: target.clone(), is_default: false });
    }
    let failure = Failure::new(format!("there is no target `{name}` in `keyfolio.yaml`"));
    Err(match nearest(name, agency.targets.keys().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("describe it under `publish:`"),
    })
}
