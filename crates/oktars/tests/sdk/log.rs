//! The System Log, from the client through the local org and back.

use std::time::Duration;

use oktars::legacy_event::ListEvents;
use oktars::log::{ListLogs, LogResult};
use oktars::user::NewUser;
use oktars::{Okta, Result, SortOrder, attr};
use oktars_local::Org;

fn okta() -> Okta {
    Okta::over(Org::in_memory().service())
}

async fn create(okta: &Okta, n: u32) -> Result<String> {
    let new = NewUser::new(format!("user{n}@example.test")).first_name("Many").last_name(format!("N{n}"));
    Ok(okta.users().create(&new).await?.id)
}

#[tokio::test]
async fn what_was_done_is_found_page_by_page() -> Result<()> {
    let okta = okta();
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(create(&okta, n).await?);
    }
    let query = ListLogs::new().filter(attr("eventType").eq("user.lifecycle.create")).limit(2);
    let events = okta.logs().list(&query).all().await?;
    let targets: Vec<&str> = events.iter().map(|event| event.target[0].id.as_str()).collect();
    assert_eq!(targets, ids, "oldest first, every page followed, and an end");
    assert!(events.iter().all(|event| event.outcome.as_ref().unwrap().result == LogResult::SUCCESS));

    let newest = okta.logs().list(&query.sort_order(SortOrder::Descending)).page().await?;
    assert_eq!(newest.items[0].target[0].id, ids[4]);
    let one = ListLogs::new().filter(attr("target.id").eq(&ids[2]).and("eventType sw \"user.lifecycle\""));
    assert!(!okta.logs().list(&one).all().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_list_that_caught_up_goes_on_with_the_news() -> Result<()> {
    let okta = okta();
    create(&okta, 1).await?;
    let mut listing = okta.logs().list(&ListLogs::new().filter("eventType eq \"user.lifecycle.create\""));
    while listing.try_next().await?.is_some() {}
    let position = listing.position().expect("a log always goes on").to_string().parse()?;
    assert!(okta.logs().resume(&position).all().await?.is_empty());

    let id = create(&okta, 2).await?;
    let news = okta.logs().resume(&position).all().await?;
    assert_eq!(news.iter().map(|event| event.target[0].id.as_str()).collect::<Vec<_>>(), [id]);
    Ok(())
}

#[tokio::test]
async fn a_tail_gives_what_happens_while_it_waits() -> Result<()> {
    let okta = okta();
    let query = ListLogs::new().filter(attr("eventType").eq("user.lifecycle.create"));
    let mut tail = okta.logs().tail(&query, Duration::from_millis(1));
    let (event, id) = tokio::join!(tail.next(), create(&okta, 1));
    assert_eq!(event?.target[0].id, id?);
    Ok(())
}

#[tokio::test]
async fn the_retired_events_call_is_answered_by_the_log() -> Result<()> {
    let okta = okta();
    let id = create(&okta, 1).await?;
    let created = r#"action.objectType eq "core.user.config.user_creation.success""#;
    let events = okta.events().list(&ListEvents::new().filter(created))?.all().await?;
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].targets[0].id.as_str(), events[0].targets[0].object_type.as_str()),
        (id.as_str(), "User")
    );
    assert_eq!(events[0].action.categories, ["User Creation"]);
    // The start that an old program asks for, long before anything that Okta still has.
    let old = ListEvents::new().start_date("2014-10-30T00:00:00.000Z").limit(5);
    assert!(!okta.events().list(&old)?.all().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_wrong_filter_is_refused_with_what_okta_says() {
    let error = okta().logs().list(&ListLogs::new().filter("eventType eqq \"x\"")).all().await.unwrap_err();
    assert!(error.is(oktars::ErrorCode::INVALID_FILTER) && error.operation() == "listLogEvents", "{error}");
}
