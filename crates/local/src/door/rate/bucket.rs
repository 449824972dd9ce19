//! The buckets of an org: those of the catalogue, behind the one over all traffic.

use std::iter::once;
use std::sync::LazyLock;

use http::Method;
pub(crate) use oktars_catalog::Bucket;
use oktars_catalog::WHOLE_ORG;

pub(crate) static BUCKETS: LazyLock<Vec<Bucket>> =
    LazyLock::new(|| once(WHOLE_ORG).chain(oktars_catalog::BUCKETS.iter().copied()).collect());

/// The place of the bucket that a request falls into, beside that of the whole org.
pub(crate) fn bucket_of(method: &Method, path: &str) -> Option<usize> {
    oktars_catalog::bucket_of(method.as_str(), path).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_of_the_whole_org_stands_before_those_of_the_catalogue() {
        assert_eq!(BUCKETS[0].name, "org");
        let place = bucket_of(&Method::GET, "/api/v1/users/x").unwrap();
        assert_eq!(BUCKETS[place].name, "GET /api/v1/users/{id}");
        assert_eq!(bucket_of(&Method::GET, "/oauth2/v1/keys"), None);
    }
}
