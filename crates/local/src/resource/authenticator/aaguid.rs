//! The models of security keys that an org knows.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Stamps, flag, list, object, own, text};
use crate::document::{Collection, Verb, collection, place};
use crate::kernel::certificate::Certificate;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::problem::Problem;

pub const HANDLERS: Handlers = &[
    (&op::CREATE_CUSTOM_AAGUID, |context| with_certificates(context, Verb::Create)),
    (&op::REPLACE_CUSTOM_AAGUID, |context| with_certificates(context, Verb::Replace)),
    (&op::UPDATE_CUSTOM_AAGUID, |context| with_certificates(context, Verb::Update)),
];

pub const COLLECTIONS: &[Collection] = &[AAGUIDS];

const AAGUIDS: Collection = Collection {
    fields: &[
        text("aaguid").required().fixed(),
        text("name"),
        object("authenticatorCharacteristics")
            .or(|| json!({ "platformAttached": false, "fipsCompliant": false, "hardwareProtected": false })),
        flag("authenticatorCharacteristics.platformAttached"),
        flag("authenticatorCharacteristics.fipsCompliant"),
        flag("authenticatorCharacteristics.hardwareProtected"),
        list("attestationRootCertificates").or(|| json!([])),
    ],
    stamps: Stamps::NONE,
    links: &[own(&["GET", "PUT", "PATCH", "DELETE"])],
    sample: || json!({ "aaguid": "cb69481e-8ff7-4039-93ec-0a2729a154a8", "name": "Our keys" }),
    ..Collection::new(
        "/api/v1/authenticators/{authenticatorId}/aaguids/{aaguid}",
        "AAGUID",
        Id::Given("aaguid"),
    )
};

/// What a certificate that was sent says is shown beside it. A text that is not a certificate stands for itself.
fn with_certificates(context: &mut Context<'_>, verb: Verb) -> Result<Reply, Problem> {
    let reply = collection::serve(context, &AAGUIDS, verb)?;
    let shown: Value = serde_json::from_slice(&reply.body).map_err(|_| Problem::internal())?;
    let path = place::of(context, AAGUIDS.path())?.path;
    let id = shown["aaguid"].as_str().unwrap_or_default();
    let mut model = collection::find(context, &AAGUIDS, &path, id)?;
    for sent in model["attestationRootCertificates"].as_array_mut().into_iter().flatten() {
        if !sent.is_object() {
            return Err(Problem::malformed_body());
        }
        if let Some(read) = Certificate::read(sent["x5c"].as_str().unwrap_or_default().as_bytes()) {
            read.describe(sent);
        }
    }
    context.tx.put(kind::at(&path), id, &model)?;
    Ok(Reply::ok(&collection::answer(context, &AAGUIDS, &path, model)))
}
