//! An org for mirrors: people in groups, and apps with people and groups; the same each time.

use std::fmt::Write as _;
use std::future::pending;

use oktars_local::{Answers, Org, Seed, Server, Tls};
use serde_json::{Value, json};

use crate::{Outcome, serve};

/// How many people each app has, of a hundred.
const ASSIGNED: usize = 1;
const TIME: &str = "2026-01-07T16:20:11.000Z";

/// How large an org is, and so how many pages there are to read at least.
#[derive(Default)]
struct Sizes {
    memberships: usize,
    assignments: usize,
    pages_of_members: usize,
    pages_of_assignments: usize,
}

pub fn run(arguments: &[String]) -> Outcome {
    let [users, groups, apps] = arguments else {
        return Err("say how many users, groups and apps".to_owned());
    };
    let number = |text: &String| text.parse::<usize>().map_err(|_| format!("{text} is no number"));
    let (users, groups, apps) = (number(users)?.max(1), number(groups)?, number(apps)?);
    let (lines, sizes) = lines(users, groups, apps);
    let answers = Answers::read(lines.as_bytes())?;
    drop(lines);
    let org = Org::builder().seed(Seed::Answers(answers)).build().map_err(|error| error.to_string())?;
    let bind = || Server::bind(org.clone(), ([127, 0, 0, 1], 0).into()).map_err(|error| error.to_string());
    let tls = Tls::new(&[]).map_err(|error| error.to_string())?;
    let authority = tls.authority().to_owned();
    let (plain, secure) = (bind()?, bind()?.tls(tls));
    let ready = json!({
        "url": plain.url(), "https": secure.url(), "authority": authority, "token": org.token(),
        "users": users, "groups": groups, "apps": apps, "memberships": sizes.memberships,
        "assignments": sizes.assignments, "memberPages": sizes.pages_of_members,
        "assignmentPages": sizes.pages_of_assignments,
    });
    println!("{ready}");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let both = async { tokio::try_join!(plain.serve(pending()), secure.serve(pending())) };
    runtime.block_on(both).map(drop).map_err(|error| error.to_string())
}

fn lines(users: usize, groups: usize, apps: usize) -> (String, Sizes) {
    let (mut lines, mut sizes) = (String::new(), Sizes::default());
    let mut add = |operation: &str, values: &[&str], body: &Value| {
        let line = json!({ "operation": operation, "values": values, "body": body });
        let _ = writeln!(lines, "{line}");
    };
    let standard = json!({ "id": "oty00000000000001d7x", "name": "user", "displayName": "User", "default": true,
        "created": TIME, "lastUpdated": TIME, "createdBy": "sprz0000000000001d7x", "lastUpdatedBy": "sprz0000000000001d7x" });
    add("listUserTypes", &[], &standard);
    for number in 0..users {
        add("listUsers", &[], &serve::document(number)["json"]);
    }
    for number in 0..groups {
        let id = group_id(number);
        add("listGroups", &[], &group(&id, number));
        let members = members_of(number, users);
        sizes.memberships += members;
        sizes.pages_of_members += members.div_ceil(1_000);
        // The members of a group are spread over all people, each of them once.
        for at in 0..members {
            let user = (number * 7_919 + at * (users / members)) % users;
            add("listGroupUsers", &[&id], &json!({ "id": serve::id(user) }));
        }
    }
    for number in 0..apps {
        let id = format!("0oa{number:013}1d7x");
        add("listApplications", &[], &app(&id, number));
        let assigned = (users * ASSIGNED).div_ceil(100);
        sizes.assignments += assigned;
        sizes.pages_of_assignments += assigned.div_ceil(500).max(1);
        for at in 0..assigned {
            let user = (number * 104_729 + at * (users / assigned)) % users;
            add("listApplicationUsers", &[&id], &assignment(user));
        }
        if groups > 0 {
            let group =
                json!({ "id": group_id(number % groups), "priority": 0, "lastUpdated": TIME, "profile": {} });
            add("listApplicationGroupAssignments", &[&id], &group);
        }
    }
    (lines, sizes)
}

/// One group in a hundred has a tenth of all people, and one in ten nobody.
fn members_of(group: usize, users: usize) -> usize {
    match group {
        _ if group % 100 == 1 => users.div_ceil(10),
        _ if group % 10 == 2 => 0,
        _ => (users / 2_000).clamp(1, users),
    }
}

fn group_id(number: usize) -> String {
    format!("00g{number:013}1d7x")
}

fn group(id: &str, number: usize) -> Value {
    json!({
        "id": id, "created": TIME, "lastUpdated": TIME, "lastMembershipUpdated": TIME, "objectClass": ["okta:user_group"],
        "type": "OKTA_GROUP", "profile": { "name": format!("Group {number}"), "description": "A group of the bench" },
    })
}

fn app(id: &str, number: usize) -> Value {
    json!({
        "id": id, "name": "bookmark", "label": format!("App {number}"), "status": "ACTIVE", "created": TIME,
        "lastUpdated": TIME, "signOnMode": "BOOKMARK", "features": [],
        "accessibility": { "selfService": false, "errorRedirectUrl": null, "loginRedirectUrl": null },
        "visibility": { "autoSubmitToolbar": false, "hide": { "iOS": false, "web": false }, "appLinks": { "login": true } },
        "credentials": { "userNameTemplate": { "template": "${source.login}", "type": "BUILT_IN" }, "signing": {} },
        "settings": { "app": { "requestIntegration": false, "url": "https://app.example" } },
    })
}

fn assignment(user: usize) -> Value {
    json!({
        "id": serve::id(user), "externalId": null, "created": TIME, "lastUpdated": TIME, "scope": "USER", "status": "ACTIVE",
        "statusChanged": TIME, "passwordChanged": null, "syncState": "DISABLED",
        "credentials": { "userName": format!("user{user:07}@scale.example") }, "profile": {},
    })
}
