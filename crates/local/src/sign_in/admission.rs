//! Whether an app may have somebody who is signed in: what assignments, the sign-on policy of the app and the policies
//! of the authorization server say.

use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::event::{Outcome, Target};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::resource::policy::effect::Subject;
use crate::sign_in::app_policy::{self, Proof, Verdict};
use crate::sign_in::claims::SignIn;
use crate::sign_in::client::is_assigned;
use crate::sign_in::policy::{self, Asked, Lifetimes};
use crate::sign_in::server::Server;
use crate::sign_in::trail;

/// What somebody wants to open, and with what.
pub struct Wish<'a> {
    pub app: &'a Value,
    pub scopes: &'a [String],
    pub grant: &'a str,
    pub session: &'a Value,
    /// Whether the session was begun for this very wish.
    pub is_new: bool,
}

/// What is decided.
pub enum Admission {
    Admitted(Box<SignIn>, Lifetimes),
    NotAssigned,
    /// The sign-on policy of the app lets them not in.
    Denied,
    /// No rule of the authorization server fits.
    NoPolicy,
    /// One more factor of this user is needed. The password was typed at this time.
    NeedsFactor {
        user: Value,
        typed_at: Value,
    },
    /// The sign-in is too old.
    NeedsPassword,
}

/// When the password was typed, in seconds.
pub fn auth_time(session: &Value) -> i64 {
    let verified = session["lastPasswordVerification"].as_str().and_then(clock::parse);
    verified.map_or(0, |time| time.as_second())
}

/// Whether an app may have somebody: it is assigned, and its sign-on policy lets them in. `is_new` says whether the
/// session was begun for this very wish.
pub fn enter(
    context: &mut Context<'_>,
    app: &Value,
    session: &Value,
    is_new: bool,
) -> Result<Result<Value, Admission>, Problem> {
    let id = session["userId"].as_str().unwrap_or_default();
    let user = context.tx.get(kind::USER, id)?.unwrap_or_default();
    if user["status"] != status::ACTIVE || !is_assigned(context, app, &user)? {
        let targets = [Target::user(&user), Target::app(app)];
        let event = "app.generic.unauth_app_access_attempt";
        context.log_outcome(event, Outcome::failure("user_not_assigned"), &targets)?;
        return Ok(Err(Admission::NotAssigned));
    }
    let proof = Proof::of(session, auth_time(session), is_new);
    let evaluation = app_policy::evaluate(context, app, &user, &proof)?;
    let parts = [&evaluation.policy, &evaluation.rule];
    let (result, why) = match evaluation.verdict {
        Verdict::Allowed => {
            trail::evaluated(context, &user, app, parts, "ALLOW")?;
            return Ok(Ok(user));
        }
        Verdict::Denied => ("DENY", Admission::Denied),
        Verdict::NeedsFactor => {
            let typed_at = session["lastPasswordVerification"].clone();
            ("CHALLENGE", Admission::NeedsFactor { user: user.clone(), typed_at })
        }
        Verdict::NeedsPassword => ("CHALLENGE", Admission::NeedsPassword),
    };
    trail::evaluated(context, &user, app, parts, result)?;
    Ok(Err(why))
}

pub fn admit(context: &mut Context<'_>, server: &Server, wish: &Wish<'_>) -> Result<Admission, Problem> {
    let user = match enter(context, wish.app, wish.session, wish.is_new)? {
        Ok(user) => user,
        Err(why) => return Ok(why),
    };
    let subject = Subject::of(context, &user)?;
    let asked = Asked { app: wish.app, grant: wish.grant, scopes: wish.scopes, user: Some(&subject) };
    let Some(lifetimes) = policy::lifetimes(context, server, &asked)? else {
        let denied = policy::denied_scopes(context, server, &asked)?;
        if !denied.is_empty() {
            trail::scopes_denied(context, wish.app, &user, &denied)?;
        }
        return Ok(Admission::NoPolicy);
    };
    let sign_in = SignIn {
        app: wish.app.clone(),
        user,
        scopes: wish.scopes.to_vec(),
        auth_time: auth_time(wish.session),
        amr: wish.session["amr"].clone(),
        acr: None,
        nonce: None,
        session: wish.session["id"].as_str().map(public_id),
        bound_to: None,
    };
    Ok(Admission::Admitted(Box::new(sign_in), lifetimes))
}

/// The name of a session in tokens and in the log. Its id would open it.
fn public_id(id: &str) -> String {
    format!("idx{}", &crate::kernel::fingerprint::fingerprint(id)[..22])
}
