//! What the host is to say with a file: its type, how long it may be kept, what to save it as.

use super::tree::{HEADER, Kind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// A year: the longest that RFC 9111 (section 5.2.2.1) asks caches to take seriously.
pub(crate) const IMMUTABLE: &str = "public, max-age=31536000, immutable";
/// The same where a CDN keeps copies: an hour there, so that what is deleted is gone from it then.
pub(crate) const IMMUTABLE_BEHIND_CDN: &str = "public, max-age=31536000, s-maxage=3600, immutable";
/// Kept, and asked for anew each time.
pub(crate) const FRESH: &str = "no-cache";
/// `attr-char` of RFC 5987.
const ATTRIBUTE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The headers of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headers {
    /// `Content-Type`.
    pub content_type: String,
    /// `Cache-Control`.
    pub cache_control: &'static str,
    /// `Content-Disposition`, where the file is to be saved rather than shown.
    pub content_disposition: Option<String>,
}

impl Headers {
    /// Those of the file at `path`, from the group's folder; `cdn` where a CDN keeps copies.
    #[must_use]
    pub fn of(path: &str, kind: Kind, cdn: bool) -> Self {
        let sealed = kind == Kind::Sealed && !path.starts_with("app/");
        let shell = matches!(path, "index.html" | "sw.js" | HEADER);
        Self {
            // What is sealed tells nothing of its type.
            content_type: if sealed && !shell {
                "application/octet-stream".to_owned()
            } else {
                content_type(path)
            },
            cache_control: match (is_immutable(path), cdn) {
                (true, false) => IMMUTABLE,
                (true, true) => IMMUTABLE_BEHIND_CDN,
                (false, _) => FRESH,
            },
            content_disposition: (kind == Kind::Plain && path.starts_with("files/"))
                .then(|| disposition(path.rsplit('/').next().unwrap_or(path))),
        }
    }
}

/// Whether other content has another name: objects of sealed portals, and files whose names hold a hash.
pub(super) fn is_immutable(path: &str) -> bool {
    if path.starts_with("objects/") {
        return true;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    (path.starts_with("app/") || path.starts_with("assets/"))
        && name.split('.').rev().nth(1).is_some_and(|part| {
            part.len() == 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

fn content_type(path: &str) -> String {
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let text = guess.type_() == mime_guess::mime::TEXT
        || matches!(guess.subtype().as_str(), "javascript" | "json");
    if text { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

/// A real file name, in letters of any script (RFC 6266). Shown where the browser can, saved under it.
fn disposition(name: &str) -> String {
    format!("inline; filename*=UTF-8''{}", utf8_percent_encode(name, ATTRIBUTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_says_nothing_of_its_type() {
        for path in ["objects/abc", "manifest", "manifest-7", "slots/abc", "ledger"] {
            let headers = Headers::of(path, Kind::Sealed, false);
            assert_eq!(headers.content_type, "application/octet-stream", "{path}");
            assert_eq!(headers.content_disposition, None);
        }
        assert_eq!(
            Headers::of("index.html", Kind::Sealed, false).content_type,
            "text/html; charset=utf-8"
        );
    }

    #[test]
    fn only_what_never_changes_is_kept_for_good() {
        let kept = |path, kind| Headers::of(path, kind, false).cache_control == IMMUTABLE;
        assert!(kept("objects/nm3v", Kind::Sealed));
        assert!(kept("app/shell.8787a082.js", Kind::Sealed));
        assert!(kept("assets/style.0a1b2c3d.css", Kind::Plain));
        assert!(!kept("app/logo.svg", Kind::Sealed));
        assert!(!kept("manifest", Kind::Sealed));
        assert!(!kept("manifest-7", Kind::Sealed));
        assert!(!kept("index.html", Kind::Plain));
        assert!(!kept("files/report.00000000.pdf", Kind::Plain));
    }

    #[test]
    fn a_plain_file_has_its_own_name_in_any_script() {
        let headers = Headers::of("files/deliverables/Plan für Mai.pdf", Kind::Plain, false);
        assert_eq!(
            headers.content_disposition.as_deref(),
            Some("inline; filename*=UTF-8''Plan%20f%C3%BCr%20Mai.pdf")
        );
        assert_eq!(headers.content_type, "application/pdf");
    }
}
