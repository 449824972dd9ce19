//! What policies would decide is told, without anybody signing in.

use crate::client::Client;
use serde_json::{Value, json};

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

/// An org with an app, a group, and a sign-on policy for it with a rule for a zone and one for low risk.
struct Scene {
    client: Client,
    app: String,
    group: String,
    policy: String,
}

impl Scene {
    fn new() -> Self {
        let client = Client::new();
        let app = json!({
            "name": "bookmark", "label": "B", "signOnMode": "BOOKMARK",
            "settings": { "app": { "requestIntegration": false, "url": "https://example.com/" } },
        });
        let app = id(&client.post("/api/v1/apps", &app).expect(200).json());
        let group =
            id(&client.post("/api/v1/groups", &json!({ "profile": { "name": "G" } })).expect(200).json());
        let policy = json!({ "type": "OKTA_SIGN_ON", "name": "P", "conditions": { "people": { "groups": { "include": [group] } } } });
        let policy = id(&client.post("/api/v1/policies", &policy).expect(200).json());
        let rule = |name: &str, conditions: Value| json!({ "type": "SIGN_ON", "name": name, "conditions": conditions });
        let rules = format!("/api/v1/policies/{policy}/rules");
        client
            .post(&rules, &rule("zone", json!({ "network": { "connection": "ZONE", "include": ["nzo1"] } })))
            .expect(200);
        client.post(&rules, &rule("risk", json!({ "riskScore": { "level": "HIGH" } }))).expect(200);
        Scene { client, app, group, policy }
    }

    fn ask(&self, types: Value, about: Value) -> Value {
        let body = json!({ "appInstance": self.app, "policyTypes": types, "policyContext": about });
        self.client.post("/api/v1/policies/simulate?expand=EVALUATED", &body).expect(200).json()
    }

    /// The names of the policy and the rule that decide.
    fn decided(&self, about: Value) -> (String, String) {
        let answer = self.ask(json!(["OKTA_SIGN_ON"]), about);
        let policy = &answer[0]["result"]["policies"][0];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&policy["name"]), text(&policy["rules"][0]["name"]))
    }
}

#[test]
fn the_first_rule_that_fits_decides() {
    let scene = Scene::new();
    let about = |zones: Value, risk: &str| json!({ "groups": { "ids": [scene.group] }, "zones": { "ids": zones }, "risk": { "level": risk } });
    let own = |rule: &str| ("P".to_owned(), rule.to_owned());
    let default = ("Default Policy".to_owned(), "Default Rule".to_owned());
    assert_eq!(scene.decided(about(json!(["nzo1"]), "LOW")), own("zone"));
    assert_eq!(scene.decided(about(json!(["nzo2"]), "HIGH")), own("risk"));
    assert_eq!(scene.decided(about(json!(["nzo2"]), "LOW")), default);
    assert_eq!(scene.decided(json!({ "groups": { "ids": ["00gother"] } })), default);
    let me = id(&scene.client.get("/api/v1/users/me").json());
    assert_eq!(scene.decided(json!({ "user": { "id": me } })), default, "not in the group");
    scene.client.send("PUT", &format!("/api/v1/groups/{}/users/{me}", scene.group), &Value::Null).expect(204);
    let with_zone = json!({ "user": { "id": me }, "zones": { "ids": ["nzo1"] } });
    assert_eq!(scene.decided(with_zone), own("zone"));
}

#[test]
fn what_did_not_decide_is_told_as_well() {
    let scene = Scene::new();
    let answer = scene.ask(json!(["OKTA_SIGN_ON"]), json!({ "groups": { "ids": [scene.group] } }));
    assert_eq!(
        answer[0]["undefined"]["policies"][0]["id"], scene.policy,
        "nothing is said of zones and risk"
    );
    let rules = answer[0]["undefined"]["policies"][0]["rules"].as_array().unwrap();
    assert_eq!(rules[0]["conditions"], json!([{ "type": "network.connection", "status": "UNDEFINED" }]));
    assert_eq!((rules.len(), &rules[1]["status"]), (2, &json!("UNDEFINED")));
    let other = scene.ask(json!(["OKTA_SIGN_ON"]), json!({ "groups": { "ids": ["00gother"] } }));
    assert_eq!(other[0]["evaluated"]["policies"][0]["status"], "NOT_MATCH");
}

#[test]
fn apps_have_policies_of_their_own() {
    let scene = Scene::new();
    let all = scene
        .client
        .post("/api/v1/policies/simulate", &json!({ "appInstance": scene.app }))
        .expect(200)
        .json();
    let types: Vec<&Value> = all.as_array().unwrap().iter().map(|one| &one["policyType"][0]).collect();
    assert_eq!(types, ["OKTA_SIGN_ON", "MFA_ENROLL", "ACCESS_POLICY", "PROFILE_ENROLLMENT"]);
    let question = json!({ "appInstance": scene.app, "policyTypes": ["MFA_ENROLL"] });
    let several =
        scene.client.post("/api/v1/policies/simulate", &json!([question, question])).expect(200).json();
    assert_eq!(several.as_array().unwrap().len(), 2, "questions may stand in a list");
    let policy = json!({ "type": "ACCESS_POLICY", "name": "Mine", "description": "d" });
    let policy = id(&scene.client.post("/api/v1/policies", &policy).expect(200).json());
    let before = scene.ask(json!(["ACCESS_POLICY"]), json!({}));
    assert_eq!(before[0]["result"]["policies"][0]["name"], "Any two factors");
    let assign = format!("/api/v1/apps/{}/policies/{policy}", scene.app);
    scene.client.send("PUT", &assign, &Value::Null).expect(204);
    let answer = scene.ask(json!(["ACCESS_POLICY"]), json!({}));
    assert_eq!(answer[0]["result"]["policies"][0]["id"], policy);
    assert_eq!(answer[0]["result"]["policies"][0]["rules"][0]["name"], "Catch-all Rule");
}

#[test]
fn what_is_wrong_with_a_question_is_told() {
    let scene = Scene::new();
    let about = |context: Value| json!({ "appInstance": scene.app, "policyContext": context });
    let cases = [
        (json!({}), 400),
        (json!([1]), 400),
        (json!("what"), 400),
        (json!({ "appInstance": "0oanope" }), 404),
        (json!({ "appInstance": scene.app, "policyTypes": ["PASSWORD"] }), 400),
        (about(json!({ "user": { "id": "00unope" } })), 404),
        (about(json!({ "user": { "id": "me" }, "groups": { "ids": ["00g1"] } })), 400),
    ];
    for (body, status) in cases {
        scene.client.post("/api/v1/policies/simulate", &body).expect(status);
    }
}
