//! Against rate limits: few refusals, no lost answers, no lost time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use oktars::{Builder, Okta};
use oktars_local::{Org, RateLimits};
use tokio::time::Instant;

const TOKEN: &str = "00oktars-local-org-token-for-tests-only-42";

/// A local org with limits, whose clock is that of the test, and the times and statuses of its answers.
#[derive(Clone)]
struct Limited {
    org: Arc<Org>,
    begin: Instant,
    latency: Duration,
    answers: Arc<Mutex<Vec<(Duration, u16)>>>,
    clock: Arc<Mutex<i64>>,
}

impl Limited {
    fn new(limits: RateLimits) -> Self {
        let org = Org::builder().rate_limits(limits).build().unwrap();
        Limited {
            org: Arc::new(org),
            begin: Instant::now(),
            latency: Duration::from_millis(20),
            answers: Arc::default(),
            clock: Arc::default(),
        }
    }

    fn okta(&self, builder: Builder) -> Okta {
        let limited = self.clone();
        let service = tower::service_fn(move |request: Request<Bytes>| {
            let limited = limited.clone();
            async move { limited.answer(request).await }
        });
        builder.token(TOKEN).over(service).unwrap()
    }

    async fn answer(&self, request: Request<Bytes>) -> std::io::Result<Response<Bytes>> {
        tokio::time::sleep(self.latency).await;
        let elapsed = self.begin.elapsed();
        let response = {
            let mut clock = self.clock.lock().unwrap();
            let seconds = i64::try_from(elapsed.as_secs()).unwrap();
            self.org.advance(seconds - *clock);
            *clock = seconds;
            self.org.handle(request)
        };
        self.answers.lock().unwrap().push((elapsed, response.status().as_u16()));
        tokio::time::sleep(self.latency).await;
        Ok(response.map(Into::into))
    }

    fn refused(&self) -> usize {
        self.answers.lock().unwrap().iter().filter(|(_, status)| *status == 429).count()
    }

    fn sent(&self) -> usize {
        self.answers.lock().unwrap().len()
    }
}

fn bucket_of_20() -> RateLimits {
    RateLimits::documented().bucket("GET /api/v1/users/{id}", 20).window(6).token_percent(100)
}

async fn sixty(okta: &Okta) -> (usize, Duration) {
    let begin = Instant::now();
    let calls = (0..60).map(|_| okta.users().get("me"));
    let answers = futures_util::future::join_all(calls).await;
    (answers.iter().filter(|answer| answer.is_ok()).count(), begin.elapsed())
}

#[tokio::test(start_paused = true)]
async fn sixty_in_a_bucket_of_twenty() {
    let limited = Limited::new(bucket_of_20());
    let (answered, time) = sixty(&limited.okta(Okta::builder())).await;
    assert_eq!(answered, 60);
    assert!(limited.refused() <= 1 && limited.sent() <= 61);
    assert!(time < Duration::from_secs(12).mul_f64(1.05));
}
