//! What is asked, what is refused, and what is not changed.

use serde_json::{Value, json};

use crate::shell::{Shell, line};

/// Runs a command by its profile, and gives the requests that would change something.
fn writes(shell: &Shell, arguments: &[&str]) -> (crate::shell::Ran, Vec<String>) {
    let (ran, seen) = shell.seen(|| shell.by_profile("", arguments));
    (ran, seen.iter().filter(|request| request.method != "GET").map(line).collect())
}

#[test]
fn protected_accounts_need_force_by_whatever_name_and_way() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "Payroll"])["id"].as_str().unwrap().to_owned();
    let bob = shell.user("bob@acme.example");
    shell.ok(&["groups", "add-user", &group, &bob]);
    shell.log_in("acme", &["--protect", "ANN@acme.example", "--protect", "Payroll"]);
    let path = format!("users/{ann}");
    let suspend = format!("users/{ann}/lifecycle/suspend");
    let refused: [&[&str]; 14] = [
        &["users", "deactivate", "ann@acme.example", "--yes"],
        &["users", "deactivate", &ann, "--yes"],
        &["users", "delete", "ann", "--yes"],
        &["users", "suspend", &ann],
        &["users", "update", &ann, "--set", "title=x"],
        &["users", "clear-sessions", "ann@acme.example"],
        &["call", "suspendUser", &ann],
        &["api", "-X", "DELETE", &path],
        &["api", "-X", "POST", &suspend],
        &["groups", "delete", "Payroll", "--yes"],
        &["groups", "remove-user", &group, &bob],
        &["groups", "delete", "Everyone", "--yes"],
        &["users", "suspend", "me"],
        &["users", "deactivate", "admin@localhost.example", "--yes"],
    ];
    for arguments in refused {
        let (ran, sent) = writes(&shell, arguments);
        assert_eq!((ran.code, sent.len()), (6, 0), "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("--force"), "{arguments:?}: {}", ran.err);
    }
    let allowed: [&[&str]; 4] = [
        &["users", "update", "me", "--set", "title=x"],
        &["users", "deactivate", &bob, "--yes"],
        &["users", "update", &ann, "--set", "title=x", "--force"],
        &["users", "deactivate", &ann, "--yes", "--force"],
    ];
    for arguments in allowed {
        let (ran, sent) = writes(&shell, arguments);
        assert_eq!((ran.code, sent.len()), (0, 1), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(shell.by_profile("", &["auth", "set", "acme", "--unprotect", "Payroll"]).code, 0);
    assert_eq!(writes(&shell, &["groups", "remove-user", &group, &bob]).0.code, 0);
}

#[test]
fn an_org_that_is_read_only_is_not_changed() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    shell.log_in("prod", &["--read-only"]);
    let path = format!("users/{ann}");
    let commands: [&[&str]; 8] = [
        &["users", "update", &ann, "--set", "title=x"],
        &["users", "deactivate", &ann, "--yes", "--force"],
        &["groups", "create", "--name", "x"],
        &["api", "groups", "-f", "profile[name]=x"],
        &["api", "-X", "DELETE", &path],
        &["call", "addGroup", "--set", "profile.name=x"],
        &["call", "deleteUser", &ann, "--force", "--yes"],
        &["user-types", "create", "--set", "name=x", "--set", "displayName=X"],
    ];
    for arguments in commands {
        let (ran, sent) = writes(&shell, arguments);
        assert_eq!((ran.code, sent.len()), (6, 0), "{arguments:?}: {}", ran.err);
        let shown = shell.by_profile("", &[arguments, &["--dry-run"]].concat());
        assert_eq!(shown.code, 0, "{arguments:?} can be looked at: {}", shown.err);
    }
    assert_eq!(shell.by_profile("", &["users", "list"]).code, 0);
    assert_eq!(shell.by_profile("", &["auth", "set", "prod", "--read-only", "false"]).code, 0);
    assert_eq!(shell.by_profile("", &["groups", "create", "--name", "x"]).code, 0);
    let mut command = shell.command(&["groups", "create", "--name", "y"]);
    command.env("OKTARS_READ_ONLY", "1");
    assert_eq!(crate::shell::finish(command, "").code, 6);
}

#[test]
fn without_anybody_to_ask_the_answer_is_no() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "Ops"])["id"].as_str().unwrap().to_owned();
    let commands: [&[&str]; 4] = [
        &["users", "deactivate", &ann],
        &["users", "delete", &ann],
        &["users", "reset-factors", &ann],
        &["groups", "delete", &group],
    ];
    for arguments in commands {
        let (ran, seen) = shell.seen(|| shell.run_with("y\n", arguments));
        assert_eq!(ran.code, 6, "{arguments:?}: {}", ran.err);
        assert!(seen.iter().all(|request| request.method == "GET"), "{arguments:?}");
        let org = shell.url.trim_start_matches("https://");
        assert!(ran.err.contains(org) && ran.err.contains("--yes"), "org and way out are told: {}", ran.err);
    }
    assert!(shell.run(&["users", "delete", &ann]).err.contains("ann@acme.example (PROVISIONED)"));
}

#[test]
fn every_change_can_be_looked_at_first() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "Ops"])["id"].as_str().unwrap().to_owned();
    let delete = format!("groups/{group}");
    let commands: [&[&str]; 8] = [
        &["users", "deactivate", &ann],
        &["users", "reset-factors", &ann],
        &["groups", "update", "Ops", "--description", "d"],
        &["groups", "delete", "Ops"],
        &["apps", "create", "--set", "name=bookmark", "--set", "label=L"],
        &["user-types", "create", "--set", "name=x"],
        &["call", "deactivateUser", &ann],
        &["api", "-X", "DELETE", &delete],
    ];
    for arguments in commands {
        for way in ["--dry-run", "--curl"] {
            let (ran, seen) = shell.seen(|| shell.run(&[arguments, &[way]].concat()));
            assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
            assert!(
                ran.out.starts_with(if way == "--curl" { "curl -X " } else { "" })
                    && ran.out.contains("/api/v1/")
            );
            assert!(seen.iter().all(|request| request.method == "GET"), "{arguments:?} {way}");
        }
    }
}

/// A replacement that leaves out what Okta does not tell could take it away.
#[test]
fn a_secret_that_okta_does_not_tell_is_not_lost_by_an_update() {
    let shell = Shell::new();
    let scheme = json!({"type": "HEADER", "key": "Authorization", "value": "s3cret"});
    let config = json!({"uri": "https://pay.acme.example/hook", "authScheme": scheme});
    let hook = json!({
        "name": "Payroll", "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create"]},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": config},
    });
    let made = shell.run_with(&hook.to_string(), &["event-hooks", "create", "--input", "-"]);
    let made: Value = serde_json::from_str(&made.out).unwrap();
    let update = ["event-hooks", "update", made["id"].as_str().unwrap(), "--set", "name=Pay"];
    let (ran, seen) = shell.seen(|| shell.run(&update));
    assert_eq!(ran.code, 6, "{}", ran.err);
    assert!(
        ran.err.contains("channel.config.authScheme.value") && ran.err.contains("--input"),
        "{}",
        ran.err
    );
    assert!(seen.iter().all(|request| request.method == "GET"));
    let again = json!({"channel": {"config": {"authScheme": {"value": "s3cret"}}}}).to_string();
    let (ran, seen) = shell.seen(|| shell.run_with(&again, &[&update[..], &["--input", "-"]].concat()));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let body: Value = serde_json::from_str(&seen.last().unwrap().body).unwrap();
    assert_eq!(
        body["channel"]["config"]["authScheme"]["value"], "[redacted]",
        "it was sent, and is not kept"
    );
    assert_eq!(shell.run(&[&update[..], &["--force"]].concat()).code, 0);
}

#[test]
fn updates_of_what_is_replaced_as_a_whole_lose_nothing() {
    let shell = Shell::new();
    let group = shell.json(&["groups", "create", "--name", "Ops", "--description", "On call"]);
    let updated = shell.json(&["groups", "update", "Ops", "--name", "SRE"]);
    assert_eq!(updated["profile"], json!({"name": "SRE", "description": "On call"}));
    assert_eq!(updated["id"], group["id"]);
    let create = [
        "apps",
        "create",
        "--set",
        "name=bookmark",
        "--set",
        "label=Wiki",
        "--set",
        "signOnMode=BOOKMARK",
        "--set",
        "settings.app.url=https://wiki.acme.example",
        "--set",
        "settings.app.requestIntegration:=false",
    ];
    let app = shell.json(&create);
    let updated = shell.json(&["apps", "update", "Wiki", "--set", "label=The wiki"]);
    assert_eq!(
        (&updated["label"], &updated["settings"]["app"]),
        (&json!("The wiki"), &app["settings"]["app"])
    );
    shell.ok(&["apps", "assign-group", "The wiki", "SRE", "--priority", "0"]);
    let assigned: Value = shell.json(&["apps", "groups", "The wiki"]);
    assert_eq!(assigned["id"], group["id"]);
    shell.ok(&["apps", "unassign-group", "The wiki", "SRE", "--yes"]);
    shell.ok(&["apps", "delete", "The wiki", "--yes"]);
    assert_eq!(shell.run(&["apps", "get", "The wiki"]).code, 3);
    let ran = shell.run(&["groups", "get", "SREs"]);
    assert!(ran.code == 3 && ran.err.contains("did you mean SRE?"), "{}", ran.err);
}
