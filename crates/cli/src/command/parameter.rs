//! What the parameters of operations mean, in words.

use oktars_catalog::Operation;

/// What parameters of a path name, whose names do not say it plainly.
const NOUNS: &[(&str, &str)] = &[
    ("allowedAppId", "allowed app"),
    ("apiServiceId", "API service integration"),
    ("apiTokenId", "API token"),
    ("appInstanceId", "app"),
    ("assignmentId", "realm assignment"),
    ("associatedServerId", "trusted authorization server"),
    ("authServerId", "authorization server"),
    ("authenticatorEnrollmentId", "enrollment"),
    ("behaviorId", "behavior rule"),
    ("bundleId", "entitlement bundle"),
    ("captchaId", "CAPTCHA"),
    ("clientId", "client app"),
    ("csrId", "certificate signing request"),
    ("customTelephonyProviderId", "telephony provider"),
    ("deviceAssuranceId", "device assurance policy"),
    ("emailServerId", "mail server"),
    ("groupRuleId", "group rule"),
    ("idpCsrId", "certificate signing request"),
    ("idpId", "identity provider"),
    ("keyId", "key"),
    ("memberId", "member"),
    ("ownerId", "owner: a user or a group"),
    ("poolId", "agent pool"),
    ("primaryUserId", "user at the other end of the relation"),
    ("principalRateLimitId", "rate limit"),
    ("resourceId", "resource"),
    ("roleAssignmentId", "role assignment, as `list` shows it"),
    ("secretId", "client secret"),
    ("securityEventProviderId", "security events provider"),
    ("targetGroupId", "group that the role is limited to"),
    ("tokenId", "refresh token"),
    ("typeId", "user type"),
    ("zoneId", "network zone"),
];

/// What other parameters of a path are, as a whole.
const PATH: &[(&str, &str)] = &[
    ("aaguid", "The AAGUID of the kind of security key"),
    ("appName", "The name of the kind of app, such as `salesforce` or `oidc_client`"),
    ("caseNumber", "The number of the support case"),
    ("contactType", "Which contact"),
    ("domain", "The domain name"),
    ("externalId", "The id that the source gave it"),
    ("factorKey", "The key of the authenticator, such as `okta_verify`"),
    ("featureName", "Which feature of the app"),
    ("groupOrExternalId", "The id of the group, or the id that the source gave it"),
    ("kid", "The id of the key (`kid`)"),
    ("lifecycle", "Whether to switch it on or off"),
    ("linkedObjectName", "The name of the relation, such as `manager`"),
    ("logStreamType", "The type of log stream"),
    ("memberExternalId", "The id that the source gave the member"),
    ("methodType", "The method of the authenticator"),
    ("notificationType", "Which notification"),
    ("path", "Which of the well-known files"),
    ("permissionType", "The permission, such as `okta.users.manage`"),
    ("primaryRelationshipName", "The name of the relation at its primary end, such as `manager`"),
    ("relationshipName", "The name of the relation at either end, such as `manager` or `subordinate`"),
    ("resourceSetIdOrLabel", "The id or the label of the resource set"),
    ("roleIdOrEncodedRoleId", "The id of the role, or its encoded id"),
    ("roleIdOrLabel", "The id or the label of the custom role"),
    ("roleRef", "The type of a standard role, such as `HELP_DESK_ADMIN`, or the id of a custom role"),
    ("schemaId", "The id of the schema; `default` is that of the default user type"),
    ("templateName", "The name of the email template, such as `UserActivation`"),
    ("token", "The token"),
    ("userIdOrLogin", "The id or the login of the user"),
    ("webAuthnMethodType", "The method of the authenticator"),
];

/// What the parameters of a query do.
const QUERY: &[(&str, &str)] = &[
    ("activate", "Whether it is active at once"),
    ("activeAppsOnly", "Only active apps"),
    ("additionalFields", "Which tokens the answer has in addition to the session"),
    ("after", "Start behind this cursor, which comes from the next link of a page"),
    ("alwaysIncludeVpnSettings", "Include the VPN settings of each app"),
    ("assignmentType", "Only roles that were given in this way"),
    ("code", "The code that the provider returned"),
    ("deleteTargetGroup", "Delete the group in the app too"),
    ("disableNotifications", "Send the administrator no notifications"),
    ("discloseIdentifiers", "Show these identifiers in full"),
    ("expand", "Add related objects to the answer, in `_embedded`"),
    ("fields", "Only these members of each object, separated by commas"),
    ("filter", "An expression, such as `status eq \"ACTIVE\"`"),
    ("forDownload", "Give the list as a file"),
    ("forgetDevices", "Forget the devices that the user chose to remember"),
    ("includeNonDeleted", "Include apps that are not deleted"),
    ("kid", "The id of the key that signs"),
    ("language", "The language, such as `en` or `pt-br`"),
    ("lastUpdated", "Only those that changed since this time"),
    ("limit", "The most items"),
    ("limitPerPoolType", "The most pools of each type"),
    ("match", "Words to search for"),
    ("mode", "`force` switches on the features that it needs too"),
    ("nextLogin", "What the user must do at the next sign-in"),
    ("oauthClientId", "The client id of the authenticator app"),
    ("oauthTokens", "Revoke OAuth tokens too"),
    ("poolType", "Only agent pools of this type"),
    ("provider", "Whether another system checks the user's password"),
    ("q", "The start of a name"),
    ("rememberDevice", "Ask for no second factor on this device for a while"),
    ("removeRecoveryEnrollment", "Remove the phone number for recovery too"),
    ("removeUsers", "Also remove the users that the rule added to its groups"),
    ("requestingAppId", "Only connections from the app with this id"),
    ("requestingAppName", "Only connections from the app with this name"),
    ("resourceAppId", "Only connections to the app with this id"),
    ("resourceAppName", "Only connections to the app with this name"),
    ("resourceId", "Only policies for the app or resource with this id"),
    ("revokeSessions", "End all sessions of the user too"),
    ("scheduled", "Only updates that are scheduled"),
    ("scopeId", "Only grants of the scope with this id"),
    ("search", "Words or an expression to search for"),
    ("sendEmail", "Whether Okta sends a mail"),
    ("since", "Since this time"),
    ("sortBy", "Sort by this member"),
    ("sortOrder", "`asc` or `desc`"),
    ("sourceGroupId", "Only mappings of the group with this id"),
    ("sourceId", "Only mappings from the source with this id"),
    ("startDate", "Since this time"),
    ("state", "The state that the provider returned"),
    ("status", "Only those with this status"),
    ("stream_id", "The id of the stream"),
    ("strict", "Apply the rules on age and history to the new password too"),
    ("targetAid", "The id of the app that gets the key"),
    ("targetId", "Only mappings to the target with this id"),
    ("targetIdpId", "The id of the identity provider that gets the key"),
    ("templateId", "The id of the text message template"),
    ("templateType", "Only templates of this type"),
    ("tokenLifetimeSeconds", "For how many seconds the code is valid"),
    ("trusted", "Whether to list those that it trusts, or the others"),
    ("type", "Only those of this type"),
    ("until", "Until this time"),
    ("updatePhone", "Replace the phone number that the user has"),
    ("useOptimization", "Leave out what takes long to compute"),
    ("validityYears", "For how many years the key is valid"),
];

/// What an argument of the path is.
pub fn of_path(operation: &Operation, name: &str) -> String {
    match (lookup(PATH, name), name) {
        (Some(words), _) => words.to_owned(),
        (None, "id") => format!("The id of the {}", before(operation, name)),
        (None, name) => format!("The id of the {}", noun(name)),
    }
}

/// What an option of the query does.
pub fn of_query(name: &str) -> String {
    // A name that is new in Okta's description says at least what it is about.
    lookup(QUERY, name).map_or_else(|| spoken(name), str::to_owned)
}

/// What a parameter of a path names, such as `group rule`.
pub fn noun(name: &str) -> String {
    match lookup(NOUNS, name) {
        Some(noun) => noun.to_owned(),
        None => spoken(name.strip_suffix("Id").unwrap_or(name)),
    }
}

/// `logStream` as `log stream`.
fn spoken(name: &str) -> String {
    let letters = name.chars().map(|c| match c.is_ascii_uppercase() {
        true => format!(" {}", c.to_ascii_lowercase()),
        false => c.to_string(),
    });
    letters.collect()
}

/// What stands in the path before a parameter that is called `id`, of one: `users` as `user`.
fn before(operation: &Operation, name: &str) -> String {
    let (path, _) = operation.path.split_once(&format!("/{{{name}}}")).unwrap_or((operation.path, ""));
    let last = path.rsplit('/').next().unwrap_or_default();
    if last == "uischemas" {
        return "UI schema".to_owned();
    }
    let one = last.strip_suffix("ies").map(|start| format!("{start}y"));
    spoken(&one.unwrap_or_else(|| last.strip_suffix('s').unwrap_or(last).to_owned())).replace('-', " ")
}

fn lookup(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Operation> {
        oktars_catalog::operations().iter().chain(oktars_catalog::unlisted()).copied()
    }

    /// Words of a parameter that no operation has are of no use to anybody.
    #[test]
    fn every_parameter_has_words_and_all_words_have_a_parameter() {
        for query in all().flat_map(|operation| operation.query) {
            assert!(lookup(QUERY, query.name).is_some(), "{} is not in QUERY", query.name);
        }
        for (name, _) in QUERY {
            assert!(all().any(|operation| operation.query_parameter(name).is_some()), "{name}");
        }
        for (name, _) in PATH.iter().chain(NOUNS) {
            assert!(all().any(|operation| operation.path_parameters().any(|known| known == *name)), "{name}");
        }
    }

    #[test]
    fn a_parameter_is_told_by_what_it_means() {
        let of = |id: &str, name: &str| of_path(oktars_catalog::operation(id).unwrap(), name);
        let cases = [
            ("activateUser", "id", "The id of the user"),
            ("getGroupRule", "groupRuleId", "The id of the group rule"),
            ("getPolicy", "policyId", "The id of the policy"),
            ("getLogStream", "logStreamId", "The id of the log stream"),
            ("getAuthorizationServer", "authServerId", "The id of the authorization server"),
            ("getBrand", "brandId", "The id of the brand"),
        ];
        for (id, name, words) in cases {
            assert_eq!(of(id, name), words, "{id}");
        }
    }
}
