//! What lies between a client and its org.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::Value;
use tower::Service;

/// How requests fare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// All is well.
    Calm,
    /// The log leaves out every fourth event.
    Forgetful,
    /// The log tells of nothing.
    Silent,
    /// Every fifth request fails in one way or another.
    Storm,
}

impl Weather {
    /// Whether a run may fail in it.
    pub fn breaks(self) -> bool {
        self == Weather::Storm
    }

    pub fn over(self, org: oktars_local::Service, seed: u64) -> Sky {
        Sky { weather: self, org, dice: Arc::new(Mutex::new(Dice(seed ^ 0xabcd))) }
    }
}

/// Numbers that look random, the same for a seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

#[derive(Clone)]
pub struct Sky {
    weather: Weather,
    org: oktars_local::Service,
    dice: Arc<Mutex<Dice>>,
}

type Answer = Pin<Box<dyn Future<Output = io::Result<Response<Bytes>>> + Send>>;

impl Service<Request<Bytes>> for Sky {
    type Response = Response<Bytes>;
    type Error = io::Error;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Answer {
        let (weather, dice, mut org) = (self.weather, self.dice.clone(), self.org.clone());
        Box::pin(async move {
            let roll = dice.lock().unwrap().below(25);
            let is_log = request.uri().path() == "/api/v1/logs";
            match (weather, roll) {
                (Weather::Storm, 0) => return Err(io::ErrorKind::ConnectionReset.into()),
                (Weather::Storm, 1) => return Ok(status(StatusCode::SERVICE_UNAVAILABLE)),
                (Weather::Storm, 2) => return Ok(status(StatusCode::INTERNAL_SERVER_ERROR)),
                (Weather::Storm, 3) => return Ok(status(StatusCode::TOO_MANY_REQUESTS)),
                _ => {}
            }
            let answer = org.call(request).await.map_err(|error| io::Error::other(format!("{error:?}")))?;
            match (weather, roll) {
                // The answer is lost on its way.
                (Weather::Storm, 4) => Err(io::ErrorKind::UnexpectedEof.into()),
                (Weather::Forgetful, _) if is_log => Ok(forget(answer, &dice)),
                (Weather::Silent, _) if is_log => {
                    let (parts, _) = answer.into_parts();
                    Ok(Response::from_parts(parts, Bytes::from_static(b"[]")))
                }
                _ => Ok(answer),
            }
        })
    }
}

/// Changes answers on their way.
#[derive(Clone)]
pub struct Answering {
    pub org: oktars_local::Service,
    /// How long each answer takes, and how many requests there were at once.
    pub delay: std::time::Duration,
    pub at_once: Arc<Mutex<(usize, usize)>>,
    #[allow(clippy::type_complexity, reason = "it is what a test says")]
    pub change: Arc<dyn Fn(&Request<Bytes>, Response<Bytes>) -> Response<Bytes> + Send + Sync>,
}

impl Service<Request<Bytes>> for Answering {
    type Response = Response<Bytes>;
    type Error = io::Error;
    type Future = Answer;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Answer {
        let (change, mut org, delay) = (self.change.clone(), self.org.clone(), self.delay);
        let at_once = self.at_once.clone();
        Box::pin(async move {
            if !delay.is_zero() {
                {
                    let mut counted = at_once.lock().unwrap();
                    counted.0 += 1;
                    counted.1 = counted.1.max(counted.0);
                }
                tokio::time::sleep(delay).await;
                at_once.lock().unwrap().0 -= 1;
            }
            let answer = org.call(request.clone()).await;
            let answer = answer.map_err(|error| io::Error::other(format!("{error:?}")))?;
            Ok(change(&request, answer))
        })
    }
}

fn status(status: StatusCode) -> Response<Bytes> {
    Response::builder().status(status).body(Bytes::new()).unwrap()
}

fn forget(answer: Response<Bytes>, dice: &Mutex<Dice>) -> Response<Bytes> {
    let (parts, body) = answer.into_parts();
    let Ok(mut events) = serde_json::from_slice::<Vec<Value>>(&body) else {
        return Response::from_parts(parts, body);
    };
    let had = events.len();
    let mut dice = dice.lock().unwrap();
    events.retain(|_| dice.below(4) > 0);
    if had > 0 && events.is_empty() {
        return Response::from_parts(parts, body);
    }
    Response::from_parts(parts, Bytes::from(serde_json::to_vec(&events).unwrap()))
}
