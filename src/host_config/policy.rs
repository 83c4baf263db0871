//! What the answers of a host say of the pages in them.

use crate::{render, seal, write};

/// As the pages say themselves.
pub(super) const ROBOTS: &str = "noindex, nofollow, noarchive";
/// Scripts that the page names no hash of are not loaded (Integrity Policy of W3C's Subresource Integrity).
pub(super) const INTEGRITY: &str = "blocked-destinations=(script)";
/// How long a browser remembers that a host is asked over HTTPS alone, in seconds.
pub(super) const HSTS_SECONDS: u32 = 31_536_000;
/// The policy of a client's own document: scripts may run, but not as part of this origin.
pub(crate) const SANDBOX: &str =
    "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts";
/// Only the portal itself may show it in a frame, as it shows prototypes and PDFs.
pub(super) const FRAMED: &str = "frame-ancestors 'self'";

/// Directives that fall back on no other: what a page does not say of them, it allows.
const LONELY: [&str; 4] = ["base-uri", "form-action", "require-trusted-types-for", "trusted-types"];

/// The narrowest policy under which every page of Keyfolio's works: what any of them allows itself.
pub(super) fn page(allow_hosts: &[String]) -> String {
    let own =
        [seal::shell_policy(allow_hosts), render::page_policy(allow_hosts), write::root_policy()];
    let own: Vec<Vec<(&str, Vec<&str>)>> = own.iter().map(|policy| directives(policy)).collect();
    let mut joined: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, sources) in own.iter().flatten() {
        let said =
            own.iter().filter(|policy| policy.iter().any(|(other, _)| other == name)).count();
        if LONELY.contains(name) && said < own.len() {
            continue;
        }
        match joined.iter_mut().find(|(other, _)| other == name) {
            Some((_, known)) => {
                let new: Vec<&str> =
                    sources.iter().copied().filter(|source| !known.contains(source)).collect();
                known.extend(new);
            }
            None => joined.push((name, sources.clone())),
        }
    }
    let written = joined.into_iter().map(|(name, mut sources)| {
        if sources.len() > 1 {
            sources.retain(|source| *source != "'none'");
        }
        format!("{name} {}", sources.join(" "))
    });
    written.chain([FRAMED.to_owned()]).collect::<Vec<_>>().join("; ")
}

/// The directives of a policy, each with its sources (CSP 3, section 2.2.1).
fn directives(policy: &str) -> Vec<(&str, Vec<&str>)> {
    let directives = policy.split(';').map(str::split_whitespace);
    directives.filter_map(|mut words| Some((words.next()?, words.collect()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_finds_in_it_what_it_allows_itself() {
        let hosts = ["video.example".to_owned()];
        let all = page(&hosts);
        let all = directives(&all);
        let policies =
            [seal::shell_policy(&hosts), render::page_policy(&hosts), write::root_policy()];
        for policy in policies {
            assert!(policy.contains("default-src 'none'"), "{policy}");
            for (name, sources) in directives(&policy) {
                let Some((_, known)) = all.iter().find(|(other, _)| *other == name) else {
                    assert!(LONELY.contains(&name), "{name}");
                    continue;
                };
                for source in sources.into_iter().filter(|source| *source != "'none'") {
                    assert!(known.contains(&source), "{name} {source}");
                }
            }
        }
    }

    #[test]
    fn it_allows_no_more() {
        let policy = page(&[]);
        let of = |name: &str| {
            let found = directives(&policy).into_iter().find(|(other, _)| *other == name);
            found.unwrap_or_else(|| panic!("no {name}")).1.join(" ")
        };
        assert_eq!(of("default-src"), "'none'");
        assert_eq!(of("script-src"), "'self'");
        assert_eq!(of("connect-src"), "'self'");
        assert_eq!(of("base-uri"), "'none'");
        assert_eq!(of("form-action"), "'none'");
        assert_eq!(of("frame-ancestors"), "'self'");
        assert!(!policy.contains("unsafe") && !policy.contains("trusted-types"), "{policy}");
    }
}
