//! The attributes that the users of an app have whose server speaks SCIM: where each stands in a SCIM user, and which
//! attribute of the Okta profile fills it.

use serde_json::{Map, Value, json};

const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

struct Attribute {
    name: &'static str,
    title: &'static str,
    /// The way to it in a SCIM user.
    external: &'static str,
    namespace: &'static str,
    /// What fills it, as an expression.
    source: &'static str,
}

const fn core(
    name: &'static str,
    title: &'static str,
    external: &'static str,
    source: &'static str,
) -> Attribute {
    Attribute { name, title, external, namespace: CORE, source }
}

const fn enterprise(
    name: &'static str,
    title: &'static str,
    external: &'static str,
    source: &'static str,
) -> Attribute {
    Attribute { name, title, external, namespace: ENTERPRISE, source }
}

/// In the order in which a new user shows them.
#[rustfmt::skip]
static ATTRIBUTES: &[Attribute] = &[
    core("givenName", "Given name", "name.givenName", "user.firstName"),
    core("familyName", "Family name", "name.familyName", "user.lastName"),
    core("middleName", "Middle name", "name.middleName", "user.middleName"),
    core("honorificPrefix", "Honorific prefix", "name.honorificPrefix", "user.honorificPrefix"),
    core("honorificSuffix", "Honorific suffix", "name.honorificSuffix", "user.honorificSuffix"),
    core("email", "Primary email", "emails.^[primary==true].value", "user.email"),
    core("emailType", "Primary email type", "emails.^[primary==true].type", "\"work\""),
    core("displayName", "Display name", "displayName", "user.displayName"),
    core("nickName", "Nickname", "nickName", "user.nickName"),
    core("title", "Title", "title", "user.title"),
    core("userType", "User type", "userType", "user.userType"),
    core("preferredLanguage", "Preferred language", "preferredLanguage", "user.preferredLanguage"),
    core("locale", "Locale", "locale", "user.locale"),
    core("timezone", "Time zone", "timezone", "user.timezone"),
    core("primaryPhone", "Primary phone", "phoneNumbers.^[primary==true].value", "user.primaryPhone"),
    core("streetAddress", "Street address", "addresses.^[type==work].streetAddress", "user.streetAddress"),
    core("locality", "City", "addresses.^[type==work].locality", "user.city"),
    core("region", "State", "addresses.^[type==work].region", "user.state"),
    core("postalCode", "Postal code", "addresses.^[type==work].postalCode", "user.zipCode"),
    core("country", "Country", "addresses.^[type==work].country", "user.countryCode"),
    enterprise("employeeNumber", "Employee number", "employeeNumber", "user.employeeNumber"),
    enterprise("costCenter", "Cost center", "costCenter", "user.costCenter"),
    enterprise("organization", "Organization", "organization", "user.organization"),
    enterprise("division", "Division", "division", "user.division"),
    enterprise("department", "Department", "department", "user.department"),
    enterprise("managerValue", "Manager", "manager.value", "user.managerId"),
    enterprise("managerDisplayName", "Manager's name", "manager.displayName", "user.manager"),
];

/// The attributes, as a schema describes them.
pub fn properties() -> Map<String, Value> {
    let property = |one: &Attribute| {
        json!({
            "title": one.title,
            "type": "string",
            "externalName": one.external,
            "externalNamespace": one.namespace,
            "scope": "NONE",
        })
    };
    ATTRIBUTES.iter().map(|one| (one.name.to_owned(), property(one))).collect()
}

/// What fills them, unless the mapping was changed.
pub fn sources() -> impl Iterator<Item = (&'static str, String)> {
    ATTRIBUTES.iter().map(|one| (one.name, one.source.to_owned()))
}
