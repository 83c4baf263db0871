//! A small agency on disk, the built program run on it, and what is expected of that.
//!
//! ```ignore
//! let agency = Agency::new().file("content/acme/client.yaml", "name: Acme\n");
//! agency.run(["build"]).succeeds().says("Built 1 portal");
//! ```
//!
//! [`Agency::run`] runs at once. A run must be told how it should have ended, by
//! [`Run::succeeds`] or [`Run::fails`]: one that is dropped without that fails the test, as does
//! every expectation that is not met. What the program printed is compared with the agency's
//! folder as `[ROOT]`, today as `[TODAY]`, portals as `[LOCATOR]`, what stands behind `#` in a link
//! as `[SECRET]` and times as `[TIME]`.

use fs_err as fs;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The path of the program under test.
pub const KEYFOLIO: &str = env!("CARGO_BIN_EXE_keyfolio");

/// A workspace in a temporary folder that is removed with it.
pub struct Agency {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
}

impl Agency {
    /// An agency that is only a name, without clients.
    pub fn new() -> Self {
        Self::nowhere().file("keyfolio.yaml", "name: North Yard\n")
    }

    /// An agency as [`Agency::new`] that seals nothing, for what is looked at in its pages.
    pub fn plain() -> Self {
        Self::nowhere().file("keyfolio.yaml", "name: North Yard\naccess: { mode: plain }\n")
    }

    /// A folder with nothing in it.
    pub fn nowhere() -> Self {
        let folder = tempfile::Builder::new().prefix("agency").tempdir().expect("a folder");
        Self { folder, variables: Vec::new() }
    }

    /// With a client that has nothing wrong with it.
    pub fn client(self, id: &str) -> Self {
        self.file(&format!("content/{id}/client.yaml"), &format!("name: Client {id}\n"))
            .file(&format!("content/{id}/updates/2026-11-01-hello.md"), "# Hello\n\nWe begin.\n")
    }

    /// With a file of this text.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text);
        self
    }

    /// With a variable in the environment of every run.
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file now.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Every file below `folder`, with `/`, in order.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let top = self.path(folder);
        walk(&top, &mut |path| {
            let path = path.strip_prefix(&top).expect("below the top").to_string_lossy();
            files.push(path.replace('\\', "/"));
        });
        files.sort();
        files
    }

    /// The text of every page in the output folder.
    pub fn pages(&self) -> Vec<String> {
        self.pages_in("dist")
    }

    fn pages_in(&self, folder: &str) -> Vec<String> {
        let files = self.files(folder).into_iter();
        let pages = files.filter(|file| Path::new(file).extension() == Some(OsStr::new("html")));
        pages.map(|page| self.read(&format!("{folder}/{page}"))).collect()
    }

    /// Every file of the output folder with its bytes, by its path there.
    pub fn output(&self) -> BTreeMap<String, Vec<u8>> {
        self.output_in("dist")
    }

    /// Every file of a folder with its bytes, by its path there.
    pub fn output_in(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let read = |path: String| {
            let bytes = fs::read(self.path(folder).join(&path)).expect("a file");
            (path, bytes)
        };
        self.files(folder).into_iter().map(read).collect()
    }

    /// The pages of a client's sealed portal, as everyone's link opens it.
    pub fn opened(&self, client: &str) -> Vec<String> {
        let links = self.run(["links", client, "--format", "json"]).succeeds();
        let row: serde_json::Value = serde_json::from_str(links.raw()).expect("one link");
        let text = |key: &str| row[key].as_str().expect(key).to_owned();
        let (portal, out) = (format!("dist/{}", text("locator")), "opened");
        self.run(["open", &portal, "--link", &text("fragment"), "--out", out]).succeeds();
        let pages = self.pages_in(out);
        fs::remove_dir_all(self.path(out)).expect("it can be removed");
        pages
    }

    /// Every YAML file below `folder`, by its path in the agency, in order.
    pub fn yaml_files(&self, folder: &str) -> Vec<String> {
        let files = self.files(folder).into_iter();
        let files = files.filter(|file| Path::new(file).extension() == Some(OsStr::new("yaml")));
        files.map(|file| format!("{folder}/{file}").trim_start_matches('/').to_owned()).collect()
    }

    /// The names of the portals in the output folder, in order.
    pub fn portals(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path("dist")) else { return Vec::new() };
        let names =
            entries.map(|entry| entry.expect("an entry").file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| is_locator(name)).collect();
        names.sort();
        names
    }

    /// Runs the program in the agency's folder.
    #[must_use = "say how it should have ended"]
    pub fn run<const N: usize>(&self, arguments: [&str; N]) -> Run {
        self.run_in("", arguments)
    }

    /// Runs the program in a folder of the agency.
    #[must_use = "say how it should have ended"]
    pub fn run_in<const N: usize>(&self, folder: &str, arguments: [&str; N]) -> Run {
        let what = format!("keyfolio {}", arguments.join(" "));
        self.ran(what, self.command(arguments).current_dir(self.path(folder)))
    }

    /// Runs a command that [`Agency::command`] gave, or one in its place.
    #[must_use = "say how it should have ended"]
    pub fn ran(&self, what: String, command: &mut Command) -> Run {
        let output = command.output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        let raw = text(output.stdout);
        Run {
            what,
            code: output.status.code().expect("no signal ended the program"),
            stdout: self.normalised(&raw),
            stderr: self.normalised(&text(output.stderr)),
            raw,
            ended: Cell::new(false),
        }
    }

    /// The program with these arguments, ready to be run in the agency's folder.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(KEYFOLIO);
        command.args(arguments).current_dir(self.root()).stdin(Stdio::null());
        command.env_remove("KEYFOLIO_SECRET").env("COLUMNS", "100");
        command.env_remove("KEYFOLIO_LINK").env_remove("KEYFOLIO_CODE");
        // Set where the tests themselves are run by one of these schedulers.
        let set = ["JOB_COMPLETION_INDEX", "SLURM_ARRAY_TASK_ID", "CI_NODE_INDEX"];
        for name in set.into_iter().chain(["KEYFOLIO_PUBLISHER"]) {
            command.env_remove(name);
        }
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// The folder, without symbolic links in its path.
    fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the folder is there")
    }

    fn normalised(&self, text: &str) -> String {
        let root = self.root().display().to_string();
        let given = self.folder.path().display().to_string();
        let today = jiff::Zoned::now().with_time_zone(jiff::tz::TimeZone::UTC).date();
        let text = text.replace("\r\n", "\n").replace(&root, "[ROOT]").replace(&given, "[ROOT]");
        let text = if cfg!(windows) { text.replace('\\', "/") } else { text };
        words(&text.replace(&today.to_string(), "[TODAY]"))
    }
}

/// Locators, link secrets and times, which are never the same twice, by their names.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_alphanumeric() || c == '.' {
            word.push(c);
            continue;
        }
        let seconds = word.split_once('.').is_some_and(|(whole, part)| {
            part.len() == 2 && [whole, part].concat().bytes().all(|byte| byte.is_ascii_digit())
        });
        match &*word {
            name if is_locator(name) => out.push_str("[LOCATOR]"),
            name if out.ends_with('#') && is_base32(name, 26) => out.push_str("[SECRET]"),
            _ if seconds => out.push_str("[TIME]"),
            other => out.push_str(other),
        }
        word.clear();
        out.push(c);
    }
    out.pop();
    out
}

fn is_locator(name: &str) -> bool {
    is_base32(name, 32)
}

fn is_base32(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

fn walk(folder: &Path, found: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() { walk(&path, found) } else { found(&path) }
    }
}

/// What one run of the program did.
pub struct Run {
    what: String,
    code: i32,
    stdout: String,
    stderr: String,
    /// Standard output as it was.
    raw: String,
    ended: Cell<bool>,
}

impl Run {
    /// It did what was asked, and nothing is wrong: exit code 0.
    pub fn succeeds(self) -> Self {
        self.fails(0)
    }

    /// Its exit code is `code`.
    pub fn fails(self, code: i32) -> Self {
        self.ended.set(true);
        assert_eq!(self.code(), code, "the exit code of {}", self.all());
        self
    }

    /// Whether standard error holds `text`.
    pub fn mentions(&self, text: &str) -> bool {
        self.stderr.contains(text)
    }

    /// Standard output holds `text`.
    pub fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no {text:?} on standard output of {}", self.all());
        self
    }

    /// Standard output is `text`, no more and no less.
    pub fn prints_only(self, text: &str) -> Self {
        assert_eq!(self.stdout, text, "standard output of {}", self.all());
        self
    }

    /// Standard error holds `text`.
    pub fn says(self, text: &str) -> Self {
        assert!(self.mentions(text), "no {text:?} on standard error of {}", self.all());
        self
    }

    /// Standard error is `text`, no more and no less.
    pub fn says_only(self, text: &str) -> Self {
        assert_eq!(self.stderr, text, "standard error of {}", self.all());
        self
    }

    /// Neither stream holds `text`.
    pub fn never_mentions(self, text: &str) -> Self {
        let both = [&self.stdout, &self.stderr];
        assert!(
            !both.iter().any(|out| out.contains(text)),
            "{text:?} in the output of {}",
            self.all()
        );
        self
    }

    /// Its exit code.
    pub fn code(&self) -> i32 {
        self.code
    }

    /// Standard output as JSON, one value a line.
    pub fn json(&self) -> Vec<serde_json::Value> {
        let value = |line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{}", self.all()));
        self.stdout.lines().map(value).collect()
    }

    /// Standard output as it was, nothing replaced.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    fn all(&self) -> String {
        let Self { code, stdout, stderr, .. } = self;
        format!(
            "`{}`, which ended with {code}\n--- stdout\n{stdout}--- stderr\n{stderr}---",
            self.what
        )
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        let ended = self.ended.get() || std::thread::panicking();
        assert!(ended, "nobody asked how this ended: {}", self.all());
    }
}
