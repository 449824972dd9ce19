//! The rules of this repository that no compiler checks.

mod floors;
mod imports;
mod words;

use std::fs;
use std::process::Command;

use serde_json::Value;

use crate::{Outcome, root};

mod methods;
mod resource_files;

/// A hand-written file above this is asked for its reason.
const LINES: usize = 1000;

/// Files above the limit, each with its reason. A row that is no longer needed is an error.
const LARGE: &[(&str, &str)] = &[];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 6] = ["util", "utils", "helper", "helpers", "common", "misc"];

/// What a crate may use of this workspace: in its code, and in its tests besides.
const DIRECTIONS: &[(&str, &[&str], &[&str])] = &[
    ("oktars-catalog", &[], &[]),
    ("oktars", &["oktars-catalog"], &["oktars-local"]),
    ("oktars-local", &["oktars-catalog"], &[]),
    ("oktars-mirror", &["oktars", "oktars-catalog"], &["oktars-local"]),
    ("oktars-cli", &["oktars", "oktars-catalog", "oktars-local", "oktars-mirror"], &[]),
    ("oktars-bench", &["oktars", "oktars-catalog", "oktars-local"], &[]),
    ("xtask", &["oktars", "oktars-catalog", "oktars-local"], &[]),
];

/// Text that belongs to one machine, or to the reference material.
const FORBIDDEN: &[(&str, &str)] = &[
    ("/work/", "a path of one machine"),
    ("/root/", "a path of one machine"),
    ("/home/", "a path of one machine"),
    ("/Users/", "a path of one machine"),
    ("dossier.md", "the reference material, which readers do not have"),
    ("DESIGN.md", "the reference material, which readers do not have"),
    ("RULES.md", "the reference material, which readers do not have"),
    ("../shared", "the reference material, which only xtask and tests may look for"),
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn run() -> Outcome {
    let mut found = directions(&workspace()?);
    let files = committed()?;
    found.extend(resource_files::check(&files));
    found.extend(methods::check_queries(&files));
    for (path, text) in &files {
        found.extend(file_name(path));
        found.extend(length(path, text));
        found.extend(forbidden(path, text));
        found.extend(registry(path, text));
        found.extend(lints(path, text));
        found.extend(methods::check(path, text));
    }
    found.extend(large_without_need(&files));
    found.extend(words::check(&files));
    let (wrong, figures) = floors::check()?;
    found.extend(wrong);
    figures.iter().for_each(|line| println!("{line}"));
    if found.is_empty() {
        println!("house: {} files, all in order", files.len());
        return Ok(());
    }
    Err(format!("{} house rules are broken:\n  {}", found.len(), found.join("\n  ")))
}

/// After files of resources moved: writes which of them still stand elsewhere.
pub fn moved() -> Outcome {
    resource_files::write(&committed()?)
}

/// One dependency between two packages.
struct Dependency {
    from: String,
    to: String,
    for_tests: bool,
}

fn workspace() -> Result<Vec<Dependency>, String> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let metadata: Value =
        serde_json::from_str(&output(env!("CARGO"), &arguments)?).map_err(|error| error.to_string())?;
    let mut dependencies = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            dependencies.push(Dependency {
                from: package["name"].as_str().unwrap_or_default().to_owned(),
                to: dependency["name"].as_str().unwrap_or_default().to_owned(),
                for_tests: dependency["kind"] == "dev",
            });
        }
    }
    Ok(dependencies)
}

/// The files that git knows, as text; what is not text is left out.
fn committed() -> Result<Vec<(String, String)>, String> {
    let list = output("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let read = |path: &str| fs::read_to_string(root().join(path)).ok().map(|text| (path.to_owned(), text));
    Ok(list.lines().filter_map(read).collect())
}

fn output(program: &str, arguments: &[&str]) -> Result<String, String> {
    let run = Command::new(program).args(arguments).current_dir(root()).output();
    let output = run.map_err(|error| format!("cannot run {program}: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "{program} {}: {}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| error.to_string())
}

fn directions(dependencies: &[Dependency]) -> Vec<String> {
    let ours = |name: &str| DIRECTIONS.iter().any(|(crate_name, ..)| *crate_name == name);
    let mut found = Vec::new();
    for Dependency { from, to, for_tests } in dependencies {
        let Some((_, code, tests)) = DIRECTIONS.iter().find(|(name, ..)| name == from) else {
            found.push(format!("{from}: a new crate; say in xtask/src/house.rs what it may depend on"));
            continue;
        };
        // A crate names itself to have its features in its tests.
        let allowed =
            code.contains(&to.as_str()) || (*for_tests && (tests.contains(&to.as_str()) || from == to));
        if from == "oktars-catalog" && !for_tests {
            found.push(format!("oktars-catalog depends on {to}; it is facts alone and depends on nothing"));
        } else if ours(to) && !allowed {
            let hint = if tests.contains(&to.as_str()) { ", except as a dev-dependency" } else { "" };
            found.push(format!("{from} depends on {to}; it must not{hint}"));
        }
    }
    found
}

fn file_name(path: &str) -> Option<String> {
    let empty = |part: &str| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or(part));
    let part = path.split('/').find(|part| empty(part))?;
    Some(format!("{path}: `{part}` does not say what is inside; name it after what it does"))
}

fn is_written_by_hand(path: &str) -> bool {
    path.ends_with(".rs") && !path.contains("/generated/")
}

fn length(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    let excused = LARGE.iter().any(|(known, _)| *known == path);
    (is_written_by_hand(path) && lines > LINES && !excused).then(|| {
        format!("{path}: {lines} lines; split it, or give the reason in LARGE of xtask/src/house.rs")
    })
}

fn large_without_need(files: &[(String, String)]) -> Vec<String> {
    let needed = |known: &str| files.iter().any(|(path, text)| path == known && text.lines().count() > LINES);
    let stale = LARGE.iter().filter(|(known, _)| !needed(known));
    stale
        .map(|(known, _)| format!("{known}: no longer large; remove it from LARGE of xtask/src/house.rs"))
        .collect()
}

/// Where the reference material may be named: the chores, the checks, and tests that skip without it.
fn may_name_reference(path: &str) -> bool {
    path.starts_with("xtask/") || path.starts_with(".ci/") || path.contains("/tests/")
}

fn forbidden(path: &str, text: &str) -> Vec<String> {
    // This file names what it forbids.
    if path == "xtask/src/house.rs" {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for (word, what) in FORBIDDEN {
            let allowed = *word == "../shared" && may_name_reference(path);
            if line.contains(word) && !allowed && !is_part_of_url(line, word) {
                found.push(format!("{path}:{}: `{word}` is {what}", number + 1));
            }
        }
    }
    found
}

/// `https://example.com/home/app` is not a path of a machine, and neither is the template `/home/{app}`.
fn is_part_of_url(line: &str, word: &str) -> bool {
    let part = |token: &str| token.contains(word) && !token.contains(&format!("{word}{{"));
    let mut tokens = line.split([' ', '"', '`', '\'', '(', ')', '<', '>']).filter(|token| part(token));
    word.starts_with('/') && tokens.all(|token| !token.starts_with('/') && !token.starts_with("file:"))
}

fn registry(path: &str, text: &str) -> Vec<String> {
    let foreign = |line: &&str| match path {
        "Cargo.lock" => line.starts_with("source = ") && !line.contains(CRATES_IO),
        ".cargo/config.toml" => {
            ["[source", "replace-with", "registry", "index"].iter().any(|key| line.contains(key))
        }
        _ => false,
    };
    let describe =
        |line: &str| format!("{path}: `{line}` names a registry; crates come from crates.io alone");
    text.lines().filter(foreign).map(describe).collect()
}

/// A crate that does not take the workspace's lints is free of all of them.
fn lints(path: &str, text: &str) -> Option<String> {
    // A program of another client has a workspace of its own, and none of our lints.
    let is_member = path.ends_with("/Cargo.toml") && !text.contains("[workspace]");
    (is_member && !text.contains("[lints]\nworkspace = true"))
        .then(|| format!("{path}: take the workspace's lints: [lints] workspace = true"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dependency(from: &str, to: &str, for_tests: bool) -> Dependency {
        Dependency { from: from.to_owned(), to: to.to_owned(), for_tests }
    }

    #[test]
    fn the_repository_keeps_its_rules() {
        run().expect("the house is in order");
    }

    #[test]
    fn a_dependency_in_the_wrong_direction_is_found() {
        let cases = [
            (dependency("oktars-local", "oktars", false), true),
            (dependency("oktars-local", "oktars", true), true),
            (dependency("oktars", "oktars-local", false), true),
            (dependency("oktars", "oktars-local", true), false),
            (dependency("oktars-catalog", "serde", false), true),
            (dependency("oktars", "oktars-cli", false), true),
            (dependency("oktars-mirror", "oktars", false), false),
            (dependency("oktars-mirror", "oktars-local", false), true),
            (dependency("oktars-cli", "oktars", false), false),
            (dependency("oktars", "serde", false), false),
        ];
        for (case, broken) in cases {
            let found = directions(&[dependency(&case.from, &case.to, case.for_tests)]);
            assert_eq!(!found.is_empty(), broken, "{} -> {}: {found:?}", case.from, case.to);
        }
    }

    #[test]
    fn a_file_name_that_says_nothing_is_found() {
        for path in ["crates/cli/src/utils.rs", "crates/oktars/src/common/mod.rs", "xtask/src/helpers.rs"] {
            assert!(file_name(path).is_some(), "{path}");
        }
        assert_eq!(file_name("crates/oktars/src/user.rs"), None);
        assert_eq!(file_name("crates/local/src/utility_bill.rs"), None);
    }

    #[test]
    fn a_long_file_is_found() {
        let long = "\n".repeat(LINES + 1);
        assert!(length("crates/oktars/src/user.rs", &long).is_some());
        assert_eq!(length("crates/oktars/src/user.rs", "one line"), None);
        assert_eq!(length("crates/catalog/src/generated/operations.rs", &long), None);
        assert_eq!(length("Cargo.lock", &long), None);
    }

    #[test]
    fn forbidden_words_are_found_where_they_stand() {
        let cases = [
            ("README.md", "see /work/main", true),
            ("README.md", "`/home/someone/oktars`", true),
            ("README.md", "https://example.com/home/app", false),
            ("README.md", "`/home/{app}`", false),
            ("crates/oktars/src/user.rs", "// as dossier.md says", true),
            ("crates/oktars/src/user.rs", "\"../shared/okta\"", true),
            ("crates/oktars/tests/recordings.rs", "\"../shared/okta\"", false),
            ("xtask/src/main.rs", "\"../shared/okta\"", false),
            ("xtask/src/main.rs", "// DESIGN.md", true),
            ("README.md", "two commands", false),
        ];
        for (path, line, broken) in cases {
            assert_eq!(!forbidden(path, line).is_empty(), broken, "{path}: {line}");
        }
    }

    #[test]
    fn another_registry_is_found() {
        assert!(!registry("Cargo.lock", "source = \"registry+https://mirror.example/index\"").is_empty());
        assert!(!registry(".cargo/config.toml", "replace-with = \"mirror\"").is_empty());
        assert!(registry("Cargo.lock", &format!("source = \"{CRATES_IO}\"")).is_empty());
        assert!(registry(".cargo/config.toml", "xtask = \"run\"").is_empty());
    }

    #[test]
    fn a_crate_without_the_lints_is_found() {
        assert!(lints("crates/new/Cargo.toml", "[package]").is_some());
        assert_eq!(lints("crates/new/Cargo.toml", "[lints]\nworkspace = true\n"), None);
    }
}
