//! Lists that come in pages.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, Request};
use oktars_catalog::{Paging, secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::admission::Priority;
use crate::answer::{Answer, REQUEST_ID};
use crate::curl::Curl;
use crate::draft::Draft;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::link;
use crate::send::send;

/// A list, of which nothing is requested before it is asked for.
///
/// It is a [`Stream`] of items that follows every page; with [`pages`](Listing::pages) a stream of pages;
/// with [`page`](Listing::page) one page and where the next one is. It ends when Okta names no next page,
/// or with an error, never otherwise: an empty page that names a next one is followed.
///
/// The System Log alone always names a next page; a list of it ends when it has caught up, and its
/// [`position`](Listing::position) is then where the news will be.
///
/// An item that cannot be read is an error in its place; the items behind it still come. After an error of a
/// whole page the stream is over, and [`position`](Listing::position) is where to continue.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::in_memory().service());
/// let mut users = okta.users().list(&Default::default());
/// while let Some(user) = users.try_next().await? {
///     println!("{}", user.profile.login);
/// }
/// # Ok(()) }
/// ```
#[must_use = "a listing requests nothing until it is polled"]
pub struct Listing<T> {
    engine: Engine,
    items: VecDeque<Result<T>>,
    /// The page that `items` are of.
    current: Option<Position>,
    state: State<T>,
}

enum State<T> {
    /// The next page must be requested.
    Ready(Box<Pager>),
    /// It is being requested.
    Fetching(Fetching<T>),
    /// There is no further page now; if there may be one later, it is at this position.
    Over(Option<Position>),
}

type Fetching<T> = Pin<Box<dyn Future<Output = Fetched<T>> + Send>>;

/// A page as it was fetched, and where to continue.
struct Fetched<T> {
    outcome: Result<Content<T>>,
    /// The position that was requested.
    position: Option<Position>,
    next: Next,
}

/// What follows a page.
enum Next {
    Page(Box<Pager>),
    /// Nothing yet: a log was read up to now, and continues here.
    Later(Option<Position>),
    End,
}

struct Content<T> {
    items: Vec<Result<T>>,
    headers: HeaderMap,
}

/// Follows the pages of one call.
struct Pager {
    draft: Draft,
    trail: Trail,
}

/// What was read so far, as far as it takes to notice a page that comes again.
#[derive(Default)]
struct Trail {
    /// The addresses of the pages.
    addresses: HashSet<u64>,
    /// What the last page that was not empty began with.
    start: Option<u64>,
}

impl<T: DeserializeOwned + Send + 'static> Listing<T> {
    pub(crate) fn new(draft: Draft) -> Self {
        let engine = draft.engine().clone();
        let pager = Pager { draft, trail: Trail::default() };
        Listing { engine, items: VecDeque::new(), current: None, state: State::Ready(Box::new(pager)) }
    }

    pub(crate) fn resumed(engine: Engine, position: &Position) -> Self {
        Listing::new(Draft::resumed(engine, position.known_operation(), &position.local))
    }

    /// The request of the page that would come next, without the token: for a dry run, or to show it.
    ///
    /// # Errors
    /// The list was given something that makes no request, or it is over.
    pub fn request(&self) -> Result<Request<Bytes>> {
        self.shown(Draft::request)
    }

    /// The curl command of the page that would come next; see [`Call::curl`](crate::Call::curl).
    pub fn curl(&self) -> Result<Curl> {
        self.shown(Draft::curl)
    }

    fn shown<R>(&self, show: impl FnOnce(&Draft) -> Result<R>) -> Result<R> {
        if let State::Ready(pager) = &self.state {
            return show(&pager.draft);
        }
        let over = || Error::input("the list is over, so no more pages are requested");
        let position = self.position().ok_or_else(over)?;
        show(&Draft::resumed(self.engine.clone(), position.known_operation(), &position.local))
    }

    /// Asks for pages of at most so many items, if the endpoint has a choice. The list still covers all pages
    /// nevertheless.
    pub fn page_size(self, items: u32) -> Self {
        self.tuned(|draft| draft.page_size(items))
    }

    /// The longest that each page may take; see [`Builder::deadline`](crate::Builder::deadline).
    ///
    /// Like the others of its kind, it is said before the first item is asked for.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.tuned(|draft| draft.policy.deadline = deadline)
    }

    /// The most attempts for each page; see [`Builder::attempts`](crate::Builder::attempts).
    pub fn attempts(self, attempts: u32) -> Self {
        self.tuned(|draft| draft.policy.attempts = attempts)
    }

    /// Who goes first where calls have to wait.
    pub fn priority(self, priority: Priority) -> Self {
        self.tuned(|draft| draft.policy.priority = priority)
    }

    /// Adds a header to the request of each page.
    pub fn header(self, name: &str, value: impl AsRef<str>) -> Self {
        self.tuned(|draft| draft.header(name, value.as_ref()))
    }

    fn tuned(mut self, tune: impl FnOnce(&mut Draft)) -> Self {
        if let State::Ready(pager) = &mut self.state {
            tune(&mut pager.draft);
        }
        self
    }

    /// The same list with its items read as another type, from its [position](Listing::position) on.
    pub fn read_as<U: DeserializeOwned + Send + 'static>(self) -> Listing<U> {
        match (self.position(), self.state) {
            (_, State::Ready(pager)) if self.items.is_empty() => Listing::new(pager.draft),
            (Some(position), _) => Listing::resumed(self.engine, &position),
            (None, _) => Listing {
                engine: self.engine,
                items: VecDeque::new(),
                current: None,
                state: State::Over(None),
            },
        }
    }

    /// The same list with each item as the JSON text that Okta sent, which costs a fraction of reading it.
    pub fn raw(self) -> Listing<Box<RawValue>> {
        self.read_as()
    }

    /// The next item, or `None` at the end.
    pub async fn try_next(&mut self) -> Result<Option<T>> {
        self.next().await.transpose()
    }

    /// The next item or error, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All items of all pages, held in memory at once.
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.try_next().await? {
            items.push(item);
        }
        Ok(items)
    }

    /// One page, with where the next one is.
    ///
    /// After items were taken from it, this is the next page.
    pub async fn page(mut self) -> Result<Page<T>> {
        match poll_fn(|context| self.poll_page(context)).await {
            Some(page) => page,
            None => {
                Ok(Page { items: Vec::new(), unreadable: Vec::new(), next: None, headers: HeaderMap::new() })
            }
        }
    }

    /// The pages, as a stream.
    pub fn pages(self) -> Pages<T> {
        Pages(self)
    }

    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>>>> {
        let Some(content) = ready!(self.poll_content(context)) else { return Poll::Ready(None) };
        Poll::Ready(Some(content.map(|content| {
            let mut page = Page {
                items: Vec::with_capacity(content.items.len()),
                unreadable: Vec::new(),
                next: self.upcoming(),
                headers: content.headers,
            };
            for item in content.items {
                match item {
                    Ok(item) => page.items.push(item),
                    Err(error) => page.unreadable.push(error),
                }
            }
            page
        })))
    }

    fn poll_content(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Content<T>>>> {
        if matches!(self.state, State::Ready(_))
            && let State::Ready(pager) = std::mem::replace(&mut self.state, State::Over(None))
        {
            self.state = State::Fetching(Box::pin(pager.fetch()));
        }
        let State::Fetching(fetching) = &mut self.state else { return Poll::Ready(None) };
        let fetched = ready!(fetching.as_mut().poll(context));
        self.state = match (&fetched.outcome, fetched.next) {
            (Err(_), _) => State::Over(fetched.position.clone()),
            (Ok(_), Next::Page(pager)) => State::Ready(pager),
            (Ok(_), Next::Later(position)) => State::Over(position),
            (Ok(_), Next::End) => State::Over(None),
        };
        self.current = fetched.position;
        Poll::Ready(Some(fetched.outcome))
    }
}

impl<T> Listing<T> {
    /// Where to continue later; `None` when all was listed.
    ///
    /// While items of a page are still to come, this is that page, so that going on repeats some items and
    /// misses none. To continue exactly, take the position between pages: [`Page::next`].
    pub fn position(&self) -> Option<Position> {
        let within_a_page = !self.items.is_empty() || matches!(self.state, State::Fetching(_));
        match &self.current {
            Some(current) if within_a_page => Some(current.clone()),
            _ => self.upcoming(),
        }
    }

    /// The page that would be requested next.
    fn upcoming(&self) -> Option<Position> {
        match &self.state {
            State::Ready(pager) => pager.position(),
            State::Fetching(_) => None,
            State::Over(position) => position.clone(),
        }
    }
}

/// Nothing in it is pinned by its place.
impl<T> Unpin for Listing<T> {}

impl<T: DeserializeOwned + Send + 'static> Stream for Listing<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(item));
            }
            match ready!(self.poll_content(context)) {
                Some(Ok(content)) => self.items = content.items.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing").field("waiting_items", &self.items.len()).finish_non_exhaustive()
    }
}

/// A stream of pages, made by [`Listing::pages`].
#[derive(Debug)]
#[must_use = "a listing requests nothing until it is polled"]
pub struct Pages<T>(Listing<T>);

impl<T: DeserializeOwned + Send + 'static> Pages<T> {
    /// The next page, or `None` at the end.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>> {
        poll_fn(|context| self.0.poll_page(context)).await.transpose()
    }

    /// Where to continue later; `None` when all was listed.
    pub fn position(&self) -> Option<Position> {
        self.0.position()
    }
}

impl<T: DeserializeOwned + Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_page(context)
    }
}

/// One page of a list.
#[derive(Debug)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// One error for each item that could not be read.
    pub unreadable: Vec<Error>,
    /// Where the next page is; `None` on the last one.
    pub next: Option<Position>,
    /// The headers of the answer.
    pub headers: HeaderMap,
}

impl<T> Page<T> {
    /// The id of the request that gave the page, which Okta's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get(REQUEST_ID)?.to_str().ok()
    }
}

/// Where a list continues, as text that outlives the process.
///
/// It holds the operation and the path with its query; no host, so that it leads to no other org, and no
/// token. A query with a filter is part of it, so do not show the position to people who may not see the filter.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> oktars::Result<()> {
/// # let okta = oktars::Okta::over(oktars_local::Org::builder().seed(oktars_local::Seed::Demo).build().unwrap().service());
/// use oktars::Position;
/// use oktars::user::ListUsers;
///
/// let page = okta.users().list(&ListUsers::new().limit(2)).page().await?;
/// let text = page.next.map(|position| position.to_string()).expect("there are more than two users");
///
/// // Perhaps in another process.
/// let position: Position = text.parse()?;
/// let more = okta.users().resume(&position).all().await?;
/// assert!(more.len() > 2 && more[0].id != page.items[0].id);
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Position {
    operation: String,
    local: String,
}

impl Position {
    /// Path and query of the page.
    pub fn path(&self) -> &str {
        &self.local
    }

    /// The id of the operation, or `GET` where a path was listed.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    fn known_operation(&self) -> Option<&'static oktars_catalog::Operation> {
        oktars_catalog::operation(&self.operation)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.operation, self.local)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position({} {})", self.operation, secret::address(&self.local))
    }
}

impl FromStr for Position {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::input(format!("{text:?} is not a position of a listing"));
        let (operation, local) = text.split_once(' ').ok_or_else(wrong)?;
        let known = operation == "GET" || oktars_catalog::operation(operation).is_some();
        if !known || !local.starts_with('/') || local.starts_with("//") || local.contains(char::is_whitespace)
        {
            return Err(wrong());
        }
        Ok(Position { operation: operation.to_owned(), local: local.to_owned() })
    }
}

impl Pager {
    /// The position of the page that it would request.
    fn position(&self) -> Option<Position> {
        let local = self.draft.encoded().ok()?;
        let operation = self.draft.name().split(' ').next().unwrap_or_default().to_owned();
        Some(Position { operation, local })
    }

    async fn fetch<T: DeserializeOwned>(mut self: Box<Self>) -> Fetched<T> {
        let position = self.position();
        let (client, outgoing) = self.draft.outgoing();
        let answer = match outgoing {
            Ok(outgoing) => send(&client, outgoing).await,
            Err(mistake) => Err(mistake),
        };
        let (outcome, next) = match answer {
            Ok(answer) => match self.read(&answer) {
                Ok((items, next)) => (Ok(Content { items, headers: answer.headers().clone() }), next),
                Err(error) => (Err(answer.explain(error)), None),
            },
            Err(error) => (Err(error), None),
        };
        let Some(local) = next else { return Fetched { outcome, position, next: Next::End } };
        let caught_up = self.polls() && outcome.as_ref().is_ok_and(|content| content.items.is_empty());
        self.draft.turn_to(&local);
        let next = if caught_up { Next::Later(self.position()) } else { Next::Page(self) };
        Fetched { outcome, position, next }
    }

    /// Whether it reads a log that always names a next page, where what is new will be. An empty page
    /// is the sign that all was read up to now.
    fn polls(&self) -> bool {
        let Ok(local) = self.draft.encoded() else { return false };
        let (path, query) = local.split_once('?').unwrap_or((&local, ""));
        let bounded =
            query.split('&').any(|pair| pair.starts_with("until=") || pair == "sortOrder=DESCENDING");
        path == "/api/v1/logs" && !bounded || path == "/api/v1/events"
    }

    /// The items of a page, and path and query of the next one.
    fn read<T: DeserializeOwned>(&mut self, answer: &Answer) -> Result<(Vec<Result<T>>, Option<String>)> {
        let (list, link) = match answer.body().first() {
            Some(b'{') => self.read_object(answer)?,
            _ => (&answer.body()[..], None),
        };
        let items = read_items(answer, list)?;
        if !self.polls() {
            self.trail.walk(&self.draft.encoded()?, list)?;
        }
        let header = link::next(answer.headers()).map_err(Error::unreadable_links)?;
        let link = link.or_else(|| header.map(str::to_owned));
        let Some(link) = link else { return Ok((items, None)) };
        let next = self.draft.engine().client.org.local_part(&link)?;
        if !self.polls() && self.trail.knows(&next) {
            return Err(Error::endless_pages());
        }
        Ok((items, Some(next)))
    }

    /// A page that is an object: one member has the items, `_links.next` the next page.
    fn read_object<'a>(&self, answer: &'a Answer) -> Result<(&'a [u8], Option<String>)> {
        let page: HashMap<String, &RawValue> =
            serde_json::from_slice(answer.body()).map_err(|error| answer.unreadable(&error))?;
        let items = match self.draft.paging() {
            Paging::Object(member) => page.get(member).copied(),
            _ => only_array(&page),
        };
        let items = items.ok_or_else(|| {
            let error = <serde_json::Error as serde::de::Error>::custom("the answer holds no list");
            answer.unreadable(&error)
        })?;
        let next = page.get("_links").map_or(Ok(None), |links| next_in_body(links));
        Ok((items.get().as_bytes(), next.map_err(Error::unreadable_links)?))
    }
}

/// The address in `_links.next`. Links that are there and say something else are no end.
fn next_in_body(links: &RawValue) -> Result<Option<String>, link::Fault> {
    #[derive(Deserialize)]
    struct Links {
        next: Option<Href>,
    }
    #[derive(Deserialize)]
    struct Href {
        href: String,
    }
    let links: Option<Links> =
        serde_json::from_str(links.get()).map_err(|_| "`_links.next` of the body has no address")?;
    let next = links.and_then(|links| links.next).map(|next| next.href);
    match next {
        Some(href) if href.trim().is_empty() => Err("`_links.next` of the body has an empty address"),
        next => Ok(next),
    }
}

impl Trail {
    /// Goes on over a page, unless it is the one before it.
    fn walk(&mut self, address: &str, list: &[u8]) -> Result<()> {
        self.addresses.insert(digest_of_address(address));
        let start = start_of(list);
        if start.is_some() && start == self.start {
            return Err(Error::same_page());
        }
        self.start = start.or(self.start);
        Ok(())
    }

    fn knows(&self, address: &str) -> bool {
        self.addresses.contains(&digest_of_address(address))
    }
}

/// The same for an address however it is encoded, and in whatever order its query is.
fn digest_of_address(address: &str) -> u64 {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    pairs.sort_unstable();
    digest(&(path, pairs))
}

/// The id of the first item, or the item itself where it has none. An item may change between two
/// requests, its id does not.
fn start_of(list: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct Identity<'a> {
        #[serde(borrow)]
        id: Cow<'a, str>,
    }
    let items = list.trim_ascii_start().strip_prefix(b"[")?;
    let first = serde_json::Deserializer::from_slice(items).into_iter::<&RawValue>().next()?.ok()?;
    match serde_json::from_str::<Identity<'_>>(first.get()) {
        Ok(item) => Some(digest(&item.id)),
        Err(_) => Some(digest(first.get())),
    }
}

fn digest(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The member that is an array, provided that there is one alone.
fn only_array<'a>(page: &HashMap<String, &'a RawValue>) -> Option<&'a RawValue> {
    let mut arrays = page.values().filter(|value| value.get().starts_with('['));
    let first = arrays.next()?;
    arrays.next().is_none().then_some(*first)
}

/// Reads all items at once; when that fails, each for itself, so that a strange one fails alone.
fn read_items<T: DeserializeOwned>(answer: &Answer, json: &[u8]) -> Result<Vec<Result<T>>> {
    if let Ok(items) = serde_json::from_slice::<Vec<T>>(json) {
        return Ok(items.into_iter().map(Ok).collect());
    }
    let items: Vec<&RawValue> = serde_json::from_slice(json).map_err(|error| answer.unreadable(&error))?;
    let read = |item: &RawValue| serde_json::from_str(item.get()).map_err(|error| answer.unreadable(&error));
    Ok(items.into_iter().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op;
    use crate::testing::Scripted;
    use crate::user::{ListAppLinks, ListUsers, User};
    use serde_json::Value;

    const NEXT: &str = r#"<https://acme.okta.com/api/v1/users?after=2&limit=200>; rel="next""#;

    fn ids(users: &[User]) -> Vec<&str> {
        users.iter().map(|user| user.id.as_str()).collect()
    }

    fn two_pages() -> Scripted {
        Scripted::new().then_page(NEXT, r#"[{"id":"1"},{"id":"2"}]"#).then_page("", r#"[{"id":"3"}]"#)
    }

    #[tokio::test]
    async fn a_list_follows_every_page_at_the_greatest_size() {
        let org = two_pages();
        let listing = org.okta().users().list(&ListUsers::new());
        assert!(org.seen().is_empty(), "nothing is requested before it is asked for");
        assert_eq!(ids(&listing.all().await.unwrap()), ["1", "2", "3"]);
        assert_eq!(org.lines(), ["GET /api/v1/users?limit=200", "GET /api/v1/users?after=2&limit=200"]);
    }

    #[tokio::test]
    async fn it_is_a_stream_that_needs_no_pinning() {
        use futures_util::TryStreamExt;
        let okta = two_pages().okta();
        let users: Vec<User> = okta.users().list(&ListUsers::new()).try_collect().await.unwrap();
        assert_eq!(ids(&users), ["1", "2", "3"]);
        let mut listing = two_pages().okta().users().list(&ListUsers::new());
        assert!(TryStreamExt::try_next(&mut listing).await.unwrap().is_some());
    }

    /// The trap: stopping at an empty page.
    #[tokio::test]
    async fn an_empty_page_with_a_next_link_is_not_the_end() {
        let org = Scripted::new().then_page(NEXT, "[]").then_page("", r#"[{"id":"1"}]"#);
        assert_eq!(org.okta().users().list(&ListUsers::new()).all().await.unwrap().len(), 1);
    }

    #[tokio::test]
    async fn pages_and_one_page() {
        let mut pages = two_pages().okta().users().list(&ListUsers::new()).pages();
        let first = pages.try_next().await.unwrap().unwrap();
        assert_eq!(ids(&first.items), ["1", "2"]);
        assert_eq!(first.next.unwrap().path(), "/api/v1/users?after=2&limit=200");
        let second = pages.try_next().await.unwrap().unwrap();
        assert!(second.next.is_none() && pages.position().is_none());
        assert!(pages.try_next().await.unwrap().is_none());

        let org = two_pages();
        let page = org.okta().users().list(&ListUsers::new().limit(2)).page().await.unwrap();
        assert_eq!((page.items.len(), org.lines()), (2, vec!["GET /api/v1/users?limit=2".to_owned()]));
    }

    #[tokio::test]
    async fn a_position_goes_on_in_another_process() {
        let org = two_pages();
        let okta = org.okta();
        let mut listing = okta.users().list(&ListUsers::new());
        assert_eq!(listing.position().unwrap().to_string(), "listUsers /api/v1/users?limit=200");
        listing.try_next().await.unwrap();
        let within = listing.position().unwrap();
        assert_eq!(within.path(), "/api/v1/users?limit=200", "an item of this page is still to come");
        listing.try_next().await.unwrap();
        let text = listing.position().unwrap().to_string();
        drop(listing);

        let position: Position = text.parse().unwrap();
        let rest = okta.users().resume(&position).all().await.unwrap();
        assert_eq!(ids(&rest), ["3"]);
    }

    #[tokio::test]
    async fn a_list_can_be_shown_and_tuned_before_and_between_its_pages() {
        let org = two_pages();
        let okta = org.okta();
        let shown =
            |list: &Listing<User>| list.request().unwrap().uri().path_and_query().unwrap().to_string();
        for (size, limit) in [(7, "limit=7"), (500, "limit=200")] {
            let list = okta.users().list(&ListUsers::new().limit(3)).page_size(size);
            assert_eq!(shown(&list), format!("/api/v1/users?{limit}"));
        }
        assert_eq!(
            shown(&okta.users().app_links("1", &ListAppLinks::new()).page_size(7).read_as()),
            "/api/v1/users/1/appLinks"
        );

        let mut list = okta.users().list(&ListUsers::new()).header("x-trace", "7");
        assert_eq!(shown(&list), "/api/v1/users?limit=200");
        list.try_next().await.unwrap();
        list.try_next().await.unwrap();
        assert_eq!(shown(&list), "/api/v1/users?after=2&limit=200");
        while list.try_next().await.unwrap().is_some() {}
        assert!(list.request().unwrap_err().is_input(), "the list is over");
        assert!(org.seen().iter().all(|page| page.headers()["x-trace"] == "7"));
    }

    #[tokio::test]
    async fn a_failed_page_is_an_error_and_the_position_to_try_again() {
        let org = Scripted::new().then_page(NEXT, r#"[{"id":"1"}]"#).then(400, &[], "").then_page("", "[]");
        let mut listing = org.okta().users().list(&ListUsers::new());
        listing.try_next().await.unwrap();
        assert_eq!(listing.try_next().await.unwrap_err().status().unwrap().as_u16(), 400);
        assert!(listing.try_next().await.unwrap().is_none());
        assert_eq!(listing.position().unwrap().path(), "/api/v1/users?after=2&limit=200");
    }

    #[tokio::test]
    async fn a_next_link_of_another_origin_is_refused() {
        for link in [
            "<https://evil.example/api/v1/users>; rel=next",
            "<http://acme.okta.com/api/v1/users>; rel=next",
            "<//evil.example/users>; rel=next",
            "<https://acme.okta.com:8443/api/v1/users>; rel=next",
        ] {
            let org = Scripted::new().then_page(link, r#"[{"id":"1"}]"#);
            let error = org.okta().users().list(&ListUsers::new()).all().await.unwrap_err();
            assert!(error.is_foreign_origin() && org.seen().len() == 1, "{link}: {error}");
        }
    }

    #[tokio::test]
    async fn a_next_link_to_the_same_page_is_an_error_not_a_circle() {
        let org = Scripted::new().then_page("</api/v1/users?limit=200>; rel=next", "[]");
        let error = org.okta().users().list(&ListUsers::new()).all().await.unwrap_err();
        assert!(error.to_string().contains("never end"), "{error}");
    }

    #[tokio::test]
    async fn a_circle_is_noticed_however_its_links_are_written() {
        let back = "</api/v1/users?search=a+eq+%22b%22&limit=200>; rel=next";
        let org = Scripted::new().then_page(NEXT, r#"[{"id":"1"}]"#).then_page(back, r#"[{"id":"2"}]"#);
        let query = ListUsers::new().search(crate::attr("a").eq("b"));
        let mut listing = org.okta().users().list(&query);
        assert_eq!(listing.try_next().await.unwrap().unwrap().id, "1");
        let error = listing.try_next().await.unwrap_err();
        assert!(error.to_string().contains("never end") && org.seen().len() == 2, "{error}");
    }

    #[tokio::test]
    async fn a_page_that_comes_again_under_another_address_is_an_error() {
        let again = "</api/v1/users?after=x&limit=200>; rel=next";
        let cases = [
            (
                r#"[{"id":"1","status":"ACTIVE"},{"id":"2"}]"#,
                r#"[{"status":"STAGED","id":"1"},{"id":"2"}]"#,
                true,
            ),
            (r#"[{"name":"a"}]"#, r#"[{"name":"a"}]"#, true),
            (r#"[{"id":"1"}]"#, r#"[{"id":"2"}]"#, false),
            (r#"[]"#, r#"[]"#, false),
            (r#"["a"]"#, r#"["b"]"#, false),
        ];
        for (first, second, refused) in cases {
            let org = Scripted::new().then_page(again, first).then_page("", second);
            let listed = org.okta().get("users?limit=200").list::<Value>().all().await;
            assert_eq!(listed.is_err(), refused, "{first} and {second}");
            if let Err(error) = listed {
                assert!(error.to_string().contains("came twice"), "{error}");
            }
        }
    }

    #[tokio::test]
    async fn one_strange_item_fails_alone() {
        let body = r#"[{"id":"1"},null,{"id":7,"status":["x"]},5,{"id":"2"}]"#;
        let mut listing = Scripted::new().then(200, &[], body).okta().users().list(&ListUsers::new());
        let mut seen = Vec::new();
        while let Some(item) = listing.next().await {
            seen.push(item.map(|user| user.id).map_err(|error| error.is_decode()));
        }
        let expected = [Ok("1".to_owned()), Err(true), Ok(String::new()), Err(true), Ok("2".to_owned())];
        assert_eq!(seen, expected);

        let page = Scripted::new().then(200, &[], body).okta().users().list(&ListUsers::new()).page().await;
        let page = page.unwrap();
        assert_eq!((page.items.len(), page.unreadable.len()), (3, 2));
    }

    #[tokio::test]
    async fn what_is_no_list_is_an_error() {
        for body in ["{}", "null", "7", "<html>", "", "[{\"id\":"] {
            let org = Scripted::new().then(200, &[], body);
            let error = org.okta().users().list(&ListUsers::new()).all().await.unwrap_err();
            assert!(error.is_decode() && error.operation() == "listUsers", "{body}: {error}");
        }
    }

    #[tokio::test]
    async fn a_list_within_an_object_pages_by_its_links() {
        let first = r#"{"roles":[{"id":"1"}],"_links":{"next":{"href":"https://acme.okta.com/api/v1/iam/roles?after=x"}}}"#;
        let org =
            || Scripted::new().then(200, &[], first).then(200, &[], r#"{"roles":[{"id":"2"}],"_links":{}}"#);
        let scripted = org();
        let roles = scripted.okta().call(op::LIST_ROLES).list::<Value>().all().await.unwrap();
        assert_eq!(roles.len(), 2);
        assert_eq!(scripted.lines(), ["GET /api/v1/iam/roles", "GET /api/v1/iam/roles?after=x"]);
        let roles = org().okta().get("iam/roles").list::<Value>().all().await.unwrap();
        assert_eq!(roles.len(), 2, "by path as well");
    }

    /// A page that looks like the last one because its links were broken would make a list look complete.
    #[tokio::test]
    async fn links_that_cannot_be_read_are_an_error_and_no_end() {
        let links = ["<http://", "<https://acme.okta.com/api/v1/users?after=2>", "<>; rel=next", "nonsense"];
        for link in links {
            let org = Scripted::new().then_page(link, r#"[{"id":"1"}]"#);
            let mut listing = org.okta().users().list(&ListUsers::new());
            let error = listing.try_next().await.unwrap_err();
            assert!(error.to_string().contains("cannot be read"), "{link}: {error}");
            assert!(!error.to_string().contains("after=2"), "a cursor is not shown: {error}");
            assert_eq!(listing.position().unwrap().path(), "/api/v1/users?limit=200", "{link}");
        }
        let bodies = [
            r#"[]"#,
            r#"7"#,
            r#"{"next":"https://acme.okta.com/api/v1/iam/roles?after=x"}"#,
            r#"{"next":{"href":7}}"#,
            r#"{"next":{"href":null}}"#,
            r#"{"next":{"href":""}}"#,
            r#"{"next":{}}"#,
            r#"{"next":[]}"#,
            r#"{"next":true}"#,
        ];
        for links in bodies {
            let org = Scripted::new().then(200, &[], &format!(r#"{{"roles":[],"_links":{links}}}"#));
            let error = org.okta().call(op::LIST_ROLES).list::<Value>().all().await.unwrap_err();
            assert!(error.to_string().contains("cannot be read"), "{links}: {error}");
        }
        for links in ["null", "{}", r#"{"next":null}"#, r#"{"self":7}"#] {
            let org = Scripted::new().then(200, &[], &format!(r#"{{"roles":[],"_links":{links}}}"#));
            let listed = org.okta().call(op::LIST_ROLES).list::<Value>().all().await;
            assert!(listed.unwrap().is_empty(), "{links}");
        }
    }

    #[tokio::test]
    async fn raw_items_are_the_text_that_came() {
        let body = r#"[{"b":1.50,"a":null}, {"id":"2" }]"#;
        let okta = Scripted::new().then(200, &[], body).okta();
        let items = okta.users().list(&ListUsers::new()).raw().all().await.unwrap();
        let texts: Vec<&str> = items.iter().map(|item| item.get()).collect();
        assert_eq!(texts, [r#"{"b":1.50,"a":null}"#, r#"{"id":"2" }"#]);
    }

    #[test]
    fn a_position_is_a_path_of_a_known_list() {
        for text in ["listUsers /api/v1/users?after=x&q=a%20b", "GET /x"] {
            assert_eq!(text.parse::<Position>().unwrap().to_string(), text);
        }
        for text in
            ["", "/x", "listUsers", "listUsers //evil.example/x", "listUsers https://evil.example/", "x /y"]
        {
            assert!(text.parse::<Position>().is_err(), "{text}");
        }
    }
}
