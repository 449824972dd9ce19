//! The types of policy: what each is called, whether its policies have an order, and what a policy and a
//! rule hold that says nothing of it.

use serde_json::{Map, Value, json};

use crate::kernel::status;
use crate::resource::policy::order;

/// A type of policy.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    /// The `type` of its rules.
    pub rule_type: &'static str,
    pub prefix: &'static str,
    pub rule_prefix: &'static str,
    pub shape: Shape,
    default_name: &'static str,
    default_description: &'static str,
}

/// How the policies of a type stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The first that fits a user governs; the default one is the last.
    Ordered,
    /// There is one, and its rules decide.
    Single,
    /// Each governs the apps that it is assigned to. The last rule of each catches what no other does.
    OfApps,
}

#[rustfmt::skip]
pub static KINDS: [Kind; 6] = [
    Kind { name: "OKTA_SIGN_ON", rule_type: "SIGN_ON", prefix: "00p", rule_prefix: "0pr", shape: Shape::Ordered, default_name: "Default Policy", default_description: "The default policy applies in all situations if no other policy applies." },
    Kind { name: "PASSWORD", rule_type: "PASSWORD", prefix: "00p", rule_prefix: "0pr", shape: Shape::Ordered, default_name: "Default Policy", default_description: "The default policy applies in all situations if no other policy applies." },
    Kind { name: "MFA_ENROLL", rule_type: "MFA_ENROLL", prefix: "00p", rule_prefix: "0pr", shape: Shape::Ordered, default_name: "Default Policy", default_description: "The default policy applies in all situations if no other policy applies." },
    Kind { name: "IDP_DISCOVERY", rule_type: "IDP_DISCOVERY", prefix: "00p", rule_prefix: "0pr", shape: Shape::Single, default_name: "Idp Discovery Policy", default_description: "Policy for directing users to an identity provider." },
    Kind { name: "ACCESS_POLICY", rule_type: "ACCESS_POLICY", prefix: "rst", rule_prefix: "rul", shape: Shape::OfApps, default_name: "Any two factors", default_description: "Require two factors to access." },
    Kind { name: "PROFILE_ENROLLMENT", rule_type: "PROFILE_ENROLLMENT", prefix: "rst", rule_prefix: "rul", shape: Shape::OfApps, default_name: "Default Policy", default_description: "Default policy for new users" },
];

/// Types that Okta knows and that an org has only with a licence or an agent that the local org has not.
pub const OTHERS: [&str; 9] = [
    "CLIENT_POLICY",
    "CLIENT_UPDATE",
    "CONTINUOUS_ACCESS",
    "DEVICE_SIGNAL_COLLECTION",
    "ENTITY_RISK",
    "IDENTITY_CLAIM_SOURCING",
    "POST_AUTH_SESSION",
    "RESOURCE_ACCESS",
    "SESSION_VIOLATION_DETECTION",
];

pub fn find(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

/// The kind of a stored policy.
pub fn of(policy: &Value) -> &'static Kind {
    find(policy["type"].as_str().unwrap_or_default()).expect("a stored policy is of a known type")
}

/// The mark in the id of a default policy that apps link to.
fn mark(kind: &Kind) -> Option<char> {
    match kind.name {
        "ACCESS_POLICY" => Some('a'),
        "PROFILE_ENROLLMENT" => Some('e'),
        _ => None,
    }
}

/// The id of the default policy of a type that governs apps: it follows from the org's own, so that an app
/// can link to it unasked.
pub fn default_id(org: &str, kind: &Kind) -> Option<String> {
    mark(kind).map(|mark| format!("{}{mark}{}", kind.prefix, &org[4..]))
}

/// The policy of this type that every org has.
pub fn default_policy(kind: &Kind, id: String, everyone: &str, now: &str) -> Value {
    let conditions = match kind.shape {
        Shape::Ordered => json!({ "people": { "groups": { "include": [everyone] } } }),
        _ => Value::Null,
    };
    let mut policy = json!({
        "id": id,
        "status": status::ACTIVE,
        "name": kind.default_name,
        "description": kind.default_description,
        "priority": 1,
        "system": true,
        "conditions": conditions,
        "created": now,
        "lastUpdated": now,
        "type": kind.name,
    });
    if kind.name == "PASSWORD" {
        policy["conditions"]["authProvider"] = json!({ "provider": "OKTA" });
    }
    if let Some(settings) = default_settings(kind) {
        policy["settings"] = settings;
    }
    policy
}

/// What the settings of a default policy are.
pub fn default_settings(kind: &Kind) -> Option<Value> {
    let mut settings = initial_settings(kind)?;
    if kind.name == "PASSWORD" {
        settings["password"]["complexity"]["minSymbol"] = json!(0);
        settings["password"]["age"]["historyCount"] = json!(4);
    }
    Some(settings)
}

/// What the settings of a new policy are where it does not say.
pub fn initial_settings(kind: &Kind) -> Option<Value> {
    match kind.name {
        "PASSWORD" => Some(json!({
            "password": {
                "complexity": {
                    "minLength": 8,
                    "minLowerCase": 1,
                    "minUpperCase": 1,
                    "minNumber": 1,
                    "minSymbol": 1,
                    "excludeUsername": true,
                    "dictionary": { "common": { "exclude": false } },
                    "excludeAttributes": [],
                },
                "age": { "maxAgeDays": 0, "expireWarnDays": 0, "minAgeMinutes": 0, "historyCount": 0 },
                "lockout": {
                    "maxAttempts": 10,
                    "autoUnlockMinutes": 0,
                    "userLockoutNotificationChannels": [],
                    "showLockoutFailures": false,
                },
            },
            "recovery": {
                "factors": {
                    "recovery_question": {
                        "status": status::ACTIVE,
                        "properties": { "complexity": { "minLength": 4 } },
                    },
                    "okta_email": {
                        "status": status::ACTIVE,
                        "properties": { "recoveryToken": { "tokenLifetimeMinutes": 10080 } },
                    },
                    "okta_sms": { "status": status::INACTIVE },
                    "okta_call": { "status": status::INACTIVE },
                },
            },
            "delegation": { "options": { "skipUnlock": false } },
        })),
        "MFA_ENROLL" => {
            let keys = ["google_otp", "okta_email", "okta_verify", "phone_number", "security_question"];
            let optional = keys.map(|key| json!({ "key": key, "enroll": { "self": "OPTIONAL" } }));
            let password = json!({ "key": "okta_password", "enroll": { "self": "REQUIRED" } });
            let authenticators: Vec<Value> = optional.into_iter().chain([password]).collect();
            Some(json!({ "type": "AUTHENTICATORS", "authenticators": authenticators }))
        }
        _ => None,
    }
}

/// The rule that a policy cannot be without: of default policies, and of each that governs apps.
pub fn last_rule(kind: &Kind, id: String, is_default: bool, now: &str) -> Value {
    let catches_all = kind.shape == Shape::OfApps;
    let mut actions = initial_actions(kind);
    if kind.name == "OKTA_SIGN_ON" && is_default {
        actions["signon"]["primaryFactor"] = json!("PASSWORD_IDP");
    }
    json!({
        "id": id,
        "status": status::ACTIVE,
        "name": if catches_all { "Catch-all Rule" } else { "Default Rule" },
        "priority": if catches_all { order::LAST } else { 1 },
        "created": now,
        "lastUpdated": now,
        "system": true,
        "conditions": if catches_all { Value::Null } else { initial_conditions(kind) },
        "actions": actions,
        "type": kind.rule_type,
    })
}

/// The conditions of a rule that names none.
pub fn initial_conditions(kind: &Kind) -> Value {
    let anywhere = json!({ "connection": "ANYWHERE" });
    let anyone = json!({ "users": { "exclude": [] } });
    match kind.name {
        "OKTA_SIGN_ON" => json!({
            "people": anyone,
            "network": anywhere,
            "authContext": { "authType": "ANY" },
            "risk": { "behaviors": [] },
            "riskScore": { "level": "ANY" },
            "identityProvider": { "provider": "ANY" },
        }),
        "PASSWORD" | "MFA_ENROLL" => json!({ "people": anyone, "network": anywhere }),
        "IDP_DISCOVERY" => json!({ "network": anywhere }),
        "ACCESS_POLICY" => json!({
            "network": anywhere,
            "riskScore": { "level": "ANY" },
            "userType": { "include": [], "exclude": [] },
        }),
        _ => Value::Null,
    }
}

/// The actions of a rule that names none.
pub fn initial_actions(kind: &Kind) -> Value {
    match kind.name {
        "OKTA_SIGN_ON" => json!({
            "signon": {
                "access": "ALLOW",
                "requireFactor": false,
                "primaryFactor": "PASSWORD_IDP_ANY_FACTOR",
                "rememberDeviceByDefault": false,
                "session": {
                    "usePersistentCookie": false,
                    "maxSessionIdleMinutes": 120,
                    "maxSessionLifetimeMinutes": 0,
                },
            },
        }),
        "PASSWORD" => json!({
            "passwordChange": { "access": "ALLOW" },
            "selfServicePasswordReset": {
                "access": "ALLOW",
                "requirement": { "primary": { "methods": ["email"] }, "stepUp": { "required": false } },
            },
            "selfServiceUnlock": { "access": "DENY" },
        }),
        "MFA_ENROLL" => json!({ "enroll": { "self": "CHALLENGE" } }),
        "IDP_DISCOVERY" => {
            json!({ "idp": { "providers": [{ "type": "OKTA" }], "idpSelectionType": "SPECIFIC" } })
        }
        "ACCESS_POLICY" => json!({
            "appSignOn": {
                "access": "ALLOW",
                "verificationMethod": {
                    "factorMode": "2FA",
                    "type": "ASSURANCE",
                    "reauthenticateIn": "PT2H",
                    "constraints": [],
                },
            },
        }),
        _ => json!({
            "profileEnrollment": {
                "access": "ALLOW",
                "preRegistrationInlineHooks": null,
                "profileAttributes": [
                    { "name": "email", "label": "Email", "required": true },
                    { "name": "firstName", "label": "First name", "required": true },
                    { "name": "lastName", "label": "Last name", "required": true },
                ],
                "targetGroupIds": null,
                "unknownUserAction": "DENY",
                "activationRequirements": { "emailVerification": true },
                "progressiveProfilingAction": "DISABLED",
            },
        }),
    }
}

/// What was sent, filled up with what it does not say. Lists and plain values are taken as they are sent.
pub fn filled(sent: &Value, initial: Value) -> Value {
    let (Some(members), Value::Object(initial)) = (sent.as_object(), &initial) else {
        return if sent.is_null() { initial } else { sent.clone() };
    };
    let mut whole = Map::new();
    for (name, value) in initial {
        whole.insert(name.clone(), filled(&members.get(name).cloned().unwrap_or_default(), value.clone()));
    }
    for (name, value) in members {
        whole.entry(name.clone()).or_insert_with(|| value.clone());
    }
    Value::Object(whole)
}
