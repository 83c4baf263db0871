//! `keyfolio serve`.

use super::args::{Cli, ServeArgs};
use super::print::{self, say};
use super::watch::Watch;
use super::{Failure, Outcome, report};
use crate::build::Builder;
use crate::preview::{self, Preview};
use crate::watch::Session;
use std::io;
use std::net::TcpListener;

/// Builds, watches, and shows the portals on this machine.
pub(super) fn run(cli: &Cli, args: &ServeArgs) -> Result<Outcome, Failure> {
    // Before the build: a port that is taken should be told at once.
    let listener = preview::listen(args.port).map_err(|error| taken(args.port, &error))?;
    let url = format!("http://{}/", listener.local_addr()?);
    let preview = Preview::default();
    let watch = Watch::begin(cli, &args.options, args.watch, true)?;
    preview.take(&watch.session, &watch.first);
    start(listener, &preview, &watch.session)?;
    let strong = report::STRONG;
    print::out(format_args!("{strong}Portals at{strong:#} {url}  (Ctrl-C to stop)\n"))?;
    if !cli.quiet {
        say_next(&watch.session);
    }
    if args.open
        && let Err(error) = open::that_detached(&url)
    {
        let style = report::HELP;
        say!("{style}note:{style:#} no browser could be opened ({error}): open {url} yourself");
    }
    watch.run(|session, step| preview.take(session, step))
}

fn start(listener: TcpListener, preview: &Preview, session: &Session) -> io::Result<()> {
    preview::serve(listener, preview.views(), session.out(), &preview::folder(session.workspace()))
}

/// What to do next, for somebody who has just begun.
fn say_next(session: &Session) {
    if !session.builder().is_some_and(Builder::has_new_secret) {
        return;
    }
    let style = report::HELP;
    say!(
        "\n{style}next:{style:#} change a file in `content/` and see the page follow\n      \
         `keyfolio new client acme` adds a client, `keyfolio init my-agency` begins an agency of your own"
    );
}

fn taken(port: Option<u16>, error: &io::Error) -> Failure {
    match port {
        Some(port) => {
            Failure::new(format!("cannot listen on port {port} of this machine: {error}"))
                .help("leave `--port` out to take the next free one")
        }
        None => Failure::new(format!("cannot listen on this machine: {error}")),
    }
}
