//! What a host says that nobody asked for: lists of what it holds, pages that name a portal, answers
//! for what is not there, and all of it in the clear.

use super::finding::{Code, Findings, Place};
use crate::remote::{Host, Question, is_absent};
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::LOCATION;
use std::io::Read;
use url::Url;

/// How much of an answer is looked at.
const LONGEST: u64 = 4 << 20;
/// What no agency has.
const NOWHERE: &str = "nothing-is-here-0f4c1d5b.html";
/// The name of a slot, and of a portal, that nobody has.
pub(super) const NOBODY: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// How those who list begin: S3 and its family, Google, Azure, Apache and nginx, Python, Caddy.
const LISTINGS: [&str; 9] = [
    "<listbucketresult",
    "<listallmybucketsresult",
    "<enumerationresults",
    "\"kind\": \"storage#objects\"",
    "<d:multistatus",
    "<title>index of ",
    "<h1>index of ",
    "<title>directory listing for ",
    "<title>seaweedfs filer",
];

/// Whether what is asked in the clear is sent on to where it is encrypted.
pub(super) fn transport(host: &Host, findings: &Findings) {
    let folder = host.folder();
    if folder.scheme() == "http" {
        let message = "HTTPS, the way to it and `Strict-Transport-Security` were not looked at: this is \
                       the machine itself";
        findings.note(Code::Insecure, message, Place::new(folder.as_str()));
        return;
    }
    let Some(plain) = in_the_clear(folder) else {
        let message = "what is answered over HTTP was not looked at: the address names a port, and nobody \
                       knows on which one that would be";
        findings.note(Code::Insecure, message, Place::new(folder.as_str()));
        return;
    };
    let Ok(answer) = host.get(&plain, Question::Whole) else { return }; // nobody is there
    let to = answer.headers().get(LOCATION).and_then(|to| to.to_str().ok());
    if let Some(message) = clear_answer(answer.status(), to, &plain) {
        findings.error(Code::Insecure, message, Place::new(plain.as_str()));
    }
}

/// The same host over HTTP. Only its top: the path to a portal is not to be sent in the clear.
fn in_the_clear(folder: &Url) -> Option<Url> {
    if folder.port().is_some() {
        return None; // nobody knows on which port it would be
    }
    let mut plain = folder.clone();
    plain.set_scheme("http").ok()?;
    plain.set_path("/");
    Some(plain)
}

/// What is wrong with an answer over HTTP.
fn clear_answer(status: StatusCode, to: Option<&str>, asked: &Url) -> Option<&'static str> {
    let to = to.filter(|_| status.is_redirection()).and_then(|to| asked.join(to).ok());
    match to {
        Some(to) if to.scheme() == "https" && to.host() == asked.host() => None,
        Some(to) if to.scheme() == "https" => Some("over HTTP, the host sends on to another host"),
        _ if status.is_client_error() => None,
        _ if status.is_redirection() => {
            Some("over HTTP, the host sends on to no encrypted address")
        }
        _ if status.is_success() => {
            Some("the host answers over HTTP, too, where anybody can read and change it")
        }
        _ => None,
    }
}

/// What the folder above the portals says.
pub(super) fn check(host: &Host, findings: &Findings) {
    let folder = host.folder();
    for url in roots(folder) {
        listing(host, &url, true, findings);
    }
    for path in ["inventory/", "door/", "app/"] {
        listing(host, &host.url(path), true, findings);
    }
    for page in ["index.html", "404.html", "robots.txt"] {
        let url = host.url(page);
        if let Some(text) = text(host, &url)
            && names_a_portal(&text)
        {
            let message = "this page says where a portal is";
            findings.error(Code::NamesPortal, message, Place::new(url));
        }
    }
    not_found(host, findings);
}

/// What the folders of one portal say, and whether a slot that nobody has is not there. `folder` is its
/// path on the host.
pub(super) fn portal(host: &Host, folder: &str, findings: &Findings) {
    for path in ["", "objects/", "slots/", "files/"] {
        listing(host, &host.url(&format!("{folder}{path}")), !path.is_empty(), findings);
    }
    if !folder.is_empty() {
        listing(host, &host.url(folder.trim_end_matches('/')), false, findings);
    }
    absent(host, &host.url(&format!("{folder}slots/{NOBODY}")), findings);
}

/// The folder and every one above it, each as a list would be asked for.
fn roots(folder: &Url) -> Vec<Url> {
    let mut urls = Vec::new();
    let path = folder.path().trim_end_matches('/').to_owned();
    let mut end = path.len();
    loop {
        let mut url = folder.clone();
        url.set_path(&format!("{}/", &path[..end]));
        for query in [None, Some("list-type=2"), Some("restype=container&comp=list")] {
            url.set_query(query);
            urls.push(url.clone());
        }
        if end == 0 {
            return urls;
        }
        url.set_query(None);
        url.set_path(&path[..end]);
        urls.push(url);
        end = path[..end].rfind('/').unwrap_or(0);
    }
}

/// Whether the answer is a list of what is there; with `names`, also a page that has a portal's name, or
/// an object's, in it.
fn listing(host: &Host, url: &Url, names: bool, findings: &Findings) {
    let Some(text) = text(host, url) else { return };
    if is_listing(&text) || (names && names_a_portal(&text)) {
        let message = "the host lists what it holds";
        findings.error(Code::Listing, message, Place::new(url.as_str()));
    }
}

fn is_listing(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let links = [
        "href=\"manifest\"",
        "href=\"./manifest\"",
        "href=\"header.json\"",
        "href=\"./header.json\"",
    ];
    let own = links.iter().filter(|link| text.contains(*link)).count() > 1;
    own || LISTINGS.iter().any(|beginning| text.contains(beginning))
}

/// Whether there is a word in it that can be the name of a portal, a slot or an object.
fn names_a_portal(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        word.len() == NOBODY.len()
            && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
    })
}

/// What is not there.
fn not_found(host: &Host, findings: &Findings) {
    let url = host.url(NOWHERE);
    let Some(answer) = absent(host, &url, findings) else { return };
    let page = text(host, &host.url("404.html"));
    let same = page.is_some_and(|page| body(answer).is_some_and(|body| body == page));
    if !same {
        let message = "what is not there is answered without the agency's own `404.html`";
        findings.note(Code::NotFoundPage, message, Place::new(url));
    }
}

/// Asks for what is not there; gives the answer, if it says so.
pub(super) fn absent(host: &Host, url: &Url, findings: &Findings) -> Option<Response> {
    let answer = host.get(url, Question::Whole).ok()?;
    let status = answer.status();
    if is_absent(status) {
        return Some(answer);
    }
    let message = format!("there is nothing there, and the host answers {status}");
    findings.error(Code::SoftMissing, message, Place::new(url.as_str()));
    None
}

/// What the host shows at an address, if it shows something.
fn text(host: &Host, url: &Url) -> Option<String> {
    let answer = host.get(url, Question::Whole).ok()?;
    if answer.status().is_success() { body(answer) } else { None }
}

fn body(answer: Response) -> Option<String> {
    let mut bytes = Vec::new();
    answer.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_known_by_how_they_begin() {
        for list in [
            "<?xml version=\"1.0\"?>\n<ListBucketResult xmlns=\"x\"><Name>a</Name>",
            "<?xml version=\"1.0\"?><EnumerationResults ContainerName=\"a\">",
            "<html><head><title>Index of /a/</title></head>",
            "<ul><li><a href=\"header.json\">h</a><a href=\"manifest\">m</a>",
        ] {
            assert!(is_listing(list), "{list}");
        }
        for (name, page) in crate::write::root_pages("Acme") {
            let crate::site::Entry::Bytes(bytes) = page else { panic!("{name}") };
            let text = String::from_utf8_lossy(&bytes);
            assert!(!names_a_portal(&text) && !is_listing(&text), "{name}");
        }
        assert!(!is_listing("<link rel=\"preload\" href=\"header.json\" as=\"fetch\">"));
    }

    #[test]
    fn a_portal_is_known_by_its_name() {
        assert!(names_a_portal("<a href=\"/n5wsv4tskogigcazlhq7kmfg6hyg3gky/\">"));
        for other in
            ["sha256-n5wsv4tskogigcazlhq7kmfg6hyg3gkyA=", "N5WSV4TSKOGIGCAZLHQ7KMFG6HYG3GKY", ""]
        {
            assert!(!names_a_portal(other), "{other}");
        }
    }

    #[test]
    fn every_folder_up_to_the_top_is_asked() {
        let folder = Url::parse("https://a.example/bucket/prefix/").unwrap();
        let urls = roots(&folder);
        let has = |url: &str| urls.iter().any(|other| other.as_str() == url);
        for url in ["", "bucket", "bucket/", "bucket/?list-type=2", "bucket/prefix", "?list-type=2"]
        {
            assert!(has(&format!("https://a.example/{url}")), "{url}: {urls:?}");
        }
        assert_eq!(roots(&Url::parse("https://a.example/").unwrap()).len(), 3);
    }

    #[test]
    fn what_is_asked_in_the_clear_is_sent_on_or_refused() {
        let status = |code| StatusCode::from_u16(code).unwrap();
        let asked = Url::parse("http://a.example/").unwrap();
        let answer = |code, to| clear_answer(status(code), to, &asked);
        assert_eq!(answer(301, Some("https://a.example/")), None);
        assert_eq!(answer(403, None), None);
        for to in
            ["http://b.example/", "https://b.example/", "https://a.example.b.example/", "/home"]
        {
            assert!(answer(301, Some(to)).is_some(), "{to}");
        }
        assert!(answer(200, None).is_some());
        let url = |text| in_the_clear(&Url::parse(text).unwrap()).map(String::from);
        let top = Some("http://a.example/".to_owned());
        assert_eq!(url("https://a.example/n5wsv4tskogigcazlhq7kmfg6hyg3gky/"), top);
        assert_eq!(url("https://a.example:8443/"), None);
    }
}
