//! Name and password of a user become tokens, where no policy asks for more.

use serde_json::{Value, json};

use crate::kernel::context::Context;
use crate::kernel::status;
use crate::resource::authn;
use crate::resource::oauth::Answered;
use crate::sign_in::app_policy::{self, Verdict};
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::{field, is_assigned};
use crate::sign_in::code;
use crate::sign_in::issue::{self, Refresh, Source};
use crate::sign_in::refusal::{bad, missing, no_policy, words};
use crate::sign_in::server::{self, Server};

pub fn grant(
    context: &mut Context<'_>,
    server: &Server,
    app: &Value,
    form: &[(String, String)],
    bound_to: Option<String>,
) -> Answered<Value> {
    let (Some(name), Some(password)) = (field(form, "username"), field(form, "password")) else {
        let name = if field(form, "username").is_none() { "username" } else { "password" };
        return Ok(Err(missing(name)));
    };
    let asked = words(form, "scope");
    let scopes = match server::scopes_for(context, server, &asked)? {
        Ok(scopes) => scopes,
        Err(refused) => return Ok(Err(refused)),
    };
    let user = match authn::verify_password(context, name, password)? {
        Ok(user) => user,
        Err(_) => return Ok(Err(bad("invalid_grant", "The credentials provided were invalid."))),
    };
    if user["status"] == status::PASSWORD_EXPIRED {
        return Ok(Err(bad("invalid_grant", "Password has expired.")));
    }
    let with_more = match authn::asks_for_more(context, &user) {
        Ok(with_more) => with_more,
        // The sign-on policy lets nobody in.
        Err(problem) if problem.code == "E0000085" => {
            let text = "Resource owner password credentials authentication denied by sign on policy.";
            return Ok(Err(bad("invalid_grant", text)));
        }
        Err(problem) => return Err(problem),
    };
    if !is_assigned(context, app, &user)? {
        return Ok(Err(bad("access_denied", "User is not assigned to the client application.")));
    }
    let proof = app_policy::Proof {
        methods: vec!["pwd".to_owned()],
        password_at: context.now.as_second(),
        is_new: true,
    };
    let verdict = app_policy::evaluate(context, app, &user, &proof)?.verdict;
    if verdict == Verdict::Denied {
        let text = "Resource owner password credentials authentication denied by sign on policy.";
        return Ok(Err(bad("invalid_grant", text)));
    }
    if with_more || verdict != Verdict::Allowed {
        let text = "Resource owner password credentials cannot be used with MFA enabled.";
        return Ok(Err(bad("invalid_grant", text)));
    }
    let sign_in = SignIn {
        app: app.clone(),
        user,
        scopes,
        auth_time: context.now.as_second(),
        amr: json!(["pwd"]),
        acr: None,
        nonce: None,
        session: None,
        bound_to,
    };
    let Some(lifetimes) = code::lifetimes(context, server, &sign_in, "password")? else {
        return Ok(Err(no_policy()));
    };
    let grant = code::grant(context, server, &sign_in, &lifetimes)?;
    let source = Source {
        grant: &grant,
        grant_type: "password",
        refresh: Refresh::New(None),
        asked: &asked,
        with_id: true,
    };
    issue::tokens(context, server, &sign_in, &lifetimes, &source)
}
