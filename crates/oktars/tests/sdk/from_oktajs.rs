//! `docs/from-oktajs.md`, row by row: the call of each row is what is executed here, and what the local
//! org receives is what the row says. A row without a case, or a case without a row, fails.

use std::future::Future;
use std::pin::Pin;

use oktars::app::{AppUserPatch, ListAppGroups, ListAppUsers, ListApps, NewApp, NewAppGroup, NewAppUser};
use oktars::group::{ListGroupApps, ListGroupUsers, ListGroups, NewGroup};
use oktars::log::ListLogs;
use oktars::user::{
    ActivateUser, ChangePassword, ChangeRecoveryQuestion, CreateUser, ExpirePassword, ForgotPassword,
    ListAppLinks, ListUserGroups, ListUsers, NewUser, RecoverPassword, ResetPassword, UserPatch,
    UserReplacement,
};
use oktars::{Okta, Result, attr, op};
use oktars_local::Org;
use serde::Serialize;
use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../../../docs/from-oktajs.md");

/// An org, and the ids that the document's calls name.
struct World {
    org: Org,
    okta: Okta,
    user: String,
    group: String,
    app: String,
    session: String,
    /// What was there before the call of the row is not looked at.
    before: u64,
}

/// What must have happened before the call of a row.
#[derive(Clone, Copy, PartialEq)]
enum Story {
    /// The user is active; group and app have no one.
    Plain,
    /// The user is not activated yet.
    Staged,
    /// The user gave too many wrong passwords.
    LockedOut,
    /// The user is a member of the group.
    Member,
    /// User and group have the app.
    Assigned,
    /// The user has a session.
    SignedIn,
    /// The app is inactive.
    Inactive,
}

impl World {
    async fn new(story: Story) -> Result<World> {
        let org = Org::in_memory();
        let okta = Okta::over(org.service());
        // The document names a date, which the log keeps for half a year only.
        okta.post("/_local/clock").body(&json!({"set": "2026-02-02T12:00:00Z"})).empty().await?;
        let tim = NewUser::new("tmcgee@example.gov")
            .first_name("Timothy")
            .last_name("McGee")
            .password("superPass1")
            .recovery_question("Book?", "Deep Six");
        let activate = CreateUser::new().activate(story != Story::Staged);
        let user = okta.users().create_with(&tim, &activate).await?.id;
        let group = okta.groups().create(&NewGroup::new("Builders")).await?.id;
        let app = okta.apps().create(&NewApp::auto_login("Forum", "https://forum.example.gov")).await?.id;
        let mut world = World { org, okta, user, group, app, session: String::new(), before: 0 };
        world.tell(story).await?;
        world.before = world.org.requests().last().map_or(0, |request| request.number);
        Ok(world)
    }

    async fn tell(&mut self, story: Story) -> Result<()> {
        let World { okta, user, group, app, .. } = self;
        match story {
            Story::Plain | Story::Staged => {}
            Story::LockedOut => {
                for _ in 0..20 {
                    okta.authn().sign_in("tmcgee@example.gov", "a guess").await.unwrap_err();
                }
            }
            Story::Member => okta.groups().add_user(group, user).await?,
            Story::Assigned => {
                okta.app_groups(app).assign(&NewAppGroup::new(group.as_str())).await?;
                okta.app_users(app).assign(&NewAppUser::new(user.as_str())).await?;
                let role = json!({"role": {"title": "Role", "type": "string"}});
                let schema = json!({"definitions": {"custom": {"properties": role}}});
                okta.call(op::UPDATE_APPLICATION_USER_PROFILE)
                    .path("appId", app)
                    .body(&schema)
                    .empty()
                    .await?;
            }
            Story::SignedIn => {
                let session = okta.sessions().sign_in("tmcgee@example.gov", "superPass1").await?;
                self.session = session.id.as_str().to_owned();
            }
            Story::Inactive => okta.apps().deactivate(app).await?,
        }
        Ok(())
    }

    /// The requests of the row, as the document writes them: ids by name, the query decoded.
    fn requests(&self) -> Vec<String> {
        let seen = self.org.requests().into_iter().filter(|request| request.number > self.before);
        seen.map(|request| {
            let query: Vec<String> =
                request.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let mark = if query.is_empty() { "" } else { "?" };
            let line =
                format!("{} {}{mark}{} {}", request.method, request.path, query.join("&"), request.body);
            self.with_names(line.trim_end())
        })
        .collect()
    }

    fn with_names(&self, line: &str) -> String {
        let ids = [
            (&self.user, "{user}"),
            (&self.group, "{group}"),
            (&self.app, "{app}"),
            (&self.session, "{session}"),
        ];
        ids.into_iter()
            .filter(|(id, _)| !id.is_empty())
            .fold(line.to_owned(), |line, (id, name)| line.replace(id.as_str(), name))
    }
}

/// A request as the org shows it to its tests.
fn without_secrets(request: &str) -> String {
    let secrets = ["superPass1", "superPass2", "superPass3", "Deep Six", "Jaws", "{token}", "{session}"];
    secrets.iter().fold(request.to_owned(), |line, secret| line.replace(secret, "[redacted]"))
}

type Run = for<'a> fn(&'a World) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// A row's call.
struct Case {
    function: &'static str,
    story: Story,
    code: &'static str,
    run: Run,
}

/// The cases: a function of oktajs, what happened before, and the call with the parts of the world that
/// it names.
macro_rules! cases {
    ($($function:literal $story:ident [$($part:ident),*] $call:expr;)*) => {
        &[$(Case {
            function: $function,
            story: Story::$story,
            code: stringify!($call),
            run: |world| {
                $(let $part = &world.$part;)*
                Box::pin(async move { $call.await.map(drop) })
            },
        }),*]
    };
}

#[rustfmt::skip]
const CASES: &[Case] = cases! {
    "users.list" Plain [okta]
        okta.users().list(&ListUsers::new().q("tmc")).all();
    "users.get" Plain [okta, user]
        okta.users().get(user);
    "users.add" Plain [okta]
        okta.users().create_with(
            &NewUser::new("abby@example.gov").first_name("Abby").last_name("Sciuto").password("superPass2"),
            &CreateUser::new().activate(false)
        );
    "users.update" Plain [okta, user]
        okta.users().replace(user, &UserReplacement::new().password("superPass3"));
    "users.updatePartial" Plain [okta, user]
        okta.users().update(user, &UserPatch::new().mobile_phone("+1-202-555-0100").clear("nickName"));
    "users.getApps" Plain [okta, user]
        okta.users().app_links(user, &ListAppLinks::new()).all();
    "users.getGroups" Member [okta, user]
        okta.users().groups(user, &ListUserGroups::new()).all();
    "users.activate" Staged [okta, user]
        okta.users().activate_with(user, &ActivateUser::new().send_email(false));
    "users.deactivate" Plain [okta, user]
        okta.users().deactivate(user);
    "users.unlock" LockedOut [okta, user]
        okta.users().unlock(user);
    "users.resetPassword" Plain [okta, user]
        okta.users().reset_password_with(user, &ResetPassword::new().send_email(false));
    "users.expirePassword" Plain [okta, user]
        okta.users().expire_password_with_temp_password(user, &ExpirePassword::new().revoke_sessions(false));
    "users.resetFactors" Plain [okta, user]
        okta.users().reset_factors(user);
    "users.forgotPasswordToken" Plain [okta, user]
        okta.users().forgot_password_with(user, &ForgotPassword::new().send_email(false));
    "users.forgotPasswordRecovery" Plain [okta, user]
        okta.users().forgot_password_recovery(user, &RecoverPassword::new("superPass2", "Deep Six"));
    "users.changePassword" Plain [okta, user]
        okta.users().change_password(user, &ChangePassword::new("superPass1", "superPass2"));
    "users.changeRecoveryQuestion" Plain [okta, user]
        okta.users().change_recovery_question(user, &ChangeRecoveryQuestion::new("superPass1", "Film?", "Jaws"));
    "groups.add" Plain [okta]
        okta.groups().create(&NewGroup::new("Engineering").description("All engineers"));
    "groups.get" Plain [okta, group]
        okta.groups().get(group);
    "groups.list" Plain [okta]
        okta.groups().list(&ListGroups::new().q("Build")).all();
    "groups.update" Plain [okta, group]
        okta.groups().replace(group, &NewGroup::new("Makers").profile);
    "groups.delete" Plain [okta, group]
        okta.groups().delete(group);
    "groups.getUsers" Member [okta, group]
        okta.groups().users(group, &ListGroupUsers::new()).all();
    "groups.addUser" Plain [okta, group, user]
        okta.groups().add_user(group, user);
    "groups.removeUser" Member [okta, group, user]
        okta.groups().remove_user(group, user);
    "groups.getApps" Assigned [okta, group]
        okta.groups().apps(group, &ListGroupApps::new()).all();
    "sessions.create" Plain [okta]
        okta.sessions().sign_in("tmcgee@example.gov", "superPass1");
    "sessions.validate" SignedIn [okta, session]
        okta.sessions().get(session);
    "sessions.extend" SignedIn [okta, session]
        okta.sessions().refresh(session);
    "sessions.close" SignedIn [okta, session]
        okta.sessions().close(session);
    "apps.add" Plain [okta]
        okta.apps().create(&NewApp::bookmark("Wiki", "https://wiki.example.gov"));
    "apps.get" Plain [okta, app]
        okta.apps().get(app);
    "apps.list" Assigned [okta, group]
        okta.apps().list(&ListApps::new().filter(attr("group.id").eq(group))).all();
    "apps.update" Plain [okta, app]
        okta.apps().replace(app, &NewApp::auto_login("Board", "https://board.example.gov"));
    "apps.delete" Inactive [okta, app]
        okta.apps().delete(app);
    "apps.activate" Inactive [okta, app]
        okta.apps().activate(app);
    "apps.deactivate" Plain [okta, app]
        okta.apps().deactivate(app);
    "apps.assignUser" Plain [okta, app, user]
        okta.app_users(app).assign(&NewAppUser::new(user).user_name("tim").password("superPass1"));
    "apps.getAssignedUser" Assigned [okta, app, user]
        okta.app_users(app).get(user);
    "apps.listUsersAssigned" Assigned [okta, app]
        okta.app_users(app).list(&ListAppUsers::new()).all();
    "apps.updateAppCredsForUser" Assigned [okta, app, user]
        okta.app_users(app).update(user, &AppUserPatch::new().user_name("mcgee").password("superPass2"));
    "apps.updateAppProfileForUser" Assigned [okta, app, user]
        okta.app_users(app).update(user, &AppUserPatch::new().set("role", "editor"));
    "apps.removeUser" Assigned [okta, app, user]
        okta.app_users(app).remove(user);
    "apps.assignGroup" Plain [okta, app, group]
        okta.app_groups(app).assign(&NewAppGroup::new(group));
    "apps.getAssignedGroup" Assigned [okta, app, group]
        okta.app_groups(app).get(group);
    "apps.listGroupsAssigned" Assigned [okta, app]
        okta.app_groups(app).list(&ListAppGroups::new()).all();
    "apps.removeGroup" Assigned [okta, app, group]
        okta.app_groups(app).remove(group);
    "events.list" Plain [okta]
        okta.logs().list(&ListLogs::new().since("2026-01-01T00:00:00.000Z").limit(5)).page();
};

/// A helper's value, as the document writes it.
struct Helper {
    function: &'static str,
    code: &'static str,
    json: fn() -> Value,
}

macro_rules! helpers {
    ($($function:literal $value:expr;)*) => {
        &[$(Helper {
            function: $function,
            code: stringify!($value),
            json: || json_of(&$value),
        }),*]
    };
}

fn json_of(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[rustfmt::skip]
const HELPERS: &[Helper] = helpers! {
    "users.helpers.constructProfile"
        NewUser::new("tmcgee@example.gov").first_name("Timothy").last_name("McGee").mobile_phone("+1-202-555-0100").attribute("department", "NCIS");
    "users.helpers.constructPassword"
        UserPatch::new().password("superPass1");
    "users.helpers.constructRecoveryQuestion"
        UserPatch::new().recovery_question("Book?", "Deep Six");
    "users.helpers.constructCredentials"
        UserReplacement::new().password("superPass1").recovery_question("Book?", "Deep Six");
    "groups.helpers.constructGroup"
        NewGroup::new("Engineering").description("All engineers");
    "apps.helpers.constructAppModel"
        NewApp::known("pagerduty", "Pager").setting("subdomain", "example").hidden(true);
    "apps.helpers.constructAppUserModel"
        NewAppUser::new("00u1").user_name("tim").attribute("role", "editor");
    "apps.helpers.constructAppGroupModel"
        NewAppGroup::new("00g1").priority(0);
};

/// The table below a heading: its rows, each as the cells without their backquotes.
fn table(heading: &str) -> Vec<Vec<String>> {
    let (_, rest) = DOCUMENT.split_once(&format!("\n## {heading}\n")).expect("the heading is there");
    let section = rest.split("\n## ").next().unwrap_or_default();
    let lines = section.lines().filter(|line| line.starts_with("| `"));
    lines.map(|line| line.trim_matches('|').split(" | ").map(plain).collect()).collect()
}

/// A cell's text; where it holds several pieces of code, they are joined by a newline.
fn plain(cell: &str) -> String {
    let pieces: Vec<&str> = cell.trim().split("<br>").map(|piece| piece.trim().trim_matches('`')).collect();
    pieces.join("\n")
}

/// Code without its layout, so that lines can be broken here and not there; texts in it stay as they are.
fn without_layout(code: &str) -> String {
    let pieces = code.split('"').enumerate();
    let kept = pieces.map(|(place, piece)| match place % 2 {
        0 => piece.split_whitespace().collect(),
        _ => format!("\"{piece}\""),
    });
    kept.collect()
}

fn row<'a>(table: &'a [Vec<String>], function: &str) -> &'a [String] {
    let rows: Vec<_> = table.iter().filter(|row| row[0] == function).collect();
    assert_eq!(rows.len(), 1, "{function} has one row in the document");
    rows[0]
}

#[tokio::test]
async fn every_function_is_the_call_and_the_request_of_its_row() {
    let rows = table("Functions");
    let mut functions: Vec<&str> = CASES.iter().map(|case| case.function).collect();
    assert_eq!(functions, rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), "cases and rows");
    functions.sort_unstable();
    functions.dedup();
    assert_eq!(functions.len(), 48, "oktajs has 48 functions");

    for case in CASES {
        let [_, code, command, request] = row(&rows, case.function) else {
            panic!("{} has not four cells", case.function)
        };
        assert_eq!(without_layout(code), without_layout(case.code), "{}", case.function);
        assert!(command.starts_with("oktars "), "{}: {command}", case.function);
        let world = World::new(case.story).await.unwrap();
        (case.run)(&world).await.unwrap_or_else(|error| panic!("{}: {error}", case.function));
        assert_eq!(world.requests().join("\n"), without_secrets(request), "{}", case.function);
    }
}

#[test]
fn every_helper_is_the_value_of_its_row() {
    let rows = table("Helpers");
    let functions: Vec<&str> = HELPERS.iter().map(|helper| helper.function).collect();
    assert_eq!(functions, rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), "cases and rows");
    for helper in HELPERS {
        let [_, code, json] = row(&rows, helper.function) else {
            panic!("{} has not three cells", helper.function)
        };
        assert_eq!(without_layout(code), without_layout(helper.code), "{}", helper.function);
        let expected: Value = serde_json::from_str(json).unwrap();
        assert_eq!((helper.json)(), expected, "{}", helper.function);
    }
}
