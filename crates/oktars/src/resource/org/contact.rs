//! Whom Okta turns to: the contacts of the org.

use oktars_catalog::op;
use serde_json::json;

use crate::call::Call;
use crate::listing::Listing;
use crate::model::{Map, model, open_enum};
use crate::query::query;
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Lists the kinds of contact: `GET /api/v1/org/contacts`.
    pub fn contact_types(self, query: &ListOrgContactTypes) -> Listing<OrgContactType> {
        query.apply(self.call(op::LIST_ORG_CONTACT_TYPES, [])).list()
    }

    /// Reads who is the contact for `BILLING` or `TECHNICAL`: `GET /api/v1/org/contacts/{contactType}`.
    pub fn contact(self, kind: impl AsRef<str>) -> Call<OrgContact> {
        self.call(op::GET_ORG_CONTACT_USER, [kind.as_ref()]).json()
    }

    /// Says who is the contact: `PUT /api/v1/org/contacts/{contactType}`.
    pub fn set_contact(self, kind: impl AsRef<str>, user_id: impl AsRef<str>) -> Call<OrgContact> {
        let body = json!({ "userId": user_id.as_ref() });
        self.call(op::REPLACE_ORG_CONTACT_USER, [kind.as_ref()]).body(&body).json()
    }
}

query! {
    /// How to list the kinds of contact. Okta has nothing to choose here yet.
    pub struct ListOrgContactTypes {}
}

model! {
    /// A kind of contact.
    pub struct OrgContactType {
        /// `BILLING` or `TECHNICAL`.
        contact_type: ContactType = "contactType",
        /// A link to the user.
        links: Map = "_links",
        ..extra
    }
}

model! {
    /// A contact.
    pub struct OrgContact {
        /// The id of the user.
        user_id: String = "userId",
        /// A link to the user.
        links: Map = "_links",
        ..extra
    }
}

open_enum! {
    /// What a contact is for.
    pub enum ContactType {
        BILLING,
        TECHNICAL,
    }
}
