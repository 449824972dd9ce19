//! Finding what is meant: searches that say which word is wrong, times that are counted back, names in any case, and
//! suggestions where nothing has the name.

use serde_json::Value;

use crate::shell::Shell;

fn person(shell: &Shell, login: &str, first: &str, last: &str, more: &[&str]) -> String {
    let create = ["users", "create", "--login", login, "--first-name", first, "--last-name", last];
    shell.json(&[&create, more].concat())["id"].as_str().unwrap().to_owned()
}

/// Each mistake, in every command that takes an expression: what the hint must have.
#[test]
fn an_expression_that_is_refused_is_explained() {
    let shell = Shell::new();
    let cases: [(&[&str], &str, &str); 18] = [
        (
            &["users", "list", "--search"],
            r#"profile.departmnt eq "Legal""#,
            "did you mean profile.department?",
        ),
        (&["users", "list", "--search"], r#"department eq "Legal""#, "write profile.department"),
        (&["users", "list", "--search"], "profile.department eq Legal", r#"profile.department eq "Legal""#),
        (&["users", "list", "--search"], "profile.department eq 'Legal'", r#"double quotes: "Legal""#),
        (&["users", "list", "--search"], "not (lastLogin pr)", "--inactive-for 90d"),
        (&["users", "list", "--search"], r#"status ne "ACTIVE""#, "two comparisons"),
        (&["users", "list", "--search"], r#"profile.department co "L""#, "sw finds"),
        (&["users", "list", "--search"], r#"profile.login == "a""#, "write `eq`"),
        (&["users", "list", "--filter"], r#"profile.department eq "L""#, "it takes status"),
        (&["users", "list", "--filter"], r#"staus eq "ACTIVE""#, "did you mean status?"),
        (&["groups", "list", "--search"], r#"name sw "Eng""#, "write profile.name"),
        (&["groups", "list", "--search"], r#"profile.nam sw "Eng""#, "did you mean profile.name?"),
        (&["groups", "list", "--filter"], r#"typ eq "OKTA_GROUP""#, "did you mean type?"),
        (&["apps", "list", "--filter"], "status eq ACTIVE", r#"status eq "ACTIVE""#),
        (&["logs", "list", "--filter"], "eventType = \"x\"", "write `eq`"),
        (&["logs", "list", "--where"], "eventTyp=x", "did you mean eventType?"),
        (&["call", "listUsers", "--search"], "status eq ACTIVE", r#"status eq "ACTIVE""#),
        (&["call", "listGroups", "--search"], "profile.name eq 'x'", "double quotes"),
    ];
    for (command, expression, said) in cases {
        let ran = shell.run(&[command, &[expression]].concat());
        assert_eq!(ran.code, 1, "{command:?} {expression}: {}", ran.err);
        let hint = ran.err.lines().find(|line| line.trim_start().starts_with("hint:")).unwrap_or_default();
        assert!(hint.contains(said), "{command:?} {expression}: {}", ran.err);
    }
    let ran = shell.run(&["api", "users?search=status%20eq%20ACTIVE"]);
    assert!(ran.err.contains(r#"status eq "ACTIVE""#), "{}", ran.err);
    let ran = shell.run(&["users", "list", "--search", "status eq ACTIVE", "-o", "json"]);
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert!(error["error"]["hint"].as_str().unwrap().contains("double quotes"), "{error}");
}

/// Two names together are the start of no name.
#[test]
fn two_names_behind_q_find_nobody_and_that_is_said() {
    let shell = Shell::new();
    person(&shell, "ada@acme.example", "Ada", "Adler", &[]);
    let ran = shell.run(&["users", "list", "--q", "Ada Adler"]);
    assert!(
        ran.code == 0 && ran.out.is_empty() && ran.err.contains("--q takes the start of one name"),
        "{}",
        ran.err
    );
    assert_eq!(shell.run(&["users", "list", "--q", "Ada"]).err, "");
}

/// A search sees an attribute that the org added, since its schema is asked.
#[test]
fn an_attribute_of_the_org_is_known() {
    let shell = Shell::new();
    let add = r#"definitions.custom.properties.badgeNumber:={"title":"Badge","type":"string"}"#;
    shell.ok(&["schemas", "update", "default", "--set", add]);
    let ran = shell.run(&["users", "list", "--search", r#"profile.badgeNumbr eq "7""#]);
    assert!(ran.err.contains("did you mean profile.badgeNumber?"), "{}", ran.err);
    shell.ok(&["users", "list", "--search", r#"profile.badgeNumber eq "7""#]);
}

#[test]
fn times_are_counted_back_in_expressions() {
    let shell = Shell::new();
    person(&shell, "ann@acme.example", "Ann", "Lee", &[]);
    let count = |arguments: &[&str]| shell.ok(arguments).lines().filter(|line| line.contains("ann@")).count();
    let cases: [(&[&str], usize); 6] = [
        (&["users", "list", "--search", "created gt 1d"], 1),
        (&["users", "list", "--search", "created lt 1d"], 0),
        (&["users", "list", "--filter", "lastUpdated gt 2h"], 1),
        (&["users", "list", "--filter", "lastUpdated lt 2h"], 0),
        (&["users", "list", "--search", "created gt 2020-01-31 and created lt 2999-01-31"], 1),
        (&["call", "listUsers", "--search", "created gt 1d"], 1),
    ];
    for (arguments, expected) in cases {
        assert_eq!(count(arguments), expected, "{arguments:?}");
    }
    let (_, seen) = shell.seen(|| shell.ok(&["users", "list", "--search", r#"profile.nickName eq "90d""#]));
    assert!(seen[0].target.contains("%2290d%22"), "a text stays: {}", seen[0].target);
    let groups = shell.ok(&["groups", "list", "--search", "lastMembershipUpdated gt 30d"]);
    assert!(groups.contains("Everyone"), "{groups}");
}

/// Who signed in long ago, and who never did; the clock is that of the org.
#[test]
fn people_who_did_not_sign_in_for_a_while_are_found() {
    let shell = Shell::new();
    for login in ["often@acme.example", "long@acme.example"] {
        let create = [
            "users",
            "create",
            "--login",
            login,
            "--first-name",
            "A",
            "--last-name",
            "B",
            "--password-stdin",
        ];
        assert_eq!(shell.run_with("Tr0ub4dor and 3", &create).code, 0);
    }
    person(&shell, "never@acme.example", "N", "N", &[]);
    let sign_in = |login: &str| {
        let body = format!(r#"{{"username":"{login}","password":"Tr0ub4dor and 3"}}"#);
        let ran = shell.run_with(&body, &["api", "POST", "authn", "--input", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    sign_in("long@acme.example");
    shell.org.advance(100 * 24 * 3600);
    sign_in("often@acme.example");
    let logins = |arguments: &[&str]| {
        let arguments = [arguments, &["-o", "csv", "--fields", "login=profile.login"]].concat();
        let mut found: Vec<String> = shell.ok(&arguments).lines().skip(1).map(str::to_owned).collect();
        found.retain(|login| !login.starts_with("admin"));
        found.sort();
        found
    };
    assert_eq!(
        logins(&["users", "list", "--inactive-for", "90d"]),
        ["long@acme.example", "never@acme.example"]
    );
    assert_eq!(logins(&["users", "list", "--inactive-for", "200d"]), ["never@acme.example"]);
    let narrowed = ["users", "list", "--inactive-for", "12w", "--search", r#"profile.login sw "long""#];
    assert_eq!(logins(&narrowed), ["long@acme.example"]);
    let one = shell.ok(&["users", "list", "--inactive-for", "90d", "--limit", "1", "-o", "csv"]);
    assert_eq!(one.lines().count(), 2, "{one}");
    for wrong in ["90", "yesterday", "-3d"] {
        assert_eq!(shell.run(&["users", "list", &format!("--inactive-for={wrong}")]).code, 2, "{wrong}");
    }
}

#[test]
fn members_of_one_group_who_are_in_no_other_are_listed() {
    let shell = Shell::new();
    for group in ["All", "Some", "Few"] {
        shell.ok(&["groups", "create", "--name", group]);
    }
    for (login, groups) in [("a@b.test", "All"), ("c@d.test", "All Some"), ("e@f.test", "All Few")] {
        person(&shell, login, "A", "B", &[]);
        for group in groups.split(' ') {
            shell.ok(&["groups", "add-user", group, login]);
        }
    }
    let logins = |more: &[&str]| {
        let list = ["groups", "members", "All", "-o", "csv", "--fields", "login=profile.login"];
        let mut found: Vec<String> =
            shell.ok(&[&list, more].concat()).lines().skip(1).map(str::to_owned).collect();
        found.sort();
        found
    };
    assert_eq!(logins(&["--not-in", "Some"]), ["a@b.test", "e@f.test"]);
    assert_eq!(logins(&["--not-in", "some", "--not-in", "FEW"]), ["a@b.test"]);
    assert_eq!(logins(&["--not-in", "All"]), Vec::<String>::new());
    assert_eq!(logins(&[]).len(), 3);
}

/// Somebody who is named by anything but a login is not found, and the hint says who may be meant.
#[test]
fn a_user_who_is_not_found_is_suggested() {
    let shell = Shell::new();
    person(&shell, "ada.adler@acme.example", "Ada", "Adler", &["--set", "employeeNumber=10004"]);
    let cases: [&[&str]; 8] = [
        &["users", "get", "10004"],
        &["users", "get", "Ada Adler"],
        &["users", "get", "Adler Ada"],
        &["users", "update", "adla", "--set", "title=x"],
        &["users", "get", "ada.adler@acme.exampel"],
        &["groups", "add-user", "Everyone", "adler"],
        &["factors", "list", "adler"],
        &["api", "users/Adler"],
    ];
    for arguments in cases {
        let ran = shell.run(arguments);
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        let hint = ran.err.split("hint:").nth(1).unwrap_or_default();
        let is_known = hint.contains("did you mean ada.adler@acme.example (Ada Adler)?");
        assert!(is_known || arguments.contains(&"adla"), "{arguments:?}: {}", ran.err);
    }
    let ran = shell.run(&["users", "get", "nobody.at.all"]);
    assert!(ran.code == 3 && ran.err.contains("oktars users list --q START"), "{}", ran.err);
}

/// Groups and apps, and everything else that has a list and names: in any case, by name, with suggestions.
#[test]
fn names_are_taken_in_any_case_and_misspelt_ones_get_a_suggestion() {
    let shell = Shell::new();
    shell.ok(&["groups", "create", "--name", "Engineering"]);
    let app =
        ["apps", "create", "--set", "name=bookmark", "--set", "label=Portal", "--set", "signOnMode=BOOKMARK"];
    let settings =
        ["--set", "settings.app.url=https://x.test", "--set", "settings.app.requestIntegration:=false"];
    shell.ok(&[&app[..], &settings].concat());
    let zone = r#"{"type":"IP","name":"Office","gateways":[{"type":"CIDR","value":"10.0.0.0/8"}]}"#;
    assert_eq!(shell.run_with(zone, &["network-zones", "create", "--input", "-"]).code, 0);
    let server = ["--set", "name=Payroll", "--set", r#"audiences:=["https://pay.example"]"#];
    shell.ok(&[&["auth-servers", "create"], &server[..]].concat());
    let rule = group_rule(&shell, "SalesToSupport", "Engineering");
    let found: [(&[&str], &str); 9] = [
        (&["groups", "get", "engineering"], "Engineering"),
        (&["groups", "get", "ENGINEERING"], "Engineering"),
        (&["apps", "get", "portal"], "Portal"),
        (&["group-rules", "get", "SalesToSupport"], &rule),
        (&["group-rules", "get", "salestosupport"], &rule),
        (&["network-zones", "get", "office"], "Office"),
        (&["auth-servers", "get", "payroll"], "Payroll"),
        (&["auth-server-scopes", "list", "payroll"], "openid"),
        (&["group-rules", "activate", "salesToSupport"], ""),
    ];
    for (arguments, expected) in found {
        let ran = shell.run(arguments);
        assert!(ran.code == 0 && ran.out.contains(expected), "{arguments:?}: {}{}", ran.out, ran.err);
    }
    let misspelt: [(&[&str], &str); 8] = [
        (&["groups", "get", "Enginering"], "did you mean Engineering?"),
        (&["apps", "get", "Portall"], "did you mean Portal?"),
        (&["apps", "users", "portl"], "did you mean Portal?"),
        (&["group-rules", "activate", "SalesToSuport"], "did you mean SalesToSupport?"),
        (&["network-zones", "get", "Offcie"], "did you mean Office?"),
        (&["auth-servers", "get", "Payrol"], "did you mean Payroll?"),
        (&["policies", "get", "Defualt Policy"], "did you mean Default Policy?"),
        (&["policy-rules", "list", "Defalt Policy"], "did you mean Default Policy?"),
    ];
    for (arguments, expected) in misspelt {
        let ran = shell.run(arguments);
        assert!(ran.code == 3 && ran.err.contains(expected), "{arguments:?}: {}", ran.err);
    }
}

/// A rule by whose name it can be found; gives its id.
fn group_rule(shell: &Shell, name: &str, group: &str) -> String {
    let group = shell.json(&["groups", "get", group])["id"].as_str().unwrap().to_owned();
    let rule = serde_json::json!({
        "type": "group_rule", "name": name,
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.title==\"x\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [group] } },
    });
    let ran = shell.run_with(&rule.to_string(), &["group-rules", "create", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str::<Value>(&ran.out).unwrap()["id"].as_str().unwrap().to_owned()
}

/// Okta says that there is no such user, or that the token may not; both send people the wrong way.
#[test]
fn why_a_user_or_a_group_cannot_be_changed_is_said() {
    let shell = Shell::new();
    shell.ok(&["groups", "create", "--name", "Support"]);
    person(&shell, "gone@acme.example", "G", "G", &[]);
    shell.ok(&["users", "deactivate", "gone@acme.example", "--yes"]);
    let ran = shell.run(&["groups", "add-user", "Support", "gone@acme.example"]);
    assert!(ran.code != 0 && ran.err.contains("gone@acme.example is deactivated"), "{}", ran.err);
    person(&shell, "ann@acme.example", "A", "A", &[]);
    let ran = shell.run(&["groups", "remove-user", "Everyone", "ann@acme.example", "--force"]);
    assert!(ran.code != 0 && ran.err.contains("Okta fills itself"), "{}", ran.err);
    assert!(!ran.err.contains("the token has the rights"), "{}", ran.err);
}

#[test]
fn an_attribute_that_the_schema_lacks_gets_a_suggestion() {
    let shell = Shell::new();
    person(&shell, "ann@acme.example", "A", "A", &[]);
    let cases: [(&[&str], i32); 5] = [
        (&["users", "update", "ann@acme.example", "--set", "nickname=Ann"], 1),
        (&["users", "update", "ann@acme.example", "--set", "nickname=Ann", "--dry-run"], 2),
        (&["users", "update", "ann@acme.example", "--clear", "nickname", "--dry-run"], 2),
        (&["users", "update", "ann@acme.example", "--clear", "nickname"], 2),
        (
            &[
                "users",
                "create",
                "--login",
                "x@y.test",
                "--first-name",
                "X",
                "--last-name",
                "Y",
                "--set",
                "nickname=x",
            ],
            1,
        ),
    ];
    for (arguments, code) in cases {
        let ran = shell.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("did you mean nickName?"), "{arguments:?}: {}", ran.err);
    }
    let ran = shell.run(&["users", "update", "ann@acme.example", "--clear", "shirtsize", "--dry-run"]);
    assert!(ran.code == 2 && ran.err.contains("oktars schemas get"), "{}", ran.err);
    shell.ok(&["users", "update", "ann@acme.example", "--clear", "nickName", "--dry-run"]);
}

#[test]
fn a_type_that_no_event_has_is_told() {
    let shell = Shell::new();
    person(&shell, "ann@acme.example", "A", "A", &[]);
    let cases: [&[&str]; 2] = [
        &["logs", "list", "--where", "eventType=user.lifecycle.craete"],
        &["logs", "list", "--filter", r#"eventType eq "user.lifecycle.craete""#],
    ];
    for arguments in cases {
        let ran = shell.run(arguments);
        assert!(ran.code == 0 && ran.out.is_empty(), "{}", ran.err);
        assert!(ran.err.contains("did you mean user.lifecycle.create?"), "{arguments:?}: {}", ran.err);
    }
    let ran = shell.run(&["logs", "list", "--where", "eventType=user.lifecycle.create"]);
    assert!(ran.out.contains("user.lifecycle.create") && ran.err.is_empty(), "{}", ran.err);
}
