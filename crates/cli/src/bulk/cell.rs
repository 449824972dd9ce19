//! The text of one cell, and the value that it stands for: what is written is read back the same.
//!
//! An empty cell is no value, `null` is null, and blanks around a value are not part of it. A text that would be
//! taken for something else stands in the quotes of JSON, and one that a spreadsheet would take for a formula has an
//! apostrophe in front.

use std::borrow::Cow;

use serde_json::{Number, Value};

use crate::output::formula;
use crate::output::workbook::{self, Cell};

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
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    if cell == NULL {
        return Ok(Some(Value::Null));
    }
    if *kind == Kind::Text {
        return Ok(Some(Value::from(text(cell))));
    }
    let value = match kind {
        Kind::Boolean => boolean(cell),
        Kind::Integer => integer(cell).map(Value::Number),
        Kind::Number => serde_json::from_str::<Number>(cell).ok().map(Value::Number),
        Kind::List(item) => return list(item, formula::bare(cell)).map(Some),
        _ => serde_json::from_str(cell).ok(),
    };
    value.map(Some).ok_or_else(|| format!("{cell:?} is not {}", kind.name()))
}

/// The cell of a value; of no value, an empty one.
pub fn write(value: Option<&Value>) -> Cow<'_, str> {
    match value {
        None => "".into(),
        Some(Value::Null) => NULL.into(),
        Some(Value::String(text)) => formula::inert(quoted(text)),
        Some(Value::Array(items)) => formula::inert(joined(items).unwrap_or_else(|| json(items)).into()),
        Some(other) => other.to_string().into(),
    }
}

/// The same for a workbook, in which no text is a formula.
pub fn cell(value: Option<&Value>) -> Cell<'_> {
    match value {
        None => Cell::Empty,
        Some(Value::Bool(value)) => Cell::Boolean(*value),
        Some(Value::String(text)) => Cell::Text(formula::kept(quoted(text))),
        Some(Value::Number(number)) => {
            let text = number.to_string();
            workbook::number(&text).map_or(Cell::Text(text.into()), Cell::Number)
        }
        Some(Value::Array(items)) => {
            Cell::Text(formula::kept(joined(items).unwrap_or_else(|| json(items)).into()))
        }
        other => Cell::Text(write(other)),
    }
}

/// `a; b` for a list that is read back from that.
fn joined(items: &[Value]) -> Option<String> {
    let texts: Vec<&str> = items.iter().map(Value::as_str).collect::<Option<_>>()?;
    let text = texts.join("; ");
    let is_plain = !texts.is_empty() && text != NULL && !text.starts_with('[');
    let list = || list(&Kind::Text, formula::bare(&formula::inert((&*text).into()))).ok();
    (is_plain && list() == Some(Value::from(items.to_vec()))).then_some(text)
}

fn json(items: &[Value]) -> String {
    Value::from(items.to_vec()).to_string()
}

impl Kind {
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text => "a text",
            Kind::Boolean => "a boolean: write true or false",
            Kind::Integer => "a whole number",
            Kind::Number => "a number",
            Kind::List(_) => "a list: write [\"a\",\"b\"] or a;b",
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
            serde_json::from_str(cell).map_err(|error| format!("{cell:?} is not JSON: {error}"))?;
        let fits = Kind::List(Box::new(item.clone())).fits(&value);
        return if fits { Ok(value) } else { Err(format!("an item of {cell:?} is not {}", item.name())) };
    }
    let items = cell.split(';').map(str::trim).filter(|text| !text.is_empty());
    let read = items.map(|text| read(item, text).map(Option::unwrap_or_default));
    read.collect::<Result<Vec<_>, _>>().map(Value::from)
}

fn text(cell: &str) -> String {
    let bare = formula::bare(cell);
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
    text.is_empty()
        || text == NULL
        || text.trim() != text
        || unquoted(text).is_some_and(|inner| needs_quotes(&inner))
}

fn unquoted(cell: &str) -> Option<String> {
    cell.starts_with('"').then(|| serde_json::from_str(cell).ok())?
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
            assert_eq!(read(&Kind::Text, &cell), Ok(Some(value.clone())), "{cell:?}");
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell:?} does nothing in a spreadsheet"
            );
            let Cell::Text(text) = super::cell(Some(&value)) else { panic!("{value} is a text") };
            assert_eq!(read(&Kind::Text, &text), Ok(Some(value.clone())), "{text:?} of a workbook");
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
            (texts.clone(), json!(["a;b", "", "null", "=1", "x,\"y\"\n"])),
            (texts.clone(), json!(["=1", "b"])),
            (texts.clone(), json!(["+49 30 1234567", "b"])),
            (texts.clone(), json!(["[a", "b"])),
            (texts.clone(), json!([" a", "b"])),
            (texts.clone(), json!(["null"])),
            (texts, json!(["\"a\"", "'=1"])),
            (numbers, json!([1, 2])),
            (Kind::Json, json!({"a": [null]})),
        ];
        for (kind, value) in cases {
            assert_eq!(read(&kind, &write(Some(&value))), Ok(Some(value)));
        }
    }

    #[test]
    fn lists_are_as_people_write_them() {
        let cases = [
            (json!(["Ada Adler", "Support"]), "Ada Adler; Support"),
            (json!(["a"]), "a"),
            (json!([]), "[]"),
            (json!(["a;b"]), "[\"a;b\"]"),
            (json!([1, 2]), "[1,2]"),
        ];
        for (value, cell) in cases {
            assert_eq!(write(Some(&value)), cell);
        }
    }

    /// What people type around a value is not part of it; what is in Okta comes back all the same.
    #[test]
    fn blanks_around_a_value_are_not_part_of_it() {
        for cell in [" a b ", "\ta b", "a b\u{a0}", "\na b\r\n"] {
            assert_eq!(read(&Kind::Text, cell), Ok(Some(json!("a b"))), "{cell:?}");
        }
        assert_eq!(read(&Kind::Text, "  "), Ok(None));
        assert_eq!(read(&Kind::Text, " null "), Ok(Some(Value::Null)));
        assert_eq!(write(Some(&json!(" a "))), "\" a \"");
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
