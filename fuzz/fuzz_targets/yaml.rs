//! Any text as any kind of content file.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| keyfolio::fuzzing::yaml(text));
