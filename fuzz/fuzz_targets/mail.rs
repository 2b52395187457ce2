#![no_main]

use dateline::format::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dateline::invariants::rendered(Format::Mail, bytes));
