//! What happens to one resource and concerns others. The code that announces it does not know what follows.

use serde_json::Value;

/// What happened, and to what. An object that goes away is still there while the others follow.
#[derive(Clone, Copy)]
pub enum Occasion<'a> {
    /// A user was made, to begin in these groups.
    UserCreated { user: &'a Value, groups: &'a [Value] },
    /// A user was activated, perhaps after being deactivated.
    UserActivated(&'a Value),
    /// A user has another profile than before.
    ProfileChanged { old: &'a Value, user: &'a Value },
    /// A user was changed in what group rules may ask for.
    UserChanged(&'a Value),
    /// All sessions of a user must end.
    UserSignedOut(&'a Value),
    /// A user is about to be deactivated.
    UserDeactivated(&'a Value),
    /// A user is about to go.
    UserDeleted(&'a Value),
    /// Somebody put a user into a group.
    MemberAdded { group: &'a Value, user: &'a Value },
    /// A group rule put a user into a group.
    MemberAddedByRule { group: &'a Value, user: &'a Value },
    /// A user is no longer in a group.
    MemberRemoved { group: &'a Value, user: &'a Value },
    /// Somebody takes a user out of a group.
    MemberTakenOut { group: &'a Value, user: &'a Value },
    /// A group has another profile than before.
    GroupChanged(&'a Value),
    /// A user has another password.
    PasswordChosen { user: &'a str, password: &'a str },
    /// A group is about to go.
    GroupDeleted(&'a Value),
    /// An app is about to go.
    AppDeleted(&'a Value),
    /// A policy is about to go.
    PolicyDeleted(&'a Value),
    /// Somebody was given a custom role for a resource set. The path leads to them.
    RoleAssigned { assignment: &'a Value, assignee: &'a str, path: &'a str },
    /// A role is about to be taken from somebody.
    RoleUnassigned(&'a Value),
    /// A custom role is about to go.
    RoleDeleted(&'a Value),
    /// A resource set is about to go.
    ResourceSetDeleted(&'a Value),
}
