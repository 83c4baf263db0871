//! Access codes in a `client.yaml`: where they stand, so that no diagnostic shows one.
//!
//! A diagnostic shows the line that it is about, goes into the logs of a CI job and into the cache. So
//! what stands behind a key that is, or seems to be meant as, `code` is found without understanding
//! the file: also where the YAML is broken, which is when its lines are shown.

use std::ops::Range;

/// The parts of `text` that may be access codes, in order. Rather too much than too little.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Where the value of a key goes on: in lines that stand further right than the key; the next
    // one in any case where nothing stood behind the key.
    let mut open: Option<(usize, bool)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let indent = content.len() - content.trim_start().len();
        let goes_on = open.is_some_and(|(column, bare)| bare || indent > column);
        if content.is_empty() {
        } else if goes_on {
            found.push(start + indent..start + content.len());
            open = open.map(|(column, _)| (column, false));
        } else {
            open = key(content).map(|(column, value)| {
                if value < content.len() {
                    found.push(start + value..start + content.len());
                }
                (column, value == content.len())
            });
        }
        start += line.len();
    }
    found
}

/// The column of the first key of this line that is meant as `code`, and where its value begins.
fn key(line: &str) -> Option<(usize, usize)> {
    let mut at_key = true;
    for (at, c) in line.char_indices() {
        match c {
            '-' | '?' | '{' | '[' | ',' | '#' => at_key = true,
            '"' | '\'' | ' ' | '\t' => {}
            _ if at_key => {
                let rest = &line[at..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                let word = &rest[..end.unwrap_or(rest.len())];
                if is_code(word) {
                    let behind = rest[word.len()..].trim_start_matches(['"', '\'', ' ', '\t']);
                    let behind = behind.strip_prefix([':', '=']).unwrap_or(behind).trim_start();
                    return Some((at, line.len() - behind.len()));
                }
                at_key = false;
            }
            _ => {}
        }
    }
    None
}

/// Whether a key is `code`, or was meant to be.
fn is_code(word: &str) -> bool {
    let word = word.to_lowercase();
    let near = strsim::osa_distance(&word, "code") <= 1 && word != "mode";
    near || word.contains("code") || word.starts_with("pass") || word == "pin"
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what was found as `*`.
    fn masked(text: &str) -> String {
        let mut masked = text.to_owned();
        for part in find(text).into_iter().rev() {
            masked.replace_range(part, "*");
        }
        masked
    }

    #[test]
    fn codes_are_found_however_they_are_written() {
        for (text, expected) in [
            (
                "  - id: ada\n    code: hunter2\n    role: x\n",
                "  - id: ada\n    code: *\n    role: x\n",
            ),
            ("- code: hunter2\r\n  name: A", "- code: *\r\n  name: A"),
            ("- {id: a, code: hunter2, nam: A}", "- {id: a, code: *"),
            ("- {id: a, \"code\": hunter2}", "- {id: a, \"code\": *"),
            ("code:\n  hunter2\n  more\nname: A", "code:\n  *\n  *\nname: A"),
            ("code: |\n\n  hunter2\nname: A", "code: *\n\n  *\nname: A"),
            ("- {code:\nhunter2}", "- {code:\n*"),
            ("code hunter2", "code *"),
            ("Code = hunter2", "Code = *"),
            ("cdoe: hunter2", "cdoe: *"),
            ("access_code: hunter2", "access_code: *"),
            ("password: hunter2", "password: *"),
            ("# code: hunter2", "# code: *"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        for text in
            ["access: {mode: code}", "mode: link+code", "name: The code", "role: code\nname: A", ""]
        {
            assert_eq!(masked(text), text);
        }
    }
}
