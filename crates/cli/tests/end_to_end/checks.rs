//! `oktars check`: what it prints, which exit code it has, and what is accepted.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

const LIST: &str = include_str!("../../../../docs/all-checks.md");
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/all-checks.md");

/// An org with one wrong origin, and its mirror.
fn mirrored() -> Shell {
    let shell = Shell::new();
    origin(&shell, "http://old.example");
    shell.ok(&["mirror", "sync", "m.db", "--quiet"]);
    shell
}

fn origin(shell: &Shell, origin: &str) {
    let body = json!({ "name": origin, "origin": origin, "scopes": [{ "type": "CORS" }] });
    let ran = shell.run_with(&body.to_string(), &["api", "POST", "trustedOrigins", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

fn check(shell: &Shell, more: &[&str]) -> Ran {
    shell.run(&[&["check", "--mirror", "m.db"], more].concat())
}

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of<'a>(rows: &'a [Value], name: &str) -> &'a Value {
    rows.iter().find(|row| row["check"] == name).unwrap()
}

fn write(shell: &Shell, name: &str, text: &str) {
    std::fs::write(shell.directory.path().join(name), text).unwrap();
}

#[test]
fn what_fails_is_told_and_the_exit_code_says_so() {
    let shell = mirrored();
    let ran = check(&shell, &[]);
    assert_eq!(ran.code, 10, "{}", ran.err);
    let found = rows(&ran.out);
    assert!(found.len() >= 60, "{}", found.len());
    let origins = of(&found, "trusted-origins");
    assert_eq!((&origins["state"], &origins["found"]), (&json!("fail"), &json!(1)));
    assert_eq!(origins["objects"][0]["name"], "http://old.example");
    assert_eq!(of(&found, "okta-support")["state"], "pass");
    assert_eq!(of(&found, "protected-actions")["state"], "manual");
    assert_eq!(of(&found, "event-hooks")["state"], "not applicable");
    let console = of(&found, "admin-console-two-factors");
    assert_eq!(console["state"], "not readable", "an org that shows no Admin Console may have one");
    assert!(ran.err.contains("checks fail") && ran.err.contains(" pass,"), "{}", ran.err);

    let objects = check(&shell, &["--objects", "-o", "csv", "--only", "trusted-origins"]);
    assert_eq!(objects.out.lines().count(), 2, "{}", objects.out);
    assert!(
        objects.out.contains("medium,trusted-origins,trusted_origins,http://old.example"),
        "{}",
        objects.out
    );
    let into_file = check(&shell, &["--objects", "-o", "found.csv", "--only", "trusted-origins"]);
    assert_eq!((into_file.code, into_file.out.as_str()), (10, ""), "{}", into_file.err);
    let file = std::fs::read_to_string(shell.directory.path().join("found.csv")).unwrap();
    assert_eq!(file, objects.out, "the file is there although checks fail");
}

/// The severity of the one check that is asked, and the least that counts.
#[test]
fn the_exit_code_follows_the_severity() {
    let shell = mirrored();
    let cases = [
        ("trusted-origins", "low", 10),
        ("trusted-origins", "medium", 10),
        ("trusted-origins", "high", 0),
        ("log-leaves-okta", "high", 10),
        ("okta-support", "low", 0),
        ("protected-actions", "low", 0),
        ("admin-console-two-factors", "low", 0),
    ];
    for (name, least, code) in cases {
        let ran = check(&shell, &["--only", name, "--fail-on", least]);
        assert_eq!(ran.code, code, "{name} {least}: {}", ran.err);
    }
    let unread = check(&shell, &["--only", "admin-console-two-factors", "--all-readable"]);
    assert_eq!(unread.code, 7, "{}", unread.err);
    let codes = shell.ok(&["help", "exit-codes"]);
    assert!(codes.contains("\n  10 "), "{codes}");
}

/// A token that may not read something does not make it safe.
#[test]
fn what_the_token_may_not_read_does_not_pass() {
    let shell = mirrored();
    let fault = json!({ "method": "GET", "path": "/api/v1/trustedOrigins", "status": 403 });
    let ran = shell.run_with(&fault.to_string(), &["api", "POST", "/_local/faults", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let ran = shell.run(&["check", "--only", "trusted-origins"]);
    let found = rows(&ran.out);
    assert_eq!(found[0]["state"], "not readable", "{found:?} {}", ran.err);
    assert!(found[0]["reason"].as_str().unwrap().contains("trusted_origins"), "{found:?}");
}

/// Without a mirror, what is needed is read and no more, and nothing of it stays.
#[test]
fn without_a_mirror_what_is_needed_is_read_into_a_temporary_one() {
    let shell = Shell::new();
    origin(&shell, "https://app.example");
    let temporary = shell.directory.path().join("tmp");
    std::fs::create_dir(&temporary).unwrap();
    let (ran, seen) = shell.seen(|| {
        let mut command = shell.command(&["check", "--only", "trusted-origins"]);
        command.env("TMPDIR", &temporary);
        crate::shell::finish(command, "")
    });
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("no mirror is named"), "{}", ran.err);
    assert!(seen.len() < 5, "{}", seen.len());
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "it is removed");
}

/// The option comes before the variable, and that before the profile.
#[test]
fn the_profile_may_name_the_mirror() {
    let shell = mirrored();
    shell.log_in("acme", &[]);
    let config = shell.directory.path().join("config/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    let mirror = shell.directory.path().join("m.db");
    std::fs::write(&config, format!("{text}mirror = {mirror:?}\n")).unwrap();
    let asked = ["check", "--only", "trusted-origins"];
    let (ran, seen) = shell.seen(|| shell.by_profile("", &asked));
    assert_eq!((ran.code, seen.len()), (10, 0), "the org is not asked: {}", ran.err);
    let mut command = shell.command(&asked);
    command.env_remove("OKTA_CLIENT_ORGURL").env_remove("OKTA_CLIENT_TOKEN").env("OKTARS_MIRROR", "none.db");
    assert_eq!(crate::shell::finish(command, "").code, 3, "the variable comes first");
    // A new secret takes nothing away.
    shell.log_in("acme", &[]);
    assert!(std::fs::read_to_string(&config).unwrap().contains("mirror = "), "it stays");
}

#[test]
fn what_is_accepted_passes_until_its_last_day() {
    let shell = mirrored();
    let exception = |object: &str, until: &str| {
        format!(
            "[[exception]]\ncheck = \"trusted-origins\"\nobject = \"{object}\"\nreason = \"Retired in spring\"\nuntil = {until}\n"
        )
    };
    let asked = ["--only", "trusted-origins", "--exceptions", "accepted.toml"];
    write(&shell, "accepted.toml", &exception("http://old.example", "2999-01-31"));
    let ran = check(&shell, &asked);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let found = rows(&ran.out);
    assert_eq!(found[0]["state"], "pass");
    assert!(found[0]["excepted"][0]["reason"].as_str().unwrap().contains("Retired in spring"), "{found:?}");

    write(&shell, "accepted.toml", &exception("http://old.example", "2020-01-31"));
    let ran = check(&shell, &asked);
    assert_eq!(ran.code, 10, "{}", ran.err);
    assert!(ran.out.contains("ended on 2020-01-31"), "{}", ran.out);

    write(&shell, "accepted.toml", &exception("http://new.example", "2999-01-31"));
    let ran = check(&shell, &asked);
    assert_eq!(ran.code, 10);
    assert!(ran.err.contains("http://new.example from trusted-origins matches nothing"), "{}", ran.err);
}

#[test]
fn a_file_of_exceptions_that_is_wrong_is_refused() {
    let shell = mirrored();
    let whole =
        "[[exception]]\ncheck = \"trusted-origins\"\nobject = \"a\"\nreason = \"b\"\nuntil = 2027-01-31\n";
    let cases = [
        (whole.replace("trusted-origins", "trusted-origin"), "did you mean trusted-origins?"),
        (whole.replace("until = 2027-01-31\n", ""), "missing field `until`"),
        (whole.replace("2027-01-31", "\"soon\""), "line 5"),
        (whole.replace("2027-01-31", "12:00:00"), "has no end date"),
        (whole.replace("\"b\"", "\" \""), "names no object or no reason"),
        (whole.replace("reason", "because"), "because"),
        ("x = ".to_owned(), "line 1"),
    ];
    for (text, told) in cases {
        write(&shell, "accepted.toml", &text);
        let ran = check(&shell, &["--exceptions", "accepted.toml"]);
        assert_eq!(ran.code, 2, "{text}: {}", ran.err);
        assert!(ran.err.contains(told), "{text}: {}", ran.err);
    }
    assert_eq!(check(&shell, &["--exceptions", "none.toml"]).code, 2);
}

#[test]
fn own_checks_stand_beside_those_that_are_shipped_or_in_their_place() {
    let shell = mirrored();
    let head = "-- title: Names are short\n-- severity: high\n-- why: W\n-- fix: F\n-- reads: users\n";
    std::fs::create_dir(shell.directory.path().join("own")).unwrap();
    write(
        &shell,
        "own/short-names.sql",
        &format!(
            "{head}select 'users' as kind, id, login as name, 'long' as detail from users where length(login) > 5"
        ),
    );
    write(&shell, "own/README.md", "not a check");
    let ran = check(&shell, &["--checks", "own", "--fail-on", "high"]);
    let found = rows(&ran.out);
    assert_eq!((ran.code, &of(&found, "short-names")["state"]), (10, &json!("fail")), "{}", ran.err);
    assert!(found.len() > 60, "the others are there too");

    write(
        &shell,
        "own/okta-support.sql",
        &format!("{head}select 'a' as kind, 'b' as id, 'c' as name, 'd' as detail"),
    );
    let own = rows(&check(&shell, &["--checks", "own", "--only", "okta-support"]).out);
    assert_eq!((own.len(), &own[0]["title"]), (1, &json!("Names are short")));
    assert!(shell.ok(&["check", "explain", "short-names", "--checks", "own"]).contains("Names are short"));

    write(&shell, "own/broken.sql", "-- title: T\n");
    let ran = check(&shell, &["--checks", "own"]);
    assert!(ran.code == 2 && ran.err.contains("the check broken"), "{}", ran.err);
    assert_eq!(check(&shell, &["--checks", "nowhere"]).code, 2);
    let ran = shell.run(&["check", "explain", "okta-suport"]);
    assert!(ran.code == 2 && ran.err.contains("did you mean okta-support?"), "{}", ran.err);
}

/// What GitHub demands of a file: https://docs.github.com/en/code-security, SARIF support.
#[test]
fn sarif_has_what_code_scanning_demands() {
    let shell = mirrored();
    let ran = check(&shell, &["--form", "sarif"]);
    assert_eq!(ran.code, 10, "{}", ran.err);
    let sarif: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif["$schema"].as_str().unwrap().ends_with("sarif-2.1.0.json"));
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["name"], "oktars");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for rule in rules {
        let texts = ["shortDescription", "fullDescription", "help"].map(|member| &rule[member]["text"]);
        assert!(texts.iter().all(|text| text.as_str().is_some_and(|text| !text.is_empty())), "{rule}");
        assert!(
            ["error", "warning", "note"].contains(&rule["defaultConfiguration"]["level"].as_str().unwrap())
        );
        assert!(rule["properties"]["security-severity"].as_str().unwrap().parse::<f64>().is_ok());
    }
    let results = run["results"].as_array().unwrap();
    let mut prints = BTreeSet::new();
    for result in results {
        let at = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(rules[at]["id"], result["ruleId"]);
        assert_eq!(result["kind"], "fail", "what passes would be an alert");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("checks/") && place["region"]["startLine"] == 1, "{place}");
        assert!(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].is_string());
        let print = result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap();
        assert!(prints.insert(print.to_owned()), "each object is an alert of its own");
    }
    assert!(results.iter().any(|result| result["ruleId"] == "trusted-origins"));
    let told = run["invocations"][0]["toolExecutionNotifications"].as_array().unwrap();
    assert!(told.iter().any(|told| told["associatedRule"]["id"] == "admin-console-two-factors"), "{told:?}");
    let again: Value = serde_json::from_str(&check(&shell, &["--form", "sarif"]).out).unwrap();
    assert_eq!(again, sarif, "the same alerts have the same prints");
    assert_eq!(check(&shell, &["--form", "sarif", "-o", "csv"]).code, 2);
}

/// A checklist as STIG Viewer 2 reads it: each rule once, with a status, and nothing that ends an element early.
#[test]
fn a_checklist_has_each_rule_of_the_stig_and_its_status() {
    let shell = mirrored();
    let zone = json!({ "type": "IP", "name": "a <b> & \"c\"", "gateways": [{ "type": "CIDR", "value": "192.0.2.0/24" }] });
    let ran = shell.run_with(&zone.to_string(), &["api", "POST", "zones", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let user = json!({ "profile": { "login": "x<y>&@acme.example", "email": "x@acme.example", "firstName": "X", "lastName": "Y" } });
    let ran = shell.run_with(&user.to_string(), &["api", "POST", "users", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    shell.ok(&["mirror", "sync", "m.db", "--quiet"]);
    let xml = check(&shell, &["--form", "ckl"]).out;
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CHECKLIST>"), "{}", &xml[..80]);
    assert_balanced(&xml);
    let parts: Vec<&str> = xml.split("<VULN>").skip(1).collect();
    assert_eq!(parts.len(), 29);
    let datum = |part: &str, name: &str| {
        let at = format!("<VULN_ATTRIBUTE>{name}</VULN_ATTRIBUTE>");
        let rest = part.split_once(&at).unwrap_or_else(|| panic!("{name} is missing")).1;
        rest.split_once("<ATTRIBUTE_DATA>").unwrap().1.split_once("</ATTRIBUTE_DATA>").unwrap().0.to_owned()
    };
    let mut statuses = BTreeSet::new();
    let mut rules = BTreeSet::new();
    for part in &parts {
        assert!(rules.insert(datum(part, "Vuln_Num")));
        assert!(datum(part, "Rule_ID").starts_with("SV-") && datum(part, "Rule_ID").ends_with("_rule"));
        assert!(datum(part, "Rule_Ver").starts_with("OKTA-APP-00"));
        assert!(datum(part, "CCI_REF").starts_with("CCI-"));
        for name in
            ["Severity", "Rule_Title", "Vuln_Discuss", "Check_Content", "Fix_Text", "STIGRef", "STIG_UUID"]
        {
            assert!(!datum(part, name).is_empty(), "{name}");
        }
        let status = part.split_once("<STATUS>").unwrap().1.split_once("</STATUS>").unwrap().0;
        statuses.insert(status.to_owned());
    }
    let known = ["NotAFinding", "Not_Applicable", "Not_Reviewed", "Open"].map(str::to_owned);
    assert_eq!(statuses, BTreeSet::from(known), "each status is there");
    assert!(xml.contains("<SID_DATA>Okta_IDaaS_STIG</SID_DATA>"));
}

/// Each element that is opened is closed, in its order, and no text holds a bare `<` or `&`.
fn assert_balanced(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    for part in xml.split('<').skip(2) {
        let (name, text) = part.split_once('>').unwrap_or_else(|| panic!("{part}"));
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None => open.push(name),
        }
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
        let bare =
            text.match_indices('&').any(|(at, _)| !known.iter().any(|known| text[at..].starts_with(known)));
        assert!(!bare && !text.contains('>'), "{text}");
    }
    assert!(open.is_empty(), "{open:?}");
}

/// The page of all checks is made of what the command lists: `UPDATE_HELP=1` writes it anew.
#[test]
fn the_list_of_all_checks_is_up_to_date() {
    let shell = Shell::new();
    let checks = rows(&shell.ok(&["check", "list"]));
    let text = |check: &Value, name: &str| check[name].as_str().unwrap_or_default().to_owned();
    let mut page = format!(
        "# All checks\n\n`oktars check list` made this list of {} checks. `oktars check explain NAME` shows what one asks.\n[checks.md](checks.md) says how they are used.\n\n| Check | Severity | STIG | What holds when it passes | Why |\n|---|---|---|---|---|\n",
        checks.len()
    );
    for check in &checks {
        let cells = ["severity", "stig", "title", "why"].map(|name| text(check, name));
        page.push_str(&format!("| `{}` | {} |\n", text(check, "name"), cells.join(" | ")));
    }
    if std::env::var_os("UPDATE_HELP").is_some() {
        std::fs::write(PATH, &page).unwrap();
        return;
    }
    assert!(page == LIST, "the checks have changed: run this test with UPDATE_HELP=1");
}
