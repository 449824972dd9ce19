//! Which module of a crate uses which, read from its text: `use` trees and `crate::`, `self::` and `super::` paths,
//! with names followed to the module that defines them. Tests do not count, nor do `mod` lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::root;

/// The modules of a crate by their path, such as `resource::user`; the root is empty.
pub struct Imports {
    modules: BTreeMap<String, Module>,
    uses: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Default)]
struct Module {
    text: String,
    /// Names that it gives on, and the path at which each stands; `*` for all of a module.
    given_on: Vec<(String, Vec<String>)>,
}

impl Imports {
    /// Reads the sources below a folder of the repository.
    pub fn of(folder: &str) -> Result<Self, String> {
        let mut files = Vec::new();
        read(&root().join(folder), "", &mut files)?;
        Ok(Imports::of_texts(files))
    }

    fn of_texts(files: Vec<(String, String)>) -> Self {
        let mut modules = BTreeMap::new();
        for (name, text) in files {
            modules.insert(name, Module { text: without_comments_and_tests(&text), given_on: Vec::new() });
        }
        for test in test_modules(&modules) {
            modules.retain(|name: &String, _| *name != test && !name.starts_with(&format!("{test}::")));
        }
        let mut imports = Imports { modules, uses: BTreeMap::new() };
        imports.find_given_on();
        imports.find_uses();
        imports
    }

    /// Each module with those that it uses. A folder and its own children are one thing, and do not count.
    pub fn uses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.uses.iter().flat_map(|(from, all)| all.iter().map(|to| (from.as_str(), to.as_str())))
    }

    /// The modules that use each other in a circle, the largest circle first.
    pub fn cycles(&self) -> Vec<Vec<&str>> {
        let reach: BTreeMap<&str, BTreeSet<&str>> =
            self.modules.keys().map(|name| (name.as_str(), self.reachable(name))).collect();
        let mut seen = BTreeSet::new();
        let mut cycles = Vec::new();
        for (name, below) in &reach {
            if seen.contains(name) || !below.contains(name) {
                continue;
            }
            let cycle: Vec<&str> =
                below.iter().copied().filter(|other| reach[other].contains(name)).collect();
            seen.extend(cycle.iter().copied());
            cycles.push(cycle);
        }
        cycles.sort_by_key(|cycle| std::cmp::Reverse(cycle.len()));
        cycles
    }

    fn reachable(&self, from: &str) -> BTreeSet<&str> {
        let mut found = BTreeSet::new();
        let mut open = vec![from];
        while let Some(next) = open.pop() {
            for to in self.uses.get(next).into_iter().flatten() {
                if found.insert(to.as_str()) {
                    open.push(to);
                }
            }
        }
        found
    }

    fn find_given_on(&mut self) {
        let mut all = BTreeMap::new();
        for (name, module) in &self.modules {
            let mut given_on = Vec::new();
            for tree in use_trees(&module.text, true) {
                for leaf in leaves(&tree) {
                    let (path, known_as) = renamed(&leaf);
                    if let Some(path) = self.absolute(name, &path) {
                        given_on.push((known_as, path));
                    }
                }
            }
            all.insert(name.clone(), given_on);
        }
        for (name, given_on) in all {
            self.modules.entry(name).or_default().given_on = given_on;
        }
    }

    fn find_uses(&mut self) {
        let mut uses = BTreeMap::new();
        for (name, module) in &self.modules {
            let trees = use_trees(&module.text, false);
            let used = trees.iter().flat_map(|tree| leaves(tree)).map(|leaf| renamed(&leaf).0);
            let paths = used.chain(inline_paths(&module.text));
            let found: BTreeSet<String> = paths
                .filter_map(|path| self.defining(&self.absolute(name, &path)?, 8))
                .filter(|to| !is_same_folder(name, to))
                .collect();
            uses.insert(name.clone(), found);
        }
        self.uses = uses;
    }

    /// A path as seen from the root; none if it leads to another crate.
    fn absolute(&self, module: &str, path: &str) -> Option<Vec<String>> {
        let mut here: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
        let mut parts = path.split("::").peekable();
        match *parts.peek()? {
            "crate" => here.clear(),
            "self" => {}
            "super" => {
                while parts.peek() == Some(&"super") {
                    parts.next();
                    here.pop();
                }
                return Some(here.into_iter().chain(parts).map(str::to_owned).collect());
            }
            child => {
                let child = here.iter().chain([&child]).copied().collect::<Vec<_>>().join("::");
                self.modules.contains_key(&child).then_some(())?;
                return Some(here.into_iter().chain(parts).map(str::to_owned).collect());
            }
        }
        parts.next();
        Some(here.into_iter().chain(parts).map(str::to_owned).collect())
    }

    /// The module that defines what a path names. Names that are given on are followed, but not without end.
    fn defining(&self, path: &[String], patience: usize) -> Option<String> {
        let length =
            (0..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length].join("::")))?;
        let name = path[..length].join("::");
        let (Some(item), true) = (path.get(length), patience > 0) else { return Some(name) };
        let module = &self.modules[&name];
        let given = module.given_on.iter().find(|(known_as, _)| known_as == item);
        if let Some((_, target)) = given {
            return self.defining(target, patience - 1).or(Some(name));
        }
        for (_, target) in module.given_on.iter().filter(|(known_as, _)| known_as == "*") {
            let found =
                self.defining(&[target.as_slice(), std::slice::from_ref(item)].concat(), patience - 1);
            if let Some(found) = found.filter(|found| self.defines(found, item)) {
                return Some(found);
            }
        }
        Some(name)
    }

    fn defines(&self, module: &str, item: &str) -> bool {
        let kinds = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod", "union"];
        let text = &self.modules[module].text;
        kinds.iter().any(|kind| {
            let words = format!("{kind} {item}");
            text.match_indices(&words).any(|(at, _)| {
                let next = text[at + words.len()..].chars().next();
                next.is_none_or(|next| !next.is_alphanumeric() && next != '_')
            })
        })
    }
}

fn is_same_folder(one: &str, other: &str) -> bool {
    let inside = |outer: &str, inner: &str| outer.is_empty() || inner.starts_with(&format!("{outer}::"));
    one == other || inside(one, other) || inside(other, one)
}

fn read(folder: &Path, module: &str, files: &mut Vec<(String, String)>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let below = if module.is_empty() { stem.to_owned() } else { format!("{module}::{stem}") };
        if path.is_dir() {
            read(&path, &below, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = if matches!(stem, "lib" | "main" | "mod") { module.to_owned() } else { below };
            files.push((name, fs::read_to_string(&path).map_err(failed)?));
        }
    }
    Ok(())
}

/// Comments, and modules that only tests have, become nothing.
fn without_comments_and_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut skipping = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let is_inline = |line: &&str| line.starts_with("mod ") && line.ends_with('{');
        if line == "#[cfg(test)]" && lines.peek().is_some_and(is_inline) {
            skipping = true;
        }
        if !skipping {
            let code =
                line.find("//").filter(|at| !line[..*at].ends_with(':')).map_or(line, |at| &line[..at]);
            kept.push_str(code);
            kept.push('\n');
        }
        skipping = skipping && line != "}";
    }
    kept
}

/// Modules in files of their own that only tests have.
fn test_modules(modules: &BTreeMap<String, Module>) -> Vec<String> {
    let mut found = Vec::new();
    for (parent, module) in modules {
        for (before, line) in module.text.lines().zip(module.text.lines().skip(1)) {
            let name = line.rsplit("mod ").next().and_then(|rest| rest.strip_suffix(';'));
            if let (true, Some(name)) = (before == "#[cfg(test)]", name.filter(|_| line.contains("mod "))) {
                found.push(if parent.is_empty() { name.to_owned() } else { format!("{parent}::{name}") });
            }
        }
    }
    found
}

/// The trees of all `use` lines, or of those that give names on.
fn use_trees(text: &str, public: bool) -> Vec<String> {
    let mut trees = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = text[line_start..at].trim();
        let is_use = before.is_empty() || before.starts_with("pub") && !before.contains(char::is_whitespace);
        let Some(end) = text[at..].find(';').filter(|_| is_use) else { continue };
        if !public || !before.is_empty() {
            trees.push(text[at + 4..at + end].split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    trees
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((prefix, rest)) = tree.split_once('{') else {
        return if tree.is_empty() { Vec::new() } else { vec![tree.to_owned()] };
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for letter in inner.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if letter == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    parts.iter().flat_map(|part| leaves(part)).map(|leaf| format!("{}{leaf}", prefix.trim())).collect()
}

/// The path of a leaf, and the name under which it is known afterwards.
fn renamed(leaf: &str) -> (String, String) {
    let (path, name) = match leaf.split_once(" as ") {
        Some((path, name)) => (path, name.trim()),
        None => (leaf, leaf.trim_end_matches("::self").rsplit("::").next().unwrap_or(leaf)),
    };
    (path.trim().trim_end_matches("::self").to_owned(), name.to_owned())
}

/// Paths in the code that begin at the root or above.
fn inline_paths(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for start in ["crate::", "super::"] {
        for (at, _) in text.match_indices(start) {
            let is_inside =
                text[..at].ends_with(|before: char| before.is_alphanumeric() || "_:$".contains(before));
            let end = text[at..].find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
            let path = text[at..].get(..end.unwrap_or(text.len() - at)).unwrap_or_default();
            if !is_inside {
                found.push(path.trim_end_matches(':').to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(files: &[(&str, &str)]) -> Imports {
        Imports::of_texts(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    fn uses(files: &[(&str, &str)]) -> Vec<String> {
        imports(files).uses().map(|(from, to)| format!("{from}>{to}")).collect()
    }

    #[test]
    fn every_way_to_name_a_module_counts() {
        let ways = [
            "use crate::b::B;",
            "use crate::{b::B, c};",
            "use super::b;",
            "fn f() { crate::b::f() }",
            "fn f() -> super::b::B {}",
            "pub(crate) use crate::b::B as C;",
            "use crate::{\n    c,\n    b::{self, B},\n};",
        ];
        for way in ways {
            let found = uses(&[("", ""), ("a", way), ("b", ""), ("c", "")]);
            assert!(found.contains(&"a>b".to_owned()), "{way}: {found:?}");
        }
    }

    #[test]
    fn what_does_not_count() {
        let ways = [
            "// crate::b::B",
            "mod b;",
            "use b::B;",
            "#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n",
            "fn f() { other::crate_b::f() }",
        ];
        for way in ways {
            assert_eq!(uses(&[("", ""), ("a", way), ("b", "")]), Vec::<String>::new(), "{way}");
        }
        assert_eq!(uses(&[("a", "use crate::a::b::B;"), ("a::b", "use super::X;")]), Vec::<String>::new());
        assert_eq!(
            uses(&[("", "#[cfg(test)]\nmod a;"), ("a", "use crate::b::B;"), ("b", "")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn names_are_followed_to_where_they_are_defined() {
        let named = [("a", "use crate::d::B;"), ("b", "struct B;"), ("d", "pub use crate::b::B;")];
        assert!(uses(&named).contains(&"a>b".to_owned()));
        let all = [
            ("a", "use crate::d::B;"),
            ("b", "struct B;"),
            ("c", "struct C;"),
            ("d", "pub use crate::c::*;\npub use crate::b::*;"),
        ];
        assert!(uses(&all).contains(&"a>b".to_owned()));
        let root = [("", "pub use b::B;"), ("a", "use crate::B;"), ("b", "struct B;")];
        assert!(uses(&root).contains(&"a>b".to_owned()));
    }

    #[test]
    fn circles_are_found_whole() {
        let files = [
            ("a", "use crate::b::B;"),
            ("b", "use crate::c::C;"),
            ("c", "use crate::a::A;"),
            ("d", "use crate::a::A;"),
        ];
        assert_eq!(imports(&files).cycles(), [["a", "b", "c"]]);
        assert!(imports(&files[1..]).cycles().is_empty());
    }
}
