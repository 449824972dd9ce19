//! Authenticators: with what people of an org prove who they are.

pub mod aaguid;
pub mod enrollment;
pub mod method;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{
    ACTIVATE, Answer, DEACTIVATE, Guard, Id, Use, activate, deactivate, link, number, object, one_of, own,
    text,
};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;

pub const HANDLERS: Handlers = &[(&op::CREATE_AUTHENTICATOR, create)];

const IN_USE: &str =
    "Cannot modify/disable this authenticator because it is enabled in one or more policies.";

const KEYS: &[&str] = &[
    "custom_app",
    "custom_otp",
    "duo",
    "external_idp",
    "google_otp",
    "okta_email",
    "okta_password",
    "okta_verify",
    "onprem_mfa",
    "phone_number",
    "security_key",
    "security_question",
    "smart_card_idp",
    "symantec_vip",
    "tac",
    "webauthn",
    "yubikey_token",
];

const TYPES: &[&str] =
    &["app", "email", "federated", "password", "phone", "security_key", "security_question", "tac"];

pub const COLLECTIONS: &[Collection] = &[AUTHENTICATORS];

const AUTHENTICATORS: Collection = Collection {
    fields: &[
        one_of("key", KEYS)
            .required()
            .fixed()
            .unique_or("E0000157", "An authenticator with this key is active already."),
        text("name").required(),
        text("description"),
        one_of("type", TYPES)
            .or(|| json!("security_key"))
            .fixed()
            .when("key", &["webauthn", "yubikey_token"]),
        one_of("type", TYPES)
            .or(|| json!("federated"))
            .fixed()
            .when("key", &["external_idp", "smart_card_idp"]),
        one_of("type", TYPES).or(|| json!("tac")).fixed().when("key", &["tac"]),
        one_of("type", TYPES).or(|| json!("phone")).fixed().when("key", &["phone_number"]),
        one_of("type", TYPES).or(|| json!("email")).fixed().when("key", &["okta_email"]),
        one_of("type", TYPES).or(|| json!("security_question")).fixed().when("key", &["security_question"]),
        one_of("type", TYPES).or(|| json!("app")).fixed(),
        object("settings"),
        object("provider"),
        object("provider.configuration"),
        object("provider.configuration.userNameTemplate"),
        number("provider.configuration.minTtl").required().when("key", &["tac"]),
        number("provider.configuration.maxTtl").required().when("key", &["tac"]),
        number("provider.configuration.defaultTtl").required().when("key", &["tac"]),
        number("provider.configuration.length").required().when("key", &["tac"]),
        object("provider.configuration.complexity").required().when("key", &["tac"]),
        text("provider.configuration.integrationKey").secret(),
        text("provider.configuration.secretKey").secret(),
        text("provider.configuration.sharedSecret").secret(),
    ],
    shows: || json!({ "status": status::ACTIVE }),
    links: &[
        own(&["GET", "PUT"]),
        link("methods", "/methods", &["GET"]),
        ACTIVATE,
        DEACTIVATE,
        link("aaguids", "/aaguids", &["GET", "POST"]).when("key", &["webauthn"]),
    ],
    actions: &[activate(Answer::Document), deactivate(Answer::Document)],
    guards: &[Guard {
        operations: &[&op::DEACTIVATE_AUTHENTICATOR],
        member: "key",
        is: || json!("okta_password"),
        code: "E0000148",
        summary: IN_USE,
        cause: "",
    }],
    uses: &[Use {
        operations: &[&op::DEACTIVATE_AUTHENTICATOR],
        is_used: is_enrolled_by_policy,
        code: "E0000148",
        summary: IN_USE,
        cause: "",
    }],
    seeds: || {
        let base = |kind: &str, key: &str, name: &str| json!({ "type": kind, "key": key, "name": name, "status": status::ACTIVE });
        let with = |mut authenticator: Value, settings: Value| {
            authenticator["settings"] = settings;
            authenticator
        };
        json!([
            with(
                base("email", "okta_email", "Email"),
                json!({ "allowedFor": "any", "tokenLifetimeInMinutes": 5 }),
            ),
            base("password", "okta_password", "Password"),
            with(base("phone", "phone_number", "Phone"), json!({ "allowedFor": "any" })),
            with(
                base("app", "okta_verify", "Okta Verify"),
                json!({
                    "channelBinding": { "required": "HIGH_RISK_ONLY", "style": "NUMBER_CHALLENGE" },
                    "compliance": { "fips": "OPTIONAL" },
                    "userVerification": "PREFERRED",
                    "enrollmentSecurityLevel": "HIGH",
                    "userVerificationMethods": ["BIOMETRICS"],
                }),
            ),
            with(
                base("security_question", "security_question", "Security Question"),
                json!({ "allowedFor": "recovery" }),
            ),
            base("security_key", "webauthn", "Security Key or Biometric"),
        ])
    },
    sample: || json!({ "key": "google_otp", "name": "Google Authenticator" }),
    ..Collection::new("/api/v1/authenticators/{authenticatorId}", "Authenticator", Id::Made("aut"))
};

/// Those that every org has: to make one of them means to have it.
const BUILT_IN: [&str; 6] =
    ["okta_email", "okta_password", "okta_verify", "phone_number", "security_question", "webauthn"];

/// An authenticator that the org has already is not made again, but switched on if the request wants it to be.
fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let path = AUTHENTICATORS.path();
    let wanted = context.object()?["key"].clone();
    let activates = context.flag("activate", true);
    let present = collection::all(context, &AUTHENTICATORS, path)?;
    match present.into_iter().find(|one| one["key"] == wanted) {
        Some(one)
            if one["status"] == status::ACTIVE && activates && !BUILT_IN.iter().any(|key| wanted == *key) =>
        {
            Err(Problem::new("E0000157", "An authenticator with this key is active already."))
        }
        Some(one) if one["status"] == status::ACTIVE || !activates => Ok(Reply::ok(&one)),
        Some(one) => {
            let mut kept = collection::find(context, &AUTHENTICATORS, path, id_of(&one))?;
            kept["status"] = json!(status::ACTIVE);
            collection::touch(context, &AUTHENTICATORS, &mut kept);
            collection::save(context, &AUTHENTICATORS, path, &kept, "activate")?;
            Ok(Reply::ok(&collection::answer(context, &AUTHENTICATORS, path, kept)))
        }
        None => created(context, activates),
    }
}

fn created(context: &mut Context<'_>, activates: bool) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &AUTHENTICATORS, Verb::Create)?;
    if activates {
        return Ok(reply);
    }
    let path = AUTHENTICATORS.path();
    let made: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let mut kept = collection::find(context, &AUTHENTICATORS, path, id_of(&made))?;
    kept["status"] = json!(status::INACTIVE);
    context.tx.put(kind::at(path), id_of(&made), &kept)?;
    Ok(Reply::ok(&collection::answer(context, &AUTHENTICATORS, path, kept)))
}

/// What a policy says of authenticators that people may or must enroll.
fn enrolled(settings: &Value) -> impl Iterator<Item = &Value> {
    let all = settings["authenticators"].as_array().into_iter().flatten();
    all.filter(|one| matches!(one["enroll"]["self"].as_str(), Some("OPTIONAL" | "REQUIRED")))
        .map(|one| &one["key"])
}

/// Whether people enroll the authenticator by a policy.
fn is_enrolled_by_policy(context: &Context<'_>, authenticator: &Value) -> Result<bool, Problem> {
    let policies = context.tx.all(kind::POLICY)?;
    Ok(policies
        .iter()
        .any(|(_, policy)| enrolled(&policy["settings"]).any(|key| *key == authenticator["key"])))
}

/// Refuses settings of an enrollment policy that name an authenticator which is switched off.
pub fn refuse_inactive(context: &Context<'_>, settings: &Value) -> Result<(), Problem> {
    let is_off = |(_, one): &(String, Value)| one["status"] == status::INACTIVE;
    for (_, off) in context.tx.all(kind::at(AUTHENTICATORS.path()))?.into_iter().filter(is_off) {
        if let Some(key) = enrolled(settings).find(|key| **key == off["key"]) {
            let cause =
                format!("settings.authenticators: {key} is inactive: activate the authenticator first");
            return Err(Problem::validation("settings", cause));
        }
    }
    Ok(())
}
