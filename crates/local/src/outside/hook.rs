//! Calling hooks: one thread an org, which makes one call after the other, so that they arrive in the order of
//! what they tell. Only this machine is called: a hook that a test copied from a real org reaches nobody.

use std::sync::mpsc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::kernel::queue::{Call, Work};
use crate::outside::loopback::connect;

/// Okta waits this long for a hook.
const PATIENCE: Duration = Duration::from_secs(3);
/// The most that is read of an answer.
const MAX_ANSWER: usize = 1 << 20;

/// Starts the thread that takes work from a queue; it ends with the org.
pub fn begin(work: mpsc::Receiver<Work>, mut stop: watch::Receiver<bool>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let take_all = move || {
        for one in work {
            let gone_on = runtime.block_on(async {
                tokio::select! {
                    () = perform(one) => true,
                    Ok(_) = stop.wait_for(|given_up| *given_up) => false,
                }
            });
            if !gone_on {
                return;
            }
        }
    };
    let thread = std::thread::Builder::new().name("hooks".into()).spawn(take_all);
    thread.map(drop).map_err(|error| error.to_string())
}

async fn perform(work: Work) {
    match work {
        Work::Ask(call, answer) => {
            let said = match attempt(&call).await {
                Ok((status, body)) if status.is_success() => Ok(body),
                Ok((status, _)) => Err(format!("{} answered {status}", call.uri)),
                Err(why) => Err(why),
            };
            // The asker may have gone.
            let _ = answer.send(said);
        }
        Work::Tell(call) => tell(&call).await,
    }
}

/// Okta tries once more where a hook does not answer, or fails; a 4xx is an answer.
async fn tell(call: &Call) {
    for _ in 0..2 {
        match attempt(call).await {
            Ok((status, _)) if status.is_success() || status.is_client_error() => return,
            Ok((status, _)) => tracing::warn!(uri = call.uri, %status, "a hook failed"),
            Err(why) => tracing::warn!(why, "a hook was not reached"),
        }
    }
}

async fn attempt(call: &Call) -> Result<(StatusCode, String), String> {
    let answered = timeout(PATIENCE, exchange(call)).await;
    answered.map_err(|_| format!("{} did not answer within {} seconds", call.uri, PATIENCE.as_secs()))?
}

async fn exchange(call: &Call) -> Result<(StatusCode, String), String> {
    let failed = |error: &dyn std::fmt::Display| format!("{} cannot be called: {error}", call.uri);
    let uri: Uri = call.uri.parse().map_err(|error| failed(&error))?;
    let stream = connect(&uri).await.map_err(|error| failed(&error))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| failed(&error))?;
    let task = tokio::spawn(connection);
    let request = request(call, &uri).map_err(|error| failed(&error))?;
    let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
    let status = response.status();
    let body = Limited::new(response.into_body(), MAX_ANSWER).collect().await;
    let body = body.map_err(|error| failed(&error))?.to_bytes();
    task.abort();
    Ok((status, String::from_utf8_lossy(&body).into_owned()))
}

fn request(call: &Call, uri: &Uri) -> Result<Request<Full<Bytes>>, http::Error> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let method = if call.body.is_some() { Method::POST } else { Method::GET };
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, uri.authority().map_or("localhost", |authority| authority.as_str()))
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, "Okta-Event-Hooks");
    if call.body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    for (name, value) in &call.headers {
        let name: HeaderName = name.parse()?;
        request = request.header(name, HeaderValue::from_str(value)?);
    }
    request.body(Full::new(call.body.clone().unwrap_or_default()))
}
