//! What stands in tables and CSV is named as it is named on the command line: groups, people, roles, policies.

use serde_json::{Value, json};

use crate::shell::Shell;

/// The lines of CSV behind the heading.
fn rows(shell: &Shell, arguments: &[&str]) -> Vec<String> {
    let shown = shell.ok(&[arguments, &["-o", "csv"]].concat());
    shown.lines().skip(1).map(str::to_owned).collect()
}

fn app(shell: &Shell, label: &str) {
    let label = format!("label={label}");
    shell.ok(&[
        "apps",
        "create",
        "--set",
        "name=bookmark",
        "--set",
        &label,
        "--set",
        "signOnMode=BOOKMARK",
        "--set",
        "settings.app.url=https://wiki.acme.example",
        "--set",
        "settings.app.requestIntegration:=false",
    ]);
}

#[test]
fn the_groups_of_an_app_and_of_a_rule_have_names() {
    let shell = Shell::new();
    app(&shell, "Payroll");
    for group in ["Finance", "Legal"] {
        shell.ok(&["groups", "create", "--name", group]);
        shell.ok(&["apps", "assign-group", "Payroll", group]);
    }
    let shown = rows(&shell, &["apps", "groups", "Payroll"]).join("\n");
    assert!(shown.contains("Finance") && shown.contains("Legal"), "{shown}");
    let ids: Vec<Value> =
        ["Finance", "Legal"].map(|name| shell.json(&["groups", "get", name])["id"].clone()).to_vec();
    let rule = json!({
        "type": "group_rule", "name": "Both",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.title==\"x\"" } },
        "actions": { "assignUserToGroups": { "groupIds": ids } },
    });
    assert_eq!(shell.run_with(&rule.to_string(), &["group-rules", "create", "--input", "-"]).code, 0);
    let shown = rows(&shell, &["group-rules", "list"]).join("\n");
    assert!(shown.contains("Finance") && shown.contains("Legal"), "{shown}");
}

#[test]
fn the_users_of_an_app_have_profiles_and_the_group_that_gives_it() {
    let shell = Shell::new();
    app(&shell, "Payroll");
    shell.ok(&["groups", "create", "--name", "Finance"]);
    for login in ["ann@acme.example", "bob@acme.example"] {
        let create = ["users", "create", "--login", login, "--first-name", "Ann", "--last-name", "Lee"];
        shell.ok(&[&create[..], &["--set", "department=Money", "--set", "manager=Kim"]].concat());
    }
    shell.ok(&["groups", "add-user", "Finance", "ann@acme.example"]);
    shell.ok(&["apps", "assign-group", "Payroll", "Finance"]);
    shell.ok(&["apps", "assign-user", "Payroll", "bob@acme.example"]);
    let plain = rows(&shell, &["apps", "users", "Payroll"]);
    assert!(plain.iter().any(|row| row.contains("ann@acme.example") && row.contains("Finance")), "{plain:?}");
    let expanded = rows(&shell, &["apps", "users", "Payroll", "--expand", "user"]);
    let of = |login: &str| expanded.iter().find(|row| row.starts_with(login)).cloned().unwrap_or_default();
    let ann = of("ann@acme.example");
    assert!(ann.starts_with("ann@acme.example,Ann,Lee,Money,,Kim,GROUP,Finance"), "{expanded:?}");
    assert!(of("bob@acme.example").contains("USER,,"), "{expanded:?}");
}

/// Who has an app by a group is not in the file, and that is said.
#[test]
fn an_export_tells_how_many_users_a_group_gives() {
    let shell = Shell::new();
    app(&shell, "Payroll");
    shell.ok(&["groups", "create", "--name", "Finance"]);
    for login in ["ann@acme.example", "bob@acme.example"] {
        shell.user(login);
        shell.ok(&["groups", "add-user", "Finance", login]);
    }
    shell.ok(&["apps", "assign-group", "Payroll", "Finance"]);
    let ran = shell.run(&["apps", "export-users", "users.csv"]);
    assert!(ran.code == 0 && ran.err.contains("left out 2 that come from groups"), "{}", ran.err);
    let ran = shell.run(&["apps", "export-users", "users.csv", "--app", "Payrol"]);
    assert!(ran.code == 3 && ran.err.contains("did you mean Payroll?"), "{}", ran.err);
}

/// An administrator has a role directly, by a group, or limited to some groups.
#[test]
fn administrators_are_listed_with_role_group_and_limits() {
    let shell = Shell::new();
    for login in ["ann@acme.example", "bob@acme.example"] {
        shell.user(login);
    }
    for group in ["Helpers", "Berlin"] {
        shell.ok(&["groups", "create", "--name", group]);
    }
    let given = shell.json(&["user-roles", "assign", "ann@acme.example", "help_desk_admin"]);
    assert_eq!(given["type"], "HELP_DESK_ADMIN");
    let id = given["id"].as_str().unwrap();
    let berlin = shell.json(&["groups", "get", "Berlin"])["id"].as_str().unwrap().to_owned();
    shell.ok(&["user-roles", "add-group", "ann@acme.example", id, &berlin]);
    shell.ok(&["groups", "add-user", "Helpers", "bob@acme.example"]);
    shell.ok(&["group-roles", "assign", "Helpers", "READ_ONLY_ADMIN"]);
    let shown = rows(&shell, &["user-roles", "holders"]);
    let of = |login: &str| shown.iter().filter(|row| row.starts_with(login)).cloned().collect::<Vec<_>>();
    let ann = of("ann@acme.example");
    assert!(ann.len() == 1 && ann[0].starts_with("ann@acme.example,HELP_DESK_ADMIN,,"), "{shown:?}");
    assert!(ann[0].contains("Berlin"), "{shown:?}");
    let bob = of("bob@acme.example");
    assert!(bob.len() == 1 && bob[0].starts_with("bob@acme.example,READ_ONLY_ADMIN,Helpers,"), "{shown:?}");
}

#[test]
fn a_role_is_an_argument_and_a_misspelt_one_gets_a_suggestion() {
    let shell = Shell::new();
    shell.user("ann@acme.example");
    let ran = shell.run(&["user-roles", "assign", "ann@acme.example", "HELPDESK_ADMIN"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean HELP_DESK_ADMIN?"), "{}", ran.err);
    let ran = shell.run(&["user-roles", "assign", "ann@acme.example"]);
    assert!(ran.code == 2 && ran.err.contains("ROLE"), "{}", ran.err);
    shell.ok(&["user-roles", "assign", "ann@acme.example", "--set", "type=APP_ADMIN"]);
}

#[test]
fn policies_of_all_types_are_listed_and_a_type_stands_by_itself() {
    let shell = Shell::new();
    let all = rows(&shell, &["policies", "list"]).join("\n");
    for kind in ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL"] {
        assert!(all.contains(kind), "{kind}: {all}");
    }
    let passwords: [&[&str]; 3] = [
        &["policies", "list", "PASSWORD"],
        &["policies", "list", "password"],
        &["policies", "list", "--type", "PASSWORD"],
    ];
    for arguments in passwords {
        let shown = rows(&shell, arguments);
        assert!(
            !shown.is_empty() && shown.iter().all(|row| row.contains("PASSWORD")),
            "{arguments:?}: {shown:?}"
        );
    }
    assert_eq!(rows(&shell, &["policies", "list", "--limit", "2"]).len(), 2);
    let ran = shell.run(&["policies", "list", "PASSWRD"]);
    assert!(ran.code == 2 && ran.err.contains("PASSWORD") && ran.err.contains("OKTA_SIGN_ON"), "{}", ran.err);
    // A name that policies of several types have means none of them.
    let ran = shell.run(&["policy-rules", "list", "Default Policy"]);
    assert!(ran.code == 2 && ran.err.contains("(PASSWORD)") && ran.err.contains("by its id"), "{}", ran.err);
}

/// The values that Okta's description lists stand in help and errors, of every command.
#[test]
fn the_values_of_a_parameter_are_told() {
    let shell = Shell::new();
    let cases: [(&[&str], &str); 4] = [
        (&["call", "listIdentityProviders", "--type", "SAML"], "SAML2"),
        (&["idps", "list", "--type", "GOOGEL"], "GOOGLE"),
        (&["features", "set", "x", "on"], "ENABLE"),
        (&["org-settings", "get-contact", "OWNER"], "BILLING"),
    ];
    for (arguments, expected) in cases {
        let ran = shell.run(arguments);
        assert!(ran.code == 2 && ran.err.contains(expected), "{arguments:?}: {}", ran.err);
        let command: Vec<&str> = arguments.iter().take(2).copied().chain(["--help"]).collect();
        assert!(shell.ok(&command).contains(expected), "{command:?}");
    }
}

#[test]
fn a_schema_is_a_table_of_attributes() {
    let shell = Shell::new();
    let shown = rows(&shell, &["schemas", "get"]);
    assert!(shown.iter().any(|row| row.starts_with("firstName,First name,string,")), "{shown:?}");
    assert_eq!(shown, rows(&shell, &["schemas", "get", "default"]));
    assert!(rows(&shell, &["schemas", "get-group"]).iter().any(|row| row.starts_with("name,")));
    let whole = shell.json(&["schemas", "get", "-o", "json"]);
    assert!(whole["definitions"]["base"]["properties"]["login"].is_object());
    let created = ["user-types", "create", "--set", "name=contractor", "--set", "displayName=Contractor"];
    shell.ok(&created);
    assert_eq!(rows(&shell, &["schemas", "get", "Contractor"]).len(), shown.len());
    let ran = shell.run(&["schemas", "get", "contractr"]);
    assert!(ran.code == 3 && ran.err.contains("did you mean contractor?"), "{}", ran.err);
}

#[test]
fn api_tokens_have_the_name_of_who_made_them() {
    let shell = Shell::new();
    let me = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    let shown = rows(&shell, &["api-tokens", "list"]).join("\n");
    assert!(shown.contains(&me), "{shown}");
}

/// A secret is shown once, so CSV has it too.
#[test]
fn a_new_client_secret_is_in_every_form() {
    let shell = Shell::new();
    let body = json!({
        "name": "oidc_client", "label": "Portal", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "client_secret_basic" } },
        "settings": { "oauthClient": {
            "application_type": "web", "grant_types": ["authorization_code"], "response_types": ["code"],
            "redirect_uris": ["https://portal.acme.example/cb"],
        } },
    });
    assert_eq!(shell.run_with(&body.to_string(), &["apps", "create", "--input", "-"]).code, 0);
    let shown = shell.ok(&["app-secrets", "create", "Portal", "-o", "csv"]);
    let heading: Vec<&str> = shown.lines().next().unwrap_or_default().split(',').collect();
    let at = heading.iter().position(|name| *name == "secret").unwrap_or_else(|| panic!("{shown}"));
    let row: Vec<&str> = shown.lines().nth(1).unwrap_or_default().split(',').collect();
    assert!(row[at].len() > 20, "{shown}");
}
