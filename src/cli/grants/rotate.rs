//! `keyfolio rotate`.

use super::{EFFECT, Subject, agency, confirmed, report};
use crate::access::Change;
use crate::cli::args::{Cli, RotateArgs};
use crate::cli::{Failure, Outcome, workspace};
use crate::diagnostics::nearest;
use crate::load::{Workspace, normal};
use crate::model::{AccessMode, Admitted};

/// Replaces one person's link and code, or moves whole portals.
pub fn run(cli: &Cli, args: &RotateArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let ids = workspace.client_ids().value.unwrap_or_default();
    let agency = agency(&workspace)?;
    let Some(client) = &args.client else {
        // Everything is read before anything is written.
        let subjects: Result<Vec<_>, Failure> =
            ids.into_iter().map(|id| Subject::read(&workspace, &agency, id)).collect();
        return moved(cli, args, &workspace, &subjects?);
    };
    let client = workspace::known(client, &ids)?;
    let subject = Subject::read(&workspace, &agency, client)?;
    match &args.person {
        Some(person) => renew(cli, args, &workspace, &subject, person),
        None if args.shared => renew(cli, args, &workspace, &subject, ""),
        None => moved(cli, args, &workspace, &[subject]),
    }
}

/// Moves portals to new addresses.
fn moved(
    cli: &Cli,
    args: &RotateArgs,
    workspace: &Workspace,
    subjects: &[Subject],
) -> Result<Outcome, Failure> {
    let mut sentences: Vec<String> = match subjects {
        [subject] => vec![of_one(subject)],
        _ => vec![format!(
            "All {} portals move to new addresses. Every link stops working, and every access code that \
             Keyfolio made; everybody needs new ones.",
            subjects.len()
        )],
    };
    let kept: Vec<String> = subjects.iter().filter_map(kept_codes).collect();
    sentences.extend(kept);
    sentences.push(EFFECT.to_owned());
    if !confirmed(cli, args.confirm, &sentences)? {
        return Ok(Outcome::Done);
    }
    let done: Result<Vec<_>, Failure> =
        subjects.iter().map(|subject| subject.apply(workspace, "rotate", Change::Move)).collect();
    let words = match subjects {
        [subject] => format!(
            "the portal of `{0}` has a new address; `keyfolio links {0}` shows the new links",
            subject.client
        ),
        _ => format!(
            "{} portals have new addresses; `keyfolio links` shows the new links",
            subjects.len()
        ),
    };
    report(cli, args.confirm, workspace, &done?, &words)?;
    Ok(Outcome::Done)
}

/// What moving one portal does to its links.
fn of_one(subject: &Subject) -> String {
    let client = &subject.client;
    let moves = format!("The portal of `{client}` moves to a new address.");
    let people: Vec<&str> =
        subject.admitted().iter().map(|person| person.person.as_str()).collect();
    match (subject.mode(), people.as_slice()) {
        (Some(AccessMode::Plain), _) | (_, [] | [""]) => {
            format!("{moves} The old {} stops working; everyone needs the new one.", subject.what())
        }
        (_, people) => {
            let people = crate::cli::report::some(people).unwrap_or_default();
            format!("{moves} Every link and access code stops working: {people} need new ones.")
        }
    }
}

/// Codes that people chose do not come from the secret, so they cannot be replaced by counting.
fn kept_codes(subject: &Subject) -> Option<String> {
    let chosen = subject.admitted().iter().filter(|person| person.code.is_some());
    let ids: Vec<&str> = chosen.map(|person| person.person.as_str()).collect();
    let ids = crate::cli::report::some(&ids)?;
    let client = &subject.client;
    Some(format!(
        "The access codes that people of `{client}` chose themselves stay as they are until you change \
         them in `client.yaml`: {ids}."
    ))
}

/// Gives one person a new link and code.
fn renew(
    cli: &Cli,
    args: &RotateArgs,
    workspace: &Workspace,
    subject: &Subject,
    person: &str,
) -> Result<Outcome, Failure> {
    subject.must_be_sealed()?;
    let person = &known(subject, person)?;
    let admitted = subject.admitted().iter().find(|admitted| admitted.person == *person);
    refuse_chosen(subject, admitted)?;
    let (client, what) = (&subject.client, subject.what());
    let who = if person.is_empty() { "everyone".to_owned() } else { subject.named(person) };
    let mut sentences = vec![if admitted.is_some() {
        format!("The {what} of {who} for `{client}` stops working; a new one takes its place.")
    } else {
        format!("{who} was revoked, and is let in to `{client}` again with a new {what}.")
    }];
    sentences.extend(subject.others(person));
    if admitted.is_none() && subject.mode().is_some_and(AccessMode::has_code) {
        let own = "An access code of their own choice in `client.yaml` is good again: change it \
                   first if it leaked.";
        sentences.push(own.to_owned());
    }
    if admitted.is_some_and(|admitted| admitted.code.is_some()) {
        sentences.push("The access code that they chose stays as it is.".to_owned());
    }
    sentences.push(EFFECT.to_owned());
    if !confirmed(cli, args.confirm, &sentences)? {
        return Ok(Outcome::Done);
    }
    let done = subject.apply(workspace, "rotate", Change::Renew(person))?;
    let words = format!("{who} has a new {what}; `keyfolio links {client}` shows it");
    report(cli, args.confirm, workspace, &[done], &words)?;
    Ok(Outcome::Done)
}

/// A person that `client.yaml` lists, or everyone where it lists nobody.
fn known(subject: &Subject, person: &str) -> Result<String, Failure> {
    let client = &subject.client;
    let Some(head) = &subject.head else {
        let message = format!("`content/{client}/client.yaml` cannot be understood");
        return Err(Failure::new(message).help("`keyfolio check` says what is wrong with it"));
    };
    let ids: Vec<String> = head.people.iter().map(|person| normal(&person.id)).collect();
    let person = normal(person);
    if person.is_empty() {
        if ids.is_empty() {
            return Ok(person);
        }
        let message =
            format!("`client.yaml` of `{client}` lists people: there is no link for everyone");
        return Err(Failure::new(message).help("name one of them"));
    }
    if ids.contains(&person) {
        return Ok(person);
    }
    let failure = Failure::new(format!("`{person}` is not a person of client `{client}`"));
    Err(match nearest(&person, ids.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("list them under `people` in `client.yaml` first"),
    })
}

/// Where a code that a person chose is all there is, a new count would change nothing.
fn refuse_chosen(subject: &Subject, person: Option<&Admitted>) -> Result<(), Failure> {
    let Some(person) = person.filter(|person| person.code.is_some()) else { return Ok(()) };
    if subject.mode() != Some(AccessMode::Code) {
        return Ok(());
    }
    let (client, person) = (&subject.client, &person.person);
    let message = format!("`{person}` chose the access code, and it does not come from the secret");
    Err(Failure::new(message).help(format!(
        "change `code` in `content/{client}/client.yaml`, or take it out: Keyfolio makes one then"
    )))
}
