//! All the stages in their order, for every client of a workspace, and what belongs to no client:
//! the agency's own page, and what is left of clients that are gone.

use super::digests::Digests;
use super::doors::Clashes;
use super::gone::Scope;
use super::memory::{Memory, clock};
use super::online::Online;
use super::sealing::Sealing;
use super::stages::{Done, Places, Stages};
use super::{Content, Event, Outcome, Portal, Print, Printer, Report, Stop};
use crate::access::{AccessError, Locator, Secret, StretchedCodes};
use crate::diagnostics::{self, Diagnostic};
use crate::load::Workspace;
use crate::model::{FrontDoor, PortalPath};
use crate::schema::Date;
use crate::seal::Shell;
use crate::shard::Shard;
use crate::site::Entry;
use crate::write::{Output, made_with, root_pages};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Zoned;
use rayon::prelude::*;
use std::cell::LazyCell;
use std::collections::BTreeSet;

/// What is to be built, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The output folder, absolute.
    pub out: Utf8PathBuf,
    /// Take over an output folder that was made with another secret.
    pub adopt: bool,
    /// A client with a warning counts as one with an error.
    pub strict: bool,
    /// The value of `KEYFOLIO_SECRET`, when it is set.
    pub secret: Option<String>,
    /// The day on which it is decided whose access is over; today unless given.
    pub as_of: Option<Date>,
    /// Where sealed portals are also put as they were before, to be looked at on this machine.
    pub preview: Option<Utf8PathBuf>,
    /// Only this share of the clients; other processes build the others.
    pub shard: Option<Shard>,
}

impl Options {
    /// Everything into `out`, an absolute path, and nothing out of the ordinary.
    #[must_use]
    pub fn new(out: Utf8PathBuf) -> Self {
        Self {
            out,
            adopt: false,
            strict: false,
            secret: None,
            as_of: None,
            preview: None,
            shard: None,
        }
    }
}

/// A workspace made ready to be built: its content, its secret, and where the portals go.
#[derive(Debug)]
pub struct Builder {
    pub(super) content: Content,
    options: Options,
    pub(super) secret: Secret,
    new_secret: bool,
    /// What stands in front of every sealed portal, and at the front door.
    shell: Shell,
    /// The print of all that was read here and of all that every portal depends on.
    key: Print,
}

impl Builder {
    /// Reads what all clients have in common. A workspace without a secret gets one, unless the
    /// output folder holds portals that were made with one that is lost, or other shards would make
    /// others.
    ///
    /// # Errors
    /// When the agency or the theme has errors, or the secret cannot be used.
    pub fn new(workspace: &Workspace, options: Options) -> Result<Self, Stop> {
        let root = workspace.root();
        // Before anything is read, so that what changes meanwhile shows in the next print. Which
        // theme is used is not known yet: all of them count.
        let key = Printer::new(clock(root))
            .program()?
            .file(&root.join("keyfolio.yaml"))?
            .folder(&root.join("themes"))?;
        let content = Content::new(workspace, options.strict).map_err(Stop::Faulty)?;
        let before = made_with(&options.out)?.filter(|_| !options.adopt);
        let before = before.map(|fingerprint| (options.out.as_path(), fingerprint));
        let (secret, new_secret) = if options.shard.is_some() {
            (Secret::load(root, options.secret.clone())?.ok_or(AccessError::OfShards)?, false)
        } else {
            Secret::load_or_create(root, options.secret.clone(), before)?
        };
        let mut key = key
            .value(secret.fingerprint().to_string().as_bytes())
            .value(options.out.as_str().as_bytes())
            .value(&[u8::from(options.strict)]);
        for file in content.agency_files() {
            key = key.file(file.source.path())?;
        }
        let key = key.finish();
        let shell = content.shell().map_err(Stop::Faulty)?;
        Ok(Self { content, options, secret, new_secret, shell, key })
    }

    /// The content.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The output folder.
    pub fn out(&self) -> &Utf8Path {
        &self.options.out
    }

    /// Whether the secret was made just now.
    pub fn has_new_secret(&self) -> bool {
        self.new_secret
    }

    /// Where the client's portal stands.
    pub fn locator(&self, client: &str) -> Locator {
        self.content.locator(&self.secret, client)
    }

    /// Builds all clients, or those of the shard, and removes the portals of clients that are gone.
    /// `tell` is called from many threads.
    ///
    /// # Errors
    /// When the output folder cannot be used. What is wrong with a client is in the report.
    pub fn build_all(&self, tell: &(dyn Fn(Event<'_>) + Sync)) -> Result<Report, Stop> {
        let ids = self.content.workspace().client_ids();
        let mut diagnostics = self.content.diagnostics().to_vec();
        // A folder that cannot be listed to the end does not say which clients are gone.
        let known = !ids.diagnostics.iter().any(Diagnostic::is_error);
        diagnostics.extend(ids.diagnostics);
        let ids = ids.value.unwrap_or_default();
        let Some(shard) = self.options.shard else {
            return self.build(&Scope::whole(&ids, known), diagnostics, tell);
        };
        let share: Vec<String> = ids.iter().filter(|id| shard.holds(id)).cloned().collect();
        self.build(&Scope::share(&share, shard, &ids, known), diagnostics, tell)
    }

    /// Builds the clients named, and leaves all others as they are.
    ///
    /// # Errors
    /// As [`Builder::build_all`].
    pub fn build_some(
        &self,
        ids: &[String],
        tell: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<Report, Stop> {
        self.build(&Scope::some(ids), self.content.diagnostics().to_vec(), tell)
    }

    /// Builds the clients named without asking whether they changed: for whoever knows that they
    /// did. Looks at nothing but them, so it takes the same time among ten clients and ten
    /// thousand; the memory of the last build is neither read nor written. It need not be: the
    /// next whole build sees by the prints that these clients are not what it remembers.
    ///
    /// # Errors
    /// As [`Builder::build_all`].
    pub fn rebuild(&self, ids: &[String]) -> Result<Vec<Portal>, Stop> {
        let stages = self.stages(&|_| ())?;
        let clashes = stages.clashes(&stages.heads(ids), ids)?;
        let portals = ids.par_iter().map(|id| stages.write(&clashes, id).portal).collect();
        stages.sealing.save(false)?;
        self.write_root(&stages, || false)?;
        Ok(portals)
    }

    /// Whether the output folder is there. Somebody may have removed it.
    pub fn has_output(&self) -> bool {
        made_with(self.out()).is_ok_and(|found| found.is_some())
    }

    fn build(
        &self,
        scope: &Scope<'_>,
        mut diagnostics: Vec<Diagnostic>,
        tell: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<Report, Stop> {
        let ids = scope.ids;
        let stages = self.stages(tell)?;
        let (sealing, output) = (&stages.sealing, &stages.places.output);
        // A build that keeps no preview must not make one believe that its own is up to date.
        let name = if stages.places.preview.is_some() { "serve" } else { "build" };
        let mut memory = Memory::load(self.root(), name, self.key)?;
        let standing = ids.par_iter().map(|id| self.content.standing(&self.secret, id));
        let standing: Vec<Option<Locator>> = standing.collect();
        let fresh: Vec<Result<Done, Option<Print>>> = ids
            .par_iter()
            .zip(&standing)
            .map(|(id, standing)| {
                let locator = standing.clone().unwrap_or_else(|| self.locator(id));
                memory.fresh(&stages, id, locator)
            })
            .collect();
        let stale = ids.iter().zip(&fresh).filter(|(_, fresh)| fresh.is_err());
        let stale: Vec<String> = stale.map(|(id, _)| id.clone()).collect();
        let heads = LazyCell::new(|| stages.heads(scope.beside.unwrap_or(&stale)));
        let clashes = match stale.as_slice() {
            [] => Clashes::new(),
            stale => stages.clashes(&heads, stale)?,
        };
        let built: Vec<Done> = ids
            .par_iter()
            .zip(fresh)
            .map(|(id, fresh)| {
                let result = fresh.unwrap_or_else(|input| {
                    let written = stages.write(&clashes, id);
                    let is_built = matches!(written.portal.outcome, Outcome::Built(_));
                    Done { input: input.filter(|_| is_built), ..written }
                });
                tell(Event::Done(&result.portal));
                result
            })
            .collect();
        sealing.save(scope.is_whole && built.iter().all(|done| done.input.is_some()))?;
        let removed = match scope.beside {
            Some(everyone) if scope.removes => self.remove_gone_beside(&stages.places, everyone)?,
            None if scope.removes => self.remove_gone(&stages.places, standing, &built)?,
            _ => Vec::new(),
        };
        if scope.has_root {
            let awaited = || scope.beside.is_some() && sealing.awaits(&heads);
            self.write_root(&stages, awaited)?;
        }
        let strangers = output.strangers()?;
        output.sweep()?;
        memory.keep(output, &built);
        if let Some(everyone) = scope.everyone {
            memory.keep_only(everyone);
        }
        memory.save()?;
        diagnostics::sort(&mut diagnostics);
        let portals = built.into_iter().map(|done| done.portal).collect();
        Ok(Report { portals, removed, strangers, diagnostics })
    }

    /// The agency's own page: a front door, where there is one and somebody can come in by it, or
    /// could if the output held what other shards build, as `awaited` says.
    fn write_root(
        &self,
        Stages { sealing, places, .. }: &Stages<'_>,
        awaited: impl FnOnce() -> bool,
    ) -> Result<(), Stop> {
        let (agency, output) = (self.content.agency(), &places.output);
        if !sealing.door {
            output.keep_only_doors(&BTreeSet::new())?;
        }
        let open = match agency.door {
            FrontDoor::WhenNeeded => output.has_doors()? || awaited(),
            FrontDoor::Open => true,
            FrontDoor::Closed => false,
        };
        let mut items = root_pages(&agency.name);
        if open {
            items.extend(self.shell.door.clone());
            let header = sealing.door_header().bytes().to_vec();
            items.insert(PortalPath::known("header.json"), Entry::Bytes(header));
        }
        Ok(output.write_root(&items)?)
    }

    fn stages<'a>(&'a self, tell: &'a (dyn Fn(Event<'_>) + Sync)) -> Result<Stages<'a>, Stop> {
        let open = if self.options.adopt { Output::adopt } else { Output::open };
        let preview = self.options.preview.as_ref().map(|dir| Output::adopt(dir, &self.secret));
        let output = open(self.out(), &self.secret)?;
        let online = Online::of(self.root())?;
        let places = Places { output, preview: preview.transpose()?, online };
        let sealing = self.sealing(tell);
        Ok(Stages { content: &self.content, secret: &self.secret, sealing, places })
    }

    fn sealing<'a>(&'a self, tell: &'a (dyn Fn(Event<'_>) + Sync)) -> Sealing<'a> {
        let today = self.options.as_of.unwrap_or_else(|| {
            // The zone is known to be one since the agency was read.
            let now = Zoned::now();
            Date(now.in_tz(&self.content.agency().time_zone).unwrap_or(now).date())
        });
        let cache = self.root().join(".keyfolio/cache");
        Sealing {
            secret: &self.secret,
            codes: StretchedCodes::load(&self.secret, &cache),
            digests: Digests::load(&cache, clock(self.root())),
            door: self.content.agency().door != FrontDoor::Closed,
            shell: &self.shell.portal,
            today,
            tell,
        }
    }

    pub(super) fn root(&self) -> &Utf8Path {
        self.content.workspace().root()
    }
}
