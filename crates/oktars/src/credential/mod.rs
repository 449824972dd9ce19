//! With what a request shows who sends it.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};

use crate::client::Client;
use crate::error::{BoxError, Error, Result};
use crate::model::Secret;
use crate::transport::Failure;

/// What a client has to show.
pub(crate) enum Credential {
    /// Nothing: for the few operations that are public.
    None,
    /// The same header on every request.
    Fixed(HeaderValue),
}

/// What one request shows.
pub(crate) enum Access {
    None,
    Fixed(HeaderValue),
}

impl Credential {
    pub(crate) fn api_token(token: &Secret) -> Result<Self> {
        let token = token.expose().trim();
        if token.is_empty() || token.contains(['{', '}']) {
            return Err(Error::config(
                "the API token is empty or a placeholder: put your org's own token in",
            ));
        }
        let mut value = HeaderValue::try_from(format!("SSWS {token}"))
            .map_err(|_| Error::config("the API token holds characters that no token has"))?;
        value.set_sensitive(true);
        Ok(Credential::Fixed(value))
    }

    /// What the next attempt shows; a token is asked for first where there is none that is still good.
    pub(crate) async fn access(&self, _client: &Client) -> Result<Access> {
        Ok(match self {
            Credential::None => Access::None,
            Credential::Fixed(value) => Access::Fixed(value.clone()),
        })
    }

    /// Forgets what Okta has refused. Whether something else can be shown instead.
    pub(crate) fn discard(&self, _access: &Access) -> bool {
        false
    }
}

impl Access {
    /// Puts it on a request that is about to be sent.
    pub(crate) fn sign(&self, request: &mut Request<Bytes>) -> Result<(), BoxError> {
        match self {
            Access::None => {}
            Access::Fixed(value) => {
                request.headers_mut().insert(AUTHORIZATION, value.clone());
            }
        }
        Ok(())
    }

    /// Whether an attempt failed because Okta does not, or no longer, take this.
    pub(crate) fn is_refused_by(&self, _outcome: &Result<Response<Bytes>, Failure>) -> bool {
        false
    }
}
