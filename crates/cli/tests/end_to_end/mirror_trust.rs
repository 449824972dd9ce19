//! `oktars mirror`: two at once, a disk that fills up, a plan that is held against what was sent, rules that are tried,
//! and a twin without its people.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shell::{Shell, bare, finish, ran, skipped, start};

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sql(shell: &Shell, file: &str, question: &str) -> Vec<Value> {
    rows(&shell.ok(&["mirror", "sql", file, question]))
}

fn person(shell: &Shell, login: &str, department: &str) -> String {
    let profile = json!({ "profile": { "login": login, "email": login, "firstName": "Petra", "lastName": "Mustermann",
        "department": department, "mobilePhone": "+49 170 1234567" } });
    let made = shell.run_with(&profile.to_string(), &["api", "POST", "users", "--input", "-"]);
    let made: Value = serde_json::from_str(&made.out).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

/// The second of two syncs of a file is told who holds it, and reads nothing.
#[cfg(unix)]
#[test]
fn a_second_sync_is_told_who_holds_the_file() {
    let shell = Shell::with_users(5);
    let mut watch = start(shell.command(&["mirror", "watch", "m.db", "--every", "600s"]));
    let begun = Instant::now();
    while !shell.run(&["mirror", "sql", "m.db", "select count(*) as n from users"]).out.contains(":6}") {
        assert!(begun.elapsed() < Duration::from_secs(60), "the first run never ends");
        std::thread::sleep(Duration::from_millis(50));
    }
    let (second, seen) = shell.seen(|| shell.run(&["mirror", "sync", "m.db"]));
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert_eq!(second.code, 5, "{}", second.err);
    assert!(second.err.contains(&format!("process {}", watch.id())), "{}", second.err);
    assert!(second.err.contains("wait until it is done"), "{}", second.err);
    assert!(seen.is_empty());
    shell.ok(&["mirror", "sync", "m.db"]);
}

/// The run before stays whole, and the next one goes on.
#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_costs_nothing_that_was_published() {
    let shell = Shell::with_users(900);
    shell.ok(&["mirror", "sync", "m.db", "--only", "user_types"]);
    let oktars = env!("CARGO_BIN_EXE_oktars");
    let ways = [
        ("a file may grow no further", format!("trap '' XFSZ; ulimit -f 1000; {oktars} mirror sync m.db --only all")),
        (
            "a small disk",
            format!(
                "mkdir -p disk && mount -t tmpfs -o size=2m tmpfs disk && cp m.db disk/ || exit 99
                 {oktars} mirror sync disk/m.db --only all; code=$?
                 {oktars} mirror sql disk/m.db 'select count(*) as n from user_types' || exit 98
                 mount -o remount,size=64m disk && {oktars} mirror sync disk/m.db && {oktars} mirror sql disk/m.db 'select count(*) as n from users'
                 exit $code"
            ),
        ),
    ];
    for (name, script) in ways {
        let mut command = shell.command(&[]);
        let environment: Vec<(std::ffi::OsString, std::ffi::OsString)> = command
            .get_envs()
            .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
            .collect();
        command = if name == "a small disk" { Command::new("unshare") } else { Command::new("sh") };
        if name == "a small disk" {
            command.args(["-m", "sh"]);
        }
        command.args(["-c", &script]).envs(environment).current_dir(&shell.directory);
        let Ok(output) = command.output() else {
            skipped("a mirror on a full disk: there is no unshare");
            continue;
        };
        let full = ran(output);
        if name == "a small disk" && (full.code == 99 || full.err.contains("unshare:")) {
            skipped("a mirror on a full disk: no file system may be mounted here");
            continue;
        }
        assert_eq!(full.code, 1, "{name}: {}", full.err);
        assert!(full.err.contains("make room"), "{name}: {}", full.err);
        assert!(!full.err.contains("a bug"), "{name}: {}", full.err);
        if name == "a small disk" {
            assert_eq!(rows(&full.out).last().unwrap()["n"], 901, "{}", full.out);
            continue;
        }
        assert_eq!(sql(&shell, "m.db", "select count(*) as n from user_types")[0]["n"], 1);
        assert_eq!(
            sql(&shell, "m.db", "select count(*) as n from users")[0]["n"],
            0,
            "nothing of the run is shown"
        );
        shell.ok(&["mirror", "sync", "m.db"]);
        assert_eq!(sql(&shell, "m.db", "select count(*) as n from users")[0]["n"], 901);
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(shell.directory.path().join(format!("m.db{ending}")));
        }
        shell.ok(&["mirror", "sync", "m.db", "--only", "user_types"]);
    }
}

/// A plan that says less than what is sent by much is none, and one that says more is wrong.
#[test]
fn a_plan_is_what_is_sent() {
    let shell = Shell::with_users(450);
    let users = shell.ok(&["users", "list", "--limit", "20", "--jq", ".id"]);
    for number in 0..4 {
        let group = shell.json(&["groups", "create", "--name", &format!("Group {number}")]);
        let user = users.lines().nth(number).unwrap().trim_matches('"');
        if number > 0 {
            shell.ok(&["api", "PUT", &format!("groups/{}/users/{user}", group["id"].as_str().unwrap())]);
        }
    }
    let check = |what: &str| {
        let plan = rows(&shell.ok(&["mirror", "sync", "m.db", "--dry-run"]));
        let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db"]));
        let mut sent: BTreeMap<&str, u64> = BTreeMap::new();
        for request in &seen {
            let path = request.target.split('?').next().unwrap();
            let bucket = oktars_catalog::bucket_of(&request.method, path)
                .map_or("", |bucket| oktars_catalog::BUCKETS[bucket].name);
            *sent.entry(bucket).or_default() += 1;
        }
        for row in &plan {
            let (bucket, planned) = (row["bucket"].as_str().unwrap(), row["requests"].as_u64().unwrap());
            let sent = sent.get(bucket).copied().unwrap_or_default();
            assert!(planned <= sent, "{what}: {bucket}: {planned} planned, {sent} sent");
            let is_known = ["/api/v1/users", "/api/v1/groups", "/api/v1/apps"].contains(&bucket);
            assert!(!is_known || sent <= planned + 1, "{what}: {bucket}: {planned} planned, {sent} sent");
        }
    };
    check("everything");
    check("what has changed");
}

/// Who would join and who would leave is told without a request to the org.
#[test]
fn a_rule_is_tried_on_a_mirror() {
    let shell = Shell::new();
    let ids: Vec<String> =
        [("ann@acme.example", "Sales"), ("ben@acme.example", "Sales"), ("eve@acme.example", "Legal")]
            .into_iter()
            .map(|(login, department)| person(&shell, login, department))
            .collect();
    let group = shell.json(&["groups", "create", "--name", "Sellers"])["id"].as_str().unwrap().to_owned();
    let rule = json!({ "type": "group_rule", "name": "Sellers by department",
        "conditions": { "people": { "users": { "exclude": [ids[1]] }, "groups": { "exclude": [] } },
            "expression": { "type": "urn:okta:expression:1.0", "value": "user.department==\"Sales\"" } },
        "actions": { "assignUserToGroups": { "groupIds": [group] } } });
    let made = shell.run_with(&rule.to_string(), &["group-rules", "create", "--input", "-"]);
    assert_eq!(made.code, 0, "{}", made.err);
    shell.ok(&["group-rules", "activate", "Sellers by department"]);
    shell.ok(&["api", "PUT", &format!("groups/{group}/users/{}", shell.user("manual@acme.example"))]);
    shell.ok(&["mirror", "sync", "m.db"]);

    let test = |more: &[&str]| {
        let (out, seen) = shell.seen(|| shell.ok(&[&["group-rules", "test"], more].concat()));
        assert!(seen.is_empty(), "the org is not asked");
        let told = rows(&out);
        told.iter()
            .map(|row| format!("{} {}", row["change"].as_str().unwrap(), row["login"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    let legal = "user.department==\"Legal\"";
    assert_eq!(
        test(&["user.department==\"Sales\"", "--mirror", "m.db"]),
        ["join ann@acme.example", "join ben@acme.example"]
    );
    for named in [["--rule", "Sellers by department"], ["--group", "Sellers"]] {
        let changed = test(&[&[legal, "--mirror", "m.db"], &named[..]].concat());
        assert_eq!(
            changed,
            ["join eve@acme.example", "leave ann@acme.example"],
            "who was put there by hand stays"
        );
    }
    assert_eq!(
        test(&["user.department==\"Sales\"", "--mirror", "m.db", "--rule", "Sellers by department"]),
        [] as [&str; 0],
        "the same rule changes nothing, and leaves out whom it excludes"
    );
    let refused = |more: &[&str], code: i32, text: &str| {
        let ran = shell.run(&[&["group-rules", "test"], more].concat());
        assert_eq!(ran.code, code, "{}", ran.err);
        assert!(ran.err.contains(text), "{text}: {}", ran.err);
    };
    refused(&["user.department ==", "--mirror", "m.db"], 2, "no rule can have the expression");
    refused(&["user.nothing==\"x\"", "--mirror", "m.db"], 2, "nothing");
    refused(&[legal, "--mirror", "missing.db"], 3, "does not exist");
    refused(&[legal, "--mirror", "m.db", "--rule", "Nobody's"], 3, "no rule");
    refused(&[legal], 2, "--mirror");
}

/// A twin is started, asked, and stopped.
fn with_twin(shell: &Shell, more: &[&str], ask: impl FnOnce(&dyn Fn(&[&str]) -> String)) {
    let mut command = bare(&[&["org", "serve", "--from", "m.db"], more].concat());
    command.current_dir(&shell.directory);
    let mut twin = start(command);
    let mut line = String::new();
    BufReader::new(twin.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    ask(&|arguments| {
        let mut command = bare(arguments);
        command.env("OKTA_CLIENT_ORGURL", ready["url"].as_str().unwrap());
        command.env("OKTA_CLIENT_TOKEN", ready["token"].as_str().unwrap()).current_dir(&shell.directory);
        let ran = finish(command, "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.out
    });
    twin.kill().unwrap();
    twin.wait().unwrap();
}

#[test]
fn an_anonymous_twin_has_the_same_ids_and_other_people() {
    let shell = Shell::new();
    let id = person(&shell, "petra.mustermann@acme.example", "Treasury");
    shell.ok(&["mirror", "sync", "m.db"]);
    with_twin(&shell, &["--anonymise", "--keep", "department"], |oktars| {
        let user: Value = serde_json::from_str(&oktars(&["api", &format!("users/{id}")])).unwrap();
        assert_eq!(user["id"], id);
        let text = user.to_string().to_lowercase();
        for original in ["petra", "mustermann", "acme", "1234567"] {
            assert!(!text.contains(original), "{original}: {text}");
        }
        assert_eq!(user["profile"]["department"], "Treasury");
        assert_eq!(user["profile"]["login"], user["profile"]["email"], "the same for the same");
    });
    with_twin(&shell, &["--anonymise"], |oktars| {
        let user: Value = serde_json::from_str(&oktars(&["api", &format!("users/{id}")])).unwrap();
        let made = user["profile"]["department"].as_str().unwrap();
        assert!(made != "Treasury" && made.len() == "Treasury".len(), "{made}");
    });
    let wrong = bare(&["org", "serve", "--from", "m.db", "--anonymise", "--keep", "departmint"]);
    let mut wrong = wrong;
    let wrong = finish(
        {
            wrong.current_dir(&shell.directory);
            wrong
        },
        "",
    );
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert!(wrong.err.contains("departmint"), "{}", wrong.err);
}
