//! Attached files that can run scripts, in a portal that is not sealed beside portals that are.
//!
//! A host serves such a file as it is, on the address of all portals. What a script there can do
//! is said in `docs/security.md`; a sealed portal only ever offers it as a download.

use super::values::Checks;
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{Agency, BaseUrl, FileRef};
use crate::schema::{AccessEntry, AccessMode};
use crate::source_file::SourceFile;
use std::io::{self, Read};

/// A drawing longer than this many bytes is not looked through.
const DRAWING: u64 = 16 << 20;
/// How many files are named.
const NAMED: usize = 3;

/// Warns of the files that can run scripts, where the client is set to `plain` in an agency that
/// seals. What other clients are set to does not count: it must not decide on this one's portal.
pub(super) fn check(
    files: &[FileRef],
    access: &AccessEntry,
    agency: &Agency,
    checks: &mut Checks<'_>,
) {
    let plain = access.mode.as_ref().filter(|mode| mode.value == AccessMode::Plain);
    let is_apart = agency.base_url.as_ref().is_some_and(BaseUrl::one_host_each);
    let Some(mode) = plain.filter(|_| agency.access.is_sealed() && !is_apart) else { return };
    let active: Vec<&str> =
        files.iter().filter(|file| is_active(file)).map(|file| file.name.as_str()).collect();
    let (named, more) = active.split_at(active.len().min(NAMED));
    if named.is_empty() {
        return;
    }
    let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
    let message = format!(
        "`{}`{more} can run scripts beside the agency's sealed portals: in mode `plain` files are \
         served as they are",
        named.join("`, `")
    );
    checks.diagnostics.push(
        Diagnostic::warning(Code::ActiveFile, checks.source.place(mode.span.clone()), message).help(
            "seal this portal too, put what is attached on another host, or give each portal a host \
             name of its own with `{locator}` in `base_url`",
        ),
    );
}

/// Whether a browser that opens the file may run something that stands in it. What cannot be read
/// is said elsewhere.
fn is_active(file: &FileRef) -> bool {
    if file.mime.ends_with("html") {
        return true;
    }
    let is_xml = file.mime.ends_with("/xml") || file.mime.ends_with("+xml");
    is_xml && (file.size > DRAWING || read(&file.source).is_ok_and(|text| has_script(&text)))
}

/// The file in lower case, without the zeros of UTF-16.
fn read(file: &SourceFile) -> io::Result<String> {
    let mut bytes = Vec::new();
    file.open()?.take(DRAWING).read_to_end(&mut bytes)?;
    bytes.retain(|byte| *byte != 0);
    bytes.make_ascii_lowercase();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Whether there is a script element, a `javascript:` address, an event handler or a style sheet
/// that makes another document of this one.
fn has_script(text: &str) -> bool {
    let element = ["<script", ":script", "javascript:", "<?xml-stylesheet"];
    element.iter().any(|mark| text.contains(mark)) || has_handler(text)
}

/// Whether there is an attribute `on…=`.
fn has_handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let begins =
            text[..at].ends_with(|before: char| before.is_whitespace() || "\"'/".contains(before));
        let rest = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_lowercase());
        begins && rest.len() < text.len() - at - 2 && rest.trim_start().starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_told_from_one_that_does_something() {
        for text in [
            "<svg><script>a()</script></svg>",
            "<s:svg><s:script href=\"a.js\"/></s:svg>",
            "<svg onload=\"a()\"/>",
            "<svg id=\"a\"onclick\n= 'a()'/>",
            "<a href=\"javascript:a()\">",
            "<?xml-stylesheet href=\"a.xsl\"?>",
        ] {
            assert!(has_script(text), "{text}");
        }
        for text in [
            "<svg><rdf:description>on = off, a transcript: scripted</rdf:description></svg>",
            "<text font-family=\"condensed\">on time, on = one</text>",
            "<path d=\"m0 0\" fill=\"none\"/>",
        ] {
            assert!(!has_script(text), "{text}");
        }
    }
}
