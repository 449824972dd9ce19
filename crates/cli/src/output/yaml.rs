//! YAML for people who read whole objects. Every value is Okta's own; what YAML would misread is quoted.

use std::io::{self, Write};

use serde_json::value::RawValue;

use super::field::{Found, elements, members};
use super::{DEEPEST, Fields, Sink};
use crate::printer::acts;

pub struct Yaml {
    fields: Option<Fields>,
    /// Whether each item is one of a list.
    list: bool,
    begun: bool,
}

impl Yaml {
    pub fn new(fields: Option<Fields>, list: bool) -> Self {
        Yaml { fields, list, begun: false }
    }
}

impl Sink for Yaml {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        for item in items {
            self.begun = true;
            let mut text = String::new();
            match &self.fields {
                None => block(item.get(), 0, DEEPEST, &mut text),
                Some(fields) => {
                    let picked = fields.pick(item);
                    let picked = picked.iter().map(Found::json);
                    let pairs = fields.labels().map(str::to_owned).zip(picked.map(|json| json.into_owned()));
                    mapping(pairs.collect(), 0, DEEPEST, &mut text);
                }
            }
            if self.list {
                text = format!("- {}\n", text.trim_end().replace('\n', "\n  "));
            }
            out.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.begun || !self.list { Ok(()) } else { out.write_all(b"[]\n") }
    }
}

/// A value that stands on lines of its own, indented. Below so many levels it stands as JSON, which is YAML too.
fn block(json: &str, indent: usize, levels: usize, text: &mut String) {
    let raw: Option<&RawValue> = serde_json::from_str(json).ok();
    match (json.trim_start().as_bytes().first(), raw) {
        (Some(b'{' | b'['), _) if levels == 0 => {
            text.push_str(&format!("{}{}\n", " ".repeat(indent), json.replace(['\n', '\r'], "")));
        }
        (Some(b'{'), Some(raw)) => {
            let pairs = members(raw).into_iter().map(|(name, value)| (name, value.get().to_owned()));
            mapping(pairs.collect(), indent, levels, text);
        }
        (Some(b'['), Some(raw)) => {
            for element in elements(raw) {
                let mut inner = String::new();
                block(element.get(), indent + 2, levels - 1, &mut inner);
                text.push_str(&format!("{}- {}", " ".repeat(indent), inner.trim_start()));
            }
        }
        _ => text.push_str(&format!("{}{}\n", " ".repeat(indent), scalar(json))),
    }
}

fn mapping(pairs: Vec<(String, String)>, indent: usize, levels: usize, text: &mut String) {
    if pairs.is_empty() {
        text.push_str(&format!("{}{{}}\n", " ".repeat(indent)));
    }
    for (name, value) in pairs {
        text.push_str(&format!("{}{}:", " ".repeat(indent), string(&name)));
        if is_nested(&value) {
            text.push('\n');
            block(&value, indent + 2, levels - 1, text);
        } else {
            text.push_str(&format!(" {}\n", scalar(&value)));
        }
    }
}

fn is_nested(json: &str) -> bool {
    let json = json.trim();
    json.starts_with(['{', '[']) && !json[1..].trim_start().starts_with(['}', ']'])
}

/// A value on one line. Numbers keep Okta's digits.
fn scalar(json: &str) -> String {
    let json = json.trim();
    match json.as_bytes().first() {
        // Half a surrogate pair is a string for JSON and none for us: it stays as it is written.
        Some(b'"') => serde_json::from_str::<String>(json).map_or(json.to_owned(), |text| string(&text)),
        Some(b'{') => "{}".to_owned(),
        Some(b'[') => "[]".to_owned(),
        _ => json.to_owned(),
    }
}

fn string(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    // YAML reads JSON's quoted strings; what acts on a terminal is escaped as well.
    let quoted = serde_json::Value::from(text).to_string();
    let mut shown = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        if acts(c) { shown.push_str(&format!("\\u{:04x}", u32::from(c))) } else { shown.push(c) }
    }
    shown
}

/// Whether YAML of any version takes the text for that text without quotes.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan"];
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@' | '+' | '$');
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$')
        && text.split(' ').all(|word| !word.is_empty() && word.chars().all(inner))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(list: bool, items: &[&str]) -> String {
        let mut yaml = Yaml::new(None, list);
        let mut out = Vec::new();
        for item in items {
            yaml.page(&[RawValue::from_string((*item).to_owned()).unwrap()], &mut out).unwrap();
        }
        yaml.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn objects_and_lists() {
        let item =
            r#"{"id":"00u1","count":1.0,"none":null,"e":{},"l":[],"p":{"a":["x",{"b":true,"c":"d"}]}}"#;
        let expected =
            "id: 00u1\ncount: 1.0\nnone: null\ne: {}\nl: []\np:\n  a:\n    - x\n    - b: true\n      c: d\n";
        let expected = expected.replace("id: 00u1", "id: \"00u1\"");
        assert_eq!(print(false, &[item]), expected);
        assert_eq!(print(true, &[r#"{"a":"b","c":1}"#, r#"{"a":"e"}"#]), "- a: b\n  c: 1\n- a: e\n");
        assert_eq!(print(true, &[]), "[]\n");
    }

    #[test]
    fn what_is_nested_without_end_is_followed_to_a_depth() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(20_000), close.repeat(20_000));
            let printed = print(false, &[&deep]);
            assert!(printed.len() < 3 * deep.len(), "{}", printed.len());
            assert!(printed.contains(&format!("{}1{}", open.repeat(1_000), close.repeat(1_000))));
        }
    }

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        let cases = [
            ("Ann Lee", "Ann Lee"),
            ("ann@acme.example", "ann@acme.example"),
            ("yes", "\"yes\""),
            ("NULL", "\"NULL\""),
            ("12", "\"12\""),
            ("2026-01-31T08:00:00.000Z", "\"2026-01-31T08:00:00.000Z\""),
            ("a: b", "\"a: b\""),
            ("- a", "\"- a\""),
            ("", "\"\""),
            (" a", "\" a\""),
            ("two\nlines", "\"two\\nlines\""),
            ("\u{202e}x\u{7f}", "\"\\u202ex\\u007f\""),
        ];
        for (text, written) in cases {
            assert_eq!(string(text), written);
        }
    }
}
