//! Models inside other models that are read one at a time, such as what policies ask for.
//!
//! There are many, and most have a handful of members. So a part only lists its fields, and everything else is written
//! once, over [`Field`]. It promises the same as a model of its own does.

use std::fmt;

use oktars_catalog::secret::Place;
use serde_json::Value;

use super::{Map, Member};

/// Defines parts: `field: Type = "member name"`. Each has one more field, `extra`, that keeps all the rest.
macro_rules! parts {
    ($(
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $member:literal,)*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Every other member, explicit nulls, and values of an unexpected type.
            pub extra: $crate::model::Map,
        }

        impl $crate::model::Part for $name {
            fn each<'a>(&'a self, visit: &mut dyn FnMut($crate::model::Named<'a>)) {
                $(visit((stringify!($field), $member, &self.$field));)*
            }

            fn each_mut(&mut self, visit: &mut dyn FnMut(&'static str, &mut dyn $crate::model::Field)) {
                $(visit($member, &mut self.$field);)*
            }

            fn extra(&self) -> &$crate::model::Map {
                &self.extra
            }
        }

        impl $crate::model::Member for $name {
            fn is_absent(&self) -> bool {
                $crate::model::part::is_empty(self)
            }
        }

        impl $crate::model::Read for $name {
            fn from_json(value: serde_json::Value) -> std::result::Result<Self, serde_json::Value> {
                let serde_json::Value::Object(object) = value else { return Err(value) };
                let mut part = $name::default();
                part.extra = $crate::model::part::fill(&mut part, object);
                Ok(part)
            }

            fn to_json(&self) -> serde_json::Value {
                $crate::model::part::written(self).into()
            }

            fn show(
                &self,
                place: oktars_catalog::secret::Place<'_>,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                $crate::model::part::show(stringify!($name), self, place, f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::model::Read::show(self, oktars_catalog::secret::Place::default(), f)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(decoder: D) -> std::result::Result<Self, D::Error> {
                use serde::de::Error;
                let value = serde_json::Value::deserialize(decoder)?;
                <$name as $crate::model::Read>::from_json(value)
                    .map_err(|_| D::Error::custom(concat!("expected an object for ", stringify!($name))))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, encoder: S) -> std::result::Result<S::Ok, S::Error> {
                $crate::model::part::written(self).serialize(encoder)
            }
        }
    )*};
}
pub(crate) use parts;

/// A field: its name, that of its member, and itself.
pub(crate) type Named<'a> = (&'static str, &'static str, &'a dyn Field);

/// A struct made by `parts!`.
pub(crate) trait Part {
    /// Shows each field.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(Named<'a>));

    /// Hands out each field, by the name of its member.
    fn each_mut(&mut self, visit: &mut dyn FnMut(&'static str, &mut dyn Field));

    /// What no field holds.
    fn extra(&self) -> &Map;
}

/// A field of any type.
pub(crate) trait Field {
    /// Takes a value. Gives back what does not fit, or says no more than an absent member.
    fn take(&mut self, value: Value) -> Option<Value>;

    /// Whether there is nothing to write.
    fn is_absent_field(&self) -> bool;

    /// What is written of it.
    fn written(&self) -> Value;

    /// Writes it for `Debug`, without the secrets that are at this place.
    fn show_field(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

impl<T: Member> Field for T {
    fn take(&mut self, value: Value) -> Option<Value> {
        match T::from_json(value) {
            Ok(read) if read.is_absent() => Some(read.to_json()),
            Ok(read) => {
                *self = read;
                None
            }
            Err(strange) => Some(strange),
        }
    }

    fn is_absent_field(&self) -> bool {
        self.is_absent()
    }

    fn written(&self) -> Value {
        self.to_json()
    }

    fn show_field(&self, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show(place, f)
    }
}

/// Reads the members of an object into the fields, and gives back the rest.
pub(crate) fn fill(part: &mut dyn Part, mut object: Map) -> Map {
    let mut taken = Vec::new();
    part.each_mut(&mut |name, field| {
        let Some(value) = object.get_mut(name) else { return };
        match field.take(value.take()) {
            Some(left) => *value = left,
            None => taken.push(name),
        }
    });
    object.retain(|name, _| !taken.contains(&name.as_str()));
    object
}

/// The object that is written: the fields, and the rest where no field has a value.
pub(crate) fn written(part: &dyn Part) -> Map {
    let mut object = Map::new();
    part.each(&mut |(_, name, field)| {
        if !field.is_absent_field() {
            object.insert(name.to_owned(), field.written());
        }
    });
    for (name, value) in part.extra() {
        object.entry(name).or_insert_with(|| value.clone());
    }
    object
}

/// Whether it holds nothing at all.
pub(crate) fn is_empty(part: &dyn Part) -> bool {
    let mut empty = part.extra().is_empty();
    part.each(&mut |(.., field)| empty &= field.is_absent_field());
    empty
}

/// Writes it for `Debug`, without the secrets that are at this place.
pub(crate) fn show(name: &str, part: &dyn Part, place: Place<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut fields = Vec::new();
    part.each(&mut |field| fields.push(field));
    let place = place.object(|name| fields.iter().any(|(_, member, _)| *member == name));
    let mut shown = f.debug_struct(name);
    for (field, member, value) in &fields {
        shown.field(field, &ShownField(*value, place.member(member)));
    }
    shown.field("extra", &super::Shown(part.extra(), place)).finish()
}

struct ShownField<'a>(&'a dyn Field, Place<'a>);

impl fmt::Debug for ShownField<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show_field(self.1, f)
    }
}
