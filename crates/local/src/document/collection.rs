//! Serving a collection: one function an operation, the same for every resource.

use http::StatusCode;
use jiff::SignedDuration;
use serde_json::{Map, Value, json};

use crate::document::description::{
    Answer, Change, Collection, Embed, Hint, Id, Link, Listing, Stamps, Verb,
};
use crate::document::rules::{refuse, refuse_taken};
use crate::document::{body, place};
use crate::kernel::clock;
use crate::kernel::context::{Context, Reply};
use crate::kernel::event::Target;
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::page::Page;
use crate::kernel::problem::Problem;
use crate::language::filter::{Filter, Kind, Matcher, Operator, Rules};

pub fn serve(
    context: &mut Context<'_>,
    collection: &'static Collection,
    verb: Verb,
) -> Result<Reply, Problem> {
    let place = place::of(context, collection.path())?;
    let (path, id) = (place.path.as_str(), place.id.as_str());
    if let Some(hooks) = collection.hooks {
        (hooks.before)(context)?;
    }
    if verb == Verb::List {
        return list(context, collection, path);
    }
    if verb == Verb::Create {
        return create(context, collection, path);
    }
    if verb == Verb::Clear {
        return clear(context, collection, path);
    }
    let document = match find(context, collection, path, id) {
        Err(problem) if problem.code == "E0000007" && verb == Verb::Delete && collection.deletes_anything => {
            return Ok(Reply::no_content());
        }
        found => found?,
    };
    refuse(context, collection, &document)?;
    match verb {
        Verb::Replace => replace(context, collection, path, document),
        Verb::Update => update(context, collection, path, document),
        Verb::Delete => delete(context, collection, path, &document),
        Verb::Act(at) => act(context, collection, path, document, at),
        _ => Ok(Reply::ok(&expanded(context, collection, path, document)?)),
    }
}

// ---- finding ----

/// A document by its id; a 404 names the resource's type.
pub fn find(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    id: &str,
) -> Result<Value, Problem> {
    prepare(context, collection, path)?;
    context.tx.get(collection.kept_at(path), id)?.ok_or_else(|| Problem::not_found(id, collection.kind))
}

/// Puts in what is there from the beginning, when somebody looks for the first time.
fn prepare(context: &mut Context<'_>, collection: &Collection, path: &str) -> Result<(), Problem> {
    let seeds = match collection.seeds_of {
        Some(seeds_of) => seeds_of(&parent(context, collection, path)?),
        None => (collection.seeds)(),
    };
    let seeds = seeds.as_array().map_or(&[][..], Vec::as_slice);
    if seeds.is_empty() || context.tx.exists(kind::SEEDED, path)? {
        return Ok(());
    }
    context.write_first(|context| plant(context, collection, path, seeds))
}

/// The document below which a path is: `/…/parents/{id}/children`.
fn parent(context: &Context<'_>, collection: &Collection, path: &str) -> Result<Value, Problem> {
    let below = collection.path().rsplit('/').take_while(|segment| !segment.starts_with('{')).count();
    let segments: Vec<&str> = path.split('/').collect();
    let Some(at) = segments.len().checked_sub(below + 1) else { return Ok(Value::Null) };
    Ok(context.tx.get(kind::at(&segments[..at].join("/")), segments[at])?.unwrap_or_default())
}

fn plant(context: &Context<'_>, collection: &Collection, path: &str, seeds: &[Value]) -> Result<(), Problem> {
    if context.tx.exists(kind::SEEDED, path)? {
        return Ok(());
    }
    context.tx.put(kind::SEEDED, path, &json!(true))?;
    for seed in seeds {
        let document = filled(context, body::over((collection.shows)(), seed), seed);
        let document = named(context, collection, document);
        context.tx.put(collection.kept_at(path), key(collection, &document), &document)?;
    }
    Ok(())
}

fn key<'a>(collection: &Collection, document: &'a Value) -> &'a str {
    document[collection.id.member()].as_str().unwrap_or_default()
}

/// A new document with its id first, and with its times.
fn named(context: &Context<'_>, collection: &Collection, document: Value) -> Value {
    let member = collection.id.member();
    let mut whole = json!({});
    match (&document[member], collection.id) {
        (Value::String(given), _) => whole[member] = json!(given),
        (_, Id::Made(prefix)) => whole[member] = json!(context.new_id(prefix)),
        (_, Id::Uuid(_)) => whole[member] = json!(id::uuid()),
        (_, Id::Given(_)) => {}
    }
    let mut whole = body::over(whole, &document);
    stamp(context, &mut whole, collection.stamps, collection.stamps.created, collection.stamps.created_by);
    touch(context, collection, &mut whole);
    whole
}

/// The document was changed now, by the caller.
pub fn touch(context: &Context<'_>, collection: &Collection, document: &mut Value) {
    stamp(context, document, collection.stamps, collection.stamps.changed, collection.stamps.changed_by);
}

fn stamp(context: &Context<'_>, document: &mut Value, stamps: Stamps, when: &str, whom: &str) {
    if !when.is_empty() {
        document[when] = json!((stamps.written)(context.now));
    }
    if !whom.is_empty() {
        document[whom] = json!(context.caller.user_id);
    }
}

/// Puts in what the texts of a description stand for.
pub fn filled(context: &Context<'_>, value: Value, members: &Value) -> Value {
    match value {
        Value::String(text) if text.contains('{') => Value::String(text_filled(context, &text, members)),
        Value::Array(items) => items.into_iter().map(|item| filled(context, item, members)).collect(),
        Value::Object(own) => {
            own.into_iter().map(|(name, value)| (name, filled(context, value, members))).collect()
        }
        other => other,
    }
}

fn text_filled(context: &Context<'_>, text: &str, members: &Value) -> String {
    let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
    let Some((name, after)) = rest.split_once('}') else { return text.to_owned() };
    let value = match name {
        "org" => Some(context.org.facts().org.clone()),
        "admin" => Some(context.org.facts().admin.clone()),
        "soon" => Some(clock::seconds(context.now + SignedDuration::from_hours(8))),
        "now" => Some(context.now_text()),
        "made" => Some(made(context)),
        "uuid" => Some(id::uuid()),
        "00g" | "00u" => Some(context.new_id(name)),
        "hex" => Some(id::uuid().replace('-', "")),
        name if name.contains(" of ") => Some(of_user(context, name, members)),
        name => members[name].as_str().or_else(|| param(context, name)).map(str::to_owned),
    };
    let after = text_filled(context, after, members);
    match value {
        Some(value) => format!("{before}{value}{after}"),
        None => format!("{before}{{{name}}}{after}"),
    }
}

/// When the org was made: `Everyone` is as old.
pub fn made(context: &Context<'_>) -> String {
    let everyone =
        context.tx.get(kind::GROUP, &context.org.facts().everyone).ok().flatten().unwrap_or_default();
    everyone["created"].as_str().unwrap_or_default().to_owned()
}

/// An attribute of the user whose id a member is: `login of oktaUserId`.
fn of_user(context: &Context<'_>, wanted: &str, members: &Value) -> String {
    let (attribute, member) = wanted.split_once(" of ").unwrap_or_default();
    let id = members[member].as_str().unwrap_or_default();
    let user = context.user_named(id).unwrap_or_default();
    user["profile"][attribute].as_str().unwrap_or_default().to_owned()
}

fn param<'a>(context: &'a Context<'_>, name: &str) -> Option<&'a str> {
    let params = &context.request.params;
    params.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

// ---- answers ----

/// A document as it is shown: without secrets, with its links.
pub fn answer(context: &Context<'_>, collection: &Collection, path: &str, mut document: Value) -> Value {
    body::hide(collection.fields, &mut document);
    for member in collection.once {
        body::take(&mut document, member);
    }
    let derived = (collection.derives)(&document);
    document = body::over(document, &derived);
    let own = format!("{}{path}/{}", context.request.base, key(collection, &document));
    if let Some(links) = links(context, collection.links, &own, &document) {
        document[collection.linked] = links;
    }
    document
}

/// A document with what `expand` asks for.
fn expanded(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    document: Value,
) -> Result<Value, Problem> {
    let embedded = embedded(context, collection.embeds, &document)?;
    let mut shown = answer(context, collection, path, document);
    if let Some(embedded) = embedded {
        shown["_embedded"] = embedded;
    }
    Ok(shown)
}

/// What `expand` asks for, if anything.
pub fn embedded(
    context: &mut Context<'_>,
    embeds: &[(&str, Embed)],
    document: &Value,
) -> Result<Option<Value>, Problem> {
    let words = context.words("expand");
    let mut embedded = Map::new();
    for (word, find) in embeds.iter().filter(|(word, _)| words.iter().any(|asked| asked == word)) {
        let found = find(context, document)?;
        if !found.is_null() {
            embedded.insert((*word).to_owned(), found);
        }
    }
    Ok((!embedded.is_empty()).then_some(Value::Object(embedded)))
}

/// All documents at a path, as they are shown.
pub fn all(context: &mut Context<'_>, collection: &Collection, path: &str) -> Result<Vec<Value>, Problem> {
    prepare(context, collection, path)?;
    let all = context.tx.all(collection.kept_at(path))?.into_iter();
    Ok(all.map(|(_, document)| answer(context, collection, path, document)).collect())
}

/// The links of a document; a link may stand for one state only.
pub fn links(context: &Context<'_>, described: &[Link], own: &str, document: &Value) -> Option<Value> {
    if described.is_empty() {
        return None;
    }
    let applies = |link: &&Link| {
        let set = link.where_set.is_none_or(|member| !document[member].is_null());
        set && link.when.is_none_or(|when| holds(when, document))
            && link.and.is_none_or(|and| holds(and, document))
    };
    let mut links = json!({});
    for link in described.iter().filter(applies) {
        let path = text_filled(context, link.path, document);
        let href = match path.strip_prefix('~') {
            Some(path) => format!("{}{path}", context.request.base),
            None => format!("{own}{path}"),
        };
        let mut shown = body::over(json!({ "href": href }), &(link.more)());
        match link.hint {
            Hint::None => {}
            Hint::Allow(methods) => shown["hints"] = json!({ "allow": methods }),
            Hint::Method(method) => shown["method"] = json!(method),
        }
        links[link.rel] = shown;
    }
    Some(links)
}

fn holds((member, values): (&str, &[&str]), document: &Value) -> bool {
    match &document[member] {
        Value::String(text) => values.contains(&text.as_str()),
        other => values.contains(&other.to_string().as_str()),
    }
}

// ---- the operations ----

fn list(context: &mut Context<'_>, collection: &Collection, path: &str) -> Result<Reply, Problem> {
    prepare(context, collection, path)?;
    if let Some(cause) = collection.needs_filter
        && context.query("filter").is_none()
    {
        return Err(Problem::validation("filter", cause));
    }
    let filter = filter(context, collection)?;
    let keyword = context.query("q").unwrap_or_default().to_lowercase();
    let mut found = Vec::new();
    let mut all = context.tx.all(collection.kept_at(path))?;
    if let Some(member) = collection.sorted {
        all.sort_by_key(|(_, document)| document[member].as_i64());
    }
    for (id, document) in all {
        let written = document.to_string();
        let wanted = filter.as_ref().is_none_or(|filter| filter.matches(written.as_bytes()));
        if wanted && begins(collection, &document, &keyword) {
            found.push((id, expanded(context, collection, path, document)?));
        }
    }
    let bytes = |(id, document): (String, Value)| (id, document.to_string().into_bytes());
    match collection.listing {
        Listing::Whole => Ok(Reply::ok(&found.into_iter().map(|(_, document)| document).collect::<Vec<_>>())),
        Listing::Paged(limits) => {
            let page = Page::of(context, limits)?;
            Ok(page.slice(context, found.into_iter().map(bytes).collect()))
        }
        Listing::Wrapped(member) => {
            let all: Vec<Value> = found.into_iter().map(|(_, document)| document).collect();
            Ok(Reply::ok(&json!({ member: all })))
        }
    }
}

fn begins(collection: &Collection, document: &Value, keyword: &str) -> bool {
    let begins = |member: &&str| {
        document[*member].as_str().is_some_and(|text| text.to_lowercase().starts_with(keyword))
    };
    keyword.is_empty() || collection.keyword.is_empty() || collection.keyword.iter().any(begins)
}

/// `filter` or `search`, where the resource knows it.
fn filter(context: &Context<'_>, collection: &Collection) -> Result<Option<Matcher>, Problem> {
    let search = context.query("search");
    let Some(text) = context.query("filter").or(search).filter(|_| !collection.filter.is_empty()) else {
        return Ok(None);
    };
    let rules = Rules {
        attribute: &|name| collection.filter.contains(&name).then(|| kind(name)),
        operator: &|name, _, operator| match operator {
            Some(Operator::Ne) => false,
            Some(Operator::Co) => collection.contains.is_empty() || collection.contains.contains(&name),
            _ => true,
        },
        not: false,
        or: true,
        and: true,
        elements: false,
    };
    let checked = Filter::checked(text, &rules).map(|filter| filter.renamed(collection.filtered_at));
    match (checked, search.is_some()) {
        (Ok(filter), true) => Ok(Some(Matcher::insensitive(&filter))),
        (Ok(filter), false) => Ok(Some(Matcher::sensitive(&filter))),
        (Err(_), true) => Err(Problem::invalid_search()),
        (Err(error), false) => Err(error.into_problem(text)),
    }
}

fn kind(attribute: &str) -> Kind {
    match attribute {
        "created" | "lastUpdated" => Kind::Date,
        _ => Kind::Text,
    }
}

fn create(context: &mut Context<'_>, collection: &Collection, path: &str) -> Result<Reply, Problem> {
    // Some things are made without a body.
    let body = if collection.fields.is_empty() { context.object_or_empty()? } else { context.object()? };
    let document = make(context, collection, path, &body)?;
    let status = StatusCode::from_u16(collection.created).unwrap_or(StatusCode::OK);
    let mut shown = answer(context, collection, path, document.clone());
    for member in collection.once {
        shown[*member] = document[*member].clone();
    }
    Ok(Reply::json(status, &shown))
}

/// Makes a document of what a body says.
pub fn make(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    body: &Value,
) -> Result<Value, Problem> {
    prepare(context, collection, path)?;
    let document = match collection.hooks {
        Some(hooks) => (hooks.make)(context, &change(collection, path, body, None))?,
        None => new(context, collection, path, body)?,
    };
    save(context, collection, path, &document, "create")?;
    followed(context, collection, path, document)
}

/// A new document, as the description has it.
fn new(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    body: &Value,
) -> Result<Value, Problem> {
    let sent = body::complete(collection.fields, body)?;
    refuse_taken(context, collection, path, &sent, None)?;
    if let Some(most) = collection.most
        && context.tx.all(collection.kept_at(path))?.len() >= most.count
    {
        return Err(Problem::new(most.code, most.summary));
    }
    let shown = filled(context, (collection.shows)(), &sent);
    Ok(named(context, collection, body::over(shown, &sent)))
}

fn change<'a>(collection: &Collection, path: &'a str, body: &'a Value, old: Option<&'a Value>) -> Change<'a> {
    Change { parent: collection.parent_in(path), body, old }
}

fn replace(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    old: Value,
) -> Result<Reply, Problem> {
    let body = context.object()?;
    if let Some(hooks) = collection.hooks {
        let document = (hooks.make)(context, &change(collection, path, &body, Some(&old)))?;
        save(context, collection, path, &document, "update")?;
        let document = followed(context, collection, path, document)?;
        return Ok(Reply::ok(&answer(context, collection, path, document)));
    }
    let mut sent = body::known(collection.fields, &body)?;
    body::keep_secrets(collection.fields, &old, &mut sent);
    for field in collection.fields.iter().filter(|field| field.fixed && !old[field.path].is_null()) {
        sent[field.path] = old[field.path].clone();
    }
    let sent = body::complete(collection.fields, &sent)?;
    refuse_taken(context, collection, path, &sent, Some(key(collection, &old)))?;
    let mut document = old;
    for field in collection.fields.iter().filter(|field| sent.get(field.top()).is_none()) {
        body::take(&mut document, field.top());
    }
    finish(context, collection, path, body::over(document, &sent))
}

fn update(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    old: Value,
) -> Result<Reply, Problem> {
    let mut sent = body::known(collection.fields, &context.object()?)?;
    for field in collection.fields.iter().filter(|field| field.fixed) {
        body::take(&mut sent, field.path);
    }
    let mut document = old;
    body::merge(&mut document, &sent);
    body::complete(collection.fields, &document)?;
    refuse_taken(context, collection, path, &document, Some(key(collection, &document)))?;
    finish(context, collection, path, document)
}

fn finish(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    mut document: Value,
) -> Result<Reply, Problem> {
    touch(context, collection, &mut document);
    save(context, collection, path, &document, "update")?;
    Ok(Reply::ok(&answer(context, collection, path, document)))
}

fn clear(context: &mut Context<'_>, collection: &Collection, path: &str) -> Result<Reply, Problem> {
    for (id, _) in context.tx.all(collection.kept_at(path))? {
        context.tx.delete(collection.kept_at(path), &id)?;
    }
    Ok(Reply::no_content())
}

fn delete(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    document: &Value,
) -> Result<Reply, Problem> {
    context.tx.delete(collection.kept_at(path), key(collection, document))?;
    log(context, collection, document, "delete")?;
    if let Some(hooks) = collection.hooks {
        (hooks.gone)(context, collection.parent_in(path), document)?;
    }
    Ok(Reply::no_content())
}

fn act(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    document: Value,
    at: usize,
) -> Result<Reply, Problem> {
    let action = &collection.actions[at];
    let sets = filled(context, (action.sets)(), &document);
    let mut document = body::over(document, &sets);
    touch(context, collection, &mut document);
    save(context, collection, path, &document, action.event)?;
    let document = followed(context, collection, path, document)?;
    let shown = || answer(context, collection, path, document);
    Ok(reply(action.answer, shown))
}

/// Does what follows from a change, and gives the document as it is then.
fn followed(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    document: Value,
) -> Result<Value, Problem> {
    let Some(hooks) = collection.hooks else { return Ok(document) };
    (hooks.after)(context, collection.parent_in(path), &document)?;
    Ok(context.tx.get(collection.kept_at(path), key(collection, &document))?.unwrap_or(document))
}

/// What an action answers with.
pub fn reply(answer: Answer, shown: impl FnOnce() -> Value) -> Reply {
    match answer {
        Answer::Document => Reply::ok(&shown()),
        Answer::Nothing => Reply { status: StatusCode::OK, ..Reply::no_content() },
        Answer::Accepted => Reply { status: StatusCode::ACCEPTED, ..Reply::no_content() },
        Answer::NoContent => Reply::no_content(),
    }
}

// ---- keeping ----

/// Writes a document and says so in the System Log.
pub fn save(
    context: &mut Context<'_>,
    collection: &Collection,
    path: &str,
    document: &Value,
    event: &str,
) -> Result<(), Problem> {
    context.tx.put(collection.kept_at(path), key(collection, document), document)?;
    log(context, collection, document, event)
}

fn log(
    context: &mut Context<'_>,
    collection: &Collection,
    document: &Value,
    event: &str,
) -> Result<(), Problem> {
    let Some(prefix) = collection.events else { return Ok(()) };
    let name = ["name", "label", "displayName"].iter().find_map(|member| document[*member].as_str());
    let target = Target {
        id: key(collection, document).to_owned(),
        kind: collection.kind,
        alternate_id: "unknown".into(),
        display_name: name.unwrap_or("unknown").to_owned(),
    };
    context.log(&format!("{prefix}.{event}"), &[target])
}
