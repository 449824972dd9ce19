//! What a kind of objects is: how it is read, what names an object, and which columns it has.

use std::collections::BTreeMap;

use oktars_catalog::{Operation, Paging};
use serde_json::Value;
use serde_json::value::RawValue;

/// One kind of objects, which is one table.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// The name of the table.
    pub name: &'static str,
    /// What lists the objects, or reads the one document that there is.
    pub operation: Operation,
    /// What the lists are called with.
    pub query: &'static [(&'static str, &'static str)],
    /// Which lists there are.
    pub lists: Lists,
    /// The members that may name an object within its list: the first one that is there does. Where there are none,
    /// the list is one document.
    pub id: &'static [&'static str],
    /// The column of the object's own id.
    pub own: &'static str,
    /// What the ids of the lists are called in the table.
    pub parents: &'static [&'static str],
    /// Typed columns: the name, and the path in the document.
    pub columns: &'static [(&'static str, &'static str)],
    /// Columns with an index.
    pub indexed: &'static [&'static str],
    /// Whether the documents are kept. Where they are those of another kind, only who belongs to whom is.
    pub keeps_documents: bool,
    /// How some of the objects are read again.
    pub again: Again,
    /// Which schema describes more columns: the kind that holds it.
    pub schema: Option<&'static str>,
    /// Members that move by themselves, and make no new version of an object.
    pub restless: &'static [&'static str],
    /// Personal data that is left out unless it is asked for.
    pub personal: &'static [&'static str],
    /// Its lists are read of these objects alone, unless all are asked for: each takes a request.
    pub only_of: Option<&'static str>,
    /// Its lists come last in their rate limit: there are many, they hold little, and no other way is cheaper.
    pub is_last: bool,
    /// It is read only where somebody asks for it.
    pub is_extra: bool,
}

/// Which lists a kind has.
#[derive(Debug, Clone, Copy)]
pub enum Lists {
    /// One.
    One,
    /// One for each value of a parameter of the query, or of the path.
    Each(&'static str, &'static [&'static str]),
    /// One for each object of another kind that the function names a list for.
    Of(&'static str, Below),
}

/// The list that belongs to an object: the values of the path, with a slash between them.
pub type Below = fn(key: &str, object: &Value) -> Option<String>;

/// How some objects are read again, as they may have changed.
#[derive(Debug, Clone, Copy)]
pub enum Again {
    /// With the lists that they are in.
    List,
    /// By their ids, many at once, as an expression of this parameter; and whatever changed since a time, by these
    /// dates.
    ByExpression(&'static str, &'static [&'static str], Operation),
    /// Each by itself.
    One(Operation),
}

impl Kind {
    pub(crate) const fn new(name: &'static str, operation: Operation) -> Self {
        Kind {
            name,
            operation,
            query: &[],
            lists: Lists::One,
            id: &["id"],
            own: "id",
            parents: &[],
            columns: &[],
            indexed: &[],
            keeps_documents: true,
            again: Again::List,
            schema: None,
            restless: &[],
            personal: &[],
            only_of: None,
            is_last: false,
            is_extra: false,
        }
    }

    pub(crate) const fn query(self, query: &'static [(&'static str, &'static str)]) -> Self {
        Kind { query, ..self }
    }

    pub(crate) const fn each(self, parameter: &'static str, values: &'static [&'static str]) -> Self {
        Kind { lists: Lists::Each(parameter, values), ..self }
    }

    pub(crate) const fn of(
        self,
        parent: &'static str,
        below: Below,
        parents: &'static [&'static str],
    ) -> Self {
        Kind { lists: Lists::Of(parent, below), parents, ..self }
    }

    /// Names for the values of the path, where they are not ids of another kind.
    pub(crate) const fn parents(self, parents: &'static [&'static str]) -> Self {
        Kind { parents, ..self }
    }

    pub(crate) const fn id(self, id: &'static [&'static str]) -> Self {
        Kind { id, ..self }
    }

    pub(crate) const fn own(self, own: &'static str) -> Self {
        Kind { own, ..self }
    }

    pub(crate) const fn columns(self, columns: &'static [(&'static str, &'static str)]) -> Self {
        Kind { columns, ..self }
    }

    pub(crate) const fn indexed(self, indexed: &'static [&'static str]) -> Self {
        Kind { indexed, ..self }
    }

    pub(crate) const fn without_documents(self) -> Self {
        Kind { keeps_documents: false, ..self }
    }

    pub(crate) const fn again(self, again: Again) -> Self {
        Kind { again, ..self }
    }

    pub(crate) const fn schema(self, schema: &'static str) -> Self {
        Kind { schema: Some(schema), ..self }
    }

    pub(crate) const fn restless(self, restless: &'static [&'static str]) -> Self {
        Kind { restless, ..self }
    }

    pub(crate) const fn personal(self, personal: &'static [&'static str]) -> Self {
        Kind { personal, ..self }
    }

    pub(crate) const fn only_of(self, kind: &'static str) -> Self {
        Kind { only_of: Some(kind), ..self }
    }

    pub(crate) const fn last(self) -> Self {
        Kind { is_last: true, ..self }
    }

    pub(crate) const fn extra(self) -> Self {
        Kind { is_extra: true, ..self }
    }

    /// The kind whose objects its lists belong to.
    pub fn parent(&self) -> Option<&'static str> {
        match self.lists {
            Lists::Of(parent, _) => Some(parent),
            Lists::One | Lists::Each(..) => None,
        }
    }

    /// The kind whose objects stand in its lists: what is gone there is gone here.
    pub(crate) fn refers_to(&self) -> Option<&'static str> {
        match self.own {
            "user_id" | "primary_id" => Some("users"),
            "group_id" => Some("groups"),
            _ => None,
        }
    }

    /// Whether what is read is one document and no list.
    pub fn is_document(&self) -> bool {
        self.operation.paging == Paging::None && self.id.is_empty()
    }

    /// The rate limit that its requests count in.
    pub fn bucket(&self) -> &'static str {
        self.operation.bucket().map_or("", |bucket| bucket.name)
    }

    /// What names an object of one of its lists; `None` where it has no name.
    pub fn key(&self, list: &str, object: &Value) -> Option<String> {
        if self.id.is_empty() {
            return Some(list.to_owned());
        }
        let id = self.id.iter().find_map(|path| text_at(object, path))?;
        // A link names an object by its address.
        let id = if self.id == ["_links.self.href"] { own_id(&id) } else { &id };
        match self.lists {
            Lists::Of(..) => Some(format!("{list}/{id}")),
            Lists::One | Lists::Each(..) => Some(id.to_owned()),
        }
    }

    /// What [`Kind::key`] needs of an object whose document is not kept. It is much quicker to read than all members.
    pub(crate) fn name_in(&self, item: &RawValue) -> serde_json::Result<Value> {
        let members: Option<BTreeMap<String, &RawValue>> = serde_json::from_str(item.get())?;
        let Some(members) = members else { return Ok(Value::Null) };
        let is_name = |member: &str| self.id.iter().any(|path| path.split('.').next() == Some(member));
        let named = members.into_iter().filter(|(member, _)| is_name(member));
        let named = named.map(|(member, value)| Ok((member, serde_json::from_str(value.get())?)));
        named.collect::<serde_json::Result<_>>().map(Value::Object)
    }

    /// The list below an object of its parent.
    pub(crate) fn list_below(&self, key: &str, object: &Value) -> Option<String> {
        match self.lists {
            Lists::Of(_, below) => below(key, object),
            Lists::One | Lists::Each(..) => None,
        }
    }
}

/// A text or a number at a path such as `primary.name`.
fn text_at(object: &Value, path: &str) -> Option<String> {
    let found = path.split('.').try_fold(object, |value, name| value.get(name))?;
    match found {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The last part of a key: the id of the object itself.
pub(crate) fn own_id(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}
