//! What an OIDC app adds: `credentials.oauthClient` and `settings.oauthClient`.

use serde_json::{Value, json};

use crate::document::form;
use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::resource::app::build::{Base, check_address, flag, given};

/// What an application type may do, and how its client authenticates unless it says so.
struct Kind {
    name: &'static str,
    grants: &'static [&'static str],
    must: Option<&'static str>,
    method: &'static str,
    pkce: bool,
}

const EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
const SAML_BEARER: &str = "urn:ietf:params:oauth:grant-type:saml2-bearer";
const DEVICE: &str = "urn:ietf:params:oauth:grant-type:device_code";
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const CIBA: &str = "urn:openid:params:grant-type:ciba";

#[rustfmt::skip]
static KINDS: &[Kind] = &[
    Kind {
        name: "web",
        grants: &[
            "authorization_code", "implicit", "refresh_token", "client_credentials", "interaction_code",
            SAML_BEARER, EXCHANGE, JWT_BEARER, CIBA,
        ],
        must: Some("authorization_code"),
        method: "client_secret_basic",
        pkce: false,
    },
    Kind {
        name: "native",
        grants: &[
            "authorization_code", "implicit", "password", "refresh_token", "interaction_code", DEVICE, SAML_BEARER,
            EXCHANGE, JWT_BEARER, CIBA,
        ],
        must: Some("authorization_code"),
        method: "none",
        pkce: true,
    },
    Kind {
        name: "browser",
        grants: &["authorization_code", "implicit", "refresh_token", "interaction_code"],
        must: None,
        method: "none",
        pkce: true,
    },
    Kind {
        name: "service",
        grants: &["client_credentials", "implicit", EXCHANGE],
        must: Some("client_credentials"),
        method: "client_secret_basic",
        pkce: false,
    },
];

/// Grants that a code begins.
const WITH_CODE: [&str; 3] = ["authorization_code", "refresh_token", "interaction_code"];
/// For so many seconds a refresh token that was exchanged works once more.
const DEFAULT_LEEWAY: i64 = 30;
const MAX_LEEWAY: i64 = 60;

const METHODS: [&str; 5] =
    ["none", "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt"];

/// Members that are there only when they were sent, in Okta's order.
const BEFORE_TYPES: [&str; 5] =
    ["initiate_login_uri", "tos_uri", "policy_uri", "redirect_uris", "post_logout_redirect_uris"];
const AFTER_GRANTS: [&str; 2] = ["jwks", "jwks_uri"];
const AT_THE_END: [&str; 8] = [
    "request_object_signing_alg",
    "frontchannel_logout_uri",
    "frontchannel_logout_session_required",
    "backchannel_token_delivery_mode",
    "backchannel_custom_authenticator_id",
    "backchannel_authentication_request_signing_alg",
    "id_token_encrypted_response_alg",
    // No description has it; Okta's console sets it.
    "groups_claim",
];

/// Members that are addresses.
const ADDRESSES: [&str; 7] = [
    "client_uri",
    "frontchannel_logout_uri",
    "initiate_login_uri",
    "jwks_uri",
    "logo_uri",
    "policy_uri",
    "tos_uri",
];

/// What type of client is asked for. One that is there stays what it is.
fn kind(asked: &Value, old: Option<&Value>) -> Result<&'static Kind, Problem> {
    let was = old.and_then(|old| old["settings"]["oauthClient"]["application_type"].as_str());
    let name = asked["application_type"].as_str().or(was).unwrap_or("web");
    if was.is_some_and(|was| was != name) {
        return Err(Problem::validation("application_type", "application_type: cannot be changed"));
    }
    KINDS.iter().find(|kind| kind.name == name).ok_or_else(|| {
        Problem::validation(
            "application_type",
            format!("application_type: {name} is not an application type"),
        )
    })
}

/// Whether the client shows a secret.
pub fn uses_secret(app: &Value) -> bool {
    let method = &app["credentials"]["oauthClient"]["token_endpoint_auth_method"];
    method.as_str().is_some_and(|method| method.starts_with("client_secret"))
}

/// The client as it is stored: its secrets are kept apart.
pub fn credentials(
    context: &Context<'_>,
    base: &Base,
    request: &Value,
    old: Option<&Value>,
) -> Result<Value, Problem> {
    let asked = &request["credentials"]["oauthClient"];
    let kind = kind(&request["settings"]["oauthClient"], old)?;
    let method = given(&asked["token_endpoint_auth_method"], json!(kind.method));
    if !METHODS.iter().any(|known| method == *known) {
        let cause = "token_endpoint_auth_method: is not a known method";
        return Err(Problem::validation("token_endpoint_auth_method", cause));
    }
    let pkce = given(&asked["pkce_required"], json!(kind.pkce || method == "none"));
    if method == "none" && pkce != true {
        let cause = "pkce_required: must be true when the token endpoint authentication method is 'none'";
        return Err(Problem::validation("pkce_required", cause));
    }
    let client_id = match old {
        Some(old) => old["credentials"]["oauthClient"]["client_id"].clone(),
        None => new_client_id(context, base, &asked["client_id"])?,
    };
    Ok(json!({
        "autoKeyRotation": given(&asked["autoKeyRotation"], json!(true)),
        "client_id": client_id,
        "token_endpoint_auth_method": method,
        "pkce_required": pkce,
    }))
}

/// The app's id, unless another one is asked for that is well formed and not taken.
fn new_client_id(context: &Context<'_>, base: &Base, asked: &Value) -> Result<Value, Problem> {
    let Some(id) = asked.as_str().filter(|id| !id.is_empty()) else { return Ok(json!(base.id)) };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "$-_.+!*'(),".contains(c);
    if !(6..=100).contains(&id.len()) || !id.chars().all(allowed) || id == "ALL_CLIENTS" {
        let cause = "client_id: must be 6 to 100 characters, each a letter, a digit or one of $-_.+!*'(),";
        return Err(Problem::validation("client_id", cause));
    }
    if context.tx.find(kind::APP, "credentials.oauthClient.client_id", id)?.is_some() {
        return Err(Problem::duplicate("client_id"));
    }
    Ok(json!(id))
}

pub fn settings(context: &Context<'_>, asked: &Value, old: Option<&Value>) -> Result<Value, Problem> {
    let kind = kind(asked, old)?;
    let grants = given(&asked["grant_types"], json!([kind.must.unwrap_or("authorization_code")]));
    check_grants(context, kind, &grants)?;
    let responses = given(&asked["response_types"], response_types(&grants));
    check_responses(&grants, &responses)?;
    let wildcard = chosen(asked, "wildcard_redirect", &["DISABLED", "SUBDOMAIN"])?;
    for name in ADDRESSES {
        check_address("oauthClient", name, &asked[name])?;
    }
    for uri in asked["post_logout_redirect_uris"].as_array().into_iter().flatten() {
        check_address("post_logout_redirect_uris", "post_logout_redirect_uris", uri)?;
    }
    if kind.name != "service" {
        check_redirects(&asked["redirect_uris"], &responses, wildcard == "SUBDOMAIN")?;
    }
    let mut settings = json!({
        "client_uri": given(&asked["client_uri"], Value::Null),
        "logo_uri": given(&asked["logo_uri"], Value::Null),
    });
    let copy = |settings: &mut Value, names: &[&str]| {
        for name in names.iter().filter(|name| !asked[**name].is_null()) {
            settings[*name] = asked[*name].clone();
        }
    };
    copy(&mut settings, &BEFORE_TYPES);
    if settings["redirect_uris"].is_null() {
        settings["redirect_uris"] = json!([]);
    }
    settings["response_types"] = responses;
    settings["grant_types"] = grants;
    copy(&mut settings, &AFTER_GRANTS);
    settings["application_type"] = json!(kind.name);
    settings["consent_method"] = chosen(asked, "consent_method", &["TRUSTED", "REQUIRED"])?;
    settings["issuer_mode"] = chosen(asked, "issuer_mode", &["DYNAMIC", "ORG_URL", "CUSTOM_URL"])?;
    let initiated = json!({ "mode": "DISABLED", "default_scope": [] });
    settings["idp_initiated_login"] = given(&asked["idp_initiated_login"], initiated);
    settings["wildcard_redirect"] = wildcard;
    settings["dpop_bound_access_tokens"] = flag(&asked["dpop_bound_access_tokens"], false)?;
    copy(&mut settings, &["network"]);
    if texts(&settings["grant_types"]).any(|grant| grant == "refresh_token") {
        settings["refresh_token"] = refresh_token(kind, &asked["refresh_token"])?;
    }
    copy(&mut settings, &AT_THE_END);
    if context.org.features.single_logout {
        settings["participate_slo"] = given(&asked["participate_slo"], json!(false));
    }
    Ok(settings)
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn check_grants(context: &Context<'_>, kind: &Kind, grants: &Value) -> Result<(), Problem> {
    let is_code = |grant: &str| kind.name == "service" && grant == "authorization_code";
    for grant in texts(grants) {
        let by_switch = context.org.features.service_apps_with_code && is_code(grant);
        if !by_switch && !kind.grants.contains(&grant) {
            let cause = format!("grant_types: '{grant}' is not allowed for application type '{}'", kind.name);
            return Err(Problem::validation("grant_types", cause));
        }
    }
    match kind.must {
        Some(must) if !texts(grants).any(|grant| grant == must) => {
            let cause = format!("grant_types: application type '{}' needs '{must}'", kind.name);
            Err(Problem::validation("grant_types", cause))
        }
        _ => Ok(()),
    }
}

fn response_types(grants: &Value) -> Value {
    let mut types = Vec::new();
    for grant in texts(grants) {
        match grant {
            "authorization_code" => types.push("code"),
            "implicit" => types.extend(["token", "id_token"]),
            "client_credentials" => types.push("token"),
            _ => {}
        }
    }
    types.sort_unstable();
    types.dedup();
    json!(types)
}

/// What stands in a member that takes few values; the first unless it is sent.
fn chosen(asked: &Value, name: &str, values: &[&str]) -> Result<Value, Problem> {
    let value = given(&asked[name], json!(values[0]));
    if values.iter().any(|known| value == *known) {
        return Ok(value);
    }
    Err(Problem::validation(name, format!("{name}: must be one of {}", values.join(", "))))
}

/// Apps that run in a browser get a new refresh token with each use, unless they say otherwise.
fn refresh_token(kind: &Kind, asked: &Value) -> Result<Value, Problem> {
    let usual = if kind.name == "browser" { "ROTATE" } else { "STATIC" };
    let rotation = given(&asked["rotation_type"], json!(usual));
    if rotation != "ROTATE" && rotation != "STATIC" {
        let cause = "refresh_token.rotation_type: must be ROTATE or STATIC";
        return Err(Problem::validation("refresh_token", cause));
    }
    let mut token = json!({ "rotation_type": rotation });
    if !asked["leeway"].is_null() || rotation == "ROTATE" {
        token["leeway"] = given(&asked["leeway"], json!(DEFAULT_LEEWAY));
        if token["leeway"].as_i64().is_none_or(|seconds| !(0..=MAX_LEEWAY).contains(&seconds)) {
            let cause = format!("refresh_token.leeway: must be a number from 0 to {MAX_LEEWAY}");
            return Err(Problem::validation("refresh_token", cause));
        }
    }
    Ok(token)
}

/// Only the implicit flow and flows without a user answer with tokens at once.
fn check_responses(grants: &Value, responses: &Value) -> Result<(), Problem> {
    let has = |wanted: &[&str]| texts(grants).any(|grant| wanted.contains(&grant));
    for response in texts(responses) {
        let allowed = match response {
            "code" => has(&["authorization_code", "interaction_code"]),
            "id_token" => has(&["implicit"]),
            "token" => !texts(grants).all(|grant| WITH_CODE.contains(&grant)),
            _ => false,
        };
        if !allowed {
            let cause = format!("response_types: '{response}' does not go with the grant types");
            return Err(Problem::validation("response_types", cause));
        }
    }
    Ok(())
}

fn check_redirects(uris: &Value, responses: &Value, wildcard: bool) -> Result<(), Problem> {
    if texts(responses).next().is_some() && texts(uris).next().is_none() {
        return Err(Problem::validation("redirect_uris", "redirect_uris: The field cannot be left blank"));
    }
    for uri in texts(uris) {
        let scheme = uri.split_once(':').map_or("", |(scheme, _)| scheme);
        if scheme.is_empty() || uri.contains('#') || uri.contains(char::is_whitespace) {
            let cause = format!("redirect_uris: '{uri}' must be an absolute URI without a fragment");
            return Err(Problem::validation("redirect_uris", cause));
        }
        if uri.contains('*') && !(wildcard && is_subdomain_pattern(uri)) {
            let cause = format!(
                "redirect_uris: '{uri}' must be https with one * in the first label of the host, and needs wildcard_redirect SUBDOMAIN"
            );
            return Err(Problem::validation("redirect_uris", cause));
        }
    }
    Ok(())
}

/// `https://*.example.com/...`: a domain stands between the wildcard and the top-level domain.
fn is_subdomain_pattern(uri: &str) -> bool {
    let rest = uri.strip_prefix("https://").unwrap_or_default();
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let (first, domain) = host.split_once('.').unwrap_or_default();
    uri.matches('*').count() == 1 && first.contains('*') && form::is_host(domain)
}
