//! Documents of the past, packed.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// A document as history keeps it.
pub(crate) fn packed(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(text.len() / 2), Compression::default());
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// The document again.
pub(crate) fn unpacked(bytes: &[u8]) -> Result<String, rusqlite::Error> {
    let mut text = String::new();
    let read = DeflateDecoder::new(bytes).read_to_string(&mut text);
    read.map(|_| text).map_err(|error| rusqlite::Error::UserFunctionError(Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back() {
        for text in ["", "{}", "{\"a\":\"é\\u0000\"}", &"x".repeat(100_000)] {
            assert_eq!(unpacked(&packed(text)).unwrap(), text);
        }
        assert!(unpacked(&[0xff, 0xff]).is_err());
    }
}
