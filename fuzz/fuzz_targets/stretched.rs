//! Any bytes as the codes that earlier builds stretched.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::stretched(bytes));
