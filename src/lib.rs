//! Keyfolio turns one folder per client into one private, branded portal per client.
pub mod access;
pub mod build;
pub mod cli;
pub mod diagnostics;
pub mod i18n;
pub mod load;
pub mod markdown;
pub mod model;
pub mod render;
pub mod scaffold;
pub mod schema;
pub mod site;
mod stamp;
pub mod theme;
pub mod write;
