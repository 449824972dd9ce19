//! Whether what is known of a resource stands at the same path in each crate: that of the catalogue's table.
use std::collections::BTreeSet;
use std::fs;

use oktars_catalog::{Operation, all_operations, resource, resources};

use crate::generate::constant;
use crate::{Outcome, root};

/// Where the files of resources stand.
const FOLDERS: [&str; 3] =
    ["crates/oktars/src/resource/", "crates/local/src/resource/", "crates/cli/src/command/resource/"];

/// Files that stand elsewhere, with the resources that they are about. The list may only become shorter.
const LIST: &str = "xtask/resource-files.txt";
const EXCEPTIONS: &str = include_str!("../../resource-files.txt");
const HEADING: &str = "# Files that do not stand where the catalogue's table of resources has what they are about, and where that is;
# `?` where they are about none. Move them one by one: this list may only become shorter. After a move,
# `cargo xtask house --moved` writes it.
";

/// What is wrong with the files of a repository, given by path and text.
pub fn check(files: &[(String, String)]) -> Vec<String> {
    let (wrong, excused) = (all_misplaced(files), excused());
    let new = wrong.iter().filter(|line| !excused.contains(&line.as_str()));
    let new = new.map(|line| format!("{line}: move what is about these resources there"));
    let stale = excused.iter().filter(|line| !wrong.iter().any(|wrong| wrong == *line));
    let stale =
        stale.map(|line| format!("{LIST}: `{line}` is no longer so; run `cargo xtask house --moved`"));
    new.chain(stale).collect()
}

/// Writes the list of exceptions anew, unless it grew.
pub fn write(files: &[(String, String)]) -> Outcome {
    let (wrong, before) = (all_misplaced(files), excused().len());
    if wrong.len() > before {
        let count = wrong.len();
        return Err(format!("{LIST} would grow from {before} lines to {count}: move the new files instead"));
    }
    let text = format!("{HEADING}{}\n", wrong.join("\n"));
    fs::write(root().join(LIST), text).map_err(|error| format!("cannot write {LIST}: {error}"))?;
    println!("house: {} files still stand elsewhere, {before} before", wrong.len());
    Ok(())
}

fn all_misplaced(files: &[(String, String)]) -> Vec<String> {
    files.iter().filter_map(|(path, text)| misplaced(path, text)).collect()
}

fn excused() -> Vec<&'static str> {
    EXCEPTIONS.lines().filter(|line| !line.starts_with('#')).collect()
}

/// `FILE -> NAMES`, where a file is about other resources than its path says.
fn misplaced(path: &str, text: &str) -> Option<String> {
    let place = place(path)?;
    let mut foreign: BTreeSet<&str> =
        named(text).filter_map(|operation| Some(operation.resource()?.name)).collect();
    foreign.retain(|name| !is_of(place, name));
    if foreign.is_empty() && owner(place).is_none() && !is_family(place) {
        foreign.insert("?");
    }
    let names: Vec<&str> = foreign.into_iter().collect();
    (!names.is_empty()).then(|| format!("{path} -> {}", names.join(", ")))
}

/// The path below the folder of resources: `group/rule`.
fn place(path: &str) -> Option<&str> {
    let below = FOLDERS.iter().find_map(|folder| path.strip_prefix(folder))?.strip_suffix(".rs")?;
    let place = below.strip_suffix("/mod").unwrap_or(below);
    // The words of plain resources stand together. The registry and the table of reactions are about all resources.
    (!matches!(place, "mod" | "plain" | "registry" | "reactions")).then_some(place)
}

/// The resource whose file or part of a file stands there.
fn owner(place: &str) -> Option<&'static str> {
    let part_of = || resource(place.rsplit_once('/')?.0);
    resource(place).or_else(part_of).map(|resource| resource.name)
}

/// Whether resources stand below, although there is none of this name: `hook`.
fn is_family(place: &str) -> bool {
    let below = |name: &str| name.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    resources().iter().any(|resource| below(resource.name))
}

fn is_of(place: &str, name: &str) -> bool {
    owner(place) == Some(name)
}

/// The operations that a file names: as constants, or by the path of what it describes.
fn named(text: &str) -> impl Iterator<Item = &'static Operation> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    // A call that is broken over lines reads as one that is not.
    let code: String = code.lines().map(str::trim).collect();
    let described: Vec<String> = code.split("::new(\"").skip(1).filter_map(path_of).collect();
    all_operations().filter(move |operation| {
        is_named(&code, &format!("op::{}", constant(operation.id)))
            || described.contains(&nameless(operation.path))
    })
}

/// What stands before the next quotation mark, if it is a path.
fn path_of(rest: &str) -> Option<String> {
    rest.split('"').next().filter(|path| path.starts_with('/')).map(nameless)
}

/// `/users/{id}` and `/users/{userId}` are the same place.
fn nameless(path: &str) -> String {
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

/// Whether a name stands there and does not go on: `op::LIST_USERS` in `op::LIST_USERS_WITH_ROLES` is none.
fn is_named(code: &str, name: &str) -> bool {
    let ends = |at: usize| {
        let next = code[at + name.len()..].chars().next();
        !next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '_')
    };
    code.match_indices(name).any(|(at, _)| ends(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_stands_where_its_resource_is() {
        let sdk = "crates/oktars/src/resource";
        let cases = [
            (format!("{sdk}/group.rs"), "self.call(op::LIST_GROUPS, [])", None),
            (format!("{sdk}/group/mod.rs"), "op::GET_GROUP", None),
            (format!("{sdk}/group/rule.rs"), "op::LIST_GROUP_RULES", None),
            (format!("{sdk}/group/body.rs"), "op::ADD_GROUP", None),
            (format!("{sdk}/mod.rs"), "mod group;", None),
            (format!("{sdk}/hook/mod.rs"), "mod event_hook;", None),
            ("crates/oktars/src/client.rs".to_owned(), "op::LIST_GROUPS", None),
            (format!("{sdk}/group_rule.rs"), "op::LIST_GROUP_RULES", Some("group/rule")),
            (format!("{sdk}/group.rs"), "op::LIST_GROUP_RULES", Some("group/rule")),
            (format!("{sdk}/group/rule.rs"), "op::ADD_GROUP op::LIST_APPLICATIONS", Some("app, group")),
            (format!("{sdk}/nothing.rs"), "fn nothing() {}", Some("?")),
            (format!("{sdk}/nothing.rs"), "#[cfg(test)]\nop::LIST_GROUPS", Some("?")),
            (
                "crates/local/src/resource/iam_role.rs".to_owned(),
                "(&op::LIST_ROLES, list)",
                Some("role/custom"),
            ),
            (
                "crates/local/src/resource/zone.rs".to_owned(),
                "Collection::new(\n    \"/api/v1/zones/{id}\", \"Zone\")",
                Some("network_zone"),
            ),
            (
                "crates/cli/src/command/resource/event.rs".to_owned(),
                "op::LIST_EVENT_HOOKS",
                Some("hook/event_hook"),
            ),
        ];
        for (path, text, names) in cases {
            let expected = names.map(|names| format!("{path} -> {names}"));
            assert_eq!(misplaced(&path, text), expected, "{path}: {text}");
        }
    }

    /// The engine of documents finds the verbs of a description by paths as well. Both must find the same.
    #[test]
    fn what_the_local_org_describes_is_one_resource_of_the_table() {
        for described in oktars_local::described() {
            let operations = described.operations.iter().filter_map(|id| oktars_catalog::operation(id));
            let names: BTreeSet<&str> = operations.filter_map(|one| Some(one.resource()?.name)).collect();
            assert!(names.len() <= 1, "{} is described as one and is {names:?}", described.path);
        }
    }

    #[test]
    fn an_exception_that_nothing_needs_is_an_error() {
        let found = check(&[]);
        assert!(found.iter().all(|line| line.contains("no longer so")), "{found:?}");
        let new = [("crates/oktars/src/resource/x.rs".to_owned(), "op::LIST_USERS".to_owned())];
        assert!(check(&new).iter().any(|line| line.contains("-> user:")));
    }
}
