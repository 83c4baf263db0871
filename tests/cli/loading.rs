//! Content that cannot be put into a repository: links, pipes, unreadable and huge files, names
//! that are not Unicode. Each ends in a diagnostic, never in a panic or a leak. What became of it is
//! looked for in portals that are not sealed.

use camino::{Utf8Path, Utf8PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

struct Workspace {
    root: Utf8PathBuf,
    _guard: tempfile::TempDir,
}

impl Workspace {
    fn new() -> Self {
        let guard = tempfile::tempdir().expect("a folder");
        let root = Utf8PathBuf::try_from(guard.path().to_owned()).expect("a Unicode path");
        let workspace = Self { root, _guard: guard };
        workspace.write("keyfolio.yaml", "name: Northlight\naccess: { mode: plain }\n");
        workspace.write("content/acme/client.yaml", "name: Acme\n");
        workspace
    }

    fn path(&self, path: &str) -> Utf8PathBuf {
        self.root.join(path)
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs_err::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs_err::write(path, content).expect("a file");
    }

    fn run(&self, command: &str) -> Run {
        Run::of(Command::new(env!("CARGO_BIN_EXE_keyfolio")).args([
            "-C",
            self.root.as_str(),
            command,
        ]))
    }

    /// Every page and file of the output, by path.
    fn output(&self) -> Vec<(String, Vec<u8>)> {
        let entries =
            walkdir::WalkDir::new(self.path("dist")).into_iter().map(|e| e.expect("an entry"));
        let files = entries.filter(|entry| entry.file_type().is_file());
        let path = |path: &std::path::Path| Utf8Path::from_path(path).expect("Unicode").to_string();
        files.map(|e| (path(e.path()), fs_err::read(e.path()).expect("a file"))).collect()
    }
}

struct Run {
    code: Option<i32>,
    text: String,
}

impl Run {
    fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!text.contains("panicked"), "{text}");
        Self { code: output.status.code(), text }
    }

    #[track_caller]
    fn says(&self, expected: &str) -> &Self {
        assert!(self.text.contains(expected), "`{expected}` is not in:\n{}", self.text);
        self
    }

    #[track_caller]
    fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.code, Some(code), "{}", self.text);
        self
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_leads_nowhere() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new();
    workspace.write("content/bolt/client.yaml", "name: Bolt\n");
    workspace.write("content/bolt/documents/plan.pdf", "the plan of bolt");
    workspace.write("content/acme/documents/own.pdf", "own");
    let acme = workspace.path("content/acme");
    symlink("../../bolt/documents/plan.pdf", acme.join("documents/plan.pdf")).expect("a link");
    symlink("../bolt", acme.join("projects")).expect("a link");
    symlink("documents/own.pdf", acme.join("again.pdf")).expect("a link");
    symlink("nowhere", acme.join("documents/gone.pdf")).expect("a link");
    workspace
        .run("check")
        .exits(0)
        .says("this symbolic link leads out of the folder; it stays out of the portal")
        .says("--> content/acme/documents/plan.pdf")
        .says("this symbolic link leads nowhere");
    workspace.run("build").exits(0);
    let plans = workspace.output().into_iter().filter(|(_, bytes)| bytes == b"the plan of bolt");
    assert_eq!(plans.count(), 1, "the plan is in bolt's portal alone");

    // Named in the content, it is an error.
    workspace.write("content/acme/documents/documents.yaml", "- file: plan.pdf\n");
    workspace.run("check").exits(1).says("it is a symbolic link that leads out of the folder");
}

#[cfg(unix)]
#[test]
fn a_link_shares_no_file_that_is_read() {
    use std::os::unix::fs::symlink;
    let workspace = Workspace::new();
    workspace.write("content/acme/client.yaml", "name: Acme # read, not shown\n");
    workspace.write("content/acme/documents/own.pdf", "own");
    workspace.write("content/acme/deliverables/cl/own.pdf", "own");
    let acme = workspace.path("content/acme");
    let links = ["documents/cl.yaml", "documents/client.yaml", "deliverables/cl/cl.yaml"];
    for link in links {
        symlink(acme.join("client.yaml"), acme.join(link)).expect("a link");
    }
    // By way of another link, and of a folder.
    symlink("cl.yaml", acme.join("documents/two.txt")).expect("a link");
    symlink("..", acme.join("documents/all")).expect("a link");
    let said = workspace.run("check");
    said.exits(0).says("this link leads to a folder; it stays out of the portal");
    for link in links.into_iter().chain(["documents/two.txt"]) {
        said.says("this symbolic link leads to a file that Keyfolio reads, not one that it shows")
            .says(&format!("--> content/acme/{link}"));
    }
    workspace.run("build").exits(0);
    let source = fs_err::read(acme.join("client.yaml")).expect("the file");
    let shared: Vec<_> =
        workspace.output().into_iter().filter(|(_, bytes)| *bytes == source).collect();
    assert!(shared.is_empty(), "{shared:?}");

    workspace.write("content/acme/documents/documents.yaml", "- file: cl.yaml\n");
    workspace.run("check").exits(1).says("it is a symbolic link to a file that Keyfolio reads");
}

#[cfg(unix)]
#[test]
fn a_client_folder_that_is_a_link_is_not_followed() {
    let workspace = Workspace::new();
    std::os::unix::fs::symlink("acme", workspace.path("content/alias")).expect("a link");
    workspace
        .run("check")
        .exits(0)
        .says("this symbolic link is not followed")
        .says("content/alias");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_not_read() {
    let workspace = Workspace::new();
    workspace.write("content/acme/documents/a.pdf", "a");
    let pipe = workspace.path("content/acme/documents/pipe.pdf");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    workspace.run("build").exits(0).says("special-file").says("this is a named pipe, not a file");
    // One that is named cannot be shared.
    workspace.write("content/acme/documents/documents.yaml", "- file: pipe.pdf\n");
    workspace.run("check").exits(1).says("it is not a regular file");
}

/// Permissions do not hold root back, so as root the program runs as nobody.
#[cfg(unix)]
#[test]
fn an_unreadable_file_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let workspace = Workspace::new();
    workspace.write("content/acme/status.yaml", "health: on_track\n");
    workspace.write("content/acme/documents/a.pdf", "a");
    let lock = |path: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        fs_err::set_permissions(workspace.path(path), permissions).expect("a mode");
    };
    for (path, mode) in
        [("", 0o755), ("content/acme/status.yaml", 0), ("content/acme/documents", 0)]
    {
        lock(path, mode);
    }
    let is_root = Command::new("id").arg("-u").output().expect("id").stdout == b"0\n";
    let program = env!("CARGO_BIN_EXE_keyfolio");
    let args = ["-C", workspace.root.as_str(), "check"];
    let run = if is_root {
        let shared = workspace.path("keyfolio");
        fs_err::copy(program, &shared).expect("a copy that anybody may run");
        let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
        Run::of(Command::new("setpriv").args(nobody).arg(&shared).args(args))
    } else {
        Run::of(Command::new(program).args(args))
    };
    lock("content/acme/documents", 0o755);
    run.exits(1)
        .says("error[unreadable]: cannot be read: permission denied")
        .says("--> content/acme/status.yaml")
        .says("--> content/acme/documents");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_unicode_is_said() {
    use std::os::unix::ffi::OsStrExt;
    let workspace = Workspace::new();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.pdf");
    workspace.write("content/acme/documents/a.pdf", "a");
    std::fs::File::create(workspace.path("content/acme/documents").as_std_path().join(name))
        .expect("a file");
    let folder =
        workspace.path("content").as_std_path().join(std::ffi::OsStr::from_bytes(b"b\xff"));
    fs_err::create_dir(folder).expect("a folder");
    workspace
        .run("build")
        .exits(1)
        .says("error[invalid-name]: the name of this file is not Unicode")
        .says("error[invalid-name]: the name of this folder is not Unicode");
}

/// Each name for itself would do, and no reader opens a portal with the whole of them.
#[test]
fn folders_in_folders_end_somewhere() {
    let workspace = Workspace::new();
    let deep = ["ü".repeat(120).as_str(); 4].join("/");
    workspace.write(&format!("content/acme/documents/{deep}/a.pdf"), "a");
    workspace
        .run("build")
        .exits(1)
        .says("error[invalid-name]: this file has no place in the portal: it is longer than 900 bytes")
        .says("shorten the names of its folders");
}

/// macOS writes names decomposed (NFD), Linux as they are typed (NFC): both are the same name.
#[test]
fn names_in_any_script_and_form_are_linked() {
    let workspace = Workspace::new();
    let (nfd, nfc) = ("u\u{308}ber uns.pdf", "%C3%BCber%20uns.pdf");
    workspace.write(&format!("content/acme/documents/{nfd}"), "nfd");
    workspace.write("content/acme/documents/作品 目録.pdf", "cjk");
    workspace.write("content/acme/documents/سلام.pdf", "rtl");
    workspace.write("content/acme/documents/🚀 100% & more.pdf", "emoji");
    if cfg!(unix) {
        workspace.write("content/acme/documents/con.pdf", "reserved");
        workspace.write("content/acme/documents/what?.pdf", "forbidden");
    }
    workspace.write("content/cafe\u{301}/client.yaml", "name: Café\n");
    workspace.run("build").exits(0);
    let output = workspace.output();
    let page = output.iter().find(|(path, _)| path.ends_with("/documents.html")).expect("a page");
    let page = String::from_utf8_lossy(&page.1);
    assert!(page.contains(nfc), "the address is in NFC");
    assert!(page.contains("%F0%9F%9A%80%20100%25%20%26%20more.pdf"), "percent-encoded");
    for content in ["nfd", "cjk", "rtl", "emoji"]
        .iter()
        .chain(["reserved", "forbidden"].iter().filter(|_| cfg!(unix)))
    {
        assert!(output.iter().any(|(_, bytes)| bytes == content.as_bytes()), "{content} is served");
    }
    for (path, _) in &output {
        let name = path.rsplit('/').next().unwrap_or_default();
        assert!(!name.starts_with("con.") && !name.contains('?'), "{name} is no file on Windows");
    }
}

/// Where both forms can be, they are two files and would be one address.
#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_only_in_their_form_are_said() {
    let workspace = Workspace::new();
    workspace.write("content/acme/documents/u\u{308}.pdf", "one");
    workspace.write("content/acme/documents/\u{fc}.pdf", "two");
    workspace
        .run("check")
        .exits(1)
        .says("error[name-collision]: two files are called `documents/\u{fc}.pdf`; they differ");
}

/// Two files of a client, or of a client and a collection, never have one place in a portal.
#[test]
fn a_collection_and_a_folder_of_the_same_name_stay_apart() {
    let workspace = Workspace::new();
    workspace.write("content/acme/client.yaml", "name: Acme\nshared: [kit]\n");
    workspace.write("content/acme/updates/a.md", "[a](../shared/kit) [b](../files/shared)\n");
    workspace.write("content/acme/shared/kit", "the client's own");
    workspace.write("content/acme/files/shared", "also the client's own");
    workspace.write("shared/kit/documents/manual.txt", "the manual");
    workspace.run("build").exits(0);
    let output = workspace.output();
    for content in ["the client's own", "also the client's own", "the manual"] {
        assert!(output.iter().any(|(_, bytes)| bytes == content.as_bytes()), "{content}");
    }
}

/// What several clients read is in the language it was written in, not in that of each of them.
#[test]
fn a_collection_has_its_own_language() {
    let workspace = Workspace::new();
    workspace.write("content/acme/client.yaml", "name: Acme\nlanguage: fr\nshared: [kit]\n");
    workspace.write("shared/kit/updates/soup.md", "\"Hot\" soup.\n");
    let page = |workspace: &Workspace| {
        workspace.run("build").exits(0);
        let output = workspace.output();
        let page = output.iter().find(|(path, _)| path.ends_with("shared/kit/soup.html"));
        String::from_utf8_lossy(&page.expect("its page").1).into_owned()
    };
    let english = page(&workspace);
    assert!(english.contains("<html lang=\"fr\""), "{english}");
    assert!(english.contains("<h1 lang=\"en\" dir=\"ltr\">Soup</h1>"), "{english}");
    assert!(english.contains("\u{201c}Hot\u{201d} soup"), "{english}");
    workspace.write("shared/kit/collection.yaml", "title: Kit\nlanguage: de\n");
    let german = page(&workspace);
    assert!(german.contains("<h1 lang=\"de\" dir=\"ltr\">Soup</h1>"), "{german}");
    assert!(german.contains("\u{201e}Hot\u{201c} soup"), "{german}");
}

/// The agency's own files and the collections are found under names of either form, too.
#[test]
fn names_of_the_agency_are_one_name_in_any_form() {
    let workspace = Workspace::new();
    let settings =
        "name: Northlight\naccess: { mode: plain }\nbrand:\n  logo: marke/f\u{fc}r uns.svg\n";
    workspace.write("keyfolio.yaml", settings);
    workspace.write("marke/fu\u{308}r uns.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    workspace.write("content/acme/client.yaml", "name: Acme\nshared: [m\u{f6}bel]\n");
    workspace.write("shared/mo\u{308}bel/documents/stuhl.txt", "a chair");
    workspace.run("build").exits(0);
    assert!(workspace.output().iter().any(|(_, bytes)| bytes == b"a chair"));
}

#[cfg(unix)]
#[test]
fn a_name_cannot_steer_the_terminal() {
    let workspace = Workspace::new();
    workspace.write("content/acme/documents/\u{1b}]0;owned\u{7}.pdf", "");
    workspace.write("content/\u{1b}[2Jbolt/client.yaml", "name: Bolt\n");
    for command in ["check", "build"] {
        let run = workspace.run(command);
        run.exits(1)
            .says("warning[empty-file]: this file is empty")
            .says("--> content/acme/documents/\\u{1b}]0;owned\\u{7}.pdf")
            .says("error[invalid-name]: the name of this folder has control characters in it")
            .says("--> content/\\u{1b}[2Jbolt");
        assert!(!run.text.contains(['\u{1b}', '\u{7}']), "{:?}", run.text);
    }
}

/// What has no title of its own is called by what its name says.
#[test]
fn titles_come_from_names() {
    let workspace = Workspace::new();
    workspace.write("content/acme/client.yaml", "name: Acme\nlanguage: de\n");
    workspace.write("content/acme/updates/2026-01-02.md", "Es geht los.\n");
    workspace.write("content/acme/deliverables/logo-pack-v2.tar.gz", "packed");
    workspace.run("build").exits(0);
    let output = workspace.output();
    let page = |name: &str| {
        let found = output.iter().find(|(path, _)| path.ends_with(name));
        String::from_utf8_lossy(&found.unwrap_or_else(|| panic!("no {name}")).1).into_owned()
    };
    assert!(page("updates/2026-01-02.html").contains("<h1>2. Januar 2026</h1>"));
    let pack = page("deliverables/logo-pack.html");
    assert!(pack.contains("<h1>Logo pack</h1>") && pack.contains("v2"), "{pack}");
    // Nothing was said of its state, and so nothing is shown.
    assert!(!pack.contains("class=\"state"), "{pack}");
}

/// On another system both would be one folder, and one portal would hold the files of two clients.
#[cfg(target_os = "linux")]
#[test]
fn clients_that_differ_only_by_case_are_said() {
    let workspace = Workspace::new();
    workspace.write("content/Acme/client.yaml", "name: Acme Ltd\n");
    for command in ["check", "build"] {
        workspace
            .run(command)
            .exits(1)
            .says("error[name-collision]: `acme` and `Acme` differ only by case");
    }
    let portals =
        workspace.output().into_iter().filter(|(path, _)| path.ends_with("/project.html"));
    assert_eq!(portals.count(), 2, "neither keeps the other from being built");
}

/// What a desktop leaves behind in its folders is nobody's deliverable.
#[test]
fn files_that_programs_keep_for_themselves_stay_out() {
    let workspace = Workspace::new();
    for name in ["Thumbs.db", "desktop.ini", "~$contract.docx", "contract.docx~"] {
        workspace.write(&format!("content/acme/documents/{name}"), "litter");
        workspace.write(&format!("content/acme/deliverables/{name}"), "litter");
    }
    workspace.write("content/acme/documents/contract.docx", "the contract");
    workspace
        .run("check")
        .exits(0)
        .says("this file stays out of the portal: a program made it for itself");
    workspace.run("build").exits(0);
    let output = workspace.output();
    assert!(output.iter().any(|(_, bytes)| bytes == b"the contract"));
    assert!(!output.iter().any(|(_, bytes)| bytes == b"litter"));
}

/// A team that began with folders and went on with file names, or the other way about, keeps
/// every version.
#[test]
fn versions_by_folder_and_by_name_are_one_history() {
    let workspace = Workspace::new();
    workspace.write("content/acme/deliverables/logo/V1/logo.txt", "first");
    workspace.write("content/acme/deliverables/logo/logo-v1.txt", "first, too");
    workspace.write("content/acme/deliverables/logo/logo-v2.txt", "second");
    workspace.write("content/acme/deliverables/logo/notes.txt", "nobody's");
    workspace.run("check").exits(0).says("--> content/acme/deliverables/logo/notes.txt");
    workspace.run("build").exits(0);
    let output = workspace.output();
    for content in ["first", "first, too", "second"] {
        assert!(output.iter().any(|(_, bytes)| bytes == content.as_bytes()), "{content}");
    }
    assert!(!output.iter().any(|(_, bytes)| bytes == b"nobody's"));
    let page = output.iter().find(|(path, _)| path.ends_with("deliverables/logo.html"));
    let page = String::from_utf8_lossy(&page.expect("its page").1);
    let (second, first) = (page.find("<h3>Version 2"), page.find("<h3>Version 1"));
    assert!(second.expect("version 2") < first.expect("version 1"), "the newest stands first");
}

/// A folder with a page at its top can be tried out, whatever its files are called.
#[test]
fn a_folder_with_an_index_is_a_prototype() {
    let workspace = Workspace::new();
    let write = |path: &str, text: &str| {
        workspace.write(&format!("content/acme/deliverables/{path}"), text);
    };
    write("app/v1/pages/index.html", "no page at the top");
    write("app/v2/index.html", "the start of the app");
    write("app/v2/about.txt", "its text");
    write("app/v2/js/app-v3.js", "its script");
    write("app/v2/_drafts/index.html", "a draft");
    write("app/app-v2.pdf", "its description");
    write("tool/index.html", "the start of the tool");
    write("tool/tool-v9.js", "its tool");
    write("tool/css/tool.css", "its style");
    write("tool/deliverable.yaml", "title: The tool\n");
    write("listed/v1/index.html", "a file like others");
    write("listed/deliverable.yaml", "versions: [{id: v1, files: [v1/index.html]}]\n");
    write("bare.html", "a file");
    workspace.run("build").exits(0);

    let output = workspace.output();
    let has = |content: &str| output.iter().any(|(_, bytes)| bytes == content.as_bytes());
    assert!(["the start of the app", "its script", "its tool", "its style"].iter().all(|c| has(c)));
    assert!(!has("a draft"));
    let page = |path: &str| {
        let found = output.iter().find(|(at, _)| at.ends_with(path))?;
        Some(String::from_utf8_lossy(&found.1).into_owned())
    };
    for (path, start) in [
        ("deliverables/app/v2.html", "../../files/deliverables/app/v2/index.html"),
        ("deliverables/tool/v1.html", "../../files/deliverables/tool/index.html"),
    ] {
        let page = page(path).expect("a page for the prototype");
        assert!(page.contains(&format!("src=\"{start}\"")), "{page}");
        assert!(page.contains(" sandbox=\"allow-scripts allow-forms allow-modals\""), "{page}");
    }
    for path in ["app/v1.html", "tool/v9.html", "listed/v1.html", "bare/v1.html"] {
        assert!(page(&format!("deliverables/{path}")).is_none(), "{path}");
    }
    let app = page("deliverables/app.html").expect("the deliverable's page");
    assert!(app.contains("href=\"../deliverables/app/v2.html\""), "{app}");
    // Beside the prototype, not in it; and what is in it is not shown by itself.
    let (versions, inside) = app.split_once("</summary>").expect("the files of the prototype");
    assert!(inside.split_once("</details>").expect("their end").1.contains("app-v2.pdf"));
    assert!(!versions.contains("its text"), "{app}");
    assert!(page("deliverables/tool.html").expect("its page").contains(">Prototype<"));
}

#[test]
fn hostile_sizes_end_in_time() {
    let workspace = Workspace::new();
    let long = "x".repeat(50 << 20);
    workspace.write("content/acme/status.yaml", format!("summary: {long}\n"));
    workspace.write("content/acme/updates/long.md", &long);
    workspace.write(
        "content/bolt/client.yaml",
        format!("name: {}{}\n", "[".repeat(100_000), "]".repeat(100_000)),
    );
    let deep = format!("{}x", "> ".repeat(100_000));
    workspace.write("content/cato/client.yaml", "name: Cato\n");
    workspace.write("content/cato/updates/deep.md", deep);
    workspace.write("content/cato/updates/line.md", "*a ".repeat(2 << 20));
    let start = Instant::now();
    let run = workspace.run("check");
    run.exits(1)
        .says("error[file-too-large]: this text has 50.00 MiB; the limit is 8.00 MiB")
        .says("error[yaml-budget]");
    // Far more than it takes; a quadratic step would take hours.
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}
