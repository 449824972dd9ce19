//! Bodies that break off or take their time.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Response, header};
use http_body_util::{Either, Full};
use hyper::body::{Body, Frame};
use tokio::time::{Sleep, sleep};

use crate::wire::pace::Busy;

/// In how many pieces a slow body comes.
const PIECES: usize = 8;

/// The body of an answer on the wire.
pub type Wire = Either<Full<Bytes>, Played>;

pub fn whole(response: Response<Bytes>) -> Response<Wire> {
    response.map(|body| Either::Left(Full::new(body)))
}

/// Sends the body over so long a time, and breaks off after so many bytes of it. Until then the request is
/// in progress.
pub fn played(
    mut response: Response<Bytes>,
    time: Duration,
    cut: Option<usize>,
    busy: Busy,
) -> Response<Wire> {
    // What is cut was promised.
    let length = HeaderValue::from(response.body().len());
    response.headers_mut().insert(header::CONTENT_LENGTH, length);
    response.map(|body| {
        let sent = body.slice(..cut.unwrap_or(body.len()).min(body.len()));
        let mut steps = if time.is_zero() { VecDeque::from([Step::Data(sent)]) } else { slowly(&sent, time) };
        if cut.is_some() {
            steps.extend([Step::Flush, Step::Fail]);
        }
        Either::Right(Played { steps, pause: None, _busy: busy })
    })
}

fn slowly(body: &Bytes, time: Duration) -> VecDeque<Step> {
    let mut steps = VecDeque::new();
    for from in (0..body.len()).step_by(body.len().div_ceil(PIECES).max(1)) {
        let to = body.len().min(from + body.len().div_ceil(PIECES));
        steps.extend([Step::Pause(time / PIECES as u32), Step::Data(body.slice(from..to))]);
    }
    steps
}

/// A body that is played step by step.
pub struct Played {
    steps: VecDeque<Step>,
    pause: Option<Pin<Box<Sleep>>>,
    _busy: Busy,
}

enum Step {
    Data(Bytes),
    Pause(Duration),
    /// Once with nothing to give, so that hyper sends what it has before it hears of the failure.
    Flush,
    Fail,
}

impl Body for Played {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            match self.steps.pop_front() {
                Some(Step::Data(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                Some(Step::Pause(time)) => self.pause = Some(Box::pin(sleep(time))),
                Some(Step::Flush) => {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Some(Step::Fail) => return Poll::Ready(Some(Err(io::Error::other("cut on request")))),
                None => return Poll::Ready(None),
            }
        }
    }
}
