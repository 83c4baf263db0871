//! `keyfolio theme`.

use super::args::{Cli, Theme, ThemeArgs};
use super::print::{self, say};
use super::{Failure, Outcome, report, workspace};
use crate::scaffold;

/// Copies the built-in theme out.
pub(super) fn run(cli: &Cli, args: &ThemeArgs) -> Result<Outcome, Failure> {
    let Theme::Copy { name } = &args.what;
    let workspace = workspace::find(cli)?;
    let folder = scaffold::copy_theme(workspace.root(), name).map_err(workspace::not_made)?;
    print::out(format_args!("{}\n", workspace::shown(&workspace.root().join(folder))))?;
    if !cli.quiet {
        let (strong, help) = (report::STRONG, report::HELP);
        say!("{strong}Made{strong:#} theme `{name}`");
        // The built-in one takes its files from `themes/default/` without being told.
        if name != "default" {
            say!("{help}help:{help:#} to use it, write this in `keyfolio.yaml`:\n");
            say!("theme:\n  name: {name}");
        }
    }
    Ok(Outcome::Done)
}
