//! No two plaintexts are ever sealed with the same key, so neither with the same key and nonce.

use crate::seal::cobblestone::{INFO, Salt, expand};
use crate::seal::document::salt;
use crate::seal::manifest::ManifestKey;
use crate::seal::object::ObjectKey;
use crate::seal::{InputKey, PortalId, PortalKey};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const SITES: u64 = 100_000;

/// Where a message is, and the hash of what it holds: what the key must differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct What {
    client: u8,
    epoch: u32,
    /// `None` for the manifest.
    path: Option<u8>,
    digest: [u8; 32],
}

/// Numbers that look random and are the same in every run (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % limit
    }
}

/// The keys of one client in one epoch.
struct Keys {
    object: ObjectKey,
    manifest: ManifestKey,
}

fn keys() -> BTreeMap<(u8, u32), Keys> {
    let of = |(client, epoch): (u8, u32)| {
        let (mut key, id) = ([client; 32], PortalId([client; 16]));
        key[0] = u8::try_from(epoch).unwrap();
        let key = PortalKey::new(key);
        let object = ObjectKey::new(&key, id, epoch);
        ((client, epoch), Keys { object, manifest: ManifestKey::new(&key, id, epoch) })
    };
    (0..32).flat_map(|client| (0..4).map(move |epoch| (client, epoch))).map(of).collect()
}

/// A hundred thousand sites of a few clients over a few epochs, in which the same contents come up
/// again and again: at the same path, at other paths, in other epochs, at other clients.
#[test]
fn no_two_messages_share_a_key_with_whatever_nonce() {
    let (keys, mut random) = (keys(), Random(1));
    let mut sealed: BTreeMap<[u8; 32], What> = BTreeMap::new();
    let mut seal = |what: What, key: &InputKey, salt: Salt, context: &[u8]| {
        let derived = expand(key, &[INFO, &salt.0, context]);
        // The key alone: a nonce is counted on from chunk to chunk, so different ones could meet.
        let own = derived[..32].try_into().unwrap();
        let before = sealed.insert(own, what);
        assert!(before.is_none_or(|before| before == what), "{before:?} {what:?}");
    };
    let mut messages = 0;
    for _ in 0..SITES {
        let client = u8::try_from(random.below(32)).unwrap();
        let epoch = u32::try_from(random.below(4)).unwrap();
        let keys = &keys[&(client, epoch)];
        let mut site = Sha256::new();
        for _ in 0..=random.below(2) {
            let path = u8::try_from(random.below(64)).unwrap();
            let digest = Sha256::digest(random.below(64).to_be_bytes()).into();
            site.update([path]);
            site.update(digest);
            let name = format!("updates/{path}.html");
            let salt = keys.object.salt(&name, &digest);
            let what = What { client, epoch, path: Some(path), digest };
            seal(what, &keys.object.key, salt, &keys.object.context(&name));
            messages += 1;
        }
        let digest = site.finalize().into();
        let context = &keys.manifest.context;
        let salt = salt(&keys.manifest.salt_key, context, &digest);
        seal(What { client, epoch, path: None, digest }, &keys.manifest.key, salt, context);
        messages += 1;
    }
    // Far fewer than messages, as the same ones came up again; and each with its own.
    let (different, mut all) = (sealed.len(), sealed.into_values().collect::<Vec<_>>());
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), different, "one plaintext at one place has one key");
    assert!(different > 100_000 && different < messages, "{different} of {messages}");
}
