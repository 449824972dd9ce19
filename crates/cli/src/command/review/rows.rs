//! The rows of a review: who has what, by which way.

use std::collections::HashSet;

use serde::Deserialize;

use super::given::{Given, Pair};
use super::origin::{Log, Origin, Seen};
use super::people::People;
use super::reading::{Reading, quoted_list};
use super::reviewer::Resolver;
use super::row_id::{Kind, RowId};
use super::scope::{ROLE_NAME, Scope};
use crate::command::mirror::literal;
use crate::failure::Stop;

/// Something that somebody has.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: RowId,
    /// The place among the people.
    pub person: usize,
    /// What the app, the group or the role is called.
    pub what: Box<str>,
    /// What the group is called by which it comes.
    pub group: Option<Box<str>>,
    /// The rules that give the membership on which it rests.
    pub rules: Vec<Box<str>>,
    pub origin: Origin,
    /// When the mirror saw it first.
    pub valid_from: Option<Box<str>>,
    /// When somebody used the app last; when they signed in last, for groups and roles.
    pub last_use: Option<Box<str>>,
    /// What was decided in the review that this one is compared with.
    pub last_time: Option<String>,
}

impl Row {
    /// What somebody has, in words.
    pub fn access(&self) -> String {
        format!("{} {}", self.id.kind.word(), self.what)
    }

    /// By which way, in words.
    pub fn way(&self) -> String {
        let rules = match &self.rules[..] {
            [] => None,
            [one] => Some(format!("rule {one}")),
            several => Some(format!("rules {}", several.join(", "))),
        };
        match (&self.group, rules) {
            (None, None) => "directly".to_owned(),
            (None, Some(rules)) => rules,
            (Some(group), None) => format!("group {group}"),
            (Some(group), Some(rules)) => format!("group {group}, by {rules}"),
        }
    }

    /// The membership on which it rests.
    pub fn membership(&self) -> Option<Pair> {
        let group = match (&self.id.group, self.id.kind) {
            (Some(group), _) => group,
            (None, Kind::Group) => &self.id.what,
            (None, _) => return None,
        };
        Some((group.clone(), self.id.user.clone()))
    }
}

/// A row as the mirror gives it.
#[derive(Deserialize)]
struct Raw {
    user_id: Box<str>,
    what_id: Box<str>,
    what: Option<Box<str>>,
    group_id: Option<Box<str>>,
    group: Option<Box<str>>,
    valid_from: Option<Box<str>>,
    event: Option<Box<str>>,
    actor: Option<Box<str>>,
    created: Option<Box<str>>,
    last_use: Option<Box<str>>,
}

/// The rows of a scope, people in the order of their logins.
pub fn read(reading: &mut Reading, scope: &Scope, people: &People) -> Result<Vec<Row>, Stop> {
    let mut raw: Vec<(Kind, Raw)> = Vec::new();
    for (kind, sql) in questions(scope, people) {
        let rows: Vec<Raw> = reading.rows(&sql)?;
        raw.extend(rows.into_iter().map(|row| (kind, row)));
    }
    let mut rows: Vec<(Row, Seen)> =
        raw.into_iter().filter_map(|(kind, raw)| row(kind, raw, people)).collect();
    let log = Log::read(reading, rows.iter().map(|(row, _)| &row.id))?;
    let memberships: HashSet<Pair> = rows.iter().filter_map(|(row, _)| row.membership()).collect();
    let given = Given::read(reading, &memberships)?;
    for (row, seen) in &mut rows {
        row.origin = log.origin(&row.id, seen);
        row.rules = row.membership().map_or_else(Vec::new, |pair| given.rules(&pair).to_vec());
    }
    let mut rows: Vec<Row> = rows.into_iter().map(|(row, _)| row).collect();
    rows.sort_by(|one, other| {
        (one.person, one.id.kind, &one.what, &one.group).cmp(&(
            other.person,
            other.id.kind,
            &other.what,
            &other.group,
        ))
    });
    // An app may have a group twice in a list that changed while it was read.
    rows.dedup_by(|one, other| one.id == other.id);
    Ok(rows)
}

fn row(kind: Kind, raw: Raw, people: &People) -> Option<(Row, Seen)> {
    let person = people.place(&raw.user_id)?;
    let what = raw.what.unwrap_or_else(|| raw.what_id.clone());
    let id = RowId { kind, what: raw.what_id, user: raw.user_id, group: raw.group_id };
    let valid_from = raw.valid_from.clone();
    let seen = Seen { valid_from: raw.valid_from, event: raw.event, actor: raw.actor, created: raw.created };
    let row = Row {
        id,
        person,
        what,
        group: raw.group,
        rules: Vec::new(),
        origin: Origin::default(),
        valid_from,
        last_use: raw.last_use,
        last_time: None,
    };
    Some((row, seen))
}

/// What is asked for a scope.
fn questions(scope: &Scope, people: &People) -> Vec<(Kind, String)> {
    let both = |kind, [direct, by_group]: [String; 2]| [(kind, direct), (kind, by_group)];
    match scope {
        Scope::App { id, .. } => both(Kind::App, apps(&format!("a.key = {}", literal(id)))).into(),
        Scope::Group { id, .. } => vec![(Kind::Group, groups(&format!("g.key = {}", literal(id))))],
        Scope::Admins => both(Kind::Role, roles("1")).into(),
        Scope::Role { name } => both(Kind::Role, roles(&format!("{ROLE_NAME} = {}", literal(name)))).into(),
        Scope::Manager { id, .. } => {
            let reports = Resolver::new(people, None).reports_of(id);
            let is_one =
                format!("u.key in {}", quoted_list(reports.iter().map(|place| &*people.all[*place].id)));
            let mut all = both(Kind::App, apps(&is_one)).to_vec();
            // Everybody is in the group Everyone, which nobody decides.
            all.push((Kind::Group, groups(&format!("{is_one} and g.type is not 'BUILT_IN'"))));
            all.extend(both(Kind::Role, roles(&is_one)));
            all
        }
    }
}

/// Direct assignments of apps, and those that come by a group.
fn apps(only: &str) -> [String; 2] {
    let direct = format!(
        "select u.key as user_id, a.key as what_id, a.label as what, null as group_id, null as \"group\",
            r.valid_from, r.event, r.actor, r.created, use.last as last_use
         from app_users_rows r
         join apps_rows a on a.key = r.app_id
         join users_rows u on u.key = r.user_id
         left join app_use use on use.user_id = u.key and use.app_id = a.key
         where r.scope is not 'GROUP' and {only}"
    );
    // A deactivated user stays in the groups, and no longer has the apps.
    let by_group = format!(
        "select u.key as user_id, a.key as what_id, a.label as what, g.key as group_id, g.name as \"group\",
            m.valid_from, m.event, m.actor, null as created, use.last as last_use
         from app_groups_rows r
         join apps_rows a on a.key = r.app_id
         join groups_rows g on g.key = r.group_id
         join memberships m on m.group_id = g.key
         join users_rows u on u.key = m.user_id
         left join app_use use on use.user_id = u.key and use.app_id = a.key
         where u.status is not 'DEPROVISIONED' and {only}"
    );
    [direct, by_group]
}

fn groups(only: &str) -> String {
    format!(
        "select u.key as user_id, g.key as what_id, g.name as what, null as group_id, null as \"group\",
            m.valid_from, m.event, m.actor, null as created, u.lastLogin as last_use
         from memberships m
         join groups_rows g on g.key = m.group_id
         join users_rows u on u.key = m.user_id
         where {only}"
    )
}

fn roles(only: &str) -> [String; 2] {
    let direct = format!(
        "select u.key as user_id, r.id as what_id, {ROLE_NAME} as what, null as group_id, null as \"group\",
            r.valid_from, r.event, r.actor, r.created, u.lastLogin as last_use
         from user_roles_rows r
         join users_rows u on u.key = r.user_id
         where r.assignmentType is not 'GROUP' and {only}"
    );
    let by_group = format!(
        "select u.key as user_id, r.id as what_id, {ROLE_NAME} as what, g.key as group_id, g.name as \"group\",
            m.valid_from, m.event, m.actor, null as created, u.lastLogin as last_use
         from group_roles_rows r
         join groups_rows g on g.key = r.group_id
         join memberships m on m.group_id = g.key
         join users_rows u on u.key = m.user_id
         where {only}"
    );
    [direct, by_group]
}
