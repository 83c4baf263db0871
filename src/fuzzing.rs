//! The doors for the fuzz targets in `fuzz/`. Only built for them (`--cfg fuzzing`).
//!
//! Each takes any text or bytes, and panics when something is not as it must be for every text.

use crate::diagnostics::{Diagnostic, Source, text};
use crate::load::{front_matter as split, yaml};
use crate::markdown::{self, Options, Rendered, Resolve, Target};
use crate::model::PortalPath;
use crate::schema::{
    AccessFile, AgencyFile, ChecklistFile, ClientFile, CollectionFile, DeliverableFile,
    DocumentsFile, MoneyFile, ProjectFile, RequestsFile, StatusFile, ThemeFile, UpdateFront,
};
pub use crate::seal::fuzzing::{document, header, manifest, object, slot};
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
