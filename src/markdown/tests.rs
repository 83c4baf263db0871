//! What the tests of this stage share, and the tests of the stage as a whole.

use super::{Options, Rendered, Resolve, Target, render};
use crate::diagnostics::{Diagnostic, Source, nearest};
use crate::model::PortalPath;
use camino::Utf8Path;
use std::time::{Duration, Instant};

/// A folder with a page, a PDF and two images.
pub(super) struct Folder;

impl Resolve for Folder {
    fn resolve(&mut self, reference: &str) -> Target {
        let path = |path: &str| PortalPath::new(path).expect("a path");
        match reference {
            "other.md" => Target::Page(path("updates/other.html")),
            "a.png" => Target::File { path: path("files/a.png"), size: Some((640, 480)) },
            "gone.pdf.txt" | "a b.png" | "files/50% off.pdf" => {
                Target::File { path: path(reference), size: None }
            }
            _ => Target::Broken {
                why: "there is no such file".to_owned(),
                help: nearest(reference, ["gone.pdf.txt"])
                    .map(|near| format!("did you mean `{near}`?")),
            },
        }
    }
}

pub(super) fn render_with(locale: &str, hosts: &[&str], text: &str) -> Rendered {
    let hosts: Vec<String> = hosts.iter().map(ToString::to_string).collect();
    let options = Options {
        locale: &locale.parse().expect("a locale"),
        allow_hosts: &hosts,
        heading_base: 2,
        anchors: true,
        take_title: false,
    };
    let source = Source::new(Utf8Path::new("content/acme/updates/a.md"), text);
    render(source, 0..text.len(), &mut Folder, &options)
}

pub(super) fn render_in(locale: &str, text: &str) -> Rendered {
    render_with(locale, &[], text)
}

pub(super) fn render_with_hosts(hosts: &[&str], text: &str) -> Rendered {
    render_with("en", hosts, text)
}

/// The first diagnostic and its column.
pub(super) fn first(rendered: &Rendered) -> (Diagnostic, usize) {
    let diagnostic = rendered.diagnostics.first().expect("a diagnostic").clone();
    let column = diagnostic.place.excerpt.as_ref().expect("a place").column;
    (diagnostic, column)
}

fn html(text: &str) -> String {
    let rendered = render_in("en", text);
    assert!(rendered.diagnostics.is_empty(), "{:?}", rendered.diagnostics);
    rendered.html.as_str().to_owned()
}

#[test]
fn blocks_come_out_as_written() {
    assert_eq!(
        html("## One *two*\n\n> a\n\n1. x\n2. y\n\n---\n"),
        "<h2 id=\"t-one-two\">One <em>two</em><a class=\"anchor\" href=\"#t-one-two\" \
         aria-hidden=\"true\" tabindex=\"-1\"></a></h2>\n\
         <blockquote>\n<p>a</p>\n</blockquote>\n<ol>\n<li>x</li>\n<li>y</li>\n</ol>\n<hr>\n"
    );
}

#[test]
fn tables_can_be_scrolled_and_have_a_name() {
    assert_eq!(
        html("| Item | Cost |\n|:--|--:|\n| a | 1 |\n"),
        "<div class=\"table-wrap\" tabindex=\"0\" role=\"group\" aria-label=\"Item, Cost\">\n\
         <table>\n<thead>\n<tr>\n<th scope=\"col\" class=\"align-left\">Item</th>\n\
         <th scope=\"col\" class=\"align-right\">Cost</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td class=\"align-left\">a</td>\n<td class=\"align-right\">1</td>\n</tr>\n</tbody>\n\
         </table>\n</div>\n"
    );
}

#[test]
fn an_empty_cell_in_the_head_heads_nothing() {
    let html = html("| | Cost |\n|:--|--:|\n| a | 1 |\n");
    assert!(html.contains("<tr>\n<td class=\"align-left\"></td>\n<th scope=\"col\""), "{html}");
}

#[test]
fn tasks_are_signs() {
    assert_eq!(
        html("- [x] done\n- [ ] open\n"),
        "<ul class=\"tasks\">\n<li class=\"task task-done\"><span class=\"task-mark\">☑</span> \
         done</li>\n<li class=\"task\"><span class=\"task-mark\">☐</span> open</li>\n</ul>\n"
    );
}

#[test]
fn footnotes_stand_at_the_end_in_the_order_of_their_references() {
    let html = html("b[^b] a[^a] b[^b]\n\n[^a]: A\n[^b]: B\n[^c]: unused\n");
    let notes = "<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n<li id=\"t-fn-1\">\n\
                 <p>B <a href=\"#t-fnref-1\" class=\"footnote-back\" role=\"doc-backlink\">↩</a> \
                 <a href=\"#t-fnref-1-2\" class=\"footnote-back\" role=\"doc-backlink\">↩</a></p>\n\
                 </li>\n<li id=\"t-fn-2\">";
    assert!(html.contains(notes), "{html}");
    assert!(!html.contains("unused"), "{html}");
}

#[test]
fn an_image_alone_with_a_title_is_a_figure() {
    assert_eq!(
        html("![the *logo*](a.png \"Final <version>\")\n"),
        "<figure><img src=\"portal:files/a.png\" alt=\"the logo\" width=\"640\" height=\"480\" \
         decoding=\"async\" loading=\"lazy\"><figcaption>Final &lt;version&gt;</figcaption></figure>\n"
    );
    assert_eq!(
        html("see ![x](a%20b.png)\n"),
        "<p>see <img src=\"portal:a%20b.png\" alt=\"x\" decoding=\"async\" loading=\"lazy\"></p>\n"
    );
}

#[test]
fn the_title_can_be_taken_out() {
    let locale = "en".parse().expect("a locale");
    let options = Options {
        locale: &locale,
        allow_hosts: &[],
        heading_base: 2,
        anchors: false,
        take_title: true,
    };
    let text = "---\nx: 1\n---\n# The *title*\n\ntext\n\n## Next\n\n[a](gone)\n";
    let source = Source::new(Utf8Path::new("a.md"), text);
    let rendered = render(source, 13..text.len(), &mut Folder, &options);
    assert_eq!(rendered.title.as_deref(), Some("The title"));
    assert_eq!(rendered.html.as_str(), "<p>text</p>\n<h2>Next</h2>\n<p><a>a</a></p>\n");
    let excerpt = first(&rendered).0.place.excerpt.expect("a place");
    assert_eq!((excerpt.line, excerpt.column), (10, 5));
}
/// Texts that are quadratic or deep for a careless parser.
#[test]
fn hostile_texts_take_no_more_than_their_length() {
    let n = 100_000;
    for (name, text) in [
        ("quotations", ">".repeat(n)),
        ("brackets", "[".repeat(n)),
        ("links", "[a](b)".repeat(n)),
        ("open links", "[a](".repeat(n)),
        ("images", "![".repeat(n)),
        ("image pairs", format!("{}{}", "![".repeat(n), "](a.png)".repeat(n))),
        ("emphasis", "*a **b ".repeat(n)),
        ("elements", "<div>".repeat(n)),
        ("inline elements", "a <b>".repeat(n)),
        ("comments", "<!-- a".repeat(n)),
        ("headings", "# a\n".repeat(n)),
        ("lists", (0..1000).map(|depth| "  ".repeat(depth) + "- a\n").collect()),
        ("tables", format!("{}\n{}\n", "|a".repeat(5000), "|-".repeat(5000))),
        ("footnotes", "[^a]".repeat(n) + "\n\n[^a]: x\n"),
        ("quotes", "\"a' ".repeat(n)),
        ("code", format!("```json\n{}\n```\n", "[".repeat(n))),
        ("one line", "word ".repeat(10 * n)),
    ] {
        let start = Instant::now();
        let rendered = render_in("de", &text);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(60), "{name}: {took:?}");
        assert!(rendered.diagnostics.len() <= 100, "{name}");
    }
}
