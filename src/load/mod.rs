//! Reads a workspace.
pub(crate) mod yaml;
