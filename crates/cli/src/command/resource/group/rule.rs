//! `oktars group-rules`

use clap::{Arg, ArgAction, ArgMatches};
use oktars::op;
use serde_json::Value;

use crate::command::Assignment;
use crate::command::name::group_id;
use crate::command::operation::Given;
use crate::command::request_body::BODY;
use crate::command::resource::{Resource, Short, Verb};
use crate::failure::Stop;
use crate::output::Columns;
use crate::run::Run;

/// Okta tells the names of the groups when it is asked for them.
const NAMES: &[(&str, &str)] = &[("expand", "groupIdToGroupNameMap")];

pub const RESOURCE: Resource = Resource {
    name: "group-rules",
    one: "group rule",
    about: "Rules that put users into groups by their attributes",
    columns: Columns {
        table: "id,status,name,expression=conditions.expression.value,groups=_embedded.groupIdToGroupNameMap.*",
        csv: "created,lastUpdated,allGroupsValid,groupIds=actions.assignUserToGroups.groupIds",
    },
    verbs: &[
        Verb::read("list", "List rules", op::LIST_GROUP_RULES, "--search Engineering").asks(NAMES),
        Verb::read("get", "Show a rule", op::GET_GROUP_RULE, "Engineers").asks(NAMES),
        Verb::step(
            "create",
            "Create a rule, which is inactive at first",
            op::CREATE_GROUP_RULE,
            "created",
            "--name Engineers --group Engineering --expression 'user.department==\"R&D\"'",
        )
        .short(&RULE),
        Verb::update(
            "update",
            "Change some members of an inactive rule; the others stay as they are",
            op::REPLACE_GROUP_RULE,
            op::GET_GROUP_RULE,
            "Engineers --set name=Developers",
        ),
        Verb::step("activate", "Activate a rule", op::ACTIVATE_GROUP_RULE, "activated", "Engineers"),
        Verb::remove(
            "deactivate",
            "Deactivate a rule; its members stay in their groups",
            op::DEACTIVATE_GROUP_RULE,
            "Deactivate",
            "Engineers --yes",
        ),
        Verb::remove("delete", "Delete an inactive rule", op::DELETE_GROUP_RULE, "Delete", "Engineers --yes"),
    ],
};

/// The rule as arguments.
const RULE: Short = Short { add: with_rule, members: rule_members };

/// Where the ids of the groups stand in the body.
const GROUPS: &str = "actions.assignUserToGroups.groupIds";

fn with_rule(command: clap::Command) -> clap::Command {
    let argument = |name: &'static str, value: &'static str, help: &'static str| {
        let argument = Arg::new(name).long(name).value_name(value).help(help).help_heading(BODY);
        argument.required_unless_present("body")
    };
    let group = argument("group", "GROUP", "A group that the rule fills, by id or name; may be repeated");
    let group = group.action(ArgAction::Append).add(crate::completion::groups());
    let expression = argument("expression", "EXPRESSION", "Whom it takes: `user.department==\"R&D\"`");
    command
        .mut_group("body", |group| group.required(false))
        .arg(argument("name", "NAME", "The name of the rule, of at most 50 characters"))
        .arg(expression)
        .arg(group)
}

fn rule_members(matches: &ArgMatches) -> Vec<Assignment> {
    let member = |name: &str, value: Value| Assignment { name: name.to_owned(), value };
    let text = |name: &str| matches.get_one::<String>(name).cloned().map(Value::from);
    let groups: Vec<&String> = matches.get_many("group").into_iter().flatten().collect();
    let mut members: Vec<Assignment> = text("name").map(|name| member("name", name)).into_iter().collect();
    if let Some(expression) = text("expression") {
        members.push(member("conditions.expression.type", "urn:okta:expression:1.0".into()));
        members.push(member("conditions.expression.value", expression));
    }
    if !groups.is_empty() {
        members.push(member(GROUPS, serde_json::json!(groups)));
    }
    if !members.is_empty() {
        members.push(member("type", "group_rule".into()));
    }
    members
}

/// Replaces the names of groups with their ids.
pub async fn resolve_groups(run: &mut Run, given: &mut Given) -> Result<(), Stop> {
    let groups = given.set.iter_mut().filter(|set| set.name == GROUPS);
    for group in groups.filter_map(|set| set.value.as_array_mut()).flatten() {
        if let Some(name) = group.as_str() {
            *group = group_id(run, name).await?.into();
        }
    }
    Ok(())
}
