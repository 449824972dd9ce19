//! What groups and apps are given: members of groups, users of apps, groups of apps.

use oktars::app::{AppUserPatch, NewAppGroup, NewAppUser};
use oktars::{Call, Okta, op};
use oktars_catalog::Operation;
use serde_json::{Map, Value, json};

use super::columns::{EMAIL_NAMES, Known};
use crate::command::call;

/// One kind of relation between a parent, a group or an app, and a child, a user or a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    GroupMembers,
    AppUsers,
    AppGroups,
}

const MEMBERS: Known = Known {
    names: &[
        ("group", &["group name", "group id", "groupId"]),
        ("user", &["login", "username", "user name", "user id", "userId", "profile.login"]),
        ("email", EMAIL_NAMES),
        ("id", &[]),
    ],
    ignored: &[],
    lenient: true,
    profiles: false,
};

const APP_USERS: Known = Known {
    names: &[
        ("app", &["app label", "app id", "appId", "label"]),
        ("user", &["login", "username of the org", "user id", "userId"]),
        ("email", &["mail", "email address", "mail address"]),
        ("credentials.userName", &["userName", "user name"]),
    ],
    ignored: &["id", "status", "scope"],
    lenient: true,
    profiles: true,
};

const APP_GROUPS: Known = Known {
    names: &[
        ("app", &["app label", "app id", "appId", "label"]),
        ("group", &["group name", "group id", "groupId"]),
        ("priority", &[]),
    ],
    ignored: &["id"],
    lenient: true,
    profiles: true,
};

impl Relation {
    pub fn known(self) -> &'static Known {
        match self {
            Relation::GroupMembers => &MEMBERS,
            Relation::AppUsers => &APP_USERS,
            Relation::AppGroups => &APP_GROUPS,
        }
    }

    /// The column that names the group or the app.
    pub fn parent(self) -> &'static str {
        match self {
            Relation::GroupMembers => "group",
            Relation::AppUsers | Relation::AppGroups => "app",
        }
    }

    /// The column that names the user or the group.
    pub fn child(self) -> &'static str {
        match self {
            Relation::GroupMembers | Relation::AppUsers => "user",
            Relation::AppGroups => "group",
        }
    }

    /// What several are called.
    pub fn plural(self) -> &'static str {
        match self {
            Relation::GroupMembers => "members of groups",
            Relation::AppUsers => "users of apps",
            Relation::AppGroups => "groups of apps",
        }
    }

    /// Where everything that may be a parent is listed.
    pub fn parents(self) -> Operation {
        if self.parent() == "group" { op::LIST_GROUPS } else { op::LIST_APPLICATIONS }
    }

    /// Where the children of a parent are listed.
    pub fn children(self) -> Operation {
        match self {
            Relation::GroupMembers => op::LIST_GROUP_USERS,
            Relation::AppUsers => op::LIST_APPLICATION_USERS,
            Relation::AppGroups => op::LIST_APPLICATION_GROUP_ASSIGNMENTS,
        }
    }

    /// Where the kinds of a child's attributes stand.
    pub fn schema(self, okta: &Okta, parent: &str) -> Option<Call> {
        (self != Relation::GroupMembers).then(|| call(okta, op::GET_APPLICATION_USER_SCHEMA, &[parent]))
    }

    pub fn add(self, okta: &Okta, parent: &str, child: &str, more: &Map<String, Value>) -> Call {
        match self {
            Relation::GroupMembers => okta.groups().add_user(parent, child).raw(),
            Relation::AppGroups => okta.app_groups(parent).assign(&NewAppGroup::new(child)).raw().body(more),
            Relation::AppUsers => {
                let mut body = more.clone();
                body.insert("id".to_owned(), json!(child));
                body.insert("scope".to_owned(), json!("USER"));
                okta.app_users(parent).assign(&NewAppUser::new(child)).raw().body(&body)
            }
        }
    }

    pub fn change(self, okta: &Okta, parent: &str, child: &str, more: &Map<String, Value>) -> Call {
        match self {
            Relation::AppUsers => okta.app_users(parent).update(child, &AppUserPatch::new()).raw().body(more),
            _ => self.add(okta, parent, child, more),
        }
    }

    pub fn remove(self, okta: &Okta, parent: &str, child: &str) -> Call {
        match self {
            Relation::GroupMembers => okta.groups().remove_user(parent, child).raw(),
            Relation::AppUsers => okta.app_users(parent).remove(child).raw(),
            Relation::AppGroups => okta.app_groups(parent).remove(child).raw(),
        }
    }

    /// Whether a child that is there came by itself: a user of an app through a group.
    pub fn is_indirect(self, child: &Value) -> bool {
        self == Relation::AppUsers && child["scope"] == "GROUP"
    }

    /// Whether the parent takes new children, or why not.
    pub fn check_open(self, parent: &Value) -> Result<(), String> {
        let is_inactive = self.parent() == "app" && parent["status"] == "INACTIVE";
        if is_inactive { Err("the app is inactive; activate it first".to_owned()) } else { Ok(()) }
    }

    /// Whether the parent's children can be changed, or why not.
    pub fn check_parent(self, parent: &Value) -> Result<(), String> {
        match (self, parent["type"].as_str()) {
            (Relation::GroupMembers, Some(kind)) if kind != "OKTA_GROUP" => {
                Err(format!("the group is a {kind}, and only Okta or an app chooses its members"))
            }
            _ => Ok(()),
        }
    }
}
