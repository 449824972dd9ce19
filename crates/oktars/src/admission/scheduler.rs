//! Who may send now: the buckets, the gate, and those who wait.
//!
//! It is plain data. The time goes in, tickets come out; nothing here waits or has a clock.

use std::collections::VecDeque;

use oktars_catalog::BUCKETS;

use super::Time;
use super::bucket::{Bucket, Room};
use super::clock::Clock;
use super::gate::Gate;
use super::limits::Priority;
use super::told::Told;

/// Stands for one request from the moment that it asks until it has ended. Older ones are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ticket(u64);

#[derive(Debug)]
pub(crate) struct Scheduler {
    gate: Gate,
    clock: Clock,
    /// One for each of the catalogue, and one behind them for what Okta does not count.
    buckets: Vec<Bucket>,
    queues: Vec<Queue>,
    waiting: usize,
    last: u64,
    /// Who must learn that the answer to [`Scheduler::verdict`] may have changed.
    told: Vec<Ticket>,
}

/// Those who wait for one bucket: the interactive ones, and the bulk.
#[derive(Debug, Default)]
struct Queue([VecDeque<Waiter>; 2]);

#[derive(Debug, Clone, Copy)]
struct Waiter {
    ticket: Ticket,
    deadline: Time,
}

/// A request that asks to be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    /// The place of its bucket; see [`Scheduler::bucket`].
    pub bucket: usize,
    pub priority: Priority,
    pub deadline: Time,
}

/// What happens to a request that asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is sent now.
    Send,
    /// It waits, and asks again when it is told to; if there is a time, then at that time at the latest.
    Wait(Option<Time>),
    /// Its turn cannot come before this time, which is beyond its deadline.
    TooLate(Time),
}

/// How a request ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ended {
    /// The org answered.
    Answered { told: Option<Told>, too_many: bool },
    /// No whole answer came, and the org may have counted it.
    Unknown,
    /// It was never sent.
    Unsent,
}

impl Scheduler {
    pub(crate) fn new(concurrency: usize, share: f64) -> Self {
        let known = BUCKETS.iter().map(|_| Bucket::new(share));
        let buckets: Vec<_> = known.chain([Bucket::uncounted()]).collect();
        let queues = buckets.iter().map(|_| Queue::default()).collect();
        Scheduler {
            gate: Gate::new(concurrency),
            clock: Clock::default(),
            buckets,
            queues,
            waiting: 0,
            last: 0,
            told: Vec::new(),
        }
    }

    /// The place of a bucket.
    pub(crate) fn bucket(&self, known: Option<usize>) -> usize {
        known.unwrap_or(BUCKETS.len())
    }

    /// A new request, behind all that came before it.
    pub(crate) fn ticket(&mut self) -> Ticket {
        self.last += 1;
        Ticket(self.last)
    }

    /// Asks for a request to be sent. One that asks again after it had ended has its old place in the line.
    pub(crate) fn ask(&mut self, ticket: Ticket, ask: Ask, now: Time) -> Verdict {
        let bucket = &mut self.buckets[ask.bucket];
        if self.waiting == 0 && self.gate.has_room() && bucket.ready(now) <= now {
            bucket.send(now, 0);
            self.gate.enter();
            return Verdict::Send;
        }
        let before = self.queues[ask.bucket].before(ticket, ask.priority);
        let turn = bucket.earliest(before, now);
        if turn > ask.deadline {
            return Verdict::TooLate(turn);
        }
        self.queues[ask.bucket].insert(Waiter { ticket, deadline: ask.deadline }, ask.priority);
        self.waiting += 1;
        self.pump(now);
        self.verdict(ticket, ask, now)
    }

    /// What became of a request that waits.
    pub(crate) fn verdict(&mut self, ticket: Ticket, ask: Ask, now: Time) -> Verdict {
        self.pump(now);
        let queue = &self.queues[ask.bucket];
        let Some(before) = queue.position(ticket, ask.priority) else { return Verdict::Send };
        let turn = self.buckets[ask.bucket].earliest(before, now);
        if turn > ask.deadline {
            self.cancel(ticket, ask, now);
            return Verdict::TooLate(turn);
        }
        let leads = before == 0 && self.gate.has_room();
        Verdict::Wait(leads.then(|| self.buckets[ask.bucket].ready(now)))
    }

    /// When the turn of a request may come.
    pub(crate) fn turn(&self, ticket: Ticket, ask: Ask, now: Time) -> Time {
        self.buckets[ask.bucket].estimate(self.queues[ask.bucket].before(ticket, ask.priority), now)
    }

    /// A request that was to wait is given up. It may have been told to go, and not have gone yet.
    pub(crate) fn cancel(&mut self, ticket: Ticket, ask: Ask, now: Time) {
        if self.queues[ask.bucket].remove(ticket, ask.priority) {
            self.waiting -= 1;
            self.stir(now);
        } else {
            self.end(ask, Ended::Unsent, now, now);
        }
    }

    /// A request ended that was sent.
    pub(crate) fn end(&mut self, ask: Ask, ended: Ended, sent: Time, now: Time) {
        self.gate.leave();
        let bucket = &mut self.buckets[ask.bucket];
        match ended {
            Ended::Answered { told: Some(told), too_many: true } if told.is_about_concurrency() => {
                self.gate.narrow(sent, now);
                bucket.forget();
            }
            Ended::Answered { told, too_many } => {
                let told = told.filter(|told| told.limit > 0);
                if let Some(told) = told {
                    self.clock.learn(told.date, sent, now);
                }
                bucket.learn(told.as_ref(), too_many, Some(now.saturating_sub(sent)), &self.clock, now);
                self.gate.widen(sent);
            }
            Ended::Unknown => bucket.learn(None, false, None, &self.clock, now),
            Ended::Unsent => bucket.forget(),
        }
        self.stir(now);
    }

    /// Lets calls go that may go; the first of each line look at the clock again.
    fn stir(&mut self, now: Time) {
        self.pump(now);
        if self.waiting > 0 && self.gate.has_room() {
            self.told.extend(self.queues.iter().filter_map(Queue::first).map(|(_, waiter)| waiter.ticket));
        }
    }

    /// Lets go who may, oldest first.
    fn pump(&mut self, now: Time) {
        if self.waiting == 0 {
            return;
        }
        while self.gate.has_room() {
            let Some(index) = self.next(now) else { break };
            let ticket = self.queues[index].take();
            self.told.extend(ticket);
            self.waiting -= 1;
            let waiting = self.queues[index].len();
            self.buckets[index].send(now, waiting);
            self.gate.enter();
            // Another one is the first in line now, and has to look at the clock.
            self.told.extend(self.queues[index].first().map(|(_, waiter)| waiter.ticket));
        }
        for index in 0..self.buckets.len() {
            if self.queues[index].len() > 0 {
                self.settle(index, now);
            }
        }
    }

    /// The bucket whose first in line goes next.
    fn next(&self, now: Time) -> Option<usize> {
        let heads = self.queues.iter().enumerate().filter_map(|(index, queue)| Some((queue.first()?, index)));
        let ready = heads.filter(|(_, index)| self.buckets[*index].ready(now) <= now);
        let next = ready.min_by_key(|((priority, waiter), _)| (*priority, waiter.ticket));
        next.map(|(_, index)| index)
    }

    /// Tells those whose turn will come too late, where this may have changed.
    fn settle(&mut self, index: usize, now: Time) {
        let (bucket, queue) = (&mut self.buckets[index], &self.queues[index]);
        if let Room::Until(_) = bucket.room(now) {
            bucket.hold_back(now);
        }
        if !bucket.has_news() {
            return;
        }
        let late = queue
            .iter()
            .enumerate()
            .filter(|(before, waiter)| bucket.earliest(*before, now) > waiter.deadline);
        self.told.extend(late.map(|(_, waiter)| waiter.ticket));
    }

    /// Who must ask again.
    pub(crate) fn take_told(&mut self) -> Vec<Ticket> {
        std::mem::take(&mut self.told)
    }

    pub(crate) fn has_told(&self) -> bool {
        !self.told.is_empty()
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.gate
    }

    pub(crate) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Each bucket with how many wait for it.
    pub(crate) fn buckets(&self) -> impl Iterator<Item = (&Bucket, usize)> {
        self.buckets.iter().zip(self.queues.iter().map(Queue::len))
    }
}

impl Queue {
    fn line(&self, priority: Priority) -> &VecDeque<Waiter> {
        &self.0[priority as usize]
    }

    fn find(&self, ticket: Ticket, priority: Priority) -> Result<usize, usize> {
        self.line(priority).binary_search_by_key(&ticket, |waiter| waiter.ticket)
    }

    fn insert(&mut self, waiter: Waiter, priority: Priority) {
        if let Err(place) = self.find(waiter.ticket, priority) {
            self.0[priority as usize].insert(place, waiter);
        }
    }

    fn remove(&mut self, ticket: Ticket, priority: Priority) -> bool {
        let found = self.find(ticket, priority);
        found.is_ok_and(|place| self.0[priority as usize].remove(place).is_some())
    }

    /// How many would go before.
    fn before(&self, ticket: Ticket, priority: Priority) -> usize {
        let (Ok(place) | Err(place)) = self.find(ticket, priority);
        match priority {
            Priority::Interactive => place,
            Priority::Bulk => self.line(Priority::Interactive).len() + place,
        }
    }

    fn position(&self, ticket: Ticket, priority: Priority) -> Option<usize> {
        self.find(ticket, priority).is_ok().then(|| self.before(ticket, priority))
    }

    fn first(&self) -> Option<(Priority, &Waiter)> {
        let bulk = || self.line(Priority::Bulk).front().map(|waiter| (Priority::Bulk, waiter));
        self.line(Priority::Interactive).front().map(|waiter| (Priority::Interactive, waiter)).or_else(bulk)
    }

    fn take(&mut self) -> Option<Ticket> {
        let (priority, _) = self.first()?;
        self.0[priority as usize].pop_front().map(|waiter| waiter.ticket)
    }

    fn iter(&self) -> impl Iterator<Item = &Waiter> {
        self.0.iter().flatten()
    }

    fn len(&self) -> usize {
        self.0.iter().map(VecDeque::len).sum()
    }
}
