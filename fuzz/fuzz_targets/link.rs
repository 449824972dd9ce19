//! `Link` headers: none panics the parser, and what it finds stands in them.
#![no_main]

libfuzzer_sys::fuzz_target!(|lines: Vec<&[u8]>| oktars::fuzzing::link(&lines));
