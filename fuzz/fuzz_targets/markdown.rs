//! Any text as Markdown, with the HTML in it.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| keyfolio::fuzzing::markdown(text));
