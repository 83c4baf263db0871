//! Any bytes as the agency's own list of who is let in.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| keyfolio::fuzzing::ledger(bytes));
