//! The tokens of a sign-in: an access token, and what goes with it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::resource::oauth::{Answered, refused};
use crate::sign_in::claims::{self, SignIn};
use crate::sign_in::client::may_grant;
use crate::sign_in::code;
use crate::sign_in::device_secret;
use crate::sign_in::hook::{self, Drafts, Purpose};
use crate::sign_in::policy::Lifetimes;
use crate::sign_in::server::Server;
use crate::sign_in::trail::{self, About};

/// Which refresh token goes along.
pub enum Refresh {
    /// A new one, which ends at this time where an older one did.
    New(Option<Timestamp>),
    /// The one that was shown.
    Same(String),
}

/// What tokens come from.
pub struct Source<'a> {
    /// The id of the grant.
    pub grant: &'a str,
    pub grant_type: &'a str,
    pub refresh: Refresh,
    pub asked: &'a [String],
    /// Whether an ID token goes along.
    pub with_id: bool,
}

/// The tokens, in Okta's order.
pub fn tokens(
    context: &mut Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
    source: &Source<'_>,
) -> Answered<Value> {
    let drafts = match drafts(context, server, sign_in, lifetimes, source)? {
        Ok(drafts) => drafts,
        Err(refused) => return Ok(Err(refused)),
    };
    let hook = lifetimes.hook.as_deref();
    let purpose = Purpose::of(sign_in, source.grant_type);
    let drafts = match hook::change(context, hook, server, &purpose, drafts)? {
        Ok(drafts) => drafts,
        Err(refused) => return Ok(Err(refused)),
    };
    let about =
        About { grant: source.grant_type, redirect_uri: None, response_type: None, asked: source.asked };
    let expires_in = hook::lifetime(&drafts.access);
    let access = server.access_token_key(context)?.sign(None, &drafts.access);
    let mut answer = json!({
        "token_type": if sign_in.bound_to.is_some() { "DPoP" } else { "Bearer" },
        "expires_in": expires_in,
        "access_token": access,
        "scope": sign_in.scopes.join(" "),
    });
    trail::given(context, server, sign_in, "token.grant.access_token", &access, &about)?;
    if sign_in.has_scope("offline_access") && may_grant(&sign_in.app, "refresh_token") {
        let token = match &source.refresh {
            Refresh::New(ends) => code::refresh_token(context, source.grant, lifetimes, *ends)?,
            Refresh::Same(token) => token.clone(),
        };
        trail::given(context, server, sign_in, "token.grant.refresh_token", &token, &about)?;
        answer["refresh_token"] = json!(token);
    }
    if let Some(claims) = drafts.id {
        let claims = claims::hashed(claims, Some(&access));
        let token = server.id_token_key(context)?.sign(None, &claims);
        trail::given(context, server, sign_in, "token.grant.id_token", &token, &about)?;
        answer["id_token"] = json!(token);
    }
    if source.grant_type == "authorization_code" && sign_in.has_scope("device_sso") {
        let secret = device_secret::issue(context, server, sign_in)?;
        trail::given(context, server, sign_in, "token.grant.device_secret", &secret, &about)?;
        answer["device_secret"] = json!(secret);
    }
    Ok(Ok(answer))
}

fn drafts(
    context: &mut Context<'_>,
    server: &Server,
    sign_in: &SignIn,
    lifetimes: &Lifetimes,
    source: &Source<'_>,
) -> Answered<Drafts> {
    let too_many = || Ok(Err(refused(400, "server_error", claims::TOO_MANY)));
    let Ok(access) = claims::access_token(context, server, sign_in, lifetimes, Some(source.grant))? else {
        return too_many();
    };
    if !source.with_id || !sign_in.has_scope("openid") {
        return Ok(Ok(Drafts { access, id: None }));
    }
    match claims::id_token(context, server, sign_in, true, None)? {
        Ok(id) => Ok(Ok(Drafts { access, id: Some(id) })),
        Err(_) => too_many(),
    }
}
