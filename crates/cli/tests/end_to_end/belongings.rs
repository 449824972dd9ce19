//! What belongs to users, groups, apps and brands, from being made to being taken away, by the commands alone.

use serde_json::Value;

use crate::shell::{Shell, bare, finish};

/// Makes something and gives the member that it is known by.
fn made(shell: &Shell, member: &str, arguments: &[&str]) -> String {
    let object = shell.json(&[arguments, &["-o", "json"]].concat());
    object[member].as_str().unwrap_or_else(|| panic!("{arguments:?}: {object}")).to_owned()
}

fn client(shell: &Shell, label: &str) -> String {
    let body = serde_json::json!({
        "name": "oidc_client", "label": label, "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_basic"}},
        "settings": {"oauthClient": {"application_type": "service", "grant_types": ["client_credentials"],
            "response_types": ["token"]}},
    });
    let ran = shell.run_with(&body.to_string(), &["apps", "create", "--input", "-", "-o", "json"]);
    let app: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}", ran.err));
    app["id"].as_str().unwrap().to_owned()
}

/// What takes away asks first, is done with --yes, and says so.
fn taken(shell: &Shell, arguments: &[&str]) {
    assert_eq!(shell.run(arguments).code, 6, "{arguments:?} asks");
    let ran = shell.run(&[arguments, &["--yes"]].concat());
    assert!(ran.code == 0 && !ran.err.is_empty(), "{arguments:?}: {}", ran.err);
}

#[test]
fn factors() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    shell.run_with("Corr3ct horse", &["users", "update", &ann, "--password-stdin"]);
    assert!(shell.ok(&["factors", "supported", "ann@acme.example"]).contains("question"));
    assert!(shell.ok(&["factors", "questions", "ann@acme.example"]).contains("disliked_food"));
    let create = ["factors", "create", "ann@acme.example", "--set", "factorType=question"];
    let profile = ["--set", "provider=OKTA", "--set", "profile.question=disliked_food"];
    let answer = ["--set", "profile.answer=mushrooms"];
    let id = made(&shell, "id", &[&create[..], &profile, &answer].concat());
    let known = shell.json(&["factors", "get", "ann@acme.example", &id]);
    assert_eq!(known["profile"]["question"], "disliked_food");
    let right = shell.run(&["factors", "verify", &ann, &id, "--set", "answer=mushrooms"]);
    assert!(right.code == 0 && right.out.contains("SUCCESS"), "{}{}", right.out, right.err);
    assert_ne!(shell.run(&["factors", "verify", &ann, &id, "--set", "answer=onions"]).code, 0);
    taken(&shell, &["factors", "delete", "ann@acme.example", &id]);
    assert_eq!(shell.ok(&["factors", "list", &ann]), "");
}

#[test]
fn roles_of_groups_and_clients_and_what_they_are_limited_to() {
    let shell = Shell::new();
    let group = made(&shell, "id", &["groups", "create", "--name", "Helpers"]);
    let other = made(&shell, "id", &["groups", "create", "--name", "Berlin"]);
    let app = client(&shell, "Robot");
    let client_id = shell.json(&["apps", "get", &app])["credentials"]["oauthClient"]["client_id"].take();
    let holders = [("group-roles", "Helpers"), ("client-roles", client_id.as_str().unwrap())];
    for (command, holder) in holders {
        let role = made(&shell, "id", &[command, "assign", holder, "--set", "type=USER_ADMIN"]);
        let get = shell.json(&[command, "get", holder, &role]);
        assert_eq!(get["type"], "USER_ADMIN", "{command}");
        for target in [&group, &other] {
            shell.ok(&[command, "add-group", holder, &role, target]);
        }
        let targets = shell.ok(&[command, "groups", holder, &role, "--jq", ".id"]);
        assert_eq!(targets, format!("{group}\n{other}\n"), "{command}");
        taken(&shell, &[command, "remove-group", holder, &role, &other]);
        assert_eq!(shell.ok(&[command, "groups", holder, &role]).lines().count(), 1, "{command}");
        taken(&shell, &[command, "remove", holder, &role]);
        assert_eq!(shell.ok(&[command, "list", holder]), "", "{command}");

        let role = made(&shell, "id", &[command, "assign", holder, "--set", "type=APP_ADMIN"]);
        shell.ok(&[command, "add-app", holder, &role, "bookmark"]);
        assert!(shell.ok(&[command, "apps", holder, &role]).contains("bookmark"), "{command}");
        taken(&shell, &[command, "remove", holder, &role]);
    }
    assert_eq!(shell.run(&["group-roles", "list", "Helper"]).code, 3);
}

#[test]
fn groups_that_are_pushed_to_apps() {
    let shell = Shell::new();
    let group = made(&shell, "id", &["groups", "create", "--name", "Engineering"]);
    client(&shell, "Robot");
    let source = format!("sourceGroupId={group}");
    let create = ["group-push", "create", "Robot", "--set", &source, "--set", "targetGroupName=Engineers"];
    let id = made(&shell, "id", &create);
    assert_eq!(shell.json(&["group-push", "get", "Robot", &id])["sourceGroupId"], group.as_str());
    assert!(shell.ok(&["group-push", "list", "Robot"]).contains(&id));
    let changed = shell.json(&["group-push", "update", "Robot", &id, "--set", "status=INACTIVE"]);
    assert_eq!(changed["status"], "INACTIVE");
    taken(&shell, &["group-push", "delete", "Robot", &id, "--delete-target-group=false"]);
    assert_eq!(shell.run(&["group-push", "get", "Robot", &id]).code, 3);
}

#[test]
fn secrets_keys_requests_and_grants_of_apps() {
    let shell = Shell::new();
    let other = client(&shell, "Other");
    client(&shell, "Robot");
    let first = shell.ok(&["app-secrets", "list", "Robot", "--jq", ".id"]).trim().to_owned();
    let second = made(&shell, "id", &["app-secrets", "create", "Robot"]);
    assert!(shell.ok(&["app-secrets", "list", "Robot"]).contains(&second));
    taken(&shell, &["app-secrets", "deactivate", "Robot", &first]);
    taken(&shell, &["app-secrets", "delete", "Robot", &first]);
    assert_eq!(shell.run(&["app-secrets", "get", "Robot", &first]).code, 3);
    let table = shell.ok(&["app-secrets", "list", "Robot", "-o", "table"]);
    let secret = shell.json(&["app-secrets", "get", "Robot", &second])["client_secret"].take();
    assert!(!table.contains(secret.as_str().unwrap()), "a table shows no secret");

    let key = made(&shell, "kid", &["app-keys", "create", "Robot", "--validity-years", "2"]);
    shell.ok(&["app-keys", "clone", "Robot", &key, "--target-aid", &other]);
    assert!(shell.ok(&["app-keys", "list", "Other"]).contains(&key));
    assert_eq!(shell.json(&["app-keys", "get", "Robot", &key])["kid"], key.as_str());

    let subject = "subject.commonName=wiki.acme.example";
    let request = made(&shell, "id", &["app-csrs", "create", "Robot", "--set", subject]);
    assert!(shell.ok(&["app-csrs", "list", "Robot"]).contains(&request));
    taken(&shell, &["app-csrs", "revoke", "Robot", &request]);
    assert_eq!(shell.run(&["app-csrs", "get", "Robot", &request]).code, 3);

    let issuer = format!("issuer={}", shell.url);
    let grant = ["app-grants", "create", "Robot", "--set", "scopeId=okta.users.read", "--set", &issuer];
    let grant = made(&shell, "id", &grant);
    assert_eq!(shell.json(&["app-grants", "get", "Robot", &grant])["scopeId"], "okta.users.read");
    taken(&shell, &["app-grants", "delete", "Robot", &grant]);
    assert_eq!(shell.ok(&["app-grants", "list", "Robot"]), "");
    assert_eq!(shell.ok(&["app-tokens", "list", "Robot"]), "");
    taken(&shell, &["app-tokens", "revoke-all", "Robot"]);
}

#[test]
fn mails_subscriptions_and_schemas() {
    let shell = Shell::new();
    let brand = shell.ok(&["brands", "list", "--jq", ".id"]);
    let brand = brand.trim();
    let template = [brand, "UserActivation"];
    let verb = |verb: &'static str, more: &[&str]| {
        [&["email-customizations", verb], &template[..], more].concat().join("\u{0}")
    };
    let words = |line: String| line.split('\u{0}').map(str::to_owned).collect::<Vec<_>>();
    let run = |line: String| {
        let words = words(line);
        shell.run(&words.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let body = "body=<a href=\"${activationLink}\">Begin</a>";
    let text = ["--set", "language=en", "--set", "isDefault:=true", "--set", "subject=Hi", "--set", body];
    let created = run(verb("create", &text));
    let id = serde_json::from_str::<Value>(&created.out).unwrap()["id"].as_str().unwrap().to_owned();
    let updated = run(verb("update", &[&id, "--set", "subject=Welcome"]));
    assert!(updated.out.contains("Welcome") && updated.out.contains("Begin"), "{updated:?}");
    assert!(run(verb("list", &[])).out.contains(&id));
    assert!(run(verb("preview", &[&id])).out.contains("Welcome"));
    assert_eq!(run(verb("delete-all", &[])).code, 6);
    assert_eq!(run(verb("delete-all", &["--yes"])).code, 0);
    assert_eq!(run(verb("get", &[&id])).code, 3);

    let kind = "OKTA_ANNOUNCEMENT";
    for (verb, status) in [("unsubscribe", "unsubscribed"), ("subscribe", "subscribed")] {
        shell.ok(&["user-subscriptions", verb, "me", kind]);
        assert_eq!(shell.json(&["user-subscriptions", "get", "me", kind])["status"], status);
    }

    let path = "definitions.custom.properties.badge";
    let attribute = format!(r#"{path}:={{"title":"Badge","type":"string"}}"#);
    let has = || shell.ok(&["schemas", "get", "default"]).contains("Badge");
    shell.ok(&["schemas", "update", "default", "--set", &attribute]);
    assert!(has());
    let ann = shell.user("ann@acme.example");
    shell.ok(&["users", "update", &ann, "--set", "badge=7"]);
    shell.ok(&["schemas", "update", "default", "--set", &format!("{path}:=null")]);
    assert!(!has());
}

/// A near miss is told with what may be meant, at each depth.
#[test]
fn near_misses_are_told_with_what_may_be_meant() {
    let cases: [(&[&str], &str); 11] = [
        (&["group-push-mappings", "list"], "'group-push'"),
        (&["subscription", "list"], "'user-subscriptions'"),
        (&["factor", "list"], "'factors'"),
        (&["network-zone", "list"], "'network-zones'"),
        (&["users", "lst"], "'list'"),
        (&["app-secrets", "remove", "Robot", "x"], "'delete'"),
        (&["--org", "local", "group-rules", "edit", "x"], "'update'"),
        (&["user-roles", "add", "x"], "'assign'"),
        (&["users", "list", "--serach", "x"], "'--search'"),
        (&["users", "list", "-o", "jsn"], "'json'"),
        (&["call", "listUser"], "'listUsers'"),
    ];
    for (arguments, meant) in cases {
        let ran = finish(bare(arguments), "");
        assert!(ran.code == 2 && ran.err.contains(meant), "{arguments:?}: {}", ran.err);
    }
}
