//! The tools that change: a plan, and what makes it.

use oktars::redact;
use oktars_catalog::{Body, Effect, Method, Operation};
use serde_json::{Value, json};

use super::answer::Told;
use super::reads;
use crate::args::WriteArgs;
use crate::bulk::shell_word;
use crate::failure::{Exit, Failure, Stop};
use crate::printer::visible_lines;
use crate::run::Run;
use crate::safety;

/// How many plans are kept: older ones are forgotten.
const MOST: usize = 100;

/// A change that nobody has confirmed yet.
#[derive(Clone)]
pub struct Plan {
    id: String,
    operation: &'static Operation,
    arguments: Value,
}

/// The plans of a conversation.
#[derive(Default)]
pub struct Changes {
    plans: Vec<Plan>,
    count: u64,
}

pub fn tools() -> Vec<Value> {
    vec![
        json!({
            "name": "plan",
            "description": "Prepares a change, and sends nothing. It says what the change does and which users and groups it concerns, or \
                why it is refused. The tool apply makes it.",
            "inputSchema": reads::request_schema(json!({
                "body": { "type": "object", "description": "the body, with the members that find_operation shows" },
            }), &[]),
            "annotations": { "readOnlyHint": true, "openWorldHint": false },
        }),
        json!({
            "name": "apply",
            "description": "Asks the person to confirm a plan, and makes the change if they do. If their program cannot \
                ask, it says which command they can run.",
            "inputSchema": {
                "type": "object",
                "properties": { "plan": { "type": "string", "description": "what plan answered, such as plan-1" } },
                "required": ["plan"],
            },
            "annotations": { "readOnlyHint": false, "destructiveHint": true, "openWorldHint": false },
        }),
    ]
}

impl Changes {
    /// Prepares a change. What would be refused is refused here.
    pub async fn plan(&mut self, run: &mut Run, arguments: &Value) -> Result<Told, Stop> {
        let operation = reads::operation(arguments)?;
        if operation.method == Method::Get {
            let text = format!("{} changes nothing", operation.id);
            return Err(Failure::usage(text).hint("the tool call reads").into());
        }
        match (operation.body, &arguments["body"]) {
            (Body::Json, Value::Null) => {
                return Err(Failure::usage(format!("{} needs a body", operation.id)).into());
            }
            (Body::None, body) if !body.is_null() => {
                return Err(Failure::usage(format!("{} takes no body", operation.id)).into());
            }
            (Body::Other, _) => {
                let text = format!("the body of {} is not JSON, so it cannot be planned here", operation.id);
                return Err(Failure::usage(text)
                    .hint(format!("a person runs `oktars call {}`", operation.id))
                    .into());
            }
            _ => {}
        }
        self.count += 1;
        let plan = Plan { id: format!("plan-{}", self.count), operation, arguments: arguments.clone() };
        let described = question(run, &plan).await?;
        let told =
            Told::words(format!("{}: nothing is changed yet; the tool apply asks the person", plan.id));
        if self.plans.len() == MOST {
            self.plans.remove(0);
        }
        self.plans.push(plan);
        Ok(told.with_data(described))
    }

    pub fn named(&self, id: &str) -> Result<Plan, Failure> {
        let plan = self.plans.iter().find(|plan| plan.id == id);
        plan.cloned().ok_or_else(|| {
            Failure::usage(format!("there is no plan {id:?}"))
                .hint("each plan is made once; the tool plan makes a new one")
        })
    }

    pub fn forget(&mut self, id: &str) {
        self.plans.retain(|plan| plan.id != id);
    }
}

fn call(run: &mut Run, plan: &Plan) -> Result<oktars::Call, Stop> {
    let call = reads::request(run, plan.operation, &plan.arguments)?;
    Ok(match &plan.arguments["body"] {
        Value::Null => call,
        body => call.body_bytes("application/json", body.to_string().into_bytes()),
    })
}

/// What the person is asked: the org, the request, and the objects that it concerns. Refuses what may not be changed.
pub async fn question(run: &mut Run, plan: &Plan) -> Result<String, Stop> {
    let request = call(run, plan)?.request()?;
    run.may_write()?;
    safety::guard(run, &request).await.map_err(without_force)?;
    let effect = match plan.operation.effect() {
        Effect::Deletes => "deletes",
        Effect::LocksOut => "takes out of use",
        Effect::Reads | Effect::Changes => "changes",
    };
    let mut text =
        format!("{} ({effect}) in {}:\n{}", plan.operation.id, run.org_label()?, redact::request(&request));
    for (collection, name) in safety::named(&request) {
        let object = run.look(collection, &name).await?;
        let called = object.as_ref().map_or("not found", safety::name);
        text.push_str(&format!("\n{collection}/{name} is {called}"));
    }
    // The person reads it in a program of which we do not know how it shows control characters.
    Ok(visible_lines(&text))
}

/// What is protected, an assistant cannot change: it has no `--force`.
fn without_force(stop: Stop) -> Stop {
    match stop {
        Stop::Failed(failure) if failure.exit == Exit::Cancelled => {
            Failure::new(Exit::Cancelled, failure.line()).hint("only a person changes it, in a shell").into()
        }
        other => other,
    }
}

/// Makes a change that the person has confirmed.
pub async fn make(run: &mut Run, plan: &Plan) -> Result<Told, Stop> {
    let call = call(run, plan)?;
    let answer = run.write(WriteArgs::default(), call).await?;
    let Some(answer) = answer else { return Ok(Told::failed("nothing was changed")) };
    let told =
        Told::words(format!("done: {} was answered with {}", plan.operation.id, answer.status().as_u16()));
    let mut body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    redact::hide_secrets(&mut body);
    Ok(if body.is_null() { told } else { told.with_data(body.to_string()) })
}

/// The command with which a person makes the change.
pub fn command(run: &Run, plan: &Plan) -> String {
    let mut words = vec!["oktars".to_owned()];
    if let Some(org) = &run.global().org {
        words.extend(["--org".to_owned(), shell_word(org)]);
    }
    words.extend(["call".to_owned(), plan.operation.id.to_owned()]);
    let value = |object: &str, name: &str| match &plan.arguments[object][name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    words.extend(plan.operation.path_parameters().map(|name| shell_word(&value("path", name))));
    for query in plan.operation.query.iter().filter(|query| !plan.arguments["query"][query.name].is_null()) {
        let option = crate::command::operation::option(query.name);
        words.push(shell_word(&format!("--{option}={}", value("query", query.name))));
    }
    let body = &plan.arguments["body"];
    if body.is_null() {
        return words.join(" ");
    }
    let mut hidden = body.clone();
    redact::hide_secrets(&mut hidden);
    if hidden != *body {
        return format!(
            "{} --input FILE\nFILE has the body of the plan, whose secrets are not shown",
            words.join(" ")
        );
    }
    format!("echo {} | {} --input -", shell_word(&body.to_string()), words.join(" "))
}
