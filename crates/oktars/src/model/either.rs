//! Members that have one of two shapes.

/// Defines a type that is one of two others, of which the first stands for an absent member where it is empty.
macro_rules! either {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $(#[$first_doc:meta])*
            $first:ident($first_type:ty),
            $(#[$second_doc:meta])*
            $second:ident($second_type:ty),
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[$first_doc])*
            $first($first_type),
            $(#[$second_doc])*
            $second($second_type),
        }

        impl Default for $name {
            fn default() -> Self {
                $name::$first(Default::default())
            }
        }

        impl $crate::model::Member for $name {
            fn is_absent(&self) -> bool {
                match self {
                    $name::$first(value) => $crate::model::Member::is_absent(value),
                    $name::$second(value) => $crate::model::Member::is_absent(value),
                }
            }
        }

        impl $crate::model::Read for $name {
            fn from_json(value: serde_json::Value) -> std::result::Result<Self, serde_json::Value> {
                match <$first_type as $crate::model::Read>::from_json(value) {
                    Ok(value) => Ok($name::$first(value)),
                    Err(value) => <$second_type as $crate::model::Read>::from_json(value).map($name::$second),
                }
            }

            fn to_json(&self) -> serde_json::Value {
                match self {
                    $name::$first(value) => $crate::model::Read::to_json(value),
                    $name::$second(value) => $crate::model::Read::to_json(value),
                }
            }

            fn show(
                &self,
                place: oktars_catalog::secret::Place<'_>,
                f: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                match self {
                    $name::$first(value) => $crate::model::Read::show(value, place, f),
                    $name::$second(value) => $crate::model::Read::show(value, place, f),
                }
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::model::Read::show(self, oktars_catalog::secret::Place::default(), f)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, encoder: S) -> std::result::Result<S::Ok, S::Error> {
                $crate::model::Read::to_json(self).serialize(encoder)
            }
        }
    };
}
pub(crate) use either;
