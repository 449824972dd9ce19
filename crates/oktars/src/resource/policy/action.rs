//! What the rules of policies do.

use super::verification::VerificationMethod;
use crate::model::{open_enum, parts};
use crate::resource::identity_provider::IdentityProviderType;

parts! {
    /// What a rule does. A rule has the one that its type is about; a rule of type `PASSWORD` has three.
    pub struct PolicyRuleActions {
        /// Lets users into apps, of type `ACCESS_POLICY`.
        app_sign_on: AppSignOnAction = "appSignOn",
        /// Lets users into the org, of type `SIGN_ON`.
        signon: SignOnAction = "signon",
        /// Lets users change their password, of type `PASSWORD`.
        password_change: AccessAction = "passwordChange",
        /// Lets users reset their password, of type `PASSWORD`.
        self_service_password_reset: PasswordResetAction = "selfServicePasswordReset",
        /// Lets users unlock themselves, of type `PASSWORD`.
        self_service_unlock: AccessAction = "selfServiceUnlock",
        /// Says when users enroll, of type `MFA_ENROLL`.
        enroll: EnrollAction = "enroll",
        /// Sends users to an identity provider, of type `IDP_DISCOVERY`.
        idp: IdpAction = "idp",
        /// Lets users sign up, of type `PROFILE_ENROLLMENT`.
        profile_enrollment: ProfileEnrollmentAction = "profileEnrollment",
        /// Answers sessions that no longer fit the policies, of type `POST_AUTH_SESSION`.
        post_auth_session: PostAuthSessionAction = "postAuthSession",
        /// Answers users at risk, of type `ENTITY_RISK`.
        entity_risk: EntityRiskAction = "entityRisk",
        /// Looks for sessions that are taken over, of type `SESSION_VIOLATION_DETECTION`.
        session_violation_detection: SessionViolationAction = "sessionViolationDetection",
        /// Asks devices about themselves, of type `DEVICE_SIGNAL_COLLECTION`.
        device_signal_collection: DeviceSignalAction = "deviceSignalCollection",
        /// Updates Okta's programs on devices, of type `CLIENT_UPDATE`.
        update_controls: UpdateAction = "updateControls",
        /// Reads claims again, of type `IDENTITY_CLAIM_SOURCING`.
        claim_sourcing: ClaimSourcingAction = "claimSourcing",
    }

    /// Whether something is allowed.
    pub struct AccessAction {
        /// Whether it is.
        access: Access = "access",
    }

    /// How users come into apps.
    pub struct AppSignOnAction {
        /// Whether they do.
        access: Access = "access",
        /// How they prove who they are.
        verification_method: VerificationMethod = "verificationMethod",
        /// Whether they may stay signed in.
        keep_me_signed_in: KeepMeSignedIn = "keepMeSignedIn",
    }

    /// Whether users may stay signed in.
    pub struct KeepMeSignedIn {
        /// Whether they are asked after they signed in.
        post_auth: PostAuthPrompt = "postAuth",
        /// How often they are asked, as a duration such as `P30D`.
        post_auth_prompt_frequency: Option<String> = "postAuthPromptFrequency",
    }

    /// How users come into the org.
    pub struct SignOnAction {
        /// Whether they do.
        access: Access = "access",
        /// How they prove who they are first.
        primary_factor: PrimaryFactor = "primaryFactor",
        /// Whether they need a second factor.
        require_factor: Option<bool> = "requireFactor",
        /// How often they are asked for it.
        factor_prompt_mode: FactorPromptMode = "factorPromptMode",
        /// For how many minutes it is valid.
        factor_lifetime: Option<i64> = "factorLifetime",
        /// Whether their device is remembered, unless they say otherwise.
        remember_device_by_default: Option<bool> = "rememberDeviceByDefault",
        /// How long they stay signed in.
        session: SignOnSession = "session",
    }

    /// How long users stay signed in.
    pub struct SignOnSession {
        /// For how many minutes without doing anything.
        max_session_idle_minutes: Option<i64> = "maxSessionIdleMinutes",
        /// For how many minutes at most; 0 is without end.
        max_session_lifetime_minutes: Option<i64> = "maxSessionLifetimeMinutes",
        /// Whether the session outlives the browser.
        use_persistent_cookie: Option<bool> = "usePersistentCookie",
    }

    /// How users reset their password.
    pub struct PasswordResetAction {
        /// Whether they may.
        access: Access = "access",
        /// What it is.
        kind: PasswordResetType = "type",
        /// How they prove who they are.
        requirement: PasswordResetRequirement = "requirement",
        /// What else holds.
        settings: PasswordResetSettings = "settings",
    }

    /// How users prove who they are when they reset their password.
    pub struct PasswordResetRequirement {
        /// Which policy says it.
        access_control: ResetAccessControl = "accessControl",
        /// How they do so first.
        primary: PrimaryRequirement = "primary",
        /// How they do so after that.
        step_up: StepUpRequirement = "stepUp",
    }

    /// How users prove who they are first.
    pub struct PrimaryRequirement {
        /// The accepted methods.
        methods: Vec<RecoveryMethod> = "methods",
        /// Which authenticators are accepted for a method.
        method_constraints: Vec<MethodConstraint> = "methodConstraints",
    }

    /// Which authenticators are accepted for a method.
    pub struct MethodConstraint {
        /// The method.
        method: RecoveryMethod = "method",
        /// The authenticators.
        allowed_authenticators: Vec<AllowedAuthenticator> = "allowedAuthenticators",
    }

    /// An accepted authenticator.
    pub struct AllowedAuthenticator {
        /// Its key.
        key: Option<String> = "key",
    }

    /// How users prove who they are after the first method.
    pub struct StepUpRequirement {
        /// Whether they must.
        required: Option<bool> = "required",
        /// The accepted methods; any, unless there are some.
        methods: Vec<RecoveryMethod> = "methods",
    }

    /// What else holds when users reset their password.
    pub struct PasswordResetSettings {
        /// Whether a mail is enough for users who have not enrolled their address.
        allow_recovery_email_without_enrollment: Option<bool> = "allowRecoveryEmailWithoutEnrollment",
    }

    /// When users enroll authenticators.
    pub struct EnrollAction {
        /// When they are asked to.
        by_user: EnrollPrompt = "self",
    }

    /// Where users are sent to sign in.
    pub struct IdpAction {
        /// The providers.
        providers: Vec<IdpReference> = "providers",
        /// How the provider is chosen.
        idp_selection_type: IdpSelectionType = "idpSelectionType",
        /// What the provider is chosen by, of type `DYNAMIC`.
        match_criteria: Vec<IdpMatchCriterion> = "matchCriteria",
        /// Whether users sign in to the org where no provider fits.
        should_fall_back_to_okta: Option<bool> = "shouldFallBackToOkta",
    }

    /// An identity provider.
    pub struct IdpReference {
        /// Its id.
        id: Option<String> = "id",
        /// Its name.
        name: Option<String> = "name",
        /// Its type; `OKTA` is the org itself.
        kind: IdentityProviderType = "type",
    }

    /// What a provider is chosen by.
    pub struct IdpMatchCriterion {
        /// The property of the provider.
        property_name: Option<String> = "propertyName",
        /// The expression whose value the property must have.
        provider_expression: Option<String> = "providerExpression",
    }

    /// How users sign up.
    pub struct ProfileEnrollmentAction {
        /// Whether they may.
        access: Access = "access",
        /// What is asked of them before they are active.
        activation_requirements: ActivationRequirements = "activationRequirements",
        /// The attributes by which users may name themselves.
        allowed_identifiers: Vec<String> = "allowedIdentifiers",
        /// The kinds of authenticators that they enroll.
        enroll_authenticator_types: Vec<String> = "enrollAuthenticatorTypes",
        /// The inline hooks that are asked.
        pre_registration_inline_hooks: Vec<PreRegistrationHook> = "preRegistrationInlineHooks",
        /// The attributes that they fill in.
        profile_attributes: Vec<ProfileAttribute> = "profileAttributes",
        /// Whether users who are there already fill in what is missing.
        progressive_profiling_action: ProgressiveProfiling = "progressiveProfilingAction",
        /// The ids of groups that they get into.
        target_group_ids: Vec<String> = "targetGroupIds",
        /// The id of the form.
        ui_schema_id: Option<String> = "uiSchemaId",
        /// What is done with users who are not known.
        unknown_user_action: UnknownUserAction = "unknownUserAction",
    }

    /// What is asked of users before they are active.
    pub struct ActivationRequirements {
        /// Whether they confirm their mail address.
        email_verification: Option<bool> = "emailVerification",
    }

    /// An inline hook that is asked when users sign up.
    pub struct PreRegistrationHook {
        /// The id of the hook.
        inline_hook_id: Option<String> = "inlineHookId",
    }

    /// An attribute that users fill in.
    pub struct ProfileAttribute {
        /// Its name in the profile.
        name: String = "name",
        /// How it is called.
        label: Option<String> = "label",
        /// Whether they must.
        required: Option<bool> = "required",
    }

    /// What is done about sessions that no longer fit the policies.
    pub struct PostAuthSessionAction {
        /// Each step.
        failure_actions: Vec<RiskResponse> = "failureActions",
    }

    /// What is done about users at risk.
    pub struct EntityRiskAction {
        /// Each step.
        actions: Vec<RiskResponse> = "actions",
    }

    /// A step that is taken.
    pub struct RiskResponse {
        /// What it is.
        action: RiskResponseType = "action",
        /// The workflow, of `RUN_WORKFLOW`.
        workflow: WorkflowReference = "workflow",
    }

    /// A workflow.
    pub struct WorkflowReference {
        /// Its id.
        id: Option<i64> = "id",
    }

    /// How sessions are found that are taken over.
    pub struct SessionViolationAction {
        /// Whether policies are asked again.
        policy_evaluation: PolicyReevaluation = "policyEvaluation",
    }

    /// Whether policies are asked again while a session lasts.
    pub struct PolicyReevaluation {
        /// Whether they are.
        enabled: Option<bool> = "enabled",
    }

    /// Who is asked about devices.
    pub struct DeviceSignalAction {
        /// Each of them.
        device_context_providers: Vec<DeviceContextProvider> = "deviceContextProviders",
    }

    /// Who knows about devices.
    pub struct DeviceContextProvider {
        /// Who it is.
        key: DeviceContextProviderKey = "key",
        /// The id, where there may be many of its kind.
        id: Option<String> = "id",
        /// Whether it may say who uses the device.
        user_identification: UserIdentification = "userIdentification",
    }

    /// How Okta's programs on devices are updated.
    pub struct UpdateAction {
        /// Each program.
        actions: Vec<UpdateControl> = "actions",
    }

    /// How one program is updated.
    pub struct UpdateControl {
        /// The program.
        action: UpdateControlType = "action",
        /// Whether it is.
        value: UpdateControlValue = "value",
    }

    /// How claims are read again.
    pub struct ClaimSourcingAction {
        /// Who is asked.
        redirect_type: ClaimRedirectType = "redirectType",
        /// How often.
        refresh: ClaimRefresh = "refresh",
    }

    /// How often claims are read again.
    pub struct ClaimRefresh {
        /// Who is asked.
        redirect_type: ClaimRedirectType = "redirectType",
        /// Which identity providers.
        filter: ClaimRefreshFilter = "filter",
    }

    /// Which identity providers claims are read again.
    pub struct ClaimRefreshFilter {
        /// The included ones.
        include: Vec<IdpReference> = "include",
    }
}

open_enum! {
    /// Whether something is allowed.
    pub enum Access {
        ALLOW,
        DENY,
    }
}

open_enum! {
    /// Whether users are asked to stay signed in.
    pub enum PostAuthPrompt {
        ALLOWED,
        NOT_ALLOWED,
    }
}

open_enum! {
    /// How users prove who they are first.
    pub enum PrimaryFactor {
        /// Their password, or an identity provider.
        PASSWORD_IDP,
        /// Their password, an identity provider, or any factor.
        PASSWORD_IDP_ANY_FACTOR,
    }
}

open_enum! {
    /// How often users are asked for a second factor.
    pub enum FactorPromptMode {
        /// Each time.
        ALWAYS,
        /// Once for each device.
        DEVICE,
        /// Once for each session.
        SESSION,
    }
}

open_enum! {
    /// What a reset of a password is.
    pub enum PasswordResetType {
        SELF_SERVICE = "selfServicePasswordReset",
    }
}

open_enum! {
    /// Which policy says how users prove who they are.
    pub enum ResetAccessControl {
        /// The policy of Okta's account management.
        AUTH_POLICY,
        /// The password policy itself.
        LEGACY,
    }
}

open_enum! {
    /// How users prove who they are when they reset their password.
    pub enum RecoveryMethod {
        EMAIL = "email",
        OTP = "otp",
        PUSH = "push",
        SECURITY_QUESTION = "security_question",
        SMS = "sms",
        VOICE = "voice",
    }
}

open_enum! {
    /// When users are asked to enroll.
    pub enum EnrollPrompt {
        /// When they are asked for it first.
        CHALLENGE,
        /// When they sign in next.
        LOGIN,
        NEVER,
        /// Never, and not when they recover their account either.
        NEVER_INCLUDING_RECOVERY,
    }
}

open_enum! {
    /// How an identity provider is chosen.
    pub enum IdpSelectionType {
        /// By criteria.
        DYNAMIC,
        /// The one that is named.
        SPECIFIC,
    }
}

open_enum! {
    /// Whether users fill in what is missing in their profile.
    pub enum ProgressiveProfiling {
        ENABLED,
        DISABLED,
    }
}

open_enum! {
    /// What is done with users who are not known.
    pub enum UnknownUserAction {
        DENY,
        /// They may sign up.
        REGISTER,
    }
}

open_enum! {
    /// A step that is taken about a user or a session.
    pub enum RiskResponseType {
        RUN_WORKFLOW,
        /// Ends the session.
        TERMINATE_SESSION,
        /// Ends all sessions of the user.
        TERMINATE_ALL_SESSIONS,
    }
}

open_enum! {
    /// Who knows about devices.
    pub enum DeviceContextProviderKey {
        CHROME_DEVICE_TRUST,
        DEVICE_POSTURE_IDP,
        OKTA_VERIFY,
    }
}

open_enum! {
    /// Whether somebody may say who uses a device.
    pub enum UserIdentification {
        ALLOW,
        IGNORE,
    }
}

open_enum! {
    /// A program of Okta's on devices.
    pub enum UpdateControlType {
        OKTA_VERIFY_UPDATE,
    }
}

open_enum! {
    /// Whether a program is updated.
    pub enum UpdateControlValue {
        ALLOW,
        DENY,
        /// For urgent repairs alone.
        HOTFIX_ONLY,
    }
}

open_enum! {
    /// Who is asked for claims.
    pub enum ClaimRedirectType {
        /// The rules for identity providers decide.
        IDP_DISCOVERY,
        /// The providers that are named.
        FIXED,
        NONE,
    }
}
