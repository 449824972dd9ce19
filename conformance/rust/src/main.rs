//! The crate `okta-jwt-verifier` takes tokens of custom servers, and refuses those that Okta alone can check. Every step
//! prints `ok` or `not ok`.

use okta_jwt_verifier::{DefaultClaims, Error, Verifier};
use serde::Deserialize;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const LOGIN: &str = "ann@acme.example";

/// Claims of an ID token.
#[derive(Deserialize)]
struct Person {
    sub: String,
    nonce: String,
    email: String,
}

struct Referee {
    org: String,
    token: String,
    http: reqwest::Client,
    failed: u32,
}

impl Referee {
    fn is(&mut self, step: &str, holds: bool, found: &str) {
        match holds {
            true => println!("ok sign-in okta-jwt-verifier: {step}"),
            false => {
                self.failed += 1;
                println!("not ok sign-in okta-jwt-verifier: {step}\n    {found}");
            }
        }
    }

    /// Asks the management API, as an administrator.
    async fn ask(&self, path: &str, body: &Value) -> Outcome<Value> {
        let request = self.http.post(format!("{}{path}", self.org)).json(body);
        let answer = request.header("authorization", format!("SSWS {}", self.token)).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        if !status.is_success() {
            return Err(format!("{path} answers {status}: {text}").into());
        }
        Ok(serde_json::from_str(&text)?)
    }

    async fn client(&self) -> Outcome<String> {
        let profile = json!({ "firstName": "Ann", "lastName": "Acme", "email": LOGIN, "login": LOGIN });
        let user = self.ask("/api/v1/users?activate=true", &json!({ "profile": profile })).await?;
        let password = json!({ "password": { "value": "Correct-Horse-7-Battery" } });
        self.ask(&format!("/api/v1/users/{}", text(&user["id"])), &json!({ "credentials": password })).await?;
        let settings = json!({
            "application_type": "web", "redirect_uris": ["http://localhost:3000/callback"],
            "response_types": ["code"], "grant_types": ["authorization_code"],
        });
        let app = json!({
            "name": "oidc_client", "label": "Rust", "signOnMode": "OPENID_CONNECT", "settings": { "oauthClient": settings },
        });
        let app = self.ask("/api/v1/apps", &app).await?;
        let assigned = format!("/api/v1/apps/{}/users", text(&app["id"]));
        self.ask(&assigned, &json!({ "id": user["id"] })).await?;
        Ok(text(&app["id"]).to_owned())
    }

    /// The tokens of a sign-in, without the pages.
    async fn tokens(&self, client: &str, server: &str) -> Outcome<Value> {
        let asked = json!({
            "user": LOGIN, "client": client, "server": server, "scopes": ["openid", "email"], "nonce": "n",
        });
        self.ask("/_local/sign-in", &asked).await
    }

    async fn told(&mut self) -> Outcome<()> {
        let client = self.client().await?;
        let issuer = format!("{}/oauth2/default", self.org);
        let custom = self.tokens(&client, "default").await?;
        let verifier = Verifier::new(&issuer).await?.add_audience("api://default").client_id(&client);
        let access = text(&custom["access_token"]);
        let claims = verifier.verify::<DefaultClaims>(access).await?.claims;
        self.is("an access token of a custom server", claims.sub == LOGIN && claims.uid.is_some(), &claims.sub);

        let for_client = Verifier::new(&issuer).await?.add_audience(&client);
        let person = for_client.verify::<Person>(text(&custom["id_token"])).await?.claims;
        let holds = person.nonce == "n" && person.email == LOGIN && person.sub.starts_with("00u");
        self.is("an ID token of a custom server", holds, &person.sub);

        let other = Verifier::new(&issuer).await?.add_audience("api://other");
        let refused = other.verify::<DefaultClaims>(access).await;
        self.is("refused: for another audience", matches!(refused, Err(Error::Decode(_))), "taken");
        let other = Verifier::new(&issuer).await?.client_id("another");
        let refused = other.verify::<DefaultClaims>(access).await;
        self.is("refused: of another client", matches!(refused, Err(Error::ClientIdMismatch)), "taken");
        let changed = format!("{}AAAAAAAA", &access[..access.len() - 8]);
        let refused = verifier.verify::<DefaultClaims>(&changed).await;
        self.is("refused: changed on the way", matches!(refused, Err(Error::Decode(_))), "taken");
        let own = self.tokens(&client, "").await?;
        let refused = verifier.verify::<DefaultClaims>(text(&own["access_token"])).await;
        self.is("refused: an access token of the org's own server", matches!(refused, Err(Error::NoMatchingKey)), "taken");

        let path = "/api/v1/authorizationServers/default/credentials/lifecycle/keyRotate";
        self.ask(path, &json!({ "use": "sig" })).await?;
        let new = self.tokens(&client, "default").await?;
        let taken = verifier.verify::<DefaultClaims>(text(&new["access_token"])).await;
        self.is("a token that a new key signed", taken.is_ok(), "refused");
        let taken = verifier.verify::<DefaultClaims>(access).await;
        self.is("and one of before", taken.is_ok(), "refused");
        Ok(())
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let org = std::env::var("OKTA_CLIENT_ORGURL")?.replace("127.0.0.1", "localhost");
    let token = std::env::var("OKTA_CLIENT_TOKEN")?;
    let mut referee = Referee { org, token, http: reqwest::Client::new(), failed: 0 };
    if let Err(error) = referee.told().await {
        referee.is("is told to its end", false, &error.to_string());
    }
    std::process::exit(i32::from(referee.failed > 0));
}
