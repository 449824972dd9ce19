//! Logging in again: what is not named stays as it was.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

/// A login of the profile `prod` with the token of an org; `URL` stands for the org's address.
fn login(shell: &Shell, org: &Shell, more: &[&str]) -> Ran {
    let more = more.iter().map(|word| if *word == "URL" { org.url.as_str() } else { word });
    let arguments: Vec<&str> = ["auth", "login", "prod"].into_iter().chain(more).collect();
    shell.by_profile(&format!("{}\n", org.org.token()), &arguments)
}

fn profile(shell: &Shell) -> Value {
    let listed = shell.by_profile("", &["auth", "list", "-o", "ndjson"]);
    let mut rows = listed.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.find(|row| row["name"] == "prod").unwrap()
}

/// A shell with a profile that has guards.
fn guarded() -> Shell {
    let shell = Shell::new();
    let guards = ["--org-url", "URL", "--insecure-storage", "--read-only", "--protect", "break@acme.example"];
    assert_eq!(login(&shell, &shell, &guards).code, 0);
    shell
}

#[test]
fn a_login_renews_the_secret_and_keeps_the_rest() {
    let shell = guarded();
    let before = profile(&shell);
    let secret = shell.directory.path().join("config/secrets/prod");
    for more in [&[][..], &["--org-url", "URL"], &["--insecure-storage"], &["--no-check"]] {
        std::fs::write(&secret, "00expired").unwrap();
        assert_eq!(shell.by_profile("", &["users", "list"]).code, 4);
        let ran = login(&shell, &shell, more);
        assert_eq!(ran.code, 0, "{more:?}: {}", ran.err);
        assert_eq!(profile(&shell), before, "{more:?}");
        assert_eq!(shell.by_profile("", &["users", "list"]).code, 0);
        let create = shell.by_profile("", &["groups", "create", "--name", "x"]);
        assert_eq!(create.code, 6, "it is read-only still: {}", create.err);
    }
}

/// Arguments, and what they change of the profile.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, Value)]);

#[test]
fn what_is_named_changes_and_guards_go_only_where_that_is_said() {
    let cases: [Case<'_>; 6] = [
        (
            &["--protect", "ada@acme.example"],
            &[("protected", json!(["break@acme.example", "ada@acme.example"]))],
        ),
        (&["--protect", "BREAK@acme.example"], &[]),
        (&["--no-protect"], &[("protected", json!([]))]),
        (&["--no-protect", "--protect", "ada@acme.example"], &[("protected", json!(["ada@acme.example"]))]),
        (&["--no-read-only"], &[("readOnly", json!(false))]),
        (&["--credential", "access-token", "--no-check"], &[("credential", json!("access-token"))]),
    ];
    for (more, changes) in cases {
        let shell = guarded();
        let mut expected = profile(&shell);
        changes.iter().for_each(|(name, value)| expected[*name] = value.clone());
        let ran = login(&shell, &shell, more);
        assert_eq!(ran.code, 0, "{more:?}: {}", ran.err);
        assert_eq!(profile(&shell), expected, "{more:?}");
    }
    assert_eq!(login(&guarded(), &Shell::new(), &["--protect", " "]).code, 2);
}

#[test]
fn a_profile_that_becomes_one_of_a_service_app_is_guarded_still() {
    let shell = guarded();
    let client_id = shell.robot(false);
    let app = [
        "--client-id",
        &client_id,
        "--scopes",
        "okta.users.read",
        "--private-key",
        "robot.jwk",
        "--key-id",
        "k1",
    ];
    let ran = login(&shell, &shell, &[&app[..], &["--no-check"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let now = profile(&shell);
    assert_eq!((&now["readOnly"], &now["protected"]), (&json!(true), &json!(["break@acme.example"])));
    assert_eq!((&now["credential"], &now["clientId"]), (&json!("private-key"), &json!(client_id)));
    // Its key is renewed by naming the key alone.
    let ran = login(&shell, &shell, &["--private-key", "robot.jwk", "--key-id", ""]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(profile(&shell), now);
    let ran = login(&shell, &shell, &["--credential", "api-token"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let now = profile(&shell);
    assert_eq!(
        (&now["readOnly"], &now["clientId"], &now["scopes"]),
        (&json!(true), &json!(null), &json!([]))
    );
}

#[test]
fn a_name_gets_another_org_only_if_somebody_agrees() {
    let (shell, other) = (guarded(), Shell::new());
    let before = profile(&shell);
    let ran = login(&shell, &other, &["--org-url", "URL"]);
    assert_eq!(ran.code, 6, "{}", ran.err);
    for told in [&shell.url, &other.url, "--yes"] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert_eq!(profile(&shell), before);
    assert_eq!(shell.by_profile("", &["users", "list"]).code, 0, "the secret is the old one");
    let ran = login(&shell, &other, &["--org-url", "URL", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let now = profile(&shell);
    assert_eq!((&now["org"], &now["readOnly"]), (&json!(other.url), &json!(true)));
}

/// A command prints the secret of one org, which must not be sent to another.
#[cfg(unix)]
#[test]
fn a_command_is_named_anew_for_another_org() {
    let (shell, other) = (Shell::new(), Shell::new());
    std::fs::write(shell.directory.path().join("token"), shell.org.token()).unwrap();
    let ran = login(&shell, &shell, &["--org-url", "URL", "--token-command", "cat token"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(login(&shell, &shell, &[]).code, 0, "the command is kept");
    let (ran, seen) = other.seen(|| login(&shell, &other, &["--org-url", "URL", "--yes"]));
    assert!(ran.code == 2 && ran.err.contains("--token-command"), "{}", ran.err);
    assert!(seen.is_empty());
    let ran = login(&shell, &shell, &["--insecure-storage"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(profile(&shell)["secret"], "file");
}

#[test]
fn a_secret_that_is_refused_takes_no_place() {
    let shell = guarded();
    let ran = shell.by_profile("00wrong\n", &["auth", "login", "prod"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert_eq!(shell.by_profile("", &["users", "list"]).code, 0, "the old one is good still");
}

#[test]
fn a_login_switches_only_where_that_is_said() {
    let (shell, other) = (Shell::new(), Shell::new());
    let current = |shell: &Shell| {
        let listed = shell.by_profile("", &["auth", "list", "-o", "csv", "--fields", "current,name"]);
        let line = listed.out.lines().find_map(|line| line.strip_prefix("*,").map(str::to_owned));
        line.unwrap_or_default()
    };
    shell.log_in("first", &[]);
    assert_eq!(current(&shell), "first");
    let new = ["--org-url", "URL", "--insecure-storage"];
    let ran = login(&shell, &other, &new);
    assert!(ran.err.contains("the current profile is first still"), "{}", ran.err);
    assert_eq!(current(&shell), "first");
    assert_eq!(login(&shell, &other, &["--switch"]).code, 0);
    assert_eq!(current(&shell), "prod");
    assert_eq!(login(&shell, &other, &[]).code, 0);
    assert_eq!(current(&shell), "prod", "the current one stays it");
}

#[test]
fn logout_says_which_guards_go() {
    let shell = guarded();
    let ran = shell.by_profile("", &["auth", "logout"]);
    assert!(ran.err.contains("read-only, protected break@acme.example"), "{}", ran.err);
}

#[test]
fn a_switch_tells_only_of_an_environment_that_names_another_org() {
    let shell = Shell::new();
    shell.log_in("acme", &[]);
    for (named, told) in [("acme", false), ("local", true)] {
        let mut command = shell.command(&["auth", "switch", "acme"]);
        command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN").env("OKTARS_ORG", named);
        let ran = crate::shell::finish(command, "");
        assert_eq!((ran.code, ran.err.contains("comes first")), (0, told), "{}", ran.err);
    }
}

/// A file that is edited by hand keeps its form and its comments.
#[test]
fn profiles_that_were_written_by_hand_are_changed_in_their_places() {
    let forms = [
        "[profile.prod]\n# why\norg_url = \"URL\" # ours\ncredential = \"api-token\"\nsecret = \"file\"\nread_only = true # never!\nprotected = [\n  # the last resort\n  \"break@acme.example\",\n]\n",
        "[profile]\n# why\nprod = { org_url = \"URL\", credential = \"api-token\", secret = \"file\", read_only = true, protected = [\"break@acme.example\"] } # ours\n",
        "# why\nprofile.prod = { org_url = \"URL\", credential = \"api-token\", secret = \"file\", read_only = true, protected = [\"break@acme.example\"] } # ours\n",
        "# why\nprofile = { prod = { org_url = \"URL\", credential = \"api-token\", secret = \"file\", read_only = true, protected = [\"break@acme.example\"] } } # ours\n",
    ];
    for form in forms {
        let shell = Shell::new();
        let path = shell.directory.path().join("config/config.toml");
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let text = format!("current = \"prod\" # mine\n{}", form.replace("URL", &shell.url));
        std::fs::write(&path, &text).unwrap();
        let ran = login(&shell, &shell, &[]);
        assert_eq!(ran.code, 0, "{form}: {}", ran.err);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "only the secret is new");
        shell.log_in("other", &[]);
        let ran = login(&shell, &shell, &["--protect", "ada@acme.example"]);
        assert_eq!(ran.code, 0, "{form}: {}", ran.err);
        let now = profile(&shell);
        assert_eq!(
            (&now["readOnly"], &now["protected"]),
            (&json!(true), &json!(["break@acme.example", "ada@acme.example"]))
        );
        let text = std::fs::read_to_string(&path).unwrap();
        let comments = ["# mine", "# why", "# ours", "# never!", "# the last resort"];
        for comment in comments.into_iter().filter(|comment| form.contains(comment)) {
            assert!(text.contains(comment), "{comment}: {text}");
        }
        assert_eq!(shell.by_profile("", &["auth", "logout", "other"]).code, 0);
        assert_eq!(profile(&shell)["org"], json!(shell.url));
    }
}
