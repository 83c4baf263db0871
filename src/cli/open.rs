//! `keyfolio open`.

use super::args::{Cli, OpenArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report};
use crate::diagnostics::text::visible;
use crate::seal::{AccessCode, Credentials, Folder, Kind, LinkSecret, Listed, OpenError, Portal};
use crate::write::{UnsealError, unsealed};
use camino::{Utf8Path, Utf8PathBuf};
use indicatif::HumanBytes;
use std::io::{IsTerminal, stdin};
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
    let portal = open(&folder(from, &args.portal)?, credentials(args)?)?;
    match &args.out {
        None => list(&portal)?,
        Some(out) => {
            let done = unsealed(&portal, &from(out)).map_err(|error| match error {
                UnsealError::Open(error) => explained(error),
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

/// The portal's folder. Addresses are not opened yet.
fn folder(from: impl Fn(&Utf8Path) -> Utf8PathBuf, given: &str) -> Result<Folder, Failure> {
    if given.contains("://") {
        return Err(Failure::new(format!(
            "`{given}` is an address, and only folders can be opened"
        ))
        .help("copy the portal's folder from its host, and name the copy"));
    }
    Ok(Folder(from(Utf8Path::new(given))))
}

/// What the arguments and the environment say. Arguments come first.
fn credentials(args: &OpenArgs) -> Result<Credentials, Failure> {
    let variable = |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned());
    let link = args.link.clone().or_else(|| variable(LINK)).map(Zeroizing::new);
    let code = args.code.clone().or_else(|| variable(CODE)).map(Zeroizing::new);
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

/// Opens the portal, and asks for what is missing where somebody is there to answer.
fn open(folder: &Folder, mut credentials: Credentials) -> Result<Portal<Folder>, Failure> {
    loop {
        match Portal::open(folder.clone(), &credentials) {
            Ok(portal) => return Ok(portal),
            Err(OpenError::CodeNeeded) if stdin().is_terminal() => {
                credentials.code = Some(AccessCode::parse(&asked("Access code: ")?)?);
            }
            Err(OpenError::LinkNeeded) if stdin().is_terminal() => {
                credentials.link = Some(link_secret(&asked("Private link: ")?)?);
            }
            Err(error) => return Err(explained(error)),
        }
    }
}

fn asked(question: &str) -> Result<Zeroizing<String>, Failure> {
    print::error(format_args!("{question}"));
    let mut answer = Zeroizing::new(String::new());
    stdin().read_line(&mut answer)?;
    Ok(answer)
}

fn explained(error: OpenError) -> Failure {
    let help = match (&error, error.kind()) {
        (OpenError::LinkNeeded, _) => "give it with `--link`, or in `KEYFOLIO_LINK`",
        (OpenError::CodeNeeded, _) => "give it with `--code`, or in `KEYFOLIO_CODE`",
        (_, Some(Kind::NoPortal)) => {
            "name the folder of one portal: in an output folder, each has a name of 32 characters"
        }
        (_, Some(Kind::NotAdmitted)) => {
            "check it letter by letter; if it is right, ask the agency for a new one"
        }
        (_, Some(Kind::Missing)) => {
            "copy the whole folder again, or ask the agency to publish again"
        }
        (_, Some(Kind::Damaged)) => {
            "nothing of it was shown; copy the folder again, or ask the agency to publish again"
        }
        _ => return error.into(),
    };
    Failure::from(error).help(help)
}

/// What the portal holds: length, media type and path.
fn list(portal: &Portal<Folder>) -> Result<(), Failure> {
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
