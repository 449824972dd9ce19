//! Brands.

pub mod associated_domain;
pub mod email_template;
pub mod page;
pub mod theme;

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Listing, Stamps, flag, keeps, link, object, own, text, url};
use crate::document::{Collection, Verb, collection};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::{domain, email_domain};

pub const HANDLERS: Handlers = &[(&op::REPLACE_BRAND, replace), (&op::DELETE_BRAND, delete)];

pub const BRANDS: Collection = Collection {
    fields: &[
        text("name").required().at_most(255).unique_or("E0000202", "Brand name already exists."),
        flag("removePoweredByOkta").or(|| json!(false)),
        url("customPrivacyPolicyUrl").or_null(),
        flag("agreeToCustomPrivacyPolicy").or(|| json!(false)),
        text("locale"),
        text("emailDomainId"),
        object("defaultApp")
            .or(|| json!({ "appInstanceId": null, "appLinkName": null, "classicApplicationUri": null })),
    ],
    shows: || json!({ "isDefault": false }),
    stamps: Stamps::NONE,
    created: 201,
    listing: Listing::Paged(Limits::strict(20, 200)),
    keyword: &["name"],
    links: &[own(&["GET", "PUT", "DELETE"]), link("themes", "/themes", &["GET"])],
    guards: &[keeps(&[&op::DELETE_BRAND], "isDefault", "E0000200", "A default brand cannot be deleted")],
    seeds: || {
        json!([{
            "name": "Okta Default",
            "isDefault": true,
            "removePoweredByOkta": false,
            "customPrivacyPolicyUrl": null,
            "agreeToCustomPrivacyPolicy": false,
            "defaultApp": { "appInstanceId": null, "appLinkName": null, "classicApplicationUri": null },
        }])
    },
    embeds: &[("themes", themes_of), ("domains", domains_of), ("emailDomain", email_domain_of)],
    events: Some("system.brand"),
    sample: || json!({ "name": "Acme" }),
    ..Collection::new("/api/v1/brands/{brandId}", "Brand", Id::Made("bnd"))
};

pub const COLLECTIONS: &[Collection] = &[BRANDS];

fn themes_of(context: &mut Context<'_>, brand: &Value) -> Result<Value, Problem> {
    let path = format!("/api/v1/brands/{}/themes", id_of(brand));
    Ok(json!(collection::all(context, &theme::THEMES, &path)?))
}

fn domains_of(context: &mut Context<'_>, brand: &Value) -> Result<Value, Problem> {
    let mut domains = collection::all(context, &domain::DOMAINS, "/api/v1/domains")?;
    domains.retain(|domain| domain["brandId"] == brand["id"]);
    Ok(json!(domains))
}

/// None where the brand has none of its own.
fn email_domain_of(context: &mut Context<'_>, brand: &Value) -> Result<Value, Problem> {
    let domains = collection::all(context, &email_domain::DOMAINS, "/api/v1/email-domains")?;
    let own = domains.into_iter().find(|domain| domain["id"] == brand["emailDomainId"]);
    Ok(own.unwrap_or_default())
}

/// The brand of this name, which is made if there is none.
pub fn named(context: &mut Context<'_>, name: &Value) -> Result<Value, Problem> {
    let brands = collection::all(context, &BRANDS, BRANDS.path())?;
    match brands.into_iter().find(|brand| brand["name"] == *name) {
        Some(brand) => Ok(brand),
        None => collection::make(context, &BRANDS, BRANDS.path(), &json!({ "name": name })),
    }
}

/// Terms of one's own must be agreed to.
fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let has_terms = body["customPrivacyPolicyUrl"].as_str().is_some_and(|url| !url.is_empty());
    if has_terms && body["agreeToCustomPrivacyPolicy"] != true {
        let cause = "agreeToCustomPrivacyPolicy: It must be true where customPrivacyPolicyUrl is set";
        return Err(Problem::validation("agreeToCustomPrivacyPolicy", cause));
    }
    collection::serve(context, &BRANDS, Verb::Replace)
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let id = context.param("brandId");
    let of_brand = |(_, domain): &(String, Value)| domain["brandId"] == id;
    if context.tx.all(kind::DOMAIN)?.iter().any(of_brand) {
        let summary = "A brand associated with a domain cannot be deleted";
        return Err(Problem::new("E0000201", summary));
    }
    collection::serve(context, &BRANDS, Verb::Delete)
}
