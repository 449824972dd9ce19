//! Bodies that are made with options or from a skeleton, and the metadata of SAML apps.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell, bare, finish};

fn write(shell: &Shell, name: &str, body: &Value) {
    std::fs::write(shell.directory.path().join(name), body.to_string()).unwrap();
}

/// The body that a command shows, which needs no org.
fn skeleton(arguments: &[&str]) -> Value {
    let ran = finish(bare(&[arguments, &["--skeleton"]].concat()), "");
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", ran.out))
}

/// Puts values where they belong, and leaves all else as it was printed.
fn filled(mut body: Value, values: &[(&str, Value)]) -> Value {
    for (path, value) in values {
        let place = body.pointer_mut(path).unwrap_or_else(|| panic!("there is no {path}"));
        *place = value.clone();
    }
    body
}

/// A command, and what is filled in of the body that it shows.
type Case<'a> = (&'a [&'a str], &'a [(&'a str, Value)]);

/// What is required is marked, the rest need not be touched, and the org takes what comes back.
#[test]
fn a_skeleton_is_filled_in_and_sent_back() {
    let shell = Shell::new();
    let group = shell.json(&["groups", "create", "--name", "Engineering"])["id"].clone();
    let cases: [Case<'_>; 12] = [
        (&["groups", "create"], &[("/profile/name", json!("Sales"))]),
        (
            &["users", "create"],
            &[
                ("/profile/login", json!("ann@acme.example")),
                ("/profile/email", json!("ann@acme.example")),
                ("/profile/firstName", json!("Ann")),
                ("/profile/lastName", json!("Lee")),
            ],
        ),
        (
            &["group-rules", "create"],
            &[
                ("/name", json!("Engineers")),
                ("/conditions/expression/type", json!("urn:okta:expression:1.0")),
                ("/conditions/expression/value", json!("user.department==\"R&D\"")),
                ("/actions/assignUserToGroups/groupIds/0", group.clone()),
            ],
        ),
        (
            &["event-hooks", "create"],
            &[
                ("/name", json!("Hook")),
                ("/channel/version", json!("1.0.0")),
                ("/channel/config/uri", json!("https://hooks.acme.example/okta")),
                ("/events/items/0", json!("user.lifecycle.create")),
            ],
        ),
        (
            &["trusted-origins", "create"],
            &[
                ("/name", json!("Portal")),
                ("/origin", json!("https://portal.acme.example")),
                ("/scopes/0/type", json!("CORS")),
            ],
        ),
        (
            &["network-zones", "create", "--set", "type=IP"],
            &[
                ("/name", json!("Office")),
                ("/gateways/0", json!({"type": "CIDR", "value": "198.51.100.0/24"})),
            ],
        ),
        (
            &["custom-roles", "create"],
            &[
                ("/label", json!("Helpers")),
                ("/description", json!("Who help")),
                ("/permissions/0", json!("okta.users.read")),
            ],
        ),
        (&["policies", "create", "--set", "type=OKTA_SIGN_ON"], &[("/name", json!("Strict"))]),
        (
            &["idps", "create"],
            &[
                ("/name", json!("Google")),
                ("/type", json!("GOOGLE")),
                (
                    "/protocol",
                    json!({"type": "OIDC", "scopes": ["openid"], "credentials": {"client": {"client_id": "i", "client_secret": "s"}}}),
                ),
                (
                    "/policy",
                    json!({"provisioning": {"action": "DISABLED"}, "accountLink": {"action": "AUTO"}, "subject": {"userNameTemplate": {"template": "idpuser.email"}, "matchType": "USERNAME"}}),
                ),
            ],
        ),
        (&["auth-servers", "create"], &[("/name", json!("API")), ("/audiences/0", json!("api://acme"))]),
        (
            &["apps", "create", "--set", "signOnMode=BOOKMARK"],
            &[
                ("/name", json!("bookmark")),
                ("/label", json!("Wiki")),
                ("/settings/app/url", json!("https://wiki.acme.example")),
                ("/settings/app/requestIntegration", json!(false)),
            ],
        ),
        (&["user-types", "create"], &[("/name", json!("contractor")), ("/displayName", json!("Contractor"))]),
    ];
    for (command, values) in cases {
        let body = skeleton(command);
        assert!(body.to_string().contains("(required) "), "{command:?}: {body}");
        write(&shell, "body.json", &body);
        let create = [&command[..2], &["--input", "body.json", "--yes"]].concat();
        let ran = shell.run(&create);
        assert!(ran.code == 2 && ran.err.contains("not filled in yet: "), "{command:?}: {}", ran.err);
        write(&shell, "body.json", &filled(body, values));
        let ran = shell.run(&create);
        assert_eq!(ran.code, 0, "{command:?}: {}", ran.err);
        assert!(!ran.out.contains("(optional)"), "{command:?}: {}", ran.out);
    }
}

/// Every command whose body is JSON shows it; none needs an org, ids or a token for it.
#[test]
fn every_command_that_takes_a_body_shows_it() {
    let help = finish(bare(&["group-rules", "update", "--help"]), "").out;
    assert!(help.contains("--skeleton"), "{help}");
    for command in [
        &["policy-rules", "create"][..],
        &["policy-rules", "update"],
        &["inline-hooks", "create"],
        &["log-streams", "create"],
        &["user", "update"],
        &["apps", "update"],
        &["apps", "create", "oidc"],
        &["apps", "create", "saml"],
        &["groups", "update", "Engineering"],
        &["call", "createGroupRule"],
        &["user-roles", "assign"],
    ] {
        assert!(skeleton(command).as_object().is_some_and(|body| !body.is_empty()), "{command:?}");
    }
    for command in [&["users", "list"][..], &["groups", "delete"], &["nonsense", "create"]] {
        let ran = finish(bare(&[command, &["--skeleton"]].concat()), "");
        assert_eq!(ran.code, 2, "{command:?}: {}", ran.out);
    }
}

/// What a change leaves as it was printed stays as it is in the org.
#[test]
fn a_change_from_a_skeleton_changes_what_was_filled_in() {
    let shell = Shell::new();
    shell.ok(&["groups", "create", "--name", "Engineering", "--description", "All"]);
    write(
        &shell,
        "g.json",
        &filled(skeleton(&["groups", "update"]), &[("/profile/description", json!("Us"))]),
    );
    shell.ok(&["groups", "update", "Engineering", "--input", "g.json"]);
    let group = shell.json(&["groups", "get", "Engineering"]);
    assert_eq!(group["profile"], json!({"name": "Engineering", "description": "Us"}));
}

/// One error says all that is missing.
#[test]
fn what_a_body_lacks_is_named_at_once() {
    let shell = Shell::new();
    let names = |ran: &Ran, names: &[&str]| {
        assert!(ran.code != 0 && names.iter().all(|name| ran.err.contains(name)), "{names:?}: {}", ran.err);
    };
    let set = ["--set", "signOnMode=OPENID_CONNECT", "--set", "name=oidc_client"];
    let ran = shell.run(&[&["apps", "create"], &set[..]].concat());
    names(&ran, &["label", "settings.oauthClient.application_type", "settings.oauthClient.redirect_uris"]);
    let ran = shell.run(&["event-hooks", "create", "--set", "name=x"]);
    names(&ran, &["channel.config.uri", "events.items", "--skeleton"]);
    names(&shell.run(&["apps", "create", "oidc"]), &["--label", "--redirect-uri"]);
    names(&shell.run(&["apps", "create", "oidc", "--type", "browser"]), &["--label", "--redirect-uri"]);
    names(&shell.run(&["apps", "create", "saml", "--label", "x"]), &["--acs", "--audience"]);
    names(&shell.run(&["group-rules", "create", "--name", "x"]), &["--expression", "--group"]);
}

#[test]
fn oidc_apps_are_made_with_options() {
    let shell = Shell::new();
    let uri = ["--redirect-uri", "https://portal.acme.example/cb"];
    let create = |label: &str, more: &[&str]| {
        shell.json(&[&["apps", "create", "oidc", "--label", label], more].concat())
    };
    let portal = create(
        "Portal",
        &[
            &uri[..],
            &[
                "--post-logout-uri",
                "https://portal.acme.example",
                "--grant",
                "authorization_code",
                "--grant",
                "refresh_token",
            ],
        ]
        .concat(),
    );
    let client = &portal["settings"]["oauthClient"];
    assert_eq!(client["application_type"], "web");
    assert_eq!(client["grant_types"], json!(["authorization_code", "refresh_token"]));
    assert_eq!(client["response_types"], json!(["code"]));
    assert_eq!(client["redirect_uris"], json!(["https://portal.acme.example/cb"]));
    assert_eq!(client["post_logout_redirect_uris"], json!(["https://portal.acme.example"]));
    let how = |app: &Value| app["credentials"]["oauthClient"]["token_endpoint_auth_method"].clone();
    assert_eq!(how(&portal), "client_secret_basic");
    assert_eq!(how(&create("Page", &[&uri[..], &["--type", "browser"]].concat())), "none");
    assert_eq!(how(&create("Phone", &[&uri[..], &["--type", "native", "--no-activate"]].concat())), "none");

    std::fs::write(shell.directory.path().join("robot.jwk"), crate::shell::KEY).unwrap();
    let robot = create("Robot", &["--type", "service", "--public-key", "robot.jwk"]);
    assert_eq!(how(&robot), "private_key_jwt");
    assert_eq!(robot["settings"]["oauthClient"]["grant_types"], json!(["client_credentials"]));
    let shown = shell.ok(&[
        "apps",
        "create",
        "oidc",
        "--label",
        "R",
        "--type",
        "service",
        "--public-key",
        "robot.jwk",
        "--dry-run",
    ]);
    assert!(!shown.contains("\"d\""), "the private half stays here: {shown}");
    let ran = shell.run(&[
        "apps",
        "create",
        "oidc",
        "--label",
        "R",
        "--type",
        "service",
        "--auth-method",
        "private_key_jwt",
    ]);
    assert!(ran.code == 2 && ran.err.contains("--public-key"), "{}", ran.err);
}

/// The vendor of a SAML app asks for its metadata, and gets it by the app's name.
#[test]
fn saml_apps_are_made_with_options_and_tell_their_metadata() {
    let shell = Shell::new();
    let create = ["apps", "create", "saml", "--label", "CRM", "--acs", "https://crm.acme.example/acs"];
    let app = shell.json(
        &[&create[..], &["--audience", "crm", "--name-id", "email", "--attribute", "mail=user.email"]]
            .concat(),
    );
    let sign_on = &app["settings"]["signOn"];
    assert_eq!(sign_on["audience"], "crm");
    assert_eq!(sign_on["destination"], "https://crm.acme.example/acs");
    assert!(sign_on["subjectNameIdFormat"].as_str().unwrap().ends_with("emailAddress"));
    assert_eq!(sign_on["attributeStatements"][0]["values"], json!(["user.email"]));
    for output in [&[][..], &["-o", "json"]] {
        let metadata = shell.ok(&[&["apps", "metadata", "CRM"], output].concat());
        assert!(metadata.starts_with("<?xml") || metadata.starts_with("<md:EntityDescriptor"), "{metadata}");
        assert!(
            metadata.contains("X509Certificate") && metadata.contains("SingleSignOnService"),
            "{metadata}"
        );
    }
    shell.ok(&["apps", "create", "bookmark", "--label", "Wiki", "--url", "https://wiki.acme.example"]);
    let ran = shell.run(&["apps", "metadata", "Wiki"]);
    assert!(ran.code == 2 && ran.err.contains("only SAML apps have metadata"), "{}", ran.err);
}

#[test]
fn group_rules_are_made_with_options_and_names() {
    let shell = Shell::new();
    for name in ["Engineering", "Everyone at lunch"] {
        shell.ok(&["groups", "create", "--name", name]);
    }
    let rule = shell.json(&[
        "group-rules",
        "create",
        "--name",
        "Engineers",
        "--expression",
        "user.department==\"R&D\"",
        "--group",
        "engineering",
        "--group",
        "Everyone at lunch",
    ]);
    assert_eq!(rule["conditions"]["expression"]["value"], "user.department==\"R&D\"");
    assert_eq!(rule["actions"]["assignUserToGroups"]["groupIds"].as_array().unwrap().len(), 2);
    let ran =
        shell.run(&["group-rules", "create", "--name", "x", "--expression", "true", "--group", "Enginering"]);
    assert!(ran.code != 0 && ran.err.contains("did you mean Engineering?"), "{}", ran.err);
}

/// What is required is what Okta refuses to do without.
#[test]
fn explain_names_the_members_of_an_object() {
    let shell = Shell::new();
    let explained = |arguments: &[&str]| shell.ok(&[&["explain"], arguments, &["-o", "csv"]].concat());
    let rules = explained(&["group-rules"]);
    for line in [
        "member,type,required,values",
        "actions.assignUserToGroups.groupIds[],text,true,",
        "conditions.people.users.exclude[],text,false,",
        "name,text,true,",
    ] {
        assert!(rules.lines().any(|found| found == line), "{line}: {rules}");
    }
    let zones = explained(&["network-zones"]);
    assert!(!zones.contains("gateways"), "the type decides: {zones}");
    let zones = explained(&["network-zones", "--set", "type=IP"]);
    assert!(zones.contains("gateways[].type,text,false,\"CIDR, RANGE\""), "{zones}");
    assert!(explained(&["users"]).contains("profile.login,"));
    let refused = shell.run(&["explain", "nothing"]);
    assert!(refused.code == 2 && refused.err.contains("no such resource"), "{}", refused.err);
}
