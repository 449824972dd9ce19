//! What a browser is asked to have signed, and what becomes of its answer.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::origin::{host, is_same};
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::store::StoreError;
use crate::kernel::stored::id_of;
use crate::kernel::webauthn::{self, Expected, Refusal, decoded};
use crate::resource::factor::secret::{FactorSecret, Verdict};

use crate::resource::trusted_origin;

/// Makes a new challenge for a key that is known. The one before counts no longer.
pub fn ask(context: &Context<'_>, factor: &Value) -> Result<Value, Problem> {
    let mut secret = FactorSecret::load(&context.tx, id_of(factor))?;
    secret.challenge = Some(webauthn::challenge());
    secret.save(&context.tx, id_of(factor))?;
    asked(context, factor)
}

/// What a key that is known is asked to sign.
pub fn asked(context: &Context<'_>, factor: &Value) -> Result<Value, Problem> {
    let secret = FactorSecret::load(&context.tx, id_of(factor))?;
    Ok(json!({
        "challenge": secret.challenge,
        "userVerification": "preferred",
        "extensions": { "appid": context.request.base },
    }))
}

/// What is shown of a key.
pub fn profile(context: &Context<'_>, factor: &Value) -> Result<Value, Problem> {
    let secret = FactorSecret::load(&context.tx, id_of(factor))?;
    let credential = secret.credential.ok_or_else(Problem::internal)?;
    let is_named = credential.aaguid.bytes().any(|digit| digit != b'0');
    let name = if is_named { "Security key" } else { "Authenticator" };
    Ok(json!({ "credentialId": credential.id, "authenticatorName": name }))
}

/// Takes a new key, or a signature of a known one. A challenge is good for one answer that is right.
pub fn check(
    context: &Context<'_>,
    factor: &Value,
    secret: &mut FactorSecret,
    body: &Value,
) -> Result<Verdict, Problem> {
    let is_known = factor["status"] == status::ACTIVE;
    let base = context.request.base.clone();
    let answer = |name: &str| decoded(body[name].as_str().unwrap_or_default()).unwrap_or_default();
    let trusted = trusted_origin_of(context, &answer("clientData"), &host(&base))?;
    let is_own = |origin: &str| is_same(origin, &base) || trusted.as_deref() == Some(origin);
    let expected = Expected {
        challenge: secret.challenge.as_deref().unwrap_or_default(),
        rp_id: &host(&base),
        is_own: &is_own,
        must_verify: false,
    };
    let checked: Result<_, Refusal> = match (&secret.credential, is_known) {
        (Some(known), true) => {
            let (data, signature) = (answer("authenticatorData"), answer("signatureData"));
            webauthn::verify(&expected, known, &answer("clientData"), &data, &signature)
                .map(|counter| webauthn::Credential { counter, ..known.clone() })
        }
        _ => webauthn::register(&expected, &answer("clientData"), &answer("attestation")),
    };
    match checked {
        Ok(credential) => {
            secret.credential = Some(credential);
            secret.challenge = None;
            Ok(Verdict::Right)
        }
        Err(why) => {
            tracing::debug!(why, "a security key is refused");
            Ok(Verdict::Wrong)
        }
    }
}

/// The origin of a page that asked, where the org trusts it and a browser would let it ask for keys of this host.
fn trusted_origin_of(
    context: &Context<'_>,
    client_data: &[u8],
    rp_id: &str,
) -> Result<Option<String>, StoreError> {
    let said: Value = serde_json::from_slice(client_data).unwrap_or_default();
    let Some(origin) = said["origin"].as_str() else { return Ok(None) };
    let of_origin = host(origin);
    let is_below = of_origin == rp_id || of_origin.ends_with(&format!(".{rp_id}"));
    let is_trusted = is_below && trusted_origin::is_trusted(&context.tx, origin, "CORS")?;
    Ok(is_trusted.then(|| origin.to_owned()))
}
