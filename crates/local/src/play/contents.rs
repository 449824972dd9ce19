//! What an org should hold, as the bodies that its API takes: a seed file, or a few lines of a test.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use bytes::Bytes;
use http::{Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::kernel::bounds::json::{SEED_FILE, VALUES_OF_DOCUMENTS};
use crate::kernel::json;
use crate::kernel::state::State;
use crate::kernel::status;
use crate::resource::user::lifecycle as user_lifecycle;

/// People, groups and apps with which an org begins. They are made through the org's own API, in this
/// order, so that each object is as a client would have made it.
///
/// ```
/// use oktars_local::{Contents, Org, Seed};
///
/// let contents = Contents::new()
///     .user("ann@acme.example", "Ann", "Lee")
///     .user("bob@acme.example", "Bob", "Ray")
///     .group("Engineering", &["ann@acme.example"]);
/// let org = Org::builder().seed(Seed::Contents(contents)).build()?;
/// # let request = http::Request::get("http://localhost/api/v1/users/ann@acme.example/groups")
/// #     .header("authorization", format!("SSWS {}", org.token())).body(bytes::Bytes::new()).unwrap();
/// # assert!(String::from_utf8_lossy(org.handle(request).body()).contains("Engineering"));
/// # Ok::<(), oktars_local::OpenError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Contents {
    /// Custom attributes of users by name, as `POST /api/v1/meta/schemas/user/default` takes them.
    #[serde(default)]
    user_attributes: Map<String, Value>,
    /// Bodies of `POST /api/v1/users`, each with a `status` if it should be another than ACTIVE.
    #[serde(default)]
    users: Vec<Value>,
    /// Bodies of `POST /api/v1/groups`, each with the logins of its `members`.
    #[serde(default)]
    groups: Vec<Value>,
    /// Bodies of `POST /api/v1/apps`, each with the logins of its `users` and the names of its `groups`.
    #[serde(default)]
    apps: Vec<Value>,
}

/// What else an item may say beside the body that the API takes.
const BESIDE_THE_BODY: [&str; 4] = ["status", "members", "users", "groups"];

impl Contents {
    /// Nothing.
    pub fn new() -> Self {
        Contents::default()
    }

    /// Reads a seed file: an object with `users`, `groups`, `apps` and `userAttributes`, or a list of users.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or says something else; with the place.
    pub fn read(path: &Path) -> Result<Self, String> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let file = File::open(path).map_err(|error| told(&error))?;
        let mut text = Vec::new();
        file.take(SEED_FILE + 1).read_to_end(&mut text).map_err(|error| told(&error))?;
        if text.len() as u64 > SEED_FILE {
            return Err(told(&format!("a seed file has at most {} MiB", SEED_FILE >> 20)));
        }
        if !json::fits(&text, VALUES_OF_DOCUMENTS) {
            return Err(told(&format!("a seed file has at most {VALUES_OF_DOCUMENTS} values")));
        }
        if text.trim_ascii_start().starts_with(b"[") {
            let users = serde_json::from_slice(&text).map_err(|error| told(&error))?;
            return Ok(Contents { users, ..Contents::default() });
        }
        serde_json::from_slice(&text).map_err(|error| told(&error))
    }

    /// An active user whose email is the login.
    #[must_use]
    pub fn user(self, login: &str, first_name: &str, last_name: &str) -> Self {
        self.user_from(json!({
            "profile": { "login": login, "email": login, "firstName": first_name, "lastName": last_name },
        }))
    }

    /// A user, as `POST /api/v1/users` takes it, with a `status` if it should be another than ACTIVE.
    #[must_use]
    pub fn user_from(mut self, body: Value) -> Self {
        self.users.push(body);
        self
    }

    /// A group with its members.
    #[must_use]
    pub fn group(mut self, name: &str, member_logins: &[&str]) -> Self {
        self.groups.push(json!({ "profile": { "name": name }, "members": member_logins }));
        self
    }

    /// An app, as `POST /api/v1/apps` takes it, with the logins of its `users` and the names of its `groups`.
    #[must_use]
    pub fn app_from(mut self, body: Value) -> Self {
        self.apps.push(body);
        self
    }

    /// A custom attribute of users, as a schema describes it: `{"title": "Badge", "type": "string"}`.
    #[must_use]
    pub fn user_attribute(mut self, name: &str, description: Value) -> Self {
        self.user_attributes.insert(name.to_owned(), description);
        self
    }

    /// Makes it all in an org that holds nothing yet.
    pub(crate) fn fill(&self, filler: &Filler<'_>) -> Result<(), String> {
        if !self.user_attributes.is_empty() {
            let custom = json!({ "id": "#custom", "type": "object", "properties": self.user_attributes });
            let body = json!({ "definitions": { "custom": custom } });
            filler.send("POST", "/meta/schemas/user/default", &body).map_err(at("userAttributes", None))?;
        }
        for (place, user) in self.users.iter().enumerate() {
            filler.user(user).map_err(at("users", Some(place)))?;
        }
        for (place, group) in self.groups.iter().enumerate() {
            filler.group(group).map_err(at("groups", Some(place)))?;
        }
        for (place, app) in self.apps.iter().enumerate() {
            filler.app(app).map_err(at("apps", Some(place)))?;
        }
        Ok(())
    }
}

fn at(list: &'static str, place: Option<usize>) -> impl Fn(String) -> String {
    move |reason| match place {
        Some(place) => format!("{list}[{place}]: {reason}"),
        None => format!("{list}: {reason}"),
    }
}

/// Asks an org in this process, as its administrator.
pub(crate) struct Filler<'a> {
    pub state: &'a State,
    /// How the org answers.
    pub ask: &'a dyn Fn(Request<Bytes>) -> Response<Bytes>,
}

impl Filler<'_> {
    fn user(&self, user: &Value) -> Result<(), String> {
        let status = user["status"].as_str().unwrap_or(status::ACTIVE);
        let activate = status != status::STAGED;
        let id = self.create(&format!("/users?activate={activate}"), user)?;
        if status == status::DEPROVISIONED {
            return self.send("POST", &format!("/users/{id}/lifecycle/deactivate"), &Value::Null).map(drop);
        }
        user_lifecycle::put_into_status(self.state, &id, status)
    }

    fn group(&self, group: &Value) -> Result<(), String> {
        let id = self.create("/groups", group)?;
        for login in texts(group, "members")? {
            let user = self.user_id(login)?;
            self.send("PUT", &format!("/groups/{id}/users/{user}"), &Value::Null)?;
        }
        Ok(())
    }

    fn app(&self, app: &Value) -> Result<(), String> {
        let id = self.create("/apps", app)?;
        for login in texts(app, "users")? {
            let body = json!({ "id": self.user_id(login)?, "scope": "USER" });
            self.send("POST", &format!("/apps/{id}/users"), &body)?;
        }
        for name in texts(app, "groups")? {
            let group = self.group_id(name)?;
            self.send("PUT", &format!("/apps/{id}/groups/{group}"), &json!({}))?;
        }
        Ok(())
    }

    /// Creates an object from an item without what stands beside the body, and gives its id.
    fn create(&self, path: &str, item: &Value) -> Result<String, String> {
        let mut body = item.clone();
        let members = body.as_object_mut().ok_or("it is not an object")?;
        for name in BESIDE_THE_BODY {
            members.remove(name);
        }
        let made = self.send("POST", path, &body)?;
        Ok(made["id"].as_str().unwrap_or_default().to_owned())
    }

    fn user_id(&self, login: &str) -> Result<String, String> {
        let login = percent_encoding::utf8_percent_encode(login, percent_encoding::NON_ALPHANUMERIC);
        let user = self.send("GET", &format!("/users/{login}"), &Value::Null)?;
        Ok(user["id"].as_str().unwrap_or_default().to_owned())
    }

    fn group_id(&self, name: &str) -> Result<String, String> {
        let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("q", name).finish();
        let found = self.send("GET", &format!("/groups?{query}"), &Value::Null)?;
        let mut groups = found.as_array().into_iter().flatten();
        let group = groups.find(|group| group["profile"]["name"] == *name);
        let group = group.ok_or_else(|| format!("there is no group {name:?}"))?;
        Ok(group["id"].as_str().unwrap_or_default().to_owned())
    }

    pub fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let bytes = if body.is_null() { Bytes::new() } else { body.to_string().into() };
        let request = Request::builder()
            .method(method)
            .uri(format!("http://localhost/api/v1{path}"))
            .header("authorization", format!("SSWS {}", self.state.token))
            .header("user-agent", "oktars-seed")
            .body(bytes)
            .map_err(|error| error.to_string())?;
        let response = (self.ask)(request);
        let answer: Value = serde_json::from_slice(response.body()).unwrap_or(Value::Null);
        if response.status().is_success() {
            return Ok(answer);
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let causes = answer["errorCauses"].as_array().into_iter().flatten();
        let causes: String = causes.map(|cause| format!("; {}", text(&cause["errorSummary"]))).collect();
        Err(format!("{method} {path} is refused: {}{causes}", text(&answer["errorSummary"])))
    }
}

/// A list of texts beside an item's body.
fn texts<'a>(item: &'a Value, name: &str) -> Result<Vec<&'a str>, String> {
    let Some(list) = item.get(name) else { return Ok(Vec::new()) };
    let texts = list.as_array().and_then(|list| list.iter().map(Value::as_str).collect());
    texts.ok_or_else(|| format!("`{name}` is not a list of texts"))
}
