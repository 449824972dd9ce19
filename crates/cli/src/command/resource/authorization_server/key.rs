//! The keys in `oktars auth-servers`.

use oktars::op;

use crate::command::resource::Verb;
use crate::output::Columns;

pub const COLUMNS: Columns = Columns { table: "kid,status,alg,use", csv: "kty" };

pub const LIST: Verb = Verb::read(
    "keys",
    "List the keys that sign its tokens",
    op::LIST_AUTHORIZATION_SERVER_KEYS,
    "aus1gjh63g214q0Hq0g4",
)
.columns(COLUMNS);

pub const GET: Verb = Verb::read(
    "get-key",
    "Show a key that signs its tokens",
    op::GET_AUTHORIZATION_SERVER_KEY,
    "aus1gjh63g214q0Hq0g4 P7jXpG-LG2ObNgY9C0Mn2uf4InCQTmRZMDCZoVNxdrk",
)
.columns(COLUMNS);
