//! Requests to the server of an app, as Okta's client makes them: its headers, its patience, and what it makes of
//! answers. Each exchange is kept for people to look at.

use std::sync::Weak;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::rt::TokioIo;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use crate::kernel::bounds::json::VALUES_OF_DOCUMENTS;
use crate::kernel::clock;
use crate::kernel::json;
use crate::kernel::provisioning::{Exchange, Host, Instead, Server, Trouble};
use crate::kernel::secrets;
use crate::outside::loopback::connect;

/// Okta waits this long for a server.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most that is read of an answer.
const MAX_ANSWER: usize = 10 << 20;
/// How often a request is sent that is answered 429, and how long Okta waits where the server does not say.
const MAX_TRIES: u32 = 10;
const FIRST_PAUSE: i64 = 300;
/// The longest that a server may have the org wait, in seconds: a day.
const MAX_PAUSE: i64 = 86_400;
/// How often a pause looks at the org's clock, which a test may move.
const LOOK: Duration = Duration::from_millis(20);
/// The longest text of a server that is repeated, in characters.
const MAX_DETAIL: usize = 500;
/// How many headers of a message are shown, and how much of each, in characters.
const MAX_HEADERS: usize = 50;
const MAX_HEADER: usize = 500;
const NOT_SHOWN: &str = "(not shown)";

/// How a value stands in a query, and an id in a path.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// A server of users and groups.
pub struct Client {
    host: Weak<dyn Host>,
    app: String,
    base_url: String,
    authorization: Option<String>,
    /// It takes PATCH.
    pub patches: bool,
    patience: Duration,
}

/// Why something was not done.
#[derive(Debug, Clone)]
pub struct Failure {
    /// The status that the server answered, where it did.
    pub status: Option<u16>,
    pub reason: String,
}

impl Failure {
    pub fn because(reason: impl Into<String>) -> Self {
        Failure { status: None, reason: reason.into() }
    }

    /// Says at which step.
    pub fn at(self, step: &str) -> Self {
        Failure { reason: format!("{step}: {}", self.reason), ..self }
    }
}

/// An answer, read to its end.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

/// A page of a list.
pub struct Page {
    pub total: u64,
    pub items: Vec<Value>,
}

/// Reads a page. Okta takes no number that is written as a text.
pub fn page(listed: &Value) -> Result<Page, Failure> {
    let Some(total) = listed["totalResults"].as_u64() else {
        return Err(Failure::because("the list has no integer totalResults"));
    };
    match &listed["Resources"] {
        Value::Array(items) => Ok(Page { total, items: items.clone() }),
        Value::Null if total == 0 && listed.get("Resources").is_none() => {
            Ok(Page { total, items: Vec::new() })
        }
        _ => Err(Failure::because("the list has no array Resources")),
    }
}

/// The id of a user or a group, as the server tells it.
pub fn id_of(resource: &Value) -> Option<&str> {
    resource["id"].as_str().filter(|id| !id.is_empty())
}

impl Client {
    pub fn new(host: Weak<dyn Host>, app: &str, server: &Server) -> Self {
        let text = |name: &str| server[name].as_str().map(str::to_owned);
        Client {
            host,
            app: app.to_owned(),
            base_url: text("baseUrl").unwrap_or_default(),
            authorization: text("authorization"),
            patches: server["patch"] == true,
            patience: server["timeoutMs"].as_u64().map_or(PATIENCE, Duration::from_millis),
        }
    }

    pub async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send(Method::GET, path, None).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let answer = self.patiently(&method, path, body).await?;
        let read = self.read(&answer.body);
        if answer.status.is_success() {
            return read.map_err(|why| self.failure(answer.status, &why));
        }
        let said = match read {
            Ok(error) => detail(&error),
            Err(why) => why,
        };
        Err(self.failure(answer.status, &said))
    }

    /// The first resource whose attribute has this value. A 404 also says that there is none.
    pub async fn find(&self, kind: &str, attribute: &str, value: &str) -> Result<Option<Value>, Failure> {
        let filter = format!("{attribute} eq {}", Value::String(value.to_owned()));
        let path = format!("/{kind}?filter={}&startIndex=1&count=100", encoded(&filter));
        let listed = match self.get(&path).await {
            Err(Failure { status: Some(404), .. }) => return Ok(None),
            listed => listed?,
        };
        let found = page(&listed)?.items.into_iter().next();
        match found {
            Some(found) if id_of(&found).is_none() => Err(Failure::because("what was found has no id")),
            found => Ok(found),
        }
    }

    /// Waits and sends again where the server has too much to do.
    async fn patiently(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Answer, Failure> {
        let mut pause = FIRST_PAUSE;
        for tried in 1.. {
            let answer = self.once(method, path, body).await.map_err(Failure::because)?;
            if answer.status != StatusCode::TOO_MANY_REQUESTS || tried == MAX_TRIES {
                return Ok(answer);
            }
            let asked = answer.headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
            let asked = asked.and_then(|text| text.trim().parse::<i64>().ok()).filter(|asked| *asked >= 0);
            self.wait(asked.unwrap_or(pause).min(MAX_PAUSE)).await?;
            if asked.is_none() {
                pause = (pause * 2).min(MAX_PAUSE);
            }
        }
        unreachable!("the last try returns")
    }

    /// Waits on the org's clock.
    async fn wait(&self, seconds: i64) -> Result<(), Failure> {
        let now = |client: &Client| client.host.upgrade().map(|host| host.state().clock.now());
        let gone = || Failure::because("the org has ended");
        let begun = now(self).ok_or_else(gone)?;
        let due = begun.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
        while now(self).ok_or_else(gone)? < due {
            sleep(LOOK).await;
        }
        Ok(())
    }

    async fn once(&self, method: &Method, path: &str, body: Option<&Value>) -> Result<Answer, String> {
        let (host, url) = (self.host.upgrade(), format!("{}{path}", self.base_url));
        let Some(host) = host else { return Err("the org has ended".to_owned()) };
        let sent = clock::millis(host.state().clock.now());
        let plain_path = path.split('?').next().unwrap_or_default();
        let trouble = host.trouble(method, &format!("/_local/scim/{}{plain_path}", self.app));
        // The org may end while its server takes its time.
        drop(host);
        let password = body.and_then(password_in).map(str::to_owned);
        let (begun, body) =
            (Instant::now(), body.map(|body| Bytes::from(body.to_string())).unwrap_or_default());
        let headers = self.headers(!body.is_empty()).map_err(|error| error.to_string())?;
        let asked = Asked { method, url: &url, headers: &headers, body: &body, password };
        let answered = timeout(self.patience, asked.play(trouble)).await;
        let answered = answered.unwrap_or_else(|_| {
            Err(format!("the server did not answer within {} ms", self.patience.as_millis()))
        });
        let answered = answered.map_err(|why| self.hidden(&why));
        if let Some(host) = self.host.upgrade() {
            let exchange = self.exchange(&asked, &answered, sent, begun.elapsed());
            host.state().provisioning.exchanges.keep(exchange);
        }
        answered
    }

    fn headers(&self, has_body: bool) -> Result<HeaderMap, http::Error> {
        let mut headers = HeaderMap::new();
        let mut set = |name: HeaderName, value: &str| -> Result<(), http::Error> {
            headers.insert(name, HeaderValue::from_str(value)?);
            Ok(())
        };
        set(header::USER_AGENT, "Okta SCIM Client 1.0.0")?;
        set(header::ACCEPT, "application/scim+json")?;
        set(header::ACCEPT_CHARSET, "utf-8")?;
        if has_body {
            set(header::CONTENT_TYPE, "application/scim+json; charset=utf-8")?;
        }
        if let Some(authorization) = &self.authorization {
            set(header::AUTHORIZATION, authorization)?;
        }
        set(header::CONNECTION, "Keep-Alive")?;
        Ok(headers)
    }

    fn exchange(
        &self,
        asked: &Asked<'_>,
        answered: &Result<Answer, String>,
        sent: String,
        took: Duration,
    ) -> Exchange {
        let answer = answered.as_ref().ok();
        let password = asked.password.as_deref();
        let body = |headers: &HeaderMap, body: &Bytes| self.hidden_in(secrets::json(headers, body), password);
        Exchange {
            number: 0,
            app: self.app.clone(),
            sent,
            method: asked.method.to_string(),
            url: asked.url.to_owned(),
            request_headers: self.shown(asked.headers),
            request_body: body(asked.headers, asked.body),
            status: answer.map(|answer| answer.status.as_u16()),
            response_headers: answer.map(|answer| self.shown(&answer.headers)).unwrap_or_default(),
            response_body: answer.map(|answer| body(&answer.headers, &answer.body)).unwrap_or_default(),
            error: answered.as_ref().err().cloned(),
            millis: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }

    fn shown(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let scheme = text.split(' ').next().filter(|scheme| matches!(*scheme, "Bearer" | "Basic"));
            let value = match (name == header::AUTHORIZATION, scheme) {
                (true, Some(scheme)) => format!("{scheme} {NOT_SHOWN}"),
                (true, None) => NOT_SHOWN.to_owned(),
                (false, _) => self.hidden(&secrets::header(name.as_str(), &text)),
            };
            (name.to_string(), value.chars().take(MAX_HEADER).collect())
        };
        headers.iter().take(MAX_HEADERS).map(shown).collect()
    }

    /// A server may repeat the token that it was sent.
    fn hidden(&self, text: &str) -> String {
        let token = self.authorization.as_deref().and_then(|whole| whole.split(' ').next_back());
        match token.filter(|token| token.len() > 3) {
            Some(token) => text.replace(token, NOT_SHOWN),
            None => text.to_owned(),
        }
    }

    fn hidden_in(&self, body: Value, password: Option<&str>) -> Value {
        let text = body.to_string();
        let hidden = self.hidden(&text);
        let hidden = password.map_or_else(|| hidden.clone(), |password| hidden.replace(password, NOT_SHOWN));
        if hidden == text { body } else { serde_json::from_str(&hidden).unwrap_or(Value::String(hidden)) }
    }

    /// The body as JSON; nothing if there is none.
    fn read(&self, body: &Bytes) -> Result<Value, String> {
        if body.trim_ascii().is_empty() {
            return Ok(Value::Null);
        }
        if !json::fits(body, VALUES_OF_DOCUMENTS) {
            return Err("the answer has too many values".to_owned());
        }
        serde_json::from_slice(body).map_err(|error| format!("Invalid JSON: {error}"))
    }

    fn failure(&self, status: StatusCode, said: &str) -> Failure {
        let phrase = status.canonical_reason().unwrap_or("Unknown status");
        let said: String = self.hidden(said).chars().take(MAX_DETAIL).collect();
        let reason = match said.is_empty() {
            true => phrase.to_owned(),
            false => format!("{phrase}. Errors reported by remote server: {said}"),
        };
        Failure { status: Some(status.as_u16()), reason }
    }
}

/// The password that a request brings: in a user, or in a change of one.
fn password_in(body: &Value) -> Option<&str> {
    let changed = body.pointer("/Operations/0/value/password");
    body["password"].as_str().or(changed.and_then(Value::as_str)).filter(|password| !password.is_empty())
}

/// What a server says of an error, in the forms of both versions.
fn detail(error: &Value) -> String {
    let old = error.pointer("/Errors/0/description");
    error["detail"].as_str().or(old.and_then(Value::as_str)).unwrap_or_default().to_owned()
}

/// A request on its way.
struct Asked<'a> {
    method: &'a Method,
    url: &'a str,
    headers: &'a HeaderMap,
    body: &'a Bytes,
    /// A password in the body, which the server may repeat.
    password: Option<String>,
}

impl Asked<'_> {
    /// Sends it, unless a test wants something else to happen.
    async fn play(&self, trouble: Option<Trouble>) -> Result<Answer, String> {
        let Some(Trouble { delay, instead }) = trouble else { return self.exchange().await };
        sleep(delay).await;
        match instead {
            Instead::Nothing => self.exchange().await,
            Instead::Answer(status, headers, body) => Ok(Answer { status, headers, body }),
            Instead::NoRequest => Err("the connection broke".to_owned()),
            Instead::NoAnswer => {
                self.exchange().await?;
                Err("the connection broke before the answer".to_owned())
            }
        }
    }

    async fn exchange(&self) -> Result<Answer, String> {
        let failed = |error: &dyn std::fmt::Display| format!("the server cannot be asked: {error}");
        let uri: Uri = self.url.parse().map_err(|error| failed(&error))?;
        let stream = connect(&uri).await.map_err(|error| failed(&error))?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .map_err(|error| failed(&error))?;
        let task = Ends(tokio::spawn(connection));
        let request = self.request(&uri).map_err(|error| failed(&error))?;
        let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, MAX_ANSWER).collect().await.map_err(|error| failed(&error))?;
        drop(task);
        Ok(Answer { status: parts.status, headers: parts.headers, body: body.to_bytes() })
    }

    fn request(&self, uri: &Uri) -> Result<Request<Full<Bytes>>, http::Error> {
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let host = uri.authority().map_or("localhost", |authority| authority.as_str());
        let request = Request::builder().method(self.method).uri(path).header(header::HOST, host);
        let mut request = request.body(Full::new(self.body.clone()))?;
        request.headers_mut().extend(self.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        Ok(request)
    }
}

/// A connection that is closed whatever happens to the request.
struct Ends<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for Ends<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
