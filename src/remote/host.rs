//! A host as it answers, for whoever looks at the answers themselves: nothing is followed, nothing
//! taken apart.

use super::{PATIENCE, RemoteError, at_home, folder, unreachable};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::{ACCEPT_ENCODING, CACHE_CONTROL, RANGE};
use reqwest::redirect::Policy;
use std::io;
use std::time::Duration;
use url::Url;

/// How often a question is put again that was not answered.
const AGAIN: u32 = 2;
/// Before the first time; each one after it waits twice as long.
const PAUSE: Duration = Duration::from_millis(300);
/// `unreserved` of RFC 3986, and what divides folders.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A folder on a host.
#[derive(Debug, Clone)]
pub struct Host {
    client: Client,
    folder: Url,
}

impl Host {
    /// The folder at `address`, which may name its page; query and fragment are left out. Asks
    /// nobody yet.
    ///
    /// # Errors
    /// As [`Remote::new`](super::Remote::new).
    pub fn new(address: &str) -> Result<Self, RemoteError> {
        let folder = folder(address)?;
        // Only the first one counts, and whoever comes second wants the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("keyfolio/", env!("CARGO_PKG_VERSION"), " verify"))
            .referer(false)
            .connect_timeout(PATIENCE)
            .timeout(PATIENCE)
            .redirect(Policy::none());
        let client = at_home(client, &folder).build().map_err(RemoteError::Client)?;
        Ok(Self { client, folder })
    }

    /// Another folder, which may be on another host.
    ///
    /// # Errors
    /// As [`Host::new`].
    pub fn at(&self, address: &str) -> Result<Self, RemoteError> {
        let folder = folder(address)?;
        if folder.host() != self.folder.host() && super::is_this_machine(&folder) {
            return Self::new(address); // names of this machine are known to their own client
        }
        Ok(Self { client: self.client.clone(), folder })
    }

    /// The folder; ends in `/`.
    #[must_use]
    pub fn folder(&self) -> &Url {
        &self.folder
    }

    /// The address of a file below the folder.
    #[must_use]
    pub fn url(&self, path: &str) -> Url {
        let mut url = self.folder.clone();
        let below = utf8_percent_encode(path, PATH);
        url.set_path(&format!("{}{below}", self.folder.path()));
        url
    }

    /// What the host answers to this question: from its storage, and not from a copy on the way.
    ///
    /// # Errors
    /// When there is no answer, or the host says, several times, that it cannot give one now.
    pub fn get(&self, url: &Url, question: Question) -> io::Result<Response> {
        let mut pause = PAUSE;
        for _ in 0..AGAIN {
            match self.once(url, question) {
                Ok(answer) if !is_busy(answer.status()) => return Ok(answer),
                Err(error) if error.kind() == io::ErrorKind::NotConnected => return Err(error),
                _ => std::thread::sleep(pause),
            }
            pause *= 2;
        }
        self.once(url, question)
    }

    fn once(&self, url: &Url, question: Question) -> io::Result<Response> {
        let asked = self.client.get(url.clone()).header(CACHE_CONTROL, "no-cache");
        let asked = match question {
            Question::Whole => asked.header(ACCEPT_ENCODING, "identity"),
            Question::AsBrowsers => asked.header(ACCEPT_ENCODING, "gzip, deflate, br, zstd"),
            Question::Part(first, last) => asked
                .header(ACCEPT_ENCODING, "identity")
                .header(RANGE, format!("bytes={first}-{last}")),
        };
        asked.send().map_err(unreachable)
    }
}

/// How a file is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// As it is.
    Whole,
    /// Compressed, if the host likes.
    AsBrowsers,
    /// The bytes from the first to the last of these, both included.
    Part(u64, u64),
}

fn is_busy(status: StatusCode) -> bool {
    status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS
}

/// Whether a host says so that there is nothing.
#[must_use]
pub fn is_absent(status: StatusCode) -> bool {
    super::ABSENT.contains(&status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_script_are_addresses() {
        let host = Host::new("https://clients.example.com/a/index.html?b#c").unwrap();
        assert_eq!(host.folder().as_str(), "https://clients.example.com/a/");
        let url = host.url("files/Plan für #1?.pdf");
        assert_eq!(
            url.as_str(),
            "https://clients.example.com/a/files/Plan%20f%C3%BCr%20%231%3F.pdf"
        );
    }
}
