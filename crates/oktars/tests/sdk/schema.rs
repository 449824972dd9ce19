//! Schemas and types of user, from the client through the local org and back.

use oktars::app::NewApp;
use oktars::group::NewGroup;
use oktars::schema::{AttributeType, SchemaAttribute, SchemaPatch};
use oktars::user::NewUser;
use oktars::user_type::{ListUserTypes, NewUserType, UserTypePatch};
use oktars::{Okta, Result};
use oktars_local::Org;
use serde_json::json;

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

#[tokio::test]
async fn attributes_are_added_used_and_removed() -> Result<()> {
    let okta = okta();
    let mut level = SchemaAttribute::new("Level", AttributeType::INTEGER);
    (level.minimum, level.maximum) = (Some(1), Some(5));
    let mut size = SchemaAttribute::text("Size");
    size.allowed = vec![json!("S"), json!("L")];
    let skills = SchemaAttribute::list("Skills", AttributeType::STRING);
    let patch = SchemaPatch::new().set("level", &level).set("size", &size).set("skills", &skills);
    let schema = okta.schemas().update_user("default", &patch).await?;
    assert_eq!(schema.attribute("level").unwrap().maximum, Some(5));
    assert_eq!(schema.attribute("size").unwrap().allowed, [json!("S"), json!("L")]);
    assert_eq!(schema.attribute("skills").unwrap().items.unwrap()["type"], "string");
    assert_eq!(schema.attribute("login").unwrap().kind, AttributeType::STRING, "Okta's own");
    assert!(schema.attribute("shoes").is_none());

    let new = |login| NewUser::new(login).first_name("A").last_name("B");
    let good = new("a@x.test").attribute("level", 3).attribute("skills", json!(["rust"]));
    let user = okta.users().create(&good).await?;
    assert_eq!(user.profile.custom["skills"], json!(["rust"]));
    for bad in [new("b@x.test").attribute("level", 9), new("c@x.test").attribute("size", "XL")] {
        assert!(okta.users().create(&bad).await.unwrap_err().is_validation(), "{bad:?}");
    }

    let schema = okta.schemas().update_user("default", &SchemaPatch::new().remove("size")).await?;
    assert!(schema.attribute("size").is_none() && schema.attribute("level").is_some());
    Ok(())
}

#[tokio::test]
async fn groups_and_apps_have_schemas_too() -> Result<()> {
    let okta = okta();
    let patch = SchemaPatch::new().set("room", &SchemaAttribute::text("Room"));
    okta.schemas().update_group(&patch).await?;
    assert_eq!(okta.schemas().group().await?.attribute("room").unwrap().title, "Room");
    let group = okta.groups().create(&NewGroup::new("Builders").attribute("room", "B12")).await?;
    assert_eq!(group.profile.custom["room"], "B12");

    let app = okta.apps().create(&NewApp::auto_login("Forum", "https://x.test")).await?;
    okta.schemas().update_app_user(&app.id, &patch).await?;
    assert!(okta.schemas().app_user(&app.id).await?.attribute("room").is_some());
    Ok(())
}

#[tokio::test]
async fn types_of_user_are_created_changed_and_deleted() -> Result<()> {
    let okta = okta();
    let new = NewUserType::new("contractor", "Contractor").description("from elsewhere");
    let created = okta.user_types().create(&new).await?;
    assert_eq!((created.name.as_str(), created.is_default), ("contractor", Some(false)));
    let patch = UserTypePatch::new().display_name("External");
    let changed = okta.user_types().update(&created.id, &patch).await?;
    assert_eq!(changed.display_name, "External");
    assert_eq!(changed.description.as_deref(), Some("from elsewhere"), "what is not named stays");
    let replaced = okta.user_types().replace(&created.id, &new.description("others")).await?;
    assert_eq!(
        (replaced.display_name.as_str(), replaced.description.as_deref()),
        ("Contractor", Some("others"))
    );

    assert_eq!(okta.user_types().list(&ListUserTypes::new()).all().await?.len(), 2);
    let default = okta.user_types().get("default").await?;
    assert!(okta.user_types().delete(&default.id).await.unwrap_err().is_forbidden());
    okta.user_types().delete(&created.id).await?;
    assert!(okta.user_types().get(&created.id).await.unwrap_err().is_not_found());
    Ok(())
}
