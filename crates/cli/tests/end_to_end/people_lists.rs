//! Everything about one person, and lists that need the whole org: the org and a mirror of it say the same.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

/// An org with people in groups, apps and roles, and its mirror.
fn company() -> Shell {
    let shell = Shell::new();
    for (login, group) in [("ann", "Sales"), ("bob", "Sales"), ("cid", "Legal")] {
        let login = format!("{login}@acme.example");
        shell.user(&login);
        if shell.run(&["groups", "get", group]).code != 0 {
            shell.ok(&["groups", "create", "--name", group]);
        }
        shell.ok(&["groups", "add-user", group, &login]);
    }
    shell.ok(&["groups", "add-user", "Legal", "ann@acme.example"]);
    shell.ok(&["users", "update", "bob@acme.example", "--set", "managerId=ann@acme.example"]);
    shell.ok(&["users", "update", "cid@acme.example", "--set", "manager=Ann Lee"]);
    let app = shell.json(&["apps", "create", "bookmark", "--label", "Wiki", "--url", "https://wiki.example"]);
    shell.ok(&["apps", "create", "bookmark", "--label", "Old", "--url", "https://old.example"]);
    let group = shell.json(&["groups", "get", "Sales"]);
    let ids = [&app["id"], &group["id"]].map(|id| id.as_str().unwrap().to_owned());
    shell.ok(&["call", "assignGroupToApplication", &ids[0], &ids[1]]);
    let role = json!({ "type": "READ_ONLY_ADMIN" }).to_string();
    let ran = shell.run_with(&role, &["api", "POST", "users/ann@acme.example/roles", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    shell.ok(&["mirror", "sync", "m.db", "--factors", "all", "--log-since", "90d", "--quiet"]);
    shell
}

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What the org says, and what the mirror says without asking the org.
fn both(shell: &Shell, arguments: &[&str]) -> [Ran; 2] {
    let org = shell.run(arguments);
    let (mirror, seen) = shell.seen(|| shell.run(&[arguments, &["--mirror", "m.db"]].concat()));
    assert!(seen.is_empty(), "{arguments:?}: {seen:?}");
    assert!(
        mirror.code != 0 || mirror.err.contains("from a mirror of http"),
        "its age is told: {}",
        mirror.err
    );
    [org, mirror]
}

#[test]
fn everything_about_one_person_is_in_the_dossier() {
    let shell = company();
    shell.ok(&["users", "update", "ann@acme.example", "--set", "title=Boss"]);
    shell.ok(&["mirror", "sync", "m.db", "--quiet"]);
    for (at, ran) in both(&shell, &["users", "dossier", "ann@acme.example"]).iter().enumerate() {
        assert_eq!(ran.code, 0, "{}", ran.err);
        let found = rows(&ran.out);
        let row = |section: &str, name: &str| {
            let found = found.iter().find(|row| row["section"] == section && row["name"] == name);
            found.unwrap_or_else(|| panic!("{at}: {section} {name}: {}", ran.out)).clone()
        };
        assert_eq!(row("profile", "title")["status"], "Boss");
        assert_eq!(row("account", "status")["status"], "PROVISIONED");
        assert_eq!(row("groups", "Everyone")["how"], "everybody is");
        assert_eq!(row("groups", "Sales")["how"], "directly");
        let wiki = row("apps", "Wiki");
        assert_eq!(wiki["how"], "by the group Sales", "{wiki}");
        assert_eq!(row("roles", "Read-only Administrator")["how"], "directly");
        let change = row("changes", "user.account.update_profile");
        assert!(change["by"].as_str().unwrap().contains('@'), "{change}");
        assert_eq!(
            row("sessions", "")["status"],
            "not readable",
            "an empty section would say that there are none"
        );
        let title = found.iter().find(|row| row["section"] == "history" && row["name"] == "profile.title");
        assert_eq!(title.is_some(), at == 1, "a mirror knows what was");
    }
    for form in ["json", "yaml", "csv", "table"] {
        let out = shell.ok(&["users", "dossier", "ann@acme.example", "-o", form]);
        assert!(out.contains("Sales") && out.contains("Wiki"), "{form}: {out}");
    }
    let whole = shell.json(&["users", "dossier", "ann@acme.example", "-o", "json"]);
    assert_eq!(whole["user"]["profile"]["login"], "ann@acme.example");
    assert!(whole["sections"]["groups"].as_array().unwrap().len() >= 3, "{whole}");
    let mut command = shell.command(&["users", "dossier", "ann@acme.example", "-o", "xlsx"]);
    let book = command.output().unwrap();
    assert!(book.status.success() && book.stdout.starts_with(b"PK"), "a workbook");
    for (ran, code) in both(&shell, &["users", "dossier", "nobody@acme.example"]).iter().zip([3, 3]) {
        assert_eq!(ran.code, code, "{}", ran.err);
    }
}

/// A rule's group, and one that somebody was added to beside a rule, are told apart where the log tells.
#[test]
fn the_dossier_tells_which_rule_put_somebody_into_a_group() {
    let shell = company();
    shell.ok(&["groups", "create", "--name", "Ruled"]);
    let group = shell.json(&["groups", "get", "Ruled"]);
    let rule = json!({ "type": "group_rule", "name": "All of Legal",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.department==\"Legal\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [group["id"]] } } });
    let ran = shell.run_with(&rule.to_string(), &["api", "POST", "groups/rules", "--input", "-"]);
    let rule: Value = serde_json::from_str(&ran.out).unwrap();
    shell.ok(&["api", "POST", &format!("groups/rules/{}/lifecycle/activate", rule["id"].as_str().unwrap())]);
    shell.ok(&["users", "update", "cid@acme.example", "--set", "department=Legal"]);
    shell.ok(&["mirror", "sync", "m.db", "--quiet"]);
    for ran in both(&shell, &["users", "dossier", "cid@acme.example"]) {
        let ruled = rows(&ran.out).into_iter().find(|row| row["name"] == "Ruled").unwrap();
        assert!(ruled["how"].as_str().unwrap().contains("by the rule All of Legal"), "{ruled}");
    }
}

/// What part of the org was not read is said in its section.
#[test]
fn a_dossier_says_what_could_not_be_read() {
    let shell = company();
    let fault = json!({ "method": "GET", "path": "/api/v1/logs", "status": 403 }).to_string();
    assert_eq!(shell.run_with(&fault, &["api", "POST", "/_local/faults", "--input", "-"]).code, 0);
    let found = rows(&shell.ok(&["users", "dossier", "ann@acme.example"]));
    let changes: Vec<&Value> = found.iter().filter(|row| row["section"] == "changes").collect();
    assert!(changes.len() == 1 && changes[0]["status"] == "not readable", "{changes:?}");
    assert_eq!(shell.run(&["api", "DELETE", "/_local/faults", "--yes"]).code, 0);
    shell.ok(&["mirror", "sync", "users.db", "--only", "users", "--log", "none", "--quiet"]);
    let found = rows(&shell.ok(&["users", "dossier", "ann@acme.example", "--mirror", "users.db"]));
    for section in ["groups", "apps", "roles", "factors", "changes", "sign-ins"] {
        let told = found.iter().find(|row| row["section"] == section).unwrap();
        assert_eq!(told["status"], "not readable", "{section}: {told}");
    }
}

#[test]
fn lists_of_people_are_the_same_from_the_org_and_from_its_mirror() {
    let shell = company();
    let cases: [(&[&str], &[&str]); 6] = [
        (&["--not-in", "Sales"], &["admin", "cid"]),
        (&["--not-in", "legal"], &["admin", "bob"]),
        (&["--manager", "ann@acme.example"], &["bob"]),
        (&["--manager", "Ann Lee"], &["cid"]),
        (&["--without-factor"], &["admin", "ann", "bob", "cid"]),
        (&["--inactive-for", "90d", "--not-in", "Sales"], &["admin", "cid"]),
    ];
    for (options, wanted) in cases {
        for ran in both(&shell, &[&["users", "list"], options].concat()) {
            assert_eq!(ran.code, 0, "{options:?}: {}", ran.err);
            let found: BTreeSet<String> = rows(&ran.out)
                .iter()
                .map(|user| user["profile"]["login"].as_str().unwrap().split('@').next().unwrap().to_owned())
                .collect();
            let wanted: BTreeSet<String> = wanted.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(found, wanted, "{options:?}");
        }
    }
    let limited = shell.ok(&["users", "list", "--not-in", "Sales", "--mirror", "m.db", "--limit", "1"]);
    assert_eq!(limited.lines().count(), 1);
    for (options, code, told) in [
        (&["--not-in", "Nothing", "--mirror", "m.db"][..], 3, "no group"),
        (&["--mirror", "m.db", "--search", "status pr"][..], 2, "--search"),
        (&["--not-in", "Sales", "--mirror", "none.db"][..], 3, "does not exist"),
    ] {
        let ran = shell.run(&[&["users", "list"], options].concat());
        assert_eq!(ran.code, code, "{options:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{options:?}: {}", ran.err);
    }
    shell.ok(&["mirror", "sync", "few.db", "--quiet"]);
    let ran = shell.run(&["users", "list", "--without-factor", "--mirror", "few.db"]);
    assert!(ran.code == 2 && ran.err.contains("administrators only"), "{}", ran.err);
}

#[test]
fn two_groups_are_compared() {
    let shell = company();
    for ran in both(&shell, &["groups", "compare", "Sales", "Legal"]) {
        assert_eq!(ran.code, 0, "{}", ran.err);
        let found: BTreeSet<(String, String)> = rows(&ran.out)
            .iter()
            .map(|row| (row["in"].as_str().unwrap().to_owned(), row["login"].as_str().unwrap().to_owned()))
            .collect();
        let wanted =
            [("Sales", "bob@acme.example"), ("Legal", "cid@acme.example"), ("both", "ann@acme.example")];
        let wanted = wanted.map(|(place, login)| (place.to_owned(), login.to_owned()));
        assert_eq!(found, BTreeSet::from(wanted), "{}", ran.out);
        assert!(ran.err.contains("1 in both, 1 only in Sales, 1 only in Legal"), "{}", ran.err);
    }
    for ran in both(&shell, &["groups", "compare", "Sales", "Nothing"]) {
        assert_eq!(ran.code, 3, "{}", ran.err);
    }
}

/// The shorter the time, the more apps nobody used in it; and the org and its mirror agree.
#[test]
fn apps_that_nobody_uses_are_found() {
    let shell = Shell::demo();
    shell.ok(&["mirror", "sync", "m.db", "--log-since", "90d", "--quiet"]);
    let mut found = Vec::new();
    for time in ["90d", "1m"] {
        let [org, mirror] = both(&shell, &["apps", "unused", "--for", time]);
        assert_eq!((org.code, mirror.code), (0, 0), "{} {}", org.err, mirror.err);
        let labels = |ran: &Ran| {
            let labels = rows(&ran.out).into_iter().map(|app| app["label"].as_str().unwrap().to_owned());
            labels.collect::<BTreeSet<String>>()
        };
        assert_eq!(labels(&org), labels(&mirror), "{time}");
        found.push(labels(&org));
    }
    assert!(found[0].len() < found[1].len() && found[1].is_superset(&found[0]), "{found:?}");
    shell.ok(&["mirror", "sync", "silent.db", "--log", "none", "--quiet"]);
    let ran = shell.run(&["apps", "unused", "--mirror", "silent.db"]);
    assert!(ran.code == 2 && ran.err.contains("no log"), "{}", ran.err);
}
