//! Which operations answer web pages of other origins.

use crate::{Operation, op};

/// Whose pages may call an operation from a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cors {
    /// Those of the org alone.
    Own,
    /// Those of origins that the org trusts.
    Trusted,
    /// Those of origins that the org trusts, and those to which the client has people redirected.
    Client,
    /// All.
    Everybody,
    /// A browser goes there as a whole; no page reads the answer.
    Navigation,
}

/// What everybody may read.
const EVERYBODY: &[&str] = &[
    op::GET_ORG_OPEN_ID_METADATA.id,
    op::GET_ORG_OAUTH_METADATA.id,
    op::GET_OAUTH_METADATA_BY_ISSUER.id,
    op::GET_WEB_FINGER.id,
    op::GET_WELLKNOWN_ORG_METADATA.id,
    op::GET_AUTHORIZATION_SERVER_METADATA.id,
    op::GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA.id,
    op::LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS.id,
    op::LIST_ORG_KEYS.id,
];

/// What clients call that run in a browser.
const CLIENT: &[&str] = &[
    op::CREATE_TOKEN.id,
    op::CREATE_AUTHORIZATION_SERVER_TOKEN.id,
    op::GET_USER_INFO.id,
    op::GET_USER_INFO_WITH_FORM.id,
    op::GET_USER_INFO_OF_SERVER.id,
    op::GET_USER_INFO_OF_SERVER_WITH_FORM.id,
    op::INTROSPECT_TOKEN.id,
    op::INTROSPECT_AUTHORIZATION_SERVER_TOKEN.id,
    op::REVOKE_TOKEN.id,
    op::REVOKE_AUTHORIZATION_SERVER_TOKEN.id,
];

/// Where a browser goes as a whole.
const NAVIGATION: &[&str] = &[
    op::AUTHORIZE.id,
    op::AUTHORIZE_WITH_FORM.id,
    op::RESUME_AUTHORIZE.id,
    op::AUTHORIZE_AT_SERVER.id,
    op::AUTHORIZE_AT_SERVER_WITH_FORM.id,
    op::LOGOUT.id,
    op::LOGOUT_WITH_FORM.id,
    op::LOGOUT_AT_SERVER.id,
    op::LOGOUT_AT_SERVER_WITH_FORM.id,
    op::SHOW_START_PAGE.id,
    op::SHOW_HOME_PAGE.id,
    op::SHOW_SIGN_IN_PAGE.id,
    op::SHOW_DEFAULT_SIGN_IN_PAGE.id,
    op::SHOW_WIDGET_PAGE.id,
    op::SIGN_OUT.id,
    op::REDIRECT_WITH_SESSION_COOKIE.id,
    op::REDIRECT_WITH_SESSION_COOKIE_FORM.id,
    op::FINISH_SIGN_IN.id,
    op::SHOW_DEVICE_PAGE.id,
    op::SHOW_FORGOT_PASSWORD_PAGE.id,
    op::SHOW_UNLOCK_PAGE.id,
    op::OPEN_ACTIVATION_LINK.id,
    op::OPEN_WELCOME_LINK.id,
    op::OPEN_RESET_LINK.id,
    op::OPEN_RECOVERY_LINK.id,
    op::OPEN_UNLOCK_LINK.id,
    op::START_IDENTITY_PROVIDER_SIGN_IN.id,
    op::START_WEB_SIGN_ON.id,
    op::START_WEB_SIGN_ON_FORM.id,
    op::FINISH_HOME_SIGN_IN.id,
    op::STEP_UP.id,
    op::SIGN_ON_WITH_SAML.id,
    op::SIGN_ON_WITH_SAML_FORM.id,
    op::LOG_OUT_WITH_SAML.id,
    op::LOG_OUT_WITH_SAML_FORM.id,
    op::FINISH_SAML_LOGOUT.id,
    op::FINISH_SAML_LOGOUT_FORM.id,
    op::OPEN_APP_LINK.id,
];

impl Operation {
    /// Whose pages may call it at this path. Of users, a page may ask for the one who is signed in alone.
    ///
    /// ```
    /// use oktars_catalog::{Cors, op};
    ///
    /// assert_eq!(op::GET_USER.cors("/api/v1/users/me"), Cors::Trusted);
    /// assert_eq!(op::GET_USER.cors("/api/v1/users/00u1"), Cors::Own);
    /// ```
    pub fn cors(&self, path: &str) -> Cors {
        let has = |list: &[&str]| list.contains(&self.id);
        if has(EVERYBODY) {
            return Cors::Everybody;
        }
        if has(CLIENT) {
            return Cors::Client;
        }
        if has(NAVIGATION) {
            return Cors::Navigation;
        }
        let is_open = path == "/api/v1/users/me"
            || self.path.starts_with("/api/v1/sessions/me")
            || self.path == "/api/v1/authn"
            || self.path.starts_with("/api/v1/authn/");
        if is_open { Cors::Trusted } else { Cors::Own }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::all_operations;

    /// Of the management API no page of another origin reaches more than these.
    #[test]
    fn few_paths_of_the_management_api_answer_other_origins() {
        for operation in all_operations() {
            let opens = operation.cors(operation.path);
            let is_known = ["/api/v1/authn", "/api/v1/sessions/me", "/.well-known/", "/oauth2/"]
                .iter()
                .any(|known| operation.path.starts_with(known));
            assert!(opens == Cors::Own || is_known, "{} {}", operation.id, operation.path);
            let manages = operation.path.starts_with("/api/v1/");
            assert!(!manages || matches!(opens, Cors::Own | Cors::Trusted), "{}", operation.id);
        }
    }

    #[test]
    fn no_operation_stands_in_two_lists() {
        for id in EVERYBODY {
            assert!(!CLIENT.contains(id) && !NAVIGATION.contains(id), "{id}");
        }
        assert!(CLIENT.iter().all(|id| !NAVIGATION.contains(id)));
    }
}
