//! `keyfolio serve`: the dashboard, the portals with live reload, and who may look.

use crate::harness::Agency;
use crate::running::{Running, follow, follow_with, get, request};

struct Served {
    program: Running,
    port: u16,
    portal: String,
}

fn serve(agency: &Agency) -> Served {
    started(agency, Running::start(agency, ["serve"]))
}

fn started(agency: &Agency, mut program: Running) -> Served {
    let line = program.says("Portals at");
    let (_, port) = line.split_once("127.0.0.1:").expect("an address");
    let port = port.split('/').next().unwrap().parse().unwrap();
    let portal = agency.portals().first().cloned().unwrap_or_default();
    Served { program, port, portal }
}

#[test]
fn the_dashboard_says_where_each_client_stands() {
    let status = "\
phases: [Design, Build]
phase: Build
health: at_risk
reason: The <printer> is late
progress: 40
milestones:
  - title: Long gone
    id: gone
    planned: 2020-01-02
  - title: Far ahead
    id: far
    planned: 2999-01-02
next_steps:
  - title: Send us the photos
    owner: you
    due: 2020-02-03
";
    let agency = Agency::plain().client("acme").file("content/acme/status.yaml", status);
    let agency = agency
        .file("content/bolt/client.yaml", "name: Bolt\nlogoo: x\n")
        .file("content/old/client.yaml", "name: Old friends\narchived: true\n");
    let served = serve(&agency);
    let page = get(served.port, "/");
    assert_eq!(page.status, 200);
    for text in [
        "North Yard",
        "At risk",
        "Build",
        "40 %",
        "The &lt;printer&gt; is late",
        "2 overdue",
        "Long gone",
        "Far ahead",
        "Send us the photos",
        "unknown key <code>logoo</code>",
        "<mark>logoo</mark>",
        "and no portal yet",
        "Old friends",
    ] {
        assert!(page.body.contains(text), "{text:?} is not in\n{}", page.body);
    }
    // What cannot be built comes first, what is archived last.
    let at = |text| page.body.find(text).unwrap();
    assert!(
        at(">bolt</h2>") < at(">Client acme</a></h2>")
            && at(">Client acme</a></h2>") < at("Old friends")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    for asset in ["dashboard.css", "dashboard.js", "reload.js"] {
        assert_eq!(get(served.port, &format!("/-/{asset}")).status, 200, "{asset}");
    }
    assert!(!agency.pages().iter().any(|page| page.contains("overdue</h3>")));
}

#[test]
fn a_page_reloads_and_the_file_on_disk_stays_as_it_is() {
    let agency = Agency::plain().client("acme");
    let served = serve(&agency);
    let page = get(served.port, &format!("/{}/", served.portal));
    let disk = agency.read(&format!("dist/{}/index.html", served.portal));
    let (before, after) = page.body.split_once("<script src=\"/-/reload.js\"").unwrap();
    let (_, after) = after.split_once("</script>").unwrap();
    assert_eq!(format!("{before}{after}").replace("; connect-src 'self'", ""), disk);
    assert_eq!(page.body.matches("connect-src 'self'").count(), 1);
    assert!(!disk.contains("reload.js") && !disk.contains("connect-src"));
    let folder = get(served.port, &format!("/{}/updates/", served.portal));
    assert!(folder.body.contains("/-/reload.js"));
}

#[test]
fn a_change_is_told_to_those_who_look() {
    let agency = Agency::new().client("acme");
    let mut served = serve(&agency);
    let mut dashboard = follow(served.port, "/-/events");
    let mut page = follow(served.port, &format!("/-/events?portal={}", served.portal));
    dashboard("\"broken\":false");
    let first = page("\"broken\":false");
    agency.write("content/acme/client.yaml", "name: Acme\nlogoo: x\n");
    page("\"broken\":true");
    assert!(get(served.port, "/").body.contains("unknown key <code>logoo</code>"));
    agency.write("content/acme/client.yaml", "name: Acme & Sons\n");
    assert_ne!(page("\"broken\":false"), first);
    served.program.says("acme: mended");
    let now = get(served.port, "/").body;
    assert!(now.contains("Acme &amp; Sons") && !now.contains("logoo"), "{now}");
    dashboard("data:");
}

#[test]
fn only_this_machine_and_only_portals() {
    let agency = Agency::new().client("acme").file("secret.txt", "the secret of the agency");
    let served = serve(&agency);
    let portal = &served.portal;
    for host in ["evil.example", "evil.example:4400", "127.0.0.1.evil.example", "192.168.0.1"] {
        let answer = request(served.port, "GET", "/", &[("Host", host)]);
        assert_eq!(answer.status, 403, "{host}");
        assert!(!answer.body.contains("North Yard"));
    }
    assert_eq!(request(served.port, "GET", "/", &[("Host", "localhost:1")]).status, 200);
    assert_eq!(request(served.port, "POST", "/", &[]).status, 405);
    for path in [
        "/../secret.txt",
        "/../.keyfolio/secret",
        "/.keyfolio",
        "/.keyfolio-lock",
        "/index.html",
        "/robots.txt",
        "/-/../secret.txt",
        &format!("/{portal}/../../secret.txt"),
        &format!("/{portal}/%2e%2e/%2e%2e/secret.txt"),
        &format!("/{portal}/..%2f..%2fsecret.txt"),
        &format!("/{portal}/..%5c..%5csecret.txt"),
        &format!("/{portal}//etc/passwd"),
        &format!("/{portal}/assets/"),
        &format!("/{portal}/nothing.html"),
    ] {
        let answer = get(served.port, path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.body);
        assert!(!answer.body.contains("secret of"), "{path}");
    }
}

impl Served {
    /// The address of the file in the portal, as it is before sealing, whose path ends so.
    fn address(&self, agency: &Agency, end: &str) -> String {
        let files = agency.files(&format!(".keyfolio/preview/{}", self.portal));
        let file = files.iter().find(|file| file.ends_with(end)).expect(end);
        format!("/{}/{file}", self.portal)
    }
}

/// What players ask for, those of Safari before all others: without parts, no film.
#[test]
fn a_part_of_a_file_can_be_had() {
    let agency = Agency::new().client("acme").file("content/acme/documents/film.mp4", "0123456789");
    let served = serve(&agency);
    let path = served.address(&agency, "film.mp4");
    for (range, body, place) in [
        ("bytes=2-4", "234", "bytes 2-4/10"),
        ("bytes=0-1", "01", "bytes 0-1/10"),
        ("bytes=7-", "789", "bytes 7-9/10"),
        ("bytes=-2", "89", "bytes 8-9/10"),
    ] {
        let part = request(served.port, "GET", &path, &[("Range", range)]);
        assert_eq!((part.status, part.body.as_str()), (206, body), "{range}");
        assert_eq!(part.header("content-range"), Some(place));
        assert_eq!(part.header("content-length"), Some(&*body.len().to_string()));
        assert_eq!(part.header("content-type"), Some("video/mp4"));
    }
    let beyond = request(served.port, "GET", &path, &[("Range", "bytes=10-")]);
    assert_eq!((beyond.status, beyond.header("content-range")), (416, Some("bytes */10")));
    let head = request(served.port, "HEAD", &path, &[]);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(head.header("content-length"), Some("10"));
    assert_eq!(head.header("accept-ranges"), Some("bytes"));
}

#[test]
fn every_file_says_what_it_is() {
    let kinds = [
        ("notes.txt", "text/plain; charset=utf-8"),
        ("plan.pdf", "application/pdf"),
        ("table.csv", "text/csv; charset=utf-8"),
        ("photo.jpg", "image/jpeg"),
        ("photo.webp", "image/webp"),
        ("drawing.svg", "image/svg+xml"),
        ("film.mp4", "video/mp4"),
        ("film.webm", "video/webm"),
        ("song.mp3", "audio/mpeg"),
        ("page.html", "text/html"),
        ("parts.zip", "application/zip"),
        ("raw.xyzzy", "application/octet-stream"),
    ];
    let agency = kinds.iter().fold(Agency::new().client("acme"), |agency, (name, _)| {
        agency.file(&format!("content/acme/documents/{name}"), "not what its name says")
    });
    let served = serve(&agency);
    for (name, kind) in kinds {
        let answer = get(served.port, &served.address(&agency, &format!("/{name}")));
        assert_eq!(answer.header("content-type"), Some(kind), "{name}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        // A client's own document may hold anybody's script, and must not be of this origin.
        let apart = answer.header("content-security-policy");
        let is_document = kind.contains("html") || kind.contains("svg");
        assert_eq!(apart.is_some_and(|policy| policy.starts_with("sandbox ")), is_document);
    }
    for end in ["index.html", ".css", ".js"] {
        let kind = get(served.port, &served.address(&agency, end)).head;
        let kind = kind.to_lowercase();
        let wanted = match end {
            ".css" => "content-type: text/css; charset=utf-8",
            ".js" => "content-type: text/javascript; charset=utf-8",
            _ => "content-type: text/html",
        };
        assert!(kind.contains(wanted), "{end}: {kind}");
    }
}

#[test]
fn what_a_portal_has_not_got_is_its_own_page_for_that() {
    let agency = Agency::new().client("acme");
    let served = serve(&agency);
    let portal = &served.portal;
    let page = agency.read(&format!(".keyfolio/preview/{portal}/404.html"));
    let title = page.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap().0;
    for path in ["nothing.html", "updates/2026/nothing", "files/nothing.pdf", "index.html/x"] {
        let path = format!("/{portal}/{path}");
        let answer = get(served.port, &path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.header("content-type").unwrap().starts_with("text/html"), "{path}");
        for text in [
            title,
            "/-/reload.js",
            &format!("<base href=\"/{portal}/\">"),
            &format!("href=\"{path}#"),
        ] {
            assert!(answer.body.contains(text), "{path}: {text:?} is not in\n{}", answer.body);
        }
    }
    let nobody = get(served.port, "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/");
    assert_eq!(nobody.status, 404);
    assert!(!nobody.body.contains(title));
}

#[test]
fn the_head_of_a_page_is_that_of_the_whole_page() {
    let agency = Agency::new().client("acme");
    let served = serve(&agency);
    for path in ["/".to_owned(), format!("/{}/", served.portal), format!("/{}/no", served.portal)] {
        let whole = get(served.port, &path);
        let head = request(served.port, "HEAD", &path, &[]);
        assert_eq!((head.status, head.body.as_str()), (whole.status, ""), "{path}");
        for name in ["content-type", "content-length", "etag", "accept-ranges"] {
            assert_eq!(head.header(name), whole.header(name), "{path}: {name}");
        }
    }
    // The page is never "not modified" and never a part: it would lack the script.
    let page = format!("/{}/", served.portal);
    let later = ("If-Modified-Since", "Fri, 01 Jan 2999 00:00:00 GMT");
    let part = ("Range", "bytes=0-3");
    let answer = request(served.port, "GET", &page, &[later, part]);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("/-/reload.js"));
}

/// Portals stay as they are when the agency or its theme is broken; whoever looks at one is told.
#[test]
fn a_broken_agency_is_told_on_every_page() {
    let agency = Agency::new().client("acme");
    let served = serve(&agency);
    let mut page = follow(served.port, &format!("/-/events?portal={}", served.portal));
    let good = page("\"broken\":false");
    agency.write("keyfolio.yaml", "name: North Yard\nnam: x\n");
    page("\"broken\":true");
    agency.write("keyfolio.yaml", "name: North Yard\n");
    assert_eq!(page("\"broken\":false"), good, "the portal is the same as before");
}

#[test]
fn an_agency_that_is_broken_from_the_start_is_not_taken_for_an_empty_one() {
    let agency = Agency::new().client("acme").file("keyfolio.yaml", "nam: x\n");
    let served = serve(&agency);
    let page = get(served.port, "/").body;
    assert!(
        page.contains("unknown key <code>nam</code>") && !page.contains("No client yet"),
        "{page}"
    );
    let agency = Agency::new();
    let served = serve(&agency);
    let page = get(served.port, "/").body;
    assert!(page.contains("No client yet") && !page.contains("About the agency"), "{page}");
}

/// Only for this machine itself: not even its own other addresses lead here.
#[cfg(target_os = "linux")]
#[test]
fn nobody_else_can_connect() {
    let agency = Agency::new().client("acme");
    let served = serve(&agency);
    assert_eq!(get(served.port, "/").status, 200);
    assert!(std::net::TcpStream::connect(("127.0.0.2", served.port)).is_err());
}

#[test]
fn no_other_site_can_read_what_is_here() {
    let agency = Agency::new().client("acme");
    let served = serve(&agency);
    let site = [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")];
    for path in ["/", "/-/events", "/-/reload.js", &format!("/{}/", served.portal)] {
        // The events go on; their head is enough.
        let mut lines = follow_with(served.port, path, &site);
        let lines = std::iter::from_fn(|| Some(lines()).filter(|line| !line.is_empty()));
        let head: Vec<String> = lines.map(|line| line.to_lowercase()).collect();
        let says = |text: &str| head.iter().any(|line| line.starts_with(text));
        assert!(says("cross-origin-resource-policy: same-origin"), "{path}: {head:?}");
        assert!(says("x-frame-options: "), "{path}: {head:?}");
        assert!(!says("access-control-allow-origin"), "{path}: {head:?}");
    }
}

/// The programs of a desktop that open an address, in the order in which they are asked.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn the_browser_is_opened_when_it_is_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let agency = Agency::new().client("acme");
    let agency = agency.file("bin/xdg-open", "#!/bin/sh\necho \"$@\" >> \"$0.asked\"\n");
    let opener = agency.path("bin/xdg-open");
    fs_err::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let folder = agency.path("bin").display().to_string();
    let agency = agency.variable("PATH", &folder);
    let asked = agency.path("bin/xdg-open.asked");

    let served = serve(&agency);
    assert_eq!(get(served.port, "/").status, 200);
    assert!(!asked.exists(), "only when it is asked for");
    drop(served);

    let served = started(&agency, Running::start(&agency, ["serve", "--open"]));
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !fs_err::read_to_string(&asked).is_ok_and(|text| text.ends_with('\n')) {
        assert!(std::time::Instant::now() < end, "it was never called");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let address = fs_err::read_to_string(&asked).unwrap();
    assert_eq!(address, format!("http://127.0.0.1:{}/\n", served.port));
    drop(served);

    fs_err::remove_file(&opener).unwrap();
    let mut served = started(&agency, Running::start(&agency, ["serve", "--open"]));
    let line = served.program.says("no browser could be opened");
    assert!(line.contains(&format!("open http://127.0.0.1:{}/ yourself", served.port)), "{line}");
    assert_eq!(get(served.port, "/").status, 200);
}

#[test]
fn a_port_that_is_taken_is_told() {
    let agency = Agency::new().client("acme");
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    agency.run(["serve", "--port", &port]).fails(3).says("cannot listen on port");
    assert!(agency.portals().is_empty());
}

#[test]
fn the_front_door_is_shown_as_it_is_on_the_host() {
    let agency = Agency::new()
        .file("keyfolio.yaml", "name: North Yard\naccess: {mode: code}\n")
        .file("content/acme/client.yaml", "name: Acme\n");
    let served = serve(&agency);
    assert!(get(served.port, "/").body.contains("<a href=\"/-/sealed/\">"));
    let front = get(served.port, "/-/sealed/");
    assert_eq!(front.status, 200);
    assert!(front.body.contains("North Yard") && !front.body.contains("reload.js"));
    // All that it asks for is there, and nothing else of the output is.
    let sources = front.body.split(" src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let scripts: Vec<&str> = sources.collect();
    assert!(scripts.iter().any(|script| script.contains("door")), "{scripts:?}");
    let door = agency.files("dist/door").pop().expect("a door");
    let door = format!("door/{door}");
    let asked = [&["index.html", "header.json", &door][..], &scripts].concat();
    for path in asked {
        let there = get(served.port, &format!("/-/sealed/{path}"));
        assert_eq!(there.status, 200, "{path}");
        let host = fs_err::read(agency.path("dist").join(path)).unwrap();
        assert_eq!(there.body, String::from_utf8_lossy(&host), "{path}");
    }
    for path in ["robots.txt", "404.html", ".keyfolio-output", "door/", "door/..%2f..%2fcontent"] {
        assert_eq!(get(served.port, &format!("/-/sealed/{path}")).status, 404, "{path}");
    }
}

#[test]
fn where_there_is_no_front_door_none_is_shown() {
    let agency = Agency::new().file("content/acme/client.yaml", "name: Acme\n");
    let served = serve(&agency);
    assert!(!get(served.port, "/").body.contains("\"/-/sealed/\""));
    for path in ["", "index.html", "header.json"] {
        assert_eq!(get(served.port, &format!("/-/sealed/{path}")).status, 404, "{path}");
    }
}

#[test]
fn a_sealed_portal_is_shown_open_here_and_sealed_as_its_client_gets_it() {
    let agency = Agency::new()
        .client("acme")
        .file("content/acme/client.yaml", "name: Acme\n")
        .file("content/bolt/client.yaml", "name: Bolt\naccess: {mode: plain}\n");
    let served = serve(&agency);
    let dashboard = get(served.port, "/").body;
    assert!(dashboard.contains("<code>keyfolio links acme</code>"), "{dashboard}");
    assert!(!dashboard.contains("keyfolio links bolt"), "a plain portal has its one link there");
    let (_, after) = dashboard.split_once("\"/-/sealed/").expect("where it stands sealed");
    let locator = &after[..32];
    // Here it reads like any other, and follows the content.
    let open = get(served.port, &format!("/{locator}/"));
    assert_eq!(open.status, 200);
    assert!(open.body.contains("Acme") && open.body.contains("/-/reload.js"));
    assert_eq!(get(served.port, &format!("/{locator}/nothing.html")).status, 404);
    let mut page = follow(served.port, &format!("/-/events?portal={locator}"));
    let first = page("\"broken\":false");
    agency.write("content/acme/client.yaml", "name: Acme & Sons\n");
    assert_ne!(page("\"broken\":false"), first);
    assert!(get(served.port, &format!("/{locator}/")).body.contains("Acme &amp; Sons"));
    // The host gets none of that, and no script of the preview.
    let sealed = get(served.port, &format!("/-/sealed/{locator}/index.html"));
    assert_eq!(sealed.status, 200);
    assert!(!sealed.body.contains("Acme") && !sealed.body.contains("reload.js"));
    for path in ["header.json", "manifest"] {
        assert_eq!(get(served.port, &format!("/-/sealed/{locator}/{path}")).status, 200, "{path}");
    }
    for path in ["../../.keyfolio/secret", "%2e%2e/index.html", "..%2f..%2f.keyfolio%2fsecret"] {
        assert_eq!(get(served.port, &format!("/-/sealed/{locator}/{path}")).status, 404, "{path}");
    }
    assert_eq!(get(served.port, "/-/sealed/nobody/index.html").status, 404);
    // A plain portal's own documents would run beside the dashboard there.
    let plain = agency.portals().into_iter().find(|portal| portal != locator).expect("Bolt's");
    assert_eq!(get(served.port, &format!("/{plain}/index.html")).status, 200);
    assert_eq!(get(served.port, &format!("/-/sealed/{plain}/index.html")).status, 404);
}
