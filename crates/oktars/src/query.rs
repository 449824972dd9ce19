//! What several queries have in common.

use std::fmt;

use crate::call::Call;
use crate::expression::Expression;

/// Defines the query of a list: `field: Type = "name"`, each with a setter, none of them set at first. `..pages` stands
/// for the fields of a list whose pages have a size to choose.
macro_rules! query {
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            ..pages
            $($fields:tt)*
        }
    ) => {
        $crate::query::query! {
            $(#[$doc])*
            pub struct $name {
                /// The size of a page; the greatest that the endpoint allows, unless set. The list still covers all
                /// pages.
                limit: u32 = "limit",
                /// The cursor of a page, as it stands in a next link.
                after: String = "after",
                $($fields)*
            }
        }
    };
    (
        $(#[$doc:meta])*
        pub struct $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ident = $parameter:literal,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<$type>,)*
        }

        impl $name {
            /// With nothing set.
            pub fn new() -> Self {
                $name::default()
            }

            $($crate::query::setter! { $(#[$field_doc])* $field $type })*

            pub(crate) fn apply(&self, call: $crate::call::Call) -> $crate::call::Call {
                $(let call = match &self.$field {
                    Some(value) => $crate::query::Parameter::put(value, call, $parameter),
                    None => call,
                };)*
                call
            }
        }
    };
}

/// Defines the setter of one field: numbers and flags as they are, all else as what becomes it.
macro_rules! setter {
    ($(#[$doc:meta])* $field:ident u32) => {
        $crate::query::setter! { $(#[$doc])* $field, u32 }
    };
    ($(#[$doc:meta])* $field:ident bool) => {
        $crate::query::setter! { $(#[$doc])* $field, bool }
    };
    ($(#[$doc:meta])* $field:ident $type:ident) => {
        $crate::query::setter! { $(#[$doc])* $field, impl Into<$type> }
    };
    ($(#[$doc:meta])* $field:ident, $given:ty) => {
        $(#[$doc])*
        #[must_use]
        pub fn $field(mut self, value: $given) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
}

pub(crate) use {query, setter};

/// What a field of a query can be.
pub(crate) trait Parameter {
    fn put(&self, call: Call, name: &str) -> Call;
}

impl Parameter for Expression {
    fn put(&self, call: Call, name: &str) -> Call {
        call.expression(name, Some(self))
    }
}

macro_rules! parameter {
    ($($type:ty)*) => {
        $(impl Parameter for $type {
            fn put(&self, call: Call, name: &str) -> Call {
                call.query(name, self)
            }
        })*
    };
}

parameter! { String u32 bool SortOrder }

/// The order of a sorted list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SortOrder {
    /// From the least to the greatest, which is Okta's default.
    #[default]
    Ascending,
    /// From the greatest to the least.
    Descending,
}

impl fmt::Display for SortOrder {
    /// As most endpoints write it: `asc` and `desc`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SortOrder::Ascending => "asc",
            SortOrder::Descending => "desc",
        })
    }
}
