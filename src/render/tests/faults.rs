//! What keeps a portal from being rendered, and what is mended and said.

use super::*;

#[test]
fn two_things_with_one_path_are_a_fault() {
    let mut client = full();
    let mut clash = file("x");
    clash.path = path("money.html");
    client.files.push(clash);
    let faults = portal(&client, &agency(), &theme()).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].code, Code::NameCollision);
    assert!(faults[0].message.contains("`money.html`"));
}

#[test]
fn the_same_file_twice_is_one_file() {
    let mut client = full();
    client.files.push(file("plan a.pdf"));
    assert!(portal(&client, &agency(), &theme()).is_ok());
}

#[test]
fn english_stands_in_and_says_so() {
    let mut client = full();
    client.locale = "de-AT".parse().unwrap();
    let german = rendered(&client);
    assert!(line(&german, "index.html", "page").starts_with("overview index.html Übersicht de-AT"));
    assert_eq!(german.diagnostics.len(), 1);
    assert_eq!(german.diagnostics[0].place.path, "themes/test/i18n/de.ftl");
    assert!(german.diagnostics[0].message.contains("`nav-project`"));
    client.locale = "sv".parse().unwrap();
    let swedish = rendered(&client);
    assert_eq!(swedish.diagnostics[0].place.path, "content/acme/client.yaml");
    assert_eq!(swedish.diagnostics[0].code, Code::MissingMessage);
}

#[test]
fn a_fault_while_writing_has_its_place_in_the_template() {
    let mut files = THEME.to_vec();
    let team = files.iter_mut().find(|(name, _)| *name == "templates/team.html").unwrap();
    team.1 = "<p>\n  {{ t(key=\"nothing\") }}";
    let money = files.iter_mut().find(|(name, _)| *name == "templates/money.html").unwrap();
    money.1 = "{{ accounts | money(currency=\"EUR\") }}";
    let theme = Theme::of(&files).unwrap();
    let faults = portal(&full(), &agency(), &theme).unwrap_err();
    let places: Vec<_> = faults
        .iter()
        .map(|fault| {
            let excerpt = fault.place.excerpt.as_ref().unwrap();
            (fault.place.path.as_str(), excerpt.line, excerpt.column)
        })
        .collect();
    assert_eq!(
        places,
        [("themes/test/templates/money.html", 1, 15), ("themes/test/templates/team.html", 2, 6)]
    );
    assert!(faults[1].message.contains("no message `nothing`"), "{}", faults[1].message);
}

#[test]
fn a_brand_that_cannot_be_read_is_mended_and_said_once() {
    let mut agency = agency();
    let accent = |colour: &str, path: &str| {
        Some(Accent { colour: colour.parse().unwrap(), place: Place::file(path) })
    };
    agency.brand.accent = accent("#ffcc00", "keyfolio.yaml");
    let mut client = full();
    client.brand = agency.brand.clone();
    client.brand.font = Some("Avenir Next, sans-serif".to_owned());
    let rendered = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(rendered.diagnostics.len(), 1);
    assert_eq!(rendered.diagnostics[0].code, Code::ContrastMended);
    assert_eq!(rendered.diagnostics[0].place.path, "keyfolio.yaml");
    assert_eq!(
        rendered.diagnostics[0].message,
        "the colour `#ffcc00` has a contrast of 1.3 with the page `#ffffff` and its tint \
         `#f8f3e5`, and text needs 4.5: links are `#876b05` (4.5), buttons `#b59001` (3.0; 3 is \
         needed)"
    );
    let brand = rendered.site.entries.keys().find(|path| path.file_name().starts_with("brand."));
    let brand = text(&rendered, brand.unwrap().as_str());
    assert!(brand.contains("--font-body: Avenir Next, sans-serif;"), "{brand}");
    assert!(!brand.contains("--font-heading"), "{brand}");
    assert!(brand.contains("--on-accent: #000000;"), "{brand}");
    client.brand.accent = accent("#ffdd00", "content/acme/client.yaml");
    let own = portal(&client, &agency, &theme()).unwrap();
    assert_eq!(own.diagnostics[0].place.path, "content/acme/client.yaml");
}
