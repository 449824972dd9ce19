//! Users that rows of a file name by login, by id, by email or by an attribute of their own, and nothing else.

use std::collections::{HashMap, HashSet};

use futures_util::StreamExt;
use oktars::{Okta, op};
use serde_json::Value;

use super::lookup::{self, Found, Key};
use super::schema::Schema;
use crate::command::call;
use crate::failure::{Failure, Stop};

/// How many logins a message names.
const NAMED: usize = 5;

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

impl Person {
    pub fn is_deactivated(&self) -> bool {
        &*self.status == "DEPROVISIONED"
    }
}

/// What a row says about its user. Blanks around it belong to the file, not to the name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserRef {
    key: Key,
    /// As keys are compared.
    folded: String,
    /// As the file has it.
    pub text: String,
}

impl UserRef {
    /// By the attribute that the command names, or else by what the text looks like: an id or a login.
    pub fn new(key: Option<&Key>, text: &str) -> Self {
        let text = text.trim();
        let key = key.cloned().unwrap_or_else(|| if is_id(text, "00u") { Key::id() } else { Key::login() });
        UserRef { folded: key.fold(text), key, text: text.to_owned() }
    }

    pub fn of_email(text: &str) -> Self {
        UserRef::new(Some(&Key::email()), text)
    }

    /// What no other row may say, whatever its case.
    pub fn folded(&self) -> Self {
        UserRef { text: self.folded.clone(), ..self.clone() }
    }

    pub fn is_by_id_or_login(&self) -> bool {
        self.key.is_unique()
    }

    /// Whether a user is the one that is meant.
    pub fn is_of(&self, found: &Found) -> bool {
        self.key.of(found).is_some_and(|text| text == self.folded)
    }

    /// The only one of the users who are called so, or why none is meant.
    pub fn only<'a>(&self, people: &'a People) -> Result<Option<&'a Person>, String> {
        match people.get(self).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([person]) => Ok(Some(person)),
            Some(several) => {
                let logins: Vec<&str> = several.iter().take(NAMED).map(|person| &*person.login).collect();
                let logins = logins.join(", ");
                Err(format!("{} users have this {}: {logins}; name one by login", several.len(), self.key.0))
            }
        }
    }
}

/// Whether a text has the form of Okta's ids, which begin with the kind of what they name.
pub fn is_id(text: &str, kind: &str) -> bool {
    text.len() == 20 && text.starts_with(kind) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The attribute that `--key` names: one of the schema, with a text in it.
pub async fn key(okta: &Okta, name: Option<&str>) -> Result<Option<Key>, Stop> {
    let Some(name) = name else { return Ok(None) };
    let name = name.strip_prefix("profile.").unwrap_or(name);
    if !["id", "login", "email"].contains(&name) {
        let schema: Value = call(okta, op::GET_USER_SCHEMA, &["default"]).json().await?;
        check_key(&Schema::of(&schema), name)?;
    }
    Ok(Some(Key(name.to_owned())))
}

/// Refuses an attribute that is not a text.
pub fn check_key(schema: &Schema, name: &str) -> Result<(), Failure> {
    if schema.place(name).is_some_and(|place| schema.attributes()[place].is_text()) {
        return Ok(());
    }
    let failure = Failure::usage(format!("--key: {name:?} is not a text attribute of the org's schema"));
    let alike = |other: &str| strsim::jaro_winkler(&other.to_lowercase(), &name.to_lowercase());
    let names = schema.attributes().iter().filter(|attribute| attribute.is_text()).map(|known| &known.name);
    let best = names.max_by(|one, other| alike(one).total_cmp(&alike(other)));
    Err(match best.filter(|best| alike(best) > 0.85) {
        Some(best) => failure.hint(format!("did you mean {best}?")),
        None => failure,
    })
}

/// Users by what names them.
pub type People = HashMap<UserRef, Vec<Person>>;

/// The users that rows name.
pub async fn find(okta: &Okta, refs: impl Iterator<Item = UserRef>) -> Result<People, Stop> {
    let mut wanted: HashMap<Key, HashSet<UserRef>> = HashMap::new();
    for named in refs {
        wanted.entry(named.key.clone()).or_default().insert(named);
    }
    let mut people = People::new();
    for (key, refs) in wanted {
        let mut by_text: HashMap<&str, Vec<&UserRef>> = HashMap::new();
        for named in &refs {
            by_text.entry(&named.folded).or_default().push(named);
        }
        let texts: Vec<String> = by_text.keys().map(|text| (*text).to_owned()).collect();
        let mut pages = lookup::users(okta, &key, &texts);
        while let Some(page) = pages.next().await {
            for found in page? {
                let Some(refs) = key.of(&found).and_then(|text| by_text.get(text.as_str())) else { continue };
                let person = Person::from(found);
                for named in refs {
                    let known = people.entry((*named).clone()).or_default();
                    // A search and a listing may show the same user twice.
                    if known.iter().all(|other| other.id != person.id) {
                        known.push(person.clone());
                    }
                }
            }
        }
    }
    Ok(people)
}

/// The user that a row names at this moment.
pub async fn find_one(okta: &Okta, named: &UserRef) -> Result<Option<Person>, Stop> {
    let found = lookup::one(okta, &named.key, &named.text).await?;
    let people = HashMap::from([(named.clone(), found.into_iter().map(Person::from).collect())]);
    named.only(&people).map(|person| person.cloned()).map_err(|problem| Failure::usage(problem).into())
}
