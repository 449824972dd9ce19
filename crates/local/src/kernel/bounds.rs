//! How much of each language the org reads. What goes beyond is refused before it is built: otherwise one request
//! could exhaust the stack or the memory, or hold the one writer for minutes.

/// Expressions of group rules, profile mappings, claims and attribute statements.
pub mod expression {
    /// Bytes of the text. The longest that people write name some hundred logins or groups.
    pub const LENGTH: usize = 20_000;
    /// Words, marks and literals: about 500 comparisons, or a list of 1,000 texts.
    pub const TERMS: usize = 2_000;
    /// Brackets, choices and calls within each other. Each costs a few frames of the stack; chains of
    /// operators cost none, since the tree does not grow deeper with them.
    pub const DEPTH: usize = 50;
    /// What one evaluation may make: a step or a byte of a value costs one. A few attributes of a profile,
    /// each as long as Okta lets them be, are put together many times with less.
    pub const WORK: usize = 1_000_000;
    /// What a pattern costs once, and what each byte costs that is compared with it.
    pub const WORK_OF_PATTERN: usize = 1_000;
    pub const WORK_OF_MATCHED_BYTE: usize = 50;
}

/// Patterns of schemas, and those in expressions. To match takes as long as the compiled pattern is large, times
/// the length of the text: with these two, half a second at the worst.
pub mod pattern {
    /// Bytes of the text. Okta names no limit; patterns of logins and badges have less than 200.
    pub const LENGTH: usize = 2_000;
    /// Bytes of the compiled form: about 700 repetitions of a class of characters.
    pub const COMPILED: usize = 64 << 10;
    /// Bytes of a value that is compared with a pattern; longer ones do not match. The longest text of Okta's own
    /// attributes has 4,096 characters.
    pub const VALUE: usize = 4 * 4_096;
}

/// `filter` and `search`.
pub mod filter {
    /// Bytes of the text: what the head of a request can hold.
    pub const LENGTH: usize = 64 << 10;
    /// Conditions. A lookup of 200 names at once has 200; each is compared with each document.
    pub const TERMS: usize = 1_000;
    /// Brackets within each other.
    pub const DEPTH: usize = 50;
}

/// Conditions of event hooks.
pub mod condition {
    /// Bytes of the text.
    pub const LENGTH: usize = 10_000;
    /// Brackets within each other.
    pub const DEPTH: usize = 40;
    /// Values read in one evaluation: a selection reads its condition once for each element, and selections
    /// within each other multiply.
    pub const STEPS: usize = 10_000;
}

/// Bodies and documents in JSON. Depth is bounded by its reader, at 128.
pub mod json {
    /// Values, members' names aside, in the body of a request to the API: each takes about 200 bytes.
    pub const VALUES: usize = 100_000;
    /// In a body under `/_local/`, which may bring many documents at once, and in a seed file.
    pub const VALUES_OF_DOCUMENTS: usize = 1_000_000;
    /// Bytes of a seed file.
    pub const SEED_FILE: u64 = 64 << 20;
}

/// SAML messages of service providers, which anybody may write.
pub mod saml {
    /// Bytes of a message. A request has some hundred, and a few thousand where it is signed. A packed one is read no
    /// further than this, whatever it would become.
    pub const LARGEST: usize = 128 << 10;
    /// Nodes of a message: a signed request has fifty.
    pub const NODES: u32 = 4_000;
    /// Elements within each other: the canonical form calls itself for each.
    pub const DEPTH: usize = 40;
    /// Bytes of a relay state, which is an address or the name of one.
    pub const RELAY_STATE: usize = 8 << 10;
}

/// What an authenticator says, in CBOR and Base64.
pub mod webauthn {
    /// Characters of one member: an attestation with a certificate has some two thousand.
    pub const LONGEST: usize = 32 << 10;
    /// Lists and maps within each other.
    pub const DEPTH: usize = 8;
}
