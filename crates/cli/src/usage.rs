//! What is wrong with the command line, and what people mean who are used to other tools.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::failure::Failure;

/// Options of other tools, and what to write here.
const OPTIONS: &[(&str, &str)] = &[
    ("--all", "all pages are read in any case; `--limit N` reads fewer items"),
    ("--assume-yes", "`--yes` answers all questions"),
    ("--csv", "`-o csv`"),
    ("--debug", "`--verbose` shows each request"),
    ("--follow", "`oktars logs tail -f` follows the log"),
    ("--format", "`-o json`, `-o csv`, `-o yaml`, `-o table`"),
    ("--json", "`-o json`; with `--fields a,b` it has these fields only"),
    ("--max-items", "`--limit N`"),
    ("--no-input", "`--yes` answers all questions"),
    ("--page-size", "`--limit N`: pages are followed in any case"),
    ("--password", "`--password-stdin`: other people can see a command line"),
    ("--profile", "`--org NAME`"),
    ("--query", "`--jq PROGRAM` chooses parts of the results, `--fields a,b` chooses columns"),
    ("--select", "`--fields a,b`"),
    ("--status", "`--search 'status eq \"ACTIVE\"'`, where the command has it"),
    ("--token", "the token comes from a profile (`oktars auth login`) or from OKTA_CLIENT_TOKEN"),
    ("--trace", "`--verbose` shows each request"),
    ("--yaml", "`-o yaml`"),
];

/// Commands of other tools, below which command of ours, and what to write here.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("", "alias", "your shell has aliases: alias okl='oktars users list'"),
    ("", "browse", "`--web` shows a page of the Admin Console, as in `oktars users get LOGIN --web`"),
    ("", "config", "`oktars auth` has the profiles"),
    ("", "event", "`oktars logs list`"),
    ("", "events", "`oktars logs list`"),
    ("", "login", "`oktars auth login`"),
    ("", "logout", "`oktars auth logout`"),
    ("", "members", "`oktars groups members GROUP`"),
    ("", "policy", "`oktars policies`"),
    ("", "roles", "`oktars user-roles`, `oktars group-roles` or `oktars custom-roles`"),
    ("", "rules", "`oktars group-rules` or `oktars policy-rules`"),
    ("", "schema", "`oktars schemas`"),
    ("", "servers", "`oktars auth-servers`"),
    ("", "tail", "`oktars logs tail -f`"),
    ("", "tokens", "`oktars api-tokens`"),
    ("", "version", "`oktars --version`"),
    ("", "whoami", "`oktars auth status`, or `oktars users get me`"),
    ("", "zones", "`oktars network-zones`"),
    ("apps", "assign", "`oktars apps assign-user` or `oktars apps assign-group`"),
    ("apps", "members", "`oktars apps users`"),
    ("apps", "policies", "`oktars app-policies`"),
    ("apps", "secrets", "`oktars app-secrets`"),
    ("auth", "whoami", "`oktars auth status`"),
    ("groups", "add", "`oktars groups create`, or `oktars groups add-user`"),
    ("groups", "add-member", "`oktars groups add-user`"),
    ("groups", "remove-member", "`oktars groups remove-user`"),
    ("groups", "roles", "`oktars group-roles`"),
    ("groups", "rules", "`oktars group-rules`"),
    ("groups", "users", "`oktars groups members`"),
    ("hooks", "create", "`oktars event-hooks create` or `oktars inline-hooks create`"),
    ("hooks", "list", "`oktars event-hooks list` or `oktars inline-hooks list`"),
    ("logs", "follow", "`oktars logs tail -f`"),
    ("logs", "search", "`oktars logs list --q WORDS`"),
    ("policies", "rules", "`oktars policy-rules list POLICY`"),
    ("users", "factors", "`oktars factors list USER`"),
    ("users", "find", "`oktars users list --q START`"),
    ("users", "mfa", "`oktars factors list USER`"),
    ("users", "roles", "`oktars user-roles list USER`"),
    ("users", "search", "`oktars users list --search EXPRESSION`"),
    ("users", "sessions", "`oktars users clear-sessions USER`"),
];

/// Verbs that mean the same elsewhere.
const SYNONYMS: [&[&str]; 7] = [
    &["list", "ls"],
    &["get", "show", "view", "describe"],
    &["create", "add", "new", "assign", "subscribe"],
    &["update", "edit", "set", "modify", "patch"],
    &["delete", "remove", "rm", "revoke", "unassign", "unsubscribe"],
    &["activate", "enable"],
    &["deactivate", "disable"],
];

/// Below this, an option is not similar enough to be meant.
const SIMILAR: f64 = 0.85;

/// Puts better advice into an error of the command line, which is that of `root`.
pub fn advise(error: &mut clap::Error, root: clap::Command) {
    keep_best_suggestions(error);
    match error.kind() {
        ErrorKind::UnknownArgument => advise_on_option(error, root),
        ErrorKind::InvalidSubcommand => advise_on_command(error, root),
        _ => {}
    }
}

/// Of hundreds of operations, dozens are similar to a misspelt one. The most similar stand last.
fn keep_best_suggestions(error: &mut clap::Error) {
    const MOST: usize = 3;
    if let Some(ContextValue::Strings(names)) = error.get(ContextKind::SuggestedSubcommand) {
        let best = names.iter().rev().take(MOST).cloned().collect();
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(best));
    }
}

fn tip(error: &mut clap::Error, text: &str) {
    error.remove(ContextKind::SuggestedArg);
    error.remove(ContextKind::SuggestedSubcommand);
    error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(text.to_owned())]));
}

fn advise_on_option(error: &mut clap::Error, mut root: clap::Command) {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg).cloned() else { return };
    root.build();
    let mut command = typed(&root).clone();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(command.render_usage()));
    let is_similar = match error.get(ContextKind::SuggestedArg) {
        Some(ContextValue::String(similar)) => is_alike(&option, similar),
        _ => false,
    };
    let meant = OPTIONS.iter().find(|(known, _)| *known == option).map(|(_, meant)| (*meant).to_owned());
    if let Some(meant) = meant {
        tip(error, &meant);
    } else if !is_similar {
        error.remove(ContextKind::SuggestedArg);
        if let Some(meant) = as_attribute(&command, &option) {
            tip(error, &meant);
        }
    }
}

fn is_alike(one: &str, other: &str) -> bool {
    let plain = |text: &str| text.trim_start_matches('-').split(' ').next().unwrap_or_default().to_owned();
    strsim::jaro_winkler(&plain(one), &plain(other)) >= SIMILAR
}

/// Where a command takes any attribute, an option that it lacks may be one.
fn as_attribute(command: &clap::Command, option: &str) -> Option<String> {
    let takes_any = command.get_arguments().any(|argument| argument.get_long() == Some("set"));
    let name = option
        .strip_prefix("--")
        .filter(|name| takes_any && name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))?;
    let mut words = name.split('-');
    let first = words.next()?;
    let rest = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    let camel: String = [first.to_owned()].into_iter().chain(rest).collect();
    Some(format!("`--set {camel}=VALUE` sets what has no option of its own"))
}

fn advise_on_command(error: &mut clap::Error, mut root: clap::Command) {
    let Some(ContextValue::String(unknown)) = error.get(ContextKind::InvalidSubcommand).cloned() else {
        return;
    };
    root.build();
    let command = typed(&root);
    let path = if command.get_name() == root.get_name() { "" } else { command.get_name() };
    let known = COMMANDS.iter().find(|(below, word, _)| *below == path && *word == unknown);
    if let Some((_, _, meant)) = known {
        return tip(error, meant);
    }
    let Some(meant) = SYNONYMS.iter().find(|verbs| verbs.contains(&unknown.as_str())) else { return };
    let names = command.get_subcommands().map(clap::Command::get_name).filter(|name| meant.contains(name));
    let names: Vec<String> = names.map(str::to_owned).collect();
    if !names.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(names));
    }
}

/// The command that was typed, as far as there is one.
fn typed(root: &clap::Command) -> &clap::Command {
    let words = std::env::args().skip(1);
    words.fold(root, |command, word| command.find_subcommand(word).unwrap_or(command))
}

/// The arguments of `oktars help users import`, where `oktars users help import` was typed.
pub fn asked_for_help(error: &clap::Error, arguments: &[OsString]) -> Option<Vec<OsString>> {
    let unknown = error.get(ContextKind::InvalidSubcommand)?;
    let at = arguments.iter().position(|word| word == "help").filter(|at| *at > 1)?;
    if !matches!(unknown, ContextValue::String(word) if word == "help") {
        return None;
    }
    let mut moved = arguments.to_vec();
    let help = moved.remove(at);
    moved.insert(1, help);
    Some(moved)
}

/// Whether arguments that cannot be understood as a whole ask for JSON all the same.
pub fn wants_json(arguments: impl Iterator<Item = OsString>) -> bool {
    let arguments: Vec<String> =
        arguments.map(|argument| argument.to_string_lossy().into_owned()).take_while(|a| a != "--").collect();
    let form = arguments.iter().enumerate().find_map(|(n, argument)| match argument.as_str() {
        "-o" | "--output" => arguments.get(n + 1).map(String::as_str),
        _ => argument
            .strip_prefix("--output=")
            .or_else(|| argument.strip_prefix("-o").map(|form| form.trim_start_matches('='))),
    });
    matches!(form, Some("json" | "ndjson"))
}

/// What is wrong with the arguments, and what to do: the first line of what would be shown, and its tips.
pub fn failure(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let first = paragraphs.next().unwrap_or_default().trim_start_matches("error: ");
    let lines = |text: &str| text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let hints: Vec<String> = paragraphs
        .filter(|paragraph| !paragraph.starts_with("For more information"))
        .map(|paragraph| lines(paragraph.trim_start_matches("tip: ")))
        .collect();
    let failure = Failure::usage(lines(first));
    if hints.is_empty() { failure } else { failure.hint(hints.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    /// An option that a command has now needs no advice any more.
    #[test]
    fn what_other_tools_call_it_is_not_what_we_call_it() {
        let root = args::command();
        for (option, _) in OPTIONS {
            let name = option.trim_start_matches('-');
            assert!(!root.get_arguments().any(|argument| argument.get_long() == Some(name)), "{option}");
        }
        for (below, word, _) in COMMANDS {
            let command = if below.is_empty() { Some(&root) } else { root.find_subcommand(below) };
            let mut command = command.unwrap_or_else(|| panic!("{below}")).clone();
            command.build();
            assert!(command.find_subcommand(word).is_none(), "{below} {word}");
        }
    }
}
