//! What the page in front of a sealed portal loads, and by which hashes.

use data_encoding::BASE64;
use lol_html::{RewriteStrSettings, element, rewrite_str};
use sha2::{Digest, Sha256};
use std::cell::RefCell;

/// A script or a style sheet, as the page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loaded {
    /// From the page's folder; empty where it is written into the page.
    pub path: String,
    /// The hash in the page (Subresource Integrity), if there is one.
    pub integrity: Option<String>,
}

impl Loaded {
    /// Whether these bytes are what the page asks for.
    pub fn is(&self, bytes: &[u8]) -> bool {
        let hash = format!("sha256-{}", BASE64.encode(&Sha256::digest(bytes)));
        self.integrity.as_ref().is_some_and(|wanted| *wanted == hash)
    }
}

/// Every script and style sheet of a page. Nothing where it is no HTML.
pub(super) fn loaded(page: &str) -> Vec<Loaded> {
    let found = RefCell::new(Vec::new());
    let add = |path: Option<String>, integrity| {
        found.borrow_mut().push(Loaded { path: path.unwrap_or_default(), integrity });
    };
    let script = element!("script", |script| {
        add(script.get_attribute("src"), script.get_attribute("integrity"));
        // The second script, which the first one loads.
        if let Some(later) = script.get_attribute("data-later") {
            let (path, hash) = later.split_once(' ').unwrap_or((&later, ""));
            add(Some(path.to_owned()), Some(hash.to_owned()));
        }
        Ok(())
    });
    let sheet = element!("link[rel=stylesheet]", |link| {
        add(link.get_attribute("href"), link.get_attribute("integrity"));
        Ok(())
    });
    let written = element!("style", |_| {
        add(None, None);
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(script)
        .append_element_content_handler(sheet)
        .append_element_content_handler(written);
    if rewrite_str(page, settings).is_err() {
        return Vec::new();
    }
    found.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_loads() {
        let page = "<!doctype html><link rel=icon href=i><link rel=\"stylesheet\" href=\"app/a.css\" \
                    integrity=\"sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\">\
                    <script src=\"app/b.js\" integrity=x data-later=\"app/c.js y\"></script>\
                    <script>alert(1)</script>";
        let found = loaded(page);
        let paths: Vec<&str> = found.iter().map(|loaded| loaded.path.as_str()).collect();
        assert_eq!(paths, ["app/a.css", "app/b.js", "app/c.js", ""]);
        assert!(found[0].is(b"abc") && !found[0].is(b"abd") && !found[3].is(b""));
        assert_eq!(found[2].integrity.as_deref(), Some("y"));
    }

    #[test]
    fn the_shells_own_page_names_a_hash_for_all() {
        let found = loaded(crate::browser::SHELL_PAGE);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|loaded| loaded.integrity.is_some()));
    }
}
