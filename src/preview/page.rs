//! A portal's page on its way to the browser: the reload script goes in, the file on disk stays
//! what it is.

use lol_html::html_content::ContentType;
use lol_html::{RewriteStrSettings, element, rewrite_str};

/// The page with the reload script. The portal's policy allows no connection at all; the script
/// needs one, to where the page came from.
///
/// # Errors
/// When the page cannot be parsed; it is better shown as it is then.
pub(super) fn with_reload(
    html: &str,
    revision: &str,
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
        let script =
            format!("<script src=\"/-/reload.js\" data-revision=\"{revision}\" defer></script>");
        head.append(&script, ContentType::Html);
        Ok(())
    });
    let settings = RewriteStrSettings::new()
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
        let html = with_reload(PAGE, "1.2").unwrap();
        let script = "<script src=\"/-/reload.js\" data-revision=\"1.2\" defer></script>";
        assert_eq!(html.matches(script).count(), 1);
        let without = html.replace(script, "").replace("; connect-src 'self'", "");
        assert_eq!(without, PAGE);
    }
}
