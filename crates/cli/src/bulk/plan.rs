//! What a bulk run will do: what is to change for each row, counted, with examples.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufWriter, Write};
use std::path::Path;

use oktars::redact;
use serde_json::{Map, Value, json};

use super::journal::Earlier;
use crate::failure::{Exit, Failure, Stop};
use crate::file::{NewFile, Readers};
use crate::run::Run;

/// How many examples of each kind the screen shows.
const EXAMPLES: usize = 3;
/// How many different problems it shows.
const PROBLEMS: usize = 10;
/// How much of a value an example shows, in characters.
const SHOWN: usize = 60;

/// What is done for a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    Create,
    Add,
    Assign,
    Update,
    Move,
    Activate,
    Reactivate,
    Unsuspend,
    Unlock,
    Suspend,
    ResetFactors,
    ResetPassword,
    ExpirePassword,
    ClearSessions,
    Deactivate,
    Offboard,
    Delete,
    Remove,
    Unassign,
    Revoke,
}

impl Verb {
    const ALL: [(Verb, &str, &str); 20] = [
        (Verb::Create, "create", "created"),
        (Verb::Add, "add", "added"),
        (Verb::Assign, "assign", "assigned"),
        (Verb::Update, "update", "updated"),
        (Verb::Move, "move", "moved"),
        (Verb::Activate, "activate", "activated"),
        (Verb::Reactivate, "reactivate", "reactivated"),
        (Verb::Unsuspend, "unsuspend", "unsuspended"),
        (Verb::Unlock, "unlock", "unlocked"),
        (Verb::Suspend, "suspend", "suspended"),
        (Verb::ResetFactors, "reset factors", "factors reset"),
        (Verb::ResetPassword, "reset password", "password reset"),
        (Verb::ExpirePassword, "expire password", "password expired"),
        (Verb::ClearSessions, "clear sessions", "sessions cleared"),
        (Verb::Deactivate, "deactivate", "deactivated"),
        (Verb::Offboard, "offboard", "offboarded"),
        (Verb::Delete, "delete", "deleted"),
        (Verb::Remove, "remove", "removed"),
        (Verb::Unassign, "unassign", "unassigned"),
        (Verb::Revoke, "revoke", "revoked"),
    ];

    pub fn word(self) -> &'static str {
        Verb::ALL[self as usize].1
    }

    pub fn past(self) -> &'static str {
        Verb::ALL[self as usize].2
    }

    pub fn of_past(word: &str) -> Option<Self> {
        Verb::ALL.iter().find(|(_, _, past)| *past == word).map(|(verb, ..)| *verb)
    }

    fn sign(self) -> char {
        match self {
            Verb::Create | Verb::Add | Verb::Assign => '+',
            Verb::Update | Verb::Move | Verb::Activate | Verb::Reactivate => '~',
            Verb::Unsuspend | Verb::Unlock => '~',
            Verb::ResetFactors | Verb::ResetPassword | Verb::ExpirePassword | Verb::ClearSessions => '-',
            Verb::Suspend | Verb::Deactivate | Verb::Offboard | Verb::Delete => '-',
            Verb::Remove | Verb::Unassign | Verb::Revoke => '-',
        }
    }

    /// Whether it takes from people what is not easily given back.
    pub fn is_destructive(self) -> bool {
        matches!(
            self,
            Verb::Deactivate | Verb::Offboard | Verb::Delete | Verb::ResetFactors | Verb::ResetPassword
        )
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    Same,
    /// Done, with the id of what it was done to.
    Done(Verb, Option<Box<str>>),
    Failed(Box<str>),
    Invalid(Box<str>),
    /// Left out, since it is protected.
    Protected(Box<str>),
    /// Valid, but not for this command to do.
    Left(Box<str>),
}

pub struct Row {
    /// Whom or what the row is about, for its reader.
    pub subject: Box<str>,
    /// The number that a spreadsheet or an editor shows beside it; 0 for what is not in the file.
    pub number: u64,
    /// Whether it stands on the command line, where nobody counts rows.
    pub is_word: bool,
    pub outcome: Outcome,
}

impl Row {
    /// What the reader finds it by.
    pub fn name(&self) -> String {
        let Row { subject, number, .. } = self;
        match (*number, &**subject) {
            _ if self.is_word => subject.to_string(),
            (0, _) => format!("not in the file: {subject}"),
            (_, "") => format!("row {number}"),
            _ => format!("row {number} {subject}"),
        }
    }

    /// Where the reader finds it, where what follows says what it is about.
    pub fn place(&self) -> String {
        if self.number == 0 || self.is_word { self.name() } else { format!("row {}", self.number) }
    }
}

/// How a plan is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// Each row, and not a few examples.
    pub each: bool,
    pub as_json: bool,
}

/// Lines for rows and what to say about each. What concerns many is said once. The first ones, and how many follow.
pub fn grouped_by_reason(rows: &[(&Row, &str)], most: usize) -> Vec<String> {
    let mut groups: Vec<(&Row, &str, usize)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (row, reason) in rows {
        match places.get(reason) {
            Some(place) => groups[*place].2 += 1,
            None => {
                places.insert(reason, groups.len());
                groups.push((row, reason, 1));
            }
        }
    }
    let line = |(row, reason, count): &(&Row, &str, usize)| {
        let more = match count {
            1 => String::new(),
            2 => " (and 1 more row)".to_owned(),
            count => format!(" (and {} more rows)", grouped(count - 1)),
        };
        format!("{}: {reason}{more}", row.name())
    };
    let mut lines: Vec<String> = groups.iter().take(most).map(line).collect();
    let left: usize = groups.iter().skip(most).map(|(_, _, count)| count).sum();
    if left > 0 {
        lines.push(format!("and {} more", grouped(left)));
    }
    lines
}

/// Work to do for one row.
#[derive(Debug, Clone)]
pub struct Entry<W> {
    pub row: usize,
    pub verb: Verb,
    /// Whether it may have been done before, with nobody there to read the answer.
    pub unsure: bool,
    pub work: W,
}

/// One value that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub field: String,
    pub old: Option<Value>,
    pub new: Option<Value>,
}

/// What is planned for a row.
#[derive(Debug)]
pub enum Planned<W> {
    Same,
    Change(Verb, W, Vec<Difference>),
    Invalid(String),
    /// What the row is about is protected.
    Refused(String),
    /// What the row asks for is not for this command to do; the rest is done all the same.
    Left(String),
}

pub struct Plan<W> {
    pub rows: Vec<Row>,
    pub entries: Vec<Entry<W>>,
    /// What else the reader should know.
    pub notes: Vec<String>,
    /// Rows that would change what is protected, with the reason.
    pub refused: Vec<(usize, String)>,
    /// What an earlier run began.
    pub earlier: Earlier,
    /// Whether the rows are words of the command line.
    are_words: bool,
    counts: BTreeMap<Verb, usize>,
    examples: BTreeMap<Verb, Vec<String>>,
    fields: HashMap<String, usize>,
    /// How many rows take from people what is not easily given back, or what no row says.
    pub destructive: usize,
    same: usize,
    invalid: Vec<usize>,
    left: usize,
    shown: Shown,
    out: Option<BufWriter<NewFile>>,
    /// What is planned for each row, as JSON, where that is shown.
    listed: Vec<String>,
}

impl<W> Plan<W> {
    pub fn new(earlier: Earlier, shown: Shown, out: Option<&Path>, are_words: bool) -> Result<Self, Failure> {
        Ok(Plan {
            rows: Vec::new(),
            entries: Vec::new(),
            notes: Vec::new(),
            refused: Vec::new(),
            earlier,
            are_words,
            counts: BTreeMap::new(),
            examples: BTreeMap::new(),
            fields: HashMap::new(),
            destructive: 0,
            same: 0,
            invalid: Vec::new(),
            left: 0,
            shown,
            listed: Vec::new(),
            out: out.map(|path| NewFile::create(path, Readers::Owner)).transpose()?.map(BufWriter::new),
        })
    }

    /// Takes in the next row of the file. Gives whether it is still to be planned.
    pub fn row(&mut self, number: u64, subject: &str) -> bool {
        let done = self.earlier.done(self.rows.len());
        let is_open = done.is_none();
        let (outcome, is_word) = (done.unwrap_or(Outcome::Open), self.are_words);
        self.rows.push(Row { subject: subject.into(), number, is_word, outcome });
        is_open
    }

    /// Takes in something to do that no row of the file says. It may be another one at each run, so no journal
    /// knows it.
    pub fn beyond_the_file(&mut self, subject: &str) -> usize {
        self.rows.push(Row { subject: subject.into(), number: 0, is_word: false, outcome: Outcome::Open });
        self.rows.len() - 1
    }

    /// What is wrong with a row about somebody that another row names too.
    pub fn named_twice(&self, other: u64) -> String {
        if self.are_words {
            "the user is named twice".to_owned()
        } else {
            format!("the user is in row {other} as well")
        }
    }

    /// What an earlier run may have done without noting it.
    pub fn begun(&self, row: usize) -> Option<Verb> {
        self.earlier.begun(row)
    }

    pub fn invalid(&mut self, row: usize, problem: String) -> Result<(), Failure> {
        self.note_out(row, "invalid", json!({ "problem": problem }))?;
        self.invalid.push(row);
        self.rows[row].outcome = Outcome::Invalid(problem.into());
        Ok(())
    }

    pub fn planned(&mut self, run: &mut Run, row: usize, planned: Planned<W>) -> Result<(), Stop> {
        match planned {
            Planned::Invalid(problem) => self.invalid(row, problem)?,
            Planned::Refused(reason) => {
                self.note_out(row, "protected", json!({ "problem": reason }))?;
                self.rows[row].outcome = Outcome::Protected(reason.as_str().into());
                self.refused.push((row, reason));
            }
            Planned::Left(reason) => {
                self.note_out(row, "left", json!({ "problem": reason }))?;
                self.rows[row].outcome = Outcome::Left(reason.into());
                self.left += 1;
            }
            Planned::Same => match self.earlier.begun(row) {
                // Begun by a run that was killed before it could note the end.
                Some(verb) => self.rows[row].outcome = Outcome::Done(verb, None),
                None if matches!(self.rows[row].outcome, Outcome::Done(..)) => {}
                None => {
                    self.same += 1;
                    self.rows[row].outcome = Outcome::Same;
                    self.list(row, "same", Value::Null);
                }
            },
            Planned::Change(verb, work, differences) => {
                *self.counts.entry(verb).or_default() += 1;
                if verb.is_destructive() || self.rows[row].number == 0 {
                    self.destructive += 1;
                }
                if verb != Verb::Create {
                    for difference in &differences {
                        *self.fields.entry(difference.field.clone()).or_default() += 1;
                    }
                }
                self.exemplify(run, row, verb, &differences)?;
                self.note_out(row, verb.word(), json!({ "changes": changes(&differences) }))?;
                let unsure = self.begun(row).is_some();
                self.entries.push(Entry { row, verb, unsure, work });
            }
        }
        Ok(())
    }

    fn exemplify(
        &mut self,
        run: &mut Run,
        row: usize,
        verb: Verb,
        differences: &[Difference],
    ) -> Result<(), Stop> {
        let examples = self.examples.entry(verb).or_default();
        if !self.shown.each && examples.len() >= EXAMPLES {
            return Ok(());
        }
        let mut line = format!("  {} {}", verb.sign(), self.rows[row].name());
        if verb != Verb::Create {
            let texts: Vec<String> = differences.iter().map(Difference::text).collect();
            line.push_str(&format!("{}{}", if texts.is_empty() { "" } else { ": " }, texts.join(", ")));
        }
        if self.shown.each && !self.shown.as_json {
            // That nobody reads any more is noticed when all is shown.
            let written =
                writeln!(run.printer.out(), "{}", crate::printer::visible(&line)).map_err(Stop::from);
            if !matches!(written, Err(Stop::PipeClosed)) {
                written?;
            }
        } else {
            examples.push(line);
        }
        Ok(())
    }

    fn note_out(&mut self, row: usize, plan: &str, more: Value) -> Result<(), Failure> {
        if let Some(out) = &mut self.out {
            writeln!(out, "{}", line_of(&self.rows[row], plan, more.clone())).map_err(unwritable)?;
        }
        self.list(row, plan, more);
        Ok(())
    }

    fn list(&mut self, row: usize, plan: &str, more: Value) {
        if self.shown.as_json {
            self.listed.push(line_of(&self.rows[row], plan, more).to_string());
        }
    }

    pub fn invalid_rows(&self) -> usize {
        self.invalid.len()
    }

    pub fn left_rows(&self) -> usize {
        self.left
    }

    /// `+ create 412, ~ update 37 (profile.title 35), = same 9,551, ! invalid 3`
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        for (verb, count) in &self.counts {
            let fields = if *verb == Verb::Update { self.field_counts() } else { String::new() };
            parts.push(format!("{} {} {}{fields}", verb.sign(), verb.word(), grouped(*count)));
        }
        let others = self.invalid.len() + self.refused.len() + self.left;
        if self.same > 0 || (parts.is_empty() && others == 0) {
            parts.push(format!("= same {}", grouped(self.same)));
        }
        if !self.invalid.is_empty() {
            parts.push(format!("! invalid {}", grouped(self.invalid.len())));
        }
        if !self.refused.is_empty() {
            parts.push(format!("! protected {}", grouped(self.refused.len())));
        }
        if self.left > 0 {
            parts.push(format!("! left {}", grouped(self.left)));
        }
        parts.join(", ")
    }

    /// What is done, without how often it is not: `create 412, update 37`.
    pub fn steps(&self) -> String {
        let several = self.counts.len() > 1;
        let step = |(verb, count): (&Verb, &usize)| match several {
            true => format!("{} {}", verb.word(), grouped(*count)),
            false => verb.word().to_owned(),
        };
        let mut text = self.counts.iter().map(step).collect::<Vec<_>>().join(", ");
        if let Some(first) = text.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        text
    }

    fn sorted_fields(&self) -> Vec<(&str, usize)> {
        let mut fields: Vec<_> = self.fields.iter().map(|(name, count)| (name.as_str(), *count)).collect();
        fields.sort_unstable_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
        fields
    }

    fn field_counts(&self) -> String {
        const MOST: usize = 5;
        let fields = self.sorted_fields();
        let mut texts: Vec<String> =
            fields.iter().take(MOST).map(|(name, count)| format!("{name} {}", grouped(*count))).collect();
        if fields.len() > MOST {
            texts.push(format!("{} more", fields.len() - MOST));
        }
        if texts.is_empty() { String::new() } else { format!(" ({})", texts.join(", ")) }
    }

    /// Prints the plan: the counts, examples, and what is invalid.
    pub fn show(&mut self, run: &mut Run) -> Result<(), Stop> {
        if let Some(out) = self.out.take() {
            let file = out.into_inner().map_err(|error| unwritable(error.into_error()))?;
            file.keep_and_tell(|text| run.note(text))?;
        }
        let text = if self.shown.as_json { format!("{}\n", self.json()) } else { self.text() };
        run.printer.out().write_all(text.as_bytes())?;
        run.printer.flush()
    }

    fn text(&self) -> String {
        let mut lines = vec![self.summary()];
        for (verb, examples) in &self.examples {
            lines.extend(examples.iter().cloned());
            let left = self.counts.get(verb).map_or(0, |count| count - examples.len());
            if left > 0 && !self.shown.each {
                lines.push(format!("  {} and {} more", verb.sign(), grouped(left)));
            }
        }
        let not_done = self.rows.iter().filter_map(|row| match &row.outcome {
            Outcome::Invalid(reason) | Outcome::Protected(reason) | Outcome::Left(reason) => {
                Some((row, &**reason))
            }
            _ => None,
        });
        let not_done: Vec<_> = not_done.collect();
        let told = match self.shown.each {
            true => not_done.iter().map(|(row, reason)| format!("{}: {reason}", row.name())).collect(),
            false => grouped_by_reason(&not_done, PROBLEMS),
        };
        lines.extend(told.iter().map(|line| format!("  ! {line}")));
        lines.iter().map(|line| format!("{}\n", crate::printer::visible(line))).collect()
    }

    /// The counts, and what is planned for each row.
    fn json(&self) -> String {
        let mut plan = Map::new();
        plan.extend(self.counts.iter().map(|(verb, count)| (verb.word().to_owned(), json!(count))));
        plan.insert("same".to_owned(), json!(self.same));
        plan.insert("invalid".to_owned(), json!(self.invalid.len()));
        if !self.refused.is_empty() {
            plan.insert("protected".to_owned(), json!(self.refused.len()));
        }
        if self.left > 0 {
            plan.insert("left".to_owned(), json!(self.left));
        }
        let fields: Map<String, Value> =
            self.sorted_fields().into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect();
        let (plan, fields) = (Value::Object(plan), Value::Object(fields));
        format!("{{\"plan\":{plan},\"fields\":{fields},\"rows\":[{}]}}", self.listed.join(","))
    }
}

/// What is planned for a row, as JSON.
fn line_of(row: &Row, plan: &str, more: Value) -> Value {
    let number = Some(row.number).filter(|number| *number > 0);
    let mut line = json!({ "row": number, "subject": row.subject, "plan": plan });
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

impl Difference {
    fn text(&self) -> String {
        let show = |value: &Option<Value>| match value {
            None => "nothing".to_owned(),
            Some(value) => shortened(&self.hidden(value).to_string()),
        };
        format!("{} {} -> {}", self.field, show(&self.old), show(&self.new))
    }

    /// The value, unless the name of the field says that it is a secret.
    fn hidden(&self, value: &Value) -> Value {
        redact::field(&self.field, value)
    }
}

fn changes(differences: &[Difference]) -> Map<String, Value> {
    let one = |difference: &Difference| {
        let mut change = Map::new();
        change.extend(difference.old.as_ref().map(|old| ("from".to_owned(), difference.hidden(old))));
        change.extend(difference.new.as_ref().map(|new| ("to".to_owned(), difference.hidden(new))));
        (difference.field.clone(), Value::Object(change))
    };
    differences.iter().map(one).collect()
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

/// `9551` as `9,551`.
pub fn grouped(number: usize) -> String {
    crate::progress::grouped(number as u64)
}

pub fn unwritable(error: std::io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("a file cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_many_rows_is_said_once() {
        let row = |number: u64| Row { subject: "s".into(), number, is_word: false, outcome: Outcome::Open };
        let rows: Vec<Row> = (2..9).map(row).collect();
        let reasons = ["a", "b", "a", "a", "c", "d", "b"];
        let told: Vec<_> = rows.iter().zip(reasons).collect();
        assert_eq!(
            grouped_by_reason(&told, 2),
            ["row 2 s: a (and 2 more rows)", "row 3 s: b (and 1 more row)", "and 2 more"]
        );
    }

    #[test]
    fn every_verb_stands_in_its_place() {
        for (n, (verb, _, past)) in Verb::ALL.iter().enumerate() {
            assert_eq!(*verb as usize, n);
            assert_eq!(Verb::of_past(past), Some(*verb));
        }
    }

    #[test]
    fn differences_hide_secrets_and_cut_what_is_long() {
        let difference = |field: &str, old: Value, new: Value| Difference {
            field: field.to_owned(),
            old: Some(old),
            new: Some(new),
        };
        let shown = difference("profile.title", json!(null), json!("x".repeat(100))).text();
        assert_eq!(shown, format!("profile.title null -> \"{}…", "x".repeat(59)));
        let hidden = difference("profile.apiToken", json!("a"), json!("b"));
        assert!(!hidden.text().contains("\"a\"") && !hidden.text().contains("\"b\""));
        assert!(!json!(changes(&[hidden])).to_string().contains("\"b\""));
    }
}
