//! Security keys: the challenge that a browser gives to one, as WebAuthn and U2F have it.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::kind::USER;
use crate::kernel::kind::USER_FACTOR;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;

/// What the key of this factor must sign, and for which user.
pub fn challenge(context: &Context<'_>, factor: &Value, nonce: &str) -> Result<Value, Problem> {
    if factor["factorType"] == "u2f" {
        return Ok(json!({
            "version": "U2F_V2",
            "appId": context.request.base,
            "nonce": nonce,
            "timeoutSeconds": 20,
        }));
    }
    let owner = context.tx.link_ids_to(USER_FACTOR, id_of(factor))?.pop().unwrap_or_default();
    let user = context.tx.get(USER, &owner)?.unwrap_or_default();
    let profile = &user["profile"];
    let name = |member: &str| profile[member].as_str().unwrap_or_default();
    Ok(json!({
        "rp": { "name": "Local org" },
        "user": {
            "displayName": format!("{} {}", name("firstName"), name("lastName")),
            "name": profile["login"],
            "id": owner,
        },
        "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }, { "type": "public-key", "alg": -257 }],
        "challenge": nonce,
        "attestation": "direct",
        "authenticatorSelection": { "userVerification": "preferred", "requireResidentKey": false },
        "u2fParams": { "appid": context.request.base },
        "excludeCredentials": [],
    }))
}
