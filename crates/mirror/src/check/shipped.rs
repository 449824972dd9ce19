//! The files that are shipped.

/// Includes files of the folder `checks` by their names.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../checks/", $name, ".sql")))),*]
    };
}

/// The names with the texts, in the order of the names.
pub(super) const FILES: &[(&str, &str)] = files![
    "admin-console-device",
    "admin-console-idle",
    "admin-console-lifetime",
    "admin-console-phishing-resistant",
    "admin-console-reauthenticate",
    "admin-console-two-factors",
    "admin-group-managers",
    "admin-groups-imported",
    "admin-idle",
    "admin-phishing-resistant",
    "admin-session-binding",
    "admin-status",
    "admin-two-factors",
    "anonymizers-blocked",
    "api-token-age",
    "api-token-network",
    "api-token-owner",
    "app-catch-all",
    "app-network",
    "app-secret-age",
    "apps-direct",
    "apps-inactive",
    "apps-unassigned",
    "auto-assign-admin-app",
    "behaviors-used",
    "block-list",
    "client-privileges",
    "consent-banner",
    "custom-role-permissions",
    "dashboard-phishing-resistant",
    "dashboard-two-factors",
    "deactivated-members",
    "deactivated-owners",
    "device-assurance",
    "enrolment-required",
    "event-hooks",
    "groups-empty",
    "groups-undescribed",
    "idle-accounts",
    "idp-account-link",
    "idp-admin-groups",
    "inline-hooks",
    "key-rotation",
    "lockout-hints",
    "log-leaves-okta",
    "network-zones",
    "number-challenge",
    "oidc-grants",
    "oidc-pkce",
    "oidc-redirects",
    "okta-support",
    "okta-verify-fips",
    "password-common",
    "password-digit",
    "password-history",
    "password-length",
    "password-lockout",
    "password-lower-case",
    "password-maximum-age",
    "password-minimum-age",
    "password-symbol",
    "password-unlock",
    "password-upper-case",
    "password-user-name",
    "people-expired-password",
    "people-never-signed-in",
    "people-staged",
    "people-suspended",
    "people-with-one-mail",
    "people-without-factor",
    "people-without-manager",
    "phishing-resistant-authenticator",
    "protected-actions",
    "rate-limit-per-client",
    "recovery-factors",
    "recovery-mail",
    "recovery-step-up",
    "role-targets",
    "rules-chained",
    "rules-invalid",
    "saml-certificate",
    "saml-signature",
    "security-mails",
    "service-app-dpop",
    "service-app-scopes",
    "service-app-secret",
    "session-cookie",
    "session-idle",
    "session-lifetime",
    "session-network",
    "sign-on-modes",
    "smart-card",
    "smart-card-authorities",
    "super-admin-count",
    "threat-insight",
    "token-clients",
    "token-lifetime",
    "token-scopes",
    "trusted-origins",
    "unknown-device-lockout",
    "weak-factors",
];

#[cfg(test)]
mod tests {
    use super::super::Check;
    use super::*;

    /// A file that is not in the list would never be asked.
    #[test]
    fn every_file_of_the_folder_is_shipped_and_has_a_sound_head() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/checks");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, FILES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let checks = Check::shipped().unwrap();
        let mut rules: Vec<String> =
            checks.iter().filter_map(|check| Some(check.stig.as_ref()?.group.clone())).collect();
        rules.sort();
        rules.dedup();
        assert_eq!(rules.len(), 29, "all rules of the STIG: {rules:?}");
        assert!(checks.len() >= 60);
    }
}
