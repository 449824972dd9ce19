//! Under which names the server answers.
//!
//! A browser on this machine reaches the server too. A foreign page can make its own name resolve to a
//! loopback address (DNS rebinding). Then the browser takes the server for the page's own site, and the page
//! reads and sends what it likes. It cannot hide its name from the `Host` header.

use std::net::IpAddr;

use http::uri::Authority;
use http::{HeaderMap, StatusCode, Uri, header, request};

/// Who may call, and whether a proxy is believed.
#[derive(Debug, Clone, Default)]
pub struct Reach {
    /// Names in addition to those of the loopback interface, in lower case.
    pub hosts: Vec<String>,
    /// Whether `X-Forwarded-Proto` and `X-Forwarded-Host` say how the org was called.
    pub trusts_forwarded: bool,
}

/// Why a request goes no further.
pub type Refused = (StatusCode, String);

impl Reach {
    /// The request's URL as its caller sees it, from which all links of the answer are built.
    pub fn url(&self, scheme: &str, request: &request::Parts) -> Result<Uri, Refused> {
        let called = host(request);
        if let Some(host) = called {
            self.check_host(host)?;
        }
        let forwarded = |name| text(&request.headers, name).filter(|_| self.trusts_forwarded);
        let shown = forwarded("x-forwarded-host").map(first);
        if let Some(host) = shown {
            self.check_host(host)?;
        }
        let scheme = match forwarded("x-forwarded-proto").map(first) {
            Some(proto @ ("http" | "https")) => proto,
            _ => scheme,
        };
        let Some(host) = shown.or(called) else { return Ok(request.uri.clone()) };
        let path = request.uri.path_and_query().map_or("/", |path| path.as_str());
        let url = Uri::builder().scheme(scheme).authority(host).path_and_query(path).build();
        Ok(url.unwrap_or_else(|_| request.uri.clone()))
    }

    fn check_host(&self, host: &str) -> Result<(), Refused> {
        if self.is_own(host) {
            return Ok(());
        }
        let text = format!(
            "403 Forbidden: this org does not answer under the name {host:?}. It answers under \
             localhost, under addresses, and under names that it was started with (--host).\n"
        );
        Err((StatusCode::FORBIDDEN, text))
    }

    /// An address is nobody's name, and so no foreign page's.
    fn is_own(&self, host: &str) -> bool {
        let Some(name) = name(host) else { return false };
        name.parse::<IpAddr>().is_ok() || is_localhost(&name) || self.hosts.contains(&name)
    }
}

/// The host that a request names, with its port.
pub fn host(request: &request::Parts) -> Option<&str> {
    let in_url = request.uri.authority().map(Authority::as_str);
    in_url.or_else(|| text(&request.headers, header::HOST))
}

/// Whether a host with its port is one of the loopback interface.
pub fn is_loopback(host: &str) -> bool {
    name(host).is_some_and(|name| {
        is_localhost(&name)
            || name.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
    })
}

pub fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// The host without port and brackets, in lower case.
fn name(host: &str) -> Option<String> {
    let authority: Authority = host.parse().ok()?;
    Some(authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase())
}

/// Each proxy adds its own at the end.
fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(headers: &[(&str, &str)]) -> request::Parts {
        let mut request = http::Request::get("/api/v1/users?limit=1");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn url(reach: &Reach, headers: &[(&str, &str)]) -> Result<String, u16> {
        let url = reach.url("http", &parts(headers));
        url.map(|url| url.to_string()).map_err(|(status, _)| status.as_u16())
    }

    #[test]
    fn links_name_the_host_that_was_called_and_no_foreign_name_is_one() {
        let reach = Reach { hosts: vec!["okta.test".to_owned()], ..Reach::default() };
        let own = ["127.0.0.1:8080", "localhost", "acme.localhost:1", "[::1]:80", "10.1.2.3:80", "OKTA.test"];
        for host in own {
            let expected = format!("http://{host}/api/v1/users?limit=1");
            assert_eq!(url(&reach, &[("host", host)]), Ok(expected), "{host}");
        }
        for host in ["evil.example", "evil.example:80", "localhost.evil.example", "user@evil.example", ""] {
            assert_eq!(url(&reach, &[("host", host)]), Err(403), "{host}");
        }
    }

    #[test]
    fn a_proxy_is_believed_when_it_is_trusted() {
        let headers = [
            ("host", "localhost:8080"),
            ("x-forwarded-proto", "https, http"),
            ("x-forwarded-host", "okta.test, localhost"),
        ];
        let own = "http://localhost:8080/api/v1/users?limit=1";
        assert_eq!(url(&Reach::default(), &headers).as_deref(), Ok(own));
        let mut reach = Reach { hosts: vec!["okta.test".to_owned()], trusts_forwarded: true };
        assert_eq!(url(&reach, &headers).as_deref(), Ok("https://okta.test/api/v1/users?limit=1"));
        reach.hosts.clear();
        assert_eq!(url(&reach, &headers), Err(403), "not even a proxy gives it a name");
    }
}
