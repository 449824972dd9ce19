//! Queries and options about users.

use crate::call::Call;
use crate::expression::{Expression, attr};
use crate::query::{SortOrder, query};

/// Which users to list, and how. Okta takes only one of `search`, `filter` and `q`.
///
/// ```
/// use oktars::{SortOrder, attr};
/// use oktars::user::ListUsers;
///
/// let query = ListUsers::new()
///     .search(attr("profile.department").eq("R&D").and(attr("status").eq("ACTIVE")))
///     .sort_by("profile.lastName")
///     .sort_order(SortOrder::Descending);
/// # let _ = query;
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ListUsers {
    /// An expression over any attribute; users of status `DEPROVISIONED` are found too.
    pub search: Option<Expression>,
    /// An expression over the few attributes that `filter` knows.
    pub filter: Option<Expression>,
    /// The start of a first name, last name or mail address. There is never a second page.
    pub q: Option<String>,
    /// The attribute to sort by, in a search.
    pub sort_by: Option<String>,
    /// The order to sort in.
    pub sort_order: Option<SortOrder>,
    /// The size of a page; the greatest, 200, unless set.
    pub limit: Option<u32>,
    /// The cursor of a page, as it stands in a next link.
    pub after: Option<String>,
    /// The attributes to send, for example `id,status,profile:(firstName)`.
    pub fields: Option<String>,
    /// What to send along, for example `classification`.
    pub expand: Option<String>,
    /// What to leave out.
    pub omit: Vec<Omit>,
}

impl ListUsers {
    /// All users but those of status `DEPROVISIONED`.
    pub fn new() -> Self {
        ListUsers::default()
    }

    /// Queries that find all users together, deactivated ones too, and each user once: one for each part of the time
    /// between the first and the last `created`. One cursor follows another page by page, so side by side they use a
    /// rate limit that one alone cannot. There may be fewer queries than were asked for.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let org = oktars_local::Org::builder().seed(oktars_local::Seed::Demo).build()?;
    /// # let okta = oktars::Okta::over(org.service());
    /// use futures_util::future::try_join_all;
    /// use oktars::user::ListUsers;
    ///
    /// let first = "2015-01-01T00:00:00Z".parse()?;
    /// let last = jiff::Timestamp::now();
    /// let parts = ListUsers::split(first, last, 4);
    /// let users = try_join_all(parts.iter().map(|part| okta.users().list(part).all())).await?.concat();
    /// assert_eq!(users.len(), okta.users().list(&ListUsers::new().search("status pr")).all().await?.len());
    /// # Ok(()) }
    /// ```
    pub fn split(first: jiff::Timestamp, last: jiff::Timestamp, parts: usize) -> Vec<Self> {
        let (from, to) = (first.as_millisecond(), last.as_millisecond());
        let parts = i64::try_from(parts.max(1)).unwrap_or(i64::MAX);
        let step = (to.saturating_sub(from) / parts).max(1);
        let edges = (1..parts)
            .map(|part| from.saturating_add(step.saturating_mul(part)))
            .take_while(|edge| *edge <= to);
        let edges: Vec<String> =
            edges.filter_map(|edge| jiff::Timestamp::from_millisecond(edge).ok()).map(written).collect();
        let created = || attr("created");
        let Some((first, last)) = edges.first().zip(edges.last()) else {
            return vec![ListUsers::new().search(attr("status").present())];
        };
        let between = edges.windows(2).map(|edges| created().ge(&*edges[0]).and(created().lt(&*edges[1])));
        let all =
            [created().lt(first.as_str())].into_iter().chain(between).chain([created().ge(last.as_str())]);
        all.map(|range| ListUsers::new().search(range)).collect()
    }

    /// Lists only users that the expression finds. Text is taken as an expression too.
    #[must_use]
    pub fn search(mut self, expression: impl Into<Expression>) -> Self {
        self.search = Some(expression.into());
        self
    }

    /// Lists only who passes the filter. Text is taken as an expression too.
    #[must_use]
    pub fn filter(mut self, expression: impl Into<Expression>) -> Self {
        self.filter = Some(expression.into());
        self
    }

    /// Lists only whose first name, last name or mail address begins so.
    #[must_use]
    pub fn q(mut self, start: impl Into<String>) -> Self {
        self.q = Some(start.into());
        self
    }

    /// Sorts by an attribute, for example `profile.login`.
    #[must_use]
    pub fn sort_by(mut self, attribute: impl Into<String>) -> Self {
        self.sort_by = Some(attribute.into());
        self
    }

    /// Sorts in this order.
    #[must_use]
    pub fn sort_order(mut self, order: SortOrder) -> Self {
        self.sort_order = Some(order);
        self
    }

    /// Sets the size of a page. The list still covers all pages.
    #[must_use]
    pub fn limit(mut self, users: u32) -> Self {
        self.limit = Some(users);
        self
    }

    /// Starts at a cursor.
    #[must_use]
    pub fn after(mut self, cursor: impl Into<String>) -> Self {
        self.after = Some(cursor.into());
        self
    }

    /// Asks for these attributes alone.
    #[must_use]
    pub fn fields(mut self, fields: impl Into<String>) -> Self {
        self.fields = Some(fields.into());
        self
    }

    /// Asks for more with each user.
    #[must_use]
    pub fn expand(mut self, relation: impl Into<String>) -> Self {
        self.expand = Some(relation.into());
        self
    }

    /// Asks for less with each user.
    #[must_use]
    pub fn omit(mut self, part: Omit) -> Self {
        self.omit.push(part);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        let call = call
            .expression("search", self.search.as_ref())
            .expression("filter", self.filter.as_ref())
            .query_opt("q", self.q.as_ref())
            .query_opt("sortBy", self.sort_by.as_ref())
            .query_opt("sortOrder", self.sort_order)
            .query_opt("limit", self.limit)
            .query_opt("after", self.after.as_ref())
            .query_opt("fields", self.fields.as_ref())
            .query_opt("expand", self.expand.as_ref());
        omitting(call, &self.omit)
    }
}

/// A part of a user that Okta can leave out, which makes its answers faster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Omit {
    /// The credentials.
    Credentials,
    /// The links that concern credentials.
    CredentialsLinks,
    /// The status that the user is on the way to.
    TransitioningToStatus,
}

impl Omit {
    fn word(self) -> &'static str {
        match self {
            Omit::Credentials => "omitCredentials",
            Omit::CredentialsLinks => "omitCredentialsLinks",
            Omit::TransitioningToStatus => "omitTransitioningToStatus",
        }
    }
}

fn omitting(call: Call, parts: &[Omit]) -> Call {
    if parts.is_empty() {
        return call;
    }
    let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
    call.header("content-type", format!("application/json; okta-response=\"{}\"", words.join(",")))
}

/// How much of a user to read.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GetUser {
    /// What to send along, for example `blocks`.
    pub expand: Option<String>,
    /// What to leave out.
    pub omit: Vec<Omit>,
}

impl GetUser {
    /// The user as it is.
    pub fn new() -> Self {
        GetUser::default()
    }

    /// Asks for more.
    #[must_use]
    pub fn expand(mut self, relation: impl Into<String>) -> Self {
        self.expand = Some(relation.into());
        self
    }

    /// Asks for less.
    #[must_use]
    pub fn omit(mut self, part: Omit) -> Self {
        self.omit.push(part);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        omitting(call.query_opt("expand", self.expand.as_ref()), &self.omit)
    }
}

/// How to create a user. What is not said is left to Okta.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CreateUser {
    /// Whether to activate the user at once; Okta's default is yes.
    pub activate: Option<bool>,
    /// Whether the user has another provider than Okta; Okta's default is no.
    pub provider: Option<bool>,
    /// Whether the password must be changed at the first sign-in.
    pub change_password_at_next_login: bool,
}

impl CreateUser {
    /// Okta's defaults.
    pub fn new() -> Self {
        CreateUser::default()
    }

    /// Activates the user at once, or leaves it `STAGED`.
    #[must_use]
    pub fn activate(mut self, activate: bool) -> Self {
        self.activate = Some(activate);
        self
    }

    /// Says that the user has another [provider](crate::user::NewUser::provider) than Okta.
    #[must_use]
    pub fn provider(mut self, provider: bool) -> Self {
        self.provider = Some(provider);
        self
    }

    /// Makes the user change the password at the first sign-in. It needs a password and activation.
    #[must_use]
    pub fn change_password_at_next_login(mut self) -> Self {
        self.change_password_at_next_login = true;
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("activate", self.activate)
            .query_opt("provider", self.provider)
            .query_opt("nextLogin", self.change_password_at_next_login.then_some("changePassword"))
    }
}

/// Under which conditions to change a user.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateUser {
    /// Whether a new password must be old and different enough for the policy; Okta's default is no.
    pub strict: Option<bool>,
    /// The version that the user must still have.
    pub if_match: Option<String>,
}

impl UpdateUser {
    /// No condition.
    pub fn new() -> Self {
        UpdateUser::default()
    }

    /// Checks a new password against age and history too.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Changes nothing if the user now has another version
    /// ([`is_precondition_failed`](crate::Error::is_precondition_failed)). The version is the one that
    /// [`get_versioned`](crate::resource::user::Users::get_versioned) gives.
    #[must_use]
    pub fn if_match(mut self, version: impl Into<String>) -> Self {
        self.if_match = Some(version.into());
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        let call = call.query_opt("strict", self.strict);
        match &self.if_match {
            Some(version) => call.header("if-match", version),
            None => call,
        }
    }
}

/// What ends together with a user's sessions.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ClearSessions {
    /// Whether OAuth tokens are revoked too; Okta's default is no.
    pub oauth_tokens: Option<bool>,
    /// Whether remembered devices are forgotten; Okta's default is yes.
    pub forget_devices: Option<bool>,
}

impl ClearSessions {
    /// Okta's defaults.
    pub fn new() -> Self {
        ClearSessions::default()
    }

    /// Revokes the user's OAuth tokens too.
    #[must_use]
    pub fn oauth_tokens(mut self, revoke: bool) -> Self {
        self.oauth_tokens = Some(revoke);
        self
    }

    /// Forgets the devices that the user had remembered, or not.
    #[must_use]
    pub fn forget_devices(mut self, forget: bool) -> Self {
        self.forget_devices = Some(forget);
        self
    }

    pub(crate) fn apply(&self, call: Call) -> Call {
        call.query_opt("oauthTokens", self.oauth_tokens).query_opt("forgetDevices", self.forget_devices)
    }
}

query! {
    /// How to list the apps that a user sees. Okta has nothing to choose here yet.
    pub struct ListAppLinks {}
}

query! {
    /// How to list the groups of a user.
    pub struct ListUserGroups {
        ..pages
    }
}

/// A time as expressions take it.
fn written(time: jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}
