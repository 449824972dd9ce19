//! One request to the org, before it is sent.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use oktars_catalog::Operation;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::admission::Priority;
use crate::answer::Answer;
use crate::curl::Curl;
use crate::draft::Draft;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::expression::Expression;
use crate::listing::Listing;
use crate::send::send;

/// One request, of which nothing is sent until it is awaited.
///
/// Every typed method returns one, so each can be shown, tuned, awaited and spawned:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// use std::time::Duration;
///
/// let call = okta.users().get("me").deadline(Duration::from_secs(5)).header("x-trace", "7");
/// assert_eq!(call.request()?.uri().path(), "/api/v1/users/me");
/// println!("{}", call.curl()?);
/// let me = call.await?;
///
/// let (me, answer) = okta.users().get(&me.id).answer().await?;
/// println!("{} after {} attempts", me.status, answer.attempts());
/// # Ok(()) }
/// ```
///
/// [`send`](Call::send) gives the future itself, which borrows nothing:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// use futures_util::future::join_all;
///
/// let calls = (0..10).map(|_| okta.users().get("me").send());
/// for me in join_all(calls.map(tokio::spawn)).await {
///     println!("{}", me.expect("the task did not panic")?.profile.login);
/// }
/// # Ok(()) }
/// ```
///
/// [`Okta::call`](crate::Okta::call) makes a call of any operation of the catalogue, [`Okta::get`](crate::Okta::get) and its neighbours one of any
/// path. Such a call has path, query and body still to be filled in, and its answer is an [`Answer`] unless
/// [`json`](Call::json), [`empty`](Call::empty) or [`list`](Call::list) says what it is read as.
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
///
/// A mistake, such as an empty id, is an error when the call is shown or awaited; nothing is sent then.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<T = Answer> {
    draft: Draft,
    /// Makes the value of the answer.
    read: fn(Answer) -> Result<T>,
}

impl Call {
    pub(crate) fn operation(engine: Engine, operation: Operation) -> Self {
        Call { draft: Draft::operation(engine, operation), read: Ok }
    }

    pub(crate) fn address(engine: Engine, method: Method, address: &str) -> Self {
        Call { draft: Draft::address(engine, method, address), read: Ok }
    }

    /// Gives the value of a path parameter. It is percent-encoded.
    pub fn path(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.draft.path(name, value.as_ref());
        self
    }

    /// Gives the values of the path parameters in their order.
    pub(crate) fn at<'v>(mut self, values: impl IntoIterator<Item = &'v str>) -> Self {
        self.draft.at(values);
        self
    }

    /// Adds an expression if there is one.
    pub fn expression(mut self, name: &str, expression: Option<&Expression>) -> Self {
        if let Some(expression) = expression {
            self.draft.expression(name, expression);
        }
        self
    }

    /// Reads the answer as JSON.
    pub fn json<T: DeserializeOwned>(self) -> Call<T> {
        self.read_as(|answer| answer.json())
    }

    /// Reads the answer as JSON, where Okta may as well send nothing.
    pub(crate) fn json_or_default<T: DeserializeOwned + Default>(self) -> Call<T> {
        self.read_as(|answer| Ok(answer.json::<Option<T>>()?.unwrap_or_default()))
    }

    /// Reads the answer as JSON; `None` where Okta knows no such thing.
    pub(crate) fn json_if_found<T: DeserializeOwned>(mut self) -> Call<Option<T>> {
        self.draft.may_be_missing = true;
        self.read_as(|answer| match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            _ => answer.json().map(Some),
        })
    }

    /// Leaves the answer's body unread: where Okta sends `{}` or nothing, as it pleases.
    pub fn empty(self) -> Call<()> {
        self.read_as(|_| Ok(()))
    }

    /// The items of the answer, page after page.
    ///
    /// Without a `limit` in the query, pages are as large as the endpoint allows.
    pub fn list<T: DeserializeOwned + Send + 'static>(self) -> Listing<T> {
        Listing::new(self.draft.with_greatest_pages())
    }

    pub(crate) fn read_as<T>(self, read: fn(Answer) -> Result<T>) -> Call<T> {
        Call { draft: self.draft, read }
    }
}

impl<T> Call<T> {
    /// Adds a query parameter. It is percent-encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.draft.query(name, value.to_string());
        self
    }

    /// Adds a query parameter if there is a value for it.
    pub fn query_opt(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Adds a header. The token is added when the call is sent, and is no matter of this.
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.draft.header(name, value.as_ref());
        self
    }

    /// Sets the body, as JSON; with a typed method, it replaces the body of that method.
    pub fn body<B: Serialize + ?Sized>(mut self, body: &B) -> Self {
        self.draft.json(body);
        self
    }

    /// Gives the body as it is, with its media type.
    pub fn body_bytes(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.draft.body(media_type, body.into());
        self
    }

    /// The longest that this call may take; see [`Builder::deadline`](crate::Builder::deadline). A list takes
    /// so long for each page.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.draft.policy.deadline = deadline;
        self
    }

    /// The most attempts of this call; see [`Builder::attempts`](crate::Builder::attempts).
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.draft.policy.attempts = attempts;
        self
    }

    /// The longest that one attempt may take; see [`Builder::attempt_timeout`](crate::Builder::attempt_timeout).
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.draft.policy.attempt_timeout = time;
        self
    }

    /// Who goes first where calls have to wait.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.draft.policy.priority = priority;
        self
    }

    /// Makes it a call that is not sent, because of a mistake.
    pub(crate) fn mistaken(mut self, mistake: Error) -> Self {
        self.draft.fail(mistake);
        self
    }

    /// The same call with its answer as it comes, read as nothing yet.
    pub fn raw(self) -> Call {
        Call { draft: self.draft, read: Ok }
    }

    /// The request that would be sent, without the token: for a dry run, or to show it.
    ///
    /// It holds what is secret in the body, such as a password.
    ///
    /// # Errors
    /// The call was given something that makes no request, such as an empty id.
    pub fn request(&self) -> Result<Request<Bytes>> {
        self.draft.request()
    }

    /// The curl command that sends the same request, with variables in place of the token and of all that is
    /// secret.
    ///
    /// # Errors
    /// The call was given something that makes no request, such as an empty id.
    ///
    /// ```
    /// use oktars::Okta;
    /// use oktars::user::NewUser;
    ///
    /// let okta = Okta::builder().org_url("https://acme.okta.com").token("00abc").build()?;
    /// let curl = okta.users().create(&NewUser::new("tim@example.gov").password("superPass1")).curl()?;
    /// assert!(curl.starts_with("curl -X POST 'https://acme.okta.com/api/v1/users' "));
    /// assert!(curl.contains("SSWS $OKTA_CLIENT_TOKEN") && !curl.contains("superPass1"));
    /// assert_eq!(curl.variables()[0].1, "credentials.password.value");
    /// # Ok::<(), oktars::Error>(())
    /// ```
    pub fn curl(&self) -> Result<Curl> {
        self.draft.curl()
    }

    /// Sends it. The future borrows nothing, so it can be spawned, and joined with others.
    ///
    /// A call that is awaited without it is sent as well, by a future in a box.
    pub fn send(self) -> impl Future<Output = Result<T>> + Send + 'static
    where
        T: 'static,
    {
        let Call { draft, read } = self;
        let (client, outgoing) = draft.outgoing();
        async move { read(send(&client, outgoing?).await?) }
    }

    /// Sends it, and gives the answer beside the value: status, headers, the number of attempts.
    pub fn answer(self) -> impl Future<Output = Result<(T, Answer)>> + Send + 'static
    where
        T: 'static,
    {
        let read = self.read;
        let sent = self.raw().send();
        async move {
            let answer = sent.await?;
            Ok((read(answer.clone())?, answer))
        }
    }
}

impl<T: 'static> IntoFuture for Call<T> {
    type Output = Result<T>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

impl<T> fmt::Debug for Call<T> {
    /// Without body and query, either of which may hold what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("name", &self.draft.name()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op;
    use crate::testing::Scripted;
    use crate::user::{ListUsers, NewUser};
    use http::header::{AUTHORIZATION, CONTENT_TYPE};
    use proptest::prelude::*;

    fn okta() -> crate::Okta {
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
            (get().path("id", "x").header("a b", "c"), "not a header name"),
            (get().path("id", "x").header("a", "b\r\nc: d"), "not a header name"),
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
        assert!(!request.headers().contains_key(AUTHORIZATION));
    }

    /// The trap: a typed method that cannot do what a call by id can.
    #[tokio::test(start_paused = true)]
    async fn a_typed_call_is_tuned_as_any_other() {
        let org = Scripted::new().then_silence().then(503, &[], "").then(503, &[], "");
        let okta = org.okta();
        let call = okta.users().get("me").deadline(Duration::from_secs(5)).priority(Priority::Bulk);
        assert!(call.header("x-trace", "7").query("expand", "blocks").await.unwrap_err().is_timeout());
        assert_eq!(okta.users().get("me").attempts(2).await.unwrap_err().attempts(), 2);
        let seen = &org.seen()[0];
        assert_eq!(seen.headers()["x-trace"], "7");
        assert_eq!(seen.uri().path_and_query().unwrap(), "/api/v1/users/me?expand=blocks");
    }

    #[tokio::test]
    async fn an_answer_has_its_value_beside_it() {
        let missing = r#"{"errorCode":"E0000007"}"#;
        let org = Scripted::new()
            .then(200, &[("etag", "7")], r#"{"id":"00u1"}"#)
            .then(404, &[], missing)
            .then(404, &[], missing)
            .then(404, &[], "<html>");
        let okta = org.okta();
        let (user, answer) = okta.users().get("me").answer().await.unwrap();
        assert_eq!((user.id.as_str(), answer.status().as_u16()), ("00u1", 200));
        assert_eq!(answer.headers()["etag"], "7");
        let (nobody, answer) = okta.users().find("nobody").answer().await.unwrap();
        assert!(nobody.is_none() && answer.status() == StatusCode::NOT_FOUND);
        assert!(okta.users().find("nobody").await.unwrap().is_none());
        let error = okta.users().find("nobody").await.unwrap_err();
        assert!(error.is_not_found(), "what a proxy says is no word of Okta's: {error}");
    }

    #[tokio::test]
    async fn a_mistake_is_kept_until_the_call_is_shown_or_awaited_and_nothing_is_sent() {
        let org = Scripted::new();
        let okta = org.okta();
        let call = okta.users().get("").header("a b", "c");
        for error in [call.request().unwrap_err(), call.curl().unwrap_err(), call.await.unwrap_err()] {
            assert!(error.is_input() && error.operation() == "getUser", "{error}");
            assert!(error.to_string().contains("not a header name"), "the first mistake counts: {error}");
        }
        assert!(okta.get("//evil.example/x").json::<()>().await.unwrap_err().is_foreign_origin());
        let malformed = okta.users().list(&ListUsers::new().search(crate::attr("").eq(1)));
        assert!(malformed.request().unwrap_err().is_input() && malformed.all().await.unwrap_err().is_input());
        okta.group_roles("00g1").target_all_apps("x").await.unwrap_err();
        assert!(org.seen().is_empty());
    }

    #[test]
    fn a_call_that_is_shown_keeps_its_secrets() {
        let okta = Scripted::new().okta();
        let call = okta.users().create(&NewUser::new("a@b.test").password("superPass1"));
        let curl = call.curl().unwrap().to_string();
        let start =
            "curl -X POST 'https://acme.okta.com/api/v1/users' -H \"Authorization: SSWS $OKTA_CLIENT_TOKEN\"";
        assert!(curl.starts_with(start) && curl.contains(r#"{"value":"'"${SECRET_1}"'"}"#), "{curl}");
        assert!(!format!("{curl} {call:?}").contains("superPass1"));
        let list = okta.users().list(&ListUsers::new()).curl().unwrap();
        assert!(list.starts_with("curl -X GET 'https://acme.okta.com/api/v1/users?limit=200' "), "{list}");
    }

    #[test]
    fn calls_borrow_nothing_and_go_to_other_threads() {
        fn goes<T: Send + 'static>(_: T) {}
        let okta = okta();
        goes(okta.users().get("me"));
        goes(okta.users().get("me").send());
        goes(okta.users().get("me").answer());
        goes(okta.users().get("me").into_future());
        goes(okta.users().list(&ListUsers::new()));
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
