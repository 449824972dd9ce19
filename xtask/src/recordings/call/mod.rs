//! Which typed call of the SDK makes which operation.

mod app;
mod brand_page;
mod group;
mod hook;
mod identity;
mod org;
mod policy;
mod rare;
mod role;
mod schema;
mod security;
mod setting;
mod user;

use oktars::{Listing, Okta, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::Asked;

/// Asks by the typed call and writes the answer again as JSON; `None` where the SDK has no typed call.
pub async fn typed(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    /// The first of these that knows the operation.
    macro_rules! first {
        ($($ask:path),* $(,)?) => {
            $(if let Some(answer) = $ask(okta, asked).await {
                return Some(answer);
            })*
        };
    }
    first![
        app::app,
        app::part,
        brand_page::brand_page,
        group::group,
        hook::hook,
        hook::stream,
        identity::mapping,
        identity::provider,
        org::brand,
        org::domain,
        org::org,
        policy::authorization_server,
        policy::authorization_server_part,
        policy::policy,
        rare::agent_pool,
        rare::app,
        rare::authenticator,
        rare::authorization_server,
        rare::brand,
        rare::directory,
        rare::disaster_recovery,
        rare::email_bounce,
        rare::factor,
        rare::governance_bundle,
        rare::identity_source,
        rare::org,
        rare::rate_limit_setting,
        rare::role,
        rare::security_event_token,
        rare::service_account,
        rare::ssf_stream,
        rare::telephony_provider,
        rare::authn,
        rare::session,
        role::role,
        schema::schema,
        security::administrator,
        security::credential,
        security::device,
        security::network,
        setting::api_service,
        setting::device,
        setting::email_server,
        setting::enrollment,
        setting::org,
        setting::resource_key,
        user::credential,
        user::factor,
        user::part,
        user::session,
        user::user,
    ];
    None
}

/// What was read, written again.
fn value<T: Serialize>(answer: Result<T>) -> Result<Value> {
    answer.map(|answer| serde_json::to_value(answer).expect("what was read can be written"))
}

/// The items of the page that was recorded; the pages behind it are exchanges of their own.
async fn page<T: Serialize + DeserializeOwned + Send + 'static>(list: Listing<T>) -> Result<Value> {
    let page = list.page().await?;
    match page.unreadable.into_iter().next() {
        Some(error) => Err(error),
        None => value(Ok(page.items)),
    }
}

/// Calls whose answer holds nothing do not look into it.
fn nothing(answer: Result<()>) -> Result<Value> {
    answer.map(|()| Value::Null)
}
