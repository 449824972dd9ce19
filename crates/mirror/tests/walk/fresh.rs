//! Kinds that are read for the first time, whose rows are written as their pages come.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use oktars::Okta;
use oktars_local::{Org, Seed};

use crate::cases::{Case, meddling, status};
use crate::sync;

const USERS: usize = 3_000;

/// What happens between a run that was interrupted and the one that continues it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Meanwhile {
    Nothing,
    /// People who were read change, go and come.
    People,
    /// People get an attribute more, so that the rows that were written have a column too few.
    Schema,
}

async fn attribute(case: &Case, name: &str, described: Value) {
    let properties = json!({ name: described });
    let body = json!({ "definitions": { "custom": { "id": "#custom", "type": "object", "properties": properties } } });
    case.send("POST", "meta/schemas/user/default", body).await;
}

fn count(case: &Case, from: &str) -> u64 {
    case.ask(&format!("select count(*) as n from {from}"))[0]["n"].as_u64().unwrap()
}

/// Whatever is in a document, and whatever changes before a run is published: the rows are those of the documents, and
/// there is one for each object.
#[tokio::test]
async fn rows_that_are_written_with_their_pages_are_as_if_they_were_made_at_the_end() {
    for meanwhile in [Meanwhile::Nothing, Meanwhile::People, Meanwhile::Schema] {
        let org = Org::builder().seed(Seed::Users(USERS)).build().unwrap();
        let case = Case { okta: Okta::over(org.service()), org, directory: tempfile::tempdir().unwrap() };
        let users = case.ids("users?limit=200").await;
        attribute(&case, "badges", json!({ "title": "B", "type": "array", "items": { "type": "string" } }))
            .await;
        attribute(&case, "remote", json!({ "title": "R", "type": "boolean" })).await;
        attribute(&case, "desk", json!({ "title": "D", "type": "integer" })).await;
        let profile =
            json!({ "badges": ["a \"b\"", "é"], "remote": false, "desk": -7, "firstName": "\u{e9} O'Neill" });
        for user in [&users[1], &users[700], &users[USERS - 1]] {
            case.send("POST", &format!("users/{user}"), json!({ "profile": profile })).await;
        }

        let pages = Arc::new(AtomicUsize::new(0));
        let okta = meddling(&case.org, move |request, answer| {
            let is_users = request.uri().path() == "/api/v1/users";
            if is_users && pages.fetch_add(1, Ordering::Relaxed) >= 10 { status(401) } else { answer }
        });
        sync(&case.path(), &okta, false).await.unwrap_err();
        assert_eq!(count(&case, "users"), 0, "nobody sees half of a run");
        // Two whose rows are written.
        let written = case.ask("select key from users_fresh order by key limit 2");
        let written: Vec<&str> = written.iter().map(|row| row["key"].as_str().unwrap()).collect();
        assert_eq!(written.len(), 2, "no row was written, so nothing is tried");

        match meanwhile {
            Meanwhile::Nothing => {}
            Meanwhile::People => {
                case.send("POST", &format!("users/{}", written[0]), json!({ "profile": { "desk": 8 } }))
                    .await;
                for _ in 0..2 {
                    case.send("DELETE", &format!("users/{}", written[1]), Value::Null).await;
                }
                case.user("late@acme.example").await;
            }
            Meanwhile::Schema => attribute(&case, "shoe", json!({ "title": "S", "type": "string" })).await,
        }
        case.sync().await;
        case.assert_fresh().await;
        let left = "sqlite_master where name like '%_fresh'";
        assert_eq!(count(&case, left), 0, "{meanwhile:?}");
        assert!(count(&case, "sqlite_master where type = 'index' and tbl_name = 'users_rows'") > 0);
        assert_eq!(
            count(&case, "users where badges = '[\"a \\\"b\\\"\",\"é\"]' and remote = 0"),
            3,
            "{meanwhile:?}"
        );
    }
}
