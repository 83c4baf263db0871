//! `updates/`: Markdown with front matter.

use super::folder::{Folder, join, name, parent};
use super::names::{dated, impossible_date, slug, stem, title};
use super::scope::Scope;
use super::text::Text;
use super::yaml;
use crate::diagnostics::{Code, Diagnostic};
use crate::i18n::long_date;
use crate::model::{PortalPath, Update};
use crate::schema::UpdateFront;
use std::ops::Range;

/// The keys of the updates in the folder `base`: `updates/*.md` and `updates/*/index.md`.
pub(super) fn find(folder: &Folder, base: &str) -> Vec<String> {
    let top = join(base, "updates");
    let bare = folder.files_in(&top).filter(|key| is_markdown(key)).map(str::to_owned);
    let own = folder.folders_in(&top).map(|key| join(key, "index.md"));
    let own = own.filter(|key| folder.has_file(key));
    bare.chain(own).collect()
}

fn is_markdown(key: &str) -> bool {
    let extension = name(key).rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// The part of the key that names the update: the file's stem, or its folder.
fn update_name(key: &str) -> &str {
    match stem(name(key)) {
        "index" => name(parent(key)),
        stem => stem,
    }
}

/// The update's address below the project's pages.
pub(super) fn slug_of(key: &str) -> String {
    slug(update_name(key))
}

/// Reads one update.
pub(super) fn load(scope: &mut Scope<'_>, key: &str, path: PortalPath) -> Option<Update> {
    let text = Text::read(scope.folder, key, scope.diagnostics)?;
    let source = text.source();
    let (front, body) = match front_matter(text.text()) {
        Ok(parts) => parts,
        Err(open) => {
            let place = source.place(open);
            scope.diagnostics.push(
                Diagnostic::error(Code::YamlSyntax, place, "this front matter does not end")
                    .help("put a line `---` behind it"),
            );
            return None;
        }
    };
    // Of front matter that cannot be read it was said why; the text is checked all the same.
    let front: UpdateFront = yaml::read(source, front, scope.diagnostics).unwrap_or_default();
    let (date, words) = dated(update_name(key));
    if front.date.is_none()
        && let Some(why) = impossible_date(update_name(key))
    {
        let place = scope.folder.place(key);
        scope.diagnostics.push(
            Diagnostic::error(Code::InvalidDate, place, why).help("mend the date in its name"),
        );
    }
    let base = parent(key);
    let article = scope.article(source, body.clone(), base, front.title.is_none());
    if text.text()[body].trim().is_empty() {
        scope.diagnostics.push(
            Diagnostic::warning(
                Code::EmptyFile,
                scope.folder.place(key),
                "this update says nothing",
            )
            .help("write it, or put `_` before its name until it is written"),
        );
    }
    let attachments =
        front.attachments.iter().filter_map(|file| scope.named_file(source, base, file)).collect();
    scope.checks(source).words("tag", &front.tags);
    Some(Update {
        title: front.title.or(article.title).unwrap_or_else(|| match date {
            // Named after its day alone: that is what there is to call it.
            Some(date) if words.is_empty() => long_date(&scope.locale, date.0),
            _ => title(words),
        }),
        path,
        date: front.date.map(|date| date.value).or(date),
        author: scope.person(source, front.author.as_ref()),
        tags: front.tags.iter().map(|tag| tag.trim().to_owned()).collect(),
        pinned: front.pinned,
        summary: front.summary.unwrap_or(article.summary),
        body: article.html,
        attachments,
    })
}

/// Pinned first, then the newest first, then by title.
pub(super) fn sort(updates: &mut [Update]) {
    updates.sort_by(|a, b| {
        b.pinned.cmp(&a.pinned).then(b.date.cmp(&a.date)).then_with(|| a.title.cmp(&b.title))
    });
}

/// The ranges of front matter and body; the range of the opening line when it is never closed.
pub(crate) fn front_matter(text: &str) -> Result<(Range<usize>, Range<usize>), Range<usize>> {
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok((0..0, 0..text.len()));
    };
    let mut at = first.len();
    for line in lines {
        if line.trim_end() == "---" {
            return Ok((first.len()..at, at + line.len()..text.len()));
        }
        at += line.len();
    }
    Err(0..3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_off() {
        assert_eq!(front_matter("Hello"), Ok((0..0, 0..5)));
        assert_eq!(front_matter("---\na: b\n---\nHi"), Ok((4..9, 13..15)));
        assert_eq!(front_matter("---\r\n---\r\n"), Ok((5..5, 10..10)));
        assert_eq!(front_matter("---\na: b\n"), Err(0..3));
    }

    #[test]
    fn the_file_or_its_folder_names_an_update() {
        assert_eq!(slug_of("updates/2026-03-31-kickoff.md"), "2026-03-31-kickoff");
        assert_eq!(slug_of("updates/kickoff/index.md"), "kickoff");
    }
}
