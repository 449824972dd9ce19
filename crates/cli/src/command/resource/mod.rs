//! Commands that are a table: one file a resource, one line a verb. What a verb takes comes from the
//! catalogue, what it prints from the resource's columns.
//!
//! A resource that needs more than that, such as users, has a file of its own beside this directory.

mod agent_pool;
mod api_service;
mod api_token;
mod app;
mod attack_protection;
mod authenticator;
mod authorization_server;
mod behavior;
mod bot_protection;
mod brand;
mod captcha;
mod device;
mod directory;
mod disaster_recovery;
mod domain;
mod email_bounce;
mod email_domain;
mod email_server;
mod factor;
mod feature;
mod governance_bundle;
mod group;
mod hook;
mod identity_provider;
mod identity_source;
mod linked_object;
mod log_stream;
mod network_zone;
mod org;
mod plain;
mod policy;
mod principal_rate_limit;
mod profile_mapping;
mod push_provider;
mod rate_limit_setting;
mod realm;
pub mod resource_set;
mod role;
mod schema;
mod security_event_token;
mod service_account;
mod session;
mod sms_template;
mod ssf_stream;
mod subscription;
mod telephony_provider;
mod threat_insight;
mod trusted_origin;
mod ui_schema;
mod user;
mod user_type;

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::pin::Pin;

use clap::error::ErrorKind;
use clap::{Arg, ArgMatches, FromArgMatches, Subcommand};
use oktars::Okta;
use oktars_catalog::Operation;
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::file_body::FileBody;
use super::known_name::{Known, NamesOf};
use super::mirror::rule_test;
use super::operation::{self, Given, arguments, lists};
use super::{Assignment, object_list, object_name, request_body, role_holder};
use crate::args::with_examples_first;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;
use crate::safety::{self, Question};

/// Those with words and ways of their own, by the section of the help that has them; the plain ones follow.
const RESOURCES: &[(Section, &[&Resource])] = &[
    (
        Section::People,
        &[
            &group::rule::RESOURCE,
            &group::owner::RESOURCE,
            &factor::RESOURCE,
            &factor::yubikey_token::RESOURCE,
            &factor::webauthn_preregistration::RESOURCE,
            &authenticator::enrollment::RESOURCE,
            &user::client::CLIENTS,
            &user::client::GRANTS,
            &user::risk::RISK,
            &user::risk::CLASSIFICATION,
            &session::RESOURCE,
            &user_type::RESOURCE,
            &schema::RESOURCE,
            &ui_schema::RESOURCE,
            &linked_object::RESOURCE,
            &profile_mapping::RESOURCE,
            &realm::RESOURCE,
            &realm::assignment::RESOURCE,
            &identity_source::session::RESOURCE,
            &identity_source::user::RESOURCE,
            &identity_source::group::RESOURCE,
            &identity_source::membership::RESOURCE,
            &directory::RESOURCE,
            &agent_pool::RESOURCE,
            &agent_pool::update::RESOURCE,
        ],
    ),
    (
        Section::Access,
        &[
            &role::USER_ROLES,
            &role::GROUP_ROLES,
            &role::CLIENT_ROLES,
            &role::governance::RESOURCE,
            &governance_bundle::RESOURCE,
            &role::custom::RESOURCE,
            &resource_set::RESOURCE,
            &subscription::USER_SUBSCRIPTIONS,
            &subscription::ROLE_SUBSCRIPTIONS,
            &api_token::RESOURCE,
            &principal_rate_limit::RESOURCE,
            &rate_limit_setting::RESOURCE,
            &service_account::RESOURCE,
            &service_account::MANAGED,
            &org::admin_setting::RESOURCE,
        ],
    ),
    (
        Section::Apps,
        &[
            &app::key::RESOURCE,
            &app::csr::RESOURCE,
            &app::jwk::RESOURCE,
            &app::secret::RESOURCE,
            &app::grant::RESOURCE,
            &app::token::RESOURCE,
            &app::feature::RESOURCE,
            &app::connection::RESOURCE,
            &app::policy::RESOURCE,
            &app::federated_claim::RESOURCE,
            &app::group_push_mapping::RESOURCE,
            &app::interclient::RESOURCE,
            &app::cross_app_access::RESOURCE,
            &app::first_party_setting::RESOURCE,
            &api_service::RESOURCE,
            &api_service::secret::RESOURCE,
        ],
    ),
    (
        Section::Security,
        &[
            &policy::RESOURCE,
            &policy::rule::RESOURCE,
            &authenticator::RESOURCE,
            &authenticator::method::RESOURCE,
            &authenticator::aaguid::RESOURCE,
            &factor::org_factor::RESOURCE,
            &trusted_origin::RESOURCE,
            &network_zone::RESOURCE,
            &behavior::RESOURCE,
            &threat_insight::RESOURCE,
            &attack_protection::RESOURCE,
            &bot_protection::RESOURCE,
            &captcha::RESOURCE,
            &identity_provider::RESOURCE,
            &identity_provider::key::RESOURCE,
            &identity_provider::signing_key::RESOURCE,
            &identity_provider::csr::RESOURCE,
            &device::RESOURCE,
            &device::assurance::RESOURCE,
            &push_provider::RESOURCE,
            &ssf_stream::RESOURCE,
            &security_event_token::RESOURCE,
        ],
    ),
    (
        Section::Tokens,
        &[
            &authorization_server::RESOURCE,
            &authorization_server::scope::RESOURCE,
            &authorization_server::claim::RESOURCE,
            &authorization_server::policy::RESOURCE,
            &authorization_server::rule::RESOURCE,
            &authorization_server::client::RESOURCE,
            &authorization_server::associated_server::RESOURCE,
            &authorization_server::resource_key::RESOURCE,
            &authorization_server::metadata::RESOURCE,
        ],
    ),
    (
        Section::Org,
        &[
            &hook::event_hook::RESOURCE,
            &hook::inline_hook::RESOURCE,
            &hook::hook_key::RESOURCE,
            &log_stream::RESOURCE,
            &brand::RESOURCE,
            &brand::page::RESOURCE,
            &brand::theme::RESOURCE,
            &brand::associated_domain::RESOURCE,
            &domain::RESOURCE,
            &email_domain::RESOURCE,
            &brand::email_template::TEMPLATES,
            &brand::email_template::CUSTOMIZATIONS,
            &sms_template::RESOURCE,
            &email_server::RESOURCE,
            &email_bounce::RESOURCE,
            &telephony_provider::RESOURCE,
            &feature::RESOURCE,
            &org::RESOURCE,
            &org::aerial::RESOURCE,
            &org::personal_setting::RESOURCE,
            &org::creator::RESOURCE,
            &disaster_recovery::RESOURCE,
        ],
    ),
];

/// Commands of resources that call no operation, and have code of their own.
const OWN: &[Own] = &[Own {
    resource: "group-rules",
    name: "test",
    command: rule_test::command,
    run: |run, matches| Box::pin(rule_test::run(run, matches)),
}];

/// A command of a resource with code of its own.
struct Own {
    resource: &'static str,
    name: &'static str,
    command: fn() -> clap::Command,
    run: for<'a> fn(&'a mut Run, &'a ArgMatches) -> Running<'a>,
}

/// A command that is under way.
type Running<'a> = Pin<Box<dyn Future<Output = Result<(), Stop>> + 'a>>;

/// Where a resource stands in the list of all commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    People,
    Access,
    Apps,
    Security,
    Tokens,
    Org,
}

impl Section {
    pub const ALL: [Section; 6] =
        [Section::People, Section::Access, Section::Apps, Section::Security, Section::Tokens, Section::Org];

    pub fn heading(self) -> &'static str {
        match self {
            Section::People => "Users and groups",
            Section::Access => "Administrators and tokens",
            Section::Apps => "Apps",
            Section::Security => "Sign-in and security",
            Section::Tokens => "Authorization servers",
            Section::Org => "The org: hooks, brands, mails, settings",
        }
    }

    /// The commands of the section.
    pub fn commands(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let own = RESOURCES.iter().filter(move |(section, _)| *section == self);
        let own = own.flat_map(|(_, resources)| resources.iter().copied());
        let plain = plain::in_section(self);
        own.chain(plain).map(|resource| (resource.name, resource.about))
    }
}

pub fn resources() -> impl Iterator<Item = &'static Resource> {
    let own = RESOURCES.iter().flat_map(|(_, resources)| resources.iter().copied());
    own.chain(plain::RESOURCES.iter())
}

/// The resource that a path leads to, as far as it has a command.
pub fn of_path(path: &[&str]) -> Option<&'static Resource> {
    let fits = |pattern: &str| {
        let parts = pattern.strip_prefix("/api/v1/").unwrap_or(pattern).split('/');
        let count = parts.clone().count();
        let same = parts.zip(path).filter(|(known, part)| known.starts_with('{') || known == *part).count();
        (same == count).then_some(count)
    };
    let get = |resource: &&'static Resource| {
        let get = resource.verbs.iter().find(|verb| verb.name == "get")?;
        Some((fits(get.operation.path)?, *resource))
    };
    let has_list = |resource: &&Resource| resource.verbs.iter().any(|verb| verb.name == "list");
    resources()
        .filter(has_list)
        .filter_map(|resource| get(&resource))
        .max_by_key(|(count, _)| *count)
        .map(|found| found.1)
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
    /// Parameters of the query that are sent unless others are given.
    pub asks: &'static [(&'static str, &'static str)],
    /// The query parameter of which all values are listed where none is given; it may stand without its option.
    pub over: Option<&'static str>,
    /// The argument that may be left out, and what it is then.
    pub usual: Option<(&'static str, &'static str)>,
    /// The members that tables and CSV have in addition to Okta's.
    pub names: &'static [NamesOf],
    /// What tables and CSV show of the object, row by row.
    pub rows: Option<fn(&Value) -> Vec<Value>>,
    /// A member of the body that may stand without `--set`.
    pub short: Option<&'static Short>,
    /// The body is a file, sent as it is.
    pub file: Option<FileBody>,
    /// What the body is, where it is not plain JSON.
    pub media_type: Option<&'static str>,
}

/// A body of one or two members, as arguments.
pub struct Short {
    pub add: fn(clap::Command) -> clap::Command,
    pub members: fn(&ArgMatches) -> Vec<Assignment>,
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
    /// It lists who has a role.
    Holders,
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
        Verb {
            name,
            about,
            operation,
            way,
            example,
            columns: None,
            inside: None,
            untold: &[],
            asks: &[],
            over: None,
            usual: None,
            names: &[],
            rows: None,
            short: None,
            file: None,
            media_type: None,
        }
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

    /// Lists who has a role.
    pub const fn holders(
        name: &'static str,
        about: &'static str,
        operation: Operation,
        example: &'static str,
    ) -> Self {
        Verb::new(name, about, operation, Way::Holders, example)
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

    /// Sends these parameters of the query unless others are given.
    pub const fn asks(mut self, asks: &'static [(&'static str, &'static str)]) -> Self {
        self.asks = asks;
        self
    }

    /// Lists for all values of a parameter of the query where none is given.
    pub const fn over(mut self, parameter: &'static str) -> Self {
        self.over = Some(parameter);
        self
    }

    /// Lets an argument be left out.
    pub const fn usual(mut self, parameter: &'static str, value: &'static str) -> Self {
        self.usual = Some((parameter, value));
        self
    }

    /// Shows the names of what ids stand for, in tables and CSV.
    pub const fn names(mut self, names: &'static [NamesOf]) -> Self {
        self.names = names;
        self
    }

    /// Shows rows that are made of the object, in tables and CSV.
    pub const fn rows(mut self, rows: fn(&Value) -> Vec<Value>) -> Self {
        self.rows = Some(rows);
        self
    }

    /// Takes the body as arguments too.
    pub const fn short(mut self, short: &'static Short) -> Self {
        self.short = Some(short);
        self
    }

    /// Sends a file as it is.
    pub const fn file(mut self, file: FileBody) -> Self {
        self.file = Some(file);
        self
    }

    /// Says that the body is something else than plain JSON.
    pub const fn media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = Some(media_type);
        self
    }

    /// The queries of a listing: one for each value of the parameter that it is over.
    pub fn queries(&self) -> Vec<Vec<(&'static str, &'static str)>> {
        match self.over {
            None => vec![self.asks.to_vec()],
            Some(name) => {
                let each = self.operation.values(name).iter();
                each.map(|value| [self.asks, &[(name, *value)]].concat()).collect()
            }
        }
    }

    /// The arguments of the operation, as they are with what this verb makes easier.
    fn arguments(&'static self, mut command: clap::Command) -> clap::Command {
        command = match self.file {
            None => arguments(command, &self.operation, true),
            Some(file) => operation::arguments_with_file(command, &self.operation, file),
        };
        for parameter in self.operation.path_parameters() {
            if let Some(resource) = object_name::collection(&self.operation, parameter) {
                let words = format!("The id or the name of the {}", resource.one);
                let completer = crate::completion::objects(
                    resource.name,
                    object_name::calls_for_all,
                    object_name::name_of,
                );
                command = command.mut_arg(parameter, |argument| argument.help(words).add(completer));
            }
        }
        if let Some((parameter, value)) = self.usual {
            command = command.mut_arg(parameter, |argument| argument.required(false).default_value(value));
        }
        if let Some(name) = self.over {
            command = with_free_choice(command, &self.operation, name);
        }
        match self.short {
            Some(short) => (short.add)(command),
            None => command,
        }
    }

    /// The call, with its body in the form that the verb gives it.
    fn call(&self, okta: &Okta, given: &Given, body: Option<&[u8]>) -> Result<oktars::Call, Failure> {
        let call = given.call(okta, self.operation, body);
        match (self.file, self.media_type, body) {
            (Some(file), _, _) => file.fill(call, given.file()?),
            (None, Some(media_type), Some(body)) => Ok(call.body_bytes(media_type, body.to_vec())),
            _ => Ok(call),
        }
    }

    fn subcommand(&'static self, resource: &'static Resource) -> clap::Command {
        let command = self.arguments(clap::Command::new(self.name));
        let line = |rest: &str| {
            folded(&format!("oktars {} {} {rest}", resource.name, self.name)).trim_end().to_owned()
        };
        let examples = match self.example.split_once("--input ") {
            Some((_, file)) if self.operation.body_members().is_some() && !file.contains(' ') => {
                format!("Examples:\n  {}\n  {}", line(self.example), line(&format!("--skeleton > {file}")))
            }
            _ => format!("Example:\n  {}", line(self.example)),
        };
        command.about(self.about).long_about(None).after_help(examples)
    }
}

/// A command of a resource with its arguments.
pub struct AnyResource {
    resource: &'static Resource,
    work: Work,
}

enum Work {
    Verb(&'static Verb, Given),
    Own(&'static Own, ArgMatches),
}

impl std::fmt::Debug for AnyResource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = match &self.work {
            Work::Verb(verb, _) => verb.name,
            Work::Own(own, _) => own.name,
        };
        write!(f, "{} {name}", self.resource.name)
    }
}

impl AnyResource {
    pub async fn run(self, run: &mut Run) -> Result<(), Stop> {
        let AnyResource { resource, work } = self;
        let (verb, mut given) = match work {
            Work::Own(own, matches) => return (own.run)(run, &matches).await,
            Work::Verb(verb, given) => (verb, given),
        };
        let columns = verb.columns.as_ref().unwrap_or(&resource.columns);
        let operation = verb.operation;
        let one = resource.one;
        if matches!(verb.way, Way::Update(_)) && given.says_nothing() {
            return Err(nothing_to_change());
        }
        given.resolve_names(run, &operation).await?;
        object_name::resolve(run, &operation, &mut given.path).await?;
        schema::resolve(run, &operation, &mut given.path).await?;
        if verb.short.is_some() {
            role::resolve_custom(run, &mut given).await?;
            group::rule::resolve_groups(run, &mut given).await?;
        }
        given.ask(verb.asks);
        let body = match verb.way {
            Way::Update(read) => Some(updated(run, resource, verb, read, &given).await?),
            _ if verb.file.is_some() => None,
            _ => given.body(&operation)?,
        };
        let call = verb.call(&run.okta()?, &given, body.as_deref())?;
        match verb.way {
            Way::Holders => {
                let limit = given.list.limit.map(NonZeroU64::get);
                role_holder::list(run, call, limit, columns).await
            }
            Way::Read if lists(&operation) => object_list::list(run, verb, &given, columns).await,
            Way::Read if verb.rows.is_some() && run.is_tabular() => {
                let object: Value = run.send(call).await?.json()?;
                let rows = verb.rows.map(|rows| rows(&object)).unwrap_or_default();
                let rows: Vec<Box<RawValue>> = rows.iter().filter_map(|row| to_raw_value(row).ok()).collect();
                run.print_items(&rows, columns)
            }
            Way::Read if !verb.names.is_empty() && run.is_tabular() => {
                let mut object: Value = run.send(call).await?.json()?;
                Known::default().add(run, &mut object, verb.names).await?;
                run.print_object(&object, columns).await
            }
            Way::Read => match verb.inside {
                Some(member) => {
                    let mut answer: HashMap<String, Box<RawValue>> = run.send(call).await?.json()?;
                    let items = answer.remove(member).and_then(|list| serde_json::from_str(list.get()).ok());
                    let items: Vec<Box<RawValue>> = items.unwrap_or_default();
                    run.print_items(&items, columns)
                }
                None => run.get(columns, call).await,
            },
            Way::Step(done) => {
                let outcome = run.change(given.write, columns, &format!("{done} the {one}"), call).await;
                request_body::with_missing(outcome, &operation, body.as_deref())
            }
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

/// A query parameter that is no option alone, but may stand by itself: `policies list PASSWORD`.
fn with_free_choice(
    command: clap::Command,
    operation: &'static Operation,
    name: &'static str,
) -> clap::Command {
    let option = operation::identity(name);
    let values = operation.values(name);
    let place = operation.path_parameters().count() + 1;
    let free = Arg::new(FREE).index(place).value_name(name.to_uppercase()).conflicts_with(option.clone());
    let free = free.help(format!("The {name} to list [default: all]"));
    let words = format!("The same as {}", name.to_uppercase());
    let command = command.arg(operation::chosen(free, values, true));
    command.mut_arg(option, |argument| argument.required(false).help(words).hide_possible_values(true))
}

/// The identity of such an argument.
const FREE: &str = "free choice";

/// The whole object with its changes.
async fn updated(
    run: &mut Run,
    resource: &Resource,
    verb: &Verb,
    read: Operation,
    given: &Given,
) -> Result<Vec<u8>, Stop> {
    let read = path_call(&run.okta()?, read, given);
    let object: Value = run.send(read).await?.json()?;
    let body = given.body_over(object, &verb.operation)?;
    if let Some(lost) = verb.untold.iter().find(|untold| untold.is_lost(&body))
        && !given.write.force
    {
        let one = resource.one;
        let text = format!(
            "Okta does not show {} of the {one}, and a replacement without it could lose it; nothing was changed",
            lost.secret
        );
        let hint =
            "give it again in a file, with --input FILE in addition to --set; or leave it out with --force";
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

/// What was done, in the words of the task: `Remove the target of` was `removed the target of`.
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

/// A line for a shell, continued on the next between words where it is too wide.
fn folded(line: &str) -> String {
    const WIDTH: usize = 76;
    let mut folded = String::new();
    let mut width = 0;
    for part in parts(line) {
        let length = part.chars().count() + 1;
        if width > 0 && width + length > WIDTH {
            folded.push_str(" \\\n     ");
            width = 5;
        }
        if width > 0 {
            folded.push(' ');
        }
        folded.push_str(&part);
        width += length;
    }
    folded
}

/// The words of a line, quoted ones whole, each option with its values.
fn parts(line: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quoted = false;
    for (at, character) in line.char_indices() {
        quoted ^= character == '\'';
        let in_option = parts.last().is_some_and(|part| part.starts_with('-'));
        let ends = character == ' ' && !quoted && (!in_option || line[at + 1..].starts_with('-'));
        match parts.last_mut() {
            Some(part) if !ends => part.push(character),
            _ => parts.push(String::new()),
        }
    }
    parts
}

/// The failure of an update that says nothing.
pub fn nothing_to_change() -> Stop {
    Failure::usage("there is nothing to change").hint("name it: --set title=Boss").into()
}

impl Subcommand for AnyResource {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        command.subcommands(resources().map(|resource| {
            let command = clap::Command::new(resource.name).about(resource.about);
            let command = command.subcommand_required(true).arg_required_else_help(true);
            command.defer(|command| match find(command.get_name()) {
                Some(resource) => {
                    let verbs = resource.verbs.iter().map(|verb| verb.subcommand(resource));
                    let own =
                        OWN.iter().filter(|own| own.resource == resource.name).map(|own| (own.command)());
                    command.subcommands(verbs.chain(own).map(with_examples_first))
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

/// The operation of a verb of a resource.
pub fn operation_of(name: &str, verb: &str) -> Option<&'static Operation> {
    find(name)?.verbs.iter().find(|known| known.name == verb).map(|verb| &verb.operation)
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
        if let Some(own) = OWN.iter().find(|own| own.resource == resource.name && own.name == name) {
            return Ok(AnyResource { resource, work: Work::Own(own, matches.clone()) });
        }
        let verb = resource.verbs.iter().find(|verb| verb.name == name);
        let verb = verb.ok_or_else(|| clap::Error::new(ErrorKind::InvalidSubcommand))?;
        let mut given = Given::from_matches(&verb.operation, matches)?;
        if let Some(name) = verb.over
            && let Some(value) = matches.get_one::<String>(FREE)
        {
            given.query_with(name, value.clone());
        }
        if let Some(short) = verb.short {
            given.set.splice(0..0, (short.members)(matches));
        }
        Ok(AnyResource { resource, work: Work::Verb(verb, given) })
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
