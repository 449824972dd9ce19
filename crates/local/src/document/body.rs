//! What a body may say: forms, defaults, what is required.

use serde_json::{Map, Value};

use crate::document::description::{Field, Form};
use crate::document::form;
use crate::kernel::problem::Problem;

/// The members of a body that the description knows, checked, with defaults for what is not there.
pub fn complete(fields: &[Field], body: &Value) -> Result<Value, Problem> {
    let mut document = known(fields, body)?;
    let applies = |field: &&Field, document: &Value| {
        field.when.is_none_or(|(member, values)| {
            let value = document.pointer(&format!("/{}", member.replace('.', "/")));
            value.and_then(Value::as_str).is_some_and(|value| values.contains(&value))
        })
    };
    for field in fields {
        if !applies(&field, &document) {
            continue;
        }
        if let Some(default) = field.default
            && is_absent(&document, field)
        {
            set(&mut document, field.path, default());
        }
        if field.required && is_blank(&document, field) {
            return Err(Problem::blank(field.path));
        }
    }
    Ok(document)
}

/// The members of a body that the description knows, checked.
pub fn known(fields: &[Field], body: &Value) -> Result<Value, Problem> {
    let mut document = Map::new();
    for (member, value) in body.as_object().into_iter().flatten() {
        if fields.iter().any(|field| field.top() == member) {
            document.insert(member.clone(), value.clone());
        }
    }
    let document = Value::Object(document);
    fit(fields, &document)?;
    Ok(document)
}

/// Refuses a body whose members are not of the form that they must have.
pub fn fit(fields: &[Field], body: &Value) -> Result<(), Problem> {
    fields.iter().try_for_each(|field| check(field, body))
}

fn check(field: &Field, document: &Value) -> Result<(), Problem> {
    let Some(value) = document.pointer(&field.pointer()).filter(|value| !value.is_null()) else {
        return Ok(());
    };
    let fits = match field.form {
        Form::Any => true,
        Form::Text | Form::OneOf(_) | Form::Url | Form::Host | Form::Email => value.is_string(),
        Form::Flag => value.is_boolean(),
        Form::Number => value.is_number(),
        Form::Whole => value.is_i64() || value.is_u64(),
        Form::Object => value.is_object(),
        Form::List => value.is_array(),
        Form::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
    };
    if !fits {
        return Err(Problem::malformed_body());
    }
    let (least, greatest) = field.range;
    if value.as_f64().is_some_and(|number| number < least as f64 || number > greatest as f64) {
        let cause = format!("{}: must be a number from {least} to {greatest}", field.path);
        return Err(Problem::validation(field.path, cause));
    }
    let text = value.as_str().unwrap_or_default();
    if let Form::OneOf(values) = field.form
        && !values.contains(&text)
    {
        let cause = format!("{}: '{text}' is not one of {}", field.path, values.join(", "));
        return Err(Problem::validation(field.path, cause));
    }
    if let Some(what) = wrong_form(field.form, text) {
        return Err(Problem::validation(
            field.path,
            format!("{}: '{text}' is not a valid {what}", field.path),
        ));
    }
    if text.chars().count() > field.longest {
        let cause = format!("{}: String is too long, at most {}", field.path, field.longest);
        return Err(Problem::validation(field.path, cause));
    }
    Ok(())
}

/// What a text should be and is not. One that is empty says nothing.
fn wrong_form(form: Form, text: &str) -> Option<&'static str> {
    match form {
        _ if text.is_empty() => None,
        Form::Url if !form::is_url(text) => Some("URL"),
        Form::Host if !form::is_host(text) => Some("domain name"),
        Form::Email if !form::is_email(text) => Some("email address"),
        _ => None,
    }
}

fn is_absent(document: &Value, field: &Field) -> bool {
    let Some((parent, _)) = field.path.rsplit_once('.') else {
        return document.get(field.path).is_none();
    };
    // The default of a place inside a member stands only where that member was sent.
    document.pointer(&format!("/{}", parent.replace('.', "/"))).is_some_and(Value::is_object)
        && document.pointer(&field.pointer()).is_none()
}

fn is_blank(document: &Value, field: &Field) -> bool {
    match document.pointer(&field.pointer()) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.trim().is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

fn set(document: &mut Value, path: &str, value: Value) {
    match path.split_once('.') {
        None => document[path] = value,
        Some((member, rest)) => set(&mut document[member], rest, value),
    }
}

/// Takes a member out of an object.
pub fn take(document: &mut Value, member: &str) {
    if let Some(members) = document.as_object_mut() {
        members.shift_remove(member);
    }
}

/// Takes out what is never shown.
pub fn hide(fields: &[Field], document: &mut Value) {
    for field in fields.iter().filter(|field| field.secret) {
        let pointer = field.pointer();
        let (parent, member) = pointer.rsplit_once('/').expect("a pointer begins with a slash");
        if let Some(holder) = document.pointer_mut(parent) {
            take(holder, member);
        }
    }
}

/// A secret is not sent back with what was read: where a body leaves it out, it stays.
pub fn keep_secrets(fields: &[Field], old: &Value, new: &mut Value) {
    for field in fields.iter().filter(|field| field.secret) {
        if let Some(secret) = old.pointer(&field.pointer())
            && is_absent(new, field)
        {
            set(new, field.path, secret.clone());
        }
    }
}

/// Puts the members of one object into another, level by level; null takes a member out.
pub fn merge(document: &mut Value, changes: &Value) {
    for (member, value) in changes.as_object().into_iter().flatten() {
        match (&mut document[member.as_str()], value) {
            (old @ Value::Object(_), Value::Object(_)) => merge(old, value),
            (old, _) => *old = value.clone(),
        }
    }
}

/// What an object sets, over another.
pub fn over(mut document: Value, changes: &Value) -> Value {
    for (member, value) in changes.as_object().into_iter().flatten() {
        document[member.as_str()] = value.clone();
    }
    document
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::description::{flag, object, one_of, text};

    const FIELDS: &[Field] = &[
        text("name").required().at_most(5),
        flag("enabled").or(|| json!(true)),
        one_of("type", &["A", "B"]),
        object("settings"),
        text("settings.region").or(|| json!("eu")),
        text("settings.token").secret(),
    ];

    #[test]
    fn a_body_is_checked_and_completed() {
        let cases = [
            (json!({"name": "x"}), Ok(json!({"name": "x", "enabled": true}))),
            (
                json!({"name": "x", "settings": {}}),
                Ok(json!({"name": "x", "settings": {"region": "eu"}, "enabled": true})),
            ),
            (
                json!({"name": "x", "enabled": false, "unknown": 1}),
                Ok(json!({"name": "x", "enabled": false})),
            ),
            (json!({}), Err("E0000001")),
            (json!({"name": "  "}), Err("E0000001")),
            (json!({"name": null}), Err("E0000001")),
            (json!({"name": "longer"}), Err("E0000001")),
            (json!({"name": 1}), Err("E0000003")),
            (json!({"name": "x", "enabled": "yes"}), Err("E0000003")),
            (json!({"name": "x", "type": "C"}), Err("E0000001")),
        ];
        for (body, expected) in cases {
            let got = complete(FIELDS, &body).map_err(|problem| problem.code);
            assert_eq!(got, expected, "{body}");
        }
    }

    #[test]
    fn a_secret_is_not_shown_and_not_lost() {
        let old = json!({"settings": {"token": "s", "region": "us"}});
        let mut shown = old.clone();
        hide(FIELDS, &mut shown);
        assert_eq!(shown, json!({"settings": {"region": "us"}}));
        keep_secrets(FIELDS, &old, &mut shown);
        assert_eq!(shown["settings"]["token"], "s");
    }

    #[test]
    fn a_merge_goes_level_by_level() {
        let mut document = json!({"a": {"b": 1, "c": 2}, "d": [1]});
        merge(&mut document, &json!({"a": {"b": 3}, "d": [2], "e": 4}));
        assert_eq!(document, json!({"a": {"b": 3, "c": 2}, "d": [2], "e": 4}));
    }
}
