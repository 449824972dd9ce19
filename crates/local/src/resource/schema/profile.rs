//! Whether a profile follows its schema.

use oktars_catalog::format;
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::language::pattern::Pattern;
use crate::resource::schema::unique::is_taken;
use crate::resource::schema::{Owner, all_properties, attributes_of, base};

/// Checks a user's profile against the schema of the user's type. `own` is the id of the user who has it already.
pub fn validate_profile(
    context: &Context<'_>,
    type_id: &str,
    profile: &Value,
    own: Option<&str>,
) -> Result<(), Problem> {
    let schema = attributes_of(context, Owner::User, &type_id.replacen("oty", "osc", 1))?;
    let subject = if own.is_none() { "newUser" } else { "user" };
    validate(context, Owner::User, &schema, profile, subject, own)
}

/// Whether the only attributes that differ are those that a user may write himself.
pub fn is_own_change(
    context: &Context<'_>,
    type_id: &str,
    old: &Value,
    new: &Value,
) -> Result<bool, Problem> {
    let schema = attributes_of(context, Owner::User, &type_id.replacen("oty", "osc", 1))?;
    let mut changed = all_properties(&schema).filter(|(name, _)| old[name.as_str()] != new[name.as_str()]);
    Ok(changed.all(|(_, property)| {
        let permissions = property["permissions"].as_array().into_iter().flatten();
        permissions.into_iter().any(|own| own["principal"] == "SELF" && own["action"] == "READ_WRITE")
    }))
}

/// Checks a group's profile.
pub fn validate_group(context: &Context<'_>, profile: &Value, own: Option<&str>) -> Result<(), Problem> {
    let schema = attributes_of(context, Owner::Group, "default")?;
    validate(context, Owner::Group, &schema, profile, "profile", own)?;
    let old = own.map(|id| context.tx.get(kind::GROUP, id)).transpose()?.flatten().unwrap_or_default();
    let changed = |(name, _): &(&String, &Value)| old["profile"][*name] != profile[*name];
    for (name, property) in all_properties(&schema).filter(changed) {
        refuse_change(name, property, &old["profile"][name])?;
    }
    Ok(())
}

fn validate(
    context: &Context<'_>,
    owner: Owner,
    schema: &Value,
    profile: &Value,
    subject: &str,
    own: Option<&str>,
) -> Result<(), Problem> {
    let Some(members) = profile.as_object() else { return Err(Problem::malformed_body()) };
    let property = |name: &str| all_properties(schema).find(|(known, _)| *known == name).map(|(_, p)| p);
    for name in members.keys() {
        if property(name).is_none() {
            let cause = format!("Property name '{name}' is not defined in profile");
            return Err(Problem::validation(subject, cause));
        }
    }
    let mut problem = None;
    for (name, property) in all_properties(schema) {
        let value = &profile[name];
        let taken = || is_taken(context, owner, name, value, own);
        let fault = match attribute_fault(owner, name, property, value) {
            None if property["unique"] == "UNIQUE_VALIDATED" && !is_unset(value) && taken()? => {
                Some("An object with this field already exists in the current organization".to_owned())
            }
            fault => fault,
        };
        if let Some(fault) = fault {
            let cause = format!("{name}: {fault}");
            problem = Some(match problem {
                None => Problem::validation(name, cause),
                Some(problem) => Problem::cause(problem, cause),
            });
        }
    }
    problem.map_or(Ok(()), Err)
}

/// What is wrong with an attribute of a profile, whether it is there or not.
fn attribute_fault(owner: Owner, name: &str, property: &Value, value: &Value) -> Option<String> {
    // Where the schema gives no pattern of its own, a login has the form of an e-mail address.
    let is_username = owner == Owner::User && name == "login" && property["pattern"].is_null();
    match value.as_str() {
        _ if is_unset(value) => {
            (property["required"] == true).then(|| "The field cannot be left blank".to_owned())
        }
        Some(login) if is_username && !format::is_email(login) => {
            Some("Username must be in the form of an email address".to_owned())
        }
        _ => fault(name, property, value),
    }
}

fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// What is wrong with a value, in the words that follow the attribute's name.
pub fn fault(name: &str, property: &Value, value: &Value) -> Option<String> {
    let kind = property["type"].as_str().unwrap_or_default();
    let fits = match kind {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        _ => true,
    };
    if !fits {
        return Some(format!("Value type mismatch exception: the value must be of the type {kind}"));
    }
    if let Some(elements) = value.as_array() {
        return elements.iter().find_map(|element| fault(name, &property["items"], element));
    }
    if let Some(choices) = property["enum"].as_array()
        && !choices.iter().any(|choice| same(choice, value))
    {
        return Some("is not one of the allowed values".into());
    }
    match value {
        Value::String(text) => text_fault(name, property, text),
        Value::Number(number) => number_fault(property, number.as_f64().unwrap_or_default()),
        _ => None,
    }
}

/// `1` and `1.0` are the same number.
fn same(left: &Value, right: &Value) -> bool {
    left == right || (left.is_number() && left.as_f64() == right.as_f64())
}

fn text_fault(name: &str, property: &Value, text: &str) -> Option<String> {
    let length = text.chars().count() as u64;
    if let Some(least) = property["minLength"].as_u64().filter(|least| length < *least) {
        return Some(format!("String is too short ({length} chars), minimum {least}"));
    }
    let most = property["maxLength"].as_u64().or_else(|| base::silent_limit(name));
    if let Some(most) = most.filter(|most| length > *most) {
        return Some(format!("String is too long ({length} chars), maximum {most}"));
    }
    let of_format = match property["format"].as_str().unwrap_or_default() {
        "email" => format::is_email(text),
        "uri" => format::is_uri(text),
        "country-code" => format::is_country_code(text),
        "date-time" => clock::parse(text).is_some(),
        "locale" => format::is_locale(text),
        "language-code" => format::is_language(text),
        "timezone" => is_time_zone(text),
        _ => true,
    };
    let of_pattern = match property["pattern"].as_str() {
        Some(pattern) => Pattern::new(pattern).map_or(true, |pattern| pattern.matches(text)),
        None => true,
    };
    (!of_format || !of_pattern).then(|| "Does not match required pattern".to_owned())
}

/// The name of a time zone. Where the machine knows none, each is taken.
fn is_time_zone(text: &str) -> bool {
    let known = jiff::tz::db();
    known.is_definitively_empty() || known.get(text).is_ok()
}

fn number_fault(property: &Value, number: f64) -> Option<String> {
    if let Some(least) = property["minimum"].as_f64().filter(|least| number < *least) {
        return Some(format!("The value is too small, minimum {least}"));
    }
    property["maximum"]
        .as_f64()
        .filter(|most| number > *most)
        .map(|most| format!("The value is too great, maximum {most}"))
}

/// Attributes that are read-only never change, immutable ones only once, and those that a directory masters
/// change there.
pub fn refuse_fixed(
    context: &Context<'_>,
    type_id: &str,
    provider: &Value,
    old: &Value,
    new: &Value,
) -> Result<(), Problem> {
    let schema = attributes_of(context, Owner::User, &type_id.replacen("oty", "osc", 1))?;
    let mastered = matches!(provider["type"].as_str(), Some("ACTIVE_DIRECTORY" | "LDAP")) && !old.is_null();
    for (name, property) in all_properties(&schema).filter(|(name, _)| old[*name] != new[*name]) {
        refuse_change(name, property, &old[name])?;
        if mastered && property["master"]["type"] == "PROFILE_MASTER" {
            let summary = "Operation failed because user profile is mastered under another system";
            return Err(Problem::new("E0000023", summary));
        }
    }
    Ok(())
}

fn refuse_change(name: &str, property: &Value, old: &Value) -> Result<(), Problem> {
    match property["mutability"].as_str() {
        Some("READ_ONLY") => {
            let summary = format!("Cannot modify the {name} attribute because it is read-only.");
            Err(Problem::new("E0000077", summary))
        }
        Some("IMMUTABLE") if !is_unset(old) => {
            let summary = format!("Cannot modify the {name} attribute because it is immutable.");
            Err(Problem::new("E0000078", summary))
        }
        _ => Ok(()),
    }
}
