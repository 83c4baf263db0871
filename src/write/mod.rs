//! Puts rendered portals on disk: `dist/<locator>/`, swapped in whole, and only what changed.
//!
//! An [`Output`] is the output folder, opened, checked to be Keyfolio's own, and locked. Each
//! portal is put together in a staging folder beside the old one. What did not change is linked
//! there from the old portal (a hard link: no byte is copied), what did is written, and then the
//! two folders change places in one step. Whoever looks, at any moment and after any crash, sees the
//! old portal or the new one. When nothing changed, nothing is touched.
//!
//! No file is synced to the disk on its own: that is five times slower, and not needed. After a
//! kill the kernel still writes everything; after a power cut a file may be short, and then the
//! next build finds it differs from what it should be and writes it again.
//!
//! Nothing outside the output folder is ever removed, and inside it only what Keyfolio made: a
//! portal whose name the secret recognises, and its own temporary names.

mod compare;
mod copy;
mod error;
mod item;
mod kept;
mod marker;
mod output;
mod portal;
mod probe;
mod root;
mod swap;
mod unsealed;

pub use error::WriteError;
pub use item::Item;
pub(crate) use kept::keep;
pub use marker::made_with;
pub use output::Output;
pub use portal::Written;
pub use probe::{Abilities, probe};
pub(crate) use root::NAMES as ROOT_FILES;
pub(crate) use root::policy as root_policy;
pub use root::root_pages;
pub(crate) use swap::write_whole;
pub use unsealed::{UnsealError, Unsealed, unsealed};
