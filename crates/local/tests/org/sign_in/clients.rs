//! Clients: all ways to prove that they are it, requests that they push, keys that their tokens are bound to, and
//! clients that are registered.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::scene::{Scene, claims, encoded, location, member, send};
use crate::client::Answer;
use crate::oauth::Key;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn by_secret(secret: &str, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({ "alg": "HS256" })), part(claims));
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let signature = aws_lc_rs::hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

fn assertion(scene: &Scene, url: &str, jti: &str) -> Value {
    let now = scene.client.org.now().as_second();
    json!({ "iss": scene.app, "sub": scene.app, "aud": url, "exp": now + 300, "iat": now, "jti": jti })
}

/// Sends a code with what proves the client.
fn exchange(scene: &Scene, headers: &[(&str, &str)], proof: &[(&str, &str)]) -> Answer {
    let code = scene.code("/default", &[]);
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", super::scene::CALLBACK),
        ("code_verifier", super::scene::VERIFIER),
    ];
    form.extend(proof);
    let url = "http://localhost/oauth2/default/v1/token";
    send(&scene.client.org, "POST", url, headers, &encoded(&form))
}

/// Each of Okta's ways works for a client that is set up for it, and for no other.
#[test]
fn a_client_proves_itself_as_it_is_set_up() {
    let url = "http://localhost/oauth2/default/v1/token";
    let basic = |id: &str, secret: &str| format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
    for method in ["client_secret_basic", "client_secret_post"] {
        let scene = Scene::with("web", &json!({ "token_endpoint_auth_method": method }));
        let header = basic(&scene.app, &scene.secret);
        exchange(&scene, &[("authorization", &header)], &[]).expect(200);
        exchange(&scene, &[], &[("client_id", &scene.app), ("client_secret", &scene.secret)]).expect(200);
        exchange(&scene, &[("authorization", &basic(&scene.app, "wrong"))], &[]).expect(401);
        exchange(&scene, &[("authorization", "Basic !!")], &[]).expect(401);
        exchange(&scene, &[], &[("client_id", &scene.app)]).expect(401);
        exchange(&scene, &[], &[]).expect(401);
        let twice = [("client_id", scene.app.as_str()), ("client_secret", scene.secret.as_str())];
        let answer = exchange(&scene, &[("authorization", &header)], &twice).expect(401).json();
        assert_eq!(answer["error"], "invalid_request");
        let unknown =
            exchange(&scene, &[], &[("client_id", "unknown"), ("client_secret", "x")]).expect(400).json();
        assert_eq!(unknown["errorCode"], "invalid_client");
        let signed = by_secret(&scene.secret, &assertion(&scene, url, "j"));
        let form = [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", signed.as_str())];
        exchange(&scene, &[], &form).expect(401);
    }
    // Okta's library for browsers names a client without a secret in the header, by its id alone.
    let public = Scene::new("browser");
    let named = |id: &str| format!("Basic {}", STANDARD.encode(id));
    exchange(&public, &[("authorization", &named(&public.app))], &[]).expect(200);
    let secret = Scene::new("web");
    exchange(&secret, &[("authorization", &named(&secret.app))], &[]).expect(401);
    let scene = Scene::with("web", &json!({ "token_endpoint_auth_method": "client_secret_jwt" }));
    let signed = by_secret(&scene.secret, &assertion(&scene, url, "one"));
    let form = |signed: &str| {
        vec![
            ("client_assertion_type".to_owned(), ASSERTION_TYPE.to_owned()),
            ("client_assertion".to_owned(), signed.to_owned()),
        ]
    };
    let ask = |signed: &str| {
        let form = form(signed);
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        exchange(&scene, &[], &form)
    };
    ask(&signed).expect(200);
    assert_eq!(ask(&signed).expect(401).json()["error"], "invalid_client", "once only");
    let mut late = assertion(&scene, url, "two");
    late["exp"] = json!(1);
    let mut elsewhere = assertion(&scene, "http://localhost/oauth2/default", "three");
    elsewhere["x"] = json!(1);
    for claims in [late, elsewhere] {
        ask(&by_secret(&scene.secret, &claims)).expect(401);
    }
    ask(&by_secret("another secret of enough length", &assertion(&scene, url, "four"))).expect(401);
    exchange(&scene, &[], &[("client_id", &scene.app), ("client_secret", &scene.secret)]).expect(401);
}

/// Half of all clients encode a secret before it goes into the header, as the standard says; the others do not.
#[test]
fn a_secret_in_the_header_may_be_encoded_or_not() {
    let secret = "50%25+a 100%: nobody's+secret";
    let scene = Scene::with("web", &json!({ "client_secret": secret }));
    let header = |secret: &str| format!("Basic {}", STANDARD.encode(format!("{}:{secret}", scene.app)));
    let encoded =
        percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
    exchange(&scene, &[("authorization", &header(secret))], &[]).expect(200);
    exchange(&scene, &[("authorization", &header(&encoded))], &[]).expect(200);
    exchange(&scene, &[("authorization", &header(&encoded.replace('%', "%25")))], &[]).expect(401);
    // In the body, the form itself is the encoding.
    exchange(&scene, &[], &[("client_id", &scene.app), ("client_secret", secret)]).expect(200);
    exchange(&scene, &[], &[("client_id", &scene.app), ("client_secret", &encoded)]).expect(401);
}

#[test]
fn a_client_proves_itself_by_its_key() {
    let key = Key::new();
    let more = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [key.public()] } });
    let scene = Scene::with("web", &more);
    let url = "http://localhost/oauth2/default/v1/token";
    let signed = key.sign(json!({}), &assertion(&scene, url, "one"));
    let proof = [("client_assertion_type", ASSERTION_TYPE), ("client_assertion", signed.as_str())];
    let tokens = exchange(&scene, &[], &proof).expect(200).json();
    let token = tokens["access_token"].as_str().expect("a token");
    let url = "http://localhost/oauth2/default/v1/introspect";
    let signed = key.sign(json!({}), &assertion(&scene, url, "two"));
    let form = [("token", token), ("client_assertion_type", ASSERTION_TYPE), ("client_assertion", &signed)];
    let shown = scene.browser().send("POST", "/oauth2/default/v1/introspect", &form).expect(200).json();
    assert_eq!(shown["active"], true);
}

/// A request that was pushed is all that the browser needs to name, for this client and this server, until it is used.
#[test]
fn a_pushed_request_stands_for_its_parameters() {
    let scene = Scene::new("web");
    let push = |server: &str, more: &[(&str, &str)]| {
        let url = scene.authorize(server, &[]);
        let query = url.split_once('?').expect("a query").1.to_owned();
        let mut form: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        form.push(("client_secret".to_owned(), scene.secret.clone()));
        let form: Vec<(&str, &str)> =
            form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        scene.browser().send("POST", &format!("/oauth2{server}/v1/par"), &form)
    };
    for server in ["", "/default"] {
        let answer = push(server, &[]).expect(201).json();
        assert_eq!(answer["expires_in"], 3600);
        let uri = answer["request_uri"].as_str().expect("an address");
        assert!(uri.starts_with("urn:okta:"), "{uri}");
        let url = |id: &str| {
            format!("/oauth2{server}/v1/authorize?{}", encoded(&[("client_id", id), ("request_uri", uri)]))
        };
        assert_eq!(scene.browser().get(&url("another")).status, 400);
        let other = url(&scene.app).replace(
            &format!("/oauth2{server}/"),
            if server.is_empty() { "/oauth2/default/" } else { "/oauth2/" },
        );
        assert!(scene.browser().get(&other).expect(400).text().contains("invalid_request_uri"));
        let back = scene.browser().sign_in(&url(&scene.app));
        assert!(
            member(&back, "code").is_some() && member(&back, "state").as_deref() == Some("s 1"),
            "{back}"
        );
        assert_eq!(scene.browser().get(&url(&scene.app)).status, 400, "it was used");
        for (more, error) in [
            (("scope", "openid nonsense"), "invalid_scope"),
            (("state", ""), "invalid_request"),
            (("redirect_uri", "https://evil.example"), "invalid_request"),
            (("request_uri", "urn:okta:x"), "invalid_request"),
            (("prompt", "maybe"), "invalid_request"),
        ] {
            assert_eq!(push(server, &[more]).expect(400).json()["error"], error, "{more:?}");
        }
        let late = push(server, &[]).expect(201).json();
        let late = late["request_uri"].as_str().expect("an address").to_owned();
        scene.client.org.advance(3601);
        let url = format!(
            "/oauth2{server}/v1/authorize?{}",
            encoded(&[("client_id", &scene.app), ("request_uri", &late)])
        );
        assert_eq!(scene.browser().get(&url).status, 400);
    }
    let foreign = [("client_id", scene.app.as_str()), ("request_uri", "https://evil.example/request")];
    let page = scene.browser().get(&format!("/oauth2/v1/authorize?{}", encoded(&foreign))).expect(400);
    assert!(page.text().contains("request_uri_not_supported"));
}

/// A request that the client has signed goes before the parameters beside it, once.
#[test]
fn a_signed_request_goes_before_its_parameters() {
    let scene = Scene::new("web");
    let now = scene.client.org.now().as_second();
    let request = |more: Value| {
        let mut claims = json!({ "iss": scene.app, "aud": "http://localhost", "exp": now + 300, "jti": more.to_string(), "state": "signed" });
        for (name, value) in more.as_object().expect("members") {
            claims[name] = value.clone();
        }
        by_secret(&scene.secret, &claims)
    };
    let url = |request: &str| scene.authorize("", &[("request", request)]);
    let signed = request(json!({}));
    let mut browser = scene.browser();
    let back = browser.sign_in(&url(&signed));
    assert_eq!(member(&back, "state").as_deref(), Some("signed"), "{back}");
    assert!(scene.browser().get(&url(&signed)).expect(400).text().contains("invalid_request_object"), "once");
    for wrong in [
        request(json!({ "aud": "http://localhost/oauth2/default" })),
        request(json!({ "iss": "another" })),
        request(json!({ "exp": now - 1 })),
        request(json!({ "exp": now + 7200 })),
        by_secret(
            "another secret of enough length",
            &json!({ "iss": scene.app, "aud": "http://localhost", "exp": now + 300 }),
        ),
        "nonsense".to_owned(),
    ] {
        assert!(
            scene.browser().get(&url(&wrong)).expect(400).text().contains("invalid_request_object"),
            "{wrong}"
        );
    }
}

fn proof(key: &Key, scene: &Scene, method: &str, url: &str, nonce: &str, token: Option<&str>) -> String {
    let mut claims = json!({
        "htm": method, "htu": url, "iat": scene.client.org.now().as_second(),
        "jti": format!("{nonce}{url}{}", rand_text()), "nonce": nonce,
    });
    if let Some(token) = token {
        claims["ath"] = json!(URL_SAFE_NO_PAD.encode(Sha256::digest(token)));
    }
    key.sign(json!({ "typ": "dpop+jwt", "jwk": key.public() }), &claims)
}

fn rand_text() -> String {
    let mut bytes = [0; 12];
    aws_lc_rs::rand::fill(&mut bytes).expect("random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Tokens that are bound to a key: none without a proof, none of them as a plain bearer, and none with another key.
#[test]
fn tokens_are_bound_to_a_key() {
    let scene = Scene::with("browser", &json!({ "dpop_bound_access_tokens": true }));
    let url = "http://localhost/oauth2/default/v1/token";
    let (key, other) = (Key::new(), Key::new());
    let ask = |form: &[(&str, &str)], proof: &str| {
        send(&scene.client.org, "POST", url, &[("dpop", proof)], &encoded(form))
    };
    let code = scene.code("/default", &[]);
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", scene.app.as_str()),
        ("code", &code),
        ("redirect_uri", super::scene::CALLBACK),
        ("code_verifier", super::scene::VERIFIER),
    ];
    let without = scene.token("/default", &[("code", &code)]).expect(400).json();
    assert_eq!(without["error"], "invalid_dpop_proof");
    let first = ask(&form, &proof(&key, &scene, "POST", url, "", None)).expect(400);
    assert_eq!(first.json()["error"], "use_dpop_nonce");
    let nonce = first.headers["dpop-nonce"].to_str().expect("a nonce").to_owned();
    let tokens = ask(&form, &proof(&key, &scene, "POST", url, &nonce, None)).expect(200).json();
    assert_eq!(tokens["token_type"], "DPoP");
    let token = tokens["access_token"].as_str().expect("a token");
    assert!(claims(&tokens["access_token"])["cnf"]["jkt"].is_string());
    let info = "http://localhost/oauth2/default/v1/userinfo";
    let shown = |scheme: &str, proof: Option<String>| {
        let value = format!("{scheme} {token}");
        let mut headers = vec![("authorization", value.as_str())];
        headers.extend(proof.as_deref().map(|proof| ("dpop", proof)));
        send(&scene.client.org, "GET", info, &headers, "")
    };
    shown("DPoP", Some(proof(&key, &scene, "GET", info, "", Some(token)))).expect(200);
    let bearer = shown("Bearer", None).expect(400);
    assert!(bearer.headers["www-authenticate"].to_str().is_ok_and(|text| text.starts_with("DPoP algs=")));
    shown("DPoP", None).expect(400);
    shown("DPoP", Some(proof(&other, &scene, "GET", info, "", Some(token)))).expect(401);
    shown("DPoP", Some(proof(&key, &scene, "POST", info, "", Some(token)))).expect(400);
    let refresh = [
        ("grant_type", "refresh_token"),
        ("client_id", scene.app.as_str()),
        ("refresh_token", tokens["refresh_token"].as_str().expect("a token")),
    ];
    ask(&refresh, &proof(&other, &scene, "POST", url, &nonce, None)).expect(400);
    let again = ask(&refresh, &proof(&key, &scene, "POST", url, &nonce, None)).expect(200).json();
    assert_eq!(again["token_type"], "DPoP");
}

/// A client that is registered is an app, and what it registers is what it gets.
#[test]
fn clients_are_registered_read_replaced_and_deleted() {
    let scene = Scene::new("web");
    let client = &scene.client;
    let body = json!({
        "client_name": "Registered", "application_type": "web", "redirect_uris": ["https://app.test/cb"],
        "response_types": ["code"], "grant_types": ["authorization_code", "refresh_token"],
        "token_endpoint_auth_method": "client_secret_post",
    });
    let made = client.post("/oauth2/v1/clients", &body).expect(201).json();
    for (name, value) in body.as_object().expect("members") {
        assert_eq!(made[name], *value, "{name}");
    }
    let id = made["client_id"].as_str().expect("an id");
    assert!(made["client_secret"].is_string() && made["client_secret_expires_at"] == 0);
    assert!(made["client_id_issued_at"].is_i64());
    let app = client.get(&format!("/api/v1/apps/{id}")).expect(200).json();
    assert_eq!((&app["label"], &app["name"]), (&json!("Registered"), &json!("oidc_client")));
    let path = format!("/oauth2/v1/clients/{id}");
    assert_eq!(client.get(&path).expect(200).json(), made);
    let mut changed = made.clone();
    changed["client_name"] = json!("Renamed");
    changed["redirect_uris"] = json!(["https://app.test/other"]);
    let replaced = client.send("PUT", &path, &changed).expect(200).json();
    assert_eq!(
        (&replaced["client_name"], &replaced["client_secret"]),
        (&json!("Renamed"), &made["client_secret"])
    );
    let renewed = client.post(&format!("{path}/lifecycle/newSecret"), &Value::Null).expect(200).json();
    assert_ne!(renewed["client_secret"], made["client_secret"]);
    let listed = client.get("/oauth2/v1/clients?q=renam").expect(200).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert!(client.get("/oauth2/v1/clients?limit=1").expect(200).link("next").is_some());
    for (name, value, error) in [
        ("client_name", json!(""), "invalid_client_metadata"),
        ("redirect_uris", json!(["nonsense"]), "invalid_redirect_uri"),
        ("grant_types", json!(["nonsense"]), "invalid_client_metadata"),
        ("application_type", json!("nonsense"), "invalid_client_metadata"),
    ] {
        let mut wrong = body.clone();
        wrong[name] = value;
        let answer = client.post("/oauth2/v1/clients", &wrong).expect(400).json();
        assert_eq!(answer["error"], error, "{name}: {answer}");
    }
    client.send("DELETE", &path, &Value::Null).expect(204);
    assert_eq!(client.get(&path).expect(404).json()["errorCode"], "E0000007");
    let stranger = send(&client.org, "POST", "http://localhost/oauth2/v1/clients", &[], &body.to_string());
    assert_eq!(stranger.status, 401);
}

/// Metadata names nothing but what answers.
#[test]
fn metadata_names_only_what_is_served() {
    let scene = Scene::new("web");
    for path in [
        "/.well-known/openid-configuration",
        "/oauth2/default/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
        "/oauth2/default/.well-known/oauth-authorization-server",
        "/.well-known/oauth-authorization-server/oauth2/default",
    ] {
        let metadata = scene.client.get(path).expect(200).json();
        let endpoints = metadata
            .as_object()
            .expect("members")
            .iter()
            .filter(|(name, _)| name.ends_with("_endpoint") || *name == "jwks_uri");
        for (name, url) in endpoints {
            let url = url.as_str().expect("an address");
            for method in ["GET", "POST"] {
                let answer = send(&scene.client.org, method, url, &[], "");
                assert!(!matches!(answer.status, 404 | 500 | 501), "{name} {url}: {}", answer.status);
            }
        }
        let told = scene.client.get(&format!("{path}?client_id=unknown"));
        assert_eq!(told.json()["errorCode"], "invalid_client", "{path}");
        scene.client.get(&format!("{path}?client_id={}", scene.app)).expect(200);
    }
    let page = scene.browser().get(&scene.authorize("", &[("idp", "0oa-unknown")])).expect(302);
    assert_eq!(
        member(&location(&page), "error_description").as_deref(),
        Some("Identity provider is not valid.")
    );
    for (method, path) in [
        ("GET", "/sso/idps/0oa1"),
        ("POST", "/idp/idx/identify"),
        ("POST", "/idp/idx/challenge/answer"),
        ("POST", "/oauth2/v1/interact"),
        ("POST", "/oauth2/default/v1/interact"),
        ("POST", "/oauth2/v1/bc/authorize"),
        ("POST", "/oauth2/v1/primary-authenticate"),
        ("POST", "/oauth2/v1/challenge"),
    ] {
        let answer = send(&scene.client.org, method, &format!("http://localhost{path}"), &[], "");
        assert_eq!(answer.status, 501, "{path}");
        assert!(answer.text().contains("The local org does not serve"), "{path}");
    }
}
