//! Patterns: of schemas, and of `matches` in expressions. They must match the whole text.

use regex_lite::{Regex, RegexBuilder};

use crate::kernel::bounds::pattern::{COMPILED, LENGTH, VALUE};

/// A pattern that can be compared with values.
#[derive(Debug)]
pub struct Pattern(Regex);

/// Why a text is not a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PatternError {
    /// It is a pattern for Okta, and uses what is not supported here, such as looking ahead.
    Unsupported,
    Refused(String),
}

impl Pattern {
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.len() > LENGTH {
            return Err(PatternError::Refused(format!("the pattern is longer than {LENGTH} bytes")));
        }
        // On its own first: in `^(?:` and `)$`, some texts that are not patterns become one.
        compile(text)?;
        compile(&format!("^(?:{text})$")).map(Pattern)
    }

    /// What a named part of the pattern matches, if the whole text matches.
    pub fn part(&self, value: &str, name: &str) -> Option<String> {
        let found = self.0.captures(value).filter(|_| value.len() <= VALUE)?;
        found.name(name).map(|part| part.as_str().to_owned())
    }

    pub fn matches(&self, value: &str) -> bool {
        value.len() <= VALUE && self.0.is_match(value)
    }
}

fn compile(text: &str) -> Result<Regex, PatternError> {
    RegexBuilder::new(text).size_limit(COMPILED).build().map_err(|error| {
        let why = error.to_string();
        match why.contains("not supported") || why.contains("unrecognized") {
            true => PatternError::Unsupported,
            false => PatternError::Refused(why),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_the_whole_value() {
        let pattern = Pattern::new("[A-Z]-\\d+|x").unwrap();
        assert!(pattern.matches("B-7") && pattern.matches("x"));
        assert!(!pattern.matches("B-7x") && !pattern.matches(""));
        assert!(Pattern::new(".{1,255}").unwrap().matches("any"));
        assert!(!Pattern::new("a*").unwrap().matches(&"a".repeat(VALUE + 1)), "a value that is too long");
    }

    #[test]
    fn what_is_no_pattern_or_too_large_a_one_is_refused() {
        let long = "a".repeat(LENGTH + 1);
        let nested = format!("{}a{}", "(".repeat(500), ")".repeat(500));
        let cases = [
            "((",
            "a)|(b",
            "[",
            "a{",
            "*",
            "(a{1,100}){1,100}",
            "((a{1,100}){1,100}){1,10}",
            "(?:){1,1000000000}",
            "(|a|b){4000000000}",
            "[a-z]{100000}",
            "\\w{1,9999}",
            &long,
            &nested,
        ];
        for text in cases {
            assert!(matches!(Pattern::new(text), Err(PatternError::Refused(_))), "{text}");
        }
    }

    /// Okta's patterns are Java's: what only Java has is not a mistake.
    #[test]
    fn what_only_okta_understands_is_told_from_mistakes() {
        for text in ["(?=.*\\d).+", "(a)\\1", "\\p{L}+", "[a-z&&[^b]]", "\\Qa\\E"] {
            assert_eq!(Pattern::new(text).err(), Some(PatternError::Unsupported), "{text}");
        }
    }
}
