//! Files as people have them: what their columns mean, what is around the table, and what the plan can know.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

fn write(shell: &Shell, name: &str, content: impl AsRef<[u8]>) {
    std::fs::write(shell.directory.path().join(name), content).unwrap();
}

/// Runs an import of a file, and gives what it printed and how often it changed something.
fn import(shell: &Shell, name: &str, content: impl AsRef<[u8]>, more: &[&str]) -> (Ran, usize) {
    write(shell, name, content);
    changed(shell, &[&["users", "import", name, "--yes", "--no-email"], more].concat())
}

fn changed(shell: &Shell, arguments: &[&str]) -> (Ran, usize) {
    let (ran, seen) = shell.seen(|| shell.run(arguments));
    (ran, seen.iter().filter(|request| request.method != "GET").count())
}

fn profile(shell: &Shell, login: &str) -> Value {
    shell.json(&["users", "get", login])["profile"].clone()
}

fn app(shell: &Shell, label: &str) -> String {
    let app = json!({"label": label, "signOnMode": "BOOKMARK", "name": "bookmark",
        "settings": {"app": {"requestIntegration": false, "url": "https://wiki.example"}}});
    let ran = shell.run_with(&app.to_string(), &["apps", "create", "--input", "-", "--jq", ".id"]);
    ran.out.trim().to_owned()
}

/// Every command that works through a file, with its arguments before the file.
const COMMANDS: [&[&str]; 10] = [
    &["users", "import"],
    &["users", "bulk", "activate"],
    &["users", "bulk", "deactivate"],
    &["users", "bulk", "suspend"],
    &["users", "bulk", "unsuspend"],
    &["users", "bulk", "unlock"],
    &["users", "bulk", "delete"],
    &["groups", "import"],
    &["groups", "import-members", "--group", "Everyone"],
    &["apps", "import-users"],
];

#[test]
fn one_column_of_email_addresses_is_enough() {
    let cases: [(&str, &str, &[&str]); 9] = [
        (
            "p.csv",
            "Mail,firstName,lastName\nz@acme.example,Z,Z\n",
            &["--map", "Mail=login", "--map", "Mail=email"],
        ),
        ("p.csv", "Post,firstName,lastName\nz@acme.example,Z,Z\n", &["--map", "Post=login"]),
        ("p.csv", "Post,firstName,lastName\nz@acme.example,Z,Z\n", &["--map", "Post=email"]),
        ("p.csv", "email,firstName,lastName\nz@acme.example,Z,Z\n", &["--map", "email=login"]),
        ("p.csv", "E-Mail;First name;Last name\nz@acme.example;Z;Z\n", &[]),
        ("p.csv", "Mail,firstName,lastName\n z@acme.example ,Z,Z\n", &[]),
        ("p.csv", "login,firstName,lastName\nz@acme.example,Z,Z\n", &[]),
        ("p.ndjson", "{\"email\":\"z@acme.example\",\"firstName\":\"Z\",\"lastName\":\"Z\"}\n", &[]),
        (
            "p.json",
            "[{\"profile\":{\"login\":\"z@acme.example\",\"firstName\":\"Z\",\"lastName\":\"Z\"}}]",
            &[],
        ),
    ];
    for (name, text, more) in cases {
        let shell = Shell::new();
        let (ran, made) = import(&shell, name, text, more);
        assert_eq!((ran.code, made), (0, 2), "{text}{more:?}: {}{}", ran.out, ran.err);
        let found = profile(&shell, "z@acme.example");
        assert_eq!((&found["login"], &found["email"]), (&json!("z@acme.example"), &json!("z@acme.example")));
        let (ran, made) = import(&shell, name, text, more);
        assert_eq!((ran.out.as_str(), made), ("= same 1\n", 0), "{text}: {}", ran.err);
    }
}

/// Who has another login than the email gets no second account.
#[test]
fn an_email_alone_finds_the_user_who_has_it() {
    let shell = Shell::new();
    for (login, email) in [
        ("ann@acme.example", "a.lee@acme.example"),
        ("one@acme.example", "shared@acme.example"),
        ("two@acme.example", "shared@acme.example"),
    ] {
        let names = ["--email", email, "--first-name", "A", "--last-name", "L"];
        shell.ok(&[&["users", "create", "--login", login], &names[..]].concat());
    }
    let rows = |email: &str| format!("email,firstName,lastName,title\n{email},A,L,Lead\n");
    let (ran, made) = import(&shell, "p.csv", rows("A.Lee@acme.example"), &[]);
    assert!((ran.code, made) == (0, 1) && ran.out.starts_with("~ update 1"), "{}{}", ran.out, ran.err);
    assert_eq!(profile(&shell, "ann@acme.example")["title"], "Lead");
    let (ran, made) = import(&shell, "p.csv", rows("shared@acme.example"), &[]);
    assert!(
        (ran.code, made) == (2, 0) && ran.out.contains("2 users have this email"),
        "{}{}",
        ran.out,
        ran.err
    );
    let text = format!("{}a.lee@acme.example,B,B,X\n", rows("ann@acme.example"));
    let (ran, made) = import(&shell, "p.csv", text, &[]);
    assert_eq!((ran.code, made), (2, 0), "the login and the email of one user: {}", ran.out);
    write(&shell, "l.csv", "E-Mail\na.lee@acme.example\n");
    let (ran, made) = changed(&shell, &["users", "bulk", "deactivate", "l.csv", "--yes"]);
    assert_eq!((ran.code, made), (0, 1), "{}{}", ran.out, ran.err);
    write(&shell, "l.csv", "email\nshared@acme.example\n");
    for command in
        [&["users", "bulk", "deactivate"][..], &["groups", "import-members", "--group", "Everyone"]]
    {
        let (ran, made) = changed(&shell, &[command, &["l.csv", "--yes"]].concat());
        assert_eq!((ran.code, made), (2, 0), "{command:?}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn all_columns_that_mean_nothing_are_told_at_once_with_the_line_to_copy() {
    let shell = Shell::new();
    let text = "login,firstName,lastName,Personalnr,Frist Name,Eintritt\nz@acme.example,Z,Z,7,x,2026-01-01\n";
    let (ran, made) = import(&shell, "p.csv", text, &[]);
    assert_eq!((ran.code, made), (2, 0));
    for part in [
        "\"Personalnr\", \"Frist Name\", \"Eintritt\"",
        "--map Personalnr= --map 'Frist Name=firstName' --map Eintritt=",
        "--ignore-unknown",
    ] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    let copied = ["--map", "Personalnr=employeeNumber", "--map", "Frist Name=", "--map", "Eintritt="];
    for more in [&["--ignore-unknown"][..], &copied] {
        let shell = Shell::new();
        let (ran, made) = import(&shell, "p.csv", text, more);
        assert_eq!((ran.code, made), (0, 2), "{more:?}: {}{}", ran.out, ran.err);
    }
    let rows = "{\"login\":\"z@acme.example\",\"hat\":1}\n{\"login\":\"y@acme.example\",\"shoe\":2}\n";
    let (ran, _) = import(&shell, "p.ndjson", rows, &[]);
    assert!(ran.code == 2 && ran.err.contains("\"hat\", \"shoe\" are not attributes"), "{}", ran.err);
    write(&shell, "g.csv", "name,description,Owner,Cost\nBlue,b,x,1\n");
    let (ran, made) = changed(&shell, &["groups", "import", "g.csv", "--yes"]);
    assert!((ran.code, made) == (2, 0) && ran.err.contains("\"Owner\", \"Cost\""), "{}", ran.err);
    let (ran, made) = changed(&shell, &["groups", "import", "g.csv", "--yes", "--ignore-unknown"]);
    assert_eq!((ran.code, made), (0, 1), "{}", ran.err);
}

#[test]
fn what_no_column_says_is_told_with_the_columns_that_are_there() {
    let shell = Shell::new();
    write(&shell, "t.csv", "Leavers of 2026,,\nLogin,Reason,Pers.-Nr.\nann@acme.example,left,7\n");
    for command in COMMANDS
        .iter()
        .filter(|command| **command != ["users", "import"] && **command != ["groups", "import"])
    {
        let ran = shell.run(&[command, &["t.csv", "--yes"][..]].concat());
        assert!(ran.code == 2 && ran.err.contains("Leavers of 2026"), "{command:?}: {}", ran.err);
        assert!(ran.err.contains("--header-row"), "{command:?}: {}", ran.err);
    }
    let map =
        ["users", "bulk", "deactivate", "t.csv", "--header-row", "2", "--map", "Pers.-Nr.=employeeNumber"];
    let ran = shell.run(&map);
    assert!(ran.code == 2 && ran.err.contains("add --key employeeNumber"), "{}", ran.err);
    let ran = shell.run(&["users", "import", "t.csv", "--header-row", "2", "--map", "Logn=login"]);
    assert!(ran.code == 2 && ran.err.contains("its columns are \"Login\", \"Reason\""), "{}", ran.err);
}

/// An org with one user who has a number, a group with a code, and an app.
fn company() -> Shell {
    let shell = Shell::new();
    let names = ["--first-name", "Ann", "--last-name", "Lee", "--set", "employeeNumber=7"];
    shell.ok(&[&["users", "create", "--login", "ann@acme.example"], &names[..]].concat());
    shell.ok(&["groups", "create", "--name", "Blue", "--description", "B1"]);
    app(&shell, "Wiki");
    shell
}

#[test]
fn every_bulk_command_takes_a_key_and_the_row_of_the_heading() {
    let by_number = "A list,,\n\nPers.-Nr.,Group,App\n7,Blue,Wiki\n";
    let by_code = "Groups\n\nCode,name\nB1,Azure\n";
    let number = ["--key", "employeeNumber", "--map", "Pers.-Nr.=employeeNumber"];
    let code = ["--key", "description", "--map", "Code=description"];
    let cases: [(&[&str], &str, &[&str], &str); 9] = [
        (
            &["users", "import", "--no-create", "--map", "Group=title", "--map", "App="],
            by_number,
            &number,
            "~ update 1",
        ),
        (&["users", "bulk", "deactivate"], by_number, &number, "- deactivate 1"),
        (&["users", "bulk", "delete"], by_number, &number, "- delete 1"),
        (&["groups", "import-members"], by_number, &number, "+ add 1"),
        (&["groups", "import-members", "--exact"], by_number, &number, "+ add 1"),
        (&["apps", "import-users"], by_number, &number, "+ assign 1"),
        (&["groups", "import"], by_code, &code, "~ update 1 (profile.name 1)"),
        (
            &["groups", "import-members", "--map", "Pers.-Nr.=login", "--key", "login"],
            "x,,\n\nPers.-Nr.,Group,App\nann@acme.example,Blue,\n",
            &[],
            "+ add 1",
        ),
        (&["apps", "import-groups", "--key", "name"], "x,\n\nApp,Group\nWiki,Blue\n", &[], "+ assign 1"),
    ];
    for (command, text, key, expected) in cases {
        let shell = company();
        write(&shell, "f.csv", text);
        let (ran, made) = changed(&shell, &[command, &["f.csv", "--header-row", "3", "--yes"], key].concat());
        assert!(
            ran.code == 0 && made > 0 && ran.out.starts_with(expected),
            "{command:?}: {}{}",
            ran.out,
            ran.err
        );
        assert!(ran.out.contains("row 4"), "{command:?}: {}", ran.out);
    }
    let shell = company();
    write(&shell, "f.csv", by_number);
    for (more, told) in [
        (&["--header-row", "2"][..], "row 2 names no columns"),
        (&["--header-row", "0"], "0 is not in"),
        (
            &["--header-row", "3", "--key", "employeNumber", "--map", "Pers.-Nr.=employeNumber"],
            "did you mean employeeNumber?",
        ),
        (&["--header-row", "3", "--key", "employeeNumber"], "there is no employeeNumber"),
    ] {
        let ran = shell.run(&[&["users", "bulk", "deactivate", "f.csv"], more].concat());
        assert!(ran.code == 2 && ran.err.contains(told), "{more:?}: {}", ran.err);
    }
}

#[test]
fn a_key_that_several_share_names_nobody() {
    let shell = company();
    let names = ["--first-name", "Bob", "--last-name", "Lee", "--set", "employeeNumber=7"];
    shell.ok(&[&["users", "create", "--login", "bob@acme.example"], &names[..]].concat());
    write(&shell, "f.csv", "employeeNumber,group,app\n7,Blue,Wiki\n");
    for command in
        [&["users", "bulk", "deactivate"][..], &["groups", "import-members"], &["apps", "import-users"]]
    {
        let (ran, made) =
            changed(&shell, &[command, &["f.csv", "--key", "employeeNumber", "--yes"]].concat());
        assert_eq!((ran.code, made), (2, 0), "{command:?}: {}", ran.err);
        assert!(ran.out.contains("2 users have this employeeNumber"), "{command:?}: {}", ran.out);
        assert!(ran.out.contains("ann@acme.example") && ran.out.contains("bob@acme.example"), "{}", ran.out);
    }
}

#[test]
fn blanks_are_trimmed_in_every_command_and_form() {
    let shell = company();
    let text =
        "login , firstName,lastName,department,employeeNumber\n x@acme.example\u{a0}, X ,\tX, Legal , 9 \n";
    let (ran, made) = import(&shell, "p.csv", text, &["--results", "r.csv"]);
    assert_eq!((ran.code, made), (0, 2), "{}{}", ran.out, ran.err);
    let found = profile(&shell, "x@acme.example");
    assert_eq!(
        [&found["firstName"], &found["lastName"], &found["department"], &found["employeeNumber"]],
        ["X", "X", "Legal", "9"]
    );
    let results = std::fs::read_to_string(shell.directory.path().join("r.csv")).unwrap();
    assert!(results.lines().nth(1).unwrap().starts_with("2,x@acme.example,created,"), "{results}");
    let json = "{\"profile\":{\"login\":\" y@acme.example \",\"email\":\"y@acme.example \",\"firstName\":\"Y\",\"lastName\":\"Y\"}}\n";
    assert_eq!(import(&shell, "p.ndjson", json, &[]).0.code, 0);
    assert_eq!(profile(&shell, "y@acme.example")["email"], "y@acme.example");
    let rows = "group,login,app,priority\n Blue , x@acme.example ,\" Wiki\", 0 \n";
    write(&shell, "r.csv", rows);
    for (command, expected) in [
        (&["groups", "import-members"][..], "+ add 1"),
        (&["apps", "import-users"], "+ assign 1"),
        (&["apps", "import-groups"], "+ assign 1"),
        (&["users", "bulk", "deactivate"], "- deactivate 1"),
    ] {
        let (ran, _) = changed(&shell, &[command, &["r.csv", "--yes"]].concat());
        assert!(ran.code == 0 && ran.out.starts_with(expected), "{command:?}: {}{}", ran.out, ran.err);
        assert!(!ran.out.contains("row 2  ") && !ran.out.contains(" :"), "{command:?}: {}", ran.out);
    }
    // What Okta holds comes back as it is.
    let spaced = json!({"profile": {"title": " Boss "}}).to_string();
    assert_eq!(shell.run_with(&spaced, &["users", "update", "y@acme.example", "--input", "-"]).code, 0);
    for name in ["all.csv", "all.xlsx", "all.json"] {
        shell.ok(&["users", "export", name]);
        let ran = shell.run(&["users", "import", name, "--yes"]);
        assert_eq!(ran.out, "= same 4\n", "{name}: {}", ran.err);
    }
}

#[test]
fn a_file_in_another_encoding_is_told_once_and_read_where_the_encoding_is_named() {
    let shell = Shell::new();
    let mut latin = b"login,email,firstName,lastName\n".to_vec();
    for n in 0..5 {
        latin.extend(format!("j{n}@acme.example,j{n}@acme.example,Zo").bytes());
        latin.extend(b"\xeb,B\n");
    }
    let (ran, made) = import(&shell, "p.csv", &latin, &["--skip-invalid"]);
    assert_eq!((ran.code, made, ran.out.as_str()), (2, 0, ""), "{}", ran.err);
    assert_eq!(ran.err.matches("is not UTF-8").count(), 1, "{}", ran.err);
    assert!(ran.err.contains("row 2") && ran.err.contains("--encoding windows-1252"), "{}", ran.err);
    let (ran, made) = import(&shell, "p.csv", &latin, &["--encoding", "windows-1252"]);
    assert_eq!((ran.code, made), (0, 10), "{}{}", ran.out, ran.err);
    assert_eq!(profile(&shell, "j0@acme.example")["firstName"], "Zoë");
    let row = b"{\"login\":\"k@acme.example\",\"firstName\":\"Zo\xeb\",\"lastName\":\"B\"}".to_vec();
    for (name, content) in [("k.ndjson", row.clone()), ("k.json", [b"[", &row[..], b"]"].concat())] {
        let (ran, _) = import(&shell, name, &content, &[]);
        assert!(ran.code == 2 && ran.err.contains("--encoding"), "{name}: {}", ran.err);
        let (ran, _) = import(&shell, name, &content, &["--encoding", "latin1"]);
        assert_eq!(ran.code, 0, "{name}: {}{}", ran.out, ran.err);
    }
    for (more, told) in [
        (&["--encoding", "klingon"][..], "not a known encoding"),
        (&["--encoding", "shift_jis"], "it is not Shift_JIS"),
        (&["--encoding", "utf-8", "--input-format", "xlsx"], "leave --encoding out"),
    ] {
        let (ran, _) = import(&shell, "p.csv", &latin, more);
        assert!(ran.code == 2 && ran.err.contains(told), "{more:?}: {}", ran.err);
    }
}

#[test]
fn an_empty_input_is_nothing_to_do() {
    let shell = company();
    for command in COMMANDS {
        for (content, more) in [
            ("", &[][..]),
            ("\n", &[]),
            ("\u{feff}", &["--input-format", "csv"]),
            ("", &["--input-format", "json"]),
        ] {
            let (ran, seen) =
                shell.seen(|| shell.run_with(content, &[command, &["-", "--yes"], more].concat()));
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (0, "= same 0\n"),
                "{command:?} {content:?}: {}",
                ran.err
            );
            assert!(ran.err.contains("nothing to do"), "{command:?}: {}", ran.err);
            assert!(seen.iter().all(|request| request.method == "GET"));
        }
        write(&shell, "empty.xlsx", "");
        assert_eq!(shell.run(&[command, &["empty.xlsx", "--yes"][..]].concat()).code, 0, "{command:?}");
    }
    let listed = shell.run(&["users", "list", "--filter", "status eq \"LOCKED_OUT\""]).out;
    assert_eq!(shell.run_with(&listed, &["users", "bulk", "unlock", "-", "--yes"]).code, 0);
    // What would take everybody away is no empty work.
    let exact = ["groups", "import-members", "-", "--group", "Blue", "--exact", "--yes"];
    assert_eq!(shell.run_with("", &exact).code, 6);
}

#[test]
fn the_plan_has_what_it_can_know() {
    let shell = company();
    let bad = [
        ("two@@acme.example,A,B,,,,", "login \"two@@acme.example\" is not an email address"),
        ("a@b@acme.example,A,B,,,,", "is not an email address"),
        ("b1@acme.example,A,B,english,,,", "locale \"english\" is not a locale such as"),
        ("b2@acme.example,A,B,,Mountain,,", "timezone \"Mountain\" is not a time zone"),
        ("b3@acme.example,A,B,,,Mongolian,", "preferredLanguage \"Mongolian\" is not a language"),
        ("b4@acme.example,A,B,,,German,", "preferredLanguage \"German\" is not a language"),
        ("b5@acme.example,A,B,,,,00g00000000000000000", "there is no group with the id 00g00000000000000000"),
    ];
    let rows: Vec<&str> = bad.iter().map(|(row, _)| *row).collect();
    let text = format!(
        "login,firstName,lastName,locale,timezone,preferredLanguage,groupIds\ngood@acme.example,A,B,de_CH,Europe/Zurich,de-CH,\n{}\n",
        rows.join("\n")
    );
    let (ran, made) = import(&shell, "p.csv", text, &["--verbose"]);
    assert_eq!((ran.code, made), (2, 0), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("+ create 1, ! invalid 7"), "{}", ran.out);
    for (n, (_, problem)) in bad.iter().enumerate() {
        let told =
            ran.out.lines().find(|line| line.contains(&format!("! row {} ", n + 3))).unwrap_or_default();
        assert!(told.contains(problem), "{problem}: {told}");
    }
    shell.user("gone@acme.example");
    shell.ok(&["users", "deactivate", "gone@acme.example", "--yes"]);
    write(&shell, "m.csv", "group,login,app\nBlue,gone@acme.example,Wiki\n");
    for command in [&["groups", "import-members"][..], &["apps", "import-users"]] {
        let (ran, made) = changed(&shell, &[command, &["m.csv", "--yes"]].concat());
        assert!(
            (ran.code, made) == (2, 0) && ran.out.contains("the user is deactivated"),
            "{command:?}: {}",
            ran.out
        );
    }
    shell.ok(&["apps", "deactivate", "Wiki", "--yes"]);
    write(&shell, "g.csv", "group,app\nBlue,Wiki\n");
    let (ran, made) = changed(&shell, &["apps", "import-groups", "g.csv", "--yes"]);
    assert!((ran.code, made) == (2, 0) && ran.out.contains("the app is inactive"), "{}", ran.out);
}

#[test]
fn what_is_said_of_many_rows_is_said_once() {
    let shell = company();
    let mut text = "group,login\n".to_owned();
    let mut people = "login,firstName\n".to_owned();
    for n in 0..50 {
        text.push_str(&format!("Bleu,p{n}@acme.example\n"));
        people.push_str(&format!("p{n}@acme.example,P\n"));
    }
    write(&shell, "m.csv", text);
    let ran = shell.run(&["groups", "import-members", "m.csv", "--yes"]);
    let told =
        "row 2 p0@acme.example in Bleu: there is no group \"Bleu\"; did you mean Blue? (and 49 more rows)";
    assert!(ran.code == 2 && ran.out.contains(told), "{}", ran.out);
    assert_eq!(ran.out.matches("there is no group").count(), 1, "{}", ran.out);
    let (ran, _) = import(&shell, "p.csv", people, &[]);
    assert_eq!(ran.out.matches("lastName is required").count(), 1, "{}", ran.out);
    write(&shell, "a.csv", "app,login\nWikki,ann@acme.example\n");
    let ran = shell.run(&["apps", "import-users", "a.csv", "--yes"]);
    assert!(ran.out.contains("there is no app \"Wikki\"; did you mean Wiki?"), "{}", ran.out);
}

#[test]
fn a_plan_for_programs_has_the_rows() {
    let shell = company();
    let text = "login,firstName,lastName,title\nann@acme.example,Ann,Lee,Lead\nnew@acme.example,N,N,\nx@@acme.example,X,X,\n\
                admin@localhost.example,,,\n";
    write(&shell, "p.csv", text);
    for form in ["json", "ndjson"] {
        let ran = shell.run(&["users", "import", "p.csv", "--dry-run", "-o", form]);
        let plan: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(plan["plan"], json!({"create": 1, "update": 1, "same": 1, "invalid": 1}));
        let mut rows: Vec<(i64, String)> = plan["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["row"].as_i64().unwrap(), row["plan"].as_str().unwrap().to_owned()))
            .collect();
        rows.sort_unstable();
        let expected = [(2, "update"), (3, "create"), (4, "invalid"), (5, "same")];
        assert_eq!(rows, expected.map(|(row, plan)| (row, plan.to_owned())));
        let find =
            |number: i64| plan["rows"].as_array().unwrap().iter().find(|row| row["row"] == number).unwrap();
        assert_eq!(find(2)["changes"]["profile.title"], json!({"to": "Lead"}));
        assert!(find(4)["problem"].as_str().unwrap().contains("not an email address"));
        assert_eq!(find(3)["subject"], "new@acme.example");
        // Each row, and still one document.
        let ran = shell.run(&["users", "import", "p.csv", "--dry-run", "-o", form, "--verbose"]);
        assert!(serde_json::from_str::<Value>(&ran.out).is_ok(), "{}", ran.out);
    }
}

#[test]
fn dry_run_and_curl_go_together() {
    let shell = company();
    write(&shell, "p.csv", "login,title\nann@acme.example,Lead\n");
    for arguments in [
        &["users", "import", "p.csv", "--dry-run", "--curl"][..],
        &["users", "update", "ann@acme.example", "--set", "title=Lead", "--dry-run", "--curl"],
        &["users", "bulk", "deactivate", "p.csv", "--curl", "--dry-run"],
        &["groups", "delete", "Blue", "--dry-run", "--curl"],
        &["api", "DELETE", "users/me", "--dry-run", "--curl"],
        &["call", "deleteUser", "00u1", "--dry-run", "--curl"],
    ] {
        let (ran, made) = changed(&shell, arguments);
        assert!(
            (ran.code, made) == (0, 0) && ran.out.starts_with("curl -X "),
            "{arguments:?}: {}{}",
            ran.out,
            ran.err
        );
    }
}

#[test]
fn a_long_plan_says_how_many_more_there_are() {
    let shell = Shell::new();
    let mut text = "login,firstName,lastName\n".to_owned();
    for n in 0..3000 {
        text.push_str(&format!("p{n}@acme.example,P,N\n"));
    }
    write(&shell, "p.csv", text);
    let ran = shell.run(&["users", "import", "p.csv", "--dry-run", "--no-email"]);
    assert!(ran.out.contains("  + row 4 p2@acme.example\n  + and 2,997 more\n"), "{}", ran.out);
    let ran = shell.run(&["users", "import", "p.csv", "--no-email"]);
    assert_eq!(ran.code, 6);
    for part in ["there is no terminal to ask on: Create 3,000 users in ", "and 2,995 more", "--yes"] {
        assert!(ran.err.contains(part), "{part}: {}", ran.err);
    }
    assert!(!ran.err.contains("3000") && !ran.err.contains("2995"), "{}", ran.err);
}

#[test]
fn what_is_protected_can_be_left_out() {
    let shell = company();
    let caller = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    write(&shell, "l.csv", format!("login,group\n{caller},Blue\nann@acme.example,Blue\n"));
    let bulk = ["users", "bulk", "deactivate", "l.csv", "--yes"];
    let (ran, made) = changed(&shell, &bulk);
    assert_eq!((ran.code, made), (6, 0), "{}", ran.err);
    assert!(ran.err.contains("--skip-protected") && ran.err.matches(&caller).count() == 1, "{}", ran.err);
    let bulk = ["users", "bulk", "deactivate", "l.csv", "--yes", "--skip-protected", "--results", "r.ndjson"];
    let (ran, made) = changed(&shell, &bulk);
    assert_eq!((ran.code, made), (7, 1), "{}{}", ran.out, ran.err);
    assert!(
        ran.out.starts_with("- deactivate 1, ! protected 1\n")
            && ran.err.contains("deactivated 1, protected 1"),
        "{}{}",
        ran.out,
        ran.err
    );
    let results = std::fs::read_to_string(shell.directory.path().join("r.ndjson")).unwrap();
    assert!(results.contains("\"protected\"") && results.contains("owner of the token"), "{results}");
    let ran = shell.run(&["users", "import", "l.csv", "--skip-protected", "--force"]);
    assert_eq!(ran.code, 2, "one takes it along, the other leaves it out");
}

/// A cell that looks empty and is not must not clear or keep anything unnoticed.
#[test]
fn a_formula_without_a_value_is_told() {
    let shell = company();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["login", "title", "Sum"].iter().enumerate() {
        sheet.write_string(0, column as u16, *name).unwrap();
    }
    sheet.write_string(1, 0, "ann@acme.example").unwrap();
    sheet.write_formula(1, 1, rust_xlsxwriter::Formula::new("=CONCAT(\"a\",\"b\")").set_result("")).unwrap();
    sheet.write_formula(1, 2, rust_xlsxwriter::Formula::new("=1+1").set_result("")).unwrap();
    let stored = |sheet: &str| sheet.replace("</f><v>0</v>", "</f>");
    let bytes = without_values(&book.save_to_buffer().unwrap(), &stored);
    write(&shell, "f.xlsx", &bytes);
    let ran = shell.run(&["users", "import", "f.xlsx", "--yes", "--ignore-unknown"]);
    assert!(
        ran.code == 2 && ran.out.contains("profile.title is a formula whose value is not in the file"),
        "{}{}",
        ran.out,
        ran.err
    );
    let ran = shell.run(&["users", "import", "f.xlsx", "--yes", "--ignore-unknown", "--map", "title="]);
    assert_eq!(ran.out, "= same 1\n", "in a column that is left out it does not matter: {}", ran.err);
}

/// The same workbook with some text of its sheet changed.
fn without_values(bytes: &[u8], change: &dyn Fn(&str) -> String) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for n in 0..archive.len() {
        let mut part = archive.by_index(n).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if name.contains("worksheets/sheet") {
            text = change(&text);
        }
        let options = zip::write::SimpleFileOptions::default();
        out.start_file(name.as_str(), options).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn tables_begin_as_excel_begins_them() {
    let shell = company();
    let cases: [(&str, &[&str]); 4] = [
        ("sep=;\nlogin;title\nann@acme.example;Lead\n", &[]),
        ("\u{feff}sep=;\r\nlogin;title\r\nann@acme.example;Lead\r\n", &[]),
        ("Staff; of 2026\n\nlogin;title\nann@acme.example;Lead\n", &["--header-row", "3"]),
        ("Staff, all; of 2026\nlogin;title\nann@acme.example;Lead\n", &["--header-row", "2"]),
    ];
    for (text, more) in cases {
        let ran = {
            write(&shell, "p.csv", text);
            shell.run(&[&["users", "import", "p.csv", "--dry-run"], more].concat())
        };
        assert!(
            ran.code == 0 && ran.out.starts_with("~ update 1 (profile.title 1)"),
            "{text}: {}{}",
            ran.out,
            ran.err
        );
    }
}

/// What columns mean is said once for a file that comes each month, and what is typed goes before it.
#[test]
fn a_saved_mapping_says_what_columns_mean() {
    let shell = Shell::new();
    let saved = "header-row = 2\nencoding = \"windows-1252\"\n[columns]\n\"Dept.\" = \"department\"\nRoom = \"\"\n\"Post\" = [\"login\", \"email\"]\n";
    write(&shell, "hr.toml", saved);
    let file = b"March,,,,\nPost,First name,Last name,Dept.,Room\nz@acme.example,Z,J\xf8rgen,Sales,7\n";
    let (ran, _) = import(&shell, "p.csv", file, &["--mapping", "hr.toml"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let found = profile(&shell, "z@acme.example");
    assert_eq!((&found["department"], &found["lastName"]), (&json!("Sales"), &json!("J\u{f8}rgen")));
    let typed = ["--mapping", "hr.toml", "--map", "Dept.=costCenter"];
    let (ran, _) = import(&shell, "p.csv", file, &typed);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert_eq!(
        profile(&shell, "z@acme.example")["costCenter"],
        "Sales",
        "the command line goes before the file"
    );
    write(&shell, "number.toml", "key = \"employeeNumber\"\n[columns]\nNr = \"employeeNumber\"\n");
    shell.ok(&["users", "update", "z@acme.example", "--set", "employeeNumber=7"]);
    write(&shell, "nr.csv", "Nr\n7\n");
    shell.ok(&["users", "bulk", "deactivate", "nr.csv", "--mapping", "number.toml", "--yes"]);
    let cases = [
        ("[columns]\nDept = 7\n", "line 2"),
        ("colums = {}\n", "line 1"),
        ("header-row = 0\n", "counted from 1"),
        ("encoding = \"morse\"\n", "not a known encoding"),
        ("encoding = \"windows-1252\"\nheader-row = 2\n[columns]\nNothing = \"department\"\n", "Nothing"),
    ];
    for (text, told) in cases {
        write(&shell, "bad.toml", text);
        let (ran, changed) = import(&shell, "p.csv", file, &["--mapping", "bad.toml"]);
        assert!(ran.code == 2 && changed == 0 && ran.err.contains(told), "{text}: {} {}", ran.code, ran.err);
    }
    let (ran, _) = import(&shell, "p.csv", file, &["--mapping", "absent.toml"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
