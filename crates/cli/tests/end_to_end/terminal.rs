//! On a terminal: widths, questions, and what acts on it. `script` of util-linux makes the terminal.

use std::process::{Command, Stdio};

use crate::shell::{Ran, Shell, finish};

/// Runs a command on a terminal of a width, with something typed.
fn on_terminal(shell: &Shell, columns: usize, typed: &str, arguments: &[&str]) -> Option<Ran> {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        return None;
    }
    let quoted: Vec<String> =
        arguments.iter().map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
    let line = format!(
        "stty rows 40 cols {columns} -echo; exec {} {}",
        env!("CARGO_BIN_EXE_oktars"),
        quoted.join(" ")
    );
    let like = shell.command(&[]);
    let mut command = Command::new("script");
    command.args(["-qec", &line, "/dev/null"]);
    for (name, value) in like.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env("SHELL", "/bin/sh").env("TERM", "xterm").env("NO_COLOR", "1").current_dir(&shell.directory);
    let mut ran = finish(command, typed);
    ran.out = ran.out.replace("\r\n", "\n");
    Some(ran)
}

#[test]
fn a_table_is_fitted_to_any_width() {
    let shell = Shell::with_users(20);
    for columns in [40, 80, 200] {
        let Some(ran) = on_terminal(&shell, columns, "", &["groups", "list"]) else { return };
        assert_eq!(ran.code, 0, "{}", ran.out);
        assert!(ran.out.contains("Everyone") || columns < 60, "{}", ran.out);
        for line in ran.out.lines().filter(|_| columns >= 60) {
            assert!(line.chars().count() <= columns, "{columns}: {line:?}");
        }
    }
}

#[test]
fn what_is_asked_can_be_answered() {
    let shell = Shell::new();
    for (typed, code) in [("n\n", 6), ("\n", 6), ("y\n", 0)] {
        let id = shell.user(&format!("u{code}{}@acme.example", typed.len()));
        let Some(ran) = on_terminal(&shell, 100, typed, &["users", "deactivate", &id]) else { return };
        assert_eq!(ran.code, code, "{typed:?}: {}", ran.out);
        assert!(
            ran.out.contains("Deactivate: 1 user in ") && ran.out.contains("(PROVISIONED)"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn no_form_lets_a_value_act_on_the_terminal() {
    let shell = Shell::new();
    let body = serde_json::json!({"profile": {"name": "\u{1b}[2J\u{202e}x\u{9b}", "description": "d"}});
    let made = shell.run_with(&body.to_string(), &["api", "groups", "--input", "-", "--jq", ".id"]);
    let id = made.out.trim();
    let path = format!("groups/{id}");
    let commands: [&[&str]; 7] = [
        &["groups", "get", id],
        &["groups", "get", id, "-o", "json"],
        &["groups", "get", id, "-o", "csv"],
        &["groups", "get", id, "-o", "yaml"],
        &["groups", "get", id, "--jq", ".profile.name"],
        &["groups", "list", "-o", "ndjson"],
        &["api", &path],
    ];
    for arguments in commands {
        let Some(ran) = on_terminal(&shell, 200, "", arguments) else { return };
        assert!(ran.code == 0 && ran.out.contains('x'), "{arguments:?}: {}", ran.out);
        for acting in ['\u{1b}', '\u{202e}', '\u{9b}'] {
            assert!(!ran.out.contains(acting), "{arguments:?}: {:?}", ran.out);
        }
    }
}
