/// What is known of one error code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCodeFact {
    /// The code, for example `E0000007`.
    pub code: &'static str,
    /// The HTTP status that it comes with.
    pub status: u16,
    /// What it means, in our words.
    pub meaning: &'static str,
}

/// All known error codes, in order.
pub const ERROR_CODES: &[ErrorCodeFact] = &[];

/// Finds a code.
pub fn error_code(code: &str) -> Option<&'static ErrorCodeFact> {
    ERROR_CODES.iter().find(|fact| fact.code == code)
}
