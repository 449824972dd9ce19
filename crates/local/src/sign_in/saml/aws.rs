//! The AWS app of the catalogue: which roles its assertions name. Command-line tools for AWS live on it.

use serde_json::{Value, json};

use crate::language::pattern::Pattern;

pub const ACS: &str = "https://signin.aws.amazon.com/saml";
pub const AUDIENCE: &str = "urn:amazon:webservices";
const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes";
const SPACE: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";

pub fn is(app: &Value) -> bool {
    app["name"] == "amazon_aws"
}

/// The attributes whose values follow from the user alone.
pub fn statements(app: &Value) -> Vec<Value> {
    if !is(app) {
        return Vec::new();
    }
    let seconds = &app["settings"]["app"]["sessionDuration"];
    let seconds =
        seconds.as_i64().map_or_else(|| seconds.as_str().unwrap_or("3600").to_owned(), |it| it.to_string());
    let statement = |name: &str, value: String| json!({ "type": "EXPRESSION", "name": format!("{ATTRIBUTES}/{name}"), "namespace": SPACE, "values": [value] });
    vec![
        statement("RoleSessionName", "${user.userName}".to_owned()),
        statement("SessionDuration", format!("'{}'", seconds.replace('\'', ""))),
    ]
}

/// The attribute with the roles: those of the assignment, or those that the names of groups tell.
pub fn roles(app: &Value, assigned: &Value, groups: &[String]) -> Option<(String, String, Vec<String>)> {
    if !is(app) {
        return None;
    }
    let set = &app["settings"]["app"];
    let roles = match set["useGroupMapping"] == true {
        true => of_groups(set, groups),
        false => of_assignment(set, &assigned["profile"]),
    };
    Some((format!("{ATTRIBUTES}/Role"), SPACE.to_owned(), roles))
}

fn of_assignment(set: &Value, profile: &Value) -> Vec<String> {
    let many = profile["samlRoles"].as_array().filter(|roles| !roles.is_empty());
    let names: Vec<&str> = match many {
        Some(roles) => roles.iter().filter_map(Value::as_str).collect(),
        None => profile["role"].as_str().into_iter().collect(),
    };
    let provider = set["identityProviderArn"].as_str().unwrap_or_default();
    let account = provider.split(':').nth(4).unwrap_or_default();
    let whole = |name: &&str| match name.starts_with("arn:") {
        true => format!("{provider},{name}"),
        false => format!("{provider},arn:aws:iam::{account}:role/{name}"),
    };
    names.iter().map(whole).collect()
}

/// A group tells account and role in its name; how, the filter says: `aws_(?{{accountid}}\d+)_(?{{role}}.+)`.
fn of_groups(set: &Value, groups: &[String]) -> Vec<String> {
    let filter = set["groupFilter"].as_str().unwrap_or_default();
    let filter = filter.replace("?{{accountid}}", "?P<accountid>").replace("?{{role}}", "?P<role>");
    let Ok(pattern) = Pattern::new(&filter) else { return Vec::new() };
    let value = set["roleValuePattern"].as_str().unwrap_or_default();
    let filled = groups.iter().filter_map(|name| {
        let (account, role) = (pattern.part(name, "accountid")?, pattern.part(name, "role")?);
        Some(value.replace("${accountid}", &account).replace("${role}", &role))
    });
    filled.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_come_from_the_assignment_or_from_names_of_groups() {
        let provider = "arn:aws:iam::123456789012:saml-provider/Okta";
        let app = |set: Value| json!({ "name": "amazon_aws", "settings": { "app": set } });
        let by_user = app(json!({ "identityProviderArn": provider }));
        let by_group = app(json!({
            "useGroupMapping": true,
            "groupFilter": r"aws_(?{{accountid}}\d+)_(?{{role}}[a-z]+)",
            "roleValuePattern": "arn:aws:iam::${accountid}:saml-provider/Okta,arn:aws:iam::${accountid}:role/${role}",
        }));
        let role = |name: &str| format!("{provider},arn:aws:iam::123456789012:role/{name}");
        let groups = ["Everyone", "aws_123456789012_admin", "aws_x_admin"].map(str::to_owned);
        let cases = [
            (&by_user, json!({ "samlRoles": ["admin", "dev"] }), vec![role("admin"), role("dev")]),
            (&by_user, json!({ "role": "admin" }), vec![role("admin")]),
            (&by_user, json!({ "samlRoles": ["arn:aws:iam::123456789012:role/x"] }), vec![role("x")]),
            (&by_user, json!({}), vec![]),
            (&by_group, json!({ "role": "ignored" }), vec![role("admin")]),
        ];
        for (app, profile, expected) in cases {
            let (_, _, roles) = roles(app, &json!({ "profile": profile }), &groups).expect("an AWS app");
            assert_eq!(roles, expected, "{profile}");
        }
        assert!(roles(&json!({ "name": "other" }), &json!({}), &groups).is_none());
    }
}
