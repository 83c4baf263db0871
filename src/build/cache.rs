//! What the last build found, so that the next can tell what it need not do.
//!
//! One JSON file, written whole. A thousand clients are about 200 KB, which `serde_json` reads in
//! about a millisecond: a denser format would save nothing that can be measured.

use super::Print;
use crate::diagnostics::Diagnostic;
use crate::schema::Date;
use crate::write::keep;
use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// Changes whenever the file's meaning does.
const FORMAT: &str = "keyfolio build cache 4";

/// The two sides of one client's build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prints {
    /// Of all that its portal is made of, taken before it was read.
    pub input: Print,
    /// Of the portal's folders, taken after it was written.
    pub output: Print,
}

/// What became of one client.
#[derive(Debug, Default)]
pub struct Built {
    /// The folders of the portal, by path inside it.
    pub folders: Vec<String>,
    /// The names of the doors that lead to it.
    pub doors: Vec<String>,
    /// The day that it was built for, where the day decides about anything.
    pub day: Option<Date>,
    /// What the build had to say about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is remembered of one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cached {
    input: String,
    output: String,
    /// The folders of the portal, by path inside it.
    pub folders: Vec<String>,
    /// The names of the doors that lead to it.
    pub doors: Vec<String>,
    /// The day that it was built for, where the day decides about anything.
    day: Option<Date>,
    /// What the build had to say about it.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    key: String,
    clients: BTreeMap<String, Cached>,
}

/// The memory of the last build. It holds under one key, the print of all that every client
/// depends on (program, agency, theme, secret, output folder): under another it is empty.
#[derive(Debug)]
pub struct Cache {
    path: Utf8PathBuf,
    key: Print,
    clients: BTreeMap<String, Cached>,
    changed: bool,
}

impl Cache {
    /// Reads the cache at `path`. One that is missing, broken, of another version or of another
    /// key is as good as none.
    #[must_use]
    pub fn load(path: &Utf8Path, key: Print) -> Self {
        let file = fs_err::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let clients = file
            .filter(|file: &File| file.format == FORMAT && file.key == key.hex())
            .map(|file| file.clients)
            .unwrap_or_default();
        Self { path: path.to_owned(), key, clients, changed: false }
    }

    /// What is remembered of `client`, if its input and its output are still what they were, and
    /// it would not be built otherwise `today`. `output` takes the print of the portal's folders,
    /// which the cache knows.
    pub fn fresh(
        &self,
        client: &str,
        input: &Print,
        today: Date,
        output: impl FnOnce(&Cached) -> Option<Print>,
    ) -> Option<&Cached> {
        let cached = self.clients.get(client).filter(|cached| cached.input == input.hex())?;
        if cached.day.is_some_and(|day| day != today) {
            return None;
        }
        let output = output(cached)?;
        (cached.output == output.hex()).then_some(cached)
    }

    /// Remembers what was just built; or forgets the client, when its input was changed so
    /// recently that a further change might not show ([`Print::is_settled`]).
    pub fn record(
        &mut self,
        client: &str,
        prints: &Prints,
        Built { folders, doors, day, diagnostics }: Built,
    ) {
        if !prints.input.is_settled() {
            self.changed |= self.clients.remove(client).is_some();
            return;
        }
        let (input, output) = (prints.input.hex(), prints.output.hex());
        self.clients
            .insert(client.to_owned(), Cached { input, output, folders, doors, day, diagnostics });
        self.changed = true;
    }

    /// Forgets every client that is not `wanted`.
    pub fn retain(&mut self, wanted: impl Fn(&str) -> bool) {
        let before = self.clients.len();
        self.clients.retain(|client, _| wanted(client));
        self.changed |= self.clients.len() != before;
    }

    /// Writes the cache, if anything in it changed and its key may be remembered.
    ///
    /// # Errors
    /// When the operating system refuses. The next build does more work then, that is all.
    pub fn save(&self) -> io::Result<()> {
        if !self.changed || !self.key.is_settled() {
            return Ok(());
        }
        let (format, key) = (FORMAT.to_owned(), self.key.hex());
        let file = File { format, key, clients: self.clients.clone() };
        keep(&self.path, &serde_json::to_vec(&file)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Clock, Printer};
    use crate::diagnostics::{Code, Place};

    fn print(value: &str) -> Print {
        let folder = Utf8PathBuf::try_from(std::env::temp_dir()).unwrap();
        Printer::new(Clock::of(&folder)).value(value.as_bytes()).finish()
    }

    fn prints(input: &str, output: &str) -> Prints {
        Prints { input: print(input), output: print(output) }
    }

    fn today() -> Date {
        Date(jiff::civil::date(2026, 3, 31))
    }

    fn warning() -> Diagnostic {
        Diagnostic::warning(Code::EmptyFile, Place::file("content/acme/a.pdf"), "nothing in it")
    }

    struct Disk {
        path: Utf8PathBuf,
        _guard: tempfile::TempDir,
    }

    fn disk() -> Disk {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        Disk { path: root.join("cache/build"), _guard: guard }
    }

    fn saved() -> Disk {
        let disk = disk();
        let mut cache = Cache::load(&disk.path, print("key"));
        let built = Built {
            folders: vec!["updates".to_owned()],
            diagnostics: vec![warning()],
            ..Built::default()
        };
        cache.record("acme", &prints("in", "out"), built);
        cache.save().unwrap();
        disk
    }

    #[test]
    fn remembers_with_its_diagnostics() {
        let disk = saved();
        let cache = Cache::load(&disk.path, print("key"));
        let cached = cache.fresh("acme", &print("in"), today(), |_| Some(print("out"))).unwrap();
        assert_eq!(cached.diagnostics, [warning()]);
        for (input, output) in [("other", "out"), ("in", "other"), ("out", "in")] {
            assert!(cache.fresh("acme", &print(input), today(), |_| Some(print(output))).is_none());
        }
        assert!(cache.fresh("bolt", &print("in"), today(), |_| Some(print("out"))).is_none());
    }

    #[test]
    fn what_the_day_decides_holds_for_that_day() {
        let disk = disk();
        let mut cache = Cache::load(&disk.path, print("key"));
        let built = Built { day: Some(today()), ..Built::default() };
        cache.record("acme", &prints("in", "out"), built);
        let fresh =
            |day: Date| cache.fresh("acme", &print("in"), day, |_| Some(print("out"))).is_some();
        assert!(fresh(today()));
        assert!(!fresh(Date(today().0.tomorrow().unwrap())));
    }

    #[test]
    fn another_key_remembers_nothing() {
        let disk = saved();
        let cache = Cache::load(&disk.path, print("another key"));
        assert!(cache.fresh("acme", &print("in"), today(), |_| Some(print("out"))).is_none());
    }

    #[test]
    fn a_broken_cache_is_none() {
        let disk = saved();
        let whole = fs_err::read_to_string(&disk.path).unwrap();
        let broken = [
            String::new(),
            whole[..whole.len() / 2].to_owned(),
            whole.replace(FORMAT, "keyfolio build cache 0"),
            whole.replace("empty-file", "no-such-code"),
            "[]".repeat(10),
            "[".repeat(100_000),
        ];
        for text in broken {
            fs_err::write(&disk.path, &text).unwrap();
            let cache = Cache::load(&disk.path, print("key"));
            assert!(
                cache.fresh("acme", &print("in"), today(), |_| Some(print("out"))).is_none(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_not_settled_is_forgotten() {
        let disk = saved();
        let fresh = Utf8PathBuf::try_from(std::env::temp_dir()).unwrap();
        let file = tempfile::NamedTempFile::new_in(&fresh).unwrap();
        let path = Utf8Path::from_path(file.path()).unwrap();
        let input = Printer::new(Clock::of(&fresh)).file(path).unwrap().finish();
        let unsettled = Prints { input, output: print("out") };
        let mut cache = Cache::load(&disk.path, print("key"));
        cache.record("acme", &unsettled, Built::default());
        assert!(cache.fresh("acme", &input, today(), |_| Some(print("out"))).is_none());
        cache.save().unwrap();
        let cache = Cache::load(&disk.path, print("key"));
        assert!(cache.fresh("acme", &print("in"), today(), |_| Some(print("out"))).is_none());
    }

    #[test]
    fn gone_clients_are_forgotten_and_nothing_is_written_without_need() {
        let disk = saved();
        let before = fs_err::metadata(&disk.path).unwrap().modified().unwrap();
        let mut cache = Cache::load(&disk.path, print("key"));
        cache.retain(|client| client == "acme");
        cache.save().unwrap();
        assert_eq!(fs_err::metadata(&disk.path).unwrap().modified().unwrap(), before);
        cache.retain(|client| client == "bolt");
        cache.save().unwrap();
        let cache = Cache::load(&disk.path, print("key"));
        assert!(cache.fresh("acme", &print("in"), today(), |_| Some(print("out"))).is_none());
    }
}
