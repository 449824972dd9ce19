//! The conditions of event hooks: each is true of an event or not, or is not understood.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| oktars_local::fuzzing::condition(text));
