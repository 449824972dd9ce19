//! What a field of a model must be able to do.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use oktars_catalog::secret::{Place, REDACTED};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::Map;
use crate::secrets;

/// A type that a value can be read into.
pub(crate) trait Read: Sized + fmt::Debug {
    /// Takes a value, or gives it back when it does not fit.
    fn from_json(value: Value) -> Result<Self, Value>;

    /// The value that is written.
    fn to_json(&self) -> Value;

    /// Reads a value: one of this type, or the value that does not fit.
    fn decode<'de, D: Deserializer<'de>>(decoder: D) -> Result<Result<Self, Value>, D::Error> {
        match Value::deserialize(decoder) {
            Ok(value) => Ok(Self::from_json(value)),
            Err(error) => Err(error),
        }
    }

    /// Writes it for `Debug`, without the secrets that are at this place.
    fn show(&self, _place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A value as `Debug` shows it at a place.
pub(crate) struct Shown<'a, T>(pub &'a T, pub Place<'a>);

impl<T: Read> fmt::Debug for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show(self.1, f)
    }
}

/// A type that a field of a model can have. Its default stands for an absent member.
pub(crate) trait Member: Read + Default {
    /// Whether there is nothing to write.
    fn is_absent(&self) -> bool;
}

/// A struct made by `model!`.
pub(crate) trait Model: Default + fmt::Debug {
    /// The members that have a field.
    const MEMBERS: &'static [&'static str];

    /// Reads one member into its field, or into the rest.
    fn read<'de, A: MapAccess<'de>>(&mut self, name: Cow<'de, str>, object: &mut A) -> Result<(), A::Error>;

    /// Whether it holds nothing at all.
    fn is_empty(&self) -> bool;

    /// Writes it for `Debug`, without the secrets that are at this place.
    fn debug(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// Reads a member that has a field. What does not fit the field, or is not told from an absent
/// member by it, is kept in the rest.
pub(crate) fn known<'de, T: Member, A: MapAccess<'de>>(
    name: &'static str,
    field: &mut T,
    rest: &mut Map,
    object: &mut A,
) -> Result<(), A::Error> {
    let value = match object.next_value_seed(Seed(PhantomData::<T>))? {
        Ok(value) if !value.is_absent() => {
            *field = value;
            return Ok(());
        }
        Ok(empty) => empty.to_json(),
        Err(strange) => strange,
    };
    rest.insert(name.to_owned(), value);
    Ok(())
}

/// Sets a member by its name: in its field where it has one that takes the value, or else in the rest.
pub(crate) fn set<T: Model + serde::Serialize>(model: &mut T, name: impl Into<String>, value: Value) {
    if let Ok(Value::Object(mut members)) = serde_json::to_value(&*model) {
        members.insert(name.into(), value);
        *model = T::from_json(Value::Object(members)).unwrap_or_default();
    }
}

struct Seed<T>(PhantomData<T>);

impl<'de, T: Member> serde::de::DeserializeSeed<'de> for Seed<T> {
    type Value = Result<T, Value>;

    fn deserialize<D: Deserializer<'de>>(self, decoder: D) -> Result<Self::Value, D::Error> {
        T::decode(decoder)
    }
}

/// Reads a model from an object; anything else is given back.
pub(crate) fn decode<'de, T: Model, D: Deserializer<'de>>(decoder: D) -> Result<Result<T, Value>, D::Error> {
    decoder.deserialize_any(ModelVisitor(PhantomData))
}

struct ModelVisitor<T>(PhantomData<T>);

impl<'de, T: Model> Visitor<'de> for ModelVisitor<T> {
    type Value = Result<T, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut model = T::default();
        while let Some(Name(name)) = object.next_key()? {
            model.read(name, &mut object)?;
        }
        Ok(Ok(model))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = array.next_element()? {
            items.push(item);
        }
        Ok(Err(Value::Array(items)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Err(text.into()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Err(value.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Err(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Err(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Err(number.into()))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Err(Value::Null))
    }
}

/// The name of a member, borrowed from the text where that is possible.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(decoder: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        decoder.deserialize_str(NameVisitor)
    }
}

impl<T: Model + serde::Serialize> Member for T {
    fn is_absent(&self) -> bool {
        Model::is_empty(self)
    }
}

impl<T: Model + serde::Serialize> Read for T {
    fn from_json(value: Value) -> Result<Self, Value> {
        if !value.is_object() {
            return Err(value);
        }
        // An object always makes a model, so no value is lost here.
        decode(value).unwrap_or(Err(Value::Null))
    }

    fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn decode<'de, D: Deserializer<'de>>(decoder: D) -> Result<Result<Self, Value>, D::Error> {
        decode(decoder)
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.debug(place, f)
    }
}

impl<T: Read> Member for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Read> Read for Option<T> {
    fn from_json(value: Value) -> Result<Self, Value> {
        match T::from_json(value) {
            Ok(read) => Ok(Some(read)),
            Err(value) => Err(value),
        }
    }

    fn to_json(&self) -> Value {
        match self {
            Some(value) => value.to_json(),
            None => Value::Null,
        }
    }

    fn decode<'de, D: Deserializer<'de>>(decoder: D) -> Result<Result<Self, Value>, D::Error> {
        Ok(T::decode(decoder)?.map(Some))
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_ref().map(|value| Shown(value, place)), f)
    }
}

impl<T: Read> Member for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Read> Read for Vec<T> {
    fn from_json(value: Value) -> Result<Self, Value> {
        let Value::Array(items) = value else { return Err(value) };
        let mut read = Vec::with_capacity(items.len());
        for item in &items {
            match T::from_json(item.clone()) {
                Ok(item) => read.push(item),
                Err(_) => return Err(Value::Array(items)),
            }
        }
        Ok(read)
    }

    fn to_json(&self) -> Value {
        let mut items = Vec::with_capacity(self.len());
        for item in self {
            items.push(item.to_json());
        }
        Value::Array(items)
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter().map(|item| Shown(item, place))).finish()
    }
}

impl Member for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Read for String {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        self.as_str().into()
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match place.shown(self) {
            Some(shown) => fmt::Debug::fmt(&shown, f),
            None => fmt::Debug::fmt(self, f),
        }
    }
}

impl Member for Map {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Read for Map {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::Object(map) => Ok(map),
            other => Err(other),
        }
    }

    fn to_json(&self) -> Value {
        self.clone().into()
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        secrets::debug(Value::Object(self.clone()), place, f)
    }
}

impl Read for bool {
    fn from_json(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }

    fn to_json(&self) -> Value {
        (*self).into()
    }
}

impl Read for i64 {
    fn from_json(value: Value) -> Result<Self, Value> {
        value.as_i64().ok_or(value)
    }

    fn to_json(&self) -> Value {
        (*self).into()
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if place.is_secret() { f.write_str(REDACTED) } else { fmt::Debug::fmt(self, f) }
    }
}

impl Read for Value {
    fn from_json(value: Value) -> Result<Self, Value> {
        match value {
            Value::Null => Err(value),
            value => Ok(value),
        }
    }

    fn to_json(&self) -> Value {
        self.clone()
    }

    fn show(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        secrets::debug(self.clone(), place, f)
    }
}
