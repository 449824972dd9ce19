//! Documents and relations that are put into the store as they are: what no client can make, and what was
//! recorded elsewhere. What the org could not hold without failing later is refused.

use serde::Deserialize;
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::index;
use crate::kernel::kind::{self, Relation};
use crate::kernel::state::State;
use crate::kernel::status;
use crate::kernel::store::{StoreError, Tx};
use crate::play::Refusal;
use crate::resource::{registry, schema};

/// The greatest length of an id.
const MAX_ID: usize = 200;
/// The kinds that have behaviour of their own, with what their ids begin with and what the org reads in them.
const KINDS: &[Kind] = &[
    Kind {
        name: kind::USER.name(),
        prefix: "00u",
        texts: &["status", "profile.login", "profile.email"],
        dates: &["created", "lastUpdated"],
        maybe_dates: &["activated", "statusChanged", "lastLogin", "passwordChanged"],
        objects: &["type", "credentials"],
        values: &[("status", USER_STATUSES)],
    },
    Kind {
        name: kind::GROUP.name(),
        prefix: "00g",
        texts: &["type", "profile.name"],
        dates: &["created", "lastUpdated", "lastMembershipUpdated"],
        maybe_dates: &[],
        objects: &["source"],
        values: &[("type", &["OKTA_GROUP", "APP_GROUP", "BUILT_IN"])],
    },
    Kind {
        name: kind::GROUP_RULE.name(),
        prefix: "0pr",
        texts: &["name", "conditions.expression.value"],
        dates: &["created", "lastUpdated"],
        maybe_dates: &[],
        objects: &["actions"],
        values: &[
            ("type", &["group_rule"]),
            ("status", &[status::ACTIVE, status::INACTIVE, status::INVALID]),
        ],
    },
];
const USER_STATUSES: &[&str] = &[
    status::STAGED,
    status::PROVISIONED,
    status::ACTIVE,
    status::RECOVERY,
    status::PASSWORD_EXPIRED,
    status::LOCKED_OUT,
    status::SUSPENDED,
    status::DEPROVISIONED,
];
/// The relations, with the kinds that they relate.
const RELATIONS: &[(Relation<'_>, kind::Kind<'_>, kind::Kind<'_>)] = &[
    (kind::MEMBER, kind::GROUP, kind::USER),
    (kind::APP_USER, kind::APP, kind::USER),
    (kind::APP_GROUP, kind::APP, kind::GROUP),
];

struct Kind {
    name: &'static str,
    prefix: &'static str,
    texts: &'static [&'static str],
    dates: &'static [&'static str],
    /// Dates that may be missing or null.
    maybe_dates: &'static [&'static str],
    /// Objects that may be missing or null.
    objects: &'static [&'static str],
    values: &'static [(&'static str, &'static [&'static str])],
}

/// What `/_local/documents` takes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Import {
    #[serde(default)]
    documents: Vec<Document>,
    #[serde(default)]
    links: Vec<Link>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    kind: String,
    id: String,
    json: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    relation: String,
    from: String,
    to: String,
    #[serde(default)]
    value: Value,
}

/// Writes all of it, or nothing.
pub(crate) fn write(state: &State, import: &Import) -> Result<usize, Refusal> {
    let tx = state.store.write()?;
    for (number, document) in import.documents.iter().enumerate() {
        document.check(&tx)?.map_err(|reason| format!("documents[{number}]: {reason}"))?;
        tx.put(kind::at(&document.kind), &document.id, &document.json)?;
    }
    schema::unique::forget_all(&tx)?;
    for (number, link) in import.links.iter().enumerate() {
        let relation = link.check(&tx)?.map_err(|reason| format!("links[{number}]: {reason}"))?;
        tx.link(relation, &link.from, &link.to, &link.or_empty())?;
    }
    tx.commit()?;
    state.facts_reloaded()?;
    Ok(import.documents.len() + import.links.len())
}

/// Whether something can be held, and why not; outside of it, a failure of the store.
pub(crate) type Checked<T = ()> = Result<Result<T, String>, StoreError>;

/// Whether the org could hold a document without failing later; what has no behaviour of its own, it could.
pub(crate) fn check(tx: &Tx, kind: kind::Kind<'_>, id: &str, json: &Value) -> Checked {
    if !KINDS.iter().any(|known| known.name == kind.name()) {
        return Ok(if id.is_empty() { Err("it has no id".to_owned()) } else { Ok(()) });
    }
    let document = Document { kind: kind.name().to_owned(), id: id.to_owned(), json: json.clone() };
    document.check(tx)
}

impl Document {
    fn check(&self, tx: &Tx) -> Checked {
        if !self.json.is_object() {
            return Ok(Err(format!("the json of {:?} is not an object", self.id)));
        }
        if self.id.is_empty() || self.id.len() > MAX_ID || self.id.contains(['\0', '/']) {
            return Ok(Err(format!("an id has 1 to {MAX_ID} characters, and no slash and no NUL")));
        }
        match KINDS.iter().find(|kind| kind.name == self.kind) {
            Some(kind) => match kind.check(self) {
                Ok(()) => self.check_login(tx),
                refused => Ok(refused),
            },
            None => self.check_place(tx),
        }
    }

    /// A document of a collection is kept below the path of the collection.
    fn check_place(&self, tx: &Tx) -> Checked {
        let Some(collection) = registry::collection_at(&self.kind) else {
            let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            let names = names.join(", ");
            let kind = &self.kind;
            return Ok(Err(format!(
                "there is no kind {kind:?}: give {names}, or the path of a collection that is served as documents"
            )));
        };
        if let Some(missing) = registry::missing_parent(tx, collection, &self.kind)? {
            return Ok(Err(format!("{missing:?} of the path {:?} is not there", self.kind)));
        }
        Ok(same_id(&self.json, collection.id.member(), &self.id))
    }

    fn check_login(&self, tx: &Tx) -> Checked {
        if self.kind != "user" {
            return Ok(Ok(()));
        }
        let login = self.json["profile"]["login"].as_str().unwrap_or_default();
        let holders = tx.find_all(kind::USER, index::LOGIN_KEY, &index::unaccented(login), 2)?;
        Ok(match holders.iter().find(|holder| **holder != self.id) {
            Some(holder) => Err(format!("the login {login:?} is the one of {holder} already")),
            None => Ok(()),
        })
    }
}

fn same_id(json: &Value, member: &str, id: &str) -> Result<(), String> {
    if json[member] == id {
        return Ok(());
    }
    Err(format!("the {member} within the json is not {id:?}"))
}

impl Kind {
    fn check(&self, document: &Document) -> Result<(), String> {
        let Document { id, json, .. } = document;
        let name = self.name;
        same_id(json, "id", id)?;
        if !id.starts_with(self.prefix) || !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            let prefix = self.prefix;
            return Err(format!(
                "{id:?} is not an id of a {name}: letters and digits that begin with {prefix}"
            ));
        }
        let at = |path: &str| index::at(json, path).unwrap_or(&Value::Null);
        let is_date = |path: &str| at(path).as_str().is_some_and(|date| clock::parse(date).is_some());
        let needs = |path: &str, what: &str| Err(format!("{path} of a {name} is {what}"));
        if let Some(path) = self.texts.iter().find(|path| at(path).as_str().is_none_or(str::is_empty)) {
            return needs(path, "a text");
        }
        if let Some(path) = self.dates.iter().find(|path| !is_date(path)) {
            return needs(path, "a date");
        }
        if let Some(path) = self.maybe_dates.iter().find(|path| !at(path).is_null() && !is_date(path)) {
            return needs(path, "a date or null");
        }
        if let Some(path) = self.objects.iter().find(|path| !at(path).is_null() && !at(path).is_object()) {
            return needs(path, "an object");
        }
        match self.values.iter().find(|(path, values)| !values.iter().any(|value| at(path) == value)) {
            Some((path, values)) => needs(path, &format!("one of {}", values.join(", "))),
            None => Ok(()),
        }
    }
}

impl Link {
    fn check(&self, tx: &Tx) -> Checked<Relation<'static>> {
        let known = RELATIONS.iter().find(|(relation, ..)| relation.name() == self.relation);
        let Some((relation, from, to)) = known else {
            let names: Vec<&str> = RELATIONS.iter().map(|(relation, ..)| relation.name()).collect();
            return Ok(Err(format!("there is no relation {:?}: give {}", self.relation, names.join(", "))));
        };
        for (kind, id) in [(from, &self.from), (to, &self.to)] {
            if id.contains('\0') || !tx.exists(*kind, id)? {
                return Ok(Err(format!("there is no {} {id:?}", kind.name())));
            }
        }
        Ok(match self.value.is_null() || self.value.is_object() {
            true => Ok(*relation),
            false => Err("the value is not an object".to_owned()),
        })
    }

    fn or_empty(&self) -> Value {
        if self.value.is_null() { Value::Object(Default::default()) } else { self.value.clone() }
    }
}
