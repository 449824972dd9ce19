//! Mails that the org sends, and how a brand words them.

use serde_json::{Value, json};

use crate::document::description::{Id, Link, Listing, Stamps, flag, keeps, link, one_of, own, text};
use crate::document::{Collection, Setting};
use crate::page::Limits;

const NAMES: &[&str] = &[
    "ADForgotPassword",
    "ADForgotPasswordDenied",
    "ADSelfServiceUnlock",
    "ADUserActivation",
    "AccountLockout",
    "AuthenticatorEnrolled",
    "AuthenticatorReset",
    "ChangeEmailConfirmation",
    "EmailChallenge",
    "EmailChangeConfirmation",
    "EmailFactorVerification",
    "ForgotPassword",
    "ForgotPasswordDenied",
    "LDAPForgotPassword",
    "LDAPForgotPasswordDenied",
    "LDAPSelfServiceUnlock",
    "LDAPUserActivation",
    "MyAccountChangeConfirmation",
    "NewSignOnNotification",
    "OktaVerifyActivation",
    "PasswordChanged",
    "PasswordResetByAdmin",
    "PendingEmailChange",
    "RegistrationActivation",
    "RegistrationEmailVerification",
    "SelfServiceUnlock",
    "SelfServiceUnlockOnUnlockedAccount",
    "UserActivation",
];

const TEMPLATE: Link = link("template", "~/api/v1/brands/{brandId}/templates/email/{templateName}", &["GET"]);

fn content() -> Value {
    json!({
        "subject": "A message from ${org.name}",
        "body": "<!DOCTYPE html><html><body><p>Hello, ${user.profile.firstName}.</p></body></html>",
    })
}

pub const COLLECTIONS: &[Collection] = &[
    Collection {
        stamps: Stamps::NONE,
        listing: Listing::Paged(Limits::strict(20, 200)),
        links: &[
            own(&["GET"]),
            link("settings", "/settings", &["GET", "PUT"]),
            link("defaultContent", "/default-content", &["GET"]),
            link("customizations", "/customizations", &["GET", "POST", "DELETE"]),
            link("test", "/test", &["POST"]),
        ],
        seeds: || NAMES.iter().map(|name| json!({ "name": name })).collect(),
        ..Collection::new(
            "/api/v1/brands/{brandId}/templates/email/{templateName}",
            "EmailTemplate",
            Id::Given("name"),
        )
    },
    Collection {
        fields: &[
            text("language")
                .required()
                .unique_or("E0000183", "An email template customization for that language already exists."),
            text("subject").required(),
            text("body").required(),
            flag("isDefault")
                .or(|| json!(false))
                .unique_or("E0000182", "A default email template customization already exists."),
        ],
        created: 201,
        listing: Listing::Paged(Limits::strict(20, 200)),
        links: &[
            own(&["GET", "PUT", "DELETE"]),
            TEMPLATE,
            link("preview", "/preview", &["GET"]),
            link("test", "~/api/v1/brands/{brandId}/templates/email/{templateName}/test", &["POST"]),
        ],
        guards: &[keeps(
            &["deleteEmailCustomization"],
            "isDefault",
            "E0000184",
            "A default email template customization can't be deleted.",
        )],
        sample: || {
            json!({
                "language": "fr",
                "subject": "Bienvenue",
                "body": "<p>Bonjour ${user.profile.firstName}. ${activationLink}</p>",
                "isDefault": false,
            })
        },
        ..Collection::new(
            "/api/v1/brands/{brandId}/templates/email/{templateName}/customizations/{customizationId}",
            "EmailCustomization",
            Id::Made("oel"),
        )
    },
];

pub const SETTINGS: &[Setting] = &[
    Setting {
        fields: &[one_of("recipients", &["ALL_USERS", "ADMINS_ONLY", "NO_USERS"]).required()],
        links: &[own(&["GET", "PUT"]), TEMPLATE],
        sample: || json!({ "recipients": "ADMINS_ONLY" }),
        ..Setting::new(
            "/api/v1/brands/{brandId}/templates/email/{templateName}/settings",
            || json!({ "recipients": "ALL_USERS" }),
        )
    },
    Setting {
        links: &[own(&["GET"]), TEMPLATE, link("preview", "/preview", &["GET"])],
        ..Setting::new("/api/v1/brands/{brandId}/templates/email/{templateName}/default-content", content)
    },
    Setting {
        links: &[
            own(&["GET"]),
            link(
                "defaultContent",
                "~/api/v1/brands/{brandId}/templates/email/{templateName}/default-content",
                &["GET"],
            ),
        ],
        ..Setting::new(
            "/api/v1/brands/{brandId}/templates/email/{templateName}/default-content/preview",
            content,
        )
    },
];
