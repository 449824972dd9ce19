//! Secrets are blacked out in recordings. Where an org looks at their form, one of that form stands in.
use serde_json::Value;

const BLACK: &str = "REDACTED";
const CLIENT_SECRET: &str = "a-client-secret-for-the-replay";
const BCRYPT_SALT: &str = "rwh3vH166HCH/NT9XV5FYu";
const BCRYPT_HASH: &str = "qaMqvAPULkbiQzkTCWo5XDcvzpk8Tna";
const DIGEST: &str = "xjrauE6J6kbjcvMjWSSc+PsBBls=";

/// Whether a request makes a new password of an old one, and both are blacked out.
pub fn changes_password(body: &Value) -> bool {
    body["oldPassword"]["value"].is_string() && body["oldPassword"] == body["newPassword"]
}

/// A request's body with secrets of the right form. `changed`: the password is no longer the first one.
pub fn restore(body: &Value, changed: bool) -> Value {
    let mut body = body.clone();
    if changes_password(&body) {
        renew(&mut body, "/newPassword/value");
    }
    if changed {
        renew(&mut body, "/password/value");
        renew(&mut body, "/oldPassword/value");
    }
    if let Some(secret) =
        body.pointer_mut("/credentials/oauthClient/client_secret").filter(|secret| **secret == BLACK)
    {
        *secret = CLIENT_SECRET.into();
    }
    if let Some(hash) = body.pointer_mut("/credentials/password/hash").filter(|hash| hash["value"] == BLACK) {
        let bcrypt = hash["algorithm"] == "BCRYPT";
        hash["value"] = if bcrypt { BCRYPT_HASH } else { DIGEST }.into();
        if hash["salt"] == BLACK {
            hash["salt"] = if bcrypt { BCRYPT_SALT } else { "c2FsdA==" }.into();
        }
    }
    body
}

/// All passwords look alike in a recording; a changed one is another.
fn renew(body: &mut Value, place: &str) {
    if let Some(password) = body.pointer_mut(place) {
        *password = format!("{}-new", password.as_str().unwrap_or_default()).into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn passwords_that_look_alike_are_told_apart() {
        let change = json!({"oldPassword": {"value": "P"}, "newPassword": {"value": "P"}});
        assert!(changes_password(&change));
        assert_eq!(
            restore(&change, false),
            json!({"oldPassword": {"value": "P"}, "newPassword": {"value": "P-new"}})
        );
        let question =
            json!({"password": {"value": "P"}, "recovery_question": {"question": "q", "answer": "a"}});
        assert_eq!(restore(&question, false), question);
        assert_eq!(restore(&question, true)["password"]["value"], "P-new");
    }

    #[test]
    fn what_an_org_checks_the_form_of_has_that_form() {
        let client = json!({"credentials": {"oauthClient": {"client_secret": "REDACTED"}}});
        assert_eq!(restore(&client, false)["credentials"]["oauthClient"]["client_secret"], CLIENT_SECRET);
        let empty = json!({"credentials": {"oauthClient": {"client_secret": ""}}});
        assert_eq!(restore(&empty, false), empty, "what was not blacked out stays");
        let hash = json!({"credentials": {"password": {"hash": {"algorithm": "BCRYPT", "salt": "REDACTED", "value": "REDACTED"}}}});
        let restored = &restore(&hash, false)["credentials"]["password"]["hash"];
        assert_eq!(
            (restored["salt"].as_str().map(str::len), restored["value"].as_str().map(str::len)),
            (Some(22), Some(31))
        );
    }
}
