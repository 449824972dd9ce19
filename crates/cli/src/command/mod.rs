//! The commands: one file for each noun, and what they have in common.

pub mod api;
mod app_create;
mod app_unused;
pub mod apps;
pub mod auth;
mod auth_login;
mod auth_status;
pub mod call;
pub mod check;
pub mod dossier;
pub mod explain;
mod file_body;
mod group_compare;
pub mod groups;
pub mod help;
pub mod hooks;
mod known_name;
mod log_tail;
pub mod logs;
pub mod mcp;
pub mod members;
pub mod mirror;
pub mod name;
mod object_list;
mod object_name;
pub mod operation;
pub mod org;
mod parameter;
mod request_body;
pub mod resource;
pub mod review;
mod role_holder;
pub mod search;
pub mod sections;
pub mod shell;
pub mod skeleton;
mod time;
mod user_choice;
mod user_credential;
pub mod users;
mod web;

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::Path;

use oktars::{Call, Okta, Secret, SortOrder};
use oktars_catalog::Operation;
use serde_json::Value;

use crate::failure::{Failure, Stop};
use crate::wait::{Waited, interruptible};

/// Bytes of a body that is sent. Okta takes less.
const LARGEST_BODY: u64 = 64 << 20;

/// A call of an operation with the values of its path, in order.
pub fn call(okta: &Okta, operation: Operation, values: &[&str]) -> Call {
    let named = operation.path_parameters().zip(values);
    named.fold(okta.call(operation), |call, (name, value)| call.path(name, value))
}

/// An attribute to set: `title=Boss` for a text, `remote:=true` for any JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    pub name: String,
    pub value: Value,
}

impl Assignment {
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once('=').ok_or("write it as NAME=TEXT or NAME:=JSON")?;
        let (name, value) = match name.strip_suffix(':') {
            Some(name) => {
                let value = serde_json::from_str(value)
                    .map_err(|error| format!("the value after := is not JSON: {error}"))?;
                (name, value)
            }
            None => (name, Value::from(value)),
        };
        if name.is_empty() {
            return Err("the name before the = is missing".to_owned());
        }
        Ok(Assignment { name: name.to_owned(), value })
    }
}

/// Options of lists that can be sorted
#[derive(Debug, clap::Args)]
pub struct SortArgs {
    /// Sort by this attribute, such as `profile.lastName`; needs --search
    #[arg(long, value_name = "ATTRIBUTE", requires = "search")]
    sort_by: Option<String>,
    /// Sort from the greatest to the least
    #[arg(long, requires = "sort_by")]
    descending: bool,
}

impl SortArgs {
    pub fn attribute_and_order(self) -> (Option<String>, Option<SortOrder>) {
        (self.sort_by, self.descending.then_some(SortOrder::Descending))
    }
}

/// A body that the reader wrote.
pub fn json_from(path: &Path) -> Result<Value, Failure> {
    let bytes = read(path)?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Failure::usage(format!("{} is not JSON: {error}", named(path))))
}

/// The password that stands on stdin, where no list of processes and no history shows it.
pub fn password_from_stdin() -> Result<Secret, Stop> {
    if std::io::stdin().is_terminal() {
        return Err(Failure::usage(
            "--password-stdin reads the password from a pipe, and stdin is a terminal",
        )
        .hint("`pass show ann | oktars users create ... --password-stdin`")
        .into());
    }
    let text = read(Path::new("-"))?;
    let text = String::from_utf8(text).map_err(|_| Failure::usage("the password on stdin is not UTF-8"))?;
    let password = text.strip_suffix('\n').unwrap_or(&text);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() || password.contains('\n') {
        return Err(Failure::usage("stdin must hold the password and nothing else, on one line").into());
    }
    Ok(Secret::from(password))
}

/// All of a file, or of stdin where it is `-`.
pub fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let outcome = if path == Path::new("-") { read_stdin()? } else { File::open(path).and_then(read_all) };
    outcome.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", named(path))))
}

/// A file as errors name it. A name that no file has may be no name at all, but a key or a body that was given in
/// the place of one.
pub fn named(path: &Path) -> String {
    match path.to_str() {
        Some("-") => "stdin".to_owned(),
        _ if path.exists() => path.display().to_string(),
        _ => "the file that was named".to_owned(),
    }
}

fn read_all(bytes: impl Read) -> std::io::Result<Vec<u8>> {
    let mut all = Vec::new();
    bytes.take(LARGEST_BODY + 1).read_to_end(&mut all)?;
    if all.len() as u64 > LARGEST_BODY {
        let why = format!("it is larger than {} MiB", LARGEST_BODY >> 20);
        return Err(std::io::Error::new(std::io::ErrorKind::FileTooLarge, why));
    }
    Ok(all)
}

fn read_stdin() -> Result<std::io::Result<Vec<u8>>, Failure> {
    match interruptible(None, || read_all(std::io::stdin().lock())) {
        Waited::Done(outcome) => Ok(outcome),
        Waited::Interrupted | Waited::TooLong => Err(Failure::interrupted("cancelled; nothing was changed")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn assignments_are_texts_unless_json_is_asked_for() {
        let cases = [
            ("title=Boss", "title", json!("Boss")),
            ("title=", "title", json!("")),
            ("title=a=b", "title", json!("a=b")),
            ("n=1", "n", json!("1")),
            ("n:=1", "n", json!(1)),
            ("tags:=[\"a\"]", "tags", json!(["a"])),
            ("x:=null", "x", json!(null)),
        ];
        for (text, name, value) in cases {
            assert_eq!(
                Assignment::parse(text).unwrap(),
                Assignment { name: name.to_owned(), value },
                "{text}"
            );
        }
        for text in ["", "title", "=x", ":=1", "n:=x"] {
            assert!(Assignment::parse(text).is_err(), "{text:?}");
        }
    }
}
