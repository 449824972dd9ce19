//! The files under `/.well-known` with which apps and other sites trust an org's domain. An administrator
//! writes them for a brand, and the domain of that brand then shows them to everybody.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::collection;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::brand;

pub const HANDLERS: Handlers = &[
    (&op::GET_ALL_WELL_KNOWN_UR_IS, list),
    (&op::GET_ROOT_BRAND_WELL_KNOWN_URI, get),
    (&op::GET_BRAND_WELL_KNOWN_URI, get_customized),
    (&op::REPLACE_BRAND_WELL_KNOWN_URI, replace),
    (&op::GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI, apple),
    (&op::GET_ASSET_LINKS_WELL_KNOWN_URI, asset_links),
    (&op::GET_WEB_AUTHN_WELL_KNOWN_URI, webauthn),
];

const APPLE: &str = "apple-app-site-association";
const ASSET_LINKS: &str = "assetlinks.json";
const WEBAUTHN: &str = "webauthn";
const FILES: [&str; 3] = [APPLE, ASSET_LINKS, WEBAUTHN];

const MOST_BYTES: usize = 100 * 1024;

/// Okta's own apps, which sign in on every org's domain.
const OWN_APPS: [&str; 6] = [
    "B7F62B65BN.com.okta.mobile",
    "B7F62B65BN.com.okta.mobile.auth-service-extension",
    "B7F62B65BN.com.okta.authenticator.beta",
    "B7F62B65BN.com.okta.authenticator.beta.auth-service-extension",
    "7WXXBW6Z2Y.com.okta.mobile.internalrelease",
    "7WXXBW6Z2Y.com.okta.mobile.internalrelease.auth-service-extension",
];

/// Where the files of a brand are kept, by their names.
fn kind(brand: &Value) -> Kind<'_> {
    kind::ASSOCIATED_DOMAIN.of(id_of(brand))
}

fn brand(context: &mut Context<'_>) -> Result<Value, Problem> {
    let id = context.param("brandId").to_owned();
    collection::find(context, &brand::BRANDS, "/api/v1/brands", &id)
}

/// The file that the path names.
fn file(context: &Context<'_>) -> Result<&'static str, Problem> {
    let path = context.param("path");
    FILES.into_iter().find(|file| *file == path).ok_or_else(|| {
        let cause = format!("The specified path is not supported. Valid values: [{}].", FILES.join(", "));
        Problem::validation("request", cause)
    })
}

fn url(context: &Context<'_>, brand: &Value) -> String {
    context.url(&format!("/brands/{}/well-known-uris", id_of(brand)))
}

fn link(href: &str, allow: &[&str]) -> Value {
    json!({ "href": href, "hints": { "allow": allow } })
}

fn customized(context: &Context<'_>, brand: &Value, file: &str) -> Result<Value, Problem> {
    let own = format!("{}/{file}/customized", url(context, brand));
    let written = context.tx.get(kind(brand), file)?.unwrap_or_default();
    Ok(json!({ "representation": written, "_links": { "self": link(&own, &["GET", "PUT"]) } }))
}

fn expands(context: &Context<'_>, word: &str) -> bool {
    let asked = context.query("expand").unwrap_or_default();
    asked.split(',').any(|one| one == word || one == "all")
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let brand = brand(context)?;
    let own = url(context, &brand);
    let mut links = json!({ "self": link(&own, &["GET"]) });
    let mut embedded = json!({});
    for file in FILES {
        links[file] = link(&format!("{own}/{file}"), &["GET", "PUT"]);
        if expands(context, file) {
            embedded[file] = json!({ "customized": customized(context, &brand, file)? });
        }
    }
    let mut shown = json!({ "_links": links });
    if embedded != json!({}) {
        shown["_embedded"] = embedded;
    }
    Ok(Reply::ok(&shown))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (brand, file) = (brand(context)?, file(context)?);
    let own = format!("{}/{file}", url(context, &brand));
    let links = json!({
        "self": link(&own, &["GET"]),
        "customized": link(&format!("{own}/customized"), &["GET", "PUT"]),
    });
    let mut shown = json!({ "_links": links });
    if expands(context, "customized") {
        shown["_embedded"] = json!({ "customized": customized(context, &brand, file)? });
    }
    Ok(Reply::ok(&shown))
}

fn get_customized(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (brand, file) = (brand(context)?, file(context)?);
    Ok(Reply::ok(&customized(context, &brand, file)?))
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (brand, file) = (brand(context)?, file(context)?);
    let body = context.object()?;
    let written = &body["representation"];
    if brand["isDefault"] == true {
        let cause = "Cannot update the content for the default brand.";
        return Err(Problem::new("E0000257", "Api validation failed: request").cause(cause));
    }
    if written.is_null() {
        return Err(Problem::blank("representation"));
    }
    if written.to_string().len() >= MOST_BYTES {
        return Err(Problem::validation("request", "Content must be less than 100KB."));
    }
    if let Some(wrong) = wrong(file, written) {
        return Err(Problem::validation("representation", wrong));
    }
    context.tx.put(kind(&brand), file, written)?;
    Ok(Reply::ok(&customized(context, &brand, file)?))
}

/// What is wrong with the content of a file.
fn wrong(file: &str, written: &Value) -> Option<&'static str> {
    let is_object = written.is_object();
    match file {
        ASSET_LINKS => {
            let fits = written.as_array().is_some_and(|all| all.iter().all(Value::is_object));
            (!fits).then_some("Content must be a JSON array of objects.")
        }
        _ if !is_object => Some("Content must be a JSON object."),
        APPLE => written.get("authsrv").map(|_| "Content must not include any `authsrv` customization."),
        _ => {
            let only = written.as_object().is_some_and(|members| members.keys().eq(["origins"]));
            let texts =
                |origins: &Value| origins.as_array().is_some_and(|all| all.iter().all(Value::is_string));
            match only {
                false => Some("Content must only contain `origins`."),
                true => (!texts(&written["origins"])).then_some("The `origins` must be an array of strings."),
            }
        }
    }
}

// ---- what a domain shows ----

/// What the brand of the domain that was called has written.
fn shown(context: &Context<'_>, file: &str) -> Result<Option<Value>, Problem> {
    let host = context.request.base.split("://").nth(1).unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    let domains = context.tx.all(kind::DOMAIN)?;
    let called = domains.into_iter().find(|(_, domain)| domain["domain"] == host);
    let brand = called.map(|(_, domain)| json!({ "id": domain["brandId"] }));
    Ok(match brand {
        Some(brand) => context.tx.get(kind(&brand), file)?,
        None => None,
    })
}

fn apple(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut all = json!({ "authsrv": { "apps": OWN_APPS } });
    let written = shown(context, APPLE)?.unwrap_or_default();
    for (member, value) in written.as_object().into_iter().flatten() {
        all[member] = value.clone();
    }
    Ok(Reply::ok(&all))
}

fn asset_links(context: &mut Context<'_>) -> Result<Reply, Problem> {
    written(context, ASSET_LINKS)
}

fn webauthn(context: &mut Context<'_>) -> Result<Reply, Problem> {
    written(context, WEBAUTHN)
}

fn written(context: &Context<'_>, file: &str) -> Result<Reply, Problem> {
    let written = shown(context, file)?.ok_or_else(|| Problem::not_found(file, "WellKnownUri"))?;
    Ok(Reply::ok(&written))
}
