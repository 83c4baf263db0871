//! A publish is killed at moments of chance, and another one follows: then the target holds what was
//! built, and nothing else.

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
    let mut versions = 0..;
    let mut next = || version(&agency, versions.next().expect("no end"));
    next();
    publish(&agency).succeeds();
    let usual = how_long(&agency, &mut next);
    let mut random = fastrand::Rng::with_seed(seed);
    let mut struck = 0;
    for kill in 0..kills {
        // Sometimes a second one dies before one comes to its end.
        for _ in 0..random.usize(1..=2) {
            next();
            struck += usize::from(dies(&agency, usual.mul_f64(random.f64() * 1.1)));
        }
        if random.bool() {
            next();
        }
        place.ages();
        publish(&agency).succeeds();
        assert_online(place, &agency, &format!("after kill {kill} of seed {seed}"));
    }
    // If no kill had struck in the middle of anything, this test would have shown nothing.
    assert!(struck > kills / 2, "only {struck} publishes of {kills} and more were killed");
}

/// The time that a publish takes when nobody kills it.
fn how_long(agency: &Agency, next: &mut impl FnMut()) -> Duration {
    let took = (0..4).map(|_| {
        next();
        let start = Instant::now();
        publish(agency).succeeds();
        start.elapsed()
    });
    took.sum::<Duration>() / 4
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
