//! Members that one real org sends and another does not, by its age, its edition or what it has bought.
use super::shape::Difference;

/// A member that orgs send or leave out. `*` stands for one step of the path.
struct Varies {
    path: &'static str,
    /// Why; a test makes sure that the recordings show both forms.
    #[allow(dead_code, reason = "documents the row")]
    reason: &'static str,
}

const fn varies(path: &'static str, reason: &'static str) -> Varies {
    Varies { path, reason }
}

const VARIES: &[Varies] = &[
    varies("/orn", "apps had no resource name until 2022"),
    varies("/settings/implicitAssignment", "apps had no such setting until 2021"),
    varies("/settings/manualProvisioning", "apps had no such setting until 2021"),
    varies("/settings/notes", "apps had no notes until 2022, and Okta's own have none"),
    varies("/visibility/autoLaunch", "apps had no such setting until 2022, and Okta's own have none"),
    varies("/_links/uploadLogo", "apps had no such link until 2021"),
    varies("/realmId", "orgs with realms"),
    varies("/_links/resetFactors", "older orgs leave it out for users without factors"),
    varies("/credentials/emails", "orgs that verify mail addresses"),
    varies("/definitions/base/properties/*/master", "orgs that let attributes have sources of their own"),
    varies("/definitions/custom/properties/*/master", "orgs that let attributes have sources of their own"),
    varies("/definitions/base/properties/lastName/required", "newer orgs let names be left out"),
];

/// Whether a difference is a member that only one of two real orgs would send, too.
pub fn explains(difference: &Difference) -> bool {
    let one_sided = difference.expected == "missing" || difference.got == "missing";
    one_sided && VARIES.iter().any(|row| fits(row.path, &difference.path))
}

/// Items of a listing are like the object alone.
fn fits(pattern: &str, path: &str) -> bool {
    let path: Vec<&str> = path.trim_start_matches("[]").split('/').collect();
    let pattern: Vec<&str> = pattern.split('/').collect();
    pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(pattern, step)| *pattern == "*" || pattern == step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{recording, reference};
    use serde_json::Value;

    fn difference(path: &str, expected: &str, got: &str) -> Difference {
        Difference { path: path.to_owned(), expected: expected.to_owned(), got: got.to_owned() }
    }

    #[test]
    fn only_a_member_that_is_not_there_is_explained() {
        assert!(explains(&difference("/realmId", "string", "missing")));
        assert!(explains(&difference("[]/realmId", "missing", "string")));
        assert!(!explains(&difference("/realmId", "string", "number")));
        assert!(!explains(&difference("/profile/realmId", "string", "missing")));
        assert!(explains(&difference("/definitions/base/properties/city/master", "missing", "object")));
    }

    /// Without both forms in real traffic a row would hide a mistake of ours.
    #[test]
    fn real_orgs_show_both_forms_of_every_row() {
        let Some(path) = reference("recordings.ndjson") else {
            println!("skipped: no recordings");
            return;
        };
        let exchanges = recording::read(&path).expect("the recordings can be read");
        for row in VARIES {
            let (parent, member) = row.path.rsplit_once('/').expect("a path");
            let (mut with, mut without) = (0, 0);
            for exchange in exchanges.iter().filter(|exchange| exchange.succeeded() && !exchange.suspect) {
                let Some(first) = first(&exchange.response_body) else { continue };
                for object in places(first, parent).into_iter().filter_map(Value::as_object) {
                    if object.contains_key(member) { with += 1 } else { without += 1 }
                }
            }
            assert!(with > 0 && without > 0, "{}: {with} with, {without} without", row.path);
        }
    }

    fn first(body: &Value) -> Option<&Value> {
        body.as_array().map_or(Some(body), |items| items.first())
    }

    fn places<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
        path.split('/').skip(1).fold(vec![value], |places, step| {
            let below = |place: &'a Value| -> Vec<&'a Value> {
                let members = place.as_object().into_iter().flatten();
                members.filter(|(name, _)| step == "*" || step == *name).map(|(_, value)| value).collect()
            };
            places.into_iter().flat_map(below).collect()
        })
    }
}
