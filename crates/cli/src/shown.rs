//! A request that is shown instead of being sent: as one reads it, or as a curl command. Neither has a secret.

use bytes::Bytes;
use http::Request;
use oktars_catalog::secret::{Place, is_secret_header};
use serde_json::Value;

use crate::redact::{self, REDACTED};

/// Method, address and body.
pub fn plain(request: &Request<Bytes>) -> String {
    let line = redact::request_line(request);
    if request.body().is_empty() { line } else { format!("{line}\n{}", redact::body(request.body())) }
}

/// A command that sends the same, and what its reader has to know first.
pub struct Curl {
    pub command: String,
    /// The variables that stand for secrets, each with the place of its value.
    pub variables: Vec<(String, String)>,
}

/// The curl command of a request. The shell puts token and secrets in, so that no history has them.
pub fn curl(request: &Request<Bytes>, authorization: &str) -> Curl {
    let mut variables = Variables::default();
    let line = redact::request_line(request);
    let (method, address) = line.split_once(' ').unwrap_or_default();
    let mut shown = String::new();
    for (n, part) in address.split(REDACTED).enumerate() {
        if n > 0 {
            shown.push_str(&variables.next("a part of the address"));
        }
        shown.push_str(part);
    }
    let mut command = format!("curl -X {method} {} -H \"Authorization: {authorization}\"", quoted(&shown));
    for (name, value) in request.headers() {
        let text = value.to_str().unwrap_or_default();
        let hidden = is_secret_header(name.as_str()) || Place::default().shown(text).is_some();
        let value = if hidden { variables.next(&format!("the header {name}")) } else { text.to_owned() };
        command.push_str(&format!(" -H {}", quoted(&format!("{name}: {value}"))));
    }
    if !request.body().is_empty() {
        command.push_str(&format!(" --data-raw {}", quoted(&variables.body(request.body()))));
    }
    Curl { command, variables: variables.named }
}

/// A word of a shell. `${SECRET_1}` is left to the shell.
fn quoted(text: &str) -> String {
    let mut word = format!("'{}'", text.replace('\'', r"'\''"));
    let mut from = 0;
    while let Some(at) = word[from..].find("${SECRET_").map(|at| at + from) {
        let Some(end) = word[at..].find('}').map(|end| at + end + 1) else { break };
        let is_ours = word[at + 9..end - 1].chars().all(|c| c.is_ascii_digit());
        let variable = word[at..end].to_owned();
        if is_ours {
            word.replace_range(at..end, &format!("'\"{variable}\"'"));
        }
        from = end + if is_ours { 4 } else { 0 };
    }
    word
}

#[derive(Default)]
struct Variables {
    named: Vec<(String, String)>,
}

impl Variables {
    fn next(&mut self, place: &str) -> String {
        let name = format!("SECRET_{}", self.named.len() + 1);
        self.named.push((name.clone(), place.to_owned()));
        format!("${{{name}}}")
    }

    /// A body with variables in place of its secrets. One that is no JSON is a secret as a whole.
    fn body(&mut self, body: &Bytes) -> String {
        let Ok(mut value) = serde_json::from_slice::<Value>(body) else { return self.next("the body") };
        let mut bare = Vec::new();
        oktars::each_secret(&mut value, &mut |path, value, _| {
            let variable = self.next(path);
            if !value.is_string() {
                bare.push(variable.clone());
            }
            *value = Value::from(variable);
        });
        // Numbers stand without quotes.
        let text = value.to_string();
        bare.iter().fold(text, |text, variable| text.replace(&format!("\"{variable}\""), variable))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(method: &str, target: &str, headers: &[(&str, &str)], body: &'static str) -> Curl {
        let mut request = Request::builder().method(method).uri(format!("https://acme.okta.com{target}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        curl(&request.body(Bytes::from_static(body.as_bytes())).unwrap(), "SSWS $OKTA_CLIENT_TOKEN")
    }

    #[test]
    fn secrets_are_variables_of_the_shell_and_all_else_stands_as_it_is() {
        let body = r#"{"profile":{"login":"o'hara ${SECRET_x}"},"credentials":{"password":{"value":"pa'ss"},"n":1},"passCode":123456}"#;
        let made = shown("POST", "/api/v1/sessions/102abc?x=1", &[("cookie", "sid=1")], body);
        assert_eq!(
            made.command,
            concat!(
                r#"curl -X POST 'https://acme.okta.com/api/v1/sessions/'"${SECRET_1}"'?x=1' "#,
                r#"-H "Authorization: SSWS $OKTA_CLIENT_TOKEN" -H 'cookie: '"${SECRET_2}"'' --data-raw "#,
                r#"'{"profile":{"login":"o'\''hara ${SECRET_x}"},"credentials":{"password":{"value":"'"${SECRET_3}"'"},"n":1},"#,
                r#""passCode":'"${SECRET_4}"'}'"#
            )
        );
        let places: Vec<&str> = made.variables.iter().map(|(_, place)| place.as_str()).collect();
        assert_eq!(
            places,
            ["a part of the address", "the header cookie", "credentials.password.value", "passCode"]
        );
        assert_eq!(shown("POST", "/x", &[], "not json").command.matches("SECRET_1").count(), 1);
    }
}
