//! What is said where the org cannot be reached or gives no token: which host, through what, and what helps.

use std::io::{Read, Write};
use std::net::TcpListener;

use oktars_local::{Org, Server, Tls};

use crate::shell::{Shell, bare, finish};

/// Answers each connection with this text, and counts them.
fn answering(text: &'static str) -> (u16, std::sync::mpsc::Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (count, counted) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = stream.write_all(text.as_bytes());
            let _ = count.send(());
        }
    });
    (port, counted)
}

fn served_with_tls() -> (Org, String, String) {
    let org = Org::in_memory();
    let tls = Tls::new(&[]).unwrap();
    let certificate = tls.authority().to_owned();
    let server = Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).unwrap().tls(tls);
    let url = server.url();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(server.serve(std::future::pending()))
    });
    (org, url, certificate)
}

/// Nobody waits for six attempts at what cannot become right, and the setting that helps is named.
#[test]
fn a_certificate_that_is_not_trusted_is_told_at_once_and_the_setting_helps() {
    let (org, url, certificate) = served_with_tls();
    let command = |more: &[(&str, &str)]| {
        let mut command = bare(&["users", "list"]);
        command.env("OKTA_CLIENT_ORGURL", &url).env("OKTA_CLIENT_TOKEN", org.token());
        command.envs(more.iter().copied());
        finish(command, "")
    };
    let ran = command(&[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    let host = url.trim_start_matches("https://");
    for said in [host, "not trusted", "OKTA_CLIENT_CACERTIFICATES", "hint:"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.err.contains("attempts") && !ran.err.contains("times"), "one attempt: {}", ran.err);
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ca.pem");
    std::fs::write(&file, &certificate).unwrap();
    let ran = command(&[("OKTA_CLIENT_CACERTIFICATES", file.to_str().unwrap())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// The setting is that of the machine, so it helps a profile too.
#[test]
fn a_profile_trusts_what_the_environment_names() {
    let (org, url, certificate) = served_with_tls();
    let shell = Shell::new();
    let file = shell.directory.path().join("ca.pem");
    std::fs::write(&file, &certificate).unwrap();
    let login = ["auth", "login", "acme", "--org-url", &url, "--insecure-storage"];
    let run = |input: &str, arguments: &[&str], trusts: bool| {
        let mut command = shell.command(arguments);
        command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN");
        if trusts {
            command.env("OKTA_CLIENT_CACERTIFICATES", &file);
        }
        finish(command, input)
    };
    let refused = run(org.token(), &login, false);
    assert!(refused.code != 0 && refused.err.contains("OKTA_CLIENT_CACERTIFICATES"), "{}", refused.err);
    assert_eq!(run(org.token(), &login, true).code, 0);
    assert_eq!(run("", &["users", "list"], true).code, 0);
    assert_eq!(run("", &["users", "list"], false).code, 2);
}

#[test]
fn a_proxy_that_refuses_or_is_not_there_is_named_with_its_setting() {
    const REFUSED: &str = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let (port, connections) = answering(REFUSED);
    let command = |proxy: &str| {
        let mut command = bare(&["users", "list"]);
        command.env("OKTA_CLIENT_ORGURL", "https://acme.okta.com").env("OKTA_CLIENT_TOKEN", "00x");
        for name in ["https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"] {
            command.env_remove(name);
        }
        command.env("HTTPS_PROXY", proxy).env("OKTA_CLIENT_MAXRETRIES", "1");
        finish(command, "")
    };
    let ran = command(&format!("http://ann:s3cretMARKER@127.0.0.1:{port}"));
    assert_eq!(ran.code, 2, "{}", ran.err);
    for said in [&format!("http://127.0.0.1:{port}"), "HTTPS_PROXY", "does not accept", "percent-encoded"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert!(!ran.err.contains("s3cretMARKER"), "{}", ran.err);
    assert_eq!(connections.try_iter().count(), 1, "it was asked once");
    let ran = command(&format!("http://127.0.0.1:{port}"));
    assert!(ran.err.contains("asks for a user name and a password"), "{}", ran.err);
    let ran = command("http://127.0.0.1:9");
    assert_eq!(ran.code, 5, "{}", ran.err);
    for said in ["acme.okta.com", "http://127.0.0.1:9", "HTTPS_PROXY", "NO_PROXY"] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
}

#[test]
fn an_org_that_is_not_there_is_named_and_a_hint_says_what_to_check() {
    for (url, host) in [("http://127.0.0.1:9", "127.0.0.1:9"), ("https://localhost:9", "localhost:9")] {
        let mut command = bare(&["users", "list"]);
        command
            .env("OKTA_CLIENT_ORGURL", url)
            .env("OKTA_CLIENT_TOKEN", "00x")
            .env("OKTA_CLIENT_MAXRETRIES", "1");
        command.env("NO_PROXY", "*");
        let ran = finish(command, "");
        assert_eq!(ran.code, 5, "{}", ran.err);
        assert!(ran.err.contains(host) && ran.err.contains("hint:"), "{}", ran.err);
        assert!(!ran.err.contains("listUsers: "), "the operation has its own line: {}", ran.err);
    }
}

/// An error of the token endpoint is told as any other: what was tried, what came, what helps.
#[test]
fn an_access_token_that_cannot_be_had_is_explained() {
    let shell = Shell::new();
    let client = shell.robot(false);
    let run = |environment: &[(&str, &str)], form: &[&str]| {
        let mut command = shell.command(&[&["users", "list"], form].concat());
        command.env_remove("OKTA_CLIENT_TOKEN").env("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey");
        command.env("OKTA_CLIENT_CLIENTID", &client).env("OKTA_CLIENT_PRIVATEKEY", "robot.jwk");
        command.env("OKTA_CLIENT_SCOPES", "okta.users.read").envs(environment.iter().copied());
        finish(command, "")
    };
    assert_eq!(run(&[], &[]).code, 0);
    let cases = [
        ([("OKTA_CLIENT_PRIVATEKEYID", "other")], "invalid_client", "OKTA_CLIENT_PRIVATEKEYID"),
        ([("OKTA_CLIENT_CLIENTID", "0oa1gjh63g214q0Hq0g4")], "invalid_client", "check the client id"),
        ([("OKTA_CLIENT_SCOPES", "okta.apps.manage")], "invalid_scope", "app-grants"),
    ];
    for (environment, code, hint) in cases {
        let ran = run(&environment, &[]);
        for said in ["tried:", "POST /oauth2/v1/token", code, "status:", hint] {
            assert!(ran.err.contains(said), "{environment:?} {said}: {}", ran.err);
        }
        let ran = run(&environment, &["-o", "json"]);
        let error: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(error["error"]["errorCode"], code, "{error}");
        assert!(error["error"]["hint"].is_string(), "{error}");
    }
}

/// A key or a variable that is misspelt is ignored, and that is said; what stands there may be a secret.
#[test]
fn a_setting_that_is_not_known_is_told() {
    let shell = Shell::new();
    let write = |text: &str| std::fs::write(shell.directory.path().join("okta.yaml"), text).unwrap();
    let run = |variables: &[(&str, &str)]| {
        let mut command = shell.command(&["users", "get", "me"]);
        command
            .env_remove("OKTA_CLIENT_ORGURL")
            .env_remove("OKTA_CLIENT_TOKEN")
            .envs(variables.iter().copied());
        finish(command, "")
    };
    let url = &shell.url;
    write(&format!("okta:\n  client:\n    orgUrl: {url}\n    tokn: s3cretMARKER\n"));
    let ran = run(&[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("okta.yaml, line 4") && ran.err.contains("did you mean token?"), "{}", ran.err);
    assert!(!ran.err.contains("s3cretMARKER"), "{}", ran.err);
    let token = shell.org.token();
    write(&format!("okta:\n  client:\n    orgUrl: {url}\n    token: {token}\n    s3cretMARKER: x\n"));
    let ran = run(&[("OKTA_CLIENT_REQUSTTIMEOUT", "5")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("line 5: this is not a setting"), "{}", ran.err);
    assert!(
        ran.err.contains("OKTA_CLIENT_REQUSTTIMEOUT: this is not a setting; did you mean requestTimeout?"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("s3cretMARKER"), "{}", ran.err);
}

#[test]
fn without_a_current_profile_those_that_are_there_are_named() {
    let shell = Shell::new();
    shell.log_in("acme", &[]);
    assert_eq!(shell.by_profile("", &["auth", "logout", "acme"]).code, 0);
    shell.log_in("other", &[]);
    shell.log_in("third", &[]);
    assert_eq!(shell.by_profile("", &["auth", "logout", "other"]).code, 0);
    let ran = shell.by_profile("", &["users", "list"]);
    assert!(ran.code == 2 && ran.err.contains("third") && ran.err.contains("auth switch"), "{}", ran.err);
    assert!(!ran.err.contains("OKTA_CLIENT_ORGURL is not set"), "{}", ran.err);
}
