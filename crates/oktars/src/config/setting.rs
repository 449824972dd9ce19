//! The settings that there are, under all the names that Okta's own SDKs give them.

use std::time::Duration;

use super::expanded;
use crate::client::Builder;
use crate::org_url::OrgUrl;

/// One setting.
pub(super) struct Setting {
    /// Its name in a file, below `okta.client`.
    pub name: &'static str,
    /// All names that mean it, in lower case and without separators: `okta.client.rateLimit.maxRetries` and
    /// `OKTA_CLIENT_RATE_LIMIT_MAX_RETRIES` are both `ratelimitmaxretries`.
    pub spellings: &'static [&'static str],
    /// A variable of other tools, which counts if no variable of Okta's SDKs is set.
    pub foreign: Option<&'static str>,
    /// What it takes, as an error tells it.
    pub accepts: &'static str,
    pub secret: bool,
    pub takes: Takes,
}

/// What becomes of the text of a setting.
pub(super) enum Takes {
    /// It is a part of the credential or of the proxy, or the address.
    Part,
    Seconds(fn(Builder, Duration) -> Builder),
    Number(fn(Builder, u32) -> Builder),
    /// A number above zero.
    Count(fn(Builder, u32) -> Builder),
    Percent(fn(Builder, u32) -> Builder),
    Flag,
    Text(fn(Builder, &str) -> Builder),
    /// Known, and without effect here.
    Nothing,
}

const fn setting(
    name: &'static str,
    spellings: &'static [&'static str],
    accepts: &'static str,
    takes: Takes,
) -> Setting {
    Setting { name, spellings, foreign: None, accepts, secret: false, takes }
}

impl Setting {
    const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    const fn or(mut self, variable: &'static str) -> Self {
        self.foreign = Some(variable);
        self
    }

    /// Whether the text can be a value of it.
    pub(super) fn fits(&self, text: &str) -> bool {
        match self.takes {
            Takes::Seconds(_) => seconds(text).is_some(),
            Takes::Number(_) => number(text).is_some(),
            Takes::Count(_) => count(text).is_some(),
            Takes::Percent(_) => percent(text).is_some(),
            Takes::Flag => flag(text).is_some(),
            Takes::Part if self.name == "authorizationMode" => Mode::named(text).is_some(),
            Takes::Part if self.name == "proxy.port" => text.parse::<u16>().is_ok(),
            Takes::Part | Takes::Text(_) | Takes::Nothing => true,
        }
    }
}

impl Setting {
    /// What may be shown of a value: only what has the form of something harmless, since a secret may stand at any
    /// key by mistake.
    pub(super) fn shown(&self, text: &str) -> Option<String> {
        let harmless = match self.name {
            _ if self.secret => false,
            "orgUrl" => return text.parse::<OrgUrl>().ok().map(|org| org.to_string()),
            "authorizationMode" => Mode::named(text).is_some(),
            "clientId" => is_client_id(text),
            "scopes" => text.split([',', ' ', '\n', '\t']).all(is_scope),
            "caCertificates" => expanded(text).is_file(),
            _ => text.parse::<u32>().is_ok() || flag(text).is_some(),
        };
        harmless.then(|| text.to_owned())
    }
}

/// The ids that Okta gives to apps.
fn is_client_id(text: &str) -> bool {
    text.starts_with("0oa") && text.len() <= 24 && text.chars().all(|letter| letter.is_ascii_alphanumeric())
}

/// Okta's scopes, and those of every OpenID provider.
fn is_scope(text: &str) -> bool {
    let letters = |rest: &str| rest.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '.');
    match text.strip_prefix("okta.").or_else(|| text.strip_prefix("ssf.")) {
        Some(rest) => letters(rest),
        None => matches!(text, "" | "openid" | "profile" | "email" | "address" | "phone" | "offline_access"),
    }
}

pub(super) fn seconds(text: &str) -> Option<Duration> {
    text.parse::<u32>().ok().map(|seconds| Duration::from_secs(seconds.into()))
}

pub(super) fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|number| *number <= 10_000)
}

fn count(text: &str) -> Option<u32> {
    number(text).filter(|number| *number > 0)
}

fn percent(text: &str) -> Option<u32> {
    count(text).filter(|number| *number <= 100)
}

pub(super) fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}

/// What the client shows itself with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    ApiToken,
    Bearer,
    PrivateKey,
    Assertion,
}

impl Mode {
    pub(super) fn named(text: &str) -> Option<Self> {
        match plain(text).as_str() {
            "ssws" => Some(Mode::ApiToken),
            "bearer" => Some(Mode::Bearer),
            "privatekey" | "oauth2privatekey" | "oauth2" => Some(Mode::PrivateKey),
            "jwt" => Some(Mode::Assertion),
            _ => None,
        }
    }
}

/// A name in lower case and without separators.
pub(super) fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_ascii_alphanumeric());
    kept.map(|c| c.to_ascii_lowercase()).collect()
}

const SECONDS: &str = "a whole number of seconds, or 0 for the default";

pub(super) static SETTINGS: &[Setting] = &[
    setting(
        "orgUrl",
        &["orgurl", "orgaddress"],
        "the address of an org, such as https://acme.okta.com",
        Takes::Part,
    ),
    setting("token", &["token", "apitoken"], "an API token of the org", Takes::Part)
        .secret()
        .or("OKTA_API_TOKEN"),
    setting(
        "authorizationMode",
        &["authorizationmode", "authorizationscheme", "authenticationscheme"],
        "SSWS, Bearer, PrivateKey or JWT",
        Takes::Part,
    ),
    setting("accessToken", &["accesstoken", "oauth2accesstoken"], "an access token", Takes::Part)
        .secret()
        .or("OKTA_ACCESS_TOKEN"),
    setting("clientId", &["clientid"], "the client id of a service app", Takes::Part)
        .or("OKTA_API_CLIENT_ID"),
    setting("scopes", &["scopes", "scope"], "scopes such as okta.users.read, by blank or comma", Takes::Part)
        .or("OKTA_API_SCOPES"),
    setting(
        "privateKey",
        &["privatekey"],
        "a private key as PEM, JWK, JWKS or Base64 of these, or the path of its file",
        Takes::Part,
    )
    .secret()
    .or("OKTA_API_PRIVATE_KEY"),
    setting("privateKeyId", &["privatekeyid", "keyid", "kid"], "the kid of the private key", Takes::Part)
        .or("OKTA_API_PRIVATE_KEY_ID"),
    setting("clientAssertion", &["clientassertion"], "a signed assertion", Takes::Part).secret(),
    setting("clientSecret", &["clientsecret"], "a client secret", Takes::Part).secret(),
    setting("dpop", &["dpop", "dpopenabled", "dpopboundaccesstokens"], "true or false", Takes::Flag),
    setting(
        "connectionTimeout",
        &["connectiontimeout", "connecttimeout"],
        SECONDS,
        Takes::Seconds(Builder::connect_timeout),
    ),
    setting("requestTimeout", &["requesttimeout"], SECONDS, Takes::Seconds(Builder::deadline)),
    setting(
        "rateLimit.maxRetries",
        &["ratelimitmaxretries", "maxretries"],
        "a whole number from 0 to 10000",
        Takes::Number(|builder, retries| builder.attempts(retries + 1)),
    ),
    setting(
        "rateLimit.maxShare",
        &["ratelimitmaxshare", "ratelimitmaxcapacity", "maxapicapacity"],
        "a whole number of percent from 1 to 100",
        Takes::Percent(|builder, percent| builder.max_share(f64::from(percent) / 100.0)),
    )
    .or("MAX_API_CAPACITY"),
    setting("attemptTimeout", &["attempttimeout"], SECONDS, Takes::Seconds(Builder::attempt_timeout)),
    setting(
        "concurrency",
        &["concurrency", "maxconcurrency", "maxconcurrentrequests"],
        "a whole number from 1 to 10000",
        Takes::Count(|builder, requests| builder.concurrency(requests as usize)),
    ),
    setting(
        "maxBodySize",
        &["maxbodysize", "maxbody"],
        "a whole number of MiB from 1 to 10000",
        Takes::Count(|builder, mebibytes| builder.max_body((mebibytes as usize).saturating_mul(1024 * 1024))),
    ),
    setting("proxy.host", &["proxyhost"], "the host of a proxy", Takes::Part),
    setting("proxy.port", &["proxyport"], "a port", Takes::Part),
    setting("proxy.username", &["proxyusername", "proxyuser"], "a name for the proxy", Takes::Part),
    setting("proxy.password", &["proxypassword"], "a password for the proxy", Takes::Part).secret(),
    setting("proxy", &["proxy", "proxyurl"], "the address of a proxy", Takes::Part).secret(),
    setting(
        "caCertificates",
        &["cacertificates", "cacertificate", "cacert", "cabundle"],
        "the path of a file with certificates, as PEM",
        Takes::Part,
    ),
    setting(
        "connectionPoolSize",
        &["connectionpoolsize", "poolsize", "maxidleconnections"],
        "a whole number from 0 to 10000",
        Takes::Number(|builder, size| builder.idle_connections(size as usize)),
    ),
    setting(
        "userAgent",
        &["useragent", "useragentextra", "useragentsuffix"],
        "the name of your program",
        Takes::Text(|builder, name| builder.user_agent(name)),
    ),
    setting("rateLimit.maxBackoff", &["ratelimitmaxbackoff"], SECONDS, Takes::Nothing),
    setting("cache.enabled", &["cacheenabled"], "true or false", Takes::Nothing),
    setting("cache.defaultTtl", &["cachedefaultttl"], SECONDS, Takes::Nothing),
    setting("cache.defaultTti", &["cachedefaulttti"], SECONDS, Takes::Nothing),
    setting(
        "testing.testingDisableHttpsCheck",
        &["testingtestingdisablehttpscheck", "testingdisablehttpscheck"],
        "true or false",
        Takes::Nothing,
    ),
];

/// The setting whose name is written most like another, if one is much like it.
pub(super) fn similar(name: &str) -> Option<&'static str> {
    let name = plain(name);
    let changes = |setting: &Setting| setting.spellings.iter().map(|text| distance(text, &name)).min();
    let all = SETTINGS.iter().filter_map(|setting| Some((setting.name, changes(setting)?)));
    let (similar, changes) = all.min_by_key(|(_, changes)| *changes)?;
    (changes <= 2 && changes * 3 <= name.len()).then_some(similar)
}

/// How many letters have to be put in, taken out or changed to make one text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, a) in one.chars().enumerate() {
        let mut before = std::mem::replace(&mut row[0], n + 1);
        for (m, b) in other.iter().enumerate() {
            let changed = before + usize::from(a != *b);
            before = row[m + 1];
            row[m + 1] = changed.min(row[m] + 1).min(before + 1);
        }
    }
    row[other.len()]
}

/// The setting of a name that is plain.
pub(super) fn named(plain: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.spellings.contains(&plain))
}
