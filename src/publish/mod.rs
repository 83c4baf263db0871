//! Puts the output folder online: immutable objects first, what is fetched by name after them (in the
//! order of [`Step`]), the manifest last; then deletes what nothing refers to any more.
//!
//! Three things meet here. A [`Tree`] is the output folder as it stands, in groups: each portal is one,
//! so are the pages of the root. An [`Inventory`] says what a group has on the target, sealed and kept
//! there. A [`Store`] is the target itself, behind few verbs. [`plan()`] compares the first two and
//! touches nothing; [`publish`] does what the plan says, group by group, so that whoever opens a
//! portal sees the old one or the new one.
//!
//! Before the first file that is fetched by its name is put over an old one, the group is **claimed** in
//! the target's index, by a conditional write. A second publisher stops there, and so does one whose
//! idea of the target is out of date; a publish that was killed is found out by its claim.

mod digests;
mod error;
mod headers;
mod index;
mod past;
mod plan;
mod run;
mod standing;
mod store;
mod survey;
mod tree;

pub use digests::Digests;
pub use error::PublishError;
pub use headers::Headers;
pub(crate) use headers::{FRESH, IMMUTABLE, IMMUTABLE_BEHIND_CDN};
pub use index::{Claim, Entry, FOLDER, Index, Inventory, Number, PARTS, Pointer, Stored};
pub use past::{Left, mend};
pub use plan::{Change, GRACE, GroupPlan, Known, Plan, Step, Steps, plan};
pub use run::{Options, Outcome, Progress, publish};
pub use standing::fetch_standing;
pub use store::{Old, Store};
pub use survey::{Looks, Survey};
pub use tree::{Group, Kind, Local, ROOT, Tree};
