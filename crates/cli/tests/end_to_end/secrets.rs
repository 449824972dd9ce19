//! What stands at a wrong place, or in a body, is shown nowhere: not in errors, not in requests that are shown.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell, finish};

const GUIDE: &str = include_str!("../../../../docs/configuration.md");
const SECRET: &str = "s3cretMARKER";

/// Base64 of PEM whose end is cut off.
const BASE64: &str = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JSUV2UUlCQURBTkJna3Foa2lHOXcw";

/// A variable of each setting, from the table of the guide.
fn variables() -> Vec<&'static str> {
    let rows = GUIDE.lines().filter(|line| line.starts_with("| `"));
    let all: Vec<_> = rows.filter_map(|row| row.split('|').nth(3)?.split('`').nth(1)).collect();
    assert!(all.len() > 25, "{all:?}");
    all
}

fn assert_hidden(ran: &Ran, what: &str) {
    let all = format!("{}{}", ran.out, ran.err).to_lowercase();
    for part in ["s3cret", "marker", &BASE64[..30].to_lowercase()] {
        assert!(!all.contains(part), "{what}: {all}");
    }
}

/// The trap: a key given as Base64, or a token behind the wrong variable, ends in the log of a build.
#[test]
fn no_setting_of_the_environment_is_shown() {
    let shell = Shell::new();
    let shapes = [SECRET.to_owned(), format!("https://me:{SECRET}@acme.okta.com/"), BASE64.to_owned()];
    for variable in variables() {
        for value in &shapes {
            for arguments in
                [&["auth", "status"][..], &["users", "list", "-v"], &["auth", "status", "--offline"]]
            {
                let mut command = shell.command(arguments);
                if variable == "OKTA_CLIENT_PRIVATEKEY" {
                    command.env_remove("OKTA_CLIENT_TOKEN");
                    command.env("OKTA_CLIENT_CLIENTID", "0oa1").env("OKTA_CLIENT_SCOPES", "okta.users.read");
                }
                command.env("OKTA_CLIENT_REQUESTTIMEOUT", "2").env(variable, value);
                assert_hidden(&finish(command, ""), &format!("{variable}={value} {arguments:?}"));
            }
        }
    }
}

#[test]
fn no_value_of_okta_yaml_or_of_a_profile_is_shown() {
    let shell = Shell::new();
    let directory = shell.directory.path();
    for yaml in
        ["concurrency: X", "orgUrl: X", "scopes: [X]", "privateKey: X", "token: [X, [X]]", "X: 1", "X"]
    {
        let yaml = format!("okta:\n  client:\n    {}\n", yaml.replace('X', SECRET));
        std::fs::write(directory.join("okta.yaml"), &yaml).unwrap();
        assert_hidden(&shell.by_profile("", &["auth", "status"]), &yaml);
        assert_hidden(&shell.run(&["users", "list", "-v"]), &yaml);
    }
    std::fs::remove_file(directory.join("okta.yaml")).unwrap();
    std::fs::create_dir_all(directory.join("config")).unwrap();
    let profile = json!({
        "org_url": "https://acme.okta.com", "credential": "access-token", "secret": "command",
        "token_command": "exit 3", "client_id": "0oa1", "key_id": "k",
    });
    for key in ["org_url", "credential", "secret", "token_command", "client_id", "scopes", "dpop", "token"] {
        let mut profile = profile.clone();
        profile[key] =
            Value::from(if key == "token_command" { format!("exit 3 # {SECRET}") } else { SECRET.into() });
        let lines = profile.as_object().unwrap().iter().map(|(key, value)| format!("{key} = {value}\n"));
        let file = format!("current = \"acme\"\n[profile.acme]\n{}", lines.collect::<String>());
        std::fs::write(directory.join("config/config.toml"), &file).unwrap();
        for arguments in [&["auth", "status"][..], &["auth", "list"], &["users", "list"]] {
            assert_hidden(&shell.by_profile("", arguments), &file);
        }
    }
}

#[test]
fn no_option_is_shown_in_an_error() {
    let shell = Shell::new();
    let cases: [&[&str]; 15] = [
        &["auth", "login", "acme", SECRET],
        &["auth", "login", "acme", "--org-url", SECRET],
        &["auth", "login", "acme", "--org-url", "https://acme.okta.com", "--token", SECRET],
        &[
            "auth",
            "login",
            "acme",
            "--org-url",
            "https://x",
            "--client-id",
            "0oa1",
            "--scopes",
            "a",
            "--private-key",
            SECRET,
        ],
        &["auth", "switch", SECRET],
        &["auth", "set", SECRET, "--read-only", "true"],
        &["--org", SECRET, "users", "list"],
        &["users", SECRET],
        &[SECRET],
        &["users", "list", "--limit", SECRET],
        &["users", "list", "-o", SECRET],
        &["api", "users", "-f", SECRET],
        &["api", "users", "-F", "password=@s3cretMARKER"],
        &["api", "POST", "users", "--input", "{\"password\":\"s3cretMARKER\"}"],
        &["groups", "update", "x", "--set", "a:=s3cretMARKER"],
    ];
    for arguments in cases {
        let ran = shell.by_profile(SECRET, arguments);
        assert_ne!(ran.code, 0, "{arguments:?}");
        assert_hidden(&ran, &format!("{arguments:?}"));
        let json = shell.run_with(SECRET, &[arguments, &["-o", "json"]].concat());
        assert_hidden(&json, &format!("{arguments:?} in JSON"));
    }
}

/// The help promises that `--dry-run` and `--curl` show no secret, whichever command and body it is.
#[test]
fn requests_that_are_shown_have_no_secret_of_any_body() {
    let shell = Shell::new();
    let hook = json!({
        "name": "Audit", "events": {"type": "EVENT_TYPE", "items": ["user.lifecycle.create"]},
        "channel": {"type": "HTTP", "version": "1.0.0", "config": {
            "uri": format!("https://me:{SECRET}@hooks.example/?token={SECRET}"),
            "headers": [{"key": "x-key", "value": SECRET}],
            "authScheme": {"type": "HEADER", "key": "authorization", "value": SECRET},
        }},
    });
    let more = json!({
        "name": "x",
        "settings": {"token": SECRET, "app": {"adminPassword": SECRET, "apiKey": SECRET}},
        "credentials": {
            "password": {"hash": {"algorithm": "SHA-1", "salt": SECRET, "value": SECRET}},
            "recovery_question": {"question": "Q", "answer": SECRET},
            "oauthClient": {"client_secret": SECRET},
        },
        "provider": {"configuration": {"secretKey": SECRET, "sharedSecret": SECRET}},
        "configuration": {"serviceAccountJson": {"private_key": SECRET, "client_x509": SECRET}, "tokenSigningKey": SECRET},
        "certificate": {"privateKey": SECRET}, "aesKey": SECRET, "passCode": SECRET, "stateToken": SECRET,
        "jwks": {"keys": [{"kty": "RSA", "n": "n", "d": SECRET}]},
    });
    let hidden = "channel.config.authScheme.value=s3cretMARKER";
    for body in [&hook, &more] {
        let commands: [&[&str]; 7] = [
            &["event-hooks", "create", "--input", "-"],
            &["inline-hooks", "create", "--input", "-"],
            &["event-hooks", "create", "--set", "name=x", "--set", hidden],
            &["call", "createEventHook", "--input", "-"],
            &["api", "eventHooks", "--input", "-"],
            &[
                "api",
                "eventHooks?token=s3cretMARKER",
                "-f",
                "password=s3cretMARKER",
                "-H",
                "x-api-key: s3cretMARKER",
            ],
            &["api", "POST", "sessions/s3cretMARKER/lifecycle/refresh"],
        ];
        for (arguments, form) in
            commands.iter().flat_map(|command| [(command, "--dry-run"), (command, "--curl")])
        {
            let ran = shell.run_with(&body.to_string(), &[arguments, &[form, "-v"][..]].concat());
            assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
            assert_hidden(&ran, &format!("{arguments:?} {form}"));
        }
    }
}
