//! The targets that the agency names, as commands name them, and where clients reach them.

use super::Failure;
use crate::access::Locator;
use crate::diagnostics::nearest;
use crate::model::{Agency, BaseUrl, FrontDoor, Storage, Target};
use camino::{Utf8Path, Utf8PathBuf};

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

/// The folders inside the workspace at `root` that portals are published to, as the agency says.
pub(super) fn folders(root: &Utf8Path, agency: &Agency) -> Vec<Utf8PathBuf> {
    let default = Target::folder(FOLDER);
    let named = agency.targets.values();
    let all = named.chain(agency.targets.is_empty().then_some(&default));
    let folders = all.filter_map(|target| match &target.storage {
        Storage::Folder { path } => Some(root.join(path)),
        _ => None,
    });
    folders.filter(|folder| folder.starts_with(root)).collect()
}

/// Where clients reach their portals.
pub(super) struct Site {
    base: Option<BaseUrl>,
    /// Whether a folder's address shows the page in it.
    index: bool,
    has_door: bool,
}

impl Site {
    /// Where the target that is named is reached, or the only one there is; else where the agency says.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn of(agency: &Agency, target: Option<&str>) -> Result<Self, Failure> {
        let target = match (target, agency.targets.len()) {
            (Some(name), _) => Some(known(agency, name)?.target),
            (None, 1) => agency.targets.values().next().cloned(),
            (None, _) => None,
        };
        let base = target.as_ref().and_then(|target| target.base_url.clone());
        Ok(Self {
            base: base.or_else(|| agency.base_url.clone()),
            index: target.is_some_and(|target| target.index),
            has_door: agency.door != FrontDoor::Closed,
        })
    }

    /// Whether anybody said where that is.
    pub fn is_known(&self) -> bool {
        self.base.is_some()
    }

    /// The link that a client opens. Unless the host is known to have index documents it names the
    /// page and not its folder.
    pub fn portal(&self, locator: &Locator) -> Option<String> {
        Some(self.page(&self.base.as_ref()?.portal(locator.as_str())))
    }

    /// Where people type their codes.
    pub fn door(&self) -> Option<String> {
        let base = self.base.as_ref().filter(|_| self.has_door)?;
        Some(self.page(base.above()?))
    }

    fn page(&self, folder: &str) -> String {
        if self.index { folder.to_owned() } else { format!("{folder}index.html") }
    }
}
