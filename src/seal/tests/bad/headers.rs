use crate::seal::tests::forge::{CODE, Forge, Vector, code, link};

const KDF: &str = r#"{"version":1,"mode":"code","kdf":{"name":"PBKDF2-HMAC-SHA-256","iterations":600000,"salt":"c2FsdCBvZiBhbiBhZ2VuYw"}}"#;

pub fn vectors() -> Vec<Vector> {
    let mut all = vec![nothing(), altered()];
    all.extend(texts().map(|(name, about, kind, text)| {
        let mut forge = Forge::new();
        let name = format!("header-{name}");
        forge.header = text.into_bytes();
        // What a person has is never the reason.
        let mut with = link();
        with.code = Some(CODE);
        forge.seal().refuses(&name, about, &with, kind, "header")
    }));
    all.extend(kdfs().map(|(name, about, from, to)| {
        let mut forge = Forge::new();
        assert!(KDF.contains(from), "{from}");
        forge.header = KDF.replacen(from, to, 1).into_bytes();
        forge.seal().refuses(&format!("kdf-{name}"), about, &code(CODE), "damaged", "header")
    }));
    all
}

fn nothing() -> Vector {
    let mut forge = Forge::new().seal();
    forge.files.clear();
    forge.files.insert("index.html".to_owned(), b"Not found\n".to_vec());
    forge.refuses("no-portal", "There is no `header.json`.", &link(), "no-portal", "header")
}

fn altered() -> Vector {
    let mut forge = Forge::new().seal();
    forge.file("header.json").push(b'\n');
    let about = "A line break behind the header: the slot is bound to the header's bytes.";
    forge.refuses("header-altered", about, &link(), "damaged", "slot")
}

fn texts() -> impl Iterator<Item = (&'static str, &'static str, &'static str, String)> {
    let long =
        |length: usize| format!("{}{}", r#"{"version":1,"mode":"link"}"#, " ".repeat(length - 27));
    [
        ("empty", "No bytes.", "damaged", String::new()),
        ("not-json", "No JSON.", "damaged", "<!doctype html>".to_owned()),
        ("trailing", "JSON, and more.", "damaged", r#"{"version":1,"mode":"link"}{}"#.to_owned()),
        (
            "byte-order-mark",
            "A byte order mark.",
            "damaged",
            "\u{feff}{\"version\":1,\"mode\":\"link\"}".to_owned(),
        ),
        ("no-version", "No version.", "damaged", r#"{"mode":"link"}"#.to_owned()),
        (
            "version",
            "A later version, which looks quite different.",
            "outdated",
            r#"{"version":2,"ways":["passkey"]}"#.to_owned(),
        ),
        (
            "version-0",
            "No version that there ever was.",
            "outdated",
            r#"{"version":0,"mode":"link"}"#.to_owned(),
        ),
        (
            "version-text",
            "The version as text.",
            "damaged",
            r#"{"version":"1","mode":"link"}"#.to_owned(),
        ),
        (
            "mode",
            "A mode that there is not.",
            "damaged",
            r#"{"version":1,"mode":"plain"}"#.to_owned(),
        ),
        (
            "no-kdf",
            "A code, and nothing to stretch it with.",
            "damaged",
            r#"{"version":1,"mode":"code"}"#.to_owned(),
        ),
        ("too-long", "4,097 bytes.", "damaged", long(4_097)),
    ]
    .into_iter()
}

fn kdfs() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let count = "600000";
    [
        ("few", "One iteration too few.", count, "599999"),
        ("none", "No iteration.", count, "0"),
        ("many", "One iteration too many.", count, "10000001"),
        ("absurd", "More iterations than any machine does.", count, "9007199254740991"),
        ("negative", "Fewer than none.", count, "-600000"),
        ("fraction", "Half an iteration.", count, "600000.5"),
        ("text", "The count as text.", count, "\"600000\""),
        ("name", "Another way to stretch.", "PBKDF2-HMAC-SHA-256", "PBKDF2-HMAC-SHA-1"),
        ("salt-short", "A salt of 15 bytes.", "c2FsdCBvZiBhbiBhZ2VuYw", "c2FsdCBvZiBhbiBhZ2Vu"),
        (
            "salt-alphabet",
            "A salt in another base64.",
            "c2FsdCBvZiBhbiBhZ2VuYw",
            "c2FsdCBvZiBhbiBhZ2V+/w",
        ),
        ("no-salt", "No salt.", r#","salt":"c2FsdCBvZiBhbiBhZ2VuYw""#, ""),
    ]
    .into_iter()
}
