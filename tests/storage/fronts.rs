//! A web server as an agency has one: nginx or Caddy with what `keyfolio host-config` prints, over HTTPS, with
//! a certificate that an authority of the tests' own signed. What is printed is for a machine's own ports and
//! folders: those are put in other words here, and nothing else is; each must be found.
//!
//! The program asks for `https://portals.example/` on the ports that everybody uses, which no test can have. So
//! it is sent through a proxy, as in many a company, that leads every name to the server of the test.

use crate::harness::Agency;
use crate::servers::{Server, free_port};
use fs_err as fs;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The name that the hosts of these tests have.
pub const NAME: &str = "portals.example";

/// Which program it is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Nginx,
    Caddy,
}

/// What is wrong with a host; nothing, as it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    None,
    /// Over HTTP it shows what it shows over HTTPS.
    AnswersInTheClear,
    WithoutHsts,
    /// Every host name shows the folders of all portals.
    ShowsAllEverywhere,
    /// Its certificate is for another name.
    OfAnother,
    Expired,
}

/// A server with its certificate, and the way to it.
pub struct Front {
    _server: Server,
    proxy: u16,
    /// How many connections there were to it.
    connections: Arc<AtomicUsize>,
    /// Who signed its certificate (PEM).
    authority: String,
}

impl Front {
    /// Serves the folder `online` of the agency, as its `keyfolio.yaml` says that it is served.
    pub fn start(kind: Kind, agency: &Agency, fault: Fault) -> Self {
        let (program, name) = match kind {
            Kind::Nginx => ("nginx", "nginx"),
            Kind::Caddy => ("caddy", "caddy"),
        };
        let printed = agency.run(["host-config", name]).succeeds().raw().to_owned();
        let clear = free_port();
        let mut authority = String::new();
        let server = Server::start(program, |folder, port| {
            authority = certify(folder, fault);
            let place = Place { folder, online: &agency.path("online"), port, clear, fault };
            match kind {
                Kind::Nginx => place.nginx(&printed),
                Kind::Caddy => place.caddy(&printed),
            }
        });
        let port = server.port;
        server.wait("it listens", || {
            [port, clear].iter().all(|port| TcpStream::connect(("127.0.0.1", *port)).is_ok())
        });
        let connections = Arc::default();
        let proxy = proxy(port, clear, Arc::clone(&connections));
        Self { _server: server, proxy, connections, authority }
    }

    /// How many connections there were to the host.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// The agency, on a machine that trusts who signed the certificate, and that reaches the host.
    pub fn reached_by(&self, agency: Agency) -> Agency {
        let proxy = format!("http://127.0.0.1:{}", self.proxy);
        let agency = agency.file("authority.pem", &self.authority);
        let trusted = agency.path("authority.pem").display().to_string();
        let proxies = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];
        let agency = proxies.iter().fold(agency, |agency, name| agency.variable(name, &proxy));
        let agency =
            ["NO_PROXY", "no_proxy"].iter().fold(agency, |agency, name| agency.variable(name, ""));
        agency.variable("SSL_CERT_FILE", &trusted)
    }
}

/// Signs a certificate for the host and every name below it; gives that of the authority.
fn certify(folder: &Path, fault: Fault) -> String {
    let name = if fault == Fault::OfAnother { "another.example" } else { NAME };
    let mut ours = CertificateParams::new([name.to_owned(), format!("*.{name}")]).expect("names");
    if fault == Fault::Expired {
        ours.not_after = date_time_ymd(2020, 1, 1);
    }
    let mut authority = CertificateParams::new([]).expect("no names");
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let [key, own_key] = [(); 2].map(|()| KeyPair::generate().expect("a key"));
    let signed = authority.self_signed(&key).expect("a certificate").pem();
    let ours = ours.signed_by(&own_key, &Issuer::from_params(&authority, &key));
    fs::write(folder.join("chain.pem"), ours.expect("a certificate").pem()).expect("a file");
    fs::write(folder.join("key.pem"), own_key.serialize_pem()).expect("a file");
    signed
}

/// What a server is to be started with.
struct Place<'a> {
    folder: &'a Path,
    online: &'a Path,
    port: u16,
    clear: u16,
    fault: Fault,
}

impl Place<'_> {
    fn nginx(&self, printed: &str) -> Vec<String> {
        let (folder, online) = (self.folder.display(), self.online.display());
        let lines = printed.lines().filter(|line| !line.trim_start().starts_with("listen [::]"));
        let mut text = lines.collect::<Vec<_>>().join("\n");
        let letsencrypt = format!("/etc/letsencrypt/live/{NAME}");
        let mut swap = |from: &str, to: &str| text = swapped(&text, from, to);
        swap("listen 80;", &format!("listen 127.0.0.1:{};", self.clear));
        swap("listen 443 ssl", &format!("listen 127.0.0.1:{} ssl", self.port));
        swap(&format!("{letsencrypt}/fullchain.pem"), &format!("{folder}/chain.pem"));
        swap(&format!("{letsencrypt}/privkey.pem"), &format!("{folder}/key.pem"));
        match self.fault {
            Fault::WithoutHsts => {
                swap("add_header Strict-Transport-Security", "add_header X-Nothing");
            }
            Fault::AnswersInTheClear => {
                let sent = if printed.contains("https://$host$") { "$host" } else { NAME };
                swap(
                    &format!("return 301 https://{sent}$request_uri;"),
                    &format!("root {online};"),
                );
            }
            Fault::ShowsAllEverywhere => {
                let all = format!("location ~ \"^/[a-z2-7]{{32}}/\" {{ root {online}; }}\n");
                swap("location ~ /[.] {", &format!("{all}location ~ /[.] {{"));
            }
            Fault::None | Fault::OfAnother | Fault::Expired => {}
        }
        fs::write(self.folder.join("keyfolio.conf"), text).expect("a file");
        let scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let scratch = scratch.map(|name| format!("{name}_temp_path {folder}/{name};")).concat();
        // One process, which is the one that is ended.
        let main = format!(
            "daemon off; master_process off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n\
             http {{ include /etc/nginx/mime.types; access_log off; {scratch} include {folder}/keyfolio.conf; }}\n"
        );
        let file = self.folder.join("nginx.conf");
        fs::write(&file, main).expect("a file");
        let words = ["-c", &file.display().to_string(), "-p", &folder.to_string(), "-e", "stderr"];
        words.map(str::to_owned).to_vec()
    }

    fn caddy(&self, printed: &str) -> Vec<String> {
        assert_eq!(self.fault, Fault::None, "faults are nginx's");
        let folder = self.folder.display();
        let certificate = format!("tls {folder}/chain.pem {folder}/key.pem");
        let site = format!("\n{NAME} {{\n");
        let mut text = swapped(printed, &site, &format!("{site}    {certificate}\n"));
        let wild = format!("tls /etc/ssl/keyfolio/{NAME}.pem /etc/ssl/keyfolio/{NAME}.key");
        if printed.contains("\n*.") {
            text = swapped(&text, &wild, &certificate);
        }
        let globals = format!(
            "{{\n  admin off\n  default_bind 127.0.0.1\n  http_port {}\n  https_port {}\n  \
             storage file_system {folder}/caddy\n}}\n",
            self.clear, self.port
        );
        let file = self.folder.join("Caddyfile");
        fs::write(&file, format!("{globals}{text}")).expect("a file");
        let words = ["run", "--config", &file.display().to_string(), "--adapter", "caddyfile"];
        words.map(str::to_owned).to_vec()
    }
}

fn swapped(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "there is no `{from}` in\n{text}");
    text.replace(from, to)
}

/// An HTTP proxy to which every host is the same one. Gives its port.
fn proxy(encrypted: u16, clear: u16, connections: Arc<AtomicUsize>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            connections.fetch_add(1, Ordering::Relaxed);
            // Who asked may go whenever it likes.
            std::thread::spawn(move || lead(client, encrypted, clear).ok());
        }
    });
    port
}

fn lead(mut client: TcpStream, encrypted: u16, clear: u16) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if reader.read_until(b'\n', &mut head)? == 0 {
            return Ok(());
        }
    }
    let mut server = if head.starts_with(b"CONNECT ") {
        client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
        TcpStream::connect(("127.0.0.1", encrypted))?
    } else {
        // A server takes a whole address in the first line as well (RFC 9112, section 3.2.2).
        let mut server = TcpStream::connect(("127.0.0.1", clear))?;
        server.write_all(&head)?;
        server
    };
    let (mut back, mut to) = (server.try_clone()?, client.try_clone()?);
    std::thread::spawn(move || {
        std::io::copy(&mut back, &mut to).ok();
        to.shutdown(Shutdown::Write).ok();
    });
    pass(&mut reader, &mut server)
}

fn pass(from: &mut impl Read, to: &mut TcpStream) -> std::io::Result<()> {
    std::io::copy(from, to)?;
    to.shutdown(Shutdown::Write)
}
