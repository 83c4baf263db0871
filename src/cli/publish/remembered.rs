//! What is known from the last publish to a target: it can only save work.

use super::super::Failure;
use crate::access::own_folder;
use crate::load::Workspace;
use crate::publish::Memory;
use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

/// Digests of the output folder's files, and the name under which this workspace publishes.
pub(in super::super) struct Remembered {
    path: Utf8PathBuf,
    pub publisher: String,
    pub memory: Memory,
}

#[derive(Serialize, Deserialize)]
struct File {
    format: String,
    publisher: String,
    memory: Memory,
}

const FORMAT: &str = "keyfolio publish 1";

impl Remembered {
    pub fn load(workspace: &Workspace, target: &str) -> Result<Self, Failure> {
        let name = format!("published-{}", slug::slugify(target));
        let path = own_folder(workspace.root())?.join(name);
        let bytes = fs_err::read(&path).ok();
        let file: Option<File> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        if let Some(file) = file.filter(|file| file.format == FORMAT) {
            return Ok(Self { path, publisher: file.publisher, memory: file.memory });
        }
        let mut bytes = [0; 12];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        let publisher = data_encoding::HEXLOWER.encode(&bytes);
        Ok(Self { path, publisher, memory: Memory::default() })
    }

    pub fn save(self) -> Result<(), Failure> {
        let Self { path, publisher, memory } = self;
        let file = File { format: FORMAT.to_owned(), publisher, memory };
        let bytes = serde_json::to_vec(&file).unwrap_or_default(); // texts and numbers are JSON
        crate::write::write_whole(&path, &bytes)?;
        Ok(())
    }
}
