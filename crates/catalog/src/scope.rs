//! The scopes of the Okta API, which an administrator grants to an app.

use crate::{operations, unlisted};

/// Scopes that Okta grants and that no operation here asks for.
const FOR_NONE: [&str; 8] = [
    "okta.clients.manage",
    "okta.clients.read",
    "okta.clients.register",
    "okta.events.read",
    "okta.factors.manage",
    "okta.factors.read",
    "okta.users.manage.self",
    "okta.users.read.self",
];

/// Whether Okta knows this scope.
pub fn is_scope(name: &str) -> bool {
    let mut all = operations().iter().chain(unlisted());
    FOR_NONE.contains(&name) || all.any(|operation| operation.scopes.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_known_whether_an_operation_asks_for_them_or_not() {
        for scope in ["okta.users.read", "okta.clients.read", "okta.factors.manage", "okta.users.manage.self"]
        {
            assert!(is_scope(scope), "{scope}");
        }
        for other in ["okta.users", "okta.users.write", "openid", "okta.nonsense.read", ""] {
            assert!(!is_scope(other), "{other}");
        }
    }
}
