//! `keyfolio verify`.

mod show;

use super::args::{Cli, VerifyArgs};
use super::open::{credentials, is_address};
use super::publish::{failed, runtime};
use super::target;
use super::{Failure, Outcome, workspace};
use crate::access::Secret;
use crate::build::Content;
use crate::load::Workspace;
use crate::model::{Agency, BaseUrl, PortalPath};
use crate::publish::{Digests, Store, Stored, Tree};
use crate::remote::{Remote, without_fragment};
use crate::schema::Date;
use crate::seal::{Credentials, Shell, lead};
use crate::site::Entry;
use crate::verify::{self, Clients, Findings, Site, Totals, Verifier};
use camino::{Utf8Path, Utf8PathBuf};
use sha2::{Digest, Sha256};
use std::time::Instant;

/// Looks at a target, or at an address.
pub(super) fn run(cli: &Cli, args: &VerifyArgs) -> Result<Outcome, Failure> {
    let start = Instant::now();
    let looks = Looks { args, bar: show::Bar::new(cli.quiet), findings: Findings::default() };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(args.parallel.get()).build()?;
    let address = args.what.as_deref().filter(|what| is_address(what));
    let seen = threads.install(|| match address {
        Some(address) => looks.at_address(cli, address).map(Some),
        None => looks.at_target(cli),
    })?;
    let Some((name, totals)) = seen else { return Ok(Outcome::Faulty) };
    let Looks { bar, findings, .. } = looks;
    drop(bar);
    let found = findings.into_sorted();
    show::findings(args.format, &found, &name, totals, start.elapsed(), cli.quiet)?;
    let faulty = found.iter().any(|finding| finding.severity == verify::Severity::Error);
    Ok(if faulty { Outcome::Faulty } else { Outcome::Done })
}

/// What is looked for, and what was found.
struct Looks<'a> {
    args: &'a VerifyArgs,
    bar: show::Bar,
    findings: Findings,
}

impl Looks<'_> {
    /// A target with all that is on it. Gives its name, or nothing where the agency has errors.
    fn at_target(&self, cli: &Cli) -> Result<Option<(String, Totals)>, Failure> {
        let workspace = workspace::find(cli)?;
        let Some(agency) = workspace::agency(&workspace) else { return Ok(None) };
        let named = target::named(&agency, self.args.what.as_deref())?;
        let secret = workspace::links_secret(&workspace)?;
        let today = workspace::today(&agency)?;
        let clients = Clients::read(&workspace, &agency, &secret, today);
        let store = Store::open(&named.target, workspace.root()).map_err(failed)?;
        let built = self.built(&workspace, &secret)?;
        let base = named.target.base_url.as_ref().or(agency.base_url.as_ref());
        let some = clients.places().next().map_or("", |(group, _)| group);
        let site = base.and_then(|base| Site::open(base, some, &self.findings));
        let runtime = runtime()?;
        let shell = shell(&workspace);
        let verifier = Verifier {
            store: &store,
            handle: runtime.handle(),
            secret: &secret,
            findings: &self.findings,
            progress: &self.bar,
            quick: self.args.quick,
            time: jiff::Timestamp::now().as_second(),
            built: built.as_ref(),
            clients: &clients,
            page: shell.as_ref().and_then(page),
            site: site.as_ref(),
        };
        let mut totals = verifier.run().map_err(failed)?;
        if let Some(given) = self.given("")? {
            let address = self.portal(&given, base.and_then(BaseUrl::above))?;
            totals = totals.and(self.opened(Some(&workspace), &address, &given, today));
        }
        Ok(Some((named.name, totals)))
    }

    /// An address, as anybody can look at it.
    fn at_address(&self, cli: &Cli, address: &str) -> Result<(String, Totals), Failure> {
        let given = self.given(address)?;
        let workspace = workspace::find(cli).ok();
        let agency = workspace.as_ref().and_then(|workspace| workspace.agency().value);
        let ours = agency.as_ref().is_some_and(|agency| is_below(agency, address));
        let shell = workspace.as_ref().filter(|_| ours).and_then(shell);
        let address = without_fragment(address);
        let mut totals = verify::address(address, shell.as_ref(), &self.findings, &self.bar);
        if let Some(given) = given {
            let today = match &agency {
                Some(agency) => workspace::today(agency)?,
                None => Date(jiff::Zoned::now().date()),
            };
            let portal = self.portal(&given, Some(address))?;
            totals = totals.and(self.opened(workspace.as_ref(), &portal, &given, today));
        }
        Ok((address.to_owned(), totals))
    }

    /// The link and the code, if there is one of them.
    fn given(&self, address: &str) -> Result<Option<Credentials>, Failure> {
        let given = credentials(address, self.args.link.as_deref(), self.args.code.as_deref())?;
        Ok(Some(given).filter(|given| given.link.is_some() || given.code.is_some()))
    }

    /// The address of the portal that is to be opened; `near` is that of the portal or of the page above
    /// the portals.
    fn portal(&self, given: &Credentials, near: Option<&str>) -> Result<String, Failure> {
        if let Some(link) = self.args.link.as_deref().filter(|link| is_address(link)) {
            return Ok(without_fragment(link).to_owned());
        }
        let which = || {
            Failure::new("the link or code does not say which portal is to be opened")
                .help("give the whole link, or the portal's address in place of the target")
        };
        let near = near.ok_or_else(which)?;
        if locator(near).is_some() {
            return Ok(near.to_owned());
        }
        if given.code.is_none() {
            return Err(which());
        }
        let door = lead(&Remote::new(near)?, given)?;
        let folder = near.strip_suffix("index.html").unwrap_or(near).trim_end_matches('/');
        Ok(format!("{folder}/{door}/"))
    }

    fn opened(
        &self,
        workspace: Option<&Workspace>,
        address: &str,
        given: &Credentials,
        today: Date,
    ) -> Totals {
        let out = workspace.map(|workspace| workspace.root().join(&self.args.out));
        let built = out.zip(locator(address)).map(|(out, locator)| out.join(locator));
        let built: Option<Utf8PathBuf> = built.filter(|folder| folder.is_dir());
        let built = built.as_deref();
        verify::opened(address, given, built, today, &self.findings, &self.bar)
    }

    /// What is built here, if it was with this secret.
    fn built(&self, workspace: &Workspace, secret: &Secret) -> Result<Option<Tree>, Failure> {
        let out: &Utf8Path = &workspace.root().join(&self.args.out);
        if crate::write::made_with(out)?.is_none_or(|found| found != secret.fingerprint()) {
            return Ok(None);
        }
        let digests = Digests::of(workspace.root());
        Tree::read(out, secret, &digests, |_| true).map(Some).map_err(failed)
    }
}

/// What this workspace puts in front of sealed portals, unless its agency or theme has errors.
fn shell(workspace: &Workspace) -> Option<Shell> {
    Content::new(workspace, false).ok()?.shell().ok()
}

fn page(shell: &Shell) -> Option<Stored> {
    let Entry::Bytes(page) = shell.portal.get(&PortalPath::known("index.html"))? else {
        return None;
    };
    Some(Stored { len: page.len() as u64, digest: Sha256::digest(page).into() })
}

/// Whether an address is one where this agency says that its portals are.
fn is_below(agency: &Agency, address: &str) -> bool {
    let targets = agency.targets.values().filter_map(|target| target.base_url.as_ref());
    agency.base_url.iter().chain(targets).any(|base| {
        let base = locator(address).map_or_else(|| base.to_string(), |name| base.portal(&name));
        address.starts_with(base.trim_end_matches('/'))
    })
}

/// The locator in a portal's address.
fn locator(address: &str) -> Option<String> {
    let named = |part: &&str| {
        part.len() == 32 && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
    };
    without_fragment(address).split(['/', '.']).find(named).map(str::to_owned)
}
