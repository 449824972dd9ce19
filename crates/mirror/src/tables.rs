//! The tables of a mirror, and the views over them.
//!
//! A kind has a table of typed columns, `users_rows`, and a view with the documents beside them, `users`. Documents
//! stand in one table of their own. So questions over columns do not read them, and a document that was staged is
//! published by its number, not written twice.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::error::Result;
use crate::kind::{Kind, Lists};
use crate::kinds::{KINDS, kind};

const OWN_TABLES: &str = "
create table mirror (name text primary key, value text) without rowid;
create table run (
    id integer primary key, form text not null, started text not null, ended text, state text not null,
    options text not null
);
create table list (
    id integer primary key, kind text not null, form text not null, list text not null, detail text not null,
    bucket text not null, position text, state text not null default 'waiting', status integer, reason text,
    needs text, rows integer not null default 0, unique (kind, form, list, detail)
);
create index list_by_state on list (state, bucket);
create table dirty (kind text not null, key text not null, primary key (kind, key)) without rowid;
create table planned (kind text primary key) without rowid;
create table stage (
    kind text not null, key text not null, list text not null, n integer, gone integer not null default 0,
    primary key (kind, key)
) without rowid;
create table cause (
    kind text not null, key text not null, event text not null, actor text, at text not null,
    primary key (kind, key)
) without rowid;
create table list_read (kind text not null, list text not null, at text not null, primary key (kind, list))
    without rowid;
create table attribute (
    kind text not null, name text not null, path text not null, type text not null, primary key (kind, name)
) without rowid;
create table kind_state (
    kind text primary key, state text not null, reason text, needs text, rows integer, read_at text
) without rowid;
create table left_out (kind text not null, path text not null, primary key (kind, path)) without rowid;
create table documents (n integer primary key, json text not null);
create table history (
    kind text not null, key text not null, valid_from text not null, valid_to text not null, event text, actor text,
    end_event text, end_actor text, json blob, primary key (kind, key, valid_from)
) without rowid;
create index history_by_end on history (kind, valid_to);
create table log_rows (
    n integer primary key, uuid text not null unique, published text not null, eventType text not null,
    outcome text, actor_id text, actor text, target_id text, target text, run integer not null, json text not null
);
create index log_by_time on log_rows (published);
create table app_use (
    user_id text not null, app_id text not null, first text not null, last text not null, count integer not null,
    primary key (user_id, app_id)
) without rowid;
create view log as
    select published, eventType, outcome, actor_id, actor, target_id, target, uuid, json from log_rows
    where run <= (select cast(value as integer) from mirror where name = 'published_run');
";

/// Since format 2: events of which nobody knows what they change are counted.
pub(crate) const UNKNOWN_EVENTS: &str = "
create table unknown_event (eventType text primary key, count integer not null, last text not null) without rowid;
drop view if exists status;
create view status as
    select kind, state, rows, read_at,
        case when reason is null and kind = 'log' then
            (select 'types of events that this version does not know: ' || group_concat(eventType || ' ' || count, ', ')
             from (select * from unknown_event order by count desc, eventType limit 10) having count(*) > 0)
        else reason end as reason,
        needs, (select group_concat(path, ', ') from left_out o where o.kind = s.kind) as left_out
    from kind_state s;
";

/// Since formats 3 and 4: tables of kinds that the file does not have yet, and the views as they are now.
pub(crate) fn add_missing(db: &Connection) -> Result<()> {
    for kind in missing(db)? {
        create_rows(db, kind)?;
    }
    create_views(db)
}

/// The kinds that a file of an older format has no tables of.
fn missing(db: &Connection) -> Result<Vec<&'static Kind>> {
    let mut missing = Vec::new();
    for kind in KINDS {
        if !exists(db, &format!("{}_rows", kind.name))? {
            missing.push(kind);
        }
    }
    Ok(missing)
}

/// Whether a file has a table.
pub(crate) fn exists(db: &Connection, table: &str) -> Result<bool> {
    let mut found = db.prepare_cached("select exists (select 1 from sqlite_master where name = ?1)")?;
    Ok(found.query_row([table], |row| row.get(0))?)
}

/// The kinds that a file has tables of.
fn having_rows(db: &Connection) -> Result<Vec<&'static Kind>> {
    let missing = missing(db)?;
    Ok(KINDS.iter().filter(|kind| !missing.iter().any(|lacks| lacks.name == kind.name)).collect())
}

/// Has a file of an older format be asked like one of this format: what it lacks is empty. A file that is only read
/// stays as it is.
pub(crate) fn stand_in_for_missing(db: &Connection) -> Result<()> {
    missing(db)?.into_iter().try_for_each(|kind| stand_in(db, kind))
}

/// Views that people ask for first.
pub(crate) const VIEWS: &[(&str, &str)] = &[
    (
        "access",
        "select u.key as user_id, u.login, u.status as user_status, a.key as app_id, a.label as app,
            a.status as app_status, 'direct' as path, null as group_id, null as \"group\", au.userName, au.status,
            use.last as last_used
        from app_users_rows au
        join apps_rows a on a.key = au.app_id
        join users_rows u on u.key = au.user_id
        left join app_use use on use.user_id = u.key and use.app_id = a.key
        where au.scope is not 'GROUP'
        union all
        select u.key, u.login, u.status, a.key, a.label, a.status, 'group', g.key, g.name, au.userName, au.status,
            use.last
        from app_groups_rows ag
        join apps_rows a on a.key = ag.app_id
        join groups_rows g on g.key = ag.group_id
        join memberships m on m.group_id = g.key join users_rows u on u.key = m.user_id
        left join app_users_rows au on au.key = a.key || '/' || u.key
        left join app_use use on use.user_id = u.key and use.app_id = a.key
        where u.status is not 'DEPROVISIONED'",
    ),
    (
        "admins",
        // A binding says more of a custom role than the assignment does: for which resources it is. The member is
        // named by the end of its address.
        "with bound as (
            select m.resource_set_id, s.label as resource_set, coalesce(c.label, m.role_id) as role,
                replace(m.href, rtrim(m.href, replace(m.href, '/', '')), '') as member_id
            from resource_set_members_rows m
            left join resource_sets_rows s on s.key = m.resource_set_id
            left join custom_roles_rows c on c.key = m.role_id)
        select u.key as user_id, u.login, u.status as user_status, r.type as role, r.label, 'direct' as path,
            null as group_id, null as \"group\", null as resource_set_id, null as resource_set
        from user_roles_rows r join users_rows u on u.key = r.user_id
        where r.assignmentType is not 'GROUP'
            and not (r.type is 'CUSTOM' and exists (select 1 from bound b where b.member_id = u.key))
        union all
        select u.key, u.login, u.status, r.type, r.label, 'group', g.key, g.name, null, null
        from group_roles_rows r
        join groups_rows g on g.key = r.group_id
        join memberships m on m.group_id = g.key join users_rows u on u.key = m.user_id
        where not (r.type is 'CUSTOM' and exists (select 1 from bound b where b.member_id = g.key))
        union all
        select u.key, u.login, u.status, 'CUSTOM', b.role, 'direct', null, null, b.resource_set_id, b.resource_set
        from bound b join users_rows u on u.key = b.member_id
        union all
        select u.key, u.login, u.status, 'CUSTOM', b.role, 'group', g.key, g.name, b.resource_set_id, b.resource_set
        from bound b
        join groups_rows g on g.key = b.member_id
        join memberships m on m.group_id = g.key join users_rows u on u.key = m.user_id",
    ),
    (
        "stale_users",
        "select key as id, login, status, created, lastLogin,
            cast(julianday('now') - julianday(coalesce(lastLogin, created)) as integer) as days
        from users_rows
        where status in ('ACTIVE', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'RECOVERY', 'PROVISIONED')
            and coalesce(lastLogin, created) < strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-90 days')",
    ),
];

/// What the views say, and what SQLite finds quickly. A key begins with the key of its list, and the members of
/// Everyone are all people. So a question about one app, group or person need not look at all rows.
const QUICKLY: [(&str, &[&str]); 3] = [
    (
        "join memberships m on m.group_id = g.key join users_rows u on u.key = m.user_id",
        &[
            "join memberships_rows m on m.group_id = g.key and m.key > g.key || '/' and m.key < g.key || '0'
             join users_rows u on u.key = m.user_id",
            "join users_rows u on g.type = 'BUILT_IN' and g.name = 'Everyone' and u.status is not 'DEPROVISIONED'",
        ],
    ),
    ("on a.key = au.app_id", &["on a.key = au.app_id and au.key > a.key || '/' and au.key < a.key || '0'"]),
    ("on a.key = ag.app_id", &["on a.key = ag.app_id and ag.key > a.key || '/' and ag.key < a.key || '0'"]),
];

/// A view as SQLite gets it.
fn quick(select: &str) -> String {
    let mut arms: Vec<String> = select.split("union all").map(str::to_owned).collect();
    for (plain, ways) in QUICKLY {
        arms = arms.iter().flat_map(|arm| alike(arm, plain, ways)).collect();
    }
    arms.join(" union all ")
}

/// The select once for each of the ways.
fn alike(arm: &str, plain: &str, ways: &[&str]) -> Vec<String> {
    if arm.contains(plain) {
        return ways.iter().map(|way| arm.replace(plain, way)).collect();
    }
    vec![arm.to_owned()]
}

/// The members of a group who are not in its list.
const MEMBERS_OF_EVERYONE: &str = "
    union all
    select g.key, u.key, u.valid_from, null, null from groups_rows g cross join users_rows u
    where g.type = 'BUILT_IN' and g.name = 'Everyone' and u.status is not 'DEPROVISIONED'";

/// The document of a row. SQLite reads it only where a question asks for it; with a join, each count would.
const DOCUMENT: &str = "(select d.json from documents d where d.n = r.n)";

/// A typed column.
pub(crate) struct Column {
    pub name: String,
    pub source: Source,
}

/// What fills a column.
pub(crate) enum Source {
    /// The object's own id: the last part of its key.
    OwnId,
    /// A part of what names its list.
    PartOfList(usize),
    /// A path in the document.
    Document(String),
}

impl Column {
    /// The expression over `key`, `list` and `json` that fills it.
    pub fn value(&self) -> String {
        match &self.source {
            Source::OwnId => "own_id(key)".to_owned(),
            Source::PartOfList(at) => format!("key_part(list, {at})"),
            Source::Document(path) => extracted(path),
        }
    }
}

/// A name as SQL takes it.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text as SQL takes it.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Makes all tables and views of a new file.
pub(crate) fn create(db: &Connection) -> Result<()> {
    db.execute_batch(OWN_TABLES)?;
    db.execute_batch(UNKNOWN_EVENTS)?;
    for kind in KINDS {
        create_rows(db, kind)?;
    }
    create_views(db)
}

fn create_rows(db: &Connection, kind: &Kind) -> Result<()> {
    create_table(db, kind, &format!("{}_rows", kind.name), &[])?;
    create_indexes(db, kind)
}

/// A table of the rows of a kind, with columns for these attributes of the org's schemas.
fn create_table(db: &Connection, kind: &Kind, table: &str, attributes: &[Attribute]) -> Result<()> {
    let fixed = fixed_columns(kind);
    let fixed = fixed.iter().map(|column| (column.name.as_str(), type_of(&column.name)));
    let added = attributes.iter().map(|(name, _, declared)| (name.as_str(), declared_type(declared)));
    let columns: String =
        fixed.chain(added).map(|(name, declared)| format!(", {} {declared}", quoted(name))).collect();
    db.execute_batch(&format!(
        "create table {table} (key text primary key, list text not null, n integer, valid_from text not null,
         event text, actor text{columns}) without rowid"
    ))?;
    Ok(())
}

/// Makes a table beside the one that readers see, with the columns that it will have by the schemas that were staged.
pub(crate) fn create_fresh(db: &Connection, kind: &Kind) -> Result<()> {
    let added = match kind.schema {
        Some(schemas) => attributes(kind, &staged_documents(db, schemas)?),
        None => Vec::new(),
    };
    let table = fresh_name(kind);
    create_table(db, kind, &table, &added)?;
    added.iter().try_for_each(|attribute| keep_attribute(db, &table, attribute))
}

/// Takes that table away.
pub(crate) fn drop_fresh(db: &Connection, kind: &Kind) -> Result<()> {
    let table = fresh_name(kind);
    db.execute_batch(&format!("drop table if exists {table}"))?;
    db.execute("delete from attribute where kind = ?1", [table])?;
    Ok(())
}

/// Whether readers see any object of a kind.
pub(crate) fn has_rows(db: &Connection, kind: &Kind) -> Result<bool> {
    let any = format!("select exists (select 1 from {}_rows)", kind.name);
    Ok(db.prepare_cached(&any)?.query_row([], |row| row.get(0))?)
}

/// The columns that questions look people and things up by.
pub(crate) fn create_indexes(db: &Connection, kind: &Kind) -> Result<()> {
    let name = kind.name;
    for column in kind.indexed {
        db.execute_batch(&format!("create index {name}_by_{column} on {name}_rows ({})", quoted(column)))?;
    }
    Ok(())
}

/// Takes them away: to make them at the end is quicker than to keep them up to date over a whole table.
pub(crate) fn drop_indexes(db: &Connection, kind: &Kind) -> Result<()> {
    for column in kind.indexed {
        db.execute_batch(&format!("drop index if exists {}_by_{column}", kind.name))?;
    }
    Ok(())
}

/// Columns that are true or false, and numbers.
const BOOLEANS: [&str; 5] = ["default", "system", "isDefault", "resolved", "hasAdminPrivilege"];
const INTEGERS: [&str; 5] =
    ["priority", "usersCount", "appsCount", "sessionIdleTimeoutMinutes", "sessionMaxLifetimeMinutes"];

fn type_of(column: &str) -> &'static str {
    match column {
        name if BOOLEANS.contains(&name) => "boolean",
        name if INTEGERS.contains(&name) => "integer",
        _ => "text",
    }
}

/// The columns that a kind has whatever the org's schemas say.
fn fixed_columns(kind: &Kind) -> Vec<Column> {
    let column = |name: &str, source| Column { name: name.to_owned(), source };
    let own = (!kind.id.is_empty()).then(|| column(kind.own, Source::OwnId));
    // What is named after another kind stands behind what it belongs to: group_id, user_id.
    let (first, last) = if kind.own == "id" { (own, None) } else { (None, own) };
    let parents = kind.parents.iter().enumerate().map(|(at, name)| column(name, Source::PartOfList(at)));
    let typed = kind.columns.iter().map(|(name, path)| column(name, Source::Document((*path).to_owned())));
    first.into_iter().chain(parents).chain(last).chain(typed).collect()
}

pub(crate) fn extracted(path: &str) -> String {
    format!("json ->> {}", literal(path))
}

/// All columns of a kind, as the file has them now.
pub(crate) fn columns(db: &Connection, kind: &Kind) -> Result<Vec<Column>> {
    with_attributes(db, kind, kind.name)
}

/// All columns of the table beside the one that readers see.
pub(crate) fn fresh_columns(db: &Connection, kind: &Kind) -> Result<Vec<Column>> {
    with_attributes(db, kind, &fresh_name(kind))
}

/// The table beside the one that readers see, and under which name its attributes are kept.
pub(crate) fn fresh_name(kind: &Kind) -> String {
    format!("{}_fresh", kind.name)
}

fn with_attributes(db: &Connection, kind: &Kind, of: &str) -> Result<Vec<Column>> {
    let mut columns = fixed_columns(kind);
    let mut added = db.prepare_cached("select name, path from attribute where kind = ?1 order by name")?;
    let added = added
        .query_map([of], |row| Ok(Column { name: row.get(0)?, source: Source::Document(row.get(1)?) }))?;
    for column in added {
        columns.push(column?);
    }
    Ok(columns)
}

/// The type of a column for an attribute of this type.
fn declared_type(schema: &str) -> &'static str {
    match schema {
        "boolean" => "boolean",
        "integer" => "integer",
        "number" => "real",
        _ => "text",
    }
}

/// Makes the views again, as the columns may have changed.
pub(crate) fn create_views(db: &Connection) -> Result<()> {
    drop_views(db)?;
    for (name, select) in views(db)? {
        db.execute_batch(&format!("create view {name} as {select}"))?;
    }
    Ok(())
}

/// All views, with their selects.
fn views(db: &Connection) -> Result<Vec<(String, String)>> {
    let mut views = Vec::new();
    for kind in KINDS {
        views.push((kind.name.to_owned(), present(db, kind)?));
        views.push((format!("{}_history", kind.name), versions(kind, "json")));
    }
    views.extend(VIEWS.iter().map(|(name, select)| ((*name).to_owned(), quick(select))));
    Ok(views)
}

/// Makes the views again if an earlier version wrote one of them in another way.
pub(crate) fn renew_views(db: &Connection) -> Result<()> {
    let mut found = db.prepare("select sql from sqlite_master where type = 'view' and name = ?1")?;
    for (name, select) in views(db)? {
        let sql: Option<String> = found.query_row([name], |row| row.get(0)).optional()?;
        if sql.is_none_or(|sql| !sql.ends_with(&select)) {
            let tx = db.unchecked_transaction()?;
            create_views(&tx)?;
            tx.commit()?;
            return Ok(());
        }
    }
    Ok(())
}

fn present(db: &Connection, kind: &Kind) -> Result<String> {
    let columns = columns(db, kind)?;
    let names: Vec<String> = columns.iter().map(|column| format!("r.{}", quoted(&column.name))).collect();
    let mut names = names.join(", ");
    if names.is_empty() {
        names = "r.key".to_owned();
    }
    let rows = format!("from {}_rows r", kind.name);
    Ok(if kind.keeps_documents {
        format!("select {names}, r.valid_from, r.event, r.actor, {DOCUMENT} as json {rows}")
    } else {
        format!("select {names}, r.valid_from, r.event, r.actor {rows}{MEMBERS_OF_EVERYONE}")
    })
}

/// All versions of the objects of a kind; `unpack` is the document of the past.
fn versions(kind: &Kind, unpack: &str) -> String {
    let name = literal(kind.name);
    format!(
        "select key, valid_from, valid_to, event, actor, end_event, end_actor, {unpack} as json
         from history where kind = {name}
         union all
         select r.key, r.valid_from, null, r.event, r.actor, null, null, {DOCUMENT} from {}_rows r",
        kind.name
    )
}

/// Views of this connection alone, in which documents of the past are texts.
pub(crate) fn unpack_history(db: &Connection) -> Result<()> {
    for kind in having_rows(db)? {
        let view = versions(kind, "json_of(json)");
        db.execute_batch(&format!(
            "create temp view {0}_history as {view};
             create temp view {0}_documents as select r.key, r.list, {DOCUMENT} as json from main.{0}_rows r",
            kind.name
        ))?;
    }
    Ok(())
}

/// Empty views for a kind that a file has no table for.
fn stand_in(db: &Connection, kind: &Kind) -> Result<()> {
    let columns = fixed_columns(kind);
    let columns: String =
        columns.iter().map(|column| format!("null as {}, ", quoted(&column.name))).collect();
    let name = kind.name;
    let own = "null as valid_from, null as event, null as actor";
    db.execute_batch(&format!(
        "create temp view {name}_rows as select null as key, null as list, null as n, {columns} {own} where 0;
         create temp view {name} as select {columns} {own}, null as json where 0;
         create temp view {name}_history as select null as key, null as valid_from, null as valid_to, null as event,
            null as actor, null as end_event, null as end_actor, null as json where 0;
         create temp view {name}_documents as select null as key, null as list, null as json where 0;"
    ))?;
    Ok(())
}

/// Views of this connection alone, which show what was at a time.
pub(crate) fn turn_back(db: &Connection, time: &str) -> Result<()> {
    let at = literal(time);
    for kind in having_rows(db)? {
        let columns = columns(db, kind)?;
        let names: String = columns.iter().map(|column| format!("{}, ", quoted(&column.name))).collect();
        let values: String = columns
            .iter()
            .map(|column| format!("{} as {}, ", column.value(), quoted(&column.name)))
            .collect();
        let (name, text) = (kind.name, literal(kind.name));
        let past = format!(
            "select key, {list} as list, valid_from, event, actor, json_of(json) as json from history
             where kind = {text} and valid_from <= {at} and valid_to > {at}",
            list = list_of_key(kind)
        );
        db.execute_batch(&format!(
            "create temp view {name}_rows as
             select key, list, n, {names} valid_from, event, actor from main.{name}_rows where valid_from <= {at}
             union all select key, list, null, {values} valid_from, event, actor from ({past});"
        ))?;
        let view = if kind.keeps_documents {
            format!(
                "select {names} r.valid_from, r.event, r.actor, {DOCUMENT} as json
                 from main.{name}_rows r where r.valid_from <= {at}
                 union all select {values} valid_from, event, actor, json from ({past})"
            )
        } else {
            format!("select {names} valid_from, event, actor from {name}_rows{MEMBERS_OF_EVERYONE}")
        };
        db.execute_batch(&format!(
            "create temp view {name} as {view};
             drop view temp.{name}_documents;
             create temp view {name}_documents as
             select r.key, r.list, {DOCUMENT} as json from main.{name}_rows r where r.valid_from <= {at}
             union all select key, list, json from ({past})"
        ))?;
    }
    for (name, select) in VIEWS {
        db.execute_batch(&format!("create temp view {name} as {}", quick(select)))?;
    }
    db.execute_batch(&format!("create temp view log as select * from main.log where published <= {at}"))?;
    Ok(())
}

/// The list of a key: what stands before its last part.
fn list_of_key(kind: &Kind) -> &'static str {
    match kind.lists {
        Lists::Each(..) if kind.id.is_empty() => "key",
        Lists::Of(..) if kind.id.is_empty() => "key",
        Lists::Of(..) => "substr(key, 1, length(key) - length(own_id(key)) - 1)",
        Lists::One | Lists::Each(..) => "''",
    }
}

/// Has the columns of a kind follow the org's schemas. Says whether they changed.
pub(crate) fn follow_schema(db: &Connection, kind: &Kind) -> Result<bool> {
    let Some(schemas) = kind.schema else { return Ok(false) };
    let wanted = attributes(kind, &documents(db, schemas)?);
    let mut known = db.prepare("select name, path, type from attribute where kind = ?1 order by name")?;
    let known = known.query_map([kind.name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let known: Vec<Attribute> = known.collect::<rusqlite::Result<_>>()?;
    if wanted == known || wanted.is_empty() {
        return Ok(false);
    }
    drop_views(db)?;
    for (name, ..) in known.iter().filter(|attribute| !wanted.contains(attribute)) {
        db.execute_batch(&format!("alter table {}_rows drop column {}", kind.name, quoted(name)))?;
        db.execute("delete from attribute where kind = ?1 and name = ?2", [kind.name, name])?;
    }
    let added: Vec<_> = wanted.iter().filter(|attribute| !known.contains(attribute)).collect();
    for attribute in &added {
        add_column(db, kind, attribute)?;
    }
    fill_columns(db, kind, &added)?;
    create_views(db)?;
    Ok(true)
}

fn drop_views(db: &Connection) -> Result<()> {
    let views = VIEWS.iter().map(|(name, _)| (*name).to_owned());
    let kinds = KINDS.iter().flat_map(|kind| [kind.name.to_owned(), format!("{}_history", kind.name)]);
    for name in views.chain(kinds) {
        db.execute_batch(&format!("drop view if exists {name}"))?;
    }
    Ok(())
}

fn add_column(db: &Connection, kind: &Kind, attribute: &Attribute) -> Result<()> {
    let (name, _, declared) = attribute;
    let (table, column) = (kind.name, quoted(name));
    db.execute_batch(&format!("alter table {table}_rows add column {column} {}", declared_type(declared)))?;
    keep_attribute(db, kind.name, attribute)
}

fn keep_attribute(db: &Connection, kind: &str, (name, path, declared): &Attribute) -> Result<()> {
    let put = "insert into attribute (kind, name, path, type) values (?1, ?2, ?3, ?4)";
    db.execute(put, [kind, name, path, declared])?;
    Ok(())
}

/// Gives the rows that are there the values of new columns.
fn fill_columns(db: &Connection, kind: &Kind, added: &[&Attribute]) -> Result<()> {
    if added.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = added.iter().map(|(name, ..)| quoted(name)).collect();
    let values: Vec<String> = added.iter().map(|(_, path, _)| extracted(path)).collect();
    let (table, names, values) = (kind.name, names.join(", "), values.join(", "));
    db.execute(
        &format!(
            "update {table}_rows set ({names}) = (select {values} from documents where documents.n = {table}_rows.n)"
        ),
        [],
    )?;
    Ok(())
}

/// An attribute of a schema: the name of its column, the path, the type.
type Attribute = (String, String, String);

/// The attributes that the org's schemas have, in the order of names.
fn attributes(kind: &Kind, schemas: &[Value]) -> Vec<Attribute> {
    let fixed = fixed_columns(kind);
    let paths: Vec<&str> = kind.columns.iter().map(|(_, path)| *path).collect();
    let mut found: Vec<Attribute> = Vec::new();
    for schema in schemas {
        for (attribute, described) in schema_attributes(schema) {
            let path = format!("$.profile.\"{attribute}\"");
            let is_known = paths.contains(&format!("$.profile.{attribute}").as_str());
            if is_known || attribute.contains('"') || found.iter().any(|(_, known, _)| *known == path) {
                continue;
            }
            let taken = |name: &str| {
                OWN_COLUMNS.iter().any(|own| own.eq_ignore_ascii_case(name))
                    || fixed.iter().any(|column| column.name.eq_ignore_ascii_case(name))
                    || found.iter().any(|(column, ..)| column.eq_ignore_ascii_case(name))
            };
            let mut name = attribute.clone();
            while taken(&name) {
                name.insert_str(0, "profile_");
            }
            found.push((name, path, described["type"].as_str().unwrap_or("string").to_owned()));
        }
    }
    found.sort();
    found
}

/// Columns that every kind has.
const OWN_COLUMNS: [&str; 8] = ["key", "list", "n", "valid_from", "valid_to", "event", "actor", "json"];

/// The attributes of a schema, those of Okta first.
fn schema_attributes(schema: &Value) -> Vec<(String, Value)> {
    let parts = ["base", "custom"].into_iter();
    let properties = parts.filter_map(|part| schema["definitions"][part]["properties"].as_object());
    properties.flatten().map(|(name, described)| (name.clone(), described.clone())).collect()
}

/// The documents of a kind, as they are now.
pub(crate) fn documents(db: &Connection, name: &str) -> Result<Vec<Value>> {
    let Some(kind) = kind(name) else { return Ok(Vec::new()) };
    values(
        db,
        &format!("select d.json from {}_rows r join documents d on d.n = r.n order by r.key", kind.name),
    )
}

/// The documents of a kind that will be published, where none are yet.
fn staged_documents(db: &Connection, name: &str) -> Result<Vec<Value>> {
    let name = literal(name);
    let staged = "from stage s join documents d on d.n = s.n";
    values(db, &format!("select d.json {staged} where s.kind = {name} and not s.gone order by s.key"))
}

fn values(db: &Connection, sql: &str) -> Result<Vec<Value>> {
    let mut found = db.prepare(sql)?;
    let texts = found.query_map([], |row| row.get::<_, String>(0))?;
    let mut values = Vec::new();
    for text in texts {
        values.extend(serde_json::from_str::<Value>(&text?));
    }
    Ok(values)
}
