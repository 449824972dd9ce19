//! What an org should hold, as the documents that another org answered, by operation: a mirror or a recording
//! becomes an org with the same ids.

use std::fmt;
use std::io::BufRead;
use std::sync::Arc;

use oktars_catalog::{Operation, op};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::kernel::facts::Facts;
use crate::kernel::id::Ids;
use crate::kernel::kind::{self, Kind, Relation};
use crate::kernel::password::Secrets;
use crate::kernel::store::{StoreError, Tx};
use crate::kernel::stored::id_of;
use crate::play::import;
use crate::resource::{app, linked_object, registry};

/// The greatest length of a line, in bytes.
const LONGEST: usize = 16 << 20;

/// The login of the administrator of a new org, which nobody else can have.
const ADMINISTRATOR: &str = "admin@localhost.example";

/// Documents as an org answered them.
///
/// ```
/// use oktars_local::{Answers, Org, Seed};
///
/// let lines = r#"{"operation":"listGroups","body":{"id":"00g1","type":"OKTA_GROUP","created":"2026-01-01T00:00:00.000Z","lastUpdated":"2026-01-01T00:00:00.000Z","lastMembershipUpdated":"2026-01-01T00:00:00.000Z","objectClass":["okta:user_group"],"profile":{"name":"Sales"}}}"#;
/// let answers = Answers::read(lines.as_bytes())?;
/// let org = Org::builder().seed(Seed::Answers(answers)).build().map_err(|error| error.to_string())?;
/// let request = http::Request::get("http://localhost/api/v1/groups/00g1")
///     .header("authorization", format!("SSWS {}", org.token())).body(bytes::Bytes::new()).unwrap();
/// assert_eq!(org.handle(request).status(), 200);
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Default)]
pub struct Answers {
    answers: Arc<Vec<Answer>>,
    password: Option<String>,
}

/// One object of an answer. It stays a text until it is written: as a value it takes four times the memory.
struct Answer {
    operation: &'static Operation,
    /// The values of the parameters of its path, in order.
    values: Vec<String>,
    /// Empty where the object has none.
    id: String,
    body: Box<RawValue>,
}

/// The same, as a line says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The id of the operation.
    operation: String,
    /// The values of the parameters of its path, in order.
    #[serde(default)]
    values: Vec<String>,
    body: Box<RawValue>,
}

/// Where the store keeps what an operation answers.
enum Place {
    Documents(Kind<'static>),
    /// Documents that belong to an object, which the path names.
    Of(Kind<'static>),
    /// Relations from an object that the path names, to the one that the body names.
    Links(Relation<'static>, Kind<'static>, Kind<'static>),
    /// What is described as data, below the path.
    Described,
}

/// Operations whose answers are kept by code of their own.
const PLACES: &[(&Operation, Place)] = &[
    (&op::LIST_USER_TYPES, Place::Documents(kind::USER_TYPE)),
    (&op::LIST_USERS, Place::Documents(kind::USER)),
    (&op::LIST_GROUPS, Place::Documents(kind::GROUP)),
    (&op::LIST_GROUP_RULES, Place::Documents(kind::GROUP_RULE)),
    (&op::LIST_APPLICATIONS, Place::Documents(kind::APP)),
    (&op::LIST_POLICIES, Place::Documents(kind::POLICY)),
    (&op::LIST_POLICY_RULES, Place::Of(kind::POLICY_RULE)),
    (&op::LIST_AUTHORIZATION_SERVERS, Place::Documents(kind::AUTHORIZATION_SERVER)),
    (&op::LIST_OAUTH2_SCOPES, Place::Of(kind::AUTHORIZATION_SERVER_SCOPE)),
    (&op::LIST_OAUTH2_CLAIMS, Place::Of(kind::AUTHORIZATION_SERVER_CLAIM)),
    (&op::LIST_AUTHORIZATION_SERVER_POLICIES, Place::Of(kind::AUTHORIZATION_SERVER_POLICY)),
    (&op::LIST_AUTHORIZATION_SERVER_POLICY_RULES, Place::Of(kind::AUTHORIZATION_SERVER_RULE)),
    (&op::LIST_ASSIGNED_ROLES_FOR_USER, Place::Of(kind::ROLE)),
    (&op::LIST_GROUP_ASSIGNED_ROLES, Place::Of(kind::ROLE)),
    (&op::LIST_GROUP_USERS, Place::Links(kind::MEMBER, kind::GROUP, kind::USER)),
    (&op::LIST_APPLICATION_USERS, Place::Links(kind::APP_USER, kind::APP, kind::USER)),
    (&op::LIST_APPLICATION_GROUP_ASSIGNMENTS, Place::Links(kind::APP_GROUP, kind::APP, kind::GROUP)),
];

/// Schemas are kept under an id that their body does not say.
const SCHEMAS: [&Operation; 2] = [&op::GET_USER_SCHEMA, &op::GET_GROUP_SCHEMA];
/// Relationships between users are named by themselves, and by links.
const LINKED: [&Operation; 2] = [&op::LIST_LINKED_OBJECT_DEFINITIONS, &op::LIST_LINKED_OBJECTS_FOR_USER];

impl Answers {
    /// Reads NDJSON: each line has the `operation`, the `values` of its path, and one object of the answer as
    /// `body`. What others belong to stands before them.
    ///
    /// # Errors
    ///
    /// A line is not one of these; with its number.
    pub fn read(mut lines: impl BufRead) -> Result<Self, String> {
        let mut read = Vec::new();
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let told = |error: &dyn fmt::Display| format!("line {number}: {error}");
            if lines.read_until(b'\n', &mut line).map_err(|error| told(&error))? == 0 {
                break;
            }
            if line.len() > LONGEST {
                return Err(told(&format!("it is longer than {} MiB", LONGEST >> 20)));
            }
            if !line.trim_ascii().is_empty() {
                let line: Line = serde_json::from_slice(&line).map_err(|error| told(&error))?;
                read.push(line.answer().map_err(|reason| told(&reason))?);
            }
        }
        Ok(Answers { answers: Arc::new(read), password: None })
    }

    /// Gives everybody this password. Without it, nobody has one: answers show none.
    #[must_use]
    pub fn password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Whether the answers of an operation become a part of the org.
    pub fn carries(operation: &str) -> bool {
        let is_own = SCHEMAS.iter().chain(&LINKED).any(|own| own.id == operation);
        is_own || oktars_catalog::operation(operation).is_some_and(|operation| place(operation).is_some())
    }

    /// The ids that the org's behaviour needs to know, as far as the answers tell them.
    pub(crate) fn facts(&self, mut facts: Facts) -> Facts {
        let mut admins = self
            .of(&op::LIST_ASSIGNED_ROLES_FOR_USER)
            .filter(|answer| answer.body()["type"] == "SUPER_ADMIN");
        let admin = admins.find_map(|answer| answer.values.first().filter(|user| self.has_user(user)));
        let named = self.of(&op::LIST_USERS).find(|answer| answer.is_of(ADMINISTRATOR));
        let named = named.map(|answer| answer.id.clone());
        facts.admin = admin.cloned().or(named).unwrap_or(facts.admin);
        if let Some(org) = self.of(&op::GET_ORG_SETTINGS).last() {
            facts.org.clone_from(&org.id);
        }
        for group in self.of(&op::LIST_GROUPS) {
            let body = group.body();
            match body["profile"]["name"].as_str().filter(|_| body["type"] == "BUILT_IN") {
                Some("Everyone") => facts.everyone.clone_from(&group.id),
                Some("Okta Administrators") => facts.administrators.clone_from(&group.id),
                _ => {}
            }
        }
        if let Some(standard) = self.of(&op::LIST_USER_TYPES).find(|answer| answer.body()["default"] == true)
        {
            facts.default_type = standard.id.trim_start_matches("oty").to_owned();
        }
        facts
    }

    /// The objects that an operation answered.
    fn of(&self, operation: &Operation) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(move |answer| answer.operation.id == operation.id)
    }

    /// Whether a user is among them.
    pub(crate) fn has_user(&self, id: &str) -> bool {
        self.of(&op::LIST_USERS).any(|answer| answer.id == id)
    }

    /// Whether a user may do everything by an answer. Who asked may have been shown no roles at all.
    pub(crate) fn has_administrator(&self, id: &str) -> bool {
        self.of(&op::LIST_ASSIGNED_ROLES_FOR_USER).any(|answer| {
            answer.values.first().is_some_and(|user| user == id) && answer.body()["type"] == "SUPER_ADMIN"
        })
    }

    /// Writes all that is carried.
    pub(crate) fn write(&self, tx: &Tx, ids: &Ids) -> Result<(), StoreError> {
        for (number, answer) in self.answers.iter().enumerate() {
            let told = |reason| StoreError::new(format!("answer {}: {reason}", number + 1));
            answer.write(tx, ids)?.map_err(told)?;
        }
        match &self.password {
            Some(password) => self.give_password(tx, password),
            None => Ok(()),
        }
    }

    /// One hash for all, since to make one takes a while by intent.
    fn give_password(&self, tx: &Tx, password: &str) -> Result<(), StoreError> {
        let mut secrets = Secrets::default();
        secrets.set_password(password);
        let secrets = serde_json::to_value(&secrets).expect("secrets are JSON");
        self.of(&op::LIST_USERS).try_for_each(|answer| tx.put(kind::USER_SECRET, &answer.id, &secrets))
    }
}

/// How many answers there are, and nothing of what they say.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answers({})", self.answers.len())
    }
}

impl PartialEq for Answers {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.answers, &other.answers) && self.password == other.password
    }
}

fn place(operation: &Operation) -> Option<&'static Place> {
    let own = PLACES.iter().find(|(known, _)| known.id == operation.id).map(|(_, place)| place);
    own.or_else(|| registry::collection_at(operation.path).map(|_| &Place::Described))
}

impl Line {
    /// The same, when there is such an operation, whose path the values fill.
    fn answer(self) -> Result<Answer, String> {
        let Some(operation) = oktars_catalog::operation(&self.operation) else {
            return Err(format!("there is no operation {:?}", self.operation));
        };
        if self.values.len() != operation.path_parameters().count() {
            return Err(format!("the path {} is not filled", operation.path));
        }
        let body: Value = serde_json::from_str(self.body.get()).map_err(|error| error.to_string())?;
        // A relation, a schema and some others have none.
        let id = body["id"].as_str().unwrap_or_default().to_owned();
        Ok(Answer { operation, values: self.values, id, body: self.body })
    }
}

impl Answer {
    fn body(&self) -> Value {
        serde_json::from_str(self.body.get()).expect("a body was read before it was kept")
    }

    /// Whether this is the user with a login.
    fn is_of(&self, login: &str) -> bool {
        self.body.get().contains(login) && self.body()["profile"]["login"] == login
    }

    fn write(&self, tx: &Tx, ids: &Ids) -> Result<Result<(), String>, StoreError> {
        let operation = self.operation;
        if operation.id == op::LIST_LOG_EVENTS.id {
            tx.put(kind::LOG, &format!("{:016x}", ids.tick()), &self.body())?;
        } else if SCHEMAS.iter().any(|schema| schema.id == operation.id) {
            self.write_schema(tx)?;
        } else if operation.id == op::LIST_LINKED_OBJECT_DEFINITIONS.id {
            linked_object::keep(tx, &self.stored())?;
        } else if operation.id == op::LIST_LINKED_OBJECTS_FOR_USER.id {
            self.write_linked(tx)?;
        } else if let Some(place) = place(operation) {
            return self.write_to(tx, operation, place);
        }
        Ok(Ok(()))
    }

    /// A user who is linked to the one of the path is named by the end of its address.
    fn write_linked(&self, tx: &Tx) -> Result<(), StoreError> {
        let body = self.body();
        let href = body["_links"]["self"]["href"].as_str().unwrap_or_default();
        let (other, [user, relationship]) =
            (href.rsplit('/').next().unwrap_or_default(), self.values.as_slice())
        else {
            return Ok(());
        };
        linked_object::keep_value(tx, user, relationship, other)
    }

    fn write_to(
        &self,
        tx: &Tx,
        operation: &Operation,
        place: &Place,
    ) -> Result<Result<(), String>, StoreError> {
        let stored = self.stored();
        let (id, of) = (id_of(&stored), self.values.last().map_or("", String::as_str));
        match place {
            Place::Documents(kind) => {
                if let Err(reason) = import::check(tx, *kind, id, &stored)? {
                    return Ok(Err(reason));
                }
                tx.put(*kind, id, &stored)?;
            }
            Place::Of(kind) => tx.put(kind.of(of), id, &stored)?,
            Place::Links(relation, from, to) => {
                // What was deleted meanwhile belongs to nothing.
                if tx.exists(*from, of)? && tx.exists(*to, id)? {
                    let value =
                        if relation.name() == kind::MEMBER.name() { json!({}) } else { stored.clone() };
                    tx.link(*relation, of, id, &value)?;
                }
            }
            Place::Described => {
                let mut values = self.values.iter();
                let filled = operation.path.split('/').map(|segment| {
                    if segment.starts_with('{') {
                        values.next().map_or(segment, String::as_str)
                    } else {
                        segment
                    }
                });
                let path = filled.collect::<Vec<_>>().join("/");
                if let Some(collection) = registry::collection_at(&path) {
                    let id = stored[collection.id.member()].as_str().unwrap_or_default();
                    tx.put(kind::at(&path), id, &stored)?;
                    // What a new org has from the beginning is among the answers, or it was removed.
                    tx.put(kind::SEEDED, &path, &json!(true))?;
                }
            }
        }
        Ok(Ok(()))
    }

    fn write_schema(&self, tx: &Tx) -> Result<(), StoreError> {
        let mut stored = self.stored();
        if let Some(members) = stored.as_object_mut() {
            members.shift_remove("id");
        }
        match self.values.first() {
            Some(id) => tx.put(kind::USER_SCHEMA, id, &stored),
            None => tx.put(kind::GROUP_SCHEMA, "default", &stored),
        }
    }

    /// The object as the store keeps it: links are made again, since they lead to another address.
    fn stored(&self) -> Value {
        let mut stored = self.body();
        let links = stored["_links"].take();
        if let Some(members) = stored.as_object_mut() {
            members.shift_remove("_links");
            members.shift_remove("_embedded");
        }
        if self.operation.id == op::LIST_APPLICATIONS.id {
            app::policy::keep_links(&mut stored, &links);
        }
        stored
    }
}
