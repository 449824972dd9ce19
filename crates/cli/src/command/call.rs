//! `oktars call`: any operation of the catalogue, with arguments made from what the catalogue knows of it.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, FromArgMatches, Subcommand};
use oktars::Okta;
use oktars_catalog::{Body, Kind, Method, Operation, Paging, Query};

use super::read;
use crate::args::{ListArgs, WriteArgs};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

/// An operation with its arguments.
#[derive(Debug)]
pub struct Call {
    operation: &'static Operation,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    input: Option<PathBuf>,
    list: ListArgs,
    write: WriteArgs,
}

impl Call {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let operation = *self.operation;
        let body = self.input.as_deref().map(read).transpose()?;
        let path: Vec<&str> = self.path.iter().map(String::as_str).collect();
        let request = |okta: &Okta| {
            let mut call = super::call(okta, operation, &path);
            for (name, value) in &self.query {
                call = call.query(name, value);
            }
            match &body {
                Some(body) => call.body_bytes("application/json", body.clone()),
                None => call,
            }
        };
        match (operation.method, operation.paging) {
            (Method::Get, Paging::None) => run.get(&Columns::OF_FIRST_ITEM, request).await,
            (Method::Get, _) => {
                let call = request(&run.okta()?);
                run.list(operation, call, &self.list, &Columns::OF_FIRST_ITEM).await
            }
            _ => run.change(self.write, &Columns::OF_FIRST_ITEM, operation.id, request).await,
        }
    }
}

impl Subcommand for Call {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        // There are hundreds: they are made when one of them is called, not at every start.
        command.defer(|command| {
            let all = oktars_catalog::operations().iter().chain(oktars_catalog::unlisted());
            command.subcommands(all.map(|operation| subcommand(operation)))
        })
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        oktars_catalog::operation(name).is_some()
    }
}

impl FromArgMatches for Call {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let (id, matches) =
            matches.subcommand().ok_or_else(|| clap::Error::new(ErrorKind::MissingSubcommand))?;
        let operation =
            oktars_catalog::operation(id).ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
        let lists = lists(operation);
        Ok(Call {
            operation,
            path: operation.path_parameters().map(text).collect(),
            query: query_values(operation, matches),
            input: has_body(operation).then(|| matches.get_one::<PathBuf>("input").cloned()).flatten(),
            list: if lists { ListArgs::from_arg_matches(matches)? } else { ListArgs::default() },
            write: if writes(operation) {
                WriteArgs::from_arg_matches(matches)?
            } else {
                WriteArgs::default()
            },
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn lists(operation: &Operation) -> bool {
    operation.method == Method::Get && operation.paging != Paging::None
}

fn writes(operation: &Operation) -> bool {
    operation.method != Method::Get
}

fn has_body(operation: &Operation) -> bool {
    operation.body != Body::None
}

fn subcommand(operation: &'static Operation) -> clap::Command {
    clap::Command::new(operation.id).about(about(operation)).defer(|mut command| {
        let Some(operation) = oktars_catalog::operation(command.get_name()) else { return command };
        for name in operation.path_parameters() {
            let argument = Arg::new(name).help(format!("`{name}` of the path"));
            command = command.arg(argument.required(true).value_name(kebab(name).to_uppercase()));
        }
        for query in own_query(operation) {
            command = command.arg(query_argument(query));
        }
        if has_body(operation) {
            let input = Arg::new("input").long("input").value_name("FILE");
            let input = input.help("The body as JSON, from a file, or from stdin with `-`");
            let input = input.value_parser(clap::value_parser!(PathBuf));
            command = command.arg(input.required(operation.body == Body::Json));
        }
        if lists(operation) {
            command = ListArgs::augment_args(command);
        }
        if writes(operation) {
            command = WriteArgs::augment_args(command);
        }
        // The options that were added brought their own.
        command.about(about(operation)).long_about(None)
    })
}

fn about(operation: &Operation) -> String {
    let deprecated = if operation.deprecated { " (deprecated)" } else { "" };
    format!("{} {}{deprecated}", operation.method.as_str(), operation.path)
}

/// The query parameters that are options. `--limit` is over all pages, as everywhere.
fn own_query(operation: &'static Operation) -> impl Iterator<Item = &'static Query> {
    let lists = lists(operation);
    operation.query.iter().filter(move |query| !(lists && query.name == "limit"))
}

fn query_argument(query: &'static Query) -> Arg {
    let argument = Arg::new(identity(query)).long(option(query.name)).required(query.required);
    let argument = argument.help(format!("`{}` of the query", query.name));
    match query.kind {
        Kind::String => argument.value_name("TEXT"),
        Kind::Integer => argument.value_name("N").value_parser(clap::value_parser!(i64)),
        Kind::Boolean => argument
            .value_name("true|false")
            .value_parser(clap::value_parser!(bool))
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        Kind::Array => argument.value_name("TEXT").action(ArgAction::Append),
    }
}

/// Apart from the names of our own options.
fn identity(query: &Query) -> String {
    format!("query {}", query.name)
}

/// What our own options are called, parameters of a query are called otherwise.
fn option(name: &str) -> String {
    const OURS: [&str; 11] = [
        "org",
        "local-store",
        "output",
        "fields",
        "verbose",
        "quiet",
        "help",
        "input",
        "limit",
        "dry-run",
        "curl",
    ];
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
        let id = identity(query);
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

    #[test]
    fn every_operation_makes_a_command() {
        // Two arguments of one name, and whatever else clap cannot work with, panic here.
        let all = oktars_catalog::operations().iter().chain(oktars_catalog::unlisted());
        for operation in all {
            let mut command = clap::Command::new("call").subcommand(subcommand(operation));
            command.build();
            command.debug_assert();
        }
    }

    #[test]
    fn names_are_written_as_options_are() {
        for (name, option_name) in
            [("sortBy", "sort-by"), ("q", "q"), ("fields", "query-fields"), ("OAuth", "o-auth")]
        {
            assert_eq!(option(name), option_name);
        }
    }
}
