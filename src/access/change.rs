//! Links and codes that are taken back or replaced: what `revoke` and `rotate` do to an
//! [`AccessFile`].
//!
//! Every change is a count that goes up, never down: what was taken back once is never given again
//! by a later change. The portal's key is replaced with each, so that what a person kept of the
//! old one opens nothing that is published afterwards.

use crate::load::normal;
use crate::schema::{AccessFile, GrantEntry, Spanned};

/// What is to become of links and codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change<'a> {
    /// One person's link and code open nothing any more; nobody else's change.
    Revoke(&'a str),
    /// One person gets a new link and code, also when they were revoked; nobody else's change.
    Renew(&'a str),
    /// The portal moves to another address; every link and code is a new one.
    Move,
}

/// A count is at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("one of the counts in `access.yaml` is at its end, {}", u32::MAX)]
pub struct Exhausted;

impl Change<'_> {
    /// The file after the change; `None` when there is nothing to change. A person's id is empty
    /// for everyone.
    ///
    /// # Errors
    /// When a count cannot go up.
    pub fn apply(self, file: &AccessFile) -> Result<Option<AccessFile>, Exhausted> {
        let mut file = file.clone();
        match self {
            Self::Revoke(person) => {
                let grant = grant(&mut file, person);
                if grant.revoked {
                    return Ok(None);
                }
                grant.revoked = true;
            }
            Self::Renew(person) => {
                let grant = grant(&mut file, person);
                *grant = GrantEntry { rotation: next(grant.rotation)?, revoked: false };
            }
            Self::Move => file.rotation = next(file.rotation)?,
        }
        file.epoch = next(file.epoch)?;
        Ok(Some(file))
    }
}

/// What became of one person's link and code so far.
fn grant<'a>(file: &'a mut AccessFile, person: &str) -> &'a mut GrantEntry {
    let first = || Spanned { value: GrantEntry::default(), span: 0..0 };
    if person.is_empty() {
        return &mut file.shared.get_or_insert_with(first).value;
    }
    // The id as it is written already, in whichever Unicode form.
    let id = file.people.keys().find(|id| normal(id) == normal(person)).cloned();
    &mut file.people.entry(id.unwrap_or_else(|| normal(person))).or_insert_with(first).value
}

fn next(count: u32) -> Result<u32, Exhausted> {
    count.checked_add(1).ok_or(Exhausted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(changes: &[Change<'_>]) -> AccessFile {
        let first = AccessFile::default();
        changes.iter().fold(first, |file, change| change.apply(&file).unwrap().unwrap_or(file))
    }

    #[test]
    fn revoking_touches_one_person_and_the_key() {
        let file = after(&[Change::Renew("bob"), Change::Revoke("ada"), Change::Revoke("ada")]);
        assert_eq!((file.rotation, file.epoch), (0, 2));
        assert_eq!(file.people["ada"].value, GrantEntry { rotation: 0, revoked: true });
        assert_eq!(file.people["bob"].value, GrantEntry { rotation: 1, revoked: false });
        assert!(file.shared.is_none());
    }

    #[test]
    fn who_comes_back_gets_another_link() {
        let file = after(&[Change::Revoke("ada"), Change::Renew("ada"), Change::Revoke("ada")]);
        assert_eq!(file.people["ada"].value, GrantEntry { rotation: 1, revoked: true });
        assert_eq!(file.epoch, 3);
    }

    #[test]
    fn everyone_is_nobody_of_that_name() {
        let file = after(&[Change::Revoke("")]);
        assert!(file.shared.is_some_and(|shared| shared.revoked) && file.people.is_empty());
    }

    #[test]
    fn moving_touches_nobody_by_name() {
        let file = after(&[Change::Move]);
        assert_eq!((file.rotation, file.epoch), (1, 1));
        assert!(file.shared.is_none() && file.people.is_empty());
    }

    #[test]
    fn one_person_in_two_unicode_forms_is_one() {
        let file = after(&[Change::Renew("zoe\u{308}"), Change::Revoke("zo\u{eb}")]);
        assert_eq!(file.people.len(), 1);
        assert!(file.people["zo\u{eb}"].revoked);
    }

    #[test]
    fn no_count_starts_again() {
        let file = AccessFile { epoch: u32::MAX, ..AccessFile::default() };
        assert_eq!(Change::Move.apply(&file).unwrap_err(), Exhausted);
    }
}
