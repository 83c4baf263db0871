//! The targets that `keyfolio.yaml` names.

use super::agency::base_url;
use super::values::Checks;
use crate::diagnostics::Code;
use crate::model::{Storage, Target};
use crate::schema::{Spanned, StorageKind, TargetEntry};
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use std::collections::BTreeMap;
use std::ops::Range;

/// What each is made of, checked against its kind.
pub(super) fn targets(
    root: &Utf8Path,
    entries: &BTreeMap<String, TargetEntry>,
    checks: &mut Checks<'_>,
) -> BTreeMap<String, Target> {
    let targets = entries.iter().filter_map(|(name, entry)| {
        let storage = storage(root, entry, checks);
        let prefix = prefix(entry.prefix.as_ref(), checks);
        let base_url = entry.base_url.as_ref().map(|url| base_url(url, checks));
        let target = Target {
            storage: storage?,
            prefix,
            base_url: base_url.flatten(),
            index: entry.index,
            headers: entry.headers.unwrap_or(true),
            cdn: entry.cdn,
        };
        Some((name.clone(), target))
    });
    targets.collect()
}

/// Keys of an entry, and what is said in them.
struct Given<'a, 'b, 'c> {
    kind: &'a Spanned<StorageKind>,
    checks: &'c mut Checks<'b>,
    whole: bool,
}

impl Given<'_, '_, '_> {
    /// A key that this kind of storage needs.
    fn needed(&mut self, name: &str, value: Option<&Spanned<String>>, example: &str) -> String {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            return value.trim().to_owned();
        }
        self.whole = false;
        let message = format!("this kind of target needs `{name}`");
        let help = format!("add `{name}: {example}` to it");
        self.checks.error(Code::InvalidValue, &self.kind.span.clone(), message, help);
        String::new()
    }

    /// A key that means nothing to this kind of storage.
    fn unused(&mut self, name: &str, value: Option<&Spanned<String>>) {
        if let Some(value) = value {
            let message = format!("`{name}` means nothing to this kind of target");
            self.checks.error(Code::InvalidValue, &value.span, message, "take it out".to_owned());
        }
    }
}

fn storage(root: &Utf8Path, entry: &TargetEntry, checks: &mut Checks<'_>) -> Option<Storage> {
    if let Some(endpoint) = &entry.endpoint {
        credentials(endpoint, checks);
    }
    let mut given = Given { kind: &entry.kind, checks, whole: true };
    let (bucket, region) = (entry.bucket.as_ref(), entry.region.as_ref());
    let (endpoint, path) = (entry.endpoint.as_ref(), entry.path.as_ref());
    let kind = entry.kind.value;
    if kind != StorageKind::S3 {
        given.unused("region", region);
    }
    if !matches!(kind, StorageKind::S3 | StorageKind::Gcs | StorageKind::Azure) {
        given.unused("bucket", bucket);
    }
    if !matches!(kind, StorageKind::Sftp | StorageKind::Folder) {
        given.unused("path", path);
    }
    if kind == StorageKind::Folder {
        given.unused("endpoint", endpoint);
    }
    let elsewhere = endpoint.map(|endpoint| endpoint.value.clone());
    let storage = match kind {
        StorageKind::S3 => Storage::S3 {
            bucket: given.needed("bucket", bucket, "my-portals"),
            region: region.map_or_else(|| "auto".to_owned(), |region| region.value.clone()),
            endpoint: elsewhere,
        },
        StorageKind::Gcs => Storage::Gcs {
            bucket: given.needed("bucket", bucket, "my-portals"),
            endpoint: elsewhere,
        },
        StorageKind::Azure => Storage::Azure {
            container: given.needed("bucket", bucket, "my-portals"),
            endpoint: given.needed("endpoint", endpoint, "https://ACCOUNT.blob.core.windows.net"),
        },
        StorageKind::Webdav => Storage::WebDav {
            endpoint: given.needed("endpoint", endpoint, "https://dav.example.com/"),
        },
        StorageKind::Sftp => Storage::Sftp {
            endpoint: given.needed("endpoint", endpoint, "ssh://user@host:22"),
            path: given.needed("path", path, "/var/www/portals"),
        },
        StorageKind::Folder => {
            Storage::Folder { path: given.needed("path", path, "online").into() }
        }
    };
    if let (Storage::Folder { .. }, Some(path)) = (&storage, path.filter(|_| given.whole)) {
        given.whole = folder(root, path, given.checks);
    }
    given.whole.then_some(storage)
}

/// That portals go to a folder of their own: not over what they are made of, nor around it.
/// False when it cannot be.
fn folder(root: &Utf8Path, path: &Spanned<String>, checks: &mut Checks<'_>) -> bool {
    let given = path.trim();
    if given.starts_with('~') {
        let message = format!("`{given}` is no path: `~` is not put in full here");
        let help = "write the whole path, as `/home/me/portals`".to_owned();
        checks.error(Code::InvalidValue, &path.span, message, help);
        return false;
    }
    let root = normal(root);
    let target = normal(&root.join(given));
    let own = target.strip_prefix(&root).ok().and_then(|inside| {
        let first = inside.components().next()?.as_str();
        OWN.into_iter().find(|own| *own == first)
    });
    let what = match own {
        Some(own) => format!("in `{own}`, which is the agency's own folder"),
        None if root.starts_with(&target) => "around the agency's own files".to_owned(),
        None => return true,
    };
    let message = format!("`{given}` is no folder to publish to: it is {what}");
    let help = "name a folder that holds nothing else, as `online`".to_owned();
    checks.error(Code::InvalidValue, &path.span, message, help);
    false
}

/// The folders of a workspace that hold what portals are made of, how they are reached, or how
/// they were built.
const OWN: [&str; 5] = ["content", "shared", "themes", ".keyfolio", "dist"];

/// The path without `.` and `..`, as it is written: what links there are does not count.
fn normal(path: &Utf8Path) -> Utf8PathBuf {
    path.components().fold(Utf8PathBuf::new(), |mut path, part| {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                path.pop();
            }
            other => path.push(other.as_str()),
        }
        path
    })
}

/// That no password stands in an address, and no token, as Azure's shared access signatures are and its
/// connection strings have.
fn credentials(endpoint: &Spanned<String>, checks: &mut Checks<'_>) {
    let has_password = url::Url::parse(&endpoint.value).is_ok_and(|url| url.password().is_some());
    let has_more = endpoint.value.contains(['?', ';']);
    if has_password || has_more {
        let span: Range<usize> = endpoint.span.clone();
        let help =
            "give it in the environment (docs/publishing.md), and change it: others read this file";
        let message = if has_password {
            "there is a password in this address"
        } else {
            "there may be a token in this address: it has more than a host and a folder"
        };
        checks.error(Code::Credential, &span, message.to_owned(), help.to_owned());
    }
}

fn prefix(prefix: Option<&Spanned<String>>, checks: &mut Checks<'_>) -> String {
    let Some(prefix) = prefix else { return String::new() };
    let bare = prefix.trim().trim_matches('/');
    let good = bare.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !bare.contains(['\\', '?', '#'])
        && !bare.chars().any(char::is_control);
    if !good {
        let message = format!("`{}` is not a folder in a bucket", prefix.value);
        let help = "write it as `clients/`".to_owned();
        checks.error(Code::InvalidValue, &prefix.span, message, help);
        return String::new();
    }
    format!("{bare}/")
}
