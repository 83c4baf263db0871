use super::*;

/// Every template there must be, as short as can be.
fn with(files: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    const BARE: [(&str, &str); 14] = [
        ("i18n/en.ftl", "hello = Hello"),
        ("templates/overview.html", ""),
        ("templates/project.html", ""),
        ("templates/updates.html", ""),
        ("templates/update.html", ""),
        ("templates/deliverables.html", ""),
        ("templates/deliverable.html", ""),
        ("templates/prototype.html", ""),
        ("templates/documents.html", ""),
        ("templates/requests.html", ""),
        ("templates/money.html", ""),
        ("templates/team.html", ""),
        ("templates/collection.html", ""),
        ("templates/404.html", ""),
    ];
    let bare = BARE.iter().filter(|(name, _)| files.iter().all(|(other, _)| other != name));
    bare.chain(files).copied().collect()
}

fn theme(files: &[(&'static str, &'static str)]) -> Theme {
    Theme::of(&with(files)).expect("a theme")
}

/// The faults of a theme: `path:line:column: message`.
fn faults(files: &[(&'static str, &'static str)]) -> Vec<String> {
    let faults = Theme::of(&with(files)).expect_err("a theme with faults");
    let line = |fault: &Diagnostic| {
        let place = match &fault.place.excerpt {
            Some(excerpt) => {
                format!("{}:{}:{}", fault.place.path, excerpt.line, excerpt.column)
            }
            None => fault.place.path.to_string(),
        };
        format!("{place}: {}", fault.message.lines().next().unwrap_or_default())
    };
    faults.iter().map(line).collect()
}

#[test]
fn every_template_is_parsed_and_every_fault_told() {
    let found = faults(&[
        ("templates/overview.html", "<p>\n{{ client.name</p>"),
        ("templates/team.html", "{% if %}"),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("themes/test/templates/overview.html:2:"), "{found:?}");
    assert!(found[1].starts_with("themes/test/templates/team.html:1:"), "{found:?}");
}

#[test]
fn unknown_filters_and_parents_are_found_where_they_are_named() {
    let found = faults(&[
        ("templates/team.html", "<p>\n{{ client.name | shout }}"),
        ("templates/money.html", "{{ yell() }}"),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("themes/test/templates/money.html:1:4: "), "{found:?}");
    assert!(found[1].starts_with("themes/test/templates/team.html:2:"), "{found:?}");
    assert!(found[1].contains("`shout`"), "{found:?}");
    let found = faults(&[("templates/team.html", "{% extends \"bse.html\" %}")]);
    assert_eq!(
        found,
        ["themes/test/templates/team.html:1:1: there is no template `bse.html` to extend"]
    );
}

#[test]
fn templates_that_are_not_there_are_named() {
    let found = Theme::of(&[("i18n/en.ftl", "hello = Hello")]).expect_err("no templates");
    assert_eq!(found.len(), TEMPLATES.len());
    assert!(found[0].message.starts_with("the theme has no template `"));
}

#[test]
fn settings_have_defaults_and_known_values() {
    let yaml = "name: Test\nsettings:\n  density:\n    description: Room.\n    \
                default: wide\n    values: [wide, tight]\n";
    let theme = theme(&[("theme.yaml", yaml)]);
    let given = |name: &str, value: &str| {
        let (value, place) = (value.to_owned(), Place::file("keyfolio.yaml"));
        BTreeMap::from([(name.to_owned(), ThemeSetting { value, place })])
    };
    assert_eq!(theme.settings(&BTreeMap::new()).unwrap()["density"], "wide");
    assert_eq!(theme.settings(&given("density", "tight")).unwrap()["density"], "tight");
    let unknown = theme.settings(&given("density", "huge")).unwrap_err();
    assert_eq!(unknown[0].code, Code::UnknownValue);
    let unknown = theme.settings(&given("densty", "wide")).unwrap_err();
    assert_eq!(unknown[0].help.as_deref(), Some("there is `density`"));
}

#[test]
fn a_fault_in_theme_yaml_has_its_place() {
    let found = faults(&[("theme.yaml", "name: Test\nsetings: {}\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("themes/test/theme.yaml:2:1: "), "{found:?}");
}

#[test]
fn a_fault_in_a_message_file_has_its_place() {
    let found = faults(&[("i18n/de.ftl", "hello = Hallo\nbye Tschüss\n")]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("themes/test/i18n/de.ftl:2:"), "{found:?}");
}

#[test]
fn templates_reach_neither_the_clock_nor_the_environment() {
    for call in ["now()", "get_env(name=\"HOME\")", "get_random(end=9)", "load_data(path=\"a\")"] {
        let mut files = with(&[]);
        let template = format!("{{{{ {call} }}}}");
        files.retain(|(name, _)| *name != "templates/team.html");
        files.push(("templates/team.html", &template));
        assert!(Theme::of(&files).is_err(), "{call}");
    }
}

#[test]
fn the_built_in_theme_can_be_copied_out() {
    let names: Vec<String> = built_in_files().map(|file| file.name).collect();
    assert!(names.is_sorted());
    for needed in ["theme.yaml", "assets/style.css", "i18n/en.ftl", "templates/overview.html"] {
        assert!(names.iter().any(|name| name == needed), "{needed}");
    }
}

#[test]
fn style_sheets_follow_the_new_names_of_what_they_show() {
    let theme = theme(&[
        (
            "assets/style.css",
            "@import url(print.css); a { background: url('img/dot.svg#x') } b { c: url(data:x) }",
        ),
        ("assets/print.css", "a { b: url(./img/dot.svg) }"),
        ("assets/img/dot.svg", "<svg/>"),
    ]);
    let asset = |name: &str| theme.assets().iter().find(|asset| asset.name == name).unwrap();
    let dot = asset("img/dot.svg").path.as_str();
    assert_eq!(dot, hashed_name("img/dot.svg", b"<svg/>"));
    let below = dot.strip_prefix("assets/").unwrap();
    let style = std::str::from_utf8(&asset("style.css").bytes).unwrap();
    let print = asset("print.css").path.file_name();
    assert_eq!(
        style,
        format!(
            "@import url(\"../assets/{print}\"); \
             a {{ background: url(\"../assets/{below}#x\") }} b {{ c: url(data:x) }}"
        )
    );
    assert_eq!(theme.style(), Some(&asset("style.css").path));
}

#[test]
fn parts_of_the_style_sheet_go_out_in_it_alone() {
    let theme = theme(&[
        ("assets/style.css", "@import url(\"style/a.css\") print;\nb {}\n"),
        ("assets/style/a.css", "a { b: url(../img/dot.svg) }\n"),
        ("assets/img/dot.svg", "<svg/>"),
    ]);
    let names: Vec<_> = theme.assets().iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(names, ["img/dot.svg", "style.css"]);
    let dot = theme.assets()[0].path.as_str();
    assert_eq!(
        std::str::from_utf8(&theme.assets()[1].bytes).unwrap(),
        format!("@media print {{\na {{ b: url(\"../{dot}\") }}\n}}\nb {{}}\n")
    );
}

#[test]
fn an_empty_page_is_a_fault_and_an_empty_part_is_not() {
    let workspace = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(workspace.path()).unwrap();
    let folder = root.join("templates");
    fs_err::create_dir_all(folder.join("parts")).unwrap();
    fs_err::write(folder.join("parts/overview.html"), "").unwrap();
    let overlay = || Files::built_in().overlay(root, Utf8Path::new("themes/mine"));
    overlay().unwrap();
    fs_err::write(folder.join("overview.html"), "\n").unwrap();
    let faults = overlay().unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].code, Code::EmptyFile);
    assert_eq!(faults[0].place.path, "themes/mine/templates/overview.html");
}

#[test]
fn a_folder_overrides_file_by_file() {
    let workspace = tempfile::tempdir().unwrap();
    let root = Utf8Path::from_path(workspace.path()).unwrap();
    let folder = root.join("themes/mine/assets");
    fs_err::create_dir_all(&folder).unwrap();
    fs_err::write(folder.join("style.css"), "/* mine */").unwrap();
    fs_err::write(folder.join(".DS_Store"), "x").unwrap();
    let mut files = Files::of(&with(&[("assets/style.css", "/* theirs */"), ("assets/a.txt", "")]));
    files.overlay(&root.join("themes/mine"), Utf8Path::new("themes/mine")).unwrap();
    let theme = Theme::build("mine", &files).unwrap();
    let names: Vec<_> = theme.assets().iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(names, ["a.txt", "style.css"]);
    assert_eq!(**theme.assets()[1].bytes, *b"/* mine */");
    let choice = |name: &str| ThemeSettings {
        name: name.to_owned(),
        place: Place::file("keyfolio.yaml"),
        settings: BTreeMap::new(),
    };
    assert_eq!(Theme::load(root, &choice("mine")).unwrap().name(), "mine");
    assert!(Theme::load(root, &choice("../themes/mine")).is_err());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("mine", root.join("themes/linked")).unwrap();
        let linked = Theme::load(root, &choice("linked")).unwrap_err();
        assert_eq!(linked[0].code, Code::LinkOutside);
    }
    let missing = Theme::load(root, &choice("other")).unwrap_err();
    assert!(missing[0].message.contains("there is no theme `other`"));
}
