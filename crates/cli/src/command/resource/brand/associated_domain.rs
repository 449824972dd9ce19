//! `oktars well-known-uris`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "well-known-uris",
    one: "well-known file",
    about: "Files with which apps and sites trust the domain of a brand",
    columns: Columns { table: "representation", csv: "" },
    verbs: &[
        Verb::read(
            "all",
            "Show which files a brand has",
            op::GET_ALL_WELL_KNOWN_UR_IS,
            "bnd1gjh63g214q0Hq0g4 --expand all",
        )
        .columns(Columns { table: "", csv: "" }),
        Verb::read(
            "get",
            "Show a file as the domain of the brand shows it",
            op::GET_ROOT_BRAND_WELL_KNOWN_URI,
            "bnd1gjh63g214q0Hq0g4 webauthn",
        ),
        Verb::read(
            "get-customized",
            "Show your own version of a file",
            op::GET_BRAND_WELL_KNOWN_URI,
            "bnd1gjh63g214q0Hq0g4 webauthn",
        ),
        Verb::step(
            "replace",
            "Write a file",
            op::REPLACE_BRAND_WELL_KNOWN_URI,
            "wrote",
            "bnd1gjh63g214q0Hq0g4 webauthn --input file.json",
        ),
        Verb::read(
            "apple",
            "Show what apps of Apple may do with the domain of the org",
            op::GET_APPLE_APP_SITE_ASSOCIATION_WELL_KNOWN_URI,
            "",
        )
        .columns(Columns { table: "", csv: "" }),
        Verb::read(
            "android",
            "Show what apps of Android may do with the domain of the org",
            op::GET_ASSET_LINKS_WELL_KNOWN_URI,
            "",
        )
        .columns(Columns { table: "", csv: "" }),
        Verb::read(
            "webauthn",
            "Show which origins may use passkeys of the domain of the org",
            op::GET_WEB_AUTHN_WELL_KNOWN_URI,
            "",
        )
        .columns(Columns { table: "", csv: "" }),
    ],
};
