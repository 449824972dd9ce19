//! One file, one Okta resource. Each gives its handlers by operation id.

use crate::context::Handler;

mod user;

pub fn handlers() -> impl Iterator<Item = &'static (&'static str, Handler)> {
    user::HANDLERS.iter()
}
