//! What several queries have in common.

use std::fmt;

use crate::call::Call;

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

/// How a list that has no other choices is cut into pages. The list goes on over all pages nevertheless.
///
/// ```
/// use oktars::PageQuery;
///
/// let query = PageQuery::new().limit(50);
/// # let _ = query;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PageQuery {
    /// The size of a page; the greatest that the endpoint allows, unless set.
    pub limit: Option<u32>,
    /// The cursor of a page, as it stands in a next link.
    pub after: Option<String>,
}

impl PageQuery {
    /// The greatest pages, from the first on.
    pub fn new() -> Self {
        PageQuery::default()
    }

    /// Sets the size of a page.
    #[must_use]
    pub fn limit(mut self, items: u32) -> Self {
        self.limit = Some(items);
        self
    }

    /// Starts at a cursor.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("limit", self.limit).query_opt("after", self.after.as_ref())
    }
}
