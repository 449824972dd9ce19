//! `oktars review`: the workbook that reviewers get, and what is done with the one that comes back.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use oktars_local::{Answers, Contents, Fault, Org, Seed};
use serde_json::{Value, json};

use crate::shell::{Ran, Shell, skipped};

/// An org with two managers, an app that comes directly, by a group and by a rule, and some administrators.
fn org() -> Shell {
    let user = |login: &str, first: &str, last: &str, more: Value| {
        let login = format!("{login}@acme.example");
        let mut profile = json!({ "login": login, "email": login, "firstName": first, "lastName": last });
        profile.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        json!({ "profile": profile })
    };
    let by_bob = json!({ "managerId": "bob@acme.example" });
    let app = |label: &str, users: Value, groups: Value| {
        json!({ "name": "bookmark", "label": label, "signOnMode": "BOOKMARK", "users": users, "groups": groups,
            "settings": { "app": { "url": "https://x.example", "requestIntegration": false } } })
    };
    let contents: Contents = serde_json::from_value(json!({
        "users": [
            user("bob", "Bob", "Ray", json!({})),
            user("cyd", "Cyd", "Roe", json!({})),
            user("ann", "Ann", "Lee", json!({ "managerId": "bob@acme.example", "department": "Sales",
                "title": "=HYPERLINK(\"https://x.example\")", "userType": "Contractor" })),
            user("dan", "Dan", "Dow", json!({ "manager": "Cyd Roe" })),
            user("eve", "Eve", "Fox", json!({})),
            user("fay", "Fay", "Gil", json!({ "department": "Field", "managerId": "gone@acme.example" })),
            user("gus", "Gus", "Hay", by_bob.clone()),
            user("hal", "Hal", "Ive", by_bob),
        ],
        "groups": [
            { "profile": { "name": "Sales" }, "members": ["dan@acme.example"] },
            { "profile": { "name": "Field" }, "members": [] },
            { "profile": { "name": "Desk" }, "members": ["dan@acme.example"] },
        ],
        "apps": [
            app("CRM", json!(["ann@acme.example", "eve@acme.example", "gus@acme.example", "hal@acme.example"]),
                json!(["Sales", "Field"])),
            app("Wiki", json!([]), json!(["Sales"])),
        ],
    }))
    .unwrap();
    let shell = Shell::over(Org::builder().seed(Seed::Contents(contents)).build().unwrap());
    let field = group(&shell, "Field");
    let rule = json!({ "type": "group_rule", "name": "Field people",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": "user.department==\"Field\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [field] } } });
    let made = send(&shell, "POST", "groups/rules", &rule);
    send(
        &shell,
        "POST",
        &format!("groups/rules/{}/lifecycle/activate", made["id"].as_str().unwrap()),
        &Value::Null,
    );
    shell.ok(&["user-roles", "assign", "ann@acme.example", "HELP_DESK_ADMIN"]);
    shell.ok(&["group-roles", "assign", &group(&shell, "Desk"), "USER_ADMIN"]);
    shell
}

fn mirrored() -> Shell {
    let shell = org();
    shell.ok(&["mirror", "sync", "m.db"]);
    shell
}

fn send(shell: &Shell, method: &str, path: &str, body: &Value) -> Value {
    let input = ["api", method, path, "--yes", "--input", "-"];
    let ran = match body {
        Value::Null => shell.run(&input[..4]),
        body => shell.run_with(&body.to_string(), &input),
    };
    assert_eq!(ran.code, 0, "{method} {path}: {}", ran.err);
    serde_json::from_str(&ran.out).unwrap_or_default()
}

fn group(shell: &Shell, name: &str) -> String {
    shell.json(&["groups", "get", name])["id"].as_str().unwrap().to_owned()
}

fn app(shell: &Shell, label: &str) -> String {
    shell.json(&["apps", "get", label])["id"].as_str().unwrap().to_owned()
}

fn id(shell: &Shell, login: &str) -> String {
    shell.json(&["users", "get", &format!("{login}@acme.example")])["id"].as_str().unwrap().to_owned()
}

/// The rows that are printed: login, access, way.
fn rows(shell: &Shell, scope: &[&str]) -> Vec<String> {
    let out = shell.ok(&[&["review", "--mirror", "m.db"], scope].concat());
    let rows = out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    rows.map(|row| {
        format!(
            "{}: {}, {}",
            text(&row, "login").replace("@acme.example", ""),
            text(&row, "access"),
            text(&row, "way")
        )
    })
    .collect()
}

fn refused(ran: &Ran, code: i32, texts: &[&str]) {
    assert_eq!(ran.code, code, "{}{}", ran.out, ran.err);
    for text in texts {
        let said = ran.err.contains(text) || ran.out.contains(text);
        assert!(said, "{text}: {}{}", ran.out, ran.err);
    }
    assert!(!ran.err.contains("a bug"), "{}", ran.err);
}

type Cells = Vec<Vec<String>>;

/// All sheets of a workbook, as texts.
fn sheets(path: &Path) -> Vec<(String, Cells)> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let names = book.sheet_names();
    let cells = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    let read: Vec<Cells> = names.iter().map(cells).collect();
    names.into_iter().zip(read).collect()
}

/// A row of a workbook, by part of its text; what stands in the columns Decision and Comment.
pub type Decision<'a> = (&'a str, &'a str, &'a str);

/// Decides as a reviewer does in a spreadsheet program, which writes the workbook anew in its own way.
pub fn decide(path: &Path, decisions: &[Decision<'_>]) {
    change(path, |_, rows| {
        let Some(decision) = column(rows, "Decision") else { return };
        for (part, choice, comment) in decisions {
            for row in rows.iter_mut().skip(1).filter(|row| row.join(" | ").contains(part)) {
                row[decision] = (*choice).to_owned();
                row[decision + 1] = (*comment).to_owned();
            }
        }
    });
}

fn column(rows: &Cells, name: &str) -> Option<usize> {
    rows.first()?.iter().position(|cell| cell == name)
}

/// Changes a workbook, and writes it as plain cells.
fn change(path: &Path, mut work: impl FnMut(&str, &mut Cells)) {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, mut rows) in sheets(path) {
        work(&name, &mut rows);
        let sheet = book.add_worksheet();
        sheet.set_name(&name).unwrap();
        for (y, row) in (0..).zip(&rows) {
            for (x, text) in (0..).zip(row) {
                sheet.write_string(y, x, text).unwrap();
            }
        }
    }
    book.save(path).unwrap();
}

#[test]
fn each_scope_has_its_rows() {
    let shell = mirrored();
    let owner = shell.json(&["users", "get", "me"])["profile"]["login"].as_str().unwrap().to_owned();
    let owner = format!("{}: role SUPER_ADMIN, directly", owner.replace("@acme.example", ""));
    let cases: [(&[&str], &[&str]); 8] = [
        (
            &["--app", "CRM"],
            &[
                "ann: app CRM, directly",
                "dan: app CRM, group Sales",
                "eve: app CRM, directly",
                "fay: app CRM, group Field, by rule Field people",
                "gus: app CRM, directly",
                "hal: app CRM, directly",
            ],
        ),
        (&["--app", "wiki"], &["dan: app Wiki, group Sales"]),
        (&["--group", "Sales"], &["dan: group Sales, directly"]),
        (&["--group", "Field"], &["fay: group Field, rule Field people"]),
        (
            &["--manager", "bob@acme.example"],
            &[
                "ann: app CRM, directly",
                "ann: role HELP_DESK_ADMIN, directly",
                "gus: app CRM, directly",
                "hal: app CRM, directly",
            ],
        ),
        (
            &["--manager", "CYD@acme.example"],
            &[
                "dan: app CRM, group Sales",
                "dan: app Wiki, group Sales",
                "dan: group Desk, directly",
                "dan: group Sales, directly",
                "dan: role USER_ADMIN, group Desk",
            ],
        ),
        (&["--role", "user_admin"], &["dan: role USER_ADMIN, group Desk"]),
        (&["--admins"], &["ann: role HELP_DESK_ADMIN, directly", "dan: role USER_ADMIN, group Desk", &owner]),
    ];
    for (scope, expected) in cases {
        let mut found = rows(&shell, scope);
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{scope:?}");
    }
    let refusals: [(&[&str], i32, &str); 6] = [
        (&["--app", "CMR"], 3, "no app \"CMR\""),
        (&["--role", "SUPER"], 3, "roles that somebody has: HELP_DESK_ADMIN"),
        (&["--manager", "x"], 3, "no user"),
        (&[], 2, "--app"),
        (&["--app", "CRM", "--admins"], 2, "cannot be used with"),
        (&["--app", "CRM", "--reviewer-attribute", "boss"], 2, "nobody has the attribute \"boss\""),
    ];
    for (scope, code, text) in refusals {
        refused(&shell.run(&[&["review", "--mirror", "m.db"], scope].concat()), code, &[text]);
    }
}

/// Reviewers open it in their spreadsheet program; what is in it is as they expect.
#[test]
fn the_workbook_has_a_sheet_for_each_reviewer() {
    let shell = mirrored();
    let ran = shell.run(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(
        ran.err.contains("app CRM: 6 rows about 6 people for 2 reviewers, 2 rows without a reviewer"),
        "{}",
        ran.err
    );
    let path = shell.directory.path().join("review.xlsx");
    let sheets = sheets(&path);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Review", "Bob Ray", "Cyd Roe", "no reviewer"]);
    let heading = [
        "Person",
        "Login",
        "Department",
        "Title",
        "Access",
        "Way",
        "Since",
        "By",
        "Last use",
        "Marks",
        "Decision",
        "Comment",
        "Row id",
    ];
    let (app, ann, field) = (app(&shell, "CRM"), id(&shell, "ann"), group(&shell, "Field"));
    let bob = &sheets[1].1;
    assert_eq!(bob[0], heading);
    assert_eq!(bob.len(), 4, "ann, gus and hal");
    assert_eq!(
        bob[1][..6],
        ["Ann Lee", "ann@acme.example", "Sales", "=HYPERLINK(\"https://x.example\")", "app CRM", "directly"]
    );
    assert!(bob[1][6].starts_with("20") && bob[1][7].contains('@'), "since when and by whom: {:?}", bob[1]);
    assert_eq!(bob[1][8], "none seen");
    // Of administrators the factors are known.
    assert_eq!(bob[1][9], "never signed in, contractor, no second factor");
    assert_eq!(bob[1][10..], ["", "", &format!("app/{app}/{ann}/direct")]);
    let without = &sheets[3].1;
    let marks: Vec<&str> = without[1..].iter().map(|row| row[9].as_str()).collect();
    assert_eq!(
        marks,
        ["never signed in, no manager", "never signed in, manager \"gone@acme.example\" not found"]
    );
    assert!(without[2][12].ends_with(&field), "{:?}", without[2]);
    let first = &sheets[0].1;
    let fact = |name: &str| first.iter().find(|row| row[0] == name).map(|row| row[1].as_str());
    assert_eq!(fact("Access review"), Some("app CRM"));
    assert_eq!(fact("Scope"), Some(format!("app {app}").as_str()));
    assert_eq!((fact("Rows"), fact("People")), (Some("6"), Some("6")));
    let table: Vec<&Vec<String>> = first.iter().skip_while(|row| row[0] != "Reviewer").collect();
    assert_eq!(table[1][..], ["Bob Ray", "bob@acme.example", "Bob Ray", "3"]);
    // Texts are texts, and no formula is in it.
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    for name in book.sheet_names() {
        assert!(
            book.worksheet_formula(&name).unwrap().cells().all(|(_, _, formula)| formula.is_empty()),
            "{name}"
        );
        let only_texts =
            book.worksheet_range(&name).unwrap().cells().all(|(_, x, cell)| {
                matches!(cell, Data::String(_) | Data::Empty) || name == "Review" && x == 3
            });
        assert!(only_texts, "{name}");
    }
    let xml = part(&path, "xl/worksheets/sheet2.xml");
    for text in [
        "<pane ySplit=\"1\" topLeftCell=\"A2\"",
        "<autoFilter ref=\"A1:M4\"/>",
        "<formula1>\"keep,revoke\"</formula1>",
        "sqref=\"K2:K4\"",
        "hidden=\"1\"",
    ] {
        assert!(xml.contains(text), "{text}: {xml}");
    }
}

/// A part of a workbook as it is.
fn part(path: &Path, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// Another program than ours reads the sheets.
#[test]
fn libreoffice_opens_the_workbook() {
    if std::process::Command::new("soffice").arg("--version").output().is_err() {
        return skipped("the workbook of a review in LibreOffice: there is no soffice");
    }
    let shell = mirrored();
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    let directory = shell.directory.path();
    let sheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let profile = format!("-env:UserInstallation=file://{}/office", directory.display());
    let ran = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", sheets, "--outdir"])
        .args([directory, &directory.join("review.xlsx")])
        .env("HOME", directory)
        .output()
        .unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = std::fs::read_to_string(directory.join("review-Bob Ray.csv")).unwrap();
    assert!(text.contains("Ann Lee") && text.contains("=HYPERLINK") && text.contains("directly"), "{text}");
}

/// Without a mirror, the org is read into one that is gone afterwards.
#[test]
fn without_a_mirror_the_org_is_read() {
    let shell = org();
    let temporary = shell.directory.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = shell.command(&["review", "--group", "Sales", "-o", "review.xlsx"]);
    command.env("TMPDIR", &temporary);
    let ran = crate::shell::finish(command, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("reading the org, with the events of 90 days"), "{}", ran.err);
    assert_eq!(sheets(&shell.directory.path().join("review.xlsx"))[1].0, "Cyd Roe");
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "the mirror is gone");
    shell.ok(&["mirror", "sync", "m.db", "--only", "groups"]);
    let partial = shell.run(&["review", "--group", "Sales", "--mirror", "m.db"]);
    assert!(partial.err.contains("note: memberships is left out"), "{}", partial.err);
}

/// Each kind of row is treated as it should be, and the org holds afterwards what the reviewers meant.
#[test]
fn what_was_decided_is_done_and_nothing_else() {
    let shell = org();
    let app = app(&shell, "CRM");
    for login in ["ida", "jon"] {
        let user = shell.user(&format!("{login}@acme.example"));
        send(&shell, "POST", &format!("apps/{app}/users"), &json!({ "id": user, "scope": "USER" }));
    }
    shell.ok(&["mirror", "sync", "m.db"]);
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    let path = shell.directory.path().join("review.xlsx");
    let ann = id(&shell, "ann");
    // After the review was made, eve lost the app, gus has it by a group instead, and ida is gone.
    send(&shell, "DELETE", &format!("apps/{app}/users/{}", id(&shell, "eve")), &Value::Null);
    send(&shell, "DELETE", &format!("apps/{app}/users/{}", id(&shell, "gus")), &Value::Null);
    send(
        &shell,
        "PUT",
        &format!("groups/{}/users/{}", group(&shell, "Sales"), id(&shell, "gus")),
        &Value::Null,
    );
    let ida = id(&shell, "ida");
    for _ in 0..2 {
        send(&shell, "DELETE", &format!("users/{ida}"), &Value::Null);
    }
    decide(
        &path,
        &[
            ("ann@", "Revoke ", "left the team"),
            ("dan@", "revoke", ""),
            ("eve@", "revoke", ""),
            ("fay@", "revoke", ""),
            ("gus@", "revoke", ""),
            ("hal@", "keep", ""),
            ("ida@", "revoke", ""),
        ],
    );
    let (hal, jon) = (id(&shell, "hal"), id(&shell, "jon"));
    change(&path, |name, rows| {
        // Somebody added a sheet of rows: copies, guesses, and an id that is not the one of the person.
        if name != "no reviewer" {
            return;
        }
        let row = |login: &str, decision: &str, id: String| {
            let mut row = vec![String::new(); 13];
            (row[1], row[10], row[12]) = (login.to_owned(), decision.to_owned(), id);
            row
        };
        rows.push(row("hal@acme.example", "revoke", format!("app/{app}/{hal}/direct")));
        rows.push(row("jon@acme.example", "perhaps", format!("app/{app}/{jon}/direct")));
        rows.push(row("ann@acme.example", "revoke", format!("app/{app}/{jon}/direct")));
        rows.push(row("ann@acme.example", "revoke", "ann".to_owned()));
        rows.push(row("ann@acme.example", "revoke", format!("role/ra1/{ann}/direct")));
        // Twice the same is once.
        rows.push(row("ann@acme.example", "revoke", format!("app/{app}/{ann}/direct")));
    });
    let apply = ["review", "apply", "review.xlsx", "--mirror", "m.db"];
    let texts = [
        "ann@acme.example app CRM (sheet Bob Ray): app \"CRM\" -> nothing",
        "comes by the group Sales: --through-groups removes the person from it, who then loses app Wiki too; to take the app from the group touches 1 other person",
        "the rule \"Field people\" puts the person into the group Field",
        "gus@acme.example app CRM (sheet Bob Ray): comes by another way now: group Sales",
        "this user no longer exists",
        "has another decision for the same row id",
        "its decision \"perhaps\" is neither keep nor revoke",
        "its row id belongs to jon@acme.example",
        "its row id \"ann\" is not one that a review writes",
        "is not about the app CRM",
    ];
    let dry = shell.run(&[&apply[..], &["--dry-run", "--skip-invalid"]].concat());
    refused(&dry, 0, &texts);
    assert!(dry.out.contains("- unassign 1,") && dry.out.contains("! left 3"), "{}", dry.out);
    assert!(dry.err.contains("keep 0, open 1, gone already 1"), "{}", dry.err);
    refused(
        &shell.run(&[&apply[..], &["--yes"]].concat()),
        2,
        &["7 rows are invalid; nothing was changed", "--skip-invalid"],
    );
    let people = || {
        let users = shell.json(&["api", &format!("apps/{app}/users?limit=100")]);
        let mut ids: Vec<String> =
            users.as_array().unwrap().iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    assert!(people().contains(&ann), "nothing was changed");
    let done = shell.run(&[&apply[..], &["--yes", "--skip-invalid", "--results", "done.csv"]].concat());
    refused(&done, 7, &["unassigned 1", "7 rows are invalid and left out, 3 rows are left as they are"]);
    let mut left = vec![id(&shell, "dan"), id(&shell, "fay"), id(&shell, "gus"), hal, jon];
    left.sort();
    assert_eq!(people(), left, "ann alone lost the app");
    let results = std::fs::read_to_string(shell.directory.path().join("done.csv")).unwrap();
    assert!(results.contains("ann@acme.example app CRM (sheet Bob Ray),unassigned,"), "{results}");
    // The same again has nothing to do.
    let again = shell.run(&[&apply[..], &["--yes", "--skip-invalid"]].concat());
    assert!(again.err.contains("gone already 3"), "{}", again.err);
}

#[test]
fn access_by_a_group_goes_with_the_membership_if_that_is_asked_for() {
    let shell = mirrored();
    shell.ok(&["review", "--manager", "cyd@acme.example", "--mirror", "m.db", "-o", "review.xlsx"]);
    let path = shell.directory.path().join("review.xlsx");
    decide(&path, &[("app CRM", "revoke", ""), ("app Wiki", "revoke", ""), ("USER_ADMIN", "revoke", "")]);
    let apply = ["review", "apply", "review.xlsx", "--mirror", "m.db", "--yes"];
    refused(&shell.run(&apply), 7, &["! left 3", "comes by the group Desk"]);
    let groups =
        || shell.ok(&["users", "groups", "dan@acme.example", "--fields", "profile.name", "-o", "csv"]);
    assert!(groups().contains("Sales") && groups().contains("Desk"));
    let ran = shell.run(&[&apply[..], &["--through-groups"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("- remove 2") && ran.out.contains("also \"app Wiki\" -> nothing"),
        "{}",
        ran.out
    );
    assert!(!groups().contains("Sales") && !groups().contains("Desk"), "{}", groups());
    // Fay's membership is a rule's, and stays.
    shell.ok(&["review", "--group", "Field", "--mirror", "m.db", "-o", "field.xlsx"]);
    decide(&shell.directory.path().join("field.xlsx"), &[("fay@", "revoke", "")]);
    let ran = shell.run(&["review", "apply", "field.xlsx", "--mirror", "m.db", "--yes", "--through-groups"]);
    refused(&ran, 7, &["the rule \"Field people\" puts the person into the group Field: change the rule"]);
    assert!(shell.ok(&["groups", "members", "Field", "--fields", "profile.login"]).contains("fay@"));
}

#[test]
fn roles_and_memberships_are_taken_and_protected_people_are_not_touched() {
    let shell = mirrored();
    shell.ok(&["review", "--admins", "--mirror", "m.db", "-o", "admins.xlsx"]);
    shell.ok(&["review", "--group", "Sales", "--mirror", "m.db", "-o", "sales.xlsx"]);
    decide(&shell.directory.path().join("admins.xlsx"), &[("role ", "revoke", "")]);
    decide(&shell.directory.path().join("sales.xlsx"), &[("dan@", "revoke", "")]);
    let apply = |file: &'static str, more: &[&str]| {
        shell.run(&[&["review", "apply", file, "--mirror", "m.db", "--yes"], more].concat())
    };
    refused(&apply("admins.xlsx", &[]), 6, &["is the owner of the token", "--skip-protected"]);
    let roles = || shell.ok(&["user-roles", "list", "ann@acme.example"]);
    assert!(roles().contains("HELP_DESK_ADMIN"), "nothing was changed");
    refused(&apply("admins.xlsx", &["--skip-protected"]), 7, &["revoked 1", "left as they are"]);
    assert_eq!(roles(), "");
    let curl = shell.run(&["review", "apply", "sales.xlsx", "--mirror", "m.db", "--curl"]);
    assert!(curl.out.contains("-X DELETE") && curl.out.contains("/users/"), "{}", curl.out);
    let ran = apply("sales.xlsx", &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(shell.ok(&["groups", "members", "Sales"]), "");
    let files = std::fs::read_dir(shell.directory.path()).unwrap();
    let journals =
        files.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains("journal"));
    assert_eq!(journals.count(), 0, "a run that ended leaves no journal");
}

/// Where the answers to a removal are lost, the org is asked whether it was done, and that is no failure.
#[test]
fn an_answer_that_is_lost_is_no_failure() {
    let shell = mirrored();
    let cases = [
        ("--app", "CRM", "ann@", "/api/v1/apps/*/users/*", "unassigned 1"),
        ("--group", "Sales", "dan@", "/api/v1/groups/*/users/*", "removed 1"),
        ("--role", "HELP_DESK_ADMIN", "ann@", "/api/v1/users/*/roles/*", "revoked 1"),
    ];
    for (scope, name, who, path, told) in cases {
        shell.ok(&["review", scope, name, "--mirror", "m.db", "-o", "review.xlsx"]);
        decide(&shell.directory.path().join("review.xlsx"), &[(who, "revoke", "")]);
        shell.org.inject(Fault::lost_answer().on("DELETE", path));
        let (ran, seen) =
            shell.seen(|| shell.run(&["review", "apply", "review.xlsx", "--mirror", "m.db", "--yes"]));
        assert_eq!(ran.code, 0, "{scope}: {}", ran.err);
        assert!(ran.err.contains(told), "{scope}: {}", ran.err);
        let sent = seen.iter().filter(|request| request.method == "DELETE").count();
        assert!(sent > 0, "{scope}: it was sent");
    }
}

#[test]
fn what_is_no_review_of_this_org_is_refused() {
    let (shell, other) = (mirrored(), org());
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    let path = |name: &str| shell.directory.path().join(name);
    std::fs::copy(path("review.xlsx"), other.directory.path().join("review.xlsx")).unwrap();
    let (ran, seen) = other.seen(|| other.run(&["review", "apply", "review.xlsx", "--yes"]));
    refused(&ran, 2, &["and this org is"]);
    assert_eq!(seen.len(), 1, "nothing of the org was read");
    std::fs::write(path("text.xlsx"), "not a workbook").unwrap();
    std::fs::copy("tests/end_to_end/people.xlsx", path("people.xlsx")).unwrap();
    let cases = [
        ("text.xlsx", "not zipped"),
        ("people.xlsx", "is not a workbook of `oktars review`"),
        ("none.xlsx", "cannot be read"),
    ];
    for (name, text) in cases {
        refused(&shell.run(&["review", "apply", name]), 2, &[text]);
        refused(&shell.run(&["review", "status", name]), 2, &[text]);
        refused(&shell.run(&["review", "--app", "CRM", "--mirror", "m.db", "--compare", name]), 2, &[text]);
    }
    let compared = shell.run(&["review", "--app", "Wiki", "--mirror", "m.db", "--compare", "review.xlsx"]);
    refused(&compared, 2, &["is a review of other access: app CRM"]);
}

#[test]
fn decisions_are_counted_by_reviewer() {
    let shell = mirrored();
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    decide(
        &shell.directory.path().join("review.xlsx"),
        &[
            ("ann@", "revoke", "left"),
            ("gus@", "KEEP", ""),
            ("dan@", "maybe", "ask me"),
            ("eve@", "keep", ""),
        ],
    );
    let ran = shell.run(&["review", "status", "review.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("2 of 6 rows are open"), "{}", ran.err);
    let counts: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<String> = counts
        .iter()
        .map(|row| {
            format!(
                "{} {} {} {} {} {}",
                row["reviewer"], row["keep"], row["revoke"], row["open"], row["other"], row["comments"]
            )
        })
        .collect();
    assert_eq!(told, ["\"Bob Ray\" 1 1 1 0 1", "\"Cyd Roe\" 0 0 0 1 1", "\"no reviewer\" 1 0 1 0 0"]);
    assert_eq!(counts[0]["address"], "bob@acme.example");
    let table = shell.ok(&["review", "status", "review.xlsx", "-o", "table"]);
    assert!(table.contains("REVIEWER") && table.contains("Cyd Roe"), "{table}");
}

#[test]
fn a_sample_can_be_drawn_again_and_only_what_is_new_be_asked_for() {
    let shell = mirrored();
    let review = |more: &[&str]| {
        let ran = shell.run(&[&["review", "--app", "CRM", "--mirror", "m.db"], more].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let ids = ran.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone());
        (ids.map(|id| id.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>(), ran.err)
    };
    let (first, told) = review(&["--sample", "50%"]);
    assert_eq!(first.len(), 3);
    let seed = told.split("--seed ").nth(1).unwrap().split(' ').next().unwrap();
    assert_eq!(review(&["--sample", "3", "--seed", seed]).0, first);
    let samples: std::collections::HashSet<Vec<String>> =
        (0..10).map(|seed| review(&["--sample", "3", "--seed", &seed.to_string()]).0).collect();
    assert!(samples.len() > 1, "another seed draws other rows");
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "--sample", "2", "--seed", "7", "-o", "s.xlsx"]);
    let drawn = sheets(&shell.directory.path().join("s.xlsx"));
    assert!(
        drawn[0].1.iter().any(|row| row[0] == "Sample" && row[1] == "2 of 6 rows, seed 7"),
        "{:?}",
        drawn[0]
    );
    assert_eq!(review(&["--changed-since", "1h"]).0.len(), 6, "the org is younger than that");
    let user = shell.user("new@acme.example");
    let crm = app(&shell, "CRM");
    std::thread::sleep(std::time::Duration::from_millis(20));
    let now = shell.json(&["users", "get", "new@acme.example"])["created"].as_str().unwrap().to_owned();
    send(&shell, "POST", &format!("apps/{crm}/users"), &json!({ "id": user, "scope": "USER" }));
    shell.ok(&["mirror", "sync", "m.db"]);
    assert_eq!(review(&["--changed-since", &now]).0, [format!("app/{crm}/{user}/direct")]);
}

#[test]
fn a_review_shows_what_was_decided_last_time() {
    let shell = mirrored();
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "old.xlsx"]);
    decide(
        &shell.directory.path().join("old.xlsx"),
        &[("ann@", "revoke", "left"), ("dan@", "keep", ""), ("hal@", "keep", "")],
    );
    let (crm, new) = (app(&shell, "CRM"), shell.user("new@acme.example"));
    send(&shell, "POST", &format!("apps/{crm}/users"), &json!({ "id": new, "scope": "USER" }));
    send(&shell, "DELETE", &format!("apps/{crm}/users/{}", id(&shell, "hal")), &Value::Null);
    shell.ok(&["mirror", "sync", "m.db"]);
    let ran =
        shell.run(&["review", "--app", "CRM", "--mirror", "m.db", "--compare", "old.xlsx", "-o", "new.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("compared with old.xlsx: 1 new, 1 gone"), "{}", ran.err);
    let sheets = sheets(&shell.directory.path().join("new.xlsx"));
    let mut told: Vec<(String, String)> = Vec::new();
    for (name, rows) in &sheets {
        let Some(last) = column(rows, "Last time") else { continue };
        told.extend(rows[1..].iter().map(|row| (format!("{name}: {}", row[1]), row[last].clone())));
    }
    told.sort();
    let expected = [
        ("Bob Ray: ann@acme.example", "revoke: left"),
        ("Bob Ray: gus@acme.example", "open"),
        ("Cyd Roe: dan@acme.example", "keep"),
        ("gone: hal@acme.example", "keep"),
        ("no reviewer: eve@acme.example", "open"),
        ("no reviewer: fay@acme.example", "open"),
        ("no reviewer: new@acme.example", "new"),
    ];
    assert_eq!(told, expected.map(|(who, what)| (who.to_owned(), what.to_owned())));
    // A workbook with that column comes back like any other.
    decide(&shell.directory.path().join("new.xlsx"), &[("gus@", "revoke", "")]);
    let ran = shell.run(&["review", "apply", "new.xlsx", "--mirror", "m.db", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("unassigned 1"), "{}", ran.err);
}

/// So many people in a group that has an app, as another org answers.
#[cfg(target_os = "linux")]
fn many(count: usize, reviewers: usize) -> String {
    let (at, id) = ("2026-01-01T00:00:00.000Z", |number: usize| format!("00u{number:017}"));
    let line = |operation: &str, values: &[&str], body: Value| {
        format!("{}\n", json!({ "operation": operation, "values": values, "body": body }))
    };
    let mut lines = String::new();
    for number in 0..count {
        let login = format!("user{number}@acme.example");
        let user = json!({ "id": id(number), "status": "ACTIVE", "created": at, "activated": at, "lastUpdated": at,
            "statusChanged": at, "lastLogin": at, "type": { "id": "oty1" }, "profile": { "login": login, "email": login,
            "firstName": format!("First{number}"), "lastName": format!("Last{number}"), "title": "Engineer",
            "department": format!("Department {}", number % 40), "managerId": id((number + 1) % reviewers) } });
        lines.push_str(&line("listUsers", &[], user));
    }
    let (group, app) = ("00g00000000000000001", "0oa00000000000000001");
    let object = json!({ "id": group, "type": "OKTA_GROUP", "created": at, "lastUpdated": at,
        "lastMembershipUpdated": at, "objectClass": ["okta:user_group"], "profile": { "name": "All" } });
    lines.push_str(&line("listGroups", &[], object));
    for number in 0..count {
        lines.push_str(&line("listGroupUsers", &[group], json!({ "id": id(number) })));
    }
    let object = json!({ "id": app, "name": "bookmark", "label": "CRM", "signOnMode": "BOOKMARK", "status": "ACTIVE",
        "created": at, "lastUpdated": at,
        "settings": { "app": { "url": "https://x.example", "requestIntegration": false } } });
    lines.push_str(&line("listApplications", &[], object));
    let given = json!({ "id": group, "priority": 0, "lastUpdated": at, "profile": {} });
    lines.push_str(&line("listApplicationGroupAssignments", &[app], given));
    lines
}

/// How long a review of many people takes, and how much memory: `OKTARS_REVIEW_PEOPLE=10000`, with `--nocapture`.
#[cfg(target_os = "linux")]
#[test]
fn a_review_of_many_people() {
    let Some(count) =
        std::env::var("OKTARS_REVIEW_PEOPLE").ok().and_then(|count| count.parse::<usize>().ok())
    else {
        return;
    };
    let answers = Answers::read(many(count, (count / 50).max(1)).as_bytes()).unwrap();
    let shell = Shell::over(Org::builder().seed(Seed::Answers(answers)).build().unwrap());
    shell.ok(&["mirror", "sync", "m.db"]);
    let begun = std::time::Instant::now();
    let mut child =
        shell.command(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = String::new();
    let ended = loop {
        if let Ok(text) = std::fs::read_to_string(&status)
            && let Some(line) = text.lines().find(|line| line.starts_with("VmHWM"))
        {
            peak = line.split_whitespace().nth(1).unwrap_or_default().to_owned();
        }
        match child.try_wait().unwrap() {
            Some(ended) => break ended,
            None => std::thread::sleep(std::time::Duration::from_millis(5)),
        }
    };
    let took = begun.elapsed();
    assert!(ended.success());
    let sheets = sheets(&shell.directory.path().join("review.xlsx"));
    let rows: usize = sheets[1..].iter().map(|(_, rows)| rows.len() - 1).sum();
    assert!((count..=count + 1).contains(&rows), "{rows}");
    let peak = peak.parse::<u64>().unwrap_or_default() / 1024;
    #[expect(clippy::print_stderr, reason = "the figures are what the test is for")]
    {
        eprintln!("{rows} rows on {} sheets in {:.2} s, at most {peak} MB", sheets.len(), took.as_secs_f64());
    }
    assert!(took.as_secs() < 10 && peak < 200, "{took:?} and {peak} MB");
}

/// The mirror that the profile names is asked, as `check` does.
#[test]
fn the_profile_names_the_mirror_of_a_review() {
    let shell = mirrored();
    shell.log_in("acme", &[]);
    let file = shell.directory.path().join("m.db");
    let config = shell.directory.path().join("config").join("config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("{text}mirror = {file:?}\n")).unwrap();
    let ran = shell.by_profile("", &["review", "--app", "CRM", "-o", "csv"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("m.db shows the org as of"), "{}", ran.err);
    assert!(ran.out.contains("ann@acme.example"), "{}", ran.out);
}

/// The process is killed in the middle of its work. The same command does the rest, and nothing twice.
#[cfg(unix)]
#[test]
fn an_apply_that_is_killed_goes_on() {
    let shell = Shell::new();
    let app = json!({ "name": "bookmark", "label": "CRM", "signOnMode": "BOOKMARK",
        "settings": { "app": { "url": "https://x.example", "requestIntegration": false } } });
    let app = send(&shell, "POST", "apps", &app)["id"].as_str().unwrap().to_owned();
    let logins: Vec<String> = (0..12).map(|number| format!("user{number}@acme.example")).collect();
    for login in &logins {
        let user = shell.user(login);
        send(&shell, "POST", &format!("apps/{app}/users"), &json!({ "id": user, "scope": "USER" }));
    }
    shell.ok(&["mirror", "sync", "m.db"]);
    shell.ok(&["review", "--app", "CRM", "--mirror", "m.db", "-o", "review.xlsx"]);
    let decisions: Vec<_> = logins.iter().map(|login| (login.as_str(), "revoke", "")).collect();
    decide(&shell.directory.path().join("review.xlsx"), &decisions);
    // Without a mirror the org is read anew: a mirror would see that much is gone since it was made.
    let apply = ["review", "apply", "review.xlsx", "--yes", "--journal", "journal", "--at-once", "1"];
    let slow = Fault::delay(std::time::Duration::from_millis(100));
    shell.org.inject(slow.on("DELETE", &format!("/api/v1/apps/{app}/users/*")));
    let mut process = crate::shell::start(shell.command(&apply));
    let journal = shell.directory.path().join("journal");
    let under_way = || std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("\"done\""));
    while !under_way() && process.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    process.kill().unwrap();
    assert_eq!(process.wait().unwrap().code(), None, "it was killed in the middle");
    shell.org.clear_faults();
    let left = || {
        send(&shell, "GET", &format!("apps/{app}/users?limit=100"), &Value::Null).as_array().unwrap().len()
    };
    let before = left();
    assert!(before > 0 && before < logins.len(), "{before}");
    let rest = shell.run(&[&apply[..], &["--results", "done.csv"]].concat());
    assert_eq!(rest.code, 0, "{}{}", rest.out, rest.err);
    assert!(rest.err.contains("continuing an interrupted run"), "{}", rest.err);
    assert_eq!(left(), 0);
    let removed = shell.org.requests().iter().filter(|request| request.method == "DELETE").count();
    // The one that was on its way when the process was killed may be asked for again.
    assert!((logins.len()..=logins.len() + 1).contains(&removed), "{removed}");
    let results = std::fs::read_to_string(shell.directory.path().join("done.csv")).unwrap();
    assert_eq!(results.lines().count(), 13, "{results}");
}
