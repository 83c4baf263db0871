//! Any bytes in a sealed object, under any lengths.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::object(bytes));
