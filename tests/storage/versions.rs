//! Buckets that keep old versions: of what was taken back nothing stays, and of all else everything.
//! What is there is said by rclone.

use crate::agencies::{assert_online, publish, small, version};
use crate::harness::Agency;
use crate::places::Place;
use crate::proxy::{Asked, Fault, Proxy};

const REFUSED: &str = "<Error><Code>AccessDenied</Code><Message>Access Denied.</Message></Error>";

fn refused() -> Fault {
    Fault::Answer("403 Forbidden", REFUSED.to_owned())
}

fn lists_versions(asked: &Asked) -> bool {
    asked.method == "GET" && asked.path.contains("?versions")
}

/// How often old versions were asked for.
fn lists(proxy: &Proxy) -> usize {
    proxy.asked().iter().filter(|asked| lists_versions(asked)).count()
}

/// Three people at acme, one at bolt, and two states of both: the first from before versions were kept.
fn with_a_past(place: &Place) -> (Agency, String, String) {
    let agency = small(place).file(
        "content/acme/client.yaml",
        "name: Acme\npeople: [{ id: ada, name: Ada }, { id: bob, name: Bob }, { id: cy, name: Cy }]\n",
    );
    version(&agency, 1);
    publish(&agency).succeeds();
    place.keeps_versions();
    version(&agency, 2);
    publish(&agency).succeeds();
    let link = agency.run(["links", "acme", "--format", "json"]).succeeds();
    let is_acme = |locator: &String| link.raw().contains(locator.as_str());
    let (acme, bolt): (Vec<_>, Vec<_>) = agency.portals().into_iter().partition(is_acme);
    (agency, acme[0].clone(), bolt[0].clone())
}

#[test]
fn who_was_revoked_opens_no_old_version() {
    let (place, proxy) = Place::proxied();
    let (agency, acme, bolt) = with_a_past(&place);
    let others = place.past(&bolt);
    assert!(!others.is_empty());
    let slots = |past: &[String]| past.iter().filter(|path| path.starts_with("slots/")).count();
    assert_eq!(slots(&place.past(&acme)), 0, "slots stay as they are from state to state");
    agency.run(["revoke", "acme", "ada", "--yes"]).succeeds();
    agency.run(["build"]).succeeds();

    // Whoever may not look for old versions is told, and it is not forgotten.
    proxy.rule(|asked| lists_versions(asked).then(refused));
    let told = agency.run(["-q", "publish", "--grace", "0"]).succeeds();
    told.says("warning: `online` keeps old versions of what was taken back")
        .says("acme, `[LOCATOR]/`: old versions cannot be listed: the target refuses access")
        .says("`s3:ListBucketVersions` and `s3:DeleteObjectVersion`");
    assert_online(&place, &agency, "all but the past");
    let past = place.past(&acme);
    assert!(slots(&past) >= 2 && past.iter().any(|path| path.starts_with("manifest")), "{past:?}");
    proxy.calm();
    agency.run(["verify"]).succeeds().says("warning[old-versions]").says("[LOCATOR]/");

    agency.run(["-q", "publish", "--grace", "0"]).succeeds().says_only("");
    assert_eq!(place.past(&acme), [""; 0]);
    assert_eq!(place.past(&bolt), others);
    assert_online(&place, &agency, "without its past");
    agency.run(["verify"]).succeeds().never_mentions("old-versions");
    proxy.calm();
    publish(&agency).succeeds();
    assert_eq!((lists(&proxy), proxy.asked().len()), (0, 4), "nothing is owed any more");

    // A publish that ends right after its deletions: the next one knows what is owed.
    agency.run(["revoke", "acme", "bob", "--yes"]).succeeds();
    agency.run(["build"]).succeeds();
    let mut ends = false;
    proxy.rule(move |asked| {
        ends |= lists_versions(asked);
        ends.then(refused)
    });
    agency.run(["publish", "--grace", "0"]).fails(3);
    assert!(slots(&place.past(&acme)) >= 1);
    proxy.calm();
    agency.run(["-q", "publish", "--grace", "0"]).succeeds().says_only("");
    assert_eq!(place.past(&acme), [""; 0]);
    assert_online(&place, &agency, "after it ended early");
}

#[test]
fn a_client_that_is_gone_leaves_no_version() {
    let (place, proxy) = Place::proxied();
    let (agency, acme, bolt) = with_a_past(&place);
    let others = place.past(&bolt);
    fs_err::remove_dir_all(agency.path("content/acme")).expect("it can be removed");
    agency.run(["build"]).succeeds();

    let mut after_list = false;
    proxy.rule(move |asked| {
        let deletes = asked.path.contains("versionId=") || asked.path.contains("?delete");
        let strikes = deletes && (after_list || asked.path.contains("versionId="));
        after_list = lists_versions(asked) || strikes;
        strikes.then(refused)
    });
    let told = agency.run(["publish", "--yes", "--format", "json"]).succeeds();
    assert!(proxy.struck() > 0);
    let lines = told.json();
    let line = lines.last().expect("a line");
    let left = line["old_versions"].as_array().expect("a list");
    assert_eq!((&line["place"], &line["again"]), (&"[LOCATOR]/".into(), &true.into()));
    assert!(line["why"].as_str().is_some_and(|why| why.contains("refuses access")), "{line}");
    assert!(
        left.iter().all(|old| old["path"].as_str().is_some_and(|at| at.starts_with("[LOCATOR]/")))
    );
    let past = place.past(&acme);
    assert!(left.len() > 10 && past.len() >= left.len(), "{} of {}", left.len(), past.len());
    assert_online(&place, &agency, "what was deleted does not come back");

    // Nobody is asked a second time, and no question is put: that portal is gone.
    proxy.calm();
    agency.run(["publish"]).succeeds().never_mentions("old version");
    assert_eq!(place.past(&acme), [""; 0]);
    assert_eq!(place.past(&bolt), others);

    // The command that the message names, for those who may.
    place.delete_past(&bolt);
    assert_eq!(place.past(&bolt), [""; 0]);
    assert_online(&place, &agency, "in the end");
}

#[test]
fn what_moved_leaves_no_door_and_no_page() {
    let place = Place::seaweed();
    let code = "name: Acme\naccess: { mode: code }\n";
    let agency = small(&place).file("content/acme/client.yaml", code);
    place.keeps_versions();
    agency.run(["build"]).succeeds();
    publish(&agency).succeeds();
    assert!(place.files().keys().any(|path| path.starts_with("door/")));
    for client in ["acme", "bolt"] {
        agency.run(["rotate", client, "--yes"]).succeeds();
    }
    agency.run(["build"]).succeeds();
    publish(&agency).succeeds();
    let mut past = place.past("");
    past.retain(|path| !path.starts_with("inventory/"));
    assert_eq!(past, [""; 0]);
    assert_online(&place, &agency, "after both moved");
}

#[test]
fn where_nobody_can_look_people_are_told() {
    let azure = "warning: `online` may keep old versions of what was taken back, which cannot be looked for";
    let folder = "note: what was taken back is deleted from `online` (`[LOCATOR]/`)";
    for (place, says) in [(Place::azurite(), azure), (Place::folder(), folder)] {
        let agency = small(&place);
        version(&agency, 1);
        publish(&agency).succeeds().never_mentions("taken back");
        agency.run(["rotate", "acme", "--yes"]).succeeds();
        agency.run(["build"]).succeeds();
        publish(&agency).succeeds().says(says).says("[LOCATOR]/");
        publish(&agency).succeeds().never_mentions("taken back");
        assert_online(&place, &agency, "after it moved");
    }
}

#[test]
fn a_bucket_without_versions_is_asked_once() {
    let (place, proxy) = Place::proxied();
    let agency = small(&place);
    version(&agency, 1);
    publish(&agency).succeeds();
    assert_eq!(lists(&proxy), 0, "nothing was taken back");
    // One may be asked, one may not, and one knows no such question, as R2.
    let unknown = || {
        let text = REFUSED.replace("AccessDenied", "NotImplemented");
        Fault::Answer("501 Not Implemented", text)
    };
    for answer in [None, Some(refused()), Some(unknown())] {
        agency.run(["rotate", "acme", "--yes"]).succeeds();
        agency.run(["build"]).succeeds();
        proxy.rule(move |asked| answer.clone().filter(|_| lists_versions(asked)));
        publish(&agency).succeeds().never_mentions("old version");
        assert_eq!(lists(&proxy), 1);
        assert_online(&place, &agency, "after it moved");
    }
    proxy.calm();
    publish(&agency).succeeds();
    assert_eq!(proxy.asked().len(), 4, "nothing is owed");
}
