//! `oktars group-rules test`: who would join or leave, found in a twin of a mirror, where a rule can be tried.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgMatches, Args, FromArgMatches};
use jiff::Timestamp;
use oktars::{Okta, op};
use oktars_local::{Answers, Org, Seed};
use oktars_mirror::Reader;
use serde_json::{Value, json};

use super::{failure, print};
use crate::command::time::instant;
use crate::failure::{Exit, Failure, Stop};
use crate::output::Columns;
use crate::run::Run;

/// What a rule can depend on.
const NEEDED: [&str; 9] = [
    op::LIST_USER_TYPES.id,
    op::GET_USER_SCHEMA.id,
    op::GET_GROUP_SCHEMA.id,
    op::LIST_USERS.id,
    op::LIST_GROUPS.id,
    op::LIST_GROUP_USERS.id,
    op::LIST_GROUP_RULES.id,
    op::GET_ORG_SETTINGS.id,
    op::LIST_ASSIGNED_ROLES_FOR_USER.id,
];
const COLUMNS: Columns = Columns { table: "change,login,name,status,group", csv: "id" };
const HELP: &str = "It does not ask the org, and changes nothing: it tries the rule in a copy of the file.

With --rule, the expression replaces that of the rule. With --group, it replaces all active rules of the group. Members \
who were there only by an old expression then leave. Without both, it shows all who match.

Examples:
  oktars group-rules test 'user.department==\"Sales\"' --mirror acme.db
  oktars group-rules test 'user.city==\"Berlin\"' --mirror acme.db --rule Berlin";

#[derive(Debug, clap::Args)]
struct Test {
    /// The expression of a rule
    #[arg(value_name = "EXPRESSION")]
    expression: String,
    /// The mirror that has the people and the groups: see `oktars mirror sync`
    #[arg(long, value_name = "FILE", env = "OKTARS_MIRROR")]
    mirror: PathBuf,
    /// The rule that would have the expression, by id or name
    #[arg(long, value_name = "RULE", conflicts_with = "group")]
    rule: Option<String>,
    /// The group that a rule with the expression would fill, by id or name
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,
    /// As the mirror was at this time: 2026-01-31, or 7d for seven days ago
    #[arg(long, value_name = "TIME", value_parser = instant)]
    at: Option<Timestamp>,
}

/// The command, which stands among those of group rules.
pub fn command() -> clap::Command {
    let command = clap::Command::new("test")
        .about("Show who would join or leave with an expression, without asking the org");
    Test::augment_args(command).after_help(HELP)
}

pub async fn run(run: &mut Run, matches: &ArgMatches) -> Result<(), Stop> {
    let test = Test::from_arg_matches(matches).map_err(|error| Failure::usage(error.to_string()))?;
    let mut reader = match test.at {
        None => super::reader(&test.mirror)?,
        Some(time) => Reader::open_at(&test.mirror, time).map_err(failure)?,
    };
    let trial = Trial { okta: twin(&reader)? };
    let (rows, stay) = test.compare(&trial).await?;
    let people = people(&mut reader)?;
    let (joining, leaving): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.change == "join");
    let told = format!("{} would join, {} would leave, {stay} would stay", joining.len(), leaving.len());
    let mut shown: Vec<Value> = rows.iter().map(|row| row.shown(&people)).collect();
    shown.sort_by_key(|row| (row["change"].to_string(), row["group"].to_string(), row["login"].to_string()));
    print(run, shown, &COLUMNS)?;
    for gap in reader.gaps().map_err(failure)? {
        run.note(&format!("note: {} is {} in the mirror", gap.kind, gap.state));
    }
    run.note(&told);
    Ok(())
}

/// The twin of what rules depend on.
fn twin(reader: &Reader) -> Result<Okta, Stop> {
    let begins: Vec<String> = NEEDED.iter().map(|name| format!("{{\"operation\":\"{name}\"")).collect();
    let mut lines = String::new();
    let answered = reader.answers(&mut |line| {
        if begins.iter().any(|begin| line.starts_with(begin)) {
            lines.push_str(line);
            lines.push('\n');
        }
    });
    answered.map_err(failure)?;
    let failed = |error: String| Failure::new(Exit::Failed, error);
    let answers = Answers::read(lines.as_bytes()).map_err(failed)?;
    let org = Org::builder().seed(Seed::Answers(answers)).build();
    Ok(Okta::over(org.map_err(|error| failed(error.to_string()))?.service()))
}

/// Who somebody is.
struct Person {
    login: String,
    name: String,
    status: String,
}

fn people(reader: &mut Reader) -> Result<BTreeMap<String, Person>, Stop> {
    let mut people = BTreeMap::new();
    let sql = "select id, login, status, trim(coalesce(firstName, '') || ' ' || coalesce(lastName, '')) as name from users";
    let asked = reader.ask(sql, Duration::from_secs(600), &mut |row| {
        let row: Value = serde_json::from_str(row.get())?;
        let text = |member: &str| row[member].as_str().unwrap_or_default().to_owned();
        people
            .insert(text("id"), Person { login: text("login"), name: text("name"), status: text("status") });
        Ok(())
    });
    asked.map_err(failure)??;
    Ok(people)
}

/// What becomes of somebody.
struct Row {
    change: &'static str,
    id: String,
    group: Option<String>,
}

impl Row {
    fn shown(&self, people: &BTreeMap<String, Person>) -> Value {
        let person = people.get(&self.id);
        json!({
            "change": self.change, "login": person.map(|person| &person.login), "name": person.map(|person| &person.name),
            "status": person.map(|person| &person.status), "group": self.group, "id": self.id,
        })
    }
}

impl Test {
    /// What happens to which user, and how many stay.
    async fn compare(&self, trial: &Trial) -> Result<(Vec<Row>, usize), Stop> {
        let rules = trial.list("groups/rules").await?;
        let rule = self.rule.as_deref().map(|name| found(&rules, "rule", name, "/name")).transpose()?;
        let groups = self.groups(trial, rule).await?;
        let people = rule.map_or(Value::Null, |rule| rule["conditions"]["people"].clone());
        let matching = trial.matching(&self.expression, &people).await?;
        if groups.is_empty() {
            let join = matching.into_iter().map(|id| Row { change: "join", id, group: None });
            return Ok((join.collect(), 0));
        }
        let (mut rows, mut stay) = (Vec::new(), 0);
        for (id, name) in groups {
            let members = trial.ids(&format!("groups/{id}/users")).await?;
            let given = trial.given(&rules, &id, rule).await?;
            let leave: BTreeSet<&String> = members
                .iter()
                .filter(|member| given.contains(*member) && !matching.contains(*member))
                .collect();
            stay += members.len() - leave.len();
            let row = |change| {
                let name = name.clone();
                move |id: &String| Row { change, id: id.clone(), group: Some(name.clone()) }
            };
            rows.extend(matching.difference(&members).map(row("join")));
            rows.extend(leave.into_iter().map(row("leave")));
        }
        Ok((rows, stay))
    }

    /// The groups that the rule fills, with their names.
    async fn groups(&self, trial: &Trial, rule: Option<&Value>) -> Result<Vec<(String, String)>, Stop> {
        if rule.is_none() && self.group.is_none() {
            return Ok(Vec::new());
        }
        let all = trial.list("groups").await?;
        let named = |group: &Value| (text(group, "/id"), text(group, "/profile/name"));
        if let Some(name) = &self.group {
            return Ok(vec![named(found(&all, "group", name, "/profile/name")?)]);
        }
        let ids = rule.map(groups_of).unwrap_or_default();
        Ok(all.iter().filter(|group| ids.contains(&text(group, "/id"))).map(named).collect())
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn groups_of(rule: &Value) -> Vec<String> {
    let ids = rule.pointer("/actions/assignUserToGroups/groupIds").and_then(Value::as_array);
    ids.into_iter().flatten().filter_map(|id| id.as_str().map(str::to_owned)).collect()
}

/// The one with this id or name.
fn found<'a>(all: &'a [Value], one: &str, name: &str, pointer: &str) -> Result<&'a Value, Failure> {
    let mut fitting = all.iter().filter(|object| object["id"] == name || text(object, pointer) == name);
    match (fitting.next(), fitting.next()) {
        (Some(object), None) => Ok(object),
        (None, _) => Err(Failure::new(Exit::NotFound, format!("the mirror has no {one} {name:?}"))),
        _ => {
            Err(Failure::usage(format!("the mirror has more than one {one} {name:?}"))
                .hint("name it by its id"))
        }
    }
}

/// An org in which rules are tried.
struct Trial {
    okta: Okta,
}

impl Trial {
    async fn list(&self, path: &str) -> Result<Vec<Value>, Stop> {
        Ok(self.okta.get(path).query("limit", 200).list().all().await?)
    }

    async fn ids(&self, path: &str) -> Result<BTreeSet<String>, Stop> {
        Ok(self.list(path).await?.iter().map(|object| text(object, "/id")).collect())
    }

    async fn send(&self, path: &str, body: &Value) -> oktars::Result<Value> {
        self.okta.request(http::Method::POST, path).body(body).json().send().await
    }

    /// Who a rule with this expression puts into a group.
    async fn matching(&self, expression: &str, people: &Value) -> Result<BTreeSet<String>, Stop> {
        let name = format!("oktars tries {}", self.list("groups").await?.len());
        let group = self.send("groups", &json!({ "profile": { "name": name } })).await?;
        let group = text(&group, "/id");
        let mut rule = json!({
            "type": "group_rule", "name": name,
            "conditions": { "expression": { "type": "urn:okta:expression:1.0", "value": expression } },
            "actions": { "assignUserToGroups": { "groupIds": [group] } },
        });
        if people.is_object() {
            rule["conditions"]["people"] = people.clone();
        }
        let made = self.send("groups/rules", &rule).await.map_err(|error| refused(expression, &error))?;
        self.okta
            .request(http::Method::POST, &format!("groups/rules/{}/lifecycle/activate", text(&made, "/id")))
            .send()
            .await?;
        self.ids(&format!("groups/{group}/users")).await
    }

    /// Whom rules put into a group that would no longer be there: this one, or all of the group; and who is not put
    /// there by another one.
    async fn given(
        &self,
        rules: &[Value],
        group: &str,
        rule: Option<&Value>,
    ) -> Result<BTreeSet<String>, Stop> {
        let (mut given, mut others) = (BTreeSet::new(), BTreeSet::new());
        let active = rules.iter().filter(|rule| rule["status"] == "ACTIVE");
        for known in active.filter(|rule| groups_of(rule).iter().any(|id| id == group)) {
            let expression = text(known, "/conditions/expression/value");
            let found = self.matching(&expression, &known["conditions"]["people"]).await?;
            let is_replaced = rule.is_none_or(|rule| rule["id"] == known["id"]);
            if is_replaced { given.extend(found) } else { others.extend(found) }
        }
        Ok(given.difference(&others).cloned().collect())
    }
}

fn refused(expression: &str, error: &oktars::Error) -> Failure {
    let why = match error.causes() {
        [] => error.summary().unwrap_or("Okta refuses it").to_owned(),
        causes => causes.join("; "),
    };
    Failure::usage(format!("no rule can have the expression {expression:?}: {why}"))
        .hint("quote it for the shell: 'user.department==\"Sales\"'")
}
