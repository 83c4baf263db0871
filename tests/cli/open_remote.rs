//! `keyfolio open` with an address: what is on a host comes out as what is in a folder, and each way
//! in which a host fails is told.

use crate::harness::{Agency, Run};
use crate::host::{Answer, Host};
use fs_err as fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

const SECRET: &str =
    "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";
/// The link and the code of the test vectors.
const LINK: &str = "meqgy2lonmqhgzldojsxilrofy";
const CODE: &str = "7K3M-9QP1-0XYZ";

/// Acme, sealed, built, and its link.
fn agency() -> (Agency, Portal) {
    let agency = Agency::new()
        .client("acme")
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("keyfolio.yaml", "name: North Yard\naccess: { mode: link }\n");
    agency.run(["build"]).succeeds();
    let rows = agency.run(["links", "--format", "json"]).succeeds();
    let row: serde_json::Value = serde_json::from_str(rows.raw().trim()).unwrap();
    let text = |key: &str| row[key].as_str().unwrap().to_owned();
    (agency, Portal { locator: text("locator"), secret: text("fragment") })
}

struct Portal {
    locator: String,
    secret: String,
}

impl Portal {
    fn link(&self, host: &Host) -> String {
        host.url("localhost", &format!("{}/index.html#{}", self.locator, self.secret))
    }
}

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name).join("portal")
}

fn open(agency: &Agency, link: &str) -> Run {
    agency.run(["open", link, "--out", "unsealed"])
}

/// Every file below `folder`, and what is in it.
fn contents(agency: &Agency, folder: &str) -> Vec<(String, Vec<u8>)> {
    let read = |file: &String| fs::read(agency.path(folder).join(file)).unwrap();
    agency.files(folder).into_iter().map(|file| (file.clone(), read(&file))).collect()
}

#[test]
fn a_link_is_all_it_takes() {
    let (agency, portal) = agency();
    let host = Host::new(agency.path("dist"));
    open(&agency, &portal.link(&host)).succeeds().says("Unsealed");
    let folder = format!("dist/{}", portal.locator);
    agency.run(["open", &folder, "--link", &portal.secret, "--out", "from-disk"]).succeeds();
    assert_eq!(contents(&agency, "unsealed"), contents(&agency, "from-disk"));
    let asked = host.asked();
    assert!(asked.len() > 10);
    for request in asked {
        assert!(request.starts_with(&format!("GET /{}/", portal.locator)), "{request}");
        assert!(!request.contains(&portal.secret), "the secret stays here: {request}");
    }
    let address = host.url("127.0.0.1", &portal.locator);
    agency.run(["open", &address, "--link", &portal.secret]).succeeds().prints("index.html\n");
    let page = format!("{address}/#/updates/hello");
    agency.run(["open", &page]).fails(3).says("opens with a private link");
    let here = Agency::nowhere().variable("KEYFOLIO_LINK", &portal.secret);
    here.run(["open", &page]).succeeds().prints("index.html\n");
}

#[test]
fn a_portal_on_a_host_name_of_its_own() {
    let (agency, portal) = agency();
    let host = Host::new(agency.path("dist"));
    let link = host.url(&format!("{}.localhost", portal.locator), &format!("#{}", portal.secret));
    open(&agency, &link).succeeds();
    assert!(host.asked()[0].contains(&format!("host: {}.localhost:", portal.locator)));
}

#[test]
fn with_a_code() {
    let here = Agency::nowhere().variable("KEYFOLIO_CODE", CODE);
    let host = Host::new(vector("code"));
    let address = host.url("localhost", "");
    here.run(["open", &address]).succeeds().prints("index.html\n");
    here.run(["open", &address, "--code", "7K3M-9QP1-0XYY"])
        .fails(3)
        .says("this link or code does not open this portal")
        .says("check it letter by letter");
    let host = Host::new(vector("link-and-code"));
    here.run(["open", &host.url("localhost", &format!("#{LINK}"))]).succeeds();
}

#[test]
fn what_is_absent_is_told_apart_from_a_host_that_fails() {
    let (agency, portal) = agency();
    let host = Host::new(agency.path("dist"));
    let link = portal.link(&host);
    for status in ["403 Forbidden", "404 Not Found", "410 Gone"] {
        host.rule(move |_, path| path.ends_with("header.json").then(|| Answer::status(status)));
        open(&agency, &link).fails(3).says("there is no portal here").says("the portal has moved");
        host.rule(move |_, path| path.contains("/slots/").then(|| Answer::status(status)));
        open(&agency, &link).fails(3).says("wrong, or it was taken back");
        host.rule(move |_, path| path.ends_with("manifest").then(|| Answer::status(status)));
        open(&agency, &link)
            .fails(3)
            .says("`manifest` was refused: it is not there")
            .says("try again");
        host.rule(move |_, path| path.contains("/objects/").then(|| Answer::status(status)));
        open(&agency, &link).fails(3).says("was refused: it is not there").says("tell them");
    }
    for part in ["header.json", "/slots/", "manifest", "/objects/"] {
        host.rule(move |_, path| {
            path.contains(part).then(|| Answer::status("503 Service Unavailable"))
        });
        open(&agency, &link)
            .fails(3)
            .says(": the host answered 503 Service Unavailable\n")
            .says("check the connection")
            .never_mentions("refused");
    }
    assert!(!agency.path("unsealed").exists());
}

#[test]
fn half_a_file_is_none() {
    let (agency, portal) = agency();
    let host = Host::new(agency.path("dist"));
    let link = portal.link(&host);
    let folder = agency.path("dist");
    for part in ["header.json", "/slots/", "manifest", "/objects/"] {
        for (told, words) in [(true, ": "), (false, " was refused: ")] {
            let folder = folder.clone();
            host.rule(move |_, path| {
                let whole = path.contains(part).then(|| fs::read(folder.join(path)).ok())??;
                let half = whole.len() / 2;
                Some(Answer::file(whole).cut(half, told))
            });
            let run = open(&agency, &link).fails(3).says(words);
            if told {
                run.never_mentions("refused").says("check the connection");
            }
        }
    }
    assert!(!agency.path("unsealed").exists());
}

#[test]
fn no_other_origin_is_asked() {
    let (agency, portal) = agency();
    let host = Host::new(agency.path("dist"));
    let other = Host::new(agency.path("dist"));
    let link = portal.link(&host);
    for part in ["header.json", "/slots/", "manifest", "/objects/"] {
        let elsewhere = other.url("localhost", "");
        host.rule(move |_, path| {
            path.contains(part).then(|| Answer::redirect(&format!("{elsewhere}{path}")))
        });
        open(&agency, &link).fails(3).says("the host sends on to `http://localhost:");
    }
    assert_eq!(other.asked(), [""; 0]);
    host.rule(|_, _| Some(Answer::redirect("/round/and/round")));
    open(&agency, &link).fails(3).says("the host sends on to `/round/and/round`");
    host.rule(|_, path| {
        (!path.contains("here/")).then(|| Answer::redirect(&format!("/here/{path}")))
    });
    fs::rename(agency.path("dist"), agency.path("there")).unwrap();
    fs::create_dir(agency.path("dist")).unwrap();
    fs::rename(agency.path("there"), agency.path("dist/here")).unwrap();
    open(&agency, &link).succeeds();
}

#[test]
fn who_cannot_be_reached() {
    let here = Agency::nowhere();
    let link = format!("http://127.0.0.1:1/#{LINK}"); // where nobody listens
    here.run(["open", &link])
        .fails(3)
        .says("the portal's `header.json`: the host cannot be reached: ")
        .says("help: check the connection");
    let host = Host::new(vector("link"));
    let encrypted = host.url("localhost", &format!("#{LINK}")).replace("http:", "https:");
    here.run(["open", &encrypted]).fails(3).says("`header.json`: the host cannot be reached: ");
    here.run(["open", &format!("http://portals.example/#{LINK}")])
        .fails(3)
        .says("`http://portals.example/` is not encrypted on its way")
        .never_mentions(LINK);
    here.run(["open", "ftp://portals.example/"]).fails(3).says("begins with `https://`");
}

#[test]
fn only_a_host_that_is_who_it_says() {
    let (agency, portal) = agency();
    let (host, certificate) = Host::encrypted(agency.path("dist"));
    let link = portal.link(&host);
    assert!(link.starts_with("https://"));
    open(&agency, &link)
        .fails(3)
        .says("the host's certificate was refused: ")
        .says("help: check the connection");
    assert_eq!(host.asked(), [""; 0]);
    // Where the system trusts it, as on Linux it does by this variable.
    #[cfg(target_os = "linux")]
    {
        let agency = agency.file("trusted.pem", &certificate);
        let trusted = agency.path("trusted.pem").display().to_string();
        let agency = agency.variable("SSL_CERT_FILE", &trusted);
        open(&agency, &link).succeeds().says("Unsealed");
        open(&agency, &link.replace("localhost", "127.0.0.1")).fails(3).says(
            "the host's certificate was refused: it is another host's, and not that of `127.0.0.1`",
        );
        assert!(host.asked().iter().all(|request| !request.contains(&portal.secret)));
    }
    drop(certificate);
}

/// The agency publishes while somebody reads: the objects of before are gone, the others there.
#[test]
fn a_portal_that_is_published_meanwhile_is_read_again_once() {
    let (agency, portal) = agency();
    let copy = |to: &str| {
        for file in agency.files("dist") {
            agency.write(&format!("{to}/{file}"), "");
            fs::copy(agency.path("dist").join(&file), agency.path(to).join(&file)).unwrap();
        }
    };
    copy("before");
    agency.write("content/acme/updates/2026-11-02-more.md", "# More\n\nAnd on.\n");
    agency.run(["build"]).succeeds();
    copy("after");
    agency
        .run([
            "open",
            &format!("after/{}", portal.locator),
            "--link",
            &portal.secret,
            "--out",
            "new",
        ])
        .succeeds();

    let switched = |from: &'static str, to: &'static str| {
        let host = Host::new(agency.path(from));
        let (from, to) = (agency.path(from), agency.path(to));
        let published = AtomicBool::new(false);
        host.rule(move |_, path| {
            if path.contains("/objects/") {
                published.store(true, Ordering::Relaxed);
            }
            let folder = if published.load(Ordering::Relaxed) { &to } else { &from };
            Some(
                fs::read(folder.join(path))
                    .map_or_else(|_| Answer::status("404 Not Found"), Answer::file),
            )
        });
        host
    };
    let host = switched("before", "after");
    open(&agency, &portal.link(&host)).succeeds();
    assert_eq!(contents(&agency, "unsealed"), contents(&agency, "new"));
    let manifests = host.asked().iter().filter(|asked| asked.contains("/manifest ")).count();
    assert_eq!(manifests, 2);

    fs::remove_dir_all(agency.path("unsealed")).unwrap();
    let host = switched("after", "before");
    open(&agency, &portal.link(&host))
        .fails(3)
        .says("`manifest` was refused: it is older than the one that was there a moment ago");
    assert!(!agency.path("unsealed").exists());
}
