//! What the org of a story was licensed for, by what its answers show.
use oktars_local::{Features, UniversalLogout};
use serde_json::Value;

use crate::recording::Exchange;

/// The features of the org that told the story; what the story does not show is as it is by default.
pub fn of(story: &[Exchange]) -> Features {
    let mut features = Features::default();
    let refused = |code: &str| story.iter().any(|exchange| exchange.error_code() == Some(code));
    features.self_service = !refused("E0000043");
    if let Some(identity_engine) = identity_engine_by_users(story) {
        features.identity_engine = identity_engine;
    }
    let groups = items(story, |item| item["objectClass"].is_array());
    features.group_owners =
        groups.is_empty() || groups.iter().any(|group| group.pointer("/_links/owners").is_some());
    let apps = items(story, |item| item["signOnMode"].is_string() && item["settings"].is_object());
    if apps.is_empty() {
        return features;
    }
    let any = |place: &str| apps.iter().any(|app| app.pointer(place).is_some());
    features.identity_engine = any("/_links/accessPolicy");
    features.opt_in_status = any("/settings/emOptInStatus");
    features.universal_logout = match apps
        .iter()
        .filter_map(|app| app.get("universalLogout"))
        .max_by_key(|value| value.is_object())
    {
        None => UniversalLogout::Absent,
        Some(Value::Null) => UniversalLogout::Unlicensed,
        Some(_) => UniversalLogout::Licensed,
    };
    if any("/settings/oauthClient") {
        features.single_logout = any("/settings/oauthClient/participate_slo");
    }
    features.keeps_blank_relay_state = apps
        .iter()
        .any(|app| app.pointer("/settings/signOn/defaultRelayState").is_some_and(|state| state == ""));
    features
}

/// On Identity Engine users with a password can recover it without a recovery question.
fn identity_engine_by_users(story: &[Exchange]) -> Option<bool> {
    let answers = story.iter().filter(|exchange| exchange.succeeded() && !exchange.suspect);
    let mut without_question = answers.map(|exchange| &exchange.response_body).filter(|user| {
        user["status"] == "ACTIVE"
            && user["credentials"]["password"].is_object()
            && user["credentials"]["recovery_question"].is_null()
            && user["_links"]["changePassword"].is_object()
    });
    without_question.next().map(|user| user["_links"]["forgotPassword"].is_object())
}

/// What the story's answers show of one kind, alone or in lists.
fn items(story: &[Exchange], is_one: fn(&Value) -> bool) -> Vec<&Value> {
    let answers = story.iter().filter(|exchange| exchange.succeeded() && !exchange.suspect);
    let items = answers.flat_map(|exchange| {
        exchange.response_body.as_array().map_or(std::slice::from_ref(&exchange.response_body), Vec::as_slice)
    });
    items.filter(|item| is_one(item)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn story(answers: &[Value]) -> Vec<Exchange> {
        let exchange = |body: &Value| json!({"source": "s", "cassette": "c", "n": 0, "method": "GET", "path": "/", "status": 200, "response_body": body});
        answers
            .iter()
            .map(|body| serde_json::from_value(exchange(body)).expect("it is an exchange"))
            .collect()
    }

    #[test]
    fn features_are_read_from_the_apps_of_a_story() {
        assert_eq!(of(&story(&[json!({"id": "00u"})])), Features::default(), "no app shows nothing");
        let group = json!({"objectClass": ["okta:user_group"], "_links": {"users": {}}});
        assert!(!of(&story(&[group])).group_owners);
        let old = json!({"signOnMode": "SAML_2_0", "settings": {"signOn": {"defaultRelayState": ""}}, "_links": {}});
        let features = of(&story(&[json!([old])]));
        assert!(!features.identity_engine && !features.opt_in_status && features.keeps_blank_relay_state);
        assert_eq!(features.universal_logout, UniversalLogout::Absent);
        let new = json!({
            "signOnMode": "OPENID_CONNECT",
            "universalLogout": null,
            "settings": {"emOptInStatus": "NONE", "oauthClient": {}},
            "_links": {"accessPolicy": {}},
        });
        let features = of(&story(&[new]));
        assert!(features.identity_engine && features.opt_in_status && !features.single_logout);
        assert_eq!(features.universal_logout, UniversalLogout::Unlicensed);
    }
}
