//! Users that rows of a file name by login or id, and nothing else.

use std::collections::{HashMap, HashSet};

use futures_util::StreamExt;
use oktars::Okta;

use super::lookup::{self, Found, Key};
use crate::failure::Stop;

/// As much of a user as is needed to do something to the user.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    pub id: Box<str>,
    pub status: Box<str>,
    pub login: Box<str>,
}

impl From<Found> for Person {
    fn from(found: Found) -> Self {
        let login = found.profile.get("login").and_then(|login| login.as_str()).unwrap_or_default();
        Person { login: login.into(), id: found.id.into(), status: found.status.into() }
    }
}

/// By what a text names a user. Blanks around it are of the file, not of the name.
pub fn key(text: &str) -> Key {
    if is_id(text.trim(), "00u") { Key::id() } else { Key::login() }
}

/// Whether a text has the form of Okta's ids, which begin with the kind of what they name.
pub fn is_id(text: &str, kind: &str) -> bool {
    text.len() == 20 && text.starts_with(kind) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// As texts that name users are compared.
pub fn fold(text: &str) -> String {
    key(text).fold(text.trim())
}

/// The users that texts name, by the folded text.
pub async fn find(okta: &Okta, texts: impl Iterator<Item = String>) -> Result<HashMap<String, Person>, Stop> {
    let (mut ids, mut logins) = (HashSet::new(), HashSet::new());
    for text in texts {
        let wanted = if key(&text).is_id() { &mut ids } else { &mut logins };
        wanted.insert(fold(&text));
    }
    let mut people = HashMap::new();
    for (name, wanted) in [("id", ids), ("login", logins)] {
        if wanted.is_empty() {
            continue;
        }
        let key = Key(name.to_owned());
        let texts: Vec<String> = wanted.iter().cloned().collect();
        let mut pages = lookup::users(okta, &key, &texts);
        while let Some(page) = pages.next().await {
            for found in page? {
                if let Some(text) = key.of(&found).filter(|text| wanted.contains(text)) {
                    people.insert(text, found.into());
                }
            }
        }
    }
    Ok(people)
}

/// The user that a text names at this moment.
pub async fn find_one(okta: &Okta, text: &str) -> Result<Option<Person>, Stop> {
    let found = lookup::one(okta, &key(text), text.trim()).await?;
    Ok(found.into_iter().next().map(Person::from))
}
