//! `oktars auth-server-metadata`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "auth-server-metadata",
    one: "authorization server",
    about: "What authorization servers publish about themselves",
    columns: Columns {
        table: "issuer,authorization_endpoint,token_endpoint,jwks_uri",
        csv: "userinfo_endpoint,introspection_endpoint,revocation_endpoint,scopes_supported",
    },
    verbs: &[
        Verb::read(
            "openid",
            "Show what a server publishes for OpenID Connect clients",
            op::GET_AUTHORIZATION_SERVER_OPEN_ID_METADATA,
            "default",
        ),
        Verb::read(
            "oauth",
            "Show what a server publishes for OAuth 2.0 clients",
            op::GET_AUTHORIZATION_SERVER_METADATA,
            "default",
        ),
        Verb::read(
            "keys",
            "Show the public keys that check the tokens of a server",
            op::LIST_AUTHORIZATION_SERVER_PUBLIC_KEYS,
            "default",
        )
        .inside("keys")
        .columns(Columns { table: "kid,alg,kty,use", csv: "e,n" }),
    ],
};
