//! How each listing pages: what the description says, corrected where real orgs do otherwise.
use crate::spec::{Answer, Described};

#[derive(Debug, PartialEq, Eq)]
pub enum Paging {
    None,
    Whole,
    Link { default: Option<i64>, max: Option<i64> },
    Object(String),
}

/// A listing that real orgs page otherwise than the description says.
struct Correction {
    id: &'static str,
    default: Option<i64>,
    max: Option<i64>,
    /// Why; for the reader of this table.
    #[allow(dead_code, reason = "documents the row")]
    reason: &'static str,
}

const fn fix(id: &'static str, default: Option<i64>, max: Option<i64>, reason: &'static str) -> Correction {
    Correction { id, default, max, reason }
}

#[rustfmt::skip]
const CORRECTIONS: &[Correction] = &[
    fix("listUsers", Some(200), Some(200), "the description names no maximum; greater limits are cut to 200"),
    fix("listGroups", Some(10_000), Some(10_000), "the description names no default"),
    fix("listGroupUsers", Some(1000), Some(1000), "the description names no maximum"),
    fix("listAssignedApplicationsForGroup", Some(20), Some(200), "the description names no maximum"),
    fix("listApplications", Some(20), Some(200), "the described default of -1 stands for 20"),
    fix("listNetworkZones", Some(20), None, "the described default of -1 stands for 20"),
    fix("listLogEvents", Some(100), Some(1000), "the description states the maximum in prose only"),
    fix("listRefreshTokensForAuthorizationServerAndClient", None, Some(200), "-1 is no page size; the maximum is prose only"),
    fix("getAllCrossAppAccessConnections", None, Some(200), "-1 is no page size"),
    fix("listAgentPools", None, None, "its limit counts per pool type and bounds no page"),
    fix("listRealms", Some(10), None, "orgs put 10 in the link to the page itself"),
    fix("listUserGroups", Some(200), None, "described as whole; orgs send links with a limit of 200"),
    fix("listLinkedObjectDefinitions", Some(1000), None, "described as whole; orgs send a link with a limit of 1000"),
    fix("listScopeConsentGrants", Some(20), None, "described as whole; orgs send a link with a limit of 20"),
];

/// How the operation pages.
pub fn paging(operation: &Described) -> Paging {
    if let Some(known) = CORRECTIONS.iter().find(|known| known.id == operation.id) {
        return Paging::Link { default: known.default, max: known.max };
    }
    let cursor = operation.query.iter().any(|parameter| parameter.name == "after");
    match &operation.answer {
        Answer::Array if operation.method == "get" && cursor => from_description(operation),
        Answer::Array => Paging::Whole,
        Answer::Wrapped(member) if operation.method == "get" => Paging::Object(member.clone()),
        _ => Paging::None,
    }
}

fn from_description(operation: &Described) -> Paging {
    let limit = operation.query.iter().find(|parameter| parameter.name == "limit");
    Paging::Link {
        default: limit.and_then(|limit| limit.default),
        max: limit.and_then(|limit| limit.maximum),
    }
}

/// The corrections that name no operation, so that none outlives what it corrects.
pub fn corrections_without_operation(operations: &[Described]) -> Vec<&'static str> {
    let unknown = |fix: &&Correction| operations.iter().all(|operation| operation.id != fix.id);
    CORRECTIONS.iter().filter(unknown).map(|fix| fix.id).collect()
}
