//! Clients that show wrong secrets: one failure is a mistake, several within minutes are news.

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Entry, Outcome, Target};
use crate::kernel::expiring;
use crate::kernel::problem::Problem;
use crate::sign_in::client::{client_id, method};
use crate::sign_in::trail;

/// So many failures within this time are told. Okta does not say how many it waits for.
const MANY: u64 = 5;
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Counts a failure of a client, and tells the log once of many.
pub fn count(context: &mut Context<'_>, app: &Value) -> Result<(), Problem> {
    let id = client_id(app);
    let kept = expiring::get(context, &expiring::CLIENT_FAILURES, id)?;
    let number = kept.as_ref().and_then(|kept| kept["count"].as_u64()).unwrap_or_default() + 1;
    match kept {
        Some(mut kept) => {
            kept["count"] = json!(number);
            expiring::replace(context, &expiring::CLIENT_FAILURES, id, &kept)?;
        }
        None => {
            expiring::put(context, &expiring::CLIENT_FAILURES, id, WINDOW, json!({ "count": number }))?;
        }
    }
    if number != MANY {
        return Ok(());
    }
    context.log_entry(Entry {
        event_type: "app.oauth2.invalid_client_credentials",
        outcome: Outcome::failure("invalid_client_credentials"),
        actor: Some(trail::client(app)),
        targets: &[Target::app(app)],
        debug: json!({ "clientAuthType": method(app) }),
        client: Some(id.to_owned()),
        session: None,
    })
}
