//! A request as a curl command, without its secrets.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::Request;
use oktars_catalog::secret::{Place, is_secret_header};
use serde_json::Value;

use crate::draft::Draft;
use crate::error::Result;
use crate::redact::{self, REDACTED};
use crate::secrets::each_secret;

/// A curl command that sends what a call would send; made by [`Call::curl`](crate::Call::curl).
///
/// Variables of the shell stand for the token and for every other secret, so that no history has them. It reads
/// as a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curl {
    command: String,
    variables: Vec<(String, String)>,
}

impl Curl {
    /// The variables that stand for secrets of the request, such as `SECRET_1`, each with the place of its value.
    /// The variable of the token is not among them.
    pub fn variables(&self) -> &[(String, String)] {
        &self.variables
    }

    /// The command of a request. `authorization` is the text that replaces the token's header.
    pub(crate) fn new(request: &Request<Bytes>, authorization: Option<&str>) -> Self {
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
        let mut command = format!("curl -X {method} {}", quoted(&shown));
        if let Some(authorization) = authorization {
            command.push_str(&format!(" -H \"Authorization: {authorization}\""));
        }
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
}

impl Deref for Curl {
    type Target = str;

    fn deref(&self) -> &str {
        &self.command
    }
}

impl fmt::Display for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.command)
    }
}

impl Draft {
    pub(crate) fn curl(&self) -> Result<Curl> {
        Ok(Curl::new(&self.request()?, self.engine().client.authority.shown()))
    }
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
        each_secret(&mut value, &mut |path, value, _| {
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
        let request = request.body(Bytes::from_static(body.as_bytes())).unwrap();
        Curl::new(&request, Some("SSWS $OKTA_CLIENT_TOKEN"))
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
