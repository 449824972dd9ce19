//! Ways in for the fuzz targets. They are no part of what the crate offers.

use serde_json::json;

use crate::kernel::status;
use crate::language::event_filter;
use crate::language::expression::{self, Subject};
use crate::language::filter::{self, Filter, Kind, Matcher, Rules};
use crate::language::pattern::Pattern;

/// A parsed filter can be checked, and evaluated for documents.
pub fn filter(text: &str) {
    let rules = Rules {
        attribute: &|name| match name {
            "created" => Some(Kind::Date),
            "active" => Some(Kind::Boolean),
            "age" => Some(Kind::Number),
            _ => Some(Kind::Text),
        },
        operator: &|_, _, _| true,
        not: true,
        or: true,
        and: true,
        elements: true,
    };
    if let Err(error) = Filter::checked(text, &rules) {
        error.into_problem(text);
    }
    let Ok(filter) = filter::parse(text) else { return };
    let documents = [
        json!({ "id": "1", "status": status::ACTIVE, "profile": { "login": "é@b.example", "tags": ["a", "b"] } }),
        json!({ "created": "2026-01-01T00:00:00.000Z", "active": true, "age": 7.5, "emails": [{ "value": "x" }] }),
        json!({ "profile": null, "status": [], "id": { "a": [[1]] } }),
    ];
    for document in documents {
        let document = document.to_string();
        Matcher::sensitive(&filter).matches(document.as_bytes());
        Matcher::insensitive(&filter).matches(document.as_bytes());
    }
}

/// A pattern that is accepted can be compared with a value: the first line with the rest.
pub fn pattern(text: &str) {
    let (pattern, value) = text.split_once('\n').unwrap_or((text, ""));
    if let Ok(pattern) = Pattern::new(pattern) {
        pattern.matches(value);
    }
}

/// A condition of an event hook is true of an event or not, or is not understood.
pub fn condition(text: &str) {
    let target = json!([{ "id": "00u1", "type": "User" }, { "id": "00g1", "type": "UserGroup" }]);
    let event =
        json!({ "eventType": "user.lifecycle.create", "outcome": { "reason": null }, "target": target });
    event_filter::excess(text);
    let _ = event_filter::holds(text, &event);
}

/// A parsed rule can be evaluated for a user.
pub fn rule(text: &str) {
    expression::excess(text);
    let Ok(rule) = expression::parse(text) else { return };
    rule.attributes();
    let profile =
        json!({ "login": "a@b.example", "department": "é", "age": 7, "tags": ["a", 1, null], "on": true });
    let groups = vec![("00g1".to_owned(), "Everyone".to_owned())];
    let _ = rule.holds(&Subject { id: "00u1", status: status::ACTIVE, profile: &profile, groups });
}
