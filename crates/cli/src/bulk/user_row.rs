//! One user as a row of a file describes it.

use std::cell::RefCell;

use oktars_catalog::format;
use serde_json::{Map, Value, json};

use super::cell::{self, Kind};
use super::columns::{Columns, Given, Values};
use super::lookup::{Found, Key};
use super::matching::Naming;
use super::plan::Difference;
use super::schema::{Schema, same};
use super::source::Source;
use super::status::Status;
use crate::failure::Failure;

/// How many groups Okta takes with a new user.
const MOST_GROUPS: usize = 20;

/// A file whose rows are users.
pub struct UserRows<'a> {
    pub source: RefCell<Source>,
    pub schema: &'a Schema,
    pub columns: Columns<'a>,
    /// Whether an empty cell is a null.
    pub clear_empty: bool,
}

/// A row with all that is wrong with it.
pub struct Read {
    row: UserRow,
    problems: Vec<String>,
}

/// What a row says of a user. It holds secrets and is therefore not to be printed.
#[derive(Default)]
pub struct UserRow {
    pub id: Option<String>,
    pub status: Option<Status>,
    pub profile: Map<String, Value>,
    credentials: Map<String, Value>,
    group_ids: Vec<String>,
}

impl UserRows<'_> {
    pub fn len(&self) -> usize {
        self.source.borrow().len()
    }

    /// A row and its number in the file.
    pub fn read(&self, row: usize) -> Result<(u64, Read), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let read = match self.columns.values(source.row(row)?) {
            Ok(values) => self.understand(values),
            Err(problem) => Read { row: UserRow::default(), problems: vec![problem] },
        };
        Ok((number, read))
    }

    fn understand(&self, values: Values) -> Read {
        let mut read = Read { row: UserRow::default(), problems: Vec::new() };
        for (name, given) in values {
            if let Err(problem) = self.take(&mut read.row, &name, given) {
                read.problems.push(problem);
            }
        }
        if let Err(problem) = read.row.check_credentials() {
            read.problems.push(problem);
        }
        read
    }

    fn take(&self, row: &mut UserRow, name: &str, given: Given) -> Result<(), String> {
        if let Some(attribute) = name.strip_prefix("profile.") {
            return self.take_attribute(row, attribute, given);
        }
        match name {
            "id" => row.id = given.text().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()),
            "status" => row.status = given.text().map(|text| Status::parse(&text)).transpose()?,
            "groupIds" => row.group_ids = group_ids(given)?,
            _ => return row.take_credential(name, given),
        }
        Ok(())
    }

    fn take_attribute(&self, row: &mut UserRow, name: &str, given: Given) -> Result<(), String> {
        let Some(place) = self.schema.place(name) else { return Ok(()) };
        let attribute = &self.schema.attributes()[place];
        let value = match given {
            Given::Json(Value::String(text)) if attribute.has_form() => Some(Value::from(text.trim())),
            Given::Json(value) => Some(value),
            Given::Text(text) => {
                cell::read(&attribute.kind, &text).map_err(|problem| format!("{name}: {problem}"))?
            }
        };
        let value = value.or(self.clear_empty.then_some(Value::Null));
        let Some(value) = value else { return Ok(()) };
        let fault = attribute.fault(&value);
        row.profile.insert(name.to_owned(), value);
        fault.map_or(Ok(()), |fault| Err(format!("{name} {fault}")))
    }
}

fn group_ids(given: Given) -> Result<Vec<String>, String> {
    let value = match given {
        Given::Json(value) => Some(value),
        Given::Text(text) => cell::read(&Kind::List(Box::new(Kind::Text)), &text)
            .map_err(|problem| format!("groupIds: {problem}"))?,
    };
    let ids: Vec<String> = serde_json::from_value(value.unwrap_or_else(|| json!([])))
        .map_err(|_| "groupIds is not a list of ids".to_owned())?;
    if ids.len() > MOST_GROUPS {
        return Err(format!(
            "groupIds has {} groups, and Okta takes {MOST_GROUPS} with a new user",
            ids.len()
        ));
    }
    Ok(ids)
}

impl Read {
    /// Whom the row is about, for the reader.
    pub fn subject(&self, naming: &Naming) -> String {
        let row = &self.row;
        let named = naming.only().and_then(|key| row.key(key));
        let email = || row.text("email").map(str::to_owned);
        let named = named.or_else(|| row.login().map(str::to_owned));
        named.or_else(|| row.id.clone()).or_else(email).unwrap_or_default()
    }

    pub fn valid(self) -> Result<UserRow, String> {
        if self.problems.is_empty() { Ok(self.row) } else { Err(self.problems.join("; ")) }
    }
}

impl UserRow {
    pub fn login(&self) -> Option<&str> {
        self.text("login")
    }

    fn text(&self, attribute: &str) -> Option<&str> {
        self.profile.get(attribute).and_then(Value::as_str)
    }

    /// The groups that a new user is put into.
    pub fn group_ids(&self) -> &[String] {
        &self.group_ids
    }

    /// The profile of a new user: of login and email, one may stand for the other.
    pub fn new_profile(&self) -> Map<String, Value> {
        let present = self.profile.iter().filter(|(_, value)| !value.is_null());
        let mut profile: Map<String, Value> =
            present.map(|(name, value)| (name.clone(), value.clone())).collect();
        match (self.login(), self.text("email")) {
            (None, Some(email)) => drop(profile.insert("login".to_owned(), email.into())),
            (Some(login), None) if format::is_email(login) => {
                profile.insert("email".to_owned(), login.into());
            }
            _ => {}
        }
        profile
    }

    /// The text by which the user is found.
    pub fn key(&self, key: &Key) -> Option<String> {
        if key.is_id() {
            return self.id.clone();
        }
        self.profile.get(&key.0).and_then(Value::as_str).map(str::to_owned)
    }

    fn take_credential(&mut self, name: &str, given: Given) -> Result<(), String> {
        let Some(path) = name.strip_prefix("credentials.") else { return Ok(()) };
        // `"password": {}` says that there is one, which is not told.
        let Some(text) = given.text().filter(|text| text != "{}") else { return Ok(()) };
        let is_count = ["workFactor", "iterationCount", "keySize"].iter().any(|count| path.ends_with(count));
        let value = if is_count {
            text.trim()
                .parse::<u64>()
                .map(Value::from)
                .map_err(|_| format!("{path} is not a whole number"))?
        } else {
            Value::from(text)
        };
        let mut members = &mut self.credentials;
        let mut parts = path.split('.').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                members.insert(part.to_owned(), value);
                break;
            }
            let inner = members.entry(part).or_insert_with(|| json!({}));
            let Value::Object(inner) = inner else { break };
            members = inner;
        }
        Ok(())
    }

    /// What can be known to be wrong without telling what the secrets are.
    fn check_credentials(&mut self) -> Result<(), String> {
        let credentials = &mut self.credentials;
        if let Some(provider) = credentials.get("provider")
            && matches!(provider["type"].as_str(), None | Some("OKTA" | "IMPORT"))
        {
            credentials.remove("provider");
        }
        let password = credentials.get("password").unwrap_or(&Value::Null);
        if !password["value"].is_null() && !password["hash"].is_null() {
            return Err("there is a password and the hash of one; only one can be taken".to_owned());
        }
        if !password["hash"].is_null() {
            check_hash(&password["hash"])?;
        }
        if let Some(question) = credentials.get("recovery_question") {
            match (question["question"].is_string(), question["answer"].is_string()) {
                (true, true) => {}
                // What an export shows: answers are not told.
                (true, false) => drop(credentials.remove("recovery_question")),
                _ => return Err("there is a recovery answer without a question".to_owned()),
            }
        }
        Ok(())
    }

    pub fn is_federated(&self) -> bool {
        self.credentials.contains_key("provider")
    }

    /// Whether a new user of this kind can sign in at once.
    pub fn is_ready(&self) -> bool {
        self.credentials.contains_key("password") || self.is_federated()
    }

    /// Whether there is something that only a new user is given.
    pub fn gives_more_than_a_profile(&self) -> bool {
        !self.credentials.is_empty() || !self.group_ids.is_empty()
    }

    /// The body of the request that creates the user.
    pub fn new_user(&self) -> Value {
        let mut body = json!({ "profile": self.new_profile() });
        if !self.credentials.is_empty() {
            body["credentials"] = Value::Object(self.credentials.clone());
        }
        if !self.group_ids.is_empty() {
            body["groupIds"] = json!(self.group_ids);
        }
        body
    }

    /// Which attributes of a user are other than the row says, as places in the schema.
    pub fn differences(&self, schema: &Schema, found: &Found) -> (Vec<u16>, Vec<Difference>) {
        let (mut places, mut differences) = (Vec::new(), Vec::new());
        for (name, value) in &self.profile {
            let old = found.profile.get(name);
            if same(old.unwrap_or(&Value::Null), value) {
                continue;
            }
            let Some(place) = schema.place(name).and_then(|place| u16::try_from(place).ok()) else {
                continue;
            };
            places.push(place);
            differences.push(Difference {
                field: format!("profile.{name}"),
                old: old.cloned(),
                new: Some(value.clone()),
            });
        }
        (places, differences)
    }
}

/// What an imported hash must have by its algorithm.
fn check_hash(hash: &Value) -> Result<(), String> {
    let algorithm = hash["algorithm"].as_str().unwrap_or_default();
    let needed: &[&str] = match algorithm {
        "BCRYPT" => &["workFactor", "salt", "value"],
        "SHA-512" | "SHA-256" | "SHA-1" | "MD5" => &["value"],
        "PBKDF2" => &["salt", "iterationCount", "keySize", "digestAlgorithm", "value"],
        _ => {
            return Err(
                "the algorithm of the hash is not one of BCRYPT, SHA-512, SHA-256, SHA-1, MD5, PBKDF2".into(),
            );
        }
    };
    let lacking: Vec<&str> = needed.iter().copied().filter(|member| hash[member].is_null()).collect();
    if lacking.is_empty() { Ok(()) } else { Err(format!("the hash lacks {}", lacking.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(members: &[(&str, &str)]) -> UserRow {
        let mut row = UserRow::default();
        for (name, text) in members {
            row.take_credential(&format!("credentials.{name}"), Given::Text((*text).to_owned())).unwrap();
        }
        row
    }

    #[test]
    fn credentials_are_put_together() {
        let mut with_hash = row(&[
            ("password.hash.algorithm", "BCRYPT"),
            ("password.hash.workFactor", "10"),
            ("password.hash.salt", "s"),
            ("password.hash.value", "v"),
            ("recovery_question.question", "Q"),
            ("recovery_question.answer", "Deep Six"),
        ]);
        assert_eq!(with_hash.check_credentials(), Ok(()));
        let expected = json!({
            "profile": {},
            "credentials": {
                "password": {"hash": {"algorithm": "BCRYPT", "workFactor": 10, "salt": "s", "value": "v"}},
                "recovery_question": {"question": "Q", "answer": "Deep Six"},
            },
        });
        assert_eq!(with_hash.new_user(), expected);
        assert!(with_hash.is_ready());
    }

    #[test]
    fn what_an_export_shows_of_credentials_is_not_taken_for_some() {
        let mut exported = row(&[
            ("password", "{}"),
            ("recovery_question.question", "Q"),
            ("provider.type", "OKTA"),
            ("provider.name", "OKTA"),
        ]);
        assert_eq!(exported.check_credentials(), Ok(()));
        assert!(!exported.gives_more_than_a_profile() && !exported.is_ready());
    }

    #[test]
    fn wrong_credentials_are_told_without_showing_them() {
        let cases: [(&[(&str, &str)], &str); 4] = [
            (&[("password.value", "s3cret"), ("password.hash.algorithm", "MD5")], "only one can be taken"),
            (&[("password.hash.algorithm", "s3cret")], "not one of BCRYPT"),
            (
                &[("password.hash.algorithm", "PBKDF2"), ("password.hash.salt", "s3cret")],
                "lacks iterationCount",
            ),
            (&[("recovery_question.answer", "s3cret")], "without a question"),
        ];
        for (members, message) in cases {
            let error = row(members).check_credentials().unwrap_err();
            assert!(error.contains(message) && !error.contains("s3cret"), "{error}");
        }
    }
}
