//! What an administrator sees of a list: all, or what the roles are for.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::door::privilege::{Object, Range, client_without_role, grants, is_in};
use crate::kernel::context::Context;
use crate::kernel::facts::Facts;
use crate::kernel::kind::{self, Kind};
use crate::kernel::problem::Problem;
use crate::kernel::store::{StoreError, Tx, decode};
use crate::kernel::stored::id_of;

/// The ids that are seen; none stands for all.
#[derive(Debug)]
pub struct Sight(Option<BTreeSet<String>>);

impl Sight {
    /// Whether a stored document is seen.
    pub fn holds(&self, document: &[u8]) -> bool {
        self.0.as_ref().is_none_or(|ids| ids.contains(&id_in(document)))
    }
}

/// The id stands first in what is stored.
fn id_in(document: &[u8]) -> String {
    let rest = document.strip_prefix(br#"{"id":""#);
    let id = rest.and_then(|rest| rest.split(|byte| *byte == b'"').next());
    match id.and_then(|id| std::str::from_utf8(id).ok()) {
        Some(id) => id.to_owned(),
        None => id_of(&decode(document)).to_owned(),
    }
}

impl Context<'_> {
    /// What the caller sees of the users, groups or apps that the request lists.
    pub fn sight(&self, kind: Kind<'_>) -> Result<Sight, Problem> {
        if client_without_role(&self.tx, &self.caller)? {
            return Ok(Sight(None));
        }
        let facts = self.org.facts();
        let needed = self.request.operation.permission();
        let mut seen = BTreeSet::new();
        for grant in grants(&self.tx, &facts, &self.caller)? {
            if !grant.permits(needed) {
                continue;
            }
            match grant.range.ids(&self.tx, &facts, kind)? {
                Some(ids) => seen.extend(ids),
                None => return Ok(Sight(None)),
            }
        }
        Ok(Sight(Some(seen)))
    }
}

impl Range {
    /// The users, groups or apps inside; none stands for all.
    fn ids(&self, tx: &Tx, facts: &Facts, kind: Kind<'_>) -> Result<Option<BTreeSet<String>>, Problem> {
        match (self, kind) {
            (Range::Groups(groups), kind::GROUP) => Ok(Some(groups.clone())),
            (Range::Groups(groups), kind::USER) => Ok(members(tx, facts, groups.iter().map(String::as_str))?),
            (Range::Apps(_), kind::APP) => Ok(Some(apps(tx, |app| Ok(self.has_app(app)))?)),
            (Range::Resources(paths), kind::APP) => {
                Ok(Some(apps(tx, |app| is_in(tx, facts, paths, &Object::App(id_of(app))))?))
            }
            (Range::Resources(paths), _) => resources(tx, facts, paths, kind),
            _ => Ok(None),
        }
    }
}

fn members<'a>(
    tx: &Tx,
    facts: &Facts,
    groups: impl Iterator<Item = &'a str>,
) -> Result<Option<BTreeSet<String>>, StoreError> {
    let mut members = BTreeSet::new();
    for group in groups {
        if group == facts.everyone {
            return Ok(None);
        }
        members.extend(tx.link_ids(kind::MEMBER, group)?);
    }
    Ok(Some(members))
}

fn apps(tx: &Tx, inside: impl Fn(&Value) -> Result<bool, Problem>) -> Result<BTreeSet<String>, Problem> {
    let mut ids = BTreeSet::new();
    for (id, app) in tx.all(kind::APP)? {
        if inside(&app)? {
            ids.insert(id);
        }
    }
    Ok(ids)
}

/// The users or groups of a resource set.
fn resources(
    tx: &Tx,
    facts: &Facts,
    paths: &[String],
    kind: Kind<'_>,
) -> Result<Option<BTreeSet<String>>, Problem> {
    let family = format!("{}s", kind.name());
    if paths.contains(&family) {
        return Ok(None);
    }
    let single = paths.iter().filter_map(|path| path.strip_prefix(&family)?.strip_prefix('/'));
    let mut ids: BTreeSet<String> = single.filter(|id| !id.contains('/')).map(str::to_owned).collect();
    if kind == kind::USER {
        let groups = paths.iter().filter_map(|path| path.strip_prefix("groups/")?.strip_suffix("/users"));
        match members(tx, facts, groups)? {
            Some(members) => ids.extend(members),
            None => return Ok(None),
        }
    }
    Ok(Some(ids))
}
