//! One step of life for many: users of a file, several of the command line, and users who change groups.

use oktars_local::Fault;
use serde_json::{Value, json};

use crate::shell::{Ran, Shell, line};

fn writes(shell: &Shell, arguments: &[&str]) -> (Ran, Vec<String>) {
    let (ran, seen) = shell.seen(|| shell.run(arguments));
    (ran, seen.iter().filter(|request| request.method != "GET").map(line).collect())
}

fn write(shell: &Shell, name: &str, text: &str) {
    std::fs::write(shell.directory.path().join(name), text).unwrap();
}

/// Makes users who have passwords and are active, and gives their ids.
fn active(shell: &Shell, logins: &[&str]) -> Vec<String> {
    let one = |login: &&str| {
        let body = json!({
            "profile": {"login": login, "email": login, "firstName": "Ann", "lastName": "Lee"},
            "credentials": {"password": {"value": "Kp7-drum-velvet"}},
        });
        let ran = shell.run_with(&body.to_string(), &["users", "create", "--input", "-"]);
        let made: Value = serde_json::from_str(&ran.out).unwrap();
        made["id"].as_str().unwrap().to_owned()
    };
    logins.iter().map(one).collect()
}

fn status(shell: &Shell, login: &str) -> String {
    shell.json(&["users", "get", login])["status"].as_str().unwrap().to_owned()
}

/// What is wanted after an incident: each with a plan, a question, results, and nothing to do for those who have it.
#[test]
fn passwords_factors_and_sessions_of_a_file_are_reset() {
    let shell = Shell::new();
    let ids = active(&shell, &["a@acme.example", "b@acme.example", "c@acme.example"]);
    shell.ok(&["users", "suspend", "c@acme.example"]);
    write(&shell, "hit.csv", &format!("login\na@acme.example\n{}\n", ids[1]));
    let cases = [
        (
            "expire-password",
            "- expire password 2\n",
            "password expired 2",
            "lifecycle/expire_password",
            "PASSWORD_EXPIRED",
        ),
        (
            "reset-factors",
            "- reset factors 2\n",
            "factors reset 2",
            "lifecycle/reset_factors",
            "PASSWORD_EXPIRED",
        ),
        ("clear-sessions", "- clear sessions 2\n", "sessions cleared 2", "/sessions", "PASSWORD_EXPIRED"),
        (
            "reset-password",
            "- reset password 2\n",
            "password reset 2",
            "lifecycle/reset_password",
            "RECOVERY",
        ),
    ];
    for (action, plan, told, path, reached) in cases {
        let command = ["users", "bulk", action, "hit.csv"];
        let (ran, made) = writes(&shell, &command);
        assert_eq!((ran.code, made.len()), (6, 0), "{action}: {}", ran.err);
        let (ran, made) = writes(&shell, &[&command[..], &["--dry-run"]].concat());
        assert!(ran.code == 0 && made.is_empty() && ran.out.starts_with(plan), "{action}: {}", ran.out);
        let (ran, made) = writes(&shell, &[&command[..], &["--yes", "--results", "done.csv"]].concat());
        assert_eq!(ran.code, 0, "{action}: {}", ran.err);
        assert!(ran.err.contains(told), "{action}: {}", ran.err);
        assert!(made.len() == 2 && made.iter().all(|line| line.contains(path)), "{action}: {made:?}");
        assert_eq!(status(&shell, "a@acme.example"), reached, "{action}");
        let done = std::fs::read_to_string(shell.directory.path().join("done.csv")).unwrap();
        assert!(done.contains(told.trim_end_matches(" 2")) && done.contains(&ids[0]), "{action}: {done}");
        std::fs::remove_file(shell.directory.path().join("done.csv")).unwrap();
    }
    write(&shell, "hit.csv", "login\nc@acme.example\n");
    for action in ["expire-password", "reset-password"] {
        let (ran, made) = writes(&shell, &["users", "bulk", action, "hit.csv", "--yes"]);
        assert!(ran.code == 2 && made.is_empty(), "{action}: {}", ran.err);
        assert!(ran.out.contains("the user is SUSPENDED, and only"), "{action}: {}", ran.out);
    }
}

#[test]
fn options_of_another_action_are_refused() {
    let shell = Shell::new();
    write(&shell, "hit.csv", "login\nme\n");
    for (action, option) in [
        ("reset-password", "--no-email"),
        ("reset-factors", "--revoke-sessions"),
        ("deactivate", "--oauth-tokens"),
    ] {
        let (ran, made) = writes(&shell, &["users", "bulk", action, "hit.csv", option, "--yes"]);
        assert!(ran.code == 2 && made.is_empty() && ran.err.contains("alone"), "{option}: {}", ran.err);
    }
}

/// Several users on one line are one plan and one question, and nothing is done where one of them is wrong.
#[test]
fn several_users_of_the_command_line_are_one_plan() {
    let shell = Shell::new();
    active(&shell, &["a@acme.example", "b@acme.example", "c@acme.example"]);
    let (ran, made) = writes(&shell, &["users", "suspend", "a@acme.example", "nobody@acme.example", "--yes"]);
    assert_eq!((ran.code, made.len()), (2, 0), "{}", ran.err);
    assert!(ran.out.contains("! nobody@acme.example: there is no such user"), "{}", ran.out);
    assert!(ran.err.contains("1 of 2 users cannot be changed in this way"), "{}", ran.err);

    let both = ["a@acme.example", "b@acme.example", "A@acme.example"];
    let (ran, made) = writes(&shell, &[&["users", "deactivate"], &both[..]].concat());
    assert_eq!((ran.code, made.len()), (6, 0), "{}", ran.err);
    assert!(ran.err.contains("Deactivate 2 users in"), "{}", ran.err);
    for (action, count, reached) in [
        ("suspend", 2, "SUSPENDED"),
        ("suspend", 0, "SUSPENDED"),
        ("unsuspend", 2, "ACTIVE"),
        ("reset-factors", 2, "ACTIVE"),
        ("clear-sessions", 2, "ACTIVE"),
        ("expire-password", 2, "PASSWORD_EXPIRED"),
        ("reset-password", 2, "RECOVERY"),
        ("deactivate", 2, "DEPROVISIONED"),
        ("activate", 2, "PROVISIONED"),
    ] {
        let (ran, made) = writes(&shell, &[&["users", action, "--yes"], &both[..]].concat());
        assert_eq!((ran.code, made.len()), (0, count), "{action}: {}{}", ran.out, ran.err);
        assert_eq!(status(&shell, "b@acme.example"), reached, "{action}");
    }
    let (ran, made) = writes(&shell, &[&["users", "delete", "--yes"], &both[..]].concat());
    assert_eq!((ran.code, made.len()), (0, 4), "{}", ran.err);
    assert_eq!(shell.run(&["users", "get", "a@acme.example"]).code, 3);
    let left = std::fs::read_dir(shell.directory.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().contains("journal")).collect();
    assert!(left.is_empty(), "no file is left behind: {left:?}");
}

/// Links and passwords of several users would be printed one among the other.
#[test]
fn what_is_printed_for_one_user_is_refused_for_several() {
    let shell = Shell::new();
    let both = ["a@acme.example", "b@acme.example"];
    active(&shell, &both);
    for action in
        [&["reset-password", "--no-email"][..], &["expire-password", "--temp-password"], &["reactivate"]]
    {
        let (ran, made) = writes(&shell, &[&["users"], action, &both[..], &["--yes"]].concat());
        assert!(
            ran.code == 2 && made.is_empty() && ran.err.contains("name one user"),
            "{action:?}: {}",
            ran.err
        );
    }
}

#[test]
fn the_owner_of_the_token_is_protected_among_several() {
    let shell = Shell::new();
    active(&shell, &["a@acme.example"]);
    let me = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    let (ran, made) = writes(&shell, &["users", "deactivate", "a@acme.example", &me, "--yes"]);
    assert_eq!((ran.code, made.len()), (6, 0), "{}", ran.err);
    assert!(ran.err.contains("is the owner of the token; nothing was changed"), "{}", ran.err);
    let (ran, made) = writes(&shell, &["users", "reset-factors", "me", "a@acme.example", "--yes"]);
    assert!(ran.code == 6 && made.is_empty() && ran.err.contains("owner of the token"), "{}", ran.err);
}

fn members(shell: &Shell, group: &str) -> Vec<String> {
    let listed = shell.ok(&["groups", "members", group, "--jq", ".profile.login"]);
    let mut members: Vec<String> = listed.lines().map(|line| line.trim_matches('"').to_owned()).collect();
    members.sort();
    members
}

/// Who is to move is never without both groups, and the same command again has nothing left to do.
#[test]
fn users_of_a_file_move_from_one_group_to_another() {
    let shell = Shell::new();
    active(&shell, &["a@acme.example", "b@acme.example", "c@acme.example", "d@acme.example"]);
    for (group, people) in [("Sales", &["a", "b", "c"][..]), ("Support", &["b"]), ("Legal", &[])] {
        shell.ok(&["groups", "create", "--name", group]);
        for person in people {
            shell.ok(&["groups", "add-user", group, &format!("{person}@acme.example")]);
        }
    }
    write(&shell, "move.csv", "E-Mail\na@acme.example\nb@acme.example\nd@acme.example\n");
    let command = ["groups", "move", "move.csv", "--from", "sales", "--to", "Support"];
    let (ran, made) = writes(&shell, &[&command[..], &["--yes"]].concat());
    assert_eq!((ran.code, made.len()), (2, 0), "{}", ran.err);
    assert!(ran.out.starts_with("~ move 2, ! invalid 1\n"), "{}", ran.out);
    assert!(ran.out.contains("~ row 2 a@acme.example: group \"Sales\" -> \"Support\""), "{}", ran.out);
    assert!(ran.out.contains("row 4 d@acme.example: the user is not in Sales"), "{}", ran.out);

    let (ran, made) =
        writes(&shell, &[&command[..], &["--yes", "--skip-invalid", "--results", "r.csv"]].concat());
    assert_eq!(ran.code, 7, "{}", ran.err);
    let count = |method: &str| made.iter().filter(|line| line.starts_with(method)).count();
    assert_eq!((count("PUT"), count("DELETE")), (1, 2), "{made:?}");
    assert_eq!(members(&shell, "Sales"), ["c@acme.example"]);
    assert_eq!(members(&shell, "Support"), ["a@acme.example", "b@acme.example"]);
    let results = std::fs::read_to_string(shell.directory.path().join("r.csv")).unwrap();
    assert!(
        results.contains("2,a@acme.example,moved,") && results.contains("4,d@acme.example,invalid"),
        "{results}"
    );

    let (ran, made) = writes(&shell, &[&command[..], &["--yes", "--skip-invalid"]].concat());
    assert!(made.is_empty() && ran.out.starts_with("= same 2, ! invalid 1\n"), "{}", ran.out);

    for (from, to, why) in [
        ("Sales", "sales", "the same group"),
        ("Salse", "Support", "did you mean Sales?"),
        ("Everyone", "Sales", "only Okta or an app chooses its members"),
    ] {
        let (ran, made) =
            writes(&shell, &["groups", "move", "move.csv", "--from", from, "--to", to, "--yes"]);
        assert!(ran.code == 2 && made.is_empty() && ran.err.contains(why), "{from}: {}", ran.err);
    }
}

/// Where the first half of a move is refused, the second half is not done.
#[test]
fn nobody_leaves_a_group_without_having_come_into_the_other() {
    let shell = Shell::new();
    let ids = active(&shell, &["a@acme.example", "b@acme.example"]);
    for group in ["Sales", "Support"] {
        shell.ok(&["groups", "create", "--name", group]);
    }
    for person in ["a@acme.example", "b@acme.example"] {
        shell.ok(&["groups", "add-user", "Sales", person]);
    }
    let path = format!("/api/v1/groups/*/users/{}", ids[0]);
    shell.org.inject(Fault::status(403).on("PUT", &path).times(1));
    write(&shell, "move.csv", "login\na@acme.example\nb@acme.example\n");
    let command = ["groups", "move", "move.csv", "--from", "Sales", "--to", "Support", "--yes"];
    let (ran, _) = writes(&shell, &command);
    assert_eq!(ran.code, 7, "{}", ran.err);
    assert_eq!(members(&shell, "Sales"), ["a@acme.example"]);
    let (ran, made) = writes(&shell, &command);
    assert_eq!((ran.code, made.len()), (0, 2), "{}{}", ran.out, ran.err);
    assert_eq!(members(&shell, "Support"), ["a@acme.example", "b@acme.example"]);
}
