//! The people of an org: who they are, and what a reviewer should know about them.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::reading::Reading;
use super::written;
use crate::command::mirror::literal;
use crate::failure::Stop;

/// After so many days without a sign-in, somebody counts as inactive.
const INACTIVE_DAYS: i64 = 90;
/// What stands in `userType` of people who are not employees.
const EXTERNAL: [&str; 8] =
    ["contract", "external", "vendor", "partner", "consult", "temp", "freelance", "agency"];
/// How much of an attribute's name is taken.
const LONGEST_NAME: usize = 100;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    pub id: Box<str>,
    pub login: Box<str>,
    pub status: Option<Box<str>>,
    pub email: Option<Box<str>>,
    pub first_name: Option<Box<str>>,
    pub last_name: Option<Box<str>>,
    pub display_name: Option<Box<str>>,
    pub department: Option<Box<str>>,
    pub title: Option<Box<str>>,
    pub user_type: Option<Box<str>>,
    pub employee_number: Option<Box<str>>,
    pub manager_id: Option<Box<str>>,
    pub manager: Option<Box<str>>,
    pub last_login: Option<Box<str>>,
    pub created: Option<Box<str>>,
    /// What the attribute holds that `--reviewer-attribute` names.
    pub reviewer: Option<Box<str>>,
}

impl Person {
    /// How people call somebody.
    pub fn name(&self) -> String {
        let given = [&self.first_name, &self.last_name].map(|name| name.as_deref().unwrap_or_default());
        match given.join(" ").trim() {
            "" => self.display_name.as_deref().unwrap_or(&self.login).to_owned(),
            name => name.to_owned(),
        }
    }

    pub fn is_deactivated(&self) -> bool {
        self.status.as_deref() == Some("DEPROVISIONED")
    }
}

/// All people, and how they are found.
pub struct People {
    pub all: Vec<Person>,
    by_id: HashMap<Box<str>, usize>,
    /// By login, in lower case.
    by_login: HashMap<String, usize>,
    /// The managers of people, where the mirror has the linked object `manager`.
    pub linked: HashMap<usize, usize>,
    /// Whose factors are known, and who has a second one.
    factors_known: HashSet<usize>,
    second_factor: HashSet<usize>,
    /// Who has not signed in since then is inactive.
    inactive_before: String,
}

/// The name of an attribute, as a schema can have it.
pub fn attribute(name: &str) -> Result<String, String> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(is_name) {
        return Err("it is not the name of an attribute, such as managerId".to_owned());
    }
    Ok(name.to_owned())
}

#[derive(Deserialize)]
struct Id {
    id: Box<str>,
}

#[derive(Deserialize)]
struct Link {
    user_id: Box<str>,
    primary_id: Box<str>,
}

impl People {
    /// These people, without any other facts.
    pub fn of(all: Vec<Person>) -> Self {
        let by_id = all.iter().enumerate().map(|(at, person)| (person.id.clone(), at)).collect();
        let by_login = all.iter().enumerate().map(|(at, person)| (person.login.to_lowercase(), at)).collect();
        People {
            all,
            by_id,
            by_login,
            linked: HashMap::new(),
            factors_known: HashSet::new(),
            second_factor: HashSet::new(),
            inactive_before: String::new(),
        }
    }

    pub fn read(reading: &mut Reading, reviewer: Option<&str>) -> Result<Self, Stop> {
        // A text, whatever the schema says of it.
        let column = |name: &&str| format!("cast(d.json ->> '$.profile.{name}' as text) as {name}");
        let names = [
            "email",
            "firstName",
            "lastName",
            "displayName",
            "department",
            "title",
            "userType",
            "employeeNumber",
            "managerId",
            "manager",
        ];
        let columns: Vec<String> = names.iter().map(column).collect();
        let reviewer = reviewer.map(|name| {
            format!(", cast(d.json ->> {} as text) as reviewer", literal(&format!("$.profile.\"{name}\"")))
        });
        let sql = format!(
            "select d.key as id, r.login, r.status, r.lastLogin, r.created, {}{}
             from users_documents d join users_rows r on r.key = d.key order by r.login",
            columns.join(", "),
            reviewer.unwrap_or_default()
        );
        let all: Vec<Person> = reading.rows(&sql)?;
        let as_of: Timestamp = reading.as_of.parse().unwrap_or_else(|_| Timestamp::now());
        let inactive_before = written(as_of - SignedDuration::from_hours(24 * INACTIVE_DAYS));
        let mut people = People { inactive_before, ..People::of(all) };
        people.read_factors(reading)?;
        people.read_links(reading)?;
        Ok(people)
    }

    /// Who is linked to whom is in a mirror only if that was asked for, and not in one of an older version.
    fn read_links(&mut self, reading: &mut Reading) -> Result<(), Stop> {
        let table = "select name as id from sqlite_master where name = 'linked_object_values_rows'";
        if reading.rows::<Id>(table)?.is_empty() {
            return Ok(());
        }
        let sql = "select user_id, primary_id from linked_object_values_rows where relationship = 'manager'";
        let links: Vec<Link> = reading.rows(sql)?;
        let places = |link: &Link| self.place(&link.user_id).zip(self.place(&link.primary_id));
        self.linked = links.iter().filter_map(places).collect();
        Ok(())
    }

    /// A question is something that somebody knows, as a password is.
    fn read_factors(&mut self, reading: &mut Reading) -> Result<(), Stop> {
        let known: Vec<Id> = reading.rows("select list as id from list_read where kind = 'factors'")?;
        self.factors_known = known.iter().filter_map(|row| self.place(&row.id)).collect();
        let second: Vec<Id> = reading.rows(
            "select distinct user_id as id from factors_rows
             where status = 'ACTIVE' and factorType is not 'question'",
        )?;
        self.second_factor = second.iter().filter_map(|row| self.place(&row.id)).collect();
        Ok(())
    }

    /// The place of a person with this id.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    pub fn by_login(&self, login: &str) -> Option<usize> {
        self.by_login.get(&login.to_lowercase()).copied()
    }

    /// What a reviewer should know about somebody.
    pub fn marks(&self, place: usize) -> Vec<String> {
        let person = &self.all[place];
        let mut marks = Vec::new();
        match person.status.as_deref() {
            Some("DEPROVISIONED") => marks.push("deactivated"),
            Some("SUSPENDED") => marks.push("suspended"),
            _ => {}
        }
        match person.last_login.as_deref() {
            None => marks.push("never signed in"),
            Some(last) if last < self.inactive_before.as_str() => marks.push("inactive for 90 days"),
            Some(_) => {}
        }
        let kind = person.user_type.as_deref().unwrap_or_default().to_lowercase();
        if EXTERNAL.iter().any(|word| kind.contains(word)) {
            marks.push("contractor");
        }
        if self.factors_known.contains(&place) && !self.second_factor.contains(&place) {
            marks.push("no second factor");
        }
        marks.into_iter().map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_called_by_their_names() {
        let person = |first: Option<&str>, last: Option<&str>, display: Option<&str>| Person {
            login: "ann@acme.example".into(),
            first_name: first.map(Into::into),
            last_name: last.map(Into::into),
            display_name: display.map(Into::into),
            ..Person::default()
        };
        assert_eq!(person(Some("Ann"), Some("Lee"), Some("A.")).name(), "Ann Lee");
        assert_eq!(person(None, Some("Lee"), None).name(), "Lee");
        assert_eq!(person(None, None, Some("A.")).name(), "A.");
        assert_eq!(person(None, None, None).name(), "ann@acme.example");
    }

    #[test]
    fn an_attribute_is_a_name_and_nothing_that_sql_would_read() {
        for name in ["managerId", "cost_center", "a1"] {
            assert!(attribute(name).is_ok(), "{name}");
        }
        for name in ["", "a b", "a\"b", "a'", "é", "$.x", &"a".repeat(101)] {
            assert!(attribute(name).is_err(), "{name:?}");
        }
    }
}
