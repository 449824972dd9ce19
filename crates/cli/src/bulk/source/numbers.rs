//! The numbers of the rows of a CSV file, as a spreadsheet shows them: empty rows count, and line breaks within cells
//! do not. What reads the cells goes past empty rows without a word, so this looks for them before.

use std::collections::VecDeque;
use std::io::{self, Read};

use super::bytes::{Bytes, skip_mark};

/// Counts on from row to row.
pub struct Numbers {
    /// Rows, by how many rows with text are before them, with the number of empty rows just before them.
    gaps: VecDeque<(u64, u64)>,
    rows: u64,
    number: u64,
}

impl Numbers {
    pub fn of(bytes: &mut Box<dyn Bytes>, delimiter: u8) -> io::Result<Self> {
        skip_mark(bytes)?;
        let mut scan = Scan::new(delimiter);
        let mut block = vec![0; 1 << 16];
        loop {
            let read = bytes.read(&mut block)?;
            if read == 0 {
                break;
            }
            block[..read].iter().for_each(|byte| scan.take(*byte));
        }
        bytes.rewind()?;
        Ok(Numbers { gaps: scan.gaps, rows: 0, number: 0 })
    }

    /// The number of the next row that has text.
    pub fn following(&mut self) -> u64 {
        let gap = self.gaps.pop_front_if(|(row, _)| *row == self.rows);
        self.rows += 1;
        self.number += 1 + gap.map_or(0, |(_, empty)| empty);
        self.number
    }

    /// Goes past a row that no spreadsheet shows.
    pub fn begin_anew(&mut self) {
        self.following();
        self.number = 0;
    }
}

/// Where a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At the start of a row.
    Row,
    /// At the start of another cell.
    Cell,
    Text,
    Quotes,
    /// Behind a quote within quotes: it ends them, or is the first of two that stand for one.
    Quote,
}

struct Scan {
    delimiter: u8,
    within: Within,
    /// Whether the byte before was a carriage return that ended a row.
    is_return: bool,
    rows: u64,
    empty: u64,
    gaps: VecDeque<(u64, u64)>,
}

impl Scan {
    fn new(delimiter: u8) -> Self {
        Scan { delimiter, within: Within::Row, is_return: false, rows: 0, empty: 0, gaps: VecDeque::new() }
    }

    fn take(&mut self, byte: u8) {
        let is_second_half = self.is_return && byte == b'\n';
        self.is_return = false;
        self.within = match (self.within, byte) {
            (Within::Quotes, b'"') => Within::Quote,
            (Within::Quotes, _) => Within::Quotes,
            (Within::Quote, b'"') => Within::Quotes,
            _ if is_second_half => Within::Row,
            (before, b'\r' | b'\n') => {
                self.is_return = byte == b'\r';
                self.empty += u64::from(before == Within::Row);
                Within::Row
            }
            (before, byte) => {
                if before == Within::Row {
                    self.begin_row();
                }
                match (before, byte) {
                    (Within::Row | Within::Cell, b'"') => Within::Quotes,
                    (_, byte) if byte == self.delimiter => Within::Cell,
                    _ => Within::Text,
                }
            }
        };
    }

    fn begin_row(&mut self) {
        if self.empty > 0 {
            self.gaps.push_back((self.rows, self.empty));
        }
        self.rows += 1;
        self.empty = 0;
    }
}
