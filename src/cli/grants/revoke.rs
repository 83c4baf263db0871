//! `keyfolio revoke`.

use super::{EFFECT, Subject, agency, confirmed, report};
use crate::access::{Change, LEDGER_FILE, Ledger};
use crate::cli::args::{Cli, RevokeArgs};
use crate::cli::{Failure, Outcome, workspace};
use crate::diagnostics::nearest;
use crate::load::{Workspace, normal};

/// Takes one person's link and code back.
pub fn run(cli: &Cli, args: &RevokeArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let ids = workspace.client_ids().value.unwrap_or_default();
    let client = workspace::known(&args.client, &ids)?;
    let subject = Subject::read(&workspace, &agency(&workspace)?, client)?;
    subject.must_be_sealed()?;
    let person = match &args.person {
        Some(person) => known(&workspace, &subject, person, args)?,
        None => String::new(),
    };
    if Change::Revoke(&person).apply(&subject.file)?.is_some()
        && !confirmed(cli, args.confirm, &explained(&subject, &person))?
    {
        return Ok(Outcome::Done);
    }
    let done = subject.apply(&workspace, "revoke", Change::Revoke(&person))?;
    let who = if person.is_empty() { "everyone".to_owned() } else { subject.named(&person) };
    let now = if done.changed { "is revoked" } else { "was revoked before; nothing was changed" };
    let words = format!("the {} of {who} {now}", subject.what());
    report(cli, args.confirm, &workspace, &[done], &words)?;
    Ok(Outcome::Done)
}

/// The person, checked to be one of this client.
fn known(
    workspace: &Workspace,
    subject: &Subject,
    person: &str,
    args: &RevokeArgs,
) -> Result<String, Failure> {
    let person = normal(person);
    let listed = subject.head.iter().flat_map(|head| &head.people).map(|person| normal(&person.id));
    let mut ids: Vec<String> =
        listed.chain(subject.file.people.keys().map(|id| normal(id))).collect();
    if !ids.contains(&person) {
        ids.extend(sealed_for(workspace, subject, args));
    }
    if ids.contains(&person) || args.gone {
        return Ok(person);
    }
    let client = &subject.client;
    let failure = Failure::new(format!("`{person}` is not a person of client `{client}`"));
    Err(match nearest(&person, ids.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!(
            "`keyfolio links {client}` lists them; add `--gone` for one who was taken out of `client.yaml`"
        )),
    })
}

/// Those that the portal in the output folder was sealed for: among them may be one who was taken out
/// of `client.yaml` before anybody thought of a revocation. Nobody, where nothing is known.
fn sealed_for(workspace: &Workspace, subject: &Subject, args: &RevokeArgs) -> Vec<String> {
    let Ok(Some(secret)) = workspace::secret(workspace) else { return Vec::new() };
    let locator = secret.locator(&subject.client, subject.file.rotation);
    let out = workspace.root().join(&args.out);
    let sealed = fs_err::read(out.join(locator.as_str()).join(LEDGER_FILE));
    let ledger = sealed.ok().and_then(|sealed| Ledger::open(&secret, &subject.client, &sealed));
    ledger.map_or_else(Vec::new, |ledger| ledger.people.into_keys().collect())
}

/// What will stop working, and what will not.
fn explained(subject: &Subject, person: &str) -> Vec<String> {
    let (client, what) = (&subject.client, subject.what());
    let mut sentences = vec![if person.is_empty() {
        format!("The {what} that everyone shares for `{client}` stops working.")
    } else {
        format!("The {what} of {} for `{client}` stops working.", subject.named(person))
    }];
    sentences.push(
        subject.others(person).unwrap_or_else(|| "Nobody can open the portal then.".to_owned()),
    );
    sentences.push(EFFECT.to_owned());
    sentences
}
