//! Which typed call of the SDK makes which operation.
use oktars::{
    ActivateUser, AppGroupAssignment, AppGroupPatch, AppUserPatch, ChangePassword, ChangeRecoveryQuestion,
    ClearSessions, CreateApp, CreateUser, DeactivateUser, ForgotPassword, GetUser, GroupProfile,
    ListAppGroups, ListAppUsers, ListApps, ListGroups, ListUsers, Listing, NewApp, NewAppUser, NewGroup,
    NewUser, NewUserType, Okta, RecoverPassword, ResetPassword, Result, SchemaPatch, UpdateUser, UserPatch,
    UserReplacement, UserTypePatch,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::asked::Asked;

/// Asks by the typed call and writes the answer again as JSON; `None` where the SDK has no typed call.
pub async fn typed(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let answer = user(okta, asked).await;
    let answer = if answer.is_none() { credential(okta, asked).await } else { answer };
    let answer = if answer.is_none() { group(okta, asked).await } else { answer };
    let answer = if answer.is_none() { app(okta, asked).await } else { answer };
    let answer = if answer.is_none() { session(okta, asked).await } else { answer };
    if answer.is_none() { schema(okta, asked).await } else { answer }
}

async fn user(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let users = okta.users();
    Some(match asked.operation.id {
        "listUsers" => page(users.list(&list_users(asked))).await,
        "createUser" => {
            let mut options = CreateUser::new();
            options.activate = asked.flag("activate");
            options.provider = asked.flag("provider");
            options.change_password_at_next_login = asked.text("nextLogin").is_some();
            value(users.create_with(&NewUser::new("a@example.com"), &options).await)
        }
        "getUser" => {
            let mut options = GetUser::new();
            options.expand = asked.text("expand");
            value(users.get_with(asked.path(0), &options).await)
        }
        "updateUser" => value(users.update_with(asked.path(0), &UserPatch::new(), &update(asked)).await),
        "replaceUser" => {
            value(users.replace_with(asked.path(0), &UserReplacement::new(), &update(asked)).await)
        }
        "listAppLinks" => page(users.app_links(asked.path(0))).await,
        "listUserGroups" => page(users.groups(asked.path(0))).await,
        "revokeUserSessions" => {
            let mut options = ClearSessions::new();
            options.oauth_tokens = asked.flag("oauthTokens");
            options.forget_devices = asked.flag("forgetDevices");
            nothing(users.clear_sessions_with(asked.path(0), &options).await)
        }
        "deleteUser" => nothing(users.delete_with(asked.path(0), &deactivate(asked)).await),
        "activateUser" => value(users.activate_with(asked.path(0), &activate(asked)).await),
        "reactivateUser" => value(users.reactivate_with(asked.path(0), &activate(asked)).await),
        "deactivateUser" => nothing(users.deactivate_with(asked.path(0), &deactivate(asked)).await),
        "suspendUser" => nothing(users.suspend(asked.path(0)).await),
        "unsuspendUser" => nothing(users.unsuspend(asked.path(0)).await),
        "unlockUser" => nothing(users.unlock(asked.path(0)).await),
        "resetFactors" => nothing(users.reset_factors(asked.path(0)).await),
        _ => return None,
    })
}

fn list_users(asked: &Asked) -> ListUsers {
    let mut query = ListUsers::new();
    query.search = asked.expression("search");
    query.filter = asked.expression("filter");
    query.q = asked.text("q");
    query.sort_by = asked.text("sortBy");
    query.sort_order = asked.order();
    query.limit = asked.number("limit");
    query.after = asked.text("after");
    query.fields = asked.text("fields");
    query.expand = asked.text("expand");
    query
}

fn update(asked: &Asked) -> UpdateUser {
    let mut options = UpdateUser::new();
    options.strict = asked.flag("strict");
    options
}

fn activate(asked: &Asked) -> ActivateUser {
    let mut options = ActivateUser::new();
    options.send_email = asked.flag("sendEmail");
    options
}

fn deactivate(asked: &Asked) -> DeactivateUser {
    let mut options = DeactivateUser::new();
    options.send_email = asked.flag("sendEmail");
    options
}

async fn credential(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let users = okta.users();
    Some(match asked.operation.id {
        "expirePassword" => value(users.expire_password(asked.path(0)).await),
        "expirePasswordWithTempPassword" => {
            let revoke = asked.flag("revokeSessions").unwrap_or(false);
            value(users.expire_password_with_temp_password(asked.path(0), revoke).await)
        }
        "resetPassword" => {
            let mut options = ResetPassword::new();
            options.send_email = asked.flag("sendEmail").unwrap_or(true);
            options.revoke_sessions = asked.flag("revokeSessions");
            value(users.reset_password_with(asked.path(0), &options).await)
        }
        "forgotPassword" => {
            let mut options = ForgotPassword::new();
            options.send_email = asked.flag("sendEmail");
            value(users.forgot_password_with(asked.path(0), &options).await)
        }
        "changePassword" => {
            let change = ChangePassword::new("old", "new");
            let strict = asked.flag("strict");
            let change = strict.map_or(change.clone(), |strict| change.strict(strict));
            value(users.change_password(asked.path(0), &change).await)
        }
        "changeRecoveryQuestion" => {
            let change = ChangeRecoveryQuestion::new("password", "question", "answer");
            value(users.change_recovery_question(asked.path(0), &change).await)
        }
        "forgotPasswordSetNewPassword" => value(
            users.forgot_password_recovery(asked.path(0), &RecoverPassword::new("password", "answer")).await,
        ),
        _ => return None,
    })
}

async fn group(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
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
        "listAssignedApplicationsForGroup" => page(groups.apps_with(asked.path(0), &asked.pages())).await,
        "listGroupUsers" => page(groups.users_with(asked.path(0), &asked.pages())).await,
        "assignUserToGroup" => nothing(groups.add_user(asked.path(0), asked.path(1)).await),
        "unassignUserFromGroup" => nothing(groups.remove_user(asked.path(0), asked.path(1)).await),
        _ => return None,
    })
}

async fn app(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let body = || NewApp::bookmark("label", "https://example.com");
    Some(match asked.operation.id {
        "listApplications" => page(okta.apps().list(&list_apps(asked))).await,
        "createApplication" => {
            let mut options = CreateApp::new();
            options.activate = asked.flag("activate");
            value(okta.apps().create_with(&body(), &options).await)
        }
        "getApplication" => value(okta.apps().get(asked.path(0)).await),
        "replaceApplication" => value(okta.apps().replace(asked.path(0), &body()).await),
        "deleteApplication" => nothing(okta.apps().delete(asked.path(0)).await),
        "activateApplication" => nothing(okta.apps().activate(asked.path(0)).await),
        "deactivateApplication" => nothing(okta.apps().deactivate(asked.path(0)).await),
        "assignApplicationPolicy" => nothing(okta.apps().assign_policy(asked.path(0), asked.path(1)).await),
        "listApplicationKeys" => page(okta.app_keys(asked.path(0)).list()).await,
        "getApplicationKey" => value(okta.app_keys(asked.path(0)).get(asked.path(1)).await),
        "generateApplicationKey" => {
            value(okta.app_keys(asked.path(0)).generate(asked.number("validityYears").unwrap_or(2)).await)
        }
        _ => return assignment(okta, asked).await,
    })
}

fn list_apps(asked: &Asked) -> ListApps {
    let mut query = ListApps::new();
    query.q = asked.text("q");
    query.filter = asked.expression("filter");
    query.limit = asked.number("limit");
    query.after = asked.text("after");
    query.expand = asked.text("expand");
    query
}

async fn assignment(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "listApplicationUsers" => {
            let mut query = ListAppUsers::new();
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(okta.app_users(asked.path(0)).list(&query)).await
        }
        "assignUserToApplication" => {
            value(okta.app_users(asked.path(0)).assign(&NewAppUser::new("id")).await)
        }
        "getApplicationUser" if asked.text("expand").is_some() => {
            value(okta.app_users(asked.path(0)).get_with_user(asked.path(1)).await)
        }
        "getApplicationUser" => value(okta.app_users(asked.path(0)).get(asked.path(1)).await),
        "updateApplicationUser" => {
            value(okta.app_users(asked.path(0)).update(asked.path(1), &AppUserPatch::new()).await)
        }
        "unassignUserFromApplication" => match asked.flag("sendEmail") {
            Some(send) => nothing(okta.app_users(asked.path(0)).remove_with(asked.path(1), send).await),
            None => nothing(okta.app_users(asked.path(0)).remove(asked.path(1)).await),
        },
        "listApplicationGroupAssignments" => {
            let mut query = ListAppGroups::new();
            query.q = asked.text("q");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(okta.app_groups(asked.path(0)).list(&query)).await
        }
        "assignGroupToApplication" => {
            value(okta.app_groups(asked.path(0)).assign(asked.path(1), &AppGroupAssignment::new()).await)
        }
        "getApplicationGroupAssignment" => value(okta.app_groups(asked.path(0)).get(asked.path(1)).await),
        "unassignApplicationFromGroup" => nothing(okta.app_groups(asked.path(0)).remove(asked.path(1)).await),
        _ => return None,
    })
}

async fn session(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "authenticate" => value(okta.authn().sign_in("user", "password").await),
        "createSession" => value(okta.sessions().create("token").await),
        "getSession" => value(okta.sessions().get(asked.path(0)).await),
        "refreshSession" => value(okta.sessions().refresh(asked.path(0)).await),
        "revokeSession" => nothing(okta.sessions().close(asked.path(0)).await),
        _ => return None,
    })
}

async fn schema(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (schemas, types) = (okta.schemas(), okta.user_types());
    Some(match asked.operation.id {
        "getUserSchema" => value(schemas.user(asked.path(0)).await),
        "updateUserProfile" => value(schemas.update_user(asked.path(0), &SchemaPatch::new()).await),
        "getGroupSchema" => value(schemas.group().await),
        "updateGroupSchema" => value(schemas.update_group(&SchemaPatch::new()).await),
        "getApplicationUserSchema" => value(schemas.app_user(asked.path(0)).await),
        "updateApplicationUserProfile" => {
            value(schemas.update_app_user(asked.path(0), &SchemaPatch::new()).await)
        }
        "listUserTypes" => page(types.list()).await,
        "createUserType" => value(types.create(&NewUserType::new("name", "display name")).await),
        "getUserType" => value(types.get(asked.path(0)).await),
        "updateUserType" => value(types.update(asked.path(0), &UserTypePatch::new()).await),
        "replaceUserType" => {
            value(types.replace(asked.path(0), &NewUserType::new("name", "display name")).await)
        }
        "deleteUserType" => nothing(types.delete(asked.path(0)).await),
        "updateGroupAssignmentToApplication" => {
            value(okta.app_groups(asked.path(0)).update(asked.path(1), &AppGroupPatch::new()).await)
        }
        _ => return None,
    })
}

/// What was read, written again.
fn value<T: Serialize>(answer: Result<T>) -> Result<Value> {
    answer.map(|answer| serde_json::to_value(answer).expect("what was read can be written"))
}

/// The items of the page that was recorded; the pages behind it are exchanges of their own.
async fn page<T: Serialize + DeserializeOwned + Send + 'static>(list: Listing<T>) -> Result<Value> {
    let page = list.page().await?;
    match page.unreadable.into_iter().next() {
        Some(error) => Err(error),
        None => value(Ok(page.items)),
    }
}

/// Calls whose answer holds nothing do not look into it.
fn nothing(answer: Result<()>) -> Result<Value> {
    answer.map(|()| Value::Null)
}
