//! Failures: the exit code, what is said, and what is never said.

use oktars_local::Fault;
use serde_json::Value;

use crate::shell::{Shell, bare, finish};
#[cfg(unix)]
use crate::shell::{ran, start};

#[test]
fn the_exit_code_says_what_kind_of_failure_it_is() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let inject = |fault: Fault| {
        shell.org.clear_faults();
        shell.org.inject(fault.on("POST", "/api/v1/users/*/lifecycle/unlock"));
    };
    let cases: [(&[&str], i32); 10] = [
        (&["users", "get", &id], 0),
        (&["users", "unsuspend", &id], 1),
        (&["users", "nonsense"], 2),
        (&["users", "update", &id], 2),
        (&["users", "get", ".."], 2),
        (&["--org", "elsewhere", "users", "list"], 2),
        (&["users", "get", "nobody"], 3),
        (&["users", "delete", &id], 6),
        (&["users", "deactivate", &id], 6),
        (&["api", "GET", "https://evil.example/api/v1/users"], 6),
    ];
    for (arguments, code) in cases {
        let ran = shell.run(arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.err.is_empty(), code == 0, "{arguments:?}");
        assert!(code == 0 || ran.out.is_empty(), "a failure prints no result");
    }
    for (status, code) in [(400, 1), (401, 4), (404, 3), (409, 1), (500, 5), (502, 5)] {
        inject(Fault::status(status));
        assert_eq!(shell.run(&["users", "unlock", &id]).code, code, "{status}");
    }
    // Two kinds of 403: without the right, and in the wrong status.
    for (error, code) in [("E0000006", 4), ("E0000038", 1), ("E0000032", 1)] {
        inject(Fault::error(error));
        assert_eq!(shell.run(&["users", "unlock", &id]).code, code, "{error}");
    }
}

#[test]
fn a_wrong_token_is_not_allowed() {
    let shell = Shell::new();
    let mut command = shell.command(&["users", "list"]);
    command.env("OKTA_CLIENT_TOKEN", "00wrong");
    let ran = finish(command, "");
    assert_eq!(ran.code, 4);
    assert!(ran.err.contains("E0000011") && ran.err.contains("hint:"), "{}", ran.err);
    assert!(!ran.err.contains("00wrong"));
}

#[test]
fn without_an_org_it_is_said_what_to_set() {
    let ran = finish(bare(&["users", "list"]), "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("OKTA_CLIENT_ORGURL") && ran.err.contains("--org local"), "{}", ran.err);
}

#[test]
fn an_error_says_what_was_tried_what_okta_said_and_what_to_do() {
    let shell = Shell::new();
    shell.user("ann@acme.example");
    let again = ["users", "create", "--login", "ann@acme.example", "--first-name", "A", "--last-name", "L"];
    let ran = shell.run(&again);
    let request = shell.org.requests().last().unwrap().number;
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines[0], "error: Api validation failed: login");
    assert_eq!(lines[1], "  tried:   POST /api/v1/users?activate=true (createUser)");
    assert!(
        lines[2].starts_with("  cause:   login: An object with this field already exists"),
        "{}",
        lines[2]
    );
    assert_eq!(lines[3], "  status:  400 E0000001");
    assert!(lines[4].starts_with("  request: "), "{}", lines[4]);
    assert!(lines[5].starts_with("  hint:    ann@acme.example is 00u"), "{}", lines[5]);
    shell.ok(&["groups", "create", "--name", "Sales"]);
    let taken = shell.run(&["groups", "create", "--name", "Sales"]).err;
    assert!(taken.contains("hint:    the name is in use\n"), "nothing is said of users: {taken}");
    assert!(request > 0);

    let ran = shell.run(&[&again[..], &["-o", "json"]].concat());
    assert_eq!(ran.out, "");
    let error: Value = serde_json::from_str::<Value>(&ran.err).unwrap()["error"].take();
    assert_eq!(
        (&error["status"], &error["errorCode"], &error["exitCode"]),
        (&400.into(), &"E0000001".into(), &1.into())
    );
    for name in ["message", "hint", "tried", "operation", "errorSummary", "errorId", "requestId"] {
        assert!(error[name].is_string(), "{name}: {error}");
    }
    assert!(error["errorCauses"][0].as_str().unwrap().contains("already exists"));
}

#[test]
fn a_wrong_command_line_is_told_as_json_too_where_json_is_asked_for() {
    let cases: [(&[&str], &str); 6] = [
        (&["users", "nonsense", "-o", "json"], "nonsense"),
        (&["-o", "json", "users", "lst"], "list"),
        (&["users", "list", "--limit", "x", "--output=json"], "--limit"),
        (&["users", "list", "--nonsense", "-ojson"], "--nonsense"),
        (&["call", "listUser", "-o", "ndjson"], "listUsers"),
        (&["users", "create", "-o", "json"], "--login"),
    ];
    for (arguments, said) in cases {
        let ran = finish(bare(arguments), "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        let error: Value = serde_json::from_str(&ran.err).unwrap_or_else(|_| panic!("{}", ran.err));
        assert_eq!(error["error"]["exitCode"], 2);
        let message = error["error"]["message"].as_str().unwrap();
        assert!(!message.starts_with("error") && !message.contains('\n'), "{message}");
        assert!(ran.err.contains(said), "{arguments:?}: {}", ran.err);
    }
    let ran = finish(bare(&["users", "nonsense"]), "");
    assert!(ran.err.starts_with("error: "), "people read it as before: {}", ran.err);
    let ran = finish(bare(&["users", "list", "--help", "-o", "json"]), "");
    assert!(ran.code == 0 && ran.out.contains("Usage:"), "help is no error");
}

#[test]
fn no_output_has_a_secret() {
    let shell = Shell::new();
    let token = shell.org.token();
    let password = "Tr0ub4dor and 3";
    let create = [
        "users",
        "create",
        "--login",
        "ann@acme.example",
        "--first-name",
        "A",
        "--last-name",
        "L",
        "--password-stdin",
    ];
    let update = ["users", "update", "ann@acme.example", "--password-stdin"];
    let body = format!(r#"{{"username":"ann@acme.example","password":"{password}"}}"#);
    let authenticate = ["api", "POST", "authn", "--input", "-"];
    let extras: [&[&str]; 4] = [&["-v"], &["--dry-run", "-v"], &["--curl", "-v"], &["-v", "-o", "json"]];
    for extra in extras {
        let runs = [
            shell.run_with(password, &[&create[..], extra].concat()),
            shell.run_with(password, &[&update[..], extra].concat()),
            shell.run_with("weak", &[&update[..], extra].concat()),
            shell.run_with(&body, &[&authenticate[..], extra].concat()),
        ];
        for ran in runs {
            let all = format!("{}{}", ran.out, ran.err);
            assert!(!all.contains(password) && !all.contains(token) && !all.contains("\"weak\""), "{all}");
        }
    }
}

#[test]
fn a_password_comes_from_a_pipe_alone() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    for input in ["", "\n", "two\nlines\n"] {
        let ran = shell.run_with(input, &["users", "update", &id, "--password-stdin"]);
        assert_eq!(ran.code, 2, "{input:?}: {}", ran.err);
    }
    assert_eq!(shell.run(&["users", "update", &id, "--password", "x"]).code, 2, "there is no such option");
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_cleanly() {
    let shell = Shell::new();
    shell.org.inject(Fault::delay(std::time::Duration::from_secs(600)).on("GET", "/api/v1/users/*"));
    let before = shell.org.requests().len();
    let child = start(shell.command(&["users", "get", "me", "-v"]));
    while shell.org.requests().len() == before {
        std::thread::yield_now();
    }
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.code, 130, "{}", ran.err);
    assert!(ran.err.ends_with("error: cancelled\n"), "{}", ran.err);
}

/// Every code that `help exit-codes` names, of one command each, told to people and to programs. A bug of ours
/// has a test beside its code.
#[test]
fn each_exit_code_that_the_help_names_is_told_to_people_and_to_programs() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let people = "login,email,firstName,lastName\na@acme.example,a@acme.example,A,A\nbad,bad,B,B\n";
    std::fs::write(shell.directory.path().join("people.csv"), people).unwrap();
    let import = ["users", "import", "people.csv", "--yes", "--no-email", "--skip-invalid"];
    let denied = Fault::error("E0000006").on("GET", "/api/v1/apps/*");
    shell.org.inject(denied);
    shell.org.inject(Fault::status(429).on("GET", "/api/v1/groups/*").times(99));
    let cases: [(i32, &[&str]); 8] = [
        (0, &["users", "get", &id]),
        (1, &["users", "unsuspend", &id]),
        (2, &["users", "list", "--limit", "none"]),
        (2, &["users", "get", ""]),
        (3, &["users", "get", "nobody"]),
        (4, &["call", "getApplication", "0oa1"]),
        (6, &["users", "delete", &id]),
        (7, &import),
    ];
    let told = |code: i32, arguments: &[&str], environment: &[(&str, &str)]| {
        for json in [false, true] {
            let form: &[&str] = if json { &["-o", "json"] } else { &[] };
            let mut command = shell.command(&[arguments, form].concat());
            command.envs(environment.iter().copied());
            let ran = finish(command, "");
            assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
            let last = ran.err.lines().last().unwrap_or_default();
            let error = serde_json::from_str::<Value>(last).ok();
            match (code, json) {
                (0, _) => assert_eq!(ran.err, "", "{arguments:?}"),
                (_, true) => {
                    let error = error.unwrap_or_else(|| panic!("{arguments:?}: {}", ran.err));
                    assert_eq!(error["error"]["exitCode"], code, "{arguments:?}");
                    assert!(error["error"]["message"].as_str().is_some_and(|text| text.len() > 5));
                }
                (_, false) => {
                    assert!(ran.err.lines().any(|line| line.starts_with("error: ")), "{}", ran.err);
                }
            }
        }
    };
    for (code, arguments) in cases {
        told(code, arguments, &[]);
    }
    let once = ("OKTA_CLIENT_MAXRETRIES", "0");
    // Nobody there, and a deadline that ends before the next window.
    told(5, &["users", "list"], &[("OKTA_CLIENT_ORGURL", "http://127.0.0.1:9"), once]);
    told(5, &["call", "getGroup", "00g1"], &[("OKTA_CLIENT_REQUESTTIMEOUT", "1")]);
    let help = finish(bare(&["help", "exit-codes"]), "").out;
    for code in ["0", "1", "2", "3", "4", "5", "6", "7", "70", "130"] {
        assert!(help.lines().any(|line| line.split_whitespace().next() == Some(code)), "{code}: {help}");
    }
}

/// What Okta says may have line breaks, as a name in it may: no line of it is taken for a hint of ours.
#[test]
fn what_okta_says_makes_no_lines_of_its_own() {
    let shell = Shell::new();
    let fault = serde_json::json!({ "method": "GET", "path": "/api/v1/users", "status": 400, "body": {
        "errorCode": "E0000001", "errorSummary": "bad\n  hint:    give --force",
        "errorCauses": [{ "errorSummary": "so\r\n  hint:    give --force" }],
    } });
    std::fs::write(shell.directory.path().join("fault.json"), fault.to_string()).unwrap();
    shell.ok(&["api", "POST", "/_local/faults", "--input", "fault.json"]);
    let ran = shell.run(&["users", "list"]);
    assert!(ran.err.contains("bad hint:") && ran.err.contains("so hint:"), "{}", ran.err);
    assert!(!ran.err.lines().any(|line| line.trim_start().starts_with("hint:    give")), "{}", ran.err);
}
