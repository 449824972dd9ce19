//! `oktars help`: the help of a command, and topics that no single command has.

use std::ffi::OsString;
use std::io::Write;

use clap::CommandFactory;

use crate::args::{Args, GLOBAL};
use crate::failure::{Exit, Failure, Stop};
use crate::run::Run;

/// Show the help of a command, or a topic
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  oktars help users list\n  oktars help listPolicies\n  oktars help exit-codes"
)]
pub struct Help {
    /// A command and its subcommands, or a topic
    #[arg(value_name = "COMMAND|TOPIC", add = crate::completion::among_names(helped))]
    words: Vec<String>,
}

struct Topic {
    name: &'static str,
    about: &'static str,
    text: fn() -> String,
}

const TOPICS: [Topic; 8] = [
    Topic {
        name: "api",
        about: "Requests without a command of their own",
        text: || include_str!("help/api.txt").to_owned(),
    },
    Topic {
        name: "environment",
        about: "The variables that are read",
        text: || include_str!("help/environment.txt").to_owned(),
    },
    Topic {
        name: "exit-codes",
        about: "What the exit codes say",
        text: || crate::args::EXIT_CODES.to_owned(),
    },
    Topic {
        name: "logs",
        about: "How the System Log is followed",
        text: || include_str!("help/logs.txt").to_owned(),
    },
    Topic { name: "options", about: "The options of every command", text: options },
    Topic {
        name: "output",
        about: "Forms, fields, jq, dates, colours",
        text: || include_str!("help/output.txt").to_owned(),
    },
    Topic {
        name: "profiles",
        about: "Several orgs, and where their secrets are",
        text: || include_str!("help/profiles.txt").to_owned(),
    },
    Topic {
        name: "safety",
        about: "Questions, protected accounts, read-only orgs",
        text: || include_str!("help/safety.txt").to_owned(),
    },
];

/// The options that every command has.
fn options() -> String {
    let root = Args::command();
    let global = root.get_arguments().filter(|argument| argument.get_help_heading() == Some(GLOBAL));
    let page = clap::Command::new("oktars").max_term_width(100).disable_help_flag(true);
    let page = page.help_template("{all-args}").args(global.cloned().collect::<Vec<_>>());
    let page = page.clone().render_long_help().to_string();
    format!("{}\n\n  -h, --help\n          Print the help of a command; -h prints a summary", page.trim_end())
}

impl Help {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        if let [name] = &self.words[..]
            && let Some(topic) = TOPICS.iter().find(|topic| topic.name == name)
        {
            return Ok(writeln!(run.printer.out(), "{}", (topic.text)().trim_end())?);
        }
        if self.words == ["topics"] {
            return Ok(writeln!(run.printer.out(), "{}", list())?);
        }
        // An operation is known by its id alone.
        let is_operation = self.words.len() == 1 && oktars_catalog::operation(&self.words[0]).is_some();
        let start = if is_operation { vec!["oktars", "call"] } else { vec!["oktars"] };
        let words = self.words.iter().map(String::as_str);
        let asked: Vec<OsString> =
            start.into_iter().chain(words).chain(["--help"]).map(OsString::from).collect();
        match Args::of(&asked) {
            Err(error) if !error.use_stderr() => {
                write!(run.printer.out(), "{}", error.render())?;
                if self.words.is_empty() {
                    writeln!(run.printer.out(), "\n{}", list())?;
                }
                Ok(())
            }
            _ => {
                let what = self.words.join(" ");
                Err(Failure::new(Exit::Usage, format!("there is no command and no topic {what:?}"))
                    .hint(format!("`oktars help` lists the commands; the topics are {}", names()))
                    .into())
            }
        }
    }
}

/// What there is help about.
fn helped() -> Vec<String> {
    let commands = Args::command();
    let commands = commands.get_subcommands().map(|command| command.get_name().to_owned());
    commands.chain(TOPICS.iter().map(|topic| topic.name.to_owned())).collect()
}

fn names() -> String {
    TOPICS.iter().map(|topic| topic.name).collect::<Vec<_>>().join(", ")
}

fn list() -> String {
    let lines = TOPICS.iter().map(|topic| format!("\n  {:<12} {}", topic.name, topic.about));
    format!("Topics, shown by `oktars help TOPIC`:{}", lines.collect::<String>())
}
