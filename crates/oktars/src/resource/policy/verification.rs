//! How users prove who they are when they open an app.

use crate::model::{open_enum, parts};

parts! {
    /// How users prove who they are. Which members there are depends on the type.
    pub struct VerificationMethod {
        /// Which way.
        kind: VerificationMethodType = "type",
        /// How many factors, of type `ASSURANCE`.
        factor_mode: FactorMode = "factorMode",
        /// What the factors must be like, of type `ASSURANCE`. One of them is enough.
        constraints: Vec<VerificationConstraints> = "constraints",
        /// After what time without doing anything, as a duration, of type `ASSURANCE`.
        inactivity_period: Option<String> = "inactivityPeriod",
        /// After what time they do it again, as a duration such as `PT2H`.
        reauthenticate_in: Option<String> = "reauthenticateIn",
        /// The ways, of type `AUTH_METHOD_CHAIN`. One of them is enough.
        chains: Vec<AuthenticationMethodChain> = "chains",
        /// The id of the identity verifier, of type `ID_PROOFING`.
        id: Option<String> = "id",
    }

    /// What the factors of a user must be like.
    pub struct VerificationConstraints {
        /// What they know.
        knowledge: KnowledgeConstraint = "knowledge",
        /// What they have.
        possession: PossessionConstraint = "possession",
    }

    /// What a factor that users know must be like.
    pub struct KnowledgeConstraint {
        /// Whether they need it.
        required: Option<bool> = "required",
        /// The accepted kinds.
        types: Vec<ConstraintType> = "types",
        /// The accepted methods.
        methods: Vec<ConstraintMethod> = "methods",
        /// The accepted authenticators.
        authentication_methods: Vec<ConstraintAuthenticator> = "authenticationMethods",
        /// The authenticators that are not accepted.
        excluded_authentication_methods: Vec<ConstraintAuthenticator> = "excludedAuthenticationMethods",
        /// After what time users show it again, as a duration.
        reauthenticate_in: Option<String> = "reauthenticateIn",
    }

    /// What a factor that users have must be like.
    pub struct PossessionConstraint {
        /// Whether they need it.
        required: Option<bool> = "required",
        /// The accepted kinds.
        types: Vec<ConstraintType> = "types",
        /// The accepted methods.
        methods: Vec<ConstraintMethod> = "methods",
        /// The accepted authenticators.
        authentication_methods: Vec<ConstraintAuthenticator> = "authenticationMethods",
        /// The authenticators that are not accepted.
        excluded_authentication_methods: Vec<ConstraintAuthenticator> = "excludedAuthenticationMethods",
        /// After what time users show it again, as a duration.
        reauthenticate_in: Option<String> = "reauthenticateIn",
        /// Whether its key stays on one device.
        device_bound: Requirement = "deviceBound",
        /// Whether hardware guards its key.
        hardware_protection: Requirement = "hardwareProtection",
        /// Whether it withstands phishing.
        phishing_resistant: Requirement = "phishingResistant",
        /// Whether users show that they are there.
        user_presence: Requirement = "userPresence",
        /// Whether users show who they are to it.
        user_verification: Requirement = "userVerification",
        /// How users show that.
        user_verification_methods: Vec<UserVerificationMethod> = "userVerificationMethods",
    }

    /// An authenticator that is accepted, or not.
    pub struct ConstraintAuthenticator {
        /// Its key.
        key: String = "key",
        /// Its id, where there may be many of its kind.
        id: Option<String> = "id",
        /// One of its methods.
        method: Option<String> = "method",
    }

    /// A way of several steps.
    pub struct AuthenticationMethodChain {
        /// What users do now. One of them is enough.
        authentication_methods: Vec<AuthenticationMethod> = "authenticationMethods",
        /// What users do next.
        next: Vec<AuthenticationMethodChain> = "next",
        /// After what time they do it again, as a duration.
        reauthenticate_in: Option<String> = "reauthenticateIn",
    }

    /// A method of an authenticator, and what it must be like.
    pub struct AuthenticationMethod {
        /// The key of the authenticator.
        key: String = "key",
        /// The method.
        method: String = "method",
        /// The id of the authenticator, where there may be many of its kind.
        id: Option<String> = "id",
        /// Whether hardware guards its key.
        hardware_protection: Requirement = "hardwareProtection",
        /// Whether it withstands phishing.
        phishing_resistant: Requirement = "phishingResistant",
        /// Whether users show who they are to it.
        user_verification: Requirement = "userVerification",
        /// How users show that.
        user_verification_methods: Vec<UserVerificationMethod> = "userVerificationMethods",
    }
}

open_enum! {
    /// A way in which users prove who they are.
    pub enum VerificationMethodType {
        /// By factors that give enough assurance.
        ASSURANCE,
        /// By several steps in their order.
        AUTH_METHOD_CHAIN,
        /// By an identity verifier.
        ID_PROOFING,
    }
}

open_enum! {
    /// How many factors users need.
    pub enum FactorMode {
        ONE_FACTOR = "1FA",
        TWO_FACTORS = "2FA",
    }
}

open_enum! {
    /// Whether something is needed.
    pub enum Requirement {
        OPTIONAL,
        REQUIRED,
    }
}

open_enum! {
    /// How users show who they are to an authenticator.
    pub enum UserVerificationMethod {
        BIOMETRICS,
        PIN,
    }
}

open_enum! {
    /// A kind of authenticator.
    pub enum ConstraintType {
        APP,
        EMAIL,
        FEDERATED,
        PASSWORD,
        PHONE,
        SECURITY_KEY,
        SECURITY_QUESTION,
    }
}

open_enum! {
    /// A method of an authenticator.
    pub enum ConstraintMethod {
        CERT,
        DUO,
        EMAIL,
        IDP,
        OTP,
        PASSWORD,
        PUSH,
        SECURITY_QUESTION,
        SIGNED_NONCE,
        SMS,
        TOTP,
        VOICE,
        WEBAUTHN,
    }
}
