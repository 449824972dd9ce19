//! The tasks, as a user of the SDK would write them.

use futures_util::StreamExt;
use futures_util::future::join_all;
use futures_util::stream;
use oktars::Okta;
use oktars::user::{CreateUser, ListUsers, NewUser};

use super::{number, on_one_thread};
use crate::Outcome;

/// How many creates are in flight.
const AT_ONCE: usize = 20;

pub fn run(arguments: &[String]) -> Outcome {
    let (task, rest) = arguments.split_first().ok_or("name a task")?;
    let okta = Okta::from_env().map_err(|error| error.to_string())?;
    match task.as_str() {
        "list" => on_one_thread(list(okta)),
        "gets" => on_one_thread(gets(okta, number(rest.first(), 1_000)?)),
        "creates" => on_one_thread(creates(okta, number(rest.first(), 1_000)?)),
        "bucket" => on_one_thread(bucket(okta, number(rest.first(), 60)?)),
        "first" => on_one_thread(gets(okta, 1)),
        _ => Err(format!("there is no task `{task}`")),
    }
}

async fn list(okta: Okta) -> Result<u64, String> {
    let query = ListUsers::new();
    let mut users = okta.users().list(&query);
    let mut count = 0;
    while let Some(user) = users.try_next().await.map_err(|error| error.to_string())? {
        count += u64::from(!user.id.is_empty());
    }
    Ok(count)
}

async fn gets(okta: Okta, number: usize) -> Result<u64, String> {
    let mut count = 0;
    for _ in 0..number {
        let user = okta.users().get("me").await.map_err(|error| error.to_string())?;
        count += u64::from(!user.id.is_empty());
    }
    Ok(count)
}

async fn creates(okta: Okta, number: usize) -> Result<u64, String> {
    let run = std::process::id();
    let options = CreateUser::new().activate(false);
    let create = |n| {
        let login = format!("bench-{run}-{n}@oktars.example");
        let new = NewUser::new(login).first_name("Ben").last_name("Ch");
        okta.users().create_with(&new, &options).send()
    };
    let done = stream::iter(0..number).map(create).buffer_unordered(AT_ONCE);
    Ok(done.filter(|made| std::future::ready(made.is_ok())).count().await as u64)
}

async fn bucket(okta: Okta, number: usize) -> Result<u64, String> {
    let users = okta.users();
    let answers = join_all((0..number).map(|_| users.get("me").send())).await;
    Ok(answers.iter().filter(|answer| answer.is_ok()).count() as u64)
}
