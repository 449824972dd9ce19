//! Configuration files: none panics the reader, and no secret of one is shown.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| oktars::fuzzing::configuration(text));
