//! What users see of apps: a link to each of theirs.

use oktars_catalog::op;

use crate::listing::Listing;
use crate::resource::user::{AppLink, ListAppLinks, Users};

impl Users<'_> {
    /// The apps that the user sees: `GET /api/v1/users/{id}/appLinks`.
    pub fn app_links(self, id: impl AsRef<str>, query: &ListAppLinks) -> Listing<AppLink> {
        query.apply(self.call(op::LIST_APP_LINKS, id)).list()
    }
}
