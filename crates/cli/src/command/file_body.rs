//! Bodies that are a file, sent as it is: pictures, certificates, security events.

use std::path::{Path, PathBuf};

use clap::Arg;
use oktars::Call;

use super::{named, read};
use crate::failure::Failure;

/// What kind of file a command sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileBody {
    Picture,
    /// A certificate in PEM.
    Certificate,
    /// A security event, as a token that its sender signed.
    SecurityEvent,
}

const CERTIFICATE: &[u8] = b"-----BEGIN CERTIFICATE-----";

impl FileBody {
    /// The argument that names the file; it stands behind those that name the object.
    pub fn argument(self, place: usize) -> Arg {
        let words = match self {
            FileBody::Picture => "The picture: PNG, JPEG, GIF, SVG or ICO; from stdin with `-`",
            FileBody::Certificate => "The certificate in PEM; from stdin with `-`",
            FileBody::SecurityEvent => "The signed token that has the event; from stdin with `-`",
        };
        let argument = Arg::new("input").index(place).value_name("FILE").required(true).help(words);
        argument.value_parser(clap::value_parser!(PathBuf))
    }

    /// The call with the file as its body.
    pub fn fill(self, call: Call, path: &Path) -> Result<Call, Failure> {
        let bytes = read(path)?;
        let refused = |words: &str| Failure::usage(format!("{} is {words}; nothing was sent", named(path)));
        match self {
            FileBody::Picture => {
                let kind = picture_kind(&bytes);
                let kind =
                    kind.ok_or_else(|| refused("not a picture: it takes PNG, JPEG, GIF, SVG or ICO"))?;
                Ok(call.picture(kind, &bytes))
            }
            FileBody::Certificate if !contains(&bytes, CERTIFICATE) => {
                let hint = "`openssl x509 -inform der -in FILE` makes one of a certificate in DER";
                Err(refused("not a certificate in PEM").hint(hint))
            }
            FileBody::Certificate => Ok(call.body_bytes("application/x-pem-file", bytes)),
            FileBody::SecurityEvent => {
                let token = bytes.trim_ascii();
                match is_token(token) {
                    true => Ok(call.body_bytes("application/secevent+jwt", token.to_vec())),
                    false => Err(refused("not a signed token: three parts of base64 with dots between them")),
                }
            }
        }
    }
}

/// The media type of a picture, by how it begins.
fn picture_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"\0\0\x01\0", "image/x-icon"),
    ];
    let known = KINDS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, kind)| *kind);
    known.or_else(|| is_svg(bytes).then_some("image/svg+xml"))
}

/// An SVG is XML; declarations and comments may stand before its root.
fn is_svg(bytes: &[u8]) -> bool {
    let text = std::str::from_utf8(bytes).unwrap_or_default().trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<') && text.contains("<svg")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn is_token(token: &[u8]) -> bool {
    let is_part = |part: &[u8]| {
        !part.is_empty()
            && part.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    token.split(|byte| *byte == b'.').count() == 3 && token.split(|byte| *byte == b'.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Okta keeps what it is given under the media type that was said, so a text must not pass as a picture.
    #[test]
    fn pictures_are_known_by_how_they_begin() {
        let cases: [(&[u8], Option<&str>); 8] = [
            (b"\x89PNG\r\n\x1a\nrest", Some("image/png")),
            (b"\xff\xd8\xff\xe0rest", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"\0\0\x01\0rest", Some("image/x-icon")),
            (b"<?xml version='1.0'?><!-- a --><svg/>", Some("image/svg+xml")),
            (b"<html>", None),
            (b"logo", None),
            (b"", None),
        ];
        for (bytes, kind) in cases {
            assert_eq!(picture_kind(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_token_has_three_parts() {
        for (token, is) in
            [("a.b-_.c", true), ("a.b", false), ("a..c", false), ("a.b.c.d", false), ("a.b.c d", false)]
        {
            assert_eq!(is_token(token.as_bytes()), is, "{token}");
        }
    }
}
