//! The POSTs that are safe to repeat: sent twice, they leave the org as it is after the first time.
//!
//! A POST that is not listed here is never sent again when nobody knows whether it was executed. So this is a
//! list of what is known, and leaving an operation out is harmless.
use crate::spec::Described;

struct Repeatable {
    /// Why; for the reader of this table.
    #[allow(dead_code, reason = "documents the row")]
    reason: &'static str,
    ids: &'static [&'static str],
}

const REPEATABLE: &[Repeatable] = &[
    Repeatable {
        reason: "sets the attributes that the body names to the values that it gives, as a PUT of them would",
        ids: &[
            "updateApplicationUser",
            "updateApplicationUserProfile",
            "updateAutoAssignAdminAppSetting",
            "updateBotProtectionConfiguration",
            "updateCaptchaInstance",
            "updateConfiguration",
            "updateDefaultProvisioningConnectionForApplication",
            "updateGroupSchema",
            "updateInlineHook",
            "updateOrgSettings",
            "updateProfileMapping",
            "updateSmsTemplate",
            "updateThirdPartyAdminSetting",
            "updateUserProfile",
            "updateUserType",
        ],
    },
    Repeatable {
        reason: "switches something on or off, and says nothing of it when it is so already",
        ids: &[
            "activateApplication",
            "deactivateApplication",
            "optInUsersToOktaCommunicationEmails",
            "optOutUsersFromOktaCommunicationEmails",
            "setOrgHideOktaUIFooter",
            "setOrgShowOktaUIFooter",
            "subscribeByNotificationTypeRole",
            "subscribeByNotificationTypeUser",
            "unsubscribeByNotificationTypeRole",
            "unsubscribeByNotificationTypeUser",
        ],
    },
    Repeatable {
        reason: "puts a picture in the place of the one before",
        ids: &[
            "uploadApplicationLogo",
            "uploadBrandThemeBackgroundImage",
            "uploadBrandThemeFavicon",
            "uploadBrandThemeLogo",
        ],
    },
    Repeatable { reason: "computes an answer and changes nothing", ids: &["createPolicySimulation"] },
];

pub fn is_repeatable(id: &str) -> bool {
    REPEATABLE.iter().any(|row| row.ids.contains(&id))
}

/// The rows that name no POST or PATCH, so that none outlives its operation.
pub fn without_operation(operations: &[Described]) -> Vec<&'static str> {
    let known = |id: &str| {
        operations
            .iter()
            .any(|operation| operation.id == id && matches!(operation.method.as_str(), "post" | "patch"))
    };
    REPEATABLE.iter().flat_map(|row| row.ids).copied().filter(|id| !known(id)).collect()
}
