//! `keyfolio man` and `keyfolio completions`.

use crate::harness::Agency;

#[test]
fn a_page_for_every_command() {
    let nowhere = Agency::nowhere();
    nowhere.run(["man"]).succeeds().prints(".TH keyfolio 1").prints("Exit codes");
    nowhere.run(["man", "--write", "man1"]).succeeds().says("Wrote the manual pages into man1\n");
    let pages = nowhere.files("man1");
    for page in ["keyfolio.1", "keyfolio-build.1", "keyfolio-new-client.1", "keyfolio-theme-copy.1"]
    {
        assert!(pages.contains(&page.to_owned()), "{pages:?}");
    }
}

#[test]
fn every_shell_completes_every_command() {
    let nowhere = Agency::nowhere();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        nowhere.run(["completions", shell]).succeeds().prints("deliverable").prints("doctor");
    }
    nowhere.run(["completions", "tcsh"]).fails(2).says("possible values");
}
