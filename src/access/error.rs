use super::SecretFault;
use camino::Utf8PathBuf;

/// Why there is no secret to work with.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// The operating system refused; its words name the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),

    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes for a new secret")]
    Random(#[from] getrandom::Error),

    /// The text is not a secret.
    #[error("{place} does not hold a secret: {fault}; put the one from your backup there")]
    Malformed {
        /// Where the text came from: the file or the environment variable, in backticks.
        place: String,
        /// What is wrong with it.
        #[source]
        fault: SecretFault,
    },

    /// `KEYFOLIO_SECRET` is set to nothing, as a CI job does that lacks the variable.
    #[error(
        "`KEYFOLIO_SECRET` is set but empty: set it to the text of `.keyfolio/secret`, or unset it"
    )]
    EmptyVariable,

    /// Others than the owner may read the file.
    #[error(
        "others on this machine can read `{path}` (mode {mode:03o}): run `chmod 600 {path}`; \
         if somebody may have read it, every link is known to them"
    )]
    ReadableByOthers {
        /// The file.
        path: Utf8PathBuf,
        /// Its permission bits.
        mode: u32,
    },

    /// The file is under version control.
    #[error(
        "git tracks `{path}`: run `git rm --cached {path}` and commit; \
         it stays in the history, so whoever has the repository can work out every link"
    )]
    TrackedByGit {
        /// The file.
        path: Utf8PathBuf,
    },

    /// A new secret was asked for where there is one.
    #[error("`{path}` is there already and is never overwritten: move it away first")]
    Exists {
        /// The file.
        path: Utf8PathBuf,
    },

    /// There is no secret, and several processes at once would each make another.
    #[error(
        "there is no secret, and a shard makes none: each would make another; set \
         `KEYFOLIO_SECRET` to the text of `.keyfolio/secret` for all shards (`keyfolio build` \
         without `--shard` makes one)"
    )]
    OfShards,

    /// There is no secret, but there are portals that were made with one.
    #[error(
        "the secret is missing, but `{output}` holds portals that were made with one, and a new \
         secret would change every link: put the old one back as `{path}` or in \
         `KEYFOLIO_SECRET`; if it is lost for good, delete `{output}` and build again"
    )]
    Lost {
        /// The output folder.
        output: Utf8PathBuf,
        /// Where the secret belongs.
        path: Utf8PathBuf,
    },
}
