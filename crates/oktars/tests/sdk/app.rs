//! Apps and who has them, from the client through the local org and back.

use oktars::app::{
    AppGroupPatch, AppStatus, AppUserPatch, AppUserScope, AttributeStatement, CreateApp, CredentialsScheme,
    FormFields, GrantType, ListAppGroups, ListAppKeys, ListAppUsers, ListApps, NewApp, NewAppGroup,
    NewAppUser, OauthClientSettings, SignOnMode, SignOnSettings, TemplateSaml, ThreeFields,
    TokenEndpointAuthMethod, UserNameTemplate, WsFederation,
};
use oktars::group::{ListGroupApps, NewGroup};
use oktars::user::NewUser;
use oktars::{Okta, Result, attr};
use oktars_local::Org;
use serde_json::{Value, json};

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

async fn user(okta: &Okta, login: &str) -> Result<String> {
    let new = NewUser::new(login).first_name("Tim").last_name("McGee").password("superPass1");
    Ok(okta.users().create(&new).await?.id)
}

/// One app of each kind, with the name, the mode, and a setting that Okta gives back.
fn kinds() -> Vec<(NewApp, &'static str, SignOnMode, &'static str, Value)> {
    let form = FormFields { username: "#user", password: "#pass", button: "#go" };
    let three =
        ThreeFields { username: "#u", password: "#p", button: "#b", extra: "#x", extra_value: "acme" };
    let saml = || SignOnSettings::saml("https://x.test/acs", "https://x.test");
    let url = "https://x.test/login";
    vec![
        (NewApp::bookmark("Bookmark", url), "bookmark", SignOnMode::BOOKMARK, "/app/url", json!(url)),
        (
            NewApp::basic_auth("Basic", "https://x.test/auth", url),
            "template_basic_auth",
            SignOnMode::BASIC_AUTH,
            "/app/authURL",
            json!("https://x.test/auth"),
        ),
        (
            NewApp::swa_plugin("Plugin", url, form).setting("checkbox", "#agree"),
            "template_swa",
            SignOnMode::BROWSER_PLUGIN,
            "/app/checkbox",
            json!("#agree"),
        ),
        (
            NewApp::swa_three_fields("Three", url, three),
            "template_swa3field",
            SignOnMode::BROWSER_PLUGIN,
            "/app/extraFieldValue",
            json!("acme"),
        ),
        (
            NewApp::secure_password_store("Store", url, form),
            "template_sps",
            SignOnMode::SECURE_PASSWORD_STORE,
            "/app/passwordField",
            json!("#pass"),
        ),
        (NewApp::auto_login("Auto", url), "", SignOnMode::AUTO_LOGIN, "/signOn/loginUrl", json!(url)),
        (
            NewApp::saml("Saml", saml()),
            "",
            SignOnMode::SAML_2_0,
            "/signOn/recipient",
            json!("https://x.test/acs"),
        ),
        (
            NewApp::template_saml("Template", &TemplateSaml::new("https://x.test/acs", "https://x.test")),
            "template_saml_2_0",
            SignOnMode::SAML_2_0,
            "/app/postBackURL",
            json!("https://x.test/acs"),
        ),
        (
            NewApp::ws_federation(
                "WsFed",
                &WsFederation::new("urn:x", "https://x.test", "https://x.test/ws"),
            ),
            "template_wsfed",
            SignOnMode::WS_FEDERATION,
            "/app/wReplyURL",
            json!("https://x.test/ws"),
        ),
        (
            NewApp::oidc("Oidc", OauthClientSettings::web(["https://x.test/callback"])),
            "oidc_client",
            SignOnMode::OPENID_CONNECT,
            "/oauthClient/redirect_uris",
            json!(["https://x.test/callback"]),
        ),
        (
            NewApp::org2org(
                "Org2Org",
                "https://other.test",
                "https://other.test/acs",
                "https://other.test/aud",
            ),
            "okta_org2org",
            SignOnMode::SAML_2_0,
            "/app/baseUrl",
            json!("https://other.test"),
        ),
        (
            NewApp::known("pagerduty", "Pager")
                .setting("subdomain", "acme")
                .sign_on_mode(SignOnMode::SAML_2_0),
            "pagerduty",
            SignOnMode::SAML_2_0,
            "/app/subdomain",
            json!("acme"),
        ),
    ]
}

#[tokio::test]
async fn every_kind_of_app_is_created_read_and_written_back() -> Result<()> {
    let okta = okta();
    for (new, name, mode, pointer, value) in kinds() {
        let label = new.label.clone();
        let app = okta.apps().create(&new).await.unwrap_or_else(|error| panic!("{label}: {error}"));
        assert_eq!((&app.label, &app.status, &app.sign_on_mode), (&label, &AppStatus::ACTIVE, &mode));
        assert!(app.name == name || name.is_empty() && !app.name.is_empty(), "{label}: {}", app.name);
        let settings = serde_json::to_value(&app.settings).unwrap();
        assert_eq!(settings.pointer(pointer), Some(&value), "{label}");

        let before = okta.apps().get(&app.id).await?;
        let after = okta.apps().replace(&app.id, &NewApp::from(&before)).await?;
        let document = |app| {
            let mut json = serde_json::to_value(app).unwrap();
            json["lastUpdated"].take();
            // A secret is told when an app is made or changed, and at no other time.
            if let Some(client) = json.pointer_mut("/credentials/oauthClient") {
                client.as_object_mut().unwrap().remove("client_secret");
            }
            json
        };
        assert_eq!(document(&after), document(&before), "{label}: what was read is what was written");
    }
    assert_eq!(okta.apps().list(&ListApps::new().limit(5)).all().await?.len(), kinds().len());
    Ok(())
}

#[tokio::test]
async fn what_can_be_said_of_an_app_arrives() -> Result<()> {
    let okta = okta();
    let form = FormFields { username: "#user", password: "#pass", button: "#go" };
    let shared = NewApp::swa_plugin("Shared", "https://x.test", form)
        .shared_credentials("all", "superPass1")
        .user_name_template(UserNameTemplate::built_in("${source.email}"))
        .self_service(true)
        .hidden(true)
        .admin_note("ask Tim");
    let app = okta.apps().create_with(&shared, &CreateApp::new().activate(false)).await?;
    assert_eq!(app.status, AppStatus::INACTIVE);
    assert_eq!(app.credentials.scheme, CredentialsScheme::SHARED_USERNAME_AND_PASSWORD);
    assert_eq!(app.credentials.user_name.as_deref(), Some("all"));
    assert_eq!(app.credentials.user_name_template.template, "${source.email}");
    assert!(!serde_json::to_string(&app).unwrap().contains("superPass1"), "no password comes back");
    assert_eq!((app.accessibility.self_service, app.visibility.hide.web), (Some(true), Some(true)));
    assert_eq!(app.settings.notes.unwrap().admin.as_deref(), Some("ask Tim"));

    let mut saml = SignOnSettings::saml("https://x.test/acs", "https://x.test");
    saml.attribute_statements.push(AttributeStatement::expression("mail", ["user.email"]));
    saml.attribute_statements.push(AttributeStatement::groups("groups", "STARTS_WITH", "app-"));
    let app = okta.apps().create(&NewApp::saml("Saml", saml)).await?;
    let statements = app.settings.sign_on.unwrap().attribute_statements;
    assert_eq!(statements[0].values, ["user.email"]);
    assert_eq!(statements[1].filter_value.as_deref(), Some("app-"));
    let keys = okta.app_keys(&app.id).list(&ListAppKeys::new()).all().await?;
    assert_eq!(Some(&keys[0].kid), app.credentials.signing.kid.as_ref());
    assert_eq!(okta.app_keys(&app.id).get(&keys[0].kid).await?, keys[0]);
    let new = okta.app_keys(&app.id).generate(3).await?;
    assert_ne!(new.kid, keys[0].kid);
    Ok(())
}

#[tokio::test]
async fn a_client_has_the_id_and_the_secret_of_choice() -> Result<()> {
    let okta = okta();
    let mut settings = OauthClientSettings::web(["https://x.test/callback"]);
    settings.grant_types.push(GrantType::REFRESH_TOKEN);
    let new = NewApp::oidc("Portal", settings)
        .client_id("portal-client")
        .client_secret("a-secret-of-more-than-14-characters")
        .token_endpoint_auth_method(TokenEndpointAuthMethod::CLIENT_SECRET_POST)
        .attribute("team", "red");
    let app = okta.apps().create(&new).await?;
    let client = app.credentials.oauth_client.as_ref().unwrap();
    assert_eq!(client.client_id.as_deref(), Some("portal-client"));
    assert_eq!(client.client_secret.as_ref().unwrap().expose(), "a-secret-of-more-than-14-characters");
    assert!(!format!("{app:?}").contains("a-secret"));
    assert_eq!(client.token_endpoint_auth_method, TokenEndpointAuthMethod::CLIENT_SECRET_POST);
    assert_eq!(app.profile.unwrap()["team"], "red");

    for (label, settings, method) in [
        ("Browser", OauthClientSettings::browser(["https://x.test/cb"]), "none"),
        ("Native", OauthClientSettings::native(["com.x:/cb"]), "none"),
        ("Service", OauthClientSettings::service(), "client_secret_basic"),
    ] {
        let app = okta.apps().create(&NewApp::oidc(label, settings)).await?;
        let client = app.credentials.oauth_client.unwrap();
        assert_eq!(client.token_endpoint_auth_method, method, "{label}");
        assert_eq!(client.client_secret.is_some(), method != "none", "{label}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_refused_says_why() -> Result<()> {
    let okta = okta();
    let error = okta.apps().create(&NewApp::known("bookmark", "Wiki")).await.unwrap_err();
    assert!(error.is_validation(), "{error}");
    let app = okta.apps().create(&NewApp::bookmark("Wiki", "https://x.test")).await?;
    assert!(okta.apps().delete(&app.id).await.unwrap_err().is_forbidden(), "active apps stay");
    assert!(okta.app_users(&app.id).get("00unobody").await.unwrap_err().is_not_found());
    okta.apps().deactivate(&app.id).await?;
    okta.apps().activate(&app.id).await?;
    okta.apps().deactivate(&app.id).await?;
    okta.apps().delete(&app.id).await?;
    assert!(okta.apps().get(&app.id).await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn users_have_an_app_by_themselves_or_through_a_group() -> Result<()> {
    let okta = okta();
    let app = okta.apps().create(&NewApp::auto_login("Forum", "https://x.test")).await?;
    let (ann, tim) = (user(&okta, "ann@x.test").await?, user(&okta, "tim@x.test").await?);
    let group = okta.groups().create(&NewGroup::new("Builders")).await?;
    okta.groups().add_user(&group.id, &ann).await?;
    okta.app_groups(&app.id).assign(&NewAppGroup::new(&group.id)).await?;

    let users = okta.app_users(&app.id);
    users.assign(&NewAppUser::new(&tim).user_name("timothy").password("superPass1")).await?;
    let named = users.get(&tim).await?.credentials.unwrap();
    assert_eq!(named.user_name.as_deref(), Some("timothy"));
    assert_eq!(users.get(&ann).await?.scope, AppUserScope::GROUP);
    assert_eq!(users.list(&ListAppUsers::new().limit(1)).all().await?.len(), 2, "over two pages");
    assert_eq!(users.list(&ListAppUsers::new().q("timo")).all().await?.len(), 1);
    assert_eq!(users.get_with_user(&tim).await?.embedded["user"]["profile"]["login"], "tim@x.test");

    users.update(&tim, &AppUserPatch::new().user_name("mcgee")).await?;
    assert_eq!(users.get(&tim).await?.credentials.unwrap().user_name.as_deref(), Some("mcgee"));
    assert_eq!(users.assign(&NewAppUser::new(&ann)).await?.scope, AppUserScope::USER);

    for (filter, count) in [(attr("user.id").eq(&tim), 1), (attr("group.id").eq(&group.id), 1)] {
        assert_eq!(okta.apps().list(&ListApps::new().filter(filter)).all().await?.len(), count);
    }
    assert_eq!(okta.apps().get_for_user(&app.id, &tim).await?.embedded["user"]["id"], json!(tim));

    users.remove(&tim).await?;
    assert!(users.get(&tim).await.unwrap_err().is_not_found());
    okta.app_groups(&app.id).remove(&group.id).await?;
    Ok(())
}

#[tokio::test]
async fn groups_of_an_app_have_an_order() -> Result<()> {
    let okta = okta();
    let app = okta.apps().create(&NewApp::bookmark("Wiki", "https://x.test")).await?;
    let groups = okta.app_groups(&app.id);
    for (name, priority) in [("A", 2), ("B", 0)] {
        let id = okta.groups().create(&NewGroup::new(name)).await?.id;
        assert_eq!(groups.assign(&NewAppGroup::new(&id).priority(priority)).await?.id, id);
        let patched = groups.update(&id, &AppGroupPatch::new().priority(priority + 5)).await?;
        assert_eq!(patched.priority, Some(i64::from(priority) + 5));
        assert_eq!(groups.get(&id).await?.priority, patched.priority);
        assert_eq!(okta.groups().apps(&id, &ListGroupApps::new()).all().await?[0].id, app.id);
    }
    assert_eq!(groups.list(&ListAppGroups::new()).all().await?.len(), 2);
    Ok(())
}
