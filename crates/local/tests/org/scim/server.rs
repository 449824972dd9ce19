//! A small server of users and groups, and servers that do something else instead.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// A request as the server got it.
#[derive(Debug, Clone)]
pub struct Got {
    pub method: String,
    pub target: String,
    pub head: String,
    pub body: Value,
}

impl Got {
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.target)
    }

    fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The value that a filter asks for.
    fn wanted(&self) -> Option<String> {
        let (_, rest) = self.target.split_once("%20eq%20%22")?;
        let (value, _) = rest.split_once("%22")?;
        Some(value.replace("%40", "@").replace("%20", " "))
    }

    fn number(&self, name: &str) -> usize {
        let (_, rest) = self.target.split_once(&format!("{name}=")).expect("a number in the query");
        rest.split('&').next().and_then(|text| text.parse().ok()).expect("a number")
    }
}

/// What a server does with a request: it writes to the socket whatever it likes.
type Play = dyn Fn(&Got, &mut TcpStream) + Send + Sync;

pub struct Server {
    address: String,
    got: Arc<Mutex<Vec<Got>>>,
    kept: Arc<Mutex<Kept>>,
}

/// What a server keeps, by id.
#[derive(Default)]
pub struct Kept {
    pub users: BTreeMap<String, Value>,
    pub groups: BTreeMap<String, Value>,
    count: usize,
}

impl Server {
    /// Keeps users and groups as a good server does.
    pub fn keeping() -> Self {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let shared = kept.clone();
        let play = move |got: &Got, stream: &mut TcpStream| {
            let (status, body) = shared.lock().expect("a lock").answer(got);
            reply(stream, status, "application/scim+json", &body.to_string());
        };
        Server::start(Arc::new(play), kept)
    }

    /// Does something else with each request.
    pub fn playing(play: impl Fn(&Got, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Server::start(Arc::new(play), Arc::default())
    }

    fn start(play: Arc<Play>, kept: Arc<Mutex<Kept>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let got: Arc<Mutex<Vec<Got>>> = Arc::default();
        let seen = got.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let (play, seen) = (play.clone(), seen.clone());
                std::thread::spawn(move || {
                    let Some(one) = read(&mut stream) else { return };
                    seen.lock().expect("a lock").push(one.clone());
                    play(&one, &mut stream);
                });
            }
        });
        Server { address, got, kept }
    }

    pub fn url(&self) -> String {
        format!("http://{}/scim/v2", self.address)
    }

    pub fn got(&self) -> Vec<Got> {
        self.got.lock().expect("a lock").clone()
    }

    /// The requests, without the beginning that all have.
    pub fn lines(&self) -> Vec<String> {
        self.got().iter().map(|got| got.line().replace("/scim/v2", "")).collect()
    }

    pub fn forget(&self) {
        self.got.lock().expect("a lock").clear();
    }

    pub fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().expect("a lock")
    }

    pub fn user(&self, name: &str) -> Value {
        let kept = self.kept();
        kept.users.values().find(|user| user["userName"] == name).cloned().unwrap_or_default()
    }
}

fn error(status: u16, detail: &str) -> (u16, Value) {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "detail": detail,
        "status": status.to_string(),
    });
    (status, body)
}

impl Kept {
    pub fn put_user(&mut self, user: Value) -> String {
        self.count += 1;
        let id = format!("u-{}", self.count);
        let mut user = user;
        user["id"] = json!(id);
        user["meta"] = json!({ "resourceType": "User", "version": self.count });
        self.users.insert(id.clone(), user);
        id
    }

    fn answer(&mut self, got: &Got) -> (u16, Value) {
        let steps: Vec<&str> = got.path().trim_start_matches("/scim/v2/").split('/').collect();
        match (got.method.as_str(), &steps[..]) {
            ("GET", ["Users"]) => (200, listed(&self.users, got, "userName")),
            ("GET", ["Groups"]) => (200, listed(&self.groups, got, "displayName")),
            ("POST", ["Users"]) => {
                if self.users.values().any(|known| known["userName"] == got.body["userName"]) {
                    return error(409, "the userName is taken");
                }
                let mut user = got.body.clone();
                user.as_object_mut().expect("a user").remove("password");
                let id = self.put_user(user);
                (201, self.users[&id].clone())
            }
            ("POST", ["Groups"]) => {
                self.count += 1;
                let id = format!("g-{}", self.count);
                let mut group = got.body.clone();
                group["id"] = json!(id);
                self.groups.insert(id, group.clone());
                (201, group)
            }
            (method, [kind @ ("Users" | "Groups"), id]) => {
                let all = if *kind == "Users" { &mut self.users } else { &mut self.groups };
                if method == "DELETE" {
                    return if all.remove(*id).is_some() { (204, Value::Null) } else { error(404, "gone") };
                }
                let Some(known) = all.get_mut(*id) else { return error(404, "there is no such resource") };
                match method {
                    "PUT" => *known = got.body.clone(),
                    "PATCH" => got.body["Operations"]
                        .as_array()
                        .expect("operations")
                        .iter()
                        .for_each(|one| patch(known, one)),
                    _ => {}
                }
                (200, known.clone())
            }
            _ => error(404, "there is no such path"),
        }
    }
}

fn patch(known: &mut Value, operation: &Value) {
    let members = known["members"].as_array().cloned().unwrap_or_default();
    match (operation["op"].as_str().expect("an op"), operation["path"].as_str()) {
        ("replace", None) => {
            for (name, value) in operation["value"].as_object().expect("members") {
                known[name] = value.clone();
            }
        }
        ("replace", Some("members")) => known["members"] = operation["value"].clone(),
        ("add", Some("members")) => {
            known["members"] =
                members.into_iter().chain(operation["value"].as_array().cloned().expect("a list")).collect();
        }
        ("remove", Some(path)) => {
            let id = path.split('"').nth(1).expect("an id");
            known["members"] = members.into_iter().filter(|member| member["value"] != id).collect();
        }
        (op, path) => panic!("{op} {path:?}"),
    }
}

fn listed(all: &BTreeMap<String, Value>, got: &Got, name: &str) -> Value {
    let wanted = got.wanted();
    let found: Vec<&Value> = all
        .values()
        .filter(|one| wanted.as_ref().is_none_or(|wanted| one[name] == wanted.as_str()))
        .collect();
    let (start, count) = (got.number("startIndex"), got.number("count"));
    let page: Vec<&Value> = found.iter().skip(start - 1).take(count).copied().collect();
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": found.len(), "startIndex": start, "itemsPerPage": page.len(), "Resources": page,
    })
}

pub fn reply(stream: &mut TcpStream, status: u16, kind: &str, body: &str) {
    let body = if status == 204 { "" } else { body };
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(format!("{head}{body}").as_bytes());
}

fn read(stream: &mut TcpStream) -> Option<Got> {
    let mut bytes = Vec::new();
    let mut part = [0; 65536];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(": ")?;
                name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                let mut words = head.split(' ');
                let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
                let body = serde_json::from_str(body).unwrap_or_default();
                return Some(Got { method, target, head: head.to_owned(), body });
            }
        }
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&part[..read]);
    }
}
