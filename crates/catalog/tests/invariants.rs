//! What holds for every row of the catalogue.
use std::collections::{BTreeMap, BTreeSet};

use oktars_catalog::{
    Body, ERROR_CODES, Method, Operation, Paging, all_operations, newer, op, operation, operations, unlisted,
};

fn all() -> impl Iterator<Item = &'static Operation> {
    all_operations()
}

/// `/users/{id}` and `/users/{userId}` are the same place.
fn shape(operation: &Operation) -> String {
    let blank = operation
        .path_parameters()
        .fold(operation.path.to_owned(), |path, name| path.replacen(&format!("{{{name}}}"), "{}", 1));
    format!("{} {blank}", operation.method.as_str())
}

#[test]
fn the_whole_description_is_there_in_order() {
    assert_eq!(operations().len(), 732);
    for list in [operations(), unlisted(), newer()] {
        assert!(list.is_sorted_by(|a, b| a.id < b.id), "ids are sorted and occur once");
    }
}

#[test]
fn no_id_and_no_place_occurs_twice() {
    let mut ids = BTreeSet::new();
    let mut places = BTreeMap::new();
    for operation in all() {
        assert!(ids.insert(operation.id), "{} occurs twice", operation.id);
        if let Some(other) = places.insert(shape(operation), operation.id) {
            panic!("{} and {other} are both {}", operation.id, shape(operation));
        }
    }
}

#[test]
fn paths_are_well_formed() {
    for operation in all() {
        let Operation { id, path, .. } = operation;
        assert!(path.starts_with('/') && !path.ends_with('/') && !path.contains("//"), "{id}: {path}");
        let (open, close) = (path.matches('{').count(), path.matches('}').count());
        assert_eq!(open, close, "{id}: {path}");
        let names: Vec<_> = operation.path_parameters().collect();
        assert_eq!(names.len(), open, "{id}: {path}");
        let known =
            |name: &&str| !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric());
        assert!(names.iter().all(known), "{id}: {names:?}");
        let once: BTreeSet<_> = names.iter().collect();
        assert_eq!(once.len(), names.len(), "{id} names a path parameter twice");
    }
}

/// A listing whose paging nobody stated would be read as a single object, and end early.
#[test]
fn every_listing_states_its_paging() {
    /// Answer with an object that holds all items.
    const WHOLE_IN_AN_OBJECT: [&str; 10] = [
        "listAgentJwk",
        "listAuthenticatorEnrollments",
        "listAvailableActions",
        "listBrandDomains",
        "listCustomDomains",
        "listEmailServers",
        "listOktaSupportCases",
        "listPersonalAppsExportBlockList",
        "listRolePermissions",
        "listSubmissionCapabilities",
    ];
    let listings =
        all().filter(|operation| operation.method == Method::Get && operation.id.starts_with("list"));
    for operation in listings.filter(|operation| operation.paging == Paging::None) {
        // Signing keys are an object by their own standard.
        let keys = ["listOrgKeys", "listAuthorizationServerPublicKeys"];
        let known = WHOLE_IN_AN_OBJECT.contains(&operation.id)
            || keys.contains(&operation.id)
            || NO_LINK_IN_THE_OBJECT.contains(&operation.id);
        assert!(known, "{} states no paging", operation.id);
    }
    for id in WHOLE_IN_AN_OBJECT {
        assert_eq!(
            operation(id).expect(id).paging,
            Paging::None,
            "{id} states its paging now: remove it here"
        );
    }
}

/// They take a cursor and answer with an object that shows no next link.
const NO_LINK_IN_THE_OBJECT: [&str; 2] = ["getIdentitySourceGroupMemberships", "listUnconfirmedUsers"];

#[test]
fn what_takes_a_cursor_pages() {
    let cursors = all()
        .filter(|operation| operation.method == Method::Get && operation.query_parameter("after").is_some());
    for operation in cursors {
        let known = NO_LINK_IN_THE_OBJECT.contains(&operation.id);
        assert!(operation.paging.pages() || known, "{}", operation.id);
    }
}

#[test]
fn page_sizes_make_sense() {
    for operation in all() {
        if let Paging::Link { default: Some(default), max: Some(max) } = operation.paging {
            assert!(0 < default && default <= max, "{}: {default} of {max}", operation.id);
        }
    }
}

#[test]
fn scopes_are_scopes() {
    for operation in all() {
        let known = |scope: &&str| scope.starts_with("okta.") || scope.starts_with("ssf.");
        assert!(operation.scopes.iter().all(known), "{}: {:?}", operation.id, operation.scopes);
    }
    let without = operations().iter().filter(|operation| operation.scopes.is_empty()).count();
    assert_eq!(without, 9, "seven public operations, and two that take an API token alone");
}

#[test]
fn query_parameters_occur_once() {
    for operation in all() {
        let names: BTreeSet<_> = operation.query.iter().map(|query| query.name).collect();
        assert_eq!(names.len(), operation.query.len(), "{}", operation.id);
        assert!(!names.contains(""), "{}", operation.id);
    }
}

#[test]
fn reading_and_deleting_take_no_body() {
    for operation in all().filter(|operation| operation.method == Method::Get) {
        assert_eq!(operation.body, Body::None, "{}", operation.id);
    }
}

#[test]
fn constants_are_named_after_their_ids() {
    let sources = [
        include_str!("../src/generated/operations.rs"),
        include_str!("../src/newer.rs"),
        include_str!("../src/unlisted.rs"),
    ];
    let mut seen = 0;
    for line in sources.iter().flat_map(|source| source.lines()).map(str::trim) {
        let Some((name, rest)) =
            line.strip_prefix("pub const ").and_then(|rest| rest.split_once(": Operation"))
        else {
            continue;
        };
        let id = rest.split('"').nth(1).expect("a line names its id");
        assert_eq!(name.replace('_', ""), id.to_uppercase(), "{id}");
        assert!(operation(id).is_some(), "{id} is not in the list of all");
        seen += 1;
    }
    assert_eq!(seen, all().count());
}

/// Rows that the client and the local org lean on, so that a new description cannot change them unseen.
#[test]
fn well_known_rows() {
    let link = |default, max| Paging::Link { default, max };
    assert_eq!(op::LIST_USERS.paging, link(Some(200), Some(200)));
    assert_eq!(op::LIST_GROUPS.paging, link(Some(10_000), Some(10_000)));
    assert_eq!(op::LIST_APPLICATIONS.paging, link(Some(20), Some(200)));
    assert_eq!(op::LIST_LOG_EVENTS.paging, link(Some(100), Some(1000)));
    assert_eq!(op::LIST_USER_GROUPS.paging, link(Some(200), None));
    assert_eq!(op::LIST_ROLES.paging, Paging::Object("roles"));
    assert_eq!(op::LIST_API_TOKENS.paging, Paging::Whole);
    assert_eq!(op::GET_USER.paging, Paging::None);
    assert_eq!(op::CREATE_USER.body, Body::Json);
    assert_eq!(op::CREATE_AUTHENTICATOR.body, Body::Json);
    assert_eq!(op::UPLOAD_APPLICATION_LOGO.body, Body::Other);
    assert!(op::LIST_POLICIES.query_parameter("type").expect("it filters by type").required);
    assert!(!op::CREATE_SESSION.is_repeatable() && op::EXTEND_SESSION.is_repeatable());
}

#[test]
fn what_is_sent_twice_does_no_harm_only_where_it_is_known() {
    assert!(op::GET_USER.is_repeatable() && op::REPLACE_USER.is_repeatable());
    assert!(op::UNASSIGN_USER_FROM_GROUP.is_repeatable() && !op::DELETE_USER.is_repeatable());
    assert!(op::UPDATE_USER_PROFILE.is_repeatable() && op::CREATE_TOKEN.is_repeatable());
    assert!(!op::CREATE_USER.is_repeatable() && !op::RESET_PASSWORD.is_repeatable());
    for operation in all().filter(|operation| operation.repeatable) {
        assert!(
            matches!(operation.method, Method::Post | Method::Patch),
            "{}: marked for nothing",
            operation.id
        );
    }
}

#[test]
fn error_codes_are_sorted_and_occur_once() {
    assert!(ERROR_CODES.len() > 200);
    assert!(ERROR_CODES.is_sorted_by(|a, b| a.code < b.code));
    for fact in ERROR_CODES {
        let digits = fact.code.strip_prefix('E').expect(fact.code);
        assert!(digits.len() == 7 && digits.bytes().all(|digit| digit.is_ascii_digit()), "{}", fact.code);
        assert!((200..600).contains(&fact.status) && !fact.meaning.is_empty(), "{}", fact.code);
    }
}
