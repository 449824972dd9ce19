//! What the people of the demo company have done in the last 90 days, in the System Log, and when each of them signed
//! in last. It is written as documents: as requests, it would take longer than the rest of the company.

use http::{HeaderMap, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::kernel::clock;
use crate::kernel::context::Caller;
use crate::kernel::event::{self, Dated, Origin, Outcome, Target};
use crate::kernel::id;
use crate::kernel::kind;
use crate::kernel::state::State;
use crate::kernel::store::StoreError;
use crate::play::demo::chance::Chance;
use crate::play::demo::person::{Person, Presence, Standing};
use crate::play::demo::words::{OFFICES, USER_AGENTS};

/// How far back the log goes, and how far apart somebody's visits are on average.
const SPAN: i64 = 90 * DAY;
const BETWEEN_VISITS: i64 = 16 * DAY;
const DAY: i64 = 24 * HOUR;
const HOUR: i64 = 3600;
/// When those who are suspended or deactivated were.
pub const LEFT: i64 = 20 * DAY;

/// Somebody who signs in.
pub struct Visitor<'a> {
    pub person: &'a Person,
    pub user: Target,
    pub hired: Timestamp,
    /// The apps that the person may open.
    pub apps: Vec<&'a Target>,
}

/// A time so many seconds before now.
fn before(now: Timestamp, seconds: i64) -> Timestamp {
    now - SignedDuration::from_secs(seconds)
}

impl Visitor<'_> {
    /// When the visits were, in seconds before now, the last one first.
    fn visits(&self, now: Timestamp, chance: &mut Chance) -> Vec<i64> {
        let hired = now.duration_since(self.hired).as_secs();
        let until = match (self.person.presence, self.person.standing) {
            (Presence::Never, _) => return Vec::new(),
            (Presence::LongAgo(days), _) => return vec![days as i64 * DAY + chance.below(8 * HOUR)],
            (_, Standing::Suspended | Standing::Deactivated) => LEFT + DAY,
            _ => HOUR,
        };
        let mut visits = Vec::new();
        let mut at = until + chance.below(BETWEEN_VISITS);
        while at < SPAN.min(hired - HOUR) {
            visits.push(at);
            at += BETWEEN_VISITS / 2 + chance.below(BETWEEN_VISITS);
        }
        visits
    }
}

/// What one visit leaves in the log.
struct Visit<'a> {
    visitor: &'a Visitor<'a>,
    headers: HeaderMap,
    address: String,
    caller: Caller,
    entries: Vec<Dated>,
}

impl<'a> Visit<'a> {
    fn new(visitor: &'a Visitor<'a>, chance: &mut Chance) -> Self {
        let number = visitor.person.number;
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENTS[number % USER_AGENTS.len()]));
        let session_id = Some(format!("102{}", id::random(22)));
        Visit {
            visitor,
            headers,
            address: format!("{}.{}", OFFICES[visitor.person.office].network, 2 + chance.below(250)),
            caller: Caller { session_id, ..Caller::default() },
            entries: Vec::new(),
        }
    }

    fn log(&mut self, at: Timestamp, path: &str, event_type: &str, outcome: &Outcome, targets: &[Target]) {
        let request_id = id::random(22);
        let origin =
            Origin { headers: &self.headers, path, request_id: &request_id, caller: &self.caller, now: at };
        let mut entry = event::entry(&origin, &self.visitor.user, event_type, outcome, targets);
        self.place(&mut entry);
        self.entries.push(Dated::new(&entry));
    }

    /// Says from where the person came.
    fn place(&self, entry: &mut Value) {
        let office = &OFFICES[self.visitor.person.office];
        let place = json!({
            "city": office.city,
            "state": office.state,
            "country": office.country,
            "postalCode": office.postal_code,
            "geolocation": { "lat": office.latitude, "lon": office.longitude },
        });
        entry["client"]["device"] = json!("Computer");
        entry["client"]["ipAddress"] = json!(self.address);
        entry["client"]["geographicalContext"] = place.clone();
        entry["request"]["ipChain"][0]["ip"] = json!(self.address);
        entry["request"]["ipChain"][0]["geographicalContext"] = place;
    }

    /// Signs in at this time, opens some apps, and perhaps signs out.
    fn play(mut self, start: Timestamp, chance: &mut Chance) -> Vec<Dated> {
        let user = [self.visitor.user.clone()];
        let (done, wrong) = (Outcome::success(), Outcome::failure("INVALID_CREDENTIALS"));
        let later = |seconds: i64| start + SignedDuration::from_secs(seconds);
        if chance.below(12) == 0 {
            self.log(later(-30), "/api/v1/authn", "user.session.start", &wrong, &user);
        }
        self.log(start, "/api/v1/authn", "user.session.start", &done, &user);
        if self.visitor.person.has_factor {
            self.log(later(8), "/api/v1/authn/verify", "user.authentication.auth_via_mfa", &done, &user);
        }
        for turn in 0..1 + chance.below(2) {
            if let Some(app) = chance.one_of(&self.visitor.apps) {
                let targets = [(*app).clone(), app_user(&user[0])];
                let path = format!("/app/{}/sso", app.id);
                self.log(later(60 + 600 * turn), &path, "user.authentication.sso", &done, &targets);
            }
        }
        if chance.below(2) == 0 {
            let end = 2000 + chance.below(HOUR / 4);
            self.log(later(end), "/login/signout", "user.session.end", &done, &user);
        }
        self.entries
    }
}

/// The person as the user of an app.
fn app_user(user: &Target) -> Target {
    Target { kind: "AppUser", ..user.clone() }
}

/// When the log begins.
pub fn beginning(now: Timestamp) -> Timestamp {
    before(now, SPAN)
}

/// Writes what the people did until now, and when each signed in last.
pub fn write(state: &State, now: Timestamp, visitors: &[Visitor<'_>]) -> Result<(), StoreError> {
    let mut chance = Chance::new();
    let mut entries = Vec::new();
    let tx = state.store.write()?;
    for visitor in visitors {
        let visits = visitor.visits(now, &mut chance);
        if let (Some(last), Some(mut user)) = (visits.first(), tx.get(kind::USER, &visitor.user.id)?) {
            user["lastLogin"] = json!(clock::seconds(before(now, *last)));
            tx.put(kind::USER, &visitor.user.id, &user)?;
        }
        for at in visits {
            entries.extend(Visit::new(visitor, &mut chance).play(before(now, at), &mut chance));
        }
    }
    event::merge(&tx, &state.ids, entries, beginning(now))?;
    tx.commit()
}
