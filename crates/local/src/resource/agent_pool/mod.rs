//! Pools of directory agents. No agent reports here.

pub mod update;

use crate::document::Collection;
use crate::document::description::{Id, Listing, Stamps, own};
use crate::kernel::page::Limits;

pub const COLLECTIONS: &[Collection] = &[Collection {
    stamps: Stamps::NONE,
    listing: Listing::Paged(Limits::strict(5, 200)),
    links: &[own(&["GET"])],
    ..Collection::new("/api/v1/agentPools/{poolId}", "AgentPool", Id::Made("0oa"))
}];
