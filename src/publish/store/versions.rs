//! Old versions of files, in buckets that keep them: looked for and deleted where something was taken back.
//!
//! Of the targets that the library knows, only S3 and its family tell of them.

use super::Store;
use crate::publish::PublishError;
use futures_util::TryStreamExt;
use opendal::options::DeleteOptions;
use serde::Serialize;
use std::collections::BTreeSet;

/// As many as one request deletes.
const AT_ONCE: usize = 1000;

/// An old version of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Old {
    /// The file's path on the target.
    pub path: String,
    /// What the target calls this version of it.
    pub version: String,
}

/// What is left of a place's past.
#[derive(Default)]
struct Past {
    /// States of files that are over.
    versions: Vec<Old>,
    /// What says that a file was deleted, and whether that is the last that is said of it.
    marks: Vec<(Old, bool)>,
}

impl Past {
    /// What can go now. What was deleted would be there again if the mark that says so went before the
    /// last version that it hides.
    fn deletable(&self) -> Vec<Old> {
        let hidden: BTreeSet<&str> = self.versions.iter().map(|old| old.path.as_str()).collect();
        let marks = self.marks.iter().filter(|(mark, last)| !last || !hidden.contains(&*mark.path));
        self.versions.iter().chain(marks.map(|(mark, _)| mark)).cloned().collect()
    }
}

impl Store {
    /// Whether it can be asked for old versions of files.
    pub(in crate::publish) fn tells_versions(&self) -> bool {
        let can = self.operator.info().capability();
        can.list_with_versions && can.list_with_deleted && can.delete_with_version
    }

    /// Deletes the old versions of a file, or where `place` ends in `/` of all that is or was below it,
    /// and the marks of what was deleted there. Files as they are now stay. Gives what is left, and
    /// what the target said to that; only what it lists afterwards counts.
    ///
    /// # Errors
    /// When the target cannot be asked for old versions.
    pub(in crate::publish) async fn forget(
        &self,
        place: &str,
    ) -> Result<(Vec<Old>, Option<PublishError>), PublishError> {
        let mut refused = None;
        let mut tried = Vec::new();
        loop {
            let past = self.past(place).await?;
            let goes = past.deletable();
            if goes.is_empty() || goes == tried {
                return Ok((past.versions, refused));
            }
            refused = self.delete_versions(&goes).await.err();
            tried = goes;
        }
    }

    async fn past(&self, place: &str) -> Result<Past, PublishError> {
        match self.list_versions(place).await {
            // R2's answer, for one, which keeps none.
            Err(error) if format!("{error:?}").contains("NotImplemented") => Ok(Past::default()),
            past => past.map_err(PublishError::target("old versions cannot be listed")),
        }
    }

    async fn list_versions(&self, place: &str) -> opendal::Result<Past> {
        let lister = self.operator.lister_with(place).recursive(true).versions(true).deleted(true);
        let mut lister = lister.await?;
        let mut past = Past::default();
        while let Some(entry) = lister.try_next().await? {
            let (path, metadata) = (entry.path(), entry.metadata());
            let Some(version) = metadata.version() else { continue };
            if !place.ends_with('/') && path != place {
                continue;
            }
            let old = Old { path: path.to_owned(), version: version.to_owned() };
            match (metadata.is_deleted(), metadata.is_current() == Some(true)) {
                (true, last) => past.marks.push((old, last)),
                (false, false) => past.versions.push(old),
                (false, true) => {}
            }
        }
        Ok(past)
    }

    /// Deletes as many of them as the target lets go; the error is one of those that came.
    async fn delete_versions(&self, old: &[Old]) -> Result<(), PublishError> {
        let failed = || PublishError::target("old versions cannot be deleted");
        let delete = |old: &Old| {
            let version = Some(old.version.clone());
            (old.path.clone(), DeleteOptions { version, ..DeleteOptions::default() })
        };
        let mut result = Ok(());
        for some in old.chunks(AT_ONCE) {
            if self.operator.delete_iter(some.iter().map(delete)).await.is_err() {
                // Of many at once the library does not say why none went; of one it does.
                let (path, options) = delete(&some[0]);
                let one = self.operator.delete_options(&path, options).await;
                result = result.and(one.map_err(failed()));
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn old(path: &str, version: &str) -> Old {
        Old { path: path.to_owned(), version: version.to_owned() }
    }

    #[test]
    fn the_mark_of_a_deleted_file_goes_after_what_it_hides() {
        let (a, b) = (old("a", "1"), old("b", "1"));
        let marks = vec![(old("a", "2"), true), (old("b", "2"), false), (old("c", "2"), true)];
        let mut past = Past { versions: vec![a.clone(), b.clone()], marks };
        assert_eq!(past.deletable(), [a, b, old("b", "2"), old("c", "2")]);
        past.versions.clear();
        assert_eq!(past.deletable(), [old("a", "2"), old("b", "2"), old("c", "2")]);
    }
}
