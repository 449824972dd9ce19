//! Memberships that rules give: found by holding the active rules against the people, as the org itself does.

use std::collections::{HashMap, HashSet};

use oktars_local::GroupRule;
use serde::Deserialize;
use serde_json::Value;

use super::reading::{Reading, quoted_list};
use crate::failure::Stop;

/// A group and a user.
pub type Pair = (Box<str>, Box<str>);

/// The names of the rules that give a membership.
#[derive(Default)]
pub struct Given(HashMap<Pair, Vec<Box<str>>>);

#[derive(Deserialize)]
struct Document {
    json: Value,
}

#[derive(Deserialize)]
struct Membership {
    user: Box<str>,
    id: String,
    name: Option<String>,
}

/// An active rule, with those of its groups that matter.
struct Active {
    name: Box<str>,
    rule: GroupRule,
    groups: Vec<Box<str>>,
}

impl Given {
    /// The rules that give these memberships.
    pub fn read(reading: &mut Reading, memberships: &HashSet<Pair>) -> Result<Self, Stop> {
        let groups: HashSet<&str> = memberships.iter().map(|(group, _)| &**group).collect();
        let rules = active(reading, &groups)?;
        if rules.is_empty() {
            return Ok(Given::default());
        }
        let concerned: HashSet<&str> =
            rules.iter().flat_map(|rule| rule.groups.iter().map(|group| &**group)).collect();
        let of_groups = quoted_list(concerned.into_iter());
        let users = format!("(select user_id from memberships_rows where group_id in {of_groups})");
        let mut known = match rules.iter().any(|rule| rule.rule.asks_for_groups()) {
            true => groups_of_users(reading, &users)?,
            false => GroupsOf::new(),
        };
        let mut given = Given::default();
        let sql = format!("select json from users_documents where key in {users}");
        reading.each(&sql, &mut |Document { json: user }| {
            let id = user["id"].as_str().unwrap_or_default();
            let groups = known.remove(id).unwrap_or_default();
            for rule in &rules {
                let concerned: Vec<Pair> =
                    rule.groups.iter().map(|group| (group.clone(), id.into())).collect();
                let concerned: Vec<Pair> =
                    concerned.into_iter().filter(|pair| memberships.contains(pair)).collect();
                if !concerned.is_empty() && rule.rule.wants(&user, groups.clone()) {
                    concerned
                        .into_iter()
                        .for_each(|pair| given.0.entry(pair).or_default().push(rule.name.clone()));
                }
            }
            Ok(())
        })?;
        Ok(given)
    }

    pub fn rules(&self, pair: &Pair) -> &[Box<str>] {
        self.0.get(pair).map_or(&[], Vec::as_slice)
    }
}

/// The active rules that fill one of these groups.
fn active(reading: &mut Reading, groups: &HashSet<&str>) -> Result<Vec<Active>, Stop> {
    let sql = "select d.json from group_rules_documents d join group_rules_rows r on r.key = d.key
               where r.status = 'ACTIVE' order by r.name";
    let rules: Vec<Document> = reading.rows(sql)?;
    let active = rules.into_iter().filter_map(|Document { json }| {
        let ids = json["actions"]["assignUserToGroups"]["groupIds"].as_array()?;
        let ids = ids.iter().filter_map(Value::as_str).filter(|id| groups.contains(id));
        let groups: Vec<Box<str>> = ids.map(Into::into).collect();
        let name = json["name"].as_str().unwrap_or_default().into();
        let rule = GroupRule::of(&json).filter(|_| !groups.is_empty())?;
        Some(Active { name, rule, groups })
    });
    Ok(active.collect())
}

/// The ids and names of the groups of users, by the ids of the users.
type GroupsOf = HashMap<Box<str>, Vec<(String, String)>>;

/// The groups of users, which some expressions ask for.
fn groups_of_users(reading: &mut Reading, users: &str) -> Result<GroupsOf, Stop> {
    let sql = format!(
        "select m.user_id as user, m.group_id as id, g.name from memberships m join groups_rows g on g.key = m.group_id
         where m.user_id in {users}"
    );
    let mut known = GroupsOf::new();
    reading.each(&sql, &mut |Membership { user, id, name }| {
        known.entry(user).or_default().push((id, name.unwrap_or_default()));
        Ok(())
    })?;
    Ok(known)
}
