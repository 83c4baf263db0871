//! Quotation marks in the shape they have in the text's language.
//!
//! The parser turns straight quotes into English ones; here those become the language's own.
//! The marks are those of CLDR 48.2 (`delimiters` in `cldr-misc-full`; ICU4X carries no such
//! data). The narrow no-break space inside French guillemets is not in CLDR: it is the usage of
//! the Imprimerie nationale.

use super::Item;
use icu::locale::Locale;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Marks of a language: outer opening and closing, inner opening and closing.
type Marks = [&'static str; 4];

const ENGLISH: Marks = ["“", "”", "‘", "’"];

/// The marks of `locale`, by language and region, then by language.
fn marks(locale: &Locale) -> Marks {
    let region = locale.id.region.map(|region| region.to_string()).unwrap_or_default();
    let script = locale.id.script.map(|script| script.to_string()).unwrap_or_default();
    match (locale.id.language.as_str(), script.as_str(), region.as_str()) {
        ("de" | "cs" | "sk" | "sl" | "hr" | "is" | "et" | "mk" | "lb", ..) => ["„", "“", "‚", "‘"],
        ("fr", _, "CH") => ["«\u{202f}", "\u{202f}»", "‹\u{202f}", "\u{202f}›"],
        ("fr", _, "CA") => ["«\u{a0}", "\u{a0}»", "”", "“"],
        ("fr", ..) => ["«\u{202f}", "\u{202f}»", "«\u{202f}", "\u{202f}»"],
        ("it" | "ca" | "el" | "eu", ..)
        | ("pt", _, "PT" | "AO" | "CH" | "CV" | "GW" | "MO" | "MZ" | "TL") => ["«", "»", "“", "”"],
        ("nl", ..) => ["‘", "’", "‘", "’"],
        ("ja" | "yue", ..) | ("zh", "Hant", _) | ("zh", _, "TW" | "HK" | "MO") => {
            ["「", "」", "『", "』"]
        }
        ("ar" | "ur", ..) => ["”", "“", "’", "‘"],
        ("nb" | "nn" | "no", ..) => ["«", "»", "‘", "’"],
        ("sv" | "fi" | "he", ..) => ["”", "”", "’", "’"],
        ("pl" | "ro", ..) => ["„", "”", "«", "»"],
        ("hu", ..) => ["„", "”", "»", "«"],
        ("ru" | "uk" | "be", ..) => ["«", "»", "„", "“"],
        ("bg" | "lt", ..) => ["„", "“", "„", "“"],
        ("sr", ..) => ["„", "”", "’", "’"],
        ("fa" | "gsw" | "rm", ..) => ["«", "»", "‹", "›"],
        _ => ENGLISH,
    }
}

/// Replaces the English marks that the parser made from straight ones.
pub(super) fn localise(events: &mut [Item<'_>], text: &str, locale: &Locale) {
    let marks = marks(locale);
    if marks == ENGLISH {
        return;
    }
    let mut open = 0_usize; // inner quotations that are open in this block
    for (event, range) in events {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell | Tag::Item)
            | Event::End(TagEnd::Paragraph | TagEnd::Item) => open = 0,
            Event::Text(mark) => {
                // Marks that stand in the text as they are were meant so.
                let written = text.as_bytes().get(range.start);
                let next = text.get(range.end..).and_then(|rest| rest.chars().next());
                let shape = match (written, &**mark) {
                    (Some(b'"'), "“") => marks[0],
                    (Some(b'"'), "”") => marks[1],
                    (Some(b'\''), "‘") => {
                        open += 1;
                        marks[2]
                    }
                    // Inside a word, or with nothing to close, it is an apostrophe.
                    (Some(b'\''), "’") if open > 0 && !next.is_some_and(char::is_alphanumeric) => {
                        open -= 1;
                        marks[3]
                    }
                    _ => continue,
                };
                *mark = CowStr::Borrowed(shape);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::render_in;

    #[test]
    fn quotation_marks_follow_the_language() {
        for (locale, expected) in [
            ("en", "“one ‘two’” it’s “as is”"),
            ("de-CH", "„one ‚two‘“ it’s “as is”"),
            ("fr", "«\u{202f}one «\u{202f}two\u{202f}»\u{202f}» it’s “as is”"),
            ("es", "“one ‘two’” it’s “as is”"),
            ("it", "«one “two”» it’s “as is”"),
            ("nl", "‘one ‘two’’ it’s “as is”"),
            ("pt-BR", "“one ‘two’” it’s “as is”"),
            ("pt-PT", "«one “two”» it’s “as is”"),
            ("ja", "「one 『two』」 it’s “as is”"),
            ("ar", "”one ’two‘“ it’s “as is”"),
        ] {
            let rendered = render_in(locale, "\"one 'two'\" it's “as is”");
            assert_eq!(rendered.html.as_str(), format!("<p>{expected}</p>\n"), "{locale}");
        }
    }

    #[test]
    fn dashes_and_ellipses_are_set_and_code_is_left_alone() {
        let rendered = render_in("en", "a -- b --- c... `\"x\" -- y`");
        assert_eq!(rendered.html.as_str(), "<p>a – b — c… <code>\"x\" -- y</code></p>\n");
    }
}
