//! The forms of the files that are written: what a name promises is what the file holds.

use calamine::Reader;
use serde_json::Value;

use crate::shell::{Ran, Shell};

/// An org with people, groups, an app and what belongs together, with values that are easily changed on the way.
fn company() -> Shell {
    let shell = Shell::new();
    let app = serde_json::json!({"label": "Wiki", "signOnMode": "BOOKMARK", "name": "bookmark",
        "settings": {"app": {"requestIntegration": false, "url": "https://wiki.example"}}});
    assert_eq!(shell.run_with(&app.to_string(), &["apps", "create", "--input", "-"]).code, 0);
    shell.ok(&["groups", "create", "--name", "Blue", "--description", "=1+1"]);
    let titles = [
        "=1+1",
        "'=1",
        "007",
        " Boss ",
        "null",
        "\"null\"",
        "\u{1}\u{1b}[2J\r\n_x0041_",
        "+49 30 1234567",
        "TRUE",
    ];
    for (n, title) in titles.iter().enumerate() {
        let login = format!("p{n}@acme.example");
        let profile = serde_json::json!({"login": login, "email": login, "firstName": "P", "lastName": "Dvořák", "title": title});
        let body = serde_json::json!({ "profile": profile }).to_string();
        assert_eq!(shell.run_with(&body, &["users", "create", "--input", "-"]).code, 0);
        shell.ok(&["groups", "add-user", "Blue", &login]);
        shell.ok(&["apps", "assign-user", "Wiki", &login, "--user-name", title.trim()]);
    }
    shell.ok(&["apps", "assign-group", "Wiki", "Blue"]);
    shell
}

const EXPORTS: [(&[&str], &[&str]); 5] = [
    (&["users", "export"], &["users", "import"]),
    (&["groups", "export"], &["groups", "import"]),
    (&["groups", "export-members"], &["groups", "import-members"]),
    (&["apps", "export-users"], &["apps", "import-users"]),
    (&["apps", "export-groups"], &["apps", "import-groups"]),
];

fn bytes(shell: &Shell, name: &str) -> Vec<u8> {
    std::fs::read(shell.directory.path().join(name)).unwrap()
}

#[test]
fn every_export_writes_the_form_that_its_name_says_and_the_import_reads_it_back() {
    let shell = company();
    for (export, import) in EXPORTS {
        for name in ["f.csv", "f.ndjson", "f.jsonl", "f.json", "f.xlsx", "f.XLSX", "f"] {
            shell.ok(&[export, &[name]].concat());
            let content = bytes(&shell, name);
            let is_form = match name {
                "f.csv" => content.windows(2).any(|two| two == b",\"") || content.contains(&b','),
                "f.json" => serde_json::from_slice::<Vec<Value>>(&content).is_ok(),
                "f.xlsx" | "f.XLSX" => calamine::Xlsx::new(std::io::Cursor::new(&content))
                    .is_ok_and(|book| book.sheet_names().len() == 1),
                _ => content.starts_with(b"{") && content.ends_with(b"}\n"),
            };
            assert!(
                is_form,
                "{export:?} {name}: {}",
                String::from_utf8_lossy(&content[..content.len().min(200)])
            );
            let ran = shell.run(&[import, &[name, "--yes"]].concat());
            assert!(
                ran.code == 0 && ran.out.starts_with("= same "),
                "{import:?} {name}: {}{}",
                ran.out,
                ran.err
            );
            std::fs::remove_file(shell.directory.path().join(name)).unwrap();
        }
    }
}

#[test]
fn stdout_is_written_to_in_every_form() {
    let shell = company();
    for (export, _) in EXPORTS {
        let plain = shell.ok(export);
        assert_eq!(shell.ok(&[export, &["-"]].concat()), plain, "{export:?}");
        for form in ["csv", "ndjson", "json", "xlsx"] {
            let run = |more: &[&str]| {
                let output = shell.command(&[export, more].concat()).output().unwrap();
                assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
                output.stdout
            };
            let ways = [run(&["-", "--form", form]), run(&["-o", form]), run(&["--form", form])];
            if form == "xlsx" {
                assert!(ways.iter().all(|bytes| bytes.starts_with(b"PK")), "{export:?}");
            } else {
                assert!(
                    ways.iter().all(|bytes| *bytes == ways[0]) && !ways[0].is_empty(),
                    "{export:?} {form}"
                );
            }
        }
    }
    let names = std::fs::read_dir(shell.directory.path()).unwrap();
    let names: Vec<String> =
        names.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!names.contains(&"-".to_owned()), "{names:?}");
}

#[test]
fn a_name_that_promises_another_form_is_refused() {
    let shell = company();
    let import = ["users", "import", "p.csv", "--yes"];
    std::fs::write(shell.directory.path().join("p.csv"), "login,title\np0@acme.example,X\n").unwrap();
    let with = |more: &[&'static str]| [&import[..], more].concat();
    let cases: [(Vec<&str>, &str); 12] = [
        (vec!["logs", "tail", "--to", "events.csv"], "written as NDJSON alone"),
        (vec!["logs", "tail", "-o", "xlsx"], "the log has no end"),
        (
            vec!["users", "export", "f.xlsx", "--form", "csv"],
            "the name of the file says xlsx, and --form csv",
        ),
        (vec!["groups", "export-members", "f.csv", "--form", "ndjson"], "says csv"),
        (vec!["users", "export", "f.xls"], "would hold no XLS"),
        (vec!["apps", "export-users", "f.yaml"], "would hold no YAML"),
        (vec!["users", "export", "-o", "yaml"], "an export is CSV, NDJSON, JSON or XLSX"),
        (vec!["users", "export", "f.ndjson", "--bom"], "--bom is the byte order mark of CSV"),
        (with(&["--plan-out", "plan.csv"]), "written as NDJSON alone"),
        (with(&["--plan-out", "-"]), "`-` is not a file here"),
        (with(&["--results", "-"]), "`-` is not a file here"),
        (with(&["--results", "r.ods"]), "would hold no ODS"),
    ];
    for (arguments, told) in cases {
        let (ran, seen) = shell.seen(|| shell.run(&arguments));
        assert!(ran.code == 2 && ran.err.contains(told), "{arguments:?}: {}", ran.err);
        assert!(seen.iter().all(|request| request.method == "GET"), "{arguments:?}");
    }
}

#[test]
fn a_file_that_was_there_is_replaced_and_that_is_said() {
    let shell = company();
    let run = |arguments: &[&str]| -> Ran { shell.run(arguments) };
    std::fs::write(shell.directory.path().join("p.csv"), "login,title\np0@acme.example,X\n").unwrap();
    for (arguments, name) in [
        (&["users", "export", "f.csv"][..], "f.csv"),
        (&["groups", "export-members", "m.xlsx"], "m.xlsx"),
        (&["users", "import", "p.csv", "--yes", "--results", "r.csv"], "r.csv"),
        (&["users", "import", "p.csv", "--dry-run", "--plan-out", "plan.ndjson"], "plan.ndjson"),
    ] {
        let ran = run(arguments);
        assert!(ran.code == 0 && !ran.err.contains("replaced"), "{arguments:?}: {}", ran.err);
        let ran = run(arguments);
        assert!(
            ran.code == 0 && ran.err.contains(&format!("replaced the {name} that was there")),
            "{arguments:?}: {}",
            ran.err
        );
    }
}

#[test]
fn results_are_in_the_form_of_their_name() {
    let shell = company();
    for (name, n) in [("r.csv", 0), ("r.xlsx", 1), ("r.json", 2), ("r.ndjson", 3), ("r", 4)] {
        std::fs::write(
            shell.directory.path().join("p.csv"),
            format!("login,title\np{n}@acme.example,X\nx@@acme.example,Z\n"),
        )
        .unwrap();
        let ran = shell.run(&["users", "import", "p.csv", "--yes", "--skip-invalid", "--results", name]);
        assert_eq!(ran.code, 7, "{}{}", ran.out, ran.err);
        let content = bytes(&shell, name);
        let told = match name {
            "r.xlsx" => {
                let mut book = calamine::Xlsx::new(std::io::Cursor::new(&content)).unwrap();
                let range = book.worksheet_range_at(0).unwrap().unwrap();
                range.rows().map(|row| format!("{row:?}")).collect::<String>()
            }
            "r.json" => format!("{:?}", serde_json::from_slice::<Vec<Value>>(&content).unwrap()),
            _ => String::from_utf8(content).unwrap(),
        };
        for part in [
            format!("p{n}@acme.example"),
            "updated".to_owned(),
            "invalid".to_owned(),
            "not an email address".to_owned(),
        ] {
            assert!(told.contains(&part), "{name} {part}: {told}");
        }
    }
}

#[test]
fn a_file_that_is_named_as_the_output_holds_what_its_name_says() {
    let shell = company();
    let list = ["users", "list", "--limit", "3"];
    for (name, format) in
        [("f.csv", "csv"), ("f.json", "json"), ("f.ndjson", "ndjson"), ("f.yml", "yaml"), ("F.CSV", "csv")]
    {
        let ran = shell.run(&[&list[..], &["-o", name]].concat());
        assert!(ran.code == 0 && ran.out.is_empty(), "{name}: {}{}", ran.out, ran.err);
        let printed = shell.ok(&[&list[..], &["-o", format]].concat());
        assert_eq!(String::from_utf8(bytes(&shell, name)).unwrap(), printed, "{name}");
    }
    let ran = shell.run(&["users", "list", "-o", "f.xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes(&shell, "f.xlsx"))).unwrap();
    assert_eq!(book.worksheet_range_at(0).unwrap().unwrap().height(), 1 + 10);
    let ran = shell.run(&["users", "export", "-o", "g.csv"]);
    assert!(
        ran.code == 0 && ran.out.is_empty() && !bytes(&shell, "g.csv").is_empty(),
        "{}{}",
        ran.out,
        ran.err
    );
}

/// What a file held stays until the new one is whole.
#[test]
fn a_command_that_fails_leaves_the_file_as_it_was() {
    let shell = company();
    std::fs::write(shell.directory.path().join("f.json"), "before").unwrap();
    for (command, code) in [
        (&["users", "get", "nobody@acme.example", "-o", "f.json"][..], 3),
        (&["users", "list", "-o", "f.json", "--filter", "wrong"], 1),
        (&["users", "export", "g.csv", "-o", "f.json"], 2),
        (&["users", "list", "-o", "f.txt"], 2),
        (&["users", "list", "-o", "nowhere/f.csv"], 2),
    ] {
        let ran = shell.run(command);
        assert_eq!(ran.code, code, "{command:?}: {}", ran.err);
        assert!(!ran.err.contains("{\"error\""), "an error for people, since no program reads: {}", ran.err);
    }
    assert_eq!(bytes(&shell, "f.json"), b"before");
    let left: Vec<_> =
        std::fs::read_dir(shell.directory.path()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| name == "f.json" || name == "config"), "{left:?}");
}
