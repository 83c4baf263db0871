//! Code blocks in colour.
//!
//! The grammars are tree-sitter's, through `arborium`; which ones are built in is said in
//! `Cargo.toml`. Their output is `<span class="code-keyword">` and the like: no inline style, so
//! that a theme decides the colours and the content security policy can stay strict.

use arborium::{Config, GrammarStore, Highlighter, HtmlFormat};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

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

/// The languages that are built in, by one name each.
const LANGUAGES: [&str; 12] = [
    "bash",
    "css",
    "diff",
    "html",
    "javascript",
    "json",
    "php",
    "python",
    "toml",
    "typescript",
    "xml",
    "yaml",
];

/// Longest block that is coloured, in bytes; a longer one is plain. Brackets nested without end
/// cost the parsers the square of their number: this many still take less than a second.
const LONGEST: usize = 8 * 1024;

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

/// Blocks that were coloured. A shared collection's texts are rendered once for each client that
/// subscribes to it, and colouring a block (about 100 µs) costs more than the rest of its text.
static COLOURED: Mutex<Coloured> = Mutex::new(Coloured { blocks: BTreeMap::new(), bytes: 0 });

/// Most bytes of HTML that are kept; what does not fit is coloured again.
const KEPT: usize = 8 * 1024 * 1024;

struct Coloured {
    /// HTML by language and code.
    blocks: BTreeMap<String, BTreeMap<String, Arc<str>>>,
    bytes: usize,
}

impl Coloured {
    fn get(&self, language: &str, code: &str) -> Option<Arc<str>> {
        self.blocks.get(language)?.get(code).cloned()
    }

    fn keep(&mut self, language: String, code: &str, html: &Arc<str>) {
        let bytes = code.len() + html.len();
        if self.bytes + bytes <= KEPT {
            self.bytes += bytes;
            self.blocks.entry(language).or_default().insert(code.to_owned(), Arc::clone(html));
        }
    }
}

/// What is kept. A thread that panicked cannot have left it half changed in a way that matters.
fn coloured() -> MutexGuard<'static, Coloured> {
    COLOURED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Compiles every grammar, which otherwise happens when a block in its language comes first: 20 ms
/// for JavaScript, and that is more than all else that one saved file costs.
pub(crate) fn warm_up() {
    for language in LANGUAGES {
        GRAMMARS.get(language);
    }
}

/// `code` as HTML, when `language` is built in.
pub(super) fn highlight(language: &str, code: &str) -> Option<Arc<str>> {
    let known = language.len() <= 16 && language.bytes().all(|b| b.is_ascii_alphanumeric());
    if !known || code.len() > LONGEST {
        return None;
    }
    let language = language.to_ascii_lowercase();
    if let Some(html) = coloured().get(&language, code) {
        return Some(html);
    }
    let html =
        HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight(&language, code)).ok()?;
    // Quotation marks need no escape outside attributes; a serialiser writes them as they are.
    let mut html = html.replace("&quot;", "\"").replace("&#39;", "'");
    // The highlighter drops what ends the last line.
    html.push_str(&code[code.trim_end_matches('\n').len()..]);
    let html = Arc::from(html);
    coloured().keep(language, code, &html);
    Some(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_coloured() {
        let samples = [
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
        ];
        assert_eq!(samples.map(|(language, _)| language), LANGUAGES);
        for (language, sample) in samples {
            let html = highlight(language, sample).expect(language);
            assert!(html.contains("<span class=\"code-"), "{language}: {html}");
            assert!(html.ends_with('\n'), "{language}: {html}");
        }
        assert!(highlight("js", "1\n").is_some());
    }

    #[test]
    fn a_block_looks_the_same_when_it_comes_again() {
        let code = "const again = 'x';\n";
        assert_eq!(highlight("javascript", code), highlight("JavaScript", code));
    }

    #[test]
    fn code_nested_to_the_limit_is_coloured_or_left_plain() {
        for language in ["css", "html", "javascript", "json", "php", "python", "typescript", "xml"]
        {
            for open in ["[", "{", "<a>"] {
                highlight(language, &open.repeat(LONGEST / open.len()));
            }
        }
    }

    #[test]
    fn what_is_unknown_or_huge_stays_plain() {
        assert_eq!(highlight("brainfuck", "+"), None);
        assert_eq!(highlight("../x", "+"), None);
        assert_eq!(highlight("json", &"[".repeat(LONGEST + 1)), None);
    }
}
