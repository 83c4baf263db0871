//! What networks and hosts do to a publish. Nothing that was online is lost, the message says what
//! it was, and the next publish makes the target what was built.

use crate::agencies::{assert_online, built, changes, noise, online, publish, small, version};
use crate::harness::{Agency, KEYFOLIO, Run};
use crate::places::Place;
use crate::proxy::{Asked, Fault, Proxy};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ERROR: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <Error><Code>CODE</Code><Message>MESSAGE</Message><RequestId>1</RequestId></Error>";

/// What S3 says when it refuses.
fn refusal(status: &'static str, code: &str, message: &str) -> Fault {
    Fault::Answer(status, ERROR.replace("CODE", code).replace("MESSAGE", message))
}

/// A bucket behind a proxy. The first version is online, the second one is built.
struct Scene {
    place: Place,
    proxy: Proxy,
    agency: Agency,
}

impl Scene {
    fn new() -> Self {
        let (place, proxy) = Place::proxied();
        let agency = small(&place);
        version(&agency, 1);
        publish(&agency).succeeds();
        version(&agency, 2);
        proxy.calm();
        Self { place, proxy, agency }
    }

    /// Publishes while this befalls the requests.
    #[must_use = "say how it should have ended"]
    fn while_(&self, rule: impl FnMut(&Asked) -> Option<Fault> + Send + 'static) -> Run {
        self.proxy.rule(rule);
        let run = publish(&self.agency);
        assert!(self.proxy.struck() > 0, "nothing befell it: {:#?}", self.proxy.asked());
        run
    }

    /// The same, which keeps the publish from its end, and nothing of what was online is lost.
    fn fails_while(&self, rule: impl FnMut(&Asked) -> Option<Fault> + Send + 'static) -> Run {
        let before = online(&self.place);
        let run = self.while_(rule).fails(3);
        let (after, built) = (online(&self.place), built(&self.agency));
        for (path, bytes) in &before {
            let found = after.get(path);
            assert!(found == Some(bytes) || found == built.get(path), "{path} was lost");
        }
        for (path, bytes) in &after {
            let known = before.get(path) == Some(bytes) || built.get(path) == Some(bytes);
            assert!(known, "{path} is neither what was there nor what was built");
        }
        run
    }

    /// When all is well again, the next publish goes on to the end.
    fn ends_well(&self) {
        self.proxy.calm();
        publish(&self.agency).succeeds();
        assert_online(&self.place, &self.agency, "afterwards");
    }
}

/// Strikes whatever is asked for the first time.
fn first_time(
    strikes: impl Fn(&Asked) -> bool,
    fault: Fault,
) -> impl FnMut(&Asked) -> Option<Fault> {
    let mut seen = BTreeSet::new();
    move |asked| {
        let first = strikes(asked) && seen.insert((asked.method.clone(), asked.path.clone()));
        first.then(|| fault.clone())
    }
}

fn is_put(asked: &Asked) -> bool {
    asked.method == "PUT"
}

#[test]
fn connections_are_cut_at_any_byte() {
    let scene = Scene::new();
    let (mut struck, mut succeeded) = (0, 0);
    for seed in 0..6 {
        version(&scene.agency, 3 + usize::try_from(seed).expect("small"));
        let mut random = fastrand::Rng::with_seed(seed);
        let run = scene.while_(move |asked| {
            if random.u8(..3) > 0 {
                return None;
            }
            Some(match asked.length {
                0 => Fault::CutAnswer(random.usize(..600)),
                length if random.bool() => Fault::CutRequest(random.usize(..length)),
                _ => Fault::CutAnswer(random.usize(..600)),
            })
        });
        struck += scene.proxy.struck();
        if run.code() == 0 {
            succeeded += 1;
            run.succeeds();
        } else {
            run.fails(3).says("publish again: it goes on where it stopped");
        }
        scene.ends_well();
    }
    assert!(struck > 30, "only {struck} connections were cut");
    assert!(succeeded > 3, "only {succeeded} of 6 publishes got through");
}

#[test]
fn a_host_that_is_busy_is_asked_again() {
    let statuses = [("503 Slow Down", "SlowDown"), ("429 Too Many Requests", "TooManyRequests")];
    for (status, code) in statuses {
        let scene = Scene::new();
        let busy = refusal(status, code, "Please reduce your request rate.");
        scene.while_(first_time(|_| true, busy)).succeeds();
        assert_online(&scene.place, &scene.agency, status);
    }
}

/// The host did what it was asked, and its answer never came: asked again, it says that it has
/// something else by now.
#[test]
fn an_answer_that_is_lost_is_no_quarrel() {
    let scene = Scene::new();
    scene.while_(first_time(is_put, Fault::CutAnswer(0))).succeeds();
    assert_online(&scene.place, &scene.agency, "after lost answers");
}

/// These take as long as the program is patient, so they are looked at side by side.
#[test]
fn patience_ends() {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let scene = Scene::new();
            let start = Instant::now();
            let stall = Fault::Stall(Duration::from_secs(30));
            let mut left = 2;
            let rule = move |asked: &Asked| {
                let strikes = is_put(asked) && left > 0;
                left -= u8::from(strikes);
                strikes.then(|| stall.clone())
            };
            scene.while_(rule).succeeds();
            assert!(start.elapsed() < Duration::from_secs(180), "{:?}", start.elapsed());
            assert_online(&scene.place, &scene.agency, "after stalls");
        });
        scope.spawn(|| {
            let scene = Scene::new();
            let storm = refusal("503 Service Unavailable", "ServiceUnavailable", "Try again.");
            let run = scene.fails_while(move |asked| is_put(asked).then(|| storm.clone()));
            run.says("publish again: it goes on where it stopped");
            scene.ends_well();
        });
        scope.spawn(|| {
            let scene = Scene::new();
            let storm = refusal("429 Too Many Requests", "SlowDown", "Please reduce your rate.");
            let run = scene.fails_while(move |asked| is_put(asked).then(|| storm.clone()));
            run.says("the target asks to slow down").says("--parallel");
            scene.ends_well();
        });
        scope.spawn(|| {
            let place = Place::seaweed();
            let agency = small(&place);
            agency.run(["build"]).succeeds();
            let yaml = agency.read("keyfolio.yaml").replace("127.0.0.1", "storage.invalid");
            agency.write("keyfolio.yaml", &yaml);
            publish(&agency)
                .fails(3)
                .says("no name server knows the target's host")
                .says("check the address");
        });
    });
}

#[test]
fn bytes_that_changed_on_the_way_are_refused() {
    let scene = Scene::new();
    let large = scene.agency.path("content/acme/documents/large.bin");
    fs_err::create_dir_all(large.parent().expect("a folder")).expect("folders");
    fs_err::write(large, noise(crate::agencies::LARGE)).expect("a file");
    scene.agency.run(["build"]).succeeds();
    let parts = |asked: &Asked| is_put(asked) && asked.path.contains("partNumber=2");
    let whole = |asked: &Asked| is_put(asked) && !asked.path.contains("partNumber");
    scene
        .fails_while(first_time(parts, Fault::Altered(70_000)))
        .says("what arrived is not what was sent");
    scene
        .fails_while(first_time(whole, Fault::Altered(70)))
        .says("what arrived is not what was sent");
    scene.ends_well();
}

/// What is put is what was planned, or nothing: a manifest of the next build names objects that are not there.
#[test]
fn a_build_in_the_middle_of_a_publish() {
    let scene = Scene::new();
    let before = online(&scene.place);
    changes(&scene.agency, 3);
    let mut build = Some(scene.agency.command(["build"]));
    let run = scene.while_(move |asked| {
        let mut build = build.take_if(|_| is_put(asked) && asked.path.contains("/objects/"))?;
        assert!(build.status().expect("it runs").success());
        Some(Fault::Stall(Duration::ZERO)) // it is asked again
    });
    run.fails(3).says("changed while it was being published").says("publish again");
    let after = online(&scene.place);
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} is not as it was");
    }
    scene.ends_well();
}

/// What the target says of itself is believed only where it opens.
#[test]
fn an_inventory_that_was_altered_is_not_believed() {
    let scene = Scene::new();
    let read = |asked: &Asked| asked.method == "GET" && asked.path.contains("/inventory/");
    let run = scene.fails_while(move |asked| read(asked).then_some(Fault::AlteredAnswer(100)));
    run.says("on the target is not the inventory that was put there");
    assert!(!scene.proxy.asked().iter().any(is_put), "nothing was put on such a word");
    scene.ends_well();
}

/// Conditional writes are on that word: without it, two publishers could overwrite each other.
#[test]
fn a_target_that_does_not_say_what_it_gives() {
    let scene = Scene::new();
    let run = scene.fails_while(|_| Some(Fault::WithoutHeader("etag")));
    run.says("no `ETag`").says("publish to the storage itself");
    assert!(!scene.proxy.asked().iter().any(is_put), "nothing was put without it");
    scene.ends_well();
}

#[test]
fn who_is_not_let_in_is_told_why() {
    let refusals = [
        ("403 Forbidden", "AccessDenied", "the target refuses access", "check the credentials"),
        (
            "403 Forbidden",
            "SignatureDoesNotMatch",
            "the target refuses access",
            "check the credentials",
        ),
        ("400 Bad Request", "ExpiredToken", "the credentials have expired", "get new ones"),
        ("403 Forbidden", "RequestTimeTooSkewed", "clock", "set the clock of this machine"),
    ];
    let scene = Scene::new();
    for (status, code, message, help) in refusals {
        for method in ["GET", "PUT"] {
            let fault = refusal(status, code, "No.");
            let run =
                scene.fails_while(move |asked| (asked.method == method).then(|| fault.clone()));
            run.says(message).says(help);
        }
    }
    scene.ends_well();
}

#[test]
fn a_wrong_key_no_key_and_no_bucket() {
    let scene = Scene::new();
    let publishes = || scene.agency.command(["publish"]);
    let mut other = publishes();
    other.env("AWS_SECRET_ACCESS_KEY", "another");
    let other = scene.agency.ran("with a wrong key".to_owned(), &mut other);
    other.fails(3).says("the target refuses access").says("check the credentials");
    let start = Instant::now();
    let mut none = publishes();
    none.env_remove("AWS_SECRET_ACCESS_KEY").env_remove("AWS_ACCESS_KEY_ID");
    // Nor those of the person who runs the tests.
    none.env_remove("AWS_PROFILE").env("HOME", scene.agency.path(""));
    let none = scene.agency.ran("without a key".to_owned(), &mut none);
    none.fails(3).says("there are no credentials").says("AWS_ACCESS_KEY_ID");
    assert!(start.elapsed() < Duration::from_secs(40), "{:?}", start.elapsed());
    scene.ends_well();
    let yaml = scene.agency.read("keyfolio.yaml").replace("bucket: place", "bucket: other");
    scene.agency.write("keyfolio.yaml", &yaml);
    publish(&scene.agency).fails(3).says("bucket");
}

/// Another program where this one would be run, and with its environment.
fn in_its_place(command: &Command, program: &str, arguments: &[&str]) -> Command {
    let mut other = Command::new(program);
    other.args(arguments).stdin(Stdio::null());
    other.current_dir(command.get_current_dir().expect("the agency's folder"));
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => other.env(name, value),
            None => other.env_remove(name),
        };
    }
    other
}

/// A limit on the length of files stands for a disk that is full: both come as an error of the write.
#[test]
fn a_full_disk() {
    let place = Place::folder();
    let agency = small(&place);
    version(&agency, 1);
    publish(&agency).succeeds();
    let before = online(&place);
    let large = agency.path("content/acme/documents/large.bin");
    fs_err::create_dir_all(large.parent().expect("a folder")).expect("folders");
    fs_err::write(large, noise(3 << 20)).expect("a file");
    version(&agency, 2);
    let limited = "trap '' XFSZ; ulimit -f 2048; exec \"$0\" publish";
    let mut shell = in_its_place(&agency.command(["publish"]), "sh", &["-c", limited, KEYFOLIO]);
    let full = agency.ran("keyfolio publish, on a full disk".to_owned(), &mut shell);
    full.fails(3).says("publish again: it goes on where it stopped");
    let after = online(&place);
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} was lost");
    }
    publish(&agency).succeeds();
    assert_online(&place, &agency, "with room again");
}
