//! Whether Okta's support may look into the org.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{EnabledStatus, Map, Timestamp, model, open_enum, parts};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Reads whether Okta's support may sign in: `GET /api/v1/org/privacy/oktaSupport`.
    pub fn support(self) -> Call<OrgSupport> {
        self.call(op::GET_ORG_OKTA_SUPPORT_SETTINGS, []).json()
    }

    /// Lets Okta's support sign in for eight hours: `POST /api/v1/org/privacy/oktaSupport/grant`.
    pub fn grant_support(self) -> Call<OrgSupport> {
        self.call(op::GRANT_OKTA_SUPPORT, []).json_or_default()
    }

    /// Lets Okta's support sign in for a day longer: `POST /api/v1/org/privacy/oktaSupport/extend`.
    pub fn extend_support(self) -> Call<OrgSupport> {
        self.call(op::EXTEND_OKTA_SUPPORT, []).json_or_default()
    }

    /// Stops Okta's support from signing in: `POST /api/v1/org/privacy/oktaSupport/revoke`.
    pub fn revoke_support(self) -> Call<OrgSupport> {
        self.call(op::REVOKE_OKTA_SUPPORT, []).json_or_default()
    }

    /// Reads the cases at Okta's support that the caller may see: `GET /api/v1/org/privacy/oktaSupport/cases`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// for case in okta.org_settings().support_cases().await?.support_cases {
    ///     println!("{}: {}, access {}", case.case_number, case.subject, case.impersonation.status);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn support_cases(self) -> Call<SupportCases> {
        self.call(op::LIST_OKTA_SUPPORT_CASES, []).json()
    }

    /// Says what Okta's support may do for a case: `PATCH /api/v1/org/privacy/oktaSupport/cases/{caseNumber}`.
    pub fn update_support_case(
        self,
        case_number: impl AsRef<str>,
        change: &SupportCase,
    ) -> Call<SupportCase> {
        self.call(op::UPDATE_OKTA_SUPPORT_CASE, [case_number.as_ref()]).body(change).json()
    }
}

model! {
    /// Whether Okta's support may sign in.
    pub struct OrgSupport {
        /// `ENABLED` or `DISABLED`.
        support: EnabledStatus = "support",
        /// Until when it may.
        expiration: Option<Timestamp> = "expiration",
        /// The number of the case.
        case_number: Option<String> = "caseNumber",
        /// Links to what can be done next.
        links: Map = "_links",
        ..extra
    }
}

parts! {
    /// Cases at Okta's support.
    pub struct SupportCases {
        /// Each of them.
        support_cases: Vec<SupportCase> = "supportCases",
    }

    /// A case at Okta's support, as it was read, or what to change in it.
    pub struct SupportCase {
        /// Its number.
        case_number: String = "caseNumber",
        /// What it is about.
        subject: String = "subject",
        /// Whether people of Okta's support may sign in to the org for it.
        impersonation: SupportImpersonation = "impersonation",
        /// Whether people of Okta's support may take it on themselves.
        self_assigned: SupportSelfAssignment = "selfAssigned",
    }

    /// Whether people of Okta's support may sign in to the org for a case.
    pub struct SupportImpersonation {
        /// Whether they may.
        status: SupportImpersonationStatus = "status",
        /// Until when they may.
        expiration: Option<Timestamp> = "expiration",
    }

    /// Whether people of Okta's support may take a case on themselves.
    pub struct SupportSelfAssignment {
        /// Whether they may.
        status: SupportSelfAssignmentStatus = "status",
    }
}

impl SupportCase {
    /// Says whether people of Okta's support may sign in to the org for the case.
    pub fn impersonated(status: impl Into<SupportImpersonationStatus>) -> Self {
        let status = status.into();
        let impersonation = SupportImpersonation { status, ..SupportImpersonation::default() };
        SupportCase { impersonation, ..SupportCase::default() }
    }

    /// Lets people of Okta's support take the case on themselves, as they asked for.
    pub fn approved() -> Self {
        let status = SupportSelfAssignmentStatus::APPROVED;
        let self_assigned = SupportSelfAssignment { status, ..SupportSelfAssignment::default() };
        SupportCase { self_assigned, ..SupportCase::default() }
    }
}

open_enum! {
    /// Whether people of Okta's support may sign in to the org for a case.
    pub enum SupportImpersonationStatus {
        /// They may not.
        DISABLED = "DISABLED",
        /// They may.
        ENABLED = "ENABLED",
        /// Nobody asked for it.
        NOT_REQUESTED = "NOT_REQUESTED",
        /// They asked for it.
        REQUESTED = "REQUESTED",
    }
}

open_enum! {
    /// Whether people of Okta's support may take a case on themselves.
    pub enum SupportSelfAssignmentStatus {
        /// They may.
        APPROVED = "APPROVED",
        /// Nobody needs to allow it.
        NOT_REQUIRED = "NOT_REQUIRED",
        /// They asked for it.
        REQUESTED = "REQUESTED",
    }
}
