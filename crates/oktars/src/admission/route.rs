//! Which requests share a bucket, as Okta documents it. How many it holds, the org's answers tell.

use http::Method;

/// Requests that Okta counts together.
#[derive(Debug)]
pub(crate) struct Route {
    /// A path, behind a method where the bucket is for one alone. `{id}` stands for one segment.
    pub name: &'static str,
    /// Whether it is for this path alone, or for all below it that no other route names.
    exact: bool,
}

const fn exact(name: &'static str) -> Route {
    Route { name, exact: true }
}

const fn below(name: &'static str) -> Route {
    Route { name, exact: false }
}

pub(crate) static ROUTES: &[Route] = &[
    below("/"),
    below("/api/v1/apps"),
    exact("/api/v1/apps/{id}"),
    below("/api/v1/authn"),
    exact("/api/v1/authn/factors/{id}/verify"),
    below("/api/v1/certificateAuthorities"),
    below("/api/v1/devices"),
    below("/api/v1/events"),
    below("/api/v1/groups"),
    exact("/api/v1/groups/{id}"),
    below("/api/v1/logs"),
    below("/api/v1/orgs"),
    below("/api/v1/sessions"),
    exact("/api/v1/users"),
    exact("/api/v1/users/{id}"),
    exact("GET /api/v1/users/{id}"),
    below("/oauth2"),
    below("/oauth2/{id}/v1"),
    below("/oauth2/v1"),
    exact("/oauth2/v1/authorize"),
    below("/oauth2/v1/clients"),
    exact("/oauth2/v1/token"),
];

/// What Okta never counts.
const UNCOUNTED: &[&str] = &[
    "/oauth2/v1/keys",
    "/oauth2/{id}/v1/keys",
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
];

/// The place among [`ROUTES`] of the bucket that a request falls into; `None` where Okta does not count it.
///
/// An exact path goes before a prefix, a longer prefix before a shorter one.
pub(crate) fn bucket_of(method: &Method, path: &str) -> Option<usize> {
    if UNCOUNTED.iter().any(|pattern| matched(pattern, path, true).is_some()) {
        return None;
    }
    let ranked =
        ROUTES.iter().enumerate().filter_map(|(index, route)| Some((route.rank(method, path)?, index)));
    ranked.max().map(|(_, index)| index)
}

impl Route {
    /// How well it fits a request; `None`: not at all.
    fn rank(&self, method: &Method, path: &str) -> Option<(bool, (usize, usize), bool)> {
        let (wanted, pattern) = match self.name.split_once(' ') {
            Some((wanted, pattern)) => (Some(wanted), pattern),
            None => (None, self.name),
        };
        if wanted.is_some_and(|wanted| wanted != method.as_str()) {
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
        let open = wanted == "{id}";
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
            ("GET", "/api/v1/apps/x", "/api/v1/apps/{id}"),
            ("GET", "/api/v1/apps/x/users", "/api/v1/apps"),
            ("GET", "/api/v1/groups/x", "/api/v1/groups/{id}"),
            ("PUT", "/api/v1/groups/x/users/y", "/api/v1/groups"),
            ("GET", "/api/v1/logs", "/api/v1/logs"),
            ("POST", "/api/v1/authn", "/api/v1/authn"),
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
            let found = bucket_of(&method.parse().unwrap(), path).map_or("none", |index| ROUTES[index].name);
            assert_eq!(found, expected, "{method} {path}");
        }
    }
}
