//! The doors for the fuzz targets in `fuzz/`. Only built for them (`--cfg fuzzing`) and for the tests.
//!
//! Each takes any text or bytes, and panics when something is not as it must be for every text.

pub use crate::access::fuzzing::{ledger, stretched};
use crate::diagnostics::{Diagnostic, Source, text};
use crate::load::{front_matter as split, yaml};
use crate::markdown::{self, Options, Rendered, Resolve, Target};
use crate::model::PortalPath;
use crate::schema::{
    AccessFile, AgencyFile, ChecklistFile, ClientFile, CollectionFile, DeliverableFile,
    DocumentsFile, MoneyFile, ProjectFile, RequestsFile, StatusFile, ThemeFile, UpdateFront,
};
pub use crate::seal::fuzzing::{document, door, header, manifest, object, slot};
use camino::Utf8Path;
use icu::locale::locale;
use serde::de::DeserializeOwned;
use std::ops::Range;

/// Reads the text as every kind of content file.
pub fn yaml(text: &str) {
    let whole = 0..text.len();
    file::<AgencyFile>(text, whole.clone());
    file::<ClientFile>(text, whole.clone());
    file::<AccessFile>(text, whole.clone());
    file::<ProjectFile>(text, whole.clone());
    file::<StatusFile>(text, whole.clone());
    file::<DeliverableFile>(text, whole.clone());
    file::<DocumentsFile>(text, whole.clone());
    file::<RequestsFile>(text, whole.clone());
    file::<ChecklistFile>(text, whole.clone());
    file::<MoneyFile>(text, whole.clone());
    file::<CollectionFile>(text, whole.clone());
    file::<ThemeFile>(text, whole.clone());
    file::<UpdateFront>(text, whole);
}

/// Reads the text as an update.
pub fn front_matter(text: &str) {
    let Ok((front, body)) = split(text) else { return };
    assert!(front.end <= body.start && body.end == text.len());
    file::<UpdateFront>(text, front);
    render(text, body);
}

/// Renders the text as Markdown.
pub fn markdown(text: &str) {
    render(text, 0..text.len());
}

/// What is not read has its reason, and every reason can be printed.
fn file<T: DeserializeOwned>(text: &str, range: Range<usize>) {
    let mut diagnostics = Vec::new();
    let source = Source::new(Utf8Path::new("a.yaml"), text);
    let value: Option<T> = yaml::read(source, range, &mut diagnostics);
    assert!(value.is_some() || diagnostics.iter().any(Diagnostic::is_error));
    printable(&diagnostics);
}

fn render(text: &str, range: Range<usize>) {
    let first = rendered(text, range.clone());
    let html = first.html.as_str().to_ascii_lowercase();
    for never in ["<script", "<style", "<object", "<form", "<base", "<meta"] {
        assert!(!html.contains(never), "{html}");
    }
    printable(&first.diagnostics);
    assert_eq!(first.html.as_str(), rendered(text, range).html.as_str(), "the same text twice");
}

fn rendered(text: &str, range: Range<usize>) -> Rendered {
    let hosts = ["video.example.com".to_owned()];
    let options = Options {
        locale: &locale!("de"),
        allow_hosts: &hosts,
        heading_base: 2,
        anchors: true,
        take_title: true,
    };
    markdown::render(Source::new(Utf8Path::new("a.md"), text), range, &mut Files, &options)
}

fn printable(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        let Some(excerpt) = &diagnostic.place.excerpt else { continue };
        assert!(excerpt.text.get(excerpt.start..excerpt.end).is_some(), "{diagnostic:?}");
    }
    let _ = text::render(diagnostics);
}

/// Every reference is one of three things, by its length.
struct Files;

impl Resolve for Files {
    fn resolve(&mut self, reference: &str) -> Target {
        let path = |path: &str| PortalPath::known(path);
        match reference.len() % 3 {
            0 => Target::Page(path("updates/a.html")),
            1 => Target::File { path: path("files/a.png"), size: Some((640, 480)) },
            _ => Target::Broken { why: "there is no such file".to_owned(), help: None },
        }
    }
}

/// A fuzzer looks for bytes for days; here each door is opened in every run of the tests.
#[cfg(test)]
mod tests {
    use super::*;
    use fs_err as fs;
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::path::Path;

    const SEALED: [fn(&[u8]); 8] =
        [header, slot, door, manifest, document, object, ledger, stretched];

    /// What stands in each kind of file, for the doors that only what is nearly right opens.
    const BODIES: [&str; 6] = [
        r#"{"version":1,"mode":"code","kdf":{"name":"PBKDF2-HMAC-SHA-256","iterations":600000,"salt":"AAECAwQFBgcICQoLDA0ODw"}}"#,
        r#"{"version":1,"portal":"000102030405060708090a0b0c0d0e0f","key":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8","epoch":1,"person":"ada","expires":"2027-01-31"}"#,
        r#"{"version":1,"sequence":7,"start":"a","entries":{"a":{"object":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","type":"text/html","size":9,"stored":2,"encoding":"deflate-raw"}}}"#,
        r#"{"version":1,"locator":"n5wsv4tskogigcazlhq7kmfg6hyg3gky"}"#,
        r#"{"version":1,"epoch":3,"people":{"ada":"0011","":"22"}}"#,
        "00ff 000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f\n",
    ];

    fn through(bytes: &[u8]) {
        for door in SEALED {
            door(bytes);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_much_for_what_reads_sealed_ones(bytes in vec(any::<u8>(), 0..2048)) {
            through(&bytes);
        }

        #[test]
        fn nor_are_nearly_right_ones(body in 0..BODIES.len(), at in any::<prop::sample::Index>(), byte: u8) {
            let mut bytes = BODIES[body].as_bytes().to_vec();
            through(&bytes);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            through(&bytes);
        }

        #[test]
        fn no_text_is_too_much_for_what_reads_content(text in "\\PC{0,200}") {
            yaml(&text);
            front_matter(&text);
            markdown(&text);
        }
    }

    #[test]
    fn the_doors_lead_to_what_is_read() {
        assert!(crate::seal::Header::parse(BODIES[0].into()).is_ok());
        assert!(crate::seal::Slot::parse(BODIES[1].as_bytes()).is_ok());
        assert!(crate::seal::Manifest::parse(BODIES[2].as_bytes()).is_ok());
    }

    #[test]
    fn every_door_has_a_target() {
        let targets = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
        let all: Vec<String> = fs::read_dir(targets)
            .unwrap()
            .map(|target| fs::read_to_string(target.unwrap().path()).unwrap())
            .collect();
        let doors = ["yaml", "front_matter", "markdown", "header", "slot", "manifest", "document"];
        for door in doors.iter().chain(&["object", "door", "ledger", "stretched"]) {
            assert!(
                all.iter().any(|target| target.contains(&format!("fuzzing::{door}("))),
                "{door}"
            );
        }
    }
}
