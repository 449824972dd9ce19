//! An import: all users and groups of an app's server are read, page by page, and matched with those of the org.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::kernel::context::Context;
use crate::kernel::event::{Outcome, Target};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;
use crate::outside::scim::client::{self, Client, Failure};
use crate::outside::scim::{Way, form, log, text};
use crate::resource::app::provisioning::External;
use crate::resource::app::{feature as app_feature, group_push_mapping, user as app_user};
use crate::resource::group::member as group_member;
use crate::resource::schema::app as app_schema;
use crate::resource::user;

const PER_PAGE: usize = 100;
/// More pages than this are no list: a server may count wrongly, and never end.
const MAX_PAGES: usize = 1000;
/// An import that would take the app from more of its users than this, of a hundred, takes it from nobody.
const SAFEGUARD: usize = 20;
/// How many users an import lists that wait for somebody to decide about them.
const MAX_WAITING: usize = 1000;

/// All that a server lists.
struct Listed<T> {
    items: Vec<T>,
    /// The server announced more than it showed.
    has_gap: bool,
}

struct Person {
    id: String,
    name: String,
    email: String,
    given: String,
    family: String,
    profile: Map<String, Value>,
}

impl Person {
    /// As who waits is kept.
    fn waiting(&self, status: &str) -> Value {
        json!({
            "externalId": self.id, "userName": self.name, "status": status, "email": self.email,
            "givenName": self.given, "familyName": self.family, "profile": self.profile,
        })
    }

    fn of(kept: &Value) -> Self {
        Person {
            id: text(&kept["externalId"]),
            name: text(&kept["userName"]),
            email: text(&kept["email"]),
            given: text(&kept["givenName"]),
            family: text(&kept["familyName"]),
            profile: kept["profile"].as_object().cloned().unwrap_or_default(),
        }
    }
}

struct Team {
    id: String,
    name: String,
    members: Vec<String>,
}

#[derive(Default)]
struct Counts {
    scanned: usize,
    new: usize,
    updated: usize,
    unchanged: usize,
    removed: usize,
}

pub(super) async fn run(way: &Way, client: &Client) {
    let begun = way.with(|context| {
        let app = context.app_with(&way.app)?;
        for event in ["system.import.start", "system.import.download.start"] {
            log::write(context, event, Outcome::success(), &app, &[Target::app(&app)])?;
        }
        let attributes = app_schema::external_names(context, &app)?;
        Ok((app, attributes, context.now_text()))
    });
    let Some((app, attributes, started)) = begun else { return };
    let listed = read(client, &attributes).await;
    way.with(|context| {
        let mut result = match &listed {
            Ok((people, teams)) => take(context, &app, people, teams)?,
            Err(failure) => {
                log::trouble(context, &app, failure)?;
                json!({ "error": format!("The import from app {} failed: {}", text(&app["label"]), failure.reason) })
            }
        };
        let outcome = match &result["error"] {
            Value::String(error) => Outcome::failure(error.clone()),
            _ => Outcome::success(),
        };
        result["started"] = json!(started);
        result["ended"] = json!(context.now_text());
        context.tx.put(kind::SCIM_IMPORT, &way.app, &result)?;
        log::write(context, "system.import.complete", outcome, &app, &[Target::app(&app)])
    });
}

async fn read(client: &Client, attributes: &[External]) -> Result<(Listed<Person>, Listed<Team>), Failure> {
    let people = list(client, "Users", &|resource| person(resource, attributes)).await?;
    let teams = match list(client, "Groups", &|resource| team(resource)).await {
        // Not every server has groups.
        Err(Failure { status: Some(404 | 501), .. }) => Listed { items: Vec::new(), has_gap: false },
        teams => teams?,
    };
    Ok((people, teams))
}

/// The next page begins a hundred further, however many came.
async fn list<T>(
    client: &Client,
    kind: &str,
    keep: &(dyn Fn(&Value) -> Option<T> + Sync),
) -> Result<Listed<T>, Failure> {
    let (mut items, mut seen) = (Vec::new(), 0);
    for number in 0..MAX_PAGES {
        let start = number * PER_PAGE + 1;
        let listed = client.get(&format!("/{kind}?startIndex={start}&count={PER_PAGE}")).await?;
        if !listed["Resources"].is_array() {
            return Err(Failure::because("the list has no array Resources"));
        }
        let page = client::page(&listed)?;
        seen += page.items.len();
        items.extend(page.items.iter().filter_map(keep));
        let total = usize::try_from(page.total).unwrap_or(usize::MAX);
        if page.items.is_empty() || start + PER_PAGE > total {
            return Ok(Listed { items, has_gap: seen < total });
        }
    }
    Err(Failure::because(format!("the list has more than {MAX_PAGES} pages")))
}

/// Who is switched off there is as good as not there.
fn person(resource: &Value, attributes: &[External]) -> Option<Person> {
    if resource["active"] == false {
        return None;
    }
    let emails = resource["emails"].as_array().map(Vec::as_slice).unwrap_or_default();
    let email = emails.iter().find(|email| email["primary"] == true).or(emails.first());
    Some(Person {
        id: client::id_of(resource)?.to_owned(),
        name: resource["userName"].as_str().filter(|name| !name.is_empty())?.to_owned(),
        email: email.map(|email| text(&email["value"])).unwrap_or_default(),
        given: text(&resource["name"]["givenName"]),
        family: text(&resource["name"]["familyName"]),
        profile: form::profile_of(resource, attributes),
    })
}

fn team(resource: &Value) -> Option<Team> {
    let members = resource["members"].as_array().into_iter().flatten();
    Some(Team {
        id: client::id_of(resource)?.to_owned(),
        name: resource["displayName"].as_str().filter(|name| !name.is_empty())?.to_owned(),
        members: members.filter_map(|member| member["value"].as_str()).map(str::to_owned).collect(),
    })
}

fn take(
    context: &mut Context<'_>,
    app: &Value,
    people: &Listed<Person>,
    teams: &Listed<Team>,
) -> Result<Value, Problem> {
    let mut known = known_users(context, id_of(app))?;
    let before = known.clone();
    let rules = app_feature::import_rules(context, app)?;
    let (mut counts, mut waiting) = (Counts::default(), Vec::new());
    for person in &people.items {
        counts.scanned += 1;
        match known.get(&person.id).cloned() {
            Some(user_id) => refresh(context, app, person, &user_id, &mut counts)?,
            None => match newcomer(context, app, person, &rules)? {
                Newcomer::Linked(user_id) => {
                    counts.new += 1;
                    known.insert(person.id.clone(), user_id);
                }
                Newcomer::Waits(status) if waiting.len() < MAX_WAITING => {
                    waiting.push(person.waiting(status));
                }
                Newcomer::Waits(_) => {}
            },
        }
    }
    let seen: HashSet<&str> = people.items.iter().map(|person| person.id.as_str()).collect();
    let gone: Vec<&String> =
        before.iter().filter(|(id, _)| !seen.contains(id.as_str())).map(|(_, user)| user).collect();
    let is_guarded = gone.len() * 100 > before.len() * SAFEGUARD;
    if !is_guarded && !people.has_gap {
        for user_id in gone {
            remove(context, app, user_id)?;
            counts.removed += 1;
        }
    }
    let new_teams = take_teams(context, app, &teams.items, &known)?;
    Ok(json!({
        "users": {
            "scanned": counts.scanned,
            "new": counts.new,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "removed": counts.removed,
        },
        "groups": { "scanned": teams.items.len(), "new": new_teams },
        "waiting": waiting,
        "hasGap": people.has_gap || teams.has_gap,
        "safeguard": is_guarded,
        "error": null,
    }))
}

/// The users of the app that the server has, by their ids there.
fn known_users(context: &Context<'_>, app_id: &str) -> Result<HashMap<String, String>, Problem> {
    let records = context.tx.all(kind::SCIM_USER.of(app_id))?;
    Ok(records
        .into_iter()
        .filter_map(|(user_id, record)| Some((record["externalId"].as_str()?.to_owned(), user_id)))
        .collect())
}

/// A user that the org knows may have another profile there.
fn refresh(
    context: &mut Context<'_>,
    app: &Value,
    person: &Person,
    user_id: &str,
    counts: &mut Counts,
) -> Result<(), Problem> {
    let Some(mut assigned) = context.tx.linked(kind::APP_USER, id_of(app), user_id)? else { return Ok(()) };
    let before = assigned["profile"].clone();
    for (name, value) in &person.profile {
        assigned["profile"][name] = value.clone();
    }
    if assigned["profile"] == before {
        counts.unchanged += 1;
        return Ok(());
    }
    counts.updated += 1;
    assigned["lastSync"] = json!(context.now_text());
    assigned["lastUpdated"] = assigned["lastSync"].clone();
    context.tx.link(kind::APP_USER, id_of(app), user_id, &assigned)?;
    log_user(context, "application.provision.user.import_profile", app, user_id, &assigned)
}

fn log_user(
    context: &mut Context<'_>,
    event_type: &str,
    app: &Value,
    user_id: &str,
    assigned: &Value,
) -> Result<(), Problem> {
    let user = context.tx.get(kind::USER, user_id)?.unwrap_or_else(|| json!({ "id": user_id }));
    log::user(context, event_type, Outcome::success(), app, (&user, assigned))
}

enum Newcomer {
    Linked(String),
    /// Somebody has to decide; Okta's console asks for it.
    Waits(&'static str),
}

fn newcomer(
    context: &mut Context<'_>,
    app: &Value,
    person: &Person,
    rules: &Value,
) -> Result<Newcomer, Problem> {
    if let Some(user_id) = matched(context, person, rules)? {
        let has_app = context.tx.linked(kind::APP_USER, id_of(app), &user_id)?.is_some();
        if has_app || rules["autoConfirmExactMatch"] == true {
            link(context, app, person, &user_id)?;
            return Ok(Newcomer::Linked(user_id));
        }
        return Ok(Newcomer::Waits("MATCHED"));
    }
    if rules["autoConfirmNewUsers"] != true {
        return Ok(Newcomer::Waits("IMPORTED"));
    }
    match create(context, person, rules["autoActivateNewUsers"] == true)? {
        Some(user_id) => {
            link(context, app, person, &user_id)?;
            Ok(Newcomer::Linked(user_id))
        }
        None => Ok(Newcomer::Waits("IMPORTED")),
    }
}

/// The user of the org who is the same, as far as the rules of the app say.
fn matched(context: &Context<'_>, person: &Person, rules: &Value) -> Result<Option<String>, Problem> {
    Ok(match rules["exactMatchCriteria"].as_str() {
        Some("EMAIL") => context.tx.find(kind::USER, "profile.email", &person.email)?,
        _ => context.tx.find(kind::USER, "profile.login", &person.name)?,
    })
}

/// Somebody decides about a user who waits since the last import: the app takes them over, or they wait no longer. Nothing
/// if nobody with this id waits.
pub fn decide(
    context: &mut Context<'_>,
    app: &Value,
    external_id: &str,
    confirm: bool,
) -> Result<Option<String>, Problem> {
    let mut last = context.tx.get(kind::SCIM_IMPORT, id_of(app))?.unwrap_or_default();
    let waiting = last["waiting"].as_array_mut();
    let kept = waiting.and_then(|waiting| {
        let at = waiting.iter().position(|kept| kept["externalId"] == external_id)?;
        Some(waiting.remove(at))
    });
    let Some(kept) = kept else { return Ok(None) };
    context.tx.put(kind::SCIM_IMPORT, id_of(app), &last)?;
    let person = Person::of(&kept);
    if confirm {
        let rules = app_feature::import_rules(context, app)?;
        let user_id = match matched(context, &person, &rules)? {
            Some(user_id) => Some(user_id),
            None => create(context, &person, rules["autoActivateNewUsers"] == true)?,
        };
        let refused =
            || Problem::validation("externalId", "the org refuses a user with the data of the server");
        link(context, app, &person, &user_id.ok_or_else(refused)?)?;
    }
    Ok(Some(person.name))
}

/// A user is made as a client would make them. Whom the org refuses waits.
fn create(context: &mut Context<'_>, person: &Person, activate: bool) -> Result<Option<String>, Problem> {
    let email = if person.email.is_empty() { &person.name } else { &person.email };
    let body = json!({
        "profile": {
            "login": person.name, "email": email, "firstName": person.given, "lastName": person.family,
        },
    });
    context.request.body = body.to_string().into();
    context.request.query = vec![("activate".to_owned(), activate.to_string())];
    match user::create(context) {
        Ok(_) => Ok(context.tx.find(kind::USER, "profile.login", &person.name)?),
        Err(problem) => {
            tracing::info!(problem = %problem.body(), "an imported user waits");
            Ok(None)
        }
    }
}

/// The user has the app, and is known at its server.
fn link(context: &mut Context<'_>, app: &Value, person: &Person, user_id: &str) -> Result<(), Problem> {
    let user = context.tx.get(kind::USER, user_id)?.unwrap_or_default();
    let mut assigned = match context.tx.linked(kind::APP_USER, id_of(app), user_id)? {
        Some(assigned) => assigned,
        None => app_user::new_assignment(context, app, &user, "USER")?,
    };
    for (name, value) in &person.profile {
        assigned["profile"][name] = value.clone();
    }
    let now = json!(context.now_text());
    assigned["externalId"] = json!(person.id);
    assigned["credentials"]["userName"] = json!(person.name);
    assigned["status"] = json!(status::ACTIVE);
    assigned["syncState"] = json!(status::SYNCHRONIZED);
    assigned["lastSync"] = now;
    context.tx.link(kind::APP_USER, id_of(app), user_id, &assigned)?;
    let record = json!({ "externalId": person.id, "userName": person.name });
    context.tx.put(kind::SCIM_USER.of(id_of(app)), user_id, &record)?;
    log_user(context, "application.provision.user.import", app, user_id, &assigned)
}

/// The server has the user no longer: the app is taken away, and the server is told nothing.
fn remove(context: &mut Context<'_>, app: &Value, user_id: &str) -> Result<(), Problem> {
    context.tx.delete(kind::SCIM_USER.of(id_of(app)), user_id)?;
    let Some(mut assigned) = context.tx.linked(kind::APP_USER, id_of(app), user_id)? else { return Ok(()) };
    assigned["syncState"] = json!(status::DISABLED);
    app_user::remove(context, id_of(app), &assigned)
}

/// Groups of the server are groups of the app here, with the members that the org knows.
fn take_teams(
    context: &mut Context<'_>,
    app: &Value,
    teams: &[Team],
    known: &HashMap<String, String>,
) -> Result<usize, Problem> {
    let pushed = context.tx.all(kind::SCIM_GROUP.of(id_of(app)))?;
    let pushed: HashSet<String> = pushed.iter().map(|(_, record)| text(&record["externalId"])).collect();
    let mut new = 0;
    for team in teams.iter().filter(|team| !pushed.contains(&team.id)) {
        let links = kind::SCIM_APP_GROUP.of(id_of(app));
        let linked = context.tx.get(links, &team.id)?.unwrap_or_default();
        let group = linked["id"].as_str().map(|id| context.tx.get(kind::GROUP, id)).transpose()?.flatten();
        let group = match group {
            Some(group) => group,
            None => {
                let id = group_push_mapping::new_target(context, app, &team.name)?;
                context.tx.put(links, &team.id, &json!({ "id": id }))?;
                new += 1;
                context.tx.get(kind::GROUP, &id)?.unwrap_or_default()
            }
        };
        take_members(context, &group, team, known)?;
    }
    Ok(new)
}

fn take_members(
    context: &mut Context<'_>,
    group: &Value,
    team: &Team,
    known: &HashMap<String, String>,
) -> Result<(), Problem> {
    let wanted: HashSet<&str> =
        team.members.iter().filter_map(|id| known.get(id)).map(String::as_str).collect();
    let present = context.tx.link_ids(kind::MEMBER, id_of(group))?;
    for user_id in present.iter().filter(|id| !wanted.contains(id.as_str())) {
        if let Some(user) = context.tx.get(kind::USER, user_id)? {
            group_member::remove(context, group, &user)?;
        }
    }
    for user_id in wanted.into_iter().filter(|id| !present.iter().any(|known| known == id)) {
        if let Some(user) = context.tx.get(kind::USER, user_id)? {
            group_member::add(context, group, &user)?;
        }
    }
    Ok(())
}
