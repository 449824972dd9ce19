//! The org that the storm goes over, and what the storm is made of.

use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use oktars::credential::{PrivateKey, ServiceApp};
use oktars::{Builder, Okta};
use oktars_local::{BadLinks, BadPage, DEFAULT_TOKEN, Fault, Org, RateLimits, Snapshot};
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt;

use super::chance::Chance;

/// The users that are in a group, have the last name Base and stay as they are.
pub const BASE: usize = 30;
/// The users that are there to be changed, each by one call.
pub const POOL: usize = 60;
/// The scopes that the calls need.
const SCOPES: [&str; 3] = ["okta.users.manage", "okta.groups.manage", "okta.apps.manage"];
const KEY: &str = include_str!("../../keys/ec256.jwk");

/// What every storm begins with.
pub struct Calm {
    snapshot: Snapshot,
    pub base: Vec<String>,
    pub pool: Vec<String>,
    /// The group of the base users.
    pub group: String,
    /// A group that users are put into.
    pub joined: String,
    /// A service app, and one that demands DPoP.
    apps: [String; 2],
}

pub fn calm() -> &'static Calm {
    static CALM: OnceLock<Calm> = OnceLock::new();
    CALM.get_or_init(Calm::make)
}

impl Calm {
    fn make() -> Self {
        let org = Org::in_memory();
        let user = |last: &str, n: usize| {
            let login = format!("{last}{n}@storm.example");
            let profile = json!({ "firstName": "A", "lastName": last, "email": login, "login": login });
            let activate = last == "Pool" && n.is_multiple_of(2);
            id(ask(
                &org,
                "POST",
                &format!("/api/v1/users?activate={activate}"),
                json!({ "profile": profile }),
            ))
        };
        let group =
            |name: &str| id(ask(&org, "POST", "/api/v1/groups", json!({ "profile": { "name": name } })));
        let app = |label: &str, dpop: bool| {
            let key = PrivateKey::parse(KEY).unwrap().public_jwk();
            let oauth = json!({
                "application_type": "service", "grant_types": ["client_credentials"],
                "jwks": { "keys": [key] }, "dpop_bound_access_tokens": dpop,
            });
            let app = id(ask(
                &org,
                "POST",
                "/api/v1/apps",
                json!({
                    "name": "oidc_client", "label": label, "signOnMode": "OPENID_CONNECT",
                    "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
                    "settings": { "oauthClient": oauth },
                }),
            ));
            for scope in SCOPES {
                let grant = json!({ "issuer": "http://localhost", "scopeId": scope });
                ask(&org, "POST", &format!("/api/v1/apps/{app}/grants"), grant);
            }
            app
        };
        let base: Vec<String> = (0..BASE).map(|n| user("Base", n)).collect();
        let pool = (0..POOL).map(|n| user("Pool", n)).collect();
        let (home, joined) = (group("base"), group("joined"));
        for user in &base {
            ask(&org, "PUT", &format!("/api/v1/groups/{home}/users/{user}"), Value::Null);
        }
        let apps = [app("robot", false), app("bound robot", true)];
        Calm { snapshot: org.snapshot().unwrap(), base, pool, group: home, joined, apps }
    }
}

fn id(answer: (u16, Value)) -> String {
    assert!(answer.0 < 300, "{answer:?}");
    answer.1["id"].as_str().unwrap().to_owned()
}

/// Asks an org without a client in between.
pub fn ask(org: &Org, method: &str, path: &str, body: Value) -> (u16, Value) {
    let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
    let request = Request::builder().method(method).uri(format!("http://localhost{path}"));
    let request = request.header("authorization", format!("SSWS {DEFAULT_TOKEN}")).body(body).unwrap();
    let response = org.handle(request);
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap_or(Value::Null))
}

/// An org in a storm, whose clock is that of the test.
#[derive(Clone)]
pub struct World {
    pub seed: u64,
    pub org: Org,
    pub chance: Arc<Mutex<Chance>>,
    begin: Instant,
    /// How far the org's clock was moved, in seconds.
    moved: Arc<Mutex<i64>>,
    /// What no log may show.
    secrets: Arc<Mutex<Vec<String>>>,
    /// Whether listings are told that they are at their end when they are not.
    pub lies: bool,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut chance = Chance::new(seed);
        let org = Org::builder().rate_limits(limits(seed.is_multiple_of(2), &mut chance)).build().unwrap();
        org.restore(&calm().snapshot).unwrap();
        let lies = seed % 8 == 7;
        for fault in faults(&mut chance, lies) {
            org.inject(fault);
        }
        World {
            seed,
            org,
            chance: Arc::new(Mutex::new(chance)),
            begin: Instant::now(),
            moved: Arc::default(),
            secrets: Arc::default(),
            lies,
        }
    }

    pub fn chance(&self) -> std::sync::MutexGuard<'_, Chance> {
        self.chance.lock().unwrap()
    }

    /// A client of the org: with the API token, as a service app, or as one with DPoP.
    pub fn okta(&self, builder: Builder) -> Okta {
        let key = || PrivateKey::parse(KEY).unwrap();
        let builder = match self.seed % 3 {
            0 => builder.token(DEFAULT_TOKEN),
            kind => {
                builder.credential(ServiceApp::new(&calm().apps[kind as usize - 1], key()).scopes(SCOPES))
            }
        };
        let world = self.clone();
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let world = world.clone();
            async move { world.answer(request).await }
        });
        builder.over(service).unwrap()
    }

    async fn answer(&self, request: Request<Bytes>) -> std::io::Result<Response<Bytes>> {
        let latency = self.chance().millis(40);
        tokio::time::sleep(latency).await;
        self.keep_secrets(&request);
        self.keep_time();
        self.org.service().oneshot(request).await
    }

    /// The org's clock goes with the test's, and the machine's stands still: clients find out.
    fn keep_time(&self) {
        let mut moved = self.moved.lock().unwrap();
        let seconds = self.begin.elapsed().as_secs() as i64;
        self.org.advance(seconds - *moved);
        *moved = seconds;
    }

    fn keep_secrets(&self, request: &Request<Bytes>) {
        let mut secrets = self.secrets.lock().unwrap();
        for name in ["authorization", "dpop"] {
            let value = request.headers().get(name).map(|value| value.to_str().unwrap());
            secrets.extend(value.map(|value| value.rsplit(' ').next().unwrap().to_owned()));
        }
        let assertion =
            url::form_urlencoded::parse(request.body()).find(|(name, _)| name == "client_assertion");
        secrets.extend(assertion.map(|(_, value)| value.into_owned()));
    }

    /// The first secret that a text shows.
    pub fn secret_in(&self, text: &str) -> Option<String> {
        let mut secrets = self.secrets.lock().unwrap().clone();
        secrets.sort_unstable();
        secrets.dedup();
        assert!(!secrets.is_empty(), "requests carry secrets");
        // Every token and proof that is no API token begins so.
        let opaque = |secret: &String| !secret.starts_with("eyJ");
        secrets.retain(|secret| opaque(secret) || text.contains("eyJ"));
        secrets.into_iter().find(|secret| text.contains(secret.as_str()))
    }

    /// How many faults were played.
    pub fn played(&self) -> u64 {
        let (_, faults) = ask(&self.org, "GET", "/_local/faults", Value::Null);
        faults.as_array().unwrap().iter().map(|fault| fault["played"].as_u64().unwrap()).sum()
    }

    /// Ends the storm, so that what is left can be looked at.
    pub fn clear(&self) {
        self.org.clear_faults();
        self.org.set_rate_limits(RateLimits::off());
    }
}

/// Buckets that run empty in the storm, with others who use them, and an org that is soon too busy.
fn limits(enforced: bool, chance: &mut Chance) -> RateLimits {
    if !enforced {
        return RateLimits::off();
    }
    let window = chance.pick(&[2, 6, 10]);
    let mut limits = RateLimits::documented().window(window).concurrency(Some(chance.pick(&[6, 10, 75])));
    for (bucket, limit) in
        [("/api/v1/users", 40), ("/", 30), ("GET /api/v1/users/{id}", 20), ("/api/v1/groups", 40)]
    {
        limits = limits.bucket(bucket, limit + chance.below(20) as u32);
    }
    limits.token_percent(chance.pick(&[50, 100])).others("/api/v1/users", chance.pick(&[1, 2, 5]), 60)
}

/// Faults of every kind, about half of them in each storm.
fn faults(chance: &mut Chance, lies: bool) -> Vec<Fault> {
    let moment = Duration::from_millis(700);
    let token = |fault: Fault| fault.on("POST", "/oauth2/v1/token");
    let oauth = json!({ "error": "temporarily_unavailable", "error_description": "Try again." });
    let mut all = vec![
        Fault::status(500),
        Fault::status(503),
        Fault::status(503).bare(),
        Fault::status(504).bare(),
        Fault::html(502),
        Fault::html(503),
        Fault::error("E0000100"),
        Fault::too_many_requests(),
        Fault::too_many_requests().bare(),
        Fault::too_many_at_once(),
        Fault::refused(Duration::ZERO),
        Fault::refused(moment),
        Fault::lost_request(),
        Fault::lost_answer(),
        Fault::cut_head(),
        Fault::cut_after(chance.below(200) as usize),
        Fault::closed_after(),
        Fault::delay(moment + chance.millis(90_000)),
        Fault::slow_head(moment + chance.millis(5000)),
        Fault::slow_body(moment + chance.millis(5000)),
        Fault::skewed(chance.pick(&[-3600, -600, -40, 40, 600, 3600])),
        Fault::links(BadLinks::Folded),
        Fault::links(BadLinks::Doubled),
        Fault::links(BadLinks::Foreign),
        Fault::links(BadLinks::Circle),
        Fault::page(BadPage::Empty),
        // Where users leave a list, a page that comes again may begin with another one, and cannot be noticed.
        Fault::page(BadPage::Again).on("GET", "/api/v1/groups/*/users"),
        Fault::page(BadPage::Again).on("GET", "/api/v1/users").with_query("search", "*"),
        token(Fault::status(500)),
        token(Fault::html(503)),
        token(Fault::too_many_requests()),
        token(Fault::lost_answer()),
        token(Fault::status(400).with_body(oauth)),
        token(Fault::status(200).with_body(json!({ "token_type": "Bearer" }))),
    ];
    if lies {
        all.push(Fault::links(BadLinks::Missing));
    }
    all.retain(|_| chance.one_in(2));
    // The token endpoint is asked seldom.
    let likely = |fault: &Fault, chance: &mut Chance| match fault.path.starts_with("/oauth2") {
        true => 0.3,
        false => chance.pick(&[0.005, 0.01, 0.03]),
    };
    all.into_iter()
        .map(|fault| {
            let (likely, seed) = (likely(&fault, chance), chance.next());
            fault.probability(likely, seed)
        })
        .collect()
}
