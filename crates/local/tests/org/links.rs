//! Asks an org as a client does, and follows the links of each answer: at once and as the same caller, so that an
//! org never hands out a link that leads nowhere.

use std::cell::RefCell;
use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use oktars_catalog::Operation;
use oktars_local::Org;
use serde_json::{Value, json};

use crate::client::Client;

/// Where links lead that no operation of the catalogue is at, with the reason. This list may only become shorter.
const NOT_DESCRIBED: &[(&str, &str)] = &[
    ("/api/v1/apps/{appId}/policies", "Okta names it, and no description has it"),
    ("/api/v1/catalog/apps/{name}", "Okta names it, and no description has it"),
    ("/api/v1/realm-assignments/operations/{id}", "Okta names it, and no description has it"),
    ("/app/{name}/{appId}/setup/help/SAML_2_0/{page}", "a page of the Admin Console"),
    ("/assets/img/logos/{file}", "a picture"),
    ("/assets/img/logos/apps/{file}", "a picture"),
    ("/assets/img/logos/groups/odyssey/{file}", "a picture"),
    ("/bc/image/fileStoreRecord", "a picture"),
    ("/oauth2/v1/authorize/callback", "where identity providers send browsers to"),
    ("/sso/saml2/{idpId}", "where identity providers send browsers to"),
];

/// Links of answers that lead to something that is not there, with the reason. This list may only become shorter.
const NOT_THERE: &[(&str, &str, &str)] = &[
    ("createSession", "self", "it is the session of a cookie, which the caller has yet to get"),
    ("getAuthorizationServer", "metadata", "an inactive server does not tell of itself"),
    ("getErrorPage", "customized", "Okta names the place at which PUT makes one"),
    ("getErrorPage", "preview", "Okta names the place at which PUT makes one"),
    ("getSignInPage", "customized", "Okta names the place at which PUT makes one"),
    ("getSignInPage", "preview", "Okta names the place at which PUT makes one"),
    ("getOrgContactUser", "user", "the org does not look whether the person is there"),
    ("replaceOrgContactUser", "user", "the org does not look whether the person is there"),
    ("listFeatures", "self", "Okta names POST, which no description has"),
];

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
    let due: Vec<Link> = if response.status().is_success() { links(&response) } else { Vec::new() };
    let due: Vec<&Link> = due.iter().filter(|link| caller.is_due(link)).collect();
    if !due.is_empty() && caller.may_ask_again(org) {
        let astray: Vec<String> = due.iter().filter_map(|link| caller.follow(org, link)).collect();
        assert!(astray.is_empty(), "{}", astray.join("\n"));
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
    /// The administrator.
    fn of(org: &Org, asked: &'static str) -> Self {
        let mut headers = HeaderMap::new();
        let token = format!("SSWS {}", org.token()).parse().expect("a token is a header value");
        headers.insert(header::AUTHORIZATION, token);
        Caller { base: "http://localhost".to_owned(), asked, headers }
    }

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

    /// Where a link leads at the org that is asked.
    fn own<'a>(&self, link: &'a Link) -> Option<&'a str> {
        link.href.strip_prefix(&self.base).filter(|rest| rest.starts_with('/'))
    }

    /// Whether a link of this kind is to be followed, and has not been often enough.
    fn is_due(&self, link: &Link) -> bool {
        let Some(path) = self.own(link) else { return false };
        let (place, asked) = (place(path), self.asked);
        let is_exception = NOT_DESCRIBED.iter().any(|(known, _)| fits(known, place))
            || NOT_THERE.iter().any(|(known, name, _)| *known == asked && *name == link.name);
        !is_exception && is_rare(format!("{asked} {} {}", link.name, template(place)))
    }

    /// What is wrong with where a link leads, if anything.
    fn follow(&self, org: &Org, link: &Link) -> Option<String> {
        let path = self.own(link)?;
        let place = place(path);
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

fn is_rare(kind: String) -> bool {
    FOLLOWED.with_borrow_mut(|followed| {
        let times = followed.entry(kind).or_default();
        *times += 1;
        *times <= TIMES
    })
}

/// A path without what is asked there.
fn place(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
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
    oktars_catalog::all_operations()
        .chain(oktars_catalog::sign_in().iter().copied())
        .filter(at)
        .min_by_key(|one| one.path.matches('{').count())
}

/// Where a path leads, without the ids in it.
fn template(path: &str) -> &str {
    let known = oktars_catalog::all_operations()
        .chain(oktars_catalog::sign_in().iter().copied())
        .map(|one| one.path)
        .filter(|known| fits(known, path));
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

/// An exception that nothing needs any more has to go.
#[test]
fn what_is_not_described_is_not_described_still() {
    let methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    for (template, _) in NOT_DESCRIBED {
        let path = template.replace(['{', '}'], "");
        let found = methods.iter().find_map(|method| operation(method, &path));
        assert_eq!(found.map(|one| one.id), None, "{template} is described now: take it out of the list");
    }
}

#[test]
fn what_is_not_there_is_not_there_still() {
    let client = Client::new();
    let made = |method: &str, path: &str, body: Value| client.send(method, path, &body).json();
    let brand = made("GET", "/api/v1/brands", Value::Null)[0]["id"].as_str().map(str::to_owned).unwrap();
    let server = made("POST", "/api/v1/authorizationServers", json!({ "name": "x", "audiences": ["x"] }));
    let server = format!("/api/v1/authorizationServers/{}", server["id"].as_str().unwrap());
    client.send("POST", &format!("{server}/lifecycle/deactivate"), &Value::Null);
    let contact = json!({ "userId": "00u00000000000000000" });
    let asked = [
        ("getAuthorizationServer", "GET", server, Value::Null),
        ("getErrorPage", "GET", format!("/api/v1/brands/{brand}/pages/error"), Value::Null),
        ("getSignInPage", "GET", format!("/api/v1/brands/{brand}/pages/sign-in"), Value::Null),
        ("replaceOrgContactUser", "PUT", "/api/v1/org/contacts/BILLING".to_owned(), contact),
        ("getOrgContactUser", "GET", "/api/v1/org/contacts/BILLING".to_owned(), Value::Null),
        ("listFeatures", "GET", "/api/v1/features".to_owned(), Value::Null),
    ];
    let mut seen = vec![("createSession", "self".to_owned())];
    for (asked, method, path, body) in &asked {
        let caller = Caller::of(&client.org, asked);
        let answer = client.send(method, path, body);
        let mut response = Response::new(answer.body);
        *response.headers_mut() = answer.headers;
        let astray = links(&response).into_iter().filter(|link| caller.follow(&client.org, link).is_some());
        seen.extend(astray.map(|link| (*asked, link.name)));
    }
    for (asked, link, _) in NOT_THERE {
        let found = seen.iter().any(|(other, name)| other == asked && name == link);
        assert!(found, "{link} of {asked} leads somewhere now: take it out of the list");
    }
}

/// The check sees what it is there to see.
#[test]
fn links_are_found_wherever_they_stand() {
    let body = json!({
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
        ("self", own, true),
        ("logo", short, true),
        ("logo", cdn, true),
        ("suspend", short, false),
        ("schema", short, true),
        ("self", short, true),
        ("\"next\"", 26, true),
    ];
    assert_eq!(shown, wanted);
    let org = Org::in_memory();
    let caller = Caller::of(&org, "getUser");
    let told = |href: &str| {
        let href = format!("http://localhost{href}");
        caller.follow(&org, &Link { name: "self".into(), href, methods: Vec::new() })
    };
    assert!(told("/api/v1/nowhere").is_some_and(|told| told.contains("no operation")));
    assert_eq!(told("/.well-known/okta-organization"), None);
}
