//! The vectors that open.

use super::forge::{CODE, Forge, Vector, code, kdf, link, padded};
use crate::seal::{Header, Mode};

const PAGE: &[u8] = b"<!doctype html><title>Portal</title>\n";

pub fn vectors() -> Vec<Vector> {
    let mut all = modes();
    all.extend(objects());
    all.extend(values());
    all.extend(while_the_key_changes());
    all
}

fn modes() -> Vec<Vector> {
    let with = |mode| {
        let mut forge = Forge::bare(&Header::new(mode), 0);
        forge.put("index.html", PAGE);
        forge.seal()
    };
    let (by_link, by_code) = (with(Mode::Link), with(Mode::Code(kdf())));
    let by_both = with(Mode::LinkAndCode(kdf()));
    let mut both = link();
    both.code = Some(CODE);
    let mut loud = link();
    loud.link = loud.link.map(|link| link.to_uppercase());
    let mut more = link();
    more.code = Some(CODE);
    vec![
        by_link.opens("link", "A portal with one page, opened with a link.", &link(), &[]),
        by_link.opens("link-upper-case", "The link, in upper case.", &loud, &[]),
        by_link.opens("link-and-a-code-too-many", "A code that nobody asked for.", &more, &[]),
        by_code.opens("code", "A portal opened with a code.", &code(CODE), &[]),
        by_code.opens(
            "code-as-typed",
            "The same code with other letters, dashes and spaces, and full-width digits.",
            &code(" 7k3m–9qpI.oxy\u{ff3a}\n"),
            &[],
        ),
        by_both.opens("link-and-code", "A portal opened with both.", &both, &[]),
    ]
}

fn objects() -> Vec<Vector> {
    let one = |name: &str, about: &str, path: &str, content: &[u8]| {
        let mut forge = Forge::new();
        forge.put(path, content);
        forge.seal().opens(name, about, &link(), &[])
    };
    let bytes = |length: u32| -> Vec<u8> { (0..length).map(|at| (at * 7 % 251) as u8).collect() };
    let text = "<p>All of it is compressed.</p>\n".repeat(2_000);
    let mut stored = Forge::new();
    // One block that is not compressed (RFC 1951, section 3.2.4), then one that is empty.
    let blocks = [b"\x00\x05\x00\xfa\xffhello".as_slice(), b"\x03\x00"].concat();
    stored.put_as("a.html", b"hello", &blocks, &padded(&blocks));
    let mut empty = Forge::new();
    empty.put_as("a.html", b"", b"\x03\x00", &padded(b"\x03\x00"));
    let mut path = Forge::new();
    path.put("files/déliverables/設計 (1) #2%20.pdf", b"%PDF");
    path.put(&"long/".repeat(204).replace("long/long/long/", "lang/lang/lang/")[..1019], b"x");
    path.put(&format!("{}.txt", "n".repeat(1_020)), b"exactly 1,024 bytes");
    let mut many = Forge::new();
    for index in 0..9 {
        many.put(&format!("updates/{index}.html"), format!("<p>{index}").as_bytes());
    }
    let mut same = Forge::new();
    same.put("a.bin", b"the same content");
    same.put("b.bin", b"the same content");
    vec![
        one("object-empty", "A file of no bytes.", "empty.bin", b""),
        one("object-one-byte", "A file of one byte.", "one.bin", b"1"),
        one(
            "object-16383",
            "One byte less than a chunk: padded to a chunk.",
            "a.bin",
            &bytes(16_383),
        ),
        one("object-16384", "A full chunk, and an empty one behind it.", "a.bin", &bytes(16_384)),
        one("object-16385", "One byte more than a chunk.", "a.bin", &bytes(16_385)),
        one("object-chunks", "Several chunks.", "a.bin", &bytes(33_000)),
        one("object-compressed", "A text of 64,000 bytes.", "a.html", text.as_bytes()),
        stored.seal().opens("object-stored-block", "DEFLATE without compression.", &link(), &[]),
        empty.seal().opens("object-compressed-empty", "No bytes, compressed.", &link(), &[]),
        path.seal().opens(
            "paths",
            "Paths with other letters, signs, and as long as may be.",
            &link(),
            &[],
        ),
        many.seal().opens("entries", "Many entries.", &link(), &[]),
        same.seal().opens("same-content", "One content at two paths: two objects.", &link(), &[]),
    ]
}

fn while_the_key_changes() -> Vec<Vector> {
    let both = Forge::on_its_way_to(7);
    let mut junk = Forge::new().seal();
    junk.files.insert("manifest-0".to_owned(), b"no manifest".to_vec());
    let mut flipped = Forge::new().seal();
    flipped.files.insert("manifest-0".to_owned(), flipped.files["manifest"].clone());
    flipped.file("manifest")[60] ^= 0x10;
    vec![
        both.opens(
            "manifest-of-epoch",
            "The manifest is that of the epoch before, and beside it is that of the slot's.",
            &link(),
            &[],
        ),
        flipped.opens(
            "manifest-of-epoch-beside-damaged",
            "One bit of the manifest is flipped, and beside it is that of the epoch.",
            &link(),
            &[],
        ),
        junk.opens(
            "manifest-of-epoch-not-asked-for",
            "The manifest opens: what is beside it under the epoch's name is not asked for.",
            &link(),
            &[],
        ),
    ]
}

fn values() -> Vec<Vector> {
    let mut last = Forge::bare(&Header::new(Mode::Link), u32::MAX);
    last.put("index.html", PAGE);
    last.list((1 << 53) - 1);
    let expired = Forge::new().edit_slot(r#""ada""#, r#""ada","expires":"2020-01-31""#);
    let idle = Forge::new().edit_slot(r#""ada""#, r#""ada","idle":900"#);
    let known = r#"{"version":1,"#;
    let more = r#"{"version":1,"later":[1,{"key":null}],"#;
    let mut unknown = Forge::new().edit_slot(known, more).edit_manifest(known, more);
    unknown = unknown.edit_manifest(r#""size""#, r#""etag":"x","size""#);
    unknown.header = br#" { "mode" : "link", "theme": {}, "version" : 1 } "#.to_vec();
    let mut strangers = Forge::new().seal();
    for path in
        ["ledger", "index.html", "app/reader.js", "objects/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]
    {
        strangers.files.insert(path.to_owned(), b"not for this reader".to_vec());
    }
    vec![
        last.seal().opens("highest-numbers", "The highest epoch and sequence.", &link(), &[]),
        expired.seal().opens(
            "expired",
            "The last day is past. The portal opens: only the host's deletion enforces it. A reader says so.",
            &link(),
            &[],
        ),
        idle.seal().opens(
            "idle",
            "To be locked after a quarter of an hour without use.",
            &link(),
            &[],
        ),
        unknown.seal().opens("unknown-keys", "Keys and spaces that this version does not know.", &link(), &[]),
        strangers.opens("other-files", "Files that no reader asks for.", &link(), &[]),
    ]
}
