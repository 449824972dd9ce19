//! Commands that are a table: a resource is made, changed, listed and removed.

use serde_json::{Value, json};

use crate::shell::{Shell, line};

/// A resource: its command, what stands before an id, how one is made, and a member that is changed.
struct Case {
    command: &'static str,
    create: &'static [&'static str],
    change: (&'static str, &'static str),
    lifecycle: bool,
}

const CASES: [Case; 6] = [
    Case {
        command: "trusted-origins",
        create: &[
            "--set",
            "name=Portal",
            "--set",
            "origin=https://portal.acme.example",
            "--set",
            r#"scopes:=[{"type":"CORS"}]"#,
        ],
        change: ("name", "Renamed"),
        lifecycle: true,
    },
    Case {
        command: "network-zones",
        create: &[
            "--set",
            "type=IP",
            "--set",
            "name=Office",
            "--set",
            r#"gateways:=[{"type":"CIDR","value":"192.0.2.0/24"}]"#,
        ],
        change: ("name", "Headquarters"),
        lifecycle: true,
    },
    Case {
        command: "behaviors",
        create: &[
            "--set",
            "type=VELOCITY",
            "--set",
            "name=Fast",
            "--set",
            r#"settings:={"velocityKph":805}"#,
        ],
        change: ("name", "Faster"),
        lifecycle: true,
    },
    Case {
        command: "log-streams",
        create: &[
            "--set",
            "type=aws_eventbridge",
            "--set",
            "name=Audit",
            "--set",
            r#"settings:={"eventSourceName":"audit","accountId":"123456789012","region":"eu-central-1"}"#,
        ],
        change: ("name", "Security"),
        lifecycle: true,
    },
    Case {
        command: "brands",
        create: &["--set", "name=Partners"],
        change: ("name", "Suppliers"),
        lifecycle: false,
    },
    Case {
        command: "realms",
        create: &["--set", "profile.name=Partners"],
        change: ("profile.name", "Suppliers"),
        lifecycle: false,
    },
];

fn member<'a>(object: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(object, |object, name| &object[name])
}

/// Whoever can make a thing can see it, change one member of it, switch it, and take it away again.
#[test]
fn a_resource_is_made_changed_listed_and_removed() {
    for Case { command, create, change: (name, value), lifecycle } in CASES {
        let shell = Shell::new();
        let made = shell.json(&[&[command, "create"], create].concat());
        let id = made["id"].as_str().unwrap_or_else(|| panic!("{command}: {made}")).to_owned();

        let changed = shell.json(&[command, "update", &id, "--set", &format!("{name}={value}")]);
        assert_eq!(member(&changed, name), value, "{command}");
        let shown = shell.json(&[command, "get", &id]);
        for (member, before) in made.as_object().unwrap() {
            let moves = ["lastUpdated", "profile", name].contains(&member.as_str());
            assert!(moves || &shown[member] == before, "{command}: {member} is lost by the update");
        }

        if lifecycle {
            shell.ok(&[command, "deactivate", &id]);
            assert_eq!(shell.json(&[command, "get", &id])["status"], "INACTIVE", "{command}");
        }
        let listed = shell.ok(&[command, "list", "-o", "ndjson"]);
        assert!(listed.lines().any(|line| line.contains(&id)), "{command}: {listed}");

        shell.ok(&[command, "delete", &id, "--yes"]);
        assert_ne!(shell.run(&[command, "get", &id]).code, 0, "{command}: it is there still");
    }
}

#[test]
fn roles_are_given_limited_and_taken() {
    let shell = Shell::new();
    let user = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "R&D"])["id"].as_str().unwrap().to_owned();
    let role = shell.json(&["user-roles", "assign", &user, "--set", "type=HELP_DESK_ADMIN"]);
    let role = role["id"].as_str().unwrap();
    let (_, seen) = shell.seen(|| shell.ok(&["user-roles", "add-group", &user, role, &group]));
    let expected = format!("PUT /api/v1/users/{user}/roles/{role}/targets/groups/{group}");
    assert!(seen.iter().any(|request| line(request) == expected));
    assert!(shell.ok(&["user-roles", "groups", &user, role]).contains(&group));
    shell.ok(&["user-roles", "remove", &user, role, "--yes"]);
    assert!(!shell.ok(&["user-roles", "list", &user, "-o", "ndjson"]).contains(role));
}

#[test]
fn users_are_put_below_one_another() {
    let shell = Shell::new();
    let (boss, ann) = (shell.user("boss@acme.example"), shell.user("ann@acme.example"));
    let side = |name: &str| json!({ "name": name, "title": name, "type": "USER" });
    let relation = json!({ "primary": side("manager"), "associated": side("subordinate") });
    let made = shell.run_with(&relation.to_string(), &["linked-objects", "create", "--input", "-"]);
    assert_eq!(made.code, 0, "{}", made.err);
    shell.ok(&["linked-objects", "assign", &ann, "manager", &boss]);
    assert!(shell.ok(&["linked-objects", "of", &boss, "subordinate", "-o", "ndjson"]).contains(&ann));
    shell.ok(&["linked-objects", "delete", "manager", "--yes"]);
    assert!(shell.ok(&["linked-objects", "list", "-o", "ndjson"]).is_empty());
}

#[test]
fn owners_are_added_and_removed() {
    let shell = Shell::new();
    let user = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "R&D"])["id"].as_str().unwrap().to_owned();
    shell.ok(&["group-owners", "add", &group, "--set", &format!("id={user}"), "--set", "type=USER"]);
    assert!(shell.ok(&["group-owners", "list", &group]).contains(&user));
    shell.ok(&["group-owners", "remove", &group, &user, "--yes"]);
    assert!(!shell.ok(&["group-owners", "list", &group]).contains(&user));
}
