//! `keyfolio publish`.

mod ask;
mod left;
mod owners;
mod publisher;
mod show;

use super::args::{Cli, Confirm, Format, Full, PublishArgs};
use super::confirm::confirmed;
use super::print::say;
use super::report::{self, plural};
use super::target::{self, Named};
use super::{Failure, Outcome, shard, workspace};
use crate::access::Secret;
use crate::load::Workspace;
use crate::publish::{
    self, Digests, Group, Looks, Options, Plan, PublishError, Store, Survey, Tree,
};
use owners::Owners;
use std::time::Instant;

/// Puts what was built onto a target.
pub(super) fn run(cli: &Cli, args: &PublishArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let workspace = workspace::find(cli)?;
    let Some(agency) = workspace::agency(&workspace) else { return Ok(Outcome::Faulty) };
    let named = target::named(&agency, args.target.as_deref())?;
    let secret = workspace::links_secret(&workspace)?;
    let shard = shard::resolve(args.share.shard)?;
    // From before anything is read: what waits publishes what the one before it left.
    let _alone = publisher::alone(&workspace, &named.name, shard.is_some())?;
    let owners = Owners::read(&workspace, &secret, &args.clients, shard)?;
    let tree = tree(&workspace, &secret, args, &owners)?;
    // A build of which nothing came takes nothing away. The first shard takes away what is gone, also where it has no
    // clients of its own.
    let built = tree.has_portals || owners.share().is_some();
    let store = open(cli, args, &workspace, &named)?;
    let runtime = runtime()?;
    let mut options = Options {
        parallel: args.parallel.get(),
        publisher: publisher::name(&workspace, &named.name)?,
        time: now(),
        grace: args.grace,
    };
    let looks = args.full.map_or(Looks::AtInventory, Full::looks);
    let goes = |name: &str| built && owners.gone(name);
    let gone = |name: &str| goes(name) && (!args.unattended || owners.moved(name));
    let survey = Survey::read(&store, &secret, &tree, gone, looks, &options);
    let survey = runtime.block_on(survey).map_err(failed)?;
    options.time = now(); // what is there may have taken hours to read
    let number = |group: &Group| owners.number(group);
    let plan = publish::plan(&tree, &survey.known, gone, number, options.time, options.grace);
    check_not_behind(&plan, &owners, &named)?;
    if !cli.quiet {
        let absent = || survey.known.keys().filter(|name| !tree.groups.contains_key(*name));
        let stays =
            ask::stays(absent().filter(|name| owners.stays(name)).count(), owners.are_none());
        let left = ask::left(absent().filter(|name| goes(name) && !gone(name)));
        for text in stays.iter().chain(&left) {
            note(text);
        }
    }
    let others = survey.others_pages(&store, &tree);
    let others = ask::replaced(&runtime.block_on(others).map_err(failed)?, &named.name);
    if args.dry_run || args.format == Format::Json {
        show::plan(args.format, &plan, &tree, &owners)?;
    }
    if args.dry_run {
        if let Some(text) = &others {
            warning(text);
        }
        if args.format == Format::Text {
            show::nothing_sent(&plan, &tree, &named.name);
        }
        return Ok(Outcome::Done);
    }
    let questions: Vec<String> = others.into_iter().chain(ask::deleted(&plan, &owners)).collect();
    if !may_go_on(cli, args, &questions)? {
        return Ok(Outcome::Done);
    }
    options.time = now(); // as may an answer
    let (unknown, read) = (survey.unknown, survey.read);
    let bar = show::Bar::new(plan.bytes(&tree), cli.quiet || args.format == Format::Json);
    let done = publish::publish(&store, &secret, &tree, survey, &plan, &options, &bar);
    let done = runtime.block_on(done);
    drop(bar);
    // When it is said that all is there, nothing half-made stands beside it any more.
    drop(store);
    let done = done.map_err(failed)?;
    left::show(args.format, &done.left, &owners, &named, cli.quiet)?;
    if cli.quiet {
        return Ok(Outcome::Done);
    }
    if args.format == Format::Text {
        show::done(&done, &plan, &named.name, start.elapsed());
        if let Some(full) = args.full {
            show::compared(full, read);
        }
        if let Some((shard, held, all)) = owners.share() {
            say!("shard {shard}: {held} of {}", plural(all, "client"));
        }
    }
    hints(&named, &done, unknown);
    Ok(Outcome::Done)
}

/// The target, with what is to be said before anything is sent.
fn open(
    cli: &Cli,
    args: &PublishArgs,
    workspace: &Workspace,
    named: &Named,
) -> Result<Store, Failure> {
    let store = Store::open(&named.target, workspace.root()).map_err(failed)?;
    if args.share.shard.is_some() && !store.keeps_apart() && !cli.quiet {
        note(&format!(
            "`{}` cannot keep two publishers apart: publish one shard after the other",
            named.name
        ));
    }
    Ok(match args.limit_rate {
        Some(rate) => store.limited(rate.bytes()),
        None => store,
    })
}

/// The time, in seconds since 1970.
fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// What runs many requests at a time.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// Why a target could not be worked with, and what to do about it.
#[expect(clippy::needless_pass_by_value, reason = "what `map_err` gives")]
pub(super) fn failed(error: PublishError) -> Failure {
    let help = error.help();
    let failure = Failure::new(error.to_string());
    match help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// What stands in the output folder.
fn tree(
    workspace: &Workspace,
    secret: &Secret,
    args: &PublishArgs,
    owners: &Owners<'_>,
) -> Result<Tree, Failure> {
    let out = workspace.root().join(&args.out);
    match crate::write::made_with(&out)? {
        Some(found) if found == secret.fingerprint() => {}
        Some(_) => {
            return Err(Failure::new(format!("`{}` was built with another secret", args.out))
                .help("build it with this one, or give the secret that it was built with"));
        }
        None => {
            return Err(Failure::new(format!("there is nothing built in `{}`", args.out))
                .help("run `keyfolio build` first"));
        }
    }
    let digests = Digests::of(workspace.root());
    Tree::read(&out, secret, &digests, |group| owners.chosen(group)).map_err(failed)
}

/// That nothing on the target is later than what was built here.
fn check_not_behind(plan: &Plan, owners: &Owners<'_>, named: &Named) -> Result<(), Failure> {
    let behind: Vec<&str> = plan
        .groups
        .iter()
        .filter(|group| group.is_behind)
        .filter_map(|group| owners.client(&group.name))
        .collect();
    if behind.is_empty() {
        return Ok(());
    }
    let target = &named.name;
    Err(Failure::new(format!(
        "`{target}` holds a later state of {} than this machine knows of (`{}`): readers would take \
         what was built here for an old copy",
        plural(behind.len(), "portal"),
        behind.join("`, `"),
    ))
    .help(format!("run `keyfolio build --continue {target}`, then publish again")))
}

/// Whether what cannot be brought back may be done, where there is such a thing.
fn may_go_on(cli: &Cli, args: &PublishArgs, questions: &[String]) -> Result<bool, Failure> {
    match questions {
        [] => Ok(true),
        [first, ..] if args.unattended => {
            Err(Failure::new(first.clone()).help("run `keyfolio publish`, which asks"))
        }
        _ => confirmed(cli, Confirm { yes: args.yes, format: args.format }, questions),
    }
}

/// Something that people should know.
fn note(text: &str) {
    say!("{}note:{:#} {text}", report::HELP, report::HELP);
}

/// Something that is not as it may be meant.
fn warning(text: &str) {
    say!("{}warning:{:#} {text}", report::HELP, report::HELP);
}

/// What people should know beyond what was done.
fn hints(named: &Named, done: &publish::Outcome, unknown: usize) {
    if unknown > 0 {
        note(&format!(
            "the target also holds {} that Keyfolio did not put there; they stay as they are",
            plural(unknown, "file")
        ));
    }
    if done.deleted > 0 && named.target.cdn {
        note(
            "a CDN may still give what was deleted for up to an hour; empty its cache if that is too long",
        );
    }
    if named.is_default {
        note(
            "that is a folder on this machine; name a bucket or a server under `publish:` in \
             `keyfolio.yaml` to put it online (docs/publishing.md)",
        );
    }
}
