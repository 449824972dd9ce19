//! Exports during which an object disappears.

use serde_json::{Value, json};

use crate::shell::Shell;

/// An org with two groups and two apps, each with one user or group.
fn shell() -> (Shell, [String; 2], [String; 2]) {
    let shell = Shell::new();
    shell.user("ann@acme.example");
    let groups = ["Blue", "Red"].map(|name| {
        let id = shell.json(&["groups", "create", "--name", name])["id"].as_str().unwrap().to_owned();
        shell.ok(&["groups", "add-user", &id, "ann@acme.example"]);
        id
    });
    let apps = ["Wiki", "Travel"].map(|label| {
        let app = json!({"label": label, "signOnMode": "BOOKMARK", "name": "bookmark",
            "settings": {"app": {"requestIntegration": false, "url": "https://wiki.example"}}});
        let ran = shell.run_with(&app.to_string(), &["apps", "create", "--input", "-"]);
        let id = serde_json::from_str::<Value>(&ran.out).unwrap()["id"].as_str().unwrap().to_owned();
        let assigned = format!("app,login\n{id},ann@acme.example\n");
        std::fs::write(shell.directory.path().join("a.csv"), assigned).unwrap();
        shell.ok(&["apps", "import-users", "a.csv", "--yes"]);
        std::fs::write(shell.directory.path().join("g.csv"), format!("app,group\n{id},Blue\n")).unwrap();
        shell.ok(&["apps", "import-groups", "g.csv", "--yes"]);
        id
    });
    (shell, groups, apps)
}

fn fault(shell: &Shell, path: &str, status: u16, body: Value) {
    shell.ok(&["api", "DELETE", "/_local/faults"]);
    let fault = json!({"method": "GET", "path": path, "status": status, "body": body});
    std::fs::write(shell.directory.path().join("fault.json"), fault.to_string()).unwrap();
    shell.ok(&["api", "POST", "/_local/faults", "--input", "fault.json"]);
}

fn not_found() -> Value {
    json!({"errorCode": "E0000007", "errorSummary": "Not found: Resource not found", "errorCauses": []})
}

fn files(shell: &Shell) -> Vec<String> {
    let files = std::fs::read_dir(shell.directory.path()).unwrap();
    files.map(|file| file.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn what_disappears_is_left_out_told_and_counted() {
    let (shell, [_, red], [wiki, _]) = shell();
    let cases: [(&[&str], String, &str, &str, usize); 4] = [
        (
            &["groups", "export-members", "f"],
            format!("/api/v1/groups/{red}/users"),
            "the group Red",
            "1 group that",
            1,
        ),
        (
            &["apps", "export-users", "f"],
            format!("/api/v1/apps/{wiki}/users"),
            "the app Wiki",
            "1 app that",
            1,
        ),
        (
            &["apps", "export-users", "f"],
            format!("/api/v1/meta/schemas/apps/{wiki}/default"),
            "the app Wiki",
            "1 app that",
            1,
        ),
        (
            &["apps", "export-groups", "f"],
            format!("/api/v1/apps/{wiki}/groups"),
            "the app Wiki",
            "1 app that",
            1,
        ),
    ];
    for (arguments, path, told, counted, rows) in cases {
        fault(&shell, &path, 404, not_found());
        let ran = shell.run(arguments);
        assert_eq!(ran.code, 0, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(told) && ran.err.contains(counted), "{arguments:?}: {}", ran.err);
        let text = std::fs::read_to_string(shell.directory.path().join("f")).unwrap();
        assert_eq!(text.lines().count(), rows, "{arguments:?}: {text}");
        std::fs::remove_file(shell.directory.path().join("f")).unwrap();
        // What is named is not left out.
        let only = if path.contains("groups/00g") { ["--group", "Red"] } else { ["--app", "Wiki"] };
        fault(&shell, &path, 404, not_found());
        let ran = shell.run(&[arguments, &only[..]].concat());
        assert_eq!(ran.code, 3, "{arguments:?}: {}", ran.err);
        assert!(
            files(&shell).iter().all(|name| !name.starts_with('f') || name == "fault.json"),
            "{:?}",
            files(&shell)
        );
    }
}

#[test]
fn other_answers_end_an_export_and_leave_nothing() {
    let (shell, [_, red], _) = shell();
    let path = format!("/api/v1/groups/{red}/users");
    for (status, body, code) in
        [(404, json!({"message": "no such page"}), 3), (403, json!({"errorCode": "E0000006"}), 4)]
    {
        fault(&shell, &path, status, body);
        let ran = shell.run(&["groups", "export-members", "f"]);
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(
            files(&shell).iter().all(|name| !name.starts_with("f.") && name != "f"),
            "{:?}",
            files(&shell)
        );
    }
}

/// Rows of its first pages would name a group that is not there.
#[test]
fn a_group_that_disappears_between_two_pages_is_left_out_whole() {
    let shell = Shell::with_users(1500);
    let large = shell.json(&["groups", "create", "--name", "Large"])["id"].as_str().unwrap().to_owned();
    shell.ok(&["users", "export", "all.csv"]);
    shell.ok(&["groups", "import-members", "all.csv", "--group", &large, "--yes"]);
    let path = format!("/api/v1/groups/{large}/users");
    let (ran, seen) =
        shell.seen(|| shell.run(&["groups", "export-members", "-o", "csv", "--group", "Large"]));
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1502), "{}", ran.err);
    assert!(
        seen.iter().filter(|request| request.target.starts_with(&path)).count() > 1,
        "it has several pages"
    );
    shell.ok(&["api", "DELETE", "/_local/faults"]);
    let fault = json!({"method": "GET", "path": path, "after": 1, "status": 404, "body": not_found()});
    std::fs::write(shell.directory.path().join("fault.json"), fault.to_string()).unwrap();
    shell.ok(&["api", "POST", "/_local/faults", "--input", "fault.json"]);
    let ran = shell.run(&["groups", "export-members", "-o", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!ran.out.contains("Large") && ran.err.contains("1 group that disappeared"), "{}", ran.err);
    assert!(ran.err.contains("exported 0 members"), "{}", ran.err);
}

#[test]
fn an_import_tells_the_rows_of_a_group_that_disappears() {
    let (shell, [_, red], _) = shell();
    fault(&shell, &format!("/api/v1/groups/{red}/users"), 404, not_found());
    let text = "group,login\nRed,ann@acme.example\nBlue,ann@acme.example\n";
    std::fs::write(shell.directory.path().join("m.csv"), text).unwrap();
    let ran = shell.run(&["groups", "import-members", "m.csv", "--yes"]);
    assert!(ran.code == 2 && ran.out.contains("there is no group \"Red\""), "{}{}", ran.out, ran.err);
}
