//! A theme's assets under names that carry a hash of their content, so that a host may keep them
//! in its cache for ever.

use super::files::Files;
use super::sheet::{self, Part, Sheets};
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::PortalPath;
use crate::site::Shared;
use camino::Utf8Path;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

/// The name of the style sheet.
pub(super) const STYLE: &str = "style.css";

/// One file that every portal carries.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its name in the theme's `assets/`.
    pub name: String,
    /// Where it stands in a portal.
    pub path: PortalPath,
    /// Its content.
    pub bytes: Arc<Shared>,
}

/// Where an asset called `name` with this content stands in a portal:
/// `assets/<name>.<8 hex digits of its SHA-256>.<extension>`.
pub(crate) fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = HEXLOWER.encode(&Sha256::digest(bytes)[..4]);
    let file = name.rfind('/').map_or(0, |at| at + 1);
    match name[file..].rfind('.') {
        Some(dot) if dot > 0 => {
            let (stem, extension) = name.split_at(file + dot);
            format!("assets/{stem}.{hash}{extension}")
        }
        _ => format!("assets/{name}.{hash}"),
    }
}

/// The assets of a theme. In style sheets `url(name)` of another asset follows its new name:
/// those of other files first, then other style sheets, then `style.css`, which takes its parts in.
pub(super) fn hashed(files: &Files, faults: &mut Vec<Diagnostic>) -> Vec<Asset> {
    let mut names = BTreeMap::new();
    let mut assets = Vec::new();
    let sheets: Sheets<'_> = files
        .assets()
        .filter(|(name, ..)| is_sheet(name))
        .filter_map(|(name, path, bytes)| {
            Some((name, (path, std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}'))))
        })
        .collect();
    let parts = sheet::joined(STYLE, &sheets, faults);
    for pass in 0..3 {
        let mut done = Vec::new();
        for (name, place, bytes) in files.assets() {
            let turn = if name == STYLE { 2 } else { usize::from(is_sheet(name)) };
            if turn != pass || is_sheet(name) && name.starts_with(sheet::PARTS) {
                continue;
            }
            let bytes = match sheets.get(name) {
                Some(_) if name == STYLE => whole(&parts, &names).into_bytes(),
                Some((_, text)) => with_new_names(text, name, name, &names).into_bytes(),
                None => bytes.to_vec(),
            };
            match PortalPath::new(hashed_name(name, &bytes)) {
                Ok(path) => {
                    let bytes = Arc::new(Shared::from(bytes));
                    done.push(Asset { name: name.to_owned(), path, bytes });
                }
                Err(error) => faults.push(Diagnostic::error(
                    Code::InvalidName,
                    Place::file(place),
                    error.to_string(),
                )),
            }
        }
        names.extend(done.iter().map(|asset| (asset.name.clone(), asset.path.clone())));
        assets.extend(done);
    }
    assets.sort_by(|a, b| a.path.cmp(&b.path));
    assets
}

fn is_sheet(name: &str) -> bool {
    Utf8Path::new(name).extension() == Some("css")
}

/// `style.css` and its parts as one sheet.
fn whole(parts: &[Part<'_>], names: &BTreeMap<String, PortalPath>) -> String {
    let mut sheet = String::new();
    for part in parts {
        for query in &part.media {
            let _ = writeln!(sheet, "@media {query} {{"); // a String takes everything
        }
        sheet.push_str(&with_new_names(part.text, part.name, STYLE, names));
        sheet.push_str(&"}\n".repeat(part.media.len()));
    }
    sheet
}

/// The text of `sheet`, which is to stand at `place`, with the target of every `url(…)` that is an
/// asset under its new name.
fn with_new_names(
    text: &str,
    sheet: &str,
    place: &str,
    names: &BTreeMap<String, PortalPath>,
) -> String {
    let here = PortalPath::new(format!("assets/{place}"));
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        out.push_str(before);
        rest = after;
        let Some(end) = after.find(')') else { break };
        let target = after[..end].trim().trim_matches(['"', '\'']);
        let (file, fragment) = target.split_at(target.find(['#', '?']).unwrap_or(target.len()));
        let asset = sheet::resolved(sheet, file).and_then(|name| names.get(&name));
        if let (Some(path), Ok(here)) = (asset, &here) {
            out.push('"');
            out.push_str(&path.href_from(here));
            out.push_str(fragment);
            out.push('"');
            rest = &after[end..];
        }
    }
    out.push_str(rest);
    out
}
