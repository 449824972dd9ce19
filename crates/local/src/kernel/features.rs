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
        }
    }
}
