//! Any bytes as a manifest, compressed or not.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::manifest(bytes));
