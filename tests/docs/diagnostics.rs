//! `docs/diagnostics.md` against the program: a section for each code, and in it an example that is
//! printed, word for word, by a case of `tests/cases` or by a test here. The tests here are for
//! what cannot be checked in: named pipes, links, names that are not Unicode.

use keyfolio::diagnostics::Code;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = "docs/diagnostics.md";
/// Where an agency stands in the examples.
const SHOWN: &str = "/srv/agency";
/// Codes whose example is printed by a test of this file.
const HERE: &[Code] =
    &[Code::InvalidName, Code::LinkOutside, Code::SpecialFile, Code::Unreadable, Code::Output];

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

#[test]
fn a_link_out_of_the_folder_stays_out() {
    let tree = Tree::new();
    fs_err::write(tree.path("secret.pdf"), "not for Acme").unwrap();
    fs_err::create_dir_all(tree.path("content/acme/documents")).unwrap();
    if !link(&tree.path("secret.pdf"), &tree.path("content/acme/documents/offer.pdf")) {
        return;
    }
    tree.prints(Code::LinkOutside, &["check"], 0);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_stays_out() {
    let tree = Tree::new();
    let pipe = tree.path("content/acme/queue");
    assert!(Command::new("mkfifo").arg(pipe).status().expect("mkfifo").success());
    tree.prints(Code::SpecialFile, &["check"], 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_an_error() {
    use std::os::unix::ffi::OsStrExt;
    let tree = Tree::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.pdf");
    fs_err::write(Path::new(&tree.path("content/acme")).join(name), "Menu").unwrap();
    tree.prints(Code::InvalidName, &["check"], 1);
}

/// Permissions would not do for this: tests may run as root, who may read everything.
#[cfg(unix)]
#[test]
fn what_cannot_be_listed_is_an_error() {
    let tree = Tree::new();
    fs_err::remove_dir_all(tree.path("content")).unwrap();
    fs_err::write(tree.path("content"), "").unwrap();
    tree.prints(Code::Unreadable, &["check"], 1);
}

#[test]
fn a_portal_that_cannot_be_put_in_its_place_is_an_error() {
    let tree = Tree::new();
    tree.run(&["build"]);
    let locator = fs_err::read_dir(tree.path("dist"))
        .expect("an output")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.is_dir())
        .expect("a portal");
    fs_err::remove_dir_all(&locator).unwrap();
    fs_err::write(&locator, "in the way").unwrap();
    tree.prints(Code::Output, &["build"], 1);
}

/// A small agency, in a folder of its own.
struct Tree(tempfile::TempDir);

impl Tree {
    fn new() -> Self {
        let tree = Self(tempfile::tempdir().expect("a folder"));
        fs_err::create_dir_all(tree.path("content/acme")).unwrap();
        fs_err::write(tree.path("keyfolio.yaml"), "name: Northlight\n").unwrap();
        fs_err::write(tree.path("content/acme/client.yaml"), "name: Acme\n").unwrap();
        tree
    }

    fn path(&self, path: &str) -> String {
        self.root().join(path).to_str().expect("a Unicode path").to_owned()
    }

    /// The folder as the program names it.
    fn root(&self) -> std::path::PathBuf {
        fs::canonicalize(self.0.path()).expect("the folder")
    }

    /// What the program says, and how it ends.
    fn run(&self, args: &[&str]) -> (String, Option<i32>) {
        let output = Command::new(env!("CARGO_BIN_EXE_keyfolio"))
            .arg("-C")
            .arg(self.root())
            .args(args)
            .env("NO_COLOR", "1")
            .env("KEYFOLIO_SECRET", include_str!("secret.txt").trim())
            .output()
            .expect("the program");
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        let root = self.root().to_str().expect("a Unicode path").to_owned();
        (said.replace(&root, SHOWN), output.status.code())
    }

    /// That the program prints the example of `code`.
    fn prints(&self, code: Code, args: &[&str], exit: i32) {
        let example = &examples()[code.name()];
        let (said, code) = self.run(args);
        assert!(
            said.contains(example.as_str()),
            "{PAGE} shows\n{example}\nbut this is said:\n{said}"
        );
        assert_eq!(code, Some(exit), "{said}");
    }
}

/// Makes a symbolic link, where the platform lets everybody do so.
fn link(to: &str, at: &str) -> bool {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(to, at);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_file(to, at);
    assert!(made.is_ok() || cfg!(windows), "{made:?}");
    made.is_ok()
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
