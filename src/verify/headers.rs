//! What a host says with a file, and what it should say.

use super::finding::{Code, Severity};
use crate::publish::{Headers, Kind};
use camino::Utf8Path;
use reqwest::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderName,
    REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};

const INTEGRITY_POLICY: HeaderName = HeaderName::from_static("integrity-policy");
/// The least that a browser should remember that a host is encrypted: half a year, in seconds.
const HSTS: u64 = 15_768_000;
/// How long what never changes under its name should be kept at least: a day, in seconds.
const KEPT: u64 = 86_400;
/// The types under which browsers run a script (WHATWG MIME Sniffing, section 4.6, as far as any
/// server sends them).
const SCRIPT: [&str; 3] = ["text/javascript", "application/javascript", "application/x-javascript"];
/// The types that say nothing: the second is what S3 says where nobody said anything.
const OPAQUE: [&str; 2] = ["application/octet-stream", "binary/octet-stream"];
/// What runs or is shown as a page, if the host says so of it.
const ACTIVE: [&str; 6] = [
    "text/html",
    "application/xhtml+xml",
    "text/xml",
    "application/xml",
    "image/svg+xml",
    "text/css",
];

/// A fault of one answer.
pub(super) type Fault = (Severity, Code, String);

/// What is wrong with the headers of the file at `path`, from the folder of its group.
pub(super) fn faults(path: &str, kind: Kind, headers: &HeaderMap, encrypted: bool) -> Vec<Fault> {
    let wanted = Headers::of(path, kind, false);
    let mut faults = Vec::new();
    faults.extend(content_type(path, &wanted, headers));
    faults.extend(caching(&wanted, headers));
    let mut lacks = |name: HeaderName, why: &str| {
        if !headers.contains_key(&name) {
            let message = format!("no `{}` header: {why}", title(&name));
            faults.push((Severity::Warning, Code::Header, message));
        }
    };
    lacks(X_CONTENT_TYPE_OPTIONS, "browsers may guess what a file is (`nosniff`)");
    if is_page(path) {
        lacks(
            CONTENT_SECURITY_POLICY,
            "the pages carry a policy of their own, which cannot keep others from framing them",
        );
        lacks(REFERRER_POLICY, "the pages say `no-referrer` themselves, other answers do not");
    }
    // Plain pages name no hash: with the header, their scripts would be refused.
    if is_page(path) && kind == Kind::Sealed {
        lacks(INTEGRITY_POLICY, "browsers take scripts for which the page names no hash");
    }
    if is_page(path) && encrypted {
        faults.extend(hsts(headers));
    }
    if headers.contains_key(CONTENT_ENCODING) {
        let message = "it comes compressed, and was asked for as it is";
        faults.push((Severity::Error, Code::Compressed, message.to_owned()));
    }
    faults
}

/// As RFCs and hosts write it.
fn title(name: &HeaderName) -> String {
    let parts = name.as_str().split('-').map(|part| {
        let (first, rest) = part.split_at(1.min(part.len()));
        format!("{}{rest}", first.to_ascii_uppercase())
    });
    parts.collect::<Vec<_>>().join("-")
}

fn is_page(path: &str) -> bool {
    Utf8Path::new(path).extension() == Some("html")
}

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    Some(String::from_utf8_lossy(headers.get(name)?.as_bytes()).to_ascii_lowercase())
}

/// The media type without parameters.
fn essence(value: &str) -> &str {
    value.split(';').next().unwrap_or_default().trim()
}

fn content_type(path: &str, wanted: &Headers, headers: &HeaderMap) -> Option<Fault> {
    let said = text(headers, &CONTENT_TYPE);
    let nosniff = headers.contains_key(X_CONTENT_TYPE_OPTIONS);
    let (wanted, given) = (essence(&wanted.content_type), said.as_deref().map(essence));
    let fault = |severity, message: String| Some((severity, Code::ContentType, message));
    let Some(given) = given else {
        let quiet = wanted == OPAQUE[0] && nosniff;
        let severity = if is_page(path) { Severity::Error } else { Severity::Warning };
        return if quiet { None } else { fault(severity, format!("no type; it is `{wanted}`")) };
    };
    if wanted == OPAQUE[0] && !OPAQUE.contains(&given) {
        let active = ACTIVE.contains(&given) || SCRIPT.contains(&given);
        let severity = if active { Severity::Error } else { Severity::Warning };
        return fault(severity, format!("it is sealed, and is sent as `{given}`"));
    }
    let scripts = SCRIPT.contains(&wanted) && SCRIPT.contains(&given);
    if wanted == OPAQUE[0] || given == wanted || scripts || path == "header.json" {
        let charset = said.as_deref().and_then(|said| said.split_once("charset="));
        let foreign =
            charset.is_some_and(|(_, charset)| !charset.trim_matches('"').starts_with("utf-8"));
        if is_page(path) && foreign {
            return fault(Severity::Error, "its `charset` is not UTF-8".to_owned());
        }
        return None;
    }
    let vital = is_page(path) || SCRIPT.contains(&wanted) || wanted == "text/css";
    let severity = if vital { Severity::Error } else { Severity::Warning };
    fault(severity, format!("it is sent as `{given}` and is `{wanted}`"))
}

fn caching(wanted: &Headers, headers: &HeaderMap) -> Option<Fault> {
    let said = text(headers, &CACHE_CONTROL).unwrap_or_default();
    let age = seconds(&said, "max-age");
    let fresh = ["no-cache", "no-store"].iter().any(|word| has_word(&said, word));
    let fault = |message: &str| Some((Severity::Warning, Code::Caching, message.to_owned()));
    if wanted.cache_control.contains("immutable") {
        let kept = !fresh && age.is_some_and(|age| age >= KEPT);
        return if kept { None } else { fault("it never changes, and is not kept for long") };
    }
    match age {
        _ if fresh => None,
        Some(0) => None,
        Some(_) => fault("it changes under its name, and may be kept without asking"),
        None => {
            fault("it changes under its name, and nothing says that it is to be asked for anew")
        }
    }
}

fn hsts(headers: &HeaderMap) -> Option<Fault> {
    let said = text(headers, &STRICT_TRANSPORT_SECURITY);
    let fault = |message: &str| Some((Severity::Warning, Code::Header, message.to_owned()));
    match said.map(|said| seconds(&said, "max-age")) {
        None => {
            fault("no `Strict-Transport-Security` header: a first visit may go out unencrypted")
        }
        Some(Some(age)) if age >= HSTS => None,
        Some(_) => fault("`Strict-Transport-Security` is remembered for less than half a year"),
    }
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split([',', ';']).map(str::trim)
}

fn has_word(value: &str, word: &str) -> bool {
    words(value).any(|other| other == word)
}

fn seconds(value: &str, name: &str) -> Option<u64> {
    let after =
        |word: &str| Some(word.strip_prefix(name)?.trim().strip_prefix('=')?.trim().to_owned());
    words(value).find_map(after)?.trim_matches('"').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), value.parse().unwrap())
        };
        lines.iter().map(pair).collect()
    }

    fn said(path: &str, lines: &[(&'static str, &str)]) -> Vec<(Severity, Code)> {
        let mut all = vec![("x-content-type-options", "nosniff")];
        all.extend(lines);
        let found = faults(path, Kind::Sealed, &headers(&all), true);
        found.into_iter().map(|(severity, code, _)| (severity, code)).collect()
    }

    const NO_CACHE: (&str, &str) = ("cache-control", "no-cache");
    const OCTETS: (&str, &str) = ("content-type", "application/octet-stream");
    const PAGE: [(&str, &str); 5] = [
        ("content-security-policy", "frame-ancestors 'self'"),
        ("integrity-policy", "blocked-destinations=(script)"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        NO_CACHE,
    ];

    #[test]
    fn what_publish_sends_is_right() {
        for (path, kind) in [
            ("index.html", Kind::Sealed),
            ("manifest", Kind::Sealed),
            ("manifest-7", Kind::Sealed),
            ("slots/a", Kind::Sealed),
            ("objects/a", Kind::Sealed),
            ("header.json", Kind::Sealed),
            ("app/shell.8787a082.js", Kind::Sealed),
            ("app/lock.8787a082.css", Kind::Sealed),
            ("sw.js", Kind::Sealed),
            ("files/Plan.pdf", Kind::Plain),
            ("assets/style.0a1b2c3d.css", Kind::Plain),
        ] {
            for cdn in [false, true] {
                let sent = Headers::of(path, kind, cdn);
                let mut lines = PAGE[..4].to_vec();
                lines.push(("x-content-type-options", "nosniff"));
                lines.push(("content-type", &sent.content_type));
                lines.push(("cache-control", sent.cache_control));
                assert_eq!(faults(path, kind, &headers(&lines), true), [], "{path}");
            }
        }
    }

    #[test]
    fn a_type_that_breaks_or_runs_is_an_error() {
        let of = |path, given| {
            let cache =
                if path == "manifest" { NO_CACHE } else { ("cache-control", "max-age=86400") };
            said(path, &[("content-type", given), cache])
        };
        let error = [(Severity::Error, Code::ContentType)];
        let warning = [(Severity::Warning, Code::ContentType)];
        assert_eq!(of("app/shell.8787a082.js", "text/plain"), error);
        assert_eq!(of("app/lock.8787a082.css", "application/octet-stream"), error);
        assert_eq!(of("objects/a", "text/html"), error);
        assert_eq!(of("objects/a", "image/png"), warning);
        assert_eq!(of("objects/a", "binary/octet-stream"), []);
        assert_eq!(of("app/shell.8787a082.js", "application/javascript;charset=utf-8"), []);
        assert_eq!(said("manifest", &[NO_CACHE]), []);
        let page = |given| {
            let mut lines = PAGE.to_vec();
            lines.push(("content-type", given));
            said("index.html", &lines)
        };
        assert_eq!(page("text/html"), []);
        assert_eq!(page("text/html; charset=latin1"), error);
        assert_eq!(page("application/octet-stream"), error);
    }

    #[test]
    fn what_changes_under_its_name_is_asked_for_anew() {
        let of = |path, value| said(path, &[OCTETS, ("cache-control", value)]);
        let warning = [(Severity::Warning, Code::Caching)];
        for good in ["no-cache", "no-store", "max-age=0, must-revalidate", "private, NO-CACHE"] {
            assert_eq!(of("manifest", good), [], "{good}");
        }
        for bad in ["public", "max-age=60", "x-no-cache"] {
            assert_eq!(of("manifest", bad), warning, "{bad}");
        }
        assert_eq!(said("manifest", &[OCTETS]), warning);
        assert_eq!(of("objects/a", "max-age=31536000"), []);
        assert_eq!(of("objects/a", "max-age=60"), warning);
        assert_eq!(of("objects/a", "no-cache, max-age=31536000"), warning);
    }

    #[test]
    fn each_missing_header_is_a_warning() {
        let mut lines = PAGE.to_vec();
        lines.push(("content-type", "text/html; charset=utf-8"));
        let mut plain = lines.clone();
        plain[1] = ("x-content-type-options", "nosniff"); // in the place of `Integrity-Policy`
        assert_eq!(faults("index.html", Kind::Plain, &headers(&plain), true), []);
        for lacking in 0..4 {
            let mut lines = lines.clone();
            lines.remove(lacking);
            assert_eq!(said("index.html", &lines), [(Severity::Warning, Code::Header)]);
        }
        lines[3].1 = "max-age=300";
        assert_eq!(said("index.html", &lines), [(Severity::Warning, Code::Header)]);
        let bare = faults("objects/a", Kind::Sealed, &headers(&[OCTETS]), true);
        let message =
            "no `X-Content-Type-Options` header: browsers may guess what a file is (`nosniff`)";
        assert!(bare.iter().any(|(_, _, said)| said == message), "{bare:?}");
    }

    #[test]
    fn what_was_asked_for_as_it_is_comes_so() {
        let lines = [OCTETS, NO_CACHE, ("content-encoding", "gzip")];
        assert_eq!(said("manifest", &lines), [(Severity::Error, Code::Compressed)]);
    }
}
