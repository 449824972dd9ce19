//! Provisioning with SCIM: one thread an org, and in it one line for each app. A line takes the tasks of its app one
//! after the other, so a slow server holds up its own app alone, and never the org.

mod client;
mod form;
mod group;
pub mod import;
mod log;
mod user;

use std::collections::HashMap;
use std::ops::ControlFlow::Break;
use std::sync::{Arc, Weak};
use std::time::Duration;

use oktars_catalog::op;
use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::kernel::context::{Context, Request};
use crate::kernel::kind;
use crate::kernel::problem::Problem;
use crate::kernel::provisioning::{Errand, Host};
use crate::kernel::store::decode;
use crate::outside::scim::client::Client;
use crate::resource::hook::event_hook;
use crate::resource::{reactions, registry};

/// Starts the thread that does errands; it ends with the org.
pub fn begin(
    host: Weak<dyn Host>,
    errands: UnboundedReceiver<Errand>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let work = move || {
        runtime.block_on(async {
            tokio::select! {
                () = take_all(host, errands) => {}
                _ = stop.wait_for(|given_up| *given_up) => {}
            }
        });
        // What is under way goes with the runtime, which waits for nobody.
        runtime.shutdown_timeout(Duration::ZERO);
    };
    let thread = std::thread::Builder::new().name("provisioning".into()).spawn(work);
    thread.map(drop).map_err(|error| error.to_string())
}

async fn take_all(host: Weak<dyn Host>, mut errands: UnboundedReceiver<Errand>) {
    let mut lines: HashMap<String, (Arc<Notify>, JoinHandle<()>)> = HashMap::new();
    while let Some(errand) = errands.recv().await {
        match errand {
            Errand::Wake(app) => {
                // A bug may have ended the line: another one takes over.
                if lines.get(&app).is_none_or(|(_, line)| line.is_finished()) {
                    let wake = Arc::new(Notify::new());
                    let line = tokio::spawn(line(host.clone(), app.clone(), wake.clone()));
                    lines.insert(app.clone(), (wake, line));
                }
                if let Some((wake, _)) = lines.get(&app) {
                    wake.notify_one();
                }
            }
            Errand::Test { app, server, answer } => {
                let client = Client::new(host.clone(), &app, &server);
                tokio::spawn(async move {
                    // The caller may be gone.
                    let _ = answer.send(test(&client).await);
                });
            }
        }
    }
}

/// A server that lists its users can be provisioned to.
async fn test(client: &Client) -> Result<(), String> {
    let listed = client.get("/Users?startIndex=1&count=2").await.and_then(|listed| client::page(&listed));
    listed.map(drop).map_err(|failure| failure.reason)
}

async fn line(host: Weak<dyn Host>, app: String, wake: Arc<Notify>) {
    loop {
        wake.notified().await;
        while let Some(task) = next(&host, &app) {
            let way = Way { host: host.clone(), app: app.clone(), base: text(&task.what["base"]) };
            perform(&way, &task.what).await;
            way.with(|context| Ok(context.tx.delete(kind::SCIM_TASK.of(&way.app), &task.key)?));
        }
    }
}

struct Task {
    key: String,
    what: Value,
}

/// The oldest task of an app.
fn next(host: &Weak<dyn Host>, app: &str) -> Option<Task> {
    let host = host.upgrade()?;
    let mut first = None;
    let tx = host.state().store.read().ok()?;
    let read = tx.scan(kind::SCIM_TASK.of(app), None, &mut |key, task| {
        first = Some(Task { key: key.to_owned(), what: decode(task) });
        Ok(Break(()))
    });
    if let Err(error) = read {
        tracing::warn!(%error, "the tasks of an app cannot be read");
    }
    first
}

async fn perform(way: &Way, task: &Value) {
    let Some(server) = way.with(|context| Ok(context.tx.get(kind::SCIM_SERVER, &way.app)?)).flatten() else {
        return;
    };
    let client = Client::new(way.host.clone(), &way.app, &server);
    if let Some(user) = task["user"].as_str() {
        user::sync(way, &client, user).await;
    } else if let Some(user) = task["password"].as_str() {
        user::push_password(way, &client, user).await;
    } else if let Some(mapping) = task["group"].as_str() {
        group::sync(way, &client, mapping).await;
    } else if let Some(group) = task["unlink"].as_str() {
        group::delete(way, &client, group).await;
    } else if task["import"] == true {
        import::run(way, &client).await;
    }
}

/// The way from a line to its org, which may end at any time.
struct Way {
    host: Weak<dyn Host>,
    app: String,
    /// Under which address the org was called when the task came about.
    base: String,
}

impl Way {
    /// Reads and writes in one transaction. Nothing where the org is gone, or where its store fails.
    fn with<T>(&self, act: impl FnOnce(&mut Context<'_>) -> Result<T, Problem>) -> Option<T> {
        let host = self.host.upgrade()?;
        let done = self.try_with(&*host, act);
        match done {
            Ok(value) => Some(value),
            Err(problem) => {
                tracing::warn!(problem = %problem.body(), "provisioning cannot go on");
                None
            }
        }
    }

    fn try_with<T>(
        &self,
        host: &dyn Host,
        act: impl FnOnce(&mut Context<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let (params, path) = (vec![("appId", self.app.clone())], format!("/api/v1/apps/{}/users", self.app));
        let request = Request::within(&op::ASSIGN_USER_TO_APPLICATION, params, &self.base, path);
        let mut context = Context::within(host.state(), request, registry::parent, reactions::follow)?;
        let value = act(&mut context)?;
        event_hook::tell(&mut context)?;
        context.commit()?;
        Ok(value)
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
