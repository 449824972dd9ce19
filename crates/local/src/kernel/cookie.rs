//! Cookies: read from a request, and written for a browser.

use http::{HeaderMap, header};

/// The value of a cookie, where it is not empty.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.trim_matches('"'))
        .filter(|value| !value.is_empty())
}

/// The value of a `Set-Cookie` header. A page of another site sends it along only over https, as Okta's cookies
/// say; browsers refuse that over plain http.
pub fn kept(name: &str, value: &str, base: &str) -> String {
    let site = if base.starts_with("https:") { "Secure; SameSite=None" } else { "SameSite=Lax" };
    format!("{name}={value}; Path=/; HttpOnly; {site}")
}

/// The value of a `Set-Cookie` header that takes a cookie away.
pub fn gone(name: &str) -> String {
    format!("{name}=\"\"; Path=/; Max-Age=0; HttpOnly")
}

/// The value of a `Set-Cookie` header for a cookie that stays for so many seconds.
pub fn lasting(name: &str, value: &str, base: &str, seconds: i64) -> String {
    format!("{}; Max-Age={seconds}", kept(name, value, base))
}
