//! `oktars api`: any request, for what has no command.

use std::io::Write;
use std::path::{Path, PathBuf};

use http::{HeaderMap, Method, StatusCode};
use oktars::redact::REDACTED;
use oktars::{Call, Okta};
use serde_json::{Map, Value};

use super::{Assignment, named, read};
use crate::args::{ListArgs, WriteArgs};
use crate::failure::{Failure, Stop};
use crate::output::{Columns, Over};
use crate::run::Run;
use crate::safety;

/// Send any request to the org
///
/// Without -o, it prints the answer as it came. A path without a leading slash is below /api/v1/. It refuses
/// addresses of other hosts, since the token is for the org alone.
#[derive(Debug, clap::Args)]
#[command(
    allow_missing_positional = true,
    after_help = "Examples:
  oktars api users/me
  oktars api 'users?search=status eq \"ACTIVE\"' --paginate --jq '.[].id'
  oktars api groups -f profile[name]=Sales -F profile[description]=@about.txt
  oktars api -X PUT users/me --input user.json"
)]
pub struct Api {
    /// The method [default: GET, or POST with fields or a body]
    #[arg(value_name = "METHOD")]
    verb: Option<String>,
    /// The path, such as `users/me`
    path: String,
    /// The method, as an option
    #[arg(short = 'X', long, value_name = "METHOD")]
    method: Option<String>,
    /// A text for the body, or for the query of a GET. `profile[login]=x` sets a member of an object
    #[arg(short = 'f', long = "raw-field", value_name = "NAME=TEXT")]
    texts: Vec<String>,
    /// The same for a number, true, false, null or other JSON; anything else is a text. `@FILE` is the text of a
    /// file, `@-` is stdin; `NAME[]` is an empty list
    #[arg(short = 'F', long = "field", value_name = "NAME=VALUE")]
    values: Vec<String>,
    /// A header
    #[arg(short = 'H', long = "header", value_name = "NAME:VALUE")]
    headers: Vec<String>,
    /// The body, from a file, or from stdin with `-`; fields go into the query then
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Follow the links to the next pages, and print the items of all pages
    #[arg(long, conflicts_with_all = ["include", "input"])]
    paginate: bool,
    /// Print status and headers too, also for an error
    #[arg(short, long)]
    include: bool,
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    write: WriteArgs,
}

/// What to send.
struct Request {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Api {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let request = self.request()?;
        if self.paginate && request.method != Method::GET {
            return Err(Failure::usage("--paginate follows lists, which are read with GET").into());
        }
        if self.paginate && !self.write.shows_only() {
            let items = request.call(&run.okta()?).list();
            match run.jq(Over::Pages)? {
                Some(jq) => run.pages_through(jq, items, self.list.limit).await?,
                None => run.pages(items, self.list.limit, &Columns::OF_FIRST_ITEM).await?,
            };
            return Ok(());
        }
        let reads = request.method == Method::GET;
        let call = request.call(&run.okta()?);
        safety::confirm_request(run, self.write, &call.request()?)?;
        let answer = match run.write(self.write, call).await {
            Ok(Some(answer)) => answer,
            Ok(None) => return Ok(()),
            Err(stop) if self.include => return write_refusal(run, stop),
            Err(stop) => return Err(stop),
        };
        if self.include {
            write_head(run, answer.status(), answer.headers())?;
        }
        if let Some(jq) = run.jq(Over::Items)? {
            return Ok(jq.run(answer.body(), &mut run.out())?);
        }
        if run.shapes_output() {
            return match reads {
                true => run.print_answer(&answer, &Columns::OF_FIRST_ITEM).await,
                false => run.print_changed(&answer, &Columns::OF_FIRST_ITEM).await,
            };
        }
        write_body(run, answer.body())
    }

    fn request(&self) -> Result<Request, Failure> {
        let has_body = self.input.is_some() || !(self.texts.is_empty() && self.values.is_empty());
        let path = self.path.clone();
        let method = match (&self.method, &self.verb) {
            (Some(method), None) | (None, Some(method)) => method.to_ascii_uppercase(),
            // What is listed in pages is read, whatever fields go with it.
            (None, None) if has_body && !self.paginate => "POST".to_owned(),
            (None, None) => "GET".to_owned(),
            _ => {
                return Err(Failure::usage(
                    "give the method before the path or after -X, not in both places",
                ));
            }
        };
        let method = match method.as_str() {
            "GET" => Method::GET,
            "POST" => Method::POST,
            "PUT" => Method::PUT,
            "PATCH" => Method::PATCH,
            "DELETE" => Method::DELETE,
            _ => {
                return Err(Failure::usage("the method is not one of GET, POST, PUT, PATCH and DELETE"));
            }
        };
        // As it stands in Okta's documentation, without the slash.
        let path = if path.starts_with("api/v1/") { format!("/{path}") } else { path };
        let fields = self.fields()?;
        let in_query = method == Method::GET || self.input.is_some();
        let body = match &self.input {
            Some(path) => Some(read(path)?),
            None if in_query || fields.is_empty() => None,
            None => Some(nested(&fields)?.to_string().into_bytes()),
        };
        let query = if in_query { fields.into_iter().map(as_query).collect() } else { Vec::new() };
        Ok(Request { method, path, query, headers: self.headers()?, body })
    }

    fn fields(&self) -> Result<Vec<Assignment>, Failure> {
        let text = |field: &String| pair(field, '=').map(|(name, value)| (name, Value::from(value)));
        let with_type = |field: &String| match field.strip_suffix("[]").filter(|name| !name.contains('=')) {
            Some(empty) => Ok((empty.to_owned(), Value::Array(Vec::new()))),
            None => pair(field, '=').and_then(|(name, value)| Ok((name, typed(value)?))),
        };
        let pairs = self.texts.iter().map(text).chain(self.values.iter().map(with_type));
        pairs.map(|pair| pair.map(|(name, value)| Assignment { name, value })).collect()
    }

    fn headers(&self) -> Result<Vec<(String, String)>, Failure> {
        let headers = self.headers.iter().map(|header| pair(header, ':'));
        headers
            .map(|header| match header? {
                (name, _) if name.eq_ignore_ascii_case("authorization") => {
                    Err(Failure::usage("do not give the token as a header: other people can see arguments"))
                }
                (name, value) => Ok((name, value.trim().to_owned())),
            })
            .collect()
    }
}

impl Request {
    fn call(&self, okta: &Okta) -> Call {
        let mut call = okta.request(self.method.clone(), &self.path);
        for (name, value) in &self.query {
            call = call.query(name, value);
        }
        if let Some(body) = &self.body {
            call = call.body_bytes("application/json", body.clone());
        }
        for (name, value) in &self.headers {
            call = call.header(name, value);
        }
        call
    }
}

fn pair(text: &str, separator: char) -> Result<(String, String), Failure> {
    let (name, value) = text.split_once(separator).filter(|(name, _)| !name.is_empty()).ok_or_else(|| {
        Failure::usage(format!(
            "a field or header lacks its name or its {separator:?}: write NAME{separator}VALUE"
        ))
    })?;
    Ok((name.to_owned(), value.to_owned()))
}

/// What `-F` makes of a value.
fn typed(value: String) -> Result<Value, Failure> {
    if let Some(path) = value.strip_prefix('@') {
        let text = String::from_utf8(read(Path::new(path))?);
        let wrong = || Failure::usage(format!("{} is not UTF-8", named(Path::new(path))));
        return text.map(Value::from).map_err(|_| wrong());
    }
    Ok(serde_json::from_str(&value).unwrap_or(Value::String(value)))
}

fn as_query(field: Assignment) -> (String, String) {
    let value = match field.value {
        Value::String(text) => text,
        other => other.to_string(),
    };
    (field.name, value)
}

/// `profile[login]=x` and `groupIds[]=y` as `{"profile":{"login":"x"},"groupIds":["y"]}`.
fn nested(fields: &[Assignment]) -> Result<Value, Failure> {
    let mut body = Value::Object(Map::new());
    for field in fields {
        let wrong =
            || Failure::usage(format!("the field {:?} does not fit the others, or is malformed", field.name));
        let mut place = &mut body;
        let steps = steps(&field.name).ok_or_else(wrong)?;
        for (n, step) in steps.iter().enumerate() {
            if place.is_null() {
                *place = if step.is_empty() { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
            }
            place = match place {
                Value::Array(items) if step.is_empty() => {
                    // An object is filled until one of its members comes again.
                    let goes_on = |last: &Value| {
                        steps.get(n + 1).is_some_and(|next| last.is_object() && last.get(next).is_none())
                    };
                    if !items.last().is_some_and(goes_on) {
                        items.push(Value::Null);
                    }
                    items.last_mut().ok_or_else(wrong)?
                }
                Value::Object(members) if !step.is_empty() => {
                    members.entry((*step).to_owned()).or_insert(Value::Null)
                }
                _ => return Err(wrong()),
            };
        }
        if !place.is_null() {
            return Err(wrong());
        }
        *place = field.value.clone();
    }
    Ok(body)
}

fn steps(name: &str) -> Option<Vec<&str>> {
    let Some((first, rest)) = name.split_once('[') else { return Some(vec![name]) };
    let inner = rest.strip_suffix(']')?;
    let mut steps = vec![first];
    steps.extend(inner.split("]["));
    (!first.is_empty() && !steps.iter().any(|step| step.contains(['[', ']']))).then_some(steps)
}

/// What the org refused with, as it came.
fn write_refusal(run: &mut Run, stop: Stop) -> Result<(), Stop> {
    if let Stop::Failed(failure) = &stop
        && let Some((status, headers)) = failure.okta().and_then(|error| error.status().zip(error.headers()))
    {
        write_head(run, status, headers)?;
        write_body(run, failure.okta().and_then(oktars::Error::body).map_or(b"", |body| body))?;
    }
    Err(stop)
}

fn write_body(run: &mut Run, body: &[u8]) -> Result<(), Stop> {
    let mut out = run.raw_out();
    out.write_all(body)?;
    if !body.is_empty() && !body.ends_with(b"\n") {
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_head(run: &mut Run, status: StatusCode, headers: &HeaderMap) -> Result<(), Stop> {
    let mut out = run.raw_out();
    writeln!(out, "{status}")?;
    for (name, value) in headers {
        // The cookie is the session.
        let value = if name == http::header::SET_COOKIE { REDACTED.as_bytes() } else { value.as_bytes() };
        out.write_all(format!("{name}: ").as_bytes())?;
        out.write_all(value)?;
        out.write_all(b"\n")?;
    }
    writeln!(out)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(fields: &[&str]) -> Result<String, Failure> {
        let fields = fields.iter().map(|field| Assignment::parse(field).unwrap()).collect::<Vec<_>>();
        nested(&fields).map(|body| body.to_string())
    }

    #[test]
    fn fields_make_a_body_of_any_depth() {
        let cases: [(&[&str], &str); 5] = [
            (&["a=1", "b:=1"], r#"{"a":"1","b":1}"#),
            (
                &["profile[name]=x", "profile[tags][]=y", "profile[tags][]=z"],
                r#"{"profile":{"name":"x","tags":["y","z"]}}"#,
            ),
            (
                &["keys[][kty]=RSA", "keys[][kid]=1", "keys[][kty]=EC"],
                r#"{"keys":[{"kty":"RSA","kid":"1"},{"kty":"EC"}]}"#,
            ),
            (&["a[b][c]=x", "a[b][d]=y"], r#"{"a":{"b":{"c":"x","d":"y"}}}"#),
            (&["a.b=x"], r#"{"a.b":"x"}"#),
        ];
        for (fields, expected) in cases {
            assert_eq!(body(fields).unwrap(), expected, "{fields:?}");
        }
        for fields in [
            &["a=1", "a=2"] as &[_],
            &["a=1", "a[b]=2"],
            &["a[]=1", "a[b]=2"],
            &["a[b=1"],
            &["[a]=1"],
            &["a[b]c=1"],
        ] {
            assert!(body(fields).is_err(), "{fields:?}");
        }
    }
}
