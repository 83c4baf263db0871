use super::*;
use crate::model::PortalPath;
use crate::site::{Entry, Site};
use crate::source_file::SourceFile;
use crate::write::root_pages;

/// An agency's disk: the output folder, a folder of sources, and the secret.
struct Disk {
    root: Utf8PathBuf,
    secret: Secret,
    _guard: tempfile::TempDir,
}

impl Disk {
    fn new() -> Self {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).unwrap();
        let secret = Secret::create(&root).unwrap();
        Self { root, secret, _guard: guard }
    }

    fn dist(&self) -> Utf8PathBuf {
        self.root.join("dist")
    }

    fn open(&self) -> Output<'_> {
        Output::open(&self.dist(), &self.secret).unwrap()
    }

    fn source(&self, name: &str, text: &str) -> Entry {
        fs_err::write(self.root.join(name), text).unwrap();
        self.file(name)
    }

    /// A file as it is now.
    fn file(&self, name: &str) -> Entry {
        Entry::File(SourceFile::find(&self.root.join(name)).unwrap().unwrap())
    }

    fn acme(&self) -> Locator {
        self.secret.locator("acme", 0)
    }

    /// Every file of Acme's portal with its text.
    fn portal(&self) -> Vec<(String, String)> {
        read_tree(&self.dist().join(self.acme().as_str()))
    }
}

fn read_tree(root: &Utf8Path) -> Vec<(String, String)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap();
            (path.replace('\\', "/"), fs_err::read_to_string(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn site(entries: impl IntoIterator<Item = (&'static str, Entry)>) -> Site {
    let entry = |(path, entry)| (PortalPath::new(path).unwrap(), entry);
    Site { entries: entries.into_iter().map(entry).collect() }
}

fn page(text: &str) -> Entry {
    Entry::Bytes(text.into())
}

fn text_of(site: &Site) -> Vec<(String, String)> {
    let text = |entry: &Entry| match entry.content() {
        Ok(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
        Err(source) => fs_err::read_to_string(source.path()).unwrap(),
    };
    site.entries.iter().map(|(path, entry)| (path.to_string(), text(entry))).collect()
}

fn three(disk: &Disk) -> Site {
    three_with(disk.source("a.pdf", "a file"))
}

fn three_with(file: Entry) -> Site {
    site([
        ("index.html", page("home")),
        ("updates/one.html", page("one")),
        ("files/übersicht 😀.pdf", file),
    ])
}

#[test]
fn writes_then_touches_nothing() {
    let disk = Disk::new();
    let site = three(&disk);
    let first = disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    assert_eq!(first, Written { changed: 3, unchanged: 0, removed: 0, bytes: 13 });
    assert_eq!(disk.portal(), text_of(&site));

    let stamp = || {
        let portal = disk.dist().join(disk.acme().as_str());
        walkdir::WalkDir::new(portal)
            .sort_by_file_name()
            .into_iter()
            .map(|entry| crate::stamp::Stamp::of(&entry.unwrap().metadata().unwrap()))
            .collect::<Vec<_>>()
    };
    let before = stamp();
    let second = disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    assert_eq!(second, Written { changed: 0, unchanged: 3, removed: 0, bytes: 0 });
    assert!(!second.is_new());
    assert_eq!(stamp(), before);
}

#[test]
fn writes_only_what_changed() {
    let disk = Disk::new();
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let modified = |path: &str| {
        let path = disk.dist().join(disk.acme().as_str()).join(path);
        fs_err::metadata(path).unwrap().modified().unwrap()
    };
    let before = modified("index.html");
    let mut site = three(&disk);
    site.entries.remove(&PortalPath::new("updates/one.html").unwrap());
    site.entries.insert(PortalPath::new("updates/two.html").unwrap(), page("two"));
    let written = disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    assert_eq!(written, Written { changed: 1, unchanged: 2, removed: 1, bytes: 3 });
    assert_eq!(disk.portal(), text_of(&site));
    assert_eq!(modified("index.html"), before);
    assert_eq!(leftovers(&disk), Vec::<String>::new());
}

/// Names in the output that are neither a portal nor the marker or the lock.
fn leftovers(disk: &Disk) -> Vec<String> {
    let ours = [marker::NAME, LOCK];
    let mut names = names(&disk.dist()).unwrap();
    names.retain(|name| !ours.contains(&name.as_str()) && disk.secret.recognises(name).is_none());
    names
}

#[test]
fn a_page_may_become_a_folder_and_back() {
    let disk = Disk::new();
    let sites = [
        site([("a", page("file"))]),
        site([("a/b", page("in a folder"))]),
        site([("a", page("file"))]),
    ];
    for site in sites {
        disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
        assert_eq!(disk.portal(), text_of(&site));
    }
}

#[test]
fn the_same_length_is_not_the_same_content() {
    let disk = Disk::new();
    for text in ["first", "other"] {
        let site = site([("a.txt", disk.source("a.txt", text)), ("b.html", page(text))]);
        disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
        assert_eq!(disk.portal(), text_of(&site));
    }
}

#[test]
fn what_was_tampered_with_is_mended() {
    let disk = Disk::new();
    let site = three(&disk);
    disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    let portal = disk.dist().join(disk.acme().as_str());
    fs_err::write(portal.join("index.html"), "evil").unwrap();
    fs_err::write(portal.join("extra.html"), "extra").unwrap();
    fs_err::create_dir(portal.join("empty")).unwrap();
    fs_err::remove_file(portal.join("updates/one.html")).unwrap();
    let written = disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    assert_eq!(written, Written { changed: 2, unchanged: 1, removed: 1, bytes: 7 });
    assert_eq!(disk.portal(), text_of(&site));
    assert!(!portal.join("empty").exists());
}

#[test]
fn a_source_edited_in_place_does_not_reach_the_portal() {
    let disk = Disk::new();
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let before = disk.portal();
    disk.source("a.pdf", "edited");
    assert_eq!(disk.portal(), before);
}

#[test]
fn a_source_that_is_not_what_was_loaded_keeps_the_old_portal() {
    let disk = Disk::new();
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let before = disk.portal();
    let shorter = three(&disk);
    disk.source("a.pdf", "grown meanwhile");
    let error = disk.open().write_portal(&disk.acme(), &shorter.entries).unwrap_err();
    assert!(matches!(error, WriteError::Changed { .. }), "{error}");
    assert_eq!(disk.portal(), before);

    fs_err::remove_file(disk.root.join("a.pdf")).unwrap();
    let error = disk.open().write_portal(&disk.acme(), &shorter.entries).unwrap_err();
    assert!(error.to_string().contains("a.pdf"), "{error}");
    assert_eq!(disk.portal(), before);
    assert_eq!(leftovers(&disk), Vec::<String>::new());
}

#[cfg(unix)]
#[test]
fn a_web_server_can_read_it_and_links_are_replaced() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let disk = Disk::new();
    disk.source("a.pdf", "a file");
    fs_err::set_permissions(disk.root.join("a.pdf"), PermissionsExt::from_mode(0o400)).unwrap();
    let site = three_with(disk.file("a.pdf"));
    disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    let portal = disk.dist().join(disk.acme().as_str());
    for entry in walkdir::WalkDir::new(&portal) {
        let entry = entry.unwrap();
        let wanted = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, wanted, "{}", entry.path().display());
    }
    fs_err::remove_file(portal.join("index.html")).unwrap();
    symlink(disk.root.join(".keyfolio/secret"), portal.join("index.html")).unwrap();
    disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    let index = fs_err::symlink_metadata(portal.join("index.html")).unwrap();
    assert!(index.file_type().is_file());
    assert_eq!(disk.portal(), text_of(&site));
}

#[cfg(unix)]
#[test]
fn a_file_that_became_a_link_is_not_followed() {
    let disk = Disk::new();
    let site = three(&disk);
    disk.open().write_portal(&disk.acme(), &site.entries).unwrap();
    let before = disk.portal();
    // The same bytes even: what counts is that it is no longer what was loaded.
    fs_err::rename(disk.root.join("a.pdf"), disk.root.join("b.pdf")).unwrap();
    std::os::unix::fs::symlink("b.pdf", disk.root.join("a.pdf")).unwrap();
    let error = disk.open().write_portal(&disk.acme(), &site.entries).unwrap_err();
    assert!(matches!(error, WriteError::Changed { .. }), "{error}");
    assert_eq!(disk.portal(), before);
}

#[test]
fn a_folder_that_keyfolio_did_not_make_is_refused() {
    let disk = Disk::new();
    fs_err::create_dir(disk.dist()).unwrap();
    fs_err::write(disk.dist().join("thesis.txt"), "ten years").unwrap();
    let error = Output::open(&disk.dist(), &disk.secret).unwrap_err();
    assert!(matches!(error, WriteError::NotOurs { .. }), "{error}");
    let error = Output::adopt(&disk.dist(), &disk.secret).unwrap_err();
    assert!(matches!(error, WriteError::NotOurs { .. }), "{error}");
    assert_eq!(names(&disk.dist()).unwrap(), ["thesis.txt"]);
}

#[test]
fn another_secret_is_refused_until_it_is_meant() {
    let disk = Disk::new();
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let other = Disk::new();
    let error = Output::open(&disk.dist(), &other.secret).unwrap_err();
    assert!(matches!(error, WriteError::OtherSecret { .. }), "{error}");
    let output = Output::adopt(&disk.dist(), &other.secret).unwrap();
    assert_eq!(output.keep_only(&BTreeSet::new()).unwrap(), []);
    assert_eq!(output.strangers().unwrap(), [disk.acme().as_str()]);
    drop(output);
    assert!(Output::open(&disk.dist(), &other.secret).is_ok());
    assert_eq!(disk.portal(), text_of(&three(&disk)));
}

#[test]
fn a_removed_client_goes_and_a_stranger_stays() {
    let disk = Disk::new();
    let bolt = disk.secret.locator("bolt", 0);
    let output = disk.open();
    output.write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    output.write_portal(&bolt, &three(&disk).entries).unwrap();
    output.write_root(&root_pages("Studio")).unwrap();
    let stranger = "a".repeat(32);
    fs_err::create_dir(disk.dist().join(&stranger)).unwrap();
    fs_err::write(disk.dist().join("CNAME"), "example.org").unwrap();

    assert_eq!(output.strangers().unwrap(), ["CNAME", &stranger]);
    let removed = output.keep_only(&BTreeSet::from([disk.acme()])).unwrap();
    assert_eq!(removed, [bolt]);
    drop(output);
    assert_eq!(disk.portal(), text_of(&three(&disk)));
    assert_eq!(
        leftovers(&disk),
        ["404.html", "CNAME", stranger.as_str(), "index.html", "robots.txt"]
    );
    assert!(disk.dist().join(stranger).is_dir());
}

#[test]
fn two_builds_do_not_mix() {
    let disk = Disk::new();
    let first = disk.open();
    let lock = fs_err::OpenOptions::new().write(true).open(disk.dist().join(LOCK)).unwrap();
    let error = wait_for(&lock, &disk.dist(), Duration::ZERO).unwrap_err();
    assert!(matches!(error, WriteError::Busy { .. }), "{error}");
    drop(first);
    assert!(wait_for(&lock, &disk.dist(), Duration::ZERO).is_ok());
}

#[test]
fn without_a_swap_two_renames_do() {
    let disk = Disk::new();
    let mut output = disk.open();
    output.exchange = |_, _| Err(io::ErrorKind::Unsupported.into());
    output.write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let site = site([("index.html", page("new"))]);
    output.write_portal(&disk.acme(), &site.entries).unwrap();
    drop(output);
    assert_eq!(disk.portal(), text_of(&site));
    assert_eq!(leftovers(&disk), Vec::<String>::new());
}

#[test]
fn a_swap_that_fails_keeps_the_old_portal() {
    let disk = Disk::new();
    let mut output = disk.open();
    output.write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    output.exchange = |_, _| Err(io::ErrorKind::StorageFull.into());
    let error = output
        .write_portal(&disk.acme(), &site([("index.html", page("new"))]).entries)
        .unwrap_err();
    assert!(matches!(error, WriteError::Full(_)), "{error}");
    drop(output);
    assert_eq!(disk.portal(), text_of(&three(&disk)));
    assert_eq!(leftovers(&disk), Vec::<String>::new());
}

#[test]
fn a_build_killed_between_two_renames_is_mended() {
    let disk = Disk::new();
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    let portal = disk.dist().join(disk.acme().as_str());
    let aside = disk.dist().join(format!("{ASIDE}{}", disk.acme()));
    let staging = disk.dist().join(format!("{STAGING}{}-1-0", disk.acme()));

    // After the first rename: the old portal is aside, the new one not yet in place.
    fs_err::rename(&portal, &aside).unwrap();
    fs_err::create_dir(&staging).unwrap();
    fs_err::write(staging.join("index.html"), "half").unwrap();
    drop(disk.open());
    assert_eq!(disk.portal(), text_of(&three(&disk)));
    assert_eq!(leftovers(&disk), Vec::<String>::new());

    // After the second: the new one is in place, the old one not yet removed.
    fs_err::create_dir(&aside).unwrap();
    fs_err::write(aside.join("index.html"), "old").unwrap();
    drop(disk.open());
    assert_eq!(disk.portal(), text_of(&three(&disk)));
    assert_eq!(leftovers(&disk), Vec::<String>::new());
}

#[test]
fn something_else_under_a_locator_is_left_alone() {
    let disk = Disk::new();
    let output = disk.open();
    fs_err::write(output.portal(&disk.acme()), "a file").unwrap();
    let error = output.write_portal(&disk.acme(), &three(&disk).entries).unwrap_err();
    assert!(matches!(error, WriteError::InTheWay { .. }), "{error}");
}

#[test]
fn the_marker_tells_the_secret_and_nothing_else() {
    let disk = Disk::new();
    assert_eq!(made_with(&disk.dist()).unwrap(), None);
    disk.open().write_portal(&disk.acme(), &three(&disk).entries).unwrap();
    assert_eq!(made_with(&disk.dist()).unwrap(), Some(disk.secret.fingerprint()));
    let marker = fs_err::read_to_string(disk.dist().join(marker::NAME)).unwrap();
    assert!(!marker.contains(disk.acme().as_str()));
    fs_err::write(disk.dist().join(marker::NAME), "").unwrap();
    assert!(matches!(made_with(&disk.dist()), Err(WriteError::Marker { .. })));
}

#[test]
fn a_large_file_is_kept_by_its_times_and_read_when_they_moved() {
    use crate::write::Item;
    use crate::write::compare::LARGE;
    let disk = Disk::new();
    let text = "x".repeat(usize::try_from(LARGE).unwrap());
    let entry = disk.source("film.mp4", &text);
    let film = site([("film.mp4", entry.clone())]);
    disk.open().write_portal(&disk.acme(), &film.entries).unwrap();
    let copy = disk.dist().join(disk.acme().as_str()).join("film.mp4");
    let time = |path: &Utf8Path| fs_err::metadata(path).unwrap().modified().unwrap();
    assert_eq!(time(&copy), time(&disk.root.join("film.mp4")));
    assert!(entry.stands_at(&copy, &fs_err::metadata(&copy).unwrap()).unwrap());

    // The same length and the same modification time, but changed since: it is read.
    let before = time(&copy);
    disk.source("film.mp4", &text.replace('x', "y"));
    let source = fs_err::OpenOptions::new().write(true).open(disk.root.join("film.mp4")).unwrap();
    source.set_modified(before).unwrap();
    let entry = disk.file("film.mp4");
    assert!(!entry.stands_at(&copy, &fs_err::metadata(&copy).unwrap()).unwrap());
}

#[test]
fn the_root_is_written_when_it_changes() {
    let disk = Disk::new();
    let output = disk.open();
    output.write_root(&root_pages("Studio")).unwrap();
    let path = disk.dist().join("index.html");
    let before = crate::stamp::Stamp::of(&fs_err::metadata(&path).unwrap());
    output.write_root(&root_pages("Studio")).unwrap();
    assert_eq!(crate::stamp::Stamp::of(&fs_err::metadata(&path).unwrap()), before);
    output.write_root(&root_pages("Büro")).unwrap();
    assert!(fs_err::read_to_string(&path).unwrap().contains("Büro"));
}
