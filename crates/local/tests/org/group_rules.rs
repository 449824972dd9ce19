//! Group rules: which users they put where, and when they stop.

use crate::client::{Answer, Client};
use serde_json::{Value, json};

fn group(client: &Client, name: &str) -> String {
    id(&client.post("/api/v1/groups", &json!({ "profile": { "name": name } })).expect(200).json())
}

fn user(client: &Client, name: &str, department: &str) -> String {
    let login = format!("{name}@example.com");
    let profile = json!({ "login": login, "email": login, "firstName": name, "lastName": "Lee", "department": department });
    id(&client.post("/api/v1/users?activate=false", &json!({ "profile": profile })).expect(200).json())
}

fn id(object: &Value) -> String {
    object["id"].as_str().expect("an id").to_owned()
}

fn body(name: &str, expression: &str, group: &str) -> Value {
    json!({
        "type": "group_rule",
        "name": name,
        "conditions": {
            "expression": { "type": "urn:okta:expression:1.0", "value": expression },
            "people": { "users": {} },
        },
        "actions": { "assignUserToGroups": { "groupIds": [group] } },
    })
}

fn rule(client: &Client, name: &str, expression: &str, group: &str) -> String {
    let path = "/api/v1/groups/rules";
    format!("{path}/{}", id(&client.post(path, &body(name, expression, group)).expect(200).json()))
}

fn active_rule(client: &Client, name: &str, expression: &str, group: &str) -> String {
    let path = rule(client, name, expression, group);
    activate(client, &path).expect(204);
    path
}

fn activate(client: &Client, path: &str) -> Answer {
    client.post(&format!("{path}/lifecycle/activate"), &Value::Null)
}

fn deactivate(client: &Client, path: &str) -> Answer {
    client.post(&format!("{path}/lifecycle/deactivate"), &Value::Null)
}

fn members(client: &Client, group: &str) -> Vec<String> {
    let list = client.get(&format!("/api/v1/groups/{group}/users")).expect(200).json();
    let name = |user: &Value| user["profile"]["firstName"].as_str().expect("a name").to_owned();
    list.as_array().expect("a list").iter().map(name).collect()
}

fn set_department(client: &Client, user: &str, department: &str) {
    let body = json!({ "profile": { "department": department } });
    client.post(&format!("/api/v1/users/{user}"), &body).expect(200);
}

const SALES: &str = r#"user.department == "sales""#;

#[test]
fn a_rule_is_shown_as_okta_shows_it() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let made = client.post("/api/v1/groups/rules", &body("R", SALES, &sales)).expect(200).json();
    let conditions = json!({
        "people": { "users": { "exclude": [] }, "groups": { "exclude": [] } },
        "expression": { "value": SALES, "type": "urn:okta:expression:1.0" },
    });
    assert_eq!(made["conditions"], conditions);
    assert_eq!(made["status"], "INACTIVE");
    assert_eq!(
        made.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["type", "id", "status", "name", "created", "lastUpdated", "conditions", "actions", "allGroupsValid"]
    );
    let path = format!("/api/v1/groups/rules/{}", id(&made));
    assert_eq!(client.get(&path).expect(200).json(), made);
    let expanded = client.get(&format!("{path}?expand=groupIdToGroupNameMap")).json();
    assert_eq!(expanded["_embedded"]["groupIdToGroupNameMap"][&sales], "Sales");
    let gone = client.send("DELETE", &path, &Value::Null).expect(202);
    assert_eq!(gone.text(), "{}");
    let missing = client.get(&path).expect(404).json();
    assert!(missing["errorSummary"].as_str().unwrap().ends_with("(PolicyRule)"));
}

#[test]
fn what_a_rule_must_not_be() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let everyone = id(&client.get("/api/v1/groups?q=Everyone").json()[0]);
    rule(&client, "Taken", SALES, &sales);
    let mut other_type = body("N", SALES, &sales);
    other_type["type"] = json!("other");
    let cases = [
        (body("", SALES, &sales), "Api validation failed: name", "name: The field cannot be left blank"),
        (
            body("Taken", SALES, &sales),
            "Api validation failed: name",
            "name: An object with this field already exists in the current organization",
        ),
        (
            body(&"x".repeat(51), SALES, &sales),
            "Api validation failed: name",
            "name: String is too long, maximum 50",
        ),
        (other_type, "Api validation failed: type", "type: must be group_rule"),
        (
            body("N", "(user.firstName == \"x\"", &sales),
            "Api validation failed: validateRule",
            "Invalid expression syntax (user.firstName == \"x\"",
        ),
        (
            body("N", "user.nope == 1", &sales),
            "Api validation failed: validateRule",
            "Invalid property nope in expression user.nope == 1",
        ),
        (
            body("N", "user.firstName", &sales),
            "Api validation failed: validateRule",
            "The expression must be true or false of a user: user.firstName",
        ),
        (
            body("N", "String.len(user.firstName)", &sales),
            "Api validation failed: validateRule",
            "The expression must be true or false of a user: String.len(user.firstName)",
        ),
        (
            body("N", SALES, "00gnope"),
            "Api validation failed: validateRule",
            "groupIds: 00gnope is not a group that a rule can assign users to",
        ),
        (
            body("N", SALES, &everyone),
            "Api validation failed: validateRule",
            &format!("groupIds: {everyone} is not a group that a rule can assign users to"),
        ),
    ];
    for (body, summary, cause) in cases {
        let answer = client.post("/api/v1/groups/rules", &body).expect(400).json();
        assert_eq!(answer["errorSummary"], summary);
        assert_eq!(answer["errorCauses"][0]["errorSummary"], cause);
    }
}

#[test]
fn members_follow_the_expression() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let ann = user(&client, "ann", "sales");
    let bob = user(&client, "bob", "ops");
    let path = rule(&client, "R", SALES, &sales);
    assert_eq!(members(&client, &sales), [""; 0], "an inactive rule does nothing");
    activate(&client, &path).expect(204);
    activate(&client, &path).expect(204);
    assert_eq!(members(&client, &sales), ["ann"]);
    user(&client, "cid", "sales");
    set_department(&client, &bob, "sales");
    set_department(&client, &ann, "ops");
    assert_eq!(members(&client, &sales), ["bob", "cid"]);
    client.post(&format!("/api/v1/users/{bob}/lifecycle/deactivate"), &Value::Null).expect(200);
    assert_eq!(members(&client, &sales), ["bob", "cid"], "who is deactivated stays");
    client.post(&format!("/api/v1/users/{bob}/lifecycle/activate"), &Value::Null).expect(200);
    assert_eq!(members(&client, &sales), ["bob", "cid"]);
    deactivate(&client, &path).expect(204);
    assert_eq!(members(&client, &sales), [""; 0]);
}

#[test]
fn who_was_added_by_hand_stays() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let (ann, bob) = (user(&client, "ann", "sales"), user(&client, "bob", "sales"));
    let by_hand = |user: &str| {
        client.send("PUT", &format!("/api/v1/groups/{sales}/users/{user}"), &Value::Null).expect(204);
    };
    by_hand(&ann);
    let path = active_rule(&client, "R", SALES, &sales);
    by_hand(&bob);
    user(&client, "cid", "sales");
    set_department(&client, &ann, "ops");
    assert_eq!(members(&client, &sales), ["ann", "bob", "cid"]);
    deactivate(&client, &path).expect(204);
    assert_eq!(members(&client, &sales), ["ann", "bob"]);
}

#[test]
fn who_is_removed_by_hand_is_excluded() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let ann = user(&client, "ann", "sales");
    let path = active_rule(&client, "R", SALES, &sales);
    client.send("DELETE", &format!("/api/v1/groups/{sales}/users/{ann}"), &Value::Null).expect(204);
    assert_eq!(members(&client, &sales), [""; 0]);
    let excluded = client.get(&path).json()["conditions"]["people"]["users"]["exclude"].clone();
    assert_eq!(excluded, json!([ann]));
    let conditions = client.get(&path).json()["conditions"].clone();
    let order: Vec<&String> = conditions.as_object().expect("conditions").keys().collect();
    assert_eq!(order, ["people", "expression"]);
    set_department(&client, &ann, "ops");
    set_department(&client, &ann, "sales");
    assert_eq!(members(&client, &sales), [""; 0]);
}

#[test]
fn two_rules_may_want_the_same_member() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    user(&client, "ann", "sales");
    let first = active_rule(&client, "R1", SALES, &sales);
    let second = active_rule(&client, "R2", r#"user.firstName == "ann""#, &sales);
    deactivate(&client, &first).expect(204);
    assert_eq!(members(&client, &sales), ["ann"]);
    deactivate(&client, &second).expect(204);
    assert_eq!(members(&client, &sales), [""; 0]);
}

#[test]
fn one_rule_may_build_on_another() {
    let client = Client::new();
    let (sales, all) = (group(&client, "Sales"), group(&client, "Both"));
    let in_sales = format!("isMemberOfGroup(\"{sales}\")");
    active_rule(&client, "R2", &in_sales, &all);
    active_rule(&client, "R1", SALES, &sales);
    let ann = user(&client, "ann", "sales");
    assert_eq!(members(&client, &all), ["ann"]);
    set_department(&client, &ann, "ops");
    assert_eq!(members(&client, &all), [""; 0]);
    let bob = user(&client, "bob", "ops");
    client.send("PUT", &format!("/api/v1/groups/{sales}/users/{bob}"), &Value::Null).expect(204);
    assert_eq!(members(&client, &all), ["bob"]);
}

#[test]
fn rules_that_contradict_each_other_come_to_an_end() {
    let client = Client::new();
    let (a, b) = (group(&client, "A"), group(&client, "B"));
    active_rule(&client, "R1", &format!("!isMemberOfGroup(\"{b}\")"), &a);
    active_rule(&client, "R2", &format!("isMemberOfGroup(\"{a}\")"), &b);
    user(&client, "ann", "sales");
}

#[test]
fn deleting_a_rule_keeps_or_removes_its_members() {
    for (query, expected) in
        [("", vec!["ann"]), ("?removeUsers=false", vec!["ann"]), ("?removeUsers=true", vec![])]
    {
        let client = Client::new();
        let sales = group(&client, "Sales");
        let ann = user(&client, "ann", "sales");
        let path = active_rule(&client, "R", SALES, &sales);
        client.send("DELETE", &format!("{path}{query}"), &Value::Null).expect(202);
        assert_eq!(members(&client, &sales), expected, "{query}");
        set_department(&client, &ann, "ops");
        assert_eq!(members(&client, &sales), expected, "{query}");
    }
}

#[test]
fn a_rule_without_its_group_is_invalid() {
    let client = Client::new();
    let sales = group(&client, "Sales");
    let path = active_rule(&client, "R", SALES, &sales);
    client.send("DELETE", &format!("/api/v1/groups/{sales}"), &Value::Null).expect(204);
    let rule = client.get(&path).expect(200).json();
    assert_eq!((rule["status"].as_str(), rule["allGroupsValid"].as_bool()), (Some("INVALID"), Some(false)));
    for answer in [activate(&client, &path), deactivate(&client, &path)] {
        let answer = answer.expect(400).json();
        assert_eq!(answer["errorSummary"], "Api validation failed: updateRuleStatus");
    }
    user(&client, "ann", "sales");
}

#[test]
fn a_rule_is_changed_while_it_is_inactive() {
    let client = Client::new();
    let (sales, ops) = (group(&client, "Sales"), group(&client, "Ops"));
    let path = rule(&client, "R", SALES, &sales);
    let changed = body("R", r#"user.department == "ops""#, &sales);
    let answer = client.send("PUT", &path, &changed).expect(200).json();
    assert_eq!(answer["conditions"]["expression"], changed["conditions"]["expression"]);
    client.send("PUT", &path, &body("R", SALES, &ops)).expect(400);
    activate(&client, &path).expect(204);
    client.send("PUT", &path, &changed).expect(400);
}

#[test]
fn rules_are_listed_by_page_and_keyword() {
    let client = Client::new();
    let (sales, ops) = (group(&client, "Sales"), group(&client, "Ops"));
    rule(&client, "One", SALES, &sales);
    rule(&client, "Two", r#"user.title == "x""#, &ops);
    let cases = [
        ("", 2),
        ("search=one", 1),
        ("search=TITLE", 1),
        ("search=ops", 1),
        ("search=zzz", 0),
        ("limit=1", 1),
    ];
    for (query, count) in cases {
        let answer = client.get(&format!("/api/v1/groups/rules?{query}")).expect(200);
        assert_eq!(answer.json().as_array().unwrap().len(), count, "{query}");
        assert_eq!(answer.link("next").is_some(), query == "limit=1");
    }
    let whole = client.get("/api/v1/groups/rules");
    assert!(whole.link("self").unwrap().ends_with("/rules?limit=50"));
    client.get("/api/v1/groups/rules?limit=201").expect(400);
}

/// Whoever could change an attribute would make administrators: no rule fills a group that has roles, and no
/// role goes to a group that a rule fills, whether the rule is active and has a member yet or not.
#[test]
fn rules_make_nobody_an_administrator() {
    let client = Client::new();
    let roles = |group: &str| format!("/api/v1/groups/{group}/roles");
    let help_desk = json!({ "type": "HELP_DESK_ADMIN" });
    let wants_ops = "user.department == \"Ops\"";

    // The role is there first.
    let admins = group(&client, "Admins");
    let given = id(&client.post(&roles(&admins), &help_desk).expect(201).json());
    let refused = client.post("/api/v1/groups/rules", &body("Ops", wants_ops, &admins)).expect(400);
    assert_eq!(refused.json()["errorCode"], "E0000001");
    assert!(refused.text().contains("administrator roles"), "{}", refused.text());
    client.send("DELETE", &format!("{}/{given}", roles(&admins)), &Value::Null).expect(204);

    // The rule is there first: inactive, active without a member, active with one, inactive again.
    let path = rule(&client, "Ops", wants_ops, &admins);
    let no_role = |body: &Value| {
        let refused = client.post(&roles(&admins), body).expect(400);
        assert_eq!(refused.json()["errorCode"], "E0000192", "{}", refused.text());
    };
    no_role(&help_desk);
    activate(&client, &path).expect(204);
    no_role(&help_desk);
    let ann = user(&client, "ann", "Ops");
    assert_eq!(members(&client, &admins), ["ann"]);
    no_role(&help_desk);

    // Custom roles come to a group by two more ways.
    let custom = json!({ "label": "Reader", "description": "d", "permissions": ["okta.users.read"] });
    client.post("/api/v1/iam/roles", &custom).expect(200);
    let set =
        json!({ "label": "People", "description": "d", "resources": ["http://localhost/api/v1/users"] });
    client.post("/api/v1/iam/resource-sets", &set).expect(200);
    no_role(&json!({ "type": "CUSTOM", "role": "Reader", "resource-set": "People" }));
    let bindings = "/api/v1/iam/resource-sets/People/bindings";
    let url = |kind: &str, id: &str| format!("http://localhost/api/v1/{kind}/{id}");
    let binding = json!({ "role": "Reader", "members": [url("users", &ann), url("groups", &admins)] });
    assert_eq!(client.post(bindings, &binding).expect(400).json()["errorCode"], "E0000192");
    let binding = json!({ "role": "Reader", "members": [url("users", &ann)] });
    client.post(bindings, &binding).expect(200);
    let more = json!({ "additions": [url("groups", &admins)] });
    let refused = client.send("PATCH", &format!("{bindings}/Reader/members"), &more).expect(400);
    assert_eq!(refused.json()["errorCode"], "E0000192");
    assert_eq!(client.get(&roles(&admins)).expect(200).json(), json!([]), "nothing of it stayed");

    deactivate(&client, &path).expect(204);
    no_role(&help_desk);
    client.send("DELETE", &path, &Value::Null).expect(202);
    client.post(&roles(&admins), &help_desk).expect(201);
}

/// A rule that will never be active again keeps no role away.
#[test]
fn an_invalid_rule_does_not_keep_roles_from_its_other_groups() {
    let client = Client::new();
    let (kept, gone) = (group(&client, "Kept"), group(&client, "Gone"));
    let mut both = body("Both", "user.department == \"Ops\"", &kept);
    both["actions"]["assignUserToGroups"]["groupIds"] = json!([kept, gone]);
    client.post("/api/v1/groups/rules", &both).expect(200);
    client.send("DELETE", &format!("/api/v1/groups/{gone}"), &Value::Null).expect(204);
    client.post(&format!("/api/v1/groups/{kept}/roles"), &json!({ "type": "ORG_ADMIN" })).expect(201);
}

/// A store of an earlier version may hold a group that has both.
#[test]
fn a_rule_that_was_made_before_fills_no_group_with_roles() {
    let client = Client::new();
    let admins = group(&client, "Admins");
    client.post(&format!("/api/v1/groups/{admins}/roles"), &json!({ "type": "ORG_ADMIN" })).expect(201);
    let old = |status: &str| {
        let mut rule = body("Old", "user.department == \"Ops\"", &admins);
        rule["id"] = json!("0pr1");
        rule["status"] = json!(status);
        for date in ["created", "lastUpdated"] {
            rule[date] = json!("2026-01-01T00:00:00.000Z");
        }
        let documents = json!({ "documents": [{ "kind": "group_rule", "id": "0pr1", "json": rule }] });
        client.post("/_local/documents", &documents).expect(200);
    };
    old("INACTIVE");
    activate(&client, "/api/v1/groups/rules/0pr1").expect(400);
    client.send("PUT", "/api/v1/groups/rules/0pr1", &body("Old", "true", &admins)).expect(400);
    old("ACTIVE");
    user(&client, "ann", "Ops");
    assert_eq!(members(&client, &admins), [] as [&str; 0]);
}
