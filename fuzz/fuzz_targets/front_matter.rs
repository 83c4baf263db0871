//! Any text as an update: front matter, then Markdown.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| keyfolio::fuzzing::front_matter(text));
