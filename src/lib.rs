//! Keyfolio turns one folder per client into one private, branded portal per client.
pub mod access;
pub mod diagnostics;
pub mod model;
pub mod schema;
pub mod site;
