use serde::Serialize;

/// HTML that has been sanitised and may be put into a page as it is, but for its links: a link
/// inside the portal is written `portal:<path from the portal's root>` (percent-encoded), so that
/// the same text can stand on any page. `render` makes those relative to the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Html(String);

impl Html {
    /// The scheme of a link inside the portal. No link that a user writes may have it.
    pub const SCHEME: &'static str = "portal:";

    /// Takes HTML that came out of the sanitiser (`crate::markdown`); nobody else makes any.
    pub(crate) fn sanitised(html: String) -> Self {
        Self(html)
    }

    /// The HTML, links inside the portal still with their scheme.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}
