//! Tables for people: aligned, fitted to the terminal, and harmless to it.

use std::io::{self, Write};

use serde_json::value::RawValue;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::field::{Found, leaves};
use super::{Chosen, Fields, Place, Sink, time};
use crate::printer::visible;

/// Between two columns.
const GAP: usize = 2;
/// No column is made narrower; rather the last ones are left out.
const NARROWEST: usize = 8;
/// Stands behind the headings where columns are left out.
const MORE: &str = "  …";

/// A list: one item a line, one field a column.
///
/// The first page decides how wide the columns are, so that only one page is in memory.
pub struct Table {
    chosen: Chosen,
    place: Place,
    layout: Option<Layout>,
}

/// Which columns are shown, and how wide.
#[derive(Debug, PartialEq, Eq)]
struct Layout(Vec<(usize, usize)>);

impl Table {
    pub fn new(chosen: Chosen, place: Place) -> Self {
        Table { chosen, place, layout: None }
    }

    fn write_rows(&mut self, fields: &Fields, rows: &[Vec<String>], out: &mut dyn Write) -> io::Result<()> {
        // Without a terminal there is no reason to cut anything: a long value moves what follows it.
        let Place { width, color, .. } = self.place;
        if self.layout.is_none() {
            let headings = fields.headings();
            let layout = Layout::new(&headings, rows, width);
            let mut heading = layout.line(&headings, width.is_some(), false);
            if layout.0.len() < headings.len() {
                heading.push_str(MORE);
            }
            if color {
                writeln!(out, "\x1b[1m{heading}\x1b[0m")?;
            } else {
                writeln!(out, "{heading}")?;
            }
            self.layout = Some(layout);
        }
        let Some(layout) = &self.layout else { return Ok(()) };
        rows.iter().try_for_each(|row| writeln!(out, "{}", layout.line(row, width.is_some(), color)))
    }
}

impl Sink for Table {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        let Some(first) = items.first() else { return Ok(()) };
        let Place { width, zone, .. } = self.place;
        let fields = self.chosen.of(first);
        let text = |found: &Found<'_>| match width {
            Some(_) => time::short(found.short(), zone).into_owned(),
            None => time::shown(found.short(), zone).into_owned(),
        };
        let cells = |item: &RawValue| -> Vec<String> {
            fields.pick(item).iter().map(|found| visible(&text(found)).into_owned()).collect()
        };
        let rows: Vec<Vec<String>> = items.iter().map(|item| cells(item)).collect();
        self.write_rows(&fields, &rows, out)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (&self.layout, self.chosen.without_items()) {
            (None, Some(fields)) => self.write_rows(&fields, &[], out),
            _ => Ok(()),
        }
    }
}

impl Layout {
    fn new(headings: &[String], rows: &[Vec<String>], width: Option<usize>) -> Self {
        let widest = |n: usize| rows.iter().map(|row| row[n].width()).max().unwrap_or_default();
        let natural = headings.iter().enumerate().map(|(n, heading)| heading.width().max(widest(n)));
        let all = Layout(natural.enumerate().collect());
        let is_time = |n: usize| {
            let mut cells = rows.iter().map(|row| &row[n]).filter(|cell| !cell.is_empty()).peekable();
            cells.peek().is_some() && cells.all(|cell| time::is_short(cell))
        };
        let is_whole = |n: usize| is_id(&headings[n]) || is_time(n);
        match width {
            Some(width) => all.fitted(headings, is_whole, width),
            None => all,
        }
    }

    /// Takes from the widest columns what the terminal lacks. Where that is not enough, ids are left out, and then
    /// the last columns. An id and a time are never cut: one is there to be copied, of the other a part says little.
    fn fitted(mut self, headings: &[String], is_whole: impl Fn(usize) -> bool, width: usize) -> Self {
        let all = self.0.len();
        loop {
            let more = if self.0.len() < all { MORE.width() } else { 0 };
            let room = width.saturating_sub(GAP * self.0.len().saturating_sub(1) + more);
            if let Some(layout) = self.cut(&is_whole, room) {
                return layout;
            }
            match self.0.iter().position(|(n, _)| is_id(&headings[*n])) {
                _ if self.0.len() < 2 => {
                    return Layout(self.0.into_iter().map(|(n, wide)| (n, wide.min(width))).collect());
                }
                Some(id) => drop(self.0.remove(id)),
                None => drop(self.0.pop()),
            }
        }
    }

    /// The columns in so much room, if they fit into it.
    fn cut(&self, is_whole: impl Fn(usize) -> bool, room: usize) -> Option<Self> {
        let widest = self.0.iter().map(|(_, width)| *width).max().unwrap_or_default();
        let capped = |cap: usize| {
            let width =
                |(n, width): &(usize, usize)| (*n, if is_whole(*n) { *width } else { (*width).min(cap) });
            Layout(self.0.iter().map(width).collect())
        };
        let caps = (NARROWEST.min(widest)..=widest).rev();
        caps.map(capped).find(|layout| layout.0.iter().map(|(_, width)| width).sum::<usize>() <= room)
    }

    fn line(&self, cells: &[String], cut: bool, color: bool) -> String {
        let mut text = String::new();
        for (place, (n, width)) in self.0.iter().enumerate() {
            let cell = if cut { shorten(&cells[*n], *width) } else { cells[*n].clone() };
            let blank = width.saturating_sub(cell.width());
            text.push_str(if place == 0 { "" } else { "  " });
            text.push_str(&painted(cell, color));
            text.push_str(&" ".repeat(blank));
        }
        text.trim_end().to_owned()
    }
}

fn is_id(heading: &str) -> bool {
    heading == "ID" || heading.ends_with(".ID")
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
        let mut table = Table::new(Chosen::those(Some(fields)), Place { width, ..Place::default() });
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
    }

    #[test]
    fn what_does_not_fit_is_left_out_ids_first() {
        let items = [
            r#"{"id":"00u1234567890123","p":{"one":"a long name that goes on","two":"another one","end":"x"}}"#,
        ];
        let fields = "id,p.one,p.two,p.end";
        let cases = [
            (
                80,
                "ID                ONE                       TWO          END\n00u1234567890123  a long name that goes on  another one  x\n",
            ),
            (
                45,
                "ID                ONE         TWO         END\n00u1234567890123  a long na…  another o…  x\n",
            ),
            (30, "ONE         TWO         END  …\na long na…  another o…  x\n"),
            (14, "ONE  …\na long nam…\n"),
            (1, "…  …\n…\n"),
        ];
        for (width, expected) in cases {
            assert_eq!(print(fields, Some(width), &[&items]), expected, "{width}");
        }
    }

    #[test]
    fn times_are_short_on_a_terminal_and_never_cut() {
        let items = [r#"{"at":"2026-01-31T08:00:00.000Z","n":"a name that is long"}"#];
        assert_eq!(
            print("at,n", Some(32), &[&items]),
            "AT                    N\n2026-01-31 08:00:00Z  a name th…\n"
        );
        assert!(print("at,n", None, &[&items]).contains("2026-01-31T08:00:00.000Z"));
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
