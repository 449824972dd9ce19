//! A transport that gives a recorded answer, and keeps the request that came.
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response, Uri};
use oktars::{Error, Okta};
use oktars_catalog::{Kind, Operation};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::Url;

use super::Found;
use super::asked::Asked;
use crate::recording::{Exchange, segments};

/// The host of the recordings; links to another would not be followed.
const HOST: &str = "https://org.okta.test";

#[derive(Clone)]
pub struct Wire {
    answer: Response<Bytes>,
    seen: Arc<Mutex<Option<Request<Bytes>>>>,
}

impl Wire {
    pub fn answering(exchange: &Exchange) -> (Okta, Wire) {
        let wire = Wire { answer: response(exchange), seen: Arc::default() };
        let service = {
            let wire = wire.clone();
            tower::service_fn(move |request: Request<Bytes>| {
                *wire.seen.lock().expect("no panic while it is held") = Some(request);
                let answer = wire.answer.clone();
                async move { Ok::<_, std::io::Error>(answer) }
            })
        };
        let builder = Okta::builder().org_url(HOST).token("00token").attempts(1);
        (builder.over(service).expect("a client over a service"), wire)
    }

    /// Whether the request that came is the recorded one: method, path and query.
    pub fn request_differences(
        &self,
        operation: &Operation,
        exchange: &Exchange,
        okta: &Okta,
        asked: &Asked,
    ) -> Vec<Found> {
        let seen = self.seen.lock().expect("no panic while it is held");
        let Some(request) = seen.as_ref() else {
            return vec![("no request was made".to_owned(), String::new())];
        };
        let mut found = place_differences(exchange, request);
        let theirs = recorded_query(operation, exchange);
        let ours = query(operation, request.uri(), exchange);
        if theirs != ours {
            // What the typed call leaves out, the call by name must be able to say.
            let by_name =
                asked.by_name(okta).request().map(|request| query(operation, request.uri(), exchange));
            if by_name.as_ref().ok() != Some(&theirs) {
                found.push(("query".to_owned(), format!("expected {theirs:?} / got {ours:?}")));
            }
        }
        found
    }
}

fn response(exchange: &Exchange) -> Response<Bytes> {
    let mut response = Response::builder().status(exchange.status);
    for (name, value) in &exchange.response_headers {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        for value in values.iter().filter_map(Value::as_str).filter(|_| name != "content-length") {
            response = response.header(name, value);
        }
    }
    let body = match &exchange.response_body {
        Value::Null => Bytes::new(),
        Value::String(text) => text.clone().into(),
        body => body.to_string().into(),
    };
    response.body(body).expect("recorded headers are headers")
}

fn place_differences(exchange: &Exchange, request: &Request<Bytes>) -> Vec<Found> {
    let decode = |path: &str| -> Vec<String> {
        segments(path)
            .into_iter()
            .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
            .collect()
    };
    let mut found = Vec::new();
    if request.method().as_str() != exchange.method {
        found.push(("method".to_owned(), format!("expected {} / got {}", exchange.method, request.method())));
    }
    if decode(&exchange.path) != decode(request.uri().path()) {
        found.push(("path".to_owned(), format!("expected {} / got {}", exchange.path, request.uri().path())));
    }
    found
}

fn recorded_query(operation: &Operation, exchange: &Exchange) -> Vec<(String, String)> {
    let plain = exchange.query.iter().map(|(name, value)| (name.clone(), plain(operation, name, value)));
    let mut pairs: Vec<_> = plain.collect();
    pairs.sort();
    pairs
}

/// The query of a request that we made. Listings ask for the largest page where nobody said how large.
fn query(operation: &Operation, uri: &Uri, exchange: &Exchange) -> Vec<(String, String)> {
    let url = Url::parse(&uri.to_string()).expect("a request's address is a URL");
    let limited = exchange.query.iter().any(|(name, _)| name == "limit");
    let pairs = url.query_pairs().filter(|(name, _)| limited || name != "limit");
    let mut pairs: Vec<_> =
        pairs.map(|(name, value)| (name.to_string(), plain(operation, &name, &value))).collect();
    pairs.sort();
    pairs
}

/// Some clients write `True`.
fn plain(operation: &Operation, name: &str, value: &str) -> String {
    let flag = operation.query_parameter(name).is_some_and(|parameter| parameter.kind == Kind::Boolean);
    if flag { value.to_ascii_lowercase() } else { value.to_owned() }
}

/// Whether an error tells what the recorded refusal said.
pub fn error_differences(exchange: &Exchange, error: &Error) -> Vec<Found> {
    let body = &exchange.response_body;
    let text = |member: &str| body[member].as_str().map(str::to_owned);
    let causes = body["errorCauses"].as_array().into_iter().flatten();
    let causes: Vec<&str> = causes.filter_map(|cause| cause["errorSummary"].as_str()).collect();
    let request_id = exchange.response_headers.get("x-okta-request-id").and_then(Value::as_str);
    let checks = [
        (
            "status",
            Some(exchange.status.to_string()),
            error.status().map(|status| status.as_u16().to_string()),
        ),
        ("code", text("errorCode"), error.code().map(ToString::to_string)),
        ("summary", text("errorSummary"), error.summary().map(str::to_owned)),
        ("causes", Some(causes.join("\n")), Some(error.causes().join("\n"))),
        ("error id", text("errorId"), error.error_id().map(str::to_owned)),
        ("request id", request_id.map(str::to_owned), error.request_id().map(str::to_owned)),
    ];
    let differs = checks.into_iter().filter(|(_, expected, got)| expected != got);
    differs
        .map(|(what, expected, got)| {
            (format!("error: {what}"), format!("expected {expected:?} / got {got:?}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use oktars_catalog::op;
    use serde_json::json;

    fn exchange(query: Value) -> Exchange {
        serde_json::from_value(json!({
            "source": "s", "cassette": "c", "n": 0, "method": "GET", "path": "/api/v1//users/", "status": 200,
            "query": query, "response_body": [],
        }))
        .expect("it is an exchange")
    }

    fn request(address: &str) -> Request<Bytes> {
        Request::get(format!("{HOST}{address}")).body(Bytes::new()).expect("a request")
    }

    #[test]
    fn the_recorded_request_must_be_made() {
        let cases = [
            (json!([]), "/api/v1/users", true),
            (json!([]), "/api/v1/users?limit=200", true),
            (json!([]), "/api/v1/users?q=x", false),
            (json!([["q", "a b"]]), "/api/v1/users?q=a%20b", true),
            (json!([["q", "a b"]]), "/api/v1/users", false),
            (json!([["limit", "5"]]), "/api/v1/users?limit=200", false),
            (json!([]), "/api/v1/groups", false),
        ];
        for (recorded, address, same) in cases {
            let exchange = exchange(recorded);
            let request = request(address);
            let place = place_differences(&exchange, &request).is_empty();
            let query = recorded_query(&op::LIST_USERS, &exchange)
                == query(&op::LIST_USERS, request.uri(), &exchange);
            assert_eq!(place && query, same, "{exchange:?} {address}");
        }
    }

    #[test]
    fn capital_letters_of_a_flag_do_not_matter() {
        let exchange = exchange(json!([["activate", "True"]]));
        let ours = request("/api/v1/users?activate=true");
        assert_eq!(
            recorded_query(&op::CREATE_USER, &exchange),
            query(&op::CREATE_USER, ours.uri(), &exchange)
        );
    }
}
