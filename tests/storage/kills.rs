//! A publish is killed at moments of chance, at times one that brings a new key, and another one follows:
//! then the target holds what was built, and nothing else.

use crate::agencies::{assert_online, publish, small, version};
use crate::harness::Agency;
use crate::places::Place;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn in_a_folder() {
    killed(&Place::folder(), 120, 1);
}

#[test]
fn on_s3() {
    killed(&Place::seaweed(), 80, 2);
}

fn killed(place: &Place, kills: usize, seed: u64) {
    let agency = small(place);
    let people = "name: Acme\npeople: [{ id: ada, name: Ada }, { id: bob, name: Bob }]\n";
    agency.write("content/acme/client.yaml", people);
    let mut versions = 0..;
    let mut keys = fastrand::Rng::with_seed(seed);
    let mut next = || {
        if keys.u8(..4) == 0 {
            agency.run(["rotate", "acme", "ada", "--yes"]).succeeds();
        }
        version(&agency, versions.next().expect("no end"));
    };
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut tried, mut struck) = (0, 0);
    next();
    let mut usual = whole(&agency);
    while struck < kills {
        // Sometimes a second one dies before one comes to its end.
        for _ in 0..random.usize(1..=2) {
            next();
            tried += 1;
            struck += usize::from(dies(&agency, usual.mul_f64(random.f64())));
        }
        if random.bool() {
            next();
        }
        place.ages();
        usual = whole(&agency);
        assert_online(place, &agency, &format!("after {struck} kills of seed {seed}"));
        assert!(
            tried < 4 * kills,
            "only {struck} of {tried} publishes were killed before their end"
        );
    }
}

/// Publishes, and nobody kills it; gives the time that it took.
fn whole(agency: &Agency) -> Duration {
    let start = Instant::now();
    publish(agency).succeeds();
    start.elapsed()
}

/// Publishes, and kills it (SIGKILL) after so long. Whether it was still at work.
fn dies(agency: &Agency, after: Duration) -> bool {
    let mut child = agency
        .command(["publish", "--grace", "0"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it runs");
    std::thread::sleep(after);
    child.kill().expect("it can be killed");
    child.wait().expect("it ended").code().is_none()
}
