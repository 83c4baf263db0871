//! Where the output will be reachable, and each portal below or beside it.

use std::fmt;
use url::Url;

/// Stands for a portal's locator.
const PLACEHOLDER: &str = "{locator}";
/// A locator's length, and of letters that it may have.
const SOME_LOCATOR: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The longest host name (RFC 1035, without the last dot).
const LONGEST_HOST: usize = 253;

/// The address of the output folder; or, with `{locator}` in its host name, that of every portal,
/// each on a host name and so on a web origin of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Ends in `/`.
    text: String,
}

/// Why a text is not the address of the portals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlFault {
    /// It is no web address, or one with a query, a fragment or a user in it.
    #[error("is not the address of a folder")]
    NoFolder,
    /// The placeholder is not a whole label of the host name.
    #[error("has `{{locator}}` where no portal can stand")]
    Misplaced,
    /// Host names have at most 253 characters.
    #[error("has a host name that is too long once the locator is in it")]
    TooLong,
}

impl BaseUrlFault {
    /// What to write instead.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::NoFolder => "write it as `https://clients.example.com/`",
            Self::Misplaced => {
                "let it stand once, between dots of the host name, as in \
                 `https://{locator}.portals.example/`; in a path it goes without saying"
            }
            Self::TooLong => "use a shorter one: the locator takes 32 of its 253 characters",
        }
    }
}

impl BaseUrl {
    /// The address that `text` is.
    ///
    /// # Errors
    /// When it is not `http` or `https`, has a query, a fragment or a user, or has `{locator}`
    /// elsewhere than once, as a whole label in front of the last one of its host name.
    pub fn parse(text: &str) -> Result<Self, BaseUrlFault> {
        let url = Url::parse(&text.replace(PLACEHOLDER, SOME_LOCATOR));
        let url = url.map_err(|_| BaseUrlFault::NoFolder)?;
        let (_, after_scheme) = text.split_once("://").ok_or(BaseUrlFault::NoFolder)?;
        let bare = matches!(url.scheme(), "https" | "http")
            && url.username().is_empty()
            && !after_scheme.contains(['@', '?', '#', '\\'])
            && !text.contains(|c: char| c.is_whitespace() || c.is_control());
        if !bare {
            return Err(BaseUrlFault::NoFolder);
        }
        if text.contains(['{', '}']) {
            let (authority, path) = after_scheme.split_once('/').unwrap_or((after_scheme, ""));
            let host = authority.split_once(':').map_or(authority, |(host, _)| host);
            let (first, last) = host.rsplit_once('.').ok_or(BaseUrlFault::Misplaced)?;
            let labels = first.split('.').filter(|label| *label == PLACEHOLDER).count();
            let rest = host.replacen(PLACEHOLDER, "", 1);
            if labels != 1 || last.is_empty() || [&rest, path].iter().any(|at| at.contains('{')) {
                return Err(BaseUrlFault::Misplaced);
            }
        }
        if url.host_str().is_none_or(|host| host.len() > LONGEST_HOST) {
            return Err(BaseUrlFault::TooLong);
        }
        Ok(Self { text: format!("{}/", text.trim_end_matches('/')) })
    }

    /// The address of the portal at `locator`; ends in `/`.
    #[must_use]
    pub fn portal(&self, locator: &str) -> String {
        if self.one_host_each() {
            self.text.replacen(PLACEHOLDER, locator, 1)
        } else {
            format!("{}{locator}/", self.text)
        }
    }

    /// The address of the agency's own page, above the portals; ends in `/`. None where every portal
    /// has a host name of its own: nobody said then where that page is.
    #[must_use]
    pub fn above(&self) -> Option<&str> {
        (!self.one_host_each()).then_some(&self.text)
    }

    /// Its host name, without a port; with `{locator}` in it where every portal has one of its own.
    #[must_use]
    pub fn host(&self) -> &str {
        let authority = self.after_scheme().split('/').next().unwrap_or_default();
        match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            _ => authority,
        }
    }

    /// Its port, where one is named.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        let authority = self.after_scheme().split('/').next()?;
        authority.rsplit_once(':')?.1.parse().ok()
    }

    /// The folder that it names, percent-encoded: empty, or with a `/` in front and none behind.
    #[must_use]
    pub fn folder(&self) -> &str {
        let rest = self.after_scheme();
        rest.find('/').map_or("", |slash| &rest[slash..]).trim_end_matches('/')
    }

    fn after_scheme(&self) -> &str {
        self.text.split_once("://").map_or("", |(_, rest)| rest)
    }

    /// Whether every portal has a host name of its own.
    #[must_use]
    pub fn one_host_each(&self) -> bool {
        self.text.contains(PLACEHOLDER)
    }

    /// Whether it is read and sent in the clear.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.text.starts_with("https:")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCATOR: &str = "n5wsv4tskogigcazlhq7kmfg6hyg3gky";

    #[track_caller]
    fn portal(base: &str) -> String {
        BaseUrl::parse(base).unwrap().portal(LOCATOR)
    }

    #[test]
    fn below_one_address() {
        let below = format!("https://clients.example.com/a/{LOCATOR}/");
        assert_eq!(portal("https://clients.example.com/a"), below);
        assert_eq!(portal("https://clients.example.com/a//"), below);
        assert_eq!(portal("http://localhost:8000"), format!("http://localhost:8000/{LOCATOR}/"));
        assert!(!BaseUrl::parse("https://a.example").unwrap().one_host_each());
    }

    #[test]
    fn on_a_host_name_of_its_own() {
        for (base, address) in [
            ("https://{locator}.portals.example/", "https://LOCATOR.portals.example/"),
            ("https://{locator}.portals.example", "https://LOCATOR.portals.example/"),
            ("https://{locator}.localhost:8000/a/", "https://LOCATOR.localhost:8000/a/"),
            ("https://of.{locator}.portals.example", "https://of.LOCATOR.portals.example/"),
        ] {
            assert_eq!(portal(base), address.replace("LOCATOR", LOCATOR));
            assert!(BaseUrl::parse(base).unwrap().one_host_each());
        }
    }

    #[test]
    fn its_parts() {
        for (base, host, port, folder) in [
            ("https://a.example", "a.example", None, ""),
            ("https://a.example:8443/", "a.example", Some(8443), ""),
            ("https://a.example/of%20the/agency", "a.example", None, "/of%20the/agency"),
            ("https://{locator}.a.example:8443/b/", "{locator}.a.example", Some(8443), "/b"),
            ("http://[::1]:8000/a", "[::1]", Some(8000), "/a"),
            ("http://[::1]/", "[::1]", None, ""),
        ] {
            let url = BaseUrl::parse(base).unwrap();
            assert_eq!((url.host(), url.port(), url.folder()), (host, port, folder), "{base}");
        }
    }

    #[test]
    fn a_locator_is_as_long_as_the_one_that_is_tried() {
        assert_eq!(LOCATOR.len(), SOME_LOCATOR.len());
        let name =
            |labels: usize| format!("https://{{locator}}{}.example", ".abcdefgh".repeat(labels));
        assert!(BaseUrl::parse(&name(23)).is_ok());
        assert_eq!(BaseUrl::parse(&name(24)), Err(BaseUrlFault::TooLong));
    }

    #[test]
    fn nothing_else_is_an_address() {
        for base in [
            "",
            "clients.example.com",
            "ftp://clients.example.com/",
            "https://",
            "https:///",
            "https:clients.example.com",
            "https://clients.example.com/?a",
            "https://clients.example.com/#a",
            "https://clients.example.com/a b",
            "https://me@clients.example.com/",
            "https://me:secret@clients.example.com/",
            "https://exa mple.com/",
        ] {
            assert_eq!(BaseUrl::parse(base), Err(BaseUrlFault::NoFolder), "{base}");
        }
        for base in [
            "https://portals.example/{locator}/",
            "https://{locator}/",
            "https://portals.{locator}/",
            "https://{locator}.example/{locator}/",
            "https://{locator}.{locator}.example/",
            "https://a-{locator}.portals.example/",
            "https://{Locator}.portals.example/",
            "https://{client}.portals.example/",
            "https://{locator}./",
            "https://portals.example:{locator}/",
        ] {
            let fault = BaseUrl::parse(base).unwrap_err();
            let port = base.contains(":{");
            assert_eq!(fault == BaseUrlFault::Misplaced, !port, "{base}");
        }
    }
}
