//! The files as an agency writes them, key by key.
//!
//! These types are the content reference: `load` reads YAML into them, `keyfolio schema` prints
//! their JSON Schemas, and their doc comments are what an editor shows. What the user wrote and
//! what it means are two things: `load` turns these into the types of [`crate::model`].

mod agency;
mod client;
mod deliverable;
mod lists;
mod status;
mod types;
mod update;

pub use agency::*;
pub use client::*;
pub use deliverable::*;
pub use lists::*;
pub use status::*;
pub use types::*;
pub use update::*;

use schemars::Schema;

/// Every kind of file: its name for `keyfolio schema`, where it stands, and its JSON Schema.
pub const FILES: &[(&str, &str, fn() -> Schema)] = &[
    ("agency", "keyfolio.yaml", || schemars::schema_for!(AgencyFile)),
    ("client", "content/<client>/client.yaml", || schemars::schema_for!(ClientFile)),
    ("project", "content/<client>/projects/<project>/project.yaml", || {
        schemars::schema_for!(ProjectFile)
    }),
    ("status", "content/<client>/status.yaml", || schemars::schema_for!(StatusFile)),
    ("deliverable", "content/<client>/deliverables/<deliverable>/deliverable.yaml", || {
        schemars::schema_for!(DeliverableFile)
    }),
    ("update", "content/<client>/updates/<update>.md (front matter)", || {
        schemars::schema_for!(UpdateFront)
    }),
    ("documents", "content/<client>/documents/documents.yaml", || {
        schemars::schema_for!(DocumentsFile)
    }),
    ("requests", "content/<client>/requests.yaml", || schemars::schema_for!(RequestsFile)),
    ("checklist", "content/<client>/checklist.yaml", || schemars::schema_for!(ChecklistFile)),
    ("money", "content/<client>/money.yaml", || schemars::schema_for!(MoneyFile)),
    ("collection", "shared/<collection>/collection.yaml", || schemars::schema_for!(CollectionFile)),
    ("theme", "themes/<theme>/theme.yaml", || schemars::schema_for!(ThemeFile)),
];
