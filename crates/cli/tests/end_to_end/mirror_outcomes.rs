//! `oktars mirror`: what each command prints and how it ends, and twins of what is there and of what is not.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::shell::{Ran, Shell, bare, finish, start};
use crate::terminal::on_terminal;

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn sql(shell: &Shell, question: &str) -> Vec<Value> {
    rows(&shell.ok(&["mirror", "sql", "m.db", question]))
}

fn send(shell: &Shell, method: &str, path: &str, body: &Value) {
    let ran = shell.run_with(&body.to_string(), &["api", method, path, "--input", "-", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

fn group(shell: &Shell, name: &str) -> String {
    shell.json(&["groups", "create", "--name", name])["id"].as_str().unwrap().to_owned()
}

/// An org with a group of one, and its mirror.
fn mirrored() -> (Shell, String) {
    let shell = Shell::with_users(30);
    let sales = group(&shell, "Sales");
    let ann = shell.user("ann@acme.example");
    shell.ok(&["api", "PUT", &format!("groups/{sales}/users/{ann}")]);
    shell.ok(&["mirror", "sync", "m.db"]);
    (shell, sales)
}

fn ended(ran: &Ran, code: i32, texts: &[&str]) {
    assert_eq!(ran.code, code, "{}", ran.err);
    for text in texts {
        assert!(ran.err.contains(text), "{text}: {}", ran.err);
    }
    assert!(!ran.err.contains("a bug"), "{}", ran.err);
}

/// A moment by which all that was done before it counts, and nothing that is done behind it.
fn moment() -> String {
    let pause = || std::thread::sleep(Duration::from_millis(5));
    pause();
    let now = jiff::Timestamp::now().to_string();
    pause();
    now
}

#[test]
fn a_sync_says_by_its_exit_code_how_it_went() {
    let (shell, sales) = mirrored();
    ended(&shell.run(&["mirror", "sync", "m.db"]), 0, &["read what has changed"]);
    ended(&shell.run(&["mirror", "sync", "m.db", "--full"]), 0, &["read everything"]);

    // One list of a kind fails: the rest is there, and only this list is read again.
    let fault = json!({ "method": "GET", "path": format!("/api/v1/groups/{sales}/users"), "status": 520 });
    send(&shell, "POST", "/_local/faults", &fault);
    let partial = shell.run(&["mirror", "sync", "m.db", "--full"]);
    ended(&partial, 7, &["not everything could be read: memberships", "continues what failed"]);
    let told = rows(&partial.out);
    let memberships = told.iter().find(|row| row["kind"] == "memberships").unwrap();
    assert_eq!(memberships["state"], "partial", "{told:?}");
    assert_eq!(sql(&shell, "select count(*) as n from memberships_rows")[0]["n"], 1, "it keeps what it had");
    let asked = shell.run(&["mirror", "sql", "m.db", "select count(*) as n from memberships"]);
    ended(&asked, 0, &["memberships is partial"]);
    shell.ok(&["api", "DELETE", "/_local/faults"]);
    let (whole, seen) = shell.seen(|| shell.run(&["mirror", "sync", "m.db"]));
    ended(&whole, 0, &["read what has changed"]);
    let below_groups = |path: &&str| path.starts_with("/api/v1/groups/") && *path != "/api/v1/groups/rules";
    let lists: Vec<&str> = seen.iter().map(|request| request.path.as_str()).filter(below_groups).collect();
    assert_eq!(lists, [format!("/api/v1/groups/{sales}/users")], "what failed, and nothing else");

    // A token that is refused, in a run that has begun: what was read is kept.
    let fault = json!({ "method": "GET", "path": "/api/v1/apps", "status": 401 });
    send(&shell, "POST", "/_local/faults", &fault);
    let refused = shell.run(&["mirror", "sync", "m.db", "--full"]);
    assert!(refused.code != 0 && refused.code != 7, "{}: {}", refused.code, refused.err);
    assert_eq!(sql(&shell, "select count(*) as n from users")[0]["n"], 32, "the run before is whole");
    shell.ok(&["api", "DELETE", "/_local/faults"]);
    ended(&shell.run(&["mirror", "sync", "m.db"]), 0, &["read everything"]);

    for id in
        rows(&shell.ok(&["mirror", "sql", "m.db", "select id from users where login like 'user%' limit 3"]))
    {
        let path = format!("users/{}", id["id"].as_str().unwrap());
        for _ in 0..2 {
            shell.ok(&["api", "DELETE", &path, "--yes"]);
        }
    }
    ended(&shell.run(&["mirror", "sync", "m.db"]), 6, &["3 are gone", "--accept-deletions"]);
    ended(&shell.run(&["mirror", "sync", "m.db", "--accept-deletions"]), 0, &[]);
    let nowhere = shell.command(&["mirror", "sync", "new.db"]);
    let mut nowhere = nowhere;
    nowhere.env("OKTA_CLIENT_ORGURL", "http://127.0.0.1:9");
    let ran = finish(nowhere, "");
    assert!(ran.code != 0 && ran.code != 7, "{}", ran.err);
}

#[test]
fn a_mirror_is_shown_as_it_was() {
    let (shell, _) = mirrored();
    let before = moment();
    shell.ok(&["users", "update", "ann@acme.example", "--set", "title=Boss"]);
    group(&shell, "Auditors");
    shell.ok(&["mirror", "sync", "m.db"]);
    let later = moment();
    let counted = |time: &str| {
        let counts = rows(&shell.ok(&["mirror", "at", "m.db", time]));
        let of = |table: &str| counts.iter().find(|row| row["table"] == table).unwrap()["rows"].clone();
        (of("groups"), of("users"))
    };
    let groups = sql(&shell, "select count(*) as n from groups")[0]["n"].as_u64().unwrap();
    assert_eq!(counted(&before), (json!(groups - 1), json!(32)));
    assert_eq!(counted(&later), (json!(groups), json!(32)));
    assert_eq!(counted("2020-01-01"), (json!(0), json!(0)));
    let table = |time: &str| {
        let rows = rows(&shell.ok(&["mirror", "at", "m.db", time, "groups"]));
        rows.iter().any(|group| group["name"] == "Auditors")
    };
    assert_eq!((table(&before), table(&later)), (false, true));

    let at = |time: &str, question: &str| rows(&shell.ok(&["mirror", "sql", "m.db", question, "--at", time]));
    let title = "select title from users where login = 'ann@acme.example'";
    assert_eq!(at(&before, title), [json!({ "title": null })]);
    assert_eq!(at(&later, title), [json!({ "title": "Boss" })]);
    let members = "select u.login from memberships m join users u on u.id = m.user_id
        join groups g on g.id = m.group_id where g.name = 'Sales'";
    assert_eq!(at(&before, members), [json!({ "login": "ann@acme.example" })]);
    assert_eq!(at("2020-01-01", members), [] as [Value; 0]);
    assert_eq!(at(&before, "select count(*) as n from admins")[0]["n"], 1);

    ended(&shell.run(&["mirror", "at", "m.db", "yesterdaze"]), 2, &["yesterdaze"]);
    ended(&shell.run(&["mirror", "at", "m.db", &before, "peeple"]), 2, &["peeple"]);
    ended(&shell.run(&["mirror", "sql", "m.db", "select 1", "--at", "soon"]), 2, &["not a time"]);
    ended(&shell.run(&["mirror", "at", "none.db", &before]), 3, &["does not exist"]);
}

#[test]
fn what_an_object_was_and_what_changed_is_told_in_lines_and_as_records() {
    let (shell, _) = mirrored();
    std::fs::copy(shell.directory.path().join("m.db"), shell.directory.path().join("before.db")).unwrap();
    let before = moment();
    shell.ok(&["users", "update", "ann@acme.example", "--set", "title=Boss"]);
    let short = group(&shell, "Short");
    shell.ok(&["mirror", "sync", "m.db"]);
    let between = moment();
    shell.ok(&["api", "DELETE", &format!("groups/{short}"), "--yes"]);
    shell.ok(&["mirror", "sync", "m.db"]);
    let later = moment();

    let ann = rows(&shell.ok(&["mirror", "history", "m.db", "users", "ann@acme.example"]));
    let changed: Vec<&Value> = ann.iter().map(|version| &version["changed"]).collect();
    assert_eq!(changed[0], "first seen");
    assert!(changed[1].as_str().unwrap().contains("profile.title: null -> \"Boss\""), "{changed:?}");
    assert_eq!(
        ann[1]["changes"].as_array().unwrap().iter().filter(|one| one["path"] == "profile.title").count(),
        1
    );
    assert_eq!((&ann[0]["valid_to"], &ann[1]["valid_to"]), (&ann[1]["valid_from"], &Value::Null));
    assert_eq!(ann[1]["event"], "user.account.update_profile");
    let gone = rows(&shell.ok(&["mirror", "history", "m.db", "group", "Short"]));
    let last = gone.last().unwrap();
    assert_eq!((&last["changed"], &last["event"]), (&json!("gone"), &json!("group.lifecycle.delete")));
    ended(
        &shell.run(&["mirror", "history", "m.db", "users", "nobody@acme.example"]),
        3,
        &["nobody@acme.example"],
    );
    ended(&shell.run(&["mirror", "history", "m.db", "peeple", "x"]), 2, &["peeple"]);

    let change = |arguments: &[&str], kind: &str, name: &str| {
        let all = rows(&shell.ok(&[&["mirror", "diff"], arguments].concat()));
        let found = all.into_iter().find(|change| change["kind"] == kind && change["name"] == name);
        found.map_or_else(String::new, |change| {
            let paths = change["changes"].as_array().unwrap().iter();
            let paths: Vec<&str> = paths.map(|one| one["path"].as_str().unwrap()).collect();
            assert_eq!(paths.is_empty(), change["changed"] == "", "{change}");
            format!("{} {}", change["change"].as_str().unwrap(), paths.join(",")).trim().to_owned()
        })
    };
    let cases: [(&[&str], &str, &str); 4] = [
        (&["m.db", &before], "changed", ""),
        (&["m.db", &before, &between], "changed", "added"),
        (&["m.db", &between, &later], "", "removed"),
        (&["before.db", "m.db"], "changed", ""),
    ];
    for (arguments, of_ann, of_group) in cases {
        let ann = change(arguments, "users", "ann@acme.example");
        assert!(
            ann.starts_with(of_ann) && ann.contains("profile.title") != of_ann.is_empty(),
            "{arguments:?}: {ann}"
        );
        assert_eq!(change(arguments, "groups", "Short"), of_group, "{arguments:?}");
    }
    let none = shell.ok(&["mirror", "diff", "m.db", &later]);
    assert_eq!(none, "", "nothing changed since");
    let lines: [(&[&str], &str); 3] = [
        (&["m.db", &before, &between], "+ groups Short"),
        (&["m.db", &between, &later], "- groups Short"),
        (&["before.db", "m.db"], "~ users ann@acme.example  "),
    ];
    for (arguments, line) in lines {
        let Some(ran) = on_terminal(&shell, 200, "", &[&["mirror", "diff"], arguments].concat()) else {
            return;
        };
        assert!(ran.out.lines().any(|printed| printed.starts_with(line)), "{line}: {}", ran.out);
    }
    ended(&shell.run(&["mirror", "diff", "m.db"]), 2, &["name a file and one or two times, or two files"]);
    ended(&shell.run(&["mirror", "diff", "m.db", "none.db"]), 3, &["does not exist"]);
}

/// A local org that was started from something, until it is dropped.
struct Twin {
    process: Child,
    ready: Value,
}

impl Twin {
    fn start(shell: &Shell, arguments: &[&str]) -> Self {
        let mut command = bare(&[&["org", "serve", "--from"], arguments].concat());
        command.current_dir(&shell.directory);
        let mut process = start(command);
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap_or_default();
        Twin { process, ready }
    }

    fn get(&self, shell: &Shell, path: &str) -> Ran {
        let mut command = bare(&["api", path]);
        command.env("OKTA_CLIENT_ORGURL", self.ready["url"].as_str().unwrap());
        command.env("OKTA_CLIENT_TOKEN", self.ready["token"].as_str().unwrap()).current_dir(&shell.directory);
        finish(command, "")
    }

    /// What it has said on stderr.
    fn said(mut self) -> String {
        self.process.kill().unwrap();
        let mut said = String::new();
        self.process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_twin_is_made_of_answers_of_the_past_and_of_a_part() {
    let (shell, sales) = mirrored();
    let before = moment();
    let later = group(&shell, "Later");
    shell.ok(&["mirror", "sync", "m.db"]);
    shell.ok(&["mirror", "sync", "part.db", "--only", "groups"]);

    let now = Twin::start(&shell, &["m.db", "--password", "Rehearsal-42"]);
    assert_eq!(now.get(&shell, &format!("groups/{later}")).code, 0);
    let members: Value =
        serde_json::from_str(&now.get(&shell, &format!("groups/{sales}/users")).out).unwrap();
    assert_eq!(members[0]["profile"]["login"], "ann@acme.example");
    let login = sql(&shell, "select login from users where status = 'ACTIVE' and login like 'user%' limit 1");
    let sign_in = json!({ "username": login[0]["login"], "password": "Rehearsal-42" }).to_string();
    let mut command = bare(&["api", "POST", "authn", "--input", "-"]);
    command.env("OKTA_CLIENT_ORGURL", now.ready["url"].as_str().unwrap());
    command.env("OKTA_CLIENT_TOKEN", now.ready["token"].as_str().unwrap());
    let signed_in = finish(command, &sign_in);
    assert!(signed_in.out.contains("SUCCESS"), "{} {}", signed_in.out, signed_in.err);
    assert!(now.said().contains("not carried over"), "what a twin lacks is named");

    let then = Twin::start(&shell, &["m.db", "--at", &before]);
    assert_eq!(then.get(&shell, &format!("groups/{later}")).code, 3, "it was not there yet");
    assert_eq!(then.get(&shell, &format!("groups/{sales}")).code, 0);
    drop(then);

    let part = Twin::start(&shell, &["part.db"]);
    assert_eq!(part.get(&shell, &format!("groups/{sales}")).code, 0, "it starts all the same");
    let said = part.said();
    assert!(said.contains("has none of these: users, memberships, apps, policies"), "{said}");

    let time = "2026-01-01T00:00:00.000Z";
    let user = json!({ "id": "00u0000000recorded00", "status": "ACTIVE", "created": time, "lastUpdated": time,
        "profile": { "login": "rec@acme.example", "email": "rec@acme.example", "firstName": "R", "lastName": "C" } });
    let team = json!({ "id": "00g0000000recorded00", "type": "OKTA_GROUP", "created": time, "lastUpdated": time,
        "lastMembershipUpdated": time, "objectClass": ["okta:user_group"], "profile": { "name": "Recorded" } });
    let lines = [
        json!({ "operation": "listUsers", "body": user }),
        json!({ "operation": "listGroups", "body": team }),
        json!({ "operation": "listGroupUsers", "values": [team["id"]], "body": { "id": user["id"] } }),
    ];
    let write = |name: &str, text: String| std::fs::write(shell.directory.path().join(name), text).unwrap();
    write("answers.ndjson", lines.iter().map(|line| format!("{line}\n")).collect());
    let recorded = Twin::start(&shell, &["answers.ndjson"]);
    let members = recorded.get(&shell, "groups/00g0000000recorded00/users").out;
    assert!(members.contains("rec@acme.example"), "{members}");
    drop(recorded);

    write("bad.ndjson", format!("{}\n{{\"operation\":1}}\n", lines[0]));
    write("unknown.ndjson", "{\"operation\":\"listNothing\",\"body\":{}}\n".to_owned());
    write("unfilled.ndjson", "{\"operation\":\"listGroupUsers\",\"body\":{}}\n".to_owned());
    write("text.db", "neither a mirror nor answers, and long enough to be looked at as one".to_owned());
    let cases: [(&[&str], i32, &[&str]); 8] = [
        (&["bad.ndjson"], 2, &["bad.ndjson", "line 2"]),
        (&["unknown.ndjson"], 2, &["unknown.ndjson", "line 1", "listNothing"]),
        (&["unfilled.ndjson"], 2, &["line 1", "/api/v1/groups/{groupId}/users is not filled"]),
        (&["answers.ndjson", "--at", "1d"], 2, &["no past"]),
        (&["answers.ndjson", "--anonymise"], 2, &["for mirrors"]),
        (&["text.db"], 2, &["not a mirror"]),
        (&["none.db"], 3, &["does not exist"]),
        (&["m.db", "--at", "soon"], 2, &["not a time"]),
    ];
    for (arguments, code, texts) in cases {
        let mut command = bare(&[&["org", "serve", "--from"], arguments].concat());
        command.current_dir(&shell.directory);
        ended(&finish(command, ""), code, texts);
    }
}

/// What is told before a run, and what it costs to ask more.
#[test]
fn a_plan_names_what_comes_last_and_what_it_costs() {
    let (shell, _) = mirrored();
    let side = |name: &str| json!({ "name": name, "title": name, "description": "", "type": "USER" });
    for (primary, associated) in [("manager", "report"), ("mentor", "mentee")] {
        let definition = json!({ "primary": side(primary), "associated": side(associated) });
        send(&shell, "POST", "meta/schemas/user/linkedObjects", &definition);
    }
    let planned = |arguments: &[&str]| {
        let ran = shell.run(&[&["mirror", "sync"], arguments, &["--dry-run"]].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        let kinds: Vec<String> =
            rows(&ran.out).iter().map(|row| row["kinds"].as_str().unwrap().to_owned()).collect();
        (kinds, ran.err)
    };
    let groups = sql(&shell, "select count(*) as n from groups")[0]["n"].as_u64().unwrap();
    let (kinds, said) = planned(&["new.db"]);
    assert!(kinds.iter().any(|kinds| kinds.ends_with(&format!("group_owners {groups}"))), "{kinds:?}");
    assert!(said.contains(&format!("{groups} requests for group_owners come last")), "{said}");
    assert!(!kinds.iter().any(|kinds| kinds.contains("linked_object_values")), "{kinds:?}");
    for arguments in [
        &["new.db", "--linked-objects", "values"][..],
        &["new.db", "--only", "linked_object_values"],
        &["m.db", "--linked-objects", "values"],
    ] {
        if arguments[0] == "m.db" {
            shell.ok(&["mirror", "sync", "m.db"]);
        }
        let (kinds, said) = planned(arguments);
        assert!(
            kinds.iter().any(|kinds| kinds.ends_with("linked_object_values 64")),
            "{arguments:?}: {kinds:?}"
        );
        assert!(said.contains("64 requests for linked_object_values come last"), "{said}");
    }
    assert!(!shell.directory.path().join("new.db").exists());
    let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db", "--linked-objects", "values"]));
    assert_eq!(seen.iter().filter(|request| request.path.contains("/linkedObjects/")).count(), 64);
    // Everything again, whatever is there.
    let (kinds, said) = planned(&["m.db", "--full"]);
    assert!(said.contains("to read everything"), "{said}");
    assert!(kinds.iter().any(|kinds| kinds.contains("memberships 1,")), "{kinds:?}");
}

/// Half of a limit is there for others, as long as its window lasts.
#[test]
fn a_share_leaves_the_rest_of_each_limit_to_others() {
    let shell = Shell::with_users(10);
    for number in 0..30 {
        group(&shell, &format!("Group {number}"));
    }
    let limits = json!({ "mode": "default", "tokenPercent": 100, "window": 86_400, "buckets": { "/api/v1/groups": 20 } });
    send(&shell, "POST", "/_local/rate-limits", &limits);
    let sent = || {
        let requests = shell.org.requests();
        let counts = |request: &&oktars_local::SeenRequest| {
            let bucket = oktars_catalog::bucket_of(&request.method, &request.path);
            bucket.is_some_and(|bucket| oktars_catalog::BUCKETS[bucket].name == "/api/v1/groups")
        };
        requests.iter().filter(counts).map(|request| request.status).collect::<Vec<_>>()
    };
    let before = sent().len();
    let mut sync = start(shell.command(&["mirror", "sync", "m.db", "--share", "50"]));
    let begun = Instant::now();
    while sent().len() < before + 10 && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    // It waits for the next window now, which is tomorrow.
    std::thread::sleep(Duration::from_millis(700));
    let used = sent().split_off(before);
    sync.kill().unwrap();
    sync.wait().unwrap();
    assert_eq!(used.len(), 10, "half of the limit");
    for number in 0..=10 {
        let request = http::Request::get("http://localhost/api/v1/groups?limit=1")
            .header("authorization", format!("SSWS {}", shell.org.token()))
            .body(bytes::Bytes::new());
        let status = shell.org.handle(request.unwrap()).status();
        assert_eq!(status == 200, number < 10, "request {number} of others: {status}");
    }
}

/// Which events are asked for.
#[test]
fn the_log_is_read_as_it_was_chosen() {
    let shell = Shell::with_users(3);
    let days = |request: &oktars_local::SeenRequest| {
        let since =
            request.query.iter().find(|(name, _)| name == "since").unwrap().1.parse::<jiff::Timestamp>();
        (jiff::Timestamp::now().duration_since(since.unwrap()).as_secs() + 3_600) / 86_400
    };
    let cases: [(&[&str], Option<i64>, bool); 5] = [
        (&[], Some(7), true),
        (&["--log-since", "30d"], Some(30), true),
        (&["--log", "all"], Some(90), false),
        (&["--log", "none"], None, false),
        (&["--except", "log"], None, false),
    ];
    for (number, (options, since, filtered)) in cases.into_iter().enumerate() {
        let file = format!("{number}.db");
        let sync = [&["mirror", "sync", &file, "--only", "user_types"], options].concat();
        let (_, seen) = shell.seen(|| shell.ok(&sync));
        let past = seen.iter().find(|request| {
            request.path == "/api/v1/logs" && request.query.iter().any(|(name, _)| name == "until")
        });
        assert_eq!(past.map(days), since, "{options:?}");
        if let Some(past) = past {
            assert_eq!(past.query.iter().any(|(name, _)| name == "filter"), filtered, "{options:?}");
        }
        let is_asked = seen.iter().any(|request| request.path == "/api/v1/logs");
        assert_eq!(is_asked, since.is_some(), "{options:?}");
    }
}

/// What is chosen wrongly is refused before anything is sent, and nothing is made.
#[test]
fn a_wrong_choice_is_refused_before_anything_is_sent() {
    let (shell, _) = mirrored();
    let cases: [(&[&str], &str); 7] = [
        (&["m.db", "--without-attribute", "mobilPhone"], "mobilPhone"),
        (&["new.db", "--log-since", "91d"], "90 days"),
        (&["new.db", "--share", "0"], "1..=100"),
        (&["new.db", "--share", "101"], "1..=100"),
        (&["new.db", "--only", "peeple"], "no such kind"),
        (&["new.db", "--factors", "some"], "admins"),
        (&["new.db", "--linked-objects", "some"], "definitions"),
    ];
    for (arguments, text) in cases {
        let (ran, seen) = shell.seen(|| shell.run(&[&["mirror", "sync"], arguments].concat()));
        ended(&ran, 2, &[text]);
        assert!(seen.is_empty(), "{arguments:?}");
    }
    let nowhere = shell.by_profile("", &["mirror", "sync", "new.db"]);
    ended(&nowhere, 2, &["OKTA_CLIENT_ORGURL"]);
    assert!(!shell.directory.path().join("new.db").exists());
    let first =
        shell.run(&["mirror", "sync", "new.db", "--only", "users", "--without-attribute", "mobilPhone"]);
    ended(&first, 0, &["nobody has an attribute \"mobilPhone\""]);
    let compared = shell.run(&["mirror", "diff", "m.db", "new.db"]);
    ended(&compared, 0, &["only one of the files has these", "memberships"]);
    assert_eq!(compared.out, "", "what was not read is not gone");
}

/// What is old goes, and what is young enough is not read again.
#[test]
fn a_mirror_is_kept_small_and_the_org_in_peace() {
    let (shell, _) = mirrored();
    shell.ok(&["users", "update", "ann@acme.example", "--set", "title=Boss"]);
    shell.ok(&["mirror", "sync", "m.db"]);
    let count =
        |table: &str| sql(&shell, &format!("select count(*) as n from {table}"))[0]["n"].as_u64().unwrap();
    let (events, versions) = (count("log"), count("users_history where valid_to is not null"));
    assert!(events > 0 && versions > 0);
    ended(
        &shell.run(&["mirror", "prune", "m.db", "--log", "30d", "--history", "30d"]),
        0,
        &["removed 0 events", "removed 0 versions"],
    );
    std::thread::sleep(Duration::from_millis(20));
    let text = format!("removed {events} events");
    ended(&shell.run(&["mirror", "prune", "m.db", "--log", "0s", "--history", "0s"]), 0, &[&text]);
    assert_eq!((count("log"), count("users_history where valid_to is not null"), count("users")), (0, 0, 32));
    ended(&shell.run(&["mirror", "prune", "m.db"]), 2, &["--log"]);
    ended(&shell.run(&["mirror", "prune", "none.db", "--log", "1d"]), 3, &["does not exist"]);
    assert!(!shell.directory.path().join("none.db").exists());
    let (young, seen) = shell.seen(|| shell.run(&["mirror", "sync", "m.db", "--max-age", "1h"]));
    ended(&young, 0, &["young enough"]);
    assert!(seen.is_empty());
    std::thread::sleep(Duration::from_millis(1_100));
    let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db", "--max-age", "1s"]));
    assert!(!seen.is_empty());
}

/// In a pipe, each change is one object a line, as it comes.
#[test]
fn a_watch_prints_what_changes_as_it_comes() {
    let (shell, sales) = mirrored();
    let mut watch = start(shell.command(&["mirror", "watch", "m.db", "--every", "1s", "-o", "ndjson"]));
    let mut out = BufReader::new(watch.stdout.take().unwrap());
    let next = |out: &mut BufReader<ChildStdout>, kind: &str, name: &str| loop {
        let mut line = String::new();
        assert!(out.read_line(&mut line).unwrap() > 0, "it is over");
        let change: Value = serde_json::from_str(&line).unwrap();
        if change["kind"] == kind && change["name"] == name {
            return change["change"].as_str().unwrap().to_owned();
        }
    };
    let new = group(&shell, "Watched");
    assert_eq!(next(&mut out, "groups", "Watched"), "added");
    shell.ok(&["api", "PUT", &format!("groups/{sales}/users/{}", shell.user("new@acme.example"))]);
    assert_eq!(next(&mut out, "memberships", "Sales / new@acme.example"), "added");
    shell.ok(&["api", "DELETE", &format!("groups/{new}"), "--yes"]);
    assert_eq!(next(&mut out, "groups", "Watched"), "removed");
    watch.kill().unwrap();
    watch.wait().unwrap();
}
