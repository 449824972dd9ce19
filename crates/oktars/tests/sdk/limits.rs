//! Against rate limits: few refusals, no lost answers, no lost time. The local org's clock is that of the test,
//! so that nothing is timed by the wall.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use oktars::limits::{Priority, Wait, WaitReason};
use oktars::user::NewUser;
use oktars::{Builder, Okta};
use oktars_local::{Org, RateLimits};
use serde_json::json;
use tokio::time::Instant;

const BUCKET: &str = "GET /api/v1/users/{id}";
const SECOND: Duration = Duration::from_secs(1);
/// When the org's clock begins, in milliseconds.
const BEGIN: i64 = 1_770_030_900_400;

/// A local org with limits, some way off, and what it answered when.
#[derive(Clone)]
pub(crate) struct Limited {
    pub(crate) org: Org,
    begin: Instant,
    latency: Duration,
    answers: Arc<Mutex<Vec<(Duration, u16)>>>,
}

impl Limited {
    pub(crate) fn new(limits: RateLimits) -> Self {
        let org = Org::builder().rate_limits(limits).build().unwrap();
        Limited { org, begin: Instant::now(), latency: Duration::from_millis(20), answers: Arc::default() }
    }

    pub(crate) fn okta(&self, builder: Builder) -> Okta {
        let limited = self.clone();
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let limited = limited.clone();
            async move { limited.travel(request).await }
        });
        builder.token(self.org.token()).over(service).unwrap()
    }

    async fn travel(&self, request: Request<Bytes>) -> std::io::Result<Response<Bytes>> {
        tokio::time::sleep(self.latency).await;
        let answer = self.answer(self.begin.elapsed(), request);
        tokio::time::sleep(self.latency).await;
        Ok(answer)
    }

    fn answer(&self, at: Duration, request: Request<Bytes>) -> Response<Bytes> {
        let now = BEGIN + i64::try_from(at.as_millis()).unwrap();
        let now = jiff::Timestamp::from_millisecond(now).unwrap();
        let clock = json!({ "set": now.to_string(), "stop": true });
        let clock = Request::post("http://localhost/_local/clock").body(clock.to_string().into()).unwrap();
        assert!(self.org.handle(clock).status().is_success());
        let answer = self.org.handle(request);
        self.answers.lock().unwrap().push((at, answer.status().as_u16()));
        answer
    }

    /// The least time in which so many requests can be answered: by a client that is at no distance, tries
    /// all the time, and does not mind refusals.
    fn least(limits: RateLimits, requests: usize) -> Duration {
        let limited = Limited::new(limits);
        let token = format!("SSWS {}", limited.org.token());
        let mut at = Duration::ZERO;
        for _ in 0..requests {
            let get = || {
                let get = Request::get("http://localhost/api/v1/users/me").header("authorization", &token);
                get.body(Bytes::new()).unwrap()
            };
            while !limited.answer(at, get()).status().is_success() {
                at += Duration::from_millis(5);
            }
        }
        at
    }

    /// How many requests came, and how many of them were refused.
    pub(crate) fn count(&self) -> (usize, usize) {
        let answers = self.answers.lock().unwrap();
        (answers.len(), answers.iter().filter(|(_, status)| *status == 429).count())
    }

    /// The most that came within any second from this time on.
    fn rush(&self, from: Duration) -> usize {
        let times: Vec<Duration> = self.answers.lock().unwrap().iter().map(|(at, _)| *at).collect();
        let within = |at: Duration| times.iter().filter(|other| (at..at + SECOND).contains(*other)).count();
        times.iter().filter(|at| **at >= from).map(|at| within(*at)).max().unwrap_or(0)
    }
}

fn bucket_of_20() -> RateLimits {
    RateLimits::documented().bucket(BUCKET, 20).window(6).token_percent(100)
}

async fn get(okta: &Okta, calls: usize) -> (usize, Duration) {
    let begin = Instant::now();
    let calls = (0..calls).map(|_| okta.users().get("me").send());
    let answers = futures_util::future::join_all(calls).await;
    (answers.iter().filter(|answer| answer.is_ok()).count(), begin.elapsed())
}

#[tokio::test(start_paused = true)]
async fn sixty_in_a_bucket_of_twenty() {
    let limited = Limited::new(bucket_of_20());
    let (answered, time) = get(&limited.okta(Okta::builder()), 60).await;
    let (sent, refused) = limited.count();
    assert_eq!(answered, 60);
    assert!(sent <= 61 && refused <= 1, "{sent} sent, {refused} refused");
    // Two windows must pass.
    assert!(time < Duration::from_secs(12).mul_f64(1.05), "{time:?}");
    assert!(limited.rush(Duration::from_secs(6)) <= 20);
}

/// The trap: every sleeper waking in the same second.
#[tokio::test(start_paused = true)]
async fn what_waits_for_a_reset_is_released_bit_by_bit() {
    let limits = RateLimits::documented().bucket(BUCKET, 100).window(60).token_percent(100);
    let limited = Limited::new(limits);
    let (answered, time) = get(&limited.okta(Okta::builder()), 190).await;
    assert_eq!((answered, limited.count()), (190, (190, 0)));
    assert!(time > Duration::from_secs(61) && time < Duration::from_secs(63), "{time:?}");
    let rush = limited.rush(Duration::from_secs(59));
    assert!(rush < 70, "{rush} of the 90 that waited came within a second");
}

/// The same with others who take from the bucket, against a client that knows all and is at no distance. Nobody
/// knows when others come, so a window may be lost to them.
#[tokio::test(start_paused = true)]
async fn sixty_in_a_bucket_that_others_use() {
    for (clients, each) in [(2, 30), (2, 60), (5, 30), (5, 60), (20, 10), (20, 30), (20, 60)] {
        let limits = || bucket_of_20().others(BUCKET, clients, each);
        let limited = Limited::new(limits());
        let (answered, time) = get(&limited.okta(Okta::builder()), 60).await;
        let ((sent, refused), least) = (limited.count(), Limited::least(limits(), 60));
        let met = format!("{clients} x {each}: {sent} sent, {refused} refused, {time:?} of {least:?}");
        assert_eq!(answered, 60, "{met}");
        assert!(refused <= 10 && sent == 60 + refused, "{met}");
        assert!(time <= least.mul_f64(1.05) + Duration::from_secs(6), "{met}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_share_is_left_to_others() {
    let limited = Limited::new(bucket_of_20());
    let (answered, time) = get(&limited.okta(Okta::builder().max_share(0.25)), 15).await;
    assert_eq!((answered, limited.count()), (15, (15, 0)));
    assert!(time > Duration::from_secs(11), "five in each window: {time:?}");
}

#[tokio::test(start_paused = true)]
async fn interactive_calls_go_before_bulk() {
    let limited = Limited::new(bucket_of_20());
    let okta = limited.okta(Okta::builder());
    let bulk = okta.with_priority(Priority::Bulk);
    let begin = Instant::now();
    let import = get(&bulk, 60);
    let ask = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        okta.users().get("me").await.unwrap();
        begin.elapsed()
    };
    let ((answered, _), asked) = futures_util::future::join(import, ask).await;
    assert_eq!(answered, 60);
    assert!(asked < Duration::from_millis(6_200), "the first of the next window: {asked:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_given_up_leaves_its_place() {
    let limited = Limited::new(bucket_of_20());
    let okta = limited.okta(Okta::builder());
    let impatient = tokio::time::timeout(Duration::from_secs(4), get(&okta, 60));
    assert!(impatient.await.is_err());
    let limits = okta.limits();
    assert_eq!((limits.in_flight, limits.waiting), (0, 0));
    let (answered, _) = get(&okta, 20).await;
    assert_eq!((answered, limited.count().1), (20, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_known_can_be_read_and_waits_are_told() {
    let limited = Limited::new(bucket_of_20());
    let waits: Arc<Mutex<Vec<Wait>>> = Arc::default();
    let keeps = waits.clone();
    let okta = limited.okta(Okta::builder().on_wait(move |wait| keeps.lock().unwrap().push(wait.clone())));
    assert!(okta.limits().buckets.is_empty());
    get(&okta, 1).await;
    let bucket = okta.limits().buckets.remove(0);
    assert_eq!((bucket.name, bucket.limit, bucket.remaining), (BUCKET, Some(20), Some(19)));
    assert_eq!(bucket.reset.unwrap().to_string(), "2026-02-02T11:15:06.000Z");
    let look = async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        okta.limits()
    };
    let (_, limits) = futures_util::future::join(get(&okta, 30), look).await;
    assert_eq!((limits.buckets[0].waiting, limits.buckets[0].remaining, limits.waiting), (11, Some(0), 11));
    let waits = waits.lock().unwrap();
    assert!(waits.len() >= 10, "{waits:?}");
    let told = |wait: &Wait| {
        wait.operation == "getUser" && wait.bucket == BUCKET && wait.reason == WaitReason::RateLimit
    };
    assert!(waits.iter().all(told), "{waits:?}");
}

/// Limits that are switched off slow nothing, whatever their headers say.
#[tokio::test(start_paused = true)]
async fn limits_that_are_off_slow_nothing() {
    let limited = Limited::new(RateLimits::off());
    let okta = limited.okta(Okta::builder());
    let begin = Instant::now();
    for round in 0..50 {
        let calls = (0..20).map(|number| {
            let new = NewUser::new(format!("u{round}-{number}@acme.test")).first_name("A").last_name("B");
            okta.users().create(&new).send()
        });
        futures_util::future::try_join_all(calls).await.unwrap();
    }
    assert!(begin.elapsed() <= Duration::from_millis(40 * 50 + 200), "{:?}", begin.elapsed());
}
