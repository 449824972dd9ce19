//! Names in the place of ids: a user by login, a group by its name, an app by its label.

use oktars::app::{App, ListApps};
use oktars::group::{Group, ListGroups};
use oktars::user::User;

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
    let call = run.okta()?.users().get(user).raw();
    Ok(run.send(call).await?.json::<User>()?.id)
}

/// The id of a group that may be named by its name.
pub async fn group_id(run: &mut Run, group: &str) -> Result<String, Stop> {
    if is_id(group, "00g") {
        return Ok(group.to_owned());
    }
    let okta = run.okta()?;
    let found = run.page(okta.groups().list(&ListGroups::new().q(group).limit(100))).await?;
    let found = match found.iter().any(|found| found.profile.name == group) {
        true => found,
        // Nothing begins so: similar names help with a misspelt one.
        false => run.page(okta.groups().list(&ListGroups::new().limit(1000))).await?,
    };
    let names: Vec<_> = found.iter().map(|found: &Group| (&*found.id, &*found.profile.name)).collect();
    only(("group", "groups"), group, &names)
}

/// The id of an app that may be named by its label.
pub async fn app_id(run: &mut Run, app: &str) -> Result<String, Stop> {
    if is_id(app, "0oa") {
        return Ok(app.to_owned());
    }
    let okta = run.okta()?;
    let found = run.page(okta.apps().list(&ListApps::new().q(app).limit(100))).await?;
    let labels: Vec<_> = found.iter().map(|found: &App| (&*found.id, &*found.label)).collect();
    only(("app", "apps"), app, &labels)
}

/// The id of the one that has exactly this name, of all that were found, each by id and name. Several apps may
/// have one label: then none is meant.
fn only((one, many): (&str, &str), name: &str, found: &[(&str, &str)]) -> Result<String, Stop> {
    let exact: Vec<&str> = found.iter().filter(|(_, other)| *other == name).map(|(id, _)| *id).collect();
    match exact[..] {
        [only] => Ok(only.to_owned()),
        [] => {
            let mut similar: Vec<&str> = found.iter().map(|(_, other)| *other).collect();
            similar.retain(|other| strsim::jaro_winkler(other, name) > 0.8);
            similar.truncate(3);
            let hint = match similar[..] {
                [] => format!("`oktars {many} list --q START` looks for one"),
                _ => format!("did you mean {}?", similar.join(" or ")),
            };
            Err(Failure::new(Exit::NotFound, format!("there is no {one} called {name:?}")).hint(hint).into())
        }
        _ => Err(Failure::new(Exit::Usage, format!("{} {many} are called {name:?}", exact.len()))
            .hint(format!("name the one that you mean by its id: {}", exact.join(", ")))
            .into()),
    }
}
