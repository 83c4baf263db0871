//! Any bytes as the header of a sealed portal.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::header(bytes));
