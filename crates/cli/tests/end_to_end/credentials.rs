//! Each way of being let in: by profiles with each kind of credential and place of the secret, and by Okta's
//! own variables and files. Whatever is done, no output shows the secret.

use std::io;
use std::sync::mpsc;

use bytes::Bytes;
use oktars::Okta;
use oktars::credential::{PrivateKey, ServiceApp};
use serde_json::Value;

use crate::shell::{KEY, Ran, Shell, finish};

/// An org with a service app that may read users.
struct World {
    shell: Shell,
    client_id: String,
}

impl World {
    fn new() -> World {
        let shell = Shell::new();
        let client_id = shell.robot(false);
        World { shell, client_id }
    }

    /// Logs in with these options and this secret on stdin.
    fn log_in(&self, secret: &str, more: &[&str]) -> Ran {
        let login = ["auth", "login", "acme", "--org-url", &self.shell.url];
        self.shell.by_profile(secret, &[&login[..], more].concat())
    }

    fn as_app<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let app = ["--client-id", &self.client_id, "--scopes", "okta.users.read"];
        app.into_iter().chain(more.iter().copied()).collect()
    }

    /// An assertion that was signed and not used: the org did not get to see it.
    fn assertion(&self) -> String {
        let (send, sent) = mpsc::channel();
        let nowhere = tower::service_fn(move |request: http::Request<Bytes>| {
            send.send(request.into_body()).unwrap();
            async { Err::<http::Response<Bytes>, _>(io::Error::other("nobody is there")) }
        });
        let key = PrivateKey::parse(KEY).unwrap();
        let app = ServiceApp::new(&self.client_id, key).scopes(["okta.users.read"]);
        let okta =
            Okta::builder().org_url(&self.shell.url).credential(app).attempts(1).over(nowhere).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert!(runtime.block_on(okta.get("users").send()).is_err());
        let body = String::from_utf8(sent.recv().unwrap().to_vec()).unwrap();
        let value = body.split('&').find_map(|pair| pair.strip_prefix("client_assertion="));
        value.unwrap_or_else(|| panic!("{body}")).to_owned()
    }

    fn access_token(&self) -> String {
        let body = format!(
            "grant_type=client_credentials&scope=okta.users.read&client_assertion={}\
             &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            self.assertion()
        );
        let request = http::Request::post(format!("{}/oauth2/v1/token", self.shell.url))
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = self.shell.org.handle(request.body(Bytes::from(body)).unwrap());
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        answer["access_token"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    /// What commands of all kinds print by the profile, all together, after one that must be let in.
    fn all_outputs(&self) -> String {
        let commands: [&[&str]; 8] = [
            &["users", "list", "-v", "--timing"],
            &["auth", "status"],
            &["auth", "list", "-o", "json"],
            &["groups", "create", "--name", "x", "--curl"],
            &["groups", "create", "--name", "x", "--dry-run", "-v"],
            &["users", "get", "nobody", "-v"],
            &["users", "get", "nobody", "-o", "json", "-v"],
            &["api", "users/me", "-i", "-v"],
        ];
        let mut all = String::new();
        for (n, arguments) in commands.iter().enumerate() {
            let ran = self.shell.by_profile("", arguments);
            assert!(n > 0 || ran.code == 0, "{}", ran.err);
            all += &format!("{}{}", ran.out, ran.err);
        }
        all
    }

    /// What is in the files of the profiles, apart from those for secrets.
    fn config(&self) -> String {
        std::fs::read_to_string(self.shell.directory.path().join("config/config.toml")).unwrap()
    }
}

/// Whether a text has a secret, or a part of it that is long enough to be one.
fn shows(text: &str, secret: &str) -> bool {
    let piece = &secret[secret.len() - secret.len().min(24)..];
    text.contains(secret) || text.contains(piece)
}

#[test]
fn each_kind_of_secret_lets_in_from_a_file_and_from_a_command_and_is_shown_nowhere() {
    let world = World::new();
    let private = serde_json::from_str::<Value>(KEY).unwrap()["d"].as_str().unwrap().to_owned();
    let api_token = world.shell.org.token().to_owned();
    let access_token = world.access_token();
    let secret_of = |kind: &str| match kind {
        "api-token" => (api_token.clone(), api_token.clone()),
        "access-token" => (access_token.clone(), access_token.clone()),
        "private-key" => (KEY.replace('\n', ""), private.clone()),
        _ => unreachable!("{kind}"),
    };
    for kind in ["api-token", "access-token", "private-key"] {
        let (secret, part) = secret_of(kind);
        let options = match kind {
            "private-key" => world.as_app(&["--credential", kind]),
            _ => vec!["--credential", kind],
        };
        // In a file that only its owner can read.
        let by_file: &[&str] =
            if kind == "private-key" { &["--private-key", "-"] } else { &["--credential", kind] };
        let by_file = if kind == "private-key" { world.as_app(by_file) } else { by_file.to_vec() };
        let ran = world.log_in(&secret, &[&by_file[..], &["--insecure-storage"]].concat());
        assert_eq!(ran.code, 0, "{kind}: {}", ran.err);
        let all = [ran.out, ran.err, world.all_outputs(), world.config()].concat();
        assert!(!shows(&all, &part), "{kind}: {all}");
        let kept = world.shell.directory.path().join("config/secrets/acme");
        assert!(std::fs::read_to_string(&kept).unwrap().contains(&part), "{kind}");
        assert_eq!(world.shell.by_profile("", &["auth", "logout"]).code, 0);
        assert!(!kept.exists(), "{kind}: the secret is gone with the profile");

        // From a command, which prints it whenever it is needed.
        #[cfg(unix)]
        {
            std::fs::write(world.shell.directory.path().join("vault"), &secret).unwrap();
            let ran = world.log_in("", &[&options[..], &["--token-command", "cat vault"]].concat());
            assert_eq!(ran.code, 0, "{kind} by a command: {}", ran.err);
            let all = [ran.out, ran.err, world.all_outputs(), world.config()].concat();
            assert!(!shows(&all, &part), "{kind} by a command: {all}");
            assert!(!kept.exists(), "{kind}: what a command prints is stored nowhere");
            std::fs::remove_file(world.shell.directory.path().join("vault")).unwrap();
            assert_eq!(world.shell.by_profile("", &["users", "list"]).code, 4, "{kind}");
        }
    }
}

/// An assertion with an id is good for one token, and the org gives none for a client secret: both are told.
#[test]
fn an_assertion_is_good_once_and_a_client_secret_never() {
    let world = World::new();
    let assertion = world.assertion();
    let options = world.as_app(&["--credential", "client-assertion", "--insecure-storage", "--no-check"]);
    let ran = world.log_in(&assertion, &options);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(world.shell.by_profile("", &["users", "list"]).code, 0);
    let again = world.shell.by_profile("", &["users", "list", "-v"]);
    assert_eq!(again.code, 4, "{}", again.err);
    assert!(!shows(&format!("{}{}", again.err, world.config()), &assertion), "{}", again.err);

    let options = world.as_app(&["--credential", "client-secret", "--insecure-storage"]);
    let secret = "a-client-secret-of-forty-characters-1234";
    let ran = world.log_in(secret, &options);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(!shows(&ran.err, secret) && ran.err.contains("token"), "{}", ran.err);
}

/// With Okta's own variables the same, and none of them is shown.
#[test]
fn oktas_variables_let_in_each_in_its_mode() {
    let world = World::new();
    let (url, token) = (world.shell.url.as_str(), world.shell.org.token());
    let access_token = world.access_token();
    let key_file = world.shell.directory.path().join("robot.jwk").display().to_string();
    let (id, scopes) =
        (("OKTA_CLIENT_CLIENTID", world.client_id.as_str()), ("OKTA_CLIENT_SCOPES", "okta.users.read"));
    let mode = |mode| ("OKTA_CLIENT_AUTHORIZATIONMODE", mode);
    let cases: [&[(&str, &str)]; 7] = [
        &[("OKTA_CLIENT_TOKEN", token)],
        &[("OKTA_API_TOKEN", token), mode("SSWS")],
        &[("OKTA_CLIENT_TOKEN", &access_token), mode("Bearer")],
        &[("OKTA_CLIENT_ACCESSTOKEN", &access_token)],
        &[("OKTA_CLIENT_PRIVATEKEY", KEY), id, scopes, mode("PrivateKey")],
        &[("OKTA_CLIENT_PRIVATEKEY", &key_file), id, scopes],
        &[("OKTA_CLIENT_PRIVATE_KEY", KEY), ("OKTA_CLIENT_CLIENT_ID", id.1), scopes, mode("PrivateKey")],
    ];
    let private = serde_json::from_str::<Value>(KEY).unwrap()["d"].as_str().unwrap().to_owned();
    for variables in cases {
        for arguments in [&["users", "list", "-v"][..], &["auth", "status"], &["users", "get", "nobody"]] {
            let mut command = world.shell.command(arguments);
            command.env_remove("OKTA_CLIENT_TOKEN").env("OKTA_CLIENT_ORGURL", url);
            command.envs(variables.iter().copied());
            let ran = finish(command, "");
            let expected = if arguments.contains(&"nobody") { 3 } else { 0 };
            assert_eq!(ran.code, expected, "{variables:?}: {}", ran.err);
            let all = format!("{}{}", ran.out, ran.err);
            for secret in [token, &access_token, &private] {
                assert!(!shows(&all, secret), "{arguments:?}: {all}");
            }
        }
    }
}

/// The home directory first, then the two files here, then the environment; `--org` before all of them.
#[test]
fn later_places_overrule_earlier_ones() {
    let shell = Shell::new();
    let home = shell.directory.path().join("home");
    std::fs::create_dir_all(home.join(".okta")).unwrap();
    let yaml = |name: &str, timeout: u32| {
        let token = shell.org.token();
        let text = format!(
            "okta:\n  client:\n    orgUrl: {}\n    token: {token}\n    requestTimeout: {timeout}\n",
            shell.url
        );
        std::fs::write(shell.directory.path().join(name), text).unwrap();
    };
    let timeout = |variable: Option<(&str, &str)>| {
        let mut command = shell.command(&["auth", "status", "--offline", "-o", "ndjson"]);
        command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN");
        command.env("HOME", &home).envs(variable);
        let ran = finish(command, "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        let mut rows = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        let row = rows.find(|row| row["setting"] == "requestTimeout").unwrap();
        let text = |name: &str| row[name].as_str().unwrap().to_owned();
        (text("value"), text("source"))
    };
    let ends = |(value, source): (String, String), expected: &str, end: &str| {
        assert!(value == expected && source.contains(end), "{value} from {source}");
    };
    yaml("home/.okta/okta.yaml", 11);
    ends(timeout(None), "11", "okta.yaml, line 5");
    yaml(".okta.yaml", 12);
    ends(timeout(None), "12", ".okta.yaml, line 5");
    yaml("okta.yaml", 13);
    ends(timeout(None), "13", "okta.yaml, line 5");
    ends(timeout(Some(("OKTA_CLIENT_REQUESTTIMEOUT", "14"))), "14", "OKTA_CLIENT_REQUESTTIMEOUT");
    let status = shell.run(&["auth", "status", "--org", "local", "--offline"]);
    assert!(status.code == 0 && status.out.contains("--org or OKTARS_ORG"), "{}{}", status.out, status.err);
}
