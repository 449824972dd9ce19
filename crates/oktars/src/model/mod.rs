//! How Okta's objects become Rust values without losing anything.
//!
//! A model is a struct made by [`model!`]. Its fields hold what fits them. One more field, `extra`, holds
//! everything else of the object: members that the model does not know, explicit nulls, and values of
//! another type than expected. So no value makes an object unreadable, and writing an object gives what
//! was read. A field that has a value goes before what `extra` holds under its name.

mod either;
mod member;
mod open_enum;
pub(crate) mod part;
mod patch;
mod secret;
mod status;
mod timestamp;
mod word;

pub(crate) use either::either;
pub(crate) use member::{Member, Model, Read, Shown, decode, known, set};
pub(crate) use open_enum::{open_enum, text};
pub(crate) use part::{Field, Named, Part, parts};
pub(crate) use patch::Patch;
pub use secret::Secret;
pub use status::{EnabledStatus, LifecycleStatus};
pub use timestamp::Timestamp;
pub(crate) use word::Word;

/// The members of a JSON object, in their order.
pub type Map = serde_json::Map<String, serde_json::Value>;

/// Defines a model: `field: Type = "member name"`, and last the field that keeps all the rest.
///
/// The type of a field is one with an empty value that stands for "absent": `Option`, `String`, `Vec`,
/// an open enum, another model. `Debug` shows no secret, whichever field or member it is in.
macro_rules! model {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty = $member:literal,)*
            ..$rest:ident
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Default)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
            /// Every other member, explicit nulls, and values of an unexpected type.
            pub $rest: $crate::model::Map,
        }

        impl $crate::model::Model for $name {
            const MEMBERS: &'static [&'static str] = &[$($member),*];

            fn read<'de, A: serde::de::MapAccess<'de>>(
                &mut self,
                name: std::borrow::Cow<'de, str>,
                object: &mut A,
            ) -> std::result::Result<(), A::Error> {
                match &*name {
                    $($member => $crate::model::known($member, &mut self.$field, &mut self.$rest, object),)*
                    _ => {
                        let value = object.next_value()?;
                        self.$rest.insert(name.into_owned(), value);
                        Ok(())
                    }
                }
            }

            fn is_empty(&self) -> bool {
                $($crate::model::Member::is_absent(&self.$field) &&)* self.$rest.is_empty()
            }

            fn debug(
                &self,
                place: oktars_catalog::secret::Place<'_>,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                let place = place.object(|name| <$name as $crate::model::Model>::MEMBERS.contains(&name));
                f.debug_struct(stringify!($name))
                    $(.field(stringify!($field), &$crate::model::Shown(&self.$field, place.member($member))))*
                    .field(stringify!($rest), &$crate::model::Shown(&self.$rest, place))
                    .finish()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::model::Model::debug(self, oktars_catalog::secret::Place::default(), f)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(decoder: D) -> std::result::Result<Self, D::Error> {
                use serde::de::Error;
                $crate::model::decode::<$name, D>(decoder)?
                    .map_err(|_| D::Error::custom(concat!("expected an object for ", stringify!($name))))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, encoder: S) -> std::result::Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap;
                let mut object = encoder.serialize_map(None)?;
                $(
                    if !$crate::model::Member::is_absent(&self.$field) {
                        object.serialize_entry($member, &self.$field)?;
                    } else if let Some(value) = self.$rest.get($member) {
                        object.serialize_entry($member, value)?;
                    }
                )*
                let members = <$name as $crate::model::Model>::MEMBERS;
                for (name, value) in self.$rest.iter().filter(|(name, _)| !members.contains(&name.as_str())) {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    };
}
pub(crate) use model;

#[cfg(test)]
mod tests;
