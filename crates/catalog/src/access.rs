//! Which operations need a token, and which serve those who have no rights but on themselves.

use crate::{Operation, op};

/// What an operation asks of its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It needs a token or a session.
    Token,
    /// It needs none, but one that is shown must be good.
    Optional,
    /// It looks at none, so that a wrong one does no harm.
    Open,
}

/// Operations that need no token, but refuse a wrong one.
const OPTIONAL: &[&str] = &[
    // The state token of the transaction stands in the body.
    op::AUTHENTICATE.id,
    op::ACTIVATE_FACTOR_WITH_STATE.id,
    op::ANSWER_RECOVERY_QUESTION.id,
    op::CANCEL_AUTHENTICATION.id,
    op::CHANGE_EXPIRED_PASSWORD.id,
    op::ENROLL_FACTOR_WITH_STATE.id,
    op::INTROSPECT_AUTHENTICATION.id,
    op::POLL_FACTOR_ACTIVATION_WITH_STATE.id,
    op::PREVIOUS_AUTHENTICATION_STEP.id,
    op::RECOVER_PASSWORD.id,
    op::RECOVER_UNLOCK.id,
    op::RESEND_RECOVERY_FACTOR.id,
    op::VERIFY_RECOVERY_FACTOR.id,
    op::RESEND_FACTOR_ACTIVATION_WITH_STATE.id,
    op::RESEND_FACTOR_CHALLENGE_WITH_STATE.id,
    op::RESET_PASSWORD_WITH_STATE.id,
    op::SKIP_AUTHENTICATION_STEP.id,
    op::VERIFY_FACTOR_WITH_STATE.id,
    op::VERIFY_RECOVERY_TOKEN.id,
    op::CREATE_SESSION.id,
    // The link to it comes with a transaction, whose state token is no token of the API.
    op::LIST_SUPPORTED_SECURITY_QUESTIONS.id,
    // Without a session there is none to find, which is what they answer.
    op::GET_CURRENT_SESSION.id,
    op::REFRESH_CURRENT_SESSION.id,
    op::CLOSE_CURRENT_SESSION.id,
    op::GET_AUTHORIZATION_SERVER_METADATA.id,
    op::GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA.id,
    op::LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS.id,
];

/// Operations that look at no token.
const OPEN: &[&str] = &[
    op::GET_WELLKNOWN_ORG_METADATA.id,
    op::GET_WELLKNOWN_SSF_METADATA.id,
    op::GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI.id,
    op::GET_ASSET_LINKS_WELL_KNOWN_URI.id,
    op::GET_WEB_AUTHN_WELL_KNOWN_URI.id,
    op::GET_WELL_KNOWN_APP_AUTHENTICATOR_CONFIGURATION.id,
    // The token stands in the body.
    op::PUBLISH_SECURITY_EVENT_TOKENS.id,
    op::CREATE_TOKEN.id,
    op::CREATE_AUTHORIZATION_SERVER_TOKEN.id,
    op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN.id,
    op::REVOKE_AUTHORIZATION_SERVER_TOKEN.id,
    op::GET_FACTOR_QR_CODE.id,
    op::LIST_ORG_KEYS.id,
];

/// What users who are no administrators may do, on themselves alone.
const SELF_SERVICE: &[&str] = &[
    op::GET_USER.id,
    op::UPDATE_USER.id,
    op::CHANGE_PASSWORD.id,
    op::CHANGE_RECOVERY_QUESTION.id,
    op::LIST_APP_LINKS.id,
    op::END_USER_SESSIONS.id,
];

impl Operation {
    /// What it asks of its caller.
    pub fn access(&self) -> Access {
        let signs_in = || crate::sign_in().iter().any(|operation| operation.id == self.id);
        if OPEN.contains(&self.id) || (self.scopes.is_empty() && signs_in()) {
            Access::Open
        } else if OPTIONAL.contains(&self.id) {
            Access::Optional
        } else {
            Access::Token
        }
    }

    /// Whether users who are no administrators may call it, on themselves alone.
    pub fn is_self_service(&self) -> bool {
        SELF_SERVICE.contains(&self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::all_operations;

    #[test]
    fn no_operation_stands_in_a_list_twice() {
        for list in [OPTIONAL, OPEN, SELF_SERVICE] {
            for (index, id) in list.iter().enumerate() {
                assert!(!list[..index].contains(id), "{id}");
            }
        }
        assert!(OPEN.iter().all(|id| !OPTIONAL.contains(id)));
        assert!(SELF_SERVICE.iter().all(|id| !OPTIONAL.contains(id) && !OPEN.contains(id)));
    }

    /// A scope is asked of a token. What needs none and names one would be refused to those who show one. Okta
    /// describes one for the security questions, which it shows to everybody.
    #[test]
    fn what_needs_no_token_needs_no_scope() {
        for operation in all_operations() {
            let free = operation.access() != Access::Token;
            let is_known = operation.id == op::LIST_SUPPORTED_SECURITY_QUESTIONS.id;
            assert!(!free || is_known || operation.scopes.is_empty(), "{}", operation.id);
        }
    }
}
