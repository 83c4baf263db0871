//! Who is let in to a portal: what `client.yaml` says of it and what `access.yaml` took back.

use super::folder::Folder;
use super::scope::yaml_file;
use super::text::Text;
use super::values::Checks;
use crate::diagnostics::{Code, Diagnostic, Place, Source};
use crate::load::normal;
use crate::model::{Access, Admitted, Agency, BaseUrl, ChosenCode, FrontDoor};
use crate::schema::{
    self, AccessDefault, AccessFile, AccessMode, ClientFile, Date, GrantEntry, PersonEntry, Spanned,
};
use crate::seal::{AccessCode, CodeFault};
use camino::Utf8Path;
use std::collections::BTreeMap;
use zeroize::Zeroizing;
use zxcvbn::Score;

/// What `revoke` and `rotate` write, in the client's folder.
pub(super) const FILE: &str = "access.yaml";
/// How a portal is opened where neither the client nor the agency says.
const DEFAULT: AccessMode = AccessMode::Link;
/// The weakest code that is taken, of the five steps of `zxcvbn`: 10^8 guesses or more, before
/// each is made a million times dearer by stretching.
const WEAKEST: Score = Score::Three;

/// The mode of clients that set none.
pub(super) fn default(entry: &AccessDefault) -> AccessMode {
    entry.mode.as_ref().map_or(DEFAULT, |mode| mode.value)
}

/// Whether the root page is a front door. It opens portals in its own place, so it has to be on
/// their web origin.
pub(super) fn door(
    entry: &AccessDefault,
    base_url: Option<&BaseUrl>,
    checks: &mut Checks<'_>,
) -> FrontDoor {
    let apart = base_url.is_some_and(BaseUrl::one_host_each);
    match &entry.door {
        Some(door) if door.value && apart => {
            let message = "there is no front door where every portal has a host name of its own";
            let help = "take `door` out: clients type their code at their portal's own address; or \
                        take `{locator}` out of `base_url`";
            checks.error(Code::InvalidValue, &door.span, message.to_owned(), help.to_owned());
            FrontDoor::Closed
        }
        Some(door) if door.value => FrontDoor::Open,
        None if !apart => FrontDoor::WhenNeeded,
        _ => FrontDoor::Closed,
    }
}

/// Whether `folder` can have an `access.yaml`, also one that is misnamed: every build asks this of
/// every client, most have none, and looking at all files of each would be felt.
pub(super) fn may_be_in(folder: &Utf8Path) -> bool {
    let Ok(entries) = fs_err::read_dir(folder) else { return true };
    entries.into_iter().any(|entry| {
        entry.map_or(true, |entry| {
            entry.file_name().to_string_lossy().to_ascii_lowercase().starts_with("access.")
        })
    })
}

/// `access.yaml`, where there is one.
pub(super) fn file(
    folder: &Folder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Text, AccessFile)> {
    yaml_file(folder, FILE, diagnostics)
}

/// Who can open the portal of the client that `file` describes. `grants` is its `access.yaml`.
pub(super) fn resolve(
    file: &ClientFile,
    source: Source<'_>,
    grants: Option<&(Text, AccessFile)>,
    agency: &Agency,
    diagnostics: &mut Vec<Diagnostic>,
) -> Access {
    let mode = file.access.mode.as_ref().map_or(agency.access, |mode| mode.value);
    let expires = file.access.expires.as_ref().map(|day| day.value);
    let own = file.access.lock_after.as_ref();
    let lock_after = own.map_or(agency.lock_after, |time| time.seconds());
    let none = AccessFile::default();
    let counts = grants.map_or(&none, |(_, counts)| counts);
    if let Some((text, counts)) = grants {
        check_grants(file, counts, text.source(), diagnostics);
    }
    let mut checks = Checks { source, diagnostics };
    if let (Some(time), false) = (own, mode.is_sealed()) {
        let message = "this time has no effect: a portal in mode `plain` is never locked";
        let help = "seal the portal, or take the time out";
        checks.warning(Code::NoEffect, &time.span, message, help);
    }
    let guests = Guests::new(file, counts, mode, expires);
    let admitted = guests.admitted(&mut checks);
    check_distinct(&file.people, &admitted, &mut checks);
    if admitted.is_empty() {
        let message = "nobody can open this portal: everyone who could was revoked";
        let client = source.path().parent().and_then(|folder| folder.file_name());
        let help = format!(
            "`keyfolio rotate {} PERSON` lets one of them in again",
            client.unwrap_or_default()
        );
        let place = Place::file(source.path());
        checks.diagnostics.push(Diagnostic::warning(Code::NoAccess, place, message).help(help));
    }
    let revoked = guests.revoked();
    let AccessFile { rotation, epoch, .. } = *counts;
    Access { mode, expires, lock_after, rotation, epoch, admitted, revoked }
}

/// What is known of those who may be let in.
struct Guests<'a> {
    file: &'a ClientFile,
    mode: AccessMode,
    expires: Option<Date>,
    shared: GrantEntry,
    /// By id in Unicode NFC.
    people: BTreeMap<String, GrantEntry>,
}

impl<'a> Guests<'a> {
    fn new(
        file: &'a ClientFile,
        counts: &AccessFile,
        mode: AccessMode,
        expires: Option<Date>,
    ) -> Self {
        let people = counts.people.iter().map(|(id, grant)| (normal(id), grant.value));
        let shared = counts.shared.as_ref().map_or_else(GrantEntry::default, |grant| grant.value);
        Self { file, mode, expires, shared, people: people.collect() }
    }

    fn admitted(&self, checks: &mut Checks<'_>) -> Vec<Admitted> {
        let people = self.file.people.iter();
        let named: Vec<Admitted> =
            people.filter_map(|person| self.person(person, checks)).collect();
        if !self.mode.is_sealed() {
            // One link, whoever has it.
            return vec![self.everyone(0)];
        }
        if self.file.people.is_empty() {
            let everyone = (!self.shared.revoked).then(|| self.everyone(self.shared.rotation));
            return everyone.into_iter().collect();
        }
        named
    }

    fn everyone(&self, rotation: u32) -> Admitted {
        Admitted { person: String::new(), name: None, rotation, expires: self.expires, code: None }
    }

    /// A person that is listed, unless revoked. Their code is checked in any case.
    fn person(&self, entry: &PersonEntry, checks: &mut Checks<'_>) -> Option<Admitted> {
        let grant = self.people.get(&normal(&entry.id)).copied().unwrap_or_default();
        let code = entry.code.as_ref().and_then(|code| self.code(entry, code, checks));
        let own = entry.expires.as_ref().map(|day| day.value);
        if let (Some(day), false) = (&entry.expires, self.mode.is_sealed()) {
            let message = "this day has no effect: in mode `plain` everybody has the same link";
            checks.warning(
                Code::NoEffect,
                &day.span,
                message,
                "seal the portal, or take the day out",
            );
        }
        (!grant.revoked).then(|| Admitted {
            person: normal(&entry.id),
            name: Some(entry.name.clone()),
            rotation: grant.rotation,
            expires: own.into_iter().chain(self.expires).min(),
            code,
        })
    }

    /// The code that a person chose, in a mode that has codes.
    fn code(
        &self,
        person: &PersonEntry,
        chosen: &Spanned<schema::ChosenCode>,
        checks: &mut Checks<'_>,
    ) -> Option<ChosenCode> {
        let code = match AccessCode::parse(&chosen.value.0) {
            Ok(code) => code,
            Err(fault) => {
                let help = match fault {
                    CodeFault::Short(_) => {
                        "write a longer one, or take it out: Keyfolio makes one then"
                    }
                    CodeFault::Long => {
                        "write a shorter one, or take it out: Keyfolio makes one then"
                    }
                };
                checks.error(Code::WeakCode, &chosen.span, fault.to_string(), help.to_owned());
                return None;
            }
        };
        if is_weak(&code, &self.known(person)) {
            let message = "this access code is too easy to guess";
            let help = "choose several words that do not belong together, or take it out: Keyfolio makes one then";
            checks.error(Code::WeakCode, &chosen.span, message.to_owned(), help.to_owned());
        }
        if !self.mode.has_code() {
            let message = format!(
                "this access code has no effect: the access mode is `{}`",
                self.mode.name()
            );
            let help = "set `access.mode` to `code` or `link+code`, or take the code out";
            checks.warning(Code::NoEffect, &chosen.span, &message, help);
            return None;
        }
        Some(ChosenCode::new(&chosen.value.0, code, checks.source.place(chosen.span.clone())))
    }

    /// What everybody knows of a person and a client: no part of a secret.
    fn known(&self, person: &'a PersonEntry) -> Vec<&'a str> {
        let email = person.email.as_ref().map_or("", |email| email.as_str());
        let known = [self.file.name.as_str(), person.name.as_str(), person.id.as_str(), email];
        known.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).collect()
    }

    fn revoked(&self) -> Vec<String> {
        let everyone = self.shared.revoked.then(String::new);
        let people = self.people.iter().filter(|(_, grant)| grant.revoked);
        everyone.into_iter().chain(people.map(|(id, _)| id.clone())).collect()
    }
}

/// Whether a code can be guessed by somebody who knows these words.
fn is_weak(code: &AccessCode, known: &[&str]) -> bool {
    let mut text = Zeroizing::new(code.reveal().replace('-', ""));
    // zxcvbn takes any three words to be strong enough, also where two of them are names. What
    // remains without them must be strong by itself.
    for word in known.iter().map(|word| as_in_a_code(word)).filter(|word| word.len() >= 3) {
        text = Zeroizing::new(text.replace(&word, ""));
    }
    zxcvbn::zxcvbn(&text, &[]).score() < WEAKEST
}

/// A word as it stands in a normalised code (`docs/format.md`, "From a link or a code to the
/// root").
fn as_in_a_code(word: &str) -> String {
    let letters = word.chars().filter(char::is_ascii_alphanumeric);
    letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect()
}

/// That no two people chose the same code: it opens one slot, and tells them apart.
fn check_distinct(people: &[PersonEntry], admitted: &[Admitted], checks: &mut Checks<'_>) {
    let span = |id: &str| {
        let entry = people.iter().find(|entry| normal(&entry.id) == id)?;
        entry.code.as_ref().map(|code| code.span.clone())
    };
    for (nth, later) in admitted.iter().enumerate() {
        let Some(code) = &later.code else { continue };
        let same = |other: &&Admitted| other.code.as_ref().is_some_and(|own| own.code == code.code);
        if let Some(first) = admitted[..nth].iter().find(same)
            && let (Some(here), Some(there)) = (span(&later.person), span(&first.person))
        {
            let message =
                format!("`{}` has the same access code as `{}`", later.person, first.person);
            let place = checks.source.place(here);
            checks.diagnostics.push(
                Diagnostic::error(Code::DuplicateId, place, message)
                    .related(checks.source.place(there), "the other one")
                    .help(
                        "give each a code of their own, or take one out: Keyfolio makes one then",
                    ),
            );
        }
    }
}

/// That everybody in `access.yaml` who is not revoked is still listed.
fn check_grants(
    file: &ClientFile,
    counts: &AccessFile,
    source: Source<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let client = source.path().parent().and_then(|folder| folder.file_name()).unwrap_or_default();
    let mut seen = BTreeMap::new();
    for (id, grant) in &counts.people {
        let place = source.place(grant.span.clone());
        if let Some(first) = seen.insert(normal(id), place.clone()) {
            let message =
                format!("there are two people `{id}`; they differ only in how it is encoded");
            let twice = Diagnostic::error(Code::DuplicateId, place, message);
            diagnostics.push(
                twice.related(first, "the first one").help("keep the one with the higher numbers"),
            );
            continue;
        }
        let listed = file.people.iter().any(|person| normal(&person.id) == normal(id));
        if !listed && !grant.revoked {
            let message =
                format!("`{id}` is not among the people of `client.yaml` and not revoked");
            diagnostics.push(
                Diagnostic::error(Code::UnknownReference, place, message)
                    .help(format!("list them again, or run `keyfolio revoke {client} {id}`")),
            );
        }
    }
    if let Some(shared) = counts.shared.as_ref().filter(|shared| !shared.revoked)
        && !file.people.is_empty()
    {
        let place = source.place(shared.span.clone());
        let message = "the link of everyone is not revoked, and `client.yaml` lists people";
        diagnostics.push(Diagnostic::error(Code::UnknownReference, place, message).help(format!(
            "take the people out again, or run `keyfolio revoke {client} --shared`"
        )));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_years_are_no_secret() {
        let known = ["Acme", "Rowing", "Club", "Bob", "Hope", "bob@acme"];
        let weak = |text: &str| is_weak(&AccessCode::parse(text).unwrap(), &known);
        for text in [
            "AcmeRowing-2026",
            "password1",
            "12345678",
            "bob hope bob hope",
            "qwertyuiop",
            "Rowing Club!",
        ] {
            assert!(weak(text), "{text}");
        }
        for text in ["correct horse battery staple", "7K3M-9QP1-0XYZ", "acme herons asleep tuesday"]
        {
            assert!(!weak(text), "{text}");
        }
    }
}
