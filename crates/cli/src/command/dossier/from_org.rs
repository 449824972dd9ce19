//! Everything about one person, as the org tells it now. What the token may not read is said.

use std::collections::BTreeMap;

use oktars::{Call, Okta, op};
use serde_json::Value;

use super::{Entry, sessions, text};
use crate::command::call;
use crate::failure::Stop;
use crate::run::Run;

/// Events of each kind that are shown, the newest first.
const EVENTS: u32 = 200;

pub async fn read(run: &mut Run, name: &str) -> Result<(Value, Vec<Entry>), Stop> {
    let okta = run.okta()?;
    let user: Value = run.send(okta.users().get(name).raw()).await?.json()?;
    let id = text(&user, "/id");
    let org = Asked { okta, id };
    let changes = org.changes().await;
    let mut entries = org.groups(&changes).await;
    entries.extend(org.apps(&changes).await);
    entries.extend(org.roles().await);
    entries.extend(org.plain().await);
    entries.push(sessions());
    entries.extend(told("changes", &changes, |event| Entry {
        by: text(event, "/actor/alternateId"),
        ..at("changes", event)
    }));
    let signed = format!(
        "actor.id eq \"{}\" and (eventType eq \"user.session.start\" or eventType eq \"user.authentication.sso\")",
        org.id
    );
    let signed = org.events(&signed).await;
    entries.extend(told("sign-ins", &signed, |event| Entry {
        detail: [text(event, "/client/ipAddress"), text(event, "/client/userAgent/rawUserAgent")].join(" "),
        how: target(event, "AppInstance", "/displayName"),
        ..at("sign-ins", event)
    }));
    Ok((user, entries))
}

/// A list, or why it cannot be read.
type Read = Result<Vec<Value>, String>;

struct Asked {
    okta: Okta,
    id: String,
}

impl Asked {
    async fn list(&self, call: Call) -> Read {
        let found = call.list::<Value>().all().await;
        found.map_err(|error| error.summary().map_or_else(|| error.to_string(), str::to_owned))
    }

    fn of_user(&self, operation: oktars_catalog::Operation) -> Call {
        call(&self.okta, operation, &[&self.id])
    }

    /// The newest events of a filter.
    async fn events(&self, filter: &str) -> Read {
        let call = self.okta.call(op::LIST_LOG_EVENTS).query("filter", filter);
        let call = call.query("sortOrder", "DESCENDING").query("limit", EVENTS);
        let since = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(24 * 90);
        let page = call.query("since", crate::command::time::text(since)).list::<Value>().page().await;
        page.map(|page| page.items).map_err(|error| error.summary().unwrap_or("refused").to_owned())
    }

    /// What was done to the person.
    async fn changes(&self) -> Read {
        let mut events = self.events(&format!("target.id eq \"{}\"", self.id)).await?;
        events.retain(|event| !is_use(&text(event, "/eventType")));
        Ok(events)
    }

    async fn groups(&self, changes: &Read) -> Vec<Entry> {
        let groups = match self.list(self.of_user(op::LIST_USER_GROUPS)).await {
            Ok(groups) => groups,
            Err(why) => return vec![Entry::unread("groups", &why)],
        };
        let rules = self.list(self.okta.call(op::LIST_GROUP_RULES)).await.unwrap_or_default();
        let added = since_when(changes, "group.user_membership.add", "UserGroup");
        groups
            .iter()
            .map(|group| {
                let id = text(group, "/id");
                let (since, by, is_job) = added.get(&id).cloned().unwrap_or_default();
                Entry {
                    how: way(group, &rules, is_job, !since.is_empty()),
                    detail: text(group, "/profile/description"),
                    since,
                    by,
                    id,
                    ..Entry::new("groups", text(group, "/profile/name"))
                }
            })
            .collect()
    }

    async fn apps(&self, changes: &Read) -> Vec<Entry> {
        let call = self.okta.call(op::LIST_APPLICATIONS);
        let call = call.query("filter", format!("user.id eq \"{}\"", self.id));
        let apps = match self.list(call.query("expand", format!("user/{}", self.id))).await {
            Ok(apps) => apps,
            Err(why) => return vec![Entry::unread("apps", &why)],
        };
        let added = since_when(changes, "application.user_membership.add", "AppInstance");
        apps.iter()
            .map(|app| {
                let id = text(app, "/id");
                let own = &app["_embedded"]["user"];
                let (since, by, _) = added.get(&id).cloned().unwrap_or_default();
                let group = text(own, "/_links/group/name");
                let how = match text(own, "/scope").as_str() {
                    "USER" => "directly".to_owned(),
                    "GROUP" if !group.is_empty() => format!("by the group {group}"),
                    "GROUP" => "by a group".to_owned(),
                    _ => String::new(),
                };
                let since = if since.is_empty() { text(own, "/created") } else { since };
                let detail = text(own, "/credentials/userName");
                Entry {
                    how,
                    status: text(own, "/status"),
                    since,
                    by,
                    detail,
                    id,
                    ..Entry::new("apps", text(app, "/label"))
                }
            })
            .collect()
    }

    async fn roles(&self) -> Vec<Entry> {
        match self.list(self.of_user(op::LIST_ASSIGNED_ROLES_FOR_USER)).await {
            Err(why) => vec![Entry::unread("roles", &why)],
            Ok(roles) => roles
                .iter()
                .map(|role| Entry {
                    how: if text(role, "/assignmentType") == "GROUP" { "by a group" } else { "directly" }
                        .to_owned(),
                    status: text(role, "/status"),
                    since: text(role, "/created"),
                    detail: text(role, "/type"),
                    id: text(role, "/id"),
                    ..Entry::new("roles", text(role, "/label"))
                })
                .collect(),
        }
    }

    /// Lists that belong to the person, of which only the members are needed.
    async fn plain(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (section, operation, [name, status, since, detail]) in PLAIN {
            match self.list(self.of_user(*operation)).await {
                Err(why) => entries.push(Entry::unread(section, &why)),
                Ok(found) => entries.extend(found.iter().map(|object| Entry {
                    status: text(object, status),
                    since: text(object, since),
                    detail: text(object, detail),
                    id: text(object, "/id"),
                    ..Entry::new(section, text(object, name))
                })),
            }
        }
        entries
    }
}

/// The section, what lists it, and where name, status, date and detail stand.
type Plain = (&'static str, oktars_catalog::Operation, [&'static str; 4]);

const PLAIN: &[Plain] = &[
    ("factors", op::LIST_FACTORS, ["/factorType", "/status", "/created", "/provider"]),
    (
        "devices",
        op::LIST_USER_DEVICES,
        ["/device/profile/displayName", "/device/status", "/created", "/device/profile/platform"],
    ),
    ("clients", op::LIST_USER_CLIENTS, ["/client_name", "/status", "/created", "/client_uri"]),
    ("grants", op::LIST_USER_GRANTS, ["/scopeId", "/status", "/created", "/clientId"]),
    ("identity providers", op::LIST_USER_IDENTITY_PROVIDERS, ["/name", "/status", "/created", "/type"]),
];

/// Whether an event tells that something was used, and not changed.
fn is_use(name: &str) -> bool {
    ["user.session.", "user.authentication.", "policy.evaluate", "app.oauth2."]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Since when, by whom, and whether a rule or another job did it, by the id of what was given.
fn since_when(changes: &Read, event_type: &str, kind: &str) -> BTreeMap<String, (String, String, bool)> {
    let mut found = BTreeMap::new();
    // The newest is first, and the last time counts.
    for event in changes.iter().flatten().filter(|event| text(event, "/eventType") == event_type) {
        let is_job =
            text(event, "/actor/type") == "SystemPrincipal" || text(event, "/transaction/type") == "JOB";
        let what = (text(event, "/published"), text(event, "/actor/alternateId"), is_job);
        found.entry(target(event, kind, "/id")).or_insert(what);
    }
    found
}

/// By which way somebody is in a group, as far as rules and the log tell.
fn way(group: &Value, rules: &[Value], is_job: bool, is_told: bool) -> String {
    match text(group, "/type").as_str() {
        "BUILT_IN" => return "everybody is".to_owned(),
        "APP_GROUP" => return "imported".to_owned(),
        _ => {}
    }
    let id = &group["id"];
    let fills = |rule: &&Value| {
        let groups = rule.pointer("/actions/assignUserToGroups/groupIds").and_then(Value::as_array);
        rule["status"] == "ACTIVE" && groups.is_some_and(|groups| groups.contains(id))
    };
    let names: Vec<String> = rules.iter().filter(fills).map(|rule| text(rule, "/name")).collect();
    let names = names.join(" or ");
    match (names.is_empty(), is_job, is_told) {
        (true, true, _) => "by a job".to_owned(),
        (true, false, _) => "directly".to_owned(),
        // Some orgs name the person whose change made the rule run.
        (false, false, true) => format!("directly, or by the rule {names}"),
        (false, true, _) => format!("by the rule {names}"),
        (false, false, false) => format!("perhaps by the rule {names}"),
    }
}

fn target(event: &Value, kind: &str, pointer: &str) -> String {
    let targets = event["target"].as_array().into_iter().flatten();
    let found = targets.into_iter().find(|target| target["type"] == kind);
    found.map(|target| text(target, pointer)).unwrap_or_default()
}

fn at(section: &'static str, event: &Value) -> Entry {
    Entry {
        since: text(event, "/published"),
        status: text(event, "/outcome/result"),
        detail: text(event, "/displayMessage"),
        id: text(event, "/uuid"),
        ..Entry::new(section, text(event, "/eventType"))
    }
}

fn told(section: &'static str, events: &Read, entry: impl Fn(&Value) -> Entry) -> Vec<Entry> {
    match events {
        Ok(events) => events.iter().map(entry).collect(),
        Err(why) => vec![Entry::unread(section, why)],
    }
}
