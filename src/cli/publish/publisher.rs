//! Under which name this machine publishes: what two publishers tell each other apart by. And what keeps
//! those of one name apart.

use super::super::Failure;
use super::super::print::say;
use crate::access::own_folder;
use crate::load::Workspace;
use serde::{Deserialize, Serialize};
use std::fs::TryLockError;
use std::io;

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
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let publisher = data_encoding::HEXLOWER.encode(&random);
    let file = File { format: FORMAT.to_owned(), publisher: publisher.clone() };
    let bytes = serde_json::to_vec(&file).map_err(io::Error::other)?;
    crate::write::write_whole(&path, &bytes)?;
    Ok(publisher)
}

/// Waits until no other publish of this workspace to the target is under way, and lets none begin while
/// what is given is held: they have one name, so the target takes them for one publisher, and the older
/// could put its files over those of the newer. Shards keep apart by their clients; they wait only
/// for a publish that is none.
///
/// # Errors
/// When the operating system refuses.
pub fn alone(workspace: &Workspace, target: &str, is_shard: bool) -> Result<fs_err::File, Failure> {
    let name = format!("publishing-{}.lock", slug::slugify(target));
    let path = own_folder(workspace.root())?.join(name);
    let lock = fs_err::OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    let at_once = if is_shard { lock.try_lock_shared() } else { lock.try_lock() };
    let taken = match at_once {
        Err(TryLockError::WouldBlock) => {
            say!("Waiting for another publish of this workspace to `{target}`");
            if is_shard { lock.lock_shared() } else { lock.lock() }
        }
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    match taken {
        // A file system without locks (some network shares) is no reason not to publish.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(error.into()),
        _ => Ok(lock),
    }
}
