//! A host on this machine that serves a folder, remembers what it was asked for, and can be made to
//! fail in every way that a host fails.

use keyfolio::publish::{Headers, Kind};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// What a host answers.
#[derive(Debug, Clone)]
pub struct Answer {
    status: &'static str,
    head: String,
    /// What it says the length is, where it says so.
    length: Option<usize>,
    body: Vec<u8>,
}

impl Answer {
    /// The whole file.
    pub fn file(body: Vec<u8>) -> Self {
        Self { status: "200 OK", head: String::new(), length: Some(body.len()), body }
    }

    /// No file but a status, as `503 Service Unavailable`.
    pub fn status(status: &'static str) -> Self {
        Self { status, ..Self::file(b"<h1>Something else</h1>".to_vec()) }
    }

    /// Elsewhere.
    pub fn redirect(target: &str) -> Self {
        Self { head: format!("location: {target}\r\n"), ..Self::status("302 Found") }
    }

    /// The file as a well-kept host sends it: with the headers that it should have, and the part
    /// that was asked for.
    fn kept(folder: &Path, path: &str, body: Vec<u8>, asked: &str) -> Self {
        let (top, inside) = path.split_once('/').unwrap_or(("", path));
        // At the root stands one too where there is a front door.
        let sealed = !top.is_empty() && folder.join(top).join("header.json").is_file();
        let inside = if sealed && top.len() == 32 { inside } else { path };
        let inside = inside.strip_prefix(&format!("{top}/")).unwrap_or(inside);
        let kind = if sealed || top == "door" { Kind::Sealed } else { Kind::Plain };
        let said = Headers::of(inside, kind, false);
        let len = body.len();
        let mut answer = Self::file(body);
        let part =
            asked.lines().find_map(|line| line.strip_prefix("range: bytes=")?.split_once('-'));
        if let Some((first, last)) = part {
            let first: usize = first.parse().expect("a number");
            let last = last.trim().parse::<usize>().expect("a number").min(len - 1);
            let part = answer.body[first..=last].to_vec();
            answer = Self { status: "206 Partial Content", ..Self::file(part) }
                .with(&format!("content-range: bytes {first}-{last}/{len}"));
        }
        answer
            .with(&format!("content-type: {}", said.content_type))
            .with(&format!("cache-control: {}", said.cache_control))
            .with("x-content-type-options: nosniff")
            .with("content-security-policy: frame-ancestors 'self'")
            .with("integrity-policy: blocked-destinations=(script)")
            .with("referrer-policy: no-referrer")
            .with("strict-transport-security: max-age=31536000")
    }

    /// With one header more.
    pub fn with(mut self, header: &str) -> Self {
        self.head.extend([header, "\r\n"]);
        self
    }

    /// Without a header.
    pub fn without(mut self, name: &str) -> Self {
        let name = format!("{name}:");
        self.head =
            self.head.split_inclusive('\n').filter(|line| !line.starts_with(&name)).collect();
        self
    }

    /// What it sends.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// With another body, of whatever length.
    pub fn altered(mut self, body: Vec<u8>) -> Self {
        self.length = Some(body.len());
        self.body = body;
        self
    }

    /// The first `length` bytes of it, and then no more. `told` is whether it said before how many
    /// there would be.
    pub fn cut(mut self, length: usize, told: bool) -> Self {
        self.length = self.length.filter(|_| told);
        self.body.truncate(length);
        self
    }
}

/// What to answer to the nth request of all, for a path; `None` for what the folder holds.
type Rule = Box<dyn FnMut(usize, &str) -> Option<Answer> + Send>;

/// What is done to the answer for a path on its way out.
type Alter = Box<dyn FnMut(&str, Answer) -> Answer + Send>;

struct State {
    folder: PathBuf,
    rule: Rule,
    alter: Alter,
    asked: Vec<String>,
}

/// A host. It stops with the test.
pub struct Host {
    scheme: &'static str,
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Host {
    /// Serves `folder`.
    pub fn new(folder: PathBuf) -> Self {
        Self::listening("http", folder, serve)
    }

    /// Serves `folder` over HTTPS; gives the certificate too, which nobody trusts yet (PEM).
    pub fn encrypted(folder: PathBuf) -> (Self, String) {
        let made = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let CertifiedKey { cert, signing_key } = made;
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS")
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .expect("the key is the certificate's");
        let config = Arc::new(config);
        let host = Self::listening("https", folder, move |stream, state| {
            let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
            serve(StreamOwned::new(connection, stream), state);
        });
        (host, cert.pem())
    }

    fn listening(
        scheme: &'static str,
        folder: PathBuf,
        serve: impl Fn(TcpStream, &Mutex<State>) + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let rule: Rule = Box::new(|_, _| None);
        let state = Arc::new(Mutex::new(State {
            folder,
            rule,
            alter: Box::new(|_, answer| answer),
            asked: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (serve, shared) = (serve.clone(), Arc::clone(&shared));
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { scheme, address, state }
    }

    /// Answers by `rule` first.
    pub fn rule(&self, rule: impl FnMut(usize, &str) -> Option<Answer> + Send + 'static) {
        self.state().rule = Box::new(rule);
    }

    /// Does this to every answer on its way out.
    pub fn alter(&self, alter: impl FnMut(&str, Answer) -> Answer + Send + 'static) {
        self.state().alter = Box::new(alter);
    }

    /// The address of a path under the host name `name`.
    pub fn url(&self, name: &str, path: &str) -> String {
        format!("{}://{name}:{}/{path}", self.scheme, self.address.port())
    }

    /// The first line and the headers of each request so far.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.state().asked)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no rule panicked")
    }
}

/// What stands in front of a path on the host that was asked: where its name begins with a portal's
/// locator, the portal's folder.
fn folder_of(head: &str) -> String {
    let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    match host.split_once(".localhost") {
        Some((locator, _)) => format!("{locator}/"),
        None => String::new(),
    }
}

/// Answers one request, and closes the connection: so that an answer can end too early.
fn serve(stream: impl Read + Write, state: &Mutex<State>) {
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while stream.read_line(&mut head).is_ok_and(|length| length > 2) {}
    let Some(path) = head.split(' ').nth(1).and_then(|target| target.strip_prefix('/')) else {
        return;
    };
    let answer = {
        let mut state = state.lock().expect("no rule panicked");
        state.asked.push(head.clone());
        let nth = state.asked.len();
        // As hosts that keep files, it takes no questions.
        let bare = path.split('?').next().unwrap_or(path);
        let named = if bare.is_empty() { "index.html" } else { bare };
        let named = &format!("{}{named}", folder_of(&head));
        let file = state.folder.join(named);
        let answer = (state.rule)(nth, path).unwrap_or_else(|| match fs_err::read(file) {
            Ok(body) => Answer::kept(&state.folder, named, body, &head),
            Err(_) => match fs_err::read(state.folder.join("404.html")) {
                Ok(body) => Answer { status: "404 Not Found", ..Answer::file(body) },
                Err(_) => Answer::status("404 Not Found"),
            },
        });
        (state.alter)(path, answer)
    };
    let length = answer.length.map(|length| format!("content-length: {length}\r\n"));
    let head = format!(
        "HTTP/1.1 {}\r\n{}{}connection: close\r\n\r\n",
        answer.status,
        answer.head,
        length.unwrap_or_default()
    );
    let stream = stream.get_mut();
    // Who asked may have gone.
    let _ =
        stream.write_all(&[head.as_bytes(), &answer.body].concat()).and_then(|()| stream.flush());
}
