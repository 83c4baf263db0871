//! The agency's own first page, written anew for each request: what depends on today is right.

use super::summary::{Dated, Standing, Summary, rank};
use super::view::{Entry, View};
use crate::diagnostics::{Code, Diagnostic};
use crate::model::{BaseUrl, Health};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::cmp::Reverse;
use std::sync::LazyLock;
use tera::{Context, Tera};

/// How many overdue and waiting things are shown of each client.
const SHOWN: usize = 4;
/// From how many days on silence is worth a second look.
const SILENT: i32 = 14;

static TEMPLATE: LazyLock<Tera> = LazyLock::new(|| {
    let mut tera = Tera::default();
    // The name's end makes Tera escape everything.
    tera.add_raw_template("dashboard.html", include_str!("dashboard.html"))
        .expect("the template is part of the program, and a test renders it");
    tera
});

#[derive(Serialize)]
struct Page<'a> {
    agency: &'a str,
    revision: String,
    today: String,
    public: bool,
    /// Where the front door stands as clients get it.
    door: Option<&'static str>,
    stopped: Option<&'a str>,
    faults: Vec<Fault<'a>>,
    /// Errors are among the faults.
    is_faulty: bool,
    attention: usize,
    /// There is no client yet, as far as can be told.
    is_empty: bool,
    portals: Vec<Row<'a>>,
    archived: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Sealed {
    /// Where it stands as the client gets it.
    page: String,
    /// What shows the links and codes.
    command: String,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(skip)]
    id: &'a str,
    /// Stands for the client in the page: an id may hold what an address in a page may not.
    locator: &'a str,
    name: &'a str,
    /// Where the portal is on this machine; none when it was never built.
    href: Option<String>,
    /// What to send to the client.
    link: Option<String>,
    /// When it is sealed.
    sealed: Option<Sealed>,
    broken: bool,
    /// It could be read, now or earlier.
    known: bool,
    errors: Vec<Fault<'a>>,
    warnings: Vec<Fault<'a>>,
    health: Option<Health>,
    projects: &'a [Standing],
    next: Option<Day<'a>>,
    overdue: Vec<Day<'a>>,
    overdue_count: usize,
    waiting: Vec<Day<'a>>,
    waiting_count: usize,
    updated: Option<Day<'a>>,
    silent: bool,
    #[serde(skip)]
    order: (u8, Option<Reverse<usize>>, u8, bool, Option<Date>),
}

/// Something with a day, seen from today.
#[derive(Serialize)]
struct Day<'a> {
    title: &'a str,
    kind: &'a str,
    project: Option<&'a str>,
    theirs: bool,
    iso: Option<String>,
    date: Option<String>,
    far: Option<String>,
    overdue: bool,
}

/// A diagnostic, its excerpt cut in three.
#[derive(Serialize)]
struct Fault<'a> {
    severity: &'static str,
    message: Vec<Piece<'a>>,
    path: String,
    line: Option<usize>,
    before: &'a str,
    marked: &'a str,
    after: &'a str,
    help: Vec<Piece<'a>>,
}

/// A part of a diagnostic's words.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Piece<'a> {
    text: &'a str,
    /// It stands between backticks.
    is_code: bool,
}

/// The dashboard as HTML. `door` is where the agency's front door is shown, if it has one.
///
/// # Errors
/// None that the tests have not seen: the template is part of the program.
pub(super) fn render(view: &View, door: Option<&'static str>) -> Result<String, tera::Error> {
    render_on(view, door, today(&view.agency.time_zone))
}

/// Today where the agency is.
fn today(time_zone: &str) -> Date {
    let zone = TimeZone::get(time_zone).unwrap_or_else(|_| TimeZone::system());
    Timestamp::now().to_zoned(zone).date()
}

fn render_on(view: &View, door: Option<&'static str>, today: Date) -> Result<String, tera::Error> {
    let base = view.agency.base_url.as_ref();
    let mut rows: Vec<Row<'_>> =
        view.clients.iter().map(|(id, entry)| row(id, entry, base, today)).collect();
    rows.sort_by(|a, b| a.order.cmp(&b.order).then_with(|| a.name.cmp(b.name)));
    let is_archived = |id: &str| {
        let summary = view.clients.get(id).and_then(|entry| entry.summary.as_ref());
        summary.is_some_and(|summary| summary.archived)
    };
    let (archived, portals): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| is_archived(row.id) && !row.broken);
    let is_empty = view.clients.is_empty() && !view.is_broken();
    // The page itself says that there is no client.
    let faults = view.faults.iter().filter(|fault| !is_empty || fault.code != Code::Workspace);
    let page = Page {
        agency: &view.agency.name,
        revision: view.state(None).revision,
        today: today.strftime("%A %-d %B %Y").to_string(),
        public: base.is_some(),
        door,
        stopped: view.stopped.as_deref(),
        faults: faults.map(fault).collect(),
        is_faulty: view.faults.iter().any(Diagnostic::is_error),
        is_empty,
        attention: portals.iter().filter(|row| row.order.0 < CALM).count(),
        portals,
        archived,
    };
    TEMPLATE.render("dashboard.html", &Context::from_serialize(&page)?)
}

/// From this place in the order on, nothing needs attention.
const CALM: u8 = 3;

fn row<'a>(id: &'a str, entry: &'a Entry, base: Option<&BaseUrl>, today: Date) -> Row<'a> {
    let (errors, warnings): (Vec<_>, Vec<_>) =
        entry.diagnostics.iter().partition(|diagnostic| diagnostic.is_error());
    let summary = entry.summary.as_ref();
    let dates = summary.map_or(&[][..], |summary| &summary.dates);
    let late = dates.iter().filter(|dated| dated.day < today);
    let next = dates.iter().find(|dated| dated.day >= today);
    let waiting = summary.map_or(&[][..], |summary| &summary.waiting);
    let health = summary.and_then(Summary::health);
    let overdue_count = late.clone().count();
    Row {
        id,
        locator: &entry.locator,
        name: summary.map_or(id, |summary| &summary.name),
        href: entry.standing.then(|| format!("/{}/", entry.locator)),
        sealed: summary.filter(|summary| summary.sealed).map(|_| {
            let page = format!("/-/sealed/{}/index.html", entry.locator);
            Sealed { page, command: format!("keyfolio links {id}") }
        }),
        link: base.map(|base| format!("{}index.html", base.portal(&entry.locator))),
        broken: entry.broken,
        known: summary.is_some(),
        errors: errors.into_iter().map(fault).collect(),
        warnings: warnings.into_iter().map(fault).collect(),
        health,
        projects: summary.map_or(&[], |summary| &summary.projects),
        next: next.map(|dated| of_dated(dated, today)),
        overdue: late.take(SHOWN).map(|dated| of_dated(dated, today)).collect(),
        overdue_count,
        waiting: waiting
            .iter()
            .take(SHOWN)
            .map(|item| Day { kind: item.kind, ..day(&item.title, item.day, today) })
            .collect(),
        waiting_count: waiting.len(),
        updated: summary.and_then(|summary| summary.updated).map(|date| since(date, today)),
        silent: silent(summary, today),
        order: order(entry, health, overdue_count, next.map(|dated| dated.day)),
    }
}

/// What needs attention comes first: errors, then what is late, then what may become so.
fn order(
    entry: &Entry,
    health: Option<Health>,
    overdue: usize,
    next: Option<Date>,
) -> (u8, Option<Reverse<usize>>, u8, bool, Option<Date>) {
    let group = match health {
        _ if entry.broken => 0,
        Some(Health::OffTrack) => 1,
        _ if overdue > 0 => 1,
        Some(Health::AtRisk) => 2,
        _ if !entry.diagnostics.is_empty() => 2,
        Some(Health::Paused | Health::Done) => CALM + 1,
        _ => CALM,
    };
    (group, Some(Reverse(overdue)), health.map_or(2, rank), next.is_none(), next)
}

/// Whether the client of a running project has heard nothing for long.
fn silent(summary: Option<&Summary>, today: Date) -> bool {
    let Some(summary) = summary else { return false };
    let running =
        matches!(summary.health(), Some(Health::OnTrack | Health::AtRisk | Health::OffTrack));
    let days = summary.updated.map(|date| days(date, today));
    running && !summary.archived && days.is_none_or(|days| days < -SILENT)
}

fn of_dated(dated: &Dated, today: Date) -> Day<'_> {
    Day {
        project: dated.project.as_deref(),
        theirs: dated.theirs,
        ..day(&dated.title, Some(dated.day), today)
    }
}

fn day(title: &str, date: Option<Date>, today: Date) -> Day<'_> {
    let format = |date: Date| if date.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    Day {
        title,
        kind: "",
        project: None,
        theirs: false,
        iso: date.map(|date| date.to_string()),
        date: date.map(|date| date.strftime(format(date)).to_string()),
        far: date.map(|date| far(date, today)),
        overdue: date.is_some_and(|date| date < today),
    }
}

/// The day of an update, told in days however long ago it was.
fn since<'a>(date: Date, today: Date) -> Day<'a> {
    let far = match days(date, today) {
        size @ ..-1 => format!("{} days ago", size.unsigned_abs()),
        _ => far(date, today),
    };
    Day { far: Some(far), ..day("", Some(date), today) }
}

/// Days from `today` to `date`; negative in the past.
fn days(date: Date, today: Date) -> i32 {
    today.until(date).map_or(0, |span| span.get_days())
}

/// "today", "in 3 days", "5 weeks ago".
fn far(date: Date, today: Date) -> String {
    let days = days(date, today);
    let size = days.unsigned_abs();
    let size = match size {
        0 => return "today".to_owned(),
        1 => return if days > 0 { "tomorrow" } else { "yesterday" }.to_owned(),
        2..21 => format!("{size} days"),
        21..70 => format!("{} weeks", (size + 3) / 7),
        70..700 => format!("{} months", (size + 15) / 30),
        _ => format!("{} years", (size + 182) / 365),
    };
    if days > 0 { format!("in {size}") } else { format!("{size} ago") }
}

fn fault(diagnostic: &Diagnostic) -> Fault<'_> {
    let place = &diagnostic.place;
    let (line, text) = match &place.excerpt {
        Some(excerpt) => (Some(excerpt.line), excerpt),
        None => return Fault { line: None, ..words(diagnostic, place.path.to_string()) },
    };
    let path = format!("{}:{}:{}", place.path, text.line, text.column);
    Fault {
        line,
        before: text.text.get(..text.start).unwrap_or(""),
        marked: text.text.get(text.start..text.end).unwrap_or(""),
        after: text.text.get(text.end..).unwrap_or(""),
        ..words(diagnostic, path)
    }
}

fn words(diagnostic: &Diagnostic, path: String) -> Fault<'_> {
    Fault {
        severity: if diagnostic.is_error() { "error" } else { "warning" },
        message: pieces(&diagnostic.message),
        path,
        line: None,
        before: "",
        marked: "",
        after: "",
        help: diagnostic.help.as_deref().map(pieces).unwrap_or_default(),
    }
}

/// The words, cut at their backticks; a backtick that has no partner is one of them.
fn pieces(words: &str) -> Vec<Piece<'_>> {
    if words.matches('`').count() % 2 == 1 {
        return vec![Piece { text: words, is_code: false }];
    }
    let pieces = words.split('`').enumerate();
    let pieces = pieces.map(|(at, text)| Piece { text, is_code: at % 2 == 1 });
    pieces.filter(|piece| piece.is_code || !piece.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn distances_are_told_as_people_do() {
        let today = date(2026, 11, 22);
        let far = |days: i64| far(today + days.days(), today);
        assert_eq!([far(0), far(1), far(-1)], ["today", "tomorrow", "yesterday"]);
        assert_eq!([far(5), far(-20)], ["in 5 days", "20 days ago"]);
        assert_eq!([far(28), far(-365)], ["in 4 weeks", "12 months ago"]);
        assert_eq!([far(700), far(-3650)], ["in 2 years", "10 years ago"]);
    }

    #[test]
    fn silence_is_told_in_days() {
        let today = date(2026, 11, 22);
        let far = |days: i64| since(today - days.days(), today).far.unwrap();
        assert_eq!(
            [far(0), far(1), far(2), far(90)],
            ["today", "yesterday", "2 days ago", "90 days ago"]
        );
        assert_eq!(far(-3), "in 3 days");
    }

    #[test]
    fn words_are_cut_at_their_backticks() {
        let pieces = |words| {
            let pieces = super::pieces(words).into_iter();
            pieces.map(|piece| (piece.text, piece.is_code)).collect::<Vec<_>>()
        };
        assert_eq!(pieces("unknown key `x`"), [("unknown key ", false), ("x", true)]);
        assert_eq!(pieces("`` or `y`."), [("", true), (" or ", false), ("y", true), (".", false)]);
        assert_eq!(pieces("a ` alone"), [("a ` alone", false)]);
    }

    #[test]
    fn an_empty_agency_is_a_page() {
        let html = render_on(&View::default(), None, date(2026, 11, 22)).unwrap();
        assert!(html.contains("keyfolio new client"), "{html}");
        assert!(html.contains("Sunday 22 November 2026"));
    }
}
