#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| dateline::invariants::citations(text));
