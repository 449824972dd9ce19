//! Security event tokens, by which a provider of yours tells Okta what happened to a user.

use oktars_catalog::op;

use crate::call::Call;
use crate::handle::handle;

handle! {
    /// The security events that providers tell an org; made by
    /// [`Okta::security_event_tokens`](crate::Okta::security_event_tokens). Okta's page is "SSF Security Event Tokens".
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> oktars::Result<()> {
    /// # let org = oktars_local::Org::in_memory();
    /// # let okta = oktars::Okta::over(org.service());
    /// let request = okta.security_event_tokens().publish("eyJ0eXAi.eyJpc3Mi.c2ln").request()?;
    /// assert_eq!(request.headers()["content-type"], "application/secevent+jwt");
    /// # Ok(()) }
    /// ```
    pub struct SecurityEventTokens;
    /// The security events that providers tell the org.
    okta.security_event_tokens()
}

impl SecurityEventTokens<'_> {
    /// Tells a security event, as a token that the provider signed: `POST /security/api/v1/security-events`.
    pub fn publish(self, token: impl AsRef<str>) -> Call<()> {
        let token = token.as_ref().as_bytes().to_vec();
        self.call(op::PUBLISH_SECURITY_EVENT_TOKENS, []).body_bytes("application/secevent+jwt", token).empty()
    }
}
