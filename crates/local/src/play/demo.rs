//! A believable company, the same each time: it is made through the org's own API, so that every object
//! has the shape that a client would have given it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::play::contents::Filler;

const PEOPLE: usize = 300;
const FIRST_NAMES: &[&str] = &[
    "Ada", "Bela", "Chidi", "Dana", "Emil", "Farah", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Lena", "Mateo",
    "Nadia", "Omar", "Petra", "Quentin", "Rosa", "Sanjay", "Tove", "Uma", "Viktor", "Wanda", "Yara", "Zoë",
];
const LAST_NAMES: &[&str] = &[
    "Adler",
    "Bianchi",
    "Castro",
    "Dvořák",
    "Eriksen",
    "Fischer",
    "Gupta",
    "Haddad",
    "Ito",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Nakamura",
    "O'Brien",
    "Petrov",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Virtanen",
    "Weber",
    "Yılmaz",
];
/// Departments with the titles of their people; the first one leads.
const DEPARTMENTS: &[(&str, &[&str])] = &[
    ("Engineering", &["VP Engineering", "Staff Engineer", "Engineer", "Engineer", "QA Engineer"]),
    ("Sales", &["VP Sales", "Account Executive", "Account Executive", "Sales Engineer"]),
    ("Support", &["Head of Support", "Support Engineer", "Support Engineer"]),
    ("Marketing", &["CMO", "Content Manager", "Designer"]),
    ("Finance", &["CFO", "Accountant", "Controller"]),
    ("Human Resources", &["Head of People", "Recruiter", "HR Partner"]),
    ("Legal", &["General Counsel", "Paralegal"]),
    ("IT", &["CIO", "System Administrator", "Security Engineer"]),
];
const CITIES: &[(&str, &str)] = &[("Berlin", "DE"), ("Lisbon", "PT"), ("Austin", "US"), ("Osaka", "JP")];
/// Apps with the departments that use them; none means everyone.
const APPS: &[(&str, &str, &[&str])] = &[
    ("Wiki", "https://wiki.acme.example", &[]),
    ("Travel", "https://travel.acme.example", &[]),
    ("Payroll", "https://payroll.acme.example", &["Finance", "Human Resources"]),
    ("CRM", "https://crm.acme.example", &["Sales", "Marketing"]),
    ("Ticket Desk", "https://tickets.acme.example", &["Support", "IT"]),
    ("Source Control", "https://git.acme.example", &["Engineering", "IT"]),
    ("Build Farm", "https://ci.acme.example", &["Engineering"]),
    ("Contracts", "https://contracts.acme.example", &["Legal", "Finance"]),
];

/// Fills an org that holds nothing but its administrator.
pub fn fill(filler: &Filler<'_>) {
    let company = Company { filler };
    let state = filler.state;
    let now = Timestamp::now();
    state.clock.set(now - SignedDuration::from_hours(24 * 400), true).expect("the machine knows the year");
    let departments: Vec<String> =
        DEPARTMENTS.iter().map(|(name, _)| company.group(name, "Department")).collect();
    let offices: Vec<String> =
        CITIES.iter().map(|(city, _)| company.group(&format!("Office {city}"), "Office")).collect();
    let contractors = company.group("Contractors", "People who work for us and are not employed by us");
    for (label, url, users) in APPS {
        let app = company.app(label, url);
        let everyone = state.facts().everyone.clone();
        let named = |name: &&str| {
            DEPARTMENTS.iter().position(|(known, _)| known == name).map(|at| departments[at].clone())
        };
        let groups: Vec<String> =
            if users.is_empty() { vec![everyone] } else { users.iter().filter_map(named).collect() };
        for group in groups {
            company.put(&format!("/apps/{app}/groups/{group}"));
        }
    }
    for number in 0..PEOPLE {
        state.clock.advance(SignedDuration::from_hours(30)).expect("it stays in this century");
        let department = number * 7 % DEPARTMENTS.len();
        let office = number * 5 % CITIES.len();
        let mut groups = vec![departments[department].clone(), offices[office].clone()];
        if number % 17 == 3 {
            groups.push(contractors.clone());
        }
        company.person(number, department, office, &groups);
    }
    state.clock.reset();
}

struct Company<'a> {
    filler: &'a Filler<'a>,
}

impl Company<'_> {
    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.filler.send(method, path, body);
        answer.unwrap_or_else(|refusal| panic!("the demo is wrong: {refusal}"))
    }

    fn post(&self, path: &str, body: &Value) -> String {
        let made = self.send("POST", path, body);
        made["id"].as_str().unwrap_or_default().to_owned()
    }

    fn put(&self, path: &str) {
        self.send("PUT", path, &Value::Null);
    }

    fn group(&self, name: &str, description: &str) -> String {
        self.post("/groups", &json!({ "profile": { "name": name, "description": description } }))
    }

    fn app(&self, label: &str, url: &str) -> String {
        let settings = json!({ "app": { "url": url, "requestIntegration": false } });
        let body =
            json!({ "name": "bookmark", "label": label, "signOnMode": "BOOKMARK", "settings": settings });
        self.post("/apps", &body)
    }

    fn person(&self, number: usize, department: usize, office: usize, groups: &[String]) {
        let first = FIRST_NAMES[number % FIRST_NAMES.len()];
        let last = LAST_NAMES[number * 3 % LAST_NAMES.len()];
        let (name, titles) = DEPARTMENTS[department];
        let (city, country) = CITIES[office];
        let login = format!("{}.{}{number}@acme.example", plain(first), plain(last));
        let leads = number < DEPARTMENTS.len();
        let title = if leads { titles[0] } else { titles[1 + number % (titles.len() - 1)] };
        let profile = json!({
            "login": login,
            "email": login,
            "firstName": first,
            "lastName": last,
            "displayName": format!("{first} {last}"),
            "title": title,
            "department": name,
            "city": city,
            "countryCode": country,
            "employeeNumber": format!("{:05}", 10_000 + number),
            "costCenter": format!("CC-{}", 100 + department * 10),
        });
        let activate = number % 29 != 11;
        let id = self
            .post(&format!("/users?activate={activate}"), &json!({ "profile": profile, "groupIds": groups }));
        if !activate || number % 13 == 5 {
            return;
        }
        let password =
            json!({ "credentials": { "password": { "value": format!("Demo-Pass-{number:04}") } } });
        self.send("POST", &format!("/users/{id}"), &password);
        match number {
            _ if number % 41 == 7 => {
                drop(self.send("POST", &format!("/users/{id}/lifecycle/suspend"), &Value::Null))
            }
            _ if number % 37 == 9 => {
                drop(self.send("POST", &format!("/users/{id}/lifecycle/deactivate"), &Value::Null))
            }
            _ => {}
        }
    }
}

/// A name as it stands in a login: without what an address cannot have.
fn plain(name: &str) -> String {
    let folded = crate::kernel::index::unaccented(name).replace('ı', "i");
    folded.chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Org, Seed};

    #[test]
    fn the_company_is_there_and_is_the_same_each_time() {
        let logins = || {
            let org = Org::builder().seed(Seed::Demo).build().expect("an org in memory can be made");
            let filler = Filler { state: &org.0.state, ask: &|request| org.handle(request) };
            let company = Company { filler: &filler };
            let users = company.send("GET", "/users?search=status+pr&sortBy=profile.login", &Value::Null);
            let users: Vec<String> = users
                .as_array()
                .expect("a list")
                .iter()
                .map(|user| user["profile"]["login"].to_string())
                .collect();
            assert_eq!(company.send("GET", "/groups", &Value::Null).as_array().map(Vec::len), Some(15));
            assert_eq!(
                company.send("GET", "/apps?limit=50", &Value::Null).as_array().map(Vec::len),
                Some(APPS.len())
            );
            users
        };
        let first = logins();
        assert_eq!(first.len(), 200, "more than a page of people");
        assert_eq!(first, logins());
    }
}
