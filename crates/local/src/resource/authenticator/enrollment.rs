//! The authenticators that a user has enrolled, as Identity Engine shows them: the factors and the password, under
//! the names of the org's authenticators.

use jiff::SignedDuration;
use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::collection;
use crate::kernel::clock;
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::id;
use crate::kernel::kind::TEMPORARY_ACCESS_CODE;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::resource::authenticator;
use crate::resource::factor as user_factor;
use crate::resource::factor::kind;

pub const HANDLERS: Handlers = &[
    (&op::LIST_AUTHENTICATOR_ENROLLMENTS, list),
    (&op::GET_AUTHENTICATOR_ENROLLMENT, get),
    (&op::CREATE_AUTHENTICATOR_ENROLLMENT, create_phone),
    (&op::CREATE_TAC_AUTHENTICATOR_ENROLLMENT, create_code),
    (&op::DELETE_AUTHENTICATOR_ENROLLMENT, delete),
];

const PASSWORD: &str = "okta_password";
const CODE: &str = "tac";

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
    named(context, &body, "phone_number")?;
    let asked = json!({ "factorType": "sms", "provider": "OKTA", "profile": body["profile"] });
    let factor = user_factor::enroll_for(context, &user, &asked, true)?;
    let enrolled = all(context, &user)?.into_iter().find(|one| one["id"] == factor["id"]);
    Ok(Reply::ok(&enrolled.ok_or_else(Problem::internal)?))
}

/// The authenticator of this key that a body must name.
fn named(context: &mut Context<'_>, body: &Value, key: &str) -> Result<Value, Problem> {
    let id = body["authenticatorId"].as_str().ok_or_else(|| Problem::blank("authenticatorId"))?;
    let known = authenticators(context)?.into_iter().find(|one| one["id"] == id && one["key"] == key);
    known.ok_or_else(|| {
        let cause = format!("authenticatorId: It is not the id of the authenticator {key}");
        Problem::validation("authenticatorId", cause)
    })
}

/// A code that an administrator hands over. Only this answer shows it, with its profile: other profiles are those of
/// phones and addresses. A new code takes the place of the old one.
fn create_code(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let body = context.object()?;
    let authenticator = named(context, &body, CODE)?;
    let limits = &authenticator["provider"]["configuration"];
    let ttl = &body["profile"]["ttl"];
    let ttl = if ttl.is_null() { &limits["defaultTtl"] } else { ttl };
    let minutes = ttl.as_i64().or_else(|| ttl.as_str()?.parse().ok());
    let (least, most) =
        (limits["minTtl"].as_i64().unwrap_or(1), limits["maxTtl"].as_i64().unwrap_or(i64::MAX));
    let Some(minutes) = minutes.filter(|minutes| (least..=most).contains(minutes)) else {
        let cause = format!("profile.ttl: It must be a number of minutes from {least} to {most}");
        return Err(Problem::validation("profile.ttl", cause));
    };
    let length = limits["length"].as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or(16);
    let now = context.now_text();
    let expires = clock::seconds(context.now + SignedDuration::from_mins(minutes));
    let profile = json!({ "multiUse": body["profile"]["multiUse"] == true, "expiresAt": expires });
    let code = json!({ "id": context.new_id(CODE), "profile": profile, "created": now, "lastUpdated": now });
    context.tx.put(TEMPORARY_ACCESS_CODE, id_of(&user), &code)?;
    let enrolled = all(context, &user)?.into_iter().find(|one| one["id"] == code["id"]);
    let mut shown = enrolled.ok_or_else(Problem::internal)?;
    shown["profile"] = code["profile"].clone();
    shown["profile"]["tac"] = json!(id::random(length));
    Ok(Reply::ok(&shown))
}

fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("userId")?;
    let enrollment = find(context, &user)?;
    if enrollment["key"] == PASSWORD {
        let cause = "enrollmentId: A password is not an enrollment that can be deleted";
        return Err(Problem::validation("enrollmentId", cause));
    }
    if enrollment["key"] == CODE {
        context.tx.delete(TEMPORARY_ACCESS_CODE, id_of(&user))?;
        return Ok(Reply::no_content());
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
            json!({ "id": id, "status": status::ACTIVE }),
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
    if let Some(code) =
        context.tx.get(TEMPORARY_ACCESS_CODE, id_of(user))?.filter(|code| is_valid(context, code))
    {
        let members = json!({ "id": code["id"], "status": status::ACTIVE });
        all.push(enrollment(context, user, &known, CODE, members, &code));
    }
    Ok(all)
}

fn is_valid(context: &Context<'_>, code: &Value) -> bool {
    let expires = clock::parse(code["profile"]["expiresAt"].as_str().unwrap_or_default());
    expires.is_some_and(|expires| context.now < expires)
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
