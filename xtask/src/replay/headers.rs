//! Whether an answer has the headers that the real org's answer had.
use http::HeaderMap;
use oktars_catalog::Operation;
use serde_json::Value;
use url::Url;

use super::org::Answer;
use crate::recording::Exchange;

/// Headers that mean something to a client. Of many recordings only some headers were kept, so that a
/// header which is not there says nothing.
const FAMILIES: [&str; 8] = [
    "content-type",
    "etag",
    "location",
    "x-okta-request-id",
    "x-rate-limit-limit",
    "x-rate-limit-remaining",
    "x-rate-limit-reset",
    "cache-control",
];

pub fn compare(operation: &Operation, exchange: &Exchange, answer: &Answer) -> Vec<String> {
    let recorded = |name: &str| exchange.response_headers.contains_key(name);
    let missing = FAMILIES.iter().filter(|name| recorded(name) && !answer.headers.contains_key(**name));
    let mut found: Vec<String> = missing.map(|name| format!("header {name}: there / missing")).collect();
    if recorded("content-type") && !exchange.response_body.is_null() {
        found.extend(media_type(exchange, answer));
    }
    if recorded("link") {
        found.extend(relations(operation, exchange, answer));
    }
    found
}

/// JSON is JSON, whatever the character set.
fn media_type(exchange: &Exchange, answer: &Answer) -> Option<String> {
    let bare = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let theirs = bare(exchange.response_headers["content-type"].as_str().unwrap_or_default());
    let ours = bare(answer.headers.get("content-type")?.to_str().ok()?);
    (theirs != ours).then(|| format!("header content-type: {theirs} / {ours}"))
}

fn relations(operation: &Operation, exchange: &Exchange, answer: &Answer) -> Option<String> {
    let mut theirs = rels(&lines(&exchange.response_headers["link"]));
    let ours = rels(&sent(&answer.headers));
    let length = |body: &Value| body.as_array().map_or(0, Vec::len);
    // A real org holds what others made, too: it may have a next page where ours has shown all.
    if operation.paging.pages() && length(&answer.body) < length(&exchange.response_body) {
        theirs.retain(|rel| rel != "next");
    }
    (theirs != ours).then(|| format!("link relations: {} / {}", theirs.join("+"), ours.join("+")))
}

/// The cursor of the link to the next page.
pub fn recorded_cursor(exchange: &Exchange) -> Option<String> {
    next_cursor(&lines(exchange.response_headers.get("link")?))
}

pub fn cursor(answer: &Answer) -> Option<String> {
    next_cursor(&sent(&answer.headers))
}

fn next_cursor(lines: &[String]) -> Option<String> {
    let mut links = lines.iter().flat_map(|line| line.split('<').skip(1));
    let next = links.find(|link| link.contains("rel=\"next\""))?;
    let address = Url::parse(next.split('>').next()?).ok()?;
    address.query_pairs().find(|(name, _)| name == "after").map(|(_, cursor)| cursor.into_owned())
}

fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        other => other.as_str().into_iter().map(str::to_owned).collect(),
    }
}

fn sent(headers: &HeaderMap) -> Vec<String> {
    headers.get_all("link").iter().filter_map(|value| value.to_str().ok()).map(str::to_owned).collect()
}

/// The relations of all links, in order of their names.
fn rels(lines: &[String]) -> Vec<String> {
    let quoted = lines.iter().flat_map(|line| line.split("rel=\"").skip(1));
    let mut rels: Vec<String> = quoted.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
    rels.sort();
    rels
}

#[cfg(test)]
mod tests {
    use super::*;
    use oktars_catalog::op;
    use serde_json::json;

    fn exchange(headers: Value, body: Value) -> Exchange {
        serde_json::from_value(json!({
            "source": "s", "cassette": "c", "n": 0, "method": "GET", "path": "/api/v1/users", "status": 200,
            "response_headers": headers, "response_body": body,
        }))
        .expect("it is an exchange")
    }

    fn answer(headers: &[(&'static str, &'static str)], body: Value) -> Answer {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a header"));
        }
        Answer { status: 200, headers: map, body }
    }

    #[test]
    fn what_was_recorded_must_be_sent() {
        let one = json!([1]);
        let both = json!("<https://a/x>; rel=\"self\", <https://a/y>; rel=\"next\"");
        let two_lines = [("link", "<https://b/x>; rel=\"self\""), ("link", "<https://b/y>; rel=\"next\"")];
        let cases = [
            (exchange(json!({"etag": "x"}), one.clone()), answer(&[("etag", "y")], one.clone()), 0),
            (exchange(json!({"etag": "x"}), one.clone()), answer(&[], one.clone()), 1),
            (exchange(json!({}), one.clone()), answer(&[("etag", "y")], one.clone()), 0),
            (exchange(json!({"server": "x"}), one.clone()), answer(&[], one.clone()), 0),
            (exchange(json!({"link": both}), one.clone()), answer(&two_lines, one.clone()), 0),
            (exchange(json!({"link": both}), one.clone()), answer(&two_lines[..1], one.clone()), 1),
            (exchange(json!({"link": both}), json!([1, 2])), answer(&two_lines[..1], one.clone()), 0),
        ];
        for (exchange, answer, expected) in cases {
            let found = compare(&op::LIST_USERS, &exchange, &answer);
            assert_eq!(found.len(), expected, "{exchange:?} {answer:?}: {found:?}");
        }
    }

    #[test]
    fn the_cursor_of_the_next_page_is_found() {
        let both =
            json!("<https://a/x?limit=2>; rel=\"self\", <https://a/x?after=0%2B1&limit=2>; rel=\"next\"");
        assert_eq!(recorded_cursor(&exchange(json!({"link": both}), json!([]))).as_deref(), Some("0+1"));
        assert_eq!(cursor(&answer(&[("link", "<https://a/x?limit=2>; rel=\"self\"")], json!([]))), None);
    }

    #[test]
    fn the_character_set_does_not_matter_and_the_media_type_does() {
        let recorded = exchange(json!({"content-type": "application/json;charset=UTF-8"}), json!({}));
        let json = answer(&[("content-type", "application/json")], json!({}));
        let xml = answer(&[("content-type", "text/xml")], json!({}));
        assert!(compare(&op::LIST_USERS, &recorded, &json).is_empty());
        assert_eq!(compare(&op::LIST_USERS, &recorded, &xml).len(), 1);
    }
}
