//! The table of the guide, executed, and what overrules what.

use std::collections::BTreeSet;

use super::*;

const GUIDE: &str = include_str!("../../../../docs/configuration.md");

type Variables<'a> = &'a [(&'a str, &'a str)];

/// A row of the table.
struct Row {
    keys: Vec<String>,
    variables: Vec<String>,
    example: String,
    not_taken: Option<String>,
}

fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn rows() -> Vec<Row> {
    let lines = GUIDE.lines().filter(|line| line.starts_with("| `"));
    let rows = lines.map(|line| {
        let cells: Vec<_> = line.split('|').collect();
        Row {
            keys: [code(cells[1]), code(cells[2])].concat(),
            variables: code(cells[3]),
            example: code(cells[4]).remove(0),
            not_taken: code(cells[5]).pop(),
        }
    });
    rows.collect()
}

fn file(text: &str) -> Result<Config> {
    let mut config = Config::default();
    config.read_text(0, Path::new("okta.yaml"), &text.into())?;
    Ok(config)
}

fn variable(name: &str, value: &str) -> Result<Config> {
    Config::from_variables([(name, value)])
}

/// A file with one value, nested as the key says.
fn nested(key: &str, value: &str) -> String {
    let mut text = String::from("okta:\n");
    let path = if key.starts_with("testing.") { key.to_owned() } else { format!("client.{key}") };
    for (depth, part) in path.split('.').enumerate() {
        text.push_str(&format!("{}{part}:\n", "  ".repeat(depth + 1)));
    }
    text.truncate(text.len() - 1);
    format!("{text} {value}\n")
}

#[test]
fn each_row_of_the_guide_is_true() {
    let rows = rows();
    let documented: BTreeSet<_> = rows.iter().map(|row| row.keys[0].as_str()).collect();
    let known: BTreeSet<_> = SETTINGS.iter().map(|setting| setting.name).collect();
    assert_eq!(documented, known);
    for row in &rows {
        let name = row.keys[0].as_str();
        let setting = SETTINGS.iter().find(|setting| setting.name == name).unwrap();
        let shown = setting.shown(&row.example).map_or("***".to_owned(), |shown| format!("{shown:?}"));
        for key in &row.keys {
            let dotted = format!("okta.client.{key}: {}\n", row.example);
            for text in [nested(key, &row.example), dotted] {
                let config = file(&text).unwrap();
                assert_eq!(config.text(name), Some(row.example.as_str()), "{text}");
                assert!(
                    format!("{config:?}").contains(&format!("{name}: {shown} (okta.yaml, line")),
                    "{config:?}"
                );
            }
        }
        for name_of_variable in &row.variables {
            let config = variable(name_of_variable, &row.example).unwrap();
            assert_eq!(config.text(name), Some(row.example.as_str()), "{name_of_variable}");
            assert_eq!(format!("{config:?}"), format!("Config {{ {name}: {shown} ({name_of_variable}) }}"));
        }
        if let Some(bad) = &row.not_taken {
            let error = variable(&row.variables[0], bad).unwrap_err().to_string();
            assert!(error.contains(&row.variables[0]) && error.contains(setting.accepts), "{error}");
            let error = file(&nested(name, bad)).unwrap_err().to_string();
            assert!(error.contains("okta.yaml, line ") && error.contains(setting.accepts), "{error}");
        }
    }
}

#[test]
fn every_spelling_means_one_setting_and_is_written_down() {
    let mut all = BTreeSet::new();
    for setting in SETTINGS {
        assert!(setting.spellings.contains(&plain(setting.name).as_str()), "{}", setting.name);
        for spelling in setting.spellings {
            assert!(all.insert(spelling), "{spelling} means two settings");
            assert_eq!(plain(spelling), *spelling);
        }
        let foreign = setting.foreign.iter().all(|name| GUIDE.contains(name));
        assert!(foreign, "{:?}", setting.foreign);
    }
}

#[test]
fn settings_reach_the_client() {
    let variables = [
        ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
        ("OKTA_CLIENT_TOKEN", "00abc"),
        ("OKTA_CLIENT_CONNECTIONTIMEOUT", "12"),
        ("OKTA_CLIENT_REQUESTTIMEOUT", "90"),
        ("OKTA_CLIENT_RATELIMIT_MAXRETRIES", "7"),
        ("OKTA_CLIENT_ATTEMPTTIMEOUT", "9"),
        ("OKTA_CLIENT_CONCURRENCY", "3"),
        ("MAX_API_CAPACITY", "40"),
        ("OKTA_CLIENT_MAXBODYSIZE", "2"),
        ("OKTA_CLIENT_CONNECTIONPOOLSIZE", "4"),
        ("OKTA_CLIENT_USERAGENT", "acme-sync/1.2"),
        ("OKTA_CLIENT_PROXY_HOST", "proxy.example"),
        ("OKTA_CLIENT_PROXY_PORT", "3128"),
        ("OKTA_CLIENT_PROXY_USERNAME", "robot"),
        ("OKTA_CLIENT_PROXY_PASSWORD", "s3cr:et"),
    ];
    let config = Config::from_variables(variables).unwrap();
    assert_eq!(config.proxy().unwrap().unwrap(), "http://robot:s3cr%3Aet@proxy.example:3128/");
    let builder = config.builder().unwrap();
    assert_eq!(builder.wire.connect_timeout, Duration::from_secs(12));
    assert_eq!(builder.wire.idle_connections, 4);
    assert_eq!(builder.wire.max_body, 2 * 1024 * 1024);
    assert_eq!((builder.concurrency, builder.max_share), (3, 0.4));
    assert!(!format!("{builder:?} {config:?}").contains("s3cr"), "{builder:?}");
    let okta = builder.build().unwrap();
    assert_eq!(okta.engine.policy.deadline, Duration::from_secs(90));
    assert_eq!(okta.engine.policy.attempts, 8);
    assert_eq!(okta.engine.policy.attempt_timeout, Duration::from_secs(9));
    assert!(okta.engine.client.user_agent.to_str().unwrap().starts_with("acme-sync/1.2 "));

    let names = ["OKTA_CLIENT_REQUESTTIMEOUT", "OKTA_CLIENT_CONNECTIONTIMEOUT", "OKTA_CLIENT_ATTEMPTTIMEOUT"];
    let builder = Config::from_variables(names.map(|name| (name, "0"))).unwrap().builder().unwrap();
    assert_eq!(builder.wire.connect_timeout, Duration::from_secs(30), "0 is no time to connect in");
    assert_eq!(builder.policy.deadline, Duration::from_secs(180));
    assert_eq!(builder.policy.attempt_timeout, Duration::from_secs(60));
}

#[tokio::test]
async fn higher_places_overrule_lower_ones() {
    let mut config = Config::default();
    let read = |config: &mut Config, number, name: &str, token: &str| {
        config.read_text(number, Path::new(name), &nested("token", token).into()).unwrap();
    };
    read(&mut config, 0, "home.yaml", "home");
    assert_eq!(config.text("token"), Some("home"));
    read(&mut config, 1, "here.yaml", "here");
    assert_eq!(config.text("token"), Some("here"));
    config.read_variables([("OKTA_API_TOKEN".to_owned(), "foreign".to_owned())].into_iter()).unwrap();
    assert_eq!(config.text("token"), Some("foreign"));
    let both = [("OKTA_API_TOKEN", "foreign"), ("OKTA_CLIENT_TOKEN", "own"), ("OKTA_CLIENT_ORGURL", "")];
    config.read_variables(both.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter()).unwrap();
    assert_eq!(config.text("token"), Some("own"));
    assert!(config.entry("orgUrl").is_none(), "an empty variable is none");
    let service = tower::service_fn(|request: http::Request<bytes::Bytes>| async move {
        let shown = request.headers()[http::header::AUTHORIZATION].to_str().map(str::to_owned);
        Ok::<_, std::io::Error>(http::Response::new(shown.unwrap()))
    });
    let okta = config.builder().unwrap().token("code").over(service).unwrap();
    let answer = okta.get("users").send().await.unwrap();
    assert_eq!(answer.body(), "SSWS code", "what the program says is the highest");
}

#[test]
fn two_spellings_must_agree() {
    let twice = |a: &'static str, b: &'static str| {
        Config::from_variables([("OKTA_CLIENT_KEYID", a), ("OKTA_CLIENT_PRIVATEKEYID", b)])
    };
    twice("one", "one").unwrap();
    let error = twice("one", "two").unwrap_err().to_string();
    assert!(error.contains("OKTA_CLIENT_KEYID") && error.contains("OKTA_CLIENT_PRIVATEKEYID"), "{error}");
}

#[test]
fn other_tools_give_the_address_in_parts() {
    let of = |variables: &[(&str, &str)]| {
        let config = Config::from_variables(variables.iter().copied()).unwrap();
        config.text("orgUrl").map(str::to_owned)
    };
    assert_eq!(of(&[("OKTA_ORG_NAME", "acme")]).unwrap(), "https://acme.okta.com");
    assert_eq!(
        of(&[("OKTA_ORG_NAME", "acme"), ("OKTA_BASE_URL", "oktapreview.com")]).unwrap(),
        "https://acme.oktapreview.com"
    );
    let own = ("OKTA_CLIENT_ORGURL", "https://own.okta.com");
    assert_eq!(of(&[own, ("OKTA_ORG_NAME", "acme")]).unwrap(), "https://own.okta.com");
    assert_eq!(of(&[("OKTA_BASE_URL", "okta.com")]), None);
}

#[test]
fn the_mode_and_then_the_highest_place_choose_the_credential() {
    let jwk = include_str!("../../tests/keys/ec256.jwk");
    let app =
        [("OKTA_CLIENT_CLIENTID", "0oa1"), ("OKTA_CLIENT_SCOPES", "a b,c"), ("OKTA_CLIENT_PRIVATEKEY", jwk)];
    let cases: [(Variables<'_>, &str, &str); 8] = [
        (&[("OKTA_CLIENT_TOKEN", "t")], "", "Credential(API token)"),
        (
            &[("OKTA_CLIENT_TOKEN", "t"), ("OKTA_CLIENT_AUTHORIZATIONMODE", "Bearer")],
            "",
            "Credential(access token)",
        ),
        (&[("OKTA_CLIENT_ACCESSTOKEN", "t")], "", "Credential(access token)"),
        (&app, "", "ES256"),
        (&app, "okta.client.token: t", "ES256"),
        (&[("OKTA_CLIENT_TOKEN", "t")], "okta.client.clientSecret: s", "Credential(API token)"),
        (&[app[0], app[1], ("OKTA_CLIENT_CLIENTSECRET", "s")], "", "client secret"),
        (
            &[app[0], app[1], ("OKTA_CLIENT_CLIENTASSERTION", "s"), ("OKTA_CLIENT_AUTHORIZATIONMODE", "JWT")],
            "",
            "assertion",
        ),
    ];
    for (variables, text, expected) in cases {
        let mut config = file(text).unwrap();
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        config.read_variables(variables).unwrap();
        let credential = format!("{:?}", credential::of(&config).unwrap().unwrap());
        assert!(credential.contains(expected), "{expected}: {credential}");
    }
    let all =
        Config::from_variables(app.into_iter().chain([("OKTA_CLIENT_KID", "k7"), ("OKTA_CLIENT_DPOP", "1")]));
    let shown = format!("{:?}", credential::of(&all.unwrap()).unwrap());
    assert!(
        shown.contains("k7") && shown.contains(r#"{"a", "b", "c"}"#) && shown.contains("dpop: true"),
        "{shown}"
    );
}

#[test]
fn what_is_missing_or_wrong_names_its_place() {
    let cases: [(Variables<'_>, &[&str]); 6] = [
        (&[], &["OKTA_CLIENT_ORGURL is not set"]),
        (
            &[("OKTA_CLIENT_ORGURL", "https://acme.okta.com")],
            &["OKTA_CLIENT_TOKEN is not set", "OKTA_CLIENT_PRIVATEKEY"],
        ),
        (
            &[
                ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
                ("OKTA_CLIENT_AUTHORIZATIONMODE", "PrivateKey"),
            ],
            &[
                "OKTA_CLIENT_AUTHORIZATIONMODE: ",
                "PrivateKey needs the setting clientId",
                "OKTA_CLIENT_CLIENTID",
            ],
        ),
        (
            &[
                ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
                ("OKTA_CLIENT_CLIENTID", "0oa1"),
                ("OKTA_CLIENT_SCOPES", "a"),
                ("OKTA_CLIENT_PRIVATEKEY", "/no/such/key.pem"),
            ],
            &["OKTA_CLIENT_PRIVATEKEY: privateKey: ", "neither a key nor a file that exists"],
        ),
        (
            &[
                ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
                ("OKTA_CLIENT_TOKEN", "00abc"),
                ("OKTA_CLIENT_CACERTIFICATES", "/no/such/ca.pem"),
            ],
            &["OKTA_CLIENT_CACERTIFICATES: caCertificates: ", "no file that can be read"],
        ),
        (
            &[
                ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
                ("OKTA_CLIENT_TOKEN", "00abc"),
                ("OKTA_CLIENT_PROXY_HOST", "a b"),
            ],
            &["OKTA_CLIENT_PROXY_HOST"],
        ),
    ];
    for (variables, said) in cases {
        let config = Config::from_variables(variables.iter().copied()).unwrap();
        let error = config.complete_builder().unwrap_err().to_string();
        assert!(said.iter().all(|said| error.contains(said)), "{said:?}: {error}");
    }
    let error = file("okta:\n  client:\n    token: \"s3cret\n").unwrap_err().to_string();
    assert!(error.starts_with("okta.yaml, line ") && !error.contains("s3cret"), "{error}");
    let error = Config::default().read_file("/no/such/okta.yaml").unwrap_err().to_string();
    assert!(error.contains("/no/such/okta.yaml"), "{error}");
}

#[test]
fn a_file_may_hold_what_is_not_ours() {
    let config = file("other:\n  thing: 1\nokta:\n  client:\n    token: t\n    colour: red\n").unwrap();
    assert_eq!(config.entries.len(), 1);
}

#[tokio::test]
async fn a_client_without_a_credential_sends_none() {
    let service = tower::service_fn(move |request: http::Request<bytes::Bytes>| {
        let authorized = request.headers().contains_key(http::header::AUTHORIZATION);
        async move { Ok::<_, std::io::Error>(http::Response::new(authorized.to_string())) }
    });
    let okta = Config::default().builder().unwrap().over(service).unwrap();
    let answer = okta.get("/.well-known/okta-organization").send().await.unwrap();
    assert_eq!(answer.body(), "false");
}

/// Where a secret may stand by mistake: plainly, in an address, in a text of several lines, in a long one.
fn misplaced() -> Vec<String> {
    let secret = "s3cretMARKER";
    let long = format!("{}{secret}", "x".repeat(5000));
    let shapes =
        ["{}", "https://{}@acme.okta.com", "https://me:{}@acme.okta.com/", "https://acme.okta.com/{}"];
    let more = [
        "https://acme.okta.com?x={}",
        "http://{}",
        "acme.okta.com/{}",
        "a\n{}\nb",
        "/{}/x.pem",
        "7{}",
        "{}://x",
    ];
    let keys = [
        "-----BEGIN PRIVATE KEY----- {} -----END PRIVATE KEY-----",
        "{\"kty\":\"RSA\",\"d\":\"{}\",\"alg\":\"{}\"}",
    ];
    let all = shapes.iter().chain(&more).chain(&keys).map(|shape| shape.replace("{}", secret));
    all.chain([long, base64_of(&format!("-----BEGIN PRIVATE KEY-----\n{secret}"))]).collect()
}

fn base64_of(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// No error and no `Debug` shows the value of a setting, wherever it came from.
#[test]
fn no_value_of_a_setting_is_shown() {
    let complete = [
        ("OKTA_CLIENT_ORGURL", "https://acme.okta.com"),
        ("OKTA_CLIENT_CLIENTID", "0oa1"),
        ("OKTA_CLIENT_SCOPES", "okta.users.read"),
        ("OKTA_CLIENT_PRIVATEKEY", include_str!("../../tests/keys/ec256.jwk")),
    ];
    for (setting, value) in
        SETTINGS.iter().flat_map(|setting| misplaced().into_iter().map(move |v| (setting, v)))
    {
        let name = format!("OKTA_CLIENT_{}", setting.spellings[0].to_uppercase());
        let rest = complete.iter().filter(|(known, _)| *known != name);
        let variables = rest.copied().chain([(name.as_str(), value.as_str())]);
        let from_variables = Config::from_variables(variables);
        let yaml = format!("okta.client.{}: {}\n", setting.name, serde_json::to_string(&value).unwrap());
        for config in [from_variables, file(&yaml)] {
            let mut shown = format!("{config:?}");
            if let Ok(config) = config {
                shown.push_str(&format!("{:?}", config.settings()));
                let built = config.complete_builder().and_then(Builder::build);
                shown.push_str(&format!("{built:?}"));
            }
            let name = setting.name;
            let parts = ["s3cret", "MARKER", &base64_of("-----BEGIN PRIVATE KEY-----")[..20]];
            assert!(!parts.iter().any(|part| shown.contains(part)), "{name} {value:?}: {shown}");
        }
    }
}
