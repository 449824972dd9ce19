use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::time::Duration;

use super::{Claims, Invalid, Verifier};
use crate::testing::Scripted;

const ISSUER: &str = "https://acme.okta.com/oauth2/default";
const AUDIENCE: &str = "api://default";

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn key() -> KeyPair {
    KeyPair::generate(KeySize::Rsa2048).unwrap()
}

fn published(keys: &[(&str, &KeyPair)]) -> String {
    let keys: Vec<Value> = keys
        .iter()
        .map(|(id, key)| {
            let n = encode(key.public_key().modulus().big_endian_without_leading_zero());
            let e = encode(key.public_key().exponent().big_endian_without_leading_zero());
            json!({ "kty": "RSA", "alg": "RS256", "kid": id, "use": "sig", "n": n, "e": e })
        })
        .collect();
    let odd = json!({ "kty": "new", "kid": "of a kind to come" });
    json!({ "keys": keys.into_iter().chain([odd]).collect::<Vec<_>>() }).to_string()
}

fn signed(key: &KeyPair, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
    let mut signature = vec![0; key.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    key.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", encode(signature))
}

fn header() -> Value {
    json!({ "kid": "one", "alg": "RS256" })
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

fn access_claims() -> Value {
    json!({
        "ver": 1, "jti": "AT.1", "iss": ISSUER, "aud": AUDIENCE, "iat": now(), "exp": now() + 3600,
        "cid": "0oa1", "uid": "00u1", "scp": ["openid", "orders:read"], "sub": "ann@acme.example", "team": "Sales",
    })
}

fn id_claims() -> Value {
    json!({
        "ver": 1, "jti": "ID.1", "iss": ISSUER, "aud": "0oa1", "iat": now(), "exp": now() + 3600,
        "sub": "00u1", "nonce": "n-1", "auth_time": now() - 5,
    })
}

/// Claims with one of them changed, or taken away by null.
fn with(mut claims: Value, name: &str, value: Value) -> Value {
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    claims
}

fn verifier(org: &Scripted) -> Verifier {
    Verifier::with_client(org.okta(), ISSUER).unwrap()
}

async fn access(org: &Scripted, token: &str) -> Result<Claims, Invalid> {
    verifier(org).access_token(token, AUDIENCE).await
}

#[tokio::test]
async fn a_good_token_tells_what_it_says() {
    let key = key();
    let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
    let verifier = verifier(&org);
    let token = signed(&key, &header(), &access_claims());
    let claims = verifier.access_token(&token, AUDIENCE).await.unwrap();
    assert_eq!(
        (claims.subject(), claims.user_id(), claims.client_id()),
        ("ann@acme.example", Some("00u1"), Some("0oa1"))
    );
    assert!(claims.has_scope("orders:read") && !claims.has_scope("orders"), "{:?}", claims.scopes());
    assert_eq!(claims.get::<String>("team").unwrap().as_deref(), Some("Sales"));
    assert!(claims.get::<i64>("team").is_err() && claims.get::<i64>("none").unwrap().is_none());
    assert!(!format!("{claims:?}").contains("ann@"), "{claims:?}");
    let id = signed(&key, &header(), &id_claims());
    assert_eq!(verifier.id_token(&id, "0oa1", Some("n-1")).await.unwrap().subject(), "00u1");
    assert_eq!(org.lines(), ["GET /oauth2/default/v1/keys"], "keys are read once");
}

/// What an attacker, or a mistake, sends. The clock of the other side may be two minutes off.
#[tokio::test]
async fn an_access_token_that_must_not_be_trusted_is_refused_with_the_reason() {
    let (key, other) = (key(), key());
    let good = access_claims;
    let sign = |claims: Value| signed(&key, &header(), &claims);
    let unsigned = |header: Value| format!("{}.{}.", encode(header.to_string()), encode(good().to_string()));
    let (message, signature) =
        sign(good()).rsplit_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let changed = format!(
        "{}.{}.{signature}",
        encode(header().to_string()),
        encode(with(good(), "sub", "eve".into()).to_string())
    );
    let cases = [
        ("no signature", unsigned(json!({ "kid": "one", "alg": "none" })), "cannot be read"),
        ("empty signature", unsigned(header()), "signature"),
        ("a secret made of the public key", unsigned(json!({ "kid": "one", "alg": "HS256" })), "RS256"),
        ("another algorithm", unsigned(json!({ "kid": "one", "alg": "ES256" })), "RS256"),
        ("another key of the same id", signed(&other, &header(), &good()), "signature does not match"),
        ("changed claims", changed, "signature does not match"),
        ("cut signature", format!("{message}.{}", &signature[..20]), "signature"),
        ("no kid", signed(&key, &json!({ "alg": "RS256" }), &good()), "no kid"),
        (
            "unknown kid",
            signed(&key, &json!({ "alg": "RS256", "kid": "two" }), &good()),
            "no key with the id",
        ),
        ("crit", signed(&key, &json!({ "alg": "RS256", "kid": "one", "crit": ["x"] }), &good()), "demands"),
        (
            "another audience",
            sign(with(good(), "aud", "api://other".into())),
            "for api://other, not for api://default",
        ),
        (
            "audience that begins alike",
            sign(with(good(), "aud", "api://default2".into())),
            "not for api://default",
        ),
        ("no audience", sign(with(good(), "aud", Value::Null)), "for nobody"),
        (
            "another issuer",
            sign(with(good(), "iss", "https://evil.example".into())),
            "from https://evil.example",
        ),
        ("issuer with a slash", sign(with(good(), "iss", format!("{ISSUER}/").into())), "are expected"),
        ("no issuer", sign(with(good(), "iss", Value::Null)), "from nobody"),
        ("expired", sign(with(good(), "exp", json!(now() - 130))), "expired"),
        ("no end", sign(with(good(), "exp", Value::Null)), "has no exp"),
        ("an end that is a text", sign(with(good(), "exp", "9999999999".into())), "has no exp"),
        ("from the future", sign(with(good(), "iat", json!(now() + 200))), "from the future"),
        ("no time of issue", sign(with(good(), "iat", Value::Null)), "has no iat"),
        ("not before", sign(with(good(), "nbf", json!(now() + 200))), "from the future"),
        ("an ID token", sign(with(id_claims(), "aud", AUDIENCE.into())), "not an access token"),
        ("claims that are a list", sign(json!([1])), "cannot be read"),
        ("nothing", String::new(), "cannot be read"),
        ("dots", "...".to_owned(), "cannot be read"),
        ("an API token", "00abcdef".to_owned(), "cannot be read"),
        ("endless", "e".repeat(100_000), "longer than any"),
    ];
    for (name, token, reason) in cases {
        let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
        let error = access(&org, &token).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{name}: {error}");
        assert!(error.is_of_token(), "{name}: {error}");
    }
    for (name, value) in [("exp", now() - 60), ("iat", now() + 60), ("nbf", now() + 60)] {
        let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
        access(&org, &sign(with(good(), name, json!(value)))).await.unwrap();
    }
    let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
    let several = sign(with(good(), "aud", json!(["api://other", AUDIENCE])));
    access(&org, &several).await.unwrap();
}

#[tokio::test]
async fn an_id_token_is_for_one_client_and_one_sign_in() {
    let key = key();
    let sign = |claims: Value| signed(&key, &header(), &claims);
    let cases = [
        (sign(id_claims()), "0oa2", Some("n-1"), "for 0oa1, not for 0oa2"),
        (sign(id_claims()), "0oa1", Some("n-2"), "nonce"),
        (sign(id_claims()), "0oa1", None, "nonce"),
        (sign(with(id_claims(), "nonce", Value::Null)), "0oa1", Some("n-1"), "nonce"),
        (sign(with(access_claims(), "aud", "0oa1".into())), "0oa1", None, "not an ID token"),
    ];
    for (token, client, nonce, reason) in cases {
        let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
        let error = verifier(&org).id_token(&token, client, nonce).await.unwrap_err();
        assert!(error.to_string().contains(reason), "{error}");
    }
}

/// Okta publishes no key for them, so to trust one that was not checked is to trust anybody.
#[tokio::test]
async fn access_tokens_of_the_org_server_are_refused_in_plain_words() {
    let key = key();
    let token = signed(
        &key,
        &json!({ "kid": "hidden", "alg": "RS256" }),
        &with(access_claims(), "iss", "https://acme.okta.com".into()),
    );
    let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
    let told = access(&org, &token).await.unwrap_err();
    let verifier = Verifier::with_client(org.okta(), "https://acme.okta.com").unwrap();
    let at_once = verifier.access_token(&token, AUDIENCE).await.unwrap_err();
    for error in [told, at_once] {
        assert!(matches!(error, Invalid::OrgServer { .. }) && error.to_string().contains(ISSUER), "{error}");
    }
    assert_eq!(org.lines().len(), 1, "the second one needs no key");
    let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
    let verifier = Verifier::with_client(org.okta(), "https://acme.okta.com").unwrap();
    let id = signed(&key, &header(), &with(id_claims(), "iss", "https://acme.okta.com".into()));
    verifier.id_token(&id, "0oa1", Some("n-1")).await.unwrap();
    assert_eq!(org.lines(), ["GET /oauth2/v1/keys"]);
}

#[tokio::test(start_paused = true)]
async fn new_keys_are_found_and_invented_ones_do_not_make_requests() {
    let (old, new) = (key(), key());
    let org = Scripted::new().then(200, &[], &published(&[("one", &old)])).then(
        200,
        &[],
        &published(&[("one", &old), ("two", &new)]),
    );
    let verifier = verifier(&org);
    let next = signed(&new, &json!({ "kid": "two", "alg": "RS256" }), &access_claims());
    for _ in 0..5 {
        assert!(matches!(verifier.access_token(&next, AUDIENCE).await, Err(Invalid::UnknownKey { .. })));
    }
    assert_eq!(org.lines().len(), 1);
    tokio::time::advance(Duration::from_secs(31)).await;
    verifier.clone().access_token(&next, AUDIENCE).await.unwrap();
    assert_eq!(org.lines().len(), 2, "clones share the keys");
}

/// Okta withdraws a key that leaked: after the hour, nobody who has it gets in any more.
#[tokio::test(start_paused = true)]
async fn a_key_that_was_withdrawn_is_trusted_for_an_hour_at_most() {
    let (leaked, new) = (key(), key());
    let org = Scripted::new().then(200, &[], &published(&[("one", &leaked)])).then(
        200,
        &[],
        &published(&[("two", &new)]),
    );
    let verifier = verifier(&org);
    let token = signed(&leaked, &header(), &access_claims());
    verifier.access_token(&token, AUDIENCE).await.unwrap();
    tokio::time::advance(Duration::from_secs(59 * 60)).await;
    verifier.access_token(&token, AUDIENCE).await.unwrap();
    assert_eq!(org.lines().len(), 1);
    tokio::time::advance(Duration::from_secs(2 * 60)).await;
    let error = verifier.access_token(&token, AUDIENCE).await.unwrap_err();
    assert!(matches!(error, Invalid::UnknownKey { .. }), "{error}");
}

#[tokio::test]
async fn a_key_for_encryption_signs_nothing() {
    let key = key();
    let keys = published(&[("one", &key)]);
    let token = signed(&key, &header(), &access_claims());
    for (of_use, is_trusted) in [("\"sig\"", true), ("\"enc\"", false), ("\"other\"", false)] {
        let org = Scripted::new().then(200, &[], &keys.replace("\"sig\"", of_use));
        assert_eq!(access(&org, &token).await.is_ok(), is_trusted, "{of_use}");
    }
}

#[tokio::test]
async fn how_far_clocks_may_be_apart_can_be_said() {
    let key = key();
    let sign = |name: &str, value: i64| signed(&key, &header(), &with(access_claims(), name, json!(value)));
    let cases = [
        (0, sign("exp", now() - 5), false),
        (0, sign("iat", now() + 60), false),
        (0, sign("nbf", now() + 60), false),
        (600, sign("exp", now() - 500), true),
        (600, sign("iat", now() + 500), true),
        (600, sign("nbf", now() + 500), true),
        (600, sign("exp", now() - 700), false),
    ];
    for (seconds, token, is_trusted) in cases {
        let org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
        let verifier = verifier(&org).leeway(Duration::from_secs(seconds));
        let found = verifier.access_token(&token, AUDIENCE).await;
        assert_eq!(found.is_ok(), is_trusted, "{seconds}: {found:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_okta_does_not_answer_known_keys_are_used_for_a_day() {
    let key = key();
    let mut org = Scripted::new().then(200, &[], &published(&[("one", &key)]));
    for _ in 0..50 {
        org = org.then(401, &[], r#"{"errorCode":"E0000011"}"#);
    }
    let verifier = verifier(&org);
    let token = signed(&key, &header(), &access_claims());
    verifier.access_token(&token, AUDIENCE).await.unwrap();
    tokio::time::advance(Duration::from_secs(2 * 3600)).await;
    verifier.access_token(&token, AUDIENCE).await.unwrap();
    assert_eq!(org.lines().len(), 2, "it was tried");
    tokio::time::advance(Duration::from_secs(23 * 3600)).await;
    let error = verifier.access_token(&token, AUDIENCE).await.unwrap_err();
    assert!(matches!(error, Invalid::Keys(_)) && !error.is_of_token(), "{error}");
}

/// A token is not called bad because Okta could not be asked.
#[tokio::test(start_paused = true)]
async fn a_failure_is_no_fault_of_the_token_and_is_not_repeated_for_each() {
    let key = key();
    let org = Scripted::new().then(403, &[], "{}").then(200, &[], &published(&[("one", &key)]));
    let verifier = verifier(&org);
    let token = signed(&key, &header(), &access_claims());
    for _ in 0..3 {
        assert!(!verifier.access_token(&token, AUDIENCE).await.unwrap_err().is_of_token());
    }
    assert_eq!(org.lines().len(), 1);
    tokio::time::advance(Duration::from_secs(31)).await;
    verifier.access_token(&token, AUDIENCE).await.unwrap();
}

#[test]
fn an_issuer_is_an_authorization_server() {
    for good in
        ["https://acme.okta.com", "https://acme.okta.com/", ISSUER, "http://localhost:8080/oauth2/aus1"]
    {
        Verifier::new(good).unwrap();
    }
    for bad in [
        "",
        "acme.okta.com",
        "https://acme.okta.com/oauth2",
        "https://acme.okta.com/oauth2/",
        "https://acme.okta.com/oauth2/v1",
        "https://acme.okta.com/oauth2/default/v1/keys",
        "https://acme.okta.com/oauth2/default?x=1",
        "https://acme.okta.com/oauth2/default#x",
        "https://me:s3cret@acme.okta.com/oauth2/default",
        "http://acme.okta.com/oauth2/default",
        "https://acme.okta.com/default",
    ] {
        let error = Verifier::new(bad).unwrap_err();
        assert!(error.is_config() && !error.to_string().contains("s3cret"), "{bad}: {error}");
    }
    let okta = Scripted::new().okta();
    assert!(Verifier::with_client(okta, "https://evil.example/oauth2/default").is_err());
}
