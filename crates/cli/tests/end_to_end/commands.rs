//! Each command: what it asks the org, and what it leaves there.

use serde_json::{Value, json};

use crate::shell::{Shell, line};

/// The requests of a command that change something.
fn changes(shell: &Shell, arguments: &[&str]) -> Vec<(String, Value)> {
    let (_, seen) = shell.seen(|| shell.ok(arguments));
    let writes = seen.iter().filter(|request| request.method != "GET");
    writes.map(|request| (line(request), serde_json::from_str(&request.body).unwrap_or_default())).collect()
}

#[test]
fn a_user_is_created_with_all_that_was_said() {
    let shell = Shell::new();
    let group = shell.json(&["groups", "create", "--name", "R&D"])["id"].as_str().unwrap().to_owned();
    let arguments = [
        "users",
        "create",
        "--login",
        "ann@acme.example",
        "--email",
        "ann.lee@acme.example",
        "--first-name",
        "Ann",
        "--last-name",
        "Lee",
        "--second-email",
        "ann@home.example",
        "--mobile-phone",
        "+1-555-0100",
        "--set",
        "department=R&D",
        "--set",
        "title:=null",
        "--group",
        &group,
        "--no-activate",
        "--password-stdin",
    ];
    let (ran, seen) = shell.seen(|| shell.run_with("Corr3ct horse\r\n", &arguments));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(line(&seen[0]), "POST /api/v1/users?activate=false");
    let body: Value = serde_json::from_str(&seen[0].body).unwrap();
    let profile = json!({
        "login": "ann@acme.example", "email": "ann.lee@acme.example", "firstName": "Ann", "lastName": "Lee",
        "secondEmail": "ann@home.example", "mobilePhone": "+1-555-0100", "department": "R&D", "title": null,
    });
    assert_eq!(body["profile"], profile);
    assert_eq!(body["credentials"], json!({"password": {"value": "[redacted]"}}));
    let login = json!({"username": "ann@acme.example", "password": "Corr3ct horse"}).to_string();
    assert_eq!(body["groupIds"], json!([group]));
    let user: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(user["status"], "STAGED");
    shell.ok(&["users", "activate", "ann@acme.example"]);
    assert_eq!(
        shell.run_with(&login, &["api", "authn", "--input", "-"]).code,
        0,
        "the password is the one that was given"
    );
}

#[test]
fn a_user_is_created_from_a_file_too() {
    let shell = Shell::new();
    let body =
        r#"{"profile":{"login":"b@acme.example","email":"b@acme.example","firstName":"B","lastName":"B"}}"#;
    std::fs::write(shell.directory.path().join("user.json"), body).unwrap();
    let (_, seen) = shell.seen(|| shell.ok(&["users", "create", "--input", "user.json"]));
    assert_eq!((line(&seen[0]).as_str(), seen[0].body.as_str()), ("POST /api/v1/users?activate=true", body));
}

#[test]
fn an_update_sets_clears_and_leaves_the_rest() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    shell.ok(&["users", "update", &id, "--set", "nickName=Annie", "--set", "profile.title=Boss"]);
    let made =
        changes(&shell, &["users", "update", &id, "--clear", "profile.nickName", "--last-name", "Ray"]);
    let body = json!({"profile": {"lastName": "Ray", "nickName": null}});
    assert_eq!(made, [(format!("POST /api/v1/users/{id}"), body)]);
    let profile = shell.json(&["users", "get", &id])["profile"].take();
    assert_eq!((&profile["title"], &profile["lastName"]), (&json!("Boss"), &json!("Ray")));
    assert_eq!((&profile["firstName"], &profile["nickName"]), (&json!("Ann"), &Value::Null));
}

#[test]
fn a_users_life() {
    let shell = Shell::new();
    let login = "ann@acme.example";
    let password =
        ["users", "create", "--login", login, "--first-name", "Ann", "--last-name", "Lee", "--no-activate"];
    let id: Value = serde_json::from_str(
        &shell.run_with("Corr3ct horse\n", &[&password[..], &["--password-stdin"]].concat()).out,
    )
    .unwrap();
    let id = id["id"].as_str().unwrap();
    let steps: [(&[&str], &str, &str); 10] = [
        (&["activate", "--no-email"], "POST /api/v1/users/{id}/lifecycle/activate?sendEmail=false", "ACTIVE"),
        (&["suspend"], "POST /api/v1/users/{id}/lifecycle/suspend", "SUSPENDED"),
        (&["unsuspend"], "POST /api/v1/users/{id}/lifecycle/unsuspend", "ACTIVE"),
        (
            &["clear-sessions", "--oauth-tokens"],
            "DELETE /api/v1/users/{id}/sessions?oauthTokens=true",
            "ACTIVE",
        ),
        (&["expire-password"], "POST /api/v1/users/{id}/lifecycle/expire_password", "PASSWORD_EXPIRED"),
        (
            &["expire-password", "--temp-password", "--revoke-sessions"],
            "POST /api/v1/users/{id}/lifecycle/expire_password_with_temp_password?revokeSessions=true",
            "PASSWORD_EXPIRED",
        ),
        (
            &["reset-password", "--no-email", "--revoke-sessions"],
            "POST /api/v1/users/{id}/lifecycle/reset_password?sendEmail=false&revokeSessions=true",
            "RECOVERY",
        ),
        (
            &["deactivate", "--yes"],
            "POST /api/v1/users/{id}/lifecycle/deactivate?sendEmail=false",
            "DEPROVISIONED",
        ),
        (&["activate"], "POST /api/v1/users/{id}/lifecycle/activate?sendEmail=true", "PROVISIONED"),
        (&["reactivate"], "POST /api/v1/users/{id}/lifecycle/reactivate?sendEmail=false", "PROVISIONED"),
    ];
    for (step, request, status) in steps {
        let arguments = [&["users", step[0], id], &step[1..]].concat();
        let made = changes(&shell, &arguments);
        assert_eq!(made[0].0, request.replace("{id}", id), "{step:?}");
        assert_eq!(shell.json(&["users", "get", login])["status"], status, "{step:?}");
    }
    let made = changes(&shell, &["users", "delete", login, "--yes"]);
    let lines: Vec<_> = made.into_iter().map(|(line, _)| line.replace(id, "{id}")).collect();
    assert_eq!(lines, ["POST /api/v1/users/{id}/lifecycle/deactivate", "DELETE /api/v1/users/{id}"]);
    assert_eq!(shell.run(&["users", "get", id]).code, 3);
}

#[test]
fn a_link_that_was_not_mailed_is_the_result() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let made = shell.json(&["users", "reactivate", &id]);
    assert!(made["activationUrl"].as_str().unwrap().contains("http"), "{made}");
    assert_eq!(shell.ok(&["users", "reactivate", &id, "--send-email"]), "");
}

#[test]
fn unlocking_reaches_the_org() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let (ran, seen) = shell.seen(|| shell.run(&["users", "unlock", &id]));
    assert_eq!(line(&seen[0]), format!("POST /api/v1/users/{id}/lifecycle/unlock"));
    assert_eq!(ran.code, 1, "she is not locked out");
}

#[test]
fn groups_and_their_members() {
    let shell = Shell::new();
    let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
    let group = shell.json(&["groups", "create", "--name", "Ops", "--description", "On call"]);
    assert_eq!(group["profile"], json!({"name": "Ops", "description": "On call"}));
    let id = group["id"].as_str().unwrap();
    shell.ok(&["groups", "add-user", id, "ann@acme.example"]);
    assert_eq!(
        changes(&shell, &["groups", "add-user", id, &bob])[0].0,
        format!("PUT /api/v1/groups/{id}/users/{bob}")
    );
    let members = shell.ok(&["groups", "members", id, "--fields", "id", "-o", "csv"]);
    assert_eq!(members, format!("id\n{ann}\n{bob}\n"));
    assert!(shell.ok(&["users", "groups", &ann, "-o", "csv"]).contains("Ops"));
    shell.ok(&["groups", "remove-user", id, &bob]);
    assert_eq!(shell.ok(&["groups", "members", id]).lines().count(), 1);
    assert_eq!(shell.json(&["groups", "get", id])["profile"]["name"], "Ops");
    assert!(shell.ok(&["groups", "list", "--q", "Op"]).contains(id));
    shell.ok(&["groups", "delete", id, "--yes"]);
    assert_eq!(shell.run(&["groups", "get", id]).code, 3);
    assert_eq!(shell.run(&["users", "get", &ann]).code, 0, "members stay");
}

#[test]
fn apps_and_their_users() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let body = r#"{"name":"bookmark","label":"Wiki","signOnMode":"BOOKMARK",
        "settings":{"app":{"requestIntegration":false,"url":"https://wiki.acme.example"}}}"#;
    let app: Value =
        serde_json::from_str(&shell.run_with(body, &["api", "apps", "--input", "-"]).out).unwrap();
    let id = app["id"].as_str().unwrap();
    assert!(shell.ok(&["apps", "list", "--q", "Wik"]).contains(id));
    assert_eq!(shell.json(&["apps", "get", id])["label"], "Wiki");
    let made = changes(&shell, &["apps", "assign-user", id, "ann@acme.example", "--user-name", "al"]);
    let body = json!({"id": ann, "scope": "USER", "credentials": {"userName": "al"}});
    assert_eq!(made, [(format!("POST /api/v1/apps/{id}/users"), body)]);
    assert!(shell.ok(&["apps", "users", id, "-o", "csv"]).contains(&ann));
    assert!(shell.ok(&["users", "apps", &ann, "-o", "csv"]).contains("Wiki"));
    assert_eq!(shell.run(&["apps", "unassign-user", id, "ann@acme.example"]).code, 6, "it is asked before");
    shell.ok(&["apps", "unassign-user", id, "ann@acme.example", "--yes"]);
    assert_eq!(shell.ok(&["apps", "users", id]), "");
    shell.ok(&["apps", "deactivate", id, "--yes"]);
    assert_eq!(shell.json(&["apps", "get", id])["status"], "INACTIVE");
    shell.ok(&["apps", "activate", id]);
    assert_eq!(shell.json(&["apps", "get", id])["status"], "ACTIVE");
}

#[test]
fn the_log_has_an_end() {
    let shell = Shell::new();
    shell.user("ann@acme.example");
    let filter = "eventType eq \"user.lifecycle.create\"";
    let (out, seen) =
        shell.seen(|| shell.ok(&["logs", "list", "--since", "1h", "--filter", filter, "-o", "csv"]));
    assert!(out.contains("user.lifecycle.create,SUCCESS"), "{out}");
    let names: Vec<&str> = seen[0].query.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["since", "until", "filter", "limit"]);
    assert_eq!(seen.len(), 1);
    let (ran, seen) = shell.seen(|| shell.run(&["logs", "list", "--since", "1h", "--until", "2h"]));
    assert!(ran.code == 2 && seen.is_empty(), "{}", ran.err);
}

#[test]
fn any_request() {
    let shell = Shell::new();
    let cases: [(&[&str], &str, &str); 5] = [
        (&["GET", "users/me"], "GET /api/v1/users/me", ""),
        (&["GET", "groups", "-f", "q=Every one"], "GET /api/v1/groups?q=Every%20one", ""),
        (
            &["POST", "/api/v1/groups", "-f", "profile[name]=12", "-F", "profile[description]=null"],
            "POST /api/v1/groups",
            r#"{"profile":{"name":"12","description":null}}"#,
        ),
        (&["groups", "--input", "-"], "POST /api/v1/groups", r#"{"profile":{"name":"x"}}"#),
        (&["DELETE", "groups/00gnone"], "DELETE /api/v1/groups/00gnone", ""),
    ];
    for (arguments, request, body) in cases {
        let (_, seen) = shell.seen(|| shell.run_with(body, &[&["api"], arguments].concat()));
        let last = seen.last().unwrap();
        assert_eq!((line(last).as_str(), last.body.as_str()), (request, body));
    }
    let head = shell.ok(&["api", "users/me", "-i", "-H", "x-test: 1"]);
    assert!(head.starts_with("200 OK\n") && head.contains("\nx-okta-request-id: "), "{head}");
    assert_eq!(shell.run(&["api", "users/me", "-H", "Authorization: SSWS x"]).code, 2);
}

#[test]
fn any_operation_by_its_id() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let cases: [(&[&str], String); 4] = [
        (&["getUser", "ann@acme.example"], "GET /api/v1/users/ann%40acme.example".to_owned()),
        (
            &["listUsers", "--search", "status eq \"ACTIVE\"", "--query-fields", "id", "--limit", "3"],
            "GET /api/v1/users?search=status%20eq%20%22ACTIVE%22&fields=id&limit=3".to_owned(),
        ),
        (
            &["deactivateUser", &ann, "--send-email=false"],
            format!("POST /api/v1/users/{ann}/lifecycle/deactivate?sendEmail=false"),
        ),
        (&["listPolicies", "--type", "PASSWORD"], "GET /api/v1/policies?type=PASSWORD".to_owned()),
    ];
    for (arguments, request) in cases {
        let (_, seen) = shell.seen(|| shell.run(&[&["call"], arguments].concat()));
        // Before something is taken away, the command asks which user the token belongs to.
        assert_eq!(seen.last().map(line), Some(request));
    }
    let body = r#"{"profile":{"name":"Made by call"}}"#;
    let (_, seen) = shell.seen(|| shell.run_with(body, &["call", "addGroup", "--input", "-"]));
    assert_eq!(seen[0].body, body);
    let ran = shell.run(&["call", "listUser"]);
    assert!(ran.code == 2 && ran.err.contains("'listUsers'"), "{}", ran.err);
    assert_eq!(shell.run(&["call", "listPolicies"]).code, 2, "--type is missing");
}

#[test]
fn a_dry_run_changes_nothing_and_shows_what_it_would_do() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let url = &shell.url;
    let curl = |method: &str, path: &str| {
        let token = r#"-H "Authorization: SSWS $OKTA_CLIENT_TOKEN" -H 'accept: application/json'"#;
        format!("curl -X {method} '{url}/api/v1/users/{id}{path}' {token}\n")
    };
    let cases: [(&[&str], String); 4] = [
        (&["suspend", &id, "--dry-run"], format!("POST {url}/api/v1/users/{id}/lifecycle/suspend\n")),
        (
            &["update", &id, "--last-name", "O'Hara", "--dry-run"],
            format!("POST {url}/api/v1/users/{id}\n{{\"profile\":{{\"lastName\":\"O'Hara\"}}}}\n"),
        ),
        (&["suspend", &id, "--curl"], curl("POST", "/lifecycle/suspend")),
        (&["delete", &id, "--curl"], curl("POST", "/lifecycle/deactivate") + &curl("DELETE", "")),
    ];
    for (arguments, expected) in cases {
        let (out, seen) = shell.seen(|| shell.ok(&[&["users"], arguments].concat()));
        assert_eq!(out, expected, "{arguments:?}");
        assert!(seen.iter().all(|request| request.method == "GET"), "{arguments:?}");
    }
    let quoted = shell.ok(&["users", "update", &id, "--last-name", "O'Hara", "--curl"]);
    assert!(quoted.contains(r#"--data-raw '{"profile":{"lastName":"O'\''Hara"}}'"#), "{quoted}");
}

/// Where there is no browser, the address of the page is the result.
#[cfg(unix)]
#[test]
fn the_page_of_an_object_is_opened_or_printed() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let printed = |browser: &str| {
        let mut command = shell.command(&["users", "get", "ann@acme.example", "--web"]);
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("BROWSER", browser);
        let ran = crate::shell::finish(command, "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    };
    let address = format!("{}/admin/user/profile/view/{id}\n", shell.url);
    assert_eq!(printed(""), address);
    assert_eq!(printed("no-such-browser"), address);
    let browser = shell.directory.path().join("browser");
    std::fs::write(&browser, "#!/bin/sh\nprintf '%s\\n' \"$@\" > opened\n").unwrap();
    std::fs::set_permissions(&browser, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    assert_eq!(printed(browser.to_str().unwrap()), "");
    assert_eq!(std::fs::read_to_string(shell.directory.path().join("opened")).unwrap(), address);
}
