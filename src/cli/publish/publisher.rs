//! Under which name this machine publishes: what two publishers tell each other apart by.

use super::super::Failure;
use crate::access::own_folder;
use crate::load::Workspace;
use serde::{Deserialize, Serialize};

/// The variable with the publisher's name.
const VARIABLE: &str = "KEYFOLIO_PUBLISHER";
const FORMAT: &str = "keyfolio publish 1";

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    publisher: String,
}

/// The name that a scheduler gives this publisher, the same when it repeats what was killed on a machine
/// that is gone; else the one that this workspace has for the target, made when it is first asked for.
///
/// # Errors
/// When it can be neither read nor kept.
pub fn name(workspace: &Workspace, target: &str) -> Result<String, Failure> {
    if let Some(given) = std::env::var(VARIABLE).ok().filter(|name| !name.trim().is_empty()) {
        return Ok(given);
    }
    let path = own_folder(workspace.root())?.join(format!("published-{}", slug::slugify(target)));
    let bytes = fs_err::read(&path).ok();
    let kept: Option<File> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    if let Some(kept) = kept.filter(|kept| kept.format == FORMAT) {
        return Ok(kept.publisher);
    }
    let mut random = [0; 12];
    getrandom::fill(&mut random).map_err(std::io::Error::other)?;
    let publisher = data_encoding::HEXLOWER.encode(&random);
    let file = File { format: FORMAT.to_owned(), publisher: publisher.clone() };
    let bytes = serde_json::to_vec(&file).map_err(std::io::Error::other)?;
    crate::write::write_whole(&path, &bytes)?;
    Ok(publisher)
}
