//! How many values a text in JSON has, counted before any of them is built.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Whether a text in JSON has at most so many values. What is no JSON is for its reader to refuse.
pub fn fits(text: &[u8], most: usize) -> bool {
    // A value takes two bytes at least, one of them between it and the next.
    if text.len() / 2 < most {
        return true;
    }
    let mut left = Some(most);
    let mut json = serde_json::Deserializer::from_slice(text);
    drop(Count(&mut left).deserialize(&mut json));
    left.is_some()
}

/// Counts down for each value; nothing is left when there are too many.
struct Count<'a>(&'a mut Option<usize>);

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        *self.0 = self.0.and_then(|left| left.checked_sub(1));
        match self.0 {
            Some(_) => deserializer.deserialize_any(self),
            None => Err(D::Error::custom("too many values")),
        }
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Count(&mut *self.0))?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Count(&mut *self.0))?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_wherever_they_stand() {
        let cases = [
            ("[1,2,3,4]", 5),
            ("{\"a\":1,\"a\":2,\"b\":[]}", 4),
            ("[[[[[[[[[[]]]]]]]]]]", 10),
            ("{\"a\":{\"b\":{\"c\":null}}}", 4),
            ("[true,false,null,1.5,-1,\"a,b,c\"]", 7),
        ];
        for (text, values) in cases {
            assert!(fits(text.as_bytes(), values), "{text}");
            assert!(!fits(text.as_bytes(), values - 1), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_left_to_its_reader() {
        for text in ["", "[1,2,", "{{{{{{{{{{", &"[".repeat(100_000)] {
            assert!(fits(text.as_bytes(), 500), "{}", text.len());
        }
    }
}
