//! `keyfolio verify` over HTTPS: what it says of nginx and Caddy as `keyfolio host-config` sets them up, and of
//! hosts with something wrong between the client and the files.

use crate::agencies::SECRET;
use crate::fronts::{Fault, Front, Kind, NAME};
use crate::harness::{Agency, Run};

const ONE: &str = "https://portals.example/";
const EACH: &str = "https://{locator}.portals.example/";

/// A sealed portal and a plain one, published to a folder.
fn published(base_url: &str) -> Agency {
    let agency = Agency::nowhere();
    // The server's folder is the target's, wherever that is.
    let target = format!("{{ kind: folder, path: \"{}\" }}", agency.path("online").display());
    let settings =
        format!("name: North Yard\nbase_url: \"{base_url}\"\npublish:\n  online: {target}\n");
    let agency = agency
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("keyfolio.yaml", &settings)
        .client("acme")
        .client("bolt")
        .file("content/bolt/client.yaml", "name: Bolt\naccess: { mode: plain }\n");
    agency.run(["-q", "build"]).succeeds();
    agency.run(["-q", "publish"]).succeeds();
    agency
}

/// What is found: how bad, and the code.
fn found(run: &Run) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let lines = run.json().into_iter().filter(|line| line["severity"].is_string());
    lines.map(|line| (text(&line["severity"]), text(&line["code"]))).collect()
}

fn verify(agency: &Agency) -> Run {
    agency.run(["verify", "--format", "json"])
}

/// Where a portal stands, and its link.
fn link(agency: &Agency, client: &str) -> (String, String) {
    let links = agency.run(["links", client, "--format", "json"]).succeeds();
    let row: serde_json::Value = serde_json::from_str(links.raw().trim()).expect("a link");
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (text("locator"), text("url"))
}

fn finds_nothing(kind: Kind, base_url: &str) {
    let agency = published(base_url);
    let front = Front::start(kind, &agency, Fault::None);
    let agency = front.reached_by(agency);
    let run = verify(&agency).succeeds();
    assert_eq!(found(&run), [], "{}", run.raw());
    // Whoever knows nothing else, and then who has the link as it is sent.
    let outside = front.reached_by(Agency::nowhere());
    for client in ["acme", "bolt"] {
        let (locator, link) = link(&agency, client);
        let address = if base_url == EACH {
            base_url.replace("{locator}", &locator)
        } else {
            format!("{base_url}{locator}/")
        };
        assert!(link.starts_with(&address), "{link}");
        let run = outside.run(["verify", &address, "--format", "json"]).succeeds();
        assert_eq!(found(&run), [], "{}", run.raw());
    }
    let (_, link) = link(&agency, "acme");
    agency.run(["verify", &link]).succeeds().says("it opens and shows what is built here");
}

#[test]
fn nginx_as_it_is_set_up() {
    finds_nothing(Kind::Nginx, ONE);
    finds_nothing(Kind::Nginx, EACH);
}

#[test]
fn caddy_as_it_is_set_up() {
    finds_nothing(Kind::Caddy, ONE);
    finds_nothing(Kind::Caddy, EACH);
}

#[test]
fn a_host_name_each_that_shows_all_portals() {
    let agency = published(EACH);
    let front = Front::start(Kind::Nginx, &agency, Fault::ShowsAllEverywhere);
    let agency = front.reached_by(agency);
    let run = verify(&agency).fails(1);
    assert_eq!(found(&run), [("error".to_owned(), "shared-origin".to_owned())], "{}", run.raw());
    assert_eq!(run.json()[0]["count"], 2);
}

#[test]
fn each_host_name_is_looked_at() {
    let agency = published(EACH);
    let front = Front::start(Kind::Nginx, &agency, Fault::AnswersInTheClear);
    let agency = front.reached_by(agency);
    let run = verify(&agency).fails(1);
    assert_eq!(found(&run), [("error".to_owned(), "insecure".to_owned())], "{}", run.raw());
    assert_eq!(run.json()[0]["count"], 2);
}

#[test]
fn a_host_that_answers_in_the_clear() {
    let agency = published(ONE);
    let front = Front::start(Kind::Nginx, &agency, Fault::AnswersInTheClear);
    let agency = front.reached_by(agency);
    agency.run(["verify"]).fails(1).says(
        "error[insecure]: the host answers over HTTP, too, where anybody can read and change it\n  --> \
         http://portals.example/\n",
    );
    assert_eq!(found(&verify(&agency).fails(1)), [("error".to_owned(), "insecure".to_owned())]);
}

#[test]
fn a_host_that_does_not_say_that_it_is_encrypted() {
    let agency = published(ONE);
    let front = Front::start(Kind::Nginx, &agency, Fault::WithoutHsts);
    let agency = front.reached_by(agency);
    agency
        .run(["verify"])
        .succeeds()
        .says("warning[header]: no `Strict-Transport-Security` header");
    let run = verify(&agency).succeeds();
    assert_eq!(found(&run), [("warning".to_owned(), "header".to_owned())], "{}", run.raw());
}

#[test]
fn a_host_that_is_not_who_it_says() {
    for (fault, words) in [
        (Fault::OfAnother, format!("it is another host's, and not that of `{NAME}`")),
        (Fault::Expired, "it expired on 2020-01-01".to_owned()),
    ] {
        let agency = published(ONE);
        let front = Front::start(Kind::Nginx, &agency, fault);
        let run = front.reached_by(agency).run(["verify"]).fails(1);
        run.says(&format!("error[certificate]: the host's certificate was refused: {words}\n"))
            .never_mentions("cannot be reached");
    }
    // Nobody told this machine whom to trust.
    let agency = published(ONE);
    let front = Front::start(Kind::Nginx, &agency, Fault::None);
    let stranger = front.reached_by(agency).file("authority.pem", "");
    stranger.run(["verify"]).fails(1).says("signed by nobody whom this machine trusts");
}

/// Asking again changes nothing in a certificate.
#[test]
fn a_target_that_is_not_who_it_says() {
    let agency = published(ONE);
    let front = Front::start(Kind::Nginx, &agency, Fault::OfAnother);
    let agency = front.reached_by(agency);
    let s3 =
        format!("{{ kind: s3, bucket: portals, region: us-east-1, endpoint: \"https://{NAME}\" }}");
    agency.write("keyfolio.yaml", &format!("name: North Yard\npublish:\n  online: {s3}\n"));
    let agency = agency.variable("AWS_ACCESS_KEY_ID", "a").variable("AWS_SECRET_ACCESS_KEY", "b");
    agency.run(["build"]).succeeds();
    let publish = agency.run(["publish"]).fails(3);
    publish.says(&format!("it is another host's, and not that of `{NAME}`"));
    // The parts of the target's index are asked for side by side.
    assert!((1..=4).contains(&front.connections()), "{}", front.connections());
}
