//! Inputs that ask for much more than they are: each is refused, and costs little memory. The processes are real
//! ones, since what is measured is theirs; one that goes beyond its bound is killed at once.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TOKEN: &str = "00token-of-the-tests-of-bounds-with-42-signs0";
/// The most that an org may have used, whatever it was sent, and the most of one command.
const ORG_MIB: u64 = 400;
const COMMAND_MIB: u64 = 800;

/// The most memory that a process has had so far; none once it has ended.
fn peak_mib(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kib| kib >> 10)
}

// ---- the org ----

struct Org {
    process: Child,
    address: String,
}

struct Answer {
    status: u16,
    body: Value,
}

impl Org {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
        command.args(["org", "serve"]).env("OKTARS_LOCAL_TOKEN", TOKEN).stdin(Stdio::null());
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let address = ready["url"].as_str().unwrap().strip_prefix("http://").unwrap().to_owned();
        Org { process, address }
    }

    fn send(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nauthorization: SSWS {TOKEN}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Answer {
            status: status.unwrap_or_else(|| panic!("{method} {path}: no answer")),
            body: serde_json::from_str(body).unwrap_or_default(),
        }
    }

    fn made(&self, path: &str, body: &Value) -> String {
        let answer = self.send("POST", path, &body.to_string());
        assert!(answer.status < 300, "{path}: {}", answer.body);
        answer.body["id"].as_str().unwrap_or_default().to_owned()
    }

    fn refuses(&self, what: &str, method: &str, path: &str, body: &str) {
        let answer = self.send(method, path, body);
        let is_told = answer.body["errorCode"].is_string() || answer.body["error"].is_string();
        assert!(answer.status == 400 && is_told, "{what}: {} {}", answer.status, answer.body);
        let peak = peak_mib(self.process.id()).expect("the org is there");
        assert!(peak < ORG_MIB, "{what}: {peak} MiB");
    }
}

impl Drop for Org {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn rule(expression: &str, group: &str) -> String {
    json!({
        "type": "group_rule",
        "name": "r",
        "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": expression } },
        "actions": { "assignUserToGroups": { "groupIds": [group] } },
    })
    .to_string()
}

/// A call within a call within a call.
fn nested(levels: usize, inner: &str, wrap: impl Fn(&str) -> String) -> String {
    (0..levels).fold(inner.to_owned(), |inner, _| wrap(&inner))
}

fn expressions() -> Vec<String> {
    let many = [4_000, 60_000, 400_000];
    let mut all = Vec::new();
    for count in many {
        all.push(format!("{}==\"x\"", vec!["\"a\""; count].join("+")));
        all.push(vec!["true"; count].join(" or "));
        all.push(vec!["true"; count].join("&&"));
        all.push(format!("user.login{}", "[0]".repeat(count)));
        all.push(format!("{}true", "!".repeat(count)));
        all.push(format!("{}true", "not ".repeat(count)));
        all.push(format!("{}true{}", "(".repeat(count), ")".repeat(count)));
        all.push(format!("{}true{}", "{".repeat(count), "}".repeat(count)));
        all.push(format!("{}true", "true?:".repeat(count)));
        all.push(format!("{}true{}", "true?".repeat(count), ":true".repeat(count)));
        all.push(format!("user.login==\"{}\"", "a".repeat(count * 6)));
        all.push(format!("Arrays.contains({{{}}},1)", vec!["1"; count].join(",")));
    }
    let long = format!("\"{}\"", "a".repeat(200));
    all.push(nested(3, &long, |inner| format!("String.replace({inner},\"a\",{long})")) + "==\"x\"");
    all.push(nested(40, "\"aa\"", |inner| format!("String.replace({inner},\"a\",\"aa\")")) + "==\"x\"");
    all.push(nested(4, &long, |inner| format!("String.replace({inner},\"\",{long})")) + "==\"x\"");
    let join = |inner: &str| format!("String.join({inner},{})", vec!["\"b\""; 400].join(","));
    all.push(nested(4, &long, join) + "==\"x\"");
    for pattern in ["((a{1,100}){1,100}){1,10}", "(a{1,100}){1,100}", "(?:){1,1000000000}", "(("] {
        all.push(format!("user.login matches \"{pattern}\""));
    }
    all
}

#[test]
fn an_org_refuses_what_asks_for_too_much() {
    let org = Org::start();
    let group = org.made("/api/v1/groups", &json!({ "profile": { "name": "G" } }));
    for expression in expressions() {
        let start: String = expression.chars().take(40).collect();
        let what = format!("rule {start}, {} bytes", expression.len());
        org.refuses(&what, "POST", "/api/v1/groups/rules", &rule(&expression, &group));
    }

    // What is much for somebody alone is refused when the rule becomes active.
    let long = "a".repeat(1_000);
    let profile =
        json!({ "login": "a@b.example", "email": "a@b.example", "firstName": "A", "lastName": "B" });
    let mut ann = json!({ "profile": profile });
    ann["profile"]["department"] = json!(long);
    org.made("/api/v1/users?activate=false", &ann);
    let growing = "user.department".to_owned();
    let replace = |inner: &str| format!("String.replace({inner},\"a\",user.department)");
    let growing = nested(3, &growing, replace) + "==\"x\"";
    let id = org.made("/api/v1/groups/rules", &serde_json::from_str(&rule(&growing, &group)).unwrap());
    let activate = format!("/api/v1/groups/rules/{id}/lifecycle/activate");
    org.refuses("an activation", "POST", &activate, "");

    let expression = expressions().swap_remove(0);
    let app = json!({
        "label": "A", "signOnMode": "SAML_2_0",
        "settings": { "signOn": {
            "ssoAcsUrl": "https://a.example", "audience": "https://a.example", "recipient": "https://a.example",
            "destination": "https://a.example", "subjectNameIdTemplate": "${user.userName}",
            "subjectNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", "responseSigned": true,
            "assertionSigned": true, "signatureAlgorithm": "RSA_SHA256", "digestAlgorithm": "SHA256",
            "authnContextClassRef": "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
            "attributeStatements": [{ "name": "n", "type": "EXPRESSION", "values": [expression] }],
        } },
    });
    org.refuses("an attribute statement", "POST", "/api/v1/apps", &app.to_string());
    let claim =
        json!({ "name": "c", "claimType": "RESOURCE", "valueType": "EXPRESSION", "value": expression });
    org.refuses("a claim", "POST", "/api/v1/authorizationServers/default/claims", &claim.to_string());
    let mapping = org.send("GET", "/api/v1/mappings?limit=1", "").body[0]["id"].as_str().map(str::to_owned);
    if let Some(id) = mapping {
        let body = json!({ "properties": { "login": { "expression": expression } } });
        org.refuses("a mapping", "POST", &format!("/api/v1/mappings/{id}"), &body.to_string());
    }

    for pattern in ["((a{1,100}){1,100}){1,10}", "(a{1,100}){1,100}", "((", "[", &"a".repeat(100_000)] {
        let attribute = json!({ "title": "A", "type": "string", "pattern": pattern });
        let list =
            json!({ "title": "A", "type": "array", "items": { "type": "string", "pattern": pattern } });
        for property in [attribute, list] {
            let custom = json!({ "definitions": { "custom": { "properties": { "a": property } } } });
            for schema in ["user", "group"] {
                let path = format!("/api/v1/meta/schemas/{schema}/default");
                org.refuses("a pattern", "POST", &path, &custom.to_string());
            }
        }
        let base =
            json!({ "definitions": { "base": { "properties": { "login": { "pattern": pattern } } } } });
        org.refuses("a pattern", "POST", "/api/v1/meta/schemas/user/default", &base.to_string());
    }

    for condition in ["(".repeat(4_000), "event.target.?[".repeat(100), "a || ".repeat(4_000) + "a"] {
        let hook = json!({
            "name": "h",
            "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.create"], "filter": {
                "type": "EXPRESSION_LANGUAGE",
                "eventFilterMap": [{ "event": "user.lifecycle.create", "condition": { "expression": condition } }],
            } },
            "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": "http://127.0.0.1:9/" } },
        });
        org.refuses("a condition", "POST", "/api/v1/eventHooks", &hook.to_string());
    }

    let terms = vec!["id%20pr"; 2_000].join("%20or%20");
    for list in ["users", "groups"] {
        for parameter in ["filter", "search"] {
            let path = format!("/api/v1/{list}?{parameter}={terms}");
            org.refuses("conditions", "GET", &path, "");
            let path = format!("/api/v1/{list}?{parameter}={}id%20pr", "(".repeat(10_000));
            org.refuses("brackets", "GET", &path, "");
        }
    }

    let members: Vec<String> = (0..1_000_000).map(|n| format!("\"m{n}\":1")).collect();
    let members = format!("{{\"profile\":{{{}}}}}", members.join(","));
    let same = format!("{{\"profile\":{{{}\"a\":1}}}}", "\"a\":1,".repeat(1_500_000));
    let arrays = format!("{{\"a\":[{}1]}}", "[],".repeat(3_000_000));
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (what, body) in [("members", members), ("a member again", same), ("arrays", arrays), ("depth", deep)]
    {
        org.refuses(what, "POST", "/api/v1/users", &body);
        org.refuses(what, "POST", "/api/v1/apps", &body);
    }
    let documents = format!("{{\"documents\":[{}1]}}", "[],".repeat(3_000_000));
    org.refuses("documents", "POST", "/_local/documents", &documents);
    assert_eq!(org.send("GET", "/api/v1/users/me", "").status, 200, "the org goes on");
}

// ---- the command ----

/// Runs the command, and gives its code and what it said on stderr.
fn run(directory: &Path, org: Option<&str>, arguments: &[&str]) -> (Option<i32>, String) {
    let told = directory.join("stderr");
    let mut command = Command::new(env!("CARGO_BIN_EXE_oktars"));
    command.args(arguments).env_clear().env("HOME", directory).current_dir(directory);
    command.env("OKTARS_LOCAL_STORE", directory.join("org.redb")).envs(org.map(|org| ("OKTARS_ORG", org)));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(fs::File::create(&told).unwrap());
    let mut child = command.spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if let Some(peak) = peak_mib(child.id()).filter(|peak| *peak > COMMAND_MIB) {
            child.kill().unwrap();
            panic!("{arguments:?}: {peak} MiB");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    (child.wait().unwrap().code(), fs::read_to_string(told).unwrap())
}

fn cell(place: &str, text: &str) -> String {
    format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A workbook of one sheet with these cells, and the texts that they share.
fn workbook(cells: &str, texts: &str) -> Vec<u8> {
    const KINDS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relations = |kind: &str, target: &str| {
        format!(
            "<Relationships><Relationship Id=\"r1\" Type=\"{KINDS}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let parts = [
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{KINDS}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{cells}</sheetData></worksheet>")),
        ("xl/sharedStrings.xml", texts.to_owned()),
    ];
    let mut file = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts.iter().filter(|(_, content)| !content.is_empty()) {
        file.start_file(*name, SimpleFileOptions::default()).unwrap();
        file.write_all(content.as_bytes()).unwrap();
    }
    file.finish().unwrap().into_inner()
}

/// Files to import, and what is said of them.
fn files() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let corners = cell("A1", "login") + &cell("XFD1048576", "x");
    let diagonal: String =
        (1..3_000).map(|row| cell(&format!("A{row}"), "x") + &cell(&format!("DDD{row}"), "x")).collect();
    let great = "a".repeat(66 << 20);
    let shared = |text: &str| format!("<sst><si><t>{text}</t></si></sst>");
    let again: String = (1..4_000).map(|row| format!("<c r=\"A{row}\" t=\"s\"><v>0</v></c>")).collect();
    let promise = "<sst uniqueCount=\"99999999999999999\"><si><t>a</t></si></sst>";
    let header: Vec<String> = (0..100_000).map(|n| format!("c{n}")).collect();
    let bytes = |text: String| text.into_bytes();
    vec![
        ("corner.xlsx", workbook(&corners, ""), "too large"),
        ("diagonal.xlsx", workbook(&diagonal, ""), "too large"),
        ("cell.xlsx", workbook(&cell("A1", &great), ""), "too large"),
        ("texts.xlsx", workbook(&again, &shared(&great)), "too large"),
        ("text.xlsx", workbook(&cell("A1", &"a".repeat(40_000)), ""), "longer than 32767"),
        ("again.xlsx", workbook(&again, &shared(&"a".repeat(30_000))), "too large"),
        ("promise.xlsx", workbook(&again, promise), "malformed"),
        (
            "promise-behind.xlsx",
            workbook(&again, &format!("<!--{}-->{promise}", "x".repeat(9_000))),
            "malformed",
        ),
        ("old.xls", b"\xd0\xcf\x11\xe0 an old workbook".to_vec(), "save the sheet as CSV"),
        ("header.csv", bytes(header.join(",") + "\n"), "at most 4096"),
        ("same.csv", bytes(vec!["login"; 4_000].join(",") + "\n"), "two columns are called"),
        ("name.csv", bytes("a".repeat(100_000) + "\n1\n"), "longer than 1000"),
        ("quote.csv", bytes(format!("login\n\"{}", "a,\n".repeat(10 << 20))), "is a quote not closed?"),
        ("cell.csv", bytes(format!("login\n{}\n", "a".repeat(30 << 20))), "longer than 1024 KiB"),
        (
            "line.ndjson",
            bytes(format!("{{\"login\":\"{}\"}}\n", "a".repeat(30 << 20))),
            "longer than 1024 KiB",
        ),
        ("items.json", bytes(format!("[{}1]", "1,".repeat(5_000_001))), "more than 5000000"),
        ("deep.ndjson", bytes("[".repeat(100_000) + "\n"), "is invalid"),
        ("deep.json", bytes("[".repeat(100_000)), "not an array"),
    ]
}

#[test]
fn a_command_refuses_what_asks_for_too_much() {
    let directory = tempfile::tempdir().unwrap();
    let run = |org: Option<&str>, arguments: &[&str]| run(directory.path(), org, arguments);
    assert_eq!(run(Some("local"), &["groups", "list"]).0, Some(0), "the store is made");
    let mut inputs: Vec<(PathBuf, &str)> = Vec::new();
    for (name, content, told) in files() {
        let path = directory.path().join(name);
        fs::write(&path, content).unwrap();
        inputs.push((path, told));
    }
    // It never ends.
    inputs.push(("/dev/zero".into(), "larger than 256 MiB"));
    for (path, expected) in inputs {
        let (code, told) = run(Some("local"), &["users", "import", path.to_str().unwrap(), "--dry-run"]);
        assert!(matches!(code, Some(1 | 2)), "{}: {code:?} {told}", path.display());
        let start: String = told.chars().take(500).collect();
        assert!(told.contains(expected) && told.len() < 4_000, "{}: {start}", path.display());
    }
    let program = "1+".repeat(40_000) + "1";
    let settings = directory.path().join("okta.yaml");
    let cases: [(&[&str], &str); 4] = [
        (&["users", "import", "quote.csv", "--mapping", "/dev/zero"], "larger than 1 MiB"),
        (&["hooks", "listen", "--secret-file", "/dev/zero"], "larger than 1 MiB"),
        (&["users", "list", "--jq", &program], "at most"),
        (&["api", "-X", "POST", "/api/v1/users", "--input", "/dev/zero"], "larger than 64 MiB"),
    ];
    for (arguments, expected) in cases {
        let (code, told) = run(Some("local"), arguments);
        assert!(matches!(code, Some(1 | 2)) && told.contains(expected), "{code:?} {told}");
    }
    fs::write(settings, format!("okta:\n  client:\n    orgUrl: \"{}\"\n", "a".repeat(40 << 20))).unwrap();
    let (code, told) = run(None, &["users", "list"]);
    assert!(matches!(code, Some(1 | 2)) && told.contains("larger than 1 MiB"), "{code:?} {told}");
}
