//! Schemas, types of user, and relations between users.

use oktars::app::AppGroupPatch;
use oktars::linked_object::{LinkedObjectDefinition, ListLinkedObjectDefinitions, ListLinkedObjects};
use oktars::schema::{ListLogStreamSchemas, SchemaPatch};
use oktars::ui_schema::{ListUiSchemas, UiForm};
use oktars::user_type::{ListUserTypes, NewUserType, UserTypePatch};
use oktars::{Okta, Result};
use serde_json::Value;

use super::{nothing, page, value};
use crate::recordings::asked::{Asked, pages};

pub async fn schema(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (schemas, types) = (okta.schemas(), okta.user_types());
    Some(match asked.operation.id {
        "getUserSchema" => value(schemas.user(asked.path(0)).await),
        "updateUserProfile" => value(schemas.update_user(asked.path(0), &SchemaPatch::new()).await),
        "getGroupSchema" => value(schemas.group().await),
        "updateGroupSchema" => value(schemas.update_group(&SchemaPatch::new()).await),
        "getApplicationUserSchema" => value(schemas.app_user(asked.path(0)).await),
        "updateApplicationUserProfile" => {
            value(schemas.update_app_user(asked.path(0), &SchemaPatch::new()).await)
        }
        "listUserTypes" => page(types.list(&ListUserTypes::new())).await,
        "createUserType" => value(types.create(&NewUserType::new("name", "display name")).await),
        "getUserType" => value(types.get(asked.path(0)).await),
        "updateUserType" => value(types.update(asked.path(0), &UserTypePatch::new()).await),
        "replaceUserType" => {
            value(types.replace(asked.path(0), &NewUserType::new("name", "display name")).await)
        }
        "deleteUserType" => nothing(types.delete(asked.path(0)).await),
        "updateGroupAssignmentToApplication" => {
            value(okta.app_groups(asked.path(0)).update(asked.path(1), &AppGroupPatch::new()).await)
        }
        _ => return relation(okta, asked).await,
    })
}

async fn relation(okta: &Okta, asked: &Asked) -> Option<Result<Value>> {
    let (definitions, forms) = (okta.linked_object_definitions(), okta.ui_schemas());
    let form = UiForm::new("label", "button");
    Some(match asked.operation.id {
        "listLinkedObjectDefinitions" => {
            page(definitions.list(&pages!(asked, ListLinkedObjectDefinitions))).await
        }
        "createLinkedObjectDefinition" => {
            value(definitions.create(&LinkedObjectDefinition::new("a", "b")).await)
        }
        "getLinkedObjectDefinition" => value(definitions.get(asked.path(0)).await),
        "deleteLinkedObjectDefinition" => nothing(definitions.delete(asked.path(0)).await),
        "assignLinkedObjectValueForPrimary" => {
            nothing(okta.linked_objects(asked.path(0)).assign(asked.path(1), asked.path(2)).await)
        }
        "listLinkedObjectsForUser" => {
            page(okta.linked_objects(asked.path(0)).list(asked.path(1), &ListLinkedObjects::new())).await
        }
        "deleteLinkedObjectForUser" => {
            nothing(okta.linked_objects(asked.path(0)).remove(asked.path(1)).await)
        }
        "listLogStreamSchemas" => page(okta.schemas().log_streams(&ListLogStreamSchemas::new())).await,
        "getLogStreamSchema" => value(okta.schemas().log_stream(asked.path(0)).await),
        "listUISchemas" => page(forms.list(&ListUiSchemas::new())).await,
        "createUISchema" => value(forms.create(&form).await),
        "getUISchema" => value(forms.get(asked.path(0)).await),
        "replaceUISchemas" => value(forms.replace(asked.path(0), &form).await),
        "deleteUISchemas" => nothing(forms.delete(asked.path(0)).await),
        _ => return None,
    })
}
