//! Who works at the demo company: a plan of its people, made before any of them is.

use serde_json::{Value, json};

use crate::kernel::index;
use crate::play::demo::words::{self, DEPARTMENTS, OFFICES, TEAM_LEADS};

/// How many people there are.
pub const PEOPLE: usize = 300;
/// The first people manage the others: the heads of the departments, and then those who lead a team.
pub const MANAGERS: usize = DEPARTMENTS.len() + TEAM_LEADS.len();
/// People who have not signed in for 90 days, and active people who never have.
const LONG_AWAY: usize = 20;
const NEVER_HERE: usize = 3;

/// The administrators by their numbers, with their roles.
pub const ADMINISTRATORS: [(usize, &str); 4] =
    [(1, "SUPER_ADMIN"), (25, "APP_ADMIN"), (41, "HELP_DESK_ADMIN"), (49, "READ_ONLY_ADMIN")];
/// An administrator and somebody else who sign in with a password alone.
const WITHOUT_FACTOR: [usize; 2] = [41, 60];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Active,
    Staged,
    Provisioned,
    Suspended,
    Deactivated,
}

/// When somebody has signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Again and again in the last 90 days.
    Regular,
    /// So many days ago, and not since.
    LongAgo(usize),
    Never,
}

pub struct Person {
    pub number: usize,
    pub department: usize,
    pub office: usize,
    pub standing: Standing,
    pub presence: Presence,
    pub has_factor: bool,
    pub is_contractor: bool,
    /// The number of the manager.
    pub manager: Option<usize>,
}

/// All people, managers first.
pub fn people() -> Vec<Person> {
    let (mut away, mut never) = (0, 0);
    (0..PEOPLE)
        .map(|number| {
            let mut person = Person::new(number);
            if person.may_be_away() && number % 7 == 3 && away < LONG_AWAY {
                person.presence = Presence::LongAgo(92 + 3 * away);
                away += 1;
            } else if person.may_be_away() && number % 31 == 20 && never < NEVER_HERE {
                person.presence = Presence::Never;
                never += 1;
            }
            person.has_factor = person.presence != Presence::Never && !WITHOUT_FACTOR.contains(&number);
            person
        })
        .collect()
}

impl Person {
    /// The administrator that every org begins with.
    pub fn founder() -> Self {
        Person { number: PEOPLE, department: DEPARTMENTS.len() - 1, ..Person::new(0) }
    }

    fn new(number: usize) -> Self {
        let department = department(number);
        let standing = standing(number);
        let waits = matches!(standing, Standing::Staged | Standing::Provisioned);
        Person {
            number,
            department,
            office: number * 5 % OFFICES.len(),
            standing,
            presence: if waits { Presence::Never } else { Presence::Regular },
            has_factor: !waits,
            is_contractor: is_contractor(number),
            manager: manager(number, department),
        }
    }

    /// Managers, administrators and contractors are there, and so are the other people in the plan.
    fn may_be_away(&self) -> bool {
        let is_named = ADMINISTRATORS.iter().any(|(number, _)| *number == self.number)
            || WITHOUT_FACTOR.contains(&self.number);
        self.number >= MANAGERS && self.standing == Standing::Active && !self.is_contractor && !is_named
    }

    pub fn has_password(&self) -> bool {
        !matches!(self.standing, Standing::Staged | Standing::Provisioned)
    }

    pub fn login(&self) -> String {
        let (first, last) = words::name(self.number);
        format!("{}.{}{}@acme.example", plain(first), plain(last), self.number)
    }

    pub fn display_name(&self) -> String {
        let (first, last) = words::name(self.number);
        format!("{first} {last}")
    }

    fn title(&self) -> &'static str {
        let (_, titles) = DEPARTMENTS[self.department];
        match self.number {
            head if head < DEPARTMENTS.len() => titles[0],
            lead if lead < MANAGERS => TEAM_LEADS[lead - DEPARTMENTS.len()].1,
            number => titles[1 + number % (titles.len() - 1)],
        }
    }

    /// The profile, with the manager's id and name.
    pub fn profile(&self, manager: Option<(&str, &str)>) -> Value {
        let (first, last) = words::name(self.number);
        let office = &OFFICES[self.office];
        let mut profile = json!({
            "login": self.login(),
            "email": self.login(),
            "firstName": first,
            "lastName": last,
            "displayName": self.display_name(),
            "title": self.title(),
            "department": DEPARTMENTS[self.department].0,
            "city": office.city,
            "countryCode": office.country_code,
            "userType": if self.is_contractor { "Contractor" } else { "Employee" },
            "employeeNumber": format!("{:05}", 10_000 + self.number),
            "costCenter": format!("CC-{}", 100 + self.department * 10),
        });
        if let Some((id, name)) = manager {
            profile["managerId"] = json!(id);
            profile["manager"] = json!(name);
        }
        profile
    }
}

fn department(number: usize) -> usize {
    let lead = number.checked_sub(DEPARTMENTS.len()).and_then(|lead| TEAM_LEADS.get(lead));
    lead.map_or(number * 7 % DEPARTMENTS.len(), |(department, _)| *department)
}

fn is_contractor(number: usize) -> bool {
    number % 30 == 23
}

fn standing(number: usize) -> Standing {
    match number {
        _ if number < MANAGERS || is_contractor(number) => Standing::Active,
        _ if number % 29 == 11 => Standing::Staged,
        _ if number % 13 == 5 => Standing::Provisioned,
        _ if number % 41 == 7 => Standing::Suspended,
        _ if number % 37 == 9 => Standing::Deactivated,
        _ => Standing::Active,
    }
}

/// Heads of departments have none here; those who lead a team have the head.
fn manager(number: usize, department: usize) -> Option<usize> {
    let is_head = |candidate: &usize| *candidate < DEPARTMENTS.len();
    let mut managers: Vec<usize> =
        (0..MANAGERS).filter(|candidate| self::department(*candidate) == department).collect();
    if number < MANAGERS {
        managers.retain(is_head);
    }
    let turn = number / DEPARTMENTS.len() % managers.len();
    (number >= DEPARTMENTS.len()).then(|| managers[turn])
}

/// A name as it stands in a login: without what an address cannot have.
fn plain(name: &str) -> String {
    let folded = index::unaccented(name).replace('ı', "i");
    folded.chars().filter(char::is_ascii_alphanumeric).collect()
}
