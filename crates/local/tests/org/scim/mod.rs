//! Provisioning: what the org says to the server of an app, in which order and form, and what it tells of it. The
//! servers here are sockets of this process.

mod bad_servers;
mod groups;
mod imports;
mod server;
mod users;

use std::time::{Duration, Instant};

use crate::client::{Answer, Client};
use serde_json::{Value, json};

use server::Server;

/// How long a test waits for what must come. It is reached only where something is wrong.
const PATIENCE: Duration = Duration::from_secs(60);
const TOKEN: &str = "s3cr3t-token";

/// An org with an app whose server is one of this process.
struct Scene {
    client: Client,
    server: Server,
    app: String,
}

fn id(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("no id: {object}")).to_owned()
}

/// An app that the org makes a definition for.
fn wizard() -> Value {
    json!({
        "label": "Wiki", "signOnMode": "SAML_2_0",
        "settings": { "signOn": {
            "ssoAcsUrl": "https://wiki.example/acs", "recipient": "https://wiki.example/acs",
            "destination": "https://wiki.example/acs", "audience": "https://wiki.example",
            "idpIssuer": "$http://www.okta.com/${org.externalKey}", "subjectNameIdTemplate": "${user.userName}",
            "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            "responseSigned": true, "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256",
            "digestAlgorithm": "SHA256", "honorForceAuthn": true,
            "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        } },
    })
}

/// An app of the integration network.
fn catalogue() -> Value {
    json!({ "name": "okta_org2org", "label": "Hub", "signOnMode": "SAML_2_0", "settings": { "app": {} } })
}

impl Scene {
    fn of(client: Client, app: &Value, server: Server) -> Self {
        let app = id(&client.post("/api/v1/apps", app).expect(200).json());
        Scene { client, server, app }
    }

    /// With a connection that is on, and a server that keeps users and groups.
    fn connected(app: &Value, more: &Value) -> Self {
        let scene = Scene::of(Client::new(), app, Server::keeping());
        scene.connect(more).expect(200);
        scene.server.forget();
        scene
    }

    fn connect(&self, more: &Value) -> Answer {
        let mut body = json!({ "app": self.app, "baseUrl": self.server.url(), "token": TOKEN });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        self.client.post("/_local/scim/connections", &body)
    }

    fn user(&self, login: &str) -> String {
        let profile = json!({ "login": login, "email": login, "firstName": "Ada", "lastName": "Example" });
        let body = json!({ "profile": profile, "credentials": { "password": { "value": "superPass1" } } });
        id(&self.client.post("/api/v1/users?activate=true", &body).expect(200).json())
    }

    fn assign(&self, user: &str) -> Value {
        let path = format!("/api/v1/apps/{}/users", self.app);
        self.client.post(&path, &json!({ "id": user })).expect(200).json()
    }

    fn unassign(&self, user: &str) {
        self.send("DELETE", &format!("/api/v1/apps/{}/users/{user}", self.app), &Value::Null, 204);
        self.settle();
    }

    fn assigned(&self, user: &str) -> Value {
        self.send("GET", &format!("/api/v1/apps/{}/users/{user}", self.app), &Value::Null, 200)
    }

    fn send(&self, method: &str, path: &str, body: &Value, status: u16) -> Value {
        self.client.send(method, path, body).expect(status).json()
    }

    fn report(&self) -> Value {
        self.send("GET", "/_local/scim", &Value::Null, 200)
    }

    /// Waits until nothing is left to be done.
    fn settle(&self) {
        // What the page asks: the exchanges are left out, which would take long to show each time.
        let left = || self.send("GET", "/_local/ui/scim?after=1000000", &Value::Null, 200);
        wait_until(|| left()["waiting"] == 0, || left().to_string());
    }

    fn error(&self) -> String {
        let report = self.report();
        report["failures"][0]["error"].as_str().unwrap_or_else(|| panic!("no failure: {report}")).to_owned()
    }

    /// Assigns the app and waits for what comes of it.
    fn provision(&self, login: &str) -> (String, Value) {
        let user = self.user(login);
        self.assign(&user);
        self.settle();
        (user.clone(), self.assigned(&user))
    }

    fn events(&self) -> Vec<String> {
        let log = self.send("GET", "/api/v1/logs?limit=1000", &Value::Null, 200);
        let log = log.as_array().expect("a log").iter();
        log.map(|event| event["eventType"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn wait_until(done: impl Fn() -> bool, seen: impl Fn() -> String) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "it did not come: {}", seen());
        std::thread::sleep(Duration::from_millis(5));
    }
}
