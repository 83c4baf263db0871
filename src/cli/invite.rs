//! `keyfolio invite`.

use super::args::{Cli, InviteArgs};
use super::print::{self, say};
use super::target::Site;
use super::{Failure, Outcome, report, workspace};
use crate::diagnostics::{nearest, text::visible};
use crate::load::normal;
use crate::mail::{self, Correspondent, Draft};
use crate::model::{AccessMode, Admitted, Agency, Head};
use crate::render::{self, Invitation, Message, Part};
use crate::scaffold;
use crate::theme::Theme;

/// Writes the message that invites a person.
pub(super) fn run(cli: &Cli, args: &InviteArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let ids = workspace.client_ids().value.unwrap_or_default();
    let client = workspace::known(&args.client, &ids)?;
    let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
    let loaded = workspace.head(&agency, &client);
    let Some(head) = loaded.value else {
        report::diagnostics(&loaded.diagnostics);
        return Ok(Outcome::Faulty);
    };
    let person = &person(&client, &head, args.person.as_deref())?;
    if person.is_over(workspace::today(&agency)?) {
        let day = person.expires.map(|day| day.to_string()).unwrap_or_default();
        return Err(Failure::new(format!(
            "{} can open the portal of `{client}` until {day}",
            who(person)
        ))
        .help(format!("that day is over: change `expires` in `content/{client}/client.yaml`")));
    }
    let part = part(args, &client, &head)?;
    let secret = workspace::links_secret(&workspace)?;
    let locator = secret.locator(&client, head.access.rotation);
    let site = Site::of(&agency, args.target.as_deref())?;
    let address = site.portal(&locator).ok_or_else(|| {
        Failure::new(
            "there is no link to invite anybody with: nobody said where the portals will be",
        )
        .help("set `base_url` in `keyfolio.yaml`, as `https://clients.example.com/`")
    })?;
    let handout = secret.handout(&client, &head.access, person);
    let invitation = Invitation { head: &head, person, address: &address, handout: &handout };
    let message = Theme::load(workspace.root(), &agency.theme)
        .and_then(|theme| render::invitation(&invitation, part, &agency, &theme));
    let message = match message {
        Ok(message) => message,
        Err(faults) => {
            report::diagnostics(&faults);
            return Ok(Outcome::Faulty);
        }
    };
    hand_over(args, &agency, &head, person, &message)?;
    if !cli.quiet {
        hints(args, &client, &head, person, &message);
    }
    Ok(Outcome::Done)
}

/// The person who is meant, checked to be let in.
fn person(client: &str, head: &Head, id: Option<&str>) -> Result<Admitted, Failure> {
    let admitted = &head.access.admitted;
    let wanted = normal(id.unwrap_or_default());
    if let [everyone] = admitted.as_slice()
        && everyone.person.is_empty()
    {
        // In `plain` there is one link for all, whoever it is sent to.
        let named = head.people.iter().find(|person| normal(&person.id) == wanted);
        if id.is_none() || named.is_some() {
            let name = named.map(|person| person.name.clone());
            return Ok(Admitted { person: wanted, name, ..everyone.clone() });
        }
    }
    if let Some(person) = admitted.iter().find(|person| id.is_some() && person.person == wanted) {
        return Ok(person.clone());
    }
    let ids: Vec<&str> =
        admitted.iter().map(|person| person.person.as_str()).filter(|id| !id.is_empty()).collect();
    let Some(id) = id else {
        return Err(match report::some(&ids) {
            Some(people) => {
                Failure::new(format!("each of the people of `{client}` has a link of their own"))
                    .help(format!("name one of them: {people}"))
            }
            None => Failure::new(format!("nobody is let in to the portal of `{client}`"))
                .help(format!("`keyfolio rotate {client} PERSON` lets somebody in again")),
        });
    };
    if head.access.revoked.contains(&wanted) {
        return Err(Failure::new(format!("`{id}` is not let in to `{client}` any more"))
            .help(format!("`keyfolio rotate {client} {id}` lets them in again, with a new link")));
    }
    let failure = Failure::new(format!("`{id}` is not a person of client `{client}`"));
    Err(match nearest(&wanted, ids.iter().copied()) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help(format!("list them under `people` in `content/{client}/client.yaml`")),
    })
}

/// Which message is asked for.
fn part(args: &InviteArgs, client: &str, head: &Head) -> Result<Part, Failure> {
    let mode = head.access.mode;
    if !args.code {
        return Ok(Part::Link);
    }
    if mode == AccessMode::LinkAndCode {
        return Ok(Part::Code);
    }
    let message = format!(
        "the portal of `{client}` has no message for the code alone: its mode is `{}`",
        mode.name()
    );
    Err(Failure::new(message).help("leave `--code` out"))
}

/// Prints the message, or writes it, as it was asked for.
fn hand_over(
    args: &InviteArgs,
    agency: &Agency,
    head: &Head,
    person: &Admitted,
    message: &Message,
) -> Result<(), Failure> {
    let email = head.people.iter().find(|known| normal(&known.id) == person.person);
    let email = email.and_then(|person| person.email.as_deref());
    if args.mailto {
        let uri = mail::mailto(email, &message.subject, &message.text);
        return print::out(uri + "\n");
    }
    let Some(path) = &args.eml else { return print::out(&message.text) };
    let to = email.map(|email| Correspondent { name: person.name.as_deref(), email });
    let draft =
        Draft { from: sender(agency, head)?, to, subject: &message.subject, text: &message.text };
    scaffold::private_file(path, &mail::eml(&draft)?).map_err(workspace::not_made)?;
    print::out(format_args!("{}\n", workspace::shown(path)))
}

/// Who writes: the first of the client's team, or the agency.
fn sender<'a>(agency: &'a Agency, head: &'a Head) -> Result<Correspondent<'a>, Failure> {
    let member =
        head.team.iter().find_map(|member| Some((member.name.as_str(), member.email.as_deref()?)));
    let own = || Some((agency.name.as_str(), agency.contact.email.as_deref()?));
    let (name, email) = member.or_else(own).ok_or_else(|| {
        Failure::new("a mail needs an address that it comes from, and there is none").help(
            "set `contact.email` in `keyfolio.yaml`, or the `email` of one of the client's team",
        )
    })?;
    Ok(Correspondent { name: Some(name), email })
}

/// What goes with the message: its subject, and the other half.
fn hints(args: &InviteArgs, client: &str, head: &Head, person: &Admitted, message: &Message) {
    let (help, strong) = (report::HELP, report::STRONG);
    if args.eml.is_none() && !args.mailto {
        // The marks around names in a text from right to left are for mail programs.
        let subject = message.subject.replace(['\u{2068}', '\u{2069}'], "");
        say!("\n{strong}Subject:{strong:#} {}", visible(&subject));
    }
    if head.access.mode == AccessMode::LinkAndCode {
        let person =
            if person.person.is_empty() { String::new() } else { format!(" {}", person.person) };
        if args.code {
            say!(
                "{help}note:{help:#} send it by another channel than the link, a text message for example"
            );
        } else {
            say!(
                "{help}note:{help:#} the access code is a message of its own, for another channel: \
                 `keyfolio invite {client}{person} --code`"
            );
        }
    }
}

fn who(person: &Admitted) -> String {
    if person.person.is_empty() { "everyone".to_owned() } else { format!("`{}`", person.person) }
}
