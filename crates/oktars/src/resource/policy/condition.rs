//! Which users policies apply to, and when their rules apply.

use crate::model::{open_enum, parts};

parts! {
    /// Which users a policy applies to.
    pub struct PolicyConditions {
        /// The people, by their groups.
        people: PeopleCondition = "people",
        /// Where their passwords are kept, of a policy of type `PASSWORD`.
        auth_provider: AuthProviderCondition = "authProvider",
    }

    /// When a rule applies. Which of these a rule may have depends on its type.
    pub struct PolicyRuleConditions {
        /// The people.
        people: PeopleCondition = "people",
        /// Where the request comes from.
        network: NetworkCondition = "network",
        /// The apps that are opened.
        app: AppCondition = "app",
        /// How the sign-in arrived.
        auth_context: AuthContextCondition = "authContext",
        /// What is known of the device.
        device: DeviceCondition = "device",
        /// An expression that must be true.
        el_condition: ExpressionCondition = "elCondition",
        /// How much at risk the user is.
        entity_risk: RiskCondition = "entityRisk",
        /// Who signed the user in.
        identity_provider: IdentityProviderCondition = "identityProvider",
        /// The kinds of devices.
        platform: PlatformCondition = "platform",
        /// Behaviors of the user, of a rule of type `SIGN_ON`.
        risk: BehaviorCondition = "risk",
        /// What was noticed about the user.
        risk_detection_types: RiskDetectionCondition = "riskDetectionTypes",
        /// How risky the sign-in is.
        risk_score: RiskCondition = "riskScore",
        /// What the user typed as their name.
        user_identifier: UserIdentifierCondition = "userIdentifier",
        /// The types of users, by id.
        user_type: Selection = "userType",
    }

    /// Ids that are included, and ids that are excluded.
    pub struct Selection {
        /// The included ids.
        include: Vec<String> = "include",
        /// The excluded ids.
        exclude: Vec<String> = "exclude",
    }

    /// People, by their groups and by themselves.
    pub struct PeopleCondition {
        /// Groups, by id.
        groups: Selection = "groups",
        /// Users, by id.
        users: Selection = "users",
    }

    /// Where passwords are kept.
    pub struct AuthProviderCondition {
        /// The kind of directory.
        provider: AuthProvider = "provider",
        /// The ids of directories, where the kind is `ACTIVE_DIRECTORY`.
        include: Vec<String> = "include",
    }

    /// Where requests come from.
    pub struct NetworkCondition {
        /// Whether zones are looked at.
        connection: NetworkConnection = "connection",
        /// The ids of included zones.
        include: Vec<String> = "include",
        /// The ids of excluded zones.
        exclude: Vec<String> = "exclude",
    }

    /// Apps that are included, and apps that are excluded.
    pub struct AppCondition {
        /// Included apps.
        include: Vec<ConditionApp> = "include",
        /// Excluded apps.
        exclude: Vec<ConditionApp> = "exclude",
    }

    /// An app, or all apps of a kind.
    pub struct ConditionApp {
        /// Whether it is one app or a kind.
        kind: ConditionAppType = "type",
        /// The id of the app.
        id: Option<String> = "id",
        /// The name of the kind.
        name: Option<String> = "name",
    }

    /// How a sign-in arrived.
    pub struct AuthContextCondition {
        /// The protocol.
        auth_type: AuthContextType = "authType",
    }

    /// What is known of a device.
    pub struct DeviceCondition {
        /// Device assurance policies, by id.
        assurance: Selection = "assurance",
        /// Whether the device is managed.
        managed: Option<bool> = "managed",
        /// Whether the device is registered.
        registered: Option<bool> = "registered",
    }

    /// An expression of Okta's expression language.
    pub struct ExpressionCondition {
        /// The expression.
        condition: String = "condition",
    }

    /// How high a risk is.
    pub struct RiskCondition {
        /// Exactly this high.
        level: RiskLevel = "level",
        /// At least this high.
        min_risk_level: RiskLevel = "minRiskLevel",
    }

    /// Behaviors of users.
    pub struct BehaviorCondition {
        /// The ids of behaviors.
        behaviors: Vec<String> = "behaviors",
    }

    /// Who signed a user in.
    pub struct IdentityProviderCondition {
        /// Which identity providers count.
        provider: IdentityProviderChoice = "provider",
        /// Their ids, where they are specific.
        idp_ids: Vec<String> = "idpIds",
    }

    /// Kinds of devices that are included, and kinds that are excluded.
    pub struct PlatformCondition {
        /// Included kinds.
        include: Vec<Platform> = "include",
        /// Excluded kinds.
        exclude: Vec<Platform> = "exclude",
    }

    /// A kind of device.
    pub struct Platform {
        /// How large it is.
        kind: PlatformType = "type",
        /// What runs on it.
        os: OperatingSystem = "os",
    }

    /// An operating system.
    pub struct OperatingSystem {
        /// Which one.
        kind: OperatingSystemType = "type",
        /// An expression over its name, where the type is `OTHER`.
        expression: Option<String> = "expression",
        /// Its versions.
        version: OperatingSystemVersion = "version",
    }

    /// Versions of an operating system.
    pub struct OperatingSystemVersion {
        /// How the value is read.
        match_type: VersionMatchType = "matchType",
        /// A version, or an expression over versions.
        value: String = "value",
    }

    /// What was noticed about a user.
    pub struct RiskDetectionCondition {
        /// Included events.
        include: Vec<RiskDetection> = "include",
        /// Excluded events.
        exclude: Vec<RiskDetection> = "exclude",
    }

    /// What a user typed as their name, or has as an attribute.
    pub struct UserIdentifierCondition {
        /// Which of the two.
        kind: UserIdentifierType = "type",
        /// The name of the attribute.
        attribute: Option<String> = "attribute",
        /// What it must look like.
        patterns: Vec<UserIdentifierPattern> = "patterns",
    }

    /// What a name must look like.
    pub struct UserIdentifierPattern {
        /// How the value is compared.
        match_type: UserIdentifierMatchType = "matchType",
        /// What it is compared with.
        value: String = "value",
    }
}

impl Selection {
    /// These ids are included.
    pub fn of<I: Into<String>>(ids: impl IntoIterator<Item = I>) -> Self {
        Selection { include: ids.into_iter().map(Into::into).collect(), ..Selection::default() }
    }
}

open_enum! {
    /// A kind of directory that keeps passwords.
    pub enum AuthProvider {
        ANY,
        OKTA,
        ACTIVE_DIRECTORY,
        LDAP,
    }
}

open_enum! {
    /// Whether network zones are looked at.
    pub enum NetworkConnection {
        /// Requests come from anywhere.
        ANYWHERE,
        /// The zones that are named decide.
        ZONE,
    }
}

open_enum! {
    /// Whether a condition names one app or a kind of apps.
    pub enum ConditionAppType {
        /// One app, by its id.
        APP,
        /// All apps of a kind, by its name.
        APP_TYPE,
    }
}

open_enum! {
    /// How a sign-in arrived.
    pub enum AuthContextType {
        ANY,
        RADIUS,
        LDAP_INTERFACE,
    }
}

open_enum! {
    /// How high a risk is.
    pub enum RiskLevel {
        ANY,
        LOW,
        MEDIUM,
        HIGH,
    }
}

open_enum! {
    /// Which identity providers count.
    pub enum IdentityProviderChoice {
        ANY,
        /// None but the org itself.
        OKTA,
        /// Those that are named.
        SPECIFIC_IDP,
    }
}

open_enum! {
    /// How large a device is.
    pub enum PlatformType {
        ANY,
        DESKTOP,
        MOBILE,
        OTHER,
    }
}

open_enum! {
    /// An operating system.
    pub enum OperatingSystemType {
        ANY,
        ANDROID,
        CHROMEOS,
        IOS,
        LINUX,
        MACOS,
        /// macOS, in rules of type `IDP_DISCOVERY`.
        OSX,
        WINDOWS,
        OTHER,
    }
}

open_enum! {
    /// How a version is read.
    pub enum VersionMatchType {
        /// As an expression.
        EXPRESSION,
        /// As a version of three numbers.
        SEMVER,
    }
}

open_enum! {
    /// What may be noticed about a user.
    pub enum RiskDetection {
        ADMIN_REPORTED_USER_RISK,
        BRUTE_FORCE_ATTACK,
        ENTITY_CRITICAL_ACTION_FROM_HIGH_THREAT_IP,
        OKTA_THREAT_INTELLIGENCE,
        SECURITY_EVENTS_PROVIDER_REPORTED_RISK,
        SESSION_INFLUENCED_USER_RISK,
        SUSPICIOUS_APP_ACCESS,
        USER_REPORTED_SUSPICIOUS_ACTIVITY,
    }
}

open_enum! {
    /// What a condition on user names looks at.
    pub enum UserIdentifierType {
        /// What the user typed.
        IDENTIFIER,
        /// An attribute of the user.
        ATTRIBUTE,
    }
}

open_enum! {
    /// How user names are compared.
    pub enum UserIdentifierMatchType {
        CONTAINS,
        EQUALS,
        EXPRESSION,
        STARTS_WITH,
        SUFFIX,
    }
}
