//! What else would change with a membership: a group may give more than the access of one row.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Deserialize;
use serde_json::json;

use super::reading::{Reading, quoted_list};
use super::row_id::Kind;
use super::rows::Row;
use super::scope::ROLE_NAME;
use crate::bulk::relation::Relation;
use crate::failure::Stop;
use crate::progress::grouped;

/// How many names a message shows.
const SHOWN: usize = 5;

/// A group on which access of a review rests.
struct Group {
    name: Box<str>,
    kind: Box<str>,
    members: u64,
    /// What it gives: `app CRM`, `role HELP_DESK_ADMIN`.
    gives: BTreeSet<String>,
}

#[derive(Default)]
pub struct Groups(HashMap<Box<str>, Group>);

#[derive(Deserialize)]
struct Found {
    id: Box<str>,
    name: Option<Box<str>>,
    kind: Option<Box<str>>,
    members: u64,
}

#[derive(Deserialize)]
struct Gives {
    id: Box<str>,
    what: Option<String>,
}

impl Groups {
    /// The groups on which these rows rest.
    pub fn read(reading: &mut Reading, rows: &[Row]) -> Result<Self, Stop> {
        let ids: HashSet<Box<str>> =
            rows.iter().filter_map(Row::membership).map(|(group, _)| group).collect();
        if ids.is_empty() {
            return Ok(Groups::default());
        }
        let ids = quoted_list(ids.iter().map(|id| &**id));
        let sql = format!(
            "select g.key as id, g.name, g.type as kind,
                (select count(*) from memberships m where m.group_id = g.key) as members
             from groups_rows g where g.key in {ids}"
        );
        let mut groups = Groups::default();
        reading.each(&sql, &mut |Found { id, name, kind, members }| {
            let name = name.unwrap_or_else(|| id.clone());
            let group = Group { name, kind: kind.unwrap_or_default(), members, gives: BTreeSet::new() };
            groups.0.insert(id, group);
            Ok(())
        })?;
        let sql = format!(
            "select r.group_id as id, '{} ' || a.label as what from app_groups_rows r
             join apps_rows a on a.key = r.app_id where r.group_id in {ids}
             union select r.group_id, '{} ' || {ROLE_NAME} from group_roles_rows r where r.group_id in {ids}",
            Kind::App.word(),
            Kind::Role.word()
        );
        reading.each(&sql, &mut |Gives { id, what }| {
            if let (Some(group), Some(what)) = (groups.0.get_mut(&id), what) {
                group.gives.insert(what);
            }
            Ok(())
        })?;
        Ok(groups)
    }

    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        self.0.get(id).map_or(id, |group| &group.name)
    }

    /// Why nobody is taken out of a group by hand, if that is so.
    pub fn why_not(&self, id: &str, row: &Row) -> Option<String> {
        let group = self.0.get(id)?;
        if let Some(rule) = row.rules.first() {
            let name = &group.name;
            return Some(format!(
                "the rule {rule:?} puts the person into the group {name}: change the rule, or the attributes of the person"
            ));
        }
        let problem = Relation::GroupMembers.check_parent(&json!({ "type": group.kind })).err()?;
        Some(format!("comes by the group {}: {problem}", group.name))
    }

    /// What would have to change for access that comes by a group.
    pub fn by_group(&self, id: &str, row: &Row) -> String {
        let Some(group) = self.0.get(id) else { return "comes by a group".to_owned() };
        let others = match group.members.saturating_sub(1) {
            1 => "1 other person".to_owned(),
            others => format!("{} other people", grouped(others)),
        };
        let also = match self.what_else(id, row).as_str() {
            "" => String::new(),
            also => format!(", who then loses {also} too"),
        };
        format!(
            "comes by the group {}: --through-groups removes the person from it{also}; to take the {} from the group touches {others}",
            group.name,
            row.id.kind.word(),
        )
    }

    /// What else somebody loses who leaves a group.
    pub fn what_else(&self, id: &str, row: &Row) -> String {
        let Some(group) = self.0.get(id) else { return String::new() };
        let access = row.access();
        let others: Vec<&str> =
            group.gives.iter().map(String::as_str).filter(|what| *what != access).collect();
        let more = others.len().saturating_sub(SHOWN);
        let mut shown = others.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        if more > 0 {
            shown.push_str(&format!(" and {more} more"));
        }
        shown
    }
}
