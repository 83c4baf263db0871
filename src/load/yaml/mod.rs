//! YAML into the types of [`crate::schema`], with every problem of a file in one go.
//!
//! serde stops at the first fault. So a file is read in two steps: into a tree in which every node
//! knows its place ([`node`]), then from the tree into the type ([`decode`]). When the second step
//! fails, the fault is noted, the node that caused it is taken out of the tree, and the step is
//! done again, until the rest fits. What comes back is whole exactly when nothing was noted.

mod decode;
mod node;

use super::codes;
use crate::diagnostics::{Code, Diagnostic, Source, nearest};
use decode::{Error, Fault};
use node::{Node, Value};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;

/// Most problems reported for one file; behind that, one more would not help.
const MAX_FAULTS: usize = 100;

/// Reads the YAML in `range` of `source`, putting every problem into `diagnostics`. Gives what is
/// left when the faulty parts are taken out, or nothing when too much is missing for that.
pub(crate) fn read<T: DeserializeOwned>(
    source: Source<'_>,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<T> {
    let mut root = match node::parse(source, range) {
        Ok(root) => root,
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            return None;
        }
    };
    take_duplicates(source, &mut root, diagnostics);
    for _ in 0..MAX_FAULTS {
        match T::deserialize(&root) {
            Ok(value) => return Some(value),
            Err(error) => {
                if let Some(diagnostic) = explain(source, &root, &error) {
                    diagnostics.push(diagnostic);
                }
                if !take_out(&mut root, &error) {
                    return None;
                }
            }
        }
    }
    None
}

/// Notes and removes keys that are set a second time.
fn take_duplicates(source: Source<'_>, node: &mut Node, diagnostics: &mut Vec<Diagnostic>) {
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => {
            for item in items {
                take_duplicates(source, item, diagnostics);
            }
        }
        Value::Map(map) => {
            let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
            map.entries.retain_mut(|(key, value)| {
                take_duplicates(source, value, diagnostics);
                let Some(name) = key.text() else { return true };
                let Some(first) = seen.insert(name.to_owned(), key.span.clone()) else {
                    return true;
                };
                let message = format!("`{name}` is set twice");
                diagnostics.push(
                    Diagnostic::error(Code::DuplicateKey, source.place(key.span.clone()), message)
                        .related(source.place(first.clone()), "first set here")
                        .help("keep one of the two"),
                );
                seen.insert(name.to_owned(), first);
                false
            });
        }
    }
}

/// The nodes on the way to the fault, the root first.
fn trail<'a>(root: &'a Node, error: &Error) -> Vec<&'a Node> {
    let mut trail = vec![root];
    for (index, step) in error.steps.iter().enumerate().rev() {
        let next = match &trail[trail.len() - 1].value {
            Value::List(items) => &items[*step],
            Value::Map(map) if index == 0 && error.at_key => &map.entries[*step].0,
            Value::Map(map) => &map.entries[*step].1,
            Value::Scalar { .. } => break,
        };
        trail.push(next);
    }
    trail
}

/// The key under which the faulty value stands, when it stands under one.
fn key_of(root: &Node, error: &Error) -> Option<String> {
    let trail = trail(root, error);
    trail.iter().zip(error.steps.iter().rev()).rev().find_map(|(parent, step)| {
        match &parent.value {
            Value::Map(map) => map.entries[*step].0.text().map(str::to_owned),
            _ => None,
        }
    })
}

/// The diagnostic for a fault; none when it only follows from an earlier one.
fn explain(source: Source<'_>, root: &Node, error: &Error) -> Option<Diagnostic> {
    let trail = trail(root, error);
    let node = trail[trail.len() - 1];
    let place = source.place(node.span.clone());
    let key = key_of(root, error).map_or_else(String::new, |key| format!("`{key}`: "));
    Some(match &error.fault {
        Fault::UnknownKey { key, .. } if codes::is_credential(key) => Diagnostic::error(
            Code::Credential,
            place,
            format!("`{key}` does not belong in a file that others read"),
        )
        .help(
            "take it out and give it in the environment (docs/publishing.md); if this file was \
                     shared or committed, make a new one at the host",
        ),
        Fault::UnknownKey { key, known } => {
            Diagnostic::error(Code::UnknownKey, place, format!("unknown key `{key}`"))
                .help(choices("key", key, known))
        }
        Fault::MissingKey(missing) => {
            let Value::Map(map) = &node.value else {
                let message = format!("`{missing}` is missing");
                return Some(
                    Diagnostic::error(Code::MissingKey, place, message)
                        .help(format!("add a line `{missing}: …`")),
                );
            };
            if map.lost.iter().any(|lost| lost == missing) {
                return None;
            }
            let first = map.entries.first().map_or(node.span.clone(), |(key, _)| key.span.clone());
            let message = format!("`{missing}` is missing");
            Diagnostic::error(Code::MissingKey, source.place(first), message)
                .help(format!("add a line `{missing}: …` here"))
        }
        Fault::UnknownValue { value, known } => {
            Diagnostic::error(Code::UnknownValue, place, format!("{key}unknown value `{value}`"))
                .help(choices("value", value, known))
        }
        Fault::WrongType { expected, found } => {
            let message = format!("{key}{expected} is expected here, not {found}");
            Diagnostic::error(Code::WrongType, place, message).help(match expected.as_str() {
                _ if found == "nothing" => "give a value, or take the key out",
                "a list" => "write one item a line, each after `- `",
                "a mapping of keys" => "write one `key: value` a line, each indented",
                "text" => {
                    "write the text behind the colon; in quotes when it begins with `[`, `{` or `&`"
                }
                "`true` or `false`" => "write `true` or `false`",
                _ => "write digits only, without quotes",
            })
        }
        Fault::Date(why) => Diagnostic::error(Code::InvalidDate, place, format!("{key}{why}"))
            .help("write year, month and day, as 2026-03-31"),
        Fault::Invalid(why) => {
            let (why, help) = why.split_once(": ").unwrap_or((why, "give another value"));
            Diagnostic::error(Code::InvalidValue, place, format!("{key}{why}")).help(help)
        }
    })
}

/// "did you mean …?", or all that there is to choose from.
fn choices(what: &str, word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => format!("no {what} is known here"),
        None => format!("the known {what}s are `{}`", known.join("`, `")),
    }
}

/// Takes the faulty node out of its parent; false when it is the root.
fn take_out(root: &mut Node, error: &Error) -> bool {
    let Some((last, way)) = error.steps.split_first() else { return false };
    let mut parent = root;
    for step in way.iter().rev() {
        parent = match &mut parent.value {
            Value::List(items) => &mut items[*step],
            Value::Map(map) => &mut map.entries[*step].1,
            Value::Scalar { .. } => return false,
        };
    }
    match &mut parent.value {
        Value::List(items) => {
            items.remove(*last);
        }
        Value::Map(map) => {
            let (key, _) = map.entries.remove(*last);
            map.lost.extend(key.text().map(str::to_owned));
            // A slip of the fingers in a key is one fault, not an unknown key and a missing one.
            if let Fault::UnknownKey { key, known } = &error.fault {
                map.lost.extend(nearest(key, known.iter().copied()).map(str::to_owned));
            }
        }
        Value::Scalar { .. } => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{AgencyFile, StatusFile};
    use camino::Utf8Path;

    fn read_status(text: &str) -> (Option<StatusFile>, Vec<(usize, usize, String)>) {
        let source = Source::new(Utf8Path::new("status.yaml"), text);
        let mut diagnostics = Vec::new();
        let value = read(source, 0..text.len(), &mut diagnostics);
        let lines = diagnostics
            .into_iter()
            .map(|d| {
                let at = d.place.excerpt.expect("a place");
                (at.line, at.column, format!("{} {}", d.code.name(), d.message))
            })
            .collect();
        (value, lines)
    }

    #[test]
    fn tells_every_fault_of_a_file() {
        let text = "\
phaze: Design
health: on_trak
progress: [1]
as_of: 2026-02-30
summary: 12
next_steps:
  - title: Ship it
    owner: us
    due: soon
  - owner: you
milestones:
  - title: A
    planned: 2026-03-01
    planned: 2026-03-02
";
        let (value, faults) = read_status(text);
        let value = value.expect("the rest");
        assert_eq!(value.summary.expect("a summary").value, "12");
        assert_eq!(value.next_steps.len(), 1);
        assert_eq!(value.milestones[0].planned.as_ref().expect("a date").to_string(), "2026-03-01");
        let faults: Vec<_> = faults.iter().map(|(l, c, m)| format!("{l}:{c} {m}")).collect();
        assert_eq!(
            faults,
            [
                "14:5 duplicate-key `planned` is set twice",
                "1:1 unknown-key unknown key `phaze`",
                "2:9 unknown-value `health`: unknown value `on_trak`",
                "3:11 wrong-type `progress`: a whole number from 0 is expected here, not a list",
                "4:8 invalid-date `as_of`: `2026-02-30` is not a day of the calendar",
                "9:10 invalid-date `due`: `soon` is not a date as YYYY-MM-DD",
                "10:5 missing-key `title` is missing",
            ]
        );
    }

    #[test]
    fn a_lost_required_value_is_told_once() {
        let (_, faults) = read_status("milestones:\n  - title: [x]\n");
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn numbers_stay_as_written_where_text_is_meant() {
        let text = "name: 007\ntagline: \"no\"\nfooter: 1.10\n";
        let source = Source::new(Utf8Path::new("keyfolio.yaml"), text);
        let mut diagnostics = Vec::new();
        let agency: AgencyFile = read(source, 0..text.len(), &mut diagnostics).expect("an agency");
        assert_eq!((agency.name.as_str(), agency.footer.as_deref()), ("007", Some("1.10")));
        assert!(diagnostics.is_empty());
    }

    #[test]
    fn hostile_input_ends_in_a_diagnostic() {
        let deep = "[".repeat(100_000);
        let mut bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (last, this) in ('a'..='y').zip('b'..='z') {
            let aliases = format!("*{last},").repeat(9);
            bomb = format!("{bomb}{this}: &{this} [{aliases}]\n");
        }
        for text in [deep.as_str(), bomb.as_str(), "a: [", "\"", "{", "- a\n b", "\u{0}", "a: b: c"]
        {
            let (_, faults) = read_status(text);
            assert!(!faults.is_empty(), "{}", &text[..text.len().min(40)]);
        }
    }

    #[test]
    fn nothing_is_the_empty_file() {
        for text in ["", "\n\n", "# only a comment\n"] {
            assert!(read_status(text).0.is_some(), "{text:?}");
        }
    }
}
