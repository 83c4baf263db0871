//! What holds for any text at all.

use super::links::PassedUrls;
use super::raw::{address, tags};
use super::sanitise::{self, keeps_attribute, keeps_tag};
use super::tests::render_with;
use proptest::prelude::*;

/// Pieces that mean something to one of the parsers.
const PIECES: &[&str] = &[
    "# ",
    "\n",
    "\n\n",
    "    ",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "*",
    "**",
    "~~",
    "`",
    "```html\n",
    "```",
    "[",
    "](",
    ")",
    "![",
    "\"",
    "'",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "&lt;",
    "&#106;",
    "&nbsp;",
    "|",
    "|-|-|\n",
    "[^a]",
    "[^a]: ",
    "a.png",
    "other.md",
    "#top",
    "{#x}",
    "\\",
    "\t",
    "\u{a0}",
    "\0",
    "\r",
    "<script>",
    "</script>",
    "<style>",
    "<svg>",
    "<math>",
    "<iframe src=\"https://ok.example/x\">",
    "<a href=\"",
    "<img src=x onerror=y>",
    "<p style='x'>",
    "<details>",
    "<b>",
    "</b>",
    "<div title=\"",
    "<table><tr><td>",
    "<textarea>",
    "<title>",
    "<template>",
    "javascript:alert(1)",
    "java\nscript:x",
    "data:text/html,x",
    "portal:x",
    "https://ok.example/a.png",
    "//x.org",
    "on",
    "=",
    "é",
    "語",
    "😀",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        2 => "[a-z]{1,8} ",
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is written, what comes out holds nothing that is not on the lists, and the
    /// sanitiser finds nothing to take out: also where it was not asked.
    #[test]
    fn nothing_comes_out_that_is_not_on_the_lists(text in text()) {
        let rendered = render_with("fr", &["ok.example"], &text);
        let html = rendered.html.as_str();
        let mut addresses = PassedUrls::new();
        for tag in tags(html) {
            prop_assert!(keeps_tag(&tag.name), "<{}> in {html}", tag.name);
            for attribute in &tag.attrs {
                let (name, value) = (&*attribute.name.local, attribute.value.to_string());
                let Some(used) = address(&tag.name, name) else {
                    prop_assert!(keeps_attribute(&tag.name, name, &value), "{name} in {html}");
                    continue;
                };
                let scheme = ["https://", "http://", "mailto:", "tel:", "portal:", "#"];
                let known = scheme.iter().any(|scheme| value.to_ascii_lowercase().starts_with(scheme));
                prop_assert!(known, "{value} in {html}");
                addresses.insert((used, value.clone()), Some(value));
            }
        }
        let again = sanitise::clean(html, addresses, true, false);
        prop_assert_eq!(again.replace("&nbsp;", "\u{a0}"), html.replace("&nbsp;", "\u{a0}"));
    }

    /// Every place is inside the text.
    #[test]
    fn every_place_is_in_the_text(text in text()) {
        for diagnostic in render_with("en", &[], &text).diagnostics {
            let excerpt = diagnostic.place.excerpt.expect("a place");
            prop_assert!(excerpt.line <= text.split('\n').count());
            prop_assert!(text.contains(&excerpt.text));
        }
    }
}
