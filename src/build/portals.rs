//! All the stages in their order, for every client of a workspace: load, render, write.

use super::digests::Digests;
use super::doors::{self, Clashes, FORMER};
use super::sealing::{Sealing, Standing, check_not_moved_back};
use super::{Built, Cache, Cached, Clock, Content, Print, Printer, Prints};
use crate::access::{AccessError, LEDGER_FILE, Locator, Secret, StretchedCodes};
use crate::diagnostics::{self, Code, Diagnostic, Place};
use crate::load::Workspace;
use crate::model::{AccessMode, Client, FrontDoor, PortalPath};
use crate::schema::Date;
use crate::seal::Shell;
use crate::site::{Entry, Site};
use crate::write::{Output, WriteError, Written, made_with, root_pages};
use camino::{Utf8Path, Utf8PathBuf};
use jiff::Zoned;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use walkdir::WalkDir;

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
}

/// What became of one client.
#[derive(Debug, Clone)]
pub struct Portal {
    /// The client's id.
    pub client: String,
    /// Where its portal stands.
    pub locator: Locator,
    /// What was done.
    pub outcome: Outcome,
    /// All that is to be said about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What was done for one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: its folder and its portal are as the last build left them.
    Fresh,
    /// It was built; the portal on disk is what the content says.
    Built(Written),
    /// It has errors. `kept` when an earlier portal stands.
    Failed {
        /// Whether an earlier portal stands.
        kept: bool,
    },
}

/// What happens during a build, told while it goes on.
#[derive(Debug, Clone, Copy)]
pub enum Event<'a> {
    /// An access code was stretched, which takes its time.
    Stretched,
    /// A client is done.
    Done(&'a Portal),
}

/// What became of a build.
#[derive(Debug)]
pub struct Report {
    /// The clients, in order of their ids.
    pub portals: Vec<Portal>,
    /// Portals that were removed because their client is no longer there.
    pub removed: Vec<Locator>,
    /// What stands in the output folder and is not Keyfolio's.
    pub strangers: Vec<String>,
    /// What is to be said about the agency and the workspace.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why there was no build at all.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// The agency or the theme has errors.
    #[error("the agency has errors")]
    Faulty(Vec<Diagnostic>),
    /// The secret cannot be used.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The output folder cannot be used.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The workspace cannot be looked at.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A workspace made ready to be built: its content, its secret, and where the portals go.
#[derive(Debug)]
pub struct Builder {
    content: Content,
    options: Options,
    secret: Secret,
    new_secret: bool,
    /// What stands in front of every sealed portal, and at the front door.
    shell: Shell,
    /// The print of all that was read here and of all that every portal depends on.
    key: Print,
}

impl Builder {
    /// Reads what all clients have in common. A workspace without a secret gets one, unless the
    /// output folder holds portals that were made with one that is lost.
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
        let (secret, new_secret) = Secret::load_or_create(root, options.secret.clone(), before)?;
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
        // One whose `access.yaml` is broken is not built.
        self.standing(client).unwrap_or_else(|| self.secret.locator(client, 0))
    }

    /// Builds all clients, and removes the portals of clients that are gone. `tell` is called
    /// from many threads.
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
        self.build(&ids, known, diagnostics, tell)
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
        self.build(ids, false, self.content.diagnostics().to_vec(), tell)
    }

    /// Builds the clients named without asking whether they changed: for whoever knows that they
    /// did. Looks at nothing but them, so it takes the same time among ten clients and ten
    /// thousand; the memory of the last build is neither read nor written. It need not be: the
    /// next whole build sees by the prints that these clients are not what it remembers.
    ///
    /// # Errors
    /// As [`Builder::build_all`].
    pub fn rebuild(&self, ids: &[String]) -> Result<Vec<Portal>, Stop> {
        let places = self.places()?;
        let sealing = self.sealing(&|_| ());
        let clashes = self.clashes(&places, &sealing, ids)?;
        let write = |id: &String| self.write(&places, &sealing, &clashes, id).portal;
        let portals = ids.par_iter().map(write).collect();
        sealing.save(false)?;
        self.write_root(&places.output, &sealing)?;
        Ok(portals)
    }

    /// Whether the output folder is there. Somebody may have removed it.
    pub fn has_output(&self) -> bool {
        made_with(self.out()).is_ok_and(|found| found.is_some())
    }

    fn build(
        &self,
        ids: &[String],
        all: bool,
        mut diagnostics: Vec<Diagnostic>,
        tell: &(dyn Fn(Event<'_>) + Sync),
    ) -> Result<Report, Stop> {
        let places = self.places()?;
        let output = &places.output;
        let prints = self.prints()?;
        // A build that keeps no preview must not make one believe that its own is up to date.
        let name = if places.preview.is_some() { "serve" } else { "build" };
        let path = self.root().join(".keyfolio/cache").join(name);
        let mut cache = Cache::load(&path, self.key);
        let sealing = self.sealing(tell);
        let standing: Vec<Option<Locator>> = ids.par_iter().map(|id| self.standing(id)).collect();
        let fresh: Vec<Result<Done, Option<Print>>> = ids
            .par_iter()
            .zip(&standing)
            .map(|(id, standing)| {
                let locator = standing.clone().unwrap_or_else(|| self.locator(id));
                self.fresh(&places, &sealing, &cache, &prints, id, locator)
            })
            .collect();
        let stale = ids.iter().zip(&fresh).filter(|(_, fresh)| fresh.is_err());
        let stale: Vec<String> = stale.map(|(id, _)| id.clone()).collect();
        let clashes = self.clashes(&places, &sealing, &stale)?;
        let mut built: Vec<Done> = ids
            .par_iter()
            .zip(fresh)
            .map(|(id, fresh)| {
                let result = fresh.unwrap_or_else(|input| {
                    let written = self.write(&places, &sealing, &clashes, id);
                    let is_built = matches!(written.portal.outcome, Outcome::Built(_));
                    Done { input: input.filter(|_| is_built), ..written }
                });
                tell(Event::Done(&result.portal));
                result
            })
            .collect();
        sealing.save(all && built.iter().all(|done| done.input.is_some()))?;
        // Where one client's `access.yaml` is too old, its portal stands where no client is.
        let lost = |done: &Done| done.portal.diagnostics.iter().any(|d| d.code == Code::AccessLost);
        let removed = if all && !built.iter().any(lost) {
            self.remove_gone(&places, standing, &built)?
        } else {
            Vec::new()
        };
        self.write_root(output, &sealing)?;
        let strangers = output.strangers()?;
        output.sweep()?;
        remember(&mut cache, output, &prints, &mut built);
        if all {
            let known: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
            cache.retain(|client| known.contains(client));
        }
        cache.save()?;
        diagnostics::sort(&mut diagnostics);
        let portals = built.into_iter().map(|done| done.portal).collect();
        Ok(Report { portals, removed, strangers, diagnostics })
    }

    /// Removes the portals of clients that are not in the content any more: all but those that are
    /// `standing`. Where there is no `content` folder at all, something is wrong with the
    /// workspace, and nothing is removed.
    fn remove_gone(
        &self,
        places: &Places<'_>,
        standing: Vec<Option<Locator>>,
        built: &[Done],
    ) -> Result<Vec<Locator>, Stop> {
        if !self.root().join("content").is_dir() {
            return Ok(Vec::new());
        }
        // Where one portal stands cannot be told: it could be any that nobody asks for.
        let Some(wanted) = standing.into_iter().collect() else {
            return Ok(Vec::new());
        };
        if let Some(preview) = &places.preview {
            preview.keep_only(&wanted)?;
        }
        let mut doors = BTreeSet::new();
        for done in built {
            match done.portal.outcome {
                // It has those that it had.
                Outcome::Failed { .. } => doors.extend(places.output.slots(&done.portal.locator)?),
                _ => doors.extend(done.doors.iter().cloned()),
            }
        }
        places.output.keep_only_doors(&doors)?;
        Ok(places.output.keep_only(&wanted)?)
    }

    /// The agency's own page: a front door, where there is one and somebody can come in by it.
    fn write_root(&self, output: &Output<'_>, sealing: &Sealing<'_>) -> Result<(), Stop> {
        let agency = self.content.agency();
        if !sealing.door {
            output.keep_only_doors(&BTreeSet::new())?;
        }
        let open = match agency.door {
            FrontDoor::WhenNeeded => output.has_doors()?,
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

    /// What keeps some of these clients from being built: codes that people of others have.
    fn clashes(
        &self,
        places: &Places<'_>,
        sealing: &Sealing<'_>,
        ids: &[String],
    ) -> Result<Clashes, Stop> {
        let (workspace, agency) = (self.content.workspace(), self.content.agency());
        Ok(sealing.clashes(workspace, agency, &places.output, ids)?)
    }

    /// Where the client's portal stands, unless its `access.yaml` cannot be read.
    fn standing(&self, id: &str) -> Option<Locator> {
        let access = self.content.workspace().access_file(id).value?;
        Some(self.secret.locator(id, access.rotation))
    }

    /// One client to which nothing happened; else the print of what it is made of now.
    fn fresh(
        &self,
        places: &Places<'_>,
        sealing: &Sealing<'_>,
        cache: &Cache,
        prints: &Inputs,
        id: &str,
        locator: Locator,
    ) -> Result<Done, Option<Print>> {
        let input = prints.of(self.root(), id).ok();
        let now = |cached: &Cached| {
            prints.output(&places.output, &locator, &cached.folders, &cached.doors).ok()
        };
        let fresh = |input: Print| {
            cache.fresh(id, &input, sealing.today, now).filter(|_| places.has_preview(&locator))
        };
        let cached = input.and_then(fresh).ok_or(input)?;
        let (diagnostics, doors) = (cached.diagnostics.clone(), cached.doors.clone());
        let portal =
            Portal { client: id.to_owned(), locator, outcome: Outcome::Fresh, diagnostics };
        Ok(Done { portal, doors, input: None, day: None })
    }

    /// One client through all the stages.
    fn write(
        &self,
        places: &Places<'_>,
        sealing: &Sealing<'_>,
        clashes: &Clashes,
        id: &str,
    ) -> Done {
        let (rendered, mut diagnostics) = self.content.rendered(id);
        let clash = clashes.get(id).cloned().unwrap_or_default();
        let rendered = rendered.filter(|_| clash.is_empty());
        diagnostics.extend(clash);
        let (mut day, mut doors) = (None, Vec::new());
        let written = rendered.and_then(|(client, site)| {
            let ends = client.access.admitted.iter().any(|person| person.expires.is_some());
            day = ends.then_some(sealing.today);
            match self.put(places, sealing, &client, &site) {
                Ok((written, names)) => {
                    doors = names;
                    Some(written)
                }
                Err(fault) => {
                    if fault.code == Code::Output {
                        sealing.digests.doubt();
                    }
                    diagnostics.push(*fault);
                    None
                }
            }
        });
        diagnostics::sort(&mut diagnostics);
        let locator = self.locator(id);
        let outcome = match written {
            Some(written) => Outcome::Built(written),
            None => Outcome::Failed { kept: places.output.portal(&locator).is_dir() },
        };
        let portal = Portal { client: id.to_owned(), locator, outcome, diagnostics };
        Done { portal, doors, input: None, day }
    }

    /// Writes one portal, sealed unless it is to be plain, and takes it from where it stood before.
    /// Gives the names of its doors: each is put up when the portal stands, and taken away when it
    /// leads nowhere any more.
    fn put(
        &self,
        Places { output, preview }: &Places<'_>,
        sealing: &Sealing<'_>,
        client: &Client,
        site: &Site,
    ) -> Result<(Written, Vec<String>), Box<Diagnostic>> {
        let refused = |error: WriteError| {
            let place = Place::file(format!("content/{}", client.id));
            Box::new(Diagnostic::error(Code::Output, place, error.to_string()))
        };
        let at = |rotation| self.secret.locator(&client.id, rotation);
        let locator = at(client.access.rotation);
        check_not_moved_back(client, &self.secret, output)?;
        let former = client.access.rotation.saturating_sub(FORMER)..client.access.rotation;
        let places = former.clone().map(at).chain([locator.clone()]);
        let before = doors::standing(output, places).map_err(refused)?;
        let mut doors = BTreeMap::new();
        let written = if client.access.mode == AccessMode::Plain {
            let mut items = site.entries.clone();
            // For when it is sealed again: nothing else says who knows the key of this epoch.
            if let Some(ledger) = output.standing(&locator, LEDGER_FILE).map_err(refused)? {
                items.insert(PortalPath::known(LEDGER_FILE), Entry::Bytes(ledger));
            }
            output.write_portal(&locator, &items).map_err(refused)?
        } else {
            let standing = Standing::read(output, &locator).map_err(refused)?;
            let sealed = sealing.portal(client, site, &standing)?;
            doors = sealed.doors;
            if let Some(preview) = preview {
                preview.write_portal(&locator, &site.entries).map_err(refused)?;
            }
            output.write_portal(&locator, &sealed.items).map_err(refused)?
        };
        for (name, sealed) in &doors {
            output.put_door(name, sealed).map_err(refused)?;
        }
        for name in before.iter().filter(|name| !doors.contains_key(*name)) {
            output.remove_door(name).map_err(refused)?;
        }
        // What is older than that goes when all clients are built.
        for rotation in former {
            output.remove_portal(&at(rotation)).map_err(refused)?;
        }
        Ok((written, doors.into_keys().collect()))
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

    fn places(&self) -> Result<Places<'_>, Stop> {
        let open = if self.options.adopt { Output::adopt } else { Output::open };
        let preview = self.options.preview.as_ref().map(|dir| Output::adopt(dir, &self.secret));
        Ok(Places { output: open(self.out(), &self.secret)?, preview: preview.transpose()? })
    }

    fn root(&self) -> &Utf8Path {
        self.content.workspace().root()
    }

    /// What the prints of this build's clients have in common.
    fn prints(&self) -> io::Result<Inputs> {
        let root = self.root();
        let clock = clock(root);
        let shared = Printer::new(clock).folder(&root.join("shared"))?.finish();
        Ok(Inputs { clock, shared })
    }
}

/// Where portals are put.
struct Places<'a> {
    output: Output<'a>,
    /// Where sealed ones also stand as they were before.
    preview: Option<Output<'a>>,
}

impl Places<'_> {
    /// Whether the portal, where it is sealed, can be looked at as well.
    fn has_preview(&self, locator: &Locator) -> bool {
        let sealed = || self.output.portal(locator).join("header.json").is_file();
        self.preview.as_ref().is_none_or(|preview| preview.portal(locator).is_dir() || !sealed())
    }
}

/// One client, done.
struct Done {
    portal: Portal,
    /// The names of the doors that lead to it.
    doors: Vec<String>,
    /// The print of its input, where it was built.
    input: Option<Print>,
    /// The day, where what was built depends on it.
    day: Option<Date>,
}

fn clock(root: &Utf8Path) -> Clock {
    Clock::of(&root.join(".keyfolio"))
}

/// What the prints of one build's clients have in common.
struct Inputs {
    clock: Clock,
    shared: Print,
}

impl Inputs {
    fn of(&self, root: &Utf8Path, id: &str) -> io::Result<Print> {
        let folder = root.join("content").join(id);
        // A print of nothing would never change.
        fs_err::metadata(&folder)?;
        Ok(Printer::new(self.clock).print(&self.shared).folder(&folder)?.finish())
    }

    /// Of a portal that was written, only the folders are looked at: everything that replaces a
    /// file shows there, and looking at each file would double the time of a build without change.
    fn output(
        &self,
        output: &Output<'_>,
        locator: &Locator,
        folders: &[String],
        doors: &[String],
    ) -> io::Result<Print> {
        let printer = Printer::new(self.clock).folders(&output.portal(locator), folders)?;
        let doors = doors.iter().map(|name| output.door_path(name));
        Ok(doors.into_iter().try_fold(printer, |printer, door| printer.file(&door))?.finish())
    }
}

/// Puts what was built into the cache. The stamps of the output are taken only now: sweeping
/// away the old portals moved them.
fn remember(cache: &mut Cache, output: &Output<'_>, prints: &Inputs, built: &mut [Done]) {
    let outputs: Vec<Option<(Prints, Vec<String>)>> = built
        .par_iter_mut()
        .map(|done| {
            let (input, locator) = (done.input.take()?, &done.portal.locator);
            let folders = folders(&output.portal(locator))?;
            let output = prints.output(output, locator, &folders, &done.doors).ok()?;
            Some((Prints { input, output }, folders))
        })
        .collect();
    for (done, prints) in built.iter().zip(outputs) {
        let Portal { client, diagnostics, .. } = &done.portal;
        if let Some((prints, folders)) = prints {
            let (doors, diagnostics) = (done.doors.clone(), diagnostics.clone());
            cache.record(client, &prints, Built { folders, doors, day: done.day, diagnostics });
        }
    }
}

/// The folders below `top`, by path inside it, in order; nothing when it cannot be listed.
fn folders(top: &Utf8Path) -> Option<Vec<String>> {
    let entries = WalkDir::new(top).min_depth(1).sort_by_file_name().into_iter();
    let mut folders = Vec::new();
    for entry in entries {
        let entry = entry.ok()?;
        if entry.file_type().is_dir() {
            let path = Utf8Path::from_path(entry.path())?.strip_prefix(top).ok()?;
            folders.push(path.to_string());
        }
    }
    Some(folders)
}
