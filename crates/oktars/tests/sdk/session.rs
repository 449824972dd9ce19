//! Authentication and sessions, from the client through the local org and back.

use oktars::authn::{SignIn, TransactionStatus};
use oktars::session::{NewSession, SessionStatus};
use oktars::user::NewUser;
use oktars::{Okta, Result};
use oktars_local::Org;

const LOGIN: &str = "tim@example.gov";

async fn org_with_tim() -> Result<(Org, Okta, String)> {
    let org = Org::in_memory();
    let okta = Okta::over(org.service());
    let new = NewUser::new(LOGIN)
        .first_name("Tim")
        .last_name("McGee")
        .password("superPass1")
        .recovery_question("Book?", "Deep Six");
    let id = okta.users().create(&new).await?.id;
    Ok((org, okta, id))
}

#[tokio::test]
async fn a_session_token_works_once_and_not_for_long() -> Result<()> {
    let (org, okta, id) = org_with_tim().await?;
    let token = okta.authn().sign_in(LOGIN, "superPass1").await?.into_session_token()?;
    let session = okta.sessions().create(&NewSession::new(token.clone())).await?;
    assert_eq!((&session.user_id, &session.status), (&id, &SessionStatus::ACTIVE));
    assert!(okta.sessions().create(&NewSession::new(token)).await.unwrap_err().is_unauthorized(), "used");

    let token = okta.authn().sign_in(LOGIN, "superPass1").await?.into_session_token()?;
    org.advance(301);
    assert!(okta.sessions().create(&NewSession::new(token)).await.unwrap_err().is_unauthorized(), "expired");
    Ok(())
}

#[tokio::test]
async fn a_session_lasts_as_long_as_it_is_refreshed() -> Result<()> {
    let (org, okta, id) = org_with_tim().await?;
    let session = okta.sessions().sign_in(LOGIN, "superPass1").await?;
    org.advance(3600);
    let refreshed = okta.sessions().refresh(&session.id).await?;
    let end = |session: &oktars::session::Session| session.expires_at.as_ref().unwrap().instant().unwrap();
    assert!(end(&refreshed) > end(&session));
    org.advance(3 * 3600);
    assert!(okta.sessions().get(&session.id).await.unwrap_err().is_not_found());

    let session = okta.sessions().sign_in(LOGIN, "superPass1").await?;
    okta.sessions().clear_user(&id).await?;
    assert!(okta.sessions().close(&session.id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn an_expired_password_is_changed_on_the_way() -> Result<()> {
    let (_org, okta, id) = org_with_tim().await?;
    okta.users().expire_password(&id).await?;
    let early = okta.sessions().sign_in(LOGIN, "superPass1").await.unwrap_err();
    assert!(early.is_input() && early.to_string().contains("PASSWORD_EXPIRED"), "{early}");

    let transaction =
        okta.authn().sign_in_with(&SignIn::new(LOGIN, "superPass1").relay_state("/home")).await?;
    assert_eq!(transaction.status, TransactionStatus::PASSWORD_EXPIRED);
    let state = transaction.state_token.unwrap();
    let weak = okta.authn().change_password(state.clone(), "superPass1", "x").await.unwrap_err();
    assert!(!weak.causes().is_empty(), "{weak}");
    let done = okta.authn().change_password(state, "superPass1", "superPass2").await?;
    assert_eq!(done.status, TransactionStatus::SUCCESS);
    okta.sessions().create(&NewSession::new(done.into_session_token()?)).await?;
    Ok(())
}

#[tokio::test]
async fn who_may_not_sign_in_is_told_no_more_than_that() -> Result<()> {
    let (_org, okta, id) = org_with_tim().await?;
    let cases = [(LOGIN, "a guess"), ("nobody@example.gov", "superPass1")];
    for (login, password) in cases {
        let error = okta.authn().sign_in(login, password).await.unwrap_err();
        assert!(error.is_unauthorized() && !error.to_string().contains(password), "{error}");
    }
    okta.users().suspend(&id).await?;
    assert!(okta.authn().sign_in(LOGIN, "superPass1").await.unwrap_err().is_unauthorized());
    Ok(())
}

#[tokio::test]
async fn a_transaction_that_is_given_up_is_over() -> Result<()> {
    let (_org, okta, id) = org_with_tim().await?;
    okta.users().expire_password(&id).await?;
    let state = okta.authn().sign_in(LOGIN, "superPass1").await?.state_token.unwrap();
    okta.authn().cancel(state.clone()).await?;
    let error = okta.authn().change_password(state, "superPass1", "superPass2").await.unwrap_err();
    assert!(error.is_unauthorized(), "{error}");
    Ok(())
}

#[test]
fn tokens_are_not_shown() {
    let json =
        r#"{"status":"SUCCESS","sessionToken":"20111abc","stateToken":"00xyz","recoveryToken":"00rec"}"#;
    let transaction: oktars::authn::Transaction = serde_json::from_str(json).unwrap();
    let shown = format!("{transaction:?}");
    assert!(!["20111abc", "00xyz", "00rec"].iter().any(|token| shown.contains(token)), "{shown}");
}
