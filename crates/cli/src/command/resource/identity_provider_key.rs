//! `oktars idp-keys`, `oktars idp-signing-keys`, `oktars idp-csrs`

use oktars::op;

use super::{Resource, Verb};
use crate::command::file_body::FileBody;
use crate::output::Columns;

pub const IDP_KEYS: Resource = Resource {
    name: "idp-keys",
    one: "key",
    about: "The keys that check what identity providers signed",
    columns: Columns { table: "kid,kty,use,expiresAt", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read("list", "List the keys", op::LIST_IDENTITY_PROVIDER_KEYS, ""),
        Verb::read("get", "Show a key", op::GET_IDENTITY_PROVIDER_KEY, "your-key-id"),
        Verb::step(
            "create",
            "Add a certificate or a key",
            op::CREATE_IDENTITY_PROVIDER_KEY,
            "added",
            "--input key.json",
        ),
        Verb::step(
            "update",
            "Replace a key",
            op::REPLACE_IDENTITY_PROVIDER_KEY,
            "replaced",
            "your-key-id --input key.json",
        ),
        Verb::remove(
            "delete",
            "Delete a key that no identity provider uses",
            op::DELETE_IDENTITY_PROVIDER_KEY,
            "Delete",
            "your-key-id --yes",
        ),
    ],
};

pub const IDP_SIGNING_KEYS: Resource = Resource {
    name: "idp-signing-keys",
    one: "signing key",
    about: "The keys that sign what Okta sends to an identity provider",
    columns: Columns { table: "kid,kty,use,expiresAt", csv: "created,lastUpdated" },
    verbs: &[
        Verb::read(
            "list",
            "List the signing keys of an identity provider",
            op::LIST_IDENTITY_PROVIDER_SIGNING_KEYS,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "active",
            "List the active signing keys",
            op::LIST_ACTIVE_IDENTITY_PROVIDER_SIGNING_KEY,
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a signing key",
            op::GET_IDENTITY_PROVIDER_SIGNING_KEY,
            "0oa1gjh63g214q0Hq0g4 your-key-id",
        ),
        Verb::step(
            "create",
            "Create a signing key that is valid for 2 to 10 years",
            op::GENERATE_IDENTITY_PROVIDER_SIGNING_KEY,
            "made",
            "0oa1gjh63g214q0Hq0g4 --validity-years 2",
        ),
        Verb::step(
            "clone",
            "Give another identity provider the same signing key",
            op::CLONE_IDENTITY_PROVIDER_KEY,
            "cloned",
            "0oa1gjh63g214q0Hq0g4 your-key-id --target-idp-id 0oa1gjh63g214q0Hq0g5",
        ),
    ],
};

pub const IDP_CSRS: Resource = Resource {
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
