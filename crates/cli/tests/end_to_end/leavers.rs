//! `oktars users offboard`: all that is done when people leave.

use oktars_local::Fault;
use serde_json::{Value, json};

use crate::shell::Shell;

/// An org with somebody who has everything that can be taken away: kim.
fn shell() -> (Shell, String) {
    let shell = Shell::new();
    let kim = shell.user("kim@acme.example");
    shell.user("lee@acme.example");
    let group = shell.json(&["groups", "create", "--name", "Sales"])["id"].as_str().unwrap().to_owned();
    let app = bookmark(&shell, "Wiki");
    let by_group = bookmark(&shell, "CRM");
    shell.ok(&["apps", "assign-group", &by_group, &group]);
    for (path, body) in [
        (format!("apps/{app}/users"), json!({ "id": kim, "scope": "USER" })),
        (
            format!("users/{kim}/factors"),
            json!({ "factorType": "question", "provider": "OKTA",
            "profile": { "question": "disliked_food", "answer": "mayonnaise" } }),
        ),
    ] {
        let ran = shell.run_with(&body.to_string(), &["api", "POST", &path, "--yes", "--input", "-"]);
        assert_eq!(ran.code, 0, "{path}: {}", ran.err);
    }
    shell.ok(&["groups", "add-user", &group, "kim@acme.example"]);
    shell.ok(&["user-roles", "assign", "kim@acme.example", "HELP_DESK_ADMIN"]);
    (shell, kim)
}

fn bookmark(shell: &Shell, label: &str) -> String {
    let app = json!({ "label": label, "signOnMode": "BOOKMARK", "name": "bookmark",
        "settings": { "app": { "requestIntegration": false, "url": "https://x.example" } } });
    let ran = shell.run_with(&app.to_string(), &["apps", "create", "--input", "-"]);
    serde_json::from_str::<Value>(&ran.out).unwrap()["id"].as_str().unwrap().to_owned()
}

/// How much somebody has: factors, roles, groups besides Everyone, apps, and the status.
fn held(shell: &Shell, kim: &str) -> (usize, usize, usize, usize, String) {
    // Nobody is told of the factors of a user who is deactivated.
    let count = |path: &str| {
        let ran = shell.run(&["api", path]);
        assert!(matches!(ran.code, 0 | 3), "{path}: {}", ran.err);
        serde_json::from_str::<Vec<Value>>(&ran.out).map_or(0, |items| items.len())
    };
    let groups = shell.ok(&["users", "groups", kim, "-o", "ndjson"]);
    let groups = groups.lines().filter(|line| !line.contains("BUILT_IN")).count();
    let apps = count(&format!("apps?filter=user.id+eq+%22{kim}%22"));
    let status = shell.json(&["users", "get", kim])["status"].as_str().unwrap().to_owned();
    (count(&format!("users/{kim}/factors")), count(&format!("users/{kim}/roles")), groups, apps, status)
}

#[test]
fn somebody_who_leaves_loses_everything_in_one_run() {
    let (shell, kim) = shell();
    assert_eq!(held(&shell, &kim), (1, 1, 1, 2, "PROVISIONED".to_owned()));
    let shown = shell.ok(&["users", "offboard", "kim@acme.example", "--dry-run"]);
    for text in
        ["- offboard 1", "factors 1 -> nothing", "groups \"Sales\"", "apps \"Wiki\"", "\"DEPROVISIONED\""]
    {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert_eq!(held(&shell, &kim).4, "PROVISIONED", "a plan changes nothing");
    let (ran, seen) = shell
        .seen(|| shell.run(&["users", "offboard", "kim@acme.example", "--yes", "--results", "done.csv"]));
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(held(&shell, &kim), (0, 0, 0, 0, "DEPROVISIONED".to_owned()));
    let ended = seen.iter().any(|request| {
        request.method == "DELETE"
            && request.target.contains("/sessions")
            && request.target.contains("oauthTokens=true")
    });
    assert!(ended, "sessions end with their tokens");
    let record = std::fs::read_to_string(shell.directory.path().join("done.csv")).unwrap();
    assert!(record.contains("kim@acme.example,offboarded"), "{record}");
    let again = shell.run(&["users", "offboard", "kim@acme.example", "--yes"]);
    assert!(again.code == 0 && again.err.contains("nothing to do"), "{}", again.err);
}

#[test]
fn a_step_that_is_left_out_is_not_done() {
    let (shell, kim) = shell();
    let without = "sessions,factors,roles,groups,deactivation";
    let (_, seen) = shell.seen(|| shell.ok(&["users", "offboard", &kim, "--without", without, "--yes"]));
    assert_eq!(held(&shell, &kim), (1, 1, 1, 1, "PROVISIONED".to_owned()), "the app by the group stays");
    assert!(!seen.iter().any(|request| request.target.contains("/sessions")));
    let refused = shell.run(&["users", "offboard", &kim, "--without", "everything"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
}

/// What cannot be done now must not keep the account alive.
#[test]
fn a_step_that_fails_stops_nothing_and_the_next_run_does_it() {
    let (shell, kim) = shell();
    shell
        .org
        .inject(Fault::error("E0000009").on("DELETE", "/api/v1/groups/{groupId}/users/{userId}").times(20));
    let path = format!("/api/v1/users/{kim}/roles/*");
    shell.org.inject(Fault::error("E0000006").on("DELETE", &path));
    let ran = shell.run(&["users", "offboard", "kim@acme.example", "--without", "groups", "--yes"]);
    assert!(ran.code == 7 && ran.err.contains("left: role"), "{} {}", ran.code, ran.err);
    let (factors, _, groups, apps, status) = held(&shell, &kim);
    assert_eq!((factors, groups, apps, status.as_str()), (0, 1, 0, "DEPROVISIONED"));
    shell.org.clear_faults();
    shell.ok(&["users", "offboard", "kim@acme.example", "--yes"]);
    assert_eq!(held(&shell, &kim), (0, 0, 0, 0, "DEPROVISIONED".to_owned()));
}

#[test]
fn a_file_is_one_plan_and_protected_people_stay() {
    let (shell, kim) = shell();
    let me = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    let write = |text: &str| std::fs::write(shell.directory.path().join("leavers.csv"), text).unwrap();
    write(&format!("login,last day\nkim@acme.example,2026-01-31\n{me},2026-01-31\n"));
    // Nobody else administers the org.
    let ran = shell.run(&["users", "offboard", "--file", "leavers.csv", "--yes", "--force"]);
    assert!(ran.code == 2 && ran.out.contains("no super administrator"), "{} {}", ran.out, ran.err);
    assert_eq!(held(&shell, &kim).4, "PROVISIONED");
    shell.ok(&["user-roles", "assign", "lee@acme.example", "SUPER_ADMIN"]);
    let lee = shell.json(&["users", "get", "lee@acme.example"])["id"].as_str().unwrap().to_owned();
    // An administrator who cannot sign in does not count.
    let ran = shell.run(&["users", "offboard", "--file", "leavers.csv", "--yes", "--force"]);
    assert!(ran.code == 2 && ran.out.contains("no super administrator"), "{} {}", ran.out, ran.err);
    let password = json!({ "credentials": { "password": { "value": "Correct-horse-7" } } }).to_string();
    let ran = shell.run_with(&password, &["api", "POST", &format!("users/{lee}"), "--yes", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = shell.run(&["users", "offboard", "--file", "leavers.csv", "--yes"]);
    assert!(ran.code == 6 && ran.err.contains("owner of the token"), "{} {}", ran.out, ran.err);
    let ran = shell.run(&["users", "offboard", "--file", "leavers.csv", "--yes", "--skip-protected"]);
    assert_eq!(ran.code, 7, "{}", ran.err);
    assert_eq!(held(&shell, &kim).4, "DEPROVISIONED");
    write("login\nnobody@acme.example\nkim@acme.example\nKIM@acme.example\n");
    let ran = shell.run(&["users", "offboard", "--file", "leavers.csv", "--yes"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    for text in ["there is no such user", "row 3 as well"] {
        assert!(ran.out.contains(text), "{text}: {}", ran.out);
    }
}
