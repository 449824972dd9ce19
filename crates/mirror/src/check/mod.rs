//! Posture checks: questions to a mirror whose rows are what is wrong.
//!
//! A check is a file of SQL with a head. The ones that are shipped lie in `crates/mirror/checks`; anybody may add own
//! ones. What a check cannot read never passes.

mod exception;
mod head;
mod run;
mod shipped;

use std::fmt;

use crate::error::{Error, Result};

pub use exception::{Exception, except};

/// How much it matters that a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Tidiness, or one layer of several.
    Low,
    /// What an auditor asks for.
    Medium,
    /// What lets somebody in.
    High,
}

impl Severity {
    /// All of them, from the least on.
    pub const ALL: [Severity; 3] = [Severity::Low, Severity::Medium, Severity::High];

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
        }
    }

    /// The severity of this name.
    pub fn named(name: &str) -> Option<Self> {
        Severity::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// What a check says of an org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Something is wrong.
    Fail,
    /// The mirror lacks what it takes to tell.
    NotReadable,
    /// No answer of the API shows it: somebody has to look.
    Manual,
    /// Nothing is wrong.
    Pass,
    /// The org has nothing that it is about.
    NotApplicable,
}

impl State {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            State::Fail => "fail",
            State::NotReadable => "not readable",
            State::Manual => "manual",
            State::Pass => "pass",
            State::NotApplicable => "not applicable",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A rule of the DISA STIG for Okta.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stig {
    /// `OKTA-APP-000020`.
    pub version: String,
    /// `V-273186`.
    pub group: String,
    /// `SV-273186r1098825_rule`.
    pub rule: String,
    /// The controls that it stands for: `CCI-000057`.
    pub controls: Vec<String>,
}

/// A check: what it is called, what it is about, and what it asks.
#[derive(Debug, Clone)]
pub struct Check {
    /// Its name, which is that of its file.
    pub name: String,
    /// What holds when it passes.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// The rule that it covers.
    pub stig: Option<Stig>,
    /// Why it matters.
    pub why: String,
    /// What to do when it fails.
    pub fix: String,
    /// The kinds that it reads, without which it tells nothing.
    pub reads: Vec<&'static str>,
    /// Gives a row where the org has something that the check is about.
    applies: Option<String>,
    /// Gives a row where the mirror has what it takes, and why it may not.
    known: Option<(String, String)>,
    question: Question,
}

#[derive(Debug, Clone)]
enum Question {
    /// Its rows are what is wrong: `kind`, `id`, `name`, `detail`.
    Sql(String),
    /// Somebody has to look; at what, is said in `fix`.
    Manual,
}

impl Check {
    /// The checks that are shipped, by name.
    ///
    /// # Errors
    /// None in practice: a test reads them all.
    pub fn shipped() -> Result<Vec<Check>> {
        shipped::FILES.iter().map(|(name, text)| Check::parse(name, text)).collect()
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The head is wrong or lacks something.
    pub fn parse(name: &str, text: &str) -> Result<Check> {
        head::parse(name, text).map_err(|what| Error::Check { name: name.to_owned(), what })
    }

    /// Whether somebody has to look.
    pub fn is_manual(&self) -> bool {
        matches!(self.question, Question::Manual)
    }

    /// What it asks.
    pub fn sql(&self) -> Option<&str> {
        match &self.question {
            Question::Sql(sql) => Some(sql),
            Question::Manual => None,
        }
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of the object.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// What people call it: a login, a label, a name.
    pub name: String,
    /// What is wrong with it.
    pub detail: String,
}

/// What a check says of an org.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The check.
    pub check: Check,
    /// What it says.
    pub state: State,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// What would be wrong, and is accepted, with the reason and the last day.
    pub excepted: Vec<(Finding, String)>,
    /// Why the state is what it is, where the findings do not say it.
    pub reason: Option<String>,
}
