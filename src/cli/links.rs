//! `keyfolio links`.

use super::args::{Cli, Format, LinksArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report, workspace};
use crate::access::{Locator, Secret};
use crate::load::Workspace;
use crate::model::Agency;
use camino::{Utf8Path, Utf8PathBuf};
use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;
use serde::Serialize;

/// One client's link.
#[derive(Serialize)]
struct Row {
    client: String,
    /// `None` when the client has errors.
    name: Option<String>,
    /// As `name`.
    mode: Option<&'static str>,
    locator: String,
    /// The portal's first page on this machine; `None` when it is not built.
    path: Option<Utf8PathBuf>,
    /// `None` when the agency says no `base_url`.
    url: Option<String>,
}

/// Shows the links.
pub(super) fn run(cli: &Cli, args: &LinksArgs) -> Result<Outcome, Failure> {
    let workspace = workspace::find(cli)?;
    let mut ids = workspace.client_ids().value.unwrap_or_default();
    if let Some(client) = &args.client {
        ids = vec![workspace::known(client, &ids)?];
    }
    let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
    let secret = workspace::secret(&workspace)?.ok_or_else(|| {
        Failure::new("there are no links yet: they come from a secret that the first build makes")
            .help("run `keyfolio build`, or put the secret of this agency into `.keyfolio/secret`")
    })?;
    let out = workspace.root().join(&args.out);
    let rows: Vec<Row> =
        ids.par_iter().map(|id| row(&workspace, &agency, &secret, &out, id)).collect();
    match args.format {
        Format::Json => rows.iter().try_for_each(report::line)?,
        Format::Text => text(cli, &agency, &rows)?,
    }
    Ok(Outcome::Done)
}

fn row(workspace: &Workspace, agency: &Agency, secret: &Secret, out: &Utf8Path, id: &str) -> Row {
    let client = workspace.client(agency, id).value;
    let locator: Locator = secret.locator(id, 0);
    let page = out.join(locator.as_str()).join("index.html");
    Row {
        client: id.to_owned(),
        mode: client.as_ref().map(|client| client.access.mode.name()),
        name: client.map(|client| client.name),
        path: Some(page).filter(|page| page.is_file()),
        url: workspace::link(agency, &locator),
        locator: locator.as_str().to_owned(),
    }
}

fn text(cli: &Cli, agency: &Agency, rows: &[Row]) -> Result<(), Failure> {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(["CLIENT", "MODE", "LINK"]);
    for row in rows {
        let built = row.path.as_ref().map(|path| workspace::shown(path).into_string());
        let link = row.url.clone().or(built).unwrap_or_else(|| "not built yet".to_owned());
        table.add_row([row.client.as_str(), row.mode.unwrap_or("?"), link.as_str()]);
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if !rows.is_empty() {
        print::out(table.trim_fmt() + "\n")?;
    }
    if !cli.quiet {
        hints(agency, rows);
    }
    Ok(())
}

/// What the table does not say.
fn hints(agency: &Agency, rows: &[Row]) {
    let style = report::HELP;
    let those = |wanted: fn(&Row) -> bool| {
        let ids = rows.iter().filter(|row| wanted(row)).map(|row| row.client.as_str());
        report::some(&ids.collect::<Vec<_>>())
    };
    if rows.is_empty() {
        say!("there is no client yet");
        say!("{style}help:{style:#} make one with `keyfolio new client acme`");
    } else if agency.base_url.is_none() {
        say!(
            "\n{style}help:{style:#} these are files on this machine: set `base_url` in \
             `keyfolio.yaml` to see the links that clients open"
        );
    }
    if let Some(ids) = those(|row| row.name.is_none()) {
        say!("{style}note:{style:#} `keyfolio check` says what is wrong with {ids}");
    }
    if let Some(ids) = those(|row| row.path.is_none() && row.url.is_some()) {
        say!("{style}note:{style:#} not built yet: {ids}");
    }
}
