//! `--jq`: what a jq program makes of the results.

use std::io::{self, Write};

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, compile, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::value::RawValue;

use super::{Sink, Unfit};

type Filter = jaq_core::Filter<data::JustLut<Val>>;

/// What of a list a program sees at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Each item.
    Items,
    /// The array of a page's items.
    Pages,
    /// The array of all items, which is held until the list has ended: a program may sort or count them.
    All,
}

impl Over {
    fn hint(self) -> &'static str {
        match self {
            Over::Items => {
                "--jq sees one item at a time: write `.id`, not `.[].id`; with -o json it sees one array with all items"
            }
            Over::Pages | Over::All => "--jq sees an array of items: begin with `.[]` for each of them",
        }
    }
}

/// How long a program may be, in bytes, and how deep the brackets of an answer may be nested. The library reads
/// them on the stack, and has no bound of its own.
const LONGEST: usize = 4_000;
const DEEPEST: usize = 256;

/// A program, and what it sees.
pub struct Jq {
    filter: Filter,
    over: Over,
    /// The array so far, without its end.
    held: String,
}

/// Whether a program can be run; what is wrong with it otherwise.
pub fn check(program: &str) -> Result<String, String> {
    filter(program).map(|_| program.to_owned())
}

fn filter(program: &str) -> Result<Filter, String> {
    if program.len() > LONGEST {
        return Err(format!("a jq program has at most {LONGEST} bytes"));
    }
    let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let arena = Arena::default();
    let modules = Loader::new(definitions).load(&arena, File { code: program, path: () });
    let modules = modules.map_err(|errors| malformed(program, &errors))?;
    let compiled = Compiler::default().with_funs(functions).compile(modules);
    compiled.map_err(|errors| undefined(program, &errors))
}

/// Where a program is not valid, and what should be there. No part of it is shown: it may contain a secret.
fn malformed(program: &str, errors: &load::Errors<&str, ()>) -> String {
    use load::Error::{Io, Lex, Parse};
    let first = errors.iter().find_map(|(_, error)| match error {
        Lex(errors) => errors.first().map(|(expected, found)| (in_words(expected.as_str()), *found)),
        Parse(errors) => errors.first().map(|(expected, found)| (in_words(expected.as_str()), *found)),
        Io(_) => None,
    });
    match first {
        Some((expected, found)) => {
            format!("it is not a jq program: {} should stand {expected}", place(program, found))
        }
        None => "it is not a jq program".to_owned(),
    }
}

fn in_words(expected: &str) -> String {
    match expected {
        "nothing" => "nothing more; `|` stands between two steps".to_owned(),
        "term" => "a value or a step, such as .id".to_owned(),
        "key" => "the name of a member".to_owned(),
        "token" => "something else".to_owned(),
        word if word.contains(' ') || word.chars().all(char::is_alphabetic) && word.len() > 4 => {
            format!("a {word}")
        }
        word => format!("`{word}`"),
    }
}

fn undefined(program: &str, errors: &compile::Errors<&str, ()>) -> String {
    let first = errors.iter().flat_map(|(_, errors)| errors).next();
    let Some((name, what)) = first else { return "it calls a function that jq does not have".to_owned() };
    let what = match what.as_str() {
        "filter" => "function",
        what => what,
    };
    format!("it calls a {what} that is not defined in jq, {}", place(program, name))
}

/// Where a part of a program stands.
fn place(program: &str, part: &str) -> String {
    let at = (part.as_ptr() as usize).checked_sub(program.as_ptr() as usize);
    match at.and_then(|at| program.get(..at)).filter(|before| before.len() < program.len()) {
        Some(before) => format!("at character {}", before.chars().count() + 1),
        None => "at its end".to_owned(),
    }
}

/// What a program such as `.[] | select(...)` does with each item: it needs no array, so none is held.
fn of_each(program: &str) -> Option<String> {
    let rest = program.trim_start().strip_prefix(".[]")?;
    let path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let then = rest.trim_start_matches(path);
    let member = rest.strip_suffix(then)?.trim_start_matches('.');
    let follows = then.trim_start();
    // An assignment changes the array and yields it.
    let alone = follows.is_empty() || follows.starts_with('|') && !follows.starts_with("|=");
    alone.then(|| format!(".{member}{then}"))
}

impl Jq {
    pub fn new(program: &str, over: Over) -> Result<Self, String> {
        let (program, over) = match of_each(program) {
            Some(program) if over == Over::All => (program, Over::Items),
            _ => (program.to_owned(), over),
        };
        Ok(Jq { filter: filter(&program)?, over, held: String::new() })
    }

    /// Prints what the program makes of one value: texts as they are, the rest as JSON, one a line.
    pub fn run(&self, json: &[u8], out: &mut dyn Write) -> io::Result<()> {
        let wrong =
            |error: String| io::Error::from(Unfit::new(format!("--jq: {error}")).hint(self.over.hint()));
        if is_deep(json) {
            return Err(wrong(format!("an answer that is nested more than {DEEPEST} deep is not read")));
        }
        let input = read::parse_single(json).map_err(|error| wrong(error.to_string()))?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.filter.lut, Vars::new([]));
        for value in self.filter.id.run((context, input)).map(unwrap_valr) {
            match value.map_err(|error| wrong(error.to_string()))? {
                Val::TStr(text) | Val::BStr(text) => out.write_all(&text)?,
                other => write!(out, "{other}")?,
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Sink for Jq {
    fn page(&mut self, items: &[Box<RawValue>], out: &mut dyn Write) -> io::Result<()> {
        match self.over {
            Over::Items => items.iter().try_for_each(|item| self.run(item.get().as_bytes(), out)),
            Over::Pages => {
                let mut array = String::new();
                append(&mut array, items);
                self.run(closed(array).as_bytes(), out)
            }
            Over::All => {
                append(&mut self.held, items);
                Ok(())
            }
        }
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.over != Over::All {
            return Ok(());
        }
        let array = closed(std::mem::take(&mut self.held));
        self.run(array.as_bytes(), out)
    }
}

/// Whether brackets stand too deep within each other, those of texts aside.
fn is_deep(json: &[u8]) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Adds items to an array that has no end yet.
fn append(array: &mut String, items: &[Box<RawValue>]) {
    for item in items {
        array.push(if array.is_empty() { '[' } else { ',' });
        array.push_str(item.get());
    }
}

fn closed(array: String) -> String {
    if array.is_empty() { "[]".to_owned() } else { array + "]" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(program: &str, over: Over, items: &[&str]) -> String {
        let mut jq = Jq::new(program, over).unwrap();
        let mut out = Vec::new();
        for item in items {
            jq.page(&[RawValue::from_string((*item).to_owned()).unwrap()], &mut out).unwrap();
        }
        jq.finish(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn each_item_or_all_of_them() {
        let items = [r#"{"a":"x y","n":1}"#, r#"{"a":null,"n":2}"#];
        assert_eq!(print(".a", Over::Items, &items), "x y\nnull\n");
        assert_eq!(print("map(.n) | add", Over::All, &items), "3\n");
        assert_eq!(print("length", Over::All, &[]), "0\n");
        assert_eq!(print("select(.n > 1) | {n}", Over::Items, &items), "{\"n\":2}\n");
    }

    #[test]
    fn what_looks_at_each_item_of_the_array_holds_none() {
        let items = [r#"{"a":{"b":1},"n":1}"#, r#"{"a":null,"n":2}"#];
        let each =
            [".[]", " .[] ", ".[] | .n", ".[].a.b", ".[].n|select(. > 1), 0", ".[] | .n as $n | $n + 1"];
        let all = [
            "map(.n)",
            ".[].n, length",
            ".[] as $x | $x.n",
            ".[] |= .n",
            ".[].n |= 3",
            "[.[].n] | add",
            ".[0]",
        ];
        let over = |program| Jq::new(program, Over::All).unwrap().over;
        assert!(each.iter().all(|program| over(program) == Over::Items));
        assert!(all.iter().all(|program| over(program) == Over::All));
        for program in each {
            // Behind a function that changes nothing, the same program gets the array.
            let held = print(&format!("sort_by(0) | {program}"), Over::All, &items);
            assert_eq!(print(program, Over::All, &items), held, "{program}");
        }
    }

    /// None of them ends the process, whatever is in it without end.
    #[test]
    fn programs_and_answers_without_end_are_refused_or_run() {
        // The stack of the command itself, and not that of a test.
        std::thread::Builder::new().stack_size(crate::STACK).spawn(try_all).unwrap().join().unwrap();
    }

    fn try_all() {
        let parts = [
            "[",
            "(",
            "{a:",
            "-",
            "1+",
            "1|",
            "1,",
            "1 as $x|",
            ".a",
            ".[0]",
            ".[",
            "?",
            "if 1 then ",
            "try ",
            "def f: ",
            "def f: 1; ",
            "reduce . as $x (",
            "\"\\(",
            "..|",
            "1//",
            "1==",
            "not|",
            "1 and ",
            "@json \"",
            "label $x|",
            ".a|=",
            "$__loc__|",
            "foreach . as [$x",
            "1 as [",
            "1 as {a:",
            "# ",
        ];
        for part in parts {
            for program in [part.repeat(LONGEST / part.len()), part.repeat(LONGEST / part.len() - 1) + "1"] {
                if let Ok(jq) = Jq::new(&program, Over::Items) {
                    // Of nothing, so that `..` yields one value and not one for each way into it.
                    let _ = jq.run(b"null", &mut Vec::new());
                }
            }
        }
        assert!(check(&" ".repeat(LONGEST + 1)).unwrap_err().contains("at most"));
        let jq = Jq::new(".", Over::Items).unwrap();
        for deep in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
            let error = jq.run(deep.as_bytes(), &mut Vec::new()).unwrap_err();
            assert!(error.to_string().contains("nested"), "{error}");
        }
        let (open, close) = ("[".repeat(DEEPEST), "]".repeat(DEEPEST));
        jq.run(format!("{open}{close}").as_bytes(), &mut Vec::new()).unwrap();
        jq.run(format!("[\"{}\\\"{}\"]", "[".repeat(300), "{".repeat(300)).as_bytes(), &mut Vec::new())
            .unwrap();
    }

    #[test]
    fn what_is_no_program_is_told_with_the_place() {
        let cases = [
            (".foo bar", "at character 6 should stand nothing more"),
            (".a |", "at its end should stand a value"),
            ("", "at its end should stand a value"),
            (".[] | map(.a", "closing parenthesis"),
            ("\"a", "closing quote"),
            (". | nosuch(1)", "a function that is not defined in jq, at character 5"),
            (". | $x", "a variable that is not defined in jq, at character 5"),
            ("if . then 1", "else or end"),
        ];
        for (program, told) in cases {
            let error = check(program).unwrap_err();
            assert!(error.contains(told), "{program}: {error}");
        }
    }

    #[test]
    fn what_a_program_sees_is_told_where_it_fails() {
        let item = RawValue::from_string(r#"{"id":"00u1"}"#.to_owned()).unwrap();
        for (program, over, hint) in
            [(".[].x", Over::Items, "one item at a time"), (".x", Over::All, "begin with `.[]`")]
        {
            let mut jq = Jq::new(program, over).unwrap();
            let mut run = || {
                jq.page(std::slice::from_ref(&item), &mut Vec::new())?;
                jq.finish(&mut Vec::new())
            };
            let error = run().unwrap_err();
            let unfit = error.get_ref().unwrap().downcast_ref::<Unfit>().unwrap();
            assert!(unfit.hint.as_ref().unwrap().contains(hint), "{unfit:?}");
        }
    }
}
