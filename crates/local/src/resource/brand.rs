//! Brands, their themes and what they show on pages.

use serde_json::json;

use super::theme;
use crate::document::Collection;
use crate::document::description::{Id, Listing, Stamps, flag, keeps, link, object, one_of, own, text};
use crate::page::Limits;

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        fields: &[
            text("name").required().at_most(255).unique_or("E0000202", "Brand name already exists."),
            flag("removePoweredByOkta").or(|| json!(false)),
            text("customPrivacyPolicyUrl").or_null(),
            flag("agreeToCustomPrivacyPolicy").or(|| json!(false)),
            text("locale").or(|| json!("en")),
            text("emailDomainId"),
            object("defaultApp")
                .or(|| json!({ "appInstanceId": null, "appLinkName": null, "classicApplicationUri": null })),
        ],
        shows: || json!({ "isDefault": false }),
        stamps: Stamps::NONE,
        created: 201,
        listing: Listing::Paged(Limits::strict(20, 200)),
        keyword: &["name"],
        links: &[own(&["GET", "PUT", "DELETE"]), link("themes", "/themes", &["GET"])],
        guards: &[keeps(&["deleteBrand"], "isDefault", "E0000200", "A default brand cannot be deleted")],
        seeds: || {
            json!([{
                "name": "Okta Default",
                "isDefault": true,
                "removePoweredByOkta": false,
                "customPrivacyPolicyUrl": null,
                "agreeToCustomPrivacyPolicy": false,
                "locale": "en",
                "defaultApp": { "appInstanceId": null, "appLinkName": null, "classicApplicationUri": null },
            }])
        },
        events: Some("system.brand"),
        sample: || json!({ "name": "Acme" }),
        ..Collection::new("/api/v1/brands/{brandId}", "Brand", Id::Made("bnd"))
    },
    Collection {
        fields: &[
            text("primaryColorHex").required(),
            text("primaryColorContrastHex").or(|| json!("#ffffff")),
            text("secondaryColorHex").required(),
            text("secondaryColorContrastHex").or(|| json!("#000000")),
            one_of("signInPageTouchPointVariant", VARIANTS).required(),
            one_of("endUserDashboardTouchPointVariant", DASHBOARD_VARIANTS).required(),
            one_of("errorPageTouchPointVariant", VARIANTS).required(),
            one_of("emailTemplateTouchPointVariant", &["FULL_THEME", "OKTA_DEFAULT"]).required(),
            one_of("loadingPageTouchPointVariant", &["NONE", "OKTA_DEFAULT"]).or(|| json!("OKTA_DEFAULT")),
        ],
        stamps: Stamps::NONE,
        links: &[
            own(&["GET", "PUT"]),
            link("favicon", "/favicon", &["POST", "DELETE"]),
            link("logo", "/logo", &["POST", "DELETE"]),
            link("background-image", "/background-image", &["POST", "DELETE"]),
        ],
        seeds: || {
            json!([{
                "logo": theme::LOGO,
                "favicon": theme::FAVICON,
                "backgroundImage": null,
                "primaryColorHex": "#1662dd",
                "primaryColorContrastHex": "#ffffff",
                "secondaryColorHex": "#ebebed",
                "secondaryColorContrastHex": "#000000",
                "signInPageTouchPointVariant": "OKTA_DEFAULT",
                "endUserDashboardTouchPointVariant": "OKTA_DEFAULT",
                "errorPageTouchPointVariant": "OKTA_DEFAULT",
                "emailTemplateTouchPointVariant": "OKTA_DEFAULT",
                "loadingPageTouchPointVariant": "OKTA_DEFAULT",
            }])
        },
        ..Collection::new("/api/v1/brands/{brandId}/themes/{themeId}", "Theme", Id::Made("the"))
    },
];

const VARIANTS: &[&str] = &["BACKGROUND_IMAGE", "BACKGROUND_SECONDARY_COLOR", "OKTA_DEFAULT"];
const DASHBOARD_VARIANTS: &[&str] =
    &["FULL_THEME", "LOGO_ON_FULL_WHITE_BACKGROUND", "OKTA_DEFAULT", "WHITE_LOGO_BACKGROUND"];
