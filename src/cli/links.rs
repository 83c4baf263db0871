//! `keyfolio links`.
//!
//! Links and codes are secrets: they go to standard output, which was asked for, and never into a
//! message.

use super::args::{Cli, Format, LinksArgs};
use super::print::{self, say};
use super::target::Site;
use super::{Failure, Outcome, qr, report, workspace};
use crate::access::Secret;
use crate::diagnostics::text::visible;
use crate::load::Workspace;
use crate::model::{Access, AccessMode, Admitted, Agency};
use crate::schema::Date;
use camino::Utf8PathBuf;
use comfy_table::{ContentArrangement, Table, presets};
use rayon::prelude::*;
use serde::Serialize;

/// What one person is to be sent.
#[derive(Serialize)]
struct Row {
    client: String,
    /// The client's name; `None` when `client.yaml` or `access.yaml` has errors.
    name: Option<String>,
    /// The person's id; empty for everyone with the link. `None` as `name`.
    person: Option<String>,
    /// The person's name; `None` for everyone too.
    person_name: Option<String>,
    /// As `name`.
    mode: Option<&'static str>,
    /// `None` when `access.yaml` has errors.
    locator: Option<String>,
    /// The portal's first page on this machine; `None` when it is not built.
    path: Option<Utf8PathBuf>,
    /// The whole link; `None` when the agency says no `base_url`.
    url: Option<String>,
    /// What stands behind `#` in it; `None` in a mode without.
    fragment: Option<String>,
    code: Option<String>,
    /// Where the code can be typed as well; `None` where it is not all that is needed.
    door: Option<String>,
    /// The last day on which it opens the portal.
    expires: Option<Date>,
    /// Whether that day is over.
    expired: bool,
}

/// Where the links lead, and what day it is.
struct Place<'a> {
    agency: &'a Agency,
    site: Site,
    secret: &'a Secret,
    out: Utf8PathBuf,
    today: Date,
}

/// Shows the links.
pub(super) fn run(cli: &Cli, args: &LinksArgs) -> Result<Outcome, Failure> {
    if args.qr && args.format == Format::Json {
        return Err(Failure::new("`--qr` draws for people, and `--format json` is for programs")
            .help("take one of the two"));
    }
    let workspace = workspace::find(cli)?;
    let mut ids = workspace.client_ids().value.unwrap_or_default();
    if let Some(client) = &args.client {
        ids = vec![workspace::known(client, &ids)?];
    }
    let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
    let secret = workspace::links_secret(&workspace)?;
    let out = workspace.root().join(&args.out);
    let today = workspace::today(&agency)?;
    let site = Site::of(&agency, args.target.as_deref())?;
    let place = Place { agency: &agency, site, secret: &secret, out, today };
    let rows: Vec<Row> = ids.par_iter().flat_map_iter(|id| place.rows(&workspace, id)).collect();
    match args.format {
        Format::Json => rows.iter().try_for_each(report::line)?,
        Format::Text => text(cli, &place.site, &rows)?,
    }
    if args.qr {
        rows.iter().try_for_each(drawn)?;
    }
    Ok(Outcome::Done)
}

impl Place<'_> {
    /// One row for each person who is let in; one in any case.
    fn rows(&self, workspace: &Workspace, id: &str) -> Vec<Row> {
        let Some(head) = workspace.head(self.agency, id).value else {
            return vec![self.bare(workspace, id)];
        };
        let access = &head.access;
        let bare = || self.bare(workspace, id);
        let row =
            |person| Row { name: Some(head.name.clone()), ..self.row(bare(), access, person) };
        let rows: Vec<Row> = access.admitted.iter().map(row).collect();
        if rows.is_empty() {
            // Nobody is let in any more; the portal is still there.
            let mode = Some(access.mode.name());
            return vec![Row { name: Some(head.name), mode, url: None, ..bare() }];
        }
        rows
    }

    /// What is known without `client.yaml`.
    fn bare(&self, workspace: &Workspace, id: &str) -> Row {
        let access = workspace.access_file(id).value;
        let locator = access.map(|access| self.secret.locator(id, access.rotation));
        let page = |locator| self.out.join(locator).join("index.html");
        let path = locator.as_ref().map(|locator| page(locator.as_str()));
        Row {
            client: id.to_owned(),
            name: None,
            person: None,
            person_name: None,
            mode: None,
            path: path.filter(|page| page.is_file()),
            url: locator.as_ref().and_then(|locator| self.site.portal(locator)),
            locator: locator.map(|locator| locator.as_str().to_owned()),
            fragment: None,
            code: None,
            door: None,
            expires: None,
            expired: false,
        }
    }

    fn row(&self, bare: Row, access: &Access, person: &Admitted) -> Row {
        let handout = self.secret.handout(&bare.client, access, person);
        let fragment = handout.fragment.as_ref().map(|fragment| fragment.to_string());
        let with_fragment = |url: String| match &fragment {
            Some(fragment) => format!("{url}#{fragment}"),
            None => url,
        };
        Row {
            person: Some(person.person.clone()),
            person_name: person.name.clone(),
            mode: Some(access.mode.name()),
            url: bare.url.map(with_fragment),
            code: handout.code.as_ref().map(|code| code.to_string()),
            door: self.site.door().filter(|_| access.mode == AccessMode::Code),
            expires: person.expires,
            expired: person.is_over(self.today),
            fragment,
            ..bare
        }
    }
}

impl Row {
    /// The link, or what there is of it.
    fn link(&self) -> String {
        let built = || self.path.as_ref().map(|path| workspace::shown(path).into_string());
        let or_fragment = |path: String| match &self.fragment {
            Some(fragment) => format!("{path}#{fragment}"),
            None => path,
        };
        let nobody = self.name.is_some() && self.person.is_none();
        match &self.url {
            Some(url) => url.clone(),
            None if nobody => "nobody is let in".to_owned(),
            None => built().map_or_else(|| "not built yet".to_owned(), or_fragment),
        }
    }

    fn is_sealed(&self) -> bool {
        self.mode.is_some_and(|mode| mode != "plain")
    }

    fn person(&self) -> &str {
        match self.person.as_deref() {
            Some("") => "everyone",
            Some(person) => person,
            None => "-",
        }
    }

    fn expires(&self) -> String {
        match self.expires {
            Some(day) if self.expired => format!("{day} (over)"),
            Some(day) => day.to_string(),
            None => "-".to_owned(),
        }
    }
}

/// A column's title, whether it is shown, and what it says of a row.
type Column = (&'static str, bool, fn(&Row) -> String);

fn text(cli: &Cli, site: &Site, rows: &[Row]) -> Result<(), Failure> {
    // A column that says nothing of anybody stays out.
    let people = rows.iter().any(|row| row.person.as_deref().is_some_and(|id| !id.is_empty()));
    let sealed = rows.iter().any(Row::is_sealed);
    let columns: [Column; 6] = [
        ("CLIENT", true, |row| row.client.clone()),
        ("PERSON", people || sealed, |row| row.person().to_owned()),
        ("MODE", true, |row| row.mode.unwrap_or("?").to_owned()),
        ("EXPIRES", rows.iter().any(|row| row.expires.is_some()), Row::expires),
        ("CODE", rows.iter().any(|row| row.code.is_some()), |row| {
            row.code.clone().unwrap_or_else(|| "-".to_owned())
        }),
        ("LINK", true, Row::link),
    ];
    let columns: Vec<_> = columns.into_iter().filter(|(_, shown, _)| *shown).collect();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(columns.iter().map(|(title, _, _)| *title));
    for row in rows {
        table.add_row(columns.iter().map(|(_, _, cell)| visible(&cell(row))));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if !rows.is_empty() {
        print::out(table.trim_fmt() + "\n")?;
    }
    if !cli.quiet {
        hints(site, rows);
    }
    Ok(())
}

/// The QR code of one link, with whose it is above it.
fn drawn(row: &Row) -> Result<(), Failure> {
    let Some(url) = &row.url else { return Ok(()) };
    let title = visible(&format!("{}, {}", row.client, row.person()));
    print::out(format_args!("\n{title}\n{}", qr::draw(url)?))
}

/// What the table does not say.
fn hints(site: &Site, rows: &[Row]) {
    let style = report::HELP;
    let those = |wanted: fn(&Row) -> bool| {
        let mut ids: Vec<&str> =
            rows.iter().filter(|row| wanted(row)).map(|row| row.client.as_str()).collect();
        ids.dedup();
        report::some(&ids)
    };
    if rows.is_empty() {
        say!("there is no client yet");
        say!("{style}help:{style:#} make one with `keyfolio new client acme`");
    } else if !site.is_known() {
        say!(
            "\n{style}help:{style:#} these are files on this machine: set `base_url` in \
             `keyfolio.yaml` to see the links that clients open"
        );
        if rows.iter().any(Row::is_sealed) {
            say!(
                "{style}note:{style:#} a sealed portal opens from a web server only; \
                 `keyfolio serve` shows it here"
            );
        }
    }
    if let Some(door) = rows.iter().find_map(|row| row.door.as_ref()) {
        say!("\n{style}note:{style:#} access codes open the right portal at {door} too");
    }
    if let Some(ids) = those(|row| row.name.is_none()) {
        say!("{style}note:{style:#} `keyfolio check` says what is wrong with {ids}");
    }
    if let Some(ids) = those(|row| row.path.is_none() && row.url.is_some()) {
        say!("{style}note:{style:#} not built yet: {ids}");
    }
}
