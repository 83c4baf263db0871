//! A portal gets a new key while people open it, and while a publish dies: whoever is let in finds the old
//! portal or the new one at every moment, whatever the host has of either.

use crate::agencies::{assert_online, publish};
use crate::harness::Agency;
use crate::places::Place;
use crate::proxy::{Asked, Fault, Proxy};
use keyfolio::remote::Remote;
use keyfolio::seal::{Credentials, Kind, LinkSecret, OpenError, Portal};
use serde_json::Value;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

const PEOPLE: &str =
    "name: Acme\npeople:\n  - { id: ada, name: Ada }\n  - { id: bob, name: Bob }\n";

/// What a link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// All of the portal in its first version.
    Old,
    /// All of it in its second.
    New,
    /// No slot.
    NotAdmitted,
    /// No portal.
    Nothing,
    /// What it should never be.
    Broken,
}

/// Somebody's link.
struct Link {
    whole: String,
    portal: Remote,
    credentials: Credentials,
}

impl Link {
    /// Opens it as `keyfolio open` does, but asks no more often than any reader does. Reads all of it.
    fn opens(&self) -> Found {
        let portal = match Portal::open(self.portal.clone(), &self.credentials) {
            Ok(portal) => portal,
            Err(error) => return Self::shut(&error),
        };
        let mut all = Vec::new();
        for path in portal.entries().keys() {
            if let Err(error) = portal.read(path, &mut all) {
                return Self::shut(&error);
            }
        }
        let all = String::from_utf8_lossy(&all);
        match (all.contains("This is version 1."), all.contains("This is version 2.")) {
            (true, false) => Found::Old,
            (false, true) => Found::New,
            _ => Found::Broken,
        }
    }

    fn shut(error: &OpenError) -> Found {
        match error.kind() {
            Some(Kind::NotAdmitted) => Found::NotAdmitted,
            Some(Kind::NoPortal) => Found::Nothing,
            _ => Found::Broken,
        }
    }
}

/// A bucket behind a proxy, with a portal for Ada and Bob in its first version.
struct Scene {
    place: Place,
    proxy: Proxy,
    agency: Agency,
}

impl Scene {
    fn new() -> Self {
        let (place, proxy) = Place::proxied();
        let secret =
            "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";
        let agency = place.agency("").variable("KEYFOLIO_SECRET", secret);
        let agency = agency.client("acme").file("content/acme/client.yaml", PEOPLE);
        agency.write("content/acme/updates/2026-11-08-version.md", "# One\n\nThis is version 1.\n");
        agency.run(["build"]).succeeds();
        publish(&agency).succeeds();
        Self { place, proxy, agency }
    }

    /// The second version is built, after this was done to who is let in.
    fn changes<const N: usize>(&self, access: [&str; N]) {
        self.agency.run(access).succeeds();
        let update = "# Two\n\nThis is version 2.\n";
        self.agency.write("content/acme/updates/2026-11-08-version.md", update);
        self.agency.run(["build"]).succeeds();
    }

    fn link(&self, person: &str) -> Link {
        let run = self.agency.run(["links", "--format", "json"]).succeeds();
        let mut rows = run.raw().lines().map(|line| serde_json::from_str(line).expect("JSON"));
        let row = rows.find(|row: &Value| row["person"] == person).expect("a link");
        let text = |key: &str| row[key].as_str().expect(key).to_owned();
        let (place, secret) = (self.place.address(), text("fragment"));
        let whole = format!("{place}/{}/#{secret}", text("locator"));
        let portal = Remote::new(&whole).expect("an address");
        Link {
            whole,
            portal,
            credentials: Credentials { link: LinkSecret::parse(&secret), code: None },
        }
    }

    /// Publishes, and looks where each link leads before every change and after the last.
    fn watched<const N: usize>(&self, links: [&Link; N]) -> Vec<(String, [Found; N])> {
        let look = || links.map(Link::opens);
        let (ask, asked) = mpsc::channel();
        let (go, goes) = mpsc::channel();
        self.proxy.rule(move |request: &Asked| {
            if request.method != "GET" && request.method != "HEAD" {
                ask.send(format!("{} {}", request.method, request.path)).ok();
                goes.recv().ok();
            }
            None
        });
        let mut seen = Vec::new();
        std::thread::scope(|scope| {
            let publishes = scope.spawn(|| self.agency.run(["publish"]).succeeds());
            loop {
                match asked.recv_timeout(Duration::from_millis(20)) {
                    Ok(request) => {
                        seen.push((request, look()));
                        go.send(()).ok();
                    }
                    Err(RecvTimeoutError::Timeout) if !publishes.is_finished() => {}
                    Err(_) => break,
                }
            }
        });
        self.proxy.calm();
        seen.push(("the end".to_owned(), look()));
        seen
    }

    /// What is left after all that goes with the next publish, and nothing is there that is not known.
    fn ends(&self) {
        self.agency.run(["verify"]).succeeds().never_mentions("stranger");
        publish(&self.agency).succeeds();
        assert_online(&self.place, &self.agency, "in the end");
    }
}

fn is_put_of(request: &str, path: &str) -> bool {
    request.starts_with("PUT ") && request.contains(path)
}

/// Where each of them is to be found once it was put: the looks from the first change after that.
fn since<'a, const N: usize>(
    seen: &'a [(String, [Found; N])],
    path: &str,
) -> &'a [(String, [Found; N])] {
    let at = seen.iter().rposition(|(request, _)| is_put_of(request, path));
    &seen[at.unwrap_or_else(|| panic!("{path} was not put: {seen:#?}")) + 1..]
}

#[test]
fn while_somebody_is_revoked() {
    let scene = Scene::new();
    let (ada, bob) = (scene.link("ada"), scene.link("bob"));
    scene.changes(["revoke", "acme", "ada", "--yes"]);
    let seen = scene.watched([&ada, &bob]);
    assert!(seen.iter().all(|(_, [_, bob])| [Found::Old, Found::New].contains(bob)), "{seen:#?}");
    assert!(seen.is_sorted_by_key(|(_, [_, bob])| *bob), "{seen:#?}");
    assert!(since(&seen, "/slots/").iter().all(|(_, [_, bob])| *bob == Found::New), "{seen:#?}");
    assert!(seen.iter().all(|(_, [ada, _])| *ada != Found::New), "{seen:#?}");
    let shut = since(&seen, "/manifest");
    assert!(shut.iter().all(|(_, [ada, _])| *ada != Found::Old), "{seen:#?}");
    assert_eq!(seen.last().expect("the end").1, [Found::NotAdmitted, Found::New]);
    scene.ends();
}

#[test]
fn while_one_gets_another_link() {
    let scene = Scene::new();
    let (ada, bob) = (scene.link("ada"), scene.link("bob"));
    scene.changes(["rotate", "acme", "ada", "--yes"]);
    let ada_now = scene.link("ada");
    let seen = scene.watched([&ada, &ada_now, &bob]);
    for (_, [ada, now, bob]) in &seen {
        assert!([Found::Old, Found::New].contains(bob), "{seen:#?}");
        assert!(*ada == Found::Old || *now == Found::New, "{seen:#?}");
        assert!([Found::New, Found::NotAdmitted].contains(now), "{seen:#?}");
    }
    let end = [Found::NotAdmitted, Found::New, Found::New];
    assert_eq!(seen.last().expect("the end").1, end);
    scene.ends();
}

#[test]
fn while_a_portal_moves() {
    let scene = Scene::new();
    let before = scene.link("bob");
    scene.changes(["rotate", "acme", "--yes"]);
    let after = scene.link("bob");
    let seen = scene.watched([&before, &after]);
    for (_, [before, after]) in &seen {
        assert!(*before == Found::Old || *after == Found::New, "{seen:#?}");
        assert!([Found::Nothing, Found::New].contains(after), "{seen:#?}");
    }
    assert_eq!(seen.last().expect("the end").1, [Found::Nothing, Found::New]);
    scene.ends();
}

/// Dead for good, right where slots and manifest are of two keys.
#[test]
fn when_a_publish_dies_between_slots_and_manifest() {
    let scene = Scene::new();
    let (ada, bob) = (scene.link("ada"), scene.link("bob"));
    scene.changes(["revoke", "acme", "ada", "--yes"]);
    scene.proxy.rule(|request| {
        let dies = request.method == "PUT" && request.path.ends_with("/manifest");
        dies.then(|| Fault::Answer("403 Forbidden", String::new()))
    });
    scene.agency.run(["publish"]).fails(3);
    assert!(scene.proxy.struck() > 0);
    scene.proxy.calm();
    assert_eq!([ada.opens(), bob.opens()], [Found::Old, Found::New]);
    scene.agency.run(["open", &bob.whole, "--out", "unsealed"]).succeeds();
    let verified = scene.agency.run(["verify"]).fails(1).never_mentions("stranger");
    verified.says("there are slots for 2, and 1 are let in");
    // Another epoch, before that one ever came to its end.
    scene.agency.run(["rotate", "acme", "ada", "--yes"]).succeeds();
    scene.agency.run(["build"]).succeeds();
    let seen = scene.watched([&bob]);
    assert!(seen.iter().all(|(_, [bob])| *bob == Found::New), "{seen:#?}");
    scene.ends();
}
