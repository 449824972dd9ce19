//! Waiting for what blocks, such as a person at the keyboard, so that Ctrl-C still ends it.
//!
//! While a command runs, an interrupt is taken in by the runtime, which gets to it only between two steps: a
//! read that blocks would hold it back.

use std::sync::mpsc;
use std::time::Duration;

/// How a wait ended.
pub enum Waited<T> {
    Done(T),
    Interrupted,
    TooLong,
}

/// Runs what blocks on a thread of its own, which is left behind when the wait ends early.
pub fn interruptible<T: Send + 'static>(
    patience: Option<Duration>,
    work: impl FnOnce() -> T + Send + 'static,
) -> Waited<T> {
    let (sender, receiver) = mpsc::channel();
    let interrupted = sender.clone();
    std::thread::spawn(move || {
        let _ = sender.send(Waited::Done(work()));
    });
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(runtime) = runtime
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            let _ = interrupted.send(Waited::Interrupted);
        }
    });
    let waited = match patience {
        Some(patience) => receiver.recv_timeout(patience).ok(),
        None => receiver.recv().ok(),
    };
    waited.unwrap_or(Waited::TooLong)
}
