//! The whole help, as it was agreed: a change shows in the diff of `help.txt`.

use std::fmt::Write;

use crate::shell::{bare, finish};

const AGREED: &str = include_str!("help.txt");
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/end_to_end/help.txt");

fn help(path: &[String]) -> String {
    let mut arguments: Vec<&str> = path.iter().map(String::as_str).collect();
    arguments.push("--help");
    let ran = finish(bare(&arguments), "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{path:?}");
    ran.out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The names under `Commands:`, or in the sections of the first page.
fn subcommands(help: &str, is_first: bool) -> Vec<String> {
    let (start, end) = if is_first { ("Core:", "Begin with:") } else { ("Commands:", "") };
    let commands = help.lines().skip_while(|line| *line != start).skip(1).take_while(|line| *line != end);
    let names = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .filter(|name| name != "help")
        .collect()
}

/// The text without what stands from one heading to the next, which would be the same on every page.
fn without_block(text: &str, from: &str, to: &str) -> String {
    let Some((before, rest)) = text.split_once(from) else { return text.to_owned() };
    let after = rest.find(&format!("\n{to}")).map_or("", |at| &rest[at + 1..]);
    format!("{before}{from} (not repeated here)\n\n{after}")
}

fn collect(path: &[String], tree: &mut String) {
    let text = help(path);
    let children = subcommands(&text, path.is_empty());
    let mut shown = text;
    // What many commands have in common is there in full once, on the page of the options of every command.
    for heading in ["Options for changes:", "Options for lists:"] {
        shown = without_block(&shown, heading, "`oktars help options`");
    }
    if path.len() == 2 && !["users", "groups", "apps"].contains(&path[0].as_str()) {
        shown = without_block(&shown, "Body of the request:", "Options");
    }
    if path == ["call"] {
        // The operations are those of the catalogue, and there are hundreds of them.
        shown = without_block(&shown, "Commands:", "Options:");
    }
    writeln!(tree, "=== oktars {}\n{shown}", path.join(" ")).unwrap();
    for child in children.into_iter().filter(|child| path != ["call"] || child == "listUsers") {
        collect(&[path, &[child]].concat(), tree);
    }
}

/// The commands, as words, each with its help.
pub fn pages() -> impl Iterator<Item = (Vec<String>, &'static str)> {
    let pages = AGREED.split("=== oktars ").filter(|page| !page.is_empty());
    pages.map(|page| {
        let (words, text) = page.split_once('\n').unwrap_or((page, ""));
        (words.split_whitespace().map(str::to_owned).collect(), text)
    })
}

#[test]
fn the_help_is_as_agreed() {
    let mut tree = String::new();
    collect(&[], &mut tree);
    if std::env::var_os("UPDATE_HELP").is_some() {
        std::fs::write(PATH, &tree).unwrap();
        return;
    }
    let differs = tree.lines().zip(AGREED.lines()).find(|(now, agreed)| now != agreed);
    assert!(
        tree == AGREED,
        "the help has changed, first at {differs:?}; if that is meant, run this test with UPDATE_HELP=1"
    );
}

#[test]
fn every_command_has_an_example() {
    let lacking: Vec<&str> = AGREED
        .split("=== ")
        .filter(|help| {
            let has_commands = help.contains("\nCommands:\n") || help.contains("\nCore:\n");
            !help.is_empty() && !has_commands && !help.starts_with("oktars call ")
        })
        .filter(|help| !help.contains("Example"))
        .filter_map(|help| help.lines().next())
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}
