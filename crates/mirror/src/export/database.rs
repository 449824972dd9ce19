//! Tables in PostgreSQL that are as a mirror is, brought up to date in one transaction.
//!
//! Each row has a key and a revision. The first export copies all rows. Later ones copy the keys and revisions into a
//! table that lasts as long as the transaction, which tells what is new, different or gone. Only that is sent.
//! Names are in small letters, as PostgreSQL reads a name without quotes. So a question to the mirror is a question to
//! the database.

use std::collections::BTreeMap;
use std::error::Error as _;
use std::pin::pin;

use bytes::{Bytes, BytesMut};
use futures_util::{SinkExt, TryStreamExt};
use tokio_postgres::{Client, Config, NoTls, Transaction, config};

use super::address::{Address, SslMode};
use super::table::{self, Column, Form, REVISION, Table, Value};
use super::tls::Tls;
use super::{Exported, Source};
use crate::ask::Reader;
use crate::error::{Error, Result};
use crate::file::noted;
use crate::kinds::KINDS;
use crate::tables::{VIEWS, literal, quoted};

/// Where the database remembers what it has.
const STATE: &str = "oktars_export";
/// Bytes that are sent at once.
const SENT: usize = 64 << 10;

/// The past: versions that ended, of all kinds.
const HISTORY: &str =
    "select kind || ' ' || key || ' ' || valid_from as key, valid_to as oktars_revision, kind, key as object,
    valid_from, valid_to, event, actor, end_event, end_actor, json_of(json) as json from history";
const HISTORY_COLUMNS: [&str; 11] = [
    "key",
    REVISION,
    "kind",
    "object",
    "valid_from",
    "valid_to",
    "event",
    "actor",
    "end_event",
    "end_actor",
    "json",
];
const APP_USE: &str =
    "select user_id || '/' || app_id as key, last || ' ' || count as oktars_revision, user_id, app_id, first,
    last, count from app_use";
const APP_USE_COLUMNS: [&str; 7] = ["key", REVISION, "user_id", "app_id", "first", "last", "count"];
const STATUS: &str =
    "select kind as key, state || coalesce(rows, '') || coalesce(read_at, '') || coalesce(reason, '') as
    oktars_revision, kind, state, rows, read_at, reason, needs, left_out from status";
const STATUS_COLUMNS: [&str; 9] =
    ["key", REVISION, "kind", "state", "rows", "read_at", "reason", "needs", "left_out"];

/// A view whose question is another one here.
const STALE_USERS: &str = "select key as id, login, status, created, lastlogin,
    extract(day from now() - coalesce(lastlogin, created))::integer as days from users
    where status in ('ACTIVE', 'PASSWORD_EXPIRED', 'LOCKED_OUT', 'RECOVERY', 'PROVISIONED')
    and coalesce(lastlogin, created) < now() - interval '90 days'";

/// A transaction that brings the tables up to date.
struct Update<'a> {
    reader: &'a Reader,
    transaction: Transaction<'a>,
    schema: &'a str,
    source: Source,
    /// What the mirror leaves out.
    settings: String,
    /// What the database remembers of the export before.
    known: BTreeMap<String, String>,
}

impl Reader {
    /// Writes the whole mirror into tables of a schema, or brings them up to date. Readers see the tables as they were
    /// until all of it is there.
    ///
    /// # Errors
    /// No sync was finished yet, the database is not reached or refuses something, or the schema holds something else.
    pub async fn export_postgres(&self, address: &Address, schema: &str) -> Result<Vec<Exported>> {
        // One state of the file, while another process may write it.
        let _snapshot = self.db.unchecked_transaction()?;
        let source = Source::of(self)?;
        let mut client = connect(address).await?;
        let transaction = client.transaction().await.map_err(told)?;
        let settings = noted(&self.db, "settings")?.unwrap_or_default();
        let known = BTreeMap::new();
        let mut update = Update { reader: self, transaction, schema, source, settings, known };
        update.begin().await?;
        let mut exported = Vec::new();
        for kind in KINDS {
            let table = table::of_kind_with_revision(&self.db, kind)?;
            exported.push(update.bring(&table, kind.indexed).await?);
        }
        for (name, select, columns, indexed) in [
            ("history", HISTORY, &HISTORY_COLUMNS[..], &["object"][..]),
            ("app_use", APP_USE, &APP_USE_COLUMNS[..], &["app_id"][..]),
            ("status", STATUS, &STATUS_COLUMNS[..], &[][..]),
        ] {
            let columns = columns.iter().map(|name| Column::told(name, "")).collect();
            let table = Table { name: name.to_owned(), columns, select: select.to_owned() };
            exported.push(update.bring(&table, indexed).await?);
        }
        exported.push(update.bring_log().await?);
        update.end().await?;
        Ok(exported)
    }
}

/// Connects as the address says.
async fn connect(address: &Address) -> Result<Client> {
    let mut config = Config::new();
    config.host(&address.host).port(address.port).user(&address.user).dbname(&address.database);
    config.application_name(&address.application);
    if let Some(password) = &address.password {
        config.password(password.expose());
    }
    if let Some(patience) = address.patience {
        config.connect_timeout(patience);
    }
    // A socket in a folder has no TLS.
    if address.ssl == SslMode::Disable || address.host.starts_with('/') {
        return plainly(&config).await;
    }
    if address.ssl == SslMode::Allow
        && let Ok(client) = plainly(&config).await
    {
        return Ok(client);
    }
    let tls = Tls::new(address.ssl, address.authorities.as_deref())?;
    let mode =
        if address.ssl == SslMode::Prefer { config::SslMode::Prefer } else { config::SslMode::Require };
    let (client, connection) = config.ssl_mode(mode).connect(tls).await.map_err(told)?;
    // What goes wrong with it is told to who waits for an answer.
    tokio::spawn(connection);
    Ok(client)
}

async fn plainly(config: &Config) -> Result<Client> {
    let mut config = config.clone();
    let (client, connection) =
        config.ssl_mode(config::SslMode::Disable).connect(NoTls).await.map_err(told)?;
    tokio::spawn(connection);
    Ok(client)
}

/// What a database says is wrong. The details are left out: they may hold a row.
fn told(error: tokio_postgres::Error) -> Error {
    if let Some(said) = error.as_db_error() {
        return Error::Database(said.message().to_owned());
    }
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = error.source();
    }
    Error::Database(text)
}

impl Update<'_> {
    async fn run(&self, sql: &str) -> Result<()> {
        self.transaction.batch_execute(sql).await.map_err(told)
    }

    /// Finds the schema, or makes it, and reads what it has.
    async fn begin(&mut self) -> Result<()> {
        // Two exports at once would wait for each other's rows.
        self.run("select pg_advisory_xact_lock(hashtext('oktars export'))").await?;
        let tables = "select table_name::text from information_schema.tables where table_schema = $1";
        let tables = self.transaction.query(tables, &[&self.schema]).await.map_err(told)?;
        let is_state = tables.iter().any(|row| row.get::<_, &str>(0) == STATE);
        if !tables.is_empty() && !is_state {
            return Err(Error::Database(format!(
                "its schema {:?} holds other tables and no export",
                self.schema
            )));
        }
        let exists = "select exists (select 1 from information_schema.schemata where schema_name = $1)";
        let exists = self.transaction.query_one(exists, &[&self.schema]).await.map_err(told)?;
        let schema = quoted(self.schema);
        if !exists.get::<_, bool>(0) {
            self.run(&format!("create schema {schema}")).await?;
        }
        self.run(&format!("set local search_path = {schema}")).await?;
        self.run(&format!("create table if not exists {STATE} (name text primary key, value text)")).await?;
        let known = self
            .transaction
            .query(format!("select name, value from {STATE}").as_str(), &[])
            .await
            .map_err(told)?;
        self.known = known.iter().map(|row| (row.get(0), row.get(1))).collect();
        let Some(org) = self.known.get("org") else { return Ok(()) };
        let org_id = self.known.get("org_id").map_or("", String::as_str);
        if self.source.is_other(org, org_id) {
            let schema = self.schema;
            return Err(Error::Database(format!(
                "its schema {schema:?} holds the export of another org, {org}"
            )));
        }
        Ok(())
    }

    /// Brings a table up to date.
    async fn bring(&mut self, table: &Table, indexed: &[&str]) -> Result<Exported> {
        let is_empty = self.shape(table, "key").await?;
        let shape = self.shape_of(table);
        let is_same = self.known.get(&shape.0) == Some(&shape.1);
        if !is_same && !is_empty {
            // All rows may be different, though their revisions are not.
            self.run(&format!("truncate {}", table.name)).await?;
        }
        let (rows, written) = if is_same && !is_empty {
            self.send_changes(table).await?
        } else {
            let rows = self.copy(&table.name, &table.columns, &table.select).await?;
            (rows, rows)
        };
        for column in indexed {
            let (name, column) = (&table.name, named(column));
            self.run(&format!(
                "create index if not exists {name}_by_{} on {name} ({column})",
                column.trim_matches('"')
            ))
            .await?;
        }
        self.known.insert(shape.0, shape.1);
        Ok(Exported { table: table.name.clone(), rows, written })
    }

    /// What a table is made of: with another one, nothing is known of its rows.
    fn shape_of(&self, table: &Table) -> (String, String) {
        let columns =
            table.columns.iter().map(|column| format!("{} {}", named(&column.name), type_of(column.form)));
        let columns: Vec<String> = columns.collect();
        let made_of = format!("{} | {} | {}", columns.join(", "), self.source.begun, self.settings);
        (format!("table {}", table.name), made_of)
    }

    /// Makes a table, or gives it the columns that it should have. Says whether it has no rows.
    async fn shape(&self, table: &Table, key: &str) -> Result<bool> {
        let name = &table.name;
        let found = "select column_name::text, data_type::text from information_schema.columns
            where table_schema = $1 and table_name = $2";
        let found = self.transaction.query(found, &[&self.schema, name]).await.map_err(told)?;
        if found.is_empty() {
            let columns = table.columns.iter().map(|column| {
                let primary = if column.name == key { " primary key" } else { "" };
                format!("{} {}{primary}", named(&column.name), type_of(column.form))
            });
            let columns: Vec<String> = columns.collect();
            self.run(&format!("create table {name} ({})", columns.join(", "))).await?;
            return Ok(true);
        }
        let found: BTreeMap<String, String> =
            found.iter().map(|row| (quoted(row.get(0)), row.get(1))).collect();
        let wanted: BTreeMap<String, &str> =
            table.columns.iter().map(|column| (named(&column.name), type_of(column.form))).collect();
        for (column, declared) in &found {
            if wanted.get(column) != Some(&declared.as_str()) {
                self.run(&format!("alter table {name} drop column {column}")).await?;
            }
        }
        for (column, declared) in &wanted {
            if found.get(column).map(String::as_str) != Some(declared) {
                self.run(&format!("alter table {name} add column {column} {declared}")).await?;
            }
        }
        let has_rows = format!("select exists (select 1 from {name})");
        let has_rows = self.transaction.query_one(has_rows.as_str(), &[]).await.map_err(told)?;
        Ok(!has_rows.get::<_, bool>(0))
    }

    /// Sends the rows of a table that are new or different, and removes those that are gone. Gives how many rows there
    /// are, and how many were touched.
    async fn send_changes(&self, table: &Table) -> Result<(u64, u64)> {
        let name = &table.name;
        self.run("create temp table oktars_seen (key text, oktars_revision text) on commit drop").await?;
        let seen = format!("select key, oktars_revision from ({})", table.select);
        let rows = self.copy("oktars_seen", &table.columns[..2], &seen).await?;
        self.run("analyze oktars_seen").await?;
        let changed = self.find_changed(name).await?;
        let gone = format!(
            "delete from {name} t where not exists (select 1 from oktars_seen s where s.key = t.key)"
        );
        let gone = self.transaction.execute(gone.as_str(), &[]).await.map_err(told)?;
        if changed > 0 {
            self.run(&format!("create temp table oktars_staged (like {name}) on commit drop")).await?;
            let select =
                format!("select * from ({}) where key in (select key from temp.wanted)", table.select);
            self.copy("oktars_staged", &table.columns, &select).await?;
            let names = names(&table.columns);
            let set =
                table.columns[1..].iter().map(|column| format!("{0} = excluded.{0}", named(&column.name)));
            let set: Vec<String> = set.collect();
            self.run(&format!(
                "insert into {name} ({names}) select {names} from oktars_staged
                 on conflict (key) do update set {}; drop table oktars_staged",
                set.join(", ")
            ))
            .await?;
        }
        self.run("drop table oktars_seen").await?;
        Ok((rows, changed + gone))
    }

    /// Notes in the mirror's own temporary table which rows the database lacks. Gives how many they are.
    async fn find_changed(&self, name: &str) -> Result<u64> {
        let db = &self.reader.db;
        db.execute_batch(
            "create temp table if not exists wanted (key text primary key) without rowid; delete from temp.wanted",
        )?;
        let changed = format!(
            "select s.key from oktars_seen s left join {name} t on t.key = s.key
             where t.key is null or t.oktars_revision is distinct from s.oktars_revision"
        );
        let nothing: [&str; 0] = [];
        let mut rows = pin!(self.transaction.query_raw(changed.as_str(), nothing).await.map_err(told)?);
        let mut put = db.prepare("insert or ignore into temp.wanted (key) values (?1)")?;
        let mut count = 0;
        while let Some(row) = rows.try_next().await.map_err(told)? {
            put.execute([row.get::<_, &str>(0)])?;
            count += 1;
        }
        Ok(count)
    }

    /// Adds the events that are new. What was removed from the log of the mirror stays.
    async fn bring_log(&mut self) -> Result<Exported> {
        let table = table::as_it_is(&self.reader.db, "log")?;
        self.shape(&table, "uuid").await?;
        let same = self.known.get("begun") == Some(&self.source.begun);
        let last =
            self.known.get("run").filter(|_| same).and_then(|run| run.parse::<i64>().ok()).unwrap_or(-1);
        let until = self.source.run;
        let columns: Vec<String> = table.columns.iter().map(|column| quoted(&column.name)).collect();
        let select =
            format!("select {} from log_rows where run > {last} and run <= {until}", columns.join(", "));
        self.run("create temp table oktars_staged (like log) on commit drop").await?;
        self.copy("oktars_staged", &table.columns, &select).await?;
        let names = names(&table.columns);
        let add = format!(
            "insert into log ({names}) select {names} from oktars_staged on conflict (uuid) do nothing"
        );
        let written = self.transaction.execute(add.as_str(), &[]).await.map_err(told)?;
        self.run("drop table oktars_staged; create index if not exists log_by_published on log (published)")
            .await?;
        let rows = self.transaction.query_one("select count(*) from log", &[]).await.map_err(told)?;
        let rows = u64::try_from(rows.get::<_, i64>(0)).unwrap_or_default();
        Ok(Exported { table: "log".to_owned(), rows, written })
    }

    /// Makes the views, remembers what the database has now, and shows it to readers.
    async fn end(mut self) -> Result<()> {
        for (name, select) in VIEWS {
            let select = if *name == "stale_users" { STALE_USERS.to_owned() } else { as_here(select) };
            self.run(&format!("create or replace view {name} as {select}")).await?;
        }
        for kind in KINDS {
            let (name, text) = (kind.name, literal(kind.name));
            let json = if kind.keeps_documents { "json" } else { "null::json" };
            self.run(&format!(
                "create or replace view {name}_history as
                 select object as key, valid_from, valid_to, event, actor, end_event, end_actor, json from history
                 where kind = {text}
                 union all select key, valid_from, null, event, actor, null, null, {json} from {name}"
            ))
            .await?;
        }
        let Source { org, org_id, begun, run, published_at } = self.source;
        let run = run.to_string();
        let own = [
            ("org", org),
            ("org_id", org_id),
            ("begun", begun),
            ("run", run),
            ("published_at", published_at),
        ];
        self.known.extend(own.map(|(name, value)| (name.to_owned(), value)));
        let keep = format!(
            "insert into {STATE} (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value"
        );
        let keep = self.transaction.prepare(&keep).await.map_err(told)?;
        for (name, value) in &self.known {
            self.transaction.execute(&keep, &[name, value]).await.map_err(told)?;
        }
        self.transaction.commit().await.map_err(told)
    }

    /// Copies the rows of a question to the mirror into a table. Gives how many they were.
    async fn copy(&self, into: &str, columns: &[Column], select: &str) -> Result<u64> {
        let copy = format!("copy {into} ({}) from stdin", names(columns));
        let mut sink = pin!(self.transaction.copy_in::<_, Bytes>(copy.as_str()).await.map_err(told)?);
        let mut statement = self.reader.db.prepare(select)?;
        let mut rows = statement.query([])?;
        let mut lines = BytesMut::with_capacity(SENT * 2);
        while let Some(row) = rows.next()? {
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    lines.extend_from_slice(b"\t");
                }
                add(&mut lines, &column.form.value(row.get_ref(at)?));
            }
            lines.extend_from_slice(b"\n");
            if lines.len() >= SENT {
                sink.send(lines.split().freeze()).await.map_err(told)?;
            }
        }
        sink.send(lines.freeze()).await.map_err(told)?;
        sink.as_mut().finish().await.map_err(told)
    }
}

/// The name of a column, as PostgreSQL reads it where nobody quotes it.
fn named(column: &str) -> String {
    quoted(&column.to_lowercase())
}

fn names(columns: &[Column]) -> String {
    let names: Vec<String> = columns.iter().map(|column| named(&column.name)).collect();
    names.join(", ")
}

fn type_of(form: Form) -> &'static str {
    match form {
        Form::Text => "text",
        Form::Boolean => "boolean",
        Form::Integer => "bigint",
        Form::Real => "double precision",
        Form::Time => "timestamp with time zone",
        // It keeps the bytes that Okta sent, and takes every text of JSON.
        Form::Json => "json",
    }
}

/// The question of a view, as PostgreSQL takes it.
fn as_here(select: &str) -> String {
    select
        .replace("_rows ", " ")
        .replace(" is not '", " is distinct from '")
        .replace(" is '", " is not distinct from '")
}

/// Adds a value as COPY reads it. No text of PostgreSQL holds a null character.
fn add(lines: &mut BytesMut, value: &Value<'_>) {
    match value {
        Value::Null => lines.extend_from_slice(b"\\N"),
        Value::Boolean(value) => lines.extend_from_slice(if *value { b"t" } else { b"f" }),
        Value::Integer(value) => lines.extend_from_slice(value.to_string().as_bytes()),
        Value::Real(value) => lines.extend_from_slice(value.to_string().as_bytes()),
        Value::Time(value) => lines.extend_from_slice(value.to_string().as_bytes()),
        Value::Text(text) => {
            for byte in text.bytes() {
                match byte {
                    b'\\' => lines.extend_from_slice(b"\\\\"),
                    b'\n' => lines.extend_from_slice(b"\\n"),
                    b'\r' => lines.extend_from_slice(b"\\r"),
                    b'\t' => lines.extend_from_slice(b"\\t"),
                    0 => lines.extend_from_slice("\u{fffd}".as_bytes()),
                    byte => lines.extend_from_slice(&[byte]),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that ends a field or a line would move all that stands behind it.
    #[test]
    fn no_text_ends_a_field_or_a_line() {
        let cases = [
            (Value::Null, "\\N"),
            (Value::Text("\\N".into()), "\\\\N"),
            (Value::Text("a\tb\nc\rd\\e\0f\u{e9}".into()), "a\\tb\\nc\\rd\\\\e\u{fffd}f\u{e9}"),
            (Value::Boolean(false), "f"),
            (Value::Integer(-7), "-7"),
            (Value::Real(0.5), "0.5"),
            (Value::Time("2026-01-31T00:00:00.500Z".parse().unwrap()), "2026-01-31T00:00:00.5Z"),
        ];
        for (value, expected) in cases {
            let mut lines = BytesMut::new();
            add(&mut lines, &value);
            assert_eq!(lines, expected.as_bytes(), "{value:?}");
        }
    }
}
