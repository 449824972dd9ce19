//! `oktars import-sessions`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "import-sessions",
    one: "import session",
    about: "Imports of users and groups from directories of your own",
    columns: Columns { table: "id,status,importType,created,lastUpdated", csv: "identitySourceId" },
    verbs: &[
        Verb::read(
            "list",
            "List the import sessions of an identity source",
            op::LIST_IDENTITY_SOURCE_SESSIONS,
            "0oa3l6l6WK6h0R0QW0g4",
        ),
        Verb::read(
            "get",
            "Show an import session",
            op::GET_IDENTITY_SOURCE_SESSION,
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8",
        ),
        Verb::step(
            "create",
            "Begin an import session",
            op::CREATE_IDENTITY_SOURCE_SESSION,
            "began",
            "0oa3l6l6WK6h0R0QW0g4",
        ),
        Verb::step(
            "upload-users",
            "Upload users to create or change",
            op::UPLOAD_IDENTITY_SOURCE_DATA_FOR_UPSERT,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input users.json",
        ),
        Verb::step(
            "upload-users-to-delete",
            "Upload which users to delete",
            op::UPLOAD_IDENTITY_SOURCE_DATA_FOR_DELETE,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input users.json",
        ),
        Verb::step(
            "upload-groups",
            "Upload groups to create or change",
            op::UPLOAD_IDENTITY_SOURCE_GROUPS_FOR_UPSERT,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input groups.json",
        ),
        Verb::step(
            "upload-groups-to-delete",
            "Upload which groups to delete",
            op::UPLOAD_IDENTITY_SOURCE_GROUPS_DATA_FOR_DELETE,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input groups.json",
        ),
        Verb::step(
            "upload-members",
            "Upload members to add to groups",
            op::UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_UPSERT,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input members.json",
        ),
        Verb::step(
            "upload-members-to-delete",
            "Upload which members to remove from groups",
            op::UPLOAD_IDENTITY_SOURCE_GROUP_MEMBERSHIPS_FOR_DELETE,
            "uploaded to",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --input members.json",
        ),
        Verb::step(
            "start",
            "Import what was uploaded",
            op::START_IMPORT_FROM_IDENTITY_SOURCE,
            "started",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8",
        ),
        Verb::remove(
            "delete",
            "Cancel an import session",
            op::DELETE_IDENTITY_SOURCE_SESSION,
            "Delete",
            "0oa3l6l6WK6h0R0QW0g4 aps1qqonvr2SZv6o70h8 --yes",
        ),
    ],
};
