//! SMTP servers of your own, over which Okta sends its mails.

use oktars_catalog::op;
use serde::Serialize;

use crate::call::Call;
use crate::handle::handle;
use crate::model::{Secret, model, open_enum};

handle! {
    /// The SMTP servers of an org; made by [`Okta::email_servers`](crate::Okta::email_servers). Okta's page is
    /// "Custom Email Servers".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// use oktars::email_server::{EmailServer, TestEmail};
    ///
    /// let relay = EmailServer::basic("Relay", "smtp.example.gov", 587, "relay", "a password");
    /// let relay = okta.email_servers().create(&relay).await?;
    /// okta.email_servers().test(&relay.id, &TestEmail::new("okta@example.gov", "tim@example.gov")).await?;
    ///
    /// let mut change = EmailServer::default();
    /// change.enabled = Some(true);
    /// assert_eq!(okta.email_servers().update(&relay.id, &change).await?.enabled, Some(true));
    /// # Ok(()) }
    /// ```
    pub struct EmailServers;
    /// The SMTP servers of the org.
    okta.email_servers()
}

impl EmailServers<'_> {
    /// Reads all servers: `GET /api/v1/email-servers`.
    pub fn list(self) -> Call<EmailServerList> {
        self.call(op::LIST_EMAIL_SERVERS, []).json()
    }

    /// Creates a server: `POST /api/v1/email-servers`. Okta uses one at a time, the enabled one.
    pub fn create(self, server: &EmailServer) -> Call<EmailServer> {
        self.call(op::CREATE_EMAIL_SERVER, []).body(server).json()
    }

    /// Reads a server: `GET /api/v1/email-servers/{emailServerId}`.
    pub fn get(self, id: impl AsRef<str>) -> Call<EmailServer> {
        self.call(op::GET_EMAIL_SERVER, [id.as_ref()]).json()
    }

    /// Changes the members that are set, and no others: `PATCH /api/v1/email-servers/{emailServerId}`.
    pub fn update(self, id: impl AsRef<str>, server: &EmailServer) -> Call<EmailServer> {
        self.call(op::UPDATE_EMAIL_SERVER, [id.as_ref()]).body(server).json()
    }

    /// Deletes a server: `DELETE /api/v1/email-servers/{emailServerId}`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<()> {
        self.call(op::DELETE_EMAIL_SERVER, [id.as_ref()]).empty()
    }

    /// Sends a mail over a server, to see that it works: `POST /api/v1/email-servers/{emailServerId}/test`.
    pub fn test(self, id: impl AsRef<str>, mail: &TestEmail) -> Call<()> {
        self.call(op::TEST_EMAIL_SERVER, [id.as_ref()]).body(mail).empty()
    }
}

/// The mail that shows whether a server works.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TestEmail {
    from_address: String,
    to_address: String,
}

impl TestEmail {
    /// A mail from an address of yours to somebody who looks.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        TestEmail { from_address: from.into(), to_address: to.into() }
    }
}

model! {
    /// The servers as Okta lists them.
    pub struct EmailServerList {
        /// Each of them.
        email_servers: Vec<EmailServer> = "email-servers",
        ..extra
    }
}

model! {
    /// An SMTP server, read or to be made. Okta never shows its secrets.
    pub struct EmailServer {
        /// Its id.
        id: String = "id",
        /// Its name.
        alias: String = "alias",
        /// Whether Okta sends mails over it.
        enabled: Option<bool> = "enabled",
        /// Its address.
        host: String = "host",
        /// Its port, such as 587.
        port: Option<i64> = "port",
        /// How Okta signs in to it.
        auth_type: SmtpAuthType = "authType",
        /// The name with which Okta signs in.
        username: String = "username",
        /// The password, for [`SmtpAuthType::BASIC_SMTP_AUTH`].
        password: Option<Secret> = "password",
        /// The client with which Okta gets a token.
        client_id: Option<String> = "clientId",
        /// The secret of that client.
        client_secret: Option<Secret> = "clientSecret",
        /// Where Okta gets the token.
        token_endpoint: Option<String> = "tokenEndpoint",
        /// How the client proves who it is there: `CLIENT_SECRET_BASIC` or `CLIENT_SECRET_POST`.
        token_endpoint_auth_method: Option<String> = "tokenEndpointAuthMethod",
        /// The scopes of the token.
        scopes: Vec<String> = "scopes",
        /// Who says so in a signed assertion.
        issuer: Option<String> = "issuer",
        /// The subject of an assertion.
        subject: Option<String> = "subject",
        /// Whom an assertion is for.
        audience: Option<String> = "audience",
        /// The id of the key that signs assertions.
        key_id: Option<String> = "keyId",
        /// The key that signs assertions.
        private_key: Option<Secret> = "privateKey",
        /// How assertions are signed: `RS256`.
        signing_algorithm: Option<String> = "signingAlgorithm",
        ..extra
    }
}

impl EmailServer {
    /// A server where Okta signs in by name and password. Okta does not use it yet.
    pub fn basic(
        alias: impl Into<String>,
        host: impl Into<String>,
        port: u16,
        username: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        EmailServer {
            alias: alias.into(),
            enabled: Some(false),
            host: host.into(),
            port: Some(port.into()),
            auth_type: SmtpAuthType::BASIC_SMTP_AUTH,
            username: username.into(),
            password: Some(password.into()),
            ..EmailServer::default()
        }
    }
}

open_enum! {
    /// How Okta signs in to an SMTP server.
    pub enum SmtpAuthType {
        /// By name and password.
        BASIC_SMTP_AUTH,
        /// With a token that it gets as a client.
        OAUTH2_CLIENT_CREDENTIALS,
        /// With a token that it gets for a signed assertion.
        OAUTH2_JWT_BEARER_GRANT,
    }
}
