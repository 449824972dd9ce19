//! Users that no expression of Okta finds: those who did not sign in, are not in a group, have a manager, have no
//! factor. They are found in a mirror where one is named, and among all users of the org otherwise.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::fmt::rfc2822;
use jiff::{Span, Timestamp, ZonedDateTime};
use oktars::group::ListGroupUsers;
use oktars::{Listing, op};
use serde_json::Value;
use serde_json::value::RawValue;

use super::mirror::{self, Mirrored, failure, literal};
use super::name::group_id;
use super::time;
use crate::args::ListArgs;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::reading::Reading;
use crate::run::Run;

#[derive(Debug, clap::Args)]
pub struct Choice {
    /// Only users who have not signed in for this long, such as 90d, or who never signed in
    #[arg(long, value_name = "TIME", value_parser = period)]
    inactive_for: Option<Span>,
    /// Only users who are not in this group
    #[arg(long, value_name = "GROUP")]
    not_in: Option<String>,
    /// Only users with this manager: a login, an id, or the text in `manager`
    #[arg(long, value_name = "NAME")]
    manager: Option<String>,
    /// Only users without an active factor; from the org, this needs a request for each user
    #[arg(long)]
    without_factor: bool,
    /// The mirror to find them in [default: what OKTARS_MIRROR or the profile names, else the org is asked]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["search", "filter", "q", "sort_by"])]
    mirror: Option<PathBuf>,
}

/// For how long, such as `90d`.
pub fn period(text: &str) -> Result<Span, String> {
    let wrong = || "it is not a length of time: write 90d, 12w or 6mo".to_owned();
    let span: Span = text.parse().map_err(|_| wrong())?;
    if span.is_positive() { Ok(span) } else { Err(wrong()) }
}

/// What is before this is too long ago.
pub fn before(now: &ZonedDateTime, period: Span) -> Timestamp {
    now.checked_sub(period).map(|then| then.timestamp()).unwrap_or(Timestamp::MIN)
}

impl Choice {
    /// Whether users are chosen at all.
    pub fn is_made(&self) -> bool {
        self.inactive_for.is_some()
            || self.not_in.is_some()
            || self.manager.is_some()
            || self.without_factor
            || self.mirror.is_some()
    }

    /// The mirror that is asked. Where an expression of Okta stands beside, only the org knows.
    pub fn mirror(&self, run: &Run, has_expression: bool) -> Result<Option<PathBuf>, Stop> {
        if has_expression { Ok(None) } else { mirror::of_org(run, self.mirror.clone()) }
    }

    /// Prints those of a mirror.
    pub fn list_of_mirror(
        self,
        run: &mut Run,
        path: &std::path::Path,
        args: &ListArgs,
        columns: &Columns,
    ) -> Result<(), Stop> {
        let mut mirror = Mirrored::open(run, path)?;
        let mut conditions = vec!["u.status is not 'DEPROVISIONED'".to_owned()];
        if let Some(period) = self.inactive_for {
            let now = mirror.at.to_zoned_datetime(jiff::tz::TimeZone::UTC);
            let since = literal(&time::text(before(&now, period)));
            conditions.push(format!("(u.lastLogin is null or u.lastLogin < {since})"));
        }
        if let Some(group) = &self.not_in {
            let id = literal(&mirror.id_of("groups", "name", group)?);
            conditions.push(format!(
                "not exists (select 1 from memberships m where m.user_id = u.id and m.group_id = {id})"
            ));
        }
        if let Some(manager) = &self.manager {
            let name = literal(manager);
            conditions.push(format!(
                "(lower(u.json ->> '$.profile.manager') = lower({name}) or u.json ->> '$.profile.managerId' = {name}
                 or u.json ->> '$.profile.managerId' in (
                    select value from users b, json_each(json_array(b.id, b.login, b.email, b.json ->> '$.profile.employeeNumber'))
                    where value is not null and (b.id = {name} or lower(b.login) = lower({name}))))"
            ));
        }
        if self.without_factor {
            if !mirror.reader.settings().map_err(failure)?.all_factors {
                return Err(Failure::usage("the mirror has the factors of administrators only")
                    .hint("`oktars mirror sync FILE --factors all` reads those of all people")
                    .into());
            }
            conditions.push(
                "not exists (select 1 from factors f where f.user_id = u.id and f.status = 'ACTIVE')"
                    .to_owned(),
            );
        }
        let limit = args.limit.map(|limit| format!(" limit {limit}")).unwrap_or_default();
        let sql =
            format!("select u.json from users u where {} order by u.login{limit}", conditions.join(" and "));
        mirror.print_documents(run, &sql, columns)?;
        mirror.tell_gaps(run)
    }

    /// Prints those of a list of the org.
    pub async fn list_of_org(
        self,
        run: &mut Run,
        users: Listing<Box<RawValue>>,
        args: &ListArgs,
        columns: &Columns,
    ) -> Result<(), Stop> {
        let members = match &self.not_in {
            Some(group) => Some(members(run, group).await?),
            None => None,
        };
        let names = match &self.manager {
            Some(manager) => names_of(run, manager).await?,
            None => Vec::new(),
        };
        let mut reading = Reading::new(run, args.limit.map(std::num::NonZeroU64::get), columns)?;
        reading.begin(users);
        while let Some(mut page) = reading.next(run).await? {
            let date = reading.date.clone();
            page.retain(|user| {
                let user: Value = serde_json::from_str(user.get()).unwrap_or_default();
                self.fits(&user, date.as_deref(), members.as_ref(), &names)
            });
            if self.without_factor {
                page = without_factor(run, page).await?;
            }
            reading.print(run, &page)?;
        }
        reading.finish(run).await.map(drop)
    }

    fn fits(
        &self,
        user: &Value,
        date: Option<&str>,
        members: Option<&BTreeSet<String>>,
        names: &[String],
    ) -> bool {
        let is_inactive = self.inactive_for.is_none_or(|period| is_inactive(user, date, period));
        let is_outside =
            members.is_none_or(|members| user["id"].as_str().is_none_or(|id| !members.contains(id)));
        let is_managed = self.manager.is_none() || is_managed_by(user, names);
        is_inactive && is_outside && is_managed
    }
}

/// Whether a user did not sign in for so long, or never. The org's clock counts, which the answer tells.
fn is_inactive(user: &Value, date: Option<&str>, period: Span) -> bool {
    let last = user["lastLogin"].as_str().and_then(|last| last.parse::<Timestamp>().ok());
    let now = date.and_then(|date| rfc2822::parse(date).ok()).unwrap_or_else(ZonedDateTime::now);
    let since = before(&now, period);
    last.is_none_or(|last| last < since)
}

/// `managerId` holds an id, a login, a number or a mail, as the company likes; `manager` a name.
fn is_managed_by(user: &Value, names: &[String]) -> bool {
    let profile = &user["profile"];
    let manager = profile["manager"].as_str().unwrap_or_default();
    let by_name = names.first().is_some_and(|name| name.to_lowercase() == manager.to_lowercase());
    let id = profile["managerId"].as_str().unwrap_or_default();
    by_name || names.iter().any(|name| name == id)
}

/// What may stand in `managerId`: what was named, and where that is a user, what the user is called.
async fn names_of(run: &mut Run, manager: &str) -> Result<Vec<String>, Stop> {
    let mut names = vec![manager.to_owned()];
    if let Some(user) = run.look("users", manager).await? {
        let known = ["/id", "/profile/login", "/profile/email", "/profile/employeeNumber"];
        names.extend(known.iter().filter_map(|at| Some(user.pointer(at)?.as_str()?.to_owned())));
    }
    Ok(names)
}

async fn members(run: &mut Run, group: &str) -> Result<BTreeSet<String>, Stop> {
    let id = group_id(run, group).await?;
    let users = run.okta()?.groups().users(&id, &ListGroupUsers::new());
    Ok(users.all().await?.into_iter().map(|user| user.id).collect())
}

async fn without_factor(run: &mut Run, page: Vec<Box<RawValue>>) -> Result<Vec<Box<RawValue>>, Stop> {
    let okta = run.okta()?;
    let mut kept = Vec::new();
    for user in page {
        let id: Value = serde_json::from_str(user.get()).unwrap_or_default();
        let id = id["id"].as_str().unwrap_or_default().to_owned();
        let factors: Vec<Value> = super::call(&okta, op::LIST_FACTORS, &[&id]).list().all().await?;
        if !factors.iter().any(|factor| factor["status"] == "ACTIVE") {
            kept.push(user);
        }
    }
    Ok(kept)
}
