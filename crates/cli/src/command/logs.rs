//! `oktars logs`

use std::collections::BTreeSet;

use clap::Subcommand;
use jiff::Timestamp;
use oktars::log::ListLogs;
use oktars::{Expression, SortOrder};

use super::log_tail::Tail;
use super::search::{closest, equal_to, expression};
use super::time::{instant, text};
use crate::args::ListArgs;
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

pub const COLUMNS: Columns = Columns {
    table: "published,eventType,result=outcome.result,actor=actor.alternateId,target=target.displayName",
    csv: "displayMessage,severity,reason=outcome.reason,ip=client.ipAddress,actorId=actor.id,targetId=target.id,uuid",
};

#[derive(Debug, Subcommand)]
pub enum Logs {
    /// List what happened in the org, in the last seven days unless you say otherwise
    #[command(
        after_help = "Example:\n  oktars logs list --since 2h --where eventType=user.session.start \\\n      --where outcome.result=FAILURE"
    )]
    List {
        /// Since when: a time such as 2026-01-31T08:00:00Z, a day, or how long ago: 2h, 7d
        #[arg(long, value_name = "TIME", value_parser = instant)]
        since: Option<Timestamp>,
        /// Until when, as --since [default: now]
        #[arg(long, value_name = "TIME", value_parser = instant)]
        until: Option<Timestamp>,
        #[command(flatten)]
        which: Which,
        /// Show the latest events first
        #[arg(long)]
        descending: bool,
        #[command(flatten)]
        list: ListArgs,
    },
    /// Show what happens in the org, as it arrives
    #[command(after_help = "Examples:
  oktars logs tail -f --where outcome.result=FAILURE
  oktars logs tail -f --checkpoint okta.position --to okta.ndjson
  oktars help logs")]
    Tail(Tail),
}

/// Which events
#[derive(Debug, clap::Args)]
pub struct Which {
    /// Only events with this value: `eventType=user.session.start`; `^=` means begins with, `~=` means contains.
    /// May be repeated: an event has one of the values of an attribute, and fits every attribute
    #[arg(long = "where", value_name = "NAME=VALUE", value_parser = Condition::parse)]
    conditions: Vec<Condition>,
    /// An expression over any attribute but the time
    #[arg(long, value_name = "EXPRESSION", value_parser = expression)]
    filter: Option<String>,
    /// Words that stand anywhere in an event, all of them
    #[arg(long, value_name = "WORDS")]
    pub q: Option<String>,
}

/// One of `--where`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Condition {
    name: String,
    expression: String,
}

impl Condition {
    fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
        let (name, operator) = match (name.strip_suffix('^'), name.strip_suffix('~')) {
            (Some(name), _) => (name, "sw"),
            (_, Some(name)) => (name, "co"),
            _ => (name, "eq"),
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')) {
            return Err(
                "there is no attribute before the =, such as eventType or actor.alternateId".to_owned()
            );
        }
        // The strings of expressions are written as those of JSON are.
        let expression = format!("{name} {operator} {}", serde_json::Value::from(value));
        Ok(Condition { name: name.to_owned(), expression })
    }
}

impl Which {
    /// The query of these events.
    pub fn query(&self) -> ListLogs {
        let mut query = ListLogs::new();
        (query.filter, query.q) = (self.filter().map(Expression::from), self.q.clone());
        query
    }

    /// All of it as one expression.
    pub fn filter(&self) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        let mut names: Vec<&str> = self.conditions.iter().map(|condition| condition.name.as_str()).collect();
        names.dedup();
        for (n, name) in names.iter().enumerate() {
            if names[..n].contains(name) {
                continue;
            }
            let either = self.conditions.iter().filter(|condition| condition.name == *name);
            let either: Vec<&str> = either.map(|condition| condition.expression.as_str()).collect();
            parts.push(if either.len() > 1 { format!("({})", either.join(" or ")) } else { either.concat() });
        }
        parts.extend(
            self.filter.as_ref().map(|filter| {
                if self.conditions.is_empty() { filter.clone() } else { format!("({filter})") }
            }),
        );
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

impl Logs {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let (since, until, which, descending, list) = match self {
            Logs::List { since, until, which, descending, list } => (since, until, which, descending, list),
            Logs::Tail(tail) => return tail.run(run).await,
        };
        // Without an end, the log would be polled for what is still to happen, and the list would not end.
        let until = until.unwrap_or_else(Timestamp::now);
        if let Some(since) = since.filter(|since| *since > until) {
            let (since, until) = (text(since), text(until));
            return Err(Failure::usage(format!("--since {since} is later than --until {until}")).into());
        }
        let mut query = which.query().until(text(until));
        query.since = since.map(|since| text(since).into());
        query.sort_order = descending.then_some(SortOrder::Descending);
        let events = run.okta()?.logs().list(&query).raw();
        if run.listed(events, &list, &COLUMNS).await? == 0 {
            tell_unknown_types(run, &which).await?;
        }
        Ok(())
    }
}

/// Tells of types of events that the log does not have, of the last thousand events.
async fn tell_unknown_types(run: &mut Run, which: &Which) -> Result<(), Stop> {
    let filter = which.filter().unwrap_or_default();
    let asked = equal_to(&filter, "eventType");
    if asked.is_empty() {
        return Ok(());
    }
    let mut query = ListLogs::new().until(text(Timestamp::now())).limit(1000);
    query.sort_order = Some(SortOrder::Descending);
    let recent = run.okta()?.logs().list(&query);
    let recent = run.page(recent).await?;
    let known: BTreeSet<&str> = recent.iter().map(|event| event.event_type.as_str()).collect();
    for name in asked.iter().filter(|name| !known.contains(*name)) {
        let more = match closest(name, known.iter().copied())
            .or_else(|| closest(name, oktars_local::event_types()))
        {
            Some(similar) => format!("; did you mean {similar}?"),
            None => String::new(),
        };
        run.note(&format!("note: none of the last {} events has the type {name}{more}", recent.len()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_make_one_expression() {
        let cases: [(&[&str], Option<&str>, Option<&str>); 5] = [
            (&[], None, None),
            (&[], Some("a eq 1"), Some("a eq 1")),
            (&["a=x \"y\""], None, Some(r#"a eq "x \"y\"""#)),
            (&["a=x", "b.c^=y", "a~=z"], None, Some(r#"(a eq "x" or a co "z") and b.c sw "y""#)),
            (&["a=x"], Some("b pr or c pr"), Some(r#"a eq "x" and (b pr or c pr)"#)),
        ];
        for (conditions, filter, expected) in cases {
            let conditions = conditions.iter().map(|text| Condition::parse(text).unwrap()).collect();
            let which = Which { conditions, filter: filter.map(str::to_owned), q: None };
            assert_eq!(which.filter().as_deref(), expected);
        }
        assert!(Condition::parse("a b=c").is_err() && Condition::parse("a").is_err());
    }
}
