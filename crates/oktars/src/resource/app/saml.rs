//! How users sign in to an app by SAML.

use oktars_catalog::op;

use crate::call::Call;
use crate::model::{Map, model, open_enum};
use crate::resource::app::Apps;

/// The address that a SAML assertion names as its issuer unless another is chosen.
const DEFAULT_ISSUER: &str = "http://www.okta.com/${org.externalKey}";

impl Apps<'_> {
    /// The SAML metadata that the app's side is set up with, as XML, for one of the app's signing keys:
    /// `GET /api/v1/apps/{appId}/sso/saml/metadata?kid={kid}`. Okta's page is "Application SSO".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// # let saml = oktars::app::SignOnSettings::saml("https://pay.example.gov/acs", "https://pay.example.gov");
    /// # let app = okta.apps().create(&oktars::app::NewApp::saml("Payroll", saml)).await?;
    /// use oktars::app::ListAppKeys;
    ///
    /// let key = &okta.app_keys(&app.id).list(&ListAppKeys::new()).all().await?[0];
    /// let metadata = okta.apps().saml_metadata(&app.id, &key.kid).await?;
    /// assert!(metadata.contains("EntityDescriptor"));
    /// # Ok(()) }
    /// ```
    pub fn saml_metadata(self, id: impl AsRef<str>, kid: impl AsRef<str>) -> Call<String> {
        let call = self.call(op::PREVIEW_SAM_LMETADATA_FOR_APPLICATION, id).query("kid", kid.as_ref());
        let call = call.header("accept", "application/xml");
        call.read_as(|answer| Ok(String::from_utf8_lossy(answer.body()).into_owned()))
    }
}

model! {
    /// How users sign in to an app by SAML, or where its own sign-in form is.
    ///
    /// ```
    /// use oktars::app::{AttributeStatement, NewApp, SignOnSettings};
    ///
    /// let mut saml = SignOnSettings::saml("https://app.example.gov/saml/acs", "https://app.example.gov");
    /// saml.attribute_statements.push(AttributeStatement::expression("email", ["user.email"]));
    /// saml.attribute_statements.push(AttributeStatement::groups("groups", "STARTS_WITH", "app-"));
    /// let app = NewApp::saml("Payroll", saml);
    /// # let _ = app;
    /// ```
    pub struct SignOnSettings {
        /// Where the app's own sign-in form is.
        login_url: Option<String> = "loginUrl",
        /// Where that form leads, where it leads elsewhere.
        redirect_url: Option<String> = "redirectUrl",
        /// Where users come to when signing in begins at Okta.
        default_relay_state: Option<String> = "defaultRelayState",
        /// Where assertions are sent.
        sso_acs_url: Option<String> = "ssoAcsUrl",
        /// Whom assertions name as their issuer.
        idp_issuer: Option<String> = "idpIssuer",
        /// Whom assertions are for.
        audience: Option<String> = "audience",
        /// Where assertions may be presented.
        recipient: Option<String> = "recipient",
        /// Where assertions say they are sent.
        destination: Option<String> = "destination",
        /// What the user is called.
        subject_name_id_template: Option<String> = "subjectNameIdTemplate",
        /// The format of what the user is called.
        subject_name_id_format: NameIdFormat = "subjectNameIdFormat",
        /// Whether the whole response is signed.
        response_signed: Option<bool> = "responseSigned",
        /// Whether the assertion is signed.
        assertion_signed: Option<bool> = "assertionSigned",
        /// How it is signed: `RSA_SHA256` or `RSA_SHA1`.
        signature_algorithm: SamlSignatureAlgorithm = "signatureAlgorithm",
        /// The digest within the signature: `SHA256` or `SHA1`.
        digest_algorithm: SamlDigestAlgorithm = "digestAlgorithm",
        /// Whether the user is asked again where the app says so.
        honor_force_authn: Option<bool> = "honorForceAuthn",
        /// How the user must have been authenticated.
        authn_context_class_ref: AuthnContextClass = "authnContextClassRef",
        /// Who the app says it is.
        sp_issuer: Option<String> = "spIssuer",
        /// Whether requests come compressed.
        request_compressed: Option<bool> = "requestCompressed",
        /// What is said about the user.
        attribute_statements: Vec<AttributeStatement> = "attributeStatements",
        /// What is said about the user, of apps that Okta knows.
        configured_attribute_statements: Vec<AttributeStatement> = "configuredAttributeStatements",
        /// The inline hooks that are asked, by id.
        inline_hooks: Vec<Map> = "inlineHooks",
        /// Whether and how assertions are encrypted.
        assertion_encryption: Option<Map> = "assertionEncryption",
        /// For how many seconds an assertion holds.
        saml_assertion_lifetime_seconds: Option<i64> = "samlAssertionLifetimeSeconds",
        /// Whether assertions can be sent to more than one address.
        allow_multiple_acs_endpoints: Option<bool> = "allowMultipleAcsEndpoints",
        /// The further addresses.
        acs_endpoints: Vec<AcsEndpoint> = "acsEndpoints",
        /// Whether requests must be signed.
        saml_signed_request_enabled: Option<bool> = "samlSignedRequestEnabled",
        /// How users sign out.
        slo: Option<SingleLogout> = "slo",
        /// The app's certificate, in `x5c`.
        sp_certificate: Option<Map> = "spCertificate",
        /// Whether and how the app takes part when the user signs out elsewhere.
        participate_slo: Option<Map> = "participateSlo",
        /// Replaces the address of an app that Okta knows.
        sso_acs_url_override: Option<String> = "ssoAcsUrlOverride",
        /// Replaces the audience of an app that Okta knows.
        audience_override: Option<String> = "audienceOverride",
        /// Replaces the recipient of an app that Okta knows.
        recipient_override: Option<String> = "recipientOverride",
        /// Replaces the destination of an app that Okta knows.
        destination_override: Option<String> = "destinationOverride",
        ..extra
    }
}

model! {
    /// What an assertion says about a user.
    pub struct AttributeStatement {
        /// Whether its values are expressions or names of groups.
        kind: AttributeStatementType = "type",
        /// The name of the attribute.
        name: String = "name",
        /// How to read the name.
        namespace: AttributeNameFormat = "namespace",
        /// The expressions.
        values: Vec<String> = "values",
        /// How groups are chosen: `STARTS_WITH`, `EQUALS`, `CONTAINS` or `REGEX`.
        filter_type: AttributeFilterType = "filterType",
        /// Which groups are chosen.
        filter_value: Option<String> = "filterValue",
        ..extra
    }
}

open_enum! {
    /// Where an attribute of an assertion comes from.
    pub enum AttributeStatementType {
        /// From expressions over the user.
        EXPRESSION = "EXPRESSION",
        /// From the names of the user's groups.
        GROUP = "GROUP",
    }
}

model! {
    /// A further address that assertions can be sent to.
    pub struct AcsEndpoint {
        /// The address.
        url: String = "url",
        /// Its number, by which the app chooses it.
        index: Option<i64> = "index",
        ..extra
    }
}

model! {
    /// How users sign out of an app.
    pub struct SingleLogout {
        /// Whether the app can sign the user out of Okta.
        enabled: Option<bool> = "enabled",
        /// Who the app says it is.
        issuer: Option<String> = "issuer",
        /// Where the answer goes.
        logout_url: Option<String> = "logoutUrl",
        ..extra
    }
}

impl SignOnSettings {
    /// SAML 2.0 with everything that Okta asks for: responses and assertions signed with SHA-256, the user
    /// called by the name for the app.
    pub fn saml(acs_url: impl Into<String>, audience: impl Into<String>) -> Self {
        let acs_url = acs_url.into();
        let text = |value: &str| Some(value.to_owned());
        SignOnSettings {
            recipient: Some(acs_url.clone()),
            destination: Some(acs_url.clone()),
            sso_acs_url: Some(acs_url),
            audience: Some(audience.into()),
            idp_issuer: text(DEFAULT_ISSUER),
            subject_name_id_template: text("${user.userName}"),
            subject_name_id_format: NameIdFormat::UNSPECIFIED,
            response_signed: Some(true),
            assertion_signed: Some(true),
            signature_algorithm: SamlSignatureAlgorithm::RSA_SHA256,
            digest_algorithm: SamlDigestAlgorithm::SHA256,
            honor_force_authn: Some(true),
            authn_context_class_ref: AuthnContextClass::PASSWORD_PROTECTED_TRANSPORT,
            ..SignOnSettings::default()
        }
    }

    /// A sign-in form of the app's own.
    pub fn form(login_url: impl Into<String>) -> Self {
        SignOnSettings { login_url: Some(login_url.into()), ..SignOnSettings::default() }
    }
}

impl AttributeStatement {
    /// An attribute made by expressions, for example `user.email`.
    pub fn expression<V: Into<String>>(name: impl Into<String>, values: impl IntoIterator<Item = V>) -> Self {
        AttributeStatement {
            kind: AttributeStatementType::EXPRESSION,
            name: name.into(),
            namespace: AttributeNameFormat::UNSPECIFIED,
            values: values.into_iter().map(Into::into).collect(),
            ..AttributeStatement::default()
        }
    }

    /// An attribute that has the names of groups: those for which `filter_type` (`STARTS_WITH`, `EQUALS`,
    /// `CONTAINS` or `REGEX`) holds.
    pub fn groups(
        name: impl Into<String>,
        filter_type: impl Into<AttributeFilterType>,
        filter_value: impl Into<String>,
    ) -> Self {
        AttributeStatement {
            kind: AttributeStatementType::GROUP,
            name: name.into(),
            namespace: AttributeNameFormat::UNSPECIFIED,
            filter_type: filter_type.into(),
            filter_value: Some(filter_value.into()),
            ..AttributeStatement::default()
        }
    }
}

open_enum! {
    /// The format of the name of a user.
    pub enum NameIdFormat {
        EMAIL_ADDRESS = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
        UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        X509_SUBJECT_NAME = "urn:oasis:names:tc:SAML:1.1:nameid-format:x509SubjectName",
    }
}

open_enum! {
    /// An algorithm that assertions are signed with.
    pub enum SamlSignatureAlgorithm {
        RSA_SHA1,
        RSA_SHA256,
    }
}

open_enum! {
    /// A digest of what is signed.
    pub enum SamlDigestAlgorithm {
        SHA1,
        SHA256,
    }
}

open_enum! {
    /// How a user proved who they are.
    pub enum AuthnContextClass {
        WINDOWS = "urn:federation:authentication:windows",
        KERBEROS = "oasis:names:tc:SAML:2.0:ac:classes:Kerberos",
        PASSWORD = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
        PASSWORD_PROTECTED_TRANSPORT = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
        TLS_CLIENT = "urn:oasis:names:tc:SAML:2.0:ac:classes:TLSClient",
        UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified",
        X509 = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509",
    }
}

open_enum! {
    /// The format of the name of an attribute.
    pub enum AttributeNameFormat {
        BASIC = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic",
        URI = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
        UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified",
    }
}

open_enum! {
    /// How groups are chosen.
    pub enum AttributeFilterType {
        STARTS_WITH,
        EQUALS,
        CONTAINS,
        REGEX,
    }
}
