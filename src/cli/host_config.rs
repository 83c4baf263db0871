//! `keyfolio host-config`.

use super::args::{Cli, HostConfigArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report, target, workspace};
use crate::host_config::{self, Host, HostConfigError, Known};
use crate::load::Workspace;
use crate::model::{Agency, Storage, Target};
use camino::Utf8Path;
use rayon::prelude::*;

/// Prints the configuration; what is left to do goes to standard error.
pub(super) fn run(cli: &Cli, args: &HostConfigArgs) -> Result<Outcome, Failure> {
    let host = args.host.into();
    let known = match workspace::find(cli) {
        Ok(workspace) => {
            let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
            let target = served(&agency, host, args.target.as_deref())?;
            of_agency(&workspace, &agency, target.as_ref())
        }
        // A server can be set up where no agency is. What was named is meant, though.
        Err(missing) if cli.workspace.is_some() || args.target.is_some() => return Err(missing),
        Err(_) => Known::default(),
    };
    let config = host_config::config(host, &known).map_err(|error| refused(&error))?;
    print::out(&config.text)?;
    if !cli.quiet {
        let help = report::HELP;
        for note in config.notes {
            say!("{help}note{help:#}: {note}");
        }
    }
    Ok(Outcome::Done)
}

/// The target that the host serves: the one that was named, or the only one that it could serve.
fn served(agency: &Agency, host: Host, name: Option<&str>) -> Result<Option<Target>, Failure> {
    let could_be = |target: &Target| match target.storage {
        Storage::S3 { .. } => !host.has_folder(),
        Storage::Sftp { .. } | Storage::Folder { .. } => !host.has_bucket(),
        Storage::Gcs { .. } | Storage::Azure { .. } | Storage::WebDav { .. } => false,
    };
    if let Some(name) = name {
        let target = target::named(agency, Some(name))?.target;
        return if could_be(&target) {
            Ok(Some(target))
        } else {
            Err(Failure::new(format!("the target `{name}` is of a kind that this is not for"))
                .help("buckets of S3 are for `s3-policy` and `cloudfront`, folders for `nginx` and `caddy`"))
        };
    }
    let fitting: Vec<(&String, &Target)> =
        agency.targets.iter().filter(|(_, target)| could_be(target)).collect();
    match fitting.as_slice() {
        [] => Ok(None),
        [(_, only)] => Ok(Some((*only).clone())),
        several => {
            let names: Vec<&str> = several.iter().map(|(name, _)| name.as_str()).collect();
            Err(Failure::new("there are several targets that this could be for")
                .help(format!("name one of them: `{}`", names.join("`, `"))))
        }
    }
}

fn of_agency(workspace: &Workspace, agency: &Agency, target: Option<&Target>) -> Known {
    let known = Known {
        base_url: agency.base_url.clone(),
        allow_hosts: agency.allow_hosts.clone(),
        all_sealed: all_sealed(workspace, agency),
        ..Known::default()
    };
    let Some(target) = target else { return known };
    let known = Known {
        base_url: target.base_url.clone().or(known.base_url),
        cdn: Some(target.cdn),
        ..known
    };
    match &target.storage {
        Storage::S3 { bucket, endpoint, .. } => Known {
            bucket: Some(bucket.clone()),
            endpoint: endpoint.clone(),
            prefix: target.prefix.clone(),
            ..known
        },
        Storage::Sftp { path, .. } => Known { folder: on_server(path, target), ..known },
        Storage::Folder { path } => {
            Known { folder: on_server(workspace.root().join(path).as_str(), target), ..known }
        }
        Storage::Gcs { .. } | Storage::Azure { .. } | Storage::WebDav { .. } => known,
    }
}

/// The folder that a server finds the portals in, where it is known from the root on.
fn on_server(path: &str, target: &Target) -> Option<String> {
    let folder = Utf8Path::new(path).join(target.prefix.trim_end_matches('/'));
    folder.has_root().then(|| folder.as_str().trim_end_matches('/').to_owned())
}

/// Whether every client's portal is sealed; nothing where that of one is not known.
fn all_sealed(workspace: &Workspace, agency: &Agency) -> Option<bool> {
    let ids = workspace.client_ids().value?;
    let sealed: Option<Vec<bool>> = ids
        .par_iter()
        .map(|id| Some(workspace.head(agency, id).value?.access.mode.is_sealed()))
        .collect();
    sealed.map(|sealed| sealed.into_iter().all(|sealed| sealed))
}

fn refused(error: &HostConfigError) -> Failure {
    let failure = Failure::new(error.to_string());
    match error.help() {
        Some(help) => failure.help(help),
        None => failure,
    }
}
