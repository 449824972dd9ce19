//! Asks an org as a client does, and follows the links of each answer: at once and as the same caller, so that an
//! org never hands out a link that leads nowhere.

use std::cell::RefCell;
use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use oktars_catalog::Operation;
use oktars_local::Org;
use serde_json::Value;

/// Links that lead nowhere here, as path templates, with the reason. This list may only become shorter.
const EXCEPTIONS: &[(&str, &str)] = &[];

/// How often a test follows links of one name to one place, in answers of one operation.
const TIMES: usize = 2;

thread_local! {
    /// Each test has a thread of its own.
    static FOLLOWED: RefCell<BTreeMap<String, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// Answers a request, and checks where the links of the answer lead.
pub fn handle(org: &Org, request: Request<Bytes>) -> Response<Bytes> {
    let (parts, body) = request.into_parts();
    let caller = Caller {
        base: base(&parts.uri),
        asked: operation(parts.method.as_str(), parts.uri.path()).map_or("", |one| one.id),
        headers: who(&parts.headers),
    };
    let response = org.handle(Request::from_parts(parts, body));
    if response.status().is_success() && caller.may_ask_again(org) {
        let astray: Vec<String> =
            links(&response).iter().filter_map(|link| caller.follow(org, link)).collect();
        //HACK
        if !astray.is_empty() {
            use std::io::Write;
            let mut f = std::fs::OpenOptions::new()
                .append(true)
                .create(true)
                .open("/tmp/w/demo-npm/astray.txt")
                .unwrap();
            for a in &astray {
                writeln!(f, "{a}").unwrap();
            }
        }
    }
    response
}

struct Caller {
    base: String,
    /// The operation whose answer it has.
    asked: &'static str,
    headers: HeaderMap,
}

/// A link as an answer shows it.
#[derive(Debug)]
struct Link {
    name: String,
    href: String,
    /// The methods that it names.
    methods: Vec<String>,
}

impl Link {
    /// Links that name no method are read.
    fn is_read(&self) -> bool {
        self.methods.is_empty() || self.methods.iter().any(|method| method == "GET")
    }
}

impl Caller {
    /// A proof of possession is for one request, and faults and limits are meant for the requests of the test.
    fn may_ask_again(&self, org: &Org) -> bool {
        let told = |path: &str| {
            let request =
                Request::get(format!("http://localhost{path}")).body(Bytes::new()).expect("a request");
            serde_json::from_slice::<Value>(org.handle(request).body()).expect("JSON")
        };
        !self.headers.contains_key("dpop")
            && told("/_local/faults").as_array().is_some_and(Vec::is_empty)
            && told("/_local/rate-limits")["enforced"] == false
    }

    /// What is wrong with where a link leads, if anything.
    fn follow(&self, org: &Org, link: &Link) -> Option<String> {
        let path = link.href.strip_prefix(&self.base).filter(|rest| rest.starts_with('/'))?;
        let place = path.split(['?', '#']).next().unwrap_or_default();
        if is_exception(place) || !is_due(&format!("{} {} {}", self.asked, link.name, template(place))) {
            return None;
        }
        let told = |reason: &str| Some(format!("{}: {} leads to {path}: {reason}", self.asked, link.name));
        if !methods_of(link).iter().any(|method| operation(method, place).is_some()) {
            return told("no operation is there");
        }
        match link.is_read().then(|| self.get(org, path)) {
            Some(status @ (404 | 501)) => told(&format!("GET answers {status}")),
            _ => None,
        }
    }

    fn get(&self, org: &Org, path: &str) -> u16 {
        let mut request = Request::get(format!("{}{path}", self.base)).body(Bytes::new()).expect("a request");
        *request.headers_mut() = self.headers.clone();
        org.record_requests(false);
        let status = org.handle(request).status().as_u16();
        org.record_requests(true);
        status
    }
}

/// Whether a link of this kind has not been followed often enough.
fn is_due(kind: &str) -> bool {
    FOLLOWED.with_borrow_mut(|followed| {
        let times = followed.entry(kind.to_owned()).or_default();
        *times += 1;
        *times <= TIMES
    })
}

fn methods_of(link: &Link) -> Vec<&str> {
    match link.methods.as_slice() {
        [] => vec!["GET", "POST", "PUT", "PATCH", "DELETE"],
        named => named.iter().map(String::as_str).collect(),
    }
}

fn base(uri: &http::Uri) -> String {
    let host = uri.authority().map_or("localhost", |authority| authority.as_str());
    format!("{}://{host}", uri.scheme_str().unwrap_or("http"))
}

/// The headers that say who asks.
fn who(headers: &HeaderMap) -> HeaderMap {
    let said = [header::AUTHORIZATION, header::COOKIE, header::HOST, header::USER_AGENT];
    let mut kept = HeaderMap::new();
    for name in said.into_iter().chain([header::HeaderName::from_static("dpop")]) {
        headers.get_all(&name).iter().for_each(|value| {
            kept.append(name.clone(), value.clone());
        });
    }
    kept
}

/// The links of the body, and those of the headers.
fn links(response: &Response<Bytes>) -> Vec<Link> {
    let mut found = Vec::new();
    collect("", &serde_json::from_slice(response.body()).unwrap_or_default(), &mut found);
    let headers = response.headers().get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
    found.extend(headers.filter_map(|value| {
        let (href, rel) = value.strip_prefix('<')?.split_once(">; rel=")?;
        Some(Link { name: rel.to_owned(), href: href.to_owned(), methods: Vec::new() })
    }));
    found
}

fn collect(name: &str, value: &Value, found: &mut Vec<Link>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(name, item, found)),
        Value::Object(members) => {
            found.extend(link(name, value));
            members.iter().for_each(|(name, member)| collect(name, member, found));
        }
        _ => {}
    }
}

fn link(name: &str, value: &Value) -> Option<Link> {
    let href = value["href"].as_str().filter(|_| value["templated"] != true)?;
    let hinted = value["hints"]["allow"].as_array().into_iter().flatten();
    let methods = hinted.chain([&value["method"]]).filter_map(Value::as_str).map(str::to_uppercase);
    Some(Link { name: name.to_owned(), href: href.to_owned(), methods: methods.collect() })
}

fn operation(method: &str, path: &str) -> Option<&'static Operation> {
    let at = |one: &&Operation| one.method.as_str() == method && fits(one.path, path);
    // A literal part fits better than a parameter.
    oktars_catalog::all_operations().filter(at).min_by_key(|one| one.path.matches('{').count())
}

/// Where a path leads, without the ids in it.
fn template(path: &str) -> &str {
    let known = oktars_catalog::all_operations().map(|one| one.path).filter(|known| fits(known, path));
    known.min_by_key(|known| known.matches('{').count()).unwrap_or(path)
}

fn fits(template: &str, path: &str) -> bool {
    let mut found = path.split('/').filter(|part| !part.is_empty());
    let same = template
        .split('/')
        .filter(|part| !part.is_empty())
        .all(|part| found.next().is_some_and(|other| part == other || part.starts_with('{')));
    same && found.next().is_none()
}

fn is_exception(path: &str) -> bool {
    EXCEPTIONS.iter().any(|(template, _)| fits(template, path))
}

/// An exception that nothing needs any more has to go.
#[test]
fn exceptions_lead_nowhere_still() {
    let org = Org::in_memory();
    for (template, _) in EXCEPTIONS {
        let path = template.replace(['{', '}'], "");
        let request = Request::get(format!("http://localhost{path}"))
            .header("authorization", format!("SSWS {}", org.token()))
            .body(Bytes::new());
        let answer = org.handle(request.expect("a request"));
        let nowhere = answer.status() == 501 || operation("GET", &path).is_none();
        assert!(nowhere, "{template} is served now: take it out of the list");
    }
}

/// The check sees what it is there to see.
#[test]
fn links_are_found_wherever_they_stand() {
    let body = serde_json::json!({
        "_links": {
            "self": { "href": "http://localhost/api/v1/users/me" },
            "logo": [{ "href": "http://localhost/a" }, { "href": "https://cdn.example/b" }],
            "suspend": { "href": "http://localhost/c", "method": "POST" },
            "schema": { "href": "http://localhost/d", "hints": { "allow": ["GET", "PUT"] } },
            "any": { "href": "http://localhost/{id}", "templated": true },
        },
        "_embedded": { "user": { "_links": { "self": { "href": "http://localhost/e" } } } },
    });
    let mut response = Response::new(Bytes::from(body.to_string()));
    let next = "<http://localhost/f?after=x>; rel=\"next\"";
    response.headers_mut().insert("link", next.parse().expect("a header"));
    let found = links(&response);
    let shown: Vec<_> =
        found.iter().map(|link| (link.name.as_str(), link.href.len(), link.is_read())).collect();
    let (short, cdn, own) = (18, 21, 32);
    let wanted = [
        ("self", short, true),
        ("logo", short, true),
        ("logo", cdn, true),
        ("schema", short, true),
        ("self", own, true),
        ("suspend", short, false),
        ("\"next\"", 26, true),
    ];
    assert_eq!(shown, wanted);
    let client = Caller { base: "http://localhost".into(), asked: "getUser", headers: HeaderMap::new() };
    let org = Org::in_memory();
    let told = |href: &str| {
        let href = format!("http://localhost{href}");
        client.follow(&org, &Link { name: "self".into(), href, methods: Vec::new() })
    };
    assert!(told("/api/v1/nowhere").is_some_and(|told| told.contains("no operation")));
    assert_eq!(told("/.well-known/okta-organization"), None);
}
