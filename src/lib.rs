//! Keyfolio turns one folder per client into one private, branded portal per client.
//!
//! The way through has the same names here, in the modules and in `ARCHITECTURE.md`:
//!
//! 1. [`load`] reads a workspace: the [`Agency`](model::Agency), then one [`Client`](model::Client)
//!    at a time, with every fault as a [`Diagnostic`](diagnostics::Diagnostic). What the user wrote is
//!    in [`schema`], what it means in [`model`]; texts go through [`markdown`].
//! 2. [`render`] makes a [`Site`](site::Site) of one client, the agency and a [`Theme`](theme::Theme),
//!    in the client's language ([`i18n`]). It reads nothing and knows no other client.
//! 3. [`seal`] turns a site into ciphertext, object by object, and opens it again.
//! 4. [`write`](mod@write) puts the site on disk, under the [`Locator`](access::Locator) that the master secret
//!    of [`access`] gives it, swapped in whole.
//! 5. [`publish`](mod@publish) puts what was written online, and [`verify`] looks from outside whether it is there.
//!
//! [`build`] does this for all clients in parallel and leaves out what did not change. [`cli`] is
//! the command line over it.

pub mod access;
pub(crate) mod browser;
pub mod build;
pub mod cli;
pub mod diagnostics;
#[cfg(any(fuzzing, test))]
#[doc(hidden)]
pub mod fuzzing;
pub mod host_config;
pub mod i18n;
pub mod load;
pub mod mail;
pub mod markdown;
pub mod model;
pub mod preview;
pub mod publish;
pub mod remote;
pub mod render;
pub mod scaffold;
pub mod schema;
pub mod seal;
pub mod shard;
pub mod site;
pub mod source_file;
mod stamp;
pub mod theme;
pub mod verify;
pub mod watch;
pub mod write;
