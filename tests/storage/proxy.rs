//! Stands between the program and a server: counts what is asked, and does what networks and hosts do.
//!
//! It knows no more of HTTP than where a request ends: it closes each connection after one answer, so
//! that an answer ends where the server ends it. Nothing that a server checks a signature over is
//! touched.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// A request, as far as the proxy understands it.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    /// Of the body.
    pub length: usize,
}

/// What happens to a request, or to its answer.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The answer comes from the proxy: a status as `503 Service Unavailable`, and a body. The server
    /// hears nothing of it.
    Answer(&'static str, String),
    /// The connection is cut after so many bytes of the request's body.
    CutRequest(usize),
    /// The server does what it is asked, and the connection is cut after so many bytes of its answer.
    CutAnswer(usize),
    /// Nothing moves for so long; then the connection is cut.
    Stall(Duration),
    /// One bit of the body is another, on its way there.
    Altered(usize),
    /// One bit of the answer's body is another, on its way back.
    AlteredAnswer(usize),
    /// The answer comes without the header of that name, which is in lower case.
    WithoutHeader(&'static str),
}

type Rule = Box<dyn FnMut(&Asked) -> Option<Fault> + Send>;

struct State {
    rule: Rule,
    asked: Vec<Asked>,
    struck: usize,
}

/// A proxy before one server.
pub struct Proxy {
    pub port: u16,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// Before the server on that port of this machine.
    pub fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = State { rule: Box::new(|_| None), asked: Vec::new(), struck: 0 };
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                // That a connection broke is what this is for.
                std::thread::spawn(move || carry(&client, server, &shared).ok());
            }
        });
        Self { port, state }
    }

    /// From now on this decides what befalls a request; and nothing was asked so far.
    pub fn rule(&self, rule: impl FnMut(&Asked) -> Option<Fault> + Send + 'static) {
        let rule: Rule = Box::new(rule);
        *self.state() = State { rule, asked: Vec::new(), struck: 0 };
    }

    /// From now on nothing befalls anybody; and nothing was asked so far.
    pub fn calm(&self) {
        self.rule(|_| None);
    }

    /// What was asked since the rule was set.
    pub fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// How many requests something befell since the rule was set.
    pub fn struck(&self) -> usize {
        self.state().struck
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no rule panicked")
    }
}

/// Carries one request to the server, and its answer back, unless something befalls it.
fn carry(mut client: &TcpStream, server: u16, state: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if reader.read_until(b'\n', &mut head)? == 0 {
            return Ok(());
        }
    }
    let fault = {
        let mut state = state.lock().expect("no rule panicked");
        let asked = parse(&head);
        state.asked.push(asked.clone());
        let fault = (state.rule)(&asked);
        state.struck += usize::from(fault.is_some());
        let mut body = vec![0; asked.length];
        drop(state);
        // Where it is to be cut, it is cut before all of it has come.
        let kept = match fault {
            Some(Fault::CutRequest(kept)) => kept.min(asked.length.saturating_sub(1)),
            _ => asked.length,
        };
        body.truncate(kept);
        reader.read_exact(&mut body)?;
        (fault, body)
    };
    let (fault, mut body) = fault;
    match fault {
        Some(Fault::Answer(status, text)) => {
            let answer = format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n{text}",
                text.len()
            );
            return client.write_all(answer.as_bytes());
        }
        Some(Fault::Stall(time)) => {
            std::thread::sleep(time);
            return client.shutdown(Shutdown::Both);
        }
        Some(Fault::Altered(place)) => flip(&mut body, place),
        _ => {}
    }
    let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
    head.truncate(head.len() - 2);
    head.extend_from_slice(b"connection: close\r\n\r\n");
    upstream.write_all(&head)?;
    upstream.write_all(&body)?;
    if let Some(Fault::CutRequest(_)) = fault {
        upstream.shutdown(Shutdown::Both)?;
        return client.shutdown(Shutdown::Both);
    }
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer)?;
    match fault {
        Some(Fault::CutAnswer(kept)) => answer.truncate(kept),
        Some(Fault::AlteredAnswer(place)) => {
            let head =
                answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
            flip(&mut answer[head..], place);
        }
        Some(Fault::WithoutHeader(name)) => answer = without_header(&answer, name),
        _ => {}
    }
    client.write_all(&answer)?;
    client.shutdown(Shutdown::Write)
}

fn without_header(answer: &[u8], name: &str) -> Vec<u8> {
    let mut in_head = true;
    let kept = answer.split_inclusive(|&byte| byte == b'\n').filter(|line| {
        in_head = in_head && *line != b"\r\n";
        let found = line.get(..=name.len()).unwrap_or_default().to_ascii_lowercase();
        !(in_head && found == format!("{name}:").as_bytes())
    });
    kept.collect::<Vec<_>>().concat()
}

fn flip(bytes: &mut [u8], place: usize) {
    if !bytes.is_empty() {
        let place = place % bytes.len();
        bytes[place] ^= 0x10;
    }
}

fn parse(head: &[u8]) -> Asked {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    request.parse(head).expect("a request");
    let length = request
        .headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))
        .and_then(|header| std::str::from_utf8(header.value).ok()?.parse().ok());
    Asked {
        method: request.method.unwrap_or_default().to_owned(),
        path: request.path.unwrap_or_default().to_owned(),
        length: length.unwrap_or(0),
    }
}
