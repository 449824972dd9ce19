//! The address of an org, checked before any token goes there.

use std::fmt;
use std::str::FromStr;

use oktars_catalog::secret;
use url::{Host, Url};

use crate::error::{Error, Result};

/// Hosts under which every org has its Admin Console at `{org}-admin.`.
const OKTA_DOMAINS: &[&str] = &[
    "okta.com",
    "oktapreview.com",
    "okta-emea.com",
    "okta-gov.com",
    "okta.mil",
    "okta-miltest.com",
    "trex-govcloud.com",
];

const EXAMPLE: &str = "write it as https://acme.okta.com";

/// The origin of an org: scheme, host and port.
///
/// Only `https` is taken, except for a loopback address. An Admin Console address, a placeholder and a
/// path are refused, each with what to write instead. The error shows no more of the text than a host of Okta's.
///
/// ```
/// use oktars::config::OrgUrl;
///
/// let org: OrgUrl = "https://acme.okta.com/".parse()?;
/// assert_eq!(org.as_str(), "https://acme.okta.com");
///
/// let error = "https://acme-admin.okta.com".parse::<OrgUrl>().unwrap_err();
/// assert!(error.to_string().contains("write https://acme.okta.com"));
/// # Ok::<(), oktars::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct OrgUrl {
    origin: String,
}

impl OrgUrl {
    /// The origin, with no slash at its end.
    pub fn as_str(&self) -> &str {
        &self.origin
    }

    /// Path and query of an address, provided that it is of this origin.
    ///
    /// `address` may be absolute, or begin with the slash of a path.
    pub(crate) fn local_part(&self, address: &str) -> Result<String> {
        let foreign = || Error::foreign_origin(shown(address), &self.origin);
        let base = Url::parse(&self.origin).map_err(|_| foreign())?;
        let url = base.join(address).map_err(|_| foreign())?;
        let own = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
        if !own {
            return Err(foreign());
        }
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }
}

/// An address without what may be secret in it.
fn shown(address: &str) -> String {
    match Url::parse(address) {
        Ok(url) if url.origin().is_tuple() => {
            secret::address(&format!("{}{}", url.origin().ascii_serialization(), url.path()))
        }
        _ => "the address".to_owned(),
    }
}

impl FromStr for OrgUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let text = text.trim();
        refuse_placeholder(text)?;
        if !text.contains("://") {
            return Err(without_scheme(text));
        }
        let url = Url::parse(text).map_err(|_| refused("it is not a URL", EXAMPLE))?;
        let host = url.host().ok_or_else(|| refused("it has no host", EXAMPLE))?;
        refuse_scheme(&url, &host)?;
        refuse_host(&host)?;
        refuse_rest(&url, &host)?;
        Ok(OrgUrl { origin: url.origin().ascii_serialization() })
    }
}

/// What an error says about a text that is not an org URL. It does not show the text: it may be a secret in the wrong
/// place, or hold one.
fn refused(why: &'static str, advice: impl fmt::Display) -> Error {
    Error::config(format!("the org URL cannot be used: {why}: {advice}"))
}

/// What to write for a host: that itself where it is one of Okta's, and so known to be a host.
fn advice(host: &Host<&str>) -> String {
    let name = host.to_string();
    let below = |domain: &&str| name.strip_suffix(*domain).is_some_and(|rest| rest.ends_with('.'));
    match OKTA_DOMAINS.iter().any(below) {
        true => format!("write https://{name}"),
        false => EXAMPLE.to_owned(),
    }
}

fn without_scheme(text: &str) -> Error {
    let url = Url::parse(&format!("https://{text}")).ok();
    let host = url.as_ref().and_then(Url::host);
    refused("it has no scheme", host.map_or_else(|| EXAMPLE.to_owned(), |host| advice(&host)))
}

fn refuse_placeholder(text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::config(format!("the org URL is empty: {EXAMPLE}")));
    }
    let lower = text.to_ascii_lowercase();
    if lower.contains(['{', '}', '<', '>', '$']) || lower.contains("youroktadomain") {
        return Err(refused("it is a placeholder", format!("write the host of your own org, {EXAMPLE}")));
    }
    if text.matches("://").count() > 1 {
        return Err(refused("it has two schemes", EXAMPLE));
    }
    Ok(())
}

fn refuse_scheme(url: &Url, host: &Host<&str>) -> Result<()> {
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(host) => Ok(()),
        "http" => Err(refused("with http, a token would cross the network in the clear", advice(host))),
        _ => Err(refused("the scheme of an org is https", advice(host))),
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn refuse_host(host: &Host<&str>) -> Result<()> {
    let Host::Domain(name) = host else { return Ok(()) };
    if let Some((org, domain)) = admin_console(name) {
        let advice = format!("write https://{org}.{domain}");
        return Err(refused("that is the Admin Console, not the API", advice));
    }
    match name.strip_suffix(".com.com") {
        Some(rest) => {
            let once = format!("{rest}.com");
            Err(refused("it ends in .com twice", advice(&Host::Domain(&once))))
        }
        None => Ok(()),
    }
}

fn admin_console(host: &str) -> Option<(&str, &'static str)> {
    OKTA_DOMAINS.iter().find_map(|domain| {
        let org = host.strip_suffix(domain)?.strip_suffix("-admin.")?;
        Some((org, *domain))
    })
}

fn refuse_rest(url: &Url, host: &Host<&str>) -> Result<()> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("a name or password does not belong in it", advice(host)));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(refused("it does not end after the host", advice(host)));
    }
    Ok(())
}

impl fmt::Display for OrgUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

impl fmt::Debug for OrgUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrgUrl({})", self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_addresses_are_kept_with_their_port() {
        let cases = [
            ("https://acme.okta.com", "https://acme.okta.com"),
            ("https://acme.okta.com/", "https://acme.okta.com"),
            (" https://ACME.okta.com ", "https://acme.okta.com"),
            ("https://acme.okta.com:8443", "https://acme.okta.com:8443"),
            ("https://login-admin.example.com", "https://login-admin.example.com"),
            ("http://localhost:8080", "http://localhost:8080"),
            ("http://127.0.0.1:1/", "http://127.0.0.1:1"),
            ("http://[::1]:9", "http://[::1]:9"),
            ("http://acme.localhost", "http://acme.localhost"),
        ];
        for (given, kept) in cases {
            assert_eq!(given.parse::<OrgUrl>().unwrap().as_str(), kept, "{given}");
        }
    }

    #[test]
    fn wrong_addresses_say_what_to_write() {
        let cases = [
            ("", "https://acme.okta.com"),
            ("acme.okta.com", "write https://acme.okta.com"),
            ("http://acme.okta.com", "write https://acme.okta.com"),
            ("ftp://acme.okta.com", "write https://acme.okta.com"),
            ("https://acme-admin.okta.com", "write https://acme.okta.com"),
            ("https://acme-admin.oktapreview.com/", "write https://acme.oktapreview.com"),
            ("https://acme-admin.okta-gov.com/admin/dashboard", "write https://acme.okta-gov.com"),
            ("https://{yourOktaDomain}", "placeholder"),
            ("https://${yourOktaDomain}.okta.com", "placeholder"),
            ("https://yourOktaDomain.okta.com", "placeholder"),
            ("https://acme.okta.com.com", "write https://acme.okta.com"),
            ("https://https://acme.okta.com", "two schemes"),
            ("https://acme.okta.com/api/v1", "write https://acme.okta.com"),
            ("https://acme.okta.com?x=1", "write https://acme.okta.com"),
            ("https://me:s3cret@acme.okta.com", "write https://acme.okta.com"),
            ("me:s3cret@acme.okta.com", "write https://acme.okta.com"),
            ("https://", "write it as"),
            ("s3cret", "write it as"),
            ("s3cret://acme.okta.com", "write https://acme.okta.com"),
            ("http://s3cret", "write it as"),
            ("https://s3cret.com.com", "write it as"),
            ("https://acme.okta.com/s3cret", "write https://acme.okta.com"),
            ("https://acme.example/?s3cret", "write it as"),
            ("https://acme.okta.com:s3cret", "write it as"),
            ("https://s3cret okta", "write it as"),
            ("https://s3cret://x", "two schemes"),
            ("{s3cret}", "placeholder"),
        ];
        for (given, advice) in cases {
            let error = given.parse::<OrgUrl>().unwrap_err();
            assert!(error.is_config() && error.to_string().contains(advice), "{given}: {error}");
            assert!(!error.to_string().contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn only_addresses_of_the_org_have_a_local_part() {
        let org: OrgUrl = "https://acme.okta.com:8443".parse().unwrap();
        let own = [
            ("https://acme.okta.com:8443/api/v1/users?after=1&limit=2", "/api/v1/users?after=1&limit=2"),
            ("https://ACME.okta.com:8443/x", "/x"),
            ("/api/v1/users/a%2Fb", "/api/v1/users/a%2Fb"),
        ];
        for (address, part) in own {
            assert_eq!(org.local_part(address).unwrap(), part);
        }
        let foreign = [
            "https://acme.okta.com/x",
            "http://acme.okta.com:8443/x",
            "https://evil.example/x",
            "//evil.example/x",
            "https://acme.okta.com:8443@evil.example/x",
            "https://user:secret@acme.okta.com:8443/x",
            "/\\evil.example/x",
            "javascript:alert(1)",
        ];
        for address in foreign {
            let error = org.local_part(address).unwrap_err();
            assert!(error.is_foreign_origin() && !error.to_string().contains("secret"), "{address}: {error}");
        }
    }
}
