//! What every model promises, on a model made for it.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

open_enum! {
    /// A colour.
    pub enum Colour {
        /// Red.
        RED = "RED",
    }
}

model! {
    /// A part.
    pub struct Part {
        /// The name.
        name: String = "name",
        ..extra
    }
}

model! {
    /// A thing.
    pub struct Thing {
        /// The id.
        id: String = "id",
        /// The colour.
        colour: Colour = "colour",
        /// When.
        created: Option<Timestamp> = "created",
        /// Whether.
        hidden: Option<bool> = "hidden",
        /// How many.
        count: Option<i64> = "count",
        /// Names.
        tags: Vec<String> = "tags",
        /// A part that always is there.
        part: Part = "part",
        /// A part that may be there.
        spare: Option<Part> = "spare",
        /// Links.
        links: Map = "_links",
        ..extra
    }
}

fn round_trip(json: &Value) -> Value {
    let streamed: Thing = serde_json::from_str(&json.to_string()).unwrap();
    let from_value: Thing = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(streamed, from_value);
    serde_json::to_value(&streamed).unwrap()
}

#[test]
fn what_fits_is_in_the_fields() {
    let thing: Thing = serde_json::from_str(
        r#"{"id":"t1","colour":"RED","created":"2026-02-02T11:15:32.000Z","hidden":false,"count":-3,
            "tags":["a"],"part":{"name":"p","x":1},"spare":{},"_links":{"self":1},"more":[1]}"#,
    )
    .unwrap();
    assert_eq!((thing.id.as_str(), thing.colour.clone(), thing.hidden), ("t1", Colour::RED, Some(false)));
    assert_eq!((thing.count, thing.tags.as_slice()), (Some(-3), &["a".to_owned()][..]));
    assert_eq!((thing.part.name.as_str(), &thing.part.extra["x"]), ("p", &json!(1)));
    assert!(thing.spare.is_some() && thing.links.contains_key("self"));
    assert_eq!(thing.extra, *json!({"more": [1]}).as_object().unwrap());
}

#[test]
fn what_does_not_fit_is_kept() {
    let strange = [
        json!({"id": 7}),
        json!({"id": null}),
        json!({"id": ""}),
        json!({"colour": {"r": 1}}),
        json!({"colour": "ULTRAVIOLET"}),
        json!({"created": 1700000000}),
        json!({"created": "soon"}),
        json!({"hidden": "false"}),
        json!({"hidden": null}),
        json!({"count": 1.5}),
        json!({"tags": ["a", 1]}),
        json!({"tags": []}),
        json!({"tags": null}),
        json!({"part": "none"}),
        json!({"part": {}}),
        json!({"part": {"name": ["x"]}}),
        json!({"part": [1, {"a": null}]}),
        json!({"spare": null}),
        json!({"spare": true}),
        json!({"_links": {}}),
        json!({"unknown": null, "other": {"deep": [null]}}),
        json!({}),
    ];
    for json in strange {
        assert_eq!(round_trip(&json), json);
    }
}

#[test]
fn a_field_goes_before_what_was_read() {
    let mut thing: Thing = serde_json::from_str(r#"{"id":7,"hidden":null}"#).unwrap();
    thing.id = "t1".into();
    thing.hidden = Some(true);
    assert_eq!(serde_json::to_value(&thing).unwrap(), json!({"id": "t1", "hidden": true}));
}

/// The trap: an unknown value failing the page, or written back as something else.
#[test]
fn an_unknown_enum_value_is_opaque() {
    let colour = Colour::from("ULTRAVIOLET");
    assert!(!colour.is_known() && Colour::RED.is_known());
    assert_eq!((colour.as_str(), colour.to_string().as_str()), ("ULTRAVIOLET", "ULTRAVIOLET"));
    assert!(colour == "ULTRAVIOLET" && colour != Colour::RED);
    assert_eq!(format!("{colour:?}"), r#"Colour("ULTRAVIOLET")"#);
}

#[test]
fn the_constants_of_an_open_enum_can_be_matched_however_the_value_was_made() {
    for (colour, expected) in [
        (Colour::RED, "red"),
        (Colour::from("RED".to_owned()), "red"),
        (serde_json::from_str("\"RED\"").unwrap(), "red"),
        (Colour::from("ULTRAVIOLET"), "other"),
        (Colour::from(""), "other"),
    ] {
        let matched = match &colour {
            &Colour::RED => "red",
            _ => "other",
        };
        assert_eq!(matched, expected, "{colour}");
    }
    assert_eq!(Colour::from(""), Colour::default(), "no value is no value");
}

#[test]
fn what_is_no_object_is_no_model() {
    for json in ["null", "1", "[]", "\"x\"", "true", "1.5", "-1"] {
        assert!(serde_json::from_str::<Thing>(json).is_err(), "{json}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1.0e9..1.0e9).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("RED")),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            members(inner).prop_map(Value::Object),
        ]
    })
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Map> {
    let name = prop_oneof![
        "[a-z]{1,6}",
        proptest::sample::select(Thing::MEMBERS).prop_map(str::to_owned),
        Just("name".to_owned()),
    ];
    proptest::collection::vec((name, value), 0..8).prop_map(|members| members.into_iter().collect())
}

proptest! {
    /// Any object at all, with any value under any of the known names, comes back the same.
    #[test]
    fn no_object_loses_anything(object in members(any_json())) {
        let json = Value::Object(object);
        prop_assert_eq!(round_trip(&json), json);
    }
}

/// What Okta adds, and what a model keeps as it came, may be secret too.
#[test]
fn debug_shows_no_secret_of_any_member() {
    let hook: crate::hook::EventHook = serde_json::from_value(json!({
        "name": "Audit", "apiKey": "s3cret",
        "channel": {"config": {
            "uri": "https://me:s3cret@hooks.example/?token=s3cret",
            "headers": [{"key": "x-key", "value": "s3cret"}],
            "authScheme": {"key": "authorization", "value": "s3cret", "nextToken": ["s3cret", 5]},
        }},
    }))
    .unwrap();
    let user: crate::user::User = serde_json::from_value(json!({
        "id": "00u1", "profile": {"login": "ann@acme.example", "apiToken": "s3cret"},
        "credentials": {"password": {"value": "s3cret"}, "recovery_question": {"question": "Q", "answer": "s3cret"}},
    }))
    .unwrap();
    let shown = format!("{hook:?} {hook:#?} {user:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    for kept in ["Audit", "x-key", "hooks.example", "ann@acme.example", "[redacted]"] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
    let value = serde_json::to_value(&hook).unwrap();
    assert_eq!(value["channel"]["config"]["headers"][0]["value"], "s3cret", "what is sent is whole");
}

/// Objects whose members have the names that policies, zones and identity providers know, at any depth, and values
/// that mostly do not fit.
fn any_policy() -> impl Strategy<Value = Value> {
    const NAMES: &[&str] = &[
        "id",
        "name",
        "type",
        "status",
        "priority",
        "system",
        "settings",
        "conditions",
        "actions",
        "password",
        "complexity",
        "minLength",
        "dictionary",
        "recovery",
        "factors",
        "authenticators",
        "enroll",
        "self",
        "people",
        "groups",
        "users",
        "include",
        "exclude",
        "network",
        "connection",
        "platform",
        "os",
        "version",
        "signon",
        "access",
        "session",
        "appSignOn",
        "verificationMethod",
        "constraints",
        "chains",
        "next",
        "knowledge",
        "methods",
        "required",
        "idp",
        "providers",
        "asns",
        "locations",
        "country",
        "gateways",
        "value",
        "protocol",
        "endpoints",
        "sso",
        "url",
        "credentials",
        "client",
        "client_secret",
        "policy",
        "subject",
        "evaluated",
        "policies",
        "rules",
        "unknown",
    ];
    let name = || proptest::sample::select(NAMES).prop_map(str::to_owned);
    let word = proptest::sample::select(&["ACTIVE", "ALLOW", "PASSWORD", "IP", "NEW_VALUE", ""][..]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1.5)),
        word.prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
    ];
    let object = move |value: BoxedStrategy<Value>| {
        let members = proptest::collection::vec((name(), value), 0..6);
        members.prop_map(|members| Value::Object(members.into_iter().collect()))
    };
    let any = leaf.prop_recursive(6, 64, 6, move |inner| {
        let list = proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from);
        prop_oneof![1 => list, 3 => object(inner.boxed())]
    });
    any.prop_filter("an object", Value::is_object)
}

fn comes_back<T: serde::Serialize + serde::de::DeserializeOwned>(json: &Value) -> Value {
    serde_json::to_value(serde_json::from_str::<T>(&json.to_string()).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn no_policy_loses_anything(json in any_policy()) {
        use crate::{authorization_server as server, identity_provider as idp, network_zone as zone, policy};
        for written in [
            comes_back::<policy::Policy>(&json),
            comes_back::<policy::PolicyRule>(&json),
            comes_back::<policy::PolicyEvaluation>(&json),
            comes_back::<policy::PasswordSettings>(&json),
            comes_back::<policy::VerificationMethod>(&json),
            comes_back::<zone::NetworkZone>(&json),
            comes_back::<idp::IdentityProvider>(&json),
            comes_back::<server::AuthorizationServerPolicyRule>(&json),
        ] {
            prop_assert_eq!(&written, &json);
        }
    }
}

/// What no field takes is kept beside it, however deep it is.
#[test]
fn what_does_not_fit_a_part_is_kept() {
    let strange = [
        json!({"conditions": null}),
        json!({"conditions": "all"}),
        json!({"type": "NEW_TYPE", "actions": {"newAction": {"access": "MAYBE"}}}),
        json!({"actions": {"signon": {"access": 1, "session": null, "factorLifetime": "15"}}}),
        json!({"actions": {"signon": {"access": null, "session": {}, "primaryFactor": ""}}}),
        json!({"conditions": {"people": {"users": {"include": [], "exclude": ["a", 1]}}}}),
        json!({"actions": {"appSignOn": {"verificationMethod": {"constraints": {"knowledge": {"required": true}}}}}}),
        json!({"actions": {"appSignOn": {"verificationMethod": {"constraints": [{"possession": {"x": [null]}}, 7]}}}}),
    ];
    for json in strange {
        assert_eq!(comes_back::<crate::policy::PolicyRule>(&json), json);
    }
    for asns in [
        json!([]),
        json!(["1"]),
        json!(["1", 2]),
        json!({}),
        json!({"include": ["1"]}),
        json!(null),
        json!(1),
    ] {
        let json = json!({ "asns": asns });
        assert_eq!(comes_back::<crate::network_zone::NetworkZone>(&json), json);
    }
}

/// Secrets of parts are known by their place in the whole object.
#[test]
fn debug_shows_no_secret_of_a_part() {
    let provider: crate::identity_provider::IdentityProvider = serde_json::from_value(json!({
        "name": "Apple", "protocol": {"credentials": {
            "client": {"client_id": "shown", "client_secret": "s3cret", "newSecret": "s3cret"},
            "signing": {"kid": "k1", "privateKey": "s3cret"}, "bearer": {"apiKey": "s3cret"},
        }},
    }))
    .unwrap();
    let policy: crate::policy::Policy = serde_json::from_value(json!({
        "settings": {"password": {"complexity": {"minLength": 14}, "value": "s3cret"}},
    }))
    .unwrap();
    let shown = format!("{provider:?} {provider:#?} {policy:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
    for kept in ["shown", "k1", "Some(14)"] {
        assert!(shown.contains(kept), "{kept}: {shown}");
    }
}
