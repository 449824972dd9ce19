//! `oktars user-roles holders`: who has which role, by which group, and what the role is limited to.

use std::collections::HashMap;

use oktars::{Call, Okta, op};
use oktars_catalog::Operation;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use super::call;
use super::known_name::{Kind, Known};
use super::resource::resource_set;
use crate::failure::Stop;
use crate::output::Columns;
use crate::reading::Reading;
use crate::run::Run;

pub const COLUMNS: Columns =
    Columns { table: "login,role,group,limitedTo", csv: "label,status,id,roleAssignmentId" };

/// Roles whose holders may be limited to some groups.
const LIMITED_TO_GROUPS: [&str; 3] = ["USER_ADMIN", "HELP_DESK_ADMIN", "GROUP_MEMBERSHIP_ADMIN"];

/// Prints a row for each role of each administrator.
pub async fn list(run: &mut Run, holders: Call, limit: Option<u64>, columns: &Columns) -> Result<(), Stop> {
    let mut reading = Reading::new(run, limit, columns)?;
    let mut lookup = Lookup { okta: run.okta()?, names: Known::default(), roles: HashMap::new() };
    reading.begin(holders.list());
    while let Some(items) = reading.next(run).await? {
        for item in items {
            let holder: Value = serde_json::from_str(item.get()).unwrap_or_default();
            let rows = lookup.rows(run, &holder).await?;
            let rows: Vec<Box<RawValue>> = rows.iter().filter_map(|row| to_raw_value(row).ok()).collect();
            reading.print(run, &rows)?;
        }
    }
    reading.finish(run).await.map(drop)
}

/// What was read already, since many administrators are in the same groups.
struct Lookup {
    okta: Okta,
    names: Known,
    /// The roles of groups, by the ids of the groups.
    roles: HashMap<String, Vec<Value>>,
}

impl Lookup {
    async fn rows(&mut self, run: &mut Run, holder: &Value) -> Result<Vec<Value>, Stop> {
        let id = holder["id"].as_str().unwrap_or_default();
        let login = self.names.name(run, Kind::User, id).await?;
        let mut rows = Vec::new();
        for role in self.all(run, op::LIST_ASSIGNED_ROLES_FOR_USER, &[id]).await? {
            let group = self.giving_group(run, id, &role).await?;
            let limits = self.limits(run, id, group.as_deref(), &role).await?;
            let group = match group {
                Some(group) => Some(self.names.name(run, Kind::Group, &group).await?),
                None => None,
            };
            rows.push(json!({
                "login": login,
                "role": role_name(&role),
                "group": group,
                "limitedTo": (!limits.is_empty()).then_some(limits),
                "label": role["label"],
                "status": role["status"],
                "id": id,
                "roleAssignmentId": role["id"],
                "orn": holder["orn"],
            }));
        }
        Ok(rows)
    }

    /// The group by which a user has a role; none where it was given to the user.
    async fn giving_group(
        &mut self,
        run: &mut Run,
        user: &str,
        role: &Value,
    ) -> Result<Option<String>, Stop> {
        if role["assignmentType"] != "GROUP" {
            return Ok(None);
        }
        for group in self.all(run, op::LIST_USER_GROUPS, &[user]).await? {
            let id = group["id"].as_str().unwrap_or_default();
            let same = |other: &Value| role_name(other) == role_name(role);
            if self.roles_of_group(run, id).await?.iter().any(same) {
                return Ok(Some(id.to_owned()));
            }
        }
        Ok(None)
    }

    async fn roles_of_group(&mut self, run: &mut Run, group: &str) -> Result<Vec<Value>, Stop> {
        if let Some(known) = self.roles.get(group) {
            return Ok(known.clone());
        }
        let roles = self.all(run, op::LIST_GROUP_ASSIGNED_ROLES, &[group]).await?;
        self.roles.insert(group.to_owned(), roles.clone());
        Ok(roles)
    }

    /// The groups or apps that a role is limited to; the resource set of a custom role.
    async fn limits(
        &mut self,
        run: &mut Run,
        user: &str,
        group: Option<&str>,
        role: &Value,
    ) -> Result<Vec<String>, Stop> {
        if let Some(set) = role["resource-set"].as_str() {
            let read = resource_set::read(run, set).await.unwrap_or_default();
            return Ok(vec![read["label"].as_str().unwrap_or(set).to_owned()]);
        }
        let kind = role["type"].as_str().unwrap_or_default();
        let (assignee, assignment) = match group {
            Some(group) => {
                let of_group = self.roles_of_group(run, group).await?;
                let same = of_group.into_iter().find(|other| role_name(other) == role_name(role));
                (group, same.unwrap_or_default()["id"].as_str().unwrap_or_default().to_owned())
            }
            None => (user, role["id"].as_str().unwrap_or_default().to_owned()),
        };
        let targets = match (kind, group) {
            ("APP_ADMIN", None) => op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_USER,
            ("APP_ADMIN", Some(_)) => {
                op::LIST_APPLICATION_TARGETS_FOR_APPLICATION_ADMINISTRATOR_ROLE_FOR_GROUP
            }
            (kind, None) if LIMITED_TO_GROUPS.contains(&kind) => op::LIST_GROUP_TARGETS_FOR_ROLE,
            (kind, Some(_)) if LIMITED_TO_GROUPS.contains(&kind) => op::LIST_GROUP_TARGETS_FOR_GROUP_ROLE,
            _ => return Ok(Vec::new()),
        };
        let targets = self.all(run, targets, &[assignee, &assignment]).await?;
        Ok(targets.iter().map(target_name).collect())
    }

    /// All of a list; nothing where the caller may not read it.
    async fn all(&self, run: &mut Run, operation: Operation, path: &[&str]) -> Result<Vec<Value>, Stop> {
        let listing = call(&self.okta, operation, path).list::<Value>();
        run.trying_to(&listing.request()?);
        match listing.all().await {
            Ok(all) => Ok(all),
            Err(error) if error.is_forbidden() || error.is_not_found() => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}

/// A standard role by its type, one of the org's own by its label.
fn role_name(role: &Value) -> String {
    let name = if role["type"] == "CUSTOM" { &role["label"] } else { &role["type"] };
    name.as_str().unwrap_or("?").to_owned()
}

fn target_name(target: &Value) -> String {
    let names = [
        &target["profile"]["name"],
        &target["label"],
        &target["displayName"],
        &target["name"],
        &target["id"],
    ];
    names.into_iter().find_map(Value::as_str).unwrap_or("?").to_owned()
}
