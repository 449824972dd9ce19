//! A request in the making, whatever its answer will be read as.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use oktars_catalog::{Operation, Paging, secret};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::engine::{Client, Engine, Policy};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::send::Outgoing;

/// All but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(crate) struct Draft {
    engine: Engine,
    /// The operation id, or method and path where the call was made by path.
    name: Cow<'static, str>,
    paging: Paging,
    method: Method,
    target: Target,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    pub policy: Policy,
    /// Whether Okta's answer "no such thing" counts as a result, not as an error.
    pub may_be_missing: bool,
    mistake: Option<Error>,
}

/// Where a call goes.
enum Target {
    /// A path of the catalogue, with the values for its braces.
    Template { operation: Operation, values: Vec<(String, String)> },
    /// A path that is encoded already, and perhaps a query.
    Encoded(String),
}

impl Draft {
    pub(crate) fn operation(engine: Engine, operation: Operation) -> Self {
        let method = method(&operation);
        let target = Target::Template { operation, values: Vec::new() };
        Draft::new(engine, operation.id.into(), operation.paging, method, target)
    }

    /// A call of a path below the org, or of an address of the org.
    pub(crate) fn address(engine: Engine, method: Method, address: &str) -> Self {
        let absolute = address.starts_with('/') || address.contains("://");
        let address = if absolute { address.to_owned() } else { format!("/api/v1/{address}") };
        let local = engine.client.org.local_part(&address);
        let (path, mistake) = match local {
            Ok(path) => (path, None),
            Err(error) => (String::from("/"), Some(error)),
        };
        let name = format!("{method} {}", secret::address(path.split('?').next().unwrap_or_default()));
        let mut draft = Draft::new(engine, name.into(), Paging::Whole, method, Target::Encoded(path));
        draft.mistake = mistake;
        draft
    }

    /// A call that continues a listing where it stopped.
    pub(crate) fn resumed(engine: Engine, operation: Option<&Operation>, local: &str) -> Self {
        let mut draft = Draft::address(engine, Method::GET, local);
        if let Some(operation) = operation {
            draft.name = operation.id.into();
            draft.paging = operation.paging;
        }
        draft
    }

    fn new(engine: Engine, name: Cow<'static, str>, paging: Paging, method: Method, target: Target) -> Self {
        Draft {
            policy: engine.policy,
            engine,
            name,
            paging,
            method,
            target,
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            may_be_missing: false,
            mistake: None,
        }
    }

    /// Gives the value of a path parameter.
    pub(crate) fn path(&mut self, name: &str, value: &str) {
        match &mut self.target {
            Target::Template { values, .. } => values.push((name.to_owned(), value.to_owned())),
            Target::Encoded(_) => self.fail(Error::input("a call by path has no path parameters")),
        }
    }

    /// Gives the values of the path parameters in their order.
    pub(crate) fn at<'v>(&mut self, values: impl IntoIterator<Item = &'v str>) {
        if let Target::Template { operation, values: given } = &mut self.target {
            let names = operation.path_parameters().map(str::to_owned);
            given.extend(names.zip(values.into_iter().map(str::to_owned)));
        }
    }

    pub(crate) fn query(&mut self, name: &str, value: String) {
        self.query.push((name.to_owned(), value));
    }

    pub(crate) fn expression(&mut self, name: &str, expression: &Expression) {
        match expression.text() {
            Ok(text) => self.query(name, text.to_string()),
            Err(error) => self.fail(error),
        }
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            _ => self.fail(Error::input(format!(
                "{name:?} is not a header name, or its value is not a header value"
            ))),
        }
    }

    pub(crate) fn json<T: Serialize + ?Sized>(&mut self, body: &T) {
        match serde_json::to_vec(body) {
            Ok(json) => self.body("application/json", json.into()),
            Err(error) => self.fail(Error::input(format!("the body cannot be written as JSON: {error}"))),
        }
    }

    pub(crate) fn body(&mut self, media_type: &str, body: Bytes) {
        self.body = body;
        self.header(CONTENT_TYPE.as_str(), media_type);
    }

    /// Keeps the first mistake until the call is shown or sent.
    pub(crate) fn fail(&mut self, mistake: Error) {
        self.mistake.get_or_insert(mistake);
    }

    /// Makes the pages of a list as large as the endpoint allows, unless a size is chosen.
    pub(crate) fn with_greatest_pages(mut self) -> Self {
        if !self.query.iter().any(|(name, _)| name == "limit") {
            self.page_size(u32::MAX);
        }
        self
    }

    /// Asks for pages of at most so many items, where the endpoint lets choose.
    pub(crate) fn page_size(&mut self, items: u32) {
        let Some(greatest) = self.greatest_page() else { return };
        self.query.retain(|(name, _)| name != "limit");
        self.query("limit", items.min(greatest).to_string());
    }

    fn greatest_page(&self) -> Option<u32> {
        let Target::Template { operation, .. } = &self.target else { return None };
        let Paging::Link { max: Some(max), .. } = operation.paging else { return None };
        operation.query_parameter("limit").map(|_| max)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn paging(&self) -> Paging {
        self.paging
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Turns it towards another page of what it lists.
    pub(crate) fn turn_to(&mut self, local: &str) {
        self.target = Target::Encoded(local.to_owned());
        self.query.clear();
    }

    /// Path and query, encoded.
    pub(crate) fn encoded(&self) -> Result<String> {
        let mut local = match &self.target {
            Target::Template { operation, values } => fill(operation, values)?,
            Target::Encoded(local) => local.clone(),
        };
        for (name, value) in &self.query {
            local.push(if local.contains('?') { '&' } else { '?' });
            local.extend(utf8_percent_encode(name, ENCODED));
            local.push('=');
            local.extend(utf8_percent_encode(value, ENCODED));
        }
        Ok(local)
    }

    /// The request that would be sent, without the token.
    pub(crate) fn request(&self) -> Result<Request<Bytes>> {
        self.build().map_err(|error| error.of(&self.name, 0))
    }

    fn build(&self) -> Result<Request<Bytes>> {
        if let Some(mistake) = &self.mistake {
            return Err(mistake.again());
        }
        let address = format!("{}{}", self.engine.client.org, self.encoded()?);
        let uri = Uri::try_from(address)
            .map_err(|error| Error::input(format!("the address is malformed: {error}")))?;
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        Ok(request)
    }

    /// What is sent, and through which client.
    pub(crate) fn outgoing(&self) -> (Arc<Client>, Result<Outgoing>) {
        let outgoing = self.request().map(|request| Outgoing {
            operation: self.name.clone(),
            request,
            repeatable: self.is_repeatable(),
            may_be_missing: self.may_be_missing,
            policy: self.policy,
        });
        (self.engine.client.clone(), outgoing)
    }

    fn is_repeatable(&self) -> bool {
        match &self.target {
            Target::Template { operation, .. } => operation.is_repeatable(),
            Target::Encoded(path) => is_repeatable(&self.method, path),
        }
    }
}

/// Whether a request by path may be sent twice. What the path is about is not known, except for deleting a user:
/// the first time deactivates, the second time removes for good.
fn is_repeatable(method: &Method, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_user = matches!(segments[..], ["api", "v1", "users", _]);
    method.is_safe() || *method == Method::PUT || *method == Method::DELETE && !is_user
}

fn method(operation: &Operation) -> Method {
    use oktars_catalog::Method as Known;
    match operation.method {
        Known::Get => Method::GET,
        Known::Post => Method::POST,
        Known::Put => Method::PUT,
        Known::Patch => Method::PATCH,
        Known::Delete => Method::DELETE,
    }
}

/// Puts values into the braces of an operation's path.
fn fill(operation: &Operation, values: &[(String, String)]) -> Result<String> {
    let known = |name: &str| operation.path_parameters().any(|parameter| parameter == name);
    if let Some((name, _)) = values.iter().find(|(name, _)| !known(name)) {
        return Err(Error::input(format!("{} has no path parameter {name:?}", operation.path)));
    }
    let mut path = operation.path.to_owned();
    for name in operation.path_parameters() {
        let value = values.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str());
        let missing = || Error::input(format!("{} lacks its path parameter {name:?}", operation.path));
        path = path.replacen(&format!("{{{name}}}"), &segment(name, value.ok_or_else(missing)?)?, 1);
    }
    Ok(path)
}

/// A value as one segment of a path.
fn segment(name: &str, value: &str) -> Result<String> {
    match value {
        "" => Err(Error::input(format!("the path parameter {name:?} is empty"))),
        // Encoded or not, these mean other paths to every HTTP library.
        "." | ".." => {
            Err(Error::input(format!("{value:?} cannot be a {name:?}: it would lead to another path")))
        }
        _ => Ok(utf8_percent_encode(value, ENCODED).to_string()),
    }
}
