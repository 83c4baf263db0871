//! Any bytes as the body of a slot.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::slot(bytes));
