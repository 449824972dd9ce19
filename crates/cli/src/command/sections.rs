//! The list of all commands, in sections.

use std::fmt::Write;

use super::resource::Section;

/// The commands that people use most, and those that belong to no resource.
const CORE: (&str, &[&str]) = ("Core", &["users", "groups", "apps", "logs", "auth"]);
const ANY: (&str, &[&str]) =
    ("Any request, and the whole org", &["api", "call", "explain", "mirror", "check", "review", "mcp"]);
const LOCAL: (&str, &[&str]) =
    ("The local org and your shell", &["org", "hooks", "completion", "man", "help"]);

/// How wide a line may be where there is no terminal, and on the widest one.
const WIDTH: usize = 100;

/// The sections with the commands of each, and what each command is for.
fn sections(root: &clap::Command) -> Vec<(&'static str, Vec<(String, String)>)> {
    let about = |name: &str| {
        let command = root.find_subcommand(name).and_then(clap::Command::get_about);
        (name.to_owned(), command.map(ToString::to_string).unwrap_or_default())
    };
    let listed =
        |(heading, names): (&'static str, &[&str])| (heading, names.iter().map(|name| about(name)).collect());
    let resources = Section::ALL.map(|section| {
        let commands = section.commands().map(|(name, about)| (name.to_owned(), about.to_owned()));
        (section.heading(), commands.collect())
    });
    [listed(CORE)].into_iter().chain(resources).chain([listed(ANY), listed(LOCAL)]).collect()
}

/// The list as the help shows it.
pub fn text(root: &clap::Command) -> String {
    let sections = sections(root);
    let names = sections.iter().flat_map(|(_, commands)| commands);
    let longest = names.map(|(name, _)| name.len()).max().unwrap_or_default();
    let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| usize::from(width.0)).min(WIDTH);
    let mut text = String::new();
    for (heading, commands) in sections {
        let _ = writeln!(text, "{heading}:");
        for (name, about) in commands {
            let start = format!("  {name:<longest$}  ");
            let _ =
                writeln!(text, "{start}{}", wrapped(&about, width.saturating_sub(start.len()), start.len()));
        }
        text.push('\n');
    }
    text
}

/// A text on lines of a width, the second and all others moved in.
fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().map_or(0, |line| line.chars().count());
        if last > 0 && last + 1 + word.chars().count() > width.max(20) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.join(&format!("\n{}", " ".repeat(indent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;
    use clap::CommandFactory;

    /// A command that stands in no section would not be found, and one in two would be there twice.
    #[test]
    fn every_command_is_in_one_section() {
        let root = Args::command();
        let listed = sections(&root).into_iter().flat_map(|(_, commands)| commands);
        let listed: Vec<String> = listed.map(|(name, _)| name).collect();
        for command in root.get_subcommands() {
            let times = listed.iter().filter(|name| *name == command.get_name()).count();
            assert_eq!(times, 1, "{}", command.get_name());
        }
        assert_eq!(listed.len(), root.get_subcommands().count());
    }
}
