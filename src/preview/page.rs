//! A portal's page on its way to the browser: the reload script goes in, the file on disk stays
//! what it is.

use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// Where a page is shown that belongs elsewhere: the portal's own "not found".
#[derive(Debug, Clone, Copy)]
pub(super) struct Misplaced<'a> {
    /// The folder that the page's links start from, with `/` at both ends.
    pub home: &'a str,
    /// The path that was asked for, percent-encoded.
    pub asked: &'a str,
}

/// The page with the reload script. The portal's policy allows no connection at all; the script
/// needs one, to where the page came from. The links of a misplaced page lead where they lead from
/// its own place.
///
/// # Errors
/// When the page cannot be parsed; it is better shown as it is then.
pub(super) fn with_reload(
    html: &str,
    revision: &str,
    misplaced: Option<Misplaced<'_>>,
) -> Result<String, lol_html::errors::RewritingError> {
    let policy = element!("meta[http-equiv='Content-Security-Policy' i]", |meta| {
        // As it is written in the page, with its entities. Of two rules on one thing the first
        // counts: a theme that has its own on connections keeps it.
        if let Some(policy) = meta.get_attribute("content") {
            meta.set_attribute("content", &format!("{policy}; connect-src 'self'"))?;
        }
        Ok(())
    });
    let script = element!("head", |head| {
        if let Some(Misplaced { home, .. }) = misplaced {
            // Before the page's policy, which forbids it to those that come after.
            head.prepend(&format!("<base href=\"{home}\">"), ContentType::Html);
        }
        let script =
            format!("<script src=\"/-/reload.js\" data-revision=\"{revision}\" defer></script>");
        head.append(&script, ContentType::Html);
        Ok(())
    });
    let inside = element!("a[href^='#']", |link| {
        if let (Some(Misplaced { asked, .. }), Some(place)) =
            (misplaced, link.get_attribute("href"))
        {
            link.set_attribute("href", &format!("{asked}{place}"))?;
        }
        Ok(())
    });
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(inside)
        .append_element_content_handler(policy)
        .append_element_content_handler(script);
    rewrite_str(html, settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html><html><head><meta http-equiv=\"Content-Security-Policy\" \
        content=\"default-src &#39;none&#39;; script-src &#39;self&#39;\"><title>A</title></head><body></body></html>";

    #[test]
    fn the_script_goes_in_and_nothing_else_changes() {
        let html = with_reload(PAGE, "1.2", None).unwrap();
        let script = "<script src=\"/-/reload.js\" data-revision=\"1.2\" defer></script>";
        assert_eq!(html.matches(script).count(), 1);
        let without = html.replace(script, "").replace("; connect-src 'self'", "");
        assert_eq!(without, PAGE);
    }

    #[test]
    fn links_of_a_misplaced_page_lead_where_they_lead_from_its_own_place() {
        let page = PAGE.replace("<body>", "<body><a href=\"#main\">x</a><a href=\"a.html\">y</a>");
        let misplaced = Misplaced { home: "/p/", asked: "/p/no/such.html" };
        let html = with_reload(&page, "1.2", Some(misplaced)).unwrap();
        assert!(html.contains("<a href=\"/p/no/such.html#main\">x</a><a href=\"a.html\">y</a>"));
        let at = |text| html.find(text).unwrap();
        assert!(at("<base href=\"/p/\">") < at("<meta http-equiv"));
    }
}
