//! What stands at the root of the output: pages that say nothing about any client.

/// The names of the root's own files.
pub(crate) const NAMES: [&str; 3] = ["404.html", "index.html", "robots.txt"];

use crate::model::PortalPath;
use crate::site::Entry;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-content:center;padding:2rem;box-sizing:border-box;\
font:1rem/1.6 system-ui,sans-serif;color:#1c1c1e;background:#fafafa}\
main{max-width:28rem}h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.3}p{margin:0;color:#55555a}\
@media(prefers-color-scheme:dark){body{color:#f2f2f3;background:#161618}p{color:#aeaeb2}}";

/// `index.html`, `404.html` and `robots.txt` of the output's root.
///
/// They depend on the agency's name and on nothing else: the same bytes for one client or a
/// thousand. Where there is a front door, that takes the place of `index.html`. `404.html` refers to no other file, because hosts serve it at any depth.
#[must_use]
pub fn root_pages(agency: &str) -> BTreeMap<PortalPath, Entry> {
    let missing = page(
        agency,
        "Page not found",
        "There is nothing at this address. If you followed a link that we sent you, \
         check that it is complete, or ask us for a new one.",
    );
    let index = page(
        agency,
        agency,
        "Our clients reach their portals by a private link. If you have lost yours, ask us and \
         we will send it again.",
    );
    let robots = b"User-agent: *\nDisallow: /\n".to_vec();
    let pages = [missing.into_bytes(), index.into_bytes(), robots];
    let pages = NAMES.into_iter().zip(pages);
    pages.map(|(name, bytes)| (PortalPath::known(name), Entry::Bytes(bytes))).collect()
}

/// The policy of these pages: their one style sheet, and an empty icon.
pub(crate) fn policy() -> String {
    let style_hash = BASE64.encode(&Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style_hash}'; img-src data:; base-uri 'none'; \
         form-action 'none'"
    )
}

fn page(agency: &str, heading: &str, text: &str) -> String {
    let (agency, heading, policy) = (escape(agency), escape(heading), policy());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex, nofollow\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{agency}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <main>\n<h1>{heading}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
    )
}

/// Text for an element's content.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(pages: &BTreeMap<PortalPath, Entry>, name: &str) -> String {
        let Entry::Bytes(bytes) = &pages[&PortalPath::known(name)] else { panic!("{name}") };
        String::from_utf8(bytes.clone()).unwrap()
    }

    #[test]
    fn a_name_is_text() {
        let pages = root_pages("<script>Smith & Sons</script>");
        for name in NAMES {
            let text = text_of(&pages, name);
            assert!(!text.contains("<script>"), "{name}");
            assert_eq!(text.contains("Smith &amp; Sons"), name != "robots.txt", "{name}");
        }
    }

    #[test]
    fn the_policy_allows_the_one_style_and_nothing_else() {
        let index = text_of(&root_pages("Studio"), "index.html");
        let (_, after) = index.split_once("'sha256-").unwrap();
        let (hash, _) = after.split_once('\'').unwrap();
        let (_, after) = index.split_once("<style>").unwrap();
        let (style, _) = after.split_once("</style>").unwrap();
        assert_eq!(hash, BASE64.encode(&Sha256::digest(style)));
        assert!(index.contains("default-src 'none'") && index.contains("noindex"));
    }
}
