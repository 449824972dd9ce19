//! Tables of what Okta answers, row by row.

use serde_json::{Value, json};

use super::scene::{Scene, claims, location, member, send};

/// Members of a form, or headers.
type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Faults of a request to authorize, with the words that Okta has for them.
#[test]
fn authorize_refuses_in_oktas_words() {
    let rows: [(Pairs<'_>, &str, &str); 22] = [
        (&[("state", "")], "invalid_request", "The authentication request has an invalid 'state' parameter."),
        (
            &[("response_type", "none")],
            "unsupported_response_type",
            "The response type is not supported by the authorization server. Configured response types: [code, token, id_token].",
        ),
        (
            &[("response_mode", "x")],
            "unsupported_response_mode",
            "The response mode is not supported by the authorization server. Valid response modes: [query, fragment, form_post, okta_post_message].",
        ),
        (
            &[("response_mode", "query"), ("response_type", "id_token")],
            "unsupported_response_mode",
            "'query' response mode cannot be used with either the 'id_token' or 'token' response types.",
        ),
        (&[("prompt", "x")], "invalid_request", "Invalid value for 'prompt' parameter."),
        (&[("prompt", "none login")], "invalid_request", "Invalid value for 'prompt' parameter."),
        (
            &[("max_age", "x")],
            "invalid_request",
            "Invalid value for 'max_age' parameter. It should be within range 0 - 2^31-1.",
        ),
        (&[("max_age", "2147483648")], "invalid_request", "Invalid value for 'max_age' parameter."),
        (&[("max_age", "0"), ("prompt", "none")], "invalid_request", "The 'max_age' parameter cannot be 0"),
        (
            &[("nonce", ""), ("response_type", "id_token")],
            "invalid_request",
            "The 'nonce' parameter is required for authorize requests with either the 'id_token' or 'token' response types..",
        ),
        (&[("idp", "0oax")], "invalid_request", "Identity provider is not valid."),
        (&[("code_challenge", "")], "invalid_request", "PKCE code challenge is required by the application."),
        (
            &[("code_challenge_method", "plain")],
            "invalid_request",
            "PKCE code challenge method is not supported. Valid values: [S256]",
        ),
        (
            &[("code_challenge", "äääääääääääääääääääääääääääääääääääääääääää")],
            "invalid_request",
            "PKCE code challenge contains illegal characters.",
        ),
        (&[("scope", "openid custom")], "invalid_scope", ""),
        (&[("scope", "")], "invalid_scope", ""),
        (
            &[("scope", "profile"), ("response_type", "id_token")],
            "invalid_scope",
            "Requests for ID tokens or access tokens with OpenID scopes require the 'openid' scope.",
        ),
        (
            &[("prompt", "none")],
            "login_required",
            "The client specified not to prompt, but the user is not logged in.",
        ),
        (
            &[("nonce", "a"), ("response_type", "token"), ("response_mode", "query")],
            "unsupported_response_mode",
            "'query'",
        ),
        (
            &[("code_challenge", "short")],
            "invalid_request",
            "PKCE code challenge contains illegal characters.",
        ),
        (&[("response_type", "code x")], "unsupported_response_type", "The response type is not supported"),
        (
            &[("prompt", "enroll_authenticator"), ("response_type", "none")],
            "unsupported_response_type",
            "The response type",
        ),
    ];
    let scene = Scene::new("browser");
    for server in ["", "/default"] {
        for (more, error, text) in &rows {
            let answer = scene.browser().get(&scene.authorize(server, more));
            assert_eq!(answer.status, 302, "{more:?}: {}", answer.text());
            let back = location(&answer);
            assert_eq!(member(&back, "error").as_deref(), Some(*error), "{more:?}: {back}");
            let told = member(&back, "error_description").expect("a description");
            assert!(told.starts_with(text), "{more:?}: {told}");
            let names: Vec<String> = back
                .split_once(['?', '#'])
                .map(|(_, rest)| {
                    form_urlencoded::parse(rest.as_bytes()).map(|(name, _)| name.into_owned()).collect()
                })
                .expect("members");
            let expected: &[&str] = if more.contains(&("state", "")) {
                &["error", "error_description"]
            } else {
                &["state", "error", "error_description"]
            };
            assert_eq!(names, expected, "{back}");
        }
    }
    let scopes = [
        ("", "Custom scopes are not allowed for this request."),
        ("/default", "One or more scopes are not configured for the authorization server resource."),
    ];
    for (server, text) in scopes {
        let answer = scene.browser().get(&scene.authorize(server, &[("scope", "openid custom")]));
        assert_eq!(member(&location(&answer), "error_description").as_deref(), Some(text));
    }
    let service = json!({
        "name": "oidc_client", "label": "Service", "signOnMode": "OPENID_CONNECT",
        "settings": { "oauthClient": { "application_type": "service", "redirect_uris": ["http://localhost:3000/callback"], "grant_types": ["client_credentials"], "response_types": ["token"] } },
    });
    let made = scene.client.post("/api/v1/apps", &service).expect(200).json();
    let answer =
        scene.browser().get(&scene.authorize("", &[("client_id", made["id"].as_str().expect("an id"))]));
    assert!(
        member(&location(&answer), "error_description")
            .is_some_and(|text| text.contains("'service' are not allowed"))
    );
    let page = scene.browser().get("/oauth2/unknown/v1/authorize");
    assert_eq!((page.status, page.json()["errorCode"].clone()), (404, json!("E0000007")));
}

/// Faults of the token endpoint.
#[test]
fn the_token_endpoint_refuses_in_oktas_words() {
    let scene = Scene::new("web");
    let secret = ("client_secret", "wrong");
    let rows: [(Pairs<'_>, u16, &str, &str); 9] = [
        (
            &[secret],
            401,
            "invalid_client",
            "The client secret supplied for a confidential client is invalid.",
        ),
        (
            &[("client_secret", "")],
            401,
            "invalid_client",
            "Client authentication failed. Either the client or the client credentials are invalid.",
        ),
        (
            &[("grant_type", "")],
            400,
            "invalid_request",
            "The token request must specify a 'grant_type'. Valid values: [",
        ),
        (
            &[("grant_type", "magic")],
            400,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server. Configured grant types: [",
        ),
        (
            &[("grant_type", "password")],
            400,
            "unauthorized_client",
            "The client is not authorized to use the provided grant type. Configured grant types: [authorization_code, refresh_token, implicit].",
        ),
        (&[("code", "")], 400, "invalid_request", "The required parameter 'code' is missing."),
        (&[("code", "unknown")], 400, "invalid_grant", "The authorization code is invalid or has expired."),
        (
            &[("grant_type", "refresh_token")],
            400,
            "invalid_request",
            "The required parameter 'refresh_token' is missing.",
        ),
        (
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
            400,
            "invalid_grant",
            "The refresh token is invalid or expired.",
        ),
    ];
    for server in ["", "/default"] {
        for (more, status, error, text) in &rows {
            let answer = scene.token(server, more).expect(*status).json();
            assert_eq!(answer["error"], *error, "{more:?}");
            assert!(
                answer["error_description"].as_str().is_some_and(|told| told.starts_with(text)),
                "{more:?}: {answer}"
            );
            assert_eq!(
                answer.as_object().expect("members").keys().collect::<Vec<_>>(),
                ["error", "error_description"]
            );
        }
        let in_query = send(
            &scene.client.org,
            "POST",
            &format!("http://localhost/oauth2{server}/v1/token?client_secret=x"),
            &[],
            "grant_type=password",
        );
        assert_eq!(
            in_query.json()["error_description"],
            "Client credentials cannot be supplied via query parameters."
        );
        let code = scene.code(server, &[]);
        let good = scene.token(server, &[("code", &code)]).expect(200);
        for (name, value) in [
            ("cache-control", "no-cache, no-store"),
            ("pragma", "no-cache"),
            ("x-robots-tag", "noindex,nofollow"),
            ("content-type", "application/json"),
        ] {
            assert_eq!(good.headers[name], value, "{name}");
        }
        assert!(good.headers.contains_key("x-rate-limit-limit"));
        let denied = scene
            .grant(
                server,
                &[
                    ("grant_type", "refresh_token"),
                    ("refresh_token", good.json()["refresh_token"].as_str().expect("a token")),
                    ("scope", "openid phone"),
                ],
            )
            .expect(400)
            .json();
        assert_eq!(denied["error"], "access_denied");
        assert!(
            denied["error_description"].as_str().is_some_and(|text| text.ends_with("Denied scopes: phone."))
        );
    }
}

/// The claims of tokens, in their order.
#[test]
fn tokens_have_oktas_claims_in_oktas_order() {
    let scene = Scene::new("web");
    let names =
        |token: &Value| claims(token).as_object().expect("claims").keys().cloned().collect::<Vec<_>>();
    let org = scene.tokens("", &[]);
    assert_eq!(
        names(&org["access_token"]),
        ["ver", "jti", "iss", "aud", "sub", "iat", "exp", "cid", "uid", "scp", "auth_time"]
    );
    let custom = scene.tokens("/default", &[]);
    assert_eq!(
        names(&custom["access_token"]),
        ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "auth_time", "sub"]
    );
    assert_eq!(
        names(&custom["id_token"]),
        [
            "sub",
            "name",
            "email",
            "preferred_username",
            "ver",
            "iss",
            "aud",
            "iat",
            "exp",
            "jti",
            "amr",
            "idp",
            "nonce",
            "auth_time",
            "at_hash"
        ]
    );
    let access = claims(&custom["access_token"]);
    assert_eq!(
        (&access["aud"], &access["iss"]),
        (&json!("api://default"), &json!("http://localhost/oauth2/default"))
    );
    assert_eq!(
        (&claims(&org["access_token"])["aud"], &claims(&org["access_token"])["iss"]),
        (&json!("http://localhost"), &json!("http://localhost"))
    );
    let jti = access["jti"].as_str().expect("a text");
    let parts: Vec<&str> = jti.split('.').collect();
    assert!(parts[0] == "AT" && parts[1].len() == 43 && parts[2].starts_with("oar"), "{jti}");
    assert!(
        claims(&custom["id_token"])["jti"]
            .as_str()
            .is_some_and(|jti| jti.starts_with("ID.") && jti.len() == 46)
    );
    assert!(custom["refresh_token"].as_str().is_some_and(|token| token.len() == 43));
    let info = scene.user_info("/default", &custom["access_token"]).expect(200).json();
    assert_eq!(info["sub"], json!(scene.user));
    let form = [
        ("client_id", scene.app.as_str()),
        ("client_secret", &scene.secret),
        ("token", custom["access_token"].as_str().expect("a token")),
    ];
    let shown = scene.browser().send("POST", "/oauth2/default/v1/introspect", &form).expect(200).json();
    let shown: Vec<&String> = shown.as_object().expect("members").keys().collect();
    assert_eq!(
        shown,
        [
            "active",
            "scope",
            "username",
            "exp",
            "iat",
            "sub",
            "aud",
            "iss",
            "jti",
            "token_type",
            "client_id",
            "uid"
        ]
    );
}

/// The refusals of `userinfo`, which stand in a header.
#[test]
fn userinfo_refuses_in_a_header() {
    let scene = Scene::new("web");
    let tokens = scene.tokens("", &[]);
    let token = tokens["access_token"].as_str().expect("a token");
    let bearer = format!("Bearer {token}");
    let without_openid = scene.tokens("", &[("scope", "profile")]);
    let other = format!("Bearer {}", without_openid["access_token"].as_str().expect("a token"));
    let url = "http://localhost/oauth2/v1/userinfo";
    let in_query = format!("{url}?access_token={token}");
    let in_body = format!("access_token={token}");
    let rows: [(&str, &str, Pairs<'_>, &str, u16, &str, &str); 6] = [
        ("GET", url, &[], "", 401, "invalid_request", "The access token is missing."),
        (
            "GET",
            url,
            &[("authorization", "Bearer nonsense")],
            "",
            401,
            "invalid_token",
            "The access token is invalid.",
        ),
        (
            "GET",
            &in_query,
            &[],
            "",
            400,
            "invalid_request",
            "The access token cannot be presented in a query string.",
        ),
        (
            "POST",
            url,
            &[("authorization", &bearer)],
            &in_body,
            400,
            "invalid_request",
            "The access token cannot be specified in both",
        ),
        (
            "GET",
            url,
            &[("authorization", &other)],
            "",
            403,
            "insufficient_scope",
            "The access token must provide access",
        ),
        (
            "GET",
            url,
            &[("authorization", "DPoP nonsense")],
            "",
            401,
            "invalid_token",
            "The access token is invalid.",
        ),
    ];
    for (method, url, headers, body, status, error, text) in rows {
        let answer = send(&scene.client.org, method, url, headers, body).expect(status);
        assert!(answer.body.is_empty());
        let header = answer.headers["www-authenticate"].to_str().expect("a challenge");
        assert!(header.contains(&format!("error=\"{error}\", error_description=\"{text}")), "{header}");
        assert!(header.starts_with("Bearer authorization_uri=\"http://localhost/oauth2/v1/authorize\", realm=\"http://localhost\", scope=\"openid\""), "{header}");
        assert!(header.ends_with("resource=\"/oauth2/v1/userinfo\""), "{header}");
        assert_eq!(answer.headers["access-control-expose-headers"], "WWW-Authenticate");
    }
    send(&scene.client.org, "POST", url, &[], &in_body).expect(200);
}

/// How answers are delivered, by each response mode.
#[test]
fn answers_come_by_each_response_mode() {
    let scene = Scene::new("browser");
    let mut browser = scene.browser();
    browser.sign_in(&scene.authorize("", &[]));
    let mut ask = |mode: &str| browser.get(&scene.authorize("", &[("response_mode", mode)]));
    for (mode, mark) in [("query", '?'), ("fragment", '#')] {
        let answer = ask(mode).expect(302);
        let back = location(&answer);
        assert!(back.starts_with(&format!("http://localhost:3000/callback{mark}code=")), "{back}");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
    }
    let page = ask("form_post").expect(200).text();
    assert!(
        page.contains("method=\"post\" action=\"http://localhost:3000/callback\"")
            && page.contains("name=\"code\"")
            && page.contains("name=\"state\""),
        "{page}"
    );
    let page = ask("okta_post_message").expect(200);
    assert!(page.text().contains("postMessage(") && page.text().contains("\"code\":"), "{}", page.text());
    // The client may have it in a frame, and nobody else.
    assert_eq!(page.headers["content-security-policy"], "frame-ancestors 'self' http://localhost:3000");
    assert!(!page.headers.contains_key("x-frame-options"));
}

/// What Okta publishes of an org and of its users' providers.
#[test]
fn web_finger_and_discovery_have_their_form() {
    let scene = Scene::new("web");
    let ask = |rel: &str| {
        scene
            .client
            .get(&format!("/.well-known/webfinger?resource=okta:acct:ann@acme.example{rel}"))
            .expect(200)
    };
    let answer = ask("");
    assert_eq!(answer.headers["content-type"], "application/jrd+json");
    let link = &answer.json()["links"][0];
    assert_eq!(
        (&link["rel"], &link["properties"]["okta:idp:type"]),
        (&json!("https://openid.net/specs/connect/1.0/issuer"), &json!("OKTA"))
    );
    assert_eq!(ask("&rel=okta:idp").json()["links"][0]["rel"], "okta:idp");
    scene.client.get("/.well-known/webfinger?resource=mailto:x").expect(400);
    let discovery = scene.client.get("/oauth2/default/.well-known/openid-configuration").expect(200);
    assert_eq!(discovery.headers["cache-control"], "max-age=86400, must-revalidate");
    assert!(discovery.headers["expires"].to_str().is_ok_and(|date| date.ends_with("GMT")));
    let metadata = discovery.json();
    let names: Vec<&String> = metadata.as_object().expect("members").keys().collect();
    assert_eq!(
        names[..6],
        [
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "userinfo_endpoint",
            "registration_endpoint",
            "jwks_uri"
        ]
    );
    assert_eq!(
        metadata["token_endpoint_auth_methods_supported"],
        json!(["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"])
    );
    for absent in [
        "claims_parameter_supported",
        "check_session_iframe",
        "acr_values_supported",
        "request_uri_parameter_supported",
    ] {
        assert_eq!(metadata[absent], Value::Null, "{absent}");
    }
    let keys = scene.client.get("/oauth2/default/v1/keys").expect(200).json();
    let names: Vec<&String> = keys["keys"][0].as_object().expect("a key").keys().collect();
    assert_eq!(names, ["kty", "alg", "kid", "use", "e", "n"]);
    assert_eq!(keys["keys"][0]["kid"].as_str().map(str::len), Some(43));
    scene.client.get("/oauth2/unknown/v1/keys").expect(404);
    let issuer_form =
        scene.client.get("/.well-known/oauth-authorization-server/oauth2/default").expect(200).json();
    assert!(
        issuer_form["grant_types_supported"]
            .as_array()
            .is_some_and(|grants| grants.contains(&json!("client_credentials")))
    );
}
