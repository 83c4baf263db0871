//! What is around the content: the secret, the output folder, the disk, git.

use super::Check;
use crate::access::Secret;
use crate::cli::target;
use crate::cli::workspace::{self, SECRET, shown};
use crate::load::Workspace;
use crate::write::{made_with, probe};
use camino::{Utf8Path, Utf8PathBuf};
use indicatif::DecimalBytes;
use std::process::{Command, Stdio};

/// Less room than this is worth a word, in bytes.
const LITTLE_ROOM: u64 = 1_000_000_000;

/// That there is a secret that nobody else can read, and that the portals were made with it.
pub(super) fn secret(workspace: &Workspace, out: &Utf8Path) -> Check {
    let place = if std::env::var_os(SECRET).is_some() {
        format!("in the variable `{SECRET}`")
    } else {
        format!("in `{}`, for its owner alone", shown(&Secret::path(workspace.root())))
    };
    let made_with = made_with(out).ok().flatten();
    match (workspace::secret(workspace), made_with) {
        (Err(error), _) => Check::error("secret", error.to_string()),
        (Ok(None), None) => Check::ok("secret", "none yet: the first build makes it"),
        (Ok(None), Some(_)) => {
            let message = format!("missing, and `{}` was made with one", shown(out));
            Check::error("secret", message).help(format!(
                "put it back as `{}` or in `{SECRET}`: another one changes every link",
                shown(&Secret::path(workspace.root()))
            ))
        }
        (Ok(Some(secret)), Some(other)) if secret.fingerprint() != other => {
            let message = format!("`{}` was made with another one", shown(out));
            Check::error("secret", message)
                .help("bring the old one back, or build with `--adopt` if new links are meant")
        }
        (Ok(Some(_)), _) => Check::ok("secret", place),
    }
}

/// That the output folder is Keyfolio's own, or can be.
pub(super) fn output(out: &Utf8Path) -> Check {
    let path = shown(out);
    let others = || out.read_dir_utf8().is_ok_and(|mut entries| entries.next().is_some());
    match made_with(out) {
        Err(error) => Check::error("output", error.to_string()),
        Ok(Some(_)) => Check::ok("output", format!("`{path}`")),
        Ok(None) if out.is_file() => Check::error("output", format!("`{path}` is a file"))
            .help("choose another output folder with `--out`, or move it away"),
        Ok(None) if others() => {
            let message = format!("`{path}` is not empty and was not made by Keyfolio");
            Check::error("output", message)
                .help("choose another output folder with `--out`, or empty this one")
        }
        Ok(None) => Check::ok("output", format!("`{path}`, made by the first build")),
    }
}

/// What the file system under the output folder can do.
pub(super) fn disk(out: &Utf8Path) -> Vec<Check> {
    let found = match probe(out) {
        Ok(found) => found,
        Err(error) => {
            let message = format!("nothing can be written to `{}`: {error}", shown(out));
            return vec![
                Check::error("disk", message)
                    .help("mend its permissions, or choose another with `--out`"),
            ];
        }
    };
    let room = DecimalBytes(found.free);
    let room = if found.free < LITTLE_ROOM {
        Check::warning("disk", format!("only {room} free"))
            .help("a changed portal stands on the disk twice while it is swapped in")
    } else {
        Check::ok("disk", format!("{room} free"))
    };
    let links = if found.hard_links {
        Check::ok("hard links", "work: files that did not change are not copied")
    } else {
        Check::warning("hard links", "do not work here: a changed portal is copied as a whole")
            .help(
                "builds are slower and need more room; another file system for the output mends it",
            )
    };
    let case = if found.case_sensitive { "two names" } else { "one name" };
    let case = Check::ok("file names", format!("`a` and `A` are {case} on this file system"));
    vec![room, links, case]
}

/// That git leaves out the secret and the portals.
pub(super) fn git(workspace: &Workspace, out: &Utf8Path) -> Check {
    let root = workspace.root();
    if !root.ancestors().any(|folder| folder.join(".git").exists()) {
        return Check::ok("git", "not in a repository");
    }
    let secret = Secret::path(root);
    // The first build keeps it out of git together with making it.
    let kept = if secret.exists() { ignored(root, &secret) } else { Some(true) };
    let agency = workspace.agency_as_written();
    let targets = agency.map_or_else(Vec::new, |agency| target::folders(root, &agency));
    let asked = |folder: &Utf8Path| ignored(root, &folder.join("index.html"));
    // The first that is not left out, or that git cannot be asked about.
    let folders = std::iter::once(out).chain(targets.iter().map(Utf8PathBuf::as_path));
    let taken = folders.map(|folder| (folder, asked(folder))).find(|(_, it)| *it != Some(true));
    let (folder, left_out) = taken.unwrap_or((out, Some(true)));
    match (kept, left_out) {
        (None, _) | (_, None) => Check::warning("git", "cannot be asked what it leaves out")
            .help("make sure that `.keyfolio/` and the folders of the portals are in `.gitignore`"),
        (Some(false), _) => Check::error("git", format!("does not leave out `{}`", shown(&secret)))
            .help("add a line `.keyfolio/` to `.gitignore`: whoever has the secret has every link"),
        (_, Some(false)) => {
            Check::warning("git", format!("does not leave out `{}`", shown(folder)))
                .help("add this folder to `.gitignore`: the names in it are the links")
        }
        (Some(true), Some(true)) => Check::ok("git", "leaves out the secret and the portals"),
    }
}

/// Whether git leaves out `path`; `None` when it cannot be asked. What is outside of the
/// repository is left out.
fn ignored(root: &Utf8Path, path: &Utf8Path) -> Option<bool> {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["check-ignore", "--quiet", "--"]).arg(path);
    let status = git.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    match status.ok()?.code()? {
        0 => Some(true),
        1 => Some(false),
        _ if !path.starts_with(root) => Some(true),
        _ => None,
    }
}
