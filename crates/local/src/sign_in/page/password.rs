//! The pages on which people choose a new password.

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, field, first_field};

/// The old one has expired.
pub fn expired(key: &str, state: &str, wrong: Option<&str>) -> Reply {
    let old = first_field("Old password", "password", "oldPassword", "old", "current-password", "");
    let new = field("New password", "password", "newPassword", "new", "new-password", "");
    Form {
        title: "Your Okta password has expired",
        hidden: &[("key", key), ("step", "new-password"), ("stateToken", state)],
        fields: old + &new,
        submit: "Change Password",
        wrong,
        ..Form::default()
    }
    .reply()
}

/// There is none, or it was forgotten.
pub fn reset(key: &str, state: &str, wrong: Option<&str>) -> Reply {
    let new = first_field("New password", "password", "newPassword", "new", "new-password", "");
    let again = field("Re-enter password", "password", "confirmPassword", "confirm", "new-password", "");
    Form {
        title: "Set your password",
        hidden: &[("key", key), ("step", "reset-password"), ("stateToken", state)],
        fields: new + &again,
        submit: "Set Password",
        wrong,
        ..Form::default()
    }
    .reply()
}
