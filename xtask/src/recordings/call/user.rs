//! Users and what belongs to them.

use oktars::factor::{
    EnrollFactor, FactorAnswer, ListFactors, ListSecurityQuestions, ListSupportedFactors, NewFactor,
    RemoveFactor, VerifyFactor,
};
use oktars::log::ListLogs;
use oktars::session::NewSession;
use oktars::subscription::ListSubscriptions;
use oktars::user::{
    ActivateUser, ChangePassword, ChangeRecoveryQuestion, ClearSessions, CreateUser, DeactivateUser,
    ExpirePassword, ForgotPassword, GetUser, ListAppLinks, ListUserBlocks, ListUserClients, ListUserGroups,
    ListUsers, NewUser, RecoverPassword, ResetPassword, RiskLevel, UpdateUser, UserPatch, UserReplacement,
};
use oktars::user::{ListClientGrants, ListUserGrants};
use oktars::{Okta, Result, Timestamp};
use serde_json::Value;

use super::app::list_refresh_tokens;
use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn user(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
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
        "listAppLinks" => page(users.app_links(asked.path(0), &ListAppLinks::new())).await,
        "listUserGroups" => page(users.groups(asked.path(0), &pages!(asked, ListUserGroups))).await,
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

pub async fn credential(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let users = okta.users();
    Some(match asked.operation.id {
        "expirePassword" => value(users.expire_password(asked.path(0)).await),
        "expirePasswordWithTempPassword" => {
            let mut options = ExpirePassword::new();
            options.revoke_sessions = asked.flag("revokeSessions");
            value(users.expire_password_with_temp_password(asked.path(0), &options).await)
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

pub async fn session(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    Some(match asked.operation.id {
        "authenticate" => value(okta.authn().sign_in("user", "password").await),
        "changeExpiredPassword" => value(okta.authn().change_password("state", "old", "new").await),
        "resetPasswordWithState" => value(okta.authn().reset_password("state", "new").await),
        "recoverPassword" => value(okta.authn().recover_password("user").await),
        "recoverUnlock" => value(okta.authn().recover_unlock("user").await),
        "verifyRecoveryToken" => value(okta.authn().verify_recovery_token("token").await),
        "answerRecoveryQuestion" => value(okta.authn().answer_recovery_question("state", "answer").await),
        "skipAuthenticationStep" => value(okta.authn().skip("state").await),
        "cancelAuthentication" => nothing(okta.authn().cancel("state").await),
        "listLogEvents" => {
            let mut query = ListLogs::new();
            query.since = asked.text("since").map(Timestamp::from);
            query.until = asked.text("until").map(Timestamp::from);
            query.filter = asked.expression("filter");
            query.q = asked.text("q");
            query.sort_order = asked.order();
            query.limit = asked.number("limit");
            page(okta.logs().list(&query)).await
        }
        "createSession" => value(okta.sessions().create(&NewSession::new("token")).await),
        "getSession" => value(okta.sessions().get(asked.path(0)).await),
        "refreshSession" => value(okta.sessions().refresh(asked.path(0)).await),
        "revokeSession" => nothing(okta.sessions().close(asked.path(0)).await),
        _ => return None,
    })
}

pub async fn factor(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    if !asked.operation.path.starts_with("/api/v1/users/{userId}/factors") {
        return None;
    }
    let factors = okta.factors(asked.path(0));
    let (new, answer) = (NewFactor::sms("+12025550143"), FactorAnswer::pass_code("123456"));
    Some(match asked.operation.id {
        "listFactors" => page(factors.list(&ListFactors::new())).await,
        "enrollFactor" => {
            let mut options = EnrollFactor::new();
            options.update_phone = asked.flag("updatePhone");
            options.template_id = asked.text("templateId");
            options.token_lifetime_seconds = asked.number("tokenLifetimeSeconds");
            options.activate = asked.flag("activate");
            value(factors.enroll_with(&new, &options).await)
        }
        "listSupportedFactors" => page(factors.catalog(&ListSupportedFactors::new())).await,
        "listSupportedSecurityQuestions" => page(factors.questions(&ListSecurityQuestions::new())).await,
        "getFactor" => value(factors.get(asked.path(1)).await),
        "unenrollFactor" => {
            let mut options = RemoveFactor::new();
            options.recovery_enrollment = asked.flag("removeRecoveryEnrollment");
            nothing(factors.remove_with(asked.path(1), &options).await)
        }
        "activateFactor" => value(factors.activate(asked.path(1), &answer).await),
        "resendEnrollFactor" => value(factors.resend(asked.path(1), &new).await),
        "getFactorTransactionStatus" => value(factors.transaction(asked.path(1), asked.path(2)).await),
        "verifyFactor" => {
            let mut options = VerifyFactor::new();
            options.template_id = asked.text("templateId");
            options.token_lifetime_seconds = asked.number("tokenLifetimeSeconds");
            value(factors.verify_with(asked.path(1), &answer, &options).await)
        }
        _ => return None,
    })
}

pub async fn part(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    if !asked.operation.path.starts_with("/api/v1/users/{") {
        return None;
    }
    let id = asked.path(0);
    let (users, grants, clients, mails) =
        (okta.users(), okta.user_grants(id), okta.user_clients(id), okta.user_subscriptions(id));
    Some(match asked.operation.id {
        "listUserBlocks" => page(users.blocks(id, &ListUserBlocks::new())).await,
        "getUserRisk" => value(users.risk(id).await),
        "upsertUserRisk" => value(users.set_risk(id, RiskLevel::LOW).await),
        "getUserClassification" => value(users.classification(id).await),
        "replaceUserClassification" => value(users.set_classification(id, "LITE").await),
        "listUserGrants" => {
            let mut query = ListUserGrants::new();
            query.scope_id = asked.text("scopeId");
            query.limit = asked.number("limit");
            query.after = asked.text("after");
            query.expand = asked.text("expand");
            page(grants.list(&query)).await
        }
        "getUserGrant" => value(grants.get(asked.path(1)).await),
        "revokeUserGrant" => nothing(grants.revoke(asked.path(1)).await),
        "revokeUserGrants" => nothing(grants.revoke_all().await),
        "listGrantsForUserAndClient" => {
            page(grants.list_for_client(asked.path(1), &pages!(asked, ListClientGrants))).await
        }
        "revokeGrantsForUserAndClient" => nothing(grants.revoke_for_client(asked.path(1)).await),
        "listUserClients" => page(clients.list(&ListUserClients::new())).await,
        "listRefreshTokensForUserAndClient" => {
            page(clients.tokens(asked.path(1), &list_refresh_tokens(asked))).await
        }
        "getRefreshTokenForUserAndClient" => value(clients.token(asked.path(1), asked.path(2)).await),
        "revokeTokenForUserAndClient" => nothing(clients.revoke_token(asked.path(1), asked.path(2)).await),
        "revokeTokensForUserAndClient" => nothing(clients.revoke_tokens(asked.path(1)).await),
        "listSubscriptionsUser" => page(mails.list(&ListSubscriptions::new())).await,
        "getSubscriptionsNotificationTypeUser" => value(mails.get(asked.path(1)).await),
        "subscribeByNotificationTypeUser" => nothing(mails.subscribe(asked.path(1)).await),
        "unsubscribeByNotificationTypeUser" => nothing(mails.unsubscribe(asked.path(1)).await),
        _ => return None,
    })
}
