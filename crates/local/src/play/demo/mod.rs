//! A believable company, the same each time: it is made through the org's own API, so that every object has the
//! shape that a client would have given it. Only what its people did is written into the log as it is.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::event::Target;
use crate::kernel::kind;
use crate::kernel::state::State;
use crate::kernel::store::StoreError;
use crate::play::contents::Filler;
use crate::play::demo::activity::{LEFT, Visitor};
use crate::play::demo::person::{ADMINISTRATORS, Person, Standing};
use crate::play::demo::words::{
    APPS, App, CONTRACTORS, DEPARTMENTS, ENGINEERING_TOOLS, EVERYONE, Kind, NESTED_APP, OFFICES,
};

mod activity;
mod chance;
mod person;
mod words;

/// How long ago the company began, and how much later each of its people came.
const BEGINNING: SignedDuration = SignedDuration::from_hours(24 * 400);
const BETWEEN_HIRES: SignedDuration = SignedDuration::from_hours(30);
/// Who have an app without being in a group that has it.
const DIRECTLY: [(usize, &str); 4] = [(6, NESTED_APP), (14, NESTED_APP), (30, "CRM"), (44, "Payroll")];

type Groups = BTreeMap<&'static str, String>;
type Apps = BTreeMap<&'static str, Target>;

/// Fills an org that holds nothing but its administrator.
pub fn fill(filler: &Filler<'_>) {
    let now = filler.state.clock.now();
    let company = Company { filler, now };
    filler.state.log_begins.store(activity::beginning(now).as_second(), Ordering::Relaxed);
    company.set_clock(BEGINNING);
    let groups = company.groups();
    let apps = company.apps(&groups);
    let people = person::people();
    let founder = Person::founder();
    let mut staff = company.staff(&people, &groups);
    company.give_directly(&staff, &apps);
    company.give_roles(&staff);
    company.set_clock(SignedDuration::from_secs(LEFT));
    company.let_go(&staff);
    filler.state.clock.reset();
    filler.state.log_begins.store(i64::MIN, Ordering::Relaxed);
    staff.push(company.found(&founder).expect("an org in memory can be written"));
    let visitors: Vec<Visitor<'_>> = staff.iter().map(|employee| employee.visitor(&apps)).collect();
    activity::write(filler.state, now, &visitors).expect("an org in memory can be written");
}

/// Somebody who works there.
struct Employee<'a> {
    person: &'a Person,
    user: Target,
    hired: Timestamp,
}

impl Employee<'_> {
    fn visitor<'a>(&'a self, apps: &'a Apps) -> Visitor<'a> {
        let has = |app: &&App| app.groups.iter().any(|group| self.is_in(group));
        let apps = APPS.iter().filter(has).filter_map(|app| apps.get(app.label)).collect();
        Visitor { person: self.person, user: self.user.clone(), hired: self.hired, apps }
    }

    fn is_in(&self, group: &str) -> bool {
        let department = DEPARTMENTS[self.person.department].0;
        match group {
            EVERYONE => true,
            CONTRACTORS => self.person.is_contractor,
            ENGINEERING_TOOLS => department == "Engineering",
            group => group == department,
        }
    }
}

struct Company<'a> {
    filler: &'a Filler<'a>,
    now: Timestamp,
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

    fn state(&self) -> &State {
        self.filler.state
    }

    /// So long before now, and not going on.
    fn set_clock(&self, before: SignedDuration) {
        self.state().clock.set(self.now - before, true).expect("the machine knows the year");
    }

    /// The administrator of every org has been there from the beginning.
    fn found<'a>(&self, person: &'a Person) -> Result<Employee<'a>, StoreError> {
        let id = self.state().facts().admin.clone();
        self.send("POST", &format!("/users/{id}/factors?activate=true"), &phone(person.number));
        let hired = self.now - BEGINNING;
        let tx = self.state().store.write()?;
        let mut user = tx.get(kind::USER, &id)?.unwrap_or_default();
        for member in ["created", "activated", "statusChanged", "lastUpdated"] {
            user[member] = json!(clock::seconds(hired));
        }
        tx.put(kind::USER, &id, &user)?;
        tx.commit()?;
        Ok(Employee { person, user: Target::user(&user), hired })
    }

    fn groups(&self) -> Groups {
        let mut groups = Groups::from([(EVERYONE, self.state().facts().everyone.clone())]);
        for (name, _) in DEPARTMENTS {
            groups.insert(name, self.group(name, "Department"));
        }
        for office in OFFICES {
            groups.insert(office.city, self.group(&format!("Office {}", office.city), "Office"));
        }
        let about = "People who work for us and are not employed by us";
        let contractors = self.rule("Contractors", "user.userType==\"Contractor\"", CONTRACTORS, about);
        let tools = self.rule(
            "Engineering tools",
            "user.department==\"Engineering\"",
            ENGINEERING_TOOLS,
            "What engineers build with",
        );
        groups.extend([(CONTRACTORS, contractors), (ENGINEERING_TOOLS, tools)]);
        // A rule whose group is gone is invalid.
        let gone = self.rule("Office move", "user.city==\"Lisbon\"", "Office move", "Until the move is done");
        self.send("DELETE", &format!("/groups/{gone}"), &Value::Null);
        groups
    }

    fn group(&self, name: &str, description: &str) -> String {
        self.post("/groups", &json!({ "profile": { "name": name, "description": description } }))
    }

    /// An active rule, and the group that it fills.
    fn rule(&self, name: &str, expression: &str, group: &str, description: &str) -> String {
        let group = self.group(group, description);
        let rule = json!({
            "type": "group_rule",
            "name": name,
            "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": expression } },
            "actions": { "assignUserToGroups": { "groupIds": [group] } },
        });
        let rule = self.post("/groups/rules", &rule);
        self.send("POST", &format!("/groups/rules/{rule}/lifecycle/activate"), &Value::Null);
        group
    }

    fn apps(&self, groups: &Groups) -> Apps {
        let mut apps = Apps::new();
        for app in APPS {
            let made = self.send("POST", "/apps", &body(app));
            let made = Target::app(&made);
            for group in app.groups.iter().filter_map(|name| groups.get(name)) {
                self.put(&format!("/apps/{}/groups/{group}", made.id));
            }
            apps.insert(app.label, made);
        }
        apps
    }

    /// All people; each came a while after the one before.
    fn staff<'a>(&self, people: &'a [Person], groups: &Groups) -> Vec<Employee<'a>> {
        let clock = &self.state().clock;
        let mut staff: Vec<Employee<'a>> = vec![];
        for person in people {
            clock.advance(BETWEEN_HIRES).expect("it stays in this century");
            let manager = person.manager.map(|number| &staff[number].user);
            let user = self.hire(person, manager, groups);
            staff.push(Employee { person, user, hired: clock.now() });
        }
        staff
    }

    fn hire(&self, person: &Person, manager: Option<&Target>, groups: &Groups) -> Target {
        let manager = manager.map(|user| (user.id.as_str(), user.display_name.as_str()));
        let places = [DEPARTMENTS[person.department].0, OFFICES[person.office].city];
        let joined: Vec<&String> = places.iter().filter_map(|name| groups.get(name)).collect();
        let mut new = json!({ "profile": person.profile(manager), "groupIds": joined });
        if person.has_password() {
            new["credentials"]["password"]["value"] = json!(format!("Demo-Pass-{:04}", person.number));
        }
        let activate = person.standing != Standing::Staged;
        let made = self.send("POST", &format!("/users?activate={activate}"), &new);
        let user = Target::user(&made);
        if person.has_factor {
            self.send("POST", &format!("/users/{}/factors?activate=true", user.id), &phone(person.number));
        }
        user
    }

    fn give_directly(&self, staff: &[Employee<'_>], apps: &Apps) {
        for (number, label) in DIRECTLY {
            let body = json!({ "id": staff[number].user.id, "scope": "USER" });
            self.post(&format!("/apps/{}/users", apps[label].id), &body);
        }
    }

    fn give_roles(&self, staff: &[Employee<'_>]) {
        for (number, role) in ADMINISTRATORS {
            self.post(&format!("/users/{}/roles", staff[number].user.id), &json!({ "type": role }));
        }
    }

    fn let_go(&self, staff: &[Employee<'_>]) {
        for employee in staff {
            let step = match employee.person.standing {
                Standing::Suspended => "suspend",
                Standing::Deactivated => "deactivate",
                _ => continue,
            };
            self.send("POST", &format!("/users/{}/lifecycle/{step}", employee.user.id), &Value::Null);
        }
    }
}

/// A phone, which takes codes in one of two ways.
fn phone(number: usize) -> Value {
    let kind = if number.is_multiple_of(3) { "call" } else { "sms" };
    let profile = json!({ "phoneNumber": format!("+1512555{:04}", number) });
    json!({ "factorType": kind, "provider": "OKTA", "profile": profile })
}

fn body(app: &App) -> Value {
    let App { label, url, .. } = app;
    match app.kind {
        Kind::Bookmark => json!({
            "name": "bookmark",
            "label": label,
            "signOnMode": "BOOKMARK",
            "settings": { "app": { "url": url, "requestIntegration": false } },
        }),
        Kind::Saml => {
            json!({ "label": label, "signOnMode": "SAML_2_0", "settings": { "signOn": saml(url) } })
        }
        Kind::Oidc(application_type, grant) => json!({
            "name": "oidc_client",
            "label": label,
            "signOnMode": "OPENID_CONNECT",
            "settings": { "oauthClient": {
                "application_type": application_type,
                "grant_types": [grant],
                "redirect_uris": [format!("{url}/callback")],
            } },
        }),
    }
}

fn saml(url: &str) -> Value {
    let consumer = format!("{url}/saml/acs");
    json!({
        "ssoAcsUrl": consumer,
        "recipient": consumer,
        "destination": consumer,
        "audience": url,
        "subjectNameIdTemplate": "${user.userName}",
        "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "responseSigned": true,
        "assertionSigned": true,
        "signatureAlgorithm": "RSA_SHA256",
        "digestAlgorithm": "SHA256",
        "honorForceAuthn": true,
        "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
    })
}
