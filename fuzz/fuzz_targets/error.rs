//! Error answers: whatever the body is, an error comes of it that can be shown.
#![no_main]

libfuzzer_sys::fuzz_target!(|answer: (u16, &[u8])| oktars::fuzzing::error(answer.0, answer.1));
