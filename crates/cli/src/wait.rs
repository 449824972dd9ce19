//! Waiting for what blocks, such as a person at the keyboard, so that Ctrl-C still ends it.
//!
//! While a command runs, an interrupt is taken in by the runtime, which gets to it only between two steps: a
//! read that blocks would hold it back.

use std::future::Future;
use std::sync::mpsc;
use std::time::Duration;

#[cfg(unix)]
use tokio::signal::unix::{SignalKind, signal};

use crate::failure::{Exit, Failure};

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
        let Ok(runtime) = runtime else { return };
        let caught = runtime.block_on(async {
            interrupt()?.await;
            Ok::<(), Failure>(())
        });
        if caught.is_ok() {
            let _ = interrupted.send(Waited::Interrupted);
        }
    });
    let waited = match patience {
        Some(patience) => receiver.recv_timeout(patience).ok(),
        None => receiver.recv().ok(),
    };
    waited.unwrap_or(Waited::TooLong)
}

/// Done at SIGINT or SIGTERM. Both are caught from the call on, not only when somebody waits.
pub fn stop_signal() -> Result<impl Future<Output = ()> + Send + use<>, Failure> {
    let interrupt = interrupt()?;
    #[cfg(unix)]
    let mut terminate = signal(SignalKind::terminate()).map_err(not_caught)?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            () = interrupt => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        interrupt.await;
    })
}

/// How often a process looks whether its parent is still there.
#[cfg(unix)]
const LOOK_AT_PARENT: Duration = Duration::from_millis(200);

/// Done when the parent of this process has ended, however it ended. The parent is the one at the time of the call.
///
/// A child whose parent ends gets another one, so the id of the parent changes. The system could send a signal
/// (`prctl`), but it does so when the thread ends that started the child. In Java and Go that is any thread, long
/// before the end of the program. And the call is unsafe, as is waiting for a pid by a file descriptor.
#[cfg(unix)]
pub fn parent_end() -> impl Future<Output = ()> + Send + use<> {
    use std::os::unix::process::parent_id;
    let parent = parent_id();
    async move {
        while parent_id() == parent {
            tokio::time::sleep(LOOK_AT_PARENT).await;
        }
    }
}

/// Done at SIGINT, which is what Ctrl-C sends. It is caught from the call on.
pub fn interrupt() -> Result<impl Future<Output = ()> + Send + use<>, Failure> {
    #[cfg(unix)]
    let mut caught = signal(SignalKind::interrupt()).map_err(not_caught)?;
    #[cfg(not(unix))]
    let mut caught = tokio::signal::windows::ctrl_c().map_err(not_caught)?;
    Ok(async move {
        caught.recv().await;
    })
}

fn not_caught(error: std::io::Error) -> Failure {
    Failure::new(Exit::Failed, format!("signals cannot be caught: {error}"))
}
