//! Origins of web pages: scheme, host and port.

use http::Uri;

/// Scheme, host and port of an address.
pub fn origin(uri: &str) -> String {
    let (scheme, rest) = uri.split_once("://").unwrap_or((uri, ""));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("{scheme}://{host}")
}

/// Whether an origin is the one under which the org was called. The scheme may differ where a proxy speaks TLS.
pub fn is_same(origin: &str, base: &str) -> bool {
    let (Some(origin), Some(base)) = (authority(origin), authority(base)) else { return false };
    origin == base
}

/// The host of an address, in lower case.
pub fn host(address: &str) -> String {
    let uri: Option<Uri> = address.parse().ok();
    uri.and_then(|uri| uri.host().map(str::to_ascii_lowercase)).unwrap_or_default()
}

/// Host and port of an address, in lower case, without a port that goes without saying.
fn authority(address: &str) -> Option<String> {
    let uri: Uri = address.parse().ok()?;
    let host = uri.host()?.to_ascii_lowercase();
    Some(match (uri.port_u16(), uri.scheme_str()) {
        (None | Some(80), Some("http")) | (None | Some(443), Some("https")) => host,
        (port, _) => format!("{host}:{}", port.unwrap_or_default()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_the_orgs_own_by_host_and_port() {
        let cases = [
            ("http://localhost:8080", "http://localhost:8080", true),
            ("http://LOCALHOST:8080", "http://localhost:8080", true),
            ("http://localhost", "http://localhost:80", true),
            ("https://okta.test", "http://okta.test", true),
            ("http://localhost:3000", "http://localhost:8080", false),
            ("http://127.0.0.1:8080", "http://localhost:8080", false),
            ("http://localhost.evil.example:8080", "http://localhost:8080", false),
            ("http://evil.example", "http://localhost", false),
            ("null", "http://localhost", false),
            ("", "http://localhost", false),
        ];
        for (origin, base, same) in cases {
            assert_eq!(is_same(origin, base), same, "{origin} {base}");
        }
    }
}
