//! Somebody opens a portal again and again while the agency publishes a hundred times, and takes
//! people's access back in between: what they see is always one whole version.

use crate::agencies::{small, version};
use crate::harness::{Agency, KEYFOLIO};
use crate::places::Place;
use crate::rclone::{self, Files};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

const PUBLISHES: usize = 50;
/// Every so often somebody's access is taken back, and the portal gets another key.
const REVOKED_EVERY: usize = 7;

#[test]
fn on_s3() {
    let place = Place::seaweed();
    watched(&place, |locator| format!("{}/{locator}/index.html", place.address()));
}

#[test]
fn in_a_folder() {
    let place = Place::folder();
    watched(&place, |locator| place.path().join(locator).display().to_string());
}

fn watched(place: &Place, address: impl Fn(&str) -> String) {
    let agency = small(place);
    let people =
        (0..=PUBLISHES / REVOKED_EVERY).map(|number| format!("  - {{ id: p{number}, name: P }}\n"));
    let people: String = people.collect();
    agency.write(
        "content/acme/client.yaml",
        &format!("name: Acme\npeople:\n  - {{ id: ada, name: Ada }}\n{people}"),
    );
    let versions = Mutex::new(Vec::new());
    let link = publish(&agency, 0, &versions, &address);
    let done = AtomicBool::new(false);
    let seen = std::thread::scope(|scope| {
        let looks = scope.spawn(|| looks(&link, &versions, &done));
        let ends = Ends(&done);
        for number in 1..=PUBLISHES {
            if number % REVOKED_EVERY == 0 {
                let gone = format!("p{}", number / REVOKED_EVERY - 1);
                agency.run(["revoke", "acme", &gone, "--yes"]).succeeds();
            }
            assert_eq!(publish(&agency, number, &versions, &address), link, "Ada's link stays");
        }
        drop(ends);
        looks.join().expect("nothing was broken")
    });
    assert!(seen > 10, "only {seen} versions were seen");
}

/// Tells who looks that all is done, also where it ended badly.
struct Ends<'a>(&'a AtomicBool);

impl Drop for Ends<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Builds a version, remembers what it is as who opens it should see it, and publishes it. Gives
/// the link: where the portal is online, and its secret.
fn publish(
    agency: &Agency,
    number: usize,
    versions: &Mutex<Vec<Files>>,
    address: &impl Fn(&str) -> String,
) -> (String, String) {
    version(agency, number);
    let rows = agency.run(["links", "acme", "--format", "json"]).succeeds();
    let rows =
        rows.raw().lines().map(|row| serde_json::from_str::<serde_json::Value>(row).expect("JSON"));
    let row = rows.into_iter().find(|row| row["person"] == "ada").expect("Ada's");
    let text = |key: &str| row[key].as_str().expect(key).to_owned();
    let portal = format!("dist/{}", text("locator"));
    versions
        .lock()
        .expect("it is whole")
        .push(opened(&agency.path(&portal).display().to_string(), &text("fragment")));
    agency.run(["publish"]).succeeds();
    (address(&text("locator")), text("fragment"))
}

/// Opens the portal until all is done; gives how many versions were seen.
fn looks(link: &(String, String), versions: &Mutex<Vec<Files>>, done: &AtomicBool) -> usize {
    let mut last = 0;
    let mut count = 1;
    loop {
        let ends = done.load(Ordering::Relaxed);
        let files = opened(&link.0, &link.1);
        let versions = versions.lock().expect("it is whole");
        let version = versions.iter().rposition(|version| *version == files);
        let version = version.unwrap_or_else(|| panic!("a mix: {:?}", files.keys()));
        assert!(version >= last, "version {version} after {last}");
        count += usize::from(version > last);
        last = version;
        if ends {
            assert_eq!(version, versions.len() - 1, "in the end it is the last one");
            return count;
        }
    }
}

/// The files of a portal, as a person's link opens it.
fn opened(portal: &str, secret: &str) -> Files {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("opened");
    let output = Command::new(KEYFOLIO)
        .args(["open", portal, "--link", secret, "--out"])
        .arg(&out)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{portal}: {}", String::from_utf8_lossy(&output.stderr));
    rclone::read(&out)
}
