//! Commands that are a table: one file a resource, one line a verb. What a verb takes comes from the
//! catalogue, what it prints from the resource's columns.
//!
//! A resource that needs more than that, such as users, has a file of its own beside this directory.

mod api_token;
mod app_grant;
mod app_key;
mod app_secret;
mod authenticator;
mod authorization_server;
mod behavior;
mod brand;
mod custom_role;
mod device;
mod event_hook;
mod factor;
mod feature;
mod group_owner;
mod group_push_mapping;
mod group_rule;
mod identity_provider;
mod inline_hook;
mod linked_object;
mod log_stream;
mod network_zone;
mod org_setting;
mod policy;
mod profile_mapping;
mod realm;
mod resource_set;
mod role;
mod schema;
mod session;
mod trusted_origin;
mod user_type;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, Subcommand};
use oktars::Okta;
use oktars_catalog::Operation;
use serde_json::Value;

use super::operation::{Given, arguments, lists};
use crate::failure::{Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::safety::{self, Question};

/// All of them, in the order of the help.
const RESOURCES: &[&Resource] = &[
    &group_rule::RESOURCE,
    &group_owner::RESOURCE,
    &factor::RESOURCE,
    &session::RESOURCE,
    &user_type::RESOURCE,
    &schema::RESOURCE,
    &linked_object::RESOURCE,
    &profile_mapping::RESOURCE,
    &role::USER_ROLES,
    &role::GROUP_ROLES,
    &role::CLIENT_ROLES,
    &custom_role::RESOURCE,
    &resource_set::RESOURCE,
    &app_key::RESOURCE,
    &app_secret::RESOURCE,
    &app_grant::RESOURCE,
    &group_push_mapping::RESOURCE,
    &policy::POLICIES,
    &policy::POLICY_RULES,
    &authenticator::RESOURCE,
    &authorization_server::AUTH_SERVERS,
    &authorization_server::AUTH_SERVER_SCOPES,
    &authorization_server::AUTH_SERVER_CLAIMS,
    &authorization_server::AUTH_SERVER_POLICIES,
    &authorization_server::AUTH_SERVER_RULES,
    &api_token::RESOURCE,
    &trusted_origin::RESOURCE,
    &network_zone::RESOURCE,
    &behavior::RESOURCE,
    &identity_provider::RESOURCE,
    &event_hook::RESOURCE,
    &inline_hook::RESOURCE,
    &log_stream::RESOURCE,
    &brand::RESOURCE,
    &device::RESOURCE,
    &realm::RESOURCE,
    &feature::RESOURCE,
    &org_setting::RESOURCE,
];

/// A resource of Okta as a command.
pub struct Resource {
    /// The command, such as `user-types`.
    pub name: &'static str,
    /// One of them, in words, such as `user type`; questions and notes say it.
    pub one: &'static str,
    /// What the command is for.
    pub about: &'static str,
    pub columns: Columns,
    pub verbs: &'static [Verb],
}

/// A subcommand of a resource.
pub struct Verb {
    pub name: &'static str,
    pub about: &'static str,
    pub operation: Operation,
    pub way: Way,
    /// What stands behind the verb in the example of the help.
    pub example: &'static str,
    /// The columns, where they are others than the resource's.
    pub columns: Option<Columns>,
}

/// How a verb works.
#[derive(Clone, Copy)]
pub enum Way {
    /// It reads: a list or one object, as the catalogue says.
    Read,
    /// It changes something, and this is what was done: `activated`.
    Step(&'static str),
    /// It replaces the whole, which is read with the other operation first: what is not named stays.
    Update(Operation),
    /// It takes something away, and this is what is done: `Delete`. The question comes first.
    Remove(&'static str),
}

impl Verb {
    const fn new(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        way: Way,
        example: &'static str,
    ) -> Self {
        Verb { name, about, operation, way, example, columns: None }
    }

    /// Lists, or shows one.
    pub const fn read(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        example: &'static str,
    ) -> Self {
        Verb::new(name, about, operation, Way::Read, example)
    }

    /// Creates, or takes a step of a lifecycle.
    pub const fn step(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        done: &'static str,
        example: &'static str,
    ) -> Self {
        Verb::new(name, about, operation, Way::Step(done), example)
    }

    /// Changes some members and leaves the others, of what can only be replaced as a whole.
    pub const fn update(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        read: Operation,
        example: &'static str,
    ) -> Self {
        Verb::new(name, about, operation, Way::Update(read), example)
    }

    /// Takes something away, after a question.
    pub const fn remove(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        what: &'static str,
        example: &'static str,
    ) -> Self {
        Verb::new(name, about, operation, Way::Remove(what), example)
    }

    /// Prints other columns than the resource has.
    pub const fn columns(mut self, columns: Columns) -> Self {
        self.columns = Some(columns);
        self
    }

    fn subcommand(&'static self, resource: &'static Resource) -> clap::Command {
        let command = arguments(clap::Command::new(self.name), &self.operation);
        let example = format!("Example:\n  oktars {} {} {}", resource.name, self.name, self.example);
        command.about(self.about).long_about(None).after_help(example.trim_end().to_owned())
    }
}

/// A verb of a resource with its arguments.
pub struct AnyResource {
    resource: &'static Resource,
    verb: &'static Verb,
    given: Given,
}

impl std::fmt::Debug for AnyResource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.resource.name, self.verb.name)
    }
}

impl AnyResource {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let AnyResource { resource, verb, given } = self;
        let columns = verb.columns.as_ref().unwrap_or(&resource.columns);
        let operation = verb.operation;
        let one = resource.one;
        let body = match verb.way {
            Way::Update(read) => {
                if given.says_nothing() {
                    return Err(nothing_to_change());
                }
                let object: Value = run.send(|okta| path_call(okta, read, &given)).await?.json()?;
                Some(given.body_over(object)?)
            }
            _ => given.body()?,
        };
        let request = |okta: &Okta| given.call(okta, operation, body.as_deref());
        match verb.way {
            Way::Read if lists(&operation) => {
                let call = request(&run.okta()?);
                run.list(operation, call, &given.list, columns).await
            }
            Way::Read => run.get(columns, request).await,
            Way::Step(done) => run.change(given.write, columns, &format!("{done} the {one}"), request).await,
            Way::Update(_) => run.change(given.write, columns, &format!("updated the {one}"), request).await,
            Way::Remove(what) => {
                if !given.write.shows_only() {
                    let example = [given.path.join(" ")];
                    safety::confirm(run, given.write, &Question::one(what, resource.one, &example))?;
                }
                run.change(given.write, columns, &format!("done: {} the {one}", what.to_lowercase()), request)
                    .await
            }
        }
    }
}

fn path_call(okta: &Okta, operation: Operation, given: &Given) -> oktars::Call {
    let path: Vec<&str> = given.path.iter().map(String::as_str).collect();
    super::call(okta, operation, &path)
}

/// The failure of an update that says nothing.
pub fn nothing_to_change() -> Stop {
    Failure::usage("nothing is to be changed").hint("name it: --set title=Boss").into()
}

impl Subcommand for AnyResource {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(RESOURCES.iter().map(|resource| {
            let command = clap::Command::new(resource.name).about(resource.about);
            let command = command.subcommand_required(true).arg_required_else_help(true);
            command.defer(|command| match find(command.get_name()) {
                Some(resource) => {
                    command.subcommands(resource.verbs.iter().map(|verb| verb.subcommand(resource)))
                }
                None => command,
            })
        }))
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        find(name).is_some()
    }
}

fn find(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().copied().find(|resource| resource.name == name)
}

impl FromArgMatches for AnyResource {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(ErrorKind::MissingSubcommand);
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let resource = find(name).ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let verb = resource.verbs.iter().find(|verb| verb.name == name);
        let verb = verb.ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        Ok(AnyResource { resource, verb, given: Given::from_matches(&verb.operation, matches)? })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    /// The words that a shell makes of a line.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for character in line.trim_end().chars() {
            match character {
                '\'' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                _ => words.last_mut().unwrap().push(character),
            }
        }
        words
    }

    #[test]
    fn the_columns_of_every_verb_are_fields() {
        for resource in RESOURCES {
            for verb in resource.verbs {
                let columns = verb.columns.unwrap_or(resource.columns);
                let known = columns.table().is_some() && columns.csv().is_some();
                assert!(known || columns.table.is_empty(), "{} {}: {columns:?}", resource.name, verb.name);
            }
        }
    }

    #[test]
    fn every_verb_makes_a_command_with_an_example_that_it_takes() {
        for resource in RESOURCES {
            for verb in resource.verbs {
                let command = words(&format!("oktars {} {} {}", resource.name, verb.name, verb.example));
                let parsed = crate::args::Args::try_parse_from(command);
                assert!(parsed.is_ok(), "{} {}: {}", resource.name, verb.name, parsed.unwrap_err());
            }
        }
    }
}
