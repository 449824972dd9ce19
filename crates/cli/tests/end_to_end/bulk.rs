//! Imports and exports: plans, values that come through, results, and what is refused.

use std::fmt::Write;
use std::path::PathBuf;

use oktars_local::Org;
use serde_json::{Value, json};

use crate::shell::{Ran, Shell, bare, line};

/// Values that have broken other tools.
const HOSTILE: [&str; 27] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "'=1+1",
    "+49 30 1",
    "-1+2",
    "@SUM(A1)",
    "\tx",
    "\rx",
    "\nx",
    " =1+1",
    "\u{a0}@x",
    "＝1+1",
    "'＋x",
    "two\nlines\r\nthree",
    "a,b;c\td|e",
    "say \"hi\"",
    "\"quoted\"",
    "\"\"",
    "null",
    "\"null\"",
    "true",
    "007",
    "1e5",
    " spaces ",
    "\u{1}\u{1b}[2J\u{7f}",
    "\u{202e}gpj.exe",
    "שלום עולם",
    "\\N \\\\server\\share",
];

fn write(shell: &Shell, name: &str, text: &str) -> PathBuf {
    let path = shell.directory.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn people(count: usize) -> String {
    let mut text = "login,email,firstName,lastName,title\n".to_owned();
    for n in 0..count {
        writeln!(text, "p{n}@acme.example,p{n}@acme.example,Pat,Number{n},Engineer").unwrap();
    }
    text
}

/// The users of an org whose logins say that a test made them, by login.
fn profiles(shell: &Shell) -> Vec<(String, Value)> {
    let listed = shell.ok(&["users", "export"]);
    let users = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut users: Vec<(String, Value)> = users
        .filter(|user| user["profile"]["login"].as_str().unwrap().ends_with("@acme.example"))
        .map(|user| (user["status"].as_str().unwrap().to_owned(), user["profile"].clone()))
        .collect();
    users.sort_by_key(|(_, profile)| profile["login"].as_str().unwrap().to_owned());
    users
}

fn writes(shell: &Shell, arguments: &[&str]) -> (Ran, Vec<String>) {
    let (ran, seen) = shell.seen(|| shell.run(arguments));
    (ran, seen.iter().filter(|request| request.method != "GET").map(line).collect())
}

/// Adds attributes of every type to the schema.
fn custom_schema(shell: &Shell) {
    let attribute = |kind: &str| json!({"title": kind, "type": kind});
    let schema = json!({"definitions": {"custom": {"properties": {
        "notes": attribute("string"),
        "remote": attribute("boolean"),
        "level": {"title": "Level", "type": "integer", "minimum": 1, "maximum": 9},
        "rate": attribute("number"),
        "tags": {"title": "Tags", "type": "array", "items": {"type": "string"}},
        "size": {"title": "Size", "type": "string", "enum": ["S", "M", "L"]},
        "badge": {"title": "Badge", "type": "string", "pattern": "[A-Z]-\\d+", "unique": "UNIQUE_VALIDATED"},
    }}}});
    write(shell, "schema.json", &schema.to_string());
    shell.ok(&["call", "updateUserProfile", "default", "--input", "schema.json"]);
}

#[test]
fn a_file_is_planned_shown_applied_and_then_there_is_nothing_to_do() {
    let shell = Shell::new();
    write(&shell, "people.csv", &people(40));
    let import = ["users", "import", "people.csv", "--yes"];
    let (ran, made) = writes(&shell, &["users", "import", "people.csv", "--dry-run"]);
    assert_eq!((ran.code, made.len()), (0, 0), "{}", ran.err);
    assert!(ran.out.starts_with("+ create 40\n"), "{}", ran.out);
    assert!(ran.err.contains("40 activation mails"), "{}", ran.err);
    assert_eq!(writes(&shell, &import).1.len(), 40);
    assert_eq!(profiles(&shell).len(), 40);

    let changed =
        people(42).replace("Number7,Engineer", "Number7,Lead").replace("Number8,Engineer", "Number8,null");
    write(&shell, "people.csv", &changed);
    let (ran, made) = writes(&shell, &import);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.starts_with("+ create 2, ~ update 2 (profile.title 2), = same 38\n"), "{}", ran.out);
    assert!(
        ran.out.contains("~ row 9 p7@acme.example: profile.title \"Engineer\" -> \"Lead\""),
        "{}",
        ran.out
    );
    assert_eq!(made.len(), 4);
    assert!(ran.err.contains("created 2, updated 2"), "{}", ran.err);
    let titles: Vec<Value> =
        profiles(&shell).into_iter().map(|(_, profile)| profile["title"].clone()).collect();
    assert_eq!(titles.iter().filter(|title| title.is_null()).count(), 1, "null clears");

    let (ran, made) = writes(&shell, &import);
    assert_eq!((ran.code, ran.out.as_str(), made.len()), (0, "= same 42\n", 0));
    let summary = shell.json(&["users", "import", "people.csv", "--dry-run", "-o", "json"]);
    assert_eq!(summary["plan"], json!({"same": 42, "invalid": 0}));
    assert_eq!(summary["rows"].as_array().unwrap().len(), 42);
}

#[test]
fn every_row_is_checked_before_anything_is_changed() {
    let shell = Shell::new();
    custom_schema(&shell);
    let header = "login,email,firstName,lastName,remote,level,rate,tags,size,badge,status";
    let good = "good@acme.example,good@acme.example,A,B,true,5,1.5,a;b,S,N-1,STAGED";
    let bad = [
        (",b@acme.example,A,B,,,,,,,", "login is missing"),
        ("nologin,b@acme.example,A,B,,,,,,,", "not an email address"),
        ("b1@acme.example,b@acme.example,,B,,,,,,,", "firstName is required of a new user"),
        ("b2@acme.example,b@acme.example,A,null,,,,,,,", "lastName is required"),
        ("b3@acme.example,b@acme.example,A,B,maybe,,,,,,", "remote: \"maybe\" is not a boolean"),
        ("b4@acme.example,b@acme.example,A,B,,1.5,,,,,", "level: \"1.5\" is not a whole number"),
        ("b5@acme.example,b@acme.example,A,B,,10,,,,,", "greater than 9"),
        ("b6@acme.example,b@acme.example,A,B,,,x,,,,", "not a number"),
        ("b7@acme.example,b@acme.example,A,B,,,,[1],,,", "not a text"),
        ("b8@acme.example,b@acme.example,A,B,,,,,XL,,", "not one of \"S\", \"M\", \"L\""),
        ("b9@acme.example,b@acme.example,A,B,,,,,,17,", "does not match"),
        ("c0@acme.example,b@acme.example,A,B,,,,,,N-1,", "badge is in row 2 as well"),
        ("GOOD@acme.example,b@acme.example,A,B,,,,,,,", "login is in row 2 as well"),
        ("c1@acme.example,b@acme.example,A,B,,,,,,,FULL-TIME", "not one of STAGED"),
        (&format!("c2@acme.example,b@acme.example,A,{},,,,,,,", "x".repeat(51)), "50 at most"),
        ("c3@acme.example,b@acme.example,A", "3 cells, and the header has 11"),
    ];
    let rows: Vec<&str> = bad.iter().map(|(row, _)| *row).collect();
    write(&shell, "people.csv", &format!("{header}\n{good}\n{}\n", rows.join("\n")));
    let (ran, made) = writes(&shell, &["users", "import", "people.csv", "--yes", "--verbose"]);
    assert_eq!((ran.code, made.len()), (2, 0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("+ create 1, ! invalid 16"), "{}", ran.out);
    for (n, (_, problem)) in bad.iter().enumerate() {
        let start = format!("! row {}", n + 3);
        let is_told =
            |line: &&str| line.split_once(&start).is_some_and(|(_, rest)| rest.starts_with([' ', ':']));
        let told = ran.out.lines().find(is_told).unwrap_or_default();
        assert!(told.contains(problem), "row {}: {told}", n + 3);
    }
    let valid = ["users", "import", "people.csv", "--yes", "--skip-invalid", "--results", "results.ndjson"];
    let (ran, made) = writes(&shell, &valid);
    assert_eq!((ran.code, made.len()), (7, 1), "{}", ran.err);
    let results = std::fs::read_to_string(shell.directory.path().join("results.ndjson")).unwrap();
    let outcomes: Vec<Value> = results.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(outcomes.len(), 17);
    assert_eq!((&outcomes[0]["row"], &outcomes[0]["outcome"]), (&json!(2), &json!("created")));
    assert!(outcomes[0]["id"].as_str().unwrap().starts_with("00u"));
    assert!(outcomes[1..].iter().all(|row| row["outcome"] == "invalid" && row["error"].is_string()));
}

#[test]
fn columns_that_mean_nothing_are_told_before_anything_is_sent() {
    let shell = Shell::new();
    write(&shell, "people.csv", "login,Frist Name,Shoe size\na@acme.example,Ann,42\n");
    let ran = shell.run(&["users", "import", "people.csv", "--yes"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("\"Frist Name\"") && ran.err.contains("firstName"), "{}", ran.err);
    write(&shell, "names.csv", "Who,Given,Family,Shoe size\nann@acme.example,Ann,Lee,42\n");
    let mapped = [
        "users",
        "import",
        "names.csv",
        "--yes",
        "--map",
        "Who=login",
        "--map",
        "Given=firstName",
        "--map",
        "Family=lastName",
        "--map",
        "Shoe size=",
    ];
    let ran = shell.run(&mapped);
    assert!(ran.code == 0 && ran.out.starts_with("+ create 1\n"), "{}{}", ran.out, ran.err);
}

#[test]
fn hostile_values_and_every_type_come_through_both_forms() {
    let shell = Shell::new();
    custom_schema(&shell);
    let long = "x".repeat(10_000);
    let mut lines = String::new();
    for (n, text) in HOSTILE.iter().copied().chain([long.as_str(), ""]).enumerate() {
        let login = format!("h{n:02}@acme.example");
        let profile = json!({
            "login": login, "email": login, "firstName": "H", "lastName": "V", "notes": text,
            "tags": [text, "", "a;b"], "remote": n % 2 == 0, "level": 3, "rate": -1.5e-7,
        });
        let status = ["STAGED", "ACTIVE", "DEPROVISIONED"][n % 3];
        writeln!(lines, "{}", json!({"profile": profile, "status": status})).unwrap();
    }
    write(&shell, "people.ndjson", &lines);
    let ran = shell.run(&["users", "import", "people.ndjson", "--yes", "--no-email"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let first = profiles(&shell);
    assert_eq!(first.len(), HOSTILE.len() + 2);
    for (n, text) in HOSTILE.iter().enumerate() {
        assert_eq!(first[n].1["notes"], *text, "as it was in the file");
        assert_eq!(first[n].1["tags"], json!([text, "", "a;b"]));
    }
    for name in ["all.csv", "all.ndjson"] {
        shell.ok(&["users", "export", name]);
        let again = shell.run(&["users", "import", name, "--yes"]);
        assert!(again.out.starts_with("= same "), "{name}: {}{}", again.out, again.err);
        let other = Shell::new();
        custom_schema(&other);
        let content = std::fs::read(shell.directory.path().join(name)).unwrap();
        std::fs::write(other.directory.path().join(name), &content).unwrap();
        // The ids are those of the first org.
        let ran = other.run(&["users", "import", name, "--yes", "--no-email", "--key", "login"]);
        assert_eq!(ran.code, 0, "{name}: {}{}", ran.out, ran.err);
        assert_eq!(profiles(&other), first, "{name}");
    }
    let csv = std::fs::read_to_string(shell.directory.path().join("all.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let acts = |cell: &str| cell.starts_with(['=', '+', '@', '\t', '\r']);
    assert!(reader.records().all(|row| !row.unwrap().iter().any(acts)), "nothing acts in a spreadsheet");
}

#[test]
fn statuses_are_reached_as_far_as_they_can_be() {
    let shell = Shell::new();
    let statuses = [
        ("STAGED", "STAGED", "STAGED"),
        ("PROVISIONED", "ACTIVE", "PROVISIONED"),
        ("ACTIVE", "ACTIVE", "PROVISIONED"),
        ("PASSWORD_EXPIRED", "PASSWORD_EXPIRED", "PROVISIONED"),
        ("SUSPENDED", "SUSPENDED", "STAGED"),
        ("DEPROVISIONED", "DEPROVISIONED", "DEPROVISIONED"),
    ];
    let mut text = "login,email,firstName,lastName,status,password\n".to_owned();
    for (n, (status, ..)) in statuses.iter().enumerate() {
        for (kind, password) in [("with", "Corr3ct horse"), ("less", "")] {
            let login = format!("{n}{kind}@acme.example");
            writeln!(text, "{login},{login},A,B,{status},{password}").unwrap();
        }
    }
    write(&shell, "people.csv", &text);
    let ran = shell.run(&["users", "import", "people.csv", "--yes", "--no-email", "--results", "r.csv"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    for (n, (wanted, with, less)) in statuses.iter().enumerate() {
        for (kind, expected) in [("with", with), ("less", less)] {
            let user = shell.json(&["users", "get", &format!("{n}{kind}@acme.example")]);
            assert_eq!(user["status"], *expected, "{wanted} {kind}");
        }
    }
    let ran =
        shell.run(&["users", "import", "people.csv", "--yes", "--plan-out", "plan.ndjson", "--verbose"]);
    assert!(ran.out.starts_with("= same 12"), "{}", ran.out);
    let files = ["r.csv", "plan.ndjson"]
        .map(|name| std::fs::read_to_string(shell.directory.path().join(name)).unwrap());
    let said = [ran.out, ran.err, files.concat()].concat();
    assert!(!said.contains("Corr3ct"), "passwords are nowhere");
    assert!(shell.org.outbox().is_empty(), "no mail was sent");
}

#[test]
fn credentials_are_for_new_users() {
    let shell = Shell::new();
    let hash = "{\"algorithm\":\"SHA-256\",\"value\":\"LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=\"}";
    let user = |more: &str| {
        format!(
            "{{\"profile\":{{\"login\":\"ann@acme.example\",\"email\":\"ann@acme.example\",\
             \"firstName\":\"Ann\",\"lastName\":\"Lee\"}},\"credentials\":{{{more}}}}}\n"
        )
    };
    let credentials = format!(
        "\"password\":{{\"hash\":{hash}}},\"recovery_question\":{{\"question\":\"Q\",\"answer\":\"Deep Six\"}}"
    );
    write(&shell, "people.ndjson", &user(&credentials));
    let (ran, seen) =
        shell.seen(|| shell.run(&["users", "import", "people.ndjson", "--yes", "--plan-out", "plan"]));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let create: Value =
        serde_json::from_str(&seen.iter().find(|seen| seen.method == "POST").unwrap().body).unwrap();
    // The org took the hash; of requests that are over it shows none.
    let hash = &create["credentials"]["password"]["hash"];
    assert_eq!(hash, &serde_json::json!({"algorithm": "SHA-256", "value": "[redacted]"}));
    assert_eq!(create["credentials"]["recovery_question"]["answer"], "[redacted]");
    let plan = std::fs::read_to_string(shell.directory.path().join("plan")).unwrap();
    for secret in ["LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=", "Deep Six"] {
        assert!(![&ran.out, &ran.err, &plan].iter().any(|text| text.contains(secret)), "{secret}");
    }
    let (ran, made) = writes(&shell, &["users", "import", "people.ndjson", "--yes"]);
    assert!(made.is_empty() && ran.err.contains("credentials and groups are for new users"), "{}", ran.err);
}

#[test]
fn leavers_are_deactivated_and_deleted_from_a_file() {
    let shell = Shell::new();
    write(&shell, "people.csv", &people(6));
    shell.ok(&["users", "import", "people.csv", "--yes", "--no-email"]);
    write(
        &shell,
        "leavers.csv",
        "Login,reason\np1@acme.example,left\n P2@acme.example ,\"left, too\"\nnobody@acme.example,\n",
    );
    let bulk = |action: &str, more: &[&str]| {
        let arguments = [&["users", "bulk", action, "leavers.csv"], more].concat();
        writes(&shell, &arguments)
    };
    let (ran, made) = bulk("deactivate", &["--yes"]);
    assert_eq!((ran.code, made.len()), (2, 0));
    assert!(ran.out.contains("- deactivate 2, ! invalid 1"), "{}", ran.out);
    let (ran, made) = bulk("deactivate", &["--yes", "--skip-invalid"]);
    assert_eq!((ran.code, made.len()), (7, 2), "{}", ran.err);
    let (ran, made) = bulk("delete", &["--yes"]);
    assert_eq!((ran.code, made.len()), (0, 2), "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("- delete 2, = same 1\n"), "{}", ran.out);
    let (ran, made) = bulk("delete", &["--yes"]);
    assert_eq!((ran.out.as_str(), made.len()), ("= same 3\n", 0));
    assert_eq!(profiles(&shell).len(), 4);
    write(&shell, "leavers.csv", "user\np3@acme.example\n");
    let (ran, _) = bulk("suspend", &["--yes"]);
    assert!(ran.code == 2 && ran.out.contains("the user is PROVISIONED"), "{}", ran.out);
}

#[test]
fn without_a_yes_and_without_anybody_to_ask_nothing_is_done() {
    let shell = Shell::new();
    write(&shell, "people.csv", &people(3));
    let (ran, made) = writes(&shell, &["users", "import", "people.csv"]);
    assert_eq!((ran.code, made.len()), (6, 0));
    assert!(ran.err.contains("--yes"), "{}", ran.err);
}

#[test]
fn groups_their_members_and_the_users_of_apps_come_from_files() {
    let shell = Shell::new();
    write(&shell, "people.csv", &people(5));
    shell.ok(&["users", "import", "people.csv", "--yes", "--no-email"]);
    write(&shell, "groups.csv", "name,description\nBlue,\"The, blue\"\nRed,null\n");
    let import = |arguments: &[&str]| writes(&shell, &[arguments, &["--yes"]].concat());
    let (ran, made) = import(&["groups", "import", "groups.csv"]);
    assert_eq!((ran.code, made.len()), (0, 2), "{}{}", ran.out, ran.err);
    assert_eq!(import(&["groups", "import", "groups.csv"]).0.out, "= same 2\n");
    write(&shell, "groups.csv", "name,description\nblue,\"The, blue\"\nRed,Warm\n");
    let (ran, _) = import(&["groups", "import", "groups.csv"]);
    assert!(ran.out.starts_with("~ update 2 (profile.description 1, profile.name 1)"), "{}", ran.out);

    let id =
        shell.json(&["users", "get", "p0@acme.example", "-o", "json"])["id"].as_str().unwrap().to_owned();
    write(
        &shell,
        "members.csv",
        &format!("group,login\nBlue,{id}\nblue,P1@acme.example\nRed,p1@acme.example\n"),
    );
    let (ran, made) = import(&["groups", "import-members", "members.csv"]);
    assert_eq!((ran.code, made.len()), (0, 3), "{}{}", ran.out, ran.err);
    assert_eq!(import(&["groups", "import-members", "members.csv"]).0.out, "= same 3\n");
    let exported = shell.ok(&["groups", "export-members", "-o", "csv"]);
    // The import makes several at once, so their ids, and with them the order, vary.
    let mut lines: Vec<_> = exported.lines().collect();
    lines.sort_unstable();
    assert_eq!(lines, ["Red,p1@acme.example", "blue,p0@acme.example", "blue,p1@acme.example", "group,login"]);
    write(&shell, "list.csv", "login\np0@acme.example\np4@acme.example\n");
    let (ran, made) = import(&["groups", "import-members", "list.csv", "--group", "blue", "--remove"]);
    assert_eq!((ran.out.lines().next(), made.len()), (Some("- remove 1, = same 1"), 1), "{}", ran.err);
    write(
        &shell,
        "wrong.csv",
        "group,login\nEveryone,p1@acme.example\nGreen,p1@acme.example\nRed,x@acme.example\n",
    );
    let (ran, made) = import(&["groups", "import-members", "wrong.csv"]);
    assert_eq!((ran.code, made.len()), (2, 0));
    for problem in ["BUILT_IN", "there is no group \"Green\"", "there is no such user"] {
        assert!(ran.out.contains(problem), "{}", ran.out);
    }

    let app = json!({"label": "Wiki", "signOnMode": "BOOKMARK", "name": "bookmark",
        "settings": {"app": {"requestIntegration": false, "url": "https://wiki.example"}}});
    write(&shell, "app.json", &app.to_string());
    shell.ok(&["call", "createApplication", "--input", "app.json"]);
    write(&shell, "assigned.csv", "app,login,userName\nWiki,p2@acme.example,pat\nwiki,p3@acme.example,\n");
    let (ran, made) = import(&["apps", "import-users", "assigned.csv"]);
    assert_eq!((ran.code, made.len()), (0, 2), "{}{}", ran.out, ran.err);
    assert_eq!(import(&["apps", "import-users", "assigned.csv"]).0.out, "= same 2\n");
    write(&shell, "assigned.csv", "app,login,userName\nWiki,p2@acme.example,patricia\n");
    let (ran, _) = import(&["apps", "import-users", "assigned.csv"]);
    assert!(ran.out.contains("credentials.userName \"pat\" -> \"patricia\""), "{}", ran.out);
    write(&shell, "given.csv", "app,group\nWiki,Red\n");
    let (ran, made) = import(&["apps", "import-groups", "given.csv"]);
    assert_eq!((ran.code, made.len()), (0, 1), "{}{}", ran.out, ran.err);
    for (kind, expected) in [("export-users", 2), ("export-groups", 1)] {
        let file = format!("{kind}.csv");
        shell.ok(&["apps", kind, &file]);
        let (ran, made) = import(&["apps", &kind.replace("export", "import"), &file]);
        assert_eq!((ran.out, made.len()), (format!("= same {expected}\n"), 0), "{kind}");
    }
}

#[test]
fn workbooks_are_read() {
    let shell = Shell::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/end_to_end/people.xlsx");
    let ran = shell.run(&["users", "import", path, "--yes", "--no-email", "--journal", "j"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let found = profiles(&shell);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].1["employeeNumber"], "1017", "a number of the sheet is no fraction");
    assert_eq!((found[1].0.as_str(), &found[1].1["firstName"]), ("STAGED", &json!("Zoë")));
    let ran = shell.run(&["users", "import", path, "--sheet", "Nope"]);
    assert!(ran.code == 2 && ran.err.contains("its sheets are"), "{}", ran.err);
}

#[test]
fn a_few_rows_are_searched_for_and_many_listed() {
    let shell = Shell::with_users(5000);
    write(&shell, "few.csv", &people(60));
    let (_, seen) = shell.seen(|| shell.ok(&["users", "import", "few.csv", "--dry-run"]));
    let reads = seen.iter().filter(|request| request.target.starts_with("/api/v1/users")).count();
    assert!(reads <= 3, "60 rows took {reads} requests");
    write(&shell, "many.csv", &people(10_001));
    let (_, seen) = shell.seen(|| shell.ok(&["users", "import", "many.csv", "--dry-run"]));
    let reads = seen.iter().filter(|request| request.target.starts_with("/api/v1/users")).count();
    assert!((26..40).contains(&reads), "5,000 users took {reads} requests");
}

#[test]
fn a_file_comes_through_a_pipe_too() {
    let shell = Shell::new();
    let ran = shell.run_with(&people(3), &["users", "import", "-", "--yes", "--no-email"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(profiles(&shell).len(), 3);
    assert!(std::fs::read_dir(shell.directory.path()).unwrap().next().is_none(), "no journal is left");
}

#[test]
fn rows_that_okta_refuses_do_not_stop_the_others() {
    let shell = Shell::new();
    let mut text = "login,email,firstName,lastName,password\n".to_owned();
    for (n, password) in ["Corr3ct horse", "short", "Corr3ct horse"].iter().enumerate() {
        writeln!(text, "r{n}@acme.example,r{n}@acme.example,A,B,{password}").unwrap();
    }
    write(&shell, "people.csv", &text);
    let ran = shell.run(&["users", "import", "people.csv", "--yes", "--results", "r.csv"]);
    assert_eq!(ran.code, 7, "{}{}", ran.out, ran.err);
    assert!(
        ran.err.contains("created 2, failed 1") && ran.err.contains("row 3 r1@acme.example"),
        "{}",
        ran.err
    );
    let results = std::fs::read_to_string(shell.directory.path().join("r.csv")).unwrap();
    assert!(results.lines().nth(2).unwrap().starts_with("3,r1@acme.example,failed,,"), "{results}");
    write(&shell, "people.csv", &text.replace("short", "L0ng enough"));
    let ran = shell.run(&["users", "import", "people.csv", "--yes"]);
    assert!(ran.code == 0 && ran.out.starts_with("+ create 1, = same 2"), "{}{}", ran.out, ran.err);
}

#[test]
fn the_org_on_this_machine_takes_files_as_well() {
    let directory = tempfile::tempdir().unwrap();
    let store = directory.path().join("org.redb");
    drop(Org::builder().file(&store).build().unwrap());
    std::fs::write(directory.path().join("people.csv"), people(20)).unwrap();
    for expected in ["+ create 20\n", "= same 20\n"] {
        let mut command = bare(&["users", "import", "people.csv", "--yes", "--no-email"]);
        command.env("OKTARS_LOCAL_STORE", &store).env("OKTARS_ORG", "local").current_dir(&directory);
        let ran = crate::shell::finish(command, "");
        assert!(ran.code == 0 && ran.out.starts_with(expected), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn the_requests_of_a_run_are_shown_as_curl_commands_and_not_sent() {
    let shell = Shell::new();
    write(
        &shell,
        "people.csv",
        "login,email,firstName,lastName,password\na@acme.example,a@acme.example,A,B,Corr3ct horse\nb@acme.example,b@acme.example,A,B,\n",
    );
    let (ran, made) = writes(&shell, &["users", "import", "people.csv", "--no-email", "--curl"]);
    assert_eq!((ran.code, made.len()), (0, 0), "{}", ran.err);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.out);
    assert!(lines.iter().all(|line| line.starts_with("curl -X POST ")), "{}", ran.out);
    assert!(
        lines[2].contains("/api/v1/users/b%40acme.example/lifecycle/activate?sendEmail=false"),
        "{}",
        lines[2]
    );
    assert!(!ran.out.contains("Corr3ct") && !ran.out.contains(shell.org.token()), "{}", ran.out);
    assert!(ran.err.contains("+ create 2"), "{}", ran.err);
}

#[test]
fn a_group_gets_exactly_the_members_of_the_file() {
    let shell = Shell::new();
    write(&shell, "people.csv", &people(14));
    shell.ok(&["users", "import", "people.csv", "--yes", "--no-email"]);
    write(&shell, "groups.csv", "name\nBlue\nRed\n");
    shell.ok(&["groups", "import", "groups.csv", "--yes"]);
    shell.ok(&["groups", "import-members", "people.csv", "--group", "Blue", "--yes"]);
    shell.ok(&["groups", "import-members", "people.csv", "--group", "Red", "--yes"]);
    write(&shell, "exact.csv", "group,login\nBlue,p1@acme.example\nBlue,p2@acme.example\n");
    let exact = ["groups", "import-members", "exact.csv", "--exact"];
    let (ran, made) = writes(&shell, &[&exact[..], &["--dry-run"]].concat());
    assert_eq!((ran.code, made.len()), (0, 0));
    assert!(ran.out.starts_with("- remove 12, = same 2\n"), "{}", ran.out);
    assert!(ran.out.contains("- not in the file: p0@acme.example in Blue"), "{}", ran.out);
    let (ran, made) = writes(&shell, &[&exact[..], &["--yes", "--results", "r.csv"]].concat());
    assert_eq!((ran.code, made.len()), (0, 12), "{}", ran.err);
    let results = std::fs::read_to_string(shell.directory.path().join("r.csv")).unwrap();
    assert!(results.contains("\n,p0@acme.example in Blue,removed,00u"), "{results}");
    assert_eq!(writes(&shell, &[&exact[..], &["--yes"]].concat()).0.out, "= same 2\n");
    let members = shell.ok(&["groups", "members", "Red", "--fields", "id"]);
    assert_eq!(members.lines().count(), 14, "a group that the file does not name is left alone");

    write(&shell, "exact.csv", "login\n");
    let empty = ["groups", "import-members", "exact.csv", "--exact", "--group", "Red", "--yes"];
    let (ran, made) = writes(&shell, &empty);
    assert!((ran.code, made.len()) == (6, 0) && ran.err.contains("names nobody"), "{}", ran.err);
    let (ran, _) = writes(&shell, &[&empty[..], &["--skip-invalid"]].concat());
    assert_eq!(ran.code, 2, "a row with a misspelt name would take its member away");
}

#[test]
fn a_row_finds_its_user_by_another_attribute_and_protected_ones_are_refused() {
    let shell = Shell::new();
    write(
        &shell,
        "people.csv",
        "login,email,firstName,lastName,employeeNumber\na@acme.example,a@acme.example,A,B,1\nb@acme.example,b@acme.example,A,B,2\nc@acme.example,c@acme.example,A,B,2\n",
    );
    shell.ok(&["users", "import", "people.csv", "--yes", "--no-email"]);
    write(&shell, "titles.csv", "employeeNumber,title\n1,Lead\n2,Lead\n3,Lead\n");
    let import = ["users", "import", "titles.csv", "--key", "employeeNumber", "--no-create"];
    let (ran, made) = writes(&shell, &[&import[..], &["--yes", "--skip-invalid"]].concat());
    assert_eq!((ran.code, made.len()), (7, 1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("2 users have this employeeNumber"), "{}", ran.out);
    assert!(ran.out.contains("there is no such user"), "{}", ran.out);

    let caller = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    write(&shell, "leavers.csv", &format!("login\n{caller}\na@acme.example\n"));
    let (ran, made) = writes(&shell, &["users", "bulk", "deactivate", "leavers.csv", "--yes"]);
    assert_eq!((ran.code, made.len()), (6, 0), "{}", ran.err);
    assert!(ran.err.contains("owner of the token") && ran.err.contains("row 2"), "{}", ran.err);
    write(&shell, "off.csv", &format!("login,status\n{caller},SUSPENDED\n"));
    assert_eq!(shell.run(&["users", "import", "off.csv", "--yes"]).code, 6);
}

#[test]
fn whoever_is_named_twice_or_in_two_ways_that_differ_loses_nothing() {
    let shell = Shell::new();
    let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
    let bulk = |text: &str| {
        write(&shell, "leavers.csv", text);
        writes(&shell, &["users", "bulk", "deactivate", "leavers.csv", "--yes"])
    };
    let (ran, made) = bulk(&format!("login,id\nann@acme.example,{bob}\n"));
    assert_eq!((ran.code, made.len()), (2, 0));
    assert!(ran.out.contains("its login belongs to one user and its id to another"), "{}", ran.out);
    let (ran, made) = bulk(&format!("login\nANN@acme.example\n{ann}\n"));
    assert_eq!((ran.code, made.len()), (2, 0));
    assert!(ran.out.contains("the user is in row 2 as well"), "{}", ran.out);
    let (ran, made) = bulk(&format!("login,id\nann@acme.example,{ann}\nbob@acme.example,17\n"));
    assert_eq!((ran.code, made.len()), (0, 2), "numbers of others are not compared: {}", ran.out);
}

#[test]
fn whoever_is_renamed_after_the_plan_is_left_alone() {
    let shell = Shell::new();
    let (ann, _) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
    write(&shell, "leavers.csv", "login\nann@acme.example\n");
    // The first look is the search of the plan; the second one, at the user, is answered by the fault.
    let renamed = json!({"id": ann, "status": "ACTIVE", "profile": {"login": "ann.lee@acme.example"}});
    let fault =
        json!({"method": "GET", "path": format!("/api/v1/users/{ann}"), "status": 200, "body": renamed});
    write(&shell, "fault.json", &fault.to_string());
    shell.ok(&["api", "POST", "/_local/faults", "--input", "fault.json"]);
    let (ran, made) = writes(&shell, &["users", "bulk", "deactivate", "leavers.csv", "--yes"]);
    assert_eq!((ran.code, made.len()), (7, 0), "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("another name since the plan was made"), "{}", ran.err);
}

#[test]
fn files_come_as_spreadsheets_and_shells_write_them() {
    let row = "{\"login\":\"j@acme.example\",\"email\":\"j@acme.example\",\"firstName\":\"Zoë\",\"lastName\":\"B\"}";
    let table = "login;email;firstName;lastName\r\nj@acme.example;j@acme.example;Zoë;B\r\n;;;\r\n";
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
    };
    let cases = [
        ("people.json", format!("\u{feff}[{row}]").into_bytes()),
        ("people.ndjson", format!("\u{feff}{row}\n").into_bytes()),
        ("people", format!("\u{feff}{row}\n").into_bytes()),
        ("people.csv", format!("\u{feff}{table}").into_bytes()),
        ("people.txt", utf16(&table.replace(';', "\t"), false)),
        ("people.csv", utf16(table, true)),
    ];
    for (name, content) in cases {
        let shell = Shell::new();
        std::fs::write(shell.directory.path().join(name), content).unwrap();
        let ran = shell.run(&["users", "import", name, "--yes", "--no-email"]);
        assert!(ran.code == 0 && ran.out.starts_with("+ create 1\n"), "{name}: {}{}", ran.out, ran.err);
        assert_eq!(profiles(&shell)[0].1["firstName"], "Zoë", "{name}");
    }
    let shell = Shell::new();
    let latin = b"login,email,firstName,lastName\nj@acme.example,j@acme.example,Zo\xeb,B\n";
    std::fs::write(shell.directory.path().join("people.csv"), latin).unwrap();
    let ran = shell.run(&["users", "import", "people.csv", "--yes"]);
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("CSV UTF-8"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_run_is_carried_out_although_nobody_reads_the_plan() {
    for more in ["--quiet", "--verbose"] {
        let shell = Shell::new();
        write(&shell, "people.csv", &people(3));
        let mut command = shell.command(&["users", "import", "people.csv", "--yes", "--no-email", more]);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let status = command.stdin(std::process::Stdio::null()).stdout(writer).status().unwrap();
        assert_eq!((status.code(), profiles(&shell).len()), (Some(0), 3), "{more}");
    }
}

#[test]
fn few_of_a_large_group_are_looked_up_one_by_one() {
    let shell = Shell::with_users(1500);
    write(&shell, "groups.csv", "name\nAll\n");
    shell.ok(&["groups", "import", "groups.csv", "--yes"]);
    shell.ok(&["users", "export", "everybody.csv"]);
    shell.ok(&["groups", "import-members", "everybody.csv", "--group", "All", "--yes"]);
    write(&shell, "few.csv", "login\nuser0000001@scale.example\nuser0001499@scale.example\n");
    let (ran, seen) =
        shell.seen(|| shell.run(&["groups", "import-members", "few.csv", "--group", "All", "--yes"]));
    assert_eq!(ran.out, "= same 2\n", "{}", ran.err);
    let pages = seen
        .iter()
        .filter(|request| request.target.contains("/users?") || request.target.ends_with("/users"));
    assert!(pages.filter(|request| request.target.starts_with("/api/v1/groups/")).count() == 1);
    let (ran, _) = shell
        .seen(|| shell.run(&["groups", "import-members", "few.csv", "--group", "All", "--yes", "--remove"]));
    assert!(ran.out.starts_with("- remove 2\n"), "{}{}", ran.out, ran.err);
}
