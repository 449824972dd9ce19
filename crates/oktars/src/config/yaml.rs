//! Reads a configuration file into names, texts and lines.
//!
//! The events of the parser are used as they are, since a reader that knows types would turn the key id 0123
//! into a number.

use granit_parser::{Event, Parser, ScalarStyle};

/// One value: the keys that lead to it, its text (those of a list, with blanks between), and its line.
#[derive(Debug, PartialEq)]
pub(super) struct Found {
    pub path: Vec<String>,
    pub text: String,
    pub line: usize,
}

/// What is wrong with a file, and where. It shows nothing of what the file holds.
#[derive(Debug, PartialEq)]
pub(super) struct Malformed {
    pub line: usize,
    pub why: &'static str,
}

/// How deep a configuration goes at most.
const DEPTH: usize = 16;

/// What is open at a point of the file.
enum Open {
    Map { key: Option<String> },
    List { texts: Vec<String>, line: usize },
}

pub(super) fn read(text: &str) -> Result<Vec<Found>, Malformed> {
    let mut found = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut line = 1;
    for next in Parser::new_from_str(text) {
        let (event, span) = next.map_err(|_| Malformed { line, why: "this is not YAML" })?;
        line = span.start.line();
        let wrong = |why| Err(Malformed { line, why });
        match event {
            Event::Scalar(text, style, ..) => {
                let absent = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                scalar(&mut open, &mut found, text.into_owned(), absent, line)
                    .map_err(|why| Malformed { line, why })?;
            }
            Event::MappingStart(..) | Event::SequenceStart(..) if open.len() >= DEPTH => {
                return wrong("this is nested too deeply");
            }
            Event::MappingStart(..) => match open.last() {
                Some(Open::Map { key: None }) => return wrong("a key must be a text"),
                Some(Open::List { .. }) => return wrong("a list may hold texts only"),
                _ => open.push(Open::Map { key: None }),
            },
            Event::SequenceStart(..) => match open.last() {
                Some(Open::Map { key: Some(_) }) => open.push(Open::List { texts: Vec::new(), line }),
                _ => return wrong("a list must have a key"),
            },
            Event::MappingEnd => {
                open.pop();
                value_ends(&mut open);
            }
            Event::SequenceEnd => {
                if let Some(Open::List { texts, line }) = open.pop() {
                    found.push(Found { path: path(&open), text: texts.join(" "), line });
                }
                value_ends(&mut open);
            }
            Event::Alias(..) => return wrong("aliases are not read here: write the value out"),
            _ => {}
        }
    }
    Ok(found)
}

fn scalar(
    open: &mut [Open],
    found: &mut Vec<Found>,
    text: String,
    absent: bool,
    line: usize,
) -> Result<(), &'static str> {
    let own = path(open);
    match open.last_mut() {
        Some(Open::Map { key: key @ None }) => *key = Some(text),
        Some(Open::Map { key }) => {
            if !absent {
                found.push(Found { path: own, text, line });
            }
            *key = None;
        }
        Some(Open::List { texts, .. }) => texts.push(text),
        // A file that is empty, or holds comments only.
        None if absent => {}
        None => return Err("the file must hold keys and values"),
    }
    Ok(())
}

fn value_ends(open: &mut [Open]) {
    if let Some(Open::Map { key }) = open.last_mut() {
        *key = None;
    }
}

fn path(open: &[Open]) -> Vec<String> {
    let keys = open.iter().filter_map(|open| match open {
        Open::Map { key } => key.clone(),
        Open::List { .. } => None,
    });
    keys.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(path: &str, text: &str, line: usize) -> Found {
        Found { path: path.split('.').map(str::to_owned).collect(), text: text.to_owned(), line }
    }

    #[test]
    fn values_come_as_they_are_written_with_their_lines() {
        let text = "# mine\nokta:\n  client:\n    orgUrl: https://a.test # here\n    privateKeyId: 0123\n\
                    \x20   token: \"a: b\"\n    none: ~\n    nothing:\n    scopes:\n      - a\n      - b\n\
                    \x20   rateLimit: {maxRetries: 3}\n    privateKey: |\n      one\n      two\n";
        let expected = [
            found("okta.client.orgUrl", "https://a.test", 4),
            found("okta.client.privateKeyId", "0123", 5),
            found("okta.client.token", "a: b", 6),
            found("okta.client.scopes", "a b", 10),
            found("okta.client.rateLimit.maxRetries", "3", 12),
            found("okta.client.privateKey", "one\ntwo\n", 13),
        ];
        let read = read(text).unwrap();
        for (found, expected) in read.iter().zip(&expected) {
            assert_eq!((&found.path, &found.text), (&expected.path, &expected.text));
            assert!(found.line.abs_diff(expected.line) <= 1, "{found:?}");
        }
        assert_eq!(read.len(), expected.len());
        assert_eq!(self::read("").unwrap(), []);
        assert_eq!(self::read("# nothing\n").unwrap(), []);
    }

    #[test]
    fn what_is_no_configuration_names_its_line_and_shows_nothing() {
        let cases = [
            ("okta:\n  - a: b\n", 2),
            ("okta:\n  client: *x\n", 1),
            ("just text", 1),
            ("- a\n- b\n", 1),
            ("okta:\n  a: [b, [c]]\n", 2),
            ("okta:\n  token: \"s3cret\n", 1),
            ("a: &x s3cret\nb: *x\n", 2),
        ];
        for (text, line) in cases {
            let wrong = read(text).unwrap_err();
            assert!(wrong.line >= line && !wrong.why.contains("s3cret"), "{text:?}: {wrong:?}");
        }
        let deep = "{a: ".repeat(40) + &"}".repeat(40);
        assert_eq!(read(&deep).unwrap_err().why, "this is nested too deeply");
    }

    proptest! {
        /// Whatever a file holds, it is read or refused.
        #[test]
        fn nothing_breaks_it(text in "[a-z:\\-\\[\\]{}&*!|>'\"#%@\n\t ,?]{0,80}") {
            let _ = read(&text);
        }
    }
}
