//! Tables for people: aligned, fitted to the terminal, and harmless to it.

use std::io::{self, Write};

use serde_json::value::RawValue;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::field::{Found, leaves};
use super::{Fields, Place, Sink, time};
use crate::printer::visible;

/// Between two columns.
const GAP: usize = 2;
/// No column is made narrower, even if the lines then wrap.
const NARROWEST: usize = 5;

/// A list: one item a line, one field a column.
///
/// The first page decides how wide the columns are, so that no more than a page is held.
pub struct Table {
    fields: Option<Fields>,
    place: Place,
    widths: Option<Vec<usize>>,
}

impl Table {
    pub fn new(fields: Option<Fields>, place: Place) -> Self {
        Table { fields, place, widths: None }
    }

    fn write_rows(&mut self, rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
        let Some(fields) = &self.fields else { return Ok(()) };
        // Without a terminal there is no reason to cut anything: a long value moves what follows it.
        let cut = self.place.width.is_some();
        if self.widths.is_none() {
            let labels: Vec<&str> = fields.labels().collect();
            let widths = fit(&labels, natural(&labels, rows), self.place.width);
            let heading =
                line(labels.iter().map(|label| label.to_uppercase()).collect(), &widths, cut, false);
            if self.place.color {
                writeln!(out, "\x1b[1m{heading}\x1b[0m")?;
            } else {
                writeln!(out, "{heading}")?;
            }
            self.widths = Some(widths);
        }
        let widths = self.widths.as_deref().unwrap_or_default();
        let color = self.place.color;
        rows.iter().try_for_each(|row| writeln!(out, "{}", line(row.clone(), widths, cut, color)))
    }
}

impl Sink for Table {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = items.first() else { return Ok(()) };
        let zone = self.place.zone;
        let fields = self.fields.get_or_insert_with(|| Fields::of(first));
        let cells = |item: &RawValue| -> Vec<String> {
            let shown = |found: &Found<'_>| time::shown(found.short(), zone).into_owned();
            fields.pick(item).iter().map(|found| visible(&shown(found)).into_owned()).collect()
        };
        let rows: Vec<Vec<String>> = items.iter().map(|item| cells(item)).collect();
        self.write_rows(&rows, out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.widths.is_none() { self.write_rows(&[], out) } else { Ok(()) }
    }
}

/// A single object: one field a line.
pub struct Sheet {
    fields: Option<Fields>,
    place: Place,
}

impl Sheet {
    pub fn new(fields: Option<Fields>, place: Place) -> Self {
        Sheet { fields, place }
    }
}

impl Sink for Sheet {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        for item in items {
            let pairs = match &self.fields {
                Some(fields) => {
                    let texts = fields.pick(item).into_iter().map(|found| found.short().into_owned());
                    fields.labels().map(str::to_owned).zip(texts).collect()
                }
                None => leaves(item),
            };
            let width = pairs.iter().map(|(label, _)| label.width()).max().unwrap_or_default();
            for (label, text) in &pairs {
                let label = pad(&visible(label), width);
                let label = if self.place.color { format!("\x1b[2m{label}\x1b[0m") } else { label };
                let text = time::shown(text.into(), self.place.zone);
                let text = painted(visible(&text).into_owned(), self.place.color);
                writeln!(out, "{}", format!("{label}  {text}").trim_end())?;
            }
        }
        Ok(())
    }

    fn finish(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn natural(labels: &[&str], rows: &[Vec<String>]) -> Vec<usize> {
    let widest = |n: usize| rows.iter().map(|row| row[n].width()).max().unwrap_or_default();
    labels.iter().enumerate().map(|(n, label)| label.width().max(widest(n))).collect()
}

/// Takes from the widest columns what the terminal lacks. An id is never cut: it is there to be copied.
fn fit(labels: &[&str], natural: Vec<usize>, width: Option<usize>) -> Vec<usize> {
    let Some(width) = width else { return natural };
    let room = width.saturating_sub(GAP * natural.len().saturating_sub(1));
    let cut = |cap: usize| -> Vec<usize> {
        let each = labels.iter().zip(&natural);
        each.map(|(label, natural)| if *label == "id" { *natural } else { (*natural).min(cap) }).collect()
    };
    let widest = natural.iter().copied().max().unwrap_or_default();
    let fits = |cap: &usize| cut(*cap).iter().sum::<usize>() <= room;
    cut((NARROWEST..=widest).rev().find(fits).unwrap_or(NARROWEST))
}

fn line(cells: Vec<String>, widths: &[usize], cut: bool, color: bool) -> String {
    let fitted = |cell: String, width| if cut { shorten(&cell, width) } else { cell };
    let mut text = String::new();
    for (n, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
        let cell = fitted(cell, *width);
        let blank = width.saturating_sub(cell.width());
        text.push_str(if n == 0 { "" } else { "  " });
        text.push_str(&painted(cell, color));
        text.push_str(&" ".repeat(blank));
    }
    text.trim_end().to_owned()
}

/// A state in the colour of what it means: green goes well, yellow needs a look, red went wrong, dim is over.
fn painted(cell: String, color: bool) -> String {
    let style = match cell.as_str() {
        _ if !color => return cell,
        "ACTIVE" | "SUCCESS" | "ALLOW" => "32",
        "LOCKED_OUT" | "SUSPENDED" | "PASSWORD_EXPIRED" | "RECOVERY" | "WARN" | "CHALLENGE" => "33",
        "FAILURE" | "DENY" | "ERROR" => "31",
        "STAGED" | "PROVISIONED" | "PENDING" => "36",
        "DEPROVISIONED" | "INACTIVE" => "2",
        _ => return cell,
    };
    format!("\x1b[{style}m{cell}\x1b[0m")
}

/// What `{:<width$}` counts are characters, of which some take two places and some none.
fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or_default();
        if used >= width {
            break;
        }
        short.push(c);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(fields: &str, width: Option<usize>, pages: &[&[&str]]) -> String {
        let mut table = Table::new(Some(Fields::parse(fields).unwrap()), Place { width, ..Place::default() });
        let mut out = Vec::new();
        for page in pages {
            let items: Vec<_> =
                page.iter().map(|item| RawValue::from_string((*item).to_owned()).unwrap()).collect();
            table.page(&items, &mut out).unwrap();
        }
        table.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let items = [r#"{"id":"1","n":"日本"}"#, r#"{"id":"22","n":"e\u0301","x":true}"#];
        assert_eq!(print("id,n,x", None, &[&items]), "ID  N     X\n1   日本\n22  e\u{301}     true\n");
    }

    #[test]
    fn a_narrow_terminal_cuts_the_widest_column_and_never_an_id() {
        let items = [r#"{"id":"00u1234567890123","n":"a long name that goes on","s":"ACTIVE"}"#];
        let printed = print("id,n,s", Some(40), &[&items]);
        assert_eq!(
            printed,
            "ID                N               S\n00u1234567890123  a long name t…  ACTIVE\n"
        );
        assert!(printed.lines().all(|line| line.width() <= 40));
        assert!(print("id,n,s", Some(1), &[&items]).contains("00u1234567890123  a lo…  ACTI…"));
    }

    #[test]
    fn the_first_page_decides_and_later_ones_are_cut() {
        let pages: [&[&str]; 2] = [&[r#"{"n":"abcdef","x":1}"#], &[r#"{"n":"abcdefghi","x":1}"#]];
        assert_eq!(print("n,x", Some(80), &pages), "N       X\nabcdef  1\nabcde…  1\n");
        assert_eq!(
            print("n,x", None, &pages),
            "N       X\nabcdef  1\nabcdefghi  1\n",
            "nothing is lost in a pipe"
        );
    }

    #[test]
    fn an_empty_list_has_its_heading() {
        assert_eq!(print("id,n", None, &[&[]]), "ID  N\n");
    }

    #[test]
    fn values_cannot_break_the_table() {
        let items = [r#"{"n":"a\nb\u001b[2J\u202e","t":["x","y"]}"#];
        assert_eq!(
            print("n,t", None, &[&items]),
            "N                      T\na\\nb\\u{1b}[2J\\u{202e}  x, y\n"
        );
    }
}
