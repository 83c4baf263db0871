//! Commands in the documentation and in `examples/ci`: the program understands each of them, and what
//! CI systems and schedulers read can be read.

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde_json::Value;
use std::path::{Path, PathBuf};

const CI: &str = "examples/ci";
/// What ends a command in a line of a shell.
const OPERATORS: [&str; 6] = ["&&", "||", "|", ";", ">", "&"];

/// A command as the program gets it, and where it stands.
struct Found {
    place: String,
    words: Vec<String>,
}

#[test]
fn every_command_in_the_documentation_is_understood() {
    let mut found = Vec::new();
    for page in files("docs").into_iter().chain(["README.md".into(), "examples/README.md".into()]) {
        if page.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let place = page.display().to_string();
        let text = fs_err::read_to_string(&page).expect("a page");
        for (language, text) in blocks(&text) {
            match language.as_str() {
                "yaml" => in_yaml(&place, &yaml(&place, &text), &mut found),
                "" | "sh" | "console" => in_shell(&place, &text, &mut found),
                _ => {}
            }
        }
    }
    understood(&found);
    for page in ["README.md", "docs/cli.md", "docs/scale.md", "docs/publishing.md"] {
        assert!(found.iter().any(|found| found.place == page), "none was found in {page}");
    }
}

#[test]
fn every_command_in_the_ci_examples_is_understood() {
    let mut found = Vec::new();
    for file in files(CI) {
        let place = file.display().to_string();
        let text = fs_err::read_to_string(&file).expect("a file");
        match file.extension().and_then(|extension| extension.to_str()) {
            Some("yml") => in_yaml(&place, &yaml(&place, &text), &mut found),
            Some("service") => {
                let starts = text.lines().filter_map(|line| line.strip_prefix("ExecStart="));
                for start in starts {
                    let start = start.strip_prefix("/usr/local/bin/").expect("where programs are");
                    in_shell(&place, start, &mut found);
                }
            }
            Some("timer") => {}
            other => panic!("{place}: nobody looks at files that end with {other:?}"),
        }
    }
    understood(&found);
    for system in ["github", "gitlab", "systemd"] {
        let is_here = |found: &&Found| found.place.contains(system);
        for name in ["check", "build", "publish", "verify"] {
            let is_there = found
                .iter()
                .filter(is_here)
                .any(|found| found.words.iter().any(|word| word == name));
            assert!(is_there || (system, name) == ("systemd", "check"), "no `{name}` for {system}");
        }
    }
}

/// Each job of which a secret is part is one that a stranger's pull request does not start.
#[test]
fn no_pull_request_gets_a_secret() {
    let place = format!("{CI}/github/keyfolio.yml");
    let text = fs_err::read_to_string(&place).expect("the file");
    assert!(!text.contains("pull_request_target:"));
    let workflow = yaml(&place, &text);
    assert_eq!(workflow["permissions"], serde_json::json!({"contents": "read"}));
    let jobs = workflow["jobs"].as_object().expect("jobs");
    assert_eq!(jobs.len(), 3);
    for (name, job) in jobs {
        let has_secret = job.to_string().contains("secrets.");
        assert_eq!(has_secret, name != "check", "{name}");
        let on_pull_requests = job["if"] == "github.event_name == 'pull_request'";
        assert_eq!(on_pull_requests, name == "check", "{name}");
        assert_eq!(job["environment"] == "portals", has_secret, "{name}");
    }
    for file in files(CI) {
        let text = fs_err::read_to_string(&file).expect("a file");
        let cached = text.lines().map(|line| line.trim().trim_start_matches("- "));
        assert!(
            !cached.clone().any(|line| line == ".keyfolio" || line == ".keyfolio/"),
            "{file:?}"
        );
    }
}

#[test]
fn the_pods_know_how_many_they_are() {
    let text = fs_err::read_to_string("docs/scale.md").expect("the page");
    let (_, job) =
        blocks(&text).into_iter().find(|(_, text)| text.contains("kind: Job")).expect("a job");
    let spec = &yaml("docs/scale.md", &job)["spec"];
    let pod = &spec["template"]["spec"];
    assert_eq!(spec["completionMode"], "Indexed");
    for container in [&pod["initContainers"][1], &pod["containers"][0]] {
        assert_eq!(container["env"][0]["name"], "KEYFOLIO_SHARDS");
        assert_eq!(container["env"][0]["value"], spec["completions"].to_string());
    }
}

/// Where there is no systemd, nobody can say whether it would understand them.
#[cfg(target_os = "linux")]
#[test]
fn systemd_understands_the_units() {
    use std::process::Command;
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut units = Vec::new();
    for unit in files(&format!("{CI}/systemd")) {
        let text = fs_err::read_to_string(&unit).expect("a unit");
        // It looks whether the program is there.
        let text = text.replace("/usr/local/bin/keyfolio", crate::harness::KEYFOLIO);
        let copy = folder.path().join(unit.file_name().expect("a name"));
        fs_err::write(&copy, text).expect("a copy");
        units.push(copy);
    }
    assert_eq!(units.len(), 4);
    let said = Command::new("systemd-analyze").arg("verify").args(units).output().expect("it runs");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}

fn understood(found: &[Found]) {
    let wrong: Vec<String> = found
        .iter()
        .filter_map(|Found { place, words }| {
            let fault = keyfolio::cli::command().try_get_matches_from(words).err()?;
            // Help is what some of them ask for.
            fault.use_stderr().then(|| format!("{place}: {words:?}\n{fault}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The files below a folder of the repository, in order.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let entries = entries.map(|entry| entry.expect("an entry"));
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// The code blocks of a page, each with its language.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                open = Some((language.to_string(), String::new()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                open = Some((String::new(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, block)) = &mut open {
                    block.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

fn yaml(place: &str, text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|fault| panic!("{place} is no YAML: {fault}\n{text}"))
}

/// Commands in the texts of a YAML file, and those that are written as lists of words.
fn in_yaml(place: &str, value: &Value, found: &mut Vec<Found>) {
    match value {
        Value::String(text) => in_shell(place, text, found),
        Value::Array(items) if items.first().is_some_and(|first| first == "keyfolio") => {
            let words = items.iter().map(|word| word.as_str().expect("a word").to_owned());
            found.push(Found { place: place.to_owned(), words: words.collect() });
        }
        Value::Array(items) => items.iter().for_each(|item| in_yaml(place, item, found)),
        Value::Object(keys) => keys.values().for_each(|value| in_yaml(place, value, found)),
        _ => {}
    }
}

/// The lines that begin with the program's name.
fn in_shell(place: &str, text: &str, found: &mut Vec<Found>) {
    for line in text.lines() {
        let line = line.trim().trim_start_matches("$ ");
        if !line.starts_with("keyfolio ") {
            continue;
        }
        let words = shlex::split(&filled_in(line)).unwrap_or_else(|| panic!("{place}: {line}"));
        let words = words.into_iter().take_while(|word| !OPERATORS.contains(&word.as_str()));
        found.push(Found { place: place.to_owned(), words: words.collect() });
    }
}

/// A line with a number in the place of what the shell or the CI system would put there.
fn filled_in(line: &str) -> String {
    let mut line = line.replace("strategy.job-total }}", "4").replace("${{ 4", "4");
    for (begin, end) in [("${{", "}}"), ("$((", "))")] {
        while let Some((before, (_, after))) =
            line.split_once(begin).and_then(|(before, rest)| Some((before, rest.split_once(end)?)))
        {
            line = format!("{before}1{after}");
        }
    }
    line
}

#[test]
fn lines_are_taken_apart_as_a_shell_does() {
    let words = |line: &str| {
        let mut found = Vec::new();
        in_shell("here", line, &mut found);
        found.pop().map(|found| found.words.join("|"))
    };
    assert_eq!(
        words("$ keyfolio new update acme \"The site\"  # a comment").unwrap(),
        "keyfolio|new|update|acme|The site"
    );
    assert_eq!(words("keyfolio build && keyfolio links").unwrap(), "keyfolio|build");
    let shard = "keyfolio build --shard ${{ matrix.shard }}/${{ strategy.job-total }}";
    assert_eq!(words(shard).unwrap(), "keyfolio|build|--shard|1/4");
    assert_eq!(
        words("keyfolio build --shard $((INDEX + 1))/4").unwrap(),
        "keyfolio|build|--shard|1/4"
    );
    assert!(words("cargo install keyfolio").is_none() && Path::new(CI).is_dir());
}
