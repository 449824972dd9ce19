//! What people write and the org reads: filters, expressions, conditions.

pub mod event_filter;
pub mod expression;
pub mod filter;
pub mod pattern;
