//! What the org holds of the users that a file names.
//!
//! Few are searched for, some dozens with one request. For many, all users of the org are listed, 200 a page.

use std::pin::Pin;

use futures_util::stream::{self, Stream, StreamExt};
use oktars::user::{ListUsers, UserStatus};
use oktars::{Okta, attr};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// From so many on, listing everybody is cheaper than searching.
pub const MANY: usize = 10_000;
/// How many a search asks for, and how long its expression may become; an address has its limits.
const PER_SEARCH: usize = 40;
const LONGEST_SEARCH: usize = 2500;
const SEARCHES_AT_ONCE: usize = 8;

/// A user as the org has it.
#[derive(Debug, Clone, Deserialize)]
pub struct Found {
    pub id: String,
    pub status: String,
    pub profile: Map<String, Value>,
}

/// By what users are found: `id`, `login` or another attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key(pub String);

impl Key {
    pub fn id() -> Self {
        Key("id".to_owned())
    }

    pub fn login() -> Self {
        Key("login".to_owned())
    }

    pub fn email() -> Self {
        Key("email".to_owned())
    }

    pub fn is_id(&self) -> bool {
        self.0 == "id"
    }

    /// Whether no two users can have the same.
    pub fn is_unique(&self) -> bool {
        self.is_id() || self.0 == "login"
    }

    /// The key of a user, folded.
    pub fn of(&self, user: &Found) -> Option<String> {
        if self.is_id() {
            return Some(user.id.clone());
        }
        match user.profile.get(&self.0)? {
            Value::String(text) => Some(self.fold(text)),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// As keys are compared: Okta does not tell logins apart by case.
    pub fn fold(&self, text: &str) -> String {
        if self.is_id() { text.to_owned() } else { text.to_lowercase() }
    }

    fn attribute(&self) -> String {
        if self.is_id() { "id".to_owned() } else { format!("profile.{}", self.0) }
    }
}

pub type Pages<'a> = Pin<Box<dyn Stream<Item = oktars::Result<Vec<Found>>> + 'a>>;

/// All users who have one of the keys, and perhaps others.
pub fn users<'a>(okta: &'a Okta, key: &Key, wanted: &[String]) -> Pages<'a> {
    if wanted.len() > MANY { listed(okta) } else { searched(okta, key, wanted) }
}

/// Everybody.
pub fn listed(okta: &Okta) -> Pages<'static> {
    Box::pin(stream::iter(everybody(okta).into_iter().map(pages_of)).flatten())
}

fn searched<'a>(okta: &'a Okta, key: &Key, wanted: &[String]) -> Pages<'a> {
    let searches = searches(key, wanted.iter());
    let searches = stream::iter(searches).map(move |search| async move {
        let listing = okta.users().list(&ListUsers::new().search(search));
        let mut pages = pages_of(listing.raw().pages());
        let mut all = Vec::new();
        while let Some(page) = pages.next().await {
            all.extend(page?);
        }
        Ok(all)
    });
    Box::pin(searches.buffer_unordered(SEARCHES_AT_ONCE))
}

/// The listings that together hold everybody: those who are deactivated are left out of the plain one.
pub fn everybody(okta: &Okta) -> [oktars::Pages<Box<RawValue>>; 2] {
    let deactivated = ListUsers::new().filter(attr("status").eq(UserStatus::DEPROVISIONED));
    [ListUsers::new(), deactivated].map(|query| okta.users().list(&query).raw().pages())
}

fn pages_of(pages: oktars::Pages<Box<RawValue>>) -> Pages<'static> {
    Box::pin(stream::unfold(Some(pages), |pages| async move {
        let mut pages = pages?;
        match pages.try_next().await {
            Ok(Some(page)) => Some((Ok(read(&page.items)), Some(pages))),
            Ok(None) => None,
            Err(error) => Some((Err(error), None)),
        }
    }))
}

fn read(items: &[Box<RawValue>]) -> Vec<Found> {
    items.iter().filter_map(|item| serde_json::from_str(item.get()).ok()).collect()
}

fn searches<'a>(key: &Key, wanted: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut searches: Vec<String> = Vec::new();
    let mut count = 0;
    for text in wanted {
        let expression = attr(key.attribute()).eq(text.as_str());
        let Ok(one) = expression.text() else { continue };
        match searches.last_mut() {
            Some(search) if count < PER_SEARCH && search.len() + one.len() < LONGEST_SEARCH => {
                search.push_str(" or ");
                search.push_str(one);
                count += 1;
            }
            _ => {
                searches.push(one.to_owned());
                count = 1;
            }
        }
    }
    searches
}

/// The users who have a key at this moment. An index that lags behind is asked only where there is no
/// other way.
pub async fn one(okta: &Okta, key: &Key, text: &str) -> oktars::Result<Vec<Found>> {
    // A login with a slash cannot be part of an address.
    if key.is_unique() && !text.contains(['/', '?']) {
        return match okta.users().get(text).raw().json::<Found>().await {
            // The part of a login before the @ finds a user as well.
            Ok(found) => Ok(if key.of(&found) == Some(key.fold(text)) { vec![found] } else { Vec::new() }),
            Err(error) if error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(error),
        };
    }
    let search = attr(key.attribute()).eq(text);
    let page = okta.users().list(&ListUsers::new().search(search).limit(2)).read_as().page().await?;
    Ok(page.items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searches_are_of_bounded_length() {
        let key = Key("login".to_owned());
        let logins: Vec<String> = (0..100).map(|n| format!("user{n}@acme.example")).collect();
        let searches = searches(&key, logins.iter());
        assert_eq!(searches.len(), 3);
        assert!(searches[0].starts_with("profile.login eq \"user0@acme.example\" or profile.login eq"));
        let long = ["a\"b".to_owned(), "x".repeat(2490), "y".repeat(2490)];
        let searches = super::searches(&key, long.iter());
        assert_eq!(searches.len(), 3);
        assert_eq!(searches[0], r#"profile.login eq "a\"b""#);
    }
}
