//! The calls of a storm: each checks what can be seen at once, and claims what has to be seen afterwards.

use std::collections::HashSet;
use std::time::Duration;

use oktars::app::NewApp;
use oktars::group::{ListGroupUsers, NewGroup};
use oktars::user::{ListUsers, NewUser, User, UserPatch};
use oktars::{Listing, Okta, Result, attr};
use tokio::time::{Instant, timeout};

use super::claim::{Claim, Effect};
use super::world::{BASE, World, calm};

/// By how much a deadline may be passed: what runs when it strikes still has to be taken down.
const MOMENT: Duration = Duration::from_secs(1);

/// What became of a task.
pub struct Report {
    pub claim: Option<Claim>,
    /// Whether a listing came to its end; `None` where nothing was listed.
    pub listed: Option<bool>,
    pub failed: bool,
}

pub struct Task<'a> {
    pub world: &'a World,
    pub okta: &'a Okta,
    /// The deadline of each call.
    pub deadline: Duration,
    pub number: usize,
}

impl Task<'_> {
    /// Does what chance chooses.
    pub async fn run(&self) -> Report {
        let (begin, kind) = {
            let mut chance = self.world.chance();
            (chance.millis(20_000), chance.below(14))
        };
        tokio::time::sleep(begin).await;
        match kind {
            0 | 1 => self.list_all().await,
            2 => self.list_found().await,
            3 => self.list_members().await,
            4 | 5 => self.read().await,
            6 | 7 => self.create_user().await,
            8 => self.create_group().await,
            9 => self.create_app().await,
            _ => self.change_user(kind).await,
        }
    }

    fn name(&self) -> String {
        format!("storm {}, task {}", self.world.seed, self.number)
    }

    /// Waits no longer than the deadline and a moment.
    async fn timed<T>(&self, call: impl IntoFuture<Output = T>) -> T {
        let start = Instant::now();
        let outcome = call.await;
        let late = start.elapsed().saturating_sub(self.deadline);
        assert!(late <= MOMENT, "{}: passed its deadline by {late:?}", self.name());
        outcome
    }

    /// A write, which in one case of ten is dropped half-way.
    async fn write<T>(&self, effect: Effect, call: impl IntoFuture<Output = Result<T>>) -> Report {
        let patience = {
            let mut chance = self.world.chance();
            if chance.one_in(10) { chance.millis(2000) } else { Duration::MAX }
        };
        let outcome = timeout(patience, self.timed(call)).await.ok();
        let failed = !matches!(outcome, Some(Ok(_)));
        Report { claim: Some(Claim::of(effect, outcome)), listed: None, failed }
    }

    async fn create_user(&self) -> Report {
        let login = format!("new{}@storm.example", self.number);
        let user = NewUser::new(&login).first_name("N").last_name("New");
        self.write(Effect::User(login), self.okta.users().create(&user)).await
    }

    async fn create_group(&self) -> Report {
        let name = format!("new{}", self.number);
        let group = NewGroup::new(&name);
        self.write(Effect::Group(name), self.okta.groups().create(&group)).await
    }

    async fn create_app(&self) -> Report {
        let label = format!("new{}", self.number);
        let app = NewApp::bookmark(&label, "https://b.example");
        self.write(Effect::App(label), self.okta.apps().create(&app)).await
    }

    /// Changes the user that is there for this task.
    async fn change_user(&self, kind: u64) -> Report {
        let Some(id) = calm().pool.get(self.number) else { return self.read().await };
        let users = self.okta.users();
        let staged = self.number % 2 == 1;
        match kind {
            10 => {
                let name = format!("nick{}", self.number);
                let patch = UserPatch::new().set("nickName", name.as_str());
                self.write(Effect::Nickname(id.clone(), name), users.update(id, &patch)).await
            }
            11 if staged => self.write(Effect::Status(id.clone(), "PROVISIONED"), users.activate(id)).await,
            11 => self.write(Effect::Status(id.clone(), "DEPROVISIONED"), users.deactivate(id)).await,
            12 => self.write(Effect::Status(id.clone(), "DEPROVISIONED"), users.delete(id)).await,
            _ => {
                let joined = &calm().joined;
                let effect = Effect::Member(joined.clone(), id.clone());
                self.write(effect, self.okta.groups().add_user(joined, id)).await
            }
        }
    }

    async fn read(&self) -> Report {
        let id = &calm().base[self.number % BASE];
        let user = self.timed(self.okta.users().get(id)).await;
        assert!(user.as_ref().is_ok_and(|user| user.id == *id) || user.is_err(), "{user:?}");
        let nobody = self.timed(self.okta.users().get("nobody@storm.example")).await;
        assert!(nobody.is_err(), "nobody is there");
        Report { claim: None, listed: None, failed: user.is_err() }
    }

    async fn list_all(&self) -> Report {
        let limit = self.world.chance().pick(&[9, 25, 60]);
        self.list(self.okta.users().list(&ListUsers::new().limit(limit)), false).await
    }

    async fn list_found(&self) -> Report {
        let limit = self.world.chance().pick(&[7, 11, 30]);
        let base = ListUsers::new().search(attr("profile.lastName").eq("Base")).sort_by("profile.login");
        self.list(self.okta.users().list(&base.limit(limit)), true).await
    }

    async fn list_members(&self) -> Report {
        let limit = self.world.chance().pick(&[7, 11, 30]);
        let pages = ListGroupUsers::new().limit(limit);
        self.list(self.okta.groups().users(&calm().group, &pages), true).await
    }

    /// Lists page by page. A listing that ends is complete and exact; one that fails is free of duplicates
    /// so far, and goes on at its position.
    async fn list(&self, listing: Listing<User>, only_base: bool) -> Report {
        let (mut seen, mut pages) = (HashSet::new(), listing.pages());
        for _ in 0..5 {
            loop {
                match self.timed(pages.try_next()).await {
                    Ok(Some(page)) => {
                        assert!(page.unreadable.is_empty(), "{:?}", page.unreadable);
                        for user in page.items {
                            assert!(seen.insert(user.id.clone()), "{}: {} twice", self.name(), user.id);
                        }
                    }
                    Ok(None) => {
                        let base = calm().base.iter().filter(|id| seen.contains(*id)).count();
                        assert!(base == BASE || self.world.lies, "{}: {base} of {BASE}", self.name());
                        assert!(!only_base || seen.len() <= BASE, "{}: too many", self.name());
                        return Report { claim: None, listed: Some(true), failed: false };
                    }
                    Err(error) if error.to_string().contains("twice") => {
                        return Report { claim: None, listed: Some(false), failed: true };
                    }
                    Err(_) => break,
                }
            }
            let Some(position) = pages.position() else { panic!("{}: nowhere to go on", self.name()) };
            // A listing that begins at a page which was to come twice cannot know that it came.
            if position.path().contains("after=%7E") {
                break;
            }
            pages = self.okta.users().resume(&position).pages();
        }
        Report { claim: None, listed: Some(false), failed: true }
    }
}
