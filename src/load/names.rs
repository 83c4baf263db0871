//! Names made from file names: titles for people, slugs for addresses.

use crate::schema::Date;
use sha2::{Digest, Sha256};

/// A name for an address: lower-case ASCII letters, digits and hyphens. Other scripts are
/// transliterated; what has no transliteration (an emoji) gets a name from its hash.
pub(crate) fn slug(text: &str) -> String {
    let slug: String = slug::slugify(text).chars().take(80).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        return format!("item-{}", data_encoding::HEXLOWER.encode(&Sha256::digest(text)[..4]));
    }
    // A device name of Windows cannot be a file there, whatever its extension.
    if crate::model::segment_fault(slug).is_some() {
        format!("{slug}-page")
    } else {
        slug.to_owned()
    }
}

/// A title made from a file's stem: `brand-guide_final` becomes `Brand guide final`.
pub(crate) fn title(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars
        .next()
        .map_or_else(|| stem.to_owned(), |first| first.to_uppercase().chain(chars).collect())
}

/// The file name without its last extension, and without the `.tar` of a packed archive.
pub(crate) fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => match stem.rsplit_once('.') {
            Some((inner, tar)) if tar.eq_ignore_ascii_case("tar") && !inner.is_empty() => inner,
            _ => stem,
        },
        _ => name,
    }
}

/// A date in front of a stem, and what follows it, if anything: `2026-03-31-kickoff`.
pub(super) fn dated(stem: &str) -> (Option<Date>, &str) {
    let date = stem.get(..10).and_then(|head| head.parse().ok());
    match date {
        Some(date) => (Some(date), stem[10..].trim_start_matches(['-', '_', ' '])),
        None => (None, stem),
    }
}

/// Why what stands in front of a stem looks like a date, but is no day.
pub(super) fn impossible_date(stem: &str) -> Option<String> {
    let head = stem.get(..10)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = head.split('-').collect();
    let is_date =
        parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.iter().all(|p| digits(p));
    if is_date { head.parse::<Date>().err() } else { None }
}

/// A version at the end of a stem, and what stands before it: `logo-v2` is version 2 of `logo`.
pub(crate) fn versioned(stem: &str) -> (&str, Option<u32>) {
    let digits = stem.len() - stem.bytes().rev().take_while(u8::is_ascii_digit).count();
    let number = stem[digits..].parse().ok();
    let before = stem[..digits].strip_suffix(['v', 'V']);
    let before = before.and_then(|before| before.strip_suffix(['-', '_', ' ', '.']));
    match (before.map(|before| before.trim_end_matches(['-', '_', ' ', '.'])), number) {
        (Some(before), Some(number)) if !before.is_empty() => (before, Some(number)),
        _ => (stem, None),
    }
}

/// The number of a version's short name: 2 for `v2`.
pub(crate) fn version_number(id: &str) -> Option<u32> {
    id.strip_prefix(['v', 'V']).unwrap_or(id).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_from_stems() {
        assert_eq!(slug("Über uns & Co."), "uber-uns-co");
        assert!(slug("😀").starts_with("item-") || !slug("😀").is_empty());
        assert_eq!(slug("CON"), "con-page");
        assert_eq!(title("brand-guide_final"), "Brand guide final");
        assert_eq!(dated("2026-03-31-kickoff").1, "kickoff");
        assert_eq!(dated("2026-03-31"), ("2026-03-31".parse().ok(), ""));
        assert_eq!(
            ["logo-v2.tar.gz", "tar.gz", ".tar", "a.tar"].map(stem),
            ["logo-v2", "tar", ".tar", "a"]
        );
        assert_eq!(dated("2026-02-31-kickoff").0, None);
        assert!(impossible_date("2026-02-31-kickoff").is_some());
        assert_eq!(impossible_date("2026-03-31-kickoff"), None);
        assert_eq!(impossible_date("2026-0a-31"), None);
        assert_eq!(versioned("logo-v2"), ("logo", Some(2)));
        assert_eq!(versioned("Logo v10"), ("Logo", Some(10)));
        assert_eq!(versioned("mov"), ("mov", None));
        assert_eq!(versioned("tv4"), ("tv4", None));
        assert_eq!(versioned("v2"), ("v2", None));
    }

    proptest! {
        #[test]
        fn a_slug_is_an_address_on_every_system(text in "\\PC{0,40}") {
            let slug = slug(&text);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{slug}");
            prop_assert!(crate::model::segment_fault(&slug).is_none());
        }

        #[test]
        fn stems_never_panic(text in "\\PC{0,40}") {
            let _ = (title(&text), dated(&text), versioned(&text), stem(&text));
        }
    }
}
