//! What a call tells while it runs: enough to find it again, and nothing that is secret.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use oktars::credential::{Credential, PrivateKey, ServiceApp};
use oktars::user::NewUser;
use oktars::{Okta, op};
use oktars_local::Org;
use serde_json::{Value, json};
use tracing::Level;

use crate::captured::Log;

#[tokio::test]
async fn a_call_is_a_span_with_the_usual_names() {
    let log = Log::up_to(Level::INFO);
    let _guard = tracing::subscriber::set_default(log.clone());
    let okta = Okta::over(Org::in_memory().service());
    okta.users().create(&NewUser::new("ann@acme.test").first_name("Ann").last_name("Lee")).await.unwrap();
    okta.users().get("nobody@acme.test").await.unwrap_err();
    let text = log.text();
    let expected = [
        "otel.name=\"GET /api/v1/users/{id}\"",
        "otel.kind=\"client\"",
        "otel.status_code=\"ERROR\"",
        "http.request.method=\"GET\"",
        "url.template=\"/api/v1/users/{id}\"",
        "server.address=\"localhost\"",
        "http.response.status_code=200",
        "http.response.status_code=404",
        "error.type=\"404\"",
        "okta.operation=\"createUser\"",
        "okta.attempts=1",
        "okta.rate_limit.bucket=\"GET /api/v1/users/{id}\"",
        "okta.request_id=",
    ];
    for line in expected {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[tokio::test]
async fn a_path_shows_nobody_unless_all_is_asked_for() {
    for (level, shown) in [(Level::INFO, false), (Level::DEBUG, false), (Level::TRACE, true)] {
        let log = Log::up_to(level);
        let _guard = tracing::subscriber::set_default(log.clone());
        let okta = Okta::over(Org::in_memory().service());
        okta.users().get("ann@acme.test").await.unwrap_err();
        okta.get("users/ann@acme.test?search=s3cret").empty().await.unwrap_err();
        let text = log.text();
        assert!(!text.is_empty() && !text.contains("s3cret"), "{text}");
        assert_eq!(text.contains("acme.test"), shown, "{level}: {text}");
    }
}

/// The trap: a token printed at debug level.
#[tokio::test]
async fn nothing_secret_is_told_at_any_level() {
    let log = Log::up_to(Level::TRACE);
    let _guard = tracing::subscriber::set_default(log.clone());
    let jwk = include_str!("../keys/ec256.jwk");
    let key = PrivateKey::parse(jwk).unwrap();
    let org = Org::in_memory();
    let admin = Okta::over(org.service());
    let app = json!({
        "name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
        "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
        "settings": { "oauthClient": {
            "application_type": "service", "grant_types": ["client_credentials"],
            "jwks": { "keys": [key.public_jwk()] }, "dpop_bound_access_tokens": true,
        } },
    });
    let app: Value = admin.call(op::CREATE_APPLICATION).body(&app).json().await.unwrap();
    let grant = json!({ "issuer": "http://localhost", "scopeId": "okta.users.manage" });
    let id = app["id"].as_str().unwrap();
    admin.call(op::GRANT_CONSENT_TO_SCOPE).path("appId", id).body(&grant).empty().await.unwrap();

    let (service, sent) = (org.service(), Arc::new(Mutex::new(Vec::new())));
    let keeps = sent.clone();
    let recorder = tower::service_fn(move |request: http::Request<Bytes>| {
        keeps.lock().unwrap().push(request.clone());
        tower::ServiceExt::oneshot(service.clone(), request)
    });
    let robot = ServiceApp::new(id, key).scopes(["okta.users.manage"]);
    let okta = Okta::builder().credential(robot).over(recorder).unwrap();
    okta.users()
        .create(&NewUser::new("ann@acme.test").first_name("A").last_name("B").password("s3cret-Pw1"))
        .await
        .unwrap();
    okta.users().get("nobody").await.unwrap_err();
    let wrong =
        Okta::builder().credential(Credential::api_token("00s3cret-token")).over(org.service()).unwrap();
    let error = wrong.users().get("me").await.unwrap_err();

    let told = format!("{}{error:?}{error}{okta:?}{wrong:?}", log.text());
    let mut secrets = vec!["s3cret".to_owned(), oktars_local::DEFAULT_TOKEN.to_owned()];
    secrets.push(serde_json::from_str::<Value>(jwk).unwrap()["d"].as_str().unwrap().to_owned());
    for request in sent.lock().unwrap().iter() {
        for name in ["authorization", "dpop"] {
            let value = request.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
            secrets.extend(value.map(|value| value.rsplit(' ').next().unwrap().to_owned()));
            assert!(request.headers().get(name).is_none_or(http::HeaderValue::is_sensitive));
        }
    }
    assert!(secrets.len() > 6, "tokens and proofs were seen");
    for secret in secrets {
        assert!(!told.contains(&secret), "{secret} in\n{told}");
    }
}
