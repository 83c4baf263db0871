//! `docs/cli.md` says what the program says: every command in it is run, every output compared.

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
