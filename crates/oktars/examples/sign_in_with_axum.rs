//! A web service on axum: people sign in with Okta, and a route takes access tokens.
//!
//! `oktars org serve --app web=http://localhost:3000/callback` prints what the variables need. Then:
//! `ISSUER=... CLIENT_ID=... CLIENT_SECRET=... cargo run --package oktars --example sign_in_with_axum`
#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use aws_lc_rs::digest;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::Redirect;
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oktars::Okta;
use oktars::verify::{Claims, Invalid, Verifier};
use serde::Deserialize;
use url::form_urlencoded;

const AUDIENCE: &str = "api://default";
const CALLBACK: &str = "http://localhost:3000/callback";
const MOST_PENDING: usize = 10_000;

type Refusal = (StatusCode, String);
type Cookie = [(HeaderName, String); 1];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let variable = |name: &str| std::env::var(name).map_err(|_| format!("set {name}"));
    let issuer = variable("ISSUER")?;
    let org = issuer.split("/oauth2").next().unwrap_or(&issuer);
    // It needs no credential: the client id and secret go along with the code.
    let okta = Okta::builder().org_url(org).build()?;
    let service = Service::new(okta, &issuer, variable("CLIENT_ID")?, variable("CLIENT_SECRET")?)?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
    println!("open http://localhost:3000/login");
    axum::serve(listener, router(service)).await?;
    Ok(())
}

/// The routes of the service.
pub fn router(service: Service) -> Router {
    Router::new()
        .route("/login", get(login))
        .route("/callback", get(callback))
        .route("/me", get(me))
        .route("/api/profile", get(profile))
        .with_state(service)
}

/// What the routes share. Clones share it too.
#[derive(Clone)]
pub struct Service {
    okta: Okta,
    verifier: Verifier,
    client_id: String,
    client_secret: String,
    pending: Arc<Mutex<HashMap<String, Pending>>>,
    sessions: Arc<Mutex<HashMap<String, Claims>>>,
}

/// A sign-in that a browser has begun.
struct Pending {
    nonce: String,
    code_verifier: String,
}

/// What the token endpoint answers.
#[derive(Deserialize)]
pub struct Tokens {
    pub access_token: String,
    pub id_token: String,
}

#[derive(Deserialize)]
struct Answer {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

impl Service {
    pub fn new(okta: Okta, issuer: &str, client_id: String, client_secret: String) -> oktars::Result<Self> {
        let verifier = Verifier::with_client(okta.clone(), issuer)?;
        let (pending, sessions) = Default::default();
        Ok(Service { okta, verifier, client_id, client_secret, pending, sessions })
    }

    /// Exchanges a code for tokens. A code works once, so this is not tried again.
    pub async fn exchange(&self, code: &str, code_verifier: &str) -> oktars::Result<Tokens> {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("code_verifier", code_verifier)
            .append_pair("redirect_uri", CALLBACK)
            .finish();
        let secret = STANDARD.encode(format!("{}:{}", self.client_id, self.client_secret));
        let call = self.okta.post(&format!("{}/v1/token", self.verifier.issuer()));
        let call = call.header("authorization", format!("Basic {secret}")).attempts(1);
        call.body_bytes("application/x-www-form-urlencoded", form).json().await
    }

    /// Where the browser signs in. The state and the nonce tie the answer to this browser and to this sign-in.
    fn authorize_url(&self, state: &str, pending: &Pending) -> String {
        let challenge = digest::digest(&digest::SHA256, pending.code_verifier.as_bytes());
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", &self.client_id)
            .append_pair("response_type", "code")
            .append_pair("scope", "openid profile")
            .append_pair("redirect_uri", CALLBACK)
            .append_pair("state", state)
            .append_pair("nonce", &pending.nonce)
            .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(challenge))
            .append_pair("code_challenge_method", "S256")
            .finish();
        format!("{}/v1/authorize?{query}", self.verifier.issuer())
    }
}

async fn login(State(service): State<Service>) -> (Cookie, Redirect) {
    let state = random();
    let pending = Pending { nonce: random(), code_verifier: random() };
    let url = service.authorize_url(&state, &pending);
    let mut all = locked(&service.pending);
    // A sign-in that nobody finishes must not fill the memory. A real service keeps them in a store with an end.
    if all.len() >= MOST_PENDING {
        all.clear();
    }
    all.insert(state.clone(), pending);
    (cookie("login", &state), Redirect::to(&url))
}

async fn callback(
    State(service): State<Service>,
    Query(answer): Query<Answer>,
    headers: HeaderMap,
) -> Result<(Cookie, Redirect), Refusal> {
    let refuse = |status, why: String| Err((status, why));
    let state = answer.state.unwrap_or_default();
    let same_browser = cookie_of(&headers, "login") == Some(&state);
    let pending = locked(&service.pending).remove(&state).filter(|_| same_browser);
    let Some(pending) = pending else {
        return refuse(StatusCode::BAD_REQUEST, "this sign-in did not begin here: open /login".into());
    };
    let Some(code) = answer.code else {
        let error = answer.error.unwrap_or_default();
        return refuse(StatusCode::FORBIDDEN, format!("Okta refused the sign-in: {error}"));
    };
    let tokens = service.exchange(&code, &pending.code_verifier).await;
    let tokens = tokens.map_err(|error| (StatusCode::BAD_GATEWAY, error.to_string()))?;
    let checked = service.verifier.id_token(&tokens.id_token, &service.client_id, Some(&pending.nonce)).await;
    let session = random();
    locked(&service.sessions).insert(session.clone(), checked.map_err(refusal)?);
    Ok((cookie("session", &session), Redirect::to("/me")))
}

/// A page for people who are signed in.
async fn me(State(service): State<Service>, headers: HeaderMap) -> Result<String, Redirect> {
    let sessions = locked(&service.sessions);
    let session = cookie_of(&headers, "session").and_then(|id| sessions.get(id));
    let end = |claims: &Claims| claims.expires_at()?.instant();
    let session = session.filter(|claims| end(claims) > Some(jiff::Timestamp::now()));
    let claims = session.ok_or_else(|| Redirect::to("/login"))?;
    let name: Option<String> = claims.get("name").ok().flatten();
    Ok(format!("Hello, {}", name.as_deref().unwrap_or(claims.subject())))
}

/// A route for programs: they send an access token that allows it.
async fn profile(State(service): State<Service>, headers: HeaderMap) -> Result<String, Refusal> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
    let Some(token) = token else {
        return Err((StatusCode::UNAUTHORIZED, "send an access token".into()));
    };
    let claims = service.verifier.access_token(token, AUDIENCE).await.map_err(refusal)?;
    match claims.has_scope("profile") {
        true => Ok(claims.subject().to_owned()),
        false => Err((StatusCode::FORBIDDEN, "the token lacks the scope profile".into())),
    }
}

fn refusal(error: Invalid) -> Refusal {
    let status = if error.is_of_token() { StatusCode::UNAUTHORIZED } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, error.to_string())
}

/// A service behind https adds `Secure`.
fn cookie(name: &str, value: &str) -> Cookie {
    [(header::SET_COOKIE, format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"))]
}

fn cookie_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get(header::COOKIE)?.to_str().ok()?;
    all.split("; ").find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn random() -> String {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).expect("the system gives random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
