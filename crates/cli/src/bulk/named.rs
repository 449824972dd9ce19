//! Rows that each name one user, by login, id, email or another attribute: of a file, or of the command line.

use std::cell::RefCell;
use std::collections::HashMap;

use oktars::Okta;

use super::BulkArgs;
use super::columns::{Columns, EMAIL_NAMES, Known};
use super::lookup::Key;
use super::plan::{Plan, Planned, Verb};
use super::source::Source;
use super::user_refs::{self, People, Person, UserRef};
use crate::failure::{Failure, Stop};
use crate::run::Run;

const KNOWN: Known = Known {
    names: &[
        ("login", &["user", "username", "user name", "profile.login"]),
        ("id", &["user id"]),
        ("email", EMAIL_NAMES),
    ],
    ignored: &[],
    lenient: true,
    profiles: false,
};

/// Whom a row names.
pub struct Named {
    pub who: UserRef,
    /// The id where the row has a login as well; only one that looks like Okta's, as others number people too.
    pub id: Option<UserRef>,
}

impl Named {
    /// The user who has the name, or else the one who has the id.
    pub fn person<'a>(&self, people: &'a People) -> Result<Option<&'a Person>, String> {
        match (self.who.only(people)?, &self.id) {
            (None, Some(id)) => match id.only(people)? {
                Some(person) => Err(format!("the user of its id has another login, {}", person.login)),
                None => Ok(None),
            },
            (person, _) => Ok(person),
        }
    }

    /// Whether the row has a login of one user and an id of another.
    pub fn contradicts(&self, person: &Person) -> bool {
        self.id.as_ref().is_some_and(|id| id.text != *person.id)
    }
}

pub struct NamedRows<'a> {
    pub source: RefCell<Source>,
    columns: Columns<'a>,
    key: Option<Key>,
}

impl<'a> NamedRows<'a> {
    pub async fn open(run: &mut Run, bulk: &'a BulkArgs) -> Result<Self, Stop> {
        let mut source = bulk.source()?;
        let columns = Columns::new(&mut source, bulk.meaning(), &KNOWN, None)?;
        let key = user_refs::key(&run.okta()?, bulk.key()).await?;
        match &key {
            Some(Key(name)) if !columns.has(name) => {
                return Err(columns.nobody_named(&source.header, &format!("no {name}"), name).into());
            }
            None if !["login", "id", "email"].into_iter().any(|name| columns.has(name)) => {
                return Err(columns.nobody_named(&source.header, "no login, id or email", "login").into());
            }
            _ => {}
        }
        Ok(NamedRows { source: RefCell::new(source), columns, key })
    }

    /// The rows that name a user that no other row names in the same way.
    pub fn check<W>(&self, plan: &mut Plan<W>) -> Result<Vec<(usize, Named)>, Stop> {
        let mut named_in: HashMap<UserRef, u64> = HashMap::new();
        let mut rows = Vec::new();
        let count = self.source.borrow().len();
        for row in 0..count {
            let (number, named) = self.named(row)?;
            let is_open = plan.row(number, named.as_ref().map_or("", |named| &named.who.text));
            match named {
                Err(problem) => plan.invalid(row, problem)?,
                Ok(named) => {
                    if let Some(other) = named_in.insert(named.who.folded(), number) {
                        plan.invalid(row, plan.named_twice(other))?;
                    } else if is_open {
                        rows.push((row, named));
                    }
                }
            }
        }
        Ok(rows)
    }

    /// Plans each row: what was begun is looked at again, and nobody is named twice.
    pub async fn plan<W>(
        &self,
        run: &mut Run,
        plan: &mut Plan<W>,
        look: impl AsyncFn(usize, Verb) -> Result<Planned<W>, Stop>,
        planned: impl Fn(&Named, Option<&Person>) -> Planned<W>,
    ) -> Result<(), Stop> {
        let okta = run.okta()?;
        let rows = self.check(plan)?;
        let people = self.people(&okta, plan, &rows).await?;
        let mut rows_of: HashMap<Box<str>, u64> = HashMap::new();
        for (row, named) in rows {
            let person = named.person(&people);
            let number = plan.rows[row].number;
            let known = person.as_ref().ok().copied().flatten();
            let other = known.and_then(|person| rows_of.insert(person.id.clone(), number));
            let result = match (plan.begun(row), other, person) {
                (Some(begun), ..) => look(row, begun).await?,
                (None, Some(other), _) => Planned::Invalid(plan.named_twice(other)),
                (None, None, Ok(person)) => planned(&named, person),
                (None, None, Err(problem)) => Planned::Invalid(problem),
            };
            plan.planned(run, row, result)?;
        }
        Ok(())
    }

    /// The users that the rows name, unless an earlier run began with them.
    pub async fn people<W>(
        &self,
        okta: &Okta,
        plan: &Plan<W>,
        rows: &[(usize, Named)],
    ) -> Result<People, Stop> {
        let fresh = rows.iter().filter(|(row, _)| plan.begun(*row).is_none());
        let mut people = user_refs::find(okta, fresh.map(|(_, named)| named.who.clone())).await?;
        // A user who is not found by the login may have another login now.
        let lost = rows.iter().map(|(_, named)| named).filter(|named| !people.contains_key(&named.who));
        let ids: Vec<UserRef> = lost.filter_map(|named| named.id.clone()).collect();
        people.extend(user_refs::find(okta, ids.into_iter()).await?);
        Ok(people)
    }

    pub fn named(&self, row: usize) -> Result<(u64, Result<Named, String>), Failure> {
        let mut source = self.source.borrow_mut();
        let number = source.number(row);
        let named = self.columns.values(source.row(row)?).and_then(|values| {
            let text = |name: &str| {
                let value = values.iter().find(|(column, _)| column == name)?;
                value.1.name()
            };
            if let Some(key) = &self.key {
                let text = text(&key.0).ok_or_else(|| format!("{} is missing", key.0))?;
                return Ok(Named { who: UserRef::new(Some(key), &text), id: None });
            }
            let id = text("id");
            let others_id = id.as_deref().filter(|id| user_refs::is_id(id, "00u"));
            match (text("login"), &id, text("email")) {
                (Some(login), ..) => {
                    let id = others_id.map(|id| UserRef::new(None, id));
                    Ok(Named { who: UserRef::new(None, &login), id })
                }
                (None, Some(id), _) => Ok(Named { who: UserRef::new(None, id), id: None }),
                (None, None, Some(email)) => Ok(Named { who: UserRef::of_email(&email), id: None }),
                (None, None, None) => Err("it names no user".to_owned()),
            }
        });
        Ok((number, named))
    }

    /// A row that was valid when it was checked.
    pub fn valid(&self, row: usize) -> Result<Named, Failure> {
        self.named(row)?.1.map_err(Failure::usage)
    }
}
