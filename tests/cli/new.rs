//! `keyfolio new` adds content that is right from the start, and never overwrites any.

use crate::harness::Agency;

/// What these arguments ask for is not made, and the reason is said.
fn refused<const N: usize>(agency: &Agency, arguments: [&str; N], says: &str) {
    agency.run(arguments).fails(3).says(says);
}

/// The text with every example that is commented out made real.
fn with_examples(text: &str) -> String {
    let example = |line: &str| {
        let rest = line.strip_prefix("# ")?;
        let key = rest.trim_start().trim_start_matches("- ").split(':').next()?;
        let is_key = rest.contains(':') && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        (is_key || rest.starts_with("  ")).then(|| rest.to_owned())
    };
    text.lines().map(|line| example(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

#[test]
fn a_client_that_builds_at_once() {
    let agency = Agency::new();
    agency
        .run(["new", "client", "oat-and-ember"])
        .succeeds()
        .prints_only(
            "content/oat-and-ember/client.yaml\ncontent/oat-and-ember/updates/[TODAY]-welcome.md\n",
        )
        .says_only(
            "Made client `oat-and-ember`; `keyfolio build` makes its portal, \
             `keyfolio links oat-and-ember` shows its link\n",
        );
    assert!(agency.read("content/oat-and-ember/client.yaml").contains("\nname: Oat And Ember\n"));
    agency.run(["check", "--strict"]).succeeds();
    agency.run(["build"]).succeeds().says("Built 1 portal ");
}

#[test]
fn a_second_client_is_told_its_link() {
    let settings = "name: North Yard\nbase_url: https://clients.example.com/a\n";
    let agency = Agency::new().client("acme").file("keyfolio.yaml", settings);
    agency.run(["build"]).succeeds();
    agency.run(["new", "client", "bolt"]).succeeds().says_only(
        "Made client `bolt`; `keyfolio build` makes its portal, `keyfolio links bolt` shows its link\n",
    );
    // In a link to what is not sealed there is no secret but the address.
    agency.write("keyfolio.yaml", &format!("{settings}access: {{ mode: plain }}\n"));
    agency.run(["new", "client", "cove"]).succeeds().says_only(
        "Made client `cove`; `keyfolio build` makes its portal, for \
         https://clients.example.com/a/[LOCATOR]/index.html\n",
    );
}

#[test]
fn any_name_is_written_so_that_it_is_read_as_it_is() {
    let names =
        ["Oat & Ember", "yes", "007", "a: b # c", "\"Quoted\" 'twice'", "🚀", "x: - y", "عميل"];
    let agency = Agency::new();
    for (n, name) in names.iter().enumerate() {
        agency.run(["new", "client", &format!("c{n}"), "--name", name]).succeeds();
        agency.run(["new", "update", &format!("c{n}"), name]).succeeds();
        agency.run(["new", "project", &format!("c{n}"), "p", "--title", name]).succeeds();
    }
    agency.run(["build"]).succeeds();
    let links = agency.run(["links", "--format", "json"]).succeeds().json();
    let read: Vec<_> = links.iter().map(|row| row["name"].as_str().unwrap_or("none")).collect();
    assert_eq!(read, names);
}

#[test]
fn the_examples_in_what_was_made_are_right() {
    let agency = Agency::new()
        .file("keyfolio.yaml", "name: North Yard\nteam:\n  - id: mara\n    name: Mara\n")
        .file("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    agency.run(["new", "client", "acme"]).succeeds();
    agency.run(["new", "project", "acme", "site"]).succeeds();
    agency.run(["new", "deliverable", "acme", "logo", "logo.svg", "--project", "site"]).succeeds();
    let mut changed = 0;
    for path in agency.yaml_files("content") {
        let (text, filled) = (agency.read(&path), with_examples(&agency.read(&path)));
        assert_ne!(text, filled, "{path} has no examples");
        agency.write(&path, &filled);
        changed += 1;
    }
    assert_eq!(changed, 4);
    agency.run(["check", "--strict"]).succeeds();
}

#[test]
fn an_id_is_a_folder_on_every_system() {
    let agency = Agency::new().client("acme");
    let refused = |id: &str, says: &str| refused(&agency, ["new", "client", "--", id], says);
    refused(
        "Müller & Co",
        "error: `Müller & Co` cannot be the name of a folder: only the letters a to z, digits and hyphens are in such names; write `muller-co`\n",
    );
    refused("../acme", "write `acme`");
    refused("-rf", "it begins or ends with a hyphen; write `rf`");
    refused("con", "it is a device name on Windows");
    refused("", "it is empty");
    refused(
        "ACME",
        "error: `content/acme` is there already and is never overwritten: choose another id",
    );
    assert_eq!(agency.files("content").len(), 2);
}

#[test]
fn an_update_is_dated_today_and_signed() {
    let agency = Agency::new()
        .file("keyfolio.yaml", "name: North Yard\nteam:\n  - id: mara\n    name: Mara\n")
        .file("content/acme/client.yaml", "name: Acme\nteam: [mara]\n");
    let run = agency.run(["new", "update", "acme", "The site: live!"]).succeeds();
    let run = run.prints_only("content/acme/updates/[TODAY]-the-site-live.md\n");
    let file = agency.files("content/acme/updates").remove(0);
    let text = agency.read(&format!("content/acme/updates/{file}"));
    assert!(text.starts_with("---\ntitle: \"The site: live!\"\ndate: 2"), "{text}");
    assert!(text.contains("\nauthor: mara\n---\n"), "{text}");
    run.says("Made an update that says nothing yet: write it, then build");
    agency.run(["check", "--strict"]).fails(1).says("this update says nothing");
    agency.write(&format!("content/acme/updates/{file}"), &(text + "It is live.\n"));
    agency.run(["check", "--strict"]).succeeds();
}

#[test]
fn an_update_of_today_is_not_overwritten() {
    let agency = Agency::new().client("acme");
    agency.run(["new", "update", "acme", "News"]).succeeds();
    let there = "[TODAY]-news.md` is there already and is never overwritten: choose another title, \
                 or write on in that file";
    refused(&agency, ["new", "update", "acme", "News"], there);
    refused(&agency, ["new", "update", "acme", " \n "], "the title must be one line of text");
}

#[test]
fn an_unknown_client_is_guessed() {
    let agency = Agency::new().client("acme");
    agency
        .run(["new", "update", "amce", "News"])
        .fails(3)
        .says_only("error: there is no client `amce` in `content/`\nhelp: did you mean `acme`?\n");
}

#[test]
fn with_several_projects_one_is_named() {
    let agency = Agency::new().file("content/acme/client.yaml", "name: Acme\n");
    agency.run(["new", "project", "acme", "web-site", "--title", "Web site"]).succeeds().prints_only(
        "content/acme/projects/web-site/project.yaml\ncontent/acme/projects/web-site/status.yaml\n",
    );
    // With one project there is no doubt.
    agency
        .run(["new", "update", "acme", "News"])
        .succeeds()
        .prints("content/acme/projects/web-site/updates/");
    agency.run(["new", "project", "acme", "film"]).succeeds();
    agency
        .run(["new", "update", "acme", "News"])
        .fails(3)
        .says_only("error: client `acme` has several projects: say which one with `--project`: `film`, `web-site`\n");
    let unknown = ["new", "update", "acme", "News", "--project", "web"];
    refused(&agency, unknown, "client `acme` has no project `web`: did you mean `web-site`?");
    refused(&agency, ["new", "project", "acme", "Film"], "is there already");
    agency.run(["check"]).succeeds();
}

#[test]
fn a_deliverable_and_its_next_version() {
    let agency = Agency::new().client("acme").file("a.txt", "first").file("b/a.txt", "second");
    agency
        .run(["new", "deliverable", "acme", "brand-guide", "a.txt"])
        .succeeds()
        .prints_only(
            "content/acme/deliverables/brand-guide/deliverable.yaml\n\
             content/acme/deliverables/brand-guide/v1/a.txt\n",
        )
        .says("Made v1 of deliverable `brand-guide`");
    let sidecar = "content/acme/deliverables/brand-guide/deliverable.yaml";
    assert!(agency.read(sidecar).contains("\ntitle: Brand guide\n"));
    agency.write(sidecar, "title: Mine\n");
    agency
        .run(["new", "deliverable", "acme", "brand-guide", "b/a.txt"])
        .succeeds()
        .prints_only("content/acme/deliverables/brand-guide/v2/a.txt\n");
    assert_eq!(agency.read(sidecar), "title: Mine\n");
    assert_eq!(agency.read("content/acme/deliverables/brand-guide/v1/a.txt"), "first");
    assert_eq!(agency.read("content/acme/deliverables/brand-guide/v2/a.txt"), "second");
    agency.run(["check", "--strict"]).succeeds();
}

#[test]
fn a_file_that_cannot_be_delivered_stops_everything() {
    let agency = Agency::new().client("acme").file("good.txt", "x").file("empty.txt", "");
    let agency = agency.file("_draft.txt", "x").file("b/Good.txt", "x");
    let refused = |files: [&str; 2], says: &str| {
        refused(&agency, ["new", "deliverable", "acme", "logo", files[0], files[1]], says);
    };
    refused(
        ["good.txt", "missing.txt"],
        "`missing.txt` cannot be in a deliverable: there is no such file",
    );
    refused(["good.txt", "empty.txt"], "`empty.txt` cannot be in a deliverable: it is empty");
    refused(["good.txt", "_draft.txt"], "names that start with `_` or `.` stay out of the portal");
    refused(["good.txt", "b"], "it is not a file; name the files themselves");
    refused(["good.txt", "b/Good.txt"], "`good.txt` has the same name");
    assert_eq!(agency.files("content").len(), 2);
    agency.run(["new", "deliverable", "acme", "logo"]).fails(2).says("<FILES>");
}

#[test]
fn versions_told_by_file_names_are_not_hidden() {
    let agency = Agency::new().client("acme").file("new.svg", "<svg/>");
    let agency = agency.file("content/acme/deliverables/logo/logo-v1.svg", "<svg/>");
    let agency = agency.file("content/acme/deliverables/poster-v1.svg", "<svg/>");
    for (id, example) in [("logo", "`logo-v1.svg`"), ("poster", "`poster-v1.svg`")] {
        let says = format!("are files in one folder, as {example}");
        refused(&agency, ["new", "deliverable", "acme", id, "new.svg"], &says);
    }
    assert_eq!(agency.files("content/acme/deliverables").len(), 2);
}

#[test]
fn an_agency_with_errors_says_which() {
    let agency = Agency::new().file("keyfolio.yaml", "name: North Yard\ntime_zone: Moon\n");
    agency.run(["new", "client", "acme"]).fails(1).says("keyfolio.yaml:2:12");
    assert!(!agency.path("content").exists());
}
