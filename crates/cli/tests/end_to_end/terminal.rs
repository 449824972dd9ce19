//! On a terminal: widths, questions, and what acts on it. `script` of util-linux makes the terminal.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use crate::shell::{Ran, Shell, finish, start};

/// A line of a shell on a terminal of a width; `None` where there is no `script`.
fn on_terminal_line(shell: &Shell, columns: usize, line: &str) -> Option<Command> {
    if Command::new("script").arg("--version").stdout(Stdio::null()).status().is_err() {
        return None;
    }
    let line = format!("stty rows 40 cols {columns} -echo; {line}");
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
    Some(command)
}

fn line(arguments: &[&str]) -> String {
    let quoted: Vec<String> =
        arguments.iter().map(|word| format!("'{}'", word.replace('\'', r"'\''"))).collect();
    format!("exec {} {}", env!("CARGO_BIN_EXE_oktars"), quoted.join(" "))
}

/// Runs a command on a terminal of a width, with something typed.
pub fn on_terminal(shell: &Shell, columns: usize, typed: &str, arguments: &[&str]) -> Option<Ran> {
    let mut ran = finish(on_terminal_line(shell, columns, &line(arguments))?, typed);
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

/// Whatever the fields and the width, no line is longer than the terminal.
#[test]
fn every_table_fits_the_terminal() {
    let shell = Shell::with_users(20);
    shell.user("somebody.with.a.long.name@somewhere.acme.example");
    let cases: [(&[&str], usize, &[&str]); 6] = [
        (&["users", "list"], 40, &["STATUS", "LOGIN", "…"]),
        (&["logs", "list"], 80, &["PUBLISHED", "EVENTTYPE"]),
        (&["logs", "list"], 40, &["PUBLISHED", "…"]),
        (
            &[
                "users",
                "list",
                "--fields",
                "id,profile.login,profile.firstName,profile.lastName,profile.email,created",
            ],
            80,
            &["LOGIN", "FIRSTNAME"],
        ),
        (&["users", "list", "--fields", "id"], 10, &["ID"]),
        (&["groups", "list"], 30, &["NAME"]),
    ];
    for (arguments, columns, headings) in cases {
        let Some(ran) = on_terminal(&shell, columns, "", arguments) else { return };
        let first = ran.out.lines().next().unwrap_or_default();
        assert!(
            ran.code == 0 && headings.iter().all(|heading| first.contains(heading)),
            "{arguments:?}: {}",
            ran.out
        );
        for line in ran.out.lines() {
            assert!(line.chars().count() <= columns, "{arguments:?} {columns}: {line:?}");
        }
    }
    let Some(ran) = on_terminal(&shell, 80, "", &["logs", "list"]) else { return };
    let time = ran.out.lines().nth(1).unwrap();
    assert!(time.as_bytes()[10] == b' ' && time.as_bytes()[19] == b'Z', "a time is whole: {time}");
    let Some(ran) = on_terminal(&shell, 80, "", &["users", "list", "-o", "wide", "--limit", "1"]) else {
        return;
    };
    assert!(ran.out.contains("LASTLOGIN") && !ran.out.contains('…'), "{}", ran.out);
}

#[test]
fn what_a_terminal_cannot_show_is_refused_and_nothing_is_said_to_be_nothing() {
    let shell = Shell::new();
    for arguments in [
        &["users", "list", "-o", "xlsx"][..],
        &["users", "export", "-o", "xlsx"],
        &["users", "export", "-", "--form", "xlsx"],
        &["groups", "create", "--name", "Blue", "-o", "xlsx"],
    ] {
        let Some(ran) = on_terminal(&shell, 100, "", arguments) else { return };
        assert!(
            ran.code == 2 && ran.out.contains("cannot be shown on a terminal"),
            "{arguments:?}: {}",
            ran.out
        );
    }
    assert!(!shell.ok(&["groups", "list", "--jq", ".profile.name"]).contains("Blue"), "nothing was made");
    for (arguments, told) in [
        (&["users", "list", "--search", "id eq \"none\""][..], "no users"),
        (&["apps", "list"], "no apps"),
        (&["logs", "list", "--where", "outcome.result=NOTHING"], "no events"),
        (&["groups", "apps", "Everyone"], "no apps"),
        (&["auth-servers", "list", "--q", "nothing"], "no authorization servers"),
    ] {
        let Some(ran) = on_terminal(&shell, 100, "", arguments) else { return };
        assert!(ran.code == 0 && ran.out.ends_with(&format!("{told}\n")), "{arguments:?}: {}", ran.out);
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
            ran.out.contains("Deactivate 1 user in ") && ran.out.contains("(PROVISIONED)"),
            "{}",
            ran.out
        );
    }
}

#[test]
fn a_bulk_run_asks_in_a_sentence() {
    let shell = Shell::new();
    for name in ["a", "b", "c"] {
        shell.user(&format!("{name}@acme.example"));
    }
    let text = "login\na@acme.example\nb@acme.example\nc@acme.example\nnobody@acme.example\n";
    std::fs::write(shell.directory.path().join("l.csv"), text).unwrap();
    let bulk = ["users", "bulk", "deactivate", "l.csv", "--skip-invalid"];
    let Some(ran) = on_terminal(&shell, 120, "y\n", &bulk) else { return };
    let host = shell.url.trim_start_matches("http://");
    let asked = ran.out.lines().find(|line| line.starts_with("Deactivate 3 users in ")).unwrap_or_default();
    assert!(asked.contains(host) && asked.ends_with("? (1 row is invalid and left out)"), "{}", ran.out);
    assert!(
        ran.code == 7 && !ran.out.contains("error: deactivated"),
        "what was done is no error: {}",
        ran.out
    );
}

#[test]
fn a_person_is_asked_before_a_name_gets_another_org() {
    let (shell, other) = (Shell::new(), Shell::new());
    shell.log_in("acme", &["--read-only"]);
    let login = ["auth", "login", "acme", "--org-url", &other.url, "--no-check"];
    let answers = [("n\n", 6, &shell.url), ("\n", 6, &shell.url), ("y\n00token\n", 0, &other.url)];
    for (typed, code, url) in answers {
        let Some(ran) = on_terminal(&shell, 200, typed, &login) else { return };
        assert_eq!(ran.code, code, "{typed:?}: {}", ran.out);
        let asked = [&shell.url, &other.url].iter().all(|url| ran.out.contains(url.as_str()));
        assert!(asked, "{}", ran.out);
        let config = std::fs::read_to_string(shell.directory.path().join("config/config.toml")).unwrap();
        assert!(config.contains(url.as_str()) && config.contains("read_only = true"), "{config}");
    }
}

#[test]
fn what_a_person_writes_by_hand_is_asked_about_and_what_a_script_writes_is_not() {
    let shell = Shell::new();
    for way in ["api", "call"] {
        let made = shell.json(&["groups", "create", "--name", way]);
        let id = made["id"].as_str().unwrap();
        let path = format!("groups/{id}");
        let delete: &[&str] =
            if way == "api" { &["api", "-X", "DELETE", &path] } else { &["call", "deleteGroup", id] };
        let Some(ran) = on_terminal(&shell, 100, "n\n", delete) else { return };
        assert!(ran.code == 6 && ran.out.contains("DELETE "), "{way}: {}", ran.out);
        assert_eq!(shell.run(&["groups", "get", id]).code, 0, "{way}: it is there still");
        assert_eq!(shell.run(delete).code, 0, "{way}: a script is not asked");
        assert_eq!(shell.run(&["groups", "get", id]).code, 3, "{way}");
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

#[test]
fn a_question_can_be_interrupted() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let Some(command) = on_terminal_line(&shell, 100, &line(&["users", "deactivate", &id])) else { return };
    let mut child = start(command);
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = child.stdout.take().unwrap();
    let mut shown = Vec::new();
    let mut byte = [0];
    while !shown.ends_with(b"[y/N] ") {
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&shown));
        shown.push(byte[0]);
    }
    // The terminal makes an interrupt of the character that Ctrl-C sends.
    keyboard.write_all(b"\x03").unwrap();
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    assert!(rest.contains("nothing was changed"), "{rest}");
    assert_eq!(shell.json(&["users", "get", &id])["status"], "PROVISIONED");
}

/// Who serves an org with an app reads on the terminal what the app and a person need, as lines to copy.
#[test]
fn an_org_that_is_served_tells_how_to_sign_in() {
    let shell = Shell::new();
    let app = "web=http://localhost:3000/callback";
    let arguments = ["org", "serve", "--app", app, "--app", "service"];
    let Some(command) = on_terminal_line(&shell, 200, &line(&arguments)) else { return };
    let mut child = start(command);
    let mut keyboard = child.stdin.take().unwrap();
    let mut screen = child.stdout.take().unwrap();
    let mut shown = Vec::new();
    let mut byte = [0];
    // The service is the last one told of, and its scope the last line.
    while !shown.ends_with(b"SCOPE=api") {
        assert_eq!(screen.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&shown));
        shown.push(byte[0]);
    }
    keyboard.write_all(b"\x03").unwrap();
    let mut rest = String::new();
    screen.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
    let shown = String::from_utf8(shown).unwrap();
    let ready: serde_json::Value =
        serde_json::from_str(shown.lines().find(|line| line.starts_with('{')).unwrap()).unwrap();
    let told = |member: &str| ready["apps"][0][member].as_str().unwrap().to_owned();
    for expected in [
        "the web app has these settings:".to_owned(),
        format!("  ISSUER={}", told("issuer")),
        format!("  CLIENT_ID={}", told("clientId")),
        format!("  CLIENT_SECRET={}", told("clientSecret")),
        "  REDIRECT_URI=http://localhost:3000/callback".to_owned(),
        format!("  USERNAME={}", told("login")),
        format!("  PASSWORD={}", told("password")),
        "the service app has these settings:".to_owned(),
        format!("  export OKTA_CLIENT_ORGURL={}", ready["url"].as_str().unwrap()),
        format!("In a browser, {} shows what the org holds and does", ready["ui"].as_str().unwrap()),
    ] {
        assert!(shown.contains(&expected), "{expected}: {shown}");
    }
}

#[test]
fn a_long_listing_shows_how_far_it_is_and_takes_that_away() {
    let shell = Shell::with_users(450);
    let slow = oktars_local::Fault::delay(std::time::Duration::from_millis(700));
    shell.org.inject(slow.on("GET", "/api/v1/users").after(1));
    let line = format!("{} users list --limit 450 > users.ndjson", env!("CARGO_BIN_EXE_oktars"));
    let Some(command) = on_terminal_line(&shell, 120, &line) else { return };
    let ran = finish(command, "");
    assert!(ran.code == 0 && ran.out.contains(" of 450 items, "), "{:?}", ran.out);
    assert!(ran.out.trim_end().ends_with("\r\u{1b}[K"), "{:?}", ran.out);
    let written = std::fs::read_to_string(shell.directory.path().join("users.ndjson")).unwrap();
    assert_eq!(written.lines().count(), 450);
}

#[test]
fn a_bulk_run_shows_how_far_it_is_and_what_the_limits_leave() {
    let shell = Shell::new();
    let people: String = (0..30).map(|n| format!("n{n}@acme.example,n{n}@acme.example,N,{n}\n")).collect();
    let file = format!("login,email,firstName,lastName\n{people}");
    std::fs::write(shell.directory.path().join("people.csv"), file).unwrap();
    let slow = oktars_local::Fault::delay(std::time::Duration::from_millis(700));
    shell.org.inject(slow.on("POST", "/api/v1/users").after(5));
    let import = ["users", "import", "people.csv", "--yes", "--no-email", "--at-once", "15"];
    let Some(ran) = on_terminal(&shell, 120, "", &import) else { return };
    assert!(ran.code == 0 && ran.out.contains(" of 30 rows, "), "{:?}", ran.out);
    assert!(ran.out.contains(" requests left for "), "{:?}", ran.out);
    assert!(ran.out.trim_end().ends_with("created 30"), "{:?}", ran.out);
}
