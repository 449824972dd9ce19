//! What is wrong and accepted for a while.

use jiff::civil::Date;

use super::{Outcome, State};

/// One object of one check that may stay as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The name of the check.
    pub check: String,
    /// The id or the name of the object.
    pub object: String,
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: Date,
}

/// Takes what is accepted out of what is wrong. Past its last day, an exception is told beside what it was for. Gives
/// the exceptions that match nothing.
pub fn except<'a>(outcomes: &mut [Outcome], exceptions: &'a [Exception], today: Date) -> Vec<&'a Exception> {
    exceptions.iter().filter(|exception| !apply(outcomes, exception, today)).collect()
}

fn apply(outcomes: &mut [Outcome], exception: &Exception, today: Date) -> bool {
    let Some(outcome) = outcomes.iter_mut().find(|outcome| outcome.check.name == exception.check) else {
        return false;
    };
    let is_meant = |object: &str| object == exception.object;
    if exception.until < today {
        let mut found = false;
        for finding in outcome.findings.iter_mut().filter(|f| is_meant(&f.id) || is_meant(&f.name)) {
            finding.detail.push_str(&format!("; the exception for it ended on {}", exception.until));
            found = true;
        }
        return found;
    }
    let reason = format!("{}, until {}", exception.reason, exception.until);
    let (meant, others): (Vec<_>, Vec<_>) =
        outcome.findings.drain(..).partition(|finding| is_meant(&finding.id) || is_meant(&finding.name));
    outcome.findings = others;
    let found = !meant.is_empty();
    outcome.excepted.extend(meant.into_iter().map(|finding| (finding, reason.clone())));
    if found && outcome.findings.is_empty() && outcome.state == State::Fail {
        outcome.state = State::Pass;
        outcome.reason = Some("what it finds is excepted".to_owned());
    }
    found
}
