//! Reads a few attributes out of a stored document and skips the rest, which costs a fraction of decoding
//! it: a search over a million documents is bound by this.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// The attributes to read, as a tree of names.
#[derive(Debug, Default)]
pub struct Probe {
    root: Node,
    slots: usize,
}

#[derive(Debug, Default)]
struct Node {
    slot: Option<usize>,
    children: Vec<(String, Node)>,
}

impl Probe {
    /// Adds a dotted path and gives the slot where its values will be.
    pub fn add(&mut self, path: &str) -> usize {
        let mut node = &mut self.root;
        for name in path.split('.') {
            let position = node.children.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                node.children.push((name.to_owned(), Node::default()));
                node.children.len() - 1
            });
            node = &mut node.children[position].1;
        }
        *node.slot.get_or_insert_with(|| {
            self.slots += 1;
            self.slots - 1
        })
    }

    /// The values of each slot. An attribute in an array, or with an array, has several.
    pub fn read(&self, document: &[u8]) -> Vec<Vec<Value>> {
        let mut slots = vec![Vec::new(); self.slots];
        let mut json = serde_json::Deserializer::from_slice(document);
        let read = Reader { node: &self.root, slots: &mut slots }.deserialize(&mut json);
        debug_assert!(read.is_ok(), "a stored document is JSON");
        slots
    }
}

struct Reader<'a> {
    node: &'a Node,
    slots: &'a mut [Vec<Value>],
}

impl Reader<'_> {
    fn keep(&mut self, value: Value) {
        if let Some(slot) = self.node.slot {
            match value {
                Value::Array(values) => self.slots[slot].extend(values),
                Value::Null => {}
                value => self.slots[slot].push(value),
            }
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        if self.node.children.is_empty() {
            let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
            self.keep(value);
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a document")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(child) = map.next_key_seed(Name(self.node))? {
            match child {
                Some(position) => {
                    let node = &self.node.children[position].1;
                    map.next_value_seed(Reader { node, slots: &mut *self.slots })?;
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while seq.next_element_seed(Reader { node: self.node, slots: &mut *self.slots })?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.keep(value.into());
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.keep(value.into());
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.keep(value.into());
        Ok(())
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<(), E> {
        self.keep(value.into());
        Ok(())
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.keep(value.into());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Reads a member's name and says which child it is.
struct Name<'a>(&'a Node);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Option<usize>, E> {
        Ok(self.0.children.iter().position(|(known, _)| known == name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_nested_attributes_arrays_and_skips_the_rest() {
        let mut probe = Probe::default();
        let status = probe.add("status");
        let tags = probe.add("profile.tags");
        let target = probe.add("target.id");
        let missing = probe.add("profile.none");
        assert_eq!(probe.add("status"), status, "a path has one slot");
        let document = json!({
            "status": "ACTIVE",
            "profile": { "tags": ["a", "b"], "deep": { "tags": 1 }, "none": null },
            "target": [{ "id": 1 }, { "id": 2 }, { "other": 3 }],
        });
        let slots = probe.read(document.to_string().as_bytes());
        assert_eq!(slots[status], [json!("ACTIVE")]);
        assert_eq!(slots[tags], [json!("a"), json!("b")]);
        assert_eq!(slots[target], [json!(1), json!(2)]);
        assert!(slots[missing].is_empty());
    }
}
