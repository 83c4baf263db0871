//! Asking before what cannot be undone.

use super::Failure;
use super::args::{Cli, Confirm};
use super::print::{self, say};
use std::io::{BufRead, IsTerminal};

/// Says what is going to happen, and asks whether it should.
///
/// # Errors
/// When there is no terminal to ask on, and no `--yes`.
pub(super) fn confirmed(
    cli: &Cli,
    confirm: Confirm,
    sentences: &[String],
) -> Result<bool, Failure> {
    if !(cli.quiet && confirm.yes) {
        for sentence in sentences {
            say!("{}", crate::diagnostics::text::visible(sentence));
        }
    }
    if confirm.yes {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::new("this needs an answer, and there is no terminal to ask on")
            .help("read what is said above, then add `--yes`"));
    }
    print::error(format_args!("Go on? [y/N] "));
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    let yes = ["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str());
    if !yes {
        say!("nothing was changed");
    }
    Ok(yes)
}
