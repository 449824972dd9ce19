//! `--skeleton`: the body of a request with all members that it takes, to be filled in and sent with `--input`.

use std::ffi::OsString;
use std::io::Write;

use clap::Parser;
use oktars::op;
use oktars_catalog::{Body, Operation};
use serde_json::{Map, Value};

use super::operation::assigned;
use super::request_body::{marked, of_kind, shape};
use super::{Assignment, resource};
use crate::args::Global;
use crate::failure::{Failure, Stop};
use crate::run::Run;

/// A command whose body is shown. It needs no arguments then, so it is read by itself.
#[derive(Debug)]
pub struct Skeleton {
    operation: &'static Operation,
    set: Vec<Assignment>,
}

#[derive(Debug, Parser)]
#[command(name = "oktars", disable_help_flag = true)]
struct Line {
    #[command(flatten)]
    global: Global,
    #[arg(long, required = true)]
    skeleton: bool,
    #[arg(long)]
    set: Vec<String>,
    words: Vec<String>,
}

/// A member and its value, which decides about the others.
type Kind = (&'static str, &'static str);

/// Commands that are no table, with the member that says of which kind their body is.
const COMMANDS: [(&[&str], &Operation, Option<Kind>); 9] = [
    (&["users", "create"], &op::CREATE_USER, None),
    (&["users", "update"], &op::UPDATE_USER, None),
    (&["groups", "create"], &op::ADD_GROUP, None),
    (&["groups", "update"], &op::REPLACE_GROUP, None),
    (&["apps", "create", "oidc"], &op::CREATE_APPLICATION, Some(("signOnMode", "OPENID_CONNECT"))),
    (&["apps", "create", "saml"], &op::CREATE_APPLICATION, Some(("signOnMode", "SAML_2_0"))),
    (&["apps", "create", "bookmark"], &op::CREATE_APPLICATION, Some(("signOnMode", "BOOKMARK"))),
    (&["apps", "create"], &op::CREATE_APPLICATION, None),
    (&["apps", "update"], &op::REPLACE_APPLICATION, None),
];

impl Skeleton {
    /// What the arguments ask for, if it is the body of a command that has one.
    pub fn of(arguments: &[OsString]) -> Option<(Global, Self)> {
        if !arguments.iter().any(|argument| argument == "--skeleton") {
            return None;
        }
        let line = Line::try_parse_from(arguments).ok()?;
        let words: Vec<&str> = line.words.iter().map(String::as_str).collect();
        let (operation, kind) = operation_of(&words)?;
        if matches!(operation.body, Body::None | Body::Other) {
            return None;
        }
        let kind = kind.map(|(name, value)| Assignment { name: name.to_owned(), value: value.into() });
        let set: Result<Vec<Assignment>, _> = line.set.iter().map(|set| Assignment::parse(set)).collect();
        let set = kind.into_iter().chain(set.ok()?).collect();
        Some((line.global, Skeleton { operation, set }))
    }

    /// Prints the body. What was assigned stands in it, and chooses its kind.
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let Some(shape) = shape(self.operation) else {
            let text = format!("Okta's description does not have the body of {}", self.operation.id);
            return Err(Failure::usage(text)
                .hint("Okta's documentation of the operation has an example")
                .into());
        };
        let given = assigned(Value::Object(Map::new()), &self.set)?;
        let (members, kinds) = of_kind(&shape, &given);
        let body = assigned(marked(&members, true, true), &self.set)?;
        writeln!(run.printer.out(), "{body:#}")?;
        if let Some((by, kinds)) = kinds {
            run.note(&format!(
                "note: the {by} decides about more members: --skeleton --set {by}={}",
                kinds.join("|")
            ));
        }
        run.note("note: fill it in and send it with --input FILE; what stays (optional) is left out");
        Ok(())
    }
}

pub fn operation_of(words: &[&str]) -> Option<(&'static Operation, Option<Kind>)> {
    let words: Vec<&str> = match words {
        ["user", rest @ ..] => [&["users"], rest].concat(),
        ["group", rest @ ..] => [&["groups"], rest].concat(),
        ["app", rest @ ..] => [&["apps"], rest].concat(),
        words => words.to_vec(),
    };
    if let Some((_, operation, kind)) = COMMANDS.iter().find(|(start, ..)| words.starts_with(start)) {
        return Some((operation, *kind));
    }
    let operation = match words[..] {
        ["call", id, ..] => oktars_catalog::operation(id),
        [name, verb, ..] => resource::operation_of(name, verb),
        _ => None,
    };
    operation.map(|operation| (operation, None))
}
