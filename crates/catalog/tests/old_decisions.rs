//! What the client, the local org and the command decided by lists of their own is what the catalogue says.
//! This test goes with those lists.
#![allow(dead_code, missing_docs)]

use oktars_catalog::{Access, BUCKETS, Operation, bucket_of, operations, unlisted};

mod client {
    // Which requests share a bucket, as Okta documents it. How many it holds, the org's answers tell.

    /// Requests that Okta counts together.
    #[derive(Debug)]
    pub struct Route {
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

    pub static ROUTES: &[Route] = &[
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
    pub fn bucket_of(method: &str, path: &str) -> Option<usize> {
        if UNCOUNTED.iter().any(|pattern| matched(pattern, path, true).is_some()) {
            return None;
        }
        let ranked =
            ROUTES.iter().enumerate().filter_map(|(index, route)| Some((route.rank(method, path)?, index)));
        ranked.max().map(|(_, index)| index)
    }

    impl Route {
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
            let open = wanted == "{id}";
            if !open && wanted != found {
                return None;
            }
            all += 1;
            named += usize::from(!open);
        }
        (!exact || found.next().is_none()).then_some((all, named))
    }
}

mod local {
    // The buckets: which requests are counted together, and how many of them a minute an org takes.

    /// The name of the bucket over all of an org's traffic.
    const WHOLE_ORG: &str = "org";

    pub struct Bucket {
        pub name: &'static str,
        /// The method that it is for; any where it is empty.
        method: &'static str,
        /// `{}` stands for one segment.
        path: &'static str,
        /// Whether it holds for this path alone, or for everything below it as well.
        exact: bool,
        /// Requests a minute.
        pub limit: u32,
    }

    const fn exact(name: &'static str, method: &'static str, path: &'static str, limit: u32) -> Bucket {
        Bucket { name, method, path, exact: true, limit }
    }

    const fn below(path: &'static str, limit: u32) -> Bucket {
        Bucket { name: path, method: "", path, exact: false, limit }
    }

    /// The buckets with the limits of a workforce org.
    #[rustfmt::skip]
    pub static BUCKETS: &[Bucket] = &[
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
        fn rank(&self, method: &str, path: &str) -> Option<(bool, usize, bool)> {
            let matches = (self.method.is_empty() || self.method == method)
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

    pub fn bucket_of(method: &str, path: &str) -> Option<usize> {
        if UNCOUNTED.iter().any(|pattern| path_matches(pattern, path, true)) {
            return None;
        }
        let ranked = BUCKETS.iter().enumerate();
        let ranked = ranked.filter_map(|(index, bucket)| Some((bucket.rank(method, path)?, index)));
        ranked.max().map(|(_, index)| index)
    }
}

mod access {
    pub const PUBLIC: &[&str] = &[
        "getWellknownOrgMetadata",
        "getWellknownSsfMetadata",
        "getAppleAppSiteAssociationWellKnownURI",
        "getAssetLinksWellKnownURI",
        "getWebAuthnWellKnownURI",
        "authenticate",
        "activateFactorWithState",
        "answerRecoveryQuestion",
        "cancelAuthentication",
        "changeExpiredPassword",
        "enrollFactorWithState",
        "pollFactorActivationWithState",
        "previousAuthenticationStep",
        "recoverPassword",
        "recoverUnlock",
        "resendFactorActivationWithState",
        "resendFactorChallengeWithState",
        "resetPasswordWithState",
        "skipAuthenticationStep",
        "verifyFactorWithState",
        "verifyRecoveryToken",
        "createSession",
        // Without a session there is none to find, which is what they answer.
        "getCurrentSession",
        "refreshCurrentSession",
        "closeCurrentSession",
        "getFactorQrCode",
        "createToken",
        "createAuthorizationServerToken",
        "introspectAuthorizationServerToken",
        "revokeAuthorizationServerToken",
        "getAuthorizationServerMetadata",
        "getAuthorizationServerOpenIdMetadata",
        "listAuthorizationServerPublicKeys",
        "listOrgKeys",
    ];
    pub const OPEN: &[&str] = &[
        "getWellknownOrgMetadata",
        "getWellknownSsfMetadata",
        "getAppleAppSiteAssociationWellKnownURI",
        "getAssetLinksWellKnownURI",
        "getWebAuthnWellKnownURI",
        "createToken",
        "createAuthorizationServerToken",
        "introspectAuthorizationServerToken",
        "revokeAuthorizationServerToken",
        "getFactorQrCode",
        "listOrgKeys",
    ];
    pub const SELF_SERVICE: &[&str] = &[
        "getUser",
        "updateUser",
        "changePassword",
        "changeRecoveryQuestion",
        "listAppLinks",
        "endUserSessions",
    ];
}

mod privilege {
    use oktars_catalog::Operation;

    pub fn needed(operation: &Operation) -> &str {
        match operation.id {
            "createUser" => "okta.users.create",
            "updateUser" | "replaceUser" => "okta.users.userprofile.manage",
            "deleteUser" => "okta.users.lifecycle.delete",
            "activateUser" | "reactivateUser" => "okta.users.lifecycle.activate",
            "deactivateUser" => "okta.users.lifecycle.deactivate",
            "suspendUser" => "okta.users.lifecycle.suspend",
            "unsuspendUser" => "okta.users.lifecycle.unsuspend",
            "unlockUser" => "okta.users.lifecycle.unlock",
            "revokeUserSessions" => "okta.users.lifecycle.clearSessions",
            "resetFactors" | "unenrollFactor" => "okta.users.credentials.resetFactors",
            "resetPassword" => "okta.users.credentials.resetPassword",
            "expirePassword" | "expirePasswordWithTempPassword" => "okta.users.credentials.expirePassword",
            "enrollFactor"
            | "activateFactor"
            | "verifyFactor"
            | "resendEnrollFactor"
            | "changePassword"
            | "changeRecoveryQuestion"
            | "forgotPassword"
            | "forgotPasswordLegacy"
            | "forgotPasswordSetNewPassword" => "okta.users.credentials.manage",
            "listFactors" | "getFactor" | "listSupportedFactors" | "listSupportedSecurityQuestions" => {
                "okta.users.read"
            }
            "addGroup" => "okta.groups.create",
            "assignUserToGroup" | "unassignUserFromGroup" => "okta.groups.members.manage",
            "assignUserToApplication"
            | "unassignUserFromApplication"
            | "updateApplicationUser"
            | "assignGroupToApplication"
            | "unassignApplicationFromGroup"
            | "updateGroupAssignmentToApplication" => "okta.apps.assignment.manage",
            "listEvents" => "okta.logs.read",
            _ if is_about_roles(operation) && operation.method.as_str() == "GET" => "okta.roles.read",
            _ if is_about_roles(operation) => "okta.roles.manage",
            _ => operation.scopes.first().copied().unwrap_or_default(),
        }
    }
    fn is_about_roles(operation: &Operation) -> bool {
        ["RoleAssignment", "RoleB", "RoleC", "RoleD", "RoleE"]
            .iter()
            .any(|tag| operation.tag.starts_with(tag))
    }
    pub fn permissions_of(role: &str) -> &'static [&'static str] {
        match role {
            "SUPER_ADMIN" => &["*"],
            "ORG_ADMIN" => &["* but okta.roles.manage"],
            "READ_ONLY_ADMIN" => &["*.read"],
            "APP_ADMIN" => &[
                "okta.apps.manage",
                "okta.groups.read",
                "okta.policies.read",
                "okta.profileMappings.manage",
                "okta.schemas.manage",
                "okta.users.appAssignment.manage",
                "okta.users.read",
            ],
            "USER_ADMIN" => &[
                "okta.factors.manage",
                "okta.groups.manage",
                "okta.linkedObjects.read",
                "okta.schemas.read",
                "okta.sessions.manage",
                "okta.userTypes.read",
                "okta.users.manage",
            ],
            "GROUP_MEMBERSHIP_ADMIN" => &[
                "okta.groups.members.manage",
                "okta.groups.read",
                "okta.users.groupMembership.manage",
                "okta.users.read",
            ],
            "HELP_DESK_ADMIN" => &[
                "okta.groups.read",
                "okta.users.credentials.expirePassword",
                "okta.users.credentials.resetFactors",
                "okta.users.credentials.resetPassword",
                "okta.users.lifecycle.clearSessions",
                "okta.users.lifecycle.unlock",
                "okta.users.read",
            ],
            "MOBILE_ADMIN" => &["okta.devices.manage", "okta.groups.read", "okta.users.read"],
            "REPORT_ADMIN" => &["okta.logs.read"],
            "API_ACCESS_MANAGEMENT_ADMIN" => &[
                "okta.apps.manage",
                "okta.authorizationServers.manage",
                "okta.groups.read",
                "okta.users.read",
            ],
            _ => &[],
        }
    }
    fn covers(permission: &str, needed: &str) -> bool {
        let permission = match permission {
            "okta.authzServers.manage" => "okta.authorizationServers.manage",
            "okta.authzServers.read" => "okta.authorizationServers.read",
            "okta.identityProviders.manage" => "okta.idps.manage",
            "okta.identityProviders.read" => "okta.idps.read",
            "okta.iam.read" => "okta.roles.read",
            same => same,
        };
        let family = permission.strip_suffix("manage").filter(|family| family.ends_with('.'));
        permission == needed || family.is_some_and(|family| needed.starts_with(family))
    }

    pub fn permits(permission: &str, needed: &str) -> bool {
        match permission {
            "*" => true,
            "*.read" => needed.ends_with(".read"),
            "* but okta.roles.manage" => needed != "okta.roles.manage",
            permission => covers(permission, needed),
        }
    }
}

mod safety {
    const HARMFUL: [&str; 6] = [
        "deactivate",
        "suspend",
        "expire_password",
        "expire_password_with_temp_password",
        "reset_password",
        "reset_factors",
    ];

    pub fn takes_away(method: &str, path: &str) -> bool {
        let last = path.rsplit('/').next().unwrap_or_default();
        let lifecycle = path.contains("/lifecycle/") && HARMFUL.contains(&last);
        method == "DELETE" || (method == "POST" && lifecycle)
    }
}

fn all() -> impl Iterator<Item = &'static Operation> {
    operations().iter().chain(unlisted()).copied()
}

/// The requests of every operation, and some that no operation makes.
fn requests() -> Vec<(&'static str, String)> {
    let filled = |path: &str| {
        let segments = path.split('/').map(|segment| if segment.starts_with('{') { "x1" } else { segment });
        segments.collect::<Vec<_>>().join("/")
    };
    let mut requests: Vec<_> = all().map(|one| (one.method.as_str(), filled(one.path))).collect();
    let more = [
        "/",
        "/api",
        "/api/v1",
        "/api/v1/users/x/y/z",
        "/api/v1/apps/x/y",
        "/api/v2/users",
        "/oauth2/v1/authorize",
        "/oauth2/v1/keys/x",
        "/oauth2/a/v1/keys",
        "/oauth2/a/v1/authorize",
        "/oauth2",
        "/oauth2/a/b",
        "/api/v1/orgs/x",
        "/api/v1/certificateAuthorities/x",
        "/.well-known/openid-configuration",
        "/.well-known/x",
        "/api/v1/users/a%2Fb",
        "/oauth2/default/.well-known/openid-configuration",
        "/login/login.htm",
        "/oauth2/v1/v1/x",
    ];
    for path in more {
        requests.extend(["GET", "POST", "PUT", "DELETE"].map(|method| (method, path.to_owned())));
    }
    requests
}

#[test]
fn buckets_are_those_of_the_client_and_of_the_local_org() {
    let mut different = Vec::new();
    for (method, path) in requests() {
        let new = bucket_of(method, &path).map(|index| (BUCKETS[index].name, BUCKETS[index].per_minute));
        let client = client::bucket_of(method, &path).map(|index| client::ROUTES[index].name);
        let local = local::bucket_of(method, &path)
            .map(|index| (local::BUCKETS[index].name, local::BUCKETS[index].limit));
        if client != new.map(|(name, _)| name) || local != new {
            different
                .push(format!("{method} {path}: client {client:?}, local org {local:?}, catalogue {new:?}"));
        }
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
    let org = &local::BUCKETS[0];
    assert_eq!((org.name, org.limit), (oktars_catalog::WHOLE_ORG.name, oktars_catalog::WHOLE_ORG.per_minute));
    let names = |mut names: Vec<&'static str>| {
        names.sort_unstable();
        names
    };
    let new = names(BUCKETS.iter().map(|bucket| bucket.name).collect());
    assert_eq!(names(client::ROUTES.iter().map(|route| route.name).collect()), new);
    assert_eq!(names(local::BUCKETS[1..].iter().map(|bucket| bucket.name).collect()), new);
}

#[test]
fn access_is_that_of_the_local_org() {
    for operation in all() {
        let old = match (access::OPEN.contains(&operation.id), access::PUBLIC.contains(&operation.id)) {
            (true, true) => Access::Open,
            (false, true) => Access::Optional,
            (false, false) => Access::Token,
            (true, false) => panic!("{}", operation.id),
        };
        assert_eq!(operation.access(), old, "{}", operation.id);
        assert_eq!(
            operation.is_self_service(),
            access::SELF_SERVICE.contains(&operation.id),
            "{}",
            operation.id
        );
    }
}

#[test]
fn permissions_are_those_of_the_local_org() {
    let roles = [
        "SUPER_ADMIN",
        "ORG_ADMIN",
        "READ_ONLY_ADMIN",
        "APP_ADMIN",
        "USER_ADMIN",
        "GROUP_MEMBERSHIP_ADMIN",
        "HELP_DESK_ADMIN",
        "MOBILE_ADMIN",
        "REPORT_ADMIN",
        "API_ACCESS_MANAGEMENT_ADMIN",
        "WORKFLOWS_ADMIN",
    ];
    for operation in all() {
        assert_eq!(operation.permission(), privilege::needed(operation), "{}", operation.id);
        for role in roles {
            assert_eq!(oktars_catalog::role_permissions(role), privilege::permissions_of(role));
            for permission in
                privilege::permissions_of(role).iter().chain(&["okta.authzServers.read", "okta.iam.read"])
            {
                let needed = operation.permission();
                assert_eq!(
                    oktars_catalog::permits(permission, needed),
                    privilege::permits(permission, needed)
                );
            }
        }
    }
}

#[test]
fn effects_are_those_of_the_command() {
    for (method, path) in requests() {
        let old = safety::takes_away(method, &path);
        assert_eq!(oktars_catalog::Effect::of(method, &path).takes_away(), old, "{method} {path}");
    }
    for operation in all() {
        let old = safety::takes_away(operation.method.as_str(), operation.path);
        assert_eq!(operation.effect().takes_away(), old, "{}", operation.id);
    }
}
