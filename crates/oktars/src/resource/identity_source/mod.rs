//! Identity sources: directories of your own, from which Okta imports users and groups.

pub(crate) mod group;
pub(crate) mod membership;
pub(crate) mod session;
pub(crate) mod user;

pub use self::group::*;
pub use self::membership::*;
pub use self::session::*;
pub use self::user::*;
