//! `keyfolio invite` writes what an agency would otherwise write by hand, and never puts two
//! halves of a secret into one message.

use crate::harness::{Agency, Run};

const SETTINGS: &str = "name: North Yard\nbase_url: https://clients.example.com\n\
                        contact: { email: hello@north-yard.example }\n";
const SECRET: &str =
    "kfs1-000G-40R4-0M30-E209-185G-R38E-1W81-24GK-2GAH-C5RR-34D1-P70X-3RFV-QPBT-W4";

fn agency(mode: &str) -> Agency {
    let acme = format!(
        "name: Acme\naccess: {{ mode: {mode} }}\npeople:\n  \
         - {{ id: ada, name: Ada Löwe, email: ada@acme.example, expires: 2031-05-01 }}\n  \
         - {{ id: bob, name: Bob Hope, expires: 2020-05-01 }}\n  - {{ id: cyd, name: Cyd }}\n"
    );
    Agency::nowhere()
        .file("keyfolio.yaml", SETTINGS)
        .variable("KEYFOLIO_SECRET", SECRET)
        .file("content/acme/client.yaml", &acme)
        .file("content/bolt/client.yaml", &format!("name: Bolt\naccess: {{ mode: {mode} }}\n"))
}

/// Link and code of Ada, as `links` says them.
fn ada(agency: &Agency) -> (String, String) {
    let run = agency.run(["links", "acme", "--format", "json"]).succeeds();
    let row: serde_json::Value = serde_json::from_str(run.raw().lines().next().unwrap()).unwrap();
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (text("url"), text("code"))
}

fn invited(agency: &Agency) -> Run {
    agency.run(["invite", "acme", "ada"]).succeeds()
}

#[test]
fn a_link_a_code_or_each_in_its_own_message() {
    for mode in ["link", "code", "link+code", "plain"] {
        let agency = agency(mode);
        let (link, code) = ada(&agency);
        let link = if mode == "plain" { link.split('#').next().unwrap().to_owned() } else { link };
        let run = invited(&agency);
        let text = run.raw();
        assert!(
            text.contains("Hello Ada Löwe,\n") && text.contains(&format!("\n{link}\n")),
            "{text}"
        );
        assert_eq!(mode == "code", !code.is_empty() && text.contains(&code), "{mode}: {text}");
        assert_eq!(
            mode != "plain",
            text.contains("until 1 May 2031") || text.contains("until May 1, 2031")
        );
        let run = agency.run(["invite", "acme", "ada", "--code"]);
        if mode != "link+code" {
            run.fails(3).says("help: leave `--code` out");
            continue;
        }
        let run = run.succeeds().says("send it by another channel than the link");
        let (_, fragment) = link.split_once('#').expect("a link secret");
        assert!(run.raw().contains(&format!("\n{code}\n")) && !run.raw().contains(fragment));
        assert!(!run.raw().contains("https://"));
        assert!(text.contains("It comes in a separate message."));
        invited(&agency)
            .says("`keyfolio invite acme ada --code`")
            .says("Subject: Your portal at North Yard");
    }
}

#[test]
fn in_every_language_of_the_theme() {
    for (tag, words) in [
        ("ar", "رمز الدخول"),
        ("de-AT", "Guten Tag Ada Löwe,"),
        ("en", "Hello Ada Löwe,"),
        ("es", "Hola, Ada Löwe:"),
        ("fr", "Bonjour Ada Löwe,"),
        ("it", "Buongiorno Ada Löwe,"),
        ("ja", "Ada Löwe 様"),
        ("nl", "Beste Ada Löwe,"),
        ("pt", "Olá, Ada Löwe,"),
        // The theme does not speak it.
        ("pl", "Hello Ada Löwe,"),
    ] {
        let agency = agency("link+code");
        let settings = agency.read("content/acme/client.yaml") + &format!("language: {tag}\n");
        agency.write("content/acme/client.yaml", &settings);
        let (link, code) = ada(&agency);
        let message = agency.run(["invite", "acme", "ada"]).succeeds();
        assert!(message.raw().contains(&format!("\n{link}\n")), "{tag}");
        let other = agency.run(["invite", "acme", "ada", "--code"]).succeeds();
        assert!(other.raw().contains(&format!("\n{code}\n")), "{tag}");
        assert!(message.raw().contains(words) || other.raw().contains(words), "{}", message.raw());
    }
}

#[test]
fn as_a_draft_and_as_an_address() {
    let agency = agency("link");
    let (link, _) = ada(&agency);
    agency.run(["invite", "acme", "ada", "--eml", "ada.eml"]).succeeds().prints_only("ada.eml\n");
    let draft = agency.read("ada.eml");
    for line in [
        "X-Unsent: 1",
        "From: \"North Yard\" <hello@north-yard.example>",
        "Subject: Your portal at North Yard",
    ] {
        assert!(draft.contains(&format!("{line}\r\n")), "{draft}");
    }
    assert!(draft.contains("<ada@acme.example>\r\n"));
    assert!(draft.replace("=\r\n", "").contains(&link));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs_err::metadata(agency.path("ada.eml")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    agency.run(["invite", "acme", "ada", "--eml", "ada.eml"]).fails(3).says("is never overwritten");
    let run = agency.run(["invite", "acme", "ada", "--mailto"]).succeeds();
    assert!(run.raw().starts_with("mailto:ada@acme.example?subject=Your%20portal%20at%20North%20Yard&body=Hello%20Ada%20L%C3%B6we"));
    assert!(run.raw().contains(&link.replace(':', "%3A").replace('/', "%2F").replace('#', "%23")));
}

#[test]
fn nobody_is_invited_who_could_not_come_in() {
    let agency = agency("link");
    agency
        .run(["invite", "acme", "bob"])
        .fails(3)
        .says("until 2020-05-01")
        .says("change `expires`");
    agency.run(["invite", "acme", "adda"]).fails(3).says("did you mean `ada`?");
    agency.run(["invite", "acme"]).fails(3).says("name one of them: `ada`, `bob`, `cyd`");
    agency.run(["invite", "bolt"]).succeeds().prints("Hello,\n");
    agency.run(["revoke", "acme", "cyd", "--yes"]).succeeds();
    agency
        .run(["invite", "acme", "cyd"])
        .fails(3)
        .says("`keyfolio rotate acme cyd` lets them in again");
    agency.write("keyfolio.yaml", "name: North Yard\n");
    agency.run(["invite", "acme", "ada"]).fails(3).says("help: set `base_url` in `keyfolio.yaml`");
}

#[test]
fn a_theme_has_its_own_words() {
    let agency = agency("link+code")
        .file(
            "themes/mine/templates/invite.txt",
            "{{ person.name }}: {{ link }}{% if code %}{{ code }}{% endif %}",
        )
        .file("keyfolio.yaml", &format!("{SETTINGS}theme: {{ name: mine }}\n"));
    let (link, _) = ada(&agency);
    assert_eq!(invited(&agency).raw(), format!("Ada Löwe: {link}\n"));
    agency.write("themes/mine/templates/invite.txt", "{{ links }}");
    agency.run(["invite", "acme", "ada"]).fails(1).says("error[theme-invalid]");
}
