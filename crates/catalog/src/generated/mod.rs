//! The tables written by `cargo xtask gen`; nothing here is written by hand.

// A line a fact: wider than rustfmt would have it, and each id says what a doc line would repeat.
#[rustfmt::skip]
#[allow(missing_docs, reason = "one operation a line; the id, the path and the tag are the documentation")]
pub(crate) mod operations;

// A body a line.
#[rustfmt::skip]
pub(crate) mod bodies;
