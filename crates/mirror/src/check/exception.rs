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

#[cfg(test)]
mod tests {
    use super::super::{Check, Finding};
    use super::*;

    fn outcome(objects: &[&str]) -> Outcome {
        let text = "-- title: T\n-- severity: low\n-- why: W\n-- fix: F\nselect 1";
        let finding = |id: &&str| Finding {
            kind: "users".to_owned(),
            id: (*id).to_owned(),
            name: format!("{id}@acme.example"),
            detail: "idle".to_owned(),
        };
        Outcome {
            check: Check::parse("idle", text).unwrap(),
            state: State::Fail,
            findings: objects.iter().map(finding).collect(),
            excepted: Vec::new(),
            reason: None,
        }
    }

    fn exception(check: &str, object: &str, until: &str) -> Exception {
        Exception {
            check: check.to_owned(),
            object: object.to_owned(),
            reason: "in the safe".to_owned(),
            until: until.parse().unwrap(),
        }
    }

    /// The exception, the objects that fail, and: the state, how many still fail, whether it matched, what is told.
    #[test]
    fn an_exception_holds_for_its_object_until_its_last_day() {
        let cases = [
            (("idle", "a", "2026-06-30"), vec!["a"], State::Pass, 0, true),
            (("idle", "a@acme.example", "2026-06-30"), vec!["a"], State::Pass, 0, true),
            (("idle", "a", "2026-06-30"), vec!["a", "b"], State::Fail, 1, true),
            (("idle", "a", "2026-06-29"), vec!["a"], State::Fail, 1, true),
            (("idle", "c", "2026-06-30"), vec!["a"], State::Fail, 1, false),
            (("other", "a", "2026-06-30"), vec!["a"], State::Fail, 1, false),
        ];
        for ((check, object, until), objects, state, left, matched) in cases {
            let mut outcomes = [outcome(&objects)];
            let exceptions = [exception(check, object, until)];
            let unmatched = except(&mut outcomes, &exceptions, "2026-06-30".parse().unwrap()).len();
            let at = format!("{check} {object} {until} {objects:?}");
            assert_eq!((outcomes[0].state, outcomes[0].findings.len()), (state, left), "{at}");
            assert_eq!(unmatched == 0, matched, "{at}");
            let told =
                outcomes[0].findings.iter().any(|finding| finding.detail.contains("ended on 2026-06-29"));
            assert_eq!(told, until == "2026-06-29", "{at}: past its day it says so");
        }
    }
}
