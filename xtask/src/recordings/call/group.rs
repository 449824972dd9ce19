//! Groups and what belongs to them.

use oktars::group::{
    DeleteGroupRule, GroupOwnerType, GroupProfile, GroupRule, ListGroupApps, ListGroupOwners, ListGroupRules,
    ListGroupUsers, ListGroups, NewGroup,
};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn group(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let groups = okta.groups();
    Some(match asked.operation.id {
        "listGroups" => {
            let mut query = ListGroups::new();
            query.search = asked.expression("search");
            query.filter = asked.expression("filter");
            query.q = asked.text("q");
            query.sort_by = asked.text("sortBy");
            query.sort_order = asked.order();
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(groups.list(&query)).await
        }
        "addGroup" => value(groups.create(&NewGroup::new("name")).await),
        "getGroup" => value(groups.get(asked.path(0)).await),
        "replaceGroup" => value(groups.replace(asked.path(0), &GroupProfile::default()).await),
        "deleteGroup" => nothing(groups.delete(asked.path(0)).await),
        "listAssignedApplicationsForGroup" => {
            page(groups.apps(asked.path(0), &pages!(asked, ListGroupApps))).await
        }
        "listGroupUsers" => page(groups.users(asked.path(0), &pages!(asked, ListGroupUsers))).await,
        "assignUserToGroup" => nothing(groups.add_user(asked.path(0), asked.path(1)).await),
        "unassignUserFromGroup" => nothing(groups.remove_user(asked.path(0), asked.path(1)).await),
        _ => return rule(okta, asked).await,
    })
}

async fn rule(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let rules = okta.group_rules();
    let new = || GroupRule::new("name", "true", ["00g1"]);
    Some(match asked.operation.id {
        "listGroupRules" => {
            let mut query = ListGroupRules::new();
            query.search = asked.text("search");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(rules.list(&query)).await
        }
        "createGroupRule" => value(rules.create(&new()).await),
        "getGroupRule" => value(rules.get(asked.path(0)).await),
        "replaceGroupRule" => value(rules.replace(asked.path(0), &new()).await),
        "deleteGroupRule" => {
            let mut options = DeleteGroupRule::new();
            options.remove_users = asked.flag("removeUsers");
            nothing(rules.delete_with(asked.path(0), &options).await)
        }
        "activateGroupRule" => nothing(rules.activate(asked.path(0)).await),
        "deactivateGroupRule" => nothing(rules.deactivate(asked.path(0)).await),
        "listGroupOwners" => {
            let mut query = ListGroupOwners::new();
            query.search = asked.expression("search");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            page(okta.group_owners(asked.path(0)).list(&query)).await
        }
        "assignGroupOwner" => {
            value(okta.group_owners(asked.path(0)).assign("00u1", GroupOwnerType::USER).await)
        }
        "deleteGroupOwner" => nothing(okta.group_owners(asked.path(0)).remove(asked.path(1)).await),
        _ => return None,
    })
}
