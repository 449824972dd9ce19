//! `oktars logs`

use clap::Subcommand;
use jiff::{Timestamp, ZonedDateTime};
use oktars::op;

use crate::args::ListArgs;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns {
    table: "published,eventType,result=outcome.result,actor=actor.alternateId,target=target.displayName",
    csv: "displayMessage,severity,reason=outcome.reason,ip=client.ipAddress,actorId=actor.id,targetId=target.id,uuid",
};

#[derive(Debug, Subcommand)]
pub enum Logs {
    /// List what happened in the org, of the last seven days unless told otherwise
    #[command(
        after_help = "Example:\n  oktars logs list --since 2h --filter 'eventType eq \"user.session.start\"'"
    )]
    List {
        /// Since when: a time such as 2026-01-31T08:00:00Z, a day, or how long ago: 2h, 7d
        #[arg(long, value_name = "TIME", value_parser = instant)]
        since: Option<Timestamp>,
        /// Until when, as --since [default: now]
        #[arg(long, value_name = "TIME", value_parser = instant)]
        until: Option<Timestamp>,
        /// An expression over any attribute but the time
        #[arg(long, value_name = "EXPRESSION")]
        filter: Option<String>,
        /// Words that stand anywhere in an event
        #[arg(long, value_name = "WORDS")]
        q: Option<String>,
        /// The latest first
        #[arg(long)]
        descending: bool,
        #[command(flatten)]
        list: ListArgs,
    },
}

impl Logs {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let Logs::List { since, until, filter, q, descending, list } = self;
        // Without an end, the log would be polled for what is still to happen, and the list would not end.
        let until = until.unwrap_or_else(Timestamp::now);
        let call = run.okta()?.call(op::LIST_LOG_EVENTS);
        let call = call.query_opt("since", since.map(text)).query("until", text(until));
        let call = call.query_opt("filter", filter).query_opt("q", q);
        let call = call.query_opt("sortOrder", descending.then_some("DESCENDING"));
        run.list(op::LIST_LOG_EVENTS, call, &list, &COLUMNS).await
    }
}

/// As Okta writes times.
fn text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A time, a day (its start, here), or how long ago.
fn instant(text: &str) -> Result<Timestamp, String> {
    instant_from(text, &ZonedDateTime::now())
}

fn instant_from(text: &str, now: &ZonedDateTime) -> Result<Timestamp, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time);
    }
    if let Ok(time) = text.parse::<jiff::civil::DateTime>() {
        let zoned = time.to_zoned_datetime(now.time_zone().clone());
        return zoned.map(|time| time.timestamp()).map_err(|error| error.to_string());
    }
    let wrong =
        || format!("{text:?} is no time: write 2026-01-31T08:00:00Z, 2026-01-31, or 2h for two hours ago");
    let ago = text.parse::<jiff::Span>().map_err(|_| wrong())?;
    if ago.is_negative() {
        return Err(wrong());
    }
    now.checked_sub(ago).map(|time| time.timestamp()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_points_days_or_how_long_ago() {
        let now: ZonedDateTime = "2026-03-10T12:00:00+01:00[Europe/Berlin]".parse().unwrap();
        let cases = [
            ("2026-01-31T08:00:00Z", "2026-01-31T08:00:00Z"),
            ("2026-01-31T08:00:00.123+02:00", "2026-01-31T06:00:00.123Z"),
            ("2026-01-31", "2026-01-30T23:00:00Z"),
            ("2026-01-31T08:00", "2026-01-31T07:00:00Z"),
            ("2h", "2026-03-10T09:00:00Z"),
            ("90m", "2026-03-10T09:30:00Z"),
            ("7d", "2026-03-03T11:00:00Z"),
            ("1d 2h", "2026-03-09T09:00:00Z"),
        ];
        for (given, expected) in cases {
            assert_eq!(instant_from(given, &now).map(|time| time.to_string()), Ok(expected.to_owned()));
        }
        for given in ["", "2", "yesterday", "-2h", "2026-13-01"] {
            assert!(instant_from(given, &now).is_err(), "{given:?}");
        }
    }

    #[test]
    fn times_are_written_as_okta_writes_them() {
        assert_eq!(text("2026-01-31T08:00:00Z".parse().unwrap()), "2026-01-31T08:00:00.000Z");
    }
}
