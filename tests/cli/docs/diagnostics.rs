//! `docs/diagnostics.md` against the program: a section for each code, and in it an example that is
//! printed, word for word, by a case of `tests/cases` or by a test here. The tests here are for
//! what cannot be checked in: named pipes, links, names that are not Unicode.

use crate::harness::Agency;
use keyfolio::diagnostics::Code;
use std::collections::BTreeMap;

const PAGE: &str = "docs/diagnostics.md";
/// The locator in the examples.
const LOCATOR: &str = "n5wsv4tskogigcazlhq7kmfg6hyg3gky";
/// Codes whose example is printed by a test of this file; `bug` by none, as far as we know, and
/// by a unit test of `build`.
const HERE: &[Code] = &[
    Code::InvalidName,
    Code::LinkOutside,
    Code::SpecialFile,
    Code::Unreadable,
    Code::AccessLost,
    Code::Output,
    Code::Bug,
];

#[test]
fn every_code_has_its_section() {
    let page = page();
    let headings: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(headings, codes, "the sections of {PAGE} are those of `Code::ALL`, in its order");
}

#[test]
fn every_example_is_what_the_program_prints() {
    let cases = cases();
    let mut page = page();
    let mut missing = Vec::new();
    for (code, example) in examples() {
        if HERE.iter().any(|here| here.name() == code) || cases.contains(&example) {
            continue;
        }
        page = page.replace(&example, printed(&cases, &code));
        missing.push(example);
    }
    if super::overwrites() {
        fs_err::write(PAGE, page).expect("the page is written");
    } else {
        let missing = missing.join("\n\n");
        assert!(missing.is_empty(), "no case prints this; run with DOCS=overwrite:\n{missing}");
    }
}

/// All the cases.
fn cases() -> String {
    let mut paths: Vec<_> = fs_err::read_dir("tests/cases")
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "trycmd"))
        .collect();
    paths.sort();
    paths.iter().map(|path| fs_err::read_to_string(path).expect("a case")).collect()
}

/// The shortest diagnostic of that code that a case prints.
fn printed<'a>(cases: &'a str, code: &str) -> &'a str {
    let begins = |block: &&str| block.lines().next().unwrap_or("").contains(&format!("[{code}]: "));
    let blocks = cases.split("\n\n").map(|block| block.split_once("? 1\n").map_or(block, |b| b.1));
    blocks.filter(begins).min_by_key(|block| block.len()).expect("a case with this code")
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_stays_out() {
    let agency =
        acme().file("secret.pdf", "not for Acme").file("content/acme/documents/a.pdf", "a");
    let link = agency.path("content/acme/documents/offer.pdf");
    std::os::unix::fs::symlink(agency.path("secret.pdf"), link).expect("a link");
    agency.run(["check"]).succeeds().says(&example(Code::LinkOutside));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_stays_out() {
    let agency = acme();
    let made = std::process::Command::new("mkfifo").arg(agency.path("content/acme/queue")).status();
    assert!(made.expect("mkfifo").success());
    agency.run(["check"]).succeeds().says(&example(Code::SpecialFile));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let agency = acme();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.pdf");
    fs_err::write(agency.path("content/acme").join(name), "Menu").expect("a file");
    agency.run(["check"]).fails(1).says(&example(Code::InvalidName));
}

/// Permissions would not do for this: tests may run as root, who may read everything.
#[cfg(unix)]
#[test]
fn what_cannot_be_listed_is_an_error() {
    let agency = Agency::new().file("content", "");
    agency.run(["check"]).fails(1).says(&example(Code::Unreadable));
}

#[test]
fn a_portal_that_cannot_be_put_in_its_place_is_an_error() {
    let agency = acme();
    agency.run(["build"]).succeeds();
    let portal = agency.path("dist").join(&agency.portals()[0]);
    fs_err::remove_dir_all(&portal).expect("the portal was there");
    fs_err::write(&portal, "in the way").expect("a file");
    agency.run(["build"]).fails(1).says(&example(Code::Output));
}

#[test]
fn who_is_taken_out_of_the_people_is_an_error() {
    let people = "people:\n  - {id: ada, name: Ada}\n";
    let client = format!("name: Acme\naccess: {{mode: link}}\n{people}");
    let agency = Agency::new()
        .file("content/acme/client.yaml", &format!("{client}  - {{id: ben, name: Ben}}\n"));
    agency.run(["build"]).succeeds();
    agency.write("content/acme/client.yaml", &client);
    agency.run(["build"]).fails(1).says(&example(Code::AccessLost));
}

/// A small agency with one client.
fn acme() -> Agency {
    Agency::new().file("content/acme/client.yaml", "name: Acme\n")
}

/// The example of `code` as the harness shows it.
fn example(code: Code) -> String {
    examples()[code.name()].replace("/srv/agency", "[ROOT]").replace(LOCATOR, "[LOCATOR]")
}

fn page() -> String {
    fs_err::read_to_string(PAGE).expect("the page")
}

/// The example of each code.
fn examples() -> BTreeMap<String, String> {
    let page = page();
    let mut examples = BTreeMap::new();
    for section in page.split("\n## `").skip(1) {
        let (code, rest) = section.split_once('`').expect("a code");
        let (_, rest) =
            rest.split_once("```text\n").unwrap_or_else(|| panic!("`{code}`: no example"));
        let (example, _) = rest.split_once("\n```").expect("the example ends");
        assert!(example.contains(&format!("[{code}]")), "`{code}` has another's example");
        examples.insert(code.to_owned(), example.to_owned());
    }
    examples
}
