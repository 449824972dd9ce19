//! What an org shows comes through the models as it was, and a change of one member changes that one alone.

use oktars::authenticator::ListAuthenticators;
use oktars::authorization_server::{
    AuthorizationServer, AuthorizationServerPolicy, AuthorizationServerPolicyRule,
};
use oktars::brand::{ListEmailTemplates, ListThemes, NewBrand};
use oktars::factor::{ListFactors, ListSecurityQuestions, NewFactor};
use oktars::group::{ListGroupOwners, NewGroup};
use oktars::identity_provider::{IdentityProvider, IdentityProviderType};
use oktars::network_zone::{IpServiceCategory, ListNetworkZones, NetworkZone, NetworkZoneType, ZoneAsns};
use oktars::policy::{ListPolicies, ListPolicyRules};
use oktars::role::{AssignRole, ListRoles, NewRole, RoleType};
use oktars::subscription::ListSubscriptions;
use oktars::trusted_origin::{ListTrustedOrigins, TrustedOrigin};
use oktars::user::NewUser;
use oktars::{Listing, Okta};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The list, as it is typed and as it came.
async fn same<T>(okta: &Okta, path: &str, typed: Listing<T>)
where
    T: Serialize + DeserializeOwned + Send + 'static,
{
    let came: Vec<Value> = okta.get(path).json().await.unwrap();
    let page = typed.page().await.unwrap();
    assert!(page.unreadable.is_empty(), "{path}: {:?}", page.unreadable);
    assert!(!page.items.is_empty(), "{path}: there is nothing to compare");
    assert_eq!(serde_json::to_value(&page.items).unwrap(), Value::from(came), "{path}");
}

fn org() -> Okta {
    Okta::over(oktars_local::Org::in_memory().service())
}

#[tokio::test]
async fn what_every_org_has_comes_through_as_it_was() {
    let okta = org();
    same(&okta, "authenticators", okta.authenticators().list(&ListAuthenticators::new())).await;
    same(&okta, "zones", okta.network_zones().list(&ListNetworkZones::new())).await;
    same(
        &okta,
        "roles/SUPER_ADMIN/subscriptions",
        okta.role_subscriptions("SUPER_ADMIN").list(&ListSubscriptions::new()),
    )
    .await;
    let brand = okta.brands().create(&NewBrand::new("Partners")).await.unwrap();
    let path = format!("brands/{}", brand.id);
    same(&okta, &format!("{path}/themes"), okta.brand_themes(&brand.id).list(&ListThemes::new())).await;
    let mails = okta.email_templates(&brand.id).list(&ListEmailTemplates::new().limit(20));
    same(&okta, &format!("{path}/templates/email"), mails).await;
    for (path, typed) in [
        ("org", serde_json::to_value(okta.org_settings().get().await.unwrap()).unwrap()),
        ("org/preferences", serde_json::to_value(okta.org_settings().preferences().await.unwrap()).unwrap()),
        ("threats/configuration", serde_json::to_value(okta.threat_insight().get().await.unwrap()).unwrap()),
    ] {
        assert_eq!(typed, okta.get(path).json::<Value>().await.unwrap(), "{path}");
    }
}

#[tokio::test]
async fn what_users_and_groups_have_comes_through_as_it_was() {
    let okta = org();
    let new = NewUser::new("tim@example.gov").first_name("Tim").last_name("McGee");
    let user = okta.users().create(&new).await.unwrap();
    let group = okta.groups().create(&NewGroup::new("Engineers")).await.unwrap();
    okta.factors(&user.id).enroll(&NewFactor::sms("+12025550143")).await.unwrap();
    let quiet = AssignRole::new().disable_notifications(true);
    let role = NewRole::standard(RoleType::READ_ONLY_ADMIN);
    okta.user_roles(&user.id).assign_with(&role, &quiet).await.unwrap();
    okta.group_owners(&group.id).assign(&user.id, oktars::group::GroupOwnerType::USER).await.unwrap();

    same(&okta, &format!("users/{}/factors", user.id), okta.factors(&user.id).list(&ListFactors::new()))
        .await;
    same(
        &okta,
        &format!("users/{}/factors/questions", user.id),
        okta.factors(&user.id).questions(&ListSecurityQuestions::new()),
    )
    .await;
    same(&okta, &format!("users/{}/roles", user.id), okta.user_roles(&user.id).list(&ListRoles::new())).await;
    let owners = okta.group_owners(&group.id).list(&ListGroupOwners::new());
    same(&okta, &format!("groups/{}/owners", group.id), owners).await;
}

/// Okta may add members at any time; one who reads, changes and replaces must send them back.
#[tokio::test]
async fn a_replacement_keeps_what_no_field_knows() {
    let origin = json!({
        "id": "tos1", "name": "Portal", "origin": "https://portal.example.gov", "status": "ACTIVE",
        "scopes": [{"type": "CORS", "newMember": [null, 1]}], "later": {"added": true}, "nothing": null,
    });
    let mut typed: TrustedOrigin = serde_json::from_value(origin.clone()).unwrap();
    assert_eq!(serde_json::to_value(&typed).unwrap(), origin);
    typed.name = "Website".into();
    let mut expected = origin;
    expected["name"] = json!("Website");
    assert_eq!(serde_json::to_value(&typed).unwrap(), expected);

    let okta = org();
    let made = TrustedOrigin::new("Portal", "https://portal.example.gov").scope("CORS");
    let mut read = okta.trusted_origins().create(&made).await.unwrap();
    read.name = "Website".into();
    let replaced = okta.trusted_origins().replace(&read.id, &read).await.unwrap();
    assert_eq!((replaced.name.as_str(), &replaced.scopes, &replaced.id), ("Website", &read.scopes, &read.id));
    let all = okta.trusted_origins().list(&ListTrustedOrigins::new().q("Web")).all().await.unwrap();
    assert_eq!(all.len(), 1);
}

/// What is compared of an object before and after it was sent back: all but when it changed.
fn shown<T: Serialize>(object: &T) -> Value {
    let mut object = serde_json::to_value(object).unwrap();
    object.as_object_mut().unwrap().remove("lastUpdated");
    object
}

/// One who reads and sends back changes nothing, whatever is in the object.
#[tokio::test]
async fn what_was_read_can_be_sent_back_as_it_is() {
    let okta = org();
    for kind in
        ["OKTA_SIGN_ON", "PASSWORD", "MFA_ENROLL", "ACCESS_POLICY", "PROFILE_ENROLLMENT", "IDP_DISCOVERY"]
    {
        for policy in okta.policies().list(&ListPolicies::of(kind.into())).all().await.unwrap() {
            let sent = okta.policies().replace(&policy.id, &policy).await.unwrap();
            assert_eq!(shown(&sent), shown(&policy), "{kind}");
            for rule in okta.policy_rules(&policy.id).list(&ListPolicyRules::new()).all().await.unwrap() {
                let sent = okta.policy_rules(&policy.id).replace(&rule.id, &rule).await.unwrap();
                assert_eq!(shown(&sent), shown(&rule), "a rule of {kind}");
            }
        }
    }
    let mut old = NetworkZone::dynamic("Old");
    old.kind = NetworkZoneType::DYNAMIC;
    old.asns = ZoneAsns::List(vec!["64496".into()]);
    let mut new = NetworkZone::dynamic("New");
    new.asns = ZoneAsns::Choice(Default::default());
    new.ip_service_categories.include.push(IpServiceCategory::ALL_ANONYMIZERS);
    for zone in [NetworkZone::ip("Office").gateway("192.0.2.0/24"), old, new] {
        let zone = okta.network_zones().create(&zone).await.unwrap();
        let sent = okta.network_zones().replace(&zone.id, &zone).await.unwrap();
        assert_eq!(shown(&sent), shown(&zone));
    }
    let google = IdentityProvider::oauth(IdentityProviderType::GOOGLE, "Google", "id", "s3cret");
    let google = okta.identity_providers().create(&google).await.unwrap();
    let sent = okta.identity_providers().replace(&google.id, &google).await.unwrap();
    assert_eq!(shown(&sent), shown(&google));

    let server = AuthorizationServer::new("Payroll", "https://pay.example.gov");
    let server = okta.authorization_servers().create(&server).await.unwrap();
    let sent = okta.authorization_servers().replace(&server.id, &server).await.unwrap();
    assert_eq!(shown(&sent), shown(&server));
    let policies = okta.authorization_server_policies(&server.id);
    let policy = AuthorizationServerPolicy::new("All", "All clients").client("ALL_CLIENTS");
    let policy = policies.create(&policy).await.unwrap();
    assert_eq!(shown(&policies.replace(&policy.id, &policy).await.unwrap()), shown(&policy));
    let rules = okta.authorization_server_policy_rules(&server.id, &policy.id);
    let rule = AuthorizationServerPolicyRule::new("Machines").grant_type("client_credentials").scope("*");
    let rule = rules.create(&rule.access_token_minutes(15)).await.unwrap();
    assert_eq!(shown(&rules.replace(&rule.id, &rule).await.unwrap()), shown(&rule));
}

/// A new object says what was said, and no empty members beside it.
#[test]
fn a_new_object_holds_what_was_said() {
    let server = AuthorizationServer::new("Payroll", "https://pay.example.gov");
    assert_eq!(
        serde_json::to_value(&server).unwrap(),
        json!({"name": "Payroll", "audiences": ["https://pay.example.gov"]})
    );
}

#[test]
fn nothing_secret_shows() {
    let hook = oktars::hook::EventHook::new("Audit", "https://audit.example.gov", ["user.lifecycle.create"]);
    let shown = [
        format!("{:?}", hook.auth_header("authorization", "s3cret")),
        format!("{:?}", NewFactor::question("disliked_food", "s3cret")),
        format!("{:?}", oktars::factor::FactorAnswer::pass_code("s3cret")),
        format!("{:?}", oktars::app::NewAppConnection::token("s3cret")),
        format!("{:?}", IdentityProvider::oauth("OIDC", "Partner", "id", "s3cret")),
        format!("{:?}", oktars::domain::DomainCertificate::new("certificate", "chain", "s3cret")),
        format!("{:?}", oktars::captcha::Captcha::new("Ours", "HCAPTCHA", "site", "s3cret")),
        format!(
            "{:?}",
            oktars::push_provider::PushProvider::new("FCM", "Phones").configuration("key", "s3cret")
        ),
    ];
    for text in shown {
        assert!(!text.contains("s3cret"), "{text}");
    }
}

/// Reads an object and writes it again.
fn again<T: Serialize + DeserializeOwned>(object: &Value) -> Value {
    serde_json::to_value(serde_json::from_value::<T>(object.clone()).unwrap()).unwrap()
}

/// Members, values and nulls that Okta adds later survive in every family, down to the innermost object.
#[test]
fn what_no_field_knows_survives_in_families_that_few_use() {
    type Again = fn(&Value) -> Value;
    let cases: &[(Again, Value)] = &[
        (
            again::<oktars::agent_pool::AgentPool>,
            json!({"id": "1", "type": "NEW", "agents": [{"id": "2", "later": null}], "disruptedAgents": "many"}),
        ),
        (
            again::<oktars::agent_pool::AgentPoolUpdate>,
            json!({"id": "1", "status": "Odd", "schedule": {"cron": "0 3 * * 6", "later": [1]}, "reason": null}),
        ),
        (
            again::<oktars::telephony_provider::TelephonyProvider>,
            json!({"id": "1", "providerName": "NEW", "providerSettings": {"fax": {}, "sms": {"later": 1}}}),
        ),
        (
            again::<oktars::governance_bundle::GovernanceBundle>,
            json!({"id": "1", "status": "ODD", "description": null, "later": {"a": null}}),
        ),
        (
            again::<oktars::ssf_stream::SsfStream>,
            json!({"stream_id": "1", "aud": ["a", "b"], "delivery": {"method": "poll", "later": true}}),
        ),
        (again::<oktars::ssf_stream::SsfStream>, json!({"stream_id": "1", "aud": {"later": 1}})),
        (
            again::<oktars::service_account::ServiceAccount>,
            json!({"id": "1", "status": "ODD", "statusDetail": null, "later": 1}),
        ),
        (
            again::<oktars::identity_source::SourceUser>,
            json!({"id": "1", "profile": {"userName": "a", "firstName": null, "later": "x"}}),
        ),
        (
            again::<oktars::role::RoleGovernance>,
            json!({"grants": [{"grantId": "1", "type": "NEW", "later": null}], "later": 1}),
        ),
        (
            again::<oktars::brand::WellKnownUris>,
            json!({"_embedded": {"assetlinks.json": {"customized": {"representation": [{}], "later": 1}}}}),
        ),
        (
            again::<oktars::factor::KeyActivation>,
            json!({"userId": "1", "yubicoSigningJwks": [{"kid": "1", "later": null}], "fulfillmentProvider": "new"}),
        ),
    ];
    for (again, object) in cases {
        assert_eq!(again(object), *object);
    }
}

/// Secrets of these families show in no `Debug`, as fields and inside what no field knows.
#[test]
fn secrets_of_families_that_few_use_are_not_shown() {
    use oktars::org::{ChildOrg, ChildOrgAdmin};
    use oktars::service_account::ServiceAccount;
    use oktars::ssf_stream::SsfStream;
    use oktars::telephony_provider::TelephonyProvider;

    let admin = ChildOrgAdmin::new("Tim", "McGee", "tim@example.gov")
        .password("s3cret")
        .recovery_question("Food?", "s3cret");
    let shown = [
        format!("{:?}", TelephonyProvider::new("TWILIO", "AC1", "s3cret")),
        format!("{:?}", ServiceAccount::new("Deploy", "orn", "deploy", "s3cret")),
        format!("{:?}", SsfStream::push("https://receiver.example.com").authorization("s3cret")),
        format!("{:?}", ChildOrg::new("Partners", "partners", admin)),
        format!("{:?}", oktars::authn::AuthnProof::pass_code("s3cret", "s3cret")),
        format!(
            "{:?}",
            oktars::authn::NewAuthnFactor::new("s3cret", "question", "OKTA").profile("answer", "s3cret")
        ),
    ];
    for shown in shown {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
