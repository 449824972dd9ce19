//! Credentials against the local org, which takes no assertion and no proof twice.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use oktars_local::{Org, RateLimits};
use serde_json::{Value, json};

use super::*;
use crate::group::NewGroup;
use crate::testing::Scripted;
use crate::{Okta, op};

const RSA: &str = include_str!("../../tests/keys/rsa.pkcs8.pem");
const EC: &str = include_str!("../../tests/keys/ec256.jwk");

/// A local org with one service app, and what was sent to it.
struct Scene {
    org: Org,
    admin: Okta,
    client_id: String,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Scene {
    async fn new(key: &PrivateKey, scopes: &[&str], dpop: bool) -> Self {
        let org = Org::builder().rate_limits(RateLimits::off()).build().unwrap();
        let admin = Okta::over(org.service());
        let app = json!({
            "name": "oidc_client", "label": "Robot", "signOnMode": "OPENID_CONNECT",
            "credentials": { "oauthClient": { "token_endpoint_auth_method": "private_key_jwt" } },
            "settings": { "oauthClient": {
                "application_type": "service", "grant_types": ["client_credentials"],
                "jwks": { "keys": [key.public_jwk()] }, "dpop_bound_access_tokens": dpop,
            } },
        });
        let app: Value = admin.call(op::CREATE_APPLICATION).body(&app).json().await.unwrap();
        let id = app["id"].as_str().unwrap();
        for scope in scopes {
            let grant = json!({ "issuer": "http://localhost", "scopeId": scope });
            let call = admin.call(op::GRANT_CONSENT_TO_SCOPE).path("appId", id).body(&grant);
            call.empty().await.unwrap();
        }
        let client_id = app["credentials"]["oauthClient"]["client_id"].as_str().unwrap().to_owned();
        Scene { org, admin, client_id, seen: Arc::default() }
    }

    async fn plain() -> Self {
        Scene::new(&PrivateKey::parse(EC).unwrap(), &["okta.groups.manage"], false).await
    }

    fn app(&self) -> ServiceApp {
        ServiceApp::new(&self.client_id, PrivateKey::parse(EC).unwrap()).scopes(["okta.groups.manage"])
    }

    fn okta(&self, credential: impl Into<Credential>) -> Okta {
        let (service, seen) = (self.org.service(), self.seen.clone());
        let recorder = tower::service_fn(move |request: Request<Bytes>| {
            seen.lock().unwrap().push(request.clone());
            let service = service.clone();
            async move {
                // As on a network, the others continue while one waits.
                tokio::task::yield_now().await;
                tower::ServiceExt::oneshot(service, request).await
            }
        });
        Okta::builder().credential(credential).over(recorder).unwrap()
    }

    fn token_requests(&self) -> Vec<Request<Bytes>> {
        self.sent("/oauth2/v1/token")
    }

    fn sent(&self, path: &str) -> Vec<Request<Bytes>> {
        let seen = self.seen.lock().unwrap();
        seen.iter().filter(|request| request.uri().path() == path).cloned().collect()
    }
}

fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request.headers()[name].to_str().unwrap()
}

fn form(request: &Request<Bytes>, name: &str) -> String {
    let pairs = url::form_urlencoded::parse(request.body()).into_owned();
    pairs.into_iter().find(|(known, _)| known == name).unwrap().1
}

fn proof_claims(request: &Request<Bytes>) -> Value {
    jwt::claims(header(request, "dpop")).unwrap()
}

#[tokio::test]
async fn every_kind_of_key_gets_a_token() {
    let read = |text: &str| PrivateKey::parse(text).unwrap();
    let rs = |algorithm| read(RSA).with_algorithm(algorithm).unwrap();
    let keys = [
        (read(RSA), "RS256"),
        (rs(Algorithm::Rs384), "RS384"),
        (rs(Algorithm::Rs512).with_kid("k1"), "RS512"),
        (read(include_str!("../../tests/keys/rsa.pkcs1.pem")), "RS256"),
        (read(&RSA.replace('\n', "\\n")), "RS256"),
        (read(include_str!("../../tests/keys/rsa.jwk")), "RS384"),
        (read(EC), "ES256"),
        (read(include_str!("../../tests/keys/ec256.pkcs8.pem")), "ES256"),
        (read(include_str!("../../tests/keys/ec256.sec1.pem")), "ES256"),
        (read(include_str!("../../tests/keys/ec384.pkcs8.pem")), "ES384"),
        (read(include_str!("../../tests/keys/ec384.jwk")), "ES384"),
        (read(include_str!("../../tests/keys/ec521.pkcs8.pem")), "ES512"),
        (read(include_str!("../../tests/keys/ec521.jwk")), "ES512"),
    ];
    for (key, algorithm) in keys {
        assert_eq!(key.algorithm().as_str(), algorithm);
        let scene = Scene::new(&key, &["okta.groups.read"], false).await;
        let app = ServiceApp::new(&scene.client_id, key).scopes(["okta.groups.read"]);
        let groups: Vec<Value> = scene.okta(app).get("groups").json().await.unwrap();
        assert_eq!(groups.len(), 2, "{algorithm}");
    }
}

/// The forms in which keys travel through variables and secret stores.
#[test]
fn a_key_is_read_in_every_form_that_it_travels_in() {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    let pkcs1 = include_str!("../../tests/keys/rsa.pkcs1.pem");
    let sec1 = include_str!("../../tests/keys/ec256.sec1.pem");
    let jwk = include_str!("../../tests/keys/rsa.jwk");
    let jwks = format!("{{\"keys\":[{jwk}]}}");
    let wrapped = |text: &str| {
        let base64 = STANDARD.encode(text);
        base64.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line)).collect::<Vec<_>>().join("\n")
    };
    for key in [RSA, pkcs1, EC, sec1, include_str!("../../tests/keys/ec256.pkcs8.pem"), jwk, &jwks] {
        let expected = PrivateKey::parse(key).unwrap().public_jwk();
        let mut forms = vec![STANDARD.encode(key), wrapped(key), URL_SAFE_NO_PAD.encode(key)];
        if !key.starts_with('{') {
            forms.extend(["\\n", "\\r\\n", " ", "\r\n", ""].map(|end| key.replace('\n', end)));
            forms.push(format!("\"{key}\""));
        }
        forms.push(format!("\n  {key}\n\n"));
        for form in forms {
            let read = PrivateKey::parse(&form).map(|key| key.public_jwk());
            assert_eq!(read.unwrap_or_else(|error| panic!("{error}: {form}")), expected);
        }
    }
}

#[test]
fn what_is_no_key_says_why_and_shows_nothing() {
    let jwk: Value = serde_json::from_str(include_str!("../../tests/keys/rsa.jwk")).unwrap();
    let without = |member: &str| {
        let mut jwk = jwk.clone();
        jwk.as_object_mut().unwrap().remove(member);
        jwk.to_string()
    };
    let with = |member: &str, value: &str| {
        let mut jwk = jwk.clone();
        jwk[member] = value.into();
        jwk.to_string()
    };
    let cases = [
        (String::new(), "neither PEM"),
        ("/no/such/file".to_owned(), "neither PEM"),
        (include_str!("../../tests/keys/encrypted.pem").to_owned(), "encrypted"),
        (include_str!("../../tests/keys/rsa1024.pem").to_owned(), "2048"),
        (RSA[..RSA.len() / 2].to_owned(), "cut off"),
        (RSA.replace("PRIVATE", "PUBLIC"), "no private key"),
        (without("d"), "must have n, e, d"),
        (without("qi"), "must have n, e, d"),
        (with("d", "AQAB"), "and whole"),
        (with("kty", "oct"), "RSA or EC"),
        (with("alg", "PS256"), "not one of Okta's"),
        (with("alg", "ES256"), "is not for this kind"),
        (EC.replace("P-256", "P-192"), "P-256, P-384 or P-521"),
        ("{".to_owned(), "malformed"),
        (format!("{{\"keys\":[{jwk},{jwk}]}}"), "must hold one key"),
        ("{\"keys\":[]}".to_owned(), "must hold one key"),
        ("czNjcmV0".to_owned(), "neither PEM"),
    ];
    for (text, message) in cases {
        let error = PrivateKey::parse(&text).unwrap_err();
        assert!(error.is_config() && error.to_string().contains(message), "{message}: {error}");
    }
    let error = PrivateKey::from_file("/no/such/file.pem").unwrap_err();
    assert!(!error.to_string().contains("/no/such"), "what is given for a path may be the key: {error}");
}

/// The trap: a token request for each of the calls that run in parallel.
#[tokio::test]
async fn many_calls_at_once_ask_for_one_token() {
    let scene = Scene::plain().await;
    let okta = scene.okta(scene.app());
    let calls = (0..50).map(|_| okta.get("groups").empty().send());
    join_all(calls).await.into_iter().collect::<Result<Vec<()>>>().unwrap();
    assert_eq!(scene.token_requests().len(), 1);
    let request = &scene.token_requests()[0];
    assert_eq!(header(request, "content-type"), "application/x-www-form-urlencoded");
    assert_eq!(form(request, "scope"), "okta.groups.manage");
    assert!(!request.headers().contains_key("content-length"), "the length of an empty body is not kept");
    let calls = scene.sent("/api/v1/groups");
    assert!(calls.iter().all(|call| header(call, "authorization").starts_with("Bearer ey")));
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends() {
    let scene = Scene::plain().await;
    let okta = scene.okta(scene.app());
    for (wait, requests) in [(0, 1), (3500, 1), (45, 2), (3000, 2)] {
        tokio::time::advance(Duration::from_secs(wait)).await;
        okta.get("groups").empty().await.unwrap();
        assert_eq!(scene.token_requests().len(), requests, "after {wait} s more");
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all_who_used_it() {
    let scene = Scene::plain().await;
    let okta = scene.okta(scene.app());
    okta.get("groups").empty().await.unwrap();
    // The org's clock moves; ours does not, so the token looks good here.
    scene.org.advance(3700);
    let calls = (0..10).map(|n| {
        let okta = okta.clone();
        async move { okta.groups().create(&NewGroup::new(format!("g{n}"))).await.map(drop) }
    });
    join_all(calls).await.into_iter().collect::<Result<Vec<()>>>().unwrap();
    // One, one that our clock is too late for, and one that is right.
    assert_eq!(scene.token_requests().len(), 3);
    let groups: Vec<Value> = scene.admin.get("groups").json().await.unwrap();
    assert_eq!(groups.len(), 12, "each group was made once");
}

#[tokio::test]
async fn a_call_is_renewed_once_and_no_more() {
    let invalid = r#"{"errorCode":"E0000011","errorSummary":"Invalid token provided"}"#;
    let org = Scripted::new().then(401, &[], invalid).then(401, &[], invalid).then(401, &[], invalid);
    let yielded = Arc::new(AtomicUsize::new(0));
    let counter = yielded.clone();
    let credential = Credential::callback(move || {
        let number = counter.fetch_add(1, Ordering::SeqCst);
        async move { Ok::<_, io::Error>(AccessToken::new(format!("token{number}"))) }
    });
    let error = org.okta_with_credential(credential).users().get("me").await.unwrap_err();
    assert!(error.is_unauthorized() && !error.is_no_token(), "{error}");
    let shown: Vec<_> =
        org.seen().iter().map(|request| header(request, "authorization").to_owned()).collect();
    assert_eq!(shown, ["Bearer token0", "Bearer token1"]);
    assert_eq!(yielded.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn other_refusals_renew_nothing() {
    let cases = [
        (401, r#"{"errorCode":"E0000015","errorSummary":"no such feature"}"#),
        (401, r#"{"errorCode":"E0000004","errorSummary":"Authentication failed"}"#),
        (403, r#"{"errorCode":"E0000006","errorSummary":"no"}"#),
        (400, r#"{"errorCode":"E0000001","errorSummary":"no"}"#),
    ];
    for (status, body) in cases {
        let org = Scripted::new().then(status, &[], body);
        let credential = Credential::callback(|| async { Ok::<_, io::Error>(AccessToken::new("t")) });
        org.okta_with_credential(credential).users().get("me").await.unwrap_err();
        assert_eq!(org.seen().len(), 1, "{body}");
    }
    let org = Scripted::new().then(401, &[], r#"{"errorCode":"E0000011"}"#);
    org.okta().users().get("me").await.unwrap_err();
    assert_eq!(org.seen().len(), 1, "an API token cannot be renewed");
}

/// The trap: the DPoP proof of the first attempt sent again on the second.
#[tokio::test(start_paused = true)]
async fn each_attempt_has_a_proof_of_its_own() {
    let key = PrivateKey::parse(EC).unwrap();
    let scene = Scene::new(&key, &["okta.groups.manage"], true).await;
    let (service, seen) = (scene.org.service(), scene.seen.clone());
    let failures = Arc::new(AtomicUsize::new(0));
    let flaky = tower::service_fn(move |request: Request<Bytes>| {
        seen.lock().unwrap().push(request.clone());
        let (service, failures) = (service.clone(), failures.clone());
        async move {
            let first =
                request.uri().path() == "/api/v1/groups" && failures.fetch_add(1, Ordering::SeqCst) == 0;
            let answer = tower::ServiceExt::oneshot(service, request).await?;
            if first { Err(io::Error::from(io::ErrorKind::ConnectionReset)) } else { Ok(answer) }
        }
    });
    let okta = Okta::builder().credential(scene.app().dpop(true)).over(flaky).unwrap();
    okta.get("groups?limit=2").empty().await.unwrap();

    let calls = scene.sent("/api/v1/groups");
    assert_eq!(calls.len(), 2, "the org took both, since the second proof was another one");
    let (first, second) = (proof_claims(&calls[0]), proof_claims(&calls[1]));
    assert_ne!(first["jti"], second["jti"]);
    let token = header(&calls[0], "authorization").strip_prefix("DPoP ").unwrap();
    let ath = jwt::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes()));
    assert_eq!((&first["ath"], &first["htm"]), (&json!(ath), &json!("GET")));
    assert_eq!(first["htu"], "http://localhost/api/v1/groups", "without the query");
    assert_eq!(header(&calls[0], "x-okta-user-agent-extended"), "isDPoP:true");

    let asked = scene.token_requests();
    assert_eq!(asked.len(), 2, "once without the nonce, once with it");
    let jti =
        |request: &Request<Bytes>| jwt::claims(&form(request, "client_assertion")).unwrap()["jti"].clone();
    assert_ne!(jti(&asked[0]), jti(&asked[1]), "an assertion is taken once");
    assert!(proof_claims(&asked[0])["nonce"].is_null() && proof_claims(&asked[1])["nonce"].is_string());
    assert!(proof_claims(&asked[1])["ath"].is_null());
}

#[tokio::test]
async fn an_app_that_demands_proofs_gets_them_unasked_and_nonces_are_renewed() {
    let key = PrivateKey::parse(EC).unwrap();
    let scene = Scene::new(&key, &["okta.groups.manage"], true).await;
    let okta = scene.okta(scene.app());
    okta.get("groups").empty().await.unwrap();
    assert_eq!(scene.token_requests().len(), 3, "no proof, no nonce, both");
    okta.get("groups").empty().await.unwrap();
    assert_eq!(scene.token_requests().len(), 3);
    // So long that the nonce is no longer taken, and the token is not either.
    scene.org.advance(5 * 24 * 3600);
    okta.get("groups").empty().await.unwrap();
    let asked = scene.token_requests();
    let nonces: Vec<_> = asked[2..].iter().map(|request| proof_claims(request)["nonce"].clone()).collect();
    assert_ne!(nonces.first(), nonces.last(), "{nonces:?}");
}

#[tokio::test]
async fn a_wrong_clock_is_noticed_and_does_no_harm() {
    for seconds in [-5 * 3600, 5 * 3600] {
        for dpop in [false, true] {
            let key = PrivateKey::parse(EC).unwrap();
            let scene = Scene::new(&key, &["okta.groups.manage"], dpop).await;
            scene.org.advance(seconds);
            scene.okta(scene.app().dpop(dpop)).get("groups").empty().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_token_endpoint_that_refuses_speaks_for_itself() {
    let scene = Scene::plain().await;
    let stranger =
        || ServiceApp::new("0oastranger", PrivateKey::parse(EC).unwrap()).scopes(["okta.groups.read"]);
    let cases = [
        (stranger(), "invalid_client"),
        (
            ServiceApp::new(&scene.client_id, PrivateKey::parse(RSA).unwrap()).scopes(["okta.groups.read"]),
            "signature",
        ),
        (scene.app().scopes(["okta.users.read"]), "invalid_scope"),
        (ServiceApp::with_secret(&scene.client_id, "s3cret").scopes(["okta.groups.read"]), "private_key_jwt"),
        (ServiceApp::with_assertion(&scene.client_id, "s3cret").scopes(["okta.groups.read"]), "malformed"),
    ];
    for (app, said) in cases {
        let okta = scene.okta(app);
        let error = okta.users().get("me").await.unwrap_err();
        assert!(error.is_no_token() && error.operation() == "getUser", "{error}");
        let text = error.to_string();
        assert!(text.contains("createToken") && text.contains(said), "{text}");
        assert!(error.code().is_some() && error.status().is_some(), "{error}");
        assert!(!format!("{error:?} {okta:?}").contains("s3cret"));
    }
    assert!(scene.sent("/api/v1/users/me").is_empty(), "nothing is sent without a token");
}

#[tokio::test]
async fn all_who_wait_learn_of_one_failure() {
    let scene = Scene::plain().await;
    let app = scene.app().scopes(["okta.users.read"]);
    let okta = scene.okta(app);
    let errors = join_all((0..20).map(|_| okta.get("groups").empty().send())).await;
    assert!(errors.iter().all(|result| result.as_ref().is_err_and(Error::is_no_token)));
    assert_eq!(scene.token_requests().len(), 1);
    okta.get("groups").empty().await.unwrap_err();
    assert_eq!(scene.token_requests().len(), 2, "who comes later asks again");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_leader_strands_nobody() {
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = requests.clone();
    let credential = Credential::callback(move || {
        let first = counter.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if first {
                std::future::pending::<()>().await;
            }
            Ok::<_, io::Error>(AccessToken::new("t"))
        }
    });
    let okta = Scripted::new().okta_with_credential(credential);
    let leader = okta.get("groups").empty().send();
    let followers = join_all((0..5).map(|_| okta.get("groups").empty().send()));
    let leader = tokio::time::timeout(Duration::from_secs(1), leader);
    let (leader, followers) = futures_util::future::join(leader, followers).await;
    assert!(leader.is_err() && followers.into_iter().all(|result| result.is_ok()));
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_endpoint_that_hangs_is_bounded_by_the_deadline() {
    let credential = Credential::callback(std::future::pending::<Result<AccessToken, io::Error>>);
    let builder = Okta::builder().deadline(Duration::from_secs(7)).credential(credential);
    let okta = builder.over(tower::service_fn(|_: Request<Bytes>| async {
        Ok::<_, io::Error>(Response::new(Bytes::new()))
    }));
    let started = tokio::time::Instant::now();
    let error = okta.unwrap().get("groups").empty().await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
    assert_eq!(started.elapsed(), Duration::from_secs(7));
}

#[tokio::test]
async fn an_empty_token_is_not_sent() {
    let org = Scripted::new();
    let credential = Credential::callback(|| async { Ok::<_, io::Error>(AccessToken::new(" ")) });
    let error = org.okta_with_credential(credential).get("groups").empty().await.unwrap_err();
    assert!(error.is_no_token() && org.seen().is_empty(), "{error}");

    let credential =
        Credential::callback(|| async { Err::<AccessToken, _>(io::Error::other("vault is sealed")) });
    let error = org.okta_with_credential(credential).get("groups").empty().await.unwrap_err();
    assert!(error.to_string().contains("vault is sealed") && org.seen().is_empty(), "{error}");
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let scene = Scene::plain().await;
    let okta = scene.okta(scene.app());
    let error = okta.users().get("me").await.unwrap_err();
    assert!(error.is_forbidden(), "{error}");
    assert_eq!(error.needed_scopes(), ["okta.users.read"]);
    assert_eq!(error.token_scopes().unwrap().iter().collect::<Vec<_>>(), ["okta.groups.manage"]);
    let text = error.to_string();
    assert!(text.contains("needs okta.users.read and the token has okta.groups.manage"), "{text}");

    let by_path = okta.get("users/me").empty().await.unwrap_err();
    assert_eq!(by_path.needed_scopes(), ["okta.users.read"], "as the answer says");

    let token = header(&scene.sent("/api/v1/users/me")[0], "authorization").replace("Bearer ", "");
    let error = scene.okta(Credential::bearer(token)).users().get("me").await.unwrap_err();
    assert!(error.to_string().contains("the token has okta.groups.manage"), "{error}");
}

#[tokio::test]
async fn a_scope_that_is_there_points_to_the_role() {
    let denied = r#"{"errorCode":"E0000006","errorSummary":"You do not have permission"}"#;
    let org = Scripted::new().then(403, &[], denied).then(403, &[], denied);
    let credential = Credential::callback(|| async {
        Ok::<_, io::Error>(AccessToken::new("t").scopes(["okta.users.manage"]))
    });
    let error = org.okta_with_credential(credential).users().get("00u1").await.unwrap_err();
    assert!(error.to_string().contains("admin role"), "{error}");
    let error = org.okta().users().get("00u1").await.unwrap_err();
    assert!(error.needed_scopes().is_empty(), "an API token has no scopes");
}

#[test]
fn what_cannot_be_a_credential_is_told_without_the_secret() {
    let key = || PrivateKey::parse(EC).unwrap();
    let cases: [(Credential, &str); 7] = [
        (Credential::api_token("{s3cret}"), "placeholder"),
        (Credential::bearer(" "), "placeholder"),
        (Credential::bearer("s3cret\nx"), "no token has"),
        (ServiceApp::new("{clientId}", key()).scopes(["a"]).into(), "client id"),
        (ServiceApp::new("0oa1", key()).into(), "scopes"),
        (
            ServiceApp::new("0oa1", key()).scopes(["a"]).token_path("https://evil.example/token").into(),
            "its own org",
        ),
        (ServiceApp::with_secret("", "s3cret").scopes(["a"]).into(), "client id"),
    ];
    for (credential, message) in cases {
        let builder = Okta::builder().org_url("https://acme.okta.com").credential(credential);
        assert!(!format!("{builder:?}").contains("s3cret"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert!(error.to_string().contains(message), "{message}: {error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
    let d = serde_json::from_str::<Value>(EC).unwrap()["d"].as_str().unwrap().to_owned();
    let app = ServiceApp::new("0oa1", key());
    assert!(!format!("{app:?} {:?}", key()).contains(&d));
}

#[tokio::test]
async fn a_secret_and_an_assertion_of_others_go_to_the_token_endpoint_alone() {
    let granted = r#"{"token_type":"Bearer","expires_in":3600,"access_token":"t0k"}"#;
    let app = ServiceApp::with_secret("0oa1", "s3c/ret").scopes(["a"]).token_path("/oauth2/aus1/v1/token");
    let org = Scripted::new().then(200, &[], granted);
    let okta = org.okta_with_credential(app);
    okta.get("groups").empty().await.unwrap();
    assert_eq!(org.seen()[0].uri().to_string(), "https://acme.okta.com/oauth2/aus1/v1/token");
    assert_eq!(
        header(&org.seen()[0], "authorization"),
        "Basic MG9hMTpzM2MlMkZyZXQ=",
        "form-encoded, as OAuth asks"
    );
    assert_eq!(header(&org.seen()[1], "authorization"), "Bearer t0k");
    assert!(org.seen()[1].body().is_empty());

    let org = Scripted::new().then(200, &[], granted);
    let app = ServiceApp::with_assertion("0oa1", "a.b.c").scopes(["b", "a"]);
    org.okta_with_credential(app).get("groups").empty().await.unwrap();
    assert_eq!(form(&org.seen()[0], "client_assertion"), "a.b.c");
    assert_eq!(form(&org.seen()[0], "scope"), "a b");
}

#[tokio::test(start_paused = true)]
async fn a_token_request_that_fails_in_passing_is_made_again_with_another_assertion() {
    let granted = r#"{"token_type":"Bearer","expires_in":3600,"access_token":"t0k"}"#;
    let org = Scripted::new().then(503, &[], "").then_drop().then(200, &[], granted);
    let app = ServiceApp::new("0oa1", PrivateKey::parse(EC).unwrap()).scopes(["a"]);
    org.okta_with_credential(app).get("groups").empty().await.unwrap();
    let jti = |request: &Request<Bytes>| {
        jwt::claims(&form(request, "client_assertion")).unwrap()["jti"].to_string()
    };
    let ids: BTreeSet<_> = org.seen()[..3].iter().map(jti).collect();
    assert_eq!((ids.len(), org.seen().len()), (3, 4));
}

#[tokio::test]
async fn an_answer_that_holds_no_token_is_told_without_its_body() {
    for body in ["<html>s3cret</html>", "{}", r#"{"access_token":""}"#, r#"{"access_token":7,"x":"s3cret"}"#]
    {
        let org = Scripted::new().then(200, &[], body);
        let app = ServiceApp::new("0oa1", PrivateKey::parse(EC).unwrap()).scopes(["a"]);
        let error = org.okta_with_credential(app).get("groups").empty().await.unwrap_err();
        assert!(error.is_no_token() && org.seen().len() == 1, "{error}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
}
