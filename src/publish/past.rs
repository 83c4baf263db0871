//! What a target keeps of what was taken back, after it was deleted or overwritten: old versions.
//!
//! A link that was taken back opens an old version of its slot, and with that all that was sealed with
//! the old key. So where something is taken back, nothing but the present stays. What a publish is to
//! forget stands in the target's index from its claim on ([`Entry::owed`]), until a publish finds that
//! there is nothing left of it.
//!
//! [`Entry::owed`]: super::Entry

use super::plan::GroupPlan;
use super::store::{Old, Store};
use crate::model::{Storage, Target};
use futures_util::{StreamExt, stream};

/// What may be left of a place's past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The group.
    pub group: String,
    /// A folder (it ends in `/`) or a file.
    pub place: String,
    /// The old versions that are there; nothing where the target does not tell.
    pub versions: Option<Vec<Old>>,
    /// What the target said when they were to be looked for or deleted.
    pub why: Option<String>,
    /// Whether the next publish tries again: not, where this target cannot be asked.
    pub owed: bool,
}

/// Deletes what is to be forgotten of these groups; gives what is left. `versioned` says whether the
/// target was seen to give files' states names of their own.
pub(super) async fn forget(
    store: &Store,
    changes: &[&GroupPlan],
    versioned: bool,
    parallel: usize,
) -> Vec<Left> {
    let places = changes
        .iter()
        .flat_map(|group| group.forget.iter().map(|place| (group.name.as_str(), place.as_str())));
    let left = stream::iter(places)
        .map(|(group, place)| forget_place(store, group, place, versioned))
        .buffered(parallel)
        .filter_map(std::future::ready);
    left.collect().await
}

async fn forget_place(store: &Store, group: &str, place: &str, versioned: bool) -> Option<Left> {
    let left = |versions, why, owed| {
        Some(Left { group: group.to_owned(), place: place.to_owned(), versions, why, owed })
    };
    if !store.tells_versions() {
        return left(None, None, false);
    }
    match store.forget(place).await {
        Ok((versions, _)) if versions.is_empty() => None,
        Ok((versions, refused)) => {
            left(Some(versions), refused.map(|error| error.to_string()), true)
        }
        // Buckets without versions are published to with fewer rights.
        Err(error) if error.is_refusal() && !versioned => None,
        Err(error) => left(None, Some(error.to_string()), true),
    }
}

/// How to be rid of what is left, at this kind of target; `place` is one of the places.
#[must_use]
pub fn mend(target: &Target, place: &str) -> String {
    let at = format!("{}{place}", target.prefix);
    match &target.storage {
        Storage::S3 { bucket, .. } => format!(
            "let these credentials do `s3:ListBucketVersions` and `s3:DeleteObjectVersion`, and publish again; or, \
             with others, run `rclone backend cleanup-hidden REMOTE:{bucket}/{at}` for each place. What Object Lock \
             holds goes when its time is over"
        ),
        Storage::Gcs { bucket, .. } => format!(
            "`gcloud storage ls --all-versions --recursive gs://{bucket}/{at}` lists them, `gcloud storage rm \
             URL#GENERATION` deletes one; what soft delete keeps goes when its time is over"
        ),
        Storage::Azure { container, .. } => format!(
            "`az storage blob list --container-name {container} --prefix {at} --include v` lists them, `az storage \
             blob delete --version-id` deletes one; what soft delete keeps goes when its time is over"
        ),
        Storage::WebDav { .. } | Storage::Sftp { .. } | Storage::Folder { .. } => format!(
            "if the server keeps old versions, snapshots or backups, delete `{at}` there, or let them run out"
        ),
    }
}
