//! Why the org cannot be reached over the network: which host, through which proxy, and whose setting that is.

use std::error::Error as StdError;
use std::fmt;

use crate::error::BoxError;
use crate::model::Secret;
use crate::org_url::OrgUrl;
use crate::wire::Proxy;

/// The way to the org.
#[derive(Debug, Clone)]
pub(crate) struct Route {
    host: String,
    proxy: Option<Hop>,
}

/// A proxy on the way.
#[derive(Debug, Clone)]
struct Hop {
    /// Without user name and password.
    address: String,
    has_password: bool,
    /// Where the address came from.
    setting: &'static str,
}

/// Variables that name a proxy for https, in the order in which they are looked at.
const VARIABLES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

impl Route {
    pub(crate) fn of(org: &OrgUrl, proxy: &Proxy) -> Self {
        let url = url::Url::parse(org.as_str()).ok();
        let host = url.as_ref().and_then(url::Url::host_str).unwrap_or(org.as_str()).to_owned();
        let is_https = url.as_ref().is_some_and(|url| url.scheme() == "https");
        let host_and_port = match url.as_ref().and_then(url::Url::port) {
            Some(port) => format!("{host}:{port}"),
            None => host.clone(),
        };
        let proxy = match proxy {
            _ if !is_https => None,
            Proxy::None => None,
            Proxy::Address(address) => Some(Hop::of(address.expose(), "the setting proxy")),
            Proxy::Environment if is_exempt(&host) => None,
            Proxy::Environment => VARIABLES.iter().find_map(|name| {
                let value = std::env::var(name).ok().filter(|value| !value.trim().is_empty())?;
                Some(Hop::of(Secret::from(value).expose(), name))
            }),
        };
        Route { host: host_and_port, proxy }
    }

    /// What a failure of the HTTP library means. The request was not sent where no connection was made.
    pub(crate) fn explain(&self, error: reqwest::Error, sent: bool) -> Unreached {
        let error = error.without_url();
        let all = said(&error);
        let root = all.last().cloned().unwrap_or_default();
        let text = all.join(": ");
        let cause = match text.split_once("invalid peer certificate: ") {
            Some((_, reason)) => Cause::Certificate(reason.to_owned()),
            None if text.contains("proxy authorization required") => Cause::ProxyRefused,
            None if error.is_timeout() && !sent => {
                Cause::Connect("no connection within the time for it".to_owned())
            }
            None if sent => Cause::Broken(root),
            None if self.proxy.is_some() => Cause::Proxy(root),
            None if text.contains("dns error") => Cause::Name(root),
            None => Cause::Connect(root),
        };
        Unreached { route: self.clone(), cause, source: error.into() }
    }
}

impl Hop {
    fn of(address: &str, setting: &'static str) -> Self {
        let address = address.trim();
        let with_scheme =
            if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
        let url = url::Url::parse(&with_scheme).ok();
        let shown = url.as_ref().and_then(|url| {
            let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
            Some(format!("{}://{}{port}", url.scheme(), url.host_str()?))
        });
        let has_password = url.is_some_and(|url| !url.username().is_empty());
        // What is no address may be a password.
        Hop { address: shown.unwrap_or_else(|| "***".to_owned()), has_password, setting }
    }
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the proxy {} (from {})", self.address, self.setting)
    }
}

/// Whether a host is reached without the proxy of the environment.
fn is_exempt(host: &str) -> bool {
    let list = ["NO_PROXY", "no_proxy"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    list.split(',').map(|entry| entry.trim().trim_start_matches('.')).any(|entry| {
        entry == "*" || !entry.is_empty() && (host == entry || host.ends_with(&format!(".{entry}")))
    })
}

/// The org was not reached, or broke off.
#[derive(Debug)]
pub(crate) struct Unreached {
    route: Route,
    cause: Cause,
    source: BoxError,
}

#[derive(Debug, PartialEq, Eq)]
enum Cause {
    /// The certificate is not trusted, and why.
    Certificate(String),
    /// The proxy did not accept user name and password.
    ProxyRefused,
    /// The proxy is not there, or does not let the request through.
    Proxy(String),
    /// Nobody knows the name of the host.
    Name(String),
    Connect(String),
    /// A connection was there, and broke.
    Broken(String),
}

impl Unreached {
    /// Whether it will be the same until a setting changes.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self.cause, Cause::Certificate(_) | Cause::ProxyRefused)
    }

    /// What the reader can do.
    pub(crate) fn hint(&self) -> &'static str {
        match &self.cause {
            Cause::Certificate(reason) if reason.contains("UnknownIssuer") => {
                "if your network inspects TLS, name a PEM file with its certificate authority: \
                 OKTA_CLIENT_CACERTIFICATES=FILE, or caCertificates in okta.yaml"
            }
            Cause::Certificate(_) => "check the address of the org, and the clock of this machine",
            Cause::ProxyRefused => {
                "check user name and password in the address of the proxy, http://NAME:PASSWORD@HOST:PORT; special \
                 characters in them are percent-encoded"
            }
            Cause::Proxy(_) => {
                "check the address of the proxy; NO_PROXY lists hosts that are reached without it"
            }
            Cause::Name(_) => {
                "check the address of the org, OKTA_CLIENT_ORGURL or that of the profile, and the network"
            }
            Cause::Connect(_) => {
                "check the address of the org and the network; if your network has a proxy, set HTTPS_PROXY to its address"
            }
            Cause::Broken(_) => "something on the way closed the connection; try again later",
        }
    }

    /// Where a request goes through a proxy and the proxy is not what failed.
    fn through(&self) -> String {
        self.route.proxy.as_ref().map(|hop| format!(", through {hop}")).unwrap_or_default()
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.route.host;
        let proxy = || self.route.proxy.as_ref().map_or("the proxy".to_owned(), ToString::to_string);
        match &self.cause {
            Cause::Certificate(reason) => {
                write!(f, "the certificate of {host} is not trusted: {}{}", spoken(reason), self.through())
            }
            Cause::ProxyRefused if self.route.proxy.as_ref().is_some_and(|hop| !hop.has_password) => {
                write!(f, "{} asks for a user name and a password", proxy())
            }
            Cause::ProxyRefused => write!(f, "{} does not accept the user name and the password", proxy()),
            Cause::Proxy(root) => write!(f, "{host} cannot be reached through {}: {root}", proxy()),
            Cause::Name(root) => write!(f, "the host {host} is not known: {root}"),
            Cause::Connect(root) => write!(f, "{host} cannot be reached: {root}"),
            Cause::Broken(root) => write!(f, "the connection to {host} broke: {root}{}", self.through()),
        }
    }
}

impl StdError for Unreached {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(self.source.as_ref())
    }
}

/// What the TLS library says, in words.
fn spoken(reason: &str) -> String {
    let words = [
        ("UnknownIssuer", "no authority that this machine trusts has signed it"),
        ("Expired", "it has expired"),
        ("NotValidYet", "it is not valid yet"),
        ("NotValidForName", "it belongs to another host"),
        ("Revoked", "it was revoked"),
    ];
    match words.iter().find(|(name, _)| reason.contains(name)) {
        Some((name, words)) => format!("{words} ({name})"),
        None => reason.to_owned(),
    }
}

fn said(error: &(dyn StdError + 'static)) -> Vec<String> {
    std::iter::successors(Some(error), |error| <dyn StdError>::source(*error))
        .map(ToString::to_string)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No error shows the password of a proxy, or what may be one.
    #[test]
    fn a_proxy_is_shown_without_its_password() {
        let cases = [
            ("http://ann:s3cret@proxy.example:3128", "http://proxy.example:3128", true),
            ("proxy.example:3128", "http://proxy.example:3128", false),
            ("https://proxy.example", "https://proxy.example:443", false),
            ("s3cret s3cret", "***", false),
        ];
        for (address, shown, has_password) in cases {
            let hop = Hop::of(address, "HTTPS_PROXY");
            assert_eq!((hop.address.as_str(), hop.has_password), (shown, has_password), "{address}");
            assert!(!format!("{hop} {hop:?}").contains("s3cret"), "{hop:?}");
        }
    }

    #[test]
    fn each_cause_names_the_host_and_the_proxy_and_says_what_helps() {
        let route = |proxy: Option<&str>| Route {
            host: "acme.okta.com".to_owned(),
            proxy: proxy.map(|address| Hop::of(address, "HTTPS_PROXY")),
        };
        let proxy = Some("http://ann:s3cret@proxy.example:3128");
        let cases = [
            (proxy, Cause::Certificate("UnknownIssuer".into()), true, "CACERTIFICATES"),
            (None, Cause::Certificate("Expired".into()), true, "clock"),
            (proxy, Cause::ProxyRefused, true, "percent-encoded"),
            (proxy, Cause::Proxy("Connection refused".into()), false, "NO_PROXY"),
            (None, Cause::Name("no address".into()), false, "OKTA_CLIENT_ORGURL"),
            (None, Cause::Connect("Connection refused".into()), false, "HTTPS_PROXY"),
        ];
        for (proxy, cause, lasting, hint) in cases {
            let is_about_proxy = cause == Cause::ProxyRefused;
            let unreached = Unreached { route: route(proxy), cause, source: "x".into() };
            let text = unreached.to_string();
            assert_eq!(unreached.is_lasting(), lasting, "{text}");
            assert!(unreached.hint().contains(hint), "{text}");
            assert!(is_about_proxy || text.contains("acme.okta.com"), "{text}");
            assert_eq!(proxy.is_some(), text.contains("proxy.example:3128 (from HTTPS_PROXY)"), "{text}");
            assert!(!text.contains("s3cret"), "{text}");
        }
    }
}
