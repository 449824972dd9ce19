//! Writes the catalogue's table of bodies: which members a request takes, of which kind, and which are required.
//!
//! A member that is required has a star behind its name. A member is `text`, `number`, `boolean`, `any`, a list of
//! values such as `ACTIVE|INACTIVE`, an object, or an array of one of them. What depends on the value of a member stands
//! as `{"?type":{"IP":{..},"DYNAMIC":{..}}}`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::spec::METHODS;

/// How deep objects within objects are followed.
const DEPTH: usize = 6;
/// A longer list of values is no help to a reader.
const VALUES: usize = 20;
/// What nobody writes, though it is not always marked as such.
const NOT_WRITTEN: [&str; 3] = ["_links", "_embedded", "_link"];

/// What Okta requires although its description does not say so. Where it depends on the kind, the kind comes first.
const REQUIRED: &[(&[&str], &[&str])] = &[
    (&["addGroup", "replaceGroup"], &["profile.name"]),
    (&["createUser"], &["profile.login", "profile.email", "profile.firstName", "profile.lastName"]),
    (
        &["createGroupRule", "replaceGroupRule"],
        &[
            "name",
            "type",
            "conditions.expression.type",
            "conditions.expression.value",
            "actions.assignUserToGroups.groupIds",
        ],
    ),
    (
        &["createApplication", "replaceApplication"],
        &[
            "BOOKMARK:name",
            "BOOKMARK:settings.app.url",
            "BOOKMARK:settings.app.requestIntegration",
            "OPENID_CONNECT:name",
            "OPENID_CONNECT:credentials.oauthClient.token_endpoint_auth_method",
            "OPENID_CONNECT:settings.oauthClient.application_type",
            "OPENID_CONNECT:settings.oauthClient.grant_types",
            "OPENID_CONNECT:settings.oauthClient.response_types",
            "OPENID_CONNECT:settings.oauthClient.redirect_uris",
            "SAML_2_0:settings.signOn.ssoAcsUrl",
            "SAML_2_0:settings.signOn.recipient",
            "SAML_2_0:settings.signOn.destination",
            "SAML_2_0:settings.signOn.audience",
            "SAML_2_0:settings.signOn.subjectNameIdTemplate",
            "SAML_2_0:settings.signOn.subjectNameIdFormat",
            "SAML_2_0:settings.signOn.responseSigned",
            "SAML_2_0:settings.signOn.assertionSigned",
            "SAML_2_0:settings.signOn.signatureAlgorithm",
            "SAML_2_0:settings.signOn.digestAlgorithm",
            "SAML_2_0:settings.signOn.honorForceAuthn",
            "SAML_2_0:settings.signOn.authnContextClassRef",
        ],
    ),
    (&["createTrustedOrigin", "replaceTrustedOrigin"], &["name", "origin", "scopes.type"]),
    (&["createIdentityProvider", "replaceIdentityProvider"], &["name", "type", "protocol"]),
    (&["createCaptchaInstance"], &["name", "type", "siteKey", "secretKey"]),
    (&["createBrand"], &["name"]),
    (&["createCustomDomain"], &["domain", "certificateSourceType"]),
    (&["createPolicyRule"], &["name", "type"]),
    (&["createAuthenticator"], &["key", "name"]),
    (&["createDeviceAssurancePolicy"], &["name", "platform"]),
    (&["createHookKey"], &["name"]),
    (&["createAuthorizationServer"], &["name", "audiences"]),
    (&["createOAuth2Claim"], &["name", "claimType", "valueType", "value"]),
    (&["createOAuth2Scope"], &["name"]),
    (
        &["createInlineHook"],
        &["name", "type", "version", "channel.type", "channel.version", "channel.config.uri"],
    ),
    (&["createPushProvider"], &["name", "providerType", "configuration"]),
    (&["createUserType"], &["name", "displayName"]),
    (&["createSmsTemplate"], &["name", "type", "template"]),
    (&["createPrincipalRateLimitEntity"], &["principalId", "principalType"]),
    (
        &["createLinkedObjectDefinition"],
        &[
            "primary.name",
            "primary.title",
            "primary.type",
            "associated.name",
            "associated.title",
            "associated.type",
        ],
    ),
    (&["assignRoleToUser", "assignRoleToGroup", "assignRoleToClient"], &["type"]),
    (&["grantConsentToScope"], &["issuer", "scopeId"]),
    (&["createRealm"], &["profile.name"]),
    (&["createRealmAssignment"], &["name"]),
    (&["createDevicePostureCheck"], &["name", "variableName", "platform", "mappingType", "query"]),
    (&["createFederatedClaim"], &["name", "expression"]),
    (&["createUISchema"], &["uiSchema"]),
    (&["assignGroupOwner"], &["id", "type"]),
    (&["createAuthorizationServerPolicy"], &["name", "type"]),
    (
        &["createAuthorizationServerPolicyRule"],
        &["conditions.people", "conditions.grantTypes.include", "conditions.scopes.include"],
    ),
];

/// The whole file.
pub fn table(root: &Value) -> Result<String, String> {
    let spec = Spec { root };
    let mut bodies = spec.bodies();
    for (ids, paths) in REQUIRED {
        for id in *ids {
            let body =
                bodies.get_mut(*id).ok_or_else(|| format!("no body of {id}, which has required members"))?;
            for path in *paths {
                require(body, path).ok_or_else(|| format!("the body of {id} has no {path}"))?;
            }
        }
    }
    let mut by_shape: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, body) in bodies {
        by_shape.entry(body.to_string()).or_default().push(id);
    }
    let mut lines: Vec<(Vec<String>, String)> = by_shape.into_iter().map(|(body, ids)| (ids, body)).collect();
    lines.sort();
    let mut out = String::from("// Written by `cargo xtask gen`; edit the generator, not this file.\n");
    out.push_str("pub(crate) const BODIES: &[(&[&str], &str)] = &[\n");
    for (ids, body) in lines {
        writeln!(out, "    (&{ids:?}, {body:?}),").expect("writing to a String does not fail");
    }
    out.push_str("];\n");
    Ok(out)
}

/// Marks a member as required, and all objects around it.
fn require(body: &mut Value, path: &str) -> Option<()> {
    let (kind, path) = path.split_once(':').map_or((None, path), |(kind, path)| (Some(kind), path));
    let kinds = body.as_object_mut()?.iter_mut().find(|(name, _)| name.starts_with('?'));
    match (kind, kinds) {
        (Some(kind), Some((_, kinds))) => require_in(kinds.get_mut(kind)?, path),
        (None, Some((_, kinds))) => {
            kinds.as_object_mut()?.values_mut().try_for_each(|kind| require_in(kind, path))
        }
        (_, None) => require_in(body, path),
    }
}

fn require_in(object: &mut Value, path: &str) -> Option<()> {
    if let Value::Array(items) = object {
        return require_in(items.first_mut()?, path);
    }
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let members = object.as_object_mut()?;
    // The order of the members is the description's.
    let renamed: Map<String, Value> = std::mem::take(members)
        .into_iter()
        .map(|(member, value)| if member == name { (format!("{name}*"), value) } else { (member, value) })
        .collect();
    *members = renamed;
    let inner = members.get_mut(&format!("{name}*"))?;
    rest.map_or(Some(()), |rest| require_in(inner, rest))
}

/// What one of several kinds takes. What not all of them require is not marked as required.
fn all_of(kinds: Vec<Value>) -> Value {
    let count = kinds.len();
    let mut members: Map<String, Value> = Map::new();
    let mut required: BTreeMap<String, usize> = BTreeMap::new();
    for (name, value) in kinds.into_iter().filter_map(|kind| kind.as_object().cloned()).flatten() {
        let plain = name.trim_end_matches('*').to_owned();
        *required.entry(plain.clone()).or_default() += usize::from(name.ends_with('*'));
        let both = match members.get_mut(&plain).map(Value::take) {
            Some(known @ Value::Object(_)) if value.is_object() => all_of(vec![known, value]),
            Some(known) => known,
            None => value,
        };
        members.insert(plain, both);
    }
    let mark = |(name, value): (String, Value)| {
        let star = if required.get(&name) == Some(&count) { "*" } else { "" };
        (format!("{name}{star}"), value)
    };
    Value::Object(members.into_iter().map(mark).collect())
}

struct Spec<'a> {
    root: &'a Value,
}

impl Spec<'_> {
    fn bodies(&self) -> BTreeMap<String, Value> {
        let mut bodies = BTreeMap::new();
        for item in self.root["paths"].as_object().into_iter().flatten().map(|(_, item)| item) {
            for operation in METHODS.iter().filter_map(|method| item.get(method)) {
                let body = self.resolve(&operation["requestBody"]);
                let schema = &body["content"]["application/json"]["schema"];
                if let (Some(id), false) = (operation["operationId"].as_str(), schema.is_null()) {
                    bodies.insert(id.to_owned(), self.body(schema));
                }
            }
        }
        bodies
    }

    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let mut value = value;
        while let Some(pointer) = value.get("$ref").and_then(Value::as_str) {
            value = self.root.pointer(pointer.trim_start_matches('#')).unwrap_or(&Value::Null);
        }
        value
    }

    /// A body, which may be of one of several kinds.
    fn body(&self, schema: &Value) -> Value {
        let resolved = self.resolve(schema);
        let kinds = resolved["discriminator"]["mapping"].as_object();
        let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else {
            return self.shape(schema, DEPTH, &[]);
        };
        let by = resolved["discriminator"]["propertyName"].as_str().unwrap_or_default();
        let shape = |(kind, pointer): (&String, &Value)| {
            let schema = serde_json::json!({ "$ref": pointer });
            let mut shape = self.object(&schema, DEPTH, &[]);
            if let Some(members) = shape.as_object_mut() {
                members.shift_remove(by);
                members.shift_remove(&format!("{by}*"));
                members.shift_insert(0, format!("{by}*"), Value::from(kind.as_str()));
            }
            (kind.clone(), shape)
        };
        let kinds: Map<String, Value> = kinds.iter().map(shape).collect();
        Value::Object(Map::from_iter([(format!("?{by}"), Value::Object(kinds))]))
    }

    fn shape(&self, schema: &Value, depth: usize, within: &[&str]) -> Value {
        let resolved = self.resolve(schema);
        let is_plain = resolved.get("properties").is_none() && resolved.get("allOf").is_none();
        for choice in ["oneOf", "anyOf"] {
            if let Some(first) = resolved.get(choice).and_then(|choices| choices.get(0)).filter(|_| is_plain)
            {
                return self.shape(first, depth, within);
            }
        }
        if let Some(values) = self.attribute(resolved, "enum").and_then(Value::as_array) {
            let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            if (1..=VALUES).contains(&values.len()) {
                return Value::from(values.join("|"));
            }
        }
        match self.attribute(resolved, "type").and_then(Value::as_str) {
            Some("array") => {
                let items = self.attribute(resolved, "items").filter(|_| depth > 0);
                Value::Array(items.map(|items| self.shape(items, depth - 1, within)).into_iter().collect())
            }
            Some("integer" | "number") => Value::from("number"),
            Some("boolean") => Value::from("boolean"),
            Some("string") => Value::from("text"),
            _ => self.object(schema, depth, within),
        }
    }

    fn object(&self, schema: &Value, depth: usize, within: &[&str]) -> Value {
        let name = schema["$ref"].as_str();
        if depth == 0 || name.is_some_and(|name| within.contains(&name)) {
            return Value::Object(Map::new());
        }
        let within: Vec<&str> = within.iter().copied().chain(name).collect();
        let kinds = self.resolve(schema)["discriminator"]["mapping"].as_object();
        if let Some(kinds) = kinds.filter(|kinds| depth < DEPTH && !kinds.is_empty()) {
            let kinds = kinds.values().map(|kind| serde_json::json!({ "$ref": kind }));
            return all_of(kinds.map(|kind| self.own_members(&kind, depth, &within)).collect());
        }
        self.own_members(schema, depth, &within)
    }

    fn own_members(&self, schema: &Value, depth: usize, within: &[&str]) -> Value {
        let (properties, required) = self.members(schema);
        let mut members = Map::new();
        for (name, schema) in properties {
            let is_marked = |mark: &str| self.attribute(&schema, mark) == Some(&Value::Bool(true));
            if is_marked("readOnly") || is_marked("deprecated") || NOT_WRITTEN.contains(&name.as_str()) {
                continue;
            }
            let star = if required.contains(&name) { "*" } else { "" };
            members.insert(format!("{name}{star}"), self.shape(&schema, depth - 1, within));
        }
        Value::Object(members)
    }

    /// The properties of a schema and the names of the required ones, with those that it takes over.
    fn members(&self, schema: &Value) -> (Map<String, Value>, Vec<String>) {
        let schema = self.resolve(schema);
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let mut add = |name: &str, value: Value| {
            let both = match properties.shift_remove(name) {
                Some(inherited) => serde_json::json!({ "allOf": [inherited, value] }),
                None => value,
            };
            properties.insert(name.to_owned(), both);
        };
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (inherited, names) = self.members(part);
            inherited.into_iter().for_each(|(name, value)| add(&name, value));
            required.extend(names);
        }
        for (name, value) in schema["properties"].as_object().into_iter().flatten() {
            add(name, value.clone());
        }
        let names = schema["required"].as_array().into_iter().flatten();
        required.extend(names.filter_map(Value::as_str).map(str::to_owned));
        (properties, required)
    }

    /// What a schema says of itself, or one that it takes over.
    fn attribute<'v>(&'v self, schema: &'v Value, name: &str) -> Option<&'v Value> {
        let schema = self.resolve(schema);
        let parts = || schema["allOf"].as_array().into_iter().flatten();
        schema.get(name).or_else(|| parts().find_map(|part| self.attribute(part, name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn body(schema: Value) -> Value {
        let root = json!({ "components": { "schemas": {
            "Named": { "required": ["name"], "properties": { "name": { "type": "string" } } },
            "Zone": { "allOf": [{ "$ref": "#/components/schemas/Named" }], "properties": {
                "type": { "type": "string", "enum": ["IP", "AREA"] },
                "id": { "type": "string", "readOnly": true },
                "_links": { "type": "object" },
                "inner": { "$ref": "#/components/schemas/Zone" },
                "ports": { "type": "array", "items": { "type": "integer" } },
            } },
        } } });
        Spec { root: &root }.body(&schema)
    }

    #[test]
    fn a_body_shows_what_can_be_written() {
        let zone = json!({ "$ref": "#/components/schemas/Zone" });
        assert_eq!(
            body(zone),
            json!({ "name*": "text", "type": "IP|AREA", "inner": {}, "ports": ["number"] })
        );
        let kinds = json!({ "discriminator": { "propertyName": "type", "mapping": { "IP": "#/components/schemas/Zone" } } });
        assert_eq!(body(kinds)["?type"]["IP"]["type*"], "IP");
    }

    #[test]
    fn what_the_description_forgets_is_marked_with_all_around_it() {
        let mut plain = json!({ "a": { "b": "text", "c": "text" } });
        assert_eq!(require(&mut plain, "a.b"), Some(()));
        assert_eq!(plain, json!({ "a*": { "b*": "text", "c": "text" } }));
        assert_eq!(require(&mut plain, "x"), None);
        let mut kinds = json!({ "?type": { "A": { "x": "text" }, "B": { "x": "text" } } });
        assert_eq!(require(&mut kinds, "A:x"), Some(()));
        assert_eq!(kinds, json!({ "?type": { "A": { "x*": "text" }, "B": { "x": "text" } } }));
    }
}
