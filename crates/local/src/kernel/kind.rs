//! The kinds of documents and the relations that the store keeps. They all stand here, so a misspelt one does not
//! compile, and no two resources share one by accident.

/// What a document is: the first part of its key. Parts of an object, such as the secrets of an app, are kept
/// under the object's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind<'a> {
    name: &'a str,
    of: [Option<&'a str>; 2],
}

/// How two objects belong together: readable from both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation<'a>(Kind<'a>);

/// The documents of a collection are kept under its path.
pub const fn at(path: &str) -> Kind<'_> {
    Kind { name: path, of: [None, None] }
}

const fn relation(name: &str) -> Relation<'_> {
    Relation(at(name))
}

impl<'a> Kind<'a> {
    /// The parts of this object.
    pub const fn of(self, object: &'a str) -> Self {
        let of = match self.of[0] {
            None => [Some(object), None],
            first => [first, Some(object)],
        };
        Kind { of, ..self }
    }

    pub const fn name(self) -> &'a str {
        self.name
    }

    /// The key of a document in the store: all parts, with NUL between them.
    pub fn key(self, rest: &[&str]) -> Vec<u8> {
        let parts = || self.of.iter().flatten().chain(rest);
        let mut key = Vec::with_capacity(self.name.len() + parts().map(|part| part.len() + 1).sum::<usize>());
        key.extend_from_slice(self.name.as_bytes());
        for part in parts() {
            key.push(0);
            key.extend_from_slice(part.as_bytes());
        }
        key
    }
}

impl<'a> Relation<'a> {
    /// The relation of this name, which somebody defined.
    pub const fn of(self, name: &'a str) -> Self {
        Relation(self.0.of(name))
    }

    pub const fn name(self) -> &'a str {
        self.0.name
    }

    pub fn key(self, rest: &[&str]) -> Vec<u8> {
        self.0.key(rest)
    }
}

pub const AERIAL: Kind<'static> = at("aerial");
pub const APP: Kind<'static> = at("app");
pub const APP_CONNECTION: Kind<'static> = at("app_connection");
pub const APP_CSR: Kind<'static> = at("app_csr");
pub const APP_FEATURE: Kind<'static> = at("app_feature");
pub const APP_JWK: Kind<'static> = at("app_jwk");
pub const APP_KEY: Kind<'static> = at("app_key");
pub const APP_KEY_PAIR: Kind<'static> = at("app_key_pair");
pub const APP_SCHEMA: Kind<'static> = at("app_schema");
pub const APP_SECRET: Kind<'static> = at("app_secret");
pub const ASSOCIATED_DOMAIN: Kind<'static> = at("associated_domain");
pub const AUTHN_STATE: Kind<'static> = at("authn_state");
pub const AUTHORIZATION_CODE: Kind<'static> = at("authorization_code");
pub const AUTHORIZATION_SERVER: Kind<'static> = at("authorization_server");
pub const AUTHORIZATION_SERVER_CLAIM: Kind<'static> = at("authorization_server_claim");
pub const AUTHORIZATION_SERVER_KEY: Kind<'static> = at("authorization_server_key");
pub const AUTHORIZATION_SERVER_POLICY: Kind<'static> = at("authorization_server_policy");
pub const AUTHORIZATION_SERVER_RESOURCE_KEY: Kind<'static> = at("authorization_server_resource_key");
pub const AUTHORIZATION_SERVER_RULE: Kind<'static> = at("authorization_server_rule");
pub const AUTHORIZATION_SERVER_SCOPE: Kind<'static> = at("authorization_server_scope");
pub const AUTHORIZATION_SERVER_TOKEN_REVOKED: Kind<'static> = at("authorization_server_token_revoked");
pub const AUTHORIZE_REQUEST: Kind<'static> = at("authorize_request");
pub const CLIENT_FAILURES: Kind<'static> = at("client_failures");
pub const DEVICE_CODE: Kind<'static> = at("device_code");
pub const DEVICE_SECRET: Kind<'static> = at("device_secret");
pub const DOMAIN: Kind<'static> = at("/api/v1/domains");
pub const DEVICE_ASSURANCE: Kind<'static> = at("/api/v1/device-assurances");
pub const ENDS: Kind<'static> = at("ends");
pub const ENDS_COUNT: Kind<'static> = at("ends_count");
pub const EVENT_HOOK: Kind<'static> = at("/api/v1/eventHooks");
pub const FACTOR: Kind<'static> = at("factor");
pub const FACTOR_SECRET: Kind<'static> = at("factor_secret");
pub const GOVERNANCE: Kind<'static> = at("governance");
pub const GOVERNANCE_BUNDLE: Kind<'static> = at("governance_bundle");
pub const GROUP: Kind<'static> = at("group");
pub const GROUP_PUSH_MAPPING: Kind<'static> = at("group_push_mapping");
pub const GROUP_SCHEMA: Kind<'static> = at("group_schema");
pub const GROUP_RULE: Kind<'static> = at("group_rule");
pub const IAM_PERMISSION: Kind<'static> = at("iam_permission");
pub const IAM_ROLE: Kind<'static> = at("iam_role");
pub const IDENTITY_PROVIDER: Kind<'static> = at("/api/v1/idps");
pub const IDENTITY_PROVIDER_KEY: Kind<'static> = at("/api/v1/idps/credentials/keys");
pub const IDENTITY_PROVIDER_SIGNING_KEY: Kind<'static> = at("identity_provider_signing_key");
pub const INLINE_HOOK: Kind<'static> = at("/api/v1/inlineHooks");
pub const LINKED_OBJECT: Kind<'static> = at("linked_object");
pub const LOG: Kind<'static> = at("log");
pub const OAUTH_GRANT: Kind<'static> = at("oauth_grant");
pub const ORG: Kind<'static> = at("org");
pub const POLICY: Kind<'static> = at("policy");
pub const POLICY_RULE: Kind<'static> = at("policy_rule");
pub const PROFILE_MAPPING: Kind<'static> = at("profile_mapping");
pub const PUSHED_REQUEST: Kind<'static> = at("pushed_request");
pub const REALM: Kind<'static> = at("/api/v1/realms");
pub const REALM_ASSIGNMENT: Kind<'static> = at("/api/v1/realm-assignments");
pub const REFRESH_TOKEN: Kind<'static> = at("refresh_token");
pub const RESOURCE_SET: Kind<'static> = at("resource_set");
pub const RESOURCE_SET_BINDING: Kind<'static> = at("resource_set_binding");
pub const RESOURCE_SET_MEMBER: Kind<'static> = at("resource_set_member");
pub const RESOURCE_SET_RESOURCE: Kind<'static> = at("resource_set_resource");
pub const ROLE: Kind<'static> = at("role");
pub const SCIM_APP_GROUP: Kind<'static> = at("scim_app_group");
pub const SCIM_GROUP: Kind<'static> = at("scim_group");
pub const SCIM_IMPORT: Kind<'static> = at("scim_import");
pub const SCIM_SERVER: Kind<'static> = at("scim_server");
pub const SCIM_TASK: Kind<'static> = at("scim_task");
pub const SCIM_USER: Kind<'static> = at("scim_user");
pub const SEEDED: Kind<'static> = at("seeded");
pub const SESSION: Kind<'static> = at("session");
pub const SESSION_ALIAS: Kind<'static> = at("session_alias");
pub const SESSION_TOKEN: Kind<'static> = at("session_token");
pub const SETTING: Kind<'static> = at("setting");
pub const SSF_STREAM: Kind<'static> = at("ssf_stream");
pub const WEB_SIGN_ON_TOKEN: Kind<'static> = at("web_sign_on_token");
pub const TEMPORARY_ACCESS_CODE: Kind<'static> = at("temporary_access_code");
pub const TOKEN: Kind<'static> = at("token");
pub const UNIQUE: Kind<'static> = at("unique");
pub const UNIQUE_READY: Kind<'static> = at("unique_ready");
pub const USER: Kind<'static> = at("user");
pub const USER_CODE: Kind<'static> = at("user_code");
pub const USER_SCHEMA: Kind<'static> = at("user_schema");
pub const USER_SECRET: Kind<'static> = at("user_secret");
pub const USER_TYPE: Kind<'static> = at("user_type");

pub const APP_GRANT: Relation<'static> = relation("app_grant");
pub const APP_GROUP: Relation<'static> = relation("app_group");
pub const APP_INTERCLIENT: Relation<'static> = relation("app_interclient");
pub const APP_USER: Relation<'static> = relation("app_user");
pub const AUTHORIZATION_SERVER_TRUSTED: Relation<'static> = relation("authorization_server_trusted");
pub const FACTOR_PHONE: Relation<'static> = relation("factor_phone");
pub const GROUP_OWNER: Relation<'static> = relation("group_owner");
pub const LINKED_VALUE: Relation<'static> = relation("linked_value");
pub const MEMBER: Relation<'static> = relation("member");
pub const ROLE_APP_TARGET: Relation<'static> = relation("role_app_target");
pub const ROLE_GROUP_TARGET: Relation<'static> = relation("role_group_target");
pub const USER_CONSENT: Relation<'static> = relation("user_consent");
pub const USER_FACTOR: Relation<'static> = relation("user_factor");
pub const USER_SESSION: Relation<'static> = relation("user_session");

#[cfg(test)]
mod tests {
    use super::*;

    /// Stores of earlier versions have these keys.
    #[test]
    fn a_key_is_the_parts_with_nul_between_them() {
        let cases: [(Vec<u8>, &str); 5] = [
            (USER.key(&["1"]), "user\x001"),
            (APP_SECRET.of("app").key(&["1"]), "app_secret\0app\x001"),
            (RESOURCE_SET_MEMBER.of("set").of("role").key(&[""]), "resource_set_member\0set\0role\0"),
            (MEMBER.key(&[">", "group", "user"]), "member\0>\0group\0user"),
            (LINKED_VALUE.of("manager").key(&["<", "a", "b"]), "linked_value\0manager\0<\0a\0b"),
        ];
        for (key, expected) in cases {
            assert_eq!(String::from_utf8_lossy(&key), expected);
        }
    }
}
