//! One request on its way through the org: what was asked, who asks, and the transaction that answers.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use oktars_catalog::Operation;
use serde::Serialize;
use serde_json::Value;

use crate::kernel::clock;
use crate::kernel::id;
use crate::kernel::occasion::Occasion;
use crate::kernel::problem::Problem;
use crate::kernel::queue::Call;
use crate::kernel::state::State;
use crate::kernel::store::{StoreError, Tx};

/// Serves one operation.
pub type Handler = fn(&mut Context<'_>) -> Result<Reply, Problem>;

/// What a resource serves with code of its own.
pub type Handlers = &'static [(&'static Operation, Handler)];

/// Finds what a path goes through, which must be there, and gives its id: a login becomes an id.
pub type Parent = fn(&mut Context<'_>, &Step<'_>, String) -> Result<String, Problem>;

/// Does what follows from an occasion.
pub type Follow = fn(&mut Context<'_>, Occasion<'_>) -> Result<(), Problem>;

/// A place in a path of documents at which an id stands.
pub struct Step<'a> {
    /// The segment before the id.
    pub before: &'a str,
    /// The path up to there, with the names of its parameters.
    pub shape: &'a str,
    /// The path up to there, with the ids that stand for them.
    pub path: &'a str,
}

/// A request, taken apart.
pub struct Request {
    pub operation: &'static Operation,
    /// The path parameters, percent-decoded.
    pub params: Vec<(&'static str, String)>,
    /// The query, percent-decoded, in the caller's order.
    pub query: Vec<(String, String)>,
    /// The query as it came: some clients sign it.
    pub raw_query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// `scheme://host` as the caller sees it.
    pub base: String,
    /// The path with repeated slashes collapsed.
    pub path: String,
    pub request_id: String,
}

impl Request {
    /// A request that the org makes of itself, in the name of nobody.
    pub fn within(
        operation: &'static Operation,
        params: Vec<(&'static str, String)>,
        base: &str,
        path: String,
    ) -> Self {
        Request {
            operation,
            params,
            query: Vec::new(),
            raw_query: String::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            base: base.to_owned(),
            path,
            request_id: id::random(22),
        }
    }
}

/// Who makes the request.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The user who owns the token or the session; empty for a public operation.
    pub user_id: String,
    /// The id of the API token, where one was used.
    pub token_id: Option<String>,
    /// The client and the scopes of an access token, where one was used.
    pub client_id: Option<String>,
    pub scopes: Vec<String>,
    /// The id of the session, where a cookie was used.
    pub session_id: Option<String>,
}

impl Caller {
    /// Whether the request showed neither a token nor a session.
    pub fn is_nobody(&self) -> bool {
        self.user_id.is_empty() && self.client_id.is_none()
    }
}

pub struct Context<'a> {
    pub org: &'a State,
    pub tx: Tx,
    pub request: Request,
    pub caller: Caller,
    pub now: Timestamp,
    /// What this request leaves in the System Log.
    pub logged: Vec<Value>,
    /// What others outside are told once this request is certain.
    pub told: Vec<Call>,
    /// The apps for whose servers there is something to do once this request is certain.
    pub provisioned: Vec<String>,
    /// How the resources find what a path of documents goes through.
    pub parent: Parent,
    /// What the resources do when one of them changes.
    pub follow: Follow,
}

impl<'a> Context<'a> {
    /// A request that the org makes of itself, on its way in a transaction that may write.
    pub fn within(org: &'a State, request: Request, parent: Parent, follow: Follow) -> Result<Self, Problem> {
        Ok(Context {
            org,
            tx: org.store.write()?,
            request,
            caller: Caller::default(),
            now: org.clock.now(),
            logged: Vec::new(),
            told: Vec::new(),
            provisioned: Vec::new(),
            parent,
            follow,
        })
    }
}

impl Context<'_> {
    /// A path parameter; the catalogue guarantees that it is there.
    pub fn param(&self, name: &str) -> &str {
        let found = self.request.params.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| value.as_str())
            .unwrap_or_else(|| panic!("{} has no {{{name}}}", self.request.operation.id))
    }

    /// The first query parameter of this name, where it is not empty.
    pub fn query(&self, name: &str) -> Option<&str> {
        let found = self.request.query.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The words of a query parameter, which stand behind commas, or in several parameters of the name.
    pub fn words(&self, name: &str) -> Vec<String> {
        let all = self.request.query.iter().filter(|(known, _)| known == name);
        let words = all.flat_map(|(_, value)| value.split(','));
        words.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    }

    /// A query parameter that is `true` or `false`.
    pub fn flag(&self, name: &str, default: bool) -> bool {
        match self.query(name) {
            Some(value) => value.eq_ignore_ascii_case("true"),
            None => default,
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body as a JSON object; anything else is E0000003.
    pub fn object(&self) -> Result<Value, Problem> {
        match serde_json::from_slice::<Value>(&self.request.body) {
            Ok(value @ Value::Object(_)) => Ok(value),
            _ => Err(Problem::malformed_body()),
        }
    }

    /// The body as a JSON object, or an empty one where there is no body (or `null`).
    pub fn object_or_empty(&self) -> Result<Value, Problem> {
        let body = self.request.body.trim_ascii();
        if body.is_empty() || body == b"null" {
            return Ok(Value::Object(Default::default()));
        }
        self.object()
    }

    /// `scheme://host/api/v1` + path.
    pub fn url(&self, path: &str) -> String {
        format!("{}/api/v1{path}", self.request.base)
    }

    /// Now, as a resource's timestamp.
    pub fn now_text(&self) -> String {
        clock::seconds(self.now)
    }

    /// Does what must be written before a request goes on, even if the request itself only reads: it is certain at
    /// once then, and the request reads on from there.
    pub fn write_first<T>(
        &mut self,
        write: impl FnOnce(&mut Self) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        if self.tx.is_writable() {
            return write(self);
        }
        self.tx = self.org.store.write()?;
        let written = write(self)?;
        let tx = std::mem::replace(&mut self.tx, self.org.store.read()?);
        tx.commit()?;
        self.tx = self.org.store.read()?;
        Ok(written)
    }

    /// Asks somebody outside before anything is written. Meanwhile the store is free: who is asked may well call
    /// the org.
    pub fn ask(&mut self, call: Call) -> Result<Result<String, String>, Problem> {
        self.tx = self.org.store.read()?;
        let answered = self.org.queue.ask(call);
        self.tx = self.org.store.write()?;
        Ok(answered)
    }

    /// Makes certain what was written so far, and then asks somebody outside.
    pub fn ask_between(&mut self, call: Call) -> Result<Result<String, String>, Problem> {
        let tx = std::mem::replace(&mut self.tx, self.org.store.read()?);
        tx.commit()?;
        self.ask(call)
    }

    /// Makes certain what was written, and lets the others outside be told.
    pub fn commit(self) -> Result<(), StoreError> {
        self.tx.commit()?;
        self.told.into_iter().for_each(|call| self.org.queue.tell(call));
        self.provisioned.iter().for_each(|app| self.org.provisioning.wake(app));
        Ok(())
    }

    /// Has the other resources follow, in the same transaction.
    pub fn announce(&mut self, occasion: Occasion<'_>) -> Result<(), Problem> {
        (self.follow)(self, occasion)
    }

    pub fn new_id(&self, prefix: &str) -> String {
        self.org.ids.next(prefix)
    }
}

/// An answer.
pub struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
}

impl Reply {
    pub fn json(status: StatusCode, body: &impl Serialize) -> Self {
        Reply::bytes(status, serde_json::to_vec(body).expect("an answer can be written as JSON"))
    }

    pub fn ok(body: &impl Serialize) -> Self {
        Reply::json(StatusCode::OK, body)
    }

    pub fn created(body: &impl Serialize) -> Self {
        Reply::json(StatusCode::CREATED, body)
    }

    /// 200 with `{}`: how Okta's lifecycle operations say that it is done.
    pub fn empty_object() -> Self {
        Reply::bytes(StatusCode::OK, "{}")
    }

    pub fn no_content() -> Self {
        Reply { status: StatusCode::NO_CONTENT, headers: Vec::new(), body: Bytes::new() }
    }

    /// JSON that is already written.
    pub fn bytes(status: StatusCode, body: impl Into<Bytes>) -> Self {
        let json = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Reply { status, headers: vec![json], body: body.into() }
    }

    /// An error that still keeps what the handler wrote, such as a counted wrong password.
    pub fn problem(problem: &Problem) -> Self {
        let mut reply = Reply::json(problem.status, &problem.body());
        for (name, value) in &problem.headers {
            reply = reply.header(HeaderName::from_static(name), value);
        }
        reply
    }

    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }
}
