//! The user that an expression is about.

use serde_json::Value;

/// The user that an expression is about.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    pub id: &'a str,
    pub status: &'a str,
    pub profile: &'a Value,
    /// Ids and names of the user's groups; only filled where the expression asks for them.
    pub groups: Vec<(String, String)>,
}

impl Subject<'_> {
    /// For what an expression says of everybody.
    pub const NOBODY: Subject<'static> =
        Subject { id: "", status: "", profile: &Value::Null, groups: Vec::new() };
}
