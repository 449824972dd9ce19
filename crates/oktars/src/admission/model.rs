//! The scheduler against a model of an org: buckets whose windows begin with their first request, answers that
//! take their time and overtake each other, calls that are given up.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use proptest::prelude::*;

use super::Time;
use super::limits::Priority;
use super::scheduler::{Ask, Ended, Scheduler, Ticket, Verdict};
use super::told::{LONGEST, Told};

const MILLISECOND: Duration = Duration::from_millis(1);

/// How an org rounds the time at which a window ends.
#[derive(Debug, Clone, Copy)]
enum Rounding {
    /// The header says less than the truth.
    Down,
    /// It says more.
    Up,
    /// It is the truth, as windows end with a second.
    Whole,
}

#[derive(Debug, Clone)]
struct Org {
    limit: u32,
    window: u64,
    rounding: Rounding,
    /// Its clock at the beginning of the test, in milliseconds.
    clock: u64,
    used: u32,
    end: u64,
}

impl Org {
    fn answer(&mut self, at: Time) -> (bool, Told) {
        let now = self.clock + at.as_millis() as u64;
        if now >= self.end {
            let begin = if let Rounding::Whole = self.rounding { now / 1000 * 1000 } else { now };
            (self.used, self.end) = (0, begin + self.window * 1000);
        }
        let refused = self.used >= self.limit;
        self.used += u32::from(!refused);
        let reset = match self.rounding {
            Rounding::Up => self.end.div_ceil(1000),
            Rounding::Down | Rounding::Whole => self.end / 1000,
        } as i64;
        let left = (reset - (now / 1000) as i64).max(0);
        (
            refused,
            Told {
                limit: self.limit,
                remaining: self.limit - self.used,
                reset,
                left,
                date: (now / 1000) as i64,
            },
        )
    }
}

/// A call as the test makes it.
#[derive(Debug, Clone, Copy)]
struct Plan {
    arrives: u64,
    latency: u64,
    bulk: bool,
    /// After so many milliseconds it is given up, whatever became of it.
    patience: Option<u64>,
}

#[derive(Debug)]
enum Event {
    Arrives(usize),
    /// The request of the call is at the org.
    Reaches(usize),
    Ends(usize, bool, Told),
    GivesUp(usize),
}

/// Plays calls against an org and writes down what happened.
struct Play {
    scheduler: Scheduler,
    org: Org,
    plans: Vec<Plan>,
    events: BTreeMap<(Time, usize), Event>,
    count: usize,
    /// Calls that wait, with when they look at the clock again.
    waiting: HashMap<usize, (Ticket, Ask, Option<Time>)>,
    sent: HashMap<usize, Time>,
    /// Who went, in order, and when.
    went: Vec<(usize, Time)>,
    refused: usize,
    answered: usize,
    /// Calls that were given up when their requests were under way already.
    lost: usize,
    most: u32,
}

impl Play {
    fn new(org: Org, plans: Vec<Plan>, concurrency: usize) -> Self {
        let scheduler = Scheduler::new(concurrency, 1.0);
        let mut play = Play {
            scheduler,
            org,
            plans,
            events: BTreeMap::new(),
            count: 0,
            waiting: HashMap::new(),
            sent: HashMap::new(),
            went: Vec::new(),
            refused: 0,
            answered: 0,
            lost: 0,
            most: 0,
        };
        for index in 0..play.plans.len() {
            let plan = play.plans[index];
            let arrives = Duration::from_millis(plan.arrives);
            play.at(arrives, Event::Arrives(index));
            if let Some(patience) = plan.patience {
                play.at(arrives + Duration::from_millis(patience), Event::GivesUp(index));
            }
        }
        play
    }

    fn at(&mut self, time: Time, event: Event) {
        self.count += 1;
        self.events.insert((time, self.count), event);
    }

    fn latency(&self, index: usize) -> Duration {
        Duration::from_millis(self.plans[index].latency)
    }

    fn ask(&self, index: usize) -> Ask {
        let priority = if self.plans[index].bulk { Priority::Bulk } else { Priority::Interactive };
        Ask { bucket: 0, priority, deadline: Time::MAX }
    }

    fn heard(&mut self, index: usize, ticket: Ticket, verdict: Verdict, now: Time) {
        match verdict {
            Verdict::Send => {
                self.waiting.remove(&index);
                self.went.push((index, now));
                self.sent.insert(index, now);
                self.at(now + self.latency(index), Event::Reaches(index));
            }
            Verdict::Wait(until) => {
                self.waiting.insert(index, (ticket, self.ask(index), until));
            }
            Verdict::TooLate(time) => panic!("no deadline, and too late at {time:?}"),
        }
    }

    /// Those who were told to ask again, ask.
    fn pass_on(&mut self, now: Time) {
        for told in self.scheduler.take_told() {
            let found =
                self.waiting.iter().find(|(_, (ticket, ..))| *ticket == told).map(|(index, _)| *index);
            if let Some(index) = found {
                let verdict = self.scheduler.verdict(told, self.ask(index), now);
                self.heard(index, told, verdict, now);
            }
        }
    }

    fn run(mut self) -> Self {
        loop {
            let timer =
                self.waiting.iter().filter_map(|(index, (.., until))| Some(((*until)?, *index))).min();
            let event = self.events.first_key_value().map(|((time, _), _)| *time);
            let now = match (timer, event) {
                (Some((timer, index)), event) if event.is_none_or(|event| timer < event) => {
                    let (ticket, ask, _) = self.waiting[&index];
                    let verdict = self.scheduler.verdict(ticket, ask, timer);
                    if let Verdict::Wait(Some(until)) = verdict {
                        assert!(until > timer, "a timer that fires for ever");
                    }
                    self.heard(index, ticket, verdict, timer);
                    timer
                }
                (_, Some(now)) => {
                    let (_, event) = self.events.pop_first().unwrap();
                    self.play(event, now);
                    now
                }
                (None, None) => break,
                (Some(_), None) => unreachable!("the timer goes before nothing"),
            };
            self.pass_on(now);
            self.most = self.most.max(self.scheduler.gate().in_flight());
        }
        assert!(self.waiting.is_empty(), "{} calls wait for ever", self.waiting.len());
        assert_eq!((self.scheduler.gate().in_flight(), self.scheduler.waiting()), (0, 0));
        assert!(self.scheduler.buckets().all(|(bucket, waiting)| bucket.in_flight() == 0 && waiting == 0));
        self
    }

    fn play(&mut self, event: Event, now: Time) {
        match event {
            Event::Arrives(index) => {
                let ticket = self.scheduler.ticket();
                let verdict = self.scheduler.ask(ticket, self.ask(index), now);
                self.heard(index, ticket, verdict, now);
            }
            Event::Reaches(index) => {
                let (refused, told) = self.org.answer(now);
                if self.sent.contains_key(&index) {
                    self.at(now + self.latency(index), Event::Ends(index, refused, told));
                }
            }
            Event::Ends(index, refused, told) => {
                let Some(sent) = self.sent.remove(&index) else { return };
                let ended = Ended::Answered { told: Some(told), too_many: refused };
                self.scheduler.end(self.ask(index), ended, sent, now);
                self.refused += usize::from(refused);
                self.answered += 1;
            }
            Event::GivesUp(index) => {
                if let Some((ticket, ask, _)) = self.waiting.remove(&index) {
                    self.scheduler.cancel(ticket, ask, now);
                } else if let Some(sent) = self.sent.remove(&index) {
                    self.scheduler.end(self.ask(index), Ended::Unknown, sent, now);
                    self.lost += 1;
                }
            }
        }
    }

    fn last(&self) -> Time {
        self.went.last().map_or(Time::ZERO, |(_, time)| *time)
    }
}

fn orgs() -> impl Strategy<Value = Org> {
    let rounding = prop_oneof![Just(Rounding::Down), Just(Rounding::Up), Just(Rounding::Whole)];
    let window = prop_oneof![Just(6), Just(10), Just(60)];
    (5..50u32, window, rounding, 0..1000u64).prop_map(|(limit, window, rounding, clock)| Org {
        limit,
        window,
        rounding,
        clock: 1_770_030_000_000 + clock,
        used: 0,
        end: 0,
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let patience = prop_oneof![4 => Just(None), 1 => (0..20_000u64).prop_map(Some)];
    (0..5_000u64, 1..400u64, any::<bool>(), patience).prop_map(|(arrives, latency, bulk, patience)| Plan {
        arrives,
        latency,
        bulk,
        patience,
    })
}

/// Lets an answer come, a tenth of a second after its request was sent.
fn answered(scheduler: &mut Scheduler, ask: Ask, now: Time, told: Told) {
    let ticket = scheduler.ticket();
    match scheduler.ask(ticket, ask, now - 100 * MILLISECOND) {
        Verdict::Send => {
            let ended = Ended::Answered { told: Some(told), too_many: false };
            scheduler.end(ask, ended, now - 100 * MILLISECOND, now);
        }
        _ => scheduler.cancel(ticket, ask, now),
    }
}

/// Windows of 20 requests and 10 seconds, of which answers tell one each second; some have a wrong date.
#[test]
fn a_wrong_date_holds_nobody_back_for_longer_than_any_window_lasts() {
    const DATE: i64 = 1_770_030_000;
    // How far each date is off and what remains, and when the turn of the next one comes, at the latest.
    let cases: [(&[(i64, u32)], i64); 6] = [
        (&[(0, 19), (0, 0)], 11),
        (&[(0, 19), (0, 8), (0, 0)], 11),
        (&[(0, 19), (0, 8), (-600, 0)], 3 + LONGEST),
        (&[(0, 19), (0, 8), (-3600, 3), (0, 0)], 11),
        (&[(-600, 19), (0, 0)], 12),
        (&[(-40, 19), (0, 8), (0, 0)], 12),
    ];
    for (answers, latest) in cases {
        let mut scheduler = Scheduler::new(10, 1.0);
        let ask = Ask { bucket: 0, priority: Priority::Bulk, deadline: Time::MAX };
        let reset = DATE + 11;
        let mut now = Time::ZERO;
        for (passed, (skew, remaining)) in (1..).zip(answers) {
            now = Duration::from_secs(passed);
            let date = DATE + passed as i64 + skew;
            let left = (reset - date).clamp(0, LONGEST);
            answered(&mut scheduler, ask, now, Told { limit: 20, remaining: *remaining, reset, left, date });
        }
        let ticket = scheduler.ticket();
        let turn = scheduler.turn(ticket, ask, now);
        assert!(turn > now && turn <= Duration::from_secs(latest as u64), "{answers:?}: {turn:?} at {now:?}");
    }
}

/// Resets are in whole seconds, so that a window may seem over before it is.
#[test]
fn what_remains_in_the_last_second_of_a_window_counts() {
    let mut scheduler = Scheduler::new(10, 1.0);
    let ask = Ask { bucket: 0, priority: Priority::Bulk, deadline: Time::MAX };
    let end = Duration::from_secs(11);
    let (begin, late) = (Duration::from_secs(1), end - 400 * MILLISECOND);
    for (now, remaining, left) in [(begin, 19, 10), (late, 0, 0)] {
        let date = 1_770_030_000 + 10 - left;
        answered(&mut scheduler, ask, now, Told { limit: 20, remaining, reset: 1_770_030_010, left, date });
    }
    let ticket = scheduler.ticket();
    assert!(scheduler.turn(ticket, ask, late) >= end);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Alone, whatever comes: at most one refusal, and one for each request that was given up, since nobody knows
    /// when the org counts it. Never more requests at once than allowed. Nobody waits forever.
    #[test]
    fn alone_a_bucket_is_not_exceeded(
        org in orgs(),
        plans in proptest::collection::vec(plan(), 1..150),
        concurrency in 1..40usize,
    ) {
        let calls = plans.iter().filter(|plan| plan.patience.is_none()).count();
        let play = Play::new(org, plans, concurrency).run();
        prop_assert!(play.refused <= 1 + play.lost, "{} refused, {} lost", play.refused, play.lost);
        prop_assert!(play.answered + play.lost >= calls);
        prop_assert!(play.most <= concurrency as u32);
    }

    /// A burst takes as long as its windows, and hardly longer.
    #[test]
    fn no_time_is_lost(org in orgs(), calls in 1..200usize, latency in 1..30u64) {
        let plans = vec![Plan { arrives: 0, latency, bulk: false, patience: None }; calls];
        let windows = (calls as u64).div_ceil(org.limit.into()) - 1;
        let least = Duration::from_secs(windows * org.window);
        let play = Play::new(org, plans, 20).run();
        // Each window costs one more question and its answer, and calls go 20 at a time.
        let travel = Duration::from_millis(2 * latency);
        let allowed = least.mul_f64(1.05) + travel * (2 + 2 * windows as u32 + calls as u32 / 20);
        prop_assert!(play.last() <= allowed, "{:?} and not {allowed:?}", play.last());
        prop_assert!(play.refused <= 1, "{} refused", play.refused);
    }

    /// First come, first served, and interactive calls before bulk.
    #[test]
    fn calls_go_in_their_order(org in orgs(), bulk in proptest::collection::vec(any::<bool>(), 1..120)) {
        let plans: Vec<_> =
            bulk.iter().map(|bulk| Plan { arrives: 0, latency: 20, bulk: *bulk, patience: None }).collect();
        let play = Play::new(org, plans, 10).run();
        for class in [true, false] {
            let order: Vec<_> =
                play.went.iter().map(|(index, _)| *index).filter(|index| bulk[*index] == class).collect();
            prop_assert!(order.is_sorted(), "{order:?}");
        }
        // Behind the first few, which went before anything else had come, bulk waits for the others.
        let free = play.went.iter().position(|(index, at)| bulk[*index] && *at > MILLISECOND);
        let others = play.went.iter().rposition(|(index, _)| !bulk[*index]);
        prop_assert!(free.is_none_or(|free| others.is_none_or(|others| others < free)));
    }
}
