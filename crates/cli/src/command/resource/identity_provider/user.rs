//! The users in `oktars idps`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

const COLUMNS: Columns = Columns { table: "id,externalId,email=profile.email", csv: "created,lastUpdated" };

pub const LIST: Verb = Verb::read(
    "users",
    "List the users who sign in at an identity provider",
    op::LIST_IDENTITY_PROVIDER_APPLICATION_USERS,
    "0oa1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);

pub const OF_USER: Verb = Verb::read(
    "of-user",
    "List the identity providers at which a user signs in",
    op::LIST_USER_IDENTITY_PROVIDERS,
    "ann@acme.example",
);

pub const GET: Verb = Verb::read(
    "get-user",
    "Show the link of a user to an identity provider",
    op::GET_IDENTITY_PROVIDER_APPLICATION_USER,
    "0oa1gjh63g214q0Hq0g4 ann@acme.example",
)
.columns(COLUMNS);

pub const LINK: Verb = Verb::step(
    "link-user",
    "Link a user to an account at an identity provider",
    op::LINK_USER_TO_IDENTITY_PROVIDER,
    "linked",
    "0oa1gjh63g214q0Hq0g4 ann@acme.example --set externalId=121749775026145",
)
.columns(COLUMNS);

pub const UNLINK: Verb = Verb::remove(
    "unlink-user",
    "Remove a user's link to an identity provider",
    op::UNLINK_USER_FROM_IDENTITY_PROVIDER,
    "Unlink a user from",
    "0oa1gjh63g214q0Hq0g4 ann@acme.example --yes",
);

pub const TOKENS: Verb = Verb::read(
    "user-tokens",
    "List the tokens that a social identity provider gave for a user",
    op::LIST_SOCIAL_AUTH_TOKENS,
    "0oa1gjh63g214q0Hq0g4 ann@acme.example",
)
.columns(Columns { table: "id,tokenType,expiresAt,scopes", csv: "tokenAuthScheme" });
