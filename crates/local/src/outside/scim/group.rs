//! A pushed group, told to the app's server: linked or created, its members and its name kept as they are here.

use http::Method;
use serde_json::{Value, json};

use crate::kernel::event::{Outcome, Target};
use crate::outside::scim::client::{Client, Failure, encoded, id_of};
use crate::outside::scim::{Way, form, log};
use crate::resource::app::provisioning::{self, GroupJob, Member};

/// How many members one PATCH brings.
const BATCH: usize = 100;

/// What was done at the server, as the log names it.
struct Done {
    external_id: String,
    events: Vec<&'static str>,
}

pub async fn sync(way: &Way, client: &Client, mapping_id: &str) {
    let begun = way.with(|context| provisioning::begin_group(context, &way.app, mapping_id));
    let Some(Some(job)) = begun else { return };
    let known = job.record["externalId"].as_str().map(str::to_owned);
    let done = match known {
        Some(id) => update(client, &job, &id).await,
        None => link(client, &job).await,
    };
    let targets = [Target::group(&job.source), Target::app(&job.app)];
    way.with(|context| match &done {
        Ok(done) => {
            provisioning::group_done(context, &job, &done.external_id)?;
            let mut events = done.events.iter();
            events.try_for_each(|event| log::write(context, event, Outcome::success(), &job.app, &targets))
        }
        Err(failure) => {
            let label = job.app["label"].as_str().unwrap_or_default();
            let error = format!("Push of group {} to app {label} failed: {}", job.name, failure.reason);
            provisioning::group_failed(context, &job, &error)?;
            let event = "application.provision.group_push.mapping.update.or.delete.failed.with.error";
            let event =
                if job.record["externalId"].is_string() { event } else { "application.provision.group.add" };
            log::write(context, event, Outcome::failure(error), &job.app, &targets)?;
            log::trouble(context, &job.app, failure)
        }
    });
}

fn path(id: &str) -> String {
    format!("/Groups/{}", encoded(id))
}

async fn read(client: &Client, id: &str) -> Result<Value, Failure> {
    let known = client.get(&path(id)).await?;
    if known.is_object() { Ok(known) } else { Err(Failure::because("the answer is not a group")) }
}

/// The first time: a group of the name is taken over with the members it has, or one is created.
async fn link(client: &Client, job: &GroupJob) -> Result<Done, Failure> {
    let step = format!("Error while verifying if group {} exists", job.name);
    let found = client.find("Groups", "displayName", &job.name).await.map_err(|failure| failure.at(&step))?;
    if let Some(found) = found {
        let external_id = id_of(&found).unwrap_or_default().to_owned();
        if client.patches {
            add(client, &external_id, &job.members).await?;
        } else {
            let known = read(client, &external_id).await?;
            write(client, &external_id, &known, &job.name, joined(&known, &job.members)).await?;
        }
        let events =
            vec!["application.provision.group.verify_exists", "application.provision.group_push.updated"];
        return Ok(Done { external_id, events });
    }
    create(client, job).await
}

/// The members that a group has at the server, and those that it should have.
fn joined(known: &Value, members: &[Member]) -> Value {
    let mut all = known["members"].as_array().cloned().unwrap_or_default();
    for member in members {
        if !all.iter().any(|one| one["value"] == member.id.as_str()) {
            all.push(json!({ "value": member.id, "display": member.name }));
        }
    }
    Value::Array(all)
}

/// A server that takes PATCH gets an empty group, and then its members.
async fn create(client: &Client, job: &GroupJob) -> Result<Done, Failure> {
    let step = format!("Error while creating group {}", job.name);
    let members: &[Member] = if client.patches { &[] } else { &job.members };
    let made = client.send(Method::POST, "/Groups", Some(&form::new_group(&job.name, members))).await;
    let made = made.map_err(|failure| failure.at(&step))?;
    let Some(id) = id_of(&made) else {
        return Err(Failure::because("Create new group returned empty group.").at(&step));
    };
    if client.patches {
        add(client, id, &job.members).await?;
    } else {
        let known = read(client, id).await?;
        write(client, id, &known, &job.name, form::shown(&job.members)).await?;
    }
    let events = vec!["application.provision.group.add", "application.provision.group_push.pushed"];
    Ok(Done { external_id: id.to_owned(), events })
}

/// A group that the server has already. Only what changed since is told where the server takes PATCH.
async fn update(client: &Client, job: &GroupJob, id: &str) -> Result<Done, Failure> {
    let told: Vec<&str> =
        job.record["members"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let added: Vec<Member> =
        job.members.iter().filter(|member| !told.contains(&member.id.as_str())).cloned().collect();
    let gone: Vec<&str> =
        told.iter().copied().filter(|id| !job.members.iter().any(|member| member.id == *id)).collect();
    let renamed = job.record["displayName"] != job.name.as_str();
    let moved = !added.is_empty() || !gone.is_empty();
    let mut events = Vec::new();
    if moved || job.overwrite {
        events.push("application.provision.group_push.push_memberships");
    }
    if renamed {
        events.push("application.provision.group_push.mapping.app.group.renamed");
    }
    if events.is_empty() {
        return Ok(Done { external_id: id.to_owned(), events });
    }
    if client.patches {
        let step = Change { overwrite: job.overwrite, added: &added, gone: &gone };
        patch(client, job, id, &step).await?;
    } else {
        let known = read(client, id).await?;
        write(client, id, &known, &job.name, form::shown(&job.members)).await?;
    }
    Ok(Done { external_id: id.to_owned(), events })
}

struct Change<'a> {
    overwrite: bool,
    added: &'a [Member],
    gone: &'a [&'a str],
}

/// Okta tells the name again after each change of members.
async fn patch(client: &Client, job: &GroupJob, id: &str, change: &Change<'_>) -> Result<(), Failure> {
    if change.overwrite {
        send(client, id, &form::replace_members(&job.members)).await?;
    } else {
        add(client, id, change.added).await?;
        for member in change.gone {
            send(client, id, &form::remove_member(member)).await?;
        }
    }
    send(client, id, &form::replace(&json!({ "id": id, "displayName": job.name }))).await
}

async fn add(client: &Client, id: &str, members: &[Member]) -> Result<(), Failure> {
    for batch in members.chunks(BATCH) {
        send(client, id, &form::add_members(batch)).await?;
    }
    Ok(())
}

async fn send(client: &Client, id: &str, operation: &Value) -> Result<(), Failure> {
    let body = form::patch(std::slice::from_ref(operation));
    client.send(Method::PATCH, &path(id), Some(&body)).await.map(drop)
}

async fn write(client: &Client, id: &str, known: &Value, name: &str, members: Value) -> Result<(), Failure> {
    let body = form::merged_group(known, name, members);
    client.send(Method::PUT, &path(id), Some(&body)).await.map(drop)
}

/// The group goes from the server, since its mapping went with its target.
pub async fn delete(way: &Way, client: &Client, id: &str) {
    let done = client.send(Method::DELETE, &path(id), None).await;
    way.with(|context| {
        let app = context.app_with(&way.app)?;
        let outcome = match &done {
            Ok(_) => Outcome::success(),
            Err(failure) => Outcome::failure(failure.reason.clone()),
        };
        log::write(context, "application.provision.group.remove", outcome, &app, &[Target::app(&app)])
    });
}
