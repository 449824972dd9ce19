//! The forms of texts: addresses, names of hosts.

/// An absolute address with a scheme: `https://example.com/path`. Apps on phones have schemes of their own.
pub fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_web = ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    let authority =
        rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    is_scheme(scheme)
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
        && match authority {
            Some(authority) => is_authority(authority),
            None => !is_web && !rest.is_empty(),
        }
}

fn is_scheme(scheme: &str) -> bool {
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// `host`, `host:port`, `user@host` or `[address]:port`.
fn is_authority(authority: &str) -> bool {
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    match place.strip_prefix('[') {
        Some(rest) => {
            rest.split_once(']').is_some_and(|(address, port)| !address.is_empty() && is_port(port))
        }
        None => {
            let end = place.find(':').unwrap_or(place.len());
            end > 0 && is_port(&place[end..])
        }
    }
}

/// Nothing, or `:443`.
fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
}

/// The name of a host with its domain: `login.example.com`.
pub fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    text.len() <= 253 && labels.len() >= 2 && labels.iter().all(|label| is_label(label))
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

pub fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '@') && is_host(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_texts() {
        let good = [
            "https://example.com",
            "HTTP://example.com:8080/a?b=c#d",
            "https://user@example.com/",
            "http://[::1]:8080/",
            "http://localhost",
            "com.example.app:/callback",
            "mailto:ann@example.com",
            "https://example.com/${user.login}",
        ];
        let bad = [
            "not a url",
            "example.com",
            "https://",
            "https:example.com",
            "://x",
            "1a:b",
            "https://x:y/",
            "https://a b/",
        ];
        assert_eq!(good.iter().find(|text| !is_url(text)), None);
        assert_eq!(bad.iter().find(|text| is_url(text)), None);
        let hosts = [
            ("login.example.com", true),
            ("münchen.example", true),
            ("not a domain", false),
            ("localhost", false),
            ("https://example.com", false),
            ("-a.example.com", false),
            ("a..example.com", false),
            ("example.com.", false),
            ("*.example.com", false),
        ];
        for (text, is) in hosts {
            assert_eq!(is_host(text), is, "{text}");
        }
        let emails =
            [("ann@example.com", true), ("ann", false), ("@example.com", false), ("a@@example.com", false)];
        for (text, is) in emails {
            assert_eq!(is_email(text), is, "{text}");
        }
    }
}
