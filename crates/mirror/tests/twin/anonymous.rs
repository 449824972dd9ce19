//! A twin with other people: nothing of the real ones is in any answer, nor in the file of the org.

use std::collections::BTreeSet;
use std::path::Path;

use oktars::Okta;
use oktars_local::{Answers, Org, Seed};
use oktars_mirror::{Log, Mirror, Reader, Settings};
use serde_json::{Value, json};

use crate::{contents, sync};

/// Attributes whose values are not those of a person.
const NOT_PERSONAL: [&str; 4] = ["locale", "preferredLanguage", "timezone", "department"];

async fn org_with_odd_people() -> Org {
    let org = Org::builder().seed(Seed::Demo).build().unwrap();
    let okta = Okta::over(org.service());
    let send = async |method: &str, path: &str, body: Value| -> Value {
        okta.request(method.parse().unwrap(), path).body(&body).json::<Value>().send().await.unwrap()
    };
    let schema = json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": {
        "badge": { "title": "Badge", "type": "integer" },
        "born": { "title": "Born", "type": "string" },
        "nicknames": { "title": "Nicknames", "type": "array", "items": { "type": "string" } },
        "size": { "title": "Size", "type": "string", "enum": ["S", "M"], "oneOf": [{ "const": "S", "title": "S" }, { "const": "M", "title": "M" }] },
    } } } });
    send("POST", "meta/schemas/user/default", schema).await;
    let profile = json!({ "login": "zoë.o'neill+x@private.example", "email": "zoë.o'neill+x@private.example",
        "firstName": "Zoë", "lastName": "O'Neill-Quark", "mobilePhone": "+49 170 5550199", "streetAddress": "Hauptstraße 12b",
        "badge": 8675309, "born": "1980-05-17", "nicknames": ["Zozo", "王小明"], "size": "M" });
    let user = send("POST", "users", json!({ "profile": profile })).await;
    let id = user["id"].as_str().unwrap();
    let about = "Asked for by zoë.o'neill+x@private.example, phone +49 170 5550199";
    send("POST", "groups", json!({ "profile": { "name": "Friends of Zoë", "description": about } })).await;
    let app = json!({ "name": "bookmark", "label": "O'Neill-Quark's page", "signOnMode": "BOOKMARK",
        "settings": { "app": { "url": "https://p.example/?who=zoë.o'neill+x@private.example", "requestIntegration": false } } });
    let app = send("POST", "apps", app).await;
    let assigned = json!({ "id": id, "scope": "USER", "credentials": { "userName": "zoe-at-the-app" } });
    send("POST", &format!("apps/{}/users", app["id"].as_str().unwrap()), assigned).await;
    org
}

fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(members) => members.values().for_each(|member| texts(member, found)),
        Value::String(text) => {
            found.insert(text.clone());
        }
        Value::Number(number) => {
            found.insert(number.to_string());
        }
        _ => {}
    }
}

/// Every text of a person in a mirror that is long enough to be somebody's.
fn originals(path: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for ((kind, _), document) in contents(path) {
        if kind == "users" || kind == "app_users" {
            for (name, value) in document["profile"].as_object().into_iter().flatten() {
                let stays = NOT_PERSONAL.contains(&name.as_str()) || name == "size";
                if !stays {
                    texts(value, &mut found);
                }
            }
            texts(&document["credentials"]["userName"], &mut found);
        }
    }
    for event in events(path) {
        let people = event["target"].as_array().into_iter().flatten().chain([&event["actor"]]);
        for person in people.filter(|person| person["type"] == "User") {
            texts(&person["alternateId"], &mut found);
            texts(&person["displayName"], &mut found);
        }
        texts(&event["client"]["ipAddress"], &mut found);
        texts(&event["client"]["userAgent"]["rawUserAgent"], &mut found);
    }
    // A short number is also one of minutes, or of a port.
    found.retain(|text| text.len() > 6 || text.chars().any(|letter| !letter.is_ascii_digit()));
    found.retain(|text| text.chars().count() > 2 && text != "unknown" && !text.starts_with("00"));
    found
}

fn events(path: &Path) -> Vec<Value> {
    let mut events = Vec::new();
    let mut reader = Reader::open(path).unwrap();
    let mut keep = |row: Box<serde_json::value::RawValue>| {
        let mut row: Value = serde_json::from_str(row.get()).unwrap();
        events.push(row["json"].take());
        Ok(())
    };
    reader.ask("select json from log", std::time::Duration::from_secs(60), &mut keep).unwrap().unwrap();
    events
}

/// Where a text stands by itself, and not within a longer word.
fn mentions(whole: &str, text: &str) -> bool {
    let is_inside = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    whole.match_indices(text).any(|(at, _)| {
        !is_inside(whole[..at].chars().next_back()) && !is_inside(whole[at + text.len()..].chars().next())
    })
}

fn with_log(path: &Path) {
    let mut settings = Settings::default();
    settings.log = Log::Changes(90);
    Mirror::open(path).unwrap().choose(&settings).unwrap();
}

#[tokio::test]
async fn nothing_of_a_person_is_in_an_anonymous_twin_nor_in_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let (first, second, store) = (path("first.db"), path("second.db"), path("twin.org"));
    with_log(&first);
    sync(&first, &org_with_odd_people().await).await;
    let mut lines = String::new();
    let keep = ["department".to_owned()];
    let reader = Reader::open(&first).unwrap();
    reader.answers_of_others(&keep, &mut |line| lines.push_str(&format!("{line}\n"))).unwrap();
    let answers = Answers::read(lines.as_bytes()).unwrap();
    let twin = Org::builder().seed(Seed::Answers(answers)).file(&store).build().unwrap();
    with_log(&second);
    sync(&second, &twin).await;

    let (before, after) = (contents(&first), contents(&second));
    let is_schema = |kind: &str| kind.ends_with("schemas") || kind == "profile_mappings";
    let mut shown = String::new();
    for ((kind, _), document) in after.iter().filter(|((kind, _), _)| !is_schema(kind)) {
        let mut document = document.clone();
        if *kind == "users" {
            document["profile"]["department"] = Value::Null;
        }
        shown.push_str(&format!("{kind} {document}\n"));
    }
    events(&second).iter().for_each(|event| shown.push_str(&format!("{event}\n")));
    let originals = originals(&first);
    assert!(originals.len() > 1_000, "{}", originals.len());
    let found: Vec<&String> = originals.iter().filter(|text| mentions(&shown, text)).collect();
    assert!(found.is_empty(), "{} of {}: {:?}", found.len(), originals.len(), &found[..found.len().min(30)]);
    drop(twin);
    let bytes = String::from_utf8_lossy(&std::fs::read(&store).unwrap()).into_owned();
    let long = originals.iter().filter(|text| text.chars().count() > 8);
    let found: Vec<&String> = long.filter(|text| mentions(&bytes, text)).collect();
    assert!(found.is_empty(), "in the file: {:?}", &found[..found.len().min(30)]);

    let logins: BTreeSet<&str> =
        of(&after, "users").map(|user| user["profile"]["login"].as_str().unwrap()).collect();
    assert_eq!(logins.len(), of(&before, "users").count(), "logins are unique");
    assert!(logins.iter().all(|login| is_address(login)), "{logins:?}");
    let keys = |all: &crate::Contents, kind: &str| -> BTreeSet<String> {
        all.keys().filter(|(of, _)| *of == kind).map(|(_, key)| key.clone()).collect()
    };
    for kind in ["users", "groups", "memberships", "app_users", "app_groups", "group_rules"] {
        assert_eq!(keys(&before, kind), keys(&after, kind), "{kind}");
    }
    let zoe = of(&after, "users").find(|user| user["profile"]["size"] == "M").unwrap();
    assert!(zoe["profile"]["born"].as_str().unwrap().parse::<jiff::civil::Date>().is_ok(), "{zoe}");
    assert_eq!(zoe["profile"]["badge"].to_string().len(), 7, "{zoe}");
}

fn of<'a>(all: &'a crate::Contents, kind: &'static str) -> impl Iterator<Item = &'a Value> {
    all.iter().filter(move |((of, _), _)| *of == kind).map(|(_, document)| document)
}

fn is_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
}

/// Rules hold of the same people where the attributes that they use are kept, and where their texts are changed too.
#[tokio::test]
async fn rules_mean_the_same_in_an_anonymous_twin() {
    for keep in [vec!["department".to_owned()], Vec::new()] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("first.db");
        sync(&path, &Org::builder().seed(Seed::Demo).build().unwrap()).await;
        let mut lines = String::new();
        let reader = Reader::open(&path).unwrap();
        reader.answers_of_others(&keep, &mut |line| lines.push_str(&format!("{line}\n"))).unwrap();
        let twin =
            Org::builder().seed(Seed::Answers(Answers::read(lines.as_bytes()).unwrap())).build().unwrap();
        let okta = Okta::over(twin.service());
        let rules: Vec<Value> = okta.get("groups/rules").list().all().await.unwrap();
        let expression = "user.department==\"";
        let rule = rules
            .iter()
            .find(|rule| rule["conditions"]["expression"]["value"].as_str().unwrap().starts_with(expression));
        let rule = rule.expect("a rule of the demo");
        let group =
            okta.request("POST".parse().unwrap(), "groups").body(&json!({ "profile": { "name": "Anew" } }));
        let group = group.json::<Value>().send().await.unwrap()["id"].as_str().unwrap().to_owned();
        let again = json!({ "type": "group_rule", "name": "Anew", "conditions": rule["conditions"],
            "actions": { "assignUserToGroups": { "groupIds": [group] } } });
        let made = okta
            .request("POST".parse().unwrap(), "groups/rules")
            .body(&again)
            .json::<Value>()
            .send()
            .await
            .unwrap();
        let activate = format!("groups/rules/{}/lifecycle/activate", made["id"].as_str().unwrap());
        okta.request("POST".parse().unwrap(), &activate).send().await.unwrap();
        let ids = async |group: &str| -> BTreeSet<String> {
            let all: Vec<Value> = okta.get(&format!("groups/{group}/users")).list().all().await.unwrap();
            all.iter().map(|user| user["id"].as_str().unwrap().to_owned()).collect()
        };
        let old = rule["actions"]["assignUserToGroups"]["groupIds"][0].as_str().unwrap();
        let (now, before) = (ids(&group).await, ids(old).await);
        assert!(!now.is_empty() && now.is_subset(&before), "{keep:?}: {} of {}", now.len(), before.len());
    }
}
