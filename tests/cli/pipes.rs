//! What is printed reads well in a pipe, and ends well when nobody reads on.

use crate::harness::Agency;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// Enough clients that what is printed does not fit into the buffer of a pipe.
fn crowd() -> Agency {
    let agency =
        Agency::new().file("keyfolio.yaml", "name: North Yard\nbase_url: https://a.example/\n");
    for n in 0..600 {
        let name = format!("a-client-with-quite-a-long-name-that-fills-the-pipe-{n:04}");
        agency.write(&format!("content/{name}/client.yaml"), "nothing: here\n");
    }
    agency
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    let agency = crowd();
    agency.run(["build"]).fails(1);
    for (arguments, code) in [
        (&["links"][..], 0),
        (&["links", "--format", "json"], 0),
        (&["check", "--format", "json"], 1),
        (&["completions", "bash"], 0),
        (&["man"], 0),
    ] {
        let mut command = agency.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(!first.is_empty(), "{arguments:?}");
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
    }
}

/// What is asked for and cannot be written is a failure, told on standard error.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_said() {
    let full = || fs_err::OpenOptions::new().write(true).open("/dev/full").unwrap().into_file();
    let agency = Agency::new().client("acme").file("content/bolt/client.yaml", "nothing: here\n");
    agency.run(["build"]).fails(1);
    for arguments in [
        &["links"][..],
        &["links", "--format", "json"],
        &["check", "--format", "json"],
        &["build", "--format", "json"],
        &["doctor"],
        &["doctor", "--format", "json"],
        &["schema"],
        &["schema", "client"],
        &["new", "client", "cato"],
        &["theme", "copy", "mine"],
        &["serve"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["help", "links"],
        &["links", "-h"],
        &["--version"],
    ] {
        let output = agency.command(arguments).stdout(full()).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let told = "error: cannot write to standard output: No space left on device (os error 28)\n\
                    help: make room, or send the output elsewhere\n";
        assert!(stderr.ends_with(told), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {stderr}");
    }
    // Where nothing can be said, the exit code says it.
    for (arguments, code) in
        [(&["check"][..], 1), (&["build"], 1), (&["links", "nobody"], 3), (&["--nothing"], 2)]
    {
        let output = agency.command(arguments).stderr(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

#[test]
fn no_colour_in_a_pipe_nor_where_it_is_not_wanted() {
    let agency = Agency::new().client("acme").variable("CLICOLOR_FORCE", "1");
    agency.run(["check"]).succeeds().says("\u{1b}[");
    let agency = agency.variable("NO_COLOR", "1").variable("CLICOLOR_FORCE", "0");
    agency.run(["check"]).succeeds().never_mentions("\u{1b}");
    Agency::new().client("acme").run(["check"]).succeeds().never_mentions("\u{1b}");
}
