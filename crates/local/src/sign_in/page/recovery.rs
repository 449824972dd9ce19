//! The pages for a forgotten password and a locked account.

use crate::kernel::context::Reply;
use crate::sign_in::page::{self, Form, first_field};

/// Asks whose account it is. `kind` is `PASSWORD` or `UNLOCK`.
pub fn ask(key: &str, kind: &str, wrong: Option<&str>) -> Reply {
    let title = if kind == "UNLOCK" { "Unlock account?" } else { "Reset your password" };
    Form {
        title,
        hidden: &[("key", key), ("step", "recover"), ("kind", kind)],
        fields: first_field("Username", "text", "identifier", "identifier", "username", ""),
        submit: "Send me an email",
        wrong,
        below: "<p><a href=\"/login/login.htm\">Back to sign in</a></p>".to_owned(),
        ..Form::default()
    }
    .reply()
}

/// The same, whether there is such an account or not.
pub fn sent() -> Reply {
    let text = "If your account exists, we sent an email with a link to the address that we know of.";
    page::message("Verification email sent", text, "<p><a href=\"/login/login.htm\">Back to sign in</a></p>")
}

/// The recovery question.
pub fn question(key: &str, state: &str, question: &str, wrong: Option<&str>) -> Reply {
    Form {
        title: "Answer your security question",
        hidden: &[("key", key), ("step", "recovery-answer"), ("stateToken", state), ("question", question)],
        fields: first_field(question, "text", "credentials.answer", "answer", "off", ""),
        submit: "Verify",
        wrong,
        ..Form::default()
    }
    .reply()
}

/// Opening a link unlocks nothing: programs that look into mails open links too.
pub fn unlock(key: &str, token: &str) -> Reply {
    Form {
        title: "Unlock your account",
        hidden: &[("key", key), ("step", "unlock"), ("token", token)],
        submit: "Unlock account",
        ..Form::default()
    }
    .reply()
}

pub fn locked(key: &str) -> Reply {
    let key = page::escaped(key);
    let below = format!("<p><a data-se=\"unlock\" href=\"/signin/unlock?key={key}\">Unlock account?</a></p>");
    page::message("Your account is locked", "Too many wrong passwords were typed.", &below)
}
