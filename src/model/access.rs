//! Who is let in to a portal.

use super::{AccessMode, Member, Person};
use crate::diagnostics::Place;
use crate::schema::Date;
use crate::seal::AccessCode;
use zeroize::Zeroizing;

/// Whether the agency's root page takes access codes and opens the right portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontDoor {
    /// As soon as somebody has a code that is all they need.
    WhenNeeded,
    /// In any case.
    Open,
    /// Never.
    Closed,
}

/// Who can open a portal, and how.
#[derive(Debug, Clone)]
pub struct Access {
    /// How a client gets in.
    pub mode: AccessMode,
    /// The last day on which the portal can be opened.
    pub expires: Option<Date>,
    /// After how many seconds without use an open portal locks itself.
    pub lock_after: Option<u32>,
    /// How often the portal has moved to another address.
    pub rotation: u32,
    /// How often the portal's key was replaced.
    pub epoch: u32,
    /// Those who are let in, in the order of `client.yaml`, also when their time is over (see
    /// [`Admitted::is_over`]). Where no people are listed, and in `plain`, it is everyone with the
    /// link or code.
    pub admitted: Vec<Admitted>,
    /// The ids of those whom nothing lets in any more, in order; that of everyone is empty.
    pub revoked: Vec<String>,
}

/// Somebody who is let in.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The person's id; empty for everyone.
    pub person: String,
    /// The person's name; `None` for everyone.
    pub name: Option<String>,
    /// How often they were given a new link and code.
    pub rotation: u32,
    /// The last day on which they can open the portal: their own or the portal's, whichever is
    /// earlier.
    pub expires: Option<Date>,
    /// The access code of their own choice, in a mode that has codes.
    pub code: Option<ChosenCode>,
}

/// An access code that a person chose.
#[derive(Debug, Clone)]
pub struct ChosenCode {
    /// What it comes to.
    pub code: AccessCode,
    /// Where it is written.
    pub place: Place,
    written: Zeroizing<String>,
}

impl Admitted {
    /// Whether `today` is past the last day.
    #[must_use]
    pub fn is_over(&self, today: Date) -> bool {
        self.expires.is_some_and(|last| last < today)
    }
}

impl ChosenCode {
    /// The `code` that `written` comes to.
    #[must_use]
    pub fn new(written: &str, code: AccessCode, place: Place) -> Self {
        Self { code, place, written: Zeroizing::new(written.trim().to_owned()) }
    }

    /// The code as the person wrote it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.written
    }
}

/// What `client.yaml` and `access.yaml` say of a client: enough for its links and invitations,
/// and known also while something else in its folder is wrong.
#[derive(Debug, Clone)]
pub struct Head {
    /// The client's name.
    pub name: String,
    /// The people who may open the portal.
    pub people: Vec<Person>,
    /// The people of the agency who answer, the first one first.
    pub team: Vec<Member>,
    /// Language and region.
    pub locale: icu::locale::Locale,
    /// Who can open it, and how.
    pub access: Access,
}
