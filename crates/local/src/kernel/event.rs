//! Writing the System Log: every change leaves an entry that says who did what to which object.

use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use http::{HeaderMap, header};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::{Caller, Context};
use crate::kernel::id::{self, Ids};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::state::State;
use crate::kernel::store::{Encoded, StoreError, Tx};

/// Something that an event is about.
#[derive(Debug, Clone)]
pub struct Target {
    pub id: String,
    pub kind: &'static str,
    pub alternate_id: String,
    pub display_name: String,
}

impl Target {
    pub fn user(user: &Value) -> Self {
        Target {
            id: text(&user["id"]),
            kind: "User",
            alternate_id: text(&user["profile"]["login"]),
            display_name: full_name(user),
        }
    }

    pub fn group(group: &Value) -> Self {
        Target {
            id: text(&group["id"]),
            kind: "UserGroup",
            alternate_id: "unknown".into(),
            display_name: text(&group["profile"]["name"]),
        }
    }

    pub fn app(app: &Value) -> Self {
        Target {
            id: text(&app["id"]),
            kind: "AppInstance",
            alternate_id: text(&app["label"]),
            display_name: text(&app["label"]),
        }
    }

    /// An application as the OAuth client that it is.
    pub fn client(app: &Value) -> Self {
        Target {
            id: text(&app["credentials"]["oauthClient"]["client_id"]),
            kind: "PublicClientAppEntity",
            ..Target::app(app)
        }
    }

    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "type": self.kind,
            "alternateId": self.alternate_id,
            "displayName": self.display_name,
            "detailEntry": null,
        })
    }
}

/// How it went.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub result: &'static str,
    pub reason: Option<String>,
}

impl Outcome {
    pub fn success() -> Self {
        Outcome { result: "SUCCESS", reason: None }
    }

    pub fn failure(reason: impl Into<String>) -> Self {
        Outcome { result: "FAILURE", reason: Some(reason.into()) }
    }
}

/// An entry that says more than who did what: a client acts, and there are details.
pub struct Entry<'a> {
    pub event_type: &'a str,
    pub outcome: Outcome,
    /// Who acts, where it is not the caller.
    pub actor: Option<Target>,
    pub targets: &'a [Target],
    /// Members of `debugData`.
    pub debug: Value,
    /// The id of the client that takes part.
    pub client: Option<String>,
    /// The session that it is about.
    pub session: Option<String>,
}

/// What is known of an event type: its legacy name, its message, its severity.
struct Known {
    event_type: &'static str,
    legacy: Option<&'static str>,
    message: &'static str,
}

const fn known(event_type: &'static str, legacy: &'static str, message: &'static str) -> Known {
    Known { event_type, legacy: Some(legacy), message }
}

const fn recent(event_type: &'static str, message: &'static str) -> Known {
    Known { event_type, legacy: None, message }
}

#[rustfmt::skip]
static KNOWN: &[Known] = &[
    known("user.lifecycle.create", "core.user.config.user_creation.success", "Create okta user"),
    known("user.lifecycle.activate", "core.user.config.user_activated", "Activate Okta user"),
    known("user.lifecycle.reactivate", "core.user.config.user_reactivation.success", "Reactivate Okta user"),
    known("user.lifecycle.deactivate", "core.user.config.user_deactivated", "Deactivate Okta user"),
    known("user.lifecycle.suspend", "core.user.config.user_status.suspended", "Suspend Okta user"),
    known("user.lifecycle.unsuspend", "core.user.config.user_status.unsuspended", "Unsuspend Okta user"),
    known("user.lifecycle.delete.initiated", "core.user.config.user_status.delete.initiated", "Delete Okta user initiated"),
    known("user.lifecycle.delete.completed", "core.user.config.user_status.delete.completed", "Delete Okta user completed"),
    known("user.account.update_profile", "core.user.config.profile_update.success", "Update user profile for Okta"),
    known("user.account.update_password", "core.user.config.password_update.success", "User update password for Okta"),
    known("user.account.reset_password", "core.user.config.user_status.password_reset", "Fired when the user's Okta password is reset"),
    recent("user.account.expire_password", "Expire password"),
    known("user.account.lock", "core.user_auth.account_locked", "Max sign in attempts exceeded"),
    known("user.account.unlock", "core.user_auth.account_auto_unlocked", "Auto unlock user account"),
    known("user.account.unlock_by_admin", "core.user_auth.account_unlocked_by_admin", "Unlock user account by admin"),
    recent("user.account.update_user_type", "Update user type"),
    known("user.session.start", "core.user_auth.login_success", "User login to Okta"),
    known("user.session.end", "core.user_auth.logout_success", "User logout from Okta"),
    known("user.session.clear", "core.user_auth.session_clear", "Clear user session"),
    known("user.mfa.factor.activate", "core.user.factor.activate", "Enroll factor for user"),
    known("user.mfa.factor.deactivate", "core.user.factor.deactivate", "Reset factor for user"),
    known("user.mfa.factor.reset_all", "core.user.factor.reset_all", "Reset all factors for user"),
    known("user.authentication.sso", "app.auth.sso", "User single sign on to app"),
    recent("user.authentication.slo", "User single sign out of app"),
    known("application.policy.sign_on.deny_access", "application.policy.sign_on.deny_access", "Deny user access due to app sign on policy"),
    known("user.authentication.auth_via_mfa", "core.user.factor.attempt_success", "Authentication of user via MFA"),
    known("user.account.privilege.grant", "core.user.admin_privilege.granted", "Grant user privilege"),
    known("user.account.privilege.revoke", "core.user.admin_privilege.revoked", "Revoke user privilege"),
    known("group.privilege.grant", "core.group.admin_privilege.granted", "Grant group privilege"),
    known("group.privilege.revoke", "core.group.admin_privilege.revoked", "Revoke group privilege"),
    known("group.lifecycle.create", "group.lifecycle.create", "Create Okta group"),
    known("group.lifecycle.delete", "group.lifecycle.delete", "Delete Okta group"),
    recent("group.profile.update", "Update Okta group profile"),
    known("group.user_membership.add", "core.user_group_member.user_add", "Add user to group membership"),
    known("group.user_membership.remove", "core.user_group_member.user_remove", "Remove user from group membership"),
    known("group.user_membership.rule.trigger", "cvd.group_rule_triggered", "Trigger group rule"),
    known("group.user_membership.rule.deactivated", "cvd.group_rule_deactivated", "Deactivate group rule"),
    known("group.user_membership.rule.invalidate", "cvd.group_rule_invalidated", "Invalidate group rule"),
    recent("group.user_membership.rule.add_exclusion", "Exclude user from group rule"),
    known("group.application_assignment.add", "group.application_assignment.add", "Add assigned application to group"),
    known("group.application_assignment.remove", "group.application_assignment.remove", "Remove assigned application from group"),
    known("group.application_assignment.update", "group.application_assignment.update", "Update assigned application for group"),
    known("application.lifecycle.create", "app.app_editor.app.create", "Create application"),
    known("application.lifecycle.update", "app.generic.config.app_updated", "Update application"),
    known("application.lifecycle.activate", "app.generic.config.app_activated", "Activate application"),
    known("application.lifecycle.deactivate", "app.generic.config.app_deactivated", "Deactivate application"),
    known("application.lifecycle.delete", "app.generic.config.app_deleted", "Delete application"),
    known("app.oauth2.client.lifecycle.create", "app.oauth2.client.lifecycle.create", "Create OAuth client"),
    known("app.oauth2.client.lifecycle.update", "app.oauth2.client.lifecycle.update", "Update OAuth client"),
    known("app.oauth2.client.lifecycle.activate", "app.oauth2.client.lifecycle.activate", "Activate OAuth client"),
    known("app.oauth2.client.lifecycle.deactivate", "app.oauth2.client.lifecycle.deactivate", "Deactivate OAuth client"),
    known("app.oauth2.client.lifecycle.delete", "app.oauth2.client.lifecycle.delete", "Delete OAuth client"),
    known("application.user_membership.add", "app.generic.provision.assign_user_to_app", "Add user to application membership"),
    known("application.user_membership.remove", "app.generic.provision.deactivate_user_from_app", "Remove user's application membership"),
    known("application.user_membership.update", "app.generic.config.app_user_property_update", "Change user's application membership"),
    known("application.user_membership.change_username", "app.generic.config.app_username_update", "Change user's application username"),
    known("application.user_membership.change_password", "app.generic.config.app_password_update", "Change user's application password"),
    known("app.oauth2.admin.consent.grant", "app.oauth2.admin.consent.grant_success", "Grant user consent to OAuth2 scope"),
    known("app.oauth2.admin.consent.revoke", "app.oauth2.admin.consent.revoke_success", "Revoke user consent to OAuth2 scope"),
    known("app.oauth2.token.grant.access_token", "app.oauth2.token.grant.access_token_success", "OAuth2 access token is granted"),
    known("app.oauth2.token.grant", "app.oauth2.token.grant_failure", "OIDC token request"),
    known("app.oauth2.token.grant.id_token", "app.oauth2.token.grant.id_token_success", "OIDC id token is granted"),
    known("app.oauth2.token.grant.refresh_token", "app.oauth2.token.grant.refresh_token_success", "OIDC refresh token is granted"),
    recent("app.oauth2.token.grant.device_secret", "OIDC device secret is granted"),
    known("app.oauth2.token.revoke", "app.oauth2.token.revoke_success", "OIDC token revocation request"),
    recent("app.oauth2.token.detect_reuse", "One-time refresh token reused"),
    known("app.oauth2.authorize", "app.oauth2.authorize_failure", "OIDC authorization request"),
    known("app.oauth2.authorize.code", "app.oauth2.authorize.code_success", "OIDC authorization code request"),
    known("app.oauth2.authorize.implicit.access_token", "app.oauth2.authorize.implicit.access_token_success", "OIDC implicit access token request"),
    known("app.oauth2.authorize.implicit.id_token", "app.oauth2.authorize.implicit.id_token_success", "OIDC implicit id token request"),
    recent("app.oauth2.invalid_client_credentials", "Multiple requests with invalid client credentials for client id"),
    known("app.oauth2.as.token.grant", "app.oauth2.as.token.grant_failure", "OAuth2 token request"),
    known("app.oauth2.as.token.grant.id_token", "app.oauth2.as.token.grant.id_token_success", "OAuth2 id token is granted"),
    known("app.oauth2.as.token.grant.refresh_token", "app.oauth2.as.token.grant.refresh_token_success", "OAuth2 refresh token is granted"),
    recent("app.oauth2.as.token.grant.device_secret", "OAuth2 device secret is granted"),
    recent("app.oauth2.as.token.detect_reuse", "One-time refresh token reused"),
    known("app.oauth2.as.authorize", "app.oauth2.as.authorize_failure", "OAuth2 authorization request"),
    known("app.oauth2.as.authorize.scope_denied", "app.oauth2.as.authorize.scope_denied_failure", "OAuth2 authorization request: scopes denied by policy"),
    known("app.oauth2.as.authorize.code", "app.oauth2.as.authorize.code_success", "OAuth2 authorization code request"),
    known("app.oauth2.as.authorize.implicit.access_token", "app.oauth2.as.authorize.implicit.access_token_success", "OAuth2 implicit access token request"),
    known("app.oauth2.as.authorize.implicit.id_token", "app.oauth2.as.authorize.implicit.id_token_success", "OAuth2 implicit id token request"),
    known("app.oauth2.as.consent.grant", "app.oauth2.as.consent.grant_success", "User granted consent to app"),
    known("app.oauth2.as.consent.revoke", "app.oauth2.as.consent.revoke_success", "User consent was revoked"),
    known("app.oauth2.as.key.rollover", "app.oauth2.as.key.rollover", "OAuth2 authorization server key is rolled over"),
    known("app.generic.unauth_app_access_attempt", "app.generic.unauth_app_access_attempt", "User attempted unauthorized access to app"),
    known("policy.evaluate_sign_on", "policy.evaluate_sign_on", "Evaluation of sign-on policy"),
    recent("user.authentication.verify", "Verify user identity"),
    known("policy.lifecycle.create", "policy.created", "Create policy"),
    known("policy.lifecycle.update", "policy.updated", "Update policy"),
    known("policy.lifecycle.activate", "policy.activated", "Activate policy"),
    known("policy.lifecycle.deactivate", "policy.deactivated", "Deactivate policy"),
    known("policy.lifecycle.delete", "policy.deleted", "Delete policy"),
    known("policy.rule.add", "policy.rule.added", "Add policy rule"),
    known("policy.rule.update", "policy.rule.updated", "Update policy rule"),
    known("policy.rule.activate", "policy.rule.activated", "Activate policy rule"),
    known("policy.rule.deactivate", "policy.rule.deactivated", "Deactivate policy rule"),
    known("policy.rule.delete", "policy.rule.deleted", "Delete policy rule"),
    known("zone.create", "zone.create", "Create network zone"),
    known("zone.update", "zone.update", "Update network zone"),
    known("zone.activate", "zone.activate", "Activate network zone"),
    known("zone.deactivate", "zone.deactivate", "Deactivate network zone"),
    known("zone.delete", "zone.delete", "Delete network zone"),
    recent("system.api_token.update", "Update API token"),
    known("system.api_token.revoke", "api.token.revoke", "Revoke API token"),
    known("app.oauth2.as.token.grant.access_token", "app.oauth2.as.token.grant.access_token_success", "OAuth2 access token is granted"),
    known("app.oauth2.as.token.revoke", "app.oauth2.as.token.revoke_success", "OAuth2 token revocation request"),
    known("system.org.rate_limit.warning", "core.framework.ratelimit.warning", "Rate limit warning"),
    known("system.org.rate_limit.violation", "core.framework.ratelimit.exceeded", "Rate limit violation"),
    recent("core.concurrency.org.limit.violation", "Concurrency limit violation"),
    known("application.provision.user.sync", "app.user_management.provision_user_failed", "Sync user in external application"),
    known("application.provision.user.push", "app.user_management.push_new_user_success", "Push new user to external application"),
    known("application.provision.user.push_profile", "app.user_management.push_profile_success", "Push user's profile to external application"),
    known("application.provision.user.push_okta_password", "app.user_management.push_okta_password_update", "Push Okta password to external application"),
    recent("application.provision.user.verify_exists", "Verify user exists in external application"),
    known("application.provision.user.deactivate", "app.user_management.push_user_deactivation_success", "Deactivate user in external application"),
    recent("application.provision.user.import", "Import user from external application"),
    recent("application.provision.user.import_profile", "Import user's profile from external application"),
    recent("application.user_membership.provision", "Provision user to application"),
    recent("application.user_membership.deprovision", "Deprovision user from application"),
    recent("application.provision.group.add", "Add group to external application"),
    recent("application.provision.group.remove", "Remove group from external application"),
    recent("application.provision.group.verify_exists", "Verify group exists in external application"),
    recent("application.provision.group_push.pushed", "Push group to external application"),
    recent("application.provision.group_push.updated", "Update pushed group"),
    recent("application.provision.group_push.push_memberships", "Push memberships of group"),
    recent("application.provision.group_push.mapping.app.group.renamed", "Rename pushed group"),
    recent("application.provision.group_push.mapping.update.or.delete.failed.with.error", "Update of pushed group failed"),
    recent("application.integration.authentication_failure", "Authentication at external application failed"),
    recent("application.integration.rate_limit_exceeded", "Rate limit of external application exceeded"),
    recent("application.integration.general_failure", "Integration with external application failed"),
    recent("system.import.start", "Import started"),
    recent("system.import.download.start", "Import download started"),
    recent("system.import.complete", "Import completed"),
    known("directory.user_profile.update", "cvd.user_profile_updated", "Update Okta user profile schema"),
];

/// The types of events that a local org writes, and some more.
pub fn event_types() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().map(|known| known.event_type)
}

const LOGIN_FAILED: &str = "core.user_auth.login_failed";

impl Context<'_> {
    /// Logs a change that succeeded.
    pub fn log(&mut self, event_type: &str, targets: &[Target]) -> Result<(), Problem> {
        self.log_outcome(event_type, Outcome::success(), targets)
    }

    /// Logs what was tried and how it went. The actor is the caller, or the first target where nobody is
    /// signed in yet.
    pub fn log_outcome(
        &mut self,
        event_type: &str,
        outcome: Outcome,
        targets: &[Target],
    ) -> Result<(), Problem> {
        if self.is_before_the_log() {
            return Ok(());
        }
        let actor = self.actor(targets)?;
        let origin = Origin {
            headers: &self.request.headers,
            path: &self.request.path,
            request_id: &self.request.request_id,
            caller: &self.caller,
            now: self.now,
        };
        let event = event(&origin, &actor, event_type, &outcome, targets);
        self.tx.put(kind::LOG, &key(&self.org.ids), &event)?;
        self.logged.push(event);
        Ok(())
    }

    /// Logs an entry with its details.
    pub fn log_entry(&mut self, entry: Entry<'_>) -> Result<(), Problem> {
        if self.is_before_the_log() {
            return Ok(());
        }
        let actor = match &entry.actor {
            Some(actor) => actor.json(),
            None => self.actor(entry.targets)?,
        };
        let origin = Origin {
            headers: &self.request.headers,
            path: &self.request.path,
            request_id: &self.request.request_id,
            caller: &self.caller,
            now: self.now,
        };
        let mut event = event(&origin, &actor, entry.event_type, &entry.outcome, entry.targets);
        if let Some(client) = entry.client {
            event["client"]["id"] = json!(client);
        }
        if let Some(session) = entry.session {
            event["authenticationContext"]["externalSessionId"] = json!(session);
        }
        for (name, value) in entry.debug.as_object().into_iter().flatten() {
            event["debugContext"]["debugData"][name] = value.clone();
        }
        self.tx.put(kind::LOG, &key(&self.org.ids), &event)?;
        self.logged.push(event);
        Ok(())
    }

    fn is_before_the_log(&self) -> bool {
        self.now.as_second() < self.org.log_begins.load(Ordering::Relaxed)
    }

    fn actor(&self, targets: &[Target]) -> Result<Value, Problem> {
        if let Some(user) = self.tx.get(kind::USER, &self.caller.user_id)? {
            return Ok(Target::user(&user).json());
        }
        if let Some(client) = &self.caller.client_id {
            let app = self.tx.find(kind::APP, "credentials.oauthClient.client_id", client)?;
            let app = app.map(|id| self.tx.get(kind::APP, &id)).transpose()?.flatten().unwrap_or_default();
            return Ok(Target { id: client.clone(), kind: "PublicClientApp", ..Target::app(&app) }.json());
        }
        let unknown = Target {
            id: "unknown".into(),
            kind: "User",
            alternate_id: "unknown".into(),
            display_name: "unknown".into(),
        };
        Ok(targets.first().unwrap_or(&unknown).json())
    }
}

/// The request that caused an event.
pub struct Origin<'a> {
    pub headers: &'a HeaderMap,
    pub path: &'a str,
    pub request_id: &'a str,
    pub caller: &'a Caller,
    pub now: Timestamp,
}

/// An entry for what somebody did before the org was there.
pub fn entry(
    origin: &Origin<'_>,
    actor: &Target,
    event_type: &str,
    outcome: &Outcome,
    targets: &[Target],
) -> Value {
    event(origin, &actor.json(), event_type, outcome, targets)
}

/// An entry with its date.
pub struct Dated {
    published: String,
    entry: Encoded,
}

impl Dated {
    pub fn new(entry: &Value) -> Self {
        Dated { published: text(&entry["published"]), entry: Encoded::new(kind::LOG, entry) }
    }
}

/// Puts entries into the log, which is in the order of the dates afterwards. What is from before `oldest` is gone.
pub fn merge(tx: &Tx, ids: &Ids, mut entries: Vec<Dated>, oldest: Timestamp) -> Result<(), StoreError> {
    tx.scan(kind::LOG, None, &mut |_, bytes| {
        entries.push(Dated::new(&serde_json::from_slice(bytes).unwrap_or_default()));
        Ok(ControlFlow::Continue(()))
    })?;
    tx.delete_all(kind::LOG)?;
    let oldest = clock::millis(oldest);
    entries.retain(|entry| entry.published >= oldest);
    entries.sort_by(|one, other| one.published.cmp(&other.published));
    let keyed: Vec<(String, Encoded)> = entries.into_iter().map(|dated| (key(ids), dated.entry)).collect();
    tx.put_new(kind::LOG, &keyed)
}

fn event(
    origin: &Origin<'_>,
    actor: &Value,
    event_type: &str,
    outcome: &Outcome,
    targets: &[Target],
) -> Value {
    let known = KNOWN.iter().find(|known| known.event_type == event_type);
    let failed = outcome.result == "FAILURE";
    let legacy = match known.and_then(|known| known.legacy) {
        Some("core.user_auth.login_success") if failed => Some(LOGIN_FAILED),
        legacy => legacy,
    };
    let user_agent = origin.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let user_agent = user_agent.unwrap_or("unknown");
    let (os, browser) = device(user_agent);
    let address = "127.0.0.1";
    let mut detail = json!({});
    if let Some(token) = &origin.caller.token_id {
        detail["requestApiTokenId"] = json!(token);
    }
    let session = origin.caller.session_id.clone();
    json!({
        "actor": actor,
        "client": {
            "userAgent": { "rawUserAgent": user_agent, "os": os, "browser": browser },
            "zone": "null",
            "device": "Unknown",
            "id": null,
            "ipAddress": address,
            "geographicalContext": null,
        },
        "device": null,
        "authenticationContext": {
            "authenticationProvider": null,
            "credentialProvider": null,
            "credentialType": null,
            "issuer": null,
            "interface": null,
            "authenticationStep": 0,
            "externalSessionId": session.unwrap_or_else(|| format!("trs{}", id::random(22))),
        },
        "displayMessage": known.map_or(event_type, |known| known.message),
        "eventType": event_type,
        "outcome": { "result": outcome.result, "reason": outcome.reason },
        "published": clock::millis(origin.now),
        "securityContext": { "asNumber": null, "asOrg": null, "isp": null, "domain": null, "isProxy": null },
        "severity": if failed || actor["type"] == SYSTEM { "WARN" } else { "INFO" },
        "debugContext": {
            "debugData": {
                "requestId": origin.request_id,
                "requestUri": origin.path,
                "threatSuspected": "false",
                "url": origin.path,
            },
        },
        "legacyEventType": legacy,
        "transaction": { "type": "WEB", "id": origin.request_id, "detail": detail },
        "uuid": id::uuid(),
        "version": "0",
        "request": {
            "ipChain": [{ "ip": address, "geographicalContext": null, "version": "V4", "source": null }],
        },
        "target": targets.iter().map(Target::json).collect::<Vec<_>>(),
    })
}

/// Entries stand in the log in the order of their keys.
fn key(ids: &Ids) -> String {
    format!("{:016x}", ids.tick())
}

/// The type of the actor where Okta itself does something.
const SYSTEM: &str = "SystemPrincipal";

/// Logs that a request was the first to reach the limit of a bucket, and gives the entry.
pub fn log_limit(
    org: &State,
    origin: &Origin<'_>,
    kind: &'static str,
    bucket: &'static str,
) -> Result<Value, StoreError> {
    let about = |id: &str, kind, alternate_id: &str, display_name: &str| Target {
        id: id.to_owned(),
        kind,
        alternate_id: alternate_id.to_owned(),
        display_name: display_name.to_owned(),
    };
    let okta = about("SYSTEM", SYSTEM, "system@okta.com", "Okta System").json();
    let bucket = about(bucket, "URL Pattern", "unknown", bucket);
    let event = event(origin, &okta, kind, &Outcome::success(), &[bucket]);
    let tx = org.store.write()?;
    tx.put(kind::LOG, &key(&org.ids), &event)?;
    tx.commit()?;
    Ok(event)
}

fn full_name(user: &Value) -> String {
    let name = format!("{} {}", text(&user["profile"]["firstName"]), text(&user["profile"]["lastName"]));
    name.trim().to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Operating system and browser, as far as a User-Agent tells.
fn device(user_agent: &str) -> (&'static str, &'static str) {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let os = first(&[("Windows", "Windows"), ("Mac OS X", "Mac OS X"), ("Linux", "Linux")]);
    let browser = first(&[("Firefox/", "FIREFOX"), ("Chrome/", "CHROME"), ("Safari/", "SAFARI")]);
    (os.unwrap_or("Unknown"), browser.unwrap_or("UNKNOWN"))
}
