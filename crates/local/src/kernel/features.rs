//! What an org is licensed for and has switched on, as far as its answers show it.

/// What an org is licensed for and has switched on. Real orgs differ in it, and so do their answers; the
/// default is an org of today with everything on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features {
    /// Identity Engine. On Classic Engine apps have no access policy and no enrollment policy.
    pub identity_engine: bool,
    /// Whether apps tell of Universal Logout, and what.
    pub universal_logout: UniversalLogout,
    /// Apps tell whether early-access features were opted into (`settings.emOptInStatus`).
    pub opt_in_status: bool,
    /// Apps can take part in Single Logout: OIDC apps say whether they do, SAML apps may ask for it.
    pub single_logout: bool,
    /// Users may add apps to their dashboard themselves, so apps may allow it.
    pub self_service: bool,
    /// Groups can have owners, and link to them.
    pub group_owners: bool,
    /// An empty default relay state of a SAML app is kept as the empty text, as orgs did until early 2026,
    /// instead of being taken for none.
    pub keeps_blank_relay_state: bool,
    /// Service apps may have the grant `authorization_code`, as Okta's suite for its SDK for Node wants it. Okta's
    /// provider for Terraform has it that they may not.
    pub service_apps_with_code: bool,
    /// `GET /email-servers` is a bare array, and `enabled` may be left out, as Okta's SDK for Node has it. Okta's
    /// description has an object around the array.
    pub plain_email_servers: bool,
    /// `isUsed` of hook keys is true or false, as Okta's SDK for Node has it. Okta's description has it as a text.
    pub boolean_is_used: bool,
    /// The System Log ignores `since` beside `after`, instead of refusing it.
    pub ignores_since_after_cursor: bool,
    /// The org has not bought API Access Management: it has no authorization server but its own.
    pub lacks_api_access_management: bool,
}

/// Whether apps tell of Universal Logout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniversalLogout {
    /// The org is older than the feature: apps have no such member.
    Absent,
    /// The org has no licence: the member is null.
    Unlicensed,
    /// Apps tell what they support.
    Licensed,
}

impl Default for Features {
    fn default() -> Self {
        Features {
            identity_engine: true,
            universal_logout: UniversalLogout::Licensed,
            opt_in_status: true,
            single_logout: true,
            self_service: true,
            group_owners: true,
            keeps_blank_relay_state: false,
            service_apps_with_code: false,
            plain_email_servers: false,
            boolean_is_used: false,
            ignores_since_after_cursor: false,
            lacks_api_access_management: false,
        }
    }
}

impl Features {
    /// The names of what can be switched on where orgs differ, or sources disagree about Okta.
    pub const SWITCHES: [&'static str; 5] = [
        "service-apps-with-code",
        "plain-email-servers",
        "boolean-is-used",
        "ignores-since-after-cursor",
        "no-api-access-management",
    ];

    /// Switches on what has this name; says whether there is such a switch.
    pub fn switch_on(&mut self, name: &str) -> bool {
        let switch = match name {
            "service-apps-with-code" => &mut self.service_apps_with_code,
            "plain-email-servers" => &mut self.plain_email_servers,
            "boolean-is-used" => &mut self.boolean_is_used,
            "ignores-since-after-cursor" => &mut self.ignores_since_after_cursor,
            "no-api-access-management" => &mut self.lacks_api_access_management,
            _ => return false,
        };
        *switch = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_switches_something_on() {
        for name in Features::SWITCHES {
            let mut features = Features::default();
            assert!(features.switch_on(name), "{name}");
            assert_ne!(features, Features::default(), "{name}");
        }
        assert!(!Features::default().switch_on("nonsense"));
    }
}
