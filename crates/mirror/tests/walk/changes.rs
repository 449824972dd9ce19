//! Changes of an org at random.

use std::collections::BTreeMap;

use oktars::Okta;
use serde_json::{Value, json};

use crate::weather::Dice;

pub struct Changes {
    okta: Okta,
    dice: Dice,
    users: Vec<String>,
    groups: Vec<String>,
    apps: Vec<String>,
    rules: Vec<String>,
    zones: Vec<String>,
    number: usize,
    made: BTreeMap<&'static str, usize>,
}

/// What is changed, and how often it comes up.
const STEPS: [(&str, usize); 22] = [
    ("create user", 8),
    ("profile", 20),
    ("suspend", 4),
    ("unsuspend", 4),
    ("deactivate", 3),
    ("delete", 2),
    ("create group", 2),
    ("rename group", 3),
    ("delete group", 1),
    ("add member", 20),
    ("remove member", 8),
    ("create app", 1),
    ("rename app", 2),
    ("assign user", 8),
    ("unassign user", 3),
    ("assign group", 3),
    ("unassign group", 2),
    ("rule", 2),
    ("rule off", 1),
    ("zone", 1),
    ("zone gone", 1),
    ("role", 1),
];

impl Changes {
    pub async fn new(okta: &Okta, seed: u64) -> Self {
        let mut changes = Changes {
            okta: okta.clone(),
            dice: Dice(seed),
            users: Vec::new(),
            groups: Vec::new(),
            apps: Vec::new(),
            rules: Vec::new(),
            zones: Vec::new(),
            number: 0,
            made: BTreeMap::new(),
        };
        changes.users = changes.ids("users").await;
        changes.groups = changes.ids("groups").await;
        changes.apps = changes.ids("apps").await;
        changes
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.dice.below(most)
    }

    /// How often each change was made.
    pub fn made(&self) -> &BTreeMap<&'static str, usize> {
        &self.made
    }

    async fn ids(&self, path: &str) -> Vec<String> {
        let all: Vec<Value> = self.okta.get(path).list().all().await.unwrap();
        all.iter().map(|object| object["id"].as_str().unwrap().to_owned()).collect()
    }

    fn one_of(&mut self, ids: fn(&Changes) -> &Vec<String>) -> String {
        let count = ids(self).len();
        let at = self.dice.below(count);
        ids(self).get(at).cloned().unwrap_or_else(|| "none".to_owned())
    }

    /// Makes one change. What the org refuses is none.
    pub async fn step(&mut self) {
        let all: usize = STEPS.iter().map(|(_, often)| often).sum();
        let mut at = self.dice.below(all);
        let mut chosen = STEPS[0].0;
        for (name, often) in STEPS {
            chosen = name;
            if at < often {
                break;
            }
            at -= often;
        }
        self.number += 1;
        if self.make(chosen).await {
            *self.made.entry(chosen).or_default() += 1;
        }
    }

    async fn make(&mut self, change: &str) -> bool {
        let n = self.number;
        let user = self.one_of(|all| &all.users);
        let group = self.one_of(|all| &all.groups);
        let app = self.one_of(|all| &all.apps);
        match change {
            "create user" => {
                let login = format!("walker{n}@acme.example");
                let body = json!({ "profile": { "login": login, "email": login, "firstName": "W", "lastName": n.to_string() } });
                let made = self.send("POST", "users", body).await;
                self.users.extend(made);
                true
            }
            "profile" => {
                let department = ["Sales", "IT", "Legal"][n % 3];
                let body = json!({ "profile": { "title": format!("Title {n}"), "department": department } });
                self.did("POST", &format!("users/{user}"), body).await
            }
            "suspend" | "unsuspend" | "deactivate" => {
                self.did("POST", &format!("users/{user}/lifecycle/{change}"), Value::Null).await
            }
            "delete" => self.did("DELETE", &format!("users/{user}"), Value::Null).await,
            "create group" => {
                let made =
                    self.send("POST", "groups", json!({ "profile": { "name": format!("Group {n}") } })).await;
                self.groups.extend(made);
                true
            }
            "rename group" => {
                self.did(
                    "PUT",
                    &format!("groups/{group}"),
                    json!({ "profile": { "name": format!("Renamed {n}") } }),
                )
                .await
            }
            "delete group" => self.did("DELETE", &format!("groups/{group}"), Value::Null).await,
            "add member" => self.did("PUT", &format!("groups/{group}/users/{user}"), Value::Null).await,
            "remove member" => self.did("DELETE", &format!("groups/{group}/users/{user}"), Value::Null).await,
            "create app" => {
                let body = json!({ "name": "bookmark", "label": format!("App {n}"), "signOnMode": "BOOKMARK",
                    "settings": { "app": { "url": "https://a.example", "requestIntegration": false } } });
                let made = self.send("POST", "apps", body).await;
                self.apps.extend(made);
                true
            }
            "rename app" => {
                let body = json!({ "name": "bookmark", "label": format!("App renamed {n}"), "signOnMode": "BOOKMARK",
                    "settings": { "app": { "url": "https://b.example", "requestIntegration": false } } });
                self.did("PUT", &format!("apps/{app}"), body).await
            }
            "assign user" => {
                self.did("POST", &format!("apps/{app}/users"), json!({ "id": user, "scope": "USER" })).await
            }
            "unassign user" => self.did("DELETE", &format!("apps/{app}/users/{user}"), Value::Null).await,
            "assign group" => self.did("PUT", &format!("apps/{app}/groups/{group}"), json!({})).await,
            "unassign group" => self.did("DELETE", &format!("apps/{app}/groups/{group}"), Value::Null).await,
            "rule" => self.rule(n, &group).await,
            "rule off" => {
                let rule = self.one_of(|all| &all.rules);
                self.did("POST", &format!("groups/rules/{rule}/lifecycle/deactivate"), Value::Null).await
            }
            "zone" => {
                let body = json!({ "type": "IP", "name": format!("Zone {n}"), "gateways": [{ "type": "CIDR", "value": "10.0.0.0/8" }] });
                let made = self.send("POST", "zones", body).await;
                self.zones.extend(made);
                true
            }
            "zone gone" => {
                let zone = self.one_of(|all| &all.zones);
                self.did("POST", &format!("zones/{zone}/lifecycle/deactivate"), Value::Null).await
                    && self.did("DELETE", &format!("zones/{zone}"), Value::Null).await
            }
            _ => self.did("POST", &format!("users/{user}/roles"), json!({ "type": "READ_ONLY_ADMIN" })).await,
        }
    }

    async fn rule(&mut self, n: usize, group: &str) -> bool {
        let body = json!({
            "type": "group_rule", "name": format!("Rule {n}"),
            "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.department==\"Legal\"" } },
            "actions": { "assignUserToGroups": { "groupIds": [group] } },
        });
        let Some(rule) = self.send("POST", "groups/rules", body).await else { return false };
        self.rules.push(rule.clone());
        self.did("POST", &format!("groups/rules/{rule}/lifecycle/activate"), Value::Null).await
    }

    async fn did(&self, method: &str, path: &str, body: Value) -> bool {
        let mut call = self.okta.request(method.parse().unwrap(), path);
        if !body.is_null() {
            call = call.body(&body);
        }
        call.send().await.is_ok()
    }

    /// The id of what was made.
    async fn send(&self, method: &str, path: &str, body: Value) -> Option<String> {
        let answer =
            self.okta.request(method.parse().unwrap(), path).body(&body).json::<Value>().await.ok()?;
        answer["id"].as_str().map(str::to_owned)
    }
}
