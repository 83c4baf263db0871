//! Any bytes in a sealed document, and in place of one.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::document(bytes));
