//! The roles that somebody was given, as they are stored.

use std::ops::ControlFlow;

use serde_json::Value;

use crate::kernel::kind::{self, Kind};
use crate::kernel::store::{StoreError, Tx};

/// The kind of the stored assignments of one assignee.
pub fn assignments(assignee: &str) -> Kind<'_> {
    kind::ROLE.of(assignee)
}

/// All own assignments of an assignee.
pub fn all_of(tx: &Tx, assignee: &str) -> Result<Vec<Value>, StoreError> {
    Ok(tx.all(assignments(assignee))?.into_iter().map(|(_, assignment)| assignment).collect())
}

pub fn find(tx: &Tx, assignee: &str, id: &str) -> Result<Option<Value>, StoreError> {
    tx.get(assignments(assignee), id)
}

/// Whether a user is an administrator, by a role of their own or of a group.
pub fn is_administrator(tx: &Tx, user: &str) -> Result<bool, StoreError> {
    let mut assignees = tx.link_ids_to(kind::MEMBER, user)?;
    assignees.push(user.to_owned());
    for assignee in &assignees {
        if has_any(tx, assignee)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a user, a group or a client has any role of its own.
pub fn has_any(tx: &Tx, assignee: &str) -> Result<bool, StoreError> {
    let mut found = false;
    tx.scan(assignments(assignee), None, &mut |_, _| {
        found = true;
        Ok(ControlFlow::Break(()))
    })?;
    Ok(found)
}
