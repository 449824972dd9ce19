//! Completion as a shell does it: the generated script is loaded, and its function is asked.

use std::process::{Command, Stdio};

use crate::shell::{Shell, bare, finish, skipped};

/// Whether there is such a shell. Who runs the tests is told if there is none.
fn there_is(shell: &str) -> bool {
    let there = Command::new(shell).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if there.is_err() {
        skipped(&format!("completion in {shell}, which is not here"));
    }
    there.is_ok()
}

/// What bash offers behind a line, one a line.
fn in_bash(shell: &Shell, line: &str) -> Vec<String> {
    // As bash itself does it: words, where the cursor is, and the function that is registered.
    let script = r#"
        source <(oktars completion bash)
        read -r -a COMP_WORDS <<< "$LINE"
        [[ "$LINE" == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )) COMP_LINE=$LINE COMP_POINT=${#LINE} COMP_TYPE=9
        registered=$(complete -p oktars)
        [[ $registered =~ -F\ ([A-Za-z_]+) ]] || exit 9
        "${BASH_REMATCH[1]}" oktars "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    let binary = std::path::Path::new(env!("CARGO_BIN_EXE_oktars")).parent().unwrap().to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::env::join_paths([binary].into_iter().chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new("bash");
    command.args(["--norc", "-c", script]).env("LINE", line).env("PATH", paths);
    for (name, value) in shell.command(&[]).get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN");
    let ran = finish(command, "");
    assert!(ran.code == 0 && ran.err.is_empty(), "{line}: {}", ran.err);
    ran.out.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn bash_completes_commands_operations_orgs_fields_and_groups() {
    if !there_is("bash") {
        return;
    }
    let shell = Shell::new();
    for name in ["Engineering", "R&D \"Labs\" $HOME"] {
        shell.ok(&["groups", "create", "--name", name]);
    }
    let app =
        ["apps", "create", "--set", "name=bookmark", "--set", "label=Wiki", "--set", "signOnMode=BOOKMARK"];
    let settings =
        ["--set", "settings.app.url=https://x.test", "--set", "settings.app.requestIntegration:=false"];
    shell.ok(&[&app[..], &settings].concat());
    shell.log_in("acme-prod", &[]);
    let cases = [
        ("oktars us", "users"),
        ("oktars users deac", "deactivate"),
        ("oktars users list --sea", "--search"),
        ("oktars users list -o nd", "ndjson"),
        ("oktars call listPolic", "listPolicies"),
        ("oktars call listPolicies --ty", "--type"),
        ("oktars auth switch acme", "acme-prod"),
        ("oktars --org acme", "acme-prod"),
        ("oktars users list --fields id,profile.lo", "id,profile.login"),
        ("oktars groups members Eng", "Engineering"),
        ("oktars groups add-user ", "Engineering"),
        ("oktars help exit", "exit-codes"),
        ("oktars network-zones li", "list"),
        ("oktars apps users Wi", "Wiki"),
        ("oktars app-keys list Wi", "Wiki"),
        ("oktars policies list PASS", "PASSWORD"),
        ("oktars policies list --type OKTA", "OKTA_SIGN_ON"),
        ("oktars call listInlineHooks --type com.okta.te", "com.okta.telephony.provider"),
        ("oktars policies get Idp", r"Idp\ Discovery\ Policy"),
        ("oktars user-roles assign me HELP", "HELP_DESK_ADMIN"),
        // Within quotes that are open, a name stands as it is.
        ("oktars groups members 'R", "R&D \"Labs\" $HOME"),
    ];
    for (line, expected) in cases {
        let offered = in_bash(&shell, line);
        assert!(offered.iter().any(|word| word == expected), "{line}: {offered:?}");
    }
    // What is offered is put on the line as it is, so it is one word there.
    let offered = in_bash(&shell, "oktars groups get R");
    assert_eq!(offered, [r#"R\&D\ \"Labs\"\ \$HOME"#]);
}

/// The other shells at least load what is made for them.
#[test]
fn zsh_and_fish_load_their_scripts() {
    for (name, arguments) in [("zsh", ["-f", "-n"]), ("fish", ["--no-config", "--no-execute"])] {
        if there_is(name) {
            let script = finish(bare(&["completion", name]), "").out;
            let mut command = Command::new(name);
            command.args(arguments);
            let ran = finish(command, &script);
            assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        }
    }
}
