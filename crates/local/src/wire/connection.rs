//! A connection that can be slow, break off in the middle of an answer's headers, or hang up behind it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, MutexGuard};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use crate::kernel::lock::Lock;
use crate::wire::pace::{Busy, Pace};

/// A slow head comes in so many pieces of so many bytes, and then the rest of it at once. No head is so
/// short: its status line alone is longer.
const PIECES: u32 = 8;
const PIECE: usize = 2;

/// What happens to the bytes of the next answer. Clones are for the same connection.
#[derive(Clone, Default)]
pub struct Manner(Arc<Lock<State>>);

#[derive(Default)]
enum State {
    #[default]
    Plain,
    /// So many pieces are still to come, each after this time.
    Slow(u32, Duration),
    /// So many bytes are still to be sent before the connection breaks.
    Breaks(usize),
    /// Once something was sent and flushed, the connection is over.
    HangsUp {
        sent: bool,
    },
    Over,
}

impl Manner {
    /// Lets the next bytes trickle over this time.
    pub fn slow(&self, time: Duration) {
        *self.state() = State::Slow(PIECES, time / PIECES);
    }

    /// Breaks the connection in the middle of the next bytes.
    pub fn break_off(&self) {
        *self.state() = State::Breaks(PIECES as usize * PIECE);
    }

    /// Ends the connection after the next bytes.
    pub fn hang_up(&self) {
        *self.state() = State::HangsUp { sent: false };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock()
    }
}

/// A connection with manners.
pub struct Connection<S> {
    stream: S,
    manner: Manner,
    pace: Arc<Pace>,
    /// A pause that was asked for, in which nobody waits for the client.
    pause: Option<(Pin<Box<Sleep>>, Busy)>,
    /// Who waits for the next request.
    reader: Option<Waker>,
}

impl<S> Connection<S> {
    pub fn new(stream: S, manner: Manner, pace: Arc<Pace>) -> Self {
        Connection { stream, manner, pace, pause: None, reader: None }
    }

    /// How many bytes may be written now.
    fn poll_room(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if let Some((pause, _)) = &mut self.pause {
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        let mut state = self.manner.state();
        match &mut *state {
            State::Slow(0, _) => *state = State::Plain,
            State::Slow(_, _) => return Poll::Ready(Ok(PIECE)),
            State::Breaks(0) => return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
            State::Breaks(left) => return Poll::Ready(Ok(*left)),
            State::Plain | State::HangsUp { .. } | State::Over => {}
        }
        Poll::Ready(Ok(usize::MAX))
    }

    fn wrote(&mut self, bytes: usize) {
        self.pace.sent();
        match &mut *self.manner.state() {
            State::Slow(pieces, time) => {
                *pieces -= 1;
                self.pause = Some((Box::pin(sleep(*time)), self.pace.begin()));
            }
            State::Breaks(left) => *left = left.saturating_sub(bytes),
            State::HangsUp { sent } => *sent = true,
            State::Plain | State::Over => {}
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if matches!(*self.manner.state(), State::Over) {
            return Poll::Ready(Ok(()));
        }
        self.reader = Some(context.waker().clone());
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if buffer.filled().len() > before {
            self.pace.received();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let room = ready!(self.poll_room(context))?;
        let written =
            ready!(Pin::new(&mut self.stream).poll_write(context, &bytes[..room.min(bytes.len())]))?;
        self.wrote(written);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let room = ready!(self.poll_room(context))?;
        let first = slices.iter().find(|slice| !slice.is_empty()).map_or(&[][..], |slice| &slice[..]);
        let stream = Pin::new(&mut self.stream);
        let written = match room {
            usize::MAX => ready!(stream.poll_write_vectored(context, slices))?,
            room => ready!(stream.poll_write(context, &first[..room.min(first.len())]))?,
        };
        self.wrote(written);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        let over = matches!(*self.manner.state(), State::HangsUp { sent: true });
        if over {
            *self.manner.state() = State::Over;
            self.reader.take().into_iter().for_each(Waker::wake);
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
