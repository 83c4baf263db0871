//! `keyfolio serve`: the dashboard, the portals with live reload, and who may look.

use crate::harness::Agency;
use crate::running::{Running, follow, get, request};

struct Served {
    program: Running,
    port: u16,
    portal: String,
}

fn serve(agency: &Agency) -> Served {
    let mut program = Running::start(agency, ["serve"]);
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
    let agency = Agency::new().client("acme").file("content/acme/status.yaml", status);
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
        "unknown key `logoo`",
        "<mark>logoo</mark>",
        "and no portal yet",
        "Old friends",
    ] {
        assert!(page.body.contains(text), "{text:?} is not in\n{}", page.body);
    }
    // What cannot be built comes first, what is archived last.
    let at = |text| page.body.find(text).unwrap();
    assert!(at("client-bolt") < at("client-acme") && at("client-acme") < at("Old friends"));
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
    let agency = Agency::new().client("acme");
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
    assert!(get(served.port, "/").body.contains("unknown key `logoo`"));
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

#[test]
fn a_part_of_a_file_can_be_had() {
    let agency = Agency::new()
        .client("acme")
        .file("content/acme/documents/report.txt", "0123456789 and so on\n");
    let served = serve(&agency);
    let files = agency.files(&format!("dist/{}", served.portal));
    let file = files.iter().find(|file| file.contains("report")).expect("the document");
    let path = format!("/{}/{file}", served.portal);
    let part = request(served.port, "GET", &path, &[("Range", "bytes=2-4")]);
    assert_eq!((part.status, part.body.as_str()), (206, "234"));
    assert!(part.header("content-type").unwrap().starts_with("text/plain"));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let agency = Agency::new().client("acme");
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    agency.run(["serve", "--port", &port]).fails(3).says("cannot listen on port");
    assert!(agency.portals().is_empty());
}
