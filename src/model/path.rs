use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use std::fmt;

/// A path inside one portal, from its root: `updates/kickoff.html`.
///
/// Segments are in Unicode NFC, separated by `/`; none is empty, `.` or `..`, and none holds a
/// character that a file system of Linux, macOS or Windows refuses. So it names a file in the
/// output folder, an object in a bucket and, percent-encoded, an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PortalPath(String);

/// Why something is not a [`PortalPath`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{path}` is not a path inside a portal: {why}")]
pub struct PathError {
    /// What was given.
    pub path: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// What RFC 3986 does not allow in a path segment, and `:` so that a first segment is not taken
/// for a scheme.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'/')
    .add(b':')
    .add(b'\'')
    .add(b'&');

impl PortalPath {
    /// Checks `path`.
    ///
    /// # Errors
    /// When a segment is empty, `.`, `..`, reserved on Windows, or holds a character that some
    /// file system refuses, or when it is longer than a path of the sealed format (docs/format.md).
    pub fn new(path: impl Into<String>) -> Result<Self, PathError> {
        let path = path.into();
        let too_long = (path.len() > 1024).then_some("it is longer than 1,024 bytes");
        match path.split('/').find_map(segment_fault).or(too_long) {
            Some(why) => Err(PathError { path, why }),
            None => Ok(Self(path)),
        }
    }

    /// A path that is written in the program, or made of parts that were checked.
    pub(crate) fn known(path: impl Into<String>) -> Self {
        let path = path.into();
        debug_assert!(path.split('/').all(|part| segment_fault(part).is_none()), "{path}");
        Self(path)
    }

    /// The path from the portal's root, with `/`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last segment.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The path percent-encoded, from the portal's root.
    #[must_use]
    pub fn encoded(&self) -> String {
        let segments: Vec<String> = self
            .0
            .split('/')
            .map(|segment| utf8_percent_encode(segment, SEGMENT).to_string())
            .collect();
        segments.join("/")
    }

    /// What leads from this page to the portal's root: empty, `../`, `../../`.
    #[must_use]
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The relative, percent-encoded reference that leads from the page `from` to this path.
    #[must_use]
    pub fn href_from(&self, from: &Self) -> String {
        format!("{}{}", from.to_root(), self.encoded())
    }
}

impl fmt::Display for PortalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What keeps `segment` from being a file name everywhere, if anything.
pub(crate) fn segment_fault(segment: &str) -> Option<&'static str> {
    let stem = segment.split('.').next().unwrap_or(segment).trim_end();
    let upper = stem.to_ascii_uppercase();
    let reserved = matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || (upper.starts_with("COM") || upper.starts_with("LPT"))
            && upper.chars().count() == 4
            && upper.ends_with(|last: char| last.is_ascii_digit() || "¹²³".contains(last));
    if segment.is_empty() {
        Some("a part of it is empty")
    } else if segment == "." || segment == ".." {
        Some("it steps out of its folder")
    } else if segment.chars().any(|c| c.is_control() || "<>:\"/\\|?*".contains(c)) {
        Some("a character of it is not allowed in file names on every system")
    } else if segment.ends_with(['.', ' ']) || segment.starts_with(' ') {
        Some("a part of it begins or ends with a space, or ends with a dot")
    } else if segment.len() > 255 {
        Some("a part of it is longer than 255 bytes")
    } else if reserved {
        Some("a part of it is a device name on Windows")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_some_system_refuses() {
        for bad in
            ["", "a//b", "../a", "a/..", "con", "Aux.txt", "a:b", "tab\t", "dot.", "lpt1.pdf"]
        {
            assert!(PortalPath::new(bad).is_err(), "{bad}");
        }
        for good in ["index.html", "files/über uns.pdf", "console.log", "com10.txt", "😀.png"] {
            assert!(PortalPath::new(good).is_ok(), "{good}");
        }
        let deep = |length: usize| format!("{}x", "a/".repeat(length / 2 - 1)) + "x";
        assert!(PortalPath::new(deep(1024)).is_ok());
        assert!(PortalPath::new(deep(1026)).is_err());
    }

    #[test]
    fn references_are_relative_and_encoded() {
        let page = PortalPath::new("projects/site/updates/a.html").unwrap();
        let file = PortalPath::new("files/50 % & more#1.pdf").unwrap();
        assert_eq!(file.href_from(&page), "../../../files/50%20%25%20%26%20more%231.pdf");
    }
}
