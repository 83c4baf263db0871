use super::flipped;
use crate::seal::tests::forge::{CODE, Forge, LINK, Vector, code, document, kdf, link};
use crate::seal::{AccessCode, Header, LinkSecret, Mode, Root};

pub fn vectors() -> Vec<Vector> {
    let path = Forge::new().slot_path();
    let mut all = flipped(&path, "slot", refused, || Forge::new().seal());
    all.extend(strangers());
    all.extend(lengths(&path));
    all.extend(bodies());
    all.push(of_another());
    all
}

fn refused(forge: &Forge, name: &str, about: &str) -> Vector {
    forge.refuses(name, about, &link(), "damaged", "slot")
}

fn strangers() -> Vec<Vector> {
    let no = |forge: &Forge, name: &str, about: &str, with: &_| {
        forge.refuses(name, about, with, "not-admitted", "slot")
    };
    let mut other = link();
    other.link = Some(LinkSecret::new([0; 16]).reveal().to_string());
    let mut both = Forge::bare(&Header::new(Mode::LinkAndCode(kdf())), 0);
    both.put("index.html", b"");
    let both = both.seal();
    let (mut wrong_link, mut wrong_code) = (link(), link());
    (wrong_link.link, wrong_link.code) = (other.link.clone(), Some(CODE));
    wrong_code.code = Some("7K3M-9QP1-0XYA");
    let mut by_code = Forge::bare(&Header::new(Mode::Code(kdf())), 0);
    by_code.put("index.html", b"");
    let by_code = by_code.seal();
    vec![
        no(&Forge::new().seal(), "wrong-link", "Somebody else's link.", &other),
        no(&by_code, "wrong-code", "One letter of the code is another.", &code("7K3M-9QP1-0XYA")),
        no(&both, "wrong-link-right-code", "The code is right, the link is not.", &wrong_link),
        no(&both, "right-link-wrong-code", "The link is right, the code is not.", &wrong_code),
    ]
}

fn lengths(path: &str) -> Vec<Vector> {
    let with = |name: &str, about: &str, change: fn(&mut Vec<u8>)| {
        let mut forge = Forge::new().seal();
        change(forge.file(path));
        refused(&forge, &format!("slot-{name}"), about)
    };
    vec![
        with("no-bytes", "No bytes.", Vec::clear),
        with("head-only", "Salt and commitment, and no chunk.", |file| file.truncate(56)),
        with("short", "One byte shorter than any message.", |file| file.truncate(71)),
        with("truncated", "Its last byte is missing.", |file| {
            file.pop();
        }),
        with("trailing", "A byte too many.", |file| file.push(0)),
        with("too-long", "More than 8,192 bytes.", |file| file.resize(8_193, 0)),
    ]
}

/// Two people's slots have changed places on the host.
fn of_another() -> Vector {
    let mut forge = Forge::new().seal();
    let own = forge.slot_path();
    forge.root = Root::from_link(&LinkSecret::new(*b"another person's"));
    let mut forge = forge.seal();
    let other = forge.file(&forge.slot_path()).clone();
    *forge.file(&own) = other;
    refused(&forge, "slot-swapped", "Another person's slot stands under this name.")
}

fn bodies() -> Vec<Vector> {
    let edited = |name: &str, about: &str, from: &str, to: &str| {
        refused(&Forge::new().edit_slot(from, to).seal(), &format!("slot-{name}"), about)
    };
    let plain = |name: &str, about: &str, plain: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let forge = Forge::new().seal();
        let body = document(forge.slot.as_bytes());
        refused(&forge.slot_with(&plain(body)), &format!("slot-{name}"), about)
    };
    let resized = |length: usize| {
        move |mut body: Vec<u8>| {
            body.resize(length, 0);
            body
        }
    };
    let filled = |body: Vec<u8>| {
        let mut body = resized(512)(body);
        body[511] = 1;
        body
    };
    let boundless = |body: Vec<u8>| {
        let mut body = resized(512)(body);
        body[..4].copy_from_slice(&509u32.to_be_bytes());
        body
    };
    let endless = |body: Vec<u8>| {
        let mut body = resized(512)(body);
        body[..4].copy_from_slice(&u32::MAX.to_be_bytes());
        body
    };
    let version = Forge::new().edit_slot(r#""version":1"#, r#""version":2"#).seal();
    let other = Header::new(Mode::Code(kdf()));
    let mut bound = Forge::new();
    bound.bound = Some(other);
    vec![
        version.refuses("slot-version", "A later version.", &link(), "outdated", "slot"),
        refused(&bound.seal(), "slot-other-header", "Sealed for a portal with another header."),
        edited("not-json", "No JSON.", "{", "["),
        edited("no-key", "No portal key.", r#""key""#, r#""kez""#),
        edited("key-short", "A portal key of 31 bytes.", "Li4u", "Li4"),
        edited("portal-short", "A portal id of 15 bytes.", r#"642e""#, r#"64""#),
        edited("epoch-high", "The epoch is 2^32.", r#""epoch":0"#, r#""epoch":4294967296"#),
        edited("epoch-fraction", "Half an epoch.", r#""epoch":0"#, r#""epoch":0.5"#),
        edited(
            "expires",
            "A day that there is not.",
            r#""ada""#,
            r#""ada","expires":"2027-02-30""#,
        ),
        edited(
            "expires-time",
            "A day with a time.",
            r#""ada""#,
            r#""ada","expires":"2027-02-01T10:00""#,
        ),
        edited("idle-short", "Less than a minute of idleness.", r#""ada""#, r#""ada","idle":59"#),
        edited("idle-long", "More than a day of it.", r#""ada""#, r#""ada","idle":86401"#),
        edited("idle-fraction", "No whole number of seconds.", r#""ada""#, r#""ada","idle":60.5"#),
        plain("padding", "The last byte of the padding is not zero.", &filled),
        plain("unpadded", "Not padded.", &|body| body),
        plain("padded-more", "Padded to more than it must be.", &resized(1_024)),
        plain("length", "A body that is longer than the plaintext, by one byte.", &boundless),
        plain("length-absurd", "A body that is longer than the plaintext by far.", &endless),
        plain("no-length", "A plaintext too short for a length.", &|_| vec![0, 0, 0]),
    ]
}

/// The link of these vectors is one, and its code too.
#[test]
fn the_credentials_are_good() {
    assert!(AccessCode::parse(CODE).is_ok());
    assert_eq!(LinkSecret::new(LINK).reveal().len(), 26);
}
