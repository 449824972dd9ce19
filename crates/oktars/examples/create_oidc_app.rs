//! Creates a web application that signs people in with OpenID Connect, and gives it to a group.
//!
//! `cargo run --package oktars --example create_oidc_app LABEL REDIRECT_URI GROUP_NAME`
#![allow(clippy::print_stdout)]

use oktars::app::{App, NewApp, NewAppGroup, OauthClientSettings};
use oktars::group::{Group, ListGroups, NewGroup};
use oktars::{Okta, Result, attr};

#[tokio::main]
async fn main() -> Result<()> {
    let okta = Okta::from_env()?;
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("{what} is missing"));
    let (label, redirect_uri) = (next("the label"), next("the redirect URI"));
    let group = find_or_create_group(&okta, &next("the name of the group")).await?;
    let app = create_oidc_app(&okta, &label, &redirect_uri, &group).await?;
    let client = app.credentials.oauth_client.unwrap_or_default();
    println!("app {}, client {}", app.id, client.client_id.unwrap_or_default());
    Ok(())
}

/// The group of this name; a new one where there is none.
pub async fn find_or_create_group(okta: &Okta, name: &str) -> Result<Group> {
    let query = ListGroups::new().search(attr("profile.name").eq(name));
    match okta.groups().list(&query).try_next().await? {
        Some(group) => Ok(group),
        None => okta.groups().create(&NewGroup::new(name)).await,
    }
}

/// Creates the app, and gives it to the members of the group.
pub async fn create_oidc_app(okta: &Okta, label: &str, redirect_uri: &str, group: &Group) -> Result<App> {
    let new = NewApp::oidc(label, OauthClientSettings::web([redirect_uri]));
    let app = okta.apps().create(&new).await?;
    okta.app_groups(&app.id).assign(&NewAppGroup::new(&group.id)).await?;
    Ok(app)
}
