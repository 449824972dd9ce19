//! The authenticators that a user has enrolled, as Identity Engine shows them: the factors and the password, under
//! the names of the org's authenticators.

use serde_json::{Value, json};

use super::authenticator;
use super::user::id_of;
use super::user_factor::{self, kind};
use crate::context::{Context, Handler, Reply};
use crate::document::collection;
use crate::problem::Problem;

pub const HANDLERS: &[(&str, Handler)] = &[
    ("listAuthenticatorEnrollments", list),
    ("getAuthenticatorEnrollment", get),
    ("createAuthenticatorEnrollment", create_phone),
    ("deleteAuthenticatorEnrollment", delete),
];

const PASSWORD: &str = "okta_password";

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    Ok(Reply::ok(&all(context, &user)?))
}

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    Ok(Reply::ok(&find(context, &user)?))
}

/// The enrollment that the path names.
fn find(context: &mut Context<'_>, user: &Value) -> Result<Value, Problem> {
    let id = context.param("enrollmentId").to_owned();
    let found = all(context, user)?.into_iter().find(|one| one["id"] == id.as_str());
    found.ok_or_else(|| Problem::not_found(&id, "AuthenticatorEnrollment"))
}

/// A phone that an administrator vouches for.
fn create_phone(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let body = context.object()?;
    let id = body["authenticatorId"].as_str().ok_or_else(|| Problem::blank("authenticatorId"))?;
    let known = authenticators(context)?.into_iter().find(|one| one["id"] == id);
    if known.is_none_or(|known| known["key"] != "phone_number") {
        let cause = "authenticatorId: It is not the id of the phone authenticator";
        return Err(Problem::validation("authenticatorId", cause));
    }
    let asked = json!({ "factorType": "sms", "provider": "OKTA", "profile": body["profile"] });
    let factor = user_factor::enroll_for(context, &user, &asked)?;
    let enrolled = all(context, &user)?.into_iter().find(|one| one["id"] == factor["id"]);
    Ok(Reply::ok(&enrolled.ok_or_else(Problem::internal)?))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let enrollment = find(context, &user)?;
    if enrollment["key"] == PASSWORD {
        let cause = "enrollmentId: A password is not an enrollment that can be deleted";
        return Err(Problem::validation("enrollmentId", cause));
    }
    user_factor::take_from(context, &user, id_of(&enrollment))?;
    Ok(Reply::no_content())
}

// ---- answers ----

fn authenticators(context: &mut Context<'_>) -> Result<Vec<Value>, Problem> {
    let known = &authenticator::COLLECTIONS[0];
    collection::all(context, known, known.path())
}

fn all(context: &mut Context<'_>, user: &Value) -> Result<Vec<Value>, Problem> {
    let known = authenticators(context)?;
    let mut all = Vec::new();
    if user["credentials"]["password"].is_object() {
        let id = format!("lae{}", id_of(user).get(3..).unwrap_or_default());
        let times = json!({ "created": user["created"], "lastUpdated": user["passwordChanged"] });
        all.push(enrollment(
            context,
            user,
            &known,
            PASSWORD,
            json!({ "id": id, "status": "ACTIVE" }),
            &times,
        ));
    }
    for factor in user_factor::all(&context.tx, id_of(user))? {
        let mut members = json!({ "id": factor["id"], "status": factor["status"] });
        if let Some(profile) = profile(context, &factor) {
            members["profile"] = profile;
        }
        all.push(enrollment(context, user, &known, kind::of(&factor).authenticator, members, &factor));
    }
    Ok(all)
}

fn enrollment(
    context: &Context<'_>,
    user: &Value,
    known: &[Value],
    key: &str,
    members: Value,
    times: &Value,
) -> Value {
    let mut shown = members;
    let own = context.url(&format!("/users/{}", id_of(user)));
    let link = |href: String, allow: &[&str]| json!({ "href": href, "hints": { "allow": allow } });
    shown["key"] = json!(key);
    shown["nickname"] = Value::Null;
    shown["created"] = times["created"].clone();
    shown["lastUpdated"] = times["lastUpdated"].clone();
    shown["_links"] = json!({
        "self": link(format!("{own}/authenticator-enrollments/{}", id_of(&shown)), &["GET", "DELETE"]),
        "user": link(own, &["GET"]),
    });
    if let Some(authenticator) = known.iter().find(|one| one["key"] == key) {
        shown["type"] = authenticator["type"].clone();
        shown["name"] = authenticator["name"].clone();
        let href = context.url(&format!("/authenticators/{}", id_of(authenticator)));
        shown["_links"]["authenticator"] = link(href, &["GET"]);
    }
    shown
}

/// Addresses are shown; of phone numbers the ends alone, where nobody asks for more.
fn profile(context: &Context<'_>, factor: &Value) -> Option<Value> {
    let profile = &factor["profile"];
    if profile["email"].is_string() {
        return Some(json!({ "email": profile["email"] }));
    }
    let number = profile["phoneNumber"].as_str()?;
    let whole = context.query("discloseIdentifiers") == Some("phone");
    Some(json!({ "phoneNumber": if whole { number.to_owned() } else { masked(number) } }))
}

fn masked(number: &str) -> String {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let last: String = digits.iter().skip(digits.len().saturating_sub(4)).collect();
    match digits.len() {
        11.. => format!("+{} XXX-XXX-{last}", digits[..digits.len() - 10].iter().collect::<String>()),
        _ => format!("XXX-XXX-{last}"),
    }
}
