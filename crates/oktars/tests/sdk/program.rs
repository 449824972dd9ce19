//! What programs write: a call that is looked at, tuned and sent, and a status that is matched.

use std::time::Duration;

use http::Method;
use oktars::Okta;
use oktars::user::{NewUser, UserStatus};

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
