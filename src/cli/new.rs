//! `keyfolio new`.
//!
//! The paths of what was made go to standard output, one a line, so that
//! `$EDITOR $(keyfolio new update acme "News")` works; the words go to standard error.

use super::args::{Cli, New, NewArgs};
use super::print::{self, say};
use super::target::Site;
use super::{Failure, Outcome, report, workspace};
use crate::load::Workspace;
use crate::model::Agency;
use crate::scaffold::{self, NewClient, NewDeliverable, NewProject, NewUpdate};
use camino::Utf8PathBuf;

/// Adds something to an agency.
pub(super) fn run(cli: &Cli, args: &NewArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
    let (root, today) = (workspace.root(), workspace::today(&agency)?.0);
    let (what, paths) = match &args.what {
        New::Client { id, name } => {
            let team: Vec<&str> = agency.team.iter().map(|member| member.id.as_str()).collect();
            let new = NewClient { id, name: name.as_deref(), team: &team, today };
            let paths = scaffold::client(root, &new).map_err(workspace::not_made)?;
            (format!("client `{id}`; {}", link(&workspace, &agency, id)?), paths)
        }
        New::Project { client, id, title } => {
            let client = &known(&workspace, client)?;
            let new = NewProject { client, id, title: title.as_deref(), today };
            let next = format!("keyfolio new update {client} \"First news\" --project {id}");
            let paths = scaffold::project(root, &new).map_err(workspace::not_made)?;
            (format!("project `{id}`; next: `{next}`"), paths)
        }
        New::Update { client, title, project } => {
            let client = &known(&workspace, client)?;
            let loaded = workspace.client(&agency, client).value;
            let author = loaded.as_ref().and_then(|client| client.team.first());
            let author = author.map(|member| member.id.as_str());
            let project = project.as_deref();
            let new = NewUpdate { client, project, title, today, author };
            let path = scaffold::update(root, &new).map_err(workspace::not_made)?;
            ("an update that says nothing yet: write it, then build".to_owned(), vec![path])
        }
        New::Deliverable { client, id, files, project, title } => {
            let client = &known(&workspace, client)?;
            let (project, title) = (project.as_deref(), title.as_deref());
            let paths =
                scaffold::deliverable(root, &NewDeliverable { client, project, id, title, files })?;
            (format!("{} of deliverable `{id}`", version(&paths)), paths)
        }
    };
    made(cli, &workspace, &what, &paths)?;
    Ok(Outcome::Done)
}

fn made(
    cli: &Cli,
    workspace: &Workspace,
    what: &str,
    paths: &[Utf8PathBuf],
) -> Result<(), Failure> {
    for path in paths {
        print::out(format_args!("{}\n", workspace::shown(&workspace.root().join(path))))?;
    }
    if !cli.quiet {
        let strong = report::STRONG;
        say!("{strong}Made{strong:#} {what}");
    }
    Ok(())
}

/// The client under its name on disk.
fn known(workspace: &Workspace, client: &str) -> Result<String, Failure> {
    workspace::known(client, &workspace.client_ids().value.unwrap_or_default())
}

/// What to say about the link of a client that has just been made.
fn link(workspace: &Workspace, agency: &Agency, id: &str) -> Result<String, Failure> {
    let secret = workspace::secret(workspace)?.filter(|_| !agency.access.is_sealed());
    let site = Site::of(agency, None)?;
    let url = secret.and_then(|secret| site.portal(&secret.locator(id, 0)));
    Ok(match url {
        Some(url) => format!("`keyfolio build` makes its portal, for {url}"),
        None => format!("`keyfolio build` makes its portal, `keyfolio links {id}` shows its link"),
    })
}

/// The version that the files are in: `v2`.
fn version(paths: &[Utf8PathBuf]) -> &str {
    let folder = paths.last().and_then(|path| path.parent());
    folder.and_then(|folder| folder.file_name()).unwrap_or_default()
}
