//! Every command that changes something can be looked at first, and then nothing is sent.

use serde_json::{Value, json};

use crate::help::pages;
use crate::shell::{Shell, finish};

/// Words with which the help of a command begins that changes nothing, and verbs that read under another word.
const READS: [&str; 6] = ["Count ", "List ", "Preview ", "Print ", "Say ", "Show "];
const READS_TOO: [&str; 5] = ["export", "export-groups", "export-members", "export-users", "test"];

/// Commands that change no org, or many things of one: the plan of a bulk run is its dry run.
const OTHERS: [&str; 9] = ["auth", "call", "completion", "help", "hooks", "logs", "man", "mirror", "org"];
const BULK: [&str; 8] =
    ["apply", "bulk", "import", "import-groups", "import-members", "import-users", "move", "offboard"];

/// Whether a command has `--dry-run` and `--curl`. The agreed help folds what all changes have.
fn can_be_looked_at(help: &str) -> bool {
    let has = |option: &&str| help.contains(*option);
    help.contains("Options for changes: (not repeated here)") || ["--dry-run", "--curl"].iter().all(has)
}

/// The words of a command, its help, and the arguments of its example.
fn writing() -> Vec<(Vec<String>, &'static str, Vec<String>)> {
    let mut found = Vec::new();
    for (words, text) in pages() {
        let [first, .., last] = &words[..] else { continue };
        let shows = READS.iter().any(|word| text.starts_with(word)) && !can_be_looked_at(text);
        let reads = shows || READS_TOO.contains(&last.as_str());
        let is_leaf = !text.contains("\nCommands:\n");
        if !is_leaf || reads || OTHERS.contains(&first.as_str()) || BULK.contains(&last.as_str()) {
            continue;
        }
        let example = text.split("Example").nth(1).unwrap_or_default().replace("\\\n", " ");
        let start = format!("oktars {} ", words.join(" "));
        let line = example.lines().find_map(|line| Some(format!("{line} ").split_once(&start)?.1.to_owned()));
        let arguments = line.unwrap_or_else(|| panic!("{words:?} has no example of itself: {text}"));
        // What the shell does with the input is not the command's.
        let arguments = arguments.split(" < ").next().unwrap_or_default();
        found.push((words, text, split(arguments)));
    }
    found
}

/// The words that a shell makes of a line.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in line.trim().chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            _ => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// What the file of an example holds.
fn content(argument: &str) -> Option<Vec<u8>> {
    let (_, ending) = argument.rsplit_once('.')?;
    match ending {
        "json" => Some(json!({ "name": "x", "profile": { "name": "x" } }).to_string().into_bytes()),
        "png" => Some(b"\x89PNG\r\n\x1a\nrest".to_vec()),
        "pem" => Some(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec()),
        "jwt" => Some(b"a.b.c".to_vec()),
        _ => None,
    }
}

#[test]
fn each_has_dry_run_and_curl_and_sends_nothing_with_them() {
    let shell = Shell::new();
    let commands = writing();
    assert!(commands.len() > 230, "{} commands", commands.len());
    shell.user("ann@acme.example");
    shell.ok(&["groups", "create", "--name", "Engineering"]);
    for label in ["Wiki", "Robot", "Acme CRM"] {
        shell.ok(&[
            "apps",
            "create",
            "--set",
            "name=bookmark",
            "--set",
            &format!("label={label}"),
            "--set",
            "signOnMode=BOOKMARK",
            "--set",
            "settings.app.url=https://wiki.acme.example",
            "--set",
            "settings.app.requestIntegration:=false",
        ]);
    }
    // The snapshot folds the options that all such commands have.
    let changes = |help: &str| help.contains("Options for changes: (not repeated here)");
    let has =
        |help: &str| changes(help) || ["--dry-run", "--curl"].iter().all(|option| help.contains(option));
    let lacking: Vec<_> =
        commands.iter().filter(|(_, help, _)| !has(help)).map(|(words, ..)| words).collect();
    assert!(lacking.is_empty(), "{lacking:?} lack --dry-run or --curl");
    let (mut shown, mut absent) = (0, 0);
    for (words, _, arguments) in &commands {
        for option in ["--dry-run", "--curl"] {
            for argument in arguments {
                if let Some(content) = content(argument) {
                    std::fs::write(shell.directory.path().join(argument), content).unwrap();
                }
            }
            // What asks goes with --yes in the example; nothing is asked where nothing is sent.
            let given =
                arguments.iter().filter(|argument| *argument != "--yes" && !argument.starts_with("-o"));
            let given = given.filter(|argument| *argument != "json");
            let all: Vec<&str> =
                words.iter().chain(given).map(String::as_str).chain([option, "-o", "json"]).collect();
            let (ran, seen) = shell.seen(|| finish(shell.command(&all), "Old passw0rd\nNew passw0rd\n"));
            let sent: Vec<_> = seen.iter().filter(|request| request.method != "GET").collect();
            assert!(sent.is_empty(), "{all:?} sent {sent:?}");
            match ran.code {
                0 => {
                    let start = if option == "--curl" { "curl -X " } else { "" };
                    assert!(ran.out.starts_with(start) && ran.out.contains(&shell.url), "{all:?}: {ran:?}");
                    shown += 1;
                }
                // What it is about has to be read first, and is not there.
                3 => absent += 1,
                _ => panic!("{all:?}: {ran:?}"),
            }
        }
    }
    assert!(shown > 3 * absent, "{shown} were shown, and {absent} were about what is not there");
}

/// What `--curl` prints does what the command would have done. It is run where there is a curl.
#[cfg(unix)]
#[test]
fn what_curl_prints_can_be_pasted_and_shows_no_secret() {
    use std::process::Command;
    if Command::new("curl").arg("--version").output().is_err() {
        crate::shell::skipped("what `--curl` prints, run by curl, which is not here");
        return;
    }
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let paste = |arguments: &[&str], input: &str, secrets: &[(&str, &str)]| -> Value {
        let (ran, seen) = shell.seen(|| shell.run_with(input, arguments));
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(seen.iter().all(|request| request.method == "GET"));
        let all = format!("{}{}", ran.out, ran.err);
        for (variable, secret) in secrets {
            assert!(!all.contains(secret), "{all}");
            assert!(ran.err.contains(&format!("note: {variable} stands for ")), "{}", ran.err);
        }
        assert!(!all.contains(shell.org.token()), "{all}");
        let mut pasted = Command::new("sh");
        pasted.args(["-c", &ran.out.replacen("curl ", "curl -sS --fail-with-body ", 1)]);
        pasted.env("OKTA_CLIENT_TOKEN", shell.org.token()).envs(secrets.iter().copied());
        let output = pasted.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}: {text}", ran.out);
        serde_json::from_str(&text).unwrap_or_default()
    };
    let name = "D'Arcy \"$HOME\" `id` \\ 日本";
    let updated = paste(&["users", "update", &id, "--last-name", name, "--curl"], "", &[]);
    assert_eq!(updated["profile"]["lastName"], name);
    let secret = "Corr3ct horse";
    let secrets = [("SECRET_1", secret)];
    paste(&["users", "update", &id, "--password-stdin", "--curl"], secret, &secrets);
    let body = format!(r#"{{"username":"ann@acme.example","password":"{secret}"}}"#);
    let signed_in = paste(&["api", "POST", "authn", "--input", "-", "--curl"], &body, &secrets);
    assert_eq!(signed_in["status"], "SUCCESS", "the password is the one that was set: {signed_in}");
    let group = paste(&["groups", "create", "--name", "R&D; rm -rf /", "--curl"], "", &[]);
    assert_eq!(group["profile"]["name"], "R&D; rm -rf /");
    paste(&["groups", "delete", "R&D; rm -rf /", "--curl"], "", &[]);
    assert_eq!(shell.run(&["groups", "get", "R&D; rm -rf /"]).code, 3);
}
