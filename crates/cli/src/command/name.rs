//! Names instead of ids: a user by login, a group by its name, an app by its label.

use oktars::app::ListApps;
use oktars::group::ListGroups;
use oktars::user::User;

use super::search::closest;
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// Whether a text is an id of Okta: twenty letters and digits, and some of both.
pub fn is_id(text: &str) -> bool {
    let has = |what: fn(&char) -> bool| text.chars().any(|c| what(&c));
    text.len() == 20
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
}

fn is_id_of(text: &str, start: &str) -> bool {
    is_id(text) && text.starts_with(start)
}

/// One of those that a name may mean.
pub struct Candidate {
    pub id: String,
    pub name: String,
    /// What tells it from others of the same name.
    pub kind: Option<String>,
}

impl Candidate {
    fn new(id: &str, name: &str) -> Self {
        Candidate { id: id.to_owned(), name: name.to_owned(), kind: None }
    }

    fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }
}

/// The id of a user who may be named by login. Where Okta takes an id alone, the login is looked up.
pub async fn user_id(run: &mut Run, user: &str) -> Result<String, Stop> {
    if is_id_of(user, "00u") {
        return Ok(user.to_owned());
    }
    let call = run.okta()?.users().get(user).raw();
    Ok(run.send(call).await?.json::<User>()?.id)
}

/// The id of a group that may be named by its name.
pub async fn group_id(run: &mut Run, group: &str) -> Result<String, Stop> {
    if is_id_of(group, "00g") {
        return Ok(group.to_owned());
    }
    let mut found = groups(run, ListGroups::new().q(group).limit(100)).await?;
    if !found.iter().any(|found| found.is_called(group)) {
        // Nothing begins so: similar names help with a misspelt one.
        found = groups(run, ListGroups::new().limit(1000)).await?;
    }
    only(("group", "groups"), group, &found)
}

async fn groups(run: &mut Run, query: ListGroups) -> Result<Vec<Candidate>, Stop> {
    let found = run.okta()?.groups().list(&query);
    let found = run.page(found).await?;
    Ok(found.iter().map(|found| Candidate::new(&found.id, &found.profile.name)).collect())
}

/// The id of an app that may be named by its label.
pub async fn app_id(run: &mut Run, app: &str) -> Result<String, Stop> {
    if is_id_of(app, "0oa") {
        return Ok(app.to_owned());
    }
    let mut found = apps(run, ListApps::new().q(app).limit(100)).await?;
    if !found.iter().any(|found| found.is_called(app)) {
        found = apps(run, ListApps::new().limit(200)).await?;
    }
    only(("app", "apps"), app, &found)
}

async fn apps(run: &mut Run, query: ListApps) -> Result<Vec<Candidate>, Stop> {
    let found = run.okta()?.apps().list(&query);
    let found = run.page(found).await?;
    Ok(found.iter().map(|found| Candidate::new(&found.id, &found.label)).collect())
}

/// The id of the one that has this name, of all that were found. The name in another case will do where nothing has
/// it as it is written. Where several have it, none is meant.
pub fn only((one, command): (&str, &str), name: &str, found: &[Candidate]) -> Result<String, Stop> {
    let mut called: Vec<&Candidate> = found.iter().filter(|found| found.name == name).collect();
    if called.is_empty() {
        called = found.iter().filter(|found| found.is_called(name)).collect();
    }
    // A name and a key of one may be the same.
    called.dedup_by(|a, b| a.id == b.id);
    match called[..] {
        [only] => Ok(only.id.clone()),
        [] => Err(nothing(one, command, name, found)),
        _ => Err(Failure::new(Exit::Usage, format!("{} {} are called {name:?}", called.len(), several(one)))
            .hint(format!("name the one that you mean by its id: {}", ids(&called)))
            .into()),
    }
}

/// `group rule` as `group rules`, `policy` as `policies`.
fn several(one: &str) -> String {
    one.strip_suffix('y').map_or_else(|| format!("{one}s"), |start| format!("{start}ies"))
}

fn ids(called: &[&Candidate]) -> String {
    let shown = |found: &&Candidate| match &found.kind {
        Some(kind) => format!("{} ({kind})", found.id),
        None => found.id.clone(),
    };
    called.iter().map(shown).collect::<Vec<_>>().join(", ")
}

fn nothing(one: &str, command: &str, name: &str, found: &[Candidate]) -> Stop {
    let similar = similar(name, found);
    let hint = match similar[..] {
        [] => format!("`oktars {command} list` shows all"),
        _ => format!("did you mean {}?", similar.join(" or ")),
    };
    Failure::new(Exit::NotFound, format!("there is no {one} called {name:?}")).hint(hint).into()
}

/// Up to three names that are written much alike, or begin so.
fn similar<'a>(name: &str, found: &'a [Candidate]) -> Vec<&'a str> {
    let plain = name.to_lowercase();
    let alike = |other: &str| strsim::jaro_winkler(&other.to_lowercase(), &plain);
    let mut similar: Vec<&str> = found.iter().map(|found| found.name.as_str()).collect();
    similar.retain(|other| alike(other) > 0.8);
    similar.sort_by(|a, b| alike(b).total_cmp(&alike(a)));
    similar.dedup();
    similar.truncate(3);
    if similar.is_empty() {
        similar.extend(closest(name, found.iter().map(|found| found.name.as_str())));
    }
    similar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(name: &str, names: &[&str]) -> Result<String, String> {
        let ids = names.iter().enumerate();
        let found: Vec<Candidate> = ids.map(|(n, name)| Candidate::new(&n.to_string(), name)).collect();
        only(("group", "groups"), name, &found).map_err(|stop| stop.to_string())
    }

    /// A name means one thing, and its case does not matter unless another name differs in that alone.
    #[test]
    fn a_name_means_the_only_one_that_has_it() {
        assert_eq!(meant("Sales", &["Sales", "sales", "Support"]).as_deref(), Ok("0"));
        assert_eq!(meant("SALES", &["Sales", "Support"]).as_deref(), Ok("0"));
        assert_eq!(meant("ÄRZTE", &["Ärzte"]).as_deref(), Ok("0"));
        assert!(meant("SALES", &["Sales", "sales"]).is_err_and(|text| text.contains("2 groups")));
        assert!(meant("Sales", &["Sales", "Sales"]).is_err_and(|text| text.contains("2 groups")));
        assert!(meant("Salse", &["Sales"]).is_err_and(|text| text.contains("no group")));
    }

    #[test]
    fn ids_are_told_from_names() {
        for id in ["00u1gjh63g214q0Hq0g4", "nzo1gjh63g214q0Hq0g4", "0pr3f7zMZZHPgUoWO0g4"] {
            assert!(is_id(id), "{id}");
        }
        for name in ["Engineering", "ContractorsEngineeri", "12345678901234567890", "me", "default"] {
            assert!(!is_id(name), "{name}");
        }
    }
}
