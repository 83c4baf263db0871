//! `keyfolio init` makes a working agency, or nothing.

use crate::harness::Agency;

#[test]
fn makes_an_agency_that_builds() {
    let here = Agency::nowhere();
    here.run(["init", "my-agency"])
        .succeeds()
        .says("Made an agency in `my-agency`, with 2 clients to look at and change\n")
        .says("\nNext:\n  cd my-agency\n  keyfolio serve --open\n  keyfolio new client acme\n")
        .says("back up `my-agency/.keyfolio/secret`");
    here.run_in("my-agency", ["check", "--strict"]).succeeds();
    here.run_in("my-agency", ["build"]).succeeds().says("Built 2 portals");
    let ignored = here.read("my-agency/.gitignore");
    assert!(ignored.ends_with("/dist/\n/online/\n/.keyfolio/\n"), "{ignored}");
}

#[test]
fn the_schemas_that_its_files_name_are_there() {
    let here = Agency::nowhere();
    here.run(["-q", "init", "."]).succeeds().says_only("");
    let mut checked = 0;
    for file in here.yaml_files("") {
        let text = here.read(&file);
        let schema = text.lines().next().and_then(|line| line.split_once("$schema="));
        let (_, schema) = schema.unwrap_or_else(|| panic!("{file} names no schema"));
        let path = here.path(&file).parent().unwrap().join(schema);
        assert!(path.is_file(), "{file} names {schema}");
        checked += 1;
    }
    assert!(checked > 5);
}

#[test]
fn every_agency_has_a_secret_of_its_own() {
    let here = Agency::nowhere();
    here.run(["init", "a"]).succeeds();
    here.run(["init", "b"]).succeeds();
    assert_ne!(here.read("a/.keyfolio/secret"), here.read("b/.keyfolio/secret"));
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let here =
        Agency::nowhere().file("notes.txt", "mine").file("b/c", "").file("d", "").file("e", "");
    here.run(["init", "."]).fails(3).says_only(
        "error: `.` is not empty, it holds `b`, `d`, `e` and 1 more: choose another folder, or empty this one\n",
    );
    here.run(["init", "d"]).fails(3).says("`d` is there already and is never overwritten");
    assert_eq!(here.files(""), ["b/c", "d", "e", "notes.txt"]);
}

#[test]
fn a_fresh_repository_counts_as_empty() {
    let here = Agency::nowhere().file(".git/HEAD", "ref: refs/heads/main\n");
    here.run(["init", "."]).succeeds().never_mentions("cd ");
    assert_eq!(here.read(".git/HEAD"), "ref: refs/heads/main\n");
    assert!(here.path("keyfolio.yaml").is_file());
}

#[test]
fn makes_the_folders_above_and_quotes_what_a_shell_would_split() {
    let here = Agency::nowhere();
    here.run(["init", "clients/North Yard"]).succeeds().says("  cd \"clients/North Yard\"\n");
    assert_eq!(here.files("clients").iter().filter(|file| file.contains(".new-")).count(), 0);
}
