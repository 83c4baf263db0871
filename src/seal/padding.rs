//! Padmé: lengths that say less (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files
//! and Communication with PURBs", PETS 2019, algorithm 1).

/// The length that something of length `n` is padded to: at most 12 % more, and only as many
/// different lengths as a floating-point number with a mantissa of log log n bits has.
#[must_use]
pub fn padme(n: u64) -> u64 {
    if n < 2 {
        return n;
    }
    let e = n.ilog2();
    let s = e.checked_ilog2().map_or(0, |log| log + 1);
    let mask = (1u64 << (e - s)) - 1;
    n.saturating_add(mask) & !mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Worked out by a second implementation.
    #[test]
    fn known_lengths() {
        let cases = [(0, 0), (1, 1), (2, 2), (3, 3), (9, 10), (100, 104), (1000, 1024)];
        for (length, padded) in cases {
            assert_eq!(padme(length), padded, "{length}");
        }
        assert_eq!(padme(1_000_000), 1_015_808);
        assert_eq!(padme(2_147_483_649), 2_214_592_512);
    }

    proptest! {
        #[test]
        fn never_less_and_at_most_an_eighth_more(n in 0u64..1 << 53) {
            let padded = padme(n);
            prop_assert!(padded >= n && padded - n <= n * 12 / 100);
            prop_assert_eq!(padme(padded), padded);
            prop_assert!(n < 1 << 20 || padded - n <= n * 33 / 1000);
        }
    }
}
