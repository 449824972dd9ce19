//! The expressions of group rules: what is parsed, can be held against a user.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| oktars_local::fuzzing::rule(text));
