//! From the arguments to a workspace and a builder.

use super::args::{BuildOptions, Cli, Format, Selection};
use super::{Failure, report};
use crate::access::{AccessError, Secret};
use crate::build::{Builder, Options, Stop};
use crate::diagnostics::nearest;
use crate::load::{Workspace, normal};
use crate::model::Agency;
use crate::scaffold::ScaffoldError;
use crate::schema::Date;
use camino::{Utf8Path, Utf8PathBuf};

/// The variable that may hold the master secret.
pub(super) const SECRET: &str = "KEYFOLIO_SECRET";

/// The workspace that the command works on.
pub(super) fn find(cli: &Cli) -> Result<Workspace, Failure> {
    let start = match &cli.workspace {
        Some(dir) => dir.clone(),
        None => Utf8PathBuf::try_from(std::env::current_dir()?)?,
    };
    Workspace::find(&start).map_err(|missing| {
        Failure::new(missing.to_string())
            .help("make an agency with `keyfolio init my-agency`, or name its folder with `-C`")
    })
}

/// The agency, or nothing when it has errors; those are printed.
pub(super) fn agency(workspace: &Workspace) -> Option<Agency> {
    let loaded = workspace.agency();
    if loaded.value.is_none() {
        report::diagnostics(&loaded.diagnostics);
    }
    loaded.value
}

/// The secret, when there is one. None is made.
pub(super) fn secret(workspace: &Workspace) -> Result<Option<Secret>, AccessError> {
    Secret::load(workspace.root(), secret_variable())
}

/// The secret that there are links from.
///
/// # Errors
/// As [`secret`], and when there is none: a link of a new one would lead nowhere.
pub(super) fn links_secret(workspace: &Workspace) -> Result<Secret, Failure> {
    secret(workspace)?.ok_or_else(|| {
        Failure::new("there are no links yet: they come from a secret that the first build makes")
            .help("run `keyfolio build`, or put the secret of this agency into `.keyfolio/secret`")
    })
}

/// The day it is where the agency works.
pub(super) fn today(agency: &Agency) -> Result<Date, Failure> {
    Ok(Date(jiff::Timestamp::now().in_tz(&agency.time_zone)?.date()))
}

/// The value of the variable, when it is set. One that is not Unicode is no secret and must be
/// said to be none, not passed over for the file's.
fn secret_variable() -> Option<String> {
    std::env::var_os(SECRET).map(|value| value.to_string_lossy().into_owned())
}

/// Why nothing new was made, with paths as people want to read them.
pub(super) fn not_made(error: ScaffoldError) -> Failure {
    match error {
        ScaffoldError::Exists { path, mend } => {
            ScaffoldError::Exists { path: shown(&path), mend }.into()
        }
        other => other.into(),
    }
}

/// What to build, and where. A relative output folder is relative to the workspace.
pub(super) fn options(workspace: &Workspace, options: &BuildOptions, strict: bool) -> Options {
    Options {
        adopt: options.adopt,
        strict,
        secret: secret_variable(),
        as_of: options.as_of,
        ..Options::new(workspace.root().join(&options.out))
    }
}

/// A builder, or nothing when the agency has errors; those are printed.
pub(super) fn builder(
    workspace: &Workspace,
    options: Options,
    format: Format,
) -> Result<Option<Builder>, Failure> {
    match Builder::new(workspace, options) {
        Ok(builder) => Ok(Some(builder)),
        Err(Stop::Faulty(diagnostics)) => {
            report::in_format(format, &diagnostics)?;
            Ok(None)
        }
        Err(stop) => Err(stop.into()),
    }
}

/// The clients that were named, each checked to be there; all of them when none was named.
pub(super) fn selected(
    workspace: &Workspace,
    selection: &Selection,
) -> Result<Vec<String>, Failure> {
    let ids = workspace.client_ids().value.unwrap_or_default();
    if selection.clients.is_empty() {
        return Ok(ids);
    }
    let mut selected = selection
        .clients
        .iter()
        .map(|client| known(client, &ids))
        .collect::<Result<Vec<_>, _>>()?;
    selected.sort();
    selected.dedup();
    Ok(selected)
}

/// The client `id` among `ids`, under its name on disk.
pub(super) fn known(id: &str, ids: &[String]) -> Result<String, Failure> {
    if let Some(known) = ids.iter().find(|known| normal(known) == normal(id)) {
        return Ok(known.clone());
    }
    let failure = Failure::new(format!("there is no client `{id}` in `content/`"));
    Err(match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`keyfolio links` lists all clients"),
    })
}

/// A path as people want to read it: relative to where they are, when it is below.
pub(super) fn shown(path: &Utf8Path) -> Utf8PathBuf {
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::try_from(here).ok());
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Utf8Path::to_owned));
    below.filter(|path| !path.as_str().is_empty()).unwrap_or_else(|| path.to_owned())
}
