//! What a target has of each portal's past: for the builds of a machine that has not built what is
//! online.

use super::index::{Entry, Pointer};
use super::{PublishError, Store, Survey};
use crate::access::{LEDGER_FILE, Secret};
use crate::build::MANIFEST_FILE;
use crate::write::write_whole;
use camino::Utf8Path;
use futures_util::{StreamExt, TryStreamExt, stream};

/// How many portals are asked for at a time.
const AT_ONCE: usize = 16;
/// Which state the copies are of.
const STATE: &str = "state";

/// Copies the manifest and the ledger of each portal of `locators` that the target has into
/// `folder/<locator>`. What was copied before and has not changed since is not fetched again. Gives
/// how many portals the target has.
///
/// # Errors
/// When the target or the folder cannot be used.
pub async fn fetch_standing(
    store: &Store,
    secret: &Secret,
    locators: &[String],
    folder: &Utf8Path,
) -> Result<usize, PublishError> {
    let entries = Survey::entries(store, secret).await?;
    let there = locators.iter().filter_map(|locator| Some((locator, entries.get(locator)?)));
    let there: Vec<(&String, &Entry)> = there.collect();
    let fetched = stream::iter(&there).map(|(locator, entry)| fetch(store, locator, entry, folder));
    fetched.buffer_unordered(AT_ONCE).try_collect::<()>().await?;
    Ok(there.len())
}

async fn fetch(
    store: &Store,
    locator: &str,
    entry: &Entry,
    folder: &Utf8Path,
) -> Result<(), PublishError> {
    let folder = folder.join(locator);
    // While it is being changed it may be the one or the other.
    let state = entry.now.as_ref().filter(|_| entry.claim.is_none());
    let state = state.map(|Pointer { digest, .. }| digest.as_bytes());
    let known = fs_err::read(folder.join(STATE)).ok();
    if state.is_some() && known.as_deref() == state {
        return Ok(());
    }
    fs_err::create_dir_all(&folder)?;
    for name in [MANIFEST_FILE, LEDGER_FILE] {
        if let Some(seen) = store.get(&format!("{locator}/{name}")).await? {
            write_whole(&folder.join(name), &seen.bytes)?;
        }
    }
    if let Some(state) = state {
        write_whole(&folder.join(STATE), state)?;
    }
    Ok(())
}
