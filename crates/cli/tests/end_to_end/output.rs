//! What is printed, to the byte.

use std::io::{BufRead, BufReader};

use bytes::Bytes;
use serde_json::value::RawValue;

use crate::shell::{Shell, line, start};

/// What the org answers, byte for byte.
fn answer(shell: &Shell, target: &str) -> String {
    let request = http::Request::get(format!("{}{target}", shell.url))
        .header("authorization", format!("SSWS {}", shell.org.token()));
    let response = shell.org.handle(request.body(Bytes::new()).unwrap());
    assert_eq!(response.status(), 200);
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn items(json: &str) -> Vec<String> {
    let items: Vec<Box<RawValue>> = serde_json::from_str(json).unwrap();
    items.iter().map(|item| item.get().to_owned()).collect()
}

#[test]
fn json_is_what_okta_sent() {
    let shell = Shell::with_users(5);
    let page = answer(&shell, "/api/v1/users?limit=200");
    let users = items(&page);
    assert!(users.len() >= 5);
    let lines: String = users.iter().map(|user| format!("{user}\n")).collect();
    assert_eq!(shell.ok(&["users", "list"]), lines, "a pipe gets NDJSON");
    assert_eq!(shell.ok(&["users", "list", "-o", "ndjson"]), lines);
    assert_eq!(shell.ok(&["users", "list", "-o", "json"]), format!("[\n{}\n]\n", users.join(",\n")));
    assert_eq!(shell.ok(&["api", "GET", "users?limit=200"]), format!("{page}\n"));
    assert_eq!(shell.ok(&["api", "GET", "users?limit=2", "--paginate"]), lines);
    let me = answer(&shell, "/api/v1/users/me");
    for format in ["json", "ndjson"] {
        assert_eq!(shell.ok(&["users", "get", "me", "-o", format]), format!("{me}\n"));
    }
    assert_eq!(shell.ok(&["users", "list", "--search", "id eq \"none\"", "-o", "json"]), "[]\n");
}

#[test]
fn a_spreadsheet_gets_values_and_no_formulas() {
    let shell = Shell::new();
    let hostile = [
        ("=HYPERLINK(\"http://evil.example\")", "\"'=HYPERLINK(\"\"http://evil.example\"\")\""),
        ("+1+1", "'+1+1"),
        ("-1", "'-1"),
        ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
        ("a, \"b\"", "\"a, \"\"b\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("\u{202e}gpj.exe", "\u{202e}gpj.exe"),
        ("\u{1b}[31mred", "\u{1b}[31mred"),
        ("Łukasz 日本 ☃", "Łukasz 日本 ☃"),
        ("+49 30 1234567", "+49 30 1234567"),
        ("+1 (212) 555-0123", "+1 (212) 555-0123"),
        ("+49 30 1", "'+49 30 1"),
        ("+1234567+1", "'+1234567+1"),
    ];
    for (name, cell) in hostile {
        let body = serde_json::json!({"profile": {
            "login": "h@acme.example", "email": "h@acme.example", "firstName": name, "lastName": "L",
        }});
        let ran = shell.run_with(&body.to_string(), &["users", "create", "--input", "-", "-o", "csv"]);
        assert_eq!(ran.code, 0, "{name:?}: {}", ran.err);
        let id = ran.out.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        let csv = shell.ok(&[
            "users",
            "get",
            &id,
            "-o",
            "csv",
            "--fields",
            "first=profile.firstName,last=profile.lastName",
        ]);
        assert_eq!(csv, format!("first,last\n{cell},L\n"));
        let table = shell.ok(&["users", "get", &id, "-o", "table", "--fields", "profile.firstName"]);
        assert!(!table.trim_end().contains(char::is_control) && !table.contains('\u{202e}'), "{table:?}");
        shell.ok(&["users", "delete", &id, "--yes"]);
    }
}

#[test]
fn fields_are_chosen_in_every_form() {
    let shell = Shell::new();
    let fields = "login=profile.login,status,activated,provider=credentials.provider.type";
    let cases = [
        (
            "ndjson",
            "{\"login\":\"admin@localhost.example\",\"status\":\"ACTIVE\",\"activated\":null,\"provider\":\"OKTA\"}\n",
        ),
        ("csv", "login,status,activated,provider\nadmin@localhost.example,ACTIVE,,OKTA\n"),
        (
            "table",
            "LOGIN                    STATUS  ACTIVATED  PROVIDER\nadmin@localhost.example  ACTIVE             OKTA\n",
        ),
    ];
    for (format, expected) in cases {
        assert_eq!(shell.ok(&["users", "list", "--fields", fields, "-o", format]), expected);
    }
    assert_eq!(shell.run(&["users", "list", "--fields", "a,,b"]).code, 2);
}

#[test]
fn a_limit_is_a_total_and_asks_for_no_more_than_it_needs() {
    let shell = Shell::with_users(450);
    let cases: [(&[&str], usize, &[u32]); 4] = [
        (&["--limit", "5"], 5, &[5]),
        (&["--limit", "200"], 200, &[200]),
        (&["--limit", "250"], 250, &[200, 200]),
        (&["--limit", "1000000"], 451, &[200, 200, 200]),
    ];
    for (arguments, printed, pages) in cases {
        let (out, seen) = shell.seen(|| shell.ok(&[&["users", "list"], arguments].concat()));
        assert_eq!(out.lines().count(), printed, "{arguments:?}");
        let asked: Vec<u32> = seen
            .iter()
            .map(|request| request.query.iter().find(|(name, _)| name == "limit").unwrap().1.parse().unwrap())
            .collect();
        assert_eq!(asked, pages, "{arguments:?}");
    }
    assert_eq!(shell.run(&["users", "list", "--limit", "0"]).code, 2);
}

#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let shell = Shell::with_users(3000);
    let (_, seen) = shell.seen(|| {
        let mut child = start(shell.command(&["users", "list"]));
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("{\"id\":"));
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    });
    assert!(seen.len() < 15, "{} pages were asked for though nobody read them", seen.len());
}

#[test]
fn a_listing_that_breaks_off_is_not_closed() {
    let shell = Shell::with_users(300);
    shell.org.inject(oktars_local::Fault::status(505).on("GET", "/api/v1/users").after(1));
    let ran = shell.run(&["users", "list", "-o", "json"]);
    assert_eq!((ran.code, ran.out.lines().count()), (5, 201), "the bracket and a page");
    assert!(serde_json::from_str::<Vec<Box<RawValue>>>(&ran.out).is_err(), "nobody takes it for the whole");
    assert!(ran.err.contains("\"status\":505"), "{}", ran.err);
}

#[test]
fn verbose_shows_requests_on_stderr_alone() {
    let shell = Shell::with_users(250);
    let quiet = shell.run(&["users", "list"]);
    assert_eq!(quiet.err, "");
    let (verbose, seen) = shell.seen(|| shell.run(&["users", "list", "-v"]));
    assert_eq!(verbose.out, quiet.out);
    for request in &seen {
        assert!(verbose.err.contains(&format!("> {}\n", line(request))), "{}", verbose.err);
    }
    assert_eq!(verbose.err.matches("status 200").count(), 2, "{}", verbose.err);
    assert!(!verbose.err.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn what_was_done_is_said_on_stderr_unless_nobody_wants_to_know() {
    let shell = Shell::new();
    let id = shell.user("ann@acme.example");
    let ran = shell.run(&["users", "update", &id, "--set", "title=Boss", "--quiet"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let ran = shell.run(&["users", "deactivate", &id, "--yes"]);
    assert_eq!((ran.out.as_str(), ran.err), ("", format!("deactivated {id}\n")));
}

/// The rows of the first sheet of a workbook.
fn sheet(bytes: &[u8]) -> Vec<Vec<calamine::Data>> {
    use calamine::Reader;
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    range.rows().map(<[calamine::Data]>::to_vec).collect()
}

#[test]
fn a_workbook_holds_what_is_listed_and_nothing_acts_in_it() {
    use calamine::Data;
    let shell = Shell::new();
    let body = serde_json::json!({"profile": {
        "login": "h@acme.example", "email": "h@acme.example", "firstName": "=1+1", "lastName": "Dvořák",
        "mobilePhone": "+49 30 1234567", "employeeNumber": "007",
    }});
    assert_eq!(shell.run_with(&body.to_string(), &["users", "create", "--input", "-"]).code, 0);
    let fields =
        "login,firstName,lastName,n=profile.employeeNumber,p=profile.mobilePhone,created,profile.title";
    let run = |more: &[&str]| {
        let arguments = [&["users", "list", "-o", "xlsx", "--fields", fields], more].concat();
        let output = shell.command(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        sheet(&output.stdout)
    };
    let rows = run(&["--search", "profile.login eq \"h@acme.example\""]);
    let text = |text: &str| Data::String(text.to_owned());
    let names = ["login", "firstName", "lastName", "n", "p", "created", "profile.title"];
    assert_eq!(rows[0], names.map(text));
    assert_eq!(rows[1][..5], ["h@acme.example", "=1+1", "Dvořák", "007", "+49 30 1234567"].map(text));
    assert!(matches!(&rows[1][5], Data::String(time) if time.ends_with('Z')), "{:?}", rows[1][5]);
    assert_eq!(rows[1][6], Data::Empty);
    let rows = run(&["--time", "utc"]);
    assert!(
        matches!(rows[1][5], Data::DateTime(_)),
        "a date of a zone is one for spreadsheets too: {:?}",
        rows[1][5]
    );
    // Nobody is found, and one object is a list of one.
    assert_eq!(run(&["--search", "id eq \"none\""]).len(), 1);
    let output = shell.command(&["users", "get", "me", "-o", "xlsx"]).output().unwrap();
    assert_eq!(sheet(&output.stdout).len(), 2);
}

#[test]
fn lists_in_csv_are_as_people_write_them() {
    let shell = Shell::new();
    shell.log_in("acme", &["--protect", "Ada Adler", "--protect", "=Support"]);
    let csv = shell.by_profile("", &["auth", "list", "-o", "csv", "--fields", "protected"]);
    assert_eq!(csv.out.lines().nth(1), Some("Ada Adler; =Support"));
    let status = shell.run(&["auth", "status", "-o", "csv"]);
    assert!(status.out.starts_with("setting,value,source\n"), "no column is empty: {}", status.out);
}

#[test]
fn a_mark_tells_excel_that_csv_is_utf_8() {
    let shell = Shell::new();
    let list = ["users", "list", "--fields", "id"];
    assert!(shell.ok(&[&list[..], &["-o", "csv", "--bom"]].concat()).starts_with("\u{feff}id\n"));
    assert!(shell.ok(&[&list[..], &["-o", "csv"]].concat()).starts_with("id\n"));
    for more in [&["--bom"][..], &["--bom", "-o", "json"], &["--bom", "-o", "xlsx"]] {
        let ran = shell.run(&[&list[..], more].concat());
        assert!(ran.code == 2 && ran.err.contains("--bom"), "{more:?}: {}", ran.err);
    }
    shell.ok(&["users", "export", "all.csv", "--bom"]);
    let bytes = std::fs::read(shell.directory.path().join("all.csv")).unwrap();
    assert!(bytes.starts_with(b"\xef\xbb\xbfid,"));
    assert_eq!(shell.ok(&["users", "import", "all.csv", "--yes"]), "= same 1\n", "and it is read again");
}

/// Okta shows it once: whoever prints columns without it should know.
#[test]
fn a_new_secret_that_the_columns_leave_out_is_told() {
    let shell = Shell::new();
    let app = serde_json::json!({"name": "oidc_client", "label": "Portal", "signOnMode": "OPENID_CONNECT",
        "credentials": {"oauthClient": {"token_endpoint_auth_method": "client_secret_basic"}},
        "settings": {"oauthClient": {"application_type": "web", "grant_types": ["authorization_code"],
            "response_types": ["code"], "redirect_uris": ["https://a.example/cb"]}}});
    let ran = shell.run_with(&app.to_string(), &["apps", "create", "--input", "-", "-o", "csv"]);
    assert!(
        ran.code == 0 && ran.err.contains("leave out credentials.oauthClient.client_secret"),
        "{}",
        ran.err
    );
    let make = |more: &[&str]| shell.run(&[&["app-secrets", "create", "Portal"], more].concat());
    // A new secret is what the command is for, so its columns have it.
    let ran = make(&["-o", "csv"]);
    let (names, values) = ran.out.split_once('\n').unwrap_or_default();
    let place = names.split(',').position(|name| name == "secret");
    let secret = place.and_then(|place| values.trim_end().split(',').nth(place));
    assert!(ran.code == 0 && secret.is_some_and(|secret| secret.len() > 20), "{}", ran.out);
    assert!(!ran.err.contains("leave out"), "{}", ran.err);
    remove_last_secret(&shell);
    for more in [&["-o", "json"][..], &["-o", "table"], &["-o", "csv", "--fields", "id,client_secret"]] {
        let ran = make(more);
        assert!(ran.code == 0 && !ran.err.contains("leave out"), "{more:?}: {}", ran.err);
        remove_last_secret(&shell);
    }
}

/// Okta takes two secrets for one app.
fn remove_last_secret(shell: &Shell) {
    let ids = shell.ok(&["app-secrets", "list", "Portal", "--jq", ".id"]);
    let id = ids.lines().last().unwrap();
    shell.ok(&["app-secrets", "deactivate", "Portal", id, "--yes"]);
    shell.ok(&["app-secrets", "delete", "Portal", id, "--yes"]);
}

/// What is printed is what the answer has, where the usual columns are of something else.
#[test]
fn an_answer_of_another_kind_has_its_own_columns() {
    let shell = Shell::new();
    shell.ok(&[
        "users",
        "create",
        "--login",
        "ann@acme.example",
        "--first-name",
        "A",
        "--last-name",
        "L",
        "--no-activate",
    ]);
    let csv = shell.ok(&["users", "activate", "ann@acme.example", "--no-email", "-o", "csv"]);
    assert!(csv.starts_with("activationUrl,activationToken\nhttp"), "{csv}");
}

#[test]
fn a_wide_table_has_all_columns() {
    let shell = Shell::new();
    let headings = |form: &str| shell.ok(&["users", "list", "-o", form]).lines().next().unwrap().to_owned();
    assert!(!headings("table").contains("LASTLOGIN"));
    let wide: Vec<String> = headings("wide").split_whitespace().map(str::to_lowercase).collect();
    assert_eq!(wide.join(","), headings("csv").to_lowercase());
    let table = shell.ok(&["users", "list", "-o", "table", "--fields", "id,profile.login,profile.email"]);
    assert!(table.starts_with("ID                    LOGIN "), "a heading is the end of its path: {table}");
}
