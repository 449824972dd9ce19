//! A user of an app, told to the app's server: looked up and created, changed, switched off and on.

use http::Method;
use serde_json::{Value, json};

use crate::kernel::event::Outcome;
use crate::kernel::id;
use crate::outside::scim::client::{Client, Failure, encoded, id_of};
use crate::outside::scim::{Way, form, log};
use crate::resource::app::provisioning::{self, UserJob};

/// How long a password is that nobody knows.
const RANDOM_PASSWORD: usize = 8;

/// What was done at the server, as the log names it.
struct Done {
    external_id: String,
    events: &'static [&'static str],
}

pub async fn sync(way: &Way, client: &Client, user_id: &str) {
    let begun = way.with(|context| {
        let job = provisioning::begin_user(context, &way.app, user_id)?;
        let password = job.as_ref().and_then(|job| known_password(context.org, job, user_id));
        Ok(job.map(|job| (job, password)))
    });
    let Some(Some((job, password))) = begun else { return };
    let done = match (&job.external_id, job.assigned.is_null()) {
        (Some(id), true) => deactivate(client, &job, id).await,
        (Some(id), false) => update(client, &job, id).await,
        (None, _) => provision(client, &job, password).await,
    };
    end(way, &job, done);
}

/// The user's own password, if the server needs it and somebody chose it since the last start.
fn known_password(org: &crate::kernel::state::State, job: &UserJob, user_id: &str) -> Option<String> {
    if !(job.settings.password && job.settings.seeds_own) {
        return None;
    }
    let passwords = org.provisioning.passwords.lock();
    passwords.iter().find(|(known, _)| known == user_id).map(|(_, password)| password.clone())
}

fn end(way: &Way, job: &UserJob, done: Result<Done, Failure>) {
    let about = (&job.user, &job.assigned);
    way.with(|context| match &done {
        Ok(done) => {
            provisioning::user_done(context, job, &done.external_id)?;
            done.events
                .iter()
                .try_for_each(|event| log::user(context, event, Outcome::success(), &job.app, about))
        }
        Err(failure) => {
            let error = explained(job, failure);
            provisioning::user_failed(context, job, &error)?;
            log::user(context, "application.provision.user.sync", Outcome::failure(error), &job.app, about)?;
            log::trouble(context, &job.app, failure)
        }
    });
}

/// A failure, as Okta's tasks tell of it.
fn explained(job: &UserJob, failure: &Failure) -> String {
    let label = job.app["label"].as_str().unwrap_or_default();
    format!("Automatic provisioning of user {} to app {label} failed: {}", form::called(job), failure.reason)
}

/// Looks the user up, takes over who is found, and creates who is not.
async fn provision(client: &Client, job: &UserJob, password: Option<String>) -> Result<Done, Failure> {
    let name = form::called(job);
    let found = client.find("Users", "userName", &name).await;
    let found =
        found.map_err(|failure| failure.at(&format!("Error while verifying if user {name} exists")))?;
    if let Some(found) = found {
        let external_id = id_of(&found).unwrap_or_default().to_owned();
        push(client, job, &external_id).await?;
        let events = &["application.provision.user.verify_exists", "application.user_membership.provision"];
        return Ok(Done { external_id, events });
    }
    if !job.settings.create {
        return Err(Failure::because("Matching user not found"));
    }
    let password = password.unwrap_or_else(|| id::random(RANDOM_PASSWORD));
    let step = format!("Error while creating user {name}");
    let made = client.send(Method::POST, "/Users", Some(&form::new_user(job, &password))).await;
    let made = made.map_err(|failure| hidden(failure, &password).at(&step))?;
    match id_of(&made) {
        Some(id) => Ok(Done {
            external_id: id.to_owned(),
            events: &["application.provision.user.push", "application.user_membership.provision"],
        }),
        None => Err(Failure::because("Create new user returned empty user.").at(&step)),
    }
}

/// A server may repeat the password that it refuses.
fn hidden(failure: Failure, password: &str) -> Failure {
    Failure { reason: failure.reason.replace(password, "(not shown)"), ..failure }
}

async fn update(client: &Client, job: &UserJob, id: &str) -> Result<Done, Failure> {
    push(client, job, id).await?;
    Ok(Done { external_id: id.to_owned(), events: &["application.provision.user.push_profile"] })
}

/// Okta reads the user and writes all of it back. An app that takes PATCH is told in this way who is active again.
async fn push(client: &Client, job: &UserJob, id: &str) -> Result<(), Failure> {
    let step = format!("Error while trying to push profile update for {}", form::called(job));
    let known = read(client, id).await.map_err(|failure| failure.at(&step))?;
    let mut user = form::merged_user(job, &known);
    let was_active = known["active"] != false;
    if !client.patches {
        user["active"] = json!(true);
    }
    let path = path(id);
    client.send(Method::PUT, &path, Some(&user)).await.map_err(|failure| failure.at(&step))?;
    if client.patches && !was_active {
        let body = form::patch(&[form::replace(&json!({ "active": true }))]);
        client.send(Method::PATCH, &path, Some(&body)).await.map_err(|failure| failure.at(&step))?;
    }
    Ok(())
}

fn path(id: &str) -> String {
    format!("/Users/{}", encoded(id))
}

async fn read(client: &Client, id: &str) -> Result<Value, Failure> {
    let known = client.get(&path(id)).await?;
    if known.is_object() { Ok(known) } else { Err(Failure::because("the answer is not a user")) }
}

async fn deactivate(client: &Client, job: &UserJob, id: &str) -> Result<Done, Failure> {
    let step = format!("Error while deactivating user {}", form::called(job));
    let done = change(client, id, "active", &json!(false)).await;
    done.map_err(|failure| failure.at(&step))?;
    let events = &["application.provision.user.deactivate", "application.user_membership.deprovision"];
    Ok(Done { external_id: id.to_owned(), events })
}

/// One member is changed: of a whole user, where the server takes no PATCH.
async fn change(client: &Client, id: &str, member: &str, value: &Value) -> Result<(), Failure> {
    let (method, body) = match client.patches {
        true => (Method::PATCH, form::patch(&[form::replace(&json!({ member: value }))])),
        false => {
            let mut user = read(client, id).await?;
            user[member] = value.clone();
            (Method::PUT, user)
        }
    };
    client.send(method, &path(id), Some(&body)).await.map(drop)
}

/// The server is told the password that the user chose, as far as it is still known.
pub async fn push_password(way: &Way, client: &Client, user_id: &str) {
    let begun = way.with(|context| {
        let job = provisioning::begin_password(context, &way.app, user_id)?;
        let job = job.filter(|job| job.settings.password);
        Ok(job.and_then(|job| {
            let passwords = context.org.provisioning.passwords.lock();
            let known = passwords.iter().find(|(known, _)| known == user_id)?;
            Some((known.1.clone(), job))
        }))
    });
    let Some(Some((password, job))) = begun else { return };
    let id = job.external_id.clone().unwrap_or_default();
    let done = change(client, &id, "password", &json!(password)).await;
    let done = done.map_err(|failure| hidden(failure, &password));
    way.with(|context| {
        let outcome = match &done {
            Ok(()) => Outcome::success(),
            Err(failure) => {
                let error = explained(&job, failure);
                provisioning::user_failed(context, &job, &error)?;
                Outcome::failure(error)
            }
        };
        let event = "application.provision.user.push_okta_password";
        log::user(context, event, outcome, &job.app, (&job.user, &job.assigned))
    });
}
