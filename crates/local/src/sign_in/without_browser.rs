//! Signing in without a browser, for tests: the same checks, the same policies and the same log as on the pages. What
//! the pages would ask for is what the caller says was proven.

use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply};
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::jose::digest;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::status_of;
use crate::resource::authn;
use crate::resource::oauth::{Refused, active_client, refused};
use crate::resource::session;
use crate::sign_in::admission::{self, Admission, Wish};
use crate::sign_in::authorize::issue_code;
use crate::sign_in::request;
use crate::sign_in::server::Server;
use crate::sign_in::token;
use crate::sign_in::trail::{self, About};

/// What a test asks for.
pub struct Asked {
    pub user: String,
    pub client: String,
    pub scopes: Vec<String>,
    /// How the user proved who they are, in Okta's words.
    pub amr: Vec<String>,
    pub server: String,
    pub redirect_uri: Option<String>,
    pub nonce: Option<String>,
    pub state: Option<String>,
    pub challenge: Option<String>,
    pub wants_code: bool,
}

const NEEDS_MORE: &str =
    "The client specified not to prompt, but the client app requires re-authentication or MFA.";
const METHODS: [&str; 17] = [
    "pwd",
    "mfa",
    "otp",
    "kba",
    "sms",
    "tel",
    "swk",
    "hwk",
    "user",
    "phr",
    "phrh",
    "mca",
    "pop",
    "fed",
    "geo",
    "okta_verify",
    "email",
];

pub fn sign_in(context: &mut Context<'_>, asked: &Asked) -> Result<Reply, Problem> {
    let server = Server::of_path(context)?;
    if let Some(unknown) = asked.amr.iter().find(|method| !METHODS.contains(&method.as_str())) {
        let cause = format!("amr: {unknown} is not one of {}", METHODS.join(", "));
        return Err(Problem::validation("amr", cause));
    }
    let verifier = id::random(43);
    let form = form(context, asked, &verifier)?;
    let request = match request::check(context, &server, &form)? {
        Ok(request) => request,
        Err(refusal) => return told(context, &server, None, refusal.told()),
    };
    let user = match authn::vouched(context, &asked.user)? {
        Ok(user) => user,
        Err(problem) => return Ok(Reply::problem(&problem)),
    };
    if let Err(refused) = enough(context, &user, &asked.amr)? {
        return told(context, &server, Some(&request.app), refused);
    }
    context.log("user.session.start", &[Target::user(&user)])?;
    let session = session::open(context, &user, &proven(context, asked))?;
    let wish = Wish {
        app: &request.app,
        scopes: &request.scopes,
        grant: "authorization_code",
        session: &session,
        is_new: true,
    };
    let mut sign_in = match admission::admit(context, &server, &wish)? {
        Admission::Admitted(sign_in, _) => *sign_in,
        other => return told(context, &server, Some(&request.app), turned_away(&other)),
    };
    sign_in.nonce = request.nonce.clone();
    let code = issue_code(context, &server, &request, &sign_in)?;
    trail::opened(context, &sign_in)?;
    if asked.wants_code {
        return Ok(Reply::ok(&json!({
            "code": code,
            "state": request.state,
            "redirect_uri": request.redirect_uri,
            "code_verifier": asked.challenge.is_none().then_some(verifier),
        })));
    }
    let exchange = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", request.redirect_uri.as_str()),
        ("code_verifier", verifier.as_str()),
    ];
    let exchange: Vec<(String, String)> =
        exchange.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    match token::of_client(context, &server, &request.app, &exchange, None)? {
        Ok(tokens) => Ok(Reply::ok(&tokens)),
        Err(refused) => told(context, &server, Some(&request.app), refused),
    }
}

/// The request that a client would have made.
fn form(context: &Context<'_>, asked: &Asked, verifier: &str) -> Result<Vec<(String, String)>, Problem> {
    let app = active_client(&context.tx, &asked.client)?.unwrap_or_default();
    let first = app["settings"]["oauthClient"]["redirect_uris"][0].as_str().unwrap_or_default();
    let challenge = asked.challenge.clone().unwrap_or_else(|| digest(verifier));
    let state = asked.state.clone().unwrap_or_else(|| id::random(20));
    let pairs = [
        ("client_id", asked.client.clone()),
        ("redirect_uri", asked.redirect_uri.clone().unwrap_or_else(|| first.to_owned())),
        ("response_type", "code".to_owned()),
        ("scope", asked.scopes.join(" ")),
        ("state", state),
        ("nonce", asked.nonce.clone().unwrap_or_default()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256".to_owned()),
    ];
    Ok(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// Whether what was proven is enough for the org itself.
fn enough(context: &mut Context<'_>, user: &Value, amr: &[String]) -> Result<Result<(), Refused>, Problem> {
    if status_of(user) == status::PASSWORD_EXPIRED {
        return Ok(Err(refused(400, "access_denied", "The user's password is expired.")));
    }
    let has_second = amr.iter().filter(|method| *method != "mfa").count() > 1;
    let needs_second = authn::is_required(context, user)? && !has_second;
    if needs_second || authn::lacks_required(context, user)? {
        return Ok(Err(refused(400, "login_required", NEEDS_MORE)));
    }
    Ok(Ok(()))
}

fn proven(context: &Context<'_>, asked: &Asked) -> Value {
    let mut amr = asked.amr.clone();
    let has_second = amr.iter().filter(|method| *method != "mfa").count() > 1;
    if has_second && !amr.iter().any(|method| method == "mfa") {
        amr.push("mfa".to_owned());
    }
    let verified = if has_second { json!(context.now_text()) } else { Value::Null };
    json!({ "amr": amr, "factorVerified": verified })
}

fn turned_away(why: &Admission) -> Refused {
    match why {
        Admission::NeedsFactor { .. } | Admission::NeedsPassword => {
            refused(400, "login_required", NEEDS_MORE)
        }
        Admission::NoPolicy => {
            let text = "Policy evaluation failed for this request, please check the policy configurations.";
            refused(400, "access_denied", text)
        }
        Admission::Denied => {
            refused(400, "access_denied", "The resource owner or authorization server denied the request.")
        }
        _ => refused(400, "access_denied", "User is not assigned to the client application."),
    }
}

/// A refusal, which the log has as well.
fn told(
    context: &mut Context<'_>,
    server: &Server,
    app: Option<&Value>,
    refused: Refused,
) -> Result<Reply, Problem> {
    let about =
        About { grant: "authorization_code", redirect_uri: None, response_type: Some("code"), asked: &[] };
    let event = server.event("authorize");
    trail::refused(context, &event, app, refused.error, &refused.description, &about)?;
    Ok(refused.reply())
}
