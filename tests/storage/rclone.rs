//! rclone: a client that nobody here has written says what is on a target.

use crate::servers::program;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Every file of a target with its bytes, by its path.
pub type Files = BTreeMap<String, Vec<u8>>;

fn rclone(arguments: &[&str]) -> Command {
    let mut command = Command::new(program("rclone"));
    // No configuration of the person who runs the tests.
    command.args(["--config=", "--retries=1", "--low-level-retries=3", "--log-level=ERROR"]);
    command.args(arguments);
    command
}

fn output(arguments: &[&str]) -> Output {
    rclone(arguments).stdin(Stdio::null()).output().expect("rclone runs")
}

fn succeeds(arguments: &[&str]) -> Vec<u8> {
    let output = output(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "rclone {arguments:?}: {said}");
    output.stdout
}

/// Whether it could.
pub fn run(arguments: &[&str]) -> bool {
    output(arguments).status.success()
}

/// Puts a file onto the target; says whether it could.
pub fn put(remote: &str, path: &str, bytes: &[u8]) -> bool {
    let mut child = rclone(&["rcat", &below(remote, path)])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("rclone runs");
    child.stdin.take().expect("a pipe").write_all(bytes).ok();
    child.wait().expect("it ends").success()
}

/// Makes the target, where it has to be made.
pub fn make(remote: &str) {
    succeeds(&["mkdir", remote]);
}

/// Deletes one file.
pub fn delete(remote: &str, path: &str) {
    succeeds(&["deletefile", &below(remote, path)]);
}

/// Makes `folder` what the target is, and gives what is there. Files that were fetched before are
/// fetched again unless their checksums, or where a target has none, times and lengths, say that
/// they are the same.
pub fn fetch(remote: &str, folder: &Path) -> Files {
    let folder_name = folder.to_str().expect("Unicode");
    let check = if remote.starts_with(":s3") { "--checksum" } else { "--ignore-times" };
    succeeds(&["sync", remote, folder_name, check, "--transfers=16", "--checkers=16"]);
    read(folder)
}

/// What is there that is not the present, by rclone's names: old versions of files, and the marks of
/// deleted ones.
pub fn past(remote: &str) -> Vec<String> {
    let listed = |more: &[&str]| {
        let listed = [&["lsf", "-R", "--files-only", remote], more].concat();
        let listed = String::from_utf8(succeeds(&listed)).expect("Unicode");
        listed.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let present = listed(&[]);
    let mut past = listed(&["--s3-versions"]);
    past.extend(listed(&["--s3-versions", "--s3-version-deleted"]));
    past.retain(|path| !present.contains(path));
    past.sort();
    past.dedup();
    past
}

/// Every file below a folder with its bytes.
pub fn read(folder: &Path) -> Files {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| !entry.file_type().is_dir());
    let read = files.map(|entry| {
        let name = entry.path().strip_prefix(folder).expect("below it").to_str().expect("Unicode");
        (name.to_owned(), fs_err::read(entry.path()).expect("a file"))
    });
    read.collect()
}

fn below(remote: &str, path: &str) -> String {
    let slash = if remote.ends_with([':', '/']) { "" } else { "/" };
    format!("{remote}{slash}{path}")
}
