//! What is drawn on a terminal, on a real one: a pseudo-terminal with the program's three streams on it.

use crate::harness::Agency;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fmt::Write as _;
use std::io::Read;
use std::process::Stdio;

/// All that the program writes to a terminal of a hundred columns.
fn drawn<const N: usize>(agency: &Agency, arguments: [&str; N]) -> String {
    let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&screen).expect("it is ours");
    unlockpt(&screen).expect("it can be opened");
    let size = Winsize { ws_row: 30, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&screen, size).expect("it has a size");
    let name = ptsname(&screen, Vec::new()).expect("it has a name");
    let mut both_ways = fs_err::OpenOptions::new();
    let both_ways = both_ways.read(true).write(true);
    let terminal = both_ways.open(name.to_str().expect("an ASCII name")).expect("a terminal");
    let stream = || Stdio::from(terminal.try_clone().expect("one more").into_file());
    let mut command = agency.command(arguments);
    command.env("TERM", "xterm").stdin(stream()).stdout(stream()).stderr(stream());
    let mut child = command.spawn().expect("the program runs");
    // The terminal is at its end when nobody holds it any more.
    drop((command, terminal));
    let mut bytes = Vec::new();
    let mut screen = std::fs::File::from(screen);
    let mut part = [0; 4_096];
    // Linux says so with an error.
    while let Ok(length @ 1..) = screen.read(&mut part) {
        bytes.extend_from_slice(&part[..length]);
    }
    assert!(child.wait().expect("it ends").success());
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn a_bar_counts_the_codes_that_are_stretched_and_goes_when_all_is_built() {
    let mut client = "name: Acme\npeople:\n".to_owned();
    for person in 1..=16 {
        writeln!(client, "  - {{id: p{person}, name: Person {person}}}").unwrap();
    }
    let agency = Agency::new()
        .file("keyfolio.yaml", "name: North Yard\naccess: {mode: code}\n")
        .file("content/acme/client.yaml", &client);
    let text = drawn(&agency, ["build"]);
    let (bar, rest) = text.split_once("Built").expect("the last line");
    let counts = bar.split("  ").filter_map(|part| part.split_once(" code"));
    let counts: Vec<u32> = counts.filter_map(|(count, _)| count.trim().parse().ok()).collect();
    let (first, last) = (counts.first(), counts.last());
    assert!(counts.is_sorted() && first < last && last <= Some(&16), "{bar:?}");
    assert!(bar.contains("0/1 portals") && bar.contains('━'), "{bar:?}");
    assert!(bar.ends_with('m') && bar.contains("\r\u{1b}[2K"), "it is taken away: {bar:?}");
    assert!(!rest.contains("stretched"), "{rest:?}");
    // They are known from then on, and nothing is drawn.
    agency.write("content/acme/client.yaml", &client.replace("Acme", "Acme & Sons"));
    let text = drawn(&agency, ["build"]);
    assert!(text.contains("Built") && !text.contains("stretched"), "{text:?}");
}
