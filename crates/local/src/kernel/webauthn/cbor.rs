//! CBOR, as far as authenticators write it: whole numbers, texts, bytes, lists and maps of known length.

use crate::kernel::bounds::webauthn::DEPTH;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cbor {
    Number(i64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Cbor>),
    Map(Vec<(Cbor, Cbor)>),
    Other,
}

impl Cbor {
    /// The first value, and what stands behind it.
    pub fn first(bytes: &[u8]) -> Option<(Cbor, &[u8])> {
        let mut reader = Reader { rest: bytes };
        let value = reader.value(0)?;
        Some((value, reader.rest))
    }

    /// The value, where nothing stands behind it.
    pub fn whole(bytes: &[u8]) -> Option<Cbor> {
        Cbor::first(bytes).filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
    }

    fn get(&self, key: &Cbor) -> Option<&Cbor> {
        let Cbor::Map(members) = self else { return None };
        members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    pub fn named(&self, name: &str) -> Option<&Cbor> {
        self.get(&Cbor::Text(name.to_owned()))
    }

    pub fn numbered(&self, number: i64) -> Option<&Cbor> {
        self.get(&Cbor::Number(number))
    }

    pub fn bytes(&self) -> Option<&[u8]> {
        if let Cbor::Bytes(bytes) = self { Some(bytes) } else { None }
    }

    pub fn text(&self) -> Option<&str> {
        if let Cbor::Text(text) = self { Some(text) } else { None }
    }

    pub fn number(&self) -> Option<i64> {
        if let Cbor::Number(number) = self { Some(*number) } else { None }
    }

    pub fn list(&self) -> Option<&[Cbor]> {
        if let Cbor::List(items) = self { Some(items) } else { None }
    }

    pub fn is_empty_map(&self) -> bool {
        matches!(self, Cbor::Map(members) if members.is_empty())
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn value(&mut self, depth: usize) -> Option<Cbor> {
        let head = self.take(1)?[0];
        let (kind, short) = (head >> 5, head & 0x1f);
        let length = match short {
            0..24 => usize::from(short),
            24..28 => {
                let bytes = self.take(1 << (short - 24))?;
                usize::try_from(bytes.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte))).ok()?
            }
            // An authenticator writes no values of unknown length.
            _ => return None,
        };
        if depth > DEPTH {
            return None;
        }
        Some(match kind {
            0 => Cbor::Number(i64::try_from(length).ok()?),
            1 => Cbor::Number(-1 - i64::try_from(length).ok()?),
            2 => Cbor::Bytes(self.take(length)?.to_vec()),
            3 => Cbor::Text(String::from_utf8(self.take(length)?.to_vec()).ok()?),
            4 => Cbor::List(self.items(length, depth)?),
            5 => {
                let items = self.items(length.checked_mul(2)?, depth)?;
                let mut members: Vec<(Cbor, Cbor)> = Vec::new();
                for pair in items.chunks(2) {
                    if members.iter().any(|(known, _)| *known == pair[0]) {
                        return None;
                    }
                    members.push((pair[0].clone(), pair[1].clone()));
                }
                Cbor::Map(members)
            }
            7 => Cbor::Other,
            _ => return None,
        })
    }

    /// Each item takes a byte at least, so there are no more than bytes.
    fn items(&mut self, count: usize, depth: usize) -> Option<Vec<Cbor>> {
        if count > self.rest.len() {
            return None;
        }
        (0..count).map(|_| self.value(depth + 1)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_nothing_else() {
        let text = |text: &str| Cbor::Text(text.to_owned());
        let cases: [(&[u8], Option<Cbor>); 16] = [
            (&[0x00], Some(Cbor::Number(0))),
            (&[0x18, 0xff], Some(Cbor::Number(255))),
            (&[0x26], Some(Cbor::Number(-7))),
            (&[0x39, 0x01, 0x00], Some(Cbor::Number(-257))),
            (&[0x42, 1, 2], Some(Cbor::Bytes(vec![1, 2]))),
            (&[0x62, b'h', b'i'], Some(text("hi"))),
            (&[0x82, 0x01, 0x02], Some(Cbor::List(vec![Cbor::Number(1), Cbor::Number(2)]))),
            (&[0xa1, 0x61, b'a', 0x01], Some(Cbor::Map(vec![(text("a"), Cbor::Number(1))]))),
            (&[0xf5], Some(Cbor::Other)),
            (&[], None),
            (&[0x42, 1], None),
            (&[0x5f, 0x41, 0x01, 0xff], None),
            (&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], None),
            (&[0xa2, 0x01, 0x02, 0x01, 0x03], None),
            (&[0x61, 0xff], None),
            (&[0x00, 0x00], None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Cbor::whole(bytes), expected, "{bytes:?}");
        }
        assert_eq!(Cbor::whole(&[vec![0x81; 100_000], vec![0x01]].concat()), None);
    }
}
