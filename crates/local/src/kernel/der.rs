//! DER, as far as certificates and requests for them are written here, and keys read.

pub const SEQUENCE: u8 = 0x30;
pub const SET: u8 = 0x31;
pub const INTEGER: u8 = 0x02;
pub const OID: u8 = 0x06;
pub const UTF8: u8 = 0x0c;
const PRINTABLE: u8 = 0x13;
const IA5: u8 = 0x16;
const OCTETS: u8 = 0x04;

const SHA256_WITH_RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const EMAIL_ADDRESS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];

/// An element.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let length = &length[length.iter().position(|byte| *byte != 0).unwrap_or(length.len() - 1)..];
    let mut der = vec![tag];
    if content.len() < 0x80 {
        der.push(content.len() as u8);
    } else {
        der.push(0x80 | length.len() as u8);
        der.extend_from_slice(length);
    }
    der.extend_from_slice(content);
    der
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    element(SEQUENCE, &parts.concat())
}

/// A number that is not negative, from its bytes.
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len().saturating_sub(1));
    let mut content = bytes[start..].to_vec();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    element(INTEGER, &content)
}

/// A bit string. It tells first how many bits of its last byte are not used: none.
pub fn bits(bytes: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], bytes].concat())
}

/// RSA with SHA-256, as the algorithm of a signature.
pub fn sha256_with_rsa() -> Vec<u8> {
    sequence(&[element(OID, &SHA256_WITH_RSA), element(0x05, &[])])
}

/// A part of a name, by the last step of its object id, which begins with 2.5.4.
pub fn name_part(step: u8, text: &str) -> Vec<u8> {
    let tag = if step == 6 { PRINTABLE } else { UTF8 };
    element(SET, &sequence(&[element(OID, &[0x55, 0x04, step]), element(tag, text.as_bytes())]))
}

/// The part of a name that is an email address.
pub fn email_part(text: &str) -> Vec<u8> {
    element(SET, &sequence(&[element(OID, &EMAIL_ADDRESS), element(IA5, text.as_bytes())]))
}

/// A point in time: with two digits for the year as long as those are enough.
pub fn time(at: jiff::Timestamp) -> Vec<u8> {
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    match at.year() {
        1950..2050 => element(0x17, at.strftime("%y%m%d%H%M%SZ").to_string().as_bytes()),
        _ => element(0x18, at.strftime("%Y%m%d%H%M%SZ").to_string().as_bytes()),
    }
}

/// The first element: its tag, its content, and what stands behind it.
pub fn first(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, short) = (*der.first()?, *der.get(1)?);
    let (header, length) = match short {
        0..=0x7f => (2, usize::from(short)),
        0x81..=0x84 => {
            let bytes = usize::from(short & 0x7f);
            let digits = der.get(2..2 + bytes)?;
            (2 + bytes, digits.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)))
        }
        _ => return None,
    };
    Some((tag, der.get(header..header.checked_add(length)?)?, &der[header + length..]))
}

/// Modulus and private exponent of an RSA key in PKCS #8.
pub fn private_numbers(pkcs8: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (_, outer, _) = first(pkcs8)?;
    let (_, _, rest) = first(outer)?;
    let (_, _, rest) = first(rest)?;
    let (tag, key, _) = first(rest)?;
    let (_, numbers, _) = first(key).filter(|_| tag == OCTETS)?;
    let (_, _, rest) = first(numbers)?;
    let (_, modulus, rest) = first(rest)?;
    let (_, _, rest) = first(rest)?;
    let (_, exponent, _) = first(rest)?;
    Some((modulus.to_vec(), exponent.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_der_asks() {
        for (length, header) in [(0, vec![4, 0]), (127, vec![4, 127]), (128, vec![4, 0x81, 128])] {
            assert_eq!(element(4, &vec![7; length])[..header.len()], header);
        }
        assert_eq!(element(4, &[7; 256])[..4], [4, 0x82, 1, 0]);
    }

    #[test]
    fn what_was_written_is_read_and_what_is_cut_off_is_not() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let der = element(4, &vec![7; length]);
            assert_eq!(
                first(&der).map(|(tag, content, rest)| (tag, content.len(), rest.len())),
                Some((4, length, 0))
            );
            assert!(first(&der[..der.len() - 1]).is_none(), "{length}");
        }
        assert_eq!(first(&[4, 0x89, 1, 1, 1, 1, 1, 1, 1, 1, 1]), None);
    }

    #[test]
    fn a_number_has_no_sign() {
        assert_eq!(integer(&[0, 0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(integer(&[0x80]), [2, 2, 0, 0x80]);
        assert_eq!(integer(&[0]), [2, 1, 0]);
    }

    #[test]
    fn years_that_need_four_digits_get_them() {
        let at = |text: &str| time(text.parse().expect("a time"));
        assert_eq!(at("2026-01-02T03:04:05Z"), element(0x17, b"260102030405Z"));
        assert_eq!(at("2050-01-02T03:04:05Z"), element(0x18, b"20500102030405Z"));
    }
}
