//! The same files as clients get them: over HTTP, with what the host says of each.

use super::finding::{Code, Findings, Place, Severity};
use super::target::{Expected, Held, Verifier};
use super::{headers, root};
use crate::model::BaseUrl;
use crate::publish::{Kind, ROOT, Stored};
use crate::remote::{CertificateFault, Host, Question, RemoteError, is_absent, without_fragment};
use rayon::prelude::*;
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{CONTENT_ENCODING, CONTENT_RANGE, LOCATION};
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use url::Url;

/// The part that is asked for to see whether parts can be had.
const PART: std::ops::Range<usize> = 16..48;

/// Where clients reach what is on a target.
#[derive(Debug)]
pub struct Site<'a> {
    base: &'a BaseUrl,
    host: Host,
    findings: &'a Findings,
}

impl<'a> Site<'a> {
    /// The site at `base`; `some` is the locator of any portal. Nothing where it cannot be looked at, which
    /// is found then.
    #[must_use]
    pub fn open(base: &'a BaseUrl, some: &str, findings: &'a Findings) -> Option<Self> {
        let address = base.above().map_or_else(|| base.portal(some), str::to_owned);
        let host = reachable(&address, findings)?;
        Some(Self { base, host, findings })
    }

    /// Looks at what stands above the portals, and at what stands nowhere.
    pub fn root(&self) {
        root::transport(&self.host, self.findings);
        if self.base.above().is_some() {
            root::check(&self.host, self.findings);
        } else if let Ok(nobodys) = self.host.at(&self.base.portal(root::NOBODY)) {
            root::absent(&nobodys, &nobodys.url("index.html"), self.findings);
        }
    }

    /// Whether a place that was given up answers.
    pub fn former(&self, group: &str, client: &str) {
        for page in ["index.html", "header.json"] {
            let Some((host, url)) = self.locate(group, &format!("{group}/{page}")) else {
                continue;
            };
            let answer = host.get(&url, Question::Whole);
            if answer.is_ok_and(|answer| answer.status() == StatusCode::OK) {
                let message = "the portal has moved, and still answers where it was";
                let place = Place::new(url).of(Some(client));
                self.findings.error(Code::FormerPlace, message, place);
                return;
            }
        }
    }

    /// Looks at what portals answer beside their files: on one host at a sample, and where each has a
    /// host name of its own, at each of them.
    pub(super) fn portals(&self, groups: &[&String], verifier: &Verifier<'_>) {
        if self.base.above().is_some() {
            if let Some(group) = groups.first() {
                root::portal(&self.host, &format!("{group}/"), self.findings);
            }
            return;
        }
        let next = groups.iter().cycle().skip(1);
        let pairs: Vec<_> = groups.iter().zip(next).collect();
        pairs.into_par_iter().for_each(|(group, other)| self.origin(group, other, verifier));
    }

    /// Looks at a portal's own host: the way to it, lists, and whether it shows `other`, too. What it
    /// shows of that would be on one origin with it.
    fn origin(&self, group: &str, other: &str, verifier: &Verifier<'_>) {
        let Ok(host) = self.host.at(&self.base.portal(group)) else { return };
        if host.folder() != self.host.folder() {
            root::transport(&host, self.findings);
        }
        root::portal(&host, "", self.findings);
        let url = host.url(&format!("{other}/index.html"));
        if host.get(&url, Question::Whole).is_ok_and(|answer| answer.status() == StatusCode::OK) {
            let message = "a portal's own host shows other portals as well: they share one origin";
            let place = Place::new(url).of(verifier.clients.owner(group));
            self.findings.error(Code::SharedOrigin, message, place);
        }
    }

    /// One file: its bytes, and what is said with it.
    pub(super) fn file(
        &self,
        group: &str,
        (at, expected): (&str, &Expected),
        kind: Kind,
        verifier: &Verifier<'_>,
    ) {
        let Some((host, url)) = self.locate(group, at) else { return };
        let place = || Place::new(url.as_str()).of(verifier.clients.owner(group));
        let Some(answer) = self.given(host.get(&url, Question::Whole), expected.optional, &place)
        else {
            return;
        };
        let path = Held::inside(group, at);
        let encrypted = url.scheme() == "https";
        let mut altered = false;
        for (severity, code, message) in headers::faults(path, kind, answer.headers(), encrypted) {
            altered |= code == Code::Compressed;
            self.findings.add(severity, code, message, place());
        }
        let longest = expected.states.iter().map(|state| state.len).max().unwrap_or(0);
        match stored(answer, longest) {
            Ok(stored) if altered || expected.states.contains(&stored) => {}
            Ok(_) => {
                let message = "what the host gives is not what was put there";
                self.findings.error(Code::Altered, message, place());
            }
            Err(error) => self.findings.error(Code::Unreadable, error.to_string(), place()),
        }
    }

    /// Whether parts of the largest object of a portal can be had, and whether it comes as it is.
    pub(super) fn portal(&self, group: &str, held: &Held, verifier: &Verifier<'_>) {
        let large = |(at, expected): &(&String, &Expected)| {
            let path = Held::inside(group, at);
            let long = expected.states.iter().all(|state| state.len >= PART.end as u64);
            long && (path.starts_with("objects/") || path.starts_with("files/"))
        };
        let of = |expected: &Expected| expected.states.iter().map(|state| state.len).max();
        let largest = held.files.iter().filter(large).max_by_key(|(_, expected)| of(expected));
        let Some((at, expected)) = largest.filter(|(_, expected)| !expected.optional) else {
            return;
        };
        let Some((host, url)) = self.locate(group, at) else { return };
        let len = of(expected).unwrap_or(0);
        let place = Place::new(url.as_str()).of(verifier.clients.owner(group));
        ranges(&host, &url, Some(len), self.findings, &place);
        compression(&host, &url, self.findings, &place);
    }

    fn locate(&self, group: &str, at: &str) -> Option<(Host, Url)> {
        if self.base.above().is_some() {
            return Some((self.host.clone(), self.host.url(at)));
        }
        // Doors, and the pages of the root, stand on no portal's host.
        let path = at.strip_prefix(group).filter(|_| group != ROOT)?;
        let host = self.host.at(&self.base.portal(group)).ok()?;
        let url = host.url(path.trim_start_matches('/'));
        Some((host, url))
    }

    /// The answer, if it gives the file.
    fn given(
        &self,
        answer: io::Result<Response>,
        optional: bool,
        place: &dyn Fn() -> Place,
    ) -> Option<Response> {
        given(answer, optional, self.findings, place)
    }
}

/// The answer, if it gives a file.
pub(super) fn given(
    answer: io::Result<Response>,
    optional: bool,
    findings: &Findings,
    place: &dyn Fn() -> Place,
) -> Option<Response> {
    let answer = match answer {
        Ok(answer) => answer,
        Err(error) => {
            let code = no_answer(&error, Code::Unreadable);
            findings.error(code, error.to_string(), place());
            return None;
        }
    };
    let status = answer.status();
    if status == StatusCode::OK {
        return Some(answer);
    }
    if status.is_redirection() {
        let message = format!("the host sends on to {}", target(&answer));
        findings.error(Code::Redirect, message, place());
    } else if !is_absent(status) {
        findings.error(Code::Unreadable, format!("the host answered {status}"), place());
    } else if !optional {
        findings.error(Code::Missing, "the host says that it is not there", place());
    }
    None
}

/// Where it sends on to: the place, and nothing of a secret.
fn target(answer: &Response) -> String {
    let to = answer.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()));
    to.map_or_else(|| "nowhere".to_owned(), |to| format!("`{}`", without_fragment(&to)))
}

/// Whether the host at `address` can be looked at; if not, that is found.
pub(super) fn reachable(address: &str, findings: &Findings) -> Option<Host> {
    let place = || Place::new(without_fragment(address));
    let host = match Host::new(address) {
        Ok(host) => host,
        Err(error @ RemoteError::Insecure(_)) => {
            findings.error(Code::Insecure, format!("{error}; nothing was asked"), place());
            return None;
        }
        Err(error) => {
            findings.error(Code::Unreachable, error.to_string(), place());
            return None;
        }
    };
    match host.get(host.folder(), Question::Whole) {
        Ok(_) => Some(host),
        Err(error) => {
            let code = no_answer(&error, Code::Unreachable);
            findings.error(code, error.to_string(), place());
            None
        }
    }
}

/// Why there was no answer: the host's certificate, or else `other`.
fn no_answer(error: &io::Error, other: Code) -> Code {
    if CertificateFault::behind(error).is_some() { Code::Certificate } else { other }
}

/// Length and SHA-256 of a body that should not be longer than `longest`.
fn stored(answer: Response, longest: u64) -> io::Result<Stored> {
    let mut body = answer.take(longest + 1);
    let (mut len, mut digest, mut buffer) = (0, Sha256::new(), vec![0; 64 << 10]);
    loop {
        match body.read(&mut buffer)? {
            0 => return Ok(Stored { len, digest: digest.finalize().into() }),
            read => {
                len += read as u64;
                digest.update(&buffer[..read]);
            }
        }
    }
}

/// Whether the host gives a part of a file, and the right one. `len` is the file's length, where it is known.
pub(super) fn ranges(host: &Host, url: &Url, len: Option<u64>, findings: &Findings, place: &Place) {
    let beginning = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        host.get(url, Question::Whole)?.take(PART.end as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let part = || -> io::Result<(StatusCode, Option<String>, Vec<u8>)> {
        let answer = host.get(url, Question::Part(PART.start as u64, PART.end as u64 - 1))?;
        let said = answer.headers().get(CONTENT_RANGE);
        let said = said.map(|said| String::from_utf8_lossy(said.as_bytes()).into_owned());
        let (status, mut bytes) = (answer.status(), Vec::new());
        answer.take(PART.end as u64 + 1).read_to_end(&mut bytes)?;
        Ok((status, said, bytes))
    };
    let (Ok(beginning), Ok((status, said, bytes))) = (beginning(), part()) else {
        let message = "a part of it cannot be had: the host does not answer";
        findings.error(Code::Ranges, message, place.clone());
        return;
    };
    if status != StatusCode::PARTIAL_CONTENT {
        let message =
            "parts of files cannot be had: the host answers with the whole, or not at all";
        findings.add(Severity::Warning, Code::Ranges, message, place.clone());
        return;
    }
    let end = len.map_or_else(String::new, |len| len.to_string());
    let told = format!("bytes {}-{}/{end}", PART.start, PART.end - 1);
    let told = said.is_some_and(|said| said.starts_with(&told));
    if !told || beginning.get(PART) != Some(bytes.as_slice()) {
        findings.error(
            Code::Ranges,
            "the host gives another part than was asked for",
            place.clone(),
        );
    }
}

/// Whether a sealed file comes compressed where a browser would take it so.
pub(super) fn compression(host: &Host, url: &Url, findings: &Findings, place: &Place) {
    let Ok(answer) = host.get(url, Question::AsBrowsers) else { return };
    if answer.headers().contains_key(CONTENT_ENCODING) {
        let message = "the host compresses what is sealed: it takes time and saves nothing";
        findings.warning(Code::Compressed, message, place.clone());
    }
}
