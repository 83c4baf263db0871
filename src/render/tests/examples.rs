//! The starter content and the examples through the built-in theme: every page is written, and
//! every link inside a portal leads to something that is in it.

use super::*;
use crate::load::Workspace;
use camino::Utf8Path;
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;

/// What a page refers to: the values of `href`, `src`, `srcset`, `data` and `poster`.
fn references(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for name in [" href=\"", " src=\"", " srcset=\"", " data=\"", " poster=\""] {
        let values = html.split(name).skip(1).filter_map(|rest| rest.split('"').next());
        found.extend(values.map(|value| value.replace("&amp;", "&").replace("&#x2F;", "/")));
    }
    found
}

fn ids(html: &str) -> BTreeSet<&str> {
    html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Where `reference` leads from the page `from`: a path and a fragment.
fn target(from: &PortalPath, reference: &str) -> (String, String) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let decode = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    if path.is_empty() {
        return (from.as_str().to_owned(), decode(fragment));
    }
    let mut segments: Vec<&str> = from.as_str().split('/').collect();
    segments.pop();
    for segment in path.split('/') {
        match segment {
            ".." => assert!(segments.pop().is_some(), "`{reference}` on {from} leaves the portal"),
            "." => {}
            segment => segments.push(segment),
        }
    }
    (decode(&segments.join("/")), decode(fragment))
}

fn is_outside(reference: &str) -> bool {
    ["https:", "http:", "mailto:", "tel:"].iter().any(|scheme| reference.starts_with(scheme))
}

/// Everything that is wrong with the links of a portal.
fn broken(site: &Site) -> Vec<String> {
    let mut broken = Vec::new();
    let pages = site.entries.iter().filter_map(|(path, entry)| match entry {
        Entry::Bytes(bytes) if Utf8Path::new(path.as_str()).extension() == Some("html") => {
            Some((path, std::str::from_utf8(bytes).unwrap()))
        }
        _ => None,
    });
    for (path, html) in pages {
        let all: Vec<&str> = html.split(" id=\"").skip(1).collect();
        if all.len() != ids(html).len() {
            broken.push(format!("{path}: an id is used twice"));
        }
        if html.contains(Html::SCHEME) {
            broken.push(format!("{path}: a link was not made relative"));
        }
        for reference in references(html).iter().filter(|reference| !is_outside(reference)) {
            let (to, fragment) = target(path, reference);
            match site.entries.get(&PortalPath::known(to)) {
                None => broken.push(format!("{path}: `{reference}` leads nowhere")),
                Some(entry) => {
                    let html = entry.content().ok().filter(|_| !fragment.is_empty());
                    let html = html.map(|bytes| std::str::from_utf8(bytes).unwrap());
                    if html.is_some_and(|html| !ids(html).contains(fragment.as_str())) {
                        broken.push(format!("{path}: `{reference}` has no such anchor"));
                    }
                }
            }
        }
    }
    broken
}

#[test]
fn the_built_in_theme_says_everything_in_its_nine_languages() {
    let theme = Theme::built_in().unwrap();
    let catalogues = theme.languages().catalogues();
    let names: Vec<&str> = catalogues.keys().map(String::as_str).collect();
    assert_eq!(names, ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pt"]);
    for (name, catalogue) in catalogues {
        let language = theme.languages().get(name).unwrap();
        assert!(language.missing().is_empty(), "{name} lacks {:?}", language.missing());
        let unused: Vec<_> = catalogue.keys().difference(catalogues["en"].keys()).collect();
        assert!(unused.is_empty(), "{name} has {unused:?}, which English has not");
    }
}

#[test]
fn every_link_of_every_example_leads_somewhere() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let examples = ["", "examples/design-studio", "examples/accounting", "examples/franchise"];
    let mut wrong = Vec::new();
    let mut pages = 0;
    for example in examples {
        let workspace = Workspace::find(&root.join(example)).unwrap();
        let agency = workspace.agency().value.unwrap_or_else(|| panic!("{example}: the agency"));
        let theme = Theme::load(workspace.root(), &agency.theme).unwrap();
        for id in workspace.client_ids().value.unwrap() {
            let loaded = workspace.client(&agency, &id);
            let Some(client) = loaded.value else {
                wrong.push(format!("{example}/{id}: {:#?}", loaded.diagnostics));
                continue;
            };
            match portal(&client, &agency, &theme) {
                Ok(rendered) => {
                    pages += rendered.site.entries.len();
                    let broken = broken(&rendered.site);
                    wrong.extend(broken.iter().map(|why| format!("{example}/{id}: {why}")));
                    let said = rendered.diagnostics.iter().map(|said| &said.message);
                    wrong.extend(said.map(|said| format!("{example}/{id}: {said}")));
                }
                Err(faults) => wrong.push(format!("{example}/{id}: {faults:#?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(pages > 50, "only {pages} entries");
}
