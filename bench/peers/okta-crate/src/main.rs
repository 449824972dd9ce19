//! The crate `okta`: one task, and how many answers it got.

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use okta::Client;
use okta::types::CreateUserRequest;
use serde_json::{from_value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let task = arguments.next().expect("name a task");
    let number = arguments.next().map_or(1_000, |text| text.parse().expect("a number"));
    let mut okta = Client::new(std::env::var("OKTA_CLIENT_TOKEN").expect("a token"));
    okta.with_host_override(std::env::var("OKTA_CLIENT_ORGURL").expect("an org"));
    let count = match task.as_str() {
        "list" => list(&okta).await,
        "gets" => gets(&okta, number).await,
        "creates" => creates(&okta, number).await,
        "bucket" => bucket(&okta, number).await,
        "first" => gets(&okta, 1).await,
        _ => panic!("there is no task {task}"),
    };
    println!("{count}");
}

async fn list(okta: &Client) -> usize {
    let users = okta.users().list_all("", "", "", "", "").await.expect("users");
    users.body.iter().filter(|user| !user.id.is_empty()).count()
}

async fn gets(okta: &Client, number: usize) -> usize {
    let mut count = 0;
    for _ in 0..number {
        count += usize::from(!okta.users().get("me").await.expect("a user").body.id.is_empty());
    }
    count
}

async fn creates(okta: &Client, number: usize) -> usize {
    let create = |n| async move {
        let login = format!("crate-{}-{n}@oktars.example", std::process::id());
        let profile = json!({ "login": login, "email": login, "firstName": "Ben", "lastName": "Ch" });
        // Its types have no defaults, but can be read.
        let body: CreateUserRequest = from_value(json!({ "profile": profile })).expect("a body");
        okta.users().create(false, false, "", &body).await.is_ok()
    };
    let done = stream::iter(0..number).map(create).buffer_unordered(20);
    done.filter(|made| std::future::ready(*made)).count().await
}

async fn bucket(okta: &Client, number: usize) -> usize {
    let users = okta.users();
    let answers = join_all((0..number).map(|_| users.get("me"))).await;
    answers.iter().filter(|answer| answer.is_ok()).count()
}
