//! How users of identity providers become users of the org.

use serde_json::Value;

use super::NameFormat;
use crate::model::{open_enum, parts};

parts! {
    /// How users of a provider become users of the org.
    pub struct IdentityProviderPolicy {
        /// Which users are linked to one who is there.
        account_link: AccountLink = "accountLink",
        /// Which users are made.
        provisioning: Provisioning = "provisioning",
        /// How users are known.
        subject: IdentityProviderSubject = "subject",
        /// By how many milliseconds the clocks may differ.
        max_clock_skew: Option<i64> = "maxClockSkew",
        /// Whether the org believes which factors were used.
        trust_claims: Option<bool> = "trustClaims",
        /// Whether the org asks for, and believes, which factors were used.
        map_amr_claims: Option<bool> = "mapAMRClaims",
    }

    /// Which users are linked to one who is there.
    pub struct AccountLink {
        /// Whether any are.
        action: AccountLinkAction = "action",
        /// Which are; all, unless it is there.
        filter: AccountLinkFilter = "filter",
    }

    /// Which users are linked.
    pub struct AccountLinkFilter {
        /// Those in groups.
        groups: AccountLinkGroups = "groups",
        /// All but some.
        users: AccountLinkUsers = "users",
    }

    /// The groups whose users are linked.
    pub struct AccountLinkGroups {
        /// Their ids.
        include: Vec<String> = "include",
    }

    /// The users who are not linked.
    pub struct AccountLinkUsers {
        /// Their ids.
        exclude: Vec<String> = "exclude",
        /// Whether administrators are among them.
        exclude_admins: Option<bool> = "excludeAdmins",
    }

    /// Which users are made.
    pub struct Provisioning {
        /// Whether any are.
        action: ProvisioningAction = "action",
        /// Whether the profile follows the provider.
        profile_master: Option<bool> = "profileMaster",
        /// Which groups they get into.
        groups: ProvisioningGroups = "groups",
        /// What is done with users who do not work any more.
        conditions: ProvisioningConditions = "conditions",
    }

    /// Which groups users get into.
    pub struct ProvisioningGroups {
        /// How they are chosen.
        action: GroupProvisioning = "action",
        /// The ids of groups, of action `ASSIGN`.
        assignments: Vec<String> = "assignments",
        /// The ids of groups that may be named, of the other actions.
        filter: Vec<String> = "filter",
        /// The attribute that names groups.
        source_attribute_name: Option<String> = "sourceAttributeName",
    }

    /// What is done with users who do not work any more.
    pub struct ProvisioningConditions {
        /// With deactivated users.
        deprovisioned: DeprovisionedUsers = "deprovisioned",
        /// With suspended users.
        suspended: SuspendedUsers = "suspended",
    }

    /// What is done with users who are deactivated.
    pub struct DeprovisionedUsers {
        /// What it is.
        action: DeprovisionedAction = "action",
    }

    /// What is done with users who are suspended.
    pub struct SuspendedUsers {
        /// What it is.
        action: SuspendedAction = "action",
    }

    /// How users are known.
    pub struct IdentityProviderSubject {
        /// The name that they have in the org.
        user_name_template: IdpUserNameTemplate = "userNameTemplate",
        /// What it is compared with.
        match_type: SubjectMatchType = "matchType",
        /// The attribute, of type `CUSTOM_ATTRIBUTE`.
        match_attribute: Option<String> = "matchAttribute",
        /// A pattern that the name must fit.
        filter: Option<String> = "filter",
        /// The formats of names, of SAML.
        format: Vec<NameFormat> = "format",
    }

    /// How the name of a user is made.
    pub struct IdpUserNameTemplate {
        /// The expression.
        template: Option<String> = "template",
    }
}

impl IdentityProviderPolicy {
    /// Users are known by their mail address and made when they come first.
    pub fn by_mail_address() -> Self {
        let mut policy = IdentityProviderPolicy::default();
        policy.account_link.action = AccountLinkAction::AUTO;
        policy.account_link.extra.insert("filter".into(), Value::Null);
        policy.provisioning.action = ProvisioningAction::AUTO;
        policy.provisioning.profile_master = Some(false);
        policy.provisioning.groups.action = GroupProvisioning::NONE;
        policy.subject.user_name_template.template = Some("idpuser.email".into());
        policy.subject.match_type = SubjectMatchType::USERNAME;
        policy
    }
}

open_enum! {
    /// Whether users are linked to one who is there.
    pub enum AccountLinkAction {
        AUTO,
        DISABLED,
    }
}

open_enum! {
    /// Whether users are made.
    pub enum ProvisioningAction {
        AUTO,
        DISABLED,
    }
}

open_enum! {
    /// How the groups are chosen that users get into.
    pub enum GroupProvisioning {
        /// They get into those that the provider names, too.
        APPEND,
        /// They get into the same ones each.
        ASSIGN,
        NONE,
        /// They are in those that the provider names, and in no others.
        SYNC,
    }
}

open_enum! {
    /// What is done with users who are deactivated.
    pub enum DeprovisionedAction {
        NONE,
        REACTIVATE,
    }
}

open_enum! {
    /// What is done with users who are suspended.
    pub enum SuspendedAction {
        NONE,
        UNSUSPEND,
    }
}

open_enum! {
    /// What the name of a user is compared with.
    pub enum SubjectMatchType {
        CUSTOM_ATTRIBUTE,
        EMAIL,
        USERNAME,
        USERNAME_OR_EMAIL,
    }
}
