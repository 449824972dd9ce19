//! An org on a port, and commands that are run against it.

use std::io::Write;
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};

use oktars_local::{Org, Seed, SeenRequest, Server};
use serde_json::{Value, json};

/// The key of service apps.
pub const KEY: &str = include_str!("../../../oktars/tests/keys/ec256.jwk");

pub struct Shell {
    pub org: Org,
    pub url: String,
    pub directory: tempfile::TempDir,
}

/// What a command left.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Shell {
    /// With an org that holds as little as can be.
    pub fn new() -> Self {
        Shell::over(Org::in_memory())
    }

    /// With an org of so many users.
    pub fn with_users(count: usize) -> Self {
        Shell::over(Org::builder().seed(Seed::Users(count)).build().unwrap())
    }

    /// With the company of the local org, whose people have signed in to apps.
    pub fn demo() -> Self {
        Shell::over(Org::builder().seed(Seed::Demo).build().unwrap())
    }

    /// With this org.
    pub fn over(org: Org) -> Self {
        let server = Server::bind(org.clone(), SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let url = server.url();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(server.serve(std::future::pending()))
        });
        Shell { org, url, directory: tempfile::tempdir().unwrap() }
    }

    /// The command with no other environment than the org's.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        command.current_dir(&self.directory).env("OKTARS_CONFIG_DIR", self.directory.path().join("config"));
        command.env("OKTA_CLIENT_ORGURL", &self.url).env("OKTA_CLIENT_TOKEN", self.org.token());
        command
    }

    /// The command with nothing but the profiles that were made.
    pub fn by_profile(&self, input: &str, arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN");
        finish(command, input)
    }

    /// Makes a profile of the org, and the current one.
    pub fn log_in(&self, name: &str, more: &[&str]) {
        let arguments =
            [&["auth", "login", name, "--org-url", &self.url, "--insecure-storage"], more].concat();
        let ran = self.by_profile(&format!("{}\n", self.org.token()), &arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with("", arguments)
    }

    pub fn run_with(&self, input: &str, arguments: &[&str]) -> Ran {
        finish(self.command(arguments), input)
    }

    /// Runs what is to succeed, and gives what it printed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        ran.out
    }

    /// Runs what is to print one object.
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.ok(arguments)).unwrap()
    }

    /// Makes a user and gives the id.
    pub fn user(&self, login: &str) -> String {
        let names = ["--first-name", "Ann", "--last-name", "Lee"];
        let create = [&["users", "create", "--login", login], &names[..]].concat();
        self.json(&create)["id"].as_str().unwrap().to_owned()
    }

    /// Makes a service app that may read users, and gives its client id; its key is in `robot.jwk`.
    pub fn robot(&self, dpop: bool) -> String {
        let key = oktars::credential::PrivateKey::parse(KEY).unwrap();
        let app = json!({
            "name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
            "settings": { "oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"],
                "jwks": { "keys": [key.public_jwk()] }, "dpop_bound_access_tokens": dpop,
            } },
        });
        let ran = self.run_with(&app.to_string(), &["apps", "create", "--input", "-"]);
        let app: Value = serde_json::from_str(&ran.out).unwrap();
        let grant = json!({ "issuer": self.url, "scopeId": "okta.users.read" }).to_string();
        let id = app["id"].as_str().unwrap();
        let ran = self.run_with(&grant, &["call", "grantConsentToScope", id, "--input", "-"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        std::fs::write(self.directory.path().join("robot.jwk"), KEY).unwrap();
        app["credentials"]["oauthClient"]["client_id"].as_str().unwrap().to_owned()
    }

    /// The requests that were made by some work.
    pub fn seen<T>(&self, work: impl FnOnce() -> T) -> (T, Vec<SeenRequest>) {
        let before = self.org.requests().last().map_or(0, |request| request.number);
        let done = work();
        (done, self.org.requests().into_iter().filter(|request| request.number > before).collect())
    }
}

pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
    command.args(arguments);
    for (name, _) in std::env::vars() {
        // Neither the environment nor the home directory of the person who runs the tests counts.
        if name.starts_with("OKTA") || ["COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"].contains(&name.as_str()) {
            command.env_remove(name);
        }
    }
    let nowhere = std::env::temp_dir().join("oktars-tests-have-no-home");
    command.env("HOME", &nowhere).env("OKTARS_CONFIG_DIR", nowhere.join("config"));
    command
}

pub fn start(mut command: Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

pub fn finish(command: Command, input: &str) -> Ran {
    let mut child = start(command);
    // A command that reads nothing may be over by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    ran(child.wait_with_output().unwrap())
}

pub fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Method and address of a request, as one reads it.
pub fn line(request: &SeenRequest) -> String {
    format!("{} {}", request.method, request.target)
}

/// Tells who runs the tests of what cannot be checked here: at once, and in the file of `OKTARS_SKIPPED`, which a
/// whole run shows at its end.
pub fn skipped(what: &str) {
    #[expect(clippy::print_stderr, reason = "who runs the tests should know")]
    {
        eprintln!("skipped: {what}");
    }
    let Some(file) = std::env::var_os("OKTARS_SKIPPED") else { return };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).expect("a file");
    writeln!(file, "{what}").expect("room");
}
