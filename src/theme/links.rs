//! Links inside the portal that stand in sanitised HTML.

use crate::model::Html;

/// The attributes that hold a reference.
const REFERENCES: [&str; 3] = [" href=\"", " src=\"", " poster=\""];

/// `html` with the scheme `portal:` of every reference replaced by `root`, what leads from the
/// page to the portal's root. Text is left alone, also where it looks like an attribute.
pub(super) fn from_page(html: &str, root: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        rest = tag(&rest[open..], root, &mut out);
    }
    out.push_str(rest);
    out
}

/// Copies the tag that `html` begins with, and gives what follows it. The sanitiser writes every
/// attribute in double quotes; a `>` inside them does not end the tag.
fn tag<'a>(html: &'a str, root: &str, out: &mut String) -> &'a str {
    let mut rest = html;
    loop {
        let Some(at) = rest.find(['"', '>']) else {
            out.push_str(rest);
            return "";
        };
        let quote = rest.as_bytes()[at] == b'"';
        out.push_str(&rest[..=at]);
        rest = &rest[at + 1..];
        if !quote {
            return rest;
        }
        let reference = REFERENCES.iter().any(|name| out.ends_with(name));
        if reference && let Some(path) = rest.strip_prefix(Html::SCHEME) {
            out.push_str(root);
            rest = path;
        }
        let end = rest.find('"').map_or(rest.len(), |at| at + 1);
        out.push_str(&rest[..end]);
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::from_page;

    #[test]
    fn attributes_are_rewritten_and_text_is_not() {
        let html = r#"<p title="a > b">see <a href="portal:updates/a.html#x" rel="x">="portal:no</a>
<img src="portal:files/%C3%BC.png" alt="portal: a door"> portal:text</p>"#;
        let page = from_page(html, "../");
        assert!(page.contains(r#"<a href="../updates/a.html#x" rel="x">="portal:no</a>"#));
        assert!(page.contains(r#"src="../files/%C3%BC.png" alt="portal: a door""#));
        assert!(page.ends_with("portal:text</p>"));
    }

    #[test]
    fn nothing_is_lost_when_the_tag_does_not_end() {
        assert_eq!(from_page("a < b <i class=\"x", ""), "a < b <i class=\"x");
    }
}
