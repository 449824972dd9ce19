//! `oktars brand-themes`

use oktars::op;

use crate::command::file_body::FileBody;
use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

pub const RESOURCE: Resource = Resource {
    name: "brand-themes",
    one: "theme",
    about: "Colours and pictures of a brand",
    columns: Columns {
        table: "id,primaryColorHex,secondaryColorHex,signInPageTouchPointVariant",
        csv: "logo,favicon,backgroundImage",
    },
    verbs: &[
        Verb::read("list", "List the themes of a brand", op::LIST_BRAND_THEMES, "bnd1gjh63g214q0Hq0g4"),
        Verb::read("get", "Show a theme", op::GET_BRAND_THEME, "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4"),
        Verb::update(
            "update",
            "Change some members of a theme; the others stay as they are",
            op::REPLACE_BRAND_THEME,
            op::GET_BRAND_THEME,
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 --set 'primaryColorHex=#1662dd'",
        ),
        Verb::step(
            "upload-logo",
            "Give a theme a logo of at most 100 kB",
            op::UPLOAD_BRAND_THEME_LOGO,
            "gave a logo to",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 logo.png",
        )
        .columns(Columns { table: "url", csv: "" })
        .file(FileBody::Picture),
        Verb::step(
            "upload-favicon",
            "Give a theme a favicon of at most 100 kB",
            op::UPLOAD_BRAND_THEME_FAVICON,
            "gave a favicon to",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 favicon.png",
        )
        .columns(Columns { table: "url", csv: "" })
        .file(FileBody::Picture),
        Verb::step(
            "upload-background",
            "Give a theme a background image of at most 2 MB",
            op::UPLOAD_BRAND_THEME_BACKGROUND_IMAGE,
            "gave a background image to",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 background.png",
        )
        .columns(Columns { table: "url", csv: "" })
        .file(FileBody::Picture),
        Verb::remove(
            "delete-logo",
            "Use the logo of Okta again",
            op::DELETE_BRAND_THEME_LOGO,
            "Delete the logo of",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete-favicon",
            "Use the favicon of Okta again",
            op::DELETE_BRAND_THEME_FAVICON,
            "Delete the favicon of",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 --yes",
        ),
        Verb::remove(
            "delete-background",
            "Use no background image",
            op::DELETE_BRAND_THEME_BACKGROUND_IMAGE,
            "Delete the background image of",
            "bnd1gjh63g214q0Hq0g4 thd1gjh63g214q0Hq0g4 --yes",
        ),
    ],
};
