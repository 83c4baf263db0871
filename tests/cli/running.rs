//! A program that goes on running: what it says while it does, and the pages that it serves.

use crate::harness::Agency;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long to wait for what must come; only a test that fails waits that long.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program, running until it is dropped.
pub struct Running {
    child: Child,
    lines: Receiver<String>,
    /// All that it said so far.
    pub said: Vec<String>,
}

impl Running {
    /// Starts the program in the agency's folder.
    pub fn start<const N: usize>(agency: &Agency, arguments: [&str; N]) -> Self {
        let mut command = agency.command(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let stdout = child.stdout.take().unwrap();
        let stderr = child.stderr.take().unwrap();
        for stream in [Box::new(stdout) as Box<dyn Read + Send>, Box::new(stderr)] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    sender.send(line).ok();
                }
            });
        }
        Self { child, lines, said: Vec::new() }
    }

    /// Waits for a line that holds `text`, and gives it.
    pub fn says(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(line) = self.lines.recv_timeout(left) else {
                panic!("it never said {text:?}, but:\n{}", self.said.join("\n"));
            };
            self.said.push(line.clone());
            if line.contains(text) {
                return line;
            }
        }
    }

    /// Asks it to end, as Ctrl-C does, and gives its exit code.
    #[cfg(unix)]
    pub fn interrupt(mut self) -> Option<i32> {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it did not end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// An answer of the server.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// Sends one request with these headers, as they are, to a port of this machine.
pub fn request(port: u16, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut stream = open(port, method, path, headers);
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{text}"));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Gets a page.
pub fn get(port: u16, path: &str) -> Answer {
    request(port, "GET", path, &[])
}

/// The lines of a response that goes on.
pub fn follow(port: u16, path: &str) -> impl FnMut(&str) -> String + use<> {
    let mut next = follow_with(port, path, &[]);
    move |text| {
        loop {
            let line = next();
            if line.contains(text) {
                return line;
            }
        }
    }
}

/// The same, line by line from the first, of a request with these headers.
pub fn follow_with(
    port: u16,
    path: &str,
    headers: &[(&str, &str)],
) -> impl FnMut() -> String + use<> {
    let mut lines = BufReader::new(open(port, "GET", path, headers)).lines();
    move || lines.next().expect("it goes on").unwrap()
}

fn open(port: u16, method: &str, path: &str, headers: &[(&str, &str)]) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let host = format!("127.0.0.1:{port}");
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    let headers = headers.iter().copied();
    let own = ("Host", host.as_str());
    let given = headers.clone().any(|(name, _)| name == "Host");
    for (name, value) in headers.chain((!given).then_some(own)) {
        text.extend([name, ": ", value, "\r\n"]);
    }
    write!(stream, "{text}\r\n").unwrap();
    stream
}
