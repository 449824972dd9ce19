//! Texts that a spreadsheet would calculate, and what keeps it from that.
//!
//! Such a text gets an apostrophe in front, which spreadsheets do not show. So does one that has apostrophes before
//! such a sign already: taking one away always gives the text back. A telephone number is no formula.

use std::borrow::Cow;

/// How many digits a telephone number has behind its `+`.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

/// A text as it does nothing in a spreadsheet.
pub fn inert(text: Cow<'_, str>) -> Cow<'_, str> {
    let bare = text.trim_start_matches('\'');
    let is_marked = bare.len() < text.len();
    if begins(bare) && (is_marked || !is_phone(bare)) { format!("'{text}").into() } else { text }
}

/// The same for a cell that knows that it is a text: what [`bare`] would take away is put before it.
pub fn kept(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with('\'') { inert(text) } else { text }
}

/// The text of a cell that may have been made inert.
pub fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins(text.trim_start_matches('\'')) => text,
        _ => cell,
    }
}

/// Whether a text begins as a formula does: some programs take signs of full width for others, and go past blanks.
fn begins(text: &str) -> bool {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    text.starts_with(['\t', '\r', '\n']) || text.trim_start_matches([' ', '\u{a0}']).starts_with(SIGNS)
}

/// Whether all of it is a telephone number: `+49 (30) 123-456`.
fn is_phone(text: &str) -> bool {
    let Some(number) = text.strip_prefix('+') else { return false };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    DIGITS.contains(&digits) && number.chars().all(|c| c.is_ascii_digit() || " -.()[]".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_made_inert_and_telephone_numbers_are_left_alone() {
        let cases = [
            ("plain", "plain"),
            ("=1+1", "'=1+1"),
            ("+1+1", "'+1+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            (" =1+1", "' =1+1"),
            ("\u{a0} -1", "'\u{a0} -1"),
            ("＝1+1", "'＝1+1"),
            (" plain - text", " plain - text"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("+49 30 1234567", "+49 30 1234567"),
            ("+1 (212) 555-01.23", "+1 (212) 555-01.23"),
            ("+123456", "+123456"),
            ("+123456789012345", "+123456789012345"),
            ("+12345", "'+12345"),
            ("+1234567890123456", "'+1234567890123456"),
            ("+49 30 123456+1", "'+49 30 123456+1"),
            ("+49 30 123456 ext", "'+49 30 123456 ext"),
            ("+1234567*2", "'+1234567*2"),
            ("-49 30 1234567", "'-49 30 1234567"),
            ("'+49 30 1234567", "''+49 30 1234567"),
        ];
        for (text, cell) in cases {
            assert_eq!(inert(text.into()), cell);
            assert_eq!(bare(cell), text, "and back");
        }
        assert_eq!(bare("'+49 30 1234567"), "+49 30 1234567", "as exports wrote it before");
    }
}
