//! A portal on its host: its files over HTTPS, for the reader in [`seal`](crate::seal).
//!
//! Only the portal's own origin is ever asked, and nothing in the clear but by this machine itself.
//! What a link has behind `#` is no part of an address here. [`Host`] is the same host as it answers,
//! for [`verify`](crate::verify).

mod certificate;
mod host;

pub use certificate::CertificateFault;
pub use host::{Host, Question, is_absent};

use crate::seal::Fetch;
use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::header::{ACCEPT_ENCODING, CACHE_CONTROL, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, redirect::Attempt};
use std::error::Error;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use url::Url;

/// How long a host may say nothing: when it is asked, and in the middle of a file.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a host may send on to another address of its own.
const REDIRECTS: usize = 5;
/// Object storage says "forbidden" of what is not there, where nobody may list it.
const ABSENT: [StatusCode; 3] = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND, StatusCode::GONE];

/// A portal's folder on a host.
#[derive(Debug, Clone)]
pub struct Remote {
    client: Client,
    folder: Url,
}

/// Why an address cannot be that of a portal.
#[derive(Debug, thiserror::Error)]
pub enum RemoteError {
    /// It is no address on the web.
    #[error("`{0}` is not the address of a portal: it begins with `https://`")]
    NotWeb(String),
    /// What is read there, and where, could be seen and changed by anybody on the way.
    #[error("`{0}` is not encrypted on its way: portals are read over `https://`")]
    Insecure(Url),
    /// There is no client to read it with.
    #[error("portals cannot be read over HTTPS on this machine: {}", root_cause(.0))]
    Client(reqwest::Error),
}

impl Remote {
    /// The portal at `address`, which may name its page, and may be a whole link: query and
    /// fragment are left out. Asks nobody yet.
    ///
    /// # Errors
    /// When it is not `https`, nor `http` of this machine itself; when the system has no
    /// certificates to trust.
    pub fn new(address: &str) -> Result<Self, RemoteError> {
        let folder = folder(address)?;
        // Only the first one counts, and whoever comes second wants the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let origin = folder.origin();
        let client = Client::builder()
            .user_agent(concat!("keyfolio/", env!("CARGO_PKG_VERSION")))
            .referer(false)
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            .redirect(Policy::custom(move |attempt: Attempt<'_>| {
                let own = attempt.url().origin() == origin;
                if own && attempt.previous().len() <= REDIRECTS {
                    attempt.follow()
                } else {
                    attempt.stop()
                }
            }));
        let client = at_home(client, &folder).build().map_err(RemoteError::Client)?;
        Ok(Self { client, folder })
    }
}

impl Fetch for Remote {
    type Body = Response;

    fn fetch(&self, path: &str) -> io::Result<Option<Response>> {
        let url = self.folder.join(path).map_err(io::Error::other)?;
        let asked = self.client.get(url).header(ACCEPT_ENCODING, "identity");
        // What is asked for twice is asked for because the first was old.
        let answer = asked.header(CACHE_CONTROL, "no-cache").send().map_err(unreachable)?;
        match answer.status() {
            StatusCode::OK => Ok(Some(answer)),
            status if ABSENT.contains(&status) => Ok(None),
            status if status.is_redirection() => Err(io::Error::other(sent_on(&answer))),
            status => Err(io::Error::other(format!("the host answered {status}"))),
        }
    }
}

/// The folder of the portal that `address` leads to.
fn folder(address: &str) -> Result<Url, RemoteError> {
    let not_web = || RemoteError::NotWeb(without_fragment(address).to_owned());
    let mut url = Url::parse(without_fragment(address)).map_err(|_| not_web())?;
    if !matches!(url.scheme(), "https" | "http") || !url.username().is_empty() {
        return Err(not_web());
    }
    url.set_query(None);
    let folder = url.path().strip_suffix("index.html").unwrap_or(url.path());
    let folder = format!("{}/", folder.trim_end_matches('/'));
    url.set_path(&folder);
    if url.scheme() == "http" && !is_this_machine(&url) {
        return Err(RemoteError::Insecure(url));
    }
    Ok(url)
}

/// An address as it may be shown: what stands behind `#` may be a secret.
#[must_use]
pub fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(address, _)| address)
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// What is on this machine is asked for by no proxy, and its names are those of RFC 6761, whatever a
/// name server says.
fn at_home(client: ClientBuilder, folder: &Url) -> ClientBuilder {
    if !is_this_machine(folder) {
        return client;
    }
    // Port 0 stands for that of the address.
    let addresses: [SocketAddr; 2] =
        [(Ipv4Addr::LOCALHOST, 0).into(), (Ipv6Addr::LOCALHOST, 0).into()];
    let client = client.no_proxy();
    match folder.host() {
        Some(url::Host::Domain(name)) => client.resolve_to_addrs(name, &addresses),
        _ => client,
    }
}

/// Why there was no answer.
fn unreachable(error: reqwest::Error) -> io::Error {
    if let Some(fault) = CertificateFault::behind(&error) {
        return io::Error::new(io::ErrorKind::NotConnected, fault);
    }
    let (kind, what) = if error.is_timeout() {
        (io::ErrorKind::TimedOut, "the host did not answer in time")
    } else if error.is_connect() {
        (io::ErrorKind::NotConnected, "the host cannot be reached")
    } else {
        (io::ErrorKind::Other, "the host's answer cannot be understood")
    };
    io::Error::new(kind, format!("{what}: {}", root_cause(&error.without_url())))
}

/// The last of the reasons, which says most: that there is no such name, or no such certificate.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}

fn sent_on(answer: &Response) -> String {
    let target = answer.headers().get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()));
    let target = target.as_deref().map_or("nowhere", without_fragment);
    format!("the host sends on to `{target}`, and a portal is only read from its own address")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_link() {
        let here = "https://clients.example.com/a/n5wsv4tskogigcazlhq7kmfg6hyg3gky/";
        for rest in ["", "index.html", "index.html#meqgy2lonmqhgzldojsxilrofy", "?utm=1#/updates"] {
            assert_eq!(folder(&format!("{here}{rest}")).unwrap().as_str(), here);
        }
        assert_eq!(folder(here.trim_end_matches('/')).unwrap().as_str(), here);
        assert_eq!(folder("https://x.example").unwrap().as_str(), "https://x.example/");
    }

    #[test]
    fn only_what_is_encrypted_or_here() {
        for here in
            ["http://localhost:80/", "http://a.localhost/", "http://127.1.2.3/", "http://[::1]/"]
        {
            assert!(folder(here).is_ok(), "{here}");
        }
        for away in ["http://example.com/", "http://localhost.example.com/", "http://10.0.0.1/"] {
            assert!(matches!(folder(away), Err(RemoteError::Insecure(_))), "{away}");
        }
        for other in ["ftp://a.example/", "file:///a", "https://", "https://me@a.example/", "a"] {
            assert!(matches!(folder(other), Err(RemoteError::NotWeb(_))), "{other}");
        }
    }

    #[test]
    fn no_message_shows_what_is_behind_the_hash() {
        for address in ["ftp://a.example/#secret", "http://a.example/#secret", "://#secret"] {
            assert!(!folder(address).unwrap_err().to_string().contains("secret"));
        }
    }
}
