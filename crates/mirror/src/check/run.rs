//! A check is asked: first whether the mirror can tell, then whether it is about this org, then what is wrong.

use std::sync::PoisonError;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rusqlite::OptionalExtension;
use rusqlite::functions::FunctionFlags;
use serde_json::Value;

use super::{Check, Finding, Outcome, Question, State};
use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::file::written;
use crate::kinds::KINDS;

/// Views that the checks share. They belong to the connection, so a file that is older has them too.
const VIEWS: &str = "
create temp view first_rules as
    select p.id as policy_id, p.name as policy, p.type as policy_type, r.id as rule_id, r.name as rule, r.system,
        r.json, p.json as policy_json
    from policies p join policy_rules r on r.policy_id = p.id
    where p.status = 'ACTIVE' and r.status = 'ACTIVE' and r.priority = (
        select min(o.priority) from policy_rules o where o.policy_id = p.id and o.status = 'ACTIVE');
create temp view app_rules as
    select a.id as app_id, a.label as app, a.name as app_name, r.id as rule_id, r.name as rule, r.system, r.priority,
        r.priority = min(r.priority) over (partition by a.id) as is_first, r.json
    from apps a join policy_rules r on r.policy_id = own_id(a.json ->> '$._links.accessPolicy.href')
    where a.status = 'ACTIVE' and r.status = 'ACTIVE';
";

impl Reader {
    /// Makes ready for checks: their views, and `days_since` and `days_ago`, which count from when the mirror was
    /// published.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn prepare_checks(&self) -> Result<()> {
        let published = self.noted("published_at")?.and_then(|at| at.parse::<Timestamp>().ok());
        let now = published.unwrap_or_else(Timestamp::now);
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        self.db.create_scalar_function("days_since", 1, flags, move |context| {
            let text: Option<String> = context.get(0)?;
            let at = text.and_then(|text| text.parse::<Timestamp>().ok());
            Ok(at.map(|at| now.duration_since(at).as_secs_f64() / 86_400.0))
        })?;
        // Okta's times sort as texts: so a whole table is compared with one, and none of its times is read.
        self.db.create_scalar_function("days_ago", 1, flags, move |context| {
            let hours = context.get::<f64>(0)? * 24.0;
            Ok(written(now - SignedDuration::from_secs((hours * 3600.0) as i64)))
        })?;
        self.db.execute_batch(VIEWS)?;
        Ok(())
    }

    /// Asks one check. [`prepare_checks`](Reader::prepare_checks) comes before the first.
    ///
    /// # Errors
    /// Its SQL is wrong, or takes longer than it may.
    pub fn check(&mut self, check: &Check, longest: Duration) -> Result<Outcome> {
        let of = |what: String| Error::Check { name: check.name.clone(), what };
        self.outcome(check, longest).map_err(|error| match error {
            Error::Question(what) => of(what),
            Error::TooLong(seconds) => of(format!("it took longer than {seconds} seconds")),
            other => other,
        })
    }

    fn outcome(&mut self, check: &Check, longest: Duration) -> Result<Outcome> {
        let plain = |state, reason| Outcome {
            check: check.clone(),
            state,
            findings: Vec::new(),
            excepted: Vec::new(),
            reason,
        };
        let Question::Sql(sql) = &check.question else {
            return Ok(plain(State::Manual, None));
        };
        let lacking = self.lacking(&check.reads)?;
        if !lacking.is_empty() {
            return Ok(plain(State::NotReadable, Some(lacking.join("; "))));
        }
        if let Some((sql, why)) = &check.known
            && self.rows(sql, longest)?.is_empty()
        {
            return Ok(plain(State::NotReadable, Some(why.clone())));
        }
        self.touched.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let applies = match &check.applies {
            Some(sql) => !self.rows(sql, longest)?.is_empty(),
            None => true,
        };
        let rows = if applies { self.rows(sql, longest)? } else { Vec::new() };
        // What an own check reads without saying so counts as well.
        let lacking = self.lacking(&self.kinds_touched())?;
        if !lacking.is_empty() {
            return Ok(plain(State::NotReadable, Some(lacking.join("; "))));
        }
        let findings = rows.iter().map(finding).collect::<Result<Vec<_>>>()?;
        let state = match (applies, findings.is_empty()) {
            (false, _) => State::NotApplicable,
            (true, true) => State::Pass,
            (true, false) => State::Fail,
        };
        Ok(Outcome { findings, ..plain(state, None) })
    }

    fn rows(&mut self, sql: &str, longest: Duration) -> Result<Vec<Value>> {
        let mut rows = Vec::new();
        let asked = self.ask(sql, longest, &mut |row| {
            rows.push(serde_json::from_str(row.get()).unwrap_or_default());
            Ok(())
        });
        // Nothing is printed, so nothing can fail to be.
        drop(asked?);
        Ok(rows)
    }

    /// The kinds that the questions since the last check have read, and `log`.
    pub(crate) fn kinds_touched(&self) -> Vec<&'static str> {
        let touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        let is_touched = |name: &str| touched.contains(name) || touched.contains(&format!("{name}_rows"));
        let log = (is_touched("log") || touched.contains("app_use")).then_some("log");
        KINDS.iter().map(|kind| kind.name).filter(|name| is_touched(name)).chain(log).collect()
    }

    /// Which of these kinds are not whole, and why.
    fn lacking(&self, kinds: &[&str]) -> Result<Vec<String>> {
        let mut found = self.db.prepare(
            "select state, coalesce(reason, ''), coalesce(needs, '') from kind_state where kind = ?1",
        )?;
        let mut lacking = Vec::new();
        for kind in kinds {
            let row = found.query_row([kind], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            });
            let told = match row.optional()? {
                Some((state, ..)) if state == "complete" => continue,
                Some((state, reason, needs)) => {
                    let reason = if reason.is_empty() { reason } else { format!(": {reason}") };
                    let needs = if needs.is_empty() { needs } else { format!("; it takes {needs}") };
                    format!("{kind} is {state}{reason}{needs}")
                }
                None => format!("{kind} was never read"),
            };
            lacking.push(told);
        }
        Ok(lacking)
    }
}

fn finding(row: &Value) -> Result<Finding> {
    let text = |name: &str| match row.get(name) {
        None => Err(Error::Question(format!("its rows have no column {name:?}: kind, id, name and detail"))),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Null) => Ok(String::new()),
        Some(other) => Ok(other.to_string()),
    };
    Ok(Finding { kind: text("kind")?, id: text("id")?, name: text("name")?, detail: text("detail")? })
}
