//! Mails that the org sends, and how a brand words them.

use oktars_catalog::op;
use serde_json::{Value, json};

use crate::document::description::{Id, Link, Listing, Stamps, flag, keeps, link, one_of, own, text};
use crate::document::{Collection, Setting};
use crate::document::{Verb, collection, place};
use crate::kernel::context::{Context, Handlers, Reply};
use crate::kernel::kind;
use crate::kernel::outbox::Mail;
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::stored::id_of;
use crate::resource::org;

pub const HANDLERS: Handlers = &[
    (&op::GET_CUSTOMIZATION_PREVIEW, preview),
    (&op::REPLACE_EMAIL_CUSTOMIZATION, replace),
    (&op::SEND_TEST_EMAIL, send_test),
];

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
        embeds: &[("settings", settings_of), ("customizationCount", count_of)],
        seeds: || NAMES.iter().map(|name| json!({ "name": name })).collect(),
        ..Collection::new(
            "/api/v1/brands/{brandId}/templates/email/{templateName}",
            "EmailTemplate",
            Id::Given("name"),
        )
    },
    CUSTOMIZATIONS,
];

fn path_of(context: &Context<'_>, template: &Value) -> String {
    let name = template["name"].as_str().unwrap_or_default();
    format!("/api/v1/brands/{}/templates/email/{name}", context.param("brandId"))
}

fn settings_of(context: &mut Context<'_>, template: &Value) -> Result<Value, Problem> {
    let path = format!("{}/settings", path_of(context, template));
    let kept = context.tx.get(kind::SETTING, &path)?.unwrap_or_else(|| (SETTINGS[0].initial)());
    let href = format!("{}{path}", context.request.base);
    let own = json!({ "href": href, "hints": { "allow": ["GET", "PUT"] } });
    Ok(json!({ "recipients": kept["recipients"], "_links": { "self": own } }))
}

fn count_of(context: &mut Context<'_>, template: &Value) -> Result<Value, Problem> {
    let path = format!("{}/customizations", path_of(context, template));
    Ok(json!(context.tx.all(kind::at(&path))?.len()))
}

const CUSTOMIZATIONS: Collection = Collection {
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
        &[&op::DELETE_EMAIL_CUSTOMIZATION],
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
};

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

// ---- previews and tests ----

const TEMPLATES: &str = "/api/v1/brands/{brandId}/templates/email/{templateName}";

/// The wording of a brand, with what it says of the caller filled in.
fn preview(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, &format!("{TEMPLATES}/customizations"))?;
    let missing = || Problem::not_found(&place.id, "EmailCustomization");
    let words = context.tx.get(kind::at(&place.path), &place.id)?.ok_or_else(missing)?;
    let template = format!("{}{}", context.request.base, place.path.trim_end_matches("/customizations"));
    let own = format!("{template}/customizations/{}", place.id);
    let link = |href: &str, allow: &[&str]| json!({ "href": href, "hints": { "allow": allow } });
    Ok(Reply::ok(&json!({
        "subject": filled(context, &words["subject"])?,
        "body": filled(context, &words["body"])?,
        "_links": {
            "self": link(&format!("{own}/preview"), &["GET"]),
            "contentSource": link(&own, &["GET", "PUT", "DELETE"]),
            "template": link(&template, &["GET"]),
            "test": link(&format!("{template}/test"), &["POST"]),
            "defaultContent": link(&format!("{template}/default-content"), &["GET"]),
        },
    })))
}

/// The default one is so until another is.
fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, CUSTOMIZATIONS.path())?;
    let old = collection::find(context, &CUSTOMIZATIONS, &place.path, &place.id)?;
    if old["isDefault"] == true && context.object()?["isDefault"] == false {
        let summary =
            "The isDefault parameter of the default email template customization can't be set to false.";
        return Err(Problem::new("E0000185", summary));
    }
    collection::serve(context, &CUSTOMIZATIONS, Verb::Replace)
}

/// A text with the caller and the org in place of what it says of them. What only a real mail knows is marked.
fn filled(context: &Context<'_>, text: &Value) -> Result<String, Problem> {
    let user = context.tx.get(kind::USER, &context.caller.user_id)?.unwrap_or_default();
    let org = org::company_name(context)?;
    let (mut filled, mut rest) = (String::new(), text.as_str().unwrap_or_default());
    while let Some((before, name, after)) = next_variable(rest) {
        let attribute = name.strip_prefix("user.profile.").or(name.strip_prefix("user.")).unwrap_or_default();
        filled += before;
        match (name, &user["profile"][attribute]) {
            ("org.name", _) => filled += &org,
            (_, Value::String(value)) => filled += value,
            _ => filled += &format!("({name} Placeholder)"),
        }
        rest = after;
    }
    Ok(filled + rest)
}

/// The next `${name}` of a text, with what stands before and after it.
fn next_variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("${")?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Sends the mail of a template to the caller, as it would go to anybody.
fn send_test(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let place = place::of(context, TEMPLATES)?;
    let user = context.tx.get(kind::USER, &context.caller.user_id)?.unwrap_or_default();
    context.org.outbox.send(Mail {
        kind: "test".to_owned(),
        to: user["profile"]["email"].as_str().unwrap_or_default().to_owned(),
        user_id: id_of(&user).to_owned(),
        token: String::new(),
        url: format!("{}{}", context.request.base, place.path),
        sent: context.now_text(),
    });
    Ok(Reply::no_content())
}
