use super::flipped;
use crate::seal::tests::forge::{Forge, Vector, compress, document, link};
use crate::seal::{Header, Mode, PortalId};

pub fn vectors() -> Vec<Vector> {
    let mut all = flipped("manifest", "manifest", refused, || Forge::new().seal());
    all.extend(files());
    all.extend(compressed());
    all.extend(of_epoch());
    all.extend(edited());
    all.extend(paths());
    all
}

fn refused(forge: &Forge, name: &str, about: &str) -> Vector {
    forge.refuses(name, about, &link(), "damaged", "manifest")
}

fn files() -> Vec<Vector> {
    let with = |name: &str, about: &str, change: fn(&mut Vec<u8>)| {
        let mut forge = Forge::new().seal();
        change(forge.file("manifest"));
        refused(&forge, &format!("manifest-{name}"), about)
    };
    let plain = |name: &str, about: &str, plain: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let forge = Forge::new().seal();
        let body = document(&compress(forge.manifest.as_bytes()));
        refused(&forge.manifest_with(&plain(body)), &format!("manifest-{name}"), about)
    };
    let mut missing = Forge::new().seal();
    missing.files.remove("manifest");
    let with_manifest_of = |other: Forge| {
        let mut forge = Forge::new().seal();
        *forge.file("manifest") = other.seal().file("manifest").clone();
        forge
    };
    let mut next = Forge::bare(&Header::new(Mode::Link), 1);
    next.put("index.html", b"");
    let mut other = Forge::new();
    other.id = PortalId([0; 16]);
    vec![
        missing.refuses("manifest-missing", "There is none.", &link(), "missing", "manifest"),
        with("truncated", "Its last byte is missing.", |file| {
            file.pop();
        }),
        with("no-bytes", "No bytes.", Vec::clear),
        with("trailing", "A byte too many.", |file| file.push(0)),
        refused(&with_manifest_of(next), "manifest-other-epoch", "That of another epoch."),
        refused(&with_manifest_of(other), "manifest-other-portal", "That of another portal."),
        plain("padding", "The last byte of the padding is not zero.", &|mut body| {
            body.resize(1_023, 0);
            body.push(0x80);
            body
        }),
        plain("padded-more", "Padded to more than it must be.", &|mut body| {
            body.resize(1_088, 0);
            body
        }),
    ]
}

/// The slot is of an epoch and the manifest of the one before, and beside it is not what should be.
fn of_epoch() -> Vec<Vector> {
    let with = |name: &str, about: &str, change: &dyn Fn(&mut Forge)| {
        let mut forge = Forge::on_its_way_to(7);
        change(&mut forge);
        refused(&forge, &format!("manifest-of-epoch-{name}"), about)
    };
    let mut missing = Forge::on_its_way_to(7);
    missing.files.remove("manifest");
    let name = "manifest-of-epoch-without-manifest";
    let about = "Only under the name of the epoch, where it is not looked for then.";
    vec![
        missing.refuses(name, about, &link(), "missing", "manifest"),
        with("altered", "One bit of that of the epoch is flipped.", &|forge| {
            *forge.file("manifest-7").last_mut().unwrap() ^= 0x10;
        }),
        with("before", "Under the name of the epoch is that of the one before, too.", &|forge| {
            *forge.file("manifest-7") = forge.files["manifest"].clone();
        }),
        with("padded", "The epoch in its name has a zero in front.", &|forge| {
            let own = forge.files.remove("manifest-7").unwrap();
            forge.files.insert("manifest-07".to_owned(), own);
        }),
    ]
}

fn compressed() -> Vec<Vector> {
    let with = |name: &str, about: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let mut forge = Forge::new();
        forge.compressed = Some(change(compress(forge.manifest.as_bytes())));
        refused(&forge.seal(), &format!("manifest-{name}"), about)
    };
    let bomb = |_| {
        let mut json = Forge::new().manifest.into_bytes();
        json.resize((64 << 20) + 1, b' ');
        compress(&json)
    };
    let plain = Forge::new().manifest.into_bytes();
    vec![
        with("bomb", "JSON of 64 MiB and one byte.", &bomb),
        with("uncompressed", "JSON that is not compressed.", &|_| plain.clone()),
        with("zlib", "With a header of zlib's.", &|raw| [b"\x78\x9c".as_slice(), &raw].concat()),
        with("deflate-cut", "Compressed data without their end.", &|mut raw| {
            raw.pop();
            raw
        }),
        with("deflate-trailing", "A byte after the compressed data.", &|mut raw| {
            raw.push(0);
            raw
        }),
        with("nothing", "No bytes at all.", &|_| Vec::new()),
    ]
}

fn edited() -> Vec<Vector> {
    let with = |name: &str, about: &str, from: &str, to: &str| {
        refused(&Forge::new().edit_manifest(from, to).seal(), &format!("manifest-{name}"), about)
    };
    let version = Forge::new().edit_manifest(r#""version":1"#, r#""version":2"#).seal();
    let name = r#""object":""#;
    let sequence = r#""sequence":1"#;
    vec![
        version.refuses("manifest-version", "A later version.", &link(), "outdated", "manifest"),
        with("not-json", "No JSON.", "{", "["),
        with("sequence-0", "The number is 0.", sequence, r#""sequence":0"#),
        with("sequence-high", "The number is 2^53.", sequence, r#""sequence":9007199254740992"#),
        with("sequence-fraction", "The number is no whole one.", sequence, r#""sequence":1.5"#),
        with(
            "no-start",
            "The first page is none of the entries.",
            r#""start":"index"#,
            r#""start":"x"#,
        ),
        with("no-entries", "No entries.", r#""entries""#, r#""entriez""#),
        with("object-path", "An object's name that leads elsewhere.", name, r#""object":"../"#),
        with("object-upper-case", "An object's name in upper case.", name, r#""object":"A"#),
        with("no-type", "An entry without a type.", r#""type""#, r#""typo""#),
        with("encoding", "An encoding that there is not.", r#""deflate-raw""#, r#""br""#),
        with(
            "stored-differs",
            "Not compressed, and of two lengths.",
            r#","encoding":"deflate-raw""#,
            "",
        ),
        with("size-negative", "A length below zero.", r#""size":"#, r#""size":-"#),
        with("size-high", "A length of 2^53.", r#""size":37"#, r#""size":9007199254740992"#),
    ]
}

fn paths() -> Vec<Vector> {
    let long = "x".repeat(1_025);
    let paths = [
        ("empty", "", "An empty path."),
        ("up", "../x", "A path that leads out of the portal."),
        ("up-within", "a/../../x", "A path that leads out of the portal on a detour."),
        ("up-last", "a/..", "A path that ends above."),
        ("here", "./x", "A path with a dot for a folder."),
        ("absolute", "/etc/x", "A path from the root."),
        ("double-slash", "a//x", "A folder without a name."),
        ("trailing-slash", "a/", "A file without a name."),
        ("backslash", r"..\\x", "A backslash."),
        ("nul", r"x\u0000.html", "A NUL."),
        ("control", r"x\u001b[2J", "A control character."),
        ("control-c1", r"x\u0085", "A control character beyond ASCII."),
        ("too-long", &long, "1,025 bytes."),
    ];
    let with = |(name, path, about): (&str, &str, &str)| {
        let mut forge = Forge::new();
        forge.put("zzz", b"x");
        let forge = forge.edit_manifest(r#""zzz""#, &format!("\"{path}\""));
        refused(&forge.seal(), &format!("path-{name}"), about)
    };
    paths.into_iter().map(with).collect()
}
