//! The buckets: which requests are counted together, and how many of them a minute an org takes.

use http::Method;

/// The name of the bucket over all of an org's traffic.
const WHOLE_ORG: &str = "org";

pub(super) struct Bucket {
    pub(super) name: &'static str,
    /// The method that it is for; any where it is empty.
    method: &'static str,
    /// `{}` stands for one segment.
    path: &'static str,
    /// Whether it holds for this path alone, or for everything below it as well.
    exact: bool,
    /// Requests a minute.
    pub(super) limit: u32,
}

const fn exact(name: &'static str, method: &'static str, path: &'static str, limit: u32) -> Bucket {
    Bucket { name, method, path, exact: true, limit }
}

const fn below(path: &'static str, limit: u32) -> Bucket {
    Bucket { name: path, method: "", path, exact: false, limit }
}

/// The buckets with the limits of a workforce org.
#[rustfmt::skip]
pub(super) static BUCKETS: &[Bucket] = &[
    Bucket { name: WHOLE_ORG, method: "", path: "", exact: true, limit: 10_000 },
    below("/", 1200),
    below("/api/v1/apps", 100),
    exact("/api/v1/apps/{id}", "", "/api/v1/apps/{}", 500),
    below("/api/v1/groups", 500),
    exact("/api/v1/groups/{id}", "", "/api/v1/groups/{}", 1000),
    exact("/api/v1/users", "", "/api/v1/users", 600),
    exact("GET /api/v1/users/{id}", "GET", "/api/v1/users/{}", 2000),
    exact("/api/v1/users/{id}", "", "/api/v1/users/{}", 600),
    below("/api/v1/logs", 120),
    below("/api/v1/events", 100),
    below("/api/v1/authn", 500),
    exact("/api/v1/authn/factors/{id}/verify", "", "/api/v1/authn/factors/{}/verify", 500),
    below("/api/v1/sessions", 750),
    below("/api/v1/orgs", 50),
    below("/api/v1/certificateAuthorities", 100),
    below("/api/v1/devices", 100),
    below("/oauth2", 600),
    below("/oauth2/v1", 2000),
    exact("/oauth2/v1/token", "", "/oauth2/v1/token", 2000),
    exact("/oauth2/v1/authorize", "", "/oauth2/v1/authorize", 2000),
    below("/oauth2/v1/clients", 100),
    Bucket { name: "/oauth2/{id}/v1", method: "", path: "/oauth2/{}/v1", exact: false, limit: 2000 },
];

/// Paths that are never counted.
const UNCOUNTED: &[&str] = &[
    "/oauth2/v1/keys",
    "/oauth2/{}/v1/keys",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
];

impl Bucket {
    /// How well it matches: the segments it names, and an exact path before any other. `None`: not at all.
    fn rank(&self, method: &Method, path: &str) -> Option<(bool, usize, bool)> {
        let matches = (self.method.is_empty() || self.method == method.as_str())
            && path_matches(self.path, path, self.exact);
        matches.then(|| (self.exact, self.path.split('/').count(), !self.method.is_empty()))
    }
}

fn path_matches(pattern: &str, path: &str, exact: bool) -> bool {
    let mut found = path.split('/');
    let wanted = pattern.split('/').filter(|segment| !segment.is_empty());
    if pattern.is_empty() || found.next() != Some("") {
        return false;
    }
    for wanted in wanted {
        match found.next() {
            Some(found) if wanted == "{}" || wanted == found => {}
            _ => return false,
        }
    }
    !exact || found.next().is_none()
}

pub(super) fn bucket_of(method: &Method, path: &str) -> Option<usize> {
    if UNCOUNTED.iter().any(|pattern| path_matches(pattern, path, true)) {
        return None;
    }
    let ranked = BUCKETS.iter().enumerate();
    let ranked = ranked.filter_map(|(index, bucket)| Some((bucket.rank(method, path)?, index)));
    ranked.max().map(|(_, index)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RateLimits;

    fn name_of(method: &str, path: &str) -> &'static str {
        bucket_of(&method.parse().unwrap(), path).map_or("none", |index| BUCKETS[index].name)
    }

    #[test]
    fn the_bucket_is_the_exact_path_then_the_longest_prefix() {
        let cases = [
            ("GET", "/api/v1/users", "/api/v1/users"),
            ("POST", "/api/v1/users", "/api/v1/users"),
            ("GET", "/api/v1/users/x", "GET /api/v1/users/{id}"),
            ("POST", "/api/v1/users/x", "/api/v1/users/{id}"),
            ("DELETE", "/api/v1/users/x", "/api/v1/users/{id}"),
            ("POST", "/api/v1/users/x/lifecycle/activate", "/"),
            ("GET", "/api/v1/users/x/groups", "/"),
            ("GET", "/api/v1/apps", "/api/v1/apps"),
            ("PUT", "/api/v1/apps/x", "/api/v1/apps/{id}"),
            ("GET", "/api/v1/apps/x/users", "/api/v1/apps"),
            ("GET", "/api/v1/groups/x", "/api/v1/groups/{id}"),
            ("PUT", "/api/v1/groups/x/users/y", "/api/v1/groups"),
            ("GET", "/api/v1/groupsx", "/"),
            ("GET", "/api/v1/logs", "/api/v1/logs"),
            ("POST", "/api/v1/authn/factors/x/verify", "/api/v1/authn/factors/{id}/verify"),
            ("POST", "/api/v1/authn/recovery", "/api/v1/authn"),
            ("POST", "/oauth2/v1/token", "/oauth2/v1/token"),
            ("POST", "/oauth2/aus1/v1/token", "/oauth2/{id}/v1"),
            ("GET", "/oauth2/v1/clients/x/roles", "/oauth2/v1/clients"),
            ("GET", "/oauth2/v1/keys", "none"),
            ("GET", "/oauth2/default/v1/keys", "none"),
            ("GET", "/.well-known/okta-organization", "/"),
        ];
        for (method, path, expected) in cases {
            assert_eq!(name_of(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn names_are_unique_as_custom_limits_go_by_them() {
        let names: std::collections::BTreeSet<_> = RateLimits::buckets().collect();
        assert_eq!(names.len(), BUCKETS.len());
    }
}
