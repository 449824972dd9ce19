//! A browser, and an org with somebody and an app.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use oktars_local::Org;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::client::{Answer, Client};

pub const CALLBACK: &str = "http://localhost:3000/callback";
pub const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more-0";
pub const PASSWORD: &str = "Correct-Horse-7-Battery";

/// A browser: it keeps cookies, and follows nothing by itself.
pub struct Browser {
    pub org: Org,
    pub cookies: HashMap<String, String>,
}

impl Browser {
    pub fn new(org: &Org) -> Self {
        Browser { org: org.clone(), cookies: HashMap::new() }
    }

    pub fn send(&mut self, method: &str, url: &str, form: &[(&str, &str)]) -> Answer {
        let url = if url.starts_with('/') { format!("http://localhost{url}") } else { url.to_owned() };
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = http::Request::builder()
            .method(method)
            .uri(url)
            .header("cookie", cookies.join("; "))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Bytes::from(encoded(form)))
            .expect("a request");
        let (parts, body) = self.org.handle(request).into_parts();
        for set in parts.headers.get_all("set-cookie") {
            let text = set.to_str().expect("a cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("a pair");
            match text.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub fn get(&mut self, url: &str) -> Answer {
        self.send("GET", url, &[])
    }

    /// Sends the form of a page, with what a person types into it.
    pub fn fill(&mut self, page: &Answer, typed: &[(&str, &str)]) -> Answer {
        let html = page.text();
        let hidden: Vec<(String, String)> = html
            .split("<input type=\"hidden\" name=\"")
            .skip(1)
            .filter_map(|rest| {
                let (name, rest) = rest.split_once("\" value=\"")?;
                Some((name.to_owned(), rest.split('"').next()?.to_owned()))
            })
            .collect();
        let mut form: Vec<(&str, &str)> = hidden.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        form.extend(typed);
        self.send("POST", "/login/step", &form)
    }

    /// Types name and password, and follows the redirects to the app.
    pub fn sign_in(&mut self, authorize: &str) -> String {
        let page = self.get(authorize).expect(200);
        let page = self.fill(&page, &[("identifier", "ann@acme.example")]).expect(200);
        let answer = self.fill(&page, &[("credentials.passcode", PASSWORD)]).expect(302);
        location(&self.get(&location(&answer)).expect(302))
    }
}

pub fn encoded(form: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(form).finish()
}

pub fn location(answer: &Answer) -> String {
    answer.headers["location"].to_str().expect("an address").to_owned()
}

/// A member of the query or the fragment of an address.
pub fn member(url: &str, name: &str) -> Option<String> {
    let (_, rest) = url.split_once(['?', '#'])?;
    form_urlencoded::parse(rest.as_bytes())
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

pub fn claims(token: &Value) -> Value {
    let body = token.as_str().expect("a token").split('.').nth(1).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).expect("base64url")).expect("JSON")
}

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// An org with a user and an OIDC app that is assigned to her.
pub struct Scene {
    pub client: Client,
    pub app: String,
    pub secret: String,
    pub user: String,
}

impl Scene {
    pub fn new(kind: &str) -> Self {
        Scene::of(Client::new(), kind, &json!({}))
    }

    /// With other settings of its client: members of `settings.oauthClient`, and `token_endpoint_auth_method`.
    pub fn with(kind: &str, more: &Value) -> Self {
        Scene::of(Client::new(), kind, more)
    }

    pub fn of(client: Client, kind: &str, more: &Value) -> Self {
        let method = if kind == "web" { "client_secret_basic" } else { "none" };
        let mut settings = json!({
            "application_type": kind, "redirect_uris": [CALLBACK],
            "post_logout_redirect_uris": ["http://localhost:3000/bye"],
            "grant_types": ["authorization_code", "refresh_token", "implicit"],
            "response_types": ["code", "token", "id_token"],
        });
        let mut credentials = json!({ "token_endpoint_auth_method": method });
        for (name, value) in more.as_object().into_iter().flatten() {
            let is_credential = name.starts_with("token_endpoint") || name == "client_secret";
            let place = if is_credential { &mut credentials } else { &mut settings };
            place[name.as_str()] = value.clone();
        }
        let body = json!({
            "name": "oidc_client", "label": "Shop", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": credentials },
            "settings": { "oauthClient": settings },
        });
        let app = client.post("/api/v1/apps", &body).expect(200).json();
        let profile = json!({ "firstName": "Ann", "lastName": "Lee", "email": "ann@acme.example", "login": "ann@acme.example" });
        let user = client
            .post(
                "/api/v1/users",
                &json!({ "profile": profile, "credentials": { "password": { "value": PASSWORD } } }),
            )
            .expect(200)
            .json();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let scene = Scene {
            app: text(&app["id"]),
            secret: text(&app["credentials"]["oauthClient"]["client_secret"]),
            user: text(&user["id"]),
            client,
        };
        scene
            .client
            .post(&format!("/api/v1/apps/{}/users", scene.app), &json!({ "id": scene.user }))
            .expect(200);
        scene
    }

    pub fn authorize(&self, server: &str, more: &[(&str, &str)]) -> String {
        let challenge = challenge();
        let mut form = vec![
            ("client_id", self.app.as_str()),
            ("redirect_uri", CALLBACK),
            ("response_type", "code"),
            ("scope", "openid profile email offline_access"),
            ("state", "s 1"),
            ("nonce", "n1"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more.iter().filter(|(_, value)| !value.is_empty()));
        format!("/oauth2{server}/v1/authorize?{}", encoded(&form))
    }

    pub fn token(&self, server: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
            ("client_id", self.app.as_str()),
        ];
        if !self.secret.is_empty() {
            form.push(("client_secret", &self.secret));
        }
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more.iter().filter(|(_, value)| !value.is_empty()));
        Browser::new(&self.client.org).send("POST", &format!("/oauth2{server}/v1/token"), &form)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.client.org)
    }

    /// The code of a sign-in in a new browser.
    pub fn code(&self, server: &str, more: &[(&str, &str)]) -> String {
        let back = self.browser().sign_in(&self.authorize(server, more));
        member(&back, "code").unwrap_or_else(|| panic!("no code: {back}"))
    }

    /// The tokens of a sign-in in a new browser.
    pub fn tokens(&self, server: &str, more: &[(&str, &str)]) -> Value {
        let code = self.code(server, more);
        self.token(server, &[("code", &code)]).expect(200).json()
    }

    /// Asks for tokens by another grant than a code.
    pub fn grant(&self, server: &str, more: &[(&str, &str)]) -> Answer {
        let mut form = vec![("code_verifier", ""), ("redirect_uri", "")];
        form.extend(more);
        self.token(server, &form)
    }

    pub fn refresh(&self, server: &str, token: &Value) -> Answer {
        let token = token.as_str().expect("a refresh token");
        self.grant(server, &[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    pub fn user_info(&self, server: &str, access_token: &Value) -> Answer {
        let bearer = format!("Bearer {}", access_token.as_str().expect("a token"));
        let path = format!("http://localhost/oauth2{server}/v1/userinfo");
        send(&self.client.org, "GET", &path, &[("authorization", &bearer)], "")
    }

    /// The types of the events in the log, oldest first, from this place on.
    pub fn events(&self) -> Vec<Value> {
        let listed = self.client.get("/api/v1/logs?limit=1000").expect(200).json();
        listed.as_array().expect("events").clone()
    }

    /// A factor of hers whose code is in the outbox.
    pub fn enroll_email(&self) -> String {
        let body =
            json!({ "factorType": "email", "provider": "OKTA", "profile": { "email": "ann@acme.example" } });
        let path = format!("/api/v1/users/{}/factors?activate=true", self.user);
        let factor = self.client.post(&path, &body).expect(200).json();
        factor["id"].as_str().expect("an id").to_owned()
    }

    /// The code or token that was sent last.
    pub fn last_mail(&self) -> oktars_local::Mail {
        self.client.org.outbox().pop().expect("a mail")
    }
}

/// Sends a request with these headers and nothing else.
pub fn send(org: &Org, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut request = http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::copy_from_slice(body.as_bytes())).expect("a request");
    let (parts, body) = org.handle(request).into_parts();
    Answer { status: parts.status.as_u16(), headers: parts.headers, body }
}

impl Scene {
    /// The sign-on policy of the org asks everybody for a second factor from now on.
    pub fn require_factor(&self) {
        let policies = self.client.get("/api/v1/policies?type=OKTA_SIGN_ON").expect(200).json();
        let id = policies[0]["id"].as_str().expect("an id").to_owned();
        let rule = json!({
            "name": "Second factor", "type": "SIGN_ON",
            "actions": { "signon": { "access": "ALLOW", "requireFactor": true, "factorPromptMode": "ALWAYS" } },
        });
        self.client.post(&format!("/api/v1/policies/{id}/rules"), &rule).expect(200);
    }
}

impl Scene {
    /// The rule of a custom server allows one more grant from now on.
    pub fn allow(&self, server: &str, grant: &str) {
        let (path, mut rule) = self.rule(server);
        let grants = rule["conditions"]["grantTypes"]["include"].as_array_mut().expect("grants");
        grants.push(json!(grant));
        self.client.send("PUT", &path, &rule).expect(200);
    }

    /// The only rule of a custom server, with its path.
    pub fn rule(&self, server: &str) -> (String, Value) {
        let policies = format!("/api/v1/authorizationServers{server}/policies");
        let listed = self.client.get(&policies).expect(200).json();
        let rules = format!("{policies}/{}/rules", listed[0]["id"].as_str().expect("an id"));
        let rule = self.client.get(&rules).expect(200).json()[0].clone();
        (format!("{rules}/{}", rule["id"].as_str().expect("an id")), rule)
    }
}

impl Scene {
    /// The tokens of a browser that is signed in.
    pub fn tokens_again(&self, browser: &mut Browser, server: &str) -> Value {
        let answer = browser.get(&self.authorize(server, &[])).expect(302);
        let code = member(&location(&answer), "code").expect("a code");
        self.token(server, &[("code", &code)]).expect(200).json()
    }
}
