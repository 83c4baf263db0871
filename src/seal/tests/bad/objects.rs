use super::flipped;
use crate::seal::tests::forge::{Forge, Vector, compress, link, padded};
use crate::seal::{Header, Mode};

/// The file that is spoilt.
const PATH: &str = "a.bin";

/// What was in it.
fn content(length: u32) -> Vec<u8> {
    (0..length).map(|at| (at * 11 % 241) as u8).collect()
}

pub fn vectors() -> Vec<Vector> {
    let small = || {
        let mut forge = Forge::new();
        let object = forge.put(PATH, b"0123456789");
        (forge.seal(), object)
    };
    let object = format!("objects/{}", small().1);
    let mut all = flipped(&object, "object", damaged, || small().0);
    all.extend(chunks());
    all.extend(places());
    all.extend(contents());
    all.extend(lengths());
    let mut missing = small().0;
    missing.files.remove(&object);
    let about = "It is not there.";
    all.push(missing.opens("object-missing", about, &link(), &[(PATH, "missing")]));
    all
}

fn damaged(forge: &Forge, name: &str, about: &str) -> Vector {
    forge.opens(name, about, &link(), &[(PATH, "damaged")])
}

fn chunks() -> Vec<Vector> {
    let with = |name: &str, about: &str, change: fn(&mut Vec<u8>)| {
        let mut forge = Forge::new();
        let object = format!("objects/{}", forge.put(PATH, &content(17_000)));
        let mut forge = forge.seal();
        change(forge.file(&object));
        damaged(&forge, &format!("object-{name}"), about)
    };
    let chunk = |index: usize| 56 + index * 16_400..56 + (index + 1) * 16_400;
    let (first, second) = (chunk(0), chunk(1));
    let swapped = {
        let mut forge = Forge::new();
        let object = format!("objects/{}", forge.put(PATH, &content(33_000)));
        let mut forge = forge.seal();
        let file = forge.file(&object);
        let taken = file[first.clone()].to_vec();
        file.copy_within(second.clone(), first.start);
        file[second].copy_from_slice(&taken);
        damaged(&forge, "object-chunks-swapped", "Two chunks have changed places.")
    };
    vec![
        swapped,
        with("cut-at-chunk", "Cut off after the first chunk.", |file| file.truncate(56 + 16_400)),
        with("cut-at-first-chunk", "Cut off before the first chunk.", |file| file.truncate(56)),
        with("cut-in-chunk", "Cut off in the middle of the first chunk.", |file| {
            file.truncate(10_000);
        }),
        with("cut-in-tag", "Cut off in the last tag.", |file| file.truncate(file.len() - 7)),
        with("trailing", "A byte too many.", |file| file.push(0)),
        with("flipped-last-chunk", "One bit of the last chunk is flipped.", |file| {
            let at = 56 + 16_400 + 5;
            file[at] ^= 1;
        }),
        with("no-bytes", "No bytes.", Vec::clear),
    ]
}

fn places() -> Vec<Vector> {
    let mut swapped = Forge::new();
    let a = format!("objects/{}", swapped.put(PATH, b"the first"));
    let b = format!("objects/{}", swapped.put("b.bin", b"the other"));
    let mut swapped = swapped.seal();
    let (first, other) = (swapped.file(&a).clone(), swapped.file(&b).clone());
    (*swapped.file(&a), *swapped.file(&b)) = (other, first);
    let but = [(PATH, "damaged"), ("b.bin", "damaged")];
    let swapped =
        swapped.opens("objects-swapped", "Two objects have changed places.", &link(), &but);

    let mut listed = Forge::new();
    listed.put(PATH, b"the first");
    let other = listed.put("b.bin", b"the other");
    listed.listed(PATH).object = other;
    listed.list(1);
    let about = "The manifest gives a path the object of another path.";
    let listed = damaged(&listed.seal(), "object-of-another-path", about);

    let mut before = Forge::bare(&Header::new(Mode::Link), 1);
    let old = format!("objects/{}", before.put(PATH, b"the content"));
    let old = before.file(&old).clone();
    let mut now = Forge::new();
    let object = format!("objects/{}", now.put(PATH, b"the content"));
    *now.file(&object) = old;
    let epoch =
        damaged(&now.seal(), "object-other-epoch", "The same file, sealed in another epoch.");
    vec![swapped, listed, epoch]
}

/// Objects whose plaintext is not what it must be.
fn contents() -> Vec<Vector> {
    let with = |name: &str, about: &str, change: &dyn Fn(Vec<u8>) -> Vec<u8>| {
        let mut forge = Forge::new();
        let stored = vec![b'x'; 1_000];
        forge.put_as(PATH, &stored, &stored, &change(padded(&stored)));
        damaged(&forge.seal(), &format!("object-{name}"), about)
    };
    vec![
        with("padding", "The last byte of the padding is not zero.", &|mut plain| {
            *plain.last_mut().unwrap() = 1;
            plain
        }),
        with("unpadded", "Not padded.", &|plain| plain[..1_000].to_vec()),
        with("padded-more", "Padded to more than it must be.", &|mut plain| {
            plain.push(0);
            plain
        }),
        with("shorter", "Shorter than the manifest says.", &|plain| plain[..900].to_vec()),
    ]
}

/// Manifests that say other lengths, and compressed data that are none.
fn lengths() -> Vec<Vector> {
    let text = "<p>All of it is compressed.</p>\n".repeat(100);
    let raw = compress(text.as_bytes());
    let stored = |name: &str, about: &str, stored: &[u8]| {
        let mut forge = Forge::new();
        forge.put_as(PATH, text.as_bytes(), stored, &padded(stored));
        damaged(&forge.seal(), &format!("object-{name}"), about)
    };
    let sized = |name: &str, about: &str, size: u64| {
        let mut forge = Forge::new();
        forge.put_as(PATH, text.as_bytes(), &raw, &padded(&raw));
        forge.listed(PATH).size = size;
        forge.list(1);
        damaged(&forge.seal(), &format!("object-{name}"), about)
    };
    let mut less = Forge::new();
    less.put(PATH, &[b'x'; 1_000]);
    (less.listed(PATH).size, less.listed(PATH).stored) = (999, 999);
    less.list(1);
    let bomb = {
        let mut forge = Forge::new();
        let raw = compress(&vec![0; 8 << 20]);
        forge.put_as(PATH, &[0; 100], &raw, &padded(&raw));
        damaged(&forge.seal(), "object-bomb", "8 MiB of zeros that are said to be 100 bytes.")
    };
    // Seven bytes of compressed data, where eight are said to be: neither length is padded.
    let raw_short = compress(b"hello");
    let mut more = Forge::new();
    more.put_as(PATH, b"hello", &raw_short, &raw_short);
    assert_eq!(raw_short.len(), 7);
    more.listed(PATH).stored = 8;
    more.list(1);
    vec![
        bomb,
        damaged(
            &more.seal(),
            "object-stored-more",
            "The manifest says one byte more than there is.",
        ),
        sized("size-less", "It inflates to one byte more than is said.", 3_199),
        sized("size-more", "It inflates to one byte less than is said.", 3_201),
        damaged(&less.seal(), "object-stored-less", "The manifest leaves out the last byte."),
        stored("deflate-cut", "Compressed data without their end.", &raw[..raw.len() - 1]),
        stored(
            "deflate-trailing",
            "A byte after the compressed data.",
            &[&raw, b"\0".as_slice()].concat(),
        ),
        stored("deflate-garbage", "Compressed data that are none.", b"\xff\xff\xff\xff\xff"),
    ]
}
