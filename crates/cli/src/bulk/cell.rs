//! The text of one cell, and the value that it stands for: what is written is read back the same.
//!
//! An empty cell means no value, `null` means null. A text that would be taken for something else stands in the
//! quotes of JSON, and one that a spreadsheet would take for a formula has an apostrophe in front.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// What values of an attribute are.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    Text,
    Boolean,
    Integer,
    Number,
    List(Box<Kind>),
    /// Whatever it is, as JSON.
    Json,
}

const NULL: &str = "null";

/// The value of a cell; `None` where it is empty.
pub fn read(kind: &Kind, cell: &str) -> Result<Option<Value>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    if cell == NULL {
        return Ok(Some(Value::Null));
    }
    if *kind == Kind::Text {
        return Ok(Some(Value::from(text(cell))));
    }
    let cell = cell.trim();
    let value = match kind {
        Kind::Boolean => boolean(cell),
        Kind::Integer => integer(cell).map(Value::Number),
        Kind::Number => serde_json::from_str::<Number>(cell).ok().map(Value::Number),
        Kind::List(item) => return list(item, cell).map(Some),
        _ => serde_json::from_str(cell).ok(),
    };
    value.map(Some).ok_or_else(|| format!("{cell:?} is no {}", kind.name()))
}

/// The cell of a value; of no value, an empty one.
pub fn write(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None => "".into(),
        Some(Value::Null) => NULL.into(),
        Some(Value::String(text)) => inert(quoted(text)),
        Some(other) => other.to_string().into(),
    }
}

impl Kind {
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text => "text",
            Kind::Boolean => "boolean: write true or false",
            Kind::Integer => "whole number",
            Kind::Number => "number",
            Kind::List(_) => "list: write [\"a\",\"b\"] or a;b",
            Kind::Json => "JSON",
        }
    }

    /// Whether a value of JSON is of this kind.
    pub fn fits(&self, value: &Value) -> bool {
        match self {
            Kind::Text => value.is_string(),
            Kind::Boolean => value.is_boolean(),
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Number => value.is_number(),
            Kind::List(item) => {
                value.as_array().is_some_and(|items| items.iter().all(|value| item.fits(value)))
            }
            Kind::Json => true,
        }
    }
}

fn boolean(cell: &str) -> Option<Value> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" => Some(Value::Bool(true)),
        "false" | "no" | "0" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// `3`, and what spreadsheets make of it: `3.0`.
fn integer(cell: &str) -> Option<Number> {
    let whole = cell.split_once('.').filter(|(_, rest)| rest.chars().all(|c| c == '0'));
    let digits = whole.map_or(cell, |(digits, _)| digits);
    let number: Number = serde_json::from_str(digits).ok()?;
    (number.is_i64() || number.is_u64()).then_some(number)
}

fn list(item: &Kind, cell: &str) -> Result<Value, String> {
    if cell.starts_with('[') {
        let value: Value =
            serde_json::from_str(cell).map_err(|error| format!("{cell:?} is no JSON: {error}"))?;
        let fits = Kind::List(Box::new(item.clone())).fits(&value);
        return if fits { Ok(value) } else { Err(format!("an item of {cell:?} is no {}", item.name())) };
    }
    let items = cell.split(';').map(str::trim).filter(|text| !text.is_empty());
    let read = items.map(|text| read(item, text).map(Option::unwrap_or_default));
    read.collect::<Result<Vec<_>, _>>().map(Value::from)
}

fn text(cell: &str) -> String {
    let bare = if is_made_inert(cell) { &cell[1..] } else { cell };
    match unquoted(bare) {
        Some(text) if needs_quotes(&text) => text,
        _ => bare.to_owned(),
    }
}

fn quoted(text: &str) -> Cow<'_, str> {
    if needs_quotes(text) { Value::from(text).to_string().into() } else { text.into() }
}

/// Whether the bare text would be read as something else.
fn needs_quotes(text: &str) -> bool {
    text.is_empty() || text == NULL || unquoted(text).is_some_and(|inner| needs_quotes(&inner))
}

fn unquoted(cell: &str) -> Option<String> {
    cell.starts_with('"').then(|| serde_json::from_str(cell).ok())?
}

/// With an apostrophe in front, which spreadsheets do not show, where it would be a formula.
fn inert(text: Cow<'_, str>) -> Cow<'_, str> {
    if acts(text.trim_start_matches('\'')) { format!("'{text}").into() } else { text }
}

fn is_made_inert(cell: &str) -> bool {
    cell.starts_with('\'') && acts(cell.trim_start_matches('\''))
}

fn acts(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_come_back_as_they_were() {
        let texts = [
            "",
            "plain",
            " spaces ",
            "null",
            "\"null\"",
            "\"\\\"null\\\"\"",
            "\"\"",
            "\"Bob\"",
            "\"Bob\" the builder",
            "Null",
            "true",
            "5",
            "=1+1",
            "'=1+1",
            "''=1+1",
            "'",
            "'tis",
            "+49 30 1",
            "-1",
            "@x",
            "\tx",
            "\rx",
            "two\nlines",
            "\0\x1b[2J",
            "\u{202e}gpj.exe",
            "שלום",
            "\\N",
            "\\\\server\\share",
            "[1]",
            "{}",
        ];
        for value in texts {
            let value = Value::from(value);
            let cell = write(Some(&value)).into_owned();
            assert_eq!(read(&Kind::Text, &cell), Ok(Some(value)), "{cell:?}");
            assert!(!acts(&cell), "{cell:?} does nothing in a spreadsheet");
        }
        let long = Value::from("x".repeat(10_000));
        assert_eq!(read(&Kind::Text, &write(Some(&long))), Ok(Some(long.clone())));
    }

    #[test]
    fn no_value_null_and_the_empty_text_are_three_things() {
        let cases = [(None, ""), (Some(Value::Null), "null"), (Some(json!("")), "\"\"")];
        for (value, cell) in cases {
            assert_eq!(write(value.as_ref()), cell);
            assert_eq!(read(&Kind::Text, cell), Ok(value));
        }
    }

    #[test]
    fn other_values_come_back_too() {
        let texts = Kind::List(Box::new(Kind::Text));
        let numbers = Kind::List(Box::new(Kind::Integer));
        let cases = [
            (Kind::Boolean, json!(false)),
            (Kind::Integer, json!(-12)),
            (Kind::Number, json!(1.5e-7)),
            (texts.clone(), json!([])),
            (texts, json!(["a;b", "", "null", "=1", "x,\"y\"\n"])),
            (numbers, json!([1, 2])),
            (Kind::Json, json!({"a": [null]})),
        ];
        for (kind, value) in cases {
            assert_eq!(read(&kind, &write(Some(&value))), Ok(Some(value)));
        }
    }

    #[test]
    fn what_people_and_spreadsheets_write_is_understood() {
        let texts = Kind::List(Box::new(Kind::Text));
        let cases = [
            (Kind::Boolean, "TRUE", json!(true)),
            (Kind::Boolean, " no ", json!(false)),
            (Kind::Integer, "3.0", json!(3)),
            (Kind::Integer, " 7", json!(7)),
            (Kind::Number, "3", json!(3)),
            (texts.clone(), "a; b;", json!(["a", "b"])),
            (texts, "a", json!(["a"])),
            (Kind::List(Box::new(Kind::Integer)), "1;2", json!([1, 2])),
        ];
        for (kind, cell, value) in cases {
            assert_eq!(read(&kind, cell), Ok(Some(value)), "{cell}");
        }
        let wrong = [
            (Kind::Boolean, "maybe"),
            (Kind::Integer, "1.5"),
            (Kind::Integer, "1e3"),
            (Kind::Integer, "x"),
            (Kind::Number, "1,5"),
            (Kind::Number, "NaN"),
            (Kind::List(Box::new(Kind::Integer)), "[\"a\"]"),
            (Kind::List(Box::new(Kind::Text)), "[\"a\""),
            (Kind::List(Box::new(Kind::Integer)), "1;b"),
        ];
        for (kind, cell) in wrong {
            assert!(read(&kind, cell).is_err(), "{cell}");
        }
    }
}
