//! What a new org holds.

use crate::kernel::facts::Facts;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::kind;
use crate::kernel::status;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::id::Ids;
use crate::kernel::state::State;
use crate::kernel::store::{Encoded, Store, StoreError, Tx};
use crate::play::answers::Answers;
use crate::play::contents::{Contents, Filler};
use crate::play::demo;
use crate::resource::{authorization_server, policy, role};

/// The most users that a seed makes: a store of them takes some ten gigabytes.
const MAX_USERS: usize = 10_000_000;

/// What a new org holds beyond its administrator, `Everyone`, the default user type and schemas.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Seed {
    /// Nothing more.
    #[default]
    Empty,
    /// A company of 300 people with groups, rules, apps and the sign-ins of 90 days, the same each time.
    Demo,
    /// So many people and nothing else, for tests of scale.
    Users(usize),
    /// These people, groups and apps.
    Contents(Contents),
    /// What another org answered.
    Answers(Answers),
}

/// The API token that an org accepts unless it was given another one. It opens nothing but a local org.
pub const DEFAULT_TOKEN: &str = "00oktars-local-org-token-for-tests-only-42";

impl Seed {
    /// Whether an org can begin with it.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self {
            Seed::Users(count) if *count > MAX_USERS => {
                Err(format!("an org can begin with at most {MAX_USERS} users, not {count}"))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is made through an org's own API.
    pub(crate) fn is_made_by_asking(&self) -> bool {
        matches!(self, Seed::Demo | Seed::Contents(_))
    }

    /// Makes through an org's own API what it holds of this.
    ///
    /// # Errors
    ///
    /// The org refuses what the seed asks for.
    pub(crate) fn fill(&self, filler: &Filler<'_>) -> Result<(), String> {
        match self {
            Seed::Contents(contents) => contents.fill(filler),
            Seed::Demo => {
                demo::fill(filler);
                Ok(())
            }
            Seed::Empty | Seed::Users(_) | Seed::Answers(_) => Ok(()),
        }
    }
}

/// Whether the store holds an org.
pub fn is_made(store: &Store) -> Result<bool, StoreError> {
    Ok(Facts::load(&store.read()?)?.is_some())
}

/// Finds the org in the store, or makes it; in both cases the token is accepted afterwards.
pub fn prepare(state: &State, seed: &Seed) -> Result<Facts, StoreError> {
    let tx = state.store.write()?;
    let facts = fill(&tx, &state.ids, state.clock.now(), seed, &state.token)?;
    tx.commit()?;
    Ok(facts)
}

/// Forgets everything and makes the org again.
pub fn renew(state: &State, seed: &Seed) -> Result<Facts, StoreError> {
    let tx = state.store.write()?;
    tx.clear()?;
    let facts = fill(&tx, &state.ids, state.clock.now(), seed, &state.token)?;
    tx.commit()?;
    Ok(facts)
}

fn fill(tx: &Tx, ids: &Ids, now: Timestamp, seed: &Seed, token: &str) -> Result<Facts, StoreError> {
    let facts = match Facts::load(tx)? {
        Some(facts) => facts,
        None => make(tx, ids, now, seed)?,
    };
    if !policy::is_seeded(tx)? {
        policy::seed(tx, ids, &facts, &clock::seconds(now))?;
    }
    if !authorization_server::is_seeded(tx)? {
        authorization_server::seed(tx, ids, &facts, &clock::seconds(now))?;
    }
    accept_token(tx, ids, now, &facts, token)?;
    Ok(facts)
}

fn make(tx: &Tx, ids: &Ids, now: Timestamp, seed: &Seed) -> Result<Facts, StoreError> {
    let facts = Facts {
        org: ids.next("00o"),
        admin: ids.next("00u"),
        everyone: ids.next("00g"),
        administrators: ids.next("00g"),
        default_type: ids.next("oty")[3..].to_owned(),
    };
    let facts = if let Seed::Answers(answers) = seed { answers.facts(facts) } else { facts };
    let now = clock::seconds(now);
    tx.put(kind::ORG, "facts", &serde_json::to_value(&facts).expect("facts are JSON"))?;
    tx.put(
        kind::GROUP,
        &facts.everyone,
        &group(&facts.everyone, &now, "Everyone", "All users in your organization"),
    )?;
    let administrators = "Okta manages this group, which contains all administrators in your organization.";
    tx.put(
        kind::GROUP,
        &facts.administrators,
        &group(&facts.administrators, &now, "Okta Administrators", administrators),
    )?;
    if !matches!(seed, Seed::Answers(answers) if answers.has_user(&facts.admin)) {
        tx.put(kind::USER, &facts.admin, &administrator(&facts, &now))?;
        role::seed(tx, ids, &facts.admin, &now)?;
    } else if matches!(seed, Seed::Answers(answers) if !answers.has_administrator(&facts.admin)) {
        role::seed(tx, ids, &facts.admin, &now)?;
    }
    match seed {
        Seed::Users(count) => people(tx, ids, &facts, &now, *count)?,
        Seed::Answers(answers) => answers.write(tx, ids)?,
        Seed::Empty | Seed::Demo | Seed::Contents(_) => {}
    }
    Ok(facts)
}

/// How many people are written at once.
const BATCH: usize = 20_000;

fn people(tx: &Tx, ids: &Ids, facts: &Facts, now: &str, count: usize) -> Result<(), StoreError> {
    for start in (0..count).step_by(BATCH) {
        let batch = start..(start + BATCH).min(count);
        let users: Vec<(String, Encoded)> = batch
            .map(|number| {
                let id = ids.next("00u");
                let user = person(&id, facts, now, number);
                (id, Encoded::new(kind::USER, &user))
            })
            .collect();
        tx.put_new(kind::USER, &users)?;
    }
    Ok(())
}

fn person(id: &str, facts: &Facts, now: &str, number: usize) -> Value {
    let staged = number.is_multiple_of(20);
    let login = format!("user{number:07}@scale.example");
    json!({
        "id": id,
        "status": if staged { status::STAGED } else { status::ACTIVE },
        "created": now,
        "activated": if staged { Value::Null } else { json!(now) },
        "statusChanged": now,
        "lastLogin": null,
        "lastUpdated": now,
        "passwordChanged": null,
        "type": { "id": facts.user_type() },
        "profile": {
            "firstName": format!("First{}", number % 1_000),
            "lastName": format!("Last{}", number % 5_000),
            "mobilePhone": null,
            "secondEmail": null,
            "login": login,
            "email": login,
            "department": format!("Department {}", number % 50),
            "employeeNumber": number.to_string(),
        },
        "credentials": { "provider": { "type": "OKTA", "name": "OKTA" } },
    })
}

fn group(id: &str, now: &str, name: &str, description: &str) -> Value {
    json!({
        "id": id,
        "created": now,
        "lastUpdated": now,
        "lastMembershipUpdated": now,
        "objectClass": ["okta:user_group"],
        "type": "BUILT_IN",
        "profile": { "name": name, "description": description },
    })
}

fn administrator(facts: &Facts, now: &str) -> Value {
    json!({
        "id": facts.admin,
        "status": status::ACTIVE,
        "created": now,
        "activated": null,
        "statusChanged": now,
        "lastLogin": null,
        "lastUpdated": now,
        "passwordChanged": null,
        "type": { "id": facts.user_type() },
        "profile": {
            "firstName": "Add-Min",
            "lastName": "O'Cloudy Tud",
            "mobilePhone": null,
            "secondEmail": null,
            "login": "admin@localhost.example",
            "email": "admin@localhost.example",
        },
        "credentials": { "provider": { "type": "OKTA", "name": "OKTA" } },
    })
}

fn accept_token(tx: &Tx, ids: &Ids, now: Timestamp, facts: &Facts, token: &str) -> Result<(), StoreError> {
    if token != DEFAULT_TOKEN {
        // A file that was made with it is later served with another: everybody knows the first.
        tx.delete(kind::TOKEN, &fingerprint(DEFAULT_TOKEN))?;
    }
    if tx.exists(kind::TOKEN, &fingerprint(token))? {
        return Ok(());
    }
    keep_token(tx, ids, now, &facts.admin, token)
}

/// Keeps an API token of a user, by its digest.
pub fn keep_token(tx: &Tx, ids: &Ids, now: Timestamp, user: &str, token: &str) -> Result<(), StoreError> {
    let now = clock::seconds(now);
    let document = json!({
        "id": ids.next("00T"),
        "name": "local",
        "userId": user,
        "clientName": "Okta API",
        "tokenWindow": "P30D",
        "network": { "connection": "ANYWHERE" },
        "created": now,
        "lastUpdated": now,
    });
    tx.put(kind::TOKEN, &fingerprint(token), &document)
}
