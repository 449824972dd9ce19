//! Identity sources: directories of one's own, from which users and groups are imported.

pub mod group;
pub mod membership;
pub mod session;
pub mod user;
