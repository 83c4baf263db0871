//! The files as an agency writes them, key by key.
//!
//! These types are the content reference: `load` reads YAML into them, `keyfolio schema` prints
//! their JSON Schemas, and their doc comments are what an editor shows. What the user wrote and
//! what it means are two things: `load` turns these into the types of [`crate::model`].

mod access;
mod agency;
mod client;
mod deliverable;
mod lists;
mod publish;
mod scalar;
mod status;
mod types;
mod update;

pub use access::*;
pub use agency::*;
pub use client::*;
pub use deliverable::*;
pub use lists::*;
pub use publish::*;
pub use status::*;
pub use types::*;
pub use update::*;

use schemars::Schema;

/// One kind of file that an agency writes.
#[derive(Debug, Clone, Copy)]
pub struct FileKind {
    /// Its name for `keyfolio schema`.
    pub name: &'static str,
    /// Where it stands in a workspace.
    pub place: &'static str,
    /// Its JSON Schema (draft 2020-12).
    pub schema: fn() -> Schema,
}

impl FileKind {
    /// Its JSON Schema as text, for people and editors.
    #[must_use]
    pub fn json(&self) -> String {
        format!("{:#}\n", (self.schema)().as_value())
    }
}

/// Every kind of file.
pub const FILES: &[FileKind] = &[
    FileKind {
        name: "agency",
        place: "keyfolio.yaml",
        schema: || schemars::schema_for!(AgencyFile),
    },
    FileKind {
        name: "client",
        place: "content/<client>/client.yaml",
        schema: || schemars::schema_for!(ClientFile),
    },
    FileKind {
        name: "access",
        place: "content/<client>/access.yaml",
        schema: || schemars::schema_for!(AccessFile),
    },
    FileKind {
        name: "project",
        place: "content/<client>/projects/<project>/project.yaml",
        schema: || schemars::schema_for!(ProjectFile),
    },
    FileKind {
        name: "status",
        place: "content/<client>/status.yaml",
        schema: || schemars::schema_for!(StatusFile),
    },
    FileKind {
        name: "deliverable",
        place: "content/<client>/deliverables/<deliverable>/deliverable.yaml",
        schema: || schemars::schema_for!(DeliverableFile),
    },
    FileKind {
        name: "update",
        place: "content/<client>/updates/<update>.md (front matter)",
        schema: || schemars::schema_for!(UpdateFront),
    },
    FileKind {
        name: "documents",
        place: "content/<client>/documents/documents.yaml",
        schema: || schemars::schema_for!(DocumentsFile),
    },
    FileKind {
        name: "requests",
        place: "content/<client>/requests.yaml",
        schema: || schemars::schema_for!(RequestsFile),
    },
    FileKind {
        name: "checklist",
        place: "content/<client>/checklist.yaml",
        schema: || schemars::schema_for!(ChecklistFile),
    },
    FileKind {
        name: "money",
        place: "content/<client>/money.yaml",
        schema: || schemars::schema_for!(MoneyFile),
    },
    FileKind {
        name: "collection",
        place: "shared/<collection>/collection.yaml",
        schema: || schemars::schema_for!(CollectionFile),
    },
    FileKind {
        name: "theme",
        place: "themes/<theme>/theme.yaml",
        schema: || schemars::schema_for!(ThemeFile),
    },
];
