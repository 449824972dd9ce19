//! What several queries have in common.

use std::fmt;

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
