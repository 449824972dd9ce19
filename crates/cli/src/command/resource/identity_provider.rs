//! `oktars idps`

use oktars::op;

use super::{Resource, Untold, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "idps",
    one: "identity provider",
    about: "Identity providers, at which users sign in to this org",
    columns: Columns {
        table: "id,status,type,name",
        csv: "issuerMode,protocol=protocol.type,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List identity providers", op::LIST_IDENTITY_PROVIDERS, "--type SAML2"),
        Verb::read("get", "Show an identity provider", op::GET_IDENTITY_PROVIDER, "0oa1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create an identity provider",
            op::CREATE_IDENTITY_PROVIDER,
            "created",
            "--input idp.json",
        ),
        Verb::update(
            "update",
            "Change some members of an identity provider; the others stay as they are",
            op::REPLACE_IDENTITY_PROVIDER,
            op::GET_IDENTITY_PROVIDER,
            "0oa1gjh63g214q0Hq0g4 --set name=Renamed",
        )
        .untold(&[Untold {
            secret: "protocol.credentials.client.client_secret",
            beside: "protocol.credentials.client.client_id",
        }]),
        Verb::step(
            "activate",
            "Activate an identity provider",
            op::ACTIVATE_IDENTITY_PROVIDER,
            "activated",
            "0oa1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an identity provider",
            op::DEACTIVATE_IDENTITY_PROVIDER,
            "Deactivate",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an identity provider",
            op::DELETE_IDENTITY_PROVIDER,
            "Delete",
            "0oa1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "users",
            "List the users who sign in at an identity provider",
            op::LIST_IDENTITY_PROVIDER_APPLICATION_USERS,
            "0oa1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "id,externalId,email=profile.email", csv: "created,lastUpdated" }),
        Verb::read(
            "of-user",
            "List the identity providers at which a user signs in",
            op::LIST_USER_IDENTITY_PROVIDERS,
            "ann@acme.example",
        ),
        Verb::read(
            "get-user",
            "Show the link of a user to an identity provider",
            op::GET_IDENTITY_PROVIDER_APPLICATION_USER,
            "0oa1gjh63g214q0Hq0g4 ann@acme.example",
        )
        .columns(Columns { table: "id,externalId,email=profile.email", csv: "created,lastUpdated" }),
        Verb::step(
            "link-user",
            "Link a user to an account at an identity provider",
            op::LINK_USER_TO_IDENTITY_PROVIDER,
            "linked",
            "0oa1gjh63g214q0Hq0g4 ann@acme.example --set externalId=121749775026145",
        )
        .columns(Columns { table: "id,externalId,email=profile.email", csv: "created,lastUpdated" }),
        Verb::remove(
            "unlink-user",
            "Remove a user's link to an identity provider",
            op::UNLINK_USER_FROM_IDENTITY_PROVIDER,
            "Unlink a user from",
            "0oa1gjh63g214q0Hq0g4 ann@acme.example --yes",
        ),
        Verb::read(
            "user-tokens",
            "List the tokens that a social identity provider gave for a user",
            op::LIST_SOCIAL_AUTH_TOKENS,
            "0oa1gjh63g214q0Hq0g4 ann@acme.example",
        )
        .columns(Columns { table: "id,tokenType,expiresAt,scopes", csv: "tokenAuthScheme" }),
    ],
};
