//! `oktars brand-pages`

use oktars::op;

use crate::command::resource::{Resource, Verb};
use crate::output::Columns;

const BRAND: &str = "bnd1gjh63g214q0Hq0g4";
const EXAMPLE: &str = "bnd1gjh63g214q0Hq0g4 --input page.json";

pub const RESOURCE: Resource = Resource {
    name: "brand-pages",
    one: "page",
    about: "Pages of a brand: signing in, signing out, and errors",
    columns: Columns { table: "widgetVersion,pageContent", csv: "" },
    verbs: &[
        Verb::read(
            "get-customized-sign-in",
            "Show the sign-in page that users see",
            op::GET_CUSTOMIZED_SIGN_IN_PAGE,
            BRAND,
        ),
        Verb::update(
            "update-customized-sign-in",
            "Change the sign-in page that users see",
            op::REPLACE_CUSTOMIZED_SIGN_IN_PAGE,
            op::GET_CUSTOMIZED_SIGN_IN_PAGE,
            EXAMPLE,
        ),
        Verb::remove(
            "delete-customized-sign-in",
            "Remove the sign-in page that users see",
            op::DELETE_CUSTOMIZED_SIGN_IN_PAGE,
            "sign-in page that users see",
            BRAND,
        ),
        Verb::read(
            "get-preview-sign-in",
            "Show the sign-in page that only administrators see",
            op::GET_PREVIEW_SIGN_IN_PAGE,
            BRAND,
        ),
        Verb::update(
            "update-preview-sign-in",
            "Change the sign-in page that only administrators see",
            op::REPLACE_PREVIEW_SIGN_IN_PAGE,
            op::GET_PREVIEW_SIGN_IN_PAGE,
            EXAMPLE,
        ),
        Verb::remove(
            "delete-preview-sign-in",
            "Remove the sign-in page that only administrators see",
            op::DELETE_PREVIEW_SIGN_IN_PAGE,
            "sign-in page that only administrators see",
            BRAND,
        ),
        Verb::read(
            "get-default-sign-in",
            "Show the sign-in page that Okta has made",
            op::GET_DEFAULT_SIGN_IN_PAGE,
            BRAND,
        ),
        Verb::read(
            "get-customized-error",
            "Show the page of errors that users see",
            op::GET_CUSTOMIZED_ERROR_PAGE,
            BRAND,
        ),
        Verb::update(
            "update-customized-error",
            "Change the page of errors that users see",
            op::REPLACE_CUSTOMIZED_ERROR_PAGE,
            op::GET_CUSTOMIZED_ERROR_PAGE,
            EXAMPLE,
        ),
        Verb::remove(
            "delete-customized-error",
            "Remove the page of errors that users see",
            op::DELETE_CUSTOMIZED_ERROR_PAGE,
            "page of errors that users see",
            BRAND,
        ),
        Verb::read(
            "get-preview-error",
            "Show the page of errors that only administrators see",
            op::GET_PREVIEW_ERROR_PAGE,
            BRAND,
        ),
        Verb::update(
            "update-preview-error",
            "Change the page of errors that only administrators see",
            op::REPLACE_PREVIEW_ERROR_PAGE,
            op::GET_PREVIEW_ERROR_PAGE,
            EXAMPLE,
        ),
        Verb::remove(
            "delete-preview-error",
            "Remove the page of errors that only administrators see",
            op::DELETE_PREVIEW_ERROR_PAGE,
            "page of errors that only administrators see",
            BRAND,
        ),
        Verb::read(
            "get-default-error",
            "Show the page of errors that Okta has made",
            op::GET_DEFAULT_ERROR_PAGE,
            BRAND,
        ),
        Verb::read(
            "get-sign-out",
            "Show where users go after they sign out",
            op::GET_SIGN_OUT_PAGE_SETTINGS,
            BRAND,
        )
        .columns(Columns { table: "type,url", csv: "" }),
        Verb::update(
            "update-sign-out",
            "Change where users go after they sign out",
            op::REPLACE_SIGN_OUT_PAGE_SETTINGS,
            op::GET_SIGN_OUT_PAGE_SETTINGS,
            "bnd1gjh63g214q0Hq0g4 --set type=EXTERNALLY_HOSTED --set url=https://example.com/bye",
        )
        .columns(Columns { table: "type,url", csv: "" }),
        Verb::read("sign-in", "Show which sign-in pages a brand has", op::GET_SIGN_IN_PAGE, BRAND)
            .columns(Columns { table: "", csv: "" }),
        Verb::read("error", "Show which error pages a brand has", op::GET_ERROR_PAGE, BRAND)
            .columns(Columns { table: "", csv: "" }),
        Verb::read(
            "widget-versions",
            "List the versions of the sign-in widget",
            op::LIST_ALL_SIGN_IN_WIDGET_VERSIONS,
            BRAND,
        )
        .columns(Columns { table: "", csv: "" }),
    ],
};
