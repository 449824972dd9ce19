//! `oktars service-accounts`, `oktars managed-accounts`

use oktars::op;

use super::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "service-accounts",
    one: "service account",
    about: "Accounts of apps whose passwords Okta keeps and changes",
    columns: Columns {
        table: "id,status,name,username,containerInstanceName",
        csv: "statusDetail,description,containerOrn,ownerUserIds,ownerGroupIds,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List service accounts", op::LIST_APP_SERVICE_ACCOUNTS, ""),
        Verb::read(
            "get",
            "Show a service account",
            op::GET_APP_SERVICE_ACCOUNT,
            "a747a818-a4c4-4446-8a87-704216495a08",
        ),
        Verb::step(
            "create",
            "Let Okta keep the password of an account",
            op::CREATE_APP_SERVICE_ACCOUNT,
            "took in",
            "--input account.json",
        ),
        Verb::step(
            "update",
            "Change some members of a service account; the others stay as they are",
            op::UPDATE_APP_SERVICE_ACCOUNT,
            "updated",
            "a747a818-a4c4-4446-8a87-704216495a08 --set name=Renamed",
        ),
        Verb::remove(
            "delete",
            "Stop managing a service account; the account itself stays",
            op::DELETE_APP_SERVICE_ACCOUNT,
            "Delete",
            "a747a818-a4c4-4446-8a87-704216495a08 --yes",
        ),
    ],
};

pub const MANAGED: Resource = Resource {
    name: "managed-accounts",
    one: "managed user account",
    about: "Users of the org that programs use, and whose passwords Okta keeps",
    columns: Columns {
        table: "id,status,name,username",
        csv: "statusDetail,description,oktaUserId,email,ownerUserIds,ownerGroupIds,created,lastUpdated",
    },
    verbs: &[
        Verb::read("list", "List managed user accounts", op::LIST_OKTA_MANAGED_USER_ACCOUNTS, ""),
        Verb::read(
            "get",
            "Show a managed user account",
            op::GET_OKTA_MANAGED_USER_ACCOUNT,
            "a747a818-a4c4-4446-8a87-704216495a08",
        ),
        Verb::step(
            "create",
            "Let Okta keep the password of a user",
            op::CREATE_OKTA_MANAGED_USER_ACCOUNT,
            "took in",
            "--set name=Deploy --set oktaUserId=00u1gjh63g214q0Hq0g4",
        ),
        Verb::step(
            "update",
            "Change some members of a managed user account; the others stay as they are",
            op::UPDATE_OKTA_MANAGED_USER_ACCOUNT,
            "updated",
            "a747a818-a4c4-4446-8a87-704216495a08 --set name=Renamed",
        ),
        Verb::remove(
            "delete",
            "Stop managing a user account; the user stays",
            op::DELETE_OKTA_MANAGED_USER_ACCOUNT,
            "Delete",
            "a747a818-a4c4-4446-8a87-704216495a08 --yes",
        ),
    ],
};
