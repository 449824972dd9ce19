use std::fmt;

/// A word that Okta may extend: one of the known ones, or any other as it came.
///
/// Unlike a `Cow`, it can stand in a pattern, so the constants of an open enum can be matched. A known word is
/// never an `Other`, so words that are the same are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    Known(&'static str),
    Other(Box<str>),
}

impl Word {
    /// A word, of which these are known. So is the empty one, which stands for none.
    pub(crate) fn new(text: &str, known: &[&'static str]) -> Self {
        match known.iter().chain(&[""]).find(|word| **word == text) {
            Some(word) => Word::Known(word),
            None => Word::Other(text.into()),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Word::Known(text) => text,
            Word::Other(text) => text,
        }
    }
}

impl Default for Word {
    fn default() -> Self {
        Word::Known("")
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}
