#![allow(missing_docs)]
use crate::diagnostics::{Diagnostic, Place, Source};
use crate::model::{Html, PortalPath};
use std::ops::Range;
pub trait Resolve {
    fn resolve(&mut self, reference: &str) -> Target;
}
pub enum Target {
    Page(PortalPath),
    File { path: PortalPath, size: Option<(u32, u32)> },
    Broken { why: String, help: Option<String> },
}
#[derive(Clone, Copy)]
pub struct Options<'a> {
    pub locale: &'a icu::locale::Locale,
    pub allow_hosts: &'a [String],
    pub heading_base: u8,
    pub anchors: bool,
    pub take_title: bool,
}
#[derive(Default)]
pub struct Rendered {
    pub html: Html,
    pub title: Option<String>,
    pub summary: String,
    pub diagnostics: Vec<Diagnostic>,
}
pub fn render(_: Source<'_>, _: Range<usize>, _: &mut dyn Resolve, _: &Options<'_>) -> Rendered {
    Rendered::default()
}
pub fn render_scalar(_: Place, _: &str, _: &mut dyn Resolve, _: &Options<'_>) -> Rendered {
    Rendered::default()
}
