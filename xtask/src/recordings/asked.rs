//! A recorded request, as the arguments of a call.
use oktars::{Expression, SortOrder};
use oktars_catalog::Operation;
use percent_encoding::percent_decode_str;

use crate::recording::{Exchange, segments};

pub struct Asked {
    pub operation: &'static Operation,
    path: Vec<String>,
    query: Vec<(String, String)>,
}

impl Asked {
    pub fn new(operation: &'static Operation, exchange: &Exchange) -> Self {
        let template = segments(operation.path);
        let values = template.iter().zip(segments(&exchange.path)).filter(|(part, _)| part.starts_with('{'));
        let decode = |value: &str| percent_decode_str(value).decode_utf8_lossy().into_owned();
        let path = values.map(|(_, value)| decode(value)).collect();
        Asked { operation, path, query: exchange.query.clone() }
    }

    /// The value at the n-th brace of the path.
    pub fn path(&self, n: usize) -> &str {
        &self.path[n]
    }

    /// The value at the first brace of the path; empty where it has none.
    pub fn owner(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.query.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
    }

    pub fn expression(&self, name: &str) -> Option<Expression> {
        self.text(name).map(Expression::from)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        self.text(name)?.parse().ok()
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        self.text(name)?.to_ascii_lowercase().parse().ok()
    }

    pub fn order(&self) -> Option<SortOrder> {
        self.text("sortOrder").map(|order| match order.to_ascii_lowercase().starts_with("desc") {
            true => SortOrder::Descending,
            false => SortOrder::Ascending,
        })
    }

    /// The same request through the call that takes any operation.
    pub fn by_name(&self, okta: &oktars::Okta) -> oktars::Call {
        let names = self.operation.path_parameters().zip(&self.path);
        let call = names.fold(okta.call(*self.operation), |call, (name, value)| call.path(name, value));
        self.query.iter().fold(call, |call, (name, value)| call.query(name, value))
    }
}

/// The query of a list that has only pages to choose.
macro_rules! pages {
    ($asked:expr, $query:ty) => {{
        let mut query = <$query>::new();
        query.limit = $asked.number("limit");
        query.after = $asked.text("after");
        query
    }};
}

pub(super) use pages;
