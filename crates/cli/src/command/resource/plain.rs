//! Plain resources: their words. What can be done with them, the catalogue's table of resources says.

use std::sync::LazyLock;

use oktars_catalog::{Effect, Operation, Verb as Act};

use super::{Resource, Section, Verb};
use crate::output::Columns;

/// A resource that is listed, read, created, changed, deleted and moved through states, and nothing more.
pub struct Plain {
    /// Its name in the catalogue's table.
    pub resource: &'static str,
    /// The command, such as `email-servers`.
    pub name: &'static str,
    /// One of them, in words, such as `email server`.
    pub one: &'static str,
    /// What the command is for.
    pub about: &'static str,
    /// Where it stands in the list of all commands.
    pub section: Section,
    pub columns: Columns,
    /// Which one the examples are about.
    pub id: &'static str,
    /// The options of the example that creates one.
    pub create: &'static str,
    /// The options of the example that changes one.
    pub update: &'static str,
}

/// All of them, in the order of the help.
const PLAIN: &[Plain] = &[
    Plain {
        resource: "device/integration",
        name: "device-integrations",
        one: "device integration",
        about: "Endpoint security of other vendors that reports on devices",
        section: Section::Security,
        columns: Columns { table: "id,status,platform,name,displayName", csv: "" },
        id: "din1gjh63g214q0Hq0g4",
        create: "",
        update: "",
    },
    Plain {
        resource: "device/posture_check",
        name: "device-posture-checks",
        one: "posture check",
        about: "What the org asks devices about themselves",
        section: Section::Security,
        columns: Columns { table: "id,platform,type,name,variableName", csv: "query,createdDate" },
        id: "dch1gjh63g214q0Hq0g4",
        create: "--input check.json",
        update: "--set name=Renamed",
    },
    Plain {
        resource: "security_events_provider",
        name: "security-providers",
        one: "security events provider",
        about: "Services whose security events the org receives",
        section: Section::Security,
        columns: Columns { table: "id,status,type,name", csv: "settings" },
        id: "sse1gjh63g214q0Hq0g4",
        create: "--input provider.json",
        update: "--set name=Renamed",
    },
];

/// The same as commands, made once and kept for as long as the program runs.
pub static RESOURCES: LazyLock<Vec<Resource>> = LazyLock::new(|| PLAIN.iter().map(Plain::command).collect());

/// Those of a section of the help.
pub fn in_section(section: Section) -> impl Iterator<Item = &'static Resource> {
    let both = PLAIN.iter().zip(RESOURCES.iter());
    both.filter(move |(plain, _)| plain.section == section).map(|(_, resource)| resource)
}

impl Plain {
    fn command(&self) -> Resource {
        let Plain { name, one, about, columns, .. } = *self;
        Resource { name, one, about, columns, verbs: self.verbs().leak() }
    }

    fn verbs(&self) -> Vec<Verb> {
        let resource = oktars_catalog::resource(self.resource);
        let table: Vec<(Act, &Operation)> = resource.into_iter().flat_map(|found| found.verbs()).collect();
        let get = table.iter().find(|(act, _)| *act == Act::Get).map(|(_, operation)| *operation);
        let mut verbs: Vec<Verb> =
            table.iter().filter_map(|(act, operation)| self.verb(*act, operation, get)).collect();
        verbs.sort_by_key(|verb| ORDER.iter().position(|name| *name == verb.name).unwrap_or(ORDER.len() - 1));
        verbs
    }

    /// One of the verbs; nothing for what the command line has no form for.
    fn verb(&self, act: Act, operation: &Operation, get: Option<&Operation>) -> Option<Verb> {
        let Plain { one, id, .. } = *self;
        let a = format!("{} {one}", article(one));
        let change = format!("Change some members of {a}; the others stay as they are");
        let changed = format!("{id} {}", self.update).leak();
        Some(match act {
            Act::List => Verb::read("list", format!("List {one}s").leak(), *operation, ""),
            Act::Get => Verb::read("get", format!("Show {a}").leak(), *operation, id),
            Act::Create => {
                Verb::step("create", format!("Create {a}").leak(), *operation, "created", self.create)
            }
            Act::Replace => Verb::update("update", change.leak(), *operation, *get?, changed),
            Act::Update => Verb::step("update", change.leak(), *operation, "updated", changed),
            Act::Clear => return None,
            Act::Delete | Act::Act(_) => self.step(act.name(), operation, &a),
        })
    }

    /// Takes a step with one, after a question if that takes something away.
    fn step(&self, name: &'static str, operation: &Operation, a: &str) -> Verb {
        let what = capitalized(name);
        let about = format!("{what} {a}").leak();
        let example = format!("{} --yes", self.id).leak();
        if operation.effect() == Effect::Reads && operation.path_parameters().next().is_none() {
            let about = format!("List the {name} {}s", self.one).leak();
            return Verb::read(name, about, *operation, "");
        }
        match operation.effect() {
            Effect::Deletes | Effect::LocksOut => Verb::remove(name, about, *operation, what.leak(), example),
            Effect::Reads => Verb::read(name, about, *operation, self.id),
            Effect::Changes => Verb::step(name, about, *operation, super::past(&what).leak(), self.id),
        }
    }
}

/// The verbs in the order of the help; steps that are not named here stand where the empty name is.
const ORDER: [&str; 8] = ["list", "get", "create", "update", "activate", "deactivate", "delete", ""];

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEHAVIORS: Plain = Plain {
        resource: "behavior",
        name: "behaviors",
        one: "behavior rule",
        about: "",
        section: Section::Security,
        columns: Columns { table: "id,name", csv: "" },
        id: "bhv1",
        create: "--input behavior.json",
        update: "--set name=Renamed",
    };

    /// A resource without a row in the table would be a command that can do nothing.
    #[test]
    fn every_plain_resource_is_in_the_table_of_the_catalogue() {
        for plain in PLAIN {
            assert!(oktars_catalog::resource(plain.resource).is_some(), "{}", plain.resource);
            assert!(!plain.verbs().is_empty(), "{}", plain.resource);
        }
    }

    #[test]
    fn the_verbs_are_those_of_the_table_in_words() {
        let verbs = BEHAVIORS.verbs();
        let shown: Vec<(&str, &str, &str)> =
            verbs.iter().map(|verb| (verb.name, verb.about, verb.example)).collect();
        let expected = [
            ("list", "List behavior rules", ""),
            ("get", "Show a behavior rule", "bhv1"),
            ("create", "Create a behavior rule", "--input behavior.json"),
            (
                "update",
                "Change some members of a behavior rule; the others stay as they are",
                "bhv1 --set name=Renamed",
            ),
            ("activate", "Activate a behavior rule", "bhv1"),
            ("deactivate", "Deactivate a behavior rule", "bhv1 --yes"),
            ("delete", "Delete a behavior rule", "bhv1 --yes"),
        ];
        assert_eq!(shown, expected);
    }
}
