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
    let ran = shell.run(&["users", "list", "--fields", "id,profile.lgoin"]);
    assert!(ran.code == 0 && ran.err.contains("did you mean profile.login?"), "{}", ran.err);
    let ran = shell.run(&["users", "list", "--fields", "id,profile.costCenter"]);
    assert_eq!(ran.err, "", "an attribute that nobody has may well be one");
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
