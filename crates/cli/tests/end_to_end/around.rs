//! What stands around the commands: completion, manual pages, topics, jq, dates, times.

use crate::shell::{Shell, bare, finish};

/// What a shell is offered for the last word.
fn offered(shell: &Shell, words: &[&str]) -> Vec<String> {
    let mut command = shell.command(&[&["--", "oktars"], words].concat());
    command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN");
    command.env("OKTARS_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.env("_CLAP_IFS", "\n");
    let ran = finish(command, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out.lines().map(str::to_owned).collect()
}

#[test]
fn a_shell_completes_what_only_the_org_and_the_catalogue_know() {
    let shell = Shell::new();
    shell.ok(&["groups", "create", "--name", "Engineering"]);
    shell.log_in("acme-prod", &[]);
    let cases: [(&[&str], &str); 8] = [
        (&["use"], "users"),
        (&["users", "deac"], "deactivate"),
        (&["--org", "acme"], "acme-prod"),
        (&["auth", "switch", "loc"], "local"),
        (&["call", "listPolic"], "listPolicies"),
        (&["call", "listPolicies", "--res"], "--resource-id"),
        (&["users", "list", "--fields", "id,login=profile.lo"], "id,login=profile.login"),
        (&["groups", "members", "Eng"], "Engineering"),
    ];
    for (words, expected) in cases {
        let offered = offered(&shell, words);
        assert!(offered.iter().any(|word| word == expected), "{words:?}: {offered:?}");
    }
    let (_, seen) = shell.seen(|| offered(&shell, &["groups", "members", "Eng"]));
    assert!(seen.is_empty(), "the names were asked for a moment ago");
}

#[test]
fn every_shell_gets_its_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = finish(bare(&["completion", shell]), "");
        assert!(ran.code == 0 && ran.out.contains("OKTARS_COMPLETE"), "{shell}: {}", ran.err);
    }
}

#[test]
fn manual_pages_are_those_of_the_commands() {
    let directory = tempfile::tempdir().unwrap();
    let ran = finish(bare(&["man", "--dir", directory.path().to_str().unwrap()]), "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for name in ["oktars", "oktars-users-list", "oktars-user-types-create", "oktars-call"] {
        let page = std::fs::read_to_string(directory.path().join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{name}");
    }
    let page = finish(bare(&["man", "users", "list"]), "");
    assert!(page.out.contains("Example"), "{}", page.out);
    assert_eq!(finish(bare(&["man", "nothing"]), "").code, 2);
}

#[test]
fn help_is_of_commands_and_of_topics() {
    let help = |words: &[&str]| finish(bare(&[&["help"], words].concat()), "");
    assert!(help(&["exit-codes"]).out.contains("7   of many changes"));
    assert!(help(&["call", "listPolicies"]).out.contains("okta.policies.read"));
    assert_eq!(help(&["users", "list"]).out, finish(bare(&["users", "list", "--help"]), "").out);
    let topics = help(&["topics"]).out;
    for name in topics.lines().skip(1).filter_map(|line| line.split_whitespace().next()) {
        let ran = help(&[name]);
        assert!(ran.code == 0 && ran.out.lines().count() > 3, "{name}");
        assert!(ran.out.lines().all(|line| line.len() <= 115), "{name} fits a terminal");
    }
    let ran = help(&["user"]);
    assert!(ran.code == 0 && ran.out.contains("deactivate"));
    assert!(help(&["nonsense"]).code == 2);
}

#[test]
fn jq_sees_each_item_or_the_array_and_api_sees_the_body() {
    let shell = Shell::with_users(250);
    assert_eq!(shell.ok(&["users", "list", "--jq", ".id"]).lines().count(), 251);
    assert_eq!(shell.ok(&["users", "list", "--jq", "length", "-o", "json"]), "251\n");
    assert_eq!(shell.ok(&["users", "get", "me", "--jq", ".profile.login"]), "admin@localhost.example\n");
    assert_eq!(shell.ok(&["api", "users", "--paginate", "--jq", "length"]), "200\n51\n");
    assert_eq!(shell.ok(&["api", "users/me", "--jq", "[.status, 1.0]"]), "[\"ACTIVE\",1.0]\n");
    for wrong in [
        &["--jq", ".["][..],
        &["--jq", "nosuch"],
        &["--jq", ".", "-o", "csv"],
        &["--jq", ".", "--fields", "id"],
    ] {
        let ran = shell.run(&[&["users", "list"], wrong].concat());
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong:?}: {}", ran.err);
    }
    let told: [(&[&str], i32, &str); 5] = [
        (&["users", "list", "--jq", ".foo bar"], 2, "at character 6 should stand nothing more"),
        (&["users", "list", "--jq", ". | nosuch"], 2, "not defined in jq, at character 5"),
        (&["users", "list", "--jq", ".[].x.y"], 1, "--jq sees one item at a time: write `.id`"),
        (&["users", "list", "--jq", ".profile", "-o", "json"], 1, "begin with `.[]`"),
        (&["users", "get", "me", "--jq", ".status.x"], 1, "--jq sees one item"),
    ];
    for (arguments, code, message) in told {
        let ran = shell.run(arguments);
        assert!(ran.code == code && ran.err.contains(message), "{arguments:?}: {}", ran.err);
        assert!(!ran.err.contains("cannot be written"), "{}", ran.err);
    }
}

#[test]
fn dates_are_oktas_unless_a_zone_is_asked_for() {
    let shell = Shell::new();
    let cell = |more: &[&str]| {
        let mut command =
            shell.command(&[&["users", "get", "me", "--fields", "created", "-o", "csv"], more].concat());
        command.env("TZ", "Asia/Tokyo");
        finish(command, "").out.lines().nth(1).unwrap().to_owned()
    };
    let own = cell(&[]);
    assert!(own.ends_with('Z') && own.contains('T'), "{own}");
    let time: jiff::Timestamp = own.parse().unwrap();
    let utc = time.strftime("%Y-%m-%d %H:%M:%S").to_string();
    assert_eq!(cell(&["--time", "utc"]), utc);
    assert_ne!(cell(&["--time", "local"]), utc);
    let json = shell.ok(&["users", "get", "me", "--time", "local"]);
    assert!(json.contains(&own), "JSON is Okta's own");
}

#[test]
fn colours_are_asked_for_and_refused() {
    let shell = Shell::new();
    let colored = |more: &[&str], variable: Option<(&str, &str)>| {
        let mut command = shell.command(&[&["users", "list", "-o", "table"], more].concat());
        command.envs(variable);
        finish(command, "").out.contains('\u{1b}')
    };
    assert!(!colored(&[], None), "a pipe has none");
    assert!(colored(&[], Some(("CLICOLOR_FORCE", "1"))));
    assert!(colored(&["--color", "always"], None));
    assert!(colored(&["--color", "always"], Some(("NO_COLOR", "1"))), "what is asked for by hand counts");
    assert!(!colored(&["--color", "never"], Some(("CLICOLOR_FORCE", "1"))));
}

#[test]
fn a_field_that_nothing_has_is_told_where_another_is_meant() {
    let shell = Shell::with_users(3);
    let id = shell.json(&["groups", "create", "--name", "Blue"])["id"].as_str().unwrap().to_owned();
    let wrong: [(&[&str], &str); 9] = [
        (&["users", "list", "--fields", "id,profile.lgoin"], "did you mean profile.login?"),
        (&["users", "list", "--fields", "departmnt"], "did you mean profile.department?"),
        (&["users", "get", "me", "--fields", "profile.costCentre"], "did you mean profile.costCenter?"),
        (&["users", "list", "--fields", "id,nonsense"], "none of these has nonsense"),
        (&["groups", "list", "--fields", "profile.nmae"], "did you mean profile.name?"),
        (&["groups", "get", &id, "--fields", "nam"], "did you mean profile.name?"),
        (&["api", "users", "--fields", "Status"], "did you mean status?"),
        (&["api", "users", "--paginate", "--fields", "profile.firstname"], "did you mean profile.firstName?"),
        (&["auth", "status", "--fields", "seting"], "did you mean setting?"),
    ];
    for (arguments, told) in wrong {
        for form in ["ndjson", "json", "csv", "yaml", "table", "wide"] {
            let ran = shell.run(&[arguments, &["-o", form]].concat());
            assert!(
                ran.code == 2 && ran.err.contains(told),
                "{arguments:?} {form}: {} {}",
                ran.code,
                ran.err
            );
        }
    }
    // What the schema has may well be empty for all; so may what stands in an object that differs from one to the next.
    let right: [&[&str]; 6] = [
        &["users", "list", "--fields", "id,profile.costCenter"],
        &["users", "list", "--fields", "credentials.emails"],
        &["users", "list", "--search", "id eq \"none\"", "--fields", "id,nonsense"],
        &["logs", "list", "--fields", "target.displayName,debugContext.debugData.risk"],
        &["apps", "list", "--fields", "nonsense"],
        &["users", "list", "--limit", "1", "--fields", "profile.secondEmail,profile.nickName"],
    ];
    for arguments in right {
        let ran = shell.run(arguments);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    // What was changed was changed.
    let ran = shell.run(&["groups", "update", &id, "--name", "Red", "--fields", "nmae"]);
    assert!(ran.code == 0 && ran.err.contains("did you mean"), "{}", ran.err);
}

#[test]
fn the_headings_of_the_usual_output_are_names() {
    let shell = Shell::new();
    let login = "admin@localhost.example";
    let headings = shell.ok(&["users", "list", "-o", "csv"]).lines().next().unwrap().to_owned();
    assert_eq!(
        shell.ok(&["users", "list", "-o", "csv", "--fields", &headings]),
        shell.ok(&["users", "list", "-o", "csv"])
    );
    let cases: [(&[&str], String); 5] = [
        (
            &["users", "list", "--fields", "login,status", "-o", "csv"],
            format!("login,status\n{login},ACTIVE\n"),
        ),
        (&["users", "list", "--fields", "who=login"], format!("{{\"who\":\"{login}\"}}\n")),
        (&["users", "get", "me", "--fields", "login", "-o", "yaml"], format!("login: {login}\n")),
        (&["users", "get", "me", "--fields", "login", "-o", "table"], format!("login  {login}\n")),
        (&["groups", "get", "Everyone", "--fields", "name", "-o", "csv"], "name\nEveryone\n".to_owned()),
    ];
    for (arguments, expected) in cases {
        assert_eq!(shell.ok(arguments), expected, "{arguments:?}");
    }
    // In JSON, an object's own member of that name comes first.
    shell.user("ann@acme.example");
    let events = ["logs", "list", "--where", "eventType=user.lifecycle.create", "--fields", "actor"];
    assert!(shell.ok(&events).starts_with("{\"actor\":{\"id\""));
    let csv = shell.ok(&[&events[..], &["-o", "csv"]].concat());
    assert!(!csv.contains('{') && csv.lines().count() == 2, "{csv}");
}

#[test]
fn a_place_in_a_list_is_written_in_both_ways() {
    let shell = Shell::new();
    shell.user("ann@acme.example");
    let first = |fields: &str| {
        let of =
            ["logs", "list", "--where", "eventType=user.lifecycle.create", "-o", "csv", "--fields", fields];
        shell.ok(&of).lines().nth(1).unwrap().to_owned()
    };
    for fields in [
        "t=target[0].alternateId",
        "t=target.0.alternateId",
        "t=target[].alternateId",
        "target[*].alternateId",
    ] {
        assert_eq!(first(fields), "ann@acme.example", "{fields}");
    }
    let ran = shell.run(&["users", "list", "--fields", "a[0"]);
    assert!(ran.code == 2 && ran.err.contains("not a field"), "{}", ran.err);
}

#[test]
fn timing_adds_up_on_stderr() {
    let shell = Shell::new();
    let ran = shell.run(&["users", "list", "--timing"]);
    assert!(ran.err.contains("in all") && ran.err.contains("1 attempts"), "{}", ran.err);
}

#[test]
fn hostile_values_do_no_harm_in_any_form() {
    let shell = Shell::new();
    let long = "x".repeat(10_000);
    let values = ["=cmd|' /C calc'!A0", "two\nlines", "\u{202e}gpj", "\u{1b}[2J", "a,b;\"c\"", &long];
    for value in values {
        let body = serde_json::json!({"profile": {"name": "G", "description": value}});
        let id = shell.run_with(&body.to_string(), &["api", "groups", "--input", "-", "--jq", ".id"]).out;
        let id = id.trim();
        if id.is_empty() {
            assert!(value.len() > 1_000, "only what is too long may be refused: {value:?}");
            continue;
        }
        let fields = ["--fields", "profile.description"];
        let json = shell.ok(&[&["groups", "get", id], &fields[..]].concat());
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read["profile.description"], value);
        let yaml = shell.ok(&[&["groups", "get", id, "-o", "yaml"], &fields[..]].concat());
        assert_eq!(yaml.lines().count(), 1, "{yaml}");
        let table = shell.ok(&[&["groups", "get", id, "-o", "table"], &fields[..]].concat());
        assert_eq!(table.lines().count(), 1, "{table}");
        assert!(!table.trim_end().contains(char::is_control) && !table.contains('\u{202e}'));
        let csv = shell.ok(&[&["groups", "get", id, "-o", "csv"], &fields[..]].concat());
        assert!(!csv.lines().nth(1).unwrap().trim_start_matches('"').starts_with('='), "{csv}");
        shell.ok(&["groups", "delete", id, "--yes"]);
    }
}
