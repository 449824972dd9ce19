//! What programs write: a call that is looked at, tuned and sent, a status that is matched, and a policy that is read,
//! changed and sent back.

use std::time::Duration;

use http::Method;
use oktars::policy::{Access, ListPolicies, Policy, PolicyRule, PolicyRuleType, PolicyType};
use oktars::user::{NewUser, UserStatus};
use oktars::{LifecycleStatus, Okta};

#[tokio::test]
async fn a_user_is_shown_then_created_and_the_status_is_matched() -> oktars::Result<()> {
    let okta = Okta::over(oktars_local::Org::in_memory().service());
    let new = NewUser::new("ann@acme.example").first_name("Ann").last_name("Lee");
    let call = okta.users().create(&new);
    let shown = call.request()?;
    assert_eq!((shown.method(), shown.uri().path()), (&Method::POST, "/api/v1/users"));
    assert!(okta.users().find("ann@acme.example").await?.is_none(), "what is shown is not sent");

    let user = call.deadline(Duration::from_secs(5)).await?;
    let word = match user.status {
        UserStatus::STAGED | UserStatus::PROVISIONED => "new",
        UserStatus::ACTIVE => "active",
        other => panic!("{other}"),
    };
    assert_eq!(word, "new", "a user without a password is not active yet");
    Ok(())
}

#[tokio::test]
async fn a_password_policy_is_read_changed_and_sent_back() -> oktars::Result<()> {
    let okta = Okta::over(oktars_local::Org::in_memory().service());
    let password = ListPolicies::of(PolicyType::PASSWORD);
    let mut policy = okta.policies().list(&password).all().await?.remove(0);
    assert_eq!(policy.settings.password.complexity.min_length, Some(8));

    policy.settings.password.complexity.min_length = Some(14);
    policy.settings.password.complexity.exclude_attributes.push("firstName".into());
    policy.settings.recovery.factors.okta_sms.status = LifecycleStatus::ACTIVE;
    let sent = okta.policies().replace(&policy.id, &policy).await?;
    let read = okta.policies().get(&policy.id).await?;
    let settings = |policy: &Policy| serde_json::to_value(&policy.settings).unwrap();
    assert_eq!((settings(&read), settings(&sent)), (settings(&policy), settings(&policy)));

    let mut rule = PolicyRule::new(PolicyRuleType::PASSWORD, "No self-service");
    rule.actions.self_service_unlock.access = Access::DENY;
    let rule = okta.policy_rules(&policy.id).create(&rule).await?;
    let word = match rule.actions.self_service_unlock.access {
        Access::ALLOW => "may",
        Access::DENY => "may not",
        other => panic!("{other}"),
    };
    assert_eq!(word, "may not");
    Ok(())
}

/// The trap: an index into a member that is absent panics.
#[test]
fn a_member_that_is_absent_can_be_set() {
    let mut policy: Policy = serde_json::from_str(r#"{"settings": {}}"#).unwrap();
    policy.settings.password.complexity.min_length = Some(14);
    assert_eq!(
        serde_json::to_value(&policy).unwrap(),
        serde_json::json!({"settings": {"password": {"complexity": {"minLength": 14}}}})
    );
}
