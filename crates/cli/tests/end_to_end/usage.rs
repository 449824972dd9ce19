//! A command line that is wrong, as people write it who know other tools; and the help.

use std::process::Command;

use crate::help::pages;
use crate::shell::{Ran, Shell, bare, finish};

fn told(arguments: &[&str]) -> Ran {
    finish(bare(arguments), "")
}

#[test]
fn what_other_tools_call_it_gets_a_tip() {
    let cases: [(&[&str], &str); 16] = [
        (&["users", "list", "--query", "x"], "--jq"),
        (&["users", "list", "--json"], "-o json"),
        (&["users", "list", "--status", "ACTIVE"], "--search"),
        (&["users", "list", "--profile", "x"], "--org"),
        (&["logs", "list", "--follow"], "logs tail -f"),
        (&["logs", "--follow"], "logs tail -f"),
        (&["users", "update", "ann", "--title", "Boss"], "--set title=VALUE"),
        (&["users", "create", "--login", "a@b.test", "--nick-name", "A"], "--set nickName=VALUE"),
        (&["version"], "oktars --version"),
        (&["whoami"], "auth status"),
        (&["alias"], "aliases"),
        (&["groups", "users"], "groups members"),
        (&["groups", "add"], "groups create"),
        (&["users", "search"], "users list --search"),
        (&["users", "ls"], "list"),
        (&["apps", "rm"], "delete"),
    ];
    for (arguments, tip) in cases {
        let ran = told(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("tip:") && ran.err.contains(tip), "{arguments:?}: {}", ran.err);
        for wrong in ["--color", "--quiet", "--time", "realms", "org-settings"] {
            assert!(!ran.err.contains(wrong), "{arguments:?}: {}", ran.err);
        }
    }
    // What is only misspelt is still corrected.
    assert!(told(&["users", "list", "--serch", "x"]).err.contains("--search"));
    assert!(told(&["users", "lst"]).err.contains("list"));
}

/// The usage of an error is that of the help, whatever the environment names.
#[test]
fn the_usage_of_an_error_is_that_of_the_help() {
    let mut command = bare(&["users", "get"]);
    command.env("OKTARS_ORG", "local").env("OKTARS_LOCAL_STORE", "x");
    let ran = finish(command, "");
    assert!(ran.err.contains("Usage: oktars users get") && !ran.err.contains("--org"), "{}", ran.err);
    let ran = told(&["api"]);
    assert!(ran.err.contains("<PATH>") && !ran.err.contains("[PATH]"), "{}", ran.err);
    let help = told(&["api", "--help"]).out;
    assert!(help.contains("Usage: oktars api [OPTIONS] [METHOD] <PATH>"), "{help}");
}

#[test]
fn the_method_of_a_request_stands_before_the_path_or_behind_an_option() {
    let shell = Shell::new();
    let cases: [&[&str]; 3] =
        [&["api", "users/me"], &["api", "GET", "users/me"], &["api", "-X", "GET", "users/me"]];
    for arguments in cases {
        assert!(shell.ok(arguments).contains("\"login\""), "{arguments:?}");
    }
    assert_eq!(shell.run(&["api", "-X", "GET", "GET", "users/me"]).code, 2);
}

#[test]
fn help_is_found_wherever_the_word_stands() {
    let import = told(&["users", "import", "--help"]).out;
    for arguments in [&["help", "users", "import"] as &[&str], &["users", "help", "import"]] {
        assert_eq!(told(arguments).out, import, "{arguments:?}");
    }
    let operation = told(&["call", "listUsers", "--help"]).out;
    assert_eq!(told(&["help", "listUsers"]).out, operation);
    assert!(told(&["groups", "help"]).out.contains("oktars groups"));
}

/// Examples come before options, and what all commands have in common is on a page of its own.
#[test]
fn help_begins_with_what_people_look_for() {
    for (words, text) in pages() {
        assert!(!text.contains("      --local-store"), "{words:?} shows global options");
        if !words.is_empty() {
            assert!(text.contains("`oktars help options`"), "{words:?}");
        }
        if let (Some(example), Some(options)) = (text.find("Example"), text.find("\nOptions:")) {
            assert!(example < options, "{words:?}: options come first");
        }
    }
    let options = told(&["help", "options"]).out;
    for name in ["--org", "--output", "--fields", "--jq", "--verbose"] {
        assert!(options.contains(name), "{name}: {options}");
    }
    let root = told(&["--help"]).out;
    for heading in ["Core:", "Users and groups:", "Apps:", "Sign-in and security:"] {
        assert!(root.contains(heading), "{heading}: {root}");
    }
}

/// An argument that is explained by its own name is not explained.
#[test]
fn no_help_explains_a_name_by_itself() {
    for (words, text) in pages() {
        for line in text.lines() {
            assert!(!line.contains("` of the query") && !line.contains("` of the path"), "{words:?}: {line}");
        }
    }
    let directory = tempfile::tempdir().unwrap();
    let ran = told(&["man", "--dir", directory.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for page in std::fs::read_dir(directory.path()).unwrap() {
        let text = std::fs::read_to_string(page.unwrap().path()).unwrap();
        assert!(!text.contains("of the query\n") && !text.contains("of the path\n"), "{text}");
    }
}

/// A sentence of help has at most thirty words, as the guides do.
#[test]
fn sentences_of_help_are_short() {
    for (words, text) in pages() {
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.contains("oktars ")) {
            let lines = paragraph.lines().map(str::trim).filter(|line| !line.starts_with('-'));
            let flat = lines.collect::<Vec<_>>().join(" ");
            for sentence in flat.split(['.', ';', ':', ']']) {
                let count = sentence.split_whitespace().count();
                assert!(count <= 30 || sentence.contains("  "), "{words:?}: {count} words: {sentence}");
            }
        }
    }
}

/// On a terminal, what waits for a server that answers nobody is shown, and a server says how it is used.
#[cfg(target_os = "linux")]
#[test]
fn a_terminal_shows_waits_and_how_a_server_is_used() {
    let has_script = Command::new("script").arg("--version").output().is_ok();
    if !has_script {
        return;
    }
    let on_terminal = |line: &str| {
        let mut command = Command::new("script");
        command.args(["-qec", line, "/dev/null"]).env("SHELL", "/bin/sh").env("TERM", "xterm");
        for name in ["OKTARS_ORG", "OKTA_CLIENT_REQUESTTIMEOUT"] {
            command.env_remove(name);
        }
        command.env("OKTARS_CONFIG_DIR", std::env::temp_dir().join("oktars-tests-have-no-home"));
        command.env("OKTA_CLIENT_ORGURL", "http://127.0.0.1:9").env("OKTA_CLIENT_TOKEN", "00x");
        finish(command, "")
    };
    let binary = env!("CARGO_BIN_EXE_oktars");
    let shown = on_terminal(&format!("OKTA_CLIENT_MAXRETRIES=4 {binary} users get me")).out;
    assert!(shown.contains("127.0.0.1:9 cannot be reached") && shown.contains("trying again in"), "{shown}");
    let shown = on_terminal(&format!("timeout -s INT 5 {binary} org serve")).out;
    assert!(shown.contains("export OKTA_CLIENT_ORGURL=http://127.0.0.1:"), "{shown}");
    assert!(shown.contains("oktars users list"), "{shown}");
}
