//! Identity providers, the store of their certificates, their users and their keys.

use serde_json::{Value, json};

use crate::document::Collection;
use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Id, Link, Listing, Stamps, activate, any, deactivate, flag, link, list,
    number, object, one_of, own, text,
};
use crate::page::Limits;

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

const AUTHORIZE: Link = link(
    "authorize",
    "~/oauth2/v1/authorize?idp={id}&client_id={clientId}&response_type={responseType}&response_mode={responseMode}&scope={scopes}&redirect_uri={redirectUri}&state={state}&nonce={nonce}",
    &["GET"],
)
.when("type", OAUTH)
.more(|| json!({ "templated": true }));

pub const COLLECTIONS: &[Collection] = &[
    // Before the providers, whose ids stand at the same place of the path.
    Collection {
        fields: &[list("x5c").required()],
        shows: || json!({ "kty": "RSA", "use": "sig", "e": "AQAB", "expiresAt": "{now}", "x5t#S256": "{hex}" }),
        listing: Listing::Paged(Limits::strict(20, 200)),
        sample: || json!({ "x5c": ["MIIDnjCCAoagAwIBAgIGAVG3MN"] }),
        ..Collection::new("/api/v1/idps/credentials/keys/{kid}", "IdpTrustCredential", Id::Uuid("kid"))
    },
    PROVIDERS,
    USERS,
    Collection {
        stamps: Stamps::NONE,
        ..Collection::new(
            "/api/v1/idps/{idpId}/users/{userId}/credentials/tokens/{tokenId}",
            "SocialAuthToken",
            Id::Made("sat"),
        )
    },
];

pub const PROVIDERS: Collection = Collection {
    fields: &[
        one_of("type", TYPES).required().fixed(),
        text("name").required().at_most(100).unique(),
        one_of("status", &["ACTIVE", "INACTIVE"]).or(|| json!("ACTIVE")),
        one_of("issuerMode", &["ORG_URL", "CUSTOM_URL", "DYNAMIC"])
            .or(|| json!("DYNAMIC"))
            .when("type", OAUTH),
        object("protocol").required().when("type", &["OIDC", "SAML2"]),
        object("protocol"),
        object("protocol.endpoints").or(facebook).when("type", &["FACEBOOK"]),
        object("protocol.endpoints").or(google).when("type", &["GOOGLE"]),
        object("protocol.endpoints").or(microsoft).when("type", &["MICROSOFT"]),
        object("protocol.endpoints").or(apple).when("type", &["APPLE"]),
        object("protocol.endpoints").or(linkedin).when("type", &["LINKEDIN"]),
        object("policy"),
        flag("policy.provisioning.profileMaster").or(|| json!(false)),
        any("policy.accountLink.filter").or_null(),
        any("policy.subject.filter").or_null(),
        any("policy.subject.matchAttribute").or_null(),
        flag("policy.mapAMRClaims").or(|| json!(false)),
        flag("policy.trustClaims").or(|| json!(false)),
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

pub const USERS: Collection = Collection {
    fields: &[text("externalId").required(), object("profile").or(|| json!({}))],
    listing: Listing::Paged(Limits::strict(20, 200)),
    links: &[own(&["GET", "DELETE"]), link("user", "~/api/v1/users/{id}", &["GET"])],
    ..Collection::new("/api/v1/idps/{idpId}/users/{userId}", "UserIdpTrust", Id::Given("id"))
};
