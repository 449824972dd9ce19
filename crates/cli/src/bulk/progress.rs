//! A line on the terminal that tells how far a bulk run is.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use super::plan::grouped;

const EVERY: Duration = Duration::from_millis(250);

pub struct Progress {
    done: usize,
    all: usize,
    start: Instant,
    shown: Option<Instant>,
    wanted: bool,
}

impl Progress {
    pub fn new(quiet: bool, all: usize) -> Self {
        let wanted = !quiet && std::io::stderr().is_terminal();
        Progress { done: 0, all, start: Instant::now(), shown: None, wanted }
    }

    pub fn step(&mut self) {
        self.done += 1;
        if self.wanted && self.shown.is_none_or(|shown| shown.elapsed() >= EVERY) {
            self.shown = Some(Instant::now());
            let _ = write!(anstream::stderr(), "\r\x1b[K{}", self.line(self.start.elapsed()));
        }
    }

    /// Takes the line away.
    pub fn end(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(anstream::stderr(), "\r\x1b[K");
        }
    }

    fn line(&self, elapsed: Duration) -> String {
        let rate = self.done as f64 / elapsed.as_secs_f64().max(0.001);
        let left = (self.all - self.done.min(self.all)) as f64 / rate.max(0.001);
        let (minutes, seconds) = ((left as u64) / 60, (left as u64) % 60);
        format!(
            "{} of {} rows, {rate:.0} a second, {minutes}:{seconds:02} left",
            grouped(self.done),
            grouped(self.all)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_how_long_it_will_take() {
        let mut progress = Progress::new(true, 1000);
        for _ in 0..100 {
            progress.step();
        }
        assert_eq!(progress.line(Duration::from_secs(10)), "100 of 1,000 rows, 10 a second, 1:30 left");
    }
}
