use crate::source_file::changed;
use camino::Utf8PathBuf;
use std::io;

/// Why something could not be written. Whatever stood there before still stands.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The operating system refused; its words name the path.
    #[error(transparent)]
    Io(io::Error),

    /// No room.
    #[error("the disk is full ({0}): make room and build again; the last good portal is untouched")]
    Full(io::Error),

    /// Something that is not a folder stands where the output folder, or one above it, should be.
    #[error(
        "`{path}` is not a folder, so no portals can be written there: move it elsewhere, or \
         choose another output folder"
    )]
    NotAFolder {
        /// What stands there.
        path: Utf8PathBuf,
    },

    /// The output folder holds something and was not made by Keyfolio.
    #[error(
        "`{dir}` is not empty and was not made by Keyfolio, so nothing is written there: \
         choose another output folder, or empty this one yourself"
    )]
    NotOurs {
        /// The folder.
        dir: Utf8PathBuf,
    },

    /// The portals in the output folder were made with another secret.
    #[error(
        "the portals in `{dir}` were made with another secret, and this one would give every \
         client a new link: bring the old secret back, or delete `{dir}` if new links are meant"
    )]
    OtherSecret {
        /// The folder.
        dir: Utf8PathBuf,
    },

    /// The marker cannot be read.
    #[error(
        "`{path}` is not a marker that this version can read: delete its folder and build again"
    )]
    Marker {
        /// The marker.
        path: Utf8PathBuf,
    },

    /// Another build holds the lock.
    #[error("another build is writing to `{dir}`: wait for it to end, or stop it")]
    Busy {
        /// The folder.
        dir: Utf8PathBuf,
    },

    /// Something that is not a folder has the name of a portal.
    #[error("`{path}` is in the way of a portal: move it elsewhere")]
    InTheWay {
        /// What stands there.
        path: Utf8PathBuf,
    },

    /// Something has the name of a folder that the front door needs.
    #[error(
        "`{path}` is in the way of the front door: move it elsewhere, or set `access.door: false` \
         in `keyfolio.yaml`"
    )]
    InTheWayOfDoor {
        /// What stands there.
        path: Utf8PathBuf,
    },

    /// A file of the client's is no longer what was loaded.
    #[error("`{path}` changed while the portal was being built: build again when it is whole")]
    Changed {
        /// The file.
        path: Utf8PathBuf,
    },
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        if let Some(path) = changed(&error) {
            return Self::Changed { path: path.to_owned() };
        }
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(error),
            _ => Self::Io(error),
        }
    }
}
