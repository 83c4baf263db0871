//! A share of the clients: what one of several processes builds and publishes.
//!
//! `build` and `publish` take the share that they were told, and the shards share nothing but the
//! target. Shard 1 has, besides, what belongs to no client: the pages of the root, and the portals of
//! clients that are gone.

use crate::load::normal;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// One of so many shares of the clients.
///
/// A client's share is the first eight bytes of the SHA-256 of its id (in Unicode NFC), as a
/// big-endian number, modulo the number of shares. So it depends on nothing but the id and that
/// number: adding, removing or breaking a client moves no other. SHA-256, because its even spread does
/// not depend on how an agency names its clients, as that of a sum or a cheap hash would, because it is
/// the same on every machine and in every version, and because anybody can work it out in a shell. It
/// takes no key: the number of a share reaches no output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// From 1.
    index: u32,
    count: u32,
}

/// Why something is not a [`Shard`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShardFault {
    /// Not two numbers.
    #[error("write a shard as `I/N`: `2/4` is the second of four")]
    Shape,
    /// There are no shards.
    #[error("there is at least one shard: `1/1` holds all clients")]
    NoShards,
    /// Shards are counted from 1.
    #[error("shards are counted from 1: the first of {0} is `1/{0}`, the last `{0}/{0}`")]
    Zero(u32),
    /// Past the last one.
    #[error("there is no shard {0} of {1}: the last is `{1}/{1}`")]
    Beyond(u32, u32),
}

impl Shard {
    /// Share `index`, from 1, of `count`.
    ///
    /// # Errors
    /// When there is no such share.
    pub fn new(index: u32, count: u32) -> Result<Self, ShardFault> {
        match (index, count) {
            (_, 0) => Err(ShardFault::NoShards),
            (0, count) => Err(ShardFault::Zero(count)),
            (index, count) if index > count => Err(ShardFault::Beyond(index, count)),
            (index, count) => Ok(Self { index, count }),
        }
    }

    /// Whether the client is in this share.
    #[must_use]
    pub fn holds(self, client: &str) -> bool {
        let digest: [u8; 32] = Sha256::digest(normal(client)).into();
        let number = digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first));
        number % u64::from(self.count) == u64::from(self.index - 1)
    }

    /// Whether what belongs to no client is in this share.
    #[must_use]
    pub fn is_first(self) -> bool {
        self.index == 1
    }
}

impl FromStr for Shard {
    type Err = ShardFault;

    fn from_str(text: &str) -> Result<Self, ShardFault> {
        let (index, count) = text.split_once('/').ok_or(ShardFault::Shape)?;
        let number = |text: &str| text.trim().parse().map_err(|_| ShardFault::Shape);
        Self::new(number(index)?, number(count)?)
    }
}

/// As it is written: `2/4`.
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shards(count: u32) -> impl Iterator<Item = Shard> {
        (1..=count).map(move |index| Shard::new(index, count).unwrap())
    }

    /// Frozen, and worked out by a second implementation (Python's hashlib).
    #[test]
    fn frozen_shares() {
        let of = |client: &str, count| {
            shards(count).find(|shard| shard.holds(client)).unwrap().to_string()
        };
        assert_eq!(of("acme", 4), "1/4");
        assert_eq!(of("bolt", 4), "4/4");
        assert_eq!(of("café", 7), "7/7");
        assert_eq!(of("acme", 1000), "873/1000");
    }

    proptest! {
        #[test]
        fn each_client_is_in_exactly_one_share(client in "\\PC{1,20}", count in 1_u32..50) {
            prop_assert_eq!(shards(count).filter(|shard| shard.holds(&client)).count(), 1);
        }
    }

    #[test]
    fn a_name_is_the_same_client_in_both_of_its_forms() {
        for shard in shards(7) {
            assert_eq!(shard.holds("caf\u{e9}"), shard.holds("cafe\u{301}"));
        }
    }

    #[test]
    fn shares_are_of_a_size() {
        let ids: Vec<String> = (0..4000).map(|number| format!("client-{number:04}")).collect();
        for shard in shards(4) {
            let held = ids.iter().filter(|id| shard.holds(id)).count();
            assert!((900..1100).contains(&held), "{shard} has {held} of 4000");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let fault = |text: &str| text.parse::<Shard>().unwrap_err();
        for text in ["", "x/y", "1", "1/", "/4", "-1/4", "1/4/2", "1.5/4", "99999999999/4"] {
            assert_eq!(fault(text), ShardFault::Shape, "{text}");
        }
        assert_eq!(fault("1/0"), ShardFault::NoShards);
        assert_eq!(fault("0/4"), ShardFault::Zero(4));
        assert_eq!(fault("5/4"), ShardFault::Beyond(5, 4));
        assert_eq!(" 2 / 4".parse::<Shard>().unwrap().to_string(), "2/4");
    }
}
