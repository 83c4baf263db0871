//! The target, behind the few verbs that publishing needs. Nothing else knows the library.

mod endpoint;
mod transport;
mod versions;

pub use versions::Old;

use super::index::{FOLDER, Stored};
use super::tree::Kind;
use super::{Headers, PublishError};
use crate::model::{Storage, Target};
use bytes::Bytes;
use camino::{Utf8Path, Utf8PathBuf};
use futures_util::{StreamExt, TryStreamExt};
use opendal::layers::{RetryLayer, ThrottleLayer, TimeoutLayer};
use opendal::options::{DeleteOptions, WriteOptions};
use opendal::{ErrorKind, Metadata, Operator, services};
use sha2::{Digest, Sha256};
use std::fs::TryLockError;
use std::io::{self, Read};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

/// Files beyond this are sent in parts, and never whole in memory: 8 MiB.
const PART: usize = 8 << 20;
/// The same: the least that a limited target has to take at once.
const BURST: NonZeroU32 = NonZeroU32::new(8 << 20).unwrap();
/// How many parts of one file are under way at a time.
const PARTS_AT_ONCE: usize = 4;
/// How often a request that failed for the moment is sent again, and after how long: from a quarter of a
/// second on, each time twice as long, less than a minute in all.
const ATTEMPTS: usize = 8;
const SHORTEST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);
/// How long a request may stand still.
const STALL: Duration = Duration::from_secs(20);

/// How soon to look again whether a folder is unlocked.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The target, open.
#[derive(Debug, Clone)]
pub struct Store {
    operator: Operator,
    /// Whether it takes headers with a file.
    headers: bool,
    /// Whether a CDN keeps copies of what is there.
    cdn: bool,
    /// Whether it can write on condition.
    conditional: bool,
    /// Where it is a folder of this machine.
    unfinished: Option<Arc<Unfinished>>,
}

/// Where files stand that are not whole yet, where the target is a folder. It goes when the target is
/// closed; what killed publishes left goes after a day.
#[derive(Debug)]
struct Unfinished(Utf8PathBuf);

const UNFINISHED: &str = ".keyfolio-unfinished";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Unfinished {
    fn new(root: &Utf8Path) -> io::Result<Self> {
        let mut attempts = 1..ATTEMPTS;
        loop {
            match Self::made(root) {
                // Another publish came to its end meanwhile, and took what was its own away.
                Err(error)
                    if error.kind() == io::ErrorKind::NotFound && attempts.next().is_some() => {}
                made => return made,
            }
        }
    }

    fn made(root: &Utf8Path) -> io::Result<Self> {
        let all = root.join(UNFINISHED);
        fs_err::create_dir_all(&all)?;
        for entry in fs_err::read_dir(&all)? {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed();
            if age.is_ok_and(|age| age > DAY) {
                fs_err::remove_dir_all(entry.path())?;
            }
        }
        let own = tempfile::Builder::new().prefix("").tempdir_in(&all)?.keep();
        Ok(Self(Utf8PathBuf::try_from(own).map_err(io::Error::other)?))
    }

    /// The target's folder.
    fn root(&self) -> Option<&Utf8Path> {
        self.0.parent()?.parent()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Best effort: whoever comes next tries again.
        let _ = fs_err::remove_dir_all(&self.0);
        if let Some(all) = self.0.parent() {
            let _ = fs_err::remove_dir(all);
        }
    }
}

/// A file as it was read: its bytes, and what tells whether it is still the same one.
#[derive(Debug, Clone)]
pub struct Seen {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Nothing where the target does not tell.
    version: Option<Metadata>,
}

impl Seen {
    /// Whether the target gave this state of the file a name of its own: it keeps old ones, or did.
    pub(super) fn has_version(&self) -> bool {
        self.version.as_ref().is_some_and(|version| version.version().is_some())
    }
}

impl Store {
    /// Opens the target; a folder on this machine is looked for from `workspace`. No request is made.
    ///
    /// # Errors
    /// When the address cannot be one.
    pub fn open(address: &Target, workspace: &Utf8Path) -> Result<Self, PublishError> {
        transport::install();
        let root = format!("/{}", address.prefix);
        let invalid = || PublishError::target("the target cannot be opened");
        let operator = match &address.storage {
            Storage::S3 { bucket, region, endpoint } => {
                let mut builder = services::S3::default().root(&root).bucket(bucket);
                builder = builder.region(region).checksum_algorithm("crc32c");
                if let Some(endpoint) = endpoint {
                    builder = builder.endpoint(&endpoint::as_written(endpoint, bucket));
                }
                Operator::new(builder).map_err(invalid())?
            }
            Storage::Gcs { bucket, endpoint } => {
                let mut builder = services::Gcs::default().root(&root).bucket(bucket);
                if let Some(endpoint) = endpoint {
                    builder = builder.endpoint(endpoint);
                }
                Operator::new(builder).map_err(invalid())?
            }
            Storage::Azure { container, endpoint } => Operator::new(
                services::Azblob::default().root(&root).container(container).endpoint(endpoint),
            )
            .map_err(invalid())?,
            Storage::WebDav { endpoint } => {
                let mut builder = services::Webdav::default().root(&root).endpoint(endpoint);
                if let Ok(user) = std::env::var("WEBDAV_USERNAME") {
                    builder = builder.username(&user);
                }
                if let Ok(password) = std::env::var("WEBDAV_PASSWORD") {
                    builder = builder.password(&password);
                }
                Operator::new(builder).map_err(invalid())?
            }
            Storage::Sftp { endpoint, path } => {
                let root = format!("{}/{}", path.trim_end_matches('/'), address.prefix);
                Operator::new(services::Sftp::default().endpoint(endpoint).root(&root))
                    .map_err(invalid())?
            }
            Storage::Folder { path } => {
                let root = workspace.join(path).join(&address.prefix);
                let unfinished = Unfinished::new(&root)?;
                let builder = services::Fs::default()
                    .root(root.as_str())
                    .atomic_write_dir(unfinished.0.as_str());
                let operator = Operator::new(builder).map_err(invalid())?;
                // What a disk refuses, it refuses the second time too.
                return Ok(Self::new(address, operator, Some(unfinished)));
            }
        };
        let retry = RetryLayer::new()
            .with_jitter()
            .with_max_times(ATTEMPTS)
            .with_min_delay(SHORTEST_PAUSE)
            .with_max_delay(LONGEST_PAUSE);
        let timeout = TimeoutLayer::new().with_timeout(STALL * 3).with_io_timeout(STALL);
        Ok(Self::new(address, operator.layer(timeout).layer(retry), None))
    }

    fn new(address: &Target, operator: Operator, unfinished: Option<Unfinished>) -> Self {
        let can = operator.info().capability();
        Self {
            headers: address.headers && can.write_with_cache_control && can.write_with_content_type,
            cdn: address.cdn,
            conditional: can.write_with_if_match || can.write_with_if_version_match,
            operator,
            unfinished: unfinished.map(Arc::new),
        }
    }

    /// Where the target is a folder: waits until no other publisher on this machine is between reading
    /// and writing its index, and keeps others out until what is given is dropped.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub(super) async fn alone(&self) -> Result<Option<fs_err::File>, PublishError> {
        let Some(root) = self.unfinished.as_ref().and_then(|unfinished| unfinished.root()) else {
            return Ok(None);
        };
        let folder = root.join(FOLDER);
        fs_err::create_dir_all(&folder)?;
        let lock = locked_by(&folder)?;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Some(lock)),
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOK_AGAIN).await,
                // Some network shares know no locks.
                Err(TryLockError::Error(_)) => return Ok(None),
            }
        }
    }

    /// The same target, to which no more than so many bytes a second are sent (a first part of a file
    /// at once).
    #[must_use]
    pub fn limited(self, bytes: NonZeroU32) -> Self {
        let burst = bytes.max(BURST);
        Self { operator: self.operator.layer(ThrottleLayer::new(bytes.get(), burst.get())), ..self }
    }

    /// Whether a CDN keeps copies of what is there.
    #[must_use]
    pub fn has_cdn(&self) -> bool {
        self.cdn
    }

    /// Whether two publishers cannot overwrite each other's index; in a folder, two on this machine.
    #[must_use]
    pub fn keeps_apart(&self) -> bool {
        self.conditional || self.unfinished.is_some()
    }

    /// A small file, or nothing where there is none.
    ///
    /// # Errors
    /// When the target cannot be read.
    pub async fn get(&self, place: &str) -> Result<Option<Seen>, PublishError> {
        let failed = || PublishError::target(format!("`{place}` cannot be read"));
        let reader = self.operator.reader(place).await.map_err(failed())?;
        match reader.read(..).await {
            Ok(bytes) => {
                Ok(Some(Seen { bytes: bytes.to_vec(), version: reader.metadata().cloned() }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed()(error)),
        }
    }

    /// Puts a small file, on condition that it is still the one that was seen, or that there is still
    /// none. Gives what tells it from later ones. Where the target knows no conditions, it is put.
    ///
    /// # Errors
    /// When the target holds something else by now ([`PublishError::is_conflict`]), or refuses.
    pub(super) async fn put_if(
        &self,
        place: &str,
        bytes: Vec<u8>,
        seen: Option<&Seen>,
    ) -> Result<Seen, PublishError> {
        let mut options = self.options(&Headers::of("manifest", Kind::Sealed, self.cdn));
        match seen {
            Some(seen) if self.conditional => options.if_not_changed.clone_from(&seen.version),
            None if self.operator.info().capability().write_with_if_not_exists => {
                options.if_not_exists = true;
            }
            _ => {}
        }
        let written = self.operator.write_options(place, bytes.clone(), options).await;
        let version = written.map_err(PublishError::target(format!("`{place}` cannot be put")))?;
        Ok(Seen { bytes, version: Some(version) })
    }

    /// Puts a small file, whatever was there.
    ///
    /// # Errors
    /// When the target refuses.
    pub async fn put(&self, place: &str, bytes: Vec<u8>) -> Result<(), PublishError> {
        let options = self.options(&Headers::of("manifest", Kind::Sealed, self.cdn));
        let written = self.operator.write_options(place, bytes, options).await;
        written.map_err(PublishError::target(format!("`{place}` cannot be put")))?;
        Ok(())
    }

    /// Puts a file from disk, in parts where it is large. `sent` hears of each part.
    ///
    /// # Errors
    /// When the target refuses, or the file no longer holds what is `expected`: then nothing is put.
    pub async fn put_file(
        &self,
        place: &str,
        disk: &Utf8Path,
        expected: Stored,
        headers: &Headers,
        sent: impl Fn(u64),
    ) -> Result<(), PublishError> {
        let failed = || PublishError::target(format!("`{place}` cannot be put"));
        let moved = || PublishError::Moved { path: disk.to_owned() };
        let len = expected.len;
        let mut file = fs_err::File::open(disk).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => moved(),
            _ => error.into(),
        })?;
        let mut options = self.options(headers);
        let in_parts = self.operator.info().capability().write_can_multi;
        if len <= PART as u64 || !in_parts {
            let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(PART));
            file.take(len + 1).read_to_end(&mut bytes)?;
            if Stored::of(&bytes) != expected {
                return Err(moved());
            }
            self.operator.write_options(place, bytes, options).await.map_err(failed())?;
            sent(len);
            return Ok(());
        }
        options.chunk = Some(PART);
        options.concurrent = PARTS_AT_ONCE;
        let mut writer = self.operator.writer_options(place, options).await.map_err(failed())?;
        let (mut left, mut digest) = (len, Sha256::new());
        while left > 0 {
            let mut part = vec![0; usize::try_from(left).unwrap_or(PART).min(PART)];
            let whole = file.read_exact(&mut part).is_ok();
            let length = part.len() as u64;
            left -= length;
            digest.update(&part);
            if !whole || (left == 0 && expected.digest[..] != digest.finalize_reset()[..]) {
                writer.abort().await.ok();
                return Err(moved());
            }
            writer.write(Bytes::from(part)).await.map_err(failed())?;
            sent(length);
        }
        let written = writer.close().await.map_err(failed())?;
        if written.content_length() != len && written.content_length() != 0 {
            return Err(moved());
        }
        Ok(())
    }

    /// How long a file is, or nothing where there is none.
    ///
    /// # Errors
    /// When the target cannot be asked.
    pub(super) async fn length(&self, place: &str) -> Result<Option<u64>, PublishError> {
        match self.operator.stat(place).await {
            Ok(metadata) => Ok(Some(metadata.content_length())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => {
                Err(PublishError::target(format!("`{place}` cannot be looked at"))(error))
            }
        }
    }

    /// Deletes files; those that are gone already count as deleted.
    ///
    /// # Errors
    /// When the target refuses.
    pub async fn delete(&self, places: Vec<String>) -> Result<(), PublishError> {
        let deleted = self.operator.delete_iter(places).await;
        deleted.map_err(PublishError::target("what nothing refers to any more cannot be deleted"))
    }

    /// Deletes a small file, on condition that it is still the one that was seen; says whether it did. Where the
    /// target knows no such condition, it is deleted.
    ///
    /// # Errors
    /// When the target refuses.
    pub(super) async fn delete_if(&self, place: &str, seen: &Seen) -> Result<bool, PublishError> {
        let etag = seen.version.as_ref().and_then(Metadata::etag).map(str::to_owned);
        if etag.is_some() && self.operator.info().capability().delete_with_if_match {
            let options = DeleteOptions { if_match: etag, ..DeleteOptions::default() };
            match self.operator.delete_options(place, options).await {
                Ok(()) => return Ok(true),
                Err(error) if error.kind() == ErrorKind::ConditionNotMatch => return Ok(false),
                Err(_) => {} // some that speak S3 do not know this one
            }
        }
        self.delete(vec![place.to_owned()]).await?;
        Ok(true)
    }

    /// Length and SHA-256 of a file as it is there, or nothing where there is none. Never held whole.
    ///
    /// # Errors
    /// When the target cannot be read.
    pub async fn stored(&self, place: &str) -> Result<Option<Stored>, PublishError> {
        let failed = || PublishError::target(format!("`{place}` cannot be read"));
        let reader = self.operator.reader(place).await.map_err(failed())?;
        let mut parts = match reader.into_stream(..).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            parts => parts.map_err(failed())?,
        };
        let (mut len, mut digest) = (0, Sha256::new());
        while let Some(part) = parts.next().await {
            match part {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
                part => {
                    for bytes in part.map_err(failed())? {
                        len += bytes.len() as u64;
                        digest.update(&bytes);
                    }
                }
            }
        }
        Ok(Some(Stored { len, digest: digest.finalize().into() }))
    }

    /// Every file below a folder of the target (empty for all), with its length.
    ///
    /// # Errors
    /// When the target cannot be listed.
    pub async fn list(&self, folder: &str) -> Result<Vec<(String, u64)>, PublishError> {
        let failed = || PublishError::target("the target cannot be listed");
        let lister = self.operator.lister_with(folder).recursive(true).await.map_err(failed())?;
        let entries = lister.try_filter(|entry| std::future::ready(entry.metadata().is_file()));
        let listed = entries.map(|entry| {
            entry.map(|entry| (entry.path().to_owned(), entry.metadata().content_length()))
        });
        listed.try_collect().await.map_err(failed())
    }

    fn options(&self, headers: &Headers) -> WriteOptions {
        if !self.headers {
            return WriteOptions::default();
        }
        WriteOptions {
            content_type: Some(headers.content_type.clone()),
            cache_control: Some(headers.cache_control.to_owned()),
            content_disposition: headers.content_disposition.clone(),
            ..WriteOptions::default()
        }
    }
}

/// What is locked for a folder: the folder itself.
#[cfg(not(windows))]
fn locked_by(folder: &Utf8Path) -> io::Result<fs_err::File> {
    fs_err::File::open(folder)
}

/// Windows locks no folders.
#[cfg(windows)]
fn locked_by(folder: &Utf8Path) -> io::Result<fs_err::File> {
    fs_err::OpenOptions::new().write(true).create(true).truncate(false).open(folder.join(".lock"))
}
