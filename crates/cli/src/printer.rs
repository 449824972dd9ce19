//! The one place that writes to the terminal: results to stdout, everything else to stderr.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::path::Path;

use crate::failure::{Failure, Stop};
use crate::file::{NewFile, Readers};

/// Where results go.
enum Results {
    Stdout(Stdout),
    File(NewFile),
}

impl Write for Results {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Results::Stdout(out) => out.write(bytes),
            Results::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Results::Stdout(out) => out.flush(),
            Results::File(file) => file.flush(),
        }
    }
}

pub struct Printer {
    out: BufWriter<Results>,
    /// Whether a person reads stdout.
    pub terminal: bool,
    /// Whether a line that is written over stands on stderr.
    passing: bool,
}

impl Printer {
    pub fn new() -> Self {
        let out = io::stdout();
        let terminal = out.is_terminal();
        Printer::over(Results::Stdout(out), terminal)
    }

    /// Writes results into a file that only its owner can read, which is there once all went well.
    pub fn into_file(path: &Path) -> Result<Self, Failure> {
        Ok(Printer::over(Results::File(NewFile::create(path, Readers::Owner)?), false))
    }

    fn over(results: Results, terminal: bool) -> Self {
        Printer { out: BufWriter::with_capacity(1 << 16, results), terminal, passing: false }
    }

    /// Writes results to stdout after all: the command writes the file by itself.
    pub fn leave_file(&mut self) {
        *self = Printer::new();
    }

    /// Stdout, for results.
    pub fn out(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// Stdout, for results that are made harmless for a terminal on the way, if that is wanted.
    pub fn out_to(&mut self, harmless: bool) -> Out<'_> {
        Out { out: &mut self.out, harmless, begun: Vec::new() }
    }

    /// Hands over what was written, so that the reader of a pipe has it, and that its end is noticed.
    pub fn flush(&mut self) -> Result<(), Stop> {
        Ok(self.out.flush()?)
    }

    /// Hands over what is left, and gives the file its name.
    pub fn finish(&mut self) -> Result<(), Stop> {
        self.flush()?;
        let is_file = matches!(self.out.get_ref(), Results::File(_));
        if is_file && let Results::File(file) = std::mem::replace(self, Printer::new()).into_results()? {
            file.keep_and_tell(|text| self.note(text))?;
        }
        Ok(())
    }

    fn into_results(self) -> Result<Results, Stop> {
        Ok(self.out.into_inner().map_err(io::IntoInnerError::into_error)?)
    }

    /// How many columns stdout has; `None` where nobody looks at it.
    pub fn width(&self) -> Option<usize> {
        let (terminal_size::Width(columns), _) =
            self.terminal.then(|| terminal_size::terminal_size_of(io::stdout()))??;
        Some(columns.into())
    }

    /// Whether headings may stand out.
    pub fn color(&self) -> bool {
        anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
    }

    /// Whether a person waits, and does not see results come on stdout.
    pub fn asks_for_progress(&self, prints: bool) -> bool {
        io::stderr().is_terminal() && !(prints && self.terminal)
    }

    /// A line on stderr that the next one is written over.
    pub fn progress(&mut self, text: &str) {
        let width =
            terminal_size::terminal_size_of(io::stderr()).map_or(80, |(width, _)| usize::from(width.0));
        let text: String = visible(text).chars().take(width.saturating_sub(1)).collect();
        let _ = write!(io::stderr(), "\r{text}\x1b[K");
        self.passing = true;
    }

    /// Takes the line of progress away.
    pub fn end_progress(&mut self) {
        if std::mem::take(&mut self.passing) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }

    /// A line on stderr, for the reader.
    pub fn note(&mut self, text: &str) {
        self.end_progress();
        // What was printed so far belongs before it.
        let _ = self.out.flush();
        let _ = writeln!(anstream::stderr(), "{}", visible_lines(text));
    }

    /// What went wrong, on stderr.
    pub fn error(&mut self, text: &str) {
        self.end_progress();
        let _ = self.out.flush();
        last_words(text);
    }

    /// The same for a program.
    pub fn json_error(&mut self, error: &serde_json::Value) {
        self.end_progress();
        let _ = self.out.flush();
        last_json(error);
    }
}

/// What went wrong, for a program, where there may be no printer any more.
pub fn last_json(error: &serde_json::Value) {
    let _ = writeln!(anstream::stderr(), "{}", visible_json(&error.to_string()));
}

/// JSON on one line that does nothing to the terminal, and is still JSON.
fn visible_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if acts(c) {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// What went wrong, where there may be no printer any more.
pub fn last_words(text: &str) {
    let _ = writeln!(anstream::stderr(), "\x1b[1;31merror:\x1b[0m {}", visible_lines(text));
}

pub fn visible_lines(text: &str) -> String {
    text.lines().map(visible).collect::<Vec<_>>().join("\n")
}

/// Text that shows what it is and does nothing to the terminal: control characters, and those that turn
/// the direction of the text around, are written as escapes.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            '\t' => shown.push_str("\\t"),
            _ if acts(c) => {
                let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
            }
            _ => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Whether a character does something to a terminal other than to be shown.
pub fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Stdout of results.
pub struct Out<'a> {
    out: &'a mut BufWriter<Results>,
    harmless: bool,
    /// The start of a character whose end was not written yet.
    begun: Vec<u8>,
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.harmless {
            return self.out.write(bytes);
        }
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Ok(_) => all.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => all.len(),
        };
        self.begun = all.split_off(whole);
        let text = String::from_utf8_lossy(&all);
        let mut shown = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\n' | '\t' => shown.push(c),
                _ if acts(c) => {
                    let _ = write!(shown, "\\u{:04x}", u32::from(c));
                }
                _ => shown.push(c),
            }
        }
        self.out.write_all(shown.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_for_programs_are_json_whatever_stands_in_them() {
        let error = serde_json::json!({ "error": { "message": "name \u{202e}x\u{85}\u{7f}\u{1b}[2J\n\"é" } });
        let shown = visible_json(&error.to_string());
        assert!(!shown.chars().any(acts), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).expect("it is JSON"), error);
    }

    #[test]
    fn text_cannot_act_on_the_terminal() {
        let cases = [
            ("Ann Lee", "Ann Lee"),
            ("שלום", "שלום"),
            ("a\nb\tc\r", "a\\nb\\tc\\r"),
            ("\x1b[2J\x07", "\\u{1b}[2J\\u{7}"),
            ("\u{9b}31m\0\x7f", "\\u{9b}31m\\u{0}\\u{7f}"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
        ];
        for (text, shown) in cases {
            assert_eq!(visible(text), shown);
        }
    }
}
