//! The cases in `tests/cases/`: a workspace, a command, and what it prints, as files. Each kind of
//! diagnostic has at least one. After a change of wording, `TRYCMD=overwrite cargo test --test
//! cli cases` writes the new output into the files, to be read before it is committed.

#[test]
fn cases() {
    trycmd::TestCases::new().case("tests/cases/*.trycmd").env("NO_COLOR", "1");
}
