//! The code that runs in the client's browser, as the scripts that portals carry.
//!
//! It is written as ES modules, so that it can be checked and tested piece by piece, and joined to
//! one classic script here: the `integrity` of a script tag covers no module that the script
//! imports, and not every engine has another way to say what those must be; a classic script also
//! runs from a folder on a disk, and is there in one round trip.
//!
//! Joining is no bundling. The modules are put behind one another, the lines that import and the
//! word `export` taken out; so no two of them may give the same name to different things, which
//! the engine refuses (and a test with it). Comments and space are left out, as they would be half of
//! what is sent; names stay, so that what a host serves can be read and compared.

mod squeeze;

use squeeze::squeeze;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

macro_rules! modules {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!($name))),*] };
}

type Module = (&'static str, &'static str);

/// What a plain portal runs.
const PLAIN: &[Module] = modules!["enhance.js", "print.js", "plain.js"];

/// What opens and shows a sealed one. Each stands behind what it imports.
const SHELL: &[Module] = modules![
    "enhance.js",
    "reader/bytes.js",
    "reader/failure.js",
    "reader/streams.js",
    "reader/code.js",
    "reader/keys.js",
    "reader/cobblestone.js",
    "reader/documents.js",
    "reader/inflate.js",
    "reader/header.js",
    "reader/manifest.js",
    "reader/portal.js",
    "shell/host.js",
    "shell/trusted.js",
    "shell/words.js",
    "shell/remembered.js",
    "shell/addresses.js",
    "shell/lock.js",
    "shell/frame.js",
    "shell/resources.js",
    "shell/sheets.js",
    "shell/page.js",
    "shell/later.js",
    "shell/session.js",
    "shell/shell.js",
];

/// What comes when the first page of a sealed portal is there. What these import from modules that
/// are in `SHELL`, that script lends them (`shell/later.js`).
const LATER: &[Module] = modules![
    "print.js",
    // Small, and of no state: again here rather than lent, as the first script must be small.
    "reader/bytes.js",
    "reader/streams.js",
    "reader/keys.js",
    "reader/cobblestone.js",
    "reader/documents.js",
    "reader/part.js",
    "later/streaming.js",
    "later/files.js",
    "later/idle.js",
    "later/passkey.js",
    "later/prototype.js",
    "later/media.js",
    "later/remember.js",
    "later/seen.js",
    "later/later.js",
];

/// What shows a prototype, in a document of its own.
const STAGE: &[Module] = modules![
    "stage/places.js",
    "stage/styles.js",
    "stage/scripts.js",
    "stage/elements.js",
    "stage/page.js",
    "stage/keeping.js",
    "stage/world.js",
    "stage/stage.js",
];

/// What gives films and large downloads part by part, as a service worker.
const WORKER: &[Module] = modules![
    "reader/bytes.js",
    "reader/failure.js",
    "reader/streams.js",
    "reader/cobblestone.js",
    "reader/documents.js",
    "reader/inflate.js",
    "reader/part.js",
    "stream/range.js",
    "stream/answer.js",
    "stream/worker.js",
];
/// What finds the portal that a code opens, at the agency's front door. It runs before the shell, and
/// brings its own reader: what the shell would have to lend it, every portal would have to carry.
const DOOR: &[Module] = modules![
    "reader/bytes.js",
    "reader/failure.js",
    "reader/streams.js",
    "reader/keys.js",
    "reader/cobblestone.js",
    "reader/documents.js",
    "reader/header.js",
    "reader/door.js",
    "shell/words.js",
    "door/door.js",
];

static PLAIN_SCRIPT: LazyLock<String> = LazyLock::new(|| joined(PLAIN));
static SHELL_SCRIPT: LazyLock<String> = LazyLock::new(|| joined(SHELL));
static LATER_SCRIPT: LazyLock<String> = LazyLock::new(|| joined(LATER));
static STAGE_PAGE: LazyLock<String> =
    LazyLock::new(|| include_str!("stage/stage.html").replace("{{script}}", &joined(STAGE)));
static WORKER_SCRIPT: LazyLock<String> = LazyLock::new(|| joined(WORKER));
static DOOR_SCRIPT: LazyLock<String> = LazyLock::new(|| joined(DOOR));

/// The page in front of a sealed portal, with `{{places}}` for what the agency brings.
pub(crate) const SHELL_PAGE: &str = include_str!("shell/index.html");
/// Its style sheet, which also dresses what the shell adds to an open portal.
pub(crate) const SHELL_STYLE: &str = include_str!("shell/lock.css");

/// The script of a plain portal.
pub(crate) fn plain_script() -> &'static str {
    &PLAIN_SCRIPT
}

/// The script of a sealed portal.
pub(crate) fn shell_script() -> &'static str {
    &SHELL_SCRIPT
}

/// The script that it loads when its first page is there; `stage` is where prototypes are shown.
pub(crate) fn later_script(stage: &str) -> String {
    LATER_SCRIPT.replace("{{stage}}", stage)
}

/// The page in which a sealed portal shows a prototype.
pub(crate) fn stage_page() -> &'static str {
    &STAGE_PAGE
}

/// The service worker of a sealed portal.
pub(crate) fn worker_script() -> &'static str {
    &WORKER_SCRIPT
}

/// The script that stands before it at the front door.
pub(crate) fn door_script() -> &'static str {
    &DOOR_SCRIPT
}

/// The modules as one script, its names its own but for those that are lent to it.
fn joined(modules: &[Module]) -> String {
    let mut script = String::from("(() => {\n'use strict';\n");
    let lent: BTreeSet<_> = modules.iter().flat_map(|(_, module)| lent(module, modules)).collect();
    if !lent.is_empty() {
        let names = lent.into_iter().collect::<Vec<_>>().join(", ");
        let _ = writeln!(script, "const {{ {names} }} = document.currentScript.lent;");
    }
    for (_, module) in modules {
        let mut importing = false;
        for line in module.lines() {
            importing |= line.starts_with("import ");
            if importing {
                importing = !line.ends_with(';');
                continue;
            }
            script.push_str(line.strip_prefix("export ").unwrap_or(line));
            script.push('\n');
        }
    }
    script.push_str("})();\n");
    squeeze(&script)
}

/// The names that a module imports from others than `modules`.
fn lent<'a>(module: &'a str, modules: &[Module]) -> Vec<&'a str> {
    imports(module)
        .filter(|(_, path)| !modules.iter().any(|(file, _)| file.ends_with(path)))
        .flat_map(|(names, _)| names.split(',').map(str::trim).filter(|name| !name.is_empty()))
        .collect()
}

/// What a module imports: names, and the path of where from, without what leads up to it.
fn imports(module: &str) -> impl Iterator<Item = (&str, &str)> {
    let statements = module.split("\nimport {").skip(1).chain(module.strip_prefix("import {"));
    statements.filter_map(|rest| {
        let (names, rest) = rest.split_once("} from '")?;
        let (path, _) = rest.split_once('\'')?;
        Some((names, path.trim_start_matches(['.', '/'])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_and_exports_go_and_code_stays() {
        let modules = [
            ("a.js", "// Why.\nexport const a = 1;\nexport function f() {\n  return a;\n}\n"),
            ("b.js", "import {\n  a,\n} from './a.js';\nimport { f } from './a.js';\n\nf(a);\n"),
        ];
        let script = "(()=>{'use strict';const a=1;function f(){return a}f(a)})();\n";
        assert_eq!(joined(&modules), script);
    }

    /// What `joined` takes for granted of the modules.
    #[test]
    fn modules_can_be_joined() {
        for modules in [PLAIN, SHELL, LATER, STAGE, WORKER, DOOR] {
            let mut names: BTreeSet<_> =
                modules.iter().flat_map(|(_, module)| lent(module, modules)).collect();
            for (at, (file, module)) in modules.iter().enumerate() {
                for line in module.lines() {
                    assert!(
                        line.matches('`').count() % 2 == 0,
                        "{file}: a text over lines: {line}"
                    );
                    let line = line.strip_prefix("export ").unwrap_or(line);
                    let declared = [
                        "const ",
                        "let ",
                        "function ",
                        "async function ",
                        "class ",
                        "function* ",
                        "async function* ",
                    ]
                    .iter()
                    .filter_map(|word| line.strip_prefix(word))
                    .filter_map(|rest| rest.split([' ', '(', ',', ';', '=']).next())
                    .find(|name| !name.is_empty() && *name != "function" && *name != "function*");
                    if let Some(name) = declared {
                        assert!(names.insert(name), "{file}: `{name}` is in another module too");
                    }
                }
                for (_, path) in imports(module) {
                    let behind = modules[at..].iter().any(|(file, _)| file.ends_with(path));
                    assert!(!behind, "{file} stands before {path}");
                }
            }
        }
    }

    #[test]
    fn the_first_script_lends_the_others_what_they_import() {
        let (_, giver) = SHELL.iter().find(|(file, _)| *file == "shell/later.js").unwrap();
        let (_, list) = giver.split_once("const lent = {").unwrap();
        let given: Vec<_> = list.split_once('}').unwrap().0.split(',').map(str::trim).collect();
        let mut asked = BTreeSet::new();
        for modules in [LATER, DOOR] {
            asked.extend(modules.iter().flat_map(|(_, module)| lent(module, modules)));
        }
        assert!(asked.len() > 3, "{asked:?}");
        for name in asked {
            assert!(given.contains(&name), "`{name}` is not lent");
        }
    }
}
