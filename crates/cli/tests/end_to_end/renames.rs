//! Imports with ids: a changed login is a rename, whatever the form of the file.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

fn import(shell: &Shell, name: &str, text: &str, more: &[&str]) -> (Ran, Vec<String>) {
    std::fs::write(shell.directory.path().join(name), text).unwrap();
    let arguments = [&["users", "import", name, "--yes", "--no-email"], more].concat();
    let (ran, seen) = shell.seen(|| shell.run(&arguments));
    let writes = seen.iter().filter(|request| request.method != "GET");
    (ran, writes.map(crate::shell::line).collect())
}

/// All logins of the org but the administrator's, with their ids.
fn logins(shell: &Shell) -> Vec<(String, String)> {
    let listed = shell.ok(&["users", "export"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let users = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut users: Vec<_> = users
        .map(|user| (text(&user["profile"]["login"]), text(&user["id"])))
        .filter(|(login, _)| login.ends_with("@acme.example"))
        .collect();
    users.sort_unstable();
    users
}

#[test]
fn a_changed_login_beside_an_id_is_a_rename_in_every_form() {
    let forms: [(&str, &str); 7] = [
        ("r.csv", "id,login,email,firstName,lastName\n{},new@acme.example,new@acme.example,A,R\n"),
        ("r.csv", "id,login,email\n {} ,new@acme.example,new@acme.example\n"),
        ("r.csv", "id;login\n{};new@acme.example\n;bob@acme.example\n"),
        ("r.ndjson", "{\"id\":\"{}\",\"login\":\"new@acme.example\"}\n"),
        ("r.ndjson", "{\"id\":\"{}\",\"profile\":{\"login\":\"new@acme.example\"}}\n"),
        ("r.json", "[{\"id\":\"{}\",\"profile\":{\"login\":\"new@acme.example\"}}]"),
        ("r.csv", "User ID,Username,title\n{},new@acme.example,Lead\n"),
    ];
    for (name, text) in forms {
        let shell = Shell::new();
        let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
        let (ran, writes) = import(&shell, name, &text.replace("{}", &ann), &[]);
        assert_eq!(ran.code, 0, "{text}: {}{}", ran.out, ran.err);
        assert!(ran.out.starts_with("~ update 1 (") && ran.out.contains("profile.login 1"), "{}", ran.out);
        assert_eq!(writes, [format!("POST /api/v1/users/{ann}")], "{text}");
        let expected = [("bob@acme.example".to_owned(), bob), ("new@acme.example".to_owned(), ann)];
        assert_eq!(logins(&shell), expected, "{text}");
    }
}

#[test]
fn an_export_that_was_edited_renames() {
    for name in ["all.csv", "all.ndjson"] {
        let shell = Shell::new();
        let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
        shell.ok(&["users", "export", name]);
        let text = std::fs::read_to_string(shell.directory.path().join(name)).unwrap();
        let (ran, writes) = import(&shell, name, &text.replace("ann@acme", "anna@acme"), &[]);
        assert_eq!((ran.code, writes.len()), (0, 1), "{}{}", ran.out, ran.err);
        assert!(
            ran.out.starts_with("~ update 1 (profile.email 1, profile.login 1), = same 2"),
            "{}",
            ran.out
        );
        let expected = [("anna@acme.example".to_owned(), ann), ("bob@acme.example".to_owned(), bob)];
        assert_eq!(logins(&shell), expected);
    }
}

#[test]
fn an_id_and_what_changes_are_enough() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    let (ran, writes) = import(&shell, "t.csv", &format!("id,title\n{ann},Lead\n"), &[]);
    assert_eq!((ran.code, writes.len()), (0, 1), "{}{}", ran.out, ran.err);
    let (ran, _) = import(&shell, "t.csv", "id,title\n,Lead\n", &[]);
    assert!(ran.code == 2 && ran.out.contains("id is missing"), "{}", ran.out);
}

#[test]
fn conflicts_are_told_before_anything_is_sent() {
    let shell = Shell::new();
    let [ann, bob, gone] = ["ann", "bob", "gone"].map(|name| shell.user(&format!("{name}@acme.example")));
    shell.ok(&["users", "deactivate", &gone, "--yes"]);
    let before = logins(&shell);
    let none = "00u00000000000000000";
    let taken = format!("its login is that of another user, {bob}");
    let cases = [
        (format!("{none},new@acme.example\n"), format!("there is no user with the id {none}")),
        (format!("{ann},a@acme.example\n{ann},b@acme.example\n"), "id is in row 2 as well".to_owned()),
        (format!("{ann},bob@acme.example\n"), taken.clone()),
        (format!("{ann},BOB@acme.example\n"), taken.clone()),
        (format!("{ann},bob@acme.example\n{bob},ann@acme.example\n"), taken),
        (format!("{ann},gone@acme.example\n"), format!("another user, {gone}")),
        (format!("{ann},new@acme.example\n,NEW@acme.example\n"), "login is in row 2 as well".to_owned()),
        (format!("{ann},new@acme.example\n,ann@acme.example\n"), "the user is in row 2 as well".to_owned()),
        (format!(",ann@acme.example\n{ann},new@acme.example\n"), "the user is in row 2 as well".to_owned()),
        (format!("{gone},new@acme.example\n"), "the user is deactivated".to_owned()),
        ("17,ann@acme.example\n".to_owned(), "id \"17\" is not an id of a user".to_owned()),
        ("me,ann@acme.example\n".to_owned(), "id \"me\" is not an id of a user".to_owned()),
        ("../groups,ann@acme.example\n".to_owned(), "is not an id of a user".to_owned()),
        (format!("{},a@acme.example\n", ann.replace("00u", "00g")), "is not an id of a user".to_owned()),
        (" x ,ann@acme.example\n".to_owned(), "id \"x\" is not an id of a user".to_owned()),
    ];
    for (rows, problem) in cases {
        let (ran, writes) = import(&shell, "r.csv", &format!("id,login\n{rows}"), &[]);
        assert_eq!((ran.code, writes.len()), (2, 0), "{rows}: {}{}", ran.out, ran.err);
        assert!(ran.out.contains(&problem), "{rows}: {}", ran.out);
    }
    assert_eq!(logins(&shell), before);
}

#[test]
fn ids_of_a_workbook_count_as_well() {
    let shell = Shell::new();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/end_to_end/renamed.xlsx");
    let (ran, seen) = shell.seen(|| shell.run(&["users", "import", path, "--yes", "--journal", "j"]));
    assert!(
        ran.code == 2 && ran.out.contains("there is no user with the id 00u0000"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(seen.iter().all(|request| request.method == "GET"), "no second account is made");
}

#[test]
fn a_key_that_is_named_decides_alone() {
    let shell = Shell::new();
    let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
    // Ids of another org, or numbers of another system.
    for id in ["00u00000000000000000", "17", &bob] {
        let text = format!("id,login,title\n{id},ann@acme.example,T{id}\n");
        let (ran, writes) = import(&shell, "r.csv", &text, &["--key", "login"]);
        assert_eq!((ran.code, writes), (0, vec![format!("POST /api/v1/users/{ann}")]), "{}", ran.out);
    }
    let text = format!("id,login\n{ann},bob@acme.example\n");
    let (ran, _) = import(&shell, "r.csv", &text, &["--key", "id"]);
    assert!(ran.code == 2 && ran.out.contains("that of another user"), "{}", ran.out);
    let (ran, _) = import(&shell, "r.csv", "id,login,title\n17,ann@acme.example,X\n", &["--map", "id="]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let (ran, _) = import(&shell, "r.csv", "id,login\n00u00000000000000000,ann@acme.example\n", &[]);
    assert!(ran.err.contains("--key login"), "{}", ran.err);
}

#[test]
fn many_rows_are_matched_with_a_listing_of_all() {
    let shell = Shell::with_users(300);
    shell.ok(&["users", "export", "all.csv"]);
    let text = std::fs::read_to_string(shell.directory.path().join("all.csv")).unwrap();
    let mut text = text.replace("user0000007@", "renamed7@");
    for n in 0..10_000 {
        text.push_str(&format!(",,x{n}@acme.example\n"));
    }
    let header = text.lines().next().unwrap().to_owned();
    let (id, login) = (0, header.split(',').position(|name| name == "login").unwrap());
    let mut short = "id,login\n".to_owned();
    for row in csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        let login = if row.len() == 3 { &row[2] } else { &row[login] };
        short.push_str(&format!("{},{login}\n", &row[id]));
    }
    let (ran, seen) = shell.seen(|| import(&shell, "many.csv", &short, &["--dry-run", "--skip-invalid"]).0);
    assert!(ran.out.contains("~ update 1 (profile.login 1), = same 300, ! invalid 10,000"), "{}", ran.out);
    assert!(seen.len() < 20, "{} requests", seen.len());
}

#[test]
fn whoever_is_protected_is_not_renamed_by_id() {
    let shell = Shell::new();
    let (ann, bob) = (shell.user("break@acme.example"), shell.user("bob@acme.example"));
    shell.log_in("acme", &["--protect", "Break@acme.example", "--protect", "ceo@acme.example"]);
    let run = |arguments: &[&str], text: &str| {
        std::fs::write(shell.directory.path().join("f.csv"), text).unwrap();
        shell.by_profile("", &[arguments, &["f.csv", "--yes"]].concat())
    };
    shell.ok(&["groups", "create", "--name", "Blue"]);
    shell.ok(&["groups", "add-user", "Blue", &ann]);
    let cases: [(&[&str], String); 6] = [
        (&["users", "import"], format!("id,login\n{ann},new@acme.example\n")),
        (&["users", "import"], format!("id,title\n{ann},Lead\n")),
        (&["users", "import"], format!("id,login\n{bob},ceo@acme.example\n")),
        (&["users", "bulk", "deactivate"], format!("id\n{ann}\n")),
        (&["groups", "import-members", "--remove"], format!("group,user\nBlue,{ann}\n")),
        (&["groups", "import-members", "--exact"], format!("group,user\nBlue,{bob}\n")),
    ];
    for (arguments, text) in cases {
        let ran = run(arguments, &text);
        assert_eq!(ran.code, 6, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains("protected list"), "{arguments:?}: {}", ran.err);
    }
    let ran = run(&["users", "import"], &format!("id,login\n{bob},bobby@acme.example\n"));
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn groups_are_renamed_by_their_ids() {
    let shell = Shell::new();
    let [blue, red] =
        ["Blue", "Red"].map(|name| shell.json(&["groups", "create", "--name", name])["id"].clone());
    let (blue, red) = (blue.as_str().unwrap(), red.as_str().unwrap());
    let import = |text: &str| {
        std::fs::write(shell.directory.path().join("g.csv"), text).unwrap();
        let (ran, seen) = shell.seen(|| shell.run(&["groups", "import", "g.csv", "--yes"]));
        (ran, seen.iter().filter(|request| request.method != "GET").count())
    };
    let none = "00g00000000000000000";
    let cases = [
        (format!("{none},New\n"), format!("there is no group with the id {none}")),
        (format!("{blue},A\n{blue},B\n"), "the group is in row 2 as well".to_owned()),
        (format!("{blue},red\n"), format!("that of another group, {red}")),
        (format!("{blue},New\n,Blue\n"), "the group is in row 2 as well".to_owned()),
        ("17,Blue\n".to_owned(), "is not an id of a group".to_owned()),
    ];
    for (rows, problem) in &cases {
        let (ran, writes) = import(&format!("id,name\n{rows}"));
        assert_eq!((ran.code, writes), (2, 0), "{rows}: {}", ran.out);
        assert!(ran.out.contains(problem), "{rows}: {}", ran.out);
    }
    let (ran, writes) = import(&format!("id,name\n{blue},Azure\n,Red\n"));
    assert_eq!((ran.code, writes), (0, 1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("profile.name \"Blue\" -> \"Azure\""), "{}", ran.out);
    let (ran, writes) = import(&format!("id,description\n{blue},Sky\n"));
    assert_eq!((ran.code, writes), (0, 1), "{}{}", ran.out, ran.err);
    let now = shell.json(&["groups", "get", blue]);
    assert_eq!(now["profile"], json!({"name": "Azure", "description": "Sky"}));
}

#[test]
fn whoever_has_another_login_by_now_is_not_taken_for_gone() {
    let shell = Shell::new();
    let ann = shell.user("ann@acme.example");
    std::fs::write(shell.directory.path().join("l.csv"), format!("login,id\nold@acme.example,{ann}\n"))
        .unwrap();
    let ran = shell.run(&["users", "bulk", "delete", "l.csv", "--yes"]);
    assert!(
        ran.code == 2 && ran.out.contains("has another login, ann@acme.example"),
        "{}{}",
        ran.out,
        ran.err
    );
}

#[test]
fn members_whose_login_is_another_persons_by_now_are_told() {
    let shell = Shell::new();
    let (ann, bob) = (shell.user("ann@acme.example"), shell.user("bob@acme.example"));
    shell.ok(&["groups", "create", "--name", "Blue"]);
    let import = |rows: &str| {
        std::fs::write(shell.directory.path().join("m.csv"), format!("id,login\n{rows}")).unwrap();
        shell.run(&["groups", "import-members", "m.csv", "--group", "Blue", "--yes"])
    };
    let ran = import(&format!("{bob},ann@acme.example\n"));
    assert!(ran.code == 2 && ran.out.contains(&format!("its id {bob} to another")), "{}{}", ran.out, ran.err);
    let ran = import(&format!("{ann},ann@acme.example\n17,bob@acme.example\n"));
    assert!(ran.code == 0 && ran.out.starts_with("+ add 2"), "{}{}", ran.out, ran.err);
}
