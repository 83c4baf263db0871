//! A portal as a person with a link or a code opens it: whether it opens, whether everything in it
//! does, and whether it is the one that is built here.

use super::finding::{Code, Findings, Place};
use super::{Progress, Totals};
use crate::remote::{Remote, without_fragment};
use crate::schema::Date;
use crate::seal::{Credentials, Folder, Kind, OpenError, Portal};
use camino::Utf8Path;
use rayon::prelude::*;
use std::io;

/// Opens the portal at `address`. `built` is its folder in the output folder, if it is there.
pub fn opened(
    address: &str,
    credentials: &Credentials,
    built: Option<&Utf8Path>,
    today: Date,
    findings: &Findings,
    progress: &dyn Progress,
) -> Totals {
    let address = without_fragment(address);
    let place = || Place::new(address);
    let portal = Remote::new(address).map_err(|error| error.to_string());
    let portal = portal
        .and_then(|remote| Portal::open(remote, credentials).map_err(|error| error.to_string()));
    let portal = match portal {
        Ok(portal) => portal,
        Err(message) => {
            findings.error(Code::NotOpened, message, place());
            return Totals::default();
        }
    };
    if let Some(last) = portal.slot().expires.filter(|last| *last < today.0) {
        let message = format!("the access ended on {last}, and the portal still opens");
        findings.error(Code::AccessEnded, message, place());
    }
    let totals = entries(&portal, findings, progress, address);
    let state = portal.manifest().sequence;
    match built.map(|folder| Portal::open(Folder(folder.to_owned()), credentials)) {
        Some(Ok(built)) => compare(&portal, &built, findings, place()),
        Some(Err(error)) => {
            let message =
                format!("what is built here does not open, so it was not compared: {error}");
            findings.warning(Code::Stale, message, place());
        }
        None => {
            let message = format!(
                "it opens and shows state {state}; nothing is built here to compare it with"
            );
            findings.note(Code::Opened, message, place());
        }
    }
    totals
}

/// Opens everything in it.
fn entries(
    portal: &Portal<Remote>,
    findings: &Findings,
    progress: &dyn Progress,
    address: &str,
) -> Totals {
    let entries = portal.entries();
    progress.found(entries.len());
    let folder = address.trim_end_matches("index.html").trim_end_matches('/');
    entries.par_iter().for_each(|(path, listed)| {
        if let Err(error) = portal.read(path, &mut io::sink()) {
            let place = Place::new(format!("{folder}/objects/{}", listed.object));
            let (code, message) = refusal(&error);
            findings.error(code, message, place);
        }
        progress.done(listed.size);
    });
    let bytes = entries.values().map(|listed| listed.size).sum();
    Totals { portals: 0, files: entries.len(), bytes }
}

/// What is wrong with an object, without its name in the portal, which is nobody else's business.
fn refusal(error: &OpenError) -> (Code, String) {
    match (error, error.kind()) {
        (_, Some(Kind::Missing)) => {
            (Code::Missing, "the portal's manifest names it, and it is not there".to_owned())
        }
        (OpenError::Refused { fault, .. }, Some(Kind::Damaged)) => {
            (Code::Altered, format!("it does not open: {fault}"))
        }
        (OpenError::Refused { fault, .. }, _) => (Code::Unreadable, fault.to_string()),
        _ => (Code::Unreadable, "it cannot be read".to_owned()),
    }
}

/// Whether it is the state that is built here.
fn compare(online: &Portal<Remote>, built: &Portal<Folder>, findings: &Findings, place: Place) {
    let numbers = |epoch: u32, sequence: u64| format!("state {sequence} of epoch {epoch}");
    let there = (online.slot().epoch, online.manifest().sequence);
    let here = (built.slot().epoch, built.manifest().sequence);
    let (said, wanted) = (numbers(there.0, there.1), numbers(here.0, here.1));
    if there < here {
        let message = format!("{said} is online, and {wanted} is built here");
        findings.error(Code::Stale, message, place);
    } else if there > here {
        let message = format!("{said} is online, and only {wanted} is built here");
        findings.warning(Code::Stale, message, place);
    } else if online.manifest() == built.manifest() {
        let message = format!("it opens and shows what is built here: {said}");
        findings.note(Code::Opened, message, place);
    } else {
        let message = format!("{said} is online, and is not the one that is built here");
        findings.error(Code::Stale, message, place);
    }
}
