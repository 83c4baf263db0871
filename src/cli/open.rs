//! `keyfolio open`.

use super::args::{Cli, OpenArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report};
use crate::diagnostics::text::visible;
use crate::remote::Remote;
use crate::seal::{
    AccessCode, Credentials, DOOR_FOLDER, Fetch, Folder, Kind, LinkSecret, Listed, OpenError,
    Portal, lead,
};
use crate::write::{UnsealError, unsealed};
use camino::Utf8Path;
use indicatif::HumanBytes;
use std::io::{IsTerminal, stdin};
use std::time::Duration;
use zeroize::Zeroizing;

/// The variables that may hold what opens the portal, so that it is in no shell's history.
const LINK: &str = "KEYFOLIO_LINK";
const CODE: &str = "KEYFOLIO_CODE";

/// Opens a sealed portal: lists it, or unseals it to a folder.
pub(super) fn run(cli: &Cli, args: &OpenArgs) -> Result<Outcome, Failure> {
    let from = |path: &Utf8Path| match &cli.workspace {
        Some(base) => base.join(path),
        None => path.to_owned(),
    };
    let out = args.out.as_deref().map(from);
    let given = || credentials(&args.portal, args.link.as_deref(), args.code.as_deref());
    if is_address(&args.portal) {
        let remote = Remote::new(&args.portal)?;
        open_from(&remote, WEB, given()?, out.as_deref(), cli)
    } else {
        let mut credentials = given()?;
        let folder = Folder(from(on_disk(&args.portal)));
        let folder = behind_the_door(folder, &mut credentials)?;
        open_from(&folder, DISK, credentials, out.as_deref(), cli)
    }
}

/// What to do where the portal cannot be opened, by where it is.
#[derive(Clone, Copy)]
struct Mends {
    no_portal: &'static str,
    missing: &'static str,
    damaged: &'static str,
    io: Option<&'static str>,
}

const DISK: Mends = Mends {
    no_portal: "name the folder of one portal: in an output folder, each has a name of 32 characters",
    missing: "copy the whole folder again, or ask the agency to publish again",
    damaged: "nothing of it was shown; copy the folder again, or ask the agency to publish again",
    io: None,
};
const WEB: Mends = Mends {
    no_portal: "copy the whole link; if it is right, the portal has moved or is gone: ask the agency",
    missing: "try again in a minute: the agency may be publishing; if it stays so, tell them",
    damaged: "nothing of it was shown; try again in a minute, and tell the agency if it stays so",
    io: Some("check the connection to the internet, and try again"),
};

fn open_from<F: Fetch + Clone + Sync>(
    place: &F,
    mends: Mends,
    credentials: Credentials,
    out: Option<&Utf8Path>,
    cli: &Cli,
) -> Result<Outcome, Failure> {
    let mut portal = open(place, mends, credentials)?;
    match out {
        None => list(&portal)?,
        Some(out) => {
            let done = unsealed(&mut portal, out).map_err(|error| match error {
                UnsealError::Open(error) => explained(error, mends),
                other => other.into(),
            })?;
            if !cli.quiet {
                let (strong, bytes) = (report::STRONG, HumanBytes(done.bytes));
                let files = report::plural(done.files, "file");
                say!("{strong}Unsealed{strong:#} {files}, {bytes}, into `{out}`");
            }
        }
    }
    if let Some(day) = portal.slot().expires
        && day < jiff::Zoned::now().date()
    {
        let note = report::HELP;
        say!("{note}note:{note:#} this access ended on {day}; the agency may take it away any day");
    }
    Ok(Outcome::Done)
}

pub(super) fn is_address(given: &str) -> bool {
    given.contains("://")
}

/// The folder that is meant by a path, also where it is a link as `keyfolio links` shows it without a `base_url`.
fn on_disk(given: &str) -> &Utf8Path {
    let path = match given.rsplit_once('#') {
        Some((path, secret)) if LinkSecret::parse(secret).is_some() => path,
        _ => given,
    };
    let path = Utf8Path::new(path);
    match path.parent() {
        Some(folder) if path.file_name() == Some("index.html") => folder,
        _ => path,
    }
}

/// What the arguments and the environment say. Arguments come first: `--link`, then the link that
/// names the portal.
pub(super) fn credentials(
    portal: &str,
    link: Option<&str>,
    code: Option<&str>,
) -> Result<Credentials, Failure> {
    let variable = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    // Behind `#/` stands a page, as a browser's address bar shows it.
    let secret = portal.rsplit_once('#').map(|(_, secret)| secret);
    let own = secret.filter(|secret| {
        is_address(portal) && !secret.starts_with('/') || LinkSecret::parse(secret).is_some()
    });
    let link = link.or(own).map(str::to_owned).or_else(|| variable(LINK));
    let link = link.map(Zeroizing::new);
    let code = code.map(str::to_owned).or_else(|| variable(CODE)).map(Zeroizing::new);
    Ok(Credentials {
        link: link.map(|text| link_secret(&text)).transpose()?,
        code: code.map(|text| AccessCode::parse(&text)).transpose()?,
    })
}

/// The secret of a link: all of what the client was sent, or what follows `#`.
fn link_secret(text: &str) -> Result<LinkSecret, Failure> {
    let secret = text.rsplit_once('#').map_or(text, |(_, secret)| secret);
    LinkSecret::parse(secret.trim()).ok_or_else(|| {
        Failure::new("the link has no secret: 26 letters and digits after `#`")
            .help("copy the whole link, and put it in quotes: a shell takes `#` for a comment")
    })
}

/// How long to wait before a portal that does not open is asked for again: where another program than
/// `keyfolio publish` copies it, its files are of two states for a moment.
const PAUSES: [Duration; 2] = [Duration::from_millis(100), Duration::from_millis(400)];

/// Opens the portal, and asks for what is missing where somebody is there to answer.
fn open<F: Fetch + Clone>(
    place: &F,
    mends: Mends,
    mut credentials: Credentials,
) -> Result<Portal<F>, Failure> {
    let mut pauses = PAUSES.into_iter();
    loop {
        match Portal::open(place.clone(), &credentials) {
            Ok(portal) => return Ok(portal),
            Err(error) if error.kind() == Some(Kind::Damaged) => match pauses.next() {
                Some(pause) => std::thread::sleep(pause),
                None => return Err(explained(error, mends)),
            },
            Err(OpenError::CodeNeeded) if stdin().is_terminal() => {
                credentials.code = Some(AccessCode::parse(&asked("Access code: ")?)?);
            }
            Err(OpenError::LinkNeeded) if stdin().is_terminal() => {
                credentials.link = Some(link_secret(&asked("Private link: ")?)?);
            }
            Err(error) => return Err(explained(error, mends)),
        }
    }
}

/// The portal's folder, where a whole output was named: the one that the code leads to.
fn behind_the_door(folder: Folder, credentials: &mut Credentials) -> Result<Folder, Failure> {
    if !folder.0.join(DOOR_FOLDER).is_dir() {
        return Ok(folder);
    }
    if credentials.code.is_none() && stdin().is_terminal() {
        credentials.code = Some(AccessCode::parse(&asked("Access code: ")?)?);
    }
    let locator = lead(&folder, credentials).map_err(|error| explained(error, DISK))?;
    Ok(Folder(folder.0.join(locator)))
}

fn asked(question: &str) -> Result<Zeroizing<String>, Failure> {
    print::error(format_args!("{question}"));
    let mut answer = Zeroizing::new(String::new());
    stdin().read_line(&mut answer)?;
    Ok(answer)
}

fn explained(error: OpenError, mends: Mends) -> Failure {
    let help = match (&error, error.kind()) {
        (OpenError::LinkNeeded, _) => "give it with `--link`, or in `KEYFOLIO_LINK`",
        (OpenError::CodeNeeded, _) => "give it with `--code`, or in `KEYFOLIO_CODE`",
        (_, Some(Kind::NoPortal)) => mends.no_portal,
        (_, Some(Kind::NotAdmitted)) => {
            "check it letter by letter; if it is right, ask the agency for a new one"
        }
        (_, Some(Kind::Missing)) => mends.missing,
        (_, Some(Kind::Damaged)) => mends.damaged,
        (_, Some(Kind::Io)) if mends.io.is_some() => mends.io.unwrap_or_default(),
        _ => return error.into(),
    };
    Failure::from(error).help(help)
}

/// What the portal holds: length, media type and path.
fn list<F: Fetch>(portal: &Portal<F>) -> Result<(), Failure> {
    let entries = portal.entries();
    let sizes: Vec<_> = entries.values().map(|entry| HumanBytes(entry.size).to_string()).collect();
    let width = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
    let sized = width(&mut sizes.iter().map(String::len));
    let typed = width(&mut entries.values().map(|entry| entry.media_type.len()));
    let line = |((path, entry), size): ((&String, &Listed), &String)| {
        let media_type = visible(&entry.media_type);
        format!("{size:>sized$}  {media_type:typed$}  {}\n", visible(path))
    };
    print::out(entries.iter().zip(&sizes).map(line).collect::<String>())
}
