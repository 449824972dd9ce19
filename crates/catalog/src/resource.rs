//! The resources: what a file of each crate is about, and which operations are its verbs.

use crate::resources::RESOURCES;
use crate::{Method, Operation};

/// A resource. What is known of it stands in a file of the same path in each crate.
#[derive(Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its name and the path of its files: `group/rule`.
    pub name: &'static str,
    /// The path of one of it, or its path where there is only one: `/api/v1/groups/rules/{groupRuleId}`. There are
    /// several where it stands below several others.
    pub paths: &'static [&'static str],
    /// What else can be done with it, as the end of a path: `lifecycle/activate` behind the path of one object, or
    /// `simulate` behind the path of all. Listing, creating, reading, replacing, updating and deleting are not here.
    pub acts: &'static [&'static str],
    /// Whether it has the acts alone, since the rest is that of another resource at the same path.
    pub only_acts: bool,
}

/// What an operation does with its resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Lists all.
    List,
    /// Makes one.
    Create,
    /// Removes all.
    Clear,
    /// Reads one.
    Get,
    /// Puts another in the place of one.
    Replace,
    /// Changes some of one.
    Update,
    /// Removes one.
    Delete,
    /// Does what this end of the path says: `lifecycle/activate`.
    Act(&'static str),
}

impl Verb {
    /// How it is called: `list`, `activate`.
    pub fn name(self) -> &'static str {
        match self {
            Verb::List => "list",
            Verb::Create => "create",
            Verb::Clear => "clear",
            Verb::Get => "get",
            Verb::Replace => "replace",
            Verb::Update => "update",
            Verb::Delete => "delete",
            Verb::Act(end) => end.rsplit('/').find(|part| !part.starts_with('{')).unwrap_or(end),
        }
    }
}

/// All resources, in the order of their names.
pub fn resources() -> &'static [Resource] {
    RESOURCES
}

/// Finds a resource by its name.
pub fn resource(name: &str) -> Option<&'static Resource> {
    RESOURCES.iter().find(|resource| resource.name == name)
}

impl Resource {
    /// What an operation does with it, if anything.
    pub fn verb(&self, operation: &Operation) -> Option<Verb> {
        self.paths.iter().find_map(|path| self.verb_at(path, operation))
    }

    /// Its verbs, in the order of the catalogue.
    pub fn verbs(&self) -> impl Iterator<Item = (Verb, &'static Operation)> {
        let all = crate::all_operations();
        all.filter_map(|operation| Some((self.verb(operation)?, operation)))
    }

    /// The resources that it stands below, the nearest of each of its paths.
    pub fn parents(&self) -> Vec<&'static Resource> {
        let mut parents: Vec<&Resource> = self.paths.iter().filter_map(|path| parent(path)).collect();
        parents.dedup();
        parents
    }

    fn verb_at(&self, one: &str, operation: &Operation) -> Option<Verb> {
        let all = all_of(one).filter(|_| !self.only_acts);
        let act = self.acts.iter().find(|end| {
            let at = |base: &str| is_same(base.split('/').chain(end.split('/')), operation.path);
            at(one) || all.is_some_and(at)
        });
        if act.is_some() || self.only_acts {
            return act.map(|end| Verb::Act(end));
        }
        if is_same(one.split('/'), operation.path) {
            return Some(match operation.method {
                Method::Get => Verb::Get,
                Method::Put => Verb::Replace,
                Method::Post | Method::Patch => Verb::Update,
                Method::Delete => Verb::Delete,
            });
        }
        let of_all = all.is_some_and(|all| is_same(all.split('/'), operation.path));
        match operation.method {
            _ if !of_all => None,
            Method::Get => Some(Verb::List),
            Method::Delete => Some(Verb::Clear),
            Method::Post | Method::Put | Method::Patch => Some(Verb::Create),
        }
    }
}

impl Operation {
    /// The resource that it is a verb of.
    pub fn resource(&self) -> Option<&'static Resource> {
        RESOURCES.iter().find(|resource| resource.verb(self).is_some())
    }
}

/// The path of all, where this is the path of one among several.
fn all_of(one: &str) -> Option<&str> {
    one.rsplit_once('/').filter(|(_, last)| last.starts_with('{')).map(|(all, _)| all)
}

/// `/users/{id}` and `/users/{userId}` are the same place.
fn is_same<'a>(mut segments: impl Iterator<Item = &'a str>, path: &str) -> bool {
    let open = |segment: &str| segment.starts_with('{');
    let mut others = path.split('/');
    let same = segments
        .all(|segment| others.next().is_some_and(|other| segment == other || (open(segment) && open(other))));
    same && others.next().is_none()
}

/// The resource whose path is the longest above this one.
fn parent(path: &str) -> Option<&'static Resource> {
    let mut above = path;
    while let Some((shorter, _)) = above.rsplit_once('/') {
        above = shorter;
        let at = |resource: &&Resource| {
            !resource.only_acts && resource.paths.iter().any(|other| is_same(other.split('/'), above))
        };
        if let Some(found) = RESOURCES.iter().find(at) {
            return Some(found);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{all_operations, op};

    /// Operations that are verbs of no resource. This list may only become shorter.
    const WITHOUT_RESOURCE: [&str; 0] = [];

    /// An operation that two resources claim would be looked for in the wrong file, and one that none claims has
    /// no file at all.
    #[test]
    fn every_operation_is_the_verb_of_one_resource() {
        for operation in all_operations() {
            let names: Vec<&str> =
                RESOURCES.iter().filter(|one| one.verb(operation).is_some()).map(|one| one.name).collect();
            let expected = usize::from(!WITHOUT_RESOURCE.contains(&operation.id));
            assert_eq!(names.len(), expected, "{} {}: {names:?}", operation.id, operation.path);
        }
    }

    #[test]
    fn every_path_and_every_act_is_that_of_an_operation() {
        for resource in RESOURCES {
            let verbs: Vec<(Verb, &Operation)> = resource.verbs().collect();
            for path in resource.paths {
                let used = verbs.iter().any(|(_, operation)| resource.verb_at(path, operation).is_some());
                assert!(used, "{}: no operation at {path}", resource.name);
            }
            for act in resource.acts {
                let used = verbs.iter().any(|(verb, _)| *verb == Verb::Act(act));
                assert!(used, "{}: no operation ends in {act}", resource.name);
            }
        }
    }

    #[test]
    fn names_are_sorted_and_are_paths_of_files() {
        assert!(RESOURCES.is_sorted_by(|a, b| a.name < b.name));
        for resource in RESOURCES {
            let plain =
                |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
            let parts: Vec<&str> = resource.name.split('/').collect();
            assert!(parts.len() <= 2, "{}: one folder for a family is enough", resource.name);
            assert!(
                parts.iter().all(|part| !part.is_empty() && part.chars().all(plain)),
                "{}",
                resource.name
            );
        }
    }

    #[test]
    fn verbs_are_told_by_method_and_path() {
        let cases = [
            (&op::LIST_GROUP_RULES, "group/rule", "list"),
            (&op::CREATE_GROUP_RULE, "group/rule", "create"),
            (&op::GET_GROUP, "group", "get"),
            (&op::REPLACE_GROUP_RULE, "group/rule", "replace"),
            (&op::UPDATE_USER, "user", "update"),
            (&op::DELETE_GROUP_RULE, "group/rule", "delete"),
            (&op::ACTIVATE_GROUP_RULE, "group/rule", "activate"),
            (&op::SUSPEND_USER, "user/lifecycle", "suspend"),
            (&op::CREATE_POLICY_SIMULATION, "policy/simulation", "simulate"),
            (&op::REVOKE_OAUTH2_TOKENS_FOR_APPLICATION, "app/token", "clear"),
            (&op::GET_ORG_SETTINGS, "org", "get"),
        ];
        for (operation, name, verb) in cases {
            let found = operation.resource().expect(operation.id);
            let done = found.verb(operation).expect(operation.id);
            assert_eq!((found.name, done.name()), (name, verb), "{}", operation.id);
        }
    }

    #[test]
    fn parents_stand_above() {
        let names = |name: &str| {
            let parents = resource(name).expect(name).parents();
            parents.iter().map(|parent| parent.name).collect::<Vec<_>>()
        };
        assert_eq!(names("group"), [""; 0]);
        assert_eq!(names("group/owner"), ["group"]);
        assert_eq!(names("authorization_server/rule"), ["authorization_server/policy"]);
        assert_eq!(names("role"), ["group", "user"]);
    }
}
