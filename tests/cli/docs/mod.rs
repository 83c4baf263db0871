//! The documentation says what is there. `docs/cli.md`: every command in it is run, every output
//! compared. `docs/content.md`: the tables are made from the types. `docs/diagnostics.md`: every code,
//! with an example that the program really prints. And every link between the pages leads somewhere.
//!
//! `DOCS=overwrite cargo test --test cli docs` writes the tables and examples anew, to be read before
//! they are committed; for `docs/cli.md` it is `TRYCMD=overwrite`.

mod commands;
mod diagnostics;
mod keys;
mod links;

/// Whether the pages are to be written anew instead of checked.
fn overwrites() -> bool {
    std::env::var_os("DOCS").is_some_and(|value| value == "overwrite")
}

#[test]
fn the_reference_is_what_the_program_prints() {
    trycmd::TestCases::new().case("docs/cli.md");
}

#[test]
fn the_reference_has_every_command() {
    let reference = fs_err::read_to_string("docs/cli.md").unwrap();
    let help = std::process::Command::new(crate::harness::KEYFOLIO).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| !line.is_empty());
    let names: Vec<&str> = commands.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names.iter().filter(|name| **name != "help") {
        let shown = format!("$ keyfolio {name} --help\n");
        assert!(reference.contains(&shown), "docs/cli.md does not show `keyfolio {name} --help`");
    }
}
