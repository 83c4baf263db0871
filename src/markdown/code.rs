//! Code blocks in colour.
//!
//! The grammars are tree-sitter's, through `arborium`; which ones are built in is said in
//! `Cargo.toml`. Their output is `<span class="code-keyword">` and the like: no inline style, so
//! that a theme decides the colours and the content security policy can stay strict.

use arborium::{Config, GrammarStore, Highlighter, HtmlFormat};
use std::cell::RefCell;
use std::sync::{Arc, LazyLock};

/// Stands before every class of the highlighter.
pub(super) const CLASS_PREFIX: &str = "code";

/// Every class of the highlighter, without prefix.
pub(super) const CLASSES: [&str; 26] = [
    "keyword",
    "function",
    "string",
    "comment",
    "type",
    "variable",
    "constant",
    "number",
    "operator",
    "punctuation",
    "property",
    "attribute",
    "tag",
    "macro",
    "label",
    "namespace",
    "constructor",
    "title",
    "strong",
    "emphasis",
    "link",
    "literal",
    "strikethrough",
    "diff-add",
    "diff-delete",
    "embedded",
];

/// Longest block that is coloured, in bytes; a longer one is plain, to keep builds quick.
const LONGEST: usize = 32 * 1024;

/// Compiled grammars, shared by all threads.
static GRAMMARS: LazyLock<Arc<GrammarStore>> = LazyLock::new(|| Arc::new(GrammarStore::new()));

thread_local! {
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(Highlighter::with_store_and_config(
        Arc::clone(&GRAMMARS),
        Config {
            // CSS and JavaScript inside HTML, and no deeper.
            max_injection_depth: 1,
            html_format: HtmlFormat::ClassNamesWithPrefix(CLASS_PREFIX.to_owned()),
        },
    ));
}

/// `code` as HTML, when `language` is built in.
pub(super) fn highlight(language: &str, code: &str) -> Option<String> {
    let known = language.len() <= 16 && language.bytes().all(|b| b.is_ascii_alphanumeric());
    if !known || code.len() > LONGEST {
        return None;
    }
    let language = language.to_ascii_lowercase();
    let html =
        HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight(&language, code)).ok()?;
    // Quotation marks need no escape outside attributes; a serialiser writes them as they are.
    let mut html = html.replace("&quot;", "\"").replace("&#39;", "'");
    // The highlighter drops what ends the last line.
    html.push_str(&code[code.trim_end_matches('\n').len()..]);
    Some(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_coloured() {
        for (language, sample) in [
            ("bash", "echo \"$HOME\" # x\n"),
            ("css", "a { color: red }\n"),
            ("diff", "-a\n+b\n"),
            ("html", "<p class=\"a\">x</p>\n"),
            ("javascript", "const a = 1;\n"),
            ("json", "{\"a\": 1}\n"),
            ("php", "<?php echo 'a';\n"),
            ("python", "def f(): return 1\n"),
            ("toml", "a = 1\n"),
            ("typescript", "let a: string = 'x';\n"),
            ("xml", "<a b=\"c\"/>\n"),
            ("yaml", "a: b\n"),
        ] {
            let html = highlight(language, sample).unwrap_or_default();
            assert!(html.contains("<span class=\"code-"), "{language}: {html}");
            assert!(html.ends_with('\n'), "{language}: {html}");
        }
        assert!(highlight("js", "1\n").is_some());
    }

    #[test]
    fn what_is_unknown_or_huge_stays_plain() {
        assert_eq!(highlight("brainfuck", "+"), None);
        assert_eq!(highlight("../x", "+"), None);
        assert_eq!(highlight("json", &"[".repeat(LONGEST + 1)), None);
    }
}
