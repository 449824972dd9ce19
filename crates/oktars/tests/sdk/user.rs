//! Users, from the client through the local org and back.

use oktars::user::{
    ActivateUser, ChangePassword, ChangeRecoveryQuestion, CreateUser, ExpirePassword, ForgotPassword,
    ListAppLinks, ListUserGroups, ListUsers, NewUser, PasswordHash, RecoverPassword, ResetPassword,
    SaltOrder, UpdateUser, User, UserPatch, UserReplacement, UserStatus,
};
use oktars::{ErrorCode, Okta, Result, attr};
use oktars_local::Org;

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

fn tim() -> NewUser {
    NewUser::new("tmcgee@example.gov").first_name("Timothy").last_name("McGee")
}

async fn staged(okta: &Okta) -> Result<User> {
    let new = tim().password("superPass1").recovery_question("What is my favorite book?", "Deep Six");
    okta.users().create_with(&new, &CreateUser::new().activate(false)).await
}

async fn active(okta: &Okta) -> Result<User> {
    okta.users().create(&tim().password("superPass1").recovery_question("Pet?", "Deep Six")).await
}

#[tokio::test]
async fn the_variants_of_creation_end_in_their_status() -> Result<()> {
    let cases = [
        (tim(), CreateUser::new().activate(false), UserStatus::STAGED),
        (tim(), CreateUser::new(), UserStatus::PROVISIONED),
        (tim().password("superPass1"), CreateUser::new().activate(false), UserStatus::STAGED),
        (tim().password("superPass1"), CreateUser::new(), UserStatus::ACTIVE),
        (
            tim().password("superPass1"),
            CreateUser::new().activate(true).change_password_at_next_login(),
            UserStatus::PASSWORD_EXPIRED,
        ),
        (
            tim().provider(oktars::user::ProviderType::FEDERATION, "FEDERATION"),
            CreateUser::new().provider(true),
            UserStatus::ACTIVE,
        ),
        (
            tim().hashed_password(PasswordHash::sha256("qrMRQmuVgM1eHKpJ8c5WGTpqUdgbEGj0p5hV/2pE2cs=")),
            CreateUser::new(),
            UserStatus::ACTIVE,
        ),
        (
            tim().hashed_password(
                PasswordHash::sha1("nmoGFlLq0cTjwmpJpxxj3ElUYxE=").salt("c2FsdA==", SaltOrder::Prefix),
            ),
            CreateUser::new().activate(false),
            UserStatus::STAGED,
        ),
    ];
    for (new, options, status) in cases {
        let user = okta().users().create_with(&new, &options).await?;
        assert_eq!(user.status, status, "{new:?} {options:?}");
        assert!(!user.id.is_empty() && user.profile.login == "tmcgee@example.gov");
    }
    Ok(())
}

#[tokio::test]
async fn a_user_is_read_by_id_login_short_name_and_me() -> Result<()> {
    let okta = okta();
    let user = staged(&okta).await?;
    for name in [user.id.as_str(), "tmcgee@example.gov", "tmcgee"] {
        assert_eq!(okta.users().get(name).await?.id, user.id, "{name}");
    }
    assert!(okta.users().get("me").await?.status.is_known());
    let error = okta.users().get("nobody@example.com").await.unwrap_err();
    assert!(error.is(ErrorCode::RESOURCE_NOT_FOUND) && error.is_not_found());
    assert!(error.request_id().is_some() && error.error_id().is_some(), "{error}");
    assert_eq!(error.operation(), "getUser");
    Ok(())
}

/// The trap: a null dropped from a body.
#[tokio::test]
async fn an_update_tells_absent_from_null() -> Result<()> {
    let okta = okta();
    let user = staged(&okta).await?;
    let set = UserPatch::new().mobile_phone("+1-555").set("nickName", "Probie").set("title", "Agent");
    okta.users().update(&user.id, &set).await?;
    let user = okta.users().update(&user.id, &UserPatch::new().first_name("Tim").clear("nickName")).await?;
    assert_eq!((user.profile.first_name.as_str(), user.profile.text("title")), ("Tim", Some("Agent")));
    assert_eq!(user.profile.mobile_phone.as_deref(), Some("+1-555"));
    assert_eq!(user.profile.text("nickName"), None);
    assert!(user.credentials.unwrap().password.is_some(), "a change of profile keeps the credentials");
    Ok(())
}

#[tokio::test]
async fn a_replacement_replaces_what_it_holds() -> Result<()> {
    let okta = okta();
    let user = staged(&okta).await?;
    let mut user = okta.users().update(&user.id, &UserPatch::new().set("title", "Agent")).await?;
    user.profile.custom.remove("title");
    user.profile.last_name = "Gemcity".into();
    let user = okta.users().replace(&user.id, &UserReplacement::from(&user)).await?;
    assert_eq!((user.profile.last_name.as_str(), user.profile.text("title")), ("Gemcity", None));
    let question = UserReplacement::new().recovery_question("Boat?", "Kelly");
    let user = okta.users().replace(&user.id, &question).await?;
    assert_eq!(user.profile.last_name, "Gemcity", "without a profile, the profile stays");
    assert_eq!(user.credentials.unwrap().recovery_question.unwrap().question, "Boat?");
    Ok(())
}

#[tokio::test]
async fn a_stale_version_changes_nothing() -> Result<()> {
    let okta = okta();
    let (user, version) = okta.users().get_versioned(&staged(&okta).await?.id).await?;
    let guard = UpdateUser::new().if_match(version.expect("a user has a version"));
    okta.users().update_with(&user.id, &UserPatch::new().first_name("Tim"), &guard).await?;
    let error =
        okta.users().update_with(&user.id, &UserPatch::new().first_name("Tom"), &guard).await.unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert_eq!(okta.users().get(&user.id).await?.profile.first_name, "Tim");
    Ok(())
}

#[tokio::test]
async fn the_whole_life_of_a_user() -> Result<()> {
    let okta = okta();
    let users = okta.users();
    let id = staged(&okta).await?.id;
    let status = async || users.get(&id).await.map(|user| user.status);

    let activation = users.activate_with(&id, &ActivateUser::new().send_email(false)).await?;
    assert!(activation.activation_url.unwrap().expose().starts_with("http"));
    assert_eq!(status().await?, UserStatus::ACTIVE);
    assert!(users.activate(&id).await.unwrap_err().is(ErrorCode::ALREADY_ACTIVE));
    assert!(users.unlock(&id).await.unwrap_err().is(ErrorCode::UNLOCK_NOT_ALLOWED));
    assert!(users.reactivate(&id).await.unwrap_err().is(ErrorCode::STATUS_NOT_ALLOWED));

    users.suspend(&id).await?;
    assert_eq!(status().await?, UserStatus::SUSPENDED);
    users.unsuspend(&id).await?;
    assert_eq!(users.expire_password(&id).await?.status, UserStatus::PASSWORD_EXPIRED);
    let temporary = users.expire_password_with_temp_password(&id, &ExpirePassword::new()).await?;
    assert!(temporary.temp_password.unwrap().expose().len() >= 8);

    let reset = users.reset_password_with(&id, &ResetPassword::new().send_email(false)).await?;
    assert!(reset.reset_password_url.is_some());
    assert_eq!(status().await?, UserStatus::RECOVERY);
    users.reset_factors(&id).await?;
    users.clear_sessions(&id).await?;

    users.deactivate(&id).await?;
    assert_eq!(status().await?, UserStatus::DEPROVISIONED);
    users.delete(&id).await?;
    assert!(users.get(&id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn deletion_takes_two_calls_or_one_for_good() -> Result<()> {
    let okta = okta();
    let id = active(&okta).await?.id;
    okta.users().delete(&id).await?;
    assert_eq!(okta.users().get(&id).await?.status, UserStatus::DEPROVISIONED);
    okta.users().delete(&id).await?;
    assert!(okta.users().get(&id).await.unwrap_err().is_not_found());
    let id = active(&okta).await?.id;
    okta.users().delete_for_good(&id).await?;
    assert!(okta.users().get(&id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn credentials_change_for_who_knows_them() -> Result<()> {
    let okta = okta();
    let users = okta.users();
    let id = active(&okta).await?.id;
    let wrong = ChangePassword::new("wrongPass1", "superPass2");
    let error = users.change_password(&id, &wrong).await.unwrap_err();
    assert!(
        error.is(ErrorCode::CREDENTIALS_UPDATE_FAILED) && !error.to_string().contains("Pass1"),
        "{error}"
    );
    let changed = users.change_password(&id, &ChangePassword::new("superPass1", "superPass239")).await?;
    assert!(changed.password.is_some());
    let question = ChangeRecoveryQuestion::new("superPass239", "Boat?", "Kelly");
    let changed = users.change_recovery_question(&id, &question).await?;
    assert_eq!(changed.recovery_question.unwrap().question, "Boat?");
    users.forgot_password_recovery(&id, &RecoverPassword::new("superPass921380", "Kelly")).await?;
    let link = users.forgot_password_with(&id, &ForgotPassword::new().send_email(false)).await?;
    assert!(link.reset_password_url.is_some());
    users.update(&id, &UserPatch::new().password("superPass4711")).await?;
    users.change_password(&id, &ChangePassword::new("superPass4711", "superPass4712")).await?;
    Ok(())
}

#[tokio::test]
async fn lists_search_and_go_on_from_a_position() -> Result<()> {
    let okta = okta();
    for n in 0..7 {
        let new = NewUser::new(format!("user{n}@example.test")).first_name("Many").last_name(format!("N{n}"));
        okta.users().create(&new.attribute("department", "R&D \"lab\"")).await?;
    }
    let lab = attr("profile.department").eq("R&D \"lab\"").and(attr("profile.firstName").eq("Many"));
    let query = ListUsers::new().search(lab).sort_by("profile.login").limit(3);
    let logins: Vec<String> =
        okta.users().list(&query).all().await?.into_iter().map(|user| user.profile.login).collect();
    assert_eq!(logins.len(), 7);
    assert!(logins.is_sorted());

    let page = okta.users().list(&query).page().await?;
    let position = page.next.unwrap().to_string().parse()?;
    let rest = okta.users().resume(&position).all().await?;
    assert_eq!((page.items.len(), rest.len()), (3, 4));
    assert_eq!(rest[0].profile.login, logins[3]);

    let found = okta.users().list(&ListUsers::new().q("user3")).all().await?;
    assert_eq!(found.len(), 1);
    let error = okta.users().list(&ListUsers::new().filter("nonsense")).all().await.unwrap_err();
    assert!(error.code().is_some() && error.operation() == "listUsers", "{error}");
    Ok(())
}

#[tokio::test]
async fn a_wrong_user_is_refused_with_the_reasons() -> Result<()> {
    let okta = okta();
    active(&okta).await?;
    let error = okta.users().create(&tim()).await.unwrap_err();
    assert!(error.is_validation() && error.causes()[0].contains("already exists"), "{error}");
    let error = okta.users().create(&NewUser::new("x@example.test").password("x")).await.unwrap_err();
    assert!(error.is_validation() && !error.causes().is_empty(), "{error}");
    Ok(())
}
#[tokio::test]
async fn groups_and_apps_of_a_user() -> Result<()> {
    let okta = okta();
    let user = active(&okta).await?;
    let groups = okta.users().groups(&user.id, &ListUserGroups::new()).all().await?;
    assert!(groups.iter().any(|group| group.profile.name == "Everyone"), "{groups:?}");
    assert_eq!(okta.users().app_links(&user.id, &ListAppLinks::new()).all().await?.len(), 0);
    Ok(())
}
