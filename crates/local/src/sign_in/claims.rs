//! What tokens say: the claims of access tokens, of ID tokens, and the answer of `userinfo`.

use serde_json::{Map, Value, json};

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::id;
use crate::kernel::jose::digest_half;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::{id_of, status_of};
use crate::language::expression::{Subject, parse};
use crate::language::pattern::Pattern;
use crate::resource::authorization_server::claim;
use crate::resource::group::member;
use crate::sign_in::client::client_id;
use crate::sign_in::policy::Lifetimes;
use crate::sign_in::server::{OPENS_APPS, Server};

/// More groups than this in one claim, and the whole request fails.
const MOST_GROUPS: usize = 100;
/// An ID token lives for an hour, whatever the rules say.
const ID_TOKEN_SECONDS: i64 = 3600;

/// A sign-in: who, to what, and how.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub app: Value,
    pub user: Value,
    pub scopes: Vec<String>,
    /// When the user proved who they are, in seconds.
    pub auth_time: i64,
    pub amr: Value,
    pub acr: Option<String>,
    pub nonce: Option<String>,
    /// The session in which it happened.
    pub session: Option<String>,
    /// The thumbprint of the key that its tokens are bound to.
    pub bound_to: Option<String>,
}

impl SignIn {
    pub fn has_scope(&self, name: &str) -> bool {
        self.scopes.iter().any(|scope| scope == name)
    }

    fn login(&self) -> &str {
        self.user["profile"]["login"].as_str().unwrap_or_default()
    }
}

/// Why claims cannot be made: too many groups.
pub struct TooManyGroups;

pub const TOO_MANY: &str =
    "The groups claim matched too many groups and must be configured to match fewer groups.";

type Made<T> = Result<Result<T, TooManyGroups>, Problem>;

/// An access token, in Okta's order. `grant` is the id of the grant where a refresh token goes with it.
pub fn access_token(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
    grant: Option<&str>,
) -> Made<Value> {
    let issued = context.now.as_second();
    let jti = format!("AT.{}", id::random(43));
    let mut claims = json!({
        "ver": 1,
        "jti": grant.map_or(jti.clone(), |grant| format!("{jti}.{grant}")),
        "iss": server.issuer,
        "aud": server.audience(),
    });
    if server.custom.is_none() {
        claims["sub"] = json!(sign_in.login());
    }
    claims["iat"] = json!(issued);
    claims["exp"] = json!(issued + lifetimes.access.as_secs());
    if let Some(acr) = &sign_in.acr {
        claims["acr"] = json!(acr);
    }
    claims["cid"] = json!(client_id(&sign_in.app));
    claims["uid"] = json!(id_of(&sign_in.user));
    claims["scp"] = json!(sign_in.scopes);
    claims["auth_time"] = json!(sign_in.auth_time);
    if server.custom.is_some() {
        claims["sub"] = json!(sign_in.login());
    }
    if let Some(thumbprint) = &sign_in.bound_to {
        claims["cnf"] = json!({ "jkt": thumbprint });
    }
    match custom(context, server, sign_in, "RESOURCE", true)? {
        Ok(own) => add(&mut claims, own),
        Err(too_many) => return Ok(Err(too_many)),
    }
    Ok(Ok(claims))
}

/// An ID token. Beside an access token it is thin: what it leaves out, `userinfo` tells. [`hashed`] completes it.
pub fn id_token(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    is_thin: bool,
    code: Option<&str>,
) -> Made<Value> {
    let mut claims = json!({ "sub": id_of(&sign_in.user) });
    add(&mut claims, of_scopes(&sign_in.user, &sign_in.scopes, is_thin));
    let issued = context.now.as_second();
    add(
        &mut claims,
        members(json!({
            "ver": 1,
            "iss": server.issuer,
            "aud": client_id(&sign_in.app),
            "iat": issued,
            "exp": issued + ID_TOKEN_SECONDS,
            "jti": format!("ID.{}", id::random(43)),
            "amr": sign_in.amr,
            "idp": context.org.facts().org,
        })),
    );
    let has_session = sign_in.has_scope("device_sso") || sign_in.has_scope(OPENS_APPS);
    let optional = [
        ("nonce", sign_in.nonce.clone().map(Value::from)),
        ("acr", sign_in.acr.clone().map(Value::from)),
        ("sid", sign_in.session.clone().filter(|_| has_session).map(Value::from)),
        ("auth_time", Some(json!(sign_in.auth_time))),
        ("at_hash", is_thin.then_some(Value::Null)),
        ("c_hash", code.map(digest_half).map(Value::from)),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            claims[name] = value;
        }
    }
    match custom(context, server, sign_in, "IDENTITY", is_thin)? {
        Ok(own) => add(&mut claims, own),
        Err(too_many) => return Ok(Err(too_many)),
    }
    Ok(Ok(claims))
}

/// The claims of an ID token, bound to the access token that goes with it.
pub fn hashed(mut claims: Value, access_token: Option<&str>) -> Value {
    if let Some(token) = access_token {
        claims["at_hash"] = json!(digest_half(token));
    }
    claims
}

/// What `userinfo` tells: all claims of the scopes.
pub fn user_info(context: &Context<'_>, server: &Server, sign_in: &SignIn) -> Made<Value> {
    let mut claims = json!({ "sub": id_of(&sign_in.user) });
    add(&mut claims, of_scopes(&sign_in.user, &sign_in.scopes, false));
    match custom(context, server, sign_in, "IDENTITY", false)? {
        Ok(own) => add(&mut claims, own),
        Err(too_many) => return Ok(Err(too_many)),
    }
    Ok(Ok(claims))
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// A claim that is there stays: no claim of a server takes the place of a reserved one.
fn add(claims: &mut Value, more: Map<String, Value>) {
    for (name, value) in more {
        if claims.get(&name).is_none() && !value.is_null() && value != "" {
            claims[name] = value;
        }
    }
}

/// The claims that the OpenID scopes stand for. Those that the profile does not have are left out.
fn of_scopes(user: &Value, scopes: &[String], is_thin: bool) -> Map<String, Value> {
    let profile = &user["profile"];
    let has = |name: &str| scopes.iter().any(|scope| scope == name);
    let name = format!(
        "{} {}",
        profile["firstName"].as_str().unwrap_or_default(),
        profile["lastName"].as_str().unwrap_or_default()
    );
    let mut claims = Map::new();
    let mut put = |wanted: bool, name: &str, value: Value| {
        if wanted && !value.is_null() {
            claims.insert(name.to_owned(), value);
        }
    };
    let (fat_profile, fat_email) = (has("profile") && !is_thin, has("email") && !is_thin);
    put(has("profile"), "name", json!(name.trim()));
    put(fat_profile, "locale", profile["locale"].clone());
    put(has("email"), "email", profile["email"].clone());
    put(has("profile"), "preferred_username", profile["login"].clone());
    let of_profile = [
        ("nickname", "nickName"),
        ("given_name", "firstName"),
        ("middle_name", "middleName"),
        ("family_name", "lastName"),
        ("profile", "profileUrl"),
        ("zoneinfo", "timezone"),
    ];
    for (claim, attribute) in of_profile {
        put(fat_profile, claim, profile[attribute].clone());
    }
    let updated = user["lastUpdated"].as_str().and_then(clock::parse).map(|time| json!(time.as_second()));
    put(fat_profile, "updated_at", updated.unwrap_or_default());
    put(fat_email, "email_verified", json!(status_of(user) != status::STAGED));
    put(has("address") && !is_thin, "address", address(profile));
    let phone =
        [&profile["primaryPhone"], &profile["mobilePhone"]].into_iter().find(|phone| !phone.is_null());
    put(has("phone") && !is_thin, "phone_number", phone.cloned().unwrap_or_default());
    claims
}

fn address(profile: &Value) -> Value {
    let parts = [
        ("street_address", "streetAddress"),
        ("locality", "city"),
        ("region", "state"),
        ("postal_code", "zipCode"),
        ("country", "countryCode"),
    ];
    let known = parts.iter().filter(|(_, attribute)| !profile[*attribute].is_null());
    let address: Map<String, Value> =
        known.map(|(name, attribute)| ((*name).to_owned(), profile[*attribute].clone())).collect();
    if address.is_empty() { Value::Null } else { Value::Object(address) }
}

/// The claims of a custom server, and the groups of the org's own. `only_always` leaves out those that come only
/// with a fat token.
fn custom(
    context: &Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    kind: &str,
    only_always: bool,
) -> Made<Map<String, Value>> {
    let mut own = Map::new();
    let claims = match &server.custom {
        Some(custom) => claim::all(context, custom)?,
        None if kind == "IDENTITY" && !only_always => of_app(&sign_in.app),
        None => Vec::new(),
    };
    for claim in claims {
        let wanted = claim["conditions"]["scopes"].as_array().filter(|wanted| !wanted.is_empty());
        let applies = claim["status"] == status::ACTIVE
            && claim["claimType"] == kind
            && (!only_always || kind == "RESOURCE" || claim["alwaysIncludeInToken"] == true)
            && wanted.is_none_or(|wanted| {
                wanted.iter().any(|name| sign_in.has_scope(name.as_str().unwrap_or_default()))
            });
        if !applies {
            continue;
        }
        let value = match claim["valueType"].as_str() {
            Some("GROUPS") => match groups(context, &sign_in.user, &claim)? {
                Ok(groups) => json!(groups),
                Err(too_many) => return Ok(Err(too_many)),
            },
            _ => evaluated(context, sign_in, claim["value"].as_str().unwrap_or_default())?,
        };
        own.insert(claim["name"].as_str().unwrap_or_default().to_owned(), value);
    }
    Ok(Ok(own))
}

/// The groups claim of an app, as a claim of the org's own server.
fn of_app(app: &Value) -> Vec<Value> {
    let set = &app["settings"]["oauthClient"]["groups_claim"];
    let Some(name) = set["name"].as_str() else { return Vec::new() };
    let is_filter = set["type"] != "EXPRESSION";
    vec![json!({
        "name": name,
        "status": status::ACTIVE,
        "claimType": "IDENTITY",
        "valueType": if is_filter { "GROUPS" } else { "EXPRESSION" },
        "group_filter_type": set["filter_type"],
        "value": set["value"],
        "conditions": { "scopes": ["groups"] },
    })]
}

fn groups(context: &Context<'_>, user: &Value, claim: &Value) -> Made<Vec<String>> {
    let mut names = Vec::new();
    for (_, name) in all_groups(context, user)? {
        if fits(&name, claim) {
            names.push(name);
        }
    }
    if names.len() > MOST_GROUPS {
        return Ok(Err(TooManyGroups));
    }
    Ok(Ok(names))
}

/// The groups of a user: ids and names, in the order of the memberships.
pub fn all_groups(context: &Context<'_>, user: &Value) -> Result<Vec<(String, String)>, Problem> {
    let mut groups = Vec::new();
    for id in member::group_ids_of(context, user)? {
        if let Some(group) = context.tx.get(kind::GROUP, &id)? {
            groups.push((id, group["profile"]["name"].as_str().unwrap_or_default().to_owned()));
        }
    }
    Ok(groups)
}

/// A pattern must match the whole name and looks at the case; the other ways do not.
pub fn fits(name: &str, claim: &Value) -> bool {
    let value = claim["value"].as_str().unwrap_or_default();
    let (folded, wanted) = (name.to_lowercase(), value.to_lowercase());
    match claim["group_filter_type"].as_str().unwrap_or_default() {
        "STARTS_WITH" => folded.starts_with(&wanted),
        "EQUALS" => folded == wanted,
        "CONTAINS" => folded.contains(&wanted),
        _ => Pattern::new(value).is_ok_and(|pattern| pattern.matches(name)),
    }
}

/// The value of an expression for the user. `appuser` is the assignment; here it has the user's own name.
fn evaluated(context: &Context<'_>, sign_in: &SignIn, text: &str) -> Result<Value, Problem> {
    let Ok(expression) = parse(text) else { return Ok(Value::Null) };
    let groups = if expression.asks_for_groups() { all_groups(context, &sign_in.user)? } else { Vec::new() };
    let subject = Subject {
        id: id_of(&sign_in.user),
        status: status_of(&sign_in.user),
        profile: &sign_in.user["profile"],
        groups,
    };
    Ok(expression.evaluate(&subject).unwrap_or_default())
}
