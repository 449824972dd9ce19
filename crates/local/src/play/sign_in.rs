//! `POST /_local/sign-in`: somebody signs in without a browser, through the same policies, and leaves the same log.

use bytes::Bytes;
use http::Response;
use oktars_catalog::op;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::kernel::context::{Context, Reply, Request};
use crate::kernel::problem::Problem;
use crate::play::stage::Stage;
use crate::play::{Refusal, answer, read, shortened};
use crate::resource::hook::event_hook;
use crate::resource::{reactions, registry};
use crate::sign_in::without_browser::{self, Asked};

/// What a test asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SignIn {
    /// An id or a login.
    user: String,
    /// A client id.
    client: String,
    #[serde(default = "usual_scopes")]
    scopes: Words,
    /// How the user proved who they are.
    #[serde(default)]
    amr: Option<Words>,
    /// The id of a custom server; `default` unless it is given. The empty text is the org's own server.
    #[serde(default = "usual_server")]
    server: String,
    redirect_uri: Option<String>,
    nonce: Option<String>,
    state: Option<String>,
    /// With a challenge, or where `code` is asked for, the answer is a code.
    code_challenge: Option<String>,
    #[serde(default)]
    response_type: ResponseType,
}

#[derive(Deserialize, Default, PartialEq)]
#[serde(rename_all = "lowercase")]
enum ResponseType {
    #[default]
    Tokens,
    Code,
}

/// A list of words, or one text with blanks between them.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    List(Vec<String>),
    Text(String),
}

impl Words {
    fn into_list(self) -> Vec<String> {
        match self {
            Words::List(list) => list,
            Words::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
        }
    }
}

fn usual_scopes() -> Words {
    Words::Text("openid profile email".to_owned())
}

fn usual_server() -> String {
    "default".to_owned()
}

pub fn handle(stage: &Stage, base: &str, body: &Bytes) -> Response<Bytes> {
    let asked = match read::<SignIn>(body) {
        Ok(asked) => asked,
        Err(Refusal(status, reason)) => return answer(status, &json!({ "error": shortened(reason) })),
    };
    let reply = sign_in(stage, base, asked).unwrap_or_else(|problem| Reply::problem(&problem));
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    answer(reply.status, &body)
}

fn sign_in(stage: &Stage, base: &str, asked: SignIn) -> Result<Reply, Problem> {
    let wants_code = asked.response_type == ResponseType::Code || asked.code_challenge.is_some();
    let asked = Asked {
        user: asked.user,
        client: asked.client,
        scopes: asked.scopes.into_list(),
        amr: asked.amr.map_or_else(|| vec!["pwd".to_owned()], Words::into_list),
        server: asked.server,
        redirect_uri: asked.redirect_uri,
        nonce: asked.nonce,
        state: asked.state,
        challenge: asked.code_challenge,
        wants_code,
    };
    let mut context = context(stage, base, &asked.server)?;
    let reply = without_browser::sign_in(&mut context, &asked)?;
    event_hook::tell(&mut context)?;
    context.commit()?;
    Ok(reply)
}

/// The request that a browser would have made.
pub fn context<'a>(stage: &'a Stage, base: &str, server: &str) -> Result<Context<'a>, Problem> {
    let (operation, params, path) = match server {
        "" => (&op::AUTHORIZE, Vec::new(), "/oauth2/v1/authorize".to_owned()),
        id => (
            &op::AUTHORIZE_AT_SERVER,
            vec![("authServerId", id.to_owned())],
            format!("/oauth2/{id}/v1/authorize"),
        ),
    };
    let request = Request::within(operation, params, base, path);
    Context::within(&stage.state, request, registry::parent, reactions::follow)
}
