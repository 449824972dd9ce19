//! Which requests Okta counts together, and how many of them an org takes.

use crate::Operation;

/// Requests that Okta counts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// A path, behind a method where the bucket is for one alone. `{id}` stands for one segment.
    pub name: &'static str,
    /// How many requests a minute a workforce org takes.
    pub per_minute: u32,
    /// Whether it is for this path alone, or for all below it that no other bucket names.
    exact: bool,
}

const fn exact(name: &'static str, per_minute: u32) -> Bucket {
    Bucket { name, per_minute, exact: true }
}

const fn below(name: &'static str, per_minute: u32) -> Bucket {
    Bucket { name, per_minute, exact: false }
}

/// The bucket over all traffic of an org, beside the one that a request falls into.
pub const WHOLE_ORG: Bucket = exact("org", 10_000);

/// All buckets that a request may fall into.
pub const BUCKETS: &[Bucket] = &[
    below("/", 1200),
    below("/api/v1/apps", 100),
    exact("/api/v1/apps/{id}", 500),
    below("/api/v1/authn", 500),
    exact("/api/v1/authn/factors/{id}/verify", 500),
    below("/api/v1/certificateAuthorities", 100),
    below("/api/v1/devices", 100),
    below("/api/v1/events", 100),
    below("/api/v1/groups", 500),
    exact("/api/v1/groups/{id}", 1000),
    below("/api/v1/logs", 120),
    below("/api/v1/orgs", 50),
    below("/api/v1/sessions", 750),
    exact("/api/v1/users", 600),
    exact("/api/v1/users/{id}", 600),
    exact("GET /api/v1/users/{id}", 2000),
    below("/oauth2", 600),
    below("/oauth2/{id}/v1", 2000),
    below("/oauth2/v1", 2000),
    exact("/oauth2/v1/authorize", 2000),
    below("/oauth2/v1/clients", 100),
    exact("/oauth2/v1/token", 2000),
];

/// Segments that stand where an id may stand: the rules of groups are counted with the list of groups.
const NO_IDS: &[&str] = &["rules"];

/// What Okta never counts.
pub(crate) const UNCOUNTED: &[&str] = &[
    "/oauth2/v1/keys",
    "/oauth2/{id}/v1/keys",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
];

/// The place among [`BUCKETS`] of the one that a request falls into; `None` where Okta does not count it.
///
/// An exact path goes before a prefix, a longer prefix before a shorter one.
pub fn bucket_of(method: &str, path: &str) -> Option<usize> {
    if UNCOUNTED.iter().any(|pattern| matched(pattern, path, true).is_some()) {
        return None;
    }
    let ranked =
        BUCKETS.iter().enumerate().filter_map(|(index, bucket)| Some((bucket.rank(method, path)?, index)));
    ranked.max().map(|(_, index)| index)
}

impl Operation {
    /// The bucket that its requests fall into; `None` where Okta does not count them.
    pub fn bucket(&self) -> Option<&'static Bucket> {
        bucket_of(self.method.as_str(), self.path).map(|index| &BUCKETS[index])
    }
}

impl Bucket {
    /// How well it fits a request; `None`: not at all.
    fn rank(&self, method: &str, path: &str) -> Option<(bool, (usize, usize), bool)> {
        let (wanted, pattern) = match self.name.split_once(' ') {
            Some((wanted, pattern)) => (Some(wanted), pattern),
            None => (None, self.name),
        };
        if wanted.is_some_and(|wanted| wanted != method) {
            return None;
        }
        Some((self.exact, matched(pattern, path, self.exact)?, wanted.is_some()))
    }
}

/// How many segments of a path a pattern matches, and how many of them by name.
fn matched(pattern: &str, path: &str, exact: bool) -> Option<(usize, usize)> {
    let mut found = path.split('/').filter(|segment| !segment.is_empty());
    let (mut all, mut named) = (0, 0);
    for wanted in pattern.split('/').filter(|segment| !segment.is_empty()) {
        let found = found.next()?;
        let open = wanted == "{id}" && !NO_IDS.contains(&found);
        if !open && wanted != found {
            return None;
        }
        all += 1;
        named += usize::from(!open);
    }
    (!exact || found.next().is_none()).then_some((all, named))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::all_operations;

    fn name_of(method: &str, path: &str) -> &'static str {
        bucket_of(method, path).map_or("none", |index| BUCKETS[index].name)
    }

    #[test]
    fn an_exact_path_goes_before_a_prefix_and_a_long_prefix_before_a_short_one() {
        let cases = [
            ("GET", "/api/v1/users", "/api/v1/users"),
            ("POST", "/api/v1/users", "/api/v1/users"),
            ("GET", "/api/v1/users/x", "GET /api/v1/users/{id}"),
            ("POST", "/api/v1//users/x/", "/api/v1/users/{id}"),
            ("DELETE", "/api/v1/users/a%2Fb", "/api/v1/users/{id}"),
            ("GET", "/api/v1/users/x/groups", "/"),
            ("POST", "/api/v1/users/x/lifecycle/suspend", "/"),
            ("GET", "/api/v1/usersx", "/"),
            ("GET", "/api/v1/apps", "/api/v1/apps"),
            ("PUT", "/api/v1/apps/x", "/api/v1/apps/{id}"),
            ("GET", "/api/v1/apps/x/users", "/api/v1/apps"),
            ("GET", "/api/v1/groups/x", "/api/v1/groups/{id}"),
            ("PUT", "/api/v1/groups/x/users/y", "/api/v1/groups"),
            ("GET", "/api/v1/groups/rules", "/api/v1/groups"),
            ("PUT", "/api/v1/groups/rules/x", "/api/v1/groups"),
            ("GET", "/api/v1/groupsx", "/"),
            ("GET", "/api/v1/logs", "/api/v1/logs"),
            ("POST", "/api/v1/authn", "/api/v1/authn"),
            ("POST", "/api/v1/authn/recovery", "/api/v1/authn"),
            ("POST", "/api/v1/authn/factors/x/verify", "/api/v1/authn/factors/{id}/verify"),
            ("POST", "/oauth2/v1/token", "/oauth2/v1/token"),
            ("POST", "/oauth2/aus1/v1/token", "/oauth2/{id}/v1"),
            ("GET", "/oauth2/v1/clients/x/roles", "/oauth2/v1/clients"),
            ("GET", "/oauth2/x", "/oauth2"),
            ("GET", "/oauth2/v1/keys", "none"),
            ("GET", "/oauth2/default/v1/keys", "none"),
            ("GET", "/.well-known/openid-configuration", "none"),
            ("GET", "/.well-known/okta-organization", "/"),
        ];
        for (method, path, expected) in cases {
            assert_eq!(name_of(method, path), expected, "{method} {path}");
        }
    }

    /// An operation without a bucket would be sent without heed to any limit.
    #[test]
    fn every_operation_has_one_bucket_or_is_not_counted() {
        let all = all_operations;
        let uncounted: Vec<&str> =
            all().filter(|operation| operation.bucket().is_none()).map(|operation| operation.id).collect();
        assert_eq!(uncounted, ["listAuthorizationServerPublicKeys", "listOrgKeys"]);
        for operation in all() {
            let bucket = operation.bucket();
            let filled = operation
                .path
                .split('/')
                .map(|segment| if segment.starts_with('{') { "x1" } else { segment });
            let sent = filled.collect::<Vec<_>>().join("/");
            let found = bucket_of(operation.method.as_str(), &sent).map(|index| &BUCKETS[index]);
            assert_eq!(found, bucket, "{} by its template and by {sent}", operation.id);
        }
    }

    #[test]
    fn every_bucket_is_that_of_an_operation_and_has_a_name_of_its_own() {
        /// Paths that real orgs serve and the catalogue does not have.
        const WITHOUT_OPERATION: [&str; 3] =
            ["/api/v1/certificateAuthorities", "/oauth2/v1", "/oauth2/v1/authorize"];
        for (index, bucket) in BUCKETS.iter().enumerate() {
            let used = all_operations().any(|one| one.bucket() == Some(bucket));
            assert_eq!(used, !WITHOUT_OPERATION.contains(&bucket.name), "{}", bucket.name);
            assert!(BUCKETS[..index].iter().all(|other| other.name != bucket.name), "{}", bucket.name);
            assert!(bucket.per_minute <= WHOLE_ORG.per_minute, "{}", bucket.name);
        }
    }
}
