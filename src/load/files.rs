//! Files that a portal holds: found, checked, given their place in the portal.

use super::folder::{Folder, name, reason};
use super::values::Checks;
use crate::diagnostics::{Code, Diagnostic, Place};
use crate::model::{FileRef, Media, PathError, PortalPath, TextPreview, segment_fault};
use crate::schema::Spanned;
use crate::source_file::SourceFile;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read};

/// How much of a text file is shown on its page, in bytes.
const PREVIEW: u64 = 16 << 10;
/// How much of an image is read to learn its size, in bytes.
const IMAGE_HEAD: u64 = 64 << 10;

/// The longest path of a file in a portal, in bytes: with a prefix and the portal's folder in front it has to fit
/// into the 1,024 bytes of a key of S3.
const LONGEST: usize = 900;
/// The longest extension that a file keeps where its name had to be made anew, in bytes.
const EXTENSION: usize = 16;

/// Every file of one portal, by its place there.
#[derive(Debug)]
pub(super) struct Files {
    by_path: BTreeMap<PortalPath, FileRef>,
    max_size: u64,
}

impl Files {
    /// None yet; none may be larger than `max_size` bytes.
    pub fn new(max_size: u64) -> Self {
        Self { by_path: BTreeMap::new(), max_size }
    }

    /// All of them, by path.
    pub fn into_vec(self) -> Vec<FileRef> {
        self.by_path.into_values().collect()
    }

    /// Takes in a file that is already known (the agency's logo, a photo).
    pub fn add(&mut self, file: &FileRef) {
        self.by_path.entry(file.path.clone()).or_insert_with(|| file.clone());
    }

    /// The file at `key` of `folder`, which stands in the portal below `root`.
    pub fn take(
        &mut self,
        folder: &Folder,
        key: &str,
        root: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<FileRef> {
        let found = folder.file(key)?;
        let path = match portal_path(root, key) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("this file has no place in the portal: {}", error.why);
                diagnostics.push(
                    Diagnostic::error(Code::InvalidName, folder.place(key), message)
                        .help("shorten the names of its folders, or use fewer of them"),
                );
                return None;
            }
        };
        match self.by_path.get(&path) {
            Some(known) if known.source == *found => return Some(known.clone()),
            Some(_) => {
                let message = format!("another file has the place `{path}` in the portal");
                diagnostics.push(
                    Diagnostic::error(Code::NameCollision, folder.place(key), message)
                        .help("rename one of them"),
                );
                return None;
            }
            None => {}
        }
        check_size(found.size(), self.max_size, &folder.place(key), diagnostics);
        match describe(found, name(key), path.clone()) {
            Ok(file) => {
                self.by_path.insert(path, file.clone());
                Some(file)
            }
            Err(error) => {
                let message = format!("cannot be read: {}", reason(&error));
                diagnostics.push(
                    Diagnostic::error(Code::Unreadable, folder.place(key), message)
                        .help("check its permissions"),
                );
                None
            }
        }
    }

    /// The file that `reference` names, relative to the folder `base` inside `folder`.
    pub fn named(
        &mut self,
        folder: &Folder,
        base: &str,
        root: &str,
        reference: &Spanned<String>,
        checks: &mut Checks<'_>,
    ) -> Option<FileRef> {
        let key = match resolve(base, &reference.value) {
            Ok(key) => key,
            Err(why) => {
                let message = format!("`{}` cannot be shared: {why}", reference.value);
                let help = "name a file of this folder".to_owned();
                checks.error(Code::MissingFile, &reference.span, message, help);
                return None;
            }
        };
        if is_source(&key) {
            let message = format!("`{}` cannot be shared: {SOURCE}", reference.value);
            let help = "name a file that is meant for the client".to_owned();
            checks.error(Code::MissingFile, &reference.span, message, help);
            return None;
        }
        let file = self.take(folder, &key, root, checks.diagnostics);
        // What keeps a file that is there from being taken has been said.
        if file.is_none() && !folder.has_file(&key) {
            let message =
                format!("`{}` cannot be shared: {}", reference.value, folder.why_not(&key));
            let help = nearest_file(folder, &key).map_or_else(
                || format!("put the file at `{}`, or mend the name", folder.path(&key)),
                |near| format!("did you mean `{near}`?"),
            );
            checks.error(Code::MissingFile, &reference.span, message, help);
        }
        file
    }
}

/// The file in the same folder, or of the same name elsewhere, that `key` may have meant.
pub(super) fn nearest_file(folder: &Folder, key: &str) -> Option<String> {
    let beside = super::folder::parent(key);
    let shared = folder.files_in(beside).filter(|key| !is_source(key));
    crate::diagnostics::nearest(name(key), shared.map(name)).map(str::to_owned)
}

/// Why a source is not shared.
pub(super) const SOURCE: &str = "it is a file that Keyfolio reads, not one that it shows";

/// Whether the file at `key` is read for what it says, so that it is not itself shared.
pub(super) fn is_source(key: &str) -> bool {
    let name = name(key);
    let read = [
        "client.yaml",
        "access.yaml",
        "project.yaml",
        "status.yaml",
        "requests.yaml",
        "checklist.yaml",
        "money.yaml",
        "deliverable.yaml",
        "documents.yaml",
        "collection.yaml",
    ];
    read.contains(&name)
}

/// What there is to say of a file's size, in bytes: above `max`, or nothing in it.
pub(super) fn check_size(size: u64, max: u64, place: &Place, diagnostics: &mut Vec<Diagnostic>) {
    if size > max {
        let message = format!("this file has {}; the limit is {}", bytes(size), bytes(max));
        diagnostics.push(
            Diagnostic::error(Code::FileTooLarge, place.clone(), message).help(
                "raise `max_file_size` in `keyfolio.yaml`, or hand the file over another way",
            ),
        );
    } else if size == 0 {
        diagnostics.push(
            Diagnostic::warning(Code::EmptyFile, place.clone(), "this file is empty")
                .help("put the real file in its place"),
        );
    }
}

/// A length for people.
pub(super) fn bytes(length: u64) -> indicatif::BinaryBytes {
    indicatif::BinaryBytes(length)
}

/// Resolves the relative `reference` from the folder `base`, both as keys; `..` may not leave.
pub(super) fn resolve(base: &str, reference: &str) -> Result<String, &'static str> {
    use unicode_normalization::UnicodeNormalization;
    if reference.starts_with('/') || reference.contains('\\') || reference.contains(':') {
        return Err("paths are relative and written with `/`");
    }
    let mut parts: Vec<String> =
        base.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or("it leads out of the folder")?;
            }
            part => parts.push(part.nfc().collect()),
        }
    }
    Ok(parts.join("/"))
}

/// Where the file at `key` stands in a portal: below `root`, each part made portable. That they are too many is
/// all that can be wrong with them.
pub(super) fn portal_path(root: &str, key: &str) -> Result<PortalPath, PathError> {
    let parts: Vec<String> = key.split('/').map(portable).collect();
    let path = format!("{root}/{}", parts.join("/"));
    if path.len() > LONGEST {
        return Err(PathError { path, why: "it is longer than 900 bytes" });
    }
    PortalPath::new(path)
}

/// `segment` itself where every system takes it, else a name made from it that every system takes.
fn portable(segment: &str) -> String {
    if segment_fault(segment).is_none() {
        return segment.to_owned();
    }
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(segment)[..4]);
    let (stem, extension) = match segment.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, slug::slugify(extension)),
        _ => (segment, String::new()),
    };
    // What follows the last dot of a sentence is no extension. Spelt in ASCII it may also be
    // longer than it was: an emoji becomes its name.
    let (stem, extension) = match extension.len() {
        1..=EXTENSION => (stem, format!(".{extension}")),
        _ => (segment, String::new()),
    };
    let stem: String = slug::slugify(stem).chars().take(80).collect();
    format!("{stem}-{digest}{extension}")
}

/// What can be told of a file from its name and its head. Every file is opened, also where
/// nothing in it counts: one that cannot be read is to be said now, not when it is copied.
pub(super) fn describe(source: &SourceFile, name: &str, path: PortalPath) -> io::Result<FileRef> {
    let file = source.open()?;
    let mime = mime_guess::from_path(name).first_or_octet_stream();
    let media = media(name, &mime);
    let (width, height) = match media {
        Media::Image => image_size(file)?,
        _ => (None, None),
    };
    Ok(FileRef {
        name: name.to_owned(),
        path,
        size: source.size(),
        media,
        mime: mime.essence_str().to_owned(),
        width,
        height,
        preview: None,
        source: source.clone(),
    })
}

fn media(name: &str, mime: &mime_guess::Mime) -> Media {
    let extension =
        name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "svg" => Media::Image,
        "pdf" => Media::Pdf,
        "mp4" | "m4v" | "webm" | "mov" | "ogv" => Media::Video,
        "mp3" | "m4a" | "ogg" | "oga" | "opus" | "wav" | "flac" | "aac" => Media::Audio,
        "html" | "htm" | "xhtml" | "xml" => Media::Other,
        "md" | "yaml" | "yml" | "toml" | "json" | "srt" | "vtt" => Media::Text,
        _ if mime.type_() == mime_guess::mime::TEXT => Media::Text,
        _ => Media::Other,
    }
}

fn image_size(file: fs_err::File) -> io::Result<(Option<u32>, Option<u32>)> {
    let size = imagesize::blob_size(&head(file, IMAGE_HEAD)?).ok();
    let pixels = |side: usize| u32::try_from(side).ok();
    Ok(size.map_or((None, None), |size| (pixels(size.width), pixels(size.height))))
}

/// The file with the first part of its text, when it is a text; nothing when it cannot be read.
pub(super) fn with_preview(
    mut file: FileRef,
    place: impl FnOnce() -> Place,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<FileRef> {
    if file.media != Media::Text {
        return Some(file);
    }
    match file.source.open().and_then(|file| head(file, PREVIEW)) {
        Ok(head) => {
            file.preview = first_lines(&head, file.size > PREVIEW);
            Some(file)
        }
        Err(error) => {
            let message = format!("`{}` cannot be read: {}", file.name, reason(&error));
            diagnostics.push(
                Diagnostic::error(Code::Unreadable, place(), message).help("check its permissions"),
            );
            None
        }
    }
}

/// The whole lines of a text that begins with `head`; nothing when it is not UTF-8.
fn first_lines(head: &[u8], truncated: bool) -> Option<TextPreview> {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if truncated && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let end = if truncated { valid.rfind('\n').unwrap_or(valid.len()) } else { valid.len() };
    Some(TextPreview { text: valid[..end].to_owned(), truncated })
}

fn head(file: fs_err::File, limit: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(limit).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_stay_inside() {
        assert_eq!(resolve("updates", "../documents/a.pdf").as_deref(), Ok("documents/a.pdf"));
        assert_eq!(resolve("", "./a//b").as_deref(), Ok("a/b"));
        assert!(resolve("updates", "../../b").is_err());
        assert!(resolve("", "/etc/passwd").is_err());
        assert!(resolve("", "C:/x").is_err());
        assert_eq!(resolve("", "u\u{308}.png").as_deref(), Ok("ü.png"));
    }

    proptest! {
        #[test]
        fn every_name_has_a_place_in_a_portal(name in "[^/\0]{1,300}", other in "[^/\0]{1,40}") {
            let path = portal_path("files", &name).unwrap();
            prop_assert!(path.as_str().split('/').all(|part| segment_fault(part).is_none()));
            prop_assert_eq!(path.as_str() == portal_path("files", &other).unwrap().as_str(), name == other);
            prop_assert!(path.encoded().is_ascii());
        }

        #[test]
        fn a_reference_never_leads_out(base in "[a-z]{0,3}(/[a-z]{1,3}){0,2}", reference in "[a-z./]{0,20}") {
            if let Ok(key) = resolve(&base, &reference) {
                prop_assert!(key.split('/').all(|part| part != ".." && part != "."), "{}", key);
            }
        }
    }

    #[test]
    fn names_that_a_system_refuses_are_replaced() {
        for name in ["con", "aux.pdf", "a:b?.png", "trailing.", "what*"] {
            let path = portal_path("files", name).unwrap();
            assert!(segment_fault(path.file_name()).is_none(), "{path}");
        }
        assert_eq!(portal_path("files", "Über uns.pdf").unwrap().as_str(), "files/Über uns.pdf");
    }

    #[test]
    fn a_name_made_anew_is_short_however_long_the_old_one_was() {
        let sentence = format!("what? Say it. {}", "👰".repeat(60));
        for name in
            [&sentence, &format!("{}.pdf", "ü".repeat(140)), &format!("a.{}?", "b".repeat(298))]
        {
            let path = portal_path("files", name).unwrap();
            assert!(path.file_name().len() <= 80 + 1 + 8 + 1 + EXTENSION, "{path}");
        }
        let path = portal_path("files", "v1?.PDF").unwrap();
        assert_eq!(path.as_str().rsplit_once('.').unwrap().1, "pdf");
    }
}
