//! Who decides of a row: the manager of the person, as the org names one.

use std::collections::{BTreeMap, HashMap};

use super::people::{People, Person};
use super::rows::Row;
use super::scope::Scope;
use crate::failure::{Failure, Stop};

/// Who was found to be somebody's manager, or why nobody was.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Found {
    Manager(usize),
    Nobody(String),
}

/// Finds people by what attributes say of them.
pub struct Resolver<'a> {
    people: &'a People,
    /// The attribute that names the reviewer, where one was chosen.
    attribute: Option<&'a str>,
    /// `None` where several have the same.
    by_number: HashMap<&'a str, Option<usize>>,
    by_email: HashMap<String, Option<usize>>,
    by_name: HashMap<String, Option<usize>>,
}

impl<'a> Resolver<'a> {
    pub fn new(people: &'a People, attribute: Option<&'a str>) -> Self {
        let mut resolver = Resolver {
            people,
            attribute,
            by_number: HashMap::new(),
            by_email: HashMap::new(),
            by_name: HashMap::new(),
        };
        for (place, person) in people.all.iter().enumerate() {
            if let Some(number) = text(person.employee_number.as_deref()) {
                only(&mut resolver.by_number, number, place);
            }
            if let Some(email) = text(person.email.as_deref()) {
                only(&mut resolver.by_email, email.to_lowercase(), place);
            }
            let mut names = vec![person.name().to_lowercase()];
            names.extend(text(person.display_name.as_deref()).map(str::to_lowercase));
            names.dedup();
            names.into_iter().for_each(|name| only(&mut resolver.by_name, name, place));
        }
        resolver
    }

    /// The person that a text names: by id, login, employee number or email.
    fn named(&self, text: &str) -> Option<usize> {
        self.people
            .place(text)
            .or_else(|| self.people.by_login(text))
            .or_else(|| self.by_number.get(text).copied().flatten())
            .or_else(|| self.by_email.get(&text.to_lowercase()).copied().flatten())
    }

    /// The same, or by the name if nobody else has it.
    fn named_or_called(&self, text: &str) -> Option<usize> {
        self.named(text).or_else(|| self.by_name.get(&text.to_lowercase()).copied().flatten())
    }

    fn manager(&self, place: usize) -> Found {
        let person = &self.people.all[place];
        let (found, given) = match self.attribute {
            Some(_) => {
                let given = text(person.reviewer.as_deref());
                (given.and_then(|text| self.named_or_called(text)), given)
            }
            None => self.by_link_or_profile(place),
        };
        match (found, given) {
            (Some(manager), _) if manager == place => Found::Nobody("their own manager".to_owned()),
            (Some(manager), _) => self.able(manager),
            (None, Some(text)) => Found::Nobody(format!("manager {text:?} not found")),
            (None, None) => Found::Nobody("no manager".to_owned()),
        }
    }

    /// The manager, and what the profile says.
    fn by_link_or_profile(&self, place: usize) -> (Option<usize>, Option<&'a str>) {
        match self.people.linked.get(&place) {
            Some(manager) => (Some(*manager), None),
            None => self.by_profile(&self.people.all[place]),
        }
    }

    fn by_profile(&self, person: &'a Person) -> (Option<usize>, Option<&'a str>) {
        let (id, name) = (text(person.manager_id.as_deref()), text(person.manager.as_deref()));
        let found =
            id.and_then(|id| self.named(id)).or_else(|| name.and_then(|name| self.named_or_called(name)));
        (found, id.or(name))
    }

    /// Whether somebody can be sent a sheet, and may decide.
    fn able(&self, manager: usize) -> Found {
        let person = &self.people.all[manager];
        if person.is_deactivated() {
            return Found::Nobody(format!("manager {} is deactivated", person.login));
        }
        match text(person.email.as_deref()) {
            None => Found::Nobody(format!("manager {} has no address", person.login)),
            Some(_) => Found::Manager(manager),
        }
    }

    /// The people whose manager somebody is, deactivated or not.
    pub fn reports_of(&self, id: &str) -> Vec<usize> {
        let manager = self.people.place(id);
        let all = 0..self.people.all.len();
        let is_manager = |place: &usize| {
            let (found, _) = self.by_link_or_profile(*place);
            found.is_some() && found == manager && found != Some(*place)
        };
        all.filter(is_manager).collect()
    }
}

/// What an attribute says, if it says anything.
fn text(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|text| !text.is_empty())
}

fn only<K: std::hash::Hash + Eq>(places: &mut HashMap<K, Option<usize>>, key: K, place: usize) {
    places.entry(key).and_modify(|known| *known = None).or_insert(Some(place));
}

/// The reviewers of a review.
pub struct Reviewers {
    /// For each row: its reviewer, or why it has none.
    of_row: Vec<Found>,
    /// The rows of each reviewer, by name and login.
    rows: BTreeMap<(String, usize), Vec<usize>>,
}

impl Reviewers {
    pub fn of(rows: &[Row], people: &People, scope: &Scope, attribute: Option<&str>) -> Result<Self, Stop> {
        if let Some(attribute) = attribute
            && !people.all.iter().any(|person| text(person.reviewer.as_deref()).is_some())
        {
            return Err(Failure::usage(format!("nobody has the attribute {attribute:?}"))
                .hint("--reviewer-attribute takes the name of a user's attribute, such as managerId")
                .into());
        }
        let resolver = Resolver::new(people, attribute);
        let mut known: HashMap<usize, Found> = HashMap::new();
        let decides = match scope {
            Scope::Manager { id, .. } if attribute.is_none() => people.place(id),
            _ => None,
        };
        let found = |row: &Row| match decides {
            Some(manager) => resolver.able(manager),
            None => known.entry(row.person).or_insert_with(|| resolver.manager(row.person)).clone(),
        };
        let of_row: Vec<Found> = rows.iter().map(found).collect();
        let mut by_reviewer: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
        for (at, found) in of_row.iter().enumerate() {
            if let Found::Manager(manager) = found {
                by_reviewer.entry((people.all[*manager].name(), *manager)).or_default().push(at);
            }
        }
        Ok(Reviewers { of_row, rows: by_reviewer })
    }

    /// Each reviewer with the places of the rows, in the order of their names.
    pub fn each(&self) -> impl Iterator<Item = (usize, &[usize])> {
        self.rows.iter().map(|((_, reviewer), rows)| (*reviewer, rows.as_slice()))
    }

    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// The rows that have no reviewer.
    pub fn rows_without(&self) -> Vec<usize> {
        (0..self.of_row.len()).filter(|at| matches!(self.of_row[*at], Found::Nobody(_))).collect()
    }

    pub fn without(&self) -> usize {
        self.of_row.iter().filter(|found| matches!(found, Found::Nobody(_))).count()
    }

    /// Why a row has no reviewer.
    pub fn problem_of(&self, at: usize) -> Option<&str> {
        match &self.of_row[at] {
            Found::Nobody(why) => Some(why),
            Found::Manager(_) => None,
        }
    }

    pub fn login_of<'a>(&self, at: usize, people: &'a People) -> Option<&'a str> {
        match &self.of_row[at] {
            Found::Manager(place) => Some(&people.all[*place].login),
            Found::Nobody(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: &str, email: &str, more: fn(&mut Person)) -> Person {
        let mut person = Person {
            id: id.into(),
            login: format!("{id}@acme.example").into(),
            email: (!email.is_empty()).then(|| email.into()),
            first_name: Some(id.into()),
            ..Person::default()
        };
        more(&mut person);
        person
    }

    #[test]
    fn a_manager_is_found_by_what_the_org_says_and_only_if_that_is_plain() {
        let boss = 0;
        let mut people = People::of(vec![
            person("boss", "b@acme.example", |person| {
                person.employee_number = Some("007".into());
                person.display_name = Some("The Boss".into());
            }),
            person("gone", "g@acme.example", |person| person.status = Some("DEPROVISIONED".into())),
            person("mute", "", |_| {}),
            person("twin", "t1@acme.example", |person| person.display_name = Some("Twin".into())),
            person("other", "t2@acme.example", |person| person.display_name = Some("Twin".into())),
            person("ann", "a@acme.example", |_| {}),
        ]);
        let ann = 5;
        let nobody = |why: &str| Found::Nobody(why.to_owned());
        let cases = [
            (Some("boss"), None, Found::Manager(boss)),
            (Some("BOSS@acme.example"), None, Found::Manager(boss)),
            (Some(" 007 "), None, Found::Manager(boss)),
            (Some("B@ACME.example"), None, Found::Manager(boss)),
            (None, Some("the boss"), Found::Manager(boss)),
            (None, Some("boss"), Found::Manager(boss)),
            (None, Some("b@acme.example"), Found::Manager(boss)),
            (Some("unknown"), Some("The Boss"), Found::Manager(boss)),
            // A name is not an id, and two people have this one.
            (Some("The Boss"), None, nobody("manager \"The Boss\" not found")),
            (None, Some("Twin"), nobody("manager \"Twin\" not found")),
            (Some("ann"), None, nobody("their own manager")),
            (Some("gone"), None, nobody("manager gone@acme.example is deactivated")),
            (Some("mute"), None, nobody("manager mute@acme.example has no address")),
            (Some(" "), None, nobody("no manager")),
            (None, None, nobody("no manager")),
        ];
        for (id, name, expected) in cases {
            people.all[ann].manager_id = id.map(Into::into);
            people.all[ann].manager = name.map(Into::into);
            assert_eq!(Resolver::new(&people, None).manager(ann), expected, "{id:?} {name:?}");
        }
        people.all[ann].manager_id = Some("mute".into());
        people.all[ann].reviewer = Some("The Boss".into());
        assert_eq!(Resolver::new(&people, Some("owner")).manager(ann), Found::Manager(boss));
        people.linked.insert(ann, boss);
        assert_eq!(Resolver::new(&people, None).manager(ann), Found::Manager(boss), "a link counts first");
        assert_eq!(Resolver::new(&people, None).reports_of("boss"), [ann]);
    }
}
