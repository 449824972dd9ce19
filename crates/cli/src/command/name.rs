//! Names in the place of ids: a user by login, a group by its name, an app by its label.

use oktars::op;
use serde_json::Value;

use super::call;
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// Whether a text is an id of Okta that begins so.
fn is_id(text: &str, start: &str) -> bool {
    text.len() == 20 && text.starts_with(start) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The id of a user who may be named by login. Where Okta takes an id alone, the login is looked up.
pub async fn user_id(run: &mut Run, user: &str) -> Result<String, Stop> {
    if is_id(user, "00u") {
        return Ok(user.to_owned());
    }
    let found: Value = run.send(|okta| call(okta, op::GET_USER, &[user])).await?.json()?;
    Ok(found["id"].as_str().unwrap_or(user).to_owned())
}

/// The id of a group that may be named by its name.
pub async fn group_id(run: &mut Run, group: &str) -> Result<String, Stop> {
    if is_id(group, "00g") {
        return Ok(group.to_owned());
    }
    let answer = run.send(|okta| okta.call(op::LIST_GROUPS).query("q", group).query("limit", 100)).await?;
    let found: Vec<Value> = answer.json()?;
    let found = match found.iter().any(|found| found["profile"]["name"] == group) {
        true => found,
        // Nothing begins so: what is similar helps whoever misspelt it.
        false => run.send(|okta| okta.call(op::LIST_GROUPS).query("limit", 1000)).await?.json()?,
    };
    only(("group", "groups"), group, &found, |found| found["profile"]["name"].as_str())
}

/// The id of an app that may be named by its label.
pub async fn app_id(run: &mut Run, app: &str) -> Result<String, Stop> {
    if is_id(app, "0oa") {
        return Ok(app.to_owned());
    }
    let answer =
        run.send(|okta| okta.call(op::LIST_APPLICATIONS).query("q", app).query("limit", 100)).await?;
    let found: Vec<Value> = answer.json()?;
    only(("app", "apps"), app, &found, |found| found["label"].as_str())
}

/// The one that has exactly this name. Several apps may have one label: then none is meant.
fn only<'a>(
    (one, many): (&str, &str),
    name: &str,
    found: &'a [Value],
    name_of: impl Fn(&'a Value) -> Option<&'a str>,
) -> Result<String, Stop> {
    let exact: Vec<&Value> = found.iter().filter(|found| name_of(found) == Some(name)).collect();
    match exact[..] {
        [only] => Ok(only["id"].as_str().unwrap_or_default().to_owned()),
        [] => {
            let mut similar: Vec<&str> = found.iter().filter_map(&name_of).collect();
            similar.retain(|other| strsim::jaro_winkler(other, name) > 0.8);
            similar.truncate(3);
            let hint = match similar[..] {
                [] => format!("`oktars {many} list --q START` looks for one"),
                _ => format!("did you mean {}?", similar.join(" or ")),
            };
            Err(Failure::new(Exit::NotFound, format!("there is no {one} called {name:?}")).hint(hint).into())
        }
        _ => {
            let ids: Vec<&str> = exact.iter().filter_map(|found| found["id"].as_str()).collect();
            Err(Failure::new(Exit::Usage, format!("{} {many} are called {name:?}", ids.len()))
                .hint(format!("name the one that you mean by its id: {}", ids.join(", ")))
                .into())
        }
    }
}
