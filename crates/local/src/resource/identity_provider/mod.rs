//! Identity providers.

pub mod csr;
pub mod key;
pub mod signing_key;
pub mod user;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Link, Listing, activate, any, deactivate, flag, link, number, object,
    one_of, text, texts, url,
};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::app::key as app_key;
use crate::resource::app::key::DEFAULT_YEARS;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_IDENTITY_PROVIDER, create),
    (&op::REPLACE_IDENTITY_PROVIDER, replace),
    (&op::DELETE_IDENTITY_PROVIDER, delete),
    (&op::GET_IDENTITY_PROVIDER_METADATA, metadata),
];

const TYPES: &[&str] = &[
    "AMAZON",
    "APPLE",
    "DISCORD",
    "FACEBOOK",
    "GITHUB",
    "GITLAB",
    "GOOGLE",
    "IDV_CLEAR",
    "IDV_INCODE",
    "IDV_PERSONA",
    "IDV_STANDARD",
    "LINKEDIN",
    "LOGINGOV",
    "LOGINGOV_SANDBOX",
    "MICROSOFT",
    "OIDC",
    "OKTA_INTEGRATION",
    "PAYPAL",
    "PAYPAL_SANDBOX",
    "SALESFORCE",
    "SAML2",
    "SPOTIFY",
    "X509",
    "XERO",
    "YAHOO",
    "YAHOOJP",
];

/// Those that are reached over OAuth.
const OAUTH: &[&str] = &[
    "AMAZON",
    "APPLE",
    "DISCORD",
    "FACEBOOK",
    "GITHUB",
    "GITLAB",
    "GOOGLE",
    "LINKEDIN",
    "LOGINGOV",
    "LOGINGOV_SANDBOX",
    "MICROSOFT",
    "OIDC",
    "OKTA_INTEGRATION",
    "PAYPAL",
    "PAYPAL_SANDBOX",
    "SALESFORCE",
    "SPOTIFY",
    "XERO",
    "YAHOO",
    "YAHOOJP",
];

/// Those that are trusted by their certificate, and those that prove identities: they link what may be done.
const CERTIFIED: &[&str] = &["SAML2", "X509", "IDV_CLEAR", "IDV_INCODE", "IDV_PERSONA", "IDV_STANDARD"];

fn endpoints(authorization: &str, token: &str) -> Value {
    json!({
        "authorization": { "url": authorization, "binding": "HTTP-REDIRECT" },
        "token": { "url": token, "binding": "HTTP-POST" },
    })
}

fn facebook() -> Value {
    endpoints("https://www.facebook.com/dialog/oauth", "https://graph.facebook.com/v2.5/oauth/access_token")
}

fn google() -> Value {
    endpoints("https://accounts.google.com/o/oauth2/auth", "https://www.googleapis.com/oauth2/v3/token")
}

fn microsoft() -> Value {
    const BASE: &str = "https://login.microsoftonline.com/common/oauth2/v2.0";
    endpoints(&format!("{BASE}/authorize"), &format!("{BASE}/token"))
}

fn apple() -> Value {
    endpoints("https://appleid.apple.com/auth/authorize", "https://appleid.apple.com/auth/token")
}

fn linkedin() -> Value {
    const BASE: &str = "https://www.linkedin.com/uas/oauth2";
    endpoints(&format!("{BASE}/authorization"), &format!("{BASE}/accessToken"))
}

fn persona() -> Value {
    json!({ "authorization": { "url": "https://withpersona.com/verify", "binding": "HTTP-REDIRECT" } })
}

fn clear() -> Value {
    const BASE: &str = "https://verified.clearme.com";
    let mut all = endpoints(&format!("{BASE}/oauth/idv_authorize"), &format!("{BASE}/hydra/oauth2/token"));
    all["par"] = json!({ "url": format!("{BASE}/oauth/par"), "binding": "HTTP-POST" });
    all
}

fn incode() -> Value {
    const BASE: &str = "https://auth.incode.com/oauth2";
    let mut all = endpoints(&format!("{BASE}/authorize"), &format!("{BASE}/token"));
    all["par"] = json!({ "url": format!("{BASE}/par"), "binding": "HTTP-POST" });
    all
}

/// Those where users sign in, without smart cards.
const SIGN_IN: &[&str] = &[
    "AMAZON",
    "APPLE",
    "DISCORD",
    "FACEBOOK",
    "GITHUB",
    "GITLAB",
    "GOOGLE",
    "LINKEDIN",
    "LOGINGOV",
    "LOGINGOV_SANDBOX",
    "MICROSOFT",
    "OIDC",
    "OKTA_INTEGRATION",
    "PAYPAL",
    "PAYPAL_SANDBOX",
    "SALESFORCE",
    "SAML2",
    "SPOTIFY",
    "X509",
    "XERO",
    "YAHOO",
    "YAHOOJP",
];

const AUTHORIZE: Link = link(
    "authorize",
    "~/oauth2/v1/authorize?idp={id}&client_id={clientId}&response_type={responseType}&response_mode={responseMode}&scope={scopes}&redirect_uri={redirectUri}&state={state}&nonce={nonce}",
    &["GET"],
)
.when("type", OAUTH)
.more(|| json!({ "templated": true }));

pub const COLLECTIONS: &[Collection] = &[PROVIDERS];

pub const PROVIDERS: Collection = Collection {
    fields: &[
        one_of("type", TYPES).required().fixed(),
        text("name").required().at_most(100),
        one_of("status", &[status::ACTIVE, status::INACTIVE]).or(|| json!(status::ACTIVE)),
        one_of("issuerMode", &["ORG_URL", "CUSTOM_URL", "DYNAMIC"])
            .or(|| json!("DYNAMIC"))
            .when("type", OAUTH),
        object("protocol").required().when("type", &["OIDC", "SAML2"]),
        object("protocol"),
        object("protocol.endpoints"),
        object("protocol.algorithms"),
        object("protocol.algorithms.request"),
        object("protocol.algorithms.response"),
        object("protocol.settings"),
        object("protocol.credentials"),
        object("protocol.credentials.trust"),
        object("protocol.credentials.signing"),
        object("protocol.credentials.client"),
        texts("protocol.scopes"),
        url("protocol.endpoints.acs.url"),
        url("protocol.endpoints.authorization.url"),
        url("protocol.endpoints.jwks.url"),
        url("protocol.endpoints.sso.url"),
        url("protocol.endpoints.token.url"),
        url("protocol.endpoints.userInfo.url"),
        object("protocol.endpoints").or(facebook).when("type", &["FACEBOOK"]),
        object("protocol.endpoints").or(google).when("type", &["GOOGLE"]),
        object("protocol.endpoints").or(microsoft).when("type", &["MICROSOFT"]),
        object("protocol.endpoints").or(apple).when("type", &["APPLE"]),
        object("protocol.endpoints").or(linkedin).when("type", &["LINKEDIN"]),
        object("protocol.endpoints").or(persona).when("type", &["IDV_PERSONA"]),
        object("protocol.endpoints").or(clear).when("type", &["IDV_CLEAR"]),
        object("protocol.endpoints").or(incode).when("type", &["IDV_INCODE"]),
        object("policy"),
        object("policy.provisioning"),
        object("policy.provisioning.groups"),
        object("policy.provisioning.conditions"),
        object("policy.accountLink"),
        object("policy.subject"),
        object("policy.subject.userNameTemplate"),
        flag("policy.provisioning.profileMaster").or(|| json!(false)),
        any("policy.accountLink.filter").or_null(),
        any("policy.subject.filter").or_null(),
        any("policy.subject.matchAttribute").or_null(),
        flag("policy.mapAMRClaims").or(|| json!(false)).when("type", SIGN_IN),
        flag("policy.trustClaims").or(|| json!(false)).when("type", SIGN_IN),
        number("policy.maxClockSkew").or(|| json!(0)),
        object("properties"),
    ],
    listing: Listing::Paged(Limits::strict(20, 200)),
    keyword: &["name"],
    filter: &["type", "status", "name"],
    links: &[
        link("metadata", "/metadata.xml", &["GET"])
            .when("type", &["SAML2"])
            .more(|| json!({ "type": "application/xml" })),
        link("acs", "~/sso/saml2/{id}", &["POST"])
            .when("type", &["SAML2"])
            .more(|| json!({ "type": "application/xml" })),
        AUTHORIZE,
        link("clientRedirectUri", "~/oauth2/v1/authorize/callback", &["POST"]).when("type", OAUTH),
        link("users", "/users", &["GET"]).when("type", CERTIFIED),
        ACTIVATE.and("type", CERTIFIED),
        DEACTIVATE.and("type", CERTIFIED),
    ],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    events: Some("system.idp.lifecycle"),
    sample: || {
        json!({
            "type": "OIDC",
            "name": "Partner",
            "protocol": {
                "type": "OIDC",
                "endpoints": {
                    "authorization": { "url": "https://idp.example.com/authorize", "binding": "HTTP-REDIRECT" },
                    "token": { "url": "https://idp.example.com/token", "binding": "HTTP-POST" },
                    "jwks": { "url": "https://idp.example.com/keys", "binding": "HTTP-REDIRECT" },
                },
                "scopes": ["openid"],
                "issuer": { "url": "https://idp.example.com" },
                "credentials": { "client": { "client_id": "id", "client_secret": "secret" } },
            },
            "policy": {
                "accountLink": { "action": "AUTO", "filter": null },
                "provisioning": {
                    "action": "AUTO",
                    "profileMaster": false,
                    "groups": { "action": "NONE" },
                    "conditions": {
                        "deprovisioned": { "action": "NONE" },
                        "suspended": { "action": "NONE" },
                    },
                },
                "mapAMRClaims": false,
                "trustClaims": false,
                "maxClockSkew": 0,
                "subject": {
                    "userNameTemplate": { "template": "idpuser.email" },
                    "filter": null,
                    "matchType": "USERNAME",
                    "matchAttribute": null,
                },
            },
        })
    },
    ..Collection::new("/api/v1/idps/{idpId}", "IdpTrust", Id::Made("0oa"))
};

// ---- behaviour ----

pub fn find(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    context.tx.get(kind::IDENTITY_PROVIDER, id)?.ok_or_else(|| Problem::not_found(id, "IdpTrust"))
}

/// The identity provider that the path names.
pub fn of_path(context: &Context<'_>) -> Result<Value, Problem> {
    find(context, context.param("idpId"))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &PROVIDERS, Verb::Create)?;
    complete(context, &reply)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let old = of_path(context)?;
    let reply = collection::serve(context, &PROVIDERS, Verb::Replace)?;
    let signing = &old["protocol"]["credentials"]["signing"];
    let mut new = of_path(context)?;
    if new["type"] == "SAML2" && new["protocol"]["credentials"]["signing"].is_null() && !signing.is_null() {
        new["protocol"]["credentials"]["signing"] = signing.clone();
        context.tx.put(kind::IDENTITY_PROVIDER, id_of(&new), &new)?;
    }
    complete(context, &reply)
}

/// What Okta adds to what was sent for a SAML provider: how it is reached, and the key that signs.
fn complete(context: &mut Context<'_>, reply: &Reply) -> Result<Reply, Problem> {
    let shown: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let mut provider = find(context, id_of(&shown))?;
    if provider["type"] == "SAML2" {
        let id = id_of(&provider).to_owned();
        let protocol = &mut provider["protocol"];
        fill(&mut protocol["endpoints"]["acs"], json!({ "binding": "HTTP-POST", "type": "INSTANCE" }));
        let algorithm = |scope: &str| json!({ "signature": { "algorithm": "SHA-256", "scope": scope } });
        fill(&mut protocol["algorithms"]["request"], algorithm("REQUEST"));
        fill(&mut protocol["algorithms"]["response"], algorithm("ANY"));
        let format = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
        fill(&mut protocol["settings"]["nameFormat"], json!(format));
        let audience = format!("https://www.okta.com/saml2/service-provider/sp{}", &id[3..]);
        fill(&mut protocol["credentials"]["trust"]["audience"], json!(audience));
        if protocol["credentials"]["signing"]["kid"].is_null() {
            protocol["credentials"]["signing"] =
                json!({ "kid": signing_key::generate(context, &id, DEFAULT_YEARS)? });
        }
        context.tx.put(kind::IDENTITY_PROVIDER, &id, &provider)?;
    }
    if provider["type"] == "X509" {
        let certificate_page = format!("{}/login/cert", context.request.base);
        fill(&mut provider["protocol"]["endpoints"], json!({ "sso": { "url": certificate_page } }));
        provider["protocol"]["credentials"]["trust"]["audience"] = Value::Null;
        provider["policy"]["provisioning"]["groups"] = Value::Null;
        context.tx.put(kind::IDENTITY_PROVIDER, id_of(&provider), &provider)?;
    }
    Ok(Reply::ok(&collection::answer(context, &PROVIDERS, PROVIDERS.path(), provider)))
}

fn fill(place: &mut Value, value: Value) {
    if place.is_null() {
        *place = value;
    }
}

/// Its keys and requests go with it.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = of_path(context)?;
    for kind in [kind::IDENTITY_PROVIDER_SIGNING_KEY.of(id_of(&provider)), kind::APP_CSR.of(id_of(&provider))]
    {
        for (id, _) in context.tx.all(kind)? {
            context.tx.delete(kind, &id)?;
        }
    }
    collection::serve(context, &PROVIDERS, Verb::Delete)
}

/// What a SAML provider wants to know about the org.
fn metadata(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let provider = of_path(context)?;
    if provider["type"] != "SAML2" {
        return Err(Problem::not_found(id_of(&provider), "IdpTrust"));
    }
    let audience = provider["protocol"]["credentials"]["trust"]["audience"].as_str().unwrap_or_default();
    let location = format!("{}/sso/saml2/{}", context.request.base, id_of(&provider));
    Ok(app_key::xml(context, app_key::service_provider(audience, &location)))
}
