//! The filter language of the local org: what it parses, it can hold against documents.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| oktars_local::fuzzing::filter(text));
