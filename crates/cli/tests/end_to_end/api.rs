//! `oktars api`: the options that `gh api` has, and what each does.

use oktars_local::Fault;
use serde_json::{Value, json};

use crate::shell::{Ran, Shell, line};

/// What was sent: the line, and the body as JSON.
fn sent(shell: &Shell, input: &str, arguments: &[&str]) -> (Ran, String, Value) {
    let all = [&["api"], arguments].concat();
    let (ran, seen) = shell.seen(|| shell.run_with(input, &all));
    let last = seen.last().unwrap_or_else(|| panic!("{arguments:?}: {}", ran.err));
    (ran, line(last), serde_json::from_str(&last.body).unwrap_or_default())
}

#[test]
fn methods_are_said_or_follow_from_what_is_sent() {
    let shell = Shell::new();
    let cases: [(&[&str], &str); 10] = [
        (&["groups"], "GET /api/v1/groups"),
        (&["api/v1/groups"], "GET /api/v1/groups"),
        (&["/api/v1/groups"], "GET /api/v1/groups"),
        (&["-X", "get", "groups"], "GET /api/v1/groups"),
        (&["GET", "groups"], "GET /api/v1/groups"),
        (&["groups", "-f", "a=b"], "POST /api/v1/groups"),
        (&["groups", "-X", "GET", "-f", "q=R&D"], "GET /api/v1/groups?q=R%26D"),
        (&["groups", "--input", "-"], "POST /api/v1/groups"),
        (&["-X", "PUT", "groups/00gnone", "-f", "a=b"], "PUT /api/v1/groups/00gnone"),
        (&["--method", "PATCH", "groups/00gnone", "--input", "-"], "PATCH /api/v1/groups/00gnone"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(sent(&shell, "{}", arguments).1, expected, "{arguments:?}");
    }
    for wrong in [&["-X", "FETCH", "groups"][..], &["-X", "GET", "POST", "groups"], &["fetch", "groups"]] {
        let (ran, seen) = shell.seen(|| shell.run(&[&["api"], wrong].concat()));
        assert!(ran.code == 2 && seen.is_empty(), "{wrong:?}: {}", ran.err);
    }
}

#[test]
fn fields_are_texts_or_what_they_look_like() {
    let shell = Shell::new();
    std::fs::write(shell.directory.path().join("about.txt"), "two\nlines: é\n").unwrap();
    std::fs::write(shell.directory.path().join("latin.txt"), b"caf\xe9").unwrap();
    let cases: [(&[&str], Value); 12] = [
        (&["-f", "a=true", "-f", "b=1", "-f", "c=@x"], json!({"a": "true", "b": "1", "c": "@x"})),
        (&["-F", "a=true", "-F", "b=false", "-F", "c=null"], json!({"a": true, "b": false, "c": null})),
        (&["-F", "a=1", "-F", "b=-2.5", "-F", "c=1e3x"], json!({"a": 1, "b": -2.5, "c": "1e3x"})),
        (&["-F", "a=text", "-F", "b=", "-F", "c=a=b"], json!({"a": "text", "b": "", "c": "a=b"})),
        (&["-F", "a=@about.txt"], json!({"a": "two\nlines: é\n"})),
        (&["-F", "a=@-"], json!({"a": "from stdin"})),
        (&["-F", "a[b]=1", "-F", "a[c][d]=x"], json!({"a": {"b": 1, "c": {"d": "x"}}})),
        (&["-F", "a[]=1", "-F", "a[]=x", "-f", "b[]=2"], json!({"a": [1, "x"], "b": ["2"]})),
        (&["-F", "k[][n]=1", "-F", "k[][m]=2", "-F", "k[][n]=3"], json!({"k": [{"n": 1, "m": 2}, {"n": 3}]})),
        (&["-F", "a[]"], json!({"a": []})),
        (&["--raw-field", "a=1", "--field", "b=1"], json!({"a": "1", "b": 1})),
        (&["-F", r#"a={"b":[1]}"#], json!({"a": {"b": [1]}})),
    ];
    for (fields, body) in cases {
        let (_, line, made) = sent(&shell, "from stdin", &[&["groups"], fields].concat());
        assert_eq!((line.as_str(), made), ("POST /api/v1/groups", body), "{fields:?}");
    }
    for wrong in ["a", "=1", "a=@none.txt", "a=@latin.txt"] {
        let (ran, seen) = shell.seen(|| shell.run(&["api", "groups", "-F", wrong]));
        assert!(ran.code == 2 && seen.is_empty() && !ran.err.is_empty(), "{wrong}: {}", ran.err);
    }
    let ran = shell.run(&["api", "groups", "-F", "a=1", "-F", "a[b]=2"]);
    assert!(ran.code == 2 && ran.err.contains("does not fit"), "{}", ran.err);
}

#[test]
fn a_body_comes_from_a_file_or_a_pipe_to_the_byte() {
    let shell = Shell::new();
    let body = "{ \"profile\" : {\"name\":\"x\"} }\n";
    std::fs::write(shell.directory.path().join("body.json"), body).unwrap();
    for (input, file) in [("", "body.json"), (body, "-")] {
        let (_, seen) =
            shell.seen(|| shell.run_with(input, &["api", "groups", "--input", file, "-f", "q=1"]));
        let last = seen.last().unwrap();
        assert_eq!((line(last).as_str(), last.body.as_str()), ("POST /api/v1/groups?q=1", body));
    }
    assert_eq!(shell.run(&["api", "groups", "--input", "none.json"]).code, 2);
}

#[test]
fn headers_are_sent_and_tokens_are_not_taken_as_such() {
    let shell = Shell::new();
    let arguments = ["api", "users/me", "-H", "Accept-Language: de", "-H", "x-one:1"];
    let (ran, seen) = shell.seen(|| shell.run(&arguments));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let header = |name: &str| {
        let headers = &seen.last().unwrap().headers;
        headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone())
    };
    assert_eq!((header("accept-language"), header("x-one")), (Some("de".into()), Some("1".into())));
    for wrong in ["authorization: SSWS x", "AUTHORIZATION:x", "nothing", "a b: c", ": x", "x: a\nb"] {
        let (ran, seen) = shell.seen(|| shell.run(&["api", "users/me", "-H", wrong]));
        assert!(ran.code == 2 && seen.is_empty(), "{wrong:?}: {} {}", ran.code, ran.err);
    }
}

#[test]
fn pages_are_followed_and_each_is_given_to_jq() {
    let shell = Shell::with_users(5);
    let of = |more: &[&str]| shell.ok(&[&["api", "users?limit=2"], more].concat());
    assert_eq!(of(&[]).lines().count(), 1, "one page, as it came");
    assert_eq!(of(&["--paginate"]).lines().count(), 6, "one user a line");
    assert_eq!(of(&["--paginate", "--limit", "3"]).lines().count(), 3);
    let whole: Vec<Value> = serde_json::from_str(&of(&["--paginate", "-o", "json"])).unwrap();
    assert_eq!(whole.len(), 6);
    assert_eq!(of(&["--paginate", "--jq", "length"]), "2\n2\n2\n");
    assert_eq!(of(&["--paginate", "--jq", ".[].id"]).lines().count(), 6);
    assert_eq!(of(&["--paginate", "--fields", "id", "-o", "csv"]).lines().count(), 7);
    let fields = shell.ok(&["api", "users", "--paginate", "-F", "limit=2", "--jq", "length"]);
    assert_eq!(fields, "2\n2\n2\n", "fields of a list are of the query");
    // In the middle: what came before is printed, and the failure is told.
    shell.org.inject(Fault::status(505).on("GET", "/api/v1/users").after(1));
    let ran = shell.run(&["api", "users?limit=2", "--paginate", "--jq", "length"]);
    assert_eq!((ran.code, ran.out.as_str()), (5, "2\n"), "{}", ran.err);
    for wrong in [&["-X", "POST"][..], &["-i"], &["--input", "-"]] {
        assert_eq!(shell.run(&[&["api", "users", "--paginate"], wrong].concat()).code, 2, "{wrong:?}");
    }
}

#[test]
fn the_head_is_printed_where_it_is_asked_for_also_of_an_error() {
    let shell = Shell::new();
    let head = |path: &str| {
        let ran = shell.run(&["api", path, "-i"]);
        let (head, body) = ran.out.split_once("\n\n").unwrap_or_else(|| panic!("{ran:?}"));
        (ran.code, head.to_owned(), body.to_owned(), ran.err)
    };
    let (code, top, body, err) = head("users/me");
    assert!(code == 0 && top.starts_with("200 OK\n") && top.contains("x-okta-request-id: "), "{top}");
    assert!(body.starts_with('{') && body.ends_with("}\n") && err.is_empty(), "{body}{err}");
    let (code, top, body, err) = head("users/nobody");
    assert!(code == 3 && top.starts_with("404 Not Found\n"), "{top}");
    assert_eq!(serde_json::from_str::<Value>(&body).unwrap()["errorCode"], "E0000007");
    assert!(err.starts_with("error: ") && err.contains("E0000007"), "{err}");
}

/// Without `-i` a failure prints nothing on stdout, so that no program takes it for the result; all of it is
/// on stderr, whatever the body was.
#[test]
fn errors_have_their_code_and_are_told_whatever_the_body_is() {
    let shell = Shell::new();
    for (status, code) in [(400, 1), (401, 4), (404, 3), (409, 1), (500, 5), (505, 5)] {
        shell.org.clear_faults();
        shell.org.inject(Fault::status(status).on("PUT", "/api/v1/groups/*"));
        let ran = shell.run(&["api", "-X", "PUT", "groups/00g", "-f", "a=b", "--jq", ".id", "-o", "json"]);
        assert_eq!((ran.code, ran.out.as_str()), (code, ""), "{status}: {}", ran.err);
        let error: Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(error["error"]["status"], status);
    }
    shell.org.clear_faults();
    let ran = shell.run(&["api", "POST", "/oauth2/v1/token", "-f", "grant_type=none", "-o", "json"]);
    let error = &serde_json::from_str::<Value>(&ran.err).unwrap()["error"];
    assert!(ran.code != 0 && error["message"].as_str().unwrap().len() > 10, "{error}");
}
