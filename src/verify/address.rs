//! One portal, or one agency's front page, as anybody can look at it who has its address: no secret,
//! no inventory.

use super::finding::{Code, Findings, Place};
use super::page::{Loaded, loaded};
use super::site::{compression, given, ranges, reachable};
use super::{Progress, Totals, headers, root};
use crate::model::PortalPath;
use crate::publish::Kind;
use crate::remote::{Host, Question};
use crate::seal::{Shell, WORKER, scripts};
use crate::site::Entry;
use camino::Utf8Path;
use reqwest::header::HeaderMap;
use std::collections::BTreeMap;
use std::io::Read;
use url::Url;

/// The most that is taken of a file of the shell.
const LONGEST: u64 = 16 << 20;

/// Looks at the portal, or the front page, at `address`. `shell` is what this workspace would put in front
/// of it, where it is known to be this agency's.
pub fn address(
    address: &str,
    shell: Option<&Shell>,
    findings: &Findings,
    progress: &dyn Progress,
) -> Totals {
    let Some(host) = reachable(address, findings) else { return Totals::default() };
    root::transport(&host, findings);
    let folder = host.folder().clone();
    let (portal, above) = is_portal(&folder);
    match above.and_then(|above| host.at(above.as_str()).ok()) {
        Some(above) => root::check(&above, findings),
        None if !portal => root::check(&host, findings),
        None => {}
    }
    let looked = Looked { host: &host, findings, progress };
    let sealed = looked.has("header.json");
    let kind = if sealed { Kind::Sealed } else { Kind::Plain };
    let Some((page, _)) = looked.file("index.html", kind) else { return Totals::default() };
    let files = if sealed {
        let own = shell.map(|shell| if portal { &shell.portal } else { &shell.door });
        looked.shell(&page, own, portal)
    } else {
        let loaded = loaded(&String::from_utf8_lossy(&page));
        let paths = loaded.iter().map(|one| one.path.as_str());
        1 + paths
            .filter(|path| below(path))
            .filter_map(|path| looked.file(path, Kind::Plain))
            .count()
    };
    if portal {
        root::portal(&host, "", findings);
    }
    Totals { portals: usize::from(portal), files, bytes: 0 }
}

/// Whether the folder is that of a portal, by its name or its host's, and the folder above the portals,
/// where that is on the same host.
pub(super) fn is_portal(folder: &Url) -> (bool, Option<Url>) {
    let named = |name: &str| {
        name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
    };
    let last = folder.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    if named(last) {
        return (true, folder.join("../").ok());
    }
    (folder.host_str().is_some_and(|host| host.split('.').any(named)), None)
}

/// Whether a page's address is one below its folder.
fn below(path: &str) -> bool {
    !path.is_empty() && !path.contains(':') && !path.starts_with('/') && !path.starts_with("..")
}

/// What is being looked at.
struct Looked<'a> {
    host: &'a Host,
    findings: &'a Findings,
    progress: &'a dyn Progress,
}

impl Looked<'_> {
    fn place(&self, path: &str) -> Place {
        Place::new(self.host.url(path))
    }

    fn has(&self, path: &str) -> bool {
        let answer = self.host.get(&self.host.url(path), Question::Whole);
        answer.is_ok_and(|answer| answer.status().is_success())
    }

    /// A file, with its headers judged.
    fn file(&self, path: &str, kind: Kind) -> Option<(Vec<u8>, HeaderMap)> {
        self.progress.found(1);
        let url = self.host.url(path);
        let answer = self.host.get(&url, Question::Whole);
        let answer = given(answer, false, self.findings, &|| self.place(path))?;
        let said = answer.headers().clone();
        for (severity, code, message) in headers::faults(path, kind, &said, url.scheme() == "https")
        {
            self.findings.add(severity, code, message, self.place(path));
        }
        let mut bytes = Vec::new();
        if let Err(error) = answer.take(LONGEST).read_to_end(&mut bytes) {
            self.findings.error(Code::Unreadable, error.to_string(), self.place(path));
            return None;
        }
        self.progress.done(bytes.len() as u64);
        Some((bytes, said))
    }

    /// What stands in front of a sealed portal; gives how many files that is.
    fn shell(&self, page: &[u8], own: Option<&BTreeMap<PortalPath, Entry>>, portal: bool) -> usize {
        let mut count = 1;
        if let Some(Entry::Bytes(wanted)) =
            own.and_then(|own| own.get(&PortalPath::known("index.html")))
            && wanted != page
        {
            let message = "this is not the page that this program makes for this agency";
            self.findings.warning(Code::OtherShell, message, self.place("index.html"));
        }
        let named = if portal { ["header.json", "manifest"].as_slice() } else { &["header.json"] };
        count += named.iter().filter_map(|path| self.file(path, Kind::Sealed)).count();
        let own = scripts();
        for one in loaded(&String::from_utf8_lossy(page)) {
            if !below(&one.path) {
                let message = "the page loads a script or a style that is not the portal's own";
                self.findings.error(Code::Integrity, message, self.place("index.html"));
            } else if let Some((bytes, _)) = self.file(&one.path, Kind::Sealed) {
                count += 1;
                self.loaded(&one, &bytes, &own);
            }
        }
        if portal && let Some((bytes, _)) = self.file(WORKER, Kind::Sealed) {
            count += 1;
            self.own(WORKER, &bytes, &own);
        }
        if portal {
            let url = self.host.url("manifest");
            ranges(self.host, &url, None, self.findings, &self.place("manifest"));
            compression(self.host, &url, self.findings, &self.place("manifest"));
        }
        count
    }

    /// A script or style against its hash in the page, and a script against this program's own.
    fn loaded(&self, one: &Loaded, bytes: &[u8], own: &BTreeMap<PortalPath, Entry>) {
        if !one.is(bytes) {
            let message = "it does not have the hash that the page names";
            self.findings.error(Code::Integrity, message, self.place(&one.path));
        } else if Utf8Path::new(&one.path).extension() == Some("js") {
            self.own(&one.path, bytes, own);
        }
    }

    fn own(&self, path: &str, bytes: &[u8], own: &BTreeMap<PortalPath, Entry>) {
        let known = own.iter().find(|(name, _)| name.as_str() == path);
        if !known.is_some_and(|(_, entry)| matches!(entry, Entry::Bytes(own) if own == bytes)) {
            let message = concat!(
                "this is not the script of Keyfolio ",
                env!("CARGO_PKG_VERSION"),
                " as it is here"
            );
            self.findings.warning(Code::OtherShell, message, self.place(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_is_told_by_its_name() {
        let of = |url: &str| {
            let (portal, above) = is_portal(&Url::parse(url).unwrap());
            (portal, above.map(String::from))
        };
        let name = "n5wsv4tskogigcazlhq7kmfg6hyg3gky";
        let above = Some("https://a.example/b/".to_owned());
        assert_eq!(of(&format!("https://a.example/b/{name}/")), (true, above));
        assert_eq!(of(&format!("https://{name}.a.example/")), (true, None));
        assert_eq!(of("https://a.example/b/"), (false, None));
    }

    #[test]
    fn nothing_outside_of_the_folder_is_below_it() {
        for path in ["", "/a.js", "../a.js", "https://a.example/a.js", "//a.example/a.js"] {
            assert!(!below(path), "{path}");
        }
        assert!(below("app/shell.8787a082.js"));
    }
}
