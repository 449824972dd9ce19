//! Registers a service app whose access tokens are bound to a key of its own (DPoP), and calls Okta as this app.
//!
//! `cargo run --package oktars --example service_app_with_dpop PRIVATE_KEY_FILE`
#![allow(clippy::print_stdout)]

use oktars::app::{JsonWebKeySet, NewApp, OauthClientSettings, TokenEndpointAuthMethod};
use oktars::credential::{PrivateKey, ServiceApp};
use oktars::role::{NewRole, RoleType};
use oktars::{Okta, Result};

const SCOPES: [&str; 2] = ["okta.users.read", "okta.groups.read"];

#[tokio::main]
async fn main() -> Result<()> {
    let admin = Okta::from_env()?;
    let file = std::env::args().nth(1).expect("the file of a private key");
    let robot = register(&admin, "Nightly report", PrivateKey::from_file(file)?).await?;
    let okta = Okta::builder().org_url(admin.org_url().to_string()).credential(robot).build()?;
    println!("as the app, I see {} users", count_users(&okta).await?);
    Ok(())
}

/// Creates the app, lets it read users and groups, and gives the credential with which it proves who it is.
pub async fn register(admin: &Okta, label: &str, key: PrivateKey) -> Result<ServiceApp> {
    let mut settings = OauthClientSettings::service();
    settings.jwks = Some(JsonWebKeySet::of([key.public_jwk()]));
    settings.dpop_bound_access_tokens = Some(true);
    let new =
        NewApp::oidc(label, settings).token_endpoint_auth_method(TokenEndpointAuthMethod::PRIVATE_KEY_JWT);
    let app = admin.apps().create(&new).await?;

    for scope in SCOPES {
        admin.app_grants(&app.id).grant(scope).await?;
    }
    // Scopes say what the app may ask for. A role says what it may see.
    let client_id = app.credentials.oauth_client.and_then(|client| client.client_id).unwrap_or(app.id);
    admin.client_roles(&client_id).assign(&NewRole::standard(RoleType::READ_ONLY_ADMIN)).await?;
    Ok(ServiceApp::new(client_id, key).scopes(SCOPES).dpop(true))
}

/// How many users there are, but for those who were deactivated.
pub async fn count_users(okta: &Okta) -> Result<usize> {
    Ok(okta.users().list(&Default::default()).all().await?.len())
}
