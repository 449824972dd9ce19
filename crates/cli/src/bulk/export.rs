//! Exports: files that the imports read again, with nothing lost on the way.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use oktars::{Okta, op};
use oktars_catalog::Operation;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::bounds::workbook::CELLS;
use super::cell;
use super::form::{self, Form};
use super::lookup;
use super::relation::Relation;
use super::schema::Schema;
use crate::command::call;
use crate::command::search::closest;
use crate::failure::{Exit, Failure, Stop};
use crate::file::{NewFile, Readers};
use crate::output::workbook::Workbook;
use crate::output::{BYTE_ORDER_MARK, Format};
use crate::progress::{Progress, grouped};
use crate::run::Run;

/// Where an export goes
#[derive(Debug, clap::Args)]
pub struct Target {
    /// The file; `-` is stdout [default: stdout]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The form [default: that of the file's name, of --output, or ndjson]
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,
}

/// Options of `users export`
#[derive(Debug, clap::Args)]
pub struct Users {
    #[command(flatten)]
    target: Target,
    /// An expression, such as `profile.department eq "R&D"` [default: all users, those who are
    /// deactivated as well]
    #[arg(long, value_name = "EXPRESSION", conflicts_with = "filter")]
    search: Option<String>,
    /// An expression over status, lastUpdated, id, login, email and names
    #[arg(long, value_name = "EXPRESSION")]
    filter: Option<String>,
}

/// Rows on their way into a file.
struct Export {
    out: Box<dyn Write>,
    form: Form,
    /// What is in which column.
    header: Vec<String>,
    /// The workbook in the making, where it is one.
    book: Option<Workbook>,
    /// Rows of which it is not known yet whether they belong into the file.
    held: Vec<Row>,
    /// How many rows were written.
    written: u64,
    /// The file, which is kept when it is whole, and its name.
    file: Option<(NewFile, PathBuf)>,
    progress: Progress,
}

enum Row {
    /// Values, one for each column; those that are not there are left out.
    Values(Vec<Option<Value>>),
    /// An object as Okta sent it.
    Object(String),
}

impl Target {
    /// The file that is named, here or by `-o`; `-` is stdout, as it is stdin for imports.
    fn file<'a>(&'a self, run: &'a Run) -> Result<Option<&'a Path>, Failure> {
        match (self.file.as_deref(), run.global().output_file()) {
            (Some(_), Some(_)) => Err(Failure::usage("the file is named twice: FILE and -o")),
            (None, of_output) => Ok(of_output),
            (file, None) => Ok(file.filter(|file| *file != Path::new("-"))),
        }
    }

    /// The form that is asked for. A name must not promise another one.
    fn form(&self, run: &Run) -> Result<Form, Failure> {
        let of_name = self.file(run)?.map(form::of_name).transpose()?.flatten();
        let of_output = match run.chosen_format() {
            None => None,
            Some(Format::Csv) => Some(Form::Csv),
            Some(Format::Ndjson) => Some(Form::Ndjson),
            Some(Format::Json) => Some(Form::Json),
            Some(Format::Xlsx) => Some(Form::Xlsx),
            Some(Format::Table | Format::Wide | Format::Yaml) => {
                return Err(Failure::usage("an export is CSV, NDJSON, JSON or XLSX")
                    .hint("-o csv, ndjson, json or xlsx; or `list` for a table"));
            }
        };
        match (self.form, of_name) {
            (Some(form), Some(named)) if form != named => Err(Failure::usage(format!(
                "the name of the file says {}, and --form {}",
                named.name(),
                form.name()
            ))
            .hint("leave --form out, or give the file another name")),
            (form, named) => Ok(form.or(named).or(of_output).unwrap_or(Form::Ndjson)),
        }
    }

    fn open(&self, run: &mut Run, header: Vec<String>) -> Result<Export, Stop> {
        let form = self.form(run)?;
        let file = self.file(run)?.map(Path::to_owned);
        run.printer.leave_file();
        if file.is_none() {
            run.check_form(form.into())?;
        } else if run.global().bom && form != Form::Csv {
            return Err(Failure::usage("--bom is the byte order mark of CSV").into());
        }
        let progress = run.progress("rows", None, file.is_none());
        let mut export = Export {
            out: Box::new(std::io::stdout().lock()),
            form,
            book: None,
            header,
            held: Vec::new(),
            written: 0,
            file: None,
            progress,
        };
        if let Some(file) = file {
            let new = NewFile::create(&file, Readers::Owner)?;
            export.out = Box::new(new.handle()?);
            export.file = Some((new, file));
        }
        export.out = Box::new(BufWriter::with_capacity(1 << 16, export.out));
        export.begin(run.global().bom)?;
        Ok(export)
    }
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Format::Csv,
            Form::Ndjson => Format::Ndjson,
            Form::Json => Format::Json,
            Form::Xlsx => Format::Xlsx,
        }
    }
}

impl Export {
    fn begin(&mut self, bom: bool) -> Result<(), Stop> {
        let names = self.header.iter().map(String::as_str);
        match self.form {
            Form::Csv => {
                if bom {
                    self.out.write_all(BYTE_ORDER_MARK.as_bytes())?;
                }
                write_record(&mut self.out, names)?;
            }
            Form::Xlsx => self.book = Some(Workbook::new(names)?),
            Form::Json => self.out.write_all(b"[")?,
            Form::Ndjson => {}
        }
        Ok(())
    }

    /// Whether objects are written as Okta sent them.
    fn takes_objects(&self) -> bool {
        matches!(self.form, Form::Ndjson | Form::Json)
    }

    /// Takes in values, one for each column; those that are not there are left out.
    fn row(&mut self, values: Vec<Option<Value>>) {
        self.take(Row::Values(values));
    }

    /// Takes in an object as Okta sent it.
    fn object(&mut self, object: &RawValue) {
        // Line ends stand between the tokens of JSON alone, never within one.
        self.take(Row::Object(object.get().replace(['\n', '\r'], "")));
    }

    fn take(&mut self, row: Row) {
        self.progress.done += 1;
        self.held.push(row);
    }

    /// Writes the rows that were taken in.
    fn release(&mut self) -> Result<(), Stop> {
        for row in std::mem::take(&mut self.held) {
            self.write(row)?;
            self.written += 1;
        }
        Ok(())
    }

    fn write(&mut self, row: Row) -> Result<(), Stop> {
        let json = match (row, &mut self.book) {
            (Row::Values(values), Some(book)) => {
                return Ok(book.row(values.iter().map(|value| cell::cell(value.as_ref())))?);
            }
            (Row::Values(values), None) if self.form == Form::Csv => {
                let cells: Vec<_> = values.iter().map(|value| cell::write(value.as_ref())).collect();
                return Ok(write_record(&mut self.out, cells.iter().map(|cell| &**cell))?);
            }
            (Row::Values(values), None) => {
                let named = self.header.iter().zip(values);
                let object: Map<String, Value> =
                    named.filter_map(|(name, value)| Some((name.clone(), value?))).collect();
                Value::Object(object).to_string()
            }
            (Row::Object(object), _) => object,
        };
        let (before, after) = match (self.form, self.written) {
            (Form::Json, 0) => ("\n", ""),
            (Form::Json, _) => (",\n", ""),
            _ => ("", "\n"),
        };
        Ok(write!(self.out, "{before}{json}{after}")?)
    }

    /// Forgets the rows that were taken in and not written.
    fn discard(&mut self) {
        self.progress.done -= self.held.len() as u64;
        self.held.clear();
    }

    fn finish(mut self, run: &mut Run, what: &str, left_out: &str) -> Result<(), Stop> {
        self.release()?;
        if let Some(book) = self.book.take() {
            self.out.write_all(&book.finish()?)?;
        } else if self.form == Form::Json {
            self.out.write_all(if self.written == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()?;
        let cells = self.written.saturating_mul(self.header.len() as u64);
        let mut place = String::new();
        if let Some((new, file)) = self.file {
            new.keep_and_tell(|text| run.note(text))?;
            place = format!(" to {}", file.display());
        }
        run.note(&format!("exported {} {what}{place}{left_out}", grouped(self.written)));
        if self.form == Form::Xlsx && cells > CELLS as u64 {
            run.note("note: the imports read smaller workbooks; to import it again, export it as CSV");
        }
        Ok(())
    }
}

fn write_record<'a>(out: impl Write, cells: impl Iterator<Item = &'a str>) -> std::io::Result<()> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(4096).from_writer(out);
    for cell in cells {
        writer.write_field(cell)?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.flush()
}

impl Users {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta()?;
        let schema: Value = call(&okta, op::GET_USER_SCHEMA, &["default"]).json().await?;
        let names: Vec<String> =
            Schema::of(&schema).attributes().iter().map(|attribute| attribute.name.clone()).collect();
        let header = ["id", "status"].into_iter().map(str::to_owned).chain(names.iter().cloned()).collect();
        let mut export = self.target.open(run, header)?;
        let mut others = 0_u64;
        for mut pages in self.listings(&okta) {
            while let Some(page) = run.watch(&mut export.progress, pages.try_next()).await? {
                for user in &page.items {
                    if export.takes_objects() {
                        export.object(user);
                    } else {
                        others += u64::from(!write_user(&mut export, &names, user)?);
                    }
                }
                export.release()?;
            }
        }
        if others > 0 {
            run.note(&format!(
                "{} users have attributes of other types of user, for which the table has no column; NDJSON and \
                 JSON have them",
                grouped(others)
            ));
        }
        export.finish(run, "users", "")
    }

    fn listings(&self, okta: &Okta) -> Vec<oktars::Pages<Box<RawValue>>> {
        if self.search.is_none() && self.filter.is_none() {
            return lookup::everybody(okta).into();
        }
        let listed = okta.call(op::LIST_USERS).query_opt("search", self.search.as_ref());
        vec![listed.query_opt("filter", self.filter.as_ref()).list().pages()]
    }
}

/// Writes a user. Gives whether there is a column for each attribute.
fn write_user(export: &mut Export, names: &[String], user: &RawValue) -> Result<bool, Stop> {
    let mut user: Map<String, Value> = serde_json::from_str(user.get()).map_err(|error| {
        Failure::new(Exit::Failed, format!("Okta sent a user that cannot be read: {error}"))
    })?;
    let mut profile = match user.remove("profile") {
        Some(Value::Object(profile)) => profile,
        _ => Map::new(),
    };
    let mut values = vec![user.remove("id"), user.remove("status")];
    values.extend(names.iter().map(|name| profile.remove(name)));
    export.row(values);
    Ok(profile.is_empty())
}

/// Options of `groups export`
#[derive(Debug, clap::Args)]
pub struct Groups {
    #[command(flatten)]
    target: Target,
}

impl Groups {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta()?;
        let schema: Value = okta.call(op::GET_GROUP_SCHEMA).json().await?;
        let names: Vec<String> =
            Schema::of(&schema).attributes().iter().map(|attribute| attribute.name.clone()).collect();
        let header = ["id".to_owned()].into_iter().chain(names.iter().cloned()).collect();
        let mut export = self.target.open(run, header)?;
        let mut pages =
            okta.call(op::LIST_GROUPS).query("filter", OWN_GROUPS).list::<Box<RawValue>>().pages();
        while let Some(page) = run.watch(&mut export.progress, pages.try_next()).await? {
            for group in &page.items {
                if export.takes_objects() {
                    export.object(group);
                    continue;
                }
                let group: Value = serde_json::from_str(group.get()).unwrap_or_default();
                let values = names.iter().map(|name| group["profile"].get(name).cloned());
                export.row([group.get("id").cloned()].into_iter().chain(values).collect());
            }
            export.release()?;
        }
        export.finish(run, "groups", "")
    }
}

/// The groups whose members are managed here.
const OWN_GROUPS: &str = "type eq \"OKTA_GROUP\"";

/// Options of exports of what groups and apps are given
#[derive(Debug, clap::Args)]
pub struct Relations {
    #[command(flatten)]
    target: Target,
}

/// A group or an app, under the name that an import finds it by.
struct Parent {
    id: String,
    name: String,
}

impl Relations {
    /// Exports what one parent is given, or what all are.
    pub async fn run(self, relation: Relation, only: Option<&str>, run: &mut Run) -> Result<(), Stop> {
        let okta = run.okta()?;
        let filter = (relation.parent() == "group").then_some(OWN_GROUPS);
        let mut parents = parents(&okta, relation.parents(), filter).await?;
        if let Some(only) = only {
            let similar = closest(only, parents.iter().map(|parent| parent.name.as_str())).map(str::to_owned);
            parents.retain(|parent| parent.id == only || parent.name.to_lowercase() == only.to_lowercase());
            if parents.is_empty() {
                let what = relation.parent();
                let failure = Failure::new(Exit::NotFound, format!("there is no {what} called {only:?}"));
                return Err(match similar {
                    Some(similar) => failure.hint(format!("did you mean {similar}?")),
                    None => failure.hint(format!("`oktars {what}s list` shows all")),
                }
                .into());
            }
        }
        let groups = match relation {
            Relation::AppGroups => parents_by_id(&okta).await?,
            _ => HashMap::new(),
        };
        let mut gone = Gone { what: relation.parent(), count: 0, indirect: 0, is_error: only.is_some() };
        let attributes = attributes(run, &okta, relation, &mut parents, &mut gone).await?;
        let mut export = self.target.open(run, header(relation, &attributes))?;
        for parent in &parents {
            let rows = rows(run, &okta, relation, parent, &groups, &attributes, &mut export).await;
            match gone.noticed(run, parent, rows)? {
                Some(indirect) => {
                    gone.indirect += indirect;
                    export.release()?;
                }
                // Rows of an object that is not there any more could not be imported.
                None => export.discard(),
            }
        }
        export.finish(run, relation.plural(), &gone.summary())
    }
}

/// Takes in what one parent is given, and counts what a group gives.
async fn rows(
    run: &mut Run,
    okta: &Okta,
    relation: Relation,
    parent: &Parent,
    groups: &HashMap<String, String>,
    attributes: &[String],
    export: &mut Export,
) -> Result<u64, Stop> {
    let mut indirect = 0;
    let mut listed = call(okta, relation.children(), &[&parent.id]);
    if relation == Relation::AppUsers {
        listed = listed.query("expand", "user");
    }
    let mut listing = listed.list::<Value>();
    while let Some(child) = run.watch(&mut export.progress, listing.try_next()).await? {
        if relation.is_indirect(&child) {
            indirect += 1;
            continue;
        }
        export.row(values(relation, parent, &child, groups, attributes));
    }
    Ok(indirect)
}

/// Objects that were listed, and were gone when they were asked for what belongs to them.
struct Gone {
    what: &'static str,
    count: u64,
    /// How many of what is given come from groups, which an import cannot give again.
    indirect: u64,
    /// Whether it was named, so that nothing else is left to do.
    is_error: bool,
}

impl Gone {
    /// What was asked for; `None` where the object has disappeared.
    fn noticed<T>(
        &mut self,
        run: &mut Run,
        parent: &Parent,
        asked: Result<T, Stop>,
    ) -> Result<Option<T>, Stop> {
        match asked {
            Ok(answer) => Ok(Some(answer)),
            Err(stop) if self.is_error || !stop.is_gone() => Err(stop),
            Err(_) => {
                self.count += 1;
                run.note(&format!(
                    "left out: the {} {} ({}) has disappeared since it was listed",
                    self.what, parent.name, parent.id
                ));
                Ok(None)
            }
        }
    }

    /// For the end of the closing line.
    fn summary(&self) -> String {
        let plural = if self.count == 1 { "" } else { "s" };
        let gone = match self.count {
            0 => String::new(),
            count => {
                format!(", left out {} {}{plural} that disappeared meanwhile", grouped(count), self.what)
            }
        };
        match self.indirect {
            0 => gone,
            count => format!("{gone}, left out {} that come from groups", grouped(count)),
        }
    }
}

fn header(relation: Relation, attributes: &[String]) -> Vec<String> {
    let own: &[&str] = match relation {
        Relation::GroupMembers => &["group", "login"],
        Relation::AppUsers => &["app", "login", "userName"],
        Relation::AppGroups => &["app", "group", "priority"],
    };
    let attributes = attributes.iter().map(|name| format!("profile.{name}"));
    own.iter().map(|name| (*name).to_owned()).chain(attributes).collect()
}

fn values(
    relation: Relation,
    parent: &Parent,
    child: &Value,
    groups: &HashMap<String, String>,
    attributes: &[String],
) -> Vec<Option<Value>> {
    let present = |value: &Value| (!value.is_null()).then(|| value.clone());
    let mut values = vec![Some(Value::from(parent.name.as_str()))];
    match relation {
        Relation::GroupMembers => values.push(present(&child["profile"]["login"])),
        Relation::AppUsers => {
            let login = &child["_embedded"]["user"]["profile"]["login"];
            values.push(present(login).or_else(|| present(&child["id"])));
            values.push(present(&child["credentials"]["userName"]));
        }
        Relation::AppGroups => {
            let id = child["id"].as_str().unwrap_or_default();
            values.push(Some(Value::from(groups.get(id).map_or(id, String::as_str))));
            values.push(present(&child["priority"]));
        }
    }
    values.extend(attributes.iter().map(|name| child["profile"].get(name).and_then(present)));
    values
}

/// The attributes that assignments to any of the apps have. An app that has disappeared does not count.
async fn attributes(
    run: &mut Run,
    okta: &Okta,
    relation: Relation,
    parents: &mut Vec<Parent>,
    gone: &mut Gone,
) -> Result<Vec<String>, Stop> {
    let mut names: Vec<String> = Vec::new();
    for parent in std::mem::take(parents) {
        if let Some(call) = relation.schema(okta, &parent.id) {
            let asked = call.json::<Value>().await.map_err(Stop::from);
            let Some(schema) = gone.noticed(run, &parent, asked)? else { continue };
            for attribute in Schema::of(&schema).attributes() {
                if !names.contains(&attribute.name) {
                    names.push(attribute.name.clone());
                }
            }
        }
        parents.push(parent);
    }
    Ok(names)
}

/// Groups or apps; where a name is not of one alone, the id stands for it.
async fn parents(okta: &Okta, operation: Operation, filter: Option<&str>) -> Result<Vec<Parent>, Stop> {
    let mut parents = Vec::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    let mut listing = okta.call(operation).query_opt("filter", filter).list::<Value>();
    while let Some(item) = listing.try_next().await? {
        let name = item["profile"]["name"].as_str().or(item["label"].as_str()).unwrap_or_default().to_owned();
        *times.entry(name.to_lowercase()).or_default() += 1;
        parents.push(Parent { id: item["id"].as_str().unwrap_or_default().to_owned(), name });
    }
    for parent in &mut parents {
        if times.get(&parent.name.to_lowercase()) != Some(&1) {
            parent.name.clone_from(&parent.id);
        }
    }
    Ok(parents)
}

async fn parents_by_id(okta: &Okta) -> Result<HashMap<String, String>, Stop> {
    let groups = parents(okta, op::LIST_GROUPS, None).await?;
    Ok(groups.into_iter().map(|group| (group.id, group.name)).collect())
}
