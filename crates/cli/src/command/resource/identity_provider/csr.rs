//! `oktars idp-csrs`

use oktars::op;

use crate::command::file_body::FileBody;
use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idp-csrs",
    one: "signing request",
    about: "Certificate signing requests for the keys of an identity provider",
    columns: Columns { table: "id,created,csr", csv: "kty" },
    verbs: &[
        Verb::read(
            "list",
            "List the signing requests of an identity provider",
            op::LIST_CSRS_FOR_IDENTITY_PROVIDER,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a signing request",
            op::GET_CSR_FOR_IDENTITY_PROVIDER,
            "0oa1gjh63g214q0Hq0g4 fd7x1h7uTcZFx22rU1f7",
        ),
        Verb::step(
            "create",
            "Create a key and a signing request for it",
            op::GENERATE_CSR_FOR_IDENTITY_PROVIDER,
            "made",
            "0oa1gjh63g214q0Hq0g4 --set subject.commonName=idp.acme.example",
        ),
        Verb::step(
            "publish",
            "Make a signing key of the certificate that was issued for a signing request",
            op::PUBLISH_CSR_FOR_IDENTITY_PROVIDER,
            "published",
            "0oa1gjh63g214q0Hq0g4 fd7x1h7uTcZFx22rU1f7 signed.pem",
        )
        .columns(Columns { table: "kid,created,expiresAt,use", csv: "kty,x5c" })
        .file(FileBody::Certificate),
        Verb::remove(
            "revoke",
            "Delete a signing request, with its key",
            op::REVOKE_CSR_FOR_IDENTITY_PROVIDER,
            "Revoke",
            "0oa1gjh63g214q0Hq0g4 fd7x1h7uTcZFx22rU1f7 --yes",
        ),
    ],
};
