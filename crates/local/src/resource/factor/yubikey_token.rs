//! YubiKeys that the org knows: their seeds are uploaded, and no answer shows them.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Listing, Stamps, object, own, text};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[(&op::UPLOAD_YUBIKEY_OTP_TOKEN_SEED, upload)];

const TOKENS: Collection = Collection {
    fields: &[
        text("serialNumber").required().secret(),
        text("publicId").required().secret(),
        text("privateId").required().secret(),
        text("aesKey").required().secret(),
        object("profile"),
    ],
    shows: || json!({ "status": "UNASSIGNED", "lastVerified": "{now}" }),
    stamps: Stamps::TIMES,
    listing: Listing::Paged(Limits::strict(20, 200)),
    filter: &["profile.email", "profile.serial", "activated", "user.id", "created", "status", "lastVerified"],
    links: &[own(&["GET", "DELETE"])],
    sample: || {
        json!({
            "serialNumber": "7886622",
            "publicId": "ccccccijgibu",
            "privateId": "b74be6169486",
            "aesKey": "1fcc6d8ce39bf1604e0b17f3e0a11067",
        })
    },
    ..Collection::new(
        "/api/v1/org/factors/yubikey_token/tokens/{tokenId}",
        "YubikeyOtpToken",
        Id::Made("ykk"),
    )
};

pub const COLLECTIONS: &[Collection] = &[TOKENS];

/// A serial number is shown with twelve digits.
fn upload(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let serial = context.object()?["serialNumber"].as_str().unwrap_or_default().to_owned();
    let reply = collection::serve(context, &TOKENS, Verb::Create)?;
    let made: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let (path, id) = (TOKENS.path(), made["id"].as_str().unwrap_or_default());
    let mut token = context.tx.get(kind::at(path), id)?.unwrap_or_default();
    token["profile"] = json!({ "serial": format!("{serial:0>12}") });
    context.tx.put(kind::at(path), id, &token)?;
    Ok(Reply::ok(&collection::answer(context, &TOKENS, path, token)))
}
