//! Why there is no configuration.

/// Why a host cannot be configured for a place.
#[derive(Debug, thiserror::Error)]
pub enum HostConfigError {
    /// It serves one folder under all names.
    #[error(
        "{host} serves one folder, whatever the host name, so portals cannot have a host name each"
    )]
    OneFolder {
        /// Its name.
        host: &'static str,
    },
    /// It reads from one kind of storage.
    #[error(
        "the bucket is at `{endpoint}`, and CloudFront signs its requests for Amazon's S3 alone"
    )]
    Elsewhere {
        /// Where the bucket is.
        endpoint: String,
    },
    /// A wildcard stands for the first label of a host name alone.
    #[error(
        "`{{locator}}` is not the first part of the host name in `base_url`, and {host} takes a wildcard there alone"
    )]
    NotFirst {
        /// Its name.
        host: &'static str,
    },
    /// A name that would mean something else in its format.
    #[error("`{name}` cannot be written into this configuration")]
    Unfit {
        /// What is named.
        name: String,
    },
    /// The policy takes more room than the host has.
    #[error("`allow_hosts` makes the policy {length} characters long, and {host} takes {most}")]
    TooLong {
        /// The host's name.
        host: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        most: usize,
    },
    /// A template of the program has a fault.
    #[error("a template cannot be filled in: {0}")]
    Template(#[from] tera::Error),
}

impl HostConfigError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::OneFolder { .. } => {
                "take `{locator}` out of `base_url`, or use CloudFront, nginx or Caddy"
            }
            Self::Elsewhere { .. } => "use the CDN of the storage's own provider",
            Self::NotFirst { .. } => {
                "write it as `https://{locator}.portals.example/`, or use nginx"
            }
            Self::Unfit { .. } => "use letters, digits, `-`, `_` and `.`",
            Self::TooLong { .. } => "allow fewer hosts",
            Self::Template(_) => return None,
        })
    }
}
