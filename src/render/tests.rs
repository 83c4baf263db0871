use super::*;

use crate::model::*;
use crate::source_file::SourceFile;
use camino::Utf8Path;
use model::*;

mod built_in;
mod examples;
mod faults;
mod model;
mod pages;
mod written;

/// A bare theme that writes down what the pages are given.
const THEME: &[(&str, &str)] = &[
    ("i18n/en.ftl", include_str!("tests/en.ftl")),
    ("i18n/de.ftl", "nav-overview = Übersicht"),
    ("assets/style.css", "body {}"),
    ("templates/base.html", include_str!("tests/base.html")),
    ("templates/overview.html", include_str!("tests/overview.html")),
    (
        "templates/project.html",
        "{% extends \"base.html\" %}{% block main %}{{ project.title }}{% endblock %}",
    ),
    (
        "templates/updates.html",
        "{% extends \"base.html\" %}{% block main %}{% for u in updates %}{{ u.update.title }} of {{ u.project.title }};{% endfor %}{% endblock %}",
    ),
    ("templates/update.html", include_str!("tests/update.html")),
    (
        "templates/deliverables.html",
        "{% extends \"base.html\" %}{% block main %}{% for d in deliverables %}{{ d.deliverable.title }};{% endfor %}{% endblock %}",
    ),
    ("templates/deliverable.html", include_str!("tests/deliverable.html")),
    ("templates/prototype.html", "{{ version.prototype.start | url }}"),
    (
        "templates/documents.html",
        "{% extends \"base.html\" %}{% block main %}{% for g in document_groups %}[{{ g.category }}]{% for d in g.documents %}{{ d.document.title }};{% endfor %}{% endfor %}{% endblock %}",
    ),
    (
        "templates/requests.html",
        "{% extends \"base.html\" %}{% block main %}{% for r in requests %}{{ r.request.title }};{% endfor %}{% for c in checklist %}{{ c.item.title }};{% endfor %}{% endblock %}",
    ),
    (
        "templates/money.html",
        "{% extends \"base.html\" %}{% block main %}{% for a in accounts %}{{ a.money.outstanding | money(currency=a.money.currency) }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/team.html",
        "{% extends \"base.html\" %}{% block main %}{% for m in client.team %}{{ m.name }}{% endfor %}{% endblock %}",
    ),
    (
        "templates/collection.html",
        "{% extends \"base.html\" %}{% block main %}{{ collection.title }}{% endblock %}",
    ),
    (
        "templates/404.html",
        "{% extends \"base.html\" %}{% block main %}{{ t(key=\"page-not-found\") }}{% endblock %}",
    ),
];

fn theme() -> Theme {
    Theme::of(THEME).unwrap()
}

fn rendered(client: &Client) -> Rendered {
    portal(client, &agency(), &theme()).unwrap()
}

fn text<'a>(rendered: &'a Rendered, at: &str) -> &'a str {
    let bytes = rendered.site.entries[&path(at)].content();
    std::str::from_utf8(bytes.unwrap_or_else(|_| panic!("{at} is a file"))).unwrap()
}

/// The line of the page that begins with `name: `.
fn line<'a>(rendered: &'a Rendered, at: &str, name: &str) -> &'a str {
    let prefix = format!("{name}: ");
    let mut lines = text(rendered, at).lines();
    lines
        .find_map(|line| line.strip_prefix(prefix.as_str()))
        .unwrap_or_else(|| panic!("no line `{name}` in {at}:\n{}", text(rendered, at)))
}
