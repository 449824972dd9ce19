//! JSON as Okta sent it: to the byte, unless fields are chosen.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::value::RawValue;

use super::field::Found;
use super::{Fields, Sink};

/// An array with one item a line.
pub struct Array {
    fields: Option<Fields>,
    begun: bool,
}

impl Array {
    pub fn new(fields: Option<Fields>) -> Self {
        Array { fields, begun: false }
    }
}

impl Sink for Array {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        for item in items {
            out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
            self.begun = true;
            write_item(item, self.fields.as_ref(), out)?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"[]\n" })
    }
}

/// One item a line.
pub struct Lines {
    fields: Option<Fields>,
}

impl Lines {
    pub fn new(fields: Option<Fields>) -> Self {
        Lines { fields }
    }
}

impl Sink for Lines {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        for item in items {
            write_item(item, self.fields.as_ref(), out)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn write_item(item: &RawValue, fields: Option<&Fields>, out: &mut dyn Write) -> io::Result<()> {
    let Some(fields) = fields else { return out.write_all(one_line(item.get()).as_bytes()) };
    out.write_all(b"{")?;
    for (n, (label, found)) in fields.labels().zip(fields.pick(item)).enumerate() {
        let comma = if n == 0 { "" } else { "," };
        write!(out, "{comma}{}:{}", serde_json::Value::from(label), value(&found))?;
    }
    out.write_all(b"}")
}

fn value(found: &Found<'_>) -> String {
    one_line(&found.json()).into_owned()
}

/// Line ends stand between the tokens of JSON alone, never within one, so they can be left out.
fn one_line(json: &str) -> Cow<'_, str> {
    // Two searches for one sign each are many times as fast as one search for two.
    if json.contains('\n') || json.contains('\r') {
        Cow::Owned(json.replace(['\n', '\r'], ""))
    } else {
        Cow::Borrowed(json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(mut sink: impl Sink, pages: &[&[&str]]) -> String {
        let mut out = Vec::new();
        for page in pages {
            let items: Vec<_> =
                page.iter().map(|item| RawValue::from_string((*item).to_owned()).unwrap()).collect();
            sink.page(&items, &mut out).unwrap();
        }
        sink.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ODD: &str = r#"{"b":1.0,"a" : 1e3,"n":12345678901234567890123,"s":"é\u00e9\/\n"}"#;

    #[test]
    fn items_are_printed_as_they_came() {
        assert_eq!(print(Lines::new(None), &[&[ODD], &[], &["1"]]), format!("{ODD}\n1\n"));
        assert_eq!(print(Array::new(None), &[&[ODD], &[], &["1"]]), format!("[\n{ODD},\n1\n]\n"));
        assert_eq!(print(Array::new(None), &[&[]]), "[]\n");
    }

    #[test]
    fn a_record_is_one_line_however_it_came() {
        assert_eq!(print(Lines::new(None), &[&["{\r\n  \"a\": \"b\\n\"\n}"]]), "{  \"a\": \"b\\n\"}\n");
    }

    #[test]
    fn chosen_fields_keep_their_text() {
        let fields = Fields::parse("n,x=b,gone").unwrap();
        let expected = "{\"n\":12345678901234567890123,\"x\":1.0,\"gone\":null}\n";
        assert_eq!(print(Lines::new(Some(fields)), &[&[ODD]]), expected);
    }
}
