//! Comma-separated values, quoted as RFC 4180 says, that do nothing when a spreadsheet opens them.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::value::RawValue;

use super::field::Found;
use super::formula::inert;
use super::{Chosen, Fields, Sink, Zone, time};

/// What tells Windows programs that a file is UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

pub struct Csv {
    chosen: Chosen,
    header: bool,
    zone: Option<Zone>,
    bom: bool,
}

impl Csv {
    pub fn new(chosen: Chosen, zone: Option<Zone>, bom: bool) -> Self {
        Csv { chosen, header: false, zone, bom }
    }

    fn write_header(&mut self, fields: &Fields, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.header, true) {
            return Ok(());
        }
        if self.bom {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        let mut writer = csv::Writer::from_writer(out);
        write_record(&mut writer, fields.labels().map(Cow::Borrowed))?;
        writer.flush()
    }
}

impl Sink for Csv {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = items.first() else { return Ok(()) };
        let fields = self.chosen.of(first);
        self.write_header(&fields, out)?;
        let mut writer = csv::Writer::from_writer(out);
        for item in items {
            write_record(&mut writer, fields.pick(item).iter().map(|found| cell(found, self.zone)))?;
        }
        writer.flush()
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self.chosen.without_items() {
            Some(fields) => self.write_header(&fields, out),
            None => Ok(()),
        }
    }
}

fn write_record<'a>(
    writer: &mut csv::Writer<&mut dyn Write>,
    cells: impl Iterator<Item = Cow<'a, str>>,
) -> io::Result<()> {
    for cell in cells {
        writer.write_field(cell.as_bytes())?;
    }
    Ok(writer.write_record(None::<&[u8]>)?)
}

fn cell<'a>(found: &Found<'a>, zone: Option<Zone>) -> Cow<'a, str> {
    match found {
        // A number cannot be a formula, not even a negative one.
        Found::One(raw) if !raw.get().starts_with(['"', '[']) && !raw.get().starts_with("null") => {
            raw.get().into()
        }
        _ => inert(time::shown(found.text(), zone)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(fields: Option<&str>, items: &[&str]) -> String {
        let mut csv = Csv::new(Chosen::those(fields), None, false);
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
            (r#"["a","b"]"#, "a; b"),
            (r#"[1,true,null]"#, "1; true; "),
            (r#"["=1","b"]"#, "'=1; b"),
            ("[]", ""),
            (r#"[{"a":1}]"#, "\"[{\"\"a\"\":1}]\""),
            (r#""+49 30 1234567""#, "+49 30 1234567"),
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
