//! `oktars logs`

use clap::Subcommand;
use oktars::op;

use crate::args::ListArgs;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

const COLUMNS: Columns = Columns {
    table: "published,event=eventType,result=outcome.result,actor=actor.alternateId,message=displayMessage",
    csv: "uuid,severity",
};

#[derive(Debug, Subcommand)]
pub enum Logs {
    /// List what was logged until now, oldest first
    #[command(
        after_help = "Example:\n  oktars logs list --filter 'eventType eq \"user.lifecycle.deactivate\"'"
    )]
    List {
        /// From this time on, such as 2026-11-01T00:00:00Z [default: seven days ago]
        #[arg(long, value_name = "TIME")]
        since: Option<String>,
        /// Until this time [default: now]
        #[arg(long, value_name = "TIME")]
        until: Option<String>,
        /// An expression, such as `outcome.result eq "FAILURE"`
        #[arg(long, value_name = "EXPRESSION")]
        filter: Option<String>,
        /// Words that must all occur
        #[arg(long, value_name = "WORDS")]
        q: Option<String>,
        #[command(flatten)]
        list: ListArgs,
    },
}

impl Logs {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let Logs::List { since, until, filter, q, list } = self;
        // Without an end, Okta takes the request for polling, which never ends.
        let until =
            until.unwrap_or_else(|| jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        let call = run.okta()?.call(op::LIST_LOG_EVENTS).query_opt("since", since).query("until", until);
        let call = call.query_opt("filter", filter).query_opt("q", q);
        run.list(op::LIST_LOG_EVENTS, call, &list, &COLUMNS).await
    }
}
