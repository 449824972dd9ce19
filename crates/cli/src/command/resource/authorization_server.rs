//! `oktars auth-servers`, `oktars auth-server-scopes`, `oktars auth-server-claims`, `oktars auth-server-policies`, `oktars auth-server-rules`

pub mod metadata;
pub mod resource_key;

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const AUTH_SERVERS: Resource = Resource {
    name: "auth-servers",
    one: "authorization server",
    about: "Authorization servers, which give access tokens for your own APIs",
    columns: Columns {
        table: "id,status,name,audiences,issuer",
        csv: "description,issuerMode,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List authorization servers", op::LIST_AUTHORIZATION_SERVERS, ""),
        Verb::read(
            "get",
            "Show an authorization server",
            op::GET_AUTHORIZATION_SERVER,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create an authorization server",
            op::CREATE_AUTHORIZATION_SERVER,
            "created",
            "--set name=Payroll --set 'audiences:=[\"https://pay.acme.example\"]'",
        ),
        Verb::update(
            "update",
            "Change some members of an authorization server; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER,
            op::GET_AUTHORIZATION_SERVER,
            "aus1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate an authorization server",
            op::ACTIVATE_AUTHORIZATION_SERVER,
            "activated",
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate an authorization server",
            op::DEACTIVATE_AUTHORIZATION_SERVER,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete an authorization server",
            op::DELETE_AUTHORIZATION_SERVER,
            "Delete",
            "aus1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::read(
            "keys",
            "List the keys that sign its tokens",
            op::LIST_AUTHORIZATION_SERVER_KEYS,
            "aus1gjh63g214q0Hq0g4",
        )
        .columns(Columns { table: "kid,status,alg,use", csv: "kty" }),
        Verb::remove(
            "rotate-keys",
            "Sign with the next key from now on",
            op::ROTATE_AUTHORIZATION_SERVER_KEYS,
            "Rotate the keys of",
            "aus1gjh63g214q0Hq0g4 --set use=sig --yes",
        )
        .columns(Columns { table: "kid,status,alg,use", csv: "kty" }),
        Verb::read(
            "get-key",
            "Show a key that signs its tokens",
            op::GET_AUTHORIZATION_SERVER_KEY,
            "aus1gjh63g214q0Hq0g4 P7jXpG-LG2ObNgY9C0Mn2uf4InCQTmRZMDCZoVNxdrk",
        )
        .columns(Columns { table: "kid,status,alg,use", csv: "kty" }),
    ],
};

pub const AUTH_SERVER_SCOPES: Resource = Resource {
    name: "auth-server-scopes",
    one: "scope",
    about: "The scopes of an authorization server",
    columns: Columns {
        table: "id,name,displayName,consent,default",
        csv: "description,system,metadataPublish",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the scopes of an authorization server",
            op::LIST_OAUTH2_SCOPES,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read("get", "Show a scope", op::GET_OAUTH2_SCOPE, "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a scope",
            op::CREATE_OAUTH2_SCOPE,
            "created",
            "aus1gjh63g214q0Hq0g4 --set name=pay:read",
        ),
        Verb::update(
            "update",
            "Change some members of a scope; the others stay as they are",
            op::REPLACE_OAUTH2_SCOPE,
            op::GET_OAUTH2_SCOPE,
            "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4 --set consent=REQUIRED",
        ),
        Verb::remove(
            "delete",
            "Delete a scope",
            op::DELETE_OAUTH2_SCOPE,
            "Delete",
            "aus1gjh63g214q0Hq0g4 scp1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

pub const AUTH_SERVER_CLAIMS: Resource = Resource {
    name: "auth-server-claims",
    one: "claim",
    about: "The claims of an authorization server",
    columns: Columns {
        table: "id,name,status,claimType,valueType,value",
        csv: "system,alwaysIncludeInToken",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the claims of an authorization server",
            op::LIST_OAUTH2_CLAIMS,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read("get", "Show a claim", op::GET_OAUTH2_CLAIM, "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4"),
        Verb::step(
            "create",
            "Create a claim",
            op::CREATE_OAUTH2_CLAIM,
            "created",
            "aus1gjh63g214q0Hq0g4 --input claim.json",
        ),
        Verb::update(
            "update",
            "Change some members of a claim; the others stay as they are",
            op::REPLACE_OAUTH2_CLAIM,
            op::GET_OAUTH2_CLAIM,
            "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4 --set value=user.department",
        ),
        Verb::remove(
            "delete",
            "Delete a claim",
            op::DELETE_OAUTH2_CLAIM,
            "Delete",
            "aus1gjh63g214q0Hq0g4 ocl1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

pub const AUTH_SERVER_POLICIES: Resource = Resource {
    name: "auth-server-policies",
    one: "policy",
    about: "The policies of an authorization server",
    columns: Columns {
        table: "id,status,priority,name,clients=conditions.clients.include",
        csv: "description,system,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the policies of an authorization server",
            op::LIST_AUTHORIZATION_SERVER_POLICIES,
            "aus1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a policy",
            op::GET_AUTHORIZATION_SERVER_POLICY,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create a policy",
            op::CREATE_AUTHORIZATION_SERVER_POLICY,
            "created",
            "aus1gjh63g214q0Hq0g4 --input policy.json",
        ),
        Verb::update(
            "update",
            "Change some members of a policy; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER_POLICY,
            op::GET_AUTHORIZATION_SERVER_POLICY,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a policy",
            op::ACTIVATE_AUTHORIZATION_SERVER_POLICY,
            "activated",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a policy",
            op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a policy",
            op::DELETE_AUTHORIZATION_SERVER_POLICY,
            "Delete",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};

pub const AUTH_SERVER_RULES: Resource = Resource {
    name: "auth-server-rules",
    one: "rule",
    about: "The rules of a policy of an authorization server",
    columns: Columns {
        table: "id,status,priority,name,grants=conditions.grantTypes.include,scopes=conditions.scopes.include",
        csv: "system,created,lastUpdated",
    },
    verbs: &[
        Verb::read(
            "list",
            "List the rules of a policy",
            op::LIST_AUTHORIZATION_SERVER_POLICY_RULES,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4",
        ),
        Verb::read(
            "get",
            "Show a rule",
            op::GET_AUTHORIZATION_SERVER_POLICY_RULE,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "create",
            "Create a rule",
            op::CREATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "created",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 --input rule.json",
        ),
        Verb::update(
            "update",
            "Change some members of a rule; the others stay as they are",
            op::REPLACE_AUTHORIZATION_SERVER_POLICY_RULE,
            op::GET_AUTHORIZATION_SERVER_POLICY_RULE,
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --set name=Renamed",
        ),
        Verb::step(
            "activate",
            "Activate a rule",
            op::ACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "activated",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4",
        ),
        Verb::remove(
            "deactivate",
            "Deactivate a rule",
            op::DEACTIVATE_AUTHORIZATION_SERVER_POLICY_RULE,
            "Deactivate",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete",
            "Delete a rule",
            op::DELETE_AUTHORIZATION_SERVER_POLICY_RULE,
            "Delete",
            "aus1gjh63g214q0Hq0g4 00p1gjh63g214q0Hq0g4 0pr1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
