//! Error codes.

use std::fmt;

use crate::model::Word;

/// An error code: Okta's, for example `E0000007`, or OAuth's, for example `invalid_client`.
///
/// The constants name those that programs ask for, and can be matched; any other is made from its text.
///
/// ```
/// use oktars::ErrorCode;
///
/// match ErrorCode::from("E0000007") {
///     ErrorCode::RESOURCE_NOT_FOUND | ErrorCode::PATH_NOT_FOUND => {}
///     other => panic!("{other}"),
/// }
/// assert_eq!(ErrorCode::from("E0000133").as_str(), "E0000133");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ErrorCode(Word);

macro_rules! error_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        impl ErrorCode {
            $($(#[$doc])* pub const $name: ErrorCode = ErrorCode(Word::Known($code));)*

            const KNOWN: &'static [&'static str] = &[$($code),*];
        }
    };
}

error_codes! {
    /// `E0000001`: what was sent is not valid; the causes say why.
    VALIDATION_FAILED = "E0000001";
    /// `E0000003`: the body is missing or is no JSON.
    MALFORMED_BODY = "E0000003";
    /// `E0000004`: a wrong user name, password or session token.
    AUTHENTICATION_FAILED = "E0000004";
    /// `E0000006`: the token may not do this.
    ACCESS_DENIED = "E0000006";
    /// `E0000007`: nothing has this id.
    RESOURCE_NOT_FOUND = "E0000007";
    /// `E0000008`: no such path.
    PATH_NOT_FOUND = "E0000008";
    /// `E0000009`: Okta failed.
    INTERNAL = "E0000009";
    /// `E0000011`: the token is missing, unknown, expired or revoked.
    INVALID_TOKEN = "E0000011";
    /// `E0000014`: the old password or answer is wrong, or the new one breaks the policy.
    CREDENTIALS_UPDATE_FAILED = "E0000014";
    /// `E0000015`: the org does not have this feature.
    FEATURE_NOT_AVAILABLE = "E0000015";
    /// `E0000016`: the user is active already.
    ALREADY_ACTIVE = "E0000016";
    /// `E0000017`: the password cannot be reset.
    PASSWORD_RESET_FAILED = "E0000017";
    /// `E0000022`: the path is not for this method.
    METHOD_NOT_ALLOWED = "E0000022";
    /// `E0000031`: the search expression is wrong.
    INVALID_SEARCH = "E0000031";
    /// `E0000032`: the user is not locked out.
    UNLOCK_NOT_ALLOWED = "E0000032";
    /// `E0000034`: the user cannot use forgot-password now.
    FORGOT_PASSWORD_NOT_ALLOWED = "E0000034";
    /// `E0000035`: the user cannot change the password now.
    CHANGE_PASSWORD_NOT_ALLOWED = "E0000035";
    /// `E0000036`: the user cannot change the recovery question now.
    CHANGE_RECOVERY_QUESTION_NOT_ALLOWED = "E0000036";
    /// `E0000038`: the user's status does not allow it.
    STATUS_NOT_ALLOWED = "E0000038";
    /// `E0000047`: too many requests.
    TOO_MANY_REQUESTS = "E0000047";
    /// `E0000053`: the filter is wrong.
    INVALID_FILTER = "E0000053";
    /// `E0000056`: the app must be deactivated first.
    DELETE_APP_FORBIDDEN = "E0000056";
    /// `E0000062`: the user has the app already.
    ALREADY_ASSIGNED = "E0000062";
    /// `E0000090`: the role is assigned already.
    ROLE_ALREADY_ASSIGNED = "E0000090";
    /// `E0000231`: the object changed since it was read.
    VERSION_MISMATCH = "E0000231";
}

impl ErrorCode {
    /// The code as Okta writes it.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        ErrorCode(Word::new(code, ErrorCode::KNOWN))
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        code.as_str().into()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
