//! `oktars call`: any operation of the catalogue, with arguments made from what the catalogue knows of it.

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, Subcommand};
use oktars_catalog::{Body, Operation};

use super::operation::{Given, arguments, lists, writes};
use super::skeleton;
use crate::args::with_examples_first;
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;
use crate::safety;

/// An operation with its arguments.
#[derive(Debug)]
pub struct Call {
    operation: &'static Operation,
    given: Given,
}

impl Call {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let Call { operation, given } = self;
        let body = given.body(operation)?;
        let columns = &Columns::OF_FIRST_ITEM;
        let call = given.call(&run.okta()?, *operation, body.as_deref());
        if lists(operation) {
            return run.list(call.list(), &given.list, columns).await;
        }
        if writes(operation) {
            safety::confirm_request(run, given.write, &call.request()?)?;
            let outcome = run.change(given.write, columns, operation.id, call).await;
            return skeleton::with_missing(outcome, operation, body.as_deref());
        }
        run.get(columns, call).await
    }
}

impl Subcommand for Call {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        // There are hundreds: they are made when one of them is called, not at every start.
        command.defer(|command| {
            let all = oktars_catalog::all_operations();
            command.subcommands(all.map(subcommand))
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
        Ok(Call { operation, given: Given::from_matches(operation, matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn subcommand(operation: &'static Operation) -> clap::Command {
    clap::Command::new(operation.id).about(about(operation)).defer(|command| {
        let Some(operation) = oktars_catalog::operation(command.get_name()) else { return command };
        // The options that are added bring their own description.
        let command = arguments(command, operation, false).about(about(operation));
        with_examples_first(command.long_about(None).after_help(notes(operation)))
    })
}

fn about(operation: &Operation) -> String {
    let deprecated = if operation.deprecated { " (deprecated)" } else { "" };
    format!("{} {}{deprecated}", operation.method.as_str(), operation.path)
}

/// What Okta files it under, the scopes that it needs, and how it is called.
fn notes(operation: &Operation) -> String {
    let mut notes = format!("Filed under {}.", operation.tag);
    if !operation.scopes.is_empty() {
        notes.push_str(&format!(" An access token needs the scope {}.", operation.scopes.join(" or ")));
    }
    notes.push_str(&format!("\n\nExample:\n  oktars call {}", operation.id));
    operation.path_parameters().for_each(|name| notes.push_str(&format!(" {}", name.to_uppercase())));
    for query in operation.query.iter().filter(|query| query.required) {
        notes.push_str(&format!(" --{} VALUE", super::operation::option(query.name)));
    }
    if operation.body == Body::Json {
        notes.push_str(" --input body.json");
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_makes_a_command() {
        // Two arguments of one name, and whatever else clap cannot work with, panic here.
        let all = oktars_catalog::all_operations();
        for operation in all {
            let mut command = clap::Command::new("call").subcommand(subcommand(operation));
            command.build();
            command.debug_assert();
        }
    }
}
