//! How much one evaluation may be: each step and each byte that it makes costs something.

use std::cell::Cell;
use std::fmt;

use serde_json::Value;

use crate::kernel::bounds::expression::{WORK, WORK_OF_MATCHED_BYTE, WORK_OF_PATTERN};
use crate::language::pattern::Pattern;

/// An evaluation would make more than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMuch;

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "to evaluate it would make more than {WORK} bytes")
    }
}

/// What is left of the work that an evaluation may be.
pub struct Work(Cell<usize>);

impl Work {
    /// As much as one evaluation may be.
    pub fn new() -> Self {
        Work(Cell::new(WORK))
    }

    pub fn spend(&self, amount: usize) -> Result<(), TooMuch> {
        self.0.set(self.0.get().checked_sub(amount).ok_or(TooMuch)?);
        Ok(())
    }

    /// Whether a text matches a pattern; what is no pattern matches nothing.
    pub fn matches<'a>(&self, pattern: &str, texts: impl Iterator<Item = &'a str>) -> Result<bool, TooMuch> {
        self.spend(WORK_OF_PATTERN)?;
        let Ok(pattern) = Pattern::new(pattern) else { return Ok(false) };
        for text in texts {
            self.spend(text.len().saturating_mul(WORK_OF_MATCHED_BYTE))?;
            if pattern.matches(text) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What it costs to make a value: about its bytes.
pub fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => 1 + text.len(),
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(members) => {
            1 + members.iter().map(|(name, value)| name.len() + size(value)).sum::<usize>()
        }
        _ => 1,
    }
}
