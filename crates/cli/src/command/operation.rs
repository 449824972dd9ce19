//! The arguments of an operation, made from what the catalogue knows of it.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches};
use oktars::{Call, Okta};
use oktars_catalog::{Body, Kind, Method, Operation, Paging, Query};
use serde_json::{Map, Value};

use super::file_body::FileBody;
use super::name::{app_id, group_id, user_id};
use super::request_body::{self, BODY};
use super::{Assignment, json_from, parameter, search};
use crate::args::{ListArgs, WriteArgs};
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// What our own options are called, parameters of a query are called otherwise.
const OURS: [&str; 22] = [
    "bom",
    "color",
    "curl",
    "dry-run",
    "fields",
    "force",
    "help",
    "input",
    "jq",
    "limit",
    "local-store",
    "org",
    "output",
    "query-fields",
    "quiet",
    "set",
    "skeleton",
    "time",
    "timing",
    "verbose",
    "version",
    "yes",
];

/// The values that were given for an operation.
#[derive(Debug)]
pub struct Given {
    pub path: Vec<String>,
    query: Vec<(&'static str, String)>,
    input: Option<PathBuf>,
    pub set: Vec<Assignment>,
    pub list: ListArgs,
    pub write: WriteArgs,
}

impl Given {
    pub fn from_matches(operation: &'static Operation, matches: &ArgMatches) -> Result<Self, clap::Error> {
        let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
        let has_body = has_body(operation);
        // A body that is a file has no members to set.
        let set = matches.try_get_many::<Assignment>("set").ok().flatten();
        Ok(Given {
            path: operation.path_parameters().map(text).collect(),
            query: query_values(operation, matches),
            input: has_body.then(|| matches.get_one::<PathBuf>("input").cloned()).flatten(),
            set: set.into_iter().flatten().cloned().collect(),
            list: if lists(operation) { ListArgs::from_arg_matches(matches)? } else { ListArgs::default() },
            write: if writes(operation) {
                WriteArgs::from_arg_matches(matches)?
            } else {
                WriteArgs::default()
            },
        })
    }

    /// The operation with these values, and with this body.
    pub fn call(&self, okta: &Okta, operation: Operation, body: Option<&[u8]>) -> Call {
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let call = super::call(okta, operation, &path);
        let call = self.query.iter().fold(call, |call, (name, value)| call.query(name, value));
        match body {
            Some(body) => call.body_bytes("application/json", body.to_vec()),
            None => call,
        }
    }

    /// The file that is the body.
    pub fn file(&self) -> Result<&Path, Failure> {
        self.input.as_deref().ok_or_else(|| Failure::usage("no file was named"))
    }

    /// The body that was given, byte for byte from a file, or with what `--set` puts in.
    pub fn body(&self, operation: &Operation) -> Result<Option<Vec<u8>>, Stop> {
        match (&self.input, &self.set[..]) {
            (Some(path), []) => Ok(Some(request_body::bytes_from(path, operation)?)),
            (None, []) => Ok(None),
            (Some(path), set) => {
                let body = assigned(json_from(path)?, set)?;
                Ok(Some(request_body::filled_in(operation, body)?.to_string().into_bytes()))
            }
            (None, set) => Ok(Some(assigned(Value::Object(Map::new()), set)?.to_string().into_bytes())),
        }
    }

    /// The same over an object that is there already.
    pub fn body_over(&self, object: Value, operation: &Operation) -> Result<Value, Stop> {
        let object = match &self.input {
            Some(path) => merged(object, request_body::body_from(path, operation, true)?),
            None => object,
        };
        Ok(assigned(object, &self.set)?)
    }

    /// Replaces the names of users, groups and apps with their ids.
    pub async fn resolve_names(&mut self, run: &mut Run, operation: &Operation) -> Result<(), Stop> {
        let names: Vec<&str> = operation.path_parameters().collect();
        for (name, value) in names.into_iter().zip(&mut self.path) {
            *value = match named(operation, name) {
                Some(Named::User) => user_id(run, value).await?,
                Some(Named::Group) => group_id(run, value).await?,
                Some(Named::App) => app_id(run, value).await?,
                None => continue,
            };
        }
        Ok(())
    }

    /// Adds parameters of the query that were not given.
    pub fn ask(&mut self, asks: &[(&'static str, &'static str)]) {
        for (name, value) in asks {
            if !self.query.iter().any(|(given, _)| given == name) {
                self.query_with(name, (*value).to_owned());
            }
        }
    }

    pub fn query_with(&mut self, name: &'static str, value: String) {
        self.query.push((name, value));
    }

    pub fn has_query(&self, name: &str) -> bool {
        self.query.iter().any(|(given, _)| *given == name)
    }

    /// Whether there is nothing for a body to say.
    pub fn says_nothing(&self) -> bool {
        self.input.is_none() && self.set.is_empty()
    }
}

/// `object` with the members of `patch`, objects within objects included; null removes nothing, it is set.
pub fn merged(object: Value, patch: Value) -> Value {
    match (object, patch) {
        (Value::Object(mut members), Value::Object(patch)) => {
            for (name, value) in patch {
                let old = members.get_mut(&name).map(Value::take).unwrap_or_default();
                members.insert(name, merged(old, value));
            }
            Value::Object(members)
        }
        (_, patch) => patch,
    }
}

/// `object` with each assignment, whose name is a path: `profile.title=Boss`.
pub fn assigned(mut object: Value, set: &[Assignment]) -> Result<Value, Failure> {
    for Assignment { name, value } in set {
        let mut place = &mut object;
        for step in name.split('.') {
            if place.is_null() {
                *place = Value::Object(Map::new());
            }
            let members = place.as_object_mut();
            let members = members.ok_or_else(|| {
                Failure::usage(format!("--set {name}: there is no object that could have {step:?}"))
            })?;
            place = members.entry(step).or_insert(Value::Null);
        }
        *place = value.clone();
    }
    Ok(object)
}

/// What may stand in a path by another name than its id.
#[derive(Clone, Copy)]
enum Named {
    User,
    Group,
    App,
}

impl Named {
    fn describe(self, argument: Arg) -> Arg {
        match self {
            Named::User => argument.help("The id or the login of the user").value_name("USER"),
            Named::Group => {
                let argument = argument.help("The id or the name of the group").value_name("GROUP");
                argument.add(crate::completion::groups())
            }
            Named::App => {
                let argument = argument.help("The id or the label of the app").value_name("APP");
                argument.add(crate::completion::apps())
            }
        }
    }
}

fn named(operation: &Operation, parameter: &str) -> Option<Named> {
    let below =
        |collection: &str| operation.path.starts_with(&format!("/api/v1/{collection}/{{{parameter}}}"));
    match parameter {
        "userId" => Some(Named::User),
        "groupId" => Some(Named::Group),
        "appId" => Some(Named::App),
        _ if below("users") => Some(Named::User),
        _ if below("groups") => Some(Named::Group),
        _ if below("apps") => Some(Named::App),
        _ => None,
    }
}

pub fn lists(operation: &Operation) -> bool {
    operation.method == Method::Get && operation.paging != Paging::None
}

pub fn writes(operation: &Operation) -> bool {
    operation.method != Method::Get
}

pub fn has_body(operation: &Operation) -> bool {
    operation.body != Body::None
}

/// The command with the operation's arguments, which take names where ids are meant, or do not.
pub fn arguments(command: clap::Command, operation: &'static Operation, names: bool) -> clap::Command {
    let command = with_body(with_parameters(command, operation, names), operation);
    let command = if lists(operation) { ListArgs::augment_args(command) } else { command };
    if writes(operation) { WriteArgs::augment_args(command) } else { command }
}

/// The same for an operation whose body is a file.
pub fn arguments_with_file(
    command: clap::Command,
    operation: &'static Operation,
    file: FileBody,
) -> clap::Command {
    let place = operation.path_parameters().count() + 1;
    let command = with_parameters(command, operation, true).arg(file.argument(place));
    WriteArgs::augment_args(command)
}

fn with_parameters(mut command: clap::Command, operation: &'static Operation, names: bool) -> clap::Command {
    for (n, name) in operation.path_parameters().enumerate() {
        // With its place, so that it keeps it when something of it is changed.
        let argument = Arg::new(name).index(n + 1).help(parameter::of_path(operation, name)).required(true);
        let argument = argument.value_name(kebab(name).to_uppercase());
        let argument = chosen(argument, operation.values(name), true);
        command = command.arg(match named(operation, name).filter(|_| names) {
            Some(named) => named.describe(argument),
            None => argument,
        });
    }
    for query in own_query(operation) {
        command = command.arg(query_argument(operation, query));
    }
    command
}

fn with_body(mut command: clap::Command, operation: &'static Operation) -> clap::Command {
    if has_body(operation) {
        let input = Arg::new("input").long("input").value_name("FILE").help_heading(BODY);
        let input = input.help("The body as JSON, from a file, or from stdin with `-`");
        command = command.arg(input.value_parser(clap::value_parser!(PathBuf)));
        let set = Arg::new("set").long("set").value_name("NAME=TEXT").action(ArgAction::Append);
        let set = set.help_heading(BODY);
        let set = set.value_parser(Assignment::parse).help(
            "A member of the body: `profile.name=Ops`, or NAME:=JSON for numbers, booleans and lists; may be repeated",
        );
        command = command.arg(set);
        if operation.body != Body::Other {
            command = request_body::SkeletonArg::augment_args(command);
        }
        if operation.body == Body::Json {
            command = command
                .group(clap::ArgGroup::new("body").args(["input", "set"]).multiple(true).required(true));
        }
    }
    command
}

/// The query parameters that are options. `--limit` is over all pages, as everywhere.
fn own_query(operation: &'static Operation) -> impl Iterator<Item = &'static Query> {
    let lists = lists(operation);
    operation.query.iter().filter(move |query| !(lists && query.name == "limit"))
}

fn query_argument(operation: &'static Operation, query: &'static Query) -> Arg {
    let argument = Arg::new(identity(query.name)).long(option(query.name)).required(query.required);
    let argument = argument.help(parameter::of_query(query.name));
    let values = operation.values(query.name);
    match query.kind {
        Kind::String if matches!(query.name, "search" | "filter") => {
            let argument = argument.value_name("EXPRESSION");
            argument.value_parser(search::expression)
        }
        Kind::String => chosen(argument.value_name("TEXT"), values, true),
        Kind::Integer => argument.value_name("N").value_parser(clap::value_parser!(i64)),
        Kind::Boolean => argument
            .value_name("true|false")
            .value_parser(clap::value_parser!(bool))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Kind::Array => chosen(argument.value_name("TEXT").action(ArgAction::Append), values, false),
    }
}

/// The argument with the values that it takes. Where they are not `all`, other texts are taken too.
pub fn chosen(argument: Arg, values: &'static [&'static str], all: bool) -> Arg {
    if values.is_empty() { argument } else { argument.value_parser(Choice { values, all }) }
}

/// One of the values that Okta's description lists, in any case.
#[derive(Clone)]
struct Choice {
    values: &'static [&'static str],
    all: bool,
}

impl TypedValueParser for Choice {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value.to_string_lossy();
        match self.values.iter().find(|known| known.eq_ignore_ascii_case(&text)) {
            Some(known) => Ok((*known).to_owned()),
            None if !self.all => Ok(text.into_owned()),
            None => PossibleValuesParser::new(self.values).parse_ref(command, argument, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.values.iter().copied().map(PossibleValue::new)))
    }
}

/// What clap calls the option of a query parameter, apart from the names of our own options.
pub fn identity(name: &str) -> String {
    format!("query {name}")
}

pub fn option(name: &str) -> String {
    let name = kebab(name);
    if OURS.contains(&name.as_str()) { format!("query-{name}") } else { name }
}

/// `sortBy` as `sort-by`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        kebab.push(if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    }
    kebab
}

fn query_values(operation: &'static Operation, matches: &ArgMatches) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    for query in own_query(operation) {
        let id = identity(query.name);
        let given: Vec<String> = match query.kind {
            Kind::Integer => texts::<i64>(matches, &id),
            Kind::Boolean => texts::<bool>(matches, &id),
            Kind::String | Kind::Array => texts::<String>(matches, &id),
        };
        values.extend(given.into_iter().map(|value| (query.name, value)));
    }
    values
}

fn texts<T: ToString + Clone + Send + Sync + 'static>(matches: &ArgMatches, id: &str) -> Vec<String> {
    matches.get_many::<T>(id).into_iter().flatten().map(ToString::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use serde_json::json;

    #[test]
    fn names_are_written_as_options_are() {
        for (name, option_name) in
            [("sortBy", "sort-by"), ("q", "q"), ("fields", "query-fields"), ("OAuth", "o-auth")]
        {
            assert_eq!(option(name), option_name);
        }
    }

    #[test]
    fn no_parameter_of_a_query_takes_the_name_of_an_option_of_ours() {
        let root = crate::args::Args::command();
        let ours = root.get_arguments().filter_map(|arg| arg.get_long());
        for name in ours.chain(["limit", "dry-run", "curl", "yes", "force", "input", "set"]) {
            assert!(OURS.contains(&name), "--{name}");
        }
    }

    #[test]
    fn assignments_are_put_where_their_names_lead() {
        let set =
            |texts: &[&str]| texts.iter().map(|text| Assignment::parse(text).unwrap()).collect::<Vec<_>>();
        let object = json!({"a": {"b": 1, "c": 2}});
        let changed = assigned(object.clone(), &set(&["a.b=x", "d.e:=[1]", "f:=null"])).unwrap();
        assert_eq!(changed, json!({"a": {"b": "x", "c": 2}, "d": {"e": [1]}, "f": null}));
        assert!(assigned(object, &set(&["a.b.z=x"])).is_err());
    }
}
