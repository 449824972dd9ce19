//! Users: create, read, list, update, delete.

use http::{HeaderName, header};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::context::{Context, Handler, Reply};
use crate::event::Target;
use crate::filter::{Filter, Kind, Matcher, Operator, Query, Rules, Sort, select};
use crate::index;
use crate::page::{Limits, Page};
use crate::password::{self, Hash, Secrets};
use crate::problem::Problem;
use crate::requirements::Requirements;
use crate::resource::{
    app_group, group_member, group_owner, group_rule, linked_object, policy, role, schema, user_factor,
    user_lifecycle,
};

pub const HANDLERS: &[(&str, Handler)] = &[
    ("createUser", create),
    ("listUsers", list),
    ("getUser", get),
    ("updateUser", update),
    ("replaceUser", replace),
    ("deleteUser", delete),
    ("listUserBlocks", blocks),
];

const LIMITS: Limits = Limits::clamping(200, 200);
/// How many users a `q` finds unless it says otherwise.
const Q_LIMIT: usize = 10;
const MAX_GROUPS_ON_CREATE: usize = 20;

// ---- finding ----

impl Context<'_> {
    /// The user that a path parameter names: `me`, an id, a login, or a login's part before the `@` where
    /// only one user has it.
    pub fn user(&self, param: &str) -> Result<Value, Problem> {
        self.user_named(self.param(param))
    }

    /// The user that the path names first: the parameter's name differs between Okta's operations.
    pub fn user_of_path(&self) -> Result<Value, Problem> {
        let name = self.request.params.first().map(|(_, value)| value.as_str()).unwrap_or_default();
        self.user_named(name)
    }

    pub fn user_named(&self, name: &str) -> Result<Value, Problem> {
        let missing = || Problem::not_found(name, "User");
        let id = if name == "me" { self.caller.user_id.as_str() } else { name };
        if let Some(user) = self.tx.get("user", id)? {
            return Ok(user);
        }
        let mut found = self.tx.find_all("user", "profile.login", name, 2)?;
        if found.is_empty() {
            found = self.tx.find_all("user", index::SHORT_LOGIN, name, 2)?;
        }
        match &found[..] {
            [id] => self.tx.get("user", id)?.ok_or_else(missing),
            _ => Err(missing()),
        }
    }

    pub fn secrets(&self, user_id: &str) -> Result<Secrets, Problem> {
        let secrets = self.tx.get("user_secret", user_id)?;
        Ok(secrets
            .map(|secrets| serde_json::from_value(secrets).expect("secrets were written as secrets"))
            .unwrap_or_default())
    }

    pub fn put_secrets(&self, user_id: &str, secrets: &Secrets) -> Result<(), Problem> {
        let secrets = serde_json::to_value(secrets).expect("secrets are JSON");
        Ok(self.tx.put("user_secret", user_id, &secrets)?)
    }

    /// Writes a changed user; `lastUpdated` becomes now.
    pub fn put_user(&self, user: &mut Value) -> Result<(), Problem> {
        user["lastUpdated"] = json!(self.now_text());
        Ok(self.tx.put("user", id_of(user), user)?)
    }
}

pub fn id_of(document: &Value) -> &str {
    document["id"].as_str().expect("a stored document has its id")
}

pub fn status_of(user: &Value) -> &str {
    user["status"].as_str().expect("a stored user has a status")
}

// ---- answers ----

/// A single user as Okta shows it: with the links that its status allows.
pub fn render(context: &Context<'_>, user: &Value) -> Value {
    let mut shown = user.clone();
    shown["_links"] = links(context, user);
    shown
}

fn links(context: &Context<'_>, user: &Value) -> Value {
    let base = context.url(&format!("/users/{}", id_of(user)));
    let has_password = !user["credentials"]["password"].is_null();
    let actions: &[&str] = match status_of(user) {
        "STAGED" => &["activate"],
        "PROVISIONED" => &["suspend", "resetPassword", "reactivate", "deactivate"],
        "ACTIVE" | "PASSWORD_EXPIRED" if has_password => &[
            "suspend",
            "resetPassword",
            "forgotPassword",
            "expirePassword",
            "changeRecoveryQuestion",
            "changePassword",
            "deactivate",
        ],
        "ACTIVE" | "PASSWORD_EXPIRED" => &["suspend", "resetPassword", "expirePassword", "deactivate"],
        "RECOVERY" => &["suspend", "resetPassword", "reactivate", "changePassword", "deactivate"],
        "LOCKED_OUT" => &["unlock", "suspend", "resetPassword", "expirePassword", "deactivate"],
        "SUSPENDED" => &["unsuspend", "deactivate"],
        _ => &["activate", "delete"],
    };
    let facts = context.org.facts();
    let type_id = user["type"]["id"].as_str().unwrap_or_default();
    let schema = type_id.replacen("oty", "osc", 1);
    let mut links = Map::new();
    for action in actions {
        // Identity Engine has other ways to recover than the question.
        let recoverable =
            context.org.features.identity_engine || !user["credentials"]["recovery_question"].is_null();
        if *action == "forgotPassword" && !recoverable {
            continue;
        }
        let link = match action_path(action) {
            "" => json!({ "href": base, "method": "DELETE" }),
            path => json!({ "href": format!("{base}{path}"), "method": "POST" }),
        };
        links.insert((*action).to_owned(), link);
    }
    // A user whose factors cannot be read shows no link to reset them.
    if user_factor::has_any(&context.tx, id_of(user)).unwrap_or_default() {
        let href = format!("{base}/lifecycle/reset_factors");
        links.insert("resetFactors".into(), json!({ "href": href, "method": "POST" }));
    }
    let schema = if schema.is_empty() { facts.user_schema() } else { schema };
    links.insert("schema".into(), json!({ "href": context.url(&format!("/meta/schemas/user/{schema}")) }));
    links.insert("self".into(), json!({ "href": base }));
    links.insert("type".into(), json!({ "href": context.url(&format!("/meta/types/user/{type_id}")) }));
    Value::Object(links)
}

fn action_path(action: &str) -> &'static str {
    match action {
        "activate" => "/lifecycle/activate",
        "reactivate" => "/lifecycle/reactivate",
        "deactivate" => "/lifecycle/deactivate",
        "suspend" => "/lifecycle/suspend",
        "unsuspend" => "/lifecycle/unsuspend",
        "unlock" => "/lifecycle/unlock",
        "resetPassword" => "/lifecycle/reset_password",
        "expirePassword" => "/lifecycle/expire_password",
        "forgotPassword" => "/credentials/forgot_password",
        "changePassword" => "/credentials/change_password",
        "changeRecoveryQuestion" => "/credentials/change_recovery_question",
        _ => "",
    }
}

/// A user in a list: the stored text with `self` as its only link. Listings of a million users are made of
/// this, so nothing is decoded.
pub fn list_item(context: &Context<'_>, id: &str, stored: &[u8]) -> Vec<u8> {
    let open = &stored[..stored.len() - 1];
    let links = format!(r#","_links":{{"self":{{"href":"{}/api/v1/users/{id}"}}}}}}"#, context.request.base);
    [open, links.as_bytes()].concat()
}

fn etag(user: &Value) -> String {
    let digest = Sha256::digest(user.to_string().as_bytes());
    format!("W/\"{}\"", digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

/// What a caller may leave out by a parameter of the content type: `okta-response="omitCredentials,..."`.
#[derive(Debug, Clone, Copy, Default)]
struct Omit {
    credentials: bool,
    credentials_links: bool,
    transitioning: bool,
}

impl Omit {
    fn of(context: &Context<'_>) -> Self {
        let text = context.header("content-type").unwrap_or_default();
        let wanted = text.split("okta-response=").nth(1).unwrap_or_default();
        let has =
            |word: &str| wanted.split(['"', ',', ' ', ';']).any(|found| found.eq_ignore_ascii_case(word));
        Omit {
            credentials: has("omitCredentials"),
            credentials_links: has("omitCredentialsLinks"),
            transitioning: has("omitTransitioningToStatus"),
        }
    }

    fn apply(self, user: &mut Value) {
        let Some(members) = user.as_object_mut() else { return };
        if self.credentials {
            members.shift_remove("credentials");
        }
        if self.transitioning {
            members.shift_remove("transitioningToStatus");
        }
        if self.credentials_links
            && let Some(links) = members.get_mut("_links").and_then(Value::as_object_mut)
        {
            let of_credentials = [
                "resetPassword",
                "expirePassword",
                "forgotPassword",
                "changePassword",
                "changeRecoveryQuestion",
            ];
            links.retain(|name, _| !of_credentials.contains(&name.as_str()));
        }
    }
}

// ---- read ----

fn get(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let user = context.user("id")?;
    let mut shown = render(context, &user);
    Omit::of(context).apply(&mut shown);
    if context.query("expand") == Some("blocks") {
        shown["_embedded"] = json!({ "blocks": [] });
    }
    Ok(Reply::ok(&shown).header(header::ETAG, &etag(&user)))
}

fn blocks(context: &mut Context<'_>) -> Result<Reply, Problem> {
    context.user("id")?;
    Ok(Reply::ok(&json!([])))
}

fn list(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let (search, filter, q) = (context.query("search"), context.query("filter"), context.query("q"));
    if search.is_some() && (filter.is_some() || q.is_some()) {
        let summary = "Bad request. Can't specify a search query and filter in the same request.";
        return Err(Problem::new("E0000033", summary));
    }
    let limits = if q.is_some() { Limits { default: Q_LIMIT, ..LIMITS } } else { LIMITS };
    let page = Page::of(context, limits)?;
    if let Some(text) = q {
        return find_by_prefix(context, &page, text);
    }
    let (filter, matcher) = match (search, filter) {
        (Some(text), _) => {
            let filter = check_search(text)?;
            let matcher = Matcher::insensitive(&filter);
            (Some(filter), Some(matcher))
        }
        (None, Some(text)) => {
            let filter = check_filter(text)?;
            let matcher = Matcher::sensitive(&filter);
            (Some(filter), Some(matcher))
        }
        (None, None) => (None, None),
    };
    let sort = search.and_then(|_| context.query("sortBy"));
    if sort.is_some_and(|attribute| search_attribute(attribute).is_none()) {
        return Err(Problem::invalid_search());
    }
    let sight = context.sight("user")?;
    let is_open = filter.is_some();
    let keep = |stored: &[u8]| (is_open || is_not_deprovisioned(stored)) && sight.holds(stored);
    let query = Query {
        kind: "user",
        filter: filter.as_ref().zip(matcher.as_ref()),
        keep: Some(&keep),
        sort: sort.map(|attribute| Sort { attribute, descending: is_descending(context) }),
    };
    let selected = select(&context.tx, &query, &page)?;
    let items: Vec<Vec<u8>> =
        selected.documents.iter().map(|(id, stored)| shape_item(context, id, stored)).collect();
    Ok(page.reply(context, &items, selected.next))
}

pub fn is_descending(context: &Context<'_>) -> bool {
    context.query("sortOrder").is_some_and(|order| order.to_ascii_lowercase().starts_with("desc"))
}

/// The status stands right behind the id, at the start of the stored text.
pub fn is_not_deprovisioned(stored: &[u8]) -> bool {
    const MARK: &[u8] = br#""status":"DEPROVISIONED""#;
    let start = &stored[..stored.len().min(80)];
    !start.windows(MARK.len()).any(|window| window == MARK)
}

/// A list item, trimmed as the caller asked.
fn shape_item(context: &Context<'_>, id: &str, stored: &[u8]) -> Vec<u8> {
    let omit = Omit::of(context);
    let fields = context.query("fields");
    let item = list_item(context, id, stored);
    if fields.is_none() && !omit.credentials && !omit.transitioning {
        return item;
    }
    let mut user = crate::store::decode(&item);
    omit.apply(&mut user);
    if let Some(fields) = fields {
        user = only(&user, fields);
    }
    user.to_string().into_bytes()
}

/// `id,status,profile:(firstName,lastName)`; the id is always there.
fn only(user: &Value, fields: &str) -> Value {
    let mut kept = Map::new();
    kept.insert("id".into(), user["id"].clone());
    let (outer, inner) = match fields.split_once("profile:(") {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{before},{after}"), Some(inside))
        }
        None => (fields.to_owned(), None),
    };
    for name in outer.split(',').map(str::trim) {
        if let Some(value) = user.get(name) {
            kept.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(inside) = inner {
        let wanted: Vec<&str> = inside.split(',').map(str::trim).collect();
        let profile = user["profile"].as_object().into_iter().flatten();
        let profile = profile.filter(|(name, _)| wanted.contains(&name.as_str()));
        kept.insert("profile".into(), profile.map(|(name, value)| (name.clone(), value.clone())).collect());
    }
    Value::Object(kept)
}

/// `q`: a prefix of first name, last name or e-mail; never a second page.
fn find_by_prefix(context: &Context<'_>, page: &Page, text: &str) -> Result<Reply, Problem> {
    let starts = |attribute: &str| Filter::Compare {
        attribute: attribute.into(),
        operator: Operator::Sw,
        value: crate::filter::Literal::Text(text.into()),
    };
    let filter =
        Filter::Or(vec![starts("profile.firstName"), starts("profile.lastName"), starts("profile.email")]);
    let matcher = Matcher::insensitive(&filter);
    let sight = context.sight("user")?;
    let keep = |stored: &[u8]| is_not_deprovisioned(stored) && sight.holds(stored);
    let query = Query { kind: "user", filter: Some((&filter, &matcher)), keep: Some(&keep), sort: None };
    let selected = select(&context.tx, &query, page)?;
    let items: Vec<Vec<u8>> =
        selected.documents.iter().map(|(id, stored)| shape_item(context, id, stored)).collect();
    Ok(page.reply(context, &items, None))
}

fn search_attribute(attribute: &str) -> Option<Kind> {
    match attribute {
        "id" | "status" | "type.id" | "realmId" => Some(Kind::Text),
        "created" | "activated" | "statusChanged" | "lastUpdated" | "passwordChanged" | "lastLogin" => {
            Some(Kind::Date)
        }
        profile => profile.strip_prefix("profile.").filter(|name| !name.contains('.')).map(|_| Kind::Text),
    }
}

fn check_search(text: &str) -> Result<Filter, Problem> {
    let with_co = ["profile.firstName", "profile.lastName", "profile.email", "profile.login"];
    let rules = Rules {
        attribute: &search_attribute,
        operator: &|attribute, _, operator| match operator {
            Some(Operator::Ne | Operator::Ew) => false,
            Some(Operator::Co) => with_co.contains(&attribute),
            _ => true,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|_| Problem::invalid_search())
}

fn check_filter(text: &str) -> Result<Filter, Problem> {
    let rules = Rules {
        attribute: &|attribute| match attribute {
            "lastUpdated" => Some(Kind::Date),
            "status" | "id" | "profile.login" | "profile.email" | "profile.firstName"
            | "profile.lastName" => Some(Kind::Text),
            _ => None,
        },
        operator: &|_, kind, operator| match operator {
            Some(Operator::Eq) => true,
            Some(operator) => kind == Kind::Date && operator.is_ordering(),
            None => false,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    Filter::checked(text, &rules).map_err(|error| error.into_problem(text))
}

// ---- create ----

fn create(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let body = context.object()?;
    let activate = context.flag("activate", true);
    let expire = context.query("nextLogin") == Some("changePassword");
    let user_type = requested_type(context, &body)?;
    let profile = new_profile(context, &user_type, &body)?;
    let required = policy::effect::requirements(context, &newcomer(context, &body))?;
    let credentials = Credentials::of(&body, context.flag("provider", false), &profile, &required)?;
    if expire && credentials.password.is_none() {
        let summary = "Could not create user. To create a user and expire their password immediately, a password must be specified";
        return Err(Problem::new("E0000124", summary));
    }
    if expire && !activate {
        let summary = "Could not create user. To create a user and expire their password immediately, \"activate\" must be true";
        return Err(Problem::new("E0000125", summary));
    }
    let groups = requested_groups(context, &body)?;

    let id = context.new_id("00u");
    let now = context.now_text();
    let ready = credentials.password.is_some() || credentials.is_federated();
    let status = match (activate, ready, expire) {
        (false, _, _) => "STAGED",
        (true, true, true) => "PASSWORD_EXPIRED",
        (true, true, false) => "ACTIVE",
        (true, false, _) => "PROVISIONED",
    };
    let user = json!({
        "id": id,
        "status": status,
        "created": now,
        "activated": if activate { json!(now) } else { Value::Null },
        // A user who is merely put in store has no status to speak of until something happens to it.
        "statusChanged": if activate || credentials.password.is_some() { json!(now) } else { Value::Null },
        "lastLogin": null,
        "lastUpdated": now,
        "passwordChanged": if credentials.password.is_some() { json!(now) } else { Value::Null },
        "type": { "id": user_type },
        "profile": profile,
        "credentials": credentials.shown(),
    });
    context.tx.put("user", &id, &user)?;
    context.put_secrets(&id, &credentials.secrets())?;
    context.log("user.lifecycle.create", &[Target::user(&user)])?;
    if activate {
        context.log("user.lifecycle.activate", &[Target::user(&user)])?;
    }
    if status == "PROVISIONED" {
        user_lifecycle::send_activation(context, &user)?;
    }
    app_group::member_added(context, &context.org.facts().everyone, &id)?;
    for group in groups {
        group_member::add(context, &group, &user)?;
    }
    group_rule::reevaluate(context, &id)?;
    Ok(Reply::ok(&render(context, &user)))
}

/// A new user as policies see him: by the groups that he will be in.
fn newcomer(context: &Context<'_>, body: &Value) -> policy::effect::Subject {
    let asked = body["groupIds"].as_array().into_iter().flatten();
    let mut group_ids: Vec<String> = asked.filter_map(|id| id.as_str().map(str::to_owned)).collect();
    group_ids.push(context.org.facts().everyone.clone());
    policy::effect::Subject { user_id: String::new(), group_ids }
}

fn requested_type(context: &Context<'_>, body: &Value) -> Result<String, Problem> {
    let default = context.org.facts().user_type();
    match body["type"]["id"].as_str() {
        None | Some("default") => Ok(default),
        Some(id) if id == default || context.tx.exists("user_type", id)? => Ok(id.to_owned()),
        Some(id) => Err(Problem::not_found(id, "CVDType")),
    }
}

fn requested_groups(context: &Context<'_>, body: &Value) -> Result<Vec<Value>, Problem> {
    let ids = body["groupIds"].as_array().map(Vec::as_slice).unwrap_or_default();
    if ids.len() > MAX_GROUPS_ON_CREATE {
        return Err(Problem::new("E0000093", "Target count limit exceeded"));
    }
    let find = |id: &Value| {
        let id = id.as_str().unwrap_or_default();
        let group = context.tx.get("group", id)?.ok_or_else(|| Problem::not_found(id, "UserGroup"))?;
        if group["type"] == "OKTA_GROUP" { Ok(group) } else { Err(Problem::forbidden()) }
    };
    ids.iter().map(find).collect()
}

/// The profile of a new user: what was sent, checked, with the two attributes that always show.
fn new_profile(context: &Context<'_>, type_id: &str, body: &Value) -> Result<Value, Problem> {
    let Some(sent) = body["profile"].as_object() else {
        return Err(Problem::malformed_body());
    };
    let profile = stored_profile(sent);
    check_profile(context, type_id, &profile, None)?;
    Ok(profile)
}

/// Attributes that are null are not kept, but for the two that Okta always shows.
fn stored_profile(sent: &Map<String, Value>) -> Value {
    let mut profile = Map::new();
    for name in ["firstName", "lastName", "mobilePhone", "secondEmail"] {
        let value = sent.get(name).cloned().unwrap_or(Value::Null);
        if !value.is_null() || matches!(name, "mobilePhone" | "secondEmail") {
            profile.insert(name.to_owned(), value);
        }
    }
    for (name, value) in sent {
        if !value.is_null() && !profile.contains_key(name) {
            profile.insert(name.clone(), value.clone());
        }
    }
    Value::Object(profile)
}

/// The profile must follow the schema of the user's type, and no other user may have the login.
fn check_profile(
    context: &Context<'_>,
    type_id: &str,
    profile: &Value,
    own_id: Option<&str>,
) -> Result<(), Problem> {
    schema::validate_profile(context, type_id, profile, own_id)?;
    let key = index::unaccented(profile["login"].as_str().unwrap_or_default());
    let holders = context.tx.find_all("user", index::LOGIN_KEY, &key, 2)?;
    if holders.iter().any(|holder| Some(holder.as_str()) != own_id) {
        return Err(Problem::duplicate("login"));
    }
    Ok(())
}

/// The credentials of a request, checked.
struct Credentials {
    password: Option<Hash>,
    question: Option<(String, String)>,
    provider: Value,
}

impl Credentials {
    fn of(
        body: &Value,
        with_provider: bool,
        profile: &Value,
        required: &Requirements,
    ) -> Result<Self, Problem> {
        let sent = &body["credentials"];
        let mut credentials = Credentials {
            password: new_password(&sent["password"], required, profile)?,
            question: new_question(&sent["recovery_question"], required)?,
            provider: json!({ "type": "OKTA", "name": "OKTA" }),
        };
        if is_import(&sent["password"]) {
            credentials.provider = json!({ "type": "IMPORT", "name": "IMPORT" });
        }
        let kind = sent["provider"]["type"].as_str().unwrap_or("OKTA");
        if kind != "OKTA" {
            credentials.provider = requested_provider(&sent["provider"], kind, with_provider)?;
            if credentials.password.is_some() || credentials.question.is_some() {
                let cause = format!(
                    "password: A user whose provider is {kind} cannot have a password or a recovery question"
                );
                return Err(Problem::validation("credentials", cause));
            }
        }
        Ok(credentials)
    }

    fn is_federated(&self) -> bool {
        matches!(self.provider["type"].as_str(), Some("FEDERATION" | "SOCIAL"))
    }

    fn shown(&self) -> Value {
        let mut shown = Map::new();
        if self.password.is_some() {
            shown.insert("password".into(), json!({}));
        }
        if let Some((question, _)) = &self.question {
            shown.insert("recovery_question".into(), json!({ "question": question }));
        }
        shown.insert("provider".into(), self.provider.clone());
        Value::Object(shown)
    }

    fn secrets(&self) -> Secrets {
        let mut secrets = Secrets { password: self.password.clone(), ..Secrets::default() };
        if let Some((_, answer)) = &self.question {
            secrets.set_answer(answer);
        }
        secrets
    }
}

fn is_import(password: &Value) -> bool {
    !password["hash"].is_null() || !password["hook"].is_null()
}

/// A password given by value, hash or hook. An empty object is no password.
fn new_password(password: &Value, required: &Requirements, profile: &Value) -> Result<Option<Hash>, Problem> {
    if let Some(value) = password["value"].as_str() {
        return match required.violation(value, profile) {
            Some(violation) => Err(Problem::validation("password", format!("password: {violation}"))),
            None => Ok(Some(Hash::of(value))),
        };
    }
    if !password["hash"].is_null() {
        password::check_import(&password["hash"])?;
        return Ok(Some(Hash::Imported(password["hash"].clone())));
    }
    // Whom a hook would have to ask cannot be asked here: the user exists, and no password is right.
    Ok((!password["hook"].is_null()).then(|| Hash::Imported(json!({ "hook": password["hook"] }))))
}

fn new_question(sent: &Value, required: &Requirements) -> Result<Option<(String, String)>, Problem> {
    let text = |name: &str| sent[name].as_str().unwrap_or_default().to_owned();
    let (question, answer) = (text("question"), text("answer"));
    match (question.is_empty(), answer.is_empty()) {
        (true, true) => Ok(None),
        (true, false) => Err(Problem::blank("recovery_question.question")),
        (false, true) => Err(Problem::blank("recovery_question.answer")),
        (false, false) if answer.chars().count() < required.min_answer => {
            let least = required.min_answer;
            let cause = format!("The security question answer must be at least {least} characters in length");
            Err(Problem::validation("recovery_question", cause))
        }
        (false, false) => Ok(Some((question, answer))),
    }
}

fn requested_provider(sent: &Value, kind: &str, with_provider: bool) -> Result<Value, Problem> {
    let refused = |cause: &str| Err(Problem::validation("provider", cause));
    if !matches!(kind, "ACTIVE_DIRECTORY" | "LDAP" | "FEDERATION" | "SOCIAL" | "IMPORT") {
        return refused("provider: type is not a known provider type");
    }
    if !with_provider {
        return refused("provider: a provider can be set only with provider=true");
    }
    let name = sent["name"].as_str().unwrap_or(kind);
    if kind == "FEDERATION" && name != "FEDERATION" {
        return refused("provider: the name of a FEDERATION provider must be FEDERATION");
    }
    Ok(json!({ "type": kind, "name": name }))
}

// ---- update ----

fn update(context: &mut Context<'_>) -> Result<Reply, Problem> {
    change(context, merge_profile)
}

fn replace(context: &mut Context<'_>) -> Result<Reply, Problem> {
    change(context, |_, sent| stored_profile(sent))
}

fn merge_profile(old: &Value, sent: &Map<String, Value>) -> Value {
    let mut merged = old.as_object().cloned().unwrap_or_default();
    for (name, value) in sent {
        merged.insert(name.clone(), value.clone());
    }
    stored_profile(&merged)
}

fn change(
    context: &mut Context<'_>,
    profile_of: fn(&Value, &Map<String, Value>) -> Value,
) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    check_if_match(context, &user)?;
    let body = context.object()?;
    if status_of(&user) == "DEPROVISIONED" {
        return Err(Problem::wrong_status());
    }
    if body["profile"].is_null() {
        check_own_change(context, &user, &body, &user["profile"])?;
    }
    change_type(context, &mut user, &body)?;
    if let Some(sent) = body["profile"].as_object() {
        let profile = profile_of(&user["profile"], sent);
        let type_id = user["type"]["id"].as_str().unwrap_or_default();
        check_profile(context, type_id, &profile, Some(id_of(&user)))?;
        check_own_change(context, &user, &body, &profile)?;
        if profile != user["profile"] {
            user["profile"] = profile;
            context.log("user.account.update_profile", &[Target::user(&user)])?;
        }
    }
    change_credentials(context, &mut user, &body["credentials"])?;
    context.put_user(&mut user)?;
    group_rule::reevaluate(context, id_of(&user))?;
    Ok(Reply::ok(&render(context, &user)))
}

/// Who is no administrator and changes himself may change what the schema lets him write, and nothing else.
fn check_own_change(
    context: &Context<'_>,
    user: &Value,
    body: &Value,
    profile: &Value,
) -> Result<(), Problem> {
    if context.caller.session_id.is_none() || role::has_any(&context.tx, &context.caller.user_id)? {
        return Ok(());
    }
    let type_id = user["type"]["id"].as_str().unwrap_or_default();
    let only_profile = ["credentials", "type"].iter().all(|member| body[member].is_null());
    if only_profile && schema::is_own_change(context, type_id, &user["profile"], profile)? {
        return Ok(());
    }
    Err(Problem::forbidden())
}

fn check_if_match(context: &Context<'_>, user: &Value) -> Result<(), Problem> {
    let Some(wanted) = context.header("if-match") else { return Ok(()) };
    let wanted = wanted.trim();
    let opaque = wanted.strip_prefix("W/").unwrap_or(wanted);
    if wanted == "*" {
        return Ok(());
    }
    if !(opaque.len() >= 2 && opaque.starts_with('"') && opaque.ends_with('"')) {
        return Err(Problem::new("E0000242", "The If-Match header is not a valid ETag."));
    }
    if etag(user).trim_start_matches("W/") != opaque {
        return Err(Problem::new(
            "E0000231",
            "The ETag does not match: the resource was changed in between.",
        ));
    }
    Ok(())
}

fn change_type(context: &mut Context<'_>, user: &mut Value, body: &Value) -> Result<(), Problem> {
    if body["type"]["id"].is_null() {
        return Ok(());
    }
    let wanted = requested_type(context, body)?;
    if user["type"]["id"] == wanted.as_str() {
        return Ok(());
    }
    if context.request.operation.id == "updateUser" {
        return Err(Problem::validation(
            "type",
            "type: The type of a user can be changed only by replacing the user",
        ));
    }
    user["type"]["id"] = json!(wanted);
    context.log("user.account.update_user_type", &[Target::user(user)])
}

/// An administrator sets a password or a recovery question. What is not sent stays.
fn change_credentials(context: &mut Context<'_>, user: &mut Value, sent: &Value) -> Result<(), Problem> {
    let id = id_of(user).to_owned();
    let mut secrets = context.secrets(&id)?;
    let required = policy::effect::requirements_for(context, user)?;
    let mut changed = false;
    if is_import(&sent["password"]) {
        if status_of(user) != "STAGED" {
            let cause = "password: a hash or hook can be set only when the user is created or staged";
            return Err(Problem::validation("password", cause));
        }
        secrets.password = new_password(&sent["password"], &required, &user["profile"])?;
        user["credentials"]["provider"] = json!({ "type": "IMPORT", "name": "IMPORT" });
        changed = true;
    } else if let Some(password) = sent["password"]["value"].as_str() {
        check_new_password(context, user, &secrets, password, &required)?;
        secrets.set_password(password);
        changed = true;
    }
    if changed {
        show_password(user, &context.now_text());
        if matches!(status_of(user), "PROVISIONED" | "RECOVERY" | "PASSWORD_EXPIRED" | "LOCKED_OUT") {
            set_status(user, "ACTIVE", &context.now_text());
        }
        context.log("user.account.update_password", &[Target::user(user)])?;
    }
    if let Some((question, answer)) = new_question(&sent["recovery_question"], &required)? {
        show_question(user, &question);
        secrets.set_answer(&answer);
        changed = true;
    }
    if changed {
        context.put_secrets(&id, &secrets)?;
    }
    Ok(())
}

fn check_new_password(
    context: &Context<'_>,
    user: &Value,
    secrets: &Secrets,
    password: &str,
    required: &Requirements,
) -> Result<(), Problem> {
    let refused = |cause: &str| Err(Problem::validation("password", format!("password: {cause}")));
    if !matches!(user["credentials"]["provider"]["type"].as_str(), Some("OKTA" | "IMPORT")) {
        return refused("Password");
    }
    if let Some(violation) = required.violation(password, &user["profile"]) {
        return refused(&violation);
    }
    if !context.flag("strict", false) {
        return Ok(());
    }
    if let Some(violation) = required.too_young(user, context.now) {
        return refused(&violation);
    }
    if secrets.used_recently(password, required.history) {
        return refused("Password has been used too recently");
    }
    Ok(())
}

/// Marks that the user has a password from now on.
pub fn show_password(user: &mut Value, now: &str) {
    let mut shown = Map::new();
    shown.insert("password".into(), json!({}));
    if let Some(old) = user["credentials"].as_object() {
        shown.extend(
            old.iter()
                .filter(|(name, _)| *name != "password")
                .map(|(name, value)| (name.clone(), value.clone())),
        );
    }
    user["credentials"] = Value::Object(shown);
    user["passwordChanged"] = json!(now);
}

pub fn show_question(user: &mut Value, question: &str) {
    let provider = user["credentials"]["provider"].take();
    let mut shown = user["credentials"].as_object().cloned().unwrap_or_default();
    shown.shift_remove("provider");
    shown.insert("recovery_question".into(), json!({ "question": question }));
    shown.insert("provider".into(), provider);
    user["credentials"] = Value::Object(shown);
}

pub fn set_status(user: &mut Value, status: &str, now: &str) {
    user["status"] = json!(status);
    user["statusChanged"] = json!(now);
}

// ---- delete ----

/// The first call deactivates, the second removes.
fn delete(context: &mut Context<'_>) -> Result<Reply, Problem> {
    let mut user = context.user("id")?;
    if status_of(&user) != "DEPROVISIONED" {
        user_lifecycle::deactivate_user(context, &mut user)?;
        return Ok(applied_preference(context, Reply::no_content()));
    }
    let id = id_of(&user).to_owned();
    context.log("user.lifecycle.delete.initiated", &[Target::user(&user)])?;
    context.tx.delete("user", &id)?;
    context.tx.delete("user_secret", &id)?;
    linked_object::forget_user(context, &id)?;
    group_owner::forget(context, &id)?;
    context.log("user.lifecycle.delete.completed", &[Target::user(&user)])?;
    Ok(applied_preference(context, Reply::no_content()))
}

/// `Prefer: respond-async` is honoured by saying so: everything is done at once here.
pub fn applied_preference(context: &Context<'_>, reply: Reply) -> Reply {
    match context.header("prefer") {
        Some(wanted) if wanted.contains("respond-async") => {
            reply.header(HeaderName::from_static("preference-applied"), "respond-async")
        }
        _ => reply,
    }
}
