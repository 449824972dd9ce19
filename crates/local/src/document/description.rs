//! What the engine needs to know to serve a resource. Descriptions are plain data.

use jiff::Timestamp;
use oktars_catalog::Operation;
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::Context;
use crate::kernel::kind::{self, Kind};
use crate::kernel::page::Limits;
use crate::kernel::problem::Problem;
use crate::kernel::status;
use crate::kernel::stored::id_of;

/// A value that a description states. In its texts `{org}`, `{admin}`, `{now}`, `{made}`, `{soon}`, `{uuid}`, `{hex}`,
/// `{00g}` and `{00u}` stand for what they say. Any other `{name}` stands for the document's own member of that
/// name, or for the path's parameter.
pub type Make = fn() -> Value;

/// Documents at `/…/{id}` below one path: created, read, listed, replaced, updated, deleted, and moved
/// through states, as far as the catalogue has an operation for it.
pub struct Collection {
    /// The path of one document, as the catalogue writes it.
    pub item: &'static str,
    /// The type that a 404 names.
    pub kind: &'static str,
    pub id: Id,
    /// What a body may say. Other members are ignored, as Okta does.
    pub fields: &'static [Field],
    /// Members of a new document that no body sets.
    pub shows: Make,
    /// Members of an answer that follow from the document.
    pub derives: fn(&Value) -> Value,
    pub stamps: Stamps,
    pub links: &'static [Link],
    /// The member that holds the links.
    pub linked: &'static str,
    pub listing: Listing,
    /// The status of an answer to a create.
    pub created: u16,
    /// Members that only the answer to a create shows.
    pub once: &'static [&'static str],
    pub actions: &'static [Action],
    pub guards: &'static [Guard],
    pub uses: &'static [Use],
    /// What is not there is deleted, too: the answer is 204 and no 404.
    pub deletes_anything: bool,
    /// What every org has, or every parent.
    pub seeds: Make,
    /// What a parent has, where it depends on the parent.
    pub seeds_of: Option<fn(&Value) -> Value>,
    /// Attributes of `filter` and of `search`.
    pub filter: &'static [&'static str],
    /// Where such attributes stand in a document, if not under their own names.
    pub filtered_at: &'static [(&'static str, &'static str)],
    /// Those of them in which `search` looks for a part; all where none is named.
    pub contains: &'static [&'static str],
    /// Why a listing without `filter` is refused, where it is.
    pub needs_filter: Option<&'static str>,
    /// Members that begin with `q`.
    pub keyword: &'static [&'static str],
    /// The first words of the event types that changes leave in the System Log.
    pub events: Option<&'static str>,
    pub most: Option<Most>,
    /// What `expand` puts into `_embedded`, by its word.
    pub embeds: &'static [(&'static str, Embed)],
    /// Operations at these paths that are not served.
    pub except: &'static [&'static Operation],
    /// A body from which a document can be made.
    pub sample: Make,
    /// The member by which a listing is sorted, where that is not the id.
    pub sorted: Option<&'static str>,
    /// What the resource does that no data can say.
    pub hooks: Option<Hooks>,
}

/// The rules of a resource whose documents belong to one object, such as the secrets of an app.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// The kind under which the documents of an object are kept.
    pub kept: Kind<'static>,
    /// Refuses a request before any document is looked at.
    pub before: fn(&Context<'_>) -> Result<(), Problem>,
    /// Refuses a body, or makes of it the document that is kept.
    pub make: fn(&Context<'_>, &Change<'_>) -> Result<Value, Problem>,
    /// Follows when a document of this object was written.
    pub after: Followed,
    /// Follows when a document of this object was deleted.
    pub gone: Followed,
}

/// What follows from a change, told the id of the object and the document.
pub type Followed = fn(&mut Context<'_>, &str, &Value) -> Result<(), Problem>;

/// What to make of a body.
pub struct Change<'a> {
    /// The id of the object to which the document belongs.
    pub parent: &'a str,
    pub body: &'a Value,
    /// The document in whose place it comes.
    pub old: Option<&'a Value>,
}

impl Change<'_> {
    /// What is sent, or the default where it is not.
    pub fn or(&self, member: &str, default: Value) -> Value {
        if self.body[member].is_null() { default } else { self.body[member].clone() }
    }

    /// The id that stays, or a new one.
    pub fn id(&self, context: &Context<'_>, prefix: &str) -> String {
        self.old.map_or_else(|| context.new_id(prefix), |old| id_of(old).to_owned())
    }

    /// Whether a document is another one than that which changes.
    pub fn is_other(&self, document: &Value) -> bool {
        self.old.is_none_or(|old| old["id"] != document["id"])
    }
}

impl Hooks {
    pub const fn new(
        kept: Kind<'static>,
        make: fn(&Context<'_>, &Change<'_>) -> Result<Value, Problem>,
    ) -> Self {
        Hooks { kept, before: |_| Ok(()), make, after: |_, _, _| Ok(()), gone: |_, _, _| Ok(()) }
    }
}

/// Finds what is embedded in a document.
pub type Embed = fn(&mut Context<'_>, &Value) -> Result<Value, Problem>;

/// How a document is named.
#[derive(Clone, Copy)]
pub enum Id {
    /// `id`, made with this prefix.
    Made(&'static str),
    /// This member, which the body gives.
    Given(&'static str),
    /// This member, a UUID.
    Uuid(&'static str),
}

impl Id {
    pub const fn member(self) -> &'static str {
        match self {
            Id::Made(_) => "id",
            Id::Given(member) | Id::Uuid(member) => member,
        }
    }
}

/// The members that tell when and by which user; an empty name means no such member.
#[derive(Clone, Copy)]
pub struct Stamps {
    pub created: &'static str,
    pub changed: &'static str,
    pub created_by: &'static str,
    pub changed_by: &'static str,
    /// How the times are written.
    pub written: fn(Timestamp) -> String,
}

impl Stamps {
    pub const NONE: Stamps =
        Stamps { created: "", changed: "", created_by: "", changed_by: "", written: clock::seconds };
    pub const TIMES: Stamps = Stamps { created: "created", changed: "lastUpdated", ..Stamps::NONE };
    pub const PEOPLE: Stamps =
        Stamps { created_by: "createdBy", changed_by: "lastUpdatedBy", ..Stamps::TIMES };
    /// As resources of devices and rate limits call them.
    pub const DATES: Stamps = Stamps { created: "createdDate", changed: "lastUpdate", ..Stamps::PEOPLE };
}

#[derive(Clone, Copy)]
pub enum Listing {
    /// An array of all.
    Whole,
    /// An array with `Link` headers.
    Paged(Limits),
    /// An object with all in one member.
    Wrapped(&'static str),
}

/// At most this many, and the error of one more.
#[derive(Clone, Copy)]
pub struct Most {
    pub count: usize,
    pub code: &'static str,
    pub summary: &'static str,
}

/// A link of a document. A path that begins with `~` is the org's, and any other is added to the document's
/// own.
pub struct Link {
    pub rel: &'static str,
    pub path: &'static str,
    pub hint: Hint,
    /// Only where this member of the document is one of these.
    pub when: Option<(&'static str, &'static [&'static str])>,
    /// And only where this one is one of these.
    pub and: Option<(&'static str, &'static [&'static str])>,
    /// Only where this member of the document is there.
    pub where_set: Option<&'static str>,
    /// Further members.
    pub more: Make,
}

/// How a link says with which methods it is followed.
#[derive(Clone, Copy)]
pub enum Hint {
    None,
    Allow(&'static [&'static str]),
    Method(&'static str),
}

pub const fn link(rel: &'static str, path: &'static str, allow: &'static [&'static str]) -> Link {
    let hint = if allow.is_empty() { Hint::None } else { Hint::Allow(allow) };
    Link { rel, path, hint, when: None, and: None, where_set: None, more: nothing }
}

/// The link of a document to itself.
pub const fn own(allow: &'static [&'static str]) -> Link {
    link("self", "", allow)
}

impl Link {
    pub const fn when(self, member: &'static str, values: &'static [&'static str]) -> Self {
        Link { when: Some((member, values)), ..self }
    }

    pub const fn and(self, member: &'static str, values: &'static [&'static str]) -> Self {
        Link { and: Some((member, values)), ..self }
    }

    pub const fn when_set(self, member: &'static str) -> Self {
        Link { where_set: Some(member), ..self }
    }

    pub const fn method(self, method: &'static str) -> Self {
        Link { hint: Hint::Method(method), ..self }
    }

    pub const fn more(self, more: Make) -> Self {
        Link { more, ..self }
    }
}

/// `POST {document}/{path}`.
pub struct Action {
    pub path: &'static str,
    /// What the action sets.
    pub sets: Make,
    pub answer: Answer,
    /// The last words of the event type.
    pub event: &'static str,
}

/// What an action answers with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Document,
    /// 200 with no body.
    Nothing,
    /// 202 with no body.
    Accepted,
    NoContent,
}

pub const fn action(path: &'static str, sets: Make, answer: Answer) -> Action {
    Action { path, sets, answer, event: "update" }
}

pub const fn activate(answer: Answer) -> Action {
    Action {
        path: "lifecycle/activate",
        sets: || json!({ "status": status::ACTIVE }),
        answer,
        event: "activate",
    }
}

pub const fn deactivate(answer: Answer) -> Action {
    Action {
        path: "lifecycle/deactivate",
        sets: || json!({ "status": status::INACTIVE }),
        answer,
        event: "deactivate",
    }
}

/// The links between the two states that most resources have.
pub const ACTIVATE: Link =
    link("activate", "/lifecycle/activate", &["POST"]).when("status", &[status::INACTIVE]);
pub const DEACTIVATE: Link =
    link("deactivate", "/lifecycle/deactivate", &["POST"]).when("status", &[status::ACTIVE]);

/// What may not be done with some documents.
pub struct Guard {
    /// The operations, by id.
    pub operations: &'static [&'static Operation],
    /// A member of the document, and the value that forbids.
    pub member: &'static str,
    pub is: Make,
    pub code: &'static str,
    pub summary: &'static str,
    /// The only cause, where it is not empty.
    pub cause: &'static str,
}

/// What may not be done with a document that others need.
pub struct Use {
    /// The operations, by id.
    pub operations: &'static [&'static Operation],
    /// Whether anything needs it.
    pub is_used: fn(&Context<'_>, &Value) -> Result<bool, Problem>,
    pub code: &'static str,
    pub summary: &'static str,
    /// The only cause, where it is not empty.
    pub cause: &'static str,
}

/// Documents that have `true` for this member are kept from these operations.
pub const fn keeps(
    operations: &'static [&'static Operation],
    member: &'static str,
    code: &'static str,
    summary: &'static str,
) -> Guard {
    Guard { operations, member, is: || json!(true), code, summary, cause: "" }
}

/// A document that is active must be deactivated before it is deleted.
pub const fn only_inactive(
    operations: &'static [&'static Operation],
    code: &'static str,
    summary: &'static str,
    cause: &'static str,
) -> Guard {
    Guard { operations, member: "status", is: || json!(status::ACTIVE), code, summary, cause }
}

/// What an operation does with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    List,
    Create,
    /// Deletes all.
    Clear,
    Get,
    Replace,
    Update,
    Delete,
    /// The action at this place of the list.
    Act(usize),
}

fn nothing() -> Value {
    json!({})
}

fn none() -> Value {
    json!([])
}

impl Collection {
    pub const fn new(item: &'static str, kind: &'static str, id: Id) -> Self {
        Collection {
            item,
            kind,
            id,
            fields: &[],
            shows: nothing,
            derives: |_| nothing(),
            stamps: Stamps::TIMES,
            links: &[],
            linked: "_links",
            listing: Listing::Whole,
            created: 200,
            once: &[],
            actions: &[],
            guards: &[],
            uses: &[],
            deletes_anything: false,
            seeds: none,
            seeds_of: None,
            filter: &[],
            filtered_at: &[],
            contains: &[],
            needs_filter: None,
            keyword: &[],
            events: None,
            most: None,
            embeds: &[],
            except: &[],
            sample: nothing,
            sorted: None,
            hooks: None,
        }
    }

    /// The path of all documents.
    pub fn path(&self) -> &'static str {
        self.item.rsplit_once('/').map_or("", |(path, _)| path)
    }

    /// The kind of its documents, where they are below nothing.
    pub fn kept(&self) -> Kind<'static> {
        kind::at(self.path())
    }

    /// The kind of the documents at a path.
    pub fn kept_at<'a>(&self, path: &'a str) -> Kind<'a> {
        match self.hooks {
            Some(hooks) => hooks.kept.of(self.parent_in(path)),
            None => kind::at(path),
        }
    }

    /// The id of the object that has the documents at a path: `/…/parents/{id}/children`.
    pub fn parent_in<'a>(&self, path: &'a str) -> &'a str {
        let below = self.path().rsplit('/').take_while(|segment| !segment.starts_with('{')).count();
        path.rsplit('/').nth(below).unwrap_or_default()
    }
}

/// One document at a fixed path, which is always there.
pub struct Setting {
    pub path: &'static str,
    /// The type that a 404 names, where it is not there until somebody sets it.
    pub kind: Option<&'static str>,
    pub initial: Make,
    pub fields: &'static [Field],
    pub links: &'static [Link],
    /// What `expand` puts into `_embedded`, by its word.
    pub embeds: &'static [(&'static str, Embed)],
    pub actions: &'static [Action],
    /// The status of an answer to the first change, and to those that follow.
    pub created: u16,
    pub replaced: u16,
    pub except: &'static [&'static Operation],
    /// A body that it takes.
    pub sample: Make,
}

impl Setting {
    pub const fn new(path: &'static str, initial: Make) -> Self {
        Setting {
            path,
            kind: None,
            initial,
            fields: &[],
            links: &[],
            embeds: &[],
            actions: &[],
            created: 200,
            replaced: 200,
            except: &[],
            sample: nothing,
        }
    }
}

/// A member of a body, or a place inside one: `settings.region`.
#[derive(Clone, Copy)]
pub struct Field {
    pub path: &'static str,
    pub form: Form,
    pub required: bool,
    pub unique: Option<(&'static str, &'static str)>,
    /// Set when the document is created, and kept from then on.
    pub fixed: bool,
    /// Never shown.
    pub secret: bool,
    pub default: Option<Make>,
    pub longest: usize,
    /// The least and the greatest number.
    pub range: (i64, i64),
    /// Required, and with its default, only where another place of the body is one of these.
    pub when: Option<(&'static str, &'static [&'static str])>,
}

#[derive(Clone, Copy)]
pub enum Form {
    Any,
    Text,
    Flag,
    Number,
    /// A number without a fraction.
    Whole,
    /// An absolute address: `https://example.com/path`.
    Url,
    /// The name of a host: `login.example.com`.
    Host,
    Email,
    Object,
    List,
    /// A list of texts.
    Texts,
    OneOf(&'static [&'static str]),
}

const fn field(path: &'static str, form: Form) -> Field {
    Field {
        path,
        form,
        required: false,
        unique: None,
        fixed: false,
        secret: false,
        default: None,
        longest: usize::MAX,
        range: (i64::MIN, i64::MAX),
        when: None,
    }
}

pub const fn text(path: &'static str) -> Field {
    field(path, Form::Text)
}

pub const fn flag(path: &'static str) -> Field {
    field(path, Form::Flag)
}

pub const fn number(path: &'static str) -> Field {
    field(path, Form::Number)
}

pub const fn whole(path: &'static str) -> Field {
    field(path, Form::Whole)
}

pub const fn url(path: &'static str) -> Field {
    field(path, Form::Url)
}

pub const fn host(path: &'static str) -> Field {
    field(path, Form::Host)
}

pub const fn email(path: &'static str) -> Field {
    field(path, Form::Email)
}

pub const fn object(path: &'static str) -> Field {
    field(path, Form::Object)
}

pub const fn list(path: &'static str) -> Field {
    field(path, Form::List)
}

pub const fn texts(path: &'static str) -> Field {
    field(path, Form::Texts)
}

pub const fn any(path: &'static str) -> Field {
    field(path, Form::Any)
}

pub const fn one_of(path: &'static str, values: &'static [&'static str]) -> Field {
    field(path, Form::OneOf(values))
}

impl Field {
    pub const fn required(self) -> Self {
        Field { required: true, ..self }
    }

    /// Refused with E0000001 where another document has the same.
    pub const fn unique(self) -> Self {
        Field { unique: Some(("E0000001", "")), ..self }
    }

    /// Refused with this code and summary where another document has the same.
    pub const fn unique_or(self, code: &'static str, summary: &'static str) -> Self {
        Field { unique: Some((code, summary)), ..self }
    }

    pub const fn fixed(self) -> Self {
        Field { fixed: true, ..self }
    }

    pub const fn secret(self) -> Self {
        Field { secret: true, ..self }
    }

    pub const fn or(self, default: Make) -> Self {
        Field { default: Some(default), ..self }
    }

    pub const fn between(self, least: i64, greatest: i64) -> Self {
        Field { range: (least, greatest), ..self }
    }

    pub const fn when(self, member: &'static str, values: &'static [&'static str]) -> Self {
        Field { when: Some((member, values)), ..self }
    }

    /// Shown as null where it is not set.
    pub const fn or_null(self) -> Self {
        self.or(|| Value::Null)
    }

    pub const fn at_most(self, longest: usize) -> Self {
        Field { longest, ..self }
    }

    /// The member of the document that it stands in.
    pub fn top(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    pub fn pointer(&self) -> String {
        format!("/{}", self.path.replace('.', "/"))
    }
}
