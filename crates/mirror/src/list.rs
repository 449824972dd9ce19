//! The lists of a run: what to read, where to continue, and the result.

use oktars::limits::Priority;
use oktars::{Call, Listing, Okta, Pages, Position};
use rusqlite::{Connection, Row, params};
use serde_json::value::RawValue;
use std::time::Duration;

use crate::error::Result;
use crate::kind::{Again, Kind, Lists};
use crate::kinds::{KINDS, kind};

/// The longest that a page may wait for its turn: the narrowest limit has thousands of requests before it.
const DEADLINE: Duration = Duration::from_secs(6 * 3600);

/// What part of a kind a list reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// All of the list: what it lacks is gone.
    All,
    /// A part of a list, which the detail says as an expression.
    Part,
    /// Objects by their ids, which the detail holds as an expression.
    Some,
    /// One object by itself: its key is the list.
    One,
}

impl Form {
    pub fn name(self) -> &'static str {
        match self {
            Form::All => "all",
            Form::Part => "part",
            Form::Some => "some",
            Form::One => "one",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "all" => Form::All,
            "part" => Form::Part,
            "some" => Form::Some,
            _ => Form::One,
        }
    }
}

/// A list to read.
#[derive(Debug, Clone)]
pub(crate) struct List {
    pub id: i64,
    pub kind: &'static Kind,
    pub form: Form,
    /// The values of its path, or of the parameter that tells lists of one kind apart.
    pub list: String,
    pub detail: String,
    pub position: Option<String>,
}

/// What reads the pages of a list.
pub(crate) enum Reader {
    Pages(Pages<Box<RawValue>>),
    Document(Box<Call<Option<Box<RawValue>>>>),
    Nothing,
}

/// A page that came.
pub(crate) struct Read {
    pub items: Vec<Box<RawValue>>,
    pub next: Option<String>,
}

impl List {
    pub fn of_row(row: &Row<'_>) -> rusqlite::Result<Option<Self>> {
        let name: String = row.get("kind")?;
        let form: String = row.get("form")?;
        let Some(kind) = kind(&name) else { return Ok(None) };
        Ok(Some(List {
            id: row.get("id")?,
            kind,
            form: Form::of(&form),
            list: row.get("list")?,
            detail: row.get("detail")?,
            position: row.get("position")?,
        }))
    }

    /// What reads it from where it was left.
    pub fn reader(&self, okta: &Okta) -> Reader {
        let position = self.position.as_deref().and_then(|text| text.parse::<Position>().ok());
        if let Some(position) = position {
            let listing = Listing::<Box<RawValue>>::resume(okta, &position);
            return Reader::Pages(listing.priority(Priority::Bulk).deadline(DEADLINE).pages());
        }
        let call = self.call(okta).priority(Priority::Bulk).deadline(DEADLINE);
        if self.form == Form::One || self.kind.is_document() {
            Reader::Document(Box::new(call.json()))
        } else {
            Reader::Pages(call.list().pages())
        }
    }

    fn call(&self, okta: &Okta) -> Call {
        if self.form == Form::One {
            let operation = match self.kind.again {
                Again::One(operation) | Again::ByExpression(_, _, operation) => operation,
                Again::List => self.kind.operation,
            };
            let values = operation.path_parameters().zip(self.list.split('/'));
            return values.fold(okta.call(operation), |call, (name, value)| call.path(name, value));
        }
        let mut call = okta.call(self.kind.operation);
        match self.kind.lists {
            Lists::One => {}
            Lists::Each(parameter, _)
                if self.kind.operation.path_parameters().any(|name| name == parameter) =>
            {
                call = call.path(parameter, &self.list);
            }
            Lists::Each(parameter, _) => call = call.query(parameter, &self.list),
            Lists::Of(..) => {
                let values = self.kind.operation.path_parameters().zip(self.list.split('/'));
                call = values.fold(call, |call, (name, value)| call.path(name, value));
            }
        }
        let by = match (self.form, self.kind.again) {
            (Form::Some | Form::Part, Again::ByExpression(parameter, ..)) => Some(parameter),
            _ => None,
        };
        for (name, value) in self.kind.query.iter().filter(|(name, _)| Some(*name) != by) {
            call = call.query(name, value);
        }
        call.query_opt(by.unwrap_or_default(), by.map(|_| &self.detail))
    }
}

impl Reader {
    /// Reads the next page. A list that is over gives an empty one.
    pub async fn read(&mut self) -> oktars::Result<Read> {
        match std::mem::replace(self, Reader::Nothing) {
            Reader::Nothing => Ok(Read { items: Vec::new(), next: None }),
            Reader::Document(call) => {
                let document = call.send().await?;
                Ok(Read { items: document.into_iter().collect(), next: None })
            }
            Reader::Pages(mut pages) => {
                let page = pages.try_next().await?;
                let Some(page) = page else { return Ok(Read { items: Vec::new(), next: None }) };
                if let Some(error) = page.unreadable.into_iter().next() {
                    return Err(error);
                }
                let next = page.next.map(|position| position.to_string());
                *self = Reader::Pages(pages);
                Ok(Read { items: page.items, next })
            }
        }
    }
}

/// Adds a list unless the run has it already.
pub(crate) fn add(db: &Connection, kind: &Kind, form: Form, list: &str, detail: &str) -> Result<()> {
    let mut put = db.prepare_cached(
        "insert into list (kind, form, list, detail, bucket) values (?1, ?2, ?3, ?4, ?5) on conflict do nothing",
    )?;
    put.execute(params![kind.name, form.name(), list, detail, bucket(kind, form)])?;
    Ok(())
}

/// Has a list be read once more, if the run has read it already.
pub(crate) fn add_again(db: &Connection, kind: &Kind, form: Form, list: &str, detail: &str) -> Result<()> {
    // One that was read in part began before what is told now.
    let changed = db
        .prepare_cached(
            "update list set state = 'waiting', position = null, reason = null
             where kind = ?1 and form = ?2 and list = ?3 and detail = ?4
                and (state <> 'waiting' or position is not null)",
        )?
        .execute(params![kind.name, form.name(), list, detail])?;
    if changed == 0 {
        return add(db, kind, form, list, detail);
    }
    if form == Form::All { forget_staged(db, kind, list) } else { Ok(()) }
}

/// Forgets what was staged of a list that is read from its beginning: what it lacks this time would stay.
pub(crate) fn forget_staged(db: &Connection, kind: &Kind, list: &str) -> Result<()> {
    let documents = format!(
        "delete from documents where n in (
            select s.n from stage s where s.kind = ?1 and s.list = ?2 and s.n is not null
            and not exists (select 1 from {}_rows r where r.key = s.key and r.n = s.n))",
        kind.name
    );
    db.prepare_cached(&documents)?.execute([kind.name, list])?;
    db.prepare_cached("delete from stage where kind = ?1 and list = ?2")?.execute([kind.name, list])?;
    Ok(())
}

/// The rate limit that its requests count in.
fn bucket(kind: &Kind, form: Form) -> &'static str {
    let operation = match (form, kind.again) {
        (Form::One, Again::One(operation) | Again::ByExpression(_, _, operation)) => operation,
        _ => kind.operation,
    };
    operation.bucket().map_or("", |bucket| bucket.name)
}

/// The lists that a kind has whatever other kinds have.
pub(crate) fn first(kind: &Kind) -> Vec<&'static str> {
    match kind.lists {
        Lists::One => vec![""],
        Lists::Each(_, values) => values.to_vec(),
        Lists::Of(..) => Vec::new(),
    }
}

/// How many objects one expression names: longer ones are refused as too complex.
const AT_ONCE: usize = 20;

/// Remembers that an object must be read again.
pub(crate) fn add_dirty(db: &Connection, kind: &Kind, key: &str) -> Result<()> {
    db.prepare_cached("insert into dirty (kind, key) values (?1, ?2) on conflict do nothing")?
        .execute([kind.name, key])?;
    Ok(())
}

/// Makes lists of the objects that must be read again, many in one.
pub(crate) fn add_lists_of_dirty(db: &Connection) -> Result<()> {
    let tx = db.unchecked_transaction()?;
    for kind in KINDS {
        let mut found = tx.prepare_cached("select key from dirty where kind = ?1 order by key")?;
        let keys = found.query_map([kind.name], |row| row.get::<_, String>(0))?;
        let keys: Vec<String> = keys.collect::<rusqlite::Result<_>>()?;
        for some in keys.chunks(AT_ONCE) {
            let parts: Vec<String> = some.iter().map(|key| format!("id eq \"{key}\"")).collect();
            add_again(&tx, kind, Form::Some, "", &parts.join(" or "))?;
        }
    }
    tx.execute("delete from dirty", [])?;
    tx.commit()?;
    Ok(())
}

/// Has this run read all lists of a kind.
pub(crate) fn plan(db: &Connection, kind: &Kind) -> Result<()> {
    db.execute("insert into planned (kind) values (?1) on conflict do nothing", [kind.name])?;
    first(kind).iter().try_for_each(|list| add(db, kind, Form::All, list, ""))
}

/// The same, also of those that the run has read already.
pub(crate) fn plan_again(db: &Connection, kind: &Kind) -> Result<()> {
    plan(db, kind)?;
    let mut found = db.prepare_cached("select list from list where kind = ?1 and form = 'all'")?;
    let lists = found.query_map([kind.name], |row| row.get::<_, String>(0))?;
    for list in lists.collect::<rusqlite::Result<Vec<_>>>()? {
        add_again(db, kind, Form::All, &list, "")?;
    }
    Ok(())
}

/// Whether this run reads all lists of a kind.
pub(crate) fn is_planned(db: &Connection, kind: &Kind) -> Result<bool> {
    let mut found = db.prepare_cached("select count(*) from planned where kind = ?1")?;
    Ok(found.query_row([kind.name], |row| row.get::<_, i64>(0))? > 0)
}
