//! The pages for name and password.

use crate::kernel::context::Reply;
use crate::sign_in::page::{Form, check_box, escaped, first_field};

fn links(key: &str) -> String {
    let key = escaped(key);
    format!(
        "<p><a data-se=\"forgot-password\" href=\"/signin/forgot-password?key={key}\">Forgot password?</a> \
         <a data-se=\"unlock\" href=\"/signin/unlock?key={key}\">Unlock account?</a></p>"
    )
}

pub fn identifier(key: &str, login: &str, wrong: Option<&str>, note: Option<&str>) -> Reply {
    let name = first_field("Username", "text", "identifier", "identifier", "username", login);
    Form {
        title: "Sign In",
        hidden: &[("key", key), ("step", "identify")],
        fields: name + &check_box("Keep me signed in", "rememberMe"),
        submit: "Next",
        wrong,
        note,
        below: links(key),
    }
    .reply()
}

pub fn password(key: &str, login: &str, wrong: Option<&str>) -> Reply {
    let shown = format!("<p data-se=\"identifier\">{}</p>", escaped(login));
    let field =
        first_field("Password", "password", "credentials.passcode", "passcode", "current-password", "");
    Form {
        title: "Verify with your password",
        hidden: &[("key", key), ("step", "password"), ("identifier", login)],
        fields: shown + &field,
        submit: "Verify",
        wrong,
        below: links(key),
        ..Form::default()
    }
    .reply()
}

/// Both on one page, as Classic Engine has it.
pub fn classic(key: &str, login: &str, wrong: Option<&str>, note: Option<&str>) -> Reply {
    let name = first_field("Username", "text", "username", "okta-signin-username", "username", login);
    let secret = crate::sign_in::page::field(
        "Password",
        "password",
        "password",
        "okta-signin-password",
        "current-password",
        "",
    );
    Form {
        title: "Sign In",
        hidden: &[("key", key), ("step", "classic")],
        fields: name + &secret + &check_box("Remember me", "remember"),
        submit: "Sign In",
        wrong,
        note,
        below: links(key),
    }
    .reply()
}
