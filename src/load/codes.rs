//! Secrets in YAML: where they stand, so that no diagnostic shows one. Access codes may stand in a
//! `client.yaml`; credentials of a host may stand in no file, and people try it in `keyfolio.yaml`.
//!
//! A diagnostic shows the line that it is about, goes into the logs of a CI job and into the cache. So
//! what stands behind a key that is, or seems to be meant as, one of these is found without
//! understanding the file: also where the YAML is broken, which is when its lines are shown.

use std::ops::Range;

/// The parts of `text` that may be what stands behind a key that `is_secret`, in order. Rather too
/// much than too little.
pub(super) fn find(text: &str, is_secret: fn(&str) -> bool) -> Vec<Range<usize>> {
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
            open = key(content, is_secret).map(|(column, value)| {
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

/// The column of the first key of this line that `is_secret`, and where its value begins.
fn key(line: &str, is_secret: fn(&str) -> bool) -> Option<(usize, usize)> {
    let mut at_key = true;
    for (at, c) in line.char_indices() {
        match c {
            '-' | '?' | '{' | '[' | ',' | '#' | ';' => at_key = true,
            '"' | '\'' | ' ' | '\t' => {}
            _ if at_key => {
                let rest = &line[at..];
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                let word = &rest[..end.unwrap_or(rest.len())];
                if is_secret(word) {
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
pub(super) fn is_code(word: &str) -> bool {
    let word = word.to_lowercase();
    let near = strsim::osa_distance(&word, "code") <= 1 && word != "mode";
    near || word.contains("code") || word.starts_with("pass") || word == "pin"
}

/// Whether a key is meant to hold what lets a program in at a host.
pub(super) fn is_credential(word: &str) -> bool {
    const WORDS: [&str; 9] = [
        "secret",
        "password",
        "passwd",
        "token",
        "credential",
        "connection_string",
        "signature",
        "api_key",
        "private_key",
    ];
    let word = word.to_lowercase().replace('-', "_");
    let key = strsim::osa_distance(&word, "password") <= 2
        || word.ends_with("key")
        || word.ends_with("key_id")
        || word.contains("sas");
    key || WORDS.iter().any(|known| word.contains(known) || word.contains(&known.replace('_', "")))
}

/// The passwords in addresses (`https://user:password@host`), and what stands behind `?` in one, where tokens
/// are; in order.
pub(super) fn in_addresses(text: &str) -> Vec<Range<usize>> {
    let addresses = text.match_indices("://").flat_map(|(at, separator)| {
        let start = at + separator.len();
        let address = text[start..].split(['"', '\'', ' ', '\n', '\r']).next().unwrap_or_default();
        let authority = address.split('/').next().unwrap_or_default();
        let user = authority.rfind('@').map(|end| &authority[..end]);
        let password = user.and_then(|user| Some(start + user.find(':')? + 1..start + user.len()));
        let host = if user.is_some() { authority.len() } else { 0 };
        let query =
            address[host..].find('?').map(|at| start + host + at + 1..start + address.len());
        password.into_iter().chain(query)
    });
    addresses.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with what was found as `*`.
    fn masked(text: &str) -> String {
        masked_where(text, is_code)
    }

    fn masked_where(text: &str, is_secret: fn(&str) -> bool) -> String {
        let mut masked = text.to_owned();
        for part in find(text, is_secret).into_iter().rev() {
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
    fn credentials_are_found_under_the_names_that_hosts_give_them() {
        for key in [
            "access_key_id",
            "secret_access_key",
            "secretAccessKey",
            "AWS_SECRET_ACCESS_KEY",
            "account_key",
            "sas_token",
            "password",
            "api-token",
            "connection_string",
            "private_key",
            "pasword",
        ] {
            let text = format!("    bucket: portals\n    {key}: hunter2\n    region: auto\n");
            assert_eq!(masked_where(&text, is_credential), text.replace("hunter2", "*"), "{key}");
        }
        let text = "endpoint: AccountName=x;AccountKey=hunter2==";
        assert_eq!(masked_where(text, is_credential), "endpoint: AccountName=x;AccountKey=*");
    }

    #[test]
    fn passwords_are_found_in_addresses() {
        let text = "endpoint: https://me:hunter2@dav.example/a:b@c\nx: ssh://me@host:22\n\
                    y: \"https://a.example/?sv=1&sig=hunter3\"\nz: https://a.example?hunter4\n\
                    u: https://me:hun?ter5@a.example/?b";
        let found = in_addresses(text);
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["hunter2", "sv=1&sig=hunter3", "hunter4", "hun?ter5", "b"]);
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
