//! Governance bundles: roles of the Admin Console with what they are for, as they can be requested. They are kept
//! and shown; nobody is given a role by one.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::role::custom as iam_role;
use crate::resource::role::custom::paged;
use crate::resource::{resource_set, role};

pub const HANDLERS: Handlers = &[
    (&op::LIST_GOVERNANCE_BUNDLES, list),
    (&op::CREATE_GOVERNANCE_BUNDLE, create),
    (&op::GET_GOVERNANCE_BUNDLE, get),
    (&op::REPLACE_GOVERNANCE_BUNDLE, replace),
    (&op::DELETE_GOVERNANCE_BUNDLE, delete),
    (&op::LIST_BUNDLE_ENTITLEMENTS, list_entitlements),
    (&op::LIST_BUNDLE_ENTITLEMENT_VALUES, list_values),
    (&op::GET_OPT_IN_STATUS, opt_in_status),
    (&op::OPT_IN, opt_in),
    (&op::OPT_OUT, opt_out),
];

/// The member of a stored bundle that no answer shows with it.
const ENTITLEMENTS: &str = "entitlements";
const PAGE: Limits = Limits::strict(20, 200);
const OPT_IN: (Kind<'_>, &str) = (kind::GOVERNANCE, "opt_in");

fn find(context: &Context<'_>) -> Result<Value, Problem> {
    let id = context.param("bundleId");
    context.tx.get(kind::GOVERNANCE_BUNDLE, id)?.ok_or_else(|| Problem::not_found(id, "GovernanceBundle"))
}

fn url(context: &Context<'_>, bundle: &Value) -> String {
    context.url(&format!("/iam/governance/bundles/{}", id_of(bundle)))
}

fn answer(context: &Context<'_>, mut bundle: Value) -> Value {
    let own = url(context, &bundle);
    if let Some(members) = bundle.as_object_mut() {
        members.shift_remove(ENTITLEMENTS);
    }
    bundle["_links"] =
        json!({ "self": { "href": own }, "entitlements": { "href": format!("{own}/entitlements") } });
    bundle
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundles = context
        .tx
        .all(kind::GOVERNANCE_BUNDLE)?
        .into_iter()
        .map(|(_, bundle)| answer(context, bundle))
        .collect();
    paged(
        context,
        PAGE,
        "bundles",
        bundles,
        json!({ "self": { "href": context.url("/iam/governance/bundles") } }),
    )
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundle = find(context)?;
    Ok(Reply::ok(&answer(context, bundle)))
}

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.new_id("0bb");
    let orn = format!("orn:okta:governance:{}:bundles:{id}", context.org.facts().org);
    save(
        context,
        json!({ "id": id, "name": null, "description": null, "status": status::ACTIVE, "orn": orn }),
    )
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundle = find(context)?;
    save(context, bundle)
}

/// Writes a bundle with what the body says of it.
fn save(context: &mut Context<'_>, mut bundle: Value) -> Result<Reply, Problem> {
    let body = context.object()?;
    if body["name"].as_str().is_none_or(|name| name.trim().is_empty()) {
        return Err(Problem::blank("name"));
    }
    bundle["name"] = body["name"].clone();
    bundle["description"] = body["description"].clone();
    bundle[ENTITLEMENTS] = match &body[ENTITLEMENTS] {
        Value::Array(asked) => asked.iter().map(|one| entitlement(context, one)).collect::<Result<_, _>>()?,
        // Okta's own examples have one entitlement that stands for itself.
        one @ Value::Object(_) => json!([entitlement(context, one)?]),
        _ => return Err(Problem::blank(ENTITLEMENTS)),
    };
    context.tx.put(kind::GOVERNANCE_BUNDLE, id_of(&bundle), &bundle)?;
    Ok(Reply::ok(&answer(context, bundle)))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundle = find(context)?;
    context.tx.delete(kind::GOVERNANCE_BUNDLE, id_of(&bundle))?;
    Ok(Reply::no_content())
}

// ---- entitlements ----

/// A role, and what it is for: groups and apps, or resource sets where the role is custom.
fn entitlement(context: &Context<'_>, asked: &Value) -> Result<Value, Problem> {
    let role = asked["role"].as_str().ok_or_else(|| Problem::blank("entitlements.role"))?;
    let (name, description) = match role::standard(role) {
        Some(standard) => (json!(standard.label), json!(standard.label)),
        None => {
            let custom = iam_role::find(context, role)?;
            (custom["label"].clone(), custom["description"].clone())
        }
    };
    let named = |member: &str| asked[member].as_array().into_iter().flatten().filter_map(Value::as_str);
    let targets = named("targets").map(|id| target(context, id));
    let sets = named("resourceSets").map(|id| resource_set_value(context, id));
    let values = targets.chain(sets).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "id": context.new_id("esp"),
        "role": role,
        "name": name,
        "description": description,
        "values": values,
    }))
}

fn value(context: &Context<'_>, family: &str, id: &str, name: &Value, rel: &str, path: &str) -> Value {
    let org = context.org.facts().org.clone();
    json!({
        "id": context.new_id("ent"),
        "value": format!("orn:okta:{org}:{family}:{id}"),
        "name": name,
        "rel": rel,
        "path": format!("{path}/{id}"),
    })
}

fn target(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    if let Some(app) = context.tx.get(kind::APP, id)? {
        return Ok(value(context, "apps", id, &app["label"], "app", "/apps"));
    }
    let group = context.group_with(id)?;
    Ok(value(context, "groups", id, &group["profile"]["name"], "group", "/groups"))
}

fn resource_set_value(context: &Context<'_>, id: &str) -> Result<Value, Problem> {
    let set = resource_set::find(context, id)?;
    let path = "/iam/resource-sets";
    Ok(value(context, "resource-sets", id_of(&set), &set["label"], "resource-set", path))
}

fn entitlements(bundle: &Value) -> impl Iterator<Item = &Value> {
    bundle[ENTITLEMENTS].as_array().into_iter().flatten()
}

fn list_entitlements(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundle = find(context)?;
    let own = url(context, &bundle);
    let shown = |one: &Value| {
        let values = format!("{own}/entitlements/{}/values", id_of(one));
        json!({
            "id": one["id"],
            "role": one["role"],
            "name": one["name"],
            "description": one["description"],
            "_links": { "values": { "href": values } },
        })
    };
    let links =
        json!({ "self": { "href": format!("{own}/entitlements") }, "bundle": { "href": own.as_str() } });
    paged(context, PAGE, "entitlements", entitlements(&bundle).map(shown).collect(), links)
}

fn list_values(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let bundle = find(context)?;
    let id = context.param("entitlementId");
    let entitlement = entitlements(&bundle).find(|one| one["id"] == id);
    let entitlement = entitlement.ok_or_else(|| Problem::not_found(id, "Entitlement"))?;
    let shown = |one: &Value| {
        let href = context.url(one["path"].as_str().unwrap_or_default());
        let rel = one["rel"].as_str().unwrap_or_default();
        let links = json!({ rel: { "href": href } });
        json!({ "id": one["id"], "name": one["name"], "value": one["value"], "_links": links })
    };
    let own = url(context, &bundle);
    let links = json!({
        "self": { "href": format!("{own}/entitlements/{id}/values") },
        "bundle": { "href": own.as_str() },
        "entitlements": { "href": format!("{own}/entitlements") },
    });
    let values = entitlement["values"].as_array().into_iter().flatten().map(shown).collect();
    paged(context, PAGE, "entitlementValues", values, links)
}

// ---- opting in ----

fn status(context: &Context<'_>, status: &str) -> Reply {
    let own = context.url("/iam/governance/optIn");
    Reply::ok(&json!({ "optInStatus": status, "_links": { "optInStatus": { "href": own } } }))
}

fn opt_in_status(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let is_in = context.tx.exists(OPT_IN.0, OPT_IN.1)?;
    Ok(status(context, if is_in { "OPTED_IN" } else { "OPTED_OUT" }))
}

/// Okta takes its time and says that it has begun; here it is done when somebody looks.
fn opt_in(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.tx.put(OPT_IN.0, OPT_IN.1, &json!(true))?;
    Ok(status(context, "OPTING_IN"))
}

fn opt_out(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.tx.delete(OPT_IN.0, OPT_IN.1)?;
    Ok(status(context, "OPTING_OUT"))
}
