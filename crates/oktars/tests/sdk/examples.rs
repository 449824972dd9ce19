//! The programs of `examples/`: each runs against a local org, and a look at the org shows that it did its work.

#![allow(dead_code, reason = "the programs' own `main` asks for an org by environment variables")]

#[path = "../../examples/any_operation.rs"]
mod any_operation;
#[path = "../../examples/create_oidc_app.rs"]
mod create_oidc_app;
#[path = "../../examples/follow_log.rs"]
mod follow_log;
#[path = "../../examples/minimum_password_length.rs"]
mod minimum_password_length;
#[path = "../../examples/rotate_client_secret.rs"]
mod rotate_client_secret;
#[path = "../../examples/service_app_with_dpop.rs"]
mod service_app_with_dpop;
#[path = "../../examples/set_group_members.rs"]
mod set_group_members;
#[path = "../../examples/sign_in_with_axum.rs"]
mod sign_in_with_axum;
#[path = "../../examples/spread_calls.rs"]
mod spread_calls;
#[path = "../../examples/suspend_never_signed_in.rs"]
mod suspend_never_signed_in;
// Its own tests run here.
#[path = "../../examples/test_with_local_org.rs"]
mod test_with_local_org;

use std::collections::HashSet;
use std::error::Error;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oktars::app::{ListAppSecrets, NewApp, NewAppUser, OauthClientSettings};
use oktars::credential::PrivateKey;
use oktars::group::{ListGroupUsers, NewGroup};
use oktars::policy::{ListPolicies, PolicyType};
use oktars::user::{NewUser, User, UserStatus};
use oktars::{LifecycleStatus, Okta, Result};
use oktars_local::{Org, RateLimits};
use serde_json::Value;
use tokio::time::Instant;
use tower::ServiceExt;

use crate::limits::Limited;

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

async fn person(okta: &Okta, login: &str) -> Result<User> {
    let new = NewUser::new(login).first_name("Tim").last_name("McGee").password("superPass1");
    okta.users().create(&new).await
}

#[tokio::test]
async fn who_never_signed_in_is_suspended_and_others_are_not() -> Result<()> {
    let org = Org::in_memory();
    let okta = Okta::over(org.service());
    let idle = person(&okta, "idle@example.gov").await?;
    let busy = person(&okta, "busy@example.gov").await?;
    okta.sessions().sign_in("busy@example.gov", "superPass1").await?;
    org.advance(40 * 24 * 60 * 60);
    let recent = person(&okta, "recent@example.gov").await?;

    let before = org.now() - jiff::SignedDuration::from_hours(30 * 24);
    let suspended = suspend_never_signed_in::suspend_never_signed_in(&okta, before.into()).await?;
    assert!(suspended.iter().all(|user| user.id != busy.id && user.id != recent.id));
    for (user, status) in
        [(&idle, UserStatus::SUSPENDED), (&busy, UserStatus::ACTIVE), (&recent, UserStatus::ACTIVE)]
    {
        assert_eq!(okta.users().get(&user.id).await?.status, status, "{}", user.profile.login);
    }
    Ok(())
}

#[tokio::test]
async fn a_group_holds_exactly_who_is_named() -> Result<()> {
    let okta = okta();
    let group = okta.groups().create(&NewGroup::new("Agents")).await?.id;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        ids.push(person(&okta, &format!("{name}@example.gov")).await?.id);
    }
    okta.groups().add_user(&group, &ids[0]).await?;
    okta.groups().add_user(&group, &ids[1]).await?;

    let wanted = ["b@example.gov".to_owned(), "c@example.gov".to_owned()];
    let change = set_group_members::set_group_members(&okta, &group, &wanted).await?;
    assert_eq!((&change.added, &change.removed), (&vec![ids[2].clone()], &vec![ids[0].clone()]));
    let members = okta.groups().users(&group, &ListGroupUsers::new()).all().await?;
    let members: HashSet<String> = members.into_iter().map(|user| user.id).collect();
    assert_eq!(members, HashSet::from([ids[1].clone(), ids[2].clone()]));

    let again = set_group_members::set_group_members(&okta, &group, &wanted).await?;
    assert_eq!(again, set_group_members::Change::default());
    let misspelt = ["b@example.gov".to_owned(), "nobody@example.gov".to_owned()];
    assert!(set_group_members::set_group_members(&okta, &group, &misspelt).await.is_err());
    let members = okta.groups().users(&group, &ListGroupUsers::new()).all().await?;
    assert_eq!(members.len(), 2, "a misspelt login changes nothing");
    Ok(())
}

#[tokio::test]
async fn the_log_goes_on_where_it_was_left() -> std::result::Result<(), Box<dyn Error>> {
    let okta = okta();
    let folder = tempfile::tempdir()?;
    let bookmark = folder.path().join("bookmark");
    let mut runs = Vec::new();
    for login in ["a@example.gov", "b@example.gov"] {
        person(&okta, login).await?;
        let mut shown = Vec::new();
        follow_log::follow_log(&okta, &bookmark, |event| shown.extend(event.target)).await?;
        let shown = shown.into_iter().filter_map(|target| target.alternate_id);
        runs.push(shown.collect::<HashSet<String>>());
    }
    assert!(runs[0].contains("a@example.gov") && !runs[0].contains("b@example.gov"));
    assert!(runs[1].contains("b@example.gov") && !runs[1].contains("a@example.gov"));
    Ok(())
}

#[tokio::test]
async fn the_old_secret_works_until_it_is_retired() -> Result<()> {
    let okta = okta();
    let settings = OauthClientSettings::web(["https://pay.example.gov/callback"]);
    let app = okta.apps().create(&NewApp::oidc("Payroll", settings)).await?.id;
    let secrets = okta.app_secrets(&app);
    let first = secrets.list(&ListAppSecrets::new()).all().await?.remove(0);
    // Each time, the one before makes room.
    for _ in 0..2 {
        let new = rotate_client_secret::add_secret(&okta, &app).await?;
        let both = secrets.list(&ListAppSecrets::new()).all().await?;
        assert!(both.len() == 2 && both.iter().all(|secret| secret.status == LifecycleStatus::ACTIVE));
        assert_eq!(rotate_client_secret::retire_other_secrets(&okta, &app, &new.id).await?, 1);
        let left = secrets.list(&ListAppSecrets::new()).all().await?;
        assert_eq!(left.iter().map(|secret| &secret.id).collect::<Vec<_>>(), [&new.id]);
    }
    assert!(secrets.get(&first.id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn the_app_is_there_and_the_group_has_it() -> Result<()> {
    let okta = okta();
    let group = create_oidc_app::find_or_create_group(&okta, "Accounting").await?;
    assert_eq!(create_oidc_app::find_or_create_group(&okta, "Accounting").await?.id, group.id);
    let uri = "https://pay.example.gov/callback";
    let app = create_oidc_app::create_oidc_app(&okta, "Payroll", uri, &group).await?;
    let client = okta.apps().get(&app.id).await?.settings.oauth_client.unwrap_or_default();
    assert_eq!(client.redirect_uris, [uri]);
    assert_eq!(okta.app_groups(&app.id).get(&group.id).await?.id, group.id);
    Ok(())
}

#[tokio::test]
async fn every_password_policy_asks_for_long_passwords() -> Result<()> {
    let okta = okta();
    let passwords = ListPolicies::of(PolicyType::PASSWORD);
    let before = okta.policies().list(&passwords).all().await?;
    let changed = minimum_password_length::ask_for_at_least(&okta, 14).await?;
    assert_eq!(changed.len(), before.len());
    let after = okta.policies().list(&passwords).all().await?;
    assert!(after.iter().all(|policy| policy.settings.password.complexity.min_length == Some(14)));
    assert_eq!(after[0].settings.password.lockout, before[0].settings.password.lockout, "the rest stays");
    assert!(minimum_password_length::ask_for_at_least(&okta, 10).await?.is_empty(), "nothing is made weaker");
    Ok(())
}

#[tokio::test]
async fn the_service_app_calls_with_bound_tokens() -> Result<()> {
    let org = Org::in_memory();
    let admin = Okta::over(org.service());
    person(&admin, "tim@example.gov").await?;
    let key = PrivateKey::from_jwk(include_str!("../keys/ec256.jwk"))?;
    let robot = service_app_with_dpop::register(&admin, "Nightly report", key).await?;
    let okta = Okta::builder().credential(robot).over(org.service())?;
    let everybody = admin.users().list(&Default::default()).all().await?.len();
    assert_eq!(service_app_with_dpop::count_users(&okta).await?, everybody);
    assert!(okta.users().suspend("tim@example.gov").await.unwrap_err().is_forbidden(), "it may only read");
    Ok(())
}

#[tokio::test]
async fn an_operation_without_a_type_changes_the_org() -> Result<()> {
    let okta = okta();
    let now = || async {
        let setting: Value = okta.get("rate-limit-settings/warning-threshold").json().await?;
        Ok::<_, oktars::Error>(setting["warningThreshold"].as_u64().unwrap())
    };
    let before = now().await?;
    assert_eq!(any_operation::warn_at(&okta, before + 1).await?, before, "it warns early enough");
    assert_eq!(any_operation::warn_at(&okta, before - 20).await?, before - 20);
    assert_eq!(now().await?, before - 20);
    Ok(())
}

/// Thirty changes, in a bucket of twenty, half of which is for others: ten in each window, none refused.
#[tokio::test(start_paused = true)]
async fn everybody_is_changed_within_the_share() -> Result<()> {
    let limits = RateLimits::documented().bucket("/api/v1/users/{id}", 20).window(6).token_percent(100);
    let limited = Limited::new(limits);
    let okta = limited.okta(Okta::builder().max_share(0.5));
    let admin = Okta::over(limited.org.service());
    for n in 0..30 {
        person(&admin, &format!("u{n}@example.gov")).await?;
    }
    let everybody = admin.users().list(&Default::default()).all().await?.len();
    let begin = Instant::now();
    assert_eq!(spread_calls::set_everywhere(&okta, "department", "Field").await?, everybody);
    assert!(begin.elapsed() > Duration::from_secs(11), "{:?}", begin.elapsed());
    assert_eq!(
        spread_calls::set_everywhere(&okta, "department", "Field").await?,
        0,
        "nobody is changed twice"
    );
    assert_eq!(limited.count().1, 0, "Okta refused some");
    let users = admin.users().list(&Default::default()).all().await?;
    assert!(users.iter().all(|user| user.profile.text("department") == Some("Field")));
    Ok(())
}

/// A browser and a program at the service: who did not begin the sign-in, or has no good token, gets nothing.
#[tokio::test]
async fn people_sign_in_and_programs_show_tokens() -> std::result::Result<(), Box<dyn Error>> {
    let org = Org::in_memory();
    let okta = Okta::over(org.service());
    let ann = person(&okta, "ann@example.gov").await?;
    let settings = OauthClientSettings::web(["http://localhost:3000/callback"]);
    let app = okta.apps().create(&NewApp::oidc("Portal", settings)).await?;
    okta.app_users(&app.id).assign(&NewAppUser::new(&ann.id)).await?;
    let client = app.credentials.oauth_client.unwrap_or_default();
    let (id, secret) = (client.client_id.unwrap(), client.client_secret.unwrap());
    let issuer = "http://localhost/oauth2/default";
    let outside = Okta::builder().over(org.service())?;
    let service = sign_in_with_axum::Service::new(outside, issuer, id, secret.expose().to_owned())?;
    let router = sign_in_with_axum::router(service.clone());

    let begun = Visit::to(&router, "/login", &[]).await;
    let back = signed_in(&org, &begun.location).await?;
    let stolen = Visit::to(&router, &back, &[("cookie", "login=another")]).await;
    assert_eq!(stolen.status, 400, "another browser: {}", stolen.body);

    let begun = Visit::to(&router, "/login", &[]).await;
    let back = signed_in(&org, &begun.location).await?;
    let landed = Visit::to(&router, &back, &[("cookie", &begun.cookie)]).await;
    assert_eq!((landed.status, &*landed.location), (303, "/me"), "{}", landed.body);
    let me = Visit::to(&router, "/me", &[("cookie", &landed.cookie)]).await;
    assert_eq!((me.status, &*me.body), (200, "Hello, Tim McGee"));
    let again = Visit::to(&router, &back, &[("cookie", &begun.cookie)]).await;
    assert_eq!(again.status, 400, "a code works once: {}", again.body);
    assert_eq!(&*Visit::to(&router, "/me", &[("cookie", "session=guessed")]).await.location, "/login");

    let code_verifier = "v".repeat(43);
    let begun = Visit::to(&router, "/login", &[]).await;
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, code_verifier.as_bytes()));
    let (before, after) = begun.location.split_once("code_challenge=").unwrap();
    let rest = after.split_once('&').unwrap().1;
    let back = signed_in(&org, &format!("{before}code_challenge={challenge}&{rest}")).await?;
    let tokens = service.exchange(&parameter(&back, "code"), &code_verifier).await?;
    let cases = [
        (format!("Bearer {}", tokens.access_token), 200, "ann@example.gov"),
        (format!("Bearer {}", tokens.id_token), 401, "not an access token"),
        (format!("Bearer {}AAAA", tokens.access_token), 401, "signature"),
        ("Basic abc".to_owned(), 401, "send an access token"),
    ];
    for (authorization, status, text) in cases {
        let shown = Visit::to(&router, "/api/profile", &[("authorization", &authorization)]).await;
        assert!(shown.status == status && shown.body.contains(text), "{} {}", shown.status, shown.body);
    }
    Ok(())
}

/// What a service answered to one request.
struct Visit {
    status: u16,
    location: String,
    cookie: String,
    body: String,
}

impl Visit {
    async fn to(router: &axum::Router, path: &str, headers: &[(&str, &str)]) -> Self {
        let path = path.strip_prefix("http://localhost:3000").unwrap_or(path);
        let mut request = http::Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let header =
            |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let (location, cookie) = (header("location"), header("set-cookie"));
        let (status, cookie) = (answer.status().as_u16(), cookie.split(';').next().unwrap().to_owned());
        let body = axum::body::to_bytes(answer.into_body(), 100_000).await.unwrap();
        Visit { status, location, cookie, body: String::from_utf8_lossy(&body).into_owned() }
    }
}

/// Where Okta sends the browser of somebody who signed in.
async fn signed_in(org: &Org, authorize: &str) -> Result<String> {
    let okta = Okta::over(org.service());
    let transaction = okta.authn().sign_in("ann@example.gov", "superPass1").await?;
    let token = transaction.into_session_token()?;
    let request = http::Request::builder().uri(format!("{authorize}&sessionToken={}", token.expose()));
    let answer = org.handle(request.body(bytes::Bytes::new()).unwrap());
    Ok(answer.headers()["location"].to_str().unwrap().to_owned())
}

fn parameter(url: &str, name: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    url::form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).unwrap().1.into_owned()
}
