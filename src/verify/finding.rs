//! What was found, and where: the same fault in many places is one finding.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// How many places of one finding are kept; the others are only counted.
const PLACES: usize = 100;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// What is online is not what should be, or shows what it should not.
    Error,
    /// It works and can be made safer or faster.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Where something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Whose portal it is, where that is known.
    pub client: Option<String>,
    /// A path on the target, or an address without what stands behind `#`.
    pub at: String,
}

impl Place {
    /// A place that is nobody's, or nobody knows whose.
    #[must_use]
    pub fn new(at: impl Into<String>) -> Self {
        Self { client: None, at: at.into() }
    }

    /// The same, in the portal of `client`.
    #[must_use]
    pub fn of(self, client: Option<&str>) -> Self {
        Self { client: client.map(str::to_owned), ..self }
    }
}

/// What can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The target has no index of this secret.
    NothingPublished,
    /// An index or an inventory is not what was put there.
    InventoryDamaged,
    /// A file is not there.
    Missing,
    /// A file is not what was put there.
    Altered,
    /// A file cannot be read.
    Unreadable,
    /// A file that nobody put there.
    Stranger,
    /// The target cannot be listed.
    NotListed,
    /// A publish did not come to its end.
    Unfinished,
    /// What is to be deleted is there still.
    Leaving,
    /// Old versions of what was taken back may be there still.
    OldVersions,
    /// What is built here is not what is online.
    Unpublished,
    /// A client has no portal on the target.
    NotPublished,
    /// The portal is sealed with a key that somebody knows who should not.
    OldKey,
    /// Somebody gets in whose access has ended.
    AccessEnded,
    /// The list of who is let in does not open, or is of a later state than the workspace.
    Ledger,
    /// The portal of a client that is gone.
    ClientGone,
    /// A portal in a place that was given up.
    FormerPlace,
    /// What is read there can be seen and changed on the way.
    Insecure,
    /// The host's certificate is refused.
    Certificate,
    /// The host gives no answer that could be looked at.
    Unreachable,
    /// The host sends elsewhere.
    Redirect,
    /// The host says what it holds.
    Listing,
    /// A portal's own host shows another portal.
    SharedOrigin,
    /// A page at the root says where a portal is.
    NamesPortal,
    /// What is not there is answered as if it were.
    SoftMissing,
    /// The page for what is not there is not the agency's.
    NotFoundPage,
    /// A header that makes pages safer is missing.
    Header,
    /// A file is kept for too long, or not at all.
    Caching,
    /// A file is said to be of another type.
    ContentType,
    /// Parts of a file cannot be had.
    Ranges,
    /// The host compresses what is compressed, or alters it.
    Compressed,
    /// A script or style is not the one that the page names.
    Integrity,
    /// A page or script is not the one that this program makes.
    OtherShell,
    /// The link or the code does not open the portal.
    NotOpened,
    /// The portal shows another state than the one that is built here.
    Stale,
    /// What the link or the code opens.
    Opened,
}

impl Code {
    /// As it is written in JSON and in the documentation.
    #[must_use]
    pub fn name(self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default(); // a name is JSON
        value.as_str().unwrap_or_default().to_owned()
    }

    /// What to do about it.
    #[must_use]
    pub fn mend(self) -> &'static str {
        match self {
            Self::NothingPublished => {
                "run `keyfolio publish`, or give the secret that it was published with"
            }
            Self::InventoryDamaged | Self::Missing => {
                "run `keyfolio publish --full`: it puts again what is missing there"
            }
            Self::Altered => {
                "find out who wrote there, and run `keyfolio publish --full=contents`: it puts again what is not what was put"
            }
            Self::Unreadable => "check the credentials and the connection, and verify again",
            Self::Stranger => "if nobody needs it there, delete it: Keyfolio never will",
            Self::NotListed => "allow these credentials to list the target",
            Self::Unfinished => "run `keyfolio publish` again: it goes on where it stopped",
            Self::Leaving => {
                "the next `keyfolio publish` with the secret that it was put under deletes it"
            }
            Self::OldVersions => {
                "run `keyfolio publish`: it tries again to delete them, and says what keeps it from that"
            }
            Self::Unpublished => "run `keyfolio publish`, or build again from what was published",
            Self::NotPublished => "run `keyfolio build` and `keyfolio publish`",
            Self::OldKey | Self::AccessEnded | Self::FormerPlace => {
                "run `keyfolio build` and `keyfolio publish` now; where a CDN keeps copies, empty its cache"
            }
            Self::Ledger => {
                "verify with the newest `access.yaml`; if it is the newest, publish with `--full`"
            }
            Self::ClientGone => {
                "run `keyfolio build` and `keyfolio publish --yes`, or bring the client's folder back"
            }
            Self::Insecure => {
                "serve over HTTPS alone, and send whoever asks over HTTP on to it (`keyfolio host-config`)"
            }
            Self::Certificate => {
                "let the host show a certificate for this name, in its time, with the whole chain; where a company's \
                 own authority signs it, let this machine trust that (docs/publishing.md)"
            }
            Self::Unreachable => "check the address and the host, and verify again",
            Self::Redirect => "serve every file under its own address, without redirects",
            Self::Listing => {
                "take the right to list away from the public: whoever lists knows every portal's address"
            }
            Self::SharedOrigin => {
                "let each host name lead to the folder of its own portal alone (`keyfolio host-config`)"
            }
            Self::NamesPortal => "take it out: a portal's address is for its client alone",
            Self::SoftMissing => {
                "let the host answer 404 or 403 for what is not there: a page in its place is taken for a damaged file"
            }
            Self::NotFoundPage => "name `404.html` as the host's error page",
            Self::Header => "`keyfolio host-config` prints how this host sends it",
            Self::Caching => {
                "let the host or, with `keyfolio publish --full=anew`, the storage say it (`keyfolio host-config`): what is fetched by name must be asked for anew each time"
            }
            Self::ContentType => {
                "run `keyfolio publish --full=anew`, or give the host the types that docs/publishing.md lists"
            }
            Self::Ranges => "let the host answer ranges (206): films and large downloads need them",
            Self::Compressed => {
                "let the host send sealed files as they are: nothing in them can be compressed"
            }
            Self::Integrity => {
                "browsers refuse it, so no portal opens: run `keyfolio publish --full=contents`, and find out who altered it"
            }
            Self::OtherShell => {
                "build and publish with this version of Keyfolio; if that was done, somebody altered it"
            }
            Self::NotOpened => {
                "if the link or code is right and not taken back, run `keyfolio publish --full=contents`"
            }
            Self::Stale => {
                "run `keyfolio publish`; where a CDN or a proxy keeps copies, empty its cache"
            }
            Self::Opened => "",
        }
    }
}

/// One fault, wherever it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Which fault.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty where there is nothing to do.
    #[serde(rename = "help")]
    pub mend: &'static str,
    /// In how many places.
    pub count: usize,
    /// The first of them, in their order.
    pub places: BTreeSet<Place>,
}

/// What was found so far, from many threads.
#[derive(Debug, Default)]
pub struct Findings(Mutex<BTreeMap<(Severity, Code, String), Places>>);

#[derive(Debug, Default)]
struct Places {
    count: usize,
    first: BTreeSet<Place>,
}

impl Findings {
    /// Something was found. The message says what is wrong, and not where.
    pub fn add(&self, severity: Severity, code: Code, message: impl Into<String>, place: Place) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let places = found.entry((severity, code, message.into())).or_default();
        if !places.first.insert(place) {
            return;
        }
        places.count += 1;
        if places.first.len() > PLACES {
            places.first.pop_last();
        }
    }

    /// An error was found.
    pub fn error(&self, code: Code, message: impl Into<String>, place: Place) {
        self.add(Severity::Error, code, message, place);
    }

    /// A warning is due.
    pub fn warning(&self, code: Code, message: impl Into<String>, place: Place) {
        self.add(Severity::Warning, code, message, place);
    }

    /// Something is worth knowing.
    pub fn note(&self, code: Code, message: impl Into<String>, place: Place) {
        self.add(Severity::Note, code, message, place);
    }

    /// All that was found: errors first, and in an order that does not depend on the threads.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Finding> {
        let found = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let finding = |((severity, code, message), Places { count, first })| Finding {
            severity,
            code,
            message,
            mend: Code::mend(code),
            count,
            places: first,
        };
        found.into_iter().map(finding).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_fault_in_many_places_is_one_finding() {
        let findings = Findings::default();
        for n in (0..250).rev() {
            findings.error(Code::Missing, "it is not there", Place::new(format!("{n:03}")));
        }
        findings.note(Code::Leaving, "it goes", Place::new("z"));
        findings.warning(Code::Header, "none", Place::new("a").of(Some("acme")));
        let found = findings.into_sorted();
        let kinds: Vec<_> = found.iter().map(|found| (found.severity, found.count)).collect();
        assert_eq!(kinds, [(Severity::Error, 250), (Severity::Warning, 1), (Severity::Note, 1)]);
        let places: Vec<&str> = found[0].places.iter().map(|place| place.at.as_str()).collect();
        assert_eq!((places.len(), places[0], places[99]), (100, "000", "099"));
        assert_eq!(found[0].code.name(), "missing");
    }
}
