//! `oktars mirror`: a file that is made, asked, and refused.

use serde_json::{Value, json};

use crate::shell::{Ran, Shell};

/// An org with some people, groups and an app, and its mirror.
fn mirrored() -> Shell {
    let shell = org();
    shell.ok(&["mirror", "sync", "m.db"]);
    shell
}

fn org() -> Shell {
    let shell = Shell::with_users(60);
    let group = shell.json(&["groups", "create", "--name", "Sales"]);
    let user = shell.user("ann@acme.example");
    let member = format!("groups/{}/users/{user}", group["id"].as_str().unwrap());
    shell.ok(&["api", "PUT", &member]);
    let app = json!({ "name": "bookmark", "label": "Wiki", "signOnMode": "BOOKMARK",
        "settings": { "app": { "url": "https://wiki.example", "requestIntegration": false } } });
    let ran = shell.run_with(&app.to_string(), &["apps", "create", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let app: Value = serde_json::from_str(&ran.out).unwrap();
    shell.ok(&[
        "call",
        "assignGroupToApplication",
        app["id"].as_str().unwrap(),
        group["id"].as_str().unwrap(),
    ]);
    shell
}

fn sql(shell: &Shell, question: &str) -> Vec<Value> {
    rows(&shell.ok(&["mirror", "sql", "m.db", question]))
}

fn rows(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn refused(ran: &Ran, code: i32, text: &str) {
    assert_eq!(ran.code, code, "{}", ran.err);
    assert!(ran.err.contains(text), "{text}: {}", ran.err);
    assert!(!ran.err.contains("a bug"), "{}", ran.err);
}

#[test]
fn what_was_read_is_there_and_can_be_asked() {
    let shell = mirrored();
    assert_eq!(sql(&shell, "select count(*) as n from users")[0]["n"], 62);
    let member = sql(
        &shell,
        "select u.login from memberships m join users u on u.id = m.user_id join groups g on g.id = m.group_id where g.name = 'Sales'",
    );
    assert_eq!(member, [json!({ "login": "ann@acme.example" })]);
    let access = sql(&shell, "select login, app, path, \"group\" from access");
    assert_eq!(
        access,
        [json!({ "login": "ann@acme.example", "app": "Wiki", "path": "group", "group": "Sales" })]
    );
    assert_eq!(sql(&shell, "select role from admins"), [json!({ "role": "SUPER_ADMIN" })]);
    let everyone = "select count(*) as n from memberships where group_id = (select id from groups where name = 'Everyone')";
    assert_eq!(sql(&shell, everyone)[0]["n"], 62);
    let document = sql(&shell, "select json from users where login = 'ann@acme.example'");
    let listed = shell.json(&["api", "users?search=profile.login+eq+\"ann@acme.example\""]);
    assert_eq!(document[0]["json"], listed[0], "the document is what the org sent");
    let table = shell.ok(&[
        "mirror",
        "sql",
        "m.db",
        "select login from users where login like 'ann%'",
        "-o",
        "table",
    ]);
    assert!(table.contains("LOGIN") && table.contains("ann@acme.example"), "{table}");
}

/// A file with an org in it is for its owner alone, and so is what lies beside it.
#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone_and_no_link_is_followed() {
    use std::os::unix::fs::PermissionsExt;
    let shell = mirrored();
    for entry in std::fs::read_dir(shell.directory.path()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_name().to_string_lossy().starts_with("m.db") {
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{entry:?}");
        }
    }
    std::os::unix::fs::symlink("m.db", shell.directory.path().join("link.db")).unwrap();
    refused(&shell.run(&["mirror", "sync", "link.db"]), 2, "symbolic link");
    std::os::unix::fs::symlink("/nowhere", shell.directory.path().join("new.db-wal")).unwrap();
    refused(&shell.run(&["mirror", "sync", "new.db"]), 6, "symbolic link");
}

#[test]
fn only_what_has_changed_is_read_again() {
    let shell = mirrored();
    shell.ok(&["users", "update", "ann@acme.example", "--set", "title=Boss"]);
    let group = shell.json(&["groups", "create", "--name", "Auditors"]);
    let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db"]));
    assert!(seen.len() < 80, "{} requests", seen.len());
    assert!(seen.iter().all(|request| !request.target.contains("/users?limit=1000")), "no list of members");
    let ann = sql(&shell, "select title, event, actor from users where login = 'ann@acme.example'");
    assert_eq!(ann[0]["title"], "Boss");
    assert_eq!(ann[0]["event"], "user.account.update_profile");
    assert!(ann[0]["actor"].as_str().is_some_and(|actor| actor.contains('@')), "{ann:?}");
    assert_eq!(sql(&shell, "select id from groups where name = 'Auditors'")[0]["id"], group["id"]);

    let history = rows(&shell.ok(&["mirror", "history", "m.db", "user", "ann@acme.example"]));
    assert_eq!(history.len(), 2, "{history:?}");
    assert!(
        history[1]["changed"].as_str().unwrap().contains("profile.title: null -> \"Boss\""),
        "{history:?}"
    );
    let changes = rows(&shell.ok(&["mirror", "diff", "m.db", "1h"]));
    assert!(
        changes.iter().any(|change| change["kind"] == "groups" && change["name"] == "Auditors"),
        "{changes:?}"
    );
    let before = sql(&shell, "select valid_from from users_history where valid_to is not null");
    let at = before[0]["valid_from"].as_str().unwrap();
    let then = shell.ok(&[
        "mirror",
        "sql",
        "m.db",
        "select title from users where login = 'ann@acme.example'",
        "--at",
        at,
    ]);
    assert_eq!(rows(&then), [json!({ "title": null })]);
}

/// A custom attribute is a column as soon as the schema has it, and none any more when it is gone.
#[test]
fn columns_follow_the_schema() {
    let shell = mirrored();
    let attribute = |property: Value| {
        let body = json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": { "badge": property } } } });
        let ran = shell.run_with(
            &body.to_string(),
            &["api", "POST", "meta/schemas/user/default", "--input", "-", "--yes"],
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    attribute(json!({ "title": "Badge", "type": "integer" }));
    shell.ok(&["users", "update", "ann@acme.example", "--set", "badge:=7"]);
    shell.ok(&["mirror", "sync", "m.db"]);
    assert_eq!(
        sql(&shell, "select login from users where badge > 6"),
        [json!({ "login": "ann@acme.example" })]
    );
    attribute(Value::Null);
    shell.ok(&["mirror", "sync", "m.db"]);
    refused(&shell.run(&["mirror", "sql", "m.db", "select badge from users"]), 2, "badge");
}

#[test]
fn sql_reads_and_does_nothing_else() {
    let shell = mirrored();
    let cases = [
        "delete from users_rows",
        "update mirror set value = ''",
        "drop table users_rows",
        "create table x (a)",
        "create temp table x (a)",
        "attach 'other.db' as other",
        "pragma journal_mode = delete",
        "pragma user_version = 9",
        "select * from pragma_user_version",
        "vacuum into 'copy.db'",
        "begin",
        "select load_extension('x')",
        "explain select 1",
        "insert into mirror values ('a', 'b') returning name",
    ];
    let before = std::fs::read(shell.directory.path().join("m.db")).unwrap();
    for question in cases {
        refused(&shell.run(&["mirror", "sql", "m.db", question]), 2, "cannot be answered");
    }
    for (question, text) in [
        ("select 1; select 2", "more than one"),
        ("", "empty"),
        ("/* nothing */", "empty"),
        ("selct 1", "syntax error"),
        ("select nothing from users", "nothing"),
    ] {
        refused(&shell.run(&["mirror", "sql", "m.db", question]), 2, text);
    }
    let endless = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c";
    refused(&shell.run(&["mirror", "sql", "m.db", endless, "--timeout", "1s"]), 1, "longer than 1 second");
    assert!(before == std::fs::read(shell.directory.path().join("m.db")).unwrap(), "nothing was written");
    assert!(!shell.directory.path().join("copy.db").exists());
}

#[test]
fn files_that_are_no_mirrors_are_refused_and_left_alone() {
    let shell = mirrored();
    let path = |name: &str| shell.directory.path().join(name);
    let whole = std::fs::read(path("m.db")).unwrap();
    let changed = |name: &str, change: fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        std::fs::write(path(name), bytes).unwrap();
    };
    std::fs::write(path("text.db"), "not a database, and long enough to be looked at as one").unwrap();
    changed("other.db", |bytes| bytes[68..72].copy_from_slice(&[0; 4]));
    changed("newer.db", |bytes| bytes[60..64].copy_from_slice(&99u32.to_be_bytes()));
    changed("damaged.db", |bytes| {
        let middle = bytes.len() / 2;
        bytes[middle..middle + 20_000].fill(0x55);
    });
    changed("cut.db", |bytes| bytes.truncate(bytes.len() / 3));
    let cases = [
        ("text.db", 2, "not a mirror"),
        ("other.db", 2, "not a mirror"),
        ("newer.db", 2, "format 99"),
        ("damaged.db", 1, "damaged"),
        ("cut.db", 1, "damaged"),
    ];
    for (name, code, text) in cases {
        let before = std::fs::read(path(name)).unwrap();
        refused(&shell.run(&["mirror", "sync", name]), code, text);
        refused(&shell.run(&["mirror", "sql", name, "select 1"]), code, text);
        assert!(before == std::fs::read(path(name)).unwrap(), "{name} is left alone");
    }
    refused(&shell.run(&["mirror", "sql", "missing.db", "select 1"]), 3, "does not exist");
    assert!(!path("missing.db").exists());
    refused(&shell.run(&["mirror", "sync", "."]), 2, "cannot be written");
}

#[test]
fn one_file_holds_one_org() {
    let (shell, other) = (mirrored(), org());
    std::fs::copy(shell.directory.path().join("m.db"), other.directory.path().join("m.db")).unwrap();
    refused(&other.run(&["mirror", "sync", "m.db"]), 2, "is the mirror of");
}

/// A list that is shorter than it should be looks as if much was deleted.
#[test]
fn when_much_is_gone_nothing_is_published_before_somebody_agrees() {
    let shell = mirrored();
    let ids = sql(&shell, "select id from users where login like 'user%' limit 8");
    for id in ids.iter().map(|row| row["id"].as_str().unwrap()) {
        for _ in 0..2 {
            shell.ok(&["api", "DELETE", &format!("users/{id}"), "--yes"]);
        }
    }
    refused(&shell.run(&["mirror", "sync", "m.db"]), 6, "of 62 users, 8 are gone");
    assert_eq!(sql(&shell, "select count(*) as n from users")[0]["n"], 62, "readers see the run before");
    let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db", "--accept-deletions"]));
    assert!(seen.len() < 6, "what was read is not read again: {}", seen.len());
    assert_eq!(sql(&shell, "select count(*) as n from users")[0]["n"], 54);
    let gone = sql(
        &shell,
        "select end_event from users_history where valid_to is not null and end_event is not null",
    );
    assert!(
        gone.iter().all(|row| row["end_event"].as_str().unwrap().starts_with("user.lifecycle.delete")),
        "{gone:?}"
    );
}

/// A kind that fails keeps what it had, and the command says so.
#[test]
fn a_part_that_fails_deletes_nothing() {
    let shell = mirrored();
    let path = "/api/v1/groups";
    let fault = json!({ "method": "GET", "path": path, "status": 400 });
    let ran = shell.run_with(&fault.to_string(), &["api", "POST", "/_local/faults", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    shell.run(&["mirror", "sync", "m.db", "--full"]);
    assert_eq!(sql(&shell, "select count(*) as n from groups where name = 'Sales'")[0]["n"], 1);
    assert_eq!(sql(&shell, "select count(*) as n from memberships_rows")[0]["n"], 1);
    let status = rows(&shell.ok(&["mirror", "status", "m.db"]));
    let groups = status.iter().find(|row| row["kind"] == "groups").unwrap();
    assert_eq!(groups["state"], "not readable", "{groups}");
    let asked = shell.run(&["mirror", "sql", "m.db", "select name from groups"]);
    assert!(asked.err.contains("groups is not readable"), "{}", asked.err);
}

#[test]
fn what_is_chosen_is_remembered() {
    let shell = org();
    shell.ok(&[
        "mirror",
        "sync",
        "m.db",
        "--only",
        "memberships",
        "--log",
        "none",
        "--without-attribute",
        "title",
    ]);
    let (_, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db"]));
    let paths: Vec<&str> = seen.iter().map(|request| request.target.as_str()).collect();
    assert!(paths.iter().all(|path| !path.contains("/apps") && !path.contains("/logs")), "{paths:?}");
    assert!(paths.iter().any(|path| path.contains("/api/v1/groups")), "{paths:?}");
    let users = sql(&shell, "select state from status where kind = 'users'");
    assert_eq!(users, [json!({ "state": "left out" })]);
    refused(&shell.run(&["mirror", "sync", "m.db", "--only", "peple"]), 2, "no such kind");
}

#[test]
fn a_plan_reads_no_more_than_it_needs_and_writes_nothing() {
    let shell = org();
    let (out, seen) = shell.seen(|| shell.ok(&["mirror", "sync", "m.db", "--dry-run"]));
    assert_eq!(seen.len(), 2, "groups and apps");
    assert!(!shell.directory.path().join("m.db").exists());
    let plan = rows(&out);
    let of = |bucket: &str| plan.iter().find(|row| row["bucket"] == bucket).unwrap();
    assert_eq!(of("/api/v1/apps")["requests"], 3, "{plan:?}");
    assert_eq!(of("/api/v1/users")["requests"], 1, "{plan:?}");
}

/// A mirror is handed around, so no secret may be in it.
#[test]
fn no_secret_is_in_the_file() {
    let shell = Shell::new();
    let hook = json!({ "name": "Hook", "events": { "type": "EVENT_TYPE", "items": ["user.lifecycle.create"] },
        "channel": { "type": "HTTP", "version": "1.0.0", "config": { "uri": "https://hook.example",
            "headers": [{ "key": "x-token", "value": "s3cretMARKER1" }],
            "authScheme": { "type": "HEADER", "key": "authorization", "value": "s3cretMARKER2" } } } });
    let ran = shell.run_with(&hook.to_string(), &["api", "POST", "eventHooks", "--input", "-"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    shell.robot(false);
    shell.ok(&["mirror", "sync", "m.db"]);
    let bytes = std::fs::read(shell.directory.path().join("m.db")).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("hook.example") && !text.contains("s3cretMARKER"),
        "a header's value is in the file"
    );
    let left_out = sql(&shell, "select left_out from status where kind = 'event_hooks'");
    assert!(left_out[0]["left_out"].as_str().unwrap().contains("headers.value"), "{left_out:?}");
}

/// What is wrong with an export is said before anything is opened: there is no file here.
#[test]
fn an_export_that_cannot_be_is_refused_before_a_file_is_opened() {
    let shell = Shell::new();
    let cases: [(&[&str], bool, &str); 7] = [
        (&["lake"], true, "--form parquet"),
        (&["postgres://db.example/x", "--form", "parquet"], true, "this is a database"),
        (&["https://ann:s3cret@db.example/x"], true, "postgres://HOST/DATABASE"),
        (&["postgres://db.example/x", "--schema", "my schema"], true, "small letters"),
        (&["lake", "--form", "parquet"], !cfg!(feature = "parquet"), "--features parquet"),
        (&["postgres://db.example/x"], !cfg!(feature = "postgres"), "--features postgres"),
        (&["postgres://ann:s3cret@db.example/x"], cfg!(feature = "postgres"), "PGPASSWORD"),
    ];
    for (arguments, counts, told) in cases {
        let ran = shell.run(&[&["mirror", "export", "none.db"], arguments].concat());
        let is_told = ran.code == 2 && ran.err.contains(told) && !ran.err.contains("s3cret");
        assert!(is_told || !counts, "{arguments:?}: {} {}", ran.code, ran.err);
    }
}
