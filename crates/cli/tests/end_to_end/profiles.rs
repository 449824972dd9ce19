//! Profiles: login, status, switch, logout; where secrets are, and where they never are.

use serde_json::{Value, json};

use crate::shell::{KEY, Ran, Shell, finish};

fn rows(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_session_with_two_orgs() {
    let (acme, other) = (Shell::new(), Shell::new());
    let ann = acme.user("ann@acme.example");
    acme.log_in("acme", &[]);
    let login = ["auth", "login", "test", "--org-url", &other.url, "--insecure-storage"];
    let ran = acme.by_profile(other.org.token(), &login);
    assert_eq!(ran.code, 0, "{}", ran.err);

    // The first login is the current one; the other is a word away.
    assert!(ran.err.contains("the current profile is acme still"), "{}", ran.err);
    assert_eq!(acme.by_profile("", &["users", "get", &ann]).code, 0);
    assert_eq!(acme.by_profile("", &["users", "get", &ann, "--org", "test"]).code, 3);
    assert_eq!(acme.by_profile("", &["auth", "switch", "test"]).code, 0);
    assert_eq!(acme.by_profile("", &["users", "get", &ann]).code, 3);
    assert_eq!(acme.by_profile("", &["auth", "switch", "acme"]).code, 0);

    let names: Vec<Value> = rows(&acme.by_profile("", &["auth", "list"]))
        .iter()
        .map(|row| json!([row["name"], row["current"]]))
        .collect();
    assert_eq!(names, [json!(["acme", "*"]), json!(["test", ""]), json!(["local", ""])]);

    assert_eq!(acme.by_profile("", &["auth", "logout"]).code, 0);
    let ran = acme.by_profile("", &["users", "list"]);
    assert_eq!(ran.code, 2, "no profile is the current one, and none is taken for it");
    assert!(ran.err.contains("auth switch NAME") && ran.err.contains("test"), "{}", ran.err);
    let files: Vec<_> = std::fs::read_dir(acme.directory.path().join("config/secrets")).unwrap().collect();
    assert_eq!(files.len(), 1, "the secret is gone with the profile");
}

#[test]
fn status_says_where_each_value_comes_from() {
    let shell = Shell::new();
    shell.log_in("acme", &["--protect", "break@acme.example"]);
    let told = |ran: &Ran| -> Vec<(String, String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        rows(ran)
            .iter()
            .map(|row| (text(&row["setting"]), text(&row["value"]), text(&row["source"])))
            .collect()
    };
    let ran = shell.by_profile("", &["auth", "status"]);
    let file = shell.directory.path().join("config/config.toml").display().to_string();
    let of = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    let expected = [
        of("org", "acme", "the current profile"),
        of("orgUrl", &shell.url, &file),
        of("credential", "api-token", &file),
        of("secret", "***", "a file that only you can read"),
        of("read-only", "false", &file),
        of("protected", "break@acme.example", &file),
        of("lets in", "admin@localhost.example", "the org"),
    ];
    assert_eq!(told(&ran), expected);

    // The environment comes first, and a file after it fills in what it leaves open.
    std::fs::write(
        shell.directory.path().join("okta.yaml"),
        "okta:\n  client:\n    token: 00wrong\n    requestTimeout: 7\n",
    )
    .unwrap();
    let ran = shell.run(&["auth", "status"]);
    let expected = [
        of("orgUrl", &shell.url, "OKTA_CLIENT_ORGURL"),
        of("token", "***", "OKTA_CLIENT_TOKEN"),
        of("requestTimeout", "7", "okta.yaml, line 4"),
        of("lets in", "admin@localhost.example", "the org"),
    ];
    assert_eq!(told(&ran), expected);
}

#[test]
fn okta_yaml_names_the_org_where_nothing_else_does() {
    let shell = Shell::new();
    let yaml = format!("okta:\n  client:\n    orgUrl: {}\n    token: {}\n", shell.url, shell.org.token());
    std::fs::write(shell.directory.path().join(".okta.yaml"), yaml).unwrap();
    assert_eq!(shell.by_profile("", &["users", "list"]).code, 0);
    #[cfg(unix)]
    for (mode, told) in [(0o644, true), (0o600, false)] {
        use std::os::unix::fs::PermissionsExt;
        let file = shell.directory.path().join(".okta.yaml");
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
        let ran = shell.by_profile("", &["auth", "status"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(ran.err.contains("other people may be able to read"), told, "{mode:o}: {}", ran.err);
    }
    // A profile that was chosen is not overruled by a file that happens to lie around.
    let other = Shell::new();
    let ann = other.user("ann@acme.example");
    let login = ["auth", "login", "other", "--org-url", &other.url, "--insecure-storage"];
    assert_eq!(shell.by_profile(other.org.token(), &login).code, 0);
    assert_eq!(shell.by_profile("", &["users", "get", &ann]).code, 0);
}

#[test]
fn a_secret_is_where_it_was_put_and_nowhere_else() {
    let shell = Shell::new();
    shell.log_in("acme", &[]);
    let token = shell.org.token().to_owned();
    let config = shell.directory.path().join("config");
    assert!(!std::fs::read_to_string(config.join("config.toml")).unwrap().contains(&token));
    let commands: [&[&str]; 5] = [
        &["auth", "status", "-v"],
        &["auth", "list", "-o", "json"],
        &["users", "list", "-v", "--timing"],
        &["groups", "create", "--name", "x", "--curl"],
        &["users", "get", "nobody"],
    ];
    for arguments in commands {
        let ran = shell.by_profile("", arguments);
        assert!(!format!("{}{}", ran.out, ran.err).contains(&token), "{arguments:?}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for path in [config.join("config.toml"), config.join("secrets/acme")] {
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
        }
        let secret = config.join("secrets/acme");
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o644)).unwrap();
        let ran = shell.by_profile("", &["users", "list"]);
        assert!(ran.code == 6 && ran.err.contains("other people may be able to read"), "{}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn a_command_prints_the_secret_whenever_it_is_needed() {
    let shell = Shell::new();
    let token = shell.directory.path().join("token");
    std::fs::write(&token, format!("{}\n", shell.org.token())).unwrap();
    let login = ["auth", "login", "vault", "--org-url", &shell.url, "--token-command", "cat token"];
    assert_eq!(shell.by_profile("", &login).code, 0);
    assert_eq!(shell.by_profile("{}", &["users", "list"]).code, 0);
    for (command, said) in [("exit 3", "failed"), ("true", "printed no text")] {
        let mut arguments = login;
        arguments[6] = command;
        let ran = shell.by_profile("", &arguments);
        assert!(ran.code == 4 && ran.err.contains(said), "{}", ran.err);
    }
    std::fs::remove_file(token).unwrap();
    assert_eq!(shell.by_profile("", &["users", "list"]).code, 4);
}

#[test]
fn a_service_app_is_let_in_by_its_key_with_and_without_dpop() {
    for dpop in [false, true] {
        let shell = Shell::new();
        let client_id = shell.robot(dpop);
        let mut login = vec![
            "auth",
            "login",
            "robot",
            "--org-url",
            &shell.url,
            "--insecure-storage",
            "--client-id",
            &client_id,
            "--scopes",
            "okta.users.read",
            "--private-key",
            "robot.jwk",
        ];
        login.extend(dpop.then_some("--dpop"));
        let ran = shell.by_profile("", &login);
        assert_eq!(ran.code, 0, "dpop {dpop}: {}", ran.err);
        std::fs::remove_file(shell.directory.path().join("robot.jwk")).unwrap();
        assert_eq!(shell.by_profile("", &["users", "list", "--fields", "id"]).out.lines().count(), 1);
        let ran = shell.by_profile("", &["groups", "list"]);
        assert_eq!(ran.code, 4, "{}", ran.err);
        assert!(ran.err.contains("okta.groups.read"), "the scope that is missing is named: {}", ran.err);
        let curl = shell.by_profile("", &["groups", "create", "--name", "x", "--curl"]);
        assert!(curl.out.contains("Bearer $OKTA_CLIENT_ACCESSTOKEN"), "{}", curl.out);
        let private = serde_json::from_str::<Value>(KEY).unwrap()["d"].as_str().unwrap().to_owned();
        assert!(!ran.err.contains(&private));
    }
}

#[test]
fn what_does_not_go_together_is_told_before_anything_is_stored() {
    let key = "-----BEGIN PRIVATE KEY-----\nnot a key\n-----END PRIVATE KEY-----\n";
    let shell = Shell::new();
    std::fs::write(shell.directory.path().join("robot.pem"), key).unwrap();
    let login = [
        "auth",
        "login",
        "robot",
        "--org-url",
        &shell.url,
        "--insecure-storage",
        "--client-id",
        "0oa1",
        "--scopes",
        "okta.users.read",
        "--private-key",
        "robot.pem",
    ];
    let ran = shell.by_profile("", &login);
    assert!(ran.code == 2 && ran.err.contains("robot.pem"), "what is no key is told: {}", ran.err);
    let lacking: [(&[&str], &str); 3] = [
        (&["--credential", "private-key"], "--client-id"),
        (&["--client-id", "0oa1"], "--client-id and --scopes"),
        (&["--dpop"], "--dpop"),
    ];
    for (more, said) in lacking {
        let arguments =
            [&["auth", "login", "x", "--org-url", &shell.url, "--insecure-storage"], more].concat();
        let ran = shell.by_profile("00x", &arguments);
        assert!(ran.code == 2 && ran.err.contains(said), "{more:?}: {}", ran.err);
    }
}

#[test]
fn an_org_that_does_not_let_in_stays_unknown() {
    let shell = Shell::new();
    let login = ["auth", "login", "acme", "--org-url", &shell.url, "--insecure-storage"];
    let ran = shell.by_profile("00wrong\n", &login);
    assert!(ran.code == 4 && !ran.err.contains("00wrong"), "{}", ran.err);
    assert!(!shell.directory.path().join("config/secrets/acme").exists());
    assert_eq!(shell.by_profile("", &login).code, 2, "no secret was given");
    let ran = shell.by_profile("x", &["auth", "login", "acme", "--org-url", "http://acme.example"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn without_a_keyring_it_is_said_what_else_there_is() {
    let shell = Shell::new();
    let mut command = shell.command(&["auth", "login", "acme", "--org-url", &shell.url]);
    command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    command.env_remove("XDG_RUNTIME_DIR");
    let ran = finish(command, shell.org.token());
    if cfg!(target_os = "linux") {
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.err.contains("keyring") && ran.err.contains("--insecure-storage"), "{}", ran.err);
    }
}

#[test]
fn near_misses_are_told() {
    let shell = Shell::new();
    shell.log_in("production", &[]);
    let ran = shell.by_profile("", &["auth", "switch", "producton"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean production?"), "{}", ran.err);
    let ran = shell.by_profile("", &["--org", "producton", "users", "list"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean production?"), "{}", ran.err);
}
