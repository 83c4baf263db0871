//! The vectors of the front door, good and bad: `portal/` is the folder above the portals there.

use super::forge::{CODE, Forge, Outcome, Refuses, Vector, code, document, fields, kdf, message};
use crate::seal::document::DOOR;
use crate::seal::{Door, Header, Mode};

const LOCATOR: &str = "n5wsv4tskogigcazlhq7kmfg6hyg3gky";
const CONTEXT: &[u8] = b"keyfolio/v1/door\0";

/// A front door before it is sealed, with one code that opens it.
struct Forged {
    body: String,
    /// The plaintext in place of the body as a document.
    plain: Option<Vec<u8>>,
    context: &'static [u8],
}

impl Forged {
    fn new() -> Self {
        let door = Door { locator: LOCATOR.to_owned() };
        let body = String::from_utf8(door.json().unwrap()).unwrap();
        Self { body, plain: None, context: CONTEXT }
    }

    /// With `to` in the place of `from` in its JSON.
    fn edited(from: &str, to: &str) -> Self {
        let mut door = Self::new();
        assert!(door.body.contains(from), "{}", door.body);
        door.body = door.body.replacen(from, to, 1);
        door
    }

    /// The folder, with the door's file changed last.
    fn vector(
        &self,
        name: &str,
        about: &str,
        typed: &'static str,
        outcome: Outcome<'_>,
        change: impl FnOnce(&mut Vec<u8>),
    ) -> Vector {
        let mut forge = Forge::bare(&Header::new(Mode::Code(kdf())), 0);
        let (key, salt_key) = (forge.root.door_key(), forge.root.salt_key());
        let mut sealed = match &self.plain {
            None => DOOR.seal(self.body.as_bytes(), &key, &salt_key, self.context).unwrap(),
            Some(plain) => {
                message(&key, super::forge::salt_of(&salt_key, CONTEXT, plain), CONTEXT, plain)
            }
        };
        change(&mut sealed);
        forge.files.insert(Door::path(&forge.root), sealed);
        forge.files.insert("header.json".to_owned(), forge.header.clone());
        let mut with = code(typed);
        with.door = true;
        forge.vector(&format!("door{name}"), about, &with, outcome)
    }

    fn leads(&self, name: &str, about: &str) -> Vector {
        self.vector(name, about, CODE, Outcome::Leads(LOCATOR.to_owned()), |_| ())
    }

    fn refused(&self, name: &str, about: &str, change: impl FnOnce(&mut Vec<u8>)) -> Vector {
        let outcome = Outcome::Refuses(Refuses { kind: "damaged", at: Some("door") });
        self.vector(name, about, CODE, outcome, change)
    }
}

pub fn vectors() -> Vec<Vector> {
    let known = r#"{"version":1,"#;
    let not_admitted = Outcome::Refuses(Refuses { kind: "not-admitted", at: None });
    let outdated = Outcome::Refuses(Refuses { kind: "outdated", at: Some("door") });
    let mut all = vec![
        Forged::new().leads("", "A code at the front door."),
        Forged::edited(known, r#"{"version":1,"later":[1,{"key":null}],"#)
            .leads("-unknown-keys", "Keys that this version does not know."),
        Forged::new().vector(
            "-wrong-code",
            "One letter of the code is another.",
            "7K3M-9QP1-0XYA",
            not_admitted,
            |_| (),
        ),
        Forged::edited(known, r#"{"version":2,"#).vector(
            "-version",
            "A later version.",
            CODE,
            outdated,
            |_| (),
        ),
    ];
    let length = 56 + 256 + 16;
    for (field, at) in fields(length) {
        let about = format!("One bit of the {field} of the door is flipped.");
        all.push(Forged::new().refused(&format!("-flipped-{field}"), &about, |sealed| {
            assert_eq!(sealed.len(), length);
            sealed[at] ^= 0x10;
        }));
    }
    all.extend(lengths());
    all.extend(bodies());
    all
}

fn lengths() -> Vec<Vector> {
    let padded = |length: usize, last: u8| {
        let mut door = Forged::new();
        let mut plain = document(door.body.as_bytes());
        plain.resize(length, 0);
        plain[length - 1] = last;
        door.plain = Some(plain);
        door
    };
    let mut long = Forged::new();
    long.body.push_str(&" ".repeat(900));
    let mut plain = document(long.body.as_bytes());
    let whole = usize::try_from(crate::seal::padme(plain.len() as u64)).unwrap();
    plain.resize(whole, 0);
    long.plain = Some(plain);
    vec![
        Forged::new().refused("-truncated", "Its last byte is missing.", |sealed| {
            sealed.pop();
        }),
        Forged::new().refused("-no-bytes", "No bytes.", Vec::clear),
        long.refused("-too-long", "Sealed as it must be, and longer than 1,024 bytes.", |sealed| {
            assert!(sealed.len() > 1_024);
        }),
        padded(256, 1).refused("-padding", "The last byte of the padding is not zero.", |_| ()),
        padded(512, 0).refused("-padded-more", "Padded to more than it must be.", |_| ()),
    ]
}

fn bodies() -> Vec<Vector> {
    let edited = |name: &str, about: &str, from: &str, to: &str| {
        Forged::edited(from, to).refused(&format!("-{name}"), about, |_| ())
    };
    let mut slot = Forged::new();
    slot.context = b"keyfolio/v1/slot\0";
    let quoted = format!("\"{LOCATOR}\"");
    vec![
        edited("not-json", "No JSON.", "{", "["),
        edited("no-locator", "No locator.", r#""locator""#, r#""place""#),
        edited("locator-up", "A locator that leads elsewhere.", "n5wsv4", "../../"),
        edited("locator-upper-case", "A locator in upper case.", "n5wsv4", "N5WSV4"),
        edited("locator-short", "A locator of 31 characters.", "n5wsv4", "5wsv4"),
        edited("locator-list", "A locator in a list.", &quoted, &format!("[{quoted}]")),
        slot.refused("-other-context", "Sealed as something else.", |_| ()),
    ]
}
