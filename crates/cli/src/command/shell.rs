//! `oktars completion` and `oktars man`: what a shell and a manual need to know about us.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use clap_complete::env::Shells;

use crate::args::Args;
use crate::failure::{Exit, Failure, Stop};
use crate::file::{self, Readers};
use crate::run::Run;

/// Print a script with which your shell completes commands, options and names
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  bash        echo 'source <(oktars completion bash)' >> ~/.bashrc
  zsh         echo 'source <(oktars completion zsh)' >> ~/.zshrc
  fish        oktars completion fish > ~/.config/fish/completions/oktars.fish
  PowerShell  oktars completion powershell >> $PROFILE")]
pub struct Completion {
    /// The shell
    #[arg(value_parser = ["bash", "zsh", "fish", "powershell", "elvish"])]
    shell: String,
}

/// The variable with which a shell asks for completions.
pub const VARIABLE: &str = "OKTARS_COMPLETE";

impl Completion {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let shells = Shells::builtins();
        let shell = shells.completer(&self.shell).ok_or_else(|| Failure::usage("no such shell"))?;
        Ok(shell.write_registration(VARIABLE, "oktars", "oktars", "oktars", run.printer.out())?)
    }
}

/// Print the manual page of a command, or write the pages of all commands
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  oktars man users list | man -l -\n  oktars man --dir ~/.local/share/man/man1"
)]
pub struct Man {
    /// The command
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    words: Vec<String>,
    /// Write the pages of all commands into this directory
    #[arg(long, value_name = "DIRECTORY")]
    dir: Option<PathBuf>,
}

impl Man {
    pub fn run(self, run: &mut Run) -> Result<(), Stop> {
        let mut root = Args::command().disable_help_subcommand(true);
        root.build();
        if let Some(dir) = &self.dir {
            std::fs::create_dir_all(dir).map_err(|error| {
                Failure::new(Exit::Failed, format!("{} cannot be made: {error}", dir.display()))
            })?;
            let count = write_pages(&root, "oktars", dir)?;
            run.note(&format!("wrote {count} pages to {}", dir.display()));
            return Ok(());
        }
        let mut command = &root;
        for word in &self.words {
            command = command.find_subcommand(word).ok_or_else(|| {
                Failure::usage(format!("there is no command {:?}", self.words.join(" ")))
                    .hint("`oktars help` lists them")
            })?;
        }
        let name = [&["oktars".to_owned()], &self.words[..]].concat().join("-");
        Ok(run.printer.out().write_all(&page(command, &name)?)?)
    }
}

fn page(command: &clap::Command, name: &str) -> Result<Vec<u8>, Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).title(name.to_owned()).render(&mut page)?;
    Ok(page)
}

/// Operations by their ids have no pages: there are hundreds, and `help call ID` shows them.
fn write_pages(command: &clap::Command, name: &str, dir: &Path) -> Result<usize, Stop> {
    let path = dir.join(format!("{name}.1"));
    file::write(&path, &page(command, name)?, Readers::Anybody)?;
    let mut count = 1;
    if command.get_name() != "call" {
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            count += write_pages(inner, &format!("{name}-{}", inner.get_name()), dir)?;
        }
    }
    Ok(count)
}
