//! `keyfolio watch`: what a change touches is built again, and what is broken is said and kept.

use crate::harness::Agency;
use crate::running::Running;

const UPDATE: &str = "content/acme/updates/2026-11-01-hello.md";

fn watched(agency: &Agency) -> Running {
    let mut watch = Running::start(agency, ["watch"]);
    watch.says("Watching for changes");
    watch
}

/// Whether a file of the portals holds `text`. They may be changing just now: what is gone again
/// when it is to be read holds nothing.
fn shows(agency: &Agency, text: &str) -> bool {
    let read = |file: &String| fs_err::read_to_string(agency.path("dist").join(file));
    agency.files("dist").iter().any(|file| read(file).is_ok_and(|page| page.contains(text)))
}

#[test]
fn a_saved_file_is_in_the_portal() {
    let agency = Agency::new().client("acme").client("bolt");
    let mut watch = watched(&agency);
    agency.write(UPDATE, "# Hello\n\nThe tower stands.\n");
    let line = watch.says("acme:");
    assert!(line.contains("file") && line.ends_with(" ms"), "{line}");
    assert!(!shows(&agency, "The tower stands."), "it is sealed");
    assert!(agency.opened("acme").iter().any(|page| page.contains("The tower stands.")));
    assert!(!watch.said.iter().any(|line| line.contains("bolt:")), "{:?}", watch.said);
}

#[test]
fn what_is_saved_is_online_where_that_is_asked_for() {
    let agency = Agency::plain().client("acme").client("bolt");
    let mut watch = Running::start(&agency, ["watch", "--publish"]);
    watch.says("Published to `online`");
    watch.says("Watching for changes");
    agency.write(UPDATE, "# Hello\n\nThe tower stands.\n");
    watch.says("Published to `online`");
    let online = agency.output_in("online");
    let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("The tower stands.");
    assert!(online.values().any(holds));
    // What cannot be published waits for the next change.
    fs_err::rename(agency.path("online"), agency.path("elsewhere")).unwrap();
    agency.write("online", "in the way");
    agency.write(UPDATE, "# Hello\n\nThe tower fell.\n");
    watch.says("error:");
    fs_err::remove_file(agency.path("online")).unwrap();
    fs_err::rename(agency.path("elsewhere"), agency.path("online")).unwrap();
    agency.write("content/bolt/updates/2026-11-02-more.md", "# More\n\nBolts arrived.\n");
    watch.says("Published to `online`");
    for text in ["The tower fell.", "Bolts arrived."] {
        let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains(text);
        assert!(agency.output_in("online").values().any(holds), "{text}");
    }
}

#[test]
fn what_is_gone_is_left_to_a_publish_by_hand() {
    let agency = Agency::plain().client("acme").client("bolt");
    agency.run(["build"]).succeeds();
    agency.run(["publish"]).succeeds();
    let before = agency.portals();
    fs_err::remove_dir_all(agency.path("content/bolt")).unwrap();
    let mut watch = Running::start(&agency, ["watch", "--publish"]);
    let line = watch.says("left for `keyfolio publish` to delete");
    let gone = before.into_iter().find(|portal| !agency.portals().contains(portal)).unwrap();
    assert!(line.contains(&format!("1 portal of clients that are gone (`{gone}`)")), "{line}");
    watch.says("Watching for changes");
    agency.write(UPDATE, "# Hello\n\nThe tower stands.\n");
    watch.says("Published to `online`");
    assert!(agency.path("online").join(&gone).join("index.html").is_file());
    drop(watch);
    agency.run(["publish", "--yes"]).succeeds();
    assert!(!agency.path("online").join(gone).join("index.html").exists());
}

#[test]
fn what_a_publish_asks_about_is_not_done_by_a_watch() {
    let agency = Agency::plain().client("acme").file("online/robots.txt", "Allow: /");
    let mut watch = Running::start(&agency, ["watch", "--publish"]);
    watch.says("`robots.txt`");
    watch.says("run `keyfolio publish`, which asks");
    assert_eq!(agency.read("online/robots.txt"), "Allow: /");
}

#[test]
fn what_is_broken_keeps_its_portal_and_is_mended() {
    let agency = Agency::plain().client("acme").client("bolt");
    let mut watch = watched(&agency);
    agency.write("content/acme/client.yaml", "name: Acme & Sons\nlogoo: x\n");
    watch.says("unknown key `logoo`");
    watch.says("acme: not built; its last good portal stays");
    assert!(shows(&agency, "Client acme") && !shows(&agency, "Acme &amp; Sons"));
    // The others are built as ever.
    agency.write("content/bolt/updates/2026-11-02-more.md", "# More\n\nBolts arrived.\n");
    watch.says("bolt:");
    assert!(shows(&agency, "Bolts arrived."));
    agency.write("content/acme/client.yaml", "name: Acme & Sons\n");
    watch.says("acme: mended");
    assert!(shows(&agency, "Acme &amp; Sons"));
}

#[test]
fn clients_come_and_go() {
    let agency = Agency::plain().client("acme");
    let mut watch = watched(&agency);
    agency.write("content/bolt/projects/tower/updates/2026-11-02-x.md", "# Far\n\nDeep down.\n");
    agency.write("content/bolt/client.yaml", "name: Bolt\n");
    while !shows(&agency, "Deep down.") {
        watch.says("bolt:");
    }
    assert_eq!(agency.portals().len(), 2);
    fs_err::remove_dir_all(agency.path("content/bolt")).unwrap();
    watch.says("bolt: removed");
    assert_eq!(agency.portals().len(), 1);
}

/// As editors save: into another file, which then takes the place of the first.
#[test]
fn every_one_of_many_saves_is_in_the_portal() {
    let agency = Agency::plain().client("acme");
    let mut watch = watched(&agency);
    for round in 0..12 {
        let text = format!("This is round {round}.");
        if round % 2 == 0 {
            agency.write(UPDATE, &format!("# Hello\n\n{text}\n"));
        } else {
            agency.write("content/acme/updates/.hello.md.swp", &format!("# Hello\n\n{text}\n"));
            let saved = agency.path("content/acme/updates/.hello.md.swp");
            fs_err::rename(saved, agency.path(UPDATE)).unwrap();
        }
        while !shows(&agency, &text) {
            watch.says("acme:");
        }
    }
}

/// Each step changes a file in a folder that was not there when the watch began.
#[test]
fn folders_that_came_later_are_watched_as_well() {
    let agency = Agency::plain().client("acme");
    let mut watch = watched(&agency);
    let mut change = |path: &str, text: &str| {
        agency.write(path, &format!("# Hello\n\n{text}\n"));
        while !shows(&agency, text) {
            watch.says(" ms");
        }
    };
    change("content/acme/projects/tower/updates/2026-11-02-x.md", "Deep in a new folder.");
    change("content/acme/projects/tower/updates/2026-11-02-x.md", "Deep in the same folder.");
    agency.write("content/_bolt/client.yaml", "name: Bolt\n");
    agency.write("content/_bolt/updates/2026-11-03-x.md", "# Hidden\n\nNot yet.\n");
    fs_err::rename(agency.path("content/_bolt"), agency.path("content/bolt")).unwrap();
    change("content/bolt/updates/2026-11-03-x.md", "In a folder that was moved here.");
    change("content/bolt/updates/2026-11-03-x.md", "In the same folder once more.");
    fs_err::rename(agency.path("content/bolt"), agency.path("content/bolts")).unwrap();
    change("content/bolts/updates/2026-11-03-x.md", "Under another name.");
    fs_err::remove_dir_all(agency.path("content/bolts")).unwrap();
    agency.write("content/bolts/client.yaml", "name: Bolts\n");
    change("content/bolts/updates/2026-11-04-x.md", "Made once more.");
    change("content/bolts/updates/2026-11-04-x.md", "And changed.");
}

#[test]
fn a_content_folder_that_is_made_again_is_watched_again() {
    let agency = Agency::plain().client("acme");
    let mut watch = watched(&agency);
    fs_err::remove_dir_all(agency.path("content")).unwrap();
    // Longer than an editor needs to save: this is seen as a folder that is gone.
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(agency.portals().len(), 1);
    agency.write("content/acme/client.yaml", "name: Acme once more\n");
    watch.says("acme:");
    agency.write(UPDATE, "# Hello\n\nAs before.\n");
    while !shows(&agency, "As before.") {
        watch.says("acme:");
    }
    assert!(shows(&agency, "Acme once more"));
}

#[test]
fn a_broken_agency_keeps_everything_and_the_watch() {
    let agency = Agency::plain().client("acme");
    let mut watch = watched(&agency);
    agency.write("keyfolio.yaml", "name: South Yard\naccess: { mode: plain }\nnam: x\n");
    watch.says("unknown key `nam`");
    watch.says("every portal stays as it is");
    agency.write(UPDATE, "# Hello\n\nStill at work.\n");
    watch.says("acme:");
    assert!(shows(&agency, "Still at work.") && shows(&agency, "North Yard"));
    agency.write("keyfolio.yaml", "name: South Yard\naccess: { mode: plain }\n");
    watch.says("the agency: mended");
    watch.says("acme:");
    assert!(shows(&agency, "South Yard"));
}

#[test]
fn an_agency_that_is_broken_from_the_start_is_built_once_it_is_mended() {
    let agency = Agency::new().client("acme").file("keyfolio.yaml", "nam: x\n");
    let mut watch = watched(&agency);
    assert!(agency.portals().is_empty());
    agency.write("keyfolio.yaml", "name: North Yard\n");
    watch.says("the agency: mended");
    watch.says("acme:");
    assert_eq!(agency.portals().len(), 1);
}

#[test]
fn a_collection_reaches_those_who_subscribe() {
    let kit = "shared/kit/updates/2026-11-01-kit.md";
    let agency = Agency::plain()
        .client("acme")
        .file("content/acme/client.yaml", "name: Acme\nshared: [kit]\n")
        .file("shared/kit/collection.yaml", "title: The kit\n")
        .file(kit, "# Kit\n\nOne.\n");
    let mut watch = watched(&agency);
    agency.write(kit, "# Kit\n\nAnd two.\n");
    watch.says("acme:");
    assert!(shows(&agency, "And two."));
}

#[test]
fn an_output_folder_that_was_removed_is_filled_again() {
    let agency = Agency::new().client("acme").client("bolt");
    let mut watch = watched(&agency);
    fs_err::remove_dir_all(agency.path("dist")).unwrap();
    agency.write(UPDATE, "# Hello\n\nOnce more.\n");
    watch.says("acme:");
    assert_eq!(agency.portals().len(), 2);
}

#[test]
fn without_being_told_it_looks() {
    let agency = Agency::plain().client("acme");
    let mut watch = Running::start(&agency, ["watch", "--poll"]);
    watch.says("Watching for changes");
    agency.write(UPDATE, "# Hello\n\nFound by looking.\n");
    watch.says("acme:");
    assert!(shows(&agency, "Found by looking."));
}

#[cfg(unix)]
#[test]
fn ctrl_c_is_a_good_end() {
    let agency = Agency::new().client("acme");
    let watch = watched(&agency);
    assert_eq!(watch.interrupt(), Some(0));
    assert_eq!(agency.portals().len(), 1);
}
