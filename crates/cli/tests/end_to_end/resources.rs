//! Commands that are a table: a resource is made, changed, listed and removed.

use serde_json::{Value, json};

use crate::shell::{Shell, line};

/// A resource: its command, what stands before an id, how one is made, and a member that is changed.
struct Case {
    command: &'static str,
    below: fn(&Shell) -> Vec<String>,
    create: &'static str,
    /// A path and a JSON value.
    change: (&'static str, &'static str),
    /// Whether it is activated and deactivated.
    switched: bool,
    /// What it is known by.
    id: &'static str,
}

const USUAL: Case = Case {
    command: "",
    below: nothing,
    create: "",
    change: ("name", "\"Renamed\""),
    switched: false,
    id: "id",
};

fn nothing(_: &Shell) -> Vec<String> {
    Vec::new()
}

fn made(shell: &Shell, body: &str, arguments: &[&str]) -> Value {
    let ran = shell.run_with(body, &[arguments, &["--input", "-", "-o", "json"]].concat());
    assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

fn id_of(object: &Value) -> String {
    object["id"].as_str().unwrap_or_else(|| panic!("{object}")).to_owned()
}

const CLIENT: &str = r#"{"name":"oidc_client","label":"Robot","signOnMode":"OPENID_CONNECT",
    "credentials":{"oauthClient":{"token_endpoint_auth_method":"client_secret_basic"}},
    "settings":{"oauthClient":{"application_type":"service","grant_types":["client_credentials"],
    "response_types":["token"]}}}"#;

/// A client app, which is named by its label.
fn client(shell: &Shell) -> Vec<String> {
    made(shell, CLIENT, &["apps", "create"]);
    vec!["Robot".to_owned()]
}

fn policy(shell: &Shell) -> Vec<String> {
    vec![id_of(&made(shell, r#"{"type":"OKTA_SIGN_ON","name":"Strict"}"#, &["policies", "create"]))]
}

fn server(shell: &Shell) -> Vec<String> {
    let body = r#"{"name":"Payroll","description":"Pay","audiences":["https://pay.acme.example"]}"#;
    vec![id_of(&made(shell, body, &["auth-servers", "create"]))]
}

const SERVER_POLICY: &str = r#"{"type":"OAUTH_AUTHORIZATION_POLICY","name":"All","description":"All clients",
    "priority":1,"conditions":{"clients":{"include":["ALL_CLIENTS"]}}}"#;

fn server_policy(shell: &Shell) -> Vec<String> {
    let mut path = server(shell);
    let policy = made(shell, SERVER_POLICY, &["auth-server-policies", "create", &path[0]]);
    path.push(id_of(&policy));
    path
}

const CASES: &[Case] = &[
    Case {
        command: "trusted-origins",
        create: r#"{"name":"Portal","origin":"https://portal.acme.example","scopes":[{"type":"CORS"}]}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "network-zones",
        create: r#"{"type":"IP","name":"Office","gateways":[{"type":"CIDR","value":"192.0.2.0/24"}]}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "behaviors",
        create: r#"{"type":"VELOCITY","name":"Fast","settings":{"velocityKph":805}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "security-providers",
        create: r#"{"type":"okta","name":"Endpoints",
            "settings":{"well_known_url":"https://endpoints.example/.well-known/ssf-configuration"}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "log-streams",
        create: r#"{"type":"aws_eventbridge","name":"Audit",
            "settings":{"eventSourceName":"audit","accountId":"123456789012","region":"eu-central-1"}}"#,
        switched: true,
        ..USUAL
    },
    Case { command: "brands", create: r#"{"name":"Partners"}"#, ..USUAL },
    Case {
        command: "realms",
        create: r#"{"profile":{"name":"Partners"}}"#,
        change: ("profile.name", "\"Suppliers\""),
        ..USUAL
    },
    Case {
        command: "realm-assignments",
        below: nothing,
        create: r#"{"name":"Partners","priority":10,"conditions":{"profileSourceId":"okta",
            "expression":{"value":"user.profile.role ==\"Partner\""}},
            "actions":{"assignUserToRealm":{"realmId":"guox9jQ16k9V8IFEL0g3"}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "event-hooks",
        create: r#"{"name":"Payroll","events":{"type":"EVENT_TYPE","items":["user.lifecycle.create"]},
            "channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://pay.acme.example/hook"}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "inline-hooks",
        create: r#"{"name":"Tokens","type":"com.okta.oauth2.tokens.transform","version":"1.0.0",
            "channel":{"type":"HTTP","version":"1.0.0","config":{"uri":"https://pay.acme.example/hook"}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "idps",
        create: r#"{"type":"OIDC","name":"Partner","protocol":{"type":"OIDC","scopes":["openid"],
            "endpoints":{"authorization":{"url":"https://idp.example/auth","binding":"HTTP-REDIRECT"},
            "token":{"url":"https://idp.example/token","binding":"HTTP-POST"},
            "jwks":{"url":"https://idp.example/keys","binding":"HTTP-REDIRECT"}},
            "issuer":{"url":"https://idp.example"},
            "credentials":{"client":{"client_id":"a","client_secret":"b"}}},
            "policy":{"accountLink":{"action":"AUTO"},"provisioning":{"action":"AUTO"},
            "subject":{"userNameTemplate":{"template":"idpuser.email"},"matchType":"USERNAME"}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "policies",
        create: r#"{"type":"OKTA_SIGN_ON","name":"Strict","description":"For admins"}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "policy-rules",
        below: policy,
        create: r#"{"type":"SIGN_ON","name":"Office","conditions":{"network":{"connection":"ANYWHERE"}},
            "actions":{"signon":{"access":"ALLOW","requireFactor":false}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "auth-servers",
        create: r#"{"name":"Payroll","description":"Pay","audiences":["https://pay.acme.example"]}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "auth-server-scopes",
        below: server,
        create: r#"{"name":"pay:read","description":"Read"}"#,
        change: ("description", "\"See\""),
        ..USUAL
    },
    Case {
        command: "auth-server-claims",
        below: server,
        create: r#"{"name":"team","claimType":"RESOURCE","valueType":"EXPRESSION","value":"user.department"}"#,
        change: ("value", "\"user.division\""),
        ..USUAL
    },
    Case { command: "auth-server-policies", below: server, create: SERVER_POLICY, switched: true, ..USUAL },
    Case {
        command: "auth-server-rules",
        below: server_policy,
        create: r#"{"type":"RESOURCE_ACCESS","name":"All","priority":1,
            "conditions":{"people":{"groups":{"include":["EVERYONE"]}},
            "grantTypes":{"include":["client_credentials"]},"scopes":{"include":["*"]}},
            "actions":{"token":{"accessTokenLifetimeMinutes":60}}}"#,
        switched: true,
        ..USUAL
    },
    Case {
        command: "user-types",
        create: r#"{"name":"contractor","displayName":"Contractor"}"#,
        change: ("displayName", "\"Partner\""),
        ..USUAL
    },
    Case {
        command: "captchas",
        create: r#"{"name":"Robots","type":"HCAPTCHA","siteKey":"site","secretKey":"secret"}"#,
        ..USUAL
    },
    Case {
        command: "sms-templates",
        create: r#"{"name":"Code","type":"SMS_VERIFY_CODE","template":"Code: ${code}"}"#,
        change: ("template", "\"${code} it is\""),
        ..USUAL
    },
    Case {
        command: "device-assurances",
        create: r#"{"name":"Phones","platform":"IOS","osVersion":{"minimum":"17.0"}}"#,
        ..USUAL
    },
    Case { command: "hook-keys", create: r#"{"name":"Payroll"}"#, ..USUAL },
    Case {
        command: "resource-sets",
        create: r#"{"label":"Helpdesk","description":"What helpers see",
            "resources":["orn:okta:directory:00o1:groups"]}"#,
        change: ("description", "\"All that helpers see\""),
        ..USUAL
    },
    Case {
        command: "custom-roles",
        create: r#"{"label":"Helpers","description":"Who help","permissions":["okta.users.read"]}"#,
        change: ("description", "\"Who helps\""),
        ..USUAL
    },
    Case {
        command: "ui-schemas",
        create: r#"{"uiSchema":{"type":"Group","label":"Join","buttonLabel":"Submit","elements":[]}}"#,
        change: ("uiSchema.buttonLabel", "\"Go\""),
        ..USUAL
    },
    Case {
        command: "app-federated-claims",
        below: client,
        create: r#"{"name":"team","expression":"user.profile.department"}"#,
        change: ("expression", "\"user.profile.division\""),
        ..USUAL
    },
    Case {
        command: "app-cross-access",
        below: client,
        create: r#"{"resourceAppInstanceId":"0oa1gjh63g214q0Hq0g4"}"#,
        change: ("status", "\"INACTIVE\""),
        ..USUAL
    },
    Case {
        command: "service-accounts",
        create: r#"{"name":"Deploy","containerOrn":"orn:okta:idp:00o1:apps:salesforce:0oa1",
            "username":"deploy@acme.example","password":"a secret"}"#,
        ..USUAL
    },
    Case {
        command: "email-servers",
        create: r#"{"alias":"Relay","host":"smtp.acme.example","port":587,"enabled":false,
            "username":"relay","password":"a secret"}"#,
        change: ("alias", "\"Renamed\""),
        ..USUAL
    },
    Case {
        command: "custom-aaguids",
        below: |_| vec!["webauthn".to_owned()],
        create: r#"{"aaguid":"cb69481e-8ff7-4039-93ec-0a2729a154a8","name":"Our keys"}"#,
        id: "aaguid",
        ..USUAL
    },
];

fn member<'a>(object: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(object, |object, name| &object[name])
}

/// A thing that can be made can be seen, changed in one member, switched, and removed again.
#[test]
fn a_resource_is_made_changed_listed_and_removed() {
    for case in CASES {
        let command = case.command;
        let shell = Shell::new();
        let below = (case.below)(&shell);
        let below: Vec<&str> = below.iter().map(String::as_str).collect();
        let with = |verb: &'static str, more: &[&str]| {
            let words = [&[command, verb], &below[..], more].concat();
            words.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        let run = |words: &[String]| shell.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
        let json = |words: Vec<String>| -> Value {
            let ran = run(&words);
            assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
            serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{words:?}: {error}: {}", ran.out))
        };

        let object = made(&shell, case.create, &[&[command, "create"], &below[..]].concat());
        let id = object[case.id].as_str().unwrap_or_else(|| panic!("{command}: {object}"));
        let before = json(with("get", &[id]));
        assert_eq!(before[case.id], id, "{command}");

        let (path, value) = case.change;
        let changed = json(with("update", &[id, "--set", &format!("{path}:={value}")]));
        assert_eq!(member(&changed, path).to_string(), value, "{command}");
        let shown = json(with("get", &[id]));
        assert_eq!(member(&shown, path).to_string(), value, "{command}");
        let first = path.split('.').next().unwrap();
        for (name, before) in before.as_object().unwrap() {
            let moves = ["lastUpdated", "lastUpdate", "resourceDisplayName", first].contains(&name.as_str());
            assert!(moves || &shown[name] == before, "{command}: {name} is lost by the update: {shown}");
        }

        if case.switched {
            // Some are made active, others are not.
            run(&with("activate", &[id]));
            let refused = run(&with("deactivate", &[id]));
            assert_eq!(refused.code, 6, "{command}: {}", refused.err);
            assert!(refused.err.contains("Deactivate 1 ") && refused.err.contains(id), "{}", refused.err);
            assert_eq!(json(with("get", &[id]))["status"], "ACTIVE", "{command}");
            let ran = run(&with("deactivate", &[id, "--yes"]));
            assert!(ran.code == 0 && ran.err.starts_with("deactivated the "), "{command}: {}", ran.err);
            assert_eq!(json(with("get", &[id]))["status"], "INACTIVE", "{command}");
        }

        let kind: &[&str] = if command == "policies" { &["--type", "OKTA_SIGN_ON"] } else { &[] };
        for form in ["ndjson", "json", "csv", "yaml", "table"] {
            let listed = run(&with("list", &[kind, &["-o", form]].concat()));
            assert!(
                listed.code == 0 && listed.out.contains(id),
                "{command} -o {form}: {}{}",
                listed.out,
                listed.err
            );
        }

        let refused = run(&with("delete", &[id]));
        assert_eq!(refused.code, 6, "{command}: {}", refused.err);
        let ran = run(&with("delete", &[id, "--yes"]));
        assert!(ran.code == 0 && ran.err.starts_with("deleted the "), "{command}: {}", ran.err);
        assert_eq!(run(&with("get", &[id])).code, 3, "{command}: it is there still");
        // What is not there is not asked about.
        assert_eq!(run(&with("delete", &[id])).code, 3, "{command}");
    }
}

#[test]
fn roles_are_given_limited_and_taken() {
    let shell = Shell::new();
    let user = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "R&D"])["id"].as_str().unwrap().to_owned();
    let role = shell.json(&["user-roles", "assign", &user, "--set", "type=HELP_DESK_ADMIN"]);
    let role = role["id"].as_str().unwrap();
    let (_, seen) = shell.seen(|| shell.ok(&["user-roles", "add-group", &user, role, &group]));
    let expected = format!("PUT /api/v1/users/{user}/roles/{role}/targets/groups/{group}");
    assert!(seen.iter().any(|request| line(request) == expected));
    assert!(shell.ok(&["user-roles", "groups", &user, role]).contains(&group));
    shell.ok(&["user-roles", "remove", &user, role, "--yes"]);
    assert!(!shell.ok(&["user-roles", "list", &user, "-o", "ndjson"]).contains(role));
}

#[test]
fn users_are_put_below_one_another() {
    let shell = Shell::new();
    let (boss, ann) = (shell.user("boss@acme.example"), shell.user("ann@acme.example"));
    let side = |name: &str| json!({ "name": name, "title": name, "type": "USER" });
    let relation = json!({ "primary": side("manager"), "associated": side("subordinate") });
    let made = shell.run_with(&relation.to_string(), &["linked-objects", "create", "--input", "-"]);
    assert_eq!(made.code, 0, "{}", made.err);
    shell.ok(&["linked-objects", "assign", &ann, "manager", &boss]);
    assert!(shell.ok(&["linked-objects", "of", &boss, "subordinate", "-o", "ndjson"]).contains(&ann));
    shell.ok(&["linked-objects", "delete", "manager", "--yes"]);
    assert!(shell.ok(&["linked-objects", "list", "-o", "ndjson"]).is_empty());
}

#[test]
fn owners_are_added_and_removed() {
    let shell = Shell::new();
    let user = shell.user("ann@acme.example");
    let group = shell.json(&["groups", "create", "--name", "R&D"])["id"].as_str().unwrap().to_owned();
    shell.ok(&["group-owners", "add", &group, "--set", &format!("id={user}"), "--set", "type=USER"]);
    assert!(shell.ok(&["group-owners", "list", &group]).contains(&user));
    shell.ok(&["group-owners", "remove", &group, &user, "--yes"]);
    assert!(!shell.ok(&["group-owners", "list", &group]).contains(&user));
}

/// A command of each kind that has more than the usual verbs, and what its answer says.
#[test]
fn what_a_family_has_of_its_own_is_done() {
    let shell = Shell::new();
    let user = shell.user("ann@acme.example");
    let source = "0oa3l6l6WK6h0R0QW0g4";
    let session = shell.json(&["import-sessions", "create", source])["id"].as_str().unwrap().to_owned();
    let provider = r#"{"providerName":"TWILIO","providerSid":"AC1","providerAuthToken":"a secret"}"#;
    let provider = id_of(&made(&shell, provider, &["telephony-providers", "create"]));
    let bundle = made(
        &shell,
        r#"{"name":"Help","entitlements":[{"role":"HELP_DESK_ADMIN"}]}"#,
        &["governance-bundles", "create"],
    );
    let bundle = id_of(&bundle);
    let role = shell.json(&["user-roles", "assign", &user, "--set", "type=HELP_DESK_ADMIN"]);
    let role = id_of(&role);
    let cases: &[(&[&str], &str)] = &[
        (&["import-sessions", "list", source], &session),
        (&["import-sessions", "start", source, &session], "TRIGGERED"),
        (&["telephony-providers", "deactivate", &provider, "--yes"], "false"),
        (&["telephony-providers", "set-primary", &provider], "true"),
        (&["governance-bundles", "entitlements", &bundle], "HELP_DESK_ADMIN"),
        (&["governance-bundles", "opt-in"], "OPTING_IN"),
        (&["rate-limit-settings", "set-warning-threshold", "--set", "warningThreshold:=80"], "80"),
        (&["rate-limit-settings", "set-per-client", "--set", "defaultMode=PREVIEW"], "PREVIEW"),
        (&["okta-app-settings", "update", "admin-console", "--set", "sessionIdleTimeoutMinutes:=30"], "30"),
        (&["ssf-streams", "metadata"], "configuration_endpoint"),
        (&["auth-server-metadata", "keys", "default"], "RSA"),
        (&["user-role-sources", "list", &user, &role], ""),
        (&["disaster-recovery", "status"], "isFailedOver"),
        (&["org-factors", "list"], "google_otp"),
        (&["admin-settings", "set-third-party-admin", "--set", "thirdPartyAdmin:=true"], "true"),
        (
            &["aerial", "grant", "--set", "accountId=0200bs0617vvhv2v675mch1cukp"],
            "0200bs0617vvhv2v675mch1cukp",
        ),
        (&["email-bounces", "remove", "--set", r#"emailAddresses:=["nobody@acme.example"]"#], "nobody"),
        (&["app-trust", "list", "Robot"], ""),
        (&["well-known-uris", "apple"], "authsrv"),
    ];
    client(&shell);
    for (words, says) in cases {
        let ran = shell.run(&[words, &["-o", "json"][..]].concat());
        assert_eq!(ran.code, 0, "{words:?}: {}", ran.err);
        assert!(ran.out.contains(says), "{words:?} does not say {says}: {}", ran.out);
    }
}
