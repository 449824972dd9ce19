//! Commands that are a table: one file a resource, one line a verb. What a verb takes comes from the
//! catalogue, what it prints from the resource's columns.
//!
//! A resource that needs more than that, such as users, has a file of its own beside this directory.

mod api_token;
mod app_connection;
mod app_csr;
mod app_feature;
mod app_federated_claim;
mod app_grant;
mod app_jwk;
mod app_key;
mod app_policy;
mod app_secret;
mod app_token;
mod attack_protection;
mod authenticator;
mod authorization_server;
mod authorization_server_client;
mod behavior;
mod bot_protection;
mod brand;
mod captcha;
mod custom_role;
mod device;
mod device_assurance;
mod domain;
mod email_domain;
mod email_template;
mod event_hook;
mod factor;
mod feature;
mod group_owner;
mod group_push_mapping;
mod group_rule;
mod hook_key;
mod identity_provider;
mod identity_provider_key;
mod inline_hook;
mod linked_object;
mod log_stream;
mod network_zone;
mod org_setting;
mod plain;
mod policy;
mod principal_rate_limit;
mod profile_mapping;
mod push_provider;
mod realm;
mod resource_set;
mod role;
mod schema;
mod session;
mod sms_template;
mod subscription;
mod threat_insight;
mod trusted_origin;
mod ui_schema;
mod user_client;
mod user_risk;
mod user_type;

use std::collections::HashMap;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches, Subcommand};
use oktars::Okta;
use oktars_catalog::Operation;
use serde_json::Value;
use serde_json::value::RawValue;

use super::operation::{Given, arguments, lists};
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::safety::{self, Question};

/// Those with words and ways of their own, in the order of the help; the plain ones follow.
const RESOURCES: &[&Resource] = &[
    &group_rule::RESOURCE,
    &group_owner::RESOURCE,
    &factor::RESOURCE,
    &user_client::USER_CLIENTS,
    &user_client::USER_GRANTS,
    &user_risk::USER_RISK,
    &user_risk::USER_CLASSIFICATION,
    &session::RESOURCE,
    &user_type::RESOURCE,
    &schema::RESOURCE,
    &ui_schema::RESOURCE,
    &linked_object::RESOURCE,
    &profile_mapping::RESOURCE,
    &role::USER_ROLES,
    &role::GROUP_ROLES,
    &role::CLIENT_ROLES,
    &custom_role::RESOURCE,
    &resource_set::RESOURCE,
    &subscription::USER_SUBSCRIPTIONS,
    &subscription::ROLE_SUBSCRIPTIONS,
    &app_key::RESOURCE,
    &app_csr::RESOURCE,
    &app_jwk::RESOURCE,
    &app_secret::RESOURCE,
    &app_grant::RESOURCE,
    &app_token::RESOURCE,
    &app_feature::RESOURCE,
    &app_connection::RESOURCE,
    &app_policy::RESOURCE,
    &app_federated_claim::RESOURCE,
    &group_push_mapping::RESOURCE,
    &policy::POLICIES,
    &policy::POLICY_RULES,
    &authenticator::RESOURCE,
    &authenticator::METHODS,
    &authorization_server::AUTH_SERVERS,
    &authorization_server::AUTH_SERVER_SCOPES,
    &authorization_server::AUTH_SERVER_CLAIMS,
    &authorization_server::AUTH_SERVER_POLICIES,
    &authorization_server::AUTH_SERVER_RULES,
    &authorization_server_client::AUTH_SERVER_CLIENTS,
    &authorization_server_client::AUTH_SERVER_TRUST,
    &api_token::RESOURCE,
    &principal_rate_limit::RESOURCE,
    &trusted_origin::RESOURCE,
    &network_zone::RESOURCE,
    &behavior::RESOURCE,
    &threat_insight::RESOURCE,
    &attack_protection::RESOURCE,
    &bot_protection::RESOURCE,
    &captcha::RESOURCE,
    &identity_provider::RESOURCE,
    &identity_provider_key::IDP_KEYS,
    &identity_provider_key::IDP_SIGNING_KEYS,
    &identity_provider_key::IDP_CSRS,
    &event_hook::RESOURCE,
    &inline_hook::RESOURCE,
    &hook_key::RESOURCE,
    &log_stream::RESOURCE,
    &brand::RESOURCE,
    &brand::page::RESOURCE,
    &brand::THEMES,
    &domain::RESOURCE,
    &email_domain::RESOURCE,
    &email_template::EMAIL_TEMPLATES,
    &email_template::EMAIL_CUSTOMIZATIONS,
    &sms_template::RESOURCE,
    &device::RESOURCE,
    &device_assurance::RESOURCE,
    &push_provider::RESOURCE,
    &realm::RESOURCE,
    &realm::ASSIGNMENTS,
    &feature::RESOURCE,
    &org_setting::RESOURCE,
];

fn resources() -> impl Iterator<Item = &'static Resource> {
    RESOURCES.iter().copied().chain(plain::RESOURCES.iter())
}

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
    /// The member that holds the list, where the answer is an object around it.
    pub inside: Option<&'static str>,
    /// What Okta does not tell of the object, and what a replacement could lose.
    pub untold: &'static [Untold],
}

/// A secret that Okta takes and does not tell.
#[derive(Clone, Copy)]
pub struct Untold {
    /// Where it stands: `channel.config.authScheme.value`.
    pub secret: &'static str,
    /// What is told and stands beside it, so that there is a secret: `channel.config.authScheme.key`.
    pub beside: &'static str,
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
        Verb { name, about, operation, way, example, columns: None, inside: None, untold: &[] }
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

    /// Lists what stands in a member of the answer.
    pub const fn inside(mut self, member: &'static str) -> Self {
        self.inside = Some(member);
        self
    }

    /// Names the secrets that an update has to bring along.
    pub const fn untold(mut self, untold: &'static [Untold]) -> Self {
        self.untold = untold;
        self
    }

    fn subcommand(&'static self, resource: &'static Resource) -> clap::Command {
        let command = arguments(clap::Command::new(self.name), &self.operation, true);
        let example = folded(&format!("oktars {} {} {}", resource.name, self.name, self.example));
        command.about(self.about).long_about(None).after_help(format!("Example:\n  {}", example.trim_end()))
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
        let AnyResource { resource, verb, mut given } = self;
        let columns = verb.columns.as_ref().unwrap_or(&resource.columns);
        let operation = verb.operation;
        let one = resource.one;
        if matches!(verb.way, Way::Update(_)) && given.says_nothing() {
            return Err(nothing_to_change());
        }
        given.resolve_names(run, &operation).await?;
        let body = match verb.way {
            Way::Update(read) => Some(updated(run, resource, verb, read, &given).await?),
            _ => given.body()?,
        };
        let call = given.call(&run.okta()?, operation, body.as_deref());
        match verb.way {
            Way::Read if lists(&operation) => run.list(call.list(), &given.list, columns).await,
            Way::Read => match verb.inside {
                Some(member) => {
                    let mut answer: HashMap<String, Box<RawValue>> = run.send(call).await?.json()?;
                    let items = answer.remove(member).and_then(|list| serde_json::from_str(list.get()).ok());
                    let items: Vec<Box<RawValue>> = items.unwrap_or_default();
                    run.print_items(&items, columns)
                }
                None => run.get(columns, call).await,
            },
            Way::Step(done) => run.change(given.write, columns, &format!("{done} the {one}"), call).await,
            Way::Update(_) => run.change(given.write, columns, &format!("updated the {one}"), call).await,
            Way::Remove(what) => {
                let (what, done, kind) = match what.strip_suffix(" all") {
                    Some(_) => (format!("{what} {one}s"), format!("{} {one}s", past(what)), "owner"),
                    None => (what.to_owned(), format!("{} the {one}", past(what)), one),
                };
                if !given.write.shows_only() && !given.write.yes {
                    let example = [example(run, resource, &given).await?];
                    safety::confirm(run, given.write, &Question::one(&what, kind, &example))?;
                }
                run.change(given.write, columns, &done, call).await
            }
        }
    }
}

/// The whole object with what is to be changed of it.
async fn updated(
    run: &mut Run,
    resource: &Resource,
    verb: &Verb,
    read: Operation,
    given: &Given,
) -> Result<Vec<u8>, Stop> {
    let read = path_call(&run.okta()?, read, given);
    let object: Value = run.send(read).await?.json()?;
    let body = given.body_over(object)?;
    if let Some(lost) = verb.untold.iter().find(|untold| untold.is_lost(&body))
        && !given.write.force
    {
        let one = resource.one;
        let text = format!(
            "Okta does not tell {} of the {one}, and a replacement without it could lose it; nothing was changed",
            lost.secret
        );
        let hint =
            "give it again in a file, with --input FILE besides the --set; or leave it out with --force";
        return Err(Failure::new(Exit::Cancelled, text).hint(hint).into());
    }
    Ok(body.to_string().into_bytes())
}

impl Untold {
    fn is_lost(&self, body: &Value) -> bool {
        let at = |path: &str| path.split('.').fold(body, |value, name| &value[name]);
        !at(self.beside).is_null() && at(self.secret).is_null()
    }
}

/// What a question shows of the object that something is taken from: its name, if that can be read.
async fn example(run: &mut Run, resource: &Resource, given: &Given) -> Result<String, Stop> {
    let ids = given.path.join(" ");
    let count = given.path.len();
    let get = resource.verbs.iter().find(|verb| verb.name == "get");
    let Some(get) = get.filter(|get| get.operation.path_parameters().count() == count) else {
        return Ok(ids);
    };
    let get = path_call(&run.okta()?, get.operation, given);
    match run.send(get).await {
        Ok(answer) => {
            let object: Value = answer.json()?;
            let name = safety::name(&object);
            Ok(if name == "it" || ids.ends_with(name) { ids } else { format!("{name} ({ids})") })
        }
        Err(Stop::Failed(failure)) if failure.exit == Exit::NotAllowed => Ok(ids),
        Err(stop) => Err(stop),
    }
}

/// What was done, in the words of what was to be done: `Remove the target of` was `removed the target of`.
fn past(what: &str) -> String {
    let (verb, rest) = what.split_once(' ').map_or((what, ""), |(verb, rest)| (verb, rest));
    let verb = verb.to_lowercase();
    let verb = if verb.ends_with('e') { format!("{verb}d") } else { format!("{verb}ed") };
    if rest.is_empty() { verb } else { format!("{verb} {rest}") }
}

fn path_call(okta: &Okta, operation: Operation, given: &Given) -> oktars::Call {
    let path: Vec<&str> = given.path.iter().map(String::as_str).collect();
    super::call(okta, operation, &path)
}

/// A line for a shell, continued on the next, where it would be broken anywhere.
fn folded(line: &str) -> String {
    const WIDTH: usize = 90;
    let mut folded = String::new();
    let mut width = 0;
    for (n, part) in line.split(" --").enumerate() {
        let length = part.chars().count() + 3;
        if let Some((before, last)) = part.rsplit_once(' ').filter(|_| n == 0 && length > WIDTH) {
            folded.push_str(&format!("{before} \\\n      {last}"));
            width = 6 + last.chars().count();
            continue;
        }
        if n > 0 && width + length > WIDTH {
            folded.push_str(" \\\n      --");
            width = 6;
        } else if n > 0 {
            folded.push_str(" --");
        }
        width += length;
        folded.push_str(part);
    }
    folded
}

/// The failure of an update that says nothing.
pub fn nothing_to_change() -> Stop {
    Failure::usage("nothing is to be changed").hint("name it: --set title=Boss").into()
}

impl Subcommand for AnyResource {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(resources().map(|resource| {
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
    resources().find(|resource| resource.name == name)
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
        for resource in resources() {
            for verb in resource.verbs {
                let columns = verb.columns.unwrap_or(resource.columns);
                let known = columns.table().is_some() && columns.all().is_some();
                assert!(known || columns.table.is_empty(), "{} {}: {columns:?}", resource.name, verb.name);
            }
        }
    }

    /// A command that takes something away asks first. The lists may only become shorter.
    #[test]
    fn what_takes_something_away_asks_first_and_nothing_else_does() {
        /// It changes, and what was signed with the old key is refused before long.
        const ASKS_ALL_THE_SAME: [&str; 1] = ["auth-servers rotate-keys"];
        const DOES_NOT_ASK: [&str; 2] = ["devices suspend", "sessions close"];
        for resource in resources() {
            for verb in resource.verbs {
                let name = format!("{} {}", resource.name, verb.name);
                let asks = matches!(verb.way, Way::Remove(_));
                let known = ASKS_ALL_THE_SAME.contains(&&*name) || DOES_NOT_ASK.contains(&&*name);
                assert_eq!(asks == verb.operation.effect().takes_away(), !known, "{name}");
            }
        }
    }

    #[test]
    fn every_verb_makes_a_command_with_an_example_that_it_takes() {
        for resource in resources() {
            for verb in resource.verbs {
                let command = words(&format!("oktars {} {} {}", resource.name, verb.name, verb.example));
                let parsed = crate::args::Args::try_parse_from(command);
                assert!(parsed.is_ok(), "{} {}: {}", resource.name, verb.name, parsed.unwrap_err());
            }
        }
    }
}
