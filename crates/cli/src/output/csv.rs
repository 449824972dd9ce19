//! Comma-separated values, quoted as RFC 4180 says, that do nothing when a spreadsheet opens them.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::value::RawValue;

use super::field::Found;
use super::{Fields, Sink, Zone, time};

pub struct Csv {
    /// `None` until the first item shows which there are.
    fields: Option<Fields>,
    header: bool,
    zone: Option<Zone>,
}

impl Csv {
    pub fn new(fields: Option<Fields>, zone: Option<Zone>) -> Self {
        Csv { fields, header: false, zone }
    }

    fn write_header(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(fields) = self.fields.as_ref().filter(|_| !self.header) else { return Ok(()) };
        write_record(out, fields.labels().map(Cow::Borrowed))?;
        self.header = true;
        Ok(())
    }
}

impl Sink for Csv {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        if let Some(first) = items.first() {
            self.fields.get_or_insert_with(|| Fields::of(first));
        }
        self.write_header(out)?;
        let Some(fields) = &self.fields else { return Ok(()) };
        for item in items {
            write_record(out, fields.pick(item).iter().map(|found| cell(found, self.zone)))?;
        }
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.write_header(out)
    }
}

fn write_record<'a>(out: &mut dyn Write, cells: impl Iterator<Item = Cow<'a, str>>) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(1024).from_writer(out);
    for cell in cells {
        writer.write_field(cell.as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

fn cell<'a>(found: &Found<'a>, zone: Option<Zone>) -> Cow<'a, str> {
    match found {
        // A number cannot be a formula, not even a negative one.
        Found::One(raw) if !raw.get().starts_with('"') && !raw.get().starts_with("null") => raw.get().into(),
        _ => inert(time::shown(found.text(), zone)),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe in front, which spreadsheets do not
/// show. So does one that has apostrophes before such a sign already: taking one away always gives the text back.
fn inert(text: Cow<'_, str>) -> Cow<'_, str> {
    let acts = text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']);
    if acts { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(fields: Option<&str>, items: &[&str]) -> String {
        let mut csv = Csv::new(fields.map(|fields| Fields::parse(fields).unwrap()), None);
        let mut out = Vec::new();
        for item in items {
            csv.page(&[RawValue::from_string((*item).to_owned()).unwrap()], &mut out).unwrap();
        }
        csv.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn hostile_values_stay_values() {
        let cases = [
            (r#""plain""#, "plain"),
            (r#""a,b""#, "\"a,b\""),
            (r#""say \"hi\"""#, "\"say \"\"hi\"\"\""),
            (r#""two\nlines""#, "\"two\nlines\""),
            (r#""=HYPERLINK(\"x\")""#, "\"'=HYPERLINK(\"\"x\"\")\""),
            (r#""+49 30 1""#, "'+49 30 1"),
            (r#""-1+2""#, "'-1+2"),
            (r#""@SUM(A1)""#, "'@SUM(A1)"),
            (r#""'=1""#, "''=1"),
            (r#""'quoted'""#, "'quoted'"),
            (r#""\tx""#, "'\tx"),
            (r#""\rx""#, "\"'\rx\""),
            (r#""\u0000\u001b[31m""#, "\0\x1b[31m"),
            (r#""\u202egpj.exe""#, "\u{202e}gpj.exe"),
            (r#""שלום""#, "שלום"),
            (r#""\ud83d\ude00""#, "😀"),
            (r#""\ud800""#, "\"\"\"\\ud800\"\"\""),
            ("-1.50", "-1.50"),
            ("true", "true"),
            ("null", ""),
            (r#"["a","b"]"#, "\"[\"\"a\"\",\"\"b\"\"]\""),
            (r#"{"a":"=1"}"#, "\"{\"\"a\"\":\"\"=1\"\"}\""),
        ];
        for (json, cell) in cases {
            let printed = print(Some("id,x"), &[&format!(r#"{{"id":"1","x":{json}}}"#)]);
            assert_eq!(printed, format!("id,x\n1,{cell}\n"), "{json}");
        }
    }

    #[test]
    fn a_lone_empty_cell_is_no_empty_line() {
        assert_eq!(print(Some("x"), &["{}", r#"{"x":""}"#]), "x\n\"\"\n\"\"\n");
    }

    #[test]
    fn without_fields_the_first_item_says_which_there_are() {
        let items = [r#"{"id":"1","name":"a","_links":{},"deep":{}}"#, r#"{"name":"b","more":1,"id":"2"}"#];
        assert_eq!(print(None, &items), "id,name\n1,a\n2,b\n");
        assert_eq!(print(None, &[]), "");
    }

    #[test]
    fn an_empty_list_has_its_header() {
        assert_eq!(print(Some("a=b.c,d"), &[]), "a,d\n");
    }
}
