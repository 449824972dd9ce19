//! The org: a store, a clock, and the way from a request to an answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Request as HttpRequest, Response, header};
use oktars_catalog::Operation;

use crate::door::cors::{self, Passage};
use crate::door::privilege::Wanted;
use crate::door::rate::{Meter, RateLimits, Reached};
use crate::door::route::{self, Route};
use crate::door::{access, media};
use crate::kernel::clock::{self, Clock};
use crate::kernel::context::{Caller, Context, Handler, Reply, Request};
use crate::kernel::cookie;
use crate::kernel::event::{self, Origin};
use crate::kernel::features::Features;
use crate::kernel::fingerprint::fingerprint;
use crate::kernel::id;
use crate::kernel::lock::Lock;
use crate::kernel::outbox::Mail;
use crate::kernel::problem::Problem;
use crate::kernel::state::State;
use crate::kernel::store::{OpenError, Snapshot, Store, StoreError};
use crate::kernel::{bounds, json};
use crate::outside::{self, hook};
use crate::play::answer::{Answer, Fate};
use crate::play::contents::Filler;
use crate::play::seed::{self, DEFAULT_TOKEN, Seed};
use crate::play::stage::{Stage, Starter};
use crate::play::starter::{App, StartedApp};
use crate::play::{self, Control, Fault, SeenRequest, exchange};
use crate::resource::authn;
use crate::resource::hook::event_hook;
use crate::resource::{reactions, registry};
use crate::sign_in;

/// A local org. Clones are the same org.
///
/// ```
/// use bytes::Bytes;
/// use oktars_local::Org;
///
/// let org = Org::in_memory();
/// let request = http::Request::get("http://localhost/api/v1/users/me")
///     .header("authorization", format!("SSWS {}", org.token()))
///     .body(Bytes::new())
///     .unwrap();
/// let response = org.handle(request);
/// assert_eq!(response.status(), 200);
/// ```
#[derive(Clone)]
pub struct Org(pub(crate) Arc<Stage>);

/// The token stays out of it.
impl std::fmt::Debug for Org {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Org")
    }
}

/// How an org is made. See [`Org::builder`].
#[derive(Clone, Default)]
pub struct Builder {
    file: Option<PathBuf>,
    token: Option<String>,
    seed: Seed,
    rate: RateLimits,
    features: Features,
    apps: Vec<App>,
    password: Option<String>,
    sign_in_as: Option<String>,
}

/// The token and what the seed brings along stay out of it.
impl std::fmt::Debug for Builder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Builder {
    /// Keeps the org in this file; without it, in memory. A write that was answered survives a crash.
    #[must_use]
    pub fn file(mut self, path: impl AsRef<Path>) -> Self {
        self.file = Some(path.as_ref().to_owned());
        self
    }

    /// The API token to accept, instead of [`DEFAULT_TOKEN`], which is not accepted then.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// A token that nobody guesses, for an org that other machines reach; [`Org::token`] tells it.
    #[must_use]
    pub fn random_token(self) -> Self {
        self.token(format!("00{}", id::random(40)))
    }

    /// What a new org holds beyond the least. A file that holds an org already is left as it is.
    #[must_use]
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// Enforces rate limits; without it the headers are sent and nothing is refused.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate = limits;
        self
    }

    /// What the org is licensed for and has switched on; by default everything that is known here.
    #[must_use]
    pub fn features(mut self, features: Features) -> Self {
        self.features = features;
        self
    }

    /// Begins with an app to sign in to: everybody may use it, the org trusts its origin, and there is a person with
    /// a password. [`Org::apps`] tells what its settings need.
    #[must_use]
    pub fn app(mut self, app: App) -> Self {
        self.apps.push(app);
        self
    }

    /// The password of the person who signs in to the apps of [`Builder::app`], instead of one that everybody knows.
    #[must_use]
    pub fn app_password(mut self, password: impl Into<String>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// A password that nobody guesses, for an org that other machines reach; [`Org::apps`] tells it.
    #[must_use]
    pub fn random_app_password(self) -> Self {
        self.app_password(format!("Aa1-{}", id::random(20)))
    }

    /// Signs every browser in as the user with this login, without asking for a password. Policies may ask for more.
    #[must_use]
    pub fn sign_in_as(mut self, login: impl Into<String>) -> Self {
        self.sign_in_as = Some(login.into());
        self
    }

    /// Makes the org.
    ///
    /// # Errors
    ///
    /// The file is in use by another process, cannot be read, or holds something else; or the seed asks for
    /// what an org refuses.
    pub fn build(self) -> Result<Org, OpenError> {
        exchange::open();
        let store = match &self.file {
            Some(path) => Store::open(path)?,
            None => Store::memory(),
        };
        let token = self.token.unwrap_or_else(|| DEFAULT_TOKEN.to_owned());
        if !seed::is_made(&store)?
            && let Some(model) = model(&self.seed, &token).map_err(OpenError::Seed)?
        {
            store.restore(&model)?;
        }
        let mut state = State::new(store, token, self.features, hook::begin, outside::scim::begin);
        state.sign_in_as = self.sign_in_as;
        state.set_facts(seed::prepare(&state, &self.seed)?);
        let (control, rate) = (Control::default(), Meter::new(self.rate));
        let starter = Starter {
            apps: self.apps,
            password: self.password.unwrap_or_else(|| APP_PASSWORD.to_owned()),
            ask: |stage, request| stage.answer(Visit::of(request)).response,
            look: |stage, request| stage.looked(Visit::of(request)),
            started: Lock::default(),
        };
        let stage = Arc::new(Stage { state, control, rate, seed: self.seed, model, starter });
        stage.begin_apps().map_err(OpenError::Seed)?;
        play::scim::belong(&stage);
        Ok(Org(stage))
    }
}

/// The password of who signs in to the apps that an org begins with. It opens nothing but a local org.
const APP_PASSWORD: &str = "Local-Sign-In-1";

/// What a seed makes through an org's own API: an org in memory is filled, and then taken as it is.
fn model(seed: &Seed, token: &str) -> Result<Option<Snapshot>, String> {
    seed.check()?;
    if !seed.is_made_by_asking() {
        return Ok(None);
    }
    let org = Org::builder().token(token).build().map_err(|error| error.to_string())?;
    seed.fill(&Filler { state: &org.0.state, ask: &|request| org.handle(request) })?;
    org.snapshot().map(Some).map_err(|error| error.to_string())
}

impl Org {
    /// A fresh org in memory: its administrator, `Everyone`, the default user type and schemas.
    pub fn in_memory() -> Self {
        Builder::default().build().expect("an org in memory can be made")
    }

    /// Chooses file, token, seed and limits.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The apps of [`Builder::app`], with what a client and who signs in need.
    pub fn apps(&self) -> Vec<StartedApp> {
        self.0.starter.started.lock().clone()
    }

    /// The API token that this org accepts.
    pub fn token(&self) -> &str {
        &self.0.state.token
    }

    /// Answers a request. Delays and dropped connections that were asked for are not played: see
    /// [`Org::answer`].
    pub fn handle(&self, request: HttpRequest<Bytes>) -> Response<Bytes> {
        self.answer(request).response
    }

    /// Answers a request, and says what happens to the answer on its way.
    pub fn answer(&self, request: HttpRequest<Bytes>) -> Answer {
        let answered = catch_unwind(AssertUnwindSafe(|| self.0.answer(Visit::of(request))));
        answered.unwrap_or_else(|_| {
            let reply = Reply::problem(&Problem::internal());
            Answer::arrives(response(reply, Clock::default().now(), &id::random(22)))
        })
    }
}

/// A request before it is matched to an operation.
struct Visit {
    parts: Parts,
    body: Bytes,
    path: String,
    query: String,
    request_id: String,
}

impl Visit {
    fn of(request: HttpRequest<Bytes>) -> Self {
        let (parts, body) = request.into_parts();
        let path = route::normalize(parts.uri.path());
        let query = parts.uri.query().unwrap_or_default().to_owned();
        Visit { parts, body, path, query, request_id: id::random(22) }
    }

    /// The URL itself names the host before the header does.
    fn base(&self) -> String {
        let Parts { uri, headers, .. } = &self.parts;
        let scheme = uri.scheme_str().unwrap_or("http");
        let from_header = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let host = uri.authority().map(|authority| authority.as_str()).or(from_header).unwrap_or("localhost");
        format!("{scheme}://{host}")
    }

    fn asked<'a>(&'a self, base: &'a str) -> cors::Asked<'a> {
        cors::Asked {
            method: &self.parts.method,
            path: &self.path,
            query: &self.query,
            headers: &self.parts.headers,
            body: &self.body,
            base,
        }
    }

    fn query(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.query.as_bytes()).into_owned().filter_map(meant).collect()
    }
}

/// A query parameter, as a fault that changed the last page's link means it.
fn meant((name, value): (String, String)) -> Option<(String, String)> {
    let value = if name == "after" { play::unmarked(&value)?.to_owned() } else { value };
    Some((name, value))
}

/// The layers of an answer, from the outside in: each has the next one make the answer.
impl Stage {
    /// What stands under `/_local/` is about the org, and not asked of it.
    fn answer(&self, visit: Visit) -> Answer {
        if !play::is_control(&visit.path) {
            return self.struck(visit);
        }
        let base = visit.base();
        if visit.asked(&base).foreign_origin().is_some() {
            return Answer::arrives(play::refused_page());
        }
        let target = (base.as_str(), visit.query.as_str());
        Answer::arrives(play::handle(self, &visit.parts.method, &visit.path, target, &visit.body))
    }

    /// An answer for the org's own page, past all that is about requests.
    fn looked(&self, visit: Visit) -> Response<Bytes> {
        let request_id = visit.request_id.clone();
        response(self.sheltered(visit), self.state.clock.now(), &request_id)
    }

    /// A fault that was asked for takes the place of the answer, changes it, or keeps it from arriving.
    fn struck(&self, visit: Visit) -> Answer {
        let fault = self.control.faults.strike(&visit.parts.method, &visit.path, &visit.query);
        let fate = fault.as_ref().map_or(Fate::Arrives, Fault::fate);
        if fate == Fate::Refused {
            return Answer { fate, ..Answer::arrives(Response::default()) };
        }
        let in_progress = Some(self.rate.begin());
        let response = self.noted(visit, fault.as_ref(), fate);
        let [delay, slow_head, slow_body] = fault.map_or([Duration::ZERO; 3], |fault| fault.durations());
        Answer { response, delay, slow_head, slow_body, fate, in_progress }
    }

    /// A test can look at the request afterwards, and at the status that arrived.
    fn noted(&self, visit: Visit, fault: Option<&Fault>, fate: Fate) -> Response<Bytes> {
        let Visit { parts, body, query, .. } = &visit;
        let noted = self.control.requests.note(&parts.method, &parts.uri, &parts.headers, body);
        let query = query.clone();
        let mut response = self.exchanged(visit, fault);
        if let Some(fault) = fault {
            fault.distort(&mut response, &query, self.state.clock.now());
        }
        if let Some(noted) = noted {
            let status = (fate != Fate::Dropped).then_some(response.status().as_u16());
            self.control.requests.keep(noted, status);
        }
        response
    }

    /// A file takes what was asked and answered, where one is asked for. Faults are not the org's answers.
    fn exchanged(&self, visit: Visit, fault: Option<&Fault>) -> Response<Bytes> {
        let asked = if fault.is_none() { exchange::asked(&visit.parts, &visit.body) } else { None };
        let response = self.counted(visit, fault);
        if let Some(asked) = &asked {
            exchange::answered(asked, &response);
        }
        response
    }

    /// The request counts in its bucket. The headers of every answer are written.
    fn counted(&self, visit: Visit, fault: Option<&Fault>) -> Response<Bytes> {
        let clock = &self.state.clock;
        let request_id = visit.request_id.clone();
        let has_session = access::has_session(&visit.parts.headers);
        let has_browser = cookie::read(&visit.parts.headers, "JSESSIONID").is_some();
        let counted = self.rate.count(&visit.parts.method, &visit.path, &visit.parts.headers, clock.now());
        let counted = counted.forced(fault.and_then(Fault::forced), clock.now());
        if let Some(reached) = counted.reached {
            self.log_limit(reached, &visit);
        }
        let reply = match fault.and_then(Fault::reply) {
            Some(reply) => reply,
            None => self.asked_by_pages(visit, counted.exceeded),
        };
        let mut response = response(reply, clock.now(), &request_id);
        // What anybody may keep, such as keys, has nothing of the one who asked.
        if is_kept(response.headers()) {
            return response;
        }
        if !has_session {
            reset_cookies(response.headers_mut(), &request_id, has_browser);
        }
        counted.write(response.headers_mut());
        response
    }

    /// A browser shows an answer to the pages that may read it, and most requests of other pages are refused.
    fn asked_by_pages(&self, visit: Visit, exceeded: bool) -> Reply {
        if !cors::is_of_page(&visit.parts.headers) {
            return self.within_limits(visit, exceeded);
        }
        let passage = cors::check(&visit.asked(&visit.base()), || self.state.store.read());
        let granted = match passage {
            Ok(Passage::Open(granted)) => granted,
            Ok(Passage::Answered(reply)) => return reply,
            Err(problem) => return Reply::problem(&problem),
        };
        let mut reply = self.within_limits(visit, exceeded);
        for (name, value) in granted {
            let is_vary = name == header::VARY;
            reply.headers.retain(|(known, _)| is_vary || *known != name);
            reply.headers.push((name, value));
        }
        reply
    }

    fn within_limits(&self, visit: Visit, exceeded: bool) -> Reply {
        if exceeded { Reply::problem(&Problem::too_many_requests()) } else { self.sheltered(visit) }
    }

    /// A bug in one operation is an answer of that operation, and takes neither the org nor its others along:
    /// what the request wrote is gone with its transaction.
    fn sheltered(&self, visit: Visit) -> Reply {
        let served = catch_unwind(AssertUnwindSafe(|| self.admitted(visit)));
        let served = served.unwrap_or_else(|_| Err(Problem::internal()));
        served.unwrap_or_else(|problem| Reply::problem(&problem))
    }

    /// The operation is found, and the caller may do it.
    fn admitted(&self, visit: Visit) -> Result<Reply, Problem> {
        if !json::fits(&visit.body, bounds::json::VALUES) {
            let cause = format!("The body has more than {} values.", bounds::json::VALUES);
            return Err(Problem::malformed_body().cause(cause));
        }
        let (base, query, raw_query) = (visit.base(), visit.query(), visit.query.clone());
        let Visit { parts: Parts { method, headers, .. }, body, path, request_id, .. } = visit;
        let (operation, params) = match route::find(&method, &path) {
            Route::Operation { operation, params } => (operation, params),
            Route::WrongMethod => return Err(Problem::wrong_method()),
            Route::Unknown => return Err(Problem::path_not_found()),
        };
        let (state, now) = (&self.state, self.state.clock.now());
        let tx = if reads(operation) { state.store.read()? } else { state.store.write()? };
        let asked =
            access::Asked { headers: &headers, method: method.as_str(), url: format!("{base}{path}") };
        let caller = access::check(state, &tx, operation, &asked, now)?;
        let wanted = Wanted { operation, params: &params, body: &body };
        access::permit(state, &tx, &caller, &wanted, &path)?;
        let handler = route::handler(operation.id).ok_or_else(|| Problem::not_served(operation.id))?;
        media::check(operation, &headers, &body)?;
        let request = Request { operation, params, query, raw_query, headers, body, base, path, request_id };
        let (parent, follow) = (registry::parent, reactions::follow);
        let (logged, told, provisioned) = (Vec::new(), Vec::new(), Vec::new());
        let context =
            Context { org: state, tx, request, caller, now, logged, told, provisioned, parent, follow };
        serve(context, handler)
    }

    fn log_limit(&self, reached: Reached, visit: &Visit) {
        let caller = Caller::default();
        let now = self.state.clock.now();
        let Visit { parts: Parts { headers, .. }, path, request_id, .. } = visit;
        let origin = Origin { headers, path, request_id, caller: &caller, now };
        let logged =
            event::log_limit(&self.state, &origin, reached.event, reached.bucket).and_then(|entry| {
                let calls = event_hook::deliveries(&self.state.store.read()?, &visit.base(), &[entry])?;
                calls.into_iter().for_each(|call| self.state.queue.tell(call));
                Ok(())
            });
        if let Err(error) = logged {
            tracing::warn!(%error, "a limit that was reached could not be logged");
        }
    }
}

/// Whether an operation only reads, as far as its method tells.
fn reads(operation: &Operation) -> bool {
    operation.method == oktars_catalog::Method::Get && !sign_in::writes(operation)
}

/// Has the operation done, and makes it certain. What a reading request wrote first stays even if it fails.
fn serve(mut context: Context<'_>, handler: Handler) -> Result<Reply, Problem> {
    authn::unlock_due(&mut context)?;
    let reply = handler(&mut context);
    #[cfg(test)]
    tests::panic_if_asked(&context);
    if reply.is_ok() || !context.tx.is_writable() {
        event_hook::tell(&mut context)?;
        context.commit()?;
    }
    reply
}

/// Headers that every answer of a real org has.
const FIXED_HEADERS: [(&str, &str); 12] = [
    ("server", "nginx"),
    ("cache-control", "no-cache, no-store"),
    ("pragma", "no-cache"),
    ("expires", "0"),
    ("p3p", "CP=\"HONK\""),
    ("x-xss-protection", "0"),
    ("x-content-type-options", "nosniff"),
    ("strict-transport-security", "max-age=315360000; includeSubDomains"),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("content-security-policy", "frame-ancestors 'self'"),
    ("accept-ch", "Sec-CH-UA-Platform-Version"),
    ("vary", "Accept-Encoding"),
];

fn response(reply: Reply, now: jiff::Timestamp, request_id: &str) -> Response<Bytes> {
    let mut response = Response::new(reply.body);
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    for (name, value) in FIXED_HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(header::DATE, clock::http_date(now));
    headers.insert("x-okta-request-id", HeaderValue::from_str(request_id).expect("an id is a header value"));
    for (name, value) in reply.headers {
        // Of these there is one, and what the operation says goes before what is usual.
        let is_usual = FIXED_HEADERS.iter().any(|(known, _)| name == *known);
        if is_usual && name != header::VARY {
            headers.insert(name, value);
        } else {
            headers.append(name, value);
        }
    }
    response
}

/// Whether browsers and caches may keep an answer.
fn is_kept(headers: &HeaderMap) -> bool {
    headers.get(header::CACHE_CONTROL).is_some_and(|value| value.as_bytes().starts_with(b"max-age"))
}

const RESETS: [(&str, &str); 3] = [
    ("sid", "sid=\"\";Version=1;Path=/;Max-Age=0"),
    ("xids", "xids=\"\";Version=1;Path=/;Max-Age=0"),
    ("autolaunch_triggered", "autolaunch_triggered=\"\";Version=1;Path=/;Max-Age=0"),
];

/// A client without a session is told to forget the cookies of one that has ended.
fn reset_cookies(headers: &mut HeaderMap, request_id: &str, has_browser: bool) {
    let set: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    let is_set = |name: &str| set.iter().any(|cookie| cookie.as_bytes().starts_with(name.as_bytes()));
    for (_, reset) in RESETS.into_iter().filter(|(name, _)| !is_set(name)) {
        headers.append(header::SET_COOKIE, HeaderValue::from_static(reset));
    }
    if has_browser || is_set("JSESSIONID") {
        return;
    }
    let id = fingerprint(request_id)[..32].to_uppercase();
    let session = format!("JSESSIONID={id}; Path=/; HttpOnly");
    headers.append(header::SET_COOKIE, HeaderValue::from_str(&session).expect("an id is a header value"));
}

/// What a test may do to it, as under `/_local/`.
impl Org {
    /// The last requests that the org saw, oldest first; those under `/_local/` are not among them.
    pub fn requests(&self) -> Vec<SeenRequest> {
        self.0.control.requests.list()
    }

    /// Whether requests are kept to be looked at. They are unless this is called; benchmarks spare it.
    pub fn record_requests(&self, on: bool) {
        self.0.control.requests.switch(on);
    }

    /// The mails that a real org would have sent, oldest first.
    pub fn outbox(&self) -> Vec<Mail> {
        self.0.state.outbox.list()
    }

    /// Lets something go wrong. Faults are tried in the order in which they were injected.
    ///
    /// # Panics
    ///
    /// The fault makes no sense: a status that HTTP does not have, a path without a slash.
    pub fn inject(&self, fault: Fault) {
        if let Err(reason) = fault.check() {
            panic!("{reason}");
        }
        self.0.control.faults.add(fault);
    }

    /// Takes all faults back.
    pub fn clear_faults(&self) {
        self.0.control.faults.clear();
    }

    /// A new API token of a user, who is named by id or login. It may do what the user's roles allow.
    ///
    /// # Errors
    ///
    /// The store fails.
    pub fn token_of(&self, user: &str) -> Result<Option<String>, StoreError> {
        self.0.token_of(user)
    }

    /// Changes the rate limits; all windows start again.
    pub fn set_rate_limits(&self, limits: RateLimits) {
        self.0.rate.set(limits);
    }

    /// Everything that the org holds. The clock, the faults and what was recorded are not part of it.
    ///
    /// # Errors
    ///
    /// The store fails.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        self.0.snapshot()
    }

    /// Puts the org back to what it was.
    ///
    /// # Errors
    ///
    /// The store fails.
    pub fn restore(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.0.restore(snapshot)
    }

    /// Makes the org again, as it was seeded. Faults, requests, mails and the clock's setting are forgotten;
    /// snapshots that were taken under `/_local/` stay.
    ///
    /// # Errors
    ///
    /// The store fails, or the org refuses its seed.
    pub fn reset(&self) -> Result<(), StoreError> {
        self.0.reset()
    }
}

/// For tests and tools that look into the answer of the org's own clock.
impl Org {
    /// The org's time.
    pub fn now(&self) -> jiff::Timestamp {
        self.0.state.clock.now()
    }

    /// Moves the org's clock by this many seconds, forwards or back.
    ///
    /// # Panics
    ///
    /// It would leave the years 1970 to 2400.
    pub fn advance(&self, seconds: i64) {
        if let Err(reason) = self.0.state.clock.advance(jiff::SignedDuration::from_secs(seconds)) {
            panic!("{reason}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::Ordering;

    use http::StatusCode;
    use jiff::SignedDuration;
    use serde_json::{Value, json};

    use super::*;
    use crate::kernel::expiring::{self, Ending};
    use crate::kernel::kind;
    use crate::play::sign_in::context;

    /// Panics where a request asks for it, after its handler has written.
    pub(super) fn panic_if_asked(context: &Context<'_>) {
        assert!(context.header("x-panic").is_none(), "on purpose");
    }

    fn ask(org: &Org, method: &str, path: &str, body: &Value, panics: bool) -> (StatusCode, Value) {
        let body = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let mut request = HttpRequest::builder().method(method).uri(format!("http://localhost{path}"));
        if panics {
            request = request.header("x-panic", "1");
        }
        let request = request.header("authorization", format!("SSWS {}", org.token()));
        let response = org.handle(request.body(body).unwrap());
        (response.status(), serde_json::from_slice(response.body()).unwrap())
    }

    fn group(name: &str) -> Value {
        json!({ "profile": { "name": name } })
    }

    fn names(org: &Org) -> Vec<Value> {
        let (_, listed) = ask(org, "GET", "/api/v1/groups", &Value::Null, false);
        let listed = listed.as_array().unwrap_or_else(|| panic!("no list: {listed}"));
        listed.iter().map(|group| group["profile"]["name"].clone()).collect()
    }

    /// A bug in one request takes neither what others wrote along nor those that come after it.
    #[test]
    fn a_panic_is_an_answer_and_leaves_nothing_behind() {
        let org = Org::in_memory();
        ask(&org, "POST", "/api/v1/groups", &group("before"), false);
        for round in 0..3 {
            let (status, problem) = ask(&org, "POST", "/api/v1/groups", &group("lost"), true);
            assert_eq!((status.as_u16(), &problem["errorCode"]), (500, &json!("E0000009")), "{round}");
            let (status, _) = ask(&org, "GET", "/api/v1/groups", &Value::Null, true);
            assert_eq!(status, 500);
            let (status, _) = ask(&org, "POST", "/api/v1/groups", &group(&format!("after {round}")), false);
            assert_eq!(status, 200, "the next one is whole");
        }
        let names = names(&org);
        for name in ["before", "after 0", "after 1", "after 2"] {
            assert!(names.contains(&json!(name)), "{name} is missing in {names:?}");
        }
        assert!(!names.contains(&json!("lost")), "what the request wrote is gone: {names:?}");
    }

    /// A full disk is told, nothing acknowledged is lost, and the org writes again once there is room.
    #[test]
    fn a_full_disk_is_told_and_outlived() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("org.redb");
        let org = Org::builder().file(&path).build().unwrap();
        for round in 0..3 {
            let name = format!("kept {round}");
            assert_eq!(ask(&org, "POST", "/api/v1/groups", &group(&name), false).0, 200);
            org.0.state.store.health().is_full.store(true, Ordering::Release);
            for _ in 0..3 {
                let (status, problem) = ask(&org, "POST", "/api/v1/groups", &group("lost"), false);
                assert_eq!(status, 500);
                assert_eq!(problem["errorCode"], "E0000009");
                let cause = problem["errorCauses"][0]["errorSummary"].as_str().unwrap();
                assert!(cause.contains("no space left on the device"), "{problem}");
                assert!(names(&org).contains(&json!(name)), "reads go on");
            }
            org.0.state.store.health().is_full.store(false, Ordering::Release);
        }
        assert_eq!(ask(&org, "POST", "/api/v1/groups", &group("at last"), false).0, 200);
        drop(org);
        let names = names(&Org::builder().file(&path).build().unwrap());
        for name in ["kept 0", "kept 1", "kept 2", "at last"] {
            assert!(names.contains(&json!(name)), "{name} was acknowledged and is lost: {names:?}");
        }
        assert!(!names.contains(&json!("lost")), "{names:?}");
    }

    const FEW: Ending = Ending { kind: kind::PUSHED_REQUEST, most: 3, forget: |_, _, _| Ok(()) };

    fn still_there(context: &Context<'_>) -> Vec<&'static str> {
        ["a", "b", "c", "d", "e"]
            .into_iter()
            .filter(|secret| expiring::get(context, &FEW, secret).expect("the store").is_some())
            .collect()
    }

    /// One more than there may be takes the one away that ends first; what has ended makes room before.
    #[test]
    fn what_ends_by_itself_is_bounded_in_number() {
        let org = Org::in_memory();
        let mut context = context(&org.0, "http://localhost", "").expect("a request");
        let put = |context: &Context<'_>, secret: &str, minutes: i64| {
            let lifetime = SignedDuration::from_mins(minutes);
            expiring::put(context, &FEW, secret, lifetime, json!({})).expect("the store");
        };
        for (secret, minutes) in [("a", 30), ("b", 10), ("c", 20), ("d", 40)] {
            put(&context, secret, minutes);
        }
        assert_eq!(still_there(&context), ["a", "c", "d"]);
        context.now += SignedDuration::from_mins(25);
        put(&context, "e", 10);
        assert_eq!(still_there(&context), ["a", "d", "e"]);
        let mut left = 0;
        context
            .tx
            .scan(FEW.kind, None, &mut |_, _| {
                left += 1;
                Ok(ControlFlow::Continue(()))
            })
            .expect("the store");
        assert_eq!(left, 3, "what has ended is gone");
    }
}
