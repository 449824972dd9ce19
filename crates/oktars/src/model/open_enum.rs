//! Enumerations that Okta may extend.

/// Defines an open enum: constants for the values that are known, which can be matched; any other text is kept as
/// it came. `VALUE` is written as it is named, `VALUE = "text"` otherwise.
macro_rules! open_enum {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $($(#[$value_doc:meta])* $value:ident $(= $text:literal)?,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
        pub struct $name($crate::model::Word);

        impl $name {
            $(
                $(#[$value_doc])*
                #[doc = concat!("`", $crate::model::text!($value $(= $text)?), "`")]
                pub const $value: $name =
                    $name($crate::model::Word::Known($crate::model::text!($value $(= $text)?)));
            )*

            const KNOWN: &'static [&'static str] = &[$($crate::model::text!($value $(= $text)?)),*];

            /// The value as Okta writes it; empty where Okta sent none.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// Whether it is one of the constants.
            pub fn is_known(&self) -> bool {
                $name::KNOWN.contains(&self.as_str())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                text.as_str().into()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name($crate::model::Word::new(text, $name::KNOWN))
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, text: &str) -> bool {
                self.as_str() == text
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, text: &&str) -> bool {
                self.as_str() == *text
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl From<$name> for $crate::expression::Operand {
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, encoder: S) -> std::result::Result<S::Ok, S::Error> {
                encoder.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(decoder: D) -> std::result::Result<Self, D::Error> {
                String::deserialize(decoder).map($name::from)
            }
        }

        impl $crate::model::Member for $name {
            fn is_absent(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        impl $crate::model::Read for $name {
            fn from_json(value: serde_json::Value) -> std::result::Result<Self, serde_json::Value> {
                match value {
                    serde_json::Value::String(text) => Ok(text.as_str().into()),
                    other => Err(other),
                }
            }

            fn to_json(&self) -> serde_json::Value {
                self.as_str().into()
            }
        }
    };
}
pub(crate) use open_enum;

/// How a value of an open enum is written.
macro_rules! text {
    ($value:ident) => {
        stringify!($value)
    };
    ($value:ident = $text:literal) => {
        $text
    };
}
pub(crate) use text;
