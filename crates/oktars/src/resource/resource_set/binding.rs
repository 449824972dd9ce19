//! Bindings: who has a role over a resource set.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, Timestamp, model};
use crate::query::query;
use crate::resource::resource_set::ResourceSets;

impl ResourceSets<'_> {
    /// Lists the roles that someone has over a set:
    /// `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings`.
    pub fn bindings(self, set: impl AsRef<str>, query: &ListRoleBindings) -> Listing<RoleBinding> {
        query.apply(self.call(op::LIST_BINDINGS, [set.as_ref()])).list()
    }

    /// Gives a role over a set to members, by their addresses:
    /// `POST /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings`.
    pub fn bind<I: Into<String>>(
        self,
        set: impl AsRef<str>,
        role_id: impl Into<String>,
        members: impl IntoIterator<Item = I>,
    ) -> Call<RoleBinding> {
        let members: Vec<String> = members.into_iter().map(Into::into).collect();
        let body = json!({ "role": role_id.into(), "members": members });
        self.call(op::CREATE_RESOURCE_SET_BINDING, [set.as_ref()]).body(&body).json()
    }

    /// Reads a binding: `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}`.
    pub fn binding(self, set: impl AsRef<str>, role: impl AsRef<str>) -> Call<RoleBinding> {
        self.call(op::GET_BINDING, [set.as_ref(), role.as_ref()]).json()
    }

    /// Takes a role over a set from all members:
    /// `DELETE /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}`.
    pub fn unbind(self, set: impl AsRef<str>, role: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_BINDING, [set.as_ref(), role.as_ref()]).empty()
    }

    /// Lists who has a role over a set:
    /// `GET /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members`.
    pub fn members(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        query: &ListBindingMembers,
    ) -> Listing<BindingMember> {
        query.apply(self.call(op::LIST_MEMBERS_OF_BINDING, [set.as_ref(), role.as_ref()])).list()
    }

    /// Gives a role over a set to more members, by their addresses:
    /// `PATCH /api/v1/iam/resource-sets/{resourceSetIdOrLabel}/bindings/{roleIdOrLabel}/members`.
    pub fn add_members<I: Into<String>>(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        members: impl IntoIterator<Item = I>,
    ) -> Call<RoleBinding> {
        let additions: Vec<String> = members.into_iter().map(Into::into).collect();
        let call = self.call(op::ADD_MEMBERS_TO_BINDING, [set.as_ref(), role.as_ref()]);
        call.body(&json!({ "additions": additions })).json()
    }

    /// Reads a member: `GET .../bindings/{roleIdOrLabel}/members/{memberId}`.
    pub fn member(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        member_id: impl AsRef<str>,
    ) -> Call<BindingMember> {
        let ids = [set.as_ref(), role.as_ref(), member_id.as_ref()];
        self.call(op::GET_MEMBER_OF_BINDING, ids).json()
    }

    /// Takes a role over a set from a member: `DELETE .../bindings/{roleIdOrLabel}/members/{memberId}`.
    pub fn remove_member(
        self,
        set: impl AsRef<str>,
        role: impl AsRef<str>,
        member_id: impl AsRef<str>,
    ) -> Call<()> {
        let ids = [set.as_ref(), role.as_ref(), member_id.as_ref()];
        self.call(op::UNASSIGN_MEMBER_FROM_BINDING, ids).empty()
    }
}

query! {
    /// How to list the roles over a resource set.
    pub struct ListRoleBindings {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

query! {
    /// How to list who has a role over a resource set.
    pub struct ListBindingMembers {
        /// The cursor of a page, as it stands in a next link.
        after: String = "after",
    }
}

model! {
    /// A role that members have over a resource set.
    pub struct RoleBinding {
        /// The id of the role.
        id: String = "id",
        /// Links to itself and its members.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// One who has a role over a resource set.
    pub struct BindingMember {
        /// The id within the binding.
        id: String = "id",
        /// When the role was given.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links, to the user or group among others.
        links: Map = "_links",
        ..extra
    }
}
