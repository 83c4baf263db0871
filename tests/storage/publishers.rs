//! Two publishers at once, from two copies of a workspace.

use crate::agencies::{assert_same, built, changes, online, publish, small, version};
use crate::harness::{Agency, Run};
use crate::places::Place;

#[test]
fn on_s3() {
    quarrel(&Place::seaweed());
}

#[test]
fn on_azure() {
    quarrel(&Place::azurite());
}

const ROUNDS: usize = 12;

/// Whichever publishes last and to its end has its way, whole; whoever is refused is told why.
fn quarrel(place: &Place) {
    let copies = [small(place), small(place)];
    version(&copies[0], 0);
    publish(&copies[0]).succeeds();
    let (mut both, mut refused) = (0, 0);
    for round in 1..=ROUNDS {
        for (number, copy) in copies.iter().enumerate() {
            changes(copy, 10 * round + number);
            copy.run(["build", "--continue", "online"]).succeeds();
        }
        let ran: Vec<Run> = std::thread::scope(|scope| {
            let runs: Vec<_> = copies.iter().map(|copy| scope.spawn(|| publish(copy))).collect();
            runs.into_iter().map(|run| run.join().expect("it ran")).collect()
        });
        let succeeded: Vec<bool> = ran.iter().map(|run| run.code() == 0).collect();
        for run in ran {
            if run.code() == 0 {
                run.succeeds();
            } else {
                refused += 1;
                refuses(run.fails(3));
            }
        }
        assert!(succeeded.contains(&true), "one of two comes to its end");
        both += usize::from(succeeded == [true, true]);
        whole(place, &copies, &succeeded, round);
    }
    assert_eq!(both + refused, ROUNDS);
    assert!(refused > 0, "they never met");
}

/// Whoever comes while the other one is at work, and whoever comes when it has ended, has another
/// mend.
fn refuses(run: Run) {
    if run.mentions("another publish is at work on") {
        run.says("wait for it to end and publish again; nothing of it was overwritten");
    } else {
        run.says("holds a later state of 1 portal").says("run `keyfolio build --continue online`");
    }
}

/// Each portal is that of one copy which came to its end.
fn whole(place: &Place, copies: &[Agency; 2], succeeded: &[bool], round: usize) {
    let found = online(place);
    let wanted: Vec<_> = copies.iter().map(built).collect();
    let ends = wanted.iter().zip(succeeded).filter(|(_, succeeded)| **succeeded);
    let one_of_them = ends.clone().any(|(wanted, _)| *wanted == found);
    if !one_of_them {
        for (wanted, _) in ends {
            assert_same(&found, wanted, &format!("round {round}"));
        }
    }
}
