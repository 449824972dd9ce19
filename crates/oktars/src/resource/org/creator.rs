//! Child orgs, which an org makes.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{LifecycleStatus, Map, Secret, Timestamp, open_enum, parts};
use crate::resource::org::OrgSettings;

impl OrgSettings<'_> {
    /// Makes a child org with the features of this one: `POST /api/v1/orgs`. Okta's page is "Org Creator API". The
    /// answer alone has the token of the new org's administrator.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::org::{ChildOrg, ChildOrgAdmin};
    ///
    /// let admin = ChildOrgAdmin::new("Tim", "McGee", "tim@example.gov").password("superPass1");
    /// let new = ChildOrg::new("Partners", "partners", admin);
    /// let request = okta.org_settings().create_child(&new).request()?;
    /// assert_eq!(request.uri().path(), "/api/v1/orgs");
    /// # Ok(()) }
    /// ```
    pub fn create_child(self, child: &ChildOrg) -> Call<ChildOrg> {
        self.call(op::CREATE_CHILD_ORG, []).body(child).json()
    }
}

parts! {
    /// A child org, made or to be made.
    pub struct ChildOrg {
        /// Its id.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// The first part of its address.
        subdomain: String = "subdomain",
        /// Its edition: `SKU`.
        edition: OrgEdition = "edition",
        /// Its website.
        website: Option<String> = "website",
        /// Who administers it first.
        admin: ChildOrgAdmin = "admin",
        /// Whether it works.
        status: LifecycleStatus = "status",
        /// Its settings.
        settings: Map = "settings",
        /// The API token of its administrator. Only the answer that makes the org has it.
        token: Option<Secret> = "token",
        /// How the token is sent: `SSWS`.
        token_type: Option<String> = "tokenType",
        /// When it was made.
        created: Option<Timestamp> = "created",
        /// When it changed last.
        last_updated: Option<Timestamp> = "lastUpdated",
        /// Links.
        links: Map = "_links",
    }

    /// Who administers a child org first.
    pub struct ChildOrgAdmin {
        /// Who they are.
        profile: ChildOrgAdminProfile = "profile",
        /// How they sign in.
        credentials: ChildOrgAdminCredentials = "credentials",
    }

    /// Who an administrator is.
    pub struct ChildOrgAdminProfile {
        /// The first name.
        first_name: String = "firstName",
        /// The last name.
        last_name: String = "lastName",
        /// The mail address.
        email: String = "email",
        /// The name with which they sign in.
        login: String = "login",
    }

    /// How an administrator signs in.
    pub struct ChildOrgAdminCredentials {
        /// The password.
        password: ChildOrgAdminPassword = "password",
        /// The question that is asked when the password is lost.
        recovery_question: ChildOrgAdminQuestion = "recovery_question",
    }

    /// The password of an administrator.
    pub struct ChildOrgAdminPassword {
        /// The password itself.
        value: Option<Secret> = "value",
    }

    /// The question that is asked when a password is lost.
    pub struct ChildOrgAdminQuestion {
        /// The question.
        question: Option<String> = "question",
        /// The answer.
        answer: Option<Secret> = "answer",
    }
}

impl ChildOrg {
    /// An org with a name, at the address that a subdomain says.
    pub fn new(name: impl Into<String>, subdomain: impl Into<String>, admin: ChildOrgAdmin) -> Self {
        ChildOrg {
            name: name.into(),
            subdomain: subdomain.into(),
            edition: OrgEdition::SKU,
            admin,
            ..ChildOrg::default()
        }
    }
}

impl ChildOrgAdmin {
    /// An administrator who signs in with a mail address.
    pub fn new(
        first_name: impl Into<String>,
        last_name: impl Into<String>,
        email: impl Into<String>,
    ) -> Self {
        let email = email.into();
        let profile = ChildOrgAdminProfile {
            first_name: first_name.into(),
            last_name: last_name.into(),
            login: email.clone(),
            email,
            ..ChildOrgAdminProfile::default()
        };
        ChildOrgAdmin { profile, ..ChildOrgAdmin::default() }
    }

    /// Signs in with this password.
    #[must_use]
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.credentials.password.value = Some(password.into());
        self
    }

    /// Is asked this question when the password is lost.
    #[must_use]
    pub fn recovery_question(mut self, question: impl Into<String>, answer: impl Into<Secret>) -> Self {
        let recovery = &mut self.credentials.recovery_question;
        (recovery.question, recovery.answer) = (Some(question.into()), Some(answer.into()));
        self
    }
}

open_enum! {
    /// The edition of an org.
    pub enum OrgEdition {
        /// What its contract says.
        SKU = "SKU",
    }
}
