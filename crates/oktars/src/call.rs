//! One request to the org, before it is sent.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use oktars_catalog::{Operation, Paging, secret};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::admission::Priority;
use crate::client::{Okta, Policy};
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::listing::Listing;
use crate::send::{Answer, Outgoing, send};

/// All but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A request in the making: [`Okta::call`] for any operation of the catalogue, [`Okta::get`] and its
/// neighbours for any path.
///
/// Nothing is sent until [`send`](Call::send), [`json`](Call::json), [`empty`](Call::empty) or a
/// [`list`](Call::list) is awaited. A mistake, such as a path parameter left out, is reported then.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// use oktars::op;
/// use serde_json::Value;
///
/// let user: Value = okta.call(op::GET_USER).path("id", "me").json().await?;
/// let mut groups = okta.call(op::LIST_GROUPS).query("q", "Every").list::<Value>();
/// while let Some(group) = groups.try_next().await? {
///     println!("{} is in {}", user["id"], group["profile"]["name"]);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a call does nothing until it is sent"]
pub struct Call {
    okta: Okta,
    name: String,
    paging: Paging,
    method: Method,
    target: Target,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
    policy: Policy,
    mistake: Option<Error>,
}

/// Where a call goes.
enum Target {
    /// A path of the catalogue, with the values for its braces.
    Template { operation: Operation, values: Vec<(String, String)> },
    /// A path that is encoded already, and perhaps a query.
    Encoded(String),
}

impl Call {
    pub(crate) fn operation(okta: Okta, operation: Operation) -> Self {
        let method = method(&operation);
        let target = Target::Template { operation, values: Vec::new() };
        Call::new(okta, operation.id.to_owned(), operation.paging, method, target)
    }

    /// A call of a path below the org, or of an address of the org.
    pub(crate) fn address(okta: Okta, method: Method, address: &str) -> Self {
        let absolute = address.starts_with('/') || address.contains("://");
        let address = if absolute { address.to_owned() } else { format!("/api/v1/{address}") };
        let local = okta.client.org.local_part(&address);
        let (path, mistake) = match local {
            Ok(path) => (path, None),
            Err(error) => (String::from("/"), Some(error)),
        };
        let name = format!("{method} {}", secret::address(path.split('?').next().unwrap_or_default()));
        let mut call = Call::new(okta, name, Paging::Whole, method, Target::Encoded(path));
        call.mistake = mistake;
        call
    }

    /// A call that goes on where a listing was left.
    pub(crate) fn resumed(okta: Okta, operation: Option<&Operation>, local: String) -> Self {
        let mut call = Call::address(okta, Method::GET, &local);
        if let Some(operation) = operation {
            call.name = operation.id.into();
            call.paging = operation.paging;
        }
        call
    }

    fn new(okta: Okta, name: String, paging: Paging, method: Method, target: Target) -> Self {
        Call {
            policy: okta.policy,
            okta,
            name,
            paging,
            method,
            target,
            query: Vec::new(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            mistake: None,
        }
    }

    /// Gives the value of a path parameter. It is percent-encoded.
    pub fn path(mut self, name: &str, value: impl AsRef<str>) -> Self {
        match &mut self.target {
            Target::Template { values, .. } => values.push((name.to_owned(), value.as_ref().to_owned())),
            Target::Encoded(_) => self.fail(Error::input("a call by path has no path parameters")),
        }
        self
    }

    /// Gives the values of the path parameters in their order.
    pub(crate) fn at<'v>(mut self, values: impl IntoIterator<Item = &'v str>) -> Self {
        if let Target::Template { operation, values: given } = &mut self.target {
            let names = operation.path_parameters().map(str::to_owned);
            given.extend(names.zip(values.into_iter().map(str::to_owned)));
        }
        self
    }

    /// Adds a query parameter. It is percent-encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.query.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub fn query_opt(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds an expression if there is one.
    pub fn expression(mut self, name: &str, expression: Option<&Expression>) -> Self {
        match expression.map(Expression::text) {
            Some(Ok(text)) => self.query(name, text),
            Some(Err(error)) => {
                self.fail(error);
                self
            }
            None => self,
        }
    }

    /// Adds a header. The token is added when the call is sent, and is no matter of this.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value.as_ref())) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
            }
            _ => self.fail(Error::input(format!("{name:?} is no header, or its value is no header value"))),
        }
        self
    }

    /// Gives the body, as JSON.
    pub fn body<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body_bytes("application/json", json),
            Err(error) => {
                self.fail(Error::input(format!("the body cannot be written as JSON: {error}")));
                self
            }
        }
    }

    /// Gives the body as it is, with its media type.
    pub fn body_bytes(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.header(CONTENT_TYPE.as_str(), media_type)
    }

    /// The longest that this call may take; see [`Builder::deadline`](crate::Builder::deadline). A list takes
    /// so long for each page.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// The most attempts of this call; see [`Builder::attempts`](crate::Builder::attempts).
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.policy.attempts = attempts;
        self
    }

    /// The longest that one attempt may take; see [`Builder::attempt_timeout`](crate::Builder::attempt_timeout).
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.policy.attempt_timeout = time;
        self
    }

    /// Who goes first where calls have to wait.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.policy.priority = priority;
        self
    }

    fn fail(&mut self, error: Error) {
        self.mistake.get_or_insert(error);
    }

    /// The request that would be sent, without the token: for a dry run, or to show it.
    pub fn request(mut self) -> Result<Request<Bytes>> {
        self.build()
    }

    /// Sends it, and gives the answer with its body unread.
    pub async fn send(mut self) -> Result<Answer> {
        self.dispatch().await
    }

    /// Sends it, and reads the answer as JSON.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        self.send().await?.json()
    }

    /// Sends it, and reads the answer as JSON, where Okta may as well send nothing.
    pub(crate) async fn json_or_default<T: DeserializeOwned + Default>(self) -> Result<T> {
        Ok(self.json::<Option<T>>().await?.unwrap_or_default())
    }

    /// Sends it, and leaves the answer's body unread: where Okta sends `{}` or nothing, as it pleases.
    pub async fn empty(self) -> Result<()> {
        self.send().await.map(drop)
    }

    /// The items of the answer, page after page.
    ///
    /// Without a `limit` in the query, pages are as large as the endpoint allows.
    pub fn list<T: DeserializeOwned + Send + 'static>(mut self) -> Listing<T> {
        if let Some(limit) = self.greatest_page() {
            self.query.push(("limit".to_owned(), limit.to_string()));
        }
        Listing::new(self)
    }

    fn greatest_page(&self) -> Option<u32> {
        let Target::Template { operation, .. } = &self.target else { return None };
        let Paging::Link { max: Some(max), .. } = operation.paging else { return None };
        let free = !self.query.iter().any(|(name, _)| name == "limit");
        (free && operation.query_parameter("limit").is_some()).then_some(max)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn paging(&self) -> Paging {
        self.paging
    }

    pub(crate) fn okta(&self) -> &Okta {
        &self.okta
    }

    /// Turns it towards another page of what it lists.
    pub(crate) fn turn_to(&mut self, local: &str) {
        self.target = Target::Encoded(local.to_owned());
        self.query.clear();
    }

    /// Path and query, encoded.
    pub(crate) fn local(&mut self) -> Result<String> {
        match self.mistake.take() {
            Some(error) => Err(error),
            None => self.encoded(),
        }
        .map_err(|error| error.of(&self.name, 0))
    }

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

    fn build(&mut self) -> Result<Request<Bytes>> {
        let local = self.local()?;
        let address = format!("{}{local}", self.okta.client.org);
        let uri = Uri::try_from(address)
            .map_err(|error| Error::input(format!("the address is malformed: {error}")).of(&self.name, 0))?;
        let mut request = Request::new(self.body.clone());
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers.clone();
        request.headers_mut().entry(ACCEPT).or_insert(HeaderValue::from_static("application/json"));
        Ok(request)
    }

    pub(crate) async fn dispatch(&mut self) -> Result<Answer> {
        let request = self.build()?;
        let repeatable = match &self.target {
            Target::Template { operation, .. } => operation.is_repeatable(),
            Target::Encoded(path) => is_repeatable(&self.method, path),
        };
        let outgoing = Outgoing { operation: &self.name, request, repeatable, policy: self.policy };
        send(&self.okta.client, outgoing).await
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

impl fmt::Debug for Call {
    /// Without body and query, either of which may hold what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("name", &self.name).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op;
    use crate::testing::Scripted;
    use proptest::prelude::*;

    fn okta() -> Okta {
        Scripted::new().okta()
    }

    fn target(call: Call) -> String {
        call.request().unwrap().uri().path_and_query().unwrap().to_string()
    }

    #[test]
    fn path_values_are_encoded() {
        let cases = [
            ("00u1", "00u1"),
            ("a/b", "a%2Fb"),
            ("a b+c@d.test", "a%20b%2Bc%40d.test"),
            ("100%?#", "100%25%3F%23"),
            ("é", "%C3%A9"),
            ("...", "..."),
            ("a..", "a.."),
            ("%2e%2e", "%252e%252e"),
        ];
        for (value, encoded) in cases {
            let call = okta().call(op::ACTIVATE_USER).path("id", value);
            assert_eq!(target(call), format!("/api/v1/users/{encoded}/lifecycle/activate"));
        }
    }

    #[test]
    fn mistakes_are_told_before_anything_is_sent() {
        let get = || okta().call(op::GET_USER);
        let cases = [
            (get(), "lacks its path parameter \"id\""),
            (get().path("user", "x"), "has no path parameter \"user\""),
            (get().path("id", ""), "is empty"),
            (get().path("id", "."), "another path"),
            (get().path("id", ".."), "another path"),
            (get().path("id", "x").header("a b", "c"), "no header"),
            (get().path("id", "x").header("a", "b\r\nc: d"), "no header"),
            (okta().get("/api/v1/users").path("id", "x"), "no path parameters"),
            (okta().call(op::LIST_USERS).expression("filter", Some(&crate::attr("").eq(1))), "malformed"),
        ];
        for (call, message) in cases {
            let error = call.request().unwrap_err();
            assert!(error.is_input() && error.to_string().contains(message), "{error}");
        }
    }

    #[test]
    fn paths_lead_below_the_org_alone() {
        let cases = [
            ("users/me", "/api/v1/users/me"),
            ("/oauth2/v1/clients?limit=2", "/oauth2/v1/clients?limit=2"),
            ("https://acme.okta.com/api/v1/groups", "/api/v1/groups"),
            ("users?search=a eq \"b\"", "/api/v1/users?search=a%20eq%20%22b%22"),
        ];
        for (path, expected) in cases {
            assert_eq!(target(okta().get(path)), expected);
        }
        for path in ["https://evil.example/api/v1/users", "//evil.example/x", "http://acme.okta.com/x"] {
            assert!(okta().get(path).request().unwrap_err().is_foreign_origin(), "{path}");
        }
    }

    #[test]
    fn a_query_goes_behind_what_the_path_has() {
        assert_eq!(
            target(okta().get("users?limit=2").query("q", "a&b=c")),
            "/api/v1/users?limit=2&q=a%26b%3Dc"
        );
        assert_eq!(target(okta().get("users").query_opt("q", None::<&str>)), "/api/v1/users");
    }

    #[test]
    fn a_request_shows_method_address_and_body_but_no_token() {
        let body = serde_json::json!({"profile": {"name": null}});
        let request = okta().call(op::REPLACE_GROUP).path("groupId", "00g1").body(&body).request().unwrap();
        assert_eq!(request.method(), Method::PUT);
        assert_eq!(request.uri().to_string(), "https://acme.okta.com/api/v1/groups/00g1");
        assert_eq!(request.body(), r#"{"profile":{"name":null}}"#, "a null is sent as null");
        assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
        assert!(!request.headers().contains_key(http::header::AUTHORIZATION));
    }

    proptest! {
        /// Whatever a value is, it stays one segment, and decoding it gives it back.
        #[test]
        fn a_value_stays_one_segment(value in "\\PC{1,20}") {
            prop_assume!(value != "." && value != "..");
            let target = target(okta().call(op::GET_USER).path("id", &value));
            let segment = target.strip_prefix("/api/v1/users/").unwrap();
            prop_assert!(!segment.contains(['/', '?', '#']));
            let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
            prop_assert_eq!(decoded, value.as_str());
            // What the HTTP library makes of it is still the same path.
            let url = url::Url::parse(&format!("https://acme.okta.com{target}")).unwrap();
            prop_assert_eq!(url.path(), target.as_str());
        }

        /// So does a value in a query.
        #[test]
        fn a_query_value_stays_one_value(value in any::<String>()) {
            let target = target(okta().call(op::LIST_USERS).query("q", &value));
            let url = url::Url::parse(&format!("https://acme.okta.com{target}")).unwrap();
            let pairs: Vec<_> = url.query_pairs().collect();
            prop_assert_eq!(pairs, [("q".into(), value.into())]);
        }
    }
}
