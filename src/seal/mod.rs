//! Sealing: a [`Site`](crate::site::Site) and keys in, a portal out of which a host learns nothing.
//!
//! The format is `docs/format.md`, byte by byte. Here, from the outside in:
//!
//! - [`portal()`] seals a whole site; each [`Piece`] of the [`Sealed`] portal knows its length and
//!   writes itself, so `write` need not know what it is. [`Portal`] is the other way: the reader.
//! - `header`, `slot`, `manifest` and `object` are the four kinds of files, one module each.
//! - `document` and `cobblestone` are how they are sealed; `padding` and `deflate` come before.
//! - [`Door`] tells who has only a code where their portal stands.
//! - [`shell()`] is what stands in front of every portal: the reader for browsers.
//! - `keys` and `code` are what everything is derived from. Where those come from is the business
//!   of [`access`](crate::access).
//!
//! Pure but for reading: files are hashed here and read again when they are written, so that none
//! is ever held in memory. Nothing random, no clock: the same site and keys give the same bytes.

mod bytes;
mod cobblestone;
mod code;
mod deflate;
mod document;
mod door;
mod error;
#[cfg(any(fuzzing, test))]
pub(crate) mod fuzzing;
mod header;
mod json;
mod keys;
mod manifest;
mod media;
mod object;
mod open;
mod padding;
mod pipe;
mod portal;
mod shell;
mod slot;
mod source;

pub(crate) use bytes::Mac;
pub use cobblestone::{ChunkNumber, Message, Opener, Salt};
pub use code::{AccessCode, CodeFault, Kdf};
pub(crate) use deflate::{compress, inflate};
pub use document::{Document, INVENTORY, LEDGER};
pub use door::{DOOR_FOLDER, Door};
pub use error::{Fault, Kind, OpenError, Part, SealError};
pub use header::{Header, Mode};
pub use keys::{InputKey, LinkSecret, MacKey, PortalId, PortalKey, Root, Stretched};
pub use manifest::{Encoding, Listed, Manifest};
pub use object::Object;
pub use open::{Credentials, Fetch, Folder, Portal, lead};
pub use padding::padme;
pub use portal::{Admission, History, Keys, Piece, Sealed, portal, sequence};
pub(crate) use shell::policy as shell_policy;
pub use shell::{SHELL_FOLDER, Shell, WORKER, scripts, shell};
pub use slot::{IDLE, Slot};
pub use source::Digests;

#[cfg(test)]
mod tests;
