//! The statuses that are compared or written in more than one place, so that a misspelt one does not compile.

pub const ACTIVE: &str = "ACTIVE";
pub const INACTIVE: &str = "INACTIVE";
pub const STAGED: &str = "STAGED";
pub const PROVISIONED: &str = "PROVISIONED";
pub const RECOVERY: &str = "RECOVERY";
pub const PASSWORD_EXPIRED: &str = "PASSWORD_EXPIRED";
pub const LOCKED_OUT: &str = "LOCKED_OUT";
pub const SUSPENDED: &str = "SUSPENDED";
pub const DEPROVISIONED: &str = "DEPROVISIONED";
pub const PENDING_ACTIVATION: &str = "PENDING_ACTIVATION";
pub const INVALID: &str = "INVALID";
pub const VERIFIED: &str = "VERIFIED";
pub const UNVERIFIED: &str = "UNVERIFIED";
pub const CREATED: &str = "CREATED";
pub const DEACTIVATED: &str = "DEACTIVATED";
pub const NOT_SETUP: &str = "NOT_SETUP";
pub const ENABLED: &str = "ENABLED";
pub const DISABLED: &str = "DISABLED";
pub const PASSWORD_WARN: &str = "PASSWORD_WARN";
pub const PASSWORD_RESET: &str = "PASSWORD_RESET";
pub const MFA_REQUIRED: &str = "MFA_REQUIRED";
pub const MFA_ENROLL: &str = "MFA_ENROLL";
pub const MFA_ENROLL_ACTIVATE: &str = "MFA_ENROLL_ACTIVATE";
pub const MFA_CHALLENGE: &str = "MFA_CHALLENGE";
pub const RECOVERY_CHALLENGE: &str = "RECOVERY_CHALLENGE";
pub const SUCCESS: &str = "SUCCESS";
