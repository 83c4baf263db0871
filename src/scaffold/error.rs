use camino::Utf8PathBuf;

/// Why nothing new was made. Whatever was there is untouched.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// The operating system refused; its words name the path.
    #[error(transparent)]
    Io(#[from] std::io::Error),

    /// The secret of a new agency could not be made.
    #[error(transparent)]
    Access(#[from] crate::access::AccessError),

    /// A new agency was asked for in a folder with something in it.
    #[error("`{dir}` is not empty, it holds {found}: choose another folder, or empty this one")]
    NotEmpty {
        /// The folder.
        dir: Utf8PathBuf,
        /// What is in it, in words.
        found: String,
    },

    /// Something has the name already.
    #[error("`{path}` is there already and is never overwritten: {mend}")]
    Exists {
        /// What is there.
        path: Utf8PathBuf,
        /// What to do instead.
        mend: &'static str,
    },

    /// The name cannot be that of a folder on every system.
    #[error("`{id}` cannot be the name of a folder: {why}{}", suggestion(.instead.as_deref()))]
    Id {
        /// What was given.
        id: String,
        /// What is wrong with it.
        why: &'static str,
        /// A name that can.
        instead: Option<String>,
    },

    /// A name or a title that is empty or more than one line.
    #[error("{what} must be one line of text that is not empty")]
    NotALine {
        /// What it is: `the name`, `the title`.
        what: &'static str,
    },

    /// A client has no such project.
    #[error("client `{client}` has no project `{project}`: {mend}")]
    UnknownProject {
        /// The client.
        client: String,
        /// What was given.
        project: String,
        /// Which ones there are.
        mend: String,
    },

    /// Which project is meant cannot be told.
    #[error("client `{client}` has several projects: say which one with `--project`: {known}")]
    WhichProject {
        /// The client.
        client: String,
        /// The projects there are.
        known: String,
    },

    /// A file for a new version that cannot be one.
    #[error("`{path}` cannot be in a deliverable: {why}")]
    File {
        /// The file.
        path: Utf8PathBuf,
        /// Why not.
        why: String,
    },

    /// The deliverable's versions are told by file names, so a folder would hide them.
    #[error(
        "the versions of `{path}` are files in one folder, as `{example}`: put the new file beside \
         them, or move each version into a folder `v1/`, `v2/` first"
    )]
    VersionsByName {
        /// The deliverable's folder.
        path: Utf8PathBuf,
        /// One of its files.
        example: String,
    },
}

fn suggestion(instead: Option<&str>) -> String {
    instead.map_or_else(String::new, |instead| format!("; write `{instead}`"))
}
