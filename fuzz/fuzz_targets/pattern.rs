//! Patterns of schemas and of group rules: what is taken, can be held against a value.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| oktars_local::fuzzing::pattern(text));
